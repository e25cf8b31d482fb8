/* A store that is behind what was published appends nothing until that has been stated. Evidence, checked offline. */
#include "engine.h"

#include "bed.h"

#include "base/json.h"
#include "ledger/checkpoint.h"

#define ORIGIN "gongxin.example/heihe/facts"

static void publish(struct bed *b, const char *log, int64_t size, struct digest root) {
    const char *origin = arena_printf(b->arena, "gongxin.example/heihe/%s", log);
    const char *note = checkpoint_sign(b->arena, &b->key, origin, size, root);
    const char *path = arena_printf(b->arena, "%s/checkpoints/%s.txt", b->dir, log);
    MUST(b, file_mkdir(arena_printf(b->arena, "%s/checkpoints", b->dir), 0755));
    MUST(b, file_write(path, str_of(note), 0644));
}

/* Another process, after the lease of this one. */
static void reopen(struct bed *b) {
    b->clock.t.us += 31000000;
    ledger_close(&b->ctx.ledger);
    MUST(b, bed_ledger(b));
}

static const char *published(struct bed *b, const char *name) {
    struct str text;
    const char *path = arena_printf(b->arena, "%s/checkpoints/%s", b->dir, name);
    MUST(b, file_read(b->arena, path, 65536, &text));
    return text.p;
}

static void shorter(void **state) {
    (void)state;
    struct bed b;
    struct recovery r;
    struct leaf who = LEAF(EV_LEDGER_RECOVERED);
    struct digest lost = {{9}};
    who.actor = 77;
    bed_open(&b);
    MUST(&b, bed_append(&b, 100));
    bed_seal(&b, LEDGER_FACTS);
    assert_int_equal(recover_log(&b.ctx, LEDGER_FACTS, "没有事", &who, &r), ERR_LEDGER_NOT_BEHIND);
    MUST(&b, bed_append(&b, 7)); /* not sealed when it goes wrong */
    publish(&b, "facts", 150, lost);
    reopen(&b);
    assert_int_equal(bed_append(&b, 1), ERR_LEDGER_BEHIND);
    assert_int_equal(seal_run_once(&b.ctx, LEDGER_FACTS, NULL), ERR_LEDGER_BEHIND);
    MUST(&b, bed_look(&b, 1)); /* the other log is as it was */
    bed_wrong(&b, "behind", "behind", 0);
    assert_int_equal(recover_log(&b.ctx, LEDGER_FACTS, "", &who, &r), ERR_USAGE);
    assert_int_equal(recover_log(&b.ctx, LEDGER_FACTS, "two\nlines", &who, &r), ERR_USAGE);
    MUST(&b, recover_log(&b.ctx, LEDGER_FACTS, "磁盘损坏，从备份恢复", &who, &r));
    assert_int_equal(r.epoch, 2);
    assert_int_equal(r.published_size, 150);
    assert_int_equal(r.kept_size, 100);
    assert_true(r.consistent);
    struct str text;
    const char *statement = published(&b, "facts.recovery-2.txt");
    assert_string_equal(statement, r.statement);
    assert_true(note_open(b.arena, str_of(statement), ORIGIN "/epoch-2", b.key.public, &text));
    static const char *const LINES[] = {
        "epoch 2\n",       "state shorter\n", "published-size 150\n",
        "kept-size 100\n", "vanished 0\n",    "why 磁盘损坏，从备份恢复\n"};
    for (size_t i = 0; i < GX_COUNT(LINES); i++)
        ROW(i, strstr(statement, LINES[i]));
    struct checkpoint c;
    MUST(&b, checkpoint_latest(&b.ctx, LEDGER_FACTS, &c));
    assert_string_equal(c.origin, ORIGIN "/epoch-2");
    assert_int_equal(c.size, 108);
    assert_string_equal(published(&b, "facts.txt"), c.note);
    MUST(&b, bed_append(&b, 60)); /* beyond what was lost */
    bed_seal(&b, LEDGER_FACTS);
    bed_sound(&b, "recovered");
    bed_restart(&b);
    MUST(&b, bed_append(&b, 1));
    bed_sound(&b, "and started again");

    /* the store comes back from before the recovery */
    const char *note = checkpoint_sign(b.arena, &b.key, ORIGIN "/epoch-3", 10, lost);
    const char *path = arena_printf(b.arena, "%s/checkpoints/facts.txt", b.dir);
    MUST(&b, file_write(path, str_of(note), 0644));
    reopen(&b);
    assert_int_equal(bed_append(&b, 1), ERR_LEDGER_BEHIND);
    bed_wrong(&b, "an epoch nobody knows", "behind", 0);
    MUST(&b, recover_log(&b.ctx, LEDGER_FACTS, "again", &who, &r));
    assert_int_equal(r.epoch, 4);
    MUST(&b, bed_append(&b, 1));
    bed_sound(&b, "recovered twice");
    bed_close(&b);
}

static void different(void **state) {
    (void)state;
    struct bed b;
    struct recovery r;
    struct leaf who = LEAF(EV_LEDGER_RECOVERED);
    struct digest other = {{9}};
    bed_open(&b);
    MUST(&b, bed_look(&b, 30));
    bed_seal(&b, LEDGER_LOOKS);
    publish(&b, "looks", 20, other);
    reopen(&b);
    assert_int_equal(bed_look(&b, 1), ERR_LEDGER_BEHIND); /* no answer without a log */
    MUST(&b, bed_append(&b, 1));
    bed_wrong(&b, "different", "checkpoint", 0);
    MUST(&b, recover_log(&b.ctx, LEDGER_LOOKS, "differs", &who, &r));
    assert_false(r.consistent);
    assert_non_null(strstr(r.statement, "state different\n"));
    MUST(&b, bed_look(&b, 1));
    bed_seal(&b, LEDGER_LOOKS);
    bed_seal(&b, LEDGER_FACTS);
    bed_sound(&b, "recovered");
    bed_close(&b);
}

/* Unsealed entries that the store has lost stop the sealer until they are stated. */
static void vanished(void **state) {
    (void)state;
    struct bed b;
    struct recovery r;
    struct leaf who = LEAF(EV_LEDGER_RECOVERED);
    bed_open(&b);
    MUST(&b, bed_append(&b, 5));
    MUST(&b, bed_append(&b, 1));
    struct bed_ids ids = bed_ids(&b);
    bed_do(&b, T_ENTRY_DROP, DB_ARGS(db_int(ids.ids[2])));
    bed_do(&b, T_ENTRY_DROP, DB_ARGS(db_int(ids.ids[5])));
    assert_int_equal(seal_run_once(&b.ctx, LEDGER_FACTS, NULL), ERR_LEDGER_BROKEN);
    MUST(&b, recover_log(&b.ctx, LEDGER_FACTS, "lost two", &who, &r));
    assert_int_equal(r.vanished, 2);
    const char *line = arena_printf(b.arena, "vanished-entry %lld\n", (long long)ids.ids[2]);
    assert_non_null(strstr(r.statement, line));
    struct ledger_state s;
    MUST(&b, ledger_state_read(&b.ctx, LEDGER_FACTS, &s));
    assert_int_equal(s.size, 5); /* four and the entry that says so */
    bed_sound(&b, "recovered");
    bed_close(&b);
}

/* What is not signed by us says nothing; a folder that is away does not stop the platform. */
static void strangers(void **state) {
    (void)state;
    struct bed b;
    struct sign_key other;
    struct digest root = {{1}};
    bed_open(&b);
    sign_key_new(&other);
    MUST(&b, bed_append(&b, 3));
    bed_seal(&b, LEDGER_FACTS);
    const char *note = checkpoint_sign(b.arena, &other, ORIGIN, 500, root);
    const char *path = arena_printf(b.arena, "%s/checkpoints/facts.txt", b.dir);
    MUST(&b, file_write(path, str_of(note), 0644));
    reopen(&b);
    MUST(&b, bed_append(&b, 3));
    bed_seal(&b, LEDGER_FACTS);
    bed_sound(&b, "published again");

    const char *folder = arena_printf(b.arena, "%s/away", b.dir);
    struct ledger_config config = {.dir = b.dir,
                                   .origin = "gongxin.example/heihe",
                                   .key = &b.key,
                                   .suite = SUITE_INTL,
                                   .witnesses = &folder,
                                   .n_witnesses = 1};
    ledger_close(&b.ctx.ledger);
    b.clock.t.us += 31000000;
    MUST(&b, ledger_open(&b.ctx, &config, &b.ctx.ledger));
    MUST(&b, bed_append(&b, 1));
    assert_int_equal(bed_seal(&b, LEDGER_FACTS), 7);
    MUST(&b, file_mkdir(folder, 0755));
    MUST(&b, bed_append(&b, 1));
    assert_int_equal(bed_seal(&b, LEDGER_FACTS), 8);
    const char *outside = arena_printf(b.arena, "%s/facts.txt", folder);
    assert_true(file_exists(outside));
    /* the witness remembers what the data directory has forgotten */
    note = checkpoint_sign(b.arena, &b.key, ORIGIN, 500, root);
    MUST(&b, file_write(outside, str_of(note), 0644));
    ledger_close(&b.ctx.ledger);
    b.clock.t.us += 31000000;
    MUST(&b, ledger_open(&b.ctx, &config, &b.ctx.ledger));
    assert_int_equal(bed_append(&b, 1), ERR_LEDGER_BEHIND);
    const char *args = arena_printf(b.arena, "--data '%s' --checkpoint '%s'", b.dir, outside);
    assert_int_equal(bed_run(&b, args), 1);
    assert_non_null(strstr(b.out, "behind\t"));
    bed_sound(&b, "as far as the data directory knows");
    bed_close(&b);
}

static void keys(void **state) {
    (void)state;
    struct bed b;
    struct sign_key again, none;
    bed_open(&b);
    MUST(&b, ledger_key_load(&b.ctx, b.dir, false, &again));
    assert_memory_equal(again.public, b.key.public, 32);
    const char *path = arena_printf(b.arena, "%s/keys/ledger.key", b.dir);
    static const char *const BAD[] = {"", "gongxin-ledger-key ed25519 AAAA\n", "something else"};
    for (size_t i = 0; i < GX_COUNT(BAD); i++) {
        MUST(&b, file_write(path, str_of(BAD[i]), 0600));
        ROW_INT(i, ledger_key_load(&b.ctx, b.dir, true, &none), ERR_LEDGER_KEY);
    }
    const char *nowhere = arena_printf(b.arena, "%s/nowhere", b.dir);
    assert_int_equal(ledger_key_load(&b.ctx, nowhere, false, &none), ERR_LEDGER_KEY);
    bed_close(&b);
}

static int64_t edition_of(struct ctx *ctx, void *arg, const char *place, const char *policy) {
    (void)ctx, (void)arg;
    return strcmp(place, "heihe") == 0 && strcmp(policy, "0123456789ab") == 0 ? 4321 : 0;
}

static enum err adopt_fn(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    (void)ctx, (void)s, (void)arg;
    struct leaf leaf = LEAF(EV_POLICY_ADOPTED);
    leaf.object = 4321;
    leaf.place = "heihe";
    leaf.policy = "0123456789ab";
    leaf.second = 12;
    door_leaf(door, &leaf);
    return OK;
}

static int check(struct bed *b, struct str file) {
    const char *path = arena_printf(b->arena, "%s/evidence.json", b->dir);
    MUST(b, file_write(path, file, 0644));
    return bed_run(
        b, arena_printf(b->arena, "evidence '%s' --key '%s/keys/ledger.pub'", path, b->dir));
}

static void evidence(void **state) {
    (void)state;
    struct bed b;
    bed_open(&b);
    MUST(&b, door_run(&b.ctx, "t", DB_PEOPLE, adopt_fn, NULL));
    bed_record(&b, 50, 900, "{}");
    MUST(&b, bed_append(&b, 300));
    bed_seal(&b, LEDGER_FACTS);
    struct bed_append same = {900, 1, 50, OK}; /* an entry of another kind with the same number */
    MUST(&b, door_run(&b.ctx, "t", DB_PEOPLE, bed_append_fn, &same));
    struct evidence_request q = {.kind = "record", .object = 900, .edition = edition_of};
    struct buf out;
    buf_init(&out, 1 << 20);
    MUST(&b, evidence_write(&b.ctx, &q, &out));
    struct str file = buf_finish(&out);
    const struct json *j = json_parse(b.arena, file, JSON_LIMITS_DEFAULT, NULL);
    assert_int_equal(json_get(j, "entries")->count, 1);
    assert_int_equal(json_get(j, "editions")->count, 1);
    assert_string_equal(json_get_text(&json_get(j, "timeline")->items[0], "name"), "记录入库");
    if (check(&b, file) != 0) fail_msg("%s", b.out);
    /* Every byte counts but those that only help people to read: names, and the copy of the key. */
    static const char *const PARTS[] = {
        "\"checkpoint\":", "\"leaf\":",  "\"proof\":",          "\"index\":",
        "\"at\":",         "\"event\":", "\"object\":{\"id\":", "\"entry\":"};
    size_t tried = 0;
    for (size_t i = 0; i < GX_COUNT(PARTS); i++) {
        const char *found = strstr(file.p, PARTS[i]);
        ROW(i, found);
        size_t start = (size_t)(found - file.p) + strlen(PARTS[i]);
        for (size_t at = start + 1; at < start + 60 && at < file.n; at += 6) {
            if (strchr("\"{}[],:\\", file.p[at])) continue;
            if (i != 0 && i != 1 && i != 2 && strchr(file.p + start, ',') <= file.p + at) break;
            char *bad = arena_copy(b.arena, file.p, file.n + 1);
            bad[at] = bad[at] == '1' ? '2' : '1';
            ROW(i * 1000 + at - start, check(&b, (struct str){bad, file.n}) == 1);
            tried++;
        }
    }
    assert_true(tried > 30);
    assert_int_equal(check(&b, STR_LIT("{}")), 1);
    q.object = 5;
    buf_reset(&out);
    assert_int_equal(evidence_write(&b.ctx, &q, &out), ERR_NOT_FOUND);
    buf_free(&out);
    bed_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shorter),   cmocka_unit_test(different), cmocka_unit_test(vanished),
        cmocka_unit_test(strangers), cmocka_unit_test(keys),      cmocka_unit_test(evidence),
    };
    return RUN(tests);
}
