/* open.h: a data directory opened as every command opens it. */
#ifndef CLI_OPEN_H
#define CLI_OPEN_H

#include "base/ctx.h"
#include "registry/app.h"

/* ERR_NO_DIRECTORY, ERR_BUSY (another process owns it), and what app_open says. In directories for tests the
 * environment variable GONGXIN_FAULT gives the database's fault driver its orders. */
enum err open_directory(struct ctx *ctx, const char *dir, struct app **app_r) GX_MUST_CHECK;
/* The options that every opening shares; dir, create and the rest are the caller's. */
struct app_options open_options(struct ctx *ctx);

#endif
