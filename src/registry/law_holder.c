#include <pthread.h>
#include <string.h>

#include "base/bug.h"
#include "db/db_fetch.h"
#include "law/calendar.h"
#include "law/policy_load.h"
#include "registry/adoption.h"

/* One snapshot and who holds it. */
struct snapshot {
    struct arena *arena;
    const struct law *law;
    unsigned holders;
    struct snapshot *older;
};

struct law_holder {
    pthread_mutex_t reloading; /* one reload at a time: the later one has read the later editions */
    pthread_mutex_t lock;      /* of the snapshots */
    struct app *app;
    struct snapshot *newest; /* older ones behind it live until their last holder lets go */
};

enum { USES };

const struct db_stmt law_holder_stmts[] = {
    [USES] = {"continued_use.recorded",
              "select place, from_day, to_day, citation from continued_use where recorded_at is "
              "not null "
              "order by continued_use_id",
              "", "ttTt", DB_READ, DB_FACTS},
    {0},
};

/* What is stored was adopted whole; that it does not load any more means the program reads it otherwise than then. */
static enum err unreadable(struct ctx *ctx, const struct edition *e) {
    return fail(ctx, ERR_EDITION_DAMAGED, "已采用的版本 %s 不能为本程序所读取", e->label);
}

static enum err add_policy(struct ctx *ctx, struct arena *a, struct law_builder *b,
                           const struct edition *e) {
    struct str blob;
    struct policy_source source;
    struct faults faults;
    faults_init(&faults, ctx->arena);
    enum err stored = adoption_stored(ctx, e, &blob);
    if (stored != OK) return stored;
    const struct policy *policy = policy_source_unpack(ctx->arena, blob, &source) == OK
                                      ? policy_load(a, &source, &faults)
                                      : NULL;
    if (!policy) return unreadable(ctx, e);
    law_builder_add_policy(b, policy, e->first_day);
    return OK;
}

static enum err add_calendar(struct ctx *ctx, struct arena *a, struct law_builder *b,
                             const struct edition *e) {
    struct str text;
    struct faults faults;
    faults_init(&faults, ctx->arena);
    enum err stored = adoption_stored(ctx, e, &text);
    if (stored != OK) return stored;
    const struct calendar *calendar = calendar_parse(a, e->label, text, &faults);
    if (!calendar) return unreadable(ctx, e);
    law_builder_calendar(b, calendar);
    return OK;
}

struct uses {
    struct arena *arena;
    struct law_builder *builder;
};

static bool add_use(void *arg, const struct db_value *row) {
    struct uses *u = arg;
    law_builder_continue(u->builder, arena_strdup(u->arena, db_get_text(row, 0)),
                         arena_strdup(u->arena, db_get_text(row, 3)), db_get_date(row, 1),
                         db_get_date(row, 2));
    return true;
}

static enum err build(struct ctx *ctx, struct arena *a, const struct law **law_r) {
    struct edition *editions;
    size_t n;
    enum err e = adoption_list(ctx, &editions, &n);
    if (e != OK) return e;
    struct law_builder *b = law_builder_new(a);
    law_builder_home(b, arena_strdup(a, ctx->app->home));
    for (size_t i = 0; i < n && e == OK; i++) {
        if (!editions[i].adopted_at.us) continue;
        e = !strcmp(editions[i].kind, "policy") ? add_policy(ctx, a, b, &editions[i])
                                                : add_calendar(ctx, a, b, &editions[i]);
    }
    if (e != OK) return e;
    struct uses uses = {a, b};
    e = db_fetch_each(ctx, &law_holder_stmts[USES], DB_NO_ARGS, add_use, &uses);
    *law_r = law_builder_end(b);
    return e;
}

/* Frees snapshots that nobody holds and that are not the newest. The lock is held. */
static void sweep(struct law_holder *h) {
    struct snapshot **at = &h->newest->older;
    while (*at) {
        struct snapshot *s = *at;
        if (s->holders) {
            at = &s->older;
            continue;
        }
        *at = s->older;
        struct arena *arena = s->arena;
        arena_free(&arena);
    }
}

enum err law_holder_reload(struct ctx *ctx, struct law_holder *h) {
    struct arena *a = arena_new();
    struct snapshot *s = ARENA_NEW(a, struct snapshot);
    s->arena = a;
    pthread_mutex_lock(&h->reloading);
    enum err e = build(ctx, a, &s->law);
    if (e != OK) {
        pthread_mutex_unlock(&h->reloading);
        arena_free(&a);
        return e;
    }
    pthread_mutex_lock(&h->lock);
    s->older = h->newest;
    h->newest = s;
    sweep(h);
    pthread_mutex_unlock(&h->lock);
    pthread_mutex_unlock(&h->reloading);
    return OK;
}

enum err law_holder_open(struct ctx *ctx, struct app *app, struct law_holder **h_r) {
    struct law_holder *h = ARENA_NEW(app->arena, struct law_holder);
    pthread_mutex_init(&h->reloading, NULL);
    pthread_mutex_init(&h->lock, NULL);
    h->app = app;
    enum err e = law_holder_reload(ctx, h);
    if (e == OK) *h_r = h;
    return e;
}

void law_holder_close(struct law_holder **h) {
    if (!*h) return;
    for (struct snapshot *s = (*h)->newest; s;) {
        struct snapshot *older = s->older;
        struct arena *arena = s->arena;
        arena_free(&arena);
        s = older;
    }
    pthread_mutex_destroy(&(*h)->reloading);
    pthread_mutex_destroy(&(*h)->lock);
    *h = NULL; /* the holder itself lies in the app's arena */
}

const struct law *law_holder_take(struct law_holder *h) {
    pthread_mutex_lock(&h->lock);
    h->newest->holders++;
    const struct law *law = h->newest->law;
    pthread_mutex_unlock(&h->lock);
    return law;
}

void law_holder_release(struct law_holder *h, const struct law *law) {
    pthread_mutex_lock(&h->lock);
    struct snapshot *s = h->newest;
    while (s && s->law != law)
        s = s->older;
    BUG_IF(!s || !s->holders);
    s->holders--;
    sweep(h);
    pthread_mutex_unlock(&h->lock);
}
