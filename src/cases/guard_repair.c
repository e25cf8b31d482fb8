/* Guards of repair, talks and listing. */
#include <string.h>

#include "cases/turn.h"
#include "registry/training.h"

static bool filled(const char *s) {
    return s && str_trim(str_of(s)).n > 0;
}

static bool blocked_class(const struct turn *r) {
    const struct policy_value *v =
        policy_get(r->c->policy, PARAM_REPAIR_BLOCKED_CLASS, NULL, r->day);
    enum word severity =
        r->record ? vocab_find(VOCAB_SEVERITY, str_of(r->record->facts.severity)) : W_NONE;
    if (!v->known || severity == W_NONE || !words_have(v->words, severity)) return false;
    struct date to = r->record->terms.publish_to;
    return date_is_none(to) || date_cmp(to, r->day) >= 0;
}

const char *guard_blocked_why(const struct turn *r) {
    if (!blocked_class(r)) return NULL;
    char day[DATE_TEXT];
    date_format(date_add_days(r->record->terms.publish_to, 1), day);
    return *day ? arena_printf(r->ctx->arena, "该类失信行为公示期间不予修复，最早可于%s申请", day)
                : "该类失信行为公示期间不予修复";
}

static enum err class_free(struct turn *r, enum word g) {
    const char *why = guard_blocked_why(r);
    return why ? guard_refuse(r, g, "%s", why) : OK;
}

static enum err class_blocked(struct turn *r, enum word g) {
    return blocked_class(r) ? OK : guard_refuse(r, g, "不属于公示期间不予修复的情形");
}

/* AM-43: on a serious list now, or a record of class serious or specific serious. */
static enum err is_serious(struct turn *r, bool *serious_r) {
    struct list_standing standing;
    enum err e = list_standing(r->ctx, r->s, r->c->target.subject_id, r->day, &standing);
    const char *severity = r->record ? r->record->facts.severity : "";
    *serious_r = e == OK && (standing.serious || !strcmp(severity, word_text(W_SEVERITY_SERIOUS)) ||
                             !strcmp(severity, word_text(W_SEVERITY_SPECIFIC)));
    return e;
}

static enum err training(struct turn *r, enum word g) {
    const struct policy_value *v =
        policy_get(r->c->policy, PARAM_REPAIR_TRAINING_HOURS, NULL, r->day);
    bool serious;
    int64_t tenths;
    enum err e = is_serious(r, &serious);
    if (e || !serious || !v->known || !v->limit.figure) return e;
    e = training_hours(r->ctx, r->s, r->c->target.subject_id, r->day, &tenths);
    if (e || tenths >= 10 * (int64_t)v->limit.amount) return e;
    return guard_refuse(r, g, "信用修复专题培训不少于%d个学时，已登记%lld.%lld个学时",
                        v->limit.amount, (long long)(tenths / 10), (long long)(tenths % 10));
}

static enum err report(struct turn *r, enum word g) {
    bool serious;
    enum err e = is_serious(r, &serious);
    if (e || !serious || !policy_flag(r->c->policy, PARAM_REPAIR_REPORT_REQUIRED, false, r->day))
        return e;
    return guard_has_paper(r, "credit_report") ? OK : guard_refuse(r, g, "尚未提交信用报告");
}

static enum err methods(struct turn *r, enum word g) {
    const struct policy_value *v = policy_get(r->c->policy, PARAM_REPAIR_METHODS, NULL, r->day);
    for (size_t i = 0; i < r->n_events; i++) {
        const struct json *text;
        enum err e = case_event_text(r->ctx, &r->events[i], &text);
        if (e) return e;
        const char *method = text ? json_get_text(text, "method") : NULL;
        enum word w = method ? vocab_find(VOCAB_REPAIR_METHOD, str_of(method)) : W_NONE;
        if (w != W_NONE && (!v->known || words_have(v->words, w))) return OK;
    }
    return guard_refuse(r, g, "还没有任何一种修复方式附有证明");
}

/* A subject shows what it did by papers; whoever confirms says so. */
static enum err corrected(struct turn *r, enum word g) {
    enum err e = guard_stated(r, g);
    if (e || r->party != W_PARTY_SUBJECT) return e;
    return r->act->n_papers ? OK : guard_refuse(r, g, "须附%s的证明材料", word_chinese(g));
}

static enum err rules(struct turn *r, enum word g) {
    return guard_stated(r, g);
}

/* ---- lists */

static enum err standing_is(struct turn *r, enum word g) {
    struct list_standing st;
    enum err e = list_standing(r->ctx, r->s, r->c->target.subject_id, r->day, &st);
    if (e) return e;
    bool holds = g == W_GUARD_ON_SERIOUS ? st.serious
                 : g == W_GUARD_ON_WATCH ? st.watch && !st.serious
                                         : !st.serious && !st.watch;
    return holds ? OK : guard_refuse(r, g, "该主体不属于“%s”", word_chinese(g));
}

static enum err on_any_list(struct turn *r, enum word g) {
    return r->entry ? OK : guard_refuse(r, g, "该事项不是针对名单记录");
}

static enum err list_conditions(struct turn *r, enum word g) {
    if (!r->entry) return OK;
    return guard_has_paper(r, "list_conditions")
               ? OK
               : guard_refuse(r, g, "名单修复意见所要求的条件和资料尚未提交");
}

static const struct policy_list_type *list_type(const struct policy *p, const char *id) {
    for (size_t i = 0; id && i < p->nlist_types; i++)
        if (!strcmp(p->list_types[i].id, id)) return &p->list_types[i];
    return NULL;
}

static enum err said(struct turn *r, const char *member, const char *now, const char **text_r) {
    *text_r = filled(now) ? now : NULL;
    for (size_t i = 0; !*text_r && i < r->n_events; i++) {
        const struct json *text;
        enum err e = case_event_text(r->ctx, &r->events[i], &text);
        if (e) return e;
        *text_r = text ? json_get_text(text, member) : NULL;
    }
    return OK;
}

static enum err list_basis(struct turn *r, enum word g) {
    const char *type, *condition, *procedure, *citation;
    enum err e = said(r, "list_type", r->act->list_type, &type);
    if (!e) e = said(r, "condition", r->act->condition, &condition);
    if (!e) e = said(r, "procedure", r->act->procedure, &procedure);
    if (!e) e = said(r, "citation", r->act->citation, &citation);
    if (e) return e;
    const struct policy_list_type *t = list_type(r->c->policy, type);
    if (!t) return guard_refuse(r, g, "本地区没有这一名单");
    if (!t->legal_basis && !citation) return guard_refuse(r, g, "列入名单须写明法定依据");
    if (!condition || !procedure) return guard_refuse(r, g, "须写明符合的列入条件和履行的程序");
    return OK;
}

/* Contents of a prior notice: those the pack names, else all six (product default). */
static bool content_asked(const struct turn *r, enum word content) {
    const struct policy_value *v =
        policy_get(r->c->policy, PARAM_LIST_NOTICE_CONTENTS, NULL, r->day);
    return !v->known || words_have(v->words, content);
}

static const enum word CONTENTS[] = {
    W_NOTICE_CONTENT_LISTING_REASON, W_NOTICE_CONTENT_LISTING_BASIS,
    W_NOTICE_CONTENT_MEASURE_REASON, W_NOTICE_CONTENT_MEASURE_BASIS,
    W_NOTICE_CONTENT_REMEDIES,       W_NOTICE_CONTENT_LIFTING};

static enum err document(struct turn *r, enum word g) {
    bool paper = false;
    for (size_t i = 0; i < r->act->n_papers; i++)
        paper |= !strcmp(r->act->papers[i].kind, "document");
    /* The prior notice is the document: its contents make it whole (AS-12). */
    bool notice = r->c->process->kind == W_PROCESS_LISTING && r->t->nstarts;
    for (size_t i = 0; notice && i < GX_COUNT(CONTENTS); i++) {
        bool there = false;
        for (size_t k = 0; k < r->act->n_contents; k++)
            there |= r->act->contents[k].content == CONTENTS[i] && filled(r->act->contents[k].text);
        if (there || !content_asked(r, CONTENTS[i])) continue;
        enum err e = guard_refuse(r, g, "书面告知缺少内容：%s", word_chinese(CONTENTS[i]));
        r->ctx->failure.field = "contents";
        return e;
    }
    return paper || notice ? OK : guard_refuse(r, g, "须出具并存入书面文书");
}

static bool has_contents(struct turn *r, size_t i) {
    const struct json *text;
    if (case_event_text(r->ctx, &r->events[i], &text) || !text) return false;
    return json_get(text, "contents") != NULL;
}

static enum err notice_served(struct turn *r, enum word g) {
    for (size_t i = 0; i < r->n_events; i++)
        if (has_contents(r, i)) return OK;
    return guard_refuse(r, g, "列入前须先书面告知信用主体");
}

static enum err statement_decided(struct turn *r, enum word g) {
    const struct policy_clock *period = NULL;
    bool pending = false, came = false;
    for (size_t i = 0; i < r->n_events; i++) {
        bool subject = r->events[i].party == W_PARTY_SUBJECT;
        came |= subject;
        pending = subject || (pending && r->events[i].party == W_PARTY_ENGINE);
    }
    for (size_t i = 0; i < r->c->process->nclocks; i++)
        if (r->c->process->clocks[i].has_param &&
            r->c->process->clocks[i].param == PARAM_LIST_NOTICE_PERIOD)
            period = &r->c->process->clocks[i];
    const struct case_clock *k = period ? clock_latest(r->clocks, r->n_clocks, period) : NULL;
    if (pending) return guard_refuse(r, g, "信用主体的陈述申辩尚未处理");
    if (!came && k && clock_is_open(k) && !date_is_none(k->due) && date_cmp(k->due, r->day) >= 0)
        return guard_refuse(r, g, "陈述申辩期限未满");
    return OK;
}

/* ---- talks: one a record or entry (AM-45) */

static enum err talks_held(struct turn *r, int64_t *n_r) {
    int64_t n = 0;
    for (size_t i = 0; i < r->n_events; i++)
        for (size_t k = 0; k < r->c->process->ntransitions; k++) {
            const struct policy_transition *t = &r->c->process->transitions[k];
            n += !strcmp(t->no, r->events[i].transition) &&
                 words_have(t->guards, W_GUARD_TALK_FREE) &&
                 words_have(t->effects, W_EFFECT_CREDIT_ENTRY);
        }
    *n_r = n;
    return OK;
}

static enum err talk(struct turn *r, enum word g) {
    const struct policy_value *v = policy_get(r->c->policy, PARAM_TALK_COUNT, NULL, r->day);
    int64_t held;
    enum err e = talks_held(r, &held);
    if (e) return e;
    bool used = v->known && v->limit.figure ? held >= v->limit.amount : held > 0;
    if (g == W_GUARD_TALK_FREE) return used ? guard_refuse(r, g, "已经约谈过，不再约谈") : OK;
    return used ? OK : guard_refuse(r, g, "尚未约谈");
}

enum err guard_repair_holds(struct turn *r, enum word guard, bool *known_r) {
    static const struct {
        enum word guard;
        enum err (*holds)(struct turn *r, enum word guard);
    } GUARDS[] = {
        {W_GUARD_CONDUCT_CORRECTED, corrected},
        {W_GUARD_EFFECTS_REMOVED, corrected},
        {W_GUARD_RULES_MET, rules},
        {W_GUARD_RULES_NOT_MET, rules},
        {W_GUARD_METHODS, methods},
        {W_GUARD_TRAINING, training},
        {W_GUARD_REPORT, report},
        {W_GUARD_NOT_BLOCKED, class_free},
        {W_GUARD_BLOCKED, class_blocked},
        {W_GUARD_LIST_CONDITIONS, list_conditions},
        {W_GUARD_ON_WATCH, standing_is},
        {W_GUARD_ON_SERIOUS, standing_is},
        {W_GUARD_ON_NO_LIST, standing_is},
        {W_GUARD_ON_ANY_LIST, on_any_list},
        {W_GUARD_TALK_FREE, talk},
        {W_GUARD_TALK_HELD, talk},
        {W_GUARD_DOCUMENT, document},
        {W_GUARD_NOTICE_SERVED, notice_served},
        {W_GUARD_STATEMENT_DECIDED, statement_decided},
        {W_GUARD_LIST_BASIS, list_basis},
    };
    *known_r = true;
    for (size_t i = 0; i < GX_COUNT(GUARDS); i++)
        if (GUARDS[i].guard == guard) return GUARDS[i].holds(r, guard);
    *known_r = false;
    return OK;
}
