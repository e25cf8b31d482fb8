/* What may be done now, and what each needs. */
#include "cases/party.h"
#include "cases/turn.h"
#include "registry/actor.h"

static bool leaves(const struct policy_transition *t, const struct case_file *c) {
    if (t->any) return !c->state->final;
    for (size_t i = 0; i < t->nfrom; i++)
        if (t->from[i] == c->state) return true;
    return false;
}

/* Papers, reasons and the like come with the act: that they are not there yet is no failure. */
static bool comes_with_act(enum word guard) {
    static const enum word BRINGS[] = {
        W_GUARD_PROOF,      W_GUARD_REASON,       W_GUARD_PAUSE_REASON, W_GUARD_VERSION_SUBMITTED,
        W_GUARD_DOCUMENT,   W_GUARD_WRITTEN,      W_GUARD_IDENTITY,     W_GUARD_FINE_RANGE,
        W_GUARD_HIGHER_LAW, W_GUARD_POWER_LIST,   W_GUARD_SPECIAL,      W_GUARD_CHANGE_PROVEN,
        W_GUARD_CAUSE_PLAN, W_GUARD_SECOND_PERSON};
    for (size_t i = 0; i < GX_COUNT(BRINGS); i++)
        if (BRINGS[i] == guard) return true;
    return false;
}

static enum err try_guards(struct turn *r, struct case_choice *choice) {
    const struct words guards = choice->transition->guards;
    choice->guards = ARENA_ARRAY(r->ctx->arena, guards.n + 1, struct choice_guard);
    for (size_t i = 0; i < guards.n; i++) {
        struct choice_guard *g = &choice->guards[choice->n_guards++];
        enum err e = guard_holds(r, guards.w[i]);
        g->guard = guards.w[i];
        if (e && e != ERR_CASE_GUARD && e != ERR_CASE_STATED) return e;
        bool needs = e == ERR_CASE_STATED || (e && comes_with_act(g->guard));
        g->verdict = !e ? CHOICE_HOLDS : needs ? CHOICE_STATED : CHOICE_FAILS;
        g->why = e == ERR_CASE_GUARD ? r->ctx->failure.detail : NULL;
    }
    return OK;
}

enum err case_choices(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                      struct case_choice **choices_r, size_t *n_r) {
    static const struct case_act nothing = {
        .day = {INT32_MIN}, .arrived = {INT32_MIN}, .until = {INT32_MIN}};
    struct case_file mine = *c;
    struct turn r = {
        .ctx = ctx, .s = s, .c = &mine, .act = &nothing, .day = clock_today(ctx->clock)};
    const struct policy_process *p = c->process;
    struct case_choice *out = ARENA_ARRAY(ctx->arena, p->ntransitions + 1, struct case_choice);
    size_t n = 0;
    enum err e = turn_load(&r);
    for (size_t i = 0; !e && i < p->ntransitions; i++) {
        const struct policy_transition *t = &p->transitions[i];
        if (!leaves(t, c) || (t->origins.n && !words_have(t->origins, c->origin))) continue;
        if (words_have(t->actors, W_PARTY_ENGINE)) continue;
        e = party_of(ctx, s, c, t->actors, ctx->actor->role == ROLE_WINDOW, &r.party);
        if (e || r.party == W_NONE) continue;
        r.t = t;
        out[n] = (struct case_choice){.transition = t, .party = r.party};
        e = try_guards(&r, &out[n]);
        n += !e;
    }
    ctx->failure = (struct failure){0};
    *choices_r = out;
    *n_r = n;
    return e;
}
