#include "registry/catalog_item.h"

#include <stddef.h>
#include <string.h>

#include "base/bug.h"

/* --- the table: every member of an item, in ascending order of its key --- */

enum member_kind {
    TEXT,  /* const char *; absent when NULL */
    FLAG,  /* bool; absent when false */
    INT,   /* int; absent when 0 */
    WORD,  /* enum word; absent when W_NONE */
    WORDS, /* struct words */
    TEXTS, /* const char *const * and size_t */
    LIST,  /* array of a shape and size_t */
    OBJECT /* a shape inside */
};
struct shape;
struct member {
    const char *key;
    enum member_kind kind;
    size_t at, count_at; /* offsets; the count of TEXTS and LIST */
    enum vocab vocab;
    const struct shape *shape;
};
struct shape {
    const struct member *members;
    size_t n, size;
};

/* A rule names its fields; pointers are made when the item is whole. */
struct plain_rule {
    enum word kind;
    const char *field, *other, *sentence;
    const char *const *values;
    size_t nvalues;
    const char *const *fields;
    size_t nfields;
};
/* A basis without its place in a file: an item of the catalog comes from no file. */
struct plain_basis {
    const char *standing;
    const char *const *clauses;
    size_t nclauses;
    const char *article, *reading, *citation, *note;
};
struct plain_item {
    struct policy_item item;
    struct plain_basis basis;
    const struct plain_rule *rules;
    size_t nrules;
};

#define AT(type, member) offsetof(type, member)
#define M_TEXT(t, key)                                                                             \
    { #key, TEXT, AT(t, key), 0, VOCAB_COUNT, NULL }
#define M_FLAG(t, key)                                                                             \
    { #key, FLAG, AT(t, key), 0, VOCAB_COUNT, NULL }
#define M_INT(t, key)                                                                              \
    { #key, INT, AT(t, key), 0, VOCAB_COUNT, NULL }
#define M_WORD(t, key, vocab)                                                                      \
    { #key, WORD, AT(t, key), 0, VOCAB_##vocab, NULL }
#define M_WORDS(t, key, vocab)                                                                     \
    { #key, WORDS, AT(t, key), 0, VOCAB_##vocab, NULL }
#define M_TEXTS(t, key)                                                                            \
    { #key, TEXTS, AT(t, key), AT(t, n##key), VOCAB_COUNT, NULL }
#define M_LIST(t, key, shape)                                                                      \
    { #key, LIST, AT(t, key), AT(t, n##key), VOCAB_COUNT, shape }
#define M_OBJECT(t, key, shape)                                                                    \
    { #key, OBJECT, AT(t, key), 0, VOCAB_COUNT, shape }
#define SHAPE(members, type)                                                                       \
    { members, GX_COUNT(members), sizeof(type) }

static const struct member code_members[] = {
    M_TEXTS(struct policy_code, aliases),
    M_TEXT(struct policy_code, value),
};
static const struct shape code_shape = SHAPE(code_members, struct policy_code);

static const struct member field_members[] = {
    M_TEXTS(struct policy_field, aliases),   M_LIST(struct policy_field, codes, &code_shape),
    M_FLAG(struct policy_field, codes_open), M_TEXT(struct policy_field, codes_prefix),
    M_TEXT(struct policy_field, example),    M_WORD(struct policy_field, fill, FILL),
    M_TEXT(struct policy_field, id),         M_INT(struct policy_field, length),
    M_WORD(struct policy_field, mask, MASK), M_TEXT(struct policy_field, name),
    M_FLAG(struct policy_field, never_open), M_WORD(struct policy_field, part, PART),
    M_INT(struct policy_field, scale),       M_WORD(struct policy_field, type, TYPE),
};
static const struct shape field_shape = SHAPE(field_members, struct policy_field);

static const struct member rule_members[] = {
    M_TEXT(struct plain_rule, field),      M_TEXTS(struct plain_rule, fields),
    M_WORD(struct plain_rule, kind, RULE), M_TEXT(struct plain_rule, other),
    M_TEXT(struct plain_rule, sentence),   M_TEXTS(struct plain_rule, values),
};
static const struct shape rule_shape = SHAPE(rule_members, struct plain_rule);

static const struct member basis_members[] = {
    M_TEXT(struct plain_basis, article),  M_TEXT(struct plain_basis, citation),
    M_TEXTS(struct plain_basis, clauses), M_TEXT(struct plain_basis, note),
    M_TEXT(struct plain_basis, reading),  M_TEXT(struct plain_basis, standing),
};
static const struct shape basis_shape = SHAPE(basis_members, struct plain_basis);

static const struct member item_members[] = {
    M_OBJECT(struct plain_item, basis, &basis_shape),
    M_WORDS(struct policy_item, channels, CHANNEL),
    M_TEXT(struct policy_item, code),
    M_TEXT(struct policy_item, content_class),
    M_WORD(struct policy_item, cycle, CYCLE),
    M_TEXT(struct policy_item, data_scope),
    M_FLAG(struct policy_item, deletable_on_request),
    M_FLAG(struct policy_item, dual_publicity),
    M_LIST(struct policy_item, fields, &field_shape),
    M_WORD(struct policy_item, group, GROUP),
    M_TEXT(struct policy_item, id),
    M_TEXT(struct policy_item, legal_basis),
    M_WORDS(struct policy_item, methods, METHOD),
    M_WORD(struct policy_item, mode, MODE),
    M_TEXT(struct policy_item, name),
    M_WORD(struct policy_item, nature, NATURE),
    M_TEXT(struct policy_item, open_citation),
    M_WORD(struct policy_item, open_rank, RANK),
    M_WORD(struct policy_item, path, PATH),
    M_TEXT(struct policy_item, provider),
    M_TEXT(struct policy_item, public_interest),
    M_TEXT(struct policy_item, relevance),
    M_LIST(struct plain_item, rules, &rule_shape),
    M_WORD(struct policy_item, secrecy, SECRECY),
    M_WORD(struct policy_item, sharing, SHARING),
    M_TEXT(struct policy_item, state_citation),
    M_WORDS(struct policy_item, subjects, SUBJECT),
};
/* policy_item stands at the beginning of plain_item: its offsets hold for both. */
_Static_assert(offsetof(struct plain_item, item) == 0, "members of the item");
static const struct shape item_shape = SHAPE(item_members, struct plain_item);

static const char *const standings[] = {"law", "unset", "silent", "default", "override"};

/* --- writing --- */

static const void *member_at(const void *base, size_t at) {
    return (const char *)base + at;
}

static bool is_absent(const struct member *m, const void *base) {
    const void *p = member_at(base, m->at);
    switch (m->kind) {
    case TEXT: return !*(const char *const *)p;
    case FLAG: return !*(const bool *)p;
    case INT: return !*(const int *)p;
    case WORD: return *(const enum word *)p == W_NONE;
    case WORDS: return !((const struct words *)p)->n;
    case TEXTS:
    case LIST: return !*(const size_t *)member_at(base, m->count_at);
    case OBJECT: return false;
    }
    BUG("member kind");
}

static void write_shape(const struct shape *shape, const void *base, struct json_writer *w);

static void write_member(const struct member *m, const void *base, struct json_writer *w) {
    const void *p = member_at(base, m->at);
    size_t n =
        m->kind == TEXTS || m->kind == LIST ? *(const size_t *)member_at(base, m->count_at) : 0;
    switch (m->kind) {
    case TEXT: jw_text(w, *(const char *const *)p); return;
    case FLAG: jw_bool(w, true); return;
    case INT: jw_int(w, *(const int *)p); return;
    case WORD: jw_text(w, word_text(*(const enum word *)p)); return;
    case OBJECT: write_shape(m->shape, p, w); return;
    default: break;
    }
    jw_array(w);
    if (m->kind == WORDS) {
        const struct words *words = p;
        for (size_t i = 0; i < words->n; i++)
            jw_text(w, word_text(words->w[i]));
    } else if (m->kind == TEXTS) {
        const char *const *texts = *(const char *const *const *)p;
        for (size_t i = 0; i < n; i++)
            jw_text(w, texts[i]);
    } else {
        const char *items = *(const char *const *)p;
        for (size_t i = 0; i < n; i++)
            write_shape(m->shape, items + i * m->shape->size, w);
    }
    jw_array_end(w);
}

static void write_shape(const struct shape *shape, const void *base, struct json_writer *w) {
    jw_object(w);
    for (size_t i = 0; i < shape->n; i++) {
        if (is_absent(&shape->members[i], base)) continue;
        jw_key(w, shape->members[i].key);
        write_member(&shape->members[i], base, w);
    }
    jw_object_end(w);
}

void catalog_item_write(const struct policy_item *item, struct json_writer *w) {
    struct arena *a = arena_new();
    struct plain_rule *rules = ARENA_ARRAY(a, item->nrules, struct plain_rule);
    for (size_t i = 0; i < item->nrules; i++) {
        const struct policy_rule *r = &item->rules[i];
        const char **fields = ARENA_ARRAY(a, r->nfields, const char *);
        for (size_t k = 0; k < r->nfields; k++)
            fields[k] = r->fields[k]->id;
        rules[i] = (struct plain_rule){
            .kind = r->kind,
            .field = r->field ? r->field->id : NULL,
            .other = r->other ? r->other->id : NULL,
            .sentence = r->sentence,
            .values = r->values,
            .nvalues = r->nvalues,
            .fields = fields,
            .nfields = r->nfields,
        };
    }
    struct plain_item plain = {
        .item = *item,
        .basis = {.standing = standings[item->basis.standing],
                  .clauses = item->basis.clauses,
                  .nclauses = item->basis.nclauses,
                  .article = item->basis.article,
                  .reading = item->basis.reading,
                  .citation = item->basis.citation,
                  .note = item->basis.note},
        .rules = rules,
        .nrules = item->nrules,
    };
    write_shape(&item_shape, &plain, w);
    arena_free(&a);
}

/* --- reading --- */

struct reader {
    struct arena *a;
    const char *path, *what; /* of the first refusal */
};

static bool refuse(struct reader *r, const char *path, const char *what) {
    if (!r->what) {
        r->path = path;
        r->what = what;
    }
    return false;
}

static bool read_shape(struct reader *r, const struct shape *shape, const struct json *j,
                       const char *path, void *base);

static bool read_word(struct reader *r, enum vocab vocab, const struct json *j, const char *path,
                      enum word *word_r) {
    if (j->type != JSON_STRING) return refuse(r, path, "应为文字");
    *word_r = vocab_find(vocab, j->text);
    return *word_r != W_NONE ||
           refuse(r, path, arena_printf(r->a, "不是“%s”的词", vocab_name(vocab)));
}

static bool read_list(struct reader *r, const struct member *m, const struct json *j,
                      const char *path, void *base) {
    void *p = (char *)base + m->at;
    if (j->type != JSON_ARRAY) return refuse(r, path, "应为数组");
    if (m->kind == WORDS) {
        enum word *w = ARENA_ARRAY(r->a, j->count, enum word);
        for (size_t i = 0; i < j->count; i++)
            if (!read_word(r, m->vocab, &j->items[i], path, &w[i])) return false;
        *(struct words *)p = (struct words){w, j->count};
        return true;
    }
    *(size_t *)((char *)base + m->count_at) = j->count;
    if (m->kind == TEXTS) {
        const char **texts = ARENA_ARRAY(r->a, j->count, const char *);
        for (size_t i = 0; i < j->count; i++) {
            if (j->items[i].type != JSON_STRING) return refuse(r, path, "应为文字的数组");
            texts[i] = arena_str(r->a, j->items[i].text);
        }
        *(const char *const **)p = texts;
        return true;
    }
    char *items = arena_array(r->a, j->count, m->shape->size);
    for (size_t i = 0; i < j->count; i++) {
        const char *inner = arena_printf(r->a, "%s[%zu]", path, i);
        if (!read_shape(r, m->shape, &j->items[i], inner, items + i * m->shape->size)) return false;
    }
    *(char **)p = items;
    return true;
}

static bool read_member(struct reader *r, const struct member *m, const struct json *j,
                        const char *path, void *base) {
    void *p = (char *)base + m->at;
    switch (m->kind) {
    case TEXT:
        if (j->type != JSON_STRING) return refuse(r, path, "应为文字");
        *(const char **)p = arena_str(r->a, j->text);
        return true;
    case FLAG:
        if (j->type != JSON_BOOL) return refuse(r, path, "应为 true 或 false");
        *(bool *)p = j->boolean;
        return true;
    case INT:
        if (j->type != JSON_INT || j->integer < 0 || j->integer > 100000)
            return refuse(r, path, "应为0至100000的整数");
        *(int *)p = (int)j->integer;
        return true;
    case WORD: return read_word(r, m->vocab, j, path, p);
    case OBJECT: return read_shape(r, m->shape, j, path, p);
    case WORDS:
    case TEXTS:
    case LIST: return read_list(r, m, j, path, base);
    }
    BUG("member kind");
}

static bool read_shape(struct reader *r, const struct shape *shape, const struct json *j,
                       const char *path, void *base) {
    if (j->type != JSON_OBJECT) return refuse(r, path, "应为对象");
    for (size_t i = 0; i < j->count; i++) {
        const struct member *m = NULL;
        for (size_t k = 0; k < shape->n && !m; k++)
            if (str_is(j->names[i], shape->members[k].key)) m = &shape->members[k];
        const char *inner = arena_printf(r->a, "%s%s%.*s", path, *path ? "." : "",
                                         (int)j->names[i].n, j->names[i].p);
        if (!m) return refuse(r, inner, "没有这个成员");
        if (!read_member(r, m, &j->items[i], inner, base)) return false;
    }
    return true;
}

static bool resolve_basis(struct reader *r, const struct plain_basis *plain, struct basis *b) {
    *b = (struct basis){
        .standing = STANDING_DEFAULT,
        .text = STANDING_SILENT,
        .clauses = plain->clauses,
        .nclauses = plain->nclauses,
        .clause = plain->nclauses ? plain->clauses[0] : "default",
        .article = plain->article ? plain->article : "",
        .reading = plain->reading,
        .citation = plain->citation,
        .note = plain->note,
        .at = {.file = "catalog", .line = 1, .column = 1},
    };
    if (!plain->standing) return true;
    for (size_t i = 0; i < GX_COUNT(standings); i++)
        if (!strcmp(standings[i], plain->standing)) {
            b->standing = (enum standing)i;
            return true;
        }
    return refuse(r, "basis.standing", "没有这种依据");
}

static bool resolve_rule(struct reader *r, const struct policy_item *item,
                         const struct plain_rule *plain, const char *path,
                         struct policy_rule *rule) {
    const struct policy_field **fields =
        ARENA_ARRAY(r->a, plain->nfields, const struct policy_field *);
    *rule = (struct policy_rule){
        .kind = plain->kind,
        .field = plain->field ? policy_item_field(item, str_of(plain->field)) : NULL,
        .other = plain->other ? policy_item_field(item, str_of(plain->other)) : NULL,
        .values = plain->values,
        .nvalues = plain->nvalues,
        .fields = fields,
        .nfields = plain->nfields,
        .sentence = plain->sentence,
        .at = {.file = "catalog", .line = 1, .column = 1},
    };
    if (plain->kind == W_NONE) return refuse(r, path, "缺少 kind");
    if (!plain->sentence || !*plain->sentence) return refuse(r, path, "缺少 sentence");
    if ((plain->field && !rule->field) || (plain->other && !rule->other))
        return refuse(r, path, "所引用的字段不存在");
    for (size_t i = 0; i < plain->nfields; i++)
        if (!(fields[i] = policy_item_field(item, str_of(plain->fields[i]))))
            return refuse(r, path, "所引用的字段不存在");
    bool whole = plain->kind == W_RULE_ONE_OF            ? plain->nfields > 1
                 : plain->kind == W_RULE_NOT_AFTER_TODAY ? rule->field != NULL
                                                         : rule->field && rule->other;
    return whole || refuse(r, path, "规则缺少所涉及的字段");
}

static bool check_fields(struct reader *r, const struct policy_item *item) {
    for (size_t i = 0; i < item->nfields; i++) {
        const struct policy_field *f = &item->fields[i];
        const char *path = arena_printf(r->a, "fields[%zu]", i);
        if (!f->id || !*f->id || !f->name || !*f->name) return refuse(r, path, "缺少 id 或 name");
        if (f->type == W_NONE || f->fill == W_NONE) return refuse(r, path, "缺少 type 或 fill");
        if (policy_item_field(item, str_of(f->id)) != f) return refuse(r, path, "字段 id 重复");
        if ((f->type == W_TYPE_ENUM || f->type == W_TYPE_ENUMS) && !f->ncodes)
            return refuse(r, path, "代码字段没有代码");
    }
    return true;
}

const struct policy_item *catalog_item_read(struct arena *a, const struct json *j,
                                            const char **path_r, const char **what_r) {
    struct reader r = {.a = a};
    struct plain_item *plain = ARENA_NEW(a, struct plain_item);
    struct policy_item *item = &plain->item;
    bool good = read_shape(&r, &item_shape, j, "", plain);
    if (good && (!item->id || !*item->id)) good = refuse(&r, "id", "缺少 id");
    if (good && !item->name) good = refuse(&r, "name", "缺少 name");
    if (good) good = check_fields(&r, item) && resolve_basis(&r, &plain->basis, &item->basis);
    struct policy_rule *rules = ARENA_ARRAY(a, plain->nrules, struct policy_rule);
    for (size_t i = 0; good && i < plain->nrules; i++)
        good =
            resolve_rule(&r, item, &plain->rules[i], arena_printf(a, "rules[%zu]", i), &rules[i]);
    item->rules = rules;
    item->nrules = plain->nrules;
    if (good) return item;
    *path_r = r.path;
    *what_r = r.what;
    return NULL;
}
