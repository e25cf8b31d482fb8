#include "http/dispatch.h"

#include <string.h>
#include <strings.h>

#include "base/bug.h"
#include "base/log.h"
#include "base/num.h"

static bool unsafe(enum http_method m) {
    return m != HTTP_GET;
}

static bool cookie_session_forged(const struct request *rq) {
    if (rq->auth.kind != HTTP_AUTH_COOKIE || !unsafe(rq->method)) return false;
    if ((rq->route->flags & ROUTE_NO_CSRF) != 0) return false;
    const char *token = request_header(rq, "X-CSRF-Token");
    const char *wanted = rq->auth.csrf;
    BUG_IF(wanted == NULL);
    return token == NULL || strlen(token) != strlen(wanted) ||
           !crypto_equal(token, wanted, strlen(wanted));
}

/* A browser says when another site's page made it ask. No token is needed to see through that, so
 * it also guards sign-in. */
static bool from_another_site(const struct request *rq) {
    const char *site = request_header(rq, "Sec-Fetch-Site");
    return site != NULL && unsafe(rq->method) && strcmp(site, "cross-site") == 0;
}

static bool type_is(const char *header, const char *type) {
    if (header == NULL) return false;
    size_t n = strcspn(header, "; \t");
    return n == strlen(type) && strncasecmp(header, type, n) == 0;
}

static enum err check_type(struct ctx *ctx, const struct request *rq) {
    const char *type = request_header(rq, "Content-Type");
    if ((rq->route->flags & ROUTE_UPLOAD) != 0) {
        if (type_is(type, "multipart/form-data") || type_is(type, "application/octet-stream"))
            return OK;
        return fail_field(ctx, ERR_HTTP_TYPE, "Content-Type",
                          "one_of:application/octet-stream|multipart/form-data",
                          "上传文件须以 application/octet-stream 或 multipart/form-data 提交");
    }
    if (!rq->has_body) return OK;
    if (type_is(type, "application/json")) return OK;
    return fail_field(ctx, ERR_HTTP_TYPE, "Content-Type", "one_of:application/json",
                      "请以 application/json 提交");
}

static enum err check_size(struct ctx *ctx, const struct request *rq) {
    if (!rq->body_too_large) return OK;
    return fail(ctx, ERR_NO_MEMORY_LIMIT, "提交的内容超过%lld字节的上限",
                (long long)rq->body_limit);
}

static enum err check_key(struct ctx *ctx, struct request *rq) {
    unsigned flags = rq->route->flags;
    if ((flags & (ROUTE_KEY_NEEDED | ROUTE_KEY_ALLOWED)) == 0) return OK;
    const char *key = request_header(rq, "Idempotency-Key");
    if (key == NULL) {
        if ((flags & ROUTE_KEY_NEEDED) == 0) return OK;
        return fail_field(ctx, ERR_IDEMPOTENCY_NEEDED, "Idempotency-Key", "required", NULL);
    }
    size_t n = strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    if (key[n] != '\0' || n < 8 || n > 64)
        return fail_field(ctx, ERR_IDEMPOTENCY_KEY, "Idempotency-Key", "8..64", NULL);
    rq->idempotency_key = key;
    return OK;
}

static enum err check_version(struct ctx *ctx, struct request *rq) {
    const char *seen = request_header(rq, "If-Match");
    bool needed = (rq->route->flags & ROUTE_MATCH_NEEDED) != 0;
    if (seen == NULL)
        return needed ? fail_field(ctx, ERR_VERSION_NEEDED, "If-Match", "required", NULL) : OK;
    struct str s = str_of(seen);
    if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"') s = (struct str){s.p + 1, s.n - 2};
    if (num_i64(s, 1, INT64_MAX, &rq->if_match) || !needed) return OK;
    return fail_field(ctx, ERR_VERSION_NEEDED, "If-Match", "version", NULL);
}

/* On a public route a proof that no longer holds is as good as none: with an old cookie one could
 * not even sign in again. */
static enum err authenticate(const struct http_hooks *h, struct ctx *ctx, struct request *rq) {
    enum err e = h->authenticate(h->arg, ctx, rq, &rq->auth);
    if (e != ERR_SIGN_IN_REQUIRED || (rq->route->flags & ROUTE_PUBLIC) == 0) return e;
    ctx->actor = NULL;
    ctx->failure = (struct failure){0};
    rq->auth = (struct http_auth){.kind = HTTP_AUTH_NOBODY};
    return OK;
}

enum err dispatch_admit(const struct dispatch *d, struct ctx *ctx, struct request *rq) {
    const struct http_hooks *h = &d->hooks;
    enum err e;
    rq->cursor_key = d->cursor_key;
    if (h->rate != NULL && (e = h->rate(h->arg, ctx, rq)) != OK) return e;
    if ((e = authenticate(h, ctx, rq)) != OK) return e;
    if (ctx->actor == NULL && (rq->route->flags & ROUTE_PUBLIC) == 0)
        return fail(ctx, ERR_SIGN_IN_REQUIRED, NULL);
    if ((e = h->permit(h->arg, ctx, rq)) != OK) return e;
    if (from_another_site(rq) || cookie_session_forged(rq)) return fail(ctx, ERR_HTTP_CSRF, NULL);
    if ((e = check_type(ctx, rq)) != OK) return e;
    if ((e = check_size(ctx, rq)) != OK) return e;
    if ((e = check_key(ctx, rq)) != OK) return e;
    return check_version(ctx, rq);
}

static enum err check_digest(struct ctx *ctx, const struct request *rq) {
    if (!rq->auth.has_body_digest) return OK;
    bool upload = (rq->route->flags & ROUTE_UPLOAD) != 0;
    struct digest came =
        upload ? rq->body_sha256 : crypto_digest(SUITE_INTL, rq->body.p, rq->body.n);
    if (crypto_equal(came.b, rq->auth.body_digest.b, DIGEST_BYTES)) return OK;
    return fail(ctx, ERR_HTTP_BODY_DIGEST, NULL);
}

static enum err parse_body(struct ctx *ctx, const struct request *rq, const struct json **body_r) {
    *body_r = NULL;
    if (rq->body.n == 0) return OK;
    struct json_error where;
    const struct json_limits limits = {ROUTE_BODY_MAX, 24};
    *body_r = json_parse(ctx->arena, rq->body, limits, &where);
    if (*body_r == NULL)
        return fail(ctx, ERR_JSON, "提交的内容不是合法的 JSON（第%d行第%d列）", where.line,
                    where.column);
    if ((*body_r)->type != JSON_OBJECT)
        return fail_field(ctx, ERR_INPUT_TYPE, NULL, "type:object", "提交的内容须为 JSON 对象");
    return OK;
}

static enum err read_input(struct ctx *ctx, struct request *rq) {
    const struct input_spec *spec = rq->route->input;
    struct input_source from = {.path = rq->params, .n_path = rq->n_params};
    enum err e = check_digest(ctx, rq);
    if (e == OK) e = input_split_query(ctx, rq->query, &from.query, &from.n_query);
    if (e == OK) e = parse_body(ctx, rq, &from.body);
    if (e != OK) return e;
    if ((rq->route->flags & ROUTE_UPLOAD) != 0) {
        static const struct input_pair none;
        from.form = rq->form == NULL ? &none : rq->form;
        from.n_form = rq->n_form;
    }
    rq->faults = ARENA_NEW(ctx->arena, struct input_faults);
    void *in = arena_alloc(ctx->arena, spec == NULL ? 1 : spec->size);
    rq->input = spec == NULL ? NULL : in;
    return input_read(ctx, spec, &from, in, rq->faults);
}

/* If-None-Match against our tag; "*" and lists come from caches we do not have. */
static void answer_not_modified(const struct request *rq, struct reply *out) {
    const char *seen = request_header(rq, "If-None-Match");
    if (rq->method != HTTP_GET || out->etag == NULL || seen == NULL) return;
    if (out->status != 200 || strcmp(seen, out->etag) != 0) return;
    const char *etag = out->etag;
    bool cacheable = out->cacheable;
    reply_reset(out);
    out->status = 304;
    out->etag = etag;
    out->cacheable = cacheable;
}

void dispatch_answer(const struct dispatch *d, struct ctx *ctx, struct request *rq,
                     struct reply *out) {
    const struct http_hooks *h = &d->hooks;
    enum err e = read_input(ctx, rq);
    if (e == OK) {
        e = h->handle ? h->handle(h->arg, ctx, rq, out) : rq->route->handler(ctx, rq, out);
        rq->faults->n = 0; /* what the handler refuses is not about the table */
    }
    if (e == OK && out->body.failed) e = fail(ctx, ERR_INTERNAL, NULL);
    if (e != OK) {
        dispatch_refuse(ctx, rq, NULL, out, e);
        return;
    }
    if (out->status == 200 && out->type == NULL) out->status = 204;
    answer_not_modified(rq, out);
}

void dispatch_refuse(struct ctx *ctx, const struct request *rq, const struct route_match *m,
                     struct reply *out, enum err code) {
    reply_problem(ctx, out, code, rq == NULL ? NULL : rq->faults);
    if (m != NULL && m->allow[0] != '\0')
        reply_header(out, "Allow", arena_strdup(ctx->arena, m->allow));
    if (out->status == 401) reply_header(out, "WWW-Authenticate", "Bearer");
    unsigned wait = rq == NULL ? 0 : rq->retry_after_s;
    if (wait == 0 && out->status == 503) wait = 1;
    if (wait > 0) reply_header(out, "Retry-After", arena_printf(ctx->arena, "%u", wait));
    if (out->status >= 500 && out->status != 503)
        log_event(ctx, LOG_ERROR, "http.failed", "route=%s code=%s",
                  rq == NULL || rq->route == NULL ? "" : rq->route->name, err_code(code));
}
