#include "disclosure/withhold.h"

#include <string.h>

#include "base/id.h"
#include "db/db_fetch.h"
#include "disclosure/look_read.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/adoption.h"

enum { PROPOSE, READ, CONFIRM, OF_SUBJECT, DUE, SHOW, IN_MONTH, MISUSE, MISUSES };

const struct db_stmt withhold_stmts[] = {
    [PROPOSE] = {.name = "withhold.propose",
                 .sql =
                     "insert into look_withheld (subject_id, look_id, month, until_day, citation,"
                     " rank, proposed_by, proposed_at) values ($1, $2, $3, $4, $5, $6, $7, $8)"
                     " on conflict (subject_id, look_id) do nothing",
                 .in = "iiitttii",
                 .out = "",
                 .kind = DB_WRITE},
    [READ] = {.name = "withhold.read",
              .sql = "select proposed_by, until_day, withheld_at from look_withheld"
                     " where subject_id = $1 and look_id = $2",
              .in = "ii",
              .out = "itI",
              .kind = DB_READ},
    [CONFIRM] = {.name = "withhold.confirm",
                 .sql = "update look_withheld set second_by = $3, withheld_at = $4"
                        " where subject_id = $1 and look_id = $2 and withheld_at is null",
                 .in = "iiii",
                 .out = "",
                 .kind = DB_WRITE},
    [OF_SUBJECT] = {.name = "withhold.of_subject",
                    .sql = "select look_id, until_day from look_withheld"
                           " where subject_id = $1 and withheld_at is not null",
                    .in = "i",
                    .out = "it",
                    .kind = DB_READ},
    [DUE] = {.name = "withhold.due",
             .sql = "select subject_id, look_id from look_withheld where shown_at is null"
                    " and until_day < $1 and withheld_at is not null order by until_day limit 100",
             .in = "t",
             .out = "ii",
             .kind = DB_READ},
    [SHOW] = {.name = "withhold.show",
              .sql = "update look_withheld set shown_at = $3 where subject_id = $1 and look_id = $2"
                     " and shown_at is null",
              .in = "iii",
              .out = "",
              .kind = DB_WRITE},
    [IN_MONTH] = {.name = "withhold.in_month",
                  .sql = "select look_id from look_withheld where month = $1 and shown_at is null"
                         " limit 1",
                  .in = "i",
                  .out = "i",
                  .kind = DB_READ},
    [MISUSE] = {.name = "misuse.insert",
                .sql =
                    "insert into misuse (misuse_id, look_id, month, subject_id, unit_id, user_id,"
                    " what, clause, by_user, by_unit, at)"
                    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                .in = "iiiiiittiii",
                .out = "",
                .kind = DB_WRITE},
    [MISUSES] = {.name = "misuse.list",
                 .sql = "select misuse_id, look_id, subject_id, unit_id, user_id, what, clause,"
                        " by_user, at from misuse where ($1 = 0 or unit_id = $1)"
                        " and misuse_id < $2 order by misuse_id desc limit $3",
                 .in = "iii",
                 .out = "iiiiittii",
                 .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&withhold_stmts[name])

static bool filled(const char *s) {
    return s && str_trim(str_of(s)).n > 0;
}

/* ---- withholding */

struct withholding {
    const struct look_row *look;
    struct date until;
    const char *citation;
    enum word rank;
};

static enum err check(struct ctx *ctx, const struct withholding *w) {
    const struct policy *p;
    struct date today = clock_today(ctx->clock);
    enum err e = law_require(ctx, w->look->place, &p);
    if (e != OK) return e;
    const struct policy_value *v = policy_get(p, PARAM_QUERY_LOOK_WITHHELD, NULL, today);
    bool rank = v->known ? words_have(v->words, w->rank) : w->rank == W_RANK_LAW;
    const char *field = !filled(w->citation) ? "citation"
                        : !rank              ? "rank"
                        : date_is_none(w->until) || date_cmp(w->until, today) < 0 ||
                                date_cmp(w->until, date_add_months(today, 12)) > 0
                            ? "until"
                            : NULL;
    if (!field) return OK;
    e = fail_clause(ctx, ERR_LOOK_WITHHOLD, v->basis.clause, NULL);
    ctx->failure.field = field;
    return e;
}

static struct leaf leaf_of(const struct ctx *ctx, enum ledger_event event, int64_t look_id,
                           int64_t subject_id) {
    struct leaf leaf = actor_leaf(ctx, event);
    leaf.object = look_id;
    leaf.subject = subject_id;
    return leaf;
}

static enum err propose_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct withholding *w = arg;
    int64_t changed;
    enum err e = check(ctx, w);
    if (e != OK) return e;
    e = db_write(ctx, s, STMT(PROPOSE),
                 DB_ARGS(db_int(w->look->subject_id), db_int(w->look->look_id),
                         db_int(w->look->month), db_date(ctx->arena, w->until),
                         db_text(w->citation), db_text(word_text(w->rank)),
                         db_int(ctx->actor->user_id), db_int(door_now(door).us)),
                 &changed);
    if (e != OK) return e;
    if (!changed) return fail(ctx, ERR_CONFLICT, "该条查询已提出或者已经暂缓告知");
    struct leaf leaf =
        leaf_of(ctx, EV_LOOK_WITHHOLD_PROPOSED, w->look->look_id, w->look->subject_id);
    leaf.day = w->until;
    door_leaf(door, &leaf);
    return OK;
}

enum err withhold_propose(struct ctx *ctx, int64_t look_id, struct date until, const char *citation,
                          enum word rank) {
    struct look_row look;
    enum err e = look_get(ctx, look_id, &look);
    if (e == OK && !look.subject_id) e = fail(ctx, ERR_LOOK_UNKNOWN, NULL);
    if (e != OK) return e;
    struct withholding w = {&look, until, citation, rank};
    return door_run(ctx, "withhold.propose", DB_PEOPLE, propose_step, &w);
}

static enum err confirm_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct look_row *look = arg;
    struct db_value subject = db_int(look->subject_id), id = db_int(look->look_id);
    const struct db_value *row;
    enum err e = db_row(ctx, s, STMT(READ), DB_ARGS(subject, id), &row);
    if (e != OK) return e;
    if (!row) return fail(ctx, ERR_LOOK_UNKNOWN, NULL);
    if (!db_is_null(row, 2)) return fail(ctx, ERR_CONFLICT, "该条查询已经暂缓告知");
    if (db_get_int(row, 0) == ctx->actor->user_id) return fail(ctx, ERR_SECOND_PERSON, NULL);
    struct leaf leaf = leaf_of(ctx, EV_LOOK_WITHHELD, look->look_id, look->subject_id);
    leaf.second = db_get_int(row, 0);
    leaf.day = db_get_date(row, 1);
    e = db_write(ctx, s, STMT(CONFIRM),
                 DB_ARGS(subject, id, db_int(ctx->actor->user_id), db_int(door_now(door).us)),
                 NULL);
    if (e == OK) door_leaf(door, &leaf);
    return e;
}

enum err withhold_confirm(struct ctx *ctx, int64_t look_id) {
    struct look_row look;
    enum err e = look_get(ctx, look_id, &look);
    return e == OK ? door_run(ctx, "withhold.confirm", DB_PEOPLE, confirm_step, &look) : e;
}

enum err withhold_list_subject(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                               struct withheld **list_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(OF_SUBJECT), .args = DB_ARGS(db_int(subject_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct withheld *list = ARENA_ARRAY(ctx->arena, c.n + 1, struct withheld);
    for (size_t i = 0; i < c.n; i++)
        list[i] = (struct withheld){db_get_int(c.rows[i], 0), db_get_date(c.rows[i], 1)};
    *list_r = list;
    *n_r = c.n;
    return OK;
}

struct ending {
    size_t n;
};

static enum err end_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    struct ending *end = arg;
    struct db_call c = {.stmt = STMT(DUE),
                        .args = DB_ARGS(db_date(ctx->arena, clock_today(ctx->clock)))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    end->n = c.n;
    if (!c.n) {
        door_nothing(door);
        return OK;
    }
    for (size_t i = 0; i < c.n; i++) {
        int64_t subject = db_get_int(c.rows[i], 0), look = db_get_int(c.rows[i], 1);
        enum err e =
            db_write(ctx, s, STMT(SHOW),
                     DB_ARGS(db_int(subject), db_int(look), db_int(door_now(door).us)), NULL);
        if (e != OK) return e;
        struct leaf leaf = leaf_of(ctx, EV_LOOK_SHOWN, look, subject);
        door_leaf(door, &leaf);
    }
    return OK;
}

enum err withhold_end_due(struct ctx *ctx, size_t *n_r) {
    struct ending end = {0};
    const struct db_value *row;
    *n_r = 0;
    /* Nothing due, nothing written: the rule runs often. */
    enum err e =
        db_fetch(ctx, STMT(DUE), DB_ARGS(db_date(ctx->arena, clock_today(ctx->clock))), &row);
    if (e != OK || !row) return e;
    e = door_run(ctx, "withhold.end", DB_BULK, end_step, &end);
    *n_r = end.n;
    return e;
}

enum err withhold_in_month(struct ctx *ctx, int64_t month, bool *any_r) {
    const struct db_value *row;
    enum err e = db_fetch(ctx, STMT(IN_MONTH), DB_ARGS(db_int(month)), &row);
    *any_r = e == OK && row;
    return e;
}

/* ---- misuses */

struct recording {
    const struct look_row *look;
    const char *what, *clause;
    int64_t id;
};

static enum err misuse_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct recording *r = arg;
    const struct look_row *l = r->look;
    enum err e = db_write(ctx, s, STMT(MISUSE),
                          DB_ARGS(db_int(r->id), db_int(l->look_id), db_int(l->month),
                                  db_int(l->subject_id), db_int(l->unit_id), db_int(l->user_id),
                                  db_text(r->what), db_text(r->clause), db_int(ctx->actor->user_id),
                                  db_int(ctx->actor->unit_id), db_int(door_now(door).us)),
                          NULL);
    if (e != OK) return e;
    struct leaf leaf = leaf_of(ctx, EV_MISUSE_RECORDED, r->id, l->subject_id);
    leaf.basis = &r->clause;
    leaf.n_basis = 1;
    door_leaf(door, &leaf);
    return OK;
}

/* "CZ-159": what a leaf takes as a clause. */
static bool is_clause(const char *c) {
    size_t letters = strspn(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), digits;
    if (letters < 2 || letters > 4 || c[letters] != '-') return false;
    digits = strspn(c + letters + 1, "0123456789");
    return digits >= 1 && digits <= 4 && !c[letters + 1 + digits];
}

enum err misuse_record(struct ctx *ctx, int64_t look_id, const char *what, const char *clause,
                       int64_t *misuse_r) {
    struct look_row look;
    if (!clause || !is_clause(clause))
        return fail_field(ctx, ERR_INPUT_FORM, "clause", "clause", "请填写条款编号，如 CZ-159");
    if (!filled(what)) return fail_field(ctx, ERR_REASON_MISSING, "what", "required", NULL);
    enum err e = look_get(ctx, look_id, &look);
    if (e != OK) return e;
    struct recording r = {&look, what, clause, id_new(clock_now(ctx->clock))};
    *misuse_r = r.id;
    return door_run(ctx, "misuse.record", DB_PEOPLE, misuse_step, &r);
}

enum err misuse_list(struct ctx *ctx, int64_t unit_id, int64_t before, size_t most,
                     struct misuse **list_r, size_t *n_r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    struct db_call c = {.stmt = STMT(MISUSES),
                        .args = DB_ARGS(db_int(unit_id), db_int(before ? before : INT64_MAX),
                                        db_int((int64_t)most))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    struct misuse *list = ARENA_ARRAY(ctx->arena, c.n + 1, struct misuse);
    for (size_t i = 0; e == OK && i < c.n; i++)
        list[i] = (struct misuse){
            .misuse_id = db_get_int(c.rows[i], 0),
            .look_id = db_get_int(c.rows[i], 1),
            .subject_id = db_get_int(c.rows[i], 2),
            .unit_id = db_get_int(c.rows[i], 3),
            .user_id = db_get_int(c.rows[i], 4),
            .what = db_get_text(c.rows[i], 5),
            .clause = db_get_text(c.rows[i], 6),
            .by_user = db_get_int(c.rows[i], 7),
            .at = {db_get_int(c.rows[i], 8)},
        };
    *list_r = list;
    *n_r = c.n;
    db_read_end(ctx, &s);
    return e;
}
