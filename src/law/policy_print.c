/* list, show, diff, gaps and the reference of the guide. */
#include "law/policy_print.h"

#include <string.h>

#include "base/json.h"
#include "law/policy_load.h"

void policy_print_list(struct buf *out, const struct policy *const *p, size_t n, bool json) {
    struct json_writer w;
    jw_init(&w, out, false);
    if (json) jw_array(&w);
    for (size_t i = 0; i < n; i++) {
        if (!json) {
            buf_printf(out, "%s\t%s\t%s\t%s\n", p[i]->place, p[i]->name, p[i]->title,
                       p[i]->edition);
            continue;
        }
        jw_object(&w);
        jw_ktext(&w, "place", p[i]->place);
        jw_ktext(&w, "name", p[i]->name);
        jw_ktext(&w, "title", p[i]->title);
        jw_ktext(&w, "edition", p[i]->edition);
        jw_object_end(&w);
    }
    if (json) jw_array_end(&w);
    if (json) buf_putc(out, '\n');
}

/* ---- show */

static void put_clauses(struct json_writer *w, const struct basis *b) {
    jw_key(w, "clause");
    jw_array(w);
    for (size_t i = 0; i < b->nclauses; i++)
        jw_text(w, b->clauses[i]);
    jw_array_end(w);
}

static void put_basis(struct json_writer *w, const struct basis *b) {
    jw_ktext(w, "status", standing_word(b->standing));
    put_clauses(w, b);
    jw_ktext(w, "article", b->article);
    jw_ktext(w, "reading", b->reading);
    jw_ktext(w, "citation", b->citation);
    jw_ktext(w, "note", b->note);
    jw_ktext(w, "file", b->at.file);
    jw_kint(w, "line", b->at.line);
    jw_kint(w, "column", b->at.column);
}

/* 条文 CZ-55 第十三条¶2 a（AM-07） */
static void put_basis_text(struct buf *out, const struct basis *b) {
    buf_puts(out, standing_chinese(b->standing));
    for (size_t i = 0; i < b->nclauses; i++)
        buf_printf(out, " %s", b->clauses[i]);
    if (*b->article) buf_printf(out, " %s", b->article);
    if (b->citation) buf_printf(out, " %s", b->citation);
    if (b->reading) buf_printf(out, "（%s）", b->reading);
    if (b->note) buf_printf(out, " %s", b->note);
}

void policy_print_show(struct buf *out, const struct policy *p, bool json) {
    struct arena *a = arena_new();
    struct policy_row *rows;
    size_t n = policy_rows(a, p, &rows);
    struct json_writer w;
    jw_init(&w, out, false);
    if (json) {
        jw_object(&w);
        jw_ktext(&w, "place", p->place);
        jw_ktext(&w, "title", p->title);
        jw_ktext(&w, "edition", p->edition);
        jw_key(&w, "rows");
        jw_array(&w);
    } else {
        buf_printf(out, "%s %s\n%s\n", p->name, p->title, p->edition);
    }
    const char *section = "";
    for (size_t i = 0; i < n; i++) {
        if (json) {
            jw_object(&w);
            jw_ktext(&w, "section", rows[i].section);
            jw_ktext(&w, "key", rows[i].key);
            jw_ktext(&w, "text", rows[i].text);
            jw_ktext(&w, "value", rows[i].raw);
            put_basis(&w, rows[i].basis);
            jw_object_end(&w);
            continue;
        }
        if (strcmp(section, rows[i].section) != 0) buf_printf(out, "\n[%s]\n", rows[i].section);
        section = rows[i].section;
        buf_printf(out, "%s\t%s\t", rows[i].key, rows[i].text);
        put_basis_text(out, rows[i].basis);
        buf_putc(out, '\n');
    }
    if (json) {
        jw_array_end(&w);
        jw_object_end(&w);
        buf_putc(out, '\n');
    }
    arena_free(&a);
}

/* ---- diff */

static const struct policy_row *find_row(const struct policy_row *rows, size_t n,
                                         const struct policy_row *like) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].section, like->section) == 0 && strcmp(rows[i].key, like->key) == 0)
            return &rows[i];
    return NULL;
}

static bool same_row(const struct policy_row *a, const struct policy_row *b) {
    return strcmp(a->raw, b->raw) == 0 && strcmp(a->text, b->text) == 0 &&
           a->basis->standing == b->basis->standing;
}

static void put_side(struct json_writer *w, const char *name, const struct policy_row *row) {
    jw_key(w, name);
    if (!row) {
        jw_null(w);
        return;
    }
    jw_object(w);
    jw_ktext(w, "text", row->text);
    jw_ktext(w, "value", row->raw);
    jw_ktext(w, "status", standing_word(row->basis->standing));
    put_clauses(w, row->basis);
    jw_object_end(w);
}

static void put_side_text(struct buf *out, const char *sign, const struct policy_row *row) {
    if (!row) return;
    buf_printf(out, "  %s %s  ", sign, row->text);
    put_basis_text(out, row->basis);
    buf_putc(out, '\n');
}

static void put_difference(struct buf *out, struct json_writer *w, bool json,
                           const struct policy_row *a, const struct policy_row *b) {
    const struct policy_row *any = a ? a : b;
    if (json) {
        jw_object(w);
        jw_ktext(w, "section", any->section);
        jw_ktext(w, "key", any->key);
        put_side(w, "a", a);
        put_side(w, "b", b);
        jw_object_end(w);
        return;
    }
    buf_printf(out, "[%s] %s\n", any->section, any->key);
    put_side_text(out, "-", a);
    put_side_text(out, "+", b);
}

void policy_print_diff(struct buf *out, const struct policy *a, const struct policy *b, bool json) {
    struct arena *arena = arena_new();
    struct policy_row *one, *two;
    size_t n = policy_rows(arena, a, &one), m = policy_rows(arena, b, &two);
    struct json_writer w;
    jw_init(&w, out, false);
    if (json)
        jw_array(&w);
    else
        buf_printf(out, "- %s %s\n+ %s %s\n", a->name, a->edition, b->name, b->edition);
    for (size_t i = 0; i < n; i++) {
        const struct policy_row *other = find_row(two, m, &one[i]);
        if (!other || !same_row(&one[i], other)) put_difference(out, &w, json, &one[i], other);
    }
    for (size_t i = 0; i < m; i++)
        if (!find_row(one, n, &two[i])) put_difference(out, &w, json, NULL, &two[i]);
    if (json) jw_array_end(&w);
    if (json) buf_putc(out, '\n');
    arena_free(&arena);
}

/* ---- gaps */

struct gaps {
    struct arena *a;
    struct policy_gap *list;
    size_t n, cap;
};

static void add_gap(struct gaps *g, const char *code, const char *what, const struct basis *basis,
                    const char *sentence) {
    if (g->n == g->cap) {
        size_t cap = g->cap ? g->cap * 2 : 32;
        struct policy_gap *list = ARENA_ARRAY(g->a, cap, struct policy_gap);
        if (g->n > 0) memcpy(list, g->list, g->n * sizeof *list);
        g->list = list;
        g->cap = cap;
    }
    g->list[g->n++] = (struct policy_gap){code, what, sentence, basis};
}

/* An override without end closes a gap; it is in force on this day whenever it began. */
static const struct policy_value *in_the_long_run(const struct policy *p, enum param param,
                                                  const char *part,
                                                  const struct policy_scope *scope) {
    return policy_part(p, param, part, scope, DATE_LONG);
}

static void value_gap(struct gaps *g, const struct policy *p, const struct policy_value *v) {
    const char *name = param_name(v->param);
    if (in_the_long_run(p, v->param, v->part, NULL)->basis.standing == STANDING_OVERRIDE) return;
    if (v->part) name = arena_printf(g->a, "%s/%s", name, v->part);
    if (v->basis.standing == STANDING_UNSET)
        add_gap(g, "value.unset", name, &v->basis, "条文提到但未给出，须由主管部门依据上位法补充");
    if (v->basis.standing == STANDING_DEFAULT && v->basis.text == STANDING_UNSET)
        add_gap(g, "value.default", name, &v->basis,
                "条文提到但未给出，暂按产品默认，请主管部门确认");
}

static void item_gaps(struct gaps *g, const struct policy *p) {
    for (size_t i = 0; i < p->nitems; i++) {
        struct policy_scope scope = {.item = p->items[i].id};
        const struct policy_value *term = in_the_long_run(p, PARAM_DISCLOSE_TERM, NULL, &scope);
        if (p->items[i].nature != W_NATURE_ADVERSE || p->items[i].mode != W_MODE_OPEN) continue;
        if (term->known && term->limit.figure) continue;
        add_gap(g, "item.open_without_term", p->items[i].id, &p->items[i].basis,
                "披露期限未定，失信信息暂不公开，待上位法期限入库");
    }
}

static void group_gaps(struct gaps *g, const struct policy *p) {
    for (size_t i = 0; i < p->ngroups; i++) {
        bool found = !p->groups[i].mandatory;
        for (size_t k = 0; k < p->nitems; k++)
            if (p->items[k].group == p->groups[i].group) found = true;
        if (!found)
            add_gap(g, "group.without_item", word_text(p->groups[i].group), &p->groups[i].basis,
                    "应当纳入目录的类别没有事项");
    }
}

static void clock_gaps(struct gaps *g, const struct policy_process *p,
                       const struct policy *policy) {
    for (size_t i = 0; i < p->nclocks; i++) {
        const struct policy_clock *c = &p->clocks[i];
        if (!c->has_param) continue;
        const struct policy_value *v = in_the_long_run(policy, c->param, c->part, NULL);
        if (!v->known)
            add_gap(g, "clock.without_figure", arena_printf(g->a, "%s/%s", p->id, c->id), &c->basis,
                    "期限没有数字，作为待办事项显示已用时间，不判定逾期");
    }
}

size_t policy_gaps(struct arena *a, const struct policy *p, struct policy_gap **gaps_r) {
    struct gaps g = {.a = a};
    for (size_t i = 0; i < PARAM_COUNT; i++) {
        const struct policy_value *v = &p->values[i];
        if (v->nparts == 0) value_gap(&g, p, v);
        for (size_t k = 0; k < v->nparts; k++)
            value_gap(&g, p, &v->parts[k]);
    }
    item_gaps(&g, p);
    group_gaps(&g, p);
    for (size_t i = 0; i < p->nprocesses; i++)
        clock_gaps(&g, &p->processes[i], p);
    *gaps_r = g.list;
    return g.n;
}

void policy_print_gaps(struct buf *out, const struct policy *p, const struct policy_gap *gaps,
                       size_t n, bool json) {
    struct json_writer w;
    jw_init(&w, out, false);
    if (json) jw_array(&w);
    for (size_t i = 0; i < n; i++) {
        if (!json) {
            buf_printf(out, "%s: %s: %s: %s  ", p->place, gaps[i].code, gaps[i].what,
                       gaps[i].sentence);
            put_basis_text(out, gaps[i].basis);
            buf_putc(out, '\n');
            continue;
        }
        jw_object(&w);
        jw_ktext(&w, "code", gaps[i].code);
        jw_ktext(&w, "what", gaps[i].what);
        jw_ktext(&w, "sentence", gaps[i].sentence);
        put_basis(&w, gaps[i].basis);
        jw_object_end(&w);
    }
    if (json) jw_array_end(&w);
}

/* ---- reference */

static const char *const TYPES[] = {"yes/no", "number", "limit", "word", "words",
                                    "text",   "date",   "age",   "money"};

void policy_print_reference(struct buf *out) {
    buf_puts(out,
             "## 4. Parameters\n\n| parameter | type | words of | meaning |\n|---|---|---|---|\n");
    for (size_t i = 0; i < PARAM_COUNT; i++) {
        enum param p = (enum param)i;
        bool words = param_type(p) == PARAM_WORD || param_type(p) == PARAM_WORDS;
        buf_printf(out, "| `%s` | %s | %s | %s |\n", param_name(p), TYPES[param_type(p)],
                   words ? vocab_name(param_vocab(p)) : "", param_doc(p));
    }
    buf_puts(out, "\n## 5. The closed vocabulary\n");
    for (size_t s = 0; s < VOCAB_COUNT; s++) {
        buf_printf(out, "\n### %s: %s\n\n| word | Chinese | meaning |\n|---|---|---|\n",
                   vocab_name((enum vocab)s), vocab_doc((enum vocab)s));
        for (size_t w = 1; w < W_COUNT; w++)
            if (word_set((enum word)w) == (enum vocab)s)
                buf_printf(out, "| `%s` | %s | %s |\n", word_text((enum word)w),
                           word_chinese((enum word)w), word_doc((enum word)w));
    }
    buf_puts(out, "\n## 6. Codes of faults\n\n| code | what is wrong |\n|---|---|\n");
    for (size_t i = 0; pack_fault_code(i); i++)
        buf_printf(out, "| `%s` | %s |\n", pack_fault_code(i), pack_fault_doc(pack_fault_code(i)));
}
