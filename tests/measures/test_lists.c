#include "engine.h"

#include "bed.h"

static int64_t evidence(struct asked *t, const char *text) {
    struct evidence v;
    MUST(&t->f, evidence_store(&t->f.ctx, str_of(text), &v));
    return v.evidence_id;
}

static const struct notice_content six[] = {{W_NOTICE_CONTENT_LISTING_REASON, "拖欠工资"},
                                            {W_NOTICE_CONTENT_LISTING_BASIS, "虚构规定第一条"},
                                            {W_NOTICE_CONTENT_MEASURE_REASON, "防止再犯"},
                                            {W_NOTICE_CONTENT_MEASURE_BASIS, "虚构规定第二条"},
                                            {W_NOTICE_CONTENT_REMEDIES, "行政复议"},
                                            {W_NOTICE_CONTENT_LIFTING, "清偿后移出"}};

/* While its text is in force. */
static void in_cangzhou(struct asked *t) {
    asked_open(t, "cangzhou");
    fixture_day(&t->f, 2020, 11, 22);
}

static struct query_subject whom(const struct subject_claim *c) {
    return (struct query_subject){.kind = c->kind,
                                  .document = c->number.document,
                                  .number = c->number.number,
                                  .name = c->name};
}

static struct list_entry entry_of(const char *list) {
    return (struct list_entry){.list_type = list,
                               .doc_no = "虚列字1号",
                               .condition = "拖欠工资三个月以上",
                               .procedure = "会议纪要2号",
                               .reason = "拖欠工资",
                               .citation = "虚构省条例第三条",
                               .citation_rank = W_RANK_REGULATION,
                               .severity = "",
                               .entry = DATE_NONE,
                               .until = DATE_NONE};
}

static struct listing_notice notice_of(struct asked *t, const char *list) {
    return (struct listing_notice){.list_type = list,
                                   .contents = six,
                                   .n_contents = GX_COUNT(six),
                                   .evidence_id = evidence(t, "告知书"),
                                   .served = clock_today(t->f.ctx.clock),
                                   .until = date_add_days(clock_today(t->f.ctx.clock), 3)};
}

/* ---- the gate: cangzhou has no listing process, so it stands here */

static void test_the_gate_is_ours(void **state) {
    struct asked t;
    (void)state;
    in_cangzhou(&t);
    t.f.ctx.actor = &t.f.clerk;
    struct query_subject who = whom(&t.company);
    struct list_entry e = entry_of("dishonest");
    REFUSED(list_entry_enter(&t.f.ctx, &who, &e), ERR_LIST_NOTICE);
    assert_string_equal(t.f.ctx.failure.clause, "default");
    for (size_t i = 0; i < GX_COUNT(six); i++) { /* one of the six is missing */
        struct notice_content five[GX_COUNT(six)];
        struct listing_notice n = notice_of(&t, "dishonest");
        memcpy(five, six, sizeof six);
        five[i].text = " ";
        n.contents = five;
        REFUSED(listing_notice_serve(&t.f.ctx, &who, &n), ERR_LIST_NOTICE_CONTENT);
        ROW_TEXT(i, t.f.ctx.failure.field,
                 arena_printf(t.f.arena, "contents.%s", word_text(six[i].what)));
    }
    struct listing_notice n = notice_of(&t, "dishonest");
    n.until = n.served;
    REFUSED(listing_notice_serve(&t.f.ctx, &who, &n), ERR_LIST_NOTICE_DAYS);
    n = notice_of(&t, "dishonest");
    n.evidence_id = 0;
    REFUSED(listing_notice_serve(&t.f.ctx, &who, &n), ERR_EVIDENCE_MISSING);
    n = notice_of(&t, "nobodys_list");
    REFUSED(listing_notice_serve(&t.f.ctx, &who, &n), ERR_LIST_TYPE);

    n = notice_of(&t, "dishonest");
    MUST(&t.f, listing_notice_serve(&t.f.ctx, &who, &n));
    e.notice_id = n.notice_id;
    REFUSED(list_entry_enter(&t.f.ctx, &who, &e), ERR_LIST_STATEMENT); /* the days run */
    fixture_day(&t.f, 2020, 11, 25);
    REFUSED(list_entry_enter(&t.f.ctx, &who, &e), ERR_LIST_STATEMENT); /* the last of them */
    fixture_day(&t.f, 2020, 11, 26);
    t.subject.subject_id = t.company.subject_id;
    t.f.ctx.actor = &t.subject;
    MUST(&t.f, listing_notice_state(&t.f.ctx, n.subject_id, n.notice_id, "已经付清"));
    REFUSED(listing_notice_state(&t.f.ctx, n.subject_id, n.notice_id, "再说一次"),
            ERR_LIST_STATEMENT);
    t.f.ctx.actor = &t.f.clerk;
    REFUSED(list_entry_enter(&t.f.ctx, &who, &e), ERR_LIST_STATEMENT); /* undecided */
    MUST(&t.f, listing_notice_decide(&t.f.ctx, n.subject_id, n.notice_id, false, "未提供凭证"));
    MUST(&t.f, list_entry_enter(&t.f.ctx, &who, &e));
    REFUSED(list_entry_enter(&t.f.ctx, &who, &e), ERR_LIST_NOTICE); /* one notice, one entry */
    asked_close(&t);
}

static void test_an_accepted_statement_ends_it(void **state) {
    struct asked t;
    (void)state;
    in_cangzhou(&t);
    t.f.ctx.actor = &t.f.clerk;
    struct query_subject who = whom(&t.company);
    struct list_entry e = entry_of("dishonest");
    struct listing_notice n = notice_of(&t, "dishonest");
    MUST(&t.f, listing_notice_serve(&t.f.ctx, &who, &n));
    MUST(&t.f, listing_notice_state(&t.f.ctx, n.subject_id, n.notice_id, "书面陈述"));
    MUST(&t.f, listing_notice_decide(&t.f.ctx, n.subject_id, n.notice_id, true, "理由成立"));
    e.notice_id = n.notice_id;
    fixture_day(&t.f, 2020, 12, 26);
    REFUSED(list_entry_enter(&t.f.ctx, &who, &e), ERR_LIST_STATEMENT);
    asked_close(&t);
}

static void test_an_entry_says_what_it_rests_on(void **state) {
    struct asked t;
    (void)state;
    in_cangzhou(&t);
    t.f.ctx.actor = &t.f.clerk;
    struct query_subject who = whom(&t.company);
    struct list_entry e;
#define WITHOUT(member, value, code)                                                               \
    e = entry_of("good_standing");                                                                 \
    e.member = value;                                                                              \
    REFUSED(list_entry_enter(&t.f.ctx, &who, &e), code)
    WITHOUT(list_type, "invented", ERR_LIST_TYPE);
    WITHOUT(condition, "", ERR_LIST_BASIS);
    WITHOUT(doc_no, NULL, ERR_LIST_BASIS);
    WITHOUT(reason, " ", ERR_LIST_BASIS);
    WITHOUT(citation, NULL, ERR_CITATION);
    WITHOUT(citation_rank, W_NONE, ERR_CITATION);
    WITHOUT(severity, "general", ERR_LIST_SEVERITY); /* cangzhou has no classes */
    WITHOUT(entry, date_make(2020, 11, 23), ERR_DATE);
    WITHOUT(document_id, 77, ERR_LIST_DOCUMENT);
    e = entry_of("good_standing"); /* no notice is asked for */
    MUST(&t.f, list_entry_enter(&t.f.ctx, &who, &e));
    struct list_entry again = entry_of("good_standing");
    REFUSED(list_entry_enter(&t.f.ctx, &who, &again), ERR_LIST_STANDS);

    struct list_standing s;
    struct list_entry *read;
    READING(&t.f, q) {
        MUST(&t.f, list_standing(&t.f.ctx, q, e.subject_id, e.entry, &s));
        MUST(&t.f, list_entry_get(&t.f.ctx, q, e.subject_id, e.entry_id, &read));
    }
    assert_true(s.any && !s.serious && !s.watch);
    assert_string_equal(read->condition, "拖欠工资三个月以上");
    assert_int_equal(read->citation_rank, W_RANK_REGULATION);
    REFUSED(list_entry_leave(&t.f.ctx, e.subject_id, e.entry_id, ""), ERR_REASON_MISSING);
    MUST(&t.f, list_entry_leave(&t.f.ctx, e.subject_id, e.entry_id, "不再符合条件"));
    REFUSED(list_entry_leave(&t.f.ctx, e.subject_id, e.entry_id, "再一次"), ERR_LIST_ENTRY);
    READING(&t.f, q)
    MUST(&t.f, list_standing(&t.f.ctx, q, e.subject_id, e.entry, &s));
    assert_false(s.any);
    MUST(&t.f, list_entry_enter(&t.f.ctx, &who, &again)); /* and may be entered again */
    asked_close(&t);
}

static void test_a_process_is_not_gone_round(void **state) {
    struct asked t;
    (void)state;
    asked_open(&t, "anshan");
    t.f.ctx.actor = &t.f.clerk;
    struct query_subject who = whom(&t.company);
    struct listing_notice n = notice_of(&t, "serious");
    REFUSED(listing_notice_serve(&t.f.ctx, &who, &n), ERR_LIST_PROCESS);
    struct list_entry e = entry_of("serious");
    REFUSED(list_entry_enter(&t.f.ctx, &who, &e), ERR_LIST_PROCESS);
    assert_string_equal(t.f.ctx.failure.clause, "AS-11");
    asked_close(&t);
}

/* ---- linked persons */

struct making {
    struct list_entry *entry;
    struct cause cause;
};
static enum err make_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct making *m = arg;
    return list_entry_make(ctx, d, s, m->entry, &m->cause);
}

static size_t told(struct asked *t, const char *topic, int64_t subject_id, int64_t unit_id) {
    struct outbox_entry *list;
    size_t n, count = 0;
    READING(&t->f, s)
    MUST(&t->f, outbox_waiting(&t->f.ctx, s, clock_now(t->f.ctx.clock), 200, &list, &n));
    for (size_t i = 0; i < n; i++)
        count += !strcmp(list[i].topic, topic) && list[i].subject_id == subject_id &&
                 list[i].unit_id == unit_id;
    return count;
}

static size_t noticed(struct asked *t, const char *kind, int64_t subject_id, int64_t unit_id) {
    struct notice *list;
    size_t n, count = 0;
    READING(&t->f, s) {
        if (unit_id)
            MUST(&t->f, notice_list_unit(&t->f.ctx, s, unit_id, 0, 100, &list, &n));
        else
            MUST(&t->f, notice_list_subject(&t->f.ctx, s, subject_id, 0, 100, &list, &n));
    }
    for (size_t i = 0; i < n; i++)
        count += !strcmp(list[i].kind, kind);
    return count;
}

static void test_linked_persons(void **state) {
    struct asked t;
    struct list_linked *linked;
    struct target *of;
    size_t n;
    bool concerns;
    (void)state;
    asked_open(&t, "jinan");
    t.f.ctx.actor = &t.f.clerk;
    struct query_subject person = whom(&t.person);
    struct list_linked two[] = {
        {.kind = LINK_ACTUAL_CONTROLLER,
         .who = &person,
         .from = date_make(2020, 1, 1),
         .source = "章程"},
        {.kind = LINK_PRINCIPAL, .who = &person, .from = date_make(2021, 1, 1), .source = "登记"}};
    struct list_entry e = entry_of("migrant_wages");
    e.subject_id = t.company.subject_id;
    struct making m = {&e, bed_cause(&t, 900, "JN-34")};
#define MAKE door_run(&t.f.ctx, "test.entry", DB_PEOPLE, make_step, &m)
    REFUSED(MAKE, ERR_LIST_LINKED);
    assert_string_equal(t.f.ctx.failure.clause, "JN-35");
    e.linked = two;
    e.n_linked = 1; /* a controller alone */
    REFUSED(MAKE, ERR_LIST_LINKED);
    e.linked = two + 1; /* a principal alone */
    REFUSED(MAKE, ERR_LIST_LINKED);
    e.linked = two;
    e.n_linked = 2;
    MUST(&t.f, MAKE);
    assert_int_equal(noticed(&t, "link_told", t.person.subject_id, 0), 2);
    assert_int_equal(told(&t, "list.entered", t.company.subject_id, 0), 1);
    struct target at = {W_TARGET_LIST_ENTRY, e.subject_id, e.entry_id};
    READING(&t.f, s) {
        MUST(&t.f, list_entry_linked(&t.f.ctx, s, e.subject_id, e.entry_id, &linked, &n));
        assert_int_equal(n, 2);
        MUST(&t.f, list_entry_of_linked(&t.f.ctx, s, t.person.subject_id, &of, &n));
        assert_int_equal(n, 2);
        MUST(&t.f, list_entry_concerns(&t.f.ctx, s, &at, t.person.subject_id, &concerns));
        assert_true(concerns);
        MUST(&t.f, list_entry_concerns(&t.f.ctx, s, &at, 12345, &concerns));
        assert_false(concerns);
    }
    /* a watch list, and a person, ask for none */
    struct list_entry watch = entry_of("key_watch");
    watch.subject_id = t.company.subject_id;
    m.entry = &watch;
    MUST(&t.f, MAKE);
    struct list_entry of_person = entry_of("judgment_debtors");
    of_person.subject_id = t.person.subject_id;
    m.entry = &of_person;
    MUST(&t.f, MAKE);
    struct list_standing st;
    READING(&t.f, s)
    MUST(&t.f, list_standing(&t.f.ctx, s, t.company.subject_id, e.entry, &st));
    assert_true(st.serious && st.watch && st.any);
    asked_close(&t);
}

/* ---- marks and holds */

static void test_marks_and_holds(void **state) {
    struct asked t;
    struct list_entry *read;
    struct hold *holds;
    struct record *record;
    struct record_mark *marks;
    size_t n;
    (void)state;
    asked_open(&t, "jinan");
    t.f.ctx.actor = &t.f.clerk;
    int64_t id =
        asked_record(&t, &t.company, "penalty_organisation", date_make(2026, 1, 1), "处罚");
    struct target r = {W_TARGET_RECORD, t.company.subject_id, id};
    bed_hold(&t, &r, W_MEASURE_PUNISHMENT, 900);
    bed_hold(&t, &r, W_MEASURE_INCENTIVE, 900);
    bed_hold(&t, &r, W_MEASURE_PUNISHMENT, 901);
    READING(&t.f, s) {
        MUST(&t.f, hold_list(&t.f.ctx, s, r.subject_id, &holds, &n));
        assert_int_equal(n, 3);
        MUST(&t.f, record_get(&t.f.ctx, s, r.subject_id, id, &record));
        assert_int_equal(record->holds, 2); /* one a case */
        MUST(&t.f, record_marks(&t.f.ctx, s, r.subject_id, &marks, &n));
        assert_int_equal(marks[0].kind, MARK_HOLD);
    }
    bed_release(&t, &r, 900);
    READING(&t.f, s) {
        MUST(&t.f, hold_list(&t.f.ctx, s, r.subject_id, &holds, &n));
        assert_int_equal(n, 1);
        assert_int_equal(holds[0].case_id, 901);
        MUST(&t.f, record_get(&t.f.ctx, s, r.subject_id, id, &record));
        assert_int_equal(record->holds, 1);
    }
    struct list_entry e = entry_of("key_watch");
    e.subject_id = t.company.subject_id;
    struct making m = {&e, bed_cause(&t, 905, "JN-53")};
    MUST(&t.f, MAKE);
    struct target at = {W_TARGET_LIST_ENTRY, e.subject_id, e.entry_id};
    bed_hold(&t, &at, W_MEASURE_PUNISHMENT, 902);
    READING(&t.f, s)
    MUST(&t.f, list_entry_get(&t.f.ctx, s, e.subject_id, e.entry_id, &read));
    assert_true(read->holds == 1 && read->marks == 0);
    bed_release(&t, &at, 902);
    READING(&t.f, s)
    MUST(&t.f, list_entry_get(&t.f.ctx, s, e.subject_id, e.entry_id, &read));
    assert_int_equal(read->holds, 0);
    asked_close(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_gate_is_ours),
        cmocka_unit_test(test_an_accepted_statement_ends_it),
        cmocka_unit_test(test_an_entry_says_what_it_rests_on),
        cmocka_unit_test(test_a_process_is_not_gone_round),
        cmocka_unit_test(test_linked_persons),
        cmocka_unit_test(test_marks_and_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
