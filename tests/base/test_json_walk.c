#include "test.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/json_walk.h"

/* What canonical text holds, "name=value" joined by |; strings in single quotes. NULL: broken. */
static const struct {
    const char *in, *members;
} ROWS[] = {
    {"{}", ""},
    {"{\"a\":\"x\"}", "a='x'"},
    {"{\"a\":1,\"b\":-20}", "a=1|b=-20"},
    {"{\"a\":null,\"b\":true}", "a=null|b=true"},
    {"{\"a\":[1,\"],\",{\"c\":2}],\"b\":\"\"}", "a=[1,\"],\",{\"c\":2}]|b=''"},
    {"{\"a\":\"q\\\"\\\\\\n\\u0001\"}", "a='q\"\\\n\x01'"},
    {"{\"名\":\"值\"}", "名='值'"},
    {"", NULL},
    {"[]", NULL},
    {"{\"a\"}", NULL},
    {"{\"a\":}", NULL},
    {"{\"a\":\"x}", NULL},
    {"{\"a\":\"x\\\"}", NULL},
    {"{\"a\":1\"b\":2}", NULL},
    {"{\"a\":[1}", NULL},
    {"{\"a\":\"\\u12\"}", NULL},
    {"{\"a\":\"\\x\"}", NULL},
    {"{\"a\":1,}", NULL},
};

static const char *members(struct arena *a, const char *in) {
    struct json_walk w;
    struct str name, value;
    bool is_string;
    const char *all = "";
    json_walk_begin(&w, a, str_of(in));
    while (json_walk_next(&w, &name, &value, &is_string))
        all = arena_printf(a, "%s%s%.*s=%s%.*s%s", all, *all ? "|" : "", (int)name.n, name.p,
                           is_string ? "'" : "", (int)value.n, value.p, is_string ? "'" : "");
    return w.broken ? NULL : all;
}

static void test_members(void **state) {
    struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < GX_COUNT(ROWS); i++) {
        const char *got = members(a, ROWS[i].in);
        ROW_TEXT(i, got ? got : "broken", ROWS[i].members ? ROWS[i].members : "broken");
    }
    arena_free(&a);
}

/* Whatever the writer writes, the walk reads as the parser does. */
static void test_agrees_with_the_parser(void **state) {
    static const char *const texts[] = {"",     "x",  "\"",       "\\",   "\n\t\r\b\f",
                                        "\x01", "值", "{}[],:\"", "\x7f", "a\"b\\c"};
    struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < GX_COUNT(texts); i++) {
        struct buf b;
        struct json_writer w;
        struct json_walk walk;
        struct str name, value;
        bool is_string;
        buf_init(&b, 4096);
        jw_init(&w, &b, true);
        jw_object(&w);
        jw_ktext(&w, "a", texts[i]);
        jw_object_end(&w);
        struct str text = buf_finish(&b);
        const struct json *j = json_parse(a, text, JSON_LIMITS_DEFAULT, NULL);
        json_walk_begin(&walk, a, text);
        ROW(i, j && json_walk_next(&walk, &name, &value, &is_string) && is_string);
        ROW(i, str_eq(value, json_get(j, "a")->text));
        ROW(i, !json_walk_next(&walk, &name, &value, &is_string) && !walk.broken);
        buf_free(&b);
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_agrees_with_the_parser),
    };
    return RUN(tests);
}
