#include "recall/recall.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "law/law.h"
#include "registry/actor.h"

enum {
    OPEN,
    STANDING,
    CHANGE,
    CONFIRMED,
    RECEIVER,
    CONFIRM,
    OF_SUBJECT,
    OF_UNIT,
    OUTSTANDING,
    LATE,
    PENDING
};

#define COLUMNS                                                                                    \
    "v.subject_id, v.recall_id, v.record_id, r.case_id, v.unit_id, r.change, r.todo,"              \
    " r.jurisdiction, r.clause, u.name, c.item, r.day, v.told_day, v.due_day, v.due_rule,"         \
    " v.missing_year, v.looks, v.exports, v.last_at, v.confirmed_day,"                             \
    " v.last_look, v.channels"
#define SIGNATURE "iiiIittttTTttTTiiiiTii"
#define FROM                                                                                       \
    " from recall_receiver v"                                                                      \
    " join recall r on r.subject_id = v.subject_id and r.recall_id = v.recall_id"                  \
    " left join unit u on u.unit_id = v.unit_id"                                                   \
    " left join record c on c.subject_id = v.subject_id and c.record_id = v.record_id"
#define ORDER " order by v.recall_id desc, v.unit_id"

const struct db_stmt recall_stmts[] = {
    [OPEN] = {.name = "recall.open",
              .sql = "insert into recall (subject_id, recall_id, record_id, change, todo, case_id,"
                     " jurisdiction, policy_label, clause, day, limited, at, receivers)"
                     " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0)",
              .in = "iiittIttttii",
              .out = "",
              .kind = DB_WRITE},
    [STANDING] = {.name = "recall.standing",
                  .sql = "select recall_id, todo from recall where subject_id = $1"
                         " and record_id = $2 and case_id = $3 and found_at is null",
                  .in = "iii",
                  .out = "it",
                  .kind = DB_READ},
    [CHANGE] = {.name = "recall.change",
                .sql = "update recall set change = $3, todo = $4, clause = $5, limited = $6"
                       " where subject_id = $1 and recall_id = $2",
                .in = "iittti",
                .out = "",
                .kind = DB_WRITE},
    [CONFIRMED] = {.name = "recall.confirmed",
                   .sql = "select count(*) from recall r where r.subject_id = $1"
                          " and r.case_id = $2 and (r.found_at is null or exists"
                          " (select 1 from recall_receiver v where v.subject_id = r.subject_id"
                          " and v.recall_id = r.recall_id and v.confirmed_at is null))",
                   .in = "ii",
                   .out = "i",
                   .kind = DB_READ},
    [RECEIVER] = {.name = "recall.receiver",
                  .sql = "select v.subject_id, v.told_day, v.confirmed_day, r.todo"
                         " from recall_receiver v join recall r on r.subject_id = v.subject_id"
                         " and r.recall_id = v.recall_id where v.recall_id = $1 and v.unit_id = $2",
                  .in = "ii",
                  .out = "itTt",
                  .kind = DB_READ},
    [CONFIRM] = {.name = "recall.confirm",
                 .sql = "update recall_receiver set confirmed_day = $4, confirmed_at = $5,"
                        " confirmed_by = $6 where subject_id = $1 and recall_id = $2"
                        " and unit_id = $3 and confirmed_at is null",
                 .in = "iiitii",
                 .out = "",
                 .kind = DB_WRITE},
    /* One statement for each way in, so that each has its index. */
    [OF_SUBJECT] = {.name = "recall.of_subject",
                    .sql = "select " COLUMNS FROM " where v.subject_id = $1 and v.recall_id < $2"
                           " and ($3 = 0 or v.record_id = $3)" ORDER " limit $4",
                    .in = "iiii",
                    .out = SIGNATURE,
                    .kind = DB_READ},
    [OF_UNIT] = {.name = "recall.of_unit",
                 .sql = "select " COLUMNS FROM " where v.unit_id = $1 and v.recall_id < $2"
                        " and ($3 = 0 or v.confirmed_at is null)" ORDER " limit $4",
                 .in = "iiii",
                 .out = SIGNATURE,
                 .kind = DB_READ},
    [OUTSTANDING] = {.name = "recall.outstanding",
                     .sql = "select " COLUMNS FROM " where v.confirmed_at is null"
                            " and v.recall_id < $2 and r.jurisdiction = $1" ORDER " limit $3",
                     .in = "tii",
                     .out = SIGNATURE,
                     .kind = DB_READ},
    [LATE] = {.name = "recall.late",
              .sql = "select " COLUMNS FROM " where v.confirmed_at is null and v.due_day < $4"
                     " and v.recall_id < $2 and r.jurisdiction = $1" ORDER " limit $3",
              .in = "tiit",
              .out = SIGNATURE,
              .kind = DB_READ},
    [PENDING] = {.name = "recall.pending",
                 .sql = "select count(*) from recall where subject_id = $1 and found_at is null",
                 .in = "i",
                 .out = "i",
                 .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&recall_stmts[name])

const struct recall_change recall_changes[] = {
    {"corrected", "correct", "更正"},        {"altered", "correct", "决定变更"},
    {"repaired", "correct", "信用修复"},     {"restored", "correct", "恢复披露"},
    {"unmarked", "correct", "解除标注"},     {"withdrawn", "withdraw", "撤下"},
    {"revoked", "withdraw", "撤销"},         {"archived", "withdraw", "转为档案保存"},
    {"stopped", "withdraw", "停止披露"},     {"ended", "withdraw", "披露期满"},
    {"moved", "withdraw", "归属主体更正"},   {"deleted", "delete", "删除"},
    {"unpublished", "withdraw", "停止公示"}, {"cleared", "correct", "恢复信誉、消除影响"},
    {"marked", "mark", "异议标注"},          {NULL, NULL, NULL},
};

const char *recall_todo_name(const char *todo) {
    static const char *const names[][2] = {
        {"correct", "改用更正后的信息"},
        {"withdraw", "停止使用并撤下"},
        {"delete", "删除所持副本"},
        {"mark", "在所持副本上标注"},
    };
    for (size_t i = 0; i < GX_COUNT(names); i++)
        if (!strcmp(names[i][0], todo)) return names[i][1];
    return todo;
}

static const struct recall_change *change_of(const char *change) {
    for (const struct recall_change *c = recall_changes; c->change; c++)
        if (!strcmp(c->change, change)) return c;
    BUG("change");
}

bool recall_limit(struct ctx *ctx, const char *policy_label, struct date day, struct due *due_r) {
    const struct policy *p = law_policy_edition(ctx->law, policy_label);
    if (!p) return false;
    const struct policy_value *v = policy_part(p, PARAM_REVOKE_RECEIVER_LIMIT, "using", NULL, day);
    if (!v) v = policy_get(p, PARAM_REVOKE_RECEIVER_LIMIT, NULL, day);
    struct limit *rule = ARENA_NEW(ctx->arena, struct limit);
    if (!v->known || v->nparts || !v->limit.figure ||
        !policy_limit_rule(p, v, W_CLOCK_ACT, NULL, day, rule))
        return false;
    const struct calendar *calendar = law_calendar(ctx->law);
    if (limit_needs_calendar(rule) && !calendar)
        *due_r = (struct due){
            .status = DUE_YEAR_MISSING, .date = DATE_NONE, .missing_year = date_split(day).year};
    else
        *due_r = limit_due(ctx->arena, rule, day, NULL, 0, calendar);
    return true;
}

/* ---- opening */

static struct leaf leaf_of(struct ctx *ctx, const struct cause *cause, const char *const *basis) {
    struct leaf leaf = actor_leaf(ctx, EV_RECALL_OPENED);
    leaf.basis = basis;
    leaf.n_basis = 1;
    leaf.place = cause->jurisdiction;
    leaf.policy = cause->policy_label;
    leaf.day = cause->day;
    return leaf;
}

/* Several effects of one act speak of the same record: the receivers are told once, of what goes
 * furthest. */
static enum err widen(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                      const struct db_value *standing, const struct recall_change *c, bool limited,
                      const struct cause *cause) {
    static const char *const order[] = {"mark", "correct", "withdraw", "delete"};
    size_t had = 0, now = 0;
    for (size_t i = 0; i < GX_COUNT(order); i++) {
        if (!strcmp(order[i], db_get_text(standing, 1))) had = i;
        if (!strcmp(order[i], c->todo)) now = i;
    }
    if (now <= had && !limited) return OK;
    if (now < had) return OK;
    return db_write(ctx, s, STMT(CHANGE),
                    DB_ARGS(db_int(subject_id), db_int(db_get_int(standing, 0)), db_text(c->change),
                            db_text(c->todo), db_text(cause->clause), db_int(limited)),
                    NULL);
}

enum err recall_open(struct ctx *ctx, struct door *d, struct db_session *s, int64_t subject_id,
                     int64_t record_id, const char *change, const struct due *due,
                     const struct cause *cause) {
    const struct recall_change *c = change_of(change);
    const struct db_value *row = NULL;
    BUG_IF(!subject_id || !record_id || !cause->clause);
    if (cause->case_id) {
        enum err e =
            db_row(ctx, s, STMT(STANDING),
                   DB_ARGS(db_int(subject_id), db_int(record_id), db_int(cause->case_id)), &row);
        if (e != OK) return e;
        if (row) return widen(ctx, s, subject_id, row, c, due != NULL, cause);
    }
    int64_t id = id_new(door_now(d));
    enum err e = db_write(
        ctx, s, STMT(OPEN),
        DB_ARGS(db_int(subject_id), db_int(id), db_int(record_id), db_text(c->change),
                db_text(c->todo), cause->case_id ? db_int(cause->case_id) : db_null(),
                db_text(cause->jurisdiction), db_text(cause->policy_label), db_text(cause->clause),
                db_date(ctx->arena, cause->day), db_int(due != NULL), db_int(door_now(d).us)),
        NULL);
    if (e != OK) return e;
    struct leaf leaf = leaf_of(ctx, cause, &cause->clause);
    leaf.object = id;
    leaf.subject = subject_id;
    leaf.word = c->todo;
    door_leaf(d, &leaf);
    return OK;
}

enum err recall_confirmed(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                          int64_t case_id, bool *all_r) {
    const struct db_value *row;
    enum err e =
        db_row(ctx, s, STMT(CONFIRMED), DB_ARGS(db_int(subject_id), db_int(case_id)), &row);
    if (e == OK) *all_r = db_get_int(row, 0) == 0;
    return e;
}

/* ---- confirming */

struct confirming {
    int64_t recall_id;
    struct date day;
};

static enum err confirm_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct confirming *in = arg;
    const struct actor *a = ctx->actor;
    const struct db_value *row;
    int64_t changed;
    enum err e =
        db_row(ctx, s, STMT(RECEIVER), DB_ARGS(db_int(in->recall_id), db_int(a->unit_id)), &row);
    if (e != OK) return e;
    if (!row) return fail(ctx, ERR_NOT_FOUND, NULL);
    if (!db_is_null(row, 2)) return fail(ctx, ERR_RECALL_STATE, NULL);
    if (date_cmp(in->day, db_get_date(row, 1)) < 0 ||
        date_cmp(in->day, date_of_instant(door_now(d))) > 0)
        return fail_field(ctx, ERR_RECALL_DAY, "day", "range", NULL);
    int64_t subject_id = db_get_int(row, 0);
    e = db_write(ctx, s, STMT(CONFIRM),
                 DB_ARGS(db_int(subject_id), db_int(in->recall_id), db_int(a->unit_id),
                         db_date(ctx->arena, in->day), db_int(door_now(d).us), db_int(a->user_id)),
                 &changed);
    if (e != OK) return e;
    if (!changed) return fail(ctx, ERR_RECALL_STATE, NULL);
    struct leaf leaf = actor_leaf(ctx, EV_RECALL_CONFIRMED);
    leaf.object = in->recall_id;
    leaf.subject = subject_id;
    leaf.day = in->day;
    leaf.word = arena_strdup(ctx->arena, db_get_text(row, 3));
    door_leaf(d, &leaf);
    return OK;
}

enum err recall_confirm(struct ctx *ctx, int64_t recall_id, struct date day) {
    struct confirming in = {recall_id, day};
    if (!ctx->actor->unit_id) return fail(ctx, ERR_FORBIDDEN, NULL);
    return door_run(ctx, "recall.confirm", DB_PEOPLE, confirm_step, &in);
}

/* ---- reading */

static void of_row(const struct db_value *row, struct date today, struct recall_row *out) {
    *out = (struct recall_row){
        .subject_id = db_get_int(row, 0),
        .recall_id = db_get_int(row, 1),
        .record_id = db_get_int(row, 2),
        .case_id = db_get_int(row, 3),
        .unit_id = db_get_int(row, 4),
        .change = db_get_text(row, 5),
        .todo = db_get_text(row, 6),
        .jurisdiction = db_get_text(row, 7),
        .clause = db_get_text(row, 8),
        .unit = db_get_text(row, 9),
        .item = db_get_text(row, 10),
        .day = db_get_date(row, 11),
        .told = db_get_date(row, 12),
        .due = db_get_date(row, 13),
        .due_rule = db_is_null(row, 14) ? NULL : db_get_text(row, 14),
        .missing_year = db_get_int(row, 15),
        .looks = db_get_int(row, 16),
        .exports = db_get_int(row, 17),
        .last_at = {db_get_int(row, 18)},
        .confirmed = db_get_date(row, 19),
        .last_look = db_get_int(row, 20),
        .channels = db_get_int(row, 21),
    };
    struct date until = date_is_none(out->confirmed) ? today : out->confirmed;
    out->late = !date_is_none(out->due) && date_cmp(out->due, until) < 0;
}

enum err recall_list(struct ctx *ctx, const struct recall_filter *f, int64_t before, size_t most,
                     struct recall_row **rows_r, size_t *n_r) {
    struct db_session *s;
    struct date today = clock_today(ctx->clock);
    const struct db_value end = db_int(before ? before : INT64_MAX), limit = db_int((int64_t)most);
    BUG_IF(!f->jurisdiction && !f->unit_id && !f->subject_id);
    const struct db_value of_place[] = {db_text(f->jurisdiction), end, limit,
                                        db_date(ctx->arena, today)};
    const struct db_value of_subject[] = {db_int(f->subject_id), end, db_int(f->record_id), limit};
    const struct db_value of_unit[] = {db_int(f->unit_id), end, db_int(f->outstanding), limit};
    struct db_call c = {.stmt = STMT(f->late ? LATE : OUTSTANDING), .args = of_place};
    if (f->subject_id)
        c = (struct db_call){.stmt = STMT(OF_SUBJECT), .args = of_subject};
    else if (f->unit_id)
        c = (struct db_call){.stmt = STMT(OF_UNIT), .args = of_unit};
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    if (e != OK) return e;
    struct recall_row *rows = ARENA_ARRAY(ctx->arena, c.n + 1, struct recall_row);
    for (size_t i = 0; i < c.n; i++)
        of_row(c.rows[i], today, &rows[i]);
    *rows_r = rows;
    *n_r = c.n;
    return OK;
}

enum err recall_pending(struct ctx *ctx, int64_t subject_id, size_t *n_r) {
    const struct db_value *row;
    enum err e = db_fetch(ctx, STMT(PENDING), DB_ARGS(db_int(subject_id)), &row);
    if (e == OK) *n_r = (size_t)db_get_int(row, 0);
    return e;
}
