#include "notices/waiting.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "law/law.h"
#include "ledger/door.h"
#include "notices/notice.h"
#include "notices/waiting_row.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/app.h"
#include "registry/subject.h"

static const char *const channel_words[] = {"email", "text"};
static const enum word channel_pack[] = {W_WAITING_EMAIL, W_WAITING_TEXT};

const char *waiting_channel_word(enum waiting_channel c) {
    BUG_IF((size_t)c >= GX_COUNT(channel_words));
    return channel_words[c];
}

bool waiting_channel_parse(const char *word, enum waiting_channel *c_r) {
    for (size_t i = 0; i < GX_COUNT(channel_words); i++)
        if (!strcmp(channel_words[i], word)) {
            *c_r = (enum waiting_channel)i;
            return true;
        }
    return false;
}

enum { CONTACTS, REMOVE_FORMER, INSERT, REMOVE, QUEUE };

const struct db_stmt waiting_stmts[] = {
    [CONTACTS] = {.name = "waiting.contacts",
                  .sql = "select contact_id, channel, address, at from notice_contact"
                         " where (subject_id = $1 or subject_id in (select subject_id from subject"
                         " where merged_into = $1)) and removed_at is null order by contact_id",
                  .in = "i",
                  .out = "itBi",
                  .kind = DB_READ},
    [REMOVE_FORMER] = {.name = "waiting.remove_former",
                       .sql = "update notice_contact set address = null, removed_at = $3"
                              " where subject_id = $1 and channel = $2 and removed_at is null",
                       .in = "iti",
                       .out = "",
                       .kind = DB_WRITE},
    [INSERT] = {.name = "waiting.insert_contact",
                .sql = "insert into notice_contact (subject_id, contact_id, channel, address,"
                       " by_user, at) values ($1, $2, $3, $4, $5, $6)",
                .in = "iitbii",
                .out = "",
                .kind = DB_WRITE},
    [REMOVE] = {.name = "waiting.remove_contact",
                .sql = "update notice_contact set address = null, removed_at = $3"
                       " where subject_id = $1 and contact_id = $2 and removed_at is null",
                .in = "iii",
                .out = "",
                .kind = DB_WRITE},
    [QUEUE] = {.name = "waiting.queue",
               .sql = "insert into notice_waiting (subject_id, notice_id, contact_id, channel,"
                      " jurisdiction, state, tries, due_at, at)"
                      " values ($1, $2, $3, $4, $5, 'waiting', 0, $6, $6)",
               .in = "iiitti",
               .out = "",
               .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&waiting_stmts[name])

bool waiting_allowed(const struct ctx *ctx, const char *place, enum waiting_channel channel) {
    struct date today = clock_today(ctx->clock);
    const struct policy *p = law_policy(ctx->law, place, today);
    return p && policy_has(p, PARAM_NOTICE_WAITING, channel_pack[channel], today) &&
           !policy_has(p, PARAM_NOTICE_WAITING, W_WAITING_NONE, today);
}

struct str waiting_context(struct ctx *ctx, int64_t contact_id) {
    return str_of(arena_printf(ctx->arena, "notice_contact:%lld", (long long)contact_id));
}

/* ---- addresses */

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS  "0123456789"

static bool is_email(const char *s) {
    size_t local = strspn(s, LETTERS DIGITS "._%+-");
    const char *host = s + local + 1;
    if (!local || local > 64 || s[local] != '@' || strlen(s) > 254) return false;
    size_t n = strspn(host, LETTERS DIGITS ".-");
    return n >= 1 && !host[n] && host[0] != '.' && host[0] != '-' && host[n - 1] != '.' &&
           !strstr(s, "..");
}

static bool is_phone(const char *s) {
    const char *digits = s + (*s == '+');
    size_t n = strspn(digits, DIGITS);
    return n >= 5 && n <= 20 && !digits[n];
}

/* Enough to know one's own by. */
static const char *masked(struct ctx *ctx, enum waiting_channel c, struct str address) {
    if (c == WAITING_EMAIL) {
        const char *at = memchr(address.p, '@', address.n);
        if (at)
            return arena_printf(ctx->arena, "%c***%.*s", address.p[0],
                                (int)(address.n - (size_t)(at - address.p)), at);
    } else if (address.n > 7) {
        return arena_printf(ctx->arena, "%.3s****%s", address.p, address.p + address.n - 4);
    }
    return "****";
}

/* ---- contacts of the acting subject */

static enum err own_subject(struct ctx *ctx, struct db_session *s, int64_t *subject_r) {
    struct subject *subject;
    if (ctx->actor->role != ROLE_SUBJECT || !ctx->actor->subject_id)
        return fail(ctx, ERR_FORBIDDEN, "提醒方式只能由信用主体本人登记");
    enum err e = subject_get(ctx, s, ctx->actor->subject_id, &subject);
    if (e == OK && !subject) e = fail(ctx, ERR_SUBJECT_UNKNOWN, NULL);
    if (e == OK) *subject_r = subject->id;
    return e;
}

struct setting_contact {
    enum waiting_channel channel;
    const char *address;
    int64_t contact_id;
};

static void say(const struct ctx *ctx, struct door *d, enum ledger_event event, int64_t contact_id,
                int64_t subject_id, const char *channel) {
    struct leaf leaf = actor_leaf(ctx, event);
    leaf.object = contact_id;
    leaf.subject = subject_id;
    leaf.word = channel;
    door_leaf(d, &leaf);
}

static enum err set_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct setting_contact *c = arg;
    const struct app *app = ctx->app;
    const char *channel = channel_words[c->channel];
    int64_t subject_id;
    enum err e = own_subject(ctx, s, &subject_id);
    if (e != OK) return e;
    struct str sealed = crypto_seal(ctx->arena, app->suite, &app->keys.seal, app->keys.version,
                                    str_of(c->address), waiting_context(ctx, c->contact_id));
    e = db_write(ctx, s, STMT(REMOVE_FORMER),
                 DB_ARGS(db_int(subject_id), db_text(channel), db_int(door_now(d).us)), NULL);
    if (e == OK)
        e = db_write(ctx, s, STMT(INSERT),
                     DB_ARGS(db_int(subject_id), db_int(c->contact_id), db_text(channel),
                             db_blob(sealed.p, sealed.n), db_int(ctx->actor->user_id),
                             db_int(door_now(d).us)),
                     NULL);
    if (e == OK) say(ctx, d, EV_NOTICE_CONTACT_SET, c->contact_id, subject_id, channel);
    return e;
}

enum err waiting_contact_set(struct ctx *ctx, enum waiting_channel channel, const char *address,
                             int64_t *contact_r) {
    const struct policy *p;
    const char *place = *ctx->actor->jurisdiction ? ctx->actor->jurisdiction : ctx->app->home;
    enum err e = law_require(ctx, place, &p);
    if (e != OK) return e;
    if (!waiting_allowed(ctx, place, channel)) {
        const struct policy_value *v =
            policy_get(p, PARAM_NOTICE_WAITING, NULL, clock_today(ctx->clock));
        return fail_clause(ctx, ERR_NOTICE_CHANNEL, v->basis.clause, NULL);
    }
    if (channel == WAITING_EMAIL ? !is_email(address) : !is_phone(address))
        return fail_field(ctx, ERR_NOTICE_ADDRESS, "address", channel_words[channel], NULL);
    struct setting_contact c = {channel, address, id_new(clock_now(ctx->clock))};
    e = door_run(ctx, "notice_contact.set", DB_PEOPLE, set_step, &c);
    if (e == OK) *contact_r = c.contact_id;
    return e;
}

static enum err remove_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    int64_t contact_id = *(const int64_t *)arg, subject_id, changed;
    enum err e = own_subject(ctx, s, &subject_id);
    if (e == OK)
        e = db_write(ctx, s, STMT(REMOVE),
                     DB_ARGS(db_int(subject_id), db_int(contact_id), db_int(door_now(d).us)),
                     &changed);
    if (e == OK && !changed) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e == OK) say(ctx, d, EV_NOTICE_CONTACT_REMOVED, contact_id, subject_id, NULL);
    return e;
}

enum err waiting_contact_remove(struct ctx *ctx, int64_t contact_id) {
    return door_run(ctx, "notice_contact.remove", DB_PEOPLE, remove_step, &contact_id);
}

static enum err list_contacts(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                              struct waiting_contact **list_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(CONTACTS), .args = DB_ARGS(db_int(subject_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct waiting_contact *list = ARENA_ARRAY(ctx->arena, c.n + 1, struct waiting_contact);
    size_t n = 0;
    for (size_t i = 0; i < c.n; i++) {
        const struct db_value *row = c.rows[i];
        struct str address;
        struct waiting_contact *one = &list[n];
        *one =
            (struct waiting_contact){.contact_id = db_get_int(row, 0), .at = {db_get_int(row, 3)}};
        if (!waiting_channel_parse(db_get_text(row, 1), &one->channel)) continue;
        enum err e = crypto_open(ctx->arena, &ctx->app->keys.seal, db_get_blob(row, 2),
                                 waiting_context(ctx, one->contact_id), &address);
        if (e != OK) return fail(ctx, e, "提醒方式的登记已损坏");
        one->shown = masked(ctx, one->channel, address);
        n++;
    }
    *list_r = list;
    *n_r = n;
    return OK;
}

enum err waiting_contacts(struct ctx *ctx, struct waiting_contact **list_r, size_t *n_r) {
    struct db_session *s;
    int64_t subject_id;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = own_subject(ctx, s, &subject_id);
    if (e == OK) e = list_contacts(ctx, s, subject_id, list_r, n_r);
    db_read_end(ctx, &s);
    return e;
}

/* ---- one waits */

enum err waiting_queue(struct ctx *ctx, struct db_session *s, const struct notice *n) {
    struct db_call c = {.stmt = STMT(CONTACTS), .args = DB_ARGS(db_int(n->subject_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    for (size_t i = 0; i < c.n; i++) {
        enum waiting_channel channel;
        if (!waiting_channel_parse(db_get_text(c.rows[i], 1), &channel)) continue;
        if (!waiting_allowed(ctx, n->jurisdiction, channel)) continue;
        enum err e = db_write(
            ctx, s, STMT(QUEUE),
            DB_ARGS(db_int(n->subject_id), db_int(n->notice_id), db_int(db_get_int(c.rows[i], 0)),
                    db_text(channel_words[channel]), db_text(n->jurisdiction), db_int(n->at.us)),
            NULL);
        if (e != OK) return e;
    }
    return OK;
}
