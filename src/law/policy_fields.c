/* Fields of an item, from a shared field set and its own list, and the rules across them. */
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "law/policy_read.h"

#define LENGTH_MAX 20000

/* ---- codes */

static bool code_means(const struct policy_code *c, const char *word) {
    if (strcmp(c->value, word) == 0) return true;
    for (size_t i = 0; i < c->naliases; i++)
        if (strcmp(c->aliases[i], word) == 0) return true;
    return false;
}

static void check_code(struct reader *r, const struct node *n, const struct policy_code *codes,
                       size_t i) {
    for (size_t j = 0; j < i; j++) {
        bool twice = code_means(&codes[j], codes[i].value);
        for (size_t k = 0; k < codes[i].naliases; k++)
            if (code_means(&codes[j], codes[i].aliases[k])) twice = true;
        if (twice) read_fault(r, n, PF_FIELD_CODES, "代码“%s”或者其别名重复", codes[i].value);
    }
}

static void read_codes(struct reader *r, const struct node *node, struct policy_field *f) {
    if (node->type != NODE_LIST || node->n == 0) {
        read_fault(r, node, PF_FIELD_CODES, "代码表须为非空列表");
        return;
    }
    struct policy_code *codes = ARENA_ARRAY(r->a, node->n, struct policy_code);
    for (size_t i = 0; i < node->n; i++) {
        const struct node *n = &node->items[i];
        codes[i].value = "";
        if (!read_map(r, n, "value aliases")) continue;
        codes[i].value = read_text(r, n, "value");
        codes[i].aliases = read_texts(r, n, "aliases", &codes[i].naliases);
        check_code(r, n, codes, i);
    }
    f->codes = codes;
    f->ncodes = node->n;
}

/* ---- one field */

static bool has_length(enum word type) {
    return type != W_TYPE_DATE && type != W_TYPE_INT && type != W_TYPE_DECIMAL &&
           type != W_TYPE_MONEY_WAN && type != W_TYPE_MONEY_YUAN;
}

static void check_shape(struct reader *r, const struct node *n, const struct policy_field *f) {
    bool enumerated = f->type == W_TYPE_ENUM || f->type == W_TYPE_ENUMS;
    if (has_length(f->type) != (f->length > 0))
        read_fault(r, n, PF_FIELD_LENGTH,
                   f->length ? "日期和数值字段不写长度" : "文本字段须写长度（length）");
    if (enumerated != (f->ncodes > 0) || (f->codes_prefix && !enumerated))
        read_fault(r, n, PF_FIELD_CODES, "只有 enum、enums 字段须有代码表（codes）");
    if ((f->type == W_TYPE_NUMBER || f->type == W_TYPE_TEXT || f->type == W_TYPE_PHONE) &&
        f->mask == W_NONE)
        read_fault(r, n, PF_FIELD_MASK, "证件号码、电话和长文本字段须写脱敏方式（mask）");
    if ((f->type == W_TYPE_DECIMAL) != (node_get(n, "scale") != NULL))
        read_fault(r, n, PF_FIELD_LENGTH, "小数字段且只有小数字段须写小数位数（scale）");
}

/* Field ids are those of the national files: upper-case letters, digits, _. */
static const char *field_id(struct reader *r, const struct node *n) {
    static const char ALLOWED[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    const struct node *node = read_needed(r, n, "id");
    const char *id = node ? read_text_node(r, node) : "";
    if (*id && (strspn(id, ALLOWED) != strlen(id) || strlen(id) > 40))
        read_fault(r, node, PF_ID_INVALID, "字段标识须为大写字母、数字和下划线");
    return id;
}

static void read_field(struct reader *r, const struct node *n, struct policy_field *f) {
    f->id = f->name = "";
    f->at = read_place(n);
    if (!read_map(r, n,
                  "id name aliases type length scale fill part mask never_open codes codes_prefix "
                  "example"))
        return;
    f->id = field_id(r, n);
    f->name = read_text(r, n, "name");
    f->aliases = read_texts(r, n, "aliases", &f->naliases);
    f->type = read_word(r, n, "type", VOCAB_TYPE);
    const struct node *length = node_get(n, "length"), *scale = node_get(n, "scale");
    if (length) f->length = (int)read_number(r, length, 1, LENGTH_MAX);
    if (scale) f->scale = (int)read_number(r, scale, 1, 6);
    f->fill = read_word(r, n, "fill", VOCAB_FILL);
    f->part = read_word_opt(r, n, "part", VOCAB_PART);
    f->mask = read_word_opt(r, n, "mask", VOCAB_MASK);
    f->never_open = read_flag(r, n, "never_open");
    if (node_get(n, "codes")) read_codes(r, node_get(n, "codes"), f);
    f->codes_prefix = read_text_opt(r, n, "codes_prefix");
    f->codes_open = f->codes_prefix != NULL;
    f->example = read_text_opt(r, n, "example");
    if (f->type != W_NONE) check_shape(r, n, f);
}

/* ---- heads: id, name and aliases must tell the fields apart */

struct heads { /* folded, of all fields of the item so far */
    const char **p;
    size_t n, cap;
};

static bool taken(const struct heads *h, size_t n, const char *head) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(h->p[i], head) == 0) return true;
    return false;
}

static void add_head(struct reader *r, struct heads *h, const char *head) {
    if (h->n == h->cap) {
        size_t cap = h->cap ? h->cap * 2 : 64;
        const char **p = ARENA_ARRAY(r->a, cap, const char *);
        if (h->n > 0) memcpy(p, h->p, h->n * sizeof *p);
        h->p = p;
        h->cap = cap;
    }
    h->p[h->n++] = utf8_fold(r->a, str_of(head));
}

static void check_heads(struct reader *r, struct heads *h, const struct policy_field *f) {
    size_t before = h->n;
    bool twice = false;
    if (*f->id == '\0') return;
    add_head(r, h, f->id);
    add_head(r, h, f->name);
    for (size_t k = 0; k < f->naliases; k++)
        add_head(r, h, f->aliases[k]);
    for (size_t k = before; k < h->n; k++)
        twice = twice || taken(h, before, h->p[k]);
    if (twice)
        read_fault_at(r, f->at, PF_FIELD_DUPLICATE, "字段“%s”的标识、名称或者别名已被占用",
                      f->name);
}

/* ---- rules */

static const struct policy_field *find(const struct policy_item *it, struct str id) {
    for (size_t i = 0; i < it->nfields; i++)
        if (str_is(id, it->fields[i].id)) return &it->fields[i];
    return NULL;
}

static const struct policy_field *rule_field(struct reader *r, const struct node *n,
                                             const struct policy_item *it) {
    struct str id;
    if (!n || !read_scalar(r, n, &id)) return NULL;
    const struct policy_field *f = find(it, id);
    if (!f) read_fault(r, n, PF_RULE_FIELD, "事项没有字段 %s", id.p);
    return f;
}

static void check_rule_values(struct reader *r, const struct node *n,
                              const struct policy_rule *rule) {
    const struct policy_field *other = rule->other;
    if (!other || other->ncodes == 0) return;
    for (size_t i = 0; i < rule->nvalues; i++) {
        bool found =
            other->codes_prefix && str_starts(str_of(rule->values[i]), other->codes_prefix);
        for (size_t j = 0; j < other->ncodes; j++)
            if (strcmp(other->codes[j].value, rule->values[i]) == 0) found = true;
        if (!found)
            read_fault(r, node_get(n, "values"), PF_RULE_VALUE, "字段 %s 没有代码“%s”", other->id,
                       rule->values[i]);
    }
}

static void read_one_of(struct reader *r, const struct node *n, const struct policy_item *it,
                        struct policy_rule *rule) {
    const struct node *list = read_list(r, n, "fields");
    if (!list) return;
    const struct policy_field **fields =
        ARENA_ARRAY(r->a, list->n + 1, const struct policy_field *);
    for (size_t i = 0; i < list->n; i++)
        fields[i] = rule_field(r, &list->items[i], it);
    if (list->n < 2) read_fault(r, list, PF_RULE_SHAPE, "one_of 至少列两个字段");
    rule->fields = fields;
    rule->nfields = list->n;
}

/* Which keys a kind takes besides rule and say. */
static const char *rule_keys(enum word kind) {
    switch (kind) {
    case W_RULE_REQUIRED_IF:
    case W_RULE_FORBIDDEN_IF: return "field other values";
    case W_RULE_REQUIRED_IF_FILLED:
    case W_RULE_NOT_AFTER: return "field other";
    case W_RULE_NOT_AFTER_TODAY: return "field";
    default: return "fields";
    }
}

static void check_rule_shape(struct reader *r, const struct node *n,
                             const struct policy_rule *rule) {
    static const char *const ALL[] = {"field", "other", "values", "fields"};
    for (size_t i = 0; i < GX_COUNT(ALL); i++) {
        struct str rest = str_of(rule_keys(rule->kind)), key;
        bool taken = false;
        while (str_split(&rest, ' ', &key))
            taken = taken || str_is(key, ALL[i]);
        if (taken != (node_get(n, ALL[i]) != NULL))
            read_fault(r, n, PF_RULE_SHAPE, "规则 %s %s“%s”", word_text(rule->kind),
                       taken ? "须写" : "不写", ALL[i]);
    }
    bool dates = rule->kind == W_RULE_NOT_AFTER || rule->kind == W_RULE_NOT_AFTER_TODAY;
    if (dates && ((rule->field && rule->field->type != W_TYPE_DATE) ||
                  (rule->other && rule->other->type != W_TYPE_DATE)))
        read_fault(r, n, PF_RULE_SHAPE, "规则 %s 只用于日期字段", word_text(rule->kind));
}

static void read_rule(struct reader *r, const struct node *n, const struct policy_item *it,
                      struct policy_rule *rule) {
    rule->at = read_place(n);
    rule->sentence = "";
    if (!read_map(r, n, "rule field other values fields say")) return;
    rule->kind = read_word(r, n, "rule", VOCAB_RULE);
    rule->sentence = read_text(r, n, "say");
    if (rule->kind == W_NONE) return;
    rule->field = rule_field(r, node_get(n, "field"), it);
    rule->other = rule_field(r, node_get(n, "other"), it);
    rule->values = read_texts(r, n, "values", &rule->nvalues);
    if (rule->kind == W_RULE_ONE_OF) read_one_of(r, n, it, rule);
    check_rule_shape(r, n, rule);
    check_rule_values(r, n, rule);
}

/* ---- the whole of an item */

static const struct node *field_set(const struct reader *r, const char *name) {
    for (size_t i = 0; i < r->nnational; i++) {
        const struct node *set = node_get(node_get(r->national[i], "field_sets"), name);
        if (set) return set;
    }
    return NULL;
}

static const struct node *list_in(struct reader *r, const struct node *map, const char *key) {
    return node_get(map, key) ? read_list(r, map, key) : NULL;
}

void load_fields(struct reader *r, const struct node *item, struct policy_item *it) {
    const struct node *name = node_get(item, "field_set"), *set = NULL;
    struct str text;
    if (name && read_scalar(r, name, &text) && !(set = field_set(r, text.p)))
        read_fault(r, name, PF_FIELD_SET_UNKNOWN, "没有字段集 %s", text.p);
    const struct node *fields[2] = {list_in(r, set, "fields"), list_in(r, item, "fields")};
    const struct node *rules[2] = {list_in(r, set, "rules"), list_in(r, item, "rules")};
    size_t nfields = (fields[0] ? fields[0]->n : 0) + (fields[1] ? fields[1]->n : 0);
    size_t nrules = (rules[0] ? rules[0]->n : 0) + (rules[1] ? rules[1]->n : 0);
    struct policy_field *f = ARENA_ARRAY(r->a, nfields + 1, struct policy_field);
    struct policy_rule *u = ARENA_ARRAY(r->a, nrules + 1, struct policy_rule);
    struct heads heads = {0};
    it->fields = f;
    it->rules = u;
    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; fields[s] && i < fields[s]->n; i++) {
            read_field(r, &fields[s]->items[i], &f[it->nfields++]);
            check_heads(r, &heads, &f[it->nfields - 1]);
        }
    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; rules[s] && i < rules[s]->n; i++)
            read_rule(r, &rules[s]->items[i], it, &u[it->nrules++]);
}

/* The shape of the sets, named by an item or not; their fields are read with the items. */
void load_national(struct reader *r) {
    for (size_t i = 0; i < r->nnational; i++) {
        if (!read_map(r, r->national[i], "field_sets")) continue;
        const struct node *sets = read_map_member(r, r->national[i], "field_sets");
        for (size_t j = 0; sets && j < sets->n; j++) {
            const char *name = read_text_node(r, &sets->keys[j]);
            if (!read_map(r, &sets->items[j], "fields rules")) continue;
            read_list(r, &sets->items[j], "fields");
            if (field_set(r, name) != &sets->items[j])
                read_fault(r, &sets->keys[j], PF_ID_DUPLICATE, "字段集 %s 重复", name);
        }
    }
}
