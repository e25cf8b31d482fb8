/* log.h: operational events, one JSON line each on standard error (or a file).
 *
 * An event has a name ("http.request"), a level and fields. No name or number of a person ever
 * goes in; where one must be told apart, use log_person (a keyed digest, first 12 hex digits).
 * Thread-safe. Not the audit trail: that is the ledger. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/ctx.h"
#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* fmt is a list of "name=%s"-like pairs separated by spaces, e.g.
 *     log_event(ctx, LOG_INFO, "import.done", "rows=%d accepted=%d", rows, accepted);
 * %s %d %ld %lld %u %lu %llu %zu %x only; a value without % stands as it is. ctx may be NULL. Lines
 * end at 4 KiB; a longer one loses its last fields and says "cut":true. */
void log_event(const struct ctx *ctx, enum log_level level, const char *event, const char *fmt, ...)
    GX_PRINTF(4, 5);
/* How a person's number is told apart in a log: 12 hex digits of its keyed digest. */
#define LOG_PERSON_TEXT 13
void log_person(const struct key *k, struct str number, char out[LOG_PERSON_TEXT]);
void log_set_level(enum log_level level);
/* Sends lines to the file descriptor; the default is 2. */
void log_set_fd(int fd);

#endif
