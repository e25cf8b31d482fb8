/* The transactions of loading: a chunk of rows with its progress, and the end. */
#include <string.h>

#include "base/id.h"
#include "base/json.h"
#include "intake/job.h"
#include "intake/lateness.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/figure.h"
#include "registry/outbox.h"
#include "disclosure/decide.h"
#include "registry/subject.h"

enum { PROGRESS, ADD_FLAW, ADD_KEY, FINISH, ADD_RETURN, DROP_CLAIM };

const struct db_stmt submission_load_stmts[] = {
    /* Only who saw the progress as it was goes on: two that work on one submission cannot both. */
    [PROGRESS] = {.name = "submission.progress",
                  .sql = "update submission set progress = $3, accepted = $4, returned = $5,"
                         " duplicates = $6, warned = $7, flaws = $8, late_days = $9,"
                         " late_rows = $10, late_pending = $11, late_formed = $12, from_day = $13,"
                         " to_day = $14, touched_at = $15, holder = $16"
                         " where submission_id = $1 and progress = $2 and state = 'checking'",
                  .in = "iiiiiiiiIiiTTTit",
                  .out = "",
                  .kind = DB_WRITE},
    [ADD_FLAW] = {.name = "submission.add_flaw",
                  .sql = "insert into submission_flaw (submission_id, seq, row_no, col_no, code,"
                         " field, value, sentence, suggestion, base)"
                         " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                  .in = "iiiitttt"
                        "ti",
                  .out = "",
                  .kind = DB_WRITE},
    [ADD_KEY] = {.name = "submission.add_returned_key",
                 .sql = "insert into submission_returned_key (first_id, row_key) values ($1, $2)"
                        " on conflict do nothing",
                 .in = "ib",
                 .out = "",
                 .kind = DB_WRITE},
    [FINISH] = {.name = "submission.finish",
                .sql = "update submission set state = $3, refusal = $4, done_at = $5, total = $6,"
                       " returned = $7, warned = $8, flaws = $9, touched_at = $5, holder = null,"
                       " version = version + 1, duplicates = $10"
                       " where submission_id = $1 and progress = $2 and state = 'checking'",
                .in = "iitTiiiiii",
                .out = "",
                .kind = DB_WRITE},
    [ADD_RETURN] = {.name = "submission.add_return",
                    .sql = "insert into submission_return (return_id, submission_id, jurisdiction,"
                           " provider_id, item, total, reason, clause, state, returned_at, version)"
                           " values ($1, $2, $3, $4, $5, $6, $7, $8, 'returned', $9, 1)",
                    .in = "iitititt"
                          "i",
                    .out = "",
                    .kind = DB_WRITE},
    [DROP_CLAIM] = {.name = "submission.drop_claim",
                    .sql = "delete from submission_claim where claim = $1 and submission_id = $2",
                    .in = "bi",
                    .out = "",
                    .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&submission_load_stmts[name])

static bool bad(enum db_result r) {
    return r == DB_RETRY || r == DB_FAIL;
}

/* --- one chunk --- */

struct chunk_run {
    struct job *job;
    struct chunk *chunk;
    struct submission after; /* counts as they are when it is committed */
    int64_t seq;
};

static struct date earlier(struct date a, struct date b) {
    return date_is_none(a) || (!date_is_none(b) && date_cmp(b, a) < 0) ? b : a;
}
static struct date later(struct date a, struct date b) {
    return date_is_none(a) || (!date_is_none(b) && date_cmp(b, a) > 0) ? b : a;
}

static void count_row(struct submission *s, const struct load_row *r) {
    for (size_t i = 0; i < r->nflaws; i++)
        s->warned += flaw_level_of(r->flaws[i].code) == FLAW_WARNED;
    switch (r->verdict) {
    case ROW_RETURNED: s->returned++; return;
    case ROW_DUPLICATE: s->duplicates++; return;
    case ROW_GOOD: break;
    }
    s->accepted++;
    const struct record_facts *f = &r->record.facts;
    s->from_day = earlier(s->from_day, f->received);
    s->to_day = later(s->to_day, f->received);
    s->late_pending += r->late == LATE_PENDING;
    if (r->late != LATE_LATE && r->late != LATE_IN_TIME) return;
    if (f->late_days > s->late_days) {
        s->late_days = f->late_days;
        s->late_formed = f->formed;
    }
    s->late_rows += r->late == LATE_LATE;
}

static enum err add_flaws(struct ctx *ctx, struct db_session *s, struct chunk_run *run) {
    struct chunk *c = run->chunk;
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        n += c->rows[i].ntold + c->rows[i].nflaws;
    if (!n) return OK;
    struct db_value *args = ARENA_ARRAY(ctx->arena, 10 * n, struct db_value);
    size_t k = 0;
    for (size_t i = 0; i < c->n; i++) {
        const struct load_row *r = &c->rows[i];
        for (size_t f = 0; f < r->ntold + r->nflaws; f++) {
            bool base = f >= r->ntold;
            const struct flaw *flaw = base ? &r->flaws[f - r->ntold] : &r->told[f];
            const struct db_value row[10] = {db_int(run->job->sub.id),
                                             db_int(++run->after.flaws),
                                             db_int(flaw->row),
                                             db_int(flaw->column),
                                             db_text(flaw_code_text(flaw->code)),
                                             db_text(flaw->field),
                                             db_text(flaw->value),
                                             db_text(flaw->sentence),
                                             db_text(flaw->suggestion),
                                             db_int(base)};
            memcpy(args + 10 * k++, row, sizeof row);
        }
    }
    if (!k) return OK;
    enum db_result r = db_exec_many(s, STMT(ADD_FLAW), args, k, NULL);
    return bad(r) ? db_err(ctx, s, r) : OK;
}

/* By what a returned row is known when it comes again. */
static enum err add_keys(struct ctx *ctx, struct db_session *s, struct chunk_run *run) {
    struct chunk *c = run->chunk;
    struct db_value *args = ARENA_ARRAY(ctx->arena, 4 * c->n, struct db_value);
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++) {
        const struct load_row *r = &c->rows[i];
        if (r->verdict != ROW_RETURNED) continue;
        const char *values[2] = {r->c.doc_no, r->c.number.number};
        static const char *const kinds[2] = {"document", "subject"};
        for (size_t k = 0; k < 2; k++) {
            if (!values[k] || !*values[k]) continue;
            struct stored_digest *key = ARENA_NEW(ctx->arena, struct stored_digest);
            *key = returned_key(ctx, kinds[k], values[k]);
            args[2 * n] = db_int(run->job->sub.first_id);
            args[2 * n + 1] = db_blob(key->b, sizeof key->b);
            n++;
        }
    }
    if (!n) return OK;
    enum db_result r = db_exec_many(s, STMT(ADD_KEY), args, n, NULL);
    return bad(r) ? db_err(ctx, s, r) : OK;
}

/* What subject_create_many found out: somebody else made the subject meanwhile, under another name
 * or kind; or two rows of this chunk name it differently. */
static void judge_created(struct ctx *ctx, struct load_row *r, const struct subject_claim *claim) {
    if (claim->match == SUBJECT_OTHER_NAME)
        load_row_flaw(ctx->arena, r, FLAW_SUBJECT_NAME, r->c.name_place, str_of(r->c.name), NULL,
                      NULL);
    else if (claim->match == SUBJECT_OTHER_KIND || !claim->subject_id)
        load_row_flaw(ctx->arena, r, FLAW_IDNO_KIND, r->c.number_place, str_of(r->c.number.number),
                      NULL, NULL);
}

static enum err confirm_subjects(struct ctx *ctx, struct door *d, struct db_session *s,
                                 struct chunk_run *run) {
    struct job *j = run->job;
    if (j->item->item->group != W_GROUP_REGISTRATION) return OK;
    enum err e = OK;
    for (size_t i = 0; !e && i < run->chunk->n; i++) {
        struct load_row *r = &run->chunk->rows[i];
        if (r->verdict != ROW_GOOD) continue;
        struct subject_claim *claim = &run->chunk->claims[r->claim];
        if (claim->state != SUBJECT_STATE_PROVISIONAL || claim->match == SUBJECT_CREATED) continue;
        struct subject_change change = {.subject_id = claim->subject_id,
                                        .day = j->sub.received_day,
                                        .reason = "收到登记注册信息"};
        e = subject_confirm(ctx, d, s, &change);
        /* Once a subject: a second row about it, and a second run, find it confirmed. */
        for (size_t k = i + 1; k < run->chunk->n; k++) {
            struct load_row *o = &run->chunk->rows[k];
            if (o->verdict == ROW_GOOD &&
                run->chunk->claims[o->claim].subject_id == claim->subject_id)
                run->chunk->claims[o->claim].state = SUBJECT_STATE_ACTIVE;
        }
    }
    return e;
}

static enum err revive(struct ctx *ctx, struct door *d, struct db_session *s, struct job *j,
                       struct load_row *r) {
    struct record_seen seen = {r->record.facts.subject_id, r->revive_id, r->revive_version};
    struct record_because why = {.reason = RECORD_RESUBMISSION,
                                 .text = "撤回后重新报送",
                                 .submission_id = j->sub.id,
                                 .source_row = r->c.row};
    return record_revise(ctx, d, s, &seen, &why, j->item, r->record.payload, &r->record.facts,
                         &r->record.terms, &r->record.ranges);
}

/* Later versions, marks and states of former records: after the first versions are in. */
static enum err former_life(struct ctx *ctx, struct door *d, struct db_session *s, struct job *j,
                            struct load_row *r) {
    const struct checked_legacy *l = &r->c.legacy;
    struct record_key key = {r->record.facts.subject_id, j->sub.item, r->record.facts.provider_id,
                             r->c.doc_no, r->c.formed};
    struct record_found found;
    enum err e = record_find_many(ctx, s, &key, 1, &found);
    if (e) return e;
    if (!found.record_id) {
        load_row_flaw(ctx->arena, r, FLAW_DUPLICATE_CHANGED, (struct flaw_place){.row = r->c.row},
                      STR_LIT(""), "（无此前版本）", "版本号");
        return OK;
    }
    struct record_seen seen = {key.subject_id, found.record_id, found.version};
    struct record_because why = {.reason = RECORD_CORRECTION,
                                 .text = *l->reason ? l->reason : "历史数据迁入",
                                 .submission_id = j->sub.id,
                                 .source_row = r->c.row};
    if (l->version > 1) {
        e = record_revise(ctx, d, s, &seen, &why, j->item, r->record.payload, &r->record.facts,
                          &r->record.terms, &r->record.ranges);
        seen.version++;
    }
    if (!e && *l->mark) {
        bool objection = !strcmp(l->mark, "异议处理中");
        const struct policy_value *v =
            policy_get(j->policy, PARAM_OBJECTION_MARK, NULL, j->schema->day);
        struct record_mark mark = {.record_id = found.record_id,
                                   .kind = objection ? MARK_OBJECTION : MARK_REPAIRED,
                                   .clause = v->basis.clause,
                                   .from = r->c.legacy.received,
                                   .to = DATE_NONE};
        e = record_mark_set(ctx, d, s, &seen, &mark);
        seen.version++;
    }
    static const struct {
        const char *word;
        enum record_state state;
    } states[] = {{"已转为档案保存", RECORD_ARCHIVED},
                  {"已撤回", RECORD_WITHDRAWN},
                  {"已撤销", RECORD_REVOKED}};
    for (size_t i = 0; !e && i < GX_COUNT(states); i++)
        if (!strcmp(l->state, states[i].word)) {
            struct record whole = {.id = found.record_id,
                                   .facts = r->record.facts,
                                   .terms = r->record.terms,
                                   .state = states[i].state};
            struct record_ranges ranges =
                decide_ranges(j->policy, j->item->item, r->c.kind, &whole);
            e = record_set_state(ctx, d, s, &seen, &why, states[i].state, &ranges);
        }
    return e;
}

static enum err add_records(struct ctx *ctx, struct door *d, struct db_session *s,
                            struct chunk_run *run) {
    struct chunk *c = run->chunk;
    struct job *j = run->job;
    struct record_new *records = ARENA_ARRAY(ctx->arena, c->n, struct record_new);
    size_t n = 0;
    enum err e = OK;
    for (size_t i = 0; !e && i < c->n; i++) {
        struct load_row *r = &c->rows[i];
        if (r->verdict != ROW_GOOD) continue;
        const struct subject_claim *claim = &c->claims[r->claim];
        r->record.facts.subject_id = claim->subject_id;
        r->record.new_subject = claim->match == SUBJECT_CREATED;
        if (r->revive_id)
            e = revive(ctx, d, s, j, r);
        else if (r->c.legacy.version <= 1)
            records[n++] = r->record;
    }
    if (!e) e = record_insert_many(ctx, d, s, records, n);
    for (size_t i = 0; !e && i < c->n; i++) {
        struct load_row *r = &c->rows[i];
        const struct checked_legacy *l = &r->c.legacy;
        if (r->verdict == ROW_GOOD && j->sub.kind == SUBMISSION_LEGACY &&
            (l->version > 1 || *l->mark || (*l->state && strcmp(l->state, "有效") != 0)))
            e = former_life(ctx, d, s, j, r);
    }
    return e;
}

static enum err set_progress(struct ctx *ctx, struct door *d, struct db_session *s,
                             struct chunk_run *run) {
    const struct submission *was = &run->job->sub, *now = &run->after;
    struct arena *a = ctx->arena;
    int64_t changed = 0;
    enum db_result r = db_exec(
        s, STMT(PROGRESS),
        DB_ARGS(db_int(was->id), db_int(was->progress), db_int(now->progress),
                db_int(now->accepted), db_int(now->returned), db_int(now->duplicates),
                db_int(now->warned), db_int(now->flaws),
                now->late_days < 0 ? db_null() : db_int(now->late_days), db_int(now->late_rows),
                db_int(now->late_pending), db_date(a, now->late_formed), db_date(a, now->from_day),
                db_date(a, now->to_day), db_int(door_now(d).us), db_text(holder_self(ctx))),
        &changed);
    if (bad(r)) return db_err(ctx, s, r);
    return changed == 1 ? OK : fail(ctx, ERR_CONFLICT, "该批次正由另一进程处理");
}

static enum err chunk_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct chunk_run *run = arg;
    struct chunk *c = run->chunk;
    run->after = run->job->sub;
    enum err e = subject_create_many(ctx, d, s, c->claims, c->nclaims);
    for (size_t i = 0; !e && i < c->n; i++)
        if (c->rows[i].verdict == ROW_GOOD)
            judge_created(ctx, &c->rows[i], &c->claims[c->rows[i].claim]);
    if (!e) e = confirm_subjects(ctx, d, s, run);
    if (!e) e = add_records(ctx, d, s, run);
    if (!e) e = add_flaws(ctx, s, run);
    if (!e) e = add_keys(ctx, s, run);
    for (size_t i = 0; i < c->n; i++)
        count_row(&run->after, &c->rows[i]);
    run->after.warned += c->warned;
    run->after.progress = c->last_row;
    if (!e) e = set_progress(ctx, d, s, run);
    if (e || run->after.accepted > run->job->sub.accepted) return e;
    struct leaf leaf = actor_leaf(ctx, EV_SUBMISSION_RETURNED); /* none of these rows went in */
    leaf.object = run->job->sub.id;
    leaf.version = c->last_row;
    leaf.word = "rows";
    door_leaf(d, &leaf);
    return OK;
}

/* A repeated run begins with the verdicts as they were prepared. */
struct prepared {
    enum load_verdict verdict;
    struct flaw *flaws;
    size_t nflaws;
};

static enum err run_once(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct chunk_run *run = arg;
    struct chunk *c = run->chunk;
    struct prepared *kept = ARENA_ARRAY(ctx->arena, c->n, struct prepared);
    struct subject_claim *claims = ARENA_ARRAY(ctx->arena, c->nclaims, struct subject_claim);
    for (size_t i = 0; i < c->n; i++)
        kept[i] = (struct prepared){c->rows[i].verdict, c->rows[i].flaws, c->rows[i].nflaws};
    if (c->nclaims) memcpy(claims, c->claims, c->nclaims * sizeof *claims);
    enum err e = chunk_fn(ctx, d, s, arg);
    if (!e) return OK;
    for (size_t i = 0; i < c->n; i++) {
        c->rows[i].verdict = kept[i].verdict;
        c->rows[i].flaws = kept[i].flaws;
        c->rows[i].nflaws = kept[i].nflaws;
    }
    if (c->nclaims) memcpy(c->claims, claims, c->nclaims * sizeof *claims);
    return e;
}

enum err write_chunk(struct job *j, struct chunk *c) {
    struct ctx ctx = *j->ctx;
    ctx.arena = c->arena;
    struct chunk_run run = {.job = j, .chunk = c};
    enum err e = door_run(&ctx, "submission.chunk", DB_BULK, run_once, &run);
    if (e) {
        j->ctx->failure = ctx.failure;
        if (ctx.failure.detail)
            j->ctx->failure.detail = arena_strdup(j->ctx->arena, ctx.failure.detail);
        return e;
    }
    run.after.jurisdiction = j->sub.jurisdiction;
    j->sub = run.after;
    return OK;
}

/* --- the end --- */

struct finish_run {
    struct job *job;
    bool refused;
    const char *code;
    struct submission after;
};

static const char *return_clause(const struct job *j) {
    struct policy_scope scope = {.item = j->sub.item};
    return policy_get(j->policy, PARAM_INTAKE_ON_DEFECT, &scope, j->schema->day)->basis.clause;
}

static enum err add_return(struct ctx *ctx, struct door *d, struct db_session *s,
                           struct finish_run *run) {
    const struct submission *sub = &run->after;
    int64_t id = id_new(door_now(d));
    enum db_result r = db_exec(s, STMT(ADD_RETURN),
                               DB_ARGS(db_int(id), db_int(sub->id), db_text(sub->jurisdiction),
                                       db_int(sub->provider_id), db_text(sub->item),
                                       db_int(run->refused ? 0 : sub->returned),
                                       db_text(run->refused ? run->code : "rows"),
                                       db_text(return_clause(run->job)), db_int(door_now(d).us)),
                               NULL);
    if (bad(r)) return db_err(ctx, s, r);
    struct leaf leaf = actor_leaf(ctx, EV_SUBMISSION_RETURNED);
    const char *basis[1] = {return_clause(run->job)};
    leaf.object = sub->id;
    leaf.basis = basis;
    leaf.n_basis = 1;
    leaf.word = run->refused ? "file" : "rows";
    door_leaf(d, &leaf);
    struct buf body;
    struct json_writer w;
    buf_init(&body, 1024);
    jw_init(&w, &body, true);
    jw_object(&w);
    jw_ktext(&w, "item", sub->item);
    jw_kid(&w, "return", id);
    jw_kint(&w, "rows", sub->returned);
    jw_object_end(&w);
    struct outbox_entry entry = {.jurisdiction = sub->jurisdiction,
                                 .topic = "submission.returned",
                                 .object_id = sub->id,
                                 .unit_id = sub->provider_id,
                                 .body = buf_finish(&body),
                                 .due = door_now(d)};
    enum err e = outbox_add(ctx, d, s, &entry);
    buf_free(&body);
    return e;
}

/* Flaws of a file that was refused as a whole, as many as the screen shows. */
static enum err keep_refusals(struct ctx *ctx, struct db_session *s, struct finish_run *run) {
    struct job *j = run->job;
    enum err e = flawlog_rewind(ctx, j->flaws);
    struct db_value *args = ARENA_ARRAY(ctx->arena, 10 * FLAWS_KEPT, struct db_value);
    size_t n = 0;
    for (struct flawlog *logs[2] = {j->flaws, j->base}, **log = logs; !e && log < logs + 2; log++) {
        if (log == logs + 1) e = flawlog_rewind(ctx, j->base);
        while (!e && n < FLAWS_KEPT) {
            const struct flaw *f;
            e = flawlog_next(ctx, *log, ctx->arena, &f);
            if (e || !f) break;
            const struct db_value row[10] = {db_int(j->sub.id),
                                             db_int(++run->after.flaws),
                                             db_int(f->row),
                                             db_int(f->column),
                                             db_text(flaw_code_text(f->code)),
                                             db_text(f->field),
                                             db_text(f->value),
                                             db_text(f->sentence),
                                             db_text(f->suggestion),
                                             db_int(log == logs + 1)};
            memcpy(args + 10 * n++, row, sizeof row);
        }
    }
    if (e || !n) return e;
    enum db_result r = db_exec_many(s, STMT(ADD_FLAW), args, n, NULL);
    return bad(r) ? db_err(ctx, s, r) : OK;
}

/* Quality: what came, what went back, what was there already (ZC-67). */
static enum err count_figures(struct ctx *ctx, struct door *d, struct db_session *s,
                              const struct finish_run *run) {
    const struct submission *u = &run->job->sub;
    if (u->kind == SUBMISSION_LEGACY) return OK;
    const struct figure_count counts[] = {
        {u->jurisdiction, FIGURE_SUBMISSIONS, u->provider_id, u->item, 1},
        {u->jurisdiction, FIGURE_SUBMISSIONS_REFUSED, u->provider_id, u->item, run->refused},
        {u->jurisdiction, FIGURE_ROWS, u->provider_id, u->item, run->after.total},
        {u->jurisdiction, FIGURE_ROWS_RETURNED, u->provider_id, u->item, run->after.returned},
        {u->jurisdiction, FIGURE_ROWS_DUPLICATE, u->provider_id, u->item, run->after.duplicates},
    };
    return figure_add(ctx, s, date_of_instant(door_now(d)), counts, GX_COUNT(counts));
}

static enum err finish_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct finish_run *run = arg;
    struct job *j = run->job;
    run->after = j->sub;
    run->after.total = j->total;
    enum err e = OK;
    if (run->refused) {
        run->after.returned = j->total;
        run->after.duplicates = 0;
        e = keep_refusals(ctx, s, run);
        if (e) return e;
        enum db_result gone = db_exec(
            s, STMT(DROP_CLAIM),
            DB_ARGS(db_blob(j->sub.claim.b, sizeof j->sub.claim.b), db_int(j->sub.id)), NULL);
        if (bad(gone)) return db_err(ctx, s, gone);
    }
    int64_t changed = 0;
    enum db_result r = db_exec(s, STMT(FINISH),
                               DB_ARGS(db_int(j->sub.id), db_int(j->sub.progress),
                                       db_text(run->refused ? "refused" : "done"),
                                       db_text(run->refused ? run->code : NULL),
                                       db_int(door_now(d).us), db_int(run->after.total),
                                       db_int(run->after.returned), db_int(run->after.warned),
                                       db_int(run->after.flaws), db_int(run->after.duplicates)),
                               &changed);
    if (bad(r)) return db_err(ctx, s, r);
    if (!changed) return fail(ctx, ERR_CONFLICT, "该批次正由另一进程处理");
    struct leaf leaf =
        actor_leaf(ctx, run->refused ? EV_SUBMISSION_REFUSED : EV_SUBMISSION_ACCEPTED);
    leaf.object = j->sub.id;
    leaf.version = 1;
    leaf.day = j->sub.received_day;
    leaf.word = run->refused ? run->code : j->sub.item;
    door_leaf(d, &leaf);
    if (run->refused || run->after.returned) e = add_return(ctx, d, s, run);
    if (!e) e = count_figures(ctx, d, s, run);
    run->after.state = run->refused ? SUBMISSION_REFUSED : SUBMISSION_DONE;
    run->after.refusal = run->refused ? run->code : "";
    run->after.done_at = door_now(d).us;
    return e;
}

enum err write_finish(struct job *j, bool refused, const char *code) {
    struct finish_run run = {.job = j, .refused = refused, .code = code};
    enum err e = door_run(j->ctx, "submission.finish", DB_BULK, finish_fn, &run);
    if (!e) j->sub = run.after;
    return e;
}
