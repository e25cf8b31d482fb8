/* stop.h: orders to channels, to show and to stop showing, and what units answer (JN-29, CZ-73).
 *
 * An order is told to the unit in the platform; it stays open until the unit, or the operator for it,
 * confirms with the day on which it was done. A channel that had not confirmed that it shows the
 * record is ordered to stop all the same: nobody knows what it shows. */
#ifndef PUBLICATION_STOP_H
#define PUBLICATION_STOP_H

#include "publication/publication.h"

/* One order in a unit's list. */
struct publication_order {
    struct publication_place place;
    int64_t record_id;
    const char *item, *jurisdiction, *unit_name;
    const char *text; /* what to show; NULL for a stop order */
    struct date last_day;
    const char *why, *reason; /* of a stop order; NULL */
};
/* The last order of the page before; publication_id 0: the first page. */
struct order_after {
    int64_t publication_id;
    const char *channel;
};
/* Open orders, oldest first. unit_id 0: of all units of the place. stops: orders to stop, else orders to
 * show, with their text: reading those is a look. */
enum err publication_orders(struct ctx *ctx, const char *route, const char *place, int64_t unit_id,
                            bool stops, struct order_after after, size_t most,
                            struct publication_order **list_r, size_t *n_r) GX_MUST_CHECK;
/* The unit confirms. stop: that it no longer shows it. ERR_PUBLICATION_STATE when that is not what was
 * ordered, ERR_PUBLICATION_DAY for a day before the order, in the future or past the last day;
 * ERR_NOT_FOUND for another unit's. */
enum err publication_confirm(struct ctx *ctx, int64_t publication_id, enum word channel, bool stop,
                             struct date day) GX_MUST_CHECK;

extern const struct db_stmt publication_stop_stmts[];

#endif
