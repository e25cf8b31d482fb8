#include "engine.h"

#include "asked.h"

#include "base/file.h"
#include "disclosure/denied.h"

#define ASK(t, q, a) query_one(&(t)->f.ctx, (q), (a))

static int64_t evidence(struct asked *t, const char *text) {
    struct evidence v;
    MUST(&t->f, evidence_store(&t->f.ctx, str_of(text), &v));
    return v.evidence_id;
}

/* ---- evidence lies sealed and is held against its digest */

static void test_evidence(void **state) {
    struct asked t;
    struct evidence v, same, read;
    struct str content;
    (void)state;
    asked_open(&t, "cangzhou");
    MUST(&t.f, evidence_store(&t.f.ctx, STR_LIT("本人同意"), &v));
    assert_string_equal(v.type, "text/plain");
    MUST(&t.f, evidence_store(&t.f.ctx, STR_LIT("本人同意"), &same));
    assert_true(same.evidence_id == v.evidence_id);
    READING(&t.f, s) MUST(&t.f, evidence_read(&t.f.ctx, s, v.evidence_id, &read));
    MUST(&t.f, evidence_open(&t.f.ctx, &read, &content));
    assert_true(str_is(content, "本人同意"));
    char *path =
        arena_printf(t.f.arena, "%s/files/evidence-%lld", t.f.dir, (long long)v.evidence_id);
    struct str raw;
    assert_int_equal(file_read(t.f.arena, path, 4096, &raw), OK);
    assert_true(str_find_str(raw, STR_LIT("同意")) == SIZE_MAX);
    ((char *)(uintptr_t)raw.p)[raw.n - 1] ^= 1;
    assert_int_equal(file_write(path, raw, 0600), OK);
    REFUSED(evidence_open(&t.f.ctx, &read, &content), ERR_CRYPTO);
    /* a file that never got its row is swept, those with a row stay */
    char *lost =
        arena_printf(t.f.arena, "%s/files/evidence-%lld", t.f.dir, (long long)(v.evidence_id + 1));
    assert_int_equal(file_write(lost, raw, 0600), OK);
    MUST(&t.f, evidence_sweep(&t.f.ctx));
    assert_true(file_exists(lost)); /* it may be on its way */
    fixture_day(&t.f, 2026, 11, 23);
    MUST(&t.f, evidence_sweep(&t.f.ctx));
    assert_false(file_exists(lost));
    assert_true(file_exists(path));
    REFUSED(evidence_store(&t.f.ctx, (struct str){"", 0}, &v), ERR_EVIDENCE_EMPTY);
    REFUSED(evidence_store(&t.f.ctx, STR_LIT("\xFF\xFE\x01"), &v), ERR_EVIDENCE_TYPE);
    asked_close(&t);
}

/* ---- consent is a record of its own; withdrawing it ends the use at once */

static struct consent collection(struct asked *t) {
    return (struct consent){.kind = CONSENT_COLLECTION,
                            .subject_id = t->person.subject_id,
                            .unit_id = PROVIDER,
                            .jurisdiction = "cangzhou",
                            .item = "licence_person",
                            .data_class = "income",
                            .state = CONSENT_GIVEN};
}

/* A class of the pack that may be collected on notice and written consent. */
static const char *conditional_class(const struct policy *p) {
    for (size_t i = 0; i < p->nprohibitions; i++)
        if (!p->prohibitions[i].absolute) return p->prohibitions[i].id;
    fail_msg("%s", "no conditional class");
    return NULL;
}

static void test_consent_needs_its_evidence(void **state) {
    struct asked t;
    struct consent_evidence found;
    (void)state;
    asked_open(&t, "cangzhou");
    t.f.ctx.actor = &t.f.clerk;
    struct consent c = collection(&t);
    c.data_class = conditional_class(t.f.policy);
    REFUSED(consent_register(&t.f.ctx, NULL, &c), ERR_EVIDENCE_MISSING);
    assert_string_equal(t.f.ctx.failure.field, "notice_evidence");
    c.notice_evidence = evidence(&t, "已告知不利后果");
    REFUSED(consent_register(&t.f.ctx, NULL, &c), ERR_EVIDENCE_MISSING);
    assert_string_equal(t.f.ctx.failure.field, "written_evidence");
    c.written_evidence = evidence(&t, "书面同意");
    READING(&t.f, s)
    MUST(&t.f, consent_on_file(&t.f.ctx, s, t.person.subject_id, PROVIDER, "licence_person",
                               c.data_class, &found));
    assert_true(!found.consent_id && !found.notice && !found.written);
    MUST(&t.f, consent_register(&t.f.ctx, NULL, &c));
    READING(&t.f, s)
    MUST(&t.f, consent_on_file(&t.f.ctx, s, t.person.subject_id, PROVIDER, "licence_person",
                               c.data_class, &found));
    assert_true(found.consent_id == c.consent_id && found.notice && found.written);
    /* a class that is always refused cannot be agreed to */
    for (size_t i = 0; i < t.f.policy->nprohibitions; i++)
        if (t.f.policy->prohibitions[i].absolute) c.data_class = t.f.policy->prohibitions[i].id;
    REFUSED(consent_register(&t.f.ctx, NULL, &c), ERR_CONSENT_CONTENT);
    t.f.clerk.unit_id = 999;
    c.data_class = conditional_class(t.f.policy);
    REFUSED(consent_register(&t.f.ctx, NULL, &c), ERR_FORBIDDEN);
    asked_close(&t);
}

static void test_withdrawal_ends_use(void **state) {
    struct asked t;
    struct query_answer a;
    struct outbox_entry *told;
    size_t n;
    (void)state;
    asked_open(&t, "cangzhou");
    t.f.ctx.actor = &t.f.clerk;
    int64_t id = asked_record(&t, &t.person, "licence_person", DATE_NONE, "许可");
    asked_record(&t, &t.person, "registration_person", DATE_NONE, "登记");
    struct consent c = collection(&t);
    c.data_class = conditional_class(t.f.policy);
    c.notice_evidence = evidence(&t, "已告知不利后果");
    c.written_evidence = evidence(&t, "书面同意");
    MUST(&t.f, consent_register(&t.f.ctx, NULL, &c));
    t.f.ctx.actor = &t.organ;
    struct query q = asked_query(&t.person);
    MUST(&t.f, ASK(&t, &q, &a));
    size_t before = a.n_records;
    t.subject.subject_id = t.person.subject_id;
    t.f.ctx.actor = &t.subject;
    MUST(&t.f, consent_withdraw(&t.f.ctx, t.person.subject_id, c.consent_id, NULL));
    REFUSED(consent_withdraw(&t.f.ctx, t.person.subject_id, c.consent_id, NULL), ERR_CONSENT_STATE);
    READING(&t.f, s)
    MUST(&t.f, outbox_waiting(&t.f.ctx, s, clock_now(t.f.ctx.clock), 10, &told, &n));
    bool opened = false;
    for (size_t i = 0; i < n; i++)
        opened |= !strcmp(told[i].topic, "consent.withdrawn") && told[i].object_id == id;
    assert_true(opened);
    t.f.ctx.actor = &t.operator_;
    MUST(&t.f, ASK(&t, &q, &a));
    for (size_t i = 0; i < a.n_records; i++)
        assert_true(a.records[i].record->id != id);
    assert_true(before == 0 || a.n_records >= 1); /* nothing else is blocked */
    asked_close(&t);
}

/* A refusal is only a record: nothing else asks for it. */
static void test_refusal_blocks_nothing(void **state) {
    struct asked t;
    struct query_answer a;
    (void)state;
    asked_open(&t, "heihe");
    asked_record(&t, &t.person, "licence_person", DATE_NONE, "许可");
    t.subject.subject_id = t.person.subject_id;
    t.f.ctx.actor = &t.subject;
    struct consent c = collection(&t);
    c.jurisdiction = "heihe";
    c.data_class = "anything";
    c.state = CONSENT_REFUSED;
    MUST(&t.f, consent_register(&t.f.ctx, NULL, &c));
    struct self_visit v = {.route = "me.records",
                           .subject_id = t.person.subject_id,
                           .kind = W_SUBJECT_PERSON,
                           .at_window = true,
                           .identified = {.originals = "身份证", .real_name = true}};
    MUST(&t.f, self_records(&t.f.ctx, &v, &a));
    assert_int_equal(a.n_records, 1);
    assert_true(a.free); /* HH-42 */
    asked_close(&t);
}

/* ---- the subject's own view */

static void test_own_view(void **state) {
    struct asked t;
    struct query_answer a;
    struct look_row *rows;
    struct self_visit v;
    size_t n;
    int64_t user;
    const char *password;
    (void)state;
    asked_open(&t, "cangzhou");
    asked_record(&t, &t.person, "licence_person", DATE_NONE, "许可");
    struct query q = asked_query(&t.person);
    MUST(&t.f, ASK(&t, &q, &a));
    int64_t organ_look = a.look_id;

    /* not identified: refused with the clause */
    t.subject.subject_id = t.person.subject_id;
    t.f.ctx.actor = &t.subject;
    MUST(&t.f, self_of_account(&t.f.ctx, "me.records", &v));
    REFUSED(self_records(&t.f.ctx, &v, &a), ERR_QUERY_NOT_ENTITLED);
    assert_string_equal(t.f.ctx.failure.clause, "CZ-77");

    t.f.ctx.actor = &t.window;
    struct query_subject who = {
        .kind = W_SUBJECT_PERSON, .number = t.person.number.number, .name = t.person.name};
    struct identity_check check = {.originals = NULL};
    REFUSED(identity_open_account(&t.f.ctx, &who, "zhangsan", &check, &user, &password),
            ERR_IDENTITY_PROOF);
    assert_string_equal(t.f.ctx.failure.clause, "CZ-77");
    check.originals = "居民身份证原件";
    who.name = "虚构王五";
    REFUSED(identity_open_account(&t.f.ctx, &who, "zhangsan", &check, &user, &password),
            ERR_SUBJECT_NAME);
    who.name = t.person.name;
    MUST(&t.f, identity_open_account(&t.f.ctx, &who, "zhangsan", &check, &user, &password));

    t.f.ctx.actor = &t.subject;
    MUST(&t.f, self_records(&t.f.ctx, &v, &a));
    assert_int_equal(a.n_records, 1);
    assert_true(a.tells && a.known);
    const char *json = asked_json(&t, &a);
    assert_non_null(strstr(json, t.person.name)); /* the own name stands in clear */
    assert_non_null(strstr(json, "\"changes\""));

    MUST(&t.f, self_looks(&t.f.ctx, &v, 0, 50, &rows, &n));
    bool seen = false;
    for (size_t i = 0; i < n; i++) {
        seen |= rows[i].look_id == organ_look;
        if (rows[i].look_id != organ_look) continue;
        assert_string_equal(rows[i].unit, t.organ.unit_name);
        assert_string_equal(rows[i].purpose, "行政处罚");
    }
    assert_true(seen);
    /* somebody else's account sees nothing of it */
    t.subject.subject_id = t.company.subject_id;
    MUST(&t.f, self_of_account(&t.f.ctx, "me.records", &v));
    REFUSED(self_records(&t.f.ctx, &v, &a), ERR_QUERY_NOT_ENTITLED);
    assert_string_equal(t.f.ctx.failure.clause, "CZ-79");
    t.f.ctx.actor = &t.organ;
    REFUSED(self_of_account(&t.f.ctx, "me.records", &v), ERR_FORBIDDEN);
    asked_close(&t);
}

static void test_window_view(void **state) {
    struct asked t;
    struct query_answer a;
    struct look_row *rows;
    struct self_visit v;
    (void)state;
    asked_open(&t, "cangzhou");
    asked_record(&t, &t.company, "licence_organisation", DATE_NONE, "许可");
    t.f.ctx.actor = &t.window;
    struct query_subject who = {
        .kind = W_SUBJECT_ORGANISATION, .number = t.company.number.number, .name = t.company.name};
    struct identity_check check = {.originals = "经办人身份证原件"};
    REFUSED(self_at_window(&t.f.ctx, "window.records", &who, &check, &v), ERR_IDENTITY_PROOF);
    assert_string_equal(t.f.ctx.failure.field, "proof");
    check.evidence_id = evidence(&t, "本单位书面证明");
    MUST(&t.f, self_at_window(&t.f.ctx, "window.records", &who, &check, &v));
    MUST(&t.f, self_records(&t.f.ctx, &v, &a));
    assert_int_equal(a.n_records, 1);
    assert_int_equal(asked_looks(&t, t.company.subject_id, &rows), 1);
    assert_string_equal(rows[0].channel, "window");
    assert_string_equal(rows[0].reference, "经办人身份证原件");
    assert_string_equal(rows[0].basis, "self");
    asked_close(&t);
}

/* ---- a look withheld for a time, shown afterwards */

static bool is_shown(struct asked *t, int64_t look_id, struct look_row *row_r) {
    struct look_row *rows;
    size_t n;
    MUST(&t->f, look_list_subject(&t->f.ctx, t->company.subject_id, 0, 50, &rows, &n));
    for (size_t i = 0; i < n; i++)
        if (rows[i].look_id == look_id) {
            *row_r = rows[i];
            return true;
        }
    return false;
}

static void test_withheld_for_a_time(void **state) {
    struct asked t;
    struct query_answer a;
    struct look_row row;
    size_t n;
    (void)state;
    asked_open(&t, "cangzhou");
    struct query q = asked_query(&t.company);
    MUST(&t.f, ASK(&t, &q, &a));
    struct date until = date_make(2027, 2, 1);
    t.f.ctx.actor = &t.f.first;
    REFUSED(withhold_propose(&t.f.ctx, a.look_id, until, "", W_RANK_LAW), ERR_LOOK_WITHHOLD);
    REFUSED(withhold_propose(&t.f.ctx, a.look_id, until, "某规章", W_RANK_RULE), ERR_LOOK_WITHHOLD);
    assert_string_equal(t.f.ctx.failure.field, "rank");
    REFUSED(
        withhold_propose(&t.f.ctx, a.look_id, date_make(2026, 11, 21), "某法第一条", W_RANK_LAW),
        ERR_LOOK_WITHHOLD);
    REFUSED(withhold_propose(&t.f.ctx, 12345, until, "某法第一条", W_RANK_LAW), ERR_LOOK_UNKNOWN);
    REFUSED(withhold_confirm(&t.f.ctx, a.look_id), ERR_LOOK_UNKNOWN);
    MUST(&t.f, withhold_propose(&t.f.ctx, a.look_id, until, "某法第一条", W_RANK_LAW));
    assert_true(is_shown(&t, a.look_id, &row)); /* one person hides nothing */
    REFUSED(withhold_confirm(&t.f.ctx, a.look_id), ERR_SECOND_PERSON);
    t.f.ctx.actor = &t.f.second;
    MUST(&t.f, withhold_confirm(&t.f.ctx, a.look_id));
    assert_false(is_shown(&t, a.look_id, &row));
    fixture_day(&t.f, 2027, 2, 1);
    assert_false(is_shown(&t, a.look_id, &row));
    MUST(&t.f, withhold_end_due(&t.f.ctx, &n));
    assert_int_equal(n, 0);
    fixture_day(&t.f, 2027, 2, 2);
    assert_true(is_shown(&t, a.look_id, &row));
    assert_int_equal(row.withheld_until.day, until.day);
    MUST(&t.f, withhold_end_due(&t.f.ctx, &n));
    assert_int_equal(n, 1);
    MUST(&t.f, withhold_end_due(&t.f.ctx, &n));
    assert_int_equal(n, 0);
    asked_close(&t);
}

static void test_misuse_and_denied(void **state) {
    struct asked t;
    struct query_answer a;
    struct misuse *list;
    struct look_row *rows;
    size_t n;
    int64_t id;
    (void)state;
    asked_open(&t, "cangzhou");
    struct query q = asked_query(&t.company);
    MUST(&t.f, ASK(&t, &q, &a));
    t.f.ctx.actor = &t.operator_;
    REFUSED(misuse_record(&t.f.ctx, a.look_id, "用于营销", "第四十一条", &id), ERR_INPUT_FORM);
    REFUSED(misuse_record(&t.f.ctx, a.look_id, " ", "CZ-159", &id), ERR_REASON_MISSING);
    REFUSED(misuse_record(&t.f.ctx, 77, "用于营销", "CZ-159", &id), ERR_LOOK_UNKNOWN);
    MUST(&t.f, misuse_record(&t.f.ctx, a.look_id, "用于营销", "CZ-159", &id));
    MUST(&t.f, misuse_list(&t.f.ctx, ORGAN, 0, 10, &list, &n));
    assert_int_equal(n, 1);
    assert_true(list[0].look_id == a.look_id && list[0].user_id == t.organ.user_id);
    MUST(&t.f, denied_attempt(&t.f.ctx, "account.list", ERR_FORBIDDEN));
    assert_int_equal(asked_looks(&t, 0, &rows), 2);
    assert_string_equal(rows[0].outcome, "denied");
    assert_string_equal(rows[0].route, "account.list");
    asked_close(&t);
}

/* ---- retention: only whole months, only when everything in them is past its term */

static bool is_over(struct asked *t, struct date month) {
    bool over;
    MUST(&t->f, retention_is_over(&t->f.ctx, month, &over));
    return over;
}

static void test_retention(void **state) {
    struct asked t;
    struct query_answer a;
    struct date *months;
    size_t n;
    bool more;
    (void)state;
    asked_open(&t, "cangzhou");
    struct query open = {
        .route = "query.open",
        .open = true,
        .subject = {.kind = W_SUBJECT_ORGANISATION, .number = t.company.number.number}};
    t.f.ctx.actor = &t.nobody;
    MUST(&t.f, ASK(&t, &open, &a)); /* November: the public only */
    fixture_day(&t.f, 2026, 12, 5);
    MUST(&t.f, ASK(&t, &open, &a));
    t.f.ctx.actor = &t.organ;
    struct query q = asked_query(&t.company);
    MUST(&t.f, ASK(&t, &q, &a)); /* December: a unit's too, kept without end (CZ-88) */
    assert_false(is_over(&t, date_make(2026, 12, 1)));
    fixture_day(&t.f, 2029, 11, 22);
    assert_false(is_over(&t, date_make(2026, 11, 1)));
    fixture_day(&t.f, 2029, 11, 23); /* three years from the last entry's day (CZ-84) */
    assert_true(is_over(&t, date_make(2026, 11, 1)));
    assert_false(is_over(&t, date_make(2026, 12, 1)));
    fixture_day(&t.f, 2060, 1, 1);
    assert_false(is_over(&t, date_make(2026, 12, 1)));
    struct actor time_itself = actor_system;
    t.f.ctx.actor = &time_itself;
    MUST(&t.f, retention_run(&t.f.ctx, &more));
    assert_true(more);
    MUST(&t.f, retention_run(&t.f.ctx, &more));
    assert_false(more);
    MUST(&t.f, db_looks_months(&t.f.ctx, t.f.arena, &months, &n));
    assert_int_equal(n, 1);
    assert_int_equal(months[0].day, date_make(2026, 12, 1).day);
    asked_close(&t);
}

/* ---- after an adoption: the stricter counts, then ranges are derived anew */

static enum err rewrite_ranges(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    enum err e = record_set_ranges(ctx, d, s, arg, 1);
    struct leaf leaf = actor_leaf(ctx, EV_POLICY_RANGES_DERIVED);
    if (e == OK) door_leaf(d, &leaf);
    return e;
}

static void test_stale_ranges(void **state) {
    struct asked t;
    struct query_answer a;
    bool more;
    (void)state;
    asked_open(&t, "cangzhou");
    int64_t id = asked_record(&t, &t.company, "licence_organisation", DATE_NONE, "许可");
    struct query q = asked_query(&t.company);
    MUST(&t.f, ASK(&t, &q, &a));
    assert_int_equal(a.n_records, 1);
    struct record_rerange stale = {.subject_id = t.company.subject_id,
                                   .record_id = id,
                                   .ranges = {.open_from = DATE_NONE,
                                              .open_to = DATE_NONE,
                                              .shared_from = DATE_NONE,
                                              .shared_to = DATE_NONE,
                                              .auth_from = DATE_NONE,
                                              .auth_to = DATE_NONE,
                                              .label = "cangzhou@000000000000"}};
    MUST(&t.f, door_run(&t.f.ctx, "test.rerange", DB_PEOPLE, rewrite_ranges, &stale));
    MUST(&t.f, ASK(&t, &q, &a));
    assert_int_equal(a.n_records, 0); /* hidden, and no fault of ours */
    assert_int_equal(atomic_load(&t.f.app.counts.disagreements), 0);
    struct actor time_itself = actor_system;
    t.f.ctx.actor = &time_itself;
    MUST(&t.f, rerange_run(&t.f.ctx, &more));
    t.f.ctx.actor = &t.organ;
    MUST(&t.f, ASK(&t, &q, &a));
    assert_int_equal(a.n_records, 1);
    /* under the present label a disagreement is a fault: hidden and counted */
    stale.ranges.label = t.f.policy->edition;
    MUST(&t.f, door_run(&t.f.ctx, "test.rerange", DB_PEOPLE, rewrite_ranges, &stale));
    log_set_level(LOG_ERROR);
    MUST(&t.f, ASK(&t, &q, &a));
    assert_int_equal(a.n_records, 0);
    assert_int_equal(atomic_load(&t.f.app.counts.disagreements), 1);
    asked_close(&t);
}

/* ---- what changes while an answer is being made is in the answer */

struct meddling_clock {
    struct clock clock;
    struct instant at;
    struct asked *t;
    int64_t record_id;
    int countdown;
    bool fired;
};
static enum err withdraw_it(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct meddling_clock *m = arg;
    static const char *const basis[] = {"default"};
    struct record_seen seen = {m->t->company.subject_id, m->record_id, 0};
    struct record_because why = {
        .reason = RECORD_CORRECTION, .text = "测试", .basis = basis, .n_basis = 1};
    struct record_ranges none = {.open_from = DATE_NONE,
                                 .open_to = DATE_NONE,
                                 .shared_from = DATE_NONE,
                                 .shared_to = DATE_NONE,
                                 .auth_from = DATE_NONE,
                                 .auth_to = DATE_NONE,
                                 .label = m->t->f.policy->edition};
    return record_set_state(ctx, d, s, &seen, &why, RECORD_WITHDRAWN, &none);
}

static struct instant meddle(const struct clock *c) {
    struct meddling_clock *m = (struct meddling_clock *)(uintptr_t)c;
    if (m->countdown && !--m->countdown && !db_stats(m->t->f.ctx.db, DB_FACTS).sessions_open) {
        struct clock_fixed still = clock_fixed_at(m->at);
        struct ctx other = m->t->f.ctx;
        other.arena = arena_new();
        other.clock = &still.clock;
        other.actor = &m->t->f.clerk;
        m->fired = true;
        assert_int_equal(door_run(&other, "test.meddle", DB_PEOPLE, withdraw_it, m), OK);
        arena_free(&other.arena);
    }
    return m->at;
}

static void test_changed_meanwhile(void **state) {
    int fired = 0;
    (void)state;
    for (int n = 1; n <= 10; n++) {
        struct asked t;
        struct query_answer a;
        asked_open(&t, "cangzhou");
        struct meddling_clock m = {
            .clock = {.now = meddle}, .at = clock_now(t.f.ctx.clock), .t = &t, .countdown = n};
        m.record_id = asked_record(&t, &t.company, "licence_organisation", DATE_NONE, "许可");
        struct query q = asked_query(&t.company);
        t.f.ctx.clock = &m.clock;
        MUST(&t.f, ASK(&t, &q, &a));
        if (m.fired) ROW_INT(n, a.n_records, 0);
        fired += m.fired;
        t.f.ctx.clock = &t.f.clock.clock;
        asked_close(&t);
    }
    assert_true(fired >= 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_evidence),
        cmocka_unit_test(test_consent_needs_its_evidence),
        cmocka_unit_test(test_withdrawal_ends_use),
        cmocka_unit_test(test_refusal_blocks_nothing),
        cmocka_unit_test(test_own_view),
        cmocka_unit_test(test_window_view),
        cmocka_unit_test(test_withheld_for_a_time),
        cmocka_unit_test(test_misuse_and_denied),
        cmocka_unit_test(test_retention),
        cmocka_unit_test(test_stale_ranges),
        cmocka_unit_test(test_changed_meanwhile),
    };
    return RUN(tests);
}
