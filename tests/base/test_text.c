/* Views, UTF-8 and numbers: what comes from outside is taken whole or not at all. */
#include "test.h"

#include "base/num.h"
#include "base/str.h"
#include "base/utf8.h"

static void trims(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"", ""},
        {"a", "a"},
        {" \t\r\n a b \v\f", "a b"},
        {"\xe3\x80\x80中\xe3\x80\x80", "中"},
        {"\xef\xbb\xbf\xe3\x80\x80 x", "x"},
        {"\xe3\x80\x80", ""},
        {"\x80\x80", "\x80\x80"},
        {"\xe3\x80", "\xe3\x80"},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        ROW(i, str_is(str_trim(str_of(rows[i].in)), rows[i].out));
}

static void splits(void **state) {
    (void)state;
    static const struct {
        const char *in;
        size_t n;
        const char *parts[4];
    } rows[] = {
        {"", 1, {""}},
        {"a", 1, {"a"}},
        {"a,", 2, {"a", ""}},
        {",a,,b", 4, {"", "a", "", "b"}},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct str rest = str_of(rows[i].in), part;
        size_t n = 0;
        while (str_split(&rest, ',', &part)) {
            ROW(i, n < rows[i].n);
            ROW(i, str_is(part, rows[i].parts[n]));
            n++;
        }
        ROW_INT(i, n, rows[i].n);
        ROW(i, rest.p == NULL);
    }
}

static void finds_and_compares(void **state) {
    (void)state;
    struct str s = STR_LIT("abcabd");
    assert_int_equal(str_find(s, 'c'), 2);
    assert_true(str_find(s, 'z') == SIZE_MAX);
    assert_int_equal(str_find_str(s, STR_LIT("abd")), 3);
    assert_int_equal(str_find_str(s, STR_LIT("")), 0);
    assert_true(str_find_str(s, STR_LIT("abdx")) == SIZE_MAX);
    assert_true(str_find_str(STR_LIT("ab"), STR_LIT("abc")) == SIZE_MAX);
    assert_true(str_find_str(STR_LIT("aaab"), STR_LIT("ab")) == 2);
    assert_int_equal(str_cmp(STR_LIT("a"), STR_LIT("ab")), -1);
    assert_int_equal(str_cmp(STR_LIT("b"), STR_LIT("ab")), 1);
    assert_int_equal(str_cmp(STR_LIT("\xff"), STR_LIT("a")), 1);
    assert_int_equal(str_cmp(str_of(NULL), STR_LIT("")), 0);
    assert_true(str_starts(s, "abc") && str_starts(s, "") && !str_starts(STR_LIT("ab"), "abc"));
    assert_true(str_ends(s, "abd") && str_ends(s, "") && !str_ends(STR_LIT("bd"), "abd"));
    assert_true(str_eq(STR_LIT("a\0b"), STR_LIT("a\0b")));
    assert_false(str_eq(STR_LIT("a\0b"), STR_LIT("a\0c")));
}

static void knows_utf8(void **state) {
    (void)state;
    static const struct {
        const char *in;
        size_t n;
        size_t bad; /* offset, or SIZE_MAX when valid */
    } rows[] = {
        {"", 0, SIZE_MAX},
        {"a中😀", 8, SIZE_MAX},
        {"a\0b", 3, 1},
        {"\xc0\x80", 2, 0},                /* overlong */
        {"\xe0\x9f\xbf", 3, 0},            /* overlong */
        {"\xe0\xa0\x80", 3, SIZE_MAX},     /* U+0800 */
        {"\xed\x9f\xbf", 3, SIZE_MAX},     /* U+D7FF */
        {"\xed\xa0\x80", 3, 0},            /* surrogate */
        {"\xf0\x8f\xbf\xbf", 4, 0},        /* overlong */
        {"\xf4\x8f\xbf\xbf", 4, SIZE_MAX}, /* U+10FFFF */
        {"\xf4\x90\x80\x80", 4, 0},        /* past the last character */
        {"\xf5\x80\x80\x80", 4, 0},
        {"ab\xe4\xb8", 4, 2}, /* cut off */
        {"\xe4\xb8\x2d", 3, 0},
        {"\x80", 1, 0},
        {"\xd6\xd0\xce\xc4", 4, 0}, /* 中文 in GBK */
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        size_t at = SIZE_MAX;
        bool valid = utf8_valid((struct str){rows[i].in, rows[i].n}, &at);
        ROW(i, valid == (rows[i].bad == SIZE_MAX));
        ROW(i, at == rows[i].bad);
    }
}

static void counts_characters(void **state) {
    (void)state;
    struct str s = STR_LIT("沧州a😀");
    assert_int_equal(utf8_count(s), 4);
    assert_true(str_is(utf8_prefix(s, 2), "沧州"));
    assert_true(str_is(utf8_prefix(s, 0), ""));
    assert_true(str_is(utf8_prefix(s, 9), "沧州a😀"));
    static const int32_t wanted[] = {0x6ca7, 0x5dde, 'a', 0x1f600};
    for (size_t i = 0; i < GX_COUNT(wanted); i++)
        ROW_INT(i, utf8_next(&s), wanted[i]);
    assert_int_equal(utf8_next(&s), -1);
}

/* Every code point there is comes back as itself; every other number as U+FFFD. */
static void round_trips_every_character(void **state) {
    (void)state;
    for (int32_t cp = 0; cp < 0x110010; cp++) {
        char out[4];
        size_t n = utf8_put(cp, out);
        struct str s = {out, n};
        bool exists = cp < 0x110000 && !(cp >= 0xd800 && cp < 0xe000);
        int32_t back = utf8_next(&s);
        if (back != (exists ? cp : 0xfffd) || s.n != 0) fail_msg("U+%X", (unsigned)cp);
    }
}

static void folds(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"ＡＢｃ１２３（）　Ｘ", "abc123() x"},
        {"沧州ABC", "沧州abc"},
        {"\xff"
         "A",
         "\xff"
         "a"},
        {"", ""},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        ROW_TEXT(i, utf8_fold(a, str_of(rows[i].in)), rows[i].out);
    arena_free(&a);
}

static void reads_integers(void **state) {
    (void)state;
    static const struct {
        const char *in;
        bool ok;
        int64_t v;
    } rows[] = {
        {"0", true, 0},
        {"7", true, 7},
        {"-7", true, -7},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"99999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"-0", false, 0},
        {"00", false, 0},
        {"01", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
        {"1e3", false, 0},
        {"0x1", false, 0},
        {"１", false, 0},
        {"1-", false, 0},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        int64_t v = 42;
        ROW(i, num_i64(str_of(rows[i].in), INT64_MIN, INT64_MAX, &v) == rows[i].ok);
        ROW_INT(i, v, rows[i].ok ? rows[i].v : 42);
    }
    int64_t v = 42;
    assert_false(num_i64(STR_LIT("11"), 0, 10, &v));
    assert_false(num_i64(STR_LIT("-1"), 0, 10, &v));
    assert_true(num_i64(STR_LIT("10"), 0, 10, &v) && v == 10);
    uint32_t u = 42;
    assert_false(num_u32(STR_LIT("4294967296"), UINT32_MAX, &u));
    assert_false(num_u32(STR_LIT("-1"), UINT32_MAX, &u));
    assert_int_equal(u, 42);
    assert_true(num_u32(STR_LIT("4294967295"), UINT32_MAX, &u) && u == UINT32_MAX);
}

static void reads_decimals(void **state) {
    (void)state;
    static const struct {
        const char *in;
        unsigned scale;
        bool ok;
        int64_t v;
    } rows[] = {
        {"12.5", 6, true, 12500000},
        {"0", 6, true, 0},
        {"0.000001", 6, true, 1},
        {"-0.5", 2, true, -50},
        {"12", 0, true, 12},
        {"12.0", 0, false, 0},
        {"0.0000001", 6, false, 0},
        {".5", 6, false, 0},
        {"5.", 6, false, 0},
        {"05.1", 6, false, 0},
        {"-0.00", 2, false, 0},
        {"1,000", 2, false, 0},
        {"1.2.3", 6, false, 0},
        {"1e2", 6, false, 0},
        {"", 2, false, 0},
        {"9223372036854.775807", 6, true, INT64_MAX},
        {"9223372036854.775808", 6, false, 0},
        {"92233720368547758", 6, false, 0},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        int64_t v = 42;
        ROW(i, num_decimal(str_of(rows[i].in), rows[i].scale, &v) == rows[i].ok);
        ROW_INT(i, v, rows[i].ok ? rows[i].v : 42);
    }
}

static void reads_hex_and_base64(void **state) {
    (void)state;
    uint8_t out[8] = {0};
    assert_true(num_hex(STR_LIT("00fFa1"), out, 3));
    assert_memory_equal(out, "\x00\xff\xa1", 3);
    assert_false(num_hex(STR_LIT("00fF"), out, 3));
    assert_false(num_hex(STR_LIT("00fFg1"), out, 3));
    static const struct {
        const char *in, *out; /* out NULL: refused */
    } rows[] = {
        {"", ""},        {"Zg==", "f"},        {"Zm8=", "fo"},
        {"Zm9v", "foo"}, {"Zm9vYg==", "foob"}, {"Zh==", NULL},
        {"Zm9=", NULL},  {"Zg", NULL},         {"Zg=", NULL},
        {"Z===", NULL},  {"====", NULL},       {"Zm9v\n", NULL},
        {"Zm=v", NULL},  {"Zm-v", NULL},       {"Zm9vYmFyYmF6", NULL}, /* longer than the room */
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        size_t n = 99;
        bool ok = num_b64(str_of(rows[i].in), out, sizeof(out), &n);
        ROW(i, ok == (rows[i].out != NULL));
        ROW_INT(i, n, ok ? strlen(rows[i].out) : 99);
        ROW(i, !ok || memcmp(out, rows[i].out, n) == 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trims),
        cmocka_unit_test(splits),
        cmocka_unit_test(finds_and_compares),
        cmocka_unit_test(knows_utf8),
        cmocka_unit_test(counts_characters),
        cmocka_unit_test(round_trips_every_character),
        cmocka_unit_test(folds),
        cmocka_unit_test(reads_integers),
        cmocka_unit_test(reads_decimals),
        cmocka_unit_test(reads_hex_and_base64),
    };
    return RUN(tests);
}
