/* Opening: statements that must be refused, migrations from every version, one owner a directory,
 * and the mistakes of ours that abort. */
#include "store.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

/* --- statements --- */

static const struct {
    struct db_stmt stmt;
    const char *why;  /* part of the sentence */
    const char *only; /* the engine that can see it; NULL: both */
} REFUSED[] = {
    {{"typo", "SELEC name FROM thing", "", "t", DB_READ, DB_FACTS}, "typo", NULL},
    {{"no.table", "SELECT name FROM things", "", "T", DB_READ, DB_FACTS}, "things", NULL},
    {{"no.column", "SELECT nam FROM thing", "", "T", DB_READ, DB_FACTS}, "nam", NULL},
    {{"quoted", "SELECT \"nam\" FROM thing", "", "T", DB_READ, DB_FACTS}, "nam", NULL},
    {{"gap", "SELECT name FROM thing WHERE id = $2", "ii", "T", DB_READ, DB_FACTS}, "param", NULL},
    {{"few", "SELECT name FROM thing WHERE id = $1 AND amount = $2", "i", "T", DB_READ, DB_FACTS},
     "param",
     NULL},
    {{"many", "SELECT name FROM thing WHERE id = $1", "ii", "T", DB_READ, DB_FACTS}, "param", NULL},
    {{"question", "SELECT name FROM thing WHERE id = ?", "i", "T", DB_READ, DB_FACTS}, "$1", NULL},
    {{"zero", "SELECT name FROM thing WHERE id = $0", "i", "T", DB_READ, DB_FACTS}, "$1", NULL},
    {{"in.type", "SELECT id FROM thing WHERE name = $1", "i", "i", DB_READ, DB_FACTS},
     "in.type",
     "postgres"},
    {{"out.few", "SELECT id, name FROM thing", "", "i", DB_READ, DB_FACTS}, "number", NULL},
    {{"out.none", "SELECT id FROM thing", "", "", DB_READ, DB_FACTS}, "declared", NULL},
    {{"out.type", "SELECT name FROM thing", "", "i", DB_READ, DB_FACTS}, "type", NULL},
    {{"out.blob", "SELECT bytes FROM thing", "", "T", DB_READ, DB_FACTS}, "type", NULL},
    {{"out.sum", "SELECT sum(amount) FROM thing", "", "I", DB_READ, DB_FACTS}, "type", "postgres"},
    {{"letter", "SELECT id FROM thing", "", "x", DB_READ, DB_FACTS}, "letters", NULL},
    {{"write.as.read", "DELETE FROM thing", "", "", DB_READ, DB_FACTS}, "declared", NULL},
    {{"write.returns", "DELETE FROM thing RETURNING id", "", "i", DB_READ, DB_FACTS},
     "declared",
     NULL},
    {{"read.as.write", "SELECT id FROM thing", "", "i", DB_WRITE, DB_FACTS}, "declared", "sqlite"},
    {{"two", "DELETE FROM thing; DELETE FROM claim", "", "", DB_WRITE, DB_FACTS}, "two", NULL},
    {{"month", "SELECT what FROM look", "", "t", DB_READ, DB_LOOKS}, "month", NULL},
    {{"store", "SELECT what FROM look WHERE month = 1", "", "t", DB_READ, DB_FACTS},
     "look",
     "sqlite"},
    {{"thing.put", "DELETE FROM thing", "", "", DB_WRITE, DB_FACTS}, "name", NULL},
    {{"nothing", NULL, "", "", DB_WRITE, DB_FACTS}, "missing", NULL},
};

static void check_refused(const char *engine) {
    struct store st;

    store_make(&st, engine);
    struct db_config config = store_config(&st);
    for (size_t i = 0; i < GX_COUNT(REFUSED); i++) {
        if (REFUSED[i].only != NULL && strcmp(REFUSED[i].only, engine) != 0) continue;
        const struct db_stmt extra[] = {REFUSED[i].stmt, {.name = NULL}};
        const struct db_stmt *const tables[] = {T, extra};
        enum err e = db_open(&st.ctx, &config, (struct db_stmts){tables, 2}, &st.ctx.db);
        ROW_INT(i, e, ERR_DB_SCHEMA);
        ROW(i, st.ctx.db == NULL);
        if (strstr(st.ctx.failure.detail, REFUSED[i].why) == NULL)
            fail_msg("row %zu: %s", i, st.ctx.failure.detail);
    }
    store_destroy(&st);
}

/* --- migrations --- */

static void copy_sql(const struct store *st, const char *to, int facts) {
    (void)st;
    shell("rm -rf %s && mkdir -p %s/facts %s/looks", to, to, to);
    if (facts >= 1) shell("cp %s/facts/0001_first.sql %s/facts", TEST_SQL, to);
    if (facts >= 2) shell("cp %s/facts/0002_second.sql %s/facts", TEST_SQL, to);
    shell("cp %s/looks/*.sql %s/looks", TEST_SQL, to);
}

static enum err open_with(struct store *st, const char *sql, bool create, struct db_stmts stmts) {
    struct db_config config = store_config(st);

    config.sql_dir = sql;
    config.create = create;
    db_close(&st->ctx.db);
    return db_open(&st->ctx, &config, stmts, &st->ctx.db);
}

static enum err look_fn(struct ctx *ctx, struct db_session *s, void *arg) {
    (void)arg;
    enum db_result r = db_exec(s, &T[LOOK_PUT],
                               DB_ARGS(db_month(nov()), db_int(1), db_int(1), db_text("旧")), NULL);
    return r == DB_ROW ? OK : db_err(ctx, s, r);
}

static void check_migrations(const char *engine) {
    static const struct db_stmt LATER[] = {
        {"look.place", "SELECT place FROM look WHERE month = $1", "i", "T", DB_READ, DB_LOOKS},
        {.name = NULL}};
    static const struct db_stmt *const WITH_LATER[] = {T, LATER};
    const struct db_stmts none = {NULL, 0};
    char sql[] = "/tmp/gx-sql-XXXXXX";
    struct store st;
    struct db_session *s;
    const struct db_value *row;

    store_make(&st, engine);
    assert_non_null(mkdtemp(sql));
    copy_sql(&st, sql, 1);
    enum err e = open_with(&st, sql, false, none); /* nothing there yet */
    assert_true(e == ERR_NOT_FOUND || e == ERR_DB_SCHEMA);
    assert_int_equal(open_with(&st, sql, true, none), OK);
    assert_int_equal(open_with(&st, sql, true, none), OK); /* again: nothing to do */
    assert_int_equal(open_with(&st, sql, false, none), OK);
    assert_int_equal(open_with(&st, TEST_SQL, false, ALL_STMTS), ERR_DB_SCHEMA); /* older */
    assert_non_null(strstr(st.ctx.failure.detail, "旧"));
    assert_int_equal(open_with(&st, TEST_SQL, true, ALL_STMTS), OK); /* from the version before */
    assert_int_equal(number(&st.ctx, DB_FACTS, &T[COUNTER_GET], db_text("all")), 0);
    assert_int_equal(open_with(&st, sql, true, none), ERR_DB_SCHEMA); /* newer than the program */
    assert_non_null(strstr(st.ctx.failure.detail, "新"));

    copy_sql(&st, sql, 2);
    shell("echo '-- a word' >> %s/facts/0001_first.sql", sql);
    assert_int_equal(open_with(&st, sql, true, none), ERR_DB_SCHEMA);
    assert_non_null(strstr(st.ctx.failure.detail, "0001_first"));

    copy_sql(&st, sql, 2); /* a half failing migration leaves nothing of itself */
    shell("echo 'CREATE TABLE half (a BIGINT); CREATE TABEL other (b BIGINT);'"
          " > %s/facts/0003_third.sql",
          sql);
    assert_int_not_equal(open_with(&st, sql, true, none), OK);
    shell("echo 'CREATE TABLE half (a BIGINT);' > %s/facts/0003_third.sql", sql);
    assert_int_equal(open_with(&st, sql, true, ALL_STMTS), OK);

    /* A month that exists is brought up to date with the rest, and one made later is the same. */
    assert_int_equal(db_tx(&st.ctx, DB_LOOKS, nov(), DB_PEOPLE, "look", look_fn, NULL), OK);
    shell("echo 'ALTER TABLE look ADD COLUMN place TEXT;' > %s/looks/0002_place.sql", sql);
    assert_int_equal(open_with(&st, sql, true, (struct db_stmts){WITH_LATER, 2}), OK);
    assert_int_equal(db_read_begin(&st.ctx, DB_LOOKS, nov(), &s), OK);
    assert_int_equal(db_one(s, st.arena, LATER, DB_ARGS(db_month(nov())), &row), DB_ROW);
    assert_true(db_is_null(row, 0));
    db_read_end(&st.ctx, &s);
    assert_int_equal(
        db_tx(&st.ctx, DB_LOOKS, date_make(2027, 1, 1), DB_PEOPLE, "look", look_fn, NULL),
        strcmp(engine, "sqlite") == 0 ? OK : ERR_CONFLICT); /* the function names November */

    shell("cp %s/facts/0003_third.sql %s/facts/0003_other.sql", sql, sql);
    assert_int_equal(open_with(&st, sql, true, none), ERR_DB_SCHEMA); /* a number twice */
    shell("mv %s/facts/0003_other.sql %s/facts/4_other.sql", sql, sql);
    assert_int_equal(open_with(&st, sql, true, none), ERR_DB_SCHEMA); /* not a name */
    shell("rm %s/facts/4_other.sql %s/facts/0002_second.sql", sql, sql);
    assert_int_equal(open_with(&st, sql, true, none), ERR_DB_SCHEMA); /* one is missing */
    shell("rm -rf %s", sql);
    store_destroy(&st);
}

/* --- one owner --- */

/* Runs in a process of its own; gives its exit status, or 128 + the signal. */
static int in_child(void (*fn)(struct store *st), struct store *st) {
    fflush(NULL);
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, 2);
        fn(st);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void second_owner(struct store *st) {
    struct db_config config = store_config(st);
    struct db *db;

    if (db_open(&st->ctx, &config, ALL_STMTS, &db) != ERR_BUSY) _exit(1);
    config.create = false;
    config.read_only = true; /* but reading beside it is fine */
    if (db_open(&st->ctx, &config, ALL_STMTS, &st->ctx.db) != OK) _exit(2);
    if (number(&st->ctx, DB_FACTS, &T[THING_COUNT], db_int(1)) != 1) _exit(3);
    db_close(&st->ctx.db);
}

static void second_server(struct store *st) {
    struct db_config config = store_config(st);

    config.create = false;
    if (db_open(&st->ctx, &config, ALL_STMTS, &st->ctx.db) != OK) _exit(1);
    if (put(&st->ctx, &(struct put){.subject = 1, .id = 2}) != OK) _exit(2);
    db_close(&st->ctx.db);
}

static void test_two_processes(void **state) {
    struct store st;

    (void)state;
    store_open(&st, "sqlite");
    assert_int_equal(put(&st.ctx, &(struct put){.subject = 1, .id = 1}), OK);
    struct db *mine = st.ctx.db;
    assert_int_equal(in_child(second_owner, &st), 0);
    st.ctx.db = mine;
    assert_int_equal(put(&st.ctx, &(struct put){.subject = 1, .id = 2}), OK);
    db_close(&st.ctx.db);
    assert_int_equal(open_with(&st, TEST_SQL, false, ALL_STMTS), OK); /* free again */
    store_destroy(&st);

    store_open(&st, "postgres");
    assert_int_equal(put(&st.ctx, &(struct put){.subject = 1, .id = 1}), OK);
    assert_int_equal(in_child(second_server, &st), 0);
    assert_int_equal(number(&st.ctx, DB_FACTS, &T[THING_COUNT], db_int(1)), 2);
    store_destroy(&st);
}

/* --- crash: what was acknowledged is there --- */

static void write_and_die(struct store *st) {
    struct db_config config = store_config(st);

    config.no_fsync = false;
    if (db_open(&st->ctx, &config, ALL_STMTS, &st->ctx.db) != OK) _exit(1);
    for (int i = 0; i < 20; i++)
        if (put(&st->ctx, &(struct put){.subject = 1, .id = i}) != OK) _exit(2);
    if (db_tx(&st->ctx, DB_LOOKS, nov(), DB_PEOPLE, "look", look_fn, NULL) != OK) _exit(3);
    raise(SIGKILL);
}

static void check_crash(const char *engine) {
    struct store st;

    store_make(&st, engine);
    assert_int_equal(in_child(write_and_die, &st), 128 + SIGKILL);
    assert_int_equal(open_with(&st, TEST_SQL, false, ALL_STMTS), OK);
    assert_int_equal(number(&st.ctx, DB_FACTS, &T[THING_COUNT], db_int(1)), 20);
    assert_int_equal(number(&st.ctx, DB_LOOKS, &T[LOOK_COUNT], db_month(nov())), 1);
    store_destroy(&st);
}

/* --- our mistakes abort --- */

static enum err overlooked(struct ctx *ctx, struct db_session *s, void *arg) {
    (void)ctx, (void)arg;
    db_fault_set(ctx->db, "write:1:error");
    enum db_result r = db_exec(s, &T[THING_RENAME], DB_ARGS(db_text("x"), db_int(1)), NULL);
    return r == DB_FAIL ? OK : ERR_DB;
}

static enum err goes_on(struct ctx *ctx, struct db_session *s, void *arg) {
    (void)arg;
    db_fault_set(ctx->db, "write:1:error");
    enum db_result r = db_exec(s, &T[THING_RENAME], DB_ARGS(db_text("x"), db_int(1)), NULL);
    r = db_exec(s, &T[THING_RENAME], DB_ARGS(db_text("x"), db_int(1)), NULL);
    return r == DB_NONE ? OK : ERR_DB;
}

static enum err reads_aside(struct ctx *ctx, struct db_session *s, void *arg) {
    (void)s, (void)arg;
    struct db_session *other;
    return db_read_begin(ctx, DB_FACTS, DATE_NONE, &other);
}

static bool asks_more(void *arg, const struct db_value *row) {
    struct db_session *s = arg;
    const struct db_value *more;
    static struct arena *a;
    (void)row;
    a = arena_new();
    return db_one(s, a, &T[THING_COUNT], DB_ARGS(db_int(1)), &more) == DB_ROW;
}

static const struct db_stmt STRANGER[] = {{"stranger", "SELECT 1", "", "i", DB_READ, DB_FACTS},
                                          {.name = NULL}};
static int mistake;

static void make_mistake(struct store *st) {
    struct db_config config = store_config(st);
    struct ctx *ctx = &st->ctx;
    struct db_session *s;
    const struct db_value *row;

    if (db_open(ctx, &config, ALL_STMTS, &ctx->db) != OK) _exit(1);
    enum err e = put(ctx, &(struct put){.subject = 1, .id = 1});
    if (mistake < 3) {
        static db_tx_fn *const FNS[] = {overlooked, goes_on, reads_aside};
        e = db_tx(ctx, DB_FACTS, DATE_NONE, DB_PEOPLE, "mistake", FNS[mistake], NULL);
        _exit(2);
    }
    if (e != OK || db_read_begin(ctx, DB_FACTS, DATE_NONE, &s) != OK) _exit(3);
    enum db_result r = DB_NONE;
    switch (mistake) {
    case 3: db_leak_check(ctx); break;
    case 4: r = db_exec(s, &T[THING_RENAME], DB_ARGS(db_text("x"), db_int(1)), NULL); break;
    case 5: r = db_one(s, ctx->arena, &T[THING_COUNT], DB_ARGS(db_text("1")), &row); break;
    case 6: r = db_one(s, ctx->arena, &T[THING_COUNT], DB_ARGS(db_null()), &row); break;
    case 7: r = db_one(s, ctx->arena, STRANGER, DB_NO_ARGS, &row); break;
    case 8: r = db_each(s, &T[THING_COUNT], DB_ARGS(db_int(1)), asks_more, s); break;
    case 9: r = db_one(s, ctx->arena, &T[LOOK_COUNT], DB_ARGS(db_int(1)), &row); break;
    case 10:
        r = db_one(s, ctx->arena, &T[COUNTER_GET], DB_ARGS(db_str(STR_LIT("a\0b"))), &row);
        break;
    case 11:
        r = db_one(s, ctx->arena, &T[THING_COUNT], DB_ARGS(db_int(1)), &row);
        (void)db_get_text(row, 0);
        break;
    case 12: db_close(&ctx->db); break;
    default: raise(SIGUSR1);
    }
    (void)r;
    _exit(4);
}

static void test_mistakes_abort(void **state) {
    struct store st;

    (void)state;
    for (mistake = 0;; mistake++) {
        store_make(&st, "sqlite");
        int status = in_child(make_mistake, &st);
        store_destroy(&st);
        if (status == 128 + SIGUSR1) break;
        ROW_INT(mistake, status, 128 + SIGABRT);
    }
    assert_int_equal(mistake, 13);
}

#define ON_BOTH(name)                                                                              \
    static void test_##name(void **state) {                                                        \
        (void)state;                                                                               \
        for (size_t e = 0; e < GX_COUNT(ENGINES); e++)                                             \
            check_##name(ENGINES[e]);                                                              \
    }
ON_BOTH(refused)
ON_BOTH(migrations)
ON_BOTH(crash)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),        cmocka_unit_test(test_migrations),
        cmocka_unit_test(test_two_processes),  cmocka_unit_test(test_crash),
        cmocka_unit_test(test_mistakes_abort),
    };
    return RUN(tests);
}
