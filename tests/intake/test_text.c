#include "test.h"

#include "base/buf.h"
#include "intake/text.h"

/* Finds of a text as "kind@from+bytes". */
static const char *show(struct buf *b, const struct text_find *finds, size_t n) {
    static const char *const kinds[] = {"resident", "resident15", "mobile", "word"};
    buf_reset(b);
    for (size_t i = 0; i < n; i++) {
        buf_printf(b, "%s%s@%zu+%zu", i > 0 ? " " : "", kinds[finds[i].kind], finds[i].at,
                   finds[i].n);
        if (finds[i].kind == TEXT_WORD) buf_printf(b, "#%zu", finds[i].word);
    }
    buf_putc(b, '\0');
    return b->p;
}

static void numbers(void **state) {
    static const struct {
        const char *text, *finds, *masked;
    } rows[] = {
        {"", "", ""},
        {"当事人370102199001010001签收", "resident@9+18", "当事人370102********0001签收"},
        {"110105 19491231 002x", "resident@0+20", "110105**********002x"},
        {"110105-19491231-002X。", "resident@0+20", "110105**********002X。"},
        {"３７０１０２１９９００１０１０００１", "resident@0+54", NULL},
        {"932682198501010017", "resident@0+18", "932682********0017"}, /* residence card */
        {"370102199001010002", "", NULL},                              /* wrong check */
        {"1370102199001010001", "", NULL}, /* part of something longer */
        {"A370102199001010001", "", NULL},
        {"370102199001010001A", "", NULL},
        {"91370102PDY00001XB", "", NULL},
        {"旧证610104620927690", "resident15@6+15", "旧证610********7690"},
        {"610104621327690", "", NULL}, /* month 13 */
        {"电话13812345678、18900001111", "mobile@6+11 mobile@20+11",
         "电话138****5678、189****1111"},
        {"138-1234-5678", "mobile@0+13", "138******5678"},
        {"+8613812345678", "mobile@3+11", "+86138****5678"},
        {"86 13812345678", "mobile@3+11", NULL},
        {"12812345678", "", NULL},
        {"138123456789", "", NULL},
        {"0531-88881234", "", NULL},
        {"〔2026〕第138号，罚款12345元", "", NULL},
        {"2026-11-22 13812345678", "mobile@11+11", NULL},
        {"\xff\xfe"
         "13812345678\xff",
         "mobile@2+11", NULL},
    };
    (void)state;
    struct arena *a = arena_new();
    struct buf b;
    buf_init(&b, 4096);
    struct date today = date_make(2026, 11, 22);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct text_find finds[8];
        size_t n = text_find_numbers(str_of(rows[i].text), today, finds, 8);
        ROW_TEXT(i, show(&b, finds, n), rows[i].finds);
        if (rows[i].masked == NULL) continue;
        ROW_TEXT(i, text_mask(a, str_of(rows[i].text), finds, n), rows[i].masked);
    }
    /* Born after the day: nobody's number. More finds than room: the true number is told. */
    struct text_find one[1];
    assert_int_equal(
        text_find_numbers(STR_LIT("370102199001010001"), date_make(1989, 1, 1), one, 1), 0);
    assert_int_equal(
        text_find_numbers(STR_LIT("13812345678,13812345679,13812345670"), today, one, 1), 3);
    buf_free(&b);
    arena_free(&a);
}

static void words(void **state) {
    static const char *const list[] = {"血型", "宗教信仰", "宗教", "gene", "blood type", "HIV"};
    static const struct {
        const char *text, *finds, *masked;
    } rows[] = {
        {"血型：A", "word@0+6#0", "**：A"},
        {"其血 型、血　型", "word@3+7#0 word@13+9#0", NULL},
        {"血_型", "word@0+7#0", "***"},
        {"宗教信仰自由", "word@0+12#1", "****自由"}, /* the longest */
        {"宗教场所", "word@0+6#2", NULL},
        {"血统型号", "", NULL},
        {"general", "", NULL},
        {"GENE", "word@0+4#3", NULL},
        {"ｇｅｎｅ", "word@0+12#3", NULL},
        {"his gene.", "word@4+4#3", NULL},
        {"genes", "", NULL},
        {"hygene", "", NULL},
        {"BLOOD_TYPE", "word@0+10#4", NULL},
        {"感染HIV病毒", "word@6+3#5", NULL},
        {"血", "", NULL},
        {"", "", NULL},
        {"\xe8\xa1血型", "word@2+6#0", NULL},
    };
    (void)state;
    struct arena *a = arena_new();
    struct text_words *w = text_words_new(a, list, GX_COUNT(list));
    struct buf b;
    buf_init(&b, 4096);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct text_find finds[4];
        size_t n = text_find_words(w, str_of(rows[i].text), finds, 4);
        ROW_TEXT(i, show(&b, finds, n), rows[i].finds);
        if (rows[i].masked != NULL)
            ROW_TEXT(i, text_mask(a, str_of(rows[i].text), finds, n), rows[i].masked);
    }
    struct text_words *none = text_words_new(a, (const char *const[]){"", " "}, 2);
    assert_int_equal(text_find_words(none, STR_LIT("x y"), NULL, 0), 0);
    buf_free(&b);
    arena_free(&a);
}

static void spreadsheets(void **state) {
    static const struct {
        const char *text;
        bool scientific, rounded, masked;
    } rows[] = {
        {"3.70102E+17", true, false, false},
        {"1E+05", true, false, false},
        {"1E5", false, false, false},
        {"E+05", false, false, false},
        {"1.E+05", false, false, false},
        {"1.2E+", false, false, false},
        {"370102199001010000", false, true, false},
        {"370102199001010001", false, false, false},
        {"370102********0001", false, false, true},
        {"370102＊＊＊＊0001", false, false, true},
        {"5*6", false, false, false},
        {"", false, false, false},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        ROW_INT(i, text_is_scientific(str_of(rows[i].text)), rows[i].scientific);
        ROW_INT(i, text_is_rounded(str_of(rows[i].text)), rows[i].rounded);
        ROW_INT(i, text_is_masked(str_of(rows[i].text)), rows[i].masked);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),
        cmocka_unit_test(words),
        cmocka_unit_test(spreadsheets),
    };
    return RUN(tests);
}
