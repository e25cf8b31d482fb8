/* applied.h: which measure is applied to whom, on what account: a record in force or a list entry
 * (AS-68, CZ-92, JN-31, JN-32).
 *
 * Only the unit that the register names as the implementing one applies a measure (JN-33), and only
 * on a target that is in force on the day. Entries of a list for which the register has measures
 * bring them along. A linked person is a subject of its own: the row stands under the person, the
 * target under the organisation (JN-36). Whether a row applies on a day is never stored: standing.h
 * says so at the moment it is asked. */
#ifndef MEASURES_APPLIED_H
#define MEASURES_APPLIED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "ledger/door.h"
#include "registry/cause.h"

struct list_entry;    /* measures/list_entry.h */
struct query_subject; /* disclosure/query.h */

struct applied {
    int64_t subject_id, applied_id; /* whom; applied_id: out */
    int64_t measure_id, measure_version;
    enum word kind;                          /* out */
    const char *name;                        /* out: of the measure */
    int64_t unit_id;                         /* executing unit; out */
    const char *unit_name;                   /* out */
    const char *jurisdiction, *policy_label; /* out */
    struct target target;
    int64_t link_id; /* of a linked person; 0 */
    const char *citation, *reason;
    struct date from, to;                /* to: DATE_NONE as long as the target stands */
    struct date executed, ended;         /* out */
    const char *end_reason, *end_clause; /* out */
    int64_t end_case, version;           /* out */
    struct instant at;                   /* out */
};

/* A unit applies a measure of its own. who: the subject of the target by number, checked;
 * ERR_MEASURE_UNIT, ERR_MEASURE_TARGET, ERR_MEASURE_LINKED, ERR_MEASURE_STANDS, each with the clause
 * or "default". */
enum err applied_make(struct ctx *ctx, const struct query_subject *who,
                      struct applied *in) GX_MUST_CHECK;
/* The executing unit ends its own, with a reason. ERR_NOT_FOUND. */
enum err applied_lift(struct ctx *ctx, int64_t subject_id, int64_t applied_id,
                      const char *reason) GX_MUST_CHECK;

/* What a new entry brings along, for its subject and its linked persons. */
enum err applied_by_list(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct list_entry *entry, const struct cause *cause) GX_MUST_CHECK;
/* Ends what rests on the target. */
enum err applied_end(struct ctx *ctx, struct door *d, struct db_session *s, const struct target *t,
                     bool punishments, bool incentives, const struct cause *cause) GX_MUST_CHECK;
/* Ends one of them. */
enum err applied_end_one(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct applied *a, const struct cause *cause) GX_MUST_CHECK;
/* Tells every unit that carries out a measure resting on the target, by its queue: `what` is one
 * word: suspended, resumed, ended, changed. Those that this act or this case has ended are told too. */
enum err applied_tell(struct ctx *ctx, struct door *d, struct db_session *s, const struct target *t,
                      const char *what, const struct cause *cause) GX_MUST_CHECK;
/* What such a word says to people, Chinese. */
const char *applied_change(const char *what);
/* A punishment resting on it was carried out. */
enum err applied_executed(struct ctx *ctx, struct db_session *s, const struct target *t,
                          bool *executed_r) GX_MUST_CHECK;
/* The unit carries out a measure resting on it. */
enum err applied_executes(struct ctx *ctx, struct db_session *s, const struct target *t,
                          int64_t unit_id, bool *r) GX_MUST_CHECK;
/* It was carried out on the day: part of a feedback. */
enum err applied_carried_out(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                             int64_t applied_id, struct date day) GX_MUST_CHECK;

/* NULL when there is none. */
enum err applied_get(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t applied_id,
                     struct applied **a_r) GX_MUST_CHECK;
/* On a subject, the latest first, ended ones too. */
enum err applied_list(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                      struct applied **list_r, size_t *n_r) GX_MUST_CHECK;
/* Resting on a target. */
enum err applied_on(struct ctx *ctx, struct db_session *s, const struct target *t,
                    struct applied **list_r, size_t *n_r) GX_MUST_CHECK;
/* Carried out by a unit, newest first, older than `before`. */
enum err applied_list_unit(struct ctx *ctx, struct db_session *s, int64_t unit_id, int64_t before,
                           size_t most, struct applied **list_r, size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt applied_stmts[], applied_read_stmts[];

#endif
