#include "http/request.h"

#include <string.h>
#include <strings.h>

#include "http/token.h"

static const char *const method_names[] = {
    [HTTP_GET] = "GET",     [HTTP_POST] = "POST",     [HTTP_PUT] = "PUT",
    [HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE", [HTTP_OTHER] = "other",
};

const char *http_method_name(enum http_method m) {
    return method_names[m];
}

enum http_method http_method_of(const char *name) {
    if (strcmp(name, "HEAD") == 0) return HTTP_GET;
    for (int m = HTTP_GET; m < HTTP_OTHER; m++)
        if (strcmp(name, method_names[m]) == 0) return (enum http_method)m;
    return HTTP_OTHER;
}

const char *request_header(const struct request *rq, const char *name) {
    return rq->header == NULL ? NULL : rq->header(rq->header_from, name);
}

const char *request_cookie(struct ctx *ctx, const struct request *rq, const char *name) {
    struct str value;
    if (!cookie_get(request_header(rq, "Cookie"), name, &value)) return NULL;
    return arena_str(ctx->arena, value);
}

const char *request_bearer(const struct request *rq) {
    const char *h = request_header(rq, "Authorization");
    if (h == NULL || strncasecmp(h, "Bearer ", 7) != 0) return NULL;
    h += 7;
    while (*h == ' ')
        h++;
    return *h == '\0' ? NULL : h;
}
