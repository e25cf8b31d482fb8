#include "watch/rebuild.h"

#include <string.h>

#include "db/db_fetch.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/figure.h"

enum { RECORDS, CLEAR, CLEAR_DELIVERIES };

const struct db_stmt rebuild_stmts[] = {
    /* Named exception: every record is read, in the order of its key. */
    [RECORDS] =
        {.name = "rebuild.records",
         .sql =
             "select r.subject_id, r.record_id, r.jurisdiction, r.provider_id, r.item, r.late_days,"
             " coalesce(v.submission_id, 0), coalesce(u.kind, ''), v.at from record r"
             " join record_version v on v.subject_id = r.subject_id and v.record_id = r.record_id"
             " and v.version = 1 left join submission u on u.submission_id = v.submission_id"
             " where (r.subject_id > $1 or (r.subject_id = $1 and r.record_id > $2))"
             " order by r.subject_id, r.record_id limit $3",
         .in = "iii",
         .out = "iititIiti",
         .kind = DB_READ},
    [CLEAR] = {.name = "rebuild.clear",
               .sql = "delete from figure where name in ('records', 'records_late', 'late_days', "
                      "'records_imported')",
               .in = "",
               .out = "",
               .kind = DB_WRITE},
    [CLEAR_DELIVERIES] = {.name = "rebuild.clear_deliveries",
                          .sql = "delete from delivery",
                          .in = "",
                          .out = "",
                          .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&rebuild_stmts[name])

/* ---- counting: one cell a unit, day, item and submission */

struct cell {
    const char *place, *item;
    int64_t unit_id, submission_id, records, late, late_days, imported;
    struct date day;
    uint64_t hash;
};
struct cells {
    struct arena *arena;
    struct cell **slots; /* a power of two of them */
    size_t n, size;
    int64_t subject_id, record_id; /* last row read */
    size_t read;
};

static uint64_t mix(uint64_t h, uint64_t v) {
    h ^= v;
    h *= UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

static uint64_t hash_of(const struct cell *c) {
    uint64_t h = mix((uint64_t)c->unit_id, (uint64_t)c->submission_id);
    h = mix(h, (uint64_t)(uint32_t)c->day.day);
    for (const char *p = c->item; *p; p++)
        h = mix(h, (unsigned char)*p);
    return h;
}

static bool same(const struct cell *x, const struct cell *y) {
    return x->hash == y->hash && x->unit_id == y->unit_id && x->submission_id == y->submission_id &&
           x->day.day == y->day.day && !strcmp(x->item, y->item) && !strcmp(x->place, y->place);
}

static void grow(struct cells *g) {
    size_t size = g->size ? g->size * 2 : 1024;
    struct cell **slots = ARENA_ARRAY(g->arena, size, struct cell *);
    for (size_t i = 0; i < g->size; i++) {
        if (!g->slots[i]) continue;
        size_t at = g->slots[i]->hash & (size - 1);
        while (slots[at])
            at = (at + 1) & (size - 1);
        slots[at] = g->slots[i];
    }
    g->slots = slots;
    g->size = size;
}

static struct cell *cell_of(struct cells *g, struct cell key) {
    if (g->n * 2 >= g->size) grow(g);
    key.hash = hash_of(&key);
    size_t at = key.hash & (g->size - 1);
    while (g->slots[at] && !same(g->slots[at], &key))
        at = (at + 1) & (g->size - 1);
    if (!g->slots[at]) {
        key.place = arena_strdup(g->arena, key.place);
        key.item = arena_strdup(g->arena, key.item);
        g->slots[at] = ARENA_NEW(g->arena, struct cell);
        *g->slots[at] = key;
        g->n++;
    }
    return g->slots[at];
}

static bool count(void *arg, const struct db_value *row) {
    struct cells *g = arg;
    g->subject_id = db_get_int(row, 0);
    g->record_id = db_get_int(row, 1);
    g->read++;
    struct cell *c =
        cell_of(g, (struct cell){.place = db_get_text(row, 2),
                                 .unit_id = db_get_int(row, 3),
                                 .item = db_get_text(row, 4),
                                 .submission_id = db_get_int(row, 6),
                                 .day = date_of_instant((struct instant){db_get_int(row, 8)})});
    int64_t days = db_is_null(row, 5) ? 0 : db_get_int(row, 5);
    if (!strcmp(db_get_text(row, 7), "legacy")) {
        c->imported++;
        return true;
    }
    c->records++;
    c->late += days > 0;
    c->late_days += days > 0 ? days : 0;
    return true;
}

/* ---- writing */

static enum err put(struct ctx *ctx, struct db_session *s, const struct cell *c, int64_t *rows) {
    const struct figure_count counts[] = {
        {c->place, FIGURE_RECORDS, c->unit_id, c->item, c->records},
        {c->place, FIGURE_RECORDS_LATE, c->unit_id, c->item, c->late},
        {c->place, FIGURE_LATE_DAYS, c->unit_id, c->item, c->late_days},
        {c->place, FIGURE_RECORDS_IMPORTED, c->unit_id, c->item, c->imported},
    };
    enum err e = figure_add(ctx, s, c->day, counts, GX_COUNT(counts));
    if (e != OK || !c->records) return e;
    (*rows)++;
    return figure_deliver(ctx, s, c->day, c->unit_id, c->item, c->submission_id, c->records,
                          c->late);
}

enum { PAGE = 5000 };

static enum err rebuild_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    struct cells g = {.arena = ctx->arena};
    int64_t *rows = arg;
    *rows = 0;
    enum err e = OK;
    do {
        g.read = 0;
        e = db_rows(ctx, s, STMT(RECORDS),
                    DB_ARGS(db_int(g.subject_id), db_int(g.record_id), db_int(PAGE)), count, &g);
    } while (e == OK && g.read == PAGE);
    if (e == OK) e = db_write(ctx, s, STMT(CLEAR), DB_ARGS(db_int(0)), NULL);
    if (e == OK) e = db_write(ctx, s, STMT(CLEAR_DELIVERIES), DB_ARGS(db_int(0)), NULL);
    for (size_t i = 0; e == OK && i < g.size; i++)
        if (g.slots[i]) e = put(ctx, s, g.slots[i], rows);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_FIGURES_REBUILT);
    leaf.day = date_of_instant(door_now(door));
    door_leaf(door, &leaf);
    return OK;
}

enum err figures_rebuild(struct ctx *ctx, int64_t *figures_r) {
    return door_run(ctx, "figures.rebuild", DB_BULK, rebuild_step, figures_r);
}
