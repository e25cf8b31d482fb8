#include "cases/clock.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "base/json.h"
#include "cases/party.h"
#include "db/db_fetch.h"
#include "law/calendar.h"
#include "law/law.h"

#define DERIVATION_MAX 65536

enum { OF_CASE, ADD, MEET, SET_DUE, SET_STATE, DROP, PAUSES, PAUSE, RESUME, TO_RECOMPUTE };

const struct db_stmt clock_stmts[] = {
    [OF_CASE] = {.name = "clock.of_case",
                 .sql = "select clock_id, clock, unit_id, started_seq, start_day, state, due_day,"
                        " missing_year, figure, set_in_case, derivation, target_day, met_day,"
                        " met_at, late from case_clock where subject_id = $1 and case_id = $2"
                        " order by clock_id",
                 .in = "ii",
                 .out = "itiittTiiiTTTIi",
                 .kind = DB_READ},
    [ADD] = {.name = "clock.add",
             .sql = "insert into case_clock (subject_id, case_id, clock_id, clock, kind, actor,"
                    " unit_id, jurisdiction, started_seq, start_day, state, due_day, missing_year,"
                    " figure, derivation, set_in_case, target_day, late) values ($1, $2, $3, $4,"
                    " $5, $6, $7, $8, $9, $10, 'running', $11, $12, $13, $14, $15, $16, 0)",
             .in = "iiitttititTiiTiT",
             .out = "",
             .kind = DB_WRITE},
    [MEET] = {.name = "clock.meet",
              .sql = "update case_clock set state = 'met', met_day = $4, met_at = $5, met_seq = $6,"
                     " late = case when due_day is not null and due_day < $4 then 1 else 0 end"
                     " where subject_id = $1 and case_id = $2 and clock = $3"
                     " and state in ('running', 'paused')",
              .in = "iittii",
              .out = "",
              .kind = DB_WRITE},
    [SET_DUE] = {.name = "clock.set_due",
                 .sql = "update case_clock set state = $4, due_day = $5, missing_year = $6,"
                        " derivation = $7 where subject_id = $1 and case_id = $2 and clock_id = $3",
                 .in = "iiitTiT",
                 .out = "",
                 .kind = DB_WRITE},
    [SET_STATE] = {.name = "clock.set_state",
                   .sql = "update case_clock set state = $4 where subject_id = $1 and case_id = $2"
                          " and clock_id = $3",
                   .in = "iiit",
                   .out = "",
                   .kind = DB_WRITE},
    [DROP] = {.name = "clock.drop",
              .sql = "update case_clock set state = 'dropped' where subject_id = $1"
                     " and case_id = $2 and state in ('running', 'paused')",
              .in = "ii",
              .out = "",
              .kind = DB_WRITE},
    [PAUSES] = {.name = "clock.pauses",
                .sql = "select pause_id, clocks, reason, clause, from_day, to_day from case_pause"
                       " where subject_id = $1 and case_id = $2 order by pause_id",
                .in = "ii",
                .out = "ittttT",
                .kind = DB_READ},
    [PAUSE] = {.name = "clock.pause",
               .sql = "insert into case_pause (subject_id, case_id, pause_id, clocks, reason,"
                      " clause, from_day, to_day) values ($1, $2, $3, $4, $5, $6, $7, null)",
               .in = "iiitttt",
               .out = "",
               .kind = DB_WRITE},
    [RESUME] = {.name = "clock.resume",
                .sql = "update case_pause set to_day = $3 where subject_id = $1 and case_id = $2"
                       " and to_day is null",
                .in = "iit",
                .out = "",
                .kind = DB_WRITE},
    [TO_RECOMPUTE] = {.name = "clock.to_recompute",
                      .sql = "select k.subject_id, k.case_id, k.clock_id, k.clock, k.due_day,"
                             " k.derivation, k.state from case_clock k where k.clock_id > $1"
                             " and k.state in ('running', 'paused') and k.derivation is not null"
                             " order by k.clock_id limit $2",
                      .in = "ii",
                      .out = "iiitTTt",
                      .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&clock_stmts[name])

static const char *const state_words[] = {"running", "paused", "met", "over", "dropped"};

const char *clock_state_word(enum clock_state s) {
    BUG_IF((size_t)s >= GX_COUNT(state_words));
    return state_words[s];
}

bool clock_is_open(const struct case_clock *k) {
    return k->state == CLOCK_RUNNING || k->state == CLOCK_PAUSED;
}

/* ---- reading */

enum err case_clocks(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                     struct case_clock **clocks_r, size_t *n_r) {
    struct db_call call = {.stmt = STMT(OF_CASE),
                           .args = DB_ARGS(db_int(c->target.subject_id), db_int(c->case_id))};
    enum db_result r = db_calls(s, ctx->arena, &call, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct case_clock *out = ARENA_ARRAY(ctx->arena, call.n + 1, struct case_clock);
    for (size_t i = 0; i < call.n; i++) {
        const struct db_value *row = call.rows[i];
        out[i] = (struct case_clock){
            .clock_id = db_get_int(row, 0),
            .def = policy_clock(c->process, db_get_text(row, 1)),
            .unit_id = db_get_int(row, 2),
            .started_seq = db_get_int(row, 3),
            .start = db_get_date(row, 4),
            .state = CLOCK_DROPPED,
            .due = db_get_date(row, 6),
            .missing_year = (int)db_get_int(row, 7),
            .figure = db_get_int(row, 8) != 0,
            .set_in_case = db_get_int(row, 9) != 0,
            .derivation = db_is_null(row, 10) ? NULL : db_get_text(row, 10),
            .target = db_get_date(row, 11),
            .met = db_get_date(row, 12),
            .met_at = db_get_int(row, 13),
            .late = db_get_int(row, 14) != 0,
        };
        if (!out[i].def) return fail(ctx, ERR_CASE_EDITION, NULL);
        for (size_t k = 0; k < GX_COUNT(state_words); k++)
            if (!strcmp(state_words[k], db_get_text(row, 5))) out[i].state = (enum clock_state)k;
    }
    *clocks_r = out;
    *n_r = call.n;
    return OK;
}

const struct case_clock *clock_latest(const struct case_clock *clocks, size_t n,
                                      const struct policy_clock *def) {
    for (size_t i = n; i-- > 0;)
        if (clocks[i].def == def) return &clocks[i];
    return NULL;
}

enum err case_pauses(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                     struct case_pause **pauses_r, size_t *n_r) {
    struct db_call call = {.stmt = STMT(PAUSES),
                           .args = DB_ARGS(db_int(c->target.subject_id), db_int(c->case_id))};
    enum db_result r = db_calls(s, ctx->arena, &call, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct case_pause *out = ARENA_ARRAY(ctx->arena, call.n + 1, struct case_pause);
    for (size_t i = 0; i < call.n; i++) {
        const struct db_value *row = call.rows[i];
        out[i] = (struct case_pause){db_get_int(row, 0),  db_get_text(row, 1), db_get_text(row, 2),
                                     db_get_text(row, 3), db_get_date(row, 4), db_get_date(row, 5)};
    }
    *pauses_r = out;
    *n_r = call.n;
    return OK;
}

/* ---- computing */

static bool names_clock(struct arena *a, const char *list, const char *id) {
    const struct json *j = json_parse(a, str_of(list), JSON_LIMITS_DEFAULT, NULL);
    for (size_t i = 0; j && i < j->count; i++)
        if (j->items[i].type == JSON_STRING && !strcmp(j->items[i].text.p, id)) return true;
    return false;
}

static size_t pauses_of(struct ctx *ctx, const struct case_pause *all, size_t n,
                        const struct policy_clock *def, struct pause **out_r) {
    struct pause *out = ARENA_ARRAY(ctx->arena, n + 1, struct pause);
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (!names_clock(ctx->arena, all[i].clocks, def->id)) continue;
        enum word reason = vocab_find(VOCAB_PAUSE_REASON, str_of(all[i].reason));
        out[k++] = (struct pause){all[i].from, all[i].to,
                                  reason ? word_chinese(reason) : all[i].reason, all[i].clause};
    }
    *out_r = out;
    return k;
}

static struct policy_scope scope_of(const struct case_file *c, const struct clock_act *act) {
    return (struct policy_scope){.item = *c->item ? c->item : NULL, .subject = act->subject};
}

static const struct policy_value *value_of(const struct case_file *c,
                                           const struct policy_clock *def,
                                           const struct policy_scope *scope, struct date on) {
    return def->has_param ? policy_part(c->policy, def->param, def->part, scope, on) : NULL;
}

/* The day of the event a limit is counted from. What the case itself does begins with its act; what is
 * sent begins when it arrives (AM-06); what the record tells begins with the record's days. */
static struct date day_of(enum word start, const struct case_file *c, const struct clock_act *act) {
    const struct record_facts *f = act->record ? &act->record->facts : NULL;
    switch (start) {
    case W_START_APPLICATION:
    case W_START_CASE: return c->received;
    case W_START_COMPARISON_NOTICE:
    case W_START_VERIFICATION_NOTICE:
    case W_START_INFORMED:
    case W_START_UPDATE:
    case W_START_LISTED:
    case W_START_RESULT_TOLD: return date_is_none(act->arrived) ? act->day : act->arrived;
    case W_START_PERIOD_END: return date_is_none(act->until) ? act->day : act->until;
    case W_START_PENALTY:
    case W_START_DECISION: return f && !date_is_none(f->decided) ? f->decided : act->day;
    case W_START_FORMED: return f ? f->formed : act->day;
    case W_START_ENTERED: return f ? f->received : act->day;
    case W_START_CONDUCT_END:
    case W_START_CONDUCT_OR_DECISION:
        if (!f || f->conduct_continuing) return DATE_NONE;
        if (!date_is_none(f->conduct_end)) return f->conduct_end;
        return date_is_none(f->decided) ? f->formed : f->decided;
    case W_START_PUBLICATION_END: return act->record ? act->record->terms.publish_to : act->day;
    default: return act->day;
    }
}

struct computed {
    bool figure;
    struct date due;
    int missing_year;
    enum clock_state state;
    const char *derivation;
};

static struct computed of_due(struct ctx *ctx, const struct due *due) {
    struct buf b;
    buf_init(&b, DERIVATION_MAX);
    limit_write(due, &b);
    struct str text = buf_finish(&b);
    BUG_IF(!text.p);
    struct computed out = {
        .figure = true,
        .due = due->status == DUE_KNOWN ? due->date : DATE_NONE,
        .missing_year = due->status == DUE_YEAR_MISSING ? due->missing_year : 0,
        .state = due->status == DUE_PAUSED ? CLOCK_PAUSED : CLOCK_RUNNING,
        .derivation = arena_str(ctx->arena, text),
    };
    buf_free(&b);
    return out;
}

/* The outer limit as it stands, so that the inner one can say it is not lengthened (AM-28). */
static bool outer_of(struct ctx *ctx, const struct case_clock *clocks, size_t n,
                     const struct policy_clock *def, struct due *outer_r) {
    const struct case_clock *outer = def->within ? clock_latest(clocks, n, def->within) : NULL;
    return outer && outer->derivation &&
           limit_recompute(ctx->arena, str_of(outer->derivation), law_calendar(ctx->law), outer_r);
}

static struct computed compute(struct ctx *ctx, const struct case_file *c,
                               const struct case_clock *clocks, size_t n,
                               const struct policy_clock *def, struct date start,
                               const struct case_pause *pauses, size_t npauses,
                               const struct clock_act *act) {
    struct computed none = {.due = DATE_NONE, .state = CLOCK_RUNNING};
    struct policy_scope scope = scope_of(c, act);
    const struct policy_value *v = value_of(c, def, &scope, act->day);
    struct limit *rule = ARENA_NEW(ctx->arena, struct limit);
    struct due *outer = ARENA_NEW(ctx->arena, struct due);
    struct pause *own;
    if (date_is_none(start) || !v ||
        !policy_limit_rule(c->policy, v, def->kind, &scope, act->day, rule))
        return none;
    rule->name = def->name;
    size_t k = pauses_of(ctx, pauses, npauses, def, &own);
    struct due due = limit_due(ctx->arena, rule, start, own, k, law_calendar(ctx->law));
    if (outer_of(ctx, clocks, n, def, outer)) limit_nest(&due, outer);
    return of_due(ctx, &due);
}

/* When an open task turns yellow: a service target, not law. */
static struct date target_of(struct ctx *ctx, const struct case_file *c, struct date start) {
    struct limit rule;
    const struct policy_value *v = policy_get(c->policy, PARAM_SERVICE_TARGET, NULL, start);
    if (date_is_none(start) || !policy_limit_rule(c->policy, v, W_CLOCK_ACT, NULL, start, &rule))
        return DATE_NONE;
    struct due due = limit_due(ctx->arena, &rule, start, NULL, 0, law_calendar(ctx->law));
    return due.status == DUE_KNOWN ? due.date : DATE_NONE;
}

/* ---- changing */

enum err clock_start(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                     const struct policy_clock *def, const struct clock_act *act) {
    struct case_clock *clocks;
    struct case_pause *pauses;
    size_t n, npauses;
    int64_t unit;
    enum err e = case_clocks(ctx, s, c, &clocks, &n);
    if (!e) e = case_pauses(ctx, s, c, &pauses, &npauses);
    if (!e) e = party_unit(ctx, s, c, def->actor, &unit);
    if (e) return e;
    struct policy_scope scope = scope_of(c, act);
    const struct policy_value *v = value_of(c, def, &scope, act->day);
    enum word event = v ? policy_start(c->policy, v, &scope, act->day) : def->start;
    if (event == W_NONE) event = def->start;
    struct date start = day_of(event, c, act);
    bool term = def->has_param && def->param == PARAM_DISCLOSE_TERM && act->record;
    struct computed k = term ? (struct computed){.figure = true, .due = act->record->terms.term_to}
                             : compute(ctx, c, clocks, n, def, start, pauses, npauses, act);
    bool set = !k.figure && !date_is_none(act->until) && def->start != W_START_PERIOD_END;
    if (set) k.due = act->until;
    struct date counted = date_is_none(start) ? act->day : start;
    struct arena *a = ctx->arena;
    return db_write(ctx, s, STMT(ADD),
                    DB_ARGS(db_int(c->target.subject_id), db_int(c->case_id),
                            db_int(id_new(clock_now(ctx->clock))), db_text(def->id),
                            db_text(word_text(def->kind)), db_text(word_text(def->actor)),
                            db_int(unit), db_text(c->jurisdiction), db_int(act->seq),
                            db_date(a, counted), db_date(a, k.due), db_int(k.missing_year),
                            db_int(k.figure || set), db_text(k.derivation), db_int(set),
                            db_date(a, k.figure || set ? DATE_NONE : target_of(ctx, c, counted))),
                    NULL);
}

enum err clock_meet(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                    const struct policy_clock *def, const struct clock_act *act) {
    return db_write(ctx, s, STMT(MEET),
                    DB_ARGS(db_int(c->target.subject_id), db_int(c->case_id), db_text(def->id),
                            db_date(ctx->arena, act->day), db_int(clock_now(ctx->clock).us),
                            db_int(act->seq)),
                    NULL);
}

static enum err set_due(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t case_id,
                        int64_t clock_id, const struct computed *k) {
    return db_write(ctx, s, STMT(SET_DUE),
                    DB_ARGS(db_int(subject_id), db_int(case_id), db_int(clock_id),
                            db_text(state_words[k->state]), db_date(ctx->arena, k->due),
                            db_int(k->missing_year), db_text(k->derivation)),
                    NULL);
}

/* After a pause began or ended: every open clock it names. */
static enum err lay_anew(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                         const struct policy_clock *const *defs, size_t ndefs,
                         const struct clock_act *act, bool pausing) {
    struct case_clock *clocks;
    struct case_pause *pauses;
    size_t n, npauses;
    enum err e = case_clocks(ctx, s, c, &clocks, &n);
    if (!e) e = case_pauses(ctx, s, c, &pauses, &npauses);
    for (size_t i = 0; !e && i < n; i++) {
        struct case_clock *k = &clocks[i];
        bool named = false;
        for (size_t j = 0; j < ndefs; j++)
            named = named || defs[j] == k->def;
        if (!named || !clock_is_open(k)) continue;
        struct computed out = compute(ctx, c, clocks, n, k->def, k->start, pauses, npauses, act);
        if (!out.figure) {
            out.due = pausing ? DATE_NONE : k->due;
            out.state = pausing ? CLOCK_PAUSED : CLOCK_RUNNING;
            out.derivation = k->derivation;
        }
        e = set_due(ctx, s, c->target.subject_id, c->case_id, k->clock_id, &out);
        k->due = out.due;
        k->derivation = out.derivation;
    }
    return e;
}

/* AM-32: in a pack whose text stops the provider's limit only, nobody else's clock stops. */
static size_t stoppable(const struct case_file *c, const struct policy_transition *t,
                        struct date on, const struct policy_clock **out) {
    size_t n = 0;
    enum word which = c->process->kind == W_PROCESS_OBJECTION
                          ? policy_word(c->policy, PARAM_OBJECTION_PAUSE, on)
                          : W_PAUSE_ALL;
    for (size_t i = 0; i < t->npauses; i++) {
        const struct policy_clock *def = t->pauses[i];
        bool provider = def->actor == W_PARTY_PROVIDER || def->actor == W_PARTY_ORIGINAL;
        if (which == W_PAUSE_ALL || (which == W_PAUSE_PROVIDER && provider)) out[n++] = def;
    }
    return n;
}

enum err clock_pause(struct ctx *ctx, struct door *d, struct db_session *s,
                     const struct case_file *c, const struct policy_transition *t, enum word reason,
                     const struct clock_act *act) {
    const struct policy_clock **defs =
        ARENA_ARRAY(ctx->arena, t->npauses + 1, const struct policy_clock *);
    size_t n = stoppable(c, t, act->day, defs);
    struct buf b;
    struct json_writer w;
    buf_init(&b, 4096);
    jw_init(&w, &b, false);
    jw_array(&w);
    for (size_t i = 0; i < n; i++)
        jw_text(&w, defs[i]->id);
    jw_array_end(&w);
    const char *ids = arena_str(ctx->arena, buf_finish(&b));
    buf_free(&b);
    enum err e =
        db_write(ctx, s, STMT(PAUSE),
                 DB_ARGS(db_int(c->target.subject_id), db_int(c->case_id),
                         db_int(id_new(door_now(d))), db_text(ids), db_text(word_text(reason)),
                         db_text(t->basis.clause), db_date(ctx->arena, act->day)),
                 NULL);
    return e ? e : lay_anew(ctx, s, c, defs, n, act, true);
}

enum err clock_resume(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                      const struct policy_transition *t, const struct clock_act *act) {
    enum err e = db_write(
        ctx, s, STMT(RESUME),
        DB_ARGS(db_int(c->target.subject_id), db_int(c->case_id), db_date(ctx->arena, act->day)),
        NULL);
    return e ? e : lay_anew(ctx, s, c, t->pauses, t->npauses, act, false);
}

enum err clock_drop(struct ctx *ctx, struct db_session *s, const struct case_file *c) {
    return db_write(ctx, s, STMT(DROP), DB_ARGS(db_int(c->target.subject_id), db_int(c->case_id)),
                    NULL);
}

enum err clock_over(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                    const struct case_clock *k) {
    return db_write(ctx, s, STMT(SET_STATE),
                    DB_ARGS(db_int(c->target.subject_id), db_int(c->case_id), db_int(k->clock_id),
                            db_text(state_words[CLOCK_OVER])),
                    NULL);
}

/* ---- another calendar */

enum err clock_recompute(struct ctx *ctx, struct db_session *s, int64_t after, size_t most,
                         bool apply, struct clock_move **moves_r, size_t *n_r, int64_t *last_r) {
    struct db_call call = {.stmt = STMT(TO_RECOMPUTE),
                           .args = DB_ARGS(db_int(after), db_int((int64_t)most))};
    enum db_result r = db_calls(s, ctx->arena, &call, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct clock_move *moves = ARENA_ARRAY(ctx->arena, call.n + 1, struct clock_move);
    size_t n = 0;
    *last_r = 0;
    for (size_t i = 0; i < call.n; i++) {
        const struct db_value *row = call.rows[i];
        struct due due;
        *last_r = db_get_int(row, 2);
        if (!limit_recompute(ctx->arena, str_of(db_get_text(row, 5)), law_calendar(ctx->law), &due))
            continue;
        struct computed k = of_due(ctx, &due);
        if (!strcmp(k.derivation, db_get_text(row, 5))) continue;
        enum err e =
            apply ? set_due(ctx, s, db_get_int(row, 0), db_get_int(row, 1), db_get_int(row, 2), &k)
                  : OK;
        if (e) return e;
        if (date_cmp(k.due, db_get_date(row, 4)) == 0) continue;
        moves[n++] =
            (struct clock_move){db_get_int(row, 0),  db_get_int(row, 1),  db_get_int(row, 2),
                                db_get_text(row, 3), db_get_date(row, 4), k.due};
    }
    *moves_r = moves;
    *n_r = n;
    return OK;
}
