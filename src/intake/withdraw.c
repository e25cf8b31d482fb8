/* A whole submission is taken back: its records are withdrawn one by one, with the reason. */
#include <string.h>

#include "disclosure/decide.h"
#include "intake/job.h"
#include "law/law.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/subject.h"

enum { BEGIN, RECORDS, COUNT, END, DROP_CLAIM, CLOSE_RETURN };

const struct db_stmt submission_withdraw_stmts[] = {
    [BEGIN] = {.name = "submission.withdraw_begin",
               .sql = "update submission set state = 'withdrawing', withdraw_reason = $4,"
                      " by_user = $5, by_post = $6, by_role = $7, touched_at = $8, holder = $9,"
                      " version = version + 1"
                      " where submission_id = $1 and version = $2 and state = $3",
               .in = "iittiitit",
               .out = "",
               .kind = DB_WRITE},
    /* By the days of receipt, which have an index; its records of a day in the order of their ids. */
    [RECORDS] = {.name = "submission.records",
                 .sql = "select r.subject_id, r.record_id, r.version from record r"
                        " where r.provider_id = $1 and r.received_day >= $2"
                        " and r.received_day <= $3 and r.state in ('active', 'archived')"
                        " and exists (select 1 from record_version v"
                        " where v.subject_id = r.subject_id and v.record_id = r.record_id"
                        " and v.submission_id = $4) order by r.record_id limit 100",
                 .in = "itti",
                 .out = "iii",
                 .kind = DB_READ},
    [COUNT] = {.name = "submission.withdraw_count",
               .sql = "update submission set withdrawn = withdrawn + $3, touched_at = $4"
                      " where submission_id = $1 and withdrawn = $2 and state = 'withdrawing'",
               .in = "iiii",
               .out = "",
               .kind = DB_WRITE},
    [END] = {.name = "submission.withdraw_end",
             .sql = "update submission set state = 'withdrawn', holder = null, touched_at = $2,"
                    " version = version + 1 where submission_id = $1 and state = 'withdrawing'",
             .in = "ii",
             .out = "",
             .kind = DB_WRITE},
    [DROP_CLAIM] = {.name = "submission.withdraw_claim",
                    .sql = "delete from submission_claim where claim = $1 and submission_id = $2",
                    .in = "bi",
                    .out = "",
                    .kind = DB_WRITE},
    [CLOSE_RETURN] = {.name = "submission.withdraw_return",
                      .sql = "update submission_return set state = 'closed', version = version + 1"
                             " where submission_id = $1 and state in ('returned', 'rechecked')",
                      .in = "i",
                      .out = "",
                      .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&submission_withdraw_stmts[name])

static bool bad(enum db_result r) {
    return r == DB_RETRY || r == DB_FAIL;
}

struct seen_list {
    struct record_seen seen[100];
    size_t n;
};
static bool seen_row(void *arg, const struct db_value *row) {
    struct seen_list *l = arg;
    l->seen[l->n++] =
        (struct record_seen){db_get_int(row, 0), db_get_int(row, 1), db_get_int(row, 2)};
    return l->n < GX_COUNT(l->seen);
}

struct piece {
    struct submission *sub;
    const struct policy *policy;
    const struct policy_item *item;
    size_t done;
};

static enum err withdraw_one(struct ctx *ctx, struct door *d, struct db_session *s,
                             const struct piece *in, const struct record_seen *seen) {
    struct record *r;
    struct subject *subject = NULL;
    struct record_because why = {.reason = RECORD_CORRECTION,
                                 .text = in->sub->withdraw_reason,
                                 .submission_id = in->sub->id};
    enum err e = record_get(ctx, s, seen->subject_id, seen->record_id, &r);
    if (!e) e = subject_get(ctx, s, seen->subject_id, &subject);
    if (e || !r || !subject) return e;
    r->state = RECORD_WITHDRAWN;
    struct record_ranges ranges = decide_ranges(in->policy, in->item, subject->kind, r);
    return record_set_state(ctx, d, s, seen, &why, RECORD_WITHDRAWN, &ranges);
}

static enum err piece_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct piece *in = arg;
    struct submission *sub = in->sub;
    struct seen_list list = {.n = 0};
    char from[DATE_TEXT], to[DATE_TEXT];
    date_format(sub->from_day, from);
    date_format(sub->to_day, to);
    enum db_result r =
        db_each(s, STMT(RECORDS),
                DB_ARGS(db_int(sub->provider_id), db_text(from), db_text(to), db_int(sub->id)),
                seen_row, &list);
    if (bad(r)) return db_err(ctx, s, r);
    enum err e = OK;
    for (size_t i = 0; !e && i < list.n; i++)
        e = withdraw_one(ctx, d, s, in, &list.seen[i]);
    if (e) return e;
    in->done = list.n;
    if (!list.n) {
        door_nothing(d);
        return OK;
    }
    int64_t changed = 0;
    r = db_exec(s, STMT(COUNT),
                DB_ARGS(db_int(sub->id), db_int(sub->withdrawn), db_int((int64_t)list.n),
                        db_int(door_now(d).us)),
                &changed);
    if (bad(r)) return db_err(ctx, s, r);
    return changed ? OK : fail(ctx, ERR_CONFLICT, NULL);
}

static enum err end_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct submission *sub = arg;
    int64_t changed = 0;
    enum db_result r =
        db_exec(s, STMT(END), DB_ARGS(db_int(sub->id), db_int(door_now(d).us)), &changed);
    if (bad(r)) return db_err(ctx, s, r);
    if (!changed) return fail(ctx, ERR_CONFLICT, NULL);
    r = db_exec(s, STMT(DROP_CLAIM),
                DB_ARGS(db_blob(sub->claim.b, sizeof sub->claim.b), db_int(sub->id)), NULL);
    if (!bad(r)) r = db_exec(s, STMT(CLOSE_RETURN), DB_ARGS(db_int(sub->id)), NULL);
    if (bad(r)) return db_err(ctx, s, r);
    struct leaf leaf = actor_leaf(ctx, EV_SUBMISSION_WITHDRAWN);
    leaf.object = sub->id;
    leaf.version = sub->version + 1;
    door_leaf(d, &leaf);
    return OK;
}

enum err withdraw_go_on(struct ctx *ctx, struct submission *sub) {
    struct ctx own = *ctx;
    struct actor actor;
    struct job j = {.ctx = &own, .sub = *sub};
    enum err e = OK;
    if (ctx->actor->channel == CHANNEL_SYSTEM) { /* goes on for who asked for it */
        e = submission_actor(&own, sub, &actor);
        own.actor = &actor;
    }
    if (!e) e = job_restore(&j);
    struct piece in = {.sub = sub, .policy = j.policy};
    const struct policy *today =
        e ? NULL : law_policy(ctx->law, sub->jurisdiction, clock_today(ctx->clock));
    if (today) in.policy = today;
    if (!e) in.item = j.item->item;
    while (!e) {
        struct ctx piece = own;
        piece.arena = arena_new();
        e = door_run(&piece, "submission.withdraw", DB_BULK, piece_fn, &in);
        if (e && piece.failure.detail)
            own.failure = (struct failure){
                .code = e, .detail = arena_strdup(ctx->arena, piece.failure.detail)};
        arena_free(&piece.arena);
        if (!e) sub->withdrawn += (int64_t)in.done;
        if (!e && !in.done) break;
    }
    if (!e) e = door_run(&own, "submission.withdrawn", DB_PEOPLE, end_fn, sub);
    ctx->failure = own.failure;
    if (!e) sub->state = SUBMISSION_WITHDRAWN;
    return e;
}

struct begin {
    const struct submission *sub;
    const char *reason;
};
static enum err begin_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct begin *in = arg;
    int64_t changed = 0;
    enum db_result r =
        db_exec(s, STMT(BEGIN),
                DB_ARGS(db_int(in->sub->id), db_int(in->sub->version),
                        db_text(submission_state_word(in->sub->state)), db_text(in->reason),
                        db_int(ctx->actor->user_id), db_int(ctx->actor->post_id),
                        db_text(role_word(ctx->actor->role)), db_int(door_now(d).us),
                        db_text(holder_self(ctx))),
                &changed);
    if (bad(r)) return db_err(ctx, s, r);
    if (!changed) return fail(ctx, ERR_CONFLICT, NULL);
    struct leaf leaf = actor_leaf(ctx, EV_SUBMISSION_WITHDRAWN);
    leaf.object = in->sub->id;
    leaf.version = in->sub->version + 1;
    leaf.word = "begun";
    door_leaf(d, &leaf);
    return OK;
}

enum err submission_withdraw(struct ctx *ctx, int64_t id, const char *reason,
                             struct submission *out) {
    enum err e = submission_get(ctx, id, out);
    if (e) return e;
    if (out->provider_id != ctx->actor->unit_id)
        return fail(ctx, ERR_FORBIDDEN, "只能撤回本单位的报送");
    if (!reason || !*reason) return fail_field(ctx, ERR_REASON_MISSING, "reason", NULL, NULL);
    if (out->state != SUBMISSION_DONE && out->state != SUBMISSION_AWAITING_REVIEW)
        return fail(ctx, ERR_SUBMISSION_STATE, "该批次%s，不能撤回",
                    submission_state_name(out->state));
    struct begin in = {out, reason};
    e = door_run(ctx, "submission.withdraw_begin", DB_PEOPLE, begin_fn, &in);
    if (e) return e;
    out->state = SUBMISSION_WITHDRAWING;
    out->withdraw_reason = reason;
    out->version++;
    return withdraw_go_on(ctx, out);
}
