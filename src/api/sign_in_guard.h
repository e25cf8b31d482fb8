/* sign_in_guard.h: addresses from which too many sign-ins have failed in a row.
 *
 * Beside the lock of an account (registry/sign_in.c): whoever tries many logins from one place is held back there. In
 * memory, of fixed size; where it is full, the address whose last failure is oldest is forgotten. */
#ifndef API_SIGN_IN_GUARD_H
#define API_SIGN_IN_GUARD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/date.h"

struct sign_in_guard;
struct sign_in_guard *sign_in_guard_new(struct arena *a);
/* False while the address is locked. */
bool sign_in_guard_open(struct sign_in_guard *g, const char *address, struct instant now);
/* Counts a failure; at `most` in a row the address is locked until `until`. True when this one locked it. */
bool sign_in_guard_failed(struct sign_in_guard *g, const char *address, struct instant now,
                          int64_t most, struct instant until);
void sign_in_guard_succeeded(struct sign_in_guard *g, const char *address);

#endif
