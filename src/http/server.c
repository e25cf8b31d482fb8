#include "http/server.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/log.h"
#include "base/num.h"
#include "http/wire.h"

enum { LOOPS_MAX = 4, BACKLOG = 1024 };

static void set_defaults(struct http_config *c) {
    if (c->loops == 0) {
        long n = sysconf(_SC_NPROCESSORS_ONLN);
        c->loops = n < 2 ? 1 : n / 2 > LOOPS_MAX ? LOOPS_MAX : (unsigned)n / 2;
    }
    if (c->workers == 0) c->workers = 32;
    if (c->queue == 0) c->queue = 1024;
    if (c->connections == 0) c->connections = 2048;
    if (c->header_bytes == 0) c->header_bytes = 16 * 1024;
    if (c->upload_max == 0) c->upload_max = INT64_C(1) << 30;
    if (c->deadline_s == 0) c->deadline_s = 30;
    if (c->idle_s == 0) c->idle_s = 60;
    if (c->slowest == 0) c->slowest = 16 * 1024;
}

static enum err cannot_listen(struct ctx *ctx, const char *where, int why) {
    log_event(ctx, LOG_ERROR, "http.listen", "address=%s errno=%d", where, why);
    const char *reason = why == EADDRINUSE      ? "该地址已被占用"
                         : why == EACCES        ? "没有权限"
                         : why == EADDRNOTAVAIL ? "本机没有该地址"
                                                : "请检查地址的写法";
    return fail(ctx, ERR_HTTP_LISTEN, "无法在 %s 上提供服务：%s", where, reason);
}

/* "127.0.0.1:8080", "[::1]:0", "localhost:8080" */
static struct addrinfo *resolve(struct ctx *ctx, const char *listen) {
    struct str s = str_of(listen);
    size_t colon = s.n;
    while (colon > 0 && s.p[colon - 1] != ':')
        colon--;
    if (colon < 2) return NULL;
    struct str host = {s.p, colon - 1}, port = {s.p + colon, s.n - colon};
    uint32_t number;
    if (!num_u32(port, 65535, &number)) return NULL;
    if (host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']')
        host = (struct str){host.p + 1, host.n - 2};
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV | AI_PASSIVE},
                    *found = NULL;
    if (getaddrinfo(arena_str(ctx->arena, host), arena_str(ctx->arena, port), &hints, &found) != 0)
        return NULL;
    return found;
}

/* -1 with errno. shared lets the other loops listen on the same port. */
static int open_tcp(const struct addrinfo *at, bool shared) {
    int on = 1;
    int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -1;
    bool fine = setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
                (!shared || setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0) &&
                bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0;
    if (fine) return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}

static int port_of(int fd) {
    struct sockaddr_storage at;
    socklen_t n = sizeof at;
    char port[8];
    uint32_t number = 0;
    BUG_IF(getsockname(fd, (struct sockaddr *)&at, &n) != 0);
    BUG_IF(getnameinfo((struct sockaddr *)&at, n, NULL, 0, port, sizeof port, NI_NUMERICSERV) != 0);
    BUG_IF(!num_u32(str_of(port), 65535, &number));
    return (int)number;
}

/* One listening socket a loop. Sharing a port would also let a second server of the same user in,
 * silently taking half of the connections: so first see whether the port is free for one alone. */
static enum err listen_tcp(struct ctx *ctx, struct http_server *s, int *fds) {
    const char *where = s->config.listen;
    struct addrinfo *at = resolve(ctx, where);
    if (at == NULL) return cannot_listen(ctx, where, EINVAL);
    enum err e = OK;
    int probe = open_tcp(at, false);
    if (probe < 0) e = cannot_listen(ctx, where, errno);
    if (probe >= 0) {
        s->port = port_of(probe);
        close(probe);
    }
    for (unsigned i = 0; i < s->n_loops && e == OK; i++) {
        if (at->ai_family == AF_INET)
            ((struct sockaddr_in *)at->ai_addr)->sin_port = htons((uint16_t)s->port);
        else
            ((struct sockaddr_in6 *)at->ai_addr)->sin6_port = htons((uint16_t)s->port);
        fds[i] = open_tcp(at, true);
        if (fds[i] < 0) e = cannot_listen(ctx, where, errno);
    }
    freeaddrinfo(at);
    return e;
}

static enum err listen_local(struct ctx *ctx, struct http_server *s, int *fd_r) {
    const char *path = s->config.socket_path;
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof at.sun_path) return cannot_listen(ctx, path, ENAMETOOLONG);
    memcpy(at.sun_path, path, strlen(path) + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return cannot_listen(ctx, path, errno);
    /* Whoever may start a server here holds the directory's lock, so an old socket is a dead one. */
    unlink(path);
    /* The mode must be right before anybody can connect, that is before listen. */
    bool fine = bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && chmod(path, 0600) == 0 &&
                listen(fd, BACKLOG) == 0;
    if (!fine) {
        int why = errno;
        close(fd);
        return cannot_listen(ctx, path, why);
    }
    *fd_r = fd;
    return OK;
}

static struct http_server *server_new(const struct http_config *config,
                                      const struct dispatch *dispatch) {
    struct arena *a = arena_new();
    struct http_server *s = ARENA_NEW(a, struct http_server);
    s->arena = a;
    s->config = *config;
    set_defaults(&s->config);
    s->config.tmp_dir = arena_strdup(a, config->tmp_dir);
    s->config.listen = arena_strdup(a, config->listen);
    s->config.socket_path = arena_strdup(a, config->socket_path);
    s->dispatch = *dispatch;
    s->n_loops = s->config.loops;
    s->metrics = metrics_new(dispatch->router);
    s->loops = ARENA_ARRAY(a, s->n_loops, struct loop);
    crypto_random(&s->id_base, sizeof s->id_base);
    return s;
}

static void server_free(struct http_server **s) {
    metrics_free(&(*s)->metrics);
    if ((*s)->config.socket_path != NULL) unlink((*s)->config.socket_path);
    struct arena *a = (*s)->arena;
    *s = NULL;
    arena_free(&a);
}

enum err http_server_start(struct ctx *ctx, const struct http_config *config,
                           const struct dispatch *dispatch, struct http_server **s_r) {
    struct http_server *s = server_new(config, dispatch);
    int tcp[64], local = -1;
    BUG_IF(s->n_loops > 64);
    for (unsigned i = 0; i < 64; i++)
        tcp[i] = -1;
    sink_sweep(s->config.tmp_dir);
    enum err e = s->config.listen == NULL ? OK : listen_tcp(ctx, s, tcp);
    if (e == OK && s->config.socket_path != NULL) e = listen_local(ctx, s, &local);
    if (e != OK) {
        for (unsigned i = 0; i < s->n_loops; i++)
            if (tcp[i] >= 0) close(tcp[i]);
        s->config.socket_path = NULL;
        server_free(&s);
        return e;
    }
    s->pool = pool_new(s->config.workers, exchange_work);
    unsigned started = 0;
    for (; started < s->n_loops && e == OK; started++) {
        s->loops[started].server = s;
        s->loops[started].number = started;
        e = loop_start(ctx, &s->loops[started], tcp[started], started == 0 ? local : -1);
    }
    /* A loop that cannot start means no memory, threads or descriptors: nothing was served yet and
     * nothing can be. */
    if (e != OK) BUG("an event loop could not start");
    *s_r = s;
    return OK;
}

int http_server_port(const struct http_server *s) {
    return s->port;
}

void http_server_stop(struct http_server **s, unsigned grace_s) {
    if (*s == NULL) return;
    (*s)->grace_s = grace_s;
    atomic_store(&(*s)->stopping, true);
    for (unsigned i = 0; i < (*s)->n_loops; i++)
        loop_wake(&(*s)->loops[i]);
    for (unsigned i = 0; i < (*s)->n_loops; i++)
        loop_join(&(*s)->loops[i]);
    pool_stop(&(*s)->pool);
    for (unsigned i = 0; i < (*s)->n_loops; i++)
        loop_free(&(*s)->loops[i]);
    server_free(s);
}

void http_server_load(const struct http_server *s, struct http_load *load_r) {
    *load_r = (struct http_load){.workers = s->config.workers,
                                 .waiting = pool_waiting(s->pool),
                                 .busy_workers = pool_busy(s->pool)};
    for (unsigned i = 0; i < s->n_loops; i++)
        load_r->connections += atomic_load(&s->loops[i].n_connections);
}

const struct metrics *http_server_metrics(const struct http_server *s) {
    return s->metrics;
}
