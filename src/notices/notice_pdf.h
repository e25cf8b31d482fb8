/* notice_pdf.h: the paper of a notice, made anew from what is kept of it. The same notice gives the same bytes; once its
 * text is destroyed the paper says so beside number, day and commitment. */
#ifndef NOTICES_NOTICE_PDF_H
#define NOTICES_NOTICE_PDF_H

#include "notices/notice.h"

/* ERR_NOTICE_RENDER. */
enum err notice_pdf(struct ctx *ctx, const struct notice *n, struct str *pdf_r) GX_MUST_CHECK;

#endif
