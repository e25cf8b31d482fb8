/* term_end.h: what happens to an adverse record when its disclosure term has ended (disclose.on_end).
 *
 * No reader waits for it: decide() counts the days itself. The worker archives what the text says is kept
 * as archive (CZ-81; AM-15: by itself the day after, the demand of HH-71 is a safety net), stops
 * disclosure where nothing may be queried any more (JN-29, JN-30), ends the measures that rest on it
 * (JN-31), and tells who holds a copy. */
#ifndef CASES_TERM_END_H
#define CASES_TERM_END_H

#include <stdbool.h>

#include "base/ctx.h"
#include "db/db.h"

enum err term_end_run(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;

extern const struct db_stmt term_end_stmts[];

#endif
