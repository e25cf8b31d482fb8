#include "cli/commands.h"
#include "registry/clock_set.h"

int cmd_clock(struct console *run);

static const struct option options[] = {
    {"set", "INSTANT", false,
     "e.g. 2026-03-01T01:00:00Z, or a day: its beginning in China; directories for tests only"},
    {0},
};
static const struct command command = {
    "clock", "", "show what time the platform goes by; set it for tests", options};

static bool read_instant(const char *text, struct instant *t_r) {
    struct date day;
    if (instant_parse(str_of(text), t_r)) return true;
    if (!date_parse(str_of(text), &day)) return false;
    *t_r = date_begin(day);
    return true;
}

int cmd_clock(struct console *run) {
    struct invocation in;
    switch (console_options(run, &command, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    const char *set = option_get(&in, "set");
    struct instant t;
    enum err e = OK;
    if (set) {
        struct actor actor = actor_system;
        actor.channel = CHANNEL_CONSOLE;
        run->ctx->actor = &actor;
        e = read_instant(set, &t) ? clock_set(run->ctx, t)
                                  : fail_field(run->ctx, ERR_DATE, "set", "instant", NULL);
    }
    if (e != OK) return console_fail(run, &in, e);
    char text[INSTANT_TEXT];
    instant_format(clock_now(run->ctx->clock), text);
    fprintf(run->out, in.json ? "{\"now\":\"%s\"}\n" : "%s\n", text);
    return 0;
}
