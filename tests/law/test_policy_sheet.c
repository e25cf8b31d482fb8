/* What the notices of Zhoucun and Jinan say besides figures, by hand from the texts: words, gates and
 * what they leave open. A figure is held by test_policy_limits.c. */
#include "packs.h"

#include "law/policy_print.h"

/* standing: law, unset, silent or default; value as the pack writes it, "" when there is none. */
static const struct {
    const char *place, *param, *standing, *value;
} VALUES[] = {
    {"zhoucun", "policy.valid_from", "unset", ""},
    {"zhoucun", "submit.start", "law", "formed"},
    {"zhoucun", "submit.review_before", "law", "verify"},
    {"zhoucun", "submit.dual_publicity", "silent", ""},
    {"zhoucun", "intake.on_defect", "law", "return_recheck_resubmit"},
    {"zhoucun", "catalog.change_effective", "law", "at_once"},
    {"zhoucun", "catalog.power_list", "law", "yes"},
    {"zhoucun", "catalog.public_comment", "silent", ""},
    {"zhoucun", "subject.person_rule", "law", "age"},
    {"zhoucun", "subject.age", "law", "18"},
    {"zhoucun", "subject.person_key", "law", "resident_number"},
    {"zhoucun", "subject.organisation_key", "law", "uscc"},
    {"zhoucun", "collect.conditional_consent", "law", "written"},
    {"zhoucun", "disclose.person_open", "default", "forbidden_unless_citation"},
    {"zhoucun", "disclose.term", "unset", ""},
    {"zhoucun", "disclose.term_start", "unset", ""},
    {"zhoucun", "disclose.channels", "law", "credit_site, government_portal, provider_site"},
    {"zhoucun", "query.person_auth", "default", "written"},
    {"zhoucun", "query.log_fields", "law", "name, time, content, purpose"},
    {"zhoucun", "query.duty_related", "silent", ""},
    {"zhoucun", "list.prior_notice", "silent", ""},
    {"zhoucun", "objection.taken_by", "law", "operator"},
    {"zhoucun", "objection.form", "silent", ""},
    {"zhoucun", "objection.own_limit", "unset", ""},
    {"zhoucun", "objection.provider_limit", "silent", ""},
    {"zhoucun", "objection.total_limit", "unset", ""},
    {"zhoucun", "objection.inform_limit", "unset", ""},
    {"zhoucun", "objection.pause", "silent", ""},
    {"zhoucun", "objection.mark", "law", "during_handling, while_disputed"},
    {"zhoucun", "objection.suspend", "silent", ""},
    {"zhoucun", "objection.unverifiable", "silent", ""},
    {"zhoucun", "objection.next", "law", "mark_stays"},
    {"zhoucun", "repair.effect", "law", "use_repaired, archive_original"},
    {"zhoucun", "repair.limit", "silent", ""},
    {"zhoucun", "revoke.provider_limit", "silent", ""},
    {"jinan", "policy.valid_from", "unset", ""},
    {"jinan", "submit.start", "law", "formed"},
    {"jinan", "submit.review_before", "law", "required"},
    {"jinan", "intake.on_defect", "law", "return_recheck_resubmit"},
    {"jinan", "catalog.change_effective", "silent", ""},
    {"jinan", "catalog.relevance_ground", "law", "yes"},
    {"jinan", "catalog.power_list", "silent", ""},
    {"jinan", "subject.person_rule", "law", "full_capacity"},
    {"jinan", "subject.person_key", "default", "identity_document"},
    {"jinan", "collect.conditional_consent", "law", "law_citation_only"},
    {"jinan", "disclose.open_citation", "law", "law, administrative_regulation"},
    {"jinan", "disclose.person_open", "law", "forbidden_unless_citation"},
    {"jinan", "disclose.term_start", "law", "conduct_end"},
    {"jinan", "disclose.on_end", "law", "delete, no_query, no_basis"},
    {"jinan", "publish.term.general", "unset", ""},
    {"jinan", "publish.term.serious", "unset", ""},
    {"jinan", "publish.mask_before", "law", "yes"},
    {"jinan", "query.person_auth", "law", "required"},
    {"jinan", "query.duty_related", "law", "yes"},
    {"jinan", "query.log_fields", "law", "name, time, content, purpose"},
    {"jinan", "list.prior_notice", "law", "state_rules"},
    {"jinan", "list.linked_persons", "law", "yes"},
    {"jinan", "measure.only_listed", "law", "yes"},
    {"jinan", "objection.taken_by", "law", "site, provider"},
    {"jinan", "objection.mark", "default", "from_receipt"},
    {"jinan", "objection.suspend", "law", "punishment, incentive"},
    {"jinan", "objection.provider_limit", "silent", ""},
    {"jinan", "objection.pause", "silent", ""},
    {"jinan", "objection.unverifiable", "silent", ""},
    {"jinan", "objection.next", "law", "reconsideration"},
    {"jinan", "repair.blocked_class", "law", "specific_serious"},
    {"jinan", "repair.report_required", "law", "yes"},
    {"jinan", "repair.period", "unset", ""},
    {"jinan", "repair.limit", "silent", ""},
    {"jinan", "correct.limit", "silent", ""},
    {"jinan", "positive_delete.limit", "silent", ""},
};

struct two_packs {
    const struct policy *zhoucun, *jinan;
};

static struct two_packs load_two(struct arena *a) {
    return (struct two_packs){pack(a, "zhoucun"), pack(a, "jinan")};
}

static const struct policy *one(const struct two_packs *two, const char *place) {
    return strcmp(place, "jinan") == 0 ? two->jinan : two->zhoucun;
}

static void test_values_stand_as_the_texts_have_them(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct two_packs two = load_two(a);
    for (size_t i = 0; i < GX_COUNT(VALUES); i++) {
        enum param param;
        ROW(i, param_find(str_of(VALUES[i].param), &param));
        const struct policy_value *v = &one(&two, VALUES[i].place)->values[param];
        ROW_TEXT(i, standing_word(v->basis.standing), VALUES[i].standing);
        ROW(i, v->known == (*VALUES[i].value != '\0'));
        struct buf text;
        buf_init(&text, 1 << 12);
        policy_print_value(&text, v, true);
        if (v->known) ROW_TEXT(i, buf_finish(&text).p, VALUES[i].value);
        buf_free(&text);
    }
    arena_free(&a);
}

/* ---- procedures: who moves a case from where to where, and what happens by itself */

static const struct {
    const char *place;
    enum word kind;
    const char *no, *from, *to; /* from NULL: opens a case */
    enum word actor, guard, effect;
} STEPS[] = {
    {"zhoucun", W_PROCESS_OBJECTION, "1", NULL, "RECEIVED", W_PARTY_SUBJECT, W_GUARD_GROUND,
     W_EFFECT_MARK},
    {"zhoucun", W_PROCESS_OBJECTION, "3c", "WRONG", "VERIFIED", W_PARTY_PROVIDER,
     W_GUARD_VERSION_SUBMITTED, W_EFFECT_NEW_VERSION},
    {"zhoucun", W_PROCESS_OBJECTION, "3g", "VERIFIED", "INFORMED", W_PARTY_OPERATOR, W_NONE,
     W_EFFECT_NOTIFY_APPLICANT},
    {"zhoucun", W_PROCESS_OBJECTION, "4", "INFORMED", "DISPUTED", W_PARTY_SUBJECT, W_GUARD_DISPUTED,
     W_NONE},
    {"zhoucun", W_PROCESS_OBJECTION, "d6c", "DISPUTED", "CLOSED", W_PARTY_ENGINE,
     W_GUARD_OUT_OF_DISCLOSURE, W_EFFECT_UNMARK},
    {"zhoucun", W_PROCESS_REPAIR, "2", "REQUESTED", "CONFIRMED", W_PARTY_PROVIDER, W_GUARD_DOCUMENT,
     W_EFFECT_STORE_DOCUMENT},
    {"zhoucun", W_PROCESS_REPAIR, "3", "CONFIRMED", "ADOPTED", W_PARTY_OPERATOR, W_NONE,
     W_EFFECT_ADOPT_REPAIRED},
    {"zhoucun", W_PROCESS_REPAIR, "4", "ADOPTED", "ARCHIVED", W_PARTY_ENGINE, W_NONE,
     W_EFFECT_ARCHIVE},
    {"zhoucun", W_PROCESS_POSITIVE_DELETION, "1", NULL, "REQUESTED", W_PARTY_SUBJECT,
     W_GUARD_WRITTEN, W_NONE},
    {"zhoucun", W_PROCESS_POSITIVE_DELETION, "2", "REQUESTED", "DELETED", W_PARTY_OPERATOR,
     W_GUARD_POSITIVE, W_EFFECT_NOTIFY_APPLICANT},
    {"zhoucun", W_PROCESS_CATALOG_CHANGE, "2", "PROPOSED", "NOW", W_PARTY_AUTHORITY,
     W_GUARD_POWER_LIST, W_EFFECT_CATALOG_NOW},
    {"jinan", W_PROCESS_OBJECTION, "1", NULL, "RECEIVED", W_PARTY_SUBJECT, W_GUARD_GROUND,
     W_EFFECT_SUSPEND_PUNISHMENT},
    {"jinan", W_PROCESS_OBJECTION, "1", NULL, "RECEIVED", W_PARTY_SUBJECT, W_GUARD_GROUND,
     W_EFFECT_SUSPEND_INCENTIVE},
    {"jinan", W_PROCESS_OBJECTION, "2", "RECEIVED", "OWN", W_PARTY_RECEIVER, W_GUARD_OWN_SCOPE,
     W_NONE},
    {"jinan", W_PROCESS_OBJECTION, "3a", "RECEIVED", "ASSISTED", W_PARTY_RECEIVER,
     W_GUARD_PROVIDER_NEEDED, W_NONE},
    {"jinan", W_PROCESS_OBJECTION, "4f", "OWN", "DECIDED", W_PARTY_RECEIVER, W_GUARD_ON_ANY_LIST,
     W_EFFECT_END_ENTRY},
    {"jinan", W_PROCESS_OBJECTION, "5", "DECIDED", "CLOSED", W_PARTY_RECEIVER, W_NONE,
     W_EFFECT_NAME_REMEDIES},
    {"jinan", W_PROCESS_RECTIFICATION, "2", "RECORDED", "RECTIFYING", W_PARTY_PROVIDER,
     W_GUARD_CORRECTABLE, W_NONE},
    {"jinan", W_PROCESS_RECTIFICATION, "4a", "RECTIFYING", "TALK_DUE", W_PARTY_ENGINE,
     W_GUARD_ON_WATCH, W_NONE},
    {"jinan", W_PROCESS_RECTIFICATION, "4b", "RECTIFYING", "TALK_DUE", W_PARTY_ENGINE,
     W_GUARD_ON_SERIOUS, W_NONE},
    {"jinan", W_PROCESS_RECTIFICATION, "5b", "TALK_DUE", "TALK_DONE", W_PARTY_DETERMINER,
     W_GUARD_TALK_FREE, W_EFFECT_CREDIT_ENTRY},
    {"jinan", W_PROCESS_RECTIFICATION, "7", "REPAIR_APPLIED", "BLOCKED", W_PARTY_ENGINE,
     W_GUARD_BLOCKED, W_EFFECT_REFUSE},
    {"jinan", W_PROCESS_RECTIFICATION, "8", "REPAIR_APPLIED", "REPAIR_READY", W_PARTY_ENGINE,
     W_GUARD_TRAINING, W_NONE},
    {"jinan", W_PROCESS_RECTIFICATION, "8", "REPAIR_APPLIED", "REPAIR_READY", W_PARTY_ENGINE,
     W_GUARD_REPORT, W_NONE},
    {"jinan", W_PROCESS_RECTIFICATION, "10", "REPAIR_READY", "EXITED", W_PARTY_DETERMINER,
     W_GUARD_ON_ANY_LIST, W_EFFECT_END_PUNISHMENT},
    {"jinan", W_PROCESS_RECTIFICATION, "11", "TALK_DUE", "TERM_ENDED", W_PARTY_ENGINE,
     W_GUARD_TERM_ENDED, W_EFFECT_STOP_DISCLOSURE},
    {"jinan", W_PROCESS_REVOCATION, "2a", "REPORTED", "REVOKED", W_PARTY_MARKET,
     W_GUARD_ACT_REVOKED, W_NONE},
    {"jinan", W_PROCESS_REVOCATION, "3a", "REVOKED", "REVOKED_SUBMITTED", W_PARTY_ORIGINAL, W_NONE,
     W_EFFECT_PUSH_PLATFORM},
    {"jinan", W_PROCESS_REVOCATION, "4a", "REVOKED_SUBMITTED", "DONE", W_PARTY_OPERATOR, W_NONE,
     W_EFFECT_WITHDRAW},
};

static const struct policy_transition *transition(const struct policy_process *p, const char *no) {
    for (size_t i = 0; p && i < p->ntransitions; i++)
        if (strcmp(p->transitions[i].no, no) == 0) return &p->transitions[i];
    return NULL;
}

static bool leads(const struct policy_transition *t, const char *from, const char *to) {
    if (!t->to || strcmp(t->to->id, to) != 0) return false;
    if (!from) return t->nfrom == 0 && !t->any;
    if (t->any) return true;
    for (size_t i = 0; i < t->nfrom; i++)
        if (strcmp(t->from[i]->id, from) == 0) return true;
    return false;
}

static void test_procedures_go_as_the_texts_have_them(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct two_packs two = load_two(a);
    for (size_t i = 0; i < GX_COUNT(STEPS); i++) {
        const struct policy *p = one(&two, STEPS[i].place);
        const struct policy_transition *t =
            transition(policy_process_of(p, STEPS[i].kind), STEPS[i].no);
        ROW(i, t != NULL);
        ROW(i, leads(t, STEPS[i].from, STEPS[i].to));
        ROW(i, words_have(t->actors, STEPS[i].actor));
        ROW(i, STEPS[i].guard == W_NONE || words_have(t->guards, STEPS[i].guard));
        ROW(i, STEPS[i].effect == W_NONE || words_have(t->effects, STEPS[i].effect));
        ROW(i, (t->no[0] == 'd') == (t->basis.standing == STANDING_DEFAULT));
    }
    arena_free(&a);
}

/* 一¶2: a natural person's information is never open; 三: every penalty carries its class. */
static void test_the_catalog_of_jinan(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct policy *p = pack(a, "jinan");
    for (size_t i = 0; i < p->nitems; i++) {
        const struct policy_item *it = &p->items[i];
        ROW(i, it->mode != W_MODE_OPEN || !words_have(it->subjects, W_SUBJECT_PERSON));
        const struct policy_field *f = policy_item_part(it, W_PART_SEVERITY);
        ROW(i, (f != NULL) == (it->group == W_GROUP_PENALTY));
        ROW(i, !f || (f->fill == W_FILL_REQUIRED && f->ncodes == p->nseverities));
        ROW(i, it->relevance != NULL);
    }
    size_t serious = 0;
    for (size_t i = 0; i < p->nlist_types; i++)
        if (p->list_types[i].kind == W_LIST_SERIOUS) serious++;
    assert_int_equal(serious, 17); /* 四: the lists that the text names */
    arena_free(&a);
}

/* 二(三)4: honours, volunteering and donations can be deleted on request, and nothing else. */
static void test_the_catalog_of_zhoucun(void **state) {
    (void)state;
    struct arena *a = arena_new();
    const struct policy *p = pack(a, "zhoucun");
    for (size_t i = 0; i < p->nitems; i++) {
        const struct policy_item *it = &p->items[i];
        ROW(i, it->deletable_on_request == (it->nature == W_NATURE_POSITIVE));
        ROW(i, it->content_class != NULL);
        ROW(i, (strcmp(it->content_class, "adverse") == 0) == (it->nature == W_NATURE_ADVERSE));
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_stand_as_the_texts_have_them),
        cmocka_unit_test(test_procedures_go_as_the_texts_have_them),
        cmocka_unit_test(test_the_catalog_of_jinan),
        cmocka_unit_test(test_the_catalog_of_zhoucun),
    };
    return RUN(tests);
}
