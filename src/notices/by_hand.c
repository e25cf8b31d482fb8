#include "notices/by_hand.h"

#include <string.h>

#include "base/bug.h"
#include "disclosure/query_read.h"
#include "disclosure/whom.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/record.h"
#include "registry/subject.h"

struct by_hand {
    const struct notice_by_hand *in;
    const struct policy *policy;
    const struct policy_notice *t;
    int64_t notice_id;
};

/* What a notice says of itself is nobody's to write. */
static bool own_word(enum word w) {
    static const enum word own[] = {
        W_NOTICE_KEY_ADDRESSEE, W_NOTICE_KEY_NUMBER,     W_NOTICE_KEY_YEAR,
        W_NOTICE_KEY_SERIAL,    W_NOTICE_KEY_DAY,        W_NOTICE_KEY_SIGNER,
        W_NOTICE_KEY_PLATFORM,  W_NOTICE_KEY_REGULATION, W_NOTICE_KEY_CLAUSE,
        W_NOTICE_KEY_SUBJECT,   W_NOTICE_KEY_CASE,       W_NOTICE_KEY_REMEDIES};
    for (size_t i = 0; i < GX_COUNT(own); i++)
        if (own[i] == w) return true;
    return false;
}

static enum err check(struct ctx *ctx, struct by_hand *h) {
    const struct notice_by_hand *in = h->in;
    enum err e = law_require(ctx, ctx->actor->jurisdiction, &h->policy);
    if (e != OK) return e;
    h->t = policy_notice(h->policy, in->kind);
    if (!h->t) return fail_field(ctx, ERR_NOTICE_KIND, "kind", "pack", NULL);
    if (!h->t->by_hand) return fail_clause(ctx, ERR_NOTICE_BY_HAND, h->t->basis.clause, NULL);
    if (!in->who && !in->unit_id)
        return fail_field(ctx, ERR_INPUT_MISSING, "subject", "required", "请写明受送达人");
    for (size_t i = 0; i < in->n; i++) {
        enum word w = vocab_find(VOCAB_NOTICE_KEY, str_of(in->values[i].key));
        if (w != W_NONE && !own_word(w)) continue;
        return fail_field(ctx, ERR_NOTICE_VALUE, arena_printf(ctx->arena, "values[%zu].key", i),
                          "notice_key", "没有这项可填内容");
    }
    return in->who ? query_subject_check(ctx, in->who) : OK;
}

static enum err target_of(struct ctx *ctx, struct db_session *s, const struct notice_by_hand *in,
                          struct target *about) {
    struct subject *subject = NULL;
    struct record *record;
    *about = (struct target){.kind = W_NONE};
    enum err e = in->who ? query_resolve(ctx, s, in->who, &subject) : OK;
    if (e == OK && in->who && !subject) e = fail(ctx, ERR_SUBJECT_UNKNOWN, NULL);
    if (e != OK || !subject) return e;
    about->subject_id = subject->id;
    if (!in->record_id) return OK;
    e = record_get(ctx, s, subject->id, in->record_id, &record);
    if (e == OK && !record) e = fail_field(ctx, ERR_NOT_FOUND, "record", "of_subject", NULL);
    about->kind = W_TARGET_RECORD;
    about->id = in->record_id;
    return e;
}

static enum err make_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct by_hand *h = arg;
    const struct notice_by_hand *in = h->in;
    struct notice_new n = {
        .kind = in->kind, .unit_id = in->unit_id, .values = in->values, .n = in->n};
    const struct cause cause = {.jurisdiction = h->policy->place,
                                .policy_label = h->policy->edition,
                                .clause = h->t->basis.clause,
                                .reason = in->reason,
                                .day = date_of_instant(door_now(d))};
    enum err e = target_of(ctx, s, in, &n.about);
    if (e != OK) return e;
    if (!n.unit_id) n.subject_id = n.about.subject_id;
    return notice_make(ctx, d, s, &n, &cause, &h->notice_id);
}

enum err notice_make_by_hand(struct ctx *ctx, const struct notice_by_hand *in, int64_t *notice_r) {
    struct by_hand h = {.in = in};
    enum err e = check(ctx, &h);
    if (e == OK) e = door_run(ctx, "notice.by_hand", DB_PEOPLE, make_step, &h);
    if (e == OK) *notice_r = h.notice_id;
    return e;
}
