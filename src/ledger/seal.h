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
    bool published; /* a new checkpoint was signed and written */
};
/* Seals all that is visible, signs one checkpoint over what is durable and publishes it. Call it about once a second
 * from one thread of its own; harmless from several. ERR_LEDGER_BEHIND when the log is blocked, ERR_LEDGER_BROKEN when
 * an unsealed entry has vanished or a tile is malformed (details name the entry). result_r may be NULL. */
enum err seal_run_once(struct ctx *ctx, enum ledger_log log,
                       struct seal_result *result_r) GX_MUST_CHECK;

#endif
