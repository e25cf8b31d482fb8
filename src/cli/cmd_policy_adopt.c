#include "base/file.h"
#include "cli/commands.h"
#include "registry/account.h"
#include "registry/adoption.h"

int cmd_policy_adopt(struct console *run);

static const struct option options[] = {
    CONSOLE_AS_OPTIONS,
    {"second", "LOGIN", true, "the second person, who confirms"},
    {"basis", "TEXT", false, "what the adoption rests on"},
    {"first-day", "DAY", false, "first day of force, when the text does not give it"},
    {0},
};
static const struct command command = {
    "policy adopt", "DIR|CALENDAR.csv",
    "adopt a pack (a folder, or the place name of one that ships with the program) or a "
    "working-day calendar: "
    "checked, stored under its digest, entered in the ledger, by two persons",
    options};

static enum err propose(struct console *run, const struct invocation *in, int64_t *id_r) {
    struct ctx *ctx = run->ctx;
    const char *what = in->rest[0], *basis = option_get(in, "basis"),
               *day = option_get(in, "first-day");
    struct date first = DATE_NONE;
    if (day && !date_parse(str_of(day), &first))
        return fail_field(ctx, ERR_DATE, "first-day", "date", NULL);
    if (!basis) basis = "政策包所载印发文件";
    const char *path = console_path(run, what);
    if (str_ends(str_of(what), ".csv")) {
        struct str csv;
        enum err e = file_read(ctx->arena, path, 1 << 20, &csv);
        return e == OK ? adoption_propose_calendar(ctx, csv, basis, id_r)
                       : fail(ctx, e, "读不到 %s", what);
    }
    if (!file_is_dir(path) && run->app->policies)
        path = file_join(ctx->arena, run->app->policies, what);
    return adoption_propose_policy(ctx, path, first, basis, id_r);
}

/* Who confirms; known to be another person who may, before anything is proposed. */
static enum err second_person(struct console *run, const struct invocation *in,
                              struct actor *second_r) {
    struct ctx *ctx = run->ctx;
    enum err e = console_actor(ctx, option_get(in, "second"), NULL, second_r);
    if (e != OK) return e;
    if (second_r->user_id == run->actor.user_id) return fail(ctx, ERR_SECOND_PERSON, NULL);
    second_r->channel = CHANNEL_CONSOLE;
    second_r->os_user = run->os_user;
    second_r->operator_id = run->actor.operator_id;
    ctx->actor = second_r;
    e = actor_may(ctx, PERM_POLICY_ADOPT);
    ctx->actor = &run->actor;
    return e;
}

int cmd_policy_adopt(struct console *run) {
    struct invocation in;
    switch (console_options(run, &command, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    if (in.rest_count != 1) {
        fprintf(run->err,
                "gongxin policy adopt: one folder, place name or CSV file is needed (--help)\n");
        return 2;
    }
    int64_t id;
    struct actor second;
    enum err e = console_act_as(run, &in);
    if (e == OK) e = second_person(run, &in, &second);
    if (e == OK) e = propose(run, &in, &id);
    if (e == OK) {
        run->ctx->actor = &second;
        e = adoption_confirm(run->ctx, id);
    }
    if (e == OK) e = account_add_console_notice(run->ctx, second.user_id);
    if (e != OK) return console_fail(run, &in, e);
    fprintf(run->out, in.json ? "{\"edition\":\"%lld\"}\n" : "已采用，版本编号 %lld\n",
            (long long)id);
    return 0;
}
