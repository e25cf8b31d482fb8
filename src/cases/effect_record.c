/* What becomes of the record itself. An effect that comes too late for a record that is gone already
 * does nothing: the table of precedence in docs/policy-guide.md. */
#include <string.h>

#include "base/bug.h"
#include "cases/turn.h"
#include "disclosure/decide.h"
#include "intake/version.h"
#include "law/law.h"
#include "publication/publication.h"
#include "recall/deletion.h"
#include "registry/actor.h"
#include "registry/record_term.h"

static bool is_kept(const struct record *rec) {
    return rec && (rec->state == RECORD_ACTIVE || rec->state == RECORD_ARCHIVED ||
                   rec->state == RECORD_STOPPED);
}

static struct record_because because(const struct turn *r, enum record_reason reason) {
    const char **basis = ARENA_ARRAY(r->ctx->arena, 1, const char *);
    basis[0] = r->t->basis.clause;
    return (struct record_because){
        .reason = reason,
        .text = r->act->reason && *r->act->reason ? r->act->reason : r->t->name,
        .basis = basis,
        .n_basis = 1,
        .second = r->act->second,
    };
}

/* What may be seen of the record in its new state or with its new terms. */
static struct record_ranges ranges_of(const struct turn *r, const struct record *rec) {
    const struct policy *today =
        law_policy(r->ctx->law, r->c->jurisdiction, clock_today(r->ctx->clock));
    return decide_ranges(today ? today : r->c->policy, r->item ? r->item->item : NULL,
                         r->subject ? r->subject->kind : W_SUBJECT_PERSON, rec);
}

static enum err become(struct turn *r, enum record_state state, enum record_reason reason,
                       const char *change) {
    if (!is_kept(r->record) || r->record->state == state) return OK;
    struct record next = *r->record;
    struct record_seen seen = {r->c->target.subject_id, r->record->id, 0};
    struct record_because why = because(r, reason);
    next.state = state;
    struct record_ranges ranges = ranges_of(r, &next);
    enum err e = record_set_state(r->ctx, r->door, r->s, &seen, &why, state, &ranges);
    r->change = change;
    return e ? e : turn_reload_record(r);
}

static enum record_reason version_reason(const struct turn *r) {
    if (r->c->process->kind == W_PROCESS_REVOCATION) return RECORD_ALTERATION;
    if (r->c->process->kind == W_PROCESS_REPAIR) return RECORD_REPAIR;
    return RECORD_CORRECTION;
}

/* The right content came with this act; or it has come already, and then it stands. */
static enum err new_version(struct turn *r) {
    r->change = "corrected";
    if (!r->version) return OK;
    if (!is_kept(r->record)) return fail(r->ctx, ERR_RECORD_STATE, NULL);
    struct record_because why = because(r, version_reason(r));
    enum err e = version_apply(r->ctx, r->door, r->s, r->version, &why);
    return e ? e : turn_reload_record(r);
}

static enum err mark_repaired(struct turn *r) {
    struct record_mark *marks;
    size_t n;
    r->change = "repaired";
    if (!is_kept(r->record)) return OK;
    enum err e = record_marks(r->ctx, r->s, r->c->target.subject_id, &marks, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (marks[i].record_id == r->record->id && marks[i].kind == MARK_REPAIRED) return OK;
    if (e) return e;
    struct record_seen seen = {r->c->target.subject_id, r->record->id, 0};
    struct record_mark mark = {.kind = MARK_REPAIRED,
                               .case_id = r->c->case_id,
                               .clause = r->t->basis.clause,
                               .from = r->day,
                               .to = DATE_NONE};
    return record_mark_set(r->ctx, r->door, r->s, &seen, &mark);
}

/* ZC-52: what the provider confirmed is used from now on. */
static enum err adopt_repaired(struct turn *r) {
    enum err e = new_version(r);
    return e ? e : mark_repaired(r);
}

/* Open disclosure ends with publication: the record's last day of it moves too. */
static enum err stop_publication(struct turn *r) {
    struct cause cause = turn_cause(r);
    if (!r->record) return OK;
    if (!r->change) r->change = "unpublished";
    enum err e =
        publication_stop(r->ctx, r->door, r->s, r->c->target.subject_id, r->record->id, &cause);
    return e ? e : turn_reload_record(r);
}

static enum err leave(struct turn *r, enum record_state state, enum record_reason reason,
                      const char *change) {
    struct cause cause = turn_cause(r);
    if (!is_kept(r->record)) return OK;
    enum err e =
        publication_stop(r->ctx, r->door, r->s, r->c->target.subject_id, r->record->id, &cause);
    if (!e) e = turn_reload_record(r);
    return e ? e : become(r, state, reason, change);
}

static enum err delete_record(struct turn *r) {
    struct cause cause = turn_cause(r);
    bool asked = r->c->process->kind == W_PROCESS_POSITIVE_DELETION;
    const struct policy_value *v =
        policy_get(r->c->policy, PARAM_OBJECTION_UNVERIFIABLE, NULL, r->day);
    if (!r->record || r->record->state == RECORD_DELETED) return OK;
    /* What cannot be verified goes only as far as the text lets it (AM-35, AM-57). */
    if (r->c->result == W_RESULT_UNVERIFIABLE && !asked) {
        bool confirmed = r->c->result_party == W_PARTY_PROVIDER;
        if (!v->known || (v->word == W_UNVERIFIABLE_DELETE_CONFIRMED && !confirmed))
            return fail_clause(r->ctx, ERR_CASE_GUARD, v->basis.clause,
                               "本地区办法不允许据此删除信息");
    }
    r->change = "deleted";
    enum err e = deletion_begin(r->ctx, r->door, r->s, r->c->target.subject_id, r->record->id,
                                asked, &cause);
    return e ? e : turn_reload_record(r);
}

/* JN-44, JN-45: the term of the class, with the rule that set it. */
static enum err class_term(struct turn *r) {
    struct record_terms terms;
    if (!is_kept(r->record)) return OK;
    record_terms(r->ctx->arena, r->c->policy, law_calendar(r->ctx->law), &r->record->facts,
                 r->record->facts.received, &terms);
    if (!date_cmp(terms.publish_to, r->record->terms.publish_to) &&
        !date_cmp(terms.term_to, r->record->terms.term_to))
        return OK;
    struct record next = *r->record;
    next.terms = terms;
    struct record_ranges ranges = ranges_of(r, &next);
    struct record_seen seen = {r->c->target.subject_id, r->record->id, 0};
    struct record_because why = because(r, RECORD_CORRECTION);
    enum err e = record_set_terms(r->ctx, r->door, r->s, &seen, &why, &terms, &ranges);
    return e ? e : turn_reload_record(r);
}

static bool repair_allows(const struct turn *r, enum word what) {
    if (r->c->process->kind != W_PROCESS_REPAIR) return true;
    const struct policy_value *v = policy_get(r->c->policy, PARAM_REPAIR_EFFECT, NULL, r->day);
    return !v->known || words_have(v->words, what);
}

enum err effect_record(struct turn *r, enum word effect, bool *known_r) {
    bool revoked = r->c->process->kind == W_PROCESS_REVOCATION;
    *known_r = true;
    switch (effect) {
    case W_EFFECT_NEW_VERSION: return new_version(r);
    case W_EFFECT_ADOPT_REPAIRED:
        return repair_allows(r, W_REPAIR_USE_REPAIRED) ? adopt_repaired(r) : OK;
    case W_EFFECT_SHOW_REPAIRED: return mark_repaired(r);
    case W_EFFECT_WITHDRAW:
        return leave(r, revoked ? RECORD_REVOKED : RECORD_WITHDRAWN,
                     revoked ? RECORD_REVOCATION : RECORD_CORRECTION,
                     revoked ? "revoked" : "withdrawn");
    case W_EFFECT_ARCHIVE:
        return repair_allows(r, W_REPAIR_ARCHIVE_ORIGINAL)
                   ? become(r, RECORD_ARCHIVED, version_reason(r), "archived")
                   : OK;
    case W_EFFECT_STOP_DISCLOSURE:
        return repair_allows(r, W_REPAIR_STOP_DISCLOSURE)
                   ? leave(r, RECORD_STOPPED, version_reason(r), "stopped")
                   : OK;
    case W_EFFECT_STOP_PUBLICATION: return stop_publication(r);
    case W_EFFECT_DELETE_RECORD: return delete_record(r);
    case W_EFFECT_CLASS_TERM: return class_term(r);
    default: *known_r = false; return OK;
    }
}
