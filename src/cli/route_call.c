#include "cli/route_call.h"

#include <string.h>
#include <unistd.h>

#include "api/console_call.h"
#include "base/file.h"

enum { BODY_MAX = 8 << 20 };

static enum err read_body(struct console *run, const char *from, struct str *body_r) {
    *body_r = (struct str){"", 0};
    if (!from) return OK;
    if (strcmp(from, "-") != 0) {
        enum err e = file_read(run->ctx->arena, console_path(run, from), BODY_MAX, body_r);
        return e == OK ? OK : fail(run->ctx, e, "读不到 %s", from);
    }
    struct buf b;
    buf_init(&b, BODY_MAX);
    char piece[8192];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, run->in)) > 0)
        buf_put(&b, piece, n);
    struct str all = buf_finish(&b);
    if (all.p) *body_r = (struct str){arena_str(run->ctx->arena, all), all.n};
    buf_free(&b);
    return all.p ? OK : fail(run->ctx, ERR_NO_MEMORY_LIMIT, NULL);
}

/* The answer's bytes, from memory or from the file they spilled into. */
static enum err send_answer(struct console *run, struct reply *out, FILE *to) {
    struct str body;
    enum err e = reply_finish(run->ctx, out, &body);
    if (e != OK) return e;
    if (out->fd < 0) {
        fwrite(body.p, 1, body.n, to);
    } else {
        char piece[65536];
        ssize_t n;
        for (off_t at = 0; (n = pread(out->fd, piece, sizeof piece, at)) > 0; at += n)
            fwrite(piece, 1, (size_t)n, to);
    }
    if (body.n && to == run->out) fputc('\n', to);
    return fflush(to) ? fail(run->ctx, ERR_IO, NULL) : OK;
}

static enum err answer(struct console *run, const char *path, const struct console_call *call,
                       int *status_r) {
    struct reply out;
    reply_init(&out, file_join(run->ctx->arena, run->app->dir, "tmp"));
    console_call(run->ctx, call, &out);
    *status_r = out.status;
    FILE *to = path ? fopen(console_path(run, path), "wb") : run->out;
    enum err e = to ? send_answer(run, &out, to) : fail(run->ctx, ERR_IO, "不能写入 %s", path);
    if (path && to && fclose(to) && e == OK) e = fail(run->ctx, ERR_IO, "不能写入 %s", path);
    reply_free(&out);
    return e;
}

int route_call(struct console *run, const struct invocation *in, const struct route_call *r) {
    struct console_call call = {.method = r->method, .target = r->target, .body = r->body};
    int status = 0;
    if (r->upload) call.upload = console_path(run, r->upload);
    enum err e = console_act_as(run, in);
    if (e == OK && r->body_from) e = read_body(run, r->body_from, &call.body);
    if (e == OK) e = answer(run, r->output, &call, &status);
    if (e != OK) return console_fail(run, in, e);
    return status >= 400 ? 1 : 0;
}
