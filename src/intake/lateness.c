#include "intake/lateness.h"

#include "law/calendar.h"

/* The period after which a cycle asks for the next delivery; false for "with every event". */
static bool cycle_limit(enum word cycle, struct limit *rule) {
    rule->name = "按目录更新周期报送";
    rule->last_day_moves = true;
    rule->amount = 1;
    switch (cycle) {
    case W_CYCLE_DAILY: rule->unit = LIMIT_DAY; return true;
    case W_CYCLE_WEEKLY:
        rule->unit = LIMIT_DAY;
        rule->amount = 7;
        return true;
    case W_CYCLE_MONTHLY: rule->unit = LIMIT_MONTH; return true;
    case W_CYCLE_QUARTERLY:
        rule->unit = LIMIT_MONTH;
        rule->amount = 3;
        return true;
    case W_CYCLE_YEARLY: rule->unit = LIMIT_YEAR; return true;
    default: return false;
    }
}

/* The value that limits the item's submission. */
static const struct policy_value *value_of(const struct policy *p, const struct policy_item *item,
                                           const struct policy_scope *scope, struct date on) {
    const struct policy_value *own = NULL;
    if (item->dual_publicity)
        own = policy_part(p, PARAM_SUBMIT_DUAL_PUBLICITY, "submit", scope, on);
    if (item->dual_publicity && !own) {
        own = policy_get(p, PARAM_SUBMIT_DUAL_PUBLICITY, scope, on);
        if (own->nparts) own = NULL;
    }
    return own && own->known ? own : policy_get(p, PARAM_SUBMIT_LIMIT, scope, on);
}

static bool rule_of(const struct policy *p, const struct policy_item *item,
                    const struct policy_value *v, const struct policy_scope *scope, struct date on,
                    struct limit *rule, enum word *start_r) {
    if (!v->known) return false;
    *start_r = policy_start(p, v, scope, on);
    if (!v->limit.figure && v->limit.word == W_FIGURE_CATALOG_CYCLE) {
        *rule =
            (struct limit){.event = "信息形成之日",
                           .clauses = v->basis.clauses,
                           .clause_count = v->basis.nclauses,
                           .start_day_counts = policy_flag(p, PARAM_COUNT_START_DAY, false, on)};
        if (!cycle_limit(item->cycle, rule)) return false;
        rule->last_day_moves = policy_flag(p, PARAM_COUNT_ACT_ROLLS, true, on);
        *start_r = W_START_FORMED;
        return true;
    }
    if (!policy_limit_rule(p, v, W_CLOCK_ACT, scope, on, rule)) return false;
    rule->name = "报送";
    return true;
}

/* Working days past the due day; -1 when a year is missing. */
static int64_t days_over(const struct due *due, const struct calendar *c, struct date received) {
    if (date_cmp(received, due->date) <= 0) return 0;
    if (due->rule->unit != LIMIT_WORKING_DAY) return (int64_t)received.day - due->date.day;
    struct calendar_count n = calendar_count(c, due->date, received);
    return n.missing_year ? -1 : n.days.n;
}

struct lateness lateness_of(struct arena *a, const struct policy *p, const struct calendar *c,
                            const struct policy_item *item, struct date formed, struct date decided,
                            struct date received, struct date on) {
    struct lateness l = {.state = LATENESS_NONE};
    struct policy_scope scope = {.item = item->id};
    struct limit *rule = ARENA_NEW(a, struct limit);
    enum word start = W_NONE;
    if (!rule_of(p, item, value_of(p, item, &scope, on), &scope, on, rule, &start)) return l;
    bool from_decision = start == W_START_DECISION || start == W_START_PENALTY;
    struct date from = from_decision && !date_is_none(decided) ? decided : formed;
    if (date_is_none(from) || start == W_NONE) return l;
    if (limit_needs_calendar(rule) && !c) {
        l.state = LATENESS_PENDING;
        return l;
    }
    l.due = limit_due(a, rule, from, NULL, 0, c);
    l.state = LATENESS_PENDING;
    if (l.due.status != DUE_KNOWN) return l;
    l.days = days_over(&l.due, c, received);
    if (l.days >= 0) l.state = LATENESS_KNOWN;
    return l;
}

bool lateness_intake(struct arena *a, const struct policy *p, const struct calendar *c,
                     const struct policy_item *item, struct date received, struct due *due_r) {
    struct policy_scope scope = {.item = item->id};
    const struct policy_value *v = policy_get(p, PARAM_INTAKE_LIMIT, &scope, received);
    struct limit *rule = ARENA_NEW(a, struct limit);
    if (!v->known || !policy_limit_rule(p, v, W_CLOCK_ACT, &scope, received, rule)) return false;
    rule->name = "比对录入";
    if (limit_needs_calendar(rule) && !c) return false;
    *due_r = limit_due(a, rule, received, NULL, 0, c);
    return true;
}

bool lateness_cycle(struct arena *a, const struct policy *p, const struct calendar *c,
                    const struct policy_item *item, struct date last, struct due *due_r) {
    struct limit *rule = ARENA_NEW(a, struct limit);
    *rule = (struct limit){.event = "上一次报送之日",
                           .start_day_counts = policy_flag(p, PARAM_COUNT_START_DAY, false, last)};
    if (!cycle_limit(item->cycle, rule)) return false;
    rule->last_day_moves = policy_flag(p, PARAM_COUNT_ACT_ROLLS, true, last);
    if (limit_needs_calendar(rule) && !c) return false;
    *due_r = limit_due(a, rule, last, NULL, 0, c);
    return true;
}
