/* route.h: a route is a row: everything about it is declared once.
 *
 * From the row come dispatch, permission, the checks of the input, the OpenAPI document, the
 * `routes` command, metrics and the test that calls every row as everybody. A handler is therefore
 * only: typed input, one call into the rooms below, render.
 *
 *     static enum err record_read(struct ctx *ctx, struct request *rq, struct reply *out) {
 *         const struct record_read_in *in = rq->input;
 *         …
 *     }
 *     { .name = "record.read", .method = HTTP_GET, .path = "/api/v1/records/{record}",
 *       .handler = record_read, .input = &record_read_input, .reply = &record_reply,
 *       .permission = PERM_RECORD_READ, .event = "record.read", .summary = "Read one record",
 *       .title = "查看信息记录" },
 *
 * In a path, {name} stands for one segment and must be a field of the input table with
 * .in = IN_PATH; its type decides what fits (anything else is 404). A literal segment goes before a
 * parameter. */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/ctx.h"
#include "http/input.h"
#include "http/reply.h"
#include "http/request.h"

/* OK, or a code from fail(): then what was written to out is dropped and the problem document is
 * the answer. Runs on a worker thread and may block. */
typedef enum err route_fn(struct ctx *ctx, struct request *rq, struct reply *out);

enum route_flag {
    ROUTE_PUBLIC = 1,        /* nobody may call it; who is signed in is known all the same */
    ROUTE_NO_CSRF = 2,       /* for sign-in: there is no session to protect yet */
    ROUTE_KEY_NEEDED = 4,    /* Idempotency-Key must be there (idempotency.needed) */
    ROUTE_KEY_ALLOWED = 8,   /* … may be there; elsewhere it is ignored */
    ROUTE_MATCH_NEEDED = 16, /* If-Match with the version seen must be there (version.needed) */
    ROUTE_UPLOAD = 32, /* the body goes to a file: raw bytes or multipart/form-data, one file */
    ROUTE_HIDDEN = 64, /* not in the OpenAPI document (console pages) */
    ROUTE_TREE = 128,  /* the path's last parameter takes the whole rest, slashes too (text) */
};

enum { ROUTE_BODY_DEFAULT = 256 * 1024, ROUTE_BODY_MAX = 8 * 1024 * 1024, ROUTE_DEPTH = 16 };

struct route {
    const char *name; /* "record.read": unique; operationId, metrics label, log field */
    enum http_method method;
    const char *path;
    route_fn *handler;
    const struct input_spec *input; /* NULL: takes nothing */
    const struct reply_spec *reply; /* NULL: 204 without a body */
    int permission;                 /* a value of api/, handed to the permit hook */
    const char *event;              /* ledger or looks event the handler enters, or NULL */
    unsigned flags;
    int rate;                /* class of rate limit, a value of api/, handed to the rate hook */
    int64_t body_max;        /* 0: ROUTE_BODY_DEFAULT, for uploads the server's upload_max */
    const char *summary;     /* one English line */
    const char *title;       /* Chinese */
    const enum err *refuses; /* what the handler itself may refuse, ends with OK; or NULL */
};

struct router;
/* What is wrong with the table, in one line in the arena, or NULL: a name or a pattern twice, a
 * path parameter without field, a GET with a body, a missing title, a defect of an input table … */
const char *router_defect(struct arena *a, const struct route *routes, size_t n);
/* The arena outlives the router; a defect is our bug. */
struct router *router_new(struct arena *a, const struct route *routes, size_t n);
const struct route *router_routes(const struct router *r, size_t *n_r);
size_t router_index(const struct router *r, const struct route *route);

struct route_match {
    const struct route *route;             /* NULL when refused */
    struct input_pair params[ROUTE_DEPTH]; /* name and decoded value */
    size_t n_params;
    char allow[64]; /* for a 405: "GET, POST" */
};
/* OK, ERR_NOT_FOUND or ERR_HTTP_METHOD. Values are in ctx->arena. */
enum err router_match(struct ctx *ctx, const struct router *r, enum http_method method,
                      struct str path, struct route_match *m_r) GX_MUST_CHECK;

#endif
