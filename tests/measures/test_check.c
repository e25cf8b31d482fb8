/* The check at the point of use, the register and what rests on it, on both databases. */
#include "engine.h"

#include "bed.h"

#include "measures/check.h"

struct check_bed {
    struct asked t;
    int64_t unit; /* of the executing unit: f.clerk's */
    int64_t record_id;
    struct measure measure;
};

static struct query_subject whom(const struct subject_claim *c) {
    return (struct query_subject){.kind = c->kind,
                                  .document = c->number.document,
                                  .number = c->number.number,
                                  .name = c->name};
}

static void open_bed(struct check_bed *b, const char *place) {
    struct asked *t = &b->t;
    asked_open(t, place);
    MUST(&t->f, unit_found(&t->f.ctx, place, "虚构执行局", "130900", &b->unit));
    t->f.clerk.unit_id = b->unit;
    t->f.clerk.unit_terms = true;
    t->f.ctx.actor = &t->f.clerk;
    b->record_id =
        asked_record(t, &t->company, "penalty_organisation", date_make(2026, 1, 1), "处罚");
    b->measure = (struct measure){.type = "joint_punishment",
                                  .name = "限制准入",
                                  .content = "限制准入",
                                  .objects = "失信主体",
                                  .citation = "虚构条例第一条",
                                  .citation_rank = W_RANK_REGULATION,
                                  .from = DATE_NONE,
                                  .to = DATE_NONE};
    MUST(&t->f, measure_register(&t->f.ctx, &b->measure));
}

static int64_t apply(struct check_bed *b) {
    struct query_subject who = whom(&b->t.company);
    struct applied a = {.measure_id = b->measure.measure_id,
                        .target = {W_TARGET_RECORD, 0, b->record_id},
                        .reason = "虚构理由",
                        .from = DATE_NONE,
                        .to = DATE_NONE};
    MUST(&b->t.f, applied_make(&b->t.f.ctx, &who, &a));
    return a.applied_id;
}

static struct query ask(const struct subject_claim *c) {
    return (struct query){.route = "measure.check",
                          .subject = {.kind = c->kind, .number = c->number.number},
                          .purpose = "行政许可"};
}

/* ---- one answer, one look */

static void test_one_answer_one_look(void **state) {
    struct check_bed b;
    struct check_answer a;
    struct look_row *rows;
    (void)state;
    open_bed(&b, "heihe");
    struct asked *t = &b.t;
    int64_t company = t->company.subject_id;
    apply(&b);
    struct query q = ask(&t->company);
    size_t before = asked_looks(t, company, &rows);
    MUST(&t->f, measure_check(&t->f.ctx, &q, &a));
    assert_int_equal(a.n_applying, 1);
    assert_int_equal(asked_looks(t, company, &rows), before + 1);
    assert_int_equal(rows[0].look_id, a.look_id);
    assert_string_equal(rows[0].route, "measure.check");
    assert_non_null(
        strstr(rows[0].content, arena_printf(t->f.arena, "%lld", (long long)b.record_id)));
    q.purpose = NULL; /* a refusal is a look too */
    REFUSED(measure_check(&t->f.ctx, &q, &a), ERR_INPUT_MISSING);
    struct query none = ask(&t->company);
    none.subject.number = asked_uscc(t->f.arena, 999);
    MUST(&t->f, measure_check(&t->f.ctx, &none, &a)); /* nobody: the same answer, nothing in it */
    assert_int_equal(a.n, 0);
    asked_close(t);
}

/* ---- a hold is seen at once, and owned by its case */

static void test_holds(void **state) {
    struct check_bed b;
    struct check_answer a;
    (void)state;
    open_bed(&b, "heihe");
    struct asked *t = &b.t;
    apply(&b);
    struct query q = ask(&t->company);
    struct target r = {W_TARGET_RECORD, t->company.subject_id, b.record_id};
    bed_hold(t, &r, W_MEASURE_PUNISHMENT, 900);
    bed_hold(t, &r, W_MEASURE_PUNISHMENT, 901);
    bed_hold(t, &r, W_MEASURE_INCENTIVE, 902);
    MUST(&t->f, measure_check(&t->f.ctx, &q, &a));
    assert_true(a.n == 1 && a.n_applying == 0);
    assert_int_equal(a.rows[0].standing.is, MEASURE_SUSPENDED);
    assert_string_equal(a.rows[0].standing.clause, "HH-60");
    bed_release(t, &r, 900);
    MUST(&t->f, measure_check(&t->f.ctx, &q, &a));
    assert_int_equal(a.n_applying, 0);
    bed_release(t, &r, 901);
    MUST(&t->f, measure_check(&t->f.ctx, &q, &a));
    assert_int_equal(a.n_applying, 1); /* what holds incentives does not hold it */
    asked_close(t);
}

/* ---- held while the answer is being made: the answer knows */

struct meddling_clock {
    struct clock clock;
    struct instant at;
    struct check_bed *b;
    int countdown;
    bool fired;
};

static struct instant meddle(const struct clock *c) {
    struct meddling_clock *m = (struct meddling_clock *)(uintptr_t)c;
    struct fixture *f = &m->b->t.f;
    if (m->countdown && !--m->countdown && !db_stats(f->ctx.db, DB_FACTS).sessions_open) {
        struct clock_fixed still = clock_fixed_at(m->at);
        struct ctx other = f->ctx;
        struct bed_hold h = {
            .target = {W_TARGET_RECORD, m->b->t.company.subject_id, m->b->record_id},
            .kind = W_MEASURE_PUNISHMENT};
        other.arena = arena_new();
        other.clock = &still.clock;
        m->fired = true;
        h.cause = (struct cause){.case_id = 900,
                                 .jurisdiction = f->policy->place,
                                 .policy_label = f->policy->edition,
                                 .clause = "HH-60",
                                 .day = date_of_instant(m->at)};
        assert_int_equal(door_run(&other, "test.meddle", DB_PEOPLE, bed_hold_step, &h), OK);
        arena_free(&other.arena);
    }
    return m->at;
}

static void test_held_meanwhile(void **state) {
    int fired = 0;
    (void)state;
    for (int n = 1; n <= 10; n++) {
        struct check_bed b;
        struct check_answer a;
        open_bed(&b, "heihe");
        apply(&b);
        struct fixture *f = &b.t.f;
        struct meddling_clock m = {
            .clock = {.now = meddle}, .at = clock_now(f->ctx.clock), .b = &b, .countdown = n};
        struct query q = ask(&b.t.company);
        f->ctx.clock = &m.clock;
        MUST(f, measure_check(&f->ctx, &q, &a));
        if (m.fired) ROW_INT(n, a.n_applying, 0);
        fired += m.fired;
        f->ctx.clock = &f->clock.clock;
        asked_close(&b.t);
    }
    assert_true(fired >= 2);
}

/* ---- who is told of what */

static void test_who_is_told(void **state) {
    struct check_bed b;
    struct check_answer a;
    (void)state;
    open_bed(&b, "heihe");
    struct asked *t = &b.t;
    apply(&b);
    struct query q = ask(&t->company);
    t->f.ctx.actor = &t->organ; /* by the duty of an organ: the item is open to it */
    MUST(&t->f, measure_check(&t->f.ctx, &q, &a));
    assert_int_equal(a.n, 1);
    t->f.ctx.actor = &t->nobody;
    REFUSED(measure_check(&t->f.ctx, &q, &a), ERR_FORBIDDEN);
    t->f.ctx.actor = &t->organ;
    struct query person = ask(&t->person); /* another's: law or agreement, as in every query */
    REFUSED(measure_check(&t->f.ctx, &person, &a), ERR_QUERY_NOT_ENTITLED);
    assert_string_equal(t->f.ctx.failure.clause, "HH-12");
    person.basis = BASIS_LAW;
    person.reference = "虚构法第一条";
    MUST(&t->f, measure_check(&t->f.ctx, &person, &a));
    assert_int_equal(a.n, 0);
    asked_close(t);
}

/* ---- the register */

static void test_the_register(void **state) {
    struct check_bed b;
    struct measure *list;
    size_t n;
    (void)state;
    open_bed(&b, "heihe");
    struct asked *t = &b.t;
    struct measure m = b.measure;
#define WITH(member, value, code)                                                                  \
    m = b.measure;                                                                                 \
    m.member = value;                                                                              \
    REFUSED(measure_register(&t->f.ctx, &m), code)
    WITH(type, "invented", ERR_MEASURE_TYPE);
    WITH(content, " ", ERR_MEASURE_CONTENT);
    WITH(objects, NULL, ERR_MEASURE_CONTENT);
    WITH(citation, "", ERR_CITATION);
    WITH(citation_rank, W_NONE, ERR_CITATION);
    WITH(unit_id, 4711, ERR_MEASURE_CONTENT);
    WITH(linked, true, ERR_MEASURE_LINKED);
    WITH(list_type, "nobodys", ERR_LIST_TYPE);
    WITH(to, date_make(2020, 1, 1), ERR_DATE);
    m = b.measure;
    m.content = "从严限制准入";
    REFUSED(measure_change(&t->f.ctx, b.measure.measure_id, 7, &m), ERR_CONFLICT);
    MUST(&t->f, measure_change(&t->f.ctx, b.measure.measure_id, 1, &m));
    REFUSED(measure_change(&t->f.ctx, b.measure.measure_id, 1, &m), ERR_CONFLICT);
    READING(&t->f, s)
    MUST(&t->f, measure_versions(&t->f.ctx, s, b.measure.measure_id, &list, &n));
    assert_int_equal(n, 2);
    assert_string_equal(list[0].content, "从严限制准入");
    assert_true(list[0].replaced_at.us == 0 && list[1].replaced_at.us > 0);
    t->f.ctx.actor = &t->organ; /* another unit's */
    REFUSED(measure_change(&t->f.ctx, b.measure.measure_id, 2, &m), ERR_NOT_FOUND);
    asked_close(t);
}

/* ---- feedback, and what time ends */

static struct feedback feedback_of(struct check_bed *b, int64_t applied) {
    return (struct feedback){.applied_id = applied,
                             .used_as = FEEDBACK_CONDITION,
                             .applied = true,
                             .act = "不予许可",
                             .reason = "虚构理由",
                             .decided_by = "许可科",
                             .decided = clock_today(b->t.f.ctx.clock)};
}

static void test_feedback(void **state) {
    struct check_bed b;
    bool executed;
    (void)state;
    open_bed(&b, "heihe");
    struct asked *t = &b.t;
    int64_t id = apply(&b);
    struct query_subject who = whom(&t->company);
    struct target r = {W_TARGET_RECORD, t->company.subject_id, b.record_id};
    struct feedback f = feedback_of(&b, id);
    f.applied = false;
    MUST(&t->f, feedback_make(&t->f.ctx, &who, &f));
    READING(&t->f, s) MUST(&t->f, applied_executed(&t->f.ctx, s, &r, &executed));
    assert_false(executed);
    f = feedback_of(&b, id);
    MUST(&t->f, feedback_make(&t->f.ctx, &who, &f));
    assert_string_equal(f.against, "");
    READING(&t->f, s) MUST(&t->f, applied_executed(&t->f.ctx, s, &r, &executed));
    assert_true(executed);
    bed_hold(t, &r, W_MEASURE_PUNISHMENT, 900);
    f = feedback_of(&b, id);
    MUST(&t->f, feedback_make(&t->f.ctx, &who, &f)); /* what happened is not refused */
    assert_string_equal(f.against, "suspended");
    assert_string_equal(f.against_clause, "HH-60");
    f = feedback_of(&b, id);
    f.decided = date_add_days(f.decided, -1); /* before it was held, and before it was applied */
    MUST(&t->f, feedback_make(&t->f.ctx, &who, &f));
    assert_string_equal(f.against, "not_begun");
    f = feedback_of(&b, id);
    t->f.ctx.actor = &t->organ;
    REFUSED(feedback_make(&t->f.ctx, &who, &f), ERR_MEASURE_UNIT);
    asked_close(t);
}

static void test_sweep(void **state) {
    struct check_bed b;
    struct applied *a;
    struct check_answer answer;
    bool more;
    (void)state;
    open_bed(&b, "heihe");
    struct asked *t = &b.t;
    b.measure.to = DATE_NONE;
    int64_t id = apply(&b);
    MUST(&t->f, measures_sweep(&t->f.ctx, &more));
    READING(&t->f, s)
    MUST(&t->f, applied_get(&t->f.ctx, s, t->company.subject_id, id, &a));
    assert_true(date_is_none(a->ended) && !more);
    MUST(&t->f, applied_lift(&t->f.ctx, t->company.subject_id, id, "不再需要"));
    REFUSED(applied_lift(&t->f.ctx, t->company.subject_id, id, "再一次"), ERR_NOT_FOUND);
    struct query q = ask(&t->company);
    MUST(&t->f, measure_check(&t->f.ctx, &q, &answer));
    assert_int_equal(answer.rows[0].standing.is, MEASURE_ENDED);
    struct query_subject who = whom(&t->company);
    struct applied days = {.measure_id = b.measure.measure_id,
                           .target = {W_TARGET_RECORD, 0, b.record_id},
                           .reason = "虚构理由",
                           .from = DATE_NONE,
                           .to = date_make(2026, 11, 25)};
    MUST(&t->f, applied_make(&t->f.ctx, &who, &days));
    fixture_day(&t->f, 2026, 11, 25);
    MUST(&t->f, measures_sweep(&t->f.ctx, &more));
    READING(&t->f, s)
    MUST(&t->f, applied_get(&t->f.ctx, s, t->company.subject_id, days.applied_id, &a));
    assert_true(date_is_none(a->ended));
    fixture_day(&t->f, 2026, 11, 26);
    MUST(&t->f, measures_sweep(&t->f.ctx, &more));
    MUST(&t->f, measures_sweep(&t->f.ctx, &more)); /* again: nothing left */
    READING(&t->f, s)
    MUST(&t->f, applied_get(&t->f.ctx, s, t->company.subject_id, days.applied_id, &a));
    assert_int_equal(date_cmp(a->ended, date_make(2026, 11, 26)), 0);
    asked_close(t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_answer_one_look),
        cmocka_unit_test(test_holds),
        cmocka_unit_test(test_held_meanwhile),
        cmocka_unit_test(test_who_is_told),
        cmocka_unit_test(test_the_register),
        cmocka_unit_test(test_feedback),
        cmocka_unit_test(test_sweep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
