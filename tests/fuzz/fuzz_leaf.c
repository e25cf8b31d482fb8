/* The verifier's reader takes no leaf that our JSON reader does not take, and both read the same numbers in it. */
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/json.h"
#include "base/num.h"

#include "../../src/verify/entry.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int64_t id_of(const struct json *j, const char *name) {
    const char *text = json_get_text(j, name);
    int64_t v = 0;
    if (text) BUG_IF(!num_i64(str_of(text), 1, INT64_MAX, &v));
    return v;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = {(const char *)data, size};
    struct entry e;
    if (!entry_read(text, &e)) return 0;
    struct arena *a = arena_new();
    const struct json *j = json_parse(a, text, (struct json_limits){1 << 20, 24}, NULL);
    BUG_IF(!j || j->type != JSON_OBJECT);
    BUG_IF(id_of(j, "entry") != e.id || id_of(j, "object") != e.object);
    BUG_IF(id_of(j, "subject") != e.subject);
    BUG_IF(!str_is(e.event, json_get_text(j, "event")));
    const struct json *commits = json_get(j, "commit");
    BUG_IF((commits ? commits->count : 0) != e.n_commits);
    for (size_t i = 0; i < e.n_commits; i++) {
        struct stored_digest ours, theirs;
        size_t n;
        bool good = entry_commit(&e, i, &ours);
        BUG_IF(good !=
               (num_b64(e.commits[i], theirs.b, sizeof theirs.b, &n) && n == sizeof theirs.b));
        BUG_IF(good && memcmp(ours.b, theirs.b, sizeof ours.b) != 0);
    }
    arena_free(&a);
    return 0;
}
