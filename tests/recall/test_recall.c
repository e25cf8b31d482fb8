#include "engine.h"

#include "law/fault.h"
#include "recall/deletion.h"
#include "recall/recall.h"

#define ASKED_MORE_TABLES recall_stmts, recall_find_stmts, deletion_stmts,
#include "../disclosure/asked.h"

#define TELL(t)                                                                                    \
    do {                                                                                           \
        bool more_ = true;                                                                         \
        while (more_)                                                                              \
            MUST(&(t)->f, recall_run(&(t)->f.ctx, &more_));                                        \
    } while (0)

struct opening {
    int64_t subject_id, record_id, case_id;
    const char *change, *more;
    bool limited, delete, at_once;
    const char *label;
};

static enum err open_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct opening *o = arg;
    struct due due;
    struct cause cause = {.case_id = o->case_id,
                          .jurisdiction = ctx->actor->jurisdiction,
                          .policy_label = o->label,
                          .clause = "HH-66",
                          .day = date_of_instant(door_now(d))};
    bool limited = o->limited && recall_limit(ctx, o->label, cause.day, &due);
    if (o->delete)
        return deletion_begin(ctx, d, s, o->subject_id, o->record_id, o->at_once, &cause);
    enum err e = recall_open(ctx, d, s, o->subject_id, o->record_id, o->change,
                             limited ? &due : NULL, &cause);
    if (e == OK && o->more)
        e = recall_open(ctx, d, s, o->subject_id, o->record_id, o->more, NULL, &cause);
    return e;
}

static void change(struct asked *t, struct opening o) {
    const struct actor *before = t->f.ctx.actor;
    t->f.ctx.actor = &t->operator_;
    o.label = t->f.policy->edition;
    MUST(&t->f, door_run(&t->f.ctx, "test.change", DB_PEOPLE, open_step, &o));
    t->f.ctx.actor = before;
}

static size_t ask(struct asked *t, struct actor *who, const struct subject_claim *about) {
    struct query_answer a;
    struct query q = asked_query(about);
    t->f.ctx.actor = who;
    if (!strcmp(t->f.policy->place, "heihe")) q.scene = NULL;
    MUST(&t->f, query_one(&t->f.ctx, &q, &a));
    return a.n_records;
}

static void company_records(struct asked *t) {
    t->open_id = asked_record(t, &t->company, "licence_organisation", DATE_NONE, "许可");
    t->shared_id =
        asked_record(t, &t->company, "penalty_organisation", date_make(2026, 2, 1), "处罚");
}

static size_t receivers(struct asked *t, int64_t record_id, struct recall_row **rows_r) {
    struct recall_filter f = {.subject_id = t->company.subject_id, .record_id = record_id};
    size_t n;
    MUST(&t->f, recall_list(&t->f.ctx, &f, 0, 100, rows_r, &n));
    return n;
}

/* ---- who has received it, over all months; who has not is not told */

static void test_each_receiver_once(void **state) {
    struct asked t;
    struct recall_row *rows;
    struct outbox_entry *told;
    size_t n, pending;
    bool all;
    (void)state;
    asked_open(&t, "cangzhou");
    company_records(&t);
    assert_true(ask(&t, &t.organ, &t.company) > 0);
    assert_true(ask(&t, &t.organ, &t.company) > 0);
    assert_true(ask(&t, &t.operator_, &t.company) > 0); /* the platform's own people */
    fixture_day(&t.f, 2026, 12, 7);
    assert_true(ask(&t, &t.agency, &t.company) > 0);
    int64_t later = asked_record(&t, &t.company, "licence_organisation", DATE_NONE, "后来的许可");

    change(&t, (struct opening){.subject_id = t.company.subject_id,
                                .record_id = t.open_id,
                                .change = "corrected",
                                .more = "marked",
                                .case_id = 77});
    MUST(&t.f, recall_pending(&t.f.ctx, t.company.subject_id, &pending));
    assert_int_equal(pending, 1);
    READING(&t.f, s)
    MUST(&t.f, recall_confirmed(&t.f.ctx, s, t.company.subject_id, 77, &all));
    assert_false(all); /* nobody was looked up yet */
    TELL(&t);
    assert_int_equal(receivers(&t, t.open_id, &rows), 2);
    for (size_t i = 0; i < 2; i++) {
        ROW(i, rows[i].unit_id == ORGAN || rows[i].unit_id == AGENCY);
        ROW_INT(i, rows[i].looks, rows[i].unit_id == ORGAN ? 2 : 1);
        ROW_TEXT(i, rows[i].todo, "correct");
        ROW(i, date_is_none(rows[i].due) && !rows[i].due_rule && !rows[i].late); /* open task */
    }
    READING(&t.f, s)
    MUST(&t.f, outbox_waiting(&t.f.ctx, s, clock_now(t.f.ctx.clock), 100, &told, &n));
    size_t messages = 0;
    for (size_t i = 0; i < n; i++)
        messages += !strcmp(told[i].topic, "recall.told") && told[i].object_id == rows[0].recall_id;
    assert_int_equal(messages, 2);

    /* each for itself, once, on a day that can be */
    int64_t recall = rows[0].recall_id;
    t.f.ctx.actor = &t.operator_;
    REFUSED(recall_confirm(&t.f.ctx, recall, date_make(2026, 12, 7)), ERR_NOT_FOUND);
    t.f.ctx.actor = &t.organ;
    REFUSED(recall_confirm(&t.f.ctx, recall, date_make(2026, 12, 6)), ERR_RECALL_DAY);
    REFUSED(recall_confirm(&t.f.ctx, recall, date_make(2026, 12, 8)), ERR_RECALL_DAY);
    MUST(&t.f, recall_confirm(&t.f.ctx, recall, date_make(2026, 12, 7)));
    REFUSED(recall_confirm(&t.f.ctx, recall, date_make(2026, 12, 7)), ERR_RECALL_STATE);
    READING(&t.f, s)
    MUST(&t.f, recall_confirmed(&t.f.ctx, s, t.company.subject_id, 77, &all));
    assert_false(all);
    struct recall_filter outstanding = {.jurisdiction = "cangzhou", .outstanding = true};
    MUST(&t.f, recall_list(&t.f.ctx, &outstanding, 0, 100, &rows, &n));
    assert_int_equal(n, 1);
    assert_true(rows[0].unit_id == AGENCY);
    t.f.ctx.actor = &t.agency;
    MUST(&t.f, recall_confirm(&t.f.ctx, recall, date_make(2026, 12, 7)));
    READING(&t.f, s)
    MUST(&t.f, recall_confirmed(&t.f.ctx, s, t.company.subject_id, 77, &all));
    assert_true(all);

    /* nobody has seen this one */
    change(&t, (struct opening){
                   .subject_id = t.company.subject_id, .record_id = later, .change = "withdrawn"});
    TELL(&t);
    assert_int_equal(receivers(&t, later, &rows), 0);
    MUST(&t.f, recall_pending(&t.f.ctx, t.company.subject_id, &pending));
    assert_int_equal(pending, 0);
    asked_close(&t);
}

/* ---- Heihe: one working day from when it lay in the queue (HH-67); a missing calendar stops nothing */

static void test_the_limit_runs_from_the_queue(void **state) {
    struct asked t;
    struct recall_row *rows;
    size_t n;
    (void)state;
    asked_open(&t, "heihe");
    company_records(&t);
    assert_true(ask(&t, &t.organ, &t.company) > 0);
    change(&t, (struct opening){.subject_id = t.company.subject_id,
                                .record_id = t.shared_id,
                                .change = "revoked",
                                .limited = true});
    fixture_day(&t.f, 2026, 11, 27); /* the worker stood still since Sunday */
    TELL(&t);
    assert_int_equal(receivers(&t, t.shared_id, &rows), 1);
    assert_int_equal(rows[0].missing_year, 2026);
    assert_true(date_is_none(rows[0].due));

    struct faults faults;
    faults_init(&faults, t.f.arena);
    const struct calendar *c =
        calendar_load(t.f.arena, SOURCE_DIR "/policies/calendar/cn.csv", &faults);
    assert_non_null(c);
    struct law_builder *b = law_builder_new(t.f.arena);
    law_builder_add_policy(b, t.f.policy, date_make(2020, 1, 1));
    law_builder_calendar(b, c);
    law_builder_home(b, "heihe");
    t.f.ctx.law = law_builder_end(b);
    TELL(&t);
    assert_int_equal(receivers(&t, t.shared_id, &rows), 1);
    assert_int_equal(rows[0].missing_year, 0);
    assert_true(date_cmp(rows[0].told, date_make(2026, 11, 27)) == 0); /* a Friday */
    assert_true(date_cmp(rows[0].due, date_make(2026, 11, 30)) == 0);
    assert_false(rows[0].late);

    struct recall_filter late = {.jurisdiction = "heihe", .late = true};
    fixture_day(&t.f, 2026, 11, 30);
    MUST(&t.f, recall_list(&t.f.ctx, &late, 0, 100, &rows, &n));
    assert_int_equal(n, 0);
    fixture_day(&t.f, 2026, 12, 1);
    MUST(&t.f, recall_list(&t.f.ctx, &late, 0, 100, &rows, &n));
    assert_int_equal(n, 1);
    assert_true(rows[0].late);
    t.f.ctx.actor = &t.organ;
    MUST(&t.f, recall_confirm(&t.f.ctx, rows[0].recall_id, date_make(2026, 12, 1)));
    MUST(&t.f, recall_list(&t.f.ctx, &late, 0, 100, &rows, &n));
    assert_int_equal(n, 0);
    assert_int_equal(receivers(&t, t.shared_id, &rows), 1);
    assert_true(rows[0].late); /* done, and late */
    asked_close(&t);
}

/* ---- the first step: out of every answer at once, the entry stays */

static void test_deletion_begins(void **state) {
    struct asked t;
    struct deletion *list;
    struct recall_row *rows;
    size_t n;
    (void)state;
    asked_open(&t, "cangzhou");
    company_records(&t);
    size_t before = ask(&t, &t.organ, &t.company);
    struct opening o = {.subject_id = t.company.subject_id,
                        .record_id = t.open_id,
                        .change = "deleted",
                        .delete = true,
                        .case_id = 5};
    change(&t, o);
    assert_int_equal(ask(&t, &t.organ, &t.company), before - 1);
    TELL(&t);
    assert_int_equal(receivers(&t, t.open_id, &rows), 1);
    assert_string_equal(rows[0].todo, "delete");
    MUST(&t.f, deletion_list_subject(&t.f.ctx, t.company.subject_id, 0, 10, &list, &n));
    assert_int_equal(n, 1);
    assert_true(list[0].record_id == t.open_id && list[0].case_id == 5);
    assert_true(list[0].state == DELETION_SEALED && !list[0].at_once);
    assert_true(date_cmp(list[0].keep_to, date_make(2027, 1, 21)) == 0); /* 60 days */
    assert_string_equal(list[0].clause, "HH-66");
    o.label = t.f.policy->edition;
    t.f.ctx.actor = &t.operator_;
    REFUSED(door_run(&t.f.ctx, "test.again", DB_PEOPLE, open_step, &o), ERR_RECORD_STATE);
    asked_close(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_receiver_once),
        cmocka_unit_test(test_the_limit_runs_from_the_queue),
        cmocka_unit_test(test_deletion_begins),
    };
    return RUN(tests);
}
