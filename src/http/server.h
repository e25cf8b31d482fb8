/* server.h: the listener. Requests come in on event loops, run on workers, leave on event loops.
 *
 * A loop thread owns its connections and never blocks: it reads a request, suspends the connection
 * and queues the request; one of the workers runs it (and may wait for a database or a shared
 * commit) and wakes the loop, which sends. Uploads are written to a file by workers in chunks;
 * memory per upload is constant.
 *
 * Limits: what is not complete within its deadline is cut off, however slowly bytes drip; when more
 * requests wait than `queue`, new ones get 503 at once; past `connections` nothing is accepted
 * until one ends. TLS is the front's job (nginx); on other than loopback addresses the operator
 * puts one before it. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/ctx.h"
#include "http/dispatch.h"
#include "http/metrics.h"

struct http_config {
    const char *listen;      /* "127.0.0.1:8080", "[::1]:0"; NULL: none. Port 0 takes a free one */
    const char *socket_path; /* Unix socket, mode 0600; NULL: none. An old one is replaced */
    const char *tmp_dir;     /* uploads and long answers; leftovers are removed at start */
    unsigned loops;          /* 0: one for two processors, at most 4 */
    unsigned workers;        /* 0: 32 */
    unsigned queue;          /* waiting requests; 0: 1024 */
    unsigned connections;    /* 0: 2048 */
    unsigned header_bytes;   /* 0: 16 KiB, line and headers together */
    int64_t upload_max;      /* 0: 1 GiB */
    unsigned deadline_s;     /* to complete a request or take an answer; 0: 30 */
    unsigned idle_s;         /* kept-alive connection between requests; 0: 60 */
    unsigned slowest;        /* bytes a second that lengthen the deadline of a body; 0: 16 KiB */
    bool trusted_proxy;      /* X-Forwarded-For of loopback peers is believed (its last entry) */
    bool quiet;              /* no access log */
    const struct clock *clock;
};

struct http_server;

/* Listens and serves; returns when ready. The router, hooks and key outlive the server. ERR_HTTP_LISTEN
 * (with the address in the detail) when it cannot: also when somebody else listens there. */
enum err http_server_start(struct ctx *ctx, const struct http_config *config,
                           const struct dispatch *dispatch, struct http_server **s_r) GX_MUST_CHECK;
/* The TCP port, 0 without one. */
int http_server_port(const struct http_server *s);
/* Accepts no more, closes idle connections, lets what was begun end and be sent (requests not
 * complete after grace_s seconds are cut off; handlers are always waited for), then frees. */
void http_server_stop(struct http_server **s, unsigned grace_s);

struct http_load {
    unsigned connections, waiting, busy_workers, workers;
};
void http_server_load(const struct http_server *s, struct http_load *load_r);
const struct metrics *http_server_metrics(const struct http_server *s);

#endif
