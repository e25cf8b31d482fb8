/* What says that a notice waits: to whom, through which channel, and nothing else. */
#include "engine.h"

#include "db/db.h"

extern const struct db_stmt test_waiting_stmts[];
#define BED_MORE_TABLES test_waiting_stmts,
#include "bed.h"
#include "notices/waiting_message.h"
#include "registry/settings.h"

static void as_subject(struct bed *b, int64_t subject_id) {
    b->t.subject.subject_id = subject_id;
    b->t.f.ctx.actor = &b->t.subject;
}

static void test_contacts(void **state) {
    struct bed b;
    struct waiting_contact *list;
    size_t n;
    int64_t id, other;
    (void)state;
    bed_open(&b, "cangzhou");
    struct ctx *ctx = &b.t.f.ctx;
    as_subject(&b, b.t.person.subject_id);
    static const struct {
        enum waiting_channel channel;
        const char *address;
        bool good;
    } rows[] = {
        {WAITING_EMAIL, "zhang.san@example.org", true},
        {WAITING_EMAIL, "a+b@mail.example.org", true},
        {WAITING_EMAIL, "no at sign", false},
        {WAITING_EMAIL, "two@@example.org", false},
        {WAITING_EMAIL, "a@b..c", false},
        {WAITING_EMAIL, "a@-b", false},
        {WAITING_EMAIL, "@example.org", false},
        {WAITING_EMAIL, "a@example.org\r\nBcc: x@y", false},
        {WAITING_EMAIL, "张三@example.org", false},
        {WAITING_TEXT, "13800000000", true},
        {WAITING_TEXT, "+8613800000000", true},
        {WAITING_TEXT, "1380000000a", false},
        {WAITING_TEXT, "+", false},
        {WAITING_TEXT, "", false},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        ROW_TEXT(i, err_code(waiting_contact_set(ctx, rows[i].channel, rows[i].address, &id)),
                 err_code(rows[i].good ? OK : ERR_NOTICE_ADDRESS));
    MUST(&b.t.f, waiting_contacts(ctx, &list, &n)); /* one a channel: the last one */
    assert_int_equal(n, 2);
    assert_string_equal(list[0].shown, "a***@mail.example.org");
    assert_string_equal(list[1].shown, "+86****0000");
    other = list[0].contact_id;
    as_subject(&b, b.t.company.subject_id); /* nobody else's */
    REFUSED(waiting_contact_remove(ctx, other), ERR_NOT_FOUND);
    MUST(&b.t.f, waiting_contacts(ctx, &list, &n));
    assert_int_equal(n, 0);
    as_subject(&b, b.t.person.subject_id);
    MUST(&b.t.f, waiting_contact_remove(ctx, other));
    REFUSED(waiting_contact_remove(ctx, other), ERR_NOT_FOUND);
    b.t.f.ctx.actor = &b.t.operator_; /* given by the subject itself */
    REFUSED(waiting_contact_set(ctx, WAITING_EMAIL, "a@example.org", &id), ERR_FORBIDDEN);
    bed_close(&b);
}

/* HH-28: no such channel at all. */
static void test_heihe_has_none(void **state) {
    struct bed b;
    int64_t id;
    (void)state;
    bed_open(&b, "heihe");
    as_subject(&b, b.t.person.subject_id);
    REFUSED(waiting_contact_set(&b.t.f.ctx, WAITING_EMAIL, "a@example.org", &id),
            ERR_NOTICE_CHANNEL);
    assert_string_equal(b.t.f.ctx.failure.clause, "HH-28");
    REFUSED(waiting_contact_set(&b.t.f.ctx, WAITING_TEXT, "13800000000", &id), ERR_NOTICE_CHANNEL);
    bed_close(&b);
}

/* ---- trying, again later, giving up */

static void run(struct bed *b) {
    bool more = true;
    for (int i = 0; more && i < 400; i++)
        MUST(&b->t.f, waiting_run(&b->t.f.ctx, &more));
    assert_false(more);
}

const struct db_stmt test_waiting_stmts[] = {
    {.name = "test.waiting_state",
     .sql = "select state, tries from notice_waiting order by notice_id",
     .in = "",
     .out = "ti",
     .kind = DB_READ},
    {.name = NULL},
};

static void expect(struct bed *b, const char *state, int64_t tries) {
    READING(&b->t.f, s) {
        struct db_call c = {.stmt = &test_waiting_stmts[0], .args = NULL};
        assert_int_equal(db_calls(s, b->t.f.ctx.arena, &c, 1), DB_ROW);
        assert_int_equal(c.n, 1);
        assert_string_equal(db_get_text(c.rows[0], 0), state);
        assert_int_equal(db_get_int(c.rows[0], 1), tries);
    }
}

static void test_again_later_and_then_no_more(void **state) {
    static const int minutes[] = {1, 5, 30, 120, 480, 1440};
    struct bed b;
    int64_t id;
    (void)state;
    bed_open(&b, "cangzhou");
    settings_defaults(&b.t.f.app.settings);
    bed_account(&b, b.t.person.subject_id, "zhangsan");
    as_subject(&b, b.t.person.subject_id);
    MUST(&b.t.f, waiting_contact_set(&b.t.f.ctx, WAITING_EMAIL, "a@example.org", &id));
    b.t.f.ctx.actor = &b.t.operator_;
    bed_make(&b, &(struct notice_new){.kind = "acceptance", .subject_id = b.t.person.subject_id});
    run(&b); /* no server is named: it waits */
    expect(&b, "waiting", 0);
    b.t.f.app.settings.text[SETTING_SMTP_URL] = "smtp://127.0.0.1:1"; /* nobody listens */
    for (int i = 0; i < 6; i++) {
        run(&b);
        expect(&b, "waiting", i + 1);
        run(&b); /* not yet */
        expect(&b, "waiting", i + 1);
        b.t.f.clock.t.us += minutes[i] * INT64_C(60000000) + 1000000;
    }
    run(&b);
    expect(&b, "failed", 7);
    b.t.f.clock.t.us += INT64_C(100) * 86400 * 1000000;
    run(&b);
    expect(&b, "failed", 7);
    waiting_stop(&b.t.f.app);
    bed_close(&b);
}

static void test_a_removed_contact_is_not_written_to(void **state) {
    struct bed b;
    int64_t id;
    (void)state;
    bed_open(&b, "jinan");
    settings_defaults(&b.t.f.app.settings);
    as_subject(&b, b.t.person.subject_id);
    MUST(&b.t.f, waiting_contact_set(&b.t.f.ctx, WAITING_EMAIL, "a@example.org", &id));
    b.t.f.ctx.actor = &b.t.operator_;
    bed_make(&b, &(struct notice_new){.kind = "acceptance", .subject_id = b.t.person.subject_id});
    as_subject(&b, b.t.person.subject_id);
    MUST(&b.t.f, waiting_contact_remove(&b.t.f.ctx, id));
    b.t.f.app.settings.text[SETTING_SMTP_URL] = "smtp://127.0.0.1:1";
    run(&b);
    expect(&b, "dropped", 0);
    waiting_stop(&b.t.f.app);
    bed_close(&b);
}

/* ---- what is said depends on the settings alone */

static void test_what_is_said(void **state) {
    struct settings s;
    (void)state;
    struct arena *a = arena_new();
    settings_defaults(&s);
    s.text[SETTING_SIGN_IN_AT] = "https://credit.example.org/";
    struct instant now = date_begin(date_make(2026, 11, 22));
    now.us += INT64_C(9) * 3600 * 1000000;
    struct str one = waiting_message_email(a, &s, "a@example.org", now, "m1");
    struct str two = waiting_message_email(a, &s, "a@example.org", now, "m1");
    assert_true(str_eq(one, two));
    assert_true(str_find_str(one, STR_LIT("Date: Sun, 22 Nov 2026 09:00:00 +0800\r\n")) !=
                SIZE_MAX);
    assert_true(str_find_str(one, STR_LIT("To: <a@example.org>\r\n")) != SIZE_MAX);
    struct str text = waiting_message_text(a, &s, "13800000000");
    assert_string_equal(text.p, "{\"text\":\"您有一份通知待查阅，请登录公共信用信息共享平台查看。 "
                                "https://credit.example.org/\",\"to\":\"13800000000\"}");
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contacts),
        cmocka_unit_test(test_heihe_has_none),
        cmocka_unit_test(test_again_later_and_then_no_more),
        cmocka_unit_test(test_a_removed_contact_is_not_written_to),
        cmocka_unit_test(test_what_is_said),
    };
    return RUN(tests);
}
