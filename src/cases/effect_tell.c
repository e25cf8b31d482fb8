/* Who is told, and of what: notices, receivers, executing units, other platforms. */
#include <string.h>

#include "base/bug.h"
#include "base/json.h"
#include "cases/party.h"
#include "cases/turn.h"
#include "law/law.h"
#include "measures/applied.h"
#include "notices/notice.h"
#include "recall/recall.h"
#include "registry/outbox.h"

/* The template that the transition names; where it names none, the usual one of the effect. */
static const char *template_of(const struct turn *r, const char *usual) {
    return r->t->notice ? r->t->notice : usual;
}

static bool does(const struct turn *r, enum word effect) {
    return words_have(r->t->effects, effect);
}

static const char *result_text(const struct turn *r) {
    if (does(r, W_EFFECT_REFUSE)) return "不予办理";
    enum word result = r->t->result != W_NONE ? r->t->result : r->c->result;
    return result != W_NONE ? word_chinese(result) : r->t->name;
}

/* What fills the template, besides what a notice knows by itself. */
static size_t values_of(const struct turn *r, struct notice_value *v) {
    char *due = ARENA_ARRAY(r->ctx->arena, DATE_TEXT_CN, char);
    char *received = ARENA_ARRAY(r->ctx->arena, DATE_TEXT_CN, char);
    const char *ground = NULL;
    size_t n = 0;
    for (size_t i = 0; i < r->c->process->ngrounds; i++)
        if (!strcmp(r->c->process->grounds[i].id, r->c->ground))
            ground = r->c->process->grounds[i].name;
    date_format_cn(r->c->received, received);
    if (!date_is_none(r->act->until)) date_format_cn(r->act->until, due);
    v[n++] = (struct notice_value){"application_day", received};
    v[n++] = (struct notice_value){"ground", ground};
    v[n++] = (struct notice_value){"due", due};
    v[n++] = (struct notice_value){"result", result_text(r)};
    v[n++] = (struct notice_value){"action", r->t->name};
    v[n++] = (struct notice_value){"finding",
                                   r->c->result != W_NONE ? word_chinese(r->c->result) : NULL};
    for (size_t i = 0; i < r->act->n_contents; i++)
        v[n++] =
            (struct notice_value){word_text(r->act->contents[i].content), r->act->contents[i].text};
    return n;
}

static enum err notice(struct turn *r, const char *kind, int64_t subject_id, int64_t unit_id) {
    struct notice_value *values =
        ARENA_ARRAY(r->ctx->arena, 8 + r->act->n_contents, struct notice_value);
    struct notice_new n = {
        .kind = kind,
        .subject_id = subject_id,
        .unit_id = unit_id,
        .about = r->c->target,
        .remedies = does(r, W_EFFECT_NAME_REMEDIES),
        .interim = does(r, W_EFFECT_INTERIM),
        .values = values,
        .n = values_of(r, values),
    };
    struct cause cause = turn_cause(r);
    int64_t id;
    return notice_make(r->ctx, r->door, r->s, &n, &cause, &id);
}

/* A unit opens listing and rectification against the subject: what is decided there is told to the subject. */
static bool against_subject(const struct turn *r) {
    enum word kind = r->c->process->kind;
    return kind == W_PROCESS_LISTING || kind == W_PROCESS_RECTIFICATION;
}

/* The applicant is the subject; of a case that a unit opened, that unit. */
static enum err tell_applicant(struct turn *r) {
    if (r->c->origin != W_ORIGIN_SUBJECT && r->c->opened_by_unit && !against_subject(r))
        return notice(r, template_of(r, "result"), 0, r->c->opened_by_unit);
    if (!r->c->target.subject_id) return OK;
    return notice(r, template_of(r, "result"), r->c->target.subject_id, 0);
}

static enum err tell_provider(struct turn *r) {
    int64_t unit = r->act->unit_id ? r->act->unit_id : r->c->provider_id;
    if (!unit) return OK;
    return notice(r, template_of(r, "verification"), 0, unit);
}

/* JN-50: the subject is told the way and requirements of repair, in the words of the pack. */
static enum err guide(struct turn *r) {
    return r->t->notice && r->c->target.subject_id
               ? notice(r, r->t->notice, r->c->target.subject_id, 0)
               : OK;
}

static enum err tell_office(struct turn *r) {
    int64_t unit;
    enum err e = party_unit(r->ctx, r->s, r->c, W_PARTY_OFFICE, &unit);
    return e || !unit ? e : notice(r, template_of(r, "repair_decision"), 0, unit);
}

static enum err tell_executors(struct turn *r) {
    const char *what =
        does(r, W_EFFECT_SUSPEND_PUNISHMENT) || does(r, W_EFFECT_SUSPEND_INCENTIVE) ? "suspended"
        : does(r, W_EFFECT_RESUME_MEASURES)                                         ? "resumed"
        : does(r, W_EFFECT_END_PUNISHMENT) || does(r, W_EFFECT_END_MEASURES)        ? "ended"
                                                                                    : "changed";
    struct cause cause = turn_cause(r);
    if (!r->c->target.subject_id) return OK;
    return applied_tell(r->ctx, r->door, r->s, &r->c->target, what, &cause);
}

/* A limit that the receivers have themselves stands on a clock that this act starts (HH-67). */
static enum err receivers_due(struct turn *r, const struct due **due_r) {
    struct case_clock *clocks;
    size_t n;
    *due_r = NULL;
    enum err e = case_clocks(r->ctx, r->s, r->c, &clocks, &n);
    for (size_t i = 0; !e && i < r->t->nstarts; i++) {
        const struct policy_clock *def = r->t->starts[i];
        const struct case_clock *k = clock_latest(clocks, n, def);
        bool theirs = def->actor == W_PARTY_EXECUTOR || def->actor == W_PARTY_QUERY;
        if (!theirs || !k || !k->derivation) continue;
        struct due *due = ARENA_NEW(r->ctx->arena, struct due);
        if (limit_recompute(r->ctx->arena, str_of(k->derivation), law_calendar(r->ctx->law), due))
            *due_r = due;
    }
    return e;
}

static enum err recall(struct turn *r, const char *change) {
    const struct due *due;
    struct cause cause = turn_cause(r);
    if (!r->record) return OK;
    enum err e = receivers_due(r, &due);
    if (e) return e;
    return recall_open(r->ctx, r->door, r->s, r->c->target.subject_id, r->record->id, change, due,
                       &cause);
}

/* What has become of the record, for those who hold a copy. */
static const char *change_of(const struct turn *r) {
    if (r->change) return r->change;
    return r->c->process->kind == W_PROCESS_REVOCATION ? "revoked" : "corrected";
}

static enum err push_upper(struct turn *r) {
    struct buf b;
    struct json_writer w;
    buf_init(&b, 4096);
    jw_init(&w, &b, true);
    jw_object(&w);
    jw_kid(&w, "case", r->c->case_id);
    jw_ktext(&w, "change", change_of(r));
    jw_object_end(&w);
    struct str body = buf_finish(&b);
    BUG_IF(!body.p);
    struct outbox_entry entry = {.jurisdiction = r->c->jurisdiction,
                                 .topic = "platform.upper",
                                 .subject_id = r->c->target.subject_id,
                                 .object_id = r->c->target.id,
                                 .body = {arena_str(r->ctx->arena, body), body.n},
                                 .due = door_now(r->door)};
    buf_free(&b);
    return outbox_add(r->ctx, r->door, r->s, &entry);
}

/* HH-56: provider and platform are one system here: what the provider decided is the platform's the
 * moment it is written. What is told is that this happened. */
static enum err push_platform(struct turn *r) {
    (void)r;
    return OK;
}

enum err effect_tell(struct turn *r, enum word effect, bool *known_r) {
    *known_r = true;
    switch (effect) {
    case W_EFFECT_NOTIFY_APPLICANT: return tell_applicant(r);
    case W_EFFECT_NOTIFY_PROVIDER: return tell_provider(r);
    case W_EFFECT_NOTIFY_EXECUTORS: return tell_executors(r);
    case W_EFFECT_NOTIFY_RECEIVERS: return recall(r, change_of(r));
    case W_EFFECT_RESTORATION: return recall(r, "cleared");
    case W_EFFECT_GUIDANCE: return guide(r);
    case W_EFFECT_REPORT_OFFICE: return tell_office(r);
    case W_EFFECT_HAND_OVER: return tell_provider(r);
    case W_EFFECT_PUSH_PLATFORM: return push_platform(r);
    case W_EFFECT_PUSH_UPPER: return push_upper(r);
    /* Said in the notice that the same transition makes. */
    case W_EFFECT_NAME_REMEDIES:
    case W_EFFECT_INTERIM: return OK;
    default: *known_r = false; return OK;
    }
}
