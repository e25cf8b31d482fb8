#include "cases/act.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "cases/party.h"
#include "cases/turn.h"
#include "cases/said.h"
#include "db/db_fetch.h"
#include "disclosure/evidence.h"
#include "intake/version.h"
#include "law/law.h"
#include "registry/actor.h"
#include "registry/adoption.h"

enum { MOVE, ADD_EVENT, ADD_PAPER, PROPOSE, PROPOSED, UNPROPOSE };

const struct db_stmt act_stmts[] = {
    [MOVE] = {.name = "act.move",
              .sql = "update case_file set version = version + 1, state = $4, remembered = $5,"
                     " result = $6, result_party = $7, disputed_day = $8, moved_day = $9,"
                     " closed_day = $10, changed_unit = $11, changed_at = $12, desk_unit = $13"
                     " where subject_id = $1 and case_id = $2 and version = $3",
              .in = "iiittttTtTiii",
              .out = "",
              .kind = DB_WRITE},
    [ADD_EVENT] = {.name = "act.event",
                   .sql = "insert into case_event (subject_id, case_id, seq, event_id, transition,"
                          " event, from_state, to_state, party, clause, day, registered_at,"
                          " arrived_day, by_user, by_post, by_unit, second, channel, text,"
                          " findings) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
                          " $13, $14, $15, $16, $17, $18, $19, $20)",
                   .in = "iiiitttttttiTiiiItBt",
                   .out = "",
                   .kind = DB_WRITE},
    [ADD_PAPER] = {.name = "act.paper",
                   .sql = "insert into case_evidence (subject_id, case_id, seq, evidence_id, kind)"
                          " values ($1, $2, $3, $4, $5) on conflict do nothing",
                   .in = "iiiit",
                   .out = "",
                   .kind = DB_WRITE},
    [PROPOSE] = {.name = "act.propose",
                 .sql = "insert into case_proposal (subject_id, case_id, proposal_id, case_version,"
                        " by_user, at, act) values ($1, $2, $3, $4, $5, $6, $7)"
                        " on conflict (subject_id, case_id) do update set proposal_id = $3,"
                        " case_version = $4, by_user = $5, at = $6, act = $7",
                 .in = "iiiiiib",
                 .out = "",
                 .kind = DB_WRITE},
    [PROPOSED] = {.name = "act.proposed",
                  .sql = "select proposal_id, case_version, by_user, act from case_proposal"
                         " where subject_id = $1 and case_id = $2",
                  .in = "ii",
                  .out = "iiib",
                  .kind = DB_READ},
    [UNPROPOSE] = {.name = "act.unpropose",
                   .sql = "delete from case_proposal where subject_id = $1 and case_id = $2",
                   .in = "ii",
                   .out = "",
                   .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&act_stmts[name])

/* ---- which transition */

static bool leaves(const struct policy_transition *t, const struct case_file *c) {
    if (!c->state) return !t->nfrom && !t->any;
    if (t->any) return !c->state->final;
    for (size_t i = 0; i < t->nfrom; i++)
        if (t->from[i] == c->state) return true;
    return false;
}

static bool of_origin(const struct policy_transition *t, const struct case_file *c) {
    return !t->origins.n || words_have(t->origins, c->origin);
}

static enum err check_guards(struct turn *r, const struct policy_transition *t) {
    r->t = t;
    for (size_t i = 0; i < t->guards.n; i++) {
        enum err e = guard_holds(r, t->guards.w[i]);
        if (e) return e;
    }
    return OK;
}

/* What the text does not have is refused as the product's default (AM-57); what it has elsewhere, with the
 * clause of the row that has it. */
static enum err no_such_step(struct turn *r) {
    const struct policy_process *p = r->c->process;
    for (size_t i = 0; i < p->ntransitions; i++)
        if (!strcmp(p->transitions[i].event, r->act->event))
            return fail_clause(r->ctx, ERR_CASE_EVENT, p->transitions[i].basis.clause,
                               "事项现为“%s”，不能这样办理",
                               r->c->state ? r->c->state->name : "新事项");
    return fail_clause(r->ctx, ERR_CASE_EVENT, "default", "本地区办法没有规定这一步骤");
}

/* The first of the event's transitions that the actor may take and whose guards hold. Of several that do
 * not hold the last refusal speaks: they are variants of one act, the general one first. */
static enum err find(struct turn *r) {
    const struct policy_process *p = r->c->process;
    bool known = false, mine = false;
    enum err refused = OK;
    struct failure failure = {0};
    for (size_t i = 0; i < p->ntransitions; i++) {
        const struct policy_transition *t = &p->transitions[i];
        if (strcmp(t->event, r->act->event) || !leaves(t, r->c) || !of_origin(t, r->c)) continue;
        known = true;
        enum err e = party_of(r->ctx, r->s, r->c, t->actors, r->act->identity != NULL, &r->party);
        if (e) return e;
        if (r->party == W_NONE) continue;
        mine = true;
        e = check_guards(r, t);
        if (!e) return OK;
        if (e != ERR_CASE_GUARD) return e;
        refused = e;
        failure = r->ctx->failure;
    }
    r->t = NULL;
    if (!known) return no_such_step(r);
    if (!mine)
        return fail_clause(r->ctx, ERR_CASE_PARTY, p->basis.clause, "该步骤不由您或者您的单位办理");
    r->ctx->failure = failure;
    return refused;
}

/* ---- days */

/* AM-37: the legal day is today unless a proof shows an earlier one; it never goes before the event it
 * follows from. */
static enum err check_day(struct turn *r, bool opening) {
    struct date today = clock_today(r->ctx->clock);
    r->day = date_is_none(r->act->day) ? today : r->act->day;
    if (date_cmp(r->day, today) > 0)
        return fail_field(r->ctx, ERR_CASE_DAY, "day", "not_after_today", "办理日期不能晚于当日");
    if (date_cmp(r->day, today) < 0 && !r->act->day_evidence)
        return fail_field(r->ctx, ERR_CASE_DAY, "day_evidence", "required",
                          "办理日期早于登记日期的，须存入当日收到或者办理的证明");
    if (!opening && date_cmp(r->day, r->c->moved) < 0)
        return fail_field(r->ctx, ERR_CASE_DAY, "day", "not_before",
                          "办理日期不能早于所依据的上一步骤的日期");
    if (!date_is_none(r->act->arrived) && date_cmp(r->act->arrived, r->day) < 0)
        return fail_field(r->ctx, ERR_CASE_DAY, "arrived", "not_before",
                          "送达日期不能早于发出日期");
    if (!date_is_none(r->act->until) && date_cmp(r->act->until, r->day) < 0)
        return fail_field(r->ctx, ERR_CASE_DAY, "until", "not_before", "规定期限不能早于当日");
    return OK;
}

/* ---- taking the transition */

static enum err papers(struct turn *r) {
    struct evidence known;
    enum err e = OK;
    for (size_t i = 0; !e && i < r->act->n_papers; i++) {
        const struct act_paper *p = &r->act->papers[i];
        e = evidence_read(r->ctx, r->s, p->evidence_id, &known);
        if (!e)
            e = db_write(r->ctx, r->s, STMT(ADD_PAPER),
                         DB_ARGS(db_int(r->c->target.subject_id), db_int(r->c->case_id),
                                 db_int(r->seq), db_int(p->evidence_id), db_text(p->kind)),
                         NULL);
    }
    if (!e && r->act->day_evidence) {
        e = evidence_read(r->ctx, r->s, r->act->day_evidence, &known);
        if (!e)
            e = db_write(r->ctx, r->s, STMT(ADD_PAPER),
                         DB_ARGS(db_int(r->c->target.subject_id), db_int(r->c->case_id),
                                 db_int(r->seq), db_int(r->act->day_evidence), db_text("day")),
                         NULL);
    }
    return e;
}

static const char *findings(struct ctx *ctx, struct words w) {
    struct buf b;
    buf_init(&b, 8192);
    buf_putc(&b, '[');
    for (size_t i = 0; i < w.n; i++)
        buf_printf(&b, "%s\"%s\"", i ? "," : "", word_text(w.w[i]));
    buf_putc(&b, ']');
    const char *out = arena_str(ctx->arena, buf_finish(&b));
    buf_free(&b);
    return out;
}

static enum err write_event(struct turn *r, const struct policy_state *to) {
    const struct actor *a = r->ctx->actor;
    int64_t id = id_new(door_now(r->door));
    struct str text = said_write(r->ctx, r->act);
    struct str sealed = text.n > 2 ? case_seal(r->ctx, id, text) : (struct str){NULL, 0};
    return db_write(r->ctx, r->s, STMT(ADD_EVENT),
                    DB_ARGS(db_int(r->c->target.subject_id), db_int(r->c->case_id), db_int(r->seq),
                            db_int(id), db_text(r->t->no), db_text(r->t->event),
                            db_text(r->c->state ? r->c->state->id : ""), db_text(to->id),
                            db_text(word_text(r->party)), db_text(r->t->basis.clause),
                            db_date(r->ctx->arena, r->day), db_int(door_now(r->door).us),
                            db_date(r->ctx->arena, r->act->arrived), db_int(a->user_id),
                            db_int(a->post_id), db_int(a->unit_id),
                            r->act->second ? db_int(r->act->second) : db_null(),
                            db_text(channel_word(a->channel)), db_blob(sealed.p, sealed.n),
                            db_text(findings(r->ctx, r->act->findings))),
                    NULL);
}

static void note_result(struct turn *r) {
    if (r->t->result == W_NONE) return;
    if (r->t->result == W_RESULT_DISPUTED) {
        r->c->disputed = r->day;
        return;
    }
    r->c->result = r->t->result;
    r->c->result_party = r->party;
}

static bool handed_over(const struct turn *r) {
    return words_have(r->t->effects, W_EFFECT_HAND_OVER);
}

static enum err move(struct turn *r, const struct policy_state *to) {
    struct case_file *c = r->c;
    int64_t changed = 0;
    bool pausing = words_have(r->t->effects, W_EFFECT_PAUSE);
    if (pausing) c->remembered = c->state;
    c->state = to;
    if (!pausing && !r->t->to) c->remembered = NULL;
    if (to->final && date_is_none(c->closed)) c->closed = r->day;
    if (!to->final) c->closed = DATE_NONE;
    if (date_cmp(c->moved, r->day) < 0) c->moved = r->day;
    enum err e =
        db_write(r->ctx, r->s, STMT(MOVE),
                 DB_ARGS(db_int(c->target.subject_id), db_int(c->case_id), db_int(c->version),
                         db_text(to->id), db_text(c->remembered ? c->remembered->id : ""),
                         db_text(word_text(c->result)), db_text(word_text(c->result_party)),
                         db_date(r->ctx->arena, c->disputed), db_date(r->ctx->arena, c->moved),
                         db_date(r->ctx->arena, c->closed), db_int(r->ctx->actor->unit_id),
                         db_int(door_now(r->door).us), db_int(c->desk_unit)),
                 &changed);
    if (e) return e;
    if (!changed) return fail(r->ctx, ERR_CONFLICT, "该事项已被他人办理，请刷新后重试");
    c->version++;
    return OK;
}

static enum err clocks(struct turn *r, const struct clock_act *act) {
    enum err e = OK;
    for (size_t i = 0; !e && i < r->t->nmeets; i++)
        e = clock_meet(r->ctx, r->s, r->c, r->t->meets[i], act);
    if (!e && r->t->on_clock) {
        const struct case_clock *k = clock_latest(r->clocks, r->n_clocks, r->t->on_clock);
        if (k) e = clock_over(r->ctx, r->s, r->c, k);
    }
    for (size_t i = 0; !e && i < r->t->nstarts; i++)
        e = clock_start(r->ctx, r->s, r->c, r->t->starts[i], act);
    if (!e && words_have(r->t->effects, W_EFFECT_PAUSE))
        e = clock_pause(r->ctx, r->door, r->s, r->c, r->t, r->act->pause_reason, act);
    if (!e && words_have(r->t->effects, W_EFFECT_RESUME))
        e = clock_resume(r->ctx, r->s, r->c, r->t, act);
    return e;
}

static void say(struct turn *r, enum ledger_event event) {
    struct leaf leaf = actor_leaf(r->ctx, event);
    leaf.place = r->c->jurisdiction;
    leaf.policy = r->c->policy_label;
    leaf.object = r->c->case_id;
    leaf.subject = r->c->target.subject_id;
    leaf.second = r->act->second ? r->act->second : leaf.second;
    leaf.basis = r->t->basis.nclauses ? r->t->basis.clauses : &r->t->basis.clause;
    leaf.n_basis = r->t->basis.nclauses ? r->t->basis.nclauses : 1;
    leaf.version = r->c->version;
    leaf.word = r->t->event;
    leaf.day = r->day;
    door_leaf(r->door, &leaf);
}

/* The transition that was found: clocks, effects, event, state, entry. */
static enum err take(struct turn *r) {
    bool opening = !r->c->state;
    const struct policy_state *to = r->t->to ? r->t->to : r->c->remembered;
    if (!to) return fail(r->ctx, ERR_CASE_EVENT, NULL);
    struct clock_act act = {.seq = r->seq,
                            .day = r->day,
                            .arrived = r->act->arrived,
                            .until = r->act->until,
                            .record = r->record,
                            .subject = r->subject ? r->subject->kind : W_NONE};
    note_result(r);
    enum err e = papers(r);
    if (!e) e = clocks(r, &act);
    for (size_t i = 0; !e && i < r->t->effects.n; i++)
        e = effect_run(r, r->t->effects.w[i]);
    if (!e && handed_over(r)) r->c->desk_unit = r->c->provider_id;
    if (!e) e = write_event(r, to);
    if (!e) e = move(r, to);
    if (!e && to->final) e = clock_drop(r->ctx, r->s, r->c);
    if (!e) say(r, opening ? EV_CASE_OPENED : to->final ? EV_CASE_CLOSED : EV_CASE_MOVED);
    return e;
}

/* ---- what follows by itself */

static const struct case_act engine_act = {
    .day = {INT32_MIN}, .arrived = {INT32_MIN}, .until = {INT32_MIN}};

static bool clock_ended(const struct turn *r, const struct policy_transition *t) {
    if (!t->on_clock) return true;
    const struct case_clock *k = clock_latest(r->clocks, r->n_clocks, t->on_clock);
    return k && k->state == CLOCK_RUNNING && !date_is_none(k->due) && date_cmp(k->due, r->day) < 0;
}

/* The engine's transition that can happen now, NULL when none. */
static enum err next_by_itself(struct turn *r, const struct policy_transition **t_r) {
    const struct policy_process *p = r->c->process;
    for (size_t i = 0; i < p->ntransitions; i++) {
        const struct policy_transition *t = &p->transitions[i];
        if (!words_have(t->actors, W_PARTY_ENGINE) || !leaves(t, r->c) || !of_origin(t, r->c))
            continue;
        if (!clock_ended(r, t)) continue;
        r->party = W_PARTY_ENGINE;
        enum err e = check_guards(r, t);
        if (e && e != ERR_CASE_GUARD) return e;
        if (e) continue;
        *t_r = t;
        return OK;
    }
    *t_r = NULL; /* the last one tried, where t_r is the turn's own */
    return OK;
}

enum { BY_ITSELF_MOST = 16 };

enum err turn_by_itself(struct ctx *ctx, struct door *d, struct db_session *s, int64_t case_id,
                        size_t *moved_r) {
    *moved_r = 0;
    for (int i = 0; i < BY_ITSELF_MOST; i++) {
        struct case_act act = engine_act;
        struct turn r = {
            .ctx = ctx, .door = d, .s = s, .act = &act, .day = clock_today(ctx->clock)};
        const struct actor *who = ctx->actor;
        enum err e = case_get(ctx, s, case_id, &r.c);
        if (!e && !r.c) e = fail(ctx, ERR_NOT_FOUND, NULL);
        if (!e) e = turn_load(&r);
        if (!e) e = next_by_itself(&r, &r.t);
        if (e || !r.t) return e;
        /* The case may have moved on a day to come only by the clock that was set; never back. */
        if (date_cmp(r.day, r.c->moved) < 0) r.day = r.c->moved;
        /* A refusal gives its reason, whoever refuses. */
        if (words_have(r.t->guards, W_GUARD_BLOCKED)) act.reason = guard_blocked_why(&r);
        ctx->actor = &actor_system;
        e = take(&r);
        ctx->actor = who;
        if (e) return e;
        ++*moved_r;
    }
    BUG("a process that never comes to rest");
}

/* ---- one act on a case */

struct doing {
    int64_t case_id;
    const struct case_act *act;
    struct version_ready *version;
    struct case_file *case_r;
    bool proposed, confirms;
    int64_t seen;
};

static enum err propose(struct turn *r) {
    int64_t id = id_new(door_now(r->door));
    struct str text = said_write(r->ctx, r->act);
    struct str sealed = case_seal(r->ctx, id, text);
    enum err e = db_write(r->ctx, r->s, STMT(PROPOSE),
                          DB_ARGS(db_int(r->c->target.subject_id), db_int(r->c->case_id),
                                  db_int(id), db_int(r->c->version), db_int(r->ctx->actor->user_id),
                                  db_int(door_now(r->door).us), db_blob(sealed.p, sealed.n)),
                          NULL);
    if (e) return e;
    struct leaf leaf = actor_leaf(r->ctx, EV_CASE_PROPOSED);
    leaf.place = r->c->jurisdiction;
    leaf.object = r->c->case_id;
    leaf.subject = r->c->target.subject_id;
    leaf.word = r->act->event;
    leaf.version = r->c->version;
    door_leaf(r->door, &leaf);
    return OK;
}

static enum err finish(struct turn *r, struct doing *in) {
    size_t moved;
    enum err e = take(r);
    if (!e)
        e = db_write(r->ctx, r->s, STMT(UNPROPOSE),
                     DB_ARGS(db_int(r->c->target.subject_id), db_int(r->c->case_id)), NULL);
    if (!e) e = turn_by_itself(r->ctx, r->door, r->s, in->case_id, &moved);
    if (!e) e = case_get(r->ctx, r->s, in->case_id, &in->case_r);
    return e;
}

static enum err load_seen(struct turn *r, struct doing *in, int64_t seen) {
    bool sees;
    enum err e = case_get(r->ctx, r->s, in->case_id, &r->c);
    if (!e && !r->c) e = fail(r->ctx, ERR_NOT_FOUND, NULL);
    if (!e) e = party_sees(r->ctx, r->s, r->c, &sees);
    if (!e && !sees) e = fail(r->ctx, ERR_NOT_FOUND, NULL);
    if (!e && seen != r->c->version)
        e = fail(r->ctx, ERR_CONFLICT, "该事项已被他人办理，请刷新后重试");
    return e ? e : turn_load(r);
}

static enum err do_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct doing *in = arg;
    struct case_act act = *in->act;
    struct turn r = {.ctx = ctx, .door = d, .s = s, .act = &act, .version = in->version};
    in->proposed = false;
    enum err e = load_seen(&r, in, act.seen);
    if (!e) e = check_day(&r, false);
    if (e) return e;
    /* Everything but the second person must hold before a first one proposes. */
    act.second = act.second ? act.second : -1;
    e = find(&r);
    act.second = act.second == -1 ? 0 : act.second;
    if (e) return e;
    if (words_have(r.t->guards, W_GUARD_SECOND_PERSON) && !act.second) {
        in->proposed = true;
        in->case_r = r.c;
        return propose(&r);
    }
    return finish(&r, in);
}

static enum err record_of_case(struct ctx *ctx, int64_t case_id, struct record **r) {
    struct db_session *s;
    struct case_file *c;
    *r = NULL;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = case_get(ctx, s, case_id, &c);
    if (!e && c && c->target.kind == W_TARGET_RECORD)
        e = record_get(ctx, s, c->target.subject_id, c->target.id, r);
    db_read_end(ctx, &s);
    return e;
}

/* The right version is read and checked before the transaction: it comes like a form. */
static enum err prepare(struct ctx *ctx, struct record *rec, const struct json *fields,
                        struct version_ready **ready_r) {
    const struct flaw *flaws;
    size_t n;
    *ready_r = NULL;
    if (!fields) return OK;
    if (!rec) return fail_field(ctx, ERR_CASE_TARGET, "fields", NULL, "该事项不是针对信息记录");
    return version_prepare(ctx, rec, fields, ready_r, &flaws, &n);
}

enum err case_do(struct ctx *ctx, int64_t case_id, const struct case_act *act,
                 struct case_file *case_r, bool *proposed_r) {
    struct doing in = {.case_id = case_id, .act = act};
    struct record *rec = NULL;
    enum err e = act->fields ? record_of_case(ctx, case_id, &rec) : OK;
    if (!e) e = prepare(ctx, rec, act->fields, &in.version);
    if (!e) e = door_run(ctx, "case.act", DB_PEOPLE, do_step, &in);
    version_release(&in.version);
    if (e) return e;
    *case_r = *in.case_r;
    *proposed_r = in.proposed;
    return OK;
}

/* ---- the second person */

static enum err proposal(struct turn *r, struct case_act *act) {
    const struct db_value *row;
    struct str text;
    enum err e = db_row(r->ctx, r->s, STMT(PROPOSED),
                        DB_ARGS(db_int(r->c->target.subject_id), db_int(r->c->case_id)), &row);
    if (e) return e;
    if (!row || db_get_int(row, 1) != r->c->version) return fail(r->ctx, ERR_CASE_PROPOSAL, NULL);
    if (db_get_int(row, 2) == r->ctx->actor->user_id) return fail(r->ctx, ERR_SECOND_PERSON, NULL);
    e = case_unseal(r->ctx, db_get_int(row, 0), db_get_blob(row, 3), &text);
    if (!e) e = said_read(r->ctx, text, act);
    act->second = db_get_int(row, 2);
    return e;
}

static enum err confirm_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct doing *in = arg;
    struct case_act act = engine_act;
    struct turn r = {.ctx = ctx, .door = d, .s = s, .act = &act};
    enum err e = load_seen(&r, in, in->seen);
    if (!e) e = proposal(&r, &act);
    if (!e) e = check_day(&r, false);
    if (!e) e = find(&r);
    return e ? e : finish(&r, in);
}

enum err case_confirm(struct ctx *ctx, int64_t case_id, int64_t seen, struct case_file *case_r) {
    struct doing in = {.case_id = case_id, .seen = seen};
    enum err e = door_run(ctx, "case.confirm", DB_PEOPLE, confirm_step, &in);
    if (!e) *case_r = *in.case_r;
    return e;
}

/* For open.c: the opening transition of a case whose row has just been written. */
enum err turn_open(struct turn *r) {
    enum err e = check_day(r, true);
    if (!e) e = find(r);
    return e ? e : take(r);
}
