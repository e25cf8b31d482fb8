/* What must hold before a transition: one row a guard of the vocabulary. */
#include <string.h>

#include "base/bug.h"
#include "cases/turn.h"
#include "disclosure/decide.h"
#include "measures/applied.h"
#include "recall/recall.h"
#include "registry/actor.h"

static bool filled(const char *s) {
    return s && str_trim(str_of(s)).n > 0;
}

enum err guard_refuse(struct turn *r, enum word guard, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    const char *why = arena_vprintf(r->ctx->arena, fmt, ap);
    va_end(ap);
    enum err e = fail_clause(r->ctx, ERR_CASE_GUARD, r->t->basis.clause, "%s", why);
    r->ctx->failure.rule = word_text(guard);
    return e;
}

bool guard_found_before(struct turn *r, enum word guard) {
    const char *quoted = arena_printf(r->ctx->arena, "\"%s\"", word_text(guard));
    for (size_t i = 0; i < r->n_events; i++)
        if (strstr(r->events[i].findings, quoted)) return true;
    return false;
}

bool guard_has_paper(const struct turn *r, const char *kind) {
    for (size_t i = 0; i < r->act->n_papers; i++)
        if (!strcmp(r->act->papers[i].kind, kind)) return true;
    for (size_t i = 0; i < r->n_papers; i++)
        if (!strcmp(r->papers[i].kind, kind)) return true;
    return false;
}

/* The actor says so in this act, or somebody said so earlier in the case. */
enum err guard_stated(struct turn *r, enum word guard) {
    if (words_have(r->act->findings, guard) || guard_found_before(r, guard)) return OK;
    if (!r->door) return ERR_CASE_STATED;
    return guard_refuse(r, guard, "须认定并写明：%s", word_chinese(guard));
}

/* ---- the application */

static bool opening(const struct turn *r) {
    return !r->t->nfrom && !r->t->any;
}

/* The pack's form of an objection (objection.form) says what its opening asks for. */
static bool form_asks(const struct turn *r, enum word form) {
    if (!opening(r) || r->c->process->kind != W_PROCESS_OBJECTION) return true;
    return policy_has(r->c->policy, PARAM_OBJECTION_FORM, form, r->day);
}

static enum err written(struct turn *r, enum word g) {
    if (!form_asks(r, W_FORM_WRITTEN)) return OK;
    /* A form of the platform is writing; at the window the paper itself is kept. */
    if (r->ctx->actor->channel != CHANNEL_WINDOW || r->act->n_papers || filled(r->act->text))
        return OK;
    return guard_refuse(r, g, "申请须书面提出，窗口受理的请存入申请书");
}

static enum err proof(struct turn *r, enum word g) {
    if (!form_asks(r, W_FORM_PROOF) || r->act->n_papers) return OK;
    return guard_refuse(r, g, "须附证明材料");
}

static enum err ground(struct turn *r, enum word g) {
    const struct policy_process *p = r->c->process;
    for (size_t i = 0; i < p->ngrounds; i++)
        if (!strcmp(p->grounds[i].id, r->c->ground)) return OK;
    enum err e = guard_refuse(r, g, "申请的情形不属于本办法所列情形，请重新选择");
    r->ctx->failure.field = "ground";
    return e;
}

static enum err identity(struct turn *r, enum word g) {
    const struct actor *a = r->ctx->actor;
    if (a->role == ROLE_SUBJECT && a->subject_id == r->c->target.subject_id) return OK;
    if (a->role == ROLE_WINDOW && r->act->identity) return OK;
    return guard_refuse(r, g, "申请人不是该信息的信用主体，或者身份未核验");
}

static enum err reason(struct turn *r, enum word g) {
    if (filled(r->act->reason)) return OK;
    enum err e = guard_refuse(r, g, "请说明理由");
    r->ctx->failure.field = "reason";
    return e;
}

/* ---- clocks */

static enum err pause_reason(struct turn *r, enum word g) {
    const struct policy_value *v =
        policy_get(r->c->policy, PARAM_OBJECTION_PAUSE_REASONS, NULL, r->day);
    const struct policy_value *which =
        policy_get(r->c->policy, PARAM_OBJECTION_PAUSE, NULL, r->day);
    if (!v->known || !which->known) return guard_refuse(r, g, "本地区办法没有规定期限中止");
    if (r->act->pause_reason != W_NONE && words_have(v->words, r->act->pause_reason)) return OK;
    enum err e =
        guard_refuse(r, g, "中止的事由只能是本办法所列的检验、检测、检疫、鉴定或者专家评审");
    r->ctx->failure.field = "pause_reason";
    return e;
}

/* AM-28: the shorter branch may be left while its limit has not ended. */
static enum err branch_open(struct turn *r, enum word g) {
    for (size_t i = 0; i < r->t->nmeets; i++) {
        const struct case_clock *k = clock_latest(r->clocks, r->n_clocks, r->t->meets[i]);
        if (k && clock_is_open(k) && !date_is_none(k->due) && date_cmp(k->due, r->day) < 0)
            return guard_refuse(r, g, "原期限已满，不能再改由其他单位核查");
    }
    return OK;
}

static enum err reply_overdue(struct turn *r, enum word g) {
    for (size_t i = 0; i < r->t->nmeets; i++) {
        const struct case_clock *k = clock_latest(r->clocks, r->n_clocks, r->t->meets[i]);
        if (k && k->state == CLOCK_RUNNING && !date_is_none(k->due) && date_cmp(k->due, r->day) < 0)
            return OK;
    }
    return guard_refuse(r, g, "信息提供单位的回复期限未满");
}

/* The period that was set in the case, or that the pack gives. */
static const struct case_clock *period(const struct turn *r) {
    const struct case_clock *set = NULL;
    for (size_t i = 0; i < r->n_clocks; i++) {
        const struct case_clock *k = &r->clocks[i];
        bool repair = k->def->has_param && k->def->param == PARAM_REPAIR_PERIOD;
        if (k->set_in_case || repair) set = k;
    }
    return set;
}

static enum err within_period(struct turn *r, enum word g) {
    const struct case_clock *k = period(r);
    if (k && !date_is_none(k->due) && date_cmp(k->due, r->day) < 0)
        return guard_refuse(r, g, "规定期限已满");
    return OK;
}

static enum err period_ended(struct turn *r, enum word g) {
    const struct case_clock *k = period(r);
    if (!k || date_is_none(k->due)) return guard_refuse(r, g, "尚未确定规定期限");
    if (date_cmp(k->due, r->day) >= 0) return guard_refuse(r, g, "规定期限尚未届满");
    return OK;
}

/* ---- results */

static bool by_provider(enum word party) {
    return party == W_PARTY_PROVIDER || party == W_PARTY_ORIGINAL || party == W_PARTY_DETERMINER ||
           party == W_PARTY_MARKET;
}

static enum err provider_verified(struct turn *r, enum word g) {
    if (r->c->result != W_NONE && by_provider(r->c->result_party)) return OK;
    return guard_refuse(r, g, "该事项未经信息提供单位核查");
}

static enum err result_is(struct turn *r, enum word g) {
    enum word asked = g == W_GUARD_RESULT_RIGHT   ? W_RESULT_RIGHT
                      : g == W_GUARD_RESULT_WRONG ? W_RESULT_WRONG
                                                  : W_RESULT_UNVERIFIABLE;
    if (r->c->result == asked) return OK;
    return guard_refuse(r, g, "核查结果不是“%s”", word_chinese(asked));
}

static enum err provider_unverifiable(struct turn *r, enum word g) {
    if (r->c->result == W_RESULT_UNVERIFIABLE && by_provider(r->c->result_party)) return OK;
    return guard_refuse(r, g, "信息提供单位没有确认无法核实真实性，不得删除");
}

static enum err no_deletion_due(struct turn *r, enum word g) {
    bool due =
        r->c->result == W_RESULT_UNVERIFIABLE && r->record && r->record->state != RECORD_DELETED;
    return due ? guard_refuse(r, g, "无法核实真实性的信息尚未删除") : OK;
}

static bool version_came(const struct turn *r, int64_t since) {
    return r->record &&
           (r->record->current_version > since || r->record->state == RECORD_DELETED ||
            r->record->state == RECORD_REVOKED || r->record->state == RECORD_WITHDRAWN);
}

static enum err no_version_due(struct turn *r, enum word g) {
    if (!r->c->version_asked || version_came(r, r->c->version_asked)) return OK;
    return guard_refuse(r, g, "信息提供单位尚未报送更正信息");
}

static enum err version_submitted(struct turn *r, enum word g) {
    if (r->act->fields || version_came(r, r->c->target_version)) return OK;
    enum err e = guard_refuse(r, g, "请一并报送更正后的信息");
    r->ctx->failure.field = "fields";
    return e;
}

static enum err result_synced(struct turn *r, enum word g) {
    if (r->c->result == W_RESULT_RIGHT) return OK;
    if (r->c->result != W_NONE && version_came(r, r->c->target_version)) return OK;
    return guard_refuse(r, g, "核查后的信息尚未同步到平台");
}

static enum err measure_harmed(struct turn *r, enum word g) {
    bool executed;
    enum err e = applied_executed(r->ctx, r->s, &r->c->target, &executed);
    if (e) return e;
    return executed ? OK : guard_refuse(r, g, "没有依据该信息实施过惩戒措施");
}

static enum err disputed(struct turn *r, enum word g) {
    if (r->t->result == W_RESULT_DISPUTED || !date_is_none(r->c->disputed)) return OK;
    return guard_refuse(r, g, "申请人没有对结果表示异议");
}

static enum err silent(struct turn *r, enum word g) {
    return date_is_none(r->c->disputed) ? OK : guard_refuse(r, g, "申请人已对结果表示异议");
}

/* ---- the record */

static enum err about_record(struct turn *r, enum word g) {
    return r->record ? OK : guard_refuse(r, g, "该事项不是针对信息记录");
}

static enum err out_of_disclosure(struct turn *r, enum word g) {
    const struct record *rec = r->record;
    bool given = rec && rec->state == RECORD_ACTIVE &&
                 (decide_in_range(&rec->ranges, RANGE_OPEN, r->day) ||
                  decide_in_range(&rec->ranges, RANGE_SHARED, r->day) ||
                  decide_in_range(&rec->ranges, RANGE_AUTHORISED, r->day));
    return given ? guard_refuse(r, g, "该信息仍在披露") : OK;
}

static enum err within_term(struct turn *r, enum word g) {
    if (r->record && (decide_term(r->record, r->day) == W_TERM_ENDED ||
                      (r->record->state != RECORD_ACTIVE && r->record->state != RECORD_ARCHIVED)))
        return guard_refuse(r, g, "该信息的披露期限已满或者已不再披露");
    if (r->entry && !date_is_none(r->entry->exit)) return guard_refuse(r, g, "该名单记录已经移出");
    return OK;
}

static enum err term_ended(struct turn *r, enum word g) {
    if (r->record && !date_is_none(r->record->terms.term_to) &&
        date_cmp(r->record->terms.term_to, r->day) < 0)
        return OK;
    return guard_refuse(r, g, "披露期限尚未届满");
}

static enum err publication_ended(struct turn *r, enum word g) {
    struct date to = !r->record                                  ? DATE_NONE
                     : date_is_none(r->record->terms.publish_to) ? r->record->terms.term_to
                                                                 : r->record->terms.publish_to;
    if (!date_is_none(to) && date_cmp(to, r->day) < 0) return OK;
    return guard_refuse(r, g, date_is_none(to) ? "公示期限尚未确定" : "公示期限尚未届满");
}

static enum err conduct_end(struct turn *r, enum word g) {
    if (!r->record || !r->record->facts.conduct_continuing) return OK;
    return guard_refuse(r, g, "失信行为仍在持续");
}

static enum err positive(struct turn *r, enum word g) {
    if (r->item && r->item->item->deletable_on_request) return OK;
    return guard_refuse(r, g, "该信息不属于可以申请删除的表彰奖励、志愿服务、慈善捐赠等信息");
}

static enum err class_marked(struct turn *r, enum word g) {
    if (r->record && filled(r->record->facts.severity)) return OK;
    return guard_refuse(r, g, "行政处罚信息没有标注失信程度");
}

static enum err act_gone(struct turn *r, enum word g) {
    if (!strcmp(r->c->ground, word_text(g))) return OK;
    return guard_stated(r, g);
}

/* ---- papers and authority */

static enum err special(struct turn *r, enum word g) {
    bool has = filled(r->act->citation) && filled(r->act->reason);
    if (g == W_GUARD_SPECIAL) return has ? OK : guard_refuse(r, g, "须写明特殊情况的决定和依据");
    return guard_found_before(r, W_GUARD_SPECIAL) ? guard_refuse(r, g, "已认定有特殊情况") : OK;
}

static enum err receivers_confirmed(struct turn *r, enum word g) {
    bool all;
    enum err e = recall_confirmed(r->ctx, r->s, r->c->target.subject_id, r->c->case_id, &all);
    if (e) return e;
    return all ? OK : guard_refuse(r, g, "还有使用单位未确认已撤销");
}

static enum err cited(struct turn *r, enum word g) {
    if (filled(r->act->citation) && (g != W_GUARD_HIGHER_LAW || r->act->rank != W_NONE)) return OK;
    enum err e = guard_refuse(r, g, "须写明依据");
    r->ctx->failure.field = "citation";
    return e;
}

static enum err second(struct turn *r, enum word g) {
    if (r->act->second && r->act->second != r->ctx->actor->user_id) return OK;
    if (!r->door) return ERR_CASE_STATED;
    return guard_refuse(r, g, "此事须由两名不同的人员办理");
}

static enum err change_proven(struct turn *r, enum word g) {
    return r->act->n_papers || r->n_papers ? OK
                                           : guard_refuse(r, g, "主体变化须有文书或者登记为据");
}

static enum err cause_and_plan(struct turn *r, enum word g) {
    bool cause = filled(r->act->cause);
    for (size_t i = 0; i < r->n_events && !cause; i++) {
        const struct json *text;
        enum err e = case_event_text(r->ctx, &r->events[i], &text);
        if (e) return e;
        cause = text && json_get_text(text, "cause");
    }
    if (!cause) return guard_refuse(r, g, "尚未查明并记录原因");
    if (!guard_has_paper(r, "document")) return guard_refuse(r, g, "尚未存入处置方案");
    return OK;
}

static enum err fine(struct turn *r, enum word g) {
    enum param least =
        r->act->fines_person ? PARAM_LIABILITY_PERSON_LEAST : PARAM_LIABILITY_UNIT_LEAST;
    enum param most =
        r->act->fines_person ? PARAM_LIABILITY_PERSON_MOST : PARAM_LIABILITY_UNIT_MOST;
    const struct policy_value *lo = policy_get(r->c->policy, least, NULL, r->day);
    const struct policy_value *hi = policy_get(r->c->policy, most, NULL, r->day);
    if (lo->known && hi->known && r->act->fine >= lo->number && r->act->fine <= hi->number)
        return OK;
    enum err e = guard_refuse(r, g, "罚款数额不在规定的幅度内");
    r->ctx->failure.field = "fine";
    return e;
}

/* What the actor says by choosing this event and no other. */
static enum err chosen(struct turn *r, enum word g) {
    (void)r;
    (void)g;
    return OK;
}

typedef enum err guard_fn(struct turn *r, enum word guard);
static const struct {
    enum word guard;
    guard_fn *holds;
} GUARDS[] = {
    {W_GUARD_WRITTEN, written},
    {W_GUARD_PROOF, proof},
    {W_GUARD_GROUND, ground},
    {W_GUARD_IDENTITY, identity},
    {W_GUARD_REASON, reason},
    {W_GUARD_PAUSE_REASON, pause_reason},
    {W_GUARD_OWN_SCOPE, chosen},
    {W_GUARD_PROVIDER_NEEDED, chosen},
    {W_GUARD_BRANCH_OPEN, branch_open},
    {W_GUARD_CLAIM_ANSWERED, chosen},
    {W_GUARD_CLAIM_OPEN, chosen},
    {W_GUARD_PROVIDER_VERIFIED, provider_verified},
    {W_GUARD_RESULT_RIGHT, result_is},
    {W_GUARD_RESULT_WRONG, result_is},
    {W_GUARD_RESULT_UNVERIFIABLE, result_is},
    {W_GUARD_PROVIDER_UNVERIFIABLE, provider_unverifiable},
    {W_GUARD_NO_DELETION_DUE, no_deletion_due},
    {W_GUARD_NO_VERSION_DUE, no_version_due},
    {W_GUARD_REPLY_OVERDUE, reply_overdue},
    {W_GUARD_VERSION_SUBMITTED, version_submitted},
    {W_GUARD_RESULT_SYNCED, result_synced},
    {W_GUARD_MEASURE_HARMED, measure_harmed},
    {W_GUARD_DISPUTED, disputed},
    {W_GUARD_OUT_OF_DISCLOSURE, out_of_disclosure},
    {W_GUARD_SILENT, silent},
    {W_GUARD_WITHIN_TERM, within_term},
    {W_GUARD_WITHIN_PERIOD, within_period},
    {W_GUARD_PERIOD_ENDED, period_ended},
    {W_GUARD_ABOUT_RECORD, about_record},
    {W_GUARD_CLASS_MARKED, class_marked},
    {W_GUARD_CORRECTABLE, chosen},
    {W_GUARD_TERM_ENDED, term_ended},
    {W_GUARD_PUBLICATION_ENDED, publication_ended},
    {W_GUARD_NO_SPECIAL, special},
    {W_GUARD_SPECIAL, special},
    {W_GUARD_POSITIVE, positive},
    {W_GUARD_ACT_REVOKED, act_gone},
    {W_GUARD_ACT_ALTERED, act_gone},
    {W_GUARD_RECEIVERS_CONFIRMED, receivers_confirmed},
    {W_GUARD_CHANGE_PROVEN, change_proven},
    {W_GUARD_HIGHER_LAW, cited},
    {W_GUARD_POWER_LIST, cited},
    {W_GUARD_SECOND_PERSON, second},
    {W_GUARD_FINE_RANGE, fine},
    {W_GUARD_CAUSE_PLAN, cause_and_plan},
    {W_GUARD_CONDUCT_END, conduct_end},
};

enum err guard_holds(struct turn *r, enum word guard) {
    bool known = false;
    for (size_t i = 0; i < GX_COUNT(GUARDS); i++)
        if (GUARDS[i].guard == guard) return GUARDS[i].holds(r, guard);
    enum err e = guard_repair_holds(r, guard, &known);
    /* Guards of the catalog's own course are the catalog's (registry/catalog.h): no case has them. */
    return known ? e : guard_refuse(r, guard, "该条件不由案件办理");
}
