/* marks.h: the checkpoints a log must pass through, in the order of their sizes. */
#ifndef VERIFY_MARKS_H
#define VERIFY_MARKS_H

#include "verify/walk.h"

struct marks;

/* Reads what was published outside the store, and the recovery statements, before anything else is read: whatever a
 * running server adds later is more, never less. */
enum err marks_open(struct verify *v, const char *log, struct marks **marks_r) GX_MUST_CHECK;
/* Now the size of the log is known: what promises more is a finding. */
enum err marks_bound(struct marks *m, struct db_session *s, int64_t size,
                     int64_t epoch) GX_MUST_CHECK;
/* The next size at which a root is known, INT64_MAX when there is none. */
int64_t marks_next(const struct marks *m);
/* Root of the tree at that size: holds it against every checkpoint of that size and goes on to the next. False when
 * one of them disagrees. */
bool marks_check(struct marks *m, struct db_session *s, struct digest root, enum err *err_r);
/* What the next checkpoint says the root is. */
struct digest marks_root(const struct marks *m);
/* The largest size so far at which all agreed. */
int64_t marks_good(const struct marks *m);
int64_t marks_count(const struct marks *m);

#endif
