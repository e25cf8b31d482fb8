#include "measures/standing.h"

#include "base/bug.h"
#include "disclosure/decide.h"

static const char *const words[] = {"applies",     "suspended", "ended",
                                    "out_of_term", "not_begun", "done"};
static const char *const names[] = {"适用",     "暂不执行",     "已终止",
                                    "期限届满", "尚未开始执行", "已执行完毕"};

const char *measure_standing_word(enum standing_of_measure s) {
    BUG_IF((size_t)s >= GX_COUNT(words));
    return words[s];
}
const char *measure_standing_name(enum standing_of_measure s) {
    BUG_IF((size_t)s >= GX_COUNT(names));
    return names[s];
}

static struct measure_standing say(enum standing_of_measure is, const char *clause, const char *why,
                                   struct date since) {
    return (struct measure_standing){is, clause && *clause ? clause : "default", why, since};
}
#define GOES_ON say(MEASURE_APPLIES, "default", NULL, DATE_NONE)

/* A measure needs a record in force and a basis (AS-68). */
static const char *basis_clause(const struct measure_case *c) {
    const struct policy_value *v = policy_get(c->policy, PARAM_MEASURE_LEGAL_BASIS, NULL, c->day);
    return v->known && v->basis.standing != STANDING_DEFAULT ? v->basis.clause : "default";
}

/* What the end of the disclosure term means for measures: the pack's own word where it has one, the
 * last of the clauses being the one about measures (JN-29, JN-30, JN-31). */
static const char *term_clause(const struct measure_case *c) {
    const struct policy_value *v = policy_get(c->policy, PARAM_DISCLOSE_ON_END, NULL, c->day);
    if (!v->known || !words_have(v->words, W_END_NO_BASIS)) return basis_clause(c);
    return v->basis.nclauses ? v->basis.clauses[v->basis.nclauses - 1] : v->basis.clause;
}

static struct measure_standing of_record(const struct measure_case *c) {
    const struct record *r = c->record;
    if (!r || r->state == RECORD_DELETED)
        return say(MEASURE_ENDED, basis_clause(c), "所依据的信息已删除", DATE_NONE);
    if (r->state == RECORD_REVOKED)
        return say(MEASURE_ENDED, basis_clause(c), "所依据的信息已撤销", DATE_NONE);
    if (r->state == RECORD_WITHDRAWN)
        return say(MEASURE_ENDED, basis_clause(c), "所依据的信息已撤下", DATE_NONE);
    if (r->state == RECORD_ARCHIVED)
        return say(MEASURE_ENDED, basis_clause(c), "所依据的信息已转为档案保存", DATE_NONE);
    if (decide_term(r, c->day) == W_TERM_ENDED)
        return say(MEASURE_OUT_OF_TERM, term_clause(c), "所依据的信息披露期限已届满",
                   date_add_days(r->terms.term_to, 1));
    return GOES_ON;
}

static struct measure_standing of_entry(const struct measure_case *c) {
    const struct list_entry *e = c->entry;
    if (!e) return say(MEASURE_ENDED, basis_clause(c), "没有所依据的名单记录", DATE_NONE);
    if (!date_is_none(e->exit) && date_cmp(e->exit, c->day) <= 0)
        return say(MEASURE_ENDED, e->exit_clause, "已移出名单，不再作为联合奖惩对象", e->exit);
    if (!date_is_none(e->until) && date_cmp(e->until, c->day) < 0)
        return say(MEASURE_OUT_OF_TERM, basis_clause(c), "列入名单的期限已届满",
                   date_add_days(e->until, 1));
    if (date_cmp(c->day, e->entry) < 0)
        return say(MEASURE_NOT_BEGUN, basis_clause(c), "尚未列入名单", e->entry);
    return GOES_ON;
}

struct measure_standing measure_target_standing(const struct measure_case *c) {
    return c->applied->target.kind == W_TARGET_LIST_ENTRY ? of_entry(c) : of_record(c);
}

static const struct hold *held_by(const struct measure_case *c) {
    const struct applied *a = c->applied;
    for (size_t i = 0; i < c->n_holds; i++) {
        const struct hold *h = &c->holds[i];
        if (h->kind == a->kind && h->target.kind == a->target.kind && h->target.id == a->target.id)
            return h;
    }
    return NULL;
}

/* The measure itself, whatever it rests on. */
static struct measure_standing of_measure(const struct measure_case *c) {
    const struct applied *a = c->applied;
    const struct measure *m = c->measure;
    if (!date_is_none(a->ended) && date_cmp(a->ended, c->day) <= 0)
        return say(MEASURE_ENDED, a->end_clause, "该项措施已终止", a->ended);
    if (!m) return say(MEASURE_ENDED, basis_clause(c), "措施清单中已没有该项措施", DATE_NONE);
    if (!date_is_none(m->to) && date_cmp(m->to, c->day) < 0)
        return say(MEASURE_ENDED, basis_clause(c), "该项措施已停止施行", date_add_days(m->to, 1));
    if (!date_is_none(a->to) && date_cmp(a->to, c->day) < 0)
        return say(MEASURE_OUT_OF_TERM, basis_clause(c), "该项措施的期限已届满",
                   date_add_days(a->to, 1));
    return GOES_ON;
}

static struct measure_standing of_link(const struct measure_case *c) {
    if (!c->applied->link_id || date_is_none(c->link_to) || date_cmp(c->day, c->link_to) <= 0)
        return GOES_ON;
    const struct policy_value *v = policy_get(c->policy, PARAM_MEASURE_LINKED, NULL, c->day);
    return say(MEASURE_ENDED, v->known ? v->basis.clause : "default", "已不再担任该单位的职务",
               date_add_days(c->link_to, 1));
}

struct measure_standing measure_standing(const struct measure_case *c) {
    const struct applied *a = c->applied;
    struct measure_standing s = of_measure(c);
    if (s.is == MEASURE_APPLIES) s = measure_target_standing(c);
    if (s.is == MEASURE_APPLIES) s = of_link(c);
    if (s.is != MEASURE_APPLIES) return s;
    if (date_cmp(c->day, a->from) < 0)
        return say(MEASURE_NOT_BEGUN, basis_clause(c), "该项措施尚未开始", a->from);
    if (c->measure->once && !date_is_none(a->executed))
        return say(MEASURE_DONE, basis_clause(c), "该项措施已执行，不再重复执行", a->executed);
    const struct hold *h = held_by(c);
    return h ? say(MEASURE_SUSPENDED, h->clause, "异议核实期间暂不执行", h->from) : GOES_ON;
}
