#include "test.h"

#include "base/file.h"
#include "law/idno.h"
#include "law/idno_report.h"

static struct date today(void) {
    return date_make(2026, 11, 22);
}

static enum idno_kind kind_of(struct str name) {
    enum idno_kind kind = IDNO_KINDS;
    assert_true(idno_kind_parse(name, &kind));
    return kind;
}

static bool has_warnings(unsigned warnings, struct str wanted) {
    unsigned set = 0;
    struct str name;
    while (!str_is(wanted, "-") && str_split(&wanted, ',', &name)) {
        unsigned i = 0;
        while (i < IDNO_WARNINGS && !str_is(name, idno_warning_name(i)))
            i++;
        assert_true(i < IDNO_WARNINGS);
        set |= 1u << i;
    }
    return set == warnings;
}

struct vector {
    int line;
    struct str kind, value, verdict, check, warnings;
};

static void check_vector(const struct vector *v) {
    struct idno id = idno_check(kind_of(v->kind), v->value, today());
    const char *fault = id.fault == IDNO_OK ? "valid" : idno_fault_name(id.fault);
    if (!str_is(v->verdict, fault))
        fail_msg("idno.vectors:%d: %.*s is %s", v->line, (int)v->value.n, v->value.p, fault);
    if (!has_warnings(id.warnings, v->warnings))
        fail_msg("idno.vectors:%d: %.*s: warnings %x", v->line, (int)v->value.n, v->value.p,
                 id.warnings);
    if (str_is(v->check, "-")) return;
    struct str body = {id.text, strlen(id.text) - 1};
    char check = id.kind == IDNO_USCC       ? idno_uscc_check_char(body)
                 : id.kind == IDNO_ORG_CODE ? idno_org_code_check_char(body)
                                            : idno_resident_check_char(body);
    if (check != v->check.p[0])
        fail_msg("idno.vectors:%d: %s asks for %c", v->line, id.text, check);
}

/* Every vector of the sources, each under the kind it is declared as. */
static void vectors_hold(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct str rest, line;
    assert_int_equal(file_read(a, SOURCE_DIR "/tests/law/idno.vectors", 1 << 20, &rest), OK);
    int number = 0, checked = 0;
    while (str_split(&rest, '\n', &line)) {
        number++;
        if (line.n == 0 || line.p[0] == '#') continue;
        struct vector v = {.line = number};
        assert_true(str_split(&line, '\t', &v.kind));
        assert_true(str_split(&line, '\t', &v.value));
        assert_true(str_split(&line, '\t', &v.verdict));
        assert_true(str_split(&line, '\t', &v.check));
        assert_true(str_split(&line, '\t', &v.warnings));
        check_vector(&v);
        checked++;
    }
    assert_true(checked > 140);
    arena_free(&a);
}

/* One changed or exchanged character never passes the check characters. */
static void single_errors_are_found(void **state) {
    (void)state;
    static const struct {
        enum idno_kind kind;
        const char *value, *alphabet;
    } rows[] = {
        {IDNO_USCC, "91370102PDY00001XB", "0123456789ABCDEFGHJKLMNPQRTUWXY"},
        {IDNO_RESIDENT, "370102199001010001", "0123456789"},
        {IDNO_RESIDENT, "21030220000229997X", "0123456789"},
        {IDNO_FOREIGN_PR, "932682198501010017", "0123456789"},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        char text[32];
        size_t n = strlen(rows[i].value);
        for (size_t at = 0; at < n; at++) {
            for (const char *c = rows[i].alphabet; *c != '\0'; c++) {
                memcpy(text, rows[i].value, n + 1);
                if (text[at] == *c) continue;
                text[at] = *c;
                if (idno_check(rows[i].kind, str_of(text), today()).fault == IDNO_OK)
                    fail_msg("row %zu: %s passes", i, text);
            }
            memcpy(text, rows[i].value, n + 1);
            if (at + 1 == n || text[at] == text[at + 1]) continue;
            text[at] = text[at + 1];
            text[at + 1] = rows[i].value[at];
            if (idno_check(rows[i].kind, str_of(text), today()).fault == IDNO_OK)
                fail_msg("row %zu: %s passes", i, text);
        }
    }
}

static void values_are_stored_in_normal_form(void **state) {
    (void)state;
    static const struct {
        enum idno_kind kind;
        const char *given, *stored;
    } rows[] = {
        {IDNO_RESIDENT, "11010519491231002x", "11010519491231002X"},
        {IDNO_USCC, " \t９１37０102-pdy0 0001x－b\r\n", "91370102PDY00001XB"},
        {IDNO_ORG_CODE, "PDY00001-X", "PDY00001X"},
        {IDNO_USCC,
         "\xef\xbb\xbf"
         "91370102PDY00001XB\xc2\xa0",
         "91370102PDY00001XB"},
        {IDNO_PASSPORT, "ｅ１２３４５６７８", "E12345678"},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct idno id = idno_check(rows[i].kind, str_of(rows[i].given), today());
        if (id.fault != IDNO_OK || strcmp(id.text, rows[i].stored) != 0)
            fail_msg("row %zu: %s, %s", i, idno_fault_name(id.fault), id.text);
    }
}

static void bytes_that_are_no_text_are_refused(void **state) {
    (void)state;
    static const char *const rows[] = {"\xff\xfe", "9137\xb9\xab", "91370102PDY00001X\xc0",
                                       "\xed\xa0\x80"};
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        for (int kind = 0; kind < IDNO_KINDS; kind++) {
            struct idno id = idno_check((enum idno_kind)kind, str_of(rows[i]), today());
            if (id.fault != IDNO_CHARSET || id.text[0] != '\0')
                fail_msg("row %zu kind %d: %s", i, kind, idno_fault_name(id.fault));
        }
    struct idno nul = idno_check(IDNO_USCC, (struct str){"91370102\0PDY00001XB", 19}, today());
    assert_int_equal(nul.fault, IDNO_CHARSET);
}

static void birth_dates_are_read(void **state) {
    (void)state;
    static const struct {
        enum idno_kind kind;
        const char *value;
        int year, month, day; /* 0: none */
    } rows[] = {
        {IDNO_RESIDENT, "370112200811220009", 2008, 11, 22},
        {IDNO_RESIDENT, "21030220000229997X", 2000, 2, 29},
        {IDNO_RESIDENT, "440524188001010014", 1880, 1, 1},
        {IDNO_FOREIGN_PR, "932682198501010017", 1985, 1, 1},
        {IDNO_RESIDENT15, "610104620927690", 1962, 9, 27},
        {IDNO_RESIDENT15, "370102201231996", 1820, 12, 31},
        {IDNO_RESIDENT, "110105194902300020", 0, 0, 0}, /* invalid */
        {IDNO_FOREIGN_PR, "ABC110123456789", 0, 0, 0},
        {IDNO_USCC, "91370102PDY00001XB", 0, 0, 0},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct idno id = idno_check(rows[i].kind, str_of(rows[i].value), today());
        struct date birth =
            rows[i].year == 0 ? DATE_NONE : date_make(rows[i].year, rows[i].month, rows[i].day);
        if (date_cmp(id.birth, birth) != 0) fail_msg("row %zu", i);
    }
}

/* A birth date of today is one; of tomorrow it is none yet. */
static void births_to_come_are_refused(void **state) {
    (void)state;
    struct str value = str_of("370112200811220009");
    assert_int_equal(idno_check(IDNO_RESIDENT, value, date_make(2008, 11, 22)).fault, IDNO_OK);
    assert_int_equal(idno_check(IDNO_RESIDENT, value, date_make(2008, 11, 21)).fault,
                     IDNO_BIRTH_DATE);
}

static void first_generation_becomes_second(void **state) {
    (void)state;
    static const struct {
        const char *old, *now;
    } rows[] = {
        {"610104620927690", "610104196209276908"},
        {"150102880730303", "150102198807303035"},
        {"370102201231996", "37010218201231996"}}; /* 18th character not fixed by a source */
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct idno old = idno_check(IDNO_RESIDENT15, str_of(rows[i].old), today());
        assert_int_equal(old.fault, IDNO_OK);
        struct idno now = idno_resident15_to_18(&old);
        if (now.fault != IDNO_OK || now.kind != IDNO_RESIDENT ||
            strncmp(now.text, rows[i].now, strlen(rows[i].now)) != 0 ||
            date_cmp(old.birth, now.birth) != 0)
            fail_msg("row %zu: %s", i, now.text);
    }
}

static void organisation_code_is_inside(void **state) {
    (void)state;
    struct idno uscc = idno_check(IDNO_USCC, str_of("91370102PDY00001XB"), today());
    struct idno org = idno_org_code_of_uscc(&uscc);
    assert_int_equal(org.fault, IDNO_OK);
    assert_string_equal(org.text, "PDY00001X");
    uscc = idno_check(IDNO_USCC, str_of("91370102PDY000013T"), today());
    assert_int_equal(uscc.fault, IDNO_OK);
    assert_int_equal(idno_org_code_of_uscc(&uscc).fault, IDNO_CHECK_CHAR);
}

/* Every kind and fault has its names, and the sentence never repeats the number. */
static void words_are_complete(void **state) {
    (void)state;
    for (int i = 0; i < IDNO_KINDS; i++) {
        enum idno_kind back;
        assert_true(idno_kind_parse(str_of(idno_kind_name((enum idno_kind)i)), &back));
        assert_int_equal(back, i);
        assert_true(strlen(idno_kind_text((enum idno_kind)i)) > 0);
    }
    enum idno_kind kind;
    assert_false(idno_kind_parse(str_of("guess"), &kind));
    for (int i = 1; i < IDNO_FAULTS; i++) {
        const char *code = err_code(idno_fault_err((enum idno_fault)i));
        assert_true(str_starts(str_of(code), "idno."));
        assert_string_equal(code + 5, idno_fault_name((enum idno_fault)i));
        for (int k = 0; k < IDNO_KINDS; k++) {
            struct idno id = {.kind = (enum idno_kind)k,
                              .fault = (enum idno_fault)i,
                              .text = "370102199001010002"};
            struct buf out;
            buf_init(&out, 1024);
            idno_explain(&id, &out);
            struct str sentence = buf_finish(&out);
            assert_true(str_ends(sentence, "请核对") || i == IDNO_PLACEHOLDER);
            assert_int_equal(str_find_str(sentence, str_of(id.text)), SIZE_MAX);
            buf_free(&out);
        }
    }
}

static void explains_as_a_clerk_would(void **state) {
    (void)state;
    struct idno id = idno_check(IDNO_USCC, str_of("91350100M000100Y44"), today());
    struct buf out;
    buf_init(&out, 1024);
    idno_explain(&id, &out);
    assert_string_equal(buf_finish(&out).p, "统一社会信用代码第18位校验不通过，请核对");
    buf_free(&out);
}

static void reports_are_lines(void **state) {
    (void)state;
    static const struct {
        const char *type, *value, *line;
    } rows[] = {
        {"uscc", "91350100M000100Y43", "91350100M000100Y43\tvalid\t\n"},
        {"uscc", "91350100M000100Y44", "91350100M000100Y44\tinvalid\tcheck_char\n"},
        {"uscc", "91370102PDY000013T", "91370102PDY000013T\tvalid\twarn:org_check\n"},
        {"resident", "11010519491231002x", "11010519491231002x\tvalid\t\n"},
        {NULL, "91350100M000100Y43", "91350100M000100Y43\tvalid\tuscc\n"},
        {NULL, "PDY00001-X", "PDY00001-X\tvalid\torg_code\n"},
        {NULL, "12345678", "12345678\tvalid\ttaiwan_permit\n"},
        {NULL, "932682198501010017", "932682198501010017\tvalid\tresident,foreign_pr\n"},
        {NULL, "91350100M000100Y44",
         "91350100M000100Y44\tinvalid\tuscc:check_char,resident:charset,foreign_pr:charset\n"},
        {NULL, "123", "123\tinvalid\tlength\n"},
        {"uscc", "a\tb\xff", "a?b?\tinvalid\tcharset\n"},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct idno_question q = {.today = today(), .declared = rows[i].type != NULL};
        if (q.declared) q.kind = kind_of(str_of(rows[i].type));
        struct buf out;
        buf_init(&out, 4096);
        bool valid = idno_report(&q, str_of(rows[i].value), &out);
        struct str line = buf_finish(&out);
        if (!str_is(line, rows[i].line) || valid != (strstr(line.p, "\tvalid\t") != NULL))
            fail_msg("row %zu: %s", i, line.p);
        buf_free(&out);
    }
}

static void reports_are_json(void **state) {
    (void)state;
    static const struct {
        bool declared;
        const char *value, *line;
    } rows[] = {
        {true, "91370102PDY000013T",
         "{\"explanation\":null,\"normal\":\"91370102PDY000013T\",\"reason\":null,"
         "\"type\":\"uscc\",\"valid\":true,\"value\":\"91370102PDY000013T\","
         "\"warnings\":[\"org_check\"]}\n"},
        {true, "9",
         "{\"explanation\":\"统一社会信用代码应为18位，请核对\",\"normal\":null,"
         "\"reason\":\"length\",\"type\":\"uscc\",\"valid\":false,\"value\":\"9\","
         "\"warnings\":[]}\n"},
        {false, "12345678",
         "{\"reason\":null,\"types\":[\"taiwan_permit\"],\"valid\":true,"
         "\"value\":\"12345678\"}\n"},
        {false, "\"", "{\"reason\":\"length\",\"types\":[],\"valid\":false,\"value\":\"\\\"\"}\n"},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct idno_question q = {rows[i].declared, IDNO_USCC, today(), true};
        struct buf out;
        buf_init(&out, 4096);
        idno_report(&q, str_of(rows[i].value), &out);
        struct str line = buf_finish(&out);
        if (!str_is(line, rows[i].line)) fail_msg("row %zu: %s", i, line.p);
        buf_free(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_hold),
        cmocka_unit_test(single_errors_are_found),
        cmocka_unit_test(values_are_stored_in_normal_form),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(birth_dates_are_read),
        cmocka_unit_test(births_to_come_are_refused),
        cmocka_unit_test(first_generation_becomes_second),
        cmocka_unit_test(organisation_code_is_inside),
        cmocka_unit_test(words_are_complete),
        cmocka_unit_test(explains_as_a_clerk_would),
        cmocka_unit_test(reports_are_lines),
        cmocka_unit_test(reports_are_json),
    };
    return RUN(tests);
}
