#include "disclosure/authorisation.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "base/json.h"
#include "db/db_fetch.h"
#include "disclosure/evidence.h"
#include "disclosure/whom.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/subject.h"

enum { INSERT, ONE, FIND, OF_SUBJECT, OF_UNIT, REVOKE, TAKE_USE, ADD_USE };

#define COLUMNS                                                                                    \
    "a.subject_id, a.authorisation_id, a.unit_id, u.name, a.jurisdiction, a.purpose, a.items,"     \
    " a.from_day, a.to_day, a.uses, a.uses_made, a.evidence_id, a.by_user, a.by_unit, a.at,"       \
    " a.revoked_at, a.revoked_reason, a.version"
#define SIGNATURE "iiiTtttttiiIiiiITi"
#define FROM      " from authorisation a left join unit u on u.unit_id = a.unit_id"

const struct db_stmt authorisation_stmts[] = {
    [INSERT] = {.name = "authorisation.insert",
                .sql = "insert into authorisation (subject_id, authorisation_id, unit_id,"
                       " jurisdiction, purpose, items, from_day, to_day, uses, uses_made,"
                       " evidence_id, by_user, by_unit, at, version) values ($1, $2, $3, $4, $5,"
                       " $6, $7, $8, $9, 0, $10, $11, $12, $13, 1)",
                .in = "iiitttttiIiii",
                .out = "",
                .kind = DB_WRITE},
    [ONE] = {.name = "authorisation.one",
             .sql = "select " COLUMNS FROM " where a.subject_id = $1 and a.authorisation_id = $2",
             .in = "ii",
             .out = SIGNATURE,
             .kind = DB_READ},
    [FIND] = {.name = "authorisation.find",
              .sql = "select " COLUMNS FROM " where a.authorisation_id = $1",
              .in = "i",
              .out = SIGNATURE,
              .kind = DB_READ},
    [OF_SUBJECT] = {.name = "authorisation.of_subject",
                    .sql = "select " COLUMNS FROM
                           " where a.subject_id = $1 order by a.authorisation_id desc",
                    .in = "i",
                    .out = SIGNATURE,
                    .kind = DB_READ},
    [OF_UNIT] = {.name = "authorisation.of_unit",
                 .sql = "select " COLUMNS FROM " where a.unit_id = $1 and a.authorisation_id < $2"
                        " order by a.authorisation_id desc limit $3",
                 .in = "iii",
                 .out = SIGNATURE,
                 .kind = DB_READ},
    [REVOKE] = {.name = "authorisation.revoke",
                .sql = "update authorisation set revoked_at = $3, revoked_by = $4,"
                       " revoked_reason = $5, version = version + 1 where subject_id = $1"
                       " and authorisation_id = $2 and revoked_at is null",
                .in = "iiiit",
                .out = "",
                .kind = DB_WRITE},
    [TAKE_USE] = {.name = "authorisation.take_use",
                  .sql = "update authorisation set uses_made = uses_made + 1, version = version + 1"
                         " where subject_id = $1 and authorisation_id = $2 and revoked_at is null"
                         " and uses_made < uses",
                  .in = "ii",
                  .out = "",
                  .kind = DB_WRITE},
    [ADD_USE] = {.name = "authorisation.add_use",
                 .sql = "insert into authorisation_use (subject_id, authorisation_id, use_key,"
                        " user_id, at) values ($1, $2, $3, $4, $5)"
                        " on conflict (subject_id, authorisation_id, use_key) do nothing",
                 .in = "iitii",
                 .out = "",
                 .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&authorisation_stmts[name])

/* ---- rows */

static const char *items_text(struct arena *a, const char *const *items, size_t n) {
    struct buf b;
    struct json_writer w;
    buf_init(&b, 1u << 20);
    jw_init(&w, &b, true);
    jw_array(&w);
    for (size_t i = 0; i < n; i++)
        jw_text(&w, items[i]);
    jw_array_end(&w);
    struct str text = buf_finish(&b);
    BUG_IF(!text.p);
    const char *copy = arena_str(a, text);
    buf_free(&b);
    return copy;
}

/* A damaged list covers nothing rather than all. */
static void items_of(struct arena *a, const char *text, struct authorisation *out) {
    static const char *const none[] = {""};
    const struct json *j = json_parse(a, str_of(text), JSON_LIMITS_DEFAULT, NULL);
    out->items = none;
    out->n_items = 1;
    if (!j || j->type != JSON_ARRAY) return;
    const char **items = ARENA_ARRAY(a, j->count + 1, const char *);
    for (size_t i = 0; i < j->count; i++)
        items[i] = j->items[i].type == JSON_STRING ? j->items[i].text.p : "";
    out->items = items;
    out->n_items = j->count;
}

static void of_row(struct arena *a, const struct db_value *row, struct authorisation *out) {
    *out = (struct authorisation){
        .subject_id = db_get_int(row, 0),
        .authorisation_id = db_get_int(row, 1),
        .unit_id = db_get_int(row, 2),
        .unit_name = db_get_text(row, 3),
        .jurisdiction = db_get_text(row, 4),
        .purpose = db_get_text(row, 5),
        .from = db_get_date(row, 7),
        .to = db_get_date(row, 8),
        .uses = db_get_int(row, 9),
        .uses_made = db_get_int(row, 10),
        .evidence_id = db_get_int(row, 11),
        .by_user = db_get_int(row, 12),
        .by_unit = db_get_int(row, 13),
        .at = {db_get_int(row, 14)},
        .revoked = !db_is_null(row, 15),
        .revoked_at = {db_get_int(row, 15)},
        .revoked_reason = db_get_text(row, 16),
        .version = db_get_int(row, 17),
    };
    items_of(a, db_get_text(row, 6), out);
}

static enum err list(struct ctx *ctx, struct db_session *s, int stmt, const struct db_value *args,
                     struct authorisation **list_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(stmt), .args = args};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct authorisation *out = ARENA_ARRAY(ctx->arena, c.n + 1, struct authorisation);
    for (size_t i = 0; i < c.n; i++)
        of_row(ctx->arena, c.rows[i], &out[i]);
    *list_r = out;
    *n_r = c.n;
    return OK;
}

enum err authorisation_get(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                           int64_t authorisation_id, struct authorisation **a_r) {
    size_t n;
    enum err e = list(ctx, s, ONE, DB_ARGS(db_int(subject_id), db_int(authorisation_id)), a_r, &n);
    if (e == OK && !n) *a_r = NULL;
    return e;
}

enum err authorisation_find(struct ctx *ctx, struct db_session *s, int64_t authorisation_id,
                            struct authorisation **a_r) {
    size_t n;
    enum err e = list(ctx, s, FIND, DB_ARGS(db_int(authorisation_id)), a_r, &n);
    if (e == OK && !n) *a_r = NULL;
    return e;
}

enum err authorisation_list_subject(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                                    struct authorisation **list_r, size_t *n_r) {
    return list(ctx, s, OF_SUBJECT, DB_ARGS(db_int(subject_id)), list_r, n_r);
}

enum err authorisation_list_unit(struct ctx *ctx, struct db_session *s, int64_t unit_id,
                                 int64_t before, size_t most, struct authorisation **list_r,
                                 size_t *n_r) {
    return list(
        ctx, s, OF_UNIT,
        DB_ARGS(db_int(unit_id), db_int(before ? before : INT64_MAX), db_int((int64_t)most)),
        list_r, n_r);
}

/* ---- registering and revoking */

static const struct policy_value *auth_rule(const struct policy *p, enum word subject,
                                            struct date day) {
    enum param param =
        subject_is_person(subject) ? PARAM_QUERY_PERSON_AUTH : PARAM_QUERY_ORGANISATION_AUTH;
    return policy_get(p, param, NULL, day);
}

/* Clerks for their own unit; the operator and the window for everybody; subjects for their own. */
static bool may_register(const struct actor *a, const struct authorisation *in) {
    switch (a->role) {
    case ROLE_SUBJECT: return a->subject_id == in->subject_id;
    case ROLE_OPERATOR:
    case ROLE_WINDOW: return true;
    default: return a->unit_id && a->unit_id == in->unit_id;
    }
}

static enum err check(struct ctx *ctx, const struct policy *p, const struct authorisation *in,
                      const struct subject *subject) {
    struct date today = clock_today(ctx->clock);
    if (!may_register(ctx->actor, in)) return fail(ctx, ERR_FORBIDDEN, "只能为本单位登记授权");
    if (!in->purpose || !str_trim(str_of(in->purpose)).n)
        return fail_field(ctx, ERR_INPUT_MISSING, "purpose", "required", "请写明约定的用途");
    if (date_is_none(in->from) || date_is_none(in->to) || date_cmp(in->from, in->to) > 0 ||
        date_cmp(in->to, today) < 0)
        return fail_field(ctx, ERR_AUTHORISATION_DAYS, "to_day", "order", NULL);
    const struct policy_value *v = auth_rule(p, subject->kind, today);
    bool written = !v->known || v->word == W_AUTH_WRITTEN;
    /* What the subject enters under its own account is its own written word. */
    if (written && !in->evidence_id && ctx->actor->role != ROLE_SUBJECT) {
        enum err e = fail_clause(ctx, ERR_EVIDENCE_MISSING, v->basis.clause,
                                 "查询非公开信息须有信用主体的书面授权文件");
        ctx->failure.field = "evidence";
        return e;
    }
    return OK;
}

struct registering {
    const struct query_subject *who;
    struct authorisation *in;
};

static enum err check_own_evidence(struct ctx *ctx, struct db_session *s, int64_t evidence_id,
                                   struct evidence *evidence_r) {
    const struct actor *a = ctx->actor;
    if (!evidence_id) return OK;
    enum err e = evidence_read(ctx, s, evidence_id, evidence_r);
    if (e != OK) return e;
    bool own =
        evidence_r->by_user == a->user_id || (a->unit_id && evidence_r->by_unit == a->unit_id);
    return own ? OK : fail_field(ctx, ERR_EVIDENCE_UNKNOWN, "evidence", "own", NULL);
}

static enum err register_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct registering *g = arg;
    struct authorisation *in = g->in;
    const struct actor *a = ctx->actor;
    struct subject *subject = NULL;
    const struct policy *p;
    struct evidence evidence;
    enum err e = g->who ? whom_find_or_make(ctx, door, s, g->who, &in->subject_id, NULL) : OK;
    if (e == OK) e = subject_get(ctx, s, in->subject_id, &subject);
    if (e == OK && !subject) e = fail(ctx, ERR_SUBJECT_UNKNOWN, NULL);
    if (e == OK) e = law_require(ctx, in->jurisdiction, &p);
    if (e == OK) e = check(ctx, p, in, subject);
    if (e == OK) e = check_own_evidence(ctx, s, in->evidence_id, &evidence);
    if (e != OK) return e;
    in->subject_id = subject->id;
    in->at = door_now(door);
    e = db_write(ctx, s, STMT(INSERT),
                 DB_ARGS(db_int(in->subject_id), db_int(in->authorisation_id), db_int(in->unit_id),
                         db_text(in->jurisdiction), db_text(in->purpose),
                         db_text(items_text(ctx->arena, in->items, in->n_items)),
                         db_date(ctx->arena, in->from), db_date(ctx->arena, in->to),
                         db_int(in->uses), in->evidence_id ? db_int(in->evidence_id) : db_null(),
                         db_int(a->user_id), db_int(a->unit_id), db_int(in->at.us)),
                 NULL);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_AUTHORISATION_GRANTED);
    leaf.object = in->authorisation_id;
    leaf.subject = in->subject_id;
    leaf.version = 1;
    leaf.day = in->to;
    leaf.policy = p->edition;
    if (in->evidence_id) {
        leaf.commitments = &evidence.digest;
        leaf.n_commitments = 1;
    }
    door_leaf(door, &leaf);
    return OK;
}

enum err authorisation_register(struct ctx *ctx, struct query_subject *who,
                                struct authorisation *in) {
    BUG_IF((!who && !in->subject_id) || !in->unit_id);
    enum err e = who ? whom_check(ctx, who) : OK;
    if (e != OK) return e;
    struct registering g = {who, in};
    in->authorisation_id = id_new(clock_now(ctx->clock));
    in->version = 1;
    return door_run(ctx, "authorisation.register", DB_PEOPLE, register_step, &g);
}

struct revoking {
    int64_t subject_id, authorisation_id;
    const char *reason;
};

static enum err revoke_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct revoking *r = arg;
    const struct actor *actor = ctx->actor;
    struct authorisation *a;
    int64_t changed;
    enum err e = authorisation_get(ctx, s, r->subject_id, r->authorisation_id, &a);
    if (e != OK) return e;
    if (!a || !may_register(actor, a)) return fail(ctx, ERR_NOT_FOUND, NULL);
    e = db_write(ctx, s, STMT(REVOKE),
                 DB_ARGS(db_int(r->subject_id), db_int(r->authorisation_id),
                         db_int(door_now(door).us), db_int(actor->user_id), db_text(r->reason)),
                 &changed);
    if (e != OK) return e;
    if (!changed) return fail(ctx, ERR_AUTHORISATION_INVALID, "该授权已经撤销");
    struct leaf leaf = actor_leaf(ctx, EV_AUTHORISATION_REVOKED);
    leaf.object = r->authorisation_id;
    leaf.subject = r->subject_id;
    leaf.version = a->version + 1;
    door_leaf(door, &leaf);
    /* Whoever reads under it at this moment reads again. */
    return subject_raise(ctx, door, s, r->subject_id);
}

enum err authorisation_revoke(struct ctx *ctx, int64_t subject_id, int64_t authorisation_id,
                              const char *reason) {
    struct revoking r = {subject_id, authorisation_id, reason};
    if (!reason || !str_trim(str_of(reason)).n)
        return fail_field(ctx, ERR_REASON_MISSING, "reason", "required", NULL);
    return door_run(ctx, "authorisation.revoke", DB_PEOPLE, revoke_step, &r);
}

/* ---- using */

enum err authorisation_grant(struct ctx *ctx, const struct policy *p, const struct authorisation *a,
                             int64_t unit_id, const char *purpose, enum word subject,
                             struct date day, struct grant *grant_r) {
    const struct policy_value *rule = auth_rule(p, subject, day);
    const char *clause = rule->basis.clause;
    if (!a || a->unit_id != unit_id || a->revoked || date_cmp(day, a->from) < 0 ||
        date_cmp(day, a->to) > 0)
        return fail_clause(ctx, ERR_AUTHORISATION_INVALID, clause, NULL);
    const struct policy_value *bound = policy_get(p, PARAM_QUERY_PURPOSE_BOUND, NULL, day);
    if ((!bound->known || bound->flag) && !decide_same_purpose(purpose, a->purpose)) {
        enum err e = fail_clause(ctx, ERR_AUTHORISATION_PURPOSE, bound->basis.clause, NULL);
        ctx->failure.field = "purpose";
        return e;
    }
    *grant_r = (struct grant){
        .written = a->evidence_id != 0 || !a->by_unit, /* by the subject's own account */
        .purpose = a->purpose,
        .items = a->items,
        .n_items = a->n_items,
    };
    return OK;
}

struct using {
    const struct authorisation *a;
    const char *key;
};

static enum err use_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct using *u = arg;
    const struct authorisation *a = u->a;
    struct db_value subject = db_int(a->subject_id), id = db_int(a->authorisation_id);
    int64_t changed;
    enum err e = db_write(ctx, s, STMT(ADD_USE),
                          DB_ARGS(subject, id, db_text(u->key), db_int(ctx->actor->user_id),
                                  db_int(door_now(door).us)),
                          &changed);
    if (e != OK) return e;
    if (!changed) { /* the same request again */
        door_nothing(door);
        return OK;
    }
    e = db_write(ctx, s, STMT(TAKE_USE), DB_ARGS(subject, id), &changed);
    if (e != OK) return e;
    if (!changed) return fail(ctx, ERR_AUTHORISATION_USED, NULL);
    struct leaf leaf = actor_leaf(ctx, EV_AUTHORISATION_USED);
    leaf.object = a->authorisation_id;
    leaf.subject = a->subject_id;
    door_leaf(door, &leaf);
    return OK;
}

enum err authorisation_use(struct ctx *ctx, const struct authorisation *a, const char *key) {
    /* One user's key says nothing about another one's. */
    struct using u = {a, arena_printf(ctx->arena, "%lld:%s", (long long)ctx->actor->user_id, key)};
    return door_run(ctx, "authorisation.use", DB_PEOPLE, use_step, &u);
}
