/* notice_read.h: who may read a notice, with a look before the answer and the opening recorded.
 *
 * A subject reads its own; staff read what is in their unit's queue, and what their desk has to deliver: of their unit's
 * making, or, at the desks of operator, objection office, authority and window, of their place. For everybody else it does not
 * exist: ERR_NOT_FOUND. */
#ifndef NOTICES_NOTICE_READ_H
#define NOTICES_NOTICE_READ_H

#include "disclosure/self.h"
#include "notices/notice.h"

/* By its account: reading is opening. At the window it only looks: notice_printed enters what is handed over. */
enum err notice_read_own(struct ctx *ctx, const struct self_visit *v, int64_t notice_id,
                         struct notice **notice_r) GX_MUST_CHECK;
enum err notice_read_staff(struct ctx *ctx, const char *route, int64_t notice_id,
                           struct notice **notice_r) GX_MUST_CHECK;
/* The same right without reading: for entering a delivery. ERR_NOT_FOUND. */
enum err notice_reach_desk(struct ctx *ctx, int64_t notice_id,
                           struct notice **notice_r) GX_MUST_CHECK;

#endif
