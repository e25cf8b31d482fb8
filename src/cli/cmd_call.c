#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/call_answer.h"
#include "cli/commands.h"
#include "cli/route_call.h"

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
    if (e == OK) e = call_answer(run, &call, option_get(&in, "output"), &status);
    if (e != OK) return console_fail(run, &in, e);
    return status >= 400 ? 1 : 0;
    const struct route_call call = {.method = http_method_of(in.rest[0]),
                                    .target = in.rest[1],
                                    .body_from = option_get(&in, "body"),
                                    .upload = option_get(&in, "upload"),
                                    .output = option_get(&in, "output")};
    return route_call(run, &in, &call);
}
