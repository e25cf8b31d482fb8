/* listing_notice.h: the written notice before a listing, and the statement and defence on it (AS-11
 * to AS-13; elsewhere a product default, list_type.h).
 *
 * The notice says six things: reasons and basis of the listing, reasons and basis of the measures
 * that follow, remedies, conditions for lifting. It names the last day for statement and defence:
 * not before the pack's list.notice_period has passed, and where no text gives a period, at least
 * the day after it was served (default). The subject states by its own account, or on paper that
 * the unit files; what came must be decided, with reason, before the listing; a statement that was
 * accepted ends the matter. One notice founds one entry. */
#ifndef MEASURES_LISTING_NOTICE_H
#define MEASURES_LISTING_NOTICE_H

#include "measures/list_type.h"
#include "db/db.h"
#include "ledger/door.h"
#include "registry/cause.h"

struct query_subject; /* disclosure/query.h */

enum notice_state { NOTICE_SERVED, NOTICE_STATED, NOTICE_ACCEPTED, NOTICE_REJECTED, NOTICE_USED };
const char *notice_state_word(enum notice_state s);

struct notice_content {
    enum word what; /* W_NOTICE_CONTENT_… */
    const char *text;
};

struct listing_notice {
    int64_t subject_id, notice_id;
    const char *jurisdiction, *policy_label; /* out */
    const char *list_type;
    int64_t unit_id, case_id; /* out: of the actor and the cause */
    const char *unit_name;    /* out */
    const struct notice_content *contents;
    size_t n_contents;
    int64_t evidence_id; /* the notice as it was served; mandatory */
    struct date served, until;
    enum notice_state state; /* out, and all below */
    const char *statement, *decision;
    struct date stated, decided;
    int64_t version;
};

/* Serves it, for the actor's unit: the notice is made from the pack's template, and the paper that was
 * served lies with it. Where the pack has a listing process its case serves it: ERR_LIST_PROCESS. ERR_LIST_TYPE, ERR_LIST_NOTICE_CONTENT with field
 * "contents.WORD", ERR_EVIDENCE_MISSING, ERR_LIST_NOTICE_DAYS. */
enum err listing_notice_serve(struct ctx *ctx, const struct query_subject *who,
                              struct listing_notice *in) GX_MUST_CHECK;
/* The same in the transaction of a case; in->subject_id is known. */
enum err listing_notice_make(struct ctx *ctx, struct door *d, struct db_session *s,
                             struct listing_notice *in, const struct cause *cause) GX_MUST_CHECK;
/* By the subject, or by the unit for a statement on paper. ERR_LIST_NOTICE, ERR_LIST_STATEMENT. */
enum err listing_notice_state(struct ctx *ctx, int64_t subject_id, int64_t notice_id,
                              const char *text) GX_MUST_CHECK;
enum err listing_notice_decide(struct ctx *ctx, int64_t subject_id, int64_t notice_id, bool accept,
                               const char *reason) GX_MUST_CHECK;

/* Whether an entry of that list by that unit may begin on the day. ERR_LIST_NOTICE,
 * ERR_LIST_NOTICE_CONTENT, ERR_LIST_STATEMENT, each with what asks it. */
enum err listing_notice_pass(struct ctx *ctx, struct db_session *s, const struct list_gate *gate,
                             const struct listing_notice *wanted, struct date day) GX_MUST_CHECK;
/* It has founded its entry. */
enum err listing_notice_use(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                            int64_t notice_id) GX_MUST_CHECK;

/* NULL when there is none. */
enum err listing_notice_get(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                            int64_t notice_id, struct listing_notice **notice_r) GX_MUST_CHECK;
/* By id alone; 0 when there is none. */
enum err listing_notice_whose(struct ctx *ctx, int64_t notice_id, int64_t *subject_r) GX_MUST_CHECK;
/* The latest first: of a subject; of a unit, older than `before`. */
enum err listing_notice_list(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                             struct listing_notice **list_r, size_t *n_r) GX_MUST_CHECK;
enum err listing_notice_list_unit(struct ctx *ctx, struct db_session *s, int64_t unit_id,
                                  int64_t before, size_t most, struct listing_notice **list_r,
                                  size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt listing_notice_stmts[], listing_notice_read_stmts[];

#endif
