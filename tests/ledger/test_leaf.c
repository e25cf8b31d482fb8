/* The exact bytes of leaves, and of signed notes. */
#include "test.h"

#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"
#include "ledger/checkpoint.h"
#include "ledger/leaf.h"
#include "ledger/merkle.h"

static const char *const BASIS[] = {"CZ-76", "default"};
static const struct stored_digest COMMITS[2] = {{{1, 2, 3}}, {{1, 0xff, 0xfe}}};

static const struct {
    struct leaf leaf;
    const char *text;
} LEAVES[] = {
    {{.event = EV_USER_SIGNED_IN, .day = {INT32_MIN}},
     "{\"at\":1000001,\"entry\":\"77\",\"event\":\"user.signed_in\"}"},
    {{.event = EV_RECORD_ACCEPTED,
      .actor = 5,
      .post = 6,
      .unit = 7,
      .second = 8,
      .role = "provider_clerk",
      .channel = "web",
      .place = "cangzhou",
      .policy = "cangzhou@0123456789ab",
      .basis = BASIS,
      .n_basis = 2,
      .object = 1234567890123456789,
      .subject = 9,
      .version = 3,
      .day = {20778},
      .word = "active",
      .commitments = COMMITS,
      .n_commitments = 2},
     "{\"actor\":\"5\",\"at\":1000001,\"basis\":[\"CZ-76\",\"default\"],\"channel\":\"web\","
     "\"commit\":[\"AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
     "\"Af/+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"],\"day\":\"2026-11-21\",\"entry\":\"77\","
     "\"event\":\"record.accepted\",\"object\":\"1234567890123456789\",\"place\":\"cangzhou\","
     "\"policy\":\"0123456789ab\",\"post\":\"6\",\"role\":\"provider_clerk\",\"second\":\"8\","
     "\"subject\":\"9\",\"unit\":\"7\",\"version\":3,\"word\":\"active\"}"},
    {{.event = EV_POLICY_ADOPTED, .policy = "abcdef0123456789", .day = {INT32_MIN}, .word = ""},
     "{\"at\":1000001,\"entry\":\"77\",\"event\":\"policy.adopted\",\"policy\":"
     "\"abcdef0123456789\"}"},
};

static void exact_bytes(void **state) {
    (void)state;
    struct arena *a = arena_new();
    for (size_t i = 0; i < GX_COUNT(LEAVES); i++) {
        struct buf halves, out;
        size_t split;
        buf_init(&halves, LEAF_MAX);
        buf_init(&out, LEAF_MAX);
        buf_puts(&halves, "before");
        leaf_render(&halves, &LEAVES[i].leaf, (struct instant){1000001}, &split);
        leaf_finish(&out, (struct str){halves.p + 6, halves.n - 6}, split, 77);
        ROW_TEXT(i, buf_finish(&out).p, LEAVES[i].text);
        /* what our own reader makes of it, written again, has the same bytes */
        struct buf again;
        struct json_writer w;
        buf_init(&again, LEAF_MAX);
        jw_init(&w, &again, true);
        const struct json *j = json_parse(a, str_of(LEAVES[i].text), JSON_LIMITS_DEFAULT, NULL);
        ROW(i, j != NULL);
        jw_json(&w, j);
        ROW_TEXT(i, buf_finish(&again).p, LEAVES[i].text);
        buf_free(&halves);
        buf_free(&out);
        buf_free(&again);
    }
    arena_free(&a);
}

/* What must never reach a leaf stops the program. */
static const struct leaf BAD[] = {
    {.event = EV_RECORD_ACCEPTED, .word = "张三"},
    {.event = EV_RECORD_ACCEPTED, .word = "two words"},
    {.event = EV_RECORD_ACCEPTED, .word = "370102199001010001"},
    {.event = EV_RECORD_ACCEPTED, .word = "Upper"},
    {.event = EV_RECORD_ACCEPTED, .role = "\"quoted"},
    {.event = EV_RECORD_ACCEPTED, .channel = "9876543210123456"},
    {.event = EV_RECORD_ACCEPTED, .place = "沧州"},
    {.event = EV_RECORD_ACCEPTED, .policy = "cangzhou@zzzzzzzz"},
    {.event = EV_RECORD_ACCEPTED, .policy = "0123"},
    {.event = EV_RECORD_ACCEPTED, .word = "a0123456789012345678901234567890123456789012345678"},
    {.event = LEDGER_EVENT_COUNT},
};

static void refuses_text(void **state) {
    (void)state;
    for (size_t i = 0; i < GX_COUNT(BAD); i++) {
        pid_t child = fork();
        if (child == 0) {
            struct buf b;
            size_t split;
            if (!freopen("/dev/null", "w", stderr)) _exit(1);
            buf_init(&b, LEAF_MAX);
            leaf_render(&b, &BAD[i], (struct instant){1}, &split);
            _exit(0);
        }
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        ROW(i, !(WIFEXITED(status) && WEXITSTATUS(status) == 0));
    }
}

static void events(void **state) {
    (void)state;
    for (size_t i = 0; i < LEDGER_EVENT_COUNT; i++) {
        enum ledger_event e;
        ROW(i, ledger_event_parse(str_of(ledger_event_word((enum ledger_event)i)), &e));
        ROW_INT(i, e, (long long)i); /* no word twice */
        ROW(i, *ledger_event_kind(e) && *ledger_event_name(e));
    }
    enum ledger_event e;
    assert_false(ledger_event_parse(STR_LIT("record.vanished"), &e));
}

static void notes(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct sign_key key, other;
    uint8_t seed[32] = {7};
    sign_key_from_secret(&key, seed);
    sign_key_new(&other);
    char *origin = checkpoint_origin(a, "gongxin.example/heihe", LEDGER_FACTS, 1);
    assert_string_equal(origin, "gongxin.example/heihe/facts");
    assert_string_equal(checkpoint_origin(a, "x", LEDGER_LOOKS, 3), "x/looks/epoch-3");
    struct digest root = merkle_empty(SUITE_INTL);
    char *note = checkpoint_sign(a, &key, origin, 42, root);
    struct checkpoint c;
    struct str text;
    assert_true(checkpoint_parse(a, str_of(note), &c));
    assert_string_equal(c.origin, origin);
    assert_int_equal(c.size, 42);
    assert_memory_equal(c.root.b, root.b, 32);
    assert_true(note_open(a, str_of(note), origin, key.public, &text));
    assert_true(str_is(text, "gongxin.example/heihe/facts\n42\n"
                             "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"));
    assert_false(note_open(a, str_of(note), origin, other.public, &text));
    assert_false(note_open(a, str_of(note), "gongxin.example/heihe/looks", key.public, &text));
    size_t n = strlen(note);
    for (size_t i = 0; i < n; i++) {
        char *bad = arena_strdup(a, note);
        bad[i] ^= 1;
        bool opened = note_open(a, str_of(bad), origin, key.public, &text);
        ROW(i, !opened);
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(exact_bytes),
                                       cmocka_unit_test(refuses_text), cmocka_unit_test(events),
                                       cmocka_unit_test(notes)};
    return RUN(tests);
}
