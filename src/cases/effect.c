/* What a transition does without a person's further act: one row an effect of the vocabulary. */
#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "cases/turn.h"
#include "db/db_fetch.h"
#include "disclosure/whom.h"
#include "measures/applied.h"
#include "measures/hold.h"
#include "registry/actor.h"

enum { ADD_ENTRY, ASK_VERSION };

const struct db_stmt effect_stmts[] = {
    [ADD_ENTRY] = {.name = "effect.credit_entry",
                   .sql = "insert into credit_entry (subject_id, entry_id, case_id, kind, name,"
                          " clause, day) values ($1, $2, $3, $4, $5, $6, $7)",
                   .in = "iiitttt",
                   .out = "",
                   .kind = DB_WRITE},
    [ASK_VERSION] = {.name = "effect.ask_version",
                     .sql = "update case_file set version_asked = $3 where subject_id = $1"
                            " and case_id = $2",
                     .in = "iii",
                     .out = "",
                     .kind = DB_WRITE},
    {.name = NULL},
};

/* ---- marks and holds: rows owned by the case */

static bool objection(const struct turn *r) {
    return r->c->process->kind == W_PROCESS_OBJECTION;
}

/* objection.mark says whether a mark is set at all: its words are moments. */
static bool marks(const struct turn *r) {
    const struct policy_value *v = policy_get(r->c->policy, PARAM_OBJECTION_MARK, NULL, r->day);
    return !objection(r) || !v->known || words_have(v->words, W_MARK_RECEIPT) ||
           words_have(v->words, W_MARK_HANDLING);
}

/* Of an objection, marks and holds rest on the parameter that asks for them, not on the filing. */
static struct cause cause_under(const struct turn *r, enum param param) {
    struct cause cause = turn_cause(r);
    const struct policy_value *v = policy_get(r->c->policy, param, NULL, r->day);
    if (objection(r) && v->known) cause.clause = v->basis.clause;
    return cause;
}

static enum err set_mark(struct turn *r) {
    struct cause cause = cause_under(r, PARAM_OBJECTION_MARK);
    if (!marks(r)) return OK;
    if (r->entry) return list_entry_mark_set(r->ctx, r->door, r->s, &r->c->target, &cause);
    if (!r->record || r->record->state == RECORD_DELETED) return OK;
    struct record_seen seen = {r->c->target.subject_id, r->record->id, 0};
    struct record_mark mark = {.kind = MARK_OBJECTION,
                               .case_id = r->c->case_id,
                               .clause = cause.clause,
                               .from = r->day,
                               .to = DATE_NONE};
    return record_mark_set(r->ctx, r->door, r->s, &seen, &mark);
}

static enum err remove_mark(struct turn *r) {
    struct record_mark *list;
    size_t n;
    struct cause cause = turn_cause(r);
    if (r->entry) return list_entry_mark_end(r->ctx, r->door, r->s, &r->c->target, &cause);
    if (!r->record) return OK;
    enum err e = record_marks(r->ctx, r->s, r->c->target.subject_id, &list, &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (list[i].case_id != r->c->case_id || list[i].kind != MARK_OBJECTION) continue;
        struct record_seen seen = {r->c->target.subject_id, list[i].record_id, 0};
        e = record_mark_end(r->ctx, r->door, r->s, &seen, list[i].mark_id, r->day);
    }
    return e;
}

static enum err suspend(struct turn *r, enum word kind) {
    struct cause cause = cause_under(r, PARAM_OBJECTION_SUSPEND);
    if (objection(r) && !policy_has(r->c->policy, PARAM_OBJECTION_SUSPEND, kind, r->day)) return OK;
    if (r->record && r->record->state == RECORD_DELETED) return OK;
    return hold_set(r->ctx, r->door, r->s, &r->c->target, kind, &cause);
}

static enum err resume(struct turn *r) {
    struct cause cause = turn_cause(r);
    return hold_end_case(r->ctx, r->door, r->s, r->c->target.subject_id, &cause);
}

/* ---- measures and lists */

/* repair.effect says what repair does; a process that says more does it only as far as that goes. */
static bool repair_does(const struct turn *r, enum word what) {
    enum word kind = r->c->process->kind;
    if (kind != W_PROCESS_REPAIR && kind != W_PROCESS_RECTIFICATION) return true;
    if (r->party == W_PARTY_ENGINE && r->t->on_clock) return true; /* an end of term is no repair */
    const struct policy_value *v = policy_get(r->c->policy, PARAM_REPAIR_EFFECT, NULL, r->day);
    return !v->known || words_have(v->words, what);
}

static enum err end_measures(struct turn *r, bool incentives) {
    struct cause cause = turn_cause(r);
    if (!repair_does(r, W_REPAIR_END_PUNISHMENT)) return OK;
    return applied_end(r->ctx, r->door, r->s, &r->c->target, true, incentives, &cause);
}

static enum err end_entry(struct turn *r) {
    struct cause cause = turn_cause(r);
    if (!r->entry || !date_is_none(r->entry->exit) || !repair_does(r, W_REPAIR_EXIT_LIST))
        return OK;
    return list_entry_end(r->ctx, r->door, r->s, &r->c->target, &cause);
}

static const char *said(struct turn *r, const char *member, const char *now) {
    if (now && *now) return now;
    for (size_t i = r->n_events; i-- > 0;) {
        const struct json *text;
        if (case_event_text(r->ctx, &r->events[i], &text) || !text) continue;
        const char *found = json_get_text(text, member);
        if (found) return found;
    }
    return NULL;
}

static enum err make_entry(struct turn *r) {
    struct cause cause = turn_cause(r);
    const char *rank = said(r, "rank", r->act->rank != W_NONE ? word_text(r->act->rank) : NULL);
    struct list_entry entry = {
        .subject_id = r->c->target.subject_id,
        .list_type = said(r, "list_type", r->act->list_type),
        .condition = said(r, "condition", r->act->condition),
        .procedure = said(r, "procedure", r->act->procedure),
        .citation = said(r, "citation", r->act->citation),
        .unit_id = r->c->provider_id,
        .doc_no = said(r, "text", r->act->text),
        .reason = said(r, "reason", r->act->reason),
        .citation_rank = rank ? vocab_find(VOCAB_RANK, str_of(rank)) : W_NONE,
        .severity = "",
        .entry = r->day,
        .until = DATE_NONE,
        .exit = DATE_NONE,
    };
    struct list_linked *linked =
        ARENA_ARRAY(r->ctx->arena, r->act->n_linked + 1, struct list_linked);
    for (size_t i = 0; i < r->act->n_linked; i++)
        linked[i] = (struct list_linked){.kind = (enum subject_link_kind)r->act->linked[i].kind,
                                         .who = &r->act->linked[i].who,
                                         .from = r->day,
                                         .to = DATE_NONE,
                                         .source = r->t->name};
    entry.linked = linked;
    entry.n_linked = r->act->n_linked;
    return list_entry_make(r->ctx, r->door, r->s, &entry, &cause);
}

/* ---- what the case keeps */

static enum err credit_entry(struct turn *r) {
    int64_t id = id_new(door_now(r->door));
    enum err e = db_write(r->ctx, r->s, &effect_stmts[ADD_ENTRY],
                          DB_ARGS(db_int(r->c->target.subject_id), db_int(id),
                                  db_int(r->c->case_id), db_text(r->t->event), db_text(r->t->name),
                                  db_text(r->t->basis.clause), db_date(r->ctx->arena, r->day)),
                          NULL);
    if (e) return e;
    struct leaf leaf = actor_leaf(r->ctx, EV_CREDIT_ENTRY);
    leaf.place = r->c->jurisdiction;
    leaf.object = id;
    leaf.subject = r->c->target.subject_id;
    leaf.word = r->t->event;
    leaf.day = r->day;
    door_leaf(r->door, &leaf);
    return subject_raise(r->ctx, r->door, r->s, r->c->target.subject_id);
}

static enum err ask_version(struct turn *r) {
    if (!r->record) return OK;
    r->c->version_asked = r->record->current_version;
    return db_write(r->ctx, r->s, &effect_stmts[ASK_VERSION],
                    DB_ARGS(db_int(r->c->target.subject_id), db_int(r->c->case_id),
                            db_int(r->record->current_version)),
                    NULL);
}

static enum err record_cause(struct turn *r) {
    if (r->act->cause && *r->act->cause) return OK; /* the event keeps it */
    enum err e =
        fail_clause(r->ctx, ERR_CASE_GUARD, r->t->basis.clause, "请写明差错或者事件的原因");
    r->ctx->failure.field = "cause";
    return e;
}

/* ---- subjects */

static enum err update_subject(struct turn *r) {
    struct subject_change change = {
        .subject_id = r->c->target.subject_id, .day = r->day, .reason = r->act->reason};
    if (!r->act->name || !*r->act->name)
        return fail_field(r->ctx, ERR_INPUT_MISSING, "name", "required", "请写明变更后的名称");
    return subject_rename(r->ctx, r->door, r->s, &change, r->act->name);
}

static enum err cancel_subject(struct turn *r) {
    struct subject_change change = {
        .subject_id = r->c->target.subject_id, .day = r->day, .reason = r->act->reason};
    return subject_cancel(r->ctx, r->door, r->s, &change);
}

/* JN-35: who stands behind a seriously dishonest organisation; the pack says whether it is asked for. */
static enum err linked_persons(struct turn *r) {
    enum err e = OK;
    if (!policy_flag(r->c->policy, PARAM_LIST_LINKED_PERSONS, false, r->day)) return OK;
    if (!r->subject || subject_is_person(r->subject->kind)) return OK;
    for (size_t i = 0; !e && i < r->act->n_linked; i++) {
        struct subject_link link = {.subject_id = r->c->target.subject_id,
                                    .kind = (enum subject_link_kind)r->act->linked[i].kind,
                                    .from = r->day,
                                    .to = DATE_NONE,
                                    .source = r->t->basis.clause};
        int64_t id;
        e = whom_find_or_make(r->ctx, r->door, r->s, &r->act->linked[i].who,
                              &link.linked_subject_id, NULL);
        if (!e) e = subject_link_add(r->ctx, r->door, r->s, &link, &id);
    }
    return e;
}

static enum err own(struct turn *r, enum word effect, bool *known_r) {
    *known_r = true;
    switch (effect) {
    case W_EFFECT_MARK: return set_mark(r);
    case W_EFFECT_UNMARK: return remove_mark(r);
    case W_EFFECT_SUSPEND_PUNISHMENT: return suspend(r, W_MEASURE_PUNISHMENT);
    case W_EFFECT_SUSPEND_INCENTIVE: return suspend(r, W_MEASURE_INCENTIVE);
    case W_EFFECT_RESUME_MEASURES: return resume(r);
    case W_EFFECT_END_PUNISHMENT: return end_measures(r, false);
    case W_EFFECT_END_MEASURES: return end_measures(r, true);
    case W_EFFECT_END_ENTRY: return end_entry(r);
    case W_EFFECT_LIST_ENTRY: return make_entry(r);
    case W_EFFECT_CREDIT_ENTRY: return credit_entry(r);
    case W_EFFECT_REQUEST_VERSION: return ask_version(r);
    case W_EFFECT_RECORD_CAUSE: return record_cause(r);
    case W_EFFECT_UPDATE_SUBJECT: return update_subject(r);
    case W_EFFECT_CANCEL_SUBJECT: return cancel_subject(r);
    case W_EFFECT_LINKED: return linked_persons(r);
    /* Kept with the event itself: its papers, its words, its outcome. */
    case W_EFFECT_STORE_DOCUMENT:
    case W_EFFECT_OUTCOME:
    case W_EFFECT_RECORD_DELETION:
    case W_EFFECT_REFUSE:
    /* Laid on the clocks by the engine (clock.h). */
    case W_EFFECT_PAUSE:
    case W_EFFECT_RESUME: return OK;
    default: *known_r = false; return OK;
    }
}

enum err effect_run(struct turn *r, enum word effect) {
    bool known;
    enum err e = own(r, effect, &known);
    if (!known) e = effect_record(r, effect, &known);
    if (!known) e = effect_tell(r, effect, &known);
    /* The catalog's own effects are the catalog's; no case of it is opened (act.c). */
    BUG_IF(!known && effect != W_EFFECT_CATALOG_NEXT && effect != W_EFFECT_CATALOG_NOW);
    return e;
}
