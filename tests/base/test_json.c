#include "test.h"

#include "base/json.h"

static const char *canonical(struct arena *a, struct str text) {
    const struct json *j = json_parse(a, text, JSON_LIMITS_DEFAULT, NULL);
    if (j == NULL) return NULL;
    struct buf b;
    struct json_writer w;
    buf_init(&b, 1 << 20);
    jw_init(&w, &b, true);
    jw_json(&w, j);
    const char *out = arena_str(a, buf_finish(&b));
    buf_free(&b);
    return out;
}

static void writes_one_form(void **state) {
    (void)state;
    static const struct {
        const char *in, *out; /* NULL: refused */
    } rows[] = {
        {"{}", "{}"},
        {" [ ] ", "[]"},
        {"null", "null"},
        {"\"x\"", "\"x\""},
        {"-0", "0"},
        {"{ \"b\" : 1 , \"a\" : [ true , false , null , -7 ] }",
         "{\"a\":[true,false,null,-7],\"b\":1}"},
        {"{\"\\u4e2d\":\"\\u6587\\/\"}", "{\"中\":\"文/\"}"},
        {"\"\\ud83d\\ude00\"", "\"😀\""},
        {"\"\\u001f\\n\"", "\"\\u001f\\n\""},
        {"{\"a\":1,\"\":2,\"ab\":3,\"A\":4}", "{\"\":2,\"A\":4,\"a\":1,\"ab\":3}"},
        /* by bytes of the key, not of its escaped form: a quote sorts before a letter */
        {"{\"A\":1,\"\\\"\":2,\"\\n\":3,\"\\u0001\":4}",
         "{\"\\u0001\":4,\"\\n\":3,\"\\\"\":2,\"A\":1}"},
        {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"9223372036854775808", NULL},
        {"1.0", NULL},
        {"[1.5]", NULL},
        {"1e3", NULL},
        {"{\"a\":-1E2}", NULL},
        {"\"1.5e3\"", "\"1.5e3\""},
        {"{\"a\":1,\"a\":2}", NULL},
        {"{\"a\":1,\"\\u0061\":2}", NULL},
        {"[1,]", NULL},
        {"[1", NULL},
        {"[1] x", NULL},
        {"", NULL},
        {"\"a", NULL},
        {"\"\\u0000\"", NULL},
        {"{\"a\\u0000b\":1}", NULL},
        {"\"\\ud800\"", NULL},
        {"\"\xff\"", NULL},
        {"\"\t\"", NULL},
        {"nul", NULL},
        {"01", NULL},
        {"+1", NULL},
        {"'a'", NULL},
        {"\xef\xbb\xbf{}", NULL},
        {"NaN", NULL},
        /* the quick way for flat objects, and what it must leave to the other */
        {"{\"a\":1,\"b\":\"中\",\"c\":-7}", "{\"a\":1,\"b\":\"中\",\"c\":-7}"},
        {"{\"a\":123456789012345678}", "{\"a\":123456789012345678}"},
        {"{\"a\":1234567890123456789}", "{\"a\":1234567890123456789}"},
        {"{\"a\":12345678901234567890}", NULL},
        {"{\"a\":\"x\",\"b\":{\"c\":[]}}", "{\"a\":\"x\",\"b\":{\"c\":[]}}"},
        {"{\"a\":\"\\\"\"}", "{\"a\":\"\\\"\"}"},
        {"{\"a\":\"x\" }", "{\"a\":\"x\"}"},
        {"{\"a\":01}", NULL},
        {"{\"a\":-}", NULL},
        {"{\"a\":1.0}", NULL},
        {"{\"a\":1,}", NULL},
        {"{\"a\":1}x", NULL},
        {"{\"a\":\"\xff\"}", NULL},
        {"{\"a\":\"\xe1\x80\"}", NULL},
        {"{\"a\":\"\x01\"}", NULL},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        const char *out = canonical(a, str_of(rows[i].in));
        ROW(i, (out != NULL) == (rows[i].out != NULL));
        if (out == NULL) continue;
        ROW_TEXT(i, out, rows[i].out);
        ROW_TEXT(i, canonical(a, str_of(out)), out); /* reading it again changes nothing */
    }
    assert_null(canonical(a, (struct str){"\"a\0b\"", 5}));
    arena_free(&a);
}

static void keeps_limits(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct json_limits limits = {20, 3};
    struct json_error error;
    assert_non_null(json_parse(a, STR_LIT("[[[1]]]"), limits, &error));
    assert_non_null(json_parse(a, STR_LIT("[[[1]],[[2]],\"[[[[\"]"), limits, &error));
    assert_null(json_parse(a, STR_LIT("[[[[1]]]]"), limits, &error));
    assert_int_equal(error.line, 1);
    assert_int_equal(error.column, 4);
    assert_null(json_parse(a, STR_LIT("\"01234567890123456789\""), limits, &error));
    char deep[100000];
    memset(deep, '[', sizeof(deep));
    assert_null(json_parse(a, (struct str){deep, sizeof(deep)}, JSON_LIMITS_DEFAULT, &error));
    struct buf b; /* few bytes, many values */
    buf_init(&b, 1 << 20);
    buf_putc(&b, '[');
    for (int i = 0; i < 299998; i++)
        buf_puts(&b, "1,");
    size_t before = b.n;
    buf_puts(&b, "1]");
    assert_non_null(json_parse(a, buf_finish(&b), JSON_LIMITS_DEFAULT, &error));
    b.n = before;
    buf_puts(&b, "[]]");
    assert_null(json_parse(a, buf_finish(&b), JSON_LIMITS_DEFAULT, &error));
    buf_free(&b);
    arena_free(&a);
}

static void names_the_place(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct json_error error;
    assert_null(json_parse(a, STR_LIT("{\n \"沧\\\"州\": 1.5}"), JSON_LIMITS_DEFAULT, &error));
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 11);
    assert_null(json_parse(a, STR_LIT("{\n\n\"身份证\": x}"), JSON_LIMITS_DEFAULT, &error));
    assert_int_equal(error.line, 3);
    assert_null(strstr(error.what, "身份证")); /* never quotes what it read */
    arena_free(&a);
}

static void gives_members(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct json *j =
        json_parse(a, STR_LIT("{\"z\":\"文\",\"n\":-5,\"l\":[1,{\"k\":true}],\"e\":\"\"}"),
                   JSON_LIMITS_DEFAULT, NULL);
    assert_non_null(j);
    assert_int_equal(j->count, 4);
    assert_true(str_is(j->names[0], "z")); /* in the order of the text */
    assert_string_equal(json_get_text(j, "z"), "文");
    assert_string_equal(json_get_text(j, "e"), "");
    assert_null(json_get_text(j, "n"));
    assert_null(json_get_text(j, "none"));
    int64_t n = 0;
    assert_true(json_get_int(j, "n", &n) && n == -5);
    assert_false(json_get_int(j, "z", &n));
    const struct json *list = json_get(j, "l");
    assert_int_equal(list->count, 2);
    assert_true(json_get(&list->items[1], "k")->boolean);
    assert_null(json_get(list, "k"));
    assert_null(json_get(NULL, "k"));
    arena_free(&a);
}

static void writes(void **state) {
    (void)state;
    struct buf b;
    struct json_writer w;
    buf_init(&b, 1000);
    jw_init(&w, &b, false);
    jw_object(&w);
    jw_ktext(&w, "z", "q\"");
    jw_ktext(&w, "a", NULL);
    jw_kint(&w, "i", -1);
    jw_kbool(&w, "t", true);
    jw_kid(&w, "id", INT64_MAX);
    jw_kid(&w, "no", 0);
    jw_key(&w, "l");
    jw_array(&w);
    jw_array(&w);
    jw_array_end(&w);
    jw_object(&w);
    jw_object_end(&w);
    jw_raw(&w, STR_LIT("{\"raw\":1}"));
    jw_null(&w);
    jw_array_end(&w);
    jw_object_end(&w);
    assert_string_equal(buf_finish(&b).p,
                        "{\"z\":\"q\\\"\",\"a\":null,\"i\":-1,\"t\":true,\"id\":"
                        "\"9223372036854775807\",\"no\":null,\"l\":[[],{},{\"raw\":1},null]}");
    buf_free(&b);
}

/* A full buffer must not trip the order check of keys that were dropped. */
static void writer_survives_a_full_buffer(void **state) {
    (void)state;
    for (size_t max = 0; max < 60; max++) {
        struct buf b;
        struct json_writer w;
        buf_init(&b, max);
        jw_init(&w, &b, true);
        jw_object(&w);
        jw_ktext(&w, "alpha", "value");
        jw_ktext(&w, "beta", "value");
        jw_key(&w, "gamma");
        jw_array(&w);
        jw_int(&w, 1);
        jw_array_end(&w);
        jw_object_end(&w);
        ROW(max, (buf_finish(&b).p != NULL) == (max >= 44));
        buf_free(&b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_one_form), cmocka_unit_test(keeps_limits),
        cmocka_unit_test(names_the_place), cmocka_unit_test(gives_members),
        cmocka_unit_test(writes),          cmocka_unit_test(writer_survives_a_full_buffer),
    };
    return RUN(tests);
}
