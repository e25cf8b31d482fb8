#include "watch/rollup.h"

#include <string.h>

#include "base/id.h"
#include "db/db_fetch.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/figure.h"

enum { LAST, CLOSE, OUTCOMES, SCENES, BASES, USERS, BURSTS };

#define OF_DAY " from look where month = $1 and look_id >= $2 and look_id < $3"
#define LOOKS_ROW(stmt_name, text, columns)                                                        \
    {                                                                                              \
        .name = stmt_name, .sql = text, .in = "iii", .out = columns, .kind = DB_READ,              \
        .store = DB_LOOKS                                                                          \
    }

const struct db_stmt rollup_stmts[] = {
    [LAST] = {.name = "rollup.last",
              .sql =
                  "select day from figure_closed where source = 'looks' order by day desc limit 1",
              .in = "",
              .out = "t",
              .kind = DB_READ},
    [CLOSE] = {.name = "rollup.close",
               .sql = "insert into figure_closed (source, day, at) values ('looks', $1, $2)"
                      " on conflict do nothing",
               .in = "ti",
               .out = "",
               .kind = DB_WRITE},
    [OUTCOMES] = LOOKS_ROW("rollup.outcomes",
                           "select place, unit_id, outcome, count(*)" OF_DAY
                           " group by place, unit_id, outcome",
                           "titi"),
    [SCENES] = LOOKS_ROW("rollup.scenes",
                         "select place, unit_id, scene, count(*)" OF_DAY
                         " and scene is not null and outcome not in ('refused', 'denied')"
                         " group by place, unit_id, scene",
                         "tiTi"),
    [BASES] = LOOKS_ROW("rollup.bases",
                        "select place, unit_id, basis, count(*)" OF_DAY
                        " and outcome not in ('refused', 'denied') group by place, unit_id, basis",
                        "titi"),
    [USERS] = LOOKS_ROW(
        "rollup.users",
        "select place, unit_id, user_id, count(*),"
        " cast(sum(case when outcome in ('refused', 'denied') then 1 else 0 end) as bigint),"
        " cast(sum(case when outcome in ('refused', 'denied') and basis = 'duty' then 1 else 0 end)"
        " as bigint)" OF_DAY " and user_id > 0 and unit_id > 0 group by place, unit_id, user_id",
        "tiiiii"),
    [BURSTS] = LOOKS_ROW(
        "rollup.bursts",
        "select place, unit_id, user_id, max(n) from (select place, unit_id, user_id,"
        " at / 3600000000 as hour, count(*) as n" OF_DAY
        " and user_id > 0 and unit_id > 0 group by place, unit_id, user_id, at / 3600000000) h"
        " group by place, unit_id, user_id",
        "tiii"),
    {.name = NULL},
};
#define STMT(name) (&rollup_stmts[name])

/* ---- reading a day */

struct counts {
    struct arena *arena;
    struct figure_count *rows;
    size_t n, cap;
    int reading; /* statement */
};

static void add(struct counts *out, struct figure_count c) {
    if (out->n == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 64;
        struct figure_count *rows = ARENA_ARRAY(out->arena, cap, struct figure_count);
        if (out->n) memcpy(rows, out->rows, out->n * sizeof *rows);
        out->rows = rows;
        out->cap = cap;
    }
    out->rows[out->n++] = c;
}

static bool outcome_figure(const char *word, enum figure *f_r) {
    static const struct {
        const char *word;
        enum figure figure;
    } outcomes[] = {{"answered", FIGURE_LOOKS_ANSWERED},
                    {"refused", FIGURE_LOOKS_REFUSED},
                    {"denied", FIGURE_LOOKS_DENIED},
                    {"exported", FIGURE_LOOKS_EXPORTED},
                    {"listed", FIGURE_LOOKS_LISTED}};
    for (size_t i = 0; i < GX_COUNT(outcomes); i++)
        if (!strcmp(outcomes[i].word, word)) {
            *f_r = outcomes[i].figure;
            return true;
        }
    return false;
}

static bool collect(void *arg, const struct db_value *row) {
    struct counts *out = arg;
    struct figure_count c = {.place = arena_strdup(out->arena, db_get_text(row, 0)),
                             .unit_id = db_get_int(row, 1),
                             .item = "",
                             .n = db_get_int(row, 3)};
    if (out->reading == OUTCOMES) {
        if (outcome_figure(db_get_text(row, 2), &c.figure)) add(out, c);
        return true;
    }
    if (out->reading == SCENES || out->reading == BASES) {
        c.figure = out->reading == SCENES ? FIGURE_SCENE : FIGURE_BASIS;
        c.item = arena_strdup(out->arena, db_get_text(row, 2));
        add(out, c);
        return true;
    }
    c.item = arena_printf(out->arena, "%lld", (long long)db_get_int(row, 2));
    c.figure = out->reading == USERS ? FIGURE_USER_LOOKS : FIGURE_USER_BURST;
    add(out, c);
    if (out->reading != USERS) return true;
    c.figure = FIGURE_USER_DENIED;
    c.n = db_get_int(row, 4);
    add(out, c);
    c.figure = FIGURE_USER_OUT_OF_DUTY;
    c.n = db_get_int(row, 5);
    add(out, c);
    return true;
}

static enum err read_day(struct ctx *ctx, struct date day, struct counts *out) {
    struct db_session *s;
    struct date_ymd ymd = date_split(day);
    struct date month = date_make(ymd.year, ymd.month, 1);
    enum err e = db_read_begin(ctx, DB_LOOKS, month, &s);
    if (e != OK) return e;
    for (out->reading = OUTCOMES; e == OK && out->reading <= BURSTS; out->reading++)
        e = db_rows(ctx, s, STMT(out->reading),
                    DB_ARGS(db_month(month), db_int(id_floor(date_begin(day))),
                            db_int(id_floor(date_begin(date_add_days(day, 1))))),
                    collect, out);
    db_read_end(ctx, &s);
    return e;
}

/* ---- closing it */

struct closing {
    struct date day;
    const struct counts *counts;
};

static enum err close_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct closing *g = arg;
    int64_t changed;
    enum err e =
        db_write(ctx, s, STMT(CLOSE),
                 DB_ARGS(db_date(ctx->arena, g->day), db_int(door_now(door).us)), &changed);
    if (e != OK) return e;
    if (!changed) { /* another process was faster */
        door_nothing(door);
        return OK;
    }
    e = figure_add(ctx, s, g->day, g->counts->rows, g->counts->n);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_FIGURES_CLOSED);
    leaf.day = g->day;
    leaf.word = "looks";
    door_leaf(door, &leaf);
    return OK;
}

enum err rollup_closed_to(struct ctx *ctx, struct date *day_r) {
    const struct db_value *row;
    enum err e = db_fetch(ctx, STMT(LAST), DB_ARGS(db_int(0)), &row);
    *day_r = e == OK && row ? db_get_date(row, 0) : DATE_NONE;
    return e;
}

/* The first day that may hold looks and is not closed. */
static enum err next_day(struct ctx *ctx, struct date *day_r) {
    struct date *months;
    size_t n;
    enum err e = rollup_closed_to(ctx, day_r);
    if (e != OK || !date_is_none(*day_r)) {
        if (e == OK) *day_r = date_add_days(*day_r, 1);
        return e;
    }
    e = db_looks_months(ctx, ctx->arena, &months, &n);
    if (e == OK && n) *day_r = months[0];
    return e;
}

/* A look is durable a moment after its id was made. */
enum { SETTLING = 300 }; /* seconds */

enum err rollup_run(struct ctx *ctx, bool *more_r) {
    struct counts counts = {.arena = ctx->arena};
    struct closing g = {.counts = &counts};
    enum err e = next_day(ctx, &g.day);
    *more_r = false;
    if (e != OK || date_is_none(g.day)) return e;
    struct instant settled = {clock_now(ctx->clock).us - SETTLING * INT64_C(1000000)};
    int32_t today = date_of_instant(settled).day;
    if (g.day.day >= today) return OK;
    e = read_day(ctx, g.day, &counts);
    if (e == OK) e = door_run(ctx, "rollup.close", DB_BULK, close_step, &g);
    *more_r = e == OK && g.day.day + 1 < today;
    return e;
}
