#include "law/due_report.h"

#include "base/num.h"

bool due_question_parse(struct str day, struct str workdays, struct due_question *q_r) {
    enum { MOST = 9999 };
    struct date start;
    int64_t n;
    if (!date_parse(day, &start) || date_split(start).year > 9000) return false;
    if (!num_i64(workdays, 1, MOST, &n)) return false;
    q_r->start = start;
    q_r->workdays = (int32_t)n;
    return true;
}

int due_report(struct arena *a, const struct calendar *c, const struct due_question *q,
               struct buf *out) {
    struct limit rule = {.amount = q->workdays, .unit = LIMIT_WORKING_DAY};
    struct due due = limit_due(a, &rule, q->start, NULL, 0, c);
    if (q->json) {
        limit_write(&due, out);
        buf_putc(out, '\n');
        return due.missing_year;
    }
    if (due.status == DUE_KNOWN) {
        char day[DATE_TEXT];
        date_format(due.date, day);
        buf_printf(out, "%s\n", day);
    }
    if (q->explain) {
        limit_explain(&due, out);
        buf_putc(out, '\n');
    }
    return due.missing_year;
}
