#include "registry/actor.h"

#include <string.h>

#include "base/bug.h"
#include "registry/app.h"

const char *channel_word(enum channel c) {
    switch (c) {
    case CHANNEL_NONE: return "none";
    case CHANNEL_WEB: return "web";
    case CHANNEL_API: return "api";
    case CHANNEL_CONSOLE: return "console";
    case CHANNEL_WINDOW: return "window";
    case CHANNEL_SYSTEM: return "system";
    }
    BUG("channel");
}

struct leaf actor_leaf(const struct ctx *ctx, enum ledger_event event) {
    const struct actor *a = ctx->actor;
    BUG_IF(!a);
    struct leaf l = LEAF(event);
    l.actor = a->user_id;
    l.post = a->post_id;
    l.unit = a->unit_id;
    l.second = a->operator_id;
    l.role = role_word(a->role);
    l.channel = channel_word(a->channel);
    l.place = *a->jurisdiction ? a->jurisdiction : NULL;
    return l;
}

enum err actor_may(struct ctx *ctx, enum permission p) {
    const struct actor *a = ctx->actor;
    BUG_IF(!a);
    if (role_may(a->role, p)) return OK;
    if (a->role == ROLE_NOBODY && a->channel != CHANNEL_SYSTEM)
        return fail(ctx, ERR_SIGN_IN_REQUIRED, NULL);
    return fail_field(ctx, ERR_FORBIDDEN, NULL, permission_word(p), "%s岗位没有“%s”的权限",
                      role_name(a->role), permission_name(p));
}

enum err actor_reaches(struct ctx *ctx, const char *place) {
    const struct actor *a = ctx->actor;
    bool all = a->channel == CHANNEL_SYSTEM || !strcmp(a->jurisdiction, ctx->app->home);
    if (all || !strcmp(a->jurisdiction, place)) return OK;
    return fail(ctx, ERR_FORBIDDEN, "只能办理本地区的事项");
}

const struct actor actor_system = {
    .role = ROLE_NOBODY,
    .channel = CHANNEL_SYSTEM,
    .name = "系统",
    .unit_name = "",
    .unit_type = "",
    .jurisdiction = "",
    .os_user = "",
    .address = "",
};
