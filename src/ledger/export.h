/* export.h: a log as files, in the layout of C2SP tlog-tiles, for witnesses and for tools of others.
 *
 * DIR/checkpoint, DIR/vkey, DIR/tile/LEVEL/N[.p/W], DIR/tile/entries/N[.p/W]. Entry bundles whose entries are past
 * their term (dropped months of looks) are left out, as the specification allows. */
#ifndef LEDGER_EXPORT_H
#define LEDGER_EXPORT_H

#include "base/ctx.h"
#include "ledger/ledger.h"

struct export_result {
    int64_t size, tiles, bundles, pruned;
};
/* Exports the log as of its newest checkpoint. */
enum err export_log(struct ctx *ctx, enum ledger_log log, const char *dir,
                    struct export_result *result_r) GX_MUST_CHECK;

#endif
