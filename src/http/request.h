/* request.h: one request as handlers and the dispatcher see it; nothing of the HTTP library.
 *
 * A request lives as long as its handler runs. Everything it points to dies with it. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/crypto.h"
#include "base/ctx.h"
#include "base/str.h"
#include "http/input.h"

struct route;

enum http_method { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_OTHER };
const char *http_method_name(enum http_method m);
/* HEAD is taken as GET (the body is not sent). */
enum http_method http_method_of(const char *name);

/* Who is at the other end of the connection. */
struct peer {
    bool local_socket; /* came by the Unix socket: uid, gid and pid are the kernel's word */
    uid_t uid;
    gid_t gid;
    pid_t pid;
    /* "203.0.113.7" or "2001:db8::1"; "" on the Unix socket. Behind a trusted proxy what the proxy
     * saw. For rate limits and the looks; the access log does not hold it. */
    char address[46];
};

/* How the caller proved who he is; filled by the authenticate hook. */
enum http_auth_kind {
    HTTP_AUTH_NOBODY, /* no proof was brought */
    HTTP_AUTH_COOKIE, /* session cookie: unsafe methods need the CSRF header */
    HTTP_AUTH_BEARER, /* session token in Authorization */
    HTTP_AUTH_KEY,    /* API key with signature */
    HTTP_AUTH_SOCKET, /* operating-system user on the Unix socket */
};
struct http_auth {
    enum http_auth_kind kind;
    const char *csrf; /* HTTP_AUTH_COOKIE: what X-CSRF-Token must be (token.h makes it) */
    /* A signature that covers the body names the body's SHA-256; the dispatcher compares it with
     * what really came, before the handler (http.body_digest). */
    bool has_body_digest;
    struct digest body_digest;
    int64_t session; /* for the hooks' own use */
};

/* A body that went to a file (ROUTE_UPLOAD). The file is removed after the handler unless it was
 * renamed away. */
struct upload {
    const char *path; /* NULL when the route takes no upload */
    int64_t size;
    struct digest sha256;
    const char *filename; /* as the sender calls it, or NULL; never a path on this machine */
    const char *type;     /* media type, "" when none was given */
};

struct request {
    const struct route *route;
    enum http_method method;
    const char *path;  /* as received, percent-encoded */
    struct str query;  /* as received, without '?' */
    const void *input; /* the struct of route->input, filled; NULL when the route takes nothing */
    struct str body;   /* raw bytes of a body kept in memory (JSON), else empty */
    bool has_body;
    int64_t body_declared; /* Content-Length, or -1 */
    int64_t body_size;     /* bytes that came, also those not kept */
    int64_t body_limit;    /* what the route takes */
    bool body_too_large;   /* more came than the route takes; body is not complete */
    struct digest body_sha256;
    struct upload upload;
    const struct input_pair *form; /* small fields of a multipart form */
    size_t n_form;
    struct peer peer;
    struct http_auth auth;
    const char *idempotency_key;  /* NULL when none */
    int64_t if_match;             /* version the caller saw (If-Match: "7"), 0 when none */
    struct input_faults *faults;  /* of the input, for the problem document; NULL before */
    const struct key *cursor_key; /* for page.h */
    unsigned retry_after_s;       /* set by a hook that refuses for now; 0: not said */
    /* Where headers come from. */
    const char *(*header)(const void *from, const char *name);
    const void *header_from;
    /* Parameters of the path, decoded by the router. */
    const struct input_pair *params;
    size_t n_params;
};

/* A header's value or NULL; the name's letter case does not matter. */
const char *request_header(const struct request *rq, const char *name);
/* A cookie's value in ctx->arena, or NULL. */
const char *request_cookie(struct ctx *ctx, const struct request *rq, const char *name);
/* The token of "Authorization: Bearer …", or NULL. */
const char *request_bearer(const struct request *rq);

#endif
