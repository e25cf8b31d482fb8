#include "watch/deadline.h"

#include <string.h>

#include "db/db_fetch.h"
#include "law/law.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/figure.h"

enum { UNITS, COUNT, LIST, CLOSED, CLOSE };

#define OPEN_OF_UNIT " where k.unit_id = $1 and (k.state = 'running' or k.state = 'paused')"

const struct db_stmt deadline_stmts[] = {
    [UNITS] = {.name = "deadline.units",
               .sql = "select unit_id, name, region from unit where jurisdiction = $1 and ($2 = 0 "
                      "or unit_id = $2)"
                      " order by unit_id",
               .in = "ti",
               .out = "itt",
               .kind = DB_READ},
    [COUNT] =
        {.name = "deadline.count",
         .sql =
             "select count(*),"
             " count(case when k.state = 'running' and k.figure = 1 and k.due_day = $2 then 1 end),"
             " count(case when k.state = 'running' and k.figure = 1 and k.due_day = $3 then 1 end),"
             " count(case when k.state = 'running' and k.figure = 1 and k.due_day < $2 then 1 end),"
             " count(case when k.state = 'paused' then 1 end),"
             " count(case when k.state = 'running' and k.figure = 0 then 1 end),"
             " count(case when k.state = 'running' and k.missing_year > 0 then 1 end)"
             " from case_clock k" OPEN_OF_UNIT,
         .in = "itt",
         .out = "iiiiiii",
         .kind = DB_READ},
    [LIST] =
        {.name = "deadline.list",
         .sql =
             "select k.subject_id, k.case_id, f.process, k.clock, k.state, f.state, k.start_day, "
             "k.due_day,"
             " k.target_day, k.missing_year, k.figure from case_clock k"
             " join case_file f on f.subject_id = k.subject_id and f.case_id = "
             "k.case_id" OPEN_OF_UNIT
             " and ($4 = 0 or ($4 = 1 and k.state = 'running' and k.figure = 1 and k.due_day = $2)"
             " or ($4 = 2 and k.state = 'running' and k.figure = 1 and k.due_day = $3)"
             " or ($4 = 3 and k.state = 'running' and k.figure = 1 and k.due_day < $2)"
             " or ($4 = 4 and k.state = 'paused') or ($4 = 5 and k.state = 'running' and k.figure "
             "= 0))"
             " order by coalesce(k.due_day, '9999'), k.case_id, k.clock_id limit $5",
         .in = "ittii",
         .out = "iittttt"
                "TTii",
         .kind = DB_READ},
    [CLOSED] = {.name = "deadline.closed",
                .sql = "select 1 from figure_closed where source = 'clocks' and day = $1",
                .in = "t",
                .out = "i",
                .kind = DB_READ},
    [CLOSE] = {.name = "deadline.close",
               .sql = "insert into figure_closed (source, day, at) values ('clocks', $1, $2)"
                      " on conflict do nothing",
               .in = "ti",
               .out = "",
               .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&deadline_stmts[name])

struct units {
    struct arena *arena;
    struct deadline_count *rows;
    size_t n, cap;
};

static bool collect_unit(void *arg, const struct db_value *row) {
    struct units *out = arg;
    if (out->n == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 128;
        struct deadline_count *rows = ARENA_ARRAY(out->arena, cap, struct deadline_count);
        if (out->n) memcpy(rows, out->rows, out->n * sizeof *rows);
        out->rows = rows;
        out->cap = cap;
    }
    out->rows[out->n++] =
        (struct deadline_count){.unit_id = db_get_int(row, 0),
                                .unit_name = arena_strdup(out->arena, db_get_text(row, 1)),
                                .region = arena_strdup(out->arena, db_get_text(row, 2))};
    return true;
}

/* One question a unit, all of them on the way at once. */
static enum err count_all(struct ctx *ctx, struct db_session *s, struct units *units,
                          struct date day) {
    struct db_call *calls = ARENA_ARRAY(ctx->arena, units->n, struct db_call);
    struct db_value today = db_date(ctx->arena, day);
    struct db_value tomorrow = db_date(ctx->arena, date_add_days(day, 1));
    for (size_t i = 0; i < units->n; i++) {
        struct db_value *args = ARENA_ARRAY(ctx->arena, 3, struct db_value);
        args[0] = db_int(units->rows[i].unit_id);
        args[1] = today;
        args[2] = tomorrow;
        calls[i] = (struct db_call){.stmt = STMT(COUNT), .args = args};
    }
    enum db_result r = units->n ? db_calls(s, ctx->arena, calls, units->n) : DB_ROW;
    if (r != DB_ROW) return db_err(ctx, s, r);
    for (size_t i = 0; i < units->n; i++) {
        const struct db_value *row = calls[i].rows[0];
        struct deadline_count *u = &units->rows[i];
        u->open = db_get_int(row, 0);
        u->due = db_get_int(row, 1);
        u->due_tomorrow = db_get_int(row, 2);
        u->overdue = db_get_int(row, 3);
        u->paused = db_get_int(row, 4);
        u->without_figure = db_get_int(row, 5);
        u->pending = db_get_int(row, 6);
    }
    return OK;
}

static enum err counts_in(struct ctx *ctx, struct db_session *s, const char *place, int64_t unit_id,
                          struct date day, struct deadline_count **rows_r, size_t *n_r) {
    struct units units = {.arena = ctx->arena};
    enum err e = db_rows(ctx, s, STMT(UNITS), DB_ARGS(db_text(place), db_int(unit_id)),
                         collect_unit, &units);
    if (e == OK) e = count_all(ctx, s, &units, day);
    *n_r = 0;
    for (size_t i = 0; e == OK && i < units.n; i++)
        if (units.rows[i].open) units.rows[(*n_r)++] = units.rows[i];
    *rows_r = units.rows;
    return e;
}

enum err deadline_counts(struct ctx *ctx, const char *place, int64_t unit_id, struct date day,
                         struct deadline_count **rows_r, size_t *n_r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = counts_in(ctx, s, place, unit_id, day, rows_r, n_r);
    db_read_end(ctx, &s);
    return e;
}

struct deadlines {
    struct arena *arena;
    struct deadline *rows;
    size_t n, most;
};

static bool collect(void *arg, const struct db_value *row) {
    struct deadlines *out = arg;
    out->rows[out->n++] = (struct deadline){
        .subject_id = db_get_int(row, 0),
        .case_id = db_get_int(row, 1),
        .process = arena_strdup(out->arena, db_get_text(row, 2)),
        .clock = arena_strdup(out->arena, db_get_text(row, 3)),
        .state = arena_strdup(out->arena, db_get_text(row, 4)),
        .case_state = arena_strdup(out->arena, db_get_text(row, 5)),
        .start = db_get_date(row, 6),
        .due = db_get_date(row, 7),
        .target = db_get_date(row, 8),
        .missing_year = db_get_int(row, 9),
        .figure = db_get_int(row, 10) != 0,
    };
    return out->n < out->most;
}

enum err deadline_list(struct ctx *ctx, int64_t unit_id, struct date day, enum deadline_which which,
                       size_t most, struct deadline **rows_r, size_t *n_r) {
    struct deadlines out = {ctx->arena, ARENA_ARRAY(ctx->arena, most, struct deadline), 0, most};
    enum err e = db_fetch_each(ctx, STMT(LIST),
                               DB_ARGS(db_int(unit_id), db_date(ctx->arena, day),
                                       db_date(ctx->arena, date_add_days(day, 1)),
                                       db_int((int64_t)which), db_int((int64_t)most)),
                               collect, &out);
    *rows_r = out.rows;
    *n_r = out.n;
    return e;
}

/* ---- keeping the day's counts */

static enum err keep_place(struct ctx *ctx, struct db_session *s, const char *place,
                           struct date day) {
    struct deadline_count *rows;
    size_t n;
    enum err e = counts_in(ctx, s, place, 0, day, &rows, &n);
    for (size_t i = 0; e == OK && i < n; i++) {
        const struct figure_count counts[] = {
            {place, FIGURE_CLOCKS_OPEN, rows[i].unit_id, "", rows[i].open},
            {place, FIGURE_CLOCKS_DUE, rows[i].unit_id, "", rows[i].due},
            {place, FIGURE_CLOCKS_TOMORROW, rows[i].unit_id, "", rows[i].due_tomorrow},
            {place, FIGURE_CLOCKS_OVERDUE, rows[i].unit_id, "", rows[i].overdue},
            {place, FIGURE_CLOCKS_PAUSED, rows[i].unit_id, "", rows[i].paused},
            {place, FIGURE_CLOCKS_WITHOUT_FIGURE, rows[i].unit_id, "", rows[i].without_figure},
        };
        e = figure_add(ctx, s, day, counts, GX_COUNT(counts));
    }
    return e;
}

static enum err close_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct date *day = arg;
    const char *const *places;
    size_t n = law_places(ctx->law, &places);
    int64_t changed;
    enum err e = db_write(ctx, s, STMT(CLOSE),
                          DB_ARGS(db_date(ctx->arena, *day), db_int(door_now(door).us)), &changed);
    if (e != OK) return e;
    if (!changed) {
        door_nothing(door);
        return OK;
    }
    for (size_t i = 0; e == OK && i < n; i++)
        e = keep_place(ctx, s, places[i], *day);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_FIGURES_CLOSED);
    leaf.day = *day;
    leaf.word = "clocks";
    door_leaf(door, &leaf);
    return OK;
}

enum err deadline_close(struct ctx *ctx, bool *more_r) {
    struct date day = date_add_days(clock_today(ctx->clock), -1);
    const struct db_value *row;
    *more_r = false;
    enum err e = db_fetch(ctx, STMT(CLOSED), DB_ARGS(db_date(ctx->arena, day)), &row);
    if (e != OK || row) return e;
    return door_run(ctx, "deadline.close", DB_BULK, close_step, &day);
}
