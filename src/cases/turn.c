#include "cases/turn.h"

#include <string.h>

#include "base/bug.h"

struct cause turn_cause(const struct turn *r) {
    return (struct cause){
        .case_id = r->c->case_id,
        .jurisdiction = r->c->jurisdiction,
        .policy_label = r->c->policy_label,
        .clause = r->t ? r->t->basis.clause : "default",
        .reason = r->act->reason,
        .day = r->day,
    };
}

enum err turn_reload_record(struct turn *r) {
    if (r->c->target.kind != W_TARGET_RECORD) return OK;
    return record_get(r->ctx, r->s, r->c->target.subject_id, r->c->target.id, &r->record);
}

static enum err load_target(struct turn *r) {
    const struct target *t = &r->c->target;
    const struct catalog *catalog;
    enum err e = OK;
    if (t->subject_id) e = subject_get(r->ctx, r->s, t->subject_id, &r->subject);
    if (!e && t->kind == W_TARGET_RECORD) {
        e = turn_reload_record(r);
        if (!e && !r->record) e = fail(r->ctx, ERR_CASE_TARGET, NULL);
        if (!e) e = catalog_by_id(r->ctx, r->s, r->record->facts.catalog_id, &catalog);
        if (!e) r->item = catalog_item(catalog, r->record->facts.item);
    }
    if (!e && t->kind == W_TARGET_LIST_ENTRY) {
        e = list_entry_get(r->ctx, r->s, t->subject_id, t->id, &r->entry);
        if (!e && !r->entry && t->id) e = fail(r->ctx, ERR_CASE_TARGET, NULL);
    }
    return e;
}

enum err turn_load(struct turn *r) {
    enum err e = load_target(r);
    if (!e && r->c->case_id) e = case_clocks(r->ctx, r->s, r->c, &r->clocks, &r->n_clocks);
    if (!e && r->c->case_id)
        e = case_events(r->ctx, r->s, r->c->target.subject_id, r->c->case_id, &r->events,
                        &r->n_events);
    if (!e && r->c->case_id)
        e = case_evidence(r->ctx, r->s, r->c->target.subject_id, r->c->case_id, &r->papers,
                          &r->n_papers);
    r->seq = r->n_events ? r->events[r->n_events - 1].seq + 1 : 1;
    return e;
}
