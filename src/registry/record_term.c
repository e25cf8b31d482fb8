#include "registry/record_term.h"

#include <string.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/json.h"
#include "law/calendar.h"
#include "law/limit.h"

#define RULE_MAX 65536

/* How a term came out. */
struct outcome {
    const char *state; /* set, endless, not_begun, unset, pending */
    struct date to;
    bool defect; /* the conduct's end is not recorded: the decision stands in for it (AM-10) */
    const struct policy_value *value;
    enum word start;
    const struct due *due; /* when state is set or pending */
};

static enum limit_unit unit_of(enum word unit, bool *known_r) {
    *known_r = true;
    switch (unit) {
    case W_UNIT_WORKING_DAY: return LIMIT_WORKING_DAY;
    case W_UNIT_DAY: return LIMIT_DAY;
    case W_UNIT_MONTH: return LIMIT_MONTH;
    case W_UNIT_YEAR: return LIMIT_YEAR;
    default: *known_r = false; return LIMIT_DAY;
    }
}

/* The day a term is counted from. DATE_NONE: it has not begun, or nothing is recorded. */
static struct date start_day(enum word start, const struct record_facts *f, bool *defect_r) {
    struct date decided = date_is_none(f->decided) ? f->formed : f->decided;
    *defect_r = false;
    switch (start) {
    case W_START_CONDUCT_END:
    case W_START_CONDUCT_OR_DECISION:
        if (f->conduct_continuing) return DATE_NONE;
        if (!date_is_none(f->conduct_end)) return f->conduct_end;
        *defect_r = true;
        return decided;
    case W_START_PENALTY:
    case W_START_DECISION: return decided;
    case W_START_FORMED: return f->formed;
    case W_START_SUBMISSION: return f->received;
    default: return DATE_NONE;
    }
}

static struct outcome compute(struct arena *a, const struct policy *p, const struct calendar *c,
                              const struct record_facts *f, struct date on,
                              const struct policy_value *value, enum word start, const char *name) {
    struct outcome o = {.state = "unset", .to = DATE_NONE, .value = value, .start = start};
    if (!value->known) return o;
    if (!value->limit.figure) {
        if (value->limit.word == W_FIGURE_LONG_TERM) o.state = "endless";
        return o;
    }
    bool unit_known;
    struct limit *rule = arena_alloc(a, sizeof *rule); /* the due date points at it */
    *rule = (struct limit){
        .name = name,
        .event = word_chinese(start),
        .amount = value->limit.amount,
        .unit = unit_of(value->limit.unit, &unit_known),
        .start_day_counts = policy_flag(p, PARAM_COUNT_START_DAY, false, on),
        .last_day_moves = policy_flag(p, PARAM_COUNT_TERM_ROLLS, false, on),
        .clauses = value->basis.clauses,
        .clause_count = value->basis.nclauses,
    };
    if (start == W_NONE || !unit_known || !limit_is_valid(rule)) return o;
    struct date from = start_day(start, f, &o.defect);
    if (date_is_none(from)) {
        if (f->conduct_continuing) o.state = "not_begun";
        return o;
    }
    struct due *due = arena_alloc(a, sizeof *due);
    *due = limit_due(a, rule, from, NULL, 0, c);
    o.due = due;
    o.state = due->status == DUE_KNOWN ? "set" : "pending";
    o.to = due->date;
    return o;
}

static const char *rule_json(struct arena *a, const struct outcome *o) {
    struct buf out, derivation;
    struct json_writer w;
    buf_init(&out, RULE_MAX);
    buf_init(&derivation, RULE_MAX);
    jw_init(&w, &out, true);
    jw_object(&w);
    if (o->value->basis.citation) jw_ktext(&w, "citation", o->value->basis.citation);
    jw_key(&w, "clauses");
    jw_array(&w);
    for (size_t i = 0; i < o->value->basis.nclauses; i++)
        jw_text(&w, o->value->basis.clauses[i]);
    jw_array_end(&w);
    if (o->defect) jw_kbool(&w, "defect", true);
    if (o->due) {
        limit_write(o->due, &derivation);
        jw_key(&w, "derivation");
        jw_raw(&w, buf_finish(&derivation));
    }
    jw_ktext(&w, "param", param_name(o->value->param));
    jw_ktext(&w, "standing", standing_word(o->value->basis.standing));
    if (o->start != W_NONE) jw_ktext(&w, "start", word_text(o->start));
    jw_ktext(&w, "state", o->state);
    jw_object_end(&w);
    struct str text = buf_finish(&out);
    BUG_IF(!text.p);
    char *copy = arena_str(a, text);
    buf_free(&out);
    buf_free(&derivation);
    return copy;
}

static const struct policy_value *publish_value(const struct policy *p, enum word severity,
                                                const struct policy_scope *scope, struct date on) {
    switch (severity) {
    case W_SEVERITY_GENERAL: return policy_get(p, PARAM_PUBLISH_TERM_GENERAL, scope, on);
    case W_SEVERITY_SERIOUS: return policy_get(p, PARAM_PUBLISH_TERM_SERIOUS, scope, on);
    case W_SEVERITY_SPECIFIC: return policy_get(p, PARAM_PUBLISH_TERM_SPECIFIC, scope, on);
    default: return NULL;
    }
}

void record_terms(struct arena *a, const struct policy *p, const struct calendar *c,
                  const struct record_facts *f, struct date on, struct record_terms *terms_r) {
    *terms_r = (struct record_terms){.term_to = DATE_NONE, .publish_to = DATE_NONE};
    if (f->nature != W_NATURE_ADVERSE) return;
    enum word severity = vocab_find(VOCAB_SEVERITY, str_of(f->severity));
    struct policy_scope scope = {.item = f->item, .severity = severity};
    const struct policy_value *term = policy_get(p, PARAM_DISCLOSE_TERM, &scope, on);
    const struct policy_value *from = policy_get(p, PARAM_DISCLOSE_TERM_START, &scope, on);
    enum word start = from->known ? from->word : term->limit.start;
    struct outcome disclosure = compute(a, p, c, f, on, term, start, "披露期限");
    terms_r->term_to = terms_r->publish_to = disclosure.to;
    terms_r->term_rule = terms_r->publish_rule = rule_json(a, &disclosure);

    const struct policy_value *own = publish_value(p, severity, &scope, on);
    if (!own || !own->known) return; /* AM-12: one term for both */
    struct outcome publication = compute(a, p, c, f, on, own, own->limit.start, "公示期限");
    if (date_is_none(publication.to)) return;
    if (!date_is_none(disclosure.to) && date_cmp(disclosure.to, publication.to) <= 0) return;
    terms_r->publish_to = publication.to;
    terms_r->publish_rule = rule_json(a, &publication);
}
