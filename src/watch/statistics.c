#include "watch/statistics.h"

#include <string.h>

#include "db/db_fetch.h"
#include "law/law.h"
#include "registry/catalog.h"

enum { UNITS, DELIVERIES, RECORDS };

const struct db_stmt statistics_stmts[] = {
    [UNITS] =
        {.name = "statistics.units",
         .sql = "select unit_id, name, region from unit where jurisdiction = $1 and created_at < $2"
                " and (closed_day is null or closed_day >= $3) and ($4 = 0 or unit_id = $4)"
                " order by unit_id",
         .in = "titi",
         .out = "itt",
         .kind = DB_READ},
    [DELIVERIES] =
        {.name = "statistics.deliveries",
         .sql = "select day, item, submission_id, records, late from delivery where unit_id = $1"
                " and day >= $2 and day <= $3 order by day, item, submission_id limit $4",
         .in = "itti",
         .out = "ttiii",
         .kind = DB_READ},
    /* Of one submission the days of receipt are few; what was typed in was received the day it was registered. */
    [RECORDS] =
        {.name = "statistics.records",
         .sql =
             "select r.subject_id, r.record_id, r.late_days, r.item, r.state, r.formed_day, "
             "r.received_day"
             " from record r join record_version v on v.subject_id = r.subject_id"
             " and v.record_id = r.record_id and v.version = 1"
             " where r.provider_id = $1 and r.received_day >= $2 and r.received_day <= $3"
             " and v.at >= $4 and v.at < $5 and r.item = $6"
             " and coalesce(v.submission_id, 0) = $7 order by r.received_day, r.record_id limit $8",
         .in = "ittii"
               "tii",
         .out = "iiItttt",
         .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&statistics_stmts[name])

#define ANY  false
#define DUAL true
const struct statistics_table statistics_tables[] = {
#define TABLE(word, chinese, dual, part, whole, ...)                                               \
    {word,                                                                                         \
     chinese,                                                                                      \
     dual,                                                                                         \
     part,                                                                                         \
     whole,                                                                                        \
     {__VA_ARGS__},                                                                                \
     sizeof((enum figure[]){__VA_ARGS__}) / sizeof(enum figure)},
#include "watch/tables.def"
#undef TABLE
    {.word = NULL},
};
#undef ANY
#undef DUAL

const struct statistics_table *statistics_table(const char *word) {
    for (const struct statistics_table *t = statistics_tables; t->word; t++)
        if (!strcmp(t->word, word)) return t;
    return NULL;
}

/* ---- the rows of a table */

struct rows {
    struct arena *arena;
    struct statistics_row *rows;
    size_t n, cap;
    enum statistics_by by;
};

static struct statistics_row *add(struct rows *out, struct statistics_row row) {
    if (out->n == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 128;
        struct statistics_row *rows = ARENA_ARRAY(out->arena, cap, struct statistics_row);
        if (out->n) memcpy(rows, out->rows, out->n * sizeof *rows);
        out->rows = rows;
        out->cap = cap;
    }
    out->rows[out->n] = row;
    return &out->rows[out->n++];
}

static bool add_unit(void *arg, const struct db_value *row) {
    struct rows *out = arg;
    add(out, (struct statistics_row){.unit_id = db_get_int(row, 0),
                                     .unit_name = arena_strdup(out->arena, db_get_text(row, 1)),
                                     .region = arena_strdup(out->arena, db_get_text(row, 2)),
                                     .item = "",
                                     .share = -1});
    return true;
}

/* Units come ascending, sums too: `at` walks along. NULL: a unit of another time, or the public. */
static const struct statistics_row *unit_at(const struct rows *units, size_t *at, int64_t unit_id) {
    while (*at < units->n && units->rows[*at].unit_id < unit_id)
        (*at)++;
    return *at < units->n && units->rows[*at].unit_id == unit_id ? &units->rows[*at] : NULL;
}

static struct statistics_row *cell(struct rows *out, const struct statistics_row *unit,
                                   int64_t unit_id, const char *item, enum statistics_by by) {
    for (size_t i = out->n; i-- > 0;) {
        struct statistics_row *r = &out->rows[i];
        if (by == STATISTICS_BY_REGION ? !strcmp(r->region, unit ? unit->region : "")
                                       : r->unit_id == unit_id && !strcmp(r->item, item))
            return r;
    }
    return add(out, (struct statistics_row){.unit_id = by == STATISTICS_BY_REGION ? 0 : unit_id,
                                            .unit_name = by == STATISTICS_BY_REGION ? NULL
                                                         : unit    ? unit->unit_name
                                                         : unit_id ? NULL
                                                                   : "公众",
                                            .region = unit ? unit->region : "",
                                            .item = item,
                                            .share = -1});
}

static bool is_dual(const struct policy *p, const char *item) {
    const struct policy_item *i = policy_item(p, item);
    return i && i->dual_publicity;
}

static enum err add_figure(struct ctx *ctx, const struct statistics_ask *ask, size_t which,
                           const struct rows *units, struct rows *out) {
    const struct policy *p = law_policy(ctx->law, ask->place, ask->to);
    struct figure_sum *sums;
    size_t n, at = 0;
    enum err e = figure_sums(ctx, ask->place, ask->table->figures[which], ask->unit_id, ask->from,
                             ask->to, &sums, &n);
    for (size_t i = 0; e == OK && i < n; i++) {
        if (ask->table->dual_only && (!p || !is_dual(p, sums[i].item))) continue;
        const struct statistics_row *unit = unit_at(units, &at, sums[i].unit_id);
        const char *item = ask->by == STATISTICS_BY_ITEM ? sums[i].item : "";
        cell(out, unit, sums[i].unit_id, item, ask->by)->n[which] += sums[i].n;
    }
    return e;
}

static void set_shares(const struct statistics_table *t, struct rows *out) {
    size_t part = t->n, whole = t->n;
    for (size_t i = 0; i < t->n; i++) {
        if (t->figures[i] == t->part) part = i;
        if (t->figures[i] == t->whole) whole = i;
    }
    if (part == t->n || whole == t->n) return;
    for (size_t i = 0; i < out->n; i++) {
        struct statistics_row *r = &out->rows[i];
        if (r->n[whole] > 0) r->share = (r->n[part] * 10000 + r->n[whole] / 2) / r->n[whole];
    }
}

enum { YEARS_MAX = 3 };

enum err statistics_read(struct ctx *ctx, const struct statistics_ask *ask,
                         struct statistics *out_r) {
    struct rows units = {.arena = ctx->arena}, out = {.arena = ctx->arena};
    if (ask->from.day > ask->to.day)
        return fail_field(ctx, ERR_DATE, "from", "max:to", "起期不能晚于止期");
    if (ask->to.day - ask->from.day > YEARS_MAX * 366)
        return fail_field(ctx, ERR_DATE, "to", "max:3 years", "统计期间不能超过三年");
    enum err e =
        db_fetch_each(ctx, STMT(UNITS),
                      DB_ARGS(db_text(ask->place), db_int(date_begin(date_add_days(ask->to, 1)).us),
                              db_date(ctx->arena, ask->from), db_int(ask->unit_id)),
                      add_unit, &units);
    if (e == OK && ask->by != STATISTICS_BY_ITEM)
        for (size_t i = 0; i < units.n; i++)
            (void)cell(&out, &units.rows[i], units.rows[i].unit_id, "", ask->by);
    for (size_t i = 0; e == OK && i < ask->table->n; i++)
        e = add_figure(ctx, ask, i, &units, &out);
    if (e != OK) return e;
    set_shares(ask->table, &out);
    *out_r = (struct statistics){out.rows, out.n, ask->to.day >= clock_today(ctx->clock).day};
    return OK;
}

/* ---- down to the rows */

struct deliveries {
    struct arena *arena;
    struct delivery *rows;
    size_t n, most;
};

static bool collect_delivery(void *arg, const struct db_value *row) {
    struct deliveries *out = arg;
    out->rows[out->n++] = (struct delivery){.day = db_get_date(row, 0),
                                            .item = arena_strdup(out->arena, db_get_text(row, 1)),
                                            .submission_id = db_get_int(row, 2),
                                            .records = db_get_int(row, 3),
                                            .late = db_get_int(row, 4)};
    return out->n < out->most;
}

enum err statistics_deliveries(struct ctx *ctx, int64_t unit_id, struct date from, struct date to,
                               size_t most, struct delivery **rows_r, size_t *n_r) {
    struct deliveries out = {ctx->arena, ARENA_ARRAY(ctx->arena, most, struct delivery), 0, most};
    enum err e = db_fetch_each(ctx, STMT(DELIVERIES),
                               DB_ARGS(db_int(unit_id), db_date(ctx->arena, from),
                                       db_date(ctx->arena, to), db_int((int64_t)most)),
                               collect_delivery, &out);
    *rows_r = out.rows;
    *n_r = out.n;
    return e;
}

struct records {
    struct arena *arena;
    struct delivered *rows;
    size_t n, most;
};

static bool collect_record(void *arg, const struct db_value *row) {
    struct records *out = arg;
    out->rows[out->n++] =
        (struct delivered){.subject_id = db_get_int(row, 0),
                           .record_id = db_get_int(row, 1),
                           .late_days = db_is_null(row, 2) ? -1 : db_get_int(row, 2),
                           .item = arena_strdup(out->arena, db_get_text(row, 3)),
                           .state = arena_strdup(out->arena, db_get_text(row, 4)),
                           .formed = db_get_date(row, 5),
                           .received = db_get_date(row, 6)};
    return out->n < out->most;
}

enum {
    RECEIVED_BEFORE = 60
}; /* days from receipt to the end of checking, resubmissions included */

enum err statistics_records(struct ctx *ctx, int64_t unit_id, struct date day, const char *item,
                            int64_t submission_id, size_t most, struct delivered **rows_r,
                            size_t *n_r) {
    struct records out = {ctx->arena, ARENA_ARRAY(ctx->arena, most, struct delivered), 0, most};
    enum err e = db_fetch_each(ctx, STMT(RECORDS),
                               DB_ARGS(db_int(unit_id),
                                       db_date(ctx->arena, date_add_days(day, -RECEIVED_BEFORE)),
                                       db_date(ctx->arena, day), db_int(date_begin(day).us),
                                       db_int(date_begin(date_add_days(day, 1)).us), db_text(item),
                                       db_int(submission_id), db_int((int64_t)most)),
                               collect_record, &out);
    *rows_r = out.rows;
    *n_r = out.n;
    return e;
}
