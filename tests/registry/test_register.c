/* What units keep on file, and repair training: every kind's shape, versions, gaps as of a day, hours. */
#include "engine.h"
#include "registry/account.h"
#include "registry/register.h"
#include "registry/training.h"
#include "registry/unit.h"
#define FIXTURE_MORE_TABLES unit_stmts, account_stmts, post_stmts, register_stmts, training_stmts,
#include "registry/people.h"

static struct register_entry entry_of(struct fixture *f, int64_t unit, enum word kind,
                                      const char *parts) {
    struct register_entry e = {
        .unit_id = unit, .kind = kind, .title = "登记", .from = today(f), .to = DATE_NONE};
    for (const char *p = parts; *p; p++)
        switch (*p) {
        case 'R': e.reference = "虚构文号"; break;
        case 'P': e.person = "虚构人员"; break;
        case 'U': e.user_id = 7; break;
        case 'L': e.level = 3; break;
        case 'S': e.result = "符合"; break;
        case 'A': e.approver = "虚构领导"; break;
        case 'T': e.to = date_add_days(today(f), 30); break;
        default: break; /* E: evidence is the stories' */
        }
    return e;
}

static const struct {
    enum word kind;
    const char *needs, *may;
} kinds[] = {
#define REGISTER(symbol, needs, may) {W_REGISTER_##symbol, needs, may},
#include "registry/registers.def"
#undef REGISTER
};

/* Each kind takes what it needs, also with all it may have; misses each of its parts; has no other. */
static void test_shapes(void **state) {
    struct fixture f;
    (void)state;
    people_open(&f);
    int64_t unit = make_unit(&f, "cangzhou");
    f.ctx.actor = &f.clerk;
    f.clerk.unit_id = unit;
    size_t known = 0;
    for (size_t w = 1; w < W_COUNT; w++)
        known += word_set((enum word)w) == VOCAB_REGISTER;
    assert_int_equal(known, GX_COUNT(kinds));
    for (size_t i = 0; i < GX_COUNT(kinds); i++) {
        struct register_entry e = entry_of(&f, unit, kinds[i].kind, kinds[i].needs);
        pass(&f, 1);
        ROW(i, register_enter(&f.ctx, &e) == OK);
        e = entry_of(&f, unit, kinds[i].kind,
                     arena_printf(f.arena, "%s%s", kinds[i].needs, kinds[i].may));
        pass(&f, 1);
        ROW(i, register_enter(&f.ctx, &e) == OK);
        for (const char *letter = "RPULSAT"; *letter; letter++) {
            bool needed = strchr(kinds[i].needs, *letter), may = strchr(kinds[i].may, *letter);
            char *parts = arena_strdup(f.arena, kinds[i].needs);
            if (needed) {
                char *at = strchr(parts, *letter);
                memmove(at, at + 1, strlen(at));
            } else {
                parts = arena_printf(f.arena, "%s%c", parts, *letter);
            }
            if (may) continue;
            e = entry_of(&f, unit, kinds[i].kind, parts);
            ROW(i, register_enter(&f.ctx, &e) == ERR_REGISTER_FIELD);
        }
    }
    fixture_close(&f);
}

static bool lacks(struct fixture *f, int64_t unit, enum word kind, struct date day) {
    struct register_gap *gaps;
    size_t n;
    bool found = false;
    MUST(f, register_gaps(&f->ctx, "cangzhou", 0, day, &gaps, &n));
    for (size_t i = 0; i < n; i++)
        if (gaps[i].unit_id == unit && gaps[i].demand->kind == kind) found = true;
    return found;
}

/* The same day gives the same answer whenever it is asked: before and after renewals, ends, back-dated entries, closed units. */
static void test_as_of(void **state) {
    struct fixture f;
    (void)state;
    people_open(&f);
    int64_t unit = make_unit(&f, "cangzhou");
    f.ctx.actor = &f.clerk;
    f.clerk.unit_id = unit;
    struct date first = today(&f);
    enum word kind = W_REGISTER_SECURITY_RULES;
    pass(&f, INT64_C(86400000000));
    struct date second = today(&f);
    struct register_entry e = entry_of(&f, unit, kind, "A");
    MUST(&f, register_enter(&f.ctx, &e));
    int64_t entry = e.entry_id;
    assert_true(lacks(&f, unit, kind, first));
    assert_false(lacks(&f, unit, kind, second));
    pass(&f, INT64_C(86400000000));
    struct register_entry back = entry_of(&f, unit, kind, "A");
    back.from = first; /* says it holds since the first day, but nobody knew then */
    MUST(&f, register_renew(&f.ctx, unit, entry, &back));
    struct register_entry again = back;
    REFUSED(register_renew(&f.ctx, unit, entry, &again), ERR_REGISTER_STATE);
    assert_true(lacks(&f, unit, kind, first));
    assert_false(lacks(&f, unit, kind, second));
    assert_false(lacks(&f, unit, kind, today(&f)));
    pass(&f, INT64_C(86400000000));
    MUST(&f, register_end(&f.ctx, unit, back.entry_id, "废止"));
    REFUSED(register_end(&f.ctx, unit, back.entry_id, "废止"), ERR_REGISTER_STATE);
    assert_true(lacks(&f, unit, kind, first));
    assert_false(lacks(&f, unit, kind, second));
    assert_true(lacks(&f, unit, kind, today(&f)));
    /* Another unit's register is out of reach, and no unit is told from one that does not exist. */
    f.clerk.unit_id = unit + 1;
    REFUSED(register_end(&f.ctx, unit, entry, "废止"), ERR_NOT_FOUND);
    f.ctx.actor = &f.first;
    struct unit u;
    MUST(&f, unit_read(&f.ctx, unit, &u));
    MUST(&f, unit_close(&f.ctx, unit, u.version, today(&f)));
    assert_true(lacks(&f, unit, kind, first));
    assert_false(lacks(&f, unit, kind, today(&f)));
    fixture_close(&f);
}

struct taking {
    struct training_taken t;
};
static enum err take_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct taking *g = arg;
    return training_take(ctx, d, s, &g->t);
}

static int64_t hours(struct fixture *f, int64_t subject, struct date day) {
    struct db_session *s;
    int64_t tenths = -1;
    MUST(f, db_read_begin(&f->ctx, DB_FACTS, DATE_NONE, &s));
    MUST(f, training_hours(&f->ctx, s, subject, day, &tenths));
    db_read_end(&f->ctx, &s);
    return tenths;
}

/* Hours add up over sessions, count from the last day of theirs, and only once. In a place that names no bodies any unit trains. */
static void test_hours(void **state) {
    struct fixture f;
    (void)state;
    people_open(&f);
    int64_t unit = make_unit(&f, "cangzhou");
    f.ctx.actor = &f.clerk;
    f.clerk.unit_id = unit;
    struct taking g = {0};
    struct subject_claim c = {.number = {"uscc", "91130902MA07XXXXXX", NULL},
                              .kind = W_SUBJECT_ORGANISATION,
                              .name = "虚构商号"};
    MUST(&f, fixture_subjects(&f, &c, 1));
    struct training_session t = {.body_id = unit, .from = today(&f), .to = today(&f), .tenths = 20};
    MUST(&f, training_session_hold(&f.ctx, &t));
    g.t = (struct training_taken){.session_id = t.session_id,
                                  .subject_id = c.subject_id,
                                  .attendee_id = c.subject_id,
                                  .tenths = 20};
    MUST(&f, door_run(&f.ctx, "test", DB_PEOPLE, take_step, &g));
    REFUSED(door_run(&f.ctx, "test", DB_PEOPLE, take_step, &g), ERR_TRAINING_TAKEN);
    assert_int_equal(hours(&f, g.t.subject_id, today(&f)), 20);
    assert_int_equal(hours(&f, g.t.subject_id, date_add_days(today(&f), -1)), 0);
    pass(&f, INT64_C(86400000000));
    t = (struct training_session){
        .body_id = unit, .from = today(&f), .to = today(&f), .tenths = 15};
    MUST(&f, training_session_hold(&f.ctx, &t));
    g.t.session_id = t.session_id;
    REFUSED(door_run(&f.ctx, "test", DB_PEOPLE, take_step, &g), ERR_INPUT_RANGE);
    g.t.tenths = 15;
    MUST(&f, door_run(&f.ctx, "test", DB_PEOPLE, take_step, &g));
    assert_int_equal(hours(&f, g.t.subject_id, today(&f)), 35);
    assert_int_equal(hours(&f, g.t.subject_id, date_add_days(today(&f), -1)), 20);
    t.to = date_add_days(today(&f), 1);
    REFUSED(training_session_hold(&f.ctx, &t), ERR_DATE);
    fixture_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_as_of),
        cmocka_unit_test(test_hours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
