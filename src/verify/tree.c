#include "verify/tree.h"

#include <string.h>

#include "base/bug.h"

struct digest tree_leaf(struct str leaf) {
    char small[2048];
    if (leaf.n >= sizeof small) {
        struct str parts[2] = {{"", 1}, leaf}; /* the NUL of "" */
        return crypto_digest_parts(SUITE_INTL, parts, 2);
    }
    small[0] = 0;
    memcpy(small + 1, leaf.p, leaf.n);
    return crypto_digest(SUITE_INTL, small, leaf.n + 1);
}

struct digest tree_pair(const struct digest *left, const struct digest *right) {
    char both[65];
    both[0] = 1;
    memcpy(both + 1, left->b, 32);
    memcpy(both + 33, right->b, 32);
    return crypto_digest(SUITE_INTL, both, sizeof both);
}

void tree_add(struct tree *t, const struct digest *root, int64_t count) {
    BUG_IF(t->n >= TREE_DEPTH || t->size % count != 0);
    t->roots[t->n] = *root;
    t->counts[t->n++] = count;
    t->size += count;
    while (t->n > 1 && t->counts[t->n - 1] == t->counts[t->n - 2]) {
        t->roots[t->n - 2] = tree_pair(&t->roots[t->n - 2], &t->roots[t->n - 1]);
        t->counts[t->n - 2] *= 2;
        t->n--;
    }
}

struct digest tree_root(const struct tree *t) {
    if (t->n == 0) return crypto_digest(SUITE_INTL, "", 0);
    struct digest root = t->roots[t->n - 1];
    for (size_t i = t->n - 1; i-- > 0;)
        root = tree_pair(&t->roots[i], &root);
    return root;
}

/* RFC 9162, 2.1.3.2. */
bool tree_included(const struct digest *leaf, int64_t index, int64_t size,
                   const struct digest *path, size_t n, const struct digest *root) {
    if (index < 0 || index >= size) return false;
    int64_t at = index, last = size - 1;
    struct digest r = *leaf;
    for (size_t i = 0; i < n; i++) {
        if (last == 0) return false;
        if ((at & 1) || at == last) {
            r = tree_pair(&path[i], &r);
            while (!(at & 1) && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            r = tree_pair(&r, &path[i]);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0 && memcmp(r.b, root->b, sizeof r.b) == 0;
}
