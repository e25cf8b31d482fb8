/* whom.h: the subject that a paper names, found or made. For authorisations, consents and identity
 * checks: they may come before anything is recorded about the subject, and registering one must not
 * tell whether something is. */
#ifndef DISCLOSURE_WHOM_H
#define DISCLOSURE_WHOM_H

#include "base/ctx.h"
#include "db/db.h"
#include "disclosure/query.h"
#include "ledger/door.h"

/* who is checked (query_subject_check) and has a name. *other_name_r (may be NULL): the number is
 * known under other names only. */
enum err whom_find_or_make(struct ctx *ctx, struct door *door, struct db_session *s,
                           const struct query_subject *who, int64_t *subject_r,
                           bool *other_name_r) GX_MUST_CHECK;
/* query_subject_check, and that there is a name (field "subject.name"). */
enum err whom_check(struct ctx *ctx, struct query_subject *who) GX_MUST_CHECK;

#endif
