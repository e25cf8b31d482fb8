/* catalog.yaml: what the catalog must hold, and the working catalog's items. */
#include <string.h>

#include "base/utf8.h"
#include "law/policy_read.h"

#define ITEM_KEYS                                                                                  \
    "id name code group content_class nature subjects mode sharing methods channels path "         \
    "cycle provider data_scope dual_publicity deletable_on_request legal_basis public_interest "   \
    "relevance "                                                                                   \
    "open_citation state_citation secrecy field_set fields rules"

/* ---- checks of one item against the parameters */

static bool gate(const struct reader *r, enum param p, bool missing) {
    const struct policy_value *v = &r->policy->values[p];
    return v->known ? v->flag : missing;
}

static void check_grounds(struct reader *r, const struct node *n, const struct policy_item *it) {
    bool personal = words_have(it->subjects, W_SUBJECT_PERSON);
    if (gate(r, PARAM_CATALOG_LEGAL_BASIS, true) && !it->legal_basis)
        read_fault(r, n, PF_ITEM_GROUND, "事项缺少法律依据（legal_basis）");
    if (personal && gate(r, PARAM_CATALOG_PUBLIC_INTEREST, false) && !it->public_interest)
        read_fault(r, n, PF_ITEM_GROUND, "涉及个人的事项缺少公共利益理由（public_interest）");
    if (gate(r, PARAM_CATALOG_RELEVANCE, false) && !it->relevance)
        read_fault(r, n, PF_ITEM_GROUND, "事项缺少关联理由（relevance）");
    if (it->secrecy == W_SECRECY_STATE)
        read_fault(r, node_get(n, "secrecy"), PF_ITEM_SECRET, "涉及国家秘密的不得纳入目录");
}

static bool rank_admitted(const struct reader *r, enum word rank) {
    const struct policy_value *v = &r->policy->values[PARAM_DISCLOSE_OPEN_CITATION];
    if (v->known) return words_have(v->words, rank);
    return rank == W_RANK_LAW || rank == W_RANK_ADMIN_REGULATION;
}

static void check_mode(struct reader *r, const struct node *n, const struct policy_item *it) {
    const struct policy_value *modes = &r->policy->values[PARAM_DISCLOSE_MODES];
    const struct policy_value *person = &r->policy->values[PARAM_DISCLOSE_PERSON_OPEN];
    const struct node *mode = node_get(n, "mode");
    if (it->mode == W_NONE) return;
    if (modes->known && !words_have(modes->words, it->mode))
        read_fault(r, mode, PF_ITEM_MODE, "本地没有披露方式 %s", word_text(it->mode));
    bool open = it->mode == W_MODE_OPEN;
    if (open != (it->open_citation != NULL))
        read_fault(r, mode, PF_ITEM_OPEN_CITATION,
                   open ? "依法公开的事项须写公开依据（open_citation）"
                        : "不是依法公开的事项不写公开依据");
    if (open && it->open_citation && it->open_rank != W_NONE && !rank_admitted(r, it->open_rank))
        read_fault(r, node_get(n, "open_citation"), PF_ITEM_OPEN_CITATION,
                   "公开依据的层级（%s）不够", word_chinese(it->open_rank));
    bool by_mode = person->known && person->word == W_PERSON_OPEN_BY_MODE;
    if (open && !by_mode && !it->state_citation && words_have(it->subjects, W_SUBJECT_PERSON))
        read_fault(r, mode, PF_ITEM_PERSON_OPEN,
                   "自然人信息须有国家规定（state_citation）方可公开");
}

/* An item narrows the channels of the text, it adds none. */
static void check_channels(struct reader *r, const struct node *n, const struct policy_item *it) {
    const struct policy_value *v = &r->policy->values[PARAM_DISCLOSE_CHANNELS];
    for (size_t i = 0; v->known && i < it->channels.n; i++)
        if (!words_have(v->words, it->channels.w[i]))
            read_fault(r, node_get(n, "channels"), PF_ITEM_CHANNEL, "disclose.channels 没有渠道 %s",
                       word_text(it->channels.w[i]));
}

static void check_content_class(struct reader *r, const struct node *n,
                                const struct policy_item *it) {
    const struct policy *p = r->policy;
    const struct node *at = it->content_class ? node_get(n, "content_class") : n;
    if (p->ncontent_classes == 0) {
        if (it->content_class) read_fault(r, at, PF_ITEM_CLASS, "本地没有内容分类");
        return;
    }
    for (size_t i = 0; it->content_class && i < p->ncontent_classes; i++) {
        if (strcmp(p->content_classes[i].id, it->content_class) != 0) continue;
        bool adverse = p->content_classes[i].nature == W_NATURE_ADVERSE;
        if (adverse != (it->nature == W_NATURE_ADVERSE))
            read_fault(r, at, PF_ITEM_CLASS, "内容分类与信息性质（nature）不符");
        return;
    }
    read_fault(r, at, PF_ITEM_CLASS, "事项须写本地的内容分类（content_class）");
}

static void check_provider(struct reader *r, const struct node *n, const struct policy_item *it) {
    if (*it->provider == '\0') return;
    const struct policy_unit_type *u = policy_unit_type(r->policy, it->provider);
    if (!u || !words_have(u->duties, W_DUTY_PROVIDE))
        read_fault(r, node_get(n, "provider"), PF_ITEM_PROVIDER, "“%s”不是提供信息的单位类型",
                   it->provider);
}

static const struct policy_field *need_part(struct reader *r, const struct node *n,
                                            const struct policy_item *it, enum word part) {
    const struct policy_field *f = policy_item_part(it, part);
    if (!f)
        read_fault(r, n, PF_ITEM_PART, "事项缺少承担“%s”（%s）的字段", word_chinese(part),
                   word_text(part));
    return f;
}

static bool severity_asked(const struct reader *r) {
    for (size_t i = 0; i < r->policy->nseverities; i++)
        if (r->policy->severities[i].mandatory_on_penalty) return true;
    return false;
}

static void check_parts(struct reader *r, const struct node *n, const struct policy_item *it) {
    static const enum word ALWAYS[] = {W_PART_SUBJECT_NAME, W_PART_SUBJECT_KIND,
                                       W_PART_DOCUMENT_NUMBER, W_PART_DECISION_DATE,
                                       W_PART_ORGAN_CODE};
    bool person = words_have(it->subjects, W_SUBJECT_PERSON);
    bool organisation = words_have(it->subjects, W_SUBJECT_ORGANISATION) ||
                        words_have(it->subjects, W_SUBJECT_INDIVIDUAL);
    for (size_t i = 0; i < GX_COUNT(ALWAYS); i++)
        need_part(r, n, it, ALWAYS[i]);
    if (organisation) need_part(r, n, it, W_PART_SUBJECT_CODE);
    if (person) {
        const struct policy_field *name = policy_item_part(it, W_PART_SUBJECT_NAME);
        need_part(r, n, it, W_PART_SUBJECT_DOCUMENT);
        need_part(r, n, it, W_PART_SUBJECT_NUMBER);
        if (name && name->mask == W_NONE)
            read_fault(r, n, PF_FIELD_MASK, "自然人姓名须写脱敏方式（mask）");
    }
    if (it->group == W_GROUP_PENALTY && severity_asked(r)) need_part(r, n, it, W_PART_SEVERITY);
    for (size_t i = 0; i < it->nfields; i++)
        for (size_t j = 0; j < i; j++)
            if (it->fields[i].part != W_NONE && it->fields[i].part == it->fields[j].part)
                read_fault_at(r, it->fields[i].at, PF_ITEM_PART, "已有字段承担“%s”",
                              word_chinese(it->fields[i].part));
}

static const struct policy_prohibition *banned(struct reader *r, const char *head) {
    const char *folded = utf8_fold(r->a, str_of(head));
    for (size_t i = 0; i < r->nbanned; i++)
        if (r->banned[i].class->absolute && strcmp(r->banned[i].folded, folded) == 0)
            return r->banned[i].class;
    return NULL;
}

/* A catalog may not plan what intake must refuse: fields of an absolutely prohibited class. */
static void check_prohibited(struct reader *r, const struct policy_item *it) {
    if (!words_have(it->subjects, W_SUBJECT_PERSON)) return;
    for (size_t i = 0; i < it->nfields; i++) {
        const struct policy_field *f = &it->fields[i];
        const struct policy_prohibition *p = banned(r, f->id);
        if (!p) p = banned(r, f->name);
        for (size_t k = 0; k < f->naliases && !p; k++)
            p = banned(r, f->aliases[k]);
        if (p)
            read_fault_at(r, f->at, PF_ITEM_PROHIBITED, "字段“%s”属于禁止归集的%s", f->name,
                          p->name);
    }
}

/* ---- items */

static void read_open_citation(struct reader *r, const struct node *n, struct policy_item *it) {
    const struct node *node = node_get(n, "open_citation");
    if (!node || !read_map(r, node, "text rank")) return;
    it->open_citation = read_text(r, node, "text");
    it->open_rank = read_word(r, node, "rank", VOCAB_RANK);
}

static void read_item(struct reader *r, const struct node *n, struct policy_item *it) {
    it->id = it->name = it->provider = "";
    if (!read_based_map(r, n, ITEM_KEYS)) return;
    it->id = read_id(r, n, "id");
    it->name = read_text(r, n, "name");
    it->code = read_text_opt(r, n, "code");
    it->group = read_word(r, n, "group", VOCAB_GROUP);
    it->content_class = read_text_opt(r, n, "content_class");
    it->nature = read_word(r, n, "nature", VOCAB_NATURE);
    if (read_needed(r, n, "subjects")) it->subjects = read_words(r, n, "subjects", VOCAB_SUBJECT);
    it->mode = read_word(r, n, "mode", VOCAB_MODE);
    it->sharing = read_word(r, n, "sharing", VOCAB_SHARING);
    if (read_needed(r, n, "methods")) it->methods = read_words(r, n, "methods", VOCAB_METHOD);
    if (node_get(n, "channels")) it->channels = read_words(r, n, "channels", VOCAB_CHANNEL);
    it->path = read_word(r, n, "path", VOCAB_PATH);
    it->cycle = read_word(r, n, "cycle", VOCAB_CYCLE);
    if (node_get(n, "provider")) it->provider = read_text_opt(r, n, "provider");
    it->data_scope = read_text(r, n, "data_scope");
    it->dual_publicity = read_flag(r, n, "dual_publicity");
    it->deletable_on_request = read_flag(r, n, "deletable_on_request");
    it->legal_basis = read_text_opt(r, n, "legal_basis");
    it->public_interest = read_text_opt(r, n, "public_interest");
    it->relevance = read_text_opt(r, n, "relevance");
    read_open_citation(r, n, it);
    it->state_citation = read_text_opt(r, n, "state_citation");
    it->secrecy = read_word(r, n, "secrecy", VOCAB_SECRECY);
    it->basis = read_basis(r, n);
    load_fields(r, n, it);
    check_grounds(r, n, it);
    check_mode(r, n, it);
    check_channels(r, n, it);
    check_content_class(r, n, it);
    check_provider(r, n, it);
    check_parts(r, n, it);
    check_prohibited(r, it);
}

static void load_items(struct reader *r, const struct node *root) {
    const struct node *list = read_list(r, root, "items");
    if (!list) return;
    struct policy_item *items = ARENA_ARRAY(r->a, list->n + 1, struct policy_item);
    for (size_t i = 0; i < list->n; i++) {
        read_item(r, &list->items[i], &items[i]);
        for (size_t j = 0; j < i; j++)
            if (*items[i].id && strcmp(items[i].id, items[j].id) == 0)
                read_fault(r, &list->items[i], PF_ID_DUPLICATE, "事项 %s 重复", items[i].id);
    }
    r->policy->items = items;
    r->policy->nitems = list->n;
}

/* ---- groups and classes */

static void load_groups(struct reader *r, const struct node *root) {
    const struct node *list = read_list(r, root, "groups");
    if (!list) return;
    struct policy_group *groups = ARENA_ARRAY(r->a, list->n + 1, struct policy_group);
    for (size_t i = 0; i < list->n; i++) {
        const struct node *n = &list->items[i];
        if (!read_based_map(r, n, "group mandatory")) continue;
        groups[i].group = read_word(r, n, "group", VOCAB_GROUP);
        read_needed(r, n, "mandatory");
        groups[i].mandatory = read_flag(r, n, "mandatory");
        groups[i].basis = read_basis(r, n);
        for (size_t j = 0; j < i; j++)
            if (groups[i].group != W_NONE && groups[i].group == groups[j].group)
                read_fault(r, n, PF_ID_DUPLICATE, "类别 %s 重复", word_text(groups[i].group));
    }
    r->policy->groups = groups;
    r->policy->ngroups = list->n;
}

static void load_content_classes(struct reader *r, const struct node *root) {
    const struct node *list = read_list(r, root, "content_classes");
    if (!list) return;
    struct policy_content_class *all = ARENA_ARRAY(r->a, list->n + 1, struct policy_content_class);
    for (size_t i = 0; i < list->n; i++) {
        const struct node *n = &list->items[i];
        all[i].id = all[i].name = "";
        if (!read_based_map(r, n, "id name nature")) continue;
        all[i].id = read_id(r, n, "id");
        all[i].name = read_text(r, n, "name");
        all[i].nature = read_word(r, n, "nature", VOCAB_NATURE);
        all[i].basis = read_basis(r, n);
        for (size_t j = 0; j < i; j++)
            if (strcmp(all[i].id, all[j].id) == 0)
                read_fault(r, n, PF_ID_DUPLICATE, "内容分类 %s 重复", all[i].id);
    }
    r->policy->content_classes = all;
    r->policy->ncontent_classes = list->n;
}

void load_catalog(struct reader *r, const struct node *root) {
    if (!root || !read_map(r, root, "elements groups content_classes items")) return;
    struct policy_value elements = {0};
    read_value(r, read_needed(r, root, "elements"),
               &(struct value_spec){PARAM_WORDS, VOCAB_ELEMENT, "elements"}, &elements);
    r->policy->elements = elements.words;
    r->policy->elements_basis = elements.basis;
    load_groups(r, root);
    load_content_classes(r, root);
    load_items(r, root);
}
