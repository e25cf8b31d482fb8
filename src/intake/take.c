/* A file comes in: who may, what it mends, the receipt. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/file.h"
#include "base/id.h"
#include "base/json.h"
#include "base/log.h"
#include "intake/headmap.h"
#include "intake/job.h"
#include "intake/lateness.h"
#include "intake/mapping.h"
#include "intake/original.h"
#include "intake/spill.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/app.h"

enum { FIND_CLAIM, SALT, CLAIM, ADD, RETURN_OF, RESUBMITTED };

const struct db_stmt submission_take_stmts[] = {
    [FIND_CLAIM] = {.name = "submission.find_claim",
                    .sql = "select submission_id from submission_claim where claim = $1",
                    .in = "b",
                    .out = "i",
                    .kind = DB_READ},
    [SALT] = {.name = "submission.salt",
              .sql = "update submission set salt = $2 where submission_id = $1",
              .in = "ib",
              .out = "",
              .kind = DB_WRITE},
    [CLAIM] = {.name = "submission.claim",
               .sql = "insert into submission_claim (claim, submission_id) values ($1, $2)"
                      " on conflict do nothing",
               .in = "bi",
               .out = "",
               .kind = DB_WRITE},
    [ADD] = {.name = "submission.add",
             .sql =
                 "insert into submission (submission_id, jurisdiction, policy_label, catalog_id,"
                 " item, item_version, provider_id, by_user, by_post, by_role, channel, kind,"
                 " digest, claim, bytes, format, encoding, mapping, receipt_no, uploaded_at,"
                 " received_at, received_day, first_id, first_day, resubmits, atomic, review,"
                 " reviewed_by, reviewed_at, review_result, review_opinion, state, total,"
                 " holder, touched_at, due_day, due_rule, accepted, returned, duplicates, warned,"
                 " flaws, progress, late_rows, late_pending, withdrawn, version)"
                 " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
                 " $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30,"
                 " $31, $32, $33, $34, $35, $36, $37, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)",
             .in = "ittitiiiitttbbittTtiITiTIiTIITTtiTiTT",
             .out = "",
             .kind = DB_WRITE},
    [RETURN_OF] = {.name = "submission.return_of",
                   .sql = "select state from submission_return where submission_id = $1",
                   .in = "i",
                   .out = "t",
                   .kind = DB_READ},
    [RESUBMITTED] = {.name = "submission.resubmitted",
                     .sql = "update submission_return set state = 'resubmitted',"
                            " resubmission_id = $2, resubmitted_at = $3, version = version + 1"
                            " where submission_id = $1 and state = $4",
                     .in = "iiit",
                     .out = "",
                     .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&submission_take_stmts[name])

static bool bad(enum db_result r) {
    return r == DB_RETRY || r == DB_FAIL;
}

/* --- what it is --- */

static enum err digest_file(struct ctx *ctx, const char *path, struct digest *d_r,
                            int64_t *bytes_r) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail(ctx, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "读不到要报送的文件");
    struct hasher *h = hasher_new(SUITE_INTL);
    struct arena *own = arena_new();
    size_t room = 1 << 18;
    char *piece = arena_alloc(own, room);
    enum err e = OK;
    *bytes_r = 0;
    for (ssize_t n; (n = read(fd, piece, room)) != 0;) {
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            e = fail(ctx, ERR_IO, NULL);
            break;
        }
        hasher_add(h, piece, (size_t)n);
        *bytes_r += n;
    }
    *d_r = hasher_end(&h);
    arena_free(&own);
    close(fd);
    return e;
}

/* The same file of the same unit under the same item, mending the same submission. Keyed: it outlives the
 * content. */
static struct stored_digest claim_of(struct ctx *ctx, const struct submission *s) {
    struct buf b;
    buf_init(&b, 4096);
    buf_printf(&b, "%lld\n%s\n%lld\n%d\n", (long long)s->provider_id, s->item,
               (long long)s->resubmits, s->kind == SUBMISSION_LEGACY);
    buf_put(&b, (const char *)s->digest.b, sizeof s->digest.b);
    struct str text = buf_finish(&b);
    struct digest d = crypto_hmac(SUITE_INTL, &ctx->app->keys.lookup, text.p, text.n);
    buf_free(&b);
    return crypto_stored(SUITE_INTL, d);
}

static const char *receipt_number(struct arena *a, int64_t id, struct date day) {
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    struct date_ymd d = date_split(day);
    char tail[9] = "";
    for (int i = 7; i >= 0; i--) {
        tail[i] = digits[id & 31];
        id >>= 5;
    }
    return arena_printf(a, "BS%04d%02d%02d-%s", d.year, d.month, d.day, tail);
}

/* The formats that the pack takes (HH-27, ZC-14). */
static enum err check_format(struct job *j, bool form) {
    const struct policy_value *v =
        policy_get(j->policy, PARAM_SUBMIT_FORMATS, NULL, j->schema->day);
    enum word word = form                                                  ? W_FORMAT_FORM
                     : !strcmp(j->format, source_format_text(SOURCE_XLSX)) ? W_FORMAT_XLSX
                     : !strcmp(j->format, source_format_text(SOURCE_CSV))  ? W_FORMAT_CSV
                                                                           : W_FORMAT_JSONL;
    if (!v->known || words_have(v->words, word)) return OK;
    return fail_clause(j->ctx, ERR_SUBMISSION_FORMAT, v->basis.clause, "本地区不接受%s格式的报送",
                       word_chinese(word));
}

/* What it mends: a submission of the same unit and item that was returned and rechecked. */
static enum err check_resubmission(struct job *j) {
    struct ctx *ctx = j->ctx;
    struct submission old;
    struct db_session *s;
    const struct db_value *row = NULL;
    enum err e = submission_get(ctx, j->sub.resubmits, &old);
    if (e) return e;
    if (old.provider_id != ctx->actor->unit_id || strcmp(old.item, j->sub.item) != 0)
        return fail(ctx, ERR_NOT_FOUND, "没有这一报送批次");
    if ((e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s))) return e;
    enum db_result r = db_one(s, ctx->arena, STMT(RETURN_OF), DB_ARGS(db_int(old.id)), &row);
    if (bad(r)) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    if (e) return e;
    const char *state = r == DB_ROW ? db_get_text(row, 0) : "";
    if (!strcmp(state, "resubmitted") || !strcmp(state, "closed") || !*state)
        return fail(ctx, ERR_SUBMISSION_RESUBMITTED, *state ? NULL : "该批次没有退回的内容");
    const struct policy_value *v =
        policy_get(j->policy, PARAM_INTAKE_ON_DEFECT, NULL, clock_today(ctx->clock));
    if (strcmp(state, "rechecked") != 0)
        return fail_clause(ctx, ERR_SUBMISSION_RECHECK, v->basis.clause, NULL);
    j->sub.first_id = old.first_id;
    j->sub.first_day = date_is_none(old.first_day) ? old.received_day : old.first_day;
    return OK;
}

/* --- the receipt --- */

void submission_receive(struct job *j, struct instant now) {
    struct submission *s = &j->sub;
    s->received_at = now.us;
    s->received_day = date_of_instant(now);
    if (date_is_none(s->first_day)) s->first_day = s->received_day;
    struct due due;
    s->due_day = DATE_NONE;
    s->due_rule = "";
    if (s->kind == SUBMISSION_LEGACY || !lateness_intake(j->ctx->arena, j->policy, j->calendar,
                                                         j->item->item, s->received_day, &due))
        return;
    s->due_rule = due_json(j->ctx->arena, &due);
    s->due_day = due.date;
}

static struct db_value text_or_null(const char *s) {
    return db_text(s && *s ? s : NULL);
}
static struct db_value int_or_null(int64_t v) {
    return v ? db_int(v) : db_null();
}

static enum err add_row(struct ctx *ctx, struct db_session *s, const struct job *j) {
    const struct submission *v = &j->sub;
    const struct actor *a = ctx->actor;
    enum db_result r = db_exec(
        s, STMT(ADD),
        DB_ARGS(db_int(v->id), db_text(v->jurisdiction), db_text(v->policy_label),
                db_int(v->catalog_id), db_text(v->item), db_int(v->item_version),
                db_int(v->provider_id), db_int(a->user_id), db_int(a->post_id),
                db_text(role_word(a->role)), db_text(channel_word(a->channel)),
                db_text(submission_kind_word(v->kind)), db_blob(v->digest.b, sizeof v->digest.b),
                db_blob(v->claim.b, sizeof v->claim.b), db_int(v->bytes), db_text(v->format),
                db_text(v->encoding), text_or_null(v->mapping), db_text(v->receipt_no),
                db_int(v->uploaded_at), int_or_null(v->received_at),
                db_date(ctx->arena, v->received_day), db_int(v->first_id),
                db_date(ctx->arena, v->first_day), int_or_null(v->resubmits), db_int(v->atomic),
                text_or_null(v->review), int_or_null(v->reviewed_by), int_or_null(v->reviewed_at),
                text_or_null(v->review_result), text_or_null(v->review_opinion),
                db_text(submission_state_word(v->state)), db_int(v->total), text_or_null(v->holder),
                db_int(v->touched_at), db_date(ctx->arena, v->due_day), text_or_null(v->due_rule)),
        NULL);
    return bad(r) ? db_err(ctx, s, r) : OK;
}

struct receipt {
    struct job *job;
    const struct original *original;
    int64_t existing; /* somebody was faster */
};

static enum err receipt_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct receipt *in = arg;
    struct submission *v = &in->job->sub;
    int64_t changed = 0;
    in->existing = 0;
    struct db_value claim = db_blob(v->claim.b, sizeof v->claim.b);
    enum db_result r = db_exec(s, STMT(CLAIM), DB_ARGS(claim, db_int(v->id)), &changed);
    if (bad(r)) return db_err(ctx, s, r);
    if (!changed) {
        const struct db_value *row;
        r = db_one(s, ctx->arena, STMT(FIND_CLAIM), DB_ARGS(claim), &row);
        if (r != DB_ROW) return db_err(ctx, s, r == DB_NONE ? DB_RETRY : r);
        in->existing = db_get_int(row, 0);
        door_nothing(d);
        return OK;
    }
    enum err e = add_row(ctx, s, in->job);
    if (!e) e = original_record(ctx, s, in->original);
    if (e) return e;
    /* Of a file of one row a bare digest would let the row be guessed for ever. */
    struct salt salt;
    crypto_random(&salt, sizeof salt);
    struct stored_digest commitment = crypto_commit(
        ctx->app->suite, &salt, (struct str){(const char *)v->digest.b, sizeof v->digest.b});
    r = db_exec(s, STMT(SALT), DB_ARGS(db_int(v->id), db_blob(salt.b, sizeof salt.b)), NULL);
    if (bad(r)) return db_err(ctx, s, r);
    struct leaf leaf = actor_leaf(ctx, EV_SUBMISSION_RECEIVED);
    leaf.object = v->id;
    leaf.version = 1;
    leaf.day = v->received_day;
    leaf.word = submission_state_word(v->state);
    leaf.commitments = &commitment;
    leaf.n_commitments = 1;
    door_leaf(d, &leaf);
    if (v->resubmits) {
        r = db_exec(s, STMT(RESUBMITTED),
                    DB_ARGS(db_int(v->resubmits), db_int(v->id), db_int(door_now(d).us),
                            db_text("rechecked")),
                    &changed);
        if (bad(r)) return db_err(ctx, s, r);
        if (!changed) return fail(ctx, ERR_SUBMISSION_RESUBMITTED, NULL);
        struct leaf again = actor_leaf(ctx, EV_SUBMISSION_RESUBMITTED);
        again.object = v->resubmits;
        door_leaf(d, &again);
    }
    return OK;
}

static enum err find_claim(struct ctx *ctx, const struct stored_digest *claim, int64_t *id_r) {
    struct db_session *s;
    const struct db_value *row;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    enum db_result r =
        db_one(s, ctx->arena, STMT(FIND_CLAIM), DB_ARGS(db_blob(claim->b, sizeof claim->b)), &row);
    if (bad(r)) e = db_err(ctx, s, r);
    *id_r = r == DB_ROW ? db_get_int(row, 0) : 0;
    db_read_end(ctx, &s);
    return e;
}

/* --- taking --- */

static enum err read_memory(struct job *j) {
    struct db_session *s;
    struct head_memory *memory;
    enum err e = db_read_begin(j->ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = mapping_read(j->ctx, s, j->sub.provider_id, j->sub.item, &memory, &j->nmemory);
    db_read_end(j->ctx, &s);
    j->memory = memory;
    if (!e) j->sub.mapping = mapping_text(j->ctx->arena, memory, j->nmemory);
    return e;
}

/* Which review the pack asks for, and whether the request brings it. */
static void settle_review(struct job *j, const struct submission_request *in, struct instant now) {
    struct submission *s = &j->sub;
    struct policy_scope scope = {.item = s->item};
    const struct policy_value *v =
        policy_get(j->policy, PARAM_SUBMIT_REVIEW_BEFORE, &scope, j->schema->day);
    s->review = v->known && s->kind != SUBMISSION_LEGACY ? word_text(v->word) : "";
    s->review_result = s->review_opinion = "";
    bool verified = v->known && v->word == W_REVIEW_VERIFY && in->verified && *in->verified;
    if (*s->review && verified) {
        s->reviewed_by = j->ctx->actor->user_id;
        s->reviewed_at = now.us;
        s->review_result = "passed";
        s->review_opinion = in->verified;
    }
    s->state = *s->review && !verified ? SUBMISSION_AWAITING_REVIEW : SUBMISSION_CHECKING;
    if (s->state == SUBMISSION_CHECKING) submission_receive(j, now);
}

static void start_row(struct job *j, const struct submission_request *in, struct instant now) {
    struct submission *s = &j->sub;
    s->id = id_new(now);
    if (!s->first_id) s->first_id = s->id;
    s->uploaded_at = s->touched_at = now.us;
    s->receipt_no = receipt_number(j->ctx->arena, s->id, date_of_instant(now));
    s->format = j->format;
    s->encoding = j->encoding;
    s->total = j->total;
    s->atomic = in->atomic;
    s->late_days = -1;
    s->late_formed = s->from_day = s->to_day = s->received_day = s->due_day = DATE_NONE;
    s->due_rule = s->refusal = s->withdraw_reason = "";
    s->by_user = j->ctx->actor->user_id;
    s->by_post = j->ctx->actor->post_id;
    s->by_role = role_word(j->ctx->actor->role);
    s->channel = channel_word(j->ctx->actor->channel);
    s->version = 1;
}

static enum err take_in(struct job *j, const struct submission_request *in,
                        struct submission *out) {
    struct ctx *ctx = j->ctx;
    struct instant now = clock_now(ctx->clock);
    start_row(j, in, now);
    settle_review(j, in, now);
    bool later = j->sub.state == SUBMISSION_AWAITING_REVIEW ||
                 (in->in_background && j->total > BACKGROUND_ROWS);
    bool refused = false;
    enum err e = OK;
    if (j->sub.atomic && !later) e = load_rehearse(j, &refused);
    if (e) return e;
    j->sub.holder = later ? "" : holder_self(ctx);
    struct original original;
    struct receipt receipt = {.job = j, .original = &original};
    e = original_store(ctx, j->sub.id, j->path, &original);
    if (!e) e = door_run(ctx, "submission.receipt", DB_PEOPLE, receipt_fn, &receipt);
    if ((e && e != ERR_DB_OUTCOME_UNKNOWN) || receipt.existing) original_remove(ctx, j->sub.id);
    if (e) return e;
    if (receipt.existing) return submission_repeat(ctx, receipt.existing, out);
    if (!later) {
        if (refused)
            e = write_finish(j, true, flaw_code_text(j->first_refusal));
        else
            e = load_run(j);
    }
    *out = j->sub;
    return submission_unless_overtaken(ctx, e, j->sub.id, out);
}

enum err submission_take(struct ctx *ctx, const struct submission_request *in,
                         struct submission *out) {
    bool legacy = in->kind == SUBMISSION_LEGACY;
    struct job j = {.ctx = ctx,
                    .path = in->path,
                    .options = {.format = in->format},
                    .sub = {.item = in->item, .kind = in->kind, .resubmits = in->resubmits}};
    j.sub.first_day = DATE_NONE;
    struct digest digest;
    int64_t existing = 0;
    enum err e = actor_may(ctx, legacy ? PERM_LEGACY_IMPORT : PERM_SUBMIT);
    if (!e) e = job_resolve(&j, legacy);
    if (!e) e = digest_file(ctx, in->path, &digest, &j.sub.bytes);
    if (e) return e;
    j.sub.digest = crypto_stored(SUITE_INTL, digest);
    j.sub.claim = claim_of(ctx, &j.sub);
    e = find_claim(ctx, &j.sub.claim, &existing);
    if (!e && existing) return submission_repeat(ctx, existing, out);
    if (!e && j.sub.resubmits) e = check_resubmission(&j);
    if (!e) e = read_memory(&j);
    if (!e) e = job_prepare(&j, clock_today(ctx->clock));
    if (!e) e = scan_file(&j);
    if (!e) e = check_format(&j, in->kind == SUBMISSION_FORM);
    if (!e) e = take_in(&j, in, out);
    if (!e && in->flaws_r) { /* both kinds of flaws, for an answer file at once */
        const struct flaw *f;
        e = flawlog_rewind(ctx, j.base);
        while (!e && !(e = flawlog_next(ctx, j.base, ctx->arena, &f)) && f)
            flawlog_add(j.flaws, f);
        *in->flaws_r = j.flaws;
        j.flaws = NULL;
    }
    if (e == OK)
        log_event(ctx, LOG_INFO, "submission.taken", "state=%s rows=%lld accepted=%lld",
                  submission_state_word(out->state), (long long)out->total,
                  (long long)out->accepted);
    job_close(&j);
    return e;
}

/* --- one form --- */

static enum err write_form(struct ctx *ctx, const struct json *fields, const char **path_r,
                           int *fd_r) {
    struct buf b;
    struct json_writer w;
    buf_init(&b, 4 << 20);
    jw_init(&w, &b, true);
    jw_json(&w, fields);
    buf_putc(&b, '\n');
    struct str text = buf_finish(&b);
    const char *tmp = file_join(ctx->arena, ctx->app->dir, "tmp");
    enum err e = text.p ? OK : fail(ctx, ERR_NO_MEMORY_LIMIT, NULL);
    if (!e && (e = file_mkdir(tmp, 0700))) e = fail(ctx, e, NULL);
    if (!e) e = spill_file(ctx, tmp, fd_r);
    if (!e && pwrite(*fd_r, text.p, text.n, 0) != (ssize_t)text.n) e = spill_errno(ctx);
    buf_free(&b);
    *path_r = arena_printf(ctx->arena, "/proc/self/fd/%d", *fd_r);
    return e;
}

enum err submission_form(struct ctx *ctx, const char *item, const struct json *fields,
                         int64_t resubmits, const char *verified, struct submission *out) {
    if (!fields || fields->type != JSON_OBJECT || !fields->count)
        return fail_field(ctx, ERR_INPUT_TYPE, "fields", "object", NULL);
    int fd = -1;
    const char *path;
    enum err e = write_form(ctx, fields, &path, &fd);
    struct submission_request in = {.path = path,
                                    .item = item,
                                    .format = SOURCE_JSONL,
                                    .kind = SUBMISSION_FORM,
                                    .resubmits = resubmits,
                                    .verified = verified};
    if (!e) e = submission_take(ctx, &in, out);
    if (fd >= 0) close(fd);
    return e;
}
