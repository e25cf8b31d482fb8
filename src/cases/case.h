/* case.h: a case as it stands, and the ways to find it.
 *
 * A case keeps the edition of the pack and of the calendar under which it was opened (AM-50): its
 * states, events, guards and limits are that edition's process, read through `process`. Every event
 * keeps its legal day and the instant of registration apart (AM-03, AM-37). */
#ifndef CASES_CASE_H
#define CASES_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "law/policy.h"
#include "registry/cause.h"

struct case_file {
    int64_t case_id, application_id;
    const char *number; /* of the application */
    const char *jurisdiction, *policy_label, *calendar;
    const struct policy *policy;
    const struct policy_process *process;
    const struct policy_state *state, *remembered; /* remembered: before a pause, or NULL */
    enum word origin;                              /* W_ORIGIN_… */
    struct target target;
    const char *item;                    /* of a record; "" */
    int64_t provider_id;                 /* of the record, entry or thing concerned; 0 */
    int64_t desk_unit;                   /* receiving unit */
    int64_t opened_by_unit;              /* 0: a subject, or time */
    const char *ground;                  /* "" where the process knows none */
    struct str claim;                    /* sealed */
    enum word result;                    /* W_RESULT_…; W_NONE before */
    enum word result_party;              /* who said so */
    struct date disputed;                /* the applicant disagreed on this day */
    int64_t target_version;              /* current version of the record at opening */
    int64_t version_asked;               /* a right version was asked for at this version; 0 */
    struct date received, moved, closed; /* legal days; closed DATE_NONE while open */
    int64_t opened_at;
    int64_t linked;   /* an earlier case on the same target and ground; 0 */
    int64_t stand_in; /* unit that acts for the provider; 0 */
    int64_t version;
};

/* NULL when there is none. The row of the reader's session. ERR_CASE_EDITION when the edition it was
 * opened under is not among the adopted ones. */
enum err case_get(struct ctx *ctx, struct db_session *s, int64_t case_id,
                  struct case_file **case_r) GX_MUST_CHECK;
/* The claim, opened; NULL once it was destroyed or when there was none. */
enum err case_claim(struct ctx *ctx, const struct case_file *c, const char **text_r) GX_MUST_CHECK;

struct case_filter {
    const char *jurisdiction; /* needed */
    int64_t subject_id;       /* 0: any */
    int64_t provider_id, desk_unit;
    int64_t application_id;
    const char *process; /* NULL: any */
    bool open_only;
    int64_t before; /* case ids below this one; 0: from the newest */
    size_t most;
};
/* Newest first. Whether the asker may see them is the caller's to say in the filter. */
enum err case_list(struct ctx *ctx, struct db_session *s, const struct case_filter *f,
                   struct case_file **cases_r, size_t *n_r) GX_MUST_CHECK;
/* Open cases of a kind on one target; kind W_NONE: any. */
enum err case_open_on(struct ctx *ctx, struct db_session *s, const struct target *t, enum word kind,
                      struct case_file **cases_r, size_t *n_r) GX_MUST_CHECK;
/* The latest case on the target under the ground, open or closed; 0 when there is none (AM-39). */
enum err case_latest_on(struct ctx *ctx, struct db_session *s, const struct target *t,
                        const char *process, const char *ground, int64_t *case_r) GX_MUST_CHECK;

struct case_event {
    int64_t seq, event_id;
    const char *transition, *event, *from, *to;
    enum word party;
    const char *clause;
    struct date day, arrived; /* arrived: of what was sent, DATE_NONE: the same day */
    int64_t registered_at;
    int64_t by_user, by_post, by_unit, second;
    const char *channel;
    struct str text;      /* sealed JSON */
    const char *findings; /* JSON array */
};
/* Oldest first. */
enum err case_events(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t case_id,
                     struct case_event **events_r, size_t *n_r) GX_MUST_CHECK;
/* What an event says in words, as a JSON object; NULL once destroyed. */
enum err case_event_text(struct ctx *ctx, const struct case_event *e,
                         const struct json **text_r) GX_MUST_CHECK;

struct case_evidence {
    int64_t seq, evidence_id;
    const char *kind;
};
enum err case_evidence(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t case_id,
                       struct case_evidence **list_r, size_t *n_r) GX_MUST_CHECK;

struct credit_entry {
    int64_t entry_id, case_id;
    const char *kind, *name, *clause;
    struct date day;
};
/* What cases wrote into a subject's credit record, oldest first (JN-42, JN-65). */
enum err credit_entries(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                        struct credit_entry **list_r, size_t *n_r) GX_MUST_CHECK;

/* Free text of a case at rest: sealed under the directory's key for this row alone. */
struct str case_seal(struct ctx *ctx, int64_t row_id, struct str text);
enum err case_unseal(struct ctx *ctx, int64_t row_id, struct str sealed,
                     struct str *text_r) GX_MUST_CHECK;

extern const struct db_stmt case_stmts[];

#endif
