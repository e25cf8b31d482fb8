/* What the server's adapter costs by itself: a handler that does nothing, through routing, hooks,
 * input table, worker hand-over and reply.
 *     http_echo PORT [LOOPS [WORKERS]]      then: wrk -t1 -c64 -d5s http://127.0.0.1:PORT/r/1234 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"
#include "http/server.h"

struct echo_in {
    int64_t record;
};
static const struct input_field echo_fields[] = {
    INPUT_ID(struct echo_in, record, "record", "记录", .in = IN_PATH),
};
static const struct input_spec echo_input = INPUT_SPEC(struct echo_in, echo_fields);

static enum err echo(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)ctx;
    const struct echo_in *in = rq->input;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", in->record);
    jw_ktext(w, "state", "in_force");
    jw_object_end(w);
    return OK;
}

static void begin(void *arg, struct ctx *ctx) {
    (void)arg;
    (void)ctx;
}
static void end(void *arg, struct ctx *ctx, const struct request *rq, const struct reply *out) {
    (void)arg;
    (void)ctx;
    (void)rq;
    (void)out;
}
static enum err authenticate(void *arg, struct ctx *ctx, struct request *rq, struct http_auth *a) {
    (void)arg;
    (void)ctx;
    (void)rq;
    (void)a;
    return OK;
}
static enum err permit(void *arg, struct ctx *ctx, const struct request *rq) {
    (void)arg;
    (void)ctx;
    (void)rq;
    return OK;
}

static const struct route routes[] = {
    {.name = "echo",
     .method = HTTP_GET,
     .path = "/r/{record}",
     .handler = echo,
     .input = &echo_input,
     .flags = ROUTE_PUBLIC,
     .summary = "Echo",
     .title = "回声"},
};

static unsigned number(int argc, char **argv, int i) {
    uint32_t n = 0;
    if (i < argc && !num_u32(str_of(argv[i]), 65535, &n)) exit(2);
    return n;
}

int main(int argc, char **argv) {
    struct arena *a = arena_new();
    struct ctx ctx = {.arena = a, .clock = &clock_system};
    struct http_config config = {
        .listen = arena_printf(a, "127.0.0.1:%u", number(argc, argv, 1)),
        .loops = number(argc, argv, 2),
        .workers = number(argc, argv, 3),
        .tmp_dir = "/tmp",
        .clock = &clock_system,
        .quiet = getenv("QUIET") != NULL,
    };
    struct dispatch d = {
        .router = router_new(a, routes, GX_COUNT(routes)),
        .hooks = {.begin = begin, .end = end, .authenticate = authenticate, .permit = permit},
    };
    struct http_server *s;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    if (http_server_start(&ctx, &config, &d, &s) != OK) {
        fprintf(stderr, "%s\n", ctx.failure.detail);
        return 1;
    }
    int sig;
    sigwait(&set, &sig);
    struct buf b;
    buf_init(&b, 1 << 20);
    metrics_text(http_server_metrics(s), &b);
    fprintf(stderr, "%s", buf_finish(&b).p);
    buf_free(&b);
    http_server_stop(&s, 2);
    arena_free(&a);
    return 0;
}
