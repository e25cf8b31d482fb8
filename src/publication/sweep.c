#include "publication/sweep.h"

#include <stdatomic.h>

#include "db/db_fetch.h"
#include "publication/publication_row.h"

enum { DUE, WALK };

const struct db_stmt publication_sweep_stmts[] = {
    [DUE] = {.name = "publication.due",
             .sql = "select publication_id from publication where state = 'running'"
                    " and last_day < $1 order by last_day limit $2",
             .in = "ti",
             .out = "i",
             .kind = DB_READ},
    [WALK] = {.name = "publication.walk",
              .sql = "select publication_id, subject_id, record_id, record_version, legacy"
                     " from publication where state = 'running' and publication_id > $1"
                     " order by publication_id limit $2",
              .in = "ii",
              .out = "iiiii",
              .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&publication_sweep_stmts[name])

enum { AT_ONCE = 200 };

struct ending_one {
    int64_t publication_id;
    bool ended;
};

/* Looks at everything again inside the transaction: what ends is what is over now. */
static enum err end_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct ending_one *in = arg;
    struct publication *p;
    struct opening o;
    struct date today = clock_today(ctx->clock);
    enum err e = publication_load(ctx, s, in->publication_id, 0, &p);
    if (e == OK) e = opening_read(ctx, s, p->subject_id, p->record_id, &o);
    if (e != OK) return e;
    bool over = !date_is_none(p->last_day) && date_cmp(today, p->last_day) > 0;
    bool changed = !p->legacy && p->record_version != o.record->current_version;
    bool closed = o.decision.give == W_GIVE_NOTHING;
    in->ended = p->state == PUBLICATION_RUNNING && (over || changed || closed);
    if (!in->ended) {
        door_nothing(d);
        return OK;
    }
    const struct policy_value *v = policy_get(o.policy, PARAM_PUBLISH_EXTENSION, NULL, today);
    bool law = v->known && v->basis.standing == STANDING_LAW;
    const struct cause cause = {.jurisdiction = p->jurisdiction,
                                .policy_label = o.policy->edition,
                                .clause = over && law      ? v->basis.clause
                                          : closed || over ? o.decision.clause
                                                           : "default",
                                .reason = over     ? "公示期限届满"
                                          : closed ? "不再依法公开"
                                                   : "信息已变更",
                                .day = over ? date_add_days(p->last_day, 1) : today};
    return publication_end(ctx, d, s, p,
                           over     ? ENDING_TERM
                           : closed ? ENDING_STOPPED
                                    : ENDING_CHANGED,
                           &cause);
}

static enum err end_one(struct ctx *ctx, int64_t publication_id, bool *ended_r) {
    struct ending_one in = {publication_id, false};
    enum err e = door_run(ctx, "publication.end", DB_BULK, end_step, &in);
    *ended_r = in.ended;
    return e;
}

static enum err read_rows(struct ctx *ctx, struct db_call *c) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_calls(s, ctx->arena, c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    return e;
}

enum err publication_end_due(struct ctx *ctx, bool *more_r) {
    struct db_call c = {.stmt = STMT(DUE),
                        .args =
                            DB_ARGS(db_date(ctx->arena, clock_today(ctx->clock)), db_int(AT_ONCE))};
    bool ended = false, any = false;
    enum err e = read_rows(ctx, &c);
    for (size_t i = 0; e == OK && i < c.n; i++) {
        e = end_one(ctx, db_get_int(c.rows[i], 0), &ended);
        any |= ended;
    }
    *more_r = e == OK && any && c.n == AT_ONCE;
    return e;
}

/* Whether a row of the walk is to end. */
static enum err is_closed(struct ctx *ctx, struct db_session *s, const struct db_value *row,
                          bool *closed_r) {
    struct opening o;
    enum err e = opening_read(ctx, s, db_get_int(row, 1), db_get_int(row, 2), &o);
    if (e != OK) return e;
    bool changed = !db_get_int(row, 4) && db_get_int(row, 3) != o.record->current_version;
    *closed_r = changed || o.decision.give == W_GIVE_NOTHING;
    return OK;
}

static enum err find_closed(struct ctx *ctx, struct db_call *c, int64_t *ids, size_t *n_r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_calls(s, ctx->arena, c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    *n_r = 0;
    for (size_t i = 0; e == OK && i < c->n; i++) {
        bool closed = false;
        e = is_closed(ctx, s, c->rows[i], &closed);
        if (closed) ids[(*n_r)++] = db_get_int(c->rows[i], 0);
    }
    db_read_end(ctx, &s);
    return e;
}

enum err publication_end_closed(struct ctx *ctx, bool *more_r) {
    static _Atomic int64_t place; /* where the pass stands; a new process begins a new one */
    int64_t ids[AT_ONCE];
    size_t n = 0;
    struct db_call c = {.stmt = STMT(WALK),
                        .args = DB_ARGS(db_int(atomic_load(&place)), db_int(AT_ONCE))};
    enum err e = find_closed(ctx, &c, ids, &n);
    for (size_t i = 0; e == OK && i < n; i++) {
        bool ended;
        e = end_one(ctx, ids[i], &ended);
    }
    if (e != OK) return e;
    *more_r = c.n == AT_ONCE;
    atomic_store(&place, *more_r ? db_get_int(c.rows[c.n - 1], 0) : 0);
    return OK;
}
