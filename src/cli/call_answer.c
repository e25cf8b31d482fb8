#include "cli/call_answer.h"

#include <unistd.h>

#include "base/file.h"

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

enum err call_answer(struct console *run, const struct console_call *call, const char *path,
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
