/* ledger_state.h: what is inside struct ledger. For src/ledger. */
#ifndef LEDGER_LEDGER_STATE_H
#define LEDGER_LEDGER_STATE_H

#include <pthread.h>
#include <stdatomic.h>

#include "ledger/ledger.h"

struct ledger {
    struct arena *arena; /* of the process; after ledger_open only under mutex */
    struct ledger_config config;
    struct sign_key key;
    int64_t holder; /* names this process in a sealer's lease */

    atomic_bool blocked[LEDGER_LOG_COUNT];
    atomic_bool swept; /* every month of looks was looked through since the process began */
    /* One thread of the process seals a log at a time: the lease tells processes apart, not threads. Two of them would
     * read each other's half-done batches under read committed. Never held together with `mutex` from outside. */
    pthread_mutex_t sealing[LEDGER_LOG_COUNT];
    bool leased[LEDGER_LOG_COUNT]; /* this process has taken the lease; under `sealing` */
    pthread_mutex_t mutex;         /* guards the rest */
    struct published {
        int64_t epoch, size; /* of the newest checkpoint known to stand outside; 0 for none */
    } published[LEDGER_LOG_COUNT];
    int64_t purged_size; /* of looks, when its consumed rows are known to be gone; -1 unknown */
    int64_t *months;     /* of looks, 202611: those this process has appended to */
    size_t n_months, cap_months;
};

/* Told by looks_append, before the entries are durable; never forgotten, so that a commit however late is found. */
void ledger_touch_month(struct ledger *l, int64_t month);

/* The row of a log, in one read session. */
struct log_row {
    int64_t size, epoch, holder, lease_until, fence;
    struct str consumed;
};
enum err log_row_read(struct ctx *ctx, struct db_session *s, enum ledger_log log,
                      struct log_row *row_r) GX_MUST_CHECK;

/* Folders with published checkpoints: DIR/checkpoints, then the witnesses. */
size_t published_folders(const struct ledger *l);
const char *published_folder(const struct ledger *l, struct arena *a, size_t i);
/* Compares the store with every published checkpoint and blocks or unblocks the log. `seen_r` (may be NULL) is the
 * newest published one, consistent_r whether the store is a beginning of it. */
struct checkpoint;
enum err published_compare(struct ctx *ctx, struct ledger *l, enum ledger_log log,
                           struct checkpoint *seen_r, bool *consistent_r) GX_MUST_CHECK;

/* Writes the recovery statement of the log's epoch into the folders that lack it. */
enum err recovery_publish(struct ctx *ctx, struct ledger *l, enum ledger_log log) GX_MUST_CHECK;

#endif
