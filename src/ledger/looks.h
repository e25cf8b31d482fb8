/* looks.h: the log of answers. Its entries live in the months of the LOOKS store, its tiles and checkpoints among the
 * facts, where they outlive the months. */
#ifndef LEDGER_LOOKS_H
#define LEDGER_LOOKS_H

#include "base/ctx.h"
#include "db/db.h"
#include "ledger/leaf.h"
#include "ledger/ledger.h"

/* Appends n entries inside the caller's transaction on the LOOKS store of that month (db_tx). Call it last: the
 * entries' numbers are drawn here. One call for many leaves is cheaper than many calls. ERR_LEDGER_BEHIND when the
 * log is blocked: then there is no answer either. */
enum err looks_append(struct ctx *ctx, struct db_session *s, struct date month,
                      const struct leaf *leaves, size_t n) GX_MUST_CHECK;

/* Drops a month whose every entry is past its term: seals what is unsealed, enters looks.dropped (object YYYYMM) in
 * the facts log through the one door with the leaf's actor, basis and place, then removes the month. The tiles stay.
 * The current month is refused. */
enum err looks_drop_month(struct ctx *ctx, struct date month, const struct leaf *who) GX_MUST_CHECK;

#endif
