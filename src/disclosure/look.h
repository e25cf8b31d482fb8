/* look.h: no answer without a log. A look is written, durable and in the looks ledger before its answer leaves
 * (CZ-83, CZ-87, ZC-33, JN-25); refusals and denied attempts are looks too (AS-23, CZ-159). */
#ifndef DISCLOSURE_LOOK_H
#define DISCLOSURE_LOOK_H

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "db/db.h"

enum look_outcome { LOOK_ANSWERED, LOOK_REFUSED, LOOK_DENIED, LOOK_EXPORTED, LOOK_LISTED };
const char *look_outcome_word(enum look_outcome o);

struct look {
    int64_t look_id;          /* made by look_write when 0 */
    int64_t subject_id;       /* 0 when nobody is named, or nobody is known by the number */
    const char *person;       /* who asks behind a machine's account; NULL: the actor */
    const char *asked;        /* kind of subject asked for, "natural_person"; NULL when none */
    const char *text;         /* of a search by name; NULL */
    const char *key;          /* of an unknown subject: 12 hex digits of its keyed digest; NULL */
    const char *route;        /* what was called: a route or command name */
    const char *const *items; /* items asked for; n_items 0 = all */
    size_t n_items;
    const int64_t *records; /* what was given */
    size_t n_records;
    const char *purpose;   /* "" only for denied attempts and the public's own searches */
    const char *basis;     /* duty, authorisation, law, agreement, open, self, none */
    const char *reference; /* NULL when none */
    int64_t authorisation_id;
    const char *scene;  /* NULL when none */
    const char *view;   /* masked, clear, none */
    const char *reason; /* of a clear view, or NULL */
    enum look_outcome outcome;
    const char *code;      /* of the refusal, or NULL */
    const char *recipient; /* of an export, or NULL */
    const char *place;     /* jurisdiction that decided; NULL = the actor's */
    const char *policy;    /* edition label, or NULL */
    struct instant at;     /* set by look_write */
};

extern const struct db_stmt look_stmts[];

/* Writes n looks of ctx->actor in one transaction and returns when they are durable. ERR_LEDGER_BEHIND and database
 * errors: then there must be no answer. */
enum err look_write(struct ctx *ctx, struct look *looks, size_t n) GX_MUST_CHECK;

/* The month a look of this instant lies in: its first day, and the number that stands in the rows (202611). */
struct date look_month(struct instant at);
int64_t look_month_number(struct date first_day);

#endif
