/* Values with a standing: law, unset, silent, default; and the parameter sheet and overrides. */
#include <string.h>

#include "base/num.h"
#include "law/policy_read.h"

static const struct {
    const char *name, *doc;
    enum param_type type;
    enum vocab set;
} PARAMS[PARAM_COUNT] = {
#define FLAG                                  PARAM_FLAG
#define COUNT                                 PARAM_INT
#define LIMIT                                 PARAM_LIMIT
#define WORD                                  PARAM_WORD
#define WORDS                                 PARAM_WORDS
#define TEXT                                  PARAM_TEXT
#define DATE                                  PARAM_DATE
#define AGE                                   PARAM_AGE
#define MONEY                                 PARAM_MONEY
#define VOCAB_NONE                            VOCAB_COUNT
#define PARAM(symbol, name, type, vocab, doc) [PARAM_##symbol] = {name, doc, type, VOCAB_##vocab},
#include "law/params.def"
#undef PARAM
#undef FLAG
#undef COUNT
#undef LIMIT
#undef WORD
#undef WORDS
#undef TEXT
#undef DATE
#undef AGE
#undef MONEY
#undef VOCAB_NONE
};

const char *param_name(enum param p) {
    return PARAMS[p].name;
}

const char *param_doc(enum param p) {
    return PARAMS[p].doc;
}

enum param_type param_type(enum param p) {
    return PARAMS[p].type;
}

enum vocab param_vocab(enum param p) {
    return PARAMS[p].set;
}

bool param_find(struct str name, enum param *param_r) {
    for (size_t i = 0; i < PARAM_COUNT; i++) {
        if (!str_is(name, PARAMS[i].name)) continue;
        *param_r = (enum param)i;
        return true;
    }
    return false;
}

/* ---- payloads */

#define LIMIT_KEYS "start start_by actor bound"

static void read_amount(struct reader *r, const struct node *node, struct policy_limit *limit) {
    struct str text, amount, unit;
    if (!read_scalar(r, node, &text)) return;
    limit->word = vocab_find(VOCAB_FIGURE, text);
    if (limit->word != W_NONE) return;
    unit = text;
    int64_t n = 0;
    str_split(&unit, ' ', &amount);
    limit->unit = unit.p ? vocab_find(VOCAB_UNIT, unit) : W_NONE;
    if (limit->unit == W_NONE || !num_i64(amount, 1, 9999, &n)) {
        read_fault(r, node, PF_LIMIT_INVALID, "期限“%s”须写作“数字 单位”或者词表 figure 中的词",
                   text.p);
        limit->word = W_NONE;
        return;
    }
    limit->figure = true;
    limit->amount = (int)n;
}

/* "10000 yuan", as fen. */
static int64_t read_yuan(struct reader *r, const struct node *node) {
    struct str unit, amount;
    int64_t yuan = 0;
    if (!read_scalar(r, node, &unit)) return 0;
    str_split(&unit, ' ', &amount);
    if (!unit.p || !str_is(unit, "yuan") || !num_i64(amount, 0, INT64_C(10000000000), &yuan))
        read_fault(r, node, PF_NUMBER_INVALID, "金额须写作“数字 yuan”");
    return yuan * 100;
}

void read_payload(struct reader *r, const struct node *node, const struct value_spec *spec,
                  struct policy_value *value) {
    switch (spec->type) {
    case PARAM_FLAG: value->flag = read_flag_node(r, node); break;
    case PARAM_INT: value->number = read_number(r, node, 0, 1000000); break;
    case PARAM_AGE: value->number = read_number(r, node, 1, 150); break;
    case PARAM_MONEY: value->number = read_yuan(r, node); break;
    case PARAM_LIMIT: read_amount(r, node, &value->limit); break;
    case PARAM_WORD: value->word = read_word_node(r, node, spec->set); break;
    case PARAM_WORDS:
        value->words = read_words_node(r, node, spec->set);
        if (node->type == NODE_LIST && node->n == 0)
            read_fault(r, node, PF_KEY_EMPTY, "%s 的列表为空", spec->label);
        break;
    case PARAM_TEXT: value->text = read_text_node(r, node); break;
    case PARAM_DATE: value->date = read_date(r, node); break;
    }
}

/* start or start_by, actor, bound: what a limit has besides its figure. */
static void read_limit_rest(struct reader *r, const struct node *map, struct policy_limit *limit) {
    const struct node *start = node_get(map, "start"), *by = node_get(map, "start_by");
    if (start) limit->start = read_word_node(r, start, VOCAB_START);
    if (start && by) read_fault(r, by, PF_LIMIT_STARTS, "start 与 start_by 只能写一个");
    struct str name;
    if (by && read_scalar(r, by, &name)) {
        limit->start_elsewhere = param_find(name, &limit->start_by);
        if (!limit->start_elsewhere || param_type(limit->start_by) != PARAM_WORD ||
            param_vocab(limit->start_by) != VOCAB_START) {
            read_fault(r, by, PF_PARAM_UNKNOWN, "“%s”不是起算点参数", name.p);
            limit->start_elsewhere = false;
        }
    }
    if (!start && !by) read_fault(r, map, PF_LIMIT_START, "期限缺少起算点（start）");
    if (node_get(map, "actor"))
        limit->actor = read_word(r, map, "actor", VOCAB_PARTY);
    else
        read_fault(r, map, PF_LIMIT_ACTOR, "期限缺少责任方（actor）");
    const struct node *bound = node_get(map, "bound");
    struct str text;
    if (bound && read_scalar(r, bound, &text)) {
        limit->at_most = str_is(text, "at_most");
        limit->at_least = str_is(text, "at_least");
        if (!limit->at_most && !limit->at_least)
            read_fault(r, bound, PF_WORD_UNKNOWN, "bound 须为 at_most 或者 at_least");
    }
}

/* ---- standings */

static const char *const FORMS[] = {"value", "parts", "unset", "silent", "default"};

/* The one form the node has, as an index into FORMS; GX_COUNT(FORMS) after a fault. */
static size_t form_of(struct reader *r, const struct node *node, const struct value_spec *spec) {
    size_t found = GX_COUNT(FORMS), n = 0;
    for (size_t i = 0; i < GX_COUNT(FORMS); i++)
        if (node_get(node, FORMS[i])) {
            if (n++ == 0) found = i;
        }
    if (n == 1) return found;
    read_fault(r, node, PF_VALUE_FORM, "%s 须恰好写 value、parts、unset、silent、default 中的一个",
               spec->label);
    return GX_COUNT(FORMS);
}

static void check_absent(struct reader *r, const struct node *node, const char *keys,
                         enum pack_fault code, const char *sentence) {
    struct str rest = str_of(keys), key;
    while (str_split(&rest, ' ', &key)) {
        const struct node *at = node_key(node, arena_str(r->a, key));
        if (at) read_fault(r, at, code, "%s", sentence);
    }
}

/* `silent: true`: the mark of a standing, no value. */
static void need_true(struct reader *r, const struct node *node, const char *key) {
    struct str text;
    const struct node *mark = node_get(node, key);
    if (read_scalar(r, mark, &text) && !str_is(text, "true"))
        read_fault(r, mark, PF_VALUE_FORM, "%s 只能写 true", key);
}

static void read_silent(struct reader *r, const struct node *node, struct policy_value *value) {
    value->basis.standing = STANDING_SILENT;
    need_true(r, node, "silent");
    check_absent(r, node, "clause article reading text " LIMIT_KEYS, PF_VALUE_SILENT_FIGURE,
                 "条文未规定的，不得带有数字、起算点、责任方或者条款");
}

static void read_unset(struct reader *r, const struct node *node, struct policy_value *value) {
    value->basis.standing = STANDING_UNSET;
    need_true(r, node, "unset");
    check_absent(r, node, "text " LIMIT_KEYS, PF_VALUE_UNSET_FIGURE,
                 "条文未定的，不得带有数字、起算点或者责任方");
    if (!node_get(node, "clause"))
        read_fault(r, node, PF_CLAUSE_MISSING, "条文未定的，须写明所在条款");
}

static void read_default(struct reader *r, const struct node *node, const struct value_spec *spec,
                         struct policy_value *value) {
    value->basis.standing = STANDING_DEFAULT;
    value->known = true;
    const struct node *text = node_get(node, "text");
    struct str word;
    if (!text) {
        read_fault(r, node, PF_VALUE_DEFAULT_TEXT, "产品默认须写明 text: silent 或者 unset");
    } else if (read_scalar(r, text, &word)) {
        value->basis.text = str_is(word, "unset") ? STANDING_UNSET : STANDING_SILENT;
        if (!str_is(word, "unset") && !str_is(word, "silent"))
            read_fault(r, text, PF_VALUE_DEFAULT_TEXT, "text 须为 silent 或者 unset");
    }
    if (!node_get(node, "reading"))
        read_fault(r, node, PF_READING_MISSING, "产品默认须写明解释编号（reading）");
    if (value->basis.text == STANDING_UNSET && !node_get(node, "clause"))
        read_fault(r, node, PF_CLAUSE_MISSING, "条文未定的，须写明所在条款");
    if (value->basis.text == STANDING_SILENT && node_get(node, "clause"))
        read_fault(r, node_key(node, "clause"), PF_VALUE_DEFAULT_TEXT,
                   "条文未规定的，不得引用条款");
    read_payload(r, node_get(node, "default"), spec, value);
    if (spec->type == PARAM_LIMIT) read_limit_rest(r, node, &value->limit);
}

static void read_law(struct reader *r, const struct node *node, const struct value_spec *spec,
                     struct policy_value *value) {
    value->basis.standing = STANDING_LAW;
    value->known = true;
    check_absent(r, node, "text", PF_VALUE_DEFAULT_TEXT, "text 只用于产品默认");
    if (!node_get(node, "clause"))
        read_fault(r, node, PF_CLAUSE_MISSING, "%s 缺少条款（clause）", spec->label);
    read_payload(r, node_get(node, "value"), spec, value);
    if (spec->type == PARAM_LIMIT) read_limit_rest(r, node, &value->limit);
}

static void read_parts(struct reader *r, const struct node *node, const struct value_spec *spec,
                       struct policy_value *value) {
    value->known = true;
    const struct node *parts = read_map_member(r, node, "parts");
    check_absent(r, node, "clause article reading text " LIMIT_KEYS, PF_LIMIT_KEY,
                 "有分项的，条款、起算点和责任方写在各分项");
    if (spec->type != PARAM_LIMIT) {
        read_fault(r, node_key(node, "parts"), PF_LIMIT_KEY, "只有期限可以有分项");
        return;
    }
    if (!parts) return;
    if (parts->n == 0) read_fault(r, parts, PF_KEY_EMPTY, "分项为空");
    struct policy_value *list = ARENA_ARRAY(r->a, parts->n + 1, struct policy_value);
    for (size_t i = 0; i < parts->n; i++) {
        const char *name = read_text_node(r, &parts->keys[i]);
        struct value_spec part = *spec;
        part.label = arena_printf(r->a, "%s/%s", spec->label, name);
        read_value(r, &parts->items[i], &part, &list[i]);
        list[i].part = name;
        list[i].param = value->param;
        if (list[i].nparts > 0) read_fault(r, &parts->items[i], PF_LIMIT_KEY, "分项不得再分项");
    }
    value->parts = list;
    value->nparts = parts->n;
    if (value->nparts > 0) value->basis = list[0].basis;
}

void read_value(struct reader *r, const struct node *node, const struct value_spec *spec,
                struct policy_value *value) {
    value->basis = (struct basis){.standing = STANDING_SILENT, .clause = "default", .article = ""};
    value->date = DATE_NONE;
    if (!node) return;
    value->basis.at = read_place(node);
    if (!read_map(r, node,
                  "value parts unset silent default text clause article reading note " LIMIT_KEYS))
        return;
    if (spec->type != PARAM_LIMIT)
        check_absent(r, node, LIMIT_KEYS, PF_LIMIT_KEY, "起算点、责任方只用于期限");
    size_t form = form_of(r, node, spec);
    read_citation(r, node, &value->basis);
    switch (form) {
    case 0: read_law(r, node, spec, value); break;
    case 1: read_parts(r, node, spec, value); break;
    case 2: read_unset(r, node, value); break;
    case 3: read_silent(r, node, value); break;
    case 4: read_default(r, node, spec, value); break;
    default: break;
    }
}

/* ---- the sheet */

/* A start that stands in a parameter of its own: filled in, and held against it. */
static void resolve_start(struct reader *r, const struct policy_value *values,
                          struct policy_value *value) {
    struct policy_limit *limit = &value->limit;
    if (!limit->start_elsewhere) return;
    const struct policy_value *by = &values[limit->start_by];
    if (by->known)
        limit->start = by->word;
    else if (limit->figure)
        read_fault_at(r, value->basis.at, PF_LIMIT_START, "起算点参数 %s 没有值",
                      param_name(limit->start_by));
}

/* Protections of the product, which only a text or higher law takes away (AS-11, AS-13). */
static void check_default(struct reader *r, const struct policy_value *v) {
    if (!v->known || v->basis.standing != STANDING_DEFAULT) return;
    bool off = v->param == PARAM_LIST_PRIOR_NOTICE ? v->word == W_NOTICE_NONE
                                                   : v->param == PARAM_LIST_STATEMENT && !v->flag;
    if (off)
        read_fault_at(r, v->basis.at, PF_VALUE_DEFAULT_OFF,
                      "产品默认不得取消 %s，须有条文或者上位法依据", param_name(v->param));
}

void load_parameters(struct reader *r, const struct node *root) {
    struct policy_value *values = ARENA_ARRAY(r->a, PARAM_COUNT, struct policy_value);
    bool stated[PARAM_COUNT] = {false};
    r->policy->values = values;
    for (size_t i = 0; i < PARAM_COUNT; i++)
        values[i] = (struct policy_value){
            .param = (enum param)i,
            .date = DATE_NONE,
            .basis = {.standing = STANDING_SILENT, .clause = "default", .article = ""}};
    if (!root) return;
    if (root->type != NODE_MAP) {
        read_fault(r, root, PF_TYPE_MAP, "参数表须为键值表");
        return;
    }
    for (size_t i = 0; i < root->n; i++) {
        enum param p;
        if (root->keys[i].type != NODE_SCALAR) continue;
        if (!param_find(root->keys[i].text, &p)) {
            read_fault(r, &root->keys[i], PF_PARAM_UNKNOWN, "没有“%s”这个参数",
                       root->keys[i].text.p);
            continue;
        }
        struct value_spec spec = {param_type(p), param_vocab(p), param_name(p)};
        stated[p] = true;
        read_value(r, &root->items[i], &spec, &values[p]);
    }
    for (size_t i = 0; i < PARAM_COUNT; i++) {
        if (!stated[i])
            read_fault(r, root, PF_PARAM_MISSING, "缺少参数 %s", param_name((enum param)i));
        resolve_start(r, values, &values[i]);
        check_default(r, &values[i]);
        for (size_t j = 0; j < values[i].nparts; j++)
            resolve_start(r, values, (struct policy_value *)&values[i].parts[j]);
    }
}

/* ---- overrides */

static void read_scope(struct reader *r, const struct node *map, struct policy_scope *scope) {
    const struct node *node = read_needed(r, map, "scope");
    *scope = (struct policy_scope){0};
    if (!node) return;
    if (node->type == NODE_SCALAR) {
        if (!str_is(node->text, "all"))
            read_fault(r, node, PF_OVERRIDE_SCOPE,
                       "scope 须为 all 或者 {item|severity|subject: …}");
        return;
    }
    if (!read_map(r, node, "item severity subject")) return;
    if (node->n != 1) read_fault(r, node, PF_OVERRIDE_SCOPE, "scope 只能写一个范围");
    scope->item = read_text_opt(r, node, "item");
    scope->severity = read_word_opt(r, node, "severity", VOCAB_SEVERITY);
    scope->subject = read_word_opt(r, node, "subject", VOCAB_SUBJECT);
    if (scope->item && !policy_item(r->policy, scope->item))
        read_fault(r, node, PF_OVERRIDE_SCOPE, "目录中没有事项 %s", scope->item);
}

static bool same_scope(const struct policy_scope *a, const struct policy_scope *b) {
    bool items = (!a->item && !b->item) || (a->item && b->item && strcmp(a->item, b->item) == 0);
    return items && a->severity == b->severity && a->subject == b->subject;
}

static bool same_part(const struct policy_value *a, const struct policy_value *b) {
    if (a->param != b->param) return false;
    if (!a->part || !b->part) return a->part == b->part;
    return strcmp(a->part, b->part) == 0;
}

static bool days_overlap(const struct policy_override *a, const struct policy_override *b) {
    bool a_before = !date_is_none(a->until) && date_cmp(a->until, b->from) < 0;
    bool b_before = !date_is_none(b->until) && date_cmp(b->until, a->from) < 0;
    return !a_before && !b_before;
}

static void check_part(struct reader *r, const struct node *node, const struct policy_value *v) {
    const struct policy_value *base = &r->policy->values[v->param];
    bool found = base->nparts == 0 && !v->part;
    for (size_t i = 0; i < base->nparts; i++)
        if (v->part && strcmp(base->parts[i].part, v->part) == 0) found = true;
    if (!found) read_fault(r, node, PF_OVERRIDE_PART, "参数 %s 的分项不符", param_name(v->param));
}

/* Roughly in days: enough to tell longer from shorter. */
static long days_of(const struct policy_limit *l) {
    long n = l->amount;
    if (l->unit == W_UNIT_YEAR) return n * 366;
    if (l->unit == W_UNIT_MONTH) return n * 61 / 2;
    if (l->unit == W_UNIT_WORKING_DAY) return n * 7 / 5;
    return n;
}

/* 最长, 不少于: what the text bounds, only law of the State may stretch (JN-27, JN-28). */
static void check_bound(struct reader *r, const struct node *node,
                        const struct policy_override *o) {
    const struct policy_value *base = &r->policy->values[o->value->param];
    for (size_t i = 0; i < base->nparts && o->value->part; i++)
        if (strcmp(base->parts[i].part, o->value->part) == 0) base = &base->parts[i];
    if (!base->known || !base->limit.figure || !o->value->limit.figure) return;
    long was = days_of(&base->limit), is = days_of(&o->value->limit);
    bool stretched = (base->limit.at_most && is > was) || (base->limit.at_least && is < was);
    if (stretched && o->rank != W_RANK_LAW && o->rank != W_RANK_ADMIN_REGULATION)
        read_fault(r, node, PF_OVERRIDE_BOUND, "突破条文上下限的，须以法律、行政法规为依据");
}

static void read_override(struct reader *r, const struct node *node, struct policy_override *o) {
    struct policy_value *v = ARENA_NEW(r->a, struct policy_value);
    o->value = v;
    o->from = o->until = DATE_NONE;
    v->date = DATE_NONE;
    v->basis = (struct basis){
        .standing = STANDING_OVERRIDE, .clause = "override", .article = "", .at = read_place(node)};
    if (!read_map(r, node,
                  "parameter part value citation rank scope from until clause note " LIMIT_KEYS))
        return;
    read_citation(r, node, &v->basis);
    v->basis.citation = read_text(r, node, "citation");
    o->rank = read_word(r, node, "rank", VOCAB_RANK);
    read_scope(r, node, &o->scope);
    const struct node *from = read_needed(r, node, "from"), *until = node_get(node, "until");
    if (from) o->from = read_date(r, from);
    if (until) o->until = read_date(r, until);
    if (until && !date_is_none(o->until) && date_cmp(o->until, o->from) < 0)
        read_fault(r, until, PF_OVERRIDE_DATES, "until 早于 from");
    const struct node *name = read_needed(r, node, "parameter");
    const struct node *payload = read_needed(r, node, "value");
    struct str text;
    if (!name || !payload || !read_scalar(r, name, &text)) return;
    if (!param_find(text, &v->param)) {
        read_fault(r, name, PF_PARAM_UNKNOWN, "没有“%s”这个参数", text.p);
        return;
    }
    v->known = true;
    v->part = read_text_opt(r, node, "part");
    check_part(r, node, v);
    struct value_spec spec = {param_type(v->param), param_vocab(v->param), text.p};
    read_payload(r, payload, &spec, v);
    if (spec.type != PARAM_LIMIT) {
        check_absent(r, node, LIMIT_KEYS, PF_LIMIT_KEY, "起算点、责任方只用于期限");
        return;
    }
    read_limit_rest(r, node, &v->limit);
    check_bound(r, payload, o);
}

void load_overrides(struct reader *r, const struct node *root) {
    if (!root || !read_map(r, root, "overrides")) return;
    const struct node *list = read_list(r, root, "overrides");
    if (!list) return;
    struct policy_override *o = ARENA_ARRAY(r->a, list->n + 1, struct policy_override);
    for (size_t i = 0; i < list->n; i++) {
        read_override(r, &list->items[i], &o[i]);
        for (size_t j = 0; j < i; j++)
            if (o[i].value->known && o[j].value->known && same_part(o[i].value, o[j].value) &&
                same_scope(&o[i].scope, &o[j].scope) && days_overlap(&o[i], &o[j]))
                read_fault(r, &list->items[i], PF_OVERRIDE_OVERLAP,
                           "与第%d行的例外在同一范围内时间重叠", list->items[j].line);
    }
    r->policy->overrides = o;
    r->policy->noverrides = list->n;
}
