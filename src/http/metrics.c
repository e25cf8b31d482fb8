#include "http/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "http/route.h"

/* The statuses worth telling apart; the last slot is all others. */
static const int statuses[] = {200, 201, 202, 204, 206, 303, 304, 400, 401, 403,
                               404, 405, 408, 409, 410, 412, 413, 415, 422, 428,
                               429, 431, 451, 500, 501, 503, 504, 507};
enum { N_STATUSES = sizeof statuses / sizeof statuses[0], SLOTS = N_STATUSES + 1 };
_Static_assert((int)SLOTS <= (int)METRICS_STATUSES, "a row has room for every status");

struct row {
    atomic_uint_fast64_t requests, us_total, bytes_in, bytes_out;
    atomic_uint_fast64_t status[SLOTS];
    atomic_uint_fast64_t buckets[METRICS_BUCKETS];
};

struct metrics {
    struct arena *arena;
    const struct router *router;
    const struct route *routes;
    size_t n; /* of routes; row n is for what matched none */
    struct row *rows;
    atomic_uint_fast64_t events[METRICS_EVENTS];
};

struct metrics *metrics_new(const struct router *router) {
    struct arena *a = arena_new();
    struct metrics *m = ARENA_NEW(a, struct metrics);
    m->arena = a;
    m->router = router;
    m->routes = router_routes(router, &m->n);
    m->rows = ARENA_ARRAY(a, m->n + 1, struct row);
    return m;
}

void metrics_free(struct metrics **m) {
    if (*m == NULL) return;
    struct arena *a = (*m)->arena;
    *m = NULL;
    arena_free(&a);
}

static void bump(atomic_uint_fast64_t *counter, uint64_t by) {
    atomic_fetch_add_explicit(counter, by, memory_order_relaxed);
}

static size_t status_slot(int status) {
    for (size_t i = 0; i < N_STATUSES; i++)
        if (statuses[i] == status) return i;
    return N_STATUSES;
}

static size_t bucket_slot(int64_t us) {
    size_t i = 0;
    while (i < METRICS_BUCKETS - 1 && us >= INT64_C(1) << (i + 4))
        i++;
    return i;
}

void metrics_count(struct metrics *m, const struct route *route, int status, int64_t us,
                   int64_t bytes_in, int64_t bytes_out) {
    struct row *row = &m->rows[route == NULL ? m->n : router_index(m->router, route)];
    bump(&row->requests, 1);
    bump(&row->us_total, (uint64_t)us);
    bump(&row->bytes_in, (uint64_t)bytes_in);
    bump(&row->bytes_out, (uint64_t)bytes_out);
    bump(&row->status[status_slot(status)], 1);
    bump(&row->buckets[bucket_slot(us)], 1);
}

void metrics_note(struct metrics *m, enum metrics_event event) {
    bump(&m->events[event], 1);
}

size_t metrics_routes(const struct metrics *m) {
    return m->n + 1;
}

static uint64_t load(const atomic_uint_fast64_t *counter) {
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_read(const struct metrics *m, size_t i, struct metrics_route *out) {
    const struct row *row = &m->rows[i];
    *out = (struct metrics_route){.route = i == m->n ? NULL : &m->routes[i],
                                  .requests = load(&row->requests),
                                  .us_total = load(&row->us_total),
                                  .bytes_in = load(&row->bytes_in),
                                  .bytes_out = load(&row->bytes_out)};
    for (size_t s = 0; s < SLOTS; s++) {
        uint64_t n = load(&row->status[s]);
        if (n == 0) continue;
        out->by_status[out->n_statuses].status = s < N_STATUSES ? statuses[s] : 0;
        out->by_status[out->n_statuses++].n = n;
    }
    for (size_t b = 0; b < METRICS_BUCKETS; b++)
        out->buckets[b] = load(&row->buckets[b]);
}

uint64_t metrics_event_count(const struct metrics *m, enum metrics_event event) {
    return load(&m->events[event]);
}

static void route_text(const struct metrics_route *row, struct buf *b) {
    const char *name = row->route == NULL ? "none" : row->route->name;
    for (size_t s = 0; s < row->n_statuses; s++)
        buf_printf(b, "gongxin_http_requests_total{route=\"%s\",status=\"%d\"} %" PRIu64 "\n", name,
                   row->by_status[s].status, row->by_status[s].n);
    uint64_t below = 0;
    for (size_t i = 0; i < METRICS_BUCKETS - 1; i++) {
        below += row->buckets[i];
        buf_printf(b, "gongxin_http_seconds_bucket{route=\"%s\",le=\"%.6f\"} %" PRIu64 "\n", name,
                   (double)(INT64_C(1) << (i + 4)) / 1e6, below);
    }
    buf_printf(b, "gongxin_http_seconds_bucket{route=\"%s\",le=\"+Inf\"} %" PRIu64 "\n", name,
               row->requests);
    buf_printf(b, "gongxin_http_seconds_sum{route=\"%s\"} %.6f\n", name,
               (double)row->us_total / 1e6);
    buf_printf(b, "gongxin_http_seconds_count{route=\"%s\"} %" PRIu64 "\n", name, row->requests);
}

void metrics_text(const struct metrics *m, struct buf *b) {
    static const char *const events[METRICS_EVENTS] = {
        [METRICS_CUT_OFF] = "cut_off",
        [METRICS_OVERLOADED] = "overloaded",
        [METRICS_ACCEPTED] = "accepted",
    };
    buf_puts(b, "# TYPE gongxin_http_requests_total counter\n"
                "# TYPE gongxin_http_seconds histogram\n"
                "# TYPE gongxin_http_connections_total counter\n");
    for (int e = 0; e < METRICS_EVENTS; e++)
        buf_printf(b, "gongxin_http_connections_total{event=\"%s\"} %" PRIu64 "\n", events[e],
                   metrics_event_count(m, (enum metrics_event)e));
    for (size_t i = 0; i < metrics_routes(m); i++) {
        struct metrics_route row;
        metrics_read(m, i, &row);
        if (row.requests > 0) route_text(&row, b);
    }
}
