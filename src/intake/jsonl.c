/* JSON lines: one flat object a line.
 *
 * Not base/json.h: there a line with one bad value is no JSON at all, and numbers are integers.
 * Here every value is a cell of its own with its own flaws, numbers keep the digits they were
 * written with, and nothing is built in memory. What RFC 8259 refuses in the structure (not in a
 * value) breaks the line. */
#include <string.h>

#include "base/bug.h"
#include "base/utf8.h"
#include "intake/reader.h"
#include "intake/textin.h"

enum { DEPTH = 32, ROUNDED_DIGITS = 15 };

struct jsonl {
    struct reader_input in;
    struct textin text;
    struct cell *cells;
    bool *given; /* in this line, by column */
    int64_t number;
};

struct cursor {
    const char *p, *end;
};

static void skip_blank(struct cursor *c) {
    while (c->p < c->end && (*c->p == ' ' || *c->p == '\t' || *c->p == '\r' || *c->p == '\n'))
        c->p++;
}

static bool take(struct cursor *c, char what) {
    if (c->p == c->end || *c->p != what) return false;
    c->p++;
    return true;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static int32_t hex4(struct cursor *c) {
    if (c->end - c->p < 4) return -1;
    int32_t v = 0;
    for (int i = 0; i < 4; i++) {
        int d = hex_digit(c->p[i]);
        if (d < 0) return -1;
        v = v * 16 + d;
    }
    c->p += 4;
    return v;
}

/* \uXXXX with its second half, behind the u; a half alone is damage. False when malformed. */
static bool read_unicode(struct cursor *c, char **to, uint32_t *flags) {
    int32_t cp = hex4(c);
    if (cp < 0) return false;
    if (cp >= 0xd800 && cp <= 0xdbff && c->end - c->p >= 6 && c->p[0] == '\\' && c->p[1] == 'u') {
        struct cursor second = {c->p + 2, c->end};
        int32_t low = hex4(&second);
        if (low >= 0xdc00 && low <= 0xdfff) {
            cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
            c->p = second.p;
        }
    }
    if (cp >= 0xd800 && cp <= 0xdfff) {
        *flags |= CELL_BAD_ENCODING;
        cp = 0xfffd;
    }
    *to += utf8_put(cp, *to);
    return true;
}

/* A string from its opening quote on. Without escapes it is a view of the line, else it stands in
 * the scratch. False when it is not closed or has an escape that JSON does not know. */
static bool read_string(struct textin *t, struct cursor *c, struct str *out_r, uint32_t *flags) {
    if (!take(c, '"')) return false;
    const char *from = c->p;
    while (c->p < c->end && *c->p != '"' && *c->p != '\\')
        c->p++;
    if (c->p == c->end) return false;
    if (*c->p == '"') {
        *out_r = (struct str){from, (size_t)(c->p++ - from)};
        return true;
    }
    char *room = textin_room(t), *to = room;
    memcpy(to, from, (size_t)(c->p - from));
    to += c->p - from;
    while (c->p < c->end && *c->p != '"') {
        if (*c->p != '\\') {
            *to++ = *c->p++;
            continue;
        }
        if (++c->p == c->end) return false;
        static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
        char name = *c->p++;
        const char *at = name == '\0' ? NULL : strchr(names, name);
        if (at != NULL)
            *to++ = values[at - names];
        else if (name != 'u' || !read_unicode(c, &to, flags))
            return false;
    }
    if (!take(c, '"')) return false;
    textin_use(t, (size_t)(to - room));
    *out_r = (struct str){room, (size_t)(to - room)};
    return true;
}

/* As RFC 8259 writes a number; the digits stay as they are. */
static bool read_number(struct cursor *c, struct str *out_r, uint32_t *flags) {
    const char *from = c->p;
    size_t digits = 0;
    take(c, '-');
    const char *whole = c->p;
    for (; c->p < c->end && *c->p >= '0' && *c->p <= '9'; c->p++)
        digits++;
    if (digits == 0 || (*whole == '0' && digits > 1)) return false;
    if (take(c, '.')) {
        const char *fraction = c->p;
        for (; c->p < c->end && *c->p >= '0' && *c->p <= '9'; c->p++)
            digits++;
        if (c->p == fraction) return false;
    }
    *flags |= CELL_FLOAT;
    if (c->p < c->end && (*c->p == 'e' || *c->p == 'E')) {
        c->p++;
        if (!take(c, '+')) take(c, '-');
        const char *exponent = c->p;
        while (c->p < c->end && *c->p >= '0' && *c->p <= '9')
            c->p++;
        if (c->p == exponent) return false;
        *flags |= CELL_IMPRECISE;
    }
    if (digits > ROUNDED_DIGITS) *flags |= CELL_IMPRECISE;
    *out_r = (struct str){from, (size_t)(c->p - from)};
    return true;
}

/* Steps over an object or array; *deep_r when it is nested too deep to follow. */
static bool skip_nested(struct cursor *c, bool *deep_r) {
    char open[DEPTH];
    int depth = 0;
    do {
        if (c->p == c->end) return false;
        char at = *c->p++;
        if (at == '{' || at == '[') {
            if (depth == DEPTH) {
                *deep_r = true;
                return false;
            }
            open[depth++] = at;
        } else if (at == '}' || at == ']') {
            if (open[--depth] != (at == '}' ? '{' : '[')) return false;
        } else if (at == '"') {
            while (c->p < c->end && *c->p != '"')
                c->p += *c->p == '\\' && c->p + 1 < c->end ? 2 : 1;
            if (!take(c, '"')) return false;
        }
    } while (depth > 0);
    return true;
}

static bool take_word(struct cursor *c, const char *word) {
    size_t n = strlen(word);
    if ((size_t)(c->end - c->p) < n || memcmp(c->p, word, n) != 0) return false;
    c->p += n;
    return true;
}

static bool read_value(struct textin *t, struct cursor *c, struct str *out_r, uint32_t *flags,
                       bool *deep_r) {
    *out_r = (struct str){"", 0};
    if (c->p == c->end) return false;
    const char *from = c->p;
    switch (*c->p) {
    case '"': return read_string(t, c, out_r, flags);
    case '{':
    case '[': *flags |= CELL_NESTED; return skip_nested(c, deep_r);
    case 'n': *flags |= CELL_NULL; return take_word(c, "null");
    case 't':
    case 'f':
        *flags |= CELL_BOOLEAN;
        if (!take_word(c, "true") && !take_word(c, "false")) return false;
        *out_r = (struct str){from, (size_t)(c->p - from)};
        return true;
    default: return read_number(c, out_r, flags);
    }
}

static void look(struct str s, bool *high_r, bool *control_r) {
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x80) *high_r = true;
        if (c < 0x20 || c == 0x7f) *control_r = true;
    }
}

static enum err to_cell(struct ctx *ctx, struct jsonl *j, struct str raw, struct cell *cell) {
    bool high = false, control = false;
    look(raw, &high, &control);
    return textin_cell(ctx, &j->text, raw, high, control, cell);
}

/* The column of a key; a new key becomes a new column. -1 when there are too many. */
static int column_of(struct jsonl *j, const struct cell *key, size_t guess) {
    struct source_head *head = j->in.head;
    if (guess < head->count && str_eq(head->names[guess], key->text)) return (int)guess;
    for (size_t i = 0; i < head->count; i++)
        if (str_eq(head->names[i], key->text)) return (int)i;
    if (head->count == j->in.limits.columns) return -1;
    j->in.names[head->count] = (struct str){arena_str(j->in.arena, key->text), key->text.n};
    j->in.name_flags[head->count] = key->flags;
    j->cells[head->count] = (struct cell){.text = {"", 0}};
    j->given[head->count] = false;
    return (int)head->count++;
}

static enum err read_member(struct ctx *ctx, struct jsonl *j, struct cursor *c, int *last,
                            uint32_t *row_flags, bool *ok_r) {
    struct str raw;
    struct cell key = {.flags = 0}, value = {.flags = 0};
    bool deep = false;
    *ok_r = false;
    if (!read_string(&j->text, c, &raw, &key.flags)) return OK;
    enum err e = to_cell(ctx, j, raw, &key);
    if (e != OK) return e;
    skip_blank(c);
    if (!take(c, ':')) return OK;
    skip_blank(c);
    if (!read_value(&j->text, c, &raw, &value.flags, &deep)) {
        if (deep) *row_flags |= ROW_TOO_LONG;
        return OK;
    }
    if ((e = to_cell(ctx, j, raw, &value)) != OK) return e;
    *ok_r = true;
    int column = column_of(j, &key, (size_t)(*last + 1));
    if (column < 0) {
        *row_flags |= ROW_TOO_LONG;
        return OK;
    }
    *last = column;
    if (j->given[column])
        j->cells[column].flags |= CELL_TWICE;
    else
        j->cells[column] = value;
    j->given[column] = true;
    return OK;
}

static enum err read_object(struct ctx *ctx, struct jsonl *j, struct cursor *c, uint32_t *flags,
                            bool *ok_r) {
    *ok_r = false;
    if (!take(c, '{')) return OK;
    skip_blank(c);
    int last = -1;
    bool ok = true;
    if (!take(c, '}')) {
        for (;;) {
            skip_blank(c);
            enum err e = read_member(ctx, j, c, &last, flags, &ok);
            if (e != OK || !ok) return e;
            skip_blank(c);
            if (take(c, '}')) break;
            if (!take(c, ',')) return OK;
        }
    }
    skip_blank(c);
    *ok_r = c->p == c->end;
    return OK;
}

/* The line at the front of the window without its end; *bytes_r with it, 0 at the end of file. */
static enum err next_line(struct ctx *ctx, struct jsonl *j, struct str *line_r, size_t *bytes_r,
                          bool *ended_r) {
    struct textin *t = &j->text;
    bool full = false;
    for (size_t seen = 0;;) {
        size_t have = t->end - t->start;
        const char *from = t->buf + t->start;
        const char *nl = have == seen ? NULL : memchr(from + seen, '\n', have - seen);
        if (nl != NULL || t->eof) {
            size_t n = nl != NULL ? (size_t)(nl - from) : have;
            *line_r = (struct str){from, n};
            *bytes_r = n + (nl != NULL);
            *ended_r = nl != NULL;
            return OK;
        }
        if (full)
            return fail(ctx, ERR_INTAKE_RECORD, "第%lld行过长，未予读取", (long long)j->number + 1);
        seen = have;
        enum err e = textin_more(ctx, t, &full);
        if (e != OK) return e;
    }
}

/* A character of GB18030 can contain a brace or backslash as a byte: the whole line is converted
 * before it is taken apart. */
static struct str convert_line(struct textin *t, struct str line) {
    if (t->encoding != ENCODING_GB18030 || encoding_is_utf8_inside(line)) return line;
    bool bad = false;
    char *room = textin_room(t);
    size_t n = gb18030_to_utf8(t->gb, line, room, &bad);
    textin_use(t, n);
    return (struct str){room, n}; /* what was bad is U+FFFD now, and its cell will say so */
}

static enum err jsonl_next(struct ctx *ctx, void *self, struct record *r) {
    struct jsonl *j = self;
    struct textin *t = &j->text;
    struct str line = {"", 0};
    size_t bytes = 0;
    bool ended = false;
    enum err e = next_line(ctx, j, &line, &bytes, &ended);
    if (e != OK) return e;
    if (bytes == 0) {
        *r = (struct record){.end = true};
        return OK;
    }
    j->number++;
    textin_begin(t, 3 * bytes); /* converted, unescaped and repaired */
    for (size_t i = 0; i < j->in.head->count; i++) {
        j->cells[i] = (struct cell){.text = {"", 0}};
        j->given[i] = false;
    }
    uint32_t flags = 0;
    bool ok = true, high = false, control = false;
    look(line, &high, &control);
    if (high && (e = textin_settle(ctx, t)) != OK) return e;
    enum source_encoding encoding = t->encoding;
    struct str text = convert_line(t, line);
    /* Cells are UTF-8 from here on, whatever the file is in. */
    if (text.p != line.p) t->encoding = ENCODING_UTF8;
    struct cursor c = {text.p, text.p + text.n};
    skip_blank(&c);
    if (c.p < c.end) e = read_object(ctx, j, &c, &flags, &ok);
    if (text.p != line.p) t->encoding = encoding;
    if (e != OK) return e;
    if (!ok) flags |= ended ? ROW_BROKEN : ROW_CUT_OFF;
    bool whole = t->encoding != ENCODING_UTF16LE && t->encoding != ENCODING_UTF16BE;
    *r = (struct record){.number = j->number,
                         .line = j->number,
                         .offset = whole ? t->base : -1,
                         .bytes = whole ? (int64_t)bytes : -1,
                         .flags = flags,
                         .count = j->in.head->count,
                         .cells = j->cells};
    textin_take(t, bytes);
    return OK;
}

static enum err jsonl_rewind(struct ctx *ctx, void *self) {
    struct jsonl *j = self;
    j->number = 0;
    return textin_rewind(ctx, &j->text);
}

static void jsonl_close(void *self) {
    struct jsonl *j = self;
    textin_close(&j->text);
}

enum err jsonl_open(struct ctx *ctx, const struct reader_input *in, struct reader *reader_r) {
    struct jsonl *j = ARENA_NEW(in->arena, struct jsonl);
    j->in = *in;
    j->cells = ARENA_ARRAY(in->arena, in->limits.columns, struct cell);
    j->given = ARENA_ARRAY(in->arena, in->limits.columns, bool);
    *reader_r = (struct reader){jsonl_next, jsonl_rewind, jsonl_close, j};
    enum err e = textin_open(ctx, &j->text, &j->in);
    if (e != OK) jsonl_close(j);
    return e;
}
