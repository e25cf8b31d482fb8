/* self.h: what a subject sees of itself: its records with source, capture and every change, who
 * looked, what it has authorised and agreed to (HH-40, HH-41, HH-47, AS-8, CZ-130).
 *
 * By its own account, or at a window after its originals were checked; both are looks. No fee and no
 * count (HH-42). */
#ifndef DISCLOSURE_SELF_H
#define DISCLOSURE_SELF_H

#include "base/ctx.h"
#include "disclosure/authorisation.h"
#include "disclosure/consent.h"
#include "disclosure/identity.h"
#include "disclosure/look_read.h"
#include "disclosure/query.h"
#include "registry/training.h"

struct self_visit {
    const char *route;
    int64_t subject_id; /* 0: nobody is known by this number */
    enum word kind;
    bool at_window;
    struct query_identified identified; /* at the window */
    struct actor *actor;                /* acts through the window's channel */
};

/* Of ctx->actor's own account: ERR_FORBIDDEN for others. */
enum err self_of_account(struct ctx *ctx, const char *route,
                         struct self_visit *visit_r) GX_MUST_CHECK;
/* Of who stands at the window, with checked originals: ERR_IDENTITY_PROOF. Of a person the name must
 * be given. ctx->actor then acts through channel window. */
enum err self_at_window(struct ctx *ctx, const char *route, struct query_subject *who,
                        const struct identity_check *check,
                        struct self_visit *visit_r) GX_MUST_CHECK;

enum err self_records(struct ctx *ctx, const struct self_visit *v,
                      struct query_answer *answer_r) GX_MUST_CHECK;
/* The look of reading something else about oneself; without it nothing is answered. */
enum err self_enter(struct ctx *ctx, const struct self_visit *v) GX_MUST_CHECK;
/* Newest first, older than `before`. The reading is a look of its own. */
enum err self_looks(struct ctx *ctx, const struct self_visit *v, int64_t before, size_t most,
                    struct look_row **rows_r, size_t *n_r) GX_MUST_CHECK;
enum err self_authorisations(struct ctx *ctx, const struct self_visit *v,
                             struct authorisation **list_r, size_t *n_r) GX_MUST_CHECK;
enum err self_consents(struct ctx *ctx, const struct self_visit *v, struct consent **list_r,
                       size_t *n_r) GX_MUST_CHECK;
/* The look of reading something of its file that a room above keeps. */
enum err self_look(struct ctx *ctx, const struct self_visit *v) GX_MUST_CHECK;
/* Repair trainings in its file (JN-65). */
enum err self_trainings(struct ctx *ctx, const struct self_visit *v, struct training **list_r,
                        size_t *n_r) GX_MUST_CHECK;

#endif
