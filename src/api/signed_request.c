#include "api/signed_request.h"

#include <pthread.h>
#include <string.h>

#include "base/bug.h"
#include "base/num.h"
#include "http/route.h"
#include "registry/api_key.h"

enum { WINDOW_SECONDS = 300, SLOTS = 1 << 16, PROBES = 64 };

/* Nonces by digest in fixed memory. A slot is free again when its request could no longer be repeated. When a
 * neighbourhood is full the request is refused: never is a nonce forgotten that could still be used. */
struct replay_guard {
    pthread_mutex_t lock;
    int64_t since; /* seconds */
    struct {
        uint8_t digest[16];
        int64_t until; /* seconds */
    } slots[SLOTS];
};

struct replay_guard *replay_guard_new(struct arena *a, struct instant since) {
    struct replay_guard *g = ARENA_NEW(a, struct replay_guard);
    g->since = since.us / 1000000;
    pthread_mutex_init(&g->lock, NULL);
    return g;
}

/* False when it was seen before, or cannot be remembered. */
static bool remember(struct replay_guard *g, const struct digest *d, int64_t now) {
    uint32_t start;
    memcpy(&start, d->b + 16, sizeof start);
    bool kept = false;
    pthread_mutex_lock(&g->lock);
    size_t room = SIZE_MAX;
    for (uint32_t i = 0; i < PROBES; i++) {
        size_t at = (start + i) % SLOTS;
        bool live = g->slots[at].until >= now;
        if (live && !memcmp(g->slots[at].digest, d->b, sizeof g->slots[at].digest)) {
            room = SIZE_MAX;
            break;
        }
        if (!live && room == SIZE_MAX) room = at;
    }
    if (room != SIZE_MAX) {
        memcpy(g->slots[room].digest, d->b, sizeof g->slots[room].digest);
        g->slots[room].until = now + 2 * WINDOW_SECONDS;
        kept = true;
    }
    pthread_mutex_unlock(&g->lock);
    return kept;
}

static enum err refuse(struct ctx *ctx, const char *header, const char *rule) {
    return fail_field(ctx, ERR_SIGN_IN_REQUIRED, header, rule, "接口请求的签名不成立");
}

struct signature {
    const char *key, *timestamp, *nonce, *digest;
    uint8_t mac[DIGEST_BYTES];
};

static enum err read_headers(struct ctx *ctx, const struct request *rq, int64_t now, int64_t since,
                             struct signature *s, struct http_auth *auth) {
    s->key = request_header(rq, "X-Key");
    s->timestamp = request_header(rq, "X-Timestamp");
    s->nonce = request_header(rq, "X-Nonce");
    s->digest = request_header(rq, "X-Content-SHA256");
    const char *mac = request_header(rq, "X-Signature");
    int64_t at;
    if (!s->timestamp || !num_i64(str_of(s->timestamp), 0, INT64_MAX / 2, &at) ||
        at < now - WINDOW_SECONDS || at > now + WINDOW_SECONDS || at < since)
        return refuse(ctx, "X-Timestamp", "within:300s");
    if (!s->nonce || strlen(s->nonce) < 8 || strlen(s->nonce) > 64)
        return refuse(ctx, "X-Nonce", "length:8..64");
    if (!s->digest || strlen(s->digest) != DIGEST_BYTES * 2 ||
        !num_hex(str_of(s->digest), auth->body_digest.b, DIGEST_BYTES))
        return refuse(ctx, "X-Content-SHA256", "sha256");
    if (!mac || strlen(mac) != DIGEST_BYTES * 2 || !num_hex(str_of(mac), s->mac, DIGEST_BYTES))
        return refuse(ctx, "X-Signature", "hmac-sha256");
    return OK;
}

static struct digest expected(struct ctx *ctx, const struct request *rq, const struct signature *s,
                              const struct key *secret) {
    char *text = arena_printf(ctx->arena, "%s\n%s%s%.*s\n%s\n%s\n%s", http_method_name(rq->method),
                              rq->path, rq->query.n ? "?" : "", (int)rq->query.n,
                              rq->query.n ? rq->query.p : "", s->digest, s->timestamp, s->nonce);
    return crypto_hmac(SUITE_INTL, secret, text, strlen(text));
}

enum err signed_request_check(struct ctx *ctx, struct replay_guard *guard, struct request *rq,
                              struct actor *actor_r, struct http_auth *auth_r) {
    int64_t now = clock_now(ctx->clock).us / 1000000;
    struct signature s;
    *auth_r = (struct http_auth){.kind = HTTP_AUTH_KEY, .has_body_digest = true};
    enum err e = read_headers(ctx, rq, now, guard->since, &s, auth_r);
    if (e != OK) return e;
    struct key secret;
    e = api_key_actor(ctx, s.key, &secret, actor_r);
    if (e != OK) return e;
    struct digest mac = expected(ctx, rq, &s, &secret);
    crypto_wipe(&secret, sizeof secret);
    if (!crypto_equal(mac.b, s.mac, DIGEST_BYTES)) return refuse(ctx, "X-Signature", "hmac-sha256");
    const struct str parts[] = {str_of(s.key), STR_LIT("\n"), str_of(s.nonce)};
    struct digest once = crypto_digest_parts(SUITE_INTL, parts, GX_COUNT(parts));
    if (!remember(guard, &once, now)) return refuse(ctx, "X-Nonce", "once");
    actor_r->channel = CHANNEL_API;
    return OK;
}
