#include "intake/headmap.h"

#include <string.h>

#include "base/utf8.h"

const char *const head_answer_columns[HEAD_ANSWER_COLUMNS] = {"行号",     "错误字段", "错误值",
                                                              "错误代码", "错误原因", "修改建议"};

/* --- the folded form --- */

static bool is_blank(int32_t cp) {
    return cp <= ' ' || cp == 0xa0 || cp == 0xfeff || (cp >= 0x2000 && cp <= 0x200d) || cp == '*' ||
           cp == 0x2217 || cp == 0x2605;
}

/* 〔〕[]【】「」〈〉 and the like, as ( and ). */
static int32_t bracket(int32_t cp) {
    switch (cp) {
    case '[':
    case '{':
    case 0x3014:
    case 0x3010:
    case 0x300c:
    case 0x3008:
    case 0x2772: return '(';
    case ']':
    case '}':
    case 0x3015:
    case 0x3011:
    case 0x300d:
    case 0x3009:
    case 0x2773: return ')';
    default: return cp;
    }
}

static void cut_out(char *s, const char *what) {
    size_t n = strlen(what);
    for (char *at; (at = strstr(s, what)) != NULL;)
        memmove(at, at + n, strlen(at + n) + 1);
}

const char *head_fold(struct arena *a, struct str name) {
    char *out = utf8_fold(a, name);
    struct str rest = str_of(out);
    char *to = out;
    while (rest.n > 0) {
        int32_t cp = utf8_next(&rest);
        if (cp < 0) break;
        if (!is_blank(cp)) to += utf8_put(bracket(cp), to); /* never longer than it was */
    }
    *to = '\0';
    static const char *const marks[] = {"(必填)", "(必填项)", "(选填)", "(非必填)", "(可选)"};
    for (size_t i = 0; i < GX_COUNT(marks); i++)
        cut_out(out, marks[i]);
    size_t n = strlen(out);
    if (n > 0 && out[n - 1] == ':') out[n - 1] = '\0';
    return out;
}

/* The name without a last "(…)", and what stood in it ("" when there is none). */
static struct str without_bracket(const char *folded, struct str *inside_r) {
    struct str s = str_of(folded);
    *inside_r = (struct str){"", 0};
    const char *open = strrchr(folded, '(');
    if (open == NULL || open == folded || s.p[s.n - 1] != ')') return s;
    *inside_r = (struct str){open + 1, s.n - (size_t)(open - folded) - 2};
    return (struct str){folded, (size_t)(open - folded)};
}

enum likeness { DIFFERENT, OTHER_UNIT, SAME };

/* What stands in brackets explains a name (代码_1（统一社会信用代码）) and may be left out, unless it is
 * a unit of money, which changes what the number means. */
static enum likeness compare(struct arena *a, const char *folded, const char *name) {
    const char *other = head_fold(a, str_of(name));
    if (strcmp(folded, other) == 0) return SAME;
    struct str x, y;
    if (!str_eq(without_bracket(folded, &x), without_bracket(other, &y))) return DIFFERENT;
    if (str_ends(x, "元") || str_ends(y, "元")) return OTHER_UNIT;
    return x.n == 0 || y.n == 0 ? SAME : DIFFERENT;
}

static enum likeness likeness_of(struct arena *a, const char *folded, const struct fieldspec *f) {
    enum likeness best = compare(a, folded, f->name);
    if (best != SAME && f->code != NULL && compare(a, folded, f->code) == SAME) best = SAME;
    for (const char *const *s = f->synonyms; best != SAME && s != NULL && *s != NULL; s++)
        if (compare(a, folded, *s) == SAME) best = SAME;
    return best;
}

bool head_is_of(struct arena *a, const char *folded, const struct fieldspec *field) {
    return folded[0] != '\0' && likeness_of(a, folded, field) == SAME;
}

/* --- mapping --- */

struct mapping {
    struct arena *a;
    const struct fieldspec *fields;
    size_t fields_count;
    const struct head_memory *memory;
    size_t memory_count;
};

static int field_named(const struct mapping *m, struct str name) {
    for (size_t i = 0; i < m->fields_count; i++)
        if (str_is(name, m->fields[i].name)) return (int)i;
    return -1;
}

static int field_coded(const struct mapping *m, struct str code) {
    for (size_t i = 0; i < m->fields_count; i++)
        if (m->fields[i].code != NULL && str_is(code, m->fields[i].code)) return (int)i;
    return -1;
}

static int field_synonym(const struct mapping *m, struct str name) {
    for (size_t i = 0; i < m->fields_count; i++)
        for (const char *const *s = m->fields[i].synonyms; s != NULL && *s != NULL; s++)
            if (str_is(name, *s)) return (int)i;
    return -1;
}

static const struct head_memory *remembered(const struct mapping *m, struct str name,
                                            const char *folded) {
    for (size_t i = 0; i < m->memory_count; i++)
        if (str_is(name, m->memory[i].head)) return &m->memory[i];
    for (size_t i = 0; i < m->memory_count; i++)
        if (strcmp(folded, head_fold(m->a, str_of(m->memory[i].head))) == 0) return &m->memory[i];
    return NULL;
}

/* The field the head belongs to, and how it was found; *other_unit_r a field it would be but for
 * the unit. */
static int find_field(const struct mapping *m, struct str name, enum head_match *how_r,
                      int *other_unit_r) {
    int field = field_named(m, name);
    *how_r = HEAD_NAME;
    if (field >= 0) return field;
    const char *folded = head_fold(m->a, name);
    const struct head_memory *memory = remembered(m, name, folded);
    if (memory != NULL) {
        *how_r = memory->field[0] == '\0' ? HEAD_LEFT_OUT : HEAD_REMEMBERED;
        if (*how_r == HEAD_LEFT_OUT) return -1;
        field = field_coded(m, str_of(memory->field));
        if (field < 0) field = field_named(m, str_of(memory->field));
        if (field >= 0) return field; /* otherwise the schema has changed: look on */
    }
    *how_r = HEAD_CODE;
    if ((field = field_coded(m, name)) >= 0) return field;
    *how_r = HEAD_SYNONYM;
    if ((field = field_synonym(m, name)) >= 0) return field;
    *how_r = HEAD_FOLDED;
    for (size_t i = 0; i < m->fields_count && folded[0] != '\0'; i++) {
        enum likeness like = likeness_of(m->a, folded, &m->fields[i]);
        if (like == SAME) return (int)i;
        if (like == OTHER_UNIT && *other_unit_r < 0) *other_unit_r = (int)i;
    }
    *how_r = HEAD_UNKNOWN;
    return -1;
}

static bool is_answer_column(struct str name) {
    for (size_t i = 0; i < HEAD_ANSWER_COLUMNS; i++)
        if (str_is(name, head_answer_columns[i])) return true;
    return false;
}

struct report {
    const struct flaw_sink *sink;
    struct head_map *map;
    struct arena *a;
    int64_t row;
    size_t seen;
};

static void report(const struct report *r, enum flaw_code code, size_t column,
                   const struct fieldspec *field, const char *a, const char *b) {
    if (flaw_level_of(code) == FLAW_REFUSED) r->map->refused = true;
    if (column < r->seen) return;
    struct flaw f = flaw_make(
        r->a, code,
        (struct flaw_place){
            .row = 0, .column = column == SIZE_MAX ? 0 : (uint32_t)column + 1, .field = field},
        (struct str){"", 0}, a, b);
    flaw_report(r->sink, &f);
}

static const char *place_text(struct arena *a, size_t column) {
    return arena_printf(a, "%zu", column + 1);
}

static void map_column(const struct mapping *m, const struct report *r,
                       const struct source_head *head, size_t i) {
    struct head_map *map = r->map;
    struct str name = head->names[i];
    const char *shown = arena_str(r->a, utf8_prefix(name, 50));
    if (head->flags[i] & CELL_BAD_ENCODING)
        report(r, FLAW_HEAD_ENCODING, i, NULL, place_text(r->a, i), NULL);
    if (name.n == 0) {
        map->match[i] = HEAD_BLANK;
        report(r, FLAW_HEAD_BLANK, i, NULL, place_text(r->a, i), NULL);
        return;
    }
    int other_unit = -1;
    int field = find_field(m, name, &map->match[i], &other_unit);
    if (field < 0 && is_answer_column(name)) {
        map->match[i] = HEAD_ANSWER;
    } else if (field < 0 && map->match[i] == HEAD_LEFT_OUT) {
        return;
    } else if (field < 0 && other_unit >= 0) {
        report(r, FLAW_HEAD_UNIT, i, &m->fields[other_unit], shown, NULL);
    } else if (field < 0) {
        report(r, FLAW_HEAD_UNKNOWN, i, NULL, shown, NULL);
    } else if (map->column[field] >= 0) {
        map->match[i] = HEAD_DUPLICATE;
        report(r, FLAW_HEAD_DUPLICATE, i, &m->fields[field],
               place_text(r->a, (size_t)map->column[field]), place_text(r->a, i));
    } else {
        map->field[i] = field;
        map->column[field] = (int)i;
    }
}

struct head_map *head_map_make(struct arena *a, const struct source_head *head, size_t seen,
                               const struct fieldspec *fields, size_t fields_count,
                               const struct head_memory *memory, size_t memory_count,
                               const struct flaw_sink *sink) {
    struct head_map *map = ARENA_NEW(a, struct head_map);
    map->columns = head->count;
    map->fields = fields_count;
    map->field = ARENA_ARRAY(a, head->count, int);
    map->match = ARENA_ARRAY(a, head->count, enum head_match);
    map->column = ARENA_ARRAY(a, fields_count, int);
    for (size_t i = 0; i < head->count; i++)
        map->field[i] = -1;
    for (size_t i = 0; i < fields_count; i++)
        map->column[i] = -1;
    struct mapping m = {a, fields, fields_count, memory, memory_count};
    struct report r = {sink, map, a, head->row, seen};
    for (size_t i = 0; i < head->count; i++)
        map_column(&m, &r, head, i);
    /* JSON lines have no head: a key may come with a later line. */
    for (size_t i = 0; i < fields_count && head->row > 0; i++)
        if (fields[i].mandatory && map->column[i] < 0)
            report(&r, FLAW_HEAD_MISSING, SIZE_MAX, &fields[i], NULL, NULL);
    return map;
}
