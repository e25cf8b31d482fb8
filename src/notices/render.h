/* render.h: from data to PDF, in a process of its own.
 *
 * The program starts itself as `gongxin render-worker` for each paper: JSON in and PDF out over pipes, an empty
 * environment, no file but the fonts, limits of time, memory and size, no database. Whatever a font or a text does to it
 * stays there: a crash, a hang or nonsense is ERR_NOTICE_RENDER here. At most RENDER_MOST run at a time. */
#ifndef NOTICES_RENDER_H
#define NOTICES_RENDER_H

#include "base/ctx.h"
#include "base/str.h"

enum { RENDER_MOST = 4, RENDER_SECONDS = 20 };

/* `data` is what a paper of render_worker.h takes. The bytes live in ctx->arena. */
enum err render_pdf(struct ctx *ctx, struct str data, struct str *pdf_r) GX_MUST_CHECK;

#endif
