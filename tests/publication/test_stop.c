#include "engine.h"

#include "publication/publication.h"
#include "publication/stop.h"

#define ASKED_MORE_TABLES publication_stmts, publication_stop_stmts,
#include "../disclosure/asked.h"

struct stopping {
    int64_t subject_id, record_id;
    const struct cause *cause;
};
static enum err stop_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct stopping *in = arg;
    enum err e = publication_stop(ctx, d, s, in->subject_id, in->record_id, in->cause);
    if (e == OK) e = subject_raise(ctx, d, s, in->subject_id);
    struct leaf leaf = actor_leaf(ctx, EV_RECORD_TERM_SET); /* the caller's own entry */
    leaf.object = in->record_id;
    if (e == OK) door_leaf(d, &leaf);
    return e;
}

static bool running(struct asked *t, int64_t record_id, struct date day) {
    bool r;
    READING(&t->f, s)
    MUST(&t->f, publication_running(&t->f.ctx, s, t->company.subject_id, record_id, day, &r));
    return r;
}

static size_t open_records(struct asked *t) {
    struct query q = {
        .route = "query.open",
        .subject = {.kind = W_SUBJECT_ORGANISATION, .number = t->company.number.number},
        .open = true};
    struct query_answer a;
    const struct actor *before = t->f.ctx.actor;
    t->f.ctx.actor = &t->nobody;
    MUST(&t->f, query_one(&t->f.ctx, &q, &a));
    t->f.ctx.actor = before;
    return a.n_records;
}

/* What is stopped is open to the public in no way, adverse or not, from that day on. */
static void test_stopped_is_not_open(void **state) {
    static const char *const items[] = {"penalty_organisation", "licence_organisation"};
    (void)state;
    for (size_t i = 0; i < GX_COUNT(items); i++) {
        struct asked t;
        struct record *r;
        asked_open(&t, "cangzhou");
        struct date today = clock_today(t.f.ctx.clock);
        int64_t id = asked_record(&t, &t.company, items[i], date_make(2026, 3, 1), "内容");
        assert_int_equal(open_records(&t), 1);
        ROW_INT(i, running(&t, id, today), i == 0);
        struct cause cause = {.jurisdiction = "cangzhou",
                              .policy_label = t.f.policy->edition,
                              .clause = "CZ-163",
                              .reason = "不应当公开",
                              .day = today};
        struct stopping in = {t.company.subject_id, id, &cause};
        MUST(&t.f, door_run(&t.f.ctx, "test.stop", DB_PEOPLE, stop_step, &in));
        assert_int_equal(open_records(&t), 0);
        assert_false(running(&t, id, today));
        READING(&t.f, s) MUST(&t.f, record_get(&t.f.ctx, s, in.subject_id, id, &r));
        ROW_INT(i, r->terms.publish_to.day, today.day - 1);
        /* once more changes nothing */
        int64_t version = r->version;
        MUST(&t.f, door_run(&t.f.ctx, "test.stop", DB_PEOPLE, stop_step, &in));
        READING(&t.f, s) MUST(&t.f, record_get(&t.f.ctx, s, in.subject_id, id, &r));
        assert_true(r->version == version);
        asked_close(&t);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stopped_is_not_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
