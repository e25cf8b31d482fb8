#include "disclosure/denied.h"

#include "disclosure/look.h"

enum err denied_attempt(struct ctx *ctx, const char *route, enum err code) {
    struct failure kept = ctx->failure; /* the refusal itself is what the caller hears */
    struct look look = {
        .route = route,
        .purpose = "",
        .basis = "none",
        .view = "none",
        .outcome = LOOK_DENIED,
        .code = err_code(code),
    };
    enum err e = look_write(ctx, &look, 1);
    if (e == OK) ctx->failure = kept;
    return e;
}
