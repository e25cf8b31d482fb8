/* idempotency.h: a request that was repeated is done once and answered the same.
 *
 * The key of a request is written in the transaction of its first change (ledger/door.h, rider), so that the change and
 * the key are durable together; the answer is kept right after. Answers are a cache, not facts: they are forgotten after
 * a week, and no answer that holds a secret or somebody's records is kept. */
#ifndef REGISTRY_IDEMPOTENCY_H
#define REGISTRY_IDEMPOTENCY_H

#include <stdbool.h>

#include "base/crypto.h"
#include "base/ctx.h"
#include "db/db.h"

extern const struct db_stmt idempotency_stmts[];

struct idempotency {
    int64_t owner_id; /* user */
    const char *key, *route;
    struct stored_digest request; /* over method, path and body */
};
struct idempotency_found {
    int status;        /* 0: the answer was not kept */
    const char *reply; /* JSON */
};

/* *there_r false when the key is new. ERR_KEY_REUSED when it stands for another request. */
enum err idempotency_find(struct ctx *ctx, const struct idempotency *id, bool *there_r,
                          struct idempotency_found *found_r) GX_MUST_CHECK;
/* Inside the change's transaction. ERR_CONFLICT when the same request is being done at this moment. */
enum err idempotency_mark(struct ctx *ctx, struct db_session *s,
                          const struct idempotency *id) GX_MUST_CHECK;
/* Afterwards. A failure to keep is not one of the request. */
void idempotency_keep(struct ctx *ctx, const struct idempotency *id, int status, struct str reply);
/* The worker's rule. */
enum err idempotency_forget(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;

#endif
