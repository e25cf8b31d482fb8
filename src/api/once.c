#include "api/once.h"

#include <string.h>

#include "http/route.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/idempotency.h"

/* What makes two requests the same: also the post they act in. Keyed, because bodies name persons by their numbers. */
static struct idempotency describe(struct ctx *ctx, const struct request *rq) {
    const struct str parts[] = {
        str_of(arena_printf(ctx->arena, "%lld ", (long long)ctx->actor->post_id)),
        str_of(http_method_name(rq->method)),
        STR_LIT("\n"),
        str_of(rq->path),
        STR_LIT("?"),
        rq->query,
        STR_LIT("\n"),
        rq->body,
        {(const char *)rq->upload.sha256.b, DIGEST_BYTES}};
    struct digest plain = crypto_digest_parts(SUITE_INTL, parts, GX_COUNT(parts));
    struct digest d = crypto_hmac(SUITE_INTL, &ctx->app->keys.log, plain.b, sizeof plain.b);
    return (struct idempotency){
        .owner_id = ctx->actor->user_id,
        .key = rq->idempotency_key,
        .route = rq->route->name,
        .request = crypto_stored(SUITE_INTL, d),
    };
}

/* Answers about somebody are not kept: a repeated request is decided and logged again, and its key makes it one use of
 * a limited authorisation. */
static bool is_look(const struct request *rq) {
    return rq->route->event && !strncmp(rq->route->event, "look.", 5);
}

static enum err mark(struct ctx *ctx, struct db_session *s, void *arg) {
    return idempotency_mark(ctx, s, arg);
}

static enum err answer_again(struct ctx *ctx, const struct idempotency_found *found,
                             struct reply *out) {
    if (!found->status) return fail(ctx, ERR_KEY_DONE, NULL);
    if (!*found->reply) {
        reply_status(out, found->status);
        return OK;
    }
    struct json_writer *w = reply_json(out);
    jw_raw(w, str_of(found->reply));
    reply_status(out, found->status);
    return OK;
}

enum err once_handle(struct ctx *ctx, struct request *rq, struct reply *out) {
    bool allowed = rq->route->flags & (ROUTE_KEY_ALLOWED | ROUTE_KEY_NEEDED);
    if (!allowed || !rq->idempotency_key || !ctx->actor || !ctx->actor->user_id)
        return rq->route->handler(ctx, rq, out);
    struct idempotency id = describe(ctx, rq);
    struct idempotency_found found;
    bool there;
    enum err e = idempotency_find(ctx, &id, &there, &found);
    if (e != OK) return e;
    if (there)
        return is_look(rq) ? rq->route->handler(ctx, rq, out) : answer_again(ctx, &found, out);
    struct rider rider = {.write = mark, .arg = &id};
    ctx->rider = &rider;
    e = rq->route->handler(ctx, rq, out);
    ctx->rider = NULL;
    if (e == OK && rider.done && !is_look(rq) && !out->body.failed && out->fd < 0)
        idempotency_keep(ctx, &id, out->type ? out->status : 204,
                         (struct str){out->body.p ? out->body.p : "", out->body.n});
    return e;
}
