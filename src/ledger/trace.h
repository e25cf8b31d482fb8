/* trace.h: what was done, by whom, when: the entries of the facts log as an auditor searches them (HH-5, AS-22). */
#ifndef LEDGER_TRACE_H
#define LEDGER_TRACE_H

#include "base/ctx.h"
#include "base/json.h"
#include "db/db.h"

extern const struct db_stmt trace_stmts[];

/* 0, NULL and DATE_NONE: not asked for. */
struct trace_filter {
    struct date from, to; /* days in China, both included */
    int64_t actor, unit, object, subject;
    const char *event;
    int64_t after; /* entries after this one */
    size_t limit;
};

struct trace {
    int64_t entry;
    struct instant at;
    const char *event, *event_name, *kind;
    int64_t actor, post, unit, second, object, subject, version;
    const char *role, *channel, *place, *word;
    const struct json *basis; /* array of clause ids, or NULL */
};

/* Entries in their order, at most filter->limit. *next_r is the entry to go on after, 0 at the end; a search that had to
 * pass over very many entries gives back what it found so far, with a next. */
enum err trace_list(struct ctx *ctx, const struct trace_filter *filter, struct trace **traces_r,
                    size_t *n_r, int64_t *next_r) GX_MUST_CHECK;

#endif
