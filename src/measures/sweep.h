/* sweep.h: what time has ended is ended in the register too (JN-31, JN-54). Tidying: no answer waits
 * for it, standing.h says the same before and after. */
#ifndef MEASURES_SWEEP_H
#define MEASURES_SWEEP_H

#include <stdbool.h>

#include "base/ctx.h"
#include "db/db.h"

/* Ends a bounded number of applied measures whose target, office or term is over, and tells the
 * executing units by their queues. *more_r: there may be more. */
enum err measures_sweep(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;

extern const struct db_stmt sweep_stmts[];

#endif
