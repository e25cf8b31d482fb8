#include "api/console_call.h"

#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "api/api.h"
#include "base/file.h"

static void keep(void *arg, struct ctx *ctx) {
    (void)arg;
    (void)ctx; /* the command has entered the directory already */
}

static void leave(void *arg, struct ctx *ctx, const struct request *rq, const struct reply *out) {
    (void)rq;
    (void)out;
    keep(arg, ctx);
}

static enum err known(void *arg, struct ctx *ctx, struct request *rq, struct http_auth *auth) {
    (void)arg;
    (void)ctx;
    (void)rq;
    *auth = (struct http_auth){.kind = HTTP_AUTH_SOCKET};
    return OK;
}

/* The two headers a console has: what it sends is JSON, or a file. */
static const char *header(const void *from, const char *name) {
    const struct console_call *call = from;
    if (strcasecmp(name, "Content-Type") != 0) return NULL;
    return call->upload ? "application/octet-stream" : call->body.n ? "application/json" : NULL;
}

/* An upload is read where it lies: a hard link in the directory's own folder, which the handler may take away. */
static enum err take_upload(struct ctx *ctx, struct request *rq, const char *path) {
    struct str content;
    enum err e = file_read(ctx->arena, path,
                           (size_t)ctx->app->settings.number[SETTING_UPLOAD_MAX] << 20, &content);
    if (e != OK) return fail(ctx, e, "读不到文件");
    char *copy =
        arena_printf(ctx->arena, "%s/tmp/call-%lld", ctx->app->dir, (long long)clock_ticks());
    e = file_write(copy, content, 0600);
    if (e != OK) return fail(ctx, e, NULL);
    const char *slash = strrchr(path, '/');
    rq->upload = (struct upload){
        .path = copy,
        .size = (int64_t)content.n,
        .sha256 = crypto_digest(SUITE_INTL, content.p, content.n),
        .filename = slash ? slash + 1 : path,
        .type = "application/octet-stream",
    };
    rq->body_size = (int64_t)content.n;
    return OK;
}

static enum err prepare(struct ctx *ctx, const struct console_call *call, struct request *rq,
                        struct route_match *m) {
    struct str target = str_of(call->target), path;
    if (!str_starts(target, "/api/"))
        target = str_of(arena_printf(ctx->arena, "/api/v1%s%s", call->target[0] == '/' ? "" : "/",
                                     call->target));
    (void)str_split(&target, '?', &path);
    rq->method = call->method;
    rq->path = arena_str(ctx->arena, path);
    rq->query = target.p ? target : (struct str){"", 0};
    rq->header = header;
    rq->header_from = call;
    rq->idempotency_key = call->idempotency_key;
    rq->peer.local_socket = true;
    rq->body = call->body;
    rq->has_body = call->body.n > 0 || call->upload;
    rq->body_declared = rq->body_size = (int64_t)call->body.n;
    rq->body_sha256 = crypto_digest(SUITE_INTL, call->body.p, call->body.n);
    enum err e = router_match(ctx, api_of(ctx)->router, call->method, path, m);
    if (e != OK) return e;
    rq->route = m->route;
    rq->params = m->params;
    rq->n_params = m->n_params;
    rq->body_limit = m->route->body_max ? m->route->body_max : ROUTE_BODY_DEFAULT;
    return call->upload ? take_upload(ctx, rq, call->upload) : OK;
}

void console_call(struct ctx *ctx, const struct console_call *call, struct reply *out) {
    struct api *own = ctx->api ? NULL : api_new(ctx->app);
    if (own) ctx->api = own;
    struct dispatch d = ctx->api->dispatch;
    d.hooks.begin = keep;
    d.hooks.end = leave;
    d.hooks.rate = NULL;
    d.hooks.authenticate = known;
    struct request rq = {.body_declared = -1};
    struct route_match m = {0};
    enum err e = prepare(ctx, call, &rq, &m);
    if (e == OK) e = dispatch_admit(&d, ctx, &rq);
    if (e == OK)
        dispatch_answer(&d, ctx, &rq, out);
    else
        dispatch_refuse(ctx, &rq, &m, out, e);
    if (own) {
        ctx->api = NULL;
        api_free(&own);
    }
}
