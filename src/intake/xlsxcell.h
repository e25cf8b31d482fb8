/* xlsxcell.h: what the numbers and escapes of a spreadsheet cell mean. Pure; inside intake/ only. */
#ifndef INTAKE_XLSXCELL_H
#define INTAKE_XLSXCELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/str.h"

/* What a number format makes of a number. */
enum xlsx_style { XLSX_PLAIN, XLSX_DATE, XLSX_TIME, XLSX_DATE_TIME };
/* A built-in format by its number (those of Chinese and Japanese offices included). */
enum xlsx_style xlsx_style_builtin(unsigned id);
/* A format code: yyyy"年"m"月"d"日", [$-804]aaaa, 0.00;[Red]-0.00 … */
enum xlsx_style xlsx_style_of_code(const char *code);

/* The day of a serial number. 1900: serial 60 is 29 February 1900, which never was, and earlier
 * ones are counted from 1900-01-01; 1904: serial 0 is 1904-01-01. False when it is no day. */
bool xlsx_serial_date(int64_t serial, bool epoch_1904, struct date *date_r);

#define XLSX_NUMBER_TEXT 48
/* The number of a <v> as a clerk sees it in a wide column: 15 digits, no exponent up to 10^20.
 * *imprecise_r: it has more digits than a floating point number keeps. False when the text is no
 * finite number. */
bool xlsx_number_text(const char *v, char out[XLSX_NUMBER_TEXT], bool *imprecise_r);
/* A number under a date style: "2026-11-22", "2026-11-22 09:30:00" or "09:30:00". False when it is
 * no date. */
bool xlsx_date_text(const char *v, enum xlsx_style style, bool epoch_1904,
                    char out[XLSX_NUMBER_TEXT]);

/* Column of "AB12" from 0 and its row from 1; false when it is no cell. */
bool xlsx_cell_name(const char *name, uint32_t *column_r, int64_t *row_r);
/* Undoes _xHHHH_ escapes in place; returns the new length. */
size_t xlsx_unescape(char *p, size_t n);

#endif
