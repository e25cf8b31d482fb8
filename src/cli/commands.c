#include "cli/commands.h"

#include <string.h>

#define LOCAL(word, fn, summary) int fn(struct ctx *ctx, int argc, char **argv);
#define OWN(word, fn, summary)   int fn(struct ctx *ctx, int argc, char **argv);
#define DATA(word, fn, summary)  int fn(struct console *run);
#include "cli/commands.def"
#undef LOCAL
#undef OWN
#undef DATA

const struct command_row command_rows[] = {
#define LOCAL(word, fn, summary) {word, COMMAND_LOCAL, fn, NULL, summary},
#define OWN(word, fn, summary)   {word, COMMAND_OWN, fn, NULL, summary},
#define DATA(word, fn, summary)  {word, COMMAND_DATA, NULL, fn, summary},
#include "cli/commands.def"
#undef LOCAL
#undef OWN
#undef DATA
    {0},
};

const struct command_row *command_find(int argc, char **argv, int *taken_r) {
    const struct command_row *one = NULL;
    if (argc < 1) return NULL;
    for (const struct command_row *row = command_rows; row->word; row++) {
        const char *space = strchr(row->word, ' ');
        if (!space && !strcmp(row->word, argv[0])) one = row;
        if (space && argc > 1 && strlen(argv[0]) == (size_t)(space - row->word) &&
            !strncmp(row->word, argv[0], strlen(argv[0])) && !strcmp(space + 1, argv[1])) {
            *taken_r = 2;
            return row;
        }
    }
    *taken_r = 1;
    return one;
}
