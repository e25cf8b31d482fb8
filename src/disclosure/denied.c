#include "disclosure/denied.h"

#include "disclosure/look.h"
#include "law/law.h"
#include "registry/actor.h"
#include "registry/app.h"

enum err denied_attempt(struct ctx *ctx, const char *route, enum err code) {
    const char *place = *ctx->actor->jurisdiction ? ctx->actor->jurisdiction : ctx->app->home;
    struct date today = clock_today(ctx->clock);
    const struct policy *p = law_policy(ctx->law, place, today);
    if (p && !policy_flag(p, PARAM_QUERY_LOG_DENIED, true, today)) return OK;
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
