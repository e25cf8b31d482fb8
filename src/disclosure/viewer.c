#include "disclosure/viewer.h"

#include <string.h>

#include "registry/unit.h"

enum { DUTIES };

const struct db_stmt viewer_stmts[] = {
    [DUTIES] = {.name = "viewer.duties",
                .sql = "select duty from unit_duty where unit_id = $1 and from_day <= $2"
                       " and (to_day is null or to_day >= $2)",
                .in = "it",
                .out = "t",
                .kind = DB_READ},
    {.name = NULL},
};

static bool may_query(const struct policy *p, const struct actor *a) {
    const struct policy_unit_type *t = policy_unit_type(p, a->unit_type);
    return a->unit_id && t && words_have(t->duties, W_DUTY_QUERY);
}

struct viewer viewer_of_actor(const struct policy *p, const struct actor *a) {
    struct viewer v = {.kind = W_VIEWER_PUBLIC, .unit_id = a->unit_id};
    if (!a->unit_id) return v;
    v.registered = may_query(p, a);
    switch (a->role) {
    case ROLE_OPERATOR:
    case ROLE_AUTHORITY:
    case ROLE_OBJECTION_DESK: v.kind = W_VIEWER_OPERATOR; return v;
    case ROLE_QUERY_CLERK:
    case ROLE_QUERY_APPROVER:
    case ROLE_PROVIDER_CLERK:
    case ROLE_PROVIDER_REVIEWER:
    case ROLE_UNIT_ADMIN:
    case ROLE_WINDOW: break;
    default: return v; /* administrators and auditors look at nobody's records */
    }
    const struct policy_unit_type *t = policy_unit_type(p, a->unit_type);
    v.kind = t && t->viewer == W_VIEWER_ORGAN ? W_VIEWER_ORGAN : W_VIEWER_UNIT;
    return v;
}

bool viewer_needs_duties(const struct policy *p) {
    for (size_t i = 0; i < p->ndisclosure; i++)
        if (words_have(p->disclosure[i].needs, W_NEED_DUTY_RELATED)) return true;
    return false;
}

enum err viewer_load_duties(struct ctx *ctx, struct db_session *s, struct viewer *v) {
    struct db_call c = {
        .stmt = &viewer_stmts[DUTIES],
        .args = DB_ARGS(db_int(v->unit_id), db_date(ctx->arena, clock_today(ctx->clock)))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    const char **duties = ARENA_ARRAY(ctx->arena, c.n + 1, const char *);
    for (size_t i = 0; i < c.n; i++)
        duties[i] = db_get_text(c.rows[i], 0);
    v->duties = duties;
    v->n_duties = c.n;
    return OK;
}

enum err viewer_check_unit(struct ctx *ctx, const struct policy *p) {
    const struct actor *a = ctx->actor;
    struct date today = clock_today(ctx->clock);
    const struct policy_value *registered = policy_get(p, PARAM_QUERY_REGISTERED, NULL, today);
    bool asked = !registered->known || registered->flag;
    if (asked && !may_query(p, a))
        return fail_clause(ctx, ERR_UNIT_NOT_REGISTERED, registered->basis.clause, NULL);
    const struct policy_value *terms = policy_get(p, PARAM_ACCESS_TERMS, NULL, today);
    if (terms->known && terms->flag && !a->unit_terms)
        return fail_clause(ctx, ERR_UNIT_TERMS, terms->basis.clause, NULL);
    return OK;
}

/* The parties of the pack that a unit's type stands for. */
static bool is_party(const struct policy_unit_type *t, enum word party) {
    if (!strcmp(t->id, word_text(party))) return true;
    switch (party) {
    case W_PARTY_QUERY: return words_have(t->duties, W_DUTY_QUERY);
    case W_PARTY_PROVIDER: return words_have(t->duties, W_DUTY_PROVIDE);
    case W_PARTY_MARKET: return words_have(t->duties, W_DUTY_COLLECT);
    case W_PARTY_ALL: return true;
    default: return false;
    }
}

enum err viewer_check_batch(struct ctx *ctx, const struct policy *p) {
    const struct policy_value *v = policy_get(p, PARAM_QUERY_BATCH, NULL, clock_today(ctx->clock));
    const struct policy_unit_type *t = policy_unit_type(p, ctx->actor->unit_type);
    for (size_t i = 0; v->known && t && i < v->words.n; i++)
        if (is_party(t, v->words.w[i])) return OK;
    return fail_clause(ctx, ERR_QUERY_BATCH, v->known ? v->basis.clause : "default", NULL);
}
