#include "notices/render_worker.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/attr.h"

#define INPUT_MAX (16u << 20)
#define PDF_MAX   (32u << 20)

static const struct {
    const char *name;
    render_paper_fn *draw;
} papers[] = {{"notice", paper_notice}};

static bool limit(int what, rlim_t most) {
    struct rlimit r = {most, most};
    return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

/* Nothing it may become can reach further than this. */
static bool take_limits(void) {
    signal(SIGXFSZ, SIG_IGN); /* a cache of fonts that cannot be written is no reason to die */
    bool good = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && limit(RLIMIT_CORE, 0) &&
                limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CPU, 15) && limit(RLIMIT_NOFILE, 128);
#ifndef __SANITIZE_ADDRESS__ /* its shadow is larger than any limit */
    good = good && limit(RLIMIT_AS, (rlim_t)1 << 30);
#endif
    return good;
}

static bool read_all(struct buf *in) {
    char part[65536];
    for (;;) {
        ssize_t n = read(0, part, sizeof part);
        if (n == 0) return !in->failed;
        if (n < 0 && errno != EINTR) return false;
        if (n > 0) buf_put(in, part, (size_t)n);
    }
}

static bool write_all(struct str out) {
    while (out.n) {
        ssize_t n = write(1, out.p, out.n);
        if (n < 0 && errno != EINTR) return false;
        if (n > 0) out = (struct str){out.p + n, out.n - (size_t)n};
    }
    return true;
}

static bool draw(struct arena *a, struct str text, struct buf *pdf) {
    const struct json *data =
        json_parse(a, text, (struct json_limits){.bytes = INPUT_MAX, .depth = 16}, NULL);
    const char *paper = json_get_text(data, "paper");
    for (size_t i = 0; paper && i < GX_COUNT(papers); i++)
        if (!strcmp(papers[i].name, paper)) return papers[i].draw(a, data, pdf);
    return false;
}

void render_worker_run(void) {
    struct buf in, pdf;
    if (!take_limits()) _exit(1);
    struct arena *a = arena_new();
    buf_init(&in, INPUT_MAX);
    buf_init(&pdf, PDF_MAX);
    bool good = read_all(&in);
    struct str text = buf_finish(&in);
    good = good && text.p && draw(a, text, &pdf);
    struct str out = buf_finish(&pdf);
    good = good && out.p && write_all(out);
    buf_free(&in);
    buf_free(&pdf);
    arena_free(&a);
    _exit(good ? 0 : 1); /* what the libraries of fonts keep goes with the process */
}
