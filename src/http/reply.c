/* mkostemp */
#define _GNU_SOURCE
#include "http/reply.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/log.h"

void reply_init(struct reply *out, const char *tmp_dir) {
    *out = (struct reply){.status = 200, .fd = -1, .tmp_dir = tmp_dir};
    buf_init(&out->body, REPLY_BODY_MAX);
}

static void drop_file(struct reply *out) {
    if (out->fd >= 0) close(out->fd);
    out->fd = -1;
    out->fd_size = 0;
}

void reply_reset(struct reply *out) {
    drop_file(out);
    struct buf body = out->body;
    const char *tmp_dir = out->tmp_dir;
    if (body.cap > 2 * REPLY_MEMORY) { /* one long answer must not make every later one heavy */
        buf_free(&body);
        buf_init(&body, REPLY_BODY_MAX);
    }
    buf_reset(&body);
    *out = (struct reply){.status = 200, .fd = -1, .tmp_dir = tmp_dir, .body = body};
}

void reply_free(struct reply *out) {
    drop_file(out);
    buf_free(&out->body);
}

struct json_writer *reply_json(struct reply *out) {
    drop_file(out);
    buf_reset(&out->body);
    out->type = "application/json";
    jw_init(&out->json, &out->body, false);
    return &out->json;
}

void reply_status(struct reply *out, int status) {
    out->status = status;
}

void reply_header(struct reply *out, const char *name, const char *value) {
    for (const char *c = value; *c != '\0'; c++)
        BUG_IF((unsigned char)*c < 0x20 || *c == 0x7f);
    for (size_t i = 0; i < out->n_headers; i++)
        if (strcmp(out->headers[i].name, name) == 0 && strcmp(name, "Set-Cookie") != 0) {
            out->headers[i].value = value;
            return;
        }
    BUG_IF(out->n_headers == REPLY_HEADERS);
    out->headers[out->n_headers++] = (struct reply_header){name, value};
}

void reply_created(struct ctx *ctx, struct reply *out, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    const char *location = arena_vprintf(ctx->arena, fmt, ap);
    va_end(ap);
    out->status = 201;
    reply_header(out, "Location", location);
}

void reply_version(struct ctx *ctx, struct reply *out, int64_t version) {
    out->etag = arena_printf(ctx->arena, "\"%" PRId64 "\"", version);
}

void reply_etag(struct ctx *ctx, struct reply *out, const char *tag) {
    out->etag = arena_printf(ctx->arena, "\"%s\"", tag);
    out->cacheable = true;
}

void reply_type(struct ctx *ctx, struct reply *out, const char *type, const char *download) {
    out->type = type;
    if (download == NULL) return;
    /* RFC 6266: the UTF-8 form is percent-encoded, so that any name is harmless in a header. */
    struct buf b;
    buf_init(&b, 4096);
    buf_puts(&b, "attachment; filename*=UTF-8''");
    buf_url(&b, str_of(download));
    struct str value = buf_finish(&b);
    reply_header(out, "Content-Disposition",
                 value.p == NULL ? "attachment" : arena_str(ctx->arena, value));
    buf_free(&b);
}

void reply_put(struct reply *out, const void *p, size_t n) {
    buf_put(&out->body, p, n);
}

static enum err disk_failed(struct ctx *ctx) {
    int why = errno;
    log_event(ctx, LOG_ERROR, "http.spill", "errno=%d", why);
    return fail(ctx, why == ENOSPC || why == EDQUOT ? ERR_DISK_FULL : ERR_IO, NULL);
}

/* Has no name from the first moment it holds anything. */
static enum err open_spill(struct ctx *ctx, struct reply *out) {
    char *path = arena_printf(ctx->arena, "%s/answer-XXXXXX", out->tmp_dir);
    out->fd = mkostemp(path, O_CLOEXEC);
    if (out->fd < 0) return disk_failed(ctx);
    unlink(path);
    return OK;
}

static enum err spill(struct ctx *ctx, struct reply *out) {
    if (out->body.failed) return fail(ctx, ERR_INTERNAL, NULL);
    enum err e = out->fd < 0 ? open_spill(ctx, out) : OK;
    if (e != OK) return e;
    const char *p = out->body.p;
    size_t n = out->body.n;
    while (n > 0) {
        ssize_t done = write(out->fd, p, n);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return disk_failed(ctx);
        p += done;
        n -= (size_t)done;
    }
    out->fd_size += (int64_t)out->body.n;
    /* The writer's own memory of keys points into the buffer; outside canonical form it has none. */
    out->body.n = 0;
    return OK;
}

enum err reply_flush(struct ctx *ctx, struct reply *out) {
    if (out->body.n < REPLY_MEMORY && !out->body.failed) return OK;
    return spill(ctx, out);
}

enum err reply_file(struct ctx *ctx, struct reply *out, const char *path, const char *type,
                    const char *download) {
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP))
        return fail(ctx, ERR_NOT_FOUND, NULL);
    if (fd < 0) return fail(ctx, ERR_IO, NULL);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return fail(ctx, ERR_NOT_FOUND, NULL);
    }
    drop_file(out);
    buf_reset(&out->body);
    out->fd = fd;
    out->fd_size = st.st_size;
    reply_type(ctx, out, type, download);
    return OK;
}

enum err reply_finish(struct ctx *ctx, struct reply *out, struct str *body_r) {
    *body_r = (struct str){"", 0};
    if (out->fd >= 0) return out->body.n > 0 ? spill(ctx, out) : OK;
    if (out->body.failed) return fail(ctx, ERR_INTERNAL, NULL);
    if (out->body.n > 0) *body_r = buf_finish(&out->body);
    return OK;
}

static void write_fault(struct json_writer *w, const struct input_fault *f) {
    jw_object(w);
    jw_ktext(w, "field", f->field);
    jw_ktext(w, "rule", f->rule);
    jw_ktext(w, "code", err_code(f->code));
    jw_ktext(w, "detail", f->detail);
    jw_object_end(w);
}

void reply_problem(struct ctx *ctx, struct reply *out, enum err code,
                   const struct input_faults *faults) {
    reply_reset(out);
    const struct failure *f = &ctx->failure;
    struct failure bare = {.code = code};
    if (f->code != code) f = &bare;
    struct json_writer *w = reply_json(out);
    out->code = code;
    out->status = err_http(code);
    out->type = "application/problem+json";
    jw_object(w);
    jw_ktext(w, "type", arena_printf(ctx->arena, "urn:gongxin:error:%s", err_code(code)));
    jw_ktext(w, "title", err_text(code));
    jw_kint(w, "status", out->status);
    jw_ktext(w, "detail", f->detail != NULL ? f->detail : err_text(code));
    jw_ktext(w, "code", err_code(code));
    if (f->field != NULL) jw_ktext(w, "field", f->field);
    if (f->rule != NULL) jw_ktext(w, "rule", f->rule);
    if (f->clause != NULL) jw_ktext(w, "clause", f->clause);
    if (faults != NULL && faults->n > 0) {
        jw_key(w, "faults");
        jw_array(w);
        for (size_t i = 0; i < faults->n; i++)
            write_fault(w, &faults->v[i]);
        jw_array_end(w);
    }
    if (ctx->request_id[0] != '\0') jw_ktext(w, "request_id", ctx->request_id);
    jw_object_end(w);
}
