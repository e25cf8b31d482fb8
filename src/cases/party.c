#include "cases/party.h"

#include <string.h>

#include "db/db_fetch.h"
#include "measures/applied.h"
#include "registry/actor.h"

enum { UNIT_OF_ROLE, UNIT_TYPE };

const struct db_stmt party_stmts[] = {
    [UNIT_OF_ROLE] = {.name = "party.unit_of_role",
                      .sql =
                          "select min(p.unit_id) from post p join unit u on u.unit_id = p.unit_id"
                          " where p.role = $1 and u.jurisdiction = $2 and u.state = 'active'"
                          " and p.from_day <= $3 and (p.to_day is null or p.to_day >= $3)",
                      .in = "ttt",
                      .out = "I",
                      .kind = DB_READ},
    [UNIT_TYPE] = {.name = "party.unit_type",
                   .sql = "select unit_type from unit where unit_id = $1",
                   .in = "i",
                   .out = "t",
                   .kind = DB_READ},
    {.name = NULL},
};

static bool provides(enum role r) {
    return r == ROLE_PROVIDER_CLERK || r == ROLE_PROVIDER_REVIEWER;
}

/* Staff that handles things for its unit, whatever the unit is here. */
static bool handles(enum role r) {
    return provides(r) || r == ROLE_OPERATOR || r == ROLE_OBJECTION_DESK || r == ROLE_AUTHORITY;
}

static enum err has_duty(struct ctx *ctx, struct db_session *s, const struct policy *p,
                         int64_t unit_id, enum word duty, bool *has_r) {
    const struct db_value *row;
    enum err e = db_row(ctx, s, &party_stmts[UNIT_TYPE], DB_ARGS(db_int(unit_id)), &row);
    const struct policy_unit_type *t =
        e == OK && row ? policy_unit_type(p, db_get_text(row, 0)) : NULL;
    *has_r = t && words_have(t->duties, duty);
    return e;
}

/* Executing units carry out measures; one that has none on this target may still be about to. */
static bool may_execute(const struct actor *a) {
    return a->role == ROLE_QUERY_CLERK || a->role == ROLE_QUERY_APPROVER || provides(a->role);
}

static enum err is_party(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                         enum word party, bool for_subject, bool *is_r) {
    const struct actor *a = ctx->actor;
    bool here = !strcmp(a->jurisdiction, c->jurisdiction);
    bool own = a->unit_id && (a->unit_id == c->provider_id || a->unit_id == c->stand_in);
    *is_r = false;
    switch (party) {
    case W_PARTY_SUBJECT:
        *is_r = c->target.subject_id &&
                (a->role == ROLE_SUBJECT ? a->subject_id == c->target.subject_id
                                         : for_subject && a->role == ROLE_WINDOW);
        return OK;
    case W_PARTY_PROVIDER:
    case W_PARTY_ORIGINAL:
    case W_PARTY_DETERMINER: *is_r = own && provides(a->role); return OK;
    case W_PARTY_MARKET:
        if (!own || !provides(a->role)) return OK;
        return has_duty(ctx, s, c->policy, a->unit_id, W_DUTY_COLLECT, is_r);
    case W_PARTY_OPERATOR: *is_r = here && a->role == ROLE_OPERATOR; return OK;
    case W_PARTY_AUTHORITY: *is_r = here && a->role == ROLE_AUTHORITY; return OK;
    case W_PARTY_OFFICE:
    case W_PARTY_SITE: *is_r = here && a->role == ROLE_OBJECTION_DESK; return OK;
    case W_PARTY_RECEIVER:
        *is_r = a->unit_id && a->unit_id == c->desk_unit && handles(a->role);
        return OK;
    case W_PARTY_EXECUTOR:
        if (!may_execute(a)) return OK;
        *is_r = a->unit_id == c->opened_by_unit;
        return *is_r || !c->target.subject_id
                   ? OK
                   : applied_executes(ctx, s, &c->target, a->unit_id, is_r);
    case W_PARTY_LEAKING: *is_r = own && a->role != ROLE_NOBODY; return OK;
    case W_PARTY_ALL:
        *is_r = a->role != ROLE_NOBODY && role_kind(a->role) != ROLE_KIND_SUBJECT;
        return OK;
    case W_PARTY_QUERY: *is_r = a->role == ROLE_QUERY_CLERK; return OK;
    case W_PARTY_ENGINE: *is_r = a->channel == CHANNEL_SYSTEM; return OK;
    default: return OK;
    }
}

enum err party_of(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                  struct words asked, bool for_subject, enum word *party_r) {
    *party_r = W_NONE;
    for (size_t i = 0; i < asked.n; i++) {
        bool is;
        enum err e = is_party(ctx, s, c, asked.w[i], for_subject, &is);
        if (e) return e;
        if (!is) continue;
        *party_r = asked.w[i];
        return OK;
    }
    return OK;
}

enum err party_sees(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                    bool *sees_r) {
    static const enum word ANY[] = {W_PARTY_SUBJECT,  W_PARTY_PROVIDER, W_PARTY_RECEIVER,
                                    W_PARTY_OPERATOR, W_PARTY_OFFICE,   W_PARTY_AUTHORITY,
                                    W_PARTY_EXECUTOR};
    const struct actor *a = ctx->actor;
    enum word party;
    bool audits = a->role == ROLE_AUDITOR || a->role == ROLE_AUDIT_ADMIN;
    enum err e = party_of(ctx, s, c, (struct words){ANY, GX_COUNT(ANY)}, false, &party);
    /* Whoever works for the leaking party acts at once, whatever the post (HH-36). */
    bool leaked = c->process->kind == W_PROCESS_INCIDENT && a->unit_id == c->provider_id;
    *sees_r =
        e == OK && (party != W_NONE || audits || a->role == ROLE_WINDOW || (a->unit_id && leaked) ||
                    (a->unit_id && a->unit_id == c->opened_by_unit));
    return e;
}

static enum err unit_of_role(struct ctx *ctx, struct db_session *s, const char *place,
                             enum role role, int64_t *unit_r) {
    const struct db_value *row;
    enum err e = db_row(ctx, s, &party_stmts[UNIT_OF_ROLE],
                        DB_ARGS(db_text(role_word(role)), db_text(place),
                                db_date(ctx->arena, clock_today(ctx->clock))),
                        &row);
    *unit_r = e == OK && row ? db_get_int(row, 0) : 0;
    return e;
}

static enum err place_unit(struct ctx *ctx, struct db_session *s, const char *place,
                           enum word party, int64_t *unit_r) {
    *unit_r = 0;
    switch (party) {
    case W_PARTY_OPERATOR: return unit_of_role(ctx, s, place, ROLE_OPERATOR, unit_r);
    case W_PARTY_AUTHORITY: return unit_of_role(ctx, s, place, ROLE_AUTHORITY, unit_r);
    case W_PARTY_OFFICE:
    case W_PARTY_SITE: return unit_of_role(ctx, s, place, ROLE_OBJECTION_DESK, unit_r);
    default: return OK;
    }
}

enum err party_unit(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                    enum word party, int64_t *unit_r) {
    *unit_r = 0;
    switch (party) {
    case W_PARTY_PROVIDER:
    case W_PARTY_ORIGINAL:
    case W_PARTY_MARKET:
    case W_PARTY_DETERMINER:
    case W_PARTY_LEAKING: *unit_r = c->provider_id; return OK;
    case W_PARTY_RECEIVER: *unit_r = c->desk_unit; return OK;
    case W_PARTY_EXECUTOR: *unit_r = c->opened_by_unit; return OK;
    default: return place_unit(ctx, s, c->jurisdiction, party, unit_r);
    }
}

/* ---- desks */

/* Which parties take what subjects file: the pack's word for the kind, else whoever acts first. */
static struct words desks_of(const struct policy *p, const struct policy_process *process,
                             struct date on, const struct basis **basis_r) {
    enum param by = process->kind == W_PROCESS_OBJECTION ? PARAM_OBJECTION_TAKEN_BY
                    : process->kind == W_PROCESS_REPAIR  ? PARAM_REPAIR_APPLY_TO
                                                         : PARAM_COUNT;
    *basis_r = &process->basis;
    if (by == PARAM_COUNT) return (struct words){0};
    const struct policy_value *v = policy_get(p, by, NULL, on);
    *basis_r = &v->basis;
    return v->known ? v->words : (struct words){0};
}

/* The parties that act next on what a subject opened: they are its desk where no parameter says so. */
static enum word next_party(const struct policy_process *p) {
    for (size_t i = 0; i < p->ntransitions; i++) {
        const struct policy_transition *open = &p->transitions[i];
        if (open->nfrom || open->any || !words_have(open->actors, W_PARTY_SUBJECT)) continue;
        for (size_t k = 0; k < p->ntransitions; k++) {
            const struct policy_transition *t = &p->transitions[k];
            for (size_t f = 0; f < t->nfrom; f++)
                if (t->from[f] == open->to && t->actors.n && t->actors.w[0] != W_PARTY_SUBJECT &&
                    t->actors.w[0] != W_PARTY_ENGINE)
                    return t->actors.w[0];
        }
    }
    return W_PARTY_OPERATOR;
}

enum err party_desk(struct ctx *ctx, struct db_session *s, const struct policy *p,
                    const struct policy_process *process, int64_t provider_id, int64_t asked,
                    int64_t *unit_r) {
    const struct basis *basis;
    enum word next = next_party(process);
    struct words desks = desks_of(p, process, clock_today(ctx->clock), &basis);
    if (!desks.n) desks = (struct words){&next, 1};
    *unit_r = 0;
    for (size_t i = 0; i < desks.n; i++) {
        int64_t unit = provider_id;
        enum err e = OK;
        if (desks.w[i] != W_PARTY_PROVIDER && desks.w[i] != W_PARTY_DETERMINER &&
            desks.w[i] != W_PARTY_ORIGINAL)
            e = place_unit(ctx, s, p->place, desks.w[i], &unit);
        if (e) return e;
        if (!unit || (asked && asked != unit)) continue;
        *unit_r = unit;
        return OK;
    }
    return fail_clause(ctx, ERR_CASE_DESK, basis->clause, "%s",
                       asked ? "该单位不受理这一事项" : "尚未设置受理这一事项的岗位");
}
