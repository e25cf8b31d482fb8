/* statistics.h: tables of figures over a period, by unit, by county, or by item (CZ-9, CZ-11, CZ-22, CZ-32, CZ-61, CZ-63, ZC-67, ZC-73).
 *
 * Every table is sums of figures by day (registry/figure.h). A period that is over gives the same digits for ever; one that reaches today
 * is marked partial. From a sum the way leads down: to the deliveries of a day, and to the records of a delivery. */
#ifndef WATCH_STATISTICS_H
#define WATCH_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "registry/figure.h"

enum { STATISTICS_FIGURES = 12 };
struct statistics_table {
    const char *word, *chinese;
    bool dual_only;
    enum figure part, whole; /* FIGURE_COUNT: no share */
    enum figure figures[STATISTICS_FIGURES];
    size_t n;
};
extern const struct statistics_table statistics_tables[];          /* ended by word NULL */
const struct statistics_table *statistics_table(const char *word); /* or NULL */

enum statistics_by { STATISTICS_BY_UNIT, STATISTICS_BY_REGION, STATISTICS_BY_ITEM };
struct statistics_ask {
    const struct statistics_table *table;
    const char *place;
    int64_t unit_id; /* 0: all */
    struct date from, to;
    enum statistics_by by;
};
struct statistics_row {
    int64_t unit_id;                       /* by unit and item */
    const char *unit_name, *region, *item; /* item "" but by item */
    int64_t n[STATISTICS_FIGURES];         /* in the order of the table */
    int64_t share;                         /* hundredths of a percent; -1: none */
};
struct statistics {
    struct statistics_row *rows; /* units in the order of registration */
    size_t n;
    bool partial; /* the period reaches today or beyond */
};
/* Units without figures stand in tables by unit and by region too: nothing is also a figure. ERR_DATE when from lies after to or the
 * period is longer than 3 years. */
enum err statistics_read(struct ctx *ctx, const struct statistics_ask *ask,
                         struct statistics *out_r) GX_MUST_CHECK;

/* Down from records, records_late and late_days: what came in a day, or in a period. */
struct delivery {
    struct date day;
    const char *item;
    int64_t submission_id, records, late;
};
enum err statistics_deliveries(struct ctx *ctx, int64_t unit_id, struct date from, struct date to,
                               size_t most, struct delivery **rows_r, size_t *n_r) GX_MUST_CHECK;
/* And down to the records of one of them: ids and days, no content. */
struct delivered {
    int64_t subject_id, record_id, late_days; /* -1: no limit applies */
    const char *item, *state;
    struct date formed, received;
};
enum err statistics_records(struct ctx *ctx, int64_t unit_id, struct date day, const char *item,
                            int64_t submission_id, size_t most, struct delivered **rows_r,
                            size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt statistics_stmts[];

#endif
