#include "demo/demo_rows.h"

#include <string.h>

#include "base/file.h"

enum { FILE_MAX = 512 << 20 };

/* What one row is about. */
struct row {
    const struct demo_rows *d;
    struct arena *a;
    struct made_up m;
    uint32_t number;
    bool person, individual;
    struct made_up_subject subject;
    struct date decided;
};

static const char *slashed(struct arena *a, struct date day) {
    struct date_ymd d = date_split(day);
    return arena_printf(a, "%04d/%02d/%02d", d.year, d.month, d.day);
}

static bool item_has(const struct policy_item *item, enum word subject) {
    return words_have(item->subjects, subject);
}

static struct row make_row(const struct demo_rows *d, struct arena *a, uint32_t i) {
    struct row r = {.d = d, .a = a, .m = made_up_begin(d->seed * 1000003 + d->first + i)};
    uint32_t who = (d->first + i) % d->subjects;
    r.number = d->first + i + 1;
    r.person = !item_has(d->item, W_SUBJECT_ORGANISATION) && item_has(d->item, W_SUBJECT_PERSON);
    r.individual = !r.person && item_has(d->item, W_SUBJECT_INDIVIDUAL) && who % 5 == 4;
    r.subject = r.person ? made_up_person(a, d->seed, who)
                         : made_up_organisation(a, d->seed, who, d->region, r.individual);
    r.decided = date_add_days(d->today, -(int32_t)made_up_number(&r.m, 4));
    return r;
}

/* The code of an enumeration that stands for what the row is about, else any. */
static const char *code_of(struct row *r, const struct policy_field *f) {
    if (f->part == W_PART_SUBJECT_KIND) {
        const char *wanted = r->person       ? "自然人"
                             : r->individual ? "个体工商户"
                                             : "法人及非法人组织";
        for (size_t i = 0; i < f->ncodes; i++)
            if (!strcmp(f->codes[i].value, wanted)) return wanted;
    }
    if (f->part == W_PART_SUBJECT_DOCUMENT || f->part == W_PART_CONTINUING || !f->ncodes)
        return f->ncodes ? f->codes[0].value : "否";
    return f->codes[made_up_number(&r->m, (uint32_t)f->ncodes)].value;
}

static const char *by_part(struct row *r, const struct policy_field *f) {
    const struct demo_rows *d = r->d;
    switch (f->part) {
    case W_PART_SUBJECT_NAME: return r->subject.name;
    case W_PART_SUBJECT_CODE:
    case W_PART_SUBJECT_NUMBER: return r->subject.number;
    case W_PART_DOCUMENT_NUMBER:
        return arena_printf(r->a, "虚构〔%d〕%u号", date_split(r->decided).year,
                            (unsigned)r->number);
    case W_PART_ORGAN_NAME:
    case W_PART_SOURCE_NAME: return d->organ;
    case W_PART_ORGAN_CODE:
    case W_PART_SOURCE_CODE: return d->organ_code;
    case W_PART_LINKED_NAME: return made_up_person(r->a, d->seed + 7, r->number % d->subjects).name;
    case W_PART_VALID_UNTIL: return slashed(r->a, date_add_months(r->decided, 36));
    case W_PART_PUBLISH_UNTIL: return slashed(r->a, date_add_months(r->decided, 12));
    case W_PART_CONDUCT_END: return slashed(r->a, date_add_days(r->decided, -20));
    default: return NULL;
    }
}

static const char *by_type(struct row *r, const struct policy_field *f) {
    switch (f->type) {
    case W_TYPE_DATE: return slashed(r->a, r->decided);
    case W_TYPE_INT: return arena_printf(r->a, "%u", (unsigned)made_up_number(&r->m, 50) + 1);
    case W_TYPE_DECIMAL:
    case W_TYPE_MONEY_WAN:
        return arena_printf(r->a, "%u.%02u", (unsigned)made_up_number(&r->m, 20),
                            (unsigned)made_up_number(&r->m, 99) + 1);
    case W_TYPE_MONEY_YUAN: return arena_printf(r->a, "%u", (unsigned)made_up_number(&r->m, 90000));
    case W_TYPE_ENUM:
    case W_TYPE_ENUMS: return code_of(r, f);
    case W_TYPE_USCC:
    case W_TYPE_USCC_FILL: return r->d->organ_code;
    case W_TYPE_NUMBER:
    case W_TYPE_ORG_CODE:
    case W_TYPE_PHONE: return "";
    case W_TYPE_TEXT: return arena_printf(r->a, "演示数据，%s纯属虚构", f->name);
    default: return arena_printf(r->a, "虚构%u", (unsigned)r->number);
    }
}

static const struct policy_rule *rule_on(const struct policy_item *item, enum word kind,
                                         const struct policy_field *f) {
    for (size_t i = 0; i < item->nrules; i++)
        if (item->rules[i].kind == kind && item->rules[i].field == f) return &item->rules[i];
    return NULL;
}

static bool holds(const struct policy_rule *rule, const char *const *values,
                  const struct policy_item *item) {
    const char *other = values[rule->other - item->fields];
    for (size_t i = 0; other && i < rule->nvalues; i++)
        if (strstr(other, rule->values[i])) return true;
    return false;
}

/* Required fields are filled, conditional ones when their rule asks for them, optional ones when they say something. */
static void fill(struct row *r, const char **values) {
    const struct policy_item *item = r->d->item;
    for (size_t i = 0; i < item->nfields; i++) {
        const struct policy_field *f = &item->fields[i];
        const char *by = f->part != W_NONE ? by_part(r, f) : NULL;
        bool wanted = f->fill == W_FILL_REQUIRED || f->part == W_PART_CONDUCT_END;
        values[i] = wanted ? (by ? by : by_type(r, f)) : "";
    }
    for (size_t i = 0; i < item->nfields; i++) {
        const struct policy_field *f = &item->fields[i];
        const struct policy_rule *asks = rule_on(item, W_RULE_REQUIRED_IF, f);
        const struct policy_rule *forbids = rule_on(item, W_RULE_FORBIDDEN_IF, f);
        const char *by = f->part != W_NONE ? by_part(r, f) : NULL;
        if (asks && holds(asks, values, item)) values[i] = by ? by : by_type(r, f);
        if (forbids && holds(forbids, values, item)) values[i] = "";
    }
}

enum err demo_rows_write(struct ctx *ctx, const struct demo_rows *d, const char *path) {
    struct buf out;
    buf_init(&out, FILE_MAX);
    const struct policy_item *item = d->item;
    for (size_t i = 0; i < item->nfields; i++) {
        if (i) buf_putc(&out, ',');
        buf_csv_field(&out, str_of(item->fields[i].name));
    }
    buf_puts(&out, "\r\n");
    const char **values = ARENA_ARRAY(ctx->arena, item->nfields, const char *);
    for (uint32_t n = 0; n < d->rows; n++) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct row r = make_row(d, ctx->arena, n);
        fill(&r, values);
        for (size_t i = 0; i < item->nfields; i++) {
            if (i) buf_putc(&out, ',');
            buf_csv_field(&out, str_of(values[i]));
        }
        buf_puts(&out, "\r\n");
        arena_release(ctx->arena, mark);
    }
    struct str text = buf_finish(&out);
    enum err e = text.p ? file_write(path, text, 0600) : ERR_NO_MEMORY_LIMIT;
    buf_free(&out);
    return e == OK ? OK : fail(ctx, e, NULL);
}
