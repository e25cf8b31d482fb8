/* party.h: as whom somebody acts in a case: the roles of the regulation, laid over posts and units.
 *
 * The pack says which party may do what (CLAUSES 1.2); here it is said which parties the actor is in
 * this very case. Window staff act for a subject that stands before them, after its originals were
 * checked: the party is then the subject, the channel says window. */
#ifndef CASES_PARTY_H
#define CASES_PARTY_H

#include "base/ctx.h"
#include "cases/case.h"
#include "db/db.h"
#include "law/vocab.h"

/* The first party of `asked` that the actor is in this case, W_NONE when none. `for_subject`: window
 * staff act for the case's subject. */
enum err party_of(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                  struct words asked, bool for_subject, enum word *party_r) GX_MUST_CHECK;
/* Whether the actor may read the case at all: its subject, the units that have a say in it, operator,
 * authority and objection desk of the place, auditors. */
enum err party_sees(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                    bool *sees_r) GX_MUST_CHECK;
/* The unit of a party in this case: whom a notice goes to, who must meet a clock. 0 when the party is
 * the subject, several units or nobody known. */
enum err party_unit(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                    enum word party, int64_t *unit_r) GX_MUST_CHECK;
/* Which unit takes cases of the kind filed by a subject, by the pack's desks: `asked` names one (0: the
 * first there is). ERR_CASE_DESK when the pack does not know it as one, with the clause. */
enum err party_desk(struct ctx *ctx, struct db_session *s, const struct policy *p,
                    const struct policy_process *process, int64_t provider_id, int64_t asked,
                    int64_t *unit_r) GX_MUST_CHECK;

extern const struct db_stmt party_stmts[];

#endif
