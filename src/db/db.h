/* db.h: one interface to SQLite and PostgreSQL 15.
 *
 * All SQL stands in static statement tables (struct db_stmt) in the room that needs it; values are
 * always bound, never spliced. Every statement of every table is prepared when the database is
 * opened, on both engines: a typo is a start-up failure. The common dialect is $1…$n placeholders,
 * text, bigint, blob (a domain over bytea on PostgreSQL), dates as ISO text, instants as UTC
 * microseconds in bigint, ON CONFLICT, RETURNING; no engine time, triggers, serial or JSON
 * operators. Order comes from ORDER BY only.
 *
 * Stores. FACTS holds the platform's facts. LOOKS holds who saw what: a store and a writer of its
 * own, in months (SQLite: one file looks-YYYY-MM.db a month; PostgreSQL: partitions by month). A
 * session on LOOKS names its month; on PostgreSQL the month is one more condition in the SQL.
 *
 * Writing. On SQLite one writer thread per store runs queued transactions, each in a savepoint,
 * inside a shared transaction that commits after 5 ms or 64 of them; db_tx returns after that
 * commit. On PostgreSQL a transaction runs on a pooled connection in read committed. Two priorities:
 * people before bulk.
 *
 * Failure. Statements answer DB_ROW or DB_NONE, or DB_RETRY (serialization, deadlock, lost
 * connection: db_tx runs the function again, a bounded number of times) or DB_FAIL. A function that
 * gets either returns db_err(...) at once; details are logged by the driver. */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "base/str.h"

enum db_store { DB_FACTS, DB_LOOKS };
enum db_result { DB_ROW, DB_NONE, DB_RETRY, DB_FAIL };
enum db_priority { DB_PEOPLE, DB_BULK };

enum db_type { DB_NULL, DB_INT, DB_TEXT, DB_BLOB };
struct db_value {
    enum db_type type;
    int64_t i;
    struct str s; /* text or bytes */
};

/* `in` and `out` are signatures, one letter a parameter or column: i bigint, t text, b blob; an
 * upper-case letter may be NULL. Writes are allowed only inside db_tx. Rows of a static table end
 * with name NULL. */
struct db_stmt {
    const char *name; /* "subject.by_key" */
    const char *sql;
    const char *in, *out;
    enum { DB_READ, DB_WRITE } kind;
    enum db_store store;
};
struct db_stmts { /* what db_open prepares: every room's table */
    const struct db_stmt *const *tables;
    size_t n;
};

struct db_value db_int(int64_t v);
struct db_value db_text(const char *s);   /* NULL gives DB_NULL */
struct db_value db_str(struct str s);
struct db_value db_blob(const void *p, size_t n); /* p NULL gives DB_NULL */
struct db_value db_null(void);
struct db_value db_date(struct arena *a, struct date d); /* DATE_NONE gives DB_NULL */
#define DB_ARGS(...) ((const struct db_value[]){__VA_ARGS__})
#define DB_NO_ARGS   NULL

/* Readers of a row. A NULL value gives 0, "" and DATE_NONE. Text is NUL-terminated. */
int64_t db_get_int(const struct db_value *row, int column);
const char *db_get_text(const struct db_value *row, int column);
struct str db_get_blob(const struct db_value *row, int column);
struct date db_get_date(const struct db_value *row, int column);
bool db_is_null(const struct db_value *row, int column);

struct db_config {
    const char *url;      /* "sqlite:DIR" or "postgresql://…"; looks live beside the facts */
    const char *sql_dir;  /* where the numbered migrations are */
    bool no_fsync;        /* tests only */
    bool create;          /* make what is missing and migrate */
    unsigned connections; /* PostgreSQL: most connections of the pool (default 16) */
};

/* Opens, checks (PostgreSQL: version 15 or later, UTF8, LC_CTYPE C.UTF-8 or a Unicode one), migrates
 * when asked to, prepares every statement. ERR_DB_SCHEMA when the schema is older or newer than the
 * program and create is false. */
enum err db_open(struct ctx *ctx, const struct db_config *config, struct db_stmts stmts,
                 struct db **db_r) GX_MUST_CHECK;
void db_close(struct db **db);
const char *db_engine(const struct db *db); /* "sqlite" or "postgres" */

/* A session is one connection in the hands of one thread. Sessions from db_read are read-only and
 * come from a pool; acquire blocks until one is free. `month` is the first day of the month for
 * DB_LOOKS (ignored for DB_FACTS). For SQLite a month without a file gives DB_NONE everywhere. */
struct db_session;
enum err db_read_begin(struct ctx *ctx, enum db_store store, struct date month,
                       struct db_session **s_r) GX_MUST_CHECK;
void db_read_end(struct ctx *ctx, struct db_session **s);

/* One row: values are copied into the arena. More rows than one are ignored. */
enum db_result db_one(struct db_session *s, struct arena *a, const struct db_stmt *stmt,
                      const struct db_value *args, const struct db_value **row_r) GX_MUST_CHECK;
/* Many rows: fn is called for each; values live until it returns. fn returns false to stop. The
 * result is DB_ROW when there was at least one, else DB_NONE. On PostgreSQL rows are streamed. */
typedef bool db_row_fn(void *arg, const struct db_value *row);
enum db_result db_each(struct db_session *s, const struct db_stmt *stmt, const struct db_value *args,
                       db_row_fn *fn, void *arg) GX_MUST_CHECK;
/* A write. *changed_r (may be NULL) is the number of rows changed. DB_ROW when any, else DB_NONE. */
enum db_result db_exec(struct db_session *s, const struct db_stmt *stmt, const struct db_value *args,
                       int64_t *changed_r) GX_MUST_CHECK;
/* The same write for n rows of arguments, as fast as the engine can (PostgreSQL: pipelined). */
enum db_result db_exec_many(struct db_session *s, const struct db_stmt *stmt,
                            const struct db_value *args, size_t n, int64_t *changed_r) GX_MUST_CHECK;

/* Runs fn in a transaction and returns after it is durable. fn may run more than once, so it touches
 * only the session, its own result struct and ctx->arena; it runs on the caller's thread or on the
 * writer's, never at the same time as the caller. An error from fn rolls its own work back and is
 * returned. ERR_DB_OUTCOME_UNKNOWN when the commit's fate is unknown. Called by ledger/door.c and
 * the looks writer only: everything else changes facts through the door. */
typedef enum err db_tx_fn(struct ctx *ctx, struct db_session *s, void *arg);
enum err db_tx(struct ctx *ctx, enum db_store store, struct date month, enum db_priority priority,
               const char *name, db_tx_fn *fn, void *arg) GX_MUST_CHECK;
/* The session a reader may use inside a transaction it did not open is the one it was given. */

/* Maps a statement's DB_RETRY or DB_FAIL to an error after recording the failure. */
enum err db_err(struct ctx *ctx, struct db_session *s, enum db_result r) GX_MUST_CHECK;

/* Months of looks that exist, ascending; and dropping one whole. */
enum err db_looks_months(struct ctx *ctx, struct arena *a, struct date **months_r, size_t *n_r)
    GX_MUST_CHECK;
enum err db_looks_drop(struct ctx *ctx, struct date month) GX_MUST_CHECK;

#endif
