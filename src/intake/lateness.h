/* lateness.h: by when a provider must submit, by when the operator must be done. Pure.
 *
 * A provider's limit is submit.dual_publicity for items of dual publicity (CZ-55), else submit.limit
 * (ZC-15, JN-11), which may be the update cycle of the catalog item (CZ-54); it counts from the
 * decision or from the day the information was formed, as the pack says (AM-24). Where the text
 * has no figure nothing is late. A calendar year that is not loaded leaves it pending and stops
 * nothing. */
#ifndef INTAKE_LATENESS_H
#define INTAKE_LATENESS_H

#include "base/arena.h"
#include "law/limit.h"
#include "law/policy.h"

enum lateness_state {
    LATENESS_NONE, /* no limit applies */
    LATENESS_KNOWN,
    LATENESS_PENDING /* a calendar year is missing */
};

struct lateness {
    enum lateness_state state;
    int64_t days;   /* late, in working days (days where the limit is in days); 0: in time */
    struct due due; /* its rule lives in the arena; nothing when LATENESS_NONE */
};

/* received: the day of first receipt. `on` picks the law: that of the receipt. */
struct lateness lateness_of(struct arena *a, const struct policy *p, const struct calendar *c,
                            const struct policy_item *item, struct date formed, struct date decided,
                            struct date received, struct date on);

/* The operator's limit for comparing and entering (ZC-26, JN-12), from the day of receipt. False
 * where the text has no figure: an open task. */
bool lateness_intake(struct arena *a, const struct policy *p, const struct calendar *c,
                     const struct policy_item *item, struct date received, struct due *due_r);

/* By when the next delivery of an item with an update cycle should come (CZ-54), `last` being the day of the last one. False for
 * items without a cycle (or with every event), and where the calendar is needed and missing. */
bool lateness_cycle(struct arena *a, const struct policy *p, const struct calendar *c,
                    const struct policy_item *item, struct date last, struct due *due_r);

#endif
