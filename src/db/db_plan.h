/* db_plan.h: the statement tables of all rooms, checked and numbered for one engine. For src/db. */
#ifndef DB_DB_PLAN_H
#define DB_DB_PLAN_H

#include "db/driver.h"

/* The text with the lines of that engine switched on: "-- sqlite: X" or "-- postgres: X" becomes X. */
char *db_text_for(struct arena *a, const char *text, const char *engine);
/* Numbers the statements and checks what needs no engine: letters of the signatures, parameters $1
 * to $n all used and no others, month named on LOOKS, no name twice. ERR_DB_SCHEMA names the
 * statement. */
enum err db_plans_build(struct ctx *ctx, struct db *db, struct db_stmts stmts) GX_MUST_CHECK;
/* The plan of a statement; one that is in no table given to db_open is our bug. */
const struct db_plan *db_plan_of(const struct db *db, const struct db_stmt *stmt);
/* Aborts when the arguments do not fit the signature: that is our bug. */
void db_plan_check_args(const struct db_plan *plan, const struct db_value *args);
/* Reports a plan that an engine refuses. */
enum err db_plan_refuse(struct ctx *ctx, const struct db_plan *plan, const char *why);

#endif
