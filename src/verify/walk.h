/* walk.h: one log, read once from its first entry to its last and held against its tiles and checkpoints.
 *
 * Entries come in the order of their numbers, positions in the order of the tiles. The two differ only where a commit
 * was late, so what is remembered between them is small: memory stays flat for any length of log. */
#ifndef VERIFY_WALK_H
#define VERIFY_WALK_H

#include "base/buf.h"
#include "base/ctx.h"
#include "db/db.h"
#include "verify/note.h"
#include "verify/report.h"
#include "verify/tree.h"

struct verify {
    struct ctx *ctx;
    struct report report;
    struct trusted key;
    const char *dir;
    const char *const *outside; /* files with checkpoints kept elsewhere */
    size_t n_outside;
    int64_t unsealed_us; /* an entry without a position may be this old */
};

struct walk_result {
    int64_t size, entries, unsealed, checkpoints, epoch;
};

/* Reads the log ("facts" or "looks"). Findings go to the report; an error means that it could not be read. */
enum err walk_log(struct verify *v, const char *log, struct walk_result *result_r) GX_MUST_CHECK;

/* Inside: a tile row as the store has it. */
struct row_tile {
    int64_t index; /* -1: none loaded */
    size_t width;
    struct digest hashes[TREE_TILE];
    int64_t ids[TREE_TILE];
    int32_t months[TREE_TILE]; /* year * 12 + month - 1; 0 in the facts */
};
/* *there_r false: no such row, or a malformed one. */
enum err row_tile_read(struct ctx *ctx, struct db_session *s, const char *log, unsigned level,
                       int64_t index, struct row_tile *t, bool *there_r) GX_MUST_CHECK;

#endif
