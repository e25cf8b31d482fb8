#include "watch/leak.h"

#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "db/db_fetch.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/outbox.h"
#include "registry/unit.h"

enum { FOUND, INSERT, ADD, LIST, OF_SUBJECT };

const struct db_stmt leak_stmts[] = {
    [FOUND] =
        {.name = "leak.found",
         .sql =
             "select subject_id, count(*), min(at) from look where month = $1 and unit_id = $2"
             " and look_id >= $3 and look_id < $4 and ($5 = 0 or user_id = $5) and subject_id > 0"
             " and outcome in ('answered', 'exported') group by subject_id",
         .in = "iiiii",
         .out = "iii",
         .kind = DB_READ,
         .store = DB_LOOKS},
    [INSERT] = {.name = "leak.insert",
                .sql = "insert into leak (leak_id, jurisdiction, unit_id, user_id, from_day, "
                       "to_day, title, actions,"
                       " case_id, subjects, by_user, at) values ($1, $2, $3, $4, $5, $6, $7, $8, "
                       "$9, $10, $11, $12)",
                .in = "itiittttIiii",
                .out = "",
                .kind = DB_WRITE},
    [ADD] = {.name = "leak.add_subject",
             .sql = "insert into leak_subject (subject_id, leak_id, looks, first_at, told_id)"
                    " values ($1, $2, $3, $4, $5)",
             .in = "iiiii",
             .out = "",
             .kind = DB_WRITE},
    [LIST] = {.name = "leak.list",
              .sql =
                  "select leak_id, unit_id, user_id, from_day, to_day, title, actions, case_id, "
                  "subjects, at"
                  " from leak where jurisdiction = $1 and leak_id > $2 order by leak_id limit $3",
              .in = "tii",
              .out = "iiittttIii",
              .kind = DB_READ},
    [OF_SUBJECT] =
        {.name = "leak.of_subject",
         .sql = "select l.leak_id, s.looks, u.name, l.title, l.actions, l.from_day, l.to_day, "
                "s.first_at,"
                " l.at from leak_subject s join leak l on l.leak_id = s.leak_id"
                " join unit u on u.unit_id = l.unit_id where s.subject_id = $1 order by l.leak_id",
         .in = "i",
         .out = "iitttttii",
         .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&leak_stmts[name])

struct concerned {
    int64_t subject_id, looks, first_at;
};
struct finding {
    struct arena *arena;
    struct leak *in;
    const char *place;
    struct concerned *list;
    size_t n, cap;
};

/* Months come in order; a subject seen in several is one. */
static bool collect(void *arg, const struct db_value *row) {
    struct finding *g = arg;
    if (g->n == g->cap) {
        size_t cap = g->cap ? g->cap * 2 : 256;
        struct concerned *list = ARENA_ARRAY(g->arena, cap, struct concerned);
        if (g->n) memcpy(list, g->list, g->n * sizeof *list);
        g->list = list;
        g->cap = cap;
    }
    g->list[g->n++] =
        (struct concerned){db_get_int(row, 0), db_get_int(row, 1), db_get_int(row, 2)};
    return true;
}

static int by_subject(const void *x, const void *y) {
    const struct concerned *a = x, *b = y;
    if (a->subject_id != b->subject_id) return a->subject_id < b->subject_id ? -1 : 1;
    return (a->first_at > b->first_at) - (a->first_at < b->first_at);
}

static void merge(struct finding *g) {
    size_t kept = 0;
    if (g->n) qsort(g->list, g->n, sizeof *g->list, by_subject);
    for (size_t i = 0; i < g->n; i++) {
        if (kept && g->list[kept - 1].subject_id == g->list[i].subject_id)
            g->list[kept - 1].looks += g->list[i].looks;
        else
            g->list[kept++] = g->list[i];
    }
    g->n = kept;
}

static enum err find(struct ctx *ctx, struct finding *g) {
    const struct leak *in = g->in;
    struct date_ymd first = date_split(in->from);
    int64_t low = id_floor(date_begin(in->from));
    int64_t high = id_floor(date_begin(date_add_days(in->to, 1)));
    enum err e = OK;
    for (struct date m = date_make(first.year, first.month, 1); e == OK && date_cmp(m, in->to) <= 0;
         m = date_add_months(m, 1)) {
        struct db_session *s;
        e = db_read_begin(ctx, DB_LOOKS, m, &s);
        if (e != OK) return e;
        e = db_rows(ctx, s, STMT(FOUND),
                    DB_ARGS(db_month(m), db_int(in->unit_id), db_int(low), db_int(high),
                            db_int(in->user_id)),
                    collect, g);
        db_read_end(ctx, &s);
    }
    merge(g);
    return e;
}

static enum err tell_one(struct ctx *ctx, struct door *door, struct db_session *s,
                         const struct finding *g, const struct concerned *c) {
    struct outbox_entry entry = {
        .jurisdiction = g->place,
        .topic = "incident.told",
        .subject_id = c->subject_id,
        .object_id = g->in->leak_id,
        .body = str_of(arena_printf(ctx->arena, "{\"leak\":\"%lld\"}", (long long)g->in->leak_id)),
        .due = door_now(door),
    };
    enum err e = outbox_add(ctx, door, s, &entry);
    if (e == OK)
        e = db_write(ctx, s, STMT(ADD),
                     DB_ARGS(db_int(c->subject_id), db_int(g->in->leak_id), db_int(c->looks),
                             db_int(c->first_at), db_int(entry.id)),
                     NULL);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_LEAK_TOLD);
    leaf.object = g->in->leak_id;
    leaf.subject = c->subject_id;
    leaf.place = g->place;
    door_leaf(door, &leaf);
    return OK;
}

static enum err tell_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct finding *g = arg;
    struct leak *in = g->in;
    in->at = door_now(door);
    enum err e = db_write(
        ctx, s, STMT(INSERT),
        DB_ARGS(db_int(in->leak_id), db_text(g->place), db_int(in->unit_id), db_int(in->user_id),
                db_date(ctx->arena, in->from), db_date(ctx->arena, in->to), db_text(in->title),
                db_text(in->actions), in->case_id ? db_int(in->case_id) : db_null(),
                db_int((int64_t)g->n), db_int(ctx->actor->user_id), db_int(in->at.us)),
        NULL);
    for (size_t i = 0; e == OK && i < g->n; i++)
        e = tell_one(ctx, door, s, g, &g->list[i]);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_LEAK_RECORDED);
    leaf.object = in->leak_id;
    leaf.place = g->place;
    door_leaf(door, &leaf);
    return OK;
}

enum err leak_tell(struct ctx *ctx, struct leak *in) {
    struct unit unit;
    struct finding g = {.arena = ctx->arena, .in = in};
    enum err e = unit_read(ctx, in->unit_id, &unit);
    if (e == OK) e = actor_reaches(ctx, unit.jurisdiction);
    if (e == OK && (date_cmp(in->from, in->to) > 0 || in->to.day - in->from.day > 366 ||
                    date_cmp(in->to, clock_today(ctx->clock)) > 0))
        e = fail_field(ctx, ERR_DATE, "to", "max:today", "期间不超过一年，且不晚于今天");
    if (e == OK) e = find(ctx, &g);
    if (e != OK) return e;
    g.place = unit.jurisdiction;
    in->leak_id = id_new(clock_now(ctx->clock));
    in->subjects = (int64_t)g.n;
    return door_run(ctx, "leak.tell", DB_BULK, tell_step, &g);
}

struct leaks {
    struct arena *arena;
    struct leak *rows;
    size_t n, most;
};

static bool collect_leak(void *arg, const struct db_value *row) {
    struct leaks *out = arg;
    out->rows[out->n++] = (struct leak){
        .leak_id = db_get_int(row, 0),
        .unit_id = db_get_int(row, 1),
        .user_id = db_get_int(row, 2),
        .from = db_get_date(row, 3),
        .to = db_get_date(row, 4),
        .title = arena_strdup(out->arena, db_get_text(row, 5)),
        .actions = arena_strdup(out->arena, db_get_text(row, 6)),
        .case_id = db_get_int(row, 7),
        .subjects = db_get_int(row, 8),
        .at = {db_get_int(row, 9)},
    };
    return out->n < out->most;
}

enum err leak_list(struct ctx *ctx, int64_t after, size_t most, struct leak **list_r, size_t *n_r) {
    struct leaks out = {ctx->arena, ARENA_ARRAY(ctx->arena, most, struct leak), 0, most};
    enum err e = db_fetch_each(
        ctx, STMT(LIST),
        DB_ARGS(db_text(ctx->actor->jurisdiction), db_int(after), db_int((int64_t)most)),
        collect_leak, &out);
    *list_r = out.rows;
    *n_r = out.n;
    return e;
}

enum err leak_of_subject(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                         struct leak_told **list_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(OF_SUBJECT), .args = DB_ARGS(db_int(subject_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct leak_told *list = ARENA_ARRAY(ctx->arena, c.n, struct leak_told);
    for (size_t i = 0; i < c.n; i++)
        list[i] = (struct leak_told){.leak_id = db_get_int(c.rows[i], 0),
                                     .looks = db_get_int(c.rows[i], 1),
                                     .unit_name = db_get_text(c.rows[i], 2),
                                     .title = db_get_text(c.rows[i], 3),
                                     .actions = db_get_text(c.rows[i], 4),
                                     .from = db_get_date(c.rows[i], 5),
                                     .to = db_get_date(c.rows[i], 6),
                                     .first_at = {db_get_int(c.rows[i], 7)},
                                     .told_at = {db_get_int(c.rows[i], 8)}};
    *list_r = list;
    *n_r = c.n;
    return OK;
}
