/* delivery.h: how a notice reached its addressee, with proof, and when (AM-06). */
#ifndef NOTICES_DELIVERY_H
#define NOTICES_DELIVERY_H

#include "notices/notice.h"

enum notice_way { NOTICE_PLATFORM, NOTICE_PRINT, NOTICE_POST, NOTICE_HAND_OVER };
const char *notice_way_word(enum notice_way w);
const char *notice_way_name(enum notice_way w); /* Chinese */

struct notice_delivery {
    int64_t delivery_id;
    enum notice_way way;
    struct date sent_on, arrived_on; /* arrived_on DATE_NONE: not yet */
    const char *proof;               /* of arrival: queue, opened, window, receipt, signature; "" */
    int64_t evidence_id;             /* 0: none */
    int64_t by_user, by_unit;
    struct instant at;
};
/* Oldest first. */
enum err notice_deliveries(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                           int64_t notice_id, struct notice_delivery **list_r,
                           size_t *n_r) GX_MUST_CHECK;

/* The first day on which it was sent, on which it arrived; DATE_NONE: not yet. ERR_NOT_FOUND. */
enum err notice_sent_on(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                        int64_t notice_id, struct date *day_r) GX_MUST_CHECK;
enum err notice_arrived_on(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                           int64_t notice_id, struct date *day_r) GX_MUST_CHECK;

/* Arrivals in the order they were entered, for whoever waits for them: those after the place. Entries become visible
 * when their transaction commits, which can be a moment after a later one: look again at the last minute. */
struct notice_arrival {
    int64_t subject_id, notice_id, case_id;
    const char *kind;
    struct date arrived_on;
    struct instant entered;
    int64_t delivery_id;
};
enum err notice_arrivals(struct ctx *ctx, struct db_session *s, struct instant entered,
                         int64_t after, size_t most, struct notice_arrival **list_r,
                         size_t *n_r) GX_MUST_CHECK;

/* ---- recording. Each opens the door itself.
 *
 * The addressee has read it on the platform: the first time is its arrival. Repeating changes nothing. */
enum err notice_opened(struct ctx *ctx, const struct notice *n) GX_MUST_CHECK;
/* It was printed for the addressee at a window, after its originals were checked: sent and arrived. */
enum err notice_printed(struct ctx *ctx, const struct notice *n) GX_MUST_CHECK;
/* Print (for the post or the desk), registered post, or hand-over, by the desk. Post has a sent day and, once the
 * return receipt is there, an arrival with that evidence; handing over is sent and arrived in one and needs the signed
 * receipt. Naming a delivery (delivery_id) enters the arrival of that one. ERR_NOTICE_DELIVERY with field and reason;
 * ERR_EVIDENCE_MISSING; ERR_DATE for days before issue, to come, or in the wrong order. */
enum err notice_deliver(struct ctx *ctx, const struct notice *n,
                        struct notice_delivery *in) GX_MUST_CHECK;

extern const struct db_stmt delivery_stmts[];

#endif
