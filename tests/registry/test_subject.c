#include "engine.h"
#include "registry/fixture.h"

static int64_t id_of(struct fixture *f, const struct subject_number *n) {
    struct subject *found = NULL;
    READING(f, s) MUST(f, subject_find(&f->ctx, s, n, &found));
    return found ? found->id : 0;
}

static void a_subject_is_found_by_its_number(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    struct subject_claim claims[] = {
        fixture_organisation(&f, 1, "沧州市某某商贸有限公司"),
        fixture_person(&f, 1, "张三丰"),
    };
    MUST(&f, fixture_subjects(&f, claims, 2));
    assert_int_equal(claims[0].match, SUBJECT_CREATED);
    assert_int_equal(claims[1].match, SUBJECT_CREATED);

    struct subject *org = NULL, *person = NULL, *none = NULL;
    READING(&f, s) {
        MUST(&f, subject_find(&f.ctx, s, &claims[0].number, &org));
        MUST(&f, subject_find(&f.ctx, s, &claims[1].number, &person));
        MUST(&f, subject_find(&f.ctx, s, &(struct subject_number){"passport", "E12345678", NULL},
                              &none));
    }
    assert_null(none);
    assert_string_equal(org->name, "沧州市某某商贸有限公司");
    assert_string_equal(org->number, claims[0].number.number);
    assert_int_equal(org->revision, 1);
    /* a person stands sealed until somebody entitled asks */
    assert_string_equal(person->name, "");
    assert_string_equal(person->number, "");
    assert_true(person->sealed_name.n > 0);
    MUST(&f, subject_reveal(&f.ctx, person));
    assert_string_equal(person->name, "张三丰");
    assert_string_equal(person->number, claims[1].number.number);
    fixture_close(&f);
}

static void the_document_is_part_of_the_key(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    struct subject_number a = {"passport", "E12345678", NULL},
                          b = {"hk_macao_permit", "E12345678", NULL},
                          c = {"foreign_passport", "E12345678", "840"},
                          d = {"foreign_passport", "E12345678", "392"};
    const struct subject_number *all[] = {&a, &b, &c, &d};
    for (size_t i = 0; i < GX_COUNT(all); i++)
        for (size_t k = 0; k < GX_COUNT(all); k++) {
            struct stored_digest x = subject_digest(&f.ctx, all[i]),
                                 y = subject_digest(&f.ctx, all[k]);
            ROW(i, (memcmp(x.b, y.b, sizeof x.b) == 0) == (i == k));
        }
    fixture_close(&f);
}

static void a_filler_names_nobody(void **state) {
    (void)state;
    static const struct {
        const char *number;
        bool filler;
    } rows[] = {
        {"00000000000000000X", true},
        {"000000000000000000", true},
        {"", true},
        {"0", true},
        {"00000000000000000x", true},
        {"91130902PDY001231L", false},
        {"00000001X1", false},
        {"0X", false},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        ROW(i, subject_number_is_filler(rows[i].number) == rows[i].filler);

    struct fixture f;
    fixture_open(&f, "cangzhou");
    struct subject_claim claim = fixture_organisation(&f, 1, "某机关");
    claim.number.number = "00000000000000000X";
    MUST(&f, fixture_subjects(&f, &claim, 1));
    assert_int_equal(claim.match, SUBJECT_FILLER);
    assert_int_equal(claim.subject_id, 0);
    fixture_close(&f);
}

static void names_are_compared_folded(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"甲（集团）公司", "甲(集团)公司", true},
        {"甲〔集团〕公司", "甲（集团）公司", true},
        {"ＡＢＣ公司", "abc公司", true},
        {"某 某 公司", "某某公司", true},
        {"买买提·艾力", "买买提・艾力", true},
        {"买买提•艾力", "买买提．艾力", true},
        {"甲公司", "乙公司", false},
        {"甲公司", "甲公司分公司", false},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        ROW(i, subject_name_equal(a, rows[i].a, rows[i].b) == rows[i].same);
    arena_free(&a);
}

/* The second look at a number: what is the same, what is a conflict to be shown. */
static void a_second_look_says_what_it_found(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    struct subject_claim made[] = {fixture_organisation(&f, 1, "甲公司"),
                                   fixture_person(&f, 1, "张三")};
    MUST(&f, fixture_subjects(&f, made, 2));
    struct {
        enum word kind;
        int which;
        const char *name;
        enum subject_match match;
    } rows[] = {
        {W_SUBJECT_ORGANISATION, 0, "甲公司", SUBJECT_SAME},
        {W_SUBJECT_ORGANISATION, 0, "甲 公司", SUBJECT_SAME},
        {W_SUBJECT_ORGANISATION, 0, NULL, SUBJECT_SAME},
        {W_SUBJECT_ORGANISATION, 0, "乙公司", SUBJECT_OTHER_NAME},
        {W_SUBJECT_INDIVIDUAL, 0, "甲公司", SUBJECT_OTHER_KIND},
        {W_SUBJECT_PERSON, 1, "张三", SUBJECT_SAME},
        {W_SUBJECT_PERSON, 1, "李四", SUBJECT_OTHER_NAME},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct subject_claim c = {
            .kind = rows[i].kind, .number = made[rows[i].which].number, .name = rows[i].name};
        MUST(&f, fixture_subjects(&f, &c, 1));
        ROW_INT(i, c.match, rows[i].match);
        ROW(i, c.subject_id == made[rows[i].which].subject_id);
        /* a person's known name is nobody's business here */
        bool tells = c.match == SUBJECT_OTHER_NAME && c.kind == W_SUBJECT_ORGANISATION;
        ROW(i, (c.known_name != NULL) == tells);
    }
    fixture_close(&f);
}

static void equal_numbers_of_one_batch_become_one_subject(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    struct subject_claim c[] = {
        fixture_organisation(&f, 1, "甲公司"),
        fixture_organisation(&f, 2, "乙公司"),
        fixture_organisation(&f, 1, "甲公司"),
        fixture_organisation(&f, 1, "丙公司"),
    };
    MUST(&f, fixture_subjects(&f, c, 4));
    assert_int_equal(c[0].match, SUBJECT_CREATED);
    assert_int_equal(c[2].match, SUBJECT_CREATED);
    assert_int_equal(c[3].match, SUBJECT_OTHER_NAME);
    assert_string_equal(c[3].known_name, "甲公司");
    assert_true(c[0].subject_id == c[2].subject_id && c[0].subject_id == c[3].subject_id);
    assert_true(c[0].subject_id != c[1].subject_id);
    assert_true(id_of(&f, &c[0].number) == c[0].subject_id);
    fixture_close(&f);
}

static enum err create_again(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct fixture_claims *c = arg;
    return subject_create_many(ctx, d, s, c->claims, c->n);
}

/* What another import created between our look and our transaction is found, not made again. */
static void a_number_taken_meanwhile_is_found(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    struct subject_claim mine[] = {fixture_organisation(&f, 1, "甲公司"),
                                   fixture_organisation(&f, 2, "乙公司")};
    READING(&f, s) MUST(&f, subject_lookup_many(&f.ctx, s, NULL, mine, 2));
    assert_true(mine[0].fresh && mine[1].fresh);
    struct subject_claim theirs = fixture_organisation(&f, 1, "甲公司");
    MUST(&f, fixture_subjects(&f, &theirs, 1));

    struct fixture_claims c = {mine, 2};
    MUST(&f, door_run(&f.ctx, "test", DB_BULK, create_again, &c));
    assert_int_equal(mine[0].match, SUBJECT_SAME);
    assert_true(mine[0].subject_id == theirs.subject_id);
    assert_int_equal(mine[1].match, SUBJECT_CREATED);
    /* and once more, as when the transaction is repeated: everything is found by now */
    struct subject_claim other = fixture_organisation(&f, 3, "丙公司");
    struct subject_claim again[] = {mine[0], mine[1], other};
    READING(&f, s) MUST(&f, subject_lookup_many(&f.ctx, s, NULL, &again[2], 1));
    c = (struct fixture_claims){again, 3};
    MUST(&f, door_run(&f.ctx, "test", DB_BULK, create_again, &c));
    assert_int_equal(again[0].match, SUBJECT_SAME);
    assert_int_equal(again[1].match, SUBJECT_SAME);
    assert_true(again[1].subject_id == mine[1].subject_id);
    assert_int_equal(again[2].match, SUBJECT_CREATED);
    fixture_close(&f);
}

static void the_cache_answers_only_complete_hits(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    struct subject_claim made = fixture_organisation(&f, 1, "甲公司");
    MUST(&f, fixture_subjects(&f, &made, 1));
    struct subject_cache *cache = subject_cache_new();
    subject_cache_learn(cache, f.ctx.arena, &made, 1);
    struct {
        const char *name;
        enum subject_match match;
    } rows[] = {{"甲公司", SUBJECT_SAME}, {"乙公司", SUBJECT_OTHER_NAME}, {"", SUBJECT_SAME}};
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct subject_claim c = fixture_organisation(&f, 1, rows[i].name);
        READING(&f, s) MUST(&f, subject_lookup_many(&f.ctx, s, cache, &c, 1));
        ROW_INT(i, c.match, rows[i].match);
        ROW(i, c.subject_id == made.subject_id);
    }
    subject_cache_free(&cache);
    assert_null(cache);
    fixture_close(&f);
}

/* --- changes --- */

enum change { RENAME, CONFIRM, RENUMBER, ADD_NUMBER, CANCEL };
struct change_call {
    enum change change;
    struct subject_change c;
    const char *name;
    struct subject_number number;
};
static enum err change_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct change_call *k = arg;
    switch (k->change) {
    case RENAME: return subject_rename(ctx, d, s, &k->c, k->name);
    case CONFIRM: return subject_confirm(ctx, d, s, &k->c);
    case RENUMBER: return subject_renumber(ctx, d, s, &k->c, &k->number);
    case ADD_NUMBER: return subject_add_number(ctx, d, s, &k->c, &k->number);
    case CANCEL: return subject_cancel(ctx, d, s, &k->c);
    }
    return ERR_INTERNAL;
}
static enum err change(struct fixture *f, struct change_call k) {
    if (date_is_none(k.c.day) || !k.c.day.day) k.c.day = date_make(2026, 11, 1);
    return door_run(&f->ctx, "test.change", DB_PEOPLE, change_fn, &k);
}

static void a_former_name_still_matches(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    struct subject_claim c[] = {fixture_organisation(&f, 1, "甲公司"),
                                fixture_person(&f, 1, "张三")};
    MUST(&f, fixture_subjects(&f, c, 2));
    const char *fresh[] = {"新甲公司", "张新三"}, *old[] = {"甲公司", "张三"};
    for (size_t i = 0; i < 2; i++) {
        MUST(&f, change(&f, (struct change_call){.change = RENAME,
                                                 .c = {c[i].subject_id, 1, DATE_NONE, "变更登记"},
                                                 .name = fresh[i]}));
        struct subject_claim now = c[i], before = c[i];
        now.name = fresh[i];
        before.name = old[i];
        MUST(&f, fixture_subjects(&f, &now, 1));
        MUST(&f, fixture_subjects(&f, &before, 1));
        ROW_INT(i, now.match, SUBJECT_SAME);
        ROW_INT(i, before.match, SUBJECT_FORMER_NAME);
        struct subject_name *names;
        size_t n;
        struct subject_event *events;
        READING(&f, s) MUST(&f, subject_former_names(&f.ctx, s, c[i].subject_id, &names, &n));
        ROW_INT(i, n, 1);
        ROW_TEXT(i, names[0].name, old[i]);
        ROW(i, date_cmp(names[0].to, date_make(2026, 10, 31)) == 0);
        READING(&f, s) MUST(&f, subject_history(&f.ctx, s, c[i].subject_id, &events, &n));
        ROW_INT(i, n, 1);
        ROW_TEXT(i, events[0].kind, "renamed");
        ROW_INT(i, events[0].by_user, 11);
    }
    fixture_close(&f);
}

static void a_change_names_what_it_saw(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    struct subject_claim c = fixture_organisation(&f, 1, "甲公司");
    MUST(&f, fixture_subjects(&f, &c, 1));
    struct change_call k = {
        .change = RENAME, .c = {c.subject_id, 1, DATE_NONE, "变更登记"}, .name = "乙"};
    MUST(&f, change(&f, k));
    k.name = "丙";
    REFUSED(change(&f, k), ERR_CONFLICT);
    k.c.seen_revision = 2;
    MUST(&f, change(&f, k));
    k.c.seen_revision = 0;
    k.name = "丁";
    MUST(&f, change(&f, k));
    k.c.reason = "  ";
    REFUSED(change(&f, k), ERR_REASON_MISSING);
    k.c.reason = "变更登记";
    k.name = "";
    REFUSED(change(&f, k), ERR_SUBJECT_NAME);
    k.c.subject_id = 99;
    k.name = "戊";
    REFUSED(change(&f, k), ERR_SUBJECT_UNKNOWN);
    fixture_close(&f);
}

static void a_provisional_organisation_is_confirmed_once(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    struct subject_claim c = fixture_organisation(&f, 1, "甲公司");
    c.provisional = true;
    MUST(&f, fixture_subjects(&f, &c, 1));
    assert_int_equal(c.state, SUBJECT_STATE_PROVISIONAL);
    struct change_call k = {.change = CONFIRM, .c = {c.subject_id, 0, DATE_NONE, "收到登记信息"}};
    MUST(&f, change(&f, k));
    REFUSED(change(&f, k), ERR_SUBJECT_STATE);
    k.change = CANCEL;
    MUST(&f, change(&f, k));
    REFUSED(change(&f, k), ERR_SUBJECT_STATE);
    k.change = RENAME;
    k.name = "乙公司";
    REFUSED(change(&f, k), ERR_SUBJECT_STATE);
    fixture_close(&f);
}

static void a_new_number_leads_to_the_same_subject(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    struct subject_claim c[] = {fixture_organisation(&f, 1, "甲公司"),
                                fixture_organisation(&f, 2, "乙公司"),
                                fixture_person(&f, 1, "张三")};
    MUST(&f, fixture_subjects(&f, c, 3));
    struct change_call k = {.change = RENUMBER,
                            .c = {c[0].subject_id, 0, DATE_NONE, "换发代码"},
                            .number = c[1].number};
    REFUSED(change(&f, k), ERR_SUBJECT_NUMBER_TAKEN);
    k.number = fixture_organisation(&f, 3, "").number;
    MUST(&f, change(&f, k));
    assert_true(id_of(&f, &k.number) == c[0].subject_id);
    assert_true(id_of(&f, &c[0].number) == c[0].subject_id);
    struct subject *now = NULL;
    READING(&f, s) MUST(&f, subject_get(&f.ctx, s, c[0].subject_id, &now));
    assert_string_equal(now->number, k.number.number);

    /* one more document of a person, and the wrong kinds of document */
    k = (struct change_call){.change = ADD_NUMBER,
                             .c = {c[2].subject_id, 0, DATE_NONE, "出示护照"},
                             .number = {"passport", "E12345678", NULL}};
    MUST(&f, change(&f, k));
    assert_true(id_of(&f, &k.number) == c[2].subject_id);
    REFUSED(change(&f, k), ERR_SUBJECT_NUMBER_TAKEN);
    k.number = (struct subject_number){"uscc", "91130902PDY001231L", NULL};
    REFUSED(change(&f, k), ERR_SUBJECT_KIND);
    k.number = (struct subject_number){"foreign_passport", "X1234567", NULL};
    REFUSED(change(&f, k), ERR_SUBJECT_KIND);
    k.number = (struct subject_number){"library_card", "X1234567", NULL};
    REFUSED(change(&f, k), ERR_SUBJECT_KIND);
    struct subject_other_number *others;
    size_t n;
    READING(&f, s) MUST(&f, subject_other_numbers(&f.ctx, s, c[2].subject_id, &others, &n));
    assert_int_equal(n, 1);
    assert_string_equal(others[0].number.number, "E12345678");
    fixture_close(&f);
}

/* --- linked persons --- */

struct link_call {
    struct subject_link link;
    int64_t id;
    struct date to;
};
static enum err link_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct link_call *k = arg;
    return k->id ? subject_link_end(ctx, d, s, k->link.subject_id, k->id, k->to)
                 : subject_link_add(ctx, d, s, &k->link, &k->id);
}

static void persons_are_linked_to_organisations(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    struct subject_claim c[] = {fixture_organisation(&f, 1, "甲公司"),
                                fixture_person(&f, 1, "张三")};
    MUST(&f, fixture_subjects(&f, c, 2));
    struct link_call k = {.link = {.subject_id = c[0].subject_id,
                                   .linked_subject_id = c[1].subject_id,
                                   .kind = LINK_LEGAL_REPRESENTATIVE,
                                   .from = date_make(2026, 1, 1),
                                   .source = "登记信息"}};
    MUST(&f, door_run(&f.ctx, "test", DB_PEOPLE, link_fn, &k));
    struct link_call wrong = {.link = k.link};
    wrong.link.subject_id = c[1].subject_id;
    wrong.link.linked_subject_id = c[0].subject_id;
    REFUSED(door_run(&f.ctx, "test", DB_PEOPLE, link_fn, &wrong), ERR_SUBJECT_LINK);

    int64_t revision = 0;
    READING(&f, s) MUST(&f, subject_revision(&f.ctx, s, c[0].subject_id, &revision));
    assert_int_equal(revision, 2);
    k.to = date_make(2025, 12, 31);
    REFUSED(door_run(&f.ctx, "test", DB_PEOPLE, link_fn, &k), ERR_NOT_FOUND); /* before it began */
    k.to = date_make(2026, 11, 1);
    MUST(&f, door_run(&f.ctx, "test", DB_PEOPLE, link_fn, &k));
    REFUSED(door_run(&f.ctx, "test", DB_PEOPLE, link_fn, &k), ERR_NOT_FOUND); /* ended already */
    struct subject_link *links;
    size_t n;
    READING(&f, s) MUST(&f, subject_links(&f.ctx, s, c[0].subject_id, &links, &n));
    assert_int_equal(n, 1);
    assert_int_equal(links[0].kind, LINK_LEGAL_REPRESENTATIVE);
    assert_true(date_cmp(links[0].to, k.to) == 0);
    fixture_close(&f);
}

/* --- the outbox --- */

struct outbox_call {
    struct outbox_entry entry;
    int64_t done;
    enum outbox_result result;
    int64_t subject_id;
};
static enum err outbox_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct outbox_call *k = arg;
    enum err e = k->done ? outbox_done(ctx, d, s, k->done, k->result, (struct instant){0})
                         : outbox_add(ctx, d, s, &k->entry);
    if (e) return e;
    struct leaf leaf = actor_leaf(ctx, EV_SUBJECT_CHANGED);
    leaf.object = 1;
    door_leaf(d, &leaf);
    return OK;
}

static void what_waits_is_told_once(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    int64_t now = clock_now(f.ctx.clock).us;
    struct outbox_call k[2] = {
        {.entry = {.jurisdiction = "cangzhou",
                   .topic = "record.changed",
                   .object_id = 7,
                   .body = STR_LIT("{}"),
                   .due = {now}}},
        {.entry = {.jurisdiction = "cangzhou",
                   .topic = "record.changed",
                   .object_id = 8,
                   .body = STR_LIT("{}"),
                   .due = {now + 1000}}},
    };
    struct outbox_entry *entries;
    size_t n;
    for (size_t i = 0; i < 2; i++)
        MUST(&f, door_run(&f.ctx, "test", DB_PEOPLE, outbox_fn, &k[i]));
    READING(&f, s) MUST(&f, outbox_waiting(&f.ctx, s, (struct instant){now}, 10, &entries, &n));
    assert_int_equal(n, 1);
    assert_int_equal(entries[0].object_id, 7);
    struct outbox_call done = {.done = entries[0].id, .result = OUTBOX_SENT};
    MUST(&f, door_run(&f.ctx, "test", DB_PEOPLE, outbox_fn, &done));
    READING(&f, s)
    MUST(&f, outbox_waiting(&f.ctx, s, (struct instant){now + 1000}, 10, &entries, &n));
    assert_int_equal(n, 1);
    assert_int_equal(entries[0].object_id, 8);
    done.result = OUTBOX_ACKNOWLEDGED;
    MUST(&f, door_run(&f.ctx, "test", DB_PEOPLE, outbox_fn, &done));
    REFUSED(door_run(&f.ctx, "test", DB_PEOPLE, outbox_fn, &done), ERR_NOT_FOUND);
    fixture_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_subject_is_found_by_its_number),
        cmocka_unit_test(the_document_is_part_of_the_key),
        cmocka_unit_test(a_filler_names_nobody),
        cmocka_unit_test(names_are_compared_folded),
        cmocka_unit_test(a_second_look_says_what_it_found),
        cmocka_unit_test(equal_numbers_of_one_batch_become_one_subject),
        cmocka_unit_test(a_number_taken_meanwhile_is_found),
        cmocka_unit_test(the_cache_answers_only_complete_hits),
        cmocka_unit_test(a_former_name_still_matches),
        cmocka_unit_test(a_change_names_what_it_saw),
        cmocka_unit_test(a_provisional_organisation_is_confirmed_once),
        cmocka_unit_test(a_new_number_leads_to_the_same_subject),
        cmocka_unit_test(persons_are_linked_to_organisations),
        cmocka_unit_test(what_waits_is_told_once),
    };
    return RUN(tests);
}
