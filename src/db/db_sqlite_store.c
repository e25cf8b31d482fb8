#include "db/db_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/file.h"
#include "base/log.h"
#include "base/num.h"
#include "db/db_migrate.h"
#include "db/db_plan.h"
#include "db/db_writer.h"

enum {
    CHECKPOINT_PAGES = 4000, /* 16 MiB of log: copy it into the file, nobody waits */
    RESTART_PAGES = 16384,   /* 64 MiB: hold the writer for a moment so that the log starts anew */
    RESTART_WAIT_MS = 100,
    SQLITE_OLDEST = 3038000,
};

struct sqlite_state {
    const char *dir;
    int lock_fd;
    bool thread_runs, stop;
    pthread_t thread;
    pthread_mutex_t mutex; /* of due, stop */
    pthread_cond_t wake;
    struct {
        bool due;
        struct db_place place;
    } logs[2]; /* by store */
    /* The checkpoint thread's connections; dropping a month closes its one. */
    pthread_mutex_t conns_mutex;
    struct sqlite_conn *conns[2];
    int restart_at[2];
};

/* --- files --- */

static const char *month_path(struct db *db, struct arena *a, int64_t month, const char *suffix) {
    const struct sqlite_state *state = db->state;

    return arena_printf(a, "%s/looks-%04d-%02d.%s", state->dir, (int)(month / 100),
                        (int)(month % 100), suffix);
}

const char *sqlite_path(struct db *db, struct arena *a, struct db_place place) {
    const struct sqlite_state *state = db->state;

    if (place.store == DB_FACTS) return file_join(a, state->dir, "facts.db");
    return month_path(db, a, place.month, "db");
}

static enum err sync_dir(struct ctx *ctx, struct db *db) {
    const struct sqlite_state *state = db->state;
    int fd = open(state->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && (db->config.no_fsync || fsync(fd) == 0);

    if (fd >= 0) close(fd);
    return good ? OK : fail(ctx, ERR_IO, NULL);
}

/* Gone or never there is the same. */
static bool removed(const char *path) {
    return unlink(path) == 0 || errno == ENOENT;
}

/* A log left behind by a file that is gone must never be replayed into a new one. */
static bool remove_logs(struct db *db, struct arena *a, int64_t month) {
    return removed(month_path(db, a, month, "db-wal")) &&
           removed(month_path(db, a, month, "db-shm"));
}

static bool parse_month(const char *name, const char *suffix, int64_t *month_r) {
    int64_t year, month;
    const char *digits = name + 11;

    if (strlen(name) != 14 + strlen(suffix) || strncmp(name, "looks-", 6) != 0) return false;
    if (name[10] != '-' || name[13] != '.' || strcmp(name + 14, suffix) != 0) return false;
    if (!num_i64((struct str){name + 6, 4}, 1000, 9999, &year)) return false;
    if (*digits == '0') digits++;
    if (!num_i64((struct str){digits, (size_t)(name + 13 - digits)}, 1, 12, &month)) return false;
    *month_r = year * 100 + month;
    return true;
}

static enum err list_months(struct ctx *ctx, struct db *db, struct arena *a, const char *suffix,
                            int64_t **months_r, size_t *n_r) {
    const struct sqlite_state *state = db->state;
    char **names;
    size_t n = 0;

    *months_r = NULL;
    *n_r = 0;
    enum err e = file_list(a, state->dir, &names);
    if (e) return fail(ctx, e, NULL);
    while (names[n] != NULL)
        n++;
    *months_r = ARENA_ARRAY(a, n + 1, int64_t);
    for (char **name = names; *name != NULL; name++)
        if (parse_month(*name, suffix, &(*months_r)[*n_r])) ++*n_r;
    return OK;
}

enum err sqlite_months(struct ctx *ctx, struct db *db, struct arena *a, int64_t **months_r,
                       size_t *n_r) {
    return list_months(ctx, db, a, "db", months_r, n_r);
}

/* --- migrations --- */

static enum err script_exec(struct ctx *ctx, void *handle, const char *sql) {
    struct sqlite_conn *c = handle;
    int rc = sqlite3_exec(c->h, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? OK : sqlite_err(ctx, c->h, rc, "migrate");
}

static enum err script_applied(struct ctx *ctx, void *handle, const char *store, struct arena *a,
                               struct db_applied **rows_r, size_t *n_r) {
    static const char SQL[] =
        "SELECT number, digest, count(*) OVER () FROM schema_migration WHERE store = $1"
        " ORDER BY number";
    struct sqlite_conn *c = handle;
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(c->h, SQL, -1, &st, NULL);

    *rows_r = NULL;
    *n_r = 0;
    if (rc != SQLITE_OK) return fail(ctx, ERR_DB_SCHEMA, "这里没有公信的数据库，或尚未初始化");
    sqlite3_bind_text(st, 1, store, -1, SQLITE_STATIC);
    while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
        if (*rows_r == NULL)
            *rows_r = ARENA_ARRAY(a, (size_t)sqlite3_column_int64(st, 2), struct db_applied);
        struct db_applied *row = &(*rows_r)[(*n_r)++];
        row->number = sqlite3_column_int64(st, 0);
        row->digest = arena_strdup(a, (const char *)sqlite3_column_text(st, 1));
    }
    enum err e = rc == SQLITE_DONE ? OK : sqlite_err(ctx, c->h, rc, "migrate");
    sqlite3_finalize(st);
    return e;
}

static enum err script_record(struct ctx *ctx, void *handle, const char *store,
                              const struct db_migration *m, int64_t now_us) {
    struct sqlite_conn *c = handle;
    sqlite3_stmt *st = NULL;
    int rc =
        sqlite3_prepare_v2(c->h,
                           "INSERT INTO schema_migration(store, number, name, digest, applied_at)"
                           " VALUES (?1, ?2, ?3, ?4, ?5)",
                           -1, &st, NULL);

    if (rc == SQLITE_OK) {
        sqlite3_bind_text(st, 1, store, -1, SQLITE_STATIC);
        sqlite3_bind_int64(st, 2, m->number);
        sqlite3_bind_text(st, 3, m->name, -1, SQLITE_STATIC);
        sqlite3_bind_text(st, 4, m->digest, -1, SQLITE_STATIC);
        sqlite3_bind_int64(st, 5, now_us);
        rc = sqlite3_step(st);
    }
    sqlite3_finalize(st);
    return rc == SQLITE_DONE ? OK : sqlite_err(ctx, c->h, rc, "migrate");
}

static enum err migrate_on(struct ctx *ctx, struct sqlite_conn *c, bool apply) {
    struct db_script script = {.handle = c,
                               .quiet = c->head.place.store == DB_LOOKS && c->head.place.month == 0,
                               .exec = script_exec,
                               .applied = script_applied,
                               .record = script_record};

    return db_migrate(ctx, c->head.db, c->head.place.store, &script, apply);
}

static enum err migrate_file(struct ctx *ctx, struct db *db, struct db_place place,
                             const char *path, bool apply) {
    struct sqlite_conn *c;
    enum sqlite_use use = db->config.read_only ? SQLITE_USE_READ : SQLITE_USE_WRITE;
    enum err e = sqlite_conn_open(ctx, db, place, path, use, &c);

    if (e) return e;
    e = migrate_on(ctx, c, apply);
    sqlite_conn_close(&c);
    return e;
}

/* Under another name until it is whole: a reader finds a month with its tables or none. */
enum err sqlite_month_make(struct ctx *ctx, struct db *db, int64_t month) {
    struct db_place place = {DB_LOOKS, month};
    const char *path = sqlite_path(db, ctx->arena, place);
    const char *made = month_path(db, ctx->arena, month, "new");
    enum err e;

    if (!removed(made) || !removed(month_path(db, ctx->arena, month, "new-wal")) ||
        !removed(month_path(db, ctx->arena, month, "new-shm")) ||
        !remove_logs(db, ctx->arena, month))
        return fail(ctx, ERR_IO, NULL);
    if ((e = migrate_file(ctx, db, place, made, true))) return e;
    if (rename(made, path) != 0) return fail(ctx, errno == ENOSPC ? ERR_DISK_FULL : ERR_IO, NULL);
    return sync_dir(ctx, db);
}

/* --- dropping a month --- */

static enum err finish_drop(struct ctx *ctx, struct db *db, int64_t month) {
    if (!remove_logs(db, ctx->arena, month) ||
        !removed(month_path(db, ctx->arena, month, "dropped")))
        return fail(ctx, ERR_IO, NULL);
    return sync_dir(ctx, db);
}

static void close_checkpoint_conn(struct db *db, enum db_store store, int64_t month) {
    struct sqlite_state *state = db->state;

    pthread_mutex_lock(&state->conns_mutex);
    if (state->conns[store] != NULL && state->conns[store]->head.place.month == month)
        sqlite_conn_close(&state->conns[store]);
    pthread_mutex_unlock(&state->conns_mutex);
}

/* Renamed first: from then on nobody finds it, and a crash on the way is finished at the next open.
 * Readers inside see it to the end of their session. */
enum err sqlite_drop(struct ctx *ctx, struct db *db, int64_t month) {
    const char *path = month_path(db, ctx->arena, month, "db");
    enum err e;

    close_checkpoint_conn(db, DB_LOOKS, month);
    if (!file_exists(path)) return fail(ctx, ERR_NOT_FOUND, NULL);
    if (rename(path, month_path(db, ctx->arena, month, "dropped")) != 0)
        return fail(ctx, ERR_IO, NULL);
    if ((e = sync_dir(ctx, db))) return e;
    return finish_drop(ctx, db, month);
}

/* --- checkpoints --- */

void sqlite_log_grew(struct db *db, struct db_place place, int pages) {
    struct sqlite_state *state = db->state;

    if (pages < CHECKPOINT_PAGES) return;
    pthread_mutex_lock(&state->mutex);
    state->logs[place.store].due = true;
    state->logs[place.store].place = place;
    pthread_cond_signal(&state->wake);
    pthread_mutex_unlock(&state->mutex);
}

/* The thread's connection to the place, or NULL: the month is gone. With conns_mutex held. */
static struct sqlite_conn *checkpoint_conn(struct ctx *ctx, struct db *db, struct db_place place) {
    struct sqlite_state *state = db->state;
    struct sqlite_conn **c = &state->conns[place.store];
    const char *path = sqlite_path(db, ctx->arena, place);

    if (*c != NULL && (*c)->head.place.month != place.month) sqlite_conn_close(c);
    if (*c == NULL && file_exists(path) &&
        sqlite_conn_open(ctx, db, place, path, SQLITE_USE_READ, c) == OK)
        (*c)->head.ctx = NULL;
    return *c;
}

/* One checkpoint; *log_r is the length of the log. Unless it is passive nobody may be writing. */
static int checkpoint(struct db *db, struct db_place place, int how, int *log_r) {
    struct sqlite_state *state = db->state;
    struct arena *arena = arena_new();
    struct ctx ctx = {.arena = arena, .clock = &clock_system, .db = db};
    int rc = SQLITE_OK, copied = 0;

    *log_r = 0;
    pthread_mutex_lock(&state->conns_mutex);
    struct sqlite_conn *c = checkpoint_conn(&ctx, db, place);
    if (c != NULL) {
        if (how != SQLITE_CHECKPOINT_PASSIVE) sqlite3_busy_timeout(c->h, RESTART_WAIT_MS);
        rc = sqlite3_wal_checkpoint_v2(c->h, NULL, how, log_r, &copied);
        if (rc != SQLITE_OK && (rc & 0xff) != SQLITE_BUSY)
            (void)sqlite_err(&ctx, c->h, rc, "checkpoint");
    }
    pthread_mutex_unlock(&state->conns_mutex);
    arena_free(&arena);
    return rc;
}

/* Copies the log into the file. A log that nobody ever lets end grows without bound, so past
 * RESTART_PAGES the writer stands still while the rest is copied and the log is begun anew. */
static void checkpoint_place(struct db *db, struct db_place place) {
    struct sqlite_state *state = db->state;
    struct db_writer *writer = db->writers[place.store];
    int log;

    if (checkpoint(db, place, SQLITE_CHECKPOINT_PASSIVE, &log) != SQLITE_OK ||
        log < state->restart_at[place.store])
        return;
    db_writer_pause(writer);
    int rc = checkpoint(db, place, SQLITE_CHECKPOINT_RESTART, &log);
    db_writer_resume(writer);
    /* A long reader keeps the log: try again when it has grown as much again. */
    state->restart_at[place.store] = (rc == SQLITE_OK ? 0 : log) + RESTART_PAGES;
}

/* The log ends as an empty file: what was overwritten in the pages is nowhere else. */
enum err sqlite_purge(struct ctx *ctx, struct db *db, const char *const *tables, size_t n,
                      bool *clean_r) {
    struct db_place facts = {DB_FACTS, 0};
    struct db_writer *writer = db->writers[DB_FACTS];
    int log;

    (void)tables, (void)n;
    db_writer_pause(writer);
    int rc = checkpoint(db, facts, SQLITE_CHECKPOINT_TRUNCATE, &log);
    db_writer_resume(writer);
    *clean_r = rc == SQLITE_OK;
    return rc == SQLITE_OK || (rc & 0xff) == SQLITE_BUSY ? OK : fail(ctx, ERR_DB, NULL);
}

static void *checkpoint_main(void *arg) {
    struct db *db = arg;
    struct sqlite_state *state = db->state;

    pthread_mutex_lock(&state->mutex);
    while (!state->stop) {
        bool worked = false;
        for (int store = 0; store < 2; store++) {
            if (!state->logs[store].due) continue;
            struct db_place place = state->logs[store].place;
            state->logs[store].due = false;
            worked = true;
            pthread_mutex_unlock(&state->mutex);
            checkpoint_place(db, place);
            pthread_mutex_lock(&state->mutex);
        }
        if (!worked && !state->stop) pthread_cond_wait(&state->wake, &state->mutex);
    }
    pthread_mutex_unlock(&state->mutex);
    return NULL;
}

/* --- opening and closing --- */

static void start_thread(struct db *db) {
    struct sqlite_state *state = db->state;
    sigset_t all, before;

    state->restart_at[0] = state->restart_at[1] = RESTART_PAGES;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    state->thread_runs = true;
    BUG_IF(pthread_create(&state->thread, NULL, checkpoint_main, db) != 0);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void sqlite_store_rest(struct db *db) {
    struct sqlite_state *state = db->state;

    if (state == NULL || !state->thread_runs) return;
    pthread_mutex_lock(&state->mutex);
    state->stop = true;
    pthread_cond_signal(&state->wake);
    pthread_mutex_unlock(&state->mutex);
    pthread_join(state->thread, NULL);
    state->thread_runs = false;
    for (int store = 0; store < 2; store++)
        sqlite_conn_close(&state->conns[store]);
}

void sqlite_store_close(struct db *db) {
    struct sqlite_state *state = db->state;

    if (state == NULL) return;
    if (state->lock_fd >= 0) file_unlock(&state->lock_fd);
    pthread_mutex_destroy(&state->mutex);
    pthread_mutex_destroy(&state->conns_mutex);
    pthread_cond_destroy(&state->wake);
}

/* Every statement against the facts, and those on looks against an empty month in memory. */
static enum err check_plans(struct ctx *ctx, struct db *db) {
    struct db_place facts = {DB_FACTS, 0}, looks = {DB_LOOKS, 0};
    struct sqlite_conn *conns[2] = {NULL, NULL};
    enum err e;

    if ((e = sqlite_conn_open(ctx, db, facts, sqlite_path(db, ctx->arena, facts), SQLITE_USE_READ,
                              &conns[DB_FACTS])) ||
        (e = sqlite_conn_open(ctx, db, looks, ":memory:", SQLITE_USE_CHECK, &conns[DB_LOOKS])) ||
        (e = migrate_on(ctx, conns[DB_LOOKS], true)))
        goto out;
    for (size_t i = 0; i < db->plans.n && e == OK; i++) {
        struct db_plan *plan = &db->plans.items[i];
        e = sqlite_check_plan(ctx, conns[plan->stmt->store], plan);
    }
out:
    sqlite_conn_close(&conns[DB_FACTS]);
    sqlite_conn_close(&conns[DB_LOOKS]);
    return e;
}

static enum err migrate_all(struct ctx *ctx, struct db *db) {
    struct db_place facts = {DB_FACTS, 0};
    const char *path = sqlite_path(db, ctx->arena, facts);
    int64_t *months;
    size_t n;
    enum err e;

    if (!db->config.create && !file_exists(path))
        return fail(ctx, ERR_NOT_FOUND, "目录 %s 里没有公信的数据库",
                    ((struct sqlite_state *)db->state)->dir);
    if ((e = migrate_file(ctx, db, facts, path, db->config.create))) return e;
    if ((e = list_months(ctx, db, ctx->arena, "dropped", &months, &n))) return e;
    for (size_t i = 0; i < n && !db->config.read_only; i++)
        if ((e = finish_drop(ctx, db, months[i]))) return e;
    if ((e = list_months(ctx, db, ctx->arena, "db", &months, &n))) return e;
    for (size_t i = 0; i < n; i++) {
        struct db_place place = {DB_LOOKS, months[i]};
        e = migrate_file(ctx, db, place, sqlite_path(db, ctx->arena, place), db->config.create);
        if (e) return e;
    }
    return OK;
}

enum err sqlite_store_open(struct ctx *ctx, struct db *db) {
    struct sqlite_state *state = ARENA_NEW(db->arena, struct sqlite_state);
    enum err e;

    if (sqlite3_libversion_number() < SQLITE_OLDEST || !sqlite3_threadsafe())
        return fail(ctx, ERR_DB, "需要 3.38 或更新的、支持多线程的 SQLite");
    /* Counting its own memory costs SQLite a lock that all threads share. Refused once it is
     * running, which is as well. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    state->dir = db->config.url + strlen("sqlite:");
    state->lock_fd = -1;
    BUG_IF(pthread_mutex_init(&state->mutex, NULL) != 0);
    BUG_IF(pthread_mutex_init(&state->conns_mutex, NULL) != 0);
    BUG_IF(pthread_cond_init(&state->wake, NULL) != 0);
    db->state = state;
    if (db->config.create && (e = file_mkdir(state->dir, 0700))) return fail(ctx, e, NULL);
    if (!file_is_dir(state->dir)) return fail(ctx, ERR_NOT_FOUND, "没有目录 %s", state->dir);
    if (!db->config.read_only &&
        (e = file_lock(file_join(ctx->arena, state->dir, "gongxin.lock"), &state->lock_fd)))
        return fail(ctx, e, e == ERR_BUSY ? "目录 %s 正由另一个 gongxin 进程使用" : NULL,
                    state->dir);
    if ((e = migrate_all(ctx, db))) return e;
    if ((e = check_plans(ctx, db))) return e;
    if (!db->config.read_only) start_thread(db);
    return OK;
}
