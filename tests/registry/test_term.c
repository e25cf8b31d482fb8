#include "test.h"

#include "base/json.h"
#include "law/policy_load.h"
#include "registry/record_term.h"

static const char *const PLACES[] = {"heihe", "anshan", "cangzhou", "zhoucun", "jinan"};
enum { HEIHE, ANSHAN, CANGZHOU, ZHOUCUN, JINAN };

static struct arena *arena;
static const struct policy *packs[5];

static int load_packs(void **state) {
    (void)state;
    arena = arena_new();
    for (size_t i = 0; i < GX_COUNT(PLACES); i++) {
        struct policy_source source;
        struct faults faults;
        faults_init(&faults, arena);
        if (policy_source_dir(arena, arena_printf(arena, SOURCE_DIR "/policies/%s", PLACES[i]),
                              &source))
            return -1;
        packs[i] = policy_load(arena, &source, &faults);
        if (!packs[i]) return -1;
    }
    return 0;
}

static int free_packs(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct date day(const char *text) {
    struct date d = DATE_NONE;
    if (text && !date_parse(str_of(text), &d)) fail_msg("no day: %s", text);
    return d;
}

/* Days are texts; NULL: none. conduct "…" goes on. */
static const struct {
    int place;
    enum word nature;
    const char *severity, *decided, *conduct;
    const char *term_to, *term_state, *publish_to;
    bool defect;
} ROWS[] = {
    /* five years from the end of the conduct (CZ-80, JN-27), ending on the corresponding day (AM-02) */
    {CANGZHOU, W_NATURE_ADVERSE, "", "2018-06-01", "2018-03-10", "2023-03-10", "set", "2023-03-10",
     false},
    {JINAN, W_NATURE_ADVERSE, "general", "2018-06-01", "2018-03-10", "2023-03-10", "set",
     "2023-03-10", false},
    {JINAN, W_NATURE_ADVERSE, "", "2024-03-01", "2024-02-29", "2029-02-28", "set", "2029-02-28",
     false},
    /* the publication term of specific serious conduct is three years inside it (AM-11) */
    {JINAN, W_NATURE_ADVERSE, "specific_serious", "2018-06-01", "2018-03-10", "2023-03-10", "set",
     "2021-06-01", false},
    /* and is cut off when the disclosure term ends first */
    {JINAN, W_NATURE_ADVERSE, "specific_serious", "2022-06-01", "2018-03-10", "2023-03-10", "set",
     "2023-03-10", false},
    /* unknown end: the decision stands in for it and the record is a defect (AM-10) */
    {CANGZHOU, W_NATURE_ADVERSE, "", "2018-06-01", NULL, "2023-06-01", "set", "2023-06-01", true},
    {JINAN, W_NATURE_ADVERSE, "", "2018-06-01", NULL, "2023-06-01", "set", "2023-06-01", true},
    /* going on: not begun */
    {CANGZHOU, W_NATURE_ADVERSE, "", "2018-06-01", "…", NULL, "not_begun", NULL, false},
    /* the text gives no term (AM-14) */
    {HEIHE, W_NATURE_ADVERSE, "", "2018-06-01", "2018-03-10", NULL, "unset", NULL, false},
    {ANSHAN, W_NATURE_ADVERSE, "", "2018-06-01", "2018-03-10", NULL, "unset", NULL, false},
    {ZHOUCUN, W_NATURE_ADVERSE, "", "2018-06-01", "2018-03-10", NULL, "unset", NULL, false},
    /* only adverse records have terms */
    {CANGZHOU, W_NATURE_POSITIVE, "", "2018-06-01", "2018-03-10", NULL, NULL, NULL, false},
    {JINAN, W_NATURE_BASIC, "", "2018-06-01", NULL, NULL, NULL, NULL, false},
    {CANGZHOU, W_NATURE_NEUTRAL, "", "2018-06-01", NULL, NULL, NULL, NULL, false},
};

static bool same(struct date d, const char *text) {
    return date_is_none(d) ? text == NULL : text && date_cmp(d, day(text)) == 0;
}

static void terms_follow_the_pack(void **state) {
    (void)state;
    for (size_t i = 0; i < GX_COUNT(ROWS); i++) {
        bool continuing = ROWS[i].conduct && !strcmp(ROWS[i].conduct, "…");
        struct record_facts facts = {
            .item = "penalty_organisation",
            .nature = ROWS[i].nature,
            .severity = ROWS[i].severity,
            .formed = day(ROWS[i].decided),
            .decided = day(ROWS[i].decided),
            .received = day("2022-07-01"),
            .conduct_end = continuing ? DATE_NONE : day(ROWS[i].conduct),
            .conduct_continuing = continuing,
        };
        struct record_terms t;
        record_terms(arena, packs[ROWS[i].place], NULL, &facts, day("2022-07-01"), &t);
        ROW(i, same(t.term_to, ROWS[i].term_to));
        ROW(i, same(t.publish_to, ROWS[i].publish_to));
        ROW(i, !t.term_rule == !ROWS[i].term_state);
        if (!t.term_rule) continue;
        const struct json *rule = json_parse(arena, str_of(t.term_rule), JSON_LIMITS_DEFAULT, NULL);
        ROW_TEXT(i, json_get_text(rule, "state"), ROWS[i].term_state);
        ROW(i, (json_get(rule, "defect") != NULL) == ROWS[i].defect);
        ROW_TEXT(i, json_get_text(rule, "param"), "disclose.term");
        bool set = !strcmp(ROWS[i].term_state, "set");
        ROW(i, (json_get(rule, "derivation") != NULL) == set);
        ROW(i, !set || json_get(rule, "clauses")->count > 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(terms_follow_the_pack)};
    return cmocka_run_group_tests_name(__FILE__, tests, load_packs, free_packs);
}
