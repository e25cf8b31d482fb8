/* Answer files and templates: written, then read by the readers as a department would send them
 * back. */
#include <signal.h>
#include <sys/resource.h>

#include "intake/files.h"

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif
#ifdef UNDER_ASAN
#include <sanitizer/lsan_interface.h>
#endif

#include "intake/answer.h"
#include "intake/headmap.h"
#include "intake/template.h"

static const struct field_code kinds[] = {{"01", "警告"}, {"02", "罚款"}, {"03", "没收违法所得"}};
static const struct fieldspec fields[] = {
    {.name = "文书号", .code = "CF_WSH", .type = FIELD_NUMBER, .mandatory = true, .max_chars = 128},
    {.name = "处罚类别",
     .code = "CF_CFLB",
     .type = FIELD_CODE,
     .mandatory = true,
     .codes = kinds,
     .codes_count = GX_COUNT(kinds)},
    {.name = "罚款金额（万元）",
     .code = "CF_NR_FK",
     .type = FIELD_DECIMAL,
     .condition = "处罚类别含罚款时必填",
     .example = "0.5"},
    {.name = "处罚决定日期", .type = FIELD_DATE, .mandatory = true},
    {.name = "备注"},
};

static void flaw_at(struct files *f, struct flawlog *log, int64_t row, uint32_t column,
                    enum flaw_code code, const char *value) {
    struct flaw_place place = {
        .row = row, .column = column, .field = column > 0 ? &fields[column - 1] : NULL};
    struct flaw flaw = flaw_make(f->ctx.arena, code, place, str_of(value), "甲", "乙");
    flawlog_add(log, &flaw);
}

#define CONTENT                                                                                    \
    "文书号,处罚类别,罚款金额（万元）\n"                                            \
    "=1+1,罚款,-5\n"                                                                             \
    "\"〔2026〕第1号\",罚金,\n"                                                              \
    "\n"                                                                                           \
    "\"多行\n文字 \"\"引\"\"\",警告,\"1,5\"\n"                                              \
    "少一列\n"

#define ADDED "行号|错误字段|错误值|错误代码|错误原因|修改建议"

static const char *const all_rows =
    "@1 文书号|处罚类别|罚款金额（万元）|" ADDED ";2 =1+1%s|罚款|-5%s|2|||||"
    ";3 〔2026〕第1号|罚金||3|处罚类别\\n罚款金额（万元）|罚金|value.code\\nvalue.missing_when|"
    "“处罚类别”不在代码表中\\n甲，“罚款金额（万元）”为必填项，未填写|"
    "请从代码表中选择：甲\\n请填写“罚款金额（万元）”"
    ";4 多行\\n文字 \"引\"|警告|1,5|5|||||"
    ";5 少一列|||6|整行||row.broken|本行格式有误，无法拆分成各列|"
    "请检查本行的引号、逗号或花括号是否成对、完整";

static struct flawlog *some_flaws(struct files *f) {
    struct flawlog *log;
    assert_int_equal(flawlog_new(&f->ctx, f->dir, &log), OK);
    flaw_at(f, log, 0, 0, FLAW_HEAD_UNKNOWN, "");
    flaw_at(f, log, 3, 3, FLAW_VALUE_MISSING_WHEN, "");
    flaw_at(f, log, 3, 2, FLAW_VALUE_CODE, "罚金");
    flaw_at(f, log, 6, 0, FLAW_ROW_BROKEN, "");
    return log;
}

/* Same rows and order, every flaw beside its row; what comes back has the same cells. */
static void comes_back(void **state) {
    static const struct {
        enum answer_format format;
        enum source_encoding encoding;
        const char *mark; /* the apostrophe that CSV needs is known as ours */
    } rows[] = {
        {ANSWER_XLSX, ENCODING_NONE, ""},
        {ANSWER_CSV_UTF8, ENCODING_UTF8_BOM, "^A"},
        {ANSWER_CSV_GB18030, ENCODING_GB18030, "^A"},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct files f;
        files_begin(&f);
        files_write(&f, STR_LIT(CONTENT));
        char out[128], wanted[2048];
        snprintf(out, sizeof(out), "%s/answer", f.dir);
        struct flawlog *log = some_flaws(&f);
        struct answer_options o = {.format = rows[i].format, .rows = ANSWER_ALL, .tmp_dir = f.dir};
        struct answer_result result;
        ROW_INT(i, answer_write(&f.ctx, f.path, NULL, log, out, &o, &result), OK);
        ROW_INT(i, result.rows, 4);
        ROW_INT(i, result.flawed, 2);
        struct stat st;
        assert_int_equal(stat(out, &st), 0);
        ROW_INT(i, st.st_mode & 0777, 0600);

        struct source *s;
        enum err e;
        assert_int_equal(source_open(&f.ctx, out, NULL, &s), OK);
        ROW_INT(i, source_info(s)->encoding, rows[i].encoding);
        /* The one written row per source row: the blank line is gone, so are the numbers. */
        snprintf(wanted, sizeof(wanted), all_rows, rows[i].mark, rows[i].mark);
        ROW_TEXT(i, files_show_open(&f, s, &e), wanted);
        struct head_map *map =
            head_map_make(f.ctx.arena, source_head(s), 0, fields, 3, NULL, 0, NULL);
        ROW(i, !map->refused);
        for (size_t c = 0; c < map->columns; c++)
            ROW_INT(c, map->match[c], c < 3 ? HEAD_NAME : HEAD_ANSWER);
        source_close(&s);

        /* Sent again and found wrong again, the added columns are not added twice. */
        flawlog_free(&log);
        rename(out, f.path);
        assert_int_equal(flawlog_new(&f.ctx, f.dir, &log), OK);
        flaw_at(&f, log, 3, 2, FLAW_VALUE_CODE, "罚金");
        o.rows = ANSWER_FLAWED;
        ROW_INT(i, answer_write(&f.ctx, f.path, NULL, log, out, &o, &result), OK);
        rename(out, f.path);
        ROW_TEXT(i, files_show(&f, NULL),
                 "@1 文书号|处罚类别|罚款金额（万元）|" ADDED
                 ";2 〔2026〕第1号|罚金||3|处罚类别|罚金|value.code|“处罚类别”不在代码表中|"
                 "请从代码表中选择：甲");
        flawlog_free(&log);
        files_end(&f);
    }
}

static void from_json_lines(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    files_write(&f,
                STR_LIT("{\"文书号\":\"1\"}\n{\"备注\":\"x\",\"文书号\":370102199001010001}\n"));
    char out[128];
    snprintf(out, sizeof(out), "%s/answer", f.dir);
    struct flawlog *log;
    assert_int_equal(flawlog_new(&f.ctx, f.dir, &log), OK);
    flaw_at(&f, log, 2, 1, FLAW_CELL_FLOAT, "370102199001010001");
    struct answer_options o = {.format = ANSWER_XLSX, .rows = ANSWER_ALL};
    struct answer_result result;
    assert_int_equal(answer_write(&f.ctx, f.path, NULL, log, out, &o, &result), OK);
    rename(out, f.path);
    /* As text: no digit is lost. The number is a person's and quoted masked. */
    assert_string_equal(files_show(&f, NULL),
                        "@1 文书号|备注|" ADDED ";2 1||1|||||"
                        ";3 370102199001010001|x|2|文书号|370102********0001|cell.float|"
                        "“文书号”以数值形式保存，号码末尾的数字已经丢失|"
                        "请把该列设为文本格式，并对照原件重新填写号码");
    flawlog_free(&log);
    files_end(&f);
}

static void whole_or_not_at_all(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    char out[128];
    snprintf(out, sizeof(out), "%s/answer", f.dir);
    struct flawlog *log = some_flaws(&f);
    for (enum answer_format format = ANSWER_XLSX; format <= ANSWER_CSV_GB18030; format++) {
        struct answer_options o = {.format = format, .rows = ANSWER_ALL, .tmp_dir = f.dir};
        struct answer_result result = {.rows = -1};
        /* The source is refused in the middle: nothing is left behind. */
        struct source_options reading = {.limits = SOURCE_LIMITS_DEFAULT};
        reading.limits.rows = 2;
        files_write(&f, STR_LIT(CONTENT));
        assert_int_equal(answer_write(&f.ctx, f.path, &reading, log, out, &o, &result),
                         ERR_INTAKE_ROWS);
        assert_int_equal(result.rows, -1);
        assert_int_equal(answer_write(&f.ctx, f.path, NULL, log, "/nowhere/at/all", &o, &result),
                         ERR_IO);
        char command[160];
        snprintf(command, sizeof(command), "test \"$(ls %s)\" = file", f.dir);
        assert_int_equal(system(command), 0);
    }
    flawlog_free(&log);
    files_end(&f);
}

/* When what is written stops reaching the disk (here: files may grow no further), there is an error
 * and no answer file; the rows that the XLSX library writes by itself count too. */
static void no_room(void **state) {
    static const rlim_t rooms[] = {20 << 10, 300 << 10};
    (void)state;
    struct files f;
    files_begin(&f);
    FILE *out = fopen(f.path, "wb");
    fputs("文书号,处罚类别\n", out);
    for (int i = 0; i < 20000; i++)
        fprintf(out, "第%d号,%08x罚款\n", i, (unsigned)i * 2654435761u);
    fclose(out);
    char path[128];
    snprintf(path, sizeof(path), "%s/answer", f.dir);
    struct flawlog *log;
    assert_int_equal(flawlog_new(&f.ctx, f.dir, &log), OK);
    flaw_at(&f, log, 3, 2, FLAW_VALUE_CODE, "罚金");
    void (*before)(int) = signal(SIGXFSZ, SIG_IGN);
    struct rlimit old, now;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    for (size_t i = 0; i < GX_COUNT(rooms); i++) {
        for (enum answer_format format = ANSWER_XLSX; format <= ANSWER_CSV_GB18030; format++) {
            struct answer_options o = {.format = format, .rows = ANSWER_ALL, .tmp_dir = f.dir};
            struct answer_result result;
            now = old;
            now.rlim_cur = rooms[i];
            assert_int_equal(setrlimit(RLIMIT_FSIZE, &now), 0);
            enum err e = answer_write(&f.ctx, f.path, NULL, log, path, &o, &result);
            assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
            ROW_INT(i, e, ERR_IO);
            ROW_INT(i, access(path, F_OK), -1);
        }
    }
    signal(SIGXFSZ, before);
    flawlog_free(&log);
    files_end(&f);
}

static bool sheet_says(struct files *f, const char *what) {
    zip_t *zip = zip_open(f->path, ZIP_RDONLY, NULL);
    assert_non_null(zip);
    zip_file_t *sheet = zip_fopen(zip, "xl/worksheets/sheet1.xml", 0);
    assert_non_null(sheet);
    static char text[64 << 10];
    zip_int64_t n = zip_fread(sheet, text, sizeof(text) - 1);
    assert_true(n > 0);
    text[n] = '\0';
    zip_fclose(sheet);
    zip_discard(zip);
    /* The library writes quotes as &quot; or as they are, as it likes. */
    char plain[256];
    size_t k = 0;
    for (const char *p = what; *p != '\0'; p++)
        k += (size_t)snprintf(plain + k, sizeof(plain) - k, *p == '"' ? "&quot;" : "%c", *p);
    return strstr(text, what) != NULL || strstr(text, plain) != NULL;
}

/* The library leaks a few bytes a long list (see template.c). */
static void leaks_of_library(bool allowed) {
#ifdef UNDER_ASAN
    if (allowed)
        __lsan_disable();
    else
        __lsan_enable();
#else
    (void)allowed;
#endif
}

static void template_is_read_back(void **state) {
    static const char *const notes[] = {"决定作出之日起七个工作日内报送。", NULL};
    static const struct template_spec spec = {.title = "行政处罚",
                                              .version = "CF-ORG@2026-1",
                                              .fields = fields,
                                              .fields_count = GX_COUNT(fields),
                                              .notes = notes};
    (void)state;
    struct files f;
    files_begin(&f);
    assert_int_equal(template_write(&f.ctx, &spec, f.dir, f.path), OK);
    struct source *s;
    struct source_options o = {.fields = fields, .fields_count = GX_COUNT(fields)};
    enum err e;
    assert_int_equal(source_open(&f.ctx, f.path, &o, &s), OK);
    /* Nothing but the head: the help line is no row. */
    assert_string_equal(files_show_open(&f, s, &e),
                        "@1 文书号|处罚类别|罚款金额（万元）|处罚决定日期|备注");
    assert_string_equal(source_info(s)->template_version, "CF-ORG@2026-1");
    assert_string_equal(source_info(s)->sheet, "数据");
    source_close(&s);
    o.sheet = "填报说明";
    o.fields_count = 0;
    const char *shown = files_show(&f, &o);
    assert_non_null(strstr(shown, " 文书号|CF_WSH|必填|号码，文本格式|128|"));
    assert_non_null(strstr(shown, "|警告、罚款、没收违法所得|"));
    struct fieldspec note = {.name = notes[0]};
    o.fields = &note;
    o.fields_count = 1;
    assert_true(str_starts(str_of(files_show(&f, &o)), "@4 决定作出之日起七个工作日内报送。;"));
    o.sheet = "_codes"; /* short lists stand in the rule itself */
    assert_string_equal(files_show(&f, &o), "intake.empty");
    assert_true(sheet_says(&f, "sqref=\"B3:B100002\""));
    assert_true(sheet_says(&f, "<formula1>\"警告,罚款,没收违法所得\"</formula1>"));
    assert_int_equal(template_write(&f.ctx, &spec, f.dir, "/nowhere/at/all"), ERR_IO);
    files_end(&f);
}

/* Lists too long for a rule, or with a comma in a name, stand on a sheet of their own. */
static void long_lists(void **state) {
    static const struct field_code comma[] = {{NULL, "一,二"}, {NULL, "三"}};
    struct field_code many[100];
    char names[100][24];
    for (int i = 0; i < 100; i++) {
        snprintf(names[i], sizeof(names[i]), "类别%d", i);
        many[i] = (struct field_code){NULL, names[i]};
    }
    const struct fieldspec long_fields[] = {
        {.name = "甲", .type = FIELD_CODE, .codes = many, .codes_count = 100},
        {.name = "乙", .type = FIELD_CODE, .codes = comma, .codes_count = 2}};
    const struct template_spec spec = {
        .title = "长", .version = "1", .fields = long_fields, .fields_count = 2};
    (void)state;
    struct files f;
    files_begin(&f);
    leaks_of_library(true);
    assert_int_equal(template_write(&f.ctx, &spec, f.dir, f.path), OK);
    leaks_of_library(false);
    assert_true(sheet_says(&f, "<formula1>_codes!$A$1:$A$100</formula1>"));
    assert_true(sheet_says(&f, "<formula1>_codes!$B$1:$B$2</formula1>"));
    struct source_options o = {.sheet = "_codes"};
    assert_true(str_starts(str_of(files_show(&f, &o)), "@1 类别0|一,二;2 类别1|三;3 类别2|;"));
    files_end(&f);
}

static void help_words(void **state) {
    static const struct {
        const char *text;
        bool help;
    } rows[] = {
        {"【必填】格式：文字", true},
        {"【选填】", true},
        {"必填", true},
        {"（选填）", true},
        {"【视情】罚款时必填", true},
        {"非必填", true},
        {"某某公司", false},
        {"", false},
        {"请填写", false},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        ROW_INT(i, template_is_help(str_of(rows[i].text)), rows[i].help);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back),
        cmocka_unit_test(from_json_lines),
        cmocka_unit_test(whole_or_not_at_all),
        cmocka_unit_test(no_room),
        cmocka_unit_test(template_is_read_back),
        cmocka_unit_test(long_lists),
        cmocka_unit_test(help_words),
    };
    return RUN(tests);
}
