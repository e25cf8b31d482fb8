#include "cases/term_end.h"

#include "base/bug.h"
#include "db/db_fetch.h"
#include "disclosure/decide.h"
#include "law/law.h"
#include "ledger/door.h"
#include "measures/applied.h"
#include "publication/publication.h"
#include "recall/recall.h"
#include "registry/actor.h"
#include "registry/catalog.h"
#include "registry/cause.h"
#include "registry/record.h"
#include "registry/subject.h"

enum { ENDED };

const struct db_stmt term_end_stmts[] = {
    [ENDED] = {.name = "term_end.ended",
               .sql = "select subject_id, record_id from record where jurisdiction = $1"
                      " and term_to < $2 and state = 'active' and term_to is not null"
                      " order by term_to limit $3",
               .in = "tti",
               .out = "ii",
               .kind = DB_READ},
    {.name = NULL},
};

enum { AT_ONCE = 100 };

struct ended {
    int64_t subject[AT_ONCE], record[AT_ONCE];
    size_t n;
};

static bool collect(void *arg, const struct db_value *row) {
    struct ended *out = arg;
    BUG_IF(out->n >= AT_ONCE);
    out->subject[out->n] = db_get_int(row, 0);
    out->record[out->n++] = db_get_int(row, 1);
    return true;
}

struct ending {
    int64_t subject_id, record_id;
    const struct policy *policy;
};

/* Kept as archive where the text says so, on demand or queried by authorisation; else disclosure stops. */
static enum record_state state_of(const struct policy_value *on_end) {
    bool kept = words_have(on_end->words, W_END_ARCHIVE) ||
                words_have(on_end->words, W_END_ARCHIVE_DEMAND) ||
                words_have(on_end->words, W_END_AUTHORISED);
    return kept ? RECORD_ARCHIVED : RECORD_STOPPED;
}

static enum err end_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct ending *in = arg;
    struct date today = clock_today(ctx->clock);
    struct record *r;
    struct subject *subject;
    const struct catalog *catalog;
    enum err e = record_get(ctx, s, in->subject_id, in->record_id, &r);
    if (!e && (!r || r->state != RECORD_ACTIVE || decide_term(r, today) != W_TERM_ENDED)) {
        door_nothing(d);
        return OK;
    }
    if (!e) e = subject_get(ctx, s, in->subject_id, &subject);
    if (!e) e = catalog_by_id(ctx, s, r->facts.catalog_id, &catalog);
    if (e) return e;
    struct policy_scope scope = {.item = r->facts.item, .subject = subject->kind};
    const struct policy_value *v = policy_get(in->policy, PARAM_DISCLOSE_ON_END, &scope, today);
    const struct target target = {W_TARGET_RECORD, in->subject_id, in->record_id};
    const struct cause cause = {.jurisdiction = r->facts.jurisdiction,
                                .policy_label = in->policy->edition,
                                .clause = v->basis.clause,
                                .reason = "披露期限届满",
                                .day = today};
    const struct record_because why = {
        .reason = RECORD_CORRECTION, .text = cause.reason, .basis = &cause.clause, .n_basis = 1};
    struct record next = *r;
    next.state = v->known ? state_of(v) : RECORD_STOPPED;
    const struct catalog_item *item = catalog_item(catalog, r->facts.item);
    struct record_ranges ranges =
        decide_ranges(in->policy, item ? item->item : NULL, subject->kind, &next);
    struct record_seen seen = {in->subject_id, in->record_id, r->version};
    e = publication_stop(ctx, d, s, in->subject_id, in->record_id, &cause);
    if (!e && words_have(v->words, W_END_NO_BASIS))
        e = applied_end(ctx, d, s, &target, true, false, &cause);
    if (!e && words_have(v->words, W_END_NO_BASIS))
        e = applied_tell(ctx, d, s, &target, "ended", &cause);
    seen.version = 0;
    if (!e) e = record_set_state(ctx, d, s, &seen, &why, next.state, &ranges);
    if (!e)
        e = recall_open(ctx, d, s, in->subject_id, in->record_id,
                        next.state == RECORD_ARCHIVED ? "archived" : "ended", NULL, &cause);
    return e;
}

enum err term_end_run(struct ctx *ctx, bool *more_r) {
    const char *const *places;
    size_t n = law_places(ctx->law, &places);
    struct date today = clock_today(ctx->clock);
    *more_r = false;
    for (size_t i = 0; i < n; i++) {
        struct ended list = {.n = 0};
        struct ending in = {.policy = law_policy(ctx->law, places[i], today)};
        if (!in.policy) continue;
        enum err e =
            db_fetch_each(ctx, &term_end_stmts[ENDED],
                          DB_ARGS(db_text(places[i]), db_date(ctx->arena, today), db_int(AT_ONCE)),
                          collect, &list);
        for (size_t k = 0; !e && k < list.n; k++) {
            in.subject_id = list.subject[k];
            in.record_id = list.record[k];
            e = door_run(ctx, "term.end", DB_BULK, end_step, &in);
        }
        if (e) return e;
        *more_r |= list.n == AT_ONCE;
    }
    return OK;
}
