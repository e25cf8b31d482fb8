#include "cli/route_call.h"

#include <string.h>

#include "base/file.h"
#include "cli/call_answer.h"

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

int route_call(struct console *run, const struct invocation *in, const struct route_call *r) {
    struct console_call call = {.method = r->method, .target = r->target, .body = r->body};
    int status = 0;
    if (r->upload) call.upload = console_path(run, r->upload);
    enum err e = console_act_as(run, in);
    if (e == OK && r->body_from) e = read_body(run, r->body_from, &call.body);
    if (e == OK) e = call_answer(run, &call, r->output, &status);
    if (e != OK) return console_fail(run, in, e);
    return status >= 400 ? 1 : 0;
}
