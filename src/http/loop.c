/* An event loop: a thread, its listeners and its connections.
 *
 * The library is driven from here (MHD_USE_EPOLL and MHD_run) because its own epoll thread stalls
 * when a multiple of 128 connections is ready at once, and because its time-out counts idle time
 * only: a client that drips a byte a second would live for ever. So each connection is in a phase
 * with a beginning, and once a second those past their deadline are shut down. */
/* struct ucred */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/thread.h"
#include "http/wire.h"

#define SECOND INT64_C(1000000)

static void describe_peer(struct connection *c, const struct sockaddr *from) {
    c->peer = (struct peer){0};
    if (from != NULL && from->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)from;
        inet_ntop(AF_INET, &in->sin_addr, c->peer.address, sizeof c->peer.address);
    } else if (from != NULL && from->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)from;
        inet_ntop(AF_INET6, &in->sin6_addr, c->peer.address, sizeof c->peer.address);
    } else {
        struct ucred cred;
        socklen_t n = sizeof cred;
        if (getsockopt(c->fd, SOL_SOCKET, SO_PEERCRED, &cred, &n) != 0) return;
        c->peer.local_socket = true;
        c->peer.uid = cred.uid;
        c->peer.gid = cred.gid;
        c->peer.pid = cred.pid;
    }
}

static void connection_opened(struct loop *l, struct MHD_Connection *mhd, void **socket_context) {
    struct connection *c = l->free_connections;
    if (c != NULL)
        l->free_connections = c->next;
    else
        c = ARENA_NEW(l->arena, struct connection);
    *c = (struct connection){.since = l->now, .next = l->connections};
    if (c->next != NULL) c->next->prev = c;
    l->connections = c;
    c->fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    const union MHD_ConnectionInfo *from =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    describe_peer(c, from == NULL ? NULL : from->client_addr);
    *socket_context = c;
    atomic_fetch_add(&l->n_connections, 1);
    metrics_note(l->server->metrics, METRICS_ACCEPTED);
}

static void connection_closed(struct loop *l, struct connection *c) {
    if (c->prev != NULL)
        c->prev->next = c->next;
    else
        l->connections = c->next;
    if (c->next != NULL) c->next->prev = c->prev;
    c->next = l->free_connections;
    l->free_connections = c;
    atomic_fetch_sub(&l->n_connections, 1);
}

static void on_connection(void *cls, struct MHD_Connection *mhd, void **socket_context,
                          enum MHD_ConnectionNotificationCode what) {
    struct loop *l = cls;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        connection_opened(l, mhd, socket_context);
    } else if (*socket_context != NULL) {
        connection_closed(l, *socket_context);
        *socket_context = NULL;
    }
}

/* Called when the request line is there; what it returns is the exchange of all later calls. */
static void *on_request_line(void *cls, const char *uri, struct MHD_Connection *mhd) {
    struct loop *l = cls;
    struct connection *c =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    c->phase = CONNECTION_READING;
    c->since = l->now;
    c->bytes = 0;
    return exchange_new(l, c, mhd, uri);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mhd, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *n, void **exchange) {
    (void)cls;
    (void)mhd;
    (void)url;
    (void)version;
    return exchange_step(*exchange, method, data, n);
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **exchange,
                         enum MHD_RequestTerminationCode why) {
    struct loop *l = cls;
    struct exchange *e = *exchange;
    (void)mhd;
    (void)why;
    if (e == NULL) return;
    *exchange = NULL;
    e->connection->phase = CONNECTION_IDLE;
    e->connection->since = l->now;
    e->connection->bytes = 0;
    exchange_free(e);
}

/* We decode ourselves, strictly: the library would cut a path at %00. */
static size_t leave_escapes(void *cls, struct MHD_Connection *mhd, char *s) {
    (void)cls;
    (void)mhd;
    return strlen(s);
}

GX_PRINTF(2, 0) static void on_log(void *cls, const char *fmt, va_list ap) {
    (void)cls;
    struct arena *a = arena_new();
    char *text = arena_vprintf(a, fmt, ap);
    for (char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20) *c = ' ';
    log_event(NULL, LOG_DEBUG, "http.library", "text=%s", text);
    arena_free(&a);
}

static struct MHD_Daemon *daemon_start(struct loop *l, int fd) {
    const struct http_config *config = &l->server->config;
    unsigned share = (config->connections + l->server->n_loops - 1) / l->server->n_loops;
    return MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, on_request, l,
        MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_CONNECTION_LIMIT, share, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)config->header_bytes, MHD_OPTION_NOTIFY_CONNECTION, on_connection, l,
        MHD_OPTION_URI_LOG_CALLBACK, on_request_line, l, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
        l, MHD_OPTION_UNESCAPE_CALLBACK, leave_escapes, NULL, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
}

static void cut_off(struct connection *c) {
    if (c->shut) return;
    c->shut = true;
    shutdown(c->fd, SHUT_RDWR);
}

/* Microseconds the phase may last; negative: as long as it takes. */
static int64_t allowance(const struct http_config *config, const struct connection *c) {
    switch (c->phase) {
    case CONNECTION_NEW: return config->deadline_s * SECOND;
    case CONNECTION_IDLE: return config->idle_s * SECOND;
    case CONNECTION_READING:
    case CONNECTION_SENDING: return (config->deadline_s + c->bytes / config->slowest) * SECOND;
    case CONNECTION_WORKING: break;
    }
    return -1;
}

static void sweep(struct loop *l) {
    for (struct connection *c = l->connections; c != NULL; c = c->next) {
        int64_t may = allowance(&l->server->config, c);
        if (may < 0 || l->now - c->since <= may || c->shut) continue;
        if (c->phase != CONNECTION_IDLE) metrics_note(l->server->metrics, METRICS_CUT_OFF);
        cut_off(c);
    }
}

static void stop_listening(struct MHD_Daemon *d) {
    if (d == NULL) return;
    int fd = MHD_quiesce_daemon(d);
    if (fd >= 0) close(fd);
}

/* Kept-alive connections go at once, those in the middle of something when grace is over. */
static void sweep_stopping(struct loop *l, int64_t until) {
    for (struct connection *c = l->connections; c != NULL; c = c->next) {
        bool idle = c->phase == CONNECTION_IDLE || c->phase == CONNECTION_NEW;
        if (idle || (c->phase != CONNECTION_WORKING && l->now >= until)) cut_off(c);
    }
}

static int wait_ms(const struct loop *l, bool stopping) {
    struct MHD_Daemon *daemons[] = {l->tcp, l->local};
    int wait = stopping ? 20 : 1000;
    for (int i = 0; i < 2; i++) {
        MHD_UNSIGNED_LONG_LONG ms;
        if (daemons[i] != NULL && MHD_get_timeout(daemons[i], &ms) == MHD_YES &&
            ms < (unsigned)wait)
            wait = (int)ms;
    }
    return wait;
}

void loop_wake(struct loop *l) {
    uint64_t one = 1;
    (void)!write(l->wake, &one, sizeof one);
}

void loop_hand_over(struct loop *l, struct pool_item *item) {
    item->next = NULL;
    *l->ready_tail = item;
    l->ready_tail = &item->next;
    l->n_ready++;
}

static void submit_ready(struct loop *l) {
    if (l->n_ready == 0) return;
    pool_submit(l->server->pool, l->ready, l->n_ready);
    l->ready = NULL;
    l->ready_tail = &l->ready;
    l->n_ready = 0;
}

void loop_hand_back(struct loop *l, struct pool_item *item) {
    struct pool_item *head = atomic_load_explicit(&l->done, memory_order_relaxed);
    do
        item->next = head;
    while (!atomic_compare_exchange_weak_explicit(&l->done, &head, item, memory_order_release,
                                                  memory_order_relaxed));
    if (head == NULL) loop_wake(l); /* whoever made the list non-empty wakes, once for all */
}

static void take_back(struct loop *l) {
    struct pool_item *item = atomic_exchange_explicit(&l->done, NULL, memory_order_acquire);
    while (item != NULL) {
        struct pool_item *next = item->next;
        exchange_resume((struct exchange *)item);
        item = next;
    }
}

static void turn(struct loop *l, bool stopping) {
    struct epoll_event events[4];
    int wait = wait_ms(l, stopping);
    int n = wait > 0 ? epoll_wait(l->epoll, events, 4, wait) : 0;
    BUG_IF(n < 0 && errno != EINTR);
    for (int i = 0; i < n; i++)
        if (events[i].data.fd == l->wake) {
            uint64_t count;
            (void)!read(l->wake, &count, sizeof count);
        }
    l->now = clock_ticks();
    take_back(l);
    if (l->tcp != NULL) MHD_run(l->tcp); /* never blocks */
    if (l->local != NULL) MHD_run(l->local);
    submit_ready(l);
}

static void *run(void *arg) {
    struct loop *l = arg;
    struct http_server *s = l->server;
    int64_t next_sweep = 0, until = 0;
    bool stopping = false;
    thread_be_prompt();
    while (!stopping || l->connections != NULL) {
        turn(l, stopping);
        if (!stopping && atomic_load(&s->stopping)) {
            stopping = true;
            until = l->now + s->grace_s * SECOND;
            stop_listening(l->tcp);
            stop_listening(l->local);
        }
        if (stopping) sweep_stopping(l, until);
        if (l->now < next_sweep) continue;
        sweep(l);
        next_sweep = l->now + SECOND;
    }
    return NULL;
}

static bool watch(struct loop *l, struct MHD_Daemon *d) {
    int fd = MHD_get_daemon_info(d, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    return epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

enum err loop_start(struct ctx *ctx, struct loop *l, int tcp_fd, int local_fd) {
    l->arena = arena_new();
    l->ready_tail = &l->ready;
    l->epoll = epoll_create1(EPOLL_CLOEXEC);
    l->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    l->now = clock_ticks();
    struct epoll_event event = {.events = EPOLLIN, .data.fd = l->wake};
    bool fine =
        l->epoll >= 0 && l->wake >= 0 && epoll_ctl(l->epoll, EPOLL_CTL_ADD, l->wake, &event) == 0;
    if (fine && tcp_fd >= 0) fine = (l->tcp = daemon_start(l, tcp_fd)) != NULL && watch(l, l->tcp);
    if (fine && local_fd >= 0)
        fine = (l->local = daemon_start(l, local_fd)) != NULL && watch(l, l->local);
    if (!fine) return fail(ctx, ERR_HTTP_LISTEN, NULL);
    /* A peer that is gone is an error code here, never a signal. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&l->thread, NULL, run, l);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed ? fail(ctx, ERR_HTTP_LISTEN, NULL) : OK;
}

void loop_join(struct loop *l) {
    pthread_join(l->thread, NULL);
}

void loop_free(struct loop *l) {
    if (l->tcp != NULL) MHD_stop_daemon(l->tcp);
    if (l->local != NULL) MHD_stop_daemon(l->local);
    for (struct exchange *e = l->free_exchanges; e != NULL; e = e->next_free) {
        reply_free(&e->out);
        buf_free(&e->body);
        arena_free(&e->arena);
    }
    close(l->epoll);
    close(l->wake);
    arena_free(&l->arena);
}
