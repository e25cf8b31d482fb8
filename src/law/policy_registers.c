/* registers.yaml: what units keep on file, and who may train. */
#include <string.h>

#include "law/policy_read.h"

/* Parties that a unit's posts (authority, operator) or type (provider, query unit) tell. */
static bool can_be_told(enum word party) {
    return party == W_PARTY_AUTHORITY || party == W_PARTY_OPERATOR || party == W_PARTY_PROVIDER ||
           party == W_PARTY_QUERY;
}

static void check_type(struct reader *r, const struct node *n, const char *id, bool trains) {
    const struct policy_unit_type *type = policy_unit_type(r->policy, id);
    if (!type)
        read_fault(r, n, PF_REGISTER_TYPE, "没有单位类型 %s", id);
    else if (trains && !words_have(type->duties, W_DUTY_TRAIN))
        read_fault(r, n, PF_REGISTER_TYPE, "单位类型 %s 没有培训职责", id);
}

static void read_register(struct reader *r, const struct node *n, struct policy_register *g) {
    if (!read_based_map(r, n, "kind binds types encouraged")) return;
    g->kind = read_word(r, n, "kind", VOCAB_REGISTER);
    g->binds = read_words(r, n, "binds", VOCAB_PARTY);
    g->types = read_texts(r, n, "types", &g->ntypes);
    g->encouraged = read_flag(r, n, "encouraged");
    g->basis = read_basis(r, n);
    if (g->binds.n + g->ntypes == 0) read_fault(r, n, PF_REGISTER_BINDS, "没有写明约束哪些单位");
    for (size_t i = 0; i < g->binds.n; i++)
        if (!can_be_told(g->binds.w[i]))
            read_fault(r, n, PF_REGISTER_BINDS, "不能从单位的岗位或者类型判断谁是%s",
                       word_chinese(g->binds.w[i]));
    for (size_t i = 0; i < g->ntypes; i++)
        check_type(r, n, g->types[i], false);
}

static void load_register_list(struct reader *r, const struct node *root) {
    const struct node *list = read_list(r, root, "registers");
    if (!list) return;
    struct policy_register *all = ARENA_ARRAY(r->a, list->n + 1, struct policy_register);
    for (size_t i = 0; i < list->n; i++)
        read_register(r, &list->items[i], &all[i]);
    r->policy->registers = all;
    r->policy->nregisters = list->n;
}

static void load_bodies(struct reader *r, const struct node *root) {
    const struct node *list = read_list(r, root, "training_bodies");
    if (!list) return;
    struct policy_training_body *all = ARENA_ARRAY(r->a, list->n + 1, struct policy_training_body);
    for (size_t i = 0; i < list->n; i++) {
        const struct node *n = &list->items[i];
        all[i].type = "";
        if (!read_based_map(r, n, "type ratings")) continue;
        all[i].type = read_id(r, n, "type");
        all[i].ratings = read_texts(r, n, "ratings", &all[i].nratings);
        all[i].basis = read_basis(r, n);
        if (*all[i].type) check_type(r, n, all[i].type, true);
        for (size_t j = 0; j < i; j++)
            if (*all[i].type && !strcmp(all[j].type, all[i].type))
                read_fault(r, n, PF_ID_DUPLICATE, "标识 %s 重复", all[i].type);
    }
    r->policy->training_bodies = all;
    r->policy->ntraining_bodies = list->n;
}

static void load_contents(struct reader *r, const struct node *root) {
    const struct node *list = read_list(r, root, "training_contents");
    if (!list) return;
    struct policy_training_content *all =
        ARENA_ARRAY(r->a, list->n + 1, struct policy_training_content);
    for (size_t i = 0; i < list->n; i++) {
        const struct node *n = &list->items[i];
        all[i].id = all[i].name = "";
        if (!read_based_map(r, n, "id name")) continue;
        all[i].id = read_id(r, n, "id");
        all[i].name = read_text(r, n, "name");
        all[i].basis = read_basis(r, n);
        for (size_t j = 0; j < i; j++)
            if (*all[i].id && !strcmp(all[j].id, all[i].id))
                read_fault(r, n, PF_ID_DUPLICATE, "标识 %s 重复", all[i].id);
    }
    r->policy->training_contents = all;
    r->policy->ntraining_contents = list->n;
}

void load_registers(struct reader *r, const struct node *root) {
    if (!root || !read_map(r, root, "registers training_bodies training_contents")) return;
    load_register_list(r, root);
    load_bodies(r, root);
    load_contents(r, root);
}
