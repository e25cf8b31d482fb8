/* Time as an actor. What a term or period has ended is seen at the next act or by the worker; what may be
 * seen of a record never waits for either (disclosure/decide.h). */
#include "base/bug.h"
#include "cases/turn.h"
#include "db/db_fetch.h"
#include "law/calendar.h"
#include "law/law.h"
#include "registry/actor.h"

enum { ENDED };

/* Open cases one of whose clocks has passed its day since they last moved. */
const struct db_stmt tick_stmts[] = {
    [ENDED] = {.name = "tick.ended",
               .sql = "select distinct k.case_id, k.subject_id from case_clock k"
                      " join case_file c on c.subject_id = k.subject_id and c.case_id = k.case_id"
                      " where k.jurisdiction = $1 and k.state = 'running' and k.due_day < $2"
                      " and c.closed_day is null and c.case_id > $3 order by k.case_id limit $4",
               .in = "ttii",
               .out = "ii",
               .kind = DB_READ},
    {.name = NULL},
};

enum { AT_ONCE = 50 };

struct due_case {
    int64_t ids[AT_ONCE];
    size_t n;
};

static bool collect(void *arg, const struct db_value *row) {
    struct due_case *out = arg;
    if (out->n < AT_ONCE) out->ids[out->n++] = db_get_int(row, 0);
    return true;
}

struct ticking {
    int64_t case_id;
    size_t moved;
};

static enum err tick_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct ticking *in = arg;
    enum err e = turn_by_itself(ctx, d, s, in->case_id, &in->moved);
    if (!e && !in->moved) door_nothing(d);
    return e;
}

static enum err tick_place(struct ctx *ctx, const char *place, int64_t after, int64_t *last_r,
                           size_t *n_r) {
    struct due_case due = {.n = 0};
    enum err e = db_fetch_each(ctx, &tick_stmts[ENDED],
                               DB_ARGS(db_text(place), db_date(ctx->arena, clock_today(ctx->clock)),
                                       db_int(after), db_int(AT_ONCE)),
                               collect, &due);
    for (size_t i = 0; !e && i < due.n; i++) {
        struct ticking in = {.case_id = due.ids[i]};
        e = door_run(ctx, "case.tick", DB_BULK, tick_step, &in);
        *last_r = due.ids[i];
    }
    *n_r = due.n;
    return e;
}

enum err case_tick(struct ctx *ctx, bool *more_r) {
    const char *const *places;
    size_t n = law_places(ctx->law, &places);
    *more_r = false;
    for (size_t i = 0; i < n; i++) {
        int64_t after = 0;
        size_t done = AT_ONCE;
        while (done == AT_ONCE) {
            enum err e = tick_place(ctx, places[i], after, &after, &done);
            if (e) return e;
        }
    }
    return OK;
}

/* ---- another calendar */

struct recomputing {
    int64_t after, last;
    size_t seen;
};

static enum err recompute_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct recomputing *in = arg;
    struct clock_move *moves;
    size_t n;
    enum err e = clock_recompute(ctx, s, in->after, AT_ONCE, true, &moves, &n, &in->last);
    if (e) return e;
    for (size_t i = 0; i < n; i++) {
        struct leaf leaf = actor_leaf(ctx, EV_CASE_CLOCKS_MOVED);
        leaf.object = moves[i].case_id;
        leaf.subject = moves[i].subject_id;
        leaf.day = moves[i].to;
        leaf.word = moves[i].clock;
        door_leaf(d, &leaf);
    }
    if (!n) door_nothing(d);
    return OK;
}

enum err case_recompute(struct ctx *ctx, bool *more_r) {
    struct recomputing in = {.after = 0};
    *more_r = false;
    if (!law_calendar(ctx->law)) return OK;
    do {
        in.last = 0;
        enum err e = door_run(ctx, "case.recompute", DB_BULK, recompute_step, &in);
        if (e) return e;
        in.after = in.last;
    } while (in.last);
    return OK;
}
