#include "db/db_writer.h"

#include <signal.h>

#include "base/bug.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/thread.h"

enum {
    GROUP_MAX = 64,
    GROUP_US = 5000,
    BULK_PATIENCE_US = 250000, /* a bulk transaction that waited so long goes before people */
    CONNECTIONS = 2,           /* of months: two are in use around the turn of a month */
};

struct queue {
    struct db_request *first, **last;
};

struct db_writer {
    struct db *db;
    enum db_store store;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t work, quiet;
    struct queue queues[2]; /* by priority */
    bool stop, idle;
    unsigned pauses;
    struct db_conn *conns[CONNECTIONS]; /* the last used first */
};

/* --- queue, with the mutex held --- */

static void put(struct queue *q, struct db_request *r) {
    r->next = NULL;
    *q->last = r;
    q->last = &r->next;
}

static struct db_request *pop(struct queue *q) {
    struct db_request *r = q->first;

    if (r == NULL) return NULL;
    q->first = r->next;
    if (q->first == NULL) q->last = &q->first;
    return r;
}

static struct db_request *pop_next(struct db_writer *w) {
    struct queue *people = &w->queues[DB_PEOPLE], *bulk = &w->queues[DB_BULK];

    if (bulk->first != NULL &&
        (people->first == NULL || clock_ticks() - bulk->first->queued_at > BULK_PATIENCE_US))
        return pop(bulk);
    return pop(people);
}

/* The next request that may join a group of that month, or NULL: the group closes. */
static struct db_request *pop_mate(struct db_writer *w, int64_t month) {
    struct db_request *r = NULL;

    pthread_mutex_lock(&w->mutex);
    const struct db_request *first = w->queues[DB_PEOPLE].first;
    if (first != NULL && first->job == NULL && first->place.month == month)
        r = pop(&w->queues[DB_PEOPLE]);
    pthread_mutex_unlock(&w->mutex);
    return r;
}

static void acknowledge(struct db_writer *w, struct db_request *r) {
    if (r->err == OK) atomic_fetch_add(&w->db->transactions[w->store], 1);
    sem_post(&r->done);
}

/* --- connections --- */

static void close_conn(struct db_writer *w, int at) {
    if (w->conns[at] != NULL) w->db->driver->disconnect(&w->conns[at]);
    for (int i = at; i + 1 < CONNECTIONS; i++) {
        w->conns[i] = w->conns[i + 1];
        w->conns[i + 1] = NULL;
    }
}

static void close_month(struct db_writer *w, int64_t month) {
    for (int i = CONNECTIONS - 1; i >= 0; i--)
        if (w->conns[i] != NULL && w->conns[i]->place.month == month) close_conn(w, i);
}

/* The connection for the request's place, moved to the front; NULL with r->err filled. */
static struct db_conn *conn_for(struct db_writer *w, struct db_request *r) {
    struct db_conn *c = NULL;

    for (int i = 0; i < CONNECTIONS && c == NULL; i++) {
        if (w->conns[i] == NULL || w->conns[i]->place.month != r->place.month) continue;
        if (w->conns[i]->dead) {
            close_conn(w, i--);
            continue;
        }
        c = w->conns[i];
        for (int k = i; k > 0; k--)
            w->conns[k] = w->conns[k - 1];
        w->conns[0] = c;
    }
    if (c == NULL) {
        close_conn(w, CONNECTIONS - 1);
        r->err = w->db->driver->connect(r->ctx, w->db, r->place, true, &c);
        if (r->err != OK) return NULL;
        for (int k = CONNECTIONS - 1; k > 0; k--)
            w->conns[k] = w->conns[k - 1];
        w->conns[0] = c;
    }
    c->ctx = r->ctx;
    return c;
}

/* --- groups --- */

struct group {
    struct db_request *members[GROUP_MAX];
    unsigned n;
    bool begun;
};

static void run_alone(struct db_writer *w, struct db_request *r) {
    struct db_conn *c = conn_for(w, r);

    if (c != NULL) {
        db_tx_alone(c, r);
        if (r->err == OK) atomic_fetch_add(&w->db->commits[w->store], 1);
    }
    acknowledge(w, r);
}

/* The shared transaction is gone: everybody in it runs again, alone. */
static void run_each_alone(struct db_writer *w, struct group *g) {
    for (unsigned i = 0; i < g->n; i++)
        run_alone(w, g->members[i]);
    g->n = 0;
    g->begun = false;
}

/* Runs one request inside the group. The first one of a group needs no savepoint: when it fails,
 * the whole transaction goes and nobody else was in it. */
static void run_member(struct db_writer *w, struct db_conn *c, struct group *g,
                       struct db_request *r) {
    const struct db_driver *driver = w->db->driver;

    c->ctx = r->ctx;
    if (!g->begun) {
        if (driver->begin(c, DB_BEGIN_WRITE) != DB_ROW) {
            db_tx_failed(r, &c->failure);
            acknowledge(w, r);
            return;
        }
        g->begun = true;
    } else if (driver->mark(c) != DB_ROW) {
        driver->end(c);
        g->members[g->n++] = r;
        run_each_alone(w, g);
        return;
    }
    bool shared = g->n > 0;
    bool good = db_tx_call(c, r);
    if (good && (!shared || driver->keep(c) == DB_ROW)) {
        g->members[g->n++] = r;
    } else if (!good && !shared) {
        driver->end(c);
        g->begun = false;
        acknowledge(w, r);
    } else if (!good && driver->undo(c) == DB_ROW) {
        acknowledge(w, r);
    } else { /* r may have met what another one left behind: it gets its own chance too */
        driver->end(c);
        g->members[g->n++] = r;
        run_each_alone(w, g);
    }
}

static void commit_group(struct db_writer *w, struct db_conn *c, struct group *g) {
    if (g->n == 0) {
        if (g->begun) w->db->driver->end(c);
        return;
    }
    c->ctx = g->members[0]->ctx;
    enum db_result result = w->db->driver->commit(c);
    const struct db_failure *failure = &c->failure;
    if (result == DB_ROW) {
        atomic_fetch_add(&w->db->commits[w->store], 1);
    } else if (g->n > 1 && !failure->unknown && failure->err != ERR_DISK_FULL) {
        run_each_alone(w, g);
        return;
    }
    for (unsigned i = 0; i < g->n; i++) {
        if (result != DB_ROW) db_tx_failed(g->members[i], failure);
        acknowledge(w, g->members[i]);
    }
}

static void run_group(struct db_writer *w, struct db_request *leader) {
    struct group g = {.n = 0};
    struct db_request *r = leader;
    bool alone = leader->priority == DB_BULK; /* who owns it may be gone when the group closes */
    int64_t month = leader->place.month;
    int64_t deadline = clock_ticks() + GROUP_US;
    struct db_conn *c = conn_for(w, leader);

    if (c == NULL) {
        acknowledge(w, leader);
        return;
    }
    do {
        run_member(w, c, &g, r);
        /* Running members alone may have closed the connection. */
        if (c != w->conns[0] || c->dead) break;
        r = NULL;
        if (!alone && g.n < GROUP_MAX && clock_ticks() < deadline) r = pop_mate(w, month);
    } while (r != NULL);
    if (c == w->conns[0]) commit_group(w, c, &g);
}

static void run_job(struct db_writer *w, struct db_request *r) {
    close_month(w, r->place.month);
    r->err = r->job(r->ctx, w->db, r->place.month);
    sem_post(&r->done);
}

static void *writer_main(void *arg) {
    struct db_writer *w = arg;

    thread_be_prompt();
    pthread_mutex_lock(&w->mutex);
    for (;;) {
        struct db_request *r = w->pauses == 0 ? pop_next(w) : NULL;
        if (r == NULL) {
            if (w->stop && w->pauses == 0) break;
            w->idle = true;
            pthread_cond_broadcast(&w->quiet);
            pthread_cond_wait(&w->work, &w->mutex);
            continue;
        }
        w->idle = false;
        pthread_mutex_unlock(&w->mutex);
        if (r->job != NULL)
            run_job(w, r);
        else
            run_group(w, r);
        pthread_mutex_lock(&w->mutex);
    }
    pthread_mutex_unlock(&w->mutex);
    while (w->conns[0] != NULL)
        close_conn(w, 0);
    return NULL;
}

/* --- for the others --- */

void db_writer_run(struct db_writer *w, struct db_request *r) {
    BUG_IF(sem_init(&r->done, 0, 0) != 0);
    r->queued_at = clock_ticks();
    pthread_mutex_lock(&w->mutex);
    BUG_IF(w->stop);
    put(&w->queues[r->priority], r);
    if (w->idle) pthread_cond_signal(&w->work);
    pthread_mutex_unlock(&w->mutex);
    while (sem_wait(&r->done) != 0) { /* a signal came between */
    }
    sem_destroy(&r->done);
}

void db_writer_pause(struct db_writer *w) {
    pthread_mutex_lock(&w->mutex);
    w->pauses++;
    while (!w->idle)
        pthread_cond_wait(&w->quiet, &w->mutex);
    pthread_mutex_unlock(&w->mutex);
}

void db_writer_resume(struct db_writer *w) {
    pthread_mutex_lock(&w->mutex);
    w->pauses--;
    pthread_cond_signal(&w->work);
    pthread_mutex_unlock(&w->mutex);
}

struct db_writer *db_writer_start(struct db *db, enum db_store store) {
    struct db_writer *w = ARENA_NEW(db->arena, struct db_writer);
    sigset_t all, before;

    w->db = db;
    w->store = store;
    for (int p = 0; p < 2; p++)
        w->queues[p].last = &w->queues[p].first;
    BUG_IF(pthread_mutex_init(&w->mutex, NULL) != 0);
    BUG_IF(pthread_cond_init(&w->work, NULL) != 0);
    BUG_IF(pthread_cond_init(&w->quiet, NULL) != 0);
    /* Signals are for the threads of the program, not for this one. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    BUG_IF(pthread_create(&w->thread, NULL, writer_main, w) != 0);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return w;
}

void db_writer_stop(struct db_writer **w) {
    if (*w == NULL) return;
    pthread_mutex_lock(&(*w)->mutex);
    (*w)->stop = true;
    pthread_cond_signal(&(*w)->work);
    pthread_mutex_unlock(&(*w)->mutex);
    pthread_join((*w)->thread, NULL);
    pthread_mutex_destroy(&(*w)->mutex);
    pthread_cond_destroy(&(*w)->work);
    pthread_cond_destroy(&(*w)->quiet);
    *w = NULL;
}
