#include <string.h>
#include <unistd.h>

#include "api/console_call.h"
#include "base/file.h"
#include "cli/commands.h"

int cmd_call(struct console *run);

static const struct option options[] = {
    CONSOLE_AS_OPTIONS,
    {"body", "FILE", false, "JSON to send; - reads standard input"},
    {"upload", "FILE", false, "file to send to a route that takes one"},
    {"output", "FILE", false, "where the answer goes; standard output without it"},
    {0},
};
static const struct command command = {"call", "METHOD PATH",
                                       "call a route of the API without HTTP: same permissions, "
                                       "same rules, same looks. PATH as in the OpenAPI document, "
                                       "with or without /api/v1",
                                       options};

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

static enum err answer(struct console *run, const struct invocation *in,
                       const struct console_call *call, int *status_r) {
    struct reply out;
    reply_init(&out, file_join(run->ctx->arena, run->app->dir, "tmp"));
    console_call(run->ctx, call, &out);
    *status_r = out.status;
    const char *path = option_get(in, "output");
    FILE *to = path ? fopen(console_path(run, path), "wb") : run->out;
    enum err e = to ? send_answer(run, &out, to) : fail(run->ctx, ERR_IO, "不能写入 %s", path);
    if (path && to && fclose(to) && e == OK) e = fail(run->ctx, ERR_IO, "不能写入 %s", path);
    reply_free(&out);
    return e;
}

int cmd_call(struct console *run) {
    struct invocation in;
    switch (console_options(run, &command, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    if (in.rest_count != 2 || http_method_of(in.rest[0]) == HTTP_OTHER) {
        fprintf(
            run->err,
            "gongxin call: METHOD (GET, POST, PUT, PATCH, DELETE) and PATH are needed (--help)\n");
        return 2;
    }
    struct console_call call = {.method = http_method_of(in.rest[0]), .target = in.rest[1]};
    if (option_get(&in, "upload")) call.upload = console_path(run, option_get(&in, "upload"));
    int status = 0;
    enum err e = console_act_as(run, &in);
    if (e == OK) e = read_body(run, option_get(&in, "body"), &call.body);
    if (e == OK) e = answer(run, &in, &call, &status);
    if (e != OK) return console_fail(run, &in, e);
    return status >= 400 ? 1 : 0;
}
