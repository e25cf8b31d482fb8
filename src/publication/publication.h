/* publication.h: what of a record is shown to everybody (公示), where, and until when.
 *
 * Publication stands apart from disclosure and never goes further: decide() is asked as the public for
 * every publication, before it is proposed, before it is approved and whenever a row is read. What is
 * published is one text of one version of a record, masked before (JN-43), reviewed for secrecy where
 * the pack asks (AS-20), shown to whoever approves and kept as it was approved. Each channel has an
 * entry with day and person (CZ-73, ZC-30): the platform's own site shows it by itself, any other is an
 * order to a unit until that unit confirms.
 *
 * The last day is the record's computed publish_to; nothing types it in and nothing moves it on
 * (HH-72): record_keep_publication_end() guards the record, no statement here writes last_day twice. A
 * read leaves out what is past its day whether the worker ran or not. When a publication ends, every
 * outside channel gets an order to stop that stays open until it is confirmed (JN-29). */
#ifndef PUBLICATION_PUBLICATION_H
#define PUBLICATION_PUBLICATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "ledger/door.h"
#include "registry/cause.h"

/* ---- for the rooms above, inside their door_run */

/* Ends every publication of the record, proposed ones too, on cause->day: it leaves the public pages
 * at once and every outside channel gets its stop order. The record's last day of publication becomes
 * the day before, so that decide() no longer opens it to the public either; this raises the record's
 * row version and the subject's revision. Nothing to stop is no error. */
enum err publication_stop(struct ctx *ctx, struct door *d, struct db_session *s, int64_t subject_id,
                          int64_t record_id, const struct cause *cause) GX_MUST_CHECK;
/* Whether the record's publication runs on the day: its term is not over, or, where no term is
 * counted, something of it is published. False once it was stopped. A record whose term runs counts
 * whether or not a page shows it: what a text blocks during publication (JN-46) is not to be had by
 * not publishing. */
enum err publication_running(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                             int64_t record_id, struct date day, bool *r) GX_MUST_CHECK;
/* The second step of a deletion: texts of the record's publications are overwritten with nothing.
 * Only after publication_stop. */
enum err publication_destroy(struct ctx *ctx, struct door *d, struct db_session *s,
                             int64_t subject_id, int64_t record_id) GX_MUST_CHECK;

/* ---- what there is */

enum publication_state {
    PUBLICATION_PROPOSED, /* waits for its review, where one is asked for, else for approval */
    PUBLICATION_REVIEWED,
    PUBLICATION_RUNNING,
    PUBLICATION_REFUSED, /* by the review */
    PUBLICATION_ENDED
};
const char *publication_state_word(enum publication_state s);
const char *publication_state_name(enum publication_state s); /* Chinese */

enum place_state {
    PLACE_WAITING, /* not approved yet */
    PLACE_ORDERED,
    PLACE_PUBLISHED,
    PLACE_STOP_ORDERED,
    PLACE_STOPPED
};
const char *place_state_word(enum place_state s);

/* One channel of a publication. */
struct publication_place {
    int64_t publication_id, subject_id;
    enum word channel; /* W_CHANNEL_… */
    bool own;          /* the platform's own: needs no order */
    int64_t unit_id;   /* who carries it out; 0 for own ones */
    enum place_state state;
    struct date ordered, published, stop_ordered, stopped;
    int64_t published_by, published_unit, stopped_by, stopped_unit;
};

/* Who did a step, and when; user 0: nobody yet, or time itself. */
struct publication_act {
    int64_t user, unit, at;
};

struct publication {
    int64_t subject_id, publication_id, record_id, record_version;
    const char *jurisdiction, *policy_label, *item;
    int64_t provider_id;
    enum publication_state state;
    bool legacy;
    const char *ground;      /* word of the rank, or "consent" */
    const char *ground_text; /* what is cited */
    const char *clause;      /* of the decision that opens it */
    const char *text;        /* canonical JSON; NULL once destroyed */
    struct date last_day;    /* DATE_NONE: no end */
    bool needs_review;
    struct publication_act proposed, reviewed, approved;
    const char *review, *opinion; /* NULL before */
    struct date first_day;        /* of approval */
    struct date ended;            /* first day on which it is not shown */
    const char *ended_why;        /* term, stopped, changed, closed; NULL */
    const char *ended_clause, *ended_reason;
    int64_t ended_case;
    int64_t version;
    const struct publication_place *places; /* by channel */
    size_t n_places;
};

/* With its places. *p_r is NULL when there is none. */
enum err publication_get(struct ctx *ctx, struct db_session *s, int64_t publication_id,
                         struct publication **p_r) GX_MUST_CHECK;
/* Newest first, with places. */
enum err publication_of_record(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                               int64_t record_id, struct publication **list_r,
                               size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt publication_stmts[];

#endif
