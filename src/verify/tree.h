/* tree.h: the verifier's own RFC 6962: hashes, roots while a log streams by, and proofs.
 *
 * Shares nothing with ledger/: what one of them gets wrong, the other finds. */
#ifndef VERIFY_TREE_H
#define VERIFY_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/str.h"

enum { TREE_TILE = 256, TREE_DEPTH = 64 };

struct digest tree_leaf(struct str leaf);
struct digest tree_pair(const struct digest *left, const struct digest *right);

/* A growing tree: the roots of its perfect subtrees, largest first. */
struct tree {
    int64_t size;
    size_t n;
    struct digest roots[TREE_DEPTH];
    int64_t counts[TREE_DEPTH];
};
/* Adds a perfect subtree of `count` leaves; count divides the size so far. */
void tree_add(struct tree *t, const struct digest *root, int64_t count);
/* SHA-256 of nothing for the empty tree. */
struct digest tree_root(const struct tree *t);

/* Does the path of hashes lead from the leaf at that position to the root? */
bool tree_included(const struct digest *leaf, int64_t index, int64_t size,
                   const struct digest *path, size_t n, const struct digest *root);

#endif
