#include "engine.h"

#include "db/db_fetch.h"
#include "publication/document.h"
#include "publication/propose.h"
#include "publication/public.h"
#include "publication/publication.h"
#include "publication/stop.h"
#include "publication/sweep.h"
#include "publication/timeliness.h"

/* The provider of the fixture's records, by its fixed number. */
static const struct db_stmt unit_row[] = {
    {.name = "test.unit",
     .sql =
         "insert into unit (unit_id, jurisdiction, code, name, unit_type, region, state, version,"
         " created_at) values ($1, 'cangzhou', '501', '虚构局', 'state_organ', '130900',"
         " 'active', 1, 0)",
     .in = "i",
     .out = "",
     .kind = DB_WRITE},
    {.name = NULL},
};

#define ASKED_MORE_TABLES                                                                          \
    unit_row, publication_stmts, publication_stop_stmts, publication_propose_stmts,                \
        publication_approve_stmts, publication_list_stmts, public_stmts, publication_sweep_stmts,  \
        timeliness_stmts, document_stmts,
#include "../disclosure/asked.h"

static int64_t propose(struct asked *t, const struct subject_claim *who, int64_t record_id) {
    static const struct publication_wish wishes[] = {{W_CHANNEL_INTERNET, 0}, {W_CHANNEL_PRESS, 0}};
    const struct publication_new in = {.subject_id = who->subject_id,
                                       .record_id = record_id,
                                       .masking = {.examined = true},
                                       .wishes = wishes,
                                       .n = GX_COUNT(wishes)};
    int64_t id;
    t->f.ctx.actor = &t->f.clerk;
    MUST(&t->f, publication_propose(&t->f.ctx, &in, &id));
    return id;
}

static int64_t publish(struct asked *t, const struct subject_claim *who, int64_t record_id) {
    int64_t id = propose(t, who, record_id);
    MUST(&t->f, publication_approve(&t->f.ctx, id, 1));
    return id;
}

static struct publication *look_at(struct asked *t, int64_t id) {
    struct publication *p;
    READING(&t->f, s) MUST(&t->f, publication_get(&t->f.ctx, s, id, &p));
    return p;
}

static size_t shown(struct asked *t) {
    const struct public_search all = {.from = DATE_NONE, .to = DATE_NONE, .most = 50};
    struct public_record *list;
    size_t n;
    bool more;
    int64_t last;
    const struct actor *before = t->f.ctx.actor;
    t->f.ctx.actor = &t->nobody;
    MUST(&t->f, public_list(&t->f.ctx, "public.records", &all, &list, &n, &more, &last));
    t->f.ctx.actor = before;
    return n;
}

static enum err unit_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    (void)arg;
    struct leaf leaf = actor_leaf(ctx, EV_UNIT_REGISTERED);
    leaf.object = PROVIDER;
    door_leaf(d, &leaf);
    return db_write(ctx, s, &unit_row[0], DB_ARGS(db_int(PROVIDER)), NULL);
}

static void open_city(struct asked *t) {
    asked_open(t, "cangzhou");
    MUST(&t->f, door_run(&t->f.ctx, "test.unit", DB_PEOPLE, unit_step, NULL));
}

/* ---- the projection */

static void test_rebuilt_is_the_same(void **state) {
    struct asked t;
    int64_t n;
    (void)state;
    open_city(&t);
    int64_t a = asked_record(&t, &t.company, "penalty_organisation", date_make(2026, 3, 1), "罚款");
    int64_t b = asked_record(&t, &t.company, "licence_organisation", DATE_NONE, "许可");
    publish(&t, &t.company, a);
    int64_t second = publish(&t, &t.company, b);
    propose(&t, &t.company,
            asked_record(&t, &t.company, "licence_organisation", DATE_NONE, "又一许可"));
    assert_int_equal(shown(&t), 2);
    MUST(&t.f, public_rebuild(&t.f.ctx, &n));
    assert_int_equal(n, 2);
    assert_int_equal(shown(&t), 2);
    MUST(&t.f, publication_close(&t.f.ctx, second, 2, "提前结束"));
    assert_int_equal(shown(&t), 1);
    MUST(&t.f, public_rebuild(&t.f.ctx, &n));
    assert_int_equal(n, 1);
    asked_close(&t);
}

/* ---- time */

static void test_past_its_day_nothing_is_shown(void **state) {
    struct asked t;
    bool more;
    (void)state;
    open_city(&t);
    int64_t record =
        asked_record(&t, &t.company, "penalty_organisation", date_make(2022, 1, 10), "罚款");
    int64_t id = publish(&t, &t.company, record);
    assert_int_equal(look_at(&t, id)->last_day.day, date_make(2027, 1, 10).day);
    fixture_day(&t.f, 2027, 1, 10);
    assert_int_equal(shown(&t), 1);
    MUST(&t.f, publication_end_due(&t.f.ctx, &more));
    assert_int_equal(look_at(&t, id)->state, PUBLICATION_RUNNING);
    fixture_day(&t.f, 2027, 1, 11);
    assert_int_equal(shown(&t), 0); /* before any worker */
    MUST(&t.f, publication_end_due(&t.f.ctx, &more));
    const struct publication *p = look_at(&t, id);
    assert_int_equal(p->state, PUBLICATION_ENDED);
    assert_string_equal(p->ended_why, "term");
    assert_int_equal(p->ended.day, date_make(2027, 1, 11).day);
    for (size_t i = 0; i < p->n_places; i++)
        ROW_INT(i, p->places[i].state, p->places[i].own ? PLACE_STOPPED : PLACE_STOP_ORDERED);
    asked_close(&t);
}

struct revising {
    struct asked *t;
    int64_t record_id;
    struct date conduct_end;
};
static enum err revise_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct revising *in = arg;
    struct asked *t = in->t;
    struct record *r;
    enum err e = record_get(ctx, s, t->company.subject_id, in->record_id, &r);
    if (e) return e;
    const struct catalog_item *item = catalog_item(t->catalog, r->facts.item);
    struct record_facts facts = r->facts;
    struct record_terms terms;
    facts.conduct_end = in->conduct_end;
    record_terms(ctx->arena, t->f.policy, NULL, &facts, facts.received, &terms);
    struct record whole = {.facts = facts, .terms = terms, .state = r->state};
    struct record_ranges ranges =
        decide_ranges(t->f.policy, item->item, W_SUBJECT_ORGANISATION, &whole);
    static const char *const basis[] = {"default"};
    const struct record_because why = {
        .reason = RECORD_CORRECTION, .text = "日期有误", .basis = basis, .n_basis = 1};
    const struct record_seen seen = {t->company.subject_id, r->id, 0};
    struct str payload =
        asked_payload(ctx->arena, item, t->company.name, t->company.number.number, "更正后的内容");
    return record_revise(ctx, d, s, &seen, &why, item, payload, &facts, &terms, &ranges);
}

/* Whoever computes a later end, the record keeps the earlier one, and its ranges with it. */
static void test_no_change_moves_the_end_on(void **state) {
    struct asked t;
    struct record *r;
    (void)state;
    open_city(&t);
    int64_t id =
        asked_record(&t, &t.company, "penalty_organisation", date_make(2022, 1, 10), "罚款");
    struct revising later = {&t, id, date_make(2024, 1, 10)},
                    earlier = {&t, id, date_make(2021, 12, 10)};
    t.f.ctx.actor = &t.f.clerk;
    MUST(&t.f, door_run(&t.f.ctx, "test.revise", DB_PEOPLE, revise_step, &later));
    READING(&t.f, s) MUST(&t.f, record_get(&t.f.ctx, s, t.company.subject_id, id, &r));
    assert_int_equal(r->terms.publish_to.day, date_make(2027, 1, 10).day);
    assert_int_equal(r->ranges.open_to.day, date_make(2027, 1, 10).day);
    MUST(&t.f, door_run(&t.f.ctx, "test.revise", DB_PEOPLE, revise_step, &earlier));
    READING(&t.f, s) MUST(&t.f, record_get(&t.f.ctx, s, t.company.subject_id, id, &r));
    assert_int_equal(r->terms.publish_to.day, date_make(2026, 12, 10).day);
    asked_close(&t);
}

/* No statement of the room changes a last day that is written. */
static void test_no_statement_writes_a_last_day_twice(void **state) {
    static const struct db_stmt *const tables[] = {
        publication_stmts,         publication_stop_stmts, publication_propose_stmts,
        publication_approve_stmts, publication_list_stmts, public_stmts,
        publication_sweep_stmts};
    size_t updates = 0;
    (void)state;
    for (size_t i = 0; i < GX_COUNT(tables); i++)
        for (const struct db_stmt *stmt = tables[i]; stmt->name; stmt++) {
            if (strncmp(stmt->sql, "update ", 7) != 0) continue;
            updates++;
            ROW(i, strstr(stmt->sql, "last_day") == NULL);
        }
    assert_true(updates >= 8);
}

/* ---- a text of another version is shown no more */

static void test_changed_is_hidden(void **state) {
    struct asked t;
    bool more;
    (void)state;
    open_city(&t);
    int64_t record =
        asked_record(&t, &t.company, "penalty_organisation", date_make(2026, 1, 10), "罚款");
    int64_t id = publish(&t, &t.company, record);
    struct revising change = {&t, record, date_make(2026, 1, 10)};
    MUST(&t.f, door_run(&t.f.ctx, "test.revise", DB_PEOPLE, revise_step, &change));
    assert_int_equal(shown(&t), 0);
    MUST(&t.f, publication_end_closed(&t.f.ctx, &more));
    assert_string_equal(look_at(&t, id)->ended_why, "changed");
    /* and the next version is published anew */
    publish(&t, &t.company, record);
    assert_int_equal(shown(&t), 1);
    asked_close(&t);
}

/* ---- deletion */

struct wiping {
    int64_t subject_id, record_id;
    bool stop;
};
static enum err wipe_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct wiping *in = arg;
    const struct cause cause = {.jurisdiction = "cangzhou",
                                .policy_label = "cangzhou",
                                .clause = "CZ-149",
                                .day = clock_today(ctx->clock)};
    return in->stop ? publication_stop(ctx, d, s, in->subject_id, in->record_id, &cause)
                    : publication_destroy(ctx, d, s, in->subject_id, in->record_id);
}

static void test_destroyed_after_the_stop_only(void **state) {
    struct asked t;
    (void)state;
    open_city(&t);
    int64_t record =
        asked_record(&t, &t.company, "penalty_organisation", date_make(2026, 1, 10), "罚款");
    int64_t id = publish(&t, &t.company, record);
    struct wiping in = {t.company.subject_id, record, false};
    REFUSED(door_run(&t.f.ctx, "test.wipe", DB_PEOPLE, wipe_step, &in), ERR_PUBLICATION_STATE);
    in.stop = true;
    MUST(&t.f, door_run(&t.f.ctx, "test.wipe", DB_PEOPLE, wipe_step, &in));
    in.stop = false;
    MUST(&t.f, door_run(&t.f.ctx, "test.wipe", DB_PEOPLE, wipe_step, &in));
    assert_null(look_at(&t, id)->text);
    assert_int_equal(shown(&t), 0);
    asked_close(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rebuilt_is_the_same),
        cmocka_unit_test(test_past_its_day_nothing_is_shown),
        cmocka_unit_test(test_no_change_moves_the_end_on),
        cmocka_unit_test(test_no_statement_writes_a_last_day_twice),
        cmocka_unit_test(test_changed_is_hidden),
        cmocka_unit_test(test_destroyed_after_the_stop_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
