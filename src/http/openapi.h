/* openapi.h: the OpenAPI 3.1 document of a route table. The same table gives the same bytes. */
#ifndef HTTP_OPENAPI_H
#define HTTP_OPENAPI_H

#include <stddef.h>

#include "base/buf.h"
#include "http/route.h"

struct openapi_scheme {
    const char *name; /* "session", "apiKey" */
    const char *json; /* the security scheme object */
};
struct openapi_info {
    const char *title, *version, *description;
    const char *license, *license_id;     /* "Apache License 2.0", "Apache-2.0" */
    const char *server;                   /* "/" */
    const struct openapi_scheme *schemes; /* any one of them opens a route that is not public */
    size_t n_schemes;
    /* Name of a permission, for x-permission; NULL: none written. */
    const char *(*permission_name)(int permission);
};

void openapi_write(struct buf *b, const struct openapi_info *info, const struct route *routes,
                   size_t n);

#endif
