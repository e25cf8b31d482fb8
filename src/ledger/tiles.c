#include "ledger/tiles.h"

#include <string.h>

#include "base/bug.h"
#include "ledger/stmts.h"

static void put_be(uint8_t *p, uint64_t v, size_t n) {
    for (size_t i = 0; i < n; i++)
        p[i] = (uint8_t)(v >> 8 * (n - 1 - i));
}

static uint64_t get_be(const char *p, size_t n) {
    uint64_t v = 0;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | (uint8_t)p[i];
    return v;
}

static enum err broken(struct ctx *ctx, enum ledger_log log, unsigned level, int64_t index) {
    return fail(ctx, ERR_LEDGER_BROKEN, "账本 %s 的封存块 %u/%lld 内容不完整", ledger_log_word(log),
                level, (long long)index);
}

static bool decode(const struct db_value *row, enum ledger_log log, struct tile *t) {
    int64_t width = db_get_int(row, 0);
    struct str hashes = db_get_blob(row, 1), ids = db_get_blob(row, 2),
               months = db_get_blob(row, 3);
    if (width < 1 || width > MERKLE_TILE) return false;
    t->width = (size_t)width;
    if (hashes.n != 1 + t->width * DIGEST_BYTES) return false;
    memcpy(t->hashes, hashes.p + 1, t->width * DIGEST_BYTES);
    if (t->level > 0) return true;
    if (ids.n != t->width * 8) return false;
    bool by_month = log == LEDGER_LOOKS;
    if (by_month && months.n != t->width * 2) return false;
    for (size_t i = 0; i < t->width; i++) {
        t->ids[i] = (int64_t)get_be(ids.p + 8 * i, 8);
        t->months[i] = by_month ? (uint16_t)get_be(months.p + 2 * i, 2) : 0;
    }
    return true;
}

enum err tile_read(struct ctx *ctx, struct db_session *s, enum ledger_log log, unsigned level,
                   int64_t index, struct tile *tile_r, bool *found_r) {
    struct arena_mark mark = arena_mark(ctx->arena);
    const struct db_value *row;
    enum db_result r =
        db_one(s, ctx->arena, LS(TILE_GET),
               DB_ARGS(db_text(ledger_log_word(log)), db_int(level), db_int(index)), &row);
    *found_r = r == DB_ROW;
    if (r == DB_NONE) return OK;
    if (r != DB_ROW) return db_err(ctx, s, r);
    tile_r->level = level;
    tile_r->index = index;
    bool good = decode(row, log, tile_r);
    arena_release(ctx->arena, mark);
    return good ? OK : broken(ctx, log, level, index);
}

void tile_args(struct arena *a, enum ledger_log log, enum suite suite, const struct tile *t,
               struct db_value args[TILE_ARGS]) {
    size_t n_hashes = 1 + t->width * DIGEST_BYTES, n_ids = t->width * 8, n_months = t->width * 2;
    uint8_t *hashes = arena_alloc(a, n_hashes);
    hashes[0] = (uint8_t)suite;
    memcpy(hashes + 1, t->hashes, t->width * DIGEST_BYTES);
    uint8_t *ids = NULL, *months = NULL;
    int64_t least = INT64_MAX, most = 0;
    if (t->level == 0) {
        ids = arena_alloc(a, n_ids);
        if (log == LEDGER_LOOKS) months = arena_alloc(a, n_months);
        for (size_t i = 0; i < t->width; i++) {
            put_be(ids + 8 * i, (uint64_t)t->ids[i], 8);
            if (months) put_be(months + 2 * i, t->months[i], 2);
            if (t->ids[i] < least) least = t->ids[i];
            if (t->ids[i] > most) most = t->ids[i];
        }
    }
    args[0] = db_text(ledger_log_word(log));
    args[1] = db_int(t->level);
    args[2] = db_int(t->index);
    args[3] = db_int((int64_t)t->width);
    args[4] = db_blob(hashes, n_hashes);
    args[5] = db_blob(ids, n_ids);
    args[6] = db_blob(months, n_months);
    args[7] = t->level == 0 ? db_int(least) : db_null();
    args[8] = t->level == 0 ? db_int(most) : db_null();
}

#define CACHE 16

struct tile_source {
    struct ctx *ctx;
    struct db_session *session;
    enum ledger_log log;
    enum suite suite;
    enum err error;
    struct tile tiles[CACHE];
    bool used[CACHE];
};

struct tile_source *tile_source_new(struct ctx *ctx, struct db_session *s, enum ledger_log log,
                                    enum suite suite) {
    struct tile_source *t = ARENA_NEW(ctx->arena, struct tile_source);
    t->ctx = ctx;
    t->session = s;
    t->log = log;
    t->suite = suite;
    return t;
}

static bool source_tile(void *arg, unsigned level, int64_t index, size_t width,
                        const struct digest **hashes_r) {
    struct tile_source *t = arg;
    size_t slot = ((size_t)index * 5 + level * 3) % CACHE;
    struct tile *tile = &t->tiles[slot];
    if (!t->used[slot] || tile->level != level || tile->index != index || tile->width < width) {
        bool found;
        t->used[slot] = false;
        t->error = tile_read(t->ctx, t->session, t->log, level, index, tile, &found);
        if (t->error == OK && (!found || tile->width < width))
            t->error = broken(t->ctx, t->log, level, index);
        if (t->error != OK) return false;
        t->used[slot] = true;
    }
    *hashes_r = tile->hashes;
    return true;
}

struct merkle_source tile_source_merkle(struct tile_source *t) {
    return (struct merkle_source){t->suite, source_tile, t};
}

enum err tile_source_error(const struct tile_source *t) {
    BUG_IF(t->error == OK);
    return t->error;
}
