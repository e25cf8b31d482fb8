#include "api/api.h"

#include "api/hooks.h"
#include "api/sign_in_guard.h"
#include "api/signed_request.h"
#include "base/bug.h"

struct api *api_new(struct app *app) {
    struct arena *a = arena_new();
    struct api *api = ARENA_NEW(a, struct api);
    api->arena = a;
    api->app = app;
    api->router = router_new(a, api_routes, api_route_count);
    api->sessions = sessions_new();
    api->replay = replay_guard_new(a, clock_now(&app->clock));
    api->sign_ins = sign_in_guard_new(a);
    api->rate = rate_new(8192);
    api->dispatch = (struct dispatch){
        .router = api->router,
        .hooks = hooks_of(api),
        .cursor_key = &app->keys.token,
    };
    app->api = api;
    return api;
}

void api_free(struct api **api) {
    if (!*api) return;
    struct arena *a = (*api)->arena;
    (*api)->app->api = NULL;
    sessions_free(&(*api)->sessions);
    rate_free(&(*api)->rate);
    *api = NULL;
    arena_free(&a);
}

struct api *api_of(const struct ctx *ctx) {
    BUG_IF(!ctx->api);
    return ctx->api;
}
