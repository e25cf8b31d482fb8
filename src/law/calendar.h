/* calendar.h: which days are working days, from the yearly notices of the State Council (AM-03).
 *
 * A day is a working day when a notice makes it one, or when it is a Monday to Friday that no
 * notice takes off. A year is known once the notice that bears its name is loaded; a question
 * about any other day is answered with the year that is missing, never with a guess. A notice may
 * also rule the last days of the December before: until the next one is loaded, an answer that
 * rests on the last week of the last known year is marked as provisional.
 *
 * A calendar never changes after loading. Several stand side by side: a due date names the edition
 * it was computed with. Everything here is pure but calendar_load, which reads its file. */
#ifndef LAW_CALENDAR_H
#define LAW_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/str.h"
#include "law/fault.h"

struct calendar;

/* A number of working days: a type of its own, so that it cannot stand where days belong. */
struct workdays {
    int32_t n;
};

/* The first day of the last week of December, which the next year's notice may still rule. */
#define CALENDAR_PROVISIONAL_DAY 25

#define CALENDAR_FILE_MAX (1u << 20)

/* Reads "date,kind,name,year_notice" with kind holiday or workday, days ascending; UTF-8, a byte
 * order mark and CRLF are let pass. NULL when anything at all is wrong: a malformed line, a day
 * that does not exist or comes twice, a workday that no weekend needs, a notice that rules days
 * that are not its own, a gap between the years, a notice that lacks one of the seven festivals
 * (a file cut short). `name` is for the faults; the result lives in the arena and owns its text. */
const struct calendar *calendar_parse(struct arena *a, const char *name, struct str text,
                                      struct faults *faults);
/* The same from a file; a file that cannot be read is a fault too. */
const struct calendar *calendar_load(struct arena *a, const char *path, struct faults *faults);

/* "sha256:" and 64 hex digits over the canonical text: two files with the same days have the same
 * edition, and `sha256sum` of a file without BOM and CR prints it. */
const char *calendar_edition(const struct calendar *c);
int calendar_first_year(const struct calendar *c);
int calendar_last_year(const struct calendar *c);
/* Known, and its December can no longer change by the next notice. */
bool calendar_year_is_final(const struct calendar *c, int year);
/* The canonical text, which calendar_parse reads back to the same edition. */
void calendar_write(const struct calendar *c, struct buf *out);

enum day_kind {
    DAY_WORK,    /* Monday to Friday, ordinary */
    DAY_WEEKEND, /* Saturday or Sunday, ordinary */
    DAY_HOLIDAY, /* taken off by a notice */
    DAY_MADE_UP, /* a Saturday or Sunday on which a notice has people work (调休上班) */
};
bool day_kind_works(enum day_kind kind);

/* Answers. missing_year is 0, or the year whose notice the answer would need: then the rest means
 * nothing. provisional_year is 0, or the year whose notice may still change the answer. */
struct calendar_day {
    int missing_year, provisional_year;
    enum day_kind kind;
    const char *name; /* the festival as the notice calls it; NULL for ordinary days */
};
struct calendar_date {
    int missing_year, provisional_year;
    struct date date;
};
struct calendar_count {
    int missing_year, provisional_year;
    struct workdays days;
};

struct calendar_day calendar_day(const struct calendar *c, struct date d);
/* The nth working day after d; before d when n is negative; d itself when n is 0. d need not be a
 * working day nor known: only the days passed over are asked for. */
struct calendar_date calendar_add(const struct calendar *c, struct date d, struct workdays n);
/* Working days after `after` up to and with `upto`; negative when upto is the earlier:
 * calendar_count(c, d, calendar_add(c, d, n)) is n. */
struct calendar_count calendar_count(const struct calendar *c, struct date after, struct date upto);
/* d when it is a working day, else the next one. */
struct calendar_date calendar_next_workday(const struct calendar *c, struct date d);

#endif
