#include "db/db.h"

#include <string.h>

#include "base/bug.h"
#include "base/log.h"
#include "db/db_fault.h"
#include "db/db_migrate.h"
#include "db/db_plan.h"
#include "db/db_pool.h"
#include "db/db_session.h"
#include "db/db_writer.h"

enum { NESTED_MAX = 4, WRITERS_MAX = 8 };

/* --- opening and closing --- */

static const struct db_driver *driver_of(const char *url) {
    struct str s = str_of(url);

    if (str_starts(s, "sqlite:")) return &db_driver_sqlite;
    if (str_starts(s, "postgresql://") || str_starts(s, "postgres://")) return &db_driver_postgres;
    return NULL;
}

static void copy_config(struct db *db, const struct db_config *config) {
    db->config = *config;
    db->config.url = arena_strdup(db->arena, config->url);
    db->config.sql_dir = arena_strdup(db->arena, config->sql_dir);
    db->config.fault = arena_strdup(db->arena, config->fault);
    if (config->connections == 0) db->config.connections = 16;
    if (config->timeout_ms == 0) db->config.timeout_ms = 60000;
}

enum err db_open(struct ctx *ctx, const struct db_config *config, struct db_stmts stmts,
                 struct db **db_r) {
    const struct db_driver *driver = driver_of(config->url);
    struct arena *arena;
    struct db *db;
    enum err e;

    *db_r = NULL;
    if (driver == NULL) return fail(ctx, ERR_USAGE, "数据库地址应以 sqlite: 或 postgresql:// 开头");
    arena = arena_new();
    BUG_IF(config->create && config->read_only);
    db = ARENA_NEW(arena, struct db);
    db->arena = arena;
    db->engine = db->driver = driver;
    BUG_IF(pthread_mutex_init(&db->mutex, NULL) != 0);
    copy_config(db, config);
    unsigned n = db->config.connections;
    db_pool_init(&db->pools[DB_POOL_FACTS], false, n, n);
    db_pool_init(&db->pools[DB_POOL_LOOKS], false, n, n < 8 ? n : 8);
    unsigned writers = n < WRITERS_MAX ? n : WRITERS_MAX;
    db_pool_init(&db->pools[DB_POOL_WRITE], true, writers, writers);
    BUG_IF(sem_init(&db->bulk, 0, writers > 1 ? writers / 2 : 1) != 0);
    if ((e = db_plans_build(ctx, db, stmts)) || (e = db_migrations_load(ctx, db)) ||
        (e = driver->open(ctx, db))) {
        db_close(&db);
        return e;
    }
    if (db->config.fault != NULL) db_fault_wrap(db);
    for (int store = 0; store < 2 && !config->read_only; store++)
        if (driver->queued[store]) db->writers[store] = db_writer_start(db, (enum db_store)store);
    *db_r = db;
    return OK;
}

void db_close(struct db **db) {
    if (*db == NULL) return;
    BUG_IF((*db)->sessions != NULL);
    (*db)->engine->rest(*db);
    for (int store = 0; store < 2; store++)
        db_writer_stop(&(*db)->writers[store]);
    for (int i = 0; i < DB_POOLS; i++)
        db_pool_close(&(*db)->pools[i], (*db)->engine);
    (*db)->engine->close(*db);
    pthread_mutex_destroy(&(*db)->mutex);
    sem_destroy(&(*db)->bulk);
    struct arena *arena = (*db)->arena;
    *db = NULL;
    arena_free(&arena);
}

const char *db_engine(const struct db *db) {
    return db->engine->name;
}

struct db_stats db_stats(const struct db *db, enum db_store store) {
    struct db_stats stats = {.transactions = atomic_load(&db->transactions[store]),
                             .commits = atomic_load(&db->commits[store]),
                             .retries = atomic_load(&db->retries[store])};
    pthread_mutex_t *mutex = (pthread_mutex_t *)&db->mutex;

    pthread_mutex_lock(mutex);
    for (const struct db_session *s = db->sessions; s != NULL; s = s->next)
        if (s->place.store == store) stats.sessions_open++;
    pthread_mutex_unlock(mutex);
    return stats;
}

/* --- failures --- */

enum db_result db_conn_failed(struct db_conn *c, struct db_failure failure, const char *what,
                              const char *code) {
    c->failure = failure;
    log_event(c->ctx, failure.retry ? LOG_WARN : LOG_ERROR, "db.failed",
              "engine=%s statement=%s code=%s error=%s", c->db->engine->name, what, code,
              err_code(failure.err));
    return failure.retry ? DB_RETRY : DB_FAIL;
}

enum db_result db_conn_disappointed(struct db_conn *c, const struct db_sink *sink,
                                    const char *what) {
    return db_conn_failed(c, (struct db_failure){.err = sink->wrong}, what, "not as expected");
}

enum err db_failure_err(struct ctx *ctx, const struct db_failure *failure) {
    return fail(ctx, failure->err != OK ? failure->err : ERR_DB, NULL);
}

enum err db_err(struct ctx *ctx, struct db_session *s, enum db_result r) {
    BUG_IF(r == DB_ROW || r == DB_NONE);
    return db_failure_err(ctx, &s->failure);
}

/* --- sessions --- */

struct db_place db_place_of(enum db_store store, struct date month) {
    if (store == DB_FACTS) return (struct db_place){store, 0};
    return (struct db_place){store, db_month(month).i};
}

unsigned db_sessions_of(struct db *db, const struct ctx *ctx) {
    unsigned n = 0;

    pthread_mutex_lock(&db->mutex);
    for (const struct db_session *s = db->sessions; s != NULL; s = s->next) {
        if (s->ctx != ctx) continue;
        n++;
        if (s->how == DB_BEGIN_WRITE) BUG("a session or transaction begun inside a transaction");
    }
    pthread_mutex_unlock(&db->mutex);
    BUG_IF(n >= NESTED_MAX);
    return n;
}

struct db_session *db_session_enter(struct ctx *ctx, struct db *db, struct db_place place,
                                    struct db_conn *c, enum db_begin how) {
    pthread_mutex_lock(&db->mutex);
    struct db_session *s = db->spare;
    if (s != NULL)
        db->spare = s->next;
    else
        s = ARENA_NEW(db->arena, struct db_session);
    *s = (struct db_session){
        .db = db, .ctx = ctx, .place = place, .conn = c, .how = how, .next = db->sessions};
    db->sessions = s;
    pthread_mutex_unlock(&db->mutex);
    return s;
}

void db_session_leave(struct db_session *s) {
    struct db *db = s->db;

    pthread_mutex_lock(&db->mutex);
    struct db_session **at = &db->sessions;
    while (*at != s)
        at = &(*at)->next;
    *at = s->next;
    s->next = db->spare;
    db->spare = s;
    pthread_mutex_unlock(&db->mutex);
}

void db_leak_check(const struct ctx *ctx) {
    BUG_IF(db_sessions_of(ctx->db, ctx) != 0);
}

static struct db_pool *read_pool(struct db *db, struct db_place place) {
    return &db->pools[place.store == DB_FACTS ? DB_POOL_FACTS : DB_POOL_LOOKS];
}

/* A connection on which a read has begun. A pooled one may have died while nobody looked: then all
 * of its age go, and a new one is tried. */
static enum err take_begun(struct ctx *ctx, struct db *db, struct db_place place, bool nested,
                           enum db_begin how, struct db_conn **c_r) {
    struct db_pool *pool = read_pool(db, place);

    for (int attempt = 0;; attempt++) {
        enum err e = db_pool_take(ctx, db, pool, place, nested, c_r);
        if (e != OK || *c_r == NULL) return e;
        if (db->driver->begin(*c_r, how) == DB_ROW) return OK;
        struct db_failure failure = (*c_r)->failure;
        if ((*c_r)->dead) db_pool_renew(pool, db->driver);
        db_pool_give(pool, c_r);
        if (!failure.lost || attempt > 0) return db_failure_err(ctx, &failure);
    }
}

static enum err session_begin(struct ctx *ctx, enum db_store store, struct date month,
                              enum db_begin how, struct db_session **s_r) {
    struct db *db = ctx->db;
    struct db_place place = db_place_of(store, month);
    bool nested = db_sessions_of(db, ctx) > 0;
    struct db_conn *c;

    *s_r = NULL;
    enum err e = take_begun(ctx, db, place, nested, how, &c);
    if (e) return e;
    *s_r = db_session_enter(ctx, db, place, c, how);
    return OK;
}

enum err db_read_begin(struct ctx *ctx, enum db_store store, struct date month,
                       struct db_session **s_r) {
    return session_begin(ctx, store, month, DB_BEGIN_READ, s_r);
}

enum err db_snapshot_begin(struct ctx *ctx, enum db_store store, struct date month,
                           struct db_session **s_r) {
    return session_begin(ctx, store, month, DB_BEGIN_SNAPSHOT, s_r);
}

void db_read_end(struct ctx *ctx, struct db_session **s) {
    if (*s == NULL) return;
    BUG_IF((*s)->ctx != ctx || (*s)->how == DB_BEGIN_WRITE || (*s)->in_each);
    struct db_conn *c = (*s)->conn;
    if (c != NULL) {
        (*s)->db->driver->end(c);
        db_pool_give(read_pool((*s)->db, (*s)->place), &c);
    }
    db_session_leave(*s);
    *s = NULL;
}

/* --- statements --- */

static const struct db_plan *plan_for(struct db_session *s, const struct db_stmt *stmt,
                                      const struct db_value *args) {
    const struct db_plan *plan = db_plan_of(s->db, stmt);

    BUG_IF(s->in_each);                                         /* rows are still coming */
    BUG_IF(s->how == DB_BEGIN_WRITE && s->failed);              /* db_err was due */
    BUG_IF(stmt->store != s->place.store);                      /* the other store's statement */
    BUG_IF(stmt->kind == DB_WRITE && s->how != DB_BEGIN_WRITE); /* a write outside db_tx */
    db_plan_check_args(plan, args);
    return plan;
}

static enum db_result settle(struct db_session *s, enum db_result result) {
    if (result == DB_RETRY || result == DB_FAIL) {
        s->failed = true;
        s->failure = s->conn->failure;
    }
    return result;
}

/* Reading outside a transaction has no state: when the connection is lost before anything was
 * delivered, another one is as good. True when the session has one. */
static bool revive(struct db_session *s) {
    if (s->how != DB_BEGIN_READ || !s->conn->failure.lost) return false;
    struct db_pool *pool = read_pool(s->db, s->place);
    struct db_conn *fresh;
    bool dead = s->conn->dead;

    s->db->driver->end(s->conn);
    if (dead) db_pool_renew(pool, s->db->driver);
    if (take_begun(s->ctx, s->db, s->place, true, s->how, &fresh) != OK || fresh == NULL)
        return false;
    db_pool_give(pool, &s->conn);
    s->conn = fresh;
    return true;
}

static enum db_result run(struct db_session *s, const struct db_plan *plan,
                          const struct db_value *args, struct db_sink *sink) {
    if (s->conn == NULL) return DB_NONE;
    enum db_result result = s->db->driver->run(s->conn, plan, args, sink);
    if (result == DB_RETRY && !sink->any && revive(s))
        result = s->db->driver->run(s->conn, plan, args, sink);
    return settle(s, result);
}

struct one {
    struct arena *arena;
    size_t columns;
    const struct db_value *row;
};

static bool keep_one(void *arg, const struct db_value *row) {
    struct one *one = arg;

    one->row = db_row_copy(one->arena, row, one->columns);
    return false;
}

enum db_result db_one(struct db_session *s, struct arena *a, const struct db_stmt *stmt,
                      const struct db_value *args, const struct db_value **row_r) {
    const struct db_plan *plan = plan_for(s, stmt, args);
    struct one one = {.arena = a, .columns = plan->n_out};
    struct db_sink sink = {.fn = keep_one, .arg = &one};

    BUG_IF(plan->n_out == 0);
    *row_r = NULL;
    enum db_result result = run(s, plan, args, &sink);
    if (result != DB_ROW) return result;
    *row_r = one.row;
    return one.row != NULL ? DB_ROW : DB_NONE;
}

enum db_result db_each(struct db_session *s, const struct db_stmt *stmt,
                       const struct db_value *args, db_row_fn *fn, void *arg) {
    const struct db_plan *plan = plan_for(s, stmt, args);
    struct db_sink sink = {.fn = fn, .arg = arg, .stream = true};

    BUG_IF(plan->n_out == 0);
    s->in_each = true;
    enum db_result result = run(s, plan, args, &sink);
    s->in_each = false;
    if (result != DB_ROW) return result;
    return sink.any ? DB_ROW : DB_NONE;
}

enum db_result db_calls(struct db_session *s, struct arena *a, struct db_call *calls, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const struct db_plan *plan = plan_for(s, calls[i].stmt, calls[i].args);
        BUG_IF(plan->n_out == 0);
        calls[i].rows = NULL;
        calls[i].n = 0;
        calls[i].result = DB_NONE;
    }
    if (s->conn == NULL || n == 0) return DB_ROW;
    enum db_result result = s->db->driver->calls(s->conn, a, calls, n);
    if (result == DB_RETRY && revive(s)) result = s->db->driver->calls(s->conn, a, calls, n);
    return settle(s, result);
}

enum db_result db_exec(struct db_session *s, const struct db_stmt *stmt,
                       const struct db_value *args, int64_t *changed_r) {
    const struct db_plan *plan = plan_for(s, stmt, args);
    struct db_sink sink = {.fn = NULL};

    BUG_IF(stmt->kind != DB_WRITE);
    if (changed_r != NULL) *changed_r = 0;
    enum db_result result = run(s, plan, args, &sink);
    if (result != DB_ROW) return result;
    if (changed_r != NULL) *changed_r = sink.changed;
    return sink.changed > 0 ? DB_ROW : DB_NONE;
}

enum db_result db_post(struct db_session *s, const struct db_stmt *stmt,
                       const struct db_value *args) {
    const struct db_plan *plan = plan_for(s, stmt, args);

    BUG_IF(stmt->kind != DB_WRITE);
    return settle(s, s->db->driver->post(s->conn, plan, args));
}

enum db_result db_expect(struct db_session *s, const struct db_stmt *stmt,
                         const struct db_value *args, db_row_fn *fn, void *arg, enum err wrong) {
    const struct db_plan *plan = plan_for(s, stmt, args);
    struct db_sink sink = {.fn = fn, .arg = arg, .wrong = wrong};

    BUG_IF(stmt->kind != DB_READ || s->how != DB_BEGIN_WRITE || wrong == OK);
    return settle(s, s->db->driver->expect(s->conn, plan, args, &sink));
}

enum db_result db_exec_many(struct db_session *s, const struct db_stmt *stmt,
                            const struct db_value *args, size_t n, int64_t *changed_r) {
    if (changed_r != NULL) *changed_r = 0;
    if (n == 0) return DB_NONE;
    const struct db_plan *plan = plan_for(s, stmt, args);
    int64_t changed = 0;

    BUG_IF(stmt->kind != DB_WRITE);
    for (size_t i = 1; i < n; i++)
        db_plan_check_args(plan, args + i * plan->n_in);
    enum db_result result = settle(s, s->db->driver->run_many(s->conn, plan, args, n, &changed));
    if (result != DB_ROW) return result;
    if (changed_r != NULL) *changed_r = changed;
    return changed > 0 ? DB_ROW : DB_NONE;
}

/* --- months of looks --- */

enum err db_looks_months(struct ctx *ctx, struct arena *a, struct date **months_r, size_t *n_r) {
    int64_t *months = NULL;
    enum err e = ctx->db->driver->months(ctx, ctx->db, a, &months, n_r);

    *months_r = NULL;
    if (e) return e;
    *months_r = ARENA_ARRAY(a, *n_r + 1, struct date);
    for (size_t i = 0; i < *n_r; i++)
        (*months_r)[i] = date_make((int)(months[i] / 100), (int)(months[i] % 100), 1);
    return OK;
}

enum err db_looks_drop(struct ctx *ctx, struct date month) {
    struct db *db = ctx->db;
    struct db_request r = {.ctx = ctx,
                           .place = db_place_of(DB_LOOKS, month),
                           .priority = DB_BULK,
                           .name = "looks.drop",
                           .job = db->driver->drop};

    BUG_IF(db->config.read_only);
    db_writer_run(db->writers[DB_LOOKS], &r);
    db_pool_renew(&db->pools[DB_POOL_LOOKS], db->driver);
    return r.err;
}

enum err db_purge(struct ctx *ctx, const char *const *tables, size_t n, bool *clean_r) {
    struct db *db = ctx->db;

    BUG_IF(db->config.read_only);
    *clean_r = false;
    return db->engine->purge(ctx, db, tables, n, clean_r);
}
