/* impact.h: what a pack would change for the records of its place if it were adopted today. Writes nothing.
 *
 * Compares the day ranges that stand on the records with those decide() gives under the pack. Terms once set stay as they
 * were set (AM-50), so only openness and its ends move. */
#ifndef DISCLOSURE_IMPACT_H
#define DISCLOSURE_IMPACT_H

#include <stdint.h>

#include "base/ctx.h"
#include "db/db.h"
#include "law/policy.h"

extern const struct db_stmt impact_stmts[];

struct impact_moves {
    int64_t longer, shorter, opened, closed;
};
struct impact {
    int64_t records; /* looked at */
    int64_t unknown; /* of items that the pack does not know any more */
    struct impact_moves open, shared, authorised;
};
enum err impact_of(struct ctx *ctx, const struct policy *policy,
                   struct impact *impact_r) GX_MUST_CHECK;

#endif
