/* leak.h: whom a leak concerns, and that they are told (HH-36…HH-39, AS-27; PIPL 57).
 *
 * The subjects are found from the looks that were answered or exported in the period to the unit, or to one account of it. Each is told
 * once a leak: an entry in the outbox (topic "incident.told") and in its own view. The incident itself, its measures, cause and plan, is
 * a case. */
#ifndef WATCH_LEAK_H
#define WATCH_LEAK_H

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"

struct leak {
    int64_t leak_id; /* out */
    int64_t unit_id, user_id;
    struct date from, to;
    const char *title, *actions;
    int64_t case_id;   /* 0: not opened yet */
    int64_t subjects;  /* out: how many were found and told */
    struct instant at; /* out */
};
/* Finds and tells. ERR_DATE for a period that is not over a year's length and in the past. */
enum err leak_tell(struct ctx *ctx, struct leak *in) GX_MUST_CHECK;
/* Of the actor's place, after an id. */
enum err leak_list(struct ctx *ctx, int64_t after, size_t most, struct leak **list_r,
                   size_t *n_r) GX_MUST_CHECK;
/* For the subject's own view: leaks that concern it. The reading is the caller's look. */
struct leak_told {
    int64_t leak_id, looks;
    const char *unit_name, *title, *actions;
    struct date from, to;
    struct instant first_at, told_at;
};
enum err leak_of_subject(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                         struct leak_told **list_r, size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt leak_stmts[];

#endif
