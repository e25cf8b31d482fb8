/* disclosure.yaml: rules in order. The whole table is walked once: every case must be decided, and
 * every rule must decide a case. */
#include <string.h>

#include "law/policy_read.h"

static void read_rule(struct reader *r, const struct node *n, struct policy_disclosure_rule *u) {
    u->otherwise = W_GIVE_NOTHING;
    u->basis = (struct basis){.clause = "default", .article = "", .at = read_place(n)};
    if (!read_based_map(r, n, "modes viewers subjects natures terms states needs give otherwise"))
        return;
    u->modes = read_words(r, n, "modes", VOCAB_MODE);
    u->viewers = read_words(r, n, "viewers", VOCAB_VIEWER);
    u->subjects = read_words(r, n, "subjects", VOCAB_SUBJECT);
    u->natures = read_words(r, n, "natures", VOCAB_NATURE);
    u->terms = read_words(r, n, "terms", VOCAB_TERM);
    u->states = read_words(r, n, "states", VOCAB_STATE);
    u->needs = read_words(r, n, "needs", VOCAB_NEED);
    u->give = read_word(r, n, "give", VOCAB_GIVE);
    if (node_get(n, "otherwise")) u->otherwise = read_word(r, n, "otherwise", VOCAB_GIVE);
    u->basis = read_basis(r, n);
}

struct axis {
    enum vocab set;
    enum word words[8];
    size_t n;
};

static struct axis axis_of(enum vocab set) {
    struct axis x = {.set = set};
    for (size_t w = 1; w < W_COUNT; w++)
        if (word_set((enum word)w) == set && x.n < GX_COUNT(x.words)) x.words[x.n++] = (enum word)w;
    return x;
}

/* The i-th of all cases; false when there is none. */
static bool case_at(const struct axis axes[6], size_t i, struct policy_disclosure_case *c) {
    enum word *const to[6] = {&c->viewer, &c->mode, &c->subject, &c->nature, &c->term, &c->state};
    for (size_t k = 0; k < 6; k++) {
        *to[k] = axes[k].words[i % axes[k].n];
        i /= axes[k].n;
    }
    return i == 0;
}

/* Only adverse records have a term. */
static bool can_be(const struct policy_disclosure_case *c) {
    return c->nature == W_NATURE_ADVERSE || c->term == W_TERM_RUNNING;
}

static void check_cases(struct reader *r, const struct node *list) {
    const struct policy *p = r->policy;
    const struct axis axes[6] = {axis_of(VOCAB_VIEWER), axis_of(VOCAB_MODE), axis_of(VOCAB_SUBJECT),
                                 axis_of(VOCAB_NATURE), axis_of(VOCAB_TERM), axis_of(VOCAB_STATE)};
    bool *used = ARENA_ARRAY(r->a, p->ndisclosure + 1, bool);
    bool open = false;
    struct policy_disclosure_case c;
    for (size_t i = 0; case_at(axes, i, &c); i++) {
        if (!can_be(&c)) continue;
        const struct policy_disclosure_rule *u = policy_disclosure(p, &c);
        if (u) {
            used[u - p->disclosure] = true;
        } else if (!open) {
            open = true;
            read_fault(r, list, PF_DISCLOSURE_OPEN,
                       "没有规则适用于 %s 查询 %s、%s、%s、%s、%s 的信息", word_text(c.viewer),
                       word_text(c.mode), word_text(c.subject), word_text(c.nature),
                       word_text(c.term), word_text(c.state));
        }
    }
    for (size_t i = 0; i < p->ndisclosure; i++)
        if (!used[i])
            read_fault(r, &list->items[i], PF_DISCLOSURE_DEAD, "这条规则在任何情形下都不会适用");
}

void load_disclosure(struct reader *r, const struct node *root) {
    if (!root || !read_map(r, root, "rules")) return;
    const struct node *list = read_list(r, root, "rules");
    if (!list) return;
    struct policy_disclosure_rule *rules =
        ARENA_ARRAY(r->a, list->n + 1, struct policy_disclosure_rule);
    for (size_t i = 0; i < list->n; i++)
        read_rule(r, &list->items[i], &rules[i]);
    r->policy->disclosure = rules;
    r->policy->ndisclosure = list->n;
    check_cases(r, list);
}
