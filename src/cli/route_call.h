/* route_call.h: a command that is a route of the API: the body comes from a file or standard input, the answer goes
 * where the command's output goes. Options of the command: --body, --upload and --output where it declares them. */
#ifndef CLI_ROUTE_CALL_H
#define CLI_ROUTE_CALL_H

#include "cli/console.h"
#include "http/request.h"

struct route_call {
    enum http_method method;
    const char *target;    /* "/cases/12?open=true"; with or without /api/v1 */
    const char *body_from; /* FILE or "-"; NULL: none */
    struct str body;       /* when body_from is NULL */
    const char *upload;    /* FILE or NULL */
    const char *output;    /* FILE or NULL: the command's own output */
};
/* Acts as --as says, calls, prints. The exit status. */
int route_call(struct console *run, const struct invocation *in, const struct route_call *call);

#endif
