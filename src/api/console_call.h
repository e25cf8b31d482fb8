/* console_call.h: a route called at the machine's console, without the network: the same table, checks, permission,
 * input rules, handler and looks as over HTTP; only who is asking was found out otherwise. */
#ifndef API_CONSOLE_CALL_H
#define API_CONSOLE_CALL_H

#include "base/ctx.h"
#include "http/reply.h"
#include "http/request.h"

struct app;

struct console_call {
    enum http_method method;
    const char *target; /* "/api/v1/units?limit=5"; the prefix may be left out */
    struct str body;    /* JSON; empty when none */
    const char *upload; /* file for a route that takes one, or NULL */
    const char *idempotency_key;
};

/* ctx is entered and ctx->actor says who. `out` (reply_init'd by the caller) holds the answer or the problem document,
 * with its status. */
void console_call(struct ctx *ctx, const struct console_call *call, struct reply *out);

#endif
