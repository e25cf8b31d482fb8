/* An exchange on the loop thread: reads the request, hands it over, sends the answer. */
#include <string.h>

#include "base/bug.h"
#include "base/clock.h"
#include "base/num.h"
#include "http/wire.h"

static const char *mhd_header(const void *from, const char *name) {
    const struct exchange *e = from;
    return MHD_lookup_connection_value(e->mhd, MHD_HEADER_KIND, name);
}

struct exchange *exchange_new(struct loop *l, struct connection *c, struct MHD_Connection *mhd,
                              const char *uri) {
    struct exchange *e = l->free_exchanges;
    if (e != NULL) {
        l->free_exchanges = e->next_free;
    } else {
        e = ARENA_NEW(l->arena, struct exchange);
        e->loop = l;
        e->arena = arena_new();
        reply_init(&e->out, l->server->config.tmp_dir);
        buf_init(&e->body, ROUTE_BODY_MAX);
    }
    e->connection = c;
    e->mhd = mhd;
    e->uri = arena_strdup(e->arena, uri);
    e->phase = EXCHANGE_NEW;
    return e;
}

void exchange_free(struct exchange *e) {
    struct loop *l = e->loop;
    exchange_end(e);
    if (e->response != NULL) MHD_destroy_response(e->response);
    e->response = NULL;
    e->rq = (struct request){0};
    e->ctx = (struct ctx){0};
    e->match.route = NULL;
    e->chunk = NULL;
    e->chunk_n = 0;
    e->refused = OK;
    reply_reset(&e->out);
    if (e->body.cap > ROUTE_BODY_DEFAULT) {
        buf_free(&e->body);
        buf_init(&e->body, ROUTE_BODY_MAX);
    }
    buf_reset(&e->body);
    arena_reset(e->arena);
    e->next_free = l->free_exchanges;
    l->free_exchanges = e;
}

static enum MHD_Result hand_over(struct exchange *e, enum exchange_job job) {
    e->job = job;
    e->connection->phase = CONNECTION_WORKING;
    e->phase = EXCHANGE_AT_WORK;
    MHD_suspend_connection(e->mhd);
    loop_hand_over(e->loop, &e->item);
    return MHD_YES;
}

void exchange_resume(struct exchange *e) {
    if (e->response != NULL)
        e->phase = EXCHANGE_ANSWERED;
    else
        e->phase = e->job == JOB_ADMIT ? EXCHANGE_ADMITTED : EXCHANGE_BODY;
    MHD_resume_connection(e->mhd);
}

static enum MHD_Result send_answer(struct exchange *e) {
    e->connection->phase = CONNECTION_SENDING;
    e->connection->since = e->loop->now;
    e->connection->bytes = e->out.fd_size + (int64_t)e->out.body.n;
    return MHD_queue_response(e->mhd, (unsigned)e->out.status, e->response);
}

/* The library ends a connection that is answered before its request was read to the end. That is
 * right for a client that waits for leave, or would send a lot for nothing; with others the little
 * that comes is read first and thrown away, because they may only listen when they have sent. */
static enum MHD_Result refuse_now(struct exchange *e, enum err code) {
    exchange_refuse_now(e, code);
    if (exchange_refuse_early(e)) return send_answer(e);
    e->phase = EXCHANGE_ANSWERED;
    return MHD_YES;
}

bool exchange_refuse_early(const struct exchange *e) {
    const struct request *rq = &e->rq;
    return rq->body_declared > DISCARD_MAX ||
           (rq->has_body && request_header(rq, "Expect") != NULL);
}

static int64_t declared_length(const struct request *rq) {
    const char *text = request_header(rq, "Content-Length");
    int64_t n;
    return text != NULL && num_i64(str_of(text), 0, INT64_MAX, &n) ? n : -1;
}

static int64_t limit_of(const struct exchange *e) {
    const struct route *route = e->match.route;
    int64_t all = e->loop->server->config.upload_max;
    if ((route->flags & ROUTE_UPLOAD) == 0)
        return route->body_max > 0 ? route->body_max : ROUTE_BODY_DEFAULT;
    return route->body_max > 0 && route->body_max < all ? route->body_max : all;
}

static bool is_upload(const struct exchange *e) {
    return (e->match.route->flags & ROUTE_UPLOAD) != 0;
}

static void fill_request(struct exchange *e, const char *method) {
    struct request *rq = &e->rq;
    struct str rest = str_of(e->uri), path;
    (void)str_split(&rest, '?', &path);
    rq->method = http_method_of(method);
    rq->path = arena_str(e->arena, path);
    rq->query = rest.p == NULL ? (struct str){"", 0} : rest;
    rq->header = mhd_header;
    rq->header_from = e;
    rq->peer = e->connection->peer;
    rq->body_declared = declared_length(rq);
    rq->has_body = rq->body_declared > 0 || request_header(rq, "Transfer-Encoding") != NULL;
    if (!rq->has_body) rq->body_declared = 0;
}

/* The headers are complete. A refusal here is sent at once and the body is not read. */
static enum MHD_Result first_step(struct exchange *e, const char *method) {
    struct http_server *s = e->loop->server;
    struct request *rq = &e->rq;
    e->ticks = clock_ticks();
    e->ctx.arena = e->arena;
    e->ctx.clock = s->config.clock;
    fill_request(e, method);
    enum err code =
        router_match(&e->ctx, s->dispatch.router, rq->method, str_of(rq->path), &e->match);
    if (code != OK) return refuse_now(e, code);
    rq->route = e->match.route;
    rq->params = e->match.params;
    rq->n_params = e->match.n_params;
    rq->body_limit = limit_of(e);
    if (rq->body_declared > rq->body_limit + DISCARD_MAX) {
        code = fail(&e->ctx, ERR_NO_MEMORY_LIMIT, "提交的内容超过%lld字节的上限",
                    (long long)rq->body_limit);
        return refuse_now(e, code);
    }
    rq->body_too_large = rq->body_declared > rq->body_limit;
    if (pool_waiting(s->pool) >= s->config.queue) {
        metrics_note(s->metrics, METRICS_OVERLOADED);
        return refuse_now(e, fail(&e->ctx, ERR_HTTP_OVERLOADED, NULL));
    }
    e->phase = EXCHANGE_BODY;
    return is_upload(e) ? hand_over(e, JOB_ADMIT) : MHD_YES;
}

/* Of a body whose request is refused already. */
static enum MHD_Result discard_step(struct exchange *e, size_t *n) {
    e->rq.body_size += (int64_t)*n;
    *n = 0;
    return e->rq.body_size > DISCARD_MAX ? MHD_NO : MHD_YES;
}

/* Takes as much of the data as fits; what it leaves comes again. */
static enum MHD_Result body_step(struct exchange *e, const char *data, size_t *n) {
    struct request *rq = &e->rq;
    struct connection *c = e->connection;
    size_t got = *n;
    rq->body_too_large = rq->body_too_large || rq->body_size + (int64_t)got > rq->body_limit;
    bool keep = !rq->body_too_large && e->refused == OK;
    if (keep && is_upload(e)) {
        if (e->chunk == NULL) e->chunk = arena_alloc(e->arena, UPLOAD_CHUNK);
        size_t room = UPLOAD_CHUNK - e->chunk_n;
        got = got < room ? got : room;
        memcpy(e->chunk + e->chunk_n, data, got);
        e->chunk_n += got;
    } else if (keep) {
        buf_put(&e->body, data, got);
    }
    *n -= got;
    rq->body_size += (int64_t)got;
    c->bytes += (int64_t)got;
    if (!keep && rq->body_size > rq->body_limit + DISCARD_MAX) return MHD_NO;
    return e->chunk_n == UPLOAD_CHUNK ? hand_over(e, JOB_CHUNK) : MHD_YES;
}

enum MHD_Result exchange_step(struct exchange *e, const char *method, const char *data, size_t *n) {
    switch (e->phase) {
    case EXCHANGE_NEW: return first_step(e, method);
    case EXCHANGE_ADMITTED:
        /* Suspended while the headers were looked at, a connection sees its first call again, now
         * as the last chance to refuse before the body is read. */
        e->phase = EXCHANGE_BODY;
        e->connection->phase = CONNECTION_READING;
        if (*n == 0) return MHD_YES;
        return body_step(e, data, n);
    case EXCHANGE_BODY:
        e->connection->phase = CONNECTION_READING;
        if (*n > 0) return body_step(e, data, n);
        return hand_over(e, JOB_ANSWER);
    case EXCHANGE_ANSWERED: return *n > 0 ? discard_step(e, n) : send_answer(e);
    case EXCHANGE_AT_WORK: break;
    }
    BUG("a suspended connection was run");
}
