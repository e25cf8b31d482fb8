/* cause.h: what is done to somebody's records, and on what account. Every effect names the clause that
 * makes it (HH-64, AS-49): no room below the cases does anything to a record or list entry without. */
#ifndef REGISTRY_CAUSE_H
#define REGISTRY_CAUSE_H

#include <stdint.h>

#include "base/date.h"
#include "law/vocab.h"

/* What a case, a mark, a hold, a measure rests on. */
struct target {
    enum word kind; /* W_TARGET_RECORD, W_TARGET_LIST_ENTRY, W_TARGET_SUBJECT, W_TARGET_UNIT … */
    int64_t subject_id; /* 0: not about a subject */
    int64_t id;         /* of the record, entry, unit …; of a subject: its own */
};

struct cause {
    int64_t case_id; /* 0: time itself, or an act outside a case */
    const char *jurisdiction;
    const char *policy_label; /* edition under which it happens: a case keeps its own */
    const char *clause;       /* "HH-50"; "default" for a product default; never NULL */
    const char *reason;       /* for people; NULL where the act says it all */
    struct date day;          /* legal day of the act */
};

#endif
