/* Everything a pack says, one row a statement. */
#include <string.h>

#include "law/policy_print.h"

#define TEXT_MAX 65536

struct rows {
    struct arena *a;
    struct policy_row *list;
    size_t n, cap;
};

static void add(struct rows *r, struct policy_row row) {
    if (r->n == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 512;
        struct policy_row *list = ARENA_ARRAY(r->a, cap, struct policy_row);
        if (r->n > 0) memcpy(list, r->list, r->n * sizeof *list);
        r->list = list;
        r->cap = cap;
    }
    r->list[r->n++] = row;
}

/* ---- texts */

static void put_words(struct buf *out, struct words words, bool raw) {
    for (size_t i = 0; i < words.n; i++) {
        if (i > 0) buf_puts(out, raw ? ", " : "、");
        buf_puts(out, raw ? word_text(words.w[i]) : word_chinese(words.w[i]));
    }
}

static void put_limit(struct buf *out, const struct policy_limit *l, bool raw) {
    if (raw) {
        if (l->figure)
            buf_printf(out, "%s%d %s",
                       l->at_most    ? "at_most "
                       : l->at_least ? "at_least "
                                     : "",
                       l->amount, word_text(l->unit));
        else
            buf_puts(out, word_text(l->word));
        buf_printf(out, " start %s actor %s", word_text(l->start), word_text(l->actor));
        return;
    }
    if (l->figure)
        buf_printf(out, "%s%d%s",
                   l->at_most    ? "最长"
                   : l->at_least ? "不少于"
                                 : "",
                   l->amount, word_chinese(l->unit));
    else
        buf_puts(out, word_chinese(l->word));
    if (l->start != W_NONE) buf_printf(out, "，起算：%s", word_chinese(l->start));
    buf_printf(out, "，责任方：%s", word_chinese(l->actor));
}

static void put_payload(struct buf *out, const struct policy_value *v, bool raw) {
    char day[DATE_TEXT];
    switch (param_type(v->param)) {
    case PARAM_FLAG: buf_puts(out, raw ? (v->flag ? "yes" : "no") : (v->flag ? "是" : "否")); break;
    case PARAM_INT: buf_int(out, v->number); break;
    case PARAM_MONEY:
        buf_printf(out, raw ? "%lld yuan" : "%lld元", (long long)v->number / 100);
        break;
    case PARAM_AGE: buf_printf(out, raw ? "%lld" : "%lld周岁", (long long)v->number); break;
    case PARAM_LIMIT: put_limit(out, &v->limit, raw); break;
    case PARAM_WORD: buf_puts(out, raw ? word_text(v->word) : word_chinese(v->word)); break;
    case PARAM_WORDS: put_words(out, v->words, raw); break;
    case PARAM_TEXT: buf_puts(out, v->text); break;
    case PARAM_DATE:
        date_format(v->date, day);
        buf_puts(out, day);
        break;
    }
}

void policy_print_value(struct buf *out, const struct policy_value *v, bool raw) {
    if (v->nparts > 0) {
        for (size_t i = 0; i < v->nparts; i++) {
            if (i > 0) buf_puts(out, raw ? "; " : "；");
            buf_printf(out, "%s%s", v->parts[i].part, raw ? ": " : "：");
            policy_print_value(out, &v->parts[i], raw);
        }
    } else if (v->known) {
        put_payload(out, v, raw);
    } else {
        buf_puts(out, raw ? standing_word(v->basis.standing) : standing_chinese(v->basis.standing));
    }
}

static const char *taken(struct rows *r, struct buf *b) {
    char *text = arena_str(r->a, buf_finish(b));
    buf_free(b);
    return text ? text : "";
}

static const char *words_text(struct rows *r, struct words words, bool raw) {
    struct buf b;
    buf_init(&b, TEXT_MAX);
    put_words(&b, words, raw);
    return taken(r, &b);
}

/* ---- sections */

/* Law that the text names: nothing is taken from it, but who reads the pack must see it (AM-53). */
static void add_references(struct rows *r, const struct policy *p) {
    for (size_t i = 0; i < p->nreferences; i++) {
        const struct policy_reference *ref = &p->references[i];
        add(r, (struct policy_row){"reference", arena_printf(r->a, "%zu", i + 1), ref->title,
                                   ref->title, &ref->basis});
    }
}

static void add_values(struct rows *r, const struct policy *p) {
    for (size_t i = 0; i < PARAM_COUNT; i++) {
        const struct policy_value *v = &p->values[i];
        const struct policy_value *list = v->nparts > 0 ? v->parts : v;
        for (size_t k = 0; k < (v->nparts > 0 ? v->nparts : 1); k++) {
            struct buf text, raw;
            buf_init(&text, TEXT_MAX);
            buf_init(&raw, TEXT_MAX);
            policy_print_value(&text, &list[k], false);
            policy_print_value(&raw, &list[k], true);
            const char *name = param_name((enum param)i);
            const char *key =
                v->nparts > 0 ? arena_printf(r->a, "%s/%s", name, list[k].part) : name;
            const char *t = taken(r, &text);
            add(r, (struct policy_row){"parameter", key, t, taken(r, &raw), &list[k].basis});
        }
    }
    for (size_t i = 0; i < p->noverrides; i++) {
        const struct policy_override *o = &p->overrides[i];
        struct buf text, raw;
        buf_init(&text, TEXT_MAX);
        buf_init(&raw, TEXT_MAX);
        policy_print_value(&text, o->value, false);
        policy_print_value(&raw, o->value, true);
        const char *key = arena_printf(r->a, "%zu %s", i + 1, param_name(o->value->param));
        const char *t = taken(r, &text);
        add(r, (struct policy_row){"override", key, t, taken(r, &raw), &o->value->basis});
    }
}

static void add_roles(struct rows *r, const struct policy *p) {
    for (size_t i = 0; i < p->nroles; i++) {
        const struct policy_role *role = &p->roles[i];
        const char *held = role->held_by ? role->held_by : standing_chinese(role->basis.standing);
        add(r,
            (struct policy_row){"role", word_text(role->party), held,
                                role->held_by ? role->held_by : standing_word(role->basis.standing),
                                &role->basis});
    }
    for (size_t i = 0; i < p->nunit_types; i++) {
        const struct policy_unit_type *u = &p->unit_types[i];
        add(r, (struct policy_row){
                   "unit_type", u->id,
                   arena_printf(r->a, "%s：%s", u->name, words_text(r, u->duties, false)),
                   arena_printf(r->a, "%s as %s", words_text(r, u->duties, true),
                                word_text(u->viewer)),
                   &u->basis});
    }
    for (size_t i = 0; i < p->nscenes; i++)
        add(r, (struct policy_row){"scene", p->scenes[i].id, p->scenes[i].name, p->scenes[i].id,
                                   &p->scenes[i].basis});
}

/* The other names of a class: a column of any of them is refused. */
static const char *other_names(struct rows *r, const struct policy_prohibition *x) {
    struct buf b;
    buf_init(&b, TEXT_MAX);
    for (size_t i = 0; i < x->nsynonyms; i++) {
        buf_puts(&b, i == 0 ? "；又称" : "、");
        buf_puts(&b, x->synonyms[i]);
    }
    return taken(r, &b);
}

static void add_collect(struct rows *r, const struct policy *p) {
    for (size_t i = 0; i < p->nprohibitions; i++) {
        const struct policy_prohibition *x = &p->prohibitions[i];
        const char *raw =
            x->absolute ? "absolute"
                        : arena_printf(r->a, "conditional: %s", words_text(r, x->evidence, true));
        const char *others = other_names(r, x);
        const char *text = x->absolute ? arena_printf(r->a, "%s：禁止归集%s", x->name, others)
                                       : arena_printf(r->a, "%s：未经%s不得归集%s", x->name,
                                                      words_text(r, x->evidence, false), others);
        add(r, (struct policy_row){"prohibition", x->id, text, raw, &x->basis});
    }
    for (size_t i = 0; i < p->nforbidden_by_law; i++) {
        const struct policy_forbidden_by_law *x = &p->forbidden_by_law[i];
        add(r, (struct policy_row){"forbidden_by_law", x->id,
                                   arena_printf(r->a, "%s（%s）", x->name, x->citation),
                                   x->citation, &x->basis});
    }
}

static void add_catalog(struct rows *r, const struct policy *p) {
    add(r, (struct policy_row){"catalog", "elements", words_text(r, p->elements, false),
                               words_text(r, p->elements, true), &p->elements_basis});
    for (size_t i = 0; i < p->ngroups; i++) {
        const struct policy_group *g = &p->groups[i];
        add(r, (struct policy_row){"group", word_text(g->group),
                                   arena_printf(r->a, "%s%s", word_chinese(g->group),
                                                g->mandatory ? "：应当纳入" : ""),
                                   g->mandatory ? "mandatory" : "optional", &g->basis});
    }
    for (size_t i = 0; i < p->ncontent_classes; i++)
        add(r, (struct policy_row){
                   "content_class", p->content_classes[i].id, p->content_classes[i].name,
                   word_text(p->content_classes[i].nature), &p->content_classes[i].basis});
    for (size_t i = 0; i < p->nitems; i++) {
        const struct policy_item *it = &p->items[i];
        add(r, (struct policy_row){
                   "item", it->id,
                   arena_printf(r->a, "%s：%s，%s，%zu个字段", it->name, word_chinese(it->nature),
                                word_chinese(it->mode), it->nfields),
                   arena_printf(r->a, "%s %s %s %zu fields%s%s", word_text(it->group),
                                word_text(it->nature), word_text(it->mode), it->nfields,
                                it->dual_publicity ? " dual_publicity" : "",
                                it->deletable_on_request ? " deletable_on_request" : ""),
                   &it->basis});
    }
}

static const char *or_all(struct rows *r, struct words words, bool raw) {
    return words.n == 0 ? (raw ? "*" : "任何") : words_text(r, words, raw);
}

static const char *rule_text(struct rows *r, const struct policy_disclosure_rule *u, bool raw) {
    return arena_printf(r->a,
                        raw ? "viewer %s mode %s subject %s nature %s term %s state %s needs %s "
                              "give %s else %s"
                            : "查询人 %s；披露方式 %s；主体 %s；性质 %s；期限 %s；状态 %s；须有 "
                              "%s；提供 %s；否则 %s",
                        or_all(r, u->viewers, raw), or_all(r, u->modes, raw),
                        or_all(r, u->subjects, raw), or_all(r, u->natures, raw),
                        or_all(r, u->terms, raw), or_all(r, u->states, raw),
                        u->needs.n ? words_text(r, u->needs, raw) : "-",
                        raw ? word_text(u->give) : word_chinese(u->give),
                        raw ? word_text(u->otherwise) : word_chinese(u->otherwise));
}

static void add_disclosure(struct rows *r, const struct policy *p) {
    for (size_t i = 0; i < p->ndisclosure; i++) {
        const struct policy_disclosure_rule *u = &p->disclosure[i];
        add(r, (struct policy_row){"disclosure", arena_printf(r->a, "%zu", i + 1),
                                   rule_text(r, u, false), rule_text(r, u, true), &u->basis});
    }
}

static void add_lists(struct rows *r, const struct policy *p) {
    for (size_t i = 0; i < p->nlist_types; i++)
        add(r, (struct policy_row){"list_type", p->list_types[i].id, p->list_types[i].name,
                                   word_text(p->list_types[i].kind), &p->list_types[i].basis});
    for (size_t i = 0; i < p->nmeasures; i++)
        add(r, (struct policy_row){"measure", p->measures[i].id,
                                   arena_printf(r->a, "%s：%s", word_chinese(p->measures[i].kind),
                                                p->measures[i].name),
                                   word_text(p->measures[i].kind), &p->measures[i].basis});
    for (size_t i = 0; i < p->nseverities; i++)
        add(r, (struct policy_row){"severity", word_text(p->severities[i].severity),
                                   word_chinese(p->severities[i].severity),
                                   p->severities[i].mandatory_on_penalty ? "mandatory_on_penalty"
                                                                         : "optional",
                                   &p->severities[i].basis});
}

static void add_registers(struct rows *r, const struct policy *p) {
    for (size_t i = 0; i < p->nregisters; i++) {
        const struct policy_register *g = &p->registers[i];
        struct buf b;
        buf_init(&b, TEXT_MAX);
        put_words(&b, g->binds, true);
        for (size_t k = 0; k < g->ntypes; k++)
            buf_printf(&b, "%stype %s", b.n ? ", " : "", g->types[k]);
        const char *whom = taken(r, &b), *key = word_text(g->kind);
        size_t nth = 1;
        for (size_t k = 0; k < i; k++)
            nth += p->registers[k].kind == g->kind;
        if (nth > 1) key = arena_printf(r->a, "%s/%zu", key, nth);
        add(r,
            (struct policy_row){
                "register", key,
                arena_printf(r->a, "%s%s（%s）", word_chinese(g->kind),
                             g->encouraged ? "，鼓励" : "", whom),
                arena_printf(r->a, "%s%s", whom, g->encouraged ? " encouraged" : ""), &g->basis});
    }
    for (size_t i = 0; i < p->ntraining_bodies; i++) {
        const struct policy_training_body *t = &p->training_bodies[i];
        struct buf b;
        buf_init(&b, TEXT_MAX);
        for (size_t k = 0; k < t->nratings; k++)
            buf_printf(&b, "%s%s", k ? "、" : "", t->ratings[k]);
        const char *ratings = t->nratings ? taken(r, &b) : "不要求评级";
        add(r, (struct policy_row){"training_body", t->type, ratings, ratings, &t->basis});
    }
    for (size_t i = 0; i < p->ntraining_contents; i++)
        add(r, (struct policy_row){"training_content", p->training_contents[i].id,
                                   p->training_contents[i].name, p->training_contents[i].id,
                                   &p->training_contents[i].basis});
}

static const char *from_text(struct rows *r, const struct policy_transition *t) {
    if (t->any) return "any";
    if (t->nfrom == 0) return "none";
    struct buf b;
    buf_init(&b, TEXT_MAX);
    for (size_t i = 0; i < t->nfrom; i++) {
        if (i > 0) buf_puts(&b, ", ");
        buf_puts(&b, t->from[i]->id);
    }
    return taken(r, &b);
}

static void add_transition(struct rows *r, const struct policy_process *p,
                           const struct policy_transition *t) {
    const char *from = from_text(r, t), *to = t->to ? t->to->id : "previous";
    add(r, (struct policy_row){"transition", arena_printf(r->a, "%s/%s", p->id, t->no),
                               arena_printf(r->a, "%s → %s：%s（%s）；条件：%s；效果：%s", from, to,
                                            t->name, words_text(r, t->actors, false),
                                            t->guards.n ? words_text(r, t->guards, false) : "无",
                                            t->effects.n ? words_text(r, t->effects, false) : "无"),
                               arena_printf(r->a, "%s -> %s %s by %s guards %s effects %s", from,
                                            to, t->event, words_text(r, t->actors, true),
                                            words_text(r, t->guards, true),
                                            words_text(r, t->effects, true)),
                               &t->basis});
}

static void add_process(struct rows *r, const struct policy_process *p) {
    add(r, (struct policy_row){"process", p->id, p->name, word_text(p->kind), &p->basis});
    for (size_t i = 0; i < p->ngrounds; i++)
        add(r, (struct policy_row){"ground", arena_printf(r->a, "%s/%s", p->id, p->grounds[i].id),
                                   p->grounds[i].name, p->grounds[i].id, &p->grounds[i].basis});
    for (size_t i = 0; i < p->nclocks; i++) {
        const struct policy_clock *c = &p->clocks[i];
        const char *limit = !c->has_param ? "无数字"
                            : c->part ? arena_printf(r->a, "%s/%s", param_name(c->param), c->part)
                                      : param_name(c->param);
        add(r,
            (struct policy_row){
                "clock", arena_printf(r->a, "%s/%s", p->id, c->id),
                arena_printf(r->a, "%s（%s，%s）", c->name, word_chinese(c->kind), limit),
                arena_printf(r->a, "%s %s", word_text(c->kind), c->has_param ? limit : "no figure"),
                &c->basis});
    }
    for (size_t i = 0; i < p->ntransitions; i++)
        add_transition(r, p, &p->transitions[i]);
}

static void add_notices(struct rows *r, const struct policy *p) {
    const struct policy_sentence *number = &p->notice_number, *interim = &p->notice_interim;
    add(r, (struct policy_row){"notice", "number", number->text, number->text, &number->basis});
    add(r, (struct policy_row){"notice", "interim", interim->text, interim->text, &interim->basis});
    for (size_t i = 0; i < p->nremedies; i++)
        add(r, (struct policy_row){"remedy", word_text(p->remedies[i].remedy), p->remedies[i].text,
                                   p->remedies[i].text, &p->remedies[i].basis});
    for (size_t i = 0; i < p->nnotices; i++) {
        const struct policy_notice *t = &p->notices[i];
        struct buf body;
        buf_init(&body, TEXT_MAX);
        for (size_t k = 0; k < t->nbody; k++)
            buf_printf(&body, "%s%s", k ? " / " : "", t->body[k]);
        const char *text = taken(r, &body);
        add(r,
            (struct policy_row){
                "notice", t->id,
                arena_printf(r->a, "%s（落款：%s；必填：%s）：%s", t->title, word_chinese(t->signs),
                             t->needs.n ? words_text(r, t->needs, false) : "无", text),
                arena_printf(r->a, "signs %s needs %s%s: %s", word_text(t->signs),
                             t->needs.n ? words_text(r, t->needs, true) : "-",
                             t->by_hand ? " by_hand" : "", text),
                &t->basis});
    }
}

size_t policy_rows(struct arena *a, const struct policy *p, struct policy_row **rows_r) {
    struct rows r = {.a = a};
    add_references(&r, p);
    add_values(&r, p);
    add_roles(&r, p);
    add_collect(&r, p);
    add_catalog(&r, p);
    add_disclosure(&r, p);
    add_lists(&r, p);
    add_registers(&r, p);
    for (size_t i = 0; i < p->nprocesses; i++)
        add_process(&r, &p->processes[i]);
    add_notices(&r, p);
    *rows_r = r.list;
    return r.n;
}
