#include "intake/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/bug.h"
#include "intake/reader.h"

enum { PAGE = 16 << 10, PAGES = 64, WRITE = 128 << 10 };

struct page {
    int64_t number; /* -1: none */
    char bytes[PAGE];
};

struct spill {
    struct arena *arena;
    const char *dir;
    size_t memory;
    struct buf pending; /* everything while in memory; then what is not yet written */
    int64_t written;    /* bytes in the file; pending follows them */
    int fd;             /* -1 while in memory */
    struct page *pages; /* direct-mapped by page number */
};

enum err spill_errno(struct ctx *ctx) {
    return fail(ctx, errno == ENOSPC || errno == EDQUOT ? ERR_DISK_FULL : ERR_IO, NULL);
}

enum err spill_file(struct ctx *ctx, const char *dir, int *fd_r) {
    char *path = arena_printf(ctx->arena, "%s/gx-XXXXXX", dir == NULL ? "/tmp" : dir);
    int fd = mkstemp(path);
    if (fd < 0) return spill_errno(ctx);
    unlink(path);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    *fd_r = fd;
    return OK;
}

struct spill *spill_new(struct arena *a, const char *dir, size_t memory) {
    struct spill *s = ARENA_NEW(a, struct spill);
    s->arena = a;
    s->dir = arena_strdup(a, dir);
    s->memory = memory;
    s->fd = -1;
    buf_init(&s->pending, SIZE_MAX / 2);
    return s;
}

void spill_free(struct spill *s) {
    if (s == NULL) return;
    buf_free(&s->pending);
    if (s->fd >= 0) close(s->fd);
    s->fd = -1;
}

static enum err flush(struct ctx *ctx, struct spill *s) {
    if (s->fd < 0) {
        enum err e = spill_file(ctx, s->dir, &s->fd);
        if (e != OK) return e;
        s->pages = ARENA_ARRAY(s->arena, PAGES, struct page);
        for (int i = 0; i < PAGES; i++)
            s->pages[i].number = -1;
    }
    for (size_t done = 0; done < s->pending.n;) {
        ssize_t put = pwrite(s->fd, s->pending.p + done, s->pending.n - done,
                             (off_t)(s->written + (int64_t)done));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return spill_errno(ctx);
        done += (size_t)put;
    }
    s->written += (int64_t)s->pending.n;
    if (s->pending.cap > WRITE * 4)
        buf_free(&s->pending); /* the memory of the time before the file */
    else
        buf_reset(&s->pending);
    return OK;
}

enum err spill_add(struct ctx *ctx, struct spill *s, const void *p, size_t n, int64_t *at_r) {
    *at_r = spill_size(s);
    buf_put(&s->pending, p, n);
    size_t most = s->fd < 0 ? s->memory : WRITE;
    return s->pending.n > most ? flush(ctx, s) : OK;
}

int64_t spill_size(const struct spill *s) {
    return s->written + (int64_t)s->pending.n;
}

static enum err load(struct ctx *ctx, struct spill *s, int64_t number, struct page **page_r) {
    struct page *page = &s->pages[number % PAGES];
    *page_r = page;
    if (page->number == number) return OK;
    page->number = -1;
    int64_t at = number * PAGE;
    size_t want = s->written - at < PAGE ? (size_t)(s->written - at) : PAGE;
    for (size_t have = 0; have < want;) {
        size_t got;
        enum err e =
            reader_pread(ctx, s->fd, page->bytes + have, want - have, at + (int64_t)have, &got);
        if (e != OK) return e;
        if (got == 0) return fail(ctx, ERR_IO, NULL);
        have += got;
    }
    /* A page at the end may still grow: it is not kept. */
    if (want == PAGE) page->number = number;
    return OK;
}

enum err spill_read(struct ctx *ctx, struct spill *s, int64_t at, void *p, size_t n) {
    BUG_IF(at < 0 || at + (int64_t)n > spill_size(s));
    char *to = p;
    while (n > 0 && at < s->written) {
        struct page *page;
        enum err e = load(ctx, s, at / PAGE, &page);
        if (e != OK) return e;
        size_t from = (size_t)(at % PAGE), some = PAGE - from;
        if (some > n) some = n;
        if (at + (int64_t)some > s->written) some = (size_t)(s->written - at);
        memcpy(to, page->bytes + from, some);
        to += some;
        at += (int64_t)some;
        n -= some;
    }
    if (n > 0) memcpy(to, s->pending.p + (at - s->written), n);
    return OK;
}
