#include "ledger/looks.h"

#include "base/bug.h"
#include "ledger/append.h"
#include "ledger/door.h"
#include "ledger/ledger_state.h"
#include "ledger/seal.h"

static int64_t month_number(struct date d) {
    struct date_ymd ymd = date_split(d);
    return ymd.year * 100 + ymd.month;
}

enum err looks_append(struct ctx *ctx, struct db_session *s, struct date month,
                      const struct leaf *leaves, size_t n) {
    enum err e = ledger_check(ctx, LEDGER_LOOKS);
    if (e != OK) return e;
    BUG_IF(n == 0);
    ledger_touch_month(ctx->ledger, month_number(month));
    struct instant now = clock_now(ctx->clock);
    struct append append;
    append_init(&append);
    for (size_t i = 0; i < n; i++)
        append_add(&append, &leaves[i], now);
    e = append_write(ctx, s, &append, ctx->ledger->config.suite, month);
    append_free(&append);
    return e;
}

struct drop {
    int64_t month;
    const struct leaf *who;
};

static enum err enter_drop(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    (void)ctx;
    (void)s;
    const struct drop *d = arg;
    struct leaf leaf = *d->who;
    leaf.event = EV_LOOKS_DROPPED;
    leaf.object = d->month;
    door_leaf(door, &leaf);
    return OK;
}

enum err looks_drop_month(struct ctx *ctx, struct date month, const struct leaf *who) {
    struct drop drop = {month_number(month), who};
    if (drop.month >= month_number(clock_today(ctx->clock)))
        return fail(ctx, ERR_LEDGER_MONTH, NULL);
    struct seal_result sealed;
    enum err e = seal_run_once(ctx, LEDGER_LOOKS, &sealed);
    if (e == OK && sealed.held) e = fail(ctx, ERR_BUSY, NULL);
    /* First said, then done: a month that is gone without an entry would look like a theft. */
    if (e == OK) e = door_run(ctx, "looks.drop", DB_PEOPLE, enter_drop, &drop);
    return e == OK ? db_looks_drop(ctx, month) : e;
}
