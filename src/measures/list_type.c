#include "measures/list_type.h"

#include <string.h>

#include "base/attr.h"

static const enum word all_contents[LIST_CONTENTS] = {
    W_NOTICE_CONTENT_LISTING_REASON, W_NOTICE_CONTENT_LISTING_BASIS,
    W_NOTICE_CONTENT_MEASURE_REASON, W_NOTICE_CONTENT_MEASURE_BASIS,
    W_NOTICE_CONTENT_REMEDIES,       W_NOTICE_CONTENT_LIFTING,
};

/* Law and higher law switch a protection off; the product itself never does. */
static bool rests_on_law(const struct policy_value *v) {
    return v->known &&
           (v->basis.standing == STANDING_LAW || v->basis.standing == STANDING_OVERRIDE);
}

static void set_notice(const struct policy *p, struct date day, struct list_gate *g) {
    const struct policy_value *v = policy_get(p, PARAM_LIST_PRIOR_NOTICE, NULL, day);
    g->notice = true;
    g->notice_clause = "default";
    g->standing = STANDING_DEFAULT;
    if (!rests_on_law(v) || v->word == W_NOTICE_STATE_RULES) return;
    g->notice = v->word != W_NOTICE_NONE;
    g->notice_clause = v->basis.clause;
    g->standing = v->basis.standing;
}

static void set_contents(const struct policy *p, struct date day, struct list_gate *g) {
    const struct policy_value *v = policy_get(p, PARAM_LIST_NOTICE_CONTENTS, NULL, day);
    bool law = rests_on_law(v);
    g->contents_clause = law ? v->basis.clause : "default";
    for (size_t i = 0; i < LIST_CONTENTS; i++)
        if (!law || words_have(v->words, all_contents[i]))
            g->contents[g->n_contents++] = all_contents[i];
}

static void set_statement(const struct policy *p, struct date day, struct list_gate *g) {
    const struct policy_value *v = policy_get(p, PARAM_LIST_STATEMENT, NULL, day);
    bool law = rests_on_law(v);
    g->statement = !law || v->flag;
    g->statement_clause = law ? v->basis.clause : "default";
}

struct list_gate list_gate(const struct policy *p, enum word kind, struct date day) {
    struct list_gate g = {.notice_clause = "default",
                          .contents_clause = "default",
                          .statement_clause = "default",
                          .standing = STANDING_DEFAULT};
    if (kind == W_LIST_GOOD) return g;
    g.process = policy_process_of(p, W_PROCESS_LISTING);
    set_notice(p, day, &g);
    if (!g.notice) return g;
    set_contents(p, day, &g);
    set_statement(p, day, &g);
    return g;
}

const struct policy_list_type *list_type_find(const struct policy *p, const char *id) {
    for (size_t i = 0; id && i < p->nlist_types; i++)
        if (!strcmp(p->list_types[i].id, id)) return &p->list_types[i];
    return NULL;
}

enum err list_type_require(struct ctx *ctx, const struct policy *p, const char *id,
                           const struct policy_list_type **type_r) {
    *type_r = list_type_find(p, id);
    if (*type_r) return OK;
    return fail_field(ctx, ERR_LIST_TYPE, "list", "one_of",
                      p->nlist_types ? NULL : "本地区办法没有设立名单，不能列入");
}

bool list_links_persons(const struct policy *p, enum word kind, enum word subject, struct date day,
                        const char **clause_r) {
    const struct policy_value *v = policy_get(p, PARAM_LIST_LINKED_PERSONS, NULL, day);
    if (clause_r) *clause_r = v->basis.clause;
    return kind == W_LIST_SERIOUS && subject == W_SUBJECT_ORGANISATION && v->known && v->flag;
}
