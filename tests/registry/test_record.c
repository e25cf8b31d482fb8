#include "engine.h"
#include "registry/fixture.h"

#include "registry/record_row.h"

static const char PERSON_NUMBER[] = "370000199001010011";

/* An item with one field that holds a person's number. */
static const struct policy_field FIELDS[] = {
    {.id = "CF_FR_ZJHM", .name = "法定代表人证件号码", .type = W_TYPE_NUMBER},
    {.id = "CF_SY", .name = "违法事实", .type = W_TYPE_TEXT},
};
static const struct policy_field *const SEALED[] = {&FIELDS[0]};
static const struct policy_item POLICY_ITEM = {
    .id = "penalty_organisation", .name = "行政处罚", .fields = FIELDS, .nfields = 2};
static const struct catalog_item ITEM = {.item = &POLICY_ITEM,
                                         .catalog_id = 77,
                                         .version = 1,
                                         .power_list = "",
                                         .sealed = SEALED,
                                         .n_sealed = 1};

#define PAYLOAD "{\"CF_FR_ZJHM\":\"370000199001010011\",\"CF_SY\":\"事实\"}"
#define PLAIN   "{\"CF_SY\":\"事实\"}"

static struct record_new fresh(int64_t subject_id, const char *doc_no, const char *payload) {
    return (struct record_new){
        .facts = {.subject_id = subject_id,
                  .jurisdiction = "cangzhou",
                  .policy_label = "cangzhou@0123456789ab",
                  .catalog_id = 77,
                  .item = "penalty_organisation",
                  .provider_id = 501,
                  .doc_no = doc_no,
                  .nature = W_NATURE_ADVERSE,
                  .mode = W_MODE_OPEN,
                  .secrecy = W_SECRECY_NONE,
                  .formed = date_make(2026, 10, 1),
                  .decided = date_make(2026, 10, 1),
                  .received = date_make(2026, 10, 9),
                  .conduct_end = date_make(2026, 9, 1),
                  .severity = "general",
                  .late_days = 2},
        .terms = {.term_to = date_make(2031, 9, 1),
                  .term_rule = "{\"state\":\"set\"}",
                  .publish_to = date_make(2029, 10, 1),
                  .publish_rule = "{\"state\":\"set\"}"},
        .ranges = {.open_from = date_make(2026, 10, 9),
                   .open_to = date_make(2029, 10, 1),
                   .shared_from = date_make(2026, 10, 9),
                   .shared_to = DATE_NONE,
                   .auth_from = DATE_NONE,
                   .auth_to = DATE_NONE,
                   .label = "cangzhou@0123456789ab"},
        .item = &ITEM,
        .payload = {payload, strlen(payload)},
        .submission_id = 9,
        .source_row = 4,
    };
}

struct insert {
    struct record_new *records;
    size_t n;
};
static enum err insert_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct insert *i = arg;
    return record_insert_many(ctx, d, s, i->records, i->n);
}
static enum err insert(struct fixture *f, struct record_new *records, size_t n) {
    struct insert i = {records, n};
    return door_run(&f->ctx, "test.insert", DB_BULK, insert_fn, &i);
}

static int64_t one_subject(struct fixture *f) {
    struct subject_claim c = fixture_organisation(f, 1, "甲公司");
    MUST(f, fixture_subjects(f, &c, 1));
    return c.subject_id;
}

static int64_t revision_of(struct fixture *f, int64_t subject_id) {
    int64_t revision = 0;
    READING(f, s) MUST(f, subject_revision(&f->ctx, s, subject_id, &revision));
    return revision;
}

static struct record *get(struct fixture *f, int64_t subject_id, int64_t record_id) {
    struct record *r = NULL;
    READING(f, s) MUST(f, record_get(&f->ctx, s, subject_id, record_id, &r));
    return r;
}

static void a_record_comes_back_as_it_went_in(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    int64_t subject = one_subject(&f);
    struct record_new in[2] = {fresh(subject, "罚〔2026〕1号", PAYLOAD),
                               fresh(subject, "罚〔2026〕2号", PLAIN)};
    in[1].facts.decided = date_make(2026, 11, 1);
    in[1].facts.conduct_end = DATE_NONE;
    in[1].facts.conduct_continuing = true;
    in[1].facts.late_days = -1;
    in[1].facts.severity = "";
    MUST(&f, insert(&f, in, 2));
    assert_int_equal(revision_of(&f, subject), 2);

    struct record *r;
    size_t n;
    READING(&f, s) MUST(&f, record_list_subject(&f.ctx, s, subject, &r, &n));
    assert_int_equal(n, 2);
    assert_true(r[0].id == in[1].record_id && r[1].id == in[0].record_id); /* the latest first */
    const struct record *a = &r[1], *b = &r[0];
    assert_string_equal(a->facts.doc_no, "罚〔2026〕1号");
    assert_string_equal(a->facts.jurisdiction, "cangzhou");
    assert_int_equal(a->facts.nature, W_NATURE_ADVERSE);
    assert_int_equal(a->facts.mode, W_MODE_OPEN);
    assert_int_equal(a->facts.secrecy, W_SECRECY_NONE);
    assert_string_equal(a->facts.severity, "general");
    assert_int_equal(a->facts.late_days, 2);
    assert_int_equal(b->facts.late_days, -1);
    assert_true(b->facts.conduct_continuing && date_is_none(b->facts.conduct_end));
    assert_true(date_cmp(a->facts.received, date_make(2026, 10, 9)) == 0);
    assert_true(date_cmp(a->terms.term_to, date_make(2031, 9, 1)) == 0);
    assert_string_equal(a->terms.term_rule, "{\"state\":\"set\"}");
    assert_true(date_cmp(a->ranges.open_to, date_make(2029, 10, 1)) == 0);
    assert_true(date_is_none(a->ranges.shared_to) && date_is_none(a->ranges.auth_from));
    assert_int_equal(a->state, RECORD_ACTIVE);
    assert_int_equal(a->current_version, 1);
    assert_int_equal(a->reason, RECORD_FIRST);
    assert_string_equal(b->payload, PLAIN);
    fixture_close(&f);
}

static void numbers_of_persons_are_sealed_in_the_payload(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    int64_t subject = one_subject(&f);
    struct record_new in[3] = {fresh(subject, "一", PAYLOAD),
                               fresh(subject, "二", "{\"CF_SY\":\"enc1:不是密文\"}"),
                               fresh(subject, "三", "{\"CF_FR_ZJHM\":\"\",\"CF_SY\":\"事实\"}")};
    MUST(&f, insert(&f, in, 3));
    for (size_t i = 0; i < 3; i++) {
        struct record *r = get(&f, subject, in[i].record_id);
        ROW(i, !strstr(r->payload, PERSON_NUMBER));
        ROW(i, (strstr(r->payload, "\"enc1:") != NULL) == (i < 2));
        struct str plain;
        MUST(&f, record_open(&f.ctx, r->id, r->payload, &plain));
        ROW_TEXT(i, plain.p, in[i].payload.p);
        bool same;
        MUST(&f, record_same_content(&f.ctx, r->id, r->payload, in[i].payload, &same));
        ROW(i, same);
        MUST(&f, record_same_content(&f.ctx, r->id, r->payload, STR_LIT("{}"), &same));
        ROW(i, !same);
    }
    /* a sealed value opens only where it was sealed */
    struct record *r = get(&f, subject, in[0].record_id);
    struct str plain;
    REFUSED(record_open(&f.ctx, in[1].record_id, r->payload, &plain), ERR_CRYPTO);
    fixture_close(&f);
}

/* The commitment covers the stored bytes and opens with the salt beside it. */
static void a_version_keeps_its_commitment(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    int64_t subject = one_subject(&f);
    struct record_new in = fresh(subject, "一", PAYLOAD);
    MUST(&f, insert(&f, &in, 1));
    struct record_version *v;
    size_t n;
    READING(&f, s) MUST(&f, record_versions(&f.ctx, s, subject, in.record_id, &v, &n));
    assert_int_equal(n, 1);
    assert_int_equal(v[0].by_user, 11);
    assert_int_equal(v[0].by_unit, 501);
    assert_int_equal(v[0].submission_id, 9);
    assert_int_equal(v[0].source_row, 4);
    struct salt salt;
    assert_int_equal(v[0].salt.n, sizeof salt);
    memcpy(&salt, v[0].salt.p, sizeof salt);
    struct stored_digest again =
        crypto_commit(SUITE_INTL, &salt, (struct str){v[0].payload, strlen(v[0].payload)});
    assert_memory_equal(again.b, v[0].commitment.b, sizeof again.b);
    fixture_close(&f);
}

static void a_record_needs_its_source(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    int64_t subject = one_subject(&f);
    for (size_t i = 0; i < 5; i++) {
        struct record_new in = fresh(subject, "一", PLAIN);
        if (i == 0) in.facts.doc_no = "";
        if (i == 1) in.facts.doc_no = NULL;
        if (i == 2) in.facts.provider_id = 0;
        if (i == 3) in.facts.formed = DATE_NONE;
        if (i == 4) in.facts.received = DATE_NONE;
        ROW(i, insert(&f, &in, 1) == ERR_RECORD_SOURCE);
    }
    assert_int_equal(revision_of(&f, subject), 1);
    fixture_close(&f);
}

static void the_same_record_goes_in_once(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    int64_t subject = one_subject(&f);
    struct record_new first = fresh(subject, "一", PLAIN);
    MUST(&f, insert(&f, &first, 1));
    struct record_new batch[2] = {fresh(subject, "二", PLAIN), fresh(subject, "一", PLAIN)};
    REFUSED(insert(&f, batch, 2), ERR_RECORD_EXISTS);
    struct record_new twice[2] = {fresh(subject, "三", PLAIN), fresh(subject, "三", PLAIN)};
    REFUSED(insert(&f, twice, 2), ERR_RECORD_EXISTS);

    struct record_key keys[300];
    struct record_found found[300];
    for (size_t i = 0; i < 300; i++)
        keys[i] = (struct record_key){subject, "penalty_organisation", 501, i == 280 ? "一" : "二",
                                      date_make(2026, 10, 1)};
    READING(&f, s) MUST(&f, record_find_many(&f.ctx, s, keys, 300, found));
    for (size_t i = 0; i < 300; i++)
        ROW(i, (found[i].record_id == first.record_id) == (i == 280));
    assert_string_equal(found[280].payload, PLAIN);
    assert_int_equal(found[280].state, RECORD_ACTIVE);
    fixture_close(&f);
}

/* --- changing --- */

enum what { REVISE, STATE, TERMS, DESTROY, MARK, UNMARK, RANGES };
struct call {
    enum what what;
    struct record_seen seen;
    struct record_because why;
    enum record_state state;
    const char *payload;
    const struct record_facts *facts;
    struct record_mark mark;
    int64_t mark_id;
};
static const struct record_ranges NOTHING = {{INT32_MIN},
                                             {INT32_MIN},
                                             {INT32_MIN},
                                             {INT32_MIN},
                                             {INT32_MIN},
                                             {INT32_MIN},
                                             "cangzhou@0123456789ab"};

static enum err call_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct call *k = arg;
    struct record_terms terms = {.term_to = date_make(2030, 1, 1), .publish_to = DATE_NONE};
    switch (k->what) {
    case REVISE:
        return record_revise(ctx, d, s, &k->seen, &k->why, &ITEM, str_of(k->payload), k->facts,
                             NULL, NULL);
    case STATE: return record_set_state(ctx, d, s, &k->seen, &k->why, k->state, &NOTHING);
    case TERMS: return record_set_terms(ctx, d, s, &k->seen, &k->why, &terms, &NOTHING);
    case DESTROY: return record_destroy(ctx, d, s, &k->seen, &k->why);
    case MARK: return record_mark_set(ctx, d, s, &k->seen, &k->mark);
    case UNMARK: return record_mark_end(ctx, d, s, &k->seen, k->mark_id, date_make(2026, 11, 30));
    case RANGES: {
        struct record_rerange r = {k->seen.subject_id, k->seen.record_id, NOTHING};
        r.ranges.label = "cangzhou@ffffffffffff";
        struct leaf leaf = actor_leaf(ctx, EV_POLICY_RANGES_DERIVED);
        door_leaf(d, &leaf);
        return record_set_ranges(ctx, d, s, &r, 1);
    }
    }
    return ERR_INTERNAL;
}
static enum err run(struct fixture *f, struct call *k) {
    return door_run(&f->ctx, "test.change", DB_PEOPLE, call_fn, k);
}

static void a_correction_is_a_new_version(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    int64_t subject = one_subject(&f);
    struct record_new in = fresh(subject, "一", PAYLOAD);
    MUST(&f, insert(&f, &in, 1));
    struct call k = {.what = REVISE,
                     .seen = {subject, in.record_id, 1},
                     .why = {.reason = RECORD_CORRECTION, .text = "金额有误", .second = 13},
                     .payload = "{\"CF_SY\":\"更正后的事实\"}"};
    struct call silent = k;
    silent.why.text = " ";
    REFUSED(run(&f, &silent), ERR_REASON_MISSING);
    MUST(&f, run(&f, &k));
    REFUSED(run(&f, &k), ERR_CONFLICT); /* it saw version 1 */
    assert_non_null(strstr(f.ctx.failure.detail, "2026-11-22T01:00:00"));

    struct record *r = get(&f, subject, in.record_id);
    assert_int_equal(r->version, 2);
    assert_int_equal(r->current_version, 2);
    assert_string_equal(r->payload, k.payload);
    assert_int_equal(r->reason, RECORD_CORRECTION);
    assert_string_equal(r->reason_text, "金额有误");
    assert_true(date_cmp(r->terms.term_to, date_make(2031, 9, 1)) == 0); /* as it was */
    assert_int_equal(revision_of(&f, subject), 3);

    struct record_facts facts = r->facts;
    facts.conduct_end = date_make(2026, 8, 1);
    facts.doc_no = "二";
    facts.received = date_make(2026, 11, 11); /* never moves */
    k.seen.version = 2;
    k.facts = &facts;
    MUST(&f, run(&f, &k));
    r = get(&f, subject, in.record_id);
    assert_string_equal(r->facts.doc_no, "二");
    assert_true(date_cmp(r->facts.conduct_end, date_make(2026, 8, 1)) == 0);
    assert_true(date_cmp(r->facts.received, date_make(2026, 10, 9)) == 0);
    struct record_version *v;
    size_t n;
    READING(&f, s) MUST(&f, record_versions(&f.ctx, s, subject, in.record_id, &v, &n));
    assert_int_equal(n, 3);
    assert_non_null(strstr(v[0].payload, "enc1:")); /* the first is untouched */
    fixture_close(&f);
}

static void states_change_as_allowed(void **state) {
    (void)state;
    /* from (first column) to: A active, H archived, W withdrawn, R revoked, D deleted */
    static const char allowed[5][5] = {
        /*        A    H    W    R    D */
        /* A */ {'-', 'x', 'x', 'x', 'x'},
        /* H */ {'x', '-', 'x', 'x', 'x'},
        /* W */ {'-', '-', '-', '-', 'x'},
        /* R */ {'-', '-', '-', '-', 'x'},
        /* D */ {'-', '-', '-', '-', '-'},
    };
    struct fixture f;
    fixture_open(&f, "cangzhou");
    int64_t subject = one_subject(&f);
    for (size_t from = 0; from < 5; from++)
        for (size_t to = 0; to < 5; to++) {
            struct record_new in =
                fresh(subject, arena_printf(f.arena, "%zu-%zu", from, to), PLAIN);
            MUST(&f, insert(&f, &in, 1));
            struct call k = {.what = STATE,
                             .seen = {subject, in.record_id, 0},
                             .why = {.reason = RECORD_REVOCATION, .text = "依法办理"},
                             .state = (enum record_state)from};
            if (from) MUST(&f, run(&f, &k));
            k.state = (enum record_state)to;
            ROW(5 * from + to, (run(&f, &k) == OK) == (allowed[from][to] == 'x'));
            struct record *r = get(&f, subject, in.record_id);
            ROW(5 * from + to,
                r->state == (enum record_state)(allowed[from][to] == 'x' ? to : from));
            struct record_change *c;
            size_t n;
            READING(&f, s) MUST(&f, record_changes(&f.ctx, s, subject, in.record_id, &c, &n));
            ROW_INT(5 * from + to, n, (from != 0) + (allowed[from][to] == 'x'));
            if (n) ROW_TEXT(5 * from + to, c[0].reason_text, "依法办理");
        }
    /* deleted ones are not among a subject's records */
    struct record *all;
    size_t n;
    READING(&f, s) MUST(&f, record_list_subject(&f.ctx, s, subject, &all, &n));
    assert_int_equal(n, 25 - 9);
    fixture_close(&f);
}

static void destruction_leaves_only_commitments(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    int64_t subject = one_subject(&f);
    struct record_new in = fresh(subject, "罚〔2026〕1号", PAYLOAD);
    MUST(&f, insert(&f, &in, 1));
    struct call k = {.what = DESTROY,
                     .seen = {subject, in.record_id, 0},
                     .why = {.reason = RECORD_REPAIR, .text = "本人申请"}};
    REFUSED(run(&f, &k), ERR_RECORD_STATE); /* not deleted yet */
    k.what = REVISE;
    k.payload = "{\"CF_SY\":\"第二版\"}";
    MUST(&f, run(&f, &k));
    k.what = STATE;
    k.state = RECORD_DELETED;
    MUST(&f, run(&f, &k));
    k.what = DESTROY;
    MUST(&f, run(&f, &k));
    REFUSED(run(&f, &k), ERR_RECORD_STATE); /* nothing left to destroy */

    struct record_version *v;
    size_t n;
    READING(&f, s) MUST(&f, record_versions(&f.ctx, s, subject, in.record_id, &v, &n));
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++) {
        ROW(i, !v[i].payload && !v[i].salt.n);
        ROW_TEXT(i, v[i].reason_text, "");
    }
    struct record *r = get(&f, subject, in.record_id);
    assert_null(r->payload);
    assert_true(strncmp(r->facts.doc_no, "del:", 4) == 0 && !strstr(r->facts.doc_no, "罚"));
    assert_true(date_is_none(r->facts.conduct_end) && date_is_none(r->facts.decided));
    /* a second submission is still recognised */
    struct record_key key = {subject, "penalty_organisation", 501, "罚〔2026〕1号",
                             date_make(2026, 10, 1)};
    struct record_found found;
    READING(&f, s) MUST(&f, record_find_many(&f.ctx, s, &key, 1, &found));
    assert_true(found.record_id == in.record_id && found.state == RECORD_DELETED);
    assert_null(found.payload);
    fixture_close(&f);
}

static void marks_are_counted_on_the_record(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    int64_t subject = one_subject(&f);
    struct record_new in = fresh(subject, "一", PLAIN);
    MUST(&f, insert(&f, &in, 1));
    static const enum record_mark_kind kinds[] = {MARK_OBJECTION, MARK_HOLD};
    int64_t ids[2];
    for (size_t i = 0; i < 2; i++) {
        struct call k = {.what = MARK,
                         .seen = {subject, in.record_id, (int64_t)i + 1},
                         .mark = {.kind = kinds[i],
                                  .case_id = 5,
                                  .clause = "CZ-135",
                                  .from = date_make(2026, 11, 22)}};
        MUST(&f, run(&f, &k));
        ids[i] = k.mark.mark_id;
    }
    struct record *r = get(&f, subject, in.record_id);
    assert_int_equal(r->marks, 1);
    assert_int_equal(r->holds, 1);
    assert_int_equal(r->version, 3);
    struct record_mark *m;
    size_t n;
    READING(&f, s) MUST(&f, record_marks(&f.ctx, s, subject, &m, &n));
    assert_int_equal(n, 2);
    assert_string_equal(m[0].clause, "CZ-135");

    struct call end = {.what = UNMARK, .seen = {subject, in.record_id, 0}, .mark_id = ids[0]};
    MUST(&f, run(&f, &end));
    REFUSED(run(&f, &end), ERR_RECORD_MARK);
    r = get(&f, subject, in.record_id);
    assert_int_equal(r->marks, 0);
    assert_int_equal(r->holds, 1);
    fixture_close(&f);
}

static void lists_go_on_where_they_stopped(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    int64_t subject = one_subject(&f);
    struct record_new in[7];
    for (int i = 0; i < 7; i++) {
        in[i] = fresh(subject, arena_printf(f.arena, "%d", i), PLAIN);
        in[i].facts.received = date_make(2026, 10, 1 + i / 2);
        if (i == 3) in[i].facts.item = "licence_organisation";
    }
    MUST(&f, insert(&f, in, 7));
    for (size_t round = 0; round < 2; round++) {
        struct record_place after = {DATE_NONE, 0};
        size_t seen = 0;
        for (;;) {
            struct record *r;
            size_t n;
            READING(&f, s)
            MUST(&f, record_list_provider(&f.ctx, s, 501, round ? "penalty_organisation" : NULL,
                                          after, 2, &r, &n));
            for (size_t i = 0; i < n; i++) {
                ROW(seen, date_is_none(after.received) ||
                              date_cmp(r[i].facts.received, after.received) < 0 ||
                              (date_cmp(r[i].facts.received, after.received) == 0 &&
                               r[i].id < after.record_id));
                after = (struct record_place){r[i].facts.received, r[i].id};
                seen++;
            }
            if (n < 2) break;
        }
        ROW_INT(round, seen, round ? 6 : 7);
    }
    /* stale ranges, and ranges alone */
    struct record *r;
    size_t n;
    READING(&f, s)
    MUST(&f, record_list_stale(&f.ctx, s, "cangzhou", "cangzhou@ffffffffffff", 0, 0, 5, &r, &n));
    assert_int_equal(n, 5);
    struct call k = {.what = RANGES, .seen = {subject, r[0].id, 0}};
    MUST(&f, run(&f, &k));
    READING(&f, s)
    MUST(&f, record_list_stale(&f.ctx, s, "cangzhou", "cangzhou@ffffffffffff", 0, 0, 9, &r, &n));
    assert_int_equal(n, 6);
    k.what = TERMS;
    k.why = (struct record_because){.reason = RECORD_ALTERATION, .text = "上位法设定期限"};
    MUST(&f, run(&f, &k));
    assert_true(
        date_cmp(get(&f, subject, k.seen.record_id)->terms.term_to, date_make(2030, 1, 1)) == 0);
    fixture_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_comes_back_as_it_went_in),
        cmocka_unit_test(numbers_of_persons_are_sealed_in_the_payload),
        cmocka_unit_test(a_version_keeps_its_commitment),
        cmocka_unit_test(a_record_needs_its_source),
        cmocka_unit_test(the_same_record_goes_in_once),
        cmocka_unit_test(a_correction_is_a_new_version),
        cmocka_unit_test(states_change_as_allowed),
        cmocka_unit_test(destruction_leaves_only_commitments),
        cmocka_unit_test(marks_are_counted_on_the_record),
        cmocka_unit_test(lists_go_on_where_they_stopped),
    };
    return RUN(tests);
}
