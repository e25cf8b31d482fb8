/* CSV as departments write it: RFC 4180, other delimiters, all line ends, and quotes that do not
 * pair.
 *
 * Delimiters, quotes and line ends are ASCII and never the second byte of a GB18030 character, so
 * a record is taken apart as bytes and its cells are converted afterwards.
 *
 * A quote that is never closed would swallow the rest of the file. When a quoted cell that runs
 * over several lines turns out to be malformed (text after its closing quote, no end within the
 * limit or the file), the record is cut at the first line end inside that cell and flagged, and
 * reading goes on with the next line: one broken row costs one row. */
#include <string.h>

#include "intake/reader.h"
#include "intake/text.h"
#include "intake/textin.h"

enum { STOP = 1, HIGH = 2, CONTROL = 4, QUOTE = 8 };

struct span {
    size_t at, n; /* within the record; without the quotes */
    unsigned char seen;
    bool quoted, bad, doubled;
};

struct csv {
    struct reader_input in;
    struct textin text;
    unsigned char class[256]; /* STOP: ends an unquoted cell */
    char delimiter;
    bool cr_ends; /* a CR alone ends a line: only in files without LF */
    int64_t number, line;
    struct span *spans;
    struct cell *cells;
};

enum parsed { PARSED, NEED_MORE, NEVER_CLOSED };

struct shape {
    size_t bytes; /* of the record with its line end */
    size_t lines, cells;
    bool too_many;
    bool broken, cut_off;
};

/* Bytes of the line end at p, 0 when there is none; *more_r when that cannot be told yet. */
static size_t line_end(const struct csv *c, const char *p, const char *end, bool eof,
                       bool *more_r) {
    if (p == end) return 0;
    if (*p == '\n') return 1;
    if (*p != '\r') return 0;
    if (p + 1 == end && !eof) {
        *more_r = true;
        return 0;
    }
    if (p + 1 < end && p[1] == '\n') return 2;
    return c->cr_ends ? 1 : 0;
}

static size_t count_lines(const struct csv *c, const char *p, size_t n) {
    char mark = c->cr_ends ? '\r' : '\n';
    size_t lines = 0;
    for (const char *at = p; (at = memchr(at, mark, n - (size_t)(at - p))) != NULL; at++)
        lines++;
    return lines;
}

/* The unquoted rest of a cell from p on: up to a delimiter, a line end or the end. */
static const char *scan_plain(const struct csv *c, const char *p, const char *end,
                              unsigned char *seen) {
    unsigned char all = 0;
    for (; p < end; p++) {
        unsigned char k = c->class[(unsigned char)*p];
        if (k & STOP) {
            /* A CR that ends no line is part of the text. */
            if (*p != '\r' || c->cr_ends || p + 1 == end || p[1] == '\n') break;
        }
        all |= k;
    }
    *seen |= all;
    return p;
}

/* The end of the quoted text that begins at p (behind the quote): its closing quote, or end. */
static const char *scan_quoted(const char *p, const char *end, bool *doubled) {
    for (;;) {
        const char *q = memchr(p, '"', (size_t)(end - p));
        if (q == NULL) return end;
        if (q + 1 == end || q[1] != '"') return q;
        *doubled = true;
        p = q + 2;
    }
}

static unsigned char look(const struct csv *c, const char *p, size_t n) {
    unsigned char all = 0;
    for (size_t i = 0; i < n; i++)
        all |= c->class[(unsigned char)p[i]];
    return all;
}

/* Cuts a malformed quoted cell at its first line end; false when it is all on one line. */
static bool cut_cell(const struct csv *c, const char *text, const char *end, struct span *span,
                     size_t at, const char **next_r) {
    for (const char *p = text; p < end; p++) {
        bool more = false;
        size_t n = line_end(c, p, end, true, &more);
        if (n == 0) continue;
        span->at = at;
        span->n = (size_t)(p - text);
        span->bad = span->quoted = true;
        span->doubled = false;
        *next_r = p + n;
        return true;
    }
    return false;
}

/* One quoted cell that begins with the quote at p. Sets *p_r to what follows it; shape->broken when
 * the record ends with it because it was cut. */
static enum parsed parse_quoted(const struct csv *c, const char *record, const char **p_r,
                                const char *end, bool eof, bool full, struct span *span,
                                struct shape *shape) {
    const char *text = *p_r + 1, *next;
    size_t at = (size_t)(text - record);
    bool doubled = false;
    const char *close = scan_quoted(text, end, &doubled);
    *span =
        (struct span){.at = at, .n = (size_t)(close - text), .quoted = true, .doubled = doubled};

    if (close == end || close + 1 == end) {
        if (!eof && !full) return NEED_MORE;
        if (close == end) { /* never closed */
            if (cut_cell(c, text, end, span, at, &next)) {
                shape->broken = true;
                *p_r = next;
                return PARSED;
            }
            if (!eof) return NEVER_CLOSED;
            span->bad = true;
            shape->cut_off = true;
            *p_r = end;
            return PARSED;
        }
        if (!eof) return NEVER_CLOSED;
    }
    const char *p = close + 1;
    while (p < end && *p == ' ')
        p++;
    if (p == end && !eof) return full ? NEVER_CLOSED : NEED_MORE;
    if (p == end || *p == c->delimiter || *p == '\n' || *p == '\r') {
        *p_r = p;
        return PARSED;
    }
    /* Text after the closing quote. */
    if (cut_cell(c, text, close, span, at, &next)) {
        shape->broken = true;
        *p_r = next;
        return PARSED;
    }
    p = scan_plain(c, p, end, &span->seen);
    if (p == end && !eof) return full ? NEVER_CLOSED : NEED_MORE;
    span->at = at - 1; /* with its quotes, as it stands there */
    span->n = (size_t)(p - record) - span->at;
    span->bad = true;
    span->quoted = span->doubled = false;
    *p_r = p;
    return PARSED;
}

/* The record at the start of [record, end). full: no more will be read although there is more. */
static enum parsed parse(struct csv *c, const char *record, const char *end, bool eof, bool full,
                         struct shape *shape_r) {
    struct shape s = {.lines = 1};
    const char *p = record;
    for (;;) {
        struct span extra = {0},
                    *span = s.cells < c->in.limits.columns ? &c->spans[s.cells] : &extra;
        if (p < end && *p == '"') {
            enum parsed result = parse_quoted(c, record, &p, end, eof, full, span, &s);
            if (result != PARSED) return result;
            const char *text = record + span->at;
            span->seen |= look(c, text, span->n);
            s.lines += count_lines(c, text, span->n);
        } else {
            *span = (struct span){.at = (size_t)(p - record)};
            p = scan_plain(c, p, end, &span->seen);
            if (p == end && !eof) return full ? NEVER_CLOSED : NEED_MORE;
            span->n = (size_t)(p - record) - span->at;
        }
        if (span == &extra)
            s.too_many = true;
        else
            s.cells++;
        if (s.broken || p == end) break;
        if (*p == c->delimiter) {
            p++;
            continue;
        }
        bool more = false;
        size_t n = line_end(c, p, end, eof, &more);
        if (more) return full ? NEVER_CLOSED : NEED_MORE;
        p += n == 0 ? 1 : n; /* a CR alone behind a quoted cell, or as the last byte */
        break;
    }
    s.bytes = (size_t)(p - record);
    *shape_r = s;
    return PARSED;
}

/* "" inside quotes is one quote. */
static struct str undouble(struct textin *t, struct str raw) {
    char *room = textin_room(t);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        room[n++] = raw.p[i];
        if (raw.p[i] == '"' && i + 1 < raw.n && raw.p[i + 1] == '"') i++;
    }
    textin_use(t, n);
    return (struct str){room, n};
}

/* Our own writer puts an apostrophe before what a spreadsheet would calculate. */
static void undefuse(struct cell *cell) {
    if (cell->text.n < 2 || cell->text.p[0] != '\'') return;
    if (strchr("=+-@\t\r", cell->text.p[1]) == NULL) return;
    cell->text.p++;
    cell->text.n--;
    cell->flags |= CELL_DEFUSED;
}

static enum err make_cells(struct ctx *ctx, struct csv *c, const char *record, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct span *span = &c->spans[i];
        struct cell *cell = &c->cells[i];
        struct str raw = {record + span->at, span->n};
        cell->flags = span->bad ? CELL_BAD_QUOTES : 0;
        if (span->doubled) raw = undouble(&c->text, raw);
        enum err e = textin_cell(ctx, &c->text, raw, (span->seen & HIGH) != 0,
                                 (span->seen & CONTROL) != 0, cell);
        if (e != OK) return e;
        if (cell->text.n == 0) continue;
        if (cell->text.p[0] == '\'')
            undefuse(cell);
        else if (text_is_scientific(cell->text))
            cell->flags |= CELL_IMPRECISE;
    }
    return OK;
}

static enum err csv_next(struct ctx *ctx, void *self, struct record *r) {
    struct csv *c = self;
    struct textin *t = &c->text;
    struct shape shape;
    bool full = false;
    for (;;) {
        const char *from = t->buf + t->start, *end = t->buf + t->end;
        if (from == end && t->eof) {
            *r = (struct record){.end = true};
            return OK;
        }
        enum parsed result = from == end ? NEED_MORE : parse(c, from, end, t->eof, full, &shape);
        if (result == PARSED) break;
        if (result == NEVER_CLOSED)
            return fail(ctx, ERR_INTAKE_RECORD, "第%lld行过长，未予读取，请检查换行和引号",
                        (long long)c->number + 1);
        enum err e = textin_more(ctx, t, &full);
        if (e != OK) return e;
    }
    textin_begin(t, shape.bytes);
    enum err e = make_cells(ctx, c, t->buf + t->start, shape.cells);
    if (e != OK) return e;
    bool whole = t->encoding != ENCODING_UTF16LE && t->encoding != ENCODING_UTF16BE;
    *r = (struct record){.number = ++c->number,
                         .line = c->line,
                         .offset = whole ? t->base : -1,
                         .bytes = whole ? (int64_t)shape.bytes : -1,
                         .flags = (shape.too_many ? ROW_TOO_LONG : 0) |
                                  (shape.broken ? ROW_BROKEN : 0) |
                                  (shape.cut_off ? ROW_CUT_OFF : 0),
                         .count = shape.cells,
                         .cells = c->cells};
    c->line += (int64_t)shape.lines;
    textin_take(t, shape.bytes); /* the bytes stay where they are until the next read */
    return OK;
}

/* --- the delimiter --- */

/* How often d stands outside quotes in the line at p; *line_r is its length with the line end. */
static size_t count_in_line(const char *p, size_t n, char d, size_t *line_r) {
    bool quoted = false;
    size_t count = 0, i = 0;
    for (; i < n; i++) {
        if (p[i] == '"') quoted = !quoted;
        if (quoted) continue;
        if (p[i] == d) count++;
        if (p[i] == '\n' || p[i] == '\r') break;
    }
    *line_r = i < n ? i + 1 : n;
    return count;
}

/* The one that gives most lines of the start the same number of columns; comma when none does. */
static char find_delimiter(const char *p, size_t n) {
    enum { LINES = 20 };
    static const char candidates[] = {',', '\t', ';'};
    char best = ',';
    size_t best_score = 0;
    for (size_t k = 0; k < sizeof(candidates); k++) {
        size_t counts[LINES], lines = 0, line;
        for (size_t at = 0; at < n && lines < LINES; at += line) {
            size_t count = count_in_line(p + at, n - at, candidates[k], &line);
            if (line > 1) counts[lines++] = count;
        }
        for (size_t i = 0; i < lines; i++) {
            size_t same = 0;
            for (size_t j = 0; j < lines; j++)
                same += counts[j] == counts[i];
            if (counts[i] * same > best_score) {
                best_score = counts[i] * same;
                best = candidates[k];
            }
        }
    }
    return best;
}

static void set_delimiter(struct csv *c, char delimiter) {
    memset(c->class, 0, sizeof(c->class));
    for (int i = 0; i < 0x20; i++)
        c->class[i] = CONTROL;
    c->class['\t'] = c->class['\n'] = c->class['\r'] = 0;
    c->class[0x7f] = CONTROL;
    for (int i = 0x80; i < 0x100; i++)
        c->class[i] = HIGH;
    c->class['\n'] = c->class['\r'] = c->class[(unsigned char)delimiter] = STOP;
    c->delimiter = delimiter;
    c->in.info->delimiter = delimiter;
}

/* "sep=;" as first line, which spreadsheets read and do not show. */
static size_t sep_line(const char *p, size_t n, char *delimiter_r) {
    if (n < 6 || memcmp(p, "sep=", 4) != 0 || strchr(",;\t", p[4]) == NULL) return 0;
    size_t end = p[5] == '\n' ? 6 : p[5] == '\r' && n > 6 && p[6] == '\n' ? 7 : 0;
    if (end > 0) *delimiter_r = p[4];
    return end;
}

static enum err begin(struct ctx *ctx, struct csv *c) {
    struct textin *t = &c->text;
    bool full;
    enum err e = t->end == t->start ? textin_more(ctx, t, &full) : OK;
    if (e != OK) return e;
    const char *p = t->buf + t->start;
    size_t n = t->end - t->start;
    c->cr_ends = memchr(p, '\n', n) == NULL && memchr(p, '\r', n) != NULL;
    char delimiter = ',';
    size_t skip = sep_line(p, n, &delimiter);
    if (skip == 0) delimiter = find_delimiter(p, n < (32u << 10) ? n : 32u << 10);
    set_delimiter(c, delimiter);
    textin_take(t, skip);
    c->number = 0;
    c->line = skip > 0 ? 2 : 1;
    return OK;
}

static enum err csv_rewind(struct ctx *ctx, void *self) {
    struct csv *c = self;
    enum err e = textin_rewind(ctx, &c->text);
    return e != OK ? e : begin(ctx, c);
}

static void csv_close(void *self) {
    struct csv *c = self;
    textin_close(&c->text);
}

enum err csv_open(struct ctx *ctx, const struct reader_input *in, struct reader *reader_r) {
    struct csv *c = ARENA_NEW(in->arena, struct csv);
    c->in = *in;
    c->spans = ARENA_ARRAY(in->arena, in->limits.columns, struct span);
    c->cells = ARENA_ARRAY(in->arena, in->limits.columns, struct cell);
    *reader_r = (struct reader){csv_next, csv_rewind, csv_close, c};
    enum err e = textin_open(ctx, &c->text, &c->in);
    if (e == OK) e = begin(ctx, c);
    if (e != OK) csv_close(c);
    return e;
}
