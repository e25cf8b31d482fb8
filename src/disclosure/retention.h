/* retention.h: what time does to the logs and to stored day ranges; rules of the worker.
 *
 * Looks go a month at a time, and only when every entry of the month is past its term under the pack
 * of its place: part platform for the public and subjects, unit for staff of units, operator for the
 * platform's own staff. No figure or long-term means no end (CZ-84, CZ-88, CZ-121, JN-26, AM-08). */
#ifndef DISCLOSURE_RETENTION_H
#define DISCLOSURE_RETENTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"
#include "db/db.h"

/* Whether every entry of the month is past its term today. The current month never is. */
enum err retention_is_over(struct ctx *ctx, struct date month, bool *over_r) GX_MUST_CHECK;
/* Drops at most one month that is over; *more_r when one was dropped. */
enum err retention_run(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;

/* After the adoption of an edition: derives the day ranges of records anew, and terms that were not
 * set before; at most a few hundred records a call. Until then the stricter of the two counts. */
enum err rerange_run(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;

extern const struct db_stmt retention_stmts[];

#endif
