/* subject_act.h: the operator's acts on subjects, each one run of the door.
 *
 * What intake and cases do inside transactions of their own is subject.h; these are the same steps
 * for a person at a form: permission, the form of the number, then the step. */
#ifndef REGISTRY_SUBJECT_ACT_H
#define REGISTRY_SUBJECT_ACT_H

#include "registry/subject.h"

enum subject_act_kind {
    SUBJECT_ACT_RENAME,
    SUBJECT_ACT_CONFIRM,
    SUBJECT_ACT_CANCEL,
    SUBJECT_ACT_RENUMBER,
    SUBJECT_ACT_ADD_NUMBER,
    SUBJECT_ACT_LINK,
    SUBJECT_ACT_UNLINK
};

struct subject_act {
    enum subject_act_kind kind;
    struct subject_change change; /* day and reason of every act but the links */
    const char *name;             /* rename */
    struct subject_number number; /* renumber, add: as typed; it is normalised and checked */
    struct subject_link link;     /* link; unlink: link_id and to */
};
/* ERR_FORBIDDEN, the faults of law/idno.h, and what the step refuses. */
enum err subject_act_run(struct ctx *ctx, struct subject_act *act) GX_MUST_CHECK;

#endif
