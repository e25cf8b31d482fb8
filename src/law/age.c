#include "law/age.h"

struct date age_reached(struct date birth, int years, enum age_reading reading) {
    if (years == 0) return birth;
    struct date birthday = date_add_months(birth, 12 * years); /* 29 February gives 28 February */
    return reading == AGE_DAY_AFTER ? date_add_days(birthday, 1) : birthday;
}

int age_on(struct date birth, struct date day, enum age_reading reading) {
    if (date_cmp(day, birth) < 0) return -1;
    int years = date_split(day).year - date_split(birth).year;
    return age_is_at_least(birth, years, day, reading) ? years : years - 1;
}

bool age_is_at_least(struct date birth, int years, struct date day, enum age_reading reading) {
    return date_cmp(day, age_reached(birth, years, reading)) >= 0;
}
