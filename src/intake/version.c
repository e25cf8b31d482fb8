#include "intake/version.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "disclosure/decide.h"
#include "intake/job.h"
#include "intake/spill.h"
#include "law/law.h"
#include "ledger/door.h"
#include "registry/actor.h"

struct version_ready {
    struct job job;
    struct record_seen seen; /* version 0: whatever is current */
    struct record_new next;
};

enum err version_apply(struct ctx *ctx, struct door *d, struct db_session *s,
                       const struct version_ready *v, const struct record_because *why) {
    return record_revise(ctx, d, s, &v->seen, why, v->job.item, v->next.payload, &v->next.facts,
                         &v->next.terms, &v->next.ranges);
}

void version_release(struct version_ready **ready) {
    if (!*ready) return;
    job_close(&(*ready)->job);
    *ready = NULL;
}

/* The form as one line of JSON, read and checked like any row. */
static enum err check_form(struct job *j, const struct json *fields, struct checked *out) {
    struct ctx *ctx = j->ctx;
    struct buf b;
    struct json_writer w;
    int fd = -1;
    buf_init(&b, 4 << 20);
    jw_init(&w, &b, true);
    jw_json(&w, fields);
    buf_putc(&b, '\n');
    struct str text = buf_finish(&b);
    enum err e =
        text.p ? spill_file(ctx, j->options.tmp_dir, &fd) : fail(ctx, ERR_NO_MEMORY_LIMIT, NULL);
    if (!e && pwrite(fd, text.p, text.n, 0) != (ssize_t)text.n) e = spill_errno(ctx);
    buf_free(&b);
    j->path = arena_printf(ctx->arena, "/proc/self/fd/%d", fd);
    j->options.format = SOURCE_JSONL;
    struct flaw_sink sink = flawlog_sink(j->flaws);
    struct table_in t;
    const struct source_row *row = NULL;
    if (!e) {
        e = table_in_open(ctx, j, &sink, &t);
        if (!e) {
            e = table_in_next(ctx, &t, &sink, &row);
            if (!e && row) check_row(t.checker, ctx->arena, row, out);
            if (!e && (!row || t.refused)) out->refused = true;
            table_in_close(&t);
        }
    }
    if (fd >= 0) close(fd);
    return e;
}

static enum err all_flaws(struct job *j, const struct checked *c, const struct flaw **flaws_r,
                          size_t *n_r) {
    struct flaw *list = ARENA_ARRAY(j->ctx->arena, c->nflaws + FLAWS_KEPT, struct flaw);
    size_t n = 0;
    enum err e = flawlog_rewind(j->ctx, j->flaws);
    const struct flaw *f;
    while (!e && n < FLAWS_KEPT && !(e = flawlog_next(j->ctx, j->flaws, j->ctx->arena, &f)) && f)
        list[n++] = *f;
    for (size_t i = 0; i < c->nflaws; i++)
        list[n++] = c->flaws[i];
    *flaws_r = list;
    *n_r = n;
    return e;
}

/* Identity stays: another document or day is another record. */
static enum err same_identity(struct ctx *ctx, struct db_session *s, const struct record *r,
                              const struct checked *c) {
    struct subject *subject;
    enum err e = subject_find(ctx, s, &c->number, &subject);
    if (e) return e;
    bool same = subject && subject->id == r->facts.subject_id &&
                !strcmp(c->doc_no, r->facts.doc_no) && !date_cmp(c->formed, r->facts.formed);
    return same ? OK : fail(ctx, ERR_SUBMISSION_IDENTITY, NULL);
}

static enum err load(struct ctx *ctx, const struct record_seen *seen, struct record **r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = record_get(ctx, s, seen->subject_id, seen->record_id, r);
    db_read_end(ctx, &s);
    if (e) return e;
    /* Whose it is not, is not told that it is there. */
    return *r && (*r)->facts.provider_id == ctx->actor->unit_id
               ? OK
               : fail(ctx, ERR_NOT_FOUND, "没有这一记录");
}

static enum err prepare_version(struct job *j, const struct record *r, const struct checked *c,
                                struct record_new *next) {
    struct ctx *ctx = j->ctx;
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = same_identity(ctx, s, r, c);
    db_read_end(ctx, &s);
    if (e) return e;
    struct preparer *p = preparer_new(j);
    prepare_record(p, c, r->facts.received, r->facts.late_days, next);
    next->terms.term_rule = arena_strdup(ctx->arena, next->terms.term_rule);
    next->terms.publish_rule = arena_strdup(ctx->arena, next->terms.publish_rule);
    preparer_free(&p);
    record_keep_publication_end(ctx, r, &next->terms);
    next->facts.subject_id = r->facts.subject_id;
    struct record whole = {
        .id = r->id, .facts = next->facts, .terms = next->terms, .state = r->state};
    const struct policy *today =
        law_policy(ctx->law, r->facts.jurisdiction, clock_today(ctx->clock));
    next->ranges = decide_ranges(today ? today : j->policy, j->item->item, c->kind, &whole);
    return OK;
}

enum err version_prepare(struct ctx *ctx, const struct record *r, const struct json *fields,
                         struct version_ready **ready_r, const struct flaw **flaws_r, size_t *n_r) {
    struct version_ready *v = ARENA_NEW(ctx->arena, struct version_ready);
    struct job *j = &v->job;
    struct checked c = {.row = 0};
    *n_r = 0;
    *ready_r = NULL;
    if (!fields || fields->type != JSON_OBJECT)
        return fail_field(ctx, ERR_INPUT_TYPE, "fields", "object", NULL);
    j->ctx = ctx;
    j->sub = (struct submission){.item = r->facts.item,
                                 .jurisdiction = r->facts.jurisdiction,
                                 .policy_label = r->facts.policy_label,
                                 .catalog_id = r->facts.catalog_id,
                                 .provider_id = r->facts.provider_id,
                                 .received_day = r->facts.received};
    v->seen = (struct record_seen){r->facts.subject_id, r->id, 0};
    enum err e = job_restore(j);
    if (!e) e = job_prepare(j, clock_today(ctx->clock));
    if (!e) e = check_form(j, fields, &c);
    if (!e && c.refused) {
        e = all_flaws(j, &c, flaws_r, n_r);
        if (!e)
            e = fail(ctx, ERR_SUBMISSION_FLAWED, "%s",
                     *n_r ? (*flaws_r)[0].sentence : "内容不完整");
    }
    if (!e) e = prepare_version(j, r, &c, &v->next);
    if (e)
        job_close(j);
    else
        *ready_r = v;
    return e;
}

/* ---- a provider's own, outside a case */

struct revise {
    const struct version_ready *ready;
    const struct record_because *why;
};

static enum err revise_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct revise *in = arg;
    return version_apply(ctx, d, s, in->ready, in->why);
}

enum err version_submit(struct ctx *ctx, const struct record_seen *seen, const struct json *fields,
                        const char *reason, const char *reason_text, const struct flaw **flaws_r,
                        size_t *n_r) {
    struct record *r = NULL;
    struct record_because why = {.text = reason_text};
    struct version_ready *ready = NULL;
    *n_r = 0;
    enum err e = actor_may(ctx, PERM_SUBMIT);
    if (e) return e;
    if (!record_reason_parse(reason, &why.reason) || why.reason == RECORD_FIRST)
        return fail_field(ctx, ERR_REASON_MISSING, "reason", "one_of", "请选择更正的原因");
    if (!reason_text || !*reason_text)
        return fail_field(ctx, ERR_REASON_MISSING, "reason_text", NULL, NULL);
    e = load(ctx, seen, &r);
    if (!e) e = version_prepare(ctx, r, fields, &ready, flaws_r, n_r);
    if (e) return e;
    ready->seen = *seen;
    struct revise in = {ready, &why};
    e = door_run(ctx, "record.version", DB_PEOPLE, revise_fn, &in);
    version_release(&ready);
    return e;
}
