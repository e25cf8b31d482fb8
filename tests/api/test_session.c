/* Sessions: how they begin, what ends them, and how soon a withdrawn right is withdrawn. */
#include "engine.h"
#include "registry/account.h"
#include "registry/unit.h"
#define FIXTURE_MORE_TABLES unit_stmts, account_stmts, sign_in_stmts, post_stmts,
#include "api/session.h"
#include "registry/people.h"

struct bed {
    struct fixture f;
    struct sessions *sessions;
    int64_t user, unit, post;
    char token[TOKEN_TEXT];
};

static int open_bed(void **state) {
    static struct bed b;
    const char *login;
    people_open(&b.f);
    b.sessions = sessions_new();
    b.unit = make_unit(&b.f, "cangzhou");
    b.user = make_person(&b.f, &login);
    b.post = make_post(&b.f, b.user, b.unit, ROLE_QUERY_CLERK);
    *state = &b;
    return 0;
}

static int close_bed(void **state) {
    struct bed *b = *state;
    sessions_free(&b->sessions);
    fixture_close(&b->f);
    return 0;
}

static void begin(struct bed *b, char token[TOKEN_TEXT]) {
    struct account account;
    MUST(&b->f, account_read(&b->f.ctx, b->user, &account));
    MUST(&b->f, session_open(&b->f.ctx, b->sessions, &account, token));
}

static enum err ask(struct bed *b, const char *token, int64_t post, struct actor *actor_r) {
    bool must_change;
    return session_actor(&b->f.ctx, b->sessions, str_of(token), post, actor_r, &must_change);
}

static void a_session_is_its_accounts(void **state) {
    struct bed *b = *state;
    char other[TOKEN_TEXT];
    struct actor actor;
    begin(b, b->token);
    begin(b, other);
    assert_string_not_equal(b->token, other);
    MUST(&b->f, ask(b, b->token, 0, &actor));
    assert_true(actor.user_id == b->user && actor.post_id == b->post && actor.unit_id == b->unit);
    assert_int_equal(actor.role, ROLE_QUERY_CLERK);
    REFUSED(ask(b, b->token, b->post + 1, &actor), ERR_FORBIDDEN); /* somebody else's */
    static const char *const wrong[] = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
    for (size_t i = 0; i < GX_COUNT(wrong); i++)
        ROW_TEXT(i, err_code(ask(b, wrong[i], 0, &actor)), err_code(ERR_SIGN_IN_REQUIRED));
    session_close(b->sessions, str_of(other));
    REFUSED(ask(b, other, 0, &actor), ERR_SIGN_IN_REQUIRED);
    MUST(&b->f, ask(b, b->token, 0, &actor));
}

static void idle_sessions_end(void **state) {
    struct bed *b = *state;
    struct actor actor;
    begin(b, b->token);
    for (int i = 0; i < 3; i++) { /* each request begins the time anew */
        pass(&b->f, 29 * (int64_t)MINUTE);
        MUST(&b->f, ask(b, b->token, 0, &actor));
    }
    pass(&b->f, 31 * (int64_t)MINUTE);
    REFUSED(ask(b, b->token, 0, &actor), ERR_SIGN_IN_REQUIRED);
    pass(&b->f, -31 * (int64_t)MINUTE); /* and do not come back */
    REFUSED(ask(b, b->token, 0, &actor), ERR_SIGN_IN_REQUIRED);
}

static void only_so_many_at_a_time(void **state) {
    struct bed *b = *state;
    char tokens[6][TOKEN_TEXT];
    struct actor actor;
    session_close_user(b->sessions, b->user, (struct str){0});
    for (int i = 0; i < 6; i++) {
        begin(b, tokens[i]);
        pass(&b->f, 1000000);
    }
    REFUSED(ask(b, tokens[0], 0, &actor), ERR_SIGN_IN_REQUIRED); /* the oldest gave way */
    for (int i = 1; i < 6; i++)
        MUST(&b->f, ask(b, tokens[i], 0, &actor));
    session_close_user(b->sessions, b->user, str_of(tokens[3])); /* as when the password changes */
    for (int i = 1; i < 6; i++)
        ROW_TEXT(i, err_code(ask(b, tokens[i], 0, &actor)),
                 err_code(i == 3 ? OK : ERR_SIGN_IN_REQUIRED));
}

static void what_is_withdrawn_is_withdrawn(void **state) {
    struct bed *b = *state;
    struct actor actor;
    begin(b, b->token);
    int64_t second = make_post(&b->f, b->user, b->unit, ROLE_PROVIDER_CLERK);
    sessions_people_changed(b->sessions);
    REFUSED(ask(b, b->token, 0, &actor), ERR_POST_CHOICE);
    MUST(&b->f, ask(b, b->token, second, &actor));
    assert_int_equal(actor.role, ROLE_PROVIDER_CLERK);
    struct date yesterday = date_add_days(today(&b->f), -1);
    MUST(&b->f, post_end(&b->f.ctx, second, yesterday));
    sessions_people_changed(b->sessions); /* at once where it was done */
    REFUSED(ask(b, b->token, second, &actor), ERR_FORBIDDEN);
    second = make_post(&b->f, b->user, b->unit, ROLE_PROVIDER_CLERK);
    MUST(&b->f, ask(b, b->token, second, &actor));
    MUST(&b->f, post_end(&b->f.ctx, second, yesterday));
    pass(&b->f, 6000000); /* and after seconds where nobody said so */
    REFUSED(ask(b, b->token, second, &actor), ERR_FORBIDDEN);
    struct account account;
    MUST(&b->f, session_account(&b->f.ctx, b->sessions, str_of(b->token), &account));
    assert_int_equal(account.user_id, b->user);
}

static void a_leavers_sessions_end(void **state) {
    struct bed *b = *state;
    struct actor actor;
    begin(b, b->token);
    MUST(&b->f, ask(b, b->token, 0, &actor));
    MUST(&b->f, account_disable(&b->f.ctx, b->user));
    sessions_people_changed(b->sessions);
    REFUSED(ask(b, b->token, 0, &actor), ERR_SIGN_IN_REQUIRED);
    MUST(&b->f, account_activate(&b->f.ctx, b->user)); /* a new beginning needs a new sign-in */
    sessions_people_changed(b->sessions);
    REFUSED(ask(b, b->token, 0, &actor), ERR_SIGN_IN_REQUIRED);
}

static void old_passwords_must_change(void **state) {
    struct bed *b = *state;
    const char *initial;
    struct actor actor;
    bool must_change;
    begin(b, b->token);
    struct str token = str_of(b->token);
    MUST(&b->f, session_actor(&b->f.ctx, b->sessions, token, 0, &actor, &must_change));
    assert_false(must_change);
    pass(&b->f, 1);
    MUST(&b->f, account_reset_password(&b->f.ctx, b->user, &initial));
    sessions_people_changed(b->sessions);
    MUST(&b->f, session_actor(&b->f.ctx, b->sessions, token, 0, &actor, &must_change));
    assert_true(must_change);
    pass(&b->f, 1);
    MUST(&b->f, account_change_password(&b->f.ctx, b->user, initial, "Weiyuanhui-2027"));
    sessions_people_changed(b->sessions);
    MUST(&b->f, session_actor(&b->f.ctx, b->sessions, token, 0, &actor, &must_change));
    assert_false(must_change);
    for (int half = 0; half < 91 * 48; half++) { /* somebody who never leaves */
        pass(&b->f, 30 * (int64_t)MINUTE);
        enum err e = session_actor(&b->f.ctx, b->sessions, token, 0, &actor, &must_change);
        if (e != OK) fail_msg("half hour %d: %s", half, err_code(e));
        arena_reset(b->f.ctx.arena); /* as after a request */
    }
    assert_true(must_change);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_is_its_accounts),
        cmocka_unit_test(idle_sessions_end),
        cmocka_unit_test(only_so_many_at_a_time),
        cmocka_unit_test(what_is_withdrawn_is_withdrawn),
        cmocka_unit_test(a_leavers_sessions_end),
        cmocka_unit_test(old_passwords_must_change),
    };
    return cmocka_run_group_tests_name(__FILE__, tests, open_bed, close_bed);
}
