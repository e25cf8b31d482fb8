#include "intake/original.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/json.h"
#include "intake/source.h"
#include "intake/spill.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/app.h"

enum { SEGMENT = 1 << 20, SEALED_MAX = SEGMENT + 4096 };

enum { ADD, LIST, REPLACE, DROP, DROP_FLAWS, SET_FORMAT };

const struct db_stmt original_stmts[] = {
    [ADD] = {.name = "original.add",
             .sql = "insert into submission_segment (submission_id, segment, data_key, bytes)"
                    " values ($1, $2, $3, $4)",
             .in = "iibi",
             .out = "",
             .kind = DB_WRITE},
    [LIST] = {.name = "original.list",
              .sql = "select segment, data_key, bytes from submission_segment"
                     " where submission_id = $1 order by segment",
              .in = "i",
              .out = "ibi",
              .kind = DB_READ},
    [REPLACE] = {.name = "original.replace",
                 .sql = "update submission_segment set data_key = $3, bytes = $4"
                        " where submission_id = $1 and segment = $2",
                 .in = "iibi",
                 .out = "",
                 .kind = DB_WRITE},
    [DROP] = {.name = "original.drop",
              .sql = "delete from submission_segment where submission_id = $1 and segment >= $2",
              .in = "ii",
              .out = "",
              .kind = DB_WRITE},
    [DROP_FLAWS] = {.name = "original.drop_flaws",
                    .sql = "delete from submission_flaw where submission_id = $1 and row_no = $2",
                    .in = "ii",
                    .out = "",
                    .kind = DB_WRITE},
    [SET_FORMAT] = {.name = "original.set_format",
                    .sql = "update submission set format = $2, encoding = $3"
                           " where submission_id = $1",
                    .in = "itt",
                    .out = "",
                    .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&original_stmts[name])

static const char *folder_of(struct ctx *ctx, int64_t id) {
    return arena_printf(ctx->arena, "%s/files/submission-%lld", ctx->app->dir, (long long)id);
}

static const char *segment_path(struct ctx *ctx, int64_t id, int64_t n) {
    return arena_printf(ctx->arena, "%s/%lld", folder_of(ctx, id), (long long)n);
}

static struct str context_of(struct ctx *ctx, const char *what, int64_t id, int64_t n) {
    return str_of(arena_printf(ctx->arena, "%s:%lld:%lld", what, (long long)id, (long long)n));
}

/* --- writing --- */

/* Seals the bytes under a fresh key, which comes back sealed under the directory's. */
static enum err write_segment(struct ctx *ctx, int64_t id, int64_t n, const char *path,
                              struct str plain, struct str *key_r) {
    const struct app *app = ctx->app;
    struct key key;
    crypto_random(&key, sizeof key);
    struct str sealed_key = crypto_seal(ctx->arena, app->suite, &app->keys.seal, app->keys.version,
                                        (struct str){(const char *)key.b, sizeof key.b},
                                        context_of(ctx, "segment-key", id, n));
    struct arena *own = arena_new();
    struct str sealed =
        crypto_seal(own, app->suite, &key, 1, plain, context_of(ctx, "segment", id, n));
    crypto_wipe(&key, sizeof key);
    enum err e = file_write(path, sealed, 0600);
    arena_free(&own);
    *key_r = sealed_key;
    return e ? fail(ctx, e, NULL) : OK;
}

static enum err fill(struct ctx *ctx, int fd, char *p, size_t want, int64_t at, size_t *got_r) {
    *got_r = 0;
    while (*got_r < want) {
        ssize_t n = pread(fd, p + *got_r, want - *got_r, at + (int64_t)*got_r);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail(ctx, ERR_IO, NULL);
        if (!n) break;
        *got_r += (size_t)n;
    }
    return OK;
}

enum err original_store(struct ctx *ctx, int64_t id, const char *path, struct original *o) {
    enum err e = file_mkdir(folder_of(ctx, id), 0700);
    if (e) return fail(ctx, e, NULL);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail(ctx, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, NULL);
    struct arena *own = arena_new();
    char *piece = arena_alloc(own, SEGMENT);
    *o = (struct original){.submission_id = id};
    size_t room = 16;
    o->keys = ARENA_ARRAY(ctx->arena, room, struct str);
    for (size_t n = SEGMENT; !e && n == SEGMENT;) {
        e = fill(ctx, fd, piece, SEGMENT, o->bytes, &n);
        if (e || (!n && o->segments)) break;
        if (o->segments == room) {
            struct str *more = ARENA_ARRAY(ctx->arena, 2 * room, struct str);
            memcpy(more, o->keys, room * sizeof *more);
            o->keys = more;
            room *= 2;
        }
        e = write_segment(ctx, id, (int64_t)o->segments,
                          segment_path(ctx, id, (int64_t)o->segments), (struct str){piece, n},
                          &o->keys[o->segments]);
        o->segments++;
        o->bytes += (int64_t)n;
    }
    crypto_wipe(piece, SEGMENT);
    arena_free(&own);
    close(fd);
    if (e) original_remove(ctx, id);
    return e;
}

enum err original_record(struct ctx *ctx, struct db_session *s, const struct original *o) {
    struct db_value *args = ARENA_ARRAY(ctx->arena, 4 * o->segments, struct db_value);
    for (size_t i = 0; i < o->segments; i++) {
        int64_t left = o->bytes - (int64_t)i * SEGMENT;
        args[4 * i] = db_int(o->submission_id);
        args[4 * i + 1] = db_int((int64_t)i);
        args[4 * i + 2] = db_blob(o->keys[i].p, o->keys[i].n);
        args[4 * i + 3] = db_int(left < SEGMENT ? left : SEGMENT);
    }
    enum db_result r = db_exec_many(s, STMT(ADD), args, o->segments, NULL);
    return r == DB_RETRY || r == DB_FAIL ? db_err(ctx, s, r) : OK;
}

void original_remove(struct ctx *ctx, int64_t id) {
    char **names;
    const char *dir = folder_of(ctx, id);
    if (file_list(ctx->arena, dir, &names) != OK) return;
    for (; *names; names++)
        (void)unlink(file_join(ctx->arena, dir, *names));
    (void)rmdir(dir);
}

/* --- reading --- */

struct segment {
    int64_t n, bytes;
    struct str key;
};
struct segments {
    struct arena *arena;
    struct segment *v;
    size_t n;
};

static enum err list_segments(struct ctx *ctx, struct db_session *s, int64_t id,
                              struct segments *out) {
    struct db_call c = {.stmt = STMT(LIST), .args = DB_ARGS(db_int(id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    *out = (struct segments){.v = ARENA_ARRAY(ctx->arena, c.n, struct segment), .n = c.n};
    for (size_t i = 0; i < c.n; i++)
        out->v[i] = (struct segment){db_get_int(c.rows[i], 0), db_get_int(c.rows[i], 2),
                                     db_get_blob(c.rows[i], 1)};
    return out->n ? OK : fail(ctx, ERR_NOT_FOUND, "原始文件已不存在");
}

static enum err open_at(struct ctx *ctx, struct arena *own, int64_t id, const struct segment *seg,
                        const char *path, struct str *plain_r) {
    struct str key, sealed = {0};
    enum err e = crypto_open(own, &ctx->app->keys.seal, seg->key,
                             context_of(ctx, "segment-key", id, seg->n), &key);
    if (!e && key.n != KEY_BYTES) e = ERR_CRYPTO;
    if (!e) e = file_read(own, path, SEALED_MAX, &sealed);
    struct key data;
    if (!e) memcpy(data.b, key.p, sizeof data.b);
    if (!e) e = crypto_open(own, &data, sealed, context_of(ctx, "segment", id, seg->n), plain_r);
    return !e && (int64_t)plain_r->n != seg->bytes ? ERR_CRYPTO : e;
}

static const char *next_path(struct ctx *ctx, int64_t id, int64_t n) {
    return arena_printf(ctx->arena, "%s.new", segment_path(ctx, id, n));
}

/* What was written anew lies beside the old one until its key is in the database. */
static enum err open_segment(struct ctx *ctx, struct arena *own, int64_t id,
                             const struct segment *seg, struct str *plain_r) {
    enum err e = open_at(ctx, own, id, seg, segment_path(ctx, id, seg->n), plain_r);
    if (e) e = open_at(ctx, own, id, seg, next_path(ctx, id, seg->n), plain_r);
    return e ? fail(ctx, e, "原始文件缺失或已被改动") : OK;
}

static enum err put_all(struct ctx *ctx, int fd, struct str s) {
    while (s.n) {
        ssize_t n = write(fd, s.p, s.n);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return spill_errno(ctx);
        s.p += n;
        s.n -= (size_t)n;
    }
    return OK;
}

enum err original_open(struct ctx *ctx, int64_t id, int *fd_r, const char **path_r) {
    struct db_session *s;
    struct segments segs = {0};
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = list_segments(ctx, s, id, &segs);
    db_read_end(ctx, &s);
    if (e) return e;
    int fd;
    e = spill_file(ctx, file_join(ctx->arena, ctx->app->dir, "tmp"), &fd);
    if (e) return e;
    for (size_t i = 0; !e && i < segs.n; i++) {
        struct arena *own = arena_new();
        struct str plain;
        e = open_segment(ctx, own, id, &segs.v[i], &plain);
        if (!e) e = put_all(ctx, fd, plain);
        arena_free(&own);
    }
    if (e) {
        close(fd);
        return e;
    }
    *fd_r = fd;
    *path_r = arena_printf(ctx->arena, "/proc/self/fd/%d", fd);
    return OK;
}

/* --- destroying rows --- */

struct renewal {
    int64_t id;
    const int64_t *rows;
    size_t nrows;
    struct segment *segs; /* written anew, with their new keys */
    size_t n;
    bool all; /* in the place of everything that was there */
};

static enum err renew_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct renewal *in = arg;
    enum db_result r = DB_ROW;
    if (in->all) r = db_exec(s, STMT(DROP), DB_ARGS(db_int(in->id), db_int(0)), NULL);
    for (size_t i = 0; i < in->n && r != DB_RETRY && r != DB_FAIL; i++)
        r = db_exec(s, STMT(in->all ? ADD : REPLACE),
                    DB_ARGS(db_int(in->id), db_int(in->segs[i].n),
                            db_blob(in->segs[i].key.p, in->segs[i].key.n),
                            db_int(in->segs[i].bytes)),
                    NULL);
    for (size_t i = 0; i < in->nrows && r != DB_RETRY && r != DB_FAIL; i++)
        r = db_exec(s, STMT(DROP_FLAWS), DB_ARGS(db_int(in->id), db_int(in->rows[i])), NULL);
    if (in->all && r != DB_RETRY && r != DB_FAIL)
        r = db_exec(s, STMT(SET_FORMAT),
                    DB_ARGS(db_int(in->id), db_text(source_format_text(SOURCE_JSONL)),
                            db_text(source_encoding_text(ENCODING_UTF8))),
                    NULL);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    struct leaf leaf = actor_leaf(ctx, EV_SUBMISSION_ROWS_DESTROYED);
    leaf.object = in->id;
    leaf.version = (int64_t)in->nrows;
    door_leaf(d, &leaf);
    return OK;
}

/* The bytes on the disk, too, as far as a file system lets them be overwritten in place. */
static void put_in_place(struct ctx *ctx, int64_t id, int64_t n) {
    const char *path = segment_path(ctx, id, n), *next = next_path(ctx, id, n);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    off_t size = fd < 0 ? 0 : lseek(fd, 0, SEEK_END);
    static const char zeros[4096];
    for (off_t at = 0; at < size; at += (off_t)sizeof zeros) {
        size_t some = (size_t)(size - at) < sizeof zeros ? (size_t)(size - at) : sizeof zeros;
        if (pwrite(fd, zeros, some, at) < 0) break;
    }
    if (fd >= 0) {
        (void)fdatasync(fd);
        close(fd);
    }
    if (file_exists(next) && rename(next, path))
        log_event(ctx, LOG_WARN, "original.rename", "errno=%d", errno);
}

struct range {
    int64_t from, to;
};

/* Where the rows stand in a text file; *placed_r false when the format cannot say. */
static enum err find_rows(struct ctx *ctx, const char *path, const int64_t *rows, size_t n,
                          struct range *ranges, bool *placed_r) {
    struct source_options options = {.format = SOURCE_AUTO,
                                     .tmp_dir = file_join(ctx->arena, ctx->app->dir, "tmp")};
    struct source *src;
    const struct source_row *row;
    enum err e = source_open(ctx, path, &options, &src);
    if (e) return e;
    *placed_r = true;
    size_t at = 0;
    while (!(e = source_next(ctx, src, &row)) && row && at < n && *placed_r) {
        while (at < n && rows[at] < row->number)
            at++;
        if (at == n || rows[at] != row->number) continue;
        *placed_r = row->offset >= 0;
        ranges[at++] = (struct range){row->offset, row->offset + row->bytes};
    }
    source_close(&src);
    return e;
}

/* Blanks in the place of the rows' bytes; line ends at their end stay. */
static void blank(char *p, int64_t base, int64_t n, const struct range *ranges, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (int64_t at = ranges[i].from; at < ranges[i].to; at++) {
            if (at < base || at >= base + n) continue;
            bool end = (p[at - base] == '\n' && at + 1 == ranges[i].to) ||
                       (p[at - base] == '\r' && at + 2 >= ranges[i].to);
            if (!end) p[at - base] = ' ';
        }
}

static enum err blank_segments(struct ctx *ctx, int64_t id, const struct segments *segs,
                               const struct range *ranges, size_t n, struct renewal *out) {
    int64_t base = 0;
    enum err e = OK;
    out->segs = ARENA_ARRAY(ctx->arena, segs->n, struct segment);
    for (size_t i = 0; !e && i < segs->n; base += segs->v[i].bytes, i++) {
        bool touched = false;
        for (size_t k = 0; k < n; k++)
            touched |= ranges[k].from < base + segs->v[i].bytes && ranges[k].to > base;
        if (!touched) continue;
        struct arena *own = arena_new();
        struct str plain;
        struct segment *renewed = &out->segs[out->n];
        *renewed = segs->v[i];
        e = open_segment(ctx, own, id, &segs->v[i], &plain);
        if (!e) {
            char *copy = arena_copy(own, plain.p, plain.n);
            blank(copy, base, (int64_t)plain.n, ranges, n);
            e = write_segment(ctx, id, renewed->n, next_path(ctx, id, renewed->n),
                              (struct str){copy, plain.n}, &renewed->key);
            crypto_wipe(copy, plain.n);
            out->n++;
        }
        arena_free(&own);
    }
    return e;
}

/* What has no rows to point at becomes lines of JSON: line k is row k. */
struct transcript {
    struct ctx *ctx;
    struct renewal *out;
    struct buf text;
};

static enum err flush(struct transcript *t, bool last) {
    enum err e = OK;
    while (!e && (t->text.n >= SEGMENT || (last && t->text.n))) {
        size_t n = t->text.n < SEGMENT ? t->text.n : SEGMENT;
        struct renewal *out = t->out;
        struct segment *more = ARENA_ARRAY(t->ctx->arena, out->n + 1, struct segment);
        if (out->n) memcpy(more, out->segs, out->n * sizeof *more);
        out->segs = more;
        struct segment *seg = &out->segs[out->n];
        *seg = (struct segment){.n = (int64_t)out->n, .bytes = (int64_t)n};
        e = write_segment(t->ctx, out->id, seg->n, next_path(t->ctx, out->id, seg->n),
                          (struct str){t->text.p, n}, &seg->key);
        out->n++;
        memmove(t->text.p, t->text.p + n, t->text.n - n);
        t->text.n -= n;
    }
    return e;
}

static bool among(const int64_t *rows, size_t n, int64_t row) {
    for (size_t i = 0; i < n; i++)
        if (rows[i] == row) return true;
    return false;
}

static enum err transcribe(struct ctx *ctx, const char *path, struct renewal *out) {
    struct source_options options = {.format = SOURCE_AUTO,
                                     .tmp_dir = file_join(ctx->arena, ctx->app->dir, "tmp")};
    struct source *src;
    const struct source_row *row;
    enum err e = source_open(ctx, path, &options, &src);
    if (e) return e;
    struct transcript t = {.ctx = ctx, .out = out};
    buf_init(&t.text, 16 << 20);
    int64_t line = 1;
    while (!e && !(e = source_next(ctx, src, &row)) && row) {
        for (; line < row->number; line++)
            buf_putc(&t.text, '\n');
        if (!among(out->rows, out->nrows, row->number)) {
            const struct source_head *head = source_head(src);
            struct json_writer w;
            jw_init(&w, &t.text, false);
            jw_object(&w);
            for (size_t i = 0; i < row->count && i < head->count; i++) {
                if (!row->cells[i].text.n || !head->names[i].n) continue;
                jw_keystr(&w, head->names[i]);
                jw_str(&w, row->cells[i].text);
            }
            jw_object_end(&w);
        }
        buf_putc(&t.text, '\n');
        line++;
        if (t.text.failed) e = fail(ctx, ERR_NO_MEMORY_LIMIT, NULL);
        if (!e) e = flush(&t, false);
    }
    if (!e) e = flush(&t, true);
    source_close(&src);
    buf_free(&t.text);
    out->all = true;
    return e;
}

enum err original_destroy_rows(struct ctx *ctx, int64_t id, const int64_t *rows, size_t n) {
    struct renewal out = {.id = id, .rows = rows, .nrows = n};
    struct range *ranges = ARENA_ARRAY(ctx->arena, n, struct range);
    struct segments segs = {0};
    struct db_session *s;
    const char *path;
    int fd;
    bool placed;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = list_segments(ctx, s, id, &segs);
    db_read_end(ctx, &s);
    if (e) return e;
    e = original_open(ctx, id, &fd, &path);
    if (e) return e;
    e = find_rows(ctx, path, rows, n, ranges, &placed);
    if (!e)
        e = placed ? blank_segments(ctx, id, &segs, ranges, n, &out) : transcribe(ctx, path, &out);
    close(fd);
    if (!e) e = door_run(ctx, "original.destroy_rows", DB_PEOPLE, renew_fn, &out);
    for (size_t i = 0; !e && i < out.n; i++)
        put_in_place(ctx, id, out.segs[i].n);
    for (size_t i = out.n; !e && out.all && i < segs.n; i++) {
        put_in_place(ctx, id, segs.v[i].n); /* zeroed; nothing comes in its place */
        (void)unlink(segment_path(ctx, id, segs.v[i].n));
    }
    return e;
}
