/* timeliness.h: by when open information must be published, and when it was (CZ-55, CZ-56, ZC-36).
 *
 * For items of dual publicity (双公示) one limit covers submission and publication (AM-07): both days
 * stand beside the decision's, each with its own limit. Where a text gives no figure the publication is
 * an open task: days passed and the service target, never late. */
#ifndef PUBLICATION_TIMELINESS_H
#define PUBLICATION_TIMELINESS_H

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "law/limit.h"

enum timeliness_state {
    TIMELY_OPEN, /* no figure: a task without legal limit */
    TIMELY_IN,   /* done in time, or not due yet */
    TIMELY_LATE,
    TIMELY_PENDING /* a calendar year is missing */
};
const char *timeliness_word(enum timeliness_state s);

struct timely {
    enum timeliness_state state;
    struct date due;    /* of a limit, or of the service target where there is none; DATE_NONE */
    int64_t late;       /* in the limit's own days: until it was done, or until today */
    int64_t elapsed;    /* days from the start, until done or today */
    const char *clause; /* "default" for the service target */
};
struct timeliness {
    int64_t subject_id, record_id, provider_id;
    const char *item, *doc_no, *provider;
    struct date decided, formed, received, published; /* published DATE_NONE: nowhere yet */
    struct timely submission, publication;
};
struct timeliness_place {
    struct date received;
    int64_t record_id;
};
/* Records of an item that are or were open, received from..to (both included), by day of receipt, after
 * the given place. provider_id 0: of all. Without content: whose they are is not read. */
enum err timeliness_list(struct ctx *ctx, const char *place, const char *item, int64_t provider_id,
                         struct date from, struct date to, struct timeliness_place after,
                         size_t most, struct timeliness **list_r, size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt timeliness_stmts[];

#endif
