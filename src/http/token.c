#include "http/token.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/num.h"

/* Standard base64 in b, turned into base64url without padding. */
static struct str url_form(struct buf *b, const void *p, size_t n) {
    buf_b64(b, p, n);
    struct str s = buf_finish(b);
    BUG_IF(s.p == NULL);
    while (s.n > 0 && s.p[s.n - 1] == '=')
        s.n--;
    for (size_t i = 0; i < s.n; i++) {
        if (b->p[i] == '+') b->p[i] = '-';
        if (b->p[i] == '/') b->p[i] = '_';
    }
    return s;
}

char *token_encode(struct arena *a, const void *p, size_t n) {
    struct buf b;
    buf_init(&b, n * 2 + 8);
    char *out = arena_str(a, url_form(&b, p, n));
    buf_free(&b);
    return out;
}

bool token_decode(struct str text, uint8_t *out_r, size_t cap, size_t *n_r) {
    struct buf b;
    buf_init(&b, text.n + 8);
    bool fine = text.n % 4 != 1;
    for (size_t i = 0; i < text.n && fine; i++) {
        char c = text.p[i];
        fine = c != '+' && c != '/' && c != '=';
        buf_putc(&b, c == '-' ? '+' : c == '_' ? '/' : c);
    }
    for (size_t i = text.n; i % 4 != 0; i++)
        buf_putc(&b, '=');
    fine = fine && num_b64(buf_finish(&b), out_r, cap, n_r);
    buf_free(&b);
    return fine;
}

static void encode_digest(const uint8_t bytes[DIGEST_BYTES], char out[TOKEN_TEXT]) {
    struct buf b;
    buf_init(&b, 2 * TOKEN_TEXT);
    struct str s = url_form(&b, bytes, DIGEST_BYTES);
    BUG_IF(s.n != TOKEN_TEXT - 1);
    memcpy(out, s.p, s.n);
    out[s.n] = '\0';
    crypto_wipe(b.p, b.n);
    buf_free(&b);
}

void token_new(char out[TOKEN_TEXT]) {
    uint8_t bytes[DIGEST_BYTES];
    crypto_random(bytes, sizeof bytes);
    encode_digest(bytes, out);
    crypto_wipe(bytes, sizeof bytes);
}

bool token_digest(struct str token, struct digest *digest_r) {
    uint8_t bytes[DIGEST_BYTES];
    size_t n = 0;
    if (token.n != TOKEN_TEXT - 1 || !token_decode(token, bytes, sizeof bytes, &n)) return false;
    *digest_r = crypto_digest(SUITE_INTL, bytes, n);
    crypto_wipe(bytes, sizeof bytes);
    return true;
}

void token_csrf(const struct key *k, struct str token, char out[TOKEN_TEXT]) {
    struct buf b;
    buf_init(&b, token.n + 8);
    buf_puts(&b, "csrf:");
    buf_putstr(&b, token);
    struct str s = buf_finish(&b);
    struct digest d = crypto_hmac(SUITE_INTL, k, s.p, s.n);
    buf_free(&b);
    encode_digest(d.b, out);
}

bool cookie_get(const char *header, const char *name, struct str *value_r) {
    struct str rest = str_of(header), pair, found;
    if (header == NULL) return false;
    while (str_split(&rest, ';', &pair)) {
        pair = str_trim(pair);
        if (!str_split(&pair, '=', &found) || !str_is(found, name) || pair.p == NULL) continue;
        if (pair.n >= 2 && pair.p[0] == '"' && pair.p[pair.n - 1] == '"')
            pair = (struct str){pair.p + 1, pair.n - 2};
        *value_r = pair;
        return true;
    }
    return false;
}

char *cookie_set(struct arena *a, const char *name, const char *value, bool secure,
                 int64_t max_age_s) {
    const char *age = max_age_s < 0 ? "" : arena_printf(a, "; Max-Age=%" PRId64, max_age_s);
    return arena_printf(a, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", name, value,
                        secure ? "; Secure" : "", age);
}
