/* source.h: a file of a department as a stream of rows: CSV, XLSX or JSON lines.
 *
 * Memory is flat however large the file. What a cell came as is told by flags, so that the checker
 * can report all flaws of a row at row and column; a broken row does not end the file. What makes
 * the whole file unreadable or dangerous ends it with a code of its own (intake.*).
 *
 * CSV: comma, tab or semicolon; RFC 4180 quotes; CRLF, LF or CR; UTF-8 with or without BOM,
 * UTF-16 with BOM, GB18030. XLSX: first visible sheet or the named one. JSON lines: one flat object
 * a line, its keys are columns.
 *
 * Above the head there may be title lines: the head is the row among the first twenty that knows
 * most of the names in options.fields. The help line of our templates is skipped, empty rows are
 * skipped, and a row that begins a tail text (表格说明 …) ends the table; rows that still look like
 * data after it are delivered with ROW_AFTER_TAIL rather than dropped. */
#ifndef INTAKE_SOURCE_H
#define INTAKE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "base/str.h"
#include "intake/flaw.h"
#include "intake/fieldspec.h"

enum source_format { SOURCE_AUTO, SOURCE_CSV, SOURCE_XLSX, SOURCE_JSONL };
enum source_encoding {
    ENCODING_NONE,  /* XLSX has none of its own */
    ENCODING_ASCII, /* nothing but ASCII was seen (so far) */
    ENCODING_UTF8,
    ENCODING_UTF8_BOM,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_GB18030,
};

struct source_limits {
    int64_t file_bytes;
    int64_t rows;        /* with content, without head */
    size_t record_bytes; /* one row of text */
    size_t cell_bytes;   /* longer cells are cut and flagged */
    unsigned columns;
    int64_t part_bytes;    /* XLSX: one part, unpacked */
    unsigned ratio;        /* XLSX: unpacked to packed, looked at beyond 16 MiB */
    int64_t strings;       /* XLSX: shared strings */
    size_t strings_memory; /* XLSX: shared strings kept in memory; beyond they lie on disk */
};
#define SOURCE_LIMITS_DEFAULT                                                                      \
    ((struct source_limits){.file_bytes = INT64_C(2) << 30,                                        \
                            .rows = 2000000,                                                       \
                            .record_bytes = 4u << 20,                                              \
                            .cell_bytes = 256u << 10,                                              \
                            .columns = 512,                                                        \
                            .part_bytes = INT64_C(4) << 30,                                        \
                            .ratio = 250,                                                          \
                            .strings = 20000000,                                                   \
                            .strings_memory = 4u << 20})

struct source_options {
    enum source_format format;      /* SOURCE_AUTO looks at the first bytes */
    struct source_limits limits;    /* all zero: the defaults */
    const char *sheet;              /* XLSX: name of the sheet, or NULL */
    const struct fieldspec *fields; /* whose names tell the head from a title; may be NULL */
    size_t fields_count;
    const char *tmp_dir; /* where spilled strings go; NULL: /tmp */
    /* JSON lines: columns known from an earlier pass, in this order; may be NULL. */
    const struct str *columns;
    size_t columns_count;
};

/* What a cell came as. The first group is always a flaw of the cell, the second depends on the
 * field, the third is for information. cell_flaws below knows which. */
enum cell_flag {
    CELL_BAD_ENCODING =
        1u << 0,               /* bytes that are no text in the file's encoding; shown as U+FFFD */
    CELL_NUL = 1u << 1,        /* NUL bytes were taken out */
    CELL_CONTROL = 1u << 2,    /* other control characters were taken out (not tab, CR, LF) */
    CELL_TOO_LONG = 1u << 3,   /* cut at limits.cell_bytes */
    CELL_BAD_QUOTES = 1u << 4, /* CSV: text after a closing quote, or a quote never closed */
    CELL_ERROR = 1u << 5,      /* XLSX: #N/A and its like; the text is that */
    CELL_NO_VALUE = 1u << 6,   /* XLSX: a formula without a stored result */
    CELL_BAD_SERIAL =
        1u << 7,           /* XLSX: date style on a number that is no date; text is the number */
    CELL_NESTED = 1u << 8, /* JSON: object or array; no text */
    CELL_TWICE = 1u << 9,  /* JSON: key given twice; XLSX: cell given twice. The first counts */

    CELL_FLOAT = 1u << 12,       /* stored as a number */
    CELL_IMPRECISE = 1u << 13,   /* … of more digits than a floating point number keeps (15), or
                                 * text that shows it: 3.70102E+17 */
    CELL_BOOLEAN = 1u << 14,     /* text is TRUE or FALSE (JSON: true or false) */
    CELL_DATE_SERIAL = 1u << 15, /* a date stored as a number; text is YYYY-MM-DD[ hh:mm:ss] */
    CELL_FORMULA = 1u << 16,     /* text is the stored result */

    CELL_DEFUSED = 1u << 20, /* CSV: our apostrophe before = + - @ was taken off */
    CELL_NULL = 1u << 21,    /* JSON: null */
};

enum row_flag {
    ROW_BROKEN = 1u << 0,      /* could not be taken apart: open quotes, no JSON object */
    ROW_CUT_OFF = 1u << 1,     /* the file ends within this row */
    ROW_EXTRA_CELLS = 1u << 2, /* content beyond the last column of the head */
    ROW_AFTER_TAIL = 1u << 3,  /* looks like data, but stands after the tail text */
    ROW_TOO_LONG = 1u << 4, /* more columns than limits.columns, or a JSON line that is too deep */
};

struct cell {
    struct str text; /* valid UTF-8 without NUL, white space at both ends taken off */
    uint32_t flags;
};

struct source_row {
    int64_t number; /* the row as a spreadsheet shows it, from 1 (JSON lines: the line) */
    int64_t line;   /* the line in a text file, from 1; 0 in XLSX */
    int64_t offset; /* where the row stands in the file, and its bytes; -1 in XLSX and UTF-16 */
    int64_t bytes;
    uint32_t flags;
    size_t count; /* as many as the head has columns; what is missing is empty */
    const struct cell *cells;
};

struct source_head {
    int64_t row;             /* number of the head row; 0 for JSON lines */
    size_t count;            /* JSON lines: grows when a line brings new keys */
    const struct str *names; /* as they stand there, trimmed; may be empty or double */
    const uint32_t *flags;   /* cell flags of each name */
};

struct source_info {
    enum source_format format;
    enum source_encoding encoding;
    char delimiter;               /* CSV, else 0 */
    const char *sheet;            /* XLSX, else NULL */
    const char *template_version; /* of our hidden cell, else NULL */
    int64_t rows;                 /* delivered so far */
    int64_t tail_row;             /* where the tail text begins, 0 when none was seen */
    int64_t bytes;                /* of the file */
    bool epoch_1904;              /* XLSX: serial dates count from 1904 */
};

struct source;

/* Opens the file and reads up to its head. Errors (each with its Chinese sentence in ctx):
 * ERR_NOT_FOUND, ERR_IO, ERR_INTAKE_* . */
enum err source_open(struct ctx *ctx, const char *path, const struct source_options *options,
                     struct source **src_r) GX_MUST_CHECK;
/* The same over a descriptor of a regular file, which stays the caller's and open; the position is
 * not used. */
enum err source_open_fd(struct ctx *ctx, int fd, const struct source_options *options,
                        struct source **src_r) GX_MUST_CHECK;
/* Accepts NULL and clears the pointer. */
void source_close(struct source **src);

const struct source_head *source_head(const struct source *src);
const struct source_info *source_info(const struct source *src);
/* The next row with content; *row_r NULL at the end. The row lives until the next call. After an
 * error there is no next row. */
enum err source_next(struct ctx *ctx, struct source *src,
                     const struct source_row **row_r) GX_MUST_CHECK;

/* The flaws that a cell's flags mean for a field of this type (field may be NULL: a column that
 * is not taken over has none but damage). At most CELL_FLAWS_MAX; the number of them. */
#define CELL_FLAWS_MAX 8
size_t cell_flaws(const struct cell *c, const struct fieldspec *field,
                  enum flaw_code out_r[CELL_FLAWS_MAX]);
/* The same for the row's own flags. */
size_t row_flaws(const struct source_row *r, enum flaw_code out_r[CELL_FLAWS_MAX]);

/* The day a cell holds: what departments write (date_parse_lenient, with or without a time behind
 * it), or the bare serial number of a date column that was not formatted as one. Otherwise why it
 * is none: FLAW_DATE_FORM, FLAW_DATE_SHORT_YEAR, FLAW_DATE_NONE_SUCH. */
enum flaw_code cell_date(const struct cell *c, bool epoch_1904, struct date *date_r);

const char *source_format_text(enum source_format f);     /* "CSV" */
const char *source_encoding_text(enum source_encoding e); /* "GB18030" */

#endif
