/* training.h: repair training: who may give it, what was held, who took part (JN-57, JN-59…JN-65; a method of repair in AS-52).
 *
 * Where the pack names bodies (training_bodies), one of those types gives it, registered with the rating that the pack asks of its
 * type and in force on the days of the session; elsewhere any unit does. A session rests on a plan in the organiser's register, treats
 * what the pack names, and has hours; a participant is a subject, in whose file the training stands, and the person who came. Hours are
 * class hours as the training body states them (AM-44), kept in tenths. */
#ifndef REGISTRY_TRAINING_H
#define REGISTRY_TRAINING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"

struct door;

struct training_body {
    int64_t unit_id;
    const char *unit_name, *unit_type; /* out */
    const char *rating;                /* NULL: none */
    const char *reference;             /* evaluation or authorisation that it rests on */
    struct date from, to;              /* of the rating; to DATE_NONE: without end */
};
/* ERR_TRAINING_BODY with the clause: a unit whose type does not train, or without the rating its type needs. */
enum err training_body_register(struct ctx *ctx, const struct training_body *in) GX_MUST_CHECK;
enum err training_body_list(struct ctx *ctx, const char *place, struct training_body **list_r,
                            size_t *n_r) GX_MUST_CHECK;

struct training_session {
    int64_t session_id; /* out */
    const char *jurisdiction;
    int64_t plan_id;       /* 0: the pack demands none */
    int64_t organiser_id;  /* the actor's unit */
    int64_t body_id;       /* unit */
    const char *body_name; /* out */
    struct date from, to;
    int64_t tenths;
    const char *const *contents; /* ids of the pack's training_contents */
    size_t ncontents;
    int64_t evidence_id;
    int64_t participants; /* out */
    struct instant at;    /* out */
};
/* ERR_TRAINING_BODY; ERR_TRAINING_CONTENT for content that the pack does not name, or misses; ERR_REGISTER_FIELD "plan" without the plan
 * that the pack demands of the organiser. */
enum err training_session_hold(struct ctx *ctx, struct training_session *in) GX_MUST_CHECK;
/* Sessions after an id: of the organiser, or with organiser 0 of the place. */
enum err training_session_list(struct ctx *ctx, const char *place, int64_t organiser_id,
                               int64_t after, size_t most, struct training_session **list_r,
                               size_t *n_r) GX_MUST_CHECK;

enum training_capacity { TRAINING_OWN, TRAINING_LEGAL_REPRESENTATIVE, TRAINING_PRINCIPAL };
const char *training_capacity_word(enum training_capacity c);

/* Inside somebody's door: the subject took part. tenths at most those of the session. ERR_NOT_FOUND for a session of another unit,
 * ERR_TRAINING_TAKEN when it stands there already. */
struct training_taken {
    int64_t training_id; /* out */
    int64_t session_id, subject_id, attendee_id;
    enum training_capacity capacity;
    int64_t tenths;
    int64_t report_evidence; /* credit report obtained at the body that trained (JN-60); 0 */
};
enum err training_take(struct ctx *ctx, struct door *d, struct db_session *s,
                       struct training_taken *in) GX_MUST_CHECK;

/* What stands in the subject's file (JN-65), oldest first. */
struct training {
    int64_t training_id, session_id, tenths;
    const char *body_name, *organiser_name, *contents; /* canonical JSON list of ids */
    enum training_capacity capacity;
    struct date from, to;
    int64_t report_evidence; /* 0: no report came from there */
};
enum err training_of_subject(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                             struct training **list_r, size_t *n_r) GX_MUST_CHECK;
/* Tenths of class hours that the subject has taken in sessions that ended on the day or before (JN-64). */
enum err training_hours(struct ctx *ctx, struct db_session *s, int64_t subject_id, struct date day,
                        int64_t *tenths_r) GX_MUST_CHECK;

extern const struct db_stmt training_stmts[];

#endif
