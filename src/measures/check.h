/* check.h: the check at the point of use: which measures apply to this subject in this act (CZ-92,
 * HH-60, JN-31, JN-54, ZC-41, ZC-42).
 *
 * The order is that of a query: who asks and for what is checked; the subject is resolved and its
 * revision read with its measures; each is weighed on the day by one pure function (standing.h); the
 * look is durable; the revision is read again, and when it has moved everything is read anew. So no
 * answer says "applies" of a measure that is held at the moment the answer is true of.
 *
 * Measures that apply stand in one list, those suspended, ended or out of term apart with why and by
 * what clause. It is information and never a decision: who decides says so by feedback
 * (feedback.h). An asker is told of what rests on a record only when it could be given the record's
 * item. A unit knows what it carries out itself: of that it is told also where it could be given
 * nothing else of the subject. A subject asks about itself the same way. */
#ifndef MEASURES_CHECK_H
#define MEASURES_CHECK_H

#include "disclosure/query.h"
#include "measures/standing.h"

struct checked {
    const struct applied *applied;
    const struct measure *measure; /* NULL: no longer in the register */
    struct measure_standing standing;
    const char *item;      /* of a record, NULL */
    const char *list_type; /* of an entry, NULL */
    bool linked;           /* as a person linked to the listed organisation */
};
struct check_answer {
    int64_t look_id;
    struct instant at;
    const char *purpose, *scene;
    enum word kind;
    const char *document, *number; /* as it may be shown */
    int64_t subject_id;            /* for the rooms above; never shown */
    struct checked *rows;          /* those that apply first */
    size_t n, n_applying;
};
/* Refuses what query_one does. */
enum err measure_check(struct ctx *ctx, const struct query *q,
                       struct check_answer *answer_r) GX_MUST_CHECK;

#endif
