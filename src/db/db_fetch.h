/* db_fetch.h: the short forms most callers want: one statement, and errors already mapped.
 *
 * The verbs of db.h answer in four values because a transaction must tell "try again" from "failed"; whoever only asks
 * one thing, or writes inside a transaction and hands every failure up, says it shorter with these. */
#ifndef DB_DB_FETCH_H
#define DB_DB_FETCH_H

#include "db/db.h"

/* One row of FACTS in a session of its own, copied into ctx->arena; *row_r is NULL when there is none. */
enum err db_fetch(struct ctx *ctx, const struct db_stmt *stmt, const struct db_value *args,
                  const struct db_value **row_r) GX_MUST_CHECK;
/* Every row of FACTS in a session of its own. */
enum err db_fetch_each(struct ctx *ctx, const struct db_stmt *stmt, const struct db_value *args,
                       db_row_fn *fn, void *arg) GX_MUST_CHECK;

/* The same in a session one has; the failure is recorded. */
enum err db_row(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                const struct db_value *args, const struct db_value **row_r) GX_MUST_CHECK;
enum err db_rows(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                 const struct db_value *args, db_row_fn *fn, void *arg) GX_MUST_CHECK;
/* A write in a transaction; *changed_r (may be NULL) is the number of rows changed. */
enum err db_write(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                  const struct db_value *args, int64_t *changed_r) GX_MUST_CHECK;

#endif
