/* authorisation.h: a subject's leave for one unit to look, for one purpose (CZ-71, CZ-72, CZ-76,
 * CZ-78, HH-12, AS-71).
 *
 * It names subject, unit, purpose, items, days and, where limited, the number of uses; its evidence
 * lies sealed on file. It can be revoked at any time by the subject or whoever registered it. The
 * use of a limited one is a fact of its own, committed before the look with the request's
 * idempotency key: a repeated request is one use. Onward transfer is never part of it: that is a
 * consent of its own (AS-72, consent.h). */
#ifndef DISCLOSURE_AUTHORISATION_H
#define DISCLOSURE_AUTHORISATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "disclosure/decide.h"

struct query_subject; /* disclosure/query.h */

struct authorisation {
    int64_t subject_id, authorisation_id;
    int64_t unit_id;
    const char *unit_name; /* out */
    const char *jurisdiction;
    const char *purpose;
    const char *const *items; /* n_items 0: all */
    size_t n_items;
    struct date from, to;
    int64_t uses;             /* most uses; 0: not limited */
    int64_t uses_made;        /* out */
    int64_t evidence_id;      /* 0: none */
    int64_t by_user, by_unit; /* out: who registered it */
    struct instant at;        /* out */
    bool revoked;             /* out */
    struct instant revoked_at;
    const char *revoked_reason;
    int64_t version;
};

/* Registers one for ctx->actor: clerks of the unit itself, the operator, window staff, and subjects
 * for their own. who is the subject by number and name, known or not (whom.h); NULL: in->subject_id.
 * ERR_EVIDENCE_MISSING with the pack's clause where it asks for writing; ERR_AUTHORISATION_DAYS;
 * ERR_FORBIDDEN for another unit. */
enum err authorisation_register(struct ctx *ctx, struct query_subject *who,
                                struct authorisation *in) GX_MUST_CHECK;
/* ERR_NOT_FOUND when there is none (also for one that is none of the actor's business),
 * ERR_REASON_MISSING, ERR_AUTHORISATION_INVALID when revoked already. */
enum err authorisation_revoke(struct ctx *ctx, int64_t subject_id, int64_t authorisation_id,
                              const char *reason) GX_MUST_CHECK;
/* NULL when there is none. */
enum err authorisation_get(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                           int64_t authorisation_id, struct authorisation **a_r) GX_MUST_CHECK;
/* By id alone; for pages and commands that have no subject yet. NULL when there is none. */
enum err authorisation_find(struct ctx *ctx, struct db_session *s, int64_t authorisation_id,
                            struct authorisation **a_r) GX_MUST_CHECK;
enum err authorisation_list_subject(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                                    struct authorisation **list_r, size_t *n_r) GX_MUST_CHECK;
/* Of a unit, newest first, older than `before` (0: from the newest). */
enum err authorisation_list_unit(struct ctx *ctx, struct db_session *s, int64_t unit_id,
                                 int64_t before, size_t most, struct authorisation **list_r,
                                 size_t *n_r) GX_MUST_CHECK;

/* Whether it may be used by the unit on the day for the purpose: ERR_AUTHORISATION_INVALID (not
 * there, of another unit, revoked, outside its days), ERR_AUTHORISATION_PURPOSE,
 * ERR_AUTHORISATION_USED, each with the pack's clause. a may be NULL. Uses are not counted here:
 * authorisation_use does. */
enum err authorisation_grant(struct ctx *ctx, const struct policy *p, const struct authorisation *a,
                             int64_t unit_id, const char *purpose, enum word subject,
                             struct date day, struct grant *grant_r) GX_MUST_CHECK;
/* Makes one use of a limited authorisation a fact. The same key again is the same use.
 * ERR_AUTHORISATION_USED when none is left, ERR_AUTHORISATION_INVALID when revoked meanwhile. */
enum err authorisation_use(struct ctx *ctx, const struct authorisation *a,
                           const char *key) GX_MUST_CHECK;

extern const struct db_stmt authorisation_stmts[];

#endif
