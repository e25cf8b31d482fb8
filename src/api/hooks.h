/* hooks.h: how the dispatcher learns who calls, whether he may, and how often. */
#ifndef API_HOOKS_H
#define API_HOOKS_H

#include "http/dispatch.h"

struct api;
struct http_hooks hooks_of(struct api *api);

#endif
