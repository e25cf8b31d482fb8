#include "ledger/merkle.h"

#include <string.h>

#include "base/bug.h"

#define STACK_LEAF 4096

struct digest merkle_leaf(enum suite suite, const void *p, size_t n) {
    uint8_t bytes[1 + STACK_LEAF];
    if (n <= STACK_LEAF) {
        bytes[0] = 0;
        memcpy(bytes + 1, p, n);
        return crypto_digest(suite, bytes, n + 1);
    }
    struct str parts[2] = {{"\0", 1}, {p, n}};
    return crypto_digest_parts(suite, parts, 2);
}

struct digest merkle_node(enum suite suite, const struct digest *left, const struct digest *right) {
    uint8_t bytes[1 + 2 * DIGEST_BYTES];
    bytes[0] = 1;
    memcpy(bytes + 1, left->b, DIGEST_BYTES);
    memcpy(bytes + 1 + DIGEST_BYTES, right->b, DIGEST_BYTES);
    return crypto_digest(suite, bytes, sizeof bytes);
}

struct digest merkle_empty(enum suite suite) {
    return crypto_digest(suite, "", 0);
}

/* The largest power of two below n, n >= 2. */
static int64_t split_of(int64_t n) {
    int64_t k = 1;
    while (k << 1 < n)
        k <<= 1;
    return k;
}

struct digest merkle_fold(enum suite suite, const struct digest *hashes, size_t n) {
    BUG_IF(n == 0);
    if (n == 1) return hashes[0];
    size_t k = (size_t)split_of((int64_t)n);
    struct digest left = merkle_fold(suite, hashes, k);
    struct digest right = merkle_fold(suite, hashes + k, n - k);
    return merkle_node(suite, &left, &right);
}

static bool node(const struct merkle_source *s, unsigned level, int64_t index,
                 struct digest *out_r) {
    unsigned inside = level % 8;
    int64_t first = index << inside;
    size_t at = (size_t)(first & (MERKLE_TILE - 1)), count = (size_t)1 << inside;
    const struct digest *hashes;
    if (!s->tile(s->arg, level / 8, first / MERKLE_TILE, at + count, &hashes)) return false;
    *out_r = merkle_fold(s->suite, hashes + at, count);
    return true;
}

/* Root over the leaves [lo, hi) of a subtree: lo is a multiple of the next power of two. */
static bool range(const struct merkle_source *s, int64_t lo, int64_t hi, struct digest *out_r) {
    int64_t n = hi - lo;
    if ((n & (n - 1)) == 0) {
        unsigned level = 0;
        while ((int64_t)1 << level < n)
            level++;
        return node(s, level, lo >> level, out_r);
    }
    int64_t k = split_of(n);
    struct digest left, right;
    if (!range(s, lo, lo + k, &left) || !range(s, lo + k, hi, &right)) return false;
    *out_r = merkle_node(s->suite, &left, &right);
    return true;
}

bool merkle_root(const struct merkle_source *s, int64_t size, struct digest *root_r) {
    if (size == 0) {
        *root_r = merkle_empty(s->suite);
        return true;
    }
    return range(s, 0, size, root_r);
}

struct proof_out {
    struct digest *hashes;
    size_t n;
};

static bool add(const struct merkle_source *s, int64_t lo, int64_t hi, struct proof_out *out) {
    BUG_IF(out->n >= MERKLE_PROOF_MAX);
    return range(s, lo, hi, &out->hashes[out->n++]);
}

static bool path(const struct merkle_source *s, int64_t index, int64_t lo, int64_t hi,
                 struct proof_out *out) {
    if (hi - lo == 1) return true;
    int64_t mid = lo + split_of(hi - lo);
    if (index < mid) return path(s, index, lo, mid, out) && add(s, mid, hi, out);
    return path(s, index, mid, hi, out) && add(s, lo, mid, out);
}

bool merkle_inclusion(const struct merkle_source *s, int64_t index, int64_t size,
                      struct digest proof_r[MERKLE_PROOF_MAX], size_t *n_r) {
    BUG_IF(index < 0 || index >= size);
    struct proof_out out = {proof_r, 0};
    if (!path(s, index, 0, size, &out)) return false;
    *n_r = out.n;
    return true;
}

/* RFC 6962 SUBPROOF over [lo, hi) for the tree that ended at old; whole: the old root is known to the asker. */
static bool subproof(const struct merkle_source *s, int64_t old, int64_t lo, int64_t hi, bool whole,
                     struct proof_out *out) {
    if (old == hi) return whole || add(s, lo, hi, out);
    int64_t mid = lo + split_of(hi - lo);
    if (old <= mid) return subproof(s, old, lo, mid, whole, out) && add(s, mid, hi, out);
    return subproof(s, old, mid, hi, false, out) && add(s, lo, mid, out);
}

bool merkle_consistency(const struct merkle_source *s, int64_t old_size, int64_t size,
                        struct digest proof_r[MERKLE_PROOF_MAX], size_t *n_r) {
    BUG_IF(old_size < 0 || old_size > size);
    struct proof_out out = {proof_r, 0};
    if (old_size > 0 && !subproof(s, old_size, 0, size, true, &out)) return false;
    *n_r = out.n;
    return true;
}
