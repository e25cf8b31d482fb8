/* The same statements and transactions on both engines. */
#include "store.h"

#include <limits.h>

/* --- values --- */

static const struct {
    const char *name;
    const void *bytes;
    size_t n;
    bool no_amount;
    int64_t amount;
} VALUES[] = {
    {"沧州市某某建筑有限公司", "abc", 3, false, 1},
    {"", "", 0, false, 0},
    {NULL, NULL, 0, true, 0},
    {"a'b\"c\\d\n\t$1 ?", "\0\0\xff\x80", 4, false, -1},
    {"𠮷野家", "\0", 1, false, INT64_MAX},
    {" ", "\xe4\xb8\xad", 3, false, INT64_MIN},
};

static enum err put_values(struct ctx *ctx, struct db_session *s, void *arg) {
    (void)arg;
    for (size_t i = 0; i < GX_COUNT(VALUES); i++) {
        int64_t changed;
        enum db_result r =
            db_exec(s, &T[THING_PUT],
                    DB_ARGS(db_int(7), db_int((int64_t)i), db_text(VALUES[i].name),
                            db_blob(VALUES[i].bytes, VALUES[i].n),
                            VALUES[i].no_amount ? db_null() : db_int(VALUES[i].amount)),
                    &changed);
        if (r != DB_ROW) return db_err(ctx, s, r);
        ROW_INT(i, changed, 1);
    }
    return OK;
}

static void check_values(const char *engine) {
    struct store st;
    struct db_session *s;

    store_open(&st, engine);
    assert_string_equal(db_engine(st.ctx.db), engine);
    assert_int_equal(db_tx(&st.ctx, DB_FACTS, DATE_NONE, DB_BULK, "values", put_values, NULL), OK);
    assert_int_equal(db_read_begin(&st.ctx, DB_FACTS, DATE_NONE, &s), OK);
    for (size_t i = 0; i < GX_COUNT(VALUES); i++) {
        const struct db_value *row;
        ROW_INT(i, db_one(s, st.arena, &T[THING_GET], DB_ARGS(db_int(7), db_int((int64_t)i)), &row),
                DB_ROW);
        ROW(i, db_is_null(row, 0) == (VALUES[i].name == NULL));
        ROW_TEXT(i, db_get_text(row, 0), VALUES[i].name ? VALUES[i].name : "");
        ROW(i, db_is_null(row, 1) == (VALUES[i].bytes == NULL));
        ROW_INT(i, (long long)db_get_blob(row, 1).n, (long long)VALUES[i].n);
        ROW(i,
            VALUES[i].n == 0 || memcmp(db_get_blob(row, 1).p, VALUES[i].bytes, VALUES[i].n) == 0);
        ROW(i, db_is_null(row, 2) == VALUES[i].no_amount);
        ROW_INT(i, db_get_int(row, 2), VALUES[i].amount);
        ROW_INT(i, db_get_int(row, 3), (long long)i);
    }
    const struct db_value *row;
    assert_int_equal(db_one(s, st.arena, &T[THING_GET], DB_ARGS(db_int(7), db_int(99)), &row),
                     DB_NONE);
    assert_null(row);
    assert_int_equal(db_one(s, st.arena, &T[ENGINE_GET], DB_NO_ARGS, &row), DB_ROW);
    assert_string_equal(db_get_text(row, 0), engine);
    assert_non_null(strstr(engine, db_get_text(row, 1)));
    db_read_end(&st.ctx, &s);
    assert_null(s);
    db_leak_check(&st.ctx);
    store_destroy(&st);
}

/* --- many rows --- */

enum { MANY = 3000 };

static enum err put_many(struct ctx *ctx, struct db_session *s, void *arg) {
    struct db_value *args = ARENA_ARRAY(ctx->arena, MANY * 5, struct db_value);
    int64_t changed;

    for (int i = 0; i < MANY; i++) {
        args[5 * i] = db_int(*(int64_t *)arg);
        args[5 * i + 1] = db_int(i);
        args[5 * i + 2] = db_text(i % 3 == 0 ? "三" : "其他");
        args[5 * i + 3] = db_blob("bytes", (size_t)(i % 6));
        args[5 * i + 4] = db_int(i);
    }
    enum db_result r = db_exec_many(s, &T[THING_PUT], args, MANY, &changed);
    if (r != DB_ROW) return db_err(ctx, s, r);
    assert_int_equal(changed, MANY);
    r = db_exec_many(s, &T[THING_DELETE],
                     DB_ARGS(db_int(*(int64_t *)arg), db_int(0), db_int(5), db_int(6)), 2,
                     &changed);
    if (r != DB_ROW) return db_err(ctx, s, r);
    assert_int_equal(changed, 1); /* the second one names a subject without things */
    assert_int_equal(db_exec_many(s, &T[THING_DELETE], NULL, 0, &changed), DB_NONE);
    return OK;
}

struct seen {
    int64_t n, last, stop_at;
};

static bool see(void *arg, const struct db_value *row) {
    struct seen *seen = arg;

    assert_true(db_get_int(row, 0) > seen->last);
    seen->last = db_get_int(row, 0);
    return ++seen->n != seen->stop_at;
}

static void check_many(const char *engine) {
    struct store st;
    struct db_session *s;
    int64_t subject = 4;

    store_open(&st, engine);
    assert_int_equal(db_tx(&st.ctx, DB_FACTS, DATE_NONE, DB_BULK, "many", put_many, &subject), OK);
    assert_int_equal(db_read_begin(&st.ctx, DB_FACTS, DATE_NONE, &s), OK);
    struct seen seen = {.last = -1};
    assert_int_equal(db_each(s, &T[THING_ALL], DB_ARGS(db_int(4), db_null()), see, &seen), DB_ROW);
    assert_int_equal(seen.n, MANY - 1);
    seen = (struct seen){.last = -1};
    assert_int_equal(db_each(s, &T[THING_ALL], DB_ARGS(db_int(4), db_text("三")), see, &seen),
                     DB_ROW);
    assert_int_equal(seen.n, MANY / 3 - 1);
    seen = (struct seen){.last = -1, .stop_at = 5};
    assert_int_equal(db_each(s, &T[THING_ALL], DB_ARGS(db_int(4), db_null()), see, &seen), DB_ROW);
    assert_int_equal(seen.n, 5);
    seen = (struct seen){.last = -1};
    assert_int_equal(db_each(s, &T[THING_ALL], DB_ARGS(db_int(5), db_null()), see, &seen), DB_NONE);
    /* The session goes on after rows were left unread; several reads at once. */
    struct db_call calls[] = {
        {.stmt = &T[THING_COUNT], .args = DB_ARGS(db_int(4))},
        {.stmt = &T[THING_GET], .args = DB_ARGS(db_int(4), db_int(-1))},
        {.stmt = &T[THING_MANY_COLUMNS], .args = DB_ARGS(db_int(4))},
    };
    for (int turn = 0; turn < 2; turn++) {
        assert_int_equal(db_calls(s, st.arena, calls, GX_COUNT(calls)), DB_ROW);
        assert_int_equal(calls[0].result, DB_ROW);
        assert_int_equal(db_get_int(calls[0].rows[0], 0), MANY - 1);
        assert_int_equal(calls[1].result, DB_NONE);
        assert_int_equal(calls[2].n, MANY - 1);
        assert_int_equal(db_get_int(calls[2].rows[0], 0), MANY - 1);
        assert_int_equal(db_get_int(calls[2].rows[MANY - 2], 0), 1);
        assert_string_equal(db_get_text(calls[2].rows[MANY - 4], 2), "三");
    }
    db_read_end(&st.ctx, &s);
    store_destroy(&st);
}

/* --- transactions --- */

static enum err mixed(struct ctx *ctx, struct db_session *s, void *arg) {
    const struct db_value *row;
    int64_t changed;
    enum db_result r;

    (void)arg;
    r = db_one(s, ctx->arena, &T[COUNTER_UP], DB_ARGS(db_text("new")), &row);
    if (r != DB_ROW) return db_err(ctx, s, r);
    assert_int_equal(db_get_int(row, 0), 1);
    r = db_exec(s, &T[COUNTER_UP], DB_ARGS(db_text("new")), &changed);
    if (r != DB_ROW) return db_err(ctx, s, r);
    assert_int_equal(changed, 1);
    r = db_one(s, ctx->arena, &T[COUNTER_UP], DB_ARGS(db_text("new")), &row);
    if (r != DB_ROW) return db_err(ctx, s, r);
    assert_int_equal(db_get_int(row, 0), 3);
    r = db_exec(s, &T[CLAIM_TRY], DB_ARGS(db_text("login"), db_int(1)), &changed);
    if (r != DB_ROW) return db_err(ctx, s, r);
    r = db_exec(s, &T[CLAIM_TRY], DB_ARGS(db_text("login"), db_int(2)), &changed);
    assert_int_equal(r, DB_NONE);
    assert_int_equal(changed, 0);
    char local[] = "transient"; /* posts copy what they are given */
    r = db_post(s, &T[CLAIM_PUT], DB_ARGS(db_text(local), db_int(3)));
    if (r != DB_ROW) return db_err(ctx, s, r);
    memset(local, 'x', sizeof local - 1);
    r = db_exec(s, &T[CLAIM_TRY], DB_ARGS(db_text("transient"), db_int(2)), &changed);
    assert_int_equal(r, DB_NONE);
    r = db_exec(s, &T[THING_RENAME], DB_ARGS(db_text("none"), db_int(999)), &changed);
    assert_int_equal(r, DB_NONE);
    return OK;
}

static void check_transactions(const char *engine) {
    struct store st;

    store_open(&st, engine);
    struct ctx *ctx = &st.ctx;
    assert_int_equal(db_tx(ctx, DB_FACTS, DATE_NONE, DB_PEOPLE, "mixed", mixed, NULL), OK);
    assert_int_equal(number(ctx, DB_FACTS, &T[COUNTER_GET], db_text("new")), 3);
    struct put refused = {.subject = 1, .id = 1, .then = ERR_NOT_FOUND};
    assert_int_equal(put(ctx, &refused), ERR_NOT_FOUND);
    assert_int_equal(refused.runs, 1);
    assert_int_equal(number(ctx, DB_FACTS, &T[THING_COUNT], db_int(1)), 0);
    struct put good = {.subject = 1, .id = 1};
    assert_int_equal(put(ctx, &good), OK);
    assert_int_equal(put(ctx, &good), ERR_CONFLICT); /* the key is taken, however often one tries */
    assert_int_equal(number(ctx, DB_FACTS, &T[THING_COUNT], db_int(1)), 1);
    assert_true(db_stats(ctx->db, DB_FACTS).transactions >= 2);
    assert_int_equal(db_stats(ctx->db, DB_FACTS).sessions_open, 0);
    store_destroy(&st);
}

/* --- what must come out right before the commit --- */

struct expectation {
    int64_t written, read; /* ids */
    const char *name;      /* that is expected */
};

static bool is_named(void *arg, const struct db_value *row) {
    const struct expectation *x = arg;
    return strcmp(db_get_text(row, 0), x->name) == 0;
}

static enum err expecting(struct ctx *ctx, struct db_session *s, void *arg) {
    const struct expectation *x = arg;
    enum db_result r =
        db_post(s, &T[THING_PUT],
                DB_ARGS(db_int(9), db_int(x->written), db_text("甲"), db_null(), db_null()));
    if (r == DB_ROW)
        r = db_expect(s, &T[THING_GET], DB_ARGS(db_int(9), db_int(x->read)), is_named, arg,
                      ERR_LEDGER_BROKEN);
    return r == DB_ROW ? OK : db_err(ctx, s, r);
}

static void check_foreseen(const char *engine) {
    static const struct {
        struct expectation x;
        enum err err;
        int64_t things;
    } rows[] = {
        {{1, 1, "甲"}, OK, 1},
        {{2, 2, "乙"}, ERR_LEDGER_BROKEN, 1}, /* not as it should be */
        {{2, 3, "甲"}, ERR_LEDGER_BROKEN, 1}, /* not there */
        {{2, 1, "甲"}, OK, 2},
    };
    struct store st;

    store_open(&st, engine);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct expectation x = rows[i].x;
        enum err e = db_tx(&st.ctx, DB_FACTS, DATE_NONE, DB_PEOPLE, "expect", expecting, &x);
        ROW_INT(i, e, rows[i].err);
        ROW_INT(i, number(&st.ctx, DB_FACTS, &T[THING_COUNT], db_int(9)), rows[i].things);
    }
    store_destroy(&st);
}

/* --- a reader sees one state, or the newest --- */

static void check_snapshot(const char *engine) {
    struct store st;
    struct db_session *old, *new;
    const struct db_value *row;

    store_open(&st, engine);
    struct arena *a2 = arena_new();
    struct ctx writer = st.ctx;
    writer.arena = a2;
    assert_int_equal(put(&writer, &(struct put){.subject = 1, .id = 1}), OK);
    assert_int_equal(db_snapshot_begin(&st.ctx, DB_FACTS, DATE_NONE, &old), OK);
    assert_int_equal(db_one(old, st.arena, &T[THING_COUNT], DB_ARGS(db_int(1)), &row), DB_ROW);
    assert_int_equal(db_get_int(row, 0), 1);
    assert_int_equal(put(&writer, &(struct put){.subject = 1, .id = 2}), OK); /* not blocked */
    assert_int_equal(db_read_begin(&st.ctx, DB_FACTS, DATE_NONE, &new), OK);
    assert_int_equal(db_one(new, st.arena, &T[THING_COUNT], DB_ARGS(db_int(1)), &row), DB_ROW);
    assert_int_equal(db_get_int(row, 0), 2);
    assert_int_equal(db_one(old, st.arena, &T[THING_COUNT], DB_ARGS(db_int(1)), &row), DB_ROW);
    assert_int_equal(db_get_int(row, 0), 1);
    assert_int_equal(db_stats(st.ctx.db, DB_FACTS).sessions_open, 2);
    db_read_end(&st.ctx, &old);
    db_read_end(&st.ctx, &new);
    arena_free(&a2);
    store_destroy(&st);
}

/* --- months of looks --- */

struct look {
    struct date month;
    int64_t id;
};

static enum err look_fn(struct ctx *ctx, struct db_session *s, void *arg) {
    const struct look *l = arg;
    enum db_result r =
        db_post(s, &T[LOOK_PUT],
                DB_ARGS(db_month(l->month), db_int(l->id), db_int(l->id % 3), db_text("查询")));
    return r == DB_ROW ? OK : db_err(ctx, s, r);
}

static enum err look(struct ctx *ctx, struct date month, int64_t id) {
    struct look l = {month, id};
    return db_tx(ctx, DB_LOOKS, month, DB_PEOPLE, "test.look", look_fn, &l);
}

static int64_t looks_in(struct ctx *ctx, struct date month) {
    struct db_session *s;
    const struct db_value *row;
    int64_t n = 0;

    assert_int_equal(db_read_begin(ctx, DB_LOOKS, month, &s), OK);
    enum db_result r = db_one(s, ctx->arena, &T[LOOK_COUNT], DB_ARGS(db_month(month)), &row);
    assert_true(r == DB_ROW || r == DB_NONE);
    if (r == DB_ROW) n = db_get_int(row, 0);
    db_read_end(ctx, &s);
    return n;
}

static void check_months(const char *engine) {
    struct store st;
    struct date *months;
    size_t n;

    store_open(&st, engine);
    struct ctx *ctx = &st.ctx;
    assert_int_equal(db_looks_months(ctx, st.arena, &months, &n), OK);
    assert_int_equal(n, 0);
    assert_int_equal(looks_in(ctx, nov()), 0);
    for (int i = 0; i < 40; i++) { /* to and fro between more months than are kept open */
        struct date month = date_make(2026, 12 - i % 4, 1 + i % 28);
        assert_int_equal(look(ctx, month, i), OK);
    }
    assert_int_equal(db_looks_months(ctx, st.arena, &months, &n), OK);
    assert_int_equal(n, 4);
    assert_int_equal(months[0].day, date_make(2026, 9, 1).day);
    assert_int_equal(months[3].day, date_make(2026, 12, 1).day);
    for (int i = 9; i <= 12; i++)
        assert_int_equal(looks_in(ctx, date_make(2026, i, 30)), 10);

    assert_int_equal(db_looks_drop(ctx, date_make(2026, 10, 1)), OK);
    assert_int_equal(db_looks_drop(ctx, date_make(2026, 10, 1)), ERR_NOT_FOUND);
    assert_int_equal(db_looks_months(ctx, st.arena, &months, &n), OK);
    assert_int_equal(n, 3);
    assert_int_equal(looks_in(ctx, date_make(2026, 10, 1)), 0);
    assert_int_equal(looks_in(ctx, date_make(2026, 11, 1)), 10);
    assert_int_equal(look(ctx, date_make(2026, 10, 1), 1), OK); /* and made again */
    assert_int_equal(looks_in(ctx, date_make(2026, 10, 1)), 1);

    /* All of it is there after closing and opening. */
    db_close(&ctx->db);
    struct db_config config = store_config(&st);
    config.create = false;
    assert_int_equal(db_open(ctx, &config, ALL_STMTS, &ctx->db), OK);
    assert_int_equal(looks_in(ctx, date_make(2026, 10, 1)), 1);
    assert_int_equal(looks_in(ctx, date_make(2026, 12, 1)), 10);
    assert_int_equal(look(ctx, date_make(2026, 12, 1), 999), OK);
    assert_int_equal(looks_in(ctx, date_make(2026, 12, 1)), 11);
    store_destroy(&st);
}

#define ON_BOTH(name)                                                                              \
    static void test_##name(void **state) {                                                        \
        (void)state;                                                                               \
        for (size_t e = 0; e < GX_COUNT(ENGINES); e++)                                             \
            check_##name(ENGINES[e]);                                                              \
    }
ON_BOTH(values)
ON_BOTH(many)
ON_BOTH(transactions)
ON_BOTH(foreseen)
ON_BOTH(snapshot)
ON_BOTH(months)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),       cmocka_unit_test(test_many),
        cmocka_unit_test(test_transactions), cmocka_unit_test(test_snapshot),
        cmocka_unit_test(test_foreseen),     cmocka_unit_test(test_months),
    };
    return RUN(tests);
}
