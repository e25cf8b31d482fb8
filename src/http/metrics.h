/* metrics.h: what the server counted; api/ renders it. Counters only grow; no names or numbers of
 * people: labels are route names. Safe to read at any time from any thread. */
#ifndef HTTP_METRICS_H
#define HTTP_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct router;
struct route;

enum { METRICS_STATUSES = 32, METRICS_BUCKETS = 24 };

struct metrics;
/* One row a route, and one for requests that matched none. */
struct metrics *metrics_new(const struct router *router);
void metrics_free(struct metrics **m);
/* route NULL: none matched. us: from complete headers to the answer being ready. */
void metrics_count(struct metrics *m, const struct route *route, int status, int64_t us,
                   int64_t bytes_in, int64_t bytes_out);
enum metrics_event { METRICS_CUT_OFF, METRICS_OVERLOADED, METRICS_ACCEPTED, METRICS_EVENTS };
void metrics_note(struct metrics *m, enum metrics_event event);

struct metrics_route {
    const struct route *route; /* NULL for the last row */
    uint64_t requests, us_total, bytes_in, bytes_out;
    struct {
        int status;
        uint64_t n;
    } by_status[METRICS_STATUSES]; /* n_statuses of them, ascending */
    size_t n_statuses;
    uint64_t buckets[METRICS_BUCKETS]; /* [i]: below 2^(i+4) µs and not in an earlier one */
};
size_t metrics_routes(const struct metrics *m);
void metrics_read(const struct metrics *m, size_t i, struct metrics_route *row_r);
uint64_t metrics_event_count(const struct metrics *m, enum metrics_event event);
/* Prometheus text format, routes without requests left out. */
void metrics_text(const struct metrics *m, struct buf *b);

#endif
