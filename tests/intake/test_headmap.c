#include "test.h"

#include "base/arena.h"
#include "intake/headmap.h"

static const char *const name_synonyms[] = {"公司名称", "企业名称", NULL};
static const struct fieldspec fields[] = {
    {.name = "行政相对人名称", .code = "CF_XDR_MC", .synonyms = name_synonyms, .mandatory = true},
    {.name = "行政相对人代码_1（统一社会信用代码）", .code = "CF_XDR_SHXYM"},
    {.name = "处罚决定日期", .code = "CF_JDRQ", .type = FIELD_DATE, .mandatory = true},
    {.name = "罚款金额（万元）", .code = "CF_NR_FK", .type = FIELD_DECIMAL},
    {.name = "备注", .code = "BZ"},
};

static void folds(void **state) {
    static const struct {
        const char *name, *folded;
    } rows[] = {
        {"罚款金额（万元）", "罚款金额(万元)"},
        {" 罚款 金额〔万元〕* ", "罚款金额(万元)"},
        {"ＣＦ＿ＷＳＨ", "cf_wsh"},
        {"名称（必填）", "名称"},
        {"名称(必填)：", "名称"},
        {"名\n称", "名称"},
        {"", ""},
    };
    (void)state;
    struct arena *a = arena_new();
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        ROW_TEXT(i, head_fold(a, str_of(rows[i].name)), rows[i].folded);
    arena_free(&a);
}

static void matches(void **state) {
    static const struct {
        const char *head;
        int field;
        enum head_match match;
    } rows[] = {
        {"行政相对人名称", 0, HEAD_NAME},
        {"CF_XDR_MC", 0, HEAD_CODE},
        {"cf_xdr_mc", 0, HEAD_FOLDED},
        {"企业名称", 0, HEAD_SYNONYM},
        {"企业名称*", 0, HEAD_FOLDED},
        {"行政相对人名称（必填）", 0, HEAD_FOLDED},
        {"行政相对人代码_1", 1, HEAD_FOLDED},
        {"行政相对人代码_1(统一社会信用代码)", 1, HEAD_FOLDED},
        {"行政相对人代码_1（工商注册号）", -1, HEAD_UNKNOWN},
        {"行政相对人代码_2", -1, HEAD_UNKNOWN},
        {"罚款金额(万元)", 3, HEAD_FOLDED},
        {"罚款金额（元）", -1, HEAD_UNKNOWN}, /* with head.unit */
        {"罚款金额", -1, HEAD_UNKNOWN},       /* likewise: nobody said that it is 万元 */
        {"", -1, HEAD_BLANK},
        {"错误原因", -1, HEAD_ANSWER},
        {"行号", -1, HEAD_ANSWER},
        {"血型", -1, HEAD_UNKNOWN},
        {"单位", 0, HEAD_REMEMBERED},
        {"单 位", 0, HEAD_REMEMBERED},
        {"序号", -1, HEAD_LEFT_OUT},
        {"旧字段", -1, HEAD_UNKNOWN}, /* remembered for a field that is no more */
    };
    static const struct head_memory memory[] = {
        {"单位", "CF_XDR_MC"}, {"序号", ""}, {"旧字段", "CF_GONE"}, {"备注", "CF_XDR_MC"}};
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct arena *a = arena_new();
        struct str name = str_of(rows[i].head);
        uint32_t flags = 0;
        struct source_head head = {.row = 1, .count = 1, .names = &name, .flags = &flags};
        struct head_map *map =
            head_map_make(a, &head, 0, fields, GX_COUNT(fields), memory, GX_COUNT(memory), NULL);
        ROW_INT(i, map->field[0], rows[i].field);
        ROW_INT(i, map->match[0], rows[i].match);
        if (rows[i].field >= 0) ROW_INT(i, map->column[rows[i].field], 0);
        arena_free(&a);
    }
}

struct found {
    struct buf text;
};

static void add(void *arg, const struct flaw *f) {
    struct found *found = arg;
    buf_printf(&found->text, "%s@%u:%s;", flaw_code_text(f->code), (unsigned)f->column,
               f->sentence);
}

static void reports(void **state) {
    static const struct {
        const char *names[6];
        int64_t row;
        size_t seen;
        const char *flaws;
        bool refused;
    } rows[] = {
        {{"行政相对人名称", "处罚决定日期"}, 1, 0, "", false},
        {{"行政相对人名称", "处罚决定日期", "行政相对人名称"},
         1,
         0,
         "head.duplicate@3:表头有两列都是“行政相对人名称”（第1列和第3列）;",
         true},
        /* the same field under two of its names */
        {{"行政相对人名称", "处罚决定日期", "CF_XDR_MC"},
         1,
         0,
         "head.duplicate@3:表头有两列都是“行政相对人名称”（第1列和第3列）;",
         true},
        {{"行政相对人名称"}, 1, 0, "head.missing@0:表头缺少必填字段“处罚决定日期”;", true},
        {{"行政相对人名称", "处罚决定日期", "罚款金额（元）"},
         1,
         0,
         "head.unit@3:表头“罚款金额（元）”与字段“罚款金额（万元）”的单位不一致，未予对应;",
         true},
        {{"行政相对人名称", "处罚决定日期", "手机"},
         1,
         0,
         "head.unknown@3:表头“手机”不是本事项的字段，该列未读入;",
         false},
        /* JSON lines: only what is new is reported, and nothing is missing yet */
        {{"行政相对人名称", "手机", "电话"},
         0,
         2,
         "head.unknown@3:表头“电话”不是本事项的字段，该列未读入;",
         false},
        {{"手机"}, 0, 1, "", false},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct arena *a = arena_new();
        struct str names[6];
        uint32_t flags[6] = {0};
        size_t n = 0;
        for (; n < 6 && rows[i].names[n] != NULL; n++)
            names[n] = str_of(rows[i].names[n]);
        struct source_head head = {.row = rows[i].row, .count = n, .names = names, .flags = flags};
        struct found found;
        buf_init(&found.text, 4096);
        struct flaw_sink sink = {add, &found};
        struct head_map *map =
            head_map_make(a, &head, rows[i].seen, fields, GX_COUNT(fields), NULL, 0, &sink);
        buf_putc(&found.text, '.');
        found.text.n--;
        ROW_TEXT(i, buf_finish(&found.text).p, rows[i].flaws);
        ROW_INT(i, map->refused, rows[i].refused);
        buf_free(&found.text);
        arena_free(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds),
        cmocka_unit_test(matches),
        cmocka_unit_test(reports),
    };
    return RUN(tests);
}
