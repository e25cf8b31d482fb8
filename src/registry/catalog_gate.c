#include "registry/catalog_gate.h"

#include <stdarg.h>
#include <string.h>

#include "base/bug.h"
#include "registry/search_fold.h"

struct check {
    struct arena *a;
    const struct policy *p;
    const struct policy_item *item;
    const char *power_list;
    struct date on;
    struct catalog_fault *faults;
    size_t n, room;
};

static void missing(struct check *c, const char *gate, const struct basis *b, const char *fmt, ...)
    GX_PRINTF(4, 5);
static void missing(struct check *c, const char *gate, const struct basis *b, const char *fmt,
                    ...) {
    va_list ap;
    if (c->n == c->room) {
        size_t room = c->room ? 2 * c->room : 16;
        struct catalog_fault *faults = ARENA_ARRAY(c->a, room, struct catalog_fault);
        if (c->n) memcpy(faults, c->faults, c->n * sizeof *faults);
        c->faults = faults;
        c->room = room;
    }
    va_start(ap, fmt);
    c->faults[c->n++] = (struct catalog_fault){
        .gate = gate, .clause = b->clause, .sentence = arena_vprintf(c->a, fmt, ap)};
    va_end(ap);
}

static bool empty(const char *s) {
    return !s || !*s;
}

static const struct basis *basis_of(const struct check *c, enum param param) {
    return &policy_get(c->p, param, &(struct policy_scope){.item = c->item->id}, c->on)->basis;
}

static bool asked(const struct check *c, enum param param, bool when_missing) {
    return policy_flag(c->p, param, when_missing, c->on);
}

/* --- the gates, in the order of the form --- */

/* Ids travel in addresses, file names and ledger leaves. */
static void check_id(struct check *c) {
    const char *id = c->item->id;
    size_t n = strlen(id);
    if (n <= 48 && id[0] >= 'a' && id[0] <= 'z' &&
        strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == n)
        return;
    missing(c, "id", &c->p->elements_basis, "事项标识应为小写字母开头的1至48位字母、数字、_ . -");
}

static void check_element(struct check *c, enum word element) {
    static const struct {
        enum word element;
        const char *gate;
    } gates[] = {
        {W_ELEMENT_PROVIDER, "element.provider"},     {W_ELEMENT_NAME, "element.item_name"},
        {W_ELEMENT_SHARING, "element.sharing"},       {W_ELEMENT_SCOPE, "element.data_scope"},
        {W_ELEMENT_PATH, "element.collection_path"},  {W_ELEMENT_CYCLE, "element.update_cycle"},
        {W_ELEMENT_METHOD, "element.sharing_method"},
    };
    const struct policy_item *i = c->item;
    bool given = true;
    switch (element) {
    case W_ELEMENT_PROVIDER: given = i->provider != NULL; break;
    case W_ELEMENT_NAME: given = !empty(i->name); break;
    case W_ELEMENT_SHARING: given = i->sharing != W_NONE; break;
    case W_ELEMENT_SCOPE: given = !empty(i->data_scope); break;
    case W_ELEMENT_PATH: given = i->path != W_NONE; break;
    case W_ELEMENT_CYCLE: given = i->cycle != W_NONE; break;
    case W_ELEMENT_METHOD: given = i->methods.n > 0; break;
    default: BUG("element");
    }
    if (given) return;
    for (size_t k = 0; k < GX_COUNT(gates); k++)
        if (gates[k].element == element)
            missing(c, gates[k].gate, &c->p->elements_basis, "缺少要素“%s”", word_chinese(element));
}

static void check_provider(struct check *c) {
    if (empty(c->item->provider)) return; /* any provider */
    const struct policy_unit_type *t = policy_unit_type(c->p, c->item->provider);
    if (t && words_have(t->duties, W_DUTY_PROVIDE)) return;
    missing(c, "provider", &c->p->elements_basis, "提供单位的类型“%s”不是本办法规定的信息提供单位",
            c->item->provider);
}

static void check_class(struct check *c) {
    if (c->item->group == W_NONE || c->item->nature == W_NONE) {
        missing(c, "class", &c->p->elements_basis, "缺少信息类别或者信息性质");
        return;
    }
    if (!c->p->ncontent_classes) return;
    for (size_t i = 0; i < c->p->ncontent_classes; i++)
        if (c->item->content_class && !strcmp(c->p->content_classes[i].id, c->item->content_class))
            return;
    missing(c, "content_class", &c->p->content_classes[0].basis, "缺少本办法规定的信息内容分类");
}

static bool about_persons(const struct policy_item *item) {
    return words_have(item->subjects, W_SUBJECT_PERSON);
}

static void check_subjects(struct check *c) {
    if (!c->item->subjects.n) missing(c, "subjects", &c->p->elements_basis, "缺少信用主体的类别");
}

static void check_mode(struct check *c) {
    const struct policy_item *i = c->item;
    if (i->mode == W_NONE) {
        missing(c, "mode", basis_of(c, PARAM_CATALOG_MODE_BY), "缺少披露方式");
        return;
    }
    const struct policy_value *modes = policy_get(c->p, PARAM_DISCLOSE_MODES, NULL, c->on);
    if (modes->known && !words_have(modes->words, i->mode))
        missing(c, "mode", &modes->basis, "本办法没有“%s”这种披露方式", word_chinese(i->mode));
    if (i->mode != W_MODE_OPEN) return;
    const struct policy_value *ranks = policy_get(c->p, PARAM_DISCLOSE_OPEN_CITATION, NULL, c->on);
    bool ranked = ranks->known
                      ? words_have(ranks->words, i->open_rank)
                      : i->open_rank == W_RANK_LAW || i->open_rank == W_RANK_ADMIN_REGULATION;
    if (empty(i->open_citation) || !ranked)
        missing(c, "open_citation", &ranks->basis, "依法公开的事项须引用要求公开的条文及其位阶");
    if (!about_persons(i)) return;
    const struct policy_value *open = policy_get(c->p, PARAM_DISCLOSE_PERSON_OPEN, NULL, c->on);
    bool forbidden = !open->known || open->word == W_PERSON_OPEN_FORBIDDEN;
    if (forbidden && empty(i->state_citation))
        missing(c, "state_citation", &open->basis,
                "自然人信息除国家另有规定外不得依法公开，须引用国家规定");
}

/* An item narrows the channels of publication of the text, it adds none (ZC-30, CZ-73). */
static void check_channels(struct check *c) {
    const struct policy_value *v = policy_get(c->p, PARAM_DISCLOSE_CHANNELS, NULL, c->on);
    for (size_t i = 0; v->known && i < c->item->channels.n; i++)
        if (!words_have(v->words, c->item->channels.w[i]))
            missing(c, "channels", &v->basis, "本办法没有“%s”这一公示渠道",
                    word_chinese(c->item->channels.w[i]));
}

static void check_grounds(struct check *c) {
    const struct policy_item *i = c->item;
    if (asked(c, PARAM_CATALOG_LEGAL_BASIS, true) && empty(i->legal_basis))
        missing(c, "legal_basis", basis_of(c, PARAM_CATALOG_LEGAL_BASIS), "缺少法律依据");
    if (about_persons(i) && asked(c, PARAM_CATALOG_PUBLIC_INTEREST, false) &&
        empty(i->public_interest))
        missing(c, "public_interest", basis_of(c, PARAM_CATALOG_PUBLIC_INTEREST),
                "个人信息须说明与国家和社会公共利益的关系");
    if (asked(c, PARAM_CATALOG_RELEVANCE, false) && empty(i->relevance))
        missing(c, "relevance", basis_of(c, PARAM_CATALOG_RELEVANCE), "缺少关联性说明");
    if (asked(c, PARAM_CATALOG_POWER_LIST, false) && empty(c->power_list))
        missing(c, "power_list", basis_of(c, PARAM_CATALOG_POWER_LIST),
                "缺少对应的权力清单或者责任清单条目");
}

static void check_secrecy(struct check *c) {
    if (!asked(c, PARAM_CATALOG_SECRECY, true)) return;
    const struct basis *b = basis_of(c, PARAM_CATALOG_SECRECY);
    if (c->item->secrecy == W_NONE)
        missing(c, "secrecy", b, "缺少涉密分类");
    else if (c->item->secrecy == W_SECRECY_STATE)
        missing(c, "secrecy", b, "国家秘密不得纳入目录");
}

static bool has_part(const struct policy_item *item, enum word part) {
    return policy_item_part(item, part) != NULL;
}

/* Without these a row cannot become a record: whose it is, and what it rests on. */
static void check_schema(struct check *c) {
    const struct policy_item *i = c->item;
    const struct basis *source = basis_of(c, PARAM_SUBMIT_SOURCE_REQUIRED);
    if (asked(c, PARAM_SUBMIT_SOURCE_REQUIRED, true) && !has_part(i, W_PART_DOCUMENT_NUMBER))
        missing(c, "source", source, "缺少来源文书号字段");
    if (!has_part(i, W_PART_DECISION_DATE) && !has_part(i, W_PART_FORMED_DATE))
        missing(c, "source", source, "缺少决定日期或者形成日期字段");
    if (!has_part(i, W_PART_SUBJECT_NAME))
        missing(c, "schema.subject", basis_of(c, PARAM_SUBJECT_PERSON_KEY), "缺少主体名称字段");
    if (about_persons(i) && !has_part(i, W_PART_SUBJECT_NUMBER))
        missing(c, "schema.subject", basis_of(c, PARAM_SUBJECT_PERSON_KEY),
                "缺少自然人证件号码字段");
    bool organisations = words_have(i->subjects, W_SUBJECT_ORGANISATION) ||
                         words_have(i->subjects, W_SUBJECT_INDIVIDUAL);
    if (organisations && !has_part(i, W_PART_SUBJECT_CODE))
        missing(c, "schema.subject", basis_of(c, PARAM_SUBJECT_ORGANISATION_KEY),
                "缺少统一社会信用代码字段");
}

/* --- prohibited classes --- */

static bool equals_any(struct arena *a, const char *folded, const char *name,
                       const char *const *synonyms, size_t n) {
    if (!strcmp(folded, search_fold(a, name))) return true;
    for (size_t i = 0; i < n; i++)
        if (!strcmp(folded, search_fold(a, synonyms[i]))) return true;
    return false;
}

/* The item itself, or one of its fields, under any name. */
static const char *prohibited_name(struct check *c, const char *name, const char *const *synonyms,
                                   size_t n) {
    const struct policy_item *item = c->item;
    if (equals_any(c->a, search_fold(c->a, item->name), name, synonyms, n)) return item->name;
    for (size_t i = 0; i < item->nfields; i++) {
        const struct policy_field *f = &item->fields[i];
        if (equals_any(c->a, search_fold(c->a, f->name), name, synonyms, n) ||
            equals_any(c->a, search_fold(c->a, f->id), name, synonyms, n))
            return f->name;
        for (size_t k = 0; k < f->naliases; k++)
            if (equals_any(c->a, search_fold(c->a, f->aliases[k]), name, synonyms, n))
                return f->aliases[k];
    }
    return NULL;
}

/* Conditional data may be an item where evidence can be put on file for a row; where only a law
 * allows it, the item names that law beside its general basis. */
static bool conditional_allowed(const struct check *c, const struct policy_prohibition *p) {
    const struct policy_value *consent =
        policy_get(c->p, PARAM_COLLECT_CONDITIONAL_CONSENT, NULL, c->on);
    if (consent->known && consent->word != W_CONSENT_LAW && p->evidence.n) return true;
    return consent->known && consent->word == W_CONSENT_LAW && !empty(c->item->state_citation);
}

static void check_prohibited(struct check *c) {
    if (!about_persons(c->item)) return; /* the bans protect natural persons */
    for (size_t i = 0; i < c->p->nprohibitions; i++) {
        const struct policy_prohibition *p = &c->p->prohibitions[i];
        const char *found = prohibited_name(c, p->name, p->synonyms, p->nsynonyms);
        if (!found || (!p->absolute && conditional_allowed(c, p))) continue;
        missing(c, "prohibited", &p->basis, "“%s”属于禁止采集的自然人信息（%s），不得纳入目录",
                found, p->name);
    }
    for (size_t i = 0; i < c->p->nforbidden_by_law; i++) {
        const struct policy_forbidden_by_law *p = &c->p->forbidden_by_law[i];
        const char *found = prohibited_name(c, p->name, p->synonyms, p->nsynonyms);
        if (found)
            missing(c, "prohibited", &p->basis, "“%s”为%s所禁止采集，不得纳入目录", found,
                    p->citation);
    }
}

size_t catalog_gate(struct arena *a, const struct policy *p, const struct policy_item *item,
                    const char *power_list, struct date on, struct catalog_fault **faults_r) {
    struct check c = {.a = a, .p = p, .item = item, .power_list = power_list, .on = on};
    check_id(&c);
    for (size_t i = 0; i < p->elements.n; i++)
        check_element(&c, p->elements.w[i]);
    check_provider(&c);
    check_class(&c);
    check_subjects(&c);
    check_mode(&c);
    check_channels(&c);
    check_grounds(&c);
    check_secrecy(&c);
    check_schema(&c);
    check_prohibited(&c);
    *faults_r = c.faults;
    return c.n;
}
