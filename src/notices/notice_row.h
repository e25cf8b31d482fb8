/* notice_row.h: what the files of notices/ share. */
#ifndef NOTICES_NOTICE_ROW_H
#define NOTICES_NOTICE_ROW_H

#include "law/policy.h"
#include "notices/delivery.h"
#include "notices/notice.h"

/* A filled text, before it is sealed: canonical JSON. ERR_NOTICE_VALUE. */
enum err notice_fill(struct ctx *ctx, const struct policy *p, const struct policy_notice *t,
                     const char *const *values /* by enum word */, bool remedies, bool interim,
                     struct date day, struct str *text_r) GX_MUST_CHECK;
/* Every ${key} filled; NULL when one of them has no value. `used` (may be NULL) gets what was. */
const char *notice_fill_line(struct ctx *ctx, const char *line, const char *const *values,
                             bool *used);

struct str notice_context(struct ctx *ctx, int64_t notice_id); /* of the seal */

/* A leaf about a notice. */
struct leaf notice_leaf(const struct ctx *ctx, enum ledger_event event, const struct notice *n);

/* Inside the door: a delivery, its leaves, and the notice's own days. */
enum err delivery_enter(struct ctx *ctx, struct door *d, struct db_session *s,
                        const struct notice *n, struct notice_delivery *in) GX_MUST_CHECK;
/* Whether the subject can read on the platform. */
enum err delivery_has_account(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                              bool *has_r) GX_MUST_CHECK;

#endif
