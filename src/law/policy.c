#include "law/policy.h"

#include <string.h>

static const struct {
    const char *word, *chinese;
} STANDINGS[] = {
    [STANDING_LAW] = {"law", "条文"},
    [STANDING_UNSET] = {"unset", "条文未定"},
    [STANDING_SILENT] = {"silent", "条文未规定"},
    [STANDING_DEFAULT] = {"default", "产品默认"},
    [STANDING_OVERRIDE] = {"override", "上位法"},
};

const char *standing_word(enum standing s) {
    return STANDINGS[s].word;
}

const char *standing_chinese(enum standing s) {
    return STANDINGS[s].chinese;
}

/* ---- parameters */

static bool same_part(const struct policy_value *v, const char *part) {
    if (!v->part || !part) return !v->part && !part;
    return strcmp(v->part, part) == 0;
}

/* How narrow the override's scope is when it covers what is asked for; 0 when it does not. */
static int covers(const struct policy_scope *o, const struct policy_scope *asked) {
    static const struct policy_scope WHOLE;
    if (!asked) asked = &WHOLE;
    if (o->item) return asked->item && strcmp(o->item, asked->item) == 0 ? 4 : 0;
    if (o->severity != W_NONE) return o->severity == asked->severity ? 3 : 0;
    if (o->subject != W_NONE) return o->subject == asked->subject ? 2 : 0;
    return 1;
}

static const struct policy_value *overridden(const struct policy *p, enum param param,
                                             const char *part, const struct policy_scope *scope,
                                             struct date on) {
    const struct policy_value *best = NULL;
    int narrowest = 0;
    for (size_t i = 0; i < p->noverrides; i++) {
        const struct policy_override *o = &p->overrides[i];
        if (o->value->param != param || !same_part(o->value, part)) continue;
        if (date_cmp(on, o->from) < 0) continue;
        if (!date_is_none(o->until) && date_cmp(on, o->until) > 0) continue;
        int width = covers(&o->scope, scope);
        if (width <= narrowest) continue;
        narrowest = width;
        best = o->value;
    }
    return best;
}

const struct policy_value *policy_get(const struct policy *p, enum param param,
                                      const struct policy_scope *scope, struct date on) {
    const struct policy_value *v = overridden(p, param, NULL, scope, on);
    return v ? v : &p->values[param];
}

const struct policy_value *policy_part(const struct policy *p, enum param param, const char *part,
                                       const struct policy_scope *scope, struct date on) {
    if (!part) return policy_get(p, param, scope, on);
    const struct policy_value *v = overridden(p, param, part, scope, on);
    if (v) return v;
    const struct policy_value *whole = &p->values[param];
    for (size_t i = 0; i < whole->nparts; i++)
        if (same_part(&whole->parts[i], part)) return &whole->parts[i];
    return NULL;
}

enum word policy_start(const struct policy *p, const struct policy_value *limit,
                       const struct policy_scope *scope, struct date on) {
    if (!limit->limit.start_elsewhere) return limit->limit.start;
    const struct policy_value *by = policy_get(p, limit->limit.start_by, scope, on);
    return by->known ? by->word : W_NONE;
}

bool policy_limit_rule(const struct policy *p, const struct policy_value *limit, enum word kind,
                       const struct policy_scope *scope, struct date on, struct limit *rule_r) {
    static const struct {
        enum word word;
        enum limit_unit unit;
    } UNITS[] = {{W_UNIT_WORKING_DAY, LIMIT_WORKING_DAY},
                 {W_UNIT_DAY, LIMIT_DAY},
                 {W_UNIT_MONTH, LIMIT_MONTH},
                 {W_UNIT_YEAR, LIMIT_YEAR}};
    if (!limit->known || !limit->limit.figure) return false;
    for (size_t i = 0; i < GX_COUNT(UNITS); i++) {
        if (UNITS[i].word != limit->limit.unit) continue;
        enum param rolls = kind == W_CLOCK_TERM ? PARAM_COUNT_TERM_ROLLS : PARAM_COUNT_ACT_ROLLS;
        *rule_r = (struct limit){
            .event = word_chinese(policy_start(p, limit, scope, on)),
            .amount = limit->limit.amount,
            .unit = UNITS[i].unit,
            .start_day_counts = policy_flag(p, PARAM_COUNT_START_DAY, false, on),
            .last_day_moves = policy_flag(p, rolls, kind != W_CLOCK_TERM, on),
            .clauses = limit->basis.clauses,
            .clause_count = limit->basis.nclauses,
        };
        if (limit->basis.citation) { /* higher law is what it rests on then (AM-54) */
            rule_r->clauses = &limit->basis.citation;
            rule_r->clause_count = 1;
        }
        return true;
    }
    return false;
}

bool policy_flag(const struct policy *p, enum param param, bool missing, struct date on) {
    const struct policy_value *v = policy_get(p, param, NULL, on);
    return v->known ? v->flag : missing;
}

enum word policy_word(const struct policy *p, enum param param, struct date on) {
    const struct policy_value *v = policy_get(p, param, NULL, on);
    return v->known ? v->word : W_NONE;
}

bool policy_has(const struct policy *p, enum param param, enum word w, struct date on) {
    const struct policy_value *v = policy_get(p, param, NULL, on);
    return v->known && words_have(v->words, w);
}

/* ---- finding things */

const struct policy_field *policy_item_field(const struct policy_item *item, struct str id) {
    for (size_t i = 0; i < item->nfields; i++)
        if (str_is(id, item->fields[i].id)) return &item->fields[i];
    return NULL;
}

const struct policy_field *policy_item_part(const struct policy_item *item, enum word part) {
    for (size_t i = 0; i < item->nfields; i++)
        if (item->fields[i].part == part) return &item->fields[i];
    return NULL;
}

const struct policy_item *policy_item(const struct policy *p, const char *id) {
    for (size_t i = 0; i < p->nitems; i++)
        if (strcmp(p->items[i].id, id) == 0) return &p->items[i];
    return NULL;
}

const struct policy_role *policy_role(const struct policy *p, enum word party) {
    for (size_t i = 0; i < p->nroles; i++)
        if (p->roles[i].party == party) return &p->roles[i];
    return NULL;
}

const struct policy_notice *policy_notice(const struct policy *p, const char *id) {
    for (size_t i = 0; i < p->nnotices; i++)
        if (strcmp(p->notices[i].id, id) == 0) return &p->notices[i];
    return NULL;
}

const struct policy_remedy *policy_remedy(const struct policy *p, enum word remedy) {
    for (size_t i = 0; i < p->nremedies; i++)
        if (p->remedies[i].remedy == remedy) return &p->remedies[i];
    return NULL;
}

const struct policy_unit_type *policy_unit_type(const struct policy *p, const char *id) {
    for (size_t i = 0; i < p->nunit_types; i++)
        if (strcmp(p->unit_types[i].id, id) == 0) return &p->unit_types[i];
    return NULL;
}

const char *policy_text(const struct policy *p, const char *key) {
    for (size_t i = 0; i < p->ntexts; i++)
        if (strcmp(p->texts[i].key, key) == 0) return p->texts[i].text;
    return key;
}

const struct policy_process *policy_process(const struct policy *p, const char *id) {
    for (size_t i = 0; i < p->nprocesses; i++)
        if (strcmp(p->processes[i].id, id) == 0) return &p->processes[i];
    return NULL;
}

const struct policy_process *policy_process_of(const struct policy *p, enum word kind) {
    for (size_t i = 0; i < p->nprocesses; i++)
        if (p->processes[i].kind == kind) return &p->processes[i];
    return NULL;
}

const struct policy_state *policy_state(const struct policy_process *p, const char *id) {
    for (size_t i = 0; i < p->nstates; i++)
        if (strcmp(p->states[i].id, id) == 0) return &p->states[i];
    return NULL;
}

const struct policy_clock *policy_clock(const struct policy_process *p, const char *id) {
    for (size_t i = 0; i < p->nclocks; i++)
        if (strcmp(p->clocks[i].id, id) == 0) return &p->clocks[i];
    return NULL;
}

/* ---- disclosure */

static bool fits(struct words words, enum word w) {
    return words.n == 0 || words_have(words, w);
}

const struct policy_disclosure_rule *policy_disclosure(const struct policy *p,
                                                       const struct policy_disclosure_case *c) {
    for (size_t i = 0; i < p->ndisclosure; i++) {
        const struct policy_disclosure_rule *r = &p->disclosure[i];
        if (fits(r->modes, c->mode) && fits(r->viewers, c->viewer) &&
            fits(r->subjects, c->subject) && fits(r->natures, c->nature) &&
            fits(r->terms, c->term) && fits(r->states, c->state))
            return r;
    }
    return NULL;
}
