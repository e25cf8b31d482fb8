/* gongxin: a city's public credit information sharing platform, run as its regulation says. */
#include <malloc.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command_socket.h"
#include "cli/commands.h"
#include "cli/open.h"

static int help(FILE *out) {
    fprintf(out, "gongxin 公信: public credit information sharing platform\n\n");
    for (const struct command_row *row = command_rows; row->word; row++)
        fprintf(out, "  %-20s %s\n", row->word, row->summary);
    fprintf(out, "\ngongxin COMMAND --help tells more. Exit status: 0 done, 1 refused or found "
                 "wrong, 2 usage.\n");
    return out == stdout ? 0 : 2;
}

/* Takes "--data DIR" out of the words; NULL when it is not there, has no value, or comes twice. */
static const char *take_data(int *argc, char **argv) {
    const char *dir = NULL;
    int given = 0;
    int kept = 0;
    for (int i = 0; i < *argc; i++) {
        if (!strcmp(argv[i], "--")) {
            while (i < *argc)
                argv[kept++] = argv[i++];
            break;
        }
        if (!strcmp(argv[i], "--data") && i + 1 < *argc) {
            dir = argv[++i];
            given++;
        } else if (!strncmp(argv[i], "--data=", 7)) {
            dir = argv[i] + 7;
            given++;
        } else {
            argv[kept++] = argv[i];
        }
    }
    *argc = kept;
    return given == 1 ? dir : NULL;
}

static bool asks(const char *option, int argc, char **argv) {
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (!strcmp(argv[i], option)) return true;
    return false;
}

/* Here, in this process. */
static int run_here(struct ctx *ctx, const char *dir, const struct command_row *row, int argc,
                    char **argv) {
    char cwd[4096];
    struct console run = {
        .ctx = ctx, .argc = argc, .argv = argv, .in = stdin, .out = stdout, .err = stderr};
    run.cwd = getcwd(cwd, sizeof cwd) ? cwd : ".";
    const struct passwd *me = getpwuid(getuid());
    run.os_user = me ? me->pw_name : "unknown";
    if (!dir) return row->run(&run); /* asked for help */
    bool json = asks("--json", argc, argv);
    enum err e = open_directory(ctx, dir, &run.app);
    if (e != OK) return option_fail(ctx, json, e, stdout, stderr);
    app_enter(run.app, ctx);
    e = console_check_words(&run);
    int status = e == OK ? row->run(&run) : option_fail(ctx, json, e, stdout, stderr);
    app_leave(run.app, ctx);
    app_close(&run.app);
    return status;
}

static int run_data(struct ctx *ctx, const struct command_row *row, int all, char **argv,
                    int taken) {
    int argc = all;
    const char *dir = take_data(&argc, argv);
    if (!dir && !asks("--help", argc - taken, argv + taken)) {
        fprintf(stderr, "gongxin %s: option needed once: --data DIR (--help)\n", row->word);
        return 2;
    }
    int status;
    if (dir && command_socket_call(ctx, dir, argc, argv, &status)) return status;
    return run_here(ctx, dir, row, argc - taken, argv + taken);
}

/* Large pieces go back to the system when they are freed, whatever lies behind them: glibc would stop doing so after
 * the first, and an import of a million rows would grow by a third. */
static void keep_memory_flat(void) {
    (void)mallopt(M_MMAP_THRESHOLD, 256 << 10);
}

int main(int argc, char **argv) {
    keep_memory_flat();
    signal(SIGPIPE, SIG_IGN);
    if (argc < 2) return help(stderr);
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help")) return help(stdout);
    int taken;
    const struct command_row *row = command_find(argc - 1, argv + 1, &taken);
    if (!row) {
        fprintf(stderr, "gongxin: no such command: %s (gongxin --help)\n", argv[1]);
        return 2;
    }
    struct arena *arena = arena_new();
    struct ctx ctx = {.arena = arena, .clock = &clock_system};
    int status = row->kind == COMMAND_DATA ? run_data(&ctx, row, argc - 1, argv + 1, taken)
                                           : row->local(&ctx, argc - 1 - taken, argv + 1 + taken);
    arena_free(&arena);
    if (fflush(stdout) && !status) status = 1;
    return status;
}
