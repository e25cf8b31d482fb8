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
    const struct route_call call = {.method = http_method_of(in.rest[0]),
                                    .target = in.rest[1],
                                    .body_from = option_get(&in, "body"),
                                    .upload = option_get(&in, "upload"),
                                    .output = option_get(&in, "output")};
    return route_call(run, &in, &call);
}
