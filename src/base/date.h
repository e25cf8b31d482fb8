/* date.h: civil days of the proleptic Gregorian calendar. A day is a day: no clock, no zone.
 *
 * China has one zone, UTC+8; the summer time of 1986 to 1991 never matters because days are kept
 * as days. Working days are another matter: law/calendar.h. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Days since 1970-01-01. DATE_NONE is no day at all; DATE_LONG stands for 长期 (2099-12-31). */
struct date {
    int32_t day;
};

#define DATE_NONE ((struct date){INT32_MIN})
#define DATE_LONG ((struct date){47481})

struct date_ymd {
    int year, month, day; /* 1..12, 1..31 */
};

/* Microseconds since 1970-01-01T00:00:00Z. */
struct instant {
    int64_t us;
};

bool date_is_none(struct date d);
bool date_exists(int year, int month, int day);      /* years 1 to 9999 */
struct date date_make(int year, int month, int day); /* DATE_NONE when there is no such day */
struct date_ymd date_split(struct date d);           /* all 0 outside the years 1 to 9999 */
/* 1 Monday .. 7 Sunday. */
int date_weekday(struct date d);
int date_cmp(struct date a, struct date b); /* DATE_NONE comes first */
/* Both give DATE_NONE for DATE_NONE and where the result would leave the years 1 to 9999. */
struct date date_add_days(struct date d, int32_t days);
/* The corresponding day months later; where it does not exist, the last day of that month. */
struct date date_add_months(struct date d, int32_t months);
/* YYYY-MM-DD, whole input. */
bool date_parse(struct str s, struct date *out_r);
/* What departments write: YYYY-MM-DD, YYYY/MM/DD (also one-digit month and day), YYYYMMDD,
 * YYYY年M月D日. 9999-12-31 reads as DATE_LONG. Two-digit years are refused. */
bool date_parse_lenient(struct str s, struct date *out_r);

#define DATE_TEXT 11
void date_format(struct date d, char out[DATE_TEXT]); /* YYYY-MM-DD; "" for DATE_NONE */
/* 2026年11月22日 */
#define DATE_TEXT_CN 24
void date_format_cn(struct date d, char out[DATE_TEXT_CN]);

/* The day in China on which the instant falls (DATE_NONE outside the years 1 to 9999), and the
 * instant at which the day begins there. */
struct date date_of_instant(struct instant t);
struct instant date_begin(struct date d);
#define INSTANT_TEXT 28
void instant_format(struct instant t, char out[INSTANT_TEXT]); /* 2026-11-22T01:02:03.000004Z */
/* The whole input: seconds with at most six decimals, zone Z or ±HH:MM. */
bool instant_parse(struct str s, struct instant *out_r);

#endif
