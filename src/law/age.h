/* age.h: how old somebody is on a day. One function, so that the choice is made once.
 *
 * Which day matters (that of the conduct or decision, not of the import), and from which age on a
 * record may be admitted, are values of the pack. */
#ifndef LAW_AGE_H
#define LAW_AGE_H

#include <stdbool.h>

#include "base/date.h"

/* When is a year of life complete? On the birthday, as offices count; or on the day after, because
 * the day on which a period begins is not counted (Civil Code 201), which lets in less about the
 * young. Born on 29 February, the birthday of a common year is 28 February (Civil Code 202). */
enum age_reading { AGE_ON_BIRTHDAY, AGE_DAY_AFTER };

/* The first day on which somebody is `years` old. */
struct date age_reached(struct date birth, int years, enum age_reading reading);
/* Completed years; -1 before birth. */
int age_on(struct date birth, struct date day, enum age_reading reading);
/* Is somebody at least `years` old on the day? */
bool age_is_at_least(struct date birth, int years, struct date day, enum age_reading reading);

#endif
