#include "ledger/append.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "ledger/stmts.h"

#define LEAVES_MAX  ((size_t)256 << 20) /* bytes in one transaction */
#define PENDING_IDS 4096                /* entries in one row of the unsealed list */
#define FACTS_ARGS  5
#define LOOKS_ARGS  4

struct append_item {
    size_t at, n, split; /* in halves */
    int64_t object, subject;
};

void append_init(struct append *p) {
    buf_init(&p->halves, LEAVES_MAX);
    buf_init(&p->items, LEAVES_MAX);
    buf_init(&p->leaves, 2 * LEAVES_MAX);
    p->n = 0;
}

void append_free(struct append *p) {
    buf_free(&p->halves);
    buf_free(&p->items);
    buf_free(&p->leaves);
    p->n = 0;
}

void append_reset(struct append *p) {
    buf_reset(&p->halves);
    buf_reset(&p->items);
    p->n = 0;
}

void append_add(struct append *p, const struct leaf *leaf, struct instant at) {
    struct append_item item = {.at = p->halves.n, .object = leaf->object, .subject = leaf->subject};
    leaf_render(&p->halves, leaf, at, &item.split);
    item.n = p->halves.n - item.at;
    buf_put(&p->items, &item, sizeof item);
    p->n++;
}

struct batch {
    struct db_value *args;
    uint8_t *ids;
    int64_t last_id;
    struct stored_digest last_hash;
};

static struct append_item item_at(const struct append *p, size_t i) {
    struct append_item item;
    memcpy(&item, p->items.p + i * sizeof item, sizeof item);
    return item;
}

/* Numbers and finished leaves of all entries; lengths_r: of the leaves, one behind the other in p->leaves. */
static void number(struct ctx *ctx, struct append *p, int64_t *ids_r, size_t *lengths_r) {
    struct instant now = clock_now(ctx->clock);
    buf_reset(&p->leaves);
    for (size_t i = 0; i < p->n; i++) {
        struct append_item item = item_at(p, i);
        size_t start = p->leaves.n;
        ids_r[i] = id_new(now);
        leaf_finish(&p->leaves, (struct str){p->halves.p + item.at, item.n}, item.split, ids_r[i]);
        lengths_r[i] = p->leaves.n - start;
    }
    BUG_IF(p->leaves.failed); /* twice as large as what is finished */
}

/* Hashes and the arguments of the insert. */
static void prepare(struct ctx *ctx, struct append *p, enum suite suite, struct date month,
                    struct batch *b) {
    bool looks = !date_is_none(month);
    size_t width = looks ? LOOKS_ARGS : FACTS_ARGS, at = 0;
    int64_t *ids = ARENA_ARRAY(ctx->arena, p->n, int64_t);
    size_t *lengths = ARENA_ARRAY(ctx->arena, p->n, size_t);
    struct stored_digest *hashes = ARENA_ARRAY(ctx->arena, p->n, struct stored_digest);
    b->args = ARENA_ARRAY(ctx->arena, p->n * width, struct db_value);
    b->ids = arena_alloc(ctx->arena, p->n * 8);
    number(ctx, p, ids, lengths);
    for (size_t i = 0; i < p->n; at += lengths[i], i++) {
        struct append_item item = item_at(p, i);
        struct str leaf = {p->leaves.p + at, lengths[i]};
        for (size_t k = 0; k < 8; k++)
            b->ids[8 * i + k] = (uint8_t)(ids[i] >> (56 - 8 * k));
        hashes[i] = leaf_hash(suite, leaf);
        struct db_value *args = b->args + i * width;
        if (looks) *args++ = db_month(month);
        *args++ = db_int(ids[i]);
        *args++ = db_blob(hashes[i].b, STORED_DIGEST_BYTES);
        if (!looks) *args++ = db_int(item.object);
        if (!looks) *args++ = db_int(item.subject);
        *args = db_str(leaf);
    }
    b->last_id = ids[p->n - 1];
    b->last_hash = hashes[p->n - 1];
}

static enum err insert_pending(struct ctx *ctx, struct db_session *s, const struct batch *b,
                               size_t n, struct date month) {
    bool looks = !date_is_none(month);
    for (size_t i = 0; i < n; i += PENDING_IDS) {
        size_t some = n - i < PENDING_IDS ? n - i : PENDING_IDS;
        int64_t first = 0;
        for (size_t k = 0; k < 8; k++)
            first = first << 8 | b->ids[8 * i + k];
        struct db_value ids = db_blob(b->ids + 8 * i, 8 * some);
        enum db_result r =
            looks ? db_post(s, LS(LOOKS_PENDING_PUT), DB_ARGS(db_month(month), db_int(first), ids))
                  : db_post(s, LS(PENDING_PUT), DB_ARGS(db_int(first), ids));
        if (r != DB_ROW) return db_err(ctx, s, r);
    }
    return OK;
}

struct expected {
    enum suite suite;
    struct stored_digest hash;
};

static bool is_as_written(void *arg, const struct db_value *row) {
    const struct expected *x = arg;
    struct str stored = db_get_blob(row, 1);
    struct stored_digest again = leaf_hash(x->suite, str_of(db_get_text(row, 2)));
    return stored.n == STORED_DIGEST_BYTES && memcmp(stored.p, again.b, stored.n) == 0 &&
           memcmp(again.b, x->hash.b, sizeof again.b) == 0;
}

/* Not believed because it was written: before the transaction may commit, the last entry comes back from the store
 * and must hash to what was computed. One entry stands for the batch; the verifier reads them all. */
static enum err read_back(struct ctx *ctx, struct db_session *s, int64_t last_id,
                          struct expected *x, struct date month) {
    enum db_result r = date_is_none(month) ? db_expect(s, LS(ENTRY_GET), DB_ARGS(db_int(last_id)),
                                                       is_as_written, x, ERR_LEDGER_BROKEN)
                                           : db_expect(s, LS(LOOKS_ENTRY_GET),
                                                       DB_ARGS(db_month(month), db_int(last_id)),
                                                       is_as_written, x, ERR_LEDGER_BROKEN);
    return r == DB_ROW ? OK : db_err(ctx, s, r);
}

enum err append_write(struct ctx *ctx, struct db_session *s, struct append *p, enum suite suite,
                      struct date month) {
    BUG_IF(p->n == 0);
    if (p->halves.failed || p->items.failed) return fail(ctx, ERR_NO_MEMORY_LIMIT, NULL);
    struct expected *x = ARENA_NEW(ctx->arena, struct expected); /* until the commit */
    struct arena_mark mark = arena_mark(ctx->arena);
    struct batch b;
    prepare(ctx, p, suite, month, &b);
    bool looks = !date_is_none(month);
    const struct db_stmt *put = looks ? LS(LOOKS_ENTRY_PUT) : LS(ENTRY_PUT);
    enum err e = insert_pending(ctx, s, &b, p->n, month);
    if (e == OK && p->n == 1) {
        enum db_result r = db_post(s, put, b.args);
        if (r != DB_ROW) e = db_err(ctx, s, r);
    } else if (e == OK) {
        int64_t changed = 0;
        enum db_result r = db_exec_many(s, put, b.args, p->n, &changed);
        if (r != DB_ROW) e = db_err(ctx, s, r);
        BUG_IF(e == OK && changed != (int64_t)p->n);
    }
    *x = (struct expected){suite, b.last_hash};
    if (e == OK) e = read_back(ctx, s, b.last_id, x, month);
    if (e == OK) arena_release(ctx->arena, mark); /* a failure's words live in the arena */
    return e;
}
