#include "http/page.h"

#include <inttypes.h>
#include <string.h>

#include "base/bug.h"
#include "base/num.h"
#include "http/route.h"
#include "http/token.h"

/* A cursor before base64url: 16 bytes of check, then "i,i,i,i" and, when there is a text, ",text". */
enum {
    CHECK_BYTES = 16,
    TEXT_BYTES = 200,
    CURSOR_BYTES = CHECK_BYTES + PAGE_KEYS * 21 + TEXT_BYTES
};

static struct digest check_of(struct ctx *ctx, const struct request *rq, int64_t scope,
                              struct str key) {
    const char *bound = arena_printf(ctx->arena, "page:%s:%" PRId64 ":%.*s", rq->route->name, scope,
                                     (int)key.n, key.p);
    BUG_IF(rq->cursor_key == NULL);
    return crypto_hmac(SUITE_INTL, rq->cursor_key, bound, strlen(bound));
}

const char *page_next(struct ctx *ctx, const struct request *rq, int64_t scope,
                      const struct page_key *last) {
    BUG_IF(last->text != NULL && strlen(last->text) > TEXT_BYTES);
    const char *key =
        arena_printf(ctx->arena, "%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 "%s%s", last->i[0],
                     last->i[1], last->i[2], last->i[3], last->text == NULL ? "" : ",",
                     last->text == NULL ? "" : last->text);
    size_t n = strlen(key);
    struct digest d = check_of(ctx, rq, scope, str_of(key));
    char *bytes = arena_alloc(ctx->arena, CHECK_BYTES + n + 1);
    memcpy(bytes, d.b, CHECK_BYTES);
    memcpy(bytes + CHECK_BYTES, key, n);
    return token_encode(ctx->arena, bytes, CHECK_BYTES + n);
}

enum err page_open(struct ctx *ctx, const struct request *rq, int64_t scope, const char *cursor,
                   struct page_key *key_r) {
    uint8_t bytes[CURSOR_BYTES];
    size_t n = 0;
    *key_r = (struct page_key){0};
    if (!token_decode(str_of(cursor), bytes, sizeof bytes, &n) || n <= CHECK_BYTES)
        return fail_field(ctx, ERR_PAGE_CURSOR, "cursor", "cursor", NULL);
    struct str rest = {(const char *)bytes + CHECK_BYTES, n - CHECK_BYTES}, part;
    struct digest d = check_of(ctx, rq, scope, rest);
    if (!crypto_equal(d.b, bytes, CHECK_BYTES))
        return fail_field(ctx, ERR_PAGE_CURSOR, "cursor", "cursor", NULL);
    /* From here on it is our own text. */
    for (int i = 0; i < PAGE_KEYS; i++)
        BUG_IF(!str_split(&rest, ',', &part) || !num_i64(part, INT64_MIN, INT64_MAX, &key_r->i[i]));
    if (rest.p != NULL) key_r->text = arena_str(ctx->arena, rest);
    return OK;
}
