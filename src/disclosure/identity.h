/* identity.h: how a subject was identified, as facts: what its own view rests on.
 *
 * A natural person is identified by real name at a window, originals checked (CZ-77); an
 * organisation shows its own written proof (CZ-79). Whoever has an account of a subject got it on
 * such a check. */
#ifndef DISCLOSURE_IDENTITY_H
#define DISCLOSURE_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "db/db.h"
#include "disclosure/query.h"

struct identity_check {
    const char *originals; /* kinds of documents checked; never a number */
    int64_t evidence_id;   /* the unit's own written proof; 0 for persons */
};

/* Makes an account for a subject after the check: window staff or the operator. Of a person the name
 * must be the known one (ERR_SUBJECT_NAME). ERR_IDENTITY_PROOF with the pack's clause when the check
 * lacks what the pack asks for, ERR_LOGIN_TAKEN (the check then stays on file). The initial password
 * is said once. */
enum err identity_open_account(struct ctx *ctx, struct query_subject *subject, const char *login,
                               const struct identity_check *check, int64_t *user_r,
                               const char **password_r) GX_MUST_CHECK;
/* What is on file about the subject. */
enum err identity_on_file(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                          bool *real_name_r, bool *unit_proof_r) GX_MUST_CHECK;
/* A check at the window for one visit: what the pack asks for this kind of subject, or
 * ERR_IDENTITY_PROOF. */
enum err identity_at_window(struct ctx *ctx, enum word kind, const struct identity_check *check,
                            struct query_identified *identified_r) GX_MUST_CHECK;

extern const struct db_stmt identity_stmts[];

#endif
