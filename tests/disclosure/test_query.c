#include "engine.h"

#include "asked.h"

#define ASK(t, q, a) query_one(&(t)->f.ctx, (q), (a))

/* ---- an answer, its look and its masks */

static void test_one_answer_one_look(void **state) {
    struct asked t;
    struct query_answer a;
    struct look_row *looks;
    (void)state;
    asked_open(&t, "cangzhou");
    int64_t id =
        asked_record(&t, &t.company, "licence_organisation", DATE_NONE, "联系人电话13812345678");
    struct query q = asked_query(&t.company);
    MUST(&t.f, ASK(&t, &q, &a));
    assert_int_equal(a.n_records, 1);
    assert_true(a.records[0].record->id == id);
    assert_string_equal(a.name, t.company.name);
    assert_string_equal(a.records[0].decision.clause, "CZ-69");
    const char *json = asked_json(&t, &a);
    assert_non_null(strstr(json, "138****5678"));
    assert_null(strstr(json, "13812345678"));
    assert_null(strstr(json, asked_resident(t.f.arena, 777)));
    assert_null(strstr(json, "known"));

    assert_int_equal(asked_looks(&t, t.company.subject_id, &looks), 1);
    assert_true(looks[0].look_id == a.look_id);
    assert_string_equal(looks[0].person, t.organ.name);
    assert_string_equal(looks[0].purpose, "行政处罚");
    assert_string_equal(looks[0].scene, "penalty");
    assert_string_equal(looks[0].basis, "duty");
    assert_string_equal(looks[0].outcome, "answered");
    assert_string_equal(looks[0].view, "masked");
    assert_non_null(strstr(looks[0].content, arena_printf(t.f.arena, "\"%lld\"", (long long)id)));
    asked_close(&t);
}

/* Unknown, without records, and hidden: the same answer. */
static void test_existence_is_not_told(void **state) {
    struct asked t;
    struct query_answer a;
    struct look_row *looks;
    const char *answers[3];
    (void)state;
    asked_open(&t, "cangzhou");
    struct subject_claim more[2];
    for (int i = 0; i < 2; i++)
        more[i] = (struct subject_claim){
            .kind = W_SUBJECT_ORGANISATION,
            .number = {.document = "uscc", .number = asked_uscc(t.f.arena, 20 + i)},
            .name = arena_printf(t.f.arena, "虚构公司%d", i)};
    MUST(&t.f, fixture_subjects(&t.f, more, 1)); /* the second stays unknown */
    asked_record(&t, &t.company, "commendation_organisation", DATE_NONE, "表彰");
    t.f.ctx.actor = &t.agency;
    const struct subject_claim *who[] = {&t.company, &more[0], &more[1]};
    for (int i = 0; i < 3; i++) {
        struct query q = asked_query(who[i]);
        q.items = (const char *const[]){"unperformed_judgment_organisation"};
        q.n_items = 0;
        enum err e = ASK(&t, &q, &a);
        if (e != OK) fail_msg("%s", t.f.ctx.failure.detail);
        size_t n = a.n_records;
        if (i == 0 && n == 1) n = 0; /* an open item: below */
        assert_int_equal(n, 0);
        answers[i] = asked_json(&t, &a);
        assert_null(strstr(answers[i], "known"));
    }
    /* The two that have nothing differ in number, look and time only. */
    assert_int_equal(strlen(answers[1]), strlen(answers[2]));
    assert_int_equal(asked_looks(&t, 0, &looks), 3);
    assert_non_null(strstr(looks[0].content, "\"key\""));
    asked_close(&t);
}

static void test_operator_is_told(void **state) {
    struct asked t;
    struct query_answer a;
    (void)state;
    asked_open(&t, "cangzhou");
    t.f.ctx.actor = &t.operator_;
    struct query q = asked_query(&t.company);
    MUST(&t.f, ASK(&t, &q, &a));
    assert_true(a.tells && a.known);
    q.subject.number = asked_uscc(t.f.arena, 99);
    MUST(&t.f, ASK(&t, &q, &a));
    assert_true(a.tells && !a.known);
    asked_close(&t);
}

/* ---- refusals are looks, with the clause of the pack */

static void test_refusals(void **state) {
    static const struct {
        const char *purpose, *scene, *number;
        bool terms, agency;
        enum basis_kind basis;
        enum err code;
        const char *field, *clause;
    } rows[] = {
        {NULL, "penalty", NULL, true, false, BASIS_NONE, ERR_INPUT_MISSING, "purpose", "CZ-87"},
        {"　", "penalty", NULL, true, false, BASIS_NONE, ERR_INPUT_MISSING, "purpose", "CZ-87"},
        {"检查", NULL, NULL, true, false, BASIS_NONE, ERR_INPUT_MISSING, "scene", "CZ-112"},
        {"检查", "no_such", NULL, true, false, BASIS_NONE, ERR_QUERY_SCENE, "scene", NULL},
        {"检查", "other", NULL, false, false, BASIS_NONE, ERR_UNIT_TERMS, NULL, "CZ-30"},
        {"检查", "other", NULL, true, false, BASIS_LAW, ERR_QUERY_BASIS, "basis.reference", NULL},
        {"检查", "other", NULL, true, true, BASIS_DUTY, ERR_QUERY_BASIS, "basis", NULL},
        {"检查", "other", "91130902PDY000019X", true, false, BASIS_NONE, ERR_IDNO_CHECK_CHAR,
         "subject.number", NULL},
    };
    struct asked t;
    struct query_answer a;
    struct look_row *looks;
    (void)state;
    asked_open(&t, "cangzhou");
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct actor actor = rows[i].agency ? t.agency : t.organ;
        actor.unit_terms = rows[i].terms;
        t.f.ctx.actor = &actor;
        struct query q = asked_query(&t.company);
        q.purpose = rows[i].purpose;
        q.scene = rows[i].scene;
        q.basis = rows[i].basis;
        if (rows[i].number) q.subject.number = rows[i].number;
        enum err e = ASK(&t, &q, &a);
        ROW_TEXT(i, err_code(e), err_code(rows[i].code));
        if (rows[i].field) ROW_TEXT(i, t.f.ctx.failure.field, rows[i].field);
        if (rows[i].clause) ROW_TEXT(i, t.f.ctx.failure.clause, rows[i].clause);
        ROW(i, asked_looks(&t, 0, &looks) == i + 1);
        ROW_TEXT(i, looks[0].outcome, "refused");
        ROW_TEXT(i, looks[0].code, err_code(rows[i].code));
    }
    asked_close(&t);
}

static void test_unregistered_unit(void **state) {
    struct asked t;
    struct query_answer a;
    (void)state;
    asked_open(&t, "cangzhou");
    t.organ.unit_type = "founding";
    struct query q = asked_query(&t.company);
    REFUSED(ASK(&t, &q, &a), ERR_UNIT_NOT_REGISTERED);
    assert_string_equal(t.f.ctx.failure.clause, "CZ-29");
    asked_close(&t);
}

static void test_machine_names_its_person(void **state) {
    struct asked t;
    struct query_answer a;
    struct look_row *looks;
    (void)state;
    asked_open(&t, "cangzhou");
    t.organ.channel = CHANNEL_API;
    struct query q = asked_query(&t.company);
    REFUSED(ASK(&t, &q, &a), ERR_INPUT_MISSING);
    assert_string_equal(t.f.ctx.failure.field, "person");
    q.person = "虚构李四";
    MUST(&t.f, ASK(&t, &q, &a));
    assert_int_equal(asked_looks(&t, t.company.subject_id, &looks), 1);
    assert_string_equal(looks[0].person, "虚构李四");
    asked_close(&t);
}

/* ---- natural persons */

static int64_t evidence(struct asked *t) {
    struct evidence v;
    MUST(&t->f, evidence_store(&t->f.ctx, STR_LIT("本人授权查询"), &v));
    return v.evidence_id;
}

static int64_t authorise(struct asked *t, const struct subject_claim *who, const char *purpose,
                         int64_t uses) {
    struct query_subject s = {.kind = who->kind, .number = who->number.number, .name = who->name};
    struct authorisation in = {.unit_id = t->f.ctx.actor->unit_id,
                               .jurisdiction = "cangzhou",
                               .purpose = purpose,
                               .from = date_make(2026, 11, 1),
                               .to = date_make(2026, 12, 31),
                               .uses = uses,
                               .evidence_id = evidence(t)};
    MUST(&t->f, authorisation_register(&t->f.ctx, &s, &in));
    return in.authorisation_id;
}

static void test_person_needs_written_authorisation(void **state) {
    struct asked t;
    struct query_answer a;
    struct look_row *looks;
    (void)state;
    asked_open(&t, "cangzhou");
    asked_record(&t, &t.person, "licence_person", DATE_NONE, "许可");
    t.f.ctx.actor = &t.agency;
    struct query q = asked_query(&t.person);
    q.purpose = "贷款审批";
    REFUSED(ASK(&t, &q, &a), ERR_QUERY_NOT_ENTITLED);
    assert_string_equal(t.f.ctx.failure.clause, "CZ-76");
    /* the same for somebody who is not known */
    struct query stranger = q;
    stranger.subject.number = asked_resident(t.f.arena, 500);
    REFUSED(ASK(&t, &stranger, &a), ERR_QUERY_NOT_ENTITLED);

    q.subject.authorisation_id = authorise(&t, &t.person, "贷款审批", 0);
    MUST(&t.f, ASK(&t, &q, &a));
    assert_int_equal(a.n_records, 1);
    const char *json = asked_json(&t, &a);
    assert_null(strstr(json, t.person.number.number));
    assert_null(strstr(json, t.person.name));
    assert_non_null(strstr(json, "379901********"));
    assert_int_equal(asked_looks(&t, t.person.subject_id, &looks), 2); /* one refused before */
    assert_true(looks[0].authorisation_id == q.subject.authorisation_id);
    assert_string_equal(looks[0].basis, "authorisation");

    /* by another name it is somebody else */
    struct query wrong = q;
    wrong.subject.name = "虚构王五";
    REFUSED(ASK(&t, &wrong, &a), ERR_AUTHORISATION_INVALID);
    wrong = q;
    wrong.subject.name = "虚构张三";
    MUST(&t.f, ASK(&t, &wrong, &a));
    assert_int_equal(a.n_records, 1);

    wrong = q;
    wrong.purpose = "招聘";
    REFUSED(ASK(&t, &wrong, &a), ERR_AUTHORISATION_PURPOSE);
    assert_string_equal(t.f.ctx.failure.clause, "CZ-72");
    /* of another unit */
    t.f.ctx.actor = &t.organ;
    REFUSED(ASK(&t, &q, &a), ERR_AUTHORISATION_INVALID);
    asked_close(&t);
}

static void test_registering_needs_evidence(void **state) {
    struct asked t;
    (void)state;
    asked_open(&t, "cangzhou");
    t.f.ctx.actor = &t.agency;
    struct query_subject s = {
        .kind = t.person.kind, .number = t.person.number.number, .name = t.person.name};
    struct authorisation in = {.unit_id = AGENCY,
                               .jurisdiction = "cangzhou",
                               .purpose = "贷款审批",
                               .from = date_make(2026, 11, 1),
                               .to = date_make(2026, 12, 31)};
    REFUSED(authorisation_register(&t.f.ctx, &s, &in), ERR_EVIDENCE_MISSING);
    assert_string_equal(t.f.ctx.failure.clause, "CZ-76");
    in.unit_id = ORGAN;
    REFUSED(authorisation_register(&t.f.ctx, &s, &in), ERR_FORBIDDEN);
    in.unit_id = AGENCY;
    in.evidence_id = evidence(&t);
    in.to = date_make(2026, 10, 31);
    REFUSED(authorisation_register(&t.f.ctx, &s, &in), ERR_AUTHORISATION_DAYS);
    asked_close(&t);
}

static void test_limited_uses(void **state) {
    struct asked t;
    struct query_answer a;
    struct authorisation *au;
    (void)state;
    asked_open(&t, "cangzhou");
    asked_record(&t, &t.person, "licence_person", DATE_NONE, "许可");
    t.f.ctx.actor = &t.agency;
    struct query q = asked_query(&t.person);
    q.purpose = "贷款审批";
    q.subject.authorisation_id = authorise(&t, &t.person, "贷款审批", 2);
    q.key = "request-0001";
    MUST(&t.f, ASK(&t, &q, &a));
    MUST(&t.f, ASK(&t, &q, &a)); /* the same request: the same use */
    READING(&t.f, s)
    MUST(&t.f, authorisation_find(&t.f.ctx, s, q.subject.authorisation_id, &au));
    assert_int_equal(au->uses_made, 1);
    q.key = NULL;
    MUST(&t.f, ASK(&t, &q, &a));
    REFUSED(ASK(&t, &q, &a), ERR_AUTHORISATION_USED);
    q.key = "request-0001";
    MUST(&t.f, ASK(&t, &q, &a)); /* still the first use */
    asked_close(&t);
}

static void test_revoked_and_ended(void **state) {
    struct asked t;
    struct query_answer a;
    (void)state;
    asked_open(&t, "cangzhou");
    t.f.ctx.actor = &t.agency;
    struct query q = asked_query(&t.person);
    q.purpose = "贷款审批";
    int64_t id = q.subject.authorisation_id = authorise(&t, &t.person, "贷款审批", 0);
    t.f.ctx.actor = &t.subject;
    t.subject.subject_id = t.person.subject_id;
    REFUSED(authorisation_revoke(&t.f.ctx, t.person.subject_id, id, " "), ERR_REASON_MISSING);
    t.subject.subject_id = t.company.subject_id;
    REFUSED(authorisation_revoke(&t.f.ctx, t.person.subject_id, id, "不再需要"), ERR_NOT_FOUND);
    t.subject.subject_id = t.person.subject_id;
    MUST(&t.f, authorisation_revoke(&t.f.ctx, t.person.subject_id, id, "不再需要"));
    t.f.ctx.actor = &t.agency;
    REFUSED(ASK(&t, &q, &a), ERR_AUTHORISATION_INVALID);
    q.subject.authorisation_id = authorise(&t, &t.person, "贷款审批", 0);
    MUST(&t.f, ASK(&t, &q, &a));
    fixture_day(&t.f, 2027, 1, 1);
    REFUSED(ASK(&t, &q, &a), ERR_AUTHORISATION_INVALID);
    asked_close(&t);
}

/* ---- nothing of a person to the public, ever */

static void test_public_sees_no_person(void **state) {
    struct asked t;
    struct query_answer a;
    struct search_result found;
    int64_t look;
    (void)state;
    asked_open(&t, "cangzhou");
    asked_record(&t, &t.person, "licence_person", DATE_NONE, "许可");
    asked_record(&t, &t.company, "licence_organisation", DATE_NONE, "许可");
    t.f.ctx.actor = &t.nobody;
    struct query q = {.route = "query.open",
                      .open = true,
                      .subject = {.kind = W_SUBJECT_PERSON, .number = t.person.number.number}};
    REFUSED(ASK(&t, &q, &a), ERR_QUERY_NOT_ENTITLED);
    assert_string_equal(t.f.ctx.failure.clause, "CZ-163");
    q.subject.number = asked_resident(t.f.arena, 500); /* nobody: the same */
    REFUSED(ASK(&t, &q, &a), ERR_QUERY_NOT_ENTITLED);
    q.subject.kind = W_SUBJECT_ORGANISATION;
    q.subject.number = t.company.number.number;
    MUST(&t.f, ASK(&t, &q, &a));
    assert_int_equal(a.n_records, 1);
    assert_null(strstr(asked_json(&t, &a), asked_resident(t.f.arena, 777)));
    /* the public's own question needs no purpose, but is logged */
    MUST(&t.f, names_search(&t.f.ctx, "query.search", "张三", &found, &look));
    assert_int_equal(found.n, 0);
    MUST(&t.f, names_search(&t.f.ctx, "query.search", "鼎恒", &found, &look));
    assert_int_equal(found.n, 1);
    /* a query that is not open is nobody's */
    q.open = false;
    REFUSED(ASK(&t, &q, &a), ERR_FORBIDDEN);
    asked_close(&t);
}

static void test_search_shows_only_what_is_open(void **state) {
    struct asked t;
    struct search_result found;
    int64_t look;
    (void)state;
    asked_open(&t, "cangzhou");
    MUST(&t.f, names_search(&t.f.ctx, "query.search", "鼎恒", &found, &look));
    assert_int_equal(found.n, 0); /* nothing is recorded about it */
    t.f.ctx.actor = &t.operator_;
    MUST(&t.f, names_search(&t.f.ctx, "query.search", "鼎恒", &found, &look));
    assert_int_equal(found.n, 1);
    REFUSED(names_search(&t.f.ctx, "query.search", "", &found, &look), ERR_SEARCH_TEXT);
    asked_close(&t);
}

/* ---- time */

static void test_five_years(void **state) {
    static const struct {
        int year, month, day;
        bool agency, public, by_authorisation;
    } rows[] = {
        {2026, 11, 22, true, true, true},
        {2031, 2, 28, true, true, true},
        {2031, 3, 1, false, false, true},
    };
    struct asked t;
    struct query_answer a;
    (void)state;
    asked_open(&t, "cangzhou");
    /* conduct ended 2026-02-28: disclosed through 2031-02-28 (AM-02) */
    asked_record(&t, &t.company, "penalty_organisation", date_make(2026, 2, 28), "罚款");
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        fixture_day(&t.f, rows[i].year, rows[i].month, rows[i].day);
        t.f.ctx.actor = &t.agency;
        struct query q = asked_query(&t.company);
        enum err e = ASK(&t, &q, &a);
        ROW_INT(i, e == OK && a.n_records == 1, rows[i].agency);
        q.open = true;
        t.f.ctx.actor = &t.nobody;
        e = ASK(&t, &q, &a);
        ROW_INT(i, e == OK && a.n_records == 1, rows[i].public);
        t.f.ctx.actor = &t.agency;
        q.open = false;
        struct query_subject s = {
            .kind = t.company.kind, .number = t.company.number.number, .name = t.company.name};
        struct authorisation in = {.unit_id = AGENCY,
                                   .jurisdiction = "cangzhou",
                                   .purpose = "行政处罚",
                                   .from = clock_today(t.f.ctx.clock),
                                   .to = date_add_days(clock_today(t.f.ctx.clock), 1),
                                   .evidence_id = evidence(&t)};
        MUST(&t.f, authorisation_register(&t.f.ctx, &s, &in));
        q.subject.authorisation_id = in.authorisation_id;
        e = ASK(&t, &q, &a);
        ROW_INT(i, e == OK && a.n_records == 1, rows[i].by_authorisation);
    }
    asked_close(&t);
}

/* ---- clear view */

static void test_clear_view(void **state) {
    struct asked t;
    struct query_answer a;
    struct look_row *looks;
    (void)state;
    asked_open(&t, "cangzhou");
    asked_record(&t, &t.person, "licence_person", DATE_NONE, "身份证37990119850607777X");
    t.f.ctx.actor = &t.agency;
    struct query q = asked_query(&t.person);
    q.purpose = "贷款审批";
    q.subject.authorisation_id = authorise(&t, &t.person, "贷款审批", 0);
    q.clear = true;
    REFUSED(ASK(&t, &q, &a), ERR_REASON_MISSING);
    q.reason = "核对身份";
    MUST(&t.f, ASK(&t, &q, &a));
    const char *json = asked_json(&t, &a);
    assert_non_null(strstr(json, t.person.number.number));
    assert_null(strstr(json, "37990119850607777X")); /* free text never */
    assert_true(asked_looks(&t, t.person.subject_id, &looks) >= 1);
    assert_string_equal(looks[0].view, "clear");
    assert_string_equal(looks[0].reason, "核对身份");
    t.agency.role = ROLE_PROVIDER_CLERK;
    REFUSED(ASK(&t, &q, &a), ERR_FORBIDDEN);
    asked_close(&t);
}

/* ---- lists */

static void test_list_is_itemised(void **state) {
    struct asked t;
    struct query_answer a[3];
    struct look_row *looks;
    (void)state;
    asked_open(&t, "cangzhou");
    asked_record(&t, &t.company, "licence_organisation", DATE_NONE, "许可");
    struct query q = asked_query(&t.company);
    struct query_subject list[] = {
        {.kind = W_SUBJECT_ORGANISATION, .number = t.company.number.number},
        {.kind = W_SUBJECT_PERSON, .number = t.person.number.number},
        {.kind = W_SUBJECT_ORGANISATION, .number = "91130902PDY000019X"},
    };
    q.batch = true;
    REFUSED(query_list(&t.f.ctx, &q, list, 3, a), ERR_QUERY_BATCH); /* no port for organs */
    assert_string_equal(t.f.ctx.failure.clause, "CZ-91");
    t.f.ctx.actor = &t.agency;
    MUST(&t.f, query_list(&t.f.ctx, &q, list, 3, a));
    assert_int_equal(a[0].refused, OK);
    assert_int_equal(a[0].n_records, 1);
    assert_string_equal(err_code(a[1].refused), "query.not_entitled");
    assert_string_equal(a[1].failure.clause, "CZ-76");
    assert_string_equal(err_code(a[2].refused), "idno.check_char");
    assert_int_equal(asked_looks(&t, 0, &looks), 4);
    asked_close(&t);
}

/* ---- exports */

static void test_export_bears_its_marks(void **state) {
    struct asked t;
    struct query_answer a;
    struct look_row *looks;
    struct buf b;
    (void)state;
    asked_open(&t, "cangzhou");
    asked_record(&t, &t.company, "commendation_organisation", DATE_NONE, "表彰");
    asked_record(&t, &t.person, "licence_person", DATE_NONE, "许可");
    struct query q = asked_query(&t.company);
    q.exports = true;
    REFUSED(ASK(&t, &q, &a), ERR_EXPORT_RECIPIENT);
    q.recipient = t.organ.unit_name;
    MUST(&t.f, ASK(&t, &q, &a));
    buf_init(&b, 1 << 20);
    shown_csv(&t.f.ctx, &q, &a, &b);
    const char *text = buf_finish(&b).p;
    char at[INSTANT_TEXT];
    instant_format(a.at, at);
    assert_non_null(strstr(text, t.organ.unit_name));
    assert_non_null(strstr(text, "行政处罚"));
    assert_non_null(strstr(text, at));
    buf_free(&b);
    assert_true(asked_looks(&t, t.company.subject_id, &looks) == 1);
    assert_string_equal(looks[0].outcome, "exported");
    assert_string_equal(looks[0].recipient, t.organ.unit_name);

    /* to a third party only with the subject's own consent to that */
    q = asked_query(&t.person);
    q.exports = true;
    q.recipient = "虚构第三方公司";
    REFUSED(ASK(&t, &q, &a), ERR_ONWARD_CONSENT);
    struct consent c = {.kind = CONSENT_ONWARD,
                        .subject_id = t.person.subject_id,
                        .unit_id = ORGAN,
                        .jurisdiction = "cangzhou",
                        .onward_to = "虚构第三方公司",
                        .state = CONSENT_GIVEN};
    MUST(&t.f, consent_register(&t.f.ctx, NULL, &c));
    MUST(&t.f, ASK(&t, &q, &a));
    MUST(&t.f, consent_withdraw(&t.f.ctx, t.person.subject_id, c.consent_id, NULL));
    REFUSED(ASK(&t, &q, &a), ERR_ONWARD_CONSENT);
    asked_close(&t);
}

/* ---- the log cannot be written: no answer */

static void test_no_answer_without_a_look(void **state) {
    struct asked t;
    struct query_answer a;
    (void)state;
    asked_open(&t, "cangzhou");
    asked_record(&t, &t.company, "licence_organisation", DATE_NONE, "许可");
    struct query q = asked_query(&t.company);
    MUST(&t.f, ASK(&t, &q, &a));
    db_fault_set(t.f.ctx.db, "write:1:error");
    assert_int_not_equal(ASK(&t, &q, &a), OK);
    assert_int_equal(db_fault_fired(t.f.ctx.db), 1);
    MUST(&t.f, ASK(&t, &q, &a));
    asked_close(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_answer_one_look),
        cmocka_unit_test(test_existence_is_not_told),
        cmocka_unit_test(test_operator_is_told),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_unregistered_unit),
        cmocka_unit_test(test_machine_names_its_person),
        cmocka_unit_test(test_person_needs_written_authorisation),
        cmocka_unit_test(test_registering_needs_evidence),
        cmocka_unit_test(test_limited_uses),
        cmocka_unit_test(test_revoked_and_ended),
        cmocka_unit_test(test_public_sees_no_person),
        cmocka_unit_test(test_search_shows_only_what_is_open),
        cmocka_unit_test(test_five_years),
        cmocka_unit_test(test_clear_view),
        cmocka_unit_test(test_list_is_itemised),
        cmocka_unit_test(test_export_bears_its_marks),
        cmocka_unit_test(test_no_answer_without_a_look),
    };
    return RUN(tests);
}
