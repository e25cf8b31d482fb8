/* An exchange on a worker: the steps that may block, and the making of the response. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/clock.h"
#include "base/log.h"
#include "http/wire.h"

/* 48 bits of milliseconds and 80 bits that no other request has, in Crockford's base 32: sorts by
 * time. No secret. */
static void make_id(struct exchange *e) {
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    struct http_server *s = e->loop->server;
    uint64_t ms = (uint64_t)clock_now(e->ctx.clock).us / 1000;
    uint64_t count = atomic_fetch_add_explicit(&s->id_count, 1, memory_order_relaxed);
    uint64_t parts[3] = {ms, s->id_base, count};
    static const int lengths[3] = {10, 8, 8};
    char *p = e->ctx.request_id;
    for (int i = 0; i < 3; i++) {
        for (int k = lengths[i] - 1; k >= 0; k--) {
            p[k] = digits[parts[i] & 31];
            parts[i] >>= 5;
        }
        p += lengths[i];
    }
    *p = '\0';
}

/* Behind a proxy of ours the address that counts is the one the proxy saw: the last it named. */
static void trust_proxy(struct exchange *e) {
    struct request *rq = &e->rq;
    bool loopback = rq->peer.local_socket || strncmp(rq->peer.address, "127.", 4) == 0 ||
                    strcmp(rq->peer.address, "::1") == 0;
    const char *header = request_header(rq, "X-Forwarded-For");
    if (!e->loop->server->config.trusted_proxy || !loopback || header == NULL) return;
    struct str rest = str_of(header), part = {0};
    while (str_split(&rest, ',', &part))
        continue;
    part = str_trim(part);
    struct in6_addr any;
    const char *text = arena_str(e->arena, part);
    if (part.n >= sizeof rq->peer.address) return;
    if (inet_pton(AF_INET, text, &any) == 1 || inet_pton(AF_INET6, text, &any) == 1)
        memcpy(rq->peer.address, text, part.n + 1);
}

static void begin(struct exchange *e) {
    const struct http_hooks *h = &e->loop->server->dispatch.hooks;
    make_id(e);
    trust_proxy(e);
    h->begin(h->arg, &e->ctx);
    e->begun = true;
}

void exchange_end(struct exchange *e) {
    const struct http_hooks *h = &e->loop->server->dispatch.hooks;
    if (e->sink != NULL) sink_drop(e);
    if (!e->begun) return;
    e->begun = false;
    h->end(h->arg, &e->ctx, &e->rq, &e->out);
}

static void add_header(struct exchange *e, const char *name, const char *value) {
    if (MHD_add_response_header(e->response, name, value) == MHD_NO)
        log_event(&e->ctx, LOG_ERROR, "http.header", "name=%s", name);
}

/* No page of another origin may frame, script or read ours, and nothing that is about people is
 * kept by a cache (security.md A14, A17). */
static void add_headers(struct exchange *e) {
    struct reply *out = &e->out;
    if (out->type != NULL) add_header(e, "Content-Type", out->type);
    add_header(e, "Cache-Control", out->cacheable ? "private, no-cache" : "no-store");
    add_header(e, "X-Content-Type-Options", "nosniff");
    add_header(e, "Referrer-Policy", "no-referrer");
    add_header(e, "Content-Security-Policy",
               out->page ? "default-src 'self'; img-src 'self' data:; style-src 'self' "
                           "'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action "
                           "'self'; frame-ancestors 'none'"
                         : "default-src 'none'; frame-ancestors 'none'");
    add_header(e, "X-Request-Id", e->ctx.request_id);
    if (out->etag != NULL) add_header(e, "ETag", out->etag);
    for (size_t i = 0; i < out->n_headers; i++)
        add_header(e, out->headers[i].name, out->headers[i].value);
    if (atomic_load(&e->loop->server->stopping)) add_header(e, "Connection", "close");
}

static void make_response(struct exchange *e) {
    struct reply *out = &e->out;
    struct str body;
    enum err code = reply_finish(&e->ctx, out, &body);
    if (code != OK) {
        dispatch_refuse(&e->ctx, &e->rq, NULL, out, code);
        BUG_IF(reply_finish(&e->ctx, out, &body) != OK);
    }
    if (out->fd >= 0 && out->fd_size > 0) {
        e->response = MHD_create_response_from_fd64((uint64_t)out->fd_size, out->fd);
        if (e->response != NULL) out->fd = -1; /* closed with the response */
    } else {
        /* The bytes stay where they are until the exchange is freed, after they were sent. */
        char *bytes = body.n > 0 ? out->body.p : NULL;
        e->response = MHD_create_response_from_buffer(body.n, bytes, MHD_RESPMEM_PERSISTENT);
    }
    BUG_IF(e->response == NULL); /* out of memory: see arena.h */
    add_headers(e);
}

static void account(struct exchange *e) {
    struct http_server *s = e->loop->server;
    int64_t us = clock_ticks() - e->ticks;
    int64_t sent = e->out.fd_size + (int64_t)e->out.body.n;
    const struct route *route = e->match.route;
    metrics_count(s->metrics, route, e->out.status, us, e->rq.body_size, sent);
    if (s->config.quiet) return;
    log_event(&e->ctx, LOG_INFO, "http.request", "route=%s method=%s status=%d us=%lld bytes=%lld",
              route == NULL ? "" : route->name, http_method_name(e->rq.method), e->out.status,
              (long long)us, (long long)sent);
}

/* On the loop thread, before any hook: for what no handler ever sees. */
void exchange_refuse_now(struct exchange *e, enum err code) {
    make_id(e);
    dispatch_refuse(&e->ctx, &e->rq, &e->match, &e->out, code);
    make_response(e);
    account(e);
}

static enum err admit(struct exchange *e) {
    begin(e);
    return dispatch_admit(&e->loop->server->dispatch, &e->ctx, &e->rq);
}

static enum err complete_upload(struct exchange *e) {
    enum err code = sink_write(e, e->chunk, e->chunk_n);
    e->chunk_n = 0;
    return code == OK ? sink_close(e) : code;
}

static void answer(struct exchange *e) {
    const struct dispatch *d = &e->loop->server->dispatch;
    bool upload = (e->match.route->flags & ROUTE_UPLOAD) != 0;
    enum err code = e->refused;
    if (!upload && code == OK) code = admit(e);
    /* What a chunked body said too late: uploads were admitted before its size was known. */
    if (code == OK && e->rq.body_too_large)
        code = fail(&e->ctx, ERR_NO_MEMORY_LIMIT, "提交的内容超过%lld字节的上限",
                    (long long)e->rq.body_limit);
    if (code == OK && upload) code = complete_upload(e);
    if (code == OK) {
        e->rq.body = e->body.n > 0 ? buf_finish(&e->body) : (struct str){"", 0};
        dispatch_answer(d, &e->ctx, &e->rq, &e->out);
    } else {
        dispatch_refuse(&e->ctx, &e->rq, NULL, &e->out, code);
    }
    make_response(e);
    account(e);
    exchange_end(e);
}

void exchange_work(struct pool_item *item) {
    struct exchange *e = (struct exchange *)item;
    switch (e->job) {
    case JOB_ADMIT:
        e->refused = admit(e);
        if (e->refused == OK) e->refused = sink_open(e);
        if (e->refused != OK && exchange_refuse_early(e)) answer(e);
        break;
    case JOB_CHUNK:
        if (e->refused == OK) e->refused = sink_write(e, e->chunk, e->chunk_n);
        e->chunk_n = 0;
        break;
    case JOB_ANSWER: answer(e); break;
    }
    loop_hand_back(e->loop, item);
}
