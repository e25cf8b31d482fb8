#include "registry/clock_set.h"

#include "base/log.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/app.h"

static enum err say(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    (void)s;
    struct leaf leaf = actor_leaf(ctx, EV_CLOCK_SET);
    leaf.day = date_of_instant(*(const struct instant *)arg);
    door_leaf(door, &leaf);
    return OK;
}

enum err clock_set(struct ctx *ctx, struct instant now) {
    if (!ctx->app->test_clock) return fail(ctx, ERR_NOT_TEST, NULL);
    struct instant before = clock_now(ctx->clock);
    enum err e = clock_file_set(ctx->app->clock.path, now);
    if (e != OK) return fail(ctx, e, NULL);
    e = door_run(ctx, "clock.set", DB_PEOPLE, say, &now);
    if (e != OK && clock_file_set(ctx->app->clock.path, before) != OK)
        log_event(ctx, LOG_ERROR, "clock.not_restored", "code=%s", err_code(e));
    return e;
}
