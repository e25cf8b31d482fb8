/* What json_parse accepts has one canonical form, and reading that form again changes nothing. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bug.h"
#include "base/json.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str canonical(struct buf *b, const struct json *j) {
    struct json_writer w;
    buf_init(b, SIZE_MAX);
    jw_init(&w, b, true);
    jw_json(&w, j);
    return buf_finish(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct json_limits limits = {1 << 20, 24};
    struct json_error error = {0, 0, ""};
    struct arena *a = arena_new();
    const struct json *j = json_parse(a, (struct str){(const char *)data, size}, limits, &error);
    if (j == NULL) {
        BUG_IF(error.line < 1 || error.column < 1 || error.what[0] == '\0');
    } else {
        struct buf once, twice;
        struct str first = canonical(&once, j);
        BUG_IF(!utf8_valid(first, NULL));
        const struct json *again = json_parse(a, first, (struct json_limits){SIZE_MAX, 24}, NULL);
        BUG_IF(again == NULL || !str_eq(first, canonical(&twice, again)));
        buf_free(&once);
        buf_free(&twice);
    }
    arena_free(&a);
    return 0;
}
