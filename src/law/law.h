/* law.h: the adopted editions as one immutable snapshot, carried by a ctx.
 *
 * The registry builds a new snapshot after each adoption from its rows and swaps it; a running
 * request keeps the one it began with. Nothing here reads files: what is not adopted does not
 * exist. */
#ifndef LAW_LAW_H
#define LAW_LAW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"
#include "law/policy.h"

struct calendar; /* law/calendar.h */

/* One adoption. */
struct law_edition {
    const struct policy *policy;
    struct date first_day;    /* as adopted; policy.valid_from when the text gives it */
    struct date last_day;     /* DATE_NONE: no end; else by policy.valid_for, inclusive */
    const char *continued_by; /* citation of recorded continued use, or NULL */
    struct date continued_from, continued_until; /* DATE_NONE: without end */
};

struct law_builder;
struct law_builder *law_builder_new(struct arena *a);
/* The edition takes effect on first_day and holds until a later edition of the same place does. */
void law_builder_add_policy(struct law_builder *b, const struct policy *p, struct date first_day);
/* Recorded continued use past the end (CZ-169, AM-50), for the place. */
void law_builder_continue(struct law_builder *b, const char *place, const char *citation,
                          struct date from, struct date until);
void law_builder_calendar(struct law_builder *b, const struct calendar *c);
void law_builder_home(struct law_builder *b, const char *place);
/* The snapshot lives in the builder's arena; what was added must live as long. */
const struct law *law_builder_end(struct law_builder *b);

const char *law_home(const struct law *l);
const struct calendar *law_calendar(const struct law *l);
/* The edition that governs the place on the day: the latest whose first day is not after it (also
 * past its end); NULL before the first, or for an unknown place. */
const struct law_edition *law_edition(const struct law *l, const char *place, struct date day);
/* Its policy, or NULL. */
const struct policy *law_policy(const struct law *l, const char *place, struct date day);
/* An edition by its name "cangzhou@0123456789ab": cases keep theirs. NULL when never adopted. */
const struct policy *law_policy_edition(const struct law *l, const char *edition);
/* W_FORCE_…: before (also for an unknown place), in_force, continued, past. */
enum word law_force(const struct law *l, const char *place, struct date day);
/* Whether new cases and submissions are taken on the day: in force or continued. When not,
 * *basis_r (may be NULL) gets what the refusal cites: the pack's after_end, or NULL before force. */
bool law_takes_new(const struct law *l, const char *place, struct date day,
                   const struct basis **basis_r);
/* Places with at least one edition, in the order of adoption. */
size_t law_places(const struct law *l, const char *const **places_r);

#endif
