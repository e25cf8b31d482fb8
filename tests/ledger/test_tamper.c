/* Whoever changes a stored byte is found, and the verifier says where. On both engines. */
#include "engine.h"

#include "bed.h"

#include "base/utf8.h"
#include "ledger/checkpoint.h"

#define SEALED   700
#define UNSEALED 5

struct room {
    struct bed b;
    struct bed_ids ids;
};

static void prepare(struct room *r) {
    bed_open(&r->b);
    for (int i = 0; i < 10; i++)
        bed_record(&r->b, 50, 900 + i, "{\"a\":\"内容\"}");
    MUST(&r->b, bed_append(&r->b, SEALED - 10));
    bed_seal(&r->b, LEDGER_FACTS);
    MUST(&r->b, bed_append(&r->b, UNSEALED));
    r->ids = bed_ids(&r->b);
    assert_int_equal(r->ids.n, SEALED + UNSEALED);
    bed_sound(&r->b, "before");
}

/* Every byte of a leaf: each class of them, in a sealed and in an unsealed entry. */
static void bytes_of_a_leaf(void **state) {
    (void)state;
    struct room r;
    prepare(&r);
    static const size_t WHICH[] = {3, 300, SEALED + 2};
    for (size_t i = 0; i < GX_COUNT(WHICH); i++) {
        int64_t id = r.ids.ids[WHICH[i]];
        const char *leaf = db_get_text(bed_get(&r.b, T_ENTRY, DB_ARGS(db_int(id))), 0);
        size_t step = i == 0 ? 4 : 17, n = strlen(leaf);
        for (size_t at = 0; at < n; at += step) {
            char *bad = arena_strdup(r.b.arena, leaf);
            bad[at] = bad[at] == 'x' ? 'y' : 'x';
            bed_do(&r.b, T_LEAF_SET, DB_ARGS(db_int(id), db_text(bad)));
            bed_wrong(&r.b, arena_printf(r.b.arena, "byte %zu", at), "changed", id);
        }
        bed_do(&r.b, T_LEAF_SET, DB_ARGS(db_int(id), db_text(leaf)));
    }
    bed_sound(&r.b, "put back");
    bed_close(&r.b);
}

static void columns_of_an_entry(void **state) {
    (void)state;
    struct room r;
    prepare(&r);
    static const size_t WHICH[] = {0, 255, 256, SEALED - 1, SEALED};
    for (size_t i = 0; i < GX_COUNT(WHICH); i++) {
        int64_t id = r.ids.ids[WHICH[i]];
        const struct db_value *row = bed_get(&r.b, T_ENTRY, DB_ARGS(db_int(id)));
        uint8_t hash[33];
        for (size_t at = 0; at < 33; at += 8) {
            memcpy(hash, db_get_blob(row, 1).p, 33);
            hash[at] ^= 1;
            bed_do(&r.b, T_HASH_SET, DB_ARGS(db_int(id), db_blob(hash, 33)));
            bed_wrong(&r.b, "hash", "changed", id);
        }
        bed_do(&r.b, T_HASH_SET, DB_ARGS(db_int(id), row[1]));
        bed_do(&r.b, T_OBJECT_SET, DB_ARGS(db_int(id), db_int(db_get_int(row, 2) + 1)));
        bed_wrong(&r.b, "object", "changed", id);
        bed_do(&r.b, T_OBJECT_SET, DB_ARGS(db_int(id), row[2]));
        bed_do(&r.b, T_SUBJECT_SET, DB_ARGS(db_int(id), db_int(0)));
        bed_wrong(&r.b, "subject", "changed", id);
        bed_do(&r.b, T_SUBJECT_SET, DB_ARGS(db_int(id), row[3]));
    }
    bed_sound(&r.b, "put back");
    bed_close(&r.b);
}

static void put_entry(struct bed *b, int64_t id, const struct db_value *row) {
    bed_do(b, T_ENTRY_PUT, DB_ARGS(db_int(id), row[0], row[1], row[2], row[3]));
}

static void whole_entries(void **state) {
    (void)state;
    struct room r;
    prepare(&r);
    int64_t a = r.ids.ids[100], z = r.ids.ids[500], last = r.ids.ids[SEALED - 1];
    const struct db_value *row_a = bed_get(&r.b, T_ENTRY, DB_ARGS(db_int(a)));
    const struct db_value *row_z = bed_get(&r.b, T_ENTRY, DB_ARGS(db_int(z)));
    const struct db_value *row_last = bed_get(&r.b, T_ENTRY, DB_ARGS(db_int(last)));
    static const size_t DROPPED[] = {0, 255, 256, 400, SEALED - 1};
    for (size_t i = 0; i < GX_COUNT(DROPPED); i++) {
        int64_t id = r.ids.ids[DROPPED[i]];
        const struct db_value *row = bed_get(&r.b, T_ENTRY, DB_ARGS(db_int(id)));
        bed_do(&r.b, T_ENTRY_DROP, DB_ARGS(db_int(id)));
        bed_wrong(&r.b, "dropped", "missing", id);
        put_entry(&r.b, id, row);
    }
    bed_sound(&r.b, "put back");

    /* contents exchanged under their numbers */
    bed_do(&r.b, T_ENTRY_DROP, DB_ARGS(db_int(a)));
    bed_do(&r.b, T_ENTRY_DROP, DB_ARGS(db_int(z)));
    put_entry(&r.b, a, row_z);
    put_entry(&r.b, z, row_a);
    bed_wrong(&r.b, "exchanged", "changed", a);
    bed_wrong(&r.b, "exchanged", "changed", z);
    bed_do(&r.b, T_ENTRY_DROP, DB_ARGS(db_int(a)));
    bed_do(&r.b, T_ENTRY_DROP, DB_ARGS(db_int(z)));
    put_entry(&r.b, a, row_a);
    put_entry(&r.b, z, row_z);
    bed_sound(&r.b, "put back");

    /* a copy under a number of its own, before, among and after the others; and a well-made one */
    static const int64_t PLACES[] = {-1, 1, 1000000000};
    for (size_t i = 0; i < GX_COUNT(PLACES); i++) {
        int64_t id = (PLACES[i] < 0 ? r.ids.ids[0] : last) + PLACES[i];
        if (bed_get(&r.b, T_ENTRY, DB_ARGS(db_int(id)))) id = r.ids.ids[SEALED + UNSEALED - 1] + 7;
        put_entry(&r.b, id, row_last);
        bed_wrong(&r.b, "copied", "inserted", id);
        bed_do(&r.b, T_ENTRY_DROP, DB_ARGS(db_int(id)));
        struct leaf leaf = LEAF(EV_SUBJECT_CHANGED);
        struct buf halves, out;
        size_t split;
        buf_init(&halves, LEAF_MAX);
        buf_init(&out, LEAF_MAX);
        leaf_render(&halves, &leaf, r.b.clock.t, &split);
        leaf_finish(&out, buf_finish(&halves), split, id);
        struct stored_digest h = leaf_hash(SUITE_INTL, buf_finish(&out));
        bed_do(
            &r.b, T_ENTRY_PUT,
            DB_ARGS(db_int(id), db_str(buf_finish(&out)), db_blob(h.b, 33), db_int(0), db_int(0)));
        bed_wrong(&r.b, "made", "inserted", id);
        bed_do(&r.b, T_ENTRY_DROP, DB_ARGS(db_int(id)));
        buf_free(&halves);
        buf_free(&out);
    }

    /* what is not sealed yet */
    int64_t open = r.ids.ids[SEALED + 1];
    const struct db_value *row = bed_get(&r.b, T_ENTRY, DB_ARGS(db_int(open)));
    bed_do(&r.b, T_ENTRY_DROP, DB_ARGS(db_int(open)));
    bed_wrong(&r.b, "unsealed one dropped", "vanished", open);
    assert_int_equal(seal_run_once(&r.b.ctx, LEDGER_FACTS, NULL), ERR_LEDGER_BROKEN);
    assert_non_null(
        strstr(r.b.ctx.failure.detail, arena_printf(r.b.arena, "%lld", (long long)open)));
    put_entry(&r.b, open, row);
    const struct db_value *pending = bed_get(&r.b, T_PENDING_ONE, DB_NO_ARGS);
    bed_do(&r.b, T_PENDING_DROP, DB_ARGS(pending[0]));
    bed_wrong(&r.b, "not listed", "inserted", open);
    bed_do(&r.b, T_PENDING_PUT, DB_ARGS(pending[0], pending[1]));
    bed_seal(&r.b, LEDGER_FACTS);
    bed_sound(&r.b, "sealed in the end");
    bed_close(&r.b);
}

static void swap(uint8_t *p, size_t width, size_t a, size_t b) {
    for (size_t i = 0; i < width; i++) {
        uint8_t keep = p[a * width + i];
        p[a * width + i] = p[b * width + i];
        p[b * width + i] = keep;
    }
}

static void tiles(void **state) {
    (void)state;
    struct room r;
    prepare(&r);
    static const struct {
        const char *what, *code;
        int64_t level, index;
        size_t flip;        /* byte of the hashes, 0: none */
        size_t ids, hashes; /* exchanged with the next one, 0: not */
        bool names;         /* the entry at that place */
    } ROWS[] = {
        {"a hash", "changed", 0, 0, 1 + 32 * 7, 0, 0, true},
        {"a hash of the partial tile", "changed", 0, 2, 1 + 32 * 9, 0, 0, true},
        {"the suite", "tile", 0, 0, 0, 0, 0, false},
        {"numbers exchanged", "reordered", 0, 1, 0, 30, 0, true},
        {"hashes exchanged", "reordered", 0, 1, 0, 0, 30, true},
        {"both exchanged", "reordered", 0, 0, 0, 30, 30, true},
        {"both exchanged in the partial tile", "reordered", 0, 2, 0, 9, 9, true},
        {"a hash above", "tile", 1, 0, 1 + 31, 0, 0, false},
    };
    for (size_t i = 0; i < GX_COUNT(ROWS); i++) {
        struct db_value key[3] = {db_text("facts"), db_int(ROWS[i].level), db_int(ROWS[i].index)};
        const struct db_value *row = bed_get(&r.b, T_TILE, key);
        struct str h = db_get_blob(row, 1), d = db_get_blob(row, 2);
        uint8_t *hashes = arena_copy(r.b.arena, h.p, h.n), *ids = arena_copy(r.b.arena, d.p, d.n);
        if (strcmp(ROWS[i].what, "the suite") == 0) hashes[0] = 9;
        if (ROWS[i].flip) hashes[ROWS[i].flip] ^= 0x40;
        if (ROWS[i].ids) swap(ids, 8, ROWS[i].ids, ROWS[i].ids + 1);
        if (ROWS[i].hashes) swap(hashes + 1, 32, ROWS[i].hashes, ROWS[i].hashes + 1);
        bed_do(&r.b, T_TILE_SET,
               DB_ARGS(key[0], key[1], key[2], db_blob(hashes, h.n),
                       ROWS[i].level ? db_null() : db_blob(ids, d.n)));
        size_t place = ROWS[i].flip  ? (ROWS[i].flip - 1) / 32
                       : ROWS[i].ids ? ROWS[i].ids
                                     : ROWS[i].hashes;
        int64_t id = ROWS[i].names ? r.ids.ids[(size_t)ROWS[i].index * 256 + place] : 0;
        bed_wrong(&r.b, ROWS[i].what, ROWS[i].code, id);
        bed_do(&r.b, T_TILE_SET, DB_ARGS(key[0], key[1], key[2], row[1], row[2]));
        bed_sound(&r.b, "put back");
    }
    for (int64_t level = 0; level < 2; level++) {
        struct db_value key[3] = {db_text("facts"), db_int(level), db_int(0)};
        const struct db_value *row = bed_get(&r.b, T_TILE, key);
        bed_do(&r.b, T_TILE_DROP, key);
        bed_wrong(&r.b, "a tile dropped", "tile", 0);
        bed_do(&r.b, T_TILE_PUT,
               DB_ARGS(key[0], key[1], key[2], row[0], row[1], row[2], row[3], row[4], row[5]));
        bed_do(&r.b, T_TILE_WIDTH, DB_ARGS(key[0], key[1], key[2], db_int(3)));
        bed_wrong(&r.b, "a width", "tile", 0);
        bed_do(&r.b, T_TILE_WIDTH, DB_ARGS(key[0], key[1], key[2], row[0]));
    }
    bed_sound(&r.b, "put back");
    bed_close(&r.b);
}

/* The last entries sealed again after one was taken out: every tile agrees, only what was signed does not. */
static void rewritten_history(void **state) {
    (void)state;
    struct room r;
    prepare(&r);
    struct db_value key[3] = {db_text("facts"), db_int(0), db_int(2)};
    const struct db_value *row = bed_get(&r.b, T_TILE, key);
    struct str h = db_get_blob(row, 1), d = db_get_blob(row, 2);
    size_t width = (size_t)db_get_int(row, 0), cut = 20;
    uint8_t *hashes = arena_copy(r.b.arena, h.p, h.n), *ids = arena_copy(r.b.arena, d.p, d.n);
    memmove(hashes + 1 + 32 * cut, hashes + 1 + 32 * (cut + 1), 32 * (width - cut - 1));
    memmove(ids + 8 * cut, ids + 8 * (cut + 1), 8 * (width - cut - 1));
    bed_do(&r.b, T_TILE_SET,
           DB_ARGS(key[0], key[1], key[2], db_blob(hashes, h.n - 32), db_blob(ids, d.n - 8)));
    bed_do(&r.b, T_TILE_WIDTH, DB_ARGS(key[0], key[1], key[2], db_int((int64_t)width - 1)));
    bed_do(&r.b, T_SIZE_SET, DB_ARGS(key[0], db_int(SEALED - 1)));
    bed_do(&r.b, T_ENTRY_DROP, DB_ARGS(db_int(r.ids.ids[512 + cut])));
    bed_wrong(&r.b, "one entry less", "behind", 0);
    ledger_close(&r.b.ctx.ledger);
    MUST(&r.b, bed_ledger(&r.b));
    assert_int_equal(bed_append(&r.b, 1), ERR_LEDGER_BEHIND);
    bed_close(&r.b);
}

static void checkpoints(void **state) {
    (void)state;
    struct room r;
    prepare(&r);
    struct arena *a = r.b.arena;
    const struct db_value *row = bed_get(&r.b, T_CHECKPOINT, DB_ARGS(db_text("facts")));
    const char *note = db_get_text(row, 0);
    const char *file = arena_printf(a, "%s/checkpoints/facts.txt", r.b.dir);
    struct sign_key other;
    struct digest no_root = {{5}};
    sign_key_new(&other);
    const char *origin = "gongxin.example/heihe/facts";
    struct digest root;
    MUST(&r.b, prove_root(&r.b.ctx, LEDGER_FACTS, SEALED, &root));
    const struct {
        const char *what, *note;
    } ROWS[] = {
        {"another's signature", checkpoint_sign(a, &other, origin, SEALED, root)},
        {"another root", checkpoint_sign(a, &r.b.key, origin, SEALED, no_root)},
        {"another log", checkpoint_sign(a, &r.b.key, "gongxin.example/heihe/looks", SEALED, root)},
        {"nothing", ""},
    };
    for (size_t i = 0; i < GX_COUNT(ROWS); i++) {
        bed_do(&r.b, T_CHECKPOINT_SET, DB_ARGS(db_text("facts"), row[1], db_text(ROWS[i].note)));
        bed_wrong(&r.b, ROWS[i].what, "checkpoint", 0);
        bed_do(&r.b, T_CHECKPOINT_SET, DB_ARGS(db_text("facts"), row[1], db_text(note)));
        MUST(&r.b, file_write(file, str_of(ROWS[i].note), 0644));
        bed_wrong(&r.b, ROWS[i].what, "checkpoint", 0);
        MUST(&r.b, file_write(file, str_of(note), 0644));
    }
    for (size_t at = 0, n = strlen(note); at < n; at += 9) {
        char *bad = arena_strdup(a, note);
        bad[at] ^= 1;
        bed_do(&r.b, T_CHECKPOINT_SET, DB_ARGS(db_text("facts"), row[1], db_text(bad)));
        if (utf8_valid(str_of(bad), NULL))
            bed_wrong(&r.b, arena_printf(a, "byte %zu", at), "checkpoint", 0);
    }
    bed_do(&r.b, T_CHECKPOINT_SET, DB_ARGS(db_text("facts"), row[1], db_text(note)));
    bed_sound(&r.b, "put back");
    bed_do(&r.b, T_SIZE_SET, DB_ARGS(db_text("facts"), db_int(SEALED - 100)));
    bed_wrong(&r.b, "shorter", "behind", 0);
    bed_close(&r.b);
}

static void contents(void **state) {
    (void)state;
    struct room r;
    prepare(&r);
    struct db_value key[2] = {db_int(50), db_int(903)};
    const struct db_value *row = bed_get(&r.b, T_VERSION_GET, key);
    struct salt salt = {{1, 2, 3}};
    struct stored_digest own = crypto_commit(SUITE_INTL, &salt, STR_LIT("{\"a\":\"别的\"}"));
    const struct db_value changed = db_text("{\"a\":\"内容 \"}"),
                          other = db_text("{\"a\":\"别的\"}"), s = db_blob(salt.b, SALT_BYTES),
                          c = db_blob(own.b, 33);
    bed_do(&r.b, T_VERSION_SET, DB_ARGS(key[0], key[1], changed, row[1], row[2]));
    bed_wrong(&r.b, "content", "content", 903);
    bed_do(&r.b, T_VERSION_SET, DB_ARGS(key[0], key[1], row[0], s, row[2]));
    bed_wrong(&r.b, "salt", "content", 903);
    bed_do(&r.b, T_VERSION_SET, DB_ARGS(key[0], key[1], row[0], db_null(), row[2]));
    bed_wrong(&r.b, "content that has outlived its salt", "content", 903);
    bed_do(&r.b, T_VERSION_SET, DB_ARGS(key[0], key[1], other, s, c));
    bed_wrong(&r.b, "content, salt and commitment", "commitment", 903);
    bed_do(&r.b, T_VERSION_SET, DB_ARGS(key[0], key[1], row[0], row[1], row[2]));
    bed_sound(&r.b, "put back");
    bed_do(&r.b, T_VERSION_DROP, key);
    bed_wrong(&r.b, "a version gone", "commitment", 903);
    bed_do(&r.b, T_VERSION_PUT, DB_ARGS(key[0], key[1], db_int(1), row[0], row[1], row[2]));
    bed_do(&r.b, T_VERSION_PUT, DB_ARGS(key[0], db_int(5555), db_int(1), other, s, c));
    bed_wrong(&r.b, "a version that nobody entered", "commitment", 5555);
    bed_do(&r.b, T_VERSION_DROP, DB_ARGS(key[0], db_int(5555)));
    bed_do(&r.b, T_VERSION_SET, DB_ARGS(key[0], key[1], db_null(), db_null(), row[2]));
    bed_sound(&r.b, "lawfully destroyed");
    bed_close(&r.b);
}

static void waiting_too_long(void **state) {
    (void)state;
    struct bed b;
    bed_open(&b);
    b.clock.t.us -= (int64_t)3600 * 1000000;
    MUST(&b, bed_append(&b, 3));
    assert_int_equal(bed_run(&b, arena_printf(b.arena, "--data '%s'", b.dir)), 1);
    assert_non_null(strstr(b.out, "unsealed\t"));
    assert_int_equal(bed_run(&b, arena_printf(b.arena, "--data '%s' --max-unsealed 4000", b.dir)),
                     0);
    assert_int_equal(bed_run(&b, "--data"), 2);
    assert_int_equal(bed_run(&b, arena_printf(b.arena, "--data '%s/nowhere'", b.dir)), 1);
    bed_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_of_a_leaf),   cmocka_unit_test(columns_of_an_entry),
        cmocka_unit_test(whole_entries),     cmocka_unit_test(tiles),
        cmocka_unit_test(rewritten_history), cmocka_unit_test(checkpoints),
        cmocka_unit_test(contents),          cmocka_unit_test(waiting_too_long),
    };
    return RUN(tests);
}
