/* db.h: one interface to SQLite and PostgreSQL 15. How to use it: docs/db.md.
 *
 * All SQL stands in static statement tables (struct db_stmt) in the room that needs it; values are
 * always bound, never spliced. Every statement of every table is prepared when the database is
 * opened, on both engines: a typo is a start-up failure. The common dialect is $1…$n placeholders,
 * text, bigint, blob (a domain over bytea on PostgreSQL), dates as ISO text, instants as UTC
 * microseconds in bigint, ON CONFLICT, RETURNING; no engine time, triggers, serial or JSON
 * operators. Order comes from ORDER BY only. Where the engines must differ, a line of SQL (in a
 * statement or a migration) that has "-- sqlite: X" or "-- postgres: X" reads X on that engine and
 * is a comment on the other.
 *
 * Stores. FACTS holds the platform's facts. LOOKS holds who saw what: a store and a writer of its
 * own, in months (SQLite: one file looks-YYYY-MM.db a month; PostgreSQL: partitions by month). A
 * session on LOOKS names its month, and every table there has a column month (db_month) that its
 * keys begin with and every statement on it compares or sets.
 *
 * Writing. Transactions of both stores on SQLite and of LOOKS on PostgreSQL are queued to one writer
 * thread per store, which runs them one after the other inside a shared transaction; it commits as
 * soon as nobody waits in the queue, at the latest after 5 ms or 64 of them, and db_tx returns after
 * that commit. FACTS on PostgreSQL: a transaction of its own on a pooled connection, read
 * committed. Two priorities: people before bulk (on pooled connections bulk gets half of them); a
 * bulk transaction commits alone and should stay below 100 ms.
 *
 * Failure. Statements answer DB_ROW or DB_NONE, or DB_RETRY (serialization, deadlock, a unique key
 * taken meanwhile on PostgreSQL, lost connection: db_tx runs the function again, a bounded number of
 * times) or DB_FAIL. A function that gets either returns db_err(...) at once; details are logged by
 * the driver, never with values. */
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
 * upper-case letter may be NULL. At most 64 of each. Result columns must really have these types:
 * cast sum() and count-like expressions to bigint. Writes are allowed only inside db_tx. Rows of a
 * static table end with name NULL. */
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
struct db_value db_text(const char *s); /* NULL gives DB_NULL */
struct db_value db_str(struct str s);
struct db_value db_blob(const void *p, size_t n); /* p NULL gives DB_NULL */
struct db_value db_null(void);
struct db_value db_date(struct arena *a, struct date d); /* DATE_NONE gives DB_NULL */
/* The month of a day as tables of LOOKS hold it: 202611. */
struct db_value db_month(struct date d);
#define DB_ARGS(...) ((const struct db_value[]){__VA_ARGS__})
#define DB_NO_ARGS   NULL

/* Readers of a row. A NULL value gives 0, "" and DATE_NONE. Text is NUL-terminated. Reading a
 * column as what it is not is our bug. */
int64_t db_get_int(const struct db_value *row, int column);
const char *db_get_text(const struct db_value *row, int column);
struct str db_get_blob(const struct db_value *row, int column);
struct date db_get_date(const struct db_value *row, int column);
bool db_is_null(const struct db_value *row, int column);

struct db_config {
    const char *url;      /* "sqlite:DIR" or "postgresql://…"; looks live beside the facts */
    const char *sql_dir;  /* holds facts/NNNN_name.sql and looks/NNNN_name.sql */
    bool no_fsync;        /* tests only */
    bool create;          /* make what is missing and migrate */
    bool read_only;       /* no writes, no lock: beside the process that owns the directory */
    unsigned connections; /* most connections for reading, a store (default 16) */
    unsigned timeout_ms;  /* of one statement (default 60,000) */
    const char *fault;    /* tests only: see db_fault_set; NULL for none */
};

/* Opens, checks (PostgreSQL: version 15 or later, UTF8, LC_CTYPE C.UTF-8 or a Unicode one), migrates
 * when asked to, prepares every statement. An SQLite directory belongs to one process (lock file
 * gongxin.lock): ERR_BUSY when another has it. ERR_DB_SCHEMA when the schema is older or newer than
 * the program and create is false, when a migration was changed after it was applied, and when a
 * statement does not prepare or its signature is wrong. */
enum err db_open(struct ctx *ctx, const struct db_config *config, struct db_stmts stmts,
                 struct db **db_r) GX_MUST_CHECK;
void db_close(struct db **db);
const char *db_engine(const struct db *db); /* "sqlite" or "postgres" */

/* A session is one connection in the hands of one thread, taken from the pool of ctx->db. Sessions
 * from db_read_begin are read-only; acquire waits until one is free, ERR_BUSY after ten seconds.
 * `month` is any day of the month for DB_LOOKS (ignored for DB_FACTS). A month that has no file
 * gives DB_NONE everywhere.
 *
 * On SQLite everything read in one session is one state of the store. On PostgreSQL each statement
 * sees what is committed when it starts, and there is no round trip at begin and end: a reader that
 * compares the subject's revision before and after needs no more. db_snapshot_begin gives one state
 * on both engines. To see newer commits, end the session and begin another: it is cheap. End it
 * before waiting for anything, db_tx included. A function called inside db_tx uses the session
 * it was given and opens none (our bug). */
struct db_session;
enum err db_read_begin(struct ctx *ctx, enum db_store store, struct date month,
                       struct db_session **s_r) GX_MUST_CHECK;
enum err db_snapshot_begin(struct ctx *ctx, enum db_store store, struct date month,
                           struct db_session **s_r) GX_MUST_CHECK;
/* Accepts NULL and clears the pointer. */
void db_read_end(struct ctx *ctx, struct db_session **s);

/* One row: values are copied into the arena. More rows than one are ignored. */
enum db_result db_one(struct db_session *s, struct arena *a, const struct db_stmt *stmt,
                      const struct db_value *args, const struct db_value **row_r) GX_MUST_CHECK;
/* Many rows: fn is called for each; values live until it returns. fn returns false to stop (the
 * server may still send the rest: a statement that is meant to stop early carries a LIMIT) and does
 * not use the session. The result is DB_ROW when there was at least one, else DB_NONE. On
 * PostgreSQL rows are streamed. A failure can come after some rows. */
typedef bool db_row_fn(void *arg, const struct db_value *row);
enum db_result db_each(struct db_session *s, const struct db_stmt *stmt,
                       const struct db_value *args, db_row_fn *fn, void *arg) GX_MUST_CHECK;
/* Several reads in one round trip. Rows are copied into the arena: rows[i] is row i. The result is
 * DB_ROW when every call was answered (each has its own DB_ROW or DB_NONE in `result`). */
struct db_call {
    const struct db_stmt *stmt;
    const struct db_value *args;
    const struct db_value **rows; /* filled */
    size_t n;                     /* filled */
    enum db_result result;        /* filled */
};
enum db_result db_calls(struct db_session *s, struct arena *a, struct db_call *calls,
                        size_t n) GX_MUST_CHECK;
/* A write. *changed_r (may be NULL) is the number of rows changed. DB_ROW when any, else DB_NONE. */
enum db_result db_exec(struct db_session *s, const struct db_stmt *stmt,
                       const struct db_value *args, int64_t *changed_r) GX_MUST_CHECK;
/* A write whose outcome the function does not need now: DB_ROW means accepted. Arguments are copied.
 * On PostgreSQL it travels with the next statement or the commit, which saves the round trip; when
 * it fails, that statement or the transaction fails. */
enum db_result db_post(struct db_session *s, const struct db_stmt *stmt,
                       const struct db_value *args) GX_MUST_CHECK;
/* A read that the transaction must see answered as expected before it may commit. fn gets the row and
 * says whether it is right; without a row, or when it says no, the transaction fails with `wrong`
 * and nothing of it stays. Arguments are copied; `arg` must live until the transaction ends. Like a
 * posted write it travels with what follows on PostgreSQL. */
enum db_result db_expect(struct db_session *s, const struct db_stmt *stmt,
                         const struct db_value *args, db_row_fn *fn, void *arg,
                         enum err wrong) GX_MUST_CHECK;
/* The same write for n rows of arguments (one after the other in args), as fast as the engine can
 * (PostgreSQL: pipelined). *changed_r (may be NULL) is the sum. */
enum db_result db_exec_many(struct db_session *s, const struct db_stmt *stmt,
                            const struct db_value *args, size_t n,
                            int64_t *changed_r) GX_MUST_CHECK;

/* Runs fn in a transaction and returns after it is durable. fn may run more than once, so it touches
 * only the session, its own result struct and ctx->arena; it runs on the caller's thread or on the
 * writer's, never at the same time as the caller. An error from fn rolls its own work back and is
 * returned. A transaction that stays refused after some repeats gives ERR_BUSY (or ERR_CONFLICT: a
 * unique key is taken). ERR_DB_OUTCOME_UNKNOWN when the commit's fate is unknown. `name` is for the
 * log. Called by ledger/door.c and the looks writer only: everything else changes facts through the
 * door. */
typedef enum err db_tx_fn(struct ctx *ctx, struct db_session *s, void *arg);
enum err db_tx(struct ctx *ctx, enum db_store store, struct date month, enum db_priority priority,
               const char *name, db_tx_fn *fn, void *arg) GX_MUST_CHECK;

/* Maps a statement's DB_RETRY or DB_FAIL to an error after recording the failure. */
enum err db_err(struct ctx *ctx, struct db_session *s, enum db_result r) GX_MUST_CHECK;

/* Months of looks that exist, ascending (first day of each); and dropping one whole. */
enum err db_looks_months(struct ctx *ctx, struct arena *a, struct date **months_r,
                         size_t *n_r) GX_MUST_CHECK;
enum err db_looks_drop(struct ctx *ctx, struct date month) GX_MUST_CHECK;

/* After content was destroyed: what free pages, logs and the server's own leftovers still hold of it goes. SQLite
 * overwrites what is freed (secure_delete), so here its log is copied and cut to nothing; PostgreSQL
 * leaves dead rows in its pages and old logs in pg_wal, so the tables are written anew, the log is
 * switched and a checkpoint waited for. *clean_r is false when it cannot be done at the moment (a reader
 * holds the log; a large table waits for the night): ask again later. */
enum err db_purge(struct ctx *ctx, const char *const *tables, size_t n,
                  bool *clean_r) GX_MUST_CHECK;

/* Aborts when a session begun with this ctx is still open: called where a request ends. */
void db_leak_check(const struct ctx *ctx);

/* What happened since db_open, for metrics and tests. */
struct db_stats {
    int64_t transactions, commits, retries, sessions_open;
};
struct db_stats db_stats(const struct db *db, enum db_store store);

/* Tests only, and only on a database opened with a fault spec ("" arms nothing). A spec is a comma
 * separated list of STEP:N:KIND: the Nth time (from 1, counted from this call) that the step comes,
 * it fails as told. Steps: read, write, begin, commit. Kinds: busy, conflict, lost (the connection
 * or the whole transaction), full (disk), error; for commit also unknown (it happened, nobody said
 * so) and unknown-undone. db_fault_fired tells how many faults of the spec have come about. */
void db_fault_set(struct db *db, const char *spec);
int db_fault_fired(const struct db *db);

#endif
