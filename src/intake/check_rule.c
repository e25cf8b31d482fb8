/* Rules across the fields of one row, as the catalog item states them. Those about days belong to
 * the dates and are told first. */
#include <string.h>

#include "intake/check_work.h"

static int field_index(const struct work *w, const struct policy_field *f) {
    for (size_t i = 0; f && i < w->s->item->nfields; i++)
        if (&w->s->item->fields[i] == f) return (int)i;
    return -1;
}

static bool has_one_of(const struct value *v, const struct policy_rule *r) {
    if (!v->filled || v->wrong || !v->text.p) return false;
    struct str rest = v->text, part;
    while (str_split(&rest, ';', &part))
        for (size_t i = 0; i < r->nvalues; i++)
            if (str_is(part, r->values[i])) return true;
    return false;
}

static void not_after(struct work *w, const struct policy_rule *r, int field, int other) {
    const struct value *a = &w->values[field], *b = &w->values[other];
    if (date_is_none(a->date) || date_is_none(b->date) || date_cmp(a->date, b->date) <= 0) return;
    work_field_flaw(w, (size_t)other, FLAW_DATE_ORDER, r->field->name, NULL);
}

/* The People's Republic of China decides nothing before it was founded: what an empty cell with a
 * date's format looks like is 1900. */
static void not_early(struct work *w, enum word part) {
    int field = schema_part(w->s, part);
    struct date first = date_make(1949, 10, 1);
    if (field < 0 || date_is_none(w->values[field].date)) return;
    if (date_cmp(w->values[field].date, first) < 0)
        work_field_flaw(w, (size_t)field, FLAW_DATE_EARLY, "1949-10-01", NULL);
}

void check_dates(struct work *w) {
    not_early(w, W_PART_DECISION_DATE);
    not_early(w, W_PART_FORMED_DATE);
    for (size_t i = 0; i < w->s->item->nrules; i++) {
        const struct policy_rule *r = &w->s->item->rules[i];
        int field = field_index(w, r->field), other = field_index(w, r->other);
        if (field < 0) continue;
        if (r->kind == W_RULE_NOT_AFTER && other >= 0) not_after(w, r, field, other);
        if (r->kind == W_RULE_NOT_AFTER_TODAY && !date_is_none(w->values[field].date) &&
            date_cmp(w->values[field].date, w->s->day) > 0)
            work_field_flaw(w, (size_t)field, FLAW_DATE_FUTURE, NULL, NULL);
    }
}

static void one_of(struct work *w, const struct policy_rule *r) {
    int first = -1;
    for (size_t i = 0; i < r->nfields; i++) {
        int at = field_index(w, r->fields[i]);
        if (at < 0) continue;
        if (first < 0) first = at;
        if (w->values[at].filled) return;
    }
    if (first >= 0) work_field_flaw(w, (size_t)first, FLAW_VALUE_MISSING_WHEN, r->sentence, NULL);
}

void check_rules(struct work *w) {
    for (size_t i = 0; i < w->s->item->nrules; i++) {
        const struct policy_rule *r = &w->s->item->rules[i];
        if (r->kind == W_RULE_ONE_OF) {
            one_of(w, r);
            continue;
        }
        int field = field_index(w, r->field), other = field_index(w, r->other);
        if (field < 0 || other < 0) continue;
        const struct value *v = &w->values[field], *o = &w->values[other];
        bool told = v->wrong; /* its own flaw says more */
        if (r->kind == W_RULE_REQUIRED_IF && has_one_of(o, r) && !v->filled && !told)
            work_field_flaw(w, (size_t)field, FLAW_VALUE_MISSING_WHEN, r->sentence, NULL);
        if (r->kind == W_RULE_REQUIRED_IF_FILLED && o->filled && !v->filled && !told)
            work_field_flaw(w, (size_t)field, FLAW_VALUE_MISSING_WHEN, r->sentence, NULL);
        if (r->kind == W_RULE_FORBIDDEN_IF && has_one_of(o, r) && v->filled)
            work_field_flaw(w, (size_t)field, FLAW_VALUE_UNWANTED, r->sentence, NULL);
    }
}
