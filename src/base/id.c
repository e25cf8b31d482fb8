#include "base/id.h"

#include <stdatomic.h>

#include "base/bug.h"
#include "base/num.h"

enum { NODE_BITS = 10, COUNTER_BITS = 12 };

static const int64_t EPOCH_MS = INT64_C(1514764800000); /* 2018-01-01T00:00:00Z */
static const uint64_t MS_MAX = (UINT64_C(1) << 41) - 1;

/* Process-wide by nature: two makers with states of their own could make the same id. */
static atomic_uint_fast64_t node_part;
static atomic_uint_fast64_t latest; /* milliseconds and counter of the last id */

void id_set_node(unsigned node) {
    BUG_IF(node >= 1u << NODE_BITS);
    atomic_store(&node_part, node);
}

/* In range, or what stands for before and after it. */
static uint64_t milliseconds(struct instant t, uint64_t after) {
    if (t.us < EPOCH_MS * 1000) return 0;
    uint64_t ms = (uint64_t)(t.us / 1000 - EPOCH_MS);
    return ms > MS_MAX ? after : ms;
}

int64_t id_new(struct instant now) {
    /* A clock past the range (only a test sets one) stands still for us instead of using it up. */
    uint64_t wanted = milliseconds(now, 0) << COUNTER_BITS;
    uint_fast64_t last = atomic_load(&latest);
    uint64_t mine;
    do {
        mine = wanted > last ? wanted : last + 1; /* never 0: that stands for no id */
    } while (!atomic_compare_exchange_weak(&latest, &last, mine));
    uint64_t ms = mine >> COUNTER_BITS, counter = mine & ((1u << COUNTER_BITS) - 1);
    BUG_IF(ms > MS_MAX);
    return (int64_t)(ms << (NODE_BITS + COUNTER_BITS) |
                     (uint64_t)atomic_load(&node_part) << COUNTER_BITS | counter);
}

int64_t id_floor(struct instant t) {
    return (int64_t)(milliseconds(t, MS_MAX) << (NODE_BITS + COUNTER_BITS));
}

bool id_parse(struct str s, int64_t *id_r) {
    return num_i64(s, 1, INT64_MAX, id_r);
}
