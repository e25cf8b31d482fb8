/* db_tx.h: one transaction, as the queue and the caller's own thread run it. For src/db. */
#ifndef DB_DB_TX_H
#define DB_DB_TX_H

#include <semaphore.h>

#include "db/driver.h"

struct db_request {
    struct ctx *ctx;
    struct db_place place;
    enum db_priority priority;
    const char *name;
    db_tx_fn *fn;
    void *arg;
    /* Instead of fn: work on the writer's thread outside any transaction. */
    enum err (*job)(struct ctx *ctx, struct db *db, int64_t month);
    int64_t queued_at; /* clock_ticks */
    enum err err;
    bool retry;
    sem_t done;
    struct db_request *next;
};

/* Runs fn in a session on a connection that has begun; fills err and retry. True when it is to be
 * committed. */
bool db_tx_call(struct db_conn *c, struct db_request *r);
/* Begin, call, commit; fills err and retry. */
void db_tx_alone(struct db_conn *c, struct db_request *r);
/* Takes the failure of begin or commit over into the request. */
void db_tx_failed(struct db_request *r, const struct db_failure *failure);

#endif
