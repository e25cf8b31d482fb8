/* What only a whole process can say: reachability, dead ends, ambiguity, clocks, pauses. */
#include <string.h>

#include "law/policy_read.h"

struct check {
    struct reader *r;
    const struct policy_process *p;
    const struct node *states, *clocks, *transitions;
};

static size_t index_of(const struct policy_process *p, const struct policy_state *s) {
    return (size_t)(s - p->states);
}

static bool opens(const struct policy_transition *t) {
    return t->nfrom == 0 && !t->any;
}

/* May the transition leave that state? */
static bool leaves(const struct policy_transition *t, const struct policy_state *s) {
    if (t->any) return !s->final && t->to != s;
    for (size_t i = 0; i < t->nfrom; i++)
        if (t->from[i] == s) return true;
    return false;
}

static bool enters_by_pause(const struct policy_process *p, const struct policy_state *s) {
    bool entered = false;
    for (size_t i = 0; i < p->ntransitions; i++) {
        const struct policy_transition *t = &p->transitions[i];
        if (t->to != s) continue;
        entered = true;
        if (!words_have(t->effects, W_EFFECT_PAUSE)) return false;
    }
    return entered;
}

/* Where a transition from s can end: its target, or for "previous" every state that s was entered
 * from. */
static bool ends_in(const struct policy_process *p, const struct policy_transition *t,
                    const struct policy_state *s, const struct policy_state *end) {
    if (t->to) return t->to == end;
    for (size_t i = 0; i < p->ntransitions; i++)
        if (p->transitions[i].to == s && leaves(&p->transitions[i], end)) return true;
    return false;
}

static void check_reach(const struct check *c) {
    const struct policy_process *p = c->p;
    bool *reached = ARENA_ARRAY(c->r->a, p->nstates + 1, bool);
    for (bool grew = true; grew;) {
        grew = false;
        for (size_t i = 0; i < p->ntransitions; i++) {
            const struct policy_transition *t = &p->transitions[i];
            if (!t->to || reached[index_of(p, t->to)]) continue;
            bool live = opens(t);
            for (size_t s = 0; s < p->nstates; s++)
                if (reached[s] && leaves(t, &p->states[s])) live = true;
            if (live) reached[index_of(p, t->to)] = grew = true;
        }
    }
    for (size_t s = 0; s < p->nstates; s++)
        if (!reached[s])
            read_fault(c->r, &c->states->keys[s], PF_STATE_UNREACHABLE, "没有办法到达状态 %s",
                       p->states[s].id);
}

static void check_ends(const struct check *c) {
    const struct policy_process *p = c->p;
    bool *ends = ARENA_ARRAY(c->r->a, p->nstates + 1, bool);
    for (size_t s = 0; s < p->nstates; s++)
        ends[s] = p->states[s].final;
    for (bool grew = true; grew;) {
        grew = false;
        for (size_t s = 0; s < p->nstates; s++) {
            for (size_t i = 0; i < p->ntransitions && !ends[s]; i++) {
                const struct policy_transition *t = &p->transitions[i];
                if (!leaves(t, &p->states[s])) continue;
                for (size_t e = 0; e < p->nstates; e++)
                    if (ends[e] && ends_in(p, t, &p->states[s], &p->states[e]))
                        ends[s] = grew = true;
            }
        }
    }
    for (size_t s = 0; s < p->nstates; s++)
        if (!ends[s])
            read_fault(c->r, &c->states->keys[s], PF_STATE_DEAD_END, "从状态 %s 无法办结",
                       p->states[s].id);
}

/* ---- two transitions where the engine could not choose */

static bool share(struct words a, struct words b) {
    if (a.n == 0 || b.n == 0) return true;
    for (size_t i = 0; i < a.n; i++)
        if (words_have(b, a.w[i])) return true;
    return false;
}

static bool equal_sets(struct words a, struct words b) {
    if (a.n != b.n) return false;
    for (size_t i = 0; i < a.n; i++)
        if (!words_have(b, a.w[i])) return false;
    return true;
}

static bool share_state(const struct policy_process *p, const struct policy_transition *a,
                        const struct policy_transition *b) {
    if (opens(a) || opens(b)) return opens(a) && opens(b);
    for (size_t s = 0; s < p->nstates; s++)
        if (leaves(a, &p->states[s]) && leaves(b, &p->states[s])) return true;
    return false;
}

static void check_ambiguity(const struct check *c) {
    const struct policy_process *p = c->p;
    for (size_t i = 0; i < p->ntransitions; i++) {
        const struct policy_transition *a = &p->transitions[i];
        for (size_t j = 0; j < i; j++) {
            const struct policy_transition *b = &p->transitions[j];
            const struct node *at = &c->transitions->items[i];
            if (*a->no && strcmp(a->no, b->no) == 0)
                read_fault(c->r, at, PF_TRANSITION_NUMBER, "序号 %s 重复", a->no);
            if (strcmp(a->event, b->event) == 0 && a->on_clock == b->on_clock &&
                share(a->actors, b->actors) && share(a->origins, b->origins) &&
                equal_sets(a->guards, b->guards) && share_state(p, a, b))
                read_fault(c->r, at, PF_TRANSITION_AMBIGUOUS,
                           "与第%s项在同一状态、事件、办理方和条件下冲突", b->no);
        }
    }
}

/* ---- clocks and pauses */

static bool in(const struct policy_clock *const *list, size_t n, const struct policy_clock *c) {
    for (size_t i = 0; i < n; i++)
        if (list[i] == c) return true;
    return false;
}

static void check_clocks(const struct check *c) {
    const struct policy_process *p = c->p;
    for (size_t k = 0; k < p->nclocks; k++) {
        const struct policy_clock *clock = &p->clocks[k];
        bool started = false, met = clock->kind == W_CLOCK_TERM, paused = false;
        for (size_t i = 0; i < p->ntransitions; i++) {
            const struct policy_transition *t = &p->transitions[i];
            started = started || in(t->starts, t->nstarts, clock);
            met = met || in(t->meets, t->nmeets, clock) || t->on_clock == clock;
            paused = paused || in(t->pauses, t->npauses, clock);
        }
        const struct node *at = &c->clocks->keys[k];
        if (!started || !met)
            read_fault(c->r, at, PF_CLOCK_UNUSED, "期限 %s 从不%s", clock->id,
                       started ? "办结" : "开始");
        if (paused != clock->pausable)
            read_fault(c->r, at, PF_CLOCK_PAUSE,
                       paused ? "期限 %s 不可中止（pausable）" : "没有事项中止期限 %s", clock->id);
    }
}

static void check_transition(const struct check *c, size_t i) {
    const struct policy_transition *t = &c->p->transitions[i];
    const struct node *at = &c->transitions->items[i];
    bool pausing =
        words_have(t->effects, W_EFFECT_PAUSE) || words_have(t->effects, W_EFFECT_RESUME);
    if (pausing != (t->npauses > 0))
        read_fault(c->r, at, PF_TRANSITION_ENGINE, "中止和恢复期限须写明 pauses，其他事项不写");
    if (t->on_clock && !(t->actors.n == 1 && t->actors.w[0] == W_PARTY_ENGINE))
        read_fault(c->r, at, PF_TRANSITION_ENGINE, "on_clock 只用于系统（engine）自动办理的事项");
    const struct node *to = node_get(at, "to");
    if (t->to || !to || to->type != NODE_SCALAR || !str_is(to->text, "previous")) return;
    bool good = t->nfrom > 0;
    for (size_t s = 0; s < t->nfrom; s++)
        good = good && enters_by_pause(c->p, t->from[s]);
    if (!good) read_fault(c->r, at, PF_STATE_PREVIOUS, "previous 只能用于由中止进入的状态");
}

void check_process(struct reader *r, const struct policy_process *p, const struct node *root) {
    struct check c = {r, p, node_get(root, "states"), node_get(root, "clocks"),
                      node_get(root, "transitions")};
    for (size_t i = 0; i < p->ntransitions; i++)
        check_transition(&c, i);
    check_ambiguity(&c);
    check_reach(&c);
    check_ends(&c);
    if (p->clocks) check_clocks(&c);
}
