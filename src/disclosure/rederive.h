/* rederive.h: the day ranges of records after an edition was adopted, and what an adoption would move.
 *
 * Ranges are a view: decide() alone says what leaves. Until a record's ranges are derived under the edition that governs,
 * the stricter of the two counts (decide() still runs on every row). Terms once set stay as they were set. */
#ifndef DISCLOSURE_REDERIVE_H
#define DISCLOSURE_REDERIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "db/db.h"
#include "law/policy.h"

extern const struct db_stmt rederive_stmts[];

/* The worker's rule: one batch of one place whose records carry another edition's ranges. */
enum err rederive_run(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;

/* What a pack would change for the records of its place if it were adopted today. Writes nothing. */
struct rederive_impact {
    int64_t records; /* looked at */
    int64_t unknown; /* of items that the pack does not know any more */
    struct rederive_moves {
        int64_t longer, shorter, opened, closed;
    } open, shared, authorised;
};
enum err rederive_impact(struct ctx *ctx, const struct policy *policy,
                         struct rederive_impact *impact_r) GX_MUST_CHECK;

#endif
