/* deadline.h: where the clocks of open cases stand: due, due tomorrow, overdue, paused, without a figure in the text, waiting for a calendar
 * (ZC-11, ZC-68, JN-7, AS-67, AS-69).
 *
 * Live as of today from the clocks themselves; at the end of each day the worker keeps the counts as figures (table "deadlines"), so that
 * a day that is over keeps its digits. A clock without a figure is never overdue. */
#ifndef WATCH_DEADLINE_H
#define WATCH_DEADLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"

struct deadline_count {
    int64_t unit_id;
    const char *unit_name, *region;
    int64_t open, due, due_tomorrow, overdue, paused, without_figure, pending;
};
/* Of every unit of the place that has open clocks, or of one. */
enum err deadline_counts(struct ctx *ctx, const char *place, int64_t unit_id, struct date day,
                         struct deadline_count **rows_r, size_t *n_r) GX_MUST_CHECK;

/* The clocks of a unit, the most urgent first. */
enum deadline_which {
    DEADLINE_ALL,
    DEADLINE_DUE,
    DEADLINE_TOMORROW,
    DEADLINE_OVERDUE,
    DEADLINE_PAUSED,
    DEADLINE_WITHOUT_FIGURE
};
struct deadline {
    int64_t subject_id, case_id;
    const char *process, *clock, *state, *case_state;
    struct date start, due, target; /* due DATE_NONE: no figure, paused or pending */
    int64_t missing_year;
    bool figure;
};
enum err deadline_list(struct ctx *ctx, int64_t unit_id, struct date day, enum deadline_which which,
                       size_t most, struct deadline **rows_r, size_t *n_r) GX_MUST_CHECK;

/* Keeps yesterday's counts as figures. A rule of the worker. */
enum err deadline_close(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;

extern const struct db_stmt deadline_stmts[];

#endif
