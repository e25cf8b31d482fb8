/* figure.h: counts by day that statistics are sums of (CZ-9, CZ-22, CZ-61, CZ-63, ZC-67, ZC-73).
 *
 * A figure counts what was registered on a day, by place, unit and one more word (item, scene …). It is written in the transaction of what
 * it counts, so it is never ahead or behind, and a day that is over never changes: the same question about it gives the same digits for
 * ever. All of it can be made anew from the facts (watch/rebuild.h). */
#ifndef REGISTRY_FIGURE_H
#define REGISTRY_FIGURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"

enum figure {
#define FIGURE(symbol, word, chinese, source, by) FIGURE_##symbol,
#include "registry/figures.def"
#undef FIGURE
    FIGURE_COUNT
};
enum figure_source { FIGURE_FROM_DOOR, FIGURE_FROM_LOOKS, FIGURE_FROM_CLOCKS };
const char *figure_word(enum figure f);
const char *figure_name(enum figure f); /* Chinese */
enum figure_source figure_source(enum figure f);
const char *figure_by(enum figure f); /* "item", "" … */
bool figure_parse(const char *word, enum figure *f_r);

struct figure_count {
    const char *place;
    enum figure figure;
    int64_t unit_id;
    const char *item; /* "" when it is divided by nothing */
    int64_t n;        /* 0 is not written */
};
/* Inside a transaction: adds to the figures of the day. */
enum err figure_add(struct ctx *ctx, struct db_session *s, struct date day,
                    const struct figure_count *counts, size_t n) GX_MUST_CHECK;

/* Inside a transaction: which submission brought records of a day; adds. */
enum err figure_deliver(struct ctx *ctx, struct db_session *s, struct date day, int64_t unit_id,
                        const char *item, int64_t submission_id, int64_t records,
                        int64_t late) GX_MUST_CHECK;

struct record_new;
/* Inside the transaction that inserts them: figures and deliveries of new records. */
enum err figure_records(struct ctx *ctx, struct db_session *s, struct date day,
                        const struct record_new *records, size_t n) GX_MUST_CHECK;

/* One row: sums over the days, by unit and item. A unit_id of 0 is all of the place. */
struct figure_sum {
    int64_t unit_id, n;
    const char *item;
};
enum err figure_sums(struct ctx *ctx, const char *place, enum figure figure, int64_t unit_id,
                     struct date from, struct date to, struct figure_sum **rows_r,
                     size_t *n_r) GX_MUST_CHECK;
/* The last day on or before `day` on which the unit's figure for the item was not nothing; DATE_NONE: never. */
enum err figure_last(struct ctx *ctx, struct db_session *s, enum figure figure, int64_t unit_id,
                     const char *item, struct date day, struct date *last_r) GX_MUST_CHECK;

extern const struct db_stmt figure_stmts[];

#endif
