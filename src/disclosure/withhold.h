/* withhold.h: a look that its subject is not shown for a time, and misuses on record.
 *
 * Only under a citation of a rank that the pack allows (query.look_withheld), with an end date and by
 * two persons; afterwards it is shown, with the day it was withheld up to. Nothing in it is changed. */
#ifndef DISCLOSURE_WITHHOLD_H
#define DISCLOSURE_WITHHOLD_H

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "law/vocab.h"

/* ERR_LOOK_WITHHOLD (with the pack's clause) for a rank it does not allow, no citation, or an end
 * that is not after today or more than a year away (product default). ERR_LOOK_UNKNOWN. */
enum err withhold_propose(struct ctx *ctx, int64_t look_id, struct date until, const char *citation,
                          enum word rank) GX_MUST_CHECK;
/* ERR_SECOND_PERSON when it is the first one; ERR_LOOK_UNKNOWN when nothing was proposed. */
enum err withhold_confirm(struct ctx *ctx, int64_t look_id) GX_MUST_CHECK;

struct withheld {
    int64_t look_id;
    struct date until;
};
/* Confirmed ones of a subject, those that have passed too. */
enum err withhold_list_subject(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                               struct withheld **list_r, size_t *n_r) GX_MUST_CHECK;
/* Enters that looks whose day has passed are shown again; for the worker. */
enum err withhold_end_due(struct ctx *ctx, size_t *n_r) GX_MUST_CHECK;
/* Whether a month still holds looks that were not shown. */
enum err withhold_in_month(struct ctx *ctx, int64_t month, bool *any_r) GX_MUST_CHECK;

/* A use outside the purpose given at query time (AS-29) or another breach (HH-14, JN-18). */
struct misuse {
    int64_t misuse_id, look_id, subject_id, unit_id, user_id;
    const char *what, *clause;
    int64_t by_user;
    struct instant at;
};
/* ERR_LOOK_UNKNOWN; ERR_INPUT_FORM for what is no clause ID. */
enum err misuse_record(struct ctx *ctx, int64_t look_id, const char *what, const char *clause,
                       int64_t *misuse_r) GX_MUST_CHECK;
/* Newest first, older than `before` (0: from the newest); unit_id 0: of all. */
enum err misuse_list(struct ctx *ctx, int64_t unit_id, int64_t before, size_t most,
                     struct misuse **list_r, size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt withhold_stmts[];

#endif
