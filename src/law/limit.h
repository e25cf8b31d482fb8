/* limit.h: limits and terms, their due dates, and how each due date came about.
 *
 * A limit is a rule of some pack: so many working days, days, months or years from an event. Laid
 * on a start day, the pauses of the case and a calendar it gives a due date *with its derivation*:
 * the days from the first to the last, run by run, each with the reason why it counts or not. The
 * derivation is what is stored, printed for a clerk, and computed again by whoever doubts it.
 *
 * Readings, all of them values of the rule and none of them built in (docs/time.md):
 *   AM-01, AM-04  does the day of the event count? (start_day_counts, product default no)
 *   AM-02         does a last day that is no working day move on? (last_day_moves: for limits to
 *                 act counted in days, months or years; never for terms that end by themselves)
 *   AM-03         days are days in China; the last one ends at 24:00
 *   AM-32         a pause takes away every day from commissioning to result, both included
 *
 * Pure: no clock, no file. */
#ifndef LAW_LIMIT_H
#define LAW_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/json.h"
#include "base/str.h"
#include "law/calendar.h"

enum limit_unit { LIMIT_WORKING_DAY, LIMIT_DAY, LIMIT_MONTH, LIMIT_YEAR, LIMIT_UNITS };
/* "working_day", "day", "month", "year" */
const char *limit_unit_name(enum limit_unit unit);
bool limit_unit_parse(struct str name, enum limit_unit *unit_r);
/* 个工作日, 日, 个月, 年 */
const char *limit_unit_text(enum limit_unit unit);

struct limit {
    const char *name; /* what must be done or what ends, for people: 核查并答复; NULL allowed */
    const char *event; /* what sets it going, for people: 收到异议申请; NULL allowed */
    int32_t amount;    /* at least 1, see limit_is_valid */
    enum limit_unit unit;
    bool start_day_counts;
    bool last_day_moves; /* means nothing for working days */
    const char *const
        *clauses; /* what it comes from: IDs of clauses, or the citation of higher law */
    size_t clause_count;
};
/* Amount in range: 1 to 9999 working days, 36600 days, 2400 months or 200 years. Everything below
 * takes a limit for which this holds. */
bool limit_is_valid(const struct limit *rule);

/* Days that do not count: from commissioning to result, both included. `to` is DATE_NONE while the
 * result is not there; never before `from`. Pauses may overlap and come in any order. */
struct pause {
    struct date from, to;
    const char *reason; /* 检验检测, 鉴定, 专家评审 … as the pack says it */
    const char *clause; /* NULL allowed */
};

enum run_kind {
    RUN_COUNTED, /* working days; or simply days when the unit is day, month or year */
    RUN_MADE_UP, /* counted too: weekend days worked by notice */
    RUN_WEEKEND, /* not counted */
    RUN_HOLIDAY, /* not counted; the festival's name */
    RUN_PAUSE,   /* not counted; the pause's reason */
};
/* Neighbouring days of one kind and name. */
struct run {
    struct date from, to; /* both included; `to` is DATE_NONE for a pause that is still open */
    enum run_kind kind;
    const char *name;
    const char *clause; /* of a pause */
};
bool run_counts(const struct run *r);
int32_t run_days(const struct run *r); /* 0 for an open pause */

enum due_status {
    DUE_KNOWN,
    DUE_PAUSED,       /* pending: a pause is open, the rest begins after its result */
    DUE_YEAR_MISSING, /* pending: the notice of missing_year is not loaded; compute again then */
};

struct due {
    enum due_status status;
    struct date date;     /* the last day on which the act is in time; DATE_NONE unless DUE_KNOWN */
    int missing_year;     /* when DUE_YEAR_MISSING */
    int provisional_year; /* 0, or the year whose notice may still change the date */
    struct date start;    /* the day of the event */
    struct date first;    /* the first day that could count */
    int32_t total;   /* days that have to count: the amount, or the days of the months, years */
    int32_t counted; /* days that count in `runs` */
    struct date counted_to; /* the day on which `total` is reached, before it moves; or DATE_NONE */
    const struct limit *rule;
    const char *calendar;       /* edition; NULL when none was asked */
    const struct pause *pauses; /* those given, by day */
    size_t pause_count;
    const struct run *runs; /* without gap from `first` to the last day looked at or counted_to */
    size_t run_count;
    const struct run *moved; /* days the last day moves over, counted_to first; none if it stays */
    size_t moved_count;
    const struct due *within; /* the outer limit, which this one does not lengthen, or NULL */
};

/* Does the rule ask a calendar at all? Working days do, and a last day that moves. */
bool limit_needs_calendar(const struct limit *rule);
/* Never fails: what cannot be known yet is a status. The calendar may be NULL when the rule needs
 * none. The rule and the texts of the pauses are not copied and must outlive the result; the rest
 * lives in the arena. Days lie between the years 1 and 9000. */
struct due limit_due(struct arena *a, const struct limit *rule, struct date start,
                     const struct pause *pauses, size_t pause_count, const struct calendar *c);
/* Puts a limit inside another one (a provider's 3 working days inside the case's 7): each keeps
 * its own date, the outer is never lengthened by the inner. `outer` must live as long as *inner. */
void limit_nest(struct due *inner, const struct due *outer);
/* The day until which one can act without breaking any of the limits around it: the earliest known
 * date of the chain, DATE_NONE when none is known. */
struct date limit_act_by(const struct due *due);

/* Where a limit stands on a day, for the 已用 / 剩余 of a screen. Days count in the unit of the
 * limit: working days for working days, days for all others. `used` includes today, so the last day
 * has 0 left, and the day before it 1. */
enum limit_state {
    LIMIT_NOT_BEGUN,
    LIMIT_RUNNING,
    LIMIT_LAST_DAY,
    LIMIT_OVERDUE,
    LIMIT_PAUSED,  /* today lies in a pause */
    LIMIT_PENDING, /* the date is not known: a year is missing */
};
struct limit_progress {
    enum limit_state state;
    int32_t used;
    int32_t left;     /* -1 when it cannot be said: a term whose last day is not known */
    int32_t over;     /* days past the last day, 0 unless overdue */
    int missing_year; /* 0, or the year without which `over` cannot be counted (then -1) */
};
/* The calendar is asked only how many working days a limit is overdue; else it may be NULL. */
struct limit_progress limit_progress(const struct due *due, struct date today,
                                     const struct calendar *c);

/* The derivation in Chinese, for a clerk: one paragraph, no line break. */
void limit_explain(const struct due *due, struct buf *out);
/* The last day with what must be known about it, in Chinese: "2020-09-29（周二）", "暂停计算，…". */
void limit_headline(const struct due *due, struct buf *out);

/* The derivation as canonical JSON: what is stored beside a due date. The outer limit is in it. */
void limit_write(const struct due *due, struct buf *out);
/* Computes a stored derivation again from what it rests on (rule, start, pauses, outer limit) under
 * a calendar, which may be a newer one than its own. False when the text is no derivation. */
bool limit_recompute(struct arena *a, struct str stored, const struct calendar *c,
                     struct due *due_r);

enum limit_verdict {
    LIMIT_AGREES,
    LIMIT_DISAGREES,        /* computing gives another derivation */
    LIMIT_UNREADABLE,       /* no derivation, or not canonical */
    LIMIT_CALENDAR_UNKNOWN, /* its calendar edition is not among those given */
};
/* Is a stored derivation what its own rule, facts and calendar edition give, byte for byte? */
enum limit_verdict limit_verify(struct arena *a, struct str stored,
                                const struct calendar *const *calendars, size_t calendar_count);

#endif
