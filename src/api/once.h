/* once.h: a POST with an Idempotency-Key is done once and answered the same when it comes again. */
#ifndef API_ONCE_H
#define API_ONCE_H

#include "base/ctx.h"
#include "http/reply.h"
#include "http/request.h"

/* Calls the route's handler, unless this user's key was used before: then the kept answer is given again.
 * An answer about somebody (route event "look.…") is never kept: the repeated request is answered and logged anew.
 * ERR_KEY_REUSED, ERR_KEY_DONE. Routes without ROUTE_KEY_ALLOWED or ROUTE_KEY_NEEDED just run. */
enum err once_handle(struct ctx *ctx, struct request *rq, struct reply *out) GX_MUST_CHECK;

#endif
