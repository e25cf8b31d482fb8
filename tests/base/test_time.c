/* Days, instants, clocks and ids. */
#include "test.h"

#include <pthread.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/file.h"
#include "base/id.h"

/* Counts the calendar day by day and holds every function against the count. */
static void agrees_with_counting(void **state) {
    (void)state;
    static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t day = -719162; /* 0001-01-01, a Monday */
    for (int y = 1; y <= 9999; y++) {
        bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
        for (int m = 1; m <= 12; m++) {
            int last = length[m - 1] + (m == 2 && leap);
            for (int d = 1; d <= last; d++, day++) {
                struct date date = date_make(y, m, d);
                struct date_ymd ymd = date_split(date);
                if (date.day != day || ymd.year != y || ymd.month != m || ymd.day != d ||
                    date_weekday(date) != (day + 719162) % 7 + 1)
                    fail_msg("%d-%d-%d", y, m, d);
            }
            ROW(y, !date_exists(y, m, last + 1) && !date_exists(y, m, 0));
        }
    }
    assert_int_equal(day, 2932897);
    assert_int_equal(date_make(2099, 12, 31).day, DATE_LONG.day);
    assert_int_equal(date_weekday(date_make(2026, 11, 22)), 7);
    assert_true(date_is_none(date_make(2026, 2, 29)));
    assert_true(date_is_none(date_make(0, 1, 1)));
    assert_int_equal(date_split(DATE_NONE).year, 0);
}

static void adds(void **state) {
    (void)state;
    static const struct {
        const char *from;
        int months;
        const char *to;
    } rows[] = {
        {"2024-02-29", 12, "2025-02-28"},
        {"2024-02-29", 48, "2028-02-29"},
        {"2026-01-31", 1, "2026-02-28"},
        {"2026-03-31", -1, "2026-02-28"},
        {"2026-08-31", 6, "2027-02-28"},
        {"2026-11-30", 3, "2027-02-28"},
        {"2026-05-15", -17, "2024-12-15"},
        {"2026-12-01", 1, "2027-01-01"},
        {"2026-01-01", -1, "2025-12-01"},
        {"2026-01-31", 0, "2026-01-31"},
        {"9999-12-31", 1, ""},
        {"0001-01-01", -1, ""},
        {"2026-01-01", INT32_MAX, ""},
        {"2026-01-01", INT32_MIN, ""},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct date d;
        char text[DATE_TEXT];
        ROW(i, date_parse(str_of(rows[i].from), &d));
        date_format(date_add_months(d, rows[i].months), text);
        ROW_TEXT(i, text, rows[i].to);
    }
    assert_true(date_is_none(date_add_days(DATE_NONE, 1)));
    assert_true(date_is_none(date_add_months(DATE_NONE, 1)));
    assert_true(date_is_none(date_add_days(date_make(9999, 12, 31), 1)));
    assert_true(date_is_none(date_add_days(date_make(1, 1, 1), INT32_MIN)));
    assert_int_equal(date_cmp(date_add_days(date_make(2026, 12, 31), 1), date_make(2027, 1, 1)), 0);
    assert_int_equal(date_cmp(DATE_NONE, date_make(1, 1, 1)), -1);
}

static void reads_days(void **state) {
    (void)state;
    static const struct {
        const char *in, *strict, *lenient; /* NULL: refused */
    } rows[] = {
        {"2026-11-22", "2026-11-22", "2026-11-22"},
        {"2026/11/22", NULL, "2026-11-22"},
        {"2026-1-2", NULL, "2026-01-02"},
        {"2026/1/02", NULL, "2026-01-02"},
        {"20261122", NULL, "2026-11-22"},
        {"2026年1月2日", NULL, "2026-01-02"},
        {"2026年11月22日", NULL, "2026-11-22"},
        {"9999-12-31", "9999-12-31", "2099-12-31"},
        {"2099-12-31", "2099-12-31", "2099-12-31"},
        {"26/11/22", NULL, NULL},
        {"2026-11/22", NULL, NULL},
        {"2026-02-29", NULL, NULL},
        {"2024-02-29", "2024-02-29", "2024-02-29"},
        {"2026-13-01", NULL, NULL},
        {"2026-00-01", NULL, NULL},
        {"2026-11-22 ", NULL, NULL},
        {" 2026-11-22", NULL, NULL},
        {"2026-11-221", NULL, NULL},
        {"2026-11", NULL, NULL},
        {"2026112", NULL, NULL},
        {"2026年11月22", NULL, NULL},
        {"0000-01-01", NULL, NULL},
        {"+026-01-01", NULL, NULL},
        {"22/11/2026", NULL, NULL},
        {"", NULL, NULL},
        {"46348", NULL, NULL},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct date d = {42};
        char text[DATE_TEXT];
        ROW(i, date_parse(str_of(rows[i].in), &d) == (rows[i].strict != NULL));
        date_format(d, text);
        ROW_TEXT(i, text, rows[i].strict != NULL ? rows[i].strict : "1970-02-12");
        d.day = 42;
        ROW(i, date_parse_lenient(str_of(rows[i].in), &d) == (rows[i].lenient != NULL));
        date_format(d, text);
        ROW_TEXT(i, text, rows[i].lenient != NULL ? rows[i].lenient : "1970-02-12");
    }
}

static void writes_chinese(void **state) {
    (void)state;
    char text[DATE_TEXT_CN];
    date_format_cn(date_make(2026, 11, 22), text);
    assert_string_equal(text, "2026年11月22日");
    date_format_cn(date_make(2026, 1, 2), text);
    assert_string_equal(text, "2026年1月2日");
    date_format_cn(DATE_NONE, text);
    assert_string_equal(text, "");
}

static void reads_instants(void **state) {
    (void)state;
    static const struct {
        const char *in, *out, *day; /* out NULL: refused */
    } rows[] = {
        {"2026-11-22T01:02:03.000004Z", "2026-11-22T01:02:03.000004Z", "2026-11-22"},
        {"2026-11-22T15:59:59.999999Z", "2026-11-22T15:59:59.999999Z", "2026-11-22"},
        {"2026-11-22T16:00:00Z", "2026-11-22T16:00:00.000000Z", "2026-11-23"},
        {"2026-11-22T00:00:00+08:00", "2026-11-21T16:00:00.000000Z", "2026-11-22"},
        {"1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500000Z", "1970-01-01"},
        {"1988-07-01T00:00:00+08:00", "1988-06-30T16:00:00.000000Z", "1988-07-01"},
        {"2026-11-22T24:00:00Z", NULL, NULL},
        {"2026-11-22T23:60:00Z", NULL, NULL},
        {"2026-11-22T23:59:60Z", NULL, NULL},
        {"2026-11-22T01:02:03", NULL, NULL},
        {"2026-11-22T01:02:03.Z", NULL, NULL},
        {"2026-11-22T01:02:03.0000001Z", NULL, NULL},
        {"2026-11-22 01:02:03Z", NULL, NULL},
        {"2026-11-22T01:02:03ZZ", NULL, NULL},
        {"2026-11-22T01:02:03+8:00", NULL, NULL},
        {"", NULL, NULL},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct instant t = {42};
        ROW(i, instant_parse(str_of(rows[i].in), &t) == (rows[i].out != NULL));
        if (rows[i].out == NULL) {
            ROW_INT(i, t.us, 42);
            continue;
        }
        char text[INSTANT_TEXT], day[DATE_TEXT];
        instant_format(t, text);
        ROW_TEXT(i, text, rows[i].out);
        date_format(date_of_instant(t), day);
        ROW_TEXT(i, day, rows[i].day);
    }
}

static void instants_and_days_agree(void **state) {
    (void)state;
    for (int32_t day = -800000; day < 3000000; day += 997) {
        struct date d = date_add_days((struct date){0}, day);
        if (date_is_none(d)) continue;
        struct instant begin = date_begin(d);
        ROW_INT(day, date_of_instant(begin).day, day);
        ROW_INT(day, date_of_instant((struct instant){begin.us + 86400 * INT64_C(1000000) - 1}).day,
                day);
    }
    assert_true(date_is_none(date_of_instant((struct instant){INT64_MAX})));
    assert_true(date_is_none(date_of_instant((struct instant){INT64_MIN})));
    char text[INSTANT_TEXT];
    instant_format((struct instant){INT64_MAX}, text);
    assert_string_equal(text, "9999-12-31T23:59:59.999999Z");
    instant_format((struct instant){INT64_MIN}, text);
    assert_string_equal(text, "0001-01-01T00:00:00.000000Z");
}

static void clocks_tell(void **state) {
    (void)state;
    struct clock_fixed fixed = clock_fixed_at(date_begin(date_make(2026, 11, 22)));
    assert_int_equal(clock_today(&fixed.clock).day, date_make(2026, 11, 22).day);
    assert_int_equal(clock_now(&fixed.clock).us, fixed.t.us);
    assert_true(clock_now(&clock_system).us > date_begin(date_make(2020, 1, 1)).us);
    int64_t ticks = clock_ticks();
    assert_true(clock_ticks() >= ticks);
}

static void file_clock_runs_on(void **state) {
    (void)state;
    char dir[] = "/tmp/gx-clock-XXXXXX";
    assert_non_null(mkdtemp(dir));
    struct arena *a = arena_new();
    const char *path = file_join(a, dir, "clock");
    struct clock c = clock_file(path);
    int64_t gap = clock_now(&c).us - clock_now(&clock_system).us; /* no file yet: machine's time */
    assert_true(gap > -5000000 && gap < 5000000);
    struct instant set = date_begin(date_make(2031, 3, 1));
    assert_int_equal(clock_file_set(path, set), OK);
    int64_t before = clock_now(&c).us;
    assert_true(before >= set.us && before < set.us + 60 * INT64_C(1000000));
    usleep(2000);
    assert_true(clock_now(&c).us >= before + 2000);
    assert_int_equal(clock_today(&c).day, date_make(2031, 3, 1).day);
    unlink(path);
    rmdir(dir);
    arena_free(&a);
}

enum { THREADS = 4, PER_THREAD = 20000 };

static void *make_ids(void *arg) {
    int64_t *ids = arg;
    struct instant t = date_begin(date_make(2026, 1, 1)); /* stands still: the counter carries it */
    for (int i = 0; i < PER_THREAD; i++)
        ids[i] = id_new(t);
    return NULL;
}

static int by_value(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void ids_ascend_and_differ(void **state) {
    (void)state;
    static int64_t ids[THREADS * PER_THREAD];
    pthread_t threads[THREADS];
    id_set_node(5);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, make_ids, &ids[i * PER_THREAD]);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS; i++)
        for (int k = 1; k < PER_THREAD; k++)
            ROW(k, ids[i * PER_THREAD + k] > ids[i * PER_THREAD + k - 1]);
    qsort(ids, THREADS * PER_THREAD, sizeof(int64_t), by_value);
    for (int i = 1; i < THREADS * PER_THREAD; i++)
        ROW(i, ids[i] != ids[i - 1]);
    assert_int_equal(ids[0] >> 12 & 1023, 5);

    int64_t last = id_new(date_begin(date_make(2027, 1, 1)));
    assert_true(last >= id_floor(date_begin(date_make(2027, 1, 1))));
    assert_true(id_new(date_begin(date_make(2026, 1, 1))) > last); /* the clock went back */
    assert_true(id_new(date_begin(date_make(1990, 1, 1))) > last);
    last = id_new(date_begin(date_make(1990, 1, 1)));
    for (int i = 0; i < 10000; i++) { /* a clock past the range does not use the range up */
        int64_t next = id_new(date_begin(date_make(2300, 1, 1)));
        ROW(i, next > last && next < id_floor(date_begin(date_make(2080, 1, 1))));
        last = next;
    }
    assert_int_equal(id_floor(date_begin(date_make(1990, 1, 1))), 0);
}

static void reads_ids(void **state) {
    (void)state;
    static const struct {
        const char *in;
        bool ok;
    } rows[] = {{"1", true},   {"9223372036854775807", true},
                {"0", false},  {"-1", false},
                {"01", false}, {"", false},
                {"1a", false}, {"9223372036854775808", false}};
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        int64_t id = 0;
        ROW(i, id_parse(str_of(rows[i].in), &id) == rows[i].ok);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_counting),
        cmocka_unit_test(adds),
        cmocka_unit_test(reads_days),
        cmocka_unit_test(writes_chinese),
        cmocka_unit_test(reads_instants),
        cmocka_unit_test(instants_and_days_agree),
        cmocka_unit_test(clocks_tell),
        cmocka_unit_test(file_clock_runs_on),
        cmocka_unit_test(ids_ascend_and_differ),
        cmocka_unit_test(reads_ids),
    };
    return RUN(tests);
}
