#include "http/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/bug.h"

struct worker {
    pthread_t thread;
    pthread_cond_t wake;
    bool woken;
    struct pool *pool;
    struct worker *next_idle;
};

/* Idle workers form a stack: the one that slept last is woken first, its caches are warm, and a
 * quiet server uses few of them. Waking costs more than most requests, so at most one worker is on
 * its way at any time; when it takes an item and more wait, it sends for the next. Short requests
 * are then run by few workers in a row, while blocked ones bring up as many as needed. */
struct pool {
    struct arena *arena;
    pool_fn *fn;
    pthread_mutex_t lock;
    struct pool_item *head, **tail;
    unsigned n;
    atomic_uint waiting, busy; /* changed under the lock, read without */
    bool stopping;
    struct worker *idle;
    bool coming; /* a worker was woken and has not taken the lock yet */
    struct worker *workers;
};

/* The worker to be woken with call() when the lock, which is held here, is free: woken sooner it would only wait for
 * the lock. */
static struct worker *choose(struct pool *p) {
    struct worker *w = p->idle;
    if (p->head == NULL || p->coming || w == NULL) return NULL;
    p->coming = true;
    p->idle = w->next_idle;
    w->woken = true;
    return w;
}

static void call(struct worker *w) {
    if (w != NULL) pthread_cond_signal(&w->wake);
}

void pool_submit(struct pool *p, struct pool_item *first, unsigned n) {
    struct pool_item *last = first;
    while (last->next != NULL)
        last = last->next;
    pthread_mutex_lock(&p->lock);
    *p->tail = first;
    p->tail = &last->next;
    p->waiting += n;
    struct worker *next = choose(p);
    pthread_mutex_unlock(&p->lock);
    call(next);
}

/* The next item, or NULL when the pool ends. The lock is held. */
static struct pool_item *take(struct pool *p, struct worker *w) {
    while (p->head == NULL) {
        if (p->stopping) return NULL;
        w->woken = false;
        w->next_idle = p->idle;
        p->idle = w;
        while (!w->woken)
            pthread_cond_wait(&w->wake, &p->lock);
        p->coming = false;
    }
    struct pool_item *item = p->head;
    p->head = item->next;
    if (p->head == NULL) p->tail = &p->head;
    p->waiting--;
    return item;
}

static void *run(void *arg) {
    struct worker *w = arg;
    struct pool *p = w->pool;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        struct pool_item *item = take(p, w);
        if (item == NULL) break;
        p->busy++;
        struct worker *next = choose(p);
        pthread_mutex_unlock(&p->lock);
        call(next);
        p->fn(item);
        pthread_mutex_lock(&p->lock);
        p->busy--;
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

struct pool *pool_new(unsigned workers, pool_fn *fn) {
    struct arena *a = arena_new();
    struct pool *p = ARENA_NEW(a, struct pool);
    p->arena = a;
    p->fn = fn;
    p->n = workers;
    p->tail = &p->head;
    p->workers = ARENA_ARRAY(a, workers, struct worker);
    BUG_IF(pthread_mutex_init(&p->lock, NULL) != 0);
    /* Signals are the main thread's business. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (unsigned i = 0; i < workers; i++) {
        p->workers[i].pool = p;
        BUG_IF(pthread_cond_init(&p->workers[i].wake, NULL) != 0);
        BUG_IF(pthread_create(&p->workers[i].thread, NULL, run, &p->workers[i]) != 0);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return p;
}

void pool_stop(struct pool **pp) {
    struct pool *p = *pp;
    if (p == NULL) return;
    *pp = NULL;
    pthread_mutex_lock(&p->lock);
    p->stopping = true;
    for (struct worker *w = p->idle; w != NULL; w = w->next_idle) {
        w->woken = true;
        pthread_cond_signal(&w->wake);
    }
    p->idle = NULL;
    pthread_mutex_unlock(&p->lock);
    for (unsigned i = 0; i < p->n; i++) {
        pthread_join(p->workers[i].thread, NULL);
        pthread_cond_destroy(&p->workers[i].wake);
    }
    pthread_mutex_destroy(&p->lock);
    struct arena *a = p->arena;
    arena_free(&a);
}

unsigned pool_waiting(const struct pool *p) {
    return atomic_load_explicit(&p->waiting, memory_order_relaxed);
}

unsigned pool_busy(const struct pool *p) {
    return atomic_load_explicit(&p->busy, memory_order_relaxed);
}
