/* driver.h: what a database engine offers to db.c, and the structures they share. For src/db only.
 *
 * A driver knows connections and statements. Sessions, pools, the writer's queue, repeats, signature
 * checks and migrations are written once, above it. */
#ifndef DB_DRIVER_H
#define DB_DRIVER_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#include "db/db.h"

enum { DB_MAX_COLUMNS = 64 };

/* A statement as one engine runs it. */
struct db_plan {
    const struct db_stmt *stmt;
    const char *sql;   /* with this engine's lines */
    unsigned slot;     /* 0..n-1, for a connection's cache */
    char prepared[12]; /* PostgreSQL: its name on a connection */
    unsigned n_in, n_out;
    uint8_t bind[DB_MAX_COLUMNS]; /* SQLite: the engine's number of $1…$n */
};
struct db_plans {
    struct db_plan *items;
    size_t n;
    unsigned *index; /* open addressing by address of the statement: slot + 1, 0 is empty */
    size_t mask;
};

/* Why the last call on a connection failed. */
struct db_failure {
    enum err err;
    bool retry;
    bool lost;    /* the whole transaction is gone, on PostgreSQL perhaps the connection */
    bool unknown; /* of a commit: nobody knows */
};

/* The store and, for looks, the month 202611. Facts have month 0. */
struct db_place {
    enum db_store store;
    int64_t month;
};

/* The common head of a driver's connection; the driver allocates it in `arena`. */
struct db_conn {
    struct db *db;
    struct arena *arena;
    struct db_place place;
    bool write;
    bool dead;           /* to be closed when it comes back to its pool */
    uint64_t generation; /* of its pool when it was opened */
    struct ctx *ctx;     /* in whose hands, for the log */
    struct db_failure failure;
    struct db_conn *next;
};

/* Where rows go. fn NULL drops them. */
struct db_sink {
    db_row_fn *fn;
    void *arg;
    bool stream;     /* many rows may come */
    enum err wrong;  /* not OK: of a db_expect, what it means when there is no row or fn says no */
    bool any;        /* filled: there was a row; of a db_expect, a right one */
    int64_t changed; /* filled: rows changed by a write */
};

enum db_begin { DB_BEGIN_READ, DB_BEGIN_SNAPSHOT, DB_BEGIN_WRITE };

/* Results are DB_ROW for done, or DB_RETRY or DB_FAIL with c->failure filled and logged. */
struct db_driver {
    const char *name;
    bool queued[2]; /* by store: writes go through the writer thread */
    /* Lock, versions, migrations, and every plan prepared and compared with its signature. */
    enum err (*open)(struct ctx *ctx, struct db *db);
    /* Ends the driver's own threads, before the writers end. Both accept what open left half done. */
    void (*rest)(struct db *db);
    void (*close)(struct db *db);
    /* *c_r NULL with OK: a month without a file. A connection for writing makes its month. */
    enum err (*connect)(struct ctx *ctx, struct db *db, struct db_place place, bool write,
                        struct db_conn **c_r);
    void (*disconnect)(struct db_conn **c);
    enum db_result (*begin)(struct db_conn *c, enum db_begin how);
    /* Ends a read; rolls a write back. Never fails: a connection it cannot clean is dead. */
    void (*end)(struct db_conn *c);
    /* Also ends the transaction when it fails. */
    enum db_result (*commit)(struct db_conn *c);
    /* One mark at a time: everything since mark stays (keep) or goes (undo). When undo fails the
     * whole transaction is gone. */
    enum db_result (*mark)(struct db_conn *c);
    enum db_result (*keep)(struct db_conn *c);
    enum db_result (*undo)(struct db_conn *c);
    enum db_result (*run)(struct db_conn *c, const struct db_plan *plan,
                          const struct db_value *args, struct db_sink *sink);
    enum db_result (*run_many)(struct db_conn *c, const struct db_plan *plan,
                               const struct db_value *args, size_t n, int64_t *changed_r);
    enum db_result (*post)(struct db_conn *c, const struct db_plan *plan,
                           const struct db_value *args);
    /* See db_expect. The sink is copied. */
    enum db_result (*expect)(struct db_conn *c, const struct db_plan *plan,
                             const struct db_value *args, const struct db_sink *sink);
    enum db_result (*calls)(struct db_conn *c, struct arena *a, struct db_call *calls, size_t n);
    /* The connection breaks now (for the fault driver). */
    void (*lose)(struct db_conn *c);
    enum err (*months)(struct ctx *ctx, struct db *db, struct arena *a, int64_t **months_r,
                       size_t *n_r);
    /* Called on the writer's thread, between transactions, with no connection of that month open for
     * writing. */
    enum err (*drop)(struct ctx *ctx, struct db *db, int64_t month);
    /* db_purge, of the facts. */
    enum err (*purge)(struct ctx *ctx, struct db *db, const char *const *tables, size_t n,
                      bool *clean_r);
};

extern const struct db_driver db_driver_sqlite, db_driver_postgres;

struct db_pool {
    pthread_mutex_t mutex;
    pthread_cond_t freed;
    struct db_conn *idle; /* the last used first */
    unsigned open, idle_n, max, max_idle;
    uint64_t generation; /* connections of an earlier one are closed instead of used */
    bool write;
};
enum { DB_POOL_FACTS, DB_POOL_LOOKS, DB_POOL_WRITE, DB_POOLS };

struct db_session {
    struct db *db;
    struct ctx *ctx;
    struct db_place place;
    struct db_conn *conn; /* NULL: a month without a file */
    enum db_begin how;
    bool in_each; /* its connection is busy giving rows */
    bool failed;  /* a statement failed: the function may only return */
    struct db_failure failure;
    struct db_session *next;
};

struct db_writer;
struct db_fault;
struct db_migration {
    int64_t number;
    const char *name; /* "0001_ledger" */
    const char *sql;  /* with this engine's lines */
    char digest[65];  /* of the file, hexadecimal */
};

struct db {
    struct arena *arena; /* process lifetime; after db_open only under `mutex` */
    const struct db_driver *driver;
    const struct db_driver *engine; /* what the fault driver stands before */
    void *state;                    /* the driver's own */
    struct db_config config;
    struct db_plans plans;
    struct db_migration *migrations[2];
    size_t migrations_n[2];
    struct db_pool pools[DB_POOLS];
    struct db_writer *writers[2];
    sem_t bulk; /* so many bulk transactions may hold a connection for writing */
    struct db_fault *fault;
    pthread_mutex_t mutex;
    struct db_session *sessions, *spare; /* open ones; used ones */
    _Atomic int64_t transactions[2], commits[2], retries[2];
};

/* Clears and fills c->failure, logs it (never with values) and gives DB_RETRY or DB_FAIL. `what` is
 * the statement's or the step's name; `code` the engine's code. */
enum db_result db_conn_failed(struct db_conn *c, struct db_failure failure, const char *what,
                              const char *code);
/* Hands a row on; false when no more are wanted. */
bool db_sink_take(struct db_sink *sink, const struct db_value *row);
/* What was expected did not come: the transaction fails with sink->wrong. */
enum db_result db_conn_disappointed(struct db_conn *c, const struct db_sink *sink,
                                    const char *what);
/* Copies a row of n values. */
struct db_value *db_row_copy(struct arena *a, const struct db_value *row, size_t n);
/* A db_row_fn that copies every row into its call. */
struct db_collect {
    struct arena *arena;
    struct db_call *call;
    size_t columns, cap;
};
bool db_collect(void *arg, const struct db_value *row);

#endif
