/* gongxin render-worker: a paper from standard input to standard output, in a process that can reach nothing else. */
#include <stdio.h>

#include "cli/commands.h"
#include "notices/render_worker.h"

int cmd_render_worker(struct ctx *ctx, int argc, char **argv);

static const struct option options[] = {{0}};
static const struct command command = {
    "render-worker", "", "draw one paper: JSON in, PDF out; started by the server for each",
    options};

int cmd_render_worker(struct ctx *ctx, int argc, char **argv) {
    struct invocation in;
    (void)ctx;
    switch (option_read(&command, argc, argv, stdout, stderr, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    render_worker_run();
}
