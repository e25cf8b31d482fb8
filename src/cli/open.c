#include "cli/open.h"

#include <stdlib.h>

#include "cli/share.h"
#include "cli/statements.h"

struct app_options open_options(struct ctx *ctx) {
    return (struct app_options){
        .policies = share_dir(ctx->arena, "policies"),
        .sql = share_dir(ctx->arena, "sql"),
        .fault = getenv("GONGXIN_FAULT"),
        .stmts = statements_all(),
    };
}

enum err open_directory(struct ctx *ctx, const char *dir, struct app **app_r) {
    struct app_options options = open_options(ctx);
    options.dir = dir;
    return app_open(ctx, &options, app_r);
}
