/* adoption.h: how a pack or a calendar comes into force: checked, stored under its digest, entered in the ledger with
 * edition, first day, basis and two persons. The running program obeys adopted editions only; a file changed on disk
 * changes nothing.
 *
 * The first person proposes, another one confirms (ERR_SECOND_PERSON when it is the same). Each place's authority does
 * so for its own place; the home jurisdiction's for all, and for calendars (ERR_FORBIDDEN). */
#ifndef REGISTRY_ADOPTION_H
#define REGISTRY_ADOPTION_H

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "law/law.h"
#include "registry/app.h"

extern const struct db_stmt adoption_stmts[], law_holder_stmts[];

/* Checks the pack in a folder and stores it. ERR_POLICY_INVALID with every fault, one a line, in the detail;
 * ERR_ALREADY_ADOPTED; the same proposal made again by the same person while it waits gives the same edition.
 * first_day DATE_NONE takes the pack's own policy.valid_from, else the day it was issued, else
 * today. */
enum err adoption_propose_policy(struct ctx *ctx, const char *dir, struct date first_day,
                                 const char *basis, int64_t *edition_r) GX_MUST_CHECK;
/* The same for a calendar's CSV. ERR_CALENDAR_INVALID with every fault. */
enum err adoption_propose_calendar(struct ctx *ctx, struct str csv, const char *basis,
                                   int64_t *edition_r) GX_MUST_CHECK;
/* The second person confirms; the edition governs from its first day. ERR_EDITION_DAMAGED, before anything is entered,
 * when what was proposed is no longer what is stored. */
enum err adoption_confirm(struct ctx *ctx, int64_t edition_id) GX_MUST_CHECK;

/* The authority records that a pack past its end goes on being used (CZ-169, AM-50). ERR_CITATION, ERR_DATE. */
enum err continued_use_propose(struct ctx *ctx, const char *place, struct date from, struct date to,
                               const char *citation, int64_t *id_r) GX_MUST_CHECK;
enum err continued_use_confirm(struct ctx *ctx, int64_t id) GX_MUST_CHECK;

struct edition {
    int64_t edition_id;
    const char *kind, *place, *label, *basis;
    struct date first_day;
    int64_t proposed_by, second_by;
    struct instant proposed_at, adopted_at; /* 0 while pending */
    struct stored_digest digest;
};
enum err adoption_list(struct ctx *ctx, struct edition **editions_r, size_t *n_r) GX_MUST_CHECK;
/* What is stored of an edition, compared with its digest: ERR_EDITION_DAMAGED when it is missing or another. The law
 * of this moment is never read from anything else. */
enum err adoption_stored(struct ctx *ctx, const struct edition *edition,
                         struct str *content_r) GX_MUST_CHECK;

/* The adopted law as snapshots: swapped whole after each adoption, kept alive while a request holds one. */
struct law_holder;
enum err law_holder_open(struct ctx *ctx, struct app *app, struct law_holder **h_r) GX_MUST_CHECK;
void law_holder_close(struct law_holder **h);
const struct law *law_holder_take(struct law_holder *h);
void law_holder_release(struct law_holder *h, const struct law *law);
/* Reads the adopted editions again and swaps; one reload at a time, so that the newest one has seen everything. */
enum err law_holder_reload(struct ctx *ctx, struct law_holder *h) GX_MUST_CHECK;

/* The pack that governs the jurisdiction today. ERR_NOT_ADOPTED when there is none. */
enum err law_require(struct ctx *ctx, const char *place,
                     const struct policy **policy_r) GX_MUST_CHECK;
/* The same, where new cases and submissions are to be taken: ERR_POLICY_NOT_YET, ERR_POLICY_EXPIRED with clause. */
enum err law_require_new(struct ctx *ctx, const char *place,
                         const struct policy **policy_r) GX_MUST_CHECK;

#endif
