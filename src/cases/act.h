/* act.h: opening a case and moving it: the one way, whoever acts and through whichever channel.
 *
 * An act names an event of the case's process and the version of the case it saw. The engine finds the
 * transitions that the pack has for state, event, party and origin; the first whose guards all hold
 * happens: clocks begin, are met or stop, effects run, the event is written, all in one transaction.
 * What no transition allows is refused with the clause (or "default") of the row that refuses it, and
 * nothing changes. Afterwards the engine's own transitions happen, those of time included.
 *
 * A guard is either checked by the engine from what is on file, or stated by the actor: then its word
 * stands in the act's findings and the event keeps who stated it. */
#ifndef CASES_ACT_H
#define CASES_ACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/json.h"
#include "cases/case.h"
#include "disclosure/identity.h"
#include "disclosure/query.h"
#include "ledger/door.h"

struct act_paper {
    int64_t evidence_id;
    const char *kind; /* proof, document, credit_report, identity, day …: a word */
};

/* One of the contents of a prior notice (AS-12), or another named text of the act. */
struct act_content {
    enum word content; /* W_NOTICE_CONTENT_… */
    const char *text;
};

struct act_person { /* linked with the subject of the case (JN-35) */
    int kind;       /* enum subject_link_kind */
    struct query_subject who;
};

struct case_act {
    const char *event;
    int64_t seen;         /* version of the case; 0 when it opens one */
    struct date day;      /* legal day; DATE_NONE: today */
    struct date arrived;  /* when what it sends arrived, DATE_NONE: the same day (AM-06) */
    struct date until;    /* a period that this act sets, DATE_NONE */
    int64_t day_evidence; /* proof of an earlier receipt; 0 */
    const char *reason;   /* why */
    const char *text;     /* what: statement, outcome, measures taken … */
    const char *cause;    /* of an error or incident */
    const char *citation; /* law or decision it rests on */
    enum word rank;       /* of the citation */
    enum word pause_reason, method;
    struct words findings; /* guards that the actor states */
    const struct act_paper *papers;
    size_t n_papers;
    const struct act_content *contents;
    size_t n_contents;
    const struct act_person *linked;
    size_t n_linked;
    const struct json *fields; /* a right version of the record, as a form */
    const char *name;          /* of a renamed subject */
    const char *list_type;     /* listing: type, condition met, procedure record */
    const char *condition, *procedure;
    int64_t fine; /* fen; 0 none */
    bool fines_person;
    int64_t unit_id;                       /* another unit concerned: the one that is asked */
    const struct identity_check *identity; /* window staff: what was checked of the subject */
    int64_t second;                        /* set by the engine: the person who proposed */
};

struct case_opening {
    const char *process; /* id */
    enum word origin;
    struct target target; /* of a record: subject_id may be 0, it is looked up */
    const char *ground;
    const char *claim;      /* what the applicant says */
    int64_t desk_unit;      /* 0: the pack's first desk */
    int64_t representative; /* evidence: authorisation of who acts for the subject; 0 */
    struct case_act act;    /* event may be NULL: the only opening one that fits */
    int64_t case_id;        /* out */
    const char *state;      /* out */
};
/* Several targets are cases of their own under one number; all of them are opened or none. */
struct case_application {
    const char *jurisdiction;
    struct case_opening *cases;
    size_t n;
    int64_t application_id; /* out */
    const char *number;     /* out */
};
/* ERR_CASE_PROCESS, ERR_CASE_TARGET, ERR_CASE_REPEATED (one of the kind is open on the target),
 * ERR_CASE_DAY, ERR_CASE_DESK, ERR_CASE_GUARD with rule and clause, ERR_POLICY_EXPIRED … */
enum err case_open(struct ctx *ctx, struct case_application *app) GX_MUST_CHECK;

/* ERR_NOT_FOUND for who may not see the case; ERR_CASE_EVENT: no such event from this state;
 * ERR_CASE_PARTY: another party's to do; ERR_CASE_GUARD: rule is the guard, clause the row's;
 * ERR_CONFLICT: somebody else was faster. An act that needs a second person is kept as a proposal:
 * *proposed_r. */
enum err case_do(struct ctx *ctx, int64_t case_id, const struct case_act *act,
                 struct case_file *case_r, bool *proposed_r) GX_MUST_CHECK;
/* The second person confirms what was proposed; ERR_SECOND_PERSON when it is the same. */
enum err case_confirm(struct ctx *ctx, int64_t case_id, int64_t seen,
                      struct case_file *case_r) GX_MUST_CHECK;

/* What the actor may do now, in the order of the pack. */
struct case_choice {
    const struct policy_transition *transition;
    enum word party;
    struct choice_guard {
        enum word guard;
        enum { CHOICE_HOLDS, CHOICE_FAILS, CHOICE_STATED } verdict; /* STATED: the actor has to */
        const char *why;                                            /* of FAILS: Chinese */
    } * guards;
    size_t n_guards;
};
enum err case_choices(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                      struct case_choice **choices_r, size_t *n_r) GX_MUST_CHECK;

/* Time as an actor: terms and periods that ended, silence, blocked classes. One bounded piece. */
enum err case_tick(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;
/* Clocks that another calendar moves, or that waited for its year. */
enum err case_recompute(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;

extern const struct db_stmt act_stmts[], open_stmts[], effect_stmts[], tick_stmts[];

#endif
