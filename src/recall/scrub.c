#include "recall/scrub.h"

#include <string.h>

#include "db/db_fetch.h"
#include "intake/original.h"
#include "notices/notice.h"
#include "publication/publication.h"
#include "registry/record.h"

/* What the rooms below keep of a record, and how it is destroyed. */

enum { MESSAGES, ANSWERS_KEPT, FORGET_DIGEST };

const struct db_stmt scrub_stmts[] = {
    [MESSAGES] = {.name = "scrub.messages",
                  .sql = "update outbox set body = '{}' where object_id = $1",
                  .in = "i",
                  .out = "",
                  .kind = DB_WRITE},
    /* Kept answers name no subject; those that may quote what was submitted all go. A repeated request is
     * still known to be done. */
    [ANSWERS_KEPT] = {.name = "scrub.answers_kept",
                      .sql = "update idempotency set status = 0, reply = ''"
                             " where status <> 0 and (route like 'submission.%'"
                             " or route like 'record.%' or route like 'case.%')",
                      .in = "",
                      .out = "",
                      .kind = DB_WRITE},
    [FORGET_DIGEST] = {.name = "scrub.forget_digest",
                       .sql = "update submission set digest = $2, salt = null"
                              " where submission_id = $1",
                       .in = "ib",
                       .out = "",
                       .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&scrub_stmts[name])

/* ---- the record: versions, salts, reasons, the document's number */

enum err scrub_record_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                           const struct scrub_record *r) {
    static const char *const basis[] = {"default"};
    const struct record_because why = {
        .reason = RECORD_CORRECTION, .text = "销毁已删除的内容", .basis = basis, .n_basis = 1};
    return record_destroy(ctx, d, s, &(struct record_seen){r->subject_id, r->record_id, 0}, &why);
}

const char *const scrub_record_tables[] = {"record", "record_version", "record_change", NULL};

/* ---- the rows of the files it came in, and what was said to be wrong with them */

/* A digest over a file of one row would let that row be guessed: it goes with the row, and so does the
 * salt of what the ledger says about the file. */
enum err scrub_original_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                             const struct scrub_record *r) {
    enum err e = OK;
    (void)d;
    for (size_t i = 0; e == OK && i < r->n_sources; i++)
        if (!i || r->sources[i].submission_id != r->sources[i - 1].submission_id)
            e = db_write(ctx, s, STMT(FORGET_DIGEST),
                         DB_ARGS(db_int(r->sources[i].submission_id), db_blob("", 0)), NULL);
    return e;
}

enum err scrub_original_files(struct ctx *ctx, const struct scrub_record *r) {
    int64_t *rows = ARENA_ARRAY(ctx->arena, r->n_sources + 1, int64_t);
    enum err e = OK;
    for (size_t i = 0; e == OK && i < r->n_sources;) {
        int64_t id = r->sources[i].submission_id;
        size_t n = 0;
        for (; i < r->n_sources && r->sources[i].submission_id == id; i++)
            rows[n++] = r->sources[i].row;
        e = original_destroy_rows(ctx, id, rows, n);
        if (e == ERR_NOT_FOUND) e = OK; /* the original is gone as a whole */
    }
    return e;
}

const char *const scrub_original_tables[] = {"submission", "submission_flaw", "submission_segment",
                                             NULL};

/* ---- messages that wait or were sent, and answers kept for repeated requests */

enum err scrub_message_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                            const struct scrub_record *r) {
    (void)d;
    return db_write(ctx, s, STMT(MESSAGES), DB_ARGS(db_int(r->record_id)), NULL);
}

const char *const scrub_message_tables[] = {"outbox", NULL};

enum err scrub_answer_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                           const struct scrub_record *r) {
    (void)d, (void)r;
    return db_write(ctx, s, STMT(ANSWERS_KEPT), DB_NO_ARGS, NULL);
}

const char *const scrub_answer_tables[] = {"idempotency", NULL};

/* ---- what was shown to everybody */

enum err scrub_publication_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                                const struct scrub_record *r) {
    return publication_destroy(ctx, d, s, r->subject_id, r->record_id);
}

const char *const scrub_publication_tables[] = {"publication", "publication_channel",
                                                "public_record", NULL};

/* ---- what was said about it to anybody */

enum err scrub_notice_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                           const struct scrub_record *r) {
    const struct target about = {W_TARGET_RECORD, r->subject_id, r->record_id};
    const struct cause cause = {.case_id = r->case_id,
                                .jurisdiction = r->jurisdiction,
                                .policy_label = r->policy_label,
                                .clause = "default",
                                .day = date_of_instant(door_now(d))};
    return notice_destroy_about(ctx, d, s, &about, &cause, NULL);
}

const char *const scrub_notice_tables[] = {"notice", NULL};
