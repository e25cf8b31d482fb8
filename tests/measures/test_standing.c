/* Whether a measure applies on a day: the rows of standing.h. */
#include "../disclosure/packs.h"

#include "base/date.h"
#include "base/file.h"
#include "measures/list_type.h"
#include "measures/standing.h"

#define DAY(d) date_make(2026, 3, (d))

struct row {
    const char *what;
    const char *place;
    enum word kind;
    enum word target;
    enum record_state state;
    int term_to;         /* day of March, 0: none */
    int exit, until;     /* of the entry */
    int from, to, ended; /* of the applied row */
    int measure_to;
    int link_to; /* 0: no link */
    bool once, executed;
    enum word held;    /* kind of an open hold on the target, W_NONE */
    bool other_target; /* the hold is on something else */
    enum standing_of_measure want;
    const char *clause;
};

#define PUNISH .kind = W_MEASURE_PUNISHMENT
#define REWARD .kind = W_MEASURE_INCENTIVE
#define RECORD .target = W_TARGET_RECORD
#define ENTRY  .target = W_TARGET_LIST_ENTRY

static const struct row rows[] = {
    {"a record in force", "jinan", PUNISH, RECORD, .want = MEASURE_APPLIES, .clause = "default"},
    {"the last day of the term", "jinan", PUNISH, RECORD, .term_to = 10, .want = MEASURE_APPLIES,
     .clause = "default"},
    {"the day after it", "jinan", PUNISH, RECORD, .term_to = 9, .want = MEASURE_OUT_OF_TERM,
     .clause = "JN-31"},
    {"the day after it, where the pack says nothing of measures", "anshan", PUNISH, RECORD,
     .term_to = 9, .want = MEASURE_OUT_OF_TERM, .clause = "AS-68"},
    {"where that is a default too", "heihe", PUNISH, RECORD, .term_to = 9,
     .want = MEASURE_OUT_OF_TERM, .clause = "default"},
    {"archived", "anshan", PUNISH, RECORD, .state = RECORD_ARCHIVED, .want = MEASURE_ENDED,
     .clause = "AS-68"},
    {"withdrawn", "anshan", PUNISH, RECORD, .state = RECORD_WITHDRAWN, .want = MEASURE_ENDED,
     .clause = "AS-68"},
    {"revoked", "anshan", REWARD, RECORD, .state = RECORD_REVOKED, .want = MEASURE_ENDED,
     .clause = "AS-68"},
    {"deleted", "anshan", PUNISH, RECORD, .state = RECORD_DELETED, .want = MEASURE_ENDED,
     .clause = "AS-68"},
    {"on a list", "jinan", PUNISH, ENTRY, .want = MEASURE_APPLIES, .clause = "default"},
    {"left the list today", "jinan", PUNISH, ENTRY, .exit = 10, .want = MEASURE_ENDED,
     .clause = "JN-54"},
    {"leaves it tomorrow", "jinan", PUNISH, ENTRY, .exit = 11, .want = MEASURE_APPLIES,
     .clause = "default"},
    {"last day on the list", "jinan", PUNISH, ENTRY, .until = 10, .want = MEASURE_APPLIES,
     .clause = "default"},
    {"past it", "jinan", PUNISH, ENTRY, .until = 9, .want = MEASURE_OUT_OF_TERM, .clause = "JN-3"},
    {"lifted", "heihe", PUNISH, RECORD, .ended = 10, .want = MEASURE_ENDED, .clause = "HH-60"},
    {"lifted from tomorrow", "heihe", PUNISH, RECORD, .ended = 11, .want = MEASURE_APPLIES,
     .clause = "default"},
    {"its own last day", "heihe", PUNISH, RECORD, .to = 10, .want = MEASURE_APPLIES,
     .clause = "default"},
    {"past its own last day", "heihe", PUNISH, RECORD, .to = 9, .want = MEASURE_OUT_OF_TERM,
     .clause = "default"},
    {"the measure left the register", "cangzhou", REWARD, RECORD, .measure_to = 9,
     .want = MEASURE_ENDED, .clause = "CZ-96"},
    {"its last day in the register", "cangzhou", REWARD, RECORD, .measure_to = 10,
     .want = MEASURE_APPLIES, .clause = "default"},
    {"not begun", "cangzhou", REWARD, RECORD, .from = 11, .want = MEASURE_NOT_BEGUN,
     .clause = "CZ-96"},
    {"last day of the office", "jinan", PUNISH, ENTRY, .link_to = 10, .want = MEASURE_APPLIES,
     .clause = "default"},
    {"after the office", "jinan", PUNISH, ENTRY, .link_to = 9, .want = MEASURE_ENDED,
     .clause = "JN-36"},
    {"held", "heihe", PUNISH, RECORD, .held = W_MEASURE_PUNISHMENT, .want = MEASURE_SUSPENDED,
     .clause = "XX-1"},
    {"the other kind is held", "heihe", REWARD, RECORD, .held = W_MEASURE_PUNISHMENT,
     .want = MEASURE_APPLIES, .clause = "default"},
    {"another target is held", "heihe", PUNISH, RECORD, .held = W_MEASURE_PUNISHMENT,
     .other_target = true, .want = MEASURE_APPLIES, .clause = "default"},
    {"an entry held", "jinan", REWARD, ENTRY, .held = W_MEASURE_INCENTIVE,
     .want = MEASURE_SUSPENDED, .clause = "XX-1"},
    {"held and past the term: never brought back", "jinan", PUNISH, RECORD, .term_to = 9,
     .held = W_MEASURE_PUNISHMENT, .want = MEASURE_OUT_OF_TERM, .clause = "JN-31"},
    {"carried out, once is all", "heihe", PUNISH, RECORD, .once = true, .executed = true,
     .want = MEASURE_DONE, .clause = "default"},
    {"carried out before, and again", "heihe", PUNISH, RECORD, .executed = true,
     .want = MEASURE_APPLIES, .clause = "default"},
    {"carried out before, held from now on (AM-34)", "heihe", PUNISH, RECORD, .executed = true,
     .held = W_MEASURE_PUNISHMENT, .want = MEASURE_SUSPENDED, .clause = "XX-1"},
    {"carried out once, and held", "heihe", PUNISH, RECORD, .once = true, .executed = true,
     .held = W_MEASURE_PUNISHMENT, .want = MEASURE_DONE, .clause = "default"},
};

static struct date or_none(int day) {
    return day ? DAY(day) : DATE_NONE;
}

static struct measure_standing stand(const struct policy *p, const struct row *r, bool gone) {
    struct record record = {.state = r->state,
                            .facts.nature = W_NATURE_ADVERSE,
                            .terms = {.term_to = or_none(r->term_to),
                                      .term_rule = "{\"state\":\"endless\"}",
                                      .publish_to = DATE_NONE}};
    struct list_entry entry = {.entry = DAY(1),
                               .until = or_none(r->until),
                               .exit = or_none(r->exit),
                               .exit_clause = "JN-54"};
    struct measure measure = {.from = DAY(1), .to = or_none(r->measure_to), .once = r->once};
    struct applied applied = {.kind = r->kind,
                              .target = {r->target, 7, 9},
                              .link_id = r->link_to ? 5 : 0,
                              .from = DAY(r->from ? r->from : 1),
                              .to = or_none(r->to),
                              .ended = or_none(r->ended),
                              .end_clause = "HH-60",
                              .executed = r->executed ? DAY(2) : DATE_NONE};
    struct hold hold = {
        .target = {r->target, 7, r->other_target ? 8 : 9}, .kind = r->held, .clause = "XX-1"};
    struct measure_case c = {.policy = p,
                             .applied = &applied,
                             .measure = gone ? NULL : &measure,
                             .record = gone ? NULL : &record,
                             .entry = gone ? NULL : &entry,
                             .link_to = or_none(r->link_to),
                             .holds = &hold,
                             .n_holds = r->held != W_NONE,
                             .day = DAY(10)};
    return measure_standing(&c);
}

static void test_every_row(void **state) {
    struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct measure_standing s = stand(load_pack(a, rows[i].place), &rows[i], false);
        if (s.is != rows[i].want || strcmp(s.clause, rows[i].clause) != 0)
            fail_msg("%s: %s by %s", rows[i].what, measure_standing_word(s.is), s.clause);
        ROW(i, (s.is == MEASURE_APPLIES) == (s.why == NULL));
    }
    arena_free(&a);
}

static void test_nothing_rests_on_nothing(void **state) {
    struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < GX_COUNT(PLACES); i++)
        for (size_t k = 0; k < GX_COUNT(rows); k++) {
            struct measure_standing s = stand(load_pack(a, PLACES[i]), &rows[k], true);
            ROW(k, s.is == MEASURE_ENDED);
        }
    arena_free(&a);
}

/* ---- the gate before a listing */

static void test_gates_of_the_packs(void **state) {
    struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < GX_COUNT(PLACES); i++) {
        const struct policy *p = load_pack(a, PLACES[i]);
        bool law = !strcmp(PLACES[i], "anshan");
        struct list_gate g = list_gate(p, W_LIST_SERIOUS, DAY(10));
        ROW(i, g.notice && g.statement && g.n_contents == LIST_CONTENTS);
        ROW(i, (g.process != NULL) == law);
        ROW_TEXT(i, g.notice_clause, law ? "AS-11" : "default");
        ROW_TEXT(i, g.contents_clause, law ? "AS-12" : "default");
        ROW_TEXT(i, g.statement_clause, law ? "AS-13" : "default");
        ROW(i, g.standing == (law ? STANDING_LAW : STANDING_DEFAULT));
        g = list_gate(p, W_LIST_GOOD, DAY(10));
        ROW(i, !g.notice && !g.statement && !g.process);
    }
    arena_free(&a);
}

static char *parameters(struct arena *a, const char *place, const char *old, const char *new) {
    struct str text;
    if (file_read(a, arena_printf(a, SOURCE_DIR "/policies/%s/parameters.yaml", place), 1 << 20,
                  &text) != OK)
        fail_msg("no parameters of %s", place);
    size_t at = str_find_str(text, str_of(old));
    if (at == SIZE_MAX) fail_msg("%s has no %s", place, old);
    return arena_printf(a, "%.*s%s%s", (int)at, text.p, new, text.p + at + strlen(old));
}

static void test_switched_off_by_citation_only(void **state) {
    struct arena *a = arena_new();
    (void)state;
    const struct policy *p =
        load_pack_with(a, "cangzhou", "parameters.yaml",
                       parameters(a, "cangzhou", "list.prior_notice: {silent: true}",
                                  "list.prior_notice: {value: none, clause: CZ-93}"));
    struct list_gate g = list_gate(p, W_LIST_DISHONEST, DAY(10));
    assert_true(!g.notice && !g.n_contents && !g.statement);
    assert_string_equal(g.notice_clause, "CZ-93");
    p = load_pack_with(a, "cangzhou", "parameters.yaml",
                       parameters(a, "cangzhou", "list.statement: {silent: true}",
                                  "list.statement: {value: no, clause: CZ-93}"));
    g = list_gate(p, W_LIST_DISHONEST, DAY(10));
    assert_true(g.notice && g.n_contents == LIST_CONTENTS && !g.statement);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row),
        cmocka_unit_test(test_nothing_rests_on_nothing),
        cmocka_unit_test(test_gates_of_the_packs),
        cmocka_unit_test(test_switched_off_by_citation_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
