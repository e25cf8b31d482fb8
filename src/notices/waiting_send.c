/* Sending waiting messages: claimed in the database, carried by libcurl without ever waiting for it long. */
#include <curl/curl.h>
#include <pthread.h>
#include <string.h>

#include "base/bug.h"
#include "base/file.h"
#include "base/log.h"
#include "db/db_fetch.h"
#include "ledger/door.h"
#include "notices/waiting.h"
#include "notices/waiting_message.h"
#include "notices/waiting_row.h"
#include "registry/actor.h"
#include "registry/app.h"

enum { AT_ONCE = 8, POLL_MS = 50, SECONDS_MOST = 60, CONNECT_SECONDS = 15, TRIES_MOST = 7 };
enum { MINUTE = 60 };
/* A message claimed by a process that died is free again after this. */
#define CLAIM_US (INT64_C(5) * MINUTE * 1000000)
static const int64_t AGAIN_SECONDS[TRIES_MOST] = {
    1 * MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 480 * MINUTE, 1440 * MINUTE, 1440 * MINUTE};

enum { DUE, CLAIM, SETTLE };

const struct db_stmt waiting_send_stmts[] = {
    [DUE] = {.name = "waiting.due",
             .sql = "select w.subject_id, w.notice_id, w.contact_id, w.jurisdiction, w.tries,"
                    " w.due_at, c.address from notice_waiting w left join notice_contact c"
                    " on c.subject_id = w.subject_id and c.contact_id = w.contact_id"
                    " where w.state = 'waiting' and w.due_at <= $1 and w.channel = $2"
                    " order by w.due_at limit $3",
             .in = "iti",
             .out = "iiitiiB",
             .kind = DB_READ},
    [CLAIM] = {.name = "waiting.claim",
               .sql = "update notice_waiting set tries = tries + 1, due_at = $5"
                      " where subject_id = $1 and notice_id = $2 and contact_id = $3"
                      " and state = 'waiting' and due_at = $4",
               .in = "iiiii",
               .out = "",
               .kind = DB_WRITE},
    [SETTLE] = {.name = "waiting.settle",
                .sql = "update notice_waiting set state = $4, due_at = $5 where subject_id = $1"
                       " and notice_id = $2 and contact_id = $3 and state = 'waiting'",
                .in = "iiiti",
                .out = "",
                .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&waiting_send_stmts[name])

/* ---- what is under way, of one process */

struct transfer {
    bool busy;
    CURL *easy;
    struct curl_slist *list; /* recipients or headers */
    struct arena *arena;     /* of the message */
    struct str body;
    size_t given;
    struct waiting_message m;
};
struct waiting_sending {
    struct arena *arena;
    CURLM *multi;
    struct transfer slots[AT_ONCE];
    int busy;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void begin_curl(void) {
    BUG_IF(curl_global_init(CURL_GLOBAL_DEFAULT) != 0);
}

static struct waiting_sending *sending_of(struct app *app) {
    if (app->sending) return app->sending;
    pthread_once(&once, begin_curl);
    struct arena *a = arena_new();
    app->sending = ARENA_NEW(a, struct waiting_sending);
    app->sending->arena = a;
    app->sending->multi = curl_multi_init();
    BUG_IF(!app->sending->multi);
    return app->sending;
}

static void drop_all(struct app *app) {
    struct waiting_sending *w = app->sending;
    curl_multi_cleanup(w->multi);
    app->sending = NULL;
    struct arena *a = w->arena;
    arena_free(&a);
}

static void drop(struct waiting_sending *w, struct transfer *t) {
    curl_multi_remove_handle(w->multi, t->easy);
    curl_easy_cleanup(t->easy);
    curl_slist_free_all(t->list);
    arena_free(&t->arena);
    *t = (struct transfer){0};
    w->busy--;
}

void waiting_stop(struct app *app) {
    pthread_mutex_lock(&lock);
    struct waiting_sending *w = app->sending;
    for (int i = 0; w && i < AT_ONCE; i++)
        if (w->slots[i].busy) drop(w, &w->slots[i]);
    if (w) drop_all(app);
    pthread_mutex_unlock(&lock);
}

/* ---- a transfer */

static size_t give(char *to, size_t size, size_t n, void *arg) {
    struct transfer *t = arg;
    size_t left = t->body.n - t->given, room = size * n;
    size_t part = left < room ? left : room;
    memcpy(to, t->body.p + t->given, part);
    t->given += part;
    return part;
}

/* What the other side says is not ours to keep. */
static size_t ignore(char *from, size_t size, size_t n, void *arg) {
    (void)from;
    (void)arg;
    return size * n;
}

static const char *secret(struct arena *a, const char *path) {
    struct str s;
    if (!*path || file_read(a, path, 4096, &s) != OK) return NULL;
    return arena_str(a, str_trim(s));
}

static void common(struct transfer *t, const char *url, const char *protocols) {
    curl_easy_setopt(t->easy, CURLOPT_URL, url);
    curl_easy_setopt(t->easy, CURLOPT_PROTOCOLS_STR, protocols);
    curl_easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(t->easy, CURLOPT_TIMEOUT, (long)SECONDS_MOST);
    curl_easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, ignore);
    curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
}

static void by_mail(struct ctx *ctx, struct transfer *t) {
    const struct settings *s = &ctx->app->settings;
    uint8_t random[12];
    struct buf mark;
    crypto_random(random, sizeof random);
    buf_init(&mark, 64);
    buf_hex(&mark, random, sizeof random);
    t->body = waiting_message_email(t->arena, s, t->m.address, clock_now(ctx->clock),
                                    buf_finish(&mark).p);
    buf_free(&mark);
    common(t, s->text[SETTING_SMTP_URL], "smtp,smtps");
    t->list = curl_slist_append(NULL, t->m.address);
    curl_easy_setopt(t->easy, CURLOPT_MAIL_FROM, s->text[SETTING_SMTP_FROM]);
    curl_easy_setopt(t->easy, CURLOPT_MAIL_RCPT, t->list);
    curl_easy_setopt(t->easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(t->easy, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(t->easy, CURLOPT_READDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_USE_SSL,
                     (long)(s->number[SETTING_SMTP_TLS] ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    const char *password = secret(t->arena, s->text[SETTING_SMTP_PASSWORD]);
    if (!password) return;
    curl_easy_setopt(t->easy, CURLOPT_USERNAME, s->text[SETTING_SMTP_USER]);
    curl_easy_setopt(t->easy, CURLOPT_PASSWORD, password);
}

static void by_gateway(struct ctx *ctx, struct transfer *t) {
    const struct settings *s = &ctx->app->settings;
    t->body = waiting_message_text(t->arena, s, t->m.address);
    common(t, s->text[SETTING_TEXT_GATEWAY], "http,https");
    t->list = curl_slist_append(NULL, "Content-Type: application/json");
    const char *token = secret(t->arena, s->text[SETTING_TEXT_TOKEN]);
    if (token)
        t->list =
            curl_slist_append(t->list, arena_printf(t->arena, "Authorization: Bearer %s", token));
    curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->list);
    curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE, (long)t->body.n);
    curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, t->body.p);
    curl_easy_setopt(t->easy, CURLOPT_FAILONERROR, 1L);
}

static void begin(struct ctx *ctx, struct waiting_sending *w, const struct waiting_message *m) {
    struct transfer *t = w->slots;
    while (t->busy)
        t++;
    *t = (struct transfer){.busy = true, .easy = curl_easy_init(), .arena = arena_new(), .m = *m};
    BUG_IF(!t->easy);
    t->m.address = arena_strdup(t->arena, m->address);
    w->busy++;
    if (m->channel == WAITING_EMAIL)
        by_mail(ctx, t);
    else
        by_gateway(ctx, t);
    BUG_IF(curl_multi_add_handle(w->multi, t->easy) != CURLM_OK);
}

/* ---- claiming */

struct claiming {
    enum waiting_channel channel;
    size_t room;
    struct waiting_message *taken;
    size_t n, dropped;
};

static void say(const struct ctx *ctx, struct door *d, enum ledger_event event,
                const struct waiting_message *m, const char *word) {
    struct leaf leaf = actor_leaf(ctx, event);
    leaf.object = m->notice_id;
    leaf.subject = m->subject_id;
    leaf.word = word;
    door_leaf(d, &leaf);
}

static enum err settle(struct ctx *ctx, struct door *d, struct db_session *s,
                       const struct waiting_message *m, const char *state, int64_t due) {
    enum err e = db_write(ctx, s, STMT(SETTLE),
                          DB_ARGS(db_int(m->subject_id), db_int(m->notice_id),
                                  db_int(m->contact_id), db_text(state), db_int(due)),
                          NULL);
    if (e == OK) say(ctx, d, EV_NOTICE_WAITING_SETTLED, m, state);
    return e;
}

/* A contact that was removed, or a channel that the pack no longer uses: it ends here. */
static enum err claim_row(struct ctx *ctx, struct door *d, struct db_session *s, struct claiming *c,
                          const struct db_value *row) {
    struct str address;
    int64_t now = door_now(d).us, changed;
    struct waiting_message m = {.subject_id = db_get_int(row, 0),
                                .notice_id = db_get_int(row, 1),
                                .contact_id = db_get_int(row, 2),
                                .channel = c->channel,
                                .tries = db_get_int(row, 4) + 1};
    bool lost = db_is_null(row, 6) || !waiting_allowed(ctx, db_get_text(row, 3), c->channel) ||
                crypto_open(ctx->arena, &ctx->app->keys.seal, db_get_blob(row, 6),
                            waiting_context(ctx, m.contact_id), &address) != OK;
    if (lost) {
        c->dropped++;
        return settle(ctx, d, s, &m, "dropped", now);
    }
    enum err e = db_write(ctx, s, STMT(CLAIM),
                          DB_ARGS(db_int(m.subject_id), db_int(m.notice_id), db_int(m.contact_id),
                                  db_int(db_get_int(row, 5)), db_int(now + CLAIM_US)),
                          &changed);
    if (e != OK || !changed) return e; /* somebody else was quicker */
    m.address = arena_str(ctx->arena, address);
    c->taken[c->n++] = m;
    say(ctx, d, EV_NOTICE_WAITING_TRIED, &m, waiting_channel_word(c->channel));
    return OK;
}

static enum err claim_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct claiming *c = arg;
    enum err e = OK;
    c->n = c->dropped = 0;
    c->taken = ARENA_ARRAY(ctx->arena, c->room, struct waiting_message);
    struct db_call call = {.stmt = STMT(DUE),
                           .args = DB_ARGS(db_int(door_now(d).us),
                                           db_text(waiting_channel_word(c->channel)),
                                           db_int((int64_t)c->room))};
    enum db_result r = db_calls(s, ctx->arena, &call, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    for (size_t i = 0; e == OK && i < call.n; i++)
        e = claim_row(ctx, d, s, c, call.rows[i]);
    if (e == OK && !c->n && !c->dropped) door_nothing(d);
    return e;
}

/* Most of the time there is nothing: that is found out by reading. */
static enum err any_due(struct ctx *ctx, enum waiting_channel channel, bool *any_r) {
    const struct db_value *row;
    enum err e = db_fetch(ctx, STMT(DUE),
                          DB_ARGS(db_int(clock_now(ctx->clock).us),
                                  db_text(waiting_channel_word(channel)), db_int(1)),
                          &row);
    *any_r = e == OK && row;
    return e;
}

static enum err take(struct ctx *ctx, enum waiting_channel channel, const char *where) {
    struct waiting_sending *w = ctx->app->sending;
    struct claiming c = {.channel = channel, .room = (size_t)(AT_ONCE - (w ? w->busy : 0))};
    bool any = false;
    if (!*where || !c.room) return OK;
    enum err e = any_due(ctx, channel, &any);
    if (e == OK && any) e = door_run(ctx, "waiting.claim", DB_BULK, claim_step, &c);
    if (e != OK || !any) return e;
    for (size_t i = 0; i < c.n; i++)
        begin(ctx, sending_of(ctx->app), &c.taken[i]);
    return OK;
}

/* ---- settling */

struct settling {
    const struct waiting_message *m;
    bool sent;
};

static enum err settle_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct settling *x = arg;
    const struct waiting_message *m = x->m;
    int64_t now = door_now(d).us;
    if (x->sent) return settle(ctx, d, s, m, "sent", now);
    if (m->tries >= TRIES_MOST) return settle(ctx, d, s, m, "failed", now);
    return settle(ctx, d, s, m, "waiting", now + AGAIN_SECONDS[m->tries - 1] * 1000000);
}

static enum err finish(struct ctx *ctx, struct waiting_sending *w) {
    int left;
    enum err first = OK;
    for (CURLMsg *msg; (msg = curl_multi_info_read(w->multi, &left));) {
        struct transfer *t = NULL;
        if (msg->msg != CURLMSG_DONE) continue;
        CURLcode result = msg->data.result;
        curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &t);
        struct settling x = {&t->m, result == CURLE_OK};
        if (!x.sent)
            log_event(ctx, LOG_WARN, "waiting.not_sent", "channel=%s try=%d result=%d",
                      waiting_channel_word(t->m.channel), (int)t->m.tries, (int)result);
        enum err e = door_run(ctx, "waiting.settle", DB_BULK, settle_step, &x);
        if (e != OK && first == OK) first = e; /* the claim ends: it is sent again */
        drop(w, t);
    }
    return first;
}

static enum err move(struct ctx *ctx, struct waiting_sending *w) {
    int moving;
    if (curl_multi_perform(w->multi, &moving) != CURLM_OK ||
        curl_multi_poll(w->multi, NULL, 0, POLL_MS, NULL) != CURLM_OK)
        return fail(ctx, ERR_IO, "待阅提醒发送失败");
    (void)curl_multi_perform(w->multi, &moving);
    return finish(ctx, w);
}

enum err waiting_run(struct ctx *ctx, bool *more_r) {
    const struct settings *s = &ctx->app->settings;
    *more_r = false;
    if (pthread_mutex_trylock(&lock) != 0) return OK; /* another thread is at it */
    enum err e = take(ctx, WAITING_EMAIL, s->text[SETTING_SMTP_URL]);
    if (e == OK) e = take(ctx, WAITING_TEXT, s->text[SETTING_TEXT_GATEWAY]);
    struct waiting_sending *w = ctx->app->sending;
    if (e == OK && w && w->busy) e = move(ctx, w);
    *more_r = e == OK && w && w->busy > 0;
    if (w && !w->busy) drop_all(ctx->app);
    pthread_mutex_unlock(&lock);
    return e;
}
