#include "test.h"

#include "base/str.h"
#include "law/age.h"
#include "law/idno.h"

static struct date day(const char *iso) {
    struct date d = DATE_NONE;
    assert_true(date_parse(str_of(iso), &d));
    return d;
}

static void ages_hold(void **state) {
    (void)state;
    static const struct {
        const char *birth, *day;
        int birthday, day_after;
    } rows[] = {
        {"2008-11-21", "2026-11-22", 18, 18},
        {"2008-11-22", "2026-11-22", 18, 17},
        {"2008-11-23", "2026-11-22", 17, 17},
        {"2010-01-01", "2026-11-22", 16, 16},
        {"2008-07-11", "2014-07-11", 6, 5},
        {"2008-07-11", "2014-07-12", 6, 6},
        /* 29 February: a common year completes on the 28th */
        {"2008-02-29", "2026-02-27", 17, 17},
        {"2008-02-29", "2026-02-28", 18, 17},
        {"2008-02-29", "2026-03-01", 18, 18},
        {"2008-02-29", "2028-02-28", 19, 19},
        {"2008-02-29", "2028-02-29", 20, 19},
        {"2008-02-29", "2028-03-01", 20, 20},
        /* year ends */
        {"2007-12-31", "2025-12-31", 18, 17},
        {"2007-12-31", "2026-01-01", 18, 18},
        {"2008-01-01", "2025-12-31", 17, 17},
        /* the first day, and before it */
        {"2020-05-05", "2020-05-05", 0, 0},
        {"2020-05-05", "2021-05-04", 0, 0},
        {"2020-05-05", "2020-05-04", -1, -1},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        int birthday = age_on(day(rows[i].birth), day(rows[i].day), AGE_ON_BIRTHDAY);
        int day_after = age_on(day(rows[i].birth), day(rows[i].day), AGE_DAY_AFTER);
        if (birthday != rows[i].birthday || day_after != rows[i].day_after)
            fail_msg("row %zu: %d and %d", i, birthday, day_after);
    }
}

static void ages_come_from_numbers(void **state) {
    (void)state;
    static const struct {
        const char *number;
        bool adult_on_birthday, adult_day_after;
    } rows[] = {{"370112200811210003", true, true},
                {"370112200811220009", true, false},
                {"370112200811230004", false, false},
                {"370102201001010001", false, false}};
    struct date today = day("2026-11-22");
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct idno id = idno_check(IDNO_RESIDENT, str_of(rows[i].number), today);
        assert_int_equal(id.fault, IDNO_OK);
        if (age_is_at_least(id.birth, 18, today, AGE_ON_BIRTHDAY) != rows[i].adult_on_birthday ||
            age_is_at_least(id.birth, 18, today, AGE_DAY_AFTER) != rows[i].adult_day_after)
            fail_msg("row %zu", i);
    }
}

/* For every birth day of five years and every day of twenty: the age grows by one exactly on the
 * days that age_reached names, and never falls. */
static void age_agrees_with_the_day_it_is_reached(void **state) {
    (void)state;
    for (int reading = AGE_ON_BIRTHDAY; reading <= AGE_DAY_AFTER; reading++) {
        enum age_reading r = (enum age_reading)reading;
        for (struct date birth = day("2003-01-01"); birth.day <= day("2008-12-31").day;
             birth = date_add_days(birth, 1)) {
            for (int years = 1; years <= 20; years++) {
                struct date reached = age_reached(birth, years, r);
                assert_int_equal(age_on(birth, reached, r), years);
                assert_int_equal(age_on(birth, date_add_days(reached, -1), r), years - 1);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ages_hold),
        cmocka_unit_test(ages_come_from_numbers),
        cmocka_unit_test(age_agrees_with_the_day_it_is_reached),
    };
    return RUN(tests);
}
