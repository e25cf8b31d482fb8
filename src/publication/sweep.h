/* sweep.h: what time does to publications. Tidies only: a read never shows what this would end. */
#ifndef PUBLICATION_SWEEP_H
#define PUBLICATION_SWEEP_H

#include <stdbool.h>

#include "base/ctx.h"
#include "db/db.h"

/* Ends publications past their last day and orders the outside channels to stop. */
enum err publication_end_due(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;
/* Goes over every running publication and ends those whose record decide() no longer opens, or that
 * changed since: archived, corrected, consent withdrawn, another edition of the pack. */
enum err publication_end_closed(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;

extern const struct db_stmt publication_sweep_stmts[];

#endif
