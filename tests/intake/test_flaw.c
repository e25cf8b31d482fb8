#include "intake/files.h"

#include "base/utf8.h"
#include "intake/flawlog.h"

/* The list itself: every code has its own name of two parts, its sentences, and no particular
 * that nobody fills in. */
static void list(void **state) {
    (void)state;
    struct arena *a = arena_new();
    assert_true(FLAW_COUNT > 60);
    for (size_t c = 1; c < FLAW_COUNT; c++) {
        enum flaw_code code = (enum flaw_code)c;
        const char *text = flaw_code_text(code), *dot = strchr(text, '.');
        ROW(c, dot != NULL && dot > text && dot[1] != '\0' && strchr(dot + 1, '.') == NULL);
        ROW_INT(c, flaw_code_find(text), code); /* also: no code twice */
        struct flaw_place place = {.row = 3, .column = 2, .head = "名称"};
        struct flaw f = flaw_make(a, code, place, STR_LIT("值"), "甲", "乙");
        ROW(c, utf8_count(str_of(f.sentence)) >= 5 && f.suggestion[0] != '\0');
        ROW(c, strchr(f.sentence, '{') == NULL && strchr(f.suggestion, '{') == NULL);
        ROW(c, strstr(f.sentence, "。") == NULL); /* the writer puts it */
        ROW_TEXT(c, f.value, "值");
    }
    assert_int_equal(flaw_code_find("no.such"), FLAW_NONE);
    assert_string_equal(flaw_code_text(FLAW_NONE), "");
    for (int i = 1; i < IDNO_FAULTS; i++) {
        char code[40];
        snprintf(code, sizeof(code), "idno.%s", idno_fault_name((enum idno_fault)i));
        ROW_TEXT(i, flaw_code_text(flaw_of_idno((enum idno_fault)i)), code);
        ROW_TEXT(i, err_code(idno_fault_err((enum idno_fault)i)), code);
    }
    assert_int_equal(flaw_of_idno(IDNO_OK), FLAW_NONE);
    arena_free(&a);
}

static void fills_in(void **state) {
    (void)state;
    struct arena *a = arena_new();
    static const struct fieldspec field = {.name = "证件号码", .mask = FIELD_MASK_NUMBER};
    struct flaw_place place = {.row = 7, .column = 4, .field = &field};
    struct flaw f =
        flaw_make(a, FLAW_IDNO_CHECK_CHAR, place, STR_LIT("370102199001010002"), NULL, NULL);
    assert_string_equal(f.sentence, "“证件号码”校验位不通过");
    assert_string_equal(f.value, "370102********0002");
    assert_string_equal(f.field, "证件号码");
    place.field = NULL; /* a column without field and name */
    f = flaw_make(a, FLAW_CELL_ENCODING, place, STR_LIT(""), NULL, NULL);
    assert_string_equal(f.sentence, "“第4列”中有与全文编码不一致的文字或乱码");
    assert_string_equal(f.field, "");
    f = flaw_make(a, FLAW_VALUE_TOO_LONG, (struct flaw_place){.head = "备注"}, STR_LIT("x"), "9",
                  "8");
    assert_string_equal(f.sentence, "“备注”有9个字，超过8个字的上限");
    arena_free(&a);
}

static void quotes(void **state) {
    static const struct {
        const char *value;
        enum field_mask mask;
        const char *shown;
    } rows[] = {
        {"", FIELD_OPEN, ""},
        {"济南市", FIELD_OPEN, "济南市"},
        {"a\nb\tc", FIELD_OPEN, "a b c"},
        {"张三", FIELD_MASK_NAME, "张*"},
        {"买买提·艾力", FIELD_MASK_NAME, "买*****"},
        {"O", FIELD_MASK_NAME, "*"},
        {"370102199001010001", FIELD_MASK_NUMBER, "370102********0001"},
        {"E12345678", FIELD_MASK_NUMBER, "E1*****78"},
        {"1234567", FIELD_MASK_NUMBER, "1*****7"},
        {"机密", FIELD_MASK_ALL, "**"},
        /* persons' numbers in a column that should hold none */
        {"370102199001010001", FIELD_OPEN, "370102********0001"},
        {"370102 19900101 0001", FIELD_OPEN, "370102**********0001"},
        {"370102199001010002", FIELD_OPEN, "370102********0002"}, /* with a slip in it */
        {"联系人13812345678。", FIELD_OPEN, "联系人138****5678。"},
    };
    (void)state;
    struct arena *a = arena_new();
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        ROW_TEXT(i, flaw_quote(a, str_of(rows[i].value), rows[i].mask), rows[i].shown);
    char text[301];
    memset(text, 'x', 300);
    text[300] = '\0';
    const char *shown = flaw_quote(a, str_of(text), FIELD_OPEN);
    assert_int_equal(utf8_count(str_of(shown)), 61);
    assert_true(str_ends(str_of(shown), "…"));
    arena_free(&a);
}

/* --- the log --- */

static struct flaw made(int64_t row, uint32_t column, enum flaw_code code, const char *value) {
    return (struct flaw){.code = code,
                         .row = row,
                         .column = column,
                         .field = "字段",
                         .value = value,
                         .sentence = "句子",
                         .suggestion = "建议"};
}

static void log_in_order(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    struct flawlog *log;
    assert_int_equal(flawlog_new(&f.ctx, f.dir, &log), OK);
    struct flaw_sink sink = flawlog_sink(log);
    struct flaw flaws[] = {made(0, 3, FLAW_HEAD_UNKNOWN, "h"), made(2, 5, FLAW_VALUE_CODE, "b"),
                           made(2, 1, FLAW_VALUE_MISSING, ""), made(2, 5, FLAW_CELL_NUL, "c"),
                           made(4, 1, FLAW_TEXT_NUMBER, "w"),  made(9, 0, FLAW_ROW_BROKEN, "")};
    for (size_t i = 0; i < GX_COUNT(flaws); i++)
        flaw_report(&sink, &flaws[i]);
    flaw_report(NULL, &flaws[0]); /* nobody listens */
    for (int round = 0; round < 2; round++) {
        assert_int_equal(flawlog_rewind(&f.ctx, log), OK);
        assert_int_equal(flawlog_count(log, FLAW_NONE), 6);
        assert_int_equal(flawlog_count(log, FLAW_VALUE_CODE), 1);
        assert_int_equal(flawlog_rows_refused(log), 2); /* row 4 is only warned of */
        assert_int_equal(flawlog_file_refusal(log), FLAW_NONE);
        const struct flaw *got;
        size_t n;
        assert_int_equal(flawlog_row(&f.ctx, log, f.ctx.arena, 1, &got, &n), OK);
        assert_int_equal(n, 0);
        assert_int_equal(flawlog_row(&f.ctx, log, f.ctx.arena, 2, &got, &n), OK);
        assert_int_equal(n, 3);
        assert_int_equal(got[0].code, FLAW_VALUE_MISSING); /* by column, then as added */
        assert_int_equal(got[1].code, FLAW_VALUE_CODE);
        assert_int_equal(got[2].code, FLAW_CELL_NUL);
        assert_string_equal(got[2].value, "c");
        assert_string_equal(got[2].suggestion, "建议");
        assert_int_equal(flawlog_row(&f.ctx, log, f.ctx.arena, 8, &got, &n), OK);
        assert_int_equal(n, 0); /* row 4 was passed over */
        const struct flaw *last;
        assert_int_equal(flawlog_next(&f.ctx, log, f.ctx.arena, &last), OK);
        assert_int_equal(last->row, 9);
        assert_int_equal(flawlog_next(&f.ctx, log, f.ctx.arena, &last), OK);
        assert_null(last);
    }
    flawlog_free(&log);
    assert_null(log);
    flawlog_free(&log);
    files_end(&f);
}

/* Many, in no order, more than memory is given: they come out as if sorted. */
static void log_out_of_order(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    struct flawlog *log;
    assert_int_equal(flawlog_new(&f.ctx, f.dir, &log), OK);
    enum { ROWS = 10007 };
    for (int k = 0; k < ROWS; k++) {
        int64_t row = (int64_t)k * 7919 % ROWS + 1;
        char value[32];
        snprintf(value, sizeof(value), "v%lld", (long long)row);
        struct flaw second = made(row, 2, FLAW_VALUE_CODE, value);
        struct flaw first = made(row, 1, FLAW_TEXT_NUMBER, value);
        flawlog_add(log, &second);
        flawlog_add(log, &first);
    }
    struct flaw late = made(0, 0, FLAW_HEAD_MISSING, "");
    flawlog_add(log, &late);
    assert_int_equal(flawlog_file_refusal(log), FLAW_HEAD_MISSING);
    assert_int_equal(flawlog_rewind(&f.ctx, log), OK);
    assert_int_equal(flawlog_rows_refused(log), ROWS);
    struct arena *a = arena_new();
    for (int64_t row = 0; row <= ROWS; row++) {
        const struct flaw *got;
        size_t n;
        arena_reset(a);
        assert_int_equal(flawlog_row(&f.ctx, log, a, row, &got, &n), OK);
        ROW_INT(row, n, row == 0 ? 1 : 2);
        if (row == 0) continue;
        char value[32];
        snprintf(value, sizeof(value), "v%lld", (long long)row);
        ROW_INT(row, got[0].column, 1);
        ROW_INT(row, got[1].column, 2);
        ROW_TEXT(row, got[1].value, value);
    }
    arena_free(&a);
    flawlog_free(&log);
    files_end(&f);
}

/* What could not be written is told before anybody relies on it. */
static void log_without_room(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    struct flawlog *log;
    assert_int_equal(flawlog_new(&f.ctx, "/nowhere/at/all", &log), OK);
    struct flaw flaw = made(1, 1, FLAW_VALUE_CODE, "x");
    for (int k = 0; k < 20000; k++)
        flawlog_add(log, &flaw);
    assert_int_equal(flawlog_rewind(&f.ctx, log), ERR_IO);
    flawlog_free(&log);
    files_end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list),
        cmocka_unit_test(fills_in),
        cmocka_unit_test(quotes),
        cmocka_unit_test(log_in_order),
        cmocka_unit_test(log_out_of_order),
        cmocka_unit_test(log_without_room),
    };
    return RUN(tests);
}
