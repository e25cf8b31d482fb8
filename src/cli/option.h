/* option.h: the options of a command, declared once: read, checked and printed as help.
 *
 * Every command has --help and --json. Exit status: 0 done, 1 refused or found wrong, 2 usage. */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include <stdbool.h>
#include <stdio.h>

#include "base/ctx.h"

struct option {
    const char *name;  /* "data"; without the dashes */
    const char *value; /* what the value is, "DIR"; NULL for a switch */
    bool required;
    const char *help;
};

struct command {
    const char *name;      /* "query", or "ledger verify" */
    const char *arguments; /* "[FILE…]", or "" */
    const char *summary;
    const struct option *options; /* ended by name NULL */
};

struct invocation {
    const struct command *command;
    const char *values[24];  /* by index of the option; "" for a given switch, NULL when absent */
    const char *const *rest; /* what is no option */
    int rest_count;
    bool json;
};

enum option_outcome { OPTION_RUN, OPTION_HELPED, OPTION_WRONG };

/* Reads argv (behind the command's name). Prints help (to out) or what is wrong (to err) itself. "--" ends options; "--name=value" and
 * "--name value" are the same. */
enum option_outcome option_read(const struct command *command, int argc, char **argv, FILE *out,
                                FILE *err, struct invocation *in_r);
/* The same for a command on a directory: its help names --data, which main.c takes out of the words. */
enum option_outcome option_read_data(const struct command *command, int argc, char **argv,
                                     FILE *out, FILE *err, struct invocation *in_r);
/* The value of the option, or NULL. Asking for an option the command does not declare is our bug. */
const char *option_get(const struct invocation *in, const char *name);
bool option_has(const struct invocation *in, const char *name);

/* Says the ctx's failure on err (as one JSON line on out with --json) and gives the exit status. */
int option_fail(const struct ctx *ctx, bool json, enum err e, FILE *out, FILE *err);

#endif
