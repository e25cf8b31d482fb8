/* What went back to the provider, its recheck, and that it came again. */
#include <string.h>

#include "intake/job.h"
#include "ledger/door.h"
#include "registry/actor.h"

enum { ONE, OF_UNIT, OF_PLACE, RECHECK };

#define COLUMNS                                                                                    \
    "return_id, submission_id, jurisdiction, provider_id, item, total, reason, clause, state,"     \
    " returned_at, rechecked_by, rechecked_at, result, opinion, resubmission_id, resubmitted_at,"  \
    " version"
#define SIGNATURE                                                                                  \
    "iititittt"                                                                                    \
    "iIITTIIi"

const struct db_stmt submission_return_stmts[] = {
    [ONE] = {.name = "return.one",
             .sql = "select " COLUMNS " from submission_return where return_id = $1",
             .in = "i",
             .out = SIGNATURE,
             .kind = DB_READ},
    [OF_UNIT] = {.name = "return.of_unit",
                 .sql = "select " COLUMNS " from submission_return where provider_id = $1"
                        " and return_id < $2 order by return_id desc limit $3",
                 .in = "iii",
                 .out = SIGNATURE,
                 .kind = DB_READ},
    [OF_PLACE] = {.name = "return.of_place",
                  .sql = "select " COLUMNS " from submission_return where jurisdiction = $1"
                         " and return_id < $2 order by return_id desc limit $3",
                  .in = "tii",
                  .out = SIGNATURE,
                  .kind = DB_READ},
    [RECHECK] = {.name = "return.recheck",
                 .sql = "update submission_return set state = $3, rechecked_by = $4,"
                        " rechecked_at = $5, result = $6, opinion = $7, version = version + 1"
                        " where return_id = $1 and version = $2 and state = 'returned'",
                 .in = "iitiitT",
                 .out = "",
                 .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&submission_return_stmts[name])

static bool bad(enum db_result r) {
    return r == DB_RETRY || r == DB_FAIL;
}

static struct submission_return of_row(const struct db_value *row) {
    return (struct submission_return){
        .id = db_get_int(row, 0),
        .submission_id = db_get_int(row, 1),
        .jurisdiction = db_get_text(row, 2),
        .provider_id = db_get_int(row, 3),
        .item = db_get_text(row, 4),
        .total = db_get_int(row, 5),
        .reason = db_get_text(row, 6),
        .clause = db_get_text(row, 7),
        .state = db_get_text(row, 8),
        .returned_at = db_get_int(row, 9),
        .rechecked_by = db_get_int(row, 10),
        .rechecked_at = db_get_int(row, 11),
        .result = db_get_text(row, 12),
        .opinion = db_get_text(row, 13),
        .resubmission_id = db_get_int(row, 14),
        .resubmitted_at = db_get_int(row, 15),
        .version = db_get_int(row, 16),
    };
}

static bool sees_all(const struct ctx *ctx) {
    return ctx->actor->role == ROLE_OPERATOR || ctx->actor->role == ROLE_AUTHORITY;
}

enum err return_get(struct ctx *ctx, int64_t id, struct submission_return *out) {
    struct db_session *s;
    const struct db_value *row;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    enum db_result r = db_one(s, ctx->arena, STMT(ONE), DB_ARGS(db_int(id)), &row);
    if (bad(r)) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    if (e) return e;
    if (r == DB_ROW) *out = of_row(row);
    bool mine = r == DB_ROW && (sees_all(ctx) ? !strcmp(out->jurisdiction, ctx->actor->jurisdiction)
                                              : out->provider_id == ctx->actor->unit_id);
    return mine ? OK : fail(ctx, ERR_NOT_FOUND, "没有这一退回");
}

enum err return_list(struct ctx *ctx, int64_t before, size_t most,
                     struct submission_return **list_r, size_t *n_r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    struct db_value who =
        sees_all(ctx) ? db_text(ctx->actor->jurisdiction) : db_int(ctx->actor->unit_id);
    struct db_call call = {
        .stmt = STMT(sees_all(ctx) ? OF_PLACE : OF_UNIT),
        .args = DB_ARGS(who, db_int(before ? before : INT64_MAX), db_int((int64_t)most))};
    enum db_result r = db_calls(s, ctx->arena, &call, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    if (e) return e;
    *list_r = ARENA_ARRAY(ctx->arena, call.n, struct submission_return);
    *n_r = call.n;
    for (size_t i = 0; i < call.n; i++)
        (*list_r)[i] = of_row(call.rows[i]);
    return OK;
}

struct recheck {
    const struct submission_return *of;
    const char *result, *opinion;
};

static enum err recheck_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct recheck *in = arg;
    int64_t changed = 0;
    bool closes = !strcmp(in->result, "given_up");
    enum db_result r =
        db_exec(s, STMT(RECHECK),
                DB_ARGS(db_int(in->of->id), db_int(in->of->version),
                        db_text(closes ? "closed" : "rechecked"), db_int(ctx->actor->user_id),
                        db_int(door_now(d).us), db_text(in->result), db_text(in->opinion)),
                &changed);
    if (bad(r)) return db_err(ctx, s, r);
    if (!changed) return fail(ctx, ERR_CONFLICT, NULL);
    const char *basis[1] = {in->of->clause};
    struct leaf leaf = actor_leaf(ctx, EV_SUBMISSION_RECHECKED);
    leaf.object = in->of->submission_id;
    leaf.word = in->result;
    leaf.basis = basis;
    leaf.n_basis = 1;
    door_leaf(d, &leaf);
    return OK;
}

enum err return_recheck(struct ctx *ctx, int64_t id, const char *result, const char *opinion) {
    struct submission_return of;
    enum err e = return_get(ctx, id, &of);
    if (e) return e;
    if (of.provider_id != ctx->actor->unit_id)
        return fail(ctx, ERR_FORBIDDEN, "只能复核退回本单位的信息");
    if (strcmp(of.state, "returned") != 0)
        return fail(ctx, ERR_SUBMISSION_STATE, "该退回已经复核或者办结");
    if (strcmp(result, "corrected") && (!opinion || !*opinion))
        return fail_field(ctx, ERR_REASON_MISSING, "opinion", NULL, NULL);
    struct recheck in = {&of, result, opinion};
    return door_run(ctx, "return.recheck", DB_PEOPLE, recheck_fn, &in);
}
