#include "base/json.h"

/* Both headers name the kinds of values alike; jansson's get another name, in this file only. */
#define JSON_OBJECT JANSSON_OBJECT
#define JSON_ARRAY  JANSSON_ARRAY
#define JSON_STRING JANSSON_STRING
#define JSON_NULL   JANSSON_NULL
#include <jansson.h>
#undef JSON_OBJECT
#undef JSON_ARRAY
#undef JSON_STRING
#undef JSON_NULL

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/num.h"
#include "base/utf8.h"

static const struct json *refuse(struct json_error *error_r, int line, int column,
                                 const char *what) {
    if (error_r != NULL) {
        error_r->line = line;
        error_r->column = column;
        snprintf(error_r->what, sizeof(error_r->what), "%s", what);
    }
    return NULL;
}

/* A tree takes up to a hundred times the bytes of a text like [[],[],…: values are limited too. */
enum { VALUES_MAX = 300000 };

/* What jansson cannot be told: our depth, how many values, and that there are no numbers with a
 * fraction or an exponent (it would round them). Runs over text that may be malformed; jansson has the last word
 * on the grammar. Returns NULL when nothing is wrong. */
static const char *scan(struct str text, unsigned depth_max, int *line_r, int *column_r) {
    unsigned depth = 0;
    size_t values = 1;
    bool in_string = false, in_number = false;
    int line = 1, column = 0;
    const char *wrong = NULL;
    for (size_t i = 0; i < text.n && wrong == NULL; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c & 0xc0) != 0x80) column++;
        if (c == '\n') {
            line++;
            column = 0;
        }
        if (in_string) {
            if (c == '\\' && i + 1 < text.n && text.p[i + 1] != '\n') {
                i++;
                column++;
            } else if (c == '"') {
                in_string = false;
            }
            continue;
        }
        if (in_number && (c == '.' || c == 'e' || c == 'E'))
            wrong = "数字必须是整数，小数请写成字符串";
        in_number = c == '-' || (c >= '0' && c <= '9');
        if (c == '"') in_string = true;
        if ((c == '[' || c == '{') && ++depth > depth_max) wrong = "嵌套层数过多";
        if ((c == '[' || c == '{' || c == ',') && ++values > VALUES_MAX) wrong = "内容的项数过多";
        if ((c == ']' || c == '}') && depth > 0) depth--;
    }
    *line_r = line;
    *column_r = column;
    return wrong;
}

/* jansson's own messages quote the input, which may name people. */
static const char *sentence(enum json_error_code code) {
    switch (code) {
    case json_error_invalid_utf8: return "不是合法的 UTF-8 文字";
    case json_error_premature_end_of_input: return "内容不完整";
    case json_error_end_of_input_expected: return "结尾之后还有多余内容";
    case json_error_null_character:
    case json_error_null_byte_in_key: return "含有不允许的空字符";
    case json_error_duplicate_key: return "对象中有重复的键";
    case json_error_numeric_overflow: return "整数超出范围";
    case json_error_stack_overflow: return "嵌套层数过多";
    default: return "不符合 JSON 语法";
    }
}

static struct str copy_text(struct arena *a, const char *p, size_t n) {
    return (struct str){arena_str(a, (struct str){p, n}), n};
}

static void convert(struct arena *a, json_t *from, struct json *to);

static void convert_array(struct arena *a, json_t *from, struct json *to) {
    to->type = JSON_ARRAY;
    to->count = json_array_size(from);
    struct json *items = ARENA_ARRAY(a, to->count, struct json);
    for (size_t i = 0; i < to->count; i++)
        convert(a, json_array_get(from, i), &items[i]);
    to->items = items;
}

static void convert_object(struct arena *a, json_t *from, struct json *to) {
    to->type = JSON_OBJECT;
    to->count = json_object_size(from);
    struct json *items = ARENA_ARRAY(a, to->count, struct json);
    struct str *names = ARENA_ARRAY(a, to->count, struct str);
    size_t i = 0;
    for (void *at = json_object_iter(from); at != NULL; at = json_object_iter_next(from, at), i++) {
        names[i] = copy_text(a, json_object_iter_key(at), json_object_iter_key_len(at));
        convert(a, json_object_iter_value(at), &items[i]);
    }
    to->items = items;
    to->names = names;
}

/* Recursion is bounded by the depth that scan allowed. */
static void convert(struct arena *a, json_t *from, struct json *to) {
    switch (json_typeof(from)) {
    case JANSSON_OBJECT: convert_object(a, from, to); break;
    case JANSSON_ARRAY: convert_array(a, from, to); break;
    case JANSSON_STRING:
        to->type = JSON_STRING;
        to->text = copy_text(a, json_string_value(from), json_string_length(from));
        break;
    case JSON_INTEGER:
        to->type = JSON_INT;
        to->integer = json_integer_value(from);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        to->type = JSON_BOOL;
        to->boolean = json_typeof(from) == JSON_TRUE;
        break;
    case JANSSON_NULL: to->type = JSON_NULL; break;
    case JSON_REAL: BUG("scan lets no real number pass");
    }
}

/* Our own canonical objects of plain members, which is what records are: read in one pass over one
 * copy, where the end of each text becomes its NUL. Anything else, and anything that might be wrong, is NULL here and
 * jansson's to judge. (Reading five records of one subject spent a quarter of a query in jansson and its allocations.) */
enum { FLAT_MEMBERS = 64, FLAT_DIGITS = 18 };

struct flat {
    char *p, *end;
};

static bool flat_take(struct flat *f, char c) {
    if (f->p == f->end || *f->p != c) return false;
    f->p++;
    return true;
}

static bool flat_text(struct flat *f, struct str *text_r) {
    if (!flat_take(f, '"')) return false;
    char *start = f->p;
    f->p += buf_json_plain(f->p, (size_t)(f->end - f->p));
    if (f->p == f->end || *f->p != '"') return false;
    *text_r = (struct str){start, (size_t)(f->p - start)};
    *f->p++ = '\0';
    return true;
}

static bool flat_value(struct flat *f, struct json *v) {
    if (f->p < f->end && *f->p == '"') {
        v->type = JSON_STRING;
        return flat_text(f, &v->text);
    }
    bool minus = flat_take(f, '-');
    const char *start = f->p;
    int64_t n = 0;
    while (f->p < f->end && *f->p >= '0' && *f->p <= '9' && f->p - start < FLAT_DIGITS)
        n = n * 10 + (*f->p++ - '0');
    if (f->p == start || (*start == '0' && f->p - start > 1)) return false;
    v->type = JSON_INT;
    v->integer = minus ? -n : n;
    return true;
}

static const struct json *parse_flat(struct arena *a, struct str text) {
    if (text.n < 2 || text.p[0] != '{' || !utf8_valid(text, NULL)) return NULL;
    char *copy = arena_copy(a, text.p, text.n);
    struct flat f = {copy + 1, copy + text.n};
    struct json items[FLAT_MEMBERS];
    struct str names[FLAT_MEMBERS];
    size_t n = 0;
    do {
        if (n == FLAT_MEMBERS || !flat_text(&f, &names[n])) return NULL;
        if (n > 0 && str_cmp(names[n - 1], names[n]) >= 0) return NULL;
        items[n] = (struct json){.type = JSON_NULL};
        if (!flat_take(&f, ':') || !flat_value(&f, &items[n])) return NULL;
        n++;
    } while (flat_take(&f, ','));
    if (!flat_take(&f, '}') || f.p != f.end) return NULL;
    struct json *j = ARENA_NEW(a, struct json);
    j->type = JSON_OBJECT;
    j->count = n;
    j->items = arena_copy(a, items, n * sizeof *items);
    j->names = arena_copy(a, names, n * sizeof *names);
    return j;
}

const struct json *json_parse(struct arena *a, struct str text, struct json_limits limits,
                              struct json_error *error_r) {
    if (text.n > limits.bytes) return refuse(error_r, 1, 1, "内容超过允许的大小");
    struct arena_mark mark = arena_mark(a);
    const struct json *flat = limits.depth > 0 ? parse_flat(a, text) : NULL;
    if (flat != NULL) return flat;
    arena_release(a, mark);
    int line, column;
    const char *wrong = scan(text, limits.depth, &line, &column);
    if (wrong != NULL) return refuse(error_r, line, column, wrong);
    json_error_t error;
    json_t *tree = json_loadb(text.n == 0 ? "" : text.p, text.n,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (tree == NULL)
        return refuse(error_r, error.line < 1 ? 1 : error.line, error.column < 1 ? 1 : error.column,
                      sentence(json_error_code(&error)));
    struct json *j = ARENA_NEW(a, struct json);
    convert(a, tree, j);
    json_decref(tree);
    return j;
}

const struct json *json_get(const struct json *j, const char *name) {
    if (j == NULL || j->type != JSON_OBJECT) return NULL;
    struct str want = str_of(name);
    for (size_t i = 0; i < j->count; i++)
        if (j->names[i].n == want.n && memcmp(j->names[i].p, want.p, want.n) == 0)
            return &j->items[i];
    return NULL;
}

const char *json_get_text(const struct json *j, const char *name) {
    const struct json *member = json_get(j, name);
    return member != NULL && member->type == JSON_STRING ? member->text.p : NULL;
}

bool json_get_int(const struct json *j, const char *name, int64_t *out_r) {
    const struct json *member = json_get(j, name);
    if (member == NULL || member->type != JSON_INT) return false;
    *out_r = member->integer;
    return true;
}

void jw_init(struct json_writer *w, struct buf *buf, bool canonical) {
    *w = (struct json_writer){.buf = buf, .canonical = canonical};
}

/* The comma before an item; a member had its comma before its key. */
static void begin_value(struct json_writer *w) {
    if (w->depth == 0) return;
    int top = w->depth - 1;
    if (w->level[top].object) {
        BUG_IF(!w->keyed); /* a value without a key */
        w->keyed = false;
        return;
    }
    if (w->level[top].any) buf_putc(w->buf, ',');
    w->level[top].any = true;
}

static void open_level(struct json_writer *w, bool object) {
    begin_value(w);
    BUG_IF(w->depth >= (int)GX_COUNT(w->level));
    w->level[w->depth].object = object;
    w->level[w->depth].any = false;
    w->level[w->depth].at = 0;
    w->level[w->depth].n = 0;
    w->depth++;
    buf_putc(w->buf, object ? '{' : '[');
}

static void close_level(struct json_writer *w, bool object) {
    BUG_IF(w->depth == 0 || w->keyed || w->level[w->depth - 1].object != object);
    w->depth--;
    buf_putc(w->buf, object ? '}' : ']');
}

void jw_object(struct json_writer *w) {
    open_level(w, true);
}

void jw_object_end(struct json_writer *w) {
    close_level(w, true);
}

void jw_array(struct json_writer *w) {
    open_level(w, false);
}

void jw_array_end(struct json_writer *w) {
    close_level(w, false);
}

/* The next byte of a key as it was before it was written with escapes. */
static unsigned char unescaped(const char **p) {
    char c = *(*p)++;
    if (c != '\\') return (unsigned char)c;
    switch (c = *(*p)++) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'u': {
        uint8_t byte = 0; /* our writer spells only control characters so: \u00xx */
        num_hex((struct str){*p + 2, 2}, &byte, 1);
        *p += 4;
        return byte;
    }
    default: return (unsigned char)c;
    }
}

/* Is the key that stands at `written` before `name` in the order of bytes? */
static bool key_ascends(struct str written, struct str name) {
    const char *p = written.p, *end = written.p + written.n;
    for (size_t i = 0; i < name.n; i++) {
        if (p == end) return true;
        unsigned char before = unescaped(&p), now = (unsigned char)name.p[i];
        if (before != now) return before < now;
    }
    return false;
}

void jw_keystr(struct json_writer *w, struct str name) {
    BUG_IF(w->depth == 0 || w->keyed || !w->level[w->depth - 1].object);
    int top = w->depth - 1;
    struct buf *b = w->buf;
    if (w->level[top].any) {
        struct str last = {b->p == NULL ? NULL : b->p + w->level[top].at, w->level[top].n};
        BUG_IF(w->canonical && !b->failed && !key_ascends(last, name));
        buf_putc(b, ',');
    }
    size_t at = b->n + 1;
    buf_json_string(b, name);
    if (!b->failed) {
        w->level[top].at = at;
        w->level[top].n = b->n - 1 - at;
    }
    buf_putc(b, ':');
    w->level[top].any = true;
    w->keyed = true;
}

void jw_key(struct json_writer *w, const char *name) {
    jw_keystr(w, str_of(name));
}

void jw_null(struct json_writer *w) {
    begin_value(w);
    buf_puts(w->buf, "null");
}

void jw_bool(struct json_writer *w, bool v) {
    begin_value(w);
    buf_puts(w->buf, v ? "true" : "false");
}

void jw_int(struct json_writer *w, int64_t v) {
    begin_value(w);
    buf_int(w->buf, v);
}

void jw_str(struct json_writer *w, struct str s) {
    begin_value(w);
    buf_json_string(w->buf, s);
}

void jw_text(struct json_writer *w, const char *s) {
    if (s == NULL)
        jw_null(w);
    else
        jw_str(w, str_of(s));
}

void jw_id(struct json_writer *w, int64_t id) {
    if (id == 0) {
        jw_null(w);
        return;
    }
    begin_value(w);
    buf_putc(w->buf, '"');
    buf_int(w->buf, id);
    buf_putc(w->buf, '"');
}

struct member {
    struct str name;
    const struct json *value;
};

static int by_name(const void *a, const void *b) {
    return str_cmp(((const struct member *)a)->name, ((const struct member *)b)->name);
}

static void write_object(struct json_writer *w, const struct json *j) {
    jw_object(w);
    struct member *members = NULL;
    if (j->count > 0) {
        members = malloc(j->count * sizeof(*members));
        BUG_IF(members == NULL);
    }
    for (size_t i = 0; i < j->count; i++)
        members[i] = (struct member){j->names[i], &j->items[i]};
    if (w->canonical && j->count > 1) qsort(members, j->count, sizeof(*members), by_name);
    for (size_t i = 0; i < j->count; i++) {
        jw_keystr(w, members[i].name);
        jw_json(w, members[i].value);
    }
    free(members);
    jw_object_end(w);
}

void jw_json(struct json_writer *w, const struct json *j) {
    switch (j->type) {
    case JSON_NULL: jw_null(w); break;
    case JSON_BOOL: jw_bool(w, j->boolean); break;
    case JSON_INT: jw_int(w, j->integer); break;
    case JSON_STRING: jw_str(w, j->text); break;
    case JSON_ARRAY:
        jw_array(w);
        for (size_t i = 0; i < j->count; i++)
            jw_json(w, &j->items[i]);
        jw_array_end(w);
        break;
    case JSON_OBJECT: write_object(w, j); break;
    }
}

void jw_raw(struct json_writer *w, struct str json) {
    begin_value(w);
    buf_putstr(w->buf, json);
}

void jw_kint(struct json_writer *w, const char *name, int64_t v) {
    jw_key(w, name);
    jw_int(w, v);
}

void jw_kbool(struct json_writer *w, const char *name, bool v) {
    jw_key(w, name);
    jw_bool(w, v);
}

void jw_ktext(struct json_writer *w, const char *name, const char *s) {
    jw_key(w, name);
    jw_text(w, s);
}

void jw_kid(struct json_writer *w, const char *name, int64_t id) {
    jw_key(w, name);
    jw_id(w, id);
}
