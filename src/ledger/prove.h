/* prove.h: proofs that an entry is in a log and that a log only grew. */
#ifndef LEDGER_PROVE_H
#define LEDGER_PROVE_H

#include "base/ctx.h"
#include "ledger/ledger.h"
#include "ledger/merkle.h"

struct proof {
    size_t n;
    struct digest hashes[MERKLE_PROOF_MAX];
};
/* ERR_LEDGER_RANGE when the sizes or the position do not fit the log. */
enum err prove_root(struct ctx *ctx, enum ledger_log log, int64_t size,
                    struct digest *root_r) GX_MUST_CHECK;
enum err prove_inclusion(struct ctx *ctx, enum ledger_log log, int64_t index, int64_t size,
                         struct proof *proof_r) GX_MUST_CHECK;
enum err prove_consistency(struct ctx *ctx, enum ledger_log log, int64_t old_size, int64_t size,
                           struct proof *proof_r) GX_MUST_CHECK;
/* Position of an entry; ERR_LEDGER_UNSEALED when it has none yet, ERR_NOT_FOUND when there is no such entry. */
enum err prove_position(struct ctx *ctx, enum ledger_log log, int64_t entry,
                        int64_t *index_r) GX_MUST_CHECK;

#endif
