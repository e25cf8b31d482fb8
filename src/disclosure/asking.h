/* asking.h: the half of a query that depends on who asks and what is said, not on what is recorded.
 * For the files of disclosure/. */
#ifndef DISCLOSURE_ASKING_H
#define DISCLOSURE_ASKING_H

#include "disclosure/look.h"
#include "disclosure/query.h"

struct asking {
    const struct query *q;
    const struct policy *policy; /* of the asker's jurisdiction today */
    struct viewer viewer;
    struct purpose purpose;
    const char *scene; /* id, or NULL */
    struct date today;
};

/* Registered unit and terms, the mandatory fields of the log, basis, scene, reason of a clear view;
 * each refusal names its field and the pack's clause. */
enum err asking_check(struct ctx *ctx, const struct query *q, struct asking *a_r) GX_MUST_CHECK;
/* The look of this asking, to be completed with what was given. */
struct look asking_look(const struct asking *a);
/* Writes the refusal of the whole asking; the failure stays what it was. */
enum err asking_refused(struct ctx *ctx, const struct asking *a, enum err code) GX_MUST_CHECK;

#endif
