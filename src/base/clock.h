/* clock.h: what time it is, as an argument. Only clock_system reads the machine's clock.
 *
 * A test clock is a file holding "INSTANT REAL": the time is INSTANT plus what has really passed
 * since REAL. It exists only in a directory made with --test-clock. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/attr.h"
#include "base/date.h"
#include "base/err.h"

struct clock {
    struct instant (*now)(const struct clock *c);
    const char *path; /* of a test clock, else NULL */
};

extern const struct clock clock_system;
/* A clock that stands still at t; for pure tests. */
struct clock_fixed {
    struct clock clock;
    struct instant t;
};
struct clock_fixed clock_fixed_at(struct instant t);
/* A clock read from the file at path (which must outlive it) at every call. While there is no file
 * it tells the machine's time; so does one that cannot be read, and an event is logged. */
struct clock clock_file(const char *path);
enum err clock_file_set(const char *path, struct instant t) GX_MUST_CHECK;

struct instant clock_now(const struct clock *c);
struct date clock_today(const struct clock *c); /* the day in China */
/* Monotonic microseconds, for measuring only. */
int64_t clock_ticks(void);

#endif
