/* api.h: what the handlers and the hooks of the API share: the process behind the routes.
 *
 * A handler finds it with api_of(ctx): sessions, keys' replay guard, rates, the route table. Handlers are thin: typed
 * input, one call into the rooms below, render; they hold no rule of their own. */
#ifndef API_API_H
#define API_API_H

#include <stdatomic.h>

#include "api/session.h"
#include "base/ctx.h"
#include "http/dispatch.h"
#include "http/rate.h"
#include "http/route.h"
#include "http/server.h"
#include "registry/app.h"

enum api_rate { API_RATE_NONE, API_RATE_SIGN_IN, API_RATE_SEARCH };

struct sign_in_guard;
struct replay_guard; /* nonces of signed requests seen lately */

struct api {
    struct app *app;
    struct arena *arena;
    struct router *router;
    struct dispatch dispatch;
    struct sessions *sessions;
    struct replay_guard *replay;
    struct rate *rate;
    struct sign_in_guard *sign_ins;
    struct http_server *server; /* NULL for calls without HTTP */
};

/* THE table: every route of the program, each once, with its permission (routes.c). */
extern const struct route api_routes[];
extern const size_t api_route_count;

/* Builds router, hooks and stores on an open directory. The result lives until api_free. */
struct api *api_new(struct app *app);
void api_free(struct api **api);
/* The OpenAPI document of the table. */
void api_openapi(struct buf *b);
/* Of the request being handled. */
struct api *api_of(const struct ctx *ctx);
/* The session token of the request, empty when it has none. */
struct str api_token(struct ctx *ctx, const struct request *rq);

#endif
