#include "base/crypto.h"

#include <argon2.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

/* OpenSSL 3 looks an algorithm up at every use unless it was fetched, which costs more than hashing
 * a short leaf. Fetched once, read-only from then on. */
static struct {
    EVP_MD *sha256;
    EVP_CIPHER *aes256_gcm;
} algorithms;
static pthread_once_t algorithms_once = PTHREAD_ONCE_INIT;

static void algorithms_free(void) {
    EVP_MD_free(algorithms.sha256);
    EVP_CIPHER_free(algorithms.aes256_gcm);
}

static void algorithms_fetch(void) {
    algorithms.sha256 = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    algorithms.aes256_gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    BUG_IF(algorithms.sha256 == NULL || algorithms.aes256_gcm == NULL);
    OPENSSL_atexit(algorithms_free);
}

static const EVP_MD *digest_of(enum suite suite) {
    BUG_IF(suite != SUITE_INTL); /* SUITE_SM is reserved: whoever stores it must first be able to */
    pthread_once(&algorithms_once, algorithms_fetch);
    return algorithms.sha256;
}

static const EVP_CIPHER *cipher_of(enum suite suite) {
    BUG_IF(suite != SUITE_INTL);
    pthread_once(&algorithms_once, algorithms_fetch);
    return algorithms.aes256_gcm;
}

struct hasher {
    EVP_MD_CTX *evp;
};

struct hasher *hasher_new(enum suite suite) {
    struct hasher *h = malloc(sizeof(*h));
    BUG_IF(h == NULL);
    h->evp = EVP_MD_CTX_new();
    BUG_IF(h->evp == NULL || EVP_DigestInit_ex2(h->evp, digest_of(suite), NULL) != 1);
    return h;
}

void hasher_add(struct hasher *h, const void *p, size_t n) {
    BUG_IF(EVP_DigestUpdate(h->evp, p, n) != 1);
}

struct digest hasher_end(struct hasher **h) {
    struct digest d;
    BUG_IF(EVP_DigestFinal_ex((*h)->evp, d.b, NULL) != 1);
    EVP_MD_CTX_free((*h)->evp);
    free(*h);
    *h = NULL;
    return d;
}

struct digest crypto_digest(enum suite suite, const void *p, size_t n) {
    struct str part = {p, n};
    return crypto_digest_parts(suite, &part, 1);
}

struct digest crypto_digest_parts(enum suite suite, const struct str *parts, size_t n) {
    struct digest d;
    EVP_MD_CTX *evp = EVP_MD_CTX_new();
    BUG_IF(evp == NULL || EVP_DigestInit_ex2(evp, digest_of(suite), NULL) != 1);
    for (size_t i = 0; i < n; i++)
        BUG_IF(EVP_DigestUpdate(evp, parts[i].p, parts[i].n) != 1);
    BUG_IF(EVP_DigestFinal_ex(evp, d.b, NULL) != 1);
    EVP_MD_CTX_free(evp);
    return d;
}

/* RFC 2104 over the fetched digest: OpenSSL's HMAC looks its algorithm up at every call, which costs ten times what
 * hashing a number does. A key of ours is shorter than a block of the digest. */
struct digest crypto_hmac(enum suite suite, const struct key *k, const void *p, size_t n) {
    enum { BLOCK = 64 };
    uint8_t inner[BLOCK], outer[BLOCK];
    memset(inner, 0x36, BLOCK);
    memset(outer, 0x5c, BLOCK);
    for (size_t i = 0; i < KEY_BYTES; i++) {
        inner[i] ^= k->b[i];
        outer[i] ^= k->b[i];
    }
    const struct str message[] = {{(const char *)inner, BLOCK}, {p, n}};
    struct digest d = crypto_digest_parts(suite, message, GX_COUNT(message));
    const struct str outside[] = {{(const char *)outer, BLOCK}, {(const char *)d.b, DIGEST_BYTES}};
    d = crypto_digest_parts(suite, outside, GX_COUNT(outside));
    crypto_wipe(inner, sizeof inner);
    crypto_wipe(outer, sizeof outer);
    return d;
}

struct stored_digest crypto_stored(enum suite suite, struct digest d) {
    struct stored_digest s;
    s.b[0] = (uint8_t)suite;
    memcpy(s.b + 1, d.b, DIGEST_BYTES);
    return s;
}

bool crypto_equal(const void *a, const void *b, size_t n) {
    return CRYPTO_memcmp(a, b, n) == 0;
}

void crypto_wipe(void *p, size_t n) {
    OPENSSL_cleanse(p, n);
}

void crypto_random(void *p, size_t n) {
    uint8_t *at = p;
    while (n > 0) {
        size_t some = n < (1u << 20) ? n : (1u << 20);
        BUG_IF(RAND_bytes(at, (int)some) != 1);
        at += some;
        n -= some;
    }
}

struct stored_digest crypto_commit(enum suite suite, const struct salt *salt, struct str content) {
    const struct str parts[] = {
        {"\x02", 1}, {(const char *)salt->b, SALT_BYTES}, {content.p, content.n}};
    return crypto_stored(suite, crypto_digest_parts(suite, parts, GX_COUNT(parts)));
}

/* Sealed form: HEADER (suite, key version), nonce, ciphertext, tag. */
enum { HEADER = 5, NONCE = 12, TAG = 16, SEALED_MIN = HEADER + NONCE + TAG, STEP = 1 << 30 };

/* EVP counts in int. out NULL feeds the bytes that are bound but not encrypted. */
static void cipher_update(EVP_CIPHER_CTX *evp, uint8_t *out, const void *p, size_t n) {
    const uint8_t *in = p;
    while (n > 0) {
        int some = n < STEP ? (int)n : STEP, put = 0;
        BUG_IF(EVP_CipherUpdate(evp, out, &put, in, some) != 1);
        if (out != NULL) out += put;
        in += some;
        n -= (size_t)some;
    }
}

static EVP_CIPHER_CTX *cipher_begin(enum suite suite, const struct key *k, const uint8_t *nonce,
                                    bool encrypt) {
    EVP_CIPHER_CTX *evp = EVP_CIPHER_CTX_new();
    BUG_IF(evp == NULL ||
           EVP_CipherInit_ex2(evp, cipher_of(suite), k->b, nonce, encrypt, NULL) != 1);
    return evp;
}

struct str crypto_seal(struct arena *a, enum suite suite, const struct key *k, uint32_t key_version,
                       struct str plain, struct str context) {
    BUG_IF(key_version == 0); /* 0 is "no sealed value" */
    size_t n = SEALED_MIN + plain.n;
    uint8_t *out = arena_alloc(a, n);
    out[0] = (uint8_t)suite;
    for (int i = 0; i < 4; i++)
        out[1 + i] = (uint8_t)(key_version >> (24 - 8 * i));
    crypto_random(out + HEADER, NONCE);

    EVP_CIPHER_CTX *evp = cipher_begin(suite, k, out + HEADER, true);
    cipher_update(evp, NULL, out, HEADER);
    cipher_update(evp, NULL, context.p, context.n);
    cipher_update(evp, out + HEADER + NONCE, plain.p, plain.n);
    int put = 0;
    uint8_t *tag = out + n - TAG;
    BUG_IF(EVP_CipherFinal_ex(evp, tag, &put) != 1 || put != 0);
    BUG_IF(EVP_CIPHER_CTX_ctrl(evp, EVP_CTRL_AEAD_GET_TAG, TAG, tag) != 1);
    EVP_CIPHER_CTX_free(evp);
    return (struct str){(const char *)out, n};
}

enum err crypto_open(struct arena *a, const struct key *k, struct str sealed, struct str context,
                     struct str *plain_r) {
    if (crypto_sealed_key_version(sealed) == 0) return ERR_CRYPTO;
    const uint8_t *in = (const uint8_t *)sealed.p;
    size_t n = sealed.n - SEALED_MIN;
    uint8_t *plain = arena_alloc(a, n + 1);
    uint8_t tag[TAG], none[TAG];
    memcpy(tag, in + sealed.n - TAG, TAG);

    EVP_CIPHER_CTX *evp = cipher_begin((enum suite)in[0], k, in + HEADER, false);
    cipher_update(evp, NULL, in, HEADER);
    cipher_update(evp, NULL, context.p, context.n);
    cipher_update(evp, plain, in + HEADER + NONCE, n);
    int put = 0;
    bool genuine = EVP_CIPHER_CTX_ctrl(evp, EVP_CTRL_AEAD_SET_TAG, TAG, tag) == 1 &&
                   EVP_CipherFinal_ex(evp, none, &put) == 1;
    EVP_CIPHER_CTX_free(evp);
    if (!genuine) {
        crypto_wipe(plain, n);
        return ERR_CRYPTO;
    }
    *plain_r = (struct str){(const char *)plain, n};
    return OK;
}

uint32_t crypto_sealed_key_version(struct str sealed) {
    if (sealed.n < SEALED_MIN || sealed.p[0] != SUITE_INTL) return 0;
    const uint8_t *in = (const uint8_t *)sealed.p;
    return (uint32_t)in[1] << 24 | (uint32_t)in[2] << 16 | (uint32_t)in[3] << 8 | in[4];
}

void sign_key_from_secret(struct sign_key *k, const uint8_t secret[32]) {
    memmove(k->secret, secret, sizeof(k->secret));
    EVP_PKEY *pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, k->secret, 32);
    size_t n = sizeof(k->public);
    BUG_IF(pkey == NULL || EVP_PKEY_get_raw_public_key(pkey, k->public, &n) != 1);
    EVP_PKEY_free(pkey);
}

void sign_key_new(struct sign_key *k) {
    crypto_random(k->secret, sizeof(k->secret));
    sign_key_from_secret(k, k->secret);
}

void crypto_sign(const struct sign_key *k, const void *p, size_t n, uint8_t out[SIGNATURE_BYTES]) {
    EVP_PKEY *pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, k->secret, 32);
    EVP_MD_CTX *evp = EVP_MD_CTX_new();
    size_t got = SIGNATURE_BYTES;
    BUG_IF(pkey == NULL || evp == NULL || EVP_DigestSignInit(evp, NULL, NULL, NULL, pkey) != 1);
    BUG_IF(EVP_DigestSign(evp, out, &got, p, n) != 1 || got != SIGNATURE_BYTES);
    EVP_MD_CTX_free(evp);
    EVP_PKEY_free(pkey);
}

bool crypto_verify(const uint8_t public[32], const void *p, size_t n,
                   const uint8_t sig[SIGNATURE_BYTES]) {
    EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public, 32);
    EVP_MD_CTX *evp = EVP_MD_CTX_new();
    BUG_IF(evp == NULL);
    bool good = pkey != NULL && EVP_DigestVerifyInit(evp, NULL, NULL, NULL, pkey) == 1 &&
                EVP_DigestVerify(evp, sig, SIGNATURE_BYTES, p, n) == 1;
    EVP_MD_CTX_free(evp);
    EVP_PKEY_free(pkey);
    return good;
}

enum { ARGON2_PASSES = 2, ARGON2_KIB = 19 << 10, ARGON2_LANES = 1 };

char *password_hash(struct arena *a, const char *password) {
    struct salt salt;
    crypto_random(salt.b, SALT_BYTES);
    size_t cap =
        argon2_encodedlen(ARGON2_PASSES, ARGON2_KIB, ARGON2_LANES, SALT_BYTES, 32, Argon2_id);
    char *encoded = arena_alloc(a, cap);
    int failed = argon2id_hash_encoded(ARGON2_PASSES, ARGON2_KIB, ARGON2_LANES, password,
                                       strlen(password), salt.b, SALT_BYTES, 32, encoded, cap);
    BUG_IF(failed != ARGON2_OK);
    return encoded;
}

bool password_verify(const char *encoded, const char *password) {
    return argon2id_verify(encoded, password, strlen(password)) == ARGON2_OK;
}
