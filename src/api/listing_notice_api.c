#include "measures/listing_notice.h"

#include "api/about.h"
#include "api/handlers.h"
#include "api/measures_part.h"
#include "disclosure/self.h"
#include "disclosure/whom.h"
#include "registry/actor.h"

static const struct reply_field notice_fields[] = {
    {.name = "notice", .title = "告知编号", .type = INPUT_TYPE_ID},
    {.name = "list", .title = "名单", .type = INPUT_TYPE_TEXT},
    {.name = "unit", .title = "告知单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "告知单位", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "contents", .title = "告知内容", .type = INPUT_TYPE_JSON},
    {.name = "served_day", .title = "送达日期", .type = INPUT_TYPE_DATE},
    {.name = "until_day", .title = "陈述申辩截止日期", .type = INPUT_TYPE_DATE},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "statement", .title = "陈述和申辩", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "stated_day", .title = "陈述日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "decision", .title = "处理理由", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "decided_day", .title = "处理日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "case", .title = "案件编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
};
const struct reply_spec listing_notices_reply = REPLY_SPEC(REPLY_PAGE, notice_fields);
const struct reply_spec own_notices_reply = REPLY_SPEC(REPLY_LIST, notice_fields);

struct contents_in {
    const char *text[LIST_CONTENTS];
};
#define CONTENT(at, name, title)                                                                   \
    INPUT_TEXT(struct contents_in, text[at], name, title, .max = 2000, .lines = true)
static const struct input_field contents_fields[] = {
    CONTENT(0, "listing_reason", "列入理由"),     CONTENT(1, "listing_basis", "列入依据"),
    CONTENT(2, "measure_reason", "惩戒措施理由"), CONTENT(3, "measure_basis", "惩戒措施依据"),
    CONTENT(4, "remedies", "救济途径"),           CONTENT(5, "lifting_conditions", "解除措施条件"),
};
static const struct input_spec contents_input = INPUT_SPEC(struct contents_in, contents_fields);

struct notice_in {
    const struct about_in *subject;
    const char *list;
    const struct contents_in *contents;
    int64_t evidence;
    struct date served, until;
};
static const struct input_field notice_in_fields[] = {
    INPUT_OBJECT(struct notice_in, subject, "subject", "信用主体", struct about_in, about_input,
                 .must = true),
    INPUT_TEXT(struct notice_in, list, "list", "名单", .must = true, .max = 64),
    INPUT_OBJECT(struct notice_in, contents, "contents", "告知内容", struct contents_in,
                 contents_input, .must = true),
    INPUT_ID(struct notice_in, evidence, "evidence", "已送达的书面告知"),
    INPUT_DATE(struct notice_in, served, "served_day", "送达日期", .must = true),
    INPUT_DATE(struct notice_in, until, "until_day", "陈述申辩截止日期", .must = true),
};
const struct input_spec listing_notice_input = INPUT_SPEC(struct notice_in, notice_in_fields);

enum err listing_notice_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct notice_in *in = rq->input;
    struct query_subject who = about_subject(in->subject);
    struct notice_content contents[LIST_CONTENTS];
    struct listing_notice n = {.list_type = in->list,
                               .contents = contents,
                               .evidence_id = in->evidence,
                               .served = in->served,
                               .until = in->until};
    for (size_t i = 0; i < LIST_CONTENTS; i++)
        if (in->contents->text[i])
            contents[n.n_contents++] = (struct notice_content){
                vocab_find(VOCAB_NOTICE_CONTENT, str_of(contents_fields[i].name)),
                in->contents->text[i]};
    enum err e = whom_check(ctx, &who);
    if (!e) e = listing_notice_serve(ctx, &who, &n);
    if (e) return e;
    reply_status(out, 201);
    part_id(out, n.notice_id);
    return OK;
}

static void write_notice(const struct listing_notice *n, struct json_writer *w) {
    jw_object(w);
    jw_kid(w, "notice", n->notice_id);
    jw_ktext(w, "list", n->list_type);
    jw_kid(w, "unit", n->unit_id);
    jw_ktext(w, "unit_name", n->unit_name);
    jw_key(w, "contents");
    jw_object(w);
    for (size_t i = 0; i < n->n_contents; i++)
        jw_ktext(w, word_text(n->contents[i].what), n->contents[i].text);
    jw_object_end(w);
    part_day(w, "served_day", n->served);
    part_day(w, "until_day", n->until);
    jw_ktext(w, "state", notice_state_word(n->state));
    part_text(w, "statement", n->statement);
    part_day(w, "stated_day", n->stated);
    part_text(w, "decision", n->decision);
    part_day(w, "decided_day", n->decided);
    jw_kid(w, "case", n->case_id);
    jw_kint(w, "version", n->version);
    jw_object_end(w);
}

enum err listing_notice_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct { struct page_in page; } *in = rq->input;
    struct listing_notice *list;
    struct db_session *s;
    int64_t before, unit = ctx->actor->unit_id;
    size_t n, most = (size_t)in->page.limit;
    enum err e = part_page(ctx, rq, &in->page, unit, &before);
    if (!e) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = listing_notice_list_unit(ctx, s, unit, before, most + 1, &list, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n && i < most; i++)
        write_notice(&list[i], w);
    part_next(ctx, rq, w, unit, n > most, n > most ? list[most - 1].notice_id : 0);
    return OK;
}

struct statement_in {
    int64_t notice;
    const char *statement;
};
static const struct input_field statement_fields[] = {
    INPUT_ID(struct statement_in, notice, "notice", "告知编号", .in = IN_PATH),
    INPUT_TEXT(struct statement_in, statement, "statement", "陈述和申辩", .must = true, .max = 5000,
               .lines = true),
};
const struct input_spec statement_input = INPUT_SPEC(struct statement_in, statement_fields);

/* The subject's own, or a paper that the unit files. */
enum err listing_notice_statement(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct statement_in *in = rq->input;
    int64_t subject_id;
    (void)out;
    enum err e = listing_notice_whose(ctx, in->notice, &subject_id);
    return e ? e : listing_notice_state(ctx, subject_id, in->notice, in->statement);
}

static const struct input_word verdicts[] = {
    {"accepted", 1, "采纳，不予列入"}, {"rejected", 2, "不予采纳"}, {0}};
struct verdict_in {
    int64_t notice;
    int verdict;
    const char *reason;
};
static const struct input_field verdict_fields[] = {
    INPUT_ID(struct verdict_in, notice, "notice", "告知编号", .in = IN_PATH),
    INPUT_WORD(struct verdict_in, verdict, "verdict", "处理结果", verdicts, .must = true),
    INPUT_TEXT(struct verdict_in, reason, "reason", "理由", .max = 2000, .lines = true),
};
const struct input_spec statement_decide_input = INPUT_SPEC(struct verdict_in, verdict_fields);

enum err listing_notice_decided(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct verdict_in *in = rq->input;
    int64_t subject_id;
    (void)out;
    enum err e = listing_notice_whose(ctx, in->notice, &subject_id);
    return e ? e : listing_notice_decide(ctx, subject_id, in->notice, in->verdict == 1, in->reason);
}

enum err listing_notice_own(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct self_visit v;
    struct listing_notice *list;
    struct db_session *s;
    size_t n;
    enum err e = self_visit_of(ctx, rq, &v);
    if (!e) e = self_enter(ctx, &v);
    if (!e) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = listing_notice_list(ctx, s, v.subject_id, &list, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        write_notice(&list[i], w);
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}
