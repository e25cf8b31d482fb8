/* console.h: one run of a command on a data directory.
 *
 * A command's body sees an entered ctx and three streams; it does not know whether it runs in the process that was
 * typed or inside the server that owns the directory (command_socket.h). Paths it is given are the caller's: console_path
 * makes them absolute. */
#ifndef CLI_CONSOLE_H
#define CLI_CONSOLE_H

#include <stdio.h>

#include "base/ctx.h"
#include "cli/option.h"
#include "registry/actor.h"
#include "registry/app.h"

struct console {
    struct ctx *ctx;
    struct app *app;
    int argc; /* behind the command's name */
    char **argv;
    FILE *in, *out, *err;
    const char *os_user; /* who typed it */
    const char *cwd;     /* where */
    struct actor actor;  /* set by console_act_as */
};

/* 0 done, 1 refused or found wrong, 2 usage. */
typedef int console_fn(struct console *run);

enum option_outcome console_options(struct console *run, const struct command *command,
                                    struct invocation *in_r);
/* Every word that was typed, before the command runs: ERR_PERSON_NUMBER_ARGUMENT when one holds a person's number and
 * the directory is none for tests. Words stand in process lists and in the shell's history. */
enum err console_check_words(struct console *run) GX_MUST_CHECK;
/* Says the failure and gives the exit status. */
int console_fail(struct console *run, const struct invocation *in, enum err e);
/* The path as the caller meant it. */
const char *console_path(struct console *run, const char *path);

/* Lets the command act for a user: --as LOGIN and, when the user has several posts, --post ID. Recorded as what it is:
 * channel console, the operating-system user, shown to the user at the next sign-in. Outside directories for tests
 * --credential FILE ("login password" of an active operator or system administrator, file mode 0600) is needed; that
 * person stands in every entry as the second person. ERR_CREDENTIAL, ERR_PASSWORD_CHANGE (an initial password opens
 * nothing), ERR_POST_CHOICE, ERR_ACCOUNT_STATE. */
#define CONSOLE_AS_OPTIONS                                                                         \
    {"as", "LOGIN", true, "the user on whose behalf the command acts"},                            \
        {"post", "ID", false, "the post of the act, when the user holds several"}, {               \
        "credential", "FILE", false,                                                               \
            "the operator's own credential, \"login password\", mode 0600"                         \
    }
enum err console_act_as(struct console *run, const struct invocation *in) GX_MUST_CHECK;
/* The actor of a user in a post, as every channel makes it. */
enum err console_actor(struct ctx *ctx, const char *login, const char *post,
                       struct actor *actor_r) GX_MUST_CHECK;

#endif
