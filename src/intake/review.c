/* What happens to a submission after its receipt: the provider's review, going on from the sealed
 * original after a crash or when the same file comes again. */
#include <string.h>
#include <unistd.h>

#include "intake/job.h"
#include "intake/mapping.h"
#include "intake/original.h"
#include "ledger/door.h"
#include "registry/actor.h"

enum { REVIEW, DROP_CLAIM };

const struct db_stmt submission_review_stmts[] = {
    [REVIEW] = {.name = "submission.review",
                .sql = "update submission set state = $3, refusal = $4, reviewed_by = $5,"
                       " reviewed_at = $6, review_result = $7, review_opinion = $8,"
                       " received_at = $9, received_day = $10, first_day = $11, due_day = $12,"
                       " due_rule = $13, policy_label = $14, catalog_id = $15, item_version = $16,"
                       " touched_at = $6, holder = $17, done_at = $18, returned = $19,"
                       " version = version + 1 where submission_id = $1 and version = $2"
                       " and state = 'awaiting_review'",
                .in = "iitTiitTITTTTtiiTIi",
                .out = "",
                .kind = DB_WRITE},
    [DROP_CLAIM] = {.name = "submission.review_claim",
                    .sql = "delete from submission_claim where claim = $1 and submission_id = $2",
                    .in = "bi",
                    .out = "",
                    .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&submission_review_stmts[name])

enum {
    STALE_US = 120 * 1000000,
    STALE_HERE_US = 10 * 1000000,
    /* this process lives; its work failed, with the database say */
};

static bool bad(enum db_result r) {
    return r == DB_RETRY || r == DB_FAIL;
}

static struct db_value text_or_null(const char *s) {
    return db_text(s && *s ? s : NULL);
}
static struct db_value int_or_null(int64_t v) {
    return v ? db_int(v) : db_null();
}

/* --- going on with a stored one --- */

/* From the sealed original, as the actor who submitted it. The job's sub is the stored row. */
static enum err go_on(struct ctx *ctx, struct submission *sub) {
    struct actor actor;
    struct ctx own = *ctx;
    struct job j = {.ctx = &own, .sub = *sub};
    int fd = -1;
    enum err e = submission_actor(&own, sub, &actor);
    own.actor = &actor;
    if (!e) e = job_restore(&j);
    if (!e) j.nmemory = mapping_of_text(own.arena, sub->mapping, &j.memory);
    if (!e) e = job_prepare(&j, sub->received_day);
    if (!e) e = original_open(&own, sub->id, &fd, &j.path);
    if (!e) e = scan_file(&j);
    bool refused = false;
    if (!e && sub->atomic && !sub->progress) e = load_rehearse(&j, &refused);
    if (!e && refused)
        e = write_finish(&j, true, flaw_code_text(j.first_refusal));
    else if (!e)
        e = load_run(&j);
    if (fd >= 0) close(fd);
    job_close(&j);
    *sub = j.sub;
    ctx->failure = own.failure;
    return e;
}

static enum err reread(struct ctx *ctx, int64_t id, struct submission *out) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = submission_read(ctx, s, id, out);
    db_read_end(ctx, &s);
    return e;
}

/* Nobody works on it any more. Should somebody after all, only one of the two gets any further. */
static bool abandoned(struct ctx *ctx, const struct submission *s) {
    if (holder_is_gone(ctx, s->holder)) return true;
    int64_t idle = clock_now(ctx->clock).us - s->touched_at;
    bool here = !strcmp(s->holder, holder_self(ctx));
    return idle > (here ? STALE_HERE_US : STALE_US) || idle < 0;
}

enum err submission_unless_overtaken(struct ctx *ctx, enum err e, int64_t id,
                                     struct submission *out) {
    if (e != ERR_CONFLICT) return e;
    ctx->failure = (struct failure){0};
    return reread(ctx, id, out);
}

/* The same file came again: the same submission. One that was cut off goes on now. */
enum err submission_repeat(struct ctx *ctx, int64_t id, struct submission *out) {
    enum err e = reread(ctx, id, out);
    if (!e && out->state == SUBMISSION_CHECKING && *out->holder && abandoned(ctx, out)) {
        e = submission_unless_overtaken(ctx, go_on(ctx, out), id, out);
        if (!e) e = reread(ctx, id, out);
    }
    out->repeated = true;
    return e;
}

/* --- the provider's review (JN-15, ZC-9) --- */

struct review {
    struct job job;
    bool passed;
    const char *opinion;
    const char *clause;
};

static enum err review_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct review *in = arg;
    struct submission *v = &in->job.sub;
    int64_t changed = 0;
    struct instant now = door_now(d);
    v->reviewed_by = ctx->actor->user_id;
    v->reviewed_at = now.us;
    v->review_result = in->passed ? "passed" : "refused";
    v->review_opinion = in->opinion;
    v->state = in->passed ? SUBMISSION_CHECKING : SUBMISSION_REFUSED;
    v->refusal = in->passed ? "" : flaw_code_text(FLAW_REVIEW_RETURNED);
    if (in->passed) submission_receive(&in->job, now);
    v->holder = in->passed && v->total <= BACKGROUND_ROWS ? holder_self(ctx) : "";
    struct arena *a = ctx->arena;
    enum db_result r = db_exec(
        s, STMT(REVIEW),
        DB_ARGS(db_int(v->id), db_int(v->version), db_text(submission_state_word(v->state)),
                text_or_null(v->refusal), db_int(v->reviewed_by), db_int(v->reviewed_at),
                db_text(v->review_result), text_or_null(v->review_opinion),
                int_or_null(v->received_at), db_date(a, v->received_day), db_date(a, v->first_day),
                db_date(a, v->due_day), text_or_null(v->due_rule), db_text(v->policy_label),
                db_int(v->catalog_id), db_int(v->item_version), text_or_null(v->holder),
                in->passed ? db_null() : db_int(now.us), db_int(in->passed ? 0 : v->total)),
        &changed);
    if (bad(r)) return db_err(ctx, s, r);
    if (!changed) return fail(ctx, ERR_CONFLICT, NULL);
    if (!in->passed) { /* the same file may come again */
        r = db_exec(s, STMT(DROP_CLAIM),
                    DB_ARGS(db_blob(v->claim.b, sizeof v->claim.b), db_int(v->id)), NULL);
        if (bad(r)) return db_err(ctx, s, r);
    }
    const char *basis[1] = {in->clause};
    struct leaf leaf = actor_leaf(ctx, EV_SUBMISSION_REVIEWED);
    leaf.object = v->id;
    leaf.version = v->version + 1;
    leaf.word = v->review_result;
    leaf.basis = basis;
    leaf.n_basis = 1;
    door_leaf(d, &leaf);
    return OK;
}

enum err submission_review(struct ctx *ctx, int64_t id, bool passed, const char *opinion,
                           struct submission *out) {
    enum err e = submission_get(ctx, id, out);
    if (e) return e;
    bool verify = !strcmp(out->review, word_text(W_REVIEW_VERIFY));
    if (out->provider_id != ctx->actor->unit_id)
        return fail(ctx, ERR_FORBIDDEN, "只能审核本单位的报送");
    if (out->state != SUBMISSION_AWAITING_REVIEW)
        return fail(ctx, ERR_SUBMISSION_STATE, "该批次%s，不待审核",
                    submission_state_name(out->state));
    if (!passed && (!opinion || !*opinion))
        return fail_field(ctx, ERR_REASON_MISSING, "opinion", NULL, NULL);
    struct review in = {.job = {.ctx = ctx, .sub = *out}, .passed = passed, .opinion = opinion};
    struct submission before = *out;
    e = job_resolve(&in.job, false);
    if (e) return e;
    in.job.sub.jurisdiction = before.jurisdiction;
    in.clause = policy_get(in.job.policy, PARAM_SUBMIT_REVIEW_BEFORE, NULL, clock_today(ctx->clock))
                    ->basis.clause;
    /* A review that the clerk makes of his own work is none; a verification entry may be his. */
    if (!verify && before.by_user == ctx->actor->user_id)
        return fail_clause(ctx, ERR_SECOND_PERSON, in.clause, NULL);
    e = door_run(ctx, "submission.review", DB_PEOPLE, review_fn, &in);
    if (e) return e;
    *out = in.job.sub;
    out->version++;
    if (!passed || out->total > BACKGROUND_ROWS) return OK;
    e = reread(ctx, id, out);
    if (!e) e = submission_unless_overtaken(ctx, go_on(ctx, out), id, out);
    return e;
}

/* --- the worker's rule --- */

enum err submission_resume(struct ctx *ctx, bool *more_r) {
    struct submission *list;
    size_t n;
    *more_r = false;
    enum err e = submission_open_ones(ctx, &list, &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (!abandoned(ctx, &list[i])) continue;
        struct submission one = list[i];
        e = one.state == SUBMISSION_WITHDRAWING ? withdraw_go_on(ctx, &one) : go_on(ctx, &one);
        if (e == ERR_CONFLICT) {
            e = OK; /* somebody is faster */
            continue;
        }
        *more_r = !e && i + 1 < n;
        break;
    }
    return e;
}
