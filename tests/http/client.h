/* client.h: a server with the fixture's routes, and a client that says bytes and hears answers. The
 * including file defines _GNU_SOURCE (strcasestr). */
#ifndef TESTS_HTTP_CLIENT_H
#define TESTS_HTTP_CLIENT_H

#include "test.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "fixture.h"
#include "http/server.h"

static struct arena *arena;
static struct ctx ctx;
static struct dispatch dispatch;
static struct http_server *server;
static char dir[] = "/tmp/gongxin-http-XXXXXX";

static inline int set_up(void **state) {
    (void)state;
    arena = arena_new();
    ctx = (struct ctx){.arena = arena, .clock = &clock_system};
    dispatch = fixture_dispatch(arena);
    strcpy(dir, "/tmp/gongxin-http-XXXXXX");
    return mkdtemp(dir) == NULL ? -1 : 0;
}

static inline int tear_down(void **state) {
    (void)state;
    http_server_stop(&server, 1);
    arena_free(&arena);
    return rmdir(dir); /* fails when an upload was left behind */
}

static inline void start(struct http_config config) {
    config.listen = "127.0.0.1:0";
    config.tmp_dir = dir;
    config.clock = &clock_system;
    config.quiet = true;
    assert_int_equal(http_server_start(&ctx, &config, &dispatch, &server), OK);
}

static inline int dial(void) {
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)http_server_port(server)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval patience = {10, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)&at, sizeof at) == 0) return fd;
    close(fd);
    return -1;
}

static inline bool send_bytes(int fd, const void *p, size_t n) {
    const char *c = p;
    while (n > 0) {
        ssize_t done = send(fd, c, n, MSG_NOSIGNAL);
        if (done <= 0) return false;
        c += done;
        n -= (size_t)done;
    }
    return true;
}

static inline bool say(int fd, const char *text) {
    return send_bytes(fd, text, strlen(text));
}

/* One answer: its status, head and body; 0 when the connection ended. */
struct answer {
    int status;
    char head[2048];
    char *body; /* the arena's; NULL when it was longer than wanted */
    size_t length;
};

static inline bool read_exactly(int fd, char *p, size_t n) {
    while (n > 0) {
        ssize_t got = recv(fd, p, n, 0);
        if (got <= 0) return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

static inline struct answer hear(int fd) {
    struct answer a = {0};
    size_t n = 0;
    while (n < sizeof a.head - 1 && (n < 4 || memcmp(a.head + n - 4, "\r\n\r\n", 4) != 0)) {
        if (!read_exactly(fd, a.head + n, 1)) return a;
        n++;
    }
    if (memcmp(a.head, "HTTP/1.1 ", 9) != 0) return a;
    a.status = (int)strtol(a.head + 9, NULL, 10);
    const char *length = strcasestr(a.head, "Content-Length: ");
    if (a.status == 100 || length == NULL) return a;
    a.length = (size_t)strtol(length + 16, NULL, 10);
    a.body = arena_alloc(arena, a.length + 1);
    if (!read_exactly(fd, a.body, a.length)) a.status = 0;
    return a;
}

#define HOST   "Host: test\r\n"
#define READER "Authorization: Bearer reader\r\n"
#define WRITER "Authorization: Bearer writer\r\n"

static inline struct answer ask_on(int fd, const char *text) {
    assert_true(say(fd, text));
    return hear(fd);
}

static inline struct answer ask(const char *text) {
    int fd = dial();
    assert_true(fd >= 0);
    struct answer a = ask_on(fd, text);
    close(fd);
    return a;
}

static inline bool ended(int fd) {
    char c;
    return recv(fd, &c, 1, 0) <= 0 && errno != EAGAIN;
}

static inline int64_t since(int64_t ticks) {
    return (clock_ticks() - ticks) / 1000;
}

static inline size_t files_in(const char *path) {
    DIR *d = opendir(path);
    size_t n = 0;
    for (struct dirent *f; (f = readdir(d)) != NULL;)
        n += f->d_name[0] != '.';
    closedir(d);
    return n;
}

static inline bool comes_true(bool (*what)(void)) {
    for (int i = 0; i < 500; i++) {
        if (what()) return true;
        usleep(10000);
    }
    return false;
}

static inline bool nothing_open(void) {
    return files_in(dir) == 0 && atomic_load(&fixture_open) == 0;
}

#endif
