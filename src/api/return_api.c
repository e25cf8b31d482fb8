#include <string.h>

#include "api/handlers.h"
#include "http/page.h"
#include "intake/submission_json.h"
#include "registry/actor.h"
#include "registry/record.h"

/* ---- returns */

static const struct reply_field return_fields[] = {
    {.name = "return", .title = "退回编号", .type = INPUT_TYPE_ID},
    {.name = "submission", .title = "批次编号", .type = INPUT_TYPE_ID},
    {.name = "provider", .title = "提供单位", .type = INPUT_TYPE_ID},
    {.name = "item", .title = "目录事项", .type = INPUT_TYPE_TEXT},
    {.name = "rows", .title = "行数", .type = INPUT_TYPE_INT, .doc = "0: the file as a whole."},
    {.name = "reason", .title = "原因", .type = INPUT_TYPE_TEXT},
    {.name = "clause", .title = "依据条款", .type = INPUT_TYPE_TEXT},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "returned_at", .title = "退回时间", .type = INPUT_TYPE_INSTANT},
    {.name = "rechecked_by", .title = "复核人", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "rechecked_at", .title = "复核时间", .type = INPUT_TYPE_INSTANT, .maybe = true},
    {.name = "result", .title = "复核结果", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "opinion", .title = "复核意见", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "resubmission", .title = "重报批次", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "resubmitted_at", .title = "重报时间", .type = INPUT_TYPE_INSTANT, .maybe = true},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
};
const struct reply_spec return_reply = REPLY_SPEC(REPLY_OBJECT, return_fields);
const struct reply_spec returns_reply = REPLY_SPEC(REPLY_PAGE, return_fields);

struct return_id_in {
    int64_t id;
};
static const struct input_field return_id_fields[] = {
    INPUT_ID(struct return_id_in, id, "return", "退回编号", .in = IN_PATH),
};
const struct input_spec return_id_input = INPUT_SPEC(struct return_id_in, return_id_fields);

static enum err show(struct ctx *ctx, struct reply *out, int64_t id) {
    struct submission_return r;
    enum err e = return_get(ctx, id, &r);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    return_members(w, &r);
    jw_object_end(w);
    return OK;
}

enum err return_show(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct return_id_in *in = rq->input;
    return show(ctx, out, in->id);
}

struct page_only {
    struct page_in page;
};

enum err return_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct page_only *in = rq->input; /* page_input */
    int64_t scope = ctx->actor->unit_id;
    struct page_key key = {.i = {0}};
    enum err e = in->page.cursor ? page_open(ctx, rq, scope, in->page.cursor, &key) : OK;
    struct submission_return *list;
    size_t n;
    if (!e) e = return_list(ctx, key.i[0], (size_t)in->page.limit + 1, &list, &n);
    if (e) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        return_members(w, &list[i]);
        jw_object_end(w);
    }
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, scope, &last) : NULL);
    jw_object_end(w);
    return OK;
}

enum { RECHECK_CORRECTED, RECHECK_UPHELD, RECHECK_GIVEN_UP };
struct recheck_in {
    int64_t id;
    int result;
    const char *opinion;
};
static const struct input_word recheck_words[] = {
    {"corrected", RECHECK_CORRECTED, "已更正，将重新报送"},
    {"upheld", RECHECK_UPHELD, "经复核无误，将重新报送"},
    {"given_up", RECHECK_GIVEN_UP, "不再报送"},
    {0}};
static const struct input_field recheck_fields[] = {
    INPUT_ID(struct recheck_in, id, "return", "退回编号", .in = IN_PATH),
    INPUT_WORD(struct recheck_in, result, "result", "复核结果", recheck_words, .must = true),
    INPUT_TEXT(struct recheck_in, opinion, "opinion", "复核意见", .max = 1000, .lines = true),
};
const struct input_spec recheck_input = INPUT_SPEC(struct recheck_in, recheck_fields);

enum err return_rechecked(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct recheck_in *in = rq->input;
    enum err e = return_recheck(ctx, in->id, recheck_words[in->result].word, in->opinion);
    return e ? e : show(ctx, out, in->id);
}

/* ---- a provider's own versions */

struct version_in {
    int64_t subject, record, version;
    const struct json *fields;
    const char *reason, *reason_text;
};
static const struct input_field version_fields[] = {
    INPUT_ID(struct version_in, subject, "subject", "信用主体", .in = IN_PATH),
    INPUT_ID(struct version_in, record, "record", "记录", .in = IN_PATH),
    INPUT_INT(struct version_in, version, "version", "所见的版本", .must = true, .min = 1,
              .max = INT32_MAX),
    INPUT_JSON(struct version_in, fields, "fields", "内容", .must = true,
               .doc = "All fields: field code or name: text."),
    INPUT_TEXT(struct version_in, reason, "reason", "原因", .must = true, .max = 40,
               .doc = "correction, repair, revocation, alteration, subject_change, resubmission"),
    INPUT_TEXT(struct version_in, reason_text, "reason_text", "理由", .must = true, .max = 1000,
               .lines = true),
};
const struct input_spec version_input = INPUT_SPEC(struct version_in, version_fields);

static const struct reply_field version_reply_fields[] = {
    {.name = "subject", .title = "信用主体", .type = INPUT_TYPE_ID},
    {.name = "record", .title = "记录", .type = INPUT_TYPE_ID},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
};
const struct reply_spec version_reply = {.shape = REPLY_OBJECT,
                                         .status = 201,
                                         .fields = version_reply_fields,
                                         .n = GX_COUNT(version_reply_fields)};

/* All that is wrong with the content, as faults of the request. */
static void show_flaws(struct ctx *ctx, struct request *rq, const struct flaw *flaws, size_t n) {
    struct input_faults *faults = ARENA_NEW(ctx->arena, struct input_faults);
    for (size_t i = 0; i < n && faults->n < INPUT_FAULTS_MAX; i++) {
        if (flaw_level_of(flaws[i].code) == FLAW_WARNED) continue;
        faults->v[faults->n++] = (struct input_fault){.code = ERR_SUBMISSION_FLAWED,
                                                      .field = flaws[i].field,
                                                      .rule = flaw_code_text(flaws[i].code),
                                                      .detail = flaws[i].sentence};
    }
    rq->faults = faults;
}

enum err record_new_version(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct version_in *in = rq->input;
    struct record_seen seen = {in->subject, in->record, in->version};
    const struct flaw *flaws = NULL;
    size_t n = 0;
    enum err e = version_submit(ctx, &seen, in->fields, in->reason, in->reason_text, &flaws, &n);
    if (e == ERR_SUBMISSION_FLAWED) show_flaws(ctx, rq, flaws, n);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    reply_status(out, 201);
    jw_object(w);
    jw_kid(w, "subject", in->subject);
    jw_kid(w, "record", in->record);
    jw_kint(w, "version", in->version + 1);
    jw_object_end(w);
    return OK;
}

/* ---- what the unit has provided */

struct own_in {
    const char *item;
    struct page_in page;
};
static const struct input_field own_fields[] = {
    INPUT_TEXT(struct own_in, item, "item", "目录事项", .in = IN_QUERY, .max = 64),
    INPUT_PAGE(struct own_in, page),
};
const struct input_spec own_records_input = INPUT_SPEC(struct own_in, own_fields);
static const struct reply_field own_reply_fields[] = {
    {.name = "subject", .title = "信用主体", .type = INPUT_TYPE_ID},
    {.name = "record", .title = "记录", .type = INPUT_TYPE_ID},
    {.name = "item", .title = "目录事项", .type = INPUT_TYPE_TEXT},
    {.name = "doc_no", .title = "文书号", .type = INPUT_TYPE_TEXT},
    {.name = "formed", .title = "形成日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "received", .title = "接收日期", .type = INPUT_TYPE_DATE},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "late_days", .title = "迟报工作日", .type = INPUT_TYPE_INT, .maybe = true},
    {.name = "version",
     .title = "版本",
     .type = INPUT_TYPE_INT,
     .doc = "Of the row: what a change names as seen."},
};
const struct reply_spec own_records_reply = REPLY_SPEC(REPLY_PAGE, own_reply_fields);

static void own_record(struct json_writer *w, const struct record *r) {
    char day[DATE_TEXT];
    jw_object(w);
    jw_kid(w, "subject", r->facts.subject_id);
    jw_kid(w, "record", r->id);
    jw_ktext(w, "item", r->facts.item);
    jw_ktext(w, "doc_no", r->facts.doc_no);
    date_format(r->facts.formed, day);
    jw_ktext(w, "formed", *day ? day : NULL);
    date_format(r->facts.received, day);
    jw_ktext(w, "received", day);
    jw_ktext(w, "state", record_state_word(r->state));
    jw_key(w, "late_days");
    if (r->facts.late_days < 0)
        jw_null(w);
    else
        jw_int(w, r->facts.late_days);
    jw_kint(w, "version", r->version);
    jw_object_end(w);
}

enum err own_records(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct own_in *in = rq->input;
    int64_t scope = ctx->actor->unit_id;
    struct page_key key = {.i = {0}};
    enum err e = in->page.cursor ? page_open(ctx, rq, scope, in->page.cursor, &key) : OK;
    if (e) return e;
    struct record_place after = {DATE_NONE, 0};
    if (in->page.cursor) after = (struct record_place){{(int32_t)key.i[0]}, key.i[1]};
    struct record *list;
    size_t n;
    struct db_session *s;
    if ((e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s))) return e;
    e = record_list_provider(ctx, s, scope, in->item, after, (size_t)in->page.limit + 1, &list, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        own_record(w, &list[i]);
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].facts.received.day : 0, n ? list[n - 1].id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, scope, &last) : NULL);
    jw_object_end(w);
    return OK;
}
