#include "intake/files.h"

#define BYTES(literal)                                                                             \
    { literal, sizeof(literal) - 1 }

static void reads(void **state) {
    static const struct {
        struct str content;
        const char *shown;
    } rows[] = {
        /* Keys become columns as they come; rows have as many cells as are known by then. */
        {BYTES("{\"a\":\"1\",\"b\":\"x\"}\n{\"b\":\"y\",\"c\":\"z\"}\n"), "@0 ;1 1|x;2 |y|z"},
        {BYTES("{\"名称\":\"张三\"}\n\n  { \"名称\" : \"李四\" } \r\n"), "@0 ;1 张三;3 李四"},
        {BYTES("{}\n{\"a\":\"\"}\n{\"a\":null}\n{\"a\":\"1\"}"), "@0 ;4 1"},
        /* numbers keep their digits; long ones and exponents are told */
        {BYTES("{\"a\":12.50,\"b\":-0.5,\"c\":370102199001010001,\"d\":1.1E+17}"),
         "@0 ;1 12.50^F|-0.5^F|370102199001010001^FI|1.1E+17^FI"},
        {BYTES("{\"a\":true,\"b\":false,\"c\":null,\"d\":\"\"}"), "@0 ;1 true^B|false^B|^U|"},
        /* escapes */
        {BYTES("{\"a\":\"x\\n\\\"y\\\"\\\\\\/\",\"\\u0062\":\"\\u6d4e\\ud873\\ude9a\"}"),
         "@0 ;1 x\\n\"y\"\\/|济𬺚"},
        {BYTES("{\"a\":\"\\ud873\",\"b\":\"x\\u0000y\",\"c\":\"\\u0001z\",\"d\":\"q\1\"}"),
         "@0 ;1 \xef\xbf\xbd^E|xy^0|z^C|q^C"},
        /* values that are no cell */
        {BYTES("{\"a\":{\"b\":[1,\"}\"]},\"c\":[],\"d\":\"1\"}"), "@0 ;1 ^N|^N|1"},
        {BYTES("{\"a\":\"1\",\"a\":\"2\"}"), "@0 ;1 1^T"},
        /* lines that are no object break, and nothing but them */
        {BYTES("{\"a\":\"1\"}\n{\"a\":\"2\"\n{\"a\":\"3\"}\n"), "@0 ;1 1;2 2 !b;3 3"},
        {BYTES("{\"a\":\"1\"}x\n"), "@0 ;1 1 !b"},
        {BYTES("{\"a\":01}\n{a:1}\n{\"a\":\"\\x\"}\n{\"a\":1,}\n{\"a\" "
               "1}\n{\"a\":nul}\n{\"a\":1.}\n"),
         "@0 ;1  !b;2  !b;3  !b;4 1^F !b;5  !b;6  !b;7  !b"},
        {BYTES("{\"a\":\"1\"}\n\"text\"\n5\n"), "@0 ;1 1;2  !b;3  !b"},
        {BYTES("{\"a\":\"1\"}\n{\"a\":\"2"), "@0 ;1 1;2  !c"},
        /* encodings */
        {BYTES("\xef\xbb\xbf{\"a\":\"济\"}\n{\"a\":\"\xbc\xc3\"}\n"),
         "@0 ;1 济;2 \xef\xbf\xbd\xef\xbf\xbd^E"},
        /* 乗 is 0x81 0x5c in GB18030: no backslash; 丂 0x81 0x40 */
        {BYTES("{\"\xc3\xfb\xb3\xc6\":\"\x81\x5c\",\"b\":\"\\u6d4e\\n\xbc\xc3\"}\n"),
         "@0 ;1 乗|济\\n济"},
        {BYTES("\xff\xfe{\0\"\0a\0\"\0:\0\"\0\x4e\x6d\"\0}\0"), "@0 ;1 济"},
        {BYTES("[{\"a\":1}]"), "intake.format_unknown"},
    };
    (void)state;
    struct files f;
    files_begin(&f);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        files_write(&f, rows[i].content);
        ROW_TEXT(i, files_show(&f, NULL), rows[i].shown);
    }
    files_end(&f);
}

/* Columns known from an earlier pass stand in front, and the head tells all at the end. */
static void knows_columns(void **state) {
    static const struct str columns[] = {{"b", 1}, {"a", 1}};
    (void)state;
    struct files f;
    files_begin(&f);
    struct source_options o = {.columns = columns, .columns_count = 2};
    files_write(&f, STR_LIT("{\"a\":\"1\",\"c\":\"3\"}\n{\"b\":\"2\"}\n"));
    assert_string_equal(files_show(&f, &o), "@0 b|a;1 |1|3;2 2||");

    struct source *s;
    const struct source_row *row;
    assert_int_equal(source_open(&f.ctx, f.path, NULL, &s), OK);
    assert_int_equal(source_info(s)->format, SOURCE_JSONL);
    assert_int_equal(source_head(s)->count, 0);
    assert_int_equal(source_next(&f.ctx, s, &row), OK);
    assert_int_equal(source_head(s)->count, 2);
    assert_int_equal(source_next(&f.ctx, s, &row), OK);
    assert_int_equal(source_head(s)->count, 3);
    assert_int_equal(row->offset, 18);
    assert_int_equal(row->bytes, 10);
    source_close(&s);
    files_end(&f);
}

static void limits(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    struct source_options o = {.limits = SOURCE_LIMITS_DEFAULT};
    o.limits.columns = 2;
    files_write(&f, STR_LIT("{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}\n{\"b\":\"4\"}\n"));
    assert_string_equal(files_show(&f, &o), "@0 ;1 1|2 !l;2 |4");
    o.limits = SOURCE_LIMITS_DEFAULT;
    o.limits.record_bytes = 1 << 20;
    FILE *out = fopen(f.path, "wb");
    fputs("{\"a\":\"1\"}\n{\"a\":\"", out);
    for (int k = 0; k < 3 << 20; k++)
        putc('x', out);
    fclose(out);
    assert_string_equal(files_show(&f, &o), "@0 ;1 1;intake.record_too_long");

    char deep[200] = "{\"a\":";
    memset(deep + 5, '[', 100);
    memset(deep + 105, ']', 80);
    files_write(&f, str_of(deep));
    assert_string_equal(files_show(&f, NULL), "@0 ;1  !cl");
    files_end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads),
        cmocka_unit_test(knows_columns),
        cmocka_unit_test(limits),
    };
    return RUN(tests);
}
