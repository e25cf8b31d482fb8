/* look_read.h: the looks, read: by the subject they were about, and by the audit.
 *
 * The subject sees all of them, over all months (HH-40, AS-8, CZ-130); one may be withheld for a time
 * (withhold.h) and is shown afterwards. */
#ifndef DISCLOSURE_LOOK_READ_H
#define DISCLOSURE_LOOK_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/json.h"
#include "db/db.h"

struct look_row {
    int64_t look_id, month, subject_id;
    struct instant at;
    int64_t user_id, post_id, unit_id;
    const char *person, *unit, *role, *channel, *address, *route;
    const char *content; /* canonical JSON */
    const char *purpose, *basis, *reference;
    int64_t authorisation_id;
    const char *scene, *view, *reason, *outcome, *code, *recipient, *place, *policy;
    struct date withheld_until; /* was withheld up to this day; DATE_NONE */
};

/* Newest first, older than `before` (0: from the newest), at most `most`. Withheld ones are left out
 * until their day has passed. */
enum err look_list_subject(struct ctx *ctx, int64_t subject_id, int64_t before, size_t most,
                           struct look_row **rows_r, size_t *n_r) GX_MUST_CHECK;

struct look_filter {
    struct date from, to;                 /* DATE_NONE: no bound */
    int64_t user_id, unit_id, subject_id; /* 0: any */
    const char *outcome;                  /* NULL: any */
};
/* For the audit: everything, withheld or not. */
enum err look_search(struct ctx *ctx, const struct look_filter *f, int64_t before, size_t most,
                     struct look_row **rows_r, size_t *n_r) GX_MUST_CHECK;
/* ERR_LOOK_UNKNOWN. */
enum err look_get(struct ctx *ctx, int64_t look_id, struct look_row *row_r) GX_MUST_CHECK;

/* As the subject sees it, or with everything for the audit. */
void look_row_write(const struct look_row *l, bool audit, struct json_writer *w);

extern const struct db_stmt look_read_stmts[];

#endif
