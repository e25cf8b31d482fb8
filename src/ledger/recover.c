#include "ledger/recover.h"

#include <string.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/file.h"
#include "base/id.h"
#include "base/log.h"
#include "ledger/append.h"
#include "ledger/checkpoint.h"
#include "ledger/ledger_state.h"
#include "ledger/prove.h"
#include "ledger/seal.h"
#include "ledger/stmts.h"

#define ROWS          1024
#define NAMED_MAX     1000 /* vanished entries named in a statement; more are counted */
#define WHY_MAX       500
#define STATEMENT_MAX 65536

/* One row of an unsealed list, and what of it is really there. */
struct pending {
    int64_t id;
    struct str ids;
    uint8_t *kept;
    size_t n, n_kept;
};

struct page {
    struct arena *arena;
    struct pending rows[ROWS];
    size_t n;
};

static bool take_row(void *arg, const struct db_value *row) {
    struct page *p = arg;
    struct str ids = db_get_blob(row, 1);
    struct pending *r = &p->rows[p->n++];
    r->id = db_get_int(row, 0);
    r->n = ids.n / 8;
    r->n_kept = 0;
    r->ids = (struct str){arena_copy(p->arena, ids.p, ids.n), r->n * 8};
    r->kept = arena_alloc(p->arena, r->n * 8 + 1);
    return p->n < ROWS;
}

static int64_t id_at(struct str ids, size_t i) {
    uint64_t id = 0;
    for (size_t k = 0; k < 8; k++)
        id = id << 8 | (uint8_t)ids.p[8 * i + k];
    return (int64_t)id;
}

struct recover {
    enum ledger_log log;
    const char *why;
    const struct leaf *who;
    struct recovery *out;
    struct buf vanished; /* lines of the statement */
    struct page *page;
    struct date month; /* of the page */
    struct log_row row;
    const char *note;
    struct salt salt;
    struct stored_digest commitment;
    int64_t statement_id;
};

static enum err check_row(struct ctx *ctx, struct db_session *s, struct recover *r,
                          struct pending *p) {
    for (size_t i = 0; i < p->n; i++) {
        const struct db_value *row;
        int64_t id = id_at(p->ids, i);
        enum db_result got = r->log == LEDGER_FACTS
                                 ? db_one(s, ctx->arena, LS(ENTRY_GET), DB_ARGS(db_int(id)), &row)
                                 : db_one(s, ctx->arena, LS(LOOKS_ENTRY_GET),
                                          DB_ARGS(db_month(r->month), db_int(id)), &row);
        if (got == DB_ROW) {
            memcpy(p->kept + 8 * p->n_kept++, p->ids.p + 8 * i, 8);
        } else if (got == DB_NONE) {
            if (r->out->vanished++ < NAMED_MAX)
                buf_printf(&r->vanished, "vanished-entry %lld\n", (long long)id);
        } else {
            return db_err(ctx, s, got);
        }
    }
    return OK;
}

static enum err fix_page(struct ctx *ctx, struct db_session *s, void *arg) {
    struct recover *r = arg;
    bool looks = r->log == LEDGER_LOOKS;
    (void)ctx;
    for (size_t i = 0; i < r->page->n; i++) {
        struct pending *p = &r->page->rows[i];
        if (p->n_kept == p->n) continue;
        struct db_value month = looks ? db_month(r->month) : db_null();
        struct db_value id = db_int(p->id), kept = db_blob(p->kept, 8 * p->n_kept);
        enum db_result got;
        if (p->n_kept == 0)
            got = looks ? db_exec(s, LS(LOOKS_PENDING_DROP), DB_ARGS(month, id), NULL)
                        : db_exec(s, LS(PENDING_DROP), DB_ARGS(id), NULL);
        else
            got = looks ? db_exec(s, LS(LOOKS_PENDING_SET), DB_ARGS(month, id, kept), NULL)
                        : db_exec(s, LS(PENDING_SET), DB_ARGS(id, kept), NULL);
        if (got != DB_ROW && got != DB_NONE) return db_err(ctx, s, got);
    }
    return OK;
}

/* Takes out of the unsealed list of one month (or the facts) what the store has lost. */
static enum err sweep_pending(struct ctx *ctx, struct recover *r, struct date month) {
    int64_t after = 0;
    r->month = month;
    enum db_store store = r->log == LEDGER_FACTS ? DB_FACTS : DB_LOOKS;
    do {
        struct db_session *s = NULL;
        int64_t before = r->out->vanished;
        r->page->n = 0;
        enum err e = db_read_begin(ctx, store, month, &s);
        if (e != OK) return e;
        enum db_result got =
            r->log == LEDGER_FACTS
                ? db_each(s, LS(PENDING_LIST), DB_ARGS(db_int(after), db_int(ROWS)), take_row,
                          r->page)
                : db_each(s, LS(LOOKS_PENDING_LIST),
                          DB_ARGS(db_month(month), db_int(after), db_int(ROWS)), take_row, r->page);
        if (got != DB_ROW && got != DB_NONE) e = db_err(ctx, s, got);
        for (size_t i = 0; e == OK && i < r->page->n; i++)
            e = check_row(ctx, s, r, &r->page->rows[i]);
        db_read_end(ctx, &s);
        if (e == OK && r->out->vanished > before)
            e = db_tx(ctx, store, month, DB_PEOPLE, "ledger.recover_pending", fix_page, r);
        if (e != OK) return e;
        if (r->page->n > 0) after = r->page->rows[r->page->n - 1].id;
    } while (r->page->n == ROWS);
    return OK;
}

static enum err sweep(struct ctx *ctx, struct recover *r) {
    r->page = ARENA_NEW(ctx->arena, struct page);
    r->page->arena = ctx->arena;
    if (r->log == LEDGER_FACTS) return sweep_pending(ctx, r, DATE_NONE);
    struct date *months;
    size_t n;
    enum err e = db_looks_months(ctx, ctx->arena, &months, &n);
    for (size_t i = 0; e == OK && i < n; i++)
        e = sweep_pending(ctx, r, months[i]);
    return e;
}

static void put_root(struct buf *b, const char *name, struct digest root) {
    buf_puts(b, name);
    buf_putc(b, ' ');
    buf_b64(b, root.b, DIGEST_BYTES);
    buf_putc(b, '\n');
}

/* What is said to the world: how much there was, how much is left, why. */
static void write_statement(struct ctx *ctx, struct recover *r, const struct checkpoint *seen,
                            struct digest kept_root) {
    const struct ledger *l = ctx->ledger;
    const char *origin = checkpoint_origin(ctx->arena, l->config.origin, r->log, r->out->epoch);
    char at[INSTANT_TEXT];
    instant_format(clock_now(ctx->clock), at);
    struct buf b;
    buf_init(&b, STATEMENT_MAX);
    buf_printf(&b, "%s recovery\nepoch %lld\nat %s\n", origin, (long long)r->out->epoch, at);
    if (seen->origin) {
        const char *state = r->out->consistent ? "shorter" : "different";
        if (r->out->published_size <= r->out->kept_size && r->out->consistent) state = "same";
        buf_printf(&b, "state %s\npublished-origin %s\npublished-size %lld\n", state, seen->origin,
                   (long long)seen->size);
        put_root(&b, "published-root", seen->root);
    }
    buf_printf(&b, "kept-size %lld\n", (long long)r->out->kept_size);
    put_root(&b, "kept-root", kept_root);
    buf_printf(&b, "vanished %lld\n", (long long)r->out->vanished);
    buf_putstr(&b, buf_finish(&r->vanished));
    buf_printf(&b, "why %s\n", r->why);
    struct str text = buf_finish(&b);
    BUG_IF(!text.p); /* every part is bounded */
    r->note = note_sign(ctx->arena, &l->key, origin, text.p);
    buf_free(&b);
    crypto_random(&r->salt, sizeof r->salt);
    r->commitment = crypto_commit(l->config.suite, &r->salt, str_of(r->note));
    r->statement_id = id_new(clock_now(ctx->clock));
    r->out->statement = r->note;
}

/* The only change that does not pass door_run, which is closed until this has happened; the same append, the same
 * transaction. */
static enum err open_epoch(struct ctx *ctx, struct db_session *s, void *arg) {
    struct recover *r = arg;
    struct db_value log = db_text(ledger_log_word(r->log));
    enum db_result got =
        db_exec(s, LS(LOG_EPOCH), DB_ARGS(log, db_int(r->row.epoch), db_int(r->out->epoch)), NULL);
    if (got == DB_NONE) return fail(ctx, ERR_CONFLICT, NULL);
    if (got == DB_ROW)
        got = db_exec(s, LS(RECOVERY_PUT),
                      DB_ARGS(log, db_int(r->out->epoch), db_int(r->statement_id),
                              db_int(clock_now(ctx->clock).us), db_text(r->note),
                              db_blob(r->salt.b, SALT_BYTES),
                              db_blob(r->commitment.b, STORED_DIGEST_BYTES)),
                      NULL);
    if (got != DB_ROW) return db_err(ctx, s, got);
    struct leaf leaf = *r->who;
    leaf.event = EV_LEDGER_RECOVERED;
    leaf.object = r->statement_id;
    leaf.version = r->out->epoch;
    leaf.word = ledger_log_word(r->log);
    leaf.commitments = &r->commitment;
    leaf.n_commitments = 1;
    struct append append;
    append_init(&append);
    append_add(&append, &leaf, clock_now(ctx->clock));
    enum err e = append_write(ctx, s, &append, ctx->ledger->config.suite, DATE_NONE);
    append_free(&append);
    return e;
}

enum err recovery_publish(struct ctx *ctx, struct ledger *l, enum ledger_log log) {
    struct db_session *s = NULL;
    struct log_row row;
    const struct db_value *note = NULL;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e == OK) e = log_row_read(ctx, s, log, &row);
    if (e == OK && row.epoch > 1) {
        enum db_result r = db_one(s, ctx->arena, LS(RECOVERY_GET),
                                  DB_ARGS(db_text(ledger_log_word(log)), db_int(row.epoch)), &note);
        if (r != DB_ROW && r != DB_NONE) e = db_err(ctx, s, r);
    }
    db_read_end(ctx, &s);
    if (e != OK || !note) return e;
    const char *name = arena_printf(ctx->arena, "%s.recovery-%lld.txt", ledger_log_word(log),
                                    (long long)row.epoch);
    for (size_t i = 0; i < published_folders(l); i++) {
        const char *folder = published_folder(l, ctx->arena, i);
        const char *path = file_join(ctx->arena, folder, name);
        if (file_exists(path)) continue;
        e = i == 0 ? file_mkdir(folder, 0755) : OK;
        if (e == OK) e = file_write(path, str_of(db_get_text(note, 0)), 0644);
        if (e != OK && i == 0) return fail(ctx, e, "恢复声明写入 %s 失败", folder);
        if (e != OK)
            log_event(ctx, LOG_WARN, "ledger.witness_unreachable", "log=%s witness=%zu error=%s",
                      ledger_log_word(log), i, err_code(e));
    }
    return OK;
}

static bool one_line(const char *why) {
    size_t n = strlen(why);
    if (n == 0 || n > WHY_MAX) return false;
    for (size_t i = 0; i < n; i++)
        if ((uint8_t)why[i] < 0x20) return false;
    return true;
}

static enum err recover(struct ctx *ctx, struct recover *r) {
    struct ledger *l = ctx->ledger;
    struct checkpoint seen = {0};
    struct ledger_state state;
    struct digest kept_root;
    enum err e = published_compare(ctx, l, r->log, &seen, &r->out->consistent);
    bool behind = e == OK && atomic_load(&l->blocked[r->log]);
    if (e == OK) e = sweep(ctx, r);
    if (e == OK && !behind && r->out->vanished == 0) e = fail(ctx, ERR_LEDGER_NOT_BEHIND, NULL);
    if (e == OK) e = ledger_state_read(ctx, r->log, &state);
    if (e == OK) e = prove_root(ctx, r->log, state.size, &kept_root);
    if (e != OK) return e;
    r->row.epoch = state.epoch;
    int64_t above = l->published[r->log].epoch;
    r->out->epoch = 1 + (above > state.epoch ? above : state.epoch);
    r->out->published_size = seen.origin ? seen.size : 0;
    r->out->kept_size = state.size;
    write_statement(ctx, r, &seen, kept_root);
    e = db_tx(ctx, DB_FACTS, DATE_NONE, DB_PEOPLE, "ledger.recover", open_epoch, r);
    if (e == OK) e = recovery_publish(ctx, l, r->log);
    if (e == OK) e = published_compare(ctx, l, r->log, NULL, NULL);
    log_event(ctx, LOG_WARN, "ledger.recovered", "log=%s epoch=%lld kept=%lld published=%lld",
              ledger_log_word(r->log), (long long)r->out->epoch, (long long)r->out->kept_size,
              (long long)r->out->published_size);
    return e == OK ? seal_run_once(ctx, r->log, NULL) : e;
}

enum err recover_log(struct ctx *ctx, enum ledger_log log, const char *why, const struct leaf *who,
                     struct recovery *recovery_r) {
    *recovery_r = (struct recovery){0};
    if (!one_line(why)) return fail_field(ctx, ERR_USAGE, "why", "max:500", "请用一行文字说明原因");
    /* The entry about the looks log stands in the facts log. */
    enum err e = log == LEDGER_LOOKS ? ledger_check(ctx, LEDGER_FACTS) : OK;
    if (e != OK) return e;
    struct recover r = {.log = log, .why = why, .who = who, .out = recovery_r};
    buf_init(&r.vanished, STATEMENT_MAX / 2);
    e = recover(ctx, &r);
    buf_free(&r.vanished);
    return e;
}
