/* Requests of machines: the signature covers all of it, holds for minutes, and once. */
#include <strings.h>

#include "engine.h"
#include "registry/account.h"
#include "registry/api_key.h"
#include "registry/unit.h"
#define FIXTURE_MORE_TABLES unit_stmts, account_stmts, sign_in_stmts, post_stmts, api_key_stmts,
#include "api/signed_request.h"
#include "base/num.h"
#include "http/route.h"
#include "registry/people.h"

static const char BODY[] = "{\"purpose\":\"inspection\"}";

struct bed {
    struct fixture f;
    struct replay_guard *guard;
    int64_t machine, post;
    const char *key, *secret;
};

static int open_bed(void **state) {
    static struct bed b;
    const char *none;
    people_open(&b.f);
    b.guard = replay_guard_new(b.f.arena, clock_now(b.f.ctx.clock));
    pass(&b.f, 10 * (int64_t)MINUTE);
    b.machine = make_account(&b.f, "machine", &none);
    b.post = make_post(&b.f, b.machine, make_unit(&b.f, "cangzhou"), ROLE_QUERY_CLERK);
    MUST(&b.f, api_key_issue(&b.f.ctx, b.post, today(&b.f), DATE_NONE, &b.key, &b.secret));
    b.key = arena_strdup(b.f.arena, b.key);
    b.secret = arena_strdup(b.f.arena, b.secret);
    *state = &b;
    return 0;
}

static int close_bed(void **state) {
    fixture_close(&((struct bed *)*state)->f);
    return 0;
}

/* ---- a request as a machine makes it */

enum { KEY, STAMP, NONCE, SHA, SIGNATURE, HEADERS };
static const char *const names[HEADERS] = {"X-Key", "X-Timestamp", "X-Nonce", "X-Content-SHA256",
                                           "X-Signature"};
struct sent {
    struct request rq;
    const char *headers[HEADERS];
};

static const char *header(const void *from, const char *name) {
    const struct sent *s = from;
    for (int i = 0; i < HEADERS; i++)
        if (!strcasecmp(names[i], name)) return s->headers[i];
    return NULL;
}

static char *hex(struct arena *a, const uint8_t *p, size_t n) {
    struct buf b;
    buf_init(&b, 256);
    buf_hex(&b, p, n);
    char *text = arena_str(a, buf_finish(&b));
    buf_free(&b);
    return text;
}

/* Signed `age` seconds ago. */
static struct sent *sign(struct bed *b, int64_t age, const char *nonce) {
    struct arena *a = b->f.arena;
    struct sent *s = ARENA_NEW(a, struct sent);
    s->rq = (struct request){.method = HTTP_POST,
                             .path = "/api/v1/queries",
                             .query = STR_LIT("limit=5"),
                             .header = header,
                             .header_from = s};
    struct digest body = crypto_digest(SUITE_INTL, BODY, strlen(BODY));
    struct key secret;
    assert_true(num_hex(str_of(b->secret), secret.b, KEY_BYTES));
    s->headers[KEY] = b->key;
    s->headers[STAMP] =
        arena_printf(a, "%lld", (long long)(clock_now(b->f.ctx.clock).us / 1000000 - age));
    s->headers[NONCE] = nonce;
    s->headers[SHA] = hex(a, body.b, DIGEST_BYTES);
    char *text = arena_printf(a, "POST\n/api/v1/queries?limit=5\n%s\n%s\n%s", s->headers[SHA],
                              s->headers[STAMP], nonce);
    struct digest mac = crypto_hmac(SUITE_INTL, &secret, text, strlen(text));
    s->headers[SIGNATURE] = hex(a, mac.b, DIGEST_BYTES);
    return s;
}

static enum err check(struct bed *b, struct sent *s, struct actor *actor_r,
                      struct http_auth *auth_r) {
    return signed_request_check(&b->f.ctx, b->guard, &s->rq, actor_r, auth_r);
}

static void a_good_one_acts_in_its_post(void **state) {
    struct bed *b = *state;
    struct actor actor;
    struct http_auth auth;
    struct sent *s = sign(b, 0, "nonce-good-1");
    MUST(&b->f, check(b, s, &actor, &auth));
    assert_true(actor.user_id == b->machine && actor.post_id == b->post);
    assert_int_equal(actor.channel, CHANNEL_API);
    assert_int_equal(auth.kind, HTTP_AUTH_KEY);
    /* the dispatcher compares what really came */
    struct digest body = crypto_digest(SUITE_INTL, BODY, strlen(BODY));
    assert_true(auth.has_body_digest);
    assert_memory_equal(auth.body_digest.b, body.b, DIGEST_BYTES);
    REFUSED(check(b, s, &actor, &auth), ERR_SIGN_IN_REQUIRED);
    assert_string_equal(b->f.ctx.failure.field, "X-Nonce");
    MUST(&b->f, check(b, sign(b, 0, "nonce-good-2"), &actor, &auth));
}

static void every_part_is_covered(void **state) {
    struct bed *b = *state;
    static const struct {
        int header;
        const char *value, *field;
    } rows[] = {
        {KEY, "0000000000000000", "X-Key"},
        {STAMP, NULL, "X-Timestamp"},
        {STAMP, "", "X-Timestamp"},
        {STAMP, "-1", "X-Timestamp"},
        {STAMP, "99999999999999999999", "X-Timestamp"},
        {NONCE, NULL, "X-Nonce"},
        {NONCE, "short", "X-Nonce"},
        {NONCE, "0123456789012345678901234567890123456789012345678901234567890123456789",
         "X-Nonce"},
        {NONCE, "another-nonce", "X-Signature"},
        {SHA, NULL, "X-Content-SHA256"},
        {SHA, "00", "X-Content-SHA256"},
        {SHA, "0000000000000000000000000000000000000000000000000000000000000000", "X-Signature"},
        {SIGNATURE, NULL, "X-Signature"},
        {SIGNATURE, "zz", "X-Signature"},
        {SIGNATURE, "0000000000000000000000000000000000000000000000000000000000000000",
         "X-Signature"},
    };
    struct actor actor;
    struct http_auth auth;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct sent *s = sign(b, 0, arena_printf(b->f.arena, "nonce-part-%zu", i));
        s->headers[rows[i].header] = rows[i].value;
        ROW_TEXT(i, err_code(check(b, s, &actor, &auth)), err_code(ERR_SIGN_IN_REQUIRED));
        ROW_TEXT(i, b->f.ctx.failure.field, rows[i].field);
    }
    struct sent *s = sign(b, 0, "nonce-path-1");
    s->rq.path = "/api/v1/exports";
    REFUSED(check(b, s, &actor, &auth), ERR_SIGN_IN_REQUIRED);
    s->rq.path = "/api/v1/queries";
    s->rq.query = STR_LIT("limit=6");
    REFUSED(check(b, s, &actor, &auth), ERR_SIGN_IN_REQUIRED);
    s->rq.query = STR_LIT("limit=5");
    s->rq.method = HTTP_PUT;
    REFUSED(check(b, s, &actor, &auth), ERR_SIGN_IN_REQUIRED);
    s->rq.method = HTTP_POST;
    MUST(&b->f, check(b, s, &actor, &auth)); /* a refused one uses up no nonce */
}

static void it_holds_for_minutes(void **state) {
    struct bed *b = *state;
    static const struct {
        int64_t age;
        bool good;
    } rows[] = {{0, true}, {299, true}, {301, false}, {-299, true}, {-301, false}, {86400, false}};
    struct actor actor;
    struct http_auth auth;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct sent *s = sign(b, rows[i].age, arena_printf(b->f.arena, "nonce-time-%zu", i));
        ROW_TEXT(i, err_code(check(b, s, &actor, &auth)),
                 err_code(rows[i].good ? OK : ERR_SIGN_IN_REQUIRED));
    }
    /* no nonce is forgotten while its request could still be repeated */
    struct sent *early = sign(b, -299, "nonce-early-1");
    MUST(&b->f, check(b, early, &actor, &auth));
    pass(&b->f, INT64_C(590) * 1000000);
    REFUSED(check(b, early, &actor, &auth), ERR_SIGN_IN_REQUIRED);
    assert_string_equal(b->f.ctx.failure.field, "X-Nonce");
}

/* The nonces of the process before are gone: what could have been used with it is refused. */
static void a_restart_forgets_nothing(void **state) {
    struct bed *b = *state;
    struct actor actor;
    struct http_auth auth;
    struct sent *before = sign(b, 0, "nonce-restart-1");
    MUST(&b->f, check(b, before, &actor, &auth));
    pass(&b->f, MINUTE);
    b->guard = replay_guard_new(b->f.arena, clock_now(b->f.ctx.clock));
    REFUSED(check(b, before, &actor, &auth), ERR_SIGN_IN_REQUIRED);
    MUST(&b->f, check(b, sign(b, 0, "nonce-restart-2"), &actor, &auth));
}

static void a_dead_key_opens_nothing(void **state) {
    struct bed *b = *state;
    struct actor actor;
    struct http_auth auth;
    MUST(&b->f, api_key_revoke(&b->f.ctx, b->key));
    REFUSED(check(b, sign(b, 0, "nonce-dead-1"), &actor, &auth), ERR_SIGN_IN_REQUIRED);
    assert_string_equal(b->f.ctx.failure.field, "X-Key");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_one_acts_in_its_post), cmocka_unit_test(every_part_is_covered),
        cmocka_unit_test(it_holds_for_minutes),        cmocka_unit_test(a_restart_forgets_nothing),
        cmocka_unit_test(a_dead_key_opens_nothing),
    };
    return cmocka_run_group_tests_name(__FILE__, tests, open_bed, close_bed);
}
