/* token.h: session tokens, CSRF tokens, cookies, bearer headers.
 *
 * A session token is 32 random bytes as 43 characters of base64url. The store keeps only its digest,
 * so that a reader of the database cannot sign in. The CSRF token is a keyed digest of the session
 * token: nothing to store, and another session's does not fit. */
#ifndef HTTP_TOKEN_H
#define HTTP_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/str.h"

enum { TOKEN_TEXT = 44 };

void token_new(char out[TOKEN_TEXT]);
/* What the store keeps; false when the text is no token. */
bool token_digest(struct str token, struct digest *digest_r);
void token_csrf(const struct key *k, struct str token, char out[TOKEN_TEXT]);

/* base64url without padding. */
char *token_encode(struct arena *a, const void *p, size_t n);
bool token_decode(struct str text, uint8_t *out_r, size_t cap, size_t *n_r);

/* The value of a cookie in a Cookie header (NULL: none), as a view; false when it is not there. */
bool cookie_get(const char *header, const char *name, struct str *value_r);
/* A Set-Cookie value: HttpOnly, SameSite=Strict, Path=/; Secure when asked. max_age_s 0 deletes it;
 * negative: until the browser closes. */
char *cookie_set(struct arena *a, const char *name, const char *value, bool secure,
                 int64_t max_age_s);

#endif
