#include "ledger/ledger.h"

#include <string.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/file.h"
#include "base/log.h"
#include "base/num.h"
#include "ledger/checkpoint.h"
#include "ledger/ledger_state.h"
#include "ledger/stmts.h"
#include "ledger/tiles.h"

#define KEY_HEAD      "gongxin-ledger-key ed25519 "
#define LEASE_DEFAULT 10000000
#define NOTE_MAX      65536

const char *ledger_log_word(enum ledger_log log) {
    static const char *const words[LEDGER_LOG_COUNT] = {"facts", "looks"};
    BUG_IF((unsigned)log >= LEDGER_LOG_COUNT);
    return words[log];
}

static enum err key_make(struct ctx *ctx, const char *path, struct sign_key *key_r) {
    sign_key_new(key_r);
    struct buf b;
    buf_init(&b, 256);
    buf_puts(&b, KEY_HEAD);
    buf_b64(&b, key_r->secret, sizeof key_r->secret);
    buf_putc(&b, '\n');
    enum err e = file_write(path, buf_finish(&b), 0600);
    crypto_wipe(b.p, b.n);
    buf_free(&b);
    return e == OK ? OK : fail(ctx, e, "账本签名密钥写入失败");
}

enum err ledger_key_load(struct ctx *ctx, const char *dir, bool create, struct sign_key *key_r) {
    const char *folder = file_join(ctx->arena, dir, "keys");
    const char *path = file_join(ctx->arena, folder, "ledger.key");
    struct str text;
    enum err e = file_read(ctx->arena, path, 256, &text);
    if (e == ERR_NOT_FOUND && create) {
        e = file_mkdir(folder, 0700);
        return e == OK ? key_make(ctx, path, key_r) : fail(ctx, e, "账本签名密钥写入失败");
    }
    if (e != OK) return fail(ctx, ERR_LEDGER_KEY, NULL);
    uint8_t seed[32];
    size_t n;
    struct str line = str_trim(text);
    bool good = str_starts(line, KEY_HEAD);
    if (good) {
        line.p += strlen(KEY_HEAD);
        line.n -= strlen(KEY_HEAD);
        good = num_b64(line, seed, sizeof seed, &n) && n == sizeof seed;
    }
    if (good) sign_key_from_secret(key_r, seed);
    crypto_wipe(seed, sizeof seed);
    return good ? OK : fail(ctx, ERR_LEDGER_KEY, NULL);
}

size_t published_folders(const struct ledger *l) {
    return 1 + l->config.n_witnesses;
}

const char *published_folder(const struct ledger *l, struct arena *a, size_t i) {
    if (i > 0) return l->config.witnesses[i - 1];
    return file_join(a, l->config.dir, "checkpoints");
}

/* The epoch whose origin a checkpoint bears, 0 when it is not of this log. */
static int64_t epoch_of(const struct ledger *l, struct arena *a, enum ledger_log log,
                        const char *origin) {
    const char *first = checkpoint_origin(a, l->config.origin, log, 1);
    size_t n = strlen(first);
    int64_t epoch;
    if (strcmp(origin, first) == 0) return 1;
    if (strncmp(origin, first, n) != 0 || strncmp(origin + n, "/epoch-", 7) != 0) return 0;
    return num_i64(str_of(origin + n + 7), 2, INT64_MAX, &epoch) ? epoch : 0;
}

/* The checkpoint published in folder i; false when there is none that can be believed. What is not signed by us says
 * nothing about our log: it is reported, and replaced at the next sealing. */
static bool published_read(struct ctx *ctx, const struct ledger *l, enum ledger_log log, size_t i,
                           struct checkpoint *c, int64_t *epoch_r) {
    const char *path = file_join(ctx->arena, published_folder(l, ctx->arena, i),
                                 arena_printf(ctx->arena, "%s.txt", ledger_log_word(log)));
    struct str note, text;
    enum err e = file_read(ctx->arena, path, NOTE_MAX, &note);
    if (e == ERR_NOT_FOUND) return false;
    if (e == OK && checkpoint_parse(ctx->arena, note, c)) {
        *epoch_r = epoch_of(l, ctx->arena, log, c->origin);
        if (*epoch_r > 0 && note_open(ctx->arena, note, c->origin, l->key.public, &text))
            return true;
    }
    log_event(ctx, LOG_ERROR, "ledger.published_unreadable", "log=%s folder=%zu",
              ledger_log_word(log), i);
    return false;
}

static enum err same_root(struct ctx *ctx, const struct ledger *l, struct db_session *s,
                          enum ledger_log log, const struct checkpoint *c, bool *same_r) {
    struct tile_source *tiles = tile_source_new(ctx, s, log, l->config.suite);
    struct merkle_source source = tile_source_merkle(tiles);
    struct digest root;
    bool known = merkle_root(&source, c->size, &root);
    enum err e = known ? OK : tile_source_error(tiles);
    if (e == ERR_LEDGER_BROKEN) e = OK; /* tiles that are gone: not the same */
    *same_r = known && memcmp(root.b, c->root.b, DIGEST_BYTES) == 0;
    return e;
}

enum err published_compare(struct ctx *ctx, struct ledger *l, enum ledger_log log,
                           struct checkpoint *seen_r, bool *consistent_r) {
    struct db_session *s = NULL;
    struct log_row row;
    struct published newest = {0, 0};
    bool behind = false, consistent = true;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e == OK) e = log_row_read(ctx, s, log, &row);
    for (size_t i = 0; e == OK && i < published_folders(l); i++) {
        struct checkpoint c;
        int64_t epoch;
        bool same = true;
        if (!published_read(ctx, l, log, i, &c, &epoch)) continue;
        if (epoch > newest.epoch || (epoch == newest.epoch && c.size > newest.size)) {
            newest = (struct published){epoch, c.size};
            if (seen_r) *seen_r = c;
        }
        if (epoch < row.epoch) continue; /* a recovery has been stated since */
        bool shorter = epoch > row.epoch || c.size > row.size;
        if (!shorter) e = same_root(ctx, l, s, log, &c, &same);
        if (!same) consistent = false;
        if (shorter || !same) behind = true;
        if (e == OK && (shorter || !same))
            log_event(
                ctx, LOG_ERROR, "ledger.behind",
                "log=%s published_epoch=%lld published_size=%lld epoch=%lld size=%lld same=%d",
                ledger_log_word(log), (long long)epoch, (long long)c.size, (long long)row.epoch,
                (long long)row.size, (int)same);
    }
    db_read_end(ctx, &s);
    if (e != OK) return e;
    if (consistent_r) *consistent_r = consistent;
    pthread_mutex_lock(&l->mutex);
    l->published[log] = newest;
    pthread_mutex_unlock(&l->mutex);
    atomic_store(&l->blocked[log], behind);
    return OK;
}

static enum err write_public(struct ctx *ctx, const struct ledger *l) {
    const char *path =
        file_join(ctx->arena, file_join(ctx->arena, l->config.dir, "keys"), "ledger.pub");
    const char *keys[LEDGER_LOG_COUNT];
    for (int log = 0; log < LEDGER_LOG_COUNT; log++)
        keys[log] = checkpoint_vkey(
            ctx->arena, checkpoint_origin(ctx->arena, l->config.origin, (enum ledger_log)log, 1),
            l->key.public);
    const char *text = arena_printf(ctx->arena, "%s\n%s\n", keys[0], keys[1]);
    struct str there;
    if (file_read(ctx->arena, path, 4096, &there) == OK && str_is(there, text)) return OK;
    enum err e = file_mkdir(file_join(ctx->arena, l->config.dir, "keys"), 0700);
    if (e == OK) e = file_write(path, str_of(text), 0644);
    return e == OK ? OK : fail(ctx, e, "账本公钥写入失败");
}

enum err ledger_open(struct ctx *ctx, const struct ledger_config *config,
                     struct ledger **ledger_r) {
    struct arena *a = arena_new();
    struct ledger *l = ARENA_NEW(a, struct ledger);
    l->arena = a;
    l->config = *config;
    l->config.dir = arena_strdup(a, config->dir);
    l->config.origin = arena_strdup(a, config->origin);
    const char **witnesses = ARENA_ARRAY(a, config->n_witnesses + 1, const char *);
    for (size_t i = 0; i < config->n_witnesses; i++)
        witnesses[i] = arena_strdup(a, config->witnesses[i]);
    l->config.witnesses = witnesses;
    l->key = *config->key;
    l->config.key = &l->key;
    if (l->config.lease_us == 0) l->config.lease_us = LEASE_DEFAULT;
    while (l->holder <= 0)
        crypto_random(&l->holder, sizeof l->holder);
    l->purged_size = -1;
    BUG_IF(pthread_mutex_init(&l->mutex, NULL) != 0);
    for (int i = 0; i < LEDGER_LOG_COUNT; i++)
        BUG_IF(pthread_mutex_init(&l->sealing[i], NULL) != 0);
    enum err e = write_public(ctx, l);
    for (int log = 0; e == OK && log < LEDGER_LOG_COUNT; log++)
        e = published_compare(ctx, l, (enum ledger_log)log, NULL, NULL);
    for (int log = 0; e == OK && log < LEDGER_LOG_COUNT; log++)
        e = recovery_publish(ctx, l, (enum ledger_log)log);
    if (e != OK) ledger_close(&l);
    *ledger_r = l;
    return e;
}

void ledger_close(struct ledger **ledger) {
    struct ledger *l = *ledger;
    if (!l) return;
    for (int i = 0; i < LEDGER_LOG_COUNT; i++)
        pthread_mutex_destroy(&l->sealing[i]);
    pthread_mutex_destroy(&l->mutex);
    crypto_wipe(&l->key, sizeof l->key);
    struct arena *a = l->arena;
    arena_free(&a);
    *ledger = NULL;
}

enum err ledger_check(struct ctx *ctx, enum ledger_log log) {
    BUG_IF(!ctx->ledger);
    if (!atomic_load(&ctx->ledger->blocked[log])) return OK;
    return fail(ctx, ERR_LEDGER_BEHIND, NULL);
}

enum err log_row_read(struct ctx *ctx, struct db_session *s, enum ledger_log log,
                      struct log_row *row_r) {
    const struct db_value *row;
    enum db_result r =
        db_one(s, ctx->arena, LS(LOG_GET), DB_ARGS(db_text(ledger_log_word(log))), &row);
    if (r == DB_NONE) return fail(ctx, ERR_LEDGER_BROKEN, "账本 %s 没有状态", ledger_log_word(log));
    if (r != DB_ROW) return db_err(ctx, s, r);
    *row_r = (struct log_row){db_get_int(row, 0), db_get_int(row, 1), db_get_int(row, 2),
                              db_get_int(row, 3), db_get_int(row, 4), db_get_blob(row, 5)};
    return OK;
}

enum err ledger_state_read(struct ctx *ctx, enum ledger_log log, struct ledger_state *state_r) {
    struct db_session *s = NULL;
    struct log_row row;
    const struct db_value *latest;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e == OK) e = log_row_read(ctx, s, log, &row);
    if (e == OK) {
        *state_r = (struct ledger_state){row.size, row.epoch, row.fence, 0};
        enum db_result r = db_one(s, ctx->arena, LS(CHECKPOINT_LATEST),
                                  DB_ARGS(db_text(ledger_log_word(log))), &latest);
        if (r == DB_ROW) state_r->signed_size = db_get_int(latest, 1);
        if (r != DB_ROW && r != DB_NONE) e = db_err(ctx, s, r);
    }
    db_read_end(ctx, &s);
    return e;
}

void ledger_touch_month(struct ledger *l, int64_t month) {
    pthread_mutex_lock(&l->mutex);
    bool known = false;
    for (size_t i = 0; i < l->n_months && !known; i++)
        known = l->months[i] == month;
    if (!known && l->n_months == l->cap_months) {
        size_t cap = l->cap_months ? 2 * l->cap_months : 16;
        int64_t *more = ARENA_ARRAY(l->arena, cap, int64_t);
        if (l->n_months) memcpy(more, l->months, l->n_months * sizeof *more);
        l->months = more;
        l->cap_months = cap;
    }
    if (!known) l->months[l->n_months++] = month;
    pthread_mutex_unlock(&l->mutex);
}
