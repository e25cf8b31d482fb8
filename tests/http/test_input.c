/* Every rule of an input table, and the refusal of each. */
#include "test.h"

#include "http/input.h"

enum kind { KIND_NONE = 7, KIND_ORGANISATION = 1, KIND_PERSON = 2 };
static const struct input_word kinds[] = {
    {"organisation", KIND_ORGANISATION, "法人"}, {"natural_person", KIND_PERSON, "自然人"}, {0}};

struct subject {
    const char *number;
    enum kind kind;
};
static const struct input_field subject_fields[] = {
    INPUT_TEXT(struct subject, number, "number", "号码", .must = true, .max = 18),
    INPUT_WORD(struct subject, kind, "kind", "主体类别", kinds, .absent = KIND_NONE),
};
static const struct input_spec subject_spec = INPUT_SPEC(struct subject, subject_fields);

static const char *even_only(struct str s) {
    return s.n % 2 == 0 ? NULL : "字节数须为偶数";
}

struct all {
    const char *purpose, *note, *even;
    int64_t count, amount, record;
    bool yes;
    enum kind kind;
    struct date day;
    struct instant at;
    struct input_ids ids;
    struct input_texts words;
    struct str evidence;
    const struct json *payload;
    const struct subject *one;
    struct input_list many;
};
static const struct input_field all_fields[] = {
    INPUT_TEXT(struct all, purpose, "purpose", "查询用途", .must = true, .min = 2, .max = 5),
    INPUT_TEXT(struct all, note, "note", "说明", .lines = true),
    INPUT_TEXT(struct all, even, "even", "偶数", .check = even_only, .form = "even"),
    INPUT_INT(struct all, count, "count", "数量", .min = 1, .max = 9, .absent = 3),
    INPUT_DECIMAL(struct all, amount, "amount", "金额", .scale = 2, .min = -50, .max = 10000),
    INPUT_ID(struct all, record, "record", "记录"),
    INPUT_BOOL(struct all, yes, "yes", "同意"),
    INPUT_WORD(struct all, kind, "kind", "主体类别", kinds, .absent = KIND_NONE),
    INPUT_DATE(struct all, day, "day", "日期"),
    INPUT_INSTANT(struct all, at, "at", "时间"),
    INPUT_IDS(struct all, ids, "ids", "编号", .min = 1, .max = 3),
    INPUT_TEXTS(struct all, words, "words", "词", .max = 2),
    INPUT_BYTES(struct all, evidence, "evidence", "证据", .max = 4),
    INPUT_JSON(struct all, payload, "payload", "内容"),
    INPUT_OBJECT(struct all, one, "one", "主体", struct subject, subject_spec),
    INPUT_LIST(struct all, many, "many", "主体名单", subject_spec, .max = 2),
};
static const struct input_spec all_spec = INPUT_SPEC(struct all, all_fields);

static struct ctx ctx;

static int set_up(void **state) {
    (void)state;
    ctx = (struct ctx){.arena = arena_new()};
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    arena_free(&ctx.arena);
    return 0;
}

static enum err read_body(const char *text, struct all *out, struct input_faults *faults) {
    *out = (struct all){0};
    const struct json *body = json_parse(ctx.arena, str_of(text), JSON_LIMITS_DEFAULT, NULL);
    assert_non_null(body);
    return input_read_json(&ctx, &all_spec, body, out, faults);
}

/* {"purpose": "用途", …} with one more member; one fault expected. */
static const struct {
    const char *member;
    enum err code;
    const char *field, *rule;
} refusals[] = {
    {"\"note\":5", ERR_INPUT_TYPE, "note", "type:text"},
    {"\"note\":\"\\u0007\"", ERR_INPUT_FORM, "note", "no_control"},
    {"\"note\":\"a\\u202eb\"", ERR_INPUT_FORM, "note", "no_control"},
    {"\"note\":\"  \\u3000\"", ERR_INPUT_MISSING, "note", "required"},
    {"\"even\":\"abc\"", ERR_INPUT_FORM, "even", "even"},
    {"\"even\":\"a\\nbc\"", ERR_INPUT_FORM, "even", "no_control"},
    {"\"count\":0", ERR_INPUT_RANGE, "count", "min:1"},
    {"\"count\":10", ERR_INPUT_RANGE, "count", "max:9"},
    {"\"count\":\"5\"", ERR_INPUT_TYPE, "count", "type:int"},
    {"\"count\":true", ERR_INPUT_TYPE, "count", "type:int"},
    {"\"amount\":\"1.234\"", ERR_INPUT_FORM, "amount", "decimal:2"},
    {"\"amount\":\"1e2\"", ERR_INPUT_FORM, "amount", "decimal:2"},
    {"\"amount\":\"-0.51\"", ERR_INPUT_RANGE, "amount", "min:-0.50"},
    {"\"amount\":\"100.01\"", ERR_INPUT_RANGE, "amount", "max:100.00"},
    {"\"record\":5", ERR_INPUT_TYPE, "record", "type:text"},
    {"\"record\":\"0\"", ERR_INPUT_FORM, "record", "id"},
    {"\"record\":\"-5\"", ERR_INPUT_FORM, "record", "id"},
    {"\"record\":\"99999999999999999999\"", ERR_INPUT_FORM, "record", "id"},
    {"\"yes\":\"true\"", ERR_INPUT_TYPE, "yes", "type:bool"},
    {"\"yes\":1", ERR_INPUT_TYPE, "yes", "type:bool"},
    {"\"kind\":\"dog\"", ERR_INPUT_WORD, "kind", "one_of:organisation|natural_person"},
    {"\"day\":\"2026-02-29\"", ERR_DATE, "day", "date"},
    {"\"day\":\"26/11/22\"", ERR_DATE, "day", "date"},
    {"\"day\":\"\"", ERR_DATE, "day", "date"},
    {"\"at\":\"2026-11-22\"", ERR_INPUT_FORM, "at", "instant"},
    {"\"ids\":\"5\"", ERR_INPUT_TYPE, "ids", "type:list"},
    {"\"ids\":[]", ERR_INPUT_LENGTH, "ids", "min:1"},
    {"\"ids\":[\"1\",\"2\",\"3\",\"4\"]", ERR_INPUT_LENGTH, "ids", "max:3"},
    {"\"ids\":[\"1\",\"x\"]", ERR_INPUT_FORM, "ids[1]", "id"},
    {"\"ids\":[\"1\",2]", ERR_INPUT_TYPE, "ids[1]", "type:id"},
    {"\"words\":[\"\"]", ERR_INPUT_LENGTH, "words[0]", "min:1"},
    {"\"evidence\":\"AAAAAAAA\"", ERR_INPUT_LENGTH, "evidence", "max:4"},
    {"\"evidence\":\"A*==\"", ERR_INPUT_FORM, "evidence", "base64"},
    {"\"one\":[]", ERR_INPUT_TYPE, "one", "type:object"},
    {"\"one\":{}", ERR_INPUT_MISSING, "one.number", "required"},
    {"\"one\":{\"number\":\"1\",\"age\":5}", ERR_INPUT_UNKNOWN, "one.age", "unknown"},
    {"\"many\":[{\"number\":\"1\"},{\"number\":\"1234567890123456789\"}]", ERR_INPUT_LENGTH,
     "many[1].number", "max:18"},
    {"\"many\":[{\"number\":\"1\"},7]", ERR_INPUT_TYPE, "many[1]", "type:object"},
    {"\"many\":[{},{},{}]", ERR_INPUT_LENGTH, "many", "max:2"},
    {"\"extra\":1", ERR_INPUT_UNKNOWN, "extra", "unknown"},
    {"\"370102\":1", ERR_INPUT_UNKNOWN, "?", "unknown"},
};

static void refuses(void **state) {
    (void)state;
    for (size_t i = 0; i < GX_COUNT(refusals); i++) {
        struct all in;
        struct input_faults faults;
        const char *text = arena_printf(ctx.arena, "{\"purpose\":\"用途\",%s}", refusals[i].member);
        ROW_INT(i, read_body(text, &in, &faults), refusals[i].code);
        ROW_INT(i, faults.n, 1);
        ROW_TEXT(i, faults.v[0].field, refusals[i].field);
        ROW_TEXT(i, faults.v[0].rule, refusals[i].rule);
        ROW_TEXT(i, ctx.failure.field, refusals[i].field);
        ROW(i, strstr(faults.v[0].detail, "“") != NULL);
    }
}

static const struct {
    const char *body;
    enum err code;
    const char *rule;
} purposes[] = {
    {"{}", ERR_INPUT_MISSING, "required"},
    {"{\"purpose\":null}", ERR_INPUT_MISSING, "required"},
    {"{\"purpose\":\"\"}", ERR_INPUT_MISSING, "required"},
    {"{\"purpose\":\"　　\"}", ERR_INPUT_MISSING, "required"},
    {"{\"purpose\":\"用\"}", ERR_INPUT_LENGTH, "min:2"},
    {"{\"purpose\":\"用途用途用途\"}", ERR_INPUT_LENGTH, "max:5"},
    {"{\"purpose\":\"𬭚用途用途\"}", OK, NULL},
};

static void counts_characters(void **state) {
    (void)state;
    for (size_t i = 0; i < GX_COUNT(purposes); i++) {
        struct all in;
        struct input_faults faults;
        ROW_INT(i, read_body(purposes[i].body, &in, &faults), purposes[i].code);
        if (purposes[i].code != OK) ROW_TEXT(i, faults.v[0].rule, purposes[i].rule);
    }
}

static void fills_the_struct(void **state) {
    (void)state;
    struct all in;
    struct input_faults faults;
    assert_int_equal(
        read_body("{\"purpose\":\"用途\",\"note\":\"一\\n二\",\"even\":\"ab\",\"count\":9,"
                  "\"amount\":\"-0.5\",\"record\":\"42\",\"yes\":true,\"kind\":\"natural_person\","
                  "\"day\":\"2026-11-22\",\"at\":\"2026-11-22T01:02:03.000004Z\","
                  "\"ids\":[\"1\",\"2\"],\"words\":[\"甲\"],\"evidence\":\"AQID\","
                  "\"payload\":[1],\"one\":{\"number\":\"x\"},"
                  "\"many\":[{\"number\":\"y\",\"kind\":\"organisation\"},{\"number\":\"z\"}]}",
                  &in, &faults),
        OK);
    assert_string_equal(in.purpose, "用途");
    assert_string_equal(in.note, "一\n二");
    assert_int_equal(in.count, 9);
    assert_int_equal(in.amount, -50);
    assert_int_equal(in.record, 42);
    assert_true(in.yes);
    assert_int_equal(in.kind, KIND_PERSON);
    assert_int_equal(in.day.day, date_make(2026, 11, 22).day);
    assert_int_equal(in.at.us % 1000000, 4);
    assert_int_equal(in.ids.n, 2);
    assert_int_equal(in.ids.v[1], 2);
    assert_string_equal(in.words.v[0], "甲");
    assert_int_equal(in.evidence.n, 3);
    assert_memory_equal(in.evidence.p, "\1\2\3", 3);
    assert_int_equal(in.payload->type, JSON_ARRAY);
    assert_string_equal(in.one->number, "x");
    assert_int_equal(in.one->kind, KIND_NONE);
    assert_int_equal(in.many.n, 2);
    const struct subject *many = in.many.v;
    assert_int_equal(many[0].kind, KIND_ORGANISATION);
    assert_string_equal(many[1].number, "z");
}

static void fills_what_is_absent(void **state) {
    (void)state;
    struct all in;
    struct input_faults faults;
    assert_int_equal(read_body("{\"purpose\":\"用途\",\"day\":null}", &in, &faults), OK);
    assert_null(in.note);
    assert_int_equal(in.count, 3);
    assert_int_equal(in.amount, 0);
    assert_int_equal(in.kind, KIND_NONE);
    assert_true(date_is_none(in.day));
    assert_true(in.at.us == INSTANT_NONE.us);
    assert_int_equal(in.ids.n, 0);
    assert_null(in.one);
}

static void collects_all_faults(void **state) {
    (void)state;
    struct all in;
    struct input_faults faults;
    assert_int_equal(read_body("{\"count\":0,\"day\":\"x\",\"zzz\":1}", &in, &faults),
                     ERR_INPUT_MISSING);
    assert_int_equal(faults.n, 4);
    assert_string_equal(faults.v[0].field, "purpose");
    assert_string_equal(faults.v[0].detail, "“查询用途”必须填写");
    assert_string_equal(faults.v[1].field, "count");
    assert_string_equal(faults.v[2].field, "day");
    assert_string_equal(faults.v[3].field, "zzz");
    struct buf b;
    buf_init(&b, 4096);
    buf_puts(&b, "{\"many\":0");
    for (int i = 0; i < 40; i++)
        buf_printf(&b, ",\"u%c%c\":1", 'a' + i / 26, 'a' + i % 26);
    buf_puts(&b, "}");
    assert_int_equal(read_body(buf_finish(&b).p, &in, &faults), ERR_INPUT_MISSING);
    assert_int_equal(faults.n, INPUT_FAULTS_MAX);
    buf_free(&b);
}

struct find {
    int64_t record, limit;
    struct input_ids ids;
    struct date day;
    bool all;
};
static const struct input_field find_fields[] = {
    INPUT_ID(struct find, record, "record", "记录", .in = IN_PATH),
    INPUT_INT(struct find, limit, "limit", "条数", .in = IN_QUERY, .min = 1, .max = 200),
    INPUT_IDS(struct find, ids, "ids", "编号", .in = IN_QUERY),
    INPUT_DATE(struct find, day, "day", "日期", .in = IN_QUERY),
    INPUT_BOOL(struct find, all, "all", "全部", .in = IN_QUERY),
};
static const struct input_spec find_spec = INPUT_SPEC(struct find, find_fields);

static const struct {
    const char *query;
    enum err code;
    const char *field;
} queries[] = {
    {"", OK, NULL},
    {"limit=5&day=2026-11-22&all=true&ids=1,2,3", OK, NULL},
    {"limit=&day=", OK, NULL},
    {"limit=5&&", OK, NULL},
    {"limit=5&limit=6", ERR_INPUT_TWICE, "limit"},
    {"limit=5;drop", ERR_INPUT_TYPE, "limit"},
    {"limit=05", ERR_INPUT_TYPE, "limit"},
    {"limit=201", ERR_INPUT_RANGE, "limit"},
    {"ids=1,,3", ERR_INPUT_FORM, "ids[1]"},
    {"all=yes", ERR_INPUT_TYPE, "all"},
    {"record=5", ERR_INPUT_UNKNOWN, "record"},
    {"page=5", ERR_INPUT_UNKNOWN, "page"},
    {"day=%32026-11-22", OK, NULL},
    {"day=%3", ERR_INPUT_FORM, NULL},
    {"day=%zz", ERR_INPUT_FORM, NULL},
    {"day=%00", ERR_INPUT_FORM, NULL},
    {"day=%ff", ERR_INPUT_FORM, NULL},
    {"%ff=1", ERR_INPUT_FORM, NULL},
};

static void reads_queries(void **state) {
    (void)state;
    for (size_t i = 0; i < GX_COUNT(queries); i++) {
        struct find in = {0};
        struct input_faults faults = {.n = 0};
        struct input_pair path = {"record", "77"};
        struct input_source from = {.path = &path, .n_path = 1};
        enum err e = input_split_query(&ctx, str_of(queries[i].query), &from.query, &from.n_query);
        if (e == OK) e = input_read(&ctx, &find_spec, &from, &in, &faults);
        ROW_INT(i, e, queries[i].code);
        if (e == OK) ROW_INT(i, in.record, 77);
        if (queries[i].field != NULL) ROW_TEXT(i, faults.v[0].field, queries[i].field);
    }
}

static void refuses_what_nothing_takes(void **state) {
    (void)state;
    struct input_faults faults;
    const struct json *body =
        json_parse(ctx.arena, STR_LIT("{\"a\":1}"), JSON_LIMITS_DEFAULT, NULL);
    char none;
    assert_int_equal(input_read_json(&ctx, NULL, body, &none, &faults), ERR_INPUT_UNKNOWN);
    struct input_pair path = {"record", "x"};
    struct find in = {0};
    struct input_source from = {.path = &path, .n_path = 1};
    assert_int_equal(input_read(&ctx, &find_spec, &from, &in, &faults), ERR_NOT_FOUND);
}

static void writes_schemas(void **state) {
    (void)state;
    struct buf b;
    struct json_writer w;
    buf_init(&b, 1 << 16);
    jw_init(&w, &b, false);
    input_schema_body(&w, &subject_spec);
    assert_string_equal(
        buf_finish(&b).p,
        "{\"type\":\"object\",\"properties\":{\"number\":{\"type\":\"string\",\"minLength\":1,"
        "\"maxLength\":18,\"title\":\"号码\"},\"kind\":{\"type\":\"string\",\"enum\":["
        "\"organisation\",\"natural_person\"],\"x-titles\":[\"法人\",\"自然人\"],"
        "\"title\":\"主体类别\"}},\"required\":[\"number\"],\"additionalProperties\":false}");
    buf_reset(&b);
    jw_init(&w, &b, false);
    input_schema_body(&w, &all_spec);
    assert_non_null(json_parse(ctx.arena, buf_finish(&b), JSON_LIMITS_DEFAULT, NULL));
    buf_free(&b);
}

static void finds_defects_of_tables(void **state) {
    (void)state;
    static const struct input_field twice[] = {
        INPUT_INT(struct find, limit, "limit", "条数"),
        INPUT_INT(struct find, limit, "limit", "条数"),
    };
    static const struct input_field swapped[] = {
        INPUT_INT(struct find, limit, "limit", "条数", .min = 5, .max = 4),
    };
    static const struct input_field untitled[] = {
        INPUT_INT(struct find, limit, "limit", NULL),
    };
    static const struct input_field wordless[] = {
        INPUT_WORD(struct all, kind, "kind", "类别", NULL),
    };
    const struct input_spec specs[] = {
        {twice, 2, sizeof(struct find)},
        {swapped, 1, sizeof(struct find)},
        {untitled, 1, sizeof(struct find)},
        {wordless, 1, sizeof(struct all)},
    };
    for (size_t i = 0; i < GX_COUNT(specs); i++)
        ROW(i, input_spec_defect(&specs[i]) != NULL);
    assert_null(input_spec_defect(&all_spec));
    assert_null(input_spec_defect(&find_spec));
    assert_null(input_spec_defect(NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(refuses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(counts_characters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(fills_the_struct, set_up, tear_down),
        cmocka_unit_test_setup_teardown(fills_what_is_absent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(collects_all_faults, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_queries, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_nothing_takes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(writes_schemas, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_defects_of_tables, set_up, tear_down),
    };
    return RUN(tests);
}
