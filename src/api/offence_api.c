#include "watch/offence.h"

#include "api/api.h"
#include "api/handlers.h"
#include "http/page.h"
#include "registry/actor.h"

static enum err made(struct ctx *ctx, struct reply *out, const char *path, int64_t id) {
    reply_created(ctx, out, "/api/v1/%s/%lld", path, (long long)id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", id);
    jw_object_end(w);
    return OK;
}

struct offence_in {
    const char *ground, *citation, *what, *reporter;
    int64_t unit, evidence;
};
static const struct input_field offence_fields[] = {
    INPUT_TEXT(struct offence_in, ground, "ground", "情形", .must = true, .max = 48,
               .doc = "A ground of the place's liability or incident process, or `other`."),
    INPUT_TEXT(struct offence_in, citation, "citation", "禁止该行为的依据", .max = 300),
    INPUT_ID(struct offence_in, unit, "unit", "被举报单位"),
    INPUT_TEXT(struct offence_in, what, "what", "事实", .must = true, .max = 4000, .lines = true),
    INPUT_TEXT(struct offence_in, reporter, "reporter", "举报人姓名和联系方式", .max = 300,
               .secret = true, .doc = "Sealed; left out, the report is anonymous."),
    INPUT_ID(struct offence_in, evidence, "evidence", "证明文件"),
};
const struct input_spec offence_input = INPUT_SPEC(struct offence_in, offence_fields);

enum err offence_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct offence_in *in = rq->input;
    struct offence_report r = {.ground = in->ground,
                               .citation = in->citation,
                               .unit_id = in->unit,
                               .what = in->what,
                               .reporter = in->reporter,
                               .evidence_id = in->evidence};
    enum err e = offence_tell(ctx, &r);
    return e == OK ? made(ctx, out, "offence-reports", r.report_id) : e;
}

static const struct reply_field offence_reply_fields[] = {
    {.name = "report", .title = "举报编号", .type = INPUT_TYPE_ID},
    {.name = "ground", .title = "情形", .type = INPUT_TYPE_TEXT},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},
    {.name = "citation", .title = "依据", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "unit", .title = "被举报单位", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "what", .title = "事实", .type = INPUT_TYPE_TEXT},
    {.name = "anonymous", .title = "匿名", .type = INPUT_TYPE_BOOL},
    {.name = "evidence", .title = "证明文件", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "case", .title = "案件", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "outcome", .title = "结果", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "at", .title = "收到时间", .type = INPUT_TYPE_INSTANT},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
};
const struct reply_spec offences_reply = REPLY_SPEC(REPLY_PAGE, offence_reply_fields);

static void report_object(struct json_writer *w, const struct offence_report *r) {
    char at[INSTANT_TEXT];
    jw_object(w);
    jw_kid(w, "report", r->report_id);
    jw_ktext(w, "ground", r->ground);
    jw_ktext(w, "clause", r->clause);
    jw_ktext(w, "citation", r->citation);
    jw_kid(w, "unit", r->unit_id);
    jw_ktext(w, "what", r->what);
    jw_kbool(w, "anonymous", r->anonymous);
    jw_kid(w, "evidence", r->evidence_id);
    jw_kid(w, "case", r->case_id);
    jw_ktext(w, "state", r->state);
    jw_ktext(w, "outcome", r->outcome);
    instant_format(r->at, at);
    jw_ktext(w, "at", at);
    jw_kint(w, "version", r->version);
    jw_object_end(w);
}

enum err offence_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct { struct page_in page; } *in = rq->input;
    struct page_key key = {0};
    struct offence_report *list;
    size_t n;
    enum err e =
        in->page.cursor ? page_open(ctx, rq, ctx->actor->unit_id, in->page.cursor, &key) : OK;
    if (e == OK) e = offence_list(ctx, key.i[0], (size_t)in->page.limit + 1, &list, &n);
    if (e != OK) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        report_object(w, &list[i]);
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].report_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, ctx->actor->unit_id, &last) : NULL);
    jw_object_end(w);
    return OK;
}

struct report_in {
    int64_t report, version, case_id, subject, opening;
    const char *text;
};
static const struct input_field link_fields[] = {
    INPUT_ID(struct report_in, report, "report", "举报编号", .in = IN_PATH),
    INPUT_INT(struct report_in, version, "version", "版本", .must = true),
    INPUT_ID(struct report_in, case_id, "case", "案件", .must = true),
    INPUT_ID(struct report_in, subject, "subject", "案件的主体"),
};
const struct input_spec offence_link_input = INPUT_SPEC(struct report_in, link_fields);

enum err offence_linked(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct report_in *in = rq->input;
    (void)out;
    return offence_link(ctx, in->report, in->version, in->subject, in->case_id);
}

static const struct input_field close_fields[] = {
    INPUT_ID(struct report_in, report, "report", "举报编号", .in = IN_PATH),
    INPUT_INT(struct report_in, version, "version", "版本", .must = true),
    INPUT_TEXT(struct report_in, text, "outcome", "结果", .must = true, .max = 1000, .lines = true),
};
const struct input_spec offence_close_input = INPUT_SPEC(struct report_in, close_fields);

enum err offence_closed(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct report_in *in = rq->input;
    (void)out;
    return offence_close(ctx, in->report, in->version, in->text);
}

static const struct input_field propose_fields[] = {
    INPUT_ID(struct report_in, report, "report", "举报编号", .in = IN_PATH),
    INPUT_TEXT(struct report_in, text, "reason", "理由", .must = true, .max = 500),
};
const struct input_spec offence_propose_input = INPUT_SPEC(struct report_in, propose_fields);

enum err offence_proposed(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct report_in *in = rq->input;
    int64_t id;
    enum err e = offence_open_propose(ctx, in->report, in->text, &id);
    return e == OK ? made(ctx, out, "offence-openings", id) : e;
}

static const struct input_field open_fields[] = {
    INPUT_ID(struct report_in, opening, "opening", "申请编号", .in = IN_PATH),
};
const struct input_spec offence_open_input = INPUT_SPEC(struct report_in, open_fields);
static const struct reply_field reporter_fields[] = {
    {.name = "reporter", .title = "举报人姓名和联系方式", .type = INPUT_TYPE_TEXT},
};
const struct reply_spec offence_reporter_reply = REPLY_SPEC(REPLY_OBJECT, reporter_fields);

enum err offence_opened(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct report_in *in = rq->input;
    const char *reporter;
    enum err e = offence_open(ctx, in->opening, &reporter);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_ktext(w, "reporter", reporter);
    jw_object_end(w);
    return OK;
}
