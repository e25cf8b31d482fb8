/* processes/NAME.yaml: one state machine: states, clocks, transitions. */
#include <string.h>

#include "law/policy_read.h"

/* ---- states and grounds */

static bool is_state_name(const char *s) {
    static const char ALLOWED[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    return *s && strspn(s, ALLOWED) == strlen(s);
}

static void load_states(struct reader *r, const struct node *root, struct policy_process *p) {
    const struct node *map = read_map_member(r, root, "states");
    if (!map) return;
    struct policy_state *states = ARENA_ARRAY(r->a, map->n + 1, struct policy_state);
    for (size_t i = 0; i < map->n; i++) {
        const struct node *n = &map->items[i];
        states[i].id = read_text_node(r, &map->keys[i]);
        states[i].name = "";
        if (!is_state_name(states[i].id))
            read_fault(r, &map->keys[i], PF_ID_INVALID, "状态名须为大写字母、数字和下划线");
        if (!read_map(r, n, "name label final")) continue;
        states[i].name = read_text(r, n, "name");
        states[i].label = read_text_opt(r, n, "label");
        states[i].final = read_flag(r, n, "final");
    }
    p->states = states;
    p->nstates = map->n;
}

static void load_grounds(struct reader *r, const struct node *root, struct policy_process *p) {
    const struct node *list = read_list(r, root, "grounds");
    if (!list) return;
    struct policy_ground *grounds = ARENA_ARRAY(r->a, list->n + 1, struct policy_ground);
    for (size_t i = 0; i < list->n; i++) {
        const struct node *n = &list->items[i];
        grounds[i].id = "";
        if (!read_based_map(r, n, "id name needs_citation")) continue;
        grounds[i].id = read_id(r, n, "id");
        grounds[i].name = read_text(r, n, "name");
        grounds[i].needs_citation = read_flag(r, n, "needs_citation");
        grounds[i].basis = read_basis(r, n);
        for (size_t j = 0; j < i; j++)
            if (strcmp(grounds[i].id, grounds[j].id) == 0)
                read_fault(r, n, PF_ID_DUPLICATE, "情形 %s 重复", grounds[i].id);
    }
    p->grounds = grounds;
    p->ngrounds = list->n;
}

/* ---- clocks */

/* "objection.own_limit/compare" */
static void read_limit_name(struct reader *r, const struct node *node, struct policy_clock *c) {
    struct str text, name;
    if (!read_scalar(r, node, &text)) return;
    struct str part = text;
    str_split(&part, '/', &name);
    if (!param_find(name, &c->param) || param_type(c->param) != PARAM_LIMIT) {
        read_fault(r, node, PF_CLOCK_LIMIT, "“%s”不是期限参数", text.p);
        return;
    }
    const struct policy_value *v = &r->policy->values[c->param], *found = v;
    if (part.p) c->part = arena_str(r->a, part);
    if (v->nparts > 0 || c->part) found = NULL;
    for (size_t i = 0; i < v->nparts; i++)
        if (c->part && strcmp(v->parts[i].part, c->part) == 0) found = &v->parts[i];
    if (!found) {
        read_fault(r, node, PF_CLOCK_LIMIT, "期限参数没有这个分项，或者须写明分项：%s", text.p);
        return;
    }
    c->has_param = true;
    c->actor = found->limit.actor;
    c->start = found->limit.start;
    c->basis = found->basis;
}

static void read_clock(struct reader *r, const struct node *n, struct policy_clock *c) {
    c->name = "";
    c->basis = (struct basis){.clause = "default", .article = "", .at = read_place(n)};
    if (!read_based_map(r, n, "name kind limit figure start actor within pausable")) return;
    c->name = read_text(r, n, "name");
    c->kind = read_word(r, n, "kind", VOCAB_CLOCK);
    c->pausable = read_flag(r, n, "pausable");
    const struct node *limit = node_get(n, "limit");
    if (limit) {
        static const char *const ELSEWHERE[] = {"figure", "start", "actor", "clause", "default"};
        for (size_t i = 0; i < GX_COUNT(ELSEWHERE); i++)
            if (node_get(n, ELSEWHERE[i]))
                read_fault(r, node_key(n, ELSEWHERE[i]), PF_CLOCK_LIMIT, "“%s”写在期限参数中",
                           ELSEWHERE[i]);
        read_limit_name(r, limit, c);
        return;
    }
    const struct node *figure = read_needed(r, n, "figure");
    if (figure && !(figure->type == NODE_SCALAR && str_is(figure->text, "none")))
        read_word_node(r, figure, VOCAB_FIGURE);
    if (c->kind != W_NONE && c->kind != W_CLOCK_TASK)
        read_fault(r, node_get(n, "kind"), PF_CLOCK_LIMIT, "没有期限参数的只能是 task");
    c->start = read_word(r, n, "start", VOCAB_START);
    c->actor = read_word(r, n, "actor", VOCAB_PARTY);
    c->basis = read_basis(r, n);
}

static void check_within(struct reader *r, const struct node *map, const struct policy_process *p) {
    for (size_t i = 0; i < p->nclocks; i++) {
        const struct policy_clock *c = &p->clocks[i];
        size_t steps = 0;
        while (c && steps <= p->nclocks) {
            c = c->within;
            steps++;
        }
        if (c) read_fault(r, &map->items[i], PF_CLOCK_WITHIN, "期限互相嵌套");
    }
}

static void load_clocks(struct reader *r, const struct node *root, struct policy_process *p) {
    const struct node *map = read_map_member(r, root, "clocks");
    if (!map) return;
    struct policy_clock *clocks = ARENA_ARRAY(r->a, map->n + 1, struct policy_clock);
    p->clocks = clocks;
    p->nclocks = map->n;
    for (size_t i = 0; i < map->n; i++) {
        clocks[i].id = read_text_node(r, &map->keys[i]);
        read_clock(r, &map->items[i], &clocks[i]);
    }
    for (size_t i = 0; i < map->n; i++) {
        const struct node *within = node_get(&map->items[i], "within");
        struct str id;
        if (!within || !read_scalar(r, within, &id)) continue;
        clocks[i].within = policy_clock(p, id.p);
        if (!clocks[i].within) read_fault(r, within, PF_CLOCK_UNKNOWN, "没有期限 %s", id.p);
    }
    check_within(r, map, p);
}

static const struct policy_clock *const *read_clocks(struct reader *r, const struct node *map,
                                                     const char *key,
                                                     const struct policy_process *p, size_t *n) {
    size_t names;
    const char *const *ids = read_texts(r, map, key, &names);
    const struct policy_clock **clocks = ARENA_ARRAY(r->a, names + 1, const struct policy_clock *);
    *n = 0;
    for (size_t i = 0; i < names; i++) {
        const struct policy_clock *c = policy_clock(p, ids[i]);
        if (c)
            clocks[(*n)++] = c;
        else
            read_fault(r, node_get(map, key), PF_CLOCK_UNKNOWN, "没有期限 %s", ids[i]);
    }
    return clocks;
}

/* ---- transitions */

static const struct policy_state *state_named(struct reader *r, const struct node *n,
                                              const struct policy_process *p) {
    const char *id = read_text_node(r, n);
    const struct policy_state *s = policy_state(p, id);
    if (!s && *id) read_fault(r, n, PF_STATE_UNKNOWN, "没有状态 %s", id);
    return s;
}

static void read_from(struct reader *r, const struct node *n, const struct policy_process *p,
                      struct policy_transition *t) {
    const struct node *from = read_needed(r, n, "from");
    if (!from) return;
    if (from->type == NODE_SCALAR) {
        t->any = str_is(from->text, "any");
        if (!t->any && !str_is(from->text, "none"))
            read_fault(r, from, PF_TYPE_LIST, "from 须为状态列表、none 或者 any");
        return;
    }
    if (from->type != NODE_LIST || from->n == 0) {
        read_fault(r, from, PF_TYPE_LIST, "from 须为状态列表、none 或者 any");
        return;
    }
    const struct policy_state **states = ARENA_ARRAY(r->a, from->n, const struct policy_state *);
    for (size_t i = 0; i < from->n; i++) {
        const struct policy_state *s = state_named(r, &from->items[i], p);
        for (size_t j = 0; j < t->nfrom; j++)
            if (s && states[j] == s)
                read_fault(r, &from->items[i], PF_WORD_DUPLICATE, "状态 %s 重复", s->id);
        if (s) states[t->nfrom++] = s;
    }
    t->from = states;
}

/* "d" numbers are rows that the register does not take from the text: they rest on a default. */
static void check_number(struct reader *r, const struct node *n,
                         const struct policy_transition *t) {
    bool marked = t->no[0] == 'd', fallback = t->basis.standing == STANDING_DEFAULT;
    if (*t->no && marked != fallback)
        read_fault(r, n, PF_TRANSITION_NUMBER,
                   marked ? "d 开头的序号须为产品默认（default）" : "产品默认的序号须以 d 开头");
}

static void read_transition(struct reader *r, const struct node *n, const struct policy_process *p,
                            struct policy_transition *t) {
    t->no = t->event = t->name = "";
    t->basis = (struct basis){.clause = "default", .article = "", .at = read_place(n)};
    if (!read_based_map(r, n,
                        "no from to event name actors origins guards starts meets pauses on_clock "
                        "effects result notice"))
        return;
    t->no = read_text(r, n, "no");
    read_from(r, n, p, t);
    const struct node *to = read_needed(r, n, "to"), *on = node_get(n, "on_clock");
    if (to && !(to->type == NODE_SCALAR && str_is(to->text, "previous")))
        t->to = state_named(r, to, p);
    t->event = read_id(r, n, "event");
    t->name = read_text(r, n, "name");
    if (read_needed(r, n, "actors")) t->actors = read_words(r, n, "actors", VOCAB_PARTY);
    if (t->actors.n == 0 && node_get(n, "actors"))
        read_fault(r, node_get(n, "actors"), PF_KEY_EMPTY, "至少写一个办理方");
    t->origins = read_words(r, n, "origins", VOCAB_ORIGIN);
    t->guards = read_words(r, n, "guards", VOCAB_GUARD);
    t->effects = read_words(r, n, "effects", VOCAB_EFFECT);
    t->result = read_word_opt(r, n, "result", VOCAB_RESULT);
    if (node_get(n, "notice")) t->notice = read_id(r, n, "notice");
    t->starts = read_clocks(r, n, "starts", p, &t->nstarts);
    t->meets = read_clocks(r, n, "meets", p, &t->nmeets);
    t->pauses = read_clocks(r, n, "pauses", p, &t->npauses);
    struct str id;
    if (on && read_scalar(r, on, &id) && !(t->on_clock = policy_clock(p, id.p)))
        read_fault(r, on, PF_CLOCK_UNKNOWN, "没有期限 %s", id.p);
    t->basis = read_basis(r, n);
    check_number(r, n, t);
}

void load_process(struct reader *r, const char *id, const struct node *root,
                  struct policy_process *p) {
    p->id = id;
    p->name = "";
    p->basis = (struct basis){.clause = "default", .article = "", .at = read_place(root)};
    if (!read_based_map(r, root, "name kind targets grounds states clocks transitions")) return;
    p->name = read_text(r, root, "name");
    p->kind = read_word(r, root, "kind", VOCAB_PROCESS);
    if (read_needed(r, root, "targets")) p->targets = read_words(r, root, "targets", VOCAB_TARGET);
    p->basis = read_basis(r, root);
    load_grounds(r, root, p);
    load_states(r, root, p);
    load_clocks(r, root, p);
    const struct node *list = read_list(r, root, "transitions");
    if (!list || !p->states) return;
    struct policy_transition *t = ARENA_ARRAY(r->a, list->n + 1, struct policy_transition);
    for (size_t i = 0; i < list->n; i++)
        read_transition(r, &list->items[i], p, &t[i]);
    p->transitions = t;
    p->ntransitions = list->n;
    check_process(r, p, root);
}
