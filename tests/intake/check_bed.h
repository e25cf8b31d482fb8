/* check_bed.h: a row of an item of a real pack, checked without a file. */
#ifndef TESTS_INTAKE_CHECK_BED_H
#define TESTS_INTAKE_CHECK_BED_H

#include "test.h"

#include "base/buf.h"
#include "intake/check.h"
#include "law/fault.h"
#include "law/policy_load.h"

struct bed {
    struct arena *arena, *row;
    const struct policy *policy;
    const struct policy_item *item;
    const struct schema *schema;
    struct date day;
};

static inline void bed_open(struct bed *b, const char *place) {
    struct policy_source source;
    struct faults errors;
    memset(b, 0, sizeof *b);
    b->arena = arena_new();
    b->row = arena_new();
    b->day = date_make(2026, 11, 22);
    faults_init(&errors, b->arena);
    assert_int_equal(policy_source_dir(b->arena,
                                       arena_printf(b->arena, SOURCE_DIR "/policies/%s", place),
                                       &source),
                     OK);
    b->policy = policy_load(b->arena, &source, &errors);
    assert_non_null(b->policy);
}

static inline void bed_item(struct bed *b, const char *item, bool legacy) {
    b->item = policy_item(b->policy, item);
    if (!b->item) fail_msg("no item %s", item);
    b->schema = schema_new(b->arena, b->policy, b->item, 1, b->day, legacy);
}

static inline void bed_close(struct bed *b) {
    arena_free(&b->row);
    arena_free(&b->arena);
}

/* A good value for a field, by what it is. */
static inline const char *bed_good(const struct schema_field *f) {
    switch (f->part) {
    case W_PART_SUBJECT_NAME: return "虚构甲乙";
    case W_PART_SUBJECT_CODE: return "91370102PDY00001XB";
    case W_PART_SUBJECT_NUMBER: return "379901199001010015";
    case W_PART_SUBJECT_DOCUMENT: return "身份证";
    case W_PART_DOCUMENT_NUMBER: return "虚罚〔2026〕1号";
    case W_PART_LINKED_NAME: return "虚构丙丁";
    default: break;
    }
    if (f->fill != W_FILL_REQUIRED) return "";
    if (f->field && f->field->ncodes)
        return f->field->codes[0].value; /* the list is sorted otherwise */
    switch (f->type) {
    case W_TYPE_DATE: return "2026-03-02";
    case W_TYPE_USCC:
    case W_TYPE_USCC_FILL: return "11210300PDY100010A";
    case W_TYPE_MONEY_WAN:
    case W_TYPE_MONEY_YUAN:
    case W_TYPE_DECIMAL: return "1.5";
    case W_TYPE_INT: return "3";
    case W_TYPE_PHONE: return "0531-81234567";
    default: return "内容";
    }
}

/* changes: "ID=value|ID=value"; an id the schema does not know is a further column. The row lives
 * in b->row. */
static inline void bed_check(struct bed *b, const char *changes, struct checked *out) {
    arena_reset(b->row);
    enum { MORE = 8 };
    size_t n = b->schema->nfields, cap = n + MORE;
    struct str *names = ARENA_ARRAY(b->row, cap, struct str);
    struct cell *cells = ARENA_ARRAY(b->row, cap, struct cell);
    uint32_t *flags = ARENA_ARRAY(b->row, cap, uint32_t);
    for (size_t i = 0; i < n; i++) {
        names[i] = str_of(b->schema->fields[i].name);
        cells[i].text = str_of(bed_good(&b->schema->fields[i]));
    }
    struct str rest = str_of(changes), change, key;
    while (*changes && str_split(&rest, '|', &change)) {
        str_split(&change, '=', &key);
        size_t at = 0;
        while (at < n && !str_is(key, at < b->schema->nfields ? b->schema->fields[at].id : "\1") &&
               !str_eq(key, names[at]))
            at++;
        if (at == n) names[n++] = key;
        cells[at].text = (struct str){arena_str(b->row, change.p ? change : STR_LIT("")), change.n};
    }
    struct source_head head = {.row = 1, .count = n, .names = names, .flags = flags};
    struct head_map *map =
        head_map_make(b->row, &head, 0, b->schema->specs, b->schema->nfields, NULL, 0, NULL);
    struct checker *c = checker_new(b->schema, map, &head, false);
    struct source_row row = {.number = 2, .line = 2, .offset = -1, .count = n, .cells = cells};
    check_row(c, b->row, &row, out);
    checker_free(&c);
}

/* "idno.length@TYSHXYDM value.code@ZTLB", in the order told; warnings begin with '~'. */
static inline const char *bed_said(struct bed *b, const struct checked *c) {
    struct buf out;
    buf_init(&out, 1 << 16);
    for (size_t i = 0; i < c->nflaws; i++) {
        const struct flaw *f = &c->flaws[i];
        const char *id = f->column ? f->field : "";
        for (size_t k = 0; k < b->schema->nfields; k++)
            if (!strcmp(b->schema->fields[k].name, f->field)) id = b->schema->fields[k].id;
        buf_printf(&out, "%s%s%s@%s", i ? " " : "",
                   flaw_level_of(f->code) == FLAW_WARNED ? "~" : "", flaw_code_text(f->code), id);
    }
    const char *text = arena_str(b->row, buf_finish(&out));
    buf_free(&out);
    return text;
}

#endif
