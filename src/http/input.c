#include "http/input.h"

#include <inttypes.h>
#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "base/num.h"
#include "base/utf8.h"

enum {
    TEXT_MAX = 1000,
    COUNT_MAX = 1000,
    BYTES_MAX = 64 * 1024,
    PAIRS_MAX = 64,
    DEPTH_MAX = 8,
    WORDS_IN_RULE = 20,
};

/* One reading: where faults go (NULL: only whether there was one). */
struct reader {
    struct ctx *ctx;
    struct input_faults *faults;
    bool failed;
};

/* A field at its place, "subjects[2].number"; spelled out only when there is a fault. */
struct spot {
    const struct spot *parent;
    const struct input_field *field;
    const char *unknown; /* a name that is no field */
    size_t item;         /* counted from 1 within its parent; 0: not an item */
};

static const char *spot_path(struct arena *a, const struct spot *at) {
    if (at->item != 0) return arena_printf(a, "%s[%zu]", spot_path(a, at->parent), at->item - 1);
    const char *name = at->unknown != NULL ? at->unknown : at->field->name;
    if (at->parent == NULL) return name;
    return arena_printf(a, "%s.%s", spot_path(a, at->parent), name);
}

static const char *spot_label(struct arena *a, const struct spot *at) {
    const char *before = at->parent == NULL ? "" : spot_label(a, at->parent);
    if (at->item != 0) return arena_printf(a, "%s第%zu项", before, at->item);
    const char *name = at->unknown != NULL ? at->unknown : at->field->title;
    return arena_printf(a, "%s“%s”", before, name);
}

/* Returns false so that a check can report and answer in one statement. */
static bool fault(struct reader *r, const struct spot *at, enum err code, const char *rule,
                  const char *sentence) {
    r->failed = true;
    if (r->faults == NULL || r->faults->n == INPUT_FAULTS_MAX) return false;
    struct arena *a = r->ctx->arena;
    r->faults->v[r->faults->n++] = (struct input_fault){
        .code = code,
        .field = spot_path(a, at),
        .rule = rule,
        .detail = arena_printf(a, "%s%s", spot_label(a, at), sentence),
    };
    return false;
}

#define RULE(r, ...) arena_printf((r)->ctx->arena, __VA_ARGS__)

static int64_t limit_or(int64_t max, int64_t otherwise) {
    return max == 0 ? otherwise : max;
}

static void *member(const struct input_field *f, void *out) {
    return (char *)out + f->offset;
}

static void put_absent(const struct input_field *f, void *out) {
    void *m = member(f, out);
    switch (f->type) {
    case INPUT_TYPE_INT:
    case INPUT_TYPE_DECIMAL: *(int64_t *)m = f->absent; break;
    case INPUT_TYPE_BOOL: *(bool *)m = f->absent != 0; break;
    case INPUT_TYPE_WORD: *(int *)m = (int)f->absent; break;
    case INPUT_TYPE_DATE: *(struct date *)m = DATE_NONE; break;
    case INPUT_TYPE_INSTANT: *(struct instant *)m = INSTANT_NONE; break;
    default: break; /* the caller's zeroes: NULL, 0, empty */
    }
}

/* Characters that a reader would not see, or that would turn what he sees around. */
static bool hidden_char(int32_t cp, bool lines) {
    if (lines && (cp == '\n' || cp == '\t' || cp == '\r')) return false;
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 || cp == 0x2029 ||
           (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff;
}

/* What a limit says is written only when it was broken. */
static bool check_length(struct reader *r, const struct spot *at, int64_t n, int64_t min,
                         int64_t max, const char *unit) {
    if (n < min)
        return fault(r, at, ERR_INPUT_LENGTH, RULE(r, "min:%" PRId64, min),
                     RULE(r, "至少%" PRId64 "%s", min, unit));
    if (n > max)
        return fault(r, at, ERR_INPUT_LENGTH, RULE(r, "max:%" PRId64, max),
                     RULE(r, "最多%" PRId64 "%s", max, unit));
    return true;
}

static bool read_text(struct reader *r, const struct spot *at, struct str s, const char **text_r) {
    const struct input_field *f = at->field;
    if (s.n > 0 && str_trim(s).n == 0)
        return fault(r, at, ERR_INPUT_MISSING, "required", "不能只有空白");
    for (struct str rest = s; rest.n > 0;)
        if (hidden_char(utf8_next(&rest), f->lines))
            return fault(r, at, ERR_INPUT_FORM, "no_control",
                         f->lines ? "含有不可见的控制字符" : "含有换行或不可见的控制字符");
    int64_t min = f->type == INPUT_TYPE_TEXT ? f->min : 1;
    int64_t max = f->type == INPUT_TYPE_TEXT ? limit_or(f->max, TEXT_MAX) : TEXT_MAX;
    if (!check_length(r, at, (int64_t)utf8_count(s), min, max, "个字")) return false;
    const char *why = f->check == NULL ? NULL : f->check(s);
    if (why != NULL) return fault(r, at, ERR_INPUT_FORM, f->form, RULE(r, "：%s", why));
    *text_r = arena_str(r->ctx->arena, s);
    return true;
}

/* "12.5" at scale 2 for a sentence about an amount. */
static const char *decimal_text(struct reader *r, int64_t v, unsigned scale) {
    if (scale == 0) return RULE(r, "%" PRId64, v);
    int64_t unit = 1;
    for (unsigned i = 0; i < scale; i++)
        unit *= 10;
    int64_t whole = v / unit, part = v % unit;
    return RULE(r, "%s%" PRId64 ".%0*" PRId64, v < 0 && whole == 0 ? "-" : "", whole, (int)scale,
                part < 0 ? -part : part);
}

static bool read_number(struct reader *r, const struct spot *at, int64_t v, int64_t *out_r) {
    const struct input_field *f = at->field;
    int64_t max = f->min == 0 && f->max == 0 ? INT64_MAX : f->max;
    if (v < f->min)
        return fault(r, at, ERR_INPUT_RANGE, RULE(r, "min:%s", decimal_text(r, f->min, f->scale)),
                     RULE(r, "不能小于%s", decimal_text(r, f->min, f->scale)));
    if (v > max)
        return fault(r, at, ERR_INPUT_RANGE, RULE(r, "max:%s", decimal_text(r, max, f->scale)),
                     RULE(r, "不能大于%s", decimal_text(r, max, f->scale)));
    *out_r = v;
    return true;
}

static bool read_word(struct reader *r, const struct spot *at, struct str s, int *out_r) {
    const struct input_word *words = at->field->words;
    for (const struct input_word *w = words; w->word != NULL; w++)
        if (str_is(s, w->word)) {
            *out_r = w->value;
            return true;
        }
    struct buf rule;
    buf_init(&rule, 4096);
    buf_puts(&rule, "one_of:");
    for (size_t i = 0; i < WORDS_IN_RULE && words[i].word != NULL; i++)
        buf_printf(&rule, "%s%s", i == 0 ? "" : "|", words[i].word);
    const char *text = arena_str(r->ctx->arena, buf_finish(&rule));
    buf_free(&rule);
    return fault(r, at, ERR_INPUT_WORD, text, "不是可选的值");
}

static bool read_id(struct reader *r, const struct spot *at, struct str s, int64_t *out_r) {
    int64_t id;
    if (!id_parse(s, &id) || id <= 0) return fault(r, at, ERR_INPUT_FORM, "id", "不是有效的编号");
    *out_r = id;
    return true;
}

static bool read_bytes(struct reader *r, const struct spot *at, struct str s, struct str *out_r) {
    const struct input_field *f = at->field;
    size_t cap = s.n / 4 * 3, n = 0;
    uint8_t *bytes = arena_alloc(r->ctx->arena, cap + 1);
    if (!num_b64(s, bytes, cap, &n))
        return fault(r, at, ERR_INPUT_FORM, "base64", "不是有效的 base64 编码");
    if (!check_length(r, at, (int64_t)n, f->min, limit_or(f->max, BYTES_MAX), "字节")) return false;
    *out_r = (struct str){(const char *)bytes, n};
    return true;
}

static bool read_list_text(struct reader *r, const struct spot *at, struct str s, void *m);

/* What came as text, from a path, a query, a form or a JSON string. */
static bool read_from_text(struct reader *r, const struct spot *at, struct str s, void *m) {
    const struct input_field *f = at->field;
    switch (f->type) {
    case INPUT_TYPE_TEXT: return read_text(r, at, s, m);
    case INPUT_TYPE_WORD: return read_word(r, at, s, m);
    case INPUT_TYPE_ID: return read_id(r, at, s, m);
    case INPUT_TYPE_BYTES: return read_bytes(r, at, s, m);
    case INPUT_TYPE_DATE:
        if (date_parse(s, m)) return true;
        return fault(r, at, ERR_DATE, "date", "不是有效的日期，请使用 2026-11-22 的写法");
    case INPUT_TYPE_INSTANT:
        if (instant_parse(s, m)) return true;
        return fault(r, at, ERR_INPUT_FORM, "instant",
                     "不是有效的时间，请使用 2026-11-22T01:02:03Z 的写法");
    case INPUT_TYPE_DECIMAL: {
        int64_t v;
        if (!num_decimal(s, f->scale, &v))
            return fault(r, at, ERR_INPUT_FORM, RULE(r, "decimal:%u", f->scale),
                         RULE(r, "不是有效的数值，最多%u位小数", f->scale));
        return read_number(r, at, v, m);
    }
    case INPUT_TYPE_INT: {
        int64_t v;
        if (!num_i64(s, INT64_MIN, INT64_MAX, &v))
            return fault(r, at, ERR_INPUT_TYPE, "type:int", "须为整数");
        return read_number(r, at, v, m);
    }
    case INPUT_TYPE_BOOL:
        if (!str_is(s, "true") && !str_is(s, "false"))
            return fault(r, at, ERR_INPUT_TYPE, "type:bool", "须为 true 或 false");
        *(bool *)m = str_is(s, "true");
        return true;
    case INPUT_TYPE_IDS:
    case INPUT_TYPE_TEXTS: return read_list_text(r, at, s, m);
    default: return fault(r, at, ERR_INPUT_TYPE, "type:json", "须以 JSON 提交");
    }
}

static bool check_count(struct reader *r, const struct spot *at, size_t n) {
    const struct input_field *f = at->field;
    int64_t min = f->must && f->min == 0 ? 1 : f->min;
    return check_length(r, at, (int64_t)n, min, limit_or(f->max, COUNT_MAX), "项");
}

/* Items of IDS and TEXTS, wherever they came from. */
static bool read_items(struct reader *r, const struct spot *at, const struct str *items, size_t n,
                       void *m) {
    if (!check_count(r, at, n)) return false;
    int64_t *ids = NULL;
    const char **texts = NULL;
    if (at->field->type == INPUT_TYPE_IDS)
        ids = ARENA_ARRAY(r->ctx->arena, n, int64_t);
    else
        texts = ARENA_ARRAY(r->ctx->arena, n, const char *);
    bool fine = true;
    for (size_t i = 0; i < n; i++) {
        struct spot item = {.parent = at, .field = at->field, .item = i + 1};
        if (items[i].p == NULL)
            fine =
                fault(r, &item, ERR_INPUT_TYPE, ids != NULL ? "type:id" : "type:text", "须为文字");
        else if (ids != NULL)
            fine = read_id(r, &item, items[i], &ids[i]) && fine;
        else
            fine = read_text(r, &item, items[i], &texts[i]) && fine;
    }
    if (ids != NULL)
        *(struct input_ids *)m = (struct input_ids){ids, n};
    else
        *(struct input_texts *)m = (struct input_texts){texts, n};
    return fine;
}

/* "1,2,3" in a query. */
static bool read_list_text(struct reader *r, const struct spot *at, struct str s, void *m) {
    size_t n = 1, i = 0;
    for (size_t k = 0; k < s.n; k++)
        n += s.p[k] == ',';
    struct str *items = ARENA_ARRAY(r->ctx->arena, n, struct str), part;
    while (i < n && str_split(&s, ',', &part))
        items[i++] = part;
    return read_items(r, at, items, i, m);
}

static bool read_object(struct reader *r, const struct input_spec *spec, const struct json *body,
                        void *out, const struct spot *parent, int depth);

static bool read_from_json(struct reader *r, const struct spot *at, const struct json *j, void *m,
                           int depth);

static bool read_struct(struct reader *r, const struct spot *at, const struct json *j, void *out,
                        int depth) {
    if (j->type != JSON_OBJECT) return fault(r, at, ERR_INPUT_TYPE, "type:object", "须为一组内容");
    BUG_IF(depth >= DEPTH_MAX);
    return read_object(r, at->field->of, j, out, at, depth + 1);
}

static bool read_array(struct reader *r, const struct spot *at, const struct json *j, void *m,
                       int depth) {
    const struct input_field *f = at->field;
    if (j->type != JSON_ARRAY) return fault(r, at, ERR_INPUT_TYPE, "type:list", "须为列表");
    if (f->type != INPUT_TYPE_LIST) {
        struct str *items = ARENA_ARRAY(r->ctx->arena, j->count, struct str);
        for (size_t i = 0; i < j->count; i++)
            if (j->items[i].type == JSON_STRING) items[i] = j->items[i].text;
        return read_items(r, at, items, j->count, m);
    }
    if (!check_count(r, at, j->count)) return false;
    char *v = arena_array(r->ctx->arena, j->count, f->of->size);
    bool fine = true;
    for (size_t i = 0; i < j->count; i++) {
        struct spot item = {.parent = at, .field = f, .item = i + 1};
        fine = read_struct(r, &item, &j->items[i], v + i * f->of->size, depth) && fine;
    }
    *(struct input_list *)m = (struct input_list){v, j->count};
    return fine;
}

static bool read_from_json(struct reader *r, const struct spot *at, const struct json *j, void *m,
                           int depth) {
    switch (at->field->type) {
    case INPUT_TYPE_INT:
        if (j->type != JSON_INT) return fault(r, at, ERR_INPUT_TYPE, "type:int", "须为整数");
        return read_number(r, at, j->integer, m);
    case INPUT_TYPE_BOOL:
        if (j->type != JSON_BOOL)
            return fault(r, at, ERR_INPUT_TYPE, "type:bool", "须为 true 或 false");
        *(bool *)m = j->boolean;
        return true;
    case INPUT_TYPE_JSON: *(const struct json **)m = j; return true;
    case INPUT_TYPE_OBJECT: {
        void *out = arena_alloc(r->ctx->arena, at->field->of->size);
        *(const void **)m = out;
        return read_struct(r, at, j, out, depth);
    }
    case INPUT_TYPE_LIST:
    case INPUT_TYPE_IDS:
    case INPUT_TYPE_TEXTS: return read_array(r, at, j, m, depth);
    case INPUT_TYPE_DECIMAL:
        if (j->type == JSON_INT)
            return read_from_text(r, at, str_of(RULE(r, "%" PRId64, j->integer)), m);
        break;
    default: break;
    }
    if (j->type != JSON_STRING)
        return fault(r, at, ERR_INPUT_TYPE, "type:text", "须为文字（加引号）");
    return read_from_text(r, at, j->text, m);
}

static bool missing(struct reader *r, const struct spot *at, void *out) {
    put_absent(at->field, out);
    if (!at->field->must) return true;
    return fault(r, at, ERR_INPUT_MISSING, "required", "必须填写");
}

/* Empty text is a form's way of saying nothing. */
static bool json_absent(const struct input_field *f, const struct json *j) {
    if (j == NULL || j->type == JSON_NULL) return true;
    return f->type == INPUT_TYPE_TEXT && j->type == JSON_STRING && j->text.n == 0;
}

static const struct input_field *field_named(const struct input_spec *spec, enum input_place in,
                                             struct str name) {
    for (size_t i = 0; spec != NULL && i < spec->n; i++)
        if (spec->fields[i].in == in && str_is(name, spec->fields[i].name)) return &spec->fields[i];
    return NULL;
}

static bool unknown(struct reader *r, const struct spot *parent, struct str name) {
    /* The name is the caller's own word: shown shortened, and only when it is harmless. */
    bool plain = name.n <= 64;
    for (size_t i = 0; plain && i < name.n; i++)
        plain = (name.p[i] >= 'a' && name.p[i] <= 'z') || (name.p[i] >= 'A' && name.p[i] <= 'Z') ||
                name.p[i] == '_' || name.p[i] == '-' || name.p[i] == '.';
    const char *shown = plain ? arena_str(r->ctx->arena, name) : "?";
    struct spot at = {.parent = parent, .unknown = shown};
    return fault(r, &at, ERR_INPUT_UNKNOWN, "unknown", "不是本接口的内容");
}

static bool read_object(struct reader *r, const struct input_spec *spec, const struct json *body,
                        void *out, const struct spot *parent, int depth) {
    bool fine = true;
    for (size_t i = 0; spec != NULL && i < spec->n; i++) {
        const struct input_field *f = &spec->fields[i];
        if (f->in != IN_BODY) continue;
        struct spot at = {.parent = parent, .field = f};
        const struct json *j = json_get(body, f->name);
        if (json_absent(f, j))
            fine = missing(r, &at, out) && fine;
        else
            fine = read_from_json(r, &at, j, member(f, out), depth) && fine;
    }
    for (size_t i = 0; body != NULL && i < body->count; i++)
        if (field_named(spec, IN_BODY, body->names[i]) == NULL)
            fine = unknown(r, parent, body->names[i]);
    return fine;
}

static bool read_pairs(struct reader *r, const struct input_spec *spec, enum input_place in,
                       const struct input_pair *pairs, size_t n, void *out) {
    bool fine = true;
    for (size_t i = 0; spec != NULL && i < spec->n; i++) {
        const struct input_field *f = &spec->fields[i];
        if (f->in != in) continue;
        struct spot at = {.field = f};
        const struct input_pair *found = NULL;
        bool twice = false;
        for (size_t k = 0; k < n; k++)
            if (strcmp(pairs[k].name, f->name) == 0) {
                twice = found != NULL;
                found = &pairs[k];
            }
        if (twice)
            fine = fault(r, &at, ERR_INPUT_TWICE, "once", "给出了两次");
        else if (found == NULL || found->value[0] == '\0')
            fine = missing(r, &at, out) && fine;
        else
            fine = read_from_text(r, &at, str_of(found->value), member(f, out)) && fine;
    }
    for (size_t k = 0; k < n; k++)
        if (field_named(spec, in, str_of(pairs[k].name)) == NULL)
            fine = unknown(r, NULL, str_of(pairs[k].name));
    return fine;
}

static enum err report(struct ctx *ctx, const struct input_faults *faults) {
    const struct input_fault *f = &faults->v[0];
    return fail_field(ctx, f->code, f->field, f->rule, "%s", f->detail);
}

enum err input_read(struct ctx *ctx, const struct input_spec *spec, const struct input_source *from,
                    void *out, struct input_faults *faults_r) {
    struct reader r = {.ctx = ctx, .faults = faults_r};
    faults_r->n = 0;
    if (!read_pairs(&r, spec, IN_PATH, from->path, from->n_path, out))
        return fail(ctx, ERR_NOT_FOUND, NULL);
    bool fine = read_pairs(&r, spec, IN_QUERY, from->query, from->n_query, out);
    if (from->form != NULL)
        fine = read_pairs(&r, spec, IN_BODY, from->form, from->n_form, out) && fine;
    else
        fine = read_object(&r, spec, from->body, out, NULL, 0) && fine;
    return fine ? OK : report(ctx, faults_r);
}

enum err input_read_json(struct ctx *ctx, const struct input_spec *spec, const struct json *body,
                         void *out, struct input_faults *faults_r) {
    struct input_source from = {.body = body};
    return input_read(ctx, spec, &from, out, faults_r);
}

bool input_text_fits(struct ctx *ctx, const struct input_field *field, const char *text) {
    union {
        int64_t i;
        struct str s;
        struct input_ids list;
    } scratch = {0};
    struct reader r = {.ctx = ctx};
    struct spot at = {.field = field};
    return text[0] != '\0' && read_from_text(&r, &at, str_of(text), &scratch);
}

bool input_has_body(const struct input_spec *spec) {
    for (size_t i = 0; spec != NULL && i < spec->n; i++)
        if (spec->fields[i].in == IN_BODY) return true;
    return false;
}

char *input_decode(struct arena *a, struct str raw, bool plus) {
    char *out = arena_alloc(a, raw.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        uint8_t byte = (uint8_t)raw.p[i];
        if (byte == '%') {
            if (raw.n - i < 3 || !num_hex((struct str){raw.p + i + 1, 2}, &byte, 1)) return NULL;
            i += 2;
        } else if (byte == '+' && plus) {
            byte = ' ';
        }
        out[n++] = (char)byte;
    }
    return utf8_valid((struct str){out, n}, NULL) ? out : NULL;
}

enum err input_split_query(struct ctx *ctx, struct str raw, const struct input_pair **pairs_r,
                           size_t *n_r) {
    *n_r = 0;
    *pairs_r = NULL;
    if (raw.n == 0) return OK;
    struct input_pair *pairs = ARENA_ARRAY(ctx->arena, PAIRS_MAX, struct input_pair);
    struct str part, name;
    while (str_split(&raw, '&', &part)) {
        if (part.n == 0) continue;
        if (*n_r == PAIRS_MAX) return fail(ctx, ERR_INPUT_FORM, "查询参数过多");
        (void)str_split(&part, '=', &name);
        if (part.p == NULL) part = (struct str){"", 0};
        char *n = input_decode(ctx->arena, name, true);
        char *value = input_decode(ctx->arena, part, true);
        if (n == NULL || value == NULL)
            return fail(ctx, ERR_INPUT_FORM, "查询参数的编码不正确，请使用 UTF-8 百分号编码");
        pairs[(*n_r)++] = (struct input_pair){n, value};
    }
    *pairs_r = pairs;
    return OK;
}
