/* gongxin notice …: what a unit and the desk do with notices, by the routes of the API. */
#include <string.h>

#include "base/json.h"
#include "base/num.h"
#include "cli/call_answer.h"
#include "cli/commands.h"

int cmd_notice_list(struct console *run);
int cmd_notice_desk(struct console *run);
int cmd_notice_show(struct console *run);
int cmd_notice_pdf(struct console *run);
int cmd_notice_deliver(struct console *run);

static const struct option list_options[] = {CONSOLE_AS_OPTIONS, {0}};
static const struct option pdf_options[] = {
    CONSOLE_AS_OPTIONS, {"output", "FILE", true, "where the paper goes"}, {0}};
static const struct option deliver_options[] = {
    CONSOLE_AS_OPTIONS,
    {"way", "WAY", false, "print, post or hand_over"},
    {"sent-on", "DAY", false, "the day it was sent or handed over"},
    {"arrived-on", "DAY", false, "the day it arrived, of the return receipt"},
    {"evidence", "ID", false, "the receipt, stored before (POST /evidence)"},
    {"delivery", "ID", false, "enters the arrival of this delivery"},
    {0},
};

/* Acts, calls, writes; `suffix` NULL: a list, else the notice named by the one argument. */
static int call(struct console *run, const struct command *command, const char *target,
                const char *suffix, struct str (*body)(struct ctx *, const struct invocation *)) {
    struct invocation in;
    switch (console_options(run, command, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    struct console_call c = {.method = suffix ? HTTP_POST : HTTP_GET, .target = target};
    int64_t id = 0;
    if (suffix && (in.rest_count != 1 || !num_i64(str_of(in.rest[0]), 1, INT64_MAX, &id))) {
        fprintf(run->err, "gongxin %s: the number of one notice is needed (--help)\n",
                command->name);
        return 2;
    }
    if (suffix)
        c.target = arena_printf(run->ctx->arena, "/api/v1/notices/%lld/%s", (long long)id, suffix);
    if (body) c.body = body(run->ctx, &in);
    bool paper = command->options == pdf_options;
    int status = 0;
    enum err e = console_act_as(run, &in);
    if (e == OK) e = call_answer(run, &c, paper ? option_get(&in, "output") : NULL, &status);
    if (e != OK) return console_fail(run, &in, e);
    return status >= 400 ? 1 : 0;
}

int cmd_notice_list(struct console *run) {
    static const struct command command = {"notice list", "", "the own unit's queue of notices",
                                           list_options};
    return call(run, &command, "/api/v1/notices", NULL, NULL);
}

int cmd_notice_desk(struct console *run) {
    static const struct command command = {"notice desk", "",
                                           "notices that must be printed or posted", list_options};
    return call(run, &command, "/api/v1/notices/desk", NULL, NULL);
}

int cmd_notice_show(struct console *run) {
    static const struct command command = {"notice show", "NOTICE",
                                           "read a notice of the own queue or desk", list_options};
    return call(run, &command, NULL, "reading", NULL);
}

int cmd_notice_pdf(struct console *run) {
    static const struct command command = {"notice pdf", "NOTICE", "a notice on paper",
                                           pdf_options};
    return call(run, &command, NULL, "pdf", NULL);
}

static struct str deliver_body(struct ctx *ctx, const struct invocation *in) {
    static const struct {
        const char *option, *member;
    } members[] = {{"arrived-on", "arrived_on"},
                   {"delivery", "delivery"},
                   {"evidence", "evidence"},
                   {"sent-on", "sent_on"},
                   {"way", "way"}};
    struct buf b;
    struct json_writer w;
    buf_init(&b, 4096);
    jw_init(&w, &b, true);
    jw_object(&w);
    for (size_t i = 0; i < GX_COUNT(members); i++)
        if (option_get(in, members[i].option))
            jw_ktext(&w, members[i].member, option_get(in, members[i].option));
    jw_object_end(&w);
    struct str text = buf_finish(&b);
    struct str body = {text.p ? arena_str(ctx->arena, text) : "{}", text.p ? text.n : 2};
    buf_free(&b);
    return body;
}

int cmd_notice_deliver(struct console *run) {
    static const struct command command = {"notice deliver", "NOTICE",
                                           "record how a notice was delivered, with proof",
                                           deliver_options};
    return call(run, &command, NULL, "deliveries", deliver_body);
}
