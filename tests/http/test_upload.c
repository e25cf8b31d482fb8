/* Bodies that go to a file. */
/* strcasestr */
#define _GNU_SOURCE
#include "client.h"

static size_t resident_kib(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (size_t)usage.ru_maxrss;
}

enum { MEGABYTES = 50 };

static void streams_uploads(void **state) {
    (void)state;
    start((struct http_config){.loops = 1, .workers = 2});
    enum { MIB = 1 << 20 };
    char *chunk = arena_alloc(arena, MIB);
    crypto_random(chunk, MIB);
    size_t before = resident_kib();
    for (int turn = 0; turn < 2; turn++) {
        bool multipart = turn == 1;
        const char *head = "--bb\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n说明\r\n"
                           "--bb\r\nContent-Disposition: form-data; name=\"file\"; "
                           "filename=\"名单.csv\"\r\nContent-Type: text/csv\r\n\r\n";
        const char *tail = "\r\n--bb--\r\n";
        size_t total = (size_t)MEGABYTES * MIB + (multipart ? strlen(head) + strlen(tail) : 0);
        struct hasher *h = hasher_new(SUITE_INTL);
        int fd = dial();
        assert_true(say(fd, arena_printf(arena,
                                         "POST /api/v1/uploads HTTP/1.1\r\n" HOST WRITER
                                         "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n%s",
                                         multipart ? "multipart/form-data; boundary=bb"
                                                   : "application/octet-stream",
                                         total, multipart ? head : "")));
        for (int i = 0; i < MEGABYTES; i++) {
            hasher_add(h, chunk, MIB);
            assert_true(send_bytes(fd, chunk, MIB));
        }
        if (multipart) assert_true(say(fd, tail));
        struct digest d = hasher_end(&h);
        struct buf hex;
        buf_init(&hex, 128);
        buf_hex(&hex, d.b, sizeof d.b);
        struct answer a = hear(fd);
        assert_int_equal(a.status, 200);
        const struct json *j = json_parse(arena, str_of(a.body), JSON_LIMITS_DEFAULT, NULL);
        int64_t size = 0;
        assert_true(json_get_int(j, "size", &size));
        assert_int_equal(size, (int64_t)MEGABYTES * MIB);
        assert_string_equal(json_get_text(j, "sha256"), buf_finish(&hex).p);
        assert_string_equal(multipart ? json_get_text(j, "note") : "说明", "说明");
        assert_string_equal(multipart ? json_get_text(j, "filename") : "名单.csv", "名单.csv");
        buf_free(&hex);
        close(fd);
    }
    /* Nothing of the 100 MB stayed; the sanitizer's own book-keeping does. */
    assert_in_range(resident_kib() - before, 0, 32 * 1024);
}

static const struct {
    const char *type, *body;
    int status;
    const char *code;
} forms[] = {
    {"multipart/form-data; boundary=bb", "", 400, "input.missing"},
    {"multipart/form-data", "--bb\r\n", 400, "input.form"},
    {"multipart/form-data; boundary=bb",
     "--bb\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx", 400,
     "input.form"},
    {"multipart/form-data; boundary=bb",
     "--bb\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nx\r\n--bb--\r\n", 400,
     "input.missing"},
    {"multipart/form-data; boundary=bb",
     "--bb\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n"
     "--bb\r\nContent-Disposition: form-data; name=\"two\"; filename=\"b\"\r\n\r\nx\r\n--bb--\r\n",
     400, "input.form"},
    {"multipart/form-data; boundary=bb",
     "--bb\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n"
     "--bb\r\nContent-Disposition: form-data; name=\"zzz\"\r\n\r\nx\r\n--bb--\r\n",
     400, "input.unknown_field"},
    {"multipart/form-data; boundary=bb",
     "--bb\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n--bb--\r\n",
     200, NULL},
    {"application/octet-stream", "", 200, NULL},
    {"application/octet-stream", "x", 200, NULL},
    {"text/plain", "x", 415, "http.media_type"},
};

static void reads_forms(void **state) {
    (void)state;
    start((struct http_config){.loops = 1, .workers = 2});
    for (size_t i = 0; i < GX_COUNT(forms); i++) {
        struct answer a = ask(arena_printf(arena,
                                           "POST /api/v1/uploads HTTP/1.1\r\n" HOST WRITER
                                           "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n%s",
                                           forms[i].type, strlen(forms[i].body), forms[i].body));
        ROW_INT(i, a.status, forms[i].status);
        if (forms[i].code != NULL) ROW(i, strstr(a.body, forms[i].code) != NULL);
    }
    /* Who may not upload is told so, whether he waits for leave or not. */
    struct answer a = ask("POST /api/v1/uploads HTTP/1.1\r\n" HOST READER
                          "Content-Type: application/octet-stream\r\nContent-Length: 1\r\n\r\nx");
    assert_int_equal(a.status, 403);
    a = ask("POST /api/v1/uploads HTTP/1.1\r\n" HOST READER "Expect: 100-continue\r\n"
            "Content-Type: application/octet-stream\r\nContent-Length: 1\r\n\r\n");
    assert_int_equal(a.status, 403);
    a = ask("POST /api/v1/uploads HTTP/1.1\r\n" HOST READER
            "Content-Type: application/octet-stream\r\nContent-Length: 60000000\r\n\r\n");
    assert_int_equal(a.status, 403);
    int fd = dial();
    a = ask_on(fd, "POST /api/v1/uploads HTTP/1.1\r\n" HOST WRITER "Expect: 100-continue\r\n"
                   "Content-Type: application/octet-stream\r\nContent-Length: 1\r\n\r\n");
    assert_int_equal(a.status, 100);
    assert_int_equal(ask_on(fd, "x").status, 200);
    close(fd);
}

static bool one_file(void) {
    return files_in(dir) == 1;
}
static void forgets_broken_uploads(void **state) {
    (void)state;
    start((struct http_config){.loops = 1, .workers = 2});
    char *chunk = arena_alloc(arena, 1 << 20);
    int fd = dial();
    assert_true(say(fd,
                    "POST /api/v1/uploads HTTP/1.1\r\n" HOST WRITER
                    "Content-Type: application/octet-stream\r\nContent-Length: 9000000\r\n\r\n"));
    assert_true(send_bytes(fd, chunk, 1 << 20));
    assert_true(comes_true(one_file));
    close(fd);
    assert_true(comes_true(nothing_open));
}

int main(void) {
    log_set_level(LOG_ERROR + 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(streams_uploads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_forms, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forgets_broken_uploads, set_up, tear_down),
    };
    return RUN(tests);
}
