#include "api/hooks.h"

#include <string.h>

#include "api/api.h"
#include "api/once.h"
#include "api/signed_request.h"
#include "base/bug.h"
#include "base/num.h"
#include "disclosure/denied.h"

#define COOKIE "gongxin_session"

enum { SIGN_INS_A_MINUTE = 60 };

static void begin(void *arg, struct ctx *ctx) {
    struct api *api = arg;
    app_enter(api->app, ctx);
}

static void end(void *arg, struct ctx *ctx, const struct request *rq, const struct reply *out) {
    struct api *api = arg;
    (void)rq;
    (void)out;
    app_leave(api->app, ctx);
}

static enum err rate(void *arg, struct ctx *ctx, struct request *rq) {
    struct api *api = arg;
    if (rq->route->rate == API_RATE_NONE || rq->peer.local_socket) return OK;
    unsigned most = rq->route->rate == API_RATE_SEARCH
                        ? (unsigned)ctx->app->settings.number[SETTING_SEARCH_RATE]
                        : SIGN_INS_A_MINUTE;
    char address[46];
    rate_address(rq->peer.address, address);
    struct rate_rule rule = {.burst = most, .per_minute = most};
    if (rate_take(api->rate, rule, rq->route->rate, str_of(address), clock_ticks(),
                  &rq->retry_after_s))
        return OK;
    return fail(ctx, ERR_HTTP_RATE, NULL);
}

struct str api_token(struct ctx *ctx, const struct request *rq) {
    const char *bearer = request_bearer(rq);
    return str_of(bearer ? bearer : request_cookie(ctx, rq, COOKIE));
}

/* The post that X-Post names; 0 when the header is not there. */
static enum err named_post(struct ctx *ctx, const struct request *rq, int64_t *post_r) {
    const char *text = request_header(rq, "X-Post");
    *post_r = 0;
    if (!text || num_i64(str_of(text), 1, INT64_MAX, post_r)) return OK;
    return fail_field(ctx, ERR_POST_CHOICE, "X-Post", "id", NULL);
}

/* Routes a session may use although its password must be changed first. */
static bool is_about_session(const struct route *route) {
    return !strncmp(route->name, "session.", 8);
}

/* Who brings no proof, or one that does not hold. */
static void be_nobody(struct ctx *ctx, struct actor *actor, struct http_auth *auth) {
    *actor = actor_system;
    actor->channel = CHANNEL_NONE;
    actor->name = "";
    actor->jurisdiction = ctx->app->home;
    *auth = (struct http_auth){.kind = HTTP_AUTH_NOBODY};
}

/* Signing out, choosing a post and reading what is public need no post. */
static enum err without_post(struct api *api, struct ctx *ctx, struct str token,
                             struct actor *actor) {
    struct account account;
    enum err e = session_account(ctx, api->sessions, token, &account);
    if (e != OK) return e;
    *actor = actor_system;
    actor->user_id = account.user_id;
    actor->name = arena_strdup(ctx->arena, account.name);
    actor->jurisdiction = ctx->app->home;
    return OK;
}

static enum err by_session(struct api *api, struct ctx *ctx, struct request *rq, struct str token,
                           struct actor *actor, struct http_auth *auth) {
    int64_t post_id;
    bool must_change = false;
    enum err e = named_post(ctx, rq, &post_id);
    if (e == OK) e = session_actor(ctx, api->sessions, token, post_id, actor, &must_change);
    bool free = is_about_session(rq->route) || (rq->route->flags & ROUTE_PUBLIC && !post_id);
    if ((e == ERR_POST_CHOICE || e == ERR_FORBIDDEN) && free)
        e = without_post(api, ctx, token, actor);
    if (e != OK) return e;
    if (must_change && !is_about_session(rq->route)) return fail(ctx, ERR_PASSWORD_CHANGE, NULL);
    auth->kind = request_bearer(rq) ? HTTP_AUTH_BEARER : HTTP_AUTH_COOKIE;
    if (auth->kind == HTTP_AUTH_COOKIE) {
        char *csrf = arena_alloc(ctx->arena, TOKEN_TEXT);
        token_csrf(&api->app->keys.token, token, csrf);
        auth->csrf = csrf;
    }
    actor->channel = CHANNEL_WEB;
    return OK;
}

static enum err authenticate(void *arg, struct ctx *ctx, struct request *rq,
                             struct http_auth *auth) {
    struct api *api = arg;
    struct actor *actor = ARENA_NEW(ctx->arena, struct actor);
    struct str token = api_token(ctx, rq);
    enum err e;
    be_nobody(ctx, actor, auth);
    if (request_header(rq, "X-Key"))
        e = signed_request_check(ctx, api->replay, rq, actor, auth);
    else
        e = token.n ? by_session(api, ctx, rq, token, actor, auth) : OK;
    if (e == ERR_SIGN_IN_REQUIRED && rq->route->flags & ROUTE_PUBLIC) {
        be_nobody(ctx, actor, auth); /* on a public page, a proof that does not hold is none */
        e = OK;
    }
    if (e != OK) return e;
    actor->address = rq->peer.address;
    ctx->actor = actor;
    return OK;
}

/* HH-4, CZ-159: a denied attempt of somebody known is itself kept. */
static enum err keep_denied(struct ctx *ctx, const struct request *rq, enum err e) {
    if (e != ERR_FORBIDDEN || !ctx->actor->user_id) return e;
    enum err kept = denied_attempt(ctx, rq->route->name, e);
    return kept == OK ? e : kept;
}

static enum err permit(void *arg, struct ctx *ctx, const struct request *rq) {
    (void)arg;
    if (!(rq->route->flags & ROUTE_PUBLIC) && !ctx->actor->user_id)
        return fail(ctx, ERR_SIGN_IN_REQUIRED, NULL);
    return keep_denied(ctx, rq, actor_may(ctx, (enum permission)rq->route->permission));
}

/* What is refused about the object (another unit's, another place's) is kept like what is refused about the role;
 * whoever asks about a subject keeps his refusals himself. */
static enum err handle(void *arg, struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)arg;
    enum err e = once_handle(ctx, rq, out);
    bool look = rq->route->event && !strncmp(rq->route->event, "look.", 5);
    return look ? e : keep_denied(ctx, rq, e);
}

struct http_hooks hooks_of(struct api *api) {
    return (struct http_hooks){
        .arg = api,
        .begin = begin,
        .end = end,
        .rate = rate,
        .authenticate = authenticate,
        .permit = permit,
        .handle = handle,
    };
}
