/* db_sqlite.h: what the two halves of the SQLite driver share: connections and statements
 * (db_sqlite.c), files, migrations and checkpoints (db_sqlite_store.c). For the driver only. */
#ifndef DB_DB_SQLITE_H
#define DB_DB_SQLITE_H

#include <sqlite3.h>

#include "db/driver.h"

struct sqlite_conn {
    struct db_conn head;
    sqlite3 *h;
    sqlite3_stmt **cache; /* by slot, prepared when first used */
    sqlite3_stmt *begin_read, *begin_write, *commit, *rollback, *mark, *keep, *undo;
    int64_t deadline; /* clock_ticks at which the running statement is interrupted */
};

/* A connection with everything set. `create` makes the file. ERR_IO, ERR_DISK_FULL, ERR_DB. */
enum sqlite_use { SQLITE_USE_READ, SQLITE_USE_WRITE, SQLITE_USE_CHECK };
enum err sqlite_conn_open(struct ctx *ctx, struct db *db, struct db_place place, const char *path,
                          enum sqlite_use use, struct sqlite_conn **c_r) GX_MUST_CHECK;
void sqlite_conn_close(struct sqlite_conn **c);
/* Prepares the plan and compares it with its signature. */
enum err sqlite_check_plan(struct ctx *ctx, struct sqlite_conn *c,
                           struct db_plan *plan) GX_MUST_CHECK;
/* The error of a result code, recorded in ctx and logged. */
enum err sqlite_err(struct ctx *ctx, sqlite3 *h, int rc, const char *what);

/* db_sqlite_store.c */
enum err sqlite_store_open(struct ctx *ctx, struct db *db);
void sqlite_store_rest(struct db *db);
void sqlite_store_close(struct db *db);
/* Where the place's file is; in the arena. */
const char *sqlite_path(struct db *db, struct arena *a, struct db_place place);
/* Makes and migrates the file of a month that has none. */
enum err sqlite_month_make(struct ctx *ctx, struct db *db, int64_t month) GX_MUST_CHECK;
enum err sqlite_months(struct ctx *ctx, struct db *db, struct arena *a, int64_t **months_r,
                       size_t *n_r);
enum err sqlite_drop(struct ctx *ctx, struct db *db, int64_t month);
enum err sqlite_purge(struct ctx *ctx, struct db *db, const char *const *tables, size_t n,
                      bool *clean_r);
/* Called after each commit with the length of the log. */
void sqlite_log_grew(struct db *db, struct db_place place, int pages);

#endif
