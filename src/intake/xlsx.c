/* XLSX: one sheet as a stream of rows. The parser pauses at the end of each row, so that no more
 * than one row is ever held. */
#include <string.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/num.h"
#include "intake/reader.h"
#include "intake/template.h"
#include "intake/xlsxbook.h"

enum value_type { VALUE_NUMBER, VALUE_SHARED, VALUE_TEXT, VALUE_BOOLEAN, VALUE_ERROR, VALUE_DATE };

struct xlsx {
    struct reader_input in;
    struct ctx *ctx; /* of the call that is running */
    struct xlsx_book book;
    const char *part_name;
    struct xlsx_part part;

    /* The row being read. */
    int64_t row, last_row;
    uint32_t row_flags;
    size_t count;
    struct cell *cells;
    size_t *at; /* where each text begins in `text` */
    struct buf text;

    /* The cell being read; its value gathers in `value`. */
    uint32_t column, next_column;
    enum value_type type;
    unsigned style;
    uint32_t flags;
    bool in_cell, in_value, has_value;
    int inline_depth, phonetic;
    struct buf value;
};

/* --- a cell --- */

static enum value_type type_of(const char *t) {
    if (t == NULL || strcmp(t, "n") == 0) return VALUE_NUMBER;
    if (strcmp(t, "s") == 0) return VALUE_SHARED;
    if (strcmp(t, "b") == 0) return VALUE_BOOLEAN;
    if (strcmp(t, "e") == 0) return VALUE_ERROR;
    if (strcmp(t, "d") == 0) return VALUE_DATE;
    return VALUE_TEXT; /* str, inlineStr */
}

static void cell_start(struct xlsx *x, const char **attributes) {
    const char *name = xlsx_attribute(attributes, "r");
    const char *style = xlsx_attribute(attributes, "s");
    int64_t row = x->row;
    x->column = x->next_column;
    if (name != NULL && (!xlsx_cell_name(name, &x->column, &row) || row != x->row)) {
        xlsx_part_fail(&x->part, ERR_INTAKE_XLSX);
        return;
    }
    uint32_t number = 0;
    if (style == NULL || !num_u32(str_of(style), UINT32_MAX, &number)) number = 0;
    x->style = number;
    x->next_column = x->column + 1;
    x->type = type_of(xlsx_attribute(attributes, "t"));
    x->flags = 0;
    x->in_cell = true;
    x->has_value = false;
    x->inline_depth = x->phonetic = 0;
    buf_reset(&x->value);
}

/* The value so far, terminated. */
static char *value_text(struct xlsx *x) {
    struct str s = buf_finish(&x->value);
    return (char *)s.p;
}

static void replace_value(struct xlsx *x, const char *text) {
    buf_reset(&x->value);
    buf_puts(&x->value, text);
}

static void value_number(struct xlsx *x) {
    char text[XLSX_NUMBER_TEXT];
    bool imprecise = false;
    enum xlsx_style style =
        x->style < x->book.styles_count ? (enum xlsx_style)x->book.styles[x->style] : XLSX_PLAIN;
    if (style != XLSX_PLAIN) {
        if (xlsx_date_text(value_text(x), style, x->book.epoch_1904, text)) {
            x->flags |= CELL_DATE_SERIAL;
            replace_value(x, text);
            return;
        }
        x->flags |= CELL_BAD_SERIAL;
    }
    x->flags |= CELL_FLOAT;
    if (!xlsx_number_text(value_text(x), text, &imprecise)) {
        x->row_flags |= ROW_BROKEN; /* says it is a number and is none */
        return;
    }
    if (imprecise) x->flags |= CELL_IMPRECISE;
    replace_value(x, text);
}

static void value_shared(struct xlsx *x) {
    int64_t number;
    bool found = false;
    enum err e = OK;
    if (num_i64(str_trim(str_of(value_text(x))), 0, INT64_MAX, &number)) {
        buf_reset(&x->value);
        e = xlsx_book_string(x->ctx, &x->book, number, &x->value, &found);
    }
    if (e != OK) xlsx_part_fail(&x->part, e);
    if (!found) x->row_flags |= ROW_BROKEN; /* names a string that the file does not have */
}

/* "2026-11-22T00:00:00" as some programs write dates. */
static void value_date(struct xlsx *x) {
    x->flags |= CELL_DATE_SERIAL;
    char *p = value_text(x), *t = strchr(p, 'T');
    if (t == NULL) return;
    size_t day = (size_t)(t - p);
    if (strncmp(t + 1, "00:00:00", 8) == 0)
        x->value.n = day;
    else
        *t = ' ';
}

/* Unescaped, without controls, at most cell_bytes, trimmed. */
static struct str clean_value(struct xlsx *x) {
    char *p = value_text(x);
    size_t n = x->value.n, to = 0;
    bool text = x->type == VALUE_SHARED || x->type == VALUE_TEXT;
    if (text && memchr(p, '_', n) != NULL) n = xlsx_unescape(p, n);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if (c == 0)
            x->flags |= CELL_NUL;
        else if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
            x->flags |= CELL_CONTROL;
        else
            p[to++] = p[i];
    }
    if (to > x->in.limits.cell_bytes) {
        x->flags |= CELL_TOO_LONG;
        to = x->in.limits.cell_bytes;
        while (to > 0 && ((unsigned char)p[to] & 0xc0) == 0x80)
            to--;
    }
    struct str s = {p, to};
    if (str_find_str(s, STR_LIT("\xef\xbf\xbd")) != SIZE_MAX) x->flags |= CELL_BAD_ENCODING;
    return str_trim(s);
}

static void keep_cell(struct xlsx *x, struct str text) {
    if (x->column >= x->in.limits.columns) {
        if (text.n > 0) x->row_flags |= ROW_TOO_LONG;
        return;
    }
    for (; x->count <= x->column; x->count++) {
        x->cells[x->count] = (struct cell){.text = {"", 0}};
        x->at[x->count] = 0;
    }
    struct cell *cell = &x->cells[x->column];
    if (cell->text.n > 0 || cell->flags != 0) {
        cell->flags |= CELL_TWICE;
        return;
    }
    x->at[x->column] = x->text.n;
    cell->text.n = text.n;
    cell->flags = x->flags;
    buf_putstr(&x->text, text);
    if (x->text.failed) xlsx_part_fail(&x->part, ERR_INTAKE_RECORD);
}

static void cell_end(struct xlsx *x) {
    x->in_cell = false;
    if (!x->has_value || x->value.n == 0) {
        if (x->flags & CELL_FORMULA && x->type != VALUE_TEXT) x->flags |= CELL_NO_VALUE;
        if (x->flags & CELL_NO_VALUE) keep_cell(x, (struct str){"", 0});
        return;
    }
    switch (x->type) {
    case VALUE_NUMBER: value_number(x); break;
    case VALUE_SHARED: value_shared(x); break;
    case VALUE_TEXT: break;
    case VALUE_DATE: value_date(x); break;
    case VALUE_ERROR: x->flags |= CELL_ERROR; break;
    case VALUE_BOOLEAN:
        x->flags |= CELL_BOOLEAN;
        replace_value(x, str_is(str_trim(str_of(value_text(x))), "1") ? "TRUE" : "FALSE");
        break;
    }
    if (x->part.failed != OK || x->value.n == 0) return;
    keep_cell(x, clean_value(x));
}

/* --- the sheet --- */

static void row_start(struct xlsx *x, const char **attributes) {
    const char *number = xlsx_attribute(attributes, "r");
    x->row = x->last_row + 1;
    bool fine = number == NULL || num_i64(str_of(number), x->last_row + 1, 1048576, &x->row);
    x->last_row = x->row;
    x->row_flags = 0;
    x->count = 0;
    x->next_column = 0;
    buf_reset(&x->text);
    if (!fine) xlsx_part_fail(&x->part, ERR_INTAKE_XLSX);
}

static void sheet_start(void *arg, const char *name, const char **attributes) {
    struct xlsx *x = arg;
    if (strcmp(name, "c") == 0 && !x->in_cell) {
        cell_start(x, attributes);
    } else if (strcmp(name, "row") == 0 && !x->in_cell) {
        row_start(x, attributes);
    } else if (x->in_cell) {
        if (strcmp(name, "v") == 0)
            x->in_value = x->has_value = true;
        else if (strcmp(name, "f") == 0)
            x->flags |= CELL_FORMULA;
        else if (strcmp(name, "is") == 0)
            x->inline_depth++;
        else if (strcmp(name, "rPh") == 0)
            x->phonetic++;
        else if (strcmp(name, "t") == 0 && x->inline_depth > 0 && x->phonetic == 0)
            x->in_value = x->has_value = true;
    }
}

static void sheet_end(void *arg, const char *name) {
    struct xlsx *x = arg;
    if (strcmp(name, "c") == 0 && x->in_cell) {
        cell_end(x);
    } else if (strcmp(name, "row") == 0) {
        xlsx_part_pause(&x->part);
    } else if (x->in_cell) {
        if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
            x->in_value = false;
        else if (strcmp(name, "rPh") == 0)
            x->phonetic--;
        else if (strcmp(name, "is") == 0)
            x->inline_depth--;
    }
}

static void sheet_text(void *arg, const char *p, int n) {
    struct xlsx *x = arg;
    if (x->in_value) xlsx_put_text(&x->value, p, n);
}

static enum err sheet_open(struct ctx *ctx, struct xlsx *x) {
    x->part =
        (struct xlsx_part){.start = sheet_start, .end = sheet_end, .text = sheet_text, .arg = x};
    x->last_row = 0;
    x->in_cell = x->in_value = false;
    enum err e = xlsx_part_open(ctx, x->book.zip, x->part_name, &x->in.limits, &x->part);
    return e == ERR_NOT_FOUND ? fail(ctx, ERR_INTAKE_XLSX, NULL) : e;
}

static enum err xlsx_next(struct ctx *ctx, void *self, struct record *r) {
    struct xlsx *x = self;
    *r = (struct record){.end = true};
    if (x->part.at_end) return OK;
    x->ctx = ctx;
    enum err e = xlsx_part_run(ctx, &x->part);
    if (e == ERR_INTAKE_RECORD) return fail(ctx, e, "第%lld行过长，未予读取", (long long)x->row);
    if (e != OK || x->part.at_end) return e;
    for (size_t i = 0; i < x->count; i++)
        x->cells[i].text.p = x->cells[i].text.n == 0 ? "" : x->text.p + x->at[i];
    *r = (struct record){.number = x->row,
                         .offset = -1,
                         .bytes = -1,
                         .flags = x->row_flags,
                         .count = x->count,
                         .cells = x->cells};
    return OK;
}

static enum err xlsx_rewind(struct ctx *ctx, void *self) {
    struct xlsx *x = self;
    xlsx_part_close(&x->part);
    return sheet_open(ctx, x);
}

static void xlsx_close(void *self) {
    struct xlsx *x = self;
    xlsx_part_close(&x->part);
    xlsx_book_close(&x->book);
    buf_free(&x->text);
    buf_free(&x->value);
}

/* --- opening --- */

/* The version in the hidden sheet of our templates; a sheet that cannot be read has none. */
static enum err read_version(struct ctx *ctx, struct xlsx *x) {
    const struct xlsx_sheet_entry *s = x->book.sheets;
    while (s != NULL && strcmp(s->name, TEMPLATE_SHEET) != 0)
        s = s->next;
    if (s == NULL) return OK;
    x->part_name = xlsx_book_sheet_part(&x->book, s);
    if (x->part_name == NULL) return OK;
    struct record r;
    enum err e = sheet_open(ctx, x);
    if (e == OK) e = xlsx_next(ctx, x, &r);
    if (e == OK && !r.end && r.count >= 2 && str_is(r.cells[0].text, TEMPLATE_MARK))
        x->in.info->template_version = arena_str(x->in.arena, r.cells[1].text);
    xlsx_part_close(&x->part);
    return e;
}

static enum err choose_sheet(struct ctx *ctx, struct xlsx *x) {
    const char *wanted = x->in.options->sheet;
    for (const struct xlsx_sheet_entry *s = x->book.sheets; s != NULL; s = s->next) {
        bool right = wanted == NULL ? !s->hidden : strcmp(s->name, wanted) == 0;
        x->part_name = right ? xlsx_book_sheet_part(&x->book, s) : NULL;
        if (x->part_name == NULL) continue;
        x->in.info->sheet = s->name;
        return sheet_open(ctx, x);
    }
    if (wanted == NULL) return fail(ctx, ERR_INTAKE_EMPTY, "文件中没有可读取的工作表");
    return fail(ctx, ERR_INTAKE_SHEET, "文件中没有名为“%s”的工作表", wanted);
}

enum err xlsx_open(struct ctx *ctx, const struct reader_input *in, struct reader *reader_r) {
    struct xlsx *x = ARENA_NEW(in->arena, struct xlsx);
    x->in = *in;
    x->cells = ARENA_ARRAY(in->arena, in->limits.columns, struct cell);
    x->at = ARENA_ARRAY(in->arena, in->limits.columns, size_t);
    buf_init(&x->text, in->limits.record_bytes);
    buf_init(&x->value, in->limits.cell_bytes + 8);
    *reader_r = (struct reader){xlsx_next, xlsx_rewind, xlsx_close, x};
    enum err e = xlsx_book_open(ctx, &x->in, &x->book);
    x->in.info->epoch_1904 = x->book.epoch_1904;
    if (e == OK) e = read_version(ctx, x);
    if (e == OK) e = choose_sheet(ctx, x);
    if (e != OK) xlsx_close(x);
    return e;
}
