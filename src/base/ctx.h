/* ctx.h: the one argument everything shares, and the last failure.
 *
 * A ctx belongs to one request, command or job and to one thread. It is passed, never global. */
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include <stdarg.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/clock.h"
#include "base/err.h"

struct db;     /* db/db.h */
struct actor;  /* registry/actor.h: who acts, in which post, through which channel */
struct law;    /* law/law.h: the adopted editions, a snapshot */
struct rider;  /* ledger/door.h: what must become durable with the request's first change */
struct ledger; /* ledger/ledger.h: the two logs, opened */
struct api;    /* api/api.h: what serves the routes; NULL elsewhere */
struct app;    /* the process context: keys, data directory, settings */

struct failure {
    enum err code;
    const char *field;  /* the input field or file place it concerns, or NULL */
    const char *rule;   /* what was expected, e.g. "max:200", or NULL */
    const char *clause; /* the clause that asks for the refusal, "CZ-76", or NULL */
    const char *detail; /* one Chinese sentence for people; never a person's number or name */
};

struct ctx {
    struct arena *arena;
    const struct clock *clock;
    struct db *db;
    struct ledger *ledger;
    struct rider *rider;
    const struct law *law;
    const struct actor *actor;
    struct app *app;
    struct api *api;
    char request_id[27]; /* for logs; "" outside requests */
    struct failure failure;
};

/* Records the failure and returns its code, in one statement:
 *     return fail(ctx, ERR_X, "第%d行…", n);
 * fmt NULL takes the error's own sentence. A second call replaces the first. */
enum err fail(struct ctx *ctx, enum err code, const char *fmt, ...) GX_PRINTF(3, 4);
enum err fail_field(struct ctx *ctx, enum err code, const char *field, const char *rule,
                    const char *fmt, ...) GX_PRINTF(5, 6);
/* A refusal that rests on a clause, which the answer then cites. */
enum err fail_clause(struct ctx *ctx, enum err code, const char *clause, const char *fmt, ...)
    GX_PRINTF(4, 5);

#endif
