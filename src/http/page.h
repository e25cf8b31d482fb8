/* page.h: keyset pages. A page says where the next one begins, in a cursor its reader hands back
 * unread.
 *
 * A cursor is base64url of a small text with a keyed check over it, the route and the actor's own
 * scope word: it cannot be altered, moved to another route or used by somebody else. It never
 * holds a person's name or number: keys are ids, days and texts of organisations only. */
#ifndef HTTP_PAGE_H
#define HTTP_PAGE_H

#include <stdint.h>

#include "base/attr.h"
#include "base/ctx.h"
#include "http/input.h"
#include "http/request.h"

enum { PAGE_KEYS = 4, PAGE_LIMIT_DEFAULT = 50, PAGE_LIMIT_MAX = 200 };

/* What a list's input struct embeds, and its two rows:
 *     struct list_in { struct page_in page; … };
 *     INPUT_PAGE(struct list_in, page),  */
struct page_in {
    const char *cursor; /* NULL: the first page */
    int64_t limit;
};
#define INPUT_PAGE(st, m)                                                                          \
    INPUT_TEXT(st, m.cursor, "cursor", "翻页标记", .in = IN_QUERY, .max = 600,                     \
               .doc = "Opaque; the `next` of the page before."),                                   \
        INPUT_INT(st, m.limit, "limit", "每页条数", .in = IN_QUERY, .min = 1,                      \
                  .max = PAGE_LIMIT_MAX, .absent = PAGE_LIMIT_DEFAULT)

/* The key of the last row of a page, in the list's order. */
struct page_key {
    int64_t i[PAGE_KEYS];
    const char *text; /* NULL when the order has none; at most 200 bytes */
};

/* For jw_ktext(w, "next", …): the cursor in ctx->arena. scope binds it to a caller, e.g. his user
 * id; 0 for public lists. */
const char *page_next(struct ctx *ctx, const struct request *rq, int64_t scope,
                      const struct page_key *last);
/* ERR_PAGE_CURSOR for anything page_next did not make for this route and scope. */
enum err page_open(struct ctx *ctx, const struct request *rq, int64_t scope, const char *cursor,
                   struct page_key *key_r) GX_MUST_CHECK;

#endif
