/* Notices are made from the pack, kept sealed, delivered with both days, and destroyed with what they tell. */
#include "engine.h"

#include "bed.h"

static bool says(const struct notice_text *t, const char *what) {
    for (size_t i = 0; i < t->n_body; i++)
        if (strstr(t->body[i], what)) return true;
    return false;
}

static struct notice_text text_of(struct bed *b, const struct notice *n) {
    struct notice_text t;
    MUST(&b->t.f, notice_open_text(&b->t.f.ctx, n, &t));
    return t;
}

/* ---- filling in */

static void test_filled_at_once_and_sealed(void **state) {
    struct bed b;
    (void)state;
    bed_open(&b, "cangzhou");
    const struct notice_value values[] = {{"result", "维持原记录"}, {"finding", ""}};
    b.cause.clause = "CZ-146";
    struct notice *n = bed_make(&b, &(struct notice_new){.kind = "result",
                                                         .subject_id = b.t.company.subject_id,
                                                         .about = bed_record(&b),
                                                         .remedies = true,
                                                         .values = values,
                                                         .n = GX_COUNT(values)});
    assert_true(str_find_str(n->sealed, STR_LIT("维持")) == SIZE_MAX);
    struct notice_text t = text_of(&b, n);
    assert_string_equal(t.addressee, b.t.company.name);
    assert_string_equal(t.title, "处理结果告知书");
    assert_true(says(&t, "维持原记录"));
    assert_true(says(&t, "4711"));
    assert_true(says(&t, "行政处罚"));
    assert_true(says(&t, "第三十八条"));
    assert_false(says(&t, "核查情况")); /* nothing was given: the paragraph is left out */
    assert_false(says(&t, "${"));
    assert_int_equal(t.n_remedies, 1);
    assert_true(strstr(t.remedies[0], "行政诉讼") != NULL);
    assert_true(strstr(n->number, "沧信通〔2026〕") == n->number);
    assert_string_equal(t.signer, "市行政审批局");
    bed_close(&b);
}

static void test_refusals(void **state) {
    struct bed b;
    int64_t id;
    (void)state;
    bed_open(&b, "anshan");
    struct notice_new in = {
        .kind = "no_such_kind", .subject_id = b.t.company.subject_id, .about = bed_record(&b)};
    REFUSED(bed_try(&b, &in, &id), ERR_NOTICE_KIND);
    /* six contents (AS-12): each of them is missed; the remedies are the pack's own words */
    static const char *const six[] = {"listing_reason", "listing_basis", "measure_reason",
                                      "measure_basis", "lifting_conditions"};
    in.kind = "prior_notice";
    for (size_t left = 0; left <= GX_COUNT(six); left++) {
        struct notice_value values[GX_COUNT(six)];
        for (size_t i = 0; i < GX_COUNT(six); i++)
            values[i] = (struct notice_value){six[i], i == left ? "" : "写明的内容"};
        in.values = values;
        in.n = GX_COUNT(six);
        enum err e = bed_try(&b, &in, &id);
        if (left == GX_COUNT(six)) {
            ROW(left, e == OK);
            break;
        }
        ROW_TEXT(left, err_code(e), err_code(ERR_NOTICE_VALUE));
        ROW_TEXT(left, b.t.f.ctx.failure.field, six[left]);
        ROW_TEXT(left, b.t.f.ctx.failure.clause, "AS-11");
    }
    struct notice_text t = text_of(&b, bed_find(&b, id));
    assert_true(says(&t, "移交信息提供主体"));
    bed_close(&b);
}

/* ---- delivery (AM-06) */

static struct date day(int d) {
    return date_make(2026, 11, d);
}

static void test_a_unit_has_it_at_once(void **state) {
    struct bed b;
    struct date sent, arrived;
    struct notice *list;
    struct notice_arrival *arrivals;
    size_t n;
    (void)state;
    bed_open(&b, "heihe");
    int64_t unit = bed_unit(&b, "虚构住建局");
    struct notice *made = bed_make(
        &b, &(struct notice_new){.kind = "verification", .unit_id = unit, .about = bed_record(&b)});
    assert_false(made->desk);
    assert_true(made->subject_id == b.t.company.subject_id);
    READING(&b.t.f, s) {
        struct ctx *ctx = &b.t.f.ctx;
        MUST(&b.t.f, notice_sent_on(ctx, s, made->subject_id, made->notice_id, &sent));
        MUST(&b.t.f, notice_arrived_on(ctx, s, made->subject_id, made->notice_id, &arrived));
        MUST(&b.t.f, notice_list_unit(ctx, s, unit, 0, 10, &list, &n));
        assert_int_equal(n, 1);
        MUST(&b.t.f, notice_list_case(ctx, s, made->subject_id, 4711, &list, &n));
        assert_int_equal(n, 1);
        MUST(&b.t.f, notice_list_subject(ctx, s, made->subject_id, 0, 10, &list, &n));
        assert_int_equal(n, 0); /* not the subject's */
        MUST(&b.t.f, notice_arrivals(ctx, s, (struct instant){0}, 0, 10, &arrivals, &n));
        assert_int_equal(n, 1);
        assert_true(arrivals[0].case_id == 4711);
        MUST(&b.t.f, notice_arrivals(ctx, s, arrivals[0].entered, arrivals[0].delivery_id, 10,
                                     &arrivals, &n));
        assert_int_equal(n, 0);
    }
    assert_int_equal(date_cmp(sent, day(22)), 0);
    assert_int_equal(date_cmp(arrived, day(22)), 0);
    MUST(&b.t.f, notice_opened(&b.t.f.ctx, made));
    assert_true(bed_find(&b, made->notice_id)->opened_at.us != 0);
    struct notice_text t = text_of(&b, made);
    assert_string_equal(t.addressee, "虚构住建局");
    bed_close(&b);
}

static void test_a_subject_with_an_account_opens_it(void **state) {
    struct bed b;
    (void)state;
    bed_open(&b, "jinan");
    bed_account(&b, b.t.person.subject_id, "zhangsan");
    struct notice *n = bed_make(
        &b, &(struct notice_new){.kind = "acceptance", .subject_id = b.t.person.subject_id});
    assert_false(n->desk);
    assert_int_equal(date_cmp(n->sent_on, day(22)), 0);
    assert_true(date_is_none(n->arrived_on));
    assert_string_equal(text_of(&b, n).addressee, "虚构张三");
    fixture_day(&b.t.f, 2026, 11, 25);
    b.t.f.ctx.actor = &b.t.subject;
    MUST(&b.t.f, notice_opened(&b.t.f.ctx, n));
    fixture_day(&b.t.f, 2026, 11, 27);
    n = bed_find(&b, n->notice_id);
    MUST(&b.t.f, notice_opened(&b.t.f.ctx, n)); /* again: the first time counts */
    n = bed_find(&b, n->notice_id);
    assert_int_equal(date_cmp(n->sent_on, day(22)), 0);
    assert_int_equal(date_cmp(n->arrived_on, day(25)), 0);
    bed_close(&b);
}

static void test_without_an_account_the_desk_tells(void **state) {
    struct bed b;
    struct notice *list;
    struct evidence receipt;
    struct notice_delivery *all;
    size_t n;
    (void)state;
    bed_open(&b, "heihe");
    struct ctx *ctx = &b.t.f.ctx;
    struct notice *made = bed_make(&b, &(struct notice_new){.kind = "result",
                                                            .subject_id = b.t.company.subject_id,
                                                            .about = bed_record(&b)});
    assert_true(made->desk);
    assert_true(date_is_none(made->sent_on));
    READING(&b.t.f, s) MUST(&b.t.f, notice_list_desk(ctx, s, "heihe", 0, 10, &list, &n));
    assert_int_equal(n, 1);
    MUST(&b.t.f, evidence_store(ctx, STR_LIT("邮政回执"), &receipt));
    fixture_day(&b.t.f, 2026, 11, 26);
    static const struct {
        struct notice_delivery in;
        bool proof;
        enum err wanted;
    } rows[] = {
        {{.way = NOTICE_PLATFORM}, false, ERR_NOTICE_DELIVERY},
        {{.way = NOTICE_POST}, false, ERR_NOTICE_DELIVERY},          /* no day */
        {{.way = NOTICE_POST, .sent_on = {20778}}, false, ERR_DATE}, /* 21: before issue */
        {{.way = NOTICE_POST, .sent_on = {20784}}, false, ERR_DATE}, /* 27: to come */
        {{.way = NOTICE_POST, .sent_on = {20781}, .arrived_on = {20780}}, true, ERR_DATE},
        {{.way = NOTICE_POST, .sent_on = {20780}, .arrived_on = {20782}},
         false,
         ERR_EVIDENCE_MISSING},
        {{.way = NOTICE_PRINT, .sent_on = {20780}, .arrived_on = {20780}},
         true,
         ERR_NOTICE_DELIVERY},
        {{.way = NOTICE_HAND_OVER, .sent_on = {20780}}, false, ERR_EVIDENCE_MISSING},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct notice_delivery in = rows[i].in;
        if (!in.sent_on.day) in.sent_on = DATE_NONE;
        if (!in.arrived_on.day) in.arrived_on = DATE_NONE;
        if (rows[i].proof) in.evidence_id = receipt.evidence_id;
        ROW_TEXT(i, err_code(notice_deliver(ctx, made, &in)), err_code(rows[i].wanted));
    }
    struct notice_delivery post = {.way = NOTICE_POST, .sent_on = day(23), .arrived_on = DATE_NONE};
    MUST(&b.t.f, notice_deliver(ctx, made, &post));
    made = bed_find(&b, made->notice_id);
    assert_false(made->desk);
    assert_true(date_is_none(made->arrived_on));
    struct notice_delivery back = {.delivery_id = post.delivery_id,
                                   .sent_on = DATE_NONE,
                                   .arrived_on = day(25),
                                   .evidence_id = receipt.evidence_id};
    MUST(&b.t.f, notice_deliver(ctx, made, &back));
    REFUSED(notice_deliver(ctx, made, &back), ERR_NOTICE_DELIVERY);
    made = bed_find(&b, made->notice_id);
    assert_int_equal(date_cmp(made->sent_on, day(23)), 0);
    assert_int_equal(date_cmp(made->arrived_on, day(25)), 0);
    MUST(&b.t.f, notice_printed(ctx, made)); /* once more at the window: the first days stay */
    made = bed_find(&b, made->notice_id);
    assert_int_equal(date_cmp(made->arrived_on, day(25)), 0);
    READING(&b.t.f, s)
    MUST(&b.t.f, notice_deliveries(ctx, s, made->subject_id, made->notice_id, &all, &n));
    assert_int_equal(n, 2);
    assert_string_equal(all[0].proof, "receipt");
    assert_string_equal(all[1].proof, "window");
    bed_close(&b);
}

/* ---- destroyed with what it tells about */

struct destroying {
    struct target about;
    const struct cause *cause;
    size_t n;
};
static enum err destroy_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct destroying *x = arg;
    enum err e = notice_destroy_about(ctx, d, s, &x->about, x->cause, &x->n);
    if (e == OK && !x->n) door_nothing(d);
    return e;
}

static void test_destroyed(void **state) {
    struct bed b;
    struct notice_text t;
    (void)state;
    bed_open(&b, "cangzhou");
    int64_t unit = bed_unit(&b, "虚构公积金中心");
    struct notice *one = bed_make(&b, &(struct notice_new){.kind = "result",
                                                           .subject_id = b.t.company.subject_id,
                                                           .about = bed_record(&b)});
    struct notice_value change = {"change", "已更正"};
    struct notice *two = bed_make(
        &b,
        &(struct notice_new){
            .kind = "recall", .unit_id = unit, .about = bed_record(&b), .values = &change, .n = 1});
    /* to a linked person, about the organisation's record */
    struct notice_value link = {"link", "法定代表人"};
    struct notice *three = bed_make(&b, &(struct notice_new){.kind = "link_told",
                                                             .subject_id = b.t.person.subject_id,
                                                             .about = bed_record(&b),
                                                             .values = &link,
                                                             .n = 1});
    struct notice *other =
        bed_make(&b, &(struct notice_new){.kind = "result", .subject_id = b.t.company.subject_id});
    struct destroying x = {.about = bed_record(&b), .cause = &b.cause};
    MUST(&b.t.f, door_run(&b.t.f.ctx, "test.destroy", DB_PEOPLE, destroy_step, &x));
    assert_int_equal(x.n, 3);
    const struct notice *gone[] = {one, two, three};
    for (size_t i = 0; i < 3; i++) {
        struct notice *n = bed_find(&b, gone[i]->notice_id);
        ROW(i, n->destroyed && !n->sealed.n);
        ROW_TEXT(i, n->number, gone[i]->number);
        ROW(i, !memcmp(n->commitment.b, gone[i]->commitment.b, sizeof n->commitment.b));
        ROW_TEXT(i, err_code(notice_open_text(&b.t.f.ctx, n, &t)), err_code(ERR_NOTICE_DESTROYED));
    }
    text_of(&b, bed_find(&b, other->notice_id));
    MUST(&b.t.f, door_run(&b.t.f.ctx, "test.destroy", DB_PEOPLE, destroy_step, &x));
    assert_int_equal(x.n, 0);
    bed_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_filled_at_once_and_sealed),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_a_unit_has_it_at_once),
        cmocka_unit_test(test_a_subject_with_an_account_opens_it),
        cmocka_unit_test(test_without_an_account_the_desk_tells),
        cmocka_unit_test(test_destroyed),
    };
    return RUN(tests);
}
