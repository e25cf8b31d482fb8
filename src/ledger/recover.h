/* recover.h: going on after the store has come back shorter than what was published. */
#ifndef LEDGER_RECOVER_H
#define LEDGER_RECOVER_H

#include "base/ctx.h"
#include "ledger/leaf.h"
#include "ledger/ledger.h"

struct recovery {
    int64_t epoch;          /* the one that was opened */
    int64_t published_size; /* of the last checkpoint outside */
    int64_t kept_size;      /* of the store */
    int64_t vanished;       /* unsealed entries that were listed but are not there any more */
    bool consistent;        /* false: at a published size the store has another root */
    const char *statement;  /* the signed note */
};
/* Writes a signed recovery statement (sizes, roots, what was lost, why), stores it, publishes it as
 * DIR/checkpoints/LOG.recovery-EPOCH.txt and to the witnesses, raises the log's epoch, enters ledger.recovered
 * (committing to the statement) with the leaf's actor and basis, and lets the log append again. `why` is one line of
 * text; it stands in the statement, not in the ledger. ERR_LEDGER_NOT_BEHIND when nothing is to be recovered. */
enum err recover_log(struct ctx *ctx, enum ledger_log log, const char *why, const struct leaf *who,
                     struct recovery *recovery_r) GX_MUST_CHECK;

#endif
