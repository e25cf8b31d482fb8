/* content.h: do the contents that live now agree with the commitments the entries made?
 *
 * Flat memory for any number of rows: entries and rows are both folded into a few thousand keyed sums (SipHash under
 * a key of this run), one adding, the other taking away. Equal sets leave zero. Where they do not, the unequal sums
 * say which part to read again, item by item. */
#ifndef VERIFY_CONTENT_H
#define VERIFY_CONTENT_H

#include "base/ctx.h"
#include "db/db.h"
#include "verify/entry.h"
#include "verify/report.h"

struct content;

struct content *content_new(struct arena *a, enum db_store store);
/* An entry of the log that is being read. */
void content_entry(struct content *c, const struct entry *e);
/* Reads every source of the store in this session, checks each content against its commitment and compares the sets.
 * *again_r: they differ; then read the entries again in the same session (content_entry), and call content_locate. */
enum err content_compare(struct ctx *ctx, struct content *c, struct db_session *s,
                         struct date month, struct report *report, bool *again_r) GX_MUST_CHECK;
enum err content_locate(struct ctx *ctx, struct content *c, struct db_session *s, struct date month,
                        struct report *report) GX_MUST_CHECK;

#endif
