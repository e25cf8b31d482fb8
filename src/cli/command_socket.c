#define _GNU_SOURCE /* accept4, struct ucred */
#include "cli/command_socket.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/bug.h"
#include "cli/commands.h"

enum { WORDS_MAX = 64 * 1024, ARGUMENTS_MAX = 256, AT_ONCE = 8, WORDS_SECONDS = 10 };

/* One message: "cwd NUL word NUL word NUL …" with three descriptors; the answer is one byte, the exit status. */

static bool address_of(const char *dir, struct sockaddr_un *sa) {
    *sa = (struct sockaddr_un){.sun_family = AF_UNIX};
    return (size_t)snprintf(sa->sun_path, sizeof sa->sun_path, "%s/gongxin.sock", dir) <
           sizeof sa->sun_path;
}

/* ---- caller */

static bool send_words(struct ctx *ctx, int fd, int argc, char **argv) {
    struct buf words;
    buf_init(&words, WORDS_MAX);
    char cwd[4096];
    if (!getcwd(cwd, sizeof cwd)) cwd[0] = 0;
    buf_put(&words, cwd, strlen(cwd) + 1);
    for (int i = 0; i < argc; i++)
        buf_put(&words, argv[i], strlen(argv[i]) + 1);
    struct str all = buf_finish(&words);
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(3 * sizeof(int))];
    } control = {0};
    char *bytes = arena_copy(ctx->arena, all.p, all.n);
    struct iovec iov = {bytes, all.n};
    struct msghdr m = {.msg_iov = &iov,
                       .msg_iovlen = 1,
                       .msg_control = &control,
                       .msg_controllen = sizeof control};
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(3 * sizeof(int));
    const int streams[3] = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};
    memcpy(CMSG_DATA(c), streams, sizeof streams);
    bool sent = all.p && sendmsg(fd, &m, MSG_NOSIGNAL) == (ssize_t)all.n;
    buf_free(&words);
    return sent;
}

bool command_socket_call(struct ctx *ctx, const char *dir, int argc, char **argv, int *status_r) {
    struct sockaddr_un sa;
    if (!address_of(dir, &sa)) return false;
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (fd < 0) return false;
    if (connect(fd, (struct sockaddr *)&sa, sizeof sa)) {
        close(fd);
        return false;
    }
    unsigned char status;
    fflush(stdout);
    if (send_words(ctx, fd, argc, argv) && read(fd, &status, 1) == 1) {
        *status_r = status;
    } else {
        fprintf(stderr,
                "gongxin: the server of this directory did not answer; the outcome is unknown\n");
        *status_r = 1;
    }
    close(fd);
    return true;
}

/* ---- server */

struct command_socket {
    struct app *app;
    int listener, stop[2];
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t fewer;
    int running;
    char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
};

struct call {
    struct command_socket *socket;
    int fd, streams[3];
    char words[WORDS_MAX];
    size_t n;
};

/* The words and the three streams; what came of a message that is refused is closed again. */
static bool receive(struct call *call) {
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(3 * sizeof(int))];
    } control;
    struct iovec iov = {call->words, sizeof call->words};
    struct msghdr m = {.msg_iov = &iov,
                       .msg_iovlen = 1,
                       .msg_control = &control,
                       .msg_controllen = sizeof control};
    struct timeval patience = {.tv_sec = WORDS_SECONDS};
    setsockopt(call->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ssize_t n = recvmsg(call->fd, &m, MSG_CMSG_CLOEXEC);
    struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&m) : NULL;
    if (!c || c->cmsg_type != SCM_RIGHTS) return false;
    size_t came = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    int fds[3] = {-1, -1, -1};
    memcpy(fds, CMSG_DATA(c), (came < 3 ? came : 3) * sizeof(int));
    call->n = (size_t)n;
    if (came == 3 && !(m.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) && !call->words[n - 1]) {
        memcpy(call->streams, fds, sizeof call->streams);
        return true;
    }
    for (size_t i = 0; i < GX_COUNT(fds); i++)
        if (fds[i] >= 0) close(fds[i]);
    return false;
}

/* The caller's standard input, for as long as there is a caller: when he has gone, or the server stops, it is at its
 * end. Otherwise a terminal would go on being read by a server nobody talks to. */
static ssize_t read_stream(void *from, char *to, size_t size) {
    struct call *call = from;
    for (;;) {
        struct pollfd fds[3] = {{.fd = call->streams[0], .events = POLLIN},
                                {.fd = call->fd, .events = POLLRDHUP},
                                {.fd = call->socket->stop[0], .events = POLLIN}};
        if (poll(fds, 3, -1) < 0 && errno != EINTR) return -1;
        if (fds[1].revents || fds[2].revents) return 0;
        if (fds[0].revents) return read(call->streams[0], to, size);
    }
}

static int close_stream(void *from) {
    struct call *call = from;
    return close(call->streams[0]);
}

/* False when a stream cannot be what it is for (an input opened for writing): all are closed then. */
static bool open_streams(struct call *call, struct console *run) {
    int in = fcntl(call->streams[0], F_GETFL);
    if (in >= 0 && (in & O_ACCMODE) != O_WRONLY)
        run->in = fopencookie(call, "r",
                              (cookie_io_functions_t){.read = read_stream, .close = close_stream});
    run->out = fdopen(call->streams[1], "w");
    run->err = fdopen(call->streams[2], "w");
    if (run->in && run->out && run->err) return true;
    FILE *const opened[] = {run->in, run->out, run->err};
    for (size_t i = 0; i < GX_COUNT(opened); i++)
        if (!opened[i])
            close(call->streams[i]);
        else
            fclose(opened[i]);
    return false;
}

static const char *name_of(struct ctx *ctx, uid_t uid) {
    struct passwd entry, *found;
    char room[4096];
    if (!getpwuid_r(uid, &entry, room, sizeof room, &found) && found)
        return arena_strdup(ctx->arena, entry.pw_name);
    return arena_printf(ctx->arena, "uid%u", (unsigned)uid);
}

static void close_streams(struct call *call) {
    for (size_t i = 0; i < GX_COUNT(call->streams); i++)
        close(call->streams[i]);
}

static bool has_json(int argc, char **argv) {
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (!strcmp(argv[i], "--json")) return true;
    return false;
}

/* Opens the three streams and runs the row's body. */
static int run_row(struct ctx *ctx, struct call *call, const struct command_row *row, int argc,
                   char **argv, const char *cwd) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(call->fd, SOL_SOCKET, SO_PEERCRED, &peer, &size)) {
        close_streams(call);
        return 1;
    }
    struct console run = {
        .ctx = ctx,
        .app = call->socket->app,
        .argc = argc,
        .argv = argv,
        .os_user = name_of(ctx, peer.uid),
        .cwd = cwd,
    };
    if (!open_streams(call, &run)) return 2;
    app_enter(run.app, ctx);
    enum err e = console_check_words(&run);
    int status =
        e == OK ? row->run(&run) : option_fail(ctx, has_json(argc, argv), e, run.out, run.err);
    app_leave(run.app, ctx);
    fclose(run.in);
    if (fclose(run.out) && !status) status = 1;
    fclose(run.err);
    return status;
}

static int run_call(struct call *call) {
    char *argv[ARGUMENTS_MAX];
    int argc = 0, taken;
    char *word = call->words, *end = call->words + call->n, *cwd = word;
    word += strlen(word) + 1;
    for (; word < end && argc < ARGUMENTS_MAX; word += strlen(word) + 1)
        argv[argc++] = word;
    const struct command_row *row = word < end ? NULL : command_find(argc, argv, &taken);
    if (!row || row->kind != COMMAND_DATA) { /* none of ours, or more words than there can be */
        close_streams(call);
        return 2;
    }
    struct arena *arena = arena_new();
    struct ctx ctx = {.arena = arena};
    int status = run_row(&ctx, call, row, argc - taken, argv + taken, cwd);
    arena_free(&arena);
    return status;
}

static void *serve_call(void *arg) {
    struct call *call = arg;
    struct command_socket *s = call->socket;
    unsigned char status = receive(call) ? (unsigned char)run_call(call) : 2;
    (void)!write(call->fd, &status, 1);
    close(call->fd);
    pthread_mutex_lock(&s->lock);
    s->running--;
    pthread_cond_signal(&s->fewer);
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

/* A call's memory lives in an arena that its own thread gives back. */
struct call_box {
    struct arena *arena;
    struct call call;
};

static void *serve_box(void *arg) {
    struct call_box *box = arg;
    serve_call(&box->call);
    struct arena *arena = box->arena;
    arena_free(&arena);
    return NULL;
}

static void start_call(struct command_socket *s, int fd) {
    struct arena *arena = arena_new();
    struct call_box *box = ARENA_NEW(arena, struct call_box);
    box->arena = arena;
    box->call.socket = s;
    box->call.fd = fd;
    pthread_mutex_lock(&s->lock);
    while (s->running >= AT_ONCE)
        pthread_cond_wait(&s->fewer, &s->lock);
    s->running++;
    pthread_mutex_unlock(&s->lock);
    pthread_t thread;
    BUG_IF(pthread_create(&thread, NULL, serve_box, box));
    pthread_detach(thread);
}

static void *listen_loop(void *arg) {
    struct command_socket *s = arg;
    struct pollfd fds[2] = {{.fd = s->listener, .events = POLLIN},
                            {.fd = s->stop[0], .events = POLLIN}};
    for (;;) {
        if (poll(fds, 2, -1) < 0 && errno != EINTR) break;
        if (fds[1].revents) break;
        if (!(fds[0].revents & POLLIN)) continue;
        int fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd >= 0) start_call(s, fd);
    }
    return NULL;
}

enum err command_socket_start(struct ctx *ctx, struct app *app, struct command_socket **s_r) {
    struct command_socket *s = ARENA_NEW(app->arena, struct command_socket);
    struct sockaddr_un sa;
    s->app = app;
    if (!address_of(app->dir, &sa))
        return fail(ctx, ERR_IO, "数据目录的路径过长，无法建立命令通道");
    unlink(sa.sun_path);
    s->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    mode_t before = umask(0177);
    bool bound = s->listener >= 0 && !bind(s->listener, (struct sockaddr *)&sa, sizeof sa);
    umask(before);
    if (!bound || listen(s->listener, 16) || pipe(s->stop))
        return fail(ctx, ERR_IO, "无法建立命令通道");
    memcpy(s->path, sa.sun_path, sizeof s->path);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->fewer, NULL);
    BUG_IF(pthread_create(&s->thread, NULL, listen_loop, s));
    *s_r = s;
    return OK;
}

void command_socket_stop(struct command_socket **sp) {
    struct command_socket *s = *sp;
    if (!s) return;
    *sp = NULL;
    (void)!write(s->stop[1], "", 1);
    pthread_join(s->thread, NULL);
    pthread_mutex_lock(&s->lock);
    while (s->running)
        pthread_cond_wait(&s->fewer, &s->lock);
    pthread_mutex_unlock(&s->lock);
    close(s->listener);
    close(s->stop[0]);
    close(s->stop[1]);
    unlink(s->path);
}
