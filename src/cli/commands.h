/* commands.h: every command of `gongxin`, once (commands.def). */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/console.h"

enum command_kind {
    COMMAND_LOCAL, /* needs no data directory: cmd_fn */
    COMMAND_DATA,  /* works on --data DIR, here or inside the server that owns it: console_fn */
    COMMAND_OWN,   /* makes or owns the data directory itself: cmd_fn */
};

typedef int cmd_fn(struct ctx *ctx, int argc, char **argv);

struct command_row {
    const char *word; /* one or two words */
    enum command_kind kind;
    cmd_fn *local;
    console_fn *run;
    const char *summary;
};

extern const struct command_row command_rows[]; /* ended by word NULL */

/* The row that argv begins with (two words before one) and how many of argv its name takes. NULL when there is none. */
const struct command_row *command_find(int argc, char **argv, int *taken_r);

#endif
