/* gongxin case …: cases at the console: the routes of the API under the same permissions and rules. */
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "cli/commands.h"
#include "cli/route_call.h"

int cmd_case_list(struct console *run);
int cmd_case_show(struct console *run);
int cmd_case_choices(struct console *run);
int cmd_case_open(struct console *run);
int cmd_case_act(struct console *run);
int cmd_case_confirm(struct console *run);

static const struct option list_options[] = {
    CONSOLE_AS_OPTIONS,
    {"process", "ID", false, "objection, repair …"},
    {"open", NULL, false, "only those that are not closed"},
    {0},
};
static const struct option read_options[] = {CONSOLE_AS_OPTIONS, {0}};
static const struct option body_options[] = {
    CONSOLE_AS_OPTIONS,
    {"body", "FILE", true, "what is filed or done, as JSON; - reads standard input"},
    {0},
};
static const struct option confirm_options[] = {
    CONSOLE_AS_OPTIONS,
    {"version", "N", true, "the version of the case that was seen"},
    {0},
};
static const struct command list_command = {"case list", "", "cases within the user's reach",
                                            list_options};
static const struct command show_command = {
    "case show", "CASE", "a case: what happened, what is due and why; a look", read_options};
static const struct command choices_command = {
    "case choices", "CASE", "what the user may do in it now, and what each step needs",
    read_options};
static const struct command open_command = {
    "case open", "", "file an application: process, targets, ground, papers", body_options};
static const struct command act_command = {"case act", "CASE", "act in a case", body_options};
static const struct command confirm_command = {
    "case confirm", "CASE", "confirm as the second person what was proposed", confirm_options};

/* -1: go on. */
static int begin(struct console *run, const struct command *command, int rest,
                 struct invocation *in) {
    int64_t id;
    switch (console_options(run, command, in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    if (in->rest_count == rest && (!rest || num_i64(str_of(in->rest[0]), 1, INT64_MAX, &id)))
        return -1;
    fprintf(run->err, "gongxin %s %s (--help)\n", command->name, command->arguments);
    return 2;
}

int cmd_case_list(struct console *run) {
    struct invocation in;
    int status = begin(run, &list_command, 0, &in);
    if (status >= 0) return status;
    const char *process = option_get(&in, "process");
    struct route_call call = {
        .method = HTTP_GET,
        .target = arena_printf(run->ctx->arena, "/cases?limit=200&open=%s%s%s",
                               option_has(&in, "open") ? "true" : "false",
                               process ? "&process=" : "", process ? process : ""),
    };
    return route_call(run, &in, &call);
}

static int read_one(struct console *run, const struct command *command, const char *tail) {
    struct invocation in;
    int status = begin(run, command, 1, &in);
    if (status >= 0) return status;
    struct route_call call = {
        .method = HTTP_GET,
        .target = arena_printf(run->ctx->arena, "/cases/%s%s", in.rest[0], tail),
    };
    return route_call(run, &in, &call);
}

int cmd_case_show(struct console *run) {
    return read_one(run, &show_command, "");
}

int cmd_case_choices(struct console *run) {
    return read_one(run, &choices_command, "/choices");
}

int cmd_case_open(struct console *run) {
    struct invocation in;
    int status = begin(run, &open_command, 0, &in);
    if (status >= 0) return status;
    struct route_call call = {
        .method = HTTP_POST, .target = "/cases", .body_from = option_get(&in, "body")};
    return route_call(run, &in, &call);
}

int cmd_case_act(struct console *run) {
    struct invocation in;
    int status = begin(run, &act_command, 1, &in);
    if (status >= 0) return status;
    struct route_call call = {
        .method = HTTP_POST,
        .target = arena_printf(run->ctx->arena, "/cases/%s/acts", in.rest[0]),
        .body_from = option_get(&in, "body"),
    };
    return route_call(run, &in, &call);
}

int cmd_case_confirm(struct console *run) {
    struct invocation in;
    int64_t version;
    int status = begin(run, &confirm_command, 1, &in);
    if (status >= 0) return status;
    if (!num_i64(str_of(option_get(&in, "version")), 1, INT64_MAX, &version)) {
        fprintf(run->err, "gongxin case confirm: --version N (--help)\n");
        return 2;
    }
    struct route_call call = {
        .method = HTTP_POST,
        .target = arena_printf(run->ctx->arena, "/cases/%s/acts/confirm", in.rest[0]),
        .body = str_of(arena_printf(run->ctx->arena, "{\"version\":%lld}", (long long)version)),
    };
    return route_call(run, &in, &call);
}
