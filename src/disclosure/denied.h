/* denied.h: an attempt beyond authority is refused, and kept (AS-23, CZ-159). */
#ifndef DISCLOSURE_DENIED_H
#define DISCLOSURE_DENIED_H

#include "base/ctx.h"

/* Keeps that ctx->actor tried `route` and was refused with `code`. */
enum err denied_attempt(struct ctx *ctx, const char *route, enum err code) GX_MUST_CHECK;

#endif
