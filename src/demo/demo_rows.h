/* demo_rows.h: a department's file of made-up rows for any item of a catalog, made from the item's own schema. */
#ifndef DEMO_DEMO_ROWS_H
#define DEMO_DEMO_ROWS_H

#include "base/ctx.h"
#include "demo/made_up.h"
#include "law/policy.h"

struct demo_rows {
    const struct policy_item *item;
    const char *region;             /* of the subjects */
    const char *organ, *organ_code; /* the provider */
    uint64_t seed;
    uint32_t subjects; /* that the rows are about, taken in turn */
    uint32_t first;    /* number of the first row, for document numbers */
    uint32_t rows;
    struct date today;
};

/* Writes a CSV file in UTF-8 with the item's column heads. ERR_IO, ERR_DISK_FULL. */
enum err demo_rows_write(struct ctx *ctx, const struct demo_rows *d,
                         const char *path) GX_MUST_CHECK;

#endif
