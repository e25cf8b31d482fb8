/* share.h: where the program's own files are: the packs, the calendar, the migrations, the web pages.
 *
 * $GONGXIN_SHARE, else the folder above the program's own (a build tree), else ../share/gongxin beside it. */
#ifndef CLI_SHARE_H
#define CLI_SHARE_H

#include "base/arena.h"

/* The folder called `name` ("policies", "sql"), or NULL when the program's files are nowhere. */
const char *share_dir(struct arena *a, const char *name);
/* The path of a program that is installed beside this one ("gongxin-verify"). */
const char *share_program(struct arena *a, const char *name);

#endif
