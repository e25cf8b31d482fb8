/* scrub.h: where copies of a record's content lie, and how each is destroyed.
 *
 * Every room that keeps a copy of what a record says has a row in the table of watch/scrubs.c: what it
 * keeps in tables goes in the transaction that destroys the record; what lies in files goes after it,
 * repeatable, because a crash may come between. `tables` names what the databases must rewrite so
 * that no free page and no log keeps the bytes. */
#ifndef RECALL_SCRUB_H
#define RECALL_SCRUB_H

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "db/db.h"
#include "ledger/door.h"

/* Rows of submissions the record's versions came from. */
struct scrub_source {
    int64_t submission_id, row;
};
struct scrub_record {
    int64_t subject_id, record_id, case_id, deletion_id;
    const char *jurisdiction, *policy_label;
    const struct scrub_source *sources;
    size_t n_sources;
};
struct scrub {
    const char *name; /* "original": what is destroyed */
    /* In the transaction; NULL when it keeps nothing in tables. */
    enum err (*rows)(struct ctx *ctx, struct door *d, struct db_session *s,
                     const struct scrub_record *r);
    /* Afterwards, outside any transaction; NULL when it keeps no files. */
    enum err (*files)(struct ctx *ctx, const struct scrub_record *r);
    const char *const *tables; /* ended by NULL; may be NULL */
};

extern const struct db_stmt scrub_stmts[];

/* What the rooms below this one keep. */
enum err scrub_record_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                           const struct scrub_record *r) GX_MUST_CHECK;
enum err scrub_original_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                             const struct scrub_record *r) GX_MUST_CHECK;
enum err scrub_original_files(struct ctx *ctx, const struct scrub_record *r) GX_MUST_CHECK;
enum err scrub_message_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                            const struct scrub_record *r) GX_MUST_CHECK;
enum err scrub_answer_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                           const struct scrub_record *r) GX_MUST_CHECK;
enum err scrub_notice_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                           const struct scrub_record *r) GX_MUST_CHECK;
extern const char *const scrub_notice_tables[];
enum err scrub_publication_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                                const struct scrub_record *r) GX_MUST_CHECK;
extern const char *const scrub_publication_tables[];
extern const char *const scrub_record_tables[],
    *const scrub_original_tables[], *const scrub_message_tables[], *const scrub_answer_tables[];

#endif
