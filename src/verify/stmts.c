#include "verify/stmts.h"

const struct db_stmt verify_stmts[] = {
    [VS_LOG] = {"verify.log", "select size, epoch from ledger_log where log = $1", "t", "ii",
                DB_READ, DB_FACTS},
    [VS_TILE] = {"verify.tile",
                 "select width, hashes, ids, months from ledger_tile"
                 " where log = $1 and level = $2 and idx = $3",
                 "tii", "ibBB", DB_READ, DB_FACTS},
    [VS_CHECKPOINT_TOP] = {"verify.checkpoint_top",
                           "select epoch, size from ledger_checkpoint where log = $1"
                           " order by epoch desc, slot desc limit 1",
                           "t", "ii", DB_READ, DB_FACTS},
    [VS_CHECKPOINTS] = {"verify.checkpoints",
                        "select epoch, size, note from ledger_checkpoint where log = $1 and"
                        " (size > $2 or (size = $2 and epoch > $3))"
                        " order by size, epoch limit 1000",
                        "tii", "iit", DB_READ, DB_FACTS},
    [VS_RECOVERIES] = {"verify.recoveries",
                       "select epoch, note from ledger_recovery where log = $1 order by epoch", "t",
                       "it", DB_READ, DB_FACTS},
    [VS_ENTRIES] = {"verify.entries",
                    "select entry_id, hash, leaf, object_id, subject_id from ledger_entry"
                    " order by entry_id",
                    "", "ibtii", DB_READ, DB_FACTS},
    [VS_ENTRY_EXISTS] = {"verify.entry_exists",
                         "select entry_id from ledger_entry where entry_id = $1", "i", "i", DB_READ,
                         DB_FACTS},
    [VS_ENTRIES_OF_OBJECT] = {"verify.entries_of_object",
                              "select leaf from ledger_entry where object_id = $1"
                              " and object_id <> 0",
                              "i", "t", DB_READ, DB_FACTS},
    [VS_PENDING] = {"verify.pending",
                    "select pending_id, ids from ledger_pending order by pending_id", "", "ib",
                    DB_READ, DB_FACTS},
    [VS_LOOKS_ENTRIES] = {"verify.looks_entries",
                          "select entry_id, hash, leaf from looks_entry where month = $1"
                          " order by entry_id",
                          "i", "ibt", DB_READ, DB_LOOKS},
    [VS_LOOKS_ENTRY_EXISTS] = {"verify.looks_entry_exists",
                               "select entry_id from looks_entry where month = $1"
                               " and entry_id = $2",
                               "ii", "i", DB_READ, DB_LOOKS},
    [VS_LOOKS_PENDING] = {"verify.looks_pending",
                          "select pending_id, ids from looks_pending where month = $1"
                          " order by pending_id",
                          "i", "ib", DB_READ, DB_LOOKS},
#define VERIFY_SOURCE(symbol, prefix, name, store, text)                                           \
    [VS_SOURCES + symbol] = {                                                                      \
        "verify.source." prefix, text, (store) == DB_LOOKS ? "i" : "", "iibBT", DB_READ, store},
#include "verify/sources.def"
#undef VERIFY_SOURCE
    [VS_COUNT] = {.name = NULL},
};
