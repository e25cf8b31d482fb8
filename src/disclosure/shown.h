/* shown.h: an answer as JSON and as a file, the same on every channel. */
#ifndef DISCLOSURE_SHOWN_H
#define DISCLOSURE_SHOWN_H

#include "base/json.h"
#include "disclosure/query.h"

/* {"look","subject","records":[…]}; of a refused one in a list {"refused":{code,detail,…}}. */
void shown_write(struct ctx *ctx, const struct query_answer *a, struct json_writer *w);
/* Fills a record's fields as this reader may see them: masked by default, numbers of persons opened
 * only where the decision gives all, free text always without numbers of persons. */
enum err shown_fill(struct ctx *ctx, const struct query *q, struct shown_record *r) GX_MUST_CHECK;
/* CSV (UTF-8 with BOM) that says at its head for whom, when, for what and by which look it was made
 * (HH-13, CZ-30, AS-30), then one line a field. */
void shown_csv(struct ctx *ctx, const struct query *q, const struct query_answer *a,
               struct buf *out);

#endif
