#include "ledger/checkpoint.h"

#include <string.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/file.h"
#include "base/log.h"
#include "base/num.h"
#include "ledger/ledger_state.h"
#include "ledger/stmts.h"
#include "ledger/tiles.h"

#define NOTE_MAX       4096
#define KEY_ID         4
#define SLOT_BITS      12 /* the store keeps the last checkpoint of every 4096 entries */
#define ED25519_ID     0x01
#define SIGNATURE_MARK "\xe2\x80\x94 " /* em dash, space */

char *checkpoint_origin(struct arena *a, const char *instance, enum ledger_log log, int64_t epoch) {
    if (epoch <= 1) return arena_printf(a, "%s/%s", instance, ledger_log_word(log));
    return arena_printf(a, "%s/%s/epoch-%lld", instance, ledger_log_word(log), (long long)epoch);
}

static void key_id(const char *name, const uint8_t public[32], uint8_t out[KEY_ID]) {
    uint8_t tagged[33] = {ED25519_ID};
    memcpy(tagged + 1, public, 32);
    struct str parts[3] = {str_of(name), STR_LIT("\n"), {(const char *)tagged, sizeof tagged}};
    struct digest d = crypto_digest_parts(SUITE_INTL, parts, 3);
    memcpy(out, d.b, KEY_ID);
}

static char *finish(struct arena *a, struct buf *b) {
    struct str s = buf_finish(b);
    BUG_IF(!s.p); /* the parts are short */
    char *text = arena_str(a, s);
    buf_free(b);
    return text;
}

char *checkpoint_vkey(struct arena *a, const char *name, const uint8_t public[32]) {
    uint8_t id[KEY_ID], tagged[33] = {ED25519_ID};
    memcpy(tagged + 1, public, 32);
    key_id(name, public, id);
    struct buf b;
    buf_init(&b, NOTE_MAX);
    buf_puts(&b, name);
    buf_putc(&b, '+');
    buf_hex(&b, id, KEY_ID);
    buf_putc(&b, '+');
    buf_b64(&b, tagged, sizeof tagged);
    return finish(a, &b);
}

char *note_sign(struct arena *a, const struct sign_key *key, const char *name, const char *text) {
    size_t n = strlen(text);
    BUG_IF(n == 0 || text[n - 1] != '\n');
    uint8_t bytes[KEY_ID + SIGNATURE_BYTES];
    key_id(name, key->public, bytes);
    crypto_sign(key, text, n, bytes + KEY_ID);
    struct buf b;
    buf_init(&b, NOTE_MAX);
    buf_puts(&b, text);
    buf_puts(&b, "\n" SIGNATURE_MARK);
    buf_puts(&b, name);
    buf_putc(&b, ' ');
    buf_b64(&b, bytes, sizeof bytes);
    buf_putc(&b, '\n');
    return finish(a, &b);
}

/* Where the last blank line stands: the offset of its newline, or SIZE_MAX. */
static size_t note_split(struct str note) {
    for (size_t i = note.n; i-- > 1;)
        if (note.p[i] == '\n' && note.p[i - 1] == '\n') return i;
    return SIZE_MAX;
}

static bool signed_by(struct str line, const char *name, const uint8_t public[32],
                      struct str text) {
    uint8_t want[KEY_ID], bytes[KEY_ID + SIGNATURE_BYTES];
    struct str part;
    size_t n;
    if (!str_starts(line, SIGNATURE_MARK)) return false;
    line.p += strlen(SIGNATURE_MARK);
    line.n -= strlen(SIGNATURE_MARK);
    if (!str_split(&line, ' ', &part) || !str_is(part, name)) return false;
    if (!num_b64(line, bytes, sizeof bytes, &n) || n != sizeof bytes) return false;
    key_id(name, public, want);
    return memcmp(want, bytes, KEY_ID) == 0 &&
           crypto_verify(public, text.p, text.n, bytes + KEY_ID);
}

bool note_open(struct arena *a, struct str note, const char *name, const uint8_t public[32],
               struct str *text_r) {
    size_t at = note_split(note);
    if (at == SIZE_MAX) return false;
    struct str text = {note.p, at}, rest = {note.p + at + 1, note.n - at - 1}, line;
    while (str_split(&rest, '\n', &line)) {
        if (!signed_by(line, name, public, text)) continue;
        text_r->p = arena_str(a, text);
        text_r->n = text.n;
        return true;
    }
    return false;
}

char *checkpoint_sign(struct arena *a, const struct sign_key *key, const char *origin, int64_t size,
                      struct digest root) {
    struct buf b;
    buf_init(&b, NOTE_MAX);
    buf_printf(&b, "%s\n%lld\n", origin, (long long)size);
    buf_b64(&b, root.b, DIGEST_BYTES);
    buf_putc(&b, '\n');
    return note_sign(a, key, origin, finish(a, &b));
}

/* What a signed note can name. */
static bool is_name(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((uint8_t)s.p[i] <= ' ' || s.p[i] == '+') return false;
    return s.n > 0;
}

bool checkpoint_parse(struct arena *a, struct str note, struct checkpoint *checkpoint_r) {
    struct str rest = note, origin, size, root;
    size_t n;
    if (!str_split(&rest, '\n', &origin) || !str_split(&rest, '\n', &size) ||
        !str_split(&rest, '\n', &root) || !is_name(origin))
        return false;
    if (!num_i64(size, 0, INT64_MAX, &checkpoint_r->size)) return false;
    if (!num_b64(root, checkpoint_r->root.b, DIGEST_BYTES, &n) || n != DIGEST_BYTES) return false;
    checkpoint_r->origin = arena_str(a, origin);
    checkpoint_r->note = arena_str(a, note);
    return true;
}

enum err checkpoint_latest(struct ctx *ctx, enum ledger_log log, struct checkpoint *checkpoint_r) {
    struct db_session *s = NULL;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    const struct db_value *row;
    enum db_result r =
        db_one(s, ctx->arena, LS(CHECKPOINT_LATEST), DB_ARGS(db_text(ledger_log_word(log))), &row);
    if (r == DB_NONE)
        e = fail(ctx, ERR_NOT_FOUND, "账本 %s 还没有检查点", ledger_log_word(log));
    else if (r != DB_ROW)
        e = db_err(ctx, s, r);
    else if (!checkpoint_parse(ctx->arena, str_of(db_get_text(row, 2)), checkpoint_r))
        e = fail(ctx, ERR_LEDGER_BROKEN, "账本 %s 的检查点内容不完整", ledger_log_word(log));
    db_read_end(ctx, &s);
    return e;
}

/* What checkpoint_publish learns in its read. */
struct due {
    struct log_row row;
    int64_t epoch, size; /* of the newest checkpoint in the store */
    const char *note;
    struct digest root; /* of the log, when it has grown since */
    bool grown;
};

static enum err read_due(struct ctx *ctx, enum ledger_log log, struct due *due) {
    struct db_session *s = NULL;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = log_row_read(ctx, s, log, &due->row);
    if (e != OK) goto out;
    const struct db_value *row;
    enum db_result r =
        db_one(s, ctx->arena, LS(CHECKPOINT_LATEST), DB_ARGS(db_text(ledger_log_word(log))), &row);
    if (r == DB_ROW) {
        due->epoch = db_get_int(row, 0);
        due->size = db_get_int(row, 1);
        due->note = db_get_text(row, 2);
    } else if (r != DB_NONE) {
        e = db_err(ctx, s, r);
        goto out;
    }
    due->grown = due->row.size > 0 && (due->row.epoch > due->epoch ||
                                       (due->row.epoch == due->epoch && due->row.size > due->size));
    if (!due->grown) goto out;
    struct tile_source *tiles = tile_source_new(ctx, s, log, ctx->ledger->config.suite);
    struct merkle_source source = tile_source_merkle(tiles);
    if (!merkle_root(&source, due->row.size, &due->root)) e = tile_source_error(tiles);
out:
    db_read_end(ctx, &s);
    return e;
}

struct put {
    enum ledger_log log;
    int64_t epoch, size;
    const char *note;
};

static enum err put_checkpoint(struct ctx *ctx, struct db_session *s, void *arg) {
    const struct put *p = arg;
    const struct db_value args[] = {
        db_text(ledger_log_word(p->log)), db_int(p->epoch),
        db_int(p->size >> SLOT_BITS),     db_int(p->size),
        db_int(clock_now(ctx->clock).us), db_text(p->note),
    };
    enum db_result r = db_exec(s, LS(CHECKPOINT_PUT), args, NULL);
    return r == DB_ROW || r == DB_NONE ? OK : db_err(ctx, s, r);
}

/* The folder of the data directory must take it; a witness that is away does not stop the platform. */
static enum err write_out(struct ctx *ctx, enum ledger_log log, const char *note) {
    struct ledger *l = ctx->ledger;
    const char *name = arena_printf(ctx->arena, "%s.txt", ledger_log_word(log));
    for (size_t i = 0; i < published_folders(l); i++) {
        const char *folder = published_folder(l, ctx->arena, i);
        enum err e = i == 0 ? file_mkdir(folder, 0755) : OK;
        if (e == OK) e = file_write(file_join(ctx->arena, folder, name), str_of(note), 0644);
        if (e == OK) continue;
        if (i == 0) return fail(ctx, e, "检查点写入 %s 失败", folder);
        log_event(ctx, LOG_WARN, "ledger.witness_unreachable", "log=%s witness=%zu error=%s",
                  ledger_log_word(log), i, err_code(e));
    }
    return OK;
}

enum err checkpoint_publish(struct ctx *ctx, enum ledger_log log, bool *new_r) {
    struct ledger *l = ctx->ledger;
    struct due due = {0};
    *new_r = false;
    enum err e = read_due(ctx, log, &due);
    if (e != OK) return e;
    pthread_mutex_lock(&l->mutex);
    struct published known = l->published[log];
    pthread_mutex_unlock(&l->mutex);
    if (known.epoch > due.row.epoch ||
        (known.epoch == due.row.epoch && known.size > due.row.size)) {
        atomic_store(&l->blocked[log], true); /* the store went back while we were running */
        return ledger_check(ctx, log);
    }
    struct put put = {log, due.epoch, due.size, due.note};
    if (due.grown) {
        const char *origin = checkpoint_origin(ctx->arena, l->config.origin, log, due.row.epoch);
        put = (struct put){log, due.row.epoch, due.row.size,
                           checkpoint_sign(ctx->arena, &l->key, origin, due.row.size, due.root)};
        e = db_tx(ctx, DB_FACTS, DATE_NONE, DB_PEOPLE, "ledger.checkpoint", put_checkpoint, &put);
        if (e != OK) return e;
        *new_r = true;
    }
    if (!put.note || (known.epoch == put.epoch && known.size == put.size)) return OK;
    e = write_out(ctx, log, put.note);
    if (e != OK) return e;
    pthread_mutex_lock(&l->mutex);
    l->published[log] = (struct published){put.epoch, put.size};
    pthread_mutex_unlock(&l->mutex);
    return OK;
}
