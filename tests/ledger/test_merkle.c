/* RFC 6962 trees: vectors of others, and every proof against a tree built the slow way. */
#include "test.h"

#include "ledger/merkle.h"

#include "base/num.h"

/* Leaves and roots that the Certificate Transparency implementations test themselves with. */
static const char *const LEAVES[] = {"",
                                     "00",
                                     "10",
                                     "2021",
                                     "3031",
                                     "40414243",
                                     "5051525354555657",
                                     "606162636465666768696a6b6c6d6e6f"};
static const char *const ROOTS[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

#define MAX 300

/* Tiles of a tree over `leaf`, as the sealer keeps them. */
struct forest {
    struct digest leaf[MAX];
    struct digest tile0[2][MERKLE_TILE], tile1[MERKLE_TILE];
};

static bool forest_tile(void *arg, unsigned level, int64_t index, size_t width,
                        const struct digest **hashes_r) {
    struct forest *f = arg;
    if (level == 0 && index < 2 && index * MERKLE_TILE + (int64_t)width <= MAX)
        *hashes_r = f->tile0[index];
    else if (level == 1 && index == 0 && width == 1)
        *hashes_r = f->tile1;
    else
        return false;
    return true;
}

static struct digest slow(const struct digest *leaf, size_t n) {
    if (n == 0) return merkle_empty(SUITE_INTL);
    if (n == 1) return leaf[0];
    size_t k = 1;
    while (k * 2 < n)
        k *= 2;
    struct digest l = slow(leaf, k), r = slow(leaf + k, n - k);
    return merkle_node(SUITE_INTL, &l, &r);
}

static struct merkle_source grow(struct forest *f) {
    for (int i = 0; i < MAX; i++) {
        f->leaf[i] = merkle_leaf(SUITE_INTL, &i, sizeof i);
        f->tile0[i / MERKLE_TILE][i % MERKLE_TILE] = f->leaf[i];
    }
    f->tile1[0] = slow(f->leaf, MERKLE_TILE);
    return (struct merkle_source){SUITE_INTL, forest_tile, f};
}

static bool same(struct digest a, struct digest b) {
    return memcmp(a.b, b.b, sizeof a.b) == 0;
}

static void known_roots(void **state) {
    (void)state;
    struct digest leaf[8];
    for (size_t i = 0; i < GX_COUNT(LEAVES); i++) {
        uint8_t bytes[16];
        size_t n = strlen(LEAVES[i]) / 2;
        ROW(i, num_hex(str_of(LEAVES[i]), bytes, n));
        leaf[i] = merkle_leaf(SUITE_INTL, bytes, n);
    }
    for (size_t n = 0; n < GX_COUNT(ROOTS); n++) {
        uint8_t want[32];
        struct digest got = n ? merkle_fold(SUITE_INTL, leaf, n) : merkle_empty(SUITE_INTL);
        ROW(n, num_hex(str_of(ROOTS[n]), want, 32));
        ROW(n, memcmp(got.b, want, 32) == 0);
    }
}

static void long_leaf(void **state) {
    (void)state;
    char bytes[10001] = {0};
    struct digest parts = crypto_digest(SUITE_INTL, bytes, sizeof bytes);
    assert_true(same(merkle_leaf(SUITE_INTL, bytes + 1, 10000), parts));
}

static void roots_of_all_sizes(void **state) {
    (void)state;
    static struct forest f;
    struct merkle_source s = grow(&f);
    for (size_t n = 0; n <= MAX; n++) {
        struct digest root;
        ROW(n, merkle_root(&s, (int64_t)n, &root));
        ROW(n, same(root, slow(f.leaf, n)));
    }
}

/* RFC 9162 2.1.3.2, written from the text. */
static bool included(struct digest r, int64_t fn, int64_t sn, const struct digest *p, size_t n,
                     struct digest root) {
    for (size_t i = 0; i < n; i++) {
        if (sn == 0) return false;
        if (fn % 2 == 1 || fn == sn) {
            r = merkle_node(SUITE_INTL, &p[i], &r);
            while (fn % 2 == 0 && fn != 0)
                fn /= 2, sn /= 2;
        } else {
            r = merkle_node(SUITE_INTL, &r, &p[i]);
        }
        fn /= 2, sn /= 2;
    }
    return sn == 0 && same(r, root);
}

static void inclusion_of_all(void **state) {
    (void)state;
    static struct forest f;
    struct merkle_source s = grow(&f);
    struct digest p[MERKLE_PROOF_MAX];
    size_t n;
    for (int64_t size = 1; size <= MAX; size++) {
        struct digest root = slow(f.leaf, (size_t)size);
        for (int64_t i = 0; i < size; i++) {
            ROW(size * 1000 + i, merkle_inclusion(&s, i, size, p, &n));
            ROW(size * 1000 + i, included(f.leaf[i], i, size - 1, p, n, root));
            ROW(size * 1000 + i,
                size == 1 || !included(f.leaf[(i + 1) % size], i, size - 1, p, n, root));
        }
    }
}

/* RFC 9162 2.1.4.2, written from the text. */
static bool consistent(int64_t old, int64_t size, struct digest before, struct digest after,
                       const struct digest *p, size_t n) {
    if (old == size) return n == 0 && same(before, after);
    int64_t fn = old - 1, sn = size - 1;
    size_t at = 0;
    struct digest fr, sr;
    bool power = (old & (old - 1)) == 0;
    while (fn % 2 == 1)
        fn /= 2, sn /= 2;
    if (power)
        fr = sr = before;
    else if (n == 0)
        return false;
    else
        fr = sr = p[at++];
    for (; at < n; at++) {
        if (sn == 0) return false;
        if (fn % 2 == 1 || fn == sn) {
            fr = merkle_node(SUITE_INTL, &p[at], &fr);
            sr = merkle_node(SUITE_INTL, &p[at], &sr);
            while (fn % 2 == 0 && fn != 0)
                fn /= 2, sn /= 2;
        } else {
            sr = merkle_node(SUITE_INTL, &sr, &p[at]);
        }
        fn /= 2, sn /= 2;
    }
    return sn == 0 && same(fr, before) && same(sr, after);
}

static void consistency_of_all(void **state) {
    (void)state;
    static struct forest f;
    struct merkle_source s = grow(&f);
    struct digest p[MERKLE_PROOF_MAX], roots[MAX + 1];
    size_t n;
    for (size_t size = 0; size <= MAX; size++)
        roots[size] = slow(f.leaf, size);
    for (int64_t size = 1; size <= MAX; size++) {
        for (int64_t old = 1; old <= size; old++) {
            ROW(size * 1000 + old, merkle_consistency(&s, old, size, p, &n));
            ROW(size * 1000 + old, consistent(old, size, roots[old], roots[size], p, n));
            ROW(size * 1000 + old,
                old == size || !consistent(old, size, roots[old - 1], roots[size], p, n));
        }
    }
    assert_true(merkle_consistency(&s, 0, 5, p, &n));
    assert_int_equal(n, 0);
}

static void missing_tiles(void **state) {
    (void)state;
    static struct forest f;
    struct merkle_source s = grow(&f);
    struct digest root;
    assert_false(merkle_root(&s, MAX + 1, &root));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_roots),        cmocka_unit_test(long_leaf),
        cmocka_unit_test(roots_of_all_sizes), cmocka_unit_test(inclusion_of_all),
        cmocka_unit_test(consistency_of_all), cmocka_unit_test(missing_tiles),
    };
    return RUN(tests);
}
