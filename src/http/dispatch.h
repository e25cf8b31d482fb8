/* dispatch.h: the order in which a request is looked at. Nothing of the network.
 *
 *  1. path (404) and method (405 with Allow)           router_match, before any body is read
 *  2. rate limit (429)                                 hooks.rate
 *  3. who is it (401)                                  hooks.authenticate
 *  4. may he (403)                                     hooks.permit
 *  5. CSRF for cookie sessions (403)
 *  6. media type (415), size (413), Idempotency-Key, If-Match (400, 428)
 *  7. body digest, JSON, input table (400)
 *  8. handler
 *
 * So nobody learns anything about input rules of a route he may not call. For uploads 2 to 6 happen
 * before the body is stored. */
#ifndef HTTP_DISPATCH_H
#define HTTP_DISPATCH_H

#include "base/ctx.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/route.h"

/* What api/ gives the server. All are called on worker threads, several at once; arg is shared. */
struct http_hooks {
    void *arg;
    /* Before anything: fills ctx->db, law, app, clock. The arena and the request id are there. */
    void (*begin)(void *arg, struct ctx *ctx);
    /* After the answer is ready, before it is sent: gives back what begin took. */
    void (*end)(void *arg, struct ctx *ctx, const struct request *rq, const struct reply *out);
    /* OK, or ERR_HTTP_RATE after setting rq->retry_after_s. NULL: no limit. May look at the peer's
     * address and route->rate only: nobody is authenticated yet. */
    enum err (*rate)(void *arg, struct ctx *ctx, struct request *rq);
    /* Fills ctx->actor and *auth_r from cookie, bearer token, key signature or peer. No proof
     * brought: OK with actor NULL. A proof that does not hold: ERR_SIGN_IN_REQUIRED (on a public
     * route the caller is then nobody) or another code (refused there too). */
    enum err (*authenticate)(void *arg, struct ctx *ctx, struct request *rq,
                             struct http_auth *auth_r);
    /* OK, or ERR_FORBIDDEN or another code; may enter the denied attempt. Called for every
     * route, for public ones too (ctx->actor may be NULL there). */
    enum err (*permit)(void *arg, struct ctx *ctx, const struct request *rq);
    /* Calls the route's handler, or answers in its place (a repeated request). NULL: the handler. */
    enum err (*handle)(void *arg, struct ctx *ctx, struct request *rq, struct reply *out);
};

struct dispatch {
    const struct router *router;
    struct http_hooks hooks;
    const struct key *cursor_key; /* of the process or the directory; for page.h */
};

/* Steps 2 to 6. rq->route, method, path, query, peer, header are set; has_body, body_declared too.
 * A refusal is returned; nothing is written. */
enum err dispatch_admit(const struct dispatch *d, struct ctx *ctx,
                        struct request *rq) GX_MUST_CHECK;
/* Steps 7 and 8; the body is complete. out holds the answer, also of a refusal. */
void dispatch_answer(const struct dispatch *d, struct ctx *ctx, struct request *rq,
                     struct reply *out);
/* Writes the refusal of any step, with the headers it needs (WWW-Authenticate, Retry-After; Allow
 * from m, which may be NULL). rq gives the faults of the input; it may be NULL. */
void dispatch_refuse(struct ctx *ctx, const struct request *rq, const struct route_match *m,
                     struct reply *out, enum err code);

#endif
