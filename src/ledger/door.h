/* door.h: the one door. Whatever changes the platform's facts goes through door_run.
 *
 * In one transaction the function changes the state and says, with door_leaf, what it changed; as the transaction's
 * last act the entries get their numbers and are inserted. Either all of it is durable or nothing happened. A function
 * that returns OK without a leaf has changed facts in silence: that is our bug and aborts, unless it has said
 * door_nothing (then whatever it wrote is rolled back). */
#ifndef LEDGER_DOOR_H
#define LEDGER_DOOR_H

#include "base/ctx.h"
#include "db/db.h"
#include "ledger/leaf.h"
#include "ledger/ledger.h"

struct door;
/* May run more than once (a retry starts with an empty door): touches only the session, its own result struct and
 * ctx->arena. */
typedef enum err door_fn(struct ctx *ctx, struct door *door, struct db_session *s, void *arg);

/* Runs fn and returns after its change and its entries are durable. The error of fn, ERR_LEDGER_BEHIND when the log
 * is blocked, or an error of the database; nothing is written then (ERR_DB_OUTCOME_UNKNOWN: unknown). */
enum err door_run(struct ctx *ctx, const char *name, enum db_priority priority, door_fn *fn,
                  void *arg) GX_MUST_CHECK;

/* What must become durable together with the first change of a request and not otherwise: the mark of its
 * idempotency key. ctx->rider, when set, is written inside that transaction; `done` says that it is durable. */
struct rider {
    enum err (*write)(struct ctx *ctx, struct db_session *s, void *arg);
    void *arg;
    bool done;
};

/* Adds one entry; call it as often as there are changes. The leaf is read at once. */
void door_leaf(struct door *door, const struct leaf *leaf);
/* The instant of this run: stands in every entry and in the rows that belong to it. */
struct instant door_now(const struct door *door);
/* The function found nothing to change (a repeated request): its writes are rolled back, door_run returns OK. */
void door_nothing(struct door *door);

#endif
