/* Arenas and buffers. */
#include "test.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/num.h"

static void arena_zeroes_and_aligns(void **state) {
    (void)state;
    struct arena *a = arena_new();
    for (size_t n = 0; n < 3000; n += 7) {
        unsigned char *p = arena_alloc(a, n);
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t i = 0; i < n; i++) {
            ROW(n, p[i] == 0);
            p[i] = 0xaa;
        }
    }
    assert_int_equal(arena_alloc(a, 5 << 20) != NULL, 1); /* larger than any step */
    arena_reset(a);
    assert_int_equal(arena_used(a), 0);
    unsigned char *again = arena_alloc(a, 1000); /* used before: must be zero all the same */
    for (size_t i = 0; i < 1000; i++)
        ROW(i, again[i] == 0);
    arena_free(&a);
    assert_null(a);
    arena_free(&a);
}

static void arena_release_gives_back(void **state) {
    (void)state;
    struct arena *a = arena_new();
    char *kept = arena_strdup(a, "kept");
    size_t before = arena_used(a);
    for (int turn = 0; turn < 100; turn++) {
        struct arena_mark m = arena_mark(a);
        for (int i = 0; i < 100; i++)
            memset(arena_alloc(a, 1000), 1, 1000);
        assert_true(arena_used(a) >= before + 100000);
        arena_release(a, m);
        assert_int_equal(arena_used(a), before);
    }
    assert_string_equal(kept, "kept");
    arena_free(&a);
}

static void arena_copies_text(void **state) {
    (void)state;
    struct arena *a = arena_new();
    assert_null(arena_strdup(a, NULL));
    assert_string_equal(arena_str(a, (struct str){"abc", 2}), "ab");
    assert_string_equal(arena_str(a, (struct str){NULL, 0}), "");
    assert_string_equal(arena_printf(a, "%d-%s", 7, "x"), "7-x");
    char *large = arena_printf(a, "%0100000d", 7);
    assert_int_equal(strlen(large), 100000);
    assert_memory_equal(arena_copy(a, "a\0b", 3), "a\0b", 3);
    arena_free(&a);
}

static void buf_fails_once_and_stays_failed(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b, 10);
    buf_puts(&b, "12345");
    buf_puts(&b, "67890");
    assert_true(str_is(buf_finish(&b), "1234567890"));
    buf_putc(&b, 'x');
    assert_null(buf_finish(&b).p);
    buf_reset(&b);
    buf_puts(&b, "12345678901");
    buf_puts(&b, "1");
    assert_null(buf_finish(&b).p);
    buf_reset(&b);
    buf_printf(&b, "%s", "12345678901");
    assert_null(buf_finish(&b).p);
    buf_reset(&b);
    buf_printf(&b, "%s", "1234567890");
    struct str s = buf_finish(&b);
    assert_true(str_is(s, "1234567890") && s.p[10] == '\0');
    buf_free(&b);
    assert_true(str_is(buf_finish(&b), ""));
    buf_free(&b);
    buf_init(&b, SIZE_MAX);
    buf_puts(&b, "no limit");
    assert_true(str_is(buf_finish(&b), "no limit"));
    buf_free(&b);
}

static void buf_quotes(void **state) {
    (void)state;
    static const struct {
        void (*put)(struct buf *b, struct str s);
        struct str in;
        const char *out;
    } rows[] = {
        {buf_json_string, STR_LIT("沧州/\x7f"), "\"沧州/\x7f\""},
        {buf_json_string, STR_LIT("\"\\\b\f\n\r\t\x01\x1f\0"),
         "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\\u0000\""},
        {buf_json_string, STR_LIT(""), "\"\""},
        {buf_csv_field, STR_LIT("plain 文"), "plain 文"},
        {buf_csv_field, STR_LIT("a,b"), "\"a,b\""},
        {buf_csv_field, STR_LIT("a\"b"), "\"a\"\"b\""},
        {buf_csv_field, STR_LIT("a\nb"), "\"a\nb\""},
        {buf_csv_field, STR_LIT("=1+1"), "\"'=1+1\""},
        {buf_csv_field, STR_LIT("-x"), "\"'-x\""},
        {buf_csv_field, STR_LIT("+x"), "\"'+x\""},
        {buf_csv_field, STR_LIT("@x"), "\"'@x\""},
        {buf_csv_field, STR_LIT("\tx"), "\"'\tx\""},
        {buf_csv_field, STR_LIT("\rx"), "\"'\rx\""},
        {buf_csv_field, STR_LIT(""), ""},
        {buf_html, STR_LIT("<a href='x'>&\""), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;"},
        {buf_url, STR_LIT("a b/中-._~"), "a%20b%2F%E4%B8%AD-._~"},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct buf b;
        buf_init(&b, 1000);
        rows[i].put(&b, rows[i].in);
        ROW_TEXT(i, buf_finish(&b).p, rows[i].out);
        buf_free(&b);
    }
}

static void buf_writes_numbers(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b, 1000);
    buf_int(&b, INT64_MIN);
    buf_putc(&b, ' ');
    buf_int(&b, INT64_MAX);
    buf_putc(&b, ' ');
    buf_int(&b, 0);
    buf_putc(&b, ' ');
    buf_hex(&b, (const uint8_t *)"\x00\xab\xff", 3);
    assert_string_equal(buf_finish(&b).p, "-9223372036854775808 9223372036854775807 0 00abff");
    buf_free(&b);
}

static void buf_base64_comes_back(void **state) {
    (void)state;
    uint8_t in[64], out[64];
    for (size_t n = 0; n < sizeof(in); n++) {
        for (size_t i = 0; i < n; i++)
            in[i] = (uint8_t)(i * 37 + n);
        struct buf b;
        buf_init(&b, 1000);
        buf_b64(&b, in, n);
        size_t got = 0;
        ROW(n, num_b64(buf_finish(&b), out, sizeof(out), &got));
        ROW(n, got == n && memcmp(in, out, n) == 0);
        buf_free(&b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_zeroes_and_aligns),
        cmocka_unit_test(arena_release_gives_back),
        cmocka_unit_test(arena_copies_text),
        cmocka_unit_test(buf_fails_once_and_stays_failed),
        cmocka_unit_test(buf_quotes),
        cmocka_unit_test(buf_writes_numbers),
        cmocka_unit_test(buf_base64_comes_back),
    };
    return RUN(tests);
}
