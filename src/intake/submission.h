/* submission.h: a file or a form on its way to becoming records, and its life.
 *
 *   awaiting_review → checking → done | refused;  done → withdrawing → withdrawn
 *
 * A submission is bound to one provider: the unit of the actor's post (HH-16), who must be a
 * designated person where the pack asks (HH-18); the pack must take new submissions (CZ-169) and
 * the format (HH-27, ZC-14), the item must be in the catalog in force (CZ-33, JN-10) and the
 * unit's type its provider (CZ-2, AS-2, JN-1). Where the pack asks for the provider's own review
 * (JN-15) or a verification entry (ZC-9), the submission is received when that has passed.
 *
 * Before anything is written the whole file is read and checked (scan.h): what is unreadable or
 * dangerous ends with an intake.* error and changes nothing. Then comes the receipt (digest, number,
 * time, person) with the original, sealed; then the rows, in chunks through the door, each with its
 * progress, so that a crash resumes exactly once (load.h). The same file again is the same
 * submission and loads nothing; naming the submission whose returned rows it mends makes it a
 * resubmission (ZC-29, JN-14) with a clock of its own (AM-24), late or not by the first receipt. */
#ifndef INTAKE_SUBMISSION_H
#define INTAKE_SUBMISSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "intake/flawlog.h"
#include "intake/source.h"

enum submission_state {
    SUBMISSION_AWAITING_REVIEW,
    SUBMISSION_CHECKING,
    SUBMISSION_DONE,
    SUBMISSION_REFUSED,
    SUBMISSION_WITHDRAWING,
    SUBMISSION_WITHDRAWN
};
const char *submission_state_word(enum submission_state s);
const char *submission_state_name(enum submission_state s); /* Chinese */

enum submission_kind { SUBMISSION_FILE, SUBMISSION_FORM, SUBMISSION_LEGACY };
const char *submission_kind_word(enum submission_kind k);

struct submission {
    int64_t id;
    const char *jurisdiction, *policy_label;
    int64_t catalog_id;
    const char *item;
    int64_t item_version;
    int64_t provider_id, by_user, by_post;
    const char *by_role, *channel;
    enum submission_kind kind;
    struct stored_digest digest, claim;
    int64_t bytes;
    const char *format, *encoding;
    const char *mapping; /* JSON, "" when none was remembered */
    const char *receipt_no;
    int64_t uploaded_at, received_at; /* 0 while awaiting review */
    struct date received_day;
    int64_t first_id;
    struct date first_day;
    int64_t resubmits; /* 0 */
    bool atomic;
    const char *review; /* "required", "verify", "" */
    int64_t reviewed_by, reviewed_at;
    const char *review_result, *review_opinion;
    enum submission_state state;
    const char *refusal; /* "" */
    int64_t total, accepted, returned, duplicates, warned, flaws, progress;
    const char *holder;
    int64_t touched_at;
    struct date due_day;
    const char *due_rule; /* "" */
    int64_t done_at;
    int64_t late_days, late_rows, late_pending; /* late_days -1: no limit applied to any row */
    struct date late_formed;
    struct date from_day, to_day;
    int64_t withdrawn;
    const char *withdraw_reason;
    int64_t version;
    bool repeated; /* of an answer: it was there already, nothing was loaded now */
};

struct submission_request {
    const char *path; /* of a regular file; stays the caller's */
    const char *item;
    enum source_format format;
    enum submission_kind kind;
    bool atomic;
    int64_t resubmits;    /* 0, or the submission whose returned rows this mends */
    const char *verified; /* the verification entry, where the pack asks for one; NULL */
    bool in_background;   /* large files: return after the receipt, the worker goes on */
    /* Where the flaws go, for an answer file written at once; NULL. Freed by the caller. */
    struct flawlog **flaws_r;
};

/* Takes a file in. *out_r tells what became of it; a file refused for its head or its rows is a
 * submission in state refused, not an error. Errors, all without effect: what reading gives
 * (ERR_INTAKE_*), ERR_NOT_DESIGNATED, ERR_POLICY_EXPIRED …, ERR_SUBMISSION_FORMAT,
 * ERR_CATALOG_ITEM_UNKNOWN, ERR_SUBMISSION_NOT_OWNER, ERR_SUBMISSION_SECRET, ERR_SUBMISSION_RECHECK,
 * ERR_NOT_FOUND for a submission to mend that is none of the unit's. */
enum err submission_take(struct ctx *ctx, const struct submission_request *in,
                         struct submission *out_r) GX_MUST_CHECK;
/* The same for one form: an object of field code or name to text. */
struct json;
enum err submission_form(struct ctx *ctx, const char *item, const struct json *fields,
                         int64_t resubmits, const char *verified,
                         struct submission *out_r) GX_MUST_CHECK;

/* The provider's review: by a reviewer of the same unit; where the pack requires a review, another
 * person than the clerk (ERR_SECOND_PERSON). passed goes on to checking, with the receipt's day. */
enum err submission_review(struct ctx *ctx, int64_t id, bool passed, const char *opinion,
                           struct submission *out_r) GX_MUST_CHECK;
/* Withdraws a whole submission of the own unit: its records are withdrawn, with the reason. */
enum err submission_withdraw(struct ctx *ctx, int64_t id, const char *reason,
                             struct submission *out_r) GX_MUST_CHECK;

/* ERR_NOT_FOUND, also for what is not the actor's business: a provider sees its own, operator and
 * authority of the jurisdiction all. */
enum err submission_get(struct ctx *ctx, int64_t id, struct submission *out_r) GX_MUST_CHECK;
/* Newest first, older than `before` (0: from the newest); of the own unit, or all for the operator. */
enum err submission_list(struct ctx *ctx, int64_t before, size_t most, struct submission **list_r,
                         size_t *n_r) GX_MUST_CHECK;

struct submission_flaw {
    int64_t seq;
    struct flaw flaw;
};
/* The flaws kept for the screen, by their order, after a seq. The answer file has all of them. */
enum err submission_flaws(struct ctx *ctx, int64_t id, int64_t after, size_t most,
                          struct submission_flaw **flaws_r, size_t *n_r) GX_MUST_CHECK;
/* Writes the answer file of a submission to path, from the sealed original. */
enum err submission_answer(struct ctx *ctx, const struct submission *s, bool xlsx, bool only_flawed,
                           const char *path) GX_MUST_CHECK;
/* How its lateness and its due day came about, in Chinese; "" when there is none. */
const char *submission_late_text(struct ctx *ctx, const struct submission *s);
const char *submission_due_text(struct ctx *ctx, const struct submission *s);

/* The worker's rule: goes on with one submission that nobody works on. */
enum err submission_resume(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;

/* Returns (ZC-28, JN-13): non-conforming rows go back, are rechecked by the provider and submitted
 * again. */
struct submission_return {
    int64_t id, submission_id;
    const char *jurisdiction;
    int64_t provider_id;
    const char *item;
    int64_t total; /* rows; 0: the file as a whole */
    const char *reason, *clause;
    const char *state; /* returned, rechecked, resubmitted, closed */
    int64_t returned_at, rechecked_by, rechecked_at;
    const char *result, *opinion;
    int64_t resubmission_id, resubmitted_at;
    int64_t version;
};
enum err return_get(struct ctx *ctx, int64_t id, struct submission_return *out_r) GX_MUST_CHECK;
enum err return_list(struct ctx *ctx, int64_t before, size_t most,
                     struct submission_return **list_r, size_t *n_r) GX_MUST_CHECK;
/* The provider's recheck: corrected (will be submitted again), upheld (was right: an objection to
 * the return, submitted again as it is) or given_up (closes the return). By the unit's own staff. */
enum err return_recheck(struct ctx *ctx, int64_t id, const char *result,
                        const char *opinion) GX_MUST_CHECK;

/* The columns a unit's files have, remembered: field is the code or name of a field of the item, ""
 * leaves a column out. Replaces what was there. */
struct head_memory;
enum err mapping_read(struct ctx *ctx, struct db_session *s, int64_t unit_id, const char *item,
                      struct head_memory **memory_r, size_t *n_r) GX_MUST_CHECK;
enum err mapping_set(struct ctx *ctx, const char *item, const struct head_memory *memory,
                     size_t n) GX_MUST_CHECK;

/* Writes the item's template (XLSX) to path. */
enum err submission_template(struct ctx *ctx, const char *item, const char *path) GX_MUST_CHECK;

/* A new version of a record by its own provider: never in place (CZ-65, AS-24), with reason word and
 * text; all fields are given. Identity (subject, document, day of forming) stays. *faults_r holds
 * the flaws when ERR_SUBMISSION_FLAWED is returned. */
struct record_seen;
enum err version_submit(struct ctx *ctx, const struct record_seen *seen, const struct json *fields,
                        const char *reason, const char *reason_text, const struct flaw **flaws_r,
                        size_t *n_r) GX_MUST_CHECK;

/* What db_open prepares. */
extern const struct db_stmt submission_stmts[], submission_take_stmts[], submission_prepare_stmts[],
    submission_load_stmts[], submission_review_stmts[], submission_withdraw_stmts[],
    submission_return_stmts[], submission_answer_stmts[], original_stmts[], mapping_stmts[];

#endif
