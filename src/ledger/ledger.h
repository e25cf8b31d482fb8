/* ledger.h: the two logs of one data directory, opened.
 *
 * FACTS says every change of the platform's facts, LOOKS every answer, refusal and export. Both are Merkle logs
 * (RFC 6962, C2SP tlog-tiles, height 8). Entries are inserted by door.h and looks.h in the transaction of what they
 * say; seal.h alone gives them positions; checkpoint.h signs what is durable and publishes it outside the database.
 *
 * A store that has come back shorter than what was published, or that disagrees with it, is *blocked*: nothing is
 * appended (ERR_LEDGER_BEHIND) until recover.h has written a signed recovery statement, which opens a new epoch. */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/ctx.h"
#include "db/db.h"

enum ledger_log { LEDGER_FACTS, LEDGER_LOOKS, LEDGER_LOG_COUNT };
const char *ledger_log_word(enum ledger_log log); /* "facts", "looks" */

struct ledger; /* shared by all threads of the process; ctx->ledger */

struct ledger_config {
    const char *dir; /* data directory: checkpoints are published to DIR/checkpoints/ */
    const char *
        origin; /* the instance's name, "gongxin.example/heihe"; the logs append "/facts", "/looks" */
    const struct sign_key *key;
    const char *const
        *witnesses; /* further folders that hold the published checkpoints, e.g. a mount */
    size_t n_witnesses;
    enum suite suite;
    int64_t lease_us; /* how long a sealer's lease lasts; 0 = 10 s */
};

/* The statements of this room, for db_open. */
extern const struct db_stmt ledger_stmts[];

/* DIR/keys/ledger.key, 0600: one line "gongxin-ledger-key ed25519 BASE64(seed)". With create a missing
 * file is made; without, it is ERR_LEDGER_KEY, as is one that cannot be read. */
enum err ledger_key_load(struct ctx *ctx, const char *dir, bool create,
                         struct sign_key *key_r) GX_MUST_CHECK;

/* ctx->db must be open. Compares the store with what was published and blocks a log that is behind (this is not a
 * failure: the server starts, tells so and refuses to append). Writes DIR/keys/ledger.pub, one verifier
 * key a log, for who checks from outside. Does not set ctx->ledger. The config is copied. */
enum err ledger_open(struct ctx *ctx, const struct ledger_config *config,
                     struct ledger **ledger_r) GX_MUST_CHECK;
void ledger_close(struct ledger **ledger);

/* OK, or ERR_LEDGER_BEHIND. */
enum err ledger_check(struct ctx *ctx, enum ledger_log log) GX_MUST_CHECK;

/* State of a log as the store says. */
struct ledger_state {
    int64_t size;        /* sealed entries */
    int64_t epoch;       /* 1, raised by each recovery */
    int64_t fence;       /* of the sealer's lease */
    int64_t signed_size; /* of the newest checkpoint, 0 for none */
};
enum err ledger_state_read(struct ctx *ctx, enum ledger_log log,
                           struct ledger_state *state_r) GX_MUST_CHECK;

#endif
