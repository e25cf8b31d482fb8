/* deletion_row.h: what the files of deletion share: the row. */
#ifndef RECALL_DELETION_ROW_H
#define RECALL_DELETION_ROW_H

#include "recall/deletion.h"

#define DELETION_COLUMNS                                                                           \
    "subject_id, deletion_id, record_id, item, case_id, jurisdiction, policy_label, clause,"       \
    " reason, by_user, by_unit, day, at, at_once, keep_to, keep_rule, state, copy_at, settled,"    \
    " settled_at, destroyed_day, cleaned_at, leftover_to"
#define DELETION_SIGNATURE "iiitIttttiitiiTTtITITIT"

void deletion_of_row(const struct db_value *row, struct deletion *deletion_r);
/* Rows of a statement with these columns, in a session of its own. */
enum err deletion_read_rows(struct ctx *ctx, const struct db_stmt *stmt,
                            const struct db_value *args, struct deletion **list_r,
                            size_t *n_r) GX_MUST_CHECK;
/* The leaf of something that happens to it. */
struct leaf deletion_leaf(struct ctx *ctx, enum ledger_event event, const struct deletion *x);

#endif
