/* Every figure that is the law's, in all five texts, by hand from the clause register: the packs must
 * hold exactly these. Where a text is silent or does not give a value there is no figure. */
#include "packs.h"

#include "base/json.h"
#include "law/policy_print.h"

static const struct {
    const char *clause;
    int64_t amount;
    const char *unit;
    bool optional; /* falls under the figure of its neighbour by grammar only (AM-07) */
} FIGURES[] = {
    {"HH-43", 2, "times", false},        {"HH-51", 3, "working_day", false},
    {"HH-52", 3, "working_day", false},  {"HH-53", 7, "working_day", false},
    {"HH-54", 7, "working_day", false},  {"HH-55", 3, "working_day", false},
    {"HH-56", 3, "working_day", true},   {"HH-67", 1, "working_day", false},
    {"HH-69", 1, "working_day", false},  {"AS-40", 3, "working_day", false},
    {"AS-42", 2, "working_day", false},  {"AS-44", 5, "working_day", false},
    {"AS-45", 2, "working_day", false},  {"CZ-36", 1, "year", false},
    {"CZ-55", 7, "working_day", false},  {"CZ-56", 7, "working_day", false},
    {"CZ-80", 5, "year", false},         {"CZ-81", 5, "year", false},
    {"CZ-84", 3, "year", false},         {"CZ-137", 1, "working_day", false},
    {"CZ-138", 1, "working_day", false}, {"CZ-139", 1, "working_day", true},
    {"CZ-140", 3, "working_day", false}, {"CZ-141", 3, "working_day", true},
    {"CZ-142", 3, "working_day", false}, {"CZ-144", 15, "working_day", false},
    {"CZ-146", 7, "working_day", false}, {"CZ-152", 3, "working_day", false},
    {"CZ-153", 3, "working_day", true},  {"CZ-169", 1, "year", false},
    {"ZC-15", 7, "working_day", false},  {"ZC-26", 3, "working_day", false},
    {"ZC-27", 3, "working_day", true},   {"ZC-55", 3, "working_day", false},
    {"ZC-56", 3, "working_day", false},  {"JN-11", 7, "working_day", false},
    {"JN-12", 3, "working_day", false},  {"JN-27", 5, "year", false},
    {"JN-40", 1, "times", false},        {"JN-41", 1, "times", false},
    {"JN-45", 3, "year", false},         {"JN-64", 3, "class_hour", false},
    {"JN-70", 3, "working_day", false},  {"JN-71", 3, "working_day", false},
    {"JN-72", 7, "working_day", false},  {"JN-73", 7, "working_day", false},
    {"JN-76", 3, "working_day", false},
};

/* Marks the figure as found; an unknown one is told. */
static void check_figure(const char *clause, int64_t amount, const char *unit, bool *found) {
    for (size_t i = 0; i < GX_COUNT(FIGURES); i++) {
        if (strcmp(FIGURES[i].clause, clause) != 0) continue;
        if (FIGURES[i].amount != amount || strcmp(FIGURES[i].unit, unit) != 0)
            fail_msg("%s: %lld %s, wanted %lld %s", clause, (long long)amount, unit,
                     (long long)FIGURES[i].amount, FIGURES[i].unit);
        found[i] = true;
        return;
    }
    fail_msg("%s: %lld %s is no figure of the text", clause, (long long)amount, unit);
}

static void check_row(struct arena *a, const struct json *row, bool *found) {
    const char *status = json_get_text(row, "status"), *unit = json_get_text(row, "unit");
    const struct json *clauses = json_get(row, "clause");
    int64_t amount = 0;
    bool figure = json_get_int(row, "amount", &amount);
    const char *step = json_get_text(row, "step");
    if (figure != (unit != NULL) || figure == (strcmp(status, "unset") == 0))
        fail_msg("%s: status %s", step, status);
    if (strcmp(status, "law") != 0) return;
    if (clauses->count == 0) fail_msg("%s: law without clause", step);
    for (size_t i = 0; i < clauses->count; i++)
        check_figure(arena_str(a, clauses->items[i].text), amount, unit, found);
}

static void test_the_packs_hold_the_figures_of_the_texts(void **state) {
    (void)state;
    struct arena *a = arena_new();
    bool found[GX_COUNT(FIGURES)] = {false};
    for (const char **place = pack_places(a); *place != NULL; place++) {
        const struct policy *p = pack(a, *place);
        struct buf out;
        buf_init(&out, 1 << 20);
        policy_print_limits(&out, p, true);
        const struct json *rows = json_parse(a, buf_finish(&out), JSON_LIMITS_DEFAULT, NULL);
        assert_non_null(rows);
        for (size_t i = 0; i < rows->count; i++)
            check_row(a, &rows->items[i], found);
        for (size_t i = 0; i < GX_COUNT(FIGURES); i++)
            if (str_starts(str_of(FIGURES[i].clause), p->prefix) && !FIGURES[i].optional)
                if (!found[i]) fail_msg("%s: missing in %s", FIGURES[i].clause, *place);
        buf_free(&out);
    }
    arena_free(&a);
}

/* Nothing silent or unset has a figure, and every default says so. */
static void test_what_is_not_law_is_not_shown_as_law(void **state) {
    (void)state;
    struct arena *a = arena_new();
    for (const char **place = pack_places(a); *place != NULL; place++) {
        const struct policy *p = pack(a, *place);
        for (size_t i = 0; i < PARAM_COUNT; i++) {
            const struct policy_value *v = &p->values[i];
            bool absent = v->nparts == 0 && (v->basis.standing == STANDING_UNSET ||
                                             v->basis.standing == STANDING_SILENT);
            ROW(i, !absent || (!v->known && !v->limit.figure && v->limit.amount == 0));
            ROW(i, v->basis.standing != STANDING_LAW || v->basis.nclauses > 0);
            ROW(i, v->basis.standing != STANDING_DEFAULT || v->basis.reading != NULL);
        }
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_packs_hold_the_figures_of_the_texts),
        cmocka_unit_test(test_what_is_not_law_is_not_shown_as_law),
    };
    return RUN(tests);
}
