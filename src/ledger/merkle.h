/* merkle.h: RFC 6962 trees over tiles of height 8. Pure: hashes come through a function.
 *
 * Node (level, index) is the root of the perfect subtree over leaves [index << level, (index + 1) << level). */
#ifndef LEDGER_MERKLE_H
#define LEDGER_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"

#define MERKLE_TILE      256
#define MERKLE_PROOF_MAX 128

struct digest merkle_leaf(enum suite suite, const void *p, size_t n);
struct digest merkle_node(enum suite suite, const struct digest *left, const struct digest *right);
struct digest merkle_empty(enum suite suite);
/* Root over n >= 1 hashes that are nodes of one level, by RFC 6962's rule. */
struct digest merkle_fold(enum suite suite, const struct digest *hashes, size_t n);

/* Where hashes come from: those of tile (level, index), at least `width` of them. False when they are missing. */
struct merkle_source {
    enum suite suite;
    bool (*tile)(void *arg, unsigned level, int64_t index, size_t width,
                 const struct digest **hashes_r);
    void *arg;
};
/* False when the source lacks a tile. Sizes and positions are checked by the caller: 0 <= index < size. */
bool merkle_root(const struct merkle_source *s, int64_t size, struct digest *root_r);
bool merkle_inclusion(const struct merkle_source *s, int64_t index, int64_t size,
                      struct digest proof_r[MERKLE_PROOF_MAX], size_t *n_r);
bool merkle_consistency(const struct merkle_source *s, int64_t old_size, int64_t size,
                        struct digest proof_r[MERKLE_PROOF_MAX], size_t *n_r);

#endif
