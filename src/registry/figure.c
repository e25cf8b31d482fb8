#include "registry/figure.h"

#include <string.h>

#include "base/bug.h"
#include "db/db_fetch.h"
#include "registry/record.h"

enum { ADD, DELIVER, SUMS, LAST };

const struct db_stmt figure_stmts[] = {
    [ADD] = {.name = "figure.add",
             .sql = "insert into figure (jurisdiction, name, day, unit_id, item, n) values ($1, "
                    "$2, $3, $4, $5, $6)"
                    " on conflict (jurisdiction, name, day, unit_id, item) do update set n = "
                    "figure.n + $6",
             .in = "tttiti",
             .out = "",
             .kind = DB_WRITE},
    [DELIVER] =
        {.name = "figure.deliver",
         .sql = "insert into delivery (unit_id, day, item, submission_id, records, late)"
                " values ($1, $2, $3, $4, $5, $6) on conflict (unit_id, day, item, submission_id)"
                " do update set records = delivery.records + $5, late = delivery.late + $6",
         .in = "ittiii",
         .out = "",
         .kind = DB_WRITE},
    [SUMS] = {.name = "figure.sums",
              .sql =
                  "select unit_id, item, cast(sum(n) as bigint) from figure where jurisdiction = "
                  "$1 and name = $2"
                  " and day >= $3 and day <= $4 and ($5 = 0 or unit_id = $5) group by unit_id, item"
                  " order by unit_id, item",
              .in = "tttti",
              .out = "iti",
              .kind = DB_READ},
    [LAST] =
        {.name = "figure.last",
         .sql =
             "select day from figure where unit_id = $1 and name = $2 and item = $3 and day <= $4"
             " order by day desc limit 1",
         .in = "ittt",
         .out = "t",
         .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&figure_stmts[name])

#define DOOR   FIGURE_FROM_DOOR
#define LOOKS  FIGURE_FROM_LOOKS
#define CLOCKS FIGURE_FROM_CLOCKS
static const struct {
    const char *word, *chinese, *by;
    enum figure_source source;
} figures[] = {
#define FIGURE(symbol, word, chinese, source, by) {word, chinese, by, source},
#include "registry/figures.def"
#undef FIGURE
};
#undef DOOR
#undef LOOKS
#undef CLOCKS

const char *figure_word(enum figure f) {
    BUG_IF((size_t)f >= GX_COUNT(figures));
    return figures[f].word;
}
const char *figure_name(enum figure f) {
    BUG_IF((size_t)f >= GX_COUNT(figures));
    return figures[f].chinese;
}
enum figure_source figure_source(enum figure f) {
    BUG_IF((size_t)f >= GX_COUNT(figures));
    return figures[f].source;
}
const char *figure_by(enum figure f) {
    BUG_IF((size_t)f >= GX_COUNT(figures));
    return figures[f].by;
}
bool figure_parse(const char *word, enum figure *f_r) {
    for (size_t i = 0; i < GX_COUNT(figures); i++)
        if (!strcmp(figures[i].word, word)) {
            *f_r = (enum figure)i;
            return true;
        }
    return false;
}

enum err figure_add(struct ctx *ctx, struct db_session *s, struct date day,
                    const struct figure_count *counts, size_t n) {
    struct db_value *rows = ARENA_ARRAY(ctx->arena, n * 6, struct db_value);
    size_t filled = 0;
    for (size_t i = 0; i < n; i++) {
        if (!counts[i].n) continue;
        struct db_value *v = rows + 6 * filled++;
        v[0] = db_text(counts[i].place);
        v[1] = db_text(figure_word(counts[i].figure));
        v[2] = db_date(ctx->arena, day);
        v[3] = db_int(counts[i].unit_id);
        v[4] = db_text(counts[i].item);
        v[5] = db_int(counts[i].n);
    }
    if (!filled) return OK;
    enum db_result r = db_exec_many(s, STMT(ADD), rows, filled, NULL);
    return r == DB_RETRY || r == DB_FAIL ? db_err(ctx, s, r) : OK;
}

enum err figure_deliver(struct ctx *ctx, struct db_session *s, struct date day, int64_t unit_id,
                        const char *item, int64_t submission_id, int64_t records, int64_t late) {
    return db_write(ctx, s, STMT(DELIVER),
                    DB_ARGS(db_int(unit_id), db_date(ctx->arena, day), db_text(item),
                            db_int(submission_id), db_int(records), db_int(late)),
                    NULL);
}

/* ---- new records: one group for most calls, since a call is a piece of one submission */

struct group {
    const struct record_facts *facts;
    int64_t submission_id, records, late, late_days, imported;
};

static struct group *group_of(struct group *groups, size_t *n, const struct record_new *r) {
    for (size_t i = *n; i-- > 0;) {
        const struct record_facts *f = groups[i].facts;
        if (groups[i].submission_id == r->submission_id && f->provider_id == r->facts.provider_id &&
            !strcmp(f->item, r->facts.item) && !strcmp(f->jurisdiction, r->facts.jurisdiction))
            return &groups[i];
    }
    groups[*n] = (struct group){.facts = &r->facts, .submission_id = r->submission_id};
    return &groups[(*n)++];
}

static enum err add_group(struct ctx *ctx, struct db_session *s, struct date day,
                          const struct group *g) {
    const struct record_facts *f = g->facts;
    const struct figure_count counts[] = {
        {f->jurisdiction, FIGURE_RECORDS, f->provider_id, f->item, g->records},
        {f->jurisdiction, FIGURE_RECORDS_LATE, f->provider_id, f->item, g->late},
        {f->jurisdiction, FIGURE_LATE_DAYS, f->provider_id, f->item, g->late_days},
        {f->jurisdiction, FIGURE_RECORDS_IMPORTED, f->provider_id, f->item, g->imported},
    };
    enum err e = figure_add(ctx, s, day, counts, GX_COUNT(counts));
    if (e != OK || !g->records) return e;
    return figure_deliver(ctx, s, day, f->provider_id, f->item, g->submission_id, g->records,
                          g->late);
}

enum err figure_records(struct ctx *ctx, struct db_session *s, struct date day,
                        const struct record_new *records, size_t n) {
    struct group *groups = ARENA_ARRAY(ctx->arena, n, struct group);
    size_t n_groups = 0;
    for (size_t i = 0; i < n; i++) {
        struct group *g = group_of(groups, &n_groups, &records[i]);
        if (records[i].legacy) {
            g->imported++;
            continue;
        }
        int64_t days = records[i].facts.late_days;
        g->records++;
        g->late += days > 0;
        g->late_days += days > 0 ? days : 0;
    }
    enum err e = OK;
    for (size_t i = 0; e == OK && i < n_groups; i++)
        e = add_group(ctx, s, day, &groups[i]);
    return e;
}

/* ---- reading */

struct sums {
    struct arena *arena;
    struct figure_sum *rows;
    size_t n, cap;
};

static bool collect(void *arg, const struct db_value *row) {
    struct sums *out = arg;
    if (out->n == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 64;
        struct figure_sum *rows = ARENA_ARRAY(out->arena, cap, struct figure_sum);
        if (out->n) memcpy(rows, out->rows, out->n * sizeof *rows);
        out->rows = rows;
        out->cap = cap;
    }
    out->rows[out->n++] = (struct figure_sum){.unit_id = db_get_int(row, 0),
                                              .item = arena_strdup(out->arena, db_get_text(row, 1)),
                                              .n = db_get_int(row, 2)};
    return true;
}

enum err figure_sums(struct ctx *ctx, const char *place, enum figure figure, int64_t unit_id,
                     struct date from, struct date to, struct figure_sum **rows_r, size_t *n_r) {
    struct sums out = {.arena = ctx->arena};
    enum err e =
        db_fetch_each(ctx, STMT(SUMS),
                      DB_ARGS(db_text(place), db_text(figure_word(figure)),
                              db_date(ctx->arena, from), db_date(ctx->arena, to), db_int(unit_id)),
                      collect, &out);
    *rows_r = out.rows;
    *n_r = out.n;
    return e;
}

enum err figure_last(struct ctx *ctx, struct db_session *s, enum figure figure, int64_t unit_id,
                     const char *item, struct date day, struct date *last_r) {
    const struct db_value *row;
    enum err e = db_row(ctx, s, STMT(LAST),
                        DB_ARGS(db_int(unit_id), db_text(figure_word(figure)), db_text(item),
                                db_date(ctx->arena, day)),
                        &row);
    *last_r = e == OK && row ? db_get_date(row, 0) : DATE_NONE;
    return e;
}
