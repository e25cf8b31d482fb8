#include "verify/note.h"

#include <string.h>

#include "base/num.h"

#define MARK "\xe2\x80\x94 "

static void id_of_key(struct str name, const uint8_t public[32], uint8_t id_r[4]) {
    struct hasher *h = hasher_new(SUITE_INTL);
    hasher_add(h, name.p, name.n);
    hasher_add(h, "\n\x01", 2);
    hasher_add(h, public, 32);
    struct digest d = hasher_end(&h);
    memcpy(id_r, d.b, 4);
}

bool trusted_parse(struct arena *a, struct str vkey, struct trusted *key_r) {
    struct str name, id, rest = str_trim(vkey);
    uint8_t want[4], got[4], key[33];
    size_t n;
    if (!str_split(&rest, '+', &name) || !str_split(&rest, '+', &id)) return false;
    if (!num_hex(id, got, sizeof got)) return false;
    if (!num_b64(rest, key, sizeof key, &n) || n != sizeof key || key[0] != 1) return false;
    id_of_key(name, key + 1, want);
    if (memcmp(want, got, sizeof want) != 0) return false;
    struct str instance = name;
    for (;;) { /* without /facts or /looks and what follows */
        size_t slash = instance.n;
        while (slash > 0 && instance.p[slash - 1] != '/')
            slash--;
        if (slash == 0) return false;
        struct str part = {instance.p + slash, instance.n - slash};
        instance.n = slash - 1;
        if (str_is(part, "facts") || str_is(part, "looks")) break;
    }
    memcpy(key_r->public, key + 1, 32);
    key_r->instance = arena_str(a, instance);
    return true;
}

bool note_text(struct str note, const char *name, const struct trusted *key, struct str *text_r) {
    size_t cut = note.n;
    while (cut > 1 && !(note.p[cut - 1] == '\n' && note.p[cut - 2] == '\n'))
        cut--;
    if (cut <= 1) return false;
    struct str text = {note.p, cut - 1}, rest = {note.p + cut, note.n - cut}, line;
    uint8_t id[4], sig[4 + SIGNATURE_BYTES];
    id_of_key(str_of(name), key->public, id);
    while (str_split(&rest, '\n', &line)) {
        size_t head = strlen(MARK) + strlen(name) + 1, n;
        if (line.n <= head || !str_starts(line, MARK)) continue;
        if (memcmp(line.p + strlen(MARK), name, strlen(name)) != 0 || line.p[head - 1] != ' ')
            continue;
        struct str b64 = {line.p + head, line.n - head};
        if (!num_b64(b64, sig, sizeof sig, &n) || n != sizeof sig) continue;
        if (memcmp(sig, id, 4) != 0) continue;
        if (!crypto_verify(key->public, text.p, text.n, sig + 4)) continue;
        *text_r = text;
        return true;
    }
    return false;
}

/* INSTANCE/LOG is the first epoch's origin, INSTANCE/LOG/epoch-N a later one's; 0 for anything else. */
static int64_t epoch_of(const char *origin, const char *log, const char *instance) {
    size_t i = strlen(instance), l = strlen(log);
    int64_t epoch;
    if (strncmp(origin, instance, i) != 0 || origin[i] != '/') return 0;
    if (strncmp(origin + i + 1, log, l) != 0) return 0;
    const char *rest = origin + i + 1 + l;
    if (*rest == '\0') return 1;
    if (strncmp(rest, "/epoch-", 7) != 0) return 0;
    return num_i64(str_of(rest + 7), 2, INT64_MAX, &epoch) ? epoch : 0;
}

bool signed_root_read(struct arena *a, struct str note, const char *log, const struct trusted *key,
                      bool signature, struct signed_root *root_r) {
    struct str rest = note, origin, size, root, text;
    size_t n;
    if (!str_split(&rest, '\n', &origin) || !str_split(&rest, '\n', &size) ||
        !str_split(&rest, '\n', &root))
        return false;
    if (!num_i64(size, 0, INT64_MAX, &root_r->size)) return false;
    if (!num_b64(root, root_r->root.b, DIGEST_BYTES, &n) || n != DIGEST_BYTES) return false;
    root_r->origin = arena_str(a, origin);
    root_r->epoch = epoch_of(root_r->origin, log, key->instance);
    if (root_r->epoch == 0) return false;
    return !signature || note_text(note, root_r->origin, key, &text);
}
