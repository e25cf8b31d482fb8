/* Where the head stands, which rows are data, and what flags mean. */
#include "intake/files.h"

static const char *const synonyms[] = {"公司名称", "企业名称", NULL};
static const struct fieldspec fields[] = {
    {.name = "行政相对人名称", .code = "CF_XDR_MC", .synonyms = synonyms, .mandatory = true},
    {.name = "处罚决定日期", .code = "CF_JDRQ", .type = FIELD_DATE},
    {.name = "罚款金额（万元）", .code = "CF_NR_FK", .type = FIELD_DECIMAL},
    {.name = "备注", .code = "BZ"},
};

static void finds_the_head(void **state) {
    static const struct {
        const char *content, *shown;
    } rows[] = {
        {"行政相对人名称,备注\n甲,1\n", "@1 行政相对人名称|备注;2 甲|1"},
        /* a title above it, a line about the unit, blank lines */
        {"行政处罚信息表,\n\n填报单位：某局,2026年\n行政相对人名称,处罚决定日期\n甲,2026-11-22\n",
         "@4 行政相对人名称|处罚决定日期;5 甲|2026-11-22"},
        /* by code, by synonym, in folded form */
        {"x,y\nCF_XDR_MC,cf_jdrq\n甲,1\n", "@2 CF_XDR_MC|cf_jdrq;3 甲|1"},
        {"x,y\n企业名称*,备 注（选填）\n甲,1\n", "@2 企业名称*|备 注（选填）;3 甲|1"},
        /* the row that knows most, although an earlier one knows some */
        {"备注,u,v,w,x\n行政相对人名称,处罚决定日期,罚款金额(万元),y,z\n甲,1,2,3,4\n",
         "@2 行政相对人名称|处罚决定日期|罚款金额(万元)|y|z;3 甲|1|2|3|4"},
        /* nobody knows any: the first row that is wide */
        {"some title\nu,v\n1,2\n", "@2 u|v;3 1|2"},
        {"x\ny\n", "@1 x;2 y"},
    };
    (void)state;
    struct files f;
    files_begin(&f);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        files_write(&f, str_of(rows[i].content));
        struct source_options o = {.fields = fields, .fields_count = GX_COUNT(fields)};
        ROW_TEXT(i, files_show(&f, &o), rows[i].shown);
    }
    files_end(&f);
}

static void knows_data_rows(void **state) {
    static const struct {
        const char *content, *shown;
    } rows[] = {
        /* the help line of a template, only below the head */
        {"a,b\n【必填】格式：文字,【选填】\n1,2\n", "@1 a|b;3 1|2"},
        {"a,b\n必填,\n1,2\n", "@1 a|b;3 1|2"},
        {"a,b\n必填,x\n1,2\n", "@1 a|b;2 必填|x;3 1|2"},
        {"a,b\n1,2\n必填,选填\n", "@1 a|b;2 1|2;3 必填|选填"},
        /* text under the table ends it; rows of data after it are told */
        {"a,b,c\n1,2,3\n表格说明：,,\n1. 请填写,,\n", "@1 a|b|c;2 1|2|3"},
        {"a,b,c\n1,2,3\n注：以上,,\n\n4,5,6\n说明,,\n", "@1 a|b|c;2 1|2|3;5 4|5|6 !t"},
        {"a,b,c,d,e,f,g\n1,,,,,,\n制表人：某,,审核人：某,,日期,,\n", "@1 a|b|c|d|e|f|g;2 1||||||"},
        {"a,b,c,d\n1,2,3,4\n说明书,x,y,z\n", "@1 a|b|c|d;2 1|2|3|4;3 说明书|x|y|z"},
    };
    (void)state;
    struct files f;
    files_begin(&f);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        files_write(&f, str_of(rows[i].content));
        ROW_TEXT(i, files_show(&f, NULL), rows[i].shown);
    }
    files_end(&f);
}

static void flags_by_field(void **state) {
    static const struct {
        uint32_t flags;
        enum field_type type;
        enum flaw_code flaws[3];
    } rows[] = {
        {0, FIELD_TEXT, {FLAW_NONE}},
        {CELL_BAD_ENCODING | CELL_NUL, FIELD_TEXT, {FLAW_CELL_ENCODING, FLAW_CELL_NUL}},
        {CELL_FLOAT, FIELD_DECIMAL, {FLAW_NONE}},
        {CELL_FLOAT | CELL_IMPRECISE, FIELD_DECIMAL, {FLAW_NONE}},
        {CELL_FLOAT, FIELD_TEXT, {FLAW_NONE}},
        {CELL_FLOAT, FIELD_NUMBER, {FLAW_CELL_NUMBER}},
        {CELL_FLOAT | CELL_IMPRECISE, FIELD_NUMBER, {FLAW_CELL_FLOAT}},
        {CELL_IMPRECISE, FIELD_NUMBER, {FLAW_CELL_FLOAT}},
        {CELL_FLOAT | CELL_IMPRECISE, FIELD_TEXT, {FLAW_CELL_FLOAT}},
        {CELL_DATE_SERIAL, FIELD_DATE, {FLAW_NONE}},
        {CELL_DATE_SERIAL, FIELD_TEXT, {FLAW_CELL_DATE}},
        {CELL_FORMULA | CELL_FLOAT, FIELD_DECIMAL, {FLAW_CELL_FORMULA}},
        {CELL_FORMULA | CELL_ERROR, FIELD_DECIMAL, {FLAW_CELL_ERROR}},
        {CELL_FORMULA | CELL_NO_VALUE, FIELD_TEXT, {FLAW_CELL_NO_VALUE}},
        {CELL_BOOLEAN, FIELD_CODE, {FLAW_CELL_BOOLEAN}},
        {CELL_NULL, FIELD_TEXT, {FLAW_NONE}},
        {CELL_DEFUSED, FIELD_TEXT, {FLAW_NONE}},
        {CELL_NESTED | CELL_TWICE, FIELD_TEXT, {FLAW_CELL_NESTED, FLAW_CELL_TWICE}},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct cell cell = {.text = {"x", 1}, .flags = rows[i].flags};
        struct fieldspec field = {.name = "x", .type = rows[i].type};
        enum flaw_code got[CELL_FLAWS_MAX];
        size_t n = cell_flaws(&cell, &field, got), wanted = 0;
        while (wanted < 3 && rows[i].flaws[wanted] != FLAW_NONE)
            wanted++;
        ROW_INT(i, n, wanted);
        for (size_t k = 0; k < n; k++)
            ROW_INT(i, got[k], rows[i].flaws[k]);
        ROW_INT(i, cell_flaws(&cell, NULL, got), 0);
    }
    /* Whatever a cell is, the list is never longer than its room. */
    struct cell all = {.flags = UINT32_MAX};
    enum flaw_code got[CELL_FLAWS_MAX];
    assert_in_range(cell_flaws(&all, &(struct fieldspec){.type = FIELD_NUMBER}, got), 1,
                    CELL_FLAWS_MAX);
}

static void dates(void **state) {
    static const struct {
        const char *text;
        uint32_t flags;
        bool epoch;
        enum flaw_code code;
        const char *day;
    } rows[] = {
        {"2026-11-22", 0, false, FLAW_NONE, "2026-11-22"},
        {"2026/1/2", 0, false, FLAW_NONE, "2026-01-02"},
        {"20261122", 0, false, FLAW_NONE, "2026-11-22"},
        {"20261122", CELL_FLOAT, false, FLAW_NONE, "2026-11-22"},
        {"2026年11月22日", 0, false, FLAW_NONE, "2026-11-22"},
        {"2026-11-22 09:30:00", 0, false, FLAW_NONE, "2026-11-22"},
        {"9999-12-31", 0, false, FLAW_NONE, "2099-12-31"},
        {"46348", CELL_FLOAT, false, FLAW_NONE, "2026-11-22"},
        {"44886", CELL_FLOAT, true, FLAW_NONE, "2026-11-22"},
        {"60", CELL_FLOAT, false, FLAW_DATE_FORM, NULL},
        {"46348", 0, false, FLAW_DATE_FORM, NULL},
        {"26/11/22", 0, false, FLAW_DATE_SHORT_YEAR, NULL},
        {"11-22-26", 0, false, FLAW_DATE_SHORT_YEAR, NULL},
        {"26年1月2日", 0, false, FLAW_DATE_SHORT_YEAR, NULL},
        {"2026-02-29", 0, false, FLAW_DATE_NONE_SUCH, NULL},
        {"2026/13/01", 0, false, FLAW_DATE_NONE_SUCH, NULL},
        {"20260230", 0, false, FLAW_DATE_NONE_SUCH, NULL},
        {"2026年2月30日", 0, false, FLAW_DATE_NONE_SUCH, NULL},
        {"2026-11", 0, false, FLAW_DATE_FORM, NULL},
        {"去年", 0, false, FLAW_DATE_FORM, NULL},
        {"1.1E+17", CELL_IMPRECISE, false, FLAW_DATE_FORM, NULL},
        {"", 0, false, FLAW_DATE_FORM, NULL},
        {"2026-11-22x", 0, false, FLAW_DATE_FORM, NULL},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct cell cell = {str_of(rows[i].text), rows[i].flags};
        struct date d;
        char text[DATE_TEXT];
        enum flaw_code code = cell_date(&cell, rows[i].epoch, &d);
        ROW_TEXT(i, flaw_code_text(code), flaw_code_text(rows[i].code));
        if (code != FLAW_NONE) continue;
        date_format(d, text);
        ROW_TEXT(i, text, rows[i].day);
    }
}

static void descriptors(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    files_write(&f, STR_LIT("a,b\n1,2\n"));
    int fd = open(f.path, O_RDONLY);
    struct source *s;
    enum err e;
    for (int i = 0; i < 2; i++) { /* the position of the descriptor does not matter */
        assert_int_equal(source_open_fd(&f.ctx, fd, NULL, &s), OK);
        assert_string_equal(files_show_open(&f, s, &e), "@1 a|b;2 1|2");
        const struct source_row *row;
        assert_int_equal(source_next(&f.ctx, s, &row), OK); /* and stays at its end */
        assert_null(row);
        source_close(&s);
        assert_null(s);
    }
    close(fd);
    source_close(&s);
    assert_int_equal(source_open(&f.ctx, "/nowhere/at/all", NULL, &s), ERR_NOT_FOUND);
    assert_int_equal(source_open(&f.ctx, f.dir, NULL, &s), ERR_IO);
    files_end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_head), cmocka_unit_test(knows_data_rows),
        cmocka_unit_test(flags_by_field), cmocka_unit_test(dates),
        cmocka_unit_test(descriptors),
    };
    return RUN(tests);
}
