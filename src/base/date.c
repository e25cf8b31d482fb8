#include "base/date.h"

#include <stddef.h>
#include <string.h>

enum { YEAR_MIN = 1, YEAR_MAX = 9999 };
/* 0001-01-01 and 9999-12-31 */
enum { DAY_MIN = -719162, DAY_MAX = 2932896 };

static const int64_t US_SECOND = 1000000;
static const int64_t US_DAY = 86400 * INT64_C(1000000);
static const int64_t US_CHINA = 8 * 3600 * INT64_C(1000000); /* UTC+8, all the year */

bool date_is_none(struct date d) {
    return d.day == INT32_MIN;
}

static bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool date_exists(int year, int month, int day) {
    return year >= YEAR_MIN && year <= YEAR_MAX && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_in_month(year, month);
}

/* Years are counted from March, so that the leap day is a year's last and months have a formula:
 * the civil-calendar algorithm of H. Hinnant. 719468 is the distance from 0000-03-01 to 1970. */
struct date date_make(int year, int month, int day) {
    if (!date_exists(year, month, day)) return DATE_NONE;
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (struct date){era * 146097 + day_of_era - 719468};
}

struct date_ymd date_split(struct date d) {
    if (d.day < DAY_MIN || d.day > DAY_MAX) return (struct date_ymd){0, 0, 0};
    int z = d.day + 719468;
    int era = z / 146097;
    int day_of_era = z - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int m = (5 * day_of_year + 2) / 153;
    struct date_ymd ymd = {.day = day_of_year - (153 * m + 2) / 5 + 1,
                           .month = m < 10 ? m + 3 : m - 9};
    ymd.year = year_of_era + era * 400 + (ymd.month <= 2);
    return ymd;
}

int date_weekday(struct date d) {
    int64_t from_monday = ((int64_t)d.day + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)((from_monday + 7) % 7) + 1;
}

int date_cmp(struct date a, struct date b) {
    return (a.day > b.day) - (a.day < b.day);
}

struct date date_add_days(struct date d, int32_t days) {
    int64_t day = (int64_t)d.day + days;
    if (date_is_none(d) || day < DAY_MIN || day > DAY_MAX) return DATE_NONE;
    return (struct date){(int32_t)day};
}

struct date date_add_months(struct date d, int32_t months) {
    struct date_ymd ymd = date_split(d);
    if (ymd.year == 0) return DATE_NONE;
    int64_t count = (int64_t)ymd.year * 12 + (ymd.month - 1) + months;
    if (count < YEAR_MIN * 12 || count >= (YEAR_MAX + 1) * 12) return DATE_NONE;
    int year = (int)(count / 12), month = (int)(count % 12) + 1;
    int last = days_in_month(year, month);
    return date_make(year, month, ymd.day < last ? ymd.day : last);
}

/* Takes min to max digits off *s; -1 when there are fewer. */
static int take_number(struct str *s, size_t min, size_t max) {
    int v = 0;
    size_t n = 0;
    while (n < max && n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        v = v * 10 + (s->p[n++] - '0');
    if (n < min) return -1;
    s->p += n;
    s->n -= n;
    return v;
}

static bool take_text(struct str *s, const char *text) {
    if (!str_starts(*s, text)) return false;
    size_t n = strlen(text);
    s->p += n;
    s->n -= n;
    return true;
}

/* A day written as year, month and day, each followed by its separator. */
static bool take_date(struct str *s, const char *const sep[3], size_t min_digits,
                      struct date *out_r) {
    int year = take_number(s, 4, 4);
    if (year < 0 || !take_text(s, sep[0])) return false;
    int month = take_number(s, min_digits, 2);
    if (month < 0 || !take_text(s, sep[1])) return false;
    int day = take_number(s, min_digits, 2);
    if (day < 0 || !take_text(s, sep[2]) || !date_exists(year, month, day)) return false;
    *out_r = date_make(year, month, day);
    return true;
}

static const char *const ISO[3] = {"-", "-", ""};

bool date_parse(struct str s, struct date *out_r) {
    struct date d;
    if (!take_date(&s, ISO, 2, &d) || s.n > 0) return false;
    *out_r = d;
    return true;
}

bool date_parse_lenient(struct str s, struct date *out_r) {
    static const struct {
        const char *sep[3];
        size_t min_digits;
    } forms[] = {
        {{"-", "-", ""}, 1},
        {{"/", "/", ""}, 1},
        {{"", "", ""}, 2},
        {{"年", "月", "日"}, 1},
    };
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        struct str rest = s;
        struct date d;
        if (!take_date(&rest, forms[i].sep, forms[i].min_digits, &d) || rest.n > 0) continue;
        *out_r = d.day == DAY_MAX ? DATE_LONG : d;
        return true;
    }
    return false;
}

/* The last `width` decimal digits of v. */
static char *put_digits(char *out, int v, int width) {
    for (int i = width - 1; i >= 0; i--) {
        out[i] = (char)('0' + v % 10);
        v /= 10;
    }
    return out + width;
}

void date_format(struct date d, char out[DATE_TEXT]) {
    struct date_ymd ymd = date_split(d);
    if (ymd.year > 0) {
        out = put_digits(out, ymd.year, 4);
        *out++ = '-';
        out = put_digits(out, ymd.month, 2);
        *out++ = '-';
        out = put_digits(out, ymd.day, 2);
    }
    *out = '\0';
}

void date_format_cn(struct date d, char out[DATE_TEXT_CN]) {
    static const char *const unit[] = {"年", "月", "日"};
    struct date_ymd ymd = date_split(d);
    int parts[] = {ymd.year, ymd.month, ymd.day};
    for (int i = 0; i < 3 && ymd.year > 0; i++) {
        int width = parts[i] > 999 ? 4 : parts[i] > 99 ? 3 : parts[i] > 9 ? 2 : 1;
        out = put_digits(out, parts[i], width);
        memcpy(out, unit[i], 3);
        out += 3;
    }
    *out = '\0';
}

static int64_t day_of(struct instant t) {
    return t.us / US_DAY - (t.us % US_DAY < 0);
}

static int64_t us_of_day(struct instant t) {
    int64_t rest = t.us % US_DAY;
    return rest < 0 ? rest + US_DAY : rest;
}

struct date date_of_instant(struct instant t) {
    int64_t day = day_of(t);
    if (us_of_day(t) >= US_DAY - US_CHINA) day++; /* adding to t could overflow */
    if (day < DAY_MIN || day > DAY_MAX) return DATE_NONE;
    return (struct date){(int32_t)day};
}

struct instant date_begin(struct date d) {
    return (struct instant){d.day * US_DAY - US_CHINA};
}

void instant_format(struct instant t, char out[INSTANT_TEXT]) {
    /* What has no four-digit year shows as the nearest instant that has. */
    if (day_of(t) < DAY_MIN) t.us = DAY_MIN * US_DAY;
    if (day_of(t) > DAY_MAX) t.us = DAY_MAX * US_DAY + (US_DAY - 1);
    int64_t day = day_of(t), rest = us_of_day(t);
    int seconds = (int)(rest / US_SECOND);
    date_format((struct date){(int32_t)day}, out);
    out += DATE_TEXT - 1;
    *out++ = 'T';
    out = put_digits(out, seconds / 3600, 2);
    *out++ = ':';
    out = put_digits(out, seconds / 60 % 60, 2);
    *out++ = ':';
    out = put_digits(out, seconds % 60, 2);
    *out++ = '.';
    out = put_digits(out, (int)(rest % US_SECOND), 6);
    *out++ = 'Z';
    *out = '\0';
}

/* "Z" or "+08:00" to the end, as seconds east of Greenwich. */
static bool take_zone(struct str *s, int *seconds_r) {
    if (take_text(s, "Z")) {
        *seconds_r = 0;
        return s->n == 0;
    }
    int sign = take_text(s, "+") ? 1 : take_text(s, "-") ? -1 : 0;
    if (sign == 0) return false;
    int hour = take_number(s, 2, 2);
    if (hour < 0 || hour > 23 || !take_text(s, ":")) return false;
    int minute = take_number(s, 2, 2);
    if (minute < 0 || minute > 59) return false;
    *seconds_r = sign * (hour * 3600 + minute * 60);
    return s->n == 0;
}

bool instant_parse(struct str s, struct instant *out_r) {
    struct date d;
    if (!take_date(&s, ISO, 2, &d) || !take_text(&s, "T")) return false;
    int hour = take_number(&s, 2, 2);
    if (hour < 0 || hour > 23 || !take_text(&s, ":")) return false;
    int minute = take_number(&s, 2, 2);
    if (minute < 0 || minute > 59 || !take_text(&s, ":")) return false;
    int second = take_number(&s, 2, 2);
    if (second < 0 || second > 59) return false;
    int64_t micros = 0;
    if (take_text(&s, ".")) {
        size_t before = s.n;
        micros = take_number(&s, 1, 6);
        if (micros < 0) return false;
        for (size_t digits = before - s.n; digits < 6; digits++)
            micros *= 10;
    }
    int zone;
    if (!take_zone(&s, &zone)) return false;
    int64_t seconds = hour * 3600 + minute * 60 + second - zone;
    out_r->us = d.day * US_DAY + seconds * US_SECOND + micros;
    return true;
}
