/* seal.h: the sealer. It alone assigns positions.
 *
 * Every transaction that inserts entries also inserts one row that lists them as unsealed; the sealer takes the rows it
 * sees, puts their entries in number order behind the sealed ones, writes tiles and takes the rows away, in one
 * transaction under a fencing number. An entry that becomes visible late is simply in a later run, and a number that
 * was drawn but never committed is in no row: no window, no clock and no order of commits is relied upon. */
#ifndef LEDGER_SEAL_H
#define LEDGER_SEAL_H

#include "base/ctx.h"
#include "ledger/ledger.h"

struct seal_result {
    int64_t sealed; /* entries given a position by this run */
    int64_t size;   /* of the log afterwards */
    bool held;      /* another instance holds the lease; nothing was done */
    bool waiting;   /* … though there are entries to seal */
    bool published; /* a new checkpoint was signed and written */
};
/* Seals all that is visible, signs one checkpoint over what is durable and publishes it. Call it about once a second
 * from one thread of its own; harmless from several. ERR_LEDGER_BEHIND when the log is blocked, ERR_LEDGER_BROKEN when
 * an unsealed entry has vanished or a tile is malformed (details name the entry). result_r may be NULL. */
enum err seal_run_once(struct ctx *ctx, enum ledger_log log,
                       struct seal_result *result_r) GX_MUST_CHECK;
/* Returns when what was visible at the call is sealed, by us or by the instance that holds the lease. ERR_BUSY when
 * that one neither seals nor lets go for twice the length of a lease. */
enum err seal_what_is_there(struct ctx *ctx, enum ledger_log log) GX_MUST_CHECK;
/* Gives the leases of this process back, so that the next one need not wait for their end: the last thing before
 * ledger_close. What does not reach the store is logged, and the leases run out by themselves. */
void seal_leave(struct ctx *ctx);

#endif
