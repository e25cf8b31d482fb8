/* Accounts, posts and keys: who may hold what, when a password opens, when it is enough. */
#include <pthread.h>

#include "engine.h"
#include "ledger/trace.h"
#include "registry/account.h"
#include "registry/api_key.h"
#include "registry/unit.h"
#define FIXTURE_MORE_TABLES                                                                        \
    unit_stmts, account_stmts, sign_in_stmts, post_stmts, api_key_stmts, trace_stmts,
#include "registry/people.h"

static const char FRESH[] = "Weiyuanhui-2026b";

static int open_people(void **state) {
    static struct fixture f;
    people_open(&f);
    *state = &f;
    return 0;
}

static int close_people(void **state) {
    fixture_close(*state);
    return 0;
}

static size_t entries(struct fixture *f, const char *event, int64_t object) {
    struct trace_filter filter = {
        .from = DATE_NONE, .to = DATE_NONE, .event = event, .object = object, .limit = 100};
    struct trace *traces;
    size_t n;
    int64_t next;
    MUST(f, trace_list(&f->ctx, &filter, &traces, &n, &next));
    return n;
}

static enum err sign_in(struct fixture *f, const char *login, const char *password) {
    struct account account;
    return account_sign_in(&f->ctx, login, password, &account);
}

static void locks_after_five(void **state) {
    struct fixture *f = *state;
    const char *login;
    int64_t id = make_person(f, &login);
    for (int i = 0; i < 5; i++)
        REFUSED(sign_in(f, login, "Falsch-und-2026"), ERR_SIGN_IN_REFUSED);
    REFUSED(sign_in(f, login, OLD), ERR_SIGN_IN_REFUSED);
    assert_int_equal(entries(f, "user.locked", id), 1);
    assert_int_equal(entries(f, "user.sign_in_failed", id),
                     5); /* four, and the right one refused */
    pass(f, 14 * (int64_t)MINUTE);
    REFUSED(sign_in(f, login, OLD), ERR_SIGN_IN_REFUSED);
    pass(f, 2 * (int64_t)MINUTE);
    MUST(f, sign_in(f, login, OLD));
    for (int i = 0; i < 4; i++) /* begins at nothing again */
        REFUSED(sign_in(f, login, "Falsch-und-2026"), ERR_SIGN_IN_REFUSED);
    MUST(f, sign_in(f, login, OLD));
}

struct guess {
    struct fixture *f;
    const char *login;
};

static void *guess(void *arg) {
    struct guess *g = arg;
    struct ctx ctx = g->f->ctx;
    struct account account;
    ctx.arena = arena_new();
    (void)!account_sign_in(&ctx, g->login, "Falsch-und-2026", &account);
    arena_free(&ctx.arena);
    return NULL;
}

static void guesses_at_once_are_all_counted(void **state) {
    struct fixture *f = *state;
    struct guess g = {.f = f};
    pthread_t threads[5];
    int64_t id = make_person(f, &g.login);
    for (size_t i = 0; i < GX_COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, guess, &g), 0);
    for (size_t i = 0; i < GX_COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(entries(f, "user.locked", id), 1);
    REFUSED(sign_in(f, g.login, OLD), ERR_SIGN_IN_REFUSED);
}

static void all_refusals_are_alike_and_kept(void **state) {
    struct fixture *f = *state;
    const char *login, *disabled, *initial;
    struct account account;
    int64_t id;
    make_person(f, &login);
    int64_t gone = make_person(f, &disabled);
    MUST(f, account_disable(&f->ctx, gone));
    MUST(f, account_create(&f->ctx, "waiting", "测试员", "staff", 0, &id, &initial));
    id = make_account(f, "machine", &initial);
    assert_null(initial);
    MUST(f, account_read(&f->ctx, id, &account));
    const struct {
        const char *login, *password;
    } rows[] = {{"nobody-is-called-so", OLD},
                {login, FRESH},
                {disabled, OLD},
                {"waiting", initial ? initial : OLD},
                {account.login, ""}};
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        size_t before = entries(f, "user.sign_in_failed", 0);
        ROW_TEXT(i, err_code(sign_in(f, rows[i].login, rows[i].password)),
                 err_code(ERR_SIGN_IN_REFUSED));
        ROW_INT(i, entries(f, "user.sign_in_failed", 0), before + 1);
        ROW(i, !f->ctx.failure.field);
    }
    REFUSED(account_reset_password(&f->ctx, id, &initial), ERR_ACCOUNT_STATE);
}

static void no_account_without_agreement(void **state) {
    struct fixture *f = *state;
    const char *initial;
    int64_t id;
    MUST(f, account_create(&f->ctx, "unsigned", "测试员", "staff", 0, &id, &initial));
    REFUSED(account_activate(&f->ctx, id), ERR_AGREEMENT_MISSING);
    REFUSED(account_agreement(&f->ctx, id, "保密协议", date_add_days(today(f), 1)), ERR_DATE);
    MUST(f, account_agreement(&f->ctx, id, "保密协议", today(f)));
    MUST(f, account_activate(&f->ctx, id));
    REFUSED(account_activate(&f->ctx, id), ERR_ACCOUNT_STATE);
    REFUSED(account_create(&f->ctx, "unsigned", "测试员", "staff", 0, &id, &initial),
            ERR_LOGIN_TAKEN);
}

static void administrators_are_apart(void **state) {
    struct fixture *f = *state;
    int64_t unit = make_unit(f, "cangzhou");
    static const struct {
        enum role first, second;
        bool allowed;
    } rows[] = {
        {ROLE_SYSTEM_ADMIN, ROLE_SECURITY_ADMIN, false},
        {ROLE_SECURITY_ADMIN, ROLE_AUDIT_ADMIN, false},
        {ROLE_AUDIT_ADMIN, ROLE_SYSTEM_ADMIN, false},
        {ROLE_AUDITOR, ROLE_QUERY_CLERK, false},
        {ROLE_QUERY_CLERK, ROLE_SECURITY_ADMIN, false},
        {ROLE_OPERATOR, ROLE_AUDIT_ADMIN, false},
        {ROLE_QUERY_CLERK, ROLE_PROVIDER_CLERK, true},
        {ROLE_SYSTEM_ADMIN, ROLE_SYSTEM_ADMIN, true},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        const char *initial;
        int64_t user = make_account(f, "staff", &initial), id;
        make_post(f, user, unit, rows[i].first);
        struct post second = a_post(f, user, unit, rows[i].second);
        ROW_TEXT(i, err_code(post_grant(&f->ctx, &second, &id)),
                 err_code(rows[i].allowed ? OK : ERR_ROLE_CONFLICT));
        /* one after the other is no conflict */
        struct post later = a_post(f, make_account(f, "staff", &initial), unit, rows[i].first);
        later.to = date_add_days(today(f), 9);
        ROW_TEXT(i, err_code(post_grant(&f->ctx, &later, &id)), err_code(OK));
        later.role = rows[i].second;
        later.from = date_add_days(today(f), 10);
        later.to = DATE_NONE;
        ROW_TEXT(i, err_code(post_grant(&f->ctx, &later, &id)), err_code(OK));
    }
    struct post own = a_post(f, f->first.user_id, unit, ROLE_QUERY_CLERK);
    int64_t id;
    REFUSED(post_grant(&f->ctx, &own, &id), ERR_ROLE_CONFLICT);
}

static void posts_fit_their_holder(void **state) {
    struct fixture *f = *state;
    const char *initial;
    int64_t unit = make_unit(f, "cangzhou"), id;
    int64_t staff = make_account(f, "staff", &initial),
            machine = make_account(f, "machine", &initial),
            gone = make_account(f, "staff", &initial),
            subject = make_account(f, "subject", &initial);
    MUST(f, account_disable(&f->ctx, gone));
    struct date now = today(f), before = date_add_days(now, -1);
    const struct {
        int64_t user;
        enum role role;
        struct date to, designated_from, designated_to;
        enum err wanted;
    } rows[] = {
        {staff, ROLE_WINDOW, DATE_NONE, DATE_NONE, DATE_NONE, OK},
        {subject, ROLE_QUERY_CLERK, DATE_NONE, DATE_NONE, DATE_NONE, ERR_ROLE_CONFLICT},
        {machine, ROLE_QUERY_CLERK, DATE_NONE, DATE_NONE, DATE_NONE, OK},
        {machine, ROLE_AUTHORITY, DATE_NONE, DATE_NONE, DATE_NONE, ERR_ROLE_CONFLICT},
        {machine, ROLE_SYSTEM_ADMIN, DATE_NONE, DATE_NONE, DATE_NONE, ERR_ROLE_CONFLICT},
        {machine, ROLE_PROVIDER_REVIEWER, DATE_NONE, DATE_NONE, DATE_NONE, ERR_ROLE_CONFLICT},
        {gone, ROLE_QUERY_CLERK, DATE_NONE, DATE_NONE, DATE_NONE, ERR_ACCOUNT_STATE},
        {staff, ROLE_QUERY_CLERK, before, DATE_NONE, DATE_NONE, ERR_DATE},
        {staff, ROLE_QUERY_CLERK, now, now, before, ERR_DATE},
        {999, ROLE_QUERY_CLERK, DATE_NONE, DATE_NONE, DATE_NONE, ERR_NOT_FOUND},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct post p = a_post(f, rows[i].user, unit, rows[i].role);
        p.to = rows[i].to;
        p.designated_from = rows[i].designated_from;
        p.designated_to = rows[i].designated_to;
        ROW_TEXT(i, err_code(post_grant(&f->ctx, &p, &id)), err_code(rows[i].wanted));
    }
}

static enum err actor_of(struct fixture *f, int64_t user, int64_t post, struct actor *actor_r) {
    struct account account;
    MUST(f, account_read(&f->ctx, user, &account));
    return post_actor(&f->ctx, &account, post, actor_r);
}

static void a_post_holds_between_its_days(void **state) {
    struct fixture *f = *state;
    const char *login;
    struct actor actor;
    struct unit unit;
    int64_t unit_id = make_unit(f, "cangzhou"), user = make_person(f, &login), second;
    REFUSED(actor_of(f, user, 0, &actor), ERR_FORBIDDEN);
    struct post p = a_post(f, user, unit_id, ROLE_PROVIDER_CLERK);
    p.from = p.designated_from = date_add_days(today(f), 1);
    p.to = date_add_days(today(f), 30);
    p.designated_to = date_add_days(today(f), 10);
    int64_t first;
    MUST(f, post_grant(&f->ctx, &p, &first));
    REFUSED(actor_of(f, user, first, &actor), ERR_FORBIDDEN);
    pass(f, INT64_C(86400) * 1000000);
    MUST(f, actor_of(f, user, 0, &actor));
    assert_true(actor.designated && actor.post_id == first && actor.unit_id == unit_id);
    second = make_post(f, user, unit_id, ROLE_QUERY_CLERK);
    REFUSED(actor_of(f, user, 0, &actor), ERR_POST_CHOICE);
    MUST(f, actor_of(f, user, second, &actor));
    assert_false(actor.designated);
    pass(f, INT64_C(86400) * 10 * 1000000);
    MUST(f, actor_of(f, user, first, &actor));
    assert_false(actor.designated);
    MUST(f, post_end(&f->ctx, first, date_add_days(today(f), -1)));
    REFUSED(actor_of(f, user, first, &actor), ERR_FORBIDDEN);
    REFUSED(post_end(&f->ctx, first, today(f)), ERR_NOT_FOUND);
    MUST(f, unit_read(&f->ctx, unit_id, &unit));
    REFUSED(unit_close(&f->ctx, unit_id, unit.version, date_add_days(today(f), 1)), ERR_DATE);
    REFUSED(unit_close(&f->ctx, unit_id, unit.version + 1, today(f)), ERR_CONFLICT);
    MUST(f, unit_close(&f->ctx, unit_id, unit.version, today(f)));
    REFUSED(actor_of(f, user, second, &actor), ERR_FORBIDDEN);
}

/* CZ-86: within the unit, and no further. */
static void a_units_administrator_keeps_to_the_unit(void **state) {
    struct fixture *f = *state;
    const char *initial;
    int64_t ours = make_unit(f, "cangzhou"), theirs = make_unit(f, "cangzhou"), post, other;
    int64_t fresh = make_account(f, "staff", &initial), busy = make_account(f, "staff", &initial);
    other = make_post(f, busy, theirs, ROLE_QUERY_CLERK);
    int64_t clerk = make_post(f, make_account(f, "staff", &initial), ours, ROLE_PROVIDER_CLERK);
    struct actor admin;
    fixture_actor(&admin, 77, ours, ROLE_UNIT_ADMIN, "cangzhou");
    f->ctx.actor = &admin;
    struct post p = a_post(f, fresh, ours, ROLE_QUERY_CLERK);
    MUST(f, post_grant_own(&f->ctx, &p, &post));
    p.user_id = busy;
    REFUSED(post_grant_own(&f->ctx, &p, &post), ERR_FORBIDDEN);
    REFUSED(post_end_own(&f->ctx, other, today(f)), ERR_FORBIDDEN);
    REFUSED(post_end_own(&f->ctx, clerk, today(f)), ERR_FORBIDDEN);
    struct post *posts;
    size_t n;
    MUST(f, post_list(&f->ctx, fresh, today(f), &posts, &n));
    assert_int_equal(n, 1);
    MUST(f, post_end_own(&f->ctx, posts[0].post_id, date_add_days(today(f), -1)));
    MUST(f, post_list(&f->ctx, fresh, today(f), &posts, &n));
    assert_int_equal(n, 0);
    f->ctx.actor = &f->first;
}

/* An officer of one place has nothing to do with another's units; the home's runs the installation. */
static void units_are_of_their_place(void **state) {
    struct fixture *f = *state;
    int64_t unit = make_unit(f, "cangzhou");
    struct actor officer;
    fixture_actor(&officer, 88, 601, ROLE_AUTHORITY, "heihe");
    f->ctx.actor = &officer;
    struct unit_duty duty = {
        .duty = "inspection", .basis = "三定规定", .from = today(f), .to = DATE_NONE};
    REFUSED(unit_add_duty(&f->ctx, unit, &duty), ERR_FORBIDDEN);
    REFUSED(unit_close(&f->ctx, unit, 1, today(f)), ERR_FORBIDDEN);
    REFUSED(unit_accept_terms(&f->ctx, unit, today(f)), ERR_FORBIDDEN);
    f->ctx.actor = &f->first;
    MUST(f, unit_add_duty(&f->ctx, unit, &duty));
    bool has;
    READING(f, s) {
        MUST(f, unit_has_duty(&f->ctx, s, unit, "inspection", "x", today(f), &has));
        assert_true(has);
        MUST(f,
             unit_has_duty(&f->ctx, s, unit, "inspection", "x", date_add_days(today(f), -1), &has));
        assert_false(has);
    }
    duty.to = date_add_days(duty.from, -1);
    REFUSED(unit_add_duty(&f->ctx, unit, &duty), ERR_DATE);
    struct unit bad = {.jurisdiction = "cangzhou",
                       .name = "x",
                       .unit_type = "state_organ",
                       .region = "130900",
                       .code = "91130902PDY000011A"};
    int64_t id;
    REFUSED(unit_register(&f->ctx, &bad, &id), ERR_UNIT_CODE);
}

static void strong_passwords(void **state) {
    (void)state;
    static const struct {
        const char *password, *login;
        bool strong;
    } rows[] = {
        {"Weiyuanhui-2026", "clerk", true},
        {"Ab1-567890", "clerk", true},
        {"Ab1-56789", "clerk", false},
        {"abcdefghijkl", "clerk", false},
        {"abcdefgh1234", "clerk", false},
        {"Abcdefgh1234", "clerk", true},
        {"MyCLERK-2026x", "clerk", false},
        {"口令口令口令口令Ab1", "clerk", true},
        {"\xff\xfe"
         "Abcdefgh12",
         "clerk", false},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        ROW(i, password_is_strong(rows[i].password, rows[i].login) == rows[i].strong);
    struct arena *a = arena_new();
    for (size_t i = 0; i < 200; i++)
        ROW(i, password_is_strong(password_random(a), "clerk"));
    arena_free(&a);
}

static void passwords_change(void **state) {
    struct fixture *f = *state;
    const char *login, *initial;
    struct account account;
    int64_t id = make_account(f, "staff", &initial);
    MUST(f, account_read(&f->ctx, id, &account));
    assert_true(account.must_change);
    REFUSED(account_change_password(&f->ctx, id, initial, "short-1A"), ERR_PASSWORD_WEAK);
    REFUSED(account_change_password(&f->ctx, id, initial, initial), ERR_PASSWORD_WEAK);
    id = make_person(f, &login);
    const char *last = OLD;
    for (int i = 0; i < 4; i++) {
        const char *next = arena_printf(f->arena, "Weiyuanhui-%d-x", i);
        pass(f, MINUTE);
        MUST(f, account_change_password(&f->ctx, id, last, next));
        last = next;
    }
    pass(f, MINUTE);
    REFUSED(account_change_password(&f->ctx, id, last, OLD), ERR_PASSWORD_WEAK); /* of the last 5 */
    MUST(f, account_change_password(&f->ctx, id, last, "Weiyuanhui-9-x"));
    pass(f, MINUTE);
    MUST(f, account_change_password(&f->ctx, id, "Weiyuanhui-9-x", OLD));
    struct account seen;
    MUST(f, account_sign_in(&f->ctx, login, OLD, &seen));
    assert_false(seen.must_change);
    pass(f, INT64_C(86400) * 91 * 1000000);
    MUST(f, account_sign_in(&f->ctx, login, OLD, &seen));
    assert_true(seen.must_change);
    for (int i = 0; i < 5; i++) /* whoever found an open session cannot try for ever */
        REFUSED(account_change_password(&f->ctx, id, "Falsch-und-2026", FRESH),
                ERR_SIGN_IN_REFUSED);
    REFUSED(account_change_password(&f->ctx, id, OLD, FRESH), ERR_SIGN_IN_REFUSED);
    MUST(f, account_reset_password(&f->ctx, id, &initial));
    REFUSED(sign_in(f, login, OLD), ERR_SIGN_IN_REFUSED);
    MUST(f, account_sign_in(&f->ctx, login, initial, &seen));
    assert_true(seen.must_change);
}

static bool unused(struct fixture *f, int64_t id) {
    struct account account;
    MUST(f, account_read(&f->ctx, id, &account));
    return account_is_unused(&f->ctx, &account);
}

static void unused_accounts_show(void **state) {
    struct fixture *f = *state;
    const char *login, *initial;
    int64_t id = make_person(f, &login), machine = make_account(f, "machine", &initial);
    pass(f, INT64_C(86400) * 90 * 1000000);
    assert_false(unused(f, id));
    pass(f, INT64_C(86400) * 1000000);
    assert_true(unused(f, id));
    assert_false(unused(f, machine));
    MUST(f, sign_in(f, login, OLD));
    assert_false(unused(f, id));
    pass(f, INT64_C(86400) * 91 * 1000000);
    assert_true(unused(f, id));
    MUST(f, account_disable(&f->ctx, id));
    assert_false(unused(f, id));
}

static void acts_at_the_console_are_told_once(void **state) {
    struct fixture *f = *state;
    const char *login;
    int64_t id = make_person(f, &login);
    int count;
    MUST(f, account_take_console_notice(&f->ctx, id, &count));
    assert_int_equal(count, 0);
    MUST(f, account_add_console_notice(&f->ctx, id));
    MUST(f, account_add_console_notice(&f->ctx, id));
    MUST(f, account_take_console_notice(&f->ctx, id, &count));
    assert_int_equal(count, 2);
    MUST(f, account_take_console_notice(&f->ctx, id, &count));
    assert_int_equal(count, 0);
}

static void keys_open_for_machines_alone(void **state) {
    struct fixture *f = *state;
    const char *initial, *key, *secret, *other;
    struct key got;
    struct actor actor;
    int64_t unit = make_unit(f, "cangzhou"), staff = make_account(f, "staff", &initial),
            machine = make_account(f, "machine", &initial);
    int64_t desk = make_post(f, staff, unit, ROLE_QUERY_CLERK),
            post = make_post(f, machine, unit, ROLE_QUERY_CLERK);
    struct date now = today(f);
    REFUSED(api_key_issue(&f->ctx, desk, now, DATE_NONE, &key, &secret), ERR_ACCOUNT_STATE);
    REFUSED(api_key_issue(&f->ctx, post, now, date_add_days(now, -1), &key, &secret), ERR_DATE);
    MUST(f, api_key_issue(&f->ctx, post, now, date_add_days(now, 9), &key, &secret));
    MUST(f, api_key_issue(&f->ctx, post, date_add_days(now, 5), DATE_NONE, &other, &secret));
    MUST(f, api_key_actor(&f->ctx, key, &got, &actor));
    assert_true(actor.user_id == machine && actor.post_id == post && actor.unit_id == unit);
    REFUSED(api_key_actor(&f->ctx, other, &got, &actor), ERR_SIGN_IN_REQUIRED); /* not yet */
    REFUSED(api_key_actor(&f->ctx, "0000000000000000", &got, &actor), ERR_SIGN_IN_REQUIRED);
    pass(f, INT64_C(86400) * 10 * 1000000);
    REFUSED(api_key_actor(&f->ctx, key, &got, &actor), ERR_SIGN_IN_REQUIRED); /* no more */
    MUST(f, api_key_actor(&f->ctx, other, &got, &actor));
    MUST(f, api_key_revoke(&f->ctx, other));
    REFUSED(api_key_actor(&f->ctx, other, &got, &actor), ERR_SIGN_IN_REQUIRED);
    REFUSED(api_key_revoke(&f->ctx, other), ERR_NOT_FOUND);
    MUST(f, api_key_issue(&f->ctx, post, today(f), DATE_NONE, &key, &secret));
    MUST(f, post_end(&f->ctx, post, date_add_days(today(f), -1)));
    REFUSED(api_key_actor(&f->ctx, key, &got, &actor), ERR_FORBIDDEN);
    post = make_post(f, machine, unit, ROLE_QUERY_CLERK);
    MUST(f, api_key_issue(&f->ctx, post, today(f), DATE_NONE, &key, &secret));
    MUST(f, account_disable(&f->ctx, machine));
    REFUSED(api_key_actor(&f->ctx, key, &got, &actor), ERR_SIGN_IN_REQUIRED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locks_after_five),
        cmocka_unit_test(guesses_at_once_are_all_counted),
        cmocka_unit_test(all_refusals_are_alike_and_kept),
        cmocka_unit_test(no_account_without_agreement),
        cmocka_unit_test(administrators_are_apart),
        cmocka_unit_test(posts_fit_their_holder),
        cmocka_unit_test(a_post_holds_between_its_days),
        cmocka_unit_test(a_units_administrator_keeps_to_the_unit),
        cmocka_unit_test(units_are_of_their_place),
        cmocka_unit_test(strong_passwords),
        cmocka_unit_test(passwords_change),
        cmocka_unit_test(unused_accounts_show),
        cmocka_unit_test(acts_at_the_console_are_told_once),
        cmocka_unit_test(keys_open_for_machines_alone),
    };
    return cmocka_run_group_tests_name(__FILE__, tests, open_people, close_people);
}
