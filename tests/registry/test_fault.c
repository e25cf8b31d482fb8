/* Every statement of an intake batch fails in every way: what was acknowledged is there whole, what
 * was refused is not there at all, and the same batch again is harmless. */
#include "engine.h"
#include "registry/fixture.h"

static const struct policy_item POLICY_ITEM = {.id = "penalty_organisation", .name = "行政处罚"};
static const struct catalog_item ITEM = {.item = &POLICY_ITEM, .catalog_id = 77, .power_list = ""};

enum { BATCH = 3 };

struct batch {
    struct subject_claim claims[BATCH];
    struct record_new records[BATCH];
};

/* What intake does with a checked chunk. */
static enum err batch_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct batch *b = arg;
    enum err e = subject_create_many(ctx, d, s, b->claims, BATCH);
    for (size_t i = 0; i < BATCH; i++) {
        b->records[i].facts.subject_id = b->claims[i].subject_id;
        b->records[i].new_subject = b->claims[i].match == SUBJECT_CREATED;
    }
    return e ? e : record_insert_many(ctx, d, s, b->records, BATCH);
}

/* Subjects made on the first day, one of them about two records. */
static void make_batch(struct fixture *f, struct batch *b, int n) {
    memset(b, 0, sizeof *b);
    for (int i = 0; i < BATCH; i++) {
        b->claims[i] = fixture_organisation(f, 10 * n + (i > 0), "故障公司");
        b->records[i] = (struct record_new){
            .facts = {.jurisdiction = "cangzhou",
                      .policy_label = "cangzhou@0123456789ab",
                      .catalog_id = 77,
                      .item = "penalty_organisation",
                      .provider_id = 501,
                      .doc_no = arena_printf(f->arena, "罚%d", i),
                      .nature = W_NATURE_ADVERSE,
                      .mode = W_MODE_SHARED,
                      .secrecy = W_SECRECY_NONE,
                      .formed = date_make(2026, 10, 1),
                      .decided = DATE_NONE,
                      .received = date_make(2026, 10, 9),
                      .conduct_end = DATE_NONE,
                      .severity = ""},
            .terms = {.term_to = DATE_NONE, .publish_to = DATE_NONE},
            .ranges = {DATE_NONE, DATE_NONE, DATE_NONE, DATE_NONE, DATE_NONE, DATE_NONE,
                       "cangzhou@0123456789ab"},
            .item = &ITEM,
            .payload = STR_LIT("{\"CF_SY\":\"事实\"}"),
        };
    }
}

/* 0: nothing of it, 1: all of it, -1: a part. */
static int state_of(struct fixture *f, struct batch *b) {
    size_t subjects = 0, records = 0, n;
    READING(f, s)
    for (size_t i = 0; i < BATCH - 1; i++) { /* the last two are one subject */
        struct subject *subject;
        struct record *list;
        MUST(f, subject_find(&f->ctx, s, &b->claims[i].number, &subject));
        if (!subject) continue;
        subjects++;
        MUST(f, record_list_subject(&f->ctx, s, subject->id, &list, &n));
        records += n;
        for (size_t k = 0; k < n; k++)
            assert_non_null(list[k].payload);
    }
    if (!subjects && !records) return 0;
    return subjects == BATCH - 1 && records == BATCH ? 1 : -1;
}

/* Looks up again and says so when everything is there; what intake does with a repeat. */
static enum err repeat(struct fixture *f, struct batch *b) {
    struct record_key keys[BATCH];
    struct record_found found[BATCH];
    size_t there = 0;
    READING(f, s) {
        MUST(f, subject_lookup_many(&f->ctx, s, NULL, b->claims, BATCH));
        for (size_t i = 0; i < BATCH; i++)
            keys[i] = (struct record_key){b->claims[i].subject_id, "penalty_organisation", 501,
                                          b->records[i].facts.doc_no, date_make(2026, 10, 1)};
        MUST(f, record_find_many(&f->ctx, s, keys, BATCH, found));
    }
    for (size_t i = 0; i < BATCH; i++)
        there += found[i].record_id != 0;
    if (there == BATCH) return OK;
    assert_int_equal(there, 0);
    return door_run(&f->ctx, "test.batch", DB_BULK, batch_fn, b);
}

static void every_step_may_fail(void **state) {
    (void)state;
    static const struct {
        const char *step, *kind;
    } faults[] = {{"write", "error"},    {"write", "busy"},           {"write", "conflict"},
                  {"write", "lost"},     {"write", "full"},           {"commit", "conflict"},
                  {"commit", "unknown"}, {"commit", "unknown-undone"}};
    struct fixture f;
    fixture_open(&f, "cangzhou");
    int made = 0;
    for (size_t k = 0; k < GX_COUNT(faults); k++) {
        for (int step = 1; step < 50; step++) {
            struct batch b;
            char spec[64];
            make_batch(&f, &b, ++made);
            READING(&f, s) MUST(&f, subject_lookup_many(&f.ctx, s, NULL, b.claims, BATCH));
            snprintf(spec, sizeof spec, "%s:%d:%s", faults[k].step, step, faults[k].kind);
            db_fault_set(f.ctx.db, spec);
            enum err e = door_run(&f.ctx, "test.batch", DB_BULK, batch_fn, &b);
            bool fired = db_fault_fired(f.ctx.db) > 0;
            db_fault_set(f.ctx.db, "");
            int now = state_of(&f, &b);
            ROW(k * 100 + (size_t)step, now != -1);
            if (e == OK) ROW(k * 100 + (size_t)step, now == 1);
            if (e != OK && e != ERR_DB_OUTCOME_UNKNOWN) ROW(k * 100 + (size_t)step, now == 0);
            MUST(&f, repeat(&f, &b));
            ROW(k * 100 + (size_t)step, state_of(&f, &b) == 1);
            if (!fired) break;
            ROW(k * 100 + (size_t)step, step < 49);
        }
    }
    assert_true(made > 16);
    fixture_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_step_may_fail)};
    return RUN(tests);
}
