#include "api/session.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/bug.h"
#include "registry/app.h"
#include "registry/post_actor.h"

enum { BUCKETS = 4096, PER_USER = 5, FRESH_SECONDS = 5 };

/* What was read about the account in one post; texts are the session's own arena's. */
struct standing {
    int64_t asked_post; /* as the caller named it, 0 = none */
    struct actor actor;
    bool must_change;
    int64_t revision; /* of people, when it was read */
    struct instant read_at;
    bool good;
};

struct session {
    struct digest token;
    int64_t user_id;
    struct instant seen;
    struct arena *arena; /* holds the session, and the standing until it is read again */
    struct standing standing;
    struct arena *standing_arena;
    struct session *next;
};

struct sessions {
    pthread_mutex_t lock;
    _Atomic int64_t people;
    struct session *buckets[BUCKETS];
    struct arena *arena;
};

struct sessions *sessions_new(void) {
    struct arena *a = arena_new();
    struct sessions *s = ARENA_NEW(a, struct sessions);
    s->arena = a;
    pthread_mutex_init(&s->lock, NULL);
    return s;
}

static void destroy(struct session *one) {
    struct arena *a = one->arena, *standing = one->standing_arena;
    crypto_wipe(&one->token, sizeof one->token);
    arena_free(&standing);
    arena_free(&a);
}

void sessions_free(struct sessions **sp) {
    struct sessions *s = *sp;
    if (!s) return;
    *sp = NULL;
    for (size_t i = 0; i < BUCKETS; i++)
        while (s->buckets[i]) {
            struct session *one = s->buckets[i];
            s->buckets[i] = one->next;
            destroy(one);
        }
    pthread_mutex_destroy(&s->lock);
    struct arena *a = s->arena;
    arena_free(&a);
}

static size_t bucket_of(const struct digest *d) {
    return ((size_t)d->b[0] << 8 | d->b[1]) % BUCKETS;
}

/* The place that points at the session, or at NULL. The lock is held. */
static struct session **find(struct sessions *s, const struct digest *d) {
    struct session **at = &s->buckets[bucket_of(d)];
    while (*at && !crypto_equal((*at)->token.b, d->b, DIGEST_BYTES))
        at = &(*at)->next;
    return at;
}

static bool idle(struct ctx *ctx, const struct session *one) {
    int64_t minutes = ctx->app->settings.number[SETTING_SESSION_IDLE];
    int64_t passed = clock_now(ctx->clock).us - one->seen.us;
    return passed > minutes * 60 * 1000000;
}

/* Ends idle sessions, and the oldest of a user who has too many. The lock is held. */
static void make_room(struct ctx *ctx, struct sessions *s, int64_t user_id) {
    int held = 0;
    struct session **oldest = NULL;
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct session **at = &s->buckets[i]; *at;) {
            struct session *one = *at;
            if (idle(ctx, one)) {
                *at = one->next;
                destroy(one);
                continue;
            }
            if (one->user_id == user_id) {
                held++;
                if (!oldest || one->seen.us < (*oldest)->seen.us) oldest = at;
            }
            at = &one->next;
        }
    if (held < PER_USER) return;
    struct session *one = *oldest;
    *oldest = one->next;
    destroy(one);
}

enum err session_open(struct ctx *ctx, struct sessions *s, const struct account *account,
                      char token_r[TOKEN_TEXT]) {
    token_new(token_r);
    struct arena *a = arena_new();
    struct session *one = ARENA_NEW(a, struct session);
    one->arena = a;
    one->standing_arena = arena_new();
    one->user_id = account->user_id;
    one->seen = clock_now(ctx->clock);
    BUG_IF(!token_digest(str_of(token_r), &one->token));
    pthread_mutex_lock(&s->lock);
    make_room(ctx, s, account->user_id);
    struct session **at = &s->buckets[bucket_of(&one->token)];
    one->next = *at;
    *at = one;
    pthread_mutex_unlock(&s->lock);
    return OK;
}

static struct actor copy_actor(struct arena *a, const struct actor *from) {
    struct actor to = *from;
    to.name = arena_strdup(a, from->name);
    to.unit_name = arena_strdup(a, from->unit_name);
    to.unit_type = arena_strdup(a, from->unit_type);
    to.jurisdiction = arena_strdup(a, from->jurisdiction);
    to.os_user = to.address = "";
    return to;
}

/* Takes the fresh standing of the session, or says that it must be read. ERR_SIGN_IN_REQUIRED when there is none. */
static enum err look_up(struct ctx *ctx, struct sessions *s, const struct digest *d,
                        int64_t post_id, int64_t *user_r, bool *fresh_r, struct actor *actor_r,
                        bool *must_change_r) {
    pthread_mutex_lock(&s->lock);
    struct session **at = find(s, d), *one = *at;
    if (one && idle(ctx, one)) {
        *at = one->next;
        destroy(one);
        one = NULL;
    }
    if (one) {
        struct instant now = clock_now(ctx->clock);
        one->seen = now;
        *user_r = one->user_id;
        const struct standing *st = &one->standing;
        int64_t age = now.us - st->read_at.us;
        *fresh_r = st->good && st->asked_post == post_id &&
                   st->revision == atomic_load(&s->people) && age >= 0 &&
                   age < (int64_t)FRESH_SECONDS * 1000000;
        if (*fresh_r) {
            *actor_r = copy_actor(ctx->arena, &st->actor);
            *must_change_r = st->must_change;
        }
    }
    pthread_mutex_unlock(&s->lock);
    return one ? OK : fail(ctx, ERR_SIGN_IN_REQUIRED, "登录已失效，请重新登录");
}

static void remember(struct ctx *ctx, struct sessions *s, const struct digest *d, int64_t post_id,
                     int64_t revision, const struct actor *actor, bool must_change) {
    pthread_mutex_lock(&s->lock);
    struct session *one = *find(s, d);
    if (one) {
        arena_reset(one->standing_arena);
        one->standing = (struct standing){
            .asked_post = post_id,
            .actor = copy_actor(one->standing_arena, actor),
            .must_change = must_change,
            .revision = revision,
            .read_at = clock_now(ctx->clock),
            .good = true,
        };
    }
    pthread_mutex_unlock(&s->lock);
}

/* Needs a change when it was made so, or when it is older than the setting says. */
static bool password_is_due(struct ctx *ctx, const struct account *account) {
    int64_t age = (int64_t)clock_today(ctx->clock).day - account->password_day.day;
    return account->must_change || age > ctx->app->settings.number[SETTING_PASSWORD_DAYS];
}

enum err session_actor(struct ctx *ctx, struct sessions *s, struct str token, int64_t post_id,
                       struct actor *actor_r, bool *must_change_r) {
    struct digest d;
    int64_t user_id;
    bool fresh = false;
    if (!token_digest(token, &d)) return fail(ctx, ERR_SIGN_IN_REQUIRED, NULL);
    int64_t revision = atomic_load(&s->people);
    enum err e = look_up(ctx, s, &d, post_id, &user_id, &fresh, actor_r, must_change_r);
    if (e != OK || fresh) return e;
    struct account account;
    e = account_read(ctx, user_id, &account);
    if (e != OK) return e;
    if (strcmp(account.state, "active") != 0) {
        session_close(s, token);
        return fail(ctx, ERR_SIGN_IN_REQUIRED, "账号已停用");
    }
    *must_change_r = password_is_due(ctx, &account);
    e = post_actor(ctx, &account, post_id, actor_r);
    if (e == OK) remember(ctx, s, &d, post_id, revision, actor_r, *must_change_r);
    return e;
}

enum err session_account(struct ctx *ctx, struct sessions *s, struct str token,
                         struct account *account_r) {
    struct digest d;
    int64_t user_id;
    bool fresh, must_change;
    struct actor actor;
    if (!token_digest(token, &d)) return fail(ctx, ERR_SIGN_IN_REQUIRED, NULL);
    enum err e = look_up(ctx, s, &d, -1, &user_id, &fresh, &actor, &must_change);
    if (e == OK) e = account_read(ctx, user_id, account_r);
    if (e == OK) account_r->must_change = password_is_due(ctx, account_r);
    return e;
}

void session_close(struct sessions *s, struct str token) {
    struct digest d;
    if (!token_digest(token, &d)) return;
    pthread_mutex_lock(&s->lock);
    struct session **at = find(s, &d), *one = *at;
    if (one) {
        *at = one->next;
        destroy(one);
    }
    pthread_mutex_unlock(&s->lock);
}

void session_close_user(struct sessions *s, int64_t user_id, struct str kept) {
    struct digest keep;
    bool keeps = kept.p && token_digest(kept, &keep);
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct session **at = &s->buckets[i]; *at;) {
            struct session *one = *at;
            if (one->user_id != user_id ||
                (keeps && crypto_equal(one->token.b, keep.b, DIGEST_BYTES))) {
                at = &one->next;
                continue;
            }
            *at = one->next;
            destroy(one);
        }
    pthread_mutex_unlock(&s->lock);
}

void sessions_people_changed(struct sessions *s) {
    atomic_fetch_add(&s->people, 1);
}
