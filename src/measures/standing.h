/* standing.h: whether a measure that was applied applies on a day, and why not. Pure.
 *
 * One function for every answer about measures. Its rows, in this order:
 *
 *   lifted          it was ended itself                                        ended
 *   withdrawn       the measure left the register                              ended
 *   no basis        the record is archived, withdrawn, revoked or deleted, or
 *                   the entry has been left (AS-68, JN-54)                     ended
 *   out of term     past the record's disclosure term (JN-31), the entry's or
 *                   the measure's last day                                     out_of_term
 *   office over     the linked person no longer holds the office (JN-36)       ended
 *   not begun       its first day has not come                                 not_begun
 *   done            carried out once, and once is all                          done
 *   held            a suspension of its kind is open on the target
 *                   (HH-60, JN-69)                                             suspended
 *   else                                                                       applies
 *
 * So a suspension never brings back what has ended. */
#ifndef MEASURES_STANDING_H
#define MEASURES_STANDING_H

#include "law/policy.h"
#include "measures/applied.h"
#include "measures/hold.h"
#include "measures/list_entry.h"
#include "measures/measure.h"
#include "registry/record.h"

enum standing_of_measure {
    MEASURE_APPLIES,
    MEASURE_SUSPENDED,
    MEASURE_ENDED,
    MEASURE_OUT_OF_TERM,
    MEASURE_NOT_BEGUN,
    MEASURE_DONE
};
const char *measure_standing_word(enum standing_of_measure s);
const char *measure_standing_name(enum standing_of_measure s); /* Chinese */

struct measure_case {
    const struct policy *policy; /* of the measure's place, on the day */
    const struct applied *applied;
    const struct measure *measure;  /* the version that holds; NULL: gone */
    const struct record *record;    /* the target, when it is a record; NULL: gone */
    const struct list_entry *entry; /* the target, when it is an entry; NULL: gone */
    struct date link_to;            /* of a linked person's office; DATE_NONE while it lasts */
    const struct hold *holds;       /* open ones of the target's subject */
    size_t n_holds;
    struct date day;
};
struct measure_standing {
    enum standing_of_measure is;
    const char *clause; /* what says so; "default" for a product default; never NULL */
    const char *why;    /* one Chinese sentence; NULL when it applies */
    struct date since;  /* of a suspension or end, where one day says it; DATE_NONE */
};
struct measure_standing measure_standing(const struct measure_case *c);

/* The half of it that is about the target alone: whether a measure can rest on it on the day. */
struct measure_standing measure_target_standing(const struct measure_case *c);

#endif
