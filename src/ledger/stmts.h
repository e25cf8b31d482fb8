/* stmts.h: the SQL of this room; ledger_stmts (ledger.h) holds it all. */
#ifndef LEDGER_STMTS_H
#define LEDGER_STMTS_H

#include "db/db.h"

enum ledger_stmt {
    LS_ENTRY_PUT,
    LS_ENTRY_GET,
    LS_ENTRY_RANGE_HASH,
    LS_ENTRY_RANGE,
    LS_ENTRY_OF_OBJECT,
    LS_PENDING_PUT,
    LS_PENDING_LIST,
    LS_PENDING_DROP,
    LS_PENDING_SET,
    LS_LOG_GET,
    LS_LOG_ADVANCE,
    LS_LOG_LEASE_END,
    LS_LOG_EPOCH,
    LS_TILE_GET,
    LS_TILE_PUT,
    LS_TILE_FIND,
    LS_CHECKPOINT_PUT,
    LS_CHECKPOINT_LATEST,
    LS_RECOVERY_PUT,
    LS_RECOVERY_GET,
    LS_LOOKS_ENTRY_PUT,
    LS_LOOKS_ENTRY_GET,
    LS_LOOKS_ENTRY_RANGE_HASH,
    LS_LOOKS_ENTRY_RANGE,
    LS_LOOKS_PENDING_PUT,
    LS_LOOKS_PENDING_LIST,
    LS_LOOKS_PENDING_DROP,
    LS_LOOKS_PENDING_SET,
    LS_COUNT
};
#define LS(name) (&ledger_stmts[LS_##name])

extern const struct db_stmt ledger_stmts[];

#endif
