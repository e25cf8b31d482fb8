#include "db/db_sqlite.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/bug.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "db/db_plan.h"

enum { PROGRESS_STEPS = 20000, BUSY_MS = 5000, LOOKASIDE_BYTES = 1200, LOOKASIDE_PIECES = 256 };

static struct sqlite_conn *self(struct db_conn *c) {
    return (struct sqlite_conn *)c;
}

/* --- failures --- */

static struct db_failure failure_of(sqlite3 *h, int rc) {
    struct db_failure f = {.err = ERR_DB};

    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: f = (struct db_failure){.err = ERR_BUSY, .retry = true}; break;
    case SQLITE_INTERRUPT: f.err = ERR_BUSY; break; /* the statement's time is over */
    case SQLITE_FULL: f.err = ERR_DISK_FULL; break;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        f.err = h != NULL && sqlite3_system_errno(h) == ENOSPC ? ERR_DISK_FULL : ERR_DB;
        break;
    case SQLITE_CONSTRAINT:
        if (rc == SQLITE_CONSTRAINT_UNIQUE || rc == SQLITE_CONSTRAINT_PRIMARYKEY ||
            rc == SQLITE_CONSTRAINT_ROWID)
            f.err = ERR_CONFLICT;
        break;
    default: break;
    }
    return f;
}

enum err sqlite_err(struct ctx *ctx, sqlite3 *h, int rc, const char *what) {
    struct db_failure f = failure_of(h, rc);

    log_event(ctx, LOG_ERROR, "db.failed", "engine=sqlite step=%s code=%d message=%s", what, rc,
              h != NULL ? sqlite3_errmsg(h) : sqlite3_errstr(rc));
    return fail(ctx, f.err, NULL);
}

/* A failure of the last call on the connection. Some errors end the whole transaction. */
static enum db_result failed(struct sqlite_conn *c, int rc, const char *what) {
    struct db_failure f = failure_of(c->h, rc);
    char code[16];

    f.lost = c->head.write && sqlite3_get_autocommit(c->h);
    snprintf(code, sizeof code, "%d", rc);
    return db_conn_failed(&c->head, f, what, code);
}

/* --- connections --- */

static int on_progress(void *arg) {
    const struct sqlite_conn *c = arg;
    return c->deadline != 0 && clock_ticks() > c->deadline;
}

static int on_commit_logged(void *arg, sqlite3 *h, const char *schema, int pages) {
    struct sqlite_conn *c = arg;

    (void)h, (void)schema;
    sqlite_log_grew(c->head.db, c->head.place, pages);
    return SQLITE_OK;
}

static int prepare(struct sqlite_conn *c, const char *sql, sqlite3_stmt **st) {
    return sqlite3_prepare_v3(c->h, sql, -1, SQLITE_PREPARE_PERSISTENT, st, NULL);
}

static int set_up(struct sqlite_conn *c, enum sqlite_use use) {
    const bool no_fsync = c->head.db->config.no_fsync;
    const char *cache = use != SQLITE_USE_WRITE           ? "PRAGMA cache_size=-8192"
                        : c->head.place.store == DB_FACTS ? "PRAGMA cache_size=-49152"
                                                          : "PRAGMA cache_size=-16384";
    const char *const pragmas[] = {
        "PRAGMA foreign_keys=ON",
        "PRAGMA secure_delete=ON", /* what was deleted is overwritten: the law means gone */
        "PRAGMA temp_store=MEMORY",
        "PRAGMA trusted_schema=OFF",
        cache,
        use == SQLITE_USE_WRITE ? "PRAGMA journal_mode=WAL" : "PRAGMA query_only=ON",
        no_fsync ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=FULL",
        "PRAGMA wal_autocheckpoint=0", /* checkpoints have a thread of their own */
        "PRAGMA journal_size_limit=67108864",
    };
    int rc = sqlite3_busy_timeout(c->h, BUSY_MS);

    sqlite3_extended_result_codes(c->h, 1);
    /* "x" for a column that is not there would quietly be the text x. */
    sqlite3_db_config(c->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(c->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(c->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    /* A row of ours has more texts than the usual hundred small pieces: without room each is a malloc. */
    sqlite3_db_config(c->h, SQLITE_DBCONFIG_LOOKASIDE, NULL, LOOKASIDE_BYTES, LOOKASIDE_PIECES);
    for (size_t i = 0; i < GX_COUNT(pragmas) && rc == SQLITE_OK; i++)
        if (use != SQLITE_USE_CHECK || i < 5) rc = sqlite3_exec(c->h, pragmas[i], NULL, NULL, NULL);
    if (rc == SQLITE_OK) rc = prepare(c, "BEGIN", &c->begin_read);
    if (rc == SQLITE_OK) rc = prepare(c, "BEGIN IMMEDIATE", &c->begin_write);
    if (rc == SQLITE_OK) rc = prepare(c, "COMMIT", &c->commit);
    if (rc == SQLITE_OK) rc = prepare(c, "ROLLBACK", &c->rollback);
    if (rc == SQLITE_OK) rc = prepare(c, "SAVEPOINT one", &c->mark);
    if (rc == SQLITE_OK) rc = prepare(c, "RELEASE one", &c->keep);
    if (rc == SQLITE_OK) rc = prepare(c, "ROLLBACK TO one", &c->undo);
    if (use == SQLITE_USE_WRITE) sqlite3_wal_hook(c->h, on_commit_logged, c);
    if (use != SQLITE_USE_CHECK) sqlite3_progress_handler(c->h, PROGRESS_STEPS, on_progress, c);
    return rc;
}

enum err sqlite_conn_open(struct ctx *ctx, struct db *db, struct db_place place, const char *path,
                          enum sqlite_use use, struct sqlite_conn **c_r) {
    struct arena *arena = arena_new();
    struct sqlite_conn *c = ARENA_NEW(arena, struct sqlite_conn);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

    *c_r = NULL;
    c->head = (struct db_conn){
        .db = db, .arena = arena, .place = place, .write = use == SQLITE_USE_WRITE, .ctx = ctx};
    c->cache = ARENA_ARRAY(arena, db->plans.n + 1, sqlite3_stmt *);
    if (use != SQLITE_USE_READ) flags |= SQLITE_OPEN_CREATE;
    int rc = sqlite3_open_v2(path, &c->h, flags, NULL);
    if (rc == SQLITE_OK) rc = set_up(c, use);
    if (rc != SQLITE_OK) {
        enum err e = sqlite_err(ctx, c->h, rc, "open");
        sqlite_conn_close(&c);
        return e;
    }
    *c_r = c;
    return OK;
}

void sqlite_conn_close(struct sqlite_conn **c) {
    if (*c == NULL) return;
    for (size_t i = 0; i < (*c)->head.db->plans.n; i++)
        sqlite3_finalize((*c)->cache[i]);
    sqlite3_stmt *own[] = {(*c)->begin_read, (*c)->begin_write, (*c)->commit, (*c)->rollback,
                           (*c)->mark,       (*c)->keep,        (*c)->undo};
    for (size_t i = 0; i < GX_COUNT(own); i++)
        sqlite3_finalize(own[i]);
    BUG_IF(sqlite3_close((*c)->h) != SQLITE_OK);
    struct arena *arena = (*c)->head.arena;
    *c = NULL;
    arena_free(&arena);
}

static enum err sqlite_connect(struct ctx *ctx, struct db *db, struct db_place place, bool write,
                               struct db_conn **c_r) {
    const char *path = sqlite_path(db, ctx->arena, place);
    struct sqlite_conn *c;
    enum err e;

    *c_r = NULL;
    if (!file_exists(path)) {
        if (!write) return OK;
        if ((e = sqlite_month_make(ctx, db, place.month))) return e;
    }
    e = sqlite_conn_open(ctx, db, place, path, write ? SQLITE_USE_WRITE : SQLITE_USE_READ, &c);
    if (e) return e;
    *c_r = &c->head;
    return OK;
}

static void sqlite_disconnect(struct db_conn **c) {
    struct sqlite_conn *own = self(*c);

    sqlite_conn_close(&own);
    *c = NULL;
}

/* --- transactions --- */

static int step_once(sqlite3_stmt *st) {
    int rc = sqlite3_step(st);

    sqlite3_reset(st);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static enum db_result control(struct db_conn *c, sqlite3_stmt *st, const char *what) {
    self(c)->deadline = 0;
    int rc = step_once(st);
    return rc == SQLITE_OK ? DB_ROW : failed(self(c), rc, what);
}

static enum db_result sqlite_begin(struct db_conn *c, enum db_begin how) {
    struct sqlite_conn *own = self(c);

    return control(c, how == DB_BEGIN_WRITE ? own->begin_write : own->begin_read, "begin");
}

static void sqlite_end(struct db_conn *c) {
    struct sqlite_conn *own = self(c);

    if (sqlite3_get_autocommit(own->h)) return;
    own->deadline = 0;
    if (step_once(c->write ? own->rollback : own->commit) != SQLITE_OK &&
        !sqlite3_get_autocommit(own->h))
        c->dead = true;
}

static enum db_result sqlite_commit(struct db_conn *c) {
    struct sqlite_conn *own = self(c);

    own->deadline = 0;
    int rc = step_once(own->commit);
    if (rc == SQLITE_OK) return DB_ROW;
    struct db_failure f = failure_of(own->h, rc);
    char code[16];
    /* The log may hold the commit although its fsync failed: a crash now would bring it back. */
    f.unknown = (rc & 0xff) == SQLITE_IOERR && f.err != ERR_DISK_FULL;
    snprintf(code, sizeof code, "%d", rc);
    sqlite_end(c);
    return db_conn_failed(c, f, "commit", code);
}

static enum db_result sqlite_mark(struct db_conn *c) {
    return control(c, self(c)->mark, "savepoint");
}

static enum db_result sqlite_keep(struct db_conn *c) {
    return control(c, self(c)->keep, "release");
}

static enum db_result sqlite_undo(struct db_conn *c) {
    struct sqlite_conn *own = self(c);

    /* The transaction may be gone already; then there is nothing to go back to. */
    if (sqlite3_get_autocommit(own->h)) {
        c->failure = (struct db_failure){.err = ERR_DB, .retry = true, .lost = true};
        return DB_RETRY;
    }
    enum db_result result = control(c, own->undo, "rollback to");
    return result == DB_ROW ? control(c, own->keep, "release") : result;
}

static void sqlite_lose(struct db_conn *c) {
    sqlite_end(c);
}

/* --- statements --- */

static int bind(const struct db_plan *plan, sqlite3_stmt *st, const struct db_value *args) {
    int rc = SQLITE_OK;

    for (unsigned i = 0; i < plan->n_in && rc == SQLITE_OK; i++) {
        const struct db_value *v = &args[i];
        int at = plan->bind[i];
        switch (v->type) {
        case DB_NULL: rc = sqlite3_bind_null(st, at); break;
        case DB_INT: rc = sqlite3_bind_int64(st, at, v->i); break;
        case DB_TEXT:
            rc = sqlite3_bind_text64(st, at, v->s.n ? v->s.p : "", v->s.n, SQLITE_STATIC,
                                     SQLITE_UTF8);
            break;
        case DB_BLOB:
            rc = v->s.n ? sqlite3_bind_blob64(st, at, v->s.p, v->s.n, SQLITE_STATIC)
                        : sqlite3_bind_zeroblob(st, at, 0);
            break;
        }
    }
    return rc;
}

/* One column as a value; false when its type is not what the signature says. */
static bool column(sqlite3_stmt *st, int at, char letter, struct db_value *v) {
    bool may_be_null = letter >= 'A' && letter <= 'Z';

    *v = (struct db_value){.type = DB_NULL};
    switch (sqlite3_column_type(st, at)) {
    case SQLITE_NULL: return may_be_null;
    case SQLITE_INTEGER:
        v->type = DB_INT;
        v->i = sqlite3_column_int64(st, at);
        return letter == 'i' || letter == 'I';
    case SQLITE_TEXT:
        v->type = DB_TEXT;
        v->s.p = (const char *)sqlite3_column_text(st, at);
        v->s.n = (size_t)sqlite3_column_bytes(st, at);
        return v->s.p != NULL && (letter == 't' || letter == 'T');
    case SQLITE_BLOB:
        v->type = DB_BLOB;
        v->s.p = sqlite3_column_blob(st, at);
        v->s.n = (size_t)sqlite3_column_bytes(st, at);
        if (v->s.p == NULL) v->s = (struct str){"", 0};
        return letter == 'b' || letter == 'B';
    default: return false;
    }
}

static bool row_of(const struct db_plan *plan, sqlite3_stmt *st, struct db_value *row) {
    for (unsigned i = 0; i < plan->n_out; i++)
        if (!column(st, (int)i, plan->stmt->out[i], &row[i])) return false;
    return true;
}

static int cached(struct sqlite_conn *c, const struct db_plan *plan, sqlite3_stmt **st) {
    int rc = SQLITE_OK;

    if (c->cache[plan->slot] == NULL) rc = prepare(c, plan->sql, &c->cache[plan->slot]);
    *st = c->cache[plan->slot];
    return rc;
}

static enum db_result sqlite_run(struct db_conn *head, const struct db_plan *plan,
                                 const struct db_value *args, struct db_sink *sink) {
    struct sqlite_conn *c = self(head);
    struct db_value row[DB_MAX_COLUMNS];
    sqlite3_stmt *st;
    bool fits = true;
    int rc = cached(c, plan, &st);

    if (rc == SQLITE_OK) rc = bind(plan, st, args);
    if (rc != SQLITE_OK) return failed(c, rc, plan->stmt->name);
    c->deadline = clock_ticks() + (int64_t)head->db->config.timeout_ms * 1000;
    while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
        if (sink->fn == NULL) continue;
        fits = row_of(plan, st, row);
        if (!fits) break;
        if (!db_sink_take(sink, row)) break;
    }
    if (rc == SQLITE_DONE && plan->stmt->kind == DB_WRITE) sink->changed = sqlite3_changes64(c->h);
    sqlite3_reset(st);
    if (!fits)
        return db_conn_failed(head, (struct db_failure){.err = ERR_DB}, plan->stmt->name,
                              "a value is not of its column's type");
    return rc == SQLITE_DONE || rc == SQLITE_ROW ? DB_ROW : failed(c, rc, plan->stmt->name);
}

static enum db_result sqlite_run_many(struct db_conn *head, const struct db_plan *plan,
                                      const struct db_value *args, size_t n, int64_t *changed_r) {
    struct sqlite_conn *c = self(head);
    sqlite3_stmt *st;
    int rc = cached(c, plan, &st);

    *changed_r = 0;
    if (rc != SQLITE_OK) return failed(c, rc, plan->stmt->name);
    c->deadline = clock_ticks() + (int64_t)head->db->config.timeout_ms * 1000;
    for (size_t i = 0; i < n; i++) {
        rc = bind(plan, st, args + i * plan->n_in);
        if (rc == SQLITE_OK)
            while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
            }
        if (rc == SQLITE_DONE) *changed_r += sqlite3_changes64(c->h);
        sqlite3_reset(st);
        if (rc != SQLITE_DONE) return failed(c, rc, plan->stmt->name);
    }
    return DB_ROW;
}

static enum db_result sqlite_post(struct db_conn *c, const struct db_plan *plan,
                                  const struct db_value *args) {
    struct db_sink sink = {.fn = NULL};
    return sqlite_run(c, plan, args, &sink);
}

static enum db_result sqlite_expect(struct db_conn *c, const struct db_plan *plan,
                                    const struct db_value *args, const struct db_sink *sink) {
    struct db_sink own = *sink;
    enum db_result result = sqlite_run(c, plan, args, &own);

    if (result != DB_ROW || own.any) return result;
    return db_conn_disappointed(c, sink, plan->stmt->name);
}

static enum db_result sqlite_calls(struct db_conn *c, struct arena *a, struct db_call *calls,
                                   size_t n) {
    for (size_t i = 0; i < n; i++) {
        const struct db_plan *plan = db_plan_of(c->db, calls[i].stmt);
        struct db_collect to = {.arena = a, .call = &calls[i], .columns = plan->n_out};
        struct db_sink sink = {.fn = db_collect, .arg = &to};
        calls[i].n = 0;
        enum db_result result = sqlite_run(c, plan, calls[i].args, &sink);
        if (result != DB_ROW) return result;
        calls[i].result = calls[i].n > 0 ? DB_ROW : DB_NONE;
    }
    return DB_ROW;
}

/* --- the check at start --- */

/* What a declared column type may be read as; 0 when it says nothing. */
static char letter_of(const char *declared) {
    if (declared == NULL) return 0;
    if (sqlite3_stricmp(declared, "BIGINT") == 0 || sqlite3_stricmp(declared, "INTEGER") == 0)
        return 'i';
    if (sqlite3_stricmp(declared, "TEXT") == 0) return 't';
    if (sqlite3_stricmp(declared, "BLOB") == 0) return 'b';
    return 0;
}

enum err sqlite_check_plan(struct ctx *ctx, struct sqlite_conn *c, struct db_plan *plan) {
    const char *out = plan->stmt->out, *tail;
    sqlite3_stmt *st = NULL;
    enum err e = OK;

    if (sqlite3_prepare_v3(c->h, plan->sql, -1, 0, &st, &tail) != SQLITE_OK)
        return db_plan_refuse(ctx, plan, sqlite3_errmsg(c->h));
    if (st == NULL || tail[strspn(tail, " \n\t;")] != '\0')
        e = db_plan_refuse(ctx, plan, "not exactly one statement");
    else if ((sqlite3_stmt_readonly(st) != 0) != (plan->stmt->kind == DB_READ))
        e = db_plan_refuse(ctx, plan, "reads and writes are declared wrongly");
    else if ((unsigned)sqlite3_column_count(st) != plan->n_out)
        e = db_plan_refuse(ctx, plan, "columns and signature differ in number");
    for (unsigned i = 0; i < plan->n_in && e == OK; i++) {
        char name[16];
        snprintf(name, sizeof name, "$%u", i + 1);
        int at = sqlite3_bind_parameter_index(st, name);
        plan->bind[i] = (uint8_t)at;
        if (at == 0) e = db_plan_refuse(ctx, plan, "parameters and signature differ");
    }
    for (unsigned i = 0; i < plan->n_out && e == OK; i++) {
        char declared = letter_of(sqlite3_column_decltype(st, (int)i));
        if (declared != 0 && declared != (out[i] | 0x20))
            e = db_plan_refuse(ctx, plan, "a column's type and the signature differ");
    }
    sqlite3_finalize(st);
    return e;
}

const struct db_driver db_driver_sqlite = {
    .name = "sqlite",
    .queued = {true, true},
    .open = sqlite_store_open,
    .rest = sqlite_store_rest,
    .close = sqlite_store_close,
    .connect = sqlite_connect,
    .disconnect = sqlite_disconnect,
    .begin = sqlite_begin,
    .end = sqlite_end,
    .commit = sqlite_commit,
    .mark = sqlite_mark,
    .keep = sqlite_keep,
    .undo = sqlite_undo,
    .run = sqlite_run,
    .run_many = sqlite_run_many,
    .post = sqlite_post,
    .expect = sqlite_expect,
    .calls = sqlite_calls,
    .lose = sqlite_lose,
    .months = sqlite_months,
    .drop = sqlite_drop,
    .purge = sqlite_purge,
};
