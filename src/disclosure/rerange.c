#include <string.h>

#include "disclosure/decide.h"
#include "disclosure/retention.h"
#include "law/law.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/catalog.h"
#include "registry/record_term.h"
#include "registry/subject.h"

enum { AT_ONCE = 200 };

struct deriving {
    const struct policy *policy;
    struct record *records;
    size_t n;
};

/* A term that the text left open and the edition now sets begins to run; one that stands is never
 * computed anew (AM-50). */
static bool takes_term(struct ctx *ctx, const struct policy *p, const struct record *r,
                       struct record_terms *terms_r) {
    if (r->facts.nature != W_NATURE_ADVERSE || !date_is_none(r->terms.term_to)) return false;
    record_terms(ctx->arena, p, law_calendar(ctx->law), &r->facts, clock_today(ctx->clock),
                 terms_r);
    return terms_r->term_rule &&
           (!r->terms.term_rule || strcmp(terms_r->term_rule, r->terms.term_rule) != 0);
}

static enum err derive_one(struct ctx *ctx, struct door *door, struct db_session *s,
                           const struct policy *p, struct record *r, struct record_rerange *out) {
    const struct catalog *catalog;
    struct subject *subject;
    enum err e = catalog_by_id(ctx, s, r->facts.catalog_id, &catalog);
    if (e == OK) e = subject_get(ctx, s, r->facts.subject_id, &subject);
    if (e != OK) return e;
    const struct catalog_item *item = catalog_item(catalog, r->facts.item);
    struct record_terms terms;
    bool fresh = takes_term(ctx, p, r, &terms);
    if (fresh) record_keep_publication_end(ctx, r, &terms);
    if (fresh) r->terms = terms;
    *out = (struct record_rerange){
        .subject_id = r->facts.subject_id,
        .record_id = r->id,
        .ranges = decide_ranges(p, item ? item->item : NULL,
                                subject ? subject->kind : W_SUBJECT_PERSON, r),
    };
    if (!fresh) return OK;
    static const char *const basis[] = {"default"};
    struct record_seen seen = {r->facts.subject_id, r->id, r->version};
    struct record_because why = {
        .reason = RECORD_CORRECTION, .text = "依新版本确定披露期限", .basis = basis, .n_basis = 1};
    return record_set_terms(ctx, door, s, &seen, &why, &terms, &out->ranges);
}

static enum err derive_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    struct deriving *d = arg;
    struct record_rerange *ranges = ARENA_ARRAY(ctx->arena, d->n, struct record_rerange);
    for (size_t i = 0; i < d->n; i++) {
        enum err e = derive_one(ctx, door, s, d->policy, &d->records[i], &ranges[i]);
        if (e != OK) return e;
    }
    enum err e = record_set_ranges(ctx, door, s, ranges, d->n);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_POLICY_RANGES_DERIVED);
    leaf.place = d->policy->place;
    leaf.policy = d->policy->edition;
    door_leaf(door, &leaf);
    return OK;
}

enum err rerange_run(struct ctx *ctx, bool *more_r) {
    const char *const *places;
    size_t n = law_places(ctx->law, &places);
    *more_r = false;
    for (size_t i = 0; i < n; i++) {
        struct db_session *s;
        struct deriving d = {.policy = law_policy(ctx->law, places[i], clock_today(ctx->clock))};
        if (!d.policy) continue;
        enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
        if (e != OK) return e;
        e = record_list_stale(ctx, s, places[i], d.policy->edition, 0, 0, AT_ONCE, &d.records,
                              &d.n);
        db_read_end(ctx, &s);
        if (e == OK && d.n) e = door_run(ctx, "ranges.derive", DB_BULK, derive_step, &d);
        if (e != OK) return e;
        *more_r |= d.n == AT_ONCE;
    }
    return OK;
}
