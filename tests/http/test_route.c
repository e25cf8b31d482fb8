#include "test.h"

#include "fixture.h"

static struct arena *arena;
static struct ctx ctx;
static const struct router *router;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    ctx = (struct ctx){.arena = arena};
    router = router_new(arena, fixture_routes, GX_COUNT(fixture_routes));
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static const struct {
    enum http_method method;
    const char *path;
    enum err code;
    const char *name;  /* of the route, or what Allow says */
    const char *value; /* of the parameter */
} paths[] = {
    {HTTP_GET, "/", OK, "hello", NULL},
    {HTTP_GET, "/api/v1/records", OK, "record.list", NULL},
    {HTTP_GET, "/api/v1/records/", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "/api/v1//records", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "/api/v1/records/5", OK, "record.read", "5"},
    {HTTP_GET, "/api/v1/records/%35", OK, "record.read", "5"},
    {HTTP_GET, "/api/v1/records/none", OK, "record.none", NULL},
    {HTTP_GET, "/api/v1/records/abc", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "/api/v1/records/0", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "/api/v1/records/-1", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "/api/v1/records/5/x", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_PATCH, "/api/v1/records/5", OK, "record.change", "5"},
    {HTTP_DELETE, "/api/v1/records/9223372036854775807", OK, "record.delete",
     "9223372036854775807"},
    {HTTP_DELETE, "/api/v1/records/9223372036854775808", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_POST, "/api/v1/records/5", ERR_HTTP_METHOD, "GET, PATCH, DELETE", NULL},
    {HTTP_POST, "/api/v1/records/abc", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_POST, "/api/v1/records/none", ERR_HTTP_METHOD, "GET", NULL},
    {HTTP_OTHER, "/api/v1/records", ERR_HTTP_METHOD, "GET", NULL},
    {HTTP_GET, "/files/a", OK, "files", "a"},
    {HTTP_GET, "/files/a/b/c.js", OK, "files", "a/b/c.js"},
    {HTTP_GET, "/files/a%2Fb", OK, "files", "a/b"},
    {HTTP_GET, "/files/../etc/passwd", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "/files/%2e%2e/etc/passwd", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "/files/", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "/files", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "/files/%00", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "/files/%e4%b8", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "/files/%E7%94%B2", OK, "files", "甲"},
    {HTTP_GET, "/files/%zz", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "/files/a+b", OK, "files", "a+b"},
    {HTTP_GET, "", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "*", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "http://x/", ERR_NOT_FOUND, NULL, NULL},
    {HTTP_GET, "/1/2/3/4/5/6/7/8/9/a/b/c/d/e/f/g/h", ERR_NOT_FOUND, NULL, NULL},
};

static void matches(void **state) {
    (void)state;
    for (size_t i = 0; i < GX_COUNT(paths); i++) {
        struct route_match m;
        enum err e = router_match(&ctx, router, paths[i].method, str_of(paths[i].path), &m);
        ROW_INT(i, e, paths[i].code);
        if (e == OK) ROW_TEXT(i, m.route->name, paths[i].name);
        if (e == ERR_HTTP_METHOD) ROW_TEXT(i, m.allow, paths[i].name);
        ROW_INT(i, m.n_params, paths[i].value != NULL);
        if (paths[i].value != NULL) ROW_TEXT(i, m.params[0].value, paths[i].value);
    }
}

#define GOOD ROW_OF("good", HTTP_GET, "/good", hello)
static const struct {
    struct route rows[2];
    const char *defect;
} tables[] = {
    {{GOOD, ROW_OF("good", HTTP_GET, "/b", hello)}, "good: the name stands twice"},
    {{GOOD, ROW_OF("b", HTTP_GET, "/good", hello)}, "b: method and path stand twice"},
    {{GOOD, ROW_OF("b", HTTP_GET, "b", hello)}, "b: the path does not begin with /"},
    {{GOOD, ROW_OF("b", HTTP_GET, "/b/", hello)}, "b: the path has an empty segment"},
    {{GOOD, ROW_OF("b", HTTP_GET, "/b/{x}", hello)}, "b: a path parameter has no field"},
    {{GOOD, ROW_OF("b", HTTP_GET, "/b", hello, .input = &record_read_input)},
     "b: a path field is not in the path"},
    {{GOOD, ROW_OF("b", HTTP_GET, "/{record}", hello, .input = &record_change_input)},
     "b: such a method has no body"},
    {{GOOD, ROW_OF("b", HTTP_GET, "/b", hello, .flags = ROUTE_UPLOAD)},
     "b: such a method has no body"},
    {{GOOD, ROW_OF("b", HTTP_GET, "/b", NULL)}, "b: no handler"},
    {{GOOD, {.name = "b", .path = "/b", .handler = hello, .summary = "b"}}, "b: no title"},
    {{GOOD, ROW_OF("b", HTTP_POST, "/b", hello, .body_max = 1 << 30)},
     "b: body_max is for uploads"},
    {{GOOD, ROW_OF("b", HTTP_GET, "/b", hello, .flags = ROUTE_TREE)},
     "b: a tree must end with a parameter"},
    {{GOOD, ROW_OF("b", HTTP_GET, "/b", hello)}, NULL},
};

static void finds_defects(void **state) {
    (void)state;
    for (size_t i = 0; i < GX_COUNT(tables); i++) {
        const char *defect = router_defect(arena, tables[i].rows, 2);
        ROW_TEXT(i, defect == NULL ? "" : defect, tables[i].defect == NULL ? "" : tables[i].defect);
    }
    assert_null(router_defect(arena, fixture_routes, GX_COUNT(fixture_routes)));
}

int main(void) {
    (void)fixture_dispatch;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(matches, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_defects, set_up, tear_down),
    };
    return RUN(tests);
}
