#define _GNU_SOURCE /* posix_spawn_file_actions_addclosefrom_np */
#include "notices/render.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "registry/app.h"

#define PDF_MAX (32u << 20)

/* ---- how many at a time */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t freed = PTHREAD_COND_INITIALIZER;
static int running;

static void take_place(void) {
    pthread_mutex_lock(&lock);
    while (running >= RENDER_MOST)
        pthread_cond_wait(&freed, &lock); /* each of them ends within its time */
    running++;
    pthread_mutex_unlock(&lock);
}

static void give_place(void) {
    pthread_mutex_lock(&lock);
    running--;
    pthread_cond_signal(&freed);
    pthread_mutex_unlock(&lock);
}

/* ---- the process */

struct child {
    pid_t pid;
    int in, out; /* our ends: its input, its output */
};

static bool pipe_of(int ends[2]) {
    if (pipe(ends) != 0) return false;
    for (int i = 0; i < 2; i++)
        BUG_IF(fcntl(ends[i], F_SETFD, FD_CLOEXEC) != 0);
    return true;
}

static bool start(const char *program, int in, int out, pid_t *pid_r) {
    static char name[] = "gongxin", word[] = "render-worker";
    static char path[] = "PATH=/usr/bin:/bin", home[] = "HOME=/nonexistent",
                locale[] = "LC_ALL=C.UTF-8";
    char *argv[] = {name, word, NULL}, *env[] = {path, home, locale, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none, pipe_signal;
    sigemptyset(&none);
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    BUG_IF(posix_spawn_file_actions_init(&files) || posix_spawnattr_init(&attr));
    BUG_IF(posix_spawn_file_actions_adddup2(&files, in, 0));
    BUG_IF(posix_spawn_file_actions_adddup2(&files, out, 1));
    BUG_IF(posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0));
    BUG_IF(posix_spawn_file_actions_addclosefrom_np(&files, 3));
    BUG_IF(posix_spawnattr_setsigmask(&attr, &none));
    BUG_IF(posix_spawnattr_setsigdefault(&attr, &pipe_signal));
    BUG_IF(posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
    int e = posix_spawn(pid_r, program, &files, &attr, argv, env);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attr);
    return e == 0;
}

static bool child_start(const char *program, struct child *c) {
    int in[2], out[2];
    if (!pipe_of(in)) return false;
    if (!pipe_of(out)) {
        close(in[0]);
        close(in[1]);
        return false;
    }
    bool good = start(program, in[0], out[1], &c->pid);
    close(in[0]);
    close(out[1]);
    c->in = in[1];
    c->out = out[0];
    if (good) {
        (void)fcntl(c->in, F_SETFL, O_NONBLOCK);
        (void)fcntl(c->out, F_SETFL, O_NONBLOCK);
        return true;
    }
    close(c->in);
    close(c->out);
    return false;
}

/* Gives the data and takes the answer until its end. False when time or size ran out. */
static bool talk(struct child *c, struct str data, int64_t until, struct buf *pdf) {
    size_t given = 0;
    for (;;) {
        struct pollfd fds[] = {{c->out, POLLIN, 0}, {c->in, POLLOUT, 0}};
        int64_t left = (until - clock_ticks()) / 1000;
        if (left <= 0) return false;
        int n = poll(fds, c->in >= 0 ? 2 : 1, (int)left);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        if (c->in >= 0 && fds[1].revents) {
            ssize_t w = write(c->in, data.p + given, data.n - given);
            if (w > 0) given += (size_t)w;
            bool gone = w < 0 && errno != EAGAIN && errno != EINTR;
            if (given == data.n || gone) {
                close(c->in);
                c->in = -1;
            }
        }
        if (!fds[0].revents) continue;
        char part[65536];
        ssize_t r = read(c->out, part, sizeof part);
        if (r == 0) return true;
        if (r < 0 && errno != EAGAIN && errno != EINTR) return false;
        if (r > 0) buf_put(pdf, part, (size_t)r);
        if (pdf->failed) return false;
    }
}

/* Its status when it ended well; it is killed when it did not. */
static int child_end(struct child *c, bool kill_it) {
    int status = -1;
    if (c->in >= 0) close(c->in);
    close(c->out);
    if (kill_it) (void)kill(c->pid, SIGKILL);
    while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

static enum err run(struct ctx *ctx, const char *program, struct str data, struct str *pdf_r) {
    struct child c;
    struct buf pdf;
    const struct app *app = ctx->app;
    int64_t seconds = app->settings.number[SETTING_RENDER_SECONDS];
    if (!seconds) seconds = RENDER_SECONDS;
    if (!child_start(program, &c)) return fail(ctx, ERR_NOTICE_RENDER, NULL);
    buf_init(&pdf, PDF_MAX);
    bool whole = talk(&c, data, clock_ticks() + seconds * 1000000, &pdf);
    int status = child_end(&c, !whole);
    struct str got = buf_finish(&pdf);
    bool good = whole && status == 0 && got.p && str_starts(got, "%PDF-");
    if (good) *pdf_r = (struct str){arena_copy(ctx->arena, got.p, got.n), got.n};
    buf_free(&pdf);
    if (good) return OK;
    log_event(ctx, LOG_WARN, "render.failed", "whole=%d status=%d", whole, status);
    return fail(ctx, ERR_NOTICE_RENDER, NULL);
}

enum err render_pdf(struct ctx *ctx, struct str data, struct str *pdf_r) {
    const char *program = ctx->app->settings.text[SETTING_RENDERER];
    take_place();
    enum err e = run(ctx, program && *program ? program : "/proc/self/exe", data, pdf_r);
    give_place();
    return e;
}
