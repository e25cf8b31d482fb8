/* outbox.h: what must be told to somebody, written in the transaction of the change that causes it.
 *
 * Sending is another room's job. Facts first, telling second: what is not in the outbox was never
 * promised, and what is in it survives a crash. */
#ifndef REGISTRY_OUTBOX_H
#define REGISTRY_OUTBOX_H

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "db/db.h"

struct door;

struct outbox_entry {
    int64_t id; /* out */
    const char *jurisdiction;
    const char *topic;  /* "record.changed", "subject.renamed", "submission.returned" … */
    int64_t subject_id; /* 0 when none */
    int64_t object_id;  /* what it is about: record, submission, case */
    int64_t unit_id;    /* whom to tell; 0: whoever the topic's rule names */
    struct str body;    /* canonical JSON without persons' numbers or names */
    struct instant due; /* not before */
    const char *state;  /* out: waiting, sent, acknowledged, failed */
    int64_t tries, at;  /* out */
};
enum err outbox_add(struct ctx *ctx, struct door *d, struct db_session *s,
                    struct outbox_entry *e) GX_MUST_CHECK;
/* Waiting entries due by `now`, oldest first, at most `most`. */
enum err outbox_waiting(struct ctx *ctx, struct db_session *s, struct instant now, size_t most,
                        struct outbox_entry **entries_r, size_t *n_r) GX_MUST_CHECK;
/* After a try: sent (waits for a receipt), acknowledged, or failed until `next`. */
enum outbox_result { OUTBOX_SENT, OUTBOX_ACKNOWLEDGED, OUTBOX_RETRY, OUTBOX_FAILED };
enum err outbox_done(struct ctx *ctx, struct door *d, struct db_session *s, int64_t outbox_id,
                     enum outbox_result result, struct instant next) GX_MUST_CHECK;

extern const struct db_stmt outbox_stmts[];

#endif
