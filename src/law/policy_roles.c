/* roles.yaml, collect.yaml, lists.yaml. */
#include <string.h>

#include "base/utf8.h"
#include "law/policy_read.h"

static const enum word NEEDED[] = {W_PARTY_AUTHORITY, W_PARTY_OPERATOR, W_PARTY_OFFICE,
                                   W_PARTY_PROVIDER,  W_PARTY_QUERY,    W_PARTY_SITE,
                                   W_PARTY_UPPER,     W_PARTY_LOWER};

/* ---- roles.yaml */

static void read_role(struct reader *r, const struct node *key, const struct node *node,
                      struct policy_role *role) {
    role->party = read_word_node(r, key, VOCAB_PARTY);
    role->basis = (struct basis){.standing = STANDING_SILENT, .clause = "default", .article = ""};
    role->basis.at = read_place(node);
    if (node_get(node, "silent") || node_get(node, "unset")) {
        struct policy_value v = {0};
        read_value(r, node, &(struct value_spec){PARAM_TEXT, VOCAB_COUNT, "role"}, &v);
        role->basis = v.basis;
        return;
    }
    if (!read_based_map(r, node, "held_by")) return;
    role->held_by = read_text(r, node, "held_by");
    role->basis = read_basis(r, node);
}

static void load_role_map(struct reader *r, const struct node *root) {
    const struct node *map = read_map_member(r, root, "roles");
    if (!map) return;
    struct policy_role *roles = ARENA_ARRAY(r->a, map->n + 1, struct policy_role);
    for (size_t i = 0; i < map->n; i++)
        read_role(r, &map->keys[i], &map->items[i], &roles[i]);
    r->policy->roles = roles;
    r->policy->nroles = map->n;
    for (size_t i = 0; i < GX_COUNT(NEEDED); i++)
        if (!policy_role(r->policy, NEEDED[i]))
            read_fault(r, map, PF_ROLE_MISSING, "缺少角色 %s（%s）", word_text(NEEDED[i]),
                       word_chinese(NEEDED[i]));
}

static void read_unit_type(struct reader *r, const struct node *n, struct policy_unit_type *u) {
    if (!read_based_map(r, n, "id name duties viewer proof open_list")) return;
    u->id = read_id(r, n, "id");
    u->name = read_text(r, n, "name");
    if (read_needed(r, n, "duties")) u->duties = read_words(r, n, "duties", VOCAB_DUTY);
    u->viewer = read_word(r, n, "viewer", VOCAB_VIEWER);
    if (u->viewer != W_NONE && u->viewer != W_VIEWER_ORGAN && u->viewer != W_VIEWER_UNIT)
        read_fault(r, node_get(n, "viewer"), PF_UNIT_VIEWER,
                   "单位类型只能作为 organ 或者 unit 查询");
    u->proof = read_text_opt(r, n, "proof");
    u->open_list = read_flag(r, n, "open_list");
    u->basis = read_basis(r, n);
}

/* Every kind of entry has an id of its own. */
static void check_id(struct reader *r, const struct node *n, const char *id, const char *const *ids,
                     size_t count) {
    for (size_t i = 0; i < count; i++)
        if (*id && strcmp(ids[i], id) == 0) read_fault(r, n, PF_ID_DUPLICATE, "标识 %s 重复", id);
}

static void load_unit_types(struct reader *r, const struct node *root) {
    const struct node *list = read_list(r, root, "unit_types");
    if (!list) return;
    struct policy_unit_type *types = ARENA_ARRAY(r->a, list->n + 1, struct policy_unit_type);
    const char **ids = ARENA_ARRAY(r->a, list->n + 1, const char *);
    for (size_t i = 0; i < list->n; i++) {
        types[i].id = types[i].name = "";
        read_unit_type(r, &list->items[i], &types[i]);
        ids[i] = types[i].id;
        check_id(r, &list->items[i], ids[i], ids, i);
    }
    r->policy->unit_types = types;
    r->policy->nunit_types = list->n;
}

static void load_scenes(struct reader *r, const struct node *root) {
    const struct node *list = read_list(r, root, "scenes");
    if (!list) return;
    struct policy_scene *scenes = ARENA_ARRAY(r->a, list->n + 1, struct policy_scene);
    const char **ids = ARENA_ARRAY(r->a, list->n + 1, const char *);
    for (size_t i = 0; i < list->n; i++) {
        const struct node *n = &list->items[i];
        ids[i] = "";
        if (!read_based_map(r, n, "id name")) continue;
        scenes[i] =
            (struct policy_scene){read_id(r, n, "id"), read_text(r, n, "name"), read_basis(r, n)};
        ids[i] = scenes[i].id;
        check_id(r, n, ids[i], ids, i);
    }
    r->policy->scenes = scenes;
    r->policy->nscenes = list->n;
}

void load_roles(struct reader *r, const struct node *root) {
    if (!root || !read_map(r, root, "roles unit_types scenes")) return;
    load_role_map(r, root);
    load_unit_types(r, root);
    load_scenes(r, root);
}

/* ---- collect.yaml */

static void read_class(struct reader *r, const struct node *n, struct policy_prohibition *p) {
    if (!read_based_map(r, n, "id name synonyms in_text")) return;
    p->id = read_id(r, n, "id");
    p->name = read_text(r, n, "name");
    p->synonyms = read_texts(r, n, "synonyms", &p->nsynonyms);
    p->words_in_text = read_texts(r, n, "in_text", &p->nwords_in_text);
    p->basis = read_basis(r, n);
}

/* No word may mean two classes; within one class a word twice is harmless. */
static void ban(struct reader *r, const struct node *n, const struct policy_prohibition *p,
                const char *word) {
    const char *folded = utf8_fold(r->a, str_of(word));
    for (size_t i = 0; i < r->nbanned; i++)
        if (r->banned[i].class != p && strcmp(r->banned[i].folded, folded) == 0)
            read_fault(r, n, PF_SYNONYM_TWICE, "“%s”已属于%s", word, r->banned[i].class->name);
    r->banned[r->nbanned++] = (struct banned_word){folded, p};
}

static void ban_class(struct reader *r, const struct node *n, const struct policy_prohibition *list,
                      size_t i) {
    const struct policy_prohibition *p = &list[i];
    for (size_t j = 0; j < i; j++)
        if (strcmp(list[j].id, p->id) == 0)
            read_fault(r, n, PF_ID_DUPLICATE, "标识 %s 重复", p->id);
    ban(r, n, p, p->id);
    ban(r, n, p, p->name);
    for (size_t k = 0; k < p->nsynonyms; k++)
        ban(r, n, p, p->synonyms[k]);
}

/* How many words a list of classes can ban: id, name and synonyms. */
static size_t words_in(const struct node *classes) {
    size_t n = 0;
    for (size_t i = 0; classes && i < classes->n; i++) {
        const struct node *synonyms = node_get(&classes->items[i], "synonyms");
        n += 2 + (synonyms ? synonyms->n : 0);
    }
    return n;
}

static void load_classes(struct reader *r, const struct node *map, bool absolute,
                         struct words evidence, struct policy_prohibition *all, size_t *n) {
    const struct node *list = read_list(r, map, "classes");
    for (size_t i = 0; list && i < list->n; i++) {
        struct policy_prohibition *p = &all[*n];
        p->id = p->name = "";
        p->absolute = absolute;
        p->evidence = evidence;
        read_class(r, &list->items[i], p);
        ban_class(r, &list->items[i], all, *n);
        (*n)++;
    }
}

static void load_by_law(struct reader *r, const struct node *map) {
    const struct node *node = read_needed(r, map, "by_other_law");
    if (!node || node_get(node, "silent")) return;
    if (!read_based_map(r, node, "entries")) return;
    read_basis(r, node);
    const struct node *list = read_list(r, node, "entries");
    if (!list) return;
    struct policy_forbidden_by_law *all =
        ARENA_ARRAY(r->a, list->n + 1, struct policy_forbidden_by_law);
    for (size_t i = 0; i < list->n; i++) {
        const struct node *n = &list->items[i];
        if (!read_based_map(r, n, "id name citation synonyms")) continue;
        all[i].id = read_id(r, n, "id");
        all[i].name = read_text(r, n, "name");
        all[i].citation = read_text(r, n, "citation");
        all[i].synonyms = read_texts(r, n, "synonyms", &all[i].nsynonyms);
        all[i].basis = read_basis(r, n);
    }
    r->policy->forbidden_by_law = all;
    r->policy->nforbidden_by_law = list->n;
}

void load_collect(struct reader *r, const struct node *root) {
    if (!root || !read_map(r, root, "absolute conditional")) return;
    const struct node *absolute = read_map_member(r, root, "absolute");
    const struct node *conditional = read_map_member(r, root, "conditional");
    const struct node *one = node_get(absolute, "classes"), *two = node_get(conditional, "classes");
    size_t most = (one ? one->n : 0) + (two ? two->n : 0), n = 0;
    struct policy_prohibition *all = ARENA_ARRAY(r->a, most + 1, struct policy_prohibition);
    r->banned = ARENA_ARRAY(r->a, words_in(one) + words_in(two) + 1, struct banned_word);
    if (absolute && read_map(r, absolute, "open_list classes by_other_law")) {
        read_needed(r, absolute, "open_list");
        r->policy->absolute_open = read_flag(r, absolute, "open_list");
        load_classes(r, absolute, true, (struct words){0}, all, &n);
        load_by_law(r, absolute);
    }
    if (conditional && read_map(r, conditional, "open_list evidence classes")) {
        struct policy_value v = {0};
        read_needed(r, conditional, "open_list");
        r->policy->conditional_open = read_flag(r, conditional, "open_list");
        read_value(r, read_needed(r, conditional, "evidence"),
                   &(struct value_spec){PARAM_WORDS, VOCAB_EVIDENCE, "evidence"}, &v);
        load_classes(r, conditional, false, v.words, all, &n);
    }
    r->policy->prohibitions = all;
    r->policy->nprohibitions = n;
}

/* ---- lists.yaml */

static void load_list_types(struct reader *r, const struct node *root) {
    const struct node *list = read_list(r, root, "list_types");
    if (!list) return;
    struct policy_list_type *types = ARENA_ARRAY(r->a, list->n + 1, struct policy_list_type);
    const char **ids = ARENA_ARRAY(r->a, list->n + 1, const char *);
    for (size_t i = 0; i < list->n; i++) {
        const struct node *n = &list->items[i];
        ids[i] = types[i].id = "";
        if (!read_based_map(r, n, "id name kind legal_basis")) continue;
        types[i].id = ids[i] = read_id(r, n, "id");
        types[i].name = read_text(r, n, "name");
        types[i].kind = read_word(r, n, "kind", VOCAB_LIST);
        types[i].legal_basis = read_text_opt(r, n, "legal_basis");
        types[i].basis = read_basis(r, n);
        check_id(r, n, ids[i], ids, i);
    }
    r->policy->list_types = types;
    r->policy->nlist_types = list->n;
}

static void load_measures(struct reader *r, const struct node *root) {
    const struct node *list = read_list(r, root, "measures");
    if (!list) return;
    struct policy_measure *all = ARENA_ARRAY(r->a, list->n + 1, struct policy_measure);
    const char **ids = ARENA_ARRAY(r->a, list->n + 1, const char *);
    for (size_t i = 0; i < list->n; i++) {
        const struct node *n = &list->items[i];
        ids[i] = all[i].id = "";
        if (!read_based_map(r, n, "id name kind needs_citation")) continue;
        all[i].id = ids[i] = read_id(r, n, "id");
        all[i].name = read_text(r, n, "name");
        all[i].kind = read_word(r, n, "kind", VOCAB_MEASURE);
        all[i].needs_citation = read_flag(r, n, "needs_citation");
        all[i].basis = read_basis(r, n);
        check_id(r, n, ids[i], ids, i);
    }
    r->policy->measures = all;
    r->policy->nmeasures = list->n;
}

static void load_severities(struct reader *r, const struct node *root) {
    const struct node *list = read_list(r, root, "severities");
    if (!list) return;
    struct policy_severity *all = ARENA_ARRAY(r->a, list->n + 1, struct policy_severity);
    for (size_t i = 0; i < list->n; i++) {
        const struct node *n = &list->items[i];
        if (!read_based_map(r, n, "severity mandatory_on_penalty")) continue;
        all[i].severity = read_word(r, n, "severity", VOCAB_SEVERITY);
        all[i].mandatory_on_penalty = read_flag(r, n, "mandatory_on_penalty");
        all[i].basis = read_basis(r, n);
        for (size_t j = 0; j < i; j++)
            if (all[j].severity == all[i].severity && all[i].severity != W_NONE)
                read_fault(r, n, PF_ID_DUPLICATE, "失信程度重复");
    }
    r->policy->severities = all;
    r->policy->nseverities = list->n;
}

void load_lists(struct reader *r, const struct node *root) {
    if (!root || !read_map(r, root, "list_types measures severities")) return;
    load_list_types(r, root);
    load_measures(r, root);
    load_severities(r, root);
}
