#include "disclosure/asking.h"

#include <string.h>

#include "base/utf8.h"
#include "disclosure/identity.h"
#include "disclosure/viewer.h"
#include "registry/actor.h"
#include "registry/adoption.h"

#define PURPOSE_MOST 200

static bool filled(const char *s) {
    return s && str_trim(str_of(s)).n > 0;
}

static enum err missing(struct ctx *ctx, const char *field, const struct basis *b,
                        const char *sentence) {
    enum err e = fail_field(ctx, ERR_INPUT_MISSING, field, "required", "%s", sentence);
    ctx->failure.clause = b->clause;
    return e;
}

/* ---- as whom */

static enum err check_self(struct ctx *ctx, struct asking *a) {
    const struct query *q = a->q;
    a->viewer = (struct viewer){.kind = W_VIEWER_SELF};
    if (q->identified) {
        a->viewer.real_name = q->identified->real_name;
        a->viewer.unit_proof = q->identified->unit_proof;
        return OK;
    }
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = identity_on_file(ctx, s, ctx->actor->subject_id, &a->viewer.real_name,
                         &a->viewer.unit_proof);
    db_read_end(ctx, &s);
    return e;
}

/* The right to know one's own records is the pack's to give; missing means it is given. */
static enum err check_own(struct ctx *ctx, const struct asking *a) {
    const struct policy_value *v = policy_get(a->policy, PARAM_KNOW_OWN, NULL, a->today);
    if (!v->known || v->flag) return OK;
    return fail_clause(ctx, ERR_FORBIDDEN, v->basis.clause, "本地区不提供本人信息查询");
}

static enum err check_viewer(struct ctx *ctx, struct asking *a) {
    if (a->q->self) return check_self(ctx, a);
    a->viewer = viewer_of_actor(a->policy, ctx->actor);
    if (a->q->open) {
        a->viewer = (struct viewer){.kind = W_VIEWER_PUBLIC};
        return OK;
    }
    if (a->viewer.kind == W_VIEWER_PUBLIC) return fail(ctx, ERR_FORBIDDEN, NULL);
    enum err e = a->viewer.kind == W_VIEWER_OPERATOR ? OK : viewer_check_unit(ctx, a->policy);
    if (e == OK && a->q->batch) e = viewer_check_batch(ctx, a->policy);
    return e;
}

/* ---- what the log must hold */

static enum err check_log_fields(struct ctx *ctx, struct asking *a) {
    const struct query *q = a->q;
    const struct policy_value *v = policy_get(a->policy, PARAM_QUERY_LOG_FIELDS, NULL, a->today);
    bool purpose = !v->known || words_have(v->words, W_LOG_PURPOSE);
    bool name = !v->known || words_have(v->words, W_LOG_NAME);
    a->purpose.text = q->purpose;
    if (!filled(q->purpose)) {
        if (a->viewer.kind == W_VIEWER_SELF)
            a->purpose.text = "本人查询";
        else if (a->viewer.kind == W_VIEWER_PUBLIC || !purpose)
            a->purpose.text = "";
        else
            return missing(ctx, "purpose", &v->basis, "请填写查询用途");
    }
    if (utf8_count(str_of(a->purpose.text)) > PURPOSE_MOST)
        return fail_field(ctx, ERR_INPUT_LENGTH, "purpose", "max:200", "查询用途不得超过200字");
    if (name && ctx->actor->channel == CHANNEL_API && !a->q->open && !filled(q->person))
        return missing(ctx, "person", &v->basis, "接口查询须写明查询人员姓名");
    return OK;
}

static enum err check_basis(struct ctx *ctx, struct asking *a) {
    const struct query *q = a->q;
    struct purpose *p = &a->purpose;
    p->basis = q->basis;
    p->reference = q->reference;
    switch (a->viewer.kind) {
    case W_VIEWER_SELF: p->basis = BASIS_SELF; return OK;
    case W_VIEWER_PUBLIC: p->basis = BASIS_OPEN; return OK;
    case W_VIEWER_OPERATOR:
    case W_VIEWER_ORGAN:
        if (p->basis == BASIS_NONE) p->basis = BASIS_DUTY;
        break;
    default:
        if (p->basis == BASIS_NONE)
            p->basis = q->subject.authorisation_id ? BASIS_AUTHORISATION : BASIS_OPEN;
        /* Lawful duties are those of organs (CZ-70). */
        if (p->basis == BASIS_DUTY)
            return fail_field(ctx, ERR_QUERY_BASIS, "basis", "organ_only",
                              "本单位不是国家机关或者法律法规授权的组织，不能以履行法定职责为依据");
    }
    if ((p->basis == BASIS_LAW || p->basis == BASIS_AGREEMENT) && !filled(p->reference))
        return fail_field(ctx, ERR_QUERY_BASIS, "basis.reference", "required", NULL);
    return OK;
}

static const struct policy_scene *scene_of(const struct policy *p, const char *id) {
    for (size_t i = 0; i < p->nscenes; i++)
        if (!strcmp(p->scenes[i].id, id) || !strcmp(p->scenes[i].name, id)) return &p->scenes[i];
    return NULL;
}

static enum err check_scene(struct ctx *ctx, struct asking *a) {
    const struct query *q = a->q;
    const struct policy_value *v = policy_get(a->policy, PARAM_QUERY_SCENE, NULL, a->today);
    bool of_unit = a->viewer.kind == W_VIEWER_ORGAN || a->viewer.kind == W_VIEWER_UNIT;
    const struct policy_scene *scene = NULL;
    if (filled(q->scene)) {
        scene = scene_of(a->policy, q->scene);
        if (!scene) return fail_field(ctx, ERR_QUERY_SCENE, "scene", "one_of", NULL);
    } else if (q->scene_by_default && a->policy->nscenes) {
        scene = scene_of(a->policy, a->purpose.text);
        if (!scene) scene = &a->policy->scenes[a->policy->nscenes - 1];
    }
    bool asked = of_unit && a->policy->nscenes && (!v->known || v->flag);
    if (asked && !scene) return missing(ctx, "scene", &v->basis, "请选择使用场景");
    a->scene = scene ? scene->id : NULL;
    return OK;
}

static enum err check_clear(struct ctx *ctx, const struct asking *a) {
    if (!a->q->clear) return OK;
    enum err e = actor_may(ctx, PERM_CLEAR_VIEW);
    if (e != OK) return e;
    if (!filled(a->q->reason))
        return fail_field(ctx, ERR_REASON_MISSING, "reason", "required",
                          "查看未脱敏的内容须说明理由");
    return OK;
}

enum err asking_check(struct ctx *ctx, const struct query *q, struct asking *a) {
    *a = (struct asking){.q = q, .today = clock_today(ctx->clock)};
    a->purpose.text = q->purpose ? q->purpose : "";
    const char *place = *ctx->actor->jurisdiction ? ctx->actor->jurisdiction : ctx->app->home;
    enum err e = law_require(ctx, place, &a->policy);
    if (e == OK) e = check_viewer(ctx, a);
    if (e == OK && q->self) e = check_own(ctx, a);
    if (e == OK) e = check_log_fields(ctx, a);
    if (e == OK) e = check_basis(ctx, a);
    if (e == OK) e = check_scene(ctx, a);
    if (e == OK) e = check_clear(ctx, a);
    if (e == OK && q->exports && !filled(q->recipient))
        e = fail_field(ctx, ERR_EXPORT_RECIPIENT, "recipient", "required", NULL);
    return e;
}

struct look asking_look(const struct asking *a) {
    const struct query *q = a->q;
    return (struct look){
        .route = q->route,
        .person = filled(q->person) ? q->person : NULL,
        .items = q->items,
        .n_items = q->n_items,
        .purpose = a->purpose.text ? a->purpose.text : "",
        .basis = basis_kind_word(a->purpose.basis),
        .reference = q->identified ? q->identified->originals : a->purpose.reference,
        .scene = a->scene,
        .view = q->clear ? "clear" : "masked",
        .reason = q->clear ? q->reason : NULL,
        .recipient = q->recipient,
        .policy = a->policy ? a->policy->edition : NULL,
    };
}

enum err asking_refused(struct ctx *ctx, const struct asking *a, enum err code) {
    struct failure kept = ctx->failure;
    struct look look = asking_look(a);
    look.outcome = LOOK_REFUSED;
    look.code = err_code(code);
    look.view = "none";
    if (a->q->subject.kind != W_NONE) look.asked = word_text(a->q->subject.kind);
    enum err e = look_write(ctx, &look, 1);
    if (e != OK) return e;
    ctx->failure = kept;
    return code;
}
