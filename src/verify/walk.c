#include "verify/walk.h"

#include <pthread.h>
#include <string.h>

#include "base/bug.h"
#include "verify/content.h"
#include "verify/entry.h"
#include "verify/late.h"
#include "verify/levels.h"
#include "verify/marks.h"
#include "verify/stmts.h"

enum { SWAP_SEARCHES = 2 }; /* tiles in which an exchange is looked for: some seconds each */

enum month_state { MONTH_UNKNOWN, MONTH_HERE, MONTH_DROPPED, MONTH_GONE };

struct walk {
    struct verify *v;
    const char *log;
    bool looks;
    struct db_session *tiles; /* reads tiles and checkpoints while entries stream by */
    struct db_session *entries;
    enum err err;

    int64_t size, at; /* of the log; next position */
    struct row_tile tile;
    bool tile_there;
    struct tree tree;
    bool broken; /* a tile was missing: no root can be computed any more */
    struct levels *levels;
    struct marks *marks;
    int searches;

    int32_t month; /* that streams by; 0 in the facts */
    int64_t last_id;
    struct late late;
    struct buf left; /* struct late_entry: entries without a position */
    struct content *content;
    bool again; /* a second reading, for the contents only */
    int64_t count;
    uint8_t *month_states; /* by month, MONTH_BASE first */
};
#define MONTH_BASE  (2000 * 12)
#define MONTH_COUNT (400 * 12)

static struct date month_day(int32_t month) {
    return date_make(month / 12, month % 12 + 1, 1);
}

static int32_t month_index(struct date d) {
    struct date_ymd ymd = date_split(d);
    return ymd.year * 12 + ymd.month - 1;
}

enum err row_tile_read(struct ctx *ctx, struct db_session *s, const char *log, unsigned level,
                       int64_t index, struct row_tile *t, bool *there_r) {
    struct arena_mark mark = arena_mark(ctx->arena);
    const struct db_value *row;
    enum db_result r =
        db_one(s, ctx->arena, VS(TILE), DB_ARGS(db_text(log), db_int(level), db_int(index)), &row);
    t->index = index;
    *there_r = false;
    if (r == DB_NONE) return OK;
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct str hashes = db_get_blob(row, 1), ids = db_get_blob(row, 2),
               months = db_get_blob(row, 3);
    int64_t width = db_get_int(row, 0);
    bool good = width >= 1 && width <= TREE_TILE && (int64_t)hashes.n == 1 + 32 * width &&
                hashes.p[0] == SUITE_INTL && (level > 0 || (int64_t)ids.n == 8 * width) &&
                (months.n == 0 || (int64_t)months.n == 2 * width);
    if (good) {
        t->width = (size_t)width;
        memcpy(t->hashes, hashes.p + 1, hashes.n - 1);
        memset(t->months, 0, sizeof t->months);
        for (size_t i = 0; level == 0 && i < t->width; i++) {
            uint64_t id = 0;
            for (size_t k = 0; k < 8; k++)
                id = id << 8 | (uint8_t)ids.p[8 * i + k];
            t->ids[i] = (int64_t)id;
            if (months.n)
                t->months[i] = (uint8_t)months.p[2 * i] << 8 | (uint8_t)months.p[2 * i + 1];
        }
    }
    *there_r = good;
    arena_release(ctx->arena, mark);
    return OK;
}

/* --- positions --- */

static size_t tile_width(const struct walk *w) {
    int64_t rest = w->size - w->tile.index * TREE_TILE;
    return rest < TREE_TILE ? (size_t)rest : TREE_TILE;
}

static struct digest fold(const struct digest *hashes, size_t n) {
    if (n == 1) return hashes[0];
    struct digest left = fold(hashes, n / 2), right = fold(hashes + n / 2, n / 2);
    return tree_pair(&left, &right);
}

/* Root of the whole tree when the current tile counts with its first n hashes. */
static struct digest root_with(const struct walk *w, const struct digest *hashes, size_t n) {
    struct tree t = w->tree;
    for (size_t i = 0; i < n; i++)
        tree_add(&t, &hashes[i], 1);
    return tree_root(&t);
}

/* Two entries of a tile exchanged, numbers and hashes together: only the level above or a checkpoint knows. Tries every
 * pair. full: the root is the tile's; otherwise that of the tree with n hashes of this tile. */
static bool find_exchange(struct walk *w, size_t n, bool full, const struct digest *root) {
    if (w->searches++ >= SWAP_SEARCHES) return false;
    struct digest *h = w->tile.hashes;
    for (size_t a = 0; a < n; a++) {
        for (size_t b = a + 1; b < n; b++) {
            struct digest keep = h[a];
            h[a] = h[b];
            h[b] = keep;
            struct digest got = full ? fold(h, n) : root_with(w, h, n);
            keep = h[a];
            h[a] = h[b];
            h[b] = keep;
            if (memcmp(got.b, root->b, sizeof got.b) != 0) continue;
            int64_t first = w->tile.index * TREE_TILE;
            report_finding(&w->v->report, "reordered",
                           "账本 %s 位置 %lld 的条目 %lld 与位置 %lld 的条目 %lld 被对调", w->log,
                           (long long)first + (long long)a, (long long)w->tile.ids[a],
                           (long long)first + (long long)b, (long long)w->tile.ids[b]);
            return true;
        }
    }
    return false;
}

static void check_marks(struct walk *w, int64_t start, size_t n) {
    while (w->err == OK && marks_next(w->marks) <= start + (int64_t)n) {
        int64_t size = marks_next(w->marks);
        size_t part = (size_t)(size - start);
        struct digest root = root_with(w, w->tile.hashes, part), want = marks_root(w->marks);
        /* A whole tile is searched where it is held against the level above. */
        if (part > 0 && tile_width(w) < TREE_TILE && memcmp(root.b, want.b, sizeof root.b) != 0)
            find_exchange(w, part, false, &want);
        marks_check(w->marks, w->tiles, root, &w->err);
    }
}

/* All positions of the tile have been looked at: fold it, hold it against the level above, add it to the tree. */
static void tile_done(struct walk *w) {
    size_t n = tile_width(w);
    int64_t start = w->tile.index * TREE_TILE;
    if (!w->tile_there || w->broken) return;
    check_marks(w, start, n);
    if (n < TREE_TILE) {
        for (size_t i = 0; i < n; i++)
            tree_add(&w->tree, &w->tile.hashes[i], 1);
        return;
    }
    struct digest root = fold(w->tile.hashes, TREE_TILE), above;
    bool there;
    if (w->err == OK) w->err = levels_above(w->levels, w->tile.index, &above, &there);
    if (w->err == OK && there && memcmp(above.b, root.b, sizeof root.b) != 0) {
        if (!find_exchange(w, TREE_TILE, true, &above))
            report_finding(&w->v->report, "tile",
                           "账本 %s 封存块 0/%lld（位置 %lld 至 %lld）与其上一级不符", w->log,
                           (long long)w->tile.index, (long long)start, (long long)start + 255);
        root = above; /* so that one tile's fault is not told again by all that follow */
    }
    if (w->err == OK) w->err = levels_add(w->levels, &root);
    tree_add(&w->tree, &root, TREE_TILE);
}

static void tile_next(struct walk *w) {
    w->err =
        row_tile_read(w->v->ctx, w->tiles, w->log, 0, w->at / TREE_TILE, &w->tile, &w->tile_there);
    if (w->err != OK) return;
    if (w->tile_there && w->tile.width >= tile_width(w)) return;
    w->tile_there = false;
    w->broken = true;
    report_finding(&w->v->report, "tile",
                   "账本 %s 缺少封存块 0/%lld（位置 %lld 起）或其内容不完整，此后的根无法核对",
                   w->log, (long long)(w->at / TREE_TILE), (long long)w->at);
}

static void step(struct walk *w) {
    w->at++;
    if (w->at % TREE_TILE == 0 || w->at == w->size) tile_done(w);
}

/* The entry expected at the current position is here, with that hash. */
static void settle(struct walk *w, int64_t id, const struct digest *hash) {
    size_t i = (size_t)(w->at % TREE_TILE);
    if (memcmp(w->tile.hashes[i].b, hash->b, sizeof hash->b) != 0) {
        size_t other = 0;
        while (other < tile_width(w) &&
               memcmp(w->tile.hashes[other].b, hash->b, sizeof hash->b) != 0)
            other++;
        if (other < tile_width(w))
            report_finding(&w->v->report, "reordered",
                           "账本 %s 条目 %lld 被移到位置 %lld，封存时在位置 %lld", w->log,
                           (long long)id, (long long)w->at,
                           (long long)(w->tile.index * TREE_TILE + (int64_t)other));
        else
            report_finding(&w->v->report, "changed", "账本 %s 条目 %lld（位置 %lld）与封存时不同",
                           w->log, (long long)id, (long long)w->at);
    }
    step(w);
}

/* Has the month been dropped with an entry that says so? */
static bool take_drop(void *arg, const struct db_value *row) {
    bool *dropped = arg;
    struct entry e;
    if (entry_read(str_of(db_get_text(row, 0)), &e) && str_is(e.event, "looks.dropped"))
        *dropped = true;
    return !*dropped;
}

static enum month_state month_state(struct walk *w, int32_t month) {
    if (month < MONTH_BASE || month >= MONTH_BASE + MONTH_COUNT) return MONTH_GONE;
    uint8_t *state = &w->month_states[month - MONTH_BASE];
    if (*state != MONTH_UNKNOWN) return (enum month_state) * state;
    bool dropped = false;
    int64_t number = month / 12 * 100 + month % 12 + 1;
    enum db_result r =
        db_each(w->tiles, VS(ENTRIES_OF_OBJECT), DB_ARGS(db_int(number)), take_drop, &dropped);
    if (r != DB_ROW && r != DB_NONE) w->err = db_err(w->v->ctx, w->tiles, r);
    *state = dropped ? MONTH_DROPPED : MONTH_GONE;
    if (!dropped)
        report_finding(&w->v->report, "month",
                       "%lld 月的查询日志已不存在，而账本中没有清除它的条目", (long long)number);
    return (enum month_state) * state;
}

static void absent(struct walk *w, int64_t id, int32_t month) {
    if (!w->looks || month_state(w, month) == MONTH_HERE)
        report_finding(&w->v->report, "missing", "账本 %s 条目 %lld（位置 %lld）已不存在", w->log,
                       (long long)id, (long long)w->at);
    step(w);
}

/* Goes through the positions whose entries must have come by now: those before (month, id). True when the position
 * that follows is that of (month, id) itself. */
static bool advance(struct walk *w, int32_t month, int64_t id) {
    while (w->err == OK && w->at < w->size) {
        if (w->tile.index != w->at / TREE_TILE) tile_next(w);
        if (w->err != OK) return false;
        if (!w->tile_there) {
            w->at = (w->tile.index + 1) * TREE_TILE < w->size ? (w->tile.index + 1) * TREE_TILE
                                                              : w->size;
            continue;
        }
        size_t i = (size_t)(w->at % TREE_TILE);
        int64_t expected = w->tile.ids[i];
        int32_t in = w->tile.months[i];
        struct late_entry e;
        if (expected == id && in == month) return true;
        if (late_take(&w->late, expected, &e))
            settle(w, expected, &e.hash);
        else if (in < month || (in == month && expected < id))
            absent(w, expected, in);
        else
            return false;
    }
    return false;
}

/* --- entries --- */

static bool take_entry(void *arg, const struct db_value *row) {
    struct walk *w = arg;
    int64_t id = db_get_int(row, 0);
    struct str leaf = str_of(db_get_text(row, 2)), stored = db_get_blob(row, 1);
    struct entry e;
    bool readable = entry_read(leaf, &e);
    if (readable) content_entry(w->content, &e);
    if (w->again) return true;
    struct late_entry here = {id, readable ? e.at : INT64_MAX, w->month, tree_leaf(leaf)};
    w->count++;
    bool whole = readable && e.id == id;
    if (whole && !w->looks)
        whole = e.object == db_get_int(row, 3) && e.subject == db_get_int(row, 4);
    if (whole)
        whole = stored.n == STORED_DIGEST_BYTES && stored.p[0] == SUITE_INTL &&
                memcmp(stored.p + 1, here.hash.b, DIGEST_BYTES) == 0;
    if (!whole)
        report_finding(&w->v->report, "changed", "账本 %s 条目 %lld 的内容与其散列值或编号不符",
                       w->log, (long long)id);
    if (advance(w, w->month, id))
        settle(w, id, &here.hash);
    else if (w->at < w->size)
        late_add(&w->late, &here);
    else
        buf_put(&w->left, &here, sizeof here);
    w->last_id = id;
    return w->err == OK;
}

static enum err stream(struct walk *w, struct date month) {
    enum db_result r =
        w->looks ? db_each(w->entries, VS(LOOKS_ENTRIES), DB_ARGS(db_month(month)), take_entry, w)
                 : db_each(w->entries, VS(ENTRIES), DB_NO_ARGS, take_entry, w);
    if (w->err != OK) return w->err;
    return r == DB_ROW || r == DB_NONE ? OK : db_err(w->v->ctx, w->entries, r);
}

/* The contents, on a thread of their own while the entries stream by. */
struct rows {
    struct walk *w;
    struct content *content;
    struct ctx ctx;
    struct date month;
    enum err err;
};

static enum err read_rows(struct rows *r) {
    struct db_session *s = NULL;
    enum err e = db_snapshot_begin(&r->ctx, r->w->looks ? DB_LOOKS : DB_FACTS, r->month, &s);
    if (e == OK) e = content_rows(&r->ctx, r->content, s, r->month, &r->w->v->report);
    db_read_end(&r->ctx, &s);
    return e;
}

static void *rows_thread(void *arg) {
    struct rows *r = arg;
    r->err = read_rows(r);
    return NULL;
}

/* Entries and rows did not agree, perhaps only because something was written between the two readings: both again, in
 * one state of the store, and if they still differ once more to say where. */
static enum err read_again(struct walk *w, struct date month) {
    struct ctx *ctx = w->v->ctx;
    struct content *c = w->content = content_new(ctx->arena, w->looks ? DB_LOOKS : DB_FACTS);
    enum err e = db_snapshot_begin(ctx, w->looks ? DB_LOOKS : DB_FACTS, month, &w->entries);
    w->again = true;
    if (e == OK) e = stream(w, month);
    if (e == OK) e = content_rows(ctx, c, w->entries, month, NULL);
    if (e == OK && !content_equal(c)) {
        content_locate(c);
        e = stream(w, month);
        if (e == OK) e = content_rows(ctx, c, w->entries, month, NULL);
        if (e == OK) content_report(c, &w->v->report);
    }
    w->again = false;
    db_read_end(ctx, &w->entries);
    return e;
}

static enum err read_entries(struct walk *w, struct date month) {
    struct ctx *ctx = w->v->ctx;
    enum err e = db_snapshot_begin(ctx, w->looks ? DB_LOOKS : DB_FACTS, month, &w->entries);
    if (e == OK) e = stream(w, month);
    db_read_end(ctx, &w->entries);
    return e;
}

/* The entries and contents of the facts, or of one month of looks. */
static enum err read_store(struct walk *w, struct date month) {
    struct ctx *ctx = w->v->ctx;
    enum db_store store = w->looks ? DB_LOOKS : DB_FACTS;
    w->content = content_new(ctx->arena, store);
    if (!content_any(store)) return read_entries(w, month);
    struct rows rows = {.w = w, .month = month, .ctx = *ctx};
    pthread_t thread;
    rows.ctx.arena = arena_new();
    rows.content = content_twin(ctx->arena, w->content);
    BUG_IF(pthread_create(&thread, NULL, rows_thread, &rows) != 0);
    enum err e = read_entries(w, month);
    BUG_IF(pthread_join(thread, NULL) != 0);
    if (e == OK && rows.err != OK) e = fail(ctx, rows.err, "%s", rows.ctx.failure.detail);
    arena_free(&rows.ctx.arena);
    if (e == OK && !content_merge(w->content, rows.content)) e = read_again(w, month);
    return e;
}

static enum err read_months(struct walk *w) {
    struct date *months;
    size_t n;
    enum err e = db_looks_months(w->v->ctx, w->v->ctx->arena, &months, &n);
    w->month_states = arena_alloc(w->v->ctx->arena, MONTH_COUNT);
    for (size_t i = 0; e == OK && i < n; i++) {
        int32_t m = month_index(months[i]);
        if (m >= MONTH_BASE && m < MONTH_BASE + MONTH_COUNT)
            w->month_states[m - MONTH_BASE] = MONTH_HERE;
    }
    for (size_t i = 0; e == OK && i < n; i++) {
        w->month = month_index(months[i]);
        e = read_store(w, months[i]);
    }
    return e;
}

/* --- what has no position --- */

struct tail {
    struct walk *w;
    struct late left; /* entries that nothing has explained yet */
    int64_t oldest;
    int64_t unsealed;
    int64_t *vanished; /* pending numbers whose entry was not seen */
    size_t n_vanished, cap;
};

static bool take_pending(void *arg, const struct db_value *row) {
    struct tail *t = arg;
    struct str ids = db_get_blob(row, 1);
    for (size_t i = 0; i + 8 <= ids.n; i += 8) {
        uint64_t id = 0;
        struct late_entry e;
        for (size_t k = 0; k < 8; k++)
            id = id << 8 | (uint8_t)ids.p[i + k];
        if (late_take(&t->left, (int64_t)id, &e)) {
            t->unsealed++;
            if (e.at < t->oldest) t->oldest = e.at;
        } else if (t->n_vanished < t->cap) {
            t->vanished[t->n_vanished++] = (int64_t)id;
        }
    }
    return true;
}

/* Listed as unsealed but not among the entries that were read: newer than the reading, or gone. */
static enum err check_vanished(struct tail *t, struct db_session *s, struct date month) {
    struct walk *w = t->w;
    for (size_t i = 0; i < t->n_vanished; i++) {
        const struct db_value *row;
        enum db_result r = w->looks ? db_one(s, w->v->ctx->arena, VS(LOOKS_ENTRY_EXISTS),
                                             DB_ARGS(db_month(month), db_int(t->vanished[i])), &row)
                                    : db_one(s, w->v->ctx->arena, VS(ENTRY_EXISTS),
                                             DB_ARGS(db_int(t->vanished[i])), &row);
        if (r != DB_ROW && r != DB_NONE) return db_err(w->v->ctx, s, r);
        if (r == DB_NONE)
            report_finding(&w->v->report, "vanished", "账本 %s 尚未封存的条目 %lld 已不存在",
                           w->log, (long long)t->vanished[i]);
    }
    t->n_vanished = 0;
    return OK;
}

static enum err read_pending(struct tail *t, struct date month) {
    struct walk *w = t->w;
    struct db_session *s = NULL;
    enum err e = db_read_begin(w->v->ctx, w->looks ? DB_LOOKS : DB_FACTS, month, &s);
    if (e != OK) return e;
    enum db_result r =
        w->looks ? db_each(s, VS(LOOKS_PENDING), DB_ARGS(db_month(month)), take_pending, t)
                 : db_each(s, VS(PENDING), DB_NO_ARGS, take_pending, t);
    if (r != DB_ROW && r != DB_NONE) e = db_err(w->v->ctx, s, r);
    if (e == OK) e = check_vanished(t, s, month);
    db_read_end(w->v->ctx, &s);
    return e;
}

/* What was sealed while the log was being read. */
static enum err read_new_tiles(struct tail *t) {
    struct walk *w = t->w;
    struct db_session *s = NULL;
    enum err e = db_read_begin(w->v->ctx, DB_FACTS, DATE_NONE, &s);
    bool there = e == OK;
    for (int64_t i = w->size / TREE_TILE; e == OK && there && t->left.n > 0; i++) {
        struct row_tile *tile = &w->tile;
        e = row_tile_read(w->v->ctx, s, w->log, 0, i, tile, &there);
        for (size_t k = 0; e == OK && there && k < tile->width; k++) {
            struct late_entry found;
            if (i * TREE_TILE + (int64_t)k < w->size) continue;
            if (late_take(&t->left, tile->ids[k], &found) &&
                memcmp(found.hash.b, tile->hashes[k].b, DIGEST_BYTES) != 0)
                report_finding(&w->v->report, "changed", "账本 %s 条目 %lld 与封存时不同", w->log,
                               (long long)found.id);
        }
    }
    db_read_end(w->v->ctx, &s);
    return e;
}

static void gather(struct tail *t) {
    struct walk *w = t->w;
    for (size_t i = 0; i < w->late.cap; i++)
        if (w->late.slots[i].id) late_add(&t->left, &w->late.slots[i]);
    for (size_t i = 0; i < w->left.n / sizeof(struct late_entry); i++) {
        struct late_entry e;
        memcpy(&e, w->left.p + i * sizeof e, sizeof e);
        if (late_has(&t->left, e.id))
            report_finding(&w->v->report, "twice", "账本 %s 条目 %lld 出现两次", w->log,
                           (long long)e.id);
        else
            late_add(&t->left, &e);
    }
}

static enum err read_tail(struct walk *w, struct walk_result *result) {
    struct tail t = {.w = w, .oldest = INT64_MAX, .cap = 100000};
    struct arena *a = w->v->ctx->arena;
    late_init(&t.left, a);
    t.vanished = ARENA_ARRAY(a, t.cap, int64_t);
    gather(&t);
    enum err e = OK;
    if (!w->looks) e = read_pending(&t, DATE_NONE);
    for (int32_t m = 0; w->looks && e == OK && m < MONTH_COUNT; m++)
        if (w->month_states[m] == MONTH_HERE) e = read_pending(&t, month_day(m + MONTH_BASE));
    if (e == OK) e = read_new_tiles(&t);
    if (e != OK) return e;
    for (size_t i = 0; i < t.left.cap; i++)
        if (t.left.slots[i].id)
            report_finding(&w->v->report, "inserted",
                           "账本 %s 条目 %lld 既未封存也不在待封存清单中，不是平台写入的", w->log,
                           (long long)t.left.slots[i].id);
    int64_t age = clock_now(w->v->ctx->clock).us - t.oldest;
    if (t.unsealed > 0 && age > w->v->unsealed_us)
        report_finding(&w->v->report, "unsealed", "账本 %s 有 %lld 条未封存，最早的已等待 %lld 秒",
                       w->log, (long long)t.unsealed, (long long)(age / 1000000));
    result->unsealed = t.unsealed;
    return OK;
}

static enum err begin(struct walk *w, struct walk_result *result) {
    struct ctx *ctx = w->v->ctx;
    const struct db_value *row;
    enum err e = marks_open(w->v, w->log, &w->marks);
    if (e == OK) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &w->tiles);
    if (e != OK) return e;
    enum db_result r = db_one(w->tiles, ctx->arena, VS(LOG), DB_ARGS(db_text(w->log)), &row);
    if (r == DB_NONE) {
        report_finding(&w->v->report, "tile", "账本 %s 没有状态", w->log);
        return fail(ctx, ERR_DB_SCHEMA, NULL);
    }
    if (r != DB_ROW) return db_err(ctx, w->tiles, r);
    w->size = result->size = db_get_int(row, 0);
    result->epoch = db_get_int(row, 1);
    w->levels = levels_new(w->v, w->tiles, w->log, w->size);
    e = marks_bound(w->marks, w->tiles, w->size, result->epoch);
    struct digest empty = tree_root(&w->tree);
    if (e == OK && marks_next(w->marks) == 0) marks_check(w->marks, w->tiles, empty, &e);
    return e;
}

enum err walk_log(struct verify *v, const char *log, struct walk_result *result_r) {
    struct walk *w = ARENA_NEW(v->ctx->arena, struct walk);
    w->v = v;
    w->log = log;
    w->looks = strcmp(log, "looks") == 0;
    w->tile.index = -1;
    late_init(&w->late, v->ctx->arena);
    buf_init(&w->left, (size_t)1 << 30);
    enum err e = begin(w, result_r);
    if (e == OK) e = w->looks ? read_months(w) : read_store(w, DATE_NONE);
    if (e == OK) {
        advance(w, INT32_MAX, INT64_MAX);
        e = w->err;
    }
    db_read_end(v->ctx, &w->tiles);
    if (e == OK) e = read_tail(w, result_r);
    result_r->entries = w->count;
    result_r->checkpoints = marks_count(w->marks);
    buf_free(&w->left);
    return e;
}
