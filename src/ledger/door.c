#include "ledger/door.h"

#include "base/bug.h"
#include "ledger/append.h"
#include "ledger/ledger_state.h"

struct door {
    struct append append;
    struct instant now;
    bool nothing;
    door_fn *fn;
    void *arg;
};

static enum err run(struct ctx *ctx, struct db_session *s, void *arg) {
    struct door *d = arg;
    append_reset(&d->append);
    d->now = clock_now(ctx->clock);
    d->nothing = false;
    enum err e = d->fn(ctx, d, s, d->arg);
    if (e != OK) return e;
    if (d->nothing) {
        BUG_IF(d->append.n > 0); /* something and nothing at once */
        return ERR_NOT_FOUND;    /* rolls back; door_run knows better than to pass it on */
    }
    if (d->append.n == 0) BUG("a change went through the door without an entry");
    if (ctx->rider && !ctx->rider->done) e = ctx->rider->write(ctx, s, ctx->rider->arg);
    if (e != OK) return e;
    return append_write(ctx, s, &d->append, ctx->ledger->config.suite, DATE_NONE);
}

enum err door_run(struct ctx *ctx, const char *name, enum db_priority priority, door_fn *fn,
                  void *arg) {
    enum err e = ledger_check(ctx, LEDGER_FACTS);
    if (e != OK) return e;
    struct door d = {.fn = fn, .arg = arg};
    append_init(&d.append);
    e = db_tx(ctx, DB_FACTS, DATE_NONE, priority, name, run, &d);
    append_free(&d.append);
    if (ctx->rider && e == OK) ctx->rider->done = true;
    return d.nothing && e == ERR_NOT_FOUND ? OK : e;
}

void door_leaf(struct door *door, const struct leaf *leaf) {
    append_add(&door->append, leaf, door->now);
}

struct instant door_now(const struct door *door) {
    return door->now;
}

void door_nothing(struct door *door) {
    door->nothing = true;
}
