/* policy limits and policy graph. */
#include <string.h>

#include "base/json.h"
#include "law/policy_print.h"

/* ---- limits */

/* A limit that the text states without a number, as far as it is a length at all: what is kept for
 * ever (长期) has none. */
static bool wordless(const struct policy_limit *l) {
    return l->word == W_FIGURE_LONG_TERM;
}

struct limits {
    const struct policy *p;
    struct json_writer w;
    bool json;
};

/* One line a limit: status, clauses, process, step, figure, start, actor. */
static void put_line(struct buf *out, const struct basis *basis, const char *process,
                     const char *step, const struct policy_limit *limit, enum word actor,
                     enum word start, const char *status) {
    buf_printf(out, "%s\t", status);
    for (size_t i = 0; i < basis->nclauses; i++)
        buf_printf(out, "%s%s", i ? " " : "", basis->clauses[i]);
    buf_printf(out, "\t%s\t%s\t", process, step);
    if (limit && limit->figure)
        buf_printf(out, "%d%s", limit->amount, word_chinese(limit->unit));
    else
        buf_puts(out, limit ? word_chinese(limit->word) : "-");
    buf_printf(out, "\t%s\t%s\n", word_chinese(start), word_chinese(actor));
}

static void put_limit(struct limits *l, const struct basis *basis, const char *process,
                      const char *step, const struct policy_limit *limit, enum word actor,
                      enum word start) {
    bool figure = limit && limit->figure;
    const char *status = !figure                               ? "unset"
                         : basis->standing == STANDING_DEFAULT ? "default"
                                                               : "law";
    struct json_writer *w = &l->w;
    if (!l->json) {
        put_line(w->buf, basis, process, step, limit, actor, start, status);
        return;
    }
    jw_object(w);
    jw_key(w, "clause");
    jw_array(w);
    for (size_t i = 0; i < basis->nclauses; i++)
        jw_text(w, basis->clauses[i]);
    jw_array_end(w);
    jw_ktext(w, "article", basis->citation ? basis->citation : basis->article);
    jw_ktext(w, "process", process);
    jw_ktext(w, "step", step);
    jw_ktext(w, "actor", actor != W_NONE ? word_text(actor) : NULL);
    jw_key(w, "amount");
    if (figure)
        jw_int(w, limit->amount);
    else
        jw_null(w);
    jw_ktext(w, "unit", figure ? word_text(limit->unit) : NULL);
    jw_ktext(w, "start", start != W_NONE ? word_text(start) : NULL);
    jw_ktext(w, "status", status);
    jw_object_end(w);
}

/* The process whose clock runs on that limit; else the first word of the parameter. */
static const char *process_of(struct arena *a, const struct policy *p,
                              const struct policy_value *v) {
    for (size_t i = 0; i < p->nprocesses; i++)
        for (size_t k = 0; k < p->processes[i].nclocks; k++) {
            const struct policy_clock *c = &p->processes[i].clocks[k];
            if (!c->has_param || c->param != v->param) continue;
            if ((!c->part && !v->part) || (c->part && v->part && strcmp(c->part, v->part) == 0))
                return p->processes[i].id;
        }
    struct str rest = str_of(param_name(v->param)), first;
    str_split(&rest, '.', &first);
    return arena_str(a, first);
}

static void put_value(struct limits *l, struct arena *a, const struct policy_value *v) {
    if (v->basis.standing == STANDING_SILENT) return;
    if (v->known && !v->limit.figure && wordless(&v->limit)) return;
    const char *step = param_name(v->param);
    if (v->part) step = arena_printf(a, "%s/%s", step, v->part);
    put_limit(l, &v->basis, process_of(a, l->p, v), step, v->known ? &v->limit : NULL,
              v->known ? v->limit.actor : W_NONE, v->known ? v->limit.start : W_NONE);
}

void policy_print_limits(struct buf *out, const struct policy *p, bool json) {
    struct arena *a = arena_new();
    struct limits l = {.p = p, .json = json};
    jw_init(&l.w, out, false);
    if (json) jw_array(&l.w);
    for (size_t i = 0; i < PARAM_COUNT; i++) {
        const struct policy_value *v = &p->values[i];
        if (param_type((enum param)i) != PARAM_LIMIT) continue;
        if (v->nparts == 0) put_value(&l, a, v);
        for (size_t k = 0; k < v->nparts; k++)
            put_value(&l, a, &v->parts[k]);
    }
    for (size_t i = 0; i < p->noverrides; i++)
        if (param_type(p->overrides[i].value->param) == PARAM_LIMIT)
            put_value(&l, a, p->overrides[i].value);
    for (size_t i = 0; i < p->nprocesses; i++)
        for (size_t k = 0; k < p->processes[i].nclocks; k++) {
            const struct policy_clock *c = &p->processes[i].clocks[k];
            if (!c->has_param)
                put_limit(&l, &c->basis, p->processes[i].id, c->id, NULL, c->actor, c->start);
        }
    if (json) jw_array_end(&l.w);
    if (json) buf_putc(out, '\n');
    arena_free(&a);
}

/* ---- graph */

/* A string of Graphviz. */
static void put_label(struct buf *out, const char *text) {
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') buf_putc(out, '\\');
        buf_putc(out, *text);
    }
}

static void put_words(struct buf *out, const char *head, struct words words) {
    if (words.n == 0) return;
    buf_printf(out, "\\n%s", head);
    for (size_t i = 0; i < words.n; i++)
        buf_printf(out, "%s%s", i ? "、" : "", word_chinese(words.w[i]));
}

static void put_edge(struct buf *out, const char *from, const char *to,
                     const struct policy_transition *t) {
    bool law = t->basis.standing == STANDING_LAW;
    buf_printf(out, "  \"%s\" -> \"%s\" [%slabel=\"%s ", from, to, law ? "" : "style=dashed, ",
               t->no);
    put_label(out, t->name);
    put_words(out, "", t->actors);
    put_words(out, "条件：", t->guards);
    put_words(out, "效果：", t->effects);
    for (size_t i = 0; i < t->nstarts; i++)
        buf_printf(out, "\\n%s%s", i ? "" : "起算：", t->starts[i]->name);
    buf_printf(out, "\\n%s", law ? "" : "产品默认 ");
    for (size_t i = 0; i < t->basis.nclauses; i++)
        buf_printf(out, "%s%s", i ? " " : "", t->basis.clauses[i]);
    buf_puts(out, "\"];\n");
}

static void put_edges(struct buf *out, const struct policy_process *p,
                      const struct policy_transition *t) {
    if (t->nfrom == 0 && !t->any) put_edge(out, "开始", t->to->id, t);
    for (size_t s = 0; s < p->nstates; s++) {
        const struct policy_state *from = &p->states[s];
        bool leaves = t->any && !from->final && t->to != from;
        for (size_t i = 0; i < t->nfrom; i++)
            leaves = leaves || t->from[i] == from;
        if (!leaves) continue;
        if (t->to) put_edge(out, from->id, t->to->id, t);
        /* previous: back to where the pause came from */
        for (size_t i = 0; !t->to && i < p->ntransitions; i++)
            if (p->transitions[i].to == from)
                for (size_t k = 0; k < p->transitions[i].nfrom; k++)
                    put_edge(out, from->id, p->transitions[i].from[k]->id, t);
    }
}

bool policy_print_graph(struct buf *out, const struct policy *policy, const char *process) {
    const struct policy_process *p = policy_process(policy, process);
    if (!p) return false;
    buf_puts(out, "digraph \"");
    put_label(out, policy->name);
    buf_puts(out, " ");
    put_label(out, p->name);
    buf_puts(out, "\" {\n  rankdir=TB;\n  node [shape=box, fontname=\"Noto Sans CJK SC\"];\n"
                  "  edge [fontname=\"Noto Sans CJK SC\", fontsize=10];\n"
                  "  \"开始\" [shape=circle];\n");
    for (size_t s = 0; s < p->nstates; s++) {
        buf_printf(out, "  \"%s\" [label=\"", p->states[s].id);
        put_label(out, p->states[s].name);
        buf_printf(out, "\\n%s\"%s];\n", p->states[s].id,
                   p->states[s].final ? ", peripheries=2" : "");
    }
    for (size_t i = 0; i < p->ntransitions; i++)
        put_edges(out, p, &p->transitions[i]);
    buf_puts(out, "}\n");
    return true;
}
