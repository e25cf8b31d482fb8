#include "measures/say.h"

#include <string.h>

#include "base/bug.h"
#include "law/law.h"
#include "notices/notice.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/app.h"
#include "registry/outbox.h"

struct leaf say_leaf(const struct ctx *ctx, enum ledger_event event, const struct cause *cause) {
    BUG_IF(!cause->clause);
    struct leaf leaf = actor_leaf(ctx, event);
    leaf.place = cause->jurisdiction;
    leaf.policy = cause->policy_label;
    leaf.basis = &cause->clause;
    leaf.n_basis = 1;
    leaf.day = cause->day;
    return leaf;
}

enum err say_cause(struct ctx *ctx, const char *place, const char *clause, const char *reason,
                   struct cause *out) {
    const struct policy *p;
    enum err e = law_require(ctx, place, &p);
    if (e) return e;
    *out = (struct cause){.jurisdiction = p->place,
                          .policy_label = p->edition,
                          .clause = clause,
                          .reason = reason,
                          .day = clock_today(ctx->clock)};
    return OK;
}

enum err say_tell(struct ctx *ctx, struct door *d, struct db_session *s, const struct cause *cause,
                  const struct say_tell *t) {
    struct buf b;
    struct json_writer w;
    char day[DATE_TEXT];
    buf_init(&b, 4096);
    jw_init(&w, &b, true);
    date_format(cause->day, day);
    jw_object(&w);
    if (t->about_id) jw_kid(&w, "about", t->about_id);
    if (cause->case_id) jw_kid(&w, "case", cause->case_id);
    jw_ktext(&w, "clause", cause->clause);
    jw_ktext(&w, "day", day);
    if (t->word) jw_ktext(&w, "word", t->word);
    jw_object_end(&w);
    struct outbox_entry entry = {.jurisdiction = cause->jurisdiction,
                                 .topic = t->topic,
                                 .subject_id = t->subject_id,
                                 .object_id = t->object_id,
                                 .unit_id = t->unit_id,
                                 .body = buf_finish(&b),
                                 .due = door_now(d)};
    enum err e = outbox_add(ctx, d, s, &entry);
    buf_free(&b);
    return e;
}

enum err say_notice(struct ctx *ctx, struct door *d, struct db_session *s,
                    const struct cause *cause, const struct notice_new *in) {
    int64_t id;
    return notice_make(ctx, d, s, in, cause, &id);
}

bool say_blank(const char *text) {
    return !text || !str_trim(str_of(text)).n;
}

bool say_own_unit(const struct ctx *ctx, int64_t unit_id) {
    return unit_id && ctx->actor->unit_id == unit_id;
}

bool say_oversees(const struct ctx *ctx, const char *place) {
    const struct actor *a = ctx->actor;
    bool office = a->role == ROLE_OPERATOR || a->role == ROLE_AUTHORITY;
    return office && (!strcmp(a->jurisdiction, place) || !strcmp(a->jurisdiction, ctx->app->home));
}

struct db_value say_id(int64_t id) {
    return id ? db_int(id) : db_null();
}
