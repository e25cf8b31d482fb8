#include "notices/notice_read.h"

#include <string.h>

#include "disclosure/look.h"
#include "notices/delivery.h"
#include "registry/actor.h"
#include "registry/subject.h"

static enum err find(struct ctx *ctx, int64_t notice_id, struct notice **notice_r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = notice_find(ctx, s, notice_id, notice_r);
    db_read_end(ctx, &s);
    if (e == OK && !*notice_r) e = fail(ctx, ERR_NOT_FOUND, NULL);
    return e;
}

/* ---- the subject itself */

static enum err is_own(struct ctx *ctx, const struct notice *n, int64_t subject_id, bool *own_r) {
    struct db_session *s;
    struct subject *subject;
    *own_r = n->subject_id == subject_id;
    if (*own_r) return OK;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = subject_get(ctx, s, n->subject_id, &subject); /* it may have been merged since */
    db_read_end(ctx, &s);
    *own_r = e == OK && subject && subject->id == subject_id;
    return e;
}

enum err notice_read_own(struct ctx *ctx, const struct self_visit *v, int64_t notice_id,
                         struct notice **notice_r) {
    bool own = false;
    enum err e = find(ctx, notice_id, notice_r);
    if (e == OK && !(*notice_r)->unit_id && v->subject_id)
        e = is_own(ctx, *notice_r, v->subject_id, &own);
    if (e == OK && !own) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e == OK) e = self_enter(ctx, v);
    return e == OK && !v->at_window ? notice_opened(ctx, *notice_r) : e;
}

/* ---- staff */

static bool at_desk(const struct actor *a, const struct notice *n) {
    if (n->unit_id || !role_may(a->role, PERM_NOTICE_DESK)) return false;
    bool of_place = a->role == ROLE_OPERATOR || a->role == ROLE_OBJECTION_DESK ||
                    a->role == ROLE_AUTHORITY || a->role == ROLE_WINDOW;
    return of_place ? !strcmp(a->jurisdiction, n->jurisdiction) : a->unit_id == n->by_unit;
}

enum err notice_reach_desk(struct ctx *ctx, int64_t notice_id, struct notice **notice_r) {
    enum err e = find(ctx, notice_id, notice_r);
    return e == OK && !at_desk(ctx->actor, *notice_r) ? fail(ctx, ERR_NOT_FOUND, NULL) : e;
}

static enum err look_at(struct ctx *ctx, const char *route, const struct notice *n) {
    bool record = !strcmp(n->target_kind, word_text(W_TARGET_RECORD));
    struct look look = {.subject_id = n->subject_id,
                        .route = route,
                        .records = &n->target_id,
                        .n_records = record,
                        .purpose = "办理告知文书",
                        .basis = "duty",
                        .reference = n->number,
                        .view = "clear",
                        .outcome = LOOK_ANSWERED,
                        .place = n->jurisdiction,
                        .policy = n->policy_label};
    return n->subject_id ? look_write(ctx, &look, 1) : OK;
}

enum err notice_read_staff(struct ctx *ctx, const char *route, int64_t notice_id,
                           struct notice **notice_r) {
    const struct actor *a = ctx->actor;
    enum err e = find(ctx, notice_id, notice_r);
    if (e != OK) return e;
    const struct notice *n = *notice_r;
    bool queue = n->unit_id && n->unit_id == a->unit_id;
    if (!queue && !at_desk(a, n)) return fail(ctx, ERR_NOT_FOUND, NULL);
    e = look_at(ctx, route, n);
    return e == OK && queue ? notice_opened(ctx, n) : e;
}
