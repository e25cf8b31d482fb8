/* clock_set.h: moving the clock of a directory for tests; no other directory has such a door. */
#ifndef REGISTRY_CLOCK_SET_H
#define REGISTRY_CLOCK_SET_H

#include "base/ctx.h"

/* ERR_NOT_TEST outside directories made with --test-clock. The move itself is entered in the ledger, at the new time; where
 * that fails, the clock goes on as before. */
enum err clock_set(struct ctx *ctx, struct instant now) GX_MUST_CHECK;

#endif
