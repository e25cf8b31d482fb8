/* The server itself, over sockets. */
/* strcasestr */
#define _GNU_SOURCE
#include "client.h"

static void answers(void **state) {
    (void)state;
    start((struct http_config){.loops = 2, .workers = 4});
    struct answer a = ask("GET /api/v1/records/5 HTTP/1.1\r\n" HOST READER "\r\n");
    assert_int_equal(a.status, 200);
    assert_string_equal(a.body, "{\"id\":\"5\"}");
    static const char *const there[] = {
        "Content-Type: application/json\r\n",
        "Cache-Control: no-store\r\n",
        "X-Content-Type-Options: nosniff\r\n",
        "Referrer-Policy: no-referrer\r\n",
        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n",
        "X-Request-Id: ",
        "ETag: \"7\"\r\n"};
    for (size_t i = 0; i < GX_COUNT(there); i++)
        ROW(i, strstr(a.head, there[i]) != NULL);
    assert_null(strcasestr(a.head, "server:"));
    assert_null(strcasestr(a.head, "libmicrohttpd"));
    static const struct {
        const char *request;
        int status;
    } rows[] = {
        {"GET /api/v1/records/5 HTTP/1.1\r\n" HOST "\r\n", 401},
        {"GET /none HTTP/1.1\r\n" HOST "\r\n", 404},
        {"GET /files/%00 HTTP/1.1\r\n" HOST "\r\n", 404},
        {"GET /files/%2e%2e/x HTTP/1.1\r\n" HOST "\r\n", 404},
        {"PUT / HTTP/1.1\r\n" HOST "\r\n", 405},
        {"BREW / HTTP/1.1\r\n" HOST "\r\n", 405},
        {"GET /?a=%C3%28 HTTP/1.1\r\n" HOST "\r\n", 400},
        {"GET /?a=1 HTTP/1.1\r\n" HOST "\r\n", 400},
        {"POST /api/v1/session HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", 204},
        {"POST /api/v1/session HTTP/1.1\r\n" HOST
         "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
         204},
        {"POST /api/v1/session HTTP/1.1\r\n" HOST
         "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
         "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
         204},
        {"POST /api/v1/session HTTP/1.1\r\n" HOST
         "Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n",
         413},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        ROW_INT(i, ask(rows[i].request).status, rows[i].status);
}

static void keeps_connections(void **state) {
    (void)state;
    start((struct http_config){.loops = 1, .workers = 4});
    int fd = dial();
    /* Three at once, the first the slowest: answers come in the order of the questions. */
    assert_true(say(fd, "GET /slow/200 HTTP/1.1\r\n" HOST "\r\n"
                        "GET /slow/1 HTTP/1.1\r\n" HOST "\r\n"
                        "HEAD /slow/2 HTTP/1.1\r\n" HOST "\r\n"));
    assert_string_equal(hear(fd).body, "{\"id\":\"200\"}");
    assert_string_equal(hear(fd).body, "{\"id\":\"1\"}");
    char c, head[2048];
    size_t n = 0;
    while (n < sizeof head && (n < 4 || memcmp(head + n - 4, "\r\n\r\n", 4) != 0)) {
        assert_int_equal(recv(fd, &c, 1, 0), 1);
        head[n++] = c;
    }
    for (int i = 0; i < 100; i++) {
        const char *text = arena_printf(arena, "GET /slow/0 HTTP/1.1\r\n" HOST "\r\n");
        (void)text;
        struct answer a = ask_on(fd, "GET /api/v1/records/9 HTTP/1.1\r\n" HOST READER "\r\n");
        ROW_INT(i, a.status, 200);
    }
    close(fd);
}

static void refuses_large_bodies(void **state) {
    (void)state;
    start((struct http_config){.loops = 1, .workers = 2});
    /* 1,024 is the limit of the route; what is over it is thrown away, who asks comes first. */
    char body[3000];
    memset(body, 'x', sizeof body);
    static const struct {
        const char *who;
        int status;
    } rows[] = {{"", 401}, {READER, 403}, {WRITER, 413}};
    struct answer a = {0};
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        a = ask(arena_printf(arena,
                             "PATCH /api/v1/records/5 HTTP/1.1\r\n" HOST "%s"
                             "Content-Type: application/json\r\nContent-Length: 3000\r\n\r\n"
                             "%.3000s",
                             rows[i].who, body));
        ROW_INT(i, a.status, rows[i].status);
    }
    assert_int_equal(a.status, 413);
    assert_non_null(strstr(a.body, "limit.size"));
    a = ask(arena_printf(arena,
                         "PATCH /api/v1/records/5 HTTP/1.1\r\n" HOST WRITER
                         "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                         "bb8\r\n%.3000s\r\n0\r\n\r\n",
                         body));
    assert_int_equal(a.status, 413);
    /* Without an end: cut off after a bounded number of bytes. */
    int fd = dial();
    assert_true(say(fd, "PATCH /api/v1/records/5 HTTP/1.1\r\n" HOST WRITER
                        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"));
    size_t sent = 0;
    while (sent < (64u << 20) && say(fd, "bb8\r\n") && send_bytes(fd, body, sizeof body) &&
           say(fd, "\r\n"))
        sent += sizeof body;
    assert_true(sent < 32u << 20);
    close(fd);
    /* Long headers. */
    char *name = arena_alloc(arena, 40001);
    memset(name, 'a', 40000);
    int status = ask(arena_printf(arena, "GET / HTTP/1.1\r\n" HOST "X: %s\r\n\r\n", name)).status;
    assert_true(status == 431 || status == 413 || status == 0);
    status = ask(arena_printf(arena, "GET /%s HTTP/1.1\r\n" HOST "\r\n", name)).status;
    assert_true(status == 414 || status == 0);
}

static void cuts_off_the_slow(void **state) {
    (void)state;
    start((struct http_config){.loops = 1, .workers = 2, .deadline_s = 1, .idle_s = 1});
    static const char *const drips[] = {
        "", /* not even the first line */
        "GET /files/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "GET / HTTP/1.1\r\nX-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "PATCH /api/v1/records/5 HTTP/1.1\r\n" HOST WRITER
        "Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"note\":\"aaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "POST /api/v1/uploads HTTP/1.1\r\n" HOST WRITER
        "Content-Type: application/octet-stream\r\nContent-Length: 900\r\n\r\n"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    int fds[GX_COUNT(drips)];
    size_t at[GX_COUNT(drips)];
    int64_t began = clock_ticks();
    for (size_t i = 0; i < GX_COUNT(drips); i++) {
        fds[i] = dial();
        /* All but the last 60 bytes at once, those then one at a time. */
        size_t n = strlen(drips[i]);
        at[i] = n > 60 ? n - 60 : 0;
        assert_true(send_bytes(fds[i], drips[i], at[i]));
    }
    size_t alive = GX_COUNT(drips);
    while (alive > 0 && since(began) < 6000) {
        usleep(100000);
        for (size_t i = 0; i < GX_COUNT(drips); i++) {
            if (fds[i] < 0) continue;
            if (drips[i][at[i]] != '\0') (void)!send_bytes(fds[i], &drips[i][at[i]++], 1);
            struct pollfd p = {.fd = fds[i], .events = POLLIN};
            if (poll(&p, 1, 0) == 0) continue;
            ROW(i, ended(fds[i]));
            close(fds[i]);
            fds[i] = -1;
            alive--;
        }
    }
    assert_int_equal(alive, 0);
    assert_true(since(began) >= 1000);
    assert_int_equal(metrics_event_count(http_server_metrics(server), METRICS_CUT_OFF), 5);
    /* A handler may take longer than any client, and an idle connection ends unnoted. */
    int fd = dial();
    assert_int_equal(ask_on(fd, "GET /slow/2500 HTTP/1.1\r\n" HOST "\r\n").status, 200);
    began = clock_ticks();
    assert_true(ended(fd));
    assert_true(since(began) < 6500);
    close(fd);
    assert_int_equal(metrics_event_count(http_server_metrics(server), METRICS_CUT_OFF), 5);
    assert_true(comes_true(nothing_open));
}

/* A number of ready connections that is a multiple of 128 stalled the library's own loop. */
static void serves_many_at_once(void **state) {
    (void)state;
    start((struct http_config){.loops = 1, .workers = 8, .connections = 600});
    static const int counts[] = {127, 128, 129, 256, 512};
    for (size_t k = 0; k < GX_COUNT(counts); k++) {
        int fds[512];
        for (int i = 0; i < counts[k]; i++)
            fds[i] = dial();
        int64_t began = clock_ticks();
        for (int turn = 0; turn < 3; turn++) {
            for (int i = 0; i < counts[k]; i++)
                ROW(i, say(fds[i], "GET /api/v1/records/9 HTTP/1.1\r\n" HOST READER "\r\n"));
            for (int i = 0; i < counts[k]; i++)
                ROW_INT(i, hear(fds[i]).status, 200);
        }
        ROW(k, since(began) < 5000);
        for (int i = 0; i < counts[k]; i++)
            close(fds[i]);
    }
}

static void sheds_load(void **state) {
    (void)state;
    start((struct http_config){.loops = 1, .workers = 1, .queue = 2});
    int fds[12], busy = 0, fine = 0;
    for (size_t i = 0; i < GX_COUNT(fds); i++) {
        fds[i] = dial();
        assert_true(say(fds[i], "GET /slow/300 HTTP/1.1\r\n" HOST "\r\n"));
        usleep(5000);
    }
    for (size_t i = 0; i < GX_COUNT(fds); i++) {
        struct answer a = hear(fds[i]);
        fine += a.status == 200;
        busy += a.status == 503 && strstr(a.head, "Retry-After: 1\r\n") != NULL;
        close(fds[i]);
    }
    assert_int_equal(fine, 3); /* one at work, two in the queue */
    assert_int_equal(busy, 9);
    assert_int_equal(metrics_event_count(http_server_metrics(server), METRICS_OVERLOADED), 9);
}

static void *stop_server(void *arg) {
    (void)arg;
    http_server_stop(&server, 5);
    return NULL;
}

static void stops_gracefully(void **state) {
    (void)state;
    start((struct http_config){.loops = 2, .workers = 2});
    int idle = dial(), busy = dial();
    assert_int_equal(ask_on(idle, "GET / HTTP/1.1\r\n" HOST "\r\n").status, 200);
    assert_true(say(busy, "GET /slow/700 HTTP/1.1\r\n" HOST "\r\n"));
    usleep(100000);
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)http_server_port(server)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int64_t began = clock_ticks();
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, stop_server, NULL), 0);
    assert_true(ended(idle));
    assert_true(since(began) < 650);
    /* The loops stop listening one after the other. */
    bool refused = false;
    for (int i = 0; i < 50 && !refused; i++) {
        int late = socket(AF_INET, SOCK_STREAM, 0);
        refused = connect(late, (struct sockaddr *)&at, sizeof at) != 0;
        close(late);
        usleep(refused ? 0 : 5000);
    }
    struct answer a = hear(busy);
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.head, "Connection: close\r\n"));
    assert_true(ended(busy));
    pthread_join(thread, NULL);
    assert_true(refused);
    assert_null(server);
    assert_true(since(began) < 3000);
    close(idle);
    close(busy);
}

static void knows_local_peers(void **state) {
    (void)state;
    const char *path = arena_printf(arena, "%s/socket", dir);
    struct http_config config = {
        .socket_path = path, .tmp_dir = dir, .clock = &clock_system, .workers = 2, .quiet = true};
    assert_int_equal(http_server_start(&ctx, &config, &dispatch, &server), OK);
    assert_int_equal(http_server_port(server), 0);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    strcpy(at.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    /* The hook takes whoever comes this way for the writer. */
    assert_int_equal(ask_on(fd, "DELETE /api/v1/records/5 HTTP/1.1\r\n" HOST "\r\n").status, 204);
    close(fd);
}

static void listens_alone(void **state) {
    (void)state;
    start((struct http_config){.loops = 2, .workers = 1});
    char where[32];
    snprintf(where, sizeof where, "127.0.0.1:%d", http_server_port(server));
    static const char *const bad[] = {
        "", "8080", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000", "203.0.113.7:80"};
    struct http_server *second = NULL;
    struct http_config config = {
        .listen = where, .tmp_dir = dir, .clock = &clock_system, .quiet = true};
    assert_int_equal(http_server_start(&ctx, &config, &dispatch, &second), ERR_HTTP_LISTEN);
    for (size_t i = 0; i < GX_COUNT(bad); i++) {
        config.listen = bad[i];
        ROW_INT(i, http_server_start(&ctx, &config, &dispatch, &second), ERR_HTTP_LISTEN);
        ROW(i, strstr(ctx.failure.detail, bad[i]) != NULL);
    }
}

static void sends_long_answers(void **state) {
    (void)state;
    start((struct http_config){.loops = 1, .workers = 2});
    int fd = dial();
    for (int i = 0; i < 2; i++) {
        struct answer a =
            ask_on(fd, "GET /api/v1/downloads/100000 HTTP/1.1\r\n" HOST READER "\r\n");
        assert_int_equal(a.status, 200);
        assert_int_equal(a.length, 6400000);
        assert_int_equal(a.body[6399999], '\n');
    }
    assert_int_equal(files_in(dir), 0);
    close(fd);
}

/* Several clients, all kinds of request, at once: for the thread sanitizer. */
static void *mixed_client(void *arg) {
    size_t *done = arg;
    static const char *const requests[] = {
        "GET /api/v1/records/9 HTTP/1.1\r\n" HOST READER "\r\n",
        "GET /slow/1 HTTP/1.1\r\n" HOST "\r\n",
        "GET /none HTTP/1.1\r\n" HOST "\r\n",
        "POST /api/v1/uploads HTTP/1.1\r\n" HOST WRITER
        "Content-Type: application/octet-stream\r\nContent-Length: 3\r\n\r\nabc",
        "GET /api/v1/downloads/100 HTTP/1.1\r\n" HOST READER "\r\n",
    };
    int fd = dial();
    for (size_t i = 0; i < 200; i++) {
        char bytes[16384];
        size_t n = 0;
        if (!say(fd, requests[i % GX_COUNT(requests)])) break;
        const char *end = NULL;
        while (end == NULL && n < sizeof bytes - 1) {
            ssize_t got = recv(fd, bytes + n, sizeof bytes - 1 - n, 0);
            if (got <= 0) return NULL;
            n += (size_t)got;
            bytes[n] = '\0';
            end = strstr(bytes, "\r\n\r\n");
        }
        const char *length = strcasestr(bytes, "Content-Length: ");
        size_t body = length == NULL ? 0 : (size_t)strtol(length + 16, NULL, 10);
        size_t have = n - (size_t)(end + 4 - bytes);
        while (have < body) {
            ssize_t got = recv(fd, bytes, sizeof bytes, 0);
            if (got <= 0) return NULL;
            have += (size_t)got;
        }
        ++*done;
    }
    close(fd);
    return NULL;
}

static void serves_all_kinds_at_once(void **state) {
    (void)state;
    start((struct http_config){.loops = 2, .workers = 8});
    enum { CLIENTS = 8 };
    pthread_t threads[CLIENTS];
    size_t done[CLIENTS] = {0};
    for (int i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, mixed_client, &done[i]), 0);
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        ROW_INT(i, done[i], 200);
    }
    struct http_load load;
    http_server_load(server, &load);
    assert_int_equal(load.workers, 8);
    assert_true(comes_true(nothing_open));
}

int main(void) {
    log_set_level(LOG_ERROR + 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(answers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keeps_connections, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_large_bodies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cuts_off_the_slow, set_up, tear_down),
        cmocka_unit_test_setup_teardown(serves_many_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sheds_load, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stops_gracefully, set_up, tear_down),
        cmocka_unit_test_setup_teardown(knows_local_peers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(listens_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sends_long_answers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(serves_all_kinds_at_once, set_up, tear_down),
    };
    return RUN(tests);
}
