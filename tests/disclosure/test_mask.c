#include "test.h"

#include "base/str.h"
#include "base/utf8.h"
#include "disclosure/mask.h"

/* The vectors of the standards, then what text brings. */
static const struct {
    enum word how;
    const char *in, *staff, *public;
} ROWS[] = {
    {W_MASK_NAME, "张三", "张*", NULL},
    {W_MASK_NAME, "张三丰", "张**", NULL},
    {W_MASK_NAME, "欧阳修", "欧**", NULL},
    {W_MASK_NAME, "买买提·艾力", "买*****", NULL},
    {W_MASK_NAME, "O", "*", NULL},
    {W_MASK_NAME, "", "", NULL},
    {W_MASK_NUMBER, "370102199001010001", "370102********0001", "3****************1"},
    {W_MASK_NUMBER, "370102900101000", "37***********00", NULL},
    {W_MASK_NUMBER, "E12345678", "E1*****78", NULL},
    {W_MASK_NUMBER, "C123456", "C*****6", NULL},
    {W_MASK_NUMBER, "1234", "****", NULL},
    {W_MASK_PHONE, "13812345678", "138****5678", NULL},
    {W_MASK_PHONE, "0531-88812345", "0531******45", NULL},
    {W_MASK_PHONE, "053188812345", "0531******45", NULL},
    {W_MASK_ADDRESS, "济南市历下区虚构路1号", "济南市历下区**", NULL},
    {W_MASK_ADDRESS, "河北省任丘市虚构街2号", "河北省任丘市**", NULL},
    {W_MASK_ADDRESS, "虚构村", "**", NULL},
    {W_MASK_TEXT, "联系人13812345678，号码370102199001010001。",
     "联系人138****5678，号码370102********0001。", "联系人138****5678，号码3****************1。"},
    {W_MASK_TEXT, "３７０１０２１９９００１０１０００１", "370102********0001",
     "3****************1"},
    {W_MASK_TEXT, "邮箱zhang@example.org", "邮箱z****@example.org", NULL},
    {W_MASK_TEXT, "罚款13812345678901元", "罚款13812345678901元", NULL},
    {W_MASK_TEXT, "文书〔2026〕12号，91130902PDY00001XL", "文书〔2026〕12号，91130902PDY00001XL",
     NULL},
    {W_MASK_ALL, "什么都不说", "*****", NULL},
    {W_NONE, "虚构有限公司", "虚构有限公司", NULL},
};

static void test_vectors(void **state) {
    struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < GX_COUNT(ROWS); i++) {
        struct str in = str_of(ROWS[i].in);
        ROW_TEXT(i, mask_by(a, ROWS[i].how, in, MASK_STAFF), ROWS[i].staff);
        ROW_TEXT(i, mask_by(a, ROWS[i].how, in, MASK_PUBLIC),
                 ROWS[i].public ? ROWS[i].public : ROWS[i].staff);
    }
    arena_free(&a);
}

/* Whatever comes, the result is valid text and at least four characters of a number are hidden. */
static void test_anything_goes_in(void **state) {
    static const char *const pieces[] = {"张",
                                         "1",
                                         "Ｘ",
                                         "@",
                                         ".",
                                         "-",
                                         "0531",
                                         "138",
                                         "区",
                                         " ",
                                         "37010219900101000X",
                                         "\xF0\x9F\x98\x80"};
    struct arena *a = arena_new();
    unsigned seed = 7;
    (void)state;
    for (int round = 0; round < 2000; round++) {
        char text[256] = "";
        for (int k = 0; k < 6; k++) {
            seed = seed * 1103515245u + 12345u;
            strncat(text, pieces[(seed >> 16) % GX_COUNT(pieces)], sizeof text - strlen(text) - 1);
        }
        for (enum mask_style style = MASK_STAFF; style <= MASK_PUBLIC; style++) {
            const enum word hows[] = {W_MASK_NAME,    W_MASK_NUMBER, W_MASK_PHONE,
                                      W_MASK_ADDRESS, W_MASK_TEXT,   W_MASK_ALL};
            for (size_t i = 0; i < GX_COUNT(hows); i++) {
                const char *out = mask_by(a, hows[i], str_of(text), style);
                ROW(round, utf8_valid(str_of(out), NULL));
            }
            ROW(round, !mask_finds_number(str_of(mask_text(a, str_of(text), style))));
        }
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_anything_goes_in),
    };
    return RUN(tests);
}
