/* Our checkpoints, tiles, entries and proofs, read by tools of others (tlogcheck/main.go: sumdb/note, sumdb/tlog). */
#include "engine.h"

#include "bed.h"

static void put_hash(struct buf *b, const struct digest *d) {
    buf_putc(b, '"');
    buf_b64(b, d->b, DIGEST_BYTES);
    buf_putc(b, '"');
}

static void put_proof(struct bed *b, struct buf *out, int64_t index, int64_t old, int64_t size) {
    struct proof p;
    struct digest root, old_root;
    if (index >= 0) {
        MUST(b, prove_inclusion(&b->ctx, LEDGER_FACTS, index, size, &p));
        buf_printf(out, "{\"index\":%lld", (long long)index);
    } else {
        MUST(b, prove_consistency(&b->ctx, LEDGER_FACTS, old, size, &p));
        MUST(b, prove_root(&b->ctx, LEDGER_FACTS, old, &old_root));
        buf_printf(out, "{\"old_size\":%lld,\"old_root\":", (long long)old);
        put_hash(out, &old_root);
    }
    MUST(b, prove_root(&b->ctx, LEDGER_FACTS, size, &root));
    buf_printf(out, ",\"size\":%lld,\"root\":", (long long)size);
    put_hash(out, &root);
    buf_puts(out, ",\"proof\":[");
    for (size_t i = 0; i < p.n; i++) {
        if (i) buf_putc(out, ',');
        put_hash(out, &p.hashes[i]);
    }
    buf_puts(out, "]}\n");
}

static const int64_t SIZES[] = {1, 2, 7, 255, 256, 257, 511, 700, 66000};

static void others_agree(void **state) {
    (void)state;
    struct bed b;
    bed_open(&b);
    struct buf dirs, proofs;
    buf_init(&dirs, 65536);
    buf_init(&proofs, 16 << 20);
    int64_t size = 0;
    for (size_t i = 0; i < GX_COUNT(SIZES); i++) {
        MUST(&b, bed_append(&b, SIZES[i] - size));
        size = bed_seal(&b, LEDGER_FACTS);
        ROW_INT(i, size, SIZES[i]);
        if (size > 700) break; /* exported once, below: beyond one tile of the second level */
        struct export_result r;
        const char *dir = arena_printf(b.arena, "%s/export%zu", b.dir, i);
        MUST(&b, export_log(&b.ctx, LEDGER_FACTS, dir, &r));
        ROW_INT(i, r.size, size);
        buf_printf(&dirs, " '%s'", dir);
    }
    struct export_result r;
    const char *all = arena_printf(b.arena, "%s/all", b.dir);
    MUST(&b, export_log(&b.ctx, LEDGER_FACTS, all, &r));
    assert_int_equal(r.bundles, 258);
    assert_int_equal(r.tiles, 258 + 2 + 1);
    MUST(&b, export_log(&b.ctx, LEDGER_FACTS, all, &r)); /* again, over what is there */
    for (size_t i = 0; i < GX_COUNT(SIZES); i++) {
        for (size_t k = 0; k < i; k++)
            put_proof(&b, &proofs, -1, SIZES[k], SIZES[i]);
        for (int64_t at = 0; at < SIZES[i]; at += 1 + SIZES[i] / 5)
            put_proof(&b, &proofs, at, 0, SIZES[i]);
        put_proof(&b, &proofs, SIZES[i] - 1, 0, SIZES[i]);
    }
    const char *file = arena_printf(b.arena, "%s/proofs.jsonl", b.dir);
    MUST(&b, file_write(file, buf_finish(&proofs), 0644));
    const char *command =
        arena_printf(b.arena,
                     "GO111MODULE=off GOFLAGS= GOPATH=/usr/share/gocode GOCACHE='%s/go' go build "
                     "-o '%s/tlogcheck'"
                     " '%s/tests/ledger/tlogcheck/main.go' && '%s/tlogcheck' '%s/vkey' '%s'%s '%s'",
                     b.dir, b.dir, SOURCE_DIR, b.dir, all, file, buf_finish(&dirs).p, all);
    fflush(NULL);
    assert_int_equal(system(command), 0);
    buf_free(&dirs);
    buf_free(&proofs);
    bed_sound(&b, "in the end");
    bed_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(others_agree)};
    return RUN(tests);
}
