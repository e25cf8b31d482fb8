/* missing.h: what should have come by its item's update cycle and did not (CZ-54).
 *
 * A unit is expected to deliver an item of the catalog in force when the item has a cycle (daily to yearly) and the unit either has a
 * duty for it (unit_duty) or has delivered it before. It is missing from the day after the cycle has run out since the last delivery;
 * where nothing was ever delivered, since the duty began or the catalog took effect, whichever was later. */
#ifndef WATCH_MISSING_H
#define WATCH_MISSING_H

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"

struct missing {
    int64_t unit_id;
    const char *unit_name, *region, *item, *item_name, *cycle;
    const char *clause; /* of the limit that the pack sets */
    struct date last;   /* last delivery; DATE_NONE: never */
    struct date due;    /* by when the next one should have come */
    int64_t days;       /* since then, as of the day asked */
};
/* As of a day that is not in the future; unit 0: all of the place. */
enum err missing_list(struct ctx *ctx, const char *place, int64_t unit_id, struct date day,
                      struct missing **list_r, size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt missing_stmts[];

#endif
