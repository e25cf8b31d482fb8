#include "ledger/export.h"

#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "ledger/checkpoint.h"
#include "ledger/leaf.h"
#include "ledger/ledger_state.h"
#include "ledger/stmts.h"
#include "ledger/tiles.h"

/* x001/x234/067, with .p/WIDTH when the tile is partial. */
static char *tile_path(struct arena *a, const char *folder, int64_t index, size_t width) {
    char *path = arena_printf(a, "%03lld", (long long)(index % 1000));
    for (index /= 1000; index > 0; index /= 1000)
        path = arena_printf(a, "x%03lld/%s", (long long)(index % 1000), path);
    path = arena_printf(a, "%s/%s", folder, path);
    return width == MERKLE_TILE ? path : arena_printf(a, "%s.p/%zu", path, width);
}

static enum err write_one(struct ctx *ctx, const char *path, struct str content) {
    const char *slash = strrchr(path, '/');
    enum err e =
        file_mkdir(arena_str(ctx->arena, (struct str){path, (size_t)(slash - path)}), 0755);
    if (e == OK) e = file_write(path, content, 0644);
    return e == OK ? OK : fail(ctx, e, "导出文件 %s 写入失败", path);
}

/* Leaves of one tile's entries, in the order of their positions. */
struct bundle {
    struct arena *arena;
    const struct tile *tile;
    size_t width;
    const char *leaves[MERKLE_TILE];
};

static bool take(void *arg, const struct db_value *row) {
    struct bundle *b = arg;
    int64_t id = db_get_int(row, 0);
    for (size_t i = 0; i < b->width; i++)
        if (b->tile->ids[i] == id) b->leaves[i] = arena_strdup(b->arena, db_get_text(row, 1));
    return true;
}

/* A tile's numbers lie close together but for late ones: read what is close in one range. */
static enum err read_leaves(struct ctx *ctx, struct db_session *s, enum ledger_log log,
                            struct date month, size_t from, size_t to, struct bundle *b) {
    struct db_value first = db_int(b->tile->ids[from]), last = db_int(b->tile->ids[to - 1]);
    enum db_result r =
        log == LEDGER_FACTS
            ? db_each(s, LS(ENTRY_RANGE), DB_ARGS(first, last), take, b)
            : db_each(s, LS(LOOKS_ENTRY_RANGE), DB_ARGS(db_month(month), first, last), take, b);
    return r == DB_ROW || r == DB_NONE ? OK : db_err(ctx, s, r);
}

static struct date month_of(uint16_t month) {
    return date_make(month / 12, month % 12 + 1, 1);
}

static enum err read_bundle(struct ctx *ctx, enum ledger_log log, struct bundle *b) {
    const struct tile *t = b->tile;
    for (size_t lo = 0, hi; lo < b->width; lo = hi) {
        for (hi = lo + 1;
             hi < b->width && t->ids[hi] > t->ids[hi - 1] &&
             t->ids[hi] - t->ids[hi - 1] < (int64_t)1 << 32 && t->months[hi] == t->months[lo];
             hi++)
            ;
        struct db_session *s = NULL;
        struct date month = log == LEDGER_LOOKS ? month_of(t->months[lo]) : DATE_NONE;
        enum err e = db_read_begin(ctx, log == LEDGER_FACTS ? DB_FACTS : DB_LOOKS, month, &s);
        if (e == OK) e = read_leaves(ctx, s, log, month, lo, hi, b);
        db_read_end(ctx, &s);
        if (e != OK) return e;
    }
    return OK;
}

/* entries/N: each leaf behind its length, two bytes big endian. */
static enum err export_bundle(struct ctx *ctx, enum ledger_log log, const char *dir,
                              const struct tile *t, size_t width, struct export_result *result) {
    const char *path =
        tile_path(ctx->arena, arena_printf(ctx->arena, "%s/tile/entries", dir), t->index, width);
    if (width == MERKLE_TILE && file_exists(path)) {
        result->bundles++;
        return OK;
    }
    struct bundle *b = ARENA_NEW(ctx->arena, struct bundle);
    b->arena = ctx->arena;
    b->tile = t;
    b->width = width;
    enum err e = read_bundle(ctx, log, b);
    if (e != OK) return e;
    struct buf out;
    buf_init(&out, (size_t)MERKLE_TILE * (LEAF_MAX + 2));
    bool whole = true;
    for (size_t i = 0; i < width && whole; i++) {
        whole = b->leaves[i] != NULL;
        if (!whole) break;
        size_t n = strlen(b->leaves[i]);
        buf_putc(&out, (char)(n >> 8));
        buf_putc(&out, (char)n);
        buf_put(&out, b->leaves[i], n);
    }
    if (!whole && log == LEDGER_LOOKS)
        result->pruned++;
    else if (!whole)
        e = fail(ctx, ERR_LEDGER_BROKEN, "账本 %s 封存块 %lld 的条目不完整", ledger_log_word(log),
                 (long long)t->index);
    else {
        e = write_one(ctx, path, buf_finish(&out));
        result->bundles++;
    }
    buf_free(&out);
    return e;
}

static enum err export_tile(struct ctx *ctx, enum ledger_log log, const char *dir, unsigned level,
                            int64_t index, size_t width, struct export_result *result) {
    struct db_session *s = NULL;
    struct tile *t = ARENA_NEW(ctx->arena, struct tile);
    bool found = false;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e == OK) e = tile_read(ctx, s, log, level, index, t, &found);
    db_read_end(ctx, &s);
    if (e != OK) return e;
    if (!found || t->width < width)
        return fail(ctx, ERR_LEDGER_BROKEN, "账本 %s 缺少封存块 %u/%lld", ledger_log_word(log),
                    level, (long long)index);
    const char *path =
        tile_path(ctx->arena, arena_printf(ctx->arena, "%s/tile/%u", dir, level), index, width);
    /* A full tile never changes: a repeated export writes only what is new. */
    if (width < MERKLE_TILE || !file_exists(path))
        e = write_one(ctx, path, (struct str){(const char *)t->hashes, width * DIGEST_BYTES});
    result->tiles++;
    if (e == OK && level == 0) e = export_bundle(ctx, log, dir, t, width, result);
    return e;
}

enum err export_log(struct ctx *ctx, enum ledger_log log, const char *dir,
                    struct export_result *result_r) {
    struct checkpoint c;
    enum err e = checkpoint_latest(ctx, log, &c);
    if (e != OK) return e;
    *result_r = (struct export_result){.size = c.size};
    for (unsigned level = 0; e == OK && c.size >> (8 * level) > 0; level++) {
        int64_t nodes = c.size >> (8 * level);
        for (int64_t i = 0; e == OK && i * MERKLE_TILE < nodes; i++) {
            struct arena_mark mark = arena_mark(ctx->arena);
            int64_t rest = nodes - i * MERKLE_TILE;
            size_t width = rest < MERKLE_TILE ? (size_t)rest : MERKLE_TILE;
            e = export_tile(ctx, log, dir, level, i, width, result_r);
            if (e == OK) arena_release(ctx->arena, mark);
        }
    }
    const char *vkey = checkpoint_vkey(ctx->arena, c.origin, ctx->ledger->key.public);
    if (e == OK)
        e = write_one(ctx, file_join(ctx->arena, dir, "vkey"),
                      str_of(arena_printf(ctx->arena, "%s\n", vkey)));
    /* Last: who sees the checkpoint finds its tiles. */
    if (e == OK) e = write_one(ctx, file_join(ctx->arena, dir, "checkpoint"), str_of(c.note));
    return e;
}
