#include "watch/missing.h"

#include <string.h>

#include "db/db_fetch.h"
#include "intake/lateness.h"
#include "law/law.h"
#include "registry/adoption.h"
#include "registry/catalog.h"
#include "registry/figure.h"

enum { DUTIES, UNIT };

const struct db_stmt missing_stmts[] = {
    [DUTIES] = {.name = "missing.duties",
                .sql =
                    "select u.unit_id, d.duty, d.from_day from unit u join unit_duty d on "
                    "d.unit_id = u.unit_id"
                    " where u.jurisdiction = $1 and ($3 = 0 or u.unit_id = $3) and d.from_day <= $2"
                    " and (d.to_day is null or d.to_day >= $2) order by u.unit_id, d.duty",
                .in = "tti",
                .out = "itt",
                .kind = DB_READ},
    [UNIT] = {.name = "missing.unit",
              .sql = "select name, region from unit where unit_id = $1 and (closed_day is null or "
                     "closed_day > $2)",
              .in = "it",
              .out = "tt",
              .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&missing_stmts[name])

struct expected { /* a unit that should deliver an item, since a day */
    int64_t unit_id;
    const struct policy_item *item;
    struct date since;
};

struct search {
    struct ctx *ctx;
    const struct catalog *catalog;
    const struct policy *policy;
    struct date day;
    struct expected *list;
    size_t n, cap;
};

static bool has_cycle(const struct policy_item *item) {
    return item->cycle != W_NONE && item->cycle != W_CYCLE_EVENT;
}

static void expect(struct search *g, int64_t unit_id, const struct policy_item *item,
                   struct date since) {
    for (size_t i = 0; i < g->n; i++)
        if (g->list[i].unit_id == unit_id && g->list[i].item == item) return;
    if (g->n == g->cap) {
        size_t cap = g->cap ? g->cap * 2 : 64;
        struct expected *list = ARENA_ARRAY(g->ctx->arena, cap, struct expected);
        if (g->n) memcpy(list, g->list, g->n * sizeof *list);
        g->list = list;
        g->cap = cap;
    }
    g->list[g->n++] = (struct expected){unit_id, item, since};
}

static bool by_duty(void *arg, const struct db_value *row) {
    struct search *g = arg;
    const char *duty = db_get_text(row, 1);
    for (size_t i = 0; i < g->catalog->n; i++) {
        const struct policy_item *item = g->catalog->items[i].item;
        if (!has_cycle(item)) continue;
        if (strcmp(duty, item->id) != 0 && (!item->code || strcmp(duty, item->code) != 0)) continue;
        struct date since = db_get_date(row, 2);
        if (date_cmp(since, g->catalog->first_day) < 0) since = g->catalog->first_day;
        expect(g, db_get_int(row, 0), item, since);
    }
    return true;
}

enum { LOOK_BACK = 400 }; /* days: longer than the longest cycle */

static enum err by_deliveries(struct search *g, const char *place, int64_t unit_id) {
    struct figure_sum *sums;
    size_t n;
    enum err e = figure_sums(g->ctx, place, FIGURE_RECORDS, unit_id,
                             date_add_days(g->day, -LOOK_BACK), g->day, &sums, &n);
    for (size_t i = 0; e == OK && i < n; i++) {
        const struct catalog_item *item = catalog_item(g->catalog, sums[i].item);
        if (item && has_cycle(item->item))
            expect(g, sums[i].unit_id, item->item, g->catalog->first_day);
    }
    return e;
}

/* Whether what was expected is missing on the day. */
static enum err judge(struct search *g, struct db_session *s, const struct expected *x,
                      struct missing *out, bool *missing_r) {
    const struct db_value *unit;
    struct ctx *ctx = g->ctx;
    struct due due;
    *missing_r = false;
    *out = (struct missing){.unit_id = x->unit_id};
    enum err e = figure_last(ctx, s, FIGURE_RECORDS, x->unit_id, x->item->id, g->day, &out->last);
    if (e != OK) return e;
    struct date from = date_is_none(out->last) ? x->since : out->last;
    if (!lateness_cycle(ctx->arena, g->policy, law_calendar(ctx->law), x->item, from, &due))
        return OK;
    if (due.status != DUE_KNOWN || date_cmp(g->day, due.date) <= 0) return OK;
    e = db_row(ctx, s, STMT(UNIT), DB_ARGS(db_int(x->unit_id), db_date(ctx->arena, g->day)), &unit);
    if (e != OK || !unit) return e;
    const struct policy_scope scope = {.item = x->item->id};
    out->unit_name = db_get_text(unit, 0);
    out->region = db_get_text(unit, 1);
    out->item = x->item->id;
    out->item_name = x->item->name;
    out->cycle = word_text(x->item->cycle);
    out->clause = policy_get(g->policy, PARAM_SUBMIT_LIMIT, &scope, g->day)->basis.clause;
    out->due = due.date;
    out->days = g->day.day - due.date.day;
    *missing_r = true;
    return OK;
}

enum err missing_list(struct ctx *ctx, const char *place, int64_t unit_id, struct date day,
                      struct missing **list_r, size_t *n_r) {
    struct search g = {.ctx = ctx, .day = day, .policy = law_policy(ctx->law, place, day)};
    struct db_session *s;
    *n_r = 0;
    if (!g.policy) return fail(ctx, ERR_NOT_ADOPTED, NULL);
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = catalog_in_force(ctx, s, place, day, &g.catalog);
    if (e == OK)
        e = db_rows(ctx, s, STMT(DUTIES),
                    DB_ARGS(db_text(place), db_date(ctx->arena, day), db_int(unit_id)), by_duty,
                    &g);
    db_read_end(ctx, &s);
    if (e == OK) e = by_deliveries(&g, place, unit_id);
    if (e == OK) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    struct missing *list = ARENA_ARRAY(ctx->arena, g.n, struct missing);
    for (size_t i = 0; e == OK && i < g.n; i++) {
        bool missing;
        e = judge(&g, s, &g.list[i], &list[*n_r], &missing);
        if (e == OK && missing) (*n_r)++;
    }
    db_read_end(ctx, &s);
    *list_r = list;
    return e;
}
