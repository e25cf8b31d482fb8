#include "db/db_tx.h"

#include <time.h>

#include "base/bug.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/db_pool.h"
#include "db/db_session.h"
#include "db/db_writer.h"

enum { ATTEMPTS = 6 };

void db_tx_failed(struct db_request *r, const struct db_failure *failure) {
    r->err = failure->unknown ? fail(r->ctx, ERR_DB_OUTCOME_UNKNOWN, NULL)
                              : db_failure_err(r->ctx, failure);
    r->retry = failure->retry && !failure->unknown;
}

bool db_tx_call(struct db_conn *c, struct db_request *r) {
    struct db_session *s = db_session_enter(r->ctx, c->db, r->place, c, DB_BEGIN_WRITE);

    r->ctx->failure = (struct failure){0};
    r->retry = false;
    r->err = r->fn(r->ctx, s, r->arg);
    BUG_IF(r->err == OK && s->failed); /* a failed statement was overlooked */
    if (r->err != OK && s->failed) r->retry = s->failure.retry;
    db_session_leave(s);
    return r->err == OK;
}

void db_tx_alone(struct db_conn *c, struct db_request *r) {
    const struct db_driver *driver = c->db->driver;

    c->ctx = r->ctx;
    if (driver->begin(c, DB_BEGIN_WRITE) != DB_ROW) {
        db_tx_failed(r, &c->failure);
    } else if (!db_tx_call(c, r)) {
        driver->end(c);
    } else if (driver->commit(c) != DB_ROW) {
        db_tx_failed(r, &c->failure);
    }
}

static void run_pooled(struct db *db, struct db_request *r) {
    struct db_pool *pool = &db->pools[DB_POOL_WRITE];
    struct db_conn *c;

    r->err = db_pool_take(r->ctx, db, pool, r->place, false, &c);
    if (r->err) return;
    db_tx_alone(c, r);
    if (r->err == OK) {
        atomic_fetch_add(&db->transactions[r->place.store], 1);
        atomic_fetch_add(&db->commits[r->place.store], 1);
    }
    if (c->dead) db_pool_renew(pool, db->driver);
    db_pool_give(pool, &c);
}

/* Bulk leaves half of the connections to people. */
static void run_bulk(struct db *db, struct db_request *r) {
    while (sem_wait(&db->bulk) != 0) { /* a signal came between */
    }
    run_pooled(db, r);
    sem_post(&db->bulk);
}

/* 1, 2, 4 … milliseconds and a little more, so that two who met do not meet again. */
static void back_off(int attempt) {
    long us = (1000L << attempt) + (long)(clock_ticks() % 1000);
    struct timespec t = {us / 1000000, us % 1000000 * 1000};

    nanosleep(&t, NULL);
}

enum err db_tx(struct ctx *ctx, enum db_store store, struct date month, enum db_priority priority,
               const char *name, db_tx_fn *fn, void *arg) {
    struct db *db = ctx->db;
    struct db_request r = {.ctx = ctx,
                           .place = db_place_of(store, month),
                           .priority = priority,
                           .name = name,
                           .fn = fn,
                           .arg = arg};

    BUG_IF(db->config.read_only);
    db_sessions_of(db, ctx);
    for (int attempt = 1;; attempt++) {
        r.err = OK;
        r.retry = false;
        if (db->writers[store] != NULL)
            db_writer_run(db->writers[store], &r);
        else if (priority == DB_BULK)
            run_bulk(db, &r);
        else
            run_pooled(db, &r);
        if (r.err == OK || !r.retry || attempt == ATTEMPTS) break;
        atomic_fetch_add(&db->retries[store], 1);
        log_event(ctx, LOG_INFO, "db.repeat", "transaction=%s attempt=%d", name, attempt);
        back_off(attempt);
    }
    if (r.err != OK && r.retry)
        log_event(ctx, LOG_WARN, "db.gave_up", "transaction=%s attempts=%d", name, ATTEMPTS);
    return r.err;
}
