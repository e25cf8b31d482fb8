#include "db/db_pool.h"

#include <errno.h>
#include <time.h>

#include "base/bug.h"
#include "base/log.h"

enum { WAIT_SECONDS = 10 };

void db_pool_init(struct db_pool *pool, bool write, unsigned max, unsigned max_idle) {
    pthread_condattr_t attr;

    BUG_IF(pthread_mutex_init(&pool->mutex, NULL) != 0);
    BUG_IF(pthread_condattr_init(&attr) != 0);
    BUG_IF(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) != 0);
    BUG_IF(pthread_cond_init(&pool->freed, &attr) != 0);
    pthread_condattr_destroy(&attr);
    pool->write = write;
    pool->max = max;
    pool->max_idle = max_idle;
}

/* Takes every idle connection out; call with the mutex held, close without it. */
static struct db_conn *take_all_idle(struct db_pool *pool) {
    struct db_conn *all = pool->idle;

    pool->idle = NULL;
    pool->open -= pool->idle_n;
    pool->idle_n = 0;
    return all;
}

static void close_all(struct db_conn *c, const struct db_driver *driver) {
    while (c != NULL) {
        struct db_conn *next = c->next;
        driver->disconnect(&c);
        c = next;
    }
}

void db_pool_renew(struct db_pool *pool, const struct db_driver *driver) {
    pthread_mutex_lock(&pool->mutex);
    pool->generation++;
    struct db_conn *all = take_all_idle(pool);
    pthread_cond_broadcast(&pool->freed);
    pthread_mutex_unlock(&pool->mutex);
    close_all(all, driver);
}

void db_pool_close(struct db_pool *pool, const struct db_driver *driver) {
    struct db_conn *all = take_all_idle(pool);

    BUG_IF(pool->open != 0);
    close_all(all, driver);
    pthread_mutex_destroy(&pool->mutex);
    pthread_cond_destroy(&pool->freed);
}

static bool same_place(struct db_place a, struct db_place b) {
    return a.store == b.store && a.month == b.month;
}

/* The last used connection of the place, or the longest idle one of all (place NULL). */
static struct db_conn *take_idle(struct db_pool *pool, const struct db_place *place) {
    struct db_conn **at = &pool->idle;

    while (*at != NULL) {
        if (place ? same_place((*at)->place, *place) : (*at)->next == NULL) {
            struct db_conn *c = *at;
            *at = c->next;
            c->next = NULL;
            pool->idle_n--;
            return c;
        }
        at = &(*at)->next;
    }
    return NULL;
}

/* Waits until there is an idle connection or room for a new one. */
static bool wait_for_room(struct db_pool *pool) {
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WAIT_SECONDS;
    while (pool->idle == NULL && pool->open >= pool->max)
        if (pthread_cond_timedwait(&pool->freed, &pool->mutex, &until) == ETIMEDOUT) return false;
    return true;
}

enum err db_pool_take(struct ctx *ctx, struct db *db, struct db_pool *pool, struct db_place place,
                      bool nested, struct db_conn **c_r) {
    struct db_conn *c, *evicted = NULL;
    enum err e = OK;

    *c_r = NULL;
    pthread_mutex_lock(&pool->mutex);
    c = take_idle(pool, &place);
    if (c == NULL && pool->open >= pool->max && !nested && !wait_for_room(pool)) {
        pthread_mutex_unlock(&pool->mutex);
        log_event(ctx, LOG_WARN, "db.pool_exhausted", "connections=%u", pool->max);
        return fail(ctx, ERR_BUSY, NULL);
    }
    if (c == NULL) c = take_idle(pool, &place);
    if (c == NULL) {
        if (pool->open >= pool->max) evicted = take_idle(pool, NULL);
        if (evicted == NULL) pool->open++;
    }
    uint64_t generation = pool->generation;
    pthread_mutex_unlock(&pool->mutex);

    if (evicted != NULL) db->engine->disconnect(&evicted);
    if (c == NULL) {
        e = db->driver->connect(ctx, db, place, pool->write, &c);
        if (c != NULL) {
            c->generation = generation;
        } else { /* failed, or a month without a file: the room is free again */
            pthread_mutex_lock(&pool->mutex);
            pool->open--;
            pthread_cond_signal(&pool->freed);
            pthread_mutex_unlock(&pool->mutex);
        }
    }
    if (c != NULL) c->ctx = ctx;
    *c_r = c;
    return e;
}

void db_pool_give(struct db_pool *pool, struct db_conn **c) {
    struct db_conn *close = NULL;

    if (*c == NULL) return;
    const struct db_driver *driver = (*c)->db->driver;
    pthread_mutex_lock(&pool->mutex);
    (*c)->ctx = NULL;
    if ((*c)->dead || (*c)->generation != pool->generation || pool->open > pool->max) {
        close = *c;
        pool->open--;
    } else {
        (*c)->next = pool->idle;
        pool->idle = *c;
        pool->idle_n++;
        if (pool->idle_n > pool->max_idle) {
            close = take_idle(pool, NULL);
            pool->open--;
        }
    }
    pthread_cond_signal(&pool->freed);
    pthread_mutex_unlock(&pool->mutex);
    if (close != NULL) driver->disconnect(&close);
    *c = NULL;
}
