#include "intake/xlsxcell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { DIGITS = 15, MOST_COLUMNS = 16384, MOST_ROWS = 1048576, LAST_SERIAL = 2958465 };

enum xlsx_style xlsx_style_builtin(unsigned id) {
    if (id >= 14 && id <= 17) return XLSX_DATE;
    if (id >= 18 && id <= 21) return XLSX_TIME;
    if (id == 22) return XLSX_DATE_TIME;
    /* 27 to 36 and 50 to 58 are the dates of East Asian editions; 32 to 35 and 55, 56 are times in
     * some of them and dates in others. The number tells: a time has no whole days. */
    if ((id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return XLSX_DATE_TIME;
    if (id >= 45 && id <= 47) return XLSX_TIME;
    return XLSX_PLAIN;
}

enum xlsx_style xlsx_style_of_code(const char *code) {
    bool day = false, time = false;
    for (const char *p = code; *p != '\0' && *p != ';'; p++) {
        switch (*p) {
        case '"':
            for (p++; *p != '\0' && *p != '"';)
                p++;
            break;
        case '[': { /* [Red], [$-804], [>=100]; but [h] is a time */
            const char *close = strchr(p, ']');
            if (close == NULL) return XLSX_PLAIN;
            if (strchr("hHmMsS", p[1]) != NULL && (p[2] == ']' || p[2] == p[1])) time = true;
            p = close;
            break;
        }
        case '\\':
        case '_':
        case '*':
            if (p[1] != '\0') p++;
            break;
        case 'y':
        case 'Y':
        case 'd':
        case 'D': day = true; break;
        case 'h':
        case 'H':
        case 's':
        case 'S': time = true; break;
        case 'm':
        case 'M': /* a month, unless hours or seconds stand beside it */ break;
        case '0':
        case '#':
        case '?':
            if (!day && !time) return XLSX_PLAIN;
            break;
        case 'G': /* General */ return XLSX_PLAIN;
        default: break;
        }
        if (*p == '\0') break;
    }
    if (!day && !time && strpbrk(code, "mM") != NULL && strpbrk(code, "0#?@") == NULL &&
        strstr(code, "月") != NULL)
        day = true;
    return day ? (time ? XLSX_DATE_TIME : XLSX_DATE) : time ? XLSX_TIME : XLSX_PLAIN;
}

bool xlsx_serial_date(int64_t serial, bool epoch_1904, struct date *date_r) {
    if (serial < 0 || serial > LAST_SERIAL) return false;
    if (epoch_1904) {
        *date_r = (struct date){(int32_t)serial - 24107};
        return true;
    }
    if (serial == 0 || serial == 60) return false;
    *date_r = (struct date){(int32_t)serial - (serial < 60 ? 25568 : 25569)};
    return true;
}

/* The whole text as a finite number. */
static bool number(const char *v, double *out_r) {
    while (*v == ' ' || *v == '\n' || *v == '\t')
        v++;
    if (strpbrk(v, "xXnNiI") != NULL) return false; /* hexadecimal, nan, inf */
    char *end;
    double d = strtod(v, &end);
    while (*end == ' ' || *end == '\n' || *end == '\t')
        end++;
    if (end == v || *end != '\0' || !isfinite(d)) return false;
    *out_r = d;
    return true;
}

/* digits * 10^(exponent + 1 - n) without an exponent. */
static void write_plain(char *out, bool negative, const char *digits, int n, int exponent) {
    char *to = out;
    if (negative) *to++ = '-';
    if (exponent < 0) {
        *to++ = '0';
        *to++ = '.';
        for (int i = -1; i > exponent; i--)
            *to++ = '0';
    }
    int last = exponent < 0 ? n - 1 : exponent > n - 1 ? exponent : n - 1;
    for (int i = 0; i <= last; i++) {
        *to++ = i < n ? digits[i] : '0';
        if (i == exponent && i < n - 1) *to++ = '.';
    }
    *to = '\0';
}

bool xlsx_number_text(const char *v, char out[XLSX_NUMBER_TEXT], bool *imprecise_r) {
    double d;
    if (!number(v, &d)) return false;
    *imprecise_r = fabs(d) >= 1e15;
    if (d == 0) {
        memcpy(out, "0", 2);
        return true;
    }
    char text[40], digits[DIGITS];
    snprintf(text, sizeof(text), "%.*e", DIGITS - 1, fabs(d)); /* d.dddddddddddddde+XX */
    digits[0] = text[0];
    memcpy(digits + 1, text + 2, DIGITS - 1);
    int exponent = 0;
    const char *e = text + 2 + DIGITS - 1 + 1;
    for (const char *p = e + 1; *p != '\0'; p++)
        exponent = exponent * 10 + (*p - '0');
    if (*e == '-') exponent = -exponent;
    int n = DIGITS;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    if (exponent > 20 || exponent < -9)
        snprintf(out, XLSX_NUMBER_TEXT, "%.*g", DIGITS, d);
    else
        write_plain(out, d < 0, digits, n, exponent);
    return true;
}

bool xlsx_date_text(const char *v, enum xlsx_style style, bool epoch_1904,
                    char out[XLSX_NUMBER_TEXT]) {
    double d;
    if (!number(v, &d) || d < 0 || d > LAST_SERIAL + 1.0) return false;
    int64_t seconds = (int64_t)floor(d * 86400 + 0.5);
    int64_t serial = seconds / 86400, rest = seconds % 86400;
    char day[DATE_TEXT] = "", clock[16];
    snprintf(clock, sizeof(clock), "%02d:%02d:%02d", (int)(rest / 3600), (int)(rest / 60 % 60),
             (int)(rest % 60));
    if (serial == 0 && style != XLSX_DATE) { /* a time of no day */
        memcpy(out, clock, strlen(clock) + 1);
        return true;
    }
    struct date date;
    if (!xlsx_serial_date(serial, epoch_1904, &date)) return false;
    date_format(date, day);
    if (style == XLSX_DATE || rest == 0)
        snprintf(out, XLSX_NUMBER_TEXT, "%s", day);
    else
        snprintf(out, XLSX_NUMBER_TEXT, "%s %s", day, clock);
    return true;
}

bool xlsx_cell_name(const char *name, uint32_t *column_r, int64_t *row_r) {
    uint32_t column = 0;
    int64_t row = 0;
    const char *p = name;
    for (; *p >= 'A' && *p <= 'Z'; p++) {
        column = column * 26 + (uint32_t)(*p - 'A') + 1;
        if (column > MOST_COLUMNS) return false;
    }
    if (column == 0) return false;
    for (; *p >= '0' && *p <= '9'; p++) {
        row = row * 10 + (*p - '0');
        if (row > MOST_ROWS) return false;
    }
    if (row == 0 || *p != '\0') return false;
    *column_r = column - 1;
    *row_r = row;
    return true;
}

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* The unit of _xHHHH_ at p, or -1. */
static int32_t escape_at(const char *p, size_t n) {
    if (n < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_') return -1;
    int32_t unit = 0;
    for (int i = 2; i < 6; i++) {
        int d = hex(p[i]);
        if (d < 0) return -1;
        unit = unit * 16 + d;
    }
    return unit;
}

size_t xlsx_unescape(char *p, size_t n) {
    size_t to = 0;
    for (size_t at = 0; at < n;) {
        int32_t unit = escape_at(p + at, n - at);
        if (unit < 0) {
            p[to++] = p[at++];
            continue;
        }
        at += 7;
        int32_t low = unit >= 0xd800 && unit <= 0xdbff ? escape_at(p + at, n - at) : -1;
        if (low >= 0xdc00 && low <= 0xdfff) {
            unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            at += 7;
        }
        to += utf8_put(unit, p + to); /* at most four bytes in the place of seven */
    }
    return to;
}
