#include "measures/sweep.h"

#include "law/law.h"
#include "measures/say.h"
#include "measures/weigh.h"
#include "notices/notice.h"

/* Candidates by what can be compared in one statement; measure_standing decides each. */
enum { OVER };

const struct db_stmt sweep_stmts[] = {
    [OVER] = {.name = "sweep.over",
              .sql = "select a.subject_id, a.applied_id from measure_applied a"
                     " left join record r on a.target_kind = 'record'"
                     " and r.subject_id = a.target_subject_id and r.record_id = a.target_id"
                     " left join list_entry e on a.target_kind = 'list_entry'"
                     " and e.subject_id = a.target_subject_id and e.entry_id = a.target_id"
                     " left join subject_link k on k.subject_id = a.target_subject_id"
                     " and k.link_id = a.link_id"
                     " where a.ended_day is null and a.applied_id > $2 and (a.to_day < $1"
                     " or (a.target_kind = 'record' and (r.record_id is null"
                     " or r.state <> 'active' or r.term_to < $1))"
                     " or (a.target_kind = 'list_entry' and (e.entry_id is null"
                     " or e.exit_day <= $1 or e.until_day < $1)) or k.to_day < $1)"
                     " order by a.applied_id limit $3",
              .in = "tii",
              .out = "ii",
              .kind = DB_READ},
    {.name = NULL},
};

enum { AT_ONCE = 50 };

struct sweeping {
    int64_t ids[AT_ONCE][2];
    size_t n;
    size_t ended;
};

static enum err end_if_over(struct ctx *ctx, struct door *d, struct db_session *s,
                            struct sweeping *w, size_t i) {
    struct applied *a;
    struct measure_case c;
    struct date today = clock_today(ctx->clock);
    enum err e = applied_get(ctx, s, w->ids[i][0], w->ids[i][1], &a);
    if (e || !a || !date_is_none(a->ended)) return e;
    const struct policy *p = law_policy(ctx->law, a->jurisdiction, today);
    if (!p) return OK;
    e = weigh(ctx, s, p, a, today, &c);
    if (e) return e;
    struct measure_standing now = measure_standing(&c);
    if (now.is != MEASURE_ENDED && now.is != MEASURE_OUT_OF_TERM) return OK;
    struct cause cause = {.jurisdiction = p->place,
                          .policy_label = p->edition,
                          .clause = now.clause,
                          .reason = now.why,
                          .day = date_is_none(now.since) ? today : now.since};
    w->ended++;
    e = applied_end_one(ctx, d, s, a, &cause);
    const struct notice_value change = {"change", applied_change("ended")};
    return e ? e
             : say_notice(ctx, d, s, &cause,
                          &(struct notice_new){.kind = "measure_changed",
                                               .unit_id = a->unit_id,
                                               .about = a->target,
                                               .values = &change,
                                               .n = 1});
}

static enum err sweep_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct sweeping *w = arg;
    enum err e = OK;
    w->ended = 0;
    for (size_t i = 0; !e && i < w->n; i++)
        e = end_if_over(ctx, d, s, w, i);
    if (!e && !w->ended) door_nothing(d);
    return e;
}

static enum err find(struct ctx *ctx, int64_t after, struct sweeping *w) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    struct db_call c = {.stmt = &sweep_stmts[OVER],
                        .args = DB_ARGS(db_date(ctx->arena, clock_today(ctx->clock)), db_int(after),
                                        db_int(AT_ONCE))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    e = r == DB_ROW ? OK : db_err(ctx, s, r);
    for (w->n = 0; !e && w->n < c.n; w->n++) {
        w->ids[w->n][0] = db_get_int(c.rows[w->n], 0);
        w->ids[w->n][1] = db_get_int(c.rows[w->n], 1);
    }
    db_read_end(ctx, &s);
    return e;
}

enum err measures_sweep(struct ctx *ctx, bool *more_r) {
    int64_t after = 0;
    struct sweeping w;
    *more_r = false;
    do { /* what stands all the same is passed over */
        enum err e = find(ctx, after, &w);
        if (e || !w.n) return e;
        after = w.ids[w.n - 1][1];
        e = door_run(ctx, "measures.sweep", DB_BULK, sweep_step, &w);
        if (e) return e;
        *more_r = w.ended > 0 && w.n == AT_ONCE;
    } while (!w.ended && w.n == AT_ONCE);
    return OK;
}
