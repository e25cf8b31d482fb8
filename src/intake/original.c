#include "intake/original.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "intake/spill.h"
#include "registry/app.h"

enum { SEGMENT = 1 << 20, SEALED_MAX = SEGMENT + 4096 };

enum { ADD, LIST, REPLACE, DROP };

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
static enum err write_segment(struct ctx *ctx, int64_t id, int64_t n, struct str plain,
                              struct str *key_r) {
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
    enum err e = file_write(segment_path(ctx, id, n), sealed, 0600);
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
        e = write_segment(ctx, id, (int64_t)o->segments, (struct str){piece, n},
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

static enum err open_segment(struct ctx *ctx, struct arena *own, int64_t id,
                             const struct segment *seg, struct str *plain_r) {
    struct str key, sealed;
    enum err e = crypto_open(own, &ctx->app->keys.seal, seg->key,
                             context_of(ctx, "segment-key", id, seg->n), &key);
    if (!e && key.n != KEY_BYTES) e = ERR_CRYPTO;
    if (!e) e = file_read(own, segment_path(ctx, id, seg->n), SEALED_MAX, &sealed);
    struct key data;
    if (!e) memcpy(data.b, key.p, sizeof data.b);
    if (!e) e = crypto_open(own, &data, sealed, context_of(ctx, "segment", id, seg->n), plain_r);
    if (!e && (int64_t)plain_r->n != seg->bytes) e = ERR_CRYPTO;
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
