/* Published vectors, and what must not open. */
#include "test.h"

#include "base/buf.h"
#include "base/crypto.h"
#include "base/num.h"

static const char *hex(struct arena *a, const void *p, size_t n) {
    struct buf b;
    buf_init(&b, 1000);
    buf_hex(&b, p, n);
    const char *text = arena_str(a, buf_finish(&b));
    buf_free(&b);
    return text;
}

static void digests(void **state) {
    (void)state;
    /* FIPS 180-2; RFC 4231 test case 2 with the key filled up with zero bytes, which HMAC does. */
    struct arena *a = arena_new();
    struct digest d = crypto_digest(SUITE_INTL, "abc", 3);
    const char *abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_string_equal(hex(a, d.b, 32), abc);
    const struct str parts[] = {STR_LIT("a"), STR_LIT(""), STR_LIT("bc"), {NULL, 0}};
    d = crypto_digest_parts(SUITE_INTL, parts, 4);
    assert_string_equal(hex(a, d.b, 32), abc);
    d = crypto_digest(SUITE_INTL, NULL, 0);
    assert_string_equal(hex(a, d.b, 32),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    struct hasher *h = hasher_new(SUITE_INTL);
    hasher_add(h, "ab", 2);
    hasher_add(h, NULL, 0);
    hasher_add(h, "c", 1);
    d = hasher_end(&h);
    assert_null(h);
    assert_string_equal(hex(a, d.b, 32), abc);
    struct key k = {"Jefe"};
    d = crypto_hmac(SUITE_INTL, &k, "what do ya want for nothing?", 28);
    assert_string_equal(hex(a, d.b, 32),
                        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    struct stored_digest s = crypto_stored(SUITE_INTL, d);
    assert_int_equal(s.b[0], SUITE_INTL);
    assert_memory_equal(s.b + 1, d.b, 32);
    arena_free(&a);
}

static void commitments_hide_and_bind(void **state) {
    (void)state;
    struct salt s = {"0123456789abcde"}, t = s;
    t.b[15] ^= 1;
    const struct str parts[] = {STR_LIT("\x02"
                                        "0123456789abcde\0"
                                        "text")};
    struct stored_digest c = crypto_commit(SUITE_INTL, &s, STR_LIT("text"));
    struct stored_digest same =
        crypto_stored(SUITE_INTL, crypto_digest_parts(SUITE_INTL, parts, 1));
    assert_true(crypto_equal(&c, &same, sizeof(c)));
    struct stored_digest other = crypto_commit(SUITE_INTL, &t, STR_LIT("text"));
    assert_false(crypto_equal(&c, &other, sizeof(c)));
    other = crypto_commit(SUITE_INTL, &s, STR_LIT("texT"));
    assert_false(crypto_equal(&c, &other, sizeof(c)));
}

static void seals(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct key k, wrong;
    crypto_random(&k, sizeof(k));
    crypto_random(&wrong, sizeof(wrong));
    static const size_t lengths[] = {0, 1, 15, 16, 17, 1000, 100000};
    for (size_t i = 0; i < GX_COUNT(lengths); i++) {
        char *plain = arena_alloc(a, lengths[i] + 1);
        for (size_t n = 0; n < lengths[i]; n++)
            plain[n] = (char)(n * 7);
        struct str in = {plain, lengths[i]}, out = {NULL, 0};
        struct str sealed = crypto_seal(a, SUITE_INTL, &k, 0x01020304, in, STR_LIT("number:1"));
        ROW_INT(i, sealed.n, 1 + 4 + 12 + lengths[i] + 16);
        ROW_INT(i, crypto_sealed_key_version(sealed), 0x01020304);
        ROW(i, crypto_open(a, &k, sealed, STR_LIT("number:1"), &out) == OK && str_eq(in, out));
        ROW(i, crypto_open(a, &wrong, sealed, STR_LIT("number:1"), &out) == ERR_CRYPTO);
        ROW(i, crypto_open(a, &k, sealed, STR_LIT("number:2"), &out) == ERR_CRYPTO);
        struct str again = crypto_seal(a, SUITE_INTL, &k, 0x01020304, in, STR_LIT("number:1"));
        ROW(i, !str_eq(sealed, again)); /* a nonce each time */
    }
    arena_free(&a);
}

static void no_flipped_bit_opens(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct key k;
    crypto_random(&k, sizeof(k));
    struct str sealed = crypto_seal(a, SUITE_INTL, &k, 1, STR_LIT("PDY00001"), STR_LIT("c")), out;
    for (size_t bit = 0; bit < sealed.n * 8; bit++) {
        char *copy = arena_copy(a, sealed.p, sealed.n);
        copy[bit / 8] ^= (char)(1 << bit % 8);
        struct str altered = {copy, sealed.n};
        ROW(bit, crypto_open(a, &k, altered, STR_LIT("c"), &out) == ERR_CRYPTO);
    }
    for (size_t n = 0; n < sealed.n; n++) {
        struct str cut = {sealed.p, n};
        ROW(n, crypto_open(a, &k, cut, STR_LIT("c"), &out) == ERR_CRYPTO);
    }
    char *national = arena_copy(a, sealed.p, sealed.n);
    national[0] = SUITE_SM;
    struct str other_suite = {national, sealed.n};
    assert_int_equal(crypto_open(a, &k, other_suite, STR_LIT("c"), &out), ERR_CRYPTO);
    assert_int_equal(crypto_sealed_key_version(other_suite), 0);
    assert_int_equal(crypto_sealed_key_version(str_of(NULL)), 0);
    arena_free(&a);
}

static void signs(void **state) {
    (void)state;
    /* RFC 8032, 7.1, test 2 */
    struct arena *a = arena_new();
    uint8_t secret[32], sig[SIGNATURE_BYTES];
    assert_true(num_hex(STR_LIT("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
                        secret, 32));
    struct sign_key k, other;
    sign_key_from_secret(&k, secret);
    assert_string_equal(hex(a, k.public, 32),
                        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    crypto_sign(&k, "\x72", 1, sig);
    assert_string_equal(hex(a, sig, 64),
                        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    assert_true(crypto_verify(k.public, "\x72", 1, sig));
    assert_false(crypto_verify(k.public, "\x73", 1, sig));
    sign_key_new(&other);
    assert_false(crypto_verify(other.public, "\x72", 1, sig));
    sig[5] ^= 1;
    assert_false(crypto_verify(k.public, "\x72", 1, sig));
    arena_free(&a);
}

static void hashes_passwords(void **state) {
    (void)state;
    struct arena *a = arena_new();
    char *h = password_hash(a, "正确的马");
    assert_true(str_starts(str_of(h), "$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_true(password_verify(h, "正确的马"));
    assert_false(password_verify(h, "正确的驴"));
    assert_false(password_verify(h, ""));
    assert_string_not_equal(h, password_hash(a, "正确的马"));
    static const char *const broken[] = {"", "x", "$argon2id$", "$argon2id$v=19$m=1,t=1,p=1$$",
                                         "$argon2i$v=19$m=19456,t=2,p=1$AAAA$AAAA"};
    for (size_t i = 0; i < GX_COUNT(broken); i++)
        ROW(i, !password_verify(broken[i], "x"));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests), cmocka_unit_test(commitments_hide_and_bind),
        cmocka_unit_test(seals),   cmocka_unit_test(no_flipped_bit_opens),
        cmocka_unit_test(signs),   cmocka_unit_test(hashes_passwords),
    };
    return RUN(tests);
}
