/* pool.h: worker threads and the queue before them. Nothing of HTTP. */
#ifndef HTTP_POOL_H
#define HTTP_POOL_H

struct pool_item {
    struct pool_item *next;
};
typedef void pool_fn(struct pool_item *item);

struct pool;
struct pool *pool_new(unsigned workers, pool_fn *fn);
/* Queues a chain of n items (the last one's next is NULL). Always taken: whoever submits looks at
 * pool_waiting first where he may still refuse. */
void pool_submit(struct pool *p, struct pool_item *first, unsigned n);
/* Runs what is queued, then ends the workers and frees. */
void pool_stop(struct pool **p);
unsigned pool_waiting(const struct pool *p);
unsigned pool_busy(const struct pool *p);

#endif
