/* Notes of strangers: nothing but our own signature opens one, and what opens parses as what was signed. */
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "ledger/checkpoint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *a = arena_new();
    struct str text = {(const char *)data, size}, signed_text;
    uint8_t seed[32] = {7};
    struct sign_key key;
    struct checkpoint c;
    sign_key_from_secret(&key, seed);
    if (checkpoint_parse(a, text, &c)) {
        BUG_IF(c.size < 0 || !c.origin[0]);
        if (strlen(c.origin) < 1000) {
            struct checkpoint again;
            char *note = checkpoint_sign(a, &key, c.origin, c.size, c.root);
            BUG_IF(!checkpoint_parse(a, str_of(note), &again) || again.size != c.size);
            BUG_IF(!note_open(a, str_of(note), c.origin, key.public, &signed_text));
        }
    }
    BUG_IF(note_open(a, text, "gongxin.example/heihe/facts", key.public, &signed_text) &&
           !str_starts(signed_text, "gongxin.example/heihe/facts\n"));
    arena_free(&a);
    return 0;
}
