/* by_hand.h: notices that a pack lets authority and operator make outside a procedure (by_hand: yes): an order to
 * correct, an incident told. All others are made by the procedure that they belong to. */
#ifndef NOTICES_BY_HAND_H
#define NOTICES_BY_HAND_H

#include "disclosure/query.h"
#include "notices/notice.h"

struct notice_by_hand {
    const char *kind;
    struct query_subject *who; /* NULL: about nobody */
    int64_t unit_id;           /* 0: to the subject */
    int64_t record_id;         /* of the subject; 0: none */
    const char *reason;
    const struct notice_value *values; /* keys come from outside: they are checked */
    size_t n;
};
/* ERR_NOTICE_KIND, ERR_NOTICE_BY_HAND, ERR_SUBJECT_UNKNOWN, ERR_NOT_FOUND (record, unit); ERR_NOTICE_VALUE for a key
 * that does not exist or that only the program fills. */
enum err notice_make_by_hand(struct ctx *ctx, const struct notice_by_hand *in,
                             int64_t *notice_r) GX_MUST_CHECK;

#endif
