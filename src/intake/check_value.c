/* Type, length, code and number of one cell. */
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "intake/check_work.h"
#include "intake/text.h"

/* From here on an amount in ten thousand yuan looks like one in yuan. */
#define SUSPICIOUS_FEN INT64_C(1000000000000) /* a hundred million times a hundred */
#define AMOUNT_MAX     INT64_C(100000000000000000)

static void store_text(struct work *w, size_t field, struct str text) {
    w->values[field].text = (struct str){arena_str(w->a, text), text.n};
}

static void check_length(struct work *w, size_t field, struct str text) {
    const struct schema_field *f = &w->s->fields[field];
    if (!f->length || text.n <= (size_t)f->length) return; /* characters are at least a byte */
    size_t n = utf8_count(text);
    if (n > (size_t)f->length)
        work_field_flaw(w, field, FLAW_VALUE_TOO_LONG, arena_printf(w->a, "%zu", n),
                        arena_printf(w->a, "%d", f->length));
}

/* --- text --- */

static int32_t one_dot(int32_t cp) {
    return cp == 0x2022 || cp == 0x30fb || cp == 0xff0e || cp == 0x2027 ? 0xb7 : cp;
}

static bool in_a_name(int32_t cp) {
    return !(cp >= '0' && cp <= '9') && !(cp >= 0xff10 && cp <= 0xff19) && cp != '*' && cp != '?';
}

/* Names of persons: at least two characters, no digits, one kind of middle dot. */
static void check_person_name(struct work *w, size_t field, struct str text) {
    char *out = arena_alloc(w->a, text.n + 1), *to = out;
    bool good = true;
    for (struct str rest = text; rest.n;) {
        int32_t cp = utf8_next(&rest);
        if (cp < 0) break;
        good = good && in_a_name(cp);
        to += utf8_put(one_dot(cp), to);
    }
    *to = '\0';
    size_t n = utf8_count(text);
    if (n < 2 || n > 50) good = false;
    if (!good) work_field_flaw(w, field, FLAW_NAME_FORM, NULL, NULL);
    w->values[field].text = str_of(out);
}

static bool names_a_person(const struct work *w, const struct schema_field *f) {
    if (f->part == W_PART_LINKED_NAME) return true;
    return f->part == W_PART_SUBJECT_NAME && w->s->only_persons;
}

static void check_string(struct work *w, size_t field, struct str text) {
    const struct schema_field *f = &w->s->fields[field];
    check_length(w, field, text);
    if (f->type == W_TYPE_STRING && (memchr(text.p, '\n', text.n) || memchr(text.p, '\r', text.n)))
        work_field_flaw(w, field, FLAW_VALUE_CHARSET, "换行", NULL);
    if (names_a_person(w, f)) {
        check_person_name(w, field, text);
        return;
    }
    if (f->part == W_PART_SUBJECT_NAME && utf8_count(text) < 2)
        work_field_flaw(w, field, FLAW_NAME_FORM, NULL, NULL);
    store_text(w, field, text);
}

/* --- codes --- */

static const struct schema_code *find_code(const struct work *w, const struct schema_field *f,
                                           struct str text) {
    for (size_t i = 0; i < f->ncodes; i++)
        if (str_is(text, f->codes[i].text)) return &f->codes[i];
    const char *folded = head_fold(w->a, text);
    for (size_t i = 0; i < f->ncodes; i++)
        if (!strcmp(folded, f->codes[i].folded)) return &f->codes[i];
    return NULL;
}

static void check_enum(struct work *w, size_t field, struct str text) {
    const struct schema_field *f = &w->s->fields[field];
    const struct schema_code *code = find_code(w, f, text);
    if (code) {
        w->values[field].text = str_of(code->value);
        return;
    }
    if (f->codes_prefix && str_starts(text, f->codes_prefix) && text.n > strlen(f->codes_prefix)) {
        check_length(w, field, text);
        store_text(w, field, text);
        return;
    }
    work_field_flaw(w, field, FLAW_VALUE_CODE, f->codes_list ? f->codes_list : "", NULL);
}

static size_t separator(const char *p) {
    static const char *const marks[] = {";", ",", "；", "，", "、", "|", "/", "\n"};
    for (size_t i = 0; i < GX_COUNT(marks); i++) {
        size_t n = strlen(marks[i]);
        if (!strncmp(p, marks[i], n)) return n;
    }
    return 0;
}

/* The code at the beginning of the text, the longest first: some hold a separator themselves. */
static const struct schema_code *code_at(const struct schema_field *f, const char *p, size_t *n_r) {
    for (size_t i = 0; i < f->ncodes; i++) {
        size_t n = strlen(f->codes[i].folded);
        if (strncmp(p, f->codes[i].folded, n) || (p[n] && !separator(p + n))) continue;
        *n_r = n;
        return &f->codes[i];
    }
    return NULL;
}

static bool taken_already(const struct buf *b, const char *value) {
    struct str rest = {b->p, b->n}, part;
    while (str_split(&rest, ';', &part))
        if (str_is(part, value)) return true;
    return false;
}

static void put_code(struct buf *b, const char *value) {
    if (b->n && taken_already(b, value)) return;
    if (b->n) buf_putc(b, ';');
    buf_puts(b, value);
}

/* Stored as 警告;罚款, in the order of the cell, each once. */
static void check_enums(struct work *w, size_t field, struct str text) {
    const struct schema_field *f = &w->s->fields[field];
    const struct schema_code *whole = find_code(w, f, text);
    if (whole) {
        w->values[field].text = str_of(whole->value);
        return;
    }
    const char *folded = head_fold(w->a, text), *p = folded;
    const char *prefix = f->codes_prefix ? head_fold(w->a, str_of(f->codes_prefix)) : NULL;
    struct buf out;
    buf_init(&out, 4096);
    bool good = *p != '\0';
    while (*p && good) {
        size_t n = separator(p);
        if (n) {
            p += n;
            continue;
        }
        const struct schema_code *code = code_at(f, p, &n);
        if (code) {
            put_code(&out, code->value);
        } else if (prefix && !strncmp(p, prefix, strlen(prefix))) {
            for (n = strlen(prefix); p[n] && !separator(p + n);)
                n++;
            good = n > strlen(prefix);
            put_code(&out, arena_printf(w->a, "%s%.*s", f->codes_prefix, (int)(n - strlen(prefix)),
                                        p + strlen(prefix)));
        } else {
            good = false;
        }
        p += n;
    }
    struct str joined = buf_finish(&out);
    if (!good || !joined.p || !joined.n)
        work_field_flaw(w, field, FLAW_VALUE_CODE, f->codes_list ? f->codes_list : "", NULL);
    else
        store_text(w, field, joined);
    buf_free(&out);
    if (good) check_length(w, field, w->values[field].text);
}

/* --- numbers that count --- */

static bool all_digits(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n > 0;
}

/* Half-width, without a plus sign; ".5" and "1." are not numbers. */
static struct str plain_number(struct work *w, struct str text) {
    struct str s = str_of(utf8_fold(w->a, text));
    if (s.n && *s.p == '+') s = (struct str){s.p + 1, s.n - 1};
    return s;
}

static void check_integer(struct work *w, size_t field, struct str text) {
    struct value *v = &w->values[field];
    if (!num_i64(plain_number(w, text), 0, INT64_C(1) << 50, &v->integer)) {
        work_field_flaw(w, field, FLAW_VALUE_INTEGER, NULL, NULL);
        return;
    }
    v->is_integer = true;
}

/* True when only the fraction has too many digits. */
static bool too_fine(struct str s) {
    struct str rest = s, whole;
    str_split(&rest, '.', &whole);
    if (whole.n && *whole.p == '-') whole = (struct str){whole.p + 1, whole.n - 1};
    return all_digits(whole) && rest.p && all_digits(rest);
}

static bool read_amount(struct work *w, size_t field, struct str text, unsigned scale,
                        int64_t *out_r) {
    struct str s = plain_number(w, text);
    /* Zeros that say nothing: 1.5000000 */
    size_t point = str_find(s, '.');
    while (point != SIZE_MAX && s.n > point + 1 + scale && s.p[s.n - 1] == '0')
        s.n--;
    if (num_decimal(s, scale, out_r)) return true;
    if (too_fine(s))
        work_field_flaw(w, field, FLAW_VALUE_SCALE, arena_printf(w->a, "%u", scale), NULL);
    else
        work_field_flaw(w, field, FLAW_VALUE_DECIMAL, NULL, NULL);
    return false;
}

/* 万元 with six decimals and 元 with two are both whole fen. */
static void check_money(struct work *w, size_t field, struct str text) {
    struct value *v = &w->values[field];
    bool wan = w->s->fields[field].type == W_TYPE_MONEY_WAN;
    if (!read_amount(w, field, text, wan ? 6 : 2, &v->integer)) return;
    v->is_integer = true;
    if (v->integer < 0 || v->integer > AMOUNT_MAX)
        work_field_flaw(w, field, FLAW_VALUE_RANGE, "0", wan ? "一千亿" : "一千万亿");
    else if (wan && v->integer >= SUSPICIOUS_FEN)
        work_field_flaw(w, field, FLAW_VALUE_UNIT, NULL, NULL);
}

static void check_decimal(struct work *w, size_t field, struct str text) {
    int64_t scaled;
    if (read_amount(w, field, text, (unsigned)w->s->fields[field].scale, &scaled))
        store_text(w, field, plain_number(w, text));
}

static void check_date(struct work *w, size_t field, struct str text) {
    int column = w->c->map->column[field];
    (void)text;
    enum flaw_code code =
        cell_date(&w->row->cells[column], w->c->epoch_1904, &w->values[field].date);
    if (code == FLAW_NONE) return;
    w->values[field].date = DATE_NONE;
    work_field_flaw(w, field, code, NULL, NULL);
}

/* --- numbers that are names --- */

static void idno_flaws(struct work *w, size_t field, const struct idno *id) {
    if (id->fault != IDNO_OK) {
        work_field_flaw(w, field, flaw_of_idno(id->fault), NULL, NULL);
        return;
    }
    for (unsigned i = 0; i < IDNO_WARNINGS; i++)
        if (id->warnings & 1u << i)
            work_field_flaw(w, field, FLAW_IDNO_SUSPICIOUS, idno_warning_text(i), NULL);
}

static struct idno remembered(struct work *w, size_t field, enum idno_kind kind, struct str text) {
    struct field_memory *m = &w->c->memory[field];
    if (m->valid && m->n == text.n && !memcmp(m->text, text.p, text.n)) return m->idno;
    struct idno id = idno_check(kind, text, w->s->day);
    m->valid = text.n && text.n <= sizeof m->text;
    if (m->valid) {
        memcpy(m->text, text.p, text.n);
        m->n = text.n;
        m->idno = id;
    }
    return id;
}

static void check_code_number(struct work *w, size_t field, struct str text) {
    enum word type = w->s->fields[field].type;
    if (text_is_masked(text)) {
        work_field_flaw(w, field, FLAW_IDNO_MASKED, NULL, NULL);
        return;
    }
    if (text_is_scientific(text)) {
        work_field_flaw(w, field, FLAW_CELL_FLOAT, NULL, NULL);
        return;
    }
    struct idno id =
        remembered(w, field, type == W_TYPE_ORG_CODE ? IDNO_ORG_CODE : IDNO_USCC, text);
    if (id.fault == IDNO_PLACEHOLDER && type == W_TYPE_USCC_FILL) id.fault = IDNO_OK;
    idno_flaws(w, field, &id);
    store_text(w, field, str_of(*id.text ? id.text : arena_str(w->a, text)));
}

/* Subjects' and linked persons' documents are checked with the kind that the row declares
 * (check_subject.c); here only what no document can be. */
static void check_number(struct work *w, size_t field, struct str text) {
    check_length(w, field, text);
    if (text_is_masked(text))
        work_field_flaw(w, field, FLAW_IDNO_MASKED, NULL, NULL);
    else if (text_is_scientific(text))
        work_field_flaw(w, field, FLAW_CELL_FLOAT, NULL, NULL);
    store_text(w, field, text);
}

static void check_phone(struct work *w, size_t field, struct str text) {
    struct str s = plain_number(w, text);
    size_t digits = 0;
    bool good = s.n <= 30;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9')
            digits++;
        else if (!strchr("-() +#", s.p[i]))
            good = false;
    }
    if (!good || digits < 5) work_field_flaw(w, field, FLAW_VALUE_PATTERN, "0531-81234567", NULL);
    store_text(w, field, text);
}

void check_value(struct work *w, size_t field) {
    struct str text = work_cell(w, field);
    switch (w->s->fields[field].type) {
    case W_TYPE_DATE: check_date(w, field, text); break;
    case W_TYPE_INT: check_integer(w, field, text); break;
    case W_TYPE_DECIMAL: check_decimal(w, field, text); break;
    case W_TYPE_MONEY_WAN:
    case W_TYPE_MONEY_YUAN: check_money(w, field, text); break;
    case W_TYPE_ENUM: check_enum(w, field, text); break;
    case W_TYPE_ENUMS: check_enums(w, field, text); break;
    case W_TYPE_USCC:
    case W_TYPE_USCC_FILL:
    case W_TYPE_ORG_CODE: check_code_number(w, field, text); break;
    case W_TYPE_NUMBER: check_number(w, field, text); break;
    case W_TYPE_PHONE: check_phone(w, field, text); break;
    default: check_string(w, field, text); break;
    }
}
