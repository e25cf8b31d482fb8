/* feedback.h: what a unit decided in an act, and whether, why and how a measure was applied in it:
 * 联合奖惩案例 (CZ-62, CZ-92, ZC-40), and what financial institutions did of their own (CZ-116,
 * CZ-117).
 *
 * The check decides nothing; the unit does, and says here who decided, what, whether the measure was
 * applied or not and why, and whether the standing of the subject was a condition or a reference.
 * The subject is told, with the basis, the remedies and the way to object. A measure that was
 * applied although it was suspended or had ended is recorded as what it is and told to the operator:
 * a fact that happened is not refused (AS-68). */
#ifndef MEASURES_FEEDBACK_H
#define MEASURES_FEEDBACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "law/vocab.h"
#include "registry/cause.h"

struct query_subject; /* disclosure/query.h */

enum feedback_use { FEEDBACK_CONDITION, FEEDBACK_REFERENCE };
const char *feedback_use_word(enum feedback_use u);

struct feedback {
    int64_t subject_id, feedback_id;         /* out */
    const char *jurisdiction, *policy_label; /* out */
    int64_t unit_id;                         /* out: of the actor */
    const char *unit_name;                   /* out */
    int64_t applied_id;                      /* 0: an act of the unit's own */
    int64_t measure_id;                      /* out */
    struct target about;                     /* out of feedback_make: what the measure rests on */
    enum word kind;                          /* W_MEASURE_…; out when applied_id */
    const char *scene;                       /* id of the pack, "" */
    enum feedback_use used_as;
    bool applied;
    const char *act, *reason, *basis, *decided_by;
    struct date decided;
    int64_t look_id;                      /* the check it follows; 0 */
    const char *against, *against_clause; /* out: "" in order */
    struct instant at;                    /* out */
};

/* By the unit that acted. ERR_MEASURE_FEEDBACK with the field, ERR_MEASURE_UNIT for another unit's
 * measure, ERR_QUERY_SCENE, ERR_NOT_FOUND. */
enum err feedback_make(struct ctx *ctx, const struct query_subject *who,
                       struct feedback *in) GX_MUST_CHECK;
/* Of a unit, newest first, older than `before`. */
enum err feedback_list_unit(struct ctx *ctx, struct db_session *s, int64_t unit_id, int64_t before,
                            size_t most, struct feedback **list_r, size_t *n_r) GX_MUST_CHECK;
/* About a subject, the latest first. */
enum err feedback_list(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                       struct feedback **list_r, size_t *n_r) GX_MUST_CHECK;

/* How often standing was used in each scene of a place, from day to day (CZ-112, ZC-40). */
struct feedback_count {
    const char *scene, *used_as, *kind, *outcome;
    int64_t n;
};
enum err feedback_counts(struct ctx *ctx, struct db_session *s, const char *place, struct date from,
                         struct date to, struct feedback_count **list_r, size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt feedback_stmts[];

#endif
