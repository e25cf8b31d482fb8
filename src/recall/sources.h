/* sources.h: in which rows of which originals a record's content stands.
 *
 * Its versions name their own. Rows that were returned, or came a second time, made no version and are
 * found by reading the provider's submissions of the item again: a row that bears the document's
 * number and the subject's number or name is about this record. */
#ifndef RECALL_SOURCES_H
#define RECALL_SOURCES_H

#include "base/ctx.h"
#include "recall/scrub.h"

/* Ascending by submission and row, each once. Before the record is destroyed. */
enum err sources_find(struct ctx *ctx, int64_t subject_id, int64_t record_id,
                      const struct scrub_source **sources_r, size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt sources_stmts[];

#endif
