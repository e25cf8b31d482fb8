/* Which edition governs a place on a day, and whether it still takes new cases. */
#include "packs.h"

#include "law/law.h"

static struct date day(const char *iso) {
    struct date d = DATE_NONE;
    if (iso != NULL) assert_true(date_parse(str_of(iso), &d));
    return d;
}

/* The pack with one text changed: another edition of the same regulation, or another one. */
static const struct policy *changed(struct arena *a, const char *from, const char *to) {
    struct policy_source s = pack_source(a, "cangzhou");
    for (size_t i = 0; i < s.n; i++) {
        if (strcmp(s.files[i].name, "pack.yaml") != 0) continue;
        struct str text = s.files[i].content;
        size_t at = str_find_str(text, str_of(from));
        assert_true(at != SIZE_MAX);
        s.files[i].content =
            str_of(arena_printf(a, "%.*s%s%s", (int)at, text.p, to, text.p + at + strlen(from)));
    }
    return pack_must_load(a, &s);
}

static void test_force_of_a_trial_regulation(void **state) {
    (void)state;
    static const struct {
        const char *on;
        enum word force;
        bool takes;
    } ROWS[] = {
        {"2020-09-24", W_FORCE_BEFORE, false},   {"2020-09-25", W_FORCE_IN_FORCE, true},
        {"2021-09-25", W_FORCE_IN_FORCE, true},  {"2021-09-26", W_FORCE_PAST, false},
        {"2021-10-31", W_FORCE_PAST, false},     {"2021-11-01", W_FORCE_CONTINUED, true},
        {"2022-10-31", W_FORCE_CONTINUED, true}, {"2022-11-01", W_FORCE_PAST, false},
    };
    struct arena *a = arena_new();
    const struct policy *p = pack(a, "cangzhou");
    struct law_builder *b = law_builder_new(a);
    law_builder_home(b, "cangzhou");
    law_builder_add_policy(b, p, day("2020-09-25"));
    law_builder_continue(b, "cangzhou", "某通知第一条", day("2021-11-01"), day("2022-10-31"));
    law_builder_continue(b, "heihe", "别处", day("2021-01-01"), DATE_NONE);
    const struct law *l = law_builder_end(b);
    assert_string_equal(law_home(l), "cangzhou");
    for (size_t i = 0; i < GX_COUNT(ROWS); i++) {
        const struct basis *basis = NULL;
        ROW_INT(i, law_force(l, "cangzhou", day(ROWS[i].on)), ROWS[i].force);
        ROW_INT(i, law_takes_new(l, "cangzhou", day(ROWS[i].on), &basis), ROWS[i].takes);
        ROW(i, (basis != NULL) == (ROWS[i].force == W_FORCE_PAST));
        if (basis != NULL) ROW_TEXT(i, basis->clause, "CZ-169");
        /* open cases and stored terms are served past the end */
        ROW(i, (law_policy(l, "cangzhou", day(ROWS[i].on)) == p) == (i > 0));
    }
    assert_int_equal(law_force(l, "heihe", day("2022-01-01")), W_FORCE_BEFORE);
    assert_string_equal(law_edition(l, "cangzhou", day("2021-01-01"))->continued_by,
                        "某通知第一条");
    arena_free(&a);
}

/* A corrected pack of the same regulation governs from its day, but prolongs nothing. */
static void test_a_corrected_pack_does_not_prolong(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct policy *first = pack(a, "cangzhou");
    const struct policy *mended = changed(a, "印发日期须查正式文本", "印发日期须查");
    const struct policy *other = changed(a, "title: 沧州市公共信用信息管理暂行办法\n",
                                         "title: 沧州市公共信用信息管理办法（虚构）\n");
    struct law_builder *b = law_builder_new(a);
    law_builder_add_policy(b, mended, day("2021-03-01"));
    law_builder_add_policy(b, first, day("2020-09-25"));
    const struct law *l = law_builder_end(b);
    assert_ptr_equal(law_policy(l, "cangzhou", day("2021-02-28")), first);
    assert_ptr_equal(law_policy(l, "cangzhou", day("2021-03-01")), mended);
    assert_int_equal(law_force(l, "cangzhou", day("2021-09-26")), W_FORCE_PAST);
    assert_ptr_equal(law_policy_edition(l, first->edition), first);
    assert_ptr_equal(law_policy_edition(l, mended->edition), mended);
    assert_null(law_policy_edition(l, "cangzhou@000000000000"));

    b = law_builder_new(a);
    law_builder_add_policy(b, first, day("2020-09-25"));
    law_builder_add_policy(b, other, day("2021-10-01"));
    l = law_builder_end(b);
    assert_int_equal(law_force(l, "cangzhou", day("2021-09-30")), W_FORCE_PAST);
    assert_int_equal(law_force(l, "cangzhou", day("2021-10-01")), W_FORCE_IN_FORCE);
    assert_int_equal(law_force(l, "cangzhou", day("2022-10-02")), W_FORCE_PAST);
    const char *const *places;
    assert_int_equal(law_places(l, &places), 1);
    arena_free(&a);
}

static void test_an_issue_day_counts_when_it_is_known(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct policy *p = changed(
        a, "issued: {unset: true, clause: CZ-169, reading: AM-50, note: 印发日期须查正式文本}",
        "issued: {value: 2020-09-01, clause: CZ-169}");
    struct law_builder *b = law_builder_new(a);
    law_builder_add_policy(b, p, day("2020-09-25"));
    const struct law *l = law_builder_end(b);
    assert_int_equal(law_force(l, "cangzhou", day("2020-09-24")), W_FORCE_BEFORE);
    assert_int_equal(law_force(l, "cangzhou", day("2021-09-01")), W_FORCE_IN_FORCE);
    assert_int_equal(law_force(l, "cangzhou", day("2021-09-02")), W_FORCE_PAST);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_force_of_a_trial_regulation),
        cmocka_unit_test(test_a_corrected_pack_does_not_prolong),
        cmocka_unit_test(test_an_issue_day_counts_when_it_is_known),
    };
    return RUN(tests);
}
