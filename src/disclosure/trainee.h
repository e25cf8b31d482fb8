/* trainee.h: who took part in a repair training, by the papers they showed (JN-62): the subject in whose file it stands, and, where
 * that is an organisation, the person who came for it. */
#ifndef DISCLOSURE_TRAINEE_H
#define DISCLOSURE_TRAINEE_H

#include "base/ctx.h"
#include "disclosure/query.h"
#include "registry/training.h"

/* Enters it. attendee NULL: the subject itself came (natural persons and owners of individual businesses); in->capacity is then own.
 * in->subject_id and attendee_id are found or made: whether something is recorded about them is not told. */
enum err trainee_enter(struct ctx *ctx, struct query_subject *who, struct query_subject *attendee,
                       struct training_taken *in) GX_MUST_CHECK;

#endif
