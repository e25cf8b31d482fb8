#include "cli/commands.h"
#include "watch/rebuild.h"

int cmd_figures_rebuild(struct console *run);

static const struct option options[] = {CONSOLE_AS_OPTIONS, {0}};
static const struct command command = {
    "figures rebuild", "",
    "make the figures of records anew from the facts; the digits must be the same", options};

int cmd_figures_rebuild(struct console *run) {
    struct invocation in;
    switch (console_options(run, &command, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    int64_t rows = 0;
    enum err e = console_act_as(run, &in);
    if (e == OK) e = actor_may(run->ctx, PERM_WARNING_RULES);
    if (e == OK) e = figures_rebuild(run->ctx, &rows);
    if (e != OK) return console_fail(run, &in, e);
    fprintf(run->out, in.json ? "{\"deliveries\":%lld}\n" : "%lld deliveries\n", (long long)rows);
    return 0;
}
