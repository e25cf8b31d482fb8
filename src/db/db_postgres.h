/* db_postgres.h: what the parts of the PostgreSQL driver share: connections and statements
 * (db_postgres.c), the queue and its answers (db_postgres_queue.c), opening, migrations and partitions (db_postgres_store.c). For the driver only.
 *
 * A connection stays in libpq's pipeline mode. Whatever is asked of it becomes a node of a queue;
 * the queue travels when somebody needs an answer, with one round trip for all of it: the BEGIN with
 * the first statement, posted writes with the next statement or the COMMIT. */
#ifndef DB_DB_POSTGRES_H
#define DB_DB_POSTGRES_H

#include <libpq-fe.h>

#include "db/driver.h"

struct pg_node {
    enum { PG_CONTROL, PG_PREPARE, PG_RUN } kind;
    const char *control; /* name of a control statement */
    const struct db_plan *plan;
    const struct db_value *args;
    struct db_sink *sink; /* NULL drops the answer */
    struct pg_node *next;
};

struct pg_conn {
    struct db_conn head;
    PGconn *pg;
    bool *prepared;      /* by slot; also while the preparation is queued */
    struct arena *queue; /* nodes and copied arguments, until they were sent */
    struct pg_node *first, **last;
    unsigned queued;
    bool in_tx, sent;         /* a transaction is open; something of it has travelled */
    bool expects;             /* something queued decides whether it may commit */
    bool refused;             /* the server said no before it came to the COMMIT */
    bool marked, mark_sent;   /* somebody may want to go back to a mark; it has travelled */
    struct pg_node **mark_at; /* where the mark stands in the queue */
    struct arena_mark mark;
};

/* A connection in simple mode with our settings; NULL after ctx->failure was filled. */
PGconn *pg_raw_connect(struct ctx *ctx, struct db *db, bool write);
/* The failure a result (NULL: the connection) tells of. */
struct db_failure pg_failure_of(const PGresult *res);
/* Runs statements without parameters; rows in *res_r (may be NULL), which the caller clears. */
enum err pg_raw_exec(struct ctx *ctx, PGconn *pg, const char *sql, const char *what,
                     PGresult **res_r) GX_MUST_CHECK;

/* db_postgres_purge.c */
enum err pg_purge(struct ctx *ctx, struct db *db, const char *const *tables, size_t n,
                  bool *clean_r);
/* Says in the log what would keep deleted content readable. */
void pg_purge_check(struct ctx *ctx, PGconn *pg);

/* db_postgres_queue.c */
/* Records and logs the failure that a result (NULL: the connection) tells of. */
enum db_result pg_failed(struct pg_conn *c, const PGresult *res, const char *what);
void pg_push_control(struct pg_conn *c, const char *name);
/* With its preparation when this connection has not prepared it. */
void pg_push_run(struct pg_conn *c, const struct db_plan *plan, const struct db_value *args,
                 struct db_sink *sink);
/* What stands at and after `at` never travels. */
void pg_cut(struct pg_conn *c, struct pg_node **at);
void pg_empty(struct pg_conn *c);
/* Sends the queue, reads every answer, empties it. The first failure counts. */
enum db_result pg_flush(struct pg_conn *c);
/* For long runs of one statement: rows past the queue. */
bool pg_send_run(struct pg_conn *c, const struct db_plan *plan, const struct db_value *args);
enum db_result pg_read_node(struct pg_conn *c, const struct pg_node *node);
enum db_result pg_read_sync(struct pg_conn *c);

/* db_postgres_store.c */
enum {
    PG_OID_BOOL = 16,
    PG_OID_BYTEA = 17,
    PG_OID_NAME = 19,
    PG_OID_INT8 = 20,
    PG_OID_INT2 = 21,
    PG_OID_INT4 = 23,
    PG_OID_TEXT = 25,
    PG_OID_VARCHAR = 1043
};
void pg_param_types(const struct db_plan *plan, Oid types[DB_MAX_COLUMNS]);
enum err pg_store_open(struct ctx *ctx, struct db *db);
void pg_store_nothing(struct db *db);
/* Makes the partitions of a month that has none. */
enum err pg_month_make(struct ctx *ctx, PGconn *pg, int64_t month) GX_MUST_CHECK;
enum err pg_months(struct ctx *ctx, struct db *db, struct arena *a, int64_t **months_r,
                   size_t *n_r);
enum err pg_drop(struct ctx *ctx, struct db *db, int64_t month);

#endif
