/* reply.h: what a handler answers.
 *
 *     struct json_writer *w = reply_json(out);
 *     jw_object(w);
 *     jw_kid(w, "id", record->id);
 *     jw_object_end(w);
 *     return OK;
 *
 * Nothing leaves before the handler has returned OK, so an answer is whole or it is a refusal. A
 * body grows in memory up to REPLY_MEMORY; a handler that writes long ones calls reply_flush
 * between items, and what is written then spills into an unnamed temporary file: memory stays
 * flat and no client, however slow, holds a worker. */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/ctx.h"
#include "base/json.h"
#include "http/input.h"

enum { REPLY_MEMORY = 512 * 1024, REPLY_BODY_MAX = 64 * 1024 * 1024, REPLY_HEADERS = 12 };

struct reply_header {
    const char *name, *value;
};

struct reply {
    int status;       /* 200 unless set */
    const char *type; /* media type; set by reply_json and others */
    struct buf body;
    struct json_writer json;
    struct reply_header headers[REPLY_HEADERS];
    size_t n_headers;
    int fd; /* spilled or given file, else -1 */
    int64_t fd_size;
    bool page;        /* an HTML page of ours: a policy that lets it load its own scripts */
    bool cacheable;   /* else Cache-Control: no-store */
    const char *etag; /* with quotes */
    enum err code;    /* of the problem document, OK otherwise */
    const char *tmp_dir;
};

/* Starts (or starts again) a JSON body. Objects of answers need not be canonical. */
struct json_writer *reply_json(struct reply *out);
/* 201, 202 … with a body still to come. */
void reply_status(struct reply *out, int status);
/* 201 with Location; the text is copied into the arena. */
void reply_created(struct ctx *ctx, struct reply *out, const char *fmt, ...) GX_PRINTF(3, 4);
/* Name and value live until the reply is sent (literal or ctx->arena). Values with control
 * characters are our bug. */
void reply_header(struct reply *out, const char *name, const char *value);
/* The version of the thing answered, as ETag "7"; If-Match of a later change names it. */
void reply_version(struct ctx *ctx, struct reply *out, int64_t version);
/* An ETag of one's own; with If-None-Match equal the answer becomes 304. Lets the answer be cached
 * by its reader alone, who must ask again each time. */
void reply_etag(struct ctx *ctx, struct reply *out, const char *tag);
/* Other bodies: set the media type, then reply_put as often as wanted. download (or NULL) is the
 * name under which the browser keeps it; any UTF-8. */
void reply_type(struct ctx *ctx, struct reply *out, const char *type, const char *download);
void reply_put(struct reply *out, const void *p, size_t n);
/* Lets a long body spill. ERR_IO or ERR_DISK_FULL. */
enum err reply_flush(struct ctx *ctx, struct reply *out) GX_MUST_CHECK;
/* The whole file as body. ERR_NOT_FOUND, ERR_IO. */
enum err reply_file(struct ctx *ctx, struct reply *out, const char *path, const char *type,
                    const char *download) GX_MUST_CHECK;

/* RFC 9457, application/problem+json, from ctx->failure (or the code alone when it is of another
 * failure): type "urn:gongxin:error:<code>", title, status, detail, code, field, rule, clause,
 * request_id, and `faults` when the input had several. Drops what was written before. Called by
 * the dispatcher; a handler just returns the code. */
void reply_problem(struct ctx *ctx, struct reply *out, enum err code,
                   const struct input_faults *faults);

/* For the server and for tests. reply_reset empties for the next request and keeps the memory;
 * reply_finish closes the body: *body_r is what is in memory, unless fd is not -1. */
void reply_init(struct reply *out, const char *tmp_dir);
void reply_reset(struct reply *out);
void reply_free(struct reply *out);
enum err reply_finish(struct ctx *ctx, struct reply *out, struct str *body_r) GX_MUST_CHECK;

/* ---- what an answer looks like, for the OpenAPI document ---- */

enum reply_shape {
    REPLY_OBJECT, /* the fields */
    REPLY_PAGE,   /* {"items": [object…], "next": cursor or null} */
    REPLY_LIST,   /* {"items": [object…]} */
    REPLY_BYTES,  /* of media type `type` */
};
struct reply_field {
    const char *name;
    const char *title; /* Chinese */
    enum input_type type;
    bool maybe; /* may be null or absent */
    const struct input_word *words;
    const struct reply_spec *of; /* members of OBJECT and LIST */
    const char *doc;             /* English */
};
struct reply_spec {
    enum reply_shape shape;
    int status; /* 0: 200 */
    const struct reply_field *fields;
    size_t n;
    const char *type; /* REPLY_BYTES: media types, parted by | when there are several */
};
#define REPLY_SPEC(kind, table)                                                                    \
    { .shape = (kind), .fields = (table), .n = GX_COUNT(table) }

#endif
