/* weigh.h: what measure_standing weighs, read from the facts: for the files of measures. */
#ifndef MEASURES_WEIGH_H
#define MEASURES_WEIGH_H

#include "measures/standing.h"

/* Everything the row turns on as of the day: the measure that holds, the target, the office of a
 * linked person, holds that had begun. */
enum err weigh(struct ctx *ctx, struct db_session *s, const struct policy *p,
               const struct applied *a, struct date day, struct measure_case *c_r) GX_MUST_CHECK;

#endif
