/* A request that is repeated is done once; one about somebody is answered, and logged, anew. */
#include "engine.h"
#include "registry/account.h"
#include "registry/idempotency.h"
#include "registry/unit.h"
#define FIXTURE_MORE_TABLES unit_stmts, account_stmts, sign_in_stmts, post_stmts, idempotency_stmts,
#include "api/once.h"
#include "http/route.h"
#include "registry/people.h"

static int runs; /* of the handler below */
static enum err outcome;
static size_t length; /* of its answer */

/* Changes a fact, as handlers do, then answers. */
static enum err handler(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)rq;
    const char *password;
    int64_t id;
    runs++;
    if (outcome == ERR_FORBIDDEN) return fail(ctx, outcome, NULL);
    enum err e = account_create(ctx, arena_printf(ctx->arena, "made-%d", runs), "测试员", "staff",
                                0, &id, &password);
    if (e != OK) return e;
    if (outcome != OK) return fail(ctx, outcome, NULL);
    struct json_writer *w = reply_json(out);
    reply_status(out, 201);
    jw_object(w);
    jw_kint(w, "run", runs);
    char *padding = arena_alloc(ctx->arena, length + 1);
    memset(padding, 'x', length);
    padding[length] = 0;
    jw_ktext(w, "padding", padding);
    jw_object_end(w);
    return OK;
}

static const struct route create = {.name = "test.create",
                                    .method = HTTP_POST,
                                    .handler = handler,
                                    .flags = ROUTE_KEY_ALLOWED,
                                    .event = "user.created"},
                          look = {.name = "test.look",
                                  .method = HTTP_POST,
                                  .handler = handler,
                                  .flags = ROUTE_KEY_ALLOWED,
                                  .event = "look.answered"};

static int open_bed(void **state) {
    static struct fixture f;
    people_open(&f);
    *state = &f;
    return 0;
}

static int close_bed(void **state) {
    fixture_close(*state);
    return 0;
}

struct call {
    const struct route *route;
    const char *key, *body;
};

/* What comes of it, and the answer's text ("" when refused). */
static enum err call(struct fixture *f, struct call c, const char **text_r) {
    struct request rq = {.route = c.route,
                         .method = HTTP_POST,
                         .path = "/api/v1/things",
                         .query = {"", 0},
                         .body = str_of(c.body),
                         .idempotency_key = c.key};
    struct reply out;
    reply_init(&out, f->dir);
    enum err e = once_handle(&f->ctx, &rq, &out);
    struct str body = {0};
    if (e == OK) MUST(f, reply_finish(&f->ctx, &out, &body));
    if (e == OK) assert_int_equal(out.status, 201);
    *text_r = body.n ? arena_str(f->arena, body) : "";
    reply_free(&out);
    assert_null(f->ctx.rider);
    return e;
}

static void done_once_answered_the_same(void **state) {
    struct fixture *f = *state;
    const char *first, *again;
    outcome = OK;
    runs = 0;
    struct call c = {&create, "key-once-1", "{\"a\":1}"};
    MUST(f, call(f, c, &first));
    MUST(f, call(f, c, &again));
    assert_string_equal(first, again);
    assert_int_equal(runs, 1);
    c.body = "{\"a\":2}";
    REFUSED(call(f, c, &again), ERR_KEY_REUSED);
    c.body = "{\"a\":1}";
    struct actor other_post = f->first, other_user = f->first;
    other_post.post_id++;
    other_user.user_id++;
    f->ctx.actor = &other_post; /* another post is another request */
    REFUSED(call(f, c, &again), ERR_KEY_REUSED);
    f->ctx.actor = &other_user; /* and another person's key is his own */
    MUST(f, call(f, c, &again));
    assert_int_equal(runs, 2);
    f->ctx.actor = &f->first;
    c.key = NULL;
    MUST(f, call(f, c, &again));
    MUST(f, call(f, c, &again));
    assert_int_equal(runs, 4);
}

static void a_refusal_leaves_the_key_free(void **state) {
    struct fixture *f = *state;
    const char *text;
    struct call c = {&create, "key-free-1", "{}"};
    outcome = ERR_FORBIDDEN;
    REFUSED(call(f, c, &text), ERR_FORBIDDEN);
    outcome = OK;
    MUST(f, call(f, c, &text));
    assert_true(*text != 0);
}

static void what_was_changed_is_not_changed_again(void **state) {
    struct fixture *f = *state;
    const char *text;
    struct call c = {&create, "key-half-1", "{}"};
    outcome = ERR_IO; /* after its change was durable */
    REFUSED(call(f, c, &text), ERR_IO);
    outcome = OK;
    int before = runs;
    REFUSED(call(f, c, &text), ERR_KEY_DONE);
    c.key = "key-long-1";
    length = 20000; /* too long to keep */
    MUST(f, call(f, c, &text));
    length = 0;
    REFUSED(call(f, c, &text), ERR_KEY_DONE);
    assert_int_equal(runs, before + 1);
}

static void answers_about_somebody_are_not_kept(void **state) {
    struct fixture *f = *state;
    const char *first, *again;
    struct call c = {&look, "key-look-1", "{\"number\":\"x\"}"};
    outcome = OK;
    int before = runs;
    MUST(f, call(f, c, &first));
    MUST(f, call(f, c, &again));
    assert_int_equal(runs, before + 2);
    assert_string_not_equal(first, again);
    c.body = "{\"number\":\"y\"}"; /* one use of an authorisation is one question */
    REFUSED(call(f, c, &again), ERR_KEY_REUSED);
}

static void keys_are_forgotten_after_a_week(void **state) {
    struct fixture *f = *state;
    const char *text;
    bool more;
    struct call c = {&create, "key-week-1", "{}"};
    MUST(f, call(f, c, &text));
    pass(f, INT64_C(86400) * 6 * 1000000);
    MUST(f, idempotency_forget(&f->ctx, &more));
    int before = runs;
    MUST(f, call(f, c, &text));
    assert_int_equal(runs, before);
    pass(f, INT64_C(86400) * 2 * 1000000);
    MUST(f, idempotency_forget(&f->ctx, &more));
    MUST(f, call(f, c, &text));
    assert_int_equal(runs, before + 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(done_once_answered_the_same),
        cmocka_unit_test(a_refusal_leaves_the_key_free),
        cmocka_unit_test(what_was_changed_is_not_changed_again),
        cmocka_unit_test(answers_about_somebody_are_not_kept),
        cmocka_unit_test(keys_are_forgotten_after_a_week),
    };
    return cmocka_run_group_tests_name(__FILE__, tests, open_bed, close_bed);
}
