/* Rate limits, tokens, cookies, metrics, the OpenAPI document. */
#include "test.h"

#include "fixture.h"
#include "http/metrics.h"
#include "http/openapi.h"
#include "http/rate.h"
#include "http/token.h"

static struct arena *arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

#define SECOND INT64_C(1000000)

static void holds_rates(void **state) {
    (void)state;
    /* burst 3, 60 a minute: one a second after the third */
    static const struct {
        int64_t at;
        const char *key;
        int kind;
        bool granted;
        unsigned wait;
    } takes[] = {
        {0, "a", 0, true, 0},
        {0, "a", 0, true, 0},
        {0, "a", 0, true, 0},
        {0, "a", 0, false, 2},
        {SECOND / 2, "a", 0, false, 1},
        {SECOND / 2, "b", 0, true, 0},
        {SECOND / 2, "a", 1, true, 0},
        {SECOND + 1000, "a", 0, true, 0},
        {SECOND + 2000, "a", 0, false, 1},
        {100 * SECOND, "a", 0, true, 0},
        {100 * SECOND, "a", 0, true, 0},
        {100 * SECOND, "a", 0, true, 0},
        {100 * SECOND, "a", 0, false, 2},
        {50 * SECOND, "a", 0, false, 2}, /* a clock that went back gives nothing away */
    };
    struct rate *r = rate_new(1);
    const struct rate_rule rule = {3, 60};
    unsigned wait;
    for (size_t i = 0; i < GX_COUNT(takes); i++) {
        bool granted = rate_take(r, rule, takes[i].kind, str_of(takes[i].key), takes[i].at, &wait);
        ROW_INT(i, granted, takes[i].granted);
        ROW_INT(i, wait, takes[i].wait);
    }
    rate_clear(r, 0, str_of("a"));
    assert_true(rate_take(r, rule, 0, str_of("a"), 100 * SECOND, &wait));
    /* However many others come, who is held back stays held back. */
    while (rate_take(r, rule, 0, str_of("a"), 100 * SECOND, &wait))
        continue;
    for (int i = 0; i < 10000; i++) {
        const char *key = arena_printf(arena, "k%d", i);
        assert_true(rate_take(r, rule, 0, str_of(key), 100 * SECOND, &wait));
    }
    assert_false(rate_take(r, rule, 0, str_of("a"), 100 * SECOND, &wait));
    rate_free(&r);
}

static void cuts_addresses(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"203.0.113.7", "203.0.113.7"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"},
        {"2001:db8:1:2:ffff::1", "2001:db8:1:2::"},
        {"::ffff:203.0.113.7", "::ffff:203.0.113.7"},
        {"", ""},
    };
    char out[46];
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        rate_address(rows[i][0], out);
        ROW_TEXT(i, out, rows[i][1]);
    }
}

static void makes_tokens(void **state) {
    (void)state;
    char one[TOKEN_TEXT], two[TOKEN_TEXT], csrf[TOKEN_TEXT], again[TOKEN_TEXT];
    struct digest d, e;
    token_new(one);
    token_new(two);
    assert_string_not_equal(one, two);
    assert_int_equal(strlen(one), TOKEN_TEXT - 1);
    assert_true(token_digest(str_of(one), &d));
    assert_true(token_digest(str_of(two), &e));
    assert_memory_not_equal(d.b, e.b, sizeof d.b);
    token_csrf(&fixture_key, str_of(one), csrf);
    token_csrf(&fixture_key, str_of(one), again);
    assert_string_equal(csrf, again);
    token_csrf(&fixture_key, str_of(two), again);
    assert_string_not_equal(csrf, again);
    static const char *const bad[] = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                                      "+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
    for (size_t i = 0; i < GX_COUNT(bad); i++)
        ROW(i, !token_digest(str_of(bad[i]), &d));
    for (size_t n = 0; n < 40; n++) {
        uint8_t bytes[40], back[40];
        size_t got = 0;
        crypto_random(bytes, sizeof bytes);
        const char *text = token_encode(arena, bytes, n);
        ROW(n, token_decode(str_of(text), back, sizeof back, &got));
        ROW_INT(n, got, n);
        ROW(n, memcmp(bytes, back, n) == 0);
        ROW(n, strpbrk(text, "+/=") == NULL);
    }
}

static void reads_cookies(void **state) {
    (void)state;
    static const struct {
        const char *header, *value;
    } rows[] = {
        {"session=abc", "abc"},
        {"a=b; session=abc; c=d", "abc"},
        {"a=b;session=abc", "abc"},
        {"xsession=no; session=yes", "yes"},
        {"session=\"quoted\"", "quoted"},
        {"session=", ""},
        {"session=a=b", "a=b"},
        {"session", NULL},
        {"Session=abc", NULL},
        {"", NULL},
        {";;;", NULL},
        {NULL, NULL},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct str value = {0};
        bool found = cookie_get(rows[i].header, "session", &value);
        ROW_INT(i, found, rows[i].value != NULL);
        if (found) ROW_TEXT(i, arena_str(arena, value), rows[i].value);
    }
    assert_string_equal(cookie_set(arena, "s", "v", true, -1),
                        "s=v; Path=/; HttpOnly; SameSite=Strict; Secure");
    assert_string_equal(cookie_set(arena, "s", "", false, 0),
                        "s=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
}

static void counts_requests(void **state) {
    (void)state;
    const struct router *router = router_new(arena, fixture_routes, GX_COUNT(fixture_routes));
    struct metrics *m = metrics_new(router);
    metrics_count(m, &fixture_routes[1], 200, 10, 0, 100);
    metrics_count(m, &fixture_routes[1], 200, 1000, 0, 100);
    metrics_count(m, &fixture_routes[1], 404, 20, 0, 100);
    metrics_count(m, &fixture_routes[1], 499, INT64_MAX / 2, 5, 0);
    metrics_count(m, NULL, 404, 1, 0, 0);
    metrics_note(m, METRICS_CUT_OFF);
    struct metrics_route row;
    metrics_read(m, 1, &row);
    assert_ptr_equal(row.route, &fixture_routes[1]);
    assert_int_equal(row.requests, 4);
    assert_int_equal(row.n_statuses, 3);
    assert_int_equal(row.by_status[0].status, 200);
    assert_int_equal(row.by_status[0].n, 2);
    assert_int_equal(row.by_status[2].status, 0);
    assert_int_equal(row.buckets[0], 1); /* 10 us: below 16 */
    assert_int_equal(row.buckets[1], 1); /* 20: below 32 */
    assert_int_equal(row.buckets[6], 1); /* 1000: below 1024 */
    assert_int_equal(row.buckets[METRICS_BUCKETS - 1], 1);
    metrics_read(m, metrics_routes(m) - 1, &row);
    assert_null(row.route);
    assert_int_equal(row.requests, 1);
    struct buf b;
    buf_init(&b, 1 << 16);
    metrics_text(m, &b);
    const char *text = buf_finish(&b).p;
    assert_non_null(strstr(text, "gongxin_http_connections_total{event=\"cut_off\"} 1\n"));
    assert_non_null(
        strstr(text, "gongxin_http_requests_total{route=\"record.read\",status=\"200\"} 2\n"));
    assert_null(strstr(text, "record.change"));
    buf_free(&b);
    metrics_free(&m);
}

static const char *permission_name(int permission) {
    return permission == PERM_WRITE ? "record.write" : "record.read";
}

static const struct json *document(struct str *text_r) {
    static const struct openapi_scheme schemes[] = {
        {"session", "{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"session\"}"}};
    static const struct openapi_info info = {
        .title = "公信",
        .version = "1",
        .license = "Apache License 2.0",
        .license_id = "Apache-2.0",
        .schemes = schemes,
        .n_schemes = 1,
        .permission_name = permission_name,
    };
    struct buf b;
    buf_init(&b, 1 << 20);
    openapi_write(&b, &info, fixture_routes, GX_COUNT(fixture_routes));
    struct str text = buf_finish(&b);
    *text_r = (struct str){arena_str(arena, text), text.n};
    buf_free(&b);
    const struct json *j = json_parse(arena, *text_r, JSON_LIMITS_DEFAULT, NULL);
    assert_non_null(j);
    return j;
}

static void writes_openapi(void **state) {
    (void)state;
    struct str one, two;
    const struct json *j = document(&one);
    (void)document(&two);
    assert_true(str_eq(one, two));
    assert_string_equal(json_get_text(j, "openapi"), "3.1.0");
    const struct json *paths = json_get(j, "paths");
    assert_null(json_get(paths, "/"));
    assert_null(json_get(paths, "/slow/{record}"));
    size_t operations = 0, visible = 0;
    for (size_t i = 0; i < paths->count; i++)
        operations += paths->items[i].count;
    for (size_t i = 0; i < GX_COUNT(fixture_routes); i++)
        visible += (fixture_routes[i].flags & ROUTE_HIDDEN) == 0;
    assert_int_equal(operations, visible);
    const struct json *change = json_get(json_get(paths, "/api/v1/records/{record}"), "patch");
    assert_string_equal(json_get_text(change, "operationId"), "record.change");
    assert_string_equal(json_get_text(change, "x-permission"), "record.write");
    assert_int_equal(json_get(change, "parameters")->count, 3);
    assert_int_equal(json_get(change, "x-refuses")->count, 2);
    assert_int_equal(json_get(change, "security")->count, 1);
    const struct json *open = json_get(json_get(paths, "/api/v1/session"), "post");
    assert_int_equal(json_get(open, "security")->count, 0);
    assert_non_null(json_get(json_get(open, "responses"), "204"));
    assert_non_null(json_get(json_get(j, "x-codes"), "conflict.changed_meanwhile"));
}

int main(void) {
    (void)fixture_dispatch;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(holds_rates, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cuts_addresses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(makes_tokens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_cookies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(counts_requests, set_up, tear_down),
        cmocka_unit_test_setup_teardown(writes_openapi, set_up, tear_down),
    };
    return RUN(tests);
}
