/* What decide() says to the public. No publication goes further than this. */
#include <string.h>

#include "disclosure/consent.h"
#include "law/law.h"
#include "publication/publication_row.h"
#include "registry/adoption.h"

static enum err agreed(struct ctx *ctx, struct db_session *s, struct opening *o) {
    const char *const *items;
    size_t n;
    enum err e = consent_published_items(ctx, s, o->subject->id, &items, &n);
    for (size_t i = 0; e == OK && i < n; i++)
        o->consent |= !strcmp(items[i], o->record->facts.item);
    return e;
}

enum err opening_read(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t record_id,
                      struct opening *o) {
    const struct catalog *catalog = NULL;
    *o = (struct opening){0};
    enum err e = record_get(ctx, s, subject_id, record_id, &o->record);
    if (e == OK && !o->record) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e == OK) e = subject_get(ctx, s, subject_id, &o->subject);
    if (e == OK && !o->subject) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e == OK) e = law_require(ctx, o->record->facts.jurisdiction, &o->policy);
    if (e == OK) e = catalog_by_id(ctx, s, o->record->facts.catalog_id, &catalog);
    if (e == OK) e = agreed(ctx, s, o);
    if (e != OK) return e;
    o->item = catalog_item(catalog, o->record->facts.item);
    static const struct viewer everybody = {.kind = W_VIEWER_PUBLIC};
    const struct decide_case c = {
        .policy = o->policy,
        .viewer = &everybody,
        .subject = o->subject->kind,
        .provisional = o->subject->state == SUBJECT_STATE_PROVISIONAL,
        .record = o->record,
        .item = o->item ? o->item->item : NULL,
        .consent = o->consent,
        .day = clock_today(ctx->clock),
    };
    o->decision = decide(&c);
    if (!o->item) o->decision.give = W_GIVE_NOTHING; /* nothing says what may be seen */
    return OK;
}

enum err opening_require(struct ctx *ctx, const struct opening *o) {
    if (o->decision.give != W_GIVE_NOTHING) return OK;
    struct date today = clock_today(ctx->clock), end = o->record->terms.publish_to;
    if (date_is_none(end) || date_cmp(today, end) <= 0)
        return fail_clause(ctx, ERR_PUBLICATION_CLOSED, o->decision.clause, NULL);
    const struct policy_value *v = policy_get(o->policy, PARAM_PUBLISH_EXTENSION, NULL, today);
    bool law = v->known && v->basis.standing == STANDING_LAW;
    return fail_clause(ctx, ERR_PUBLICATION_TERM, law ? v->basis.clause : o->decision.clause, NULL);
}
