/* checkpoint.h: signed statements of a log's size and root: C2SP tlog-checkpoint in a C2SP signed-note, Ed25519.
 *
 *   ORIGIN/facts            (from the second epoch on ORIGIN/facts/epoch-N)
 *   SIZE
 *   BASE64(root)
 *
 *   — ORIGIN/facts BASE64(key id, signature)
 */
#ifndef LEDGER_CHECKPOINT_H
#define LEDGER_CHECKPOINT_H

#include "base/ctx.h"
#include "ledger/ledger.h"

struct checkpoint {
    const char *origin;
    int64_t size;
    struct digest root;
    const char *note; /* the whole signed text */
};

char *checkpoint_origin(struct arena *a, const char *instance, enum ledger_log log, int64_t epoch);
/* "NAME+KEYID+BASE64": what golang.org/x/mod/sumdb/note calls a verifier key. */
char *checkpoint_vkey(struct arena *a, const char *name, const uint8_t public[32]);

/* text must end with a newline; the result is the signed note. */
char *note_sign(struct arena *a, const struct sign_key *key, const char *name, const char *text);
/* True when the note carries a good signature of that name and key; *text_r is what was signed. */
bool note_open(struct arena *a, struct str note, const char *name, const uint8_t public[32],
               struct str *text_r);

char *checkpoint_sign(struct arena *a, const struct sign_key *key, const char *origin, int64_t size,
                      struct digest root);
/* False when text is no checkpoint. The signature is not looked at: note_open does that. */
bool checkpoint_parse(struct arena *a, struct str note, struct checkpoint *checkpoint_r);

/* The newest one in the store; ERR_NOT_FOUND when nothing was sealed yet. */
enum err checkpoint_latest(struct ctx *ctx, enum ledger_log log,
                           struct checkpoint *checkpoint_r) GX_MUST_CHECK;
/* Signs one for the log's durable size when the newest is smaller, stores it and publishes it to DIR/checkpoints and
 * the witnesses; publishes the newest again when a file lacks it. *new_r tells whether one was signed. */
enum err checkpoint_publish(struct ctx *ctx, enum ledger_log log, bool *new_r) GX_MUST_CHECK;

#endif
