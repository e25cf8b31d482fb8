/* deletion.h: deletion in two steps.
 *
 * First, in the caller's transaction, the record leaves every outlet, measure and count, and its
 * receivers are told (AM-35, AM-48). The deletion entry stays: reason, case, person, time (AS-49).
 * Then content and salts are destroyed: at once for what the subject may have deleted on request
 * (honours, volunteering, donations: CZ-157, ZC-55) and whenever it asks; else when the subject has
 * taken or declined a signed copy of what was deleted and who saw it; at the latest after
 * deletion.keep_sealed. Until then two persons may read it for a remedy, and each reading is a look.
 *
 * Nothing else deletes a record (AS-26, CZ-162): deletion_begin is called by a case that allows it and
 * by the withdrawal of the consent a record rests on. */
#ifndef RECALL_DELETION_H
#define RECALL_DELETION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/json.h"
#include "db/db.h"
#include "ledger/door.h"
#include "recall/scrub.h"
#include "registry/cause.h"

extern const struct db_stmt deletion_stmts[], deletion_run_stmts[], deletion_copy_stmts[],
    deletion_open_stmts[];

/* The first step. at_once: content is destroyed without waiting (the subject asked for it). cause->reason
 * becomes the stored reason. ERR_RECORD_STATE when it is deleted already, ERR_NOT_FOUND. */
enum err deletion_begin(struct ctx *ctx, struct door *d, struct db_session *s, int64_t subject_id,
                        int64_t record_id, bool at_once, const struct cause *cause) GX_MUST_CHECK;

enum deletion_state {
    DELETION_SEALED,     /* content is there and nobody sees it */
    DELETION_DESTROYING, /* gone from the tables; files are next */
    DELETION_CLEANING,   /* gone from the files; what the databases' files still hold is next */
    DELETION_DESTROYED
};
const char *deletion_state_word(enum deletion_state s);
const char *deletion_state_name(enum deletion_state s); /* Chinese */

struct deletion {
    int64_t subject_id, deletion_id, record_id, case_id;
    const char *item, *jurisdiction, *policy_label, *clause, *reason;
    int64_t by_user, by_unit;
    struct date day;
    struct instant at;
    bool at_once;
    struct date keep_to;
    const char *keep_rule; /* JSON, or NULL */
    enum deletion_state state;
    struct instant copy_at;
    const char *settled; /* taken, declined; NULL */
    struct instant settled_at;
    struct date destroyed;
    struct instant cleaned_at;
    struct date leftover_to; /* DATE_NONE: not known yet */
};
/* ERR_NOT_FOUND. */
enum err deletion_find(struct ctx *ctx, int64_t deletion_id,
                       struct deletion *deletion_r) GX_MUST_CHECK;
/* Newest first, older than `before`. */
enum err deletion_list_subject(struct ctx *ctx, int64_t subject_id, int64_t before, size_t most,
                               struct deletion **list_r, size_t *n_r) GX_MUST_CHECK;
enum err deletion_list_place(struct ctx *ctx, const char *jurisdiction, int64_t before, size_t most,
                             struct deletion **list_r, size_t *n_r) GX_MUST_CHECK;

/* --- the subject's copy (deletion_copy.c) ------------------------------------------------------ */

/* What was deleted and who saw it, as a signed note over canonical JSON; while it is sealed, as often as
 * wanted. ERR_DELETION_GONE afterwards. */
enum err deletion_copy(struct ctx *ctx, const struct deletion *x,
                       const char **note_r) GX_MUST_CHECK;
/* The subject says that it has its copy, or wants none: then the content is destroyed. Taken before a
 * copy was given: ERR_DELETION_COPY; a second time: ERR_DELETION_STATE. */
enum err deletion_settle(struct ctx *ctx, const struct deletion *x, bool taken) GX_MUST_CHECK;
/* What proves the deletion: entry, ledger evidence about the record and about its deletion, days, and by
 * when the last backup is unreadable. Writes one object. */
enum err deletion_proof(struct ctx *ctx, const struct deletion *x,
                        struct json_writer *w) GX_MUST_CHECK;

/* --- two persons, for a remedy (deletion_open.c) ------------------------------------------------ */

enum err deletion_propose_opening(struct ctx *ctx, int64_t deletion_id, const char *purpose,
                                  int64_t *opening_r) GX_MUST_CHECK;
/* By a second person. The content leaves after its look is durable. ERR_SECOND_PERSON … */
struct deletion_opened {
    struct deletion deletion;
    const char *purpose;
    const char *content; /* canonical JSON: record and versions in clear */
};
enum err deletion_open(struct ctx *ctx, int64_t opening_id, const char *route,
                       struct deletion_opened *opened_r) GX_MUST_CHECK;

/* Record and versions in clear, as canonical JSON. */
enum err deletion_content(struct ctx *ctx, const struct deletion *x,
                          struct str *content_r) GX_MUST_CHECK;

/* --- the second step: the worker's rules (deletion_run.c) --------------------------------------- */

/* Deletions that the withdrawal of a consent has opened begin here ("consent.withdrawn"). */
enum err deletion_run_consents(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;
/* Destroys what is due, everywhere the scrubs know. */
enum err deletion_run(struct ctx *ctx, const struct scrub *scrubs, size_t n,
                      bool *more_r) GX_MUST_CHECK;
/* After it: no page and no log of the databases holds the bytes. */
enum err deletion_run_clean(struct ctx *ctx, const struct scrub *scrubs, size_t n,
                            bool *more_r) GX_MUST_CHECK;

#endif
