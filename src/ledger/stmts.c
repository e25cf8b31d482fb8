#include "ledger/stmts.h"

const struct db_stmt ledger_stmts[] = {
    /* entries of the facts */
    [LS_ENTRY_PUT] = {"ledger.entry_put",
                      "insert into ledger_entry (entry_id, hash, object_id, subject_id, leaf)"
                      " values ($1, $2, $3, $4, $5)",
                      "ibiit", "", DB_WRITE, DB_FACTS},
    [LS_ENTRY_GET] = {"ledger.entry_get",
                      "select entry_id, hash, leaf from ledger_entry where entry_id = $1", "i",
                      "ibt", DB_READ, DB_FACTS},
    [LS_ENTRY_RANGE_HASH] = {"ledger.entry_range_hash",
                             "select entry_id, hash from ledger_entry"
                             " where entry_id >= $1 and entry_id <= $2 order by entry_id",
                             "ii", "ib", DB_READ, DB_FACTS},
    [LS_ENTRY_RANGE] = {"ledger.entry_range",
                        "select entry_id, leaf from ledger_entry"
                        " where entry_id >= $1 and entry_id <= $2 order by entry_id",
                        "ii", "it", DB_READ, DB_FACTS},
    [LS_ENTRY_OF_OBJECT] = {"ledger.entry_of_object",
                            "select entry_id, leaf from ledger_entry"
                            " where object_id = $1 and object_id <> 0 order by entry_id",
                            "i", "it", DB_READ, DB_FACTS},
    /* what has no position yet */
    [LS_PENDING_PUT] = {"ledger.pending_put",
                        "insert into ledger_pending (pending_id, ids) values ($1, $2)", "ib", "",
                        DB_WRITE, DB_FACTS},
    [LS_PENDING_LIST] = {"ledger.pending_list",
                         "select pending_id, ids from ledger_pending where pending_id > $1"
                         " order by pending_id limit $2",
                         "ii", "ib", DB_READ, DB_FACTS},
    [LS_PENDING_DROP] = {"ledger.pending_drop", "delete from ledger_pending where pending_id = $1",
                         "i", "", DB_WRITE, DB_FACTS},
    [LS_PENDING_SET] = {"ledger.pending_set",
                        "update ledger_pending set ids = $2 where pending_id = $1", "ib", "",
                        DB_WRITE, DB_FACTS},
    /* the logs */
    [LS_LOG_GET] = {"ledger.log_get",
                    "select size, epoch, holder, lease_until, fence, consumed from ledger_log"
                    " where log = $1",
                    "t", "iiiiiB", DB_READ, DB_FACTS},
    [LS_LOG_ADVANCE] = {"ledger.log_advance",
                        "update ledger_log set size = $4, holder = $5, lease_until = $6,"
                        " fence = $7, consumed = $8 where log = $1 and size = $2 and fence = $3",
                        "tiiiiiiB", "", DB_WRITE, DB_FACTS},
    [LS_LOG_LEASE_END] = {"ledger.log_lease_end",
                          "update ledger_log set lease_until = 0 where log = $1 and holder = $2",
                          "ti", "", DB_WRITE, DB_FACTS},
    [LS_LOG_EPOCH] = {"ledger.log_epoch",
                      "update ledger_log set epoch = $3 where log = $1 and epoch = $2", "tii", "",
                      DB_WRITE, DB_FACTS},
    [LS_TILE_GET] = {"ledger.tile_get",
                     "select width, hashes, ids, months from ledger_tile"
                     " where log = $1 and level = $2 and idx = $3",
                     "tii", "ibBB", DB_READ, DB_FACTS},
    [LS_TILE_PUT] = {"ledger.tile_put",
                     "insert into ledger_tile (log, level, idx, width, hashes, ids, months, min_id,"
                     " max_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
                     " on conflict (log, level, idx) do update set width = excluded.width,"
                     " hashes = excluded.hashes, ids = excluded.ids, months = excluded.months,"
                     " min_id = excluded.min_id, max_id = excluded.max_id",
                     "tiiibBBII", "", DB_WRITE, DB_FACTS},
    [LS_TILE_FIND] = {"ledger.tile_find",
                      "select idx, ids from ledger_tile where log = $1 and level = 0"
                      " and max_id >= $2 and min_id <= $2 order by max_id",
                      "ti", "ib", DB_READ, DB_FACTS},
    [LS_CHECKPOINT_PUT] = {"ledger.checkpoint_put",
                           "insert into ledger_checkpoint (log, epoch, slot, size, at, note)"
                           " values ($1, $2, $3, $4, $5, $6) on conflict (log, epoch, slot)"
                           " do update set size = excluded.size, at = excluded.at,"
                           " note = excluded.note where ledger_checkpoint.size < excluded.size",
                           "tiiiit", "", DB_WRITE, DB_FACTS},
    [LS_CHECKPOINT_LATEST] = {"ledger.checkpoint_latest",
                              "select epoch, size, note from ledger_checkpoint where log = $1"
                              " order by epoch desc, slot desc limit 1",
                              "t", "iit", DB_READ, DB_FACTS},
    [LS_RECOVERY_PUT] = {"ledger.recovery_put",
                         "insert into ledger_recovery (log, epoch, statement_id, at, note, salt,"
                         " commitment) values ($1, $2, $3, $4, $5, $6, $7)",
                         "tiiitbb", "", DB_WRITE, DB_FACTS},
    [LS_RECOVERY_GET] = {"ledger.recovery_get",
                         "select note from ledger_recovery where log = $1 and epoch = $2", "ti",
                         "t", DB_READ, DB_FACTS},
    /* entries of the looks, month by month */
    [LS_LOOKS_ENTRY_PUT] = {"ledger.looks_entry_put",
                            "insert into looks_entry (month, entry_id, hash, leaf)"
                            " values ($1, $2, $3, $4)",
                            "iibt", "", DB_WRITE, DB_LOOKS},
    [LS_LOOKS_ENTRY_GET] = {"ledger.looks_entry_get",
                            "select entry_id, hash, leaf from looks_entry"
                            " where month = $1 and entry_id = $2",
                            "ii", "ibt", DB_READ, DB_LOOKS},
    [LS_LOOKS_ENTRY_RANGE_HASH] = {"ledger.looks_entry_range_hash",
                                   "select entry_id, hash from looks_entry where month = $1"
                                   " and entry_id >= $2 and entry_id <= $3 order by entry_id",
                                   "iii", "ib", DB_READ, DB_LOOKS},
    [LS_LOOKS_ENTRY_RANGE] = {"ledger.looks_entry_range",
                              "select entry_id, leaf from looks_entry where month = $1"
                              " and entry_id >= $2 and entry_id <= $3 order by entry_id",
                              "iii", "it", DB_READ, DB_LOOKS},
    [LS_LOOKS_PENDING_PUT] = {"ledger.looks_pending_put",
                              "insert into looks_pending (month, pending_id, ids)"
                              " values ($1, $2, $3)",
                              "iib", "", DB_WRITE, DB_LOOKS},
    [LS_LOOKS_PENDING_LIST] = {"ledger.looks_pending_list",
                               "select pending_id, ids from looks_pending where month = $1"
                               " and pending_id > $2 order by pending_id limit $3",
                               "iii", "ib", DB_READ, DB_LOOKS},
    [LS_LOOKS_PENDING_DROP] = {"ledger.looks_pending_drop",
                               "delete from looks_pending where month = $1 and pending_id = $2",
                               "ii", "", DB_WRITE, DB_LOOKS},
    [LS_LOOKS_PENDING_SET] = {"ledger.looks_pending_set",
                              "update looks_pending set ids = $3"
                              " where month = $1 and pending_id = $2",
                              "iib", "", DB_WRITE, DB_LOOKS},
    [LS_COUNT] = {NULL, NULL, NULL, NULL, DB_READ, DB_FACTS},
};
