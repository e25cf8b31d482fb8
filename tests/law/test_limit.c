/* Due dates, their derivations, and the way back from a stored one. */
#include "test.h"

#include "base/file.h"
#include "law/due_report.h"
#include "law/limit.h"

static struct date day(const char *iso) {
    struct date d = DATE_NONE;
    if (iso != NULL) assert_true(date_parse(str_of(iso), &d));
    return d;
}

static const char *text_of(struct arena *a, struct date d) {
    char *iso = arena_alloc(a, DATE_TEXT);
    date_format(d, iso);
    return iso;
}

static const struct calendar *parse(struct arena *a, const char *text) {
    struct faults faults;
    faults_init(&faults, a);
    const struct calendar *c = calendar_parse(a, "calendar", str_of(text), &faults);
    assert_non_null(c);
    return c;
}

static char *shipped_text(struct arena *a) {
    struct str text;
    assert_int_equal(file_read(a, SOURCE_DIR "/policies/calendar/cn.csv", 1 << 20, &text), OK);
    return arena_str(a, text);
}

static const struct calendar *shipped(struct arena *a) {
    return parse(a, shipped_text(a));
}

/* The shipped calendar and a made-up notice for 2027, which takes 31 December off. */
static const struct calendar *with_2027(struct arena *a) {
    return parse(a, arena_printf(a,
                                 "%s2026-12-31,holiday,元旦,2027\n2027-01-01,holiday,元旦,2027\n"
                                 "2027-02-06,holiday,春节,2027\n2027-04-05,holiday,清明节,2027\n"
                                 "2027-05-01,holiday,劳动节,2027\n2027-06-09,holiday,端午节,2027\n"
                                 "2027-09-15,holiday,中秋节,2027\n2027-10-01,holiday,国庆节,2027\n",
                                 shipped_text(a)));
}

static const char *explain(struct arena *a, const struct due *due) {
    struct buf out;
    buf_init(&out, 1 << 20);
    limit_explain(due, &out);
    const char *text = arena_str(a, buf_finish(&out));
    buf_free(&out);
    return text;
}

static struct str stored(struct arena *a, const struct due *due) {
    struct buf out;
    buf_init(&out, 1 << 20);
    limit_write(due, &out);
    struct str text = str_of(arena_str(a, buf_finish(&out)));
    buf_free(&out);
    return text;
}

/* ---- dates ---- */

static void due_dates_hold(void **state) {
    (void)state;
    static const struct {
        const char *start;
        int amount;
        enum limit_unit unit;
        bool start_counts, moves;
        const char *due; /* NULL: not known */
        int missing;
    } rows[] = {
        /* AM-01: the test of the reading */
        {"2020-09-25", 3, LIMIT_WORKING_DAY, false, false, "2020-09-29", 0},
        {"2020-09-25", 7, LIMIT_WORKING_DAY, false, false, "2020-10-12", 0},
        {"2020-09-25", 3, LIMIT_WORKING_DAY, true, false, "2020-09-28", 0},
        /* received on a holiday: the next working day is day 1 (AM-03) */
        {"2020-10-03", 1, LIMIT_WORKING_DAY, false, false, "2020-10-09", 0},
        {"2020-10-03", 1, LIMIT_WORKING_DAY, true, false, "2020-10-09", 0},
        {"2020-10-09", 1, LIMIT_WORKING_DAY, false, false, "2020-10-10", 0}, /* made up */
        /* year ends, some of them ruled by the notice of the next year */
        {"2018-12-28", 1, LIMIT_WORKING_DAY, false, false, "2018-12-29", 0},
        {"2018-12-29", 1, LIMIT_WORKING_DAY, false, false, "2019-01-02", 0},
        {"2022-12-30", 1, LIMIT_WORKING_DAY, false, false, "2023-01-03", 0},
        {"2026-12-30", 1, LIMIT_WORKING_DAY, false, false, "2026-12-31", 0},
        {"2026-12-31", 1, LIMIT_WORKING_DAY, false, false, NULL, 2027},
        {"2026-12-25", 15, LIMIT_WORKING_DAY, false, false, NULL, 2027},
        {"2017-12-30", 1, LIMIT_WORKING_DAY, false, false, NULL, 2017},
        {"2030-03-03", 1, LIMIT_WORKING_DAY, false, false, NULL, 2030},
        /* leap day */
        {"2020-02-28", 1, LIMIT_WORKING_DAY, false, false, "2020-03-02", 0},
        {"2024-02-28", 1, LIMIT_WORKING_DAY, false, false, "2024-02-29", 0},
        /* AM-02: terms end on their day, limits to act in days move */
        {"2018-03-10", 5, LIMIT_YEAR, false, false, "2023-03-10", 0},
        {"2018-03-10", 5, LIMIT_YEAR, true, false, "2023-03-09", 0},
        {"2020-02-29", 1, LIMIT_YEAR, false, false, "2021-02-28", 0},
        {"2020-02-29", 4, LIMIT_YEAR, false, false, "2024-02-29", 0},
        {"2020-02-29", 1, LIMIT_YEAR, true, false, "2021-02-28", 0},
        {"2020-02-28", 1, LIMIT_YEAR, false, false, "2021-02-28", 0},
        {"2021-01-31", 1, LIMIT_MONTH, false, false, "2021-02-28", 0},
        {"2021-01-31", 1, LIMIT_MONTH, true, false, "2021-02-28", 0},
        {"2020-01-30", 1, LIMIT_MONTH, false, false, "2020-02-29", 0},
        {"2021-03-01", 1, LIMIT_MONTH, true, false, "2021-03-31", 0},
        {"2021-08-31", 6, LIMIT_MONTH, false, false, "2022-02-28", 0},
        {"2020-09-20", 10, LIMIT_DAY, false, false, "2020-09-30", 0},
        {"2020-09-21", 10, LIMIT_DAY, false, false, "2020-10-01", 0},
        {"2020-09-21", 10, LIMIT_DAY, false, true, "2020-10-09", 0},
        {"2020-09-16", 10, LIMIT_DAY, false, true, "2020-09-27", 0}, /* to a worked Sunday */
        {"2020-09-21", 10, LIMIT_DAY, true, true, "2020-09-30", 0},
        {"2019-10-01", 1, LIMIT_YEAR, false, true, "2020-10-09", 0},
        {"2026-12-02", 30, LIMIT_DAY, false, true, NULL, 2027},
        {"2026-12-02", 30, LIMIT_DAY, false, false, "2027-01-01", 0}, /* asks no calendar */
        {"2026-06-01", 200, LIMIT_YEAR, false, false, "2226-06-01", 0},
    };
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct limit rule = {.amount = rows[i].amount,
                             .unit = rows[i].unit,
                             .start_day_counts = rows[i].start_counts,
                             .last_day_moves = rows[i].moves};
        struct due due = limit_due(a, &rule, day(rows[i].start), NULL, 0, c);
        ROW_INT(i, due.status, rows[i].due != NULL ? DUE_KNOWN : DUE_YEAR_MISSING);
        ROW_TEXT(i, text_of(a, due.date), rows[i].due != NULL ? rows[i].due : "");
        ROW_INT(i, due.missing_year, rows[i].missing);
        ROW(i, (due.calendar != NULL) == limit_needs_calendar(&rule));
    }
    arena_free(&a);
}

/* A term that needs no calendar is computed without one. */
static void terms_need_no_calendar(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct limit rule = {.amount = 5, .unit = LIMIT_YEAR};
    struct due due = limit_due(a, &rule, day("2018-03-10"), NULL, 0, NULL);
    assert_int_equal(due.status, DUE_KNOWN);
    assert_null(due.calendar);
    assert_int_equal(due.total, 1826);
    arena_free(&a);
}

static void amounts_have_bounds(void **state) {
    (void)state;
    static const struct {
        enum limit_unit unit;
        int32_t most;
    } rows[] = {
        {LIMIT_WORKING_DAY, 9999}, {LIMIT_DAY, 36600}, {LIMIT_MONTH, 2400}, {LIMIT_YEAR, 200}};
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct limit rule = {.unit = rows[i].unit};
        ROW(i, !limit_is_valid(&rule));
        rule.amount = 1;
        ROW(i, limit_is_valid(&rule));
        rule.amount = rows[i].most;
        ROW(i, limit_is_valid(&rule));
        rule.amount = rows[i].most + 1;
        ROW(i, !limit_is_valid(&rule));
        enum limit_unit back;
        ROW(i, limit_unit_parse(str_of(limit_unit_name(rows[i].unit)), &back));
        ROW_INT(i, back, rows[i].unit);
    }
    enum limit_unit unit;
    assert_false(limit_unit_parse(str_of("class_hour"), &unit));
}

/* ---- pauses (AM-32) ---- */

static void pauses_take_their_days_away(void **state) {
    (void)state;
    static const struct {
        int amount;
        enum limit_unit unit;
        bool moves;
        struct {
            const char *from, *to;
        } pause[3];
        const char *due;
        int counted;
    } rows[] = {
        /* start Monday 2021-03-01 */
        {5, LIMIT_WORKING_DAY, false, {{NULL, NULL}}, "2021-03-08", 5},
        {5, LIMIT_WORKING_DAY, false, {{"2021-03-03", "2021-03-03"}}, "2021-03-09", 5},
        {5, LIMIT_WORKING_DAY, false, {{"2021-03-03", "2021-03-10"}}, "2021-03-16", 5},
        /* only the weekend lies in it: nothing is lost */
        {5, LIMIT_WORKING_DAY, false, {{"2021-03-06", "2021-03-07"}}, "2021-03-08", 5},
        /* overlapping, one inside the other, touching; given in any order */
        {5,
         LIMIT_WORKING_DAY,
         false,
         {{"2021-03-08", "2021-03-12"}, {"2021-03-03", "2021-03-10"}},
         "2021-03-18",
         5},
        {5,
         LIMIT_WORKING_DAY,
         false,
         {{"2021-03-03", "2021-03-12"}, {"2021-03-04", "2021-03-05"}},
         "2021-03-18",
         5},
        {5,
         LIMIT_WORKING_DAY,
         false,
         {{"2021-03-03", "2021-03-05"}, {"2021-03-08", "2021-03-12"}},
         "2021-03-18",
         5},
        /* begun before the start, after the end, on the last day */
        {5, LIMIT_WORKING_DAY, false, {{"2021-02-01", "2021-03-02"}}, "2021-03-09", 5},
        {5, LIMIT_WORKING_DAY, false, {{"2021-02-01", "2021-02-20"}}, "2021-03-08", 5},
        {5, LIMIT_WORKING_DAY, false, {{"2021-03-09", "2021-03-12"}}, "2021-03-08", 5},
        {5, LIMIT_WORKING_DAY, false, {{"2021-03-08", "2021-03-08"}}, "2021-03-09", 5},
        /* no result yet */
        {5, LIMIT_WORKING_DAY, false, {{"2021-03-04", NULL}}, NULL, 2},
        {5,
         LIMIT_WORKING_DAY,
         false,
         {{"2021-03-04", NULL}, {"2021-03-03", "2021-03-20"}},
         NULL,
         1},
        {5, LIMIT_WORKING_DAY, false, {{"2021-03-09", NULL}}, "2021-03-08", 5},
        {5, LIMIT_WORKING_DAY, false, {{"2021-03-02", NULL}}, NULL, 0},
        /* days and months: every day of the pause comes on top */
        {10, LIMIT_DAY, false, {{"2021-03-03", "2021-03-05"}}, "2021-03-14", 10},
        {10, LIMIT_DAY, true, {{"2021-03-03", "2021-03-05"}}, "2021-03-15", 10},
        {10,
         LIMIT_DAY,
         false,
         {{"2021-03-03", "2021-03-05"}, {"2021-03-13", "2021-03-14"}},
         "2021-03-16",
         10},
        /* the last day moves past a pause, too */
        {5, LIMIT_DAY, true, {{"2021-03-08", "2021-03-09"}}, "2021-03-10", 5},
        {5, LIMIT_DAY, true, {{"2021-03-08", NULL}}, NULL, 5},
        {1, LIMIT_MONTH, false, {{"2021-03-11", "2021-03-20"}}, "2021-04-11", 31},
        {1,
         LIMIT_YEAR,
         false,
         {{"2021-03-11", "2021-03-20"}, {"2022-03-05", "2022-03-06"}},
         "2022-03-13",
         365},
    };
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct pause pauses[3];
        size_t n = 0;
        for (; n < 3 && rows[i].pause[n].from != NULL; n++)
            pauses[n] = (struct pause){day(rows[i].pause[n].from), day(rows[i].pause[n].to), "鉴定",
                                       "HH-57"};
        struct limit rule = {
            .amount = rows[i].amount, .unit = rows[i].unit, .last_day_moves = rows[i].moves};
        struct due due = limit_due(a, &rule, day("2021-03-01"), pauses, n, c);
        ROW_INT(i, due.status, rows[i].due != NULL ? DUE_KNOWN : DUE_PAUSED);
        ROW_TEXT(i, text_of(a, due.date), rows[i].due != NULL ? rows[i].due : "");
        ROW_INT(i, due.counted, rows[i].counted);
    }
    arena_free(&a);
}

/* ---- what always holds ---- */

/* The runs follow each other without gap, their counted days sum up, the last run ends where the
 * derivation says. */
static void check_shape(const struct due *due) {
    struct date next = due->first;
    int32_t counted = 0;
    for (size_t i = 0; i < due->run_count; i++) {
        const struct run *r = &due->runs[i];
        if (date_cmp(r->from, next) != 0) fail_msg("run %zu does not follow", i);
        if (run_counts(r)) counted += run_days(r);
        bool open = date_is_none(r->to);
        if (open != (due->status == DUE_PAUSED && due->moved_count == 0 && i + 1 == due->run_count))
            fail_msg("run %zu is open", i);
        if (!open) next = date_add_days(r->to, 1);
    }
    assert_int_equal(counted, due->counted);
    if (due->status != DUE_KNOWN) {
        assert_true(date_is_none(due->date));
        return;
    }
    assert_int_equal(due->counted, due->total);
    assert_int_equal(due->counted_to.day, next.day - 1);
    assert_true(date_cmp(due->date, due->counted_to) >= 0);
    assert_true(run_counts(&due->runs[due->run_count - 1]));
}

/* Small pseudo-random numbers, the same in every run. */
static uint32_t draw(uint32_t *seed, uint32_t below) {
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

static bool paused_on(const struct pause *p, size_t n, struct date d) {
    for (size_t i = 0; i < n; i++)
        if (d.day >= p[i].from.day && (date_is_none(p[i].to) || d.day <= p[i].to.day)) return true;
    return false;
}

/* The same by the simplest means: one day after the other, up to a horizon. */
static struct date by_hand(const struct limit *rule, struct date start, const struct pause *p,
                           size_t n, const struct calendar *c) {
    struct date d = rule->start_day_counts ? start : date_add_days(start, 1);
    struct date horizon = date_make(2026, 12, 31);
    bool workdays = rule->unit == LIMIT_WORKING_DAY;
    int left = rule->amount;
    for (; d.day <= horizon.day; d.day++) {
        if (paused_on(p, n, d)) continue;
        bool works = day_kind_works(calendar_day(c, d).kind);
        if (left > 0 && (!workdays || works)) left--;
        if (left == 0 && (workdays || !rule->last_day_moves || works)) return d;
    }
    return DATE_NONE;
}

static void random_limits_agree_with_counting_by_hand(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    uint32_t seed = 20201010;
    int open = 0, moved = 0;
    for (int round = 0; round < 4000; round++) {
        struct arena_mark mark = arena_mark(a);
        struct limit rule = {.amount = 1 + (int)draw(&seed, 30),
                             .unit = draw(&seed, 2) ? LIMIT_WORKING_DAY : LIMIT_DAY,
                             .start_day_counts = draw(&seed, 3) == 0,
                             .last_day_moves = draw(&seed, 2) == 0};
        struct date start = date_add_days(date_make(2018, 1, 1), (int)draw(&seed, 2800));
        struct pause p[4];
        size_t n = draw(&seed, 5);
        for (size_t i = 0; i < n; i++) {
            p[i].from = date_add_days(start, (int)draw(&seed, 50) - 10);
            p[i].to = date_add_days(p[i].from, (int)draw(&seed, 20));
            if (draw(&seed, 20) == 0) p[i].to = DATE_NONE;
            p[i].reason = i % 2 == 0 ? "鉴定" : "专家评审";
            p[i].clause = i == 0 ? NULL : "CZ-145";
        }
        struct due due = limit_due(a, &rule, start, p, n, c);
        check_shape(&due);
        struct date expected = by_hand(&rule, start, p, n, c);
        if (date_cmp(due.date, expected) != 0) fail_msg("round %d", round);
        if (limit_verify(a, stored(a, &due), &c, 1) != LIMIT_AGREES)
            fail_msg("round %d: does not come back", round);
        open += due.status == DUE_PAUSED;
        moved += due.moved_count > 0;
        arena_release(a, mark);
    }
    assert_true(open > 50 && moved > 50);
    arena_free(&a);
}

/* The two ways of counting working days in law/ agree on every day and 1 to 30. */
static void limits_agree_with_the_calendar(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    for (struct date d = day("2018-01-01"); d.day <= day("2026-12-31").day; d.day++) {
        for (int n = 1; n <= 30; n += n < 8 ? 1 : 11) {
            struct arena_mark mark = arena_mark(a);
            struct limit rule = {.amount = n, .unit = LIMIT_WORKING_DAY};
            struct due due = limit_due(a, &rule, d, NULL, 0, c);
            struct calendar_date sum = calendar_add(c, d, (struct workdays){n});
            check_shape(&due);
            assert_int_equal(due.missing_year, sum.missing_year);
            if (sum.missing_year == 0) {
                assert_int_equal(due.date.day, sum.date.day);
                assert_int_equal(due.provisional_year, sum.provisional_year);
            }
            arena_release(a, mark);
        }
    }
    arena_free(&a);
}

/* A longer limit, a later start and one more day of pause never end earlier. */
static void limits_are_monotone(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    for (int unit = LIMIT_WORKING_DAY; unit < LIMIT_UNITS; unit++) {
        struct date before = {0};
        for (struct date d = day("2019-11-01"); d.day <= day("2021-03-31").day; d.day++) {
            struct arena_mark mark = arena_mark(a);
            struct limit rule = {
                .amount = 2, .unit = (enum limit_unit)unit, .last_day_moves = true};
            struct date due = limit_due(a, &rule, d, NULL, 0, c).date;
            assert_true(date_cmp(due, before) >= 0);
            before = due;
            struct pause p = {date_add_days(d, 1), date_add_days(d, 1), "鉴定", NULL};
            assert_true(date_cmp(limit_due(a, &rule, d, &p, 1, c).date, due) >= 0);
            rule.amount = 3;
            assert_true(date_cmp(limit_due(a, &rule, d, NULL, 0, c).date, due) >= 0);
            arena_release(a, mark);
        }
    }
    arena_free(&a);
}

/* ---- limits together ---- */

static const char *const HH_OUTER[] = {"HH-54"};
static const char *const HH_INNER[] = {"HH-55"};

/* Heihe: the provider's 3 working days from its notice lie inside the case's 7 from receipt. */
static void the_inner_limit_does_not_lengthen_the_outer(void **state) {
    (void)state;
    static const struct limit outer_rule = {
        "核查、处理并告知", "收到异议申请", 7, LIMIT_WORKING_DAY, false, false, HH_OUTER, 1};
    static const struct limit inner_rule = {
        "信息提供单位核查", "收到核查通知", 3, LIMIT_WORKING_DAY, false, false, HH_INNER, 1};
    static const struct {
        const char *notice, *own, *act_by;
    } rows[] = {{"2020-09-27", "2020-09-30", "2020-09-30"},
                {"2020-10-09", "2020-10-13", "2020-10-12"},
                {"2020-10-12", "2020-10-15", "2020-10-12"}};
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct due outer = limit_due(a, &outer_rule, day("2020-09-25"), NULL, 0, c);
        struct due inner = limit_due(a, &inner_rule, day(rows[i].notice), NULL, 0, c);
        limit_nest(&inner, &outer);
        ROW_TEXT(i, text_of(a, outer.date), "2020-10-12");
        ROW_TEXT(i, text_of(a, inner.date), rows[i].own);
        ROW_TEXT(i, text_of(a, limit_act_by(&inner)), rows[i].act_by);
        ROW_INT(i, limit_verify(a, stored(a, &inner), &c, 1), LIMIT_AGREES);
        const char *text = explain(a, &inner);
        ROW(i, strstr(text, "本期限在“核查、处理并告知”的7个工作日（依据HH-54）之内，"
                            "不延长该期限；该期限到期日：2020-10-12（周一）") != NULL);
        bool capped = strcmp(rows[i].own, rows[i].act_by) != 0;
        ROW(i, (strstr(text, "先于本期限届满，应在该日之前办结") != NULL) == capped);
    }
    arena_free(&a);
}

/* Cangzhou: comparing (1) and correcting (3) run side by side from one notice. */
static void parallel_limits_share_a_start(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    static const struct limit compare = {.amount = 1, .unit = LIMIT_WORKING_DAY};
    static const struct limit correct = {.amount = 3, .unit = LIMIT_WORKING_DAY};
    struct date notice = day("2020-09-30");
    struct due first = limit_due(a, &compare, notice, NULL, 0, c);
    struct due second = limit_due(a, &correct, notice, NULL, 0, c);
    assert_string_equal(text_of(a, first.date), "2020-10-09");
    assert_string_equal(text_of(a, second.date), "2020-10-12");
    assert_string_equal(text_of(a, limit_act_by(&second)), "2020-10-12");
    arena_free(&a);
}

/* Days off of two festivals, or two pauses that touch, are told apart; the days of one are one run. */
static void runs_end_where_the_reason_ends(void **state) {
    (void)state;
    struct arena *a = arena_new();
    /* a local holiday right behind the National Day of 2020 */
    char *text = shipped_text(a);
    const char *at = strstr(text, "2020-10-10,");
    assert_non_null(at);
    const struct calendar *c = parse(
        a, arena_printf(a, "%.*s2020-10-09,holiday,地方节日,2020\n%s", (int)(at - text), text, at));
    struct limit rule = {.amount = 2, .unit = LIMIT_WORKING_DAY};
    struct due due = limit_due(a, &rule, day("2020-09-30"), NULL, 0, c);
    assert_string_equal(text_of(a, due.date), "2020-10-12");
    assert_non_null(strstr(explain(a, &due), "10月1日至10月8日（国庆节、中秋节放假）不计；"
                                             "10月9日（地方节日放假）不计；10月10日（周六"));

    struct pause touching[] = {{day("2021-03-03"), day("2021-03-04"), "鉴定", "CZ-145"},
                               {day("2021-03-05"), day("2021-03-05"), "鉴定", NULL},
                               {day("2021-03-06"), day("2021-03-07"), "检验", NULL},
                               {day("2021-03-08"), day("2021-03-08"), "检验", NULL}};
    due = limit_due(a, &rule, day("2021-03-01"), touching, 4, c);
    assert_non_null(strstr(
        explain(a, &due), "3月3日至3月4日（鉴定，依据CZ-145）暂停，不计；3月5日（鉴定）暂停，不计；"
                          "3月6日至3月8日（检验）暂停，不计；3月9日计为第2日"));
    arena_free(&a);
}

/* What is pending does not hide the date that is known. */
static void pending_limits_leave_the_known_ones(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    static const struct limit rule = {.amount = 3, .unit = LIMIT_WORKING_DAY};
    struct pause open = {day("2020-09-28"), DATE_NONE, "鉴定", NULL};
    struct due outer = limit_due(a, &rule, day("2020-09-25"), &open, 1, c);
    struct due inner = limit_due(a, &rule, day("2020-09-27"), NULL, 0, c);
    limit_nest(&inner, &outer);
    assert_string_equal(text_of(a, limit_act_by(&inner)), "2020-09-30");
    assert_string_equal(text_of(a, limit_act_by(&outer)), "");
    assert_non_null(strstr(explain(a, &inner), "该期限到期日：待定。"));
    limit_nest(&outer, &inner);
    inner.within = NULL;
    assert_string_equal(text_of(a, limit_act_by(&outer)), "2020-09-30");
    arena_free(&a);
}

/* ---- where it stands ---- */

static void progress_is_told(void **state) {
    (void)state;
    static const struct {
        int rule, pause; /* which of those below; 0: none */
        const char *start, *today;
        enum limit_state state;
        int used, left, over, missing;
    } rows[] = {
        {0, 0, "2020-09-25", "2020-09-25", LIMIT_NOT_BEGUN, 0, 3, 0, 0},
        {0, 0, "2020-09-25", "2020-09-26", LIMIT_RUNNING, 0, 3, 0, 0}, /* Saturday */
        {0, 0, "2020-09-25", "2020-09-27", LIMIT_RUNNING, 1, 2, 0, 0}, /* worked Sunday */
        {0, 0, "2020-09-25", "2020-09-28", LIMIT_RUNNING, 2, 1, 0, 0},
        {0, 0, "2020-09-25", "2020-09-29", LIMIT_LAST_DAY, 3, 0, 0, 0},
        {0, 0, "2020-09-25", "2020-09-30", LIMIT_OVERDUE, 3, 0, 1, 0},
        {0, 0, "2020-09-25", "2020-10-08", LIMIT_OVERDUE, 3, 0, 1, 0},
        {0, 0, "2020-09-25", "2020-10-10", LIMIT_OVERDUE, 3, 0, 3, 0},
        {0, 0, "2020-09-25", "2027-01-01", LIMIT_OVERDUE, 3, 0, -1, 2027},
        /* closed pause 2020-09-28 to 2020-10-09; open pause from 2020-09-28 */
        {0, 1, "2020-09-25", "2020-09-27", LIMIT_RUNNING, 1, 2, 0, 0},
        {0, 1, "2020-09-25", "2020-09-28", LIMIT_PAUSED, 1, 2, 0, 0},
        {0, 1, "2020-09-25", "2020-10-09", LIMIT_PAUSED, 1, 2, 0, 0},
        {0, 1, "2020-09-25", "2020-10-10", LIMIT_RUNNING, 2, 1, 0, 0},
        {0, 1, "2020-09-25", "2020-10-12", LIMIT_LAST_DAY, 3, 0, 0, 0},
        {0, 2, "2020-09-25", "2020-09-27", LIMIT_RUNNING, 1, 2, 0, 0},
        {0, 2, "2020-09-25", "2021-06-01", LIMIT_PAUSED, 1, 2, 0, 0},
        /* a missing year: pending, told as far as the calendar goes */
        {0, 0, "2026-12-30", "2026-12-31", LIMIT_PENDING, 1, 2, 0, 2027},
        {0, 0, "2026-12-30", "2027-01-04", LIMIT_PENDING, 1, -1, 0, 2027},
        /* 10 days whose last one, 2020-10-01, moves to 2020-10-09 */
        {1, 0, "2020-09-21", "2020-09-22", LIMIT_RUNNING, 1, 17, 0, 0},
        {1, 0, "2020-09-21", "2020-10-01", LIMIT_RUNNING, 10, 8, 0, 0},
        {1, 0, "2020-09-21", "2020-10-08", LIMIT_RUNNING, 10, 1, 0, 0},
        {1, 0, "2020-09-21", "2020-10-09", LIMIT_LAST_DAY, 10, 0, 0, 0},
        {1, 0, "2020-09-21", "2020-10-11", LIMIT_OVERDUE, 10, 0, 2, 0},
        /* one year: disclosed through its last day, off on the next */
        {2, 0, "2020-02-29", "2021-02-28", LIMIT_LAST_DAY, 365, 0, 0, 0},
        {2, 0, "2020-02-29", "2021-03-01", LIMIT_OVERDUE, 365, 0, 1, 0},
    };
    static const struct limit rules[] = {
        {.amount = 3, .unit = LIMIT_WORKING_DAY},
        {.amount = 10, .unit = LIMIT_DAY, .last_day_moves = true},
        {.amount = 1, .unit = LIMIT_YEAR},
    };
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    const struct pause pauses[] = {{day("2020-09-28"), day("2020-10-09"), "鉴定", NULL},
                                   {day("2020-09-28"), DATE_NONE, "鉴定", NULL}};
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        int p = rows[i].pause;
        struct due due = limit_due(a, &rules[rows[i].rule], day(rows[i].start),
                                   p == 0 ? NULL : &pauses[p - 1], p != 0, c);
        struct limit_progress at = limit_progress(&due, day(rows[i].today), c);
        ROW_INT(i, at.state, rows[i].state);
        ROW_INT(i, at.used, rows[i].used);
        ROW_INT(i, at.left, rows[i].left);
        ROW_INT(i, at.over, rows[i].over);
        ROW_INT(i, at.missing_year, rows[i].missing);
    }
    arena_free(&a);
}

/* ---- the derivation ---- */

static const char *const CZ_140[] = {"CZ-140"};
static const char *const CZ_144[] = {"CZ-144", "CZ-145"};

static void derivations_read_well(void **state) {
    (void)state;
    static const struct {
        struct limit rule;
        const char *start;
        struct {
            const char *from, *to;
        } pause;
        const char *text, *headline;
    } rows[] = {
        {{"更正并反馈", "收到信息比对通知", 3, LIMIT_WORKING_DAY, false, false, CZ_140, 1},
         "2020-09-25",
         {NULL, NULL},
         "自2020-09-25（周五）收到信息比对通知之日起3个工作日（更正并反馈，依据CZ-140）。"
         "起始日不计，自次日起算：9月26日（周六）不计；"
         "9月27日（周日，国庆节、中秋节调休上班）计为第1日；9月28日至9月29日计为第2至3日。"
         "到期日：2020-09-29（周二）。",
         "2020-09-29（周二）"},
        {{.amount = 7, .unit = LIMIT_WORKING_DAY},
         "2020-09-25",
         {NULL, NULL},
         "自2020-09-25（周五）起7个工作日。起始日不计，自次日起算：9月26日（周六）不计；"
         "9月27日（周日，国庆节、中秋节调休上班）计为第1日；9月28日至9月30日计为第2至4日；"
         "10月1日至10月8日（国庆节、中秋节放假）不计；10月9日计为第5日；"
         "10月10日（周六，国庆节、中秋节调休上班）计为第6日；10月11日（周日）不计；"
         "10月12日计为第7日。到期日：2020-10-12（周一）。",
         "2020-10-12（周一）"},
        {{NULL, "收到核查通知之日", 3, LIMIT_WORKING_DAY, true, false, CZ_144, 2},
         "2021-03-02",
         {"2021-03-03", "2021-03-10"},
         "自2021-03-02（周二）收到核查通知之日起3个工作日（依据CZ-144、CZ-145）。起始日计入："
         "3月2日计为第1日；3月3日至3月10日（鉴定，依据CZ-145）暂停，不计；"
         "3月11日至3月12日计为第2至3日。到期日：2021-03-12（周五）。",
         "2021-03-12（周五）"},
        {{.amount = 3, .unit = LIMIT_WORKING_DAY},
         "2020-12-30",
         {"2021-01-04", NULL},
         "自2020-12-30（周三）起3个工作日。起始日不计，自次日起算：12月31日计为第1日；"
         "2021年1月1日至1月3日（元旦放假）不计；1月4日起（鉴定，依据CZ-145）暂停计算，尚无结果。"
         "已计1个工作日，尚余2个工作日，自结果作出的次日起继续计算，到期日待定。",
         "暂停计算，到期日待定"},
        {{.amount = 3, .unit = LIMIT_WORKING_DAY},
         "2026-12-30",
         {NULL, NULL},
         "自2026-12-30（周三）起3个工作日。起始日不计，自次日起算：12月31日计为第1日。"
         "已计1个工作日，缺少2027年的放假安排，到期日待定，载入后重新计算。",
         "待定：缺少2027年的放假安排"},
        {{.amount = 1, .unit = LIMIT_WORKING_DAY},
         "2026-12-30",
         {NULL, NULL},
         "自2026-12-30（周三）起1个工作日。起始日不计，自次日起算：12月31日计为第1日。"
         "到期日：2026-12-31（周四）。其中12月下旬的日子可能因2027年的放假安排而调整，公布后复核。",
         "2026-12-31（周四），待2027年放假安排公布后复核"},
        {{"披露期限", "失信行为终止", 5, LIMIT_YEAR, false, false, NULL, 0},
         "2018-03-10",
         {NULL, NULL},
         "自2018-03-10（周六）失信行为终止之日起5年（披露期限）。起始日不计，自次日起算："
         "3月11日至2023年3月10日计为第1至1826日。5年按对应日计，共1826日。"
         "届满之日遇休息日不顺延。到期日：2023-03-10（周五）。",
         "2023-03-10（周五）"},
        {{.amount = 1, .unit = LIMIT_YEAR},
         "2020-02-29",
         {NULL, NULL},
         "自2020-02-29（周六）起1年。起始日不计，自次日起算：3月1日至2021年2月28日计为第1至365日。"
         "1年按对应日计，共365日，届满之月没有29日，以该月最后一日为准。"
         "届满之日遇休息日不顺延。到期日：2021-02-28（周日）。",
         "2021-02-28（周日）"},
        {{.amount = 10, .unit = LIMIT_DAY, .last_day_moves = true},
         "2020-09-21",
         {NULL, NULL},
         "自2020-09-21（周一）起10日。起始日不计，自次日起算：9月22日至10月1日计为第1至10日。"
         "最后一日不是工作日，顺延至其后第一个工作日："
         "10月1日至10月8日（国庆节、中秋节放假）不计。到期日：2020-10-09（周五）。",
         "2020-10-09（周五）"},
        {{.amount = 1, .unit = LIMIT_WORKING_DAY},
         "2021-03-05",
         {NULL, NULL},
         "自2021-03-05（周五）起1个工作日。起始日不计，自次日起算：3月6日至3月7日（周末）不计；"
         "3月8日计为第1日。到期日：2021-03-08（周一）。",
         "2021-03-08（周一）"},
    };
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        bool paused = rows[i].pause.from != NULL;
        struct pause p = {day(rows[i].pause.from), day(rows[i].pause.to), "鉴定", "CZ-145"};
        struct due due = limit_due(a, &rows[i].rule, day(rows[i].start), &p, paused, c);
        ROW_TEXT(i, explain(a, &due), rows[i].text);
        struct buf out;
        buf_init(&out, 4096);
        limit_headline(&due, &out);
        ROW_TEXT(i, buf_finish(&out).p, rows[i].headline);
        buf_free(&out);
        ROW_INT(i, limit_verify(a, stored(a, &due), &c, 1), LIMIT_AGREES);
    }
    arena_free(&a);
}

static void derivations_are_canonical_json(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    static const struct limit rule = {"更正", "收到通知", 2,      LIMIT_WORKING_DAY,
                                      false,  false,      CZ_140, 1};
    struct pause p = {day("2020-09-28"), day("2020-09-28"), "鉴定", NULL};
    struct due due = limit_due(a, &rule, day("2020-09-25"), &p, 1, c);
    const char *wanted = arena_printf(
        a,
        "{\"calendar\":\"%s\",\"counted\":2,\"counted_to\":\"2020-09-29\",\"due\":\"2020-09-29\","
        "\"first\":\"2020-09-26\",\"form\":1,\"missing_year\":null,\"moved\":[],"
        "\"pauses\":[{\"clause\":null,\"from\":\"2020-09-28\",\"reason\":\"鉴定\","
        "\"to\":\"2020-09-28\"}],\"provisional_year\":null,"
        "\"rule\":{\"amount\":2,\"clauses\":[\"CZ-140\"],\"event\":\"收到通知\","
        "\"last_day_moves\":false,\"name\":\"更正\",\"start_day_counts\":false,"
        "\"unit\":\"working_day\"},"
        "\"runs\":[{\"clause\":null,\"days\":1,\"from\":\"2020-09-26\",\"kind\":\"weekend\","
        "\"name\":null,\"to\":\"2020-09-26\"},"
        "{\"clause\":null,\"days\":1,\"from\":\"2020-09-27\",\"kind\":\"made_up\","
        "\"name\":\"国庆节、中秋节\",\"to\":\"2020-09-27\"},"
        "{\"clause\":null,\"days\":1,\"from\":\"2020-09-28\",\"kind\":\"pause\","
        "\"name\":\"鉴定\",\"to\":\"2020-09-28\"},"
        "{\"clause\":null,\"days\":1,\"from\":\"2020-09-29\",\"kind\":\"counted\","
        "\"name\":null,\"to\":\"2020-09-29\"}],"
        "\"start\":\"2020-09-25\",\"status\":\"known\",\"total\":2,\"within\":null}",
        calendar_edition(c));
    assert_string_equal(stored(a, &due).p, wanted);
    arena_free(&a);
}

static char *replaced(struct arena *a, const char *text, const char *old, const char *new) {
    const char *at = strstr(text, old);
    assert_non_null(at);
    return arena_printf(a, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

/* Whatever is altered in a stored derivation is found. */
static void altered_derivations_are_found(void **state) {
    (void)state;
    static const struct {
        const char *old, *new;
        enum limit_verdict verdict;
    } rows[] = {
        {"\"due\":\"2020-09-29\"", "\"due\":\"2020-09-30\"", LIMIT_DISAGREES},
        {"\"amount\":3", "\"amount\":4", LIMIT_DISAGREES},
        {"\"start\":\"2020-09-25\"", "\"start\":\"2020-09-24\"", LIMIT_DISAGREES},
        {"\"start_day_counts\":false", "\"start_day_counts\":true", LIMIT_DISAGREES},
        {"\"kind\":\"made_up\"", "\"kind\":\"counted\"", LIMIT_DISAGREES},
        {"\"pauses\":[]",
         "\"pauses\":[{\"clause\":null,\"from\":\"2020-09-28\",\"reason\":null,\"to\":null}]",
         LIMIT_DISAGREES},
        {"\"status\":\"known\"", "\"status\":\"paused\"", LIMIT_DISAGREES},
        {"\"within\":null", "\"within\":null,\"x\":1", LIMIT_DISAGREES},
        {"{", " {", LIMIT_DISAGREES},
        {"sha256:", "sha256:00", LIMIT_CALENDAR_UNKNOWN},
        {"\"amount\":3", "\"amount\":0", LIMIT_UNREADABLE},
        {"\"amount\":3", "\"amount\":10000", LIMIT_UNREADABLE},
        {"\"amount\":3", "\"amount\":\"3\"", LIMIT_UNREADABLE},
        {"\"working_day\"", "\"hour\"", LIMIT_UNREADABLE},
        {"\"start\":\"2020-09-25\"", "\"start\":\"2020-09-31\"", LIMIT_UNREADABLE},
        {"\"start\":\"2020-09-25\"", "\"start\":\"9999-12-31\"", LIMIT_UNREADABLE},
        {"\"start\":\"2020-09-25\"", "\"start\":null", LIMIT_UNREADABLE},
        {"\"pauses\":[]",
         "\"pauses\":[{\"clause\":null,\"from\":\"2020-09-28\",\"reason\":null,"
         "\"to\":\"2020-09-27\"}]",
         LIMIT_UNREADABLE},
        {"\"clauses\":[\"CZ-140\"]", "\"clauses\":[140]", LIMIT_UNREADABLE},
        {"\"form\":1", "\"form\":2", LIMIT_UNREADABLE},
        {"\"within\":null", "\"within\":7", LIMIT_UNREADABLE},
        {"}", "", LIMIT_UNREADABLE},
    };
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    static const struct limit rule = {"更正", NULL, 3, LIMIT_WORKING_DAY, false, false, CZ_140, 1};
    struct due due = limit_due(a, &rule, day("2020-09-25"), NULL, 0, c);
    const char *good = stored(a, &due).p;
    assert_int_equal(limit_verify(a, str_of(good), &c, 1), LIMIT_AGREES);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        const char *bad = replaced(a, good, rows[i].old, rows[i].new);
        ROW_INT(i, limit_verify(a, str_of(bad), &c, 1), rows[i].verdict);
    }
    assert_int_equal(limit_verify(a, str_of("[]"), &c, 1), LIMIT_UNREADABLE);
    assert_int_equal(limit_verify(a, str_of(""), &c, 1), LIMIT_UNREADABLE);
    /* an outer limit that was altered */
    struct due inner = limit_due(a, &rule, day("2020-09-27"), NULL, 0, c);
    limit_nest(&inner, &due);
    const char *nested = stored(a, &inner).p;
    assert_int_equal(limit_verify(a, str_of(nested), &c, 1), LIMIT_AGREES);
    const char *bad = replaced(a, nested, "\"due\":\"2020-09-29\"", "\"due\":\"2020-10-09\"");
    assert_int_equal(limit_verify(a, str_of(bad), &c, 1), LIMIT_DISAGREES);
    arena_free(&a);
}

/* The notice of 2027 arrives: what was pending becomes known, what was provisional may move, and
 * the old derivation is still right under its own edition. */
static void a_new_calendar_settles_what_was_open(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendar *old = shipped(a), *new = with_2027(a);
    const struct calendar *both[] = {new, old};
    static const struct limit rule = {.amount = 3, .unit = LIMIT_WORKING_DAY};
    struct due pending = limit_due(a, &rule, day("2026-12-30"), NULL, 0, old);
    assert_int_equal(pending.status, DUE_YEAR_MISSING);
    struct due settled;
    assert_true(limit_recompute(a, stored(a, &pending), new, &settled));
    assert_int_equal(settled.status, DUE_KNOWN);
    assert_string_equal(text_of(a, settled.date), "2027-01-06");
    assert_int_equal(settled.provisional_year, 0);
    assert_int_equal(limit_verify(a, stored(a, &settled), both, 2), LIMIT_AGREES);
    assert_int_equal(limit_verify(a, stored(a, &pending), both, 2), LIMIT_AGREES);
    assert_int_equal(limit_verify(a, stored(a, &settled), &old, 1), LIMIT_CALENDAR_UNKNOWN);

    static const struct limit one = {.amount = 1, .unit = LIMIT_WORKING_DAY};
    struct due provisional = limit_due(a, &one, day("2026-12-30"), NULL, 0, old);
    assert_int_equal(provisional.provisional_year, 2027);
    assert_string_equal(text_of(a, provisional.date), "2026-12-31");
    assert_true(limit_recompute(a, stored(a, &provisional), new, &settled));
    assert_string_equal(text_of(a, settled.date), "2027-01-04");

    /* without any calendar only what needs one is refused */
    assert_false(limit_recompute(a, stored(a, &provisional), NULL, &settled));
    static const struct limit term = {.amount = 5, .unit = LIMIT_YEAR};
    struct due due = limit_due(a, &term, day("2018-03-10"), NULL, 0, NULL);
    assert_true(limit_recompute(a, stored(a, &due), NULL, &settled));
    assert_int_equal(limit_verify(a, stored(a, &due), NULL, 0), LIMIT_AGREES);
    arena_free(&a);
}

/* ---- the command's answer ---- */

static void reports_hold(void **state) {
    (void)state;
    static const struct {
        const char *day, *n;
        bool explain;
        const char *text; /* NULL: refused as malformed */
    } rows[] = {
        {"2020-09-25", "3", false, "2020-09-29\n"},
        {"2020-09-25", "7", false, "2020-10-12\n"},
        {"2026-12-31", "1", false, ""},
        {"2021-03-05", "1", true,
         "2021-03-08\n自2021-03-05（周五）起1个工作日。起始日不计，自次日起算："
         "3月6日至3月7日（周末）不计；3月8日计为第1日。到期日：2021-03-08（周一）。\n"},
        {"2020-09-25", "0", false, NULL},
        {"2020-09-25", "-1", false, NULL},
        {"2020-09-25", "10000", false, NULL},
        {"2020-09-25", "3.5", false, NULL},
        {"2020-09-25", "", false, NULL},
        {"26/11/22", "3", false, NULL},
        {"2021-02-29", "3", false, NULL},
        {"9999-12-31", "3", false, NULL},
    };
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct due_question q = {.explain = rows[i].explain};
        bool good = due_question_parse(str_of(rows[i].day), str_of(rows[i].n), &q);
        ROW(i, good == (rows[i].text != NULL));
        if (!good) continue;
        struct buf out;
        buf_init(&out, 1 << 16);
        int missing = due_report(a, c, &q, &out);
        struct str text = buf_finish(&out);
        ROW(i, str_is(text, rows[i].text));
        ROW_INT(i, missing, rows[i].text[0] == '2' ? 0 : 2027);
        buf_free(&out);
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(due_dates_hold),
        cmocka_unit_test(terms_need_no_calendar),
        cmocka_unit_test(amounts_have_bounds),
        cmocka_unit_test(pauses_take_their_days_away),
        cmocka_unit_test(random_limits_agree_with_counting_by_hand),
        cmocka_unit_test(limits_agree_with_the_calendar),
        cmocka_unit_test(limits_are_monotone),
        cmocka_unit_test(the_inner_limit_does_not_lengthen_the_outer),
        cmocka_unit_test(parallel_limits_share_a_start),
        cmocka_unit_test(runs_end_where_the_reason_ends),
        cmocka_unit_test(pending_limits_leave_the_known_ones),
        cmocka_unit_test(progress_is_told),
        cmocka_unit_test(derivations_read_well),
        cmocka_unit_test(derivations_are_canonical_json),
        cmocka_unit_test(altered_derivations_are_found),
        cmocka_unit_test(a_new_calendar_settles_what_was_open),
        cmocka_unit_test(reports_hold),
    };
    return RUN(tests);
}
