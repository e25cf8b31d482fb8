#include "intake/schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/utf8.h"
#include "intake/headmap.h"

/* --- the program's own columns --- */

static const struct schema_code yes_no[] = {
    {"是", "是", "是"}, {"否", "否", "否"}, {"1", "1", "是"}, {"0", "0", "否"}};
static const struct schema_code marks[] = {{"异议处理中", "异议处理中", "异议处理中"},
                                           {"已修复", "已修复", "已修复"}};
static const struct schema_code states[] = {{"已转为档案保存", "已转为档案保存", "已转为档案保存"},
                                            {"已撤回", "已撤回", "已撤回"},
                                            {"已撤销", "已撤销", "已撤销"},
                                            {"有效", "有效", "有效"}};

static const struct extra {
    enum schema_extra extra;
    const char *id, *name;
    enum word type, fill;
    int length;
    const struct schema_code *codes;
    size_t ncodes;
    const char *list, *help;
    bool legacy; /* only there; the others only in items about persons */
    bool stored; /* part of the payload */
} extras[] = {
    {EXTRA_CAPACITY, "GX_CAPACITY", "完全民事行为能力", W_TYPE_ENUM, W_FILL_OPTIONAL, 4, yes_no,
     GX_COUNT(yes_no), "是、否",
     "行为时未满规定年龄但依法视为完全民事行为能力人的，或者证件号码不含出生日期的，填“是”", false,
     true},
    {EXTRA_CAPACITY_GROUND, "GX_CAPACITY_GROUND", "完全民事行为能力依据", W_TYPE_STRING,
     W_FILL_OPTIONAL, 200, NULL, 0, NULL, "填写证明材料的名称，如劳动合同及其编号", false, true},
    {EXTRA_NATIONALITY, "GX_NATIONALITY", "国籍（地区）", W_TYPE_STRING, W_FILL_OPTIONAL, 40, NULL,
     0, NULL, "持外国护照的填写，其他不填", false, true},
    {EXTRA_PROVIDER, "GX_PROVIDER", "原提供单位统一社会信用代码", W_TYPE_USCC, W_FILL_REQUIRED, 18,
     NULL, 0, NULL, "须是平台已登记的单位", true, false},
    {EXTRA_RECEIVED, "GX_RECEIVED", "原接收日期", W_TYPE_DATE, W_FILL_REQUIRED, 0, NULL, 0, NULL,
     "原系统首次接收该信息的日期，迁入后不变", true, false},
    {EXTRA_VERSION, "GX_VERSION", "版本号", W_TYPE_INT, W_FILL_OPTIONAL, 6, NULL, 0, NULL,
     "同一信息有更正的，按1、2、3的顺序逐行填写", true, false},
    {EXTRA_REASON, "GX_REASON", "变更原因", W_TYPE_STRING, W_FILL_OPTIONAL, 500, NULL, 0, NULL,
     "版本号大于1的必填", true, false},
    {EXTRA_MARK, "GX_MARK", "原标注", W_TYPE_ENUM, W_FILL_OPTIONAL, 10, marks, GX_COUNT(marks),
     "异议处理中、已修复", "原系统尚未解除的标注", true, false},
    {EXTRA_PUBLISH_UNTIL, "GX_PUBLISH_UNTIL", "原公示截止日期", W_TYPE_DATE, W_FILL_OPTIONAL, 0,
     NULL, 0, NULL, "原系统已确定的公示截止日期", true, false},
    {EXTRA_STATE, "GX_STATE", "原状态", W_TYPE_ENUM, W_FILL_OPTIONAL, 10, states, GX_COUNT(states),
     "有效、已转为档案保存、已撤回、已撤销", "不填视为有效", true, false},
};

/* --- codes --- */

static int longest_first(const void *x, const void *y) {
    const struct schema_code *a = x, *b = y;
    size_t na = strlen(a->folded), nb = strlen(b->folded);
    return na != nb ? (na < nb ? 1 : -1) : strcmp(a->folded, b->folded);
}

enum { LIST_CHARS = 120 };

static const char *codes_list(struct arena *a, const struct policy_field *f) {
    struct buf b;
    buf_init(&b, 64 << 10);
    for (size_t i = 0; i < f->ncodes; i++) {
        if (i) buf_puts(&b, "、");
        buf_puts(&b, f->codes[i].value);
    }
    if (f->codes_prefix) buf_printf(&b, "，或“%s”加说明", f->codes_prefix);
    struct str all = buf_finish(&b);
    struct str cut = all.p ? utf8_prefix(all, LIST_CHARS) : STR_LIT("");
    const char *text = arena_printf(a, "%.*s%s", (int)cut.n, cut.p, cut.n < all.n ? "…" : "");
    buf_free(&b);
    return text;
}

static void compile_codes(struct arena *a, const struct policy_field *f, struct schema_field *out) {
    size_t n = 0;
    for (size_t i = 0; i < f->ncodes; i++)
        n += 1 + f->codes[i].naliases;
    if (!n) return;
    struct schema_code *codes = ARENA_ARRAY(a, n, struct schema_code);
    size_t k = 0;
    for (size_t i = 0; i < f->ncodes; i++) {
        const struct policy_code *c = &f->codes[i];
        codes[k++] = (struct schema_code){c->value, head_fold(a, str_of(c->value)), c->value};
        for (size_t j = 0; j < c->naliases; j++)
            codes[k++] =
                (struct schema_code){c->aliases[j], head_fold(a, str_of(c->aliases[j])), c->value};
    }
    qsort(codes, n, sizeof *codes, longest_first);
    out->codes = codes;
    out->ncodes = n;
    out->codes_prefix = f->codes_prefix;
    out->codes_list = codes_list(a, f);
}

/* --- classes of personal data --- */

/* The name without blanks, width, case and the unit or remark in a last bracket. */
static const char *core_of(struct arena *a, struct str name) {
    char *folded = arena_strdup(a, head_fold(a, name));
    char *to = folded;
    for (const char *p = folded; *p; p++)
        if (*p != '_' && *p != '-' && *p != '.') *to++ = *p;
    *to = '\0';
    size_t n = strlen(folded);
    char *open = strrchr(folded, '(');
    if (n && folded[n - 1] == ')' && open && open != folded) *open = '\0';
    return folded;
}

/* Words around a class that do not change what it is: 本人血型情况 is 血型. */
static const char *bare(struct arena *a, const char *core) {
    static const char *const before[] = {"本人",   "个人",   "当事人",     "被处罚人", "行政相对人",
                                         "相对人", "自然人", "法定代表人", "其",       "人员"};
    static const char *const after[] = {"信息", "情况", "状况", "记录", "说明", "数据", "明细"};
    struct str s = str_of(core);
    for (bool cut = true; cut;) {
        cut = false;
        for (size_t i = 0; i < GX_COUNT(before); i++)
            if (str_starts(s, before[i]) && s.n > strlen(before[i])) {
                s.p += strlen(before[i]);
                s.n -= strlen(before[i]);
                cut = true;
            }
        for (size_t i = 0; i < GX_COUNT(after); i++)
            if (str_ends(s, after[i]) && s.n > strlen(after[i])) {
                s.n -= strlen(after[i]);
                cut = true;
            }
    }
    return arena_str(a, s);
}

/* Latin words must stand alone: "gene" is not in "general". */
static bool contains(const char *core, const char *word) {
    if (utf8_count(str_of(word)) < 2 || !((unsigned char)word[0] & 0x80)) return false;
    return strstr(core, word) != NULL;
}

/* anywhere: the name may also only contain it. For what is never allowed, rather one column too
 * many; what consent or a law can allow is often part of another word (证券, 基金). */
static bool means(struct arena *a, const char *core, const char *word, bool anywhere) {
    const char *w = core_of(a, str_of(word));
    if (!*w) return false;
    if (!strcmp(core, w) || !strcmp(bare(a, core), w) || !strcmp(bare(a, core), bare(a, w)))
        return true;
    return anywhere && contains(core, w);
}

const struct policy_prohibition *schema_class_of(const struct schema *s, struct arena *a,
                                                 struct str name) {
    const struct policy *p = s->policy;
    const char *core = core_of(a, name);
    if (!*core) return NULL;
    for (size_t i = 0; i < p->nprohibitions; i++) {
        const struct policy_prohibition *c = &p->prohibitions[i];
        if (means(a, core, c->name, c->absolute) || means(a, core, c->id, false)) return c;
        for (size_t k = 0; k < c->nsynonyms; k++)
            if (means(a, core, c->synonyms[k], c->absolute)) return c;
    }
    return NULL;
}

const struct policy_forbidden_by_law *schema_forbidden(const struct schema *s, struct arena *a,
                                                       struct str name) {
    const struct policy *p = s->policy;
    const char *core = core_of(a, name);
    for (size_t i = 0; *core && i < p->nforbidden_by_law; i++) {
        const struct policy_forbidden_by_law *f = &p->forbidden_by_law[i];
        if (means(a, core, f->name, true)) return f;
        for (size_t k = 0; k < f->nsynonyms; k++)
            if (means(a, core, f->synonyms[k], true)) return f;
    }
    return NULL;
}

static void classify(const struct schema *s, struct arena *a, struct schema_field *f) {
    if (!s->about_persons || !f->field) return;
    const char *const heads[2] = {f->name, f->id};
    const struct policy_forbidden_by_law *law = NULL;
    for (size_t i = 0; i < 2 && !f->class; i++) {
        f->class = schema_class_of(s, a, str_of(heads[i]));
        if (!law) law = schema_forbidden(s, a, str_of(heads[i]));
    }
    for (size_t i = 0; i < f->field->naliases && !f->class; i++)
        f->class = schema_class_of(s, a, str_of(f->field->aliases[i]));
    f->forbidden = law ? law->citation : NULL;
}

static void collect_words(struct schema *s, struct arena *a) {
    const struct policy *p = s->policy;
    size_t n = 0;
    for (size_t i = 0; i < p->nprohibitions; i++)
        n += p->prohibitions[i].nwords_in_text;
    if (!s->about_persons || !n) return;
    const char **words = ARENA_ARRAY(a, n, const char *);
    const struct policy_prohibition **classes =
        ARENA_ARRAY(a, n, const struct policy_prohibition *);
    size_t k = 0;
    for (size_t i = 0; i < p->nprohibitions; i++)
        for (size_t j = 0; j < p->prohibitions[i].nwords_in_text; j++) {
            words[k] = p->prohibitions[i].words_in_text[j];
            classes[k++] = &p->prohibitions[i];
        }
    s->words = text_words_new(a, words, n);
    s->word_class = classes;
}

/* --- fields --- */

static enum field_type spec_type(enum word type) {
    switch (type) {
    case W_TYPE_DATE: return FIELD_DATE;
    case W_TYPE_INT: return FIELD_INTEGER;
    case W_TYPE_DECIMAL:
    case W_TYPE_MONEY_WAN:
    case W_TYPE_MONEY_YUAN: return FIELD_DECIMAL;
    case W_TYPE_ENUM: return FIELD_CODE;
    case W_TYPE_USCC:
    case W_TYPE_USCC_FILL:
    case W_TYPE_NUMBER:
    case W_TYPE_ORG_CODE:
    case W_TYPE_PHONE: return FIELD_NUMBER;
    default: return FIELD_TEXT;
    }
}

static enum field_mask spec_mask(enum word mask) {
    switch (mask) {
    case W_MASK_NAME: return FIELD_MASK_NAME;
    case W_MASK_NUMBER:
    case W_MASK_PHONE: return FIELD_MASK_NUMBER;
    case W_MASK_ALL:
    case W_MASK_ADDRESS: return FIELD_MASK_ALL;
    default: return FIELD_OPEN;
    }
}

static const char *spec_format(enum word type) {
    switch (type) {
    case W_TYPE_MONEY_WAN: return "以万元计，最多六位小数";
    case W_TYPE_MONEY_YUAN: return "以元计，最多两位小数";
    case W_TYPE_ENUMS: return "可填多项，用分号隔开";
    default: return NULL;
    }
}

static struct fieldspec spec_of(struct arena *a, const struct policy_field *f,
                                const struct schema_field *sf) {
    const char **synonyms = ARENA_ARRAY(a, f->naliases + 1, const char *);
    for (size_t i = 0; i < f->naliases; i++)
        synonyms[i] = f->aliases[i];
    struct field_code *codes = ARENA_ARRAY(a, f->ncodes + 1, struct field_code);
    for (size_t i = 0; i < f->ncodes; i++)
        codes[i].name = f->codes[i].value;
    return (struct fieldspec){
        .name = f->name,
        .code = f->id,
        .synonyms = synonyms,
        .type = spec_type(f->type),
        .mask = spec_mask(f->mask),
        .mandatory = f->fill == W_FILL_REQUIRED,
        .condition = f->fill == W_FILL_CONDITIONAL ? "符合条件的必填" : NULL,
        .format = spec_format(f->type),
        .example = f->example,
        .max_chars = (size_t)sf->length,
        /* a prefix lets other values in: then the list is only a help */
        .codes = f->codes_prefix || f->type == W_TYPE_ENUMS ? NULL : codes,
        .codes_count = f->codes_prefix || f->type == W_TYPE_ENUMS ? 0 : f->ncodes,
    };
}

static void add_field(struct schema *s, struct arena *a, const struct policy_field *f,
                      struct schema_field *out, struct fieldspec *spec) {
    *out = (struct schema_field){.id = f->id,
                                 .name = f->name,
                                 .field = f,
                                 .type = f->type,
                                 .fill = f->fill,
                                 .part = f->part,
                                 .length = f->length,
                                 .scale = f->scale,
                                 .store = -1};
    compile_codes(a, f, out);
    classify(s, a, out);
    *spec = spec_of(a, f, out);
}

static void add_extra(const struct extra *x, struct schema_field *out, struct fieldspec *spec) {
    *out = (struct schema_field){.id = x->id,
                                 .name = x->name,
                                 .extra = x->extra,
                                 .type = x->type,
                                 .fill = x->fill,
                                 .length = x->length,
                                 .codes = x->codes,
                                 .ncodes = x->ncodes,
                                 .codes_list = x->list,
                                 .store = x->stored ? 0 : -1};
    *spec = (struct fieldspec){.name = x->name,
                               .code = x->id,
                               .type = spec_type(x->type),
                               .mandatory = x->fill == W_FILL_REQUIRED,
                               .help = x->help,
                               .max_chars = (size_t)x->length};
}

static bool wants(const struct schema *s, const struct extra *x) {
    return x->legacy ? s->legacy : s->about_persons;
}

/* The payload's members stand in ascending order of their names. */
static void order_payload(struct schema *s, struct arena *a, struct schema_field *fields) {
    int *stored = ARENA_ARRAY(a, s->nfields, int);
    for (size_t i = 0; i < s->nfields; i++) {
        if (!fields[i].field && fields[i].store < 0) continue;
        size_t at = s->nstored++;
        for (; at && strcmp(fields[stored[at - 1]].id, fields[i].id) > 0; at--)
            stored[at] = stored[at - 1];
        stored[at] = (int)i;
    }
    for (size_t i = 0; i < s->nstored; i++)
        fields[stored[i]].store = (int)i;
    s->stored = stored;
}

static void read_values(struct schema *s) {
    const struct policy *p = s->policy;
    struct policy_scope scope = {.item = s->item->id, .subject = W_SUBJECT_PERSON};
    const struct policy_value *rule = policy_get(p, PARAM_SUBJECT_PERSON_RULE, &scope, s->day);
    const struct policy_value *age = policy_get(p, PARAM_SUBJECT_AGE, &scope, s->day);
    const struct policy_value *at = policy_get(p, PARAM_SUBJECT_TESTED_AT, &scope, s->day);
    const struct policy_value *key = policy_get(p, PARAM_SUBJECT_PERSON_KEY, &scope, s->day);
    s->person_rule = rule->known ? rule->word : W_PERSON_CAPACITY;
    s->age = age->known ? (int)age->number : 18;
    s->tested_at = at->known ? at->word : W_MOMENT_CONDUCT;
    s->person_key = key->known ? key->word : W_KEY_ANY_IDENTITY;
    s->source_required = policy_flag(p, PARAM_SUBMIT_SOURCE_REQUIRED, true, s->day);
}

int schema_part(const struct schema *s, enum word part) {
    int i = (int)part - (int)W_PART_SUBJECT_NAME;
    BUG_IF(i < 0 || i >= SCHEMA_PARTS);
    return s->part[i];
}

enum word schema_kind_of(const struct schema_field *kind, const char *value) {
    static const enum word kinds[] = {W_SUBJECT_PERSON, W_SUBJECT_ORGANISATION,
                                      W_SUBJECT_INDIVIDUAL};
    for (size_t k = 0; k < GX_COUNT(kinds); k++) {
        if (!strcmp(value, word_chinese(kinds[k]))) return kinds[k];
        /* The list of the field says which of its values is another word for it. */
        for (size_t i = 0; i < kind->ncodes; i++)
            if (!strcmp(kind->codes[i].value, value) &&
                !strcmp(kind->codes[i].text, word_chinese(kinds[k])))
                return kinds[k];
    }
    return W_NONE;
}

const struct schema *schema_new(struct arena *a, const struct policy *policy,
                                const struct policy_item *item, int64_t item_version,
                                struct date day, bool legacy) {
    struct schema *s = ARENA_NEW(a, struct schema);
    s->policy = policy;
    s->item = item;
    s->day = day;
    s->legacy = legacy;
    s->version =
        arena_printf(a, "%s@%lld%s", item->id, (long long)item_version, legacy ? "-legacy" : "");
    s->about_persons = words_have(item->subjects, W_SUBJECT_PERSON);
    s->only_persons = s->about_persons && item->subjects.n == 1;
    read_values(s);

    struct schema_field *fields =
        ARENA_ARRAY(a, item->nfields + GX_COUNT(extras), struct schema_field);
    struct fieldspec *specs = ARENA_ARRAY(a, item->nfields + GX_COUNT(extras), struct fieldspec);
    memset(s->part, 0xff, sizeof s->part);
    memset(s->extra, 0xff, sizeof s->extra);
    for (size_t i = 0; i < item->nfields; i++) {
        const struct policy_field *f = &item->fields[i];
        add_field(s, a, f, &fields[i], &specs[i]);
        int part = f->part == W_NONE ? -1 : (int)f->part - (int)W_PART_SUBJECT_NAME;
        if (part >= 0 && part < SCHEMA_PARTS && s->part[part] < 0) s->part[part] = (int)i;
    }
    s->nfields = item->nfields;
    for (size_t i = 0; i < GX_COUNT(extras); i++) {
        if (!wants(s, &extras[i])) continue;
        s->extra[extras[i].extra] = (int)s->nfields;
        add_extra(&extras[i], &fields[s->nfields], &specs[s->nfields]);
        s->nfields++;
    }
    order_payload(s, a, fields);
    collect_words(s, a);
    s->fields = fields;
    s->specs = specs;
    return s;
}
