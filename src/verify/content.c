#include "verify/content.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/crypto.h"
#include "verify/stmts.h"

enum { BUCKETS = 4096 };
#define LOCATE_MAX ((size_t)512 << 20)

static const struct {
    const char *prefix, *name;
    enum db_store store;
} sources[SOURCE_COUNT] = {
#define VERIFY_SOURCE(symbol, prefix, name, store, sql) {prefix, name, store},
#include "verify/sources.def"
#undef VERIFY_SOURCE
};

/* One thing that should stand on both sides. */
struct item {
    uint64_t mark[2];
    int64_t object, version, entry; /* entry 0: a row */
};

struct sums {
    uint64_t sum[BUCKETS][2];
};

struct content {
    enum db_store store;
    uint64_t key[2];
    struct sums *sums[SOURCE_COUNT]; /* NULL: not of this store */
    bool locating;
    struct buf items[SOURCE_COUNT];
};

struct content *content_new(struct arena *a, enum db_store store) {
    struct content *c = ARENA_NEW(a, struct content);
    c->store = store;
    crypto_random(c->key, sizeof c->key);
    for (size_t i = 0; i < SOURCE_COUNT; i++) {
        if (sources[i].store == store) c->sums[i] = ARENA_NEW(a, struct sums);
        buf_init(&c->items[i], LOCATE_MAX);
    }
    return c;
}

struct content *content_twin(struct arena *a, const struct content *c) {
    struct content *twin = content_new(a, c->store);
    memcpy(twin->key, c->key, sizeof twin->key);
    return twin;
}

bool content_any(enum db_store store) {
    for (size_t i = 0; i < SOURCE_COUNT; i++)
        if (sources[i].store == store) return true;
    return false;
}

static inline uint64_t rotate(uint64_t v, int by) {
    return v << by | v >> (64 - by);
}

static inline void round_of(uint64_t v[4]) {
    v[0] += v[1];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[0] = rotate(v[0], 32);
    v[2] += v[3];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[2] = rotate(v[2], 32);
}

/* SipHash-1-3 with 128 bits of output, over whole words of which there are always as many. */
static struct item item_of(const struct content *c, int64_t object, int64_t version,
                           const struct stored_digest *d) {
    uint64_t words[7] = {(uint64_t)object, (uint64_t)version, d->b[0]};
    memcpy(words + 3, d->b + 1, DIGEST_BYTES);
    uint64_t v[4] = {c->key[0] ^ 0x736f6d6570736575u, c->key[1] ^ 0x646f72616e646f6du ^ 0xee,
                     c->key[0] ^ 0x6c7967656e657261u, c->key[1] ^ 0x7465646279746573u};
    struct item it = {{0, 0}, object, version, 0};
    for (size_t i = 0; i < 7; i++) {
        v[3] ^= words[i];
        round_of(v);
        v[0] ^= words[i];
    }
    v[2] ^= 0xee;
    for (int i = 0; i < 3; i++)
        round_of(v);
    it.mark[0] = v[0] ^ v[1] ^ v[2] ^ v[3];
    v[1] ^= 0xdd;
    for (int i = 0; i < 3; i++)
        round_of(v);
    it.mark[1] = v[0] ^ v[1] ^ v[2] ^ v[3];
    return it;
}

static bool is_odd(const struct content *c, size_t source, uint64_t mark) {
    const uint64_t *sum = c->sums[source]->sum[mark % BUCKETS];
    return sum[0] != 0 || sum[1] != 0;
}

static void put(struct content *c, size_t source, const struct item *it) {
    if (c->locating) {
        if (is_odd(c, source, it->mark[0])) buf_put(&c->items[source], it, sizeof *it);
        return;
    }
    uint64_t *sum = c->sums[source]->sum[it->mark[0] % BUCKETS];
    if (it->entry) {
        sum[0] += it->mark[0];
        sum[1] += it->mark[1];
    } else {
        sum[0] -= it->mark[0];
        sum[1] -= it->mark[1];
    }
}

void content_entry(struct content *c, const struct entry *e) {
    if (e->n_commits == 0) return;
    struct str prefix = entry_prefix(e);
    for (size_t i = 0; i < SOURCE_COUNT; i++) {
        if (!c->sums[i] || !str_is(prefix, sources[i].prefix)) continue;
        for (size_t k = 0; k < e->n_commits; k++) {
            struct stored_digest d;
            if (!entry_commit(e, k, &d)) continue; /* then it is in no row either */
            struct item it = item_of(c, e->object, e->version, &d);
            it.entry = e->id;
            put(c, i, &it);
        }
        return;
    }
}

struct scan {
    struct content *c;
    struct report *report;
    size_t source;
};

/* salt and content live and die together. */
static bool content_true(const struct db_value *row, const struct stored_digest *want) {
    struct str salt = db_get_blob(row, 3), text;
    if (db_is_null(row, 3)) return db_is_null(row, 4);
    if (db_is_null(row, 4) || salt.n != SALT_BYTES || want->b[0] != SUITE_INTL) return false;
    struct salt s;
    memcpy(s.b, salt.p, SALT_BYTES);
    text = str_of(db_get_text(row, 4));
    struct stored_digest got = crypto_commit(SUITE_INTL, &s, text);
    return memcmp(got.b, want->b, sizeof got.b) == 0;
}

static bool take_row(void *arg, const struct db_value *row) {
    struct scan *s = arg;
    int64_t object = db_get_int(row, 0), version = db_get_int(row, 1);
    struct str commitment = db_get_blob(row, 2);
    struct stored_digest d = {{0}};
    if (commitment.n == sizeof d.b) memcpy(d.b, commitment.p, sizeof d.b);
    if (s->report && !content_true(row, &d))
        report_finding(s->report, "content", "%s %lld 第 %lld 版的内容与其承诺值不符",
                       sources[s->source].name, (long long)object, (long long)version);
    struct item it = item_of(s->c, object, version, &d);
    put(s->c, s->source, &it);
    return true;
}

static enum err read_source(struct ctx *ctx, struct scan *s, struct db_session *session,
                            struct date month) {
    struct db_value args[1] = {db_null()};
    if (s->c->store == DB_LOOKS) args[0] = db_month(month);
    enum db_result r = db_each(session, &verify_stmts[VS_SOURCES + s->source], args, take_row, s);
    return r == DB_ROW || r == DB_NONE ? OK : db_err(ctx, session, r);
}

enum err content_rows(struct ctx *ctx, struct content *c, struct db_session *s, struct date month,
                      struct report *report) {
    for (size_t i = 0; i < SOURCE_COUNT; i++) {
        if (!c->sums[i]) continue;
        struct scan scan = {c, report, i};
        enum err e = read_source(ctx, &scan, s, month);
        if (e != OK) return e;
    }
    return OK;
}

bool content_equal(const struct content *c) {
    for (size_t i = 0; i < SOURCE_COUNT; i++)
        for (size_t k = 0; c->sums[i] && k < BUCKETS; k++)
            if (is_odd(c, i, k)) return false;
    return true;
}

bool content_merge(struct content *c, const struct content *twin) {
    for (size_t i = 0; i < SOURCE_COUNT; i++)
        for (size_t k = 0; c->sums[i] && k < BUCKETS; k++) {
            c->sums[i]->sum[k][0] += twin->sums[i]->sum[k][0];
            c->sums[i]->sum[k][1] += twin->sums[i]->sum[k][1];
        }
    return content_equal(c);
}

void content_locate(struct content *c) {
    c->locating = true;
}

static int by_mark(const void *a, const void *b) {
    struct item x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    if (x.mark[0] != y.mark[0]) return x.mark[0] < y.mark[0] ? -1 : 1;
    if (x.mark[1] != y.mark[1]) return x.mark[1] < y.mark[1] ? -1 : 1;
    return (x.entry != 0) - (y.entry != 0);
}

/* Items of one mark: as many rows as entries, or somebody has none. */
static void compare_items(struct content *c, size_t source, struct report *report) {
    struct buf *b = &c->items[source];
    size_t n = b->n / sizeof(struct item), hi;
    if (b->failed) {
        report_finding(report, "commitment", "%s 与账本不符之处过多，无法逐一列出",
                       sources[source].name);
        return;
    }
    if (n == 0) return;
    qsort(b->p, n, sizeof(struct item), by_mark);
    for (size_t lo = 0; lo < n; lo = hi) {
        struct item first, it;
        int64_t balance = 0, entry = 0;
        memcpy(&first, b->p + lo * sizeof first, sizeof first);
        for (hi = lo; hi < n; hi++) {
            memcpy(&it, b->p + hi * sizeof it, sizeof it);
            if (it.mark[0] != first.mark[0] || it.mark[1] != first.mark[1]) break;
            balance += it.entry ? 1 : -1;
            if (it.entry) entry = it.entry;
        }
        if (balance > 0)
            report_finding(report, "commitment",
                           "条目 %lld 承诺的%s %lld 第 %lld 版已不存在或其承诺值被改动",
                           (long long)entry, sources[source].name, (long long)first.object,
                           (long long)first.version);
        if (balance < 0)
            report_finding(report, "commitment", "%s %lld 第 %lld 版在账本中没有条目",
                           sources[source].name, (long long)first.object, (long long)first.version);
    }
}

void content_report(struct content *c, struct report *report) {
    for (size_t i = 0; i < SOURCE_COUNT; i++) {
        if (c->sums[i]) compare_items(c, i, report);
        buf_free(&c->items[i]);
    }
}
