/* The order in which a request is looked at, and what a refusal says. */
#include "test.h"

#include "fixture.h"

static struct arena *arena;
static struct dispatch dispatch;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    dispatch = fixture_dispatch(arena);
    fixture_rate_left = 1000000;
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

/* Headers as "Name: value\n…". */
static const char *find_header(const void *from, const char *name) {
    struct str rest = str_of(from), line;
    while (str_split(&rest, '\n', &line)) {
        size_t colon = str_find(line, ':');
        if (colon == strlen(name) && strncasecmp(line.p, name, colon) == 0)
            return arena_str(arena, (struct str){line.p + colon + 2, line.n - colon - 2});
    }
    return NULL;
}

struct asked {
    enum http_method method;
    const char *path, *headers, *body;
    bool too_large;
};

/* The steps of the server, without one. */
static void ask(const struct asked *q, struct ctx *ctx, struct reply *out) {
    struct request *rq = ARENA_NEW(arena, struct request);
    struct route_match *m = ARENA_NEW(arena, struct route_match);
    struct str rest = str_of(q->path), path;
    *ctx = (struct ctx){.arena = arena, .request_id = "01TEST"};
    reply_init(out, "/tmp");
    (void)str_split(&rest, '?', &path);
    enum err e = router_match(ctx, dispatch.router, q->method, path, m);
    rq->route = m->route;
    rq->method = q->method;
    rq->query = rest.p == NULL ? (struct str){"", 0} : rest;
    rq->params = m->params;
    rq->n_params = m->n_params;
    rq->header = find_header;
    rq->header_from = q->headers == NULL ? "" : q->headers;
    rq->body = str_of(q->body == NULL ? "" : q->body);
    rq->has_body = rq->body.n > 0;
    rq->body_too_large = q->too_large;
    rq->body_limit = 1024;
    if (e == OK) e = dispatch_admit(&dispatch, ctx, rq);
    if (e == OK)
        dispatch_answer(&dispatch, ctx, rq, out);
    else
        dispatch_refuse(ctx, rq, m, out, e);
}

static const char *header_of(const struct reply *out, const char *name) {
    for (size_t i = 0; i < out->n_headers; i++)
        if (strcmp(out->headers[i].name, name) == 0) return out->headers[i].value;
    return NULL;
}

#define WRITER "Cookie: a=b; session=writer\n"
#define CSRF   "X-CSRF-Token: csrf-of-session\n"
#define JSON   "Content-Type: application/json; charset=utf-8\n"
#define KEY    "Idempotency-Key: 0123-abc_\n"
#define MATCH  "If-Match: \"7\"\n"
#define CHANGE "/api/v1/records/5"
#define BAD    "{\"note\":5}"
#define GOOD   "{\"note\":\"更正\"}"
#define BEARER "Authorization: Bearer writer\n"

/* Each row mends what the row before was refused for, and leaves all later faults in. */
static const struct {
    struct asked asked;
    int status;
    const char *code;
} order[] = {
    {{HTTP_POST, "/nowhere", NULL, BAD, true}, 404, "not_found"},
    {{HTTP_POST, CHANGE, NULL, BAD, true}, 405, "http.method"},
    {{HTTP_PATCH, CHANGE, NULL, BAD, true}, 401, "access.sign_in"},
    {{HTTP_PATCH, CHANGE, "Cookie: session=stolen\n", BAD, true}, 401, "access.sign_in"},
    {{HTTP_PATCH, CHANGE, "Cookie: session=reader\n", BAD, true}, 403, "access.forbidden"},
    {{HTTP_PATCH, CHANGE, WRITER, BAD, true}, 403, "access.csrf"},
    {{HTTP_PATCH, CHANGE, WRITER "X-CSRF-Token: csrf-of-sessioN\n", BAD, true}, 403, "access.csrf"},
    {{HTTP_PATCH, CHANGE, WRITER CSRF "Sec-Fetch-Site: cross-site\n", BAD, true},
     403,
     "access.csrf"},
    {{HTTP_PATCH, CHANGE, WRITER CSRF, BAD, true}, 415, "http.media_type"},
    {{HTTP_PATCH, CHANGE, WRITER CSRF "Content-Type: text/plain\n", BAD, true},
     415,
     "http.media_type"},
    {{HTTP_PATCH, CHANGE, WRITER CSRF JSON, BAD, true}, 413, "limit.size"},
    {{HTTP_PATCH, CHANGE, WRITER CSRF JSON, BAD, false}, 400, "idempotency.needed"},
    {{HTTP_PATCH, CHANGE, WRITER CSRF JSON "Idempotency-Key: short\n", BAD, false},
     400,
     "idempotency.malformed"},
    {{HTTP_PATCH, CHANGE, WRITER CSRF JSON KEY, BAD, false}, 428, "version.needed"},
    {{HTTP_PATCH, CHANGE, WRITER CSRF JSON KEY "If-Match: *\n", BAD, false}, 428, "version.needed"},
    {{HTTP_PATCH, CHANGE, WRITER CSRF JSON KEY MATCH, "{\"note\"", false}, 400, "json.malformed"},
    {{HTTP_PATCH, CHANGE, WRITER CSRF JSON KEY MATCH, "[]", false}, 400, "input.type"},
    {{HTTP_PATCH, CHANGE, WRITER CSRF JSON KEY MATCH, BAD, false}, 400, "input.type"},
    {{HTTP_PATCH, CHANGE "?x=1", WRITER CSRF JSON KEY MATCH, GOOD, false},
     400,
     "input.unknown_field"},
    {{HTTP_PATCH, CHANGE, WRITER CSRF JSON KEY MATCH, GOOD, false}, 200, NULL},
    /* No cookie, no CSRF: a token in a header comes from no other site's page. */
    {{HTTP_PATCH, CHANGE, BEARER JSON KEY MATCH, GOOD, false}, 200, NULL},
    {{HTTP_PATCH, CHANGE, BEARER JSON KEY MATCH, NULL, false}, 400, "input.missing"},
    {{HTTP_PATCH, CHANGE, BEARER JSON KEY MATCH "X-Content-SHA256: " GOOD "\n", GOOD, false},
     200,
     NULL},
    {{HTTP_PATCH, CHANGE, BEARER JSON KEY MATCH "X-Content-SHA256: other\n", GOOD, false},
     400,
     "http.body_digest"},
    {{HTTP_DELETE, CHANGE, WRITER CSRF, NULL, false}, 204, NULL},
    {{HTTP_DELETE, CHANGE, WRITER CSRF JSON, "{}", false}, 204, NULL},
    {{HTTP_DELETE, CHANGE, WRITER CSRF JSON, "{\"a\":1}", false}, 400, "input.unknown_field"},
    {{HTTP_GET, CHANGE, "Cookie: session=reader\n", NULL, false}, 200, NULL},
    {{HTTP_GET, "/api/v1/records/404", BEARER, NULL, false}, 404, "not_found"},
    {{HTTP_GET, "/", NULL, NULL, false}, 200, NULL},
    {{HTTP_GET, "/", "If-None-Match: \"v1\"\n", NULL, false}, 304, NULL},
    {{HTTP_GET, "/", "If-None-Match: \"v2\"\n", NULL, false}, 200, NULL},
    {{HTTP_GET, "/", "Cookie: session=stolen\n", NULL, false}, 200, NULL},
    {{HTTP_POST, "/api/v1/session", "Cookie: session=stolen\n", NULL, false}, 204, NULL},
    {{HTTP_POST, "/api/v1/session", NULL, NULL, false}, 204, NULL},
    {{HTTP_POST, "/api/v1/session", "Cookie: session=reader\n", NULL, false}, 204, NULL},
    {{HTTP_POST, "/api/v1/session", "Sec-Fetch-Site: cross-site\n", NULL, false},
     403,
     "access.csrf"},
    {{HTTP_POST, "/api/v1/uploads", BEARER JSON, NULL, false}, 415, "http.media_type"},
};

static void keeps_its_order(void **state) {
    (void)state;
    for (size_t i = 0; i < GX_COUNT(order); i++) {
        struct ctx ctx;
        struct reply out;
        ask(&order[i].asked, &ctx, &out);
        ROW_INT(i, out.status, order[i].status);
        const char *code = out.code == OK ? "" : err_code(out.code);
        ROW_TEXT(i, code, order[i].code == NULL ? "" : order[i].code);
        ROW(i, (out.status == 401) == (header_of(&out, "WWW-Authenticate") != NULL));
        if (out.status == 405) ROW_TEXT(i, header_of(&out, "Allow"), "GET, PATCH, DELETE");
        reply_free(&out);
    }
}

static const struct json *body_of(struct ctx *ctx, struct reply *out) {
    struct str text;
    assert_int_equal(reply_finish(ctx, out, &text), OK);
    const struct json *j = json_parse(arena, text, JSON_LIMITS_DEFAULT, NULL);
    assert_non_null(j);
    return j;
}

static void describes_problems(void **state) {
    (void)state;
    struct ctx ctx;
    struct reply out;
    struct asked q = {HTTP_PATCH, CHANGE, BEARER JSON KEY MATCH, "{\"note\":5,\"b\":1}", false};
    ask(&q, &ctx, &out);
    assert_string_equal(out.type, "application/problem+json");
    const struct json *j = body_of(&ctx, &out);
    assert_string_equal(json_get_text(j, "type"), "urn:gongxin:error:input.type");
    assert_string_equal(json_get_text(j, "title"), err_text(ERR_INPUT_TYPE));
    int64_t status = 0;
    assert_true(json_get_int(j, "status", &status));
    assert_int_equal(status, 400);
    assert_string_equal(json_get_text(j, "detail"), "“说明”须为文字（加引号）");
    assert_string_equal(json_get_text(j, "code"), "input.type");
    assert_string_equal(json_get_text(j, "field"), "note");
    assert_string_equal(json_get_text(j, "rule"), "type:text");
    assert_string_equal(json_get_text(j, "request_id"), "01TEST");
    assert_null(json_get(j, "clause"));
    const struct json *faults = json_get(j, "faults");
    assert_int_equal(faults->count, 2);
    assert_string_equal(json_get_text(&faults->items[1], "code"), "input.unknown_field");
    reply_free(&out);

    /* What a handler refuses names its clause, and no fault of the table. */
    struct asked gone = {HTTP_GET, "/api/v1/records/404", BEARER, NULL, false};
    ask(&gone, &ctx, &out);
    j = body_of(&ctx, &out);
    assert_string_equal(json_get_text(j, "clause"), "CZ-76");
    assert_string_equal(json_get_text(j, "detail"), "没有这条记录");
    assert_null(json_get(j, "faults"));
    reply_free(&out);
}

static void gives_what_the_handler_needs(void **state) {
    (void)state;
    struct ctx ctx;
    struct reply out;
    struct asked q = {HTTP_PATCH, CHANGE, WRITER CSRF JSON KEY MATCH, GOOD, false};
    ask(&q, &ctx, &out);
    const struct json *j = body_of(&ctx, &out);
    int64_t seen = 0;
    assert_string_equal(json_get_text(j, "note"), "更正");
    assert_string_equal(json_get_text(j, "key"), "0123-abc_");
    assert_true(json_get_int(j, "seen", &seen));
    assert_int_equal(seen, 7);
    reply_free(&out);
    struct asked read = {HTTP_GET, CHANGE, BEARER, NULL, false};
    ask(&read, &ctx, &out);
    assert_string_equal(out.etag, "\"7\"");
    reply_free(&out);
}

static void limits_rates_before_all_else(void **state) {
    (void)state;
    struct ctx ctx;
    struct reply out;
    struct asked q = {HTTP_POST, "/api/v1/session", "Cookie: session=stolen\n", NULL, false};
    fixture_rate_left = 0;
    ask(&q, &ctx, &out);
    assert_int_equal(out.status, 429);
    assert_string_equal(header_of(&out, "Retry-After"), "9");
    reply_free(&out);
}

static void turns_pages(void **state) {
    (void)state;
    struct ctx ctx;
    struct reply out;
    const char *path = "/api/v1/records?limit=2";
    for (int64_t page = 0; page < 3; page++) {
        struct asked q = {HTTP_GET, path, BEARER, NULL, false};
        ask(&q, &ctx, &out);
        assert_int_equal(out.status, 200);
        const struct json *j = body_of(&ctx, &out);
        assert_int_equal(json_get(j, "items")->items[0].integer, 2 * page);
        path = arena_printf(arena, "/api/v1/records?limit=2&cursor=%s", json_get_text(j, "next"));
        reply_free(&out);
    }
    char *forged = arena_strdup(arena, path);
    forged[strlen(forged) - 2] ^= 1;
    const char *bad[] = {forged, "/api/v1/records?cursor=x", "/api/v1/records?cursor=AAAA",
                         "/api/v1/records?cursor=%E7%94%B2"};
    for (size_t i = 0; i < GX_COUNT(bad); i++) {
        struct asked q = {HTTP_GET, bad[i], BEARER, NULL, false};
        ask(&q, &ctx, &out);
        ROW_INT(i, out.code, ERR_PAGE_CURSOR);
        reply_free(&out);
    }
}

static void binds_cursors(void **state) {
    (void)state;
    struct ctx ctx = {.arena = arena};
    struct request a = {.route = &fixture_routes[0], .cursor_key = &fixture_key};
    struct request b = {.route = &fixture_routes[1], .cursor_key = &fixture_key};
    struct page_key key = {.i = {INT64_MIN, -1, 0, INT64_MAX}, .text = "甲,乙,"}, back;
    const char *cursor = page_next(&ctx, &a, 5, &key);
    assert_int_equal(page_open(&ctx, &a, 5, cursor, &back), OK);
    assert_memory_equal(back.i, key.i, sizeof key.i);
    assert_string_equal(back.text, key.text);
    assert_int_equal(page_open(&ctx, &a, 6, cursor, &back), ERR_PAGE_CURSOR);
    assert_int_equal(page_open(&ctx, &b, 5, cursor, &back), ERR_PAGE_CURSOR);
    key.text = NULL;
    assert_int_equal(page_open(&ctx, &a, 5, page_next(&ctx, &a, 5, &key), &back), OK);
    assert_null(back.text);
}

static void spills_long_answers(void **state) {
    (void)state;
    struct ctx ctx;
    struct reply out;
    struct asked q = {HTTP_GET, "/api/v1/downloads/40000", BEARER, NULL, false};
    struct str rest;
    ask(&q, &ctx, &out);
    assert_int_equal(reply_finish(&ctx, &out, &rest), OK);
    assert_true(out.fd >= 0);
    assert_int_equal(out.fd_size, 40000 * 64);
    assert_true(out.body.cap <= 2 * REPLY_MEMORY);
    assert_string_equal(header_of(&out, "Content-Disposition"),
                        "attachment; filename*=UTF-8''%E5%90%8D%E5%8D%95.csv");
    reply_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keeps_its_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(describes_problems, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gives_what_the_handler_needs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(limits_rates_before_all_else, set_up, tear_down),
        cmocka_unit_test_setup_teardown(turns_pages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(binds_cursors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(spills_long_answers, set_up, tear_down),
    };
    return RUN(tests);
}
