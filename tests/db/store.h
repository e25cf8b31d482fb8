/* store.h: a throw-away store on either engine for the tests of db/. */
#ifndef TESTS_DB_STORE_H
#define TESTS_DB_STORE_H

#include "test.h"

#include <unistd.h>

#include "base/bug.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/id.h"
#include "db/db.h"

#define TEST_SQL SOURCE_DIR "/tests/db/sql"

enum {
    THING_PUT,
    THING_GET,
    THING_ALL,
    THING_COUNT,
    THING_RENAME,
    THING_DELETE,
    THING_MANY_COLUMNS,
    CLAIM_PUT,
    CLAIM_TRY,
    COUNTER_UP,
    COUNTER_GET,
    ENGINE_GET,
    LOOK_PUT,
    LOOK_ALL,
    LOOK_COUNT,
    STMTS
};

static const struct db_stmt T[] = {
    [THING_PUT] = {"thing.put",
                   "INSERT INTO thing (subject_id, id, name, bytes, amount)"
                   " VALUES ($1, $2, $3, $4, $5)",
                   "iiTBI", "", DB_WRITE, DB_FACTS},
    [THING_GET] = {"thing.get",
                   "SELECT name, bytes, amount, id FROM thing WHERE id = $2 AND subject_id = $1",
                   "ii", "TBIi", DB_READ, DB_FACTS},
    [THING_ALL] = {"thing.all",
                   "SELECT id, name FROM thing WHERE subject_id = $1 AND ($2 IS NULL OR name = $2)"
                   " ORDER BY id",
                   "iT", "iT", DB_READ, DB_FACTS},
    [THING_COUNT] = {"thing.count", "SELECT count(*) FROM thing WHERE subject_id = $1", "i", "i",
                     DB_READ, DB_FACTS},
    [THING_RENAME] = {"thing.rename", "UPDATE thing SET name = $1 WHERE subject_id = $2", "ti", "",
                      DB_WRITE, DB_FACTS},
    [THING_DELETE] = {"thing.delete", "DELETE FROM thing WHERE subject_id = $1 AND id = $2", "ii",
                      "", DB_WRITE, DB_FACTS},
    [THING_MANY_COLUMNS] = {"thing.columns",
                            "SELECT id, subject_id, name FROM thing WHERE subject_id = $1"
                            " ORDER BY id DESC",
                            "i", "iiT", DB_READ, DB_FACTS},
    [CLAIM_PUT] = {"claim.put", "INSERT INTO claim (name, subject_id) VALUES ($1, $2)", "ti", "",
                   DB_WRITE, DB_FACTS},
    [CLAIM_TRY] = {"claim.try",
                   "INSERT INTO claim (name, subject_id) VALUES ($1, $2)"
                   " ON CONFLICT (name) DO NOTHING",
                   "ti", "", DB_WRITE, DB_FACTS},
    [COUNTER_UP] = {"counter.up",
                    "INSERT INTO counter (name, n) VALUES ($1, 1)"
                    " ON CONFLICT (name) DO UPDATE SET n = counter.n + 1 RETURNING n",
                    "t", "i", DB_WRITE, DB_FACTS},
    [COUNTER_GET] = {"counter.get", "SELECT n FROM counter WHERE name = $1", "t", "i", DB_READ,
                     DB_FACTS},
    [ENGINE_GET] = {"engine.get",
                    "SELECT name,\n"
                    "-- sqlite: 'lite'\n"
                    "-- postgres: 'post'\n"
                    " FROM engine",
                    "", "tt", DB_READ, DB_FACTS},
    [LOOK_PUT] = {"look.put",
                  "INSERT INTO look (month, id, subject_id, what) VALUES ($1, $2, $3, $4)", "iiit",
                  "", DB_WRITE, DB_LOOKS},
    [LOOK_ALL] = {"look.all",
                  "SELECT id, what FROM look WHERE month = $1 AND subject_id = $2 ORDER BY id",
                  "ii", "it", DB_READ, DB_LOOKS},
    [LOOK_COUNT] = {"look.count", "SELECT count(*) FROM look WHERE month = $1", "i", "i", DB_READ,
                    DB_LOOKS},
    [STMTS] = {.name = NULL},
};
static const struct db_stmt *const TABLES[] = {T};
#define ALL_STMTS ((struct db_stmts){TABLES, GX_COUNT(TABLES)})

static const char *const ENGINES[] = {"sqlite", "postgres"};

/* A place for one store: a directory, or a database of the cluster that GX_TEST_PG names. */
struct store {
    const char *engine;
    char url[256];
    char name[64];
    struct arena *arena;
    struct ctx ctx;
};

static inline void GX_PRINTF(1, 2) shell(const char *fmt, ...) {
    char line[1024];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    if (system(line) != 0) fail_msg("failed: %s", line);
}

static inline void store_make(struct store *s, const char *engine) {
    static int made;

    memset(s, 0, sizeof *s);
    s->engine = engine;
    if (strcmp(engine, "sqlite") == 0) {
        char dir[] = "/tmp/gx-db-XXXXXX";
        assert_non_null(mkdtemp(dir));
        snprintf(s->name, sizeof s->name, "%s", dir);
        snprintf(s->url, sizeof s->url, "sqlite:%s", dir);
    } else {
        const char *base = getenv("GX_TEST_PG");
        if (base == NULL) fail_msg("GX_TEST_PG is not set: run under tools/pg_tmp run --");
        const char *query = strchr(base, '?');
        int n = query ? (int)(query - base) : (int)strlen(base);
        while (n > 0 && base[n - 1] != '/')
            n--;
        snprintf(s->name, sizeof s->name, "gx_db_%d_%d", (int)getpid(), ++made);
        snprintf(s->url, sizeof s->url, "%.*s%s%s", n, base, s->name, query ? query : "");
        shell("psql -qX '%s' -c \"CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'"
              " LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'\" >/dev/null",
              base, s->name);
    }
    s->arena = arena_new();
    s->ctx = (struct ctx){.arena = s->arena, .clock = &clock_system};
}

static inline struct db_config store_config(const struct store *s) {
    return (struct db_config){
        .url = s->url, .sql_dir = TEST_SQL, .no_fsync = true, .create = true, .fault = ""};
}

static inline void store_destroy(struct store *s) {
    db_close(&s->ctx.db);
    arena_free(&s->arena);
    if (strcmp(s->engine, "sqlite") == 0)
        shell("rm -rf '%s'", s->name);
    else
        shell("psql -qX '%s' -c 'DROP DATABASE %s' >/dev/null", getenv("GX_TEST_PG"), s->name);
}

/* Opened with the test schema and statements. */
static inline void store_open(struct store *s, const char *engine) {
    store_make(s, engine);
    struct db_config config = store_config(s);
    enum err e = db_open(&s->ctx, &config, ALL_STMTS, &s->ctx.db);
    if (e) fail_msg("%s: %s %s", engine, err_code(e), s->ctx.failure.detail);
}

static inline struct date nov(void) {
    return date_make(2026, 11, 22);
}

/* One number by a statement that takes one argument. */
static inline int64_t number(struct ctx *ctx, enum db_store store, const struct db_stmt *stmt,
                             struct db_value arg) {
    struct db_session *s;
    const struct db_value *row;
    int64_t n = -1;

    assert_int_equal(db_read_begin(ctx, store, nov(), &s), OK);
    enum db_result r = db_one(s, ctx->arena, stmt, &arg, &row);
    if (r == DB_ROW)
        n = db_get_int(row, 0);
    else if (r != DB_NONE)
        fail_msg("%s failed", stmt->name);
    db_read_end(ctx, &s);
    return n;
}

/* Puts one thing. */
struct put {
    int64_t subject, id;
    enum err then; /* what the function returns after its work */
    int runs;
};

static inline enum err put_fn(struct ctx *ctx, struct db_session *s, void *arg) {
    struct put *p = arg;

    p->runs++;
    enum db_result r = db_exec(
        s, &T[THING_PUT],
        DB_ARGS(db_int(p->subject), db_int(p->id), db_text("名"), db_blob("\0x", 2), db_null()),
        NULL);
    if (r != DB_ROW) return db_err(ctx, s, r);
    return p->then;
}

static inline enum err put(struct ctx *ctx, struct put *p) {
    return db_tx(ctx, DB_FACTS, DATE_NONE, DB_PEOPLE, "test.put", put_fn, p);
}

#endif
