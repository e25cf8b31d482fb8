/* offence.h: reports of offences (AS-32, AS-57…AS-72, CZ-158, CZ-165, CZ-166, HH-35, ZC-64).
 *
 * Anybody may report. The ground is one of the pack's liability or incident process, with its clause; or "other", an open type: what other
 * laws forbid, which then is cited. What is told and who tells it are sealed, because both name people. Who tells it is opened by two
 * persons of the authority, with a reason, in the ledger; nobody else reads it, and a report may be anonymous. */
#ifndef WATCH_OFFENCE_H
#define WATCH_OFFENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"

struct offence_report {
    int64_t report_id;    /* out */
    const char *place;    /* out */
    const char *ground;   /* id, or "other" */
    const char *citation; /* NULL when none */
    const char *clause;   /* out */
    int64_t unit_id;      /* 0: not known */
    const char *what;
    const char *reporter; /* in: name and how to reach; NULL: anonymous */
    bool anonymous;       /* out */
    int64_t evidence_id;
    int64_t case_id;             /* out */
    const char *state, *outcome; /* out */
    struct instant at;           /* out */
    int64_t version;             /* out */
};
/* ERR_OFFENCE_GROUND for a ground the pack does not have; ERR_CITATION where an open ground names no rule. */
enum err offence_tell(struct ctx *ctx, struct offence_report *in) GX_MUST_CHECK;
/* Oldest first, after an id; never with the reporter. */
enum err offence_list(struct ctx *ctx, int64_t after, size_t most, struct offence_report **list_r,
                      size_t *n_r) GX_MUST_CHECK;
/* The case that was opened on it. */
enum err offence_link(struct ctx *ctx, int64_t report_id, int64_t version, int64_t case_subject,
                      int64_t case_id) GX_MUST_CHECK;
enum err offence_close(struct ctx *ctx, int64_t report_id, int64_t version,
                       const char *outcome) GX_MUST_CHECK;

/* Proposes to open who told it; a second person opens (ERR_SECOND_PERSON for the same one). */
enum err offence_open_propose(struct ctx *ctx, int64_t report_id, const char *reason,
                              int64_t *opening_r) GX_MUST_CHECK;
enum err offence_open(struct ctx *ctx, int64_t opening_id, const char **reporter_r) GX_MUST_CHECK;

extern const struct db_stmt offence_stmts[];

#endif
