/* fixture.h: a small route table with hooks that know three callers, for the tests of http/. */
#ifndef TESTS_HTTP_FIXTURE_H
#define TESTS_HTTP_FIXTURE_H

#include <stdatomic.h>
#include <strings.h>
#include <time.h>

#include "http/dispatch.h"
#include "http/page.h"

enum { PERM_NONE, PERM_READ, PERM_WRITE };

struct record_in {
    int64_t record;
    const char *note;
    struct page_in page;
};
static const struct input_field record_read_fields[] = {
    INPUT_ID(struct record_in, record, "record", "记录", .in = IN_PATH),
};
static const struct input_spec record_read_input = INPUT_SPEC(struct record_in, record_read_fields);
static const struct input_field record_change_fields[] = {
    INPUT_ID(struct record_in, record, "record", "记录", .in = IN_PATH),
    INPUT_TEXT(struct record_in, note, "note", "说明", .must = true, .max = 20),
};
static const struct input_spec record_change_input =
    INPUT_SPEC(struct record_in, record_change_fields);
static const struct input_field record_list_fields[] = {INPUT_PAGE(struct record_in, page)};
static const struct input_spec record_list_input = INPUT_SPEC(struct record_in, record_list_fields);
static const struct input_field upload_fields[] = {
    INPUT_TEXT(struct record_in, note, "note", "说明"),
};
static const struct input_spec upload_input = INPUT_SPEC(struct record_in, upload_fields);
struct file_in {
    const char *name;
};
static const struct input_field file_fields[] = {
    INPUT_TEXT(struct file_in, name, "name", "文件", .in = IN_PATH),
};
static const struct input_spec file_input = INPUT_SPEC(struct file_in, file_fields);

static enum err record_read(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct record_in *in = rq->input;
    if (in->record == 404) return fail_clause(ctx, ERR_NOT_FOUND, "CZ-76", "没有这条记录");
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", in->record);
    jw_object_end(w);
    reply_version(ctx, out, 7);
    return OK;
}

static enum err record_change(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct record_in *in = rq->input;
    (void)ctx;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_ktext(w, "note", in->note);
    jw_ktext(w, "key", rq->idempotency_key);
    jw_kint(w, "seen", rq->if_match);
    jw_object_end(w);
    return OK;
}

static enum err record_list(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct record_in *in = rq->input;
    struct page_key from = {0};
    enum err e = in->page.cursor == NULL ? OK : page_open(ctx, rq, 0, in->page.cursor, &from);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    struct page_key last = from;
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (int64_t i = 0; i < in->page.limit; i++)
        jw_int(w, last.i[0]++);
    jw_array_end(w);
    jw_ktext(w, "next", page_next(ctx, rq, 0, &last));
    jw_object_end(w);
    return OK;
}

static enum err record_delete(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)ctx;
    (void)rq;
    (void)out;
    return OK;
}

static enum err hello(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)rq;
    reply_type(ctx, out, "text/plain; charset=utf-8", NULL);
    reply_put(out, "您好", 6);
    reply_etag(ctx, out, "v1");
    return OK;
}

static enum err sign_in(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)ctx;
    (void)rq;
    (void)out;
    return OK;
}

static enum err upload(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct record_in *in = rq->input;
    struct json_writer *w = reply_json(out);
    struct buf hex;
    buf_init(&hex, 128);
    buf_hex(&hex, rq->upload.sha256.b, DIGEST_BYTES);
    jw_object(w);
    jw_kint(w, "size", rq->upload.size);
    jw_key(w, "sha256");
    jw_str(w, buf_finish(&hex));
    jw_ktext(w, "filename", rq->upload.filename);
    jw_ktext(w, "note", in->note);
    jw_object_end(w);
    buf_free(&hex);
    (void)ctx;
    return OK;
}

/* Long answer: n lines of 64 bytes, spilling. */
static enum err download(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct record_in *in = rq->input;
    reply_type(ctx, out, "text/csv; charset=utf-8", "名单.csv");
    char line[64];
    memset(line, 'x', sizeof line);
    line[63] = '\n';
    for (int64_t i = 0; i < in->record; i++) {
        reply_put(out, line, sizeof line);
        enum err e = reply_flush(ctx, out);
        if (e != OK) return e;
    }
    return OK;
}

/* Blocks its worker for that many milliseconds. */
static enum err slow(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct record_in *in = rq->input;
    struct timespec t = {in->record / 1000, in->record % 1000 * 1000000};
    nanosleep(&t, NULL);
    return record_read(ctx, rq, out);
}

static enum err file_name(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct file_in *in = rq->input;
    (void)ctx;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_ktext(w, "name", in->name);
    jw_object_end(w);
    return OK;
}

static const struct reply_field record_reply_fields[] = {
    {.name = "id", .title = "编号", .type = INPUT_TYPE_ID},
    {.name = "note", .title = "说明", .type = INPUT_TYPE_TEXT, .maybe = true},
};
static const struct reply_spec record_reply = REPLY_SPEC(REPLY_OBJECT, record_reply_fields);
static const struct reply_spec record_page = REPLY_SPEC(REPLY_PAGE, record_reply_fields);
static const struct reply_spec csv_reply = {.shape = REPLY_BYTES, .type = "text/csv"};
static const enum err change_refuses[] = {ERR_CONFLICT, ERR_NOT_FOUND, OK};

#define ROW_OF(n, m, p, h, ...)                                                                    \
    {                                                                                              \
        .name = (n), .method = (m), .path = (p), .handler = (h), .summary = (n), .title = "测试",  \
        __VA_ARGS__                                                                                \
    }
static const struct route fixture_routes[] = {
    ROW_OF("record.list", HTTP_GET, "/api/v1/records", record_list, .input = &record_list_input,
           .reply = &record_page, .permission = PERM_READ),
    ROW_OF("record.read", HTTP_GET, "/api/v1/records/{record}", record_read,
           .input = &record_read_input, .reply = &record_reply, .permission = PERM_READ,
           .event = "record.read"),
    ROW_OF("record.change", HTTP_PATCH, "/api/v1/records/{record}", record_change,
           .input = &record_change_input, .reply = &record_reply, .permission = PERM_WRITE,
           .flags = ROUTE_KEY_NEEDED | ROUTE_MATCH_NEEDED, .body_max = 1024,
           .refuses = change_refuses),
    ROW_OF("record.delete", HTTP_DELETE, "/api/v1/records/{record}", record_delete,
           .input = &record_read_input, .permission = PERM_WRITE, .flags = ROUTE_KEY_ALLOWED),
    ROW_OF("record.none", HTTP_GET, "/api/v1/records/none", record_delete, .permission = PERM_READ),
    ROW_OF("upload", HTTP_POST, "/api/v1/uploads", upload, .input = &upload_input,
           .permission = PERM_WRITE, .flags = ROUTE_UPLOAD, .body_max = 64 << 20),
    ROW_OF("download", HTTP_GET, "/api/v1/downloads/{record}", download,
           .input = &record_read_input, .reply = &csv_reply, .permission = PERM_READ),
    ROW_OF("slow", HTTP_GET, "/slow/{record}", slow, .input = &record_read_input,
           .flags = ROUTE_PUBLIC | ROUTE_HIDDEN),
    ROW_OF("hello", HTTP_GET, "/", hello, .flags = ROUTE_PUBLIC | ROUTE_HIDDEN),
    ROW_OF("session.open", HTTP_POST, "/api/v1/session", sign_in,
           .flags = ROUTE_PUBLIC | ROUTE_NO_CSRF),
    ROW_OF("files", HTTP_GET, "/files/{name}", file_name, .input = &file_input,
           .flags = ROUTE_PUBLIC | ROUTE_TREE),
};

/* The actor is opaque here: its address says who it is. */
static const char fixture_reader, fixture_writer;
static const struct key fixture_key = {{1, 2, 3}};
static unsigned fixture_rate_left = 1000000;
static atomic_int fixture_open; /* begun and not ended */

static void fixture_begin(void *arg, struct ctx *ctx) {
    (void)arg;
    ctx->actor = NULL;
    atomic_fetch_add(&fixture_open, 1);
}
static void fixture_end(void *arg, struct ctx *ctx, const struct request *rq,
                        const struct reply *out) {
    (void)arg;
    (void)ctx;
    (void)rq;
    (void)out;
    atomic_fetch_sub(&fixture_open, 1);
}
static enum err fixture_rate(void *arg, struct ctx *ctx, struct request *rq) {
    (void)arg;
    if (strcmp(rq->route->name, "session.open") != 0 || fixture_rate_left-- > 0) return OK;
    rq->retry_after_s = 9;
    return fail(ctx, ERR_HTTP_RATE, NULL);
}
static enum err fixture_authenticate(void *arg, struct ctx *ctx, struct request *rq,
                                     struct http_auth *auth) {
    (void)arg;
    const char *cookie = request_cookie(ctx, rq, "session");
    const char *bearer = request_bearer(rq);
    const char *who = cookie != NULL ? cookie : bearer;
    if (who == NULL && rq->peer.local_socket) {
        auth->kind = HTTP_AUTH_SOCKET;
        ctx->actor = (const struct actor *)&fixture_writer;
        return OK;
    }
    if (who == NULL) return OK;
    auth->kind = cookie != NULL ? HTTP_AUTH_COOKIE : HTTP_AUTH_BEARER;
    auth->csrf = "csrf-of-session";
    if (strcmp(who, "reader") == 0)
        ctx->actor = (const struct actor *)&fixture_reader;
    else if (strcmp(who, "writer") == 0)
        ctx->actor = (const struct actor *)&fixture_writer;
    else
        return fail(ctx, ERR_SIGN_IN_REQUIRED, NULL);
    const char *digest = request_header(rq, "X-Content-SHA256");
    if (digest == NULL) return OK;
    auth->has_body_digest = true;
    auth->body_digest = crypto_digest(SUITE_INTL, digest, strlen(digest));
    return OK;
}
static enum err fixture_permit(void *arg, struct ctx *ctx, const struct request *rq) {
    (void)arg;
    bool writes = rq->route->permission == PERM_WRITE;
    if (writes && ctx->actor != (const struct actor *)&fixture_writer)
        return fail(ctx, ERR_FORBIDDEN, NULL);
    return OK;
}

static inline struct dispatch fixture_dispatch(struct arena *a) {
    return (struct dispatch){
        .router = router_new(a, fixture_routes, GX_COUNT(fixture_routes)),
        .hooks = {.begin = fixture_begin,
                  .end = fixture_end,
                  .rate = fixture_rate,
                  .authenticate = fixture_authenticate,
                  .permit = fixture_permit},
        .cursor_key = &fixture_key,
    };
}

#endif
