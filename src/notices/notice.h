/* notice.h: what people and units are told in writing: made from a template of the pack, kept sealed, delivered.
 *
 * The text is filled in at once, in the transaction of what it tells, and never changes; a PDF is made anew from it
 * (render.h). A unit is told by its queue: sent and arrived at that moment (AM-06). A subject with an account is sent it
 * there, and it arrives when first opened; for one without, it waits at the desk until it is printed, posted or handed
 * over. The day it was sent and the day it arrived are both kept: sending meets a duty to inform, limits count from
 * arrival (AM-06).
 *
 * When what it tells about is deleted, the text is destroyed; number, commitment and days stay. */
#ifndef NOTICES_NOTICE_H
#define NOTICES_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "ledger/door.h"
#include "registry/cause.h"

/* What fills ${key}, a word of the pack vocabulary notice_key. text NULL or "": it has no value. */
struct notice_value {
    const char *key, *text;
};

struct notice_new {
    const char *kind;            /* id of a template: "acceptance", "result" … */
    int64_t subject_id, unit_id; /* to whom: a subject, or (unit_id set) a unit's queue */
    struct target about;
    bool remedies; /* name the remedies of objection.next */
    bool interim;  /* 阶段性答复 (AM-30) */
    const struct notice_value *values;
    size_t n;
};

/* Inside somebody's door_run. The pack is the edition that the cause names. Addressee, number, day, signer, platform,
 * regulation, clause, act_day, reason, case, subject and, of a record, item, document, provider and target are known
 * without being given; a given value takes precedence. ERR_NOTICE_KIND: the pack has no such template;
 * ERR_NOTICE_VALUE (field: the key, clause: the template's): what the notice may not be without is missing. An unknown
 * key is our bug. */
enum err notice_make(struct ctx *ctx, struct door *d, struct db_session *s,
                     const struct notice_new *in, const struct cause *cause,
                     int64_t *notice_r) GX_MUST_CHECK;

/* ---- what is known about a notice */

struct notice {
    int64_t subject_id, notice_id, unit_id;
    const char *kind, *title, *number;
    const char *jurisdiction, *policy_label, *clause;
    int64_t case_id;
    const char *target_kind;
    int64_t target_id;
    struct stored_digest commitment;
    struct date day; /* of issue */
    struct instant at;
    int64_t by_unit;                 /* whose act it was */
    bool desk;                       /* somebody must print or post it */
    struct date sent_on, arrived_on; /* DATE_NONE: not yet */
    struct instant opened_at;        /* 0: not read on the platform */
    bool destroyed;
    struct str sealed; /* what is stored of the text; empty once destroyed */
};

/* *notice_r is NULL when there is none. */
enum err notice_get(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t notice_id,
                    struct notice **notice_r) GX_MUST_CHECK;
enum err notice_find(struct ctx *ctx, struct db_session *s, int64_t notice_id,
                     struct notice **notice_r) GX_MUST_CHECK;
/* Newest first, older than `before` (0: from the newest), at most `most`: to the subject (those merged into it
 * included), in the unit's queue, waiting at the desks of a jurisdiction (oldest first, younger than `after`). */
enum err notice_list_subject(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                             int64_t before, size_t most, struct notice **list_r,
                             size_t *n_r) GX_MUST_CHECK;
enum err notice_list_unit(struct ctx *ctx, struct db_session *s, int64_t unit_id, int64_t before,
                          size_t most, struct notice **list_r, size_t *n_r) GX_MUST_CHECK;
enum err notice_list_desk(struct ctx *ctx, struct db_session *s, const char *jurisdiction,
                          int64_t after, size_t most, struct notice **list_r,
                          size_t *n_r) GX_MUST_CHECK;
/* All notices of a case, oldest first. */
enum err notice_list_case(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                          int64_t case_id, struct notice **list_r, size_t *n_r) GX_MUST_CHECK;

/* The text, opened; for readers who are entitled to it. ERR_NOTICE_DESTROYED. */
struct notice_text {
    const char *addressee, *title, *number, *signer, *interim;
    const char *const *body;
    size_t n_body;
    const char *const *remedies;
    size_t n_remedies;
    struct date day;
};
enum err notice_open_text(struct ctx *ctx, const struct notice *n,
                          struct notice_text *text_r) GX_MUST_CHECK;

/* ---- the end */

/* Destroys the text of every notice about the target: to its subject and to units. Says in the ledger what it
 * destroyed; *n_r (may be NULL) how many, 0 when there was nothing: then no leaf was written. */
enum err notice_destroy_about(struct ctx *ctx, struct door *d, struct db_session *s,
                              const struct target *about, const struct cause *cause,
                              size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt notice_stmts[], notice_make_stmts[];

#endif
