/* gongxin publication rebuild: the projection that public pages read, made anew. */
#include <stdio.h>

#include "cli/commands.h"
#include "publication/public.h"
#include "registry/actor.h"

int cmd_publication_rebuild(struct console *run);

static const struct option options[] = {{0}};
static const struct command command = {
    "publication rebuild", "", "make what public pages read anew from what is published", options};

int cmd_publication_rebuild(struct console *run) {
    struct invocation in;
    int64_t n = 0;
    switch (console_options(run, &command, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    run->ctx->actor = &actor_system; /* it follows from what is there: nobody's act */
    enum err e = public_rebuild(run->ctx, &n);
    if (e != OK) return console_fail(run, &in, e);
    fprintf(run->out, in.json ? "{\"records\":%lld}\n" : "公示记录 %lld 条\n", (long long)n);
    return 0;
}
