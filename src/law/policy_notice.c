/* notices.yaml: what people are told in writing: templates, remedies, and who signs. */
#include <string.h>

#include "law/policy_read.h"

/* ---- keys in a text: ${key} */

bool policy_text_next(struct str *rest, struct str *literal_r, struct str *key_r) {
    if (!rest->n) return false;
    size_t from = str_find_str(*rest, STR_LIT("${"));
    *key_r = (struct str){0};
    *literal_r = *rest;
    if (from == SIZE_MAX) {
        *rest = (struct str){rest->p + rest->n, 0};
        return true;
    }
    *literal_r = (struct str){rest->p, from};
    struct str after = {rest->p + from + 2, rest->n - from - 2};
    size_t to = str_find_str(after, STR_LIT("}"));
    *key_r = (struct str){after.p, to == SIZE_MAX ? 0 : to};
    *rest = to == SIZE_MAX ? (struct str){after.p + after.n, 0}
                           : (struct str){after.p + to + 1, after.n - to - 1};
    return true;
}

/* What the text names is added to `used`. */
static void check_keys(struct reader *r, const struct node *at, const char *text, bool *used) {
    struct str rest = str_of(text), literal, key;
    while (policy_text_next(&rest, &literal, &key)) {
        if (!key.p) continue;
        enum word w = vocab_find(VOCAB_NOTICE_KEY, key);
        if (w == W_NONE)
            read_fault(r, at, PF_NOTICE_KEY, "没有可填内容 ${%s}", arena_str(r->a, key));
        else
            used[w] = true;
    }
}

/* ---- templates */

static const char *const *read_body(struct reader *r, const struct node *n, bool *used,
                                    size_t *n_r) {
    const struct node *list = read_list(r, n, "body");
    *n_r = 0;
    if (!list) return NULL;
    if (!list->n) read_fault(r, list, PF_KEY_EMPTY, "正文为空");
    const char **body = ARENA_ARRAY(r->a, list->n + 1, const char *);
    for (size_t i = 0; i < list->n; i++) {
        body[i] = read_text_node(r, &list->items[i]);
        check_keys(r, &list->items[i], body[i], used);
    }
    *n_r = list->n;
    return body;
}

static void read_signer(struct reader *r, const struct node *n, struct policy_notice *t) {
    const struct node *signs = read_needed(r, n, "signs");
    if (!signs) return;
    t->signs = read_word_node(r, signs, VOCAB_PARTY);
    if (t->signs == W_NONE) return;
    const struct policy_role *role = policy_role(r->policy, t->signs);
    if (!role || !role->held_by)
        read_fault(r, signs, PF_NOTICE_SIGNER, "roles.yaml 没有写明由谁担任 %s",
                   word_text(t->signs));
}

static void read_notice(struct reader *r, const struct node *n, struct policy_notice *t) {
    bool used[W_COUNT] = {false};
    t->id = t->title = "";
    if (!read_based_map(r, n, "id title signs needs by_hand body")) return;
    t->id = read_id(r, n, "id");
    t->title = read_text(r, n, "title");
    if (strchr(t->title, '$')) read_fault(r, node_get(n, "title"), PF_NOTICE_KEY, "标题不填内容");
    read_signer(r, n, t);
    t->needs = read_words(r, n, "needs", VOCAB_NOTICE_KEY);
    t->by_hand = read_flag(r, n, "by_hand");
    t->body = read_body(r, n, used, &t->nbody);
    for (size_t i = 0; i < t->needs.n; i++)
        if (t->body && !used[t->needs.w[i]])
            read_fault(r, node_get(n, "needs"), PF_NOTICE_NEEDS, "正文没有写必填的 ${%s}",
                       word_text(t->needs.w[i]));
    t->basis = read_basis(r, n);
}

static void load_templates(struct reader *r, const struct node *root) {
    const struct node *list = read_list(r, root, "notices");
    if (!list) return;
    struct policy_notice *all = ARENA_ARRAY(r->a, list->n + 1, struct policy_notice);
    for (size_t i = 0; i < list->n; i++) {
        read_notice(r, &list->items[i], &all[i]);
        for (size_t k = 0; k < i; k++)
            if (*all[i].id && !strcmp(all[k].id, all[i].id))
                read_fault(r, &list->items[i], PF_ID_DUPLICATE, "标识 %s 重复", all[i].id);
    }
    r->policy->notices = all;
    r->policy->nnotices = list->n;
}

/* ---- number, interim answer, remedies */

static void read_sentence(struct reader *r, const struct node *root, const char *key,
                          struct policy_sentence *s) {
    const struct node *n = read_map_member(r, root, key);
    bool used[W_COUNT] = {false};
    s->text = "";
    if (!n || !read_based_map(r, n, "text")) return;
    s->text = read_text(r, n, "text");
    check_keys(r, n, s->text, used);
    s->basis = read_basis(r, n);
}

static void load_remedies(struct reader *r, const struct node *root) {
    const struct node *list = read_list(r, root, "remedies");
    if (!list) return;
    struct policy_remedy *all = ARENA_ARRAY(r->a, list->n + 1, struct policy_remedy);
    bool used[W_COUNT] = {false};
    for (size_t i = 0; i < list->n; i++) {
        const struct node *n = &list->items[i];
        all[i].text = "";
        if (!read_based_map(r, n, "remedy text")) continue;
        all[i].remedy = read_word(r, n, "remedy", VOCAB_NEXT);
        all[i].text = read_text(r, n, "text");
        check_keys(r, n, all[i].text, used);
        all[i].basis = read_basis(r, n);
        for (size_t k = 0; k < i; k++)
            if (all[i].remedy != W_NONE && all[k].remedy == all[i].remedy)
                read_fault(r, n, PF_NOTICE_REMEDY, "救济途径 %s 重复", word_text(all[i].remedy));
    }
    r->policy->remedies = all;
    r->policy->nremedies = list->n;
    const struct policy_value *next = &r->policy->values[PARAM_OBJECTION_NEXT];
    for (size_t i = 0; next->known && i < next->words.n; i++)
        if (!policy_remedy(r->policy, next->words.w[i]))
            read_fault(r, list, PF_NOTICE_REMEDY, "objection.next 的 %s 没有写明措辞",
                       word_text(next->words.w[i]));
}

/* ---- what the procedures cannot do without */

static void need(struct reader *r, const struct node *root, const char *id, const char *why) {
    if (!policy_notice(r->policy, id))
        read_fault(r, root, PF_NOTICE_MISSING, "缺少文书 %s（%s）", id, why);
}

static void check_needed(struct reader *r, const struct node *root) {
    static const struct {
        enum word word; /* an effect or a guard; W_NONE: in every pack */
        const char *id;
    } needed[] = {{W_NONE, "acceptance"},
                  {W_NONE, "supplement"},
                  {W_NONE, "result"},
                  {W_NONE, "recall"},
                  {W_NONE, "measure_applied"},
                  {W_NONE, "measure_changed"},
                  {W_NONE, "link_told"},
                  {W_NONE, "incident_told"},
                  {W_EFFECT_NOTIFY_PROVIDER, "verification"},
                  {W_EFFECT_DELETE_RECORD, "deletion"},
                  {W_EFFECT_HAND_OVER, "hand_over"},
                  {W_EFFECT_ARCHIVE, "archive"},
                  {W_GUARD_NOTICE_SERVED, "prior_notice"}};
    const struct policy *p = r->policy;
    for (size_t i = 0; i < GX_COUNT(needed); i++) {
        const char *why = needed[i].word == W_NONE ? "每个政策包都须有" : NULL;
        for (size_t k = 0; !why && k < p->nprocesses; k++)
            for (size_t t = 0; !why && t < p->processes[k].ntransitions; t++)
                if (words_have(p->processes[k].transitions[t].effects, needed[i].word) ||
                    words_have(p->processes[k].transitions[t].guards, needed[i].word))
                    why = p->processes[k].id;
        if (why) need(r, root, needed[i].id, why);
    }
}

void load_notices(struct reader *r, const struct node *root) {
    if (!root || !read_map(r, root, "number interim remedies notices")) return;
    read_sentence(r, root, "number", &r->policy->notice_number);
    const struct node *number = node_get(root, "number");
    if (*r->policy->notice_number.text &&
        str_find_str(str_of(r->policy->notice_number.text), STR_LIT("${serial}")) == SIZE_MAX)
        read_fault(r, number, PF_NOTICE_KEY, "文号须有 ${serial}");
    read_sentence(r, root, "interim", &r->policy->notice_interim);
    load_remedies(r, root);
    load_templates(r, root);
    check_needed(r, root);
}
