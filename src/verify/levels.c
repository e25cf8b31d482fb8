#include "verify/levels.h"

#include <string.h>

enum { LEVELS = 8 };

struct level {
    int64_t done; /* nodes of this level so far */
    struct row_tile row;
    bool row_there;
    struct digest own[TREE_TILE]; /* of the tile that is growing */
};

struct levels {
    struct verify *v;
    struct db_session *session;
    const char *log;
    int64_t size;
    struct level level[LEVELS + 1]; /* 1 … LEVELS */
};

struct levels *levels_new(struct verify *v, struct db_session *s, const char *log, int64_t size) {
    struct levels *l = ARENA_NEW(v->ctx->arena, struct levels);
    l->v = v;
    l->session = s;
    l->log = log;
    l->size = size;
    for (int i = 1; i <= LEVELS; i++)
        l->level[i].row.index = -1;
    return l;
}

static enum err load(struct levels *l, unsigned level, int64_t tile) {
    struct level *v = &l->level[level];
    if (v->row.index == tile) return OK;
    enum err e = row_tile_read(l->v->ctx, l->session, l->log, level, tile, &v->row, &v->row_there);
    v->row.index = tile;
    int64_t want = (l->size >> (8 * level)) - tile * TREE_TILE;
    if (want > TREE_TILE) want = TREE_TILE;
    if (e == OK && (!v->row_there || (int64_t)v->row.width < want)) {
        report_finding(&l->v->report, "tile", "账本 %s 缺少封存块 %u/%lld 或其内容不完整", l->log,
                       level, (long long)tile);
        v->row_there = false;
    }
    return e;
}

enum err levels_above(struct levels *l, int64_t index, struct digest *root_r, bool *there_r) {
    enum err e = load(l, 1, index / TREE_TILE);
    *there_r = e == OK && l->level[1].row_there;
    if (*there_r) *root_r = l->level[1].row.hashes[index % TREE_TILE];
    return e;
}

static struct digest fold(const struct digest *hashes, size_t n) {
    if (n == 1) return hashes[0];
    struct digest left = fold(hashes, n / 2), right = fold(hashes + n / 2, n / 2);
    return tree_pair(&left, &right);
}

static enum err add(struct levels *l, unsigned level, const struct digest *root) {
    if (level > LEVELS) return OK;
    struct level *v = &l->level[level];
    int64_t tile = v->done / TREE_TILE;
    size_t at = (size_t)(v->done % TREE_TILE);
    enum err e = load(l, level, tile);
    if (e != OK) return e;
    struct digest used = *root;
    if (v->row_there && memcmp(v->row.hashes[at].b, root->b, sizeof root->b) != 0) {
        /* The first level's disagreement was reported with its entries. */
        if (level > 1)
            report_finding(&l->v->report, "tile", "账本 %s 封存块 %u/%lld 与其下一级第 %lld 块不符",
                           l->log, level, (long long)tile, (long long)v->done);
        used = v->row.hashes[at];
    }
    v->own[at] = used;
    v->done++;
    if (at + 1 < TREE_TILE) return OK;
    struct digest above = fold(v->own, TREE_TILE);
    return add(l, level + 1, &above);
}

enum err levels_add(struct levels *l, const struct digest *root) {
    return add(l, 1, root);
}
