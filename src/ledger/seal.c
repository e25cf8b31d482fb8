#include "ledger/seal.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/log.h"
#include "ledger/checkpoint.h"
#include "ledger/ledger_state.h"
#include "ledger/stmts.h"
#include "ledger/tiles.h"

#define BATCH_ENTRIES 16384 /* about 30 ms of work and 1 MB */
#define BATCH_ROWS    4096
#define RUN_GAP       ((int64_t)1 << 32) /* of entry numbers, about a second: read in one range */
#define LEVELS        8

/* One batch: from one month for looks. */
struct batch {
    enum ledger_log log;
    struct date month; /* DATE_NONE for facts */
    struct log_row row;
    int64_t *rows; /* numbers of the pending rows */
    size_t n_rows;
    int64_t *ids;
    struct digest *hashes;
    bool *found;
    size_t n;
    struct tile *right[LEVELS]; /* the partial tile of each level */
    struct buf done;            /* struct tile: what is to be written */
    int64_t size;               /* afterwards */
    int64_t fence;
    struct str consumed;
    bool nothing; /* another instance seals, and no entry waits for it */
};

static int by_number(const void *a, const void *b) {
    int64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x < y ? -1 : x > y;
}

static bool take_pending(void *arg, const struct db_value *row) {
    struct batch *b = arg;
    struct str ids = db_get_blob(row, 1);
    size_t n = ids.n / 8;
    if (b->n_rows > 0 && b->n + n > BATCH_ENTRIES) return false;
    if (n > BATCH_ENTRIES || ids.n % 8 != 0 || n == 0) { /* not what an append writes */
        b->n_rows = SIZE_MAX;
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        uint64_t id = 0;
        for (size_t k = 0; k < 8; k++)
            id = id << 8 | (uint8_t)ids.p[8 * i + k];
        b->ids[b->n++] = (int64_t)id;
    }
    b->rows[b->n_rows++] = db_get_int(row, 0);
    return b->n < BATCH_ENTRIES;
}

static enum err read_pending(struct ctx *ctx, struct db_session *s, struct batch *b) {
    b->rows = ARENA_ARRAY(ctx->arena, BATCH_ROWS, int64_t);
    b->ids = ARENA_ARRAY(ctx->arena, BATCH_ENTRIES, int64_t);
    enum db_result r =
        b->log == LEDGER_FACTS
            ? db_each(s, LS(PENDING_LIST), DB_ARGS(db_int(0), db_int(BATCH_ROWS)), take_pending, b)
            : db_each(s, LS(LOOKS_PENDING_LIST),
                      DB_ARGS(db_month(b->month), db_int(0), db_int(BATCH_ROWS)), take_pending, b);
    if (r != DB_ROW && r != DB_NONE) return db_err(ctx, s, r);
    if (b->n_rows == SIZE_MAX)
        return fail(ctx, ERR_LEDGER_BROKEN, "账本 %s 的待封存清单内容不完整",
                    ledger_log_word(b->log));
    qsort(b->ids, b->n, sizeof *b->ids, by_number);
    return OK;
}

struct range {
    struct batch *b;
    size_t at, end;
    bool malformed;
};

static bool take_hash(void *arg, const struct db_value *row) {
    struct range *g = arg;
    int64_t id = db_get_int(row, 0);
    while (g->at < g->end && g->b->ids[g->at] < id)
        g->at++;
    if (g->at == g->end || g->b->ids[g->at] != id) return true; /* sealed already */
    struct str hash = db_get_blob(row, 1);
    if (hash.n != STORED_DIGEST_BYTES) {
        g->malformed = true;
        return false;
    }
    memcpy(g->b->hashes[g->at].b, hash.p + 1, DIGEST_BYTES);
    g->b->found[g->at] = true;
    return true;
}

/* Hashes as they were stored at the change: what was altered between then and now does not become true by being
 * sealed, and the verifier, who hashes the leaf, names it. */
static enum err read_hashes(struct ctx *ctx, struct db_session *s, struct batch *b) {
    b->hashes = ARENA_ARRAY(ctx->arena, b->n, struct digest);
    b->found = ARENA_ARRAY(ctx->arena, b->n, bool);
    for (size_t lo = 0, hi; lo < b->n; lo = hi) {
        for (hi = lo + 1; hi < b->n && b->ids[hi] - b->ids[hi - 1] < RUN_GAP; hi++)
            ;
        struct range g = {b, lo, hi, false};
        struct db_value first = db_int(b->ids[lo]), last = db_int(b->ids[hi - 1]);
        enum db_result r =
            b->log == LEDGER_FACTS
                ? db_each(s, LS(ENTRY_RANGE_HASH), DB_ARGS(first, last), take_hash, &g)
                : db_each(s, LS(LOOKS_ENTRY_RANGE_HASH), DB_ARGS(db_month(b->month), first, last),
                          take_hash, &g);
        if (r != DB_ROW && r != DB_NONE) return db_err(ctx, s, r);
        for (size_t i = lo; i < hi; i++) {
            if (b->found[i]) continue;
            log_event(ctx, LOG_ERROR, "ledger.entry_vanished", "log=%s entry=%lld",
                      ledger_log_word(b->log), (long long)b->ids[i]);
            return fail(ctx, ERR_LEDGER_BROKEN, "账本 %s 待封存的条目 %lld 已不存在或不完整",
                        ledger_log_word(b->log), (long long)b->ids[i]);
        }
    }
    return OK;
}

static enum err read_right_edge(struct ctx *ctx, struct db_session *s, struct batch *b) {
    for (unsigned level = 0; level < LEVELS; level++) {
        struct tile *t = b->right[level] = ARENA_NEW(ctx->arena, struct tile);
        int64_t nodes = b->row.size >> (8 * level);
        t->level = level;
        t->index = nodes / MERKLE_TILE;
        size_t width = (size_t)(nodes % MERKLE_TILE);
        if (width == 0) continue;
        bool found;
        enum err e = tile_read(ctx, s, b->log, level, t->index, t, &found);
        if (e != OK) return e;
        if (!found || t->width != width)
            return fail(ctx, ERR_LEDGER_BROKEN, "账本 %s 的封存块 %u/%lld 与账本大小不符",
                        ledger_log_word(b->log), level, (long long)t->index);
    }
    return OK;
}

static void push(struct batch *b, enum suite suite, unsigned level, struct digest hash, int64_t id,
                 uint16_t month) {
    BUG_IF(level >= LEVELS);
    struct tile *t = b->right[level];
    t->hashes[t->width] = hash;
    t->ids[t->width] = id;
    t->months[t->width] = month;
    if (++t->width < MERKLE_TILE) return;
    buf_put(&b->done, t, sizeof *t);
    struct digest root = merkle_fold(suite, t->hashes, MERKLE_TILE);
    t->index++;
    t->width = 0;
    push(b, suite, level + 1, root, 0, 0);
}

static void build(struct batch *b, enum suite suite) {
    struct date_ymd ymd = date_split(date_is_none(b->month) ? (struct date){0} : b->month);
    uint16_t month = date_is_none(b->month) ? 0 : (uint16_t)(ymd.year * 12 + ymd.month - 1);
    for (size_t i = 0; i < b->n; i++)
        push(b, suite, 0, b->hashes[i], b->ids[i], month);
    b->size = b->row.size + (int64_t)b->n;
    /* A partial tile changed when its level grew; an unchanged one is not written again. */
    for (unsigned level = 0; level < LEVELS; level++)
        if (b->right[level]->width > 0 && b->size >> (8 * level) != b->row.size >> (8 * level))
            buf_put(&b->done, b->right[level], sizeof *b->right[level]);
    BUG_IF(b->done.failed);
}

static enum err write_tiles(struct ctx *ctx, struct db_session *s, const struct batch *b) {
    size_t n = b->done.n / sizeof(struct tile);
    struct db_value *args = ARENA_ARRAY(ctx->arena, n * TILE_ARGS, struct db_value);
    struct tile *t = ARENA_NEW(ctx->arena, struct tile);
    for (size_t i = 0; i < n; i++) {
        memcpy(t, b->done.p + i * sizeof *t, sizeof *t);
        tile_args(ctx->arena, b->log, ctx->ledger->config.suite, t, args + i * TILE_ARGS);
    }
    enum db_result r = db_exec_many(s, LS(TILE_PUT), args, n, NULL);
    return r == DB_ROW ? OK : db_err(ctx, s, r);
}

static enum err drop_pending(struct ctx *ctx, struct db_session *s, const struct batch *b,
                             int64_t *dropped_r) {
    bool looks = b->log == LEDGER_LOOKS;
    size_t width = looks ? 2 : 1;
    struct db_value *args = ARENA_ARRAY(ctx->arena, b->n_rows * width, struct db_value);
    for (size_t i = 0; i < b->n_rows; i++) {
        if (looks) args[2 * i] = db_month(b->month);
        args[width * i + width - 1] = db_int(b->rows[i]);
    }
    enum db_result r = db_exec_many(s, looks ? LS(LOOKS_PENDING_DROP) : LS(PENDING_DROP), args,
                                    b->n_rows, dropped_r);
    return r == DB_ROW || r == DB_NONE ? OK : db_err(ctx, s, r);
}

/* The fence and the size are the ones the batch was built on, or somebody else seals: nothing happens then. */
static enum err commit_batch(struct ctx *ctx, struct db_session *s, void *arg) {
    struct batch *b = arg;
    const struct ledger *l = ctx->ledger;
    int64_t changed;
    enum db_result r = db_exec(s, LS(LOG_ADVANCE),
                               DB_ARGS(db_text(ledger_log_word(b->log)), db_int(b->row.size),
                                       db_int(b->row.fence), db_int(b->size), db_int(l->holder),
                                       db_int(clock_now(ctx->clock).us + l->config.lease_us),
                                       db_int(b->fence), db_blob(b->consumed.p, b->consumed.n)),
                               &changed);
    if (r == DB_NONE) return ERR_CONFLICT;
    if (r != DB_ROW) return db_err(ctx, s, r);
    enum err e = write_tiles(ctx, s, b);
    if (e != OK || b->log == LEDGER_LOOKS) return e;
    int64_t dropped = 0;
    e = drop_pending(ctx, s, b, &dropped);
    return e == OK && dropped != (int64_t)b->n_rows ? ERR_CONFLICT : e;
}

static enum err purge_rows(struct ctx *ctx, struct db_session *s, void *arg) {
    return drop_pending(ctx, s, arg, NULL);
}

/* The month of the consumed rows, then their numbers: 8 bytes each. */
static void note_consumed(struct arena *a, struct batch *b) {
    uint8_t *p = arena_alloc(a, 8 * (b->n_rows + 1));
    for (size_t i = 0; i <= b->n_rows; i++) {
        int64_t v = i == 0 ? b->month.day : b->rows[i - 1];
        for (size_t k = 0; k < 8; k++)
            p[8 * i + k] = (uint8_t)(v >> (56 - 8 * k));
    }
    b->consumed = (struct str){(char *)p, 8 * (b->n_rows + 1)};
}

static int64_t consumed_at(struct str consumed, size_t i) {
    uint64_t v = 0;
    for (size_t k = 0; k < 8; k++)
        v = v << 8 | (uint8_t)consumed.p[8 * i + k];
    return (int64_t)v;
}

static bool same_month(struct date a, struct date b) {
    struct date_ymd x = date_split(a), y = date_split(b);
    return x.year == y.year && x.month == y.month;
}

/* Looks live in another store than their tiles. The transaction that writes tiles names the pending rows it has used
 * up; they must be gone before the next batch is read, whoever reads it and whatever crashed in between. */
static enum err purge(struct ctx *ctx, const struct log_row *row) {
    struct ledger *l = ctx->ledger;
    pthread_mutex_lock(&l->mutex);
    bool gone = l->purged_size == row->size;
    pthread_mutex_unlock(&l->mutex);
    if (gone || row->consumed.n < 16) return OK;
    struct batch b = {.log = LEDGER_LOOKS, .n_rows = row->consumed.n / 8 - 1};
    b.month.day = (int32_t)consumed_at(row->consumed, 0);
    b.rows = ARENA_ARRAY(ctx->arena, b.n_rows, int64_t);
    for (size_t i = 0; i < b.n_rows; i++)
        b.rows[i] = consumed_at(row->consumed, i + 1);
    bool there = false; /* a month that was dropped since is not made again */
    struct date *months;
    size_t n;
    enum err e = db_looks_months(ctx, ctx->arena, &months, &n);
    for (size_t i = 0; e == OK && i < n; i++)
        there |= same_month(months[i], b.month);
    if (e == OK && there)
        e = db_tx(ctx, DB_LOOKS, b.month, DB_PEOPLE, "ledger.purge", purge_rows, &b);
    if (e != OK) return e;
    pthread_mutex_lock(&l->mutex);
    l->purged_size = row->size;
    pthread_mutex_unlock(&l->mutex);
    return OK;
}

/* Another process may seal. An SQLite directory has one process, so a lease there is from a dead one. */
static bool held_by_other(struct ctx *ctx, const struct log_row *row) {
    return row->holder != 0 && row->holder != ctx->ledger->holder &&
           row->lease_until > clock_now(ctx->clock).us && strcmp(db_engine(ctx->db), "sqlite") != 0;
}

/* PostgreSQL shows each statement what is committed by then: the tiles may be newer than the row when another sealer went
 * on in between. That is nothing broken. */
static enum err moved_meanwhile(struct ctx *ctx, struct db_session *s, const struct batch *b) {
    struct failure kept = ctx->failure;
    struct log_row now;
    enum err e = log_row_read(ctx, s, b->log, &now);
    if (e == OK && now.size != b->row.size) {
        ctx->failure = (struct failure){0};
        return ERR_CONFLICT;
    }
    if (e == OK) ctx->failure = kept;
    return e == OK ? ERR_LEDGER_BROKEN : e;
}

static enum err read_row(struct ctx *ctx, struct batch *b) {
    struct db_session *s = NULL;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e == OK) e = log_row_read(ctx, s, b->log, &b->row);
    if (e == OK) e = read_right_edge(ctx, s, b);
    if (e == ERR_LEDGER_BROKEN) e = moved_meanwhile(ctx, s, b);
    db_read_end(ctx, &s);
    return e;
}

static enum err read_batch(struct ctx *ctx, struct batch *b) {
    struct db_session *s = NULL;
    enum db_store store = b->log == LEDGER_FACTS ? DB_FACTS : DB_LOOKS;
    enum err e = db_read_begin(ctx, store, b->month, &s);
    if (e == OK) e = read_pending(ctx, s, b);
    if (e == OK && b->n > 0) e = read_hashes(ctx, s, b);
    db_read_end(ctx, &s);
    return e;
}

static enum err seal_batch(struct ctx *ctx, struct batch *b) {
    enum err e = read_row(ctx, b);
    if (e != OK) return e;
    if (held_by_other(ctx, &b->row)) {
        e = read_batch(ctx, b);
        b->nothing = b->n == 0;
        return e == OK ? ERR_CONFLICT : e;
    }
    if (b->log == LEDGER_LOOKS) e = purge(ctx, &b->row);
    if (e == OK) e = read_batch(ctx, b);
    if (e != OK || b->n == 0) return e;
    b->fence = b->row.holder == ctx->ledger->holder ? b->row.fence : b->row.fence + 1;
    build(b, ctx->ledger->config.suite);
    if (b->log == LEDGER_LOOKS) note_consumed(ctx->arena, b);
    e = db_tx(ctx, DB_FACTS, DATE_NONE, DB_BULK, "ledger.seal", commit_batch, b);
    if (e == OK) ctx->ledger->leased[b->log] = true;
    if (e != OK || b->log == LEDGER_FACTS) return e;
    struct log_row after = {.size = b->size, .consumed = b->consumed};
    return purge(ctx, &after);
}

/* All batches of one month, or of the facts. A batch that did not fill has taken all there was when it was read: what
 * came since is for the next run, or a busy platform would never get its checkpoint. */
static enum err seal_all(struct ctx *ctx, enum ledger_log log, struct date month,
                         struct seal_result *result) {
    for (;;) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct batch b = {.log = log, .month = month};
        buf_init(&b.done, (size_t)2 * (BATCH_ENTRIES / MERKLE_TILE + LEVELS) * sizeof(struct tile));
        enum err e = seal_batch(ctx, &b);
        buf_free(&b.done);
        if (e == ERR_CONFLICT) {
            result->held = true;
            result->waiting |= !b.nothing;
            return OK;
        }
        if (e != OK) return e;
        arena_release(ctx->arena, mark);
        result->sealed += (int64_t)b.n;
        if (b.n_rows < BATCH_ROWS && b.n <= BATCH_ENTRIES / 2) return OK;
    }
}

static struct date month_day(int64_t month) {
    return date_make((int)(month / 100), (int)(month % 100), 1);
}

/* The months in which unsealed looks can be: those this process has written, this one and the one before (other
 * processes), and once, at the beginning, every month there is. */
static enum err looks_months(struct ctx *ctx, struct date **months_r, size_t *n_r) {
    struct ledger *l = ctx->ledger;
    struct date *all = NULL;
    size_t n_all = 0, n = 0;
    if (!atomic_load(&l->swept)) {
        enum err e = db_looks_months(ctx, ctx->arena, &all, &n_all);
        if (e != OK) return e;
    }
    struct date today = clock_today(ctx->clock);
    pthread_mutex_lock(&l->mutex);
    struct date *months = ARENA_ARRAY(ctx->arena, l->n_months + n_all + 2, struct date);
    for (size_t i = 0; i < n_all; i++)
        months[n++] = all[i];
    for (size_t i = 0; i < l->n_months; i++)
        months[n++] = month_day(l->months[i]);
    pthread_mutex_unlock(&l->mutex);
    months[n++] = date_add_months(today, -1);
    months[n++] = today;
    *months_r = months;
    *n_r = n;
    return OK;
}

static enum err seal_looks(struct ctx *ctx, struct seal_result *result) {
    struct date *months;
    size_t n;
    enum err e = looks_months(ctx, &months, &n);
    for (size_t i = 0; e == OK && i < n && !result->waiting; i++)
        e = seal_all(ctx, LEDGER_LOOKS, months[i], result);
    if (e == OK && !result->held) atomic_store(&ctx->ledger->swept, true);
    return e;
}

static enum err seal_and_sign(struct ctx *ctx, enum ledger_log log, struct seal_result *result_r) {
    struct seal_result result = {0};
    enum err e = ledger_check(ctx, log);
    if (e == OK)
        e = log == LEDGER_FACTS ? seal_all(ctx, log, DATE_NONE, &result) : seal_looks(ctx, &result);
    if (e == OK && !result.held) e = checkpoint_publish(ctx, log, &result.published);
    if (e == OK) {
        struct ledger_state state;
        e = ledger_state_read(ctx, log, &state);
        result.size = state.size;
    }
    if (result_r) *result_r = result;
    return e;
}

enum err seal_run_once(struct ctx *ctx, enum ledger_log log, struct seal_result *result_r) {
    pthread_mutex_lock(&ctx->ledger->sealing[log]);
    enum err e = seal_and_sign(ctx, log, result_r);
    pthread_mutex_unlock(&ctx->ledger->sealing[log]);
    return e;
}

enum err seal_what_is_there(struct ctx *ctx, enum ledger_log log) {
    enum { PAUSE_US = 20000 };
    int64_t until = clock_ticks() + 2 * ctx->ledger->config.lease_us;
    for (;;) {
        struct seal_result result;
        enum err e = seal_run_once(ctx, log, &result);
        if (e != OK || !result.waiting) return e;
        if (clock_ticks() > until) return fail(ctx, ERR_BUSY, NULL);
        nanosleep(&(struct timespec){0, PAUSE_US * 1000}, NULL);
    }
}

static enum err end_lease(struct ctx *ctx, struct db_session *s, void *arg) {
    const enum ledger_log *log = arg;
    enum db_result r =
        db_exec(s, LS(LOG_LEASE_END),
                DB_ARGS(db_text(ledger_log_word(*log)), db_int(ctx->ledger->holder)), NULL);
    return r == DB_ROW || r == DB_NONE ? OK : db_err(ctx, s, r);
}

void seal_leave(struct ctx *ctx) {
    if (strcmp(db_engine(ctx->db), "sqlite") == 0) return;
    for (int i = 0; i < LEDGER_LOG_COUNT; i++) {
        enum ledger_log log = (enum ledger_log)i;
        pthread_mutex_lock(&ctx->ledger->sealing[log]);
        enum err e = OK;
        if (ctx->ledger->leased[log])
            e = db_tx(ctx, DB_FACTS, DATE_NONE, DB_PEOPLE, "ledger.leave", end_lease, &log);
        ctx->ledger->leased[log] = false;
        pthread_mutex_unlock(&ctx->ledger->sealing[log]);
        if (e != OK)
            log_event(ctx, LOG_WARN, "ledger.lease_left", "log=%s code=%s", ledger_log_word(log),
                      err_code(e));
    }
}
