/* rollup.h: closes the days of the looks: figures of use, by unit, scene, basis and account (CZ-22, ZC-73), once the day is over. */
#ifndef WATCH_ROLLUP_H
#define WATCH_ROLLUP_H

#include <stdbool.h>

#include "base/ctx.h"
#include "db/db.h"

/* Closes the next day that is over and not closed yet; *more_r when another one waits. A rule of the worker. */
enum err rollup_run(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;
/* The last day up to which the figures of the looks are closed; DATE_NONE: none. */
enum err rollup_closed_to(struct ctx *ctx, struct date *day_r) GX_MUST_CHECK;

extern const struct db_stmt rollup_stmts[];

#endif
