#include "engine.h"

#include "db/db_fetch.h"
#include "law/fault.h"
#include "ledger/checkpoint.h"
#include "recall/deletion.h"
#include "recall/recall.h"

#include "recall/scrub.h"
#include "recall/sources.h"

static const struct db_stmt bed_stmts[] = {
    {.name = "test.unit",
     .sql =
         "insert into unit (unit_id, jurisdiction, code, name, unit_type, region, state, version,"
         " created_at) values ($1, $2, $3, $4, 'state_organ', '130902', 'active', 1, 0)",
     .in = "ittt",
     .out = "",
     .kind = DB_WRITE},
    {.name = NULL},
};

#define ASKED_MORE_TABLES                                                                          \
    bed_stmts, recall_stmts, recall_find_stmts, deletion_stmts, deletion_run_stmts,                \
        deletion_copy_stmts, deletion_open_stmts, scrub_stmts, sources_stmts, idempotency_stmts,   \
        publication_stmts, applied_stmts, applied_read_stmts, hold_stmts, notice_stmts,            \
        notice_make_stmts, delivery_stmts, waiting_stmts, waiting_send_stmts,                      \
        publication_stop_stmts,
#include "measures/applied.h"
#include "measures/hold.h"
#include "notices/delivery.h"
#include "notices/notice.h"
#include "notices/waiting.h"
#include "publication/publication.h"
#include "publication/stop.h"
#include "registry/idempotency.h"
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

/* Those that are told must be there. */
static enum err units_step(struct ctx *ctx, struct db_session *s, void *arg) {
    static const int64_t ids[] = {PROVIDER, ORGAN, AGENCY, PLATFORM};
    enum err e = OK;
    for (size_t i = 0; !e && i < GX_COUNT(ids); i++)
        e = db_write(ctx, s, &bed_stmts[0],
                     DB_ARGS(db_int(ids[i]), db_text(arg),
                             db_text(arena_printf(ctx->arena, "unit-%zu", i)),
                             db_text(arena_printf(ctx->arena, "虚构单位%zu", i))),
                     NULL);
    return e;
}

static void company_records(struct asked *t) {
    char place[32];
    snprintf(place, sizeof place, "%s", t->f.policy->place);
    MUST(&t->f, db_tx(&t->f.ctx, DB_FACTS, DATE_NONE, DB_PEOPLE, "test.units", units_step, place));
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

/* ---- the second step */

static const struct scrub SCRUBS[] = {
    {"record", scrub_record_rows, NULL, scrub_record_tables},
    {"messages", scrub_message_rows, NULL, scrub_message_tables},
    {"answers", scrub_answer_rows, NULL, scrub_answer_tables},
};

static void destroy(struct asked *t) {
    bool more = true;
    while (more)
        MUST(&t->f, deletion_run(&t->f.ctx, SCRUBS, GX_COUNT(SCRUBS), &more));
    MUST(&t->f, deletion_run_clean(&t->f.ctx, SCRUBS, GX_COUNT(SCRUBS), &more));
}

static void work(struct asked *t) {
    TELL(t);
    destroy(t);
}

static struct deletion only_deletion(struct asked *t) {
    struct deletion *list;
    size_t n;
    MUST(&t->f, deletion_list_subject(&t->f.ctx, t->company.subject_id, 0, 10, &list, &n));
    assert_int_equal(n, 1);
    return list[0];
}

static size_t contents(struct asked *t, int64_t record_id) {
    struct record_version *versions;
    size_t n, whole = 0;
    READING(&t->f, s)
    MUST(&t->f, record_versions(&t->f.ctx, s, t->company.subject_id, record_id, &versions, &n));
    for (size_t i = 0; i < n; i++)
        whole += versions[i].payload != NULL || versions[i].salt.n > 0;
    return whole;
}

static void delete_open(struct asked *t, bool at_once) {
    asked_open(t, "cangzhou");
    t->f.app.instance = "gongxin.test";
    company_records(t);
    ask(t, &t->organ, &t->company);
    change(t, (struct opening){.subject_id = t->company.subject_id,
                               .record_id = t->open_id,
                               .change = "deleted",
                               .delete = true,
                               .at_once = at_once,
                               .case_id = 5});
}

static void test_content_is_kept_for_its_time(void **state) {
    struct asked t;
    (void)state;
    delete_open(&t, false);
    fixture_day(&t.f, 2027, 1, 21); /* the last day */
    work(&t);
    assert_int_equal(contents(&t, t.open_id), 1);
    assert_true(only_deletion(&t).state == DELETION_SEALED);
    fixture_day(&t.f, 2027, 1, 22);
    work(&t);
    assert_int_equal(contents(&t, t.open_id), 0);
    struct deletion x = only_deletion(&t);
    assert_true(x.state == DELETION_DESTROYED);
    assert_true(date_cmp(x.destroyed, date_make(2027, 1, 22)) == 0);
    assert_true(date_cmp(x.leftover_to, date_make(2027, 4, 22)) == 0); /* 90 days of backups */
    assert_string_equal(x.reason, "依法删除");
    assert_int_equal(contents(&t, t.shared_id), 1); /* nobody else's */
    asked_close(&t);
}

static void test_at_once(void **state) {
    struct asked t;
    (void)state;
    delete_open(&t, true);
    assert_true(date_is_none(only_deletion(&t).keep_to));
    destroy(&t); /* who received it is told first, and which it is */
    assert_int_equal(contents(&t, t.open_id), 1);
    work(&t);
    assert_int_equal(contents(&t, t.open_id), 0);
    work(&t); /* again: nothing */
    assert_true(only_deletion(&t).state == DELETION_DESTROYED);
    asked_close(&t);
}

static void test_the_subject_takes_a_copy(void **state) {
    struct asked t;
    const char *note;
    struct str text;
    (void)state;
    delete_open(&t, false);
    struct deletion x = only_deletion(&t);
    REFUSED(deletion_settle(&t.f.ctx, &x, true), ERR_DELETION_COPY);
    MUST(&t.f, deletion_copy(&t.f.ctx, &x, &note));
    assert_true(
        note_open(t.f.arena, str_of(note), "gongxin.test", t.f.app.keys.ledger.public, &text));
    assert_non_null(strstr(note, "许可"));          /* what was deleted */
    assert_non_null(strstr(note, "行政处罚"));      /* and for what somebody looked */
    MUST(&t.f, deletion_copy(&t.f.ctx, &x, &note)); /* as often as wanted */
    work(&t);
    assert_int_equal(contents(&t, t.open_id), 1);
    x = only_deletion(&t);
    MUST(&t.f, deletion_settle(&t.f.ctx, &x, true));
    REFUSED(deletion_settle(&t.f.ctx, &x, false), ERR_DELETION_STATE);
    work(&t);
    assert_int_equal(contents(&t, t.open_id), 0);
    x = only_deletion(&t);
    assert_string_equal(x.settled, "taken");
    REFUSED(deletion_copy(&t.f.ctx, &x, &note), ERR_DELETION_GONE);
    struct buf b;
    struct json_writer w;
    buf_init(&b, 1 << 22);
    jw_init(&w, &b, false);
    MUST(&t.f, deletion_proof(&t.f.ctx, &x, &w));
    const char *proof = buf_finish(&b).p;
    assert_non_null(strstr(proof, "\"salt\":false"));
    assert_non_null(strstr(proof, "record.destroyed"));
    assert_non_null(strstr(proof, "deletion.cleaned"));
    assert_null(strstr(proof, "许可"));
    buf_free(&b);
    asked_close(&t);
}

static void test_declining_destroys_too(void **state) {
    struct asked t;
    (void)state;
    delete_open(&t, false);
    struct deletion x = only_deletion(&t);
    MUST(&t.f, deletion_settle(&t.f.ctx, &x, false));
    work(&t);
    assert_int_equal(contents(&t, t.open_id), 0);
    asked_close(&t);
}

/* ---- two persons, once, with a look */

static void test_two_persons_open_it(void **state) {
    struct asked t;
    struct deletion_opened opened;
    struct look_row *looks;
    int64_t opening, later;
    (void)state;
    delete_open(&t, false);
    struct deletion x = only_deletion(&t);
    t.f.ctx.actor = &t.f.first;
    MUST(&t.f, deletion_propose_opening(&t.f.ctx, x.deletion_id, "行政复议〔2026〕1号", &opening));
    MUST(&t.f, deletion_propose_opening(&t.f.ctx, x.deletion_id, "行政复议〔2026〕1号", &later));
    REFUSED(deletion_open(&t.f.ctx, opening, "deletion.open", &opened), ERR_SECOND_PERSON);
    t.f.ctx.actor = &t.f.second;
    size_t before = asked_looks(&t, t.company.subject_id, &looks);
    MUST(&t.f, deletion_open(&t.f.ctx, opening, "deletion.open", &opened));
    assert_non_null(strstr(opened.content, "许可"));
    assert_int_equal(asked_looks(&t, t.company.subject_id, &looks), before + 1);
    assert_string_equal(looks[0].purpose, "行政复议〔2026〕1号");
    REFUSED(deletion_open(&t.f.ctx, opening, "deletion.open", &opened), ERR_CONFLICT);
    MUST(&t.f, deletion_settle(&t.f.ctx, &x, false));
    work(&t);
    REFUSED(deletion_open(&t.f.ctx, later, "deletion.open", &opened), ERR_DELETION_GONE);
    REFUSED(deletion_propose_opening(&t.f.ctx, x.deletion_id, "诉讼", &later), ERR_DELETION_GONE);
    asked_close(&t);
}

/* ---- what rested on a withdrawn consent is deleted, and destroyed at once */

static void test_a_withdrawn_consent_deletes(void **state) {
    struct asked t;
    struct deletion *list;
    struct record *record;
    size_t n;
    bool more = true;
    (void)state;
    asked_open(&t, "cangzhou");
    int64_t id = asked_record(&t, &t.person, "licence_person", DATE_NONE, "许可");
    struct evidence paper;
    t.f.ctx.actor = &t.f.clerk;
    MUST(&t.f, evidence_store(&t.f.ctx, STR_LIT("本人同意"), &paper));
    struct consent c = {.kind = CONSENT_COLLECTION,
                        .subject_id = t.person.subject_id,
                        .unit_id = PROVIDER,
                        .jurisdiction = "cangzhou",
                        .item = "licence_person",
                        .data_class = "income",
                        .notice_evidence = paper.evidence_id,
                        .written_evidence = paper.evidence_id,
                        .state = CONSENT_GIVEN};
    for (size_t i = 0; i < t.f.policy->nprohibitions; i++)
        if (!t.f.policy->prohibitions[i].absolute) c.data_class = t.f.policy->prohibitions[i].id;
    MUST(&t.f, consent_register(&t.f.ctx, NULL, &c));
    t.subject.subject_id = t.person.subject_id;
    t.f.ctx.actor = &t.subject;
    MUST(&t.f, consent_withdraw(&t.f.ctx, t.person.subject_id, c.consent_id, NULL));
    t.f.ctx.actor = &actor_system;
    while (more)
        MUST(&t.f, deletion_run_consents(&t.f.ctx, &more));
    work(&t);
    READING(&t.f, s) MUST(&t.f, record_get(&t.f.ctx, s, t.person.subject_id, id, &record));
    assert_true(record->state == RECORD_DELETED && !record->payload);
    MUST(&t.f, deletion_list_subject(&t.f.ctx, t.person.subject_id, 0, 10, &list, &n));
    assert_int_equal(n, 1);
    assert_true(list[0].at_once && list[0].state == DELETION_DESTROYED);
    asked_close(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_receiver_once),
        cmocka_unit_test(test_the_limit_runs_from_the_queue),
        cmocka_unit_test(test_deletion_begins),
        cmocka_unit_test(test_content_is_kept_for_its_time),
        cmocka_unit_test(test_at_once),
        cmocka_unit_test(test_the_subject_takes_a_copy),
        cmocka_unit_test(test_declining_destroys_too),
        cmocka_unit_test(test_two_persons_open_it),
        cmocka_unit_test(test_a_withdrawn_consent_deletes),
    };
    return RUN(tests);
}
