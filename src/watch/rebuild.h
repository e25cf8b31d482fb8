/* rebuild.h: makes the figures that are fed in transactions anew from the facts they count. For an operator who doubts them, and for the
 * test that holds both together: the digits must be the same. What was closed from looks stays, since looks end with their month. */
#ifndef WATCH_REBUILD_H
#define WATCH_REBUILD_H

#include <stdint.h>

#include "base/ctx.h"
#include "db/db.h"

/* Reads every record once (the one statement here that scans a whole table). *figures_r: rows written. */
enum err figures_rebuild(struct ctx *ctx, int64_t *figures_r) GX_MUST_CHECK;

extern const struct db_stmt rebuild_stmts[];

#endif
