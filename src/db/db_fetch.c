#include "db/db_fetch.h"

static bool failed(enum db_result r) {
    return r == DB_RETRY || r == DB_FAIL;
}

enum err db_row(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                const struct db_value *args, const struct db_value **row_r) {
    enum db_result r = db_one(s, ctx->arena, stmt, args, row_r);
    if (r != DB_ROW) *row_r = NULL;
    return failed(r) ? db_err(ctx, s, r) : OK;
}

enum err db_rows(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                 const struct db_value *args, db_row_fn *fn, void *arg) {
    enum db_result r = db_each(s, stmt, args, fn, arg);
    return failed(r) ? db_err(ctx, s, r) : OK;
}

enum err db_write(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                  const struct db_value *args, int64_t *changed_r) {
    enum db_result r = db_exec(s, stmt, args, changed_r);
    return failed(r) ? db_err(ctx, s, r) : OK;
}

enum err db_fetch(struct ctx *ctx, const struct db_stmt *stmt, const struct db_value *args,
                  const struct db_value **row_r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = db_row(ctx, s, stmt, args, row_r);
    db_read_end(ctx, &s);
    return e;
}

enum err db_fetch_each(struct ctx *ctx, const struct db_stmt *stmt, const struct db_value *args,
                       db_row_fn *fn, void *arg) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = db_rows(ctx, s, stmt, args, fn, arg);
    db_read_end(ctx, &s);
    return e;
}
