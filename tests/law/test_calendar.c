/* The calendar against a day table of the test's own, made another way from the same file. */
#include "test.h"

#include "base/crypto.h"
#include "base/file.h"
#include "law/calendar.h"

static const char PATH[] = SOURCE_DIR "/policies/calendar/cn.csv";

static struct date day(const char *iso) {
    struct date d = DATE_NONE;
    assert_true(date_parse(str_of(iso), &d));
    return d;
}

static const char *text_of(struct date d) {
    static char iso[DATE_TEXT];
    date_format(d, iso);
    return iso;
}

static const struct calendar *shipped(struct arena *a) {
    struct faults faults;
    faults_init(&faults, a);
    const struct calendar *c = calendar_load(a, PATH, &faults);
    for (size_t i = 0; i < faults.count; i++)
        print_error("%d: %s\n", faults.items[i].line, faults.items[i].text);
    assert_non_null(c);
    assert_int_equal(faults.count, 0);
    return c;
}

/* ---- the test's own table: one character a day, weekdays counted on from a Monday ---- */

enum { FIRST_YEAR = 2018, LAST_YEAR = 2026, DAYS = 3287 };

struct table {
    char status[DAYS]; /* 'w' worked, '-' not */
    int year[DAYS], month[DAYS], day[DAYS];
};

static bool leap(int y) {
    return y % 400 == 0 || (y % 4 == 0 && y % 100 != 0);
}

static void make_table(struct table *t) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int i = 0, weekday = 0; /* 2018-01-01 was a Monday */
    for (int y = FIRST_YEAR; y <= LAST_YEAR; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= lengths[m - 1] + (m == 2 && leap(y)); d++, i++) {
                t->year[i] = y;
                t->month[i] = m;
                t->day[i] = d;
                t->status[i] = weekday < 5 ? 'w' : '-';
                weekday = (weekday + 1) % 7;
            }
    assert_int_equal(i, DAYS);
}

/* Lays the file over it, found by text comparison of each line's first ten characters. */
static void lay_file_over(struct table *t, const char *file) {
    int used = 0;
    for (int i = 0; i < DAYS; i++) {
        char line[32];
        snprintf(line, sizeof line, "\n%04d-%02d-%02d,", t->year[i], t->month[i], t->day[i]);
        const char *found = strstr(file, line);
        if (found == NULL) continue;
        t->status[i] = strncmp(found + strlen(line), "workday", 7) == 0 ? 'w' : '-';
        used++;
    }
    assert_int_equal(used, 314);
}

static struct table *own_table(struct arena *a) {
    struct table *t = ARENA_NEW(a, struct table);
    struct str file;
    assert_int_equal(file_read(a, PATH, 1 << 20, &file), OK);
    make_table(t);
    lay_file_over(t, file.p);
    return t;
}

static void every_day_agrees(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    const struct table *t = own_table(a);
    for (int i = 0; i < DAYS; i++) {
        struct date d = date_make(t->year[i], t->month[i], t->day[i]);
        struct calendar_day answer = calendar_day(c, d);
        if (answer.missing_year != 0 || day_kind_works(answer.kind) != (t->status[i] == 'w'))
            fail_msg("%s: kind %d", text_of(d), (int)answer.kind);
        bool listed = answer.kind == DAY_HOLIDAY || answer.kind == DAY_MADE_UP;
        if (listed != (answer.name != NULL)) fail_msg("%s: name", text_of(d));
        bool late = t->year[i] == LAST_YEAR && t->month[i] == 12 && t->day[i] >= 25;
        if (answer.provisional_year != (late ? 2027 : 0)) fail_msg("%s: provisional", text_of(d));
    }
    arena_free(&a);
}

/* Days on which the published sources once differed, and the corners of the years. */
static void settled_days_hold(void **state) {
    (void)state;
    static const struct {
        const char *day;
        enum day_kind kind;
        const char *name;
    } rows[] = {
        {"2018-01-01", DAY_HOLIDAY, "元旦"},
        {"2018-06-16", DAY_WEEKEND, NULL},
        {"2018-09-22", DAY_WEEKEND, NULL},
        {"2018-12-29", DAY_MADE_UP, "元旦"}, /* by the notice of 2019 */
        {"2018-12-31", DAY_HOLIDAY, "元旦"},
        {"2019-05-05", DAY_MADE_UP, "劳动节"}, /* by the second notice of 2019 */
        {"2020-01-31", DAY_HOLIDAY, "春节"},   /* prolonged in January 2020 */
        {"2020-02-01", DAY_HOLIDAY, "春节"},
        {"2020-02-03", DAY_WORK, NULL},
        {"2020-09-27", DAY_MADE_UP, "国庆节、中秋节"},
        {"2020-10-10", DAY_MADE_UP, "国庆节、中秋节"},
        {"2022-12-31", DAY_HOLIDAY, "元旦"},
        {"2023-01-03", DAY_WORK, NULL},
        {"2024-02-29", DAY_WORK, NULL},
        {"2026-12-31", DAY_WORK, NULL},
    };
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct calendar_day d = calendar_day(c, day(rows[i].day));
        ROW_INT(i, d.kind, rows[i].kind);
        ROW(i, (d.name == NULL) == (rows[i].name == NULL));
        if (d.name != NULL) ROW_TEXT(i, d.name, rows[i].name);
    }
    arena_free(&a);
}

/* Adding is searching forward one day at a time, for every day and 1 to 30. */
static void every_sum_agrees(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    const struct table *t = own_table(a);
    struct date first = date_make(FIRST_YEAR, 1, 1);
    for (int i = 0; i < DAYS; i++) {
        struct date from = date_add_days(first, i);
        int at = i;
        for (int n = 1; n <= 30; n++) {
            do
                at++;
            while (at < DAYS && t->status[at] != 'w');
            struct calendar_date sum = calendar_add(c, from, (struct workdays){n});
            if (at >= DAYS) {
                if (sum.missing_year != 2027) fail_msg("%s + %d: no error", text_of(from), n);
                continue;
            }
            if (sum.missing_year != 0 || sum.date.day != first.day + at)
                fail_msg("%s + %d: %d", text_of(from), n, sum.missing_year);
            struct calendar_count count = calendar_count(c, from, sum.date);
            if (count.missing_year != 0 || count.days.n != n)
                fail_msg("%s + %d counts %d", text_of(from), n, (int)count.days.n);
        }
    }
    arena_free(&a);
}

static void subtracting_undoes_adding(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    for (struct date d = day("2018-03-01"); d.day <= day("2026-10-01").day;
         d = date_add_days(d, 1)) {
        for (int n = 1; n <= 30; n += 7) {
            struct calendar_date back = calendar_add(c, d, (struct workdays){-n});
            assert_int_equal(back.missing_year, 0);
            assert_true(date_cmp(back.date, d) < 0);
            assert_true(day_kind_works(calendar_day(c, back.date).kind));
            struct calendar_count count = calendar_count(c, d, back.date);
            struct calendar_count reverse = calendar_count(c, back.date, d);
            assert_int_equal(count.days.n, -reverse.days.n);
            /* from the working day found, n working days on, one reaches d or the one before it */
            bool works = day_kind_works(calendar_day(c, d).kind);
            assert_int_equal(reverse.days.n, works ? n : n - 1);
        }
        struct calendar_date next = calendar_next_workday(c, d);
        bool works = day_kind_works(calendar_day(c, d).kind);
        assert_true(works ? next.date.day == d.day : next.date.day > d.day);
        if (!works)
            assert_int_equal(next.date.day, calendar_add(c, d, (struct workdays){1}).date.day);
    }
    arena_free(&a);
}

/* Later starts and longer limits never end earlier. */
static void adding_is_monotone(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    struct date before = {0};
    for (struct date d = day("2018-01-01"); d.day <= day("2026-06-30").day;
         d = date_add_days(d, 1)) {
        struct date last = d;
        for (int n = 1; n <= 20; n++) {
            struct calendar_date sum = calendar_add(c, d, (struct workdays){n});
            assert_true(date_cmp(sum.date, last) > 0);
            last = sum.date;
        }
        assert_true(date_cmp(last, before) >= 0);
        before = last;
    }
    arena_free(&a);
}

static void missing_years_are_named(void **state) {
    (void)state;
    static const struct {
        const char *day;
        int n, missing, provisional;
        const char *sum;
    } rows[] = {
        {"2026-12-24", 1, 0, 2027, "2026-12-25"},
        {"2026-12-23", 1, 0, 0, "2026-12-24"},
        {"2026-12-01", 22, 0, 2027, "2026-12-31"},
        {"2026-12-01", 23, 2027, 0, NULL},
        {"2026-12-31", 1, 2027, 0, NULL},
        {"2027-01-01", 1, 2027, 0, NULL},
        {"2031-05-01", 1, 2031, 0, NULL},
        {"2017-12-31", 1, 0, 0, "2018-01-02"}, /* only days of 2018 are asked for */
        {"2017-12-30", 1, 2017, 0, NULL},
        {"2018-01-02", -1, 2017, 0, NULL},
        {"2018-01-03", -1, 0, 0, "2018-01-02"},
        {"2027-01-01", -1, 0, 2027, "2026-12-31"},
        {"2027-01-02", -1, 2027, 0, NULL},
        {"2031-01-01", 0, 0, 0, "2031-01-01"},
    };
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct calendar_date sum = calendar_add(c, day(rows[i].day), (struct workdays){rows[i].n});
        ROW_INT(i, sum.missing_year, rows[i].missing);
        ROW_INT(i, sum.provisional_year, rows[i].provisional);
        if (rows[i].sum != NULL) ROW_TEXT(i, text_of(sum.date), rows[i].sum);
    }
    assert_int_equal(calendar_day(c, day("2027-01-01")).missing_year, 2027);
    assert_int_equal(calendar_day(c, day("2017-12-31")).missing_year, 2017);
    assert_int_equal(calendar_count(c, day("2026-12-30"), day("2027-01-01")).missing_year, 2027);
    assert_int_equal(calendar_count(c, day("2016-12-30"), day("2018-01-05")).missing_year, 2016);
    assert_int_equal(calendar_count(c, day("2030-01-01"), day("2030-01-01")).missing_year, 0);
    assert_int_equal(calendar_next_workday(c, day("2027-01-01")).missing_year, 2027);
    assert_int_equal(calendar_first_year(c), 2018);
    assert_int_equal(calendar_last_year(c), 2026);
    assert_true(calendar_year_is_final(c, 2025));
    assert_false(calendar_year_is_final(c, 2026));
    assert_false(calendar_year_is_final(c, 2017));
    arena_free(&a);
}

static const char HEAD[] = "date,kind,name,year_notice\n";
static const char YEAR[] = "2030-01-01,holiday,元旦,2030\n2030-02-03,holiday,春节,2030\n"
                           "2030-04-05,holiday,清明节,2030\n2030-05-01,holiday,劳动节,2030\n"
                           "2030-06-05,holiday,端午节,2030\n2030-09-12,holiday,中秋节,2030\n"
                           "2030-10-01,holiday,国庆节,2030\n";

/* Several editions side by side; the edition is the content, however the file was written. */
static void editions_stand_side_by_side(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct faults faults;
    faults_init(&faults, a);
    char *plain = arena_printf(a, "%s%s", HEAD, YEAR);
    const struct calendar *c = calendar_parse(a, "c", str_of(plain), &faults);
    assert_non_null(c);

    char *excel = arena_printf(a, "\xef\xbb\xbf%s", plain), *crlf = arena_alloc(a, 2048);
    size_t n = 0;
    for (const char *p = excel; *p != '\0'; p++) {
        if (*p == '\n') crlf[n++] = '\r';
        crlf[n++] = *p;
    }
    crlf[n - 2] = '\0'; /* and no line end at the end */
    const struct calendar *same = calendar_parse(a, "same", str_of(crlf), &faults);
    assert_non_null(same);
    assert_string_equal(calendar_edition(c), calendar_edition(same));

    char *longer = arena_printf(a, "%s2030-12-25,holiday,地方纪念日,2030\n", plain);
    const struct calendar *other = calendar_parse(a, "other", str_of(longer), &faults);
    assert_non_null(other);
    assert_string_not_equal(calendar_edition(c), calendar_edition(other));
    assert_int_equal(calendar_day(c, day("2030-12-25")).kind, DAY_WORK);
    assert_int_equal(calendar_day(other, day("2030-12-25")).kind, DAY_HOLIDAY);
    assert_int_equal(faults.count, 0);
    arena_free(&a);
}

/* What is written is what sha256sum of the shipped file digests. */
static void shipped_file_is_canonical(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct calendar *c = shipped(a);
    struct str file;
    assert_int_equal(file_read(a, PATH, 1 << 20, &file), OK);
    struct buf out;
    buf_init(&out, 1 << 20);
    calendar_write(c, &out);
    assert_true(str_eq(buf_finish(&out), file));
    buf_free(&out);
    struct digest digest = crypto_digest(SUITE_INTL, file.p, file.n);
    buf_init(&out, 128);
    buf_puts(&out, "sha256:");
    buf_hex(&out, digest.b, sizeof digest.b);
    assert_string_equal(calendar_edition(c), buf_finish(&out).p);
    buf_free(&out);
    arena_free(&a);
}

/* Each defect at its line and column; the columns count characters. */
static void defects_are_found_at_their_place(void **state) {
    (void)state;
    static const struct {
        const char *head, *before, *line, *after;
        int at, column;
        const char *code;
    } rows[] = {
        {HEAD, YEAR, "2030-02-30,holiday,春节,2030\n", "", 9, 1, "date.invalid"},
        {HEAD, YEAR, "26/11/22,holiday,春节,2030\n", "", 9, 1, "date.invalid"},
        {HEAD, YEAR, "2030-11-02,off,春节,2030\n", "", 9, 12, "kind.unknown"},
        {HEAD, YEAR, "2030-11-02,workday,,2030\n", "", 9, 20, "name.invalid"},
        {HEAD, YEAR, "2030-11-02,workday, 春节,2030\n", "", 9, 20, "name.invalid"},
        {HEAD, YEAR, "2030-11-02,workday,\"春节\",2030\n", "", 9, 20, "name.invalid"},
        {HEAD, YEAR, "2030-11-02,workday,春节,30\n", "", 9, 23, "year.invalid"},
        {HEAD, YEAR, "2030-11-02,workday,春节,2030 \n", "", 9, 23, "year.invalid"},
        {HEAD, YEAR, "2030-11-02,workday,春节,2031\n", "", 9, 23, "year.not_its_own"},
        {HEAD, YEAR, "2030-12-01,workday,春节,2032\n", "", 9, 23, "year.not_its_own"},
        {HEAD, YEAR, "2030-11-04,workday,春节,2030\n", "", 9, 12, "workday.on_weekday"},
        {HEAD, YEAR, "2030-11-02,workday,春节\n", "", 9, 1, "row.fields"},
        {HEAD, YEAR, "2030-11-02,workday,春节,2030,\n", "", 9, 1, "row.fields"},
        {HEAD, YEAR, "2030-10-01,holiday,国庆节,2030\n", "", 9, 1, "row.duplicate"},
        {HEAD, YEAR, "2030-09-30,holiday,国庆节,2030\n", "", 9, 1, "row.order"},
        {HEAD, YEAR, "\n", "2030-12-02,holiday,春节,2030\n", 9, 1, "row.blank"},
        {HEAD, YEAR, "2030-11-02,workday,春\xff,2030\n", "", 9, 21, "encoding"},
        {"date,kind,name\n", YEAR, "", "", 1, 1, "header"},
        {HEAD, YEAR, "2032-01-01,holiday,元旦,2032\n", "", 0, 0, "year.gap"},
        {HEAD, YEAR, "2031-01-01,holiday,元旦,2031\n", "", 9, 1, "festival.missing"},
        {HEAD, "", "", "", 0, 0, "file.empty"},
        {"", "", "", "", 0, 0, "file.empty"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct faults faults;
        faults_init(&faults, a);
        char *text =
            arena_printf(a, "%s%s%s%s", rows[i].head, rows[i].before, rows[i].line, rows[i].after);
        ROW(i, calendar_parse(a, "c.csv", str_of(text), &faults) == NULL);
        ROW(i, faults.count >= 1);
        ROW_TEXT(i, faults.items[0].code, rows[i].code);
        ROW_INT(i, faults.items[0].line, rows[i].at);
        ROW_INT(i, faults.items[0].column, rows[i].column);
    }
    arena_free(&a);
}

static void all_defects_in_one_run(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct faults faults;
    faults_init(&faults, a);
    const char *text = "date,kind,name,year_notice\n"
                       "2030-13-01,off,,x\n"
                       "\n"
                       "2030-01-01,holiday,元旦,2030\n";
    assert_null(calendar_parse(a, "c.csv", str_of(text), &faults));
    struct buf out;
    buf_init(&out, 1 << 16);
    faults_print(&faults, &out);
    struct str printed = buf_finish(&out);
    static const char *const places[] = {
        "c.csv:2:1: date.invalid: ",
        "c.csv:2:12: kind.unknown: ",
        "c.csv:2:16: name.invalid: ",
        "c.csv:2:17: year.invalid: ",
        "c.csv:3:1: row.blank: ",
        "c.csv:4:1: festival.missing: 2030年的放假安排中没有春节",
        "c.csv:4:1: festival.missing: 2030年的放假安排中没有国庆节",
    };
    for (size_t i = 0; i < GX_COUNT(places); i++)
        ROW(i, str_find_str(printed, str_of(places[i])) != SIZE_MAX);
    buf_free(&out);

    faults_init(&faults, a);
    assert_null(calendar_load(a, "/nowhere/cn.csv", &faults));
    assert_int_equal(faults.count, 1);
    assert_string_equal(faults.items[0].code, "file.unreadable");
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_agrees),
        cmocka_unit_test(settled_days_hold),
        cmocka_unit_test(every_sum_agrees),
        cmocka_unit_test(subtracting_undoes_adding),
        cmocka_unit_test(adding_is_monotone),
        cmocka_unit_test(missing_years_are_named),
        cmocka_unit_test(editions_stand_side_by_side),
        cmocka_unit_test(shipped_file_is_canonical),
        cmocka_unit_test(defects_are_found_at_their_place),
        cmocka_unit_test(all_defects_in_one_run),
    };
    return RUN(tests);
}
