#include "registry/training.h"

#include "api/about.h"
#include "api/api.h"
#include "api/handlers.h"
#include "disclosure/self.h"
#include "disclosure/trainee.h"
#include "http/page.h"
#include "registry/actor.h"

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char day[DATE_TEXT];
    date_format(d, day);
    jw_ktext(w, name, *day ? day : NULL);
}

/* Class hours as people write them: "3", "2.5". */
static void hours_member(struct ctx *ctx, struct json_writer *w, int64_t tenths) {
    long long whole = (long long)tenths / 10, part = (long long)tenths % 10;
    jw_ktext(w, "hours",
             part ? arena_printf(ctx->arena, "%lld.%lld", whole, part)
                  : arena_printf(ctx->arena, "%lld", whole));
}

/* ---- bodies */

struct body_in {
    int64_t unit;
    const char *rating, *reference;
    struct date from, to;
};
static const struct input_field body_fields[] = {
    INPUT_ID(struct body_in, unit, "unit", "单位编号", .must = true),
    INPUT_TEXT(struct body_in, rating, "rating", "公共信用评价等级", .max = 20),
    INPUT_TEXT(struct body_in, reference, "reference", "评价结果或者授权文件", .must = true,
               .max = 200),
    INPUT_DATE(struct body_in, from, "from_day", "起", .must = true),
    INPUT_DATE(struct body_in, to, "to_day", "止"),
};
const struct input_spec training_body_input = INPUT_SPEC(struct body_in, body_fields);

enum err training_body_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct body_in *in = rq->input;
    struct training_body body = {.unit_id = in->unit,
                                 .rating = in->rating,
                                 .reference = in->reference,
                                 .from = in->from,
                                 .to = in->to};
    (void)out;
    return training_body_register(ctx, &body);
}

static const struct reply_field body_reply_fields[] = {
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "培训机构", .type = INPUT_TYPE_TEXT},
    {.name = "unit_type", .title = "机构类别", .type = INPUT_TYPE_TEXT},
    {.name = "rating", .title = "公共信用评价等级", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "reference", .title = "依据", .type = INPUT_TYPE_TEXT},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to_day", .title = "止", .type = INPUT_TYPE_DATE, .maybe = true},
};
const struct reply_spec training_bodies_reply = REPLY_SPEC(REPLY_LIST, body_reply_fields);

enum err training_body_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct training_body *list;
    size_t n;
    (void)rq;
    enum err e = training_body_list(ctx, ctx->actor->jurisdiction, &list, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_kid(w, "unit", list[i].unit_id);
        jw_ktext(w, "unit_name", list[i].unit_name);
        jw_ktext(w, "unit_type", list[i].unit_type);
        jw_ktext(w, "rating", list[i].rating);
        jw_ktext(w, "reference", list[i].reference);
        day_member(w, "from_day", list[i].from);
        day_member(w, "to_day", list[i].to);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

/* ---- sessions */

struct session_in {
    int64_t plan, body, evidence, hours;
    struct date from, to;
    struct input_texts contents;
};
static const struct input_field session_fields[] = {
    INPUT_ID(struct session_in, body, "body", "培训机构", .must = true),
    INPUT_ID(struct session_in, plan, "plan", "培训计划",
             .doc = "Entry of the own register, kind training_plan."),
    INPUT_DATE(struct session_in, from, "from_day", "起", .must = true),
    INPUT_DATE(struct session_in, to, "to_day", "止", .must = true),
    INPUT_DECIMAL(struct session_in, hours, "hours", "学时", .must = true, .scale = 1, .min = 1,
                  .max = 10000),
    INPUT_TEXTS(struct session_in, contents, "contents", "培训内容", .max = 50),
    INPUT_ID(struct session_in, evidence, "evidence", "证明文件"),
};
const struct input_spec training_session_input = INPUT_SPEC(struct session_in, session_fields);

enum err training_session_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct session_in *in = rq->input;
    struct training_session t = {.plan_id = in->plan,
                                 .body_id = in->body,
                                 .from = in->from,
                                 .to = in->to,
                                 .tenths = in->hours,
                                 .contents = in->contents.v,
                                 .ncontents = in->contents.n,
                                 .evidence_id = in->evidence};
    enum err e = training_session_hold(ctx, &t);
    if (e != OK) return e;
    reply_created(ctx, out, "/api/v1/training-sessions/%lld", (long long)t.session_id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", t.session_id);
    jw_object_end(w);
    return OK;
}

static const struct reply_field session_reply_fields[] = {
    {.name = "session", .title = "培训编号", .type = INPUT_TYPE_ID},
    {.name = "plan", .title = "培训计划", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "organiser", .title = "组织单位", .type = INPUT_TYPE_ID},
    {.name = "body", .title = "培训机构", .type = INPUT_TYPE_ID},
    {.name = "body_name", .title = "培训机构名称", .type = INPUT_TYPE_TEXT},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to_day", .title = "止", .type = INPUT_TYPE_DATE},
    {.name = "hours", .title = "学时", .type = INPUT_TYPE_TEXT},
    {.name = "contents", .title = "培训内容", .type = INPUT_TYPE_TEXTS},
    {.name = "participants", .title = "参加人数", .type = INPUT_TYPE_INT},
    {.name = "evidence", .title = "证明文件", .type = INPUT_TYPE_ID, .maybe = true},
};
const struct reply_spec training_sessions_reply = REPLY_SPEC(REPLY_PAGE, session_reply_fields);

static void session_object(struct ctx *ctx, struct json_writer *w,
                           const struct training_session *t) {
    jw_object(w);
    jw_kid(w, "session", t->session_id);
    jw_kid(w, "plan", t->plan_id);
    jw_kid(w, "organiser", t->organiser_id);
    jw_kid(w, "body", t->body_id);
    jw_ktext(w, "body_name", t->body_name);
    day_member(w, "from_day", t->from);
    day_member(w, "to_day", t->to);
    hours_member(ctx, w, t->tenths);
    jw_key(w, "contents");
    jw_array(w);
    for (size_t i = 0; i < t->ncontents; i++)
        jw_text(w, t->contents[i]);
    jw_array_end(w);
    jw_kint(w, "participants", t->participants);
    jw_kid(w, "evidence", t->evidence_id);
    jw_object_end(w);
}

enum err training_session_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct { struct page_in page; } *in = rq->input;
    const struct actor *a = ctx->actor;
    int64_t unit = a->role == ROLE_AUTHORITY || a->role == ROLE_OPERATOR ? 0 : a->unit_id;
    struct page_key key = {0};
    struct training_session *list;
    size_t n;
    enum err e = in->page.cursor ? page_open(ctx, rq, a->unit_id, in->page.cursor, &key) : OK;
    if (e == OK)
        e = training_session_list(ctx, a->jurisdiction, unit, key.i[0], (size_t)in->page.limit + 1,
                                  &list, &n);
    if (e != OK) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        session_object(ctx, w, &list[i]);
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].session_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, a->unit_id, &last) : NULL);
    jw_object_end(w);
    return OK;
}

/* ---- participants */

static const struct input_word capacity_words[] = {
    {"legal_representative", TRAINING_LEGAL_REPRESENTATIVE, "法定代表人"},
    {"principal", TRAINING_PRINCIPAL, "主要负责人"},
    {0},
};
struct participant_in {
    int64_t session, hours, report;
    const struct about_in *subject, *attendee;
    int capacity;
};
static const struct input_field participant_fields[] = {
    INPUT_ID(struct participant_in, session, "session", "培训编号", .in = IN_PATH),
    INPUT_OBJECT(struct participant_in, subject, "subject", "信用主体", struct about_in,
                 about_input, .must = true, .doc = "In whose file the training stands."),
    INPUT_OBJECT(struct participant_in, attendee, "attendee", "到场人员", struct about_in,
                 about_input, .doc = "For an organisation: who came."),
    INPUT_WORD(struct participant_in, capacity, "capacity", "到场人员身份", capacity_words,
               .absent = TRAINING_LEGAL_REPRESENTATIVE),
    INPUT_DECIMAL(struct participant_in, hours, "hours", "学时", .must = true, .scale = 1, .min = 1,
                  .max = 10000),
    INPUT_ID(struct participant_in, report, "report", "信用报告",
             .doc = "Credit report that the training body gave out."),
};
const struct input_spec training_participant_input =
    INPUT_SPEC(struct participant_in, participant_fields);

enum err training_participant(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct participant_in *in = rq->input;
    struct query_subject who = about_subject(in->subject), attendee;
    struct training_taken t = {.session_id = in->session,
                               .capacity = (enum training_capacity)in->capacity,
                               .tenths = in->hours,
                               .report_evidence = in->report};
    if (in->attendee) attendee = about_subject(in->attendee);
    enum err e = trainee_enter(ctx, &who, in->attendee ? &attendee : NULL, &t);
    if (e != OK) return e;
    reply_created(ctx, out, "/api/v1/training-sessions/%lld", (long long)t.session_id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", t.training_id);
    jw_object_end(w);
    return OK;
}

/* ---- in the subject's own view */

static const struct reply_field training_fields[] = {
    {.name = "training", .title = "登记编号", .type = INPUT_TYPE_ID},
    {.name = "session", .title = "培训编号", .type = INPUT_TYPE_ID},
    {.name = "body_name", .title = "培训机构", .type = INPUT_TYPE_TEXT},
    {.name = "organiser_name", .title = "组织单位", .type = INPUT_TYPE_TEXT},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to_day", .title = "止", .type = INPUT_TYPE_DATE},
    {.name = "hours", .title = "学时", .type = INPUT_TYPE_TEXT},
    {.name = "contents",
     .title = "培训内容",
     .type = INPUT_TYPE_TEXT,
     .doc = "A JSON list of ids."},
    {.name = "capacity", .title = "身份", .type = INPUT_TYPE_TEXT},
    {.name = "report", .title = "信用报告", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "report_source", .title = "信用报告出具机构", .type = INPUT_TYPE_TEXT, .maybe = true},
};
const struct reply_spec trainings_reply = REPLY_SPEC(REPLY_LIST, training_fields);

enum err self_show_trainings(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct self_visit v;
    struct training *list;
    size_t n;
    enum err e = self_visit_of(ctx, rq, &v);
    if (e == OK) e = self_trainings(ctx, &v, &list, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        const struct training *t = &list[i];
        jw_object(w);
        jw_kid(w, "training", t->training_id);
        jw_kid(w, "session", t->session_id);
        jw_ktext(w, "body_name", t->body_name);
        jw_ktext(w, "organiser_name", t->organiser_name);
        day_member(w, "from_day", t->from);
        day_member(w, "to_day", t->to);
        hours_member(ctx, w, t->tenths);
        jw_ktext(w, "contents", t->contents);
        jw_ktext(w, "capacity", training_capacity_word(t->capacity));
        jw_kid(w, "report", t->report_evidence);
        jw_ktext(w, "report_source", t->report_evidence ? t->body_name : NULL);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}
