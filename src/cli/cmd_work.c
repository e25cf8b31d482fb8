#include "cli/commands.h"
#include "watch/worker.h"

int cmd_work(struct console *run);

static const struct option options[] = {
    {"once", NULL, false,
     "run every rule until none has more to do (the only way; a server does it by itself)"},
    {"list", NULL, false, "list the rules and how often each runs"},
    {0},
};
static const struct command command = {"work", "", "run what time and queues ask for", options};

/* With --json one object a line. */
static void list(struct console *run, bool json) {
    for (const struct worker_rule *rule = worker_rules; rule->name; rule++)
        fprintf(run->out,
                json ? "{\"rule\":\"%s\",\"every_seconds\":%d,\"summary\":\"%s\"}\n"
                     : "%-24s %6d s  %s\n",
                rule->name, rule->every_seconds, rule->summary);
}

int cmd_work(struct console *run) {
    struct invocation in;
    switch (console_options(run, &command, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    if (option_has(&in, "list")) {
        list(run, in.json);
        return 0;
    }
    enum err e = worker_run_until_idle(run->ctx);
    if (e != OK) return console_fail(run, &in, e);
    if (in.json) fprintf(run->out, "{\"idle\":true}\n");
    return 0;
}
