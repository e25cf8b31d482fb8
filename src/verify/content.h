/* content.h: do the contents that live now agree with the commitments the entries made?
 *
 * Flat memory for any number of rows: entries and rows are both folded into a few thousand keyed sums (SipHash under
 * a key of this run), one adding, the other taking away. Equal sets leave zero. Where they do not, the unequal sums
 * say which part to read again, item by item.
 *
 * Entries and rows may be read by two threads, each into a content of its own (content_twin), and merged. Then they
 * are of two moments; unequal sums mean nothing until both have been read again in one snapshot. */
#ifndef VERIFY_CONTENT_H
#define VERIFY_CONTENT_H

#include "base/ctx.h"
#include "db/db.h"
#include "verify/entry.h"
#include "verify/report.h"

struct content;

struct content *content_new(struct arena *a, enum db_store store);
struct content *content_twin(struct arena *a, const struct content *c);
/* Is there any source in that store? */
bool content_any(enum db_store store);
/* An entry of the log that is being read. */
void content_entry(struct content *c, const struct entry *e);
/* Reads every source of the store in this session. report (may be NULL): each content that is not what its commitment
 * says. */
enum err content_rows(struct ctx *ctx, struct content *c, struct db_session *s, struct date month,
                      struct report *report) GX_MUST_CHECK;
/* Adds the twin's sums; true when entries and rows agree. */
bool content_merge(struct content *c, const struct content *twin);
bool content_equal(const struct content *c);
/* After unequal sums: from now on entries and rows of the unequal parts are kept. Give both again, in the same
 * session, and report the difference. */
void content_locate(struct content *c);
void content_report(struct content *c, struct report *report);

#endif
