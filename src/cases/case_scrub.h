/* case_scrub.h: what cases keep of a record whose content is destroyed: claims and what events say in words, proposals, and
 * papers that served its cases alone. What happened, when, by whom and on what clause stays. */
#ifndef CASES_CASE_SCRUB_H
#define CASES_CASE_SCRUB_H

#include "recall/scrub.h"

enum err case_scrub_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct scrub_record *r) GX_MUST_CHECK;
/* A paper that anything else rests on stays. */
enum err case_scrub_files(struct ctx *ctx, const struct scrub_record *r) GX_MUST_CHECK;
extern const char *const case_scrub_tables[];

extern const struct db_stmt case_scrub_stmts[];

#endif
