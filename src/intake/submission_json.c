#include "intake/submission_json.h"

#include "base/date.h"

static void day(struct json_writer *w, const char *name, struct date d) {
    char text[DATE_TEXT];
    date_format(d, text);
    jw_ktext(w, name, *text ? text : NULL);
}

static void instant(struct json_writer *w, const char *name, int64_t us) {
    char text[INSTANT_TEXT];
    instant_format((struct instant){us}, text);
    jw_ktext(w, name, us ? text : NULL);
}

static void text(struct json_writer *w, const char *name, const char *s) {
    jw_ktext(w, name, s && *s ? s : NULL);
}

static void hex(struct json_writer *w, const char *name, const struct stored_digest *d) {
    struct buf b;
    buf_init(&b, 256);
    buf_hex(&b, d->b + 1, DIGEST_BYTES); /* without the suite: what sha256sum prints */
    jw_key(w, name);
    jw_str(w, buf_finish(&b));
    buf_free(&b);
}

void submission_members(struct ctx *ctx, struct json_writer *w, const struct submission *s) {
    jw_kid(w, "submission", s->id);
    jw_ktext(w, "receipt_no", s->receipt_no);
    jw_ktext(w, "item", s->item);
    jw_kid(w, "provider", s->provider_id);
    jw_ktext(w, "kind", submission_kind_word(s->kind));
    jw_ktext(w, "state", submission_state_word(s->state));
    jw_ktext(w, "state_name", submission_state_name(s->state));
    text(w, "refusal", s->refusal);
    hex(w, "digest", &s->digest);
    jw_kint(w, "bytes", s->bytes);
    jw_ktext(w, "format", s->format);
    jw_ktext(w, "encoding", s->encoding);
    jw_kbool(w, "repeated", s->repeated);
    jw_kint(w, "rows", s->total);
    jw_kint(w, "accepted", s->repeated ? 0 : s->accepted);
    jw_kint(w, "returned", s->returned);
    jw_kint(w, "duplicates", s->duplicates + (s->repeated ? s->accepted : 0));
    jw_kint(w, "warnings", s->warned);
    jw_kint(w, "progress", s->progress);
    jw_kbool(w, "atomic", s->atomic);
    instant(w, "uploaded_at", s->uploaded_at);
    instant(w, "received_at", s->received_at);
    day(w, "received_day", s->received_day);
    day(w, "first_day", s->first_day);
    jw_kid(w, "resubmits", s->resubmits);
    text(w, "review", s->review);
    jw_kid(w, "reviewed_by", s->reviewed_by);
    instant(w, "reviewed_at", s->reviewed_at);
    text(w, "review_result", s->review_result);
    text(w, "review_opinion", s->review_opinion);
    day(w, "due", s->due_day);
    text(w, "due_explained", submission_due_text(ctx, s));
    instant(w, "done_at", s->done_at);
    jw_key(w, "late_days");
    if (s->late_days < 0)
        jw_null(w);
    else
        jw_int(w, s->late_days);
    jw_kint(w, "late_rows", s->late_rows);
    jw_kint(w, "late_pending", s->late_pending);
    text(w, "late_explained", submission_late_text(ctx, s));
    jw_kint(w, "withdrawn", s->withdrawn);
    text(w, "withdraw_reason", s->withdraw_reason);
    jw_kint(w, "version", s->version);
}

void return_members(struct json_writer *w, const struct submission_return *r) {
    jw_kid(w, "return", r->id);
    jw_kid(w, "submission", r->submission_id);
    jw_kid(w, "provider", r->provider_id);
    jw_ktext(w, "item", r->item);
    jw_kint(w, "rows", r->total);
    jw_ktext(w, "reason", r->reason);
    jw_ktext(w, "clause", r->clause);
    jw_ktext(w, "state", r->state);
    instant(w, "returned_at", r->returned_at);
    jw_kid(w, "rechecked_by", r->rechecked_by);
    instant(w, "rechecked_at", r->rechecked_at);
    text(w, "result", r->result);
    text(w, "opinion", r->opinion);
    jw_kid(w, "resubmission", r->resubmission_id);
    instant(w, "resubmitted_at", r->resubmitted_at);
    jw_kint(w, "version", r->version);
}

void flaw_members(struct json_writer *w, const struct flaw *f) {
    jw_kint(w, "row", f->row);
    jw_kint(w, "column", f->column);
    text(w, "field", f->field);
    text(w, "value", f->value);
    jw_ktext(w, "code", flaw_code_text(f->code));
    jw_ktext(w, "level", flaw_level_of(f->code) == FLAW_REFUSED ? "refused" : "warned");
    jw_ktext(w, "sentence", f->sentence);
    jw_ktext(w, "suggestion", f->suggestion);
}
