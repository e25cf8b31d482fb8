/* note.h: the verifier's own reading of signed notes, checkpoints and verifier keys. */
#ifndef VERIFY_NOTE_H
#define VERIFY_NOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/str.h"

/* Which Ed25519 key to believe: the same signs all logs and epochs of an instance. */
struct trusted {
    uint8_t public[32];
    const char *instance; /* "gongxin.example/heihe": every name it signs under begins so */
};
/* "NAME/facts+KEYID+BASE64"; false when it is malformed or its key id is wrong. */
bool trusted_parse(struct arena *a, struct str vkey, struct trusted *key_r);

/* The text of a note that the trusted key signed under `name`; false when it did not. */
bool note_text(struct str note, const char *name, const struct trusted *key, struct str *text_r);

struct signed_root {
    const char *origin;
    int64_t size, epoch;
    struct digest root;
};
/* A checkpoint of that log, signed by the trusted key. `signature` false: only its form is checked. */
bool signed_root_read(struct arena *a, struct str note, const char *log, const struct trusted *key,
                      bool signature, struct signed_root *root_r);

#endif
