/* say.h: what the files of measures share: a leaf of an act on somebody's account, telling somebody,
 * whose text is empty. */
#ifndef MEASURES_SAY_H
#define MEASURES_SAY_H

#include <stdbool.h>

#include "base/json.h"
#include "db/db.h"
#include "ledger/door.h"
#include "registry/cause.h"

/* Of ctx->actor, under the cause's clause, day, place and edition. The clause lives as long as the
 * leaf is used: it points into the cause. */
struct leaf say_leaf(const struct ctx *ctx, enum ledger_event event, const struct cause *cause);

/* The cause of an act outside a case, under the law in force there today. ERR_NOT_ADOPTED. */
enum err say_cause(struct ctx *ctx, const char *place, const char *clause, const char *reason,
                   struct cause *cause_r) GX_MUST_CHECK;

/* What has no template of the pack goes out as a bare message: whom to tell, and of what; never who
 * somebody is. */
struct say_tell {
    const char *topic;           /* "measure.suspended" */
    int64_t subject_id, unit_id; /* to whom; the other one 0 */
    int64_t object_id;           /* entry, applied measure, feedback, link */
    int64_t about_id;            /* what it rests on: record, entry; 0 none */
    const char *word;            /* one enumeration more, or NULL */
};
enum err say_tell(struct ctx *ctx, struct door *d, struct db_session *s, const struct cause *cause,
                  const struct say_tell *tell) GX_MUST_CHECK;

/* A notice from the pack's template of that kind, to a subject or into a unit's queue. */
struct notice_new; /* notices/notice.h */
enum err say_notice(struct ctx *ctx, struct door *d, struct db_session *s,
                    const struct cause *cause, const struct notice_new *in) GX_MUST_CHECK;

/* NULL, or nothing but blanks. */
bool say_blank(const char *text);

/* The place and the person's or unit's reach: the actor's own unit, or the operator and the
 * authority of the place. */
bool say_own_unit(const struct ctx *ctx, int64_t unit_id);
bool say_oversees(const struct ctx *ctx, const char *place);

struct db_value say_id(int64_t id); /* 0: null */

#endif
