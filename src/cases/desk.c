#include "cases/desk.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "cases/party.h"
#include "cases/said.h"
#include "cases/turn.h"
#include "db/db_fetch.h"
#include "disclosure/evidence.h"
#include "notices/notice.h"
#include "registry/actor.h"

enum { ADD_EVENT, ADD_PAPER, TOUCH, UNIT };

const struct db_stmt desk_stmts[] = {
    [ADD_EVENT] = {.name = "desk.event",
                   .sql =
                       "insert into case_event (subject_id, case_id, seq, event_id, transition,"
                       " event, from_state, to_state, party, clause, day, registered_at, by_user,"
                       " by_post, by_unit, channel, text, findings) values ($1, $2, $3, $4, '',"
                       " $5, $6, $6, $7, 'default', $8, $9, $10, $11, $12, $13, $14, '[]')",
                   .in = "iiiitttt"
                         "iiiitB",
                   .out = "",
                   .kind = DB_WRITE},
    [ADD_PAPER] = {.name = "desk.paper",
                   .sql = "insert into case_evidence (subject_id, case_id, seq, evidence_id, kind)"
                          " values ($1, $2, $3, $4, $5) on conflict do nothing",
                   .in = "iiiit",
                   .out = "",
                   .kind = DB_WRITE},
    [TOUCH] = {.name = "desk.touch",
               .sql = "update case_file set version = version + 1, desk_unit = $4, stand_in = $5,"
                      " changed_unit = $6, changed_at = $7 where subject_id = $1 and case_id = $2"
                      " and version = $3",
               .in = "iiiiIii",
               .out = "",
               .kind = DB_WRITE},
    [UNIT] = {.name = "desk.unit",
              .sql = "select jurisdiction from unit where unit_id = $1 and state = 'active'",
              .in = "i",
              .out = "t",
              .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&desk_stmts[name])

struct doing {
    int64_t case_id, seen, unit_id;
    const char *event, *text;
    struct date until;
    const struct act_paper *papers;
    size_t n_papers;
    struct words parties; /* who may */
    struct case_file *out;
};

static bool filled(const char *s) {
    return s && str_trim(str_of(s)).n > 0;
}

static enum err write_event(struct turn *r, const char *event) {
    const struct actor *a = r->ctx->actor;
    int64_t id = id_new(door_now(r->door));
    struct str text = case_seal(r->ctx, id, said_write(r->ctx, r->act));
    return db_write(
        r->ctx, r->s, STMT(ADD_EVENT),
        DB_ARGS(db_int(r->c->target.subject_id), db_int(r->c->case_id), db_int(r->seq), db_int(id),
                db_text(event), db_text(r->c->state->id), db_text(word_text(r->party)),
                db_date(r->ctx->arena, clock_today(r->ctx->clock)), db_int(door_now(r->door).us),
                db_int(a->user_id), db_int(a->post_id), db_int(a->unit_id),
                db_text(channel_word(a->channel)), db_blob(text.p, text.n)),
        NULL);
}

static enum err add_papers(struct turn *r, const struct doing *in) {
    struct evidence known;
    enum err e = OK;
    for (size_t i = 0; !e && i < in->n_papers; i++) {
        e = evidence_read(r->ctx, r->s, in->papers[i].evidence_id, &known);
        if (!e)
            e = db_write(r->ctx, r->s, STMT(ADD_PAPER),
                         DB_ARGS(db_int(r->c->target.subject_id), db_int(r->c->case_id),
                                 db_int(r->seq), db_int(in->papers[i].evidence_id),
                                 db_text(in->papers[i].kind)),
                         NULL);
    }
    return e;
}

static enum err touch(struct turn *r) {
    int64_t changed;
    struct case_file *c = r->c;
    enum err e =
        db_write(r->ctx, r->s, STMT(TOUCH),
                 DB_ARGS(db_int(c->target.subject_id), db_int(c->case_id), db_int(c->version),
                         db_int(c->desk_unit), c->stand_in ? db_int(c->stand_in) : db_null(),
                         db_int(r->ctx->actor->unit_id), db_int(door_now(r->door).us)),
                 &changed);
    if (!e && !changed) e = fail(r->ctx, ERR_CONFLICT, "该事项已被他人办理，请刷新后重试");
    c->version++;
    return e;
}

static void say(struct turn *r, const char *event) {
    static const char *const basis[] = {"default"};
    struct leaf leaf = actor_leaf(r->ctx, EV_CASE_MOVED);
    leaf.place = r->c->jurisdiction;
    leaf.policy = r->c->policy_label;
    leaf.object = r->c->case_id;
    leaf.subject = r->c->target.subject_id;
    leaf.version = r->c->version;
    leaf.basis = basis;
    leaf.n_basis = 1;
    leaf.word = event;
    door_leaf(r->door, &leaf);
}

static enum err tell_applicant(struct turn *r, const struct doing *in) {
    char until[DATE_TEXT_CN] = "";
    if (!date_is_none(in->until)) date_format_cn(in->until, until);
    const struct notice_value values[] = {{"missing", in->text}, {"due", until}};
    struct notice_new n = {.kind = "supplement",
                           .subject_id = r->c->target.subject_id,
                           .unit_id = r->c->target.subject_id ? 0 : r->c->opened_by_unit,
                           .about = r->c->target,
                           .values = values,
                           .n = GX_COUNT(values)};
    struct cause cause = turn_cause(r);
    int64_t id;
    cause.day = clock_today(r->ctx->clock);
    return notice_make(r->ctx, r->door, r->s, &n, &cause, &id);
}

static enum err unit_of_place(struct turn *r, int64_t unit_id) {
    const struct db_value *row;
    enum err e = db_row(r->ctx, r->s, STMT(UNIT), DB_ARGS(db_int(unit_id)), &row);
    if (!e && (!row || strcmp(db_get_text(row, 0), r->c->jurisdiction) != 0))
        e = fail_field(r->ctx, ERR_CASE_DESK, "unit", "one_of", NULL);
    return e;
}

static enum err load(struct turn *r, const struct doing *in) {
    bool sees;
    enum err e = case_get(r->ctx, r->s, in->case_id, &r->c);
    if (!e && !r->c) e = fail(r->ctx, ERR_NOT_FOUND, NULL);
    if (!e) e = party_sees(r->ctx, r->s, r->c, &sees);
    if (!e && !sees) e = fail(r->ctx, ERR_NOT_FOUND, NULL);
    if (!e && in->seen != r->c->version)
        e = fail(r->ctx, ERR_CONFLICT, "该事项已被他人办理，请刷新后重试");
    if (!e && r->c->state->final) e = fail(r->ctx, ERR_CASE_EVENT, "事项已经办结");
    if (!e) e = party_of(r->ctx, r->s, r->c, in->parties, false, &r->party);
    if (!e && r->party == W_NONE) e = fail(r->ctx, ERR_CASE_PARTY, NULL);
    return e ? e : turn_load(r);
}

static enum err step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct doing *in = arg;
    struct case_act act = {.day = DATE_NONE,
                           .arrived = DATE_NONE,
                           .until = in->until,
                           .text = in->text,
                           .unit_id = in->unit_id};
    struct turn r = {.ctx = ctx, .door = d, .s = s, .act = &act};
    enum err e = load(&r, in);
    if (!e && in->unit_id) e = unit_of_place(&r, in->unit_id);
    if (e) return e;
    if (!strcmp(in->event, "hand_over")) r.c->desk_unit = in->unit_id;
    if (!strcmp(in->event, "stand_in")) r.c->stand_in = in->unit_id;
    e = add_papers(&r, in);
    if (!e && !strcmp(in->event, "supplement_asked")) e = tell_applicant(&r, in);
    if (!e) e = write_event(&r, in->event);
    if (!e) e = touch(&r);
    if (!e) say(&r, in->event);
    in->out = r.c;
    return e;
}

static enum err run(struct ctx *ctx, struct doing *in, struct case_file *case_r) {
    if (!filled(in->text) && !in->n_papers)
        return fail_field(ctx, ERR_INPUT_MISSING, "text", "required", NULL);
    enum err e = door_run(ctx, "case.desk", DB_PEOPLE, step, in);
    if (!e) *case_r = *in->out;
    return e;
}

static const enum word DESK[] = {W_PARTY_RECEIVER, W_PARTY_OPERATOR, W_PARTY_OFFICE};
static const enum word ANYONE[] = {W_PARTY_SUBJECT,  W_PARTY_PROVIDER, W_PARTY_RECEIVER,
                                   W_PARTY_OPERATOR, W_PARTY_OFFICE,   W_PARTY_AUTHORITY,
                                   W_PARTY_EXECUTOR};
static const enum word LEADING[] = {W_PARTY_OPERATOR, W_PARTY_AUTHORITY};

enum err desk_ask(struct ctx *ctx, int64_t case_id, int64_t seen, const char *missing,
                  struct date until, struct case_file *case_r) {
    struct doing in = {.case_id = case_id,
                       .seen = seen,
                       .event = "supplement_asked",
                       .text = missing,
                       .until = until,
                       .parties = {DESK, GX_COUNT(DESK)}};
    return run(ctx, &in, case_r);
}

enum err desk_add(struct ctx *ctx, int64_t case_id, int64_t seen, const struct act_paper *papers,
                  size_t n, const char *text, struct case_file *case_r) {
    struct doing in = {.case_id = case_id,
                       .seen = seen,
                       .event = "papers_added",
                       .text = text,
                       .until = DATE_NONE,
                       .papers = papers,
                       .n_papers = n,
                       .parties = {ANYONE, GX_COUNT(ANYONE)}};
    return run(ctx, &in, case_r);
}

enum err desk_hand_over(struct ctx *ctx, int64_t case_id, int64_t seen, int64_t unit_id,
                        const char *reason, struct case_file *case_r) {
    struct doing in = {.case_id = case_id,
                       .seen = seen,
                       .event = "hand_over",
                       .text = reason,
                       .until = DATE_NONE,
                       .unit_id = unit_id,
                       .parties = {DESK, GX_COUNT(DESK)}};
    return run(ctx, &in, case_r);
}

enum err desk_stand_in(struct ctx *ctx, int64_t case_id, int64_t seen, int64_t unit_id,
                       const char *reason, struct case_file *case_r) {
    struct doing in = {.case_id = case_id,
                       .seen = seen,
                       .event = "stand_in",
                       .text = reason,
                       .until = DATE_NONE,
                       .unit_id = unit_id,
                       .parties = {LEADING, GX_COUNT(LEADING)}};
    return run(ctx, &in, case_r);
}
