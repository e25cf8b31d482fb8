/* Opening cases: what somebody files becomes an application, a case a target. */
#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "cases/party.h"
#include "cases/turn.h"
#include "db/db_fetch.h"
#include "disclosure/evidence.h"
#include "intake/version.h"
#include "law/calendar.h"
#include "law/law.h"
#include "registry/figure.h"
#include "registry/actor.h"
#include "registry/adoption.h"

enum { ADD_APPLICATION, ADD_CASE };

const struct db_stmt open_stmts[] = {
    [ADD_APPLICATION] = {.name = "open.application",
                         .sql = "insert into application (application_id, number, jurisdiction,"
                                " process, origin, subject_id, received_day, registered_at,"
                                " day_evidence, representative, by_user, by_post, by_unit, channel)"
                                " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
                                " $14)",
                         .in = "itttti"
                               "tiIIiiit",
                         .out = "",
                         .kind = DB_WRITE},
    [ADD_CASE] = {.name = "open.case",
                  .sql = "insert into case_file (subject_id, case_id, application_id, jurisdiction,"
                         " policy_label, calendar, process, kind, origin, target, target_id, item,"
                         " provider_id, desk_unit, opened_by_unit, ground, claim, state,"
                         " remembered, result, result_party, target_version, version_asked,"
                         " received_day, opened_at, moved_day, linked, version, changed_unit,"
                         " changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
                         " $13, $14, $15, $16, $17, $18, '', '', '', $19, 0, $20, $21, $20, $22, 0,"
                         " $23, $21)",
                  .in = "iiitttttttitiiitBtitiIi",
                  .out = "",
                  .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&open_stmts[name])

/* ---- the process and its opening transition */

static bool opens(const struct policy_transition *t) {
    return !t->nfrom && !t->any;
}

/* The catalog's changes run through the catalog (registry/catalog.h), not through cases. */
static enum err find_process(struct ctx *ctx, const struct policy *p, const char *id,
                             const struct policy_process **process_r) {
    *process_r = policy_process(p, id);
    if (*process_r && (*process_r)->kind != W_PROCESS_CATALOG_CHANGE) return OK;
    return fail_field(ctx, ERR_CASE_PROCESS, "process", "one_of", NULL);
}

static bool targets(const struct policy_process *p, enum word kind) {
    return words_have(p->targets, kind);
}

/* Where the actor named no event: the only one it could mean. */
static enum err opening_event(struct turn *r, struct case_act *act) {
    const struct policy_process *p = r->c->process;
    const char *found = NULL;
    for (size_t i = 0; !act->event && i < p->ntransitions; i++) {
        const struct policy_transition *t = &p->transitions[i];
        enum word party;
        if (!opens(t) || (t->origins.n && !words_have(t->origins, r->c->origin))) continue;
        enum err e = party_of(r->ctx, r->s, r->c, t->actors, act->identity != NULL, &party);
        if (e) return e;
        if (party == W_NONE || (found && !strcmp(found, t->event))) continue;
        /* Of a listing or penalty the engine may know by its guards; else the actor says which. */
        if (found)
            return fail_field(r->ctx, ERR_CASE_EVENT, "event", "required", "请写明所提出的事项");
        found = t->event;
    }
    if (!act->event) act->event = found;
    return act->event ? OK : fail(r->ctx, ERR_CASE_PARTY, "该事项不由您或者您的单位提出");
}

/* ---- the target */

/* A subject names its own record; that another's is there is told to nobody. */
static enum err find_target(struct turn *r, struct case_opening *o) {
    const struct actor *a = r->ctx->actor;
    struct target *t = &r->c->target;
    *t = o->target;
    if (!targets(r->c->process, t->kind))
        return fail_field(r->ctx, ERR_CASE_TARGET, "targets", "one_of", NULL);
    if (a->role == ROLE_SUBJECT) {
        if (t->subject_id && t->subject_id != a->subject_id)
            return fail(r->ctx, ERR_CASE_TARGET, NULL);
        t->subject_id = a->subject_id;
    }
    enum err e = turn_load(r);
    if (e) return e;
    if (r->record && r->record->state == RECORD_DELETED) return fail(r->ctx, ERR_CASE_TARGET, NULL);
    if (r->record && strcmp(r->record->facts.jurisdiction, r->c->jurisdiction) != 0)
        return fail(r->ctx, ERR_CASE_TARGET, NULL);
    if (t->kind == W_TARGET_SUBJECT && !r->subject) return fail(r->ctx, ERR_CASE_TARGET, NULL);
    r->c->item = r->record ? r->record->facts.item : "";
    r->c->target_version = r->record ? r->record->current_version : 0;
    r->c->provider_id = r->record                        ? r->record->facts.provider_id
                        : r->entry                       ? r->entry->unit_id
                        : t->kind == W_TARGET_UNIT       ? t->id
                        : o->act.unit_id                 ? o->act.unit_id
                        : t->kind == W_TARGET_LIST_ENTRY ? a->unit_id
                                                         : 0;
    return OK;
}

/* AM-38, AM-39: one case of a kind at a time on a target; what came before on the same ground is linked. */
static enum err check_repeated(struct turn *r) {
    struct case_file *list;
    size_t n;
    if (!r->c->target.id) return OK;
    enum err e = case_open_on(r->ctx, r->s, &r->c->target, r->c->process->kind, &list, &n);
    if (e) return e;
    for (size_t i = 0; i < n; i++)
        if (list[i].target.subject_id == r->c->target.subject_id &&
            r->c->process->kind != W_PROCESS_LIABILITY && r->c->process->kind != W_PROCESS_INCIDENT)
            return fail(r->ctx, ERR_CASE_REPEATED, "该信息已有同类事项（%s）正在办理",
                        list[i].number);
    return case_latest_on(r->ctx, r->s, &r->c->target, r->c->process->id, r->c->ground,
                          &r->c->linked);
}

/* ---- rows */

static const char *number_of(struct ctx *ctx, struct date day, int64_t id) {
    struct date_ymd d = date_split(day);
    return arena_printf(ctx->arena, "%04d%02d%02d%010lld", d.year, d.month, d.day,
                        (long long)(id % 10000000000));
}

static enum err add_application(struct ctx *ctx, struct door *d, struct db_session *s,
                                const struct case_application *app, struct date day) {
    const struct case_opening *o = &app->cases[0];
    const struct actor *a = ctx->actor;
    struct evidence known;
    enum err e = o->representative ? evidence_read(ctx, s, o->representative, &known) : OK;
    if (e) return e;
    return db_write(
        ctx, s, STMT(ADD_APPLICATION),
        DB_ARGS(db_int(app->application_id), db_text(app->number), db_text(app->jurisdiction),
                db_text(o->process), db_text(word_text(o->origin)), db_int(o->target.subject_id),
                db_date(ctx->arena, day), db_int(door_now(d).us),
                o->act.day_evidence ? db_int(o->act.day_evidence) : db_null(),
                o->representative ? db_int(o->representative) : db_null(), db_int(a->user_id),
                db_int(a->post_id), db_int(a->unit_id), db_text(channel_word(a->channel))),
        NULL);
}

static enum err add_case(struct turn *r, const struct case_opening *o,
                         const struct case_application *app) {
    struct case_file *c = r->c;
    const struct calendar *cal = law_calendar(r->ctx->law);
    struct str claim = o->claim && *o->claim ? case_seal(r->ctx, c->case_id, str_of(o->claim))
                                             : (struct str){NULL, 0};
    c->claim = claim;
    return db_write(r->ctx, r->s, STMT(ADD_CASE),
                    DB_ARGS(db_int(c->target.subject_id), db_int(c->case_id),
                            db_int(app->application_id), db_text(c->jurisdiction),
                            db_text(c->policy_label), db_text(cal ? calendar_edition(cal) : ""),
                            db_text(c->process->id), db_text(word_text(c->process->kind)),
                            db_text(word_text(c->origin)), db_text(word_text(c->target.kind)),
                            db_int(c->target.id), db_text(c->item), db_int(c->provider_id),
                            db_int(c->desk_unit), db_int(c->opened_by_unit), db_text(c->ground),
                            db_blob(claim.p, claim.n), db_text(""), db_int(c->target_version),
                            db_date(r->ctx->arena, c->received), db_int(door_now(r->door).us),
                            c->linked ? db_int(c->linked) : db_null(),
                            db_int(r->ctx->actor->unit_id)),
                    NULL);
}

/* ---- opening */

static enum err describe(struct turn *r, struct case_opening *o, const struct policy *p,
                         const struct case_application *app, struct date today) {
    const struct actor *a = r->ctx->actor;
    *r->c = (struct case_file){
        .application_id = app->application_id,
        .number = app->number,
        .jurisdiction = app->jurisdiction,
        .policy_label = p->edition,
        .policy = p,
        .origin = o->origin,
        .opened_by_unit = o->origin == W_ORIGIN_SUBJECT ? 0 : a->unit_id,
        .ground = o->ground ? o->ground : "",
        .disputed = DATE_NONE,
        .received = date_is_none(o->act.day) ? today : o->act.day,
        .moved = date_is_none(o->act.day) ? today : o->act.day,
        .closed = DATE_NONE,
        .opened_at = door_now(r->door).us,
    };
    enum err e = find_process(r->ctx, p, o->process, &r->c->process);
    if (!e) e = find_target(r, o);
    if (!e) e = check_repeated(r);
    if (!e && o->origin == W_ORIGIN_SUBJECT)
        e = party_desk(r->ctx, r->s, p, r->c->process, r->c->provider_id, o->desk_unit,
                       &r->c->desk_unit);
    else if (!e)
        r->c->desk_unit = a->unit_id;
    if (!e && !r->c->target.id && r->c->target.kind == W_TARGET_INCIDENT)
        r->c->target.id = id_new(door_now(r->door));
    return e;
}

static enum err open_one(struct turn *r, struct case_opening *o, const struct policy *p,
                         const struct case_application *app, struct date today) {
    struct case_act *act = ARENA_NEW(r->ctx->arena, struct case_act);
    size_t moved;
    *act = o->act;
    r->act = act;
    r->c = ARENA_NEW(r->ctx->arena, struct case_file);
    enum err e = describe(r, o, p, app, today);
    if (!e) e = opening_event(r, act);
    if (e) return e;
    r->c->case_id = id_new(door_now(r->door));
    o->case_id = r->c->case_id;
    e = add_case(r, o, app);
    const struct figure_count count = {r->c->jurisdiction, FIGURE_CASES, r->c->provider_id,
                                       r->c->process->id, 1};
    if (!e) e = figure_add(r->ctx, r->s, date_of_instant(door_now(r->door)), &count, 1);
    if (!e) e = turn_open(r);
    if (!e) e = turn_by_itself(r->ctx, r->door, r->s, r->c->case_id, &moved);
    if (e) return e;
    struct case_file *now;
    e = case_get(r->ctx, r->s, r->c->case_id, &now);
    if (!e) o->state = now->state->id;
    return e;
}

struct opening {
    struct case_application *app;
    struct version_ready **versions;
};

static enum err open_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct opening *in = arg;
    struct case_application *app = in->app;
    const struct policy *p;
    struct date today = clock_today(ctx->clock);
    enum err e = law_require_new(ctx, app->jurisdiction, &p);
    if (e) return e;
    app->application_id = id_new(door_now(d));
    app->number = number_of(ctx, today, app->application_id);
    struct date day = date_is_none(app->cases[0].act.day) ? today : app->cases[0].act.day;
    e = add_application(ctx, d, s, app, day);
    for (size_t i = 0; !e && i < app->n; i++) {
        struct turn r = {.ctx = ctx, .door = d, .s = s, .version = in->versions[i]};
        e = open_one(&r, &app->cases[i], p, app, today);
    }
    return e;
}

static enum err prepare_all(struct ctx *ctx, struct case_application *app,
                            struct version_ready **versions) {
    enum err e = OK;
    for (size_t i = 0; !e && i < app->n; i++) {
        const struct case_opening *o = &app->cases[i];
        struct record *rec = NULL;
        struct db_session *s;
        const struct flaw *flaws;
        size_t n;
        if (!o->act.fields) continue;
        e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
        if (e) return e;
        e = record_get(ctx, s, o->target.subject_id, o->target.id, &rec);
        db_read_end(ctx, &s);
        if (!e && !rec) e = fail(ctx, ERR_CASE_TARGET, NULL);
        if (!e) e = version_prepare(ctx, rec, o->act.fields, &versions[i], &flaws, &n);
    }
    return e;
}

enum err case_open(struct ctx *ctx, struct case_application *app) {
    BUG_IF(!app->n);
    struct opening in = {app, ARENA_ARRAY(ctx->arena, app->n, struct version_ready *)};
    enum err e = prepare_all(ctx, app, in.versions);
    if (!e) e = door_run(ctx, "case.open", DB_PEOPLE, open_step, &in);
    for (size_t i = 0; i < app->n; i++)
        version_release(&in.versions[i]);
    return e;
}
