/* warning.h: early warning: rules with thresholds as data, warnings listed and acknowledged (CZ-23, ZC-74); and the watch over misuse of looks
 * (out of duty, bursts, many denied), which is the same with figures of accounts.
 *
 * A rule holds a figure, summed over the last so many days, against a threshold; with `per` it is the percentage of another figure. Each
 * day that is over is held against each rule once, for every unit (and item, scene or account) that has the figure. */
#ifndef WATCH_WARNING_H
#define WATCH_WARNING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "registry/figure.h"

struct warning_rule {
    int64_t rule_id; /* out */
    const char *jurisdiction, *title;
    enum figure figure;
    bool share; /* of `per` */
    enum figure per;
    int64_t at_least, days;
    const char *basis;
    struct date evaluated_to; /* out */
    bool active;              /* out */
    int64_t version;          /* out */
};
/* From today on. ERR_WARNING_RULE for a threshold below 1, a percentage above 100, more than 366 days, a figure per itself or per one that
 * is divided otherwise. */
enum err warning_rule_make(struct ctx *ctx, struct warning_rule *in) GX_MUST_CHECK;
enum err warning_rule_end(struct ctx *ctx, int64_t rule_id, int64_t version) GX_MUST_CHECK;
enum err warning_rules(struct ctx *ctx, const char *place, struct warning_rule **rules_r,
                       size_t *n_r) GX_MUST_CHECK;

struct warning {
    int64_t warning_id, rule_id, unit_id, value, at_least;
    const char *title, *unit_name, *item;
    enum figure figure;
    bool share, acknowledged;
    struct date day;
    int64_t acknowledged_by;
    struct instant acknowledged_at;
    const char *note;
    int64_t version;
};
/* Newest first, older than an id; unit 0: all of the place. */
struct warning_filter {
    const char *place;
    int64_t unit_id, before;
    bool open_only;
    size_t most;
};
enum err warning_list(struct ctx *ctx, const struct warning_filter *f, struct warning **list_r,
                      size_t *n_r) GX_MUST_CHECK;
enum err warning_acknowledge(struct ctx *ctx, int64_t warning_id, int64_t version,
                             const char *note) GX_MUST_CHECK;

/* Holds the next day that is over against the next rule. A rule of the worker. */
enum err warning_run(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;

extern const struct db_stmt warning_stmts[];

#endif
