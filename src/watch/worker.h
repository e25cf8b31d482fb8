/* worker.h: one page that lists every time-driven rule, and the thread that runs them.
 *
 * Correctness never waits for the worker: what a term has ended is not given out on the next morning whether it ran or
 * not. It seals, tidies, warns. A rule runs in at most one instance at a time (leases in the rooms that need one). */
#ifndef WATCH_WORKER_H
#define WATCH_WORKER_H

#include <stdbool.h>

#include "base/ctx.h"
#include "registry/app.h"

struct worker_rule {
    const char *name;
    int every_seconds;
    /* Does a bounded piece of work; *more_r when there is more to do at once. */
    enum err (*run)(struct ctx *ctx, bool *more_r);
    const char *summary;
};
extern const struct worker_rule worker_rules[]; /* ended by name NULL */

/* Runs every rule until none has more to do; what was there at the call and what the rules entered is sealed then,
 * by whichever instance (ERR_BUSY when another holds the lease and does nothing). The first error ends the run of its rule only; the last one is returned.
 */
enum err worker_run_until_idle(struct ctx *ctx) GX_MUST_CHECK;

struct worker;
/* A thread of its own that runs each rule when it is due. */
struct worker *worker_start(struct app *app);
void worker_stop(struct worker **w);

#endif
