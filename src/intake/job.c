/* What a submission is read with. */
#include "intake/job.h"

#include <string.h>

#include "base/file.h"
#include "intake/headmap.h"
#include "law/law.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/app.h"

/* --- may this unit submit this item? --- */

/* Only registered designated persons where the pack asks for them (HH-18). */
static enum err check_designated(struct ctx *ctx, const struct policy *p, struct date day) {
    const struct policy_value *v = policy_get(p, PARAM_ACCESS_DESIGNATED_PERSON, NULL, day);
    if (!v->known || !v->flag || ctx->actor->designated) return OK;
    return fail_clause(ctx, ERR_NOT_DESIGNATED, v->basis.clause, NULL);
}

static enum err check_owner(struct ctx *ctx, const struct policy *p,
                            const struct policy_item *item) {
    const struct policy_unit_type *type = policy_unit_type(p, ctx->actor->unit_type);
    const struct policy_role *provider = policy_role(p, W_PARTY_PROVIDER);
    const char *clause = type ? type->basis.clause : provider ? provider->basis.clause : "default";
    if (!type ||
        !(words_have(type->duties, W_DUTY_PROVIDE) || words_have(type->duties, W_DUTY_COLLECT)))
        return fail_clause(ctx, ERR_SUBMISSION_NOT_OWNER, clause,
                           "本单位不是本办法规定的信息提供单位");
    if (item->provider && *item->provider && strcmp(item->provider, ctx->actor->unit_type) != 0)
        return fail_clause(ctx, ERR_SUBMISSION_NOT_OWNER, clause, "目录事项“%s”不由本单位提供",
                           item->name);
    return OK;
}

static enum err check_item(struct ctx *ctx, const struct policy *p, const struct policy_item *item,
                           struct date day) {
    if (item->secrecy != W_SECRECY_STATE) return OK;
    const struct policy_value *v = policy_get(p, PARAM_CATALOG_SECRECY, NULL, day);
    return fail_clause(ctx, ERR_SUBMISSION_SECRET, v->basis.clause, NULL);
}

static enum err find_item(struct job *j, const char *place, struct date day) {
    struct ctx *ctx = j->ctx;
    struct db_session *s;
    const struct catalog *catalog;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = catalog_in_force(ctx, s, place, day, &catalog);
    db_read_end(ctx, &s);
    if (e) return e;
    j->item = catalog_item(catalog, j->sub.item);
    if (j->item) return OK;
    const struct policy_value *only = policy_get(j->policy, PARAM_CATALOG_ONLY_LISTED, NULL, day);
    return fail_clause(ctx, ERR_CATALOG_ITEM_UNKNOWN, only->basis.clause,
                       "生效的目录中没有事项“%s”", j->sub.item);
}

enum err job_resolve(struct job *j, bool legacy) {
    struct ctx *ctx = j->ctx;
    struct date today = clock_today(ctx->clock);
    const char *place = ctx->actor->jurisdiction;
    enum err e = law_require_new(ctx, place, &j->policy);
    if (!e) e = check_designated(ctx, j->policy, today);
    if (!e) e = find_item(j, place, today);
    if (!e) e = check_item(ctx, j->policy, j->item->item, today);
    if (!e && !legacy) e = check_owner(ctx, j->policy, j->item->item);
    if (e) return e;
    j->calendar = law_calendar(ctx->law);
    j->sub.jurisdiction = place;
    j->sub.policy_label = j->policy->edition;
    j->sub.catalog_id = j->item->catalog_id;
    j->sub.item_version = j->item->version;
    j->sub.provider_id = ctx->actor->unit_id;
    return OK;
}

/* Under the editions of its receipt, whatever has been adopted since. */
enum err job_restore(struct job *j) {
    struct ctx *ctx = j->ctx;
    struct db_session *s;
    const struct catalog *catalog;
    j->policy = law_policy_edition(ctx->law, j->sub.policy_label);
    if (!j->policy) return fail(ctx, ERR_EDITION_DAMAGED, NULL);
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = catalog_by_id(ctx, s, j->sub.catalog_id, &catalog);
    db_read_end(ctx, &s);
    if (e) return e;
    j->item = catalog_item(catalog, j->sub.item);
    j->calendar = law_calendar(ctx->law);
    return j->item ? OK : fail(ctx, ERR_CATALOG_ITEM_UNKNOWN, NULL);
}

static struct source_limits limits_of(const struct app *app) {
    struct source_limits l = SOURCE_LIMITS_DEFAULT;
    l.file_bytes = app->settings.number[SETTING_UPLOAD_MAX] << 20;
    l.rows = app->settings.number[SETTING_UPLOAD_ROWS];
    return l;
}

enum err job_prepare(struct job *j, struct date day) {
    struct ctx *ctx = j->ctx;
    const char *tmp = file_join(ctx->arena, ctx->app->dir, "tmp");
    enum err e = file_mkdir(tmp, 0700);
    if (e) return fail(ctx, e, NULL);
    j->schema = schema_new(ctx->arena, j->policy, j->item->item, j->item->version, day,
                           j->sub.kind == SUBMISSION_LEGACY);
    j->options.fields = j->schema->specs;
    j->options.fields_count = j->schema->nfields;
    j->options.limits = limits_of(ctx->app);
    j->options.tmp_dir = tmp;
    flawlog_free(&j->flaws);
    flawlog_free(&j->base);
    e = flawlog_new(ctx, tmp, &j->flaws);
    return e ? e : flawlog_new(ctx, tmp, &j->base);
}

void job_close(struct job *j) {
    flawlog_free(&j->flaws);
    flawlog_free(&j->base);
}
