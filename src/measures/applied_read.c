#include "base/attr.h"
#include "db/db_fetch.h"
#include "measures/applied.h"

enum { ONE, OF_SUBJECT, ON_TARGET, OF_UNIT };

#define COLUMNS                                                                                    \
    "a.subject_id, a.applied_id, a.measure_id, a.measure_version, a.kind, m.name, a.unit_id,"      \
    " u.name, a.jurisdiction, a.policy_label, a.target_kind, a.target_subject_id, a.target_id,"    \
    " a.link_id, a.citation, a.reason, a.from_day, a.to_day, a.executed_day, a.ended_day,"         \
    " a.end_reason, a.end_clause, a.end_case, a.version, a.at"
#define SIGNATURE "iiiitTiTtttiiItttTTTTTIii"
#define FROM                                                                                       \
    " from measure_applied a left join measure m on m.measure_id = a.measure_id"                   \
    " and m.version = a.measure_version left join unit u on u.unit_id = a.unit_id"

const struct db_stmt applied_read_stmts[] = {
    [ONE] = {.name = "applied.one",
             .sql = "select " COLUMNS FROM " where a.subject_id = $1 and a.applied_id = $2",
             .in = "ii",
             .out = SIGNATURE,
             .kind = DB_READ},
    [OF_SUBJECT] = {.name = "applied.of_subject",
                    .sql = "select " COLUMNS FROM " where a.subject_id = $1"
                           " order by a.applied_id desc",
                    .in = "i",
                    .out = SIGNATURE,
                    .kind = DB_READ},
    [ON_TARGET] = {.name = "applied.on_target",
                   .sql = "select " COLUMNS FROM " where a.target_subject_id = $1"
                          " and a.target_kind = $2 and a.target_id = $3 order by a.applied_id",
                   .in = "iti",
                   .out = SIGNATURE,
                   .kind = DB_READ},
    [OF_UNIT] = {.name = "applied.of_unit",
                 .sql = "select " COLUMNS FROM " where a.unit_id = $1 and ($2 = 0 or"
                        " a.applied_id < $2) order by a.applied_id desc limit $3",
                 .in = "iii",
                 .out = SIGNATURE,
                 .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&applied_read_stmts[name])

static void of_row(const struct db_value *r, struct applied *a) {
    *a = (struct applied){
        .subject_id = db_get_int(r, 0),
        .applied_id = db_get_int(r, 1),
        .measure_id = db_get_int(r, 2),
        .measure_version = db_get_int(r, 3),
        .kind = vocab_find(VOCAB_MEASURE, str_of(db_get_text(r, 4))),
        .name = db_get_text(r, 5),
        .unit_id = db_get_int(r, 6),
        .unit_name = db_get_text(r, 7),
        .jurisdiction = db_get_text(r, 8),
        .policy_label = db_get_text(r, 9),
        .target = {vocab_find(VOCAB_TARGET, str_of(db_get_text(r, 10))), db_get_int(r, 11),
                   db_get_int(r, 12)},
        .link_id = db_get_int(r, 13),
        .citation = db_get_text(r, 14),
        .reason = db_get_text(r, 15),
        .from = db_get_date(r, 16),
        .to = db_get_date(r, 17),
        .executed = db_get_date(r, 18),
        .ended = db_get_date(r, 19),
        .end_reason = db_get_text(r, 20),
        .end_clause = db_get_text(r, 21),
        .end_case = db_get_int(r, 22),
        .version = db_get_int(r, 23),
        .at = {db_get_int(r, 24)},
    };
}

enum err applied_get(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t applied_id,
                     struct applied **a_r) {
    const struct db_value *row;
    *a_r = NULL;
    enum err e = db_row(ctx, s, STMT(ONE), DB_ARGS(db_int(subject_id), db_int(applied_id)), &row);
    if (e || !row) return e;
    *a_r = ARENA_NEW(ctx->arena, struct applied);
    of_row(row, *a_r);
    return OK;
}

static enum err many(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                     const struct db_value *args, struct applied **list_r, size_t *n_r) {
    struct db_call c = {.stmt = stmt, .args = args};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    *list_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct applied);
    *n_r = c.n;
    for (size_t i = 0; i < c.n; i++)
        of_row(c.rows[i], &(*list_r)[i]);
    return OK;
}

enum err applied_list(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                      struct applied **list_r, size_t *n_r) {
    return many(ctx, s, STMT(OF_SUBJECT), DB_ARGS(db_int(subject_id)), list_r, n_r);
}

enum err applied_on(struct ctx *ctx, struct db_session *s, const struct target *t,
                    struct applied **list_r, size_t *n_r) {
    return many(ctx, s, STMT(ON_TARGET),
                DB_ARGS(db_int(t->subject_id), db_text(word_text(t->kind)), db_int(t->id)), list_r,
                n_r);
}

enum err applied_list_unit(struct ctx *ctx, struct db_session *s, int64_t unit_id, int64_t before,
                           size_t most, struct applied **list_r, size_t *n_r) {
    return many(ctx, s, STMT(OF_UNIT),
                DB_ARGS(db_int(unit_id), db_int(before), db_int((int64_t)most)), list_r, n_r);
}

enum err applied_executed(struct ctx *ctx, struct db_session *s, const struct target *t,
                          bool *executed_r) {
    struct applied *list;
    size_t n;
    *executed_r = false;
    enum err e = applied_on(ctx, s, t, &list, &n);
    for (size_t i = 0; !e && i < n; i++)
        *executed_r |= list[i].kind == W_MEASURE_PUNISHMENT && !date_is_none(list[i].executed);
    return e;
}

enum err applied_executes(struct ctx *ctx, struct db_session *s, const struct target *t,
                          int64_t unit_id, bool *r) {
    struct applied *list;
    size_t n;
    *r = false;
    enum err e = applied_on(ctx, s, t, &list, &n);
    for (size_t i = 0; !e && i < n; i++)
        *r |= list[i].unit_id == unit_id && date_is_none(list[i].ended);
    return e;
}
