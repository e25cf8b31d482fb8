/* Packs as the program sees them: values, standings, overrides, limits, disclosure, editions. */
#include "packs.h"

#include "base/json.h"
#include "law/policy_print.h"

static struct date day(const char *iso) {
    struct date d = DATE_NONE;
    assert_true(date_parse(str_of(iso), &d));
    return d;
}

static void test_every_shipped_pack_is_good(void **state) {
    (void)state;
    struct arena *a = arena_new();
    for (const char **place = pack_places(a); *place != NULL; place++) {
        const struct policy *p = pack(a, *place);
        assert_string_equal(p->place, *place);
        assert_true(strncmp(p->edition, *place, strlen(*place)) == 0);
        for (size_t i = 0; i < PARAM_COUNT; i++)
            ROW(i, p->values[i].param == (enum param)i);
    }
    arena_free(&a);
}

/* CLAUSES 3.27: values, standings and clauses, by hand. */
static const struct {
    const char *param, *raw;
    enum standing standing;
    const char *clause;
} CANGZHOU[] = {
    {"policy.valid_from", "unset", STANDING_UNSET, "CZ-169"},
    {"policy.valid_for", "1 year start issued actor everyone", STANDING_LAW, "CZ-169"},
    {"submit.limit", "catalog_cycle start catalog actor provider", STANDING_LAW, "CZ-54"},
    {"submit.review_before", "silent", STANDING_SILENT, "default"},
    {"intake.limit", "silent", STANDING_SILENT, "default"},
    {"catalog.change_effective", "next_edition", STANDING_LAW, "CZ-37"},
    {"subject.person_rule", "full_capacity", STANDING_LAW, "CZ-3"},
    {"subject.age", "18", STANDING_DEFAULT, "default"},
    {"collect.conditional_consent", "notice_and_written", STANDING_LAW, "CZ-51"},
    {"disclose.person_open", "by_mode", STANDING_LAW, "CZ-68"},
    {"disclose.term", "5 year start conduct_end_or_decision actor operator", STANDING_LAW, "CZ-80"},
    {"disclose.term_start", "conduct_end_or_decision", STANDING_DEFAULT, "CZ-80"},
    {"disclose.on_end", "archive, authorised_query", STANDING_LAW, "CZ-81"},
    {"query.person_auth", "written", STANDING_LAW, "CZ-76"},
    {"query.log_fields", "name, time, content, purpose", STANDING_LAW, "CZ-87"},
    {"objection.taken_by", "objection_office", STANDING_LAW, "CZ-132"},
    {"objection.total_limit", "silent", STANDING_SILENT, "default"},
    {"objection.next", "litigation", STANDING_LAW, "CZ-147"},
    {"repair.limit", "3 working_day start compliance_found actor provider", STANDING_LAW, "CZ-152"},
    {"positive_delete.limit", "promptly start application_received actor operator", STANDING_LAW,
     "CZ-157"},
    {"count.start_day_counts", "no", STANDING_DEFAULT, "default"},
};

static void test_values_of_a_pack(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct policy *p = pack(a, "cangzhou");
    for (size_t i = 0; i < GX_COUNT(CANGZHOU); i++) {
        enum param param;
        ROW(i, param_find(str_of(CANGZHOU[i].param), &param));
        const struct policy_value *v = policy_get(p, param, NULL, day("2020-10-01"));
        struct buf out;
        buf_init(&out, 4096);
        policy_print_value(&out, v, true);
        ROW_TEXT(i, buf_finish(&out).p, CANGZHOU[i].raw);
        ROW_INT(i, v->basis.standing, CANGZHOU[i].standing);
        ROW_TEXT(i, v->basis.clause, CANGZHOU[i].clause);
        ROW(i, v->known ==
                   (v->basis.standing != STANDING_UNSET && v->basis.standing != STANDING_SILENT));
        buf_free(&out);
    }
    arena_free(&a);
}

static void test_a_value_carries_where_it_comes_from(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct policy *p = pack(a, "cangzhou");
    const struct policy_value *v =
        policy_part(p, PARAM_OBJECTION_OWN_LIMIT, "correct", NULL, day("2020-10-01"));
    assert_int_equal(v->limit.amount, 3);
    assert_int_equal(v->basis.nclauses, 2);
    assert_string_equal(v->basis.clauses[1], "CZ-141");
    assert_string_equal(v->basis.article, "第三十八条 ¶2 a、第三十八条 ¶2 b");
    assert_string_equal(v->basis.reading, "AM-30");
    assert_string_equal(v->basis.at.file, "parameters.yaml");
    assert_true(v->basis.at.line > 1);
    assert_null(policy_part(p, PARAM_OBJECTION_OWN_LIMIT, "other", NULL, day("2020-10-01")));
    arena_free(&a);
}

/* ---- overrides */

static struct policy_file *file_named(struct policy_source *s, const char *name) {
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->files[i].name, name) == 0) return &s->files[i];
    fail_msg("no %s", name);
    return NULL;
}

static const struct policy *with_overrides(struct arena *a, const char *yaml) {
    struct policy_source s = pack_source(a, "cangzhou");
    file_named(&s, "overrides.yaml")->content = str_of(yaml);
    return pack_must_load(a, &s);
}

static const char OVERRIDES[] =
    "overrides:\n"
    "  - {parameter: disclose.term, value: 4 year, start: conduct_end, actor: operator, citation: "
    "甲法第一条, rank: law, scope: all, from: 2021-01-01}\n"
    "  - {parameter: disclose.term, value: 3 year, start: conduct_end, actor: operator, citation: "
    "乙法第二条, rank: law, scope: {item: penalty_organisation}, from: 2021-01-01, until: "
    "2021-12-31}\n"
    "  - {parameter: disclose.term, value: 2 year, start: conduct_end, actor: operator, citation: "
    "丙法第三条, rank: law, scope: {subject: natural_person}, from: 2021-01-01}\n"
    "  - {parameter: objection.own_limit, part: correct, value: 2 working_day, start: "
    "comparison_notice_received, actor: operator, citation: 丁法第四条, rank: law, scope: all, "
    "from: 2021-01-01}\n";

static void test_the_narrowest_override_in_force_wins(void **state) {
    (void)state;
    static const struct {
        const char *item, *on;
        enum word subject;
        int years;
        enum standing standing;
    } ROWS[] = {
        {NULL, "2020-12-31", W_NONE, 5, STANDING_LAW},
        {NULL, "2021-01-01", W_NONE, 4, STANDING_OVERRIDE},
        {"penalty_organisation", "2021-06-01", W_SUBJECT_ORGANISATION, 3, STANDING_OVERRIDE},
        {"penalty_organisation", "2021-12-31", W_SUBJECT_ORGANISATION, 3, STANDING_OVERRIDE},
        {"penalty_organisation", "2022-01-01", W_SUBJECT_ORGANISATION, 4, STANDING_OVERRIDE},
        {"penalty_person", "2021-06-01", W_SUBJECT_PERSON, 2, STANDING_OVERRIDE},
        {"penalty_person", "2020-06-01", W_SUBJECT_PERSON, 5, STANDING_LAW},
    };
    struct arena *a = arena_new();
    const struct policy *p = with_overrides(a, OVERRIDES);
    for (size_t i = 0; i < GX_COUNT(ROWS); i++) {
        struct policy_scope scope = {.item = ROWS[i].item, .subject = ROWS[i].subject};
        const struct policy_value *v = policy_get(p, PARAM_DISCLOSE_TERM, &scope, day(ROWS[i].on));
        ROW_INT(i, v->limit.amount, ROWS[i].years);
        ROW_INT(i, v->basis.standing, ROWS[i].standing);
        ROW(i, (v->basis.citation != NULL) == (ROWS[i].standing == STANDING_OVERRIDE));
        struct limit rule; /* says what it rests on: the higher law, or the clause */
        ROW(i, policy_limit_rule(p, v, W_CLOCK_TERM, &scope, day(ROWS[i].on), &rule));
        ROW(i, rule.clause_count >= 1);
        ROW(i, !strncmp(rule.clauses[0], "CZ-", 3) == (ROWS[i].standing == STANDING_LAW));
    }
    const struct policy_value *part =
        policy_part(p, PARAM_OBJECTION_OWN_LIMIT, "correct", NULL, day("2021-01-01"));
    assert_int_equal(part->limit.amount, 2);
    part = policy_part(p, PARAM_OBJECTION_OWN_LIMIT, "compare", NULL, day("2021-01-01"));
    assert_int_equal(part->limit.amount, 1);
    arena_free(&a);
}

static void test_a_start_has_a_parameter_of_its_own(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct policy *p = with_overrides(
        a, "overrides:\n  - {parameter: disclose.term_start, value: conduct_end, citation: "
           "甲法第一条, rank: law, scope: all, from: 2021-01-01}\n");
    const struct policy_value *v = policy_get(p, PARAM_DISCLOSE_TERM, NULL, day("2021-01-01"));
    assert_int_equal(policy_start(p, v, NULL, day("2020-12-31")), W_START_CONDUCT_OR_DECISION);
    assert_int_equal(policy_start(p, v, NULL, day("2021-01-01")), W_START_CONDUCT_END);
    arena_free(&a);
}

/* ---- the rule that due dates are computed with */

static void test_limits_become_rules(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct policy *p = pack(a, "cangzhou");
    struct date on = day("2020-10-01");
    struct limit rule;
    assert_true(policy_limit_rule(p, policy_get(p, PARAM_DISCLOSE_TERM, NULL, on), W_CLOCK_TERM,
                                  NULL, on, &rule));
    assert_int_equal(rule.amount, 5);
    assert_int_equal(rule.unit, LIMIT_YEAR);
    assert_false(rule.last_day_moves);
    assert_false(rule.start_day_counts);
    assert_string_equal(rule.clauses[0], "CZ-80");
    assert_true(policy_limit_rule(p, policy_get(p, PARAM_DELETION_KEEP_SEALED, NULL, on),
                                  W_CLOCK_ACT, NULL, on, &rule));
    assert_true(rule.last_day_moves);
    /* a word is no length, and silence is none either */
    assert_false(policy_limit_rule(p, policy_get(p, PARAM_POSITIVE_DELETE_LIMIT, NULL, on),
                                   W_CLOCK_ACT, NULL, on, &rule));
    assert_false(policy_limit_rule(p, policy_get(p, PARAM_INTAKE_LIMIT, NULL, on), W_CLOCK_ACT,
                                   NULL, on, &rule));
    arena_free(&a);
}

/* ---- disclosure: every case has its rule, and some are looked at by hand */

static void test_disclosure_of_cangzhou(void **state) {
    (void)state;
    static const struct {
        struct policy_disclosure_case c;
        const char *clause;
        enum word give;
    } ROWS[] = {
        {{W_MODE_OPEN, W_VIEWER_PUBLIC, W_SUBJECT_ORGANISATION, W_NATURE_ADVERSE, W_TERM_RUNNING,
          W_STATE_CURRENT},
         "CZ-69",
         W_GIVE_MASKED},
        {{W_MODE_OPEN, W_VIEWER_PUBLIC, W_SUBJECT_ORGANISATION, W_NATURE_ADVERSE, W_TERM_ENDED,
          W_STATE_CURRENT},
         "CZ-82",
         W_GIVE_NOTHING},
        {{W_MODE_OPEN, W_VIEWER_PUBLIC, W_SUBJECT_ORGANISATION, W_NATURE_ADVERSE, W_TERM_UNSET,
          W_STATE_CURRENT},
         "default",
         W_GIVE_NOTHING},
        {{W_MODE_SHARED, W_VIEWER_ORGAN, W_SUBJECT_PERSON, W_NATURE_NEUTRAL, W_TERM_RUNNING,
          W_STATE_CURRENT},
         "CZ-70",
         W_GIVE_FULL},
        {{W_MODE_SHARED, W_VIEWER_UNIT, W_SUBJECT_PERSON, W_NATURE_NEUTRAL, W_TERM_RUNNING,
          W_STATE_CURRENT},
         "CZ-76",
         W_GIVE_FULL},
        {{W_MODE_AUTHORISED, W_VIEWER_ORGAN, W_SUBJECT_ORGANISATION, W_NATURE_ADVERSE,
          W_TERM_RUNNING, W_STATE_CURRENT},
         "CZ-78",
         W_GIVE_FULL},
        {{W_MODE_OPEN, W_VIEWER_ORGAN, W_SUBJECT_ORGANISATION, W_NATURE_ADVERSE, W_TERM_RUNNING,
          W_STATE_ARCHIVED},
         "CZ-82",
         W_GIVE_FULL},
        {{W_MODE_AUTHORISED, W_VIEWER_PUBLIC, W_SUBJECT_PERSON, W_NATURE_POSITIVE, W_TERM_RUNNING,
          W_STATE_CURRENT},
         "CZ-163",
         W_GIVE_NOTHING},
        {{W_MODE_AUTHORISED, W_VIEWER_SELF, W_SUBJECT_PERSON, W_NATURE_ADVERSE, W_TERM_ENDED,
          W_STATE_ARCHIVED},
         "CZ-77",
         W_GIVE_FULL},
    };
    struct arena *a = arena_new();
    const struct policy *p = pack(a, "cangzhou");
    for (size_t i = 0; i < GX_COUNT(ROWS); i++) {
        const struct policy_disclosure_rule *rule = policy_disclosure(p, &ROWS[i].c);
        ROW(i, rule != NULL);
        ROW_TEXT(i, rule->basis.clause, ROWS[i].clause);
        ROW_INT(i, rule->give, ROWS[i].give);
        ROW_INT(i, rule->otherwise, W_GIVE_NOTHING);
    }
    arena_free(&a);
}

/* ---- the objection of CLAUSES 4.3 */

static void test_the_objection_of_cangzhou(void **state) {
    (void)state;
    static const char *const NUMBERS[] = {"1",  "2",  "3",  "4",  "5",  "6",  "7",  "8a",
                                          "8b", "9a", "9b", "9c", "10", "11", "12", "d13"};
    struct arena *a = arena_new();
    const struct policy *p = pack(a, "cangzhou");
    const struct policy_process *o = policy_process_of(p, W_PROCESS_OBJECTION);
    assert_int_equal(o->nstates, 11);
    assert_int_equal(o->ntransitions, GX_COUNT(NUMBERS));
    for (size_t i = 0; i < o->ntransitions; i++) {
        ROW_TEXT(i, o->transitions[i].no, NUMBERS[i]);
        ROW(i, (o->transitions[i].basis.standing == STANDING_DEFAULT) == (NUMBERS[i][0] == 'd'));
    }
    /* both clocks of the comparison notice start together (AM-30) */
    const struct policy_transition *notice = &o->transitions[1];
    assert_int_equal(notice->nstarts, 2);
    const struct policy_clock *verify = policy_clock(o, "verify");
    assert_true(verify->pausable);
    assert_int_equal(verify->actor, W_PARTY_PROVIDER);
    assert_null(policy_process_of(p, W_PROCESS_INCIDENT));
    arena_free(&a);
}

/* ---- what is printed */

static const struct json *limits(struct arena *a, const struct policy *p) {
    struct buf out;
    buf_init(&out, 1 << 20);
    policy_print_limits(&out, p, true);
    const struct json *list = json_parse(a, buf_finish(&out), JSON_LIMITS_DEFAULT, NULL);
    buf_free(&out);
    assert_non_null(list);
    return list;
}

/* Every figure that is the law's, by hand from CLAUSES 2.3; and no other. */
static void test_limits_of_cangzhou(void **state) {
    (void)state;
    static const struct {
        const char *clause, *unit;
        int64_t amount;
    } LAW[] = {
        {"CZ-169", "year", 1},         {"CZ-55", "working_day", 7},  {"CZ-56", "working_day", 7},
        {"CZ-36", "year", 1},          {"CZ-80", "year", 5},         {"CZ-84", "year", 3},
        {"CZ-137", "working_day", 1},  {"CZ-138", "working_day", 1}, {"CZ-140", "working_day", 3},
        {"CZ-144", "working_day", 15}, {"CZ-142", "working_day", 3}, {"CZ-146", "working_day", 7},
        {"CZ-152", "working_day", 3},
    };
    struct arena *a = arena_new();
    const struct json *list = limits(a, pack(a, "cangzhou"));
    size_t law = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct json *row = &list->items[i];
        int64_t amount = 0;
        bool figure = json_get_int(row, "amount", &amount);
        const char *status = json_get_text(row, "status");
        ROW(i, figure == (strcmp(status, "unset") != 0));
        if (strcmp(status, "law") != 0) continue;
        ROW(i, law < GX_COUNT(LAW));
        ROW_TEXT(i, arena_str(a, json_get(row, "clause")->items[0].text), LAW[law].clause);
        ROW_TEXT(i, json_get_text(row, "unit"), LAW[law].unit);
        ROW_INT(i, amount, LAW[law].amount);
        law++;
    }
    assert_int_equal(law, GX_COUNT(LAW));
    arena_free(&a);
}

static void test_gaps_close_by_override(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct policy_gap *gaps;
    const struct policy *p = pack(a, "cangzhou");
    assert_int_equal(policy_gaps(a, p, &gaps), 3);
    assert_string_equal(gaps[0].code, "value.unset");
    assert_string_equal(gaps[1].what, "disclose.term_start");
    p = with_overrides(a, "overrides:\n  - {parameter: disclose.term_start, value: conduct_end, "
                          "citation: 甲法第一条, rank: law, scope: all, from: 2021-01-01}\n");
    assert_int_equal(policy_gaps(a, p, &gaps), 2);
    arena_free(&a);
}

static void test_show_diff_and_graph_are_whole(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct buf out;
    buf_init(&out, 16 << 20);
    const struct policy *p = pack(a, "cangzhou"), *q = with_overrides(a, OVERRIDES);
    struct policy_row *rows;
    size_t n = policy_rows(a, p, &rows);
    policy_print_show(&out, p, true);
    const struct json *shown = json_parse(a, buf_finish(&out), JSON_LIMITS_DEFAULT, NULL);
    assert_int_equal(json_get(shown, "rows")->count, n);
    assert_string_equal(rows[0].section, "reference"); /* the law that the text names comes first */
    assert_string_equal(rows[0].raw, p->references[0].title);
    buf_reset(&out);
    policy_print_diff(&out, p, p, true);
    assert_string_equal(buf_finish(&out).p, "[]\n");
    buf_reset(&out);
    policy_print_diff(&out, p, q, true);
    const struct json *differences = json_parse(a, buf_finish(&out), JSON_LIMITS_DEFAULT, NULL);
    assert_int_equal(differences->count, 4); /* the four overrides */
    buf_reset(&out);
    assert_true(policy_print_graph(&out, p, "objection"));
    assert_non_null(strstr(buf_finish(&out).p, "\"PAUSED\" -> \"PROVIDER\""));
    buf_reset(&out);
    assert_false(policy_print_graph(&out, p, "nothing"));
    buf_free(&out);
    arena_free(&a);
}

/* ---- sources and editions */

static void test_a_source_survives_packing(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct policy_source s = pack_source(a, "cangzhou"), again;
    struct str blob = policy_source_pack(a, &s);
    assert_int_equal(policy_source_unpack(a, blob, &again), OK);
    assert_int_equal(again.n, s.n);
    struct digest one = policy_source_digest(&s), two = policy_source_digest(&again);
    assert_memory_equal(one.b, two.b, DIGEST_BYTES);
    assert_string_equal(pack_must_load(a, &s)->edition, pack_must_load(a, &again)->edition);
    /* any other byte is another edition */
    struct policy_file *f = file_named(&again, "pack.yaml");
    f->content.p = arena_printf(a, "%s# x\n", arena_str(a, f->content));
    f->content.n += 4;
    two = policy_source_digest(&again);
    assert_memory_not_equal(one.b, two.b, DIGEST_BYTES);
    /* cut short or mended by hand it is none */
    for (size_t cut = 1; cut < 200; cut += 7) {
        struct str piece = {blob.p, blob.n - cut};
        ROW_INT(cut, policy_source_unpack(a, piece, &again), ERR_POLICY_INVALID);
    }
    assert_int_equal(policy_source_unpack(a, STR_LIT("no pack"), &again), ERR_POLICY_INVALID);
    assert_int_equal(policy_source_dir(a, SOURCE_DIR "/no/such/folder", &again), ERR_NOT_FOUND);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_shipped_pack_is_good),
        cmocka_unit_test(test_values_of_a_pack),
        cmocka_unit_test(test_a_value_carries_where_it_comes_from),
        cmocka_unit_test(test_the_narrowest_override_in_force_wins),
        cmocka_unit_test(test_a_start_has_a_parameter_of_its_own),
        cmocka_unit_test(test_limits_become_rules),
        cmocka_unit_test(test_disclosure_of_cangzhou),
        cmocka_unit_test(test_the_objection_of_cangzhou),
        cmocka_unit_test(test_limits_of_cangzhou),
        cmocka_unit_test(test_gaps_close_by_override),
        cmocka_unit_test(test_show_diff_and_graph_are_whole),
        cmocka_unit_test(test_a_source_survives_packing),
    };
    return RUN(tests);
}
