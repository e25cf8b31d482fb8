#include "ledger/prove.h"

#include "base/bug.h"
#include "ledger/ledger_state.h"
#include "ledger/stmts.h"
#include "ledger/tiles.h"

enum what { ROOT, INCLUSION, CONSISTENCY };

struct question {
    enum what what;
    int64_t at, size; /* position or old size; size */
    struct digest *root;
    struct proof *proof;
};

static bool answer(const struct merkle_source *source, const struct question *q) {
    switch (q->what) {
    case ROOT: return merkle_root(source, q->size, q->root);
    case INCLUSION: return merkle_inclusion(source, q->at, q->size, q->proof->hashes, &q->proof->n);
    case CONSISTENCY:
        return merkle_consistency(source, q->at, q->size, q->proof->hashes, &q->proof->n);
    }
    BUG("no such question");
}

static enum err ask(struct ctx *ctx, enum ledger_log log, const struct question *q) {
    struct db_session *s = NULL;
    struct log_row row;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e == OK) e = log_row_read(ctx, s, log, &row);
    if (e == OK && (q->size < 0 || q->size > row.size || q->at < 0 || q->at > q->size ||
                    (q->what == INCLUSION && q->at == q->size)))
        e = fail(ctx, ERR_LEDGER_RANGE, "账本 %s 现有 %lld 条", ledger_log_word(log),
                 (long long)row.size);
    if (e == OK) {
        struct tile_source *tiles = tile_source_new(ctx, s, log, ctx->ledger->config.suite);
        struct merkle_source source = tile_source_merkle(tiles);
        if (!answer(&source, q)) e = tile_source_error(tiles);
    }
    db_read_end(ctx, &s);
    return e;
}

enum err prove_root(struct ctx *ctx, enum ledger_log log, int64_t size, struct digest *root_r) {
    return ask(ctx, log, &(struct question){ROOT, 0, size, root_r, NULL});
}

enum err prove_inclusion(struct ctx *ctx, enum ledger_log log, int64_t index, int64_t size,
                         struct proof *proof_r) {
    return ask(ctx, log, &(struct question){INCLUSION, index, size, NULL, proof_r});
}

enum err prove_consistency(struct ctx *ctx, enum ledger_log log, int64_t old_size, int64_t size,
                           struct proof *proof_r) {
    return ask(ctx, log, &(struct question){CONSISTENCY, old_size, size, NULL, proof_r});
}

struct find {
    int64_t entry, index;
};

static bool look_in_tile(void *arg, const struct db_value *row) {
    struct find *f = arg;
    struct str ids = db_get_blob(row, 1);
    for (size_t i = 0; i + 8 <= ids.n; i += 8) {
        uint64_t id = 0;
        for (size_t k = 0; k < 8; k++)
            id = id << 8 | (uint8_t)ids.p[i + k];
        if ((int64_t)id != f->entry) continue;
        f->index = db_get_int(row, 0) * MERKLE_TILE + (int64_t)(i / 8);
        return false;
    }
    return true;
}

enum err prove_position(struct ctx *ctx, enum ledger_log log, int64_t entry, int64_t *index_r) {
    struct db_session *s = NULL;
    struct find f = {entry, -1};
    const struct db_value *row;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_each(
        s, LS(TILE_FIND), DB_ARGS(db_text(ledger_log_word(log)), db_int(entry)), look_in_tile, &f);
    if (r != DB_ROW && r != DB_NONE) e = db_err(ctx, s, r);
    if (e == OK && f.index < 0 && log == LEDGER_FACTS) {
        r = db_one(s, ctx->arena, LS(ENTRY_GET), DB_ARGS(db_int(entry)), &row);
        if (r == DB_ROW)
            e = fail(ctx, ERR_LEDGER_UNSEALED, NULL);
        else if (r != DB_NONE)
            e = db_err(ctx, s, r);
    }
    db_read_end(ctx, &s);
    if (e == OK && f.index < 0)
        e = fail(ctx, ERR_NOT_FOUND, "账本中没有条目 %lld", (long long)entry);
    *index_r = f.index;
    return e;
}
