/* tiles.h: tiles as rows: one row a tile, rewritten while it is partial. */
#ifndef LEDGER_TILES_H
#define LEDGER_TILES_H

#include "db/db.h"
#include "ledger/ledger.h"
#include "ledger/merkle.h"

struct tile {
    unsigned level;
    int64_t index;
    size_t width;
    struct digest hashes[MERKLE_TILE];
    int64_t ids[MERKLE_TILE]; /* level 0: entry numbers */
    uint16_t
        months[MERKLE_TILE]; /* level 0 of looks: year * 12 + month - 1, where the entry lives */
};

/* DB_NONE when there is no such tile; ERR_LEDGER_BROKEN when the row is malformed. */
enum err tile_read(struct ctx *ctx, struct db_session *s, enum ledger_log log, unsigned level,
                   int64_t index, struct tile *tile_r, bool *found_r) GX_MUST_CHECK;
/* Arguments of the statement ledger.tile_put, in the arena. */
#define TILE_ARGS 9
void tile_args(struct arena *a, enum ledger_log log, enum suite suite, const struct tile *t,
               struct db_value args[TILE_ARGS]);

/* A merkle_source over the store with a small cache; lives as long as its session. */
struct tile_source;
struct tile_source *tile_source_new(struct ctx *ctx, struct db_session *s, enum ledger_log log,
                                    enum suite suite);
struct merkle_source tile_source_merkle(struct tile_source *t);
/* The failure behind a false answer of merkle_*: ERR_LEDGER_BROKEN or the database's. */
enum err tile_source_error(const struct tile_source *t) GX_MUST_CHECK;

#endif
