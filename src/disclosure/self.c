#include "disclosure/self.h"

#include "disclosure/asking.h"
#include "disclosure/query_read.h"
#include "disclosure/whom.h"
#include "registry/actor.h"
#include "registry/subject.h"

static enum err kind_of(struct ctx *ctx, struct self_visit *v) {
    struct db_session *s;
    struct subject *subject;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = subject_get(ctx, s, v->subject_id, &subject);
    db_read_end(ctx, &s);
    if (e == OK && !subject) e = fail(ctx, ERR_SUBJECT_UNKNOWN, NULL);
    if (e != OK) return e;
    v->subject_id = subject->id; /* an account may have been opened before a merger */
    v->kind = subject->kind;
    return OK;
}

enum err self_of_account(struct ctx *ctx, const char *route, struct self_visit *v) {
    *v = (struct self_visit){.route = route, .subject_id = ctx->actor->subject_id};
    if (!v->subject_id)
        return fail(ctx, ERR_FORBIDDEN, "只有信用主体本人的账号可以使用，窗口人员请核验原件后办理");
    return kind_of(ctx, v);
}

enum err self_at_window(struct ctx *ctx, const char *route, struct query_subject *who,
                        const struct identity_check *check, struct self_visit *v) {
    struct subject *subject = NULL;
    struct db_session *s;
    *v = (struct self_visit){.route = route, .at_window = true};
    enum err e = whom_check(ctx, who);
    if (e == OK) e = identity_at_window(ctx, who->kind, check, &v->identified);
    if (e == OK) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = query_resolve(ctx, s, who, &subject);
    db_read_end(ctx, &s);
    if (e != OK) return e;
    v->kind = subject ? subject->kind : who->kind;
    v->subject_id = subject ? subject->id : 0;
    v->actor = ARENA_NEW(ctx->arena, struct actor);
    *v->actor = *ctx->actor;
    v->actor->channel = CHANNEL_WINDOW;
    ctx->actor = v->actor;
    return OK;
}

static struct query query_of(const struct self_visit *v) {
    return (struct query){
        .route = v->route,
        .subject = {.kind = v->kind, .subject_id = v->subject_id ? v->subject_id : -1},
        .self = true,
        .identified = v->at_window ? &v->identified : NULL,
    };
}

enum err self_records(struct ctx *ctx, const struct self_visit *v, struct query_answer *answer_r) {
    const struct query q = query_of(v);
    return query_one(ctx, &q, answer_r);
}

static enum err enter(struct ctx *ctx, const struct self_visit *v, struct asking *a) {
    const struct query q = query_of(v);
    enum err e = asking_check(ctx, &q, a);
    if (e == OK && !a->viewer.real_name && !a->viewer.unit_proof)
        e = fail(ctx, ERR_IDENTITY_PROOF, NULL);
    if (e != OK) return asking_refused(ctx, a, e);
    struct look look = asking_look(a);
    look.subject_id = v->subject_id;
    look.asked = word_text(v->kind);
    look.outcome = LOOK_ANSWERED;
    e = look_write(ctx, &look, 1);
    a->q = NULL;
    return e;
}

enum err self_enter(struct ctx *ctx, const struct self_visit *v) {
    struct asking a;
    return enter(ctx, v, &a);
}

enum err self_looks(struct ctx *ctx, const struct self_visit *v, int64_t before, size_t most,
                    struct look_row **rows_r, size_t *n_r) {
    struct asking a;
    enum err e = enter(ctx, v, &a);
    if (e != OK) return e;
    const struct policy_value *shown = policy_get(a.policy, PARAM_QUERY_LOOKS_SHOWN, NULL, a.today);
    if (shown->known && !shown->flag)
        return fail_clause(ctx, ERR_FORBIDDEN, shown->basis.clause, "本地区不提供查询记录");
    return look_list_subject(ctx, v->subject_id, before, most, rows_r, n_r);
}

enum err self_authorisations(struct ctx *ctx, const struct self_visit *v,
                             struct authorisation **list_r, size_t *n_r) {
    struct asking a;
    struct db_session *s;
    enum err e = enter(ctx, v, &a);
    if (e == OK) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = authorisation_list_subject(ctx, s, v->subject_id, list_r, n_r);
    db_read_end(ctx, &s);
    return e;
}

enum err self_consents(struct ctx *ctx, const struct self_visit *v, struct consent **list_r,
                       size_t *n_r) {
    struct asking a;
    struct db_session *s;
    enum err e = enter(ctx, v, &a);
    if (e == OK) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = consent_list(ctx, s, v->subject_id, list_r, n_r);
    db_read_end(ctx, &s);
    return e;
}

enum err self_trainings(struct ctx *ctx, const struct self_visit *v, struct training **list_r,
                        size_t *n_r) {
    struct asking a;
    struct db_session *s;
    enum err e = enter(ctx, v, &a);
    if (e == OK) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = training_of_subject(ctx, s, v->subject_id, list_r, n_r);
    db_read_end(ctx, &s);
    return e;
}

enum err self_look(struct ctx *ctx, const struct self_visit *v) {
    struct asking a;
    return enter(ctx, v, &a);
}
