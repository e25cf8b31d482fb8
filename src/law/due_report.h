/* due_report.h: what `gongxin calendar due` says of a day and a number of working days. */
#ifndef LAW_DUE_REPORT_H
#define LAW_DUE_REPORT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "law/calendar.h"
#include "law/limit.h"

struct due_question {
    struct date start;
    int32_t workdays;
    bool explain; /* the derivation in Chinese below the day */
    bool json;    /* the derivation as JSON instead */
};

/* "2020-09-25" and "3". False when either is malformed or the number not 1 to 9999. */
bool due_question_parse(struct str day, struct str workdays, struct due_question *q_r);
/* Appends "YYYY-MM-DD" when the day is known, and what else was asked for. The start day does not
 * count (AM-01). Returns 0, or the year whose calendar is missing. */
int due_report(struct arena *a, const struct calendar *c, const struct due_question *q,
               struct buf *out);

#endif
