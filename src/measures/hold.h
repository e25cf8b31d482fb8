/* hold.h: measures that rest on a record or an entry are not carried out while it is disputed (HH-60,
 * JN-69).
 *
 * A hold belongs to a case and to one kind of measure. The target is held while any hold is open, so
 * that a case's end never lets a measure run that another case still holds; a pause of clocks does
 * not touch it (AM-34). It is shown wherever the target is: MARK_HOLD beside a record, a mark beside
 * an entry. */
#ifndef MEASURES_HOLD_H
#define MEASURES_HOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "db/db.h"
#include "ledger/door.h"
#include "registry/cause.h"

/* kind is W_MEASURE_PUNISHMENT or W_MEASURE_INCENTIVE; the cause names its case and the clause. The
 * same again is the same hold. Targets that no measure can rest on are nothing to hold. */
enum err hold_set(struct ctx *ctx, struct door *d, struct db_session *s, const struct target *t,
                  enum word kind, const struct cause *cause) GX_MUST_CHECK;
/* All holds of the cause's case on targets of that subject. */
enum err hold_end_case(struct ctx *ctx, struct door *d, struct db_session *s, int64_t subject_id,
                       const struct cause *cause) GX_MUST_CHECK;

struct hold {
    int64_t subject_id, hold_id;
    struct target target;
    enum word kind;
    int64_t case_id, mark_id;
    const char *clause;
    struct date from;
};
/* Open ones on targets of a subject. */
enum err hold_list(struct ctx *ctx, struct db_session *s, int64_t subject_id, struct hold **list_r,
                   size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt hold_stmts[];

#endif
