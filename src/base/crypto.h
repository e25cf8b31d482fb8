/* crypto.h: digests, commitments, sealing, signatures, passwords; every result names its suite.
 *
 * A suite is a set of algorithms. Stored digests, signatures and ciphertexts begin with one suite
 * byte, so that a store can hold several and a reader never guesses:
 *   SUITE_INTL  SHA-256, HMAC-SHA-256, AES-256-GCM, Ed25519
 *   SUITE_SM    SM3, HMAC-SM3, SM4-GCM, SM2 (reserved; refused until it is built)
 * Libraries behind it: OpenSSL 3 EVP, libargon2. */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

enum suite { SUITE_INTL = 1, SUITE_SM = 2 };

#define DIGEST_BYTES        32
#define STORED_DIGEST_BYTES 33 /* suite byte + digest */
#define KEY_BYTES           32
#define SALT_BYTES          16
#define SIGNATURE_BYTES     64

struct digest {
    uint8_t b[DIGEST_BYTES];
};
/* As it stands in the database. */
struct stored_digest {
    uint8_t b[STORED_DIGEST_BYTES];
};
struct key {
    uint8_t b[KEY_BYTES];
};
struct salt {
    uint8_t b[SALT_BYTES];
};

struct digest crypto_digest(enum suite suite, const void *p, size_t n);
/* Digest of several parts, one after the other. */
struct digest crypto_digest_parts(enum suite suite, const struct str *parts, size_t n);
struct digest crypto_hmac(enum suite suite, const struct key *k, const void *p, size_t n);
struct stored_digest crypto_stored(enum suite suite, struct digest d);
/* Constant-time. */
bool crypto_equal(const void *a, const void *b, size_t n);
void crypto_wipe(void *p, size_t n);

/* Streaming digest. */
struct hasher;
struct hasher *hasher_new(enum suite suite);
void hasher_add(struct hasher *h, const void *p, size_t n);
struct digest hasher_end(struct hasher **h); /* frees */

/* Random bytes from the system; aborts when there are none. Thread-safe. */
void crypto_random(void *p, size_t n);

/* commitment = digest(0x02 || salt || content): hides and binds the content; without the salt it
 * says nothing about it. */
struct stored_digest crypto_commit(enum suite suite, const struct salt *salt, struct str content);

/* Authenticated encryption. Sealed form: suite byte, 4-byte key version (big endian), 12-byte
 * nonce, ciphertext, 16-byte tag. `context` is bound but not stored: what the bytes are for
 * ("subject_number:<id>"), so that one sealed value cannot stand in another's place. */
struct str crypto_seal(struct arena *a, enum suite suite, const struct key *k, uint32_t key_version,
                       struct str plain, struct str context);
/* ERR_CRYPTO when altered, of another key, suite or context. */
enum err crypto_open(struct arena *a, const struct key *k, struct str sealed, struct str context,
                     struct str *plain_r) GX_MUST_CHECK;
/* The key version a sealed value names; 0 when it is no sealed value. */
uint32_t crypto_sealed_key_version(struct str sealed);

/* Ed25519. secret is the 32-byte seed. */
struct sign_key {
    uint8_t secret[32], public[32];
};
void sign_key_new(struct sign_key *k);
void sign_key_from_secret(struct sign_key *k, const uint8_t secret[32]);
void crypto_sign(const struct sign_key *k, const void *p, size_t n, uint8_t out[SIGNATURE_BYTES]);
bool crypto_verify(const uint8_t public[32], const void *p, size_t n,
                   const uint8_t sig[SIGNATURE_BYTES]);

/* Argon2id (t=2, m=19 MiB, p=1), encoded form "$argon2id$…". */
char *password_hash(struct arena *a, const char *password);
bool password_verify(const char *encoded, const char *password);

#endif
