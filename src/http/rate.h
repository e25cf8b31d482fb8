/* rate.h: token buckets in fixed memory, found by a keyed digest of whatever is limited (an address,
 * an API key, a login). Thread-safe.
 *
 * A bucket holds at most `burst` tokens and gains `per_minute` of them a minute. When the table is
 * full the bucket nearest to full gives way: whoever is being held back stays held back. */
#ifndef HTTP_RATE_H
#define HTTP_RATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct rate;
struct rate_rule {
    unsigned burst;
    unsigned per_minute;
};
/* buckets is rounded up to a power of two, at least 64; 24 bytes each. */
struct rate *rate_new(size_t buckets);
void rate_free(struct rate **r);
/* Takes one token of the bucket (kind, key) at monotonic time ticks (clock_ticks). False when there
 * is none: *wait_s_r is then the number of seconds until there is one. kind keeps limits apart. */
bool rate_take(struct rate *r, struct rate_rule rule, int kind, struct str key, int64_t ticks,
               unsigned *wait_s_r);
/* Gives the bucket all its tokens back (a sign-in that succeeded). */
void rate_clear(struct rate *r, int kind, struct str key);
/* The part of an address that is limited: IPv4 whole, IPv6 the first 64 bits. out holds 46 bytes. */
void rate_address(const char *address, char out[46]);

#endif
