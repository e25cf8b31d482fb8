/* wire.h: the inside of the server, for server.c, loop.c, exchange.c, upload.c and pool.c only.
 *
 * An exchange is one request on a connection. Its fields belong to the loop thread while its
 * connection runs and to one worker while it is suspended; the hand-over goes through the pool's
 * lock one way and through the loop's list of done ones the other. The library is called by loop
 * threads only: resumed from elsewhere, a connection could wait for the next time-out, because the
 * library's own wake-up is lost when it falls between two steps of a run. */
#ifndef HTTP_WIRE_H
#define HTTP_WIRE_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "http/pool.h"
#include "http/server.h"

enum {
    UPLOAD_CHUNK = 256 * 1024,
    /* So much of a body that is refused anyway is read and thrown away, so that the refusal can be
     * read by a client that sends first and listens later. */
    DISCARD_MAX = 1024 * 1024,
};

enum exchange_phase {
    EXCHANGE_NEW,      /* the request line came */
    EXCHANGE_BODY,     /* headers came, the body is coming */
    EXCHANGE_AT_WORK,  /* suspended, a worker has it */
    EXCHANGE_ADMITTED, /* the headers passed; the library repeats its call for them */
    EXCHANGE_ANSWERED  /* the response is made, to be queued by the loop */
};
enum exchange_job { JOB_ADMIT, JOB_CHUNK, JOB_ANSWER };

struct upload_sink;

struct exchange {
    struct pool_item item; /* first: the pool hands it back */
    struct exchange *next_free;
    struct loop *loop;
    struct connection *connection;
    struct MHD_Connection *mhd;
    struct MHD_Response *response;
    enum exchange_phase phase;
    enum exchange_job job;
    struct arena *arena;
    struct ctx ctx;
    bool begun; /* hooks.begin was called and hooks.end was not */
    struct route_match match;
    struct request rq;
    struct reply out;
    struct buf body;
    const char *uri;
    struct upload_sink *sink;
    char *chunk; /* UPLOAD_CHUNK bytes, of the arena */
    size_t chunk_n;
    enum err refused; /* what an earlier step said; the rest of the body is thrown away */
    int64_t ticks;    /* when the headers were complete */
};

enum connection_phase {
    CONNECTION_NEW,
    CONNECTION_IDLE,
    CONNECTION_READING,
    CONNECTION_WORKING,
    CONNECTION_SENDING
};

struct connection {
    struct connection *next, *prev; /* of the loop's list; next also of its free list */
    int fd;
    enum connection_phase phase;
    bool shut;
    int64_t since; /* ticks at which the phase began */
    int64_t bytes; /* received or to be sent in this phase */
    struct peer peer;
};

struct loop {
    struct http_server *server;
    unsigned number;
    pthread_t thread;
    struct MHD_Daemon *tcp, *local; /* local: loop 0 only */
    int epoll, wake;
    int64_t now; /* ticks, once a turn */
    struct arena *arena;
    struct connection *connections, *free_connections;
    struct exchange *free_exchanges;
    atomic_uint n_connections;
    struct pool_item *ready, **ready_tail; /* suspended in this turn, for the workers */
    unsigned n_ready;
    _Atomic(struct pool_item *) done; /* exchanges workers are through with, newest first */
};

struct http_server {
    struct arena *arena;
    struct http_config config;
    struct dispatch dispatch;
    struct metrics *metrics;
    struct pool *pool;
    struct loop *loops;
    unsigned n_loops;
    int port;
    unsigned grace_s;
    atomic_bool stopping;
    uint64_t id_base;
    atomic_uint_fast64_t id_count;
};

/* loop.c */
enum err loop_start(struct ctx *ctx, struct loop *l, int tcp_fd, int local_fd) GX_MUST_CHECK;
void loop_wake(struct loop *l);
void loop_join(struct loop *l);
/* To the workers, at the end of this turn, all at once. */
void loop_hand_over(struct loop *l, struct pool_item *item);
/* From a worker: the exchange is the loop thread's again. */
void loop_hand_back(struct loop *l, struct pool_item *item);
/* After all loops and workers have ended. */
void loop_free(struct loop *l);

/* exchange.c: on the loop thread */
struct exchange *exchange_new(struct loop *l, struct connection *c, struct MHD_Connection *mhd,
                              const char *uri);
void exchange_free(struct exchange *e);
/* Back from a worker: runs on when the library is run next. */
void exchange_resume(struct exchange *e);
/* Whether a refusal is sent before the body was read. */
bool exchange_refuse_early(const struct exchange *e);
enum MHD_Result exchange_step(struct exchange *e, const char *method, const char *data, size_t *n);

/* exchange_work.c: on a worker (or, for what needs none, on the loop thread) */
void exchange_work(struct pool_item *item);
void exchange_refuse_now(struct exchange *e, enum err code);
/* Ends the hooks and removes the upload, whoever still has to. */
void exchange_end(struct exchange *e);

/* upload.c: on workers, but for sink_drop */
enum err sink_open(struct exchange *e) GX_MUST_CHECK;
enum err sink_write(struct exchange *e, const char *p, size_t n) GX_MUST_CHECK;
enum err sink_close(struct exchange *e) GX_MUST_CHECK;
void sink_drop(struct exchange *e);
/* Removes what an earlier process left. */
void sink_sweep(const char *tmp_dir);

#endif
