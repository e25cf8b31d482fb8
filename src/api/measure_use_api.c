#include "measures/check.h"

#include "api/about.h"
#include "api/handlers.h"
#include "api/measures_part.h"
#include "disclosure/self.h"
#include "disclosure/whom.h"
#include "measures/feedback.h"
#include "registry/actor.h"

/* ---- the check at the point of use */

static const struct reply_field checked_fields[] = {
    {.name = "applied", .title = "实施编号", .type = INPUT_TYPE_ID},
    {.name = "measure", .title = "措施编号", .type = INPUT_TYPE_ID},
    {.name = "name", .title = "措施名称", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "content", .title = "措施内容", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "kind", .title = "激励或者惩戒", .type = INPUT_TYPE_TEXT},
    {.name = "unit", .title = "实施单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "实施单位", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "power", .title = "法定权限", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "citation", .title = "依据", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "type", .title = "措施类别", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "target_kind", .title = "依据的种类", .type = INPUT_TYPE_TEXT},
    {.name = "target", .title = "信息或者名单记录编号", .type = INPUT_TYPE_ID},
    {.name = "item", .title = "事项", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "list", .title = "名单", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "linked", .title = "关联人员", .type = INPUT_TYPE_BOOL},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to_day", .title = "止", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "standing", .title = "效力", .type = INPUT_TYPE_TEXT},
    {.name = "standing_name", .title = "效力名称", .type = INPUT_TYPE_TEXT},
    {.name = "why", .title = "说明", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "since_day", .title = "自", .type = INPUT_TYPE_DATE, .maybe = true},
};
static const struct reply_spec checked_shape = REPLY_SPEC(REPLY_OBJECT, checked_fields);
static const struct reply_field check_fields[] = {
    {.name = "look", .title = "查询编号", .type = INPUT_TYPE_ID},
    {.name = "at", .title = "时间", .type = INPUT_TYPE_INSTANT},
    {.name = "purpose", .title = "用途", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "scene", .title = "使用场景", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "note", .title = "说明", .type = INPUT_TYPE_TEXT},
    {.name = "applies",
     .title = "适用的措施",
     .type = INPUT_TYPE_LIST,
     .of = &checked_shape,
     .doc = "Information, never a decision."},
    {.name = "not_applying",
     .title = "不适用的措施",
     .type = INPUT_TYPE_LIST,
     .of = &checked_shape,
     .doc = "Suspended, ended, out of term, not begun or done, with why and the clause."},
};
const struct reply_spec check_reply = REPLY_SPEC(REPLY_OBJECT, check_fields);

static void write_checked(const struct checked *c, struct json_writer *w) {
    const struct applied *a = c->applied;
    const struct measure *m = c->measure;
    bool applies = c->standing.is == MEASURE_APPLIES;
    jw_object(w);
    jw_kid(w, "applied", a->applied_id);
    jw_kid(w, "measure", a->measure_id);
    jw_ktext(w, "name", m ? m->name : a->name);
    part_text(w, "content", m ? m->content : NULL);
    jw_ktext(w, "kind", word_text(a->kind));
    jw_kid(w, "unit", a->unit_id);
    jw_ktext(w, "unit_name", a->unit_name);
    part_text(w, "power", m ? m->power : NULL);
    part_text(w, "citation", a->citation);
    part_text(w, "type", m ? m->type : NULL);
    jw_ktext(w, "target_kind", word_text(a->target.kind));
    jw_kid(w, "target", a->target.id);
    jw_ktext(w, "item", c->item);
    jw_ktext(w, "list", c->list_type);
    jw_kbool(w, "linked", c->linked);
    part_day(w, "from_day", a->from);
    part_day(w, "to_day", a->to);
    jw_ktext(w, "standing", measure_standing_word(c->standing.is));
    jw_ktext(w, "standing_name", measure_standing_name(c->standing.is));
    jw_ktext(w, "why", c->standing.why);
    jw_ktext(w, "clause", applies ? NULL : c->standing.clause);
    part_day(w, "since_day", c->standing.since);
    jw_object_end(w);
}

static void write_check(const struct check_answer *a, struct json_writer *w) {
    jw_object(w);
    jw_kid(w, "look", a->look_id);
    part_at(w, "at", a->at);
    part_text(w, "purpose", a->purpose);
    jw_ktext(w, "scene", a->scene);
    jw_ktext(w, "note", "本结果只供参考，是否适用由办理单位依法决定并反馈");
    jw_key(w, "applies");
    jw_array(w);
    for (size_t i = 0; i < a->n_applying; i++)
        write_checked(&a->rows[i], w);
    jw_array_end(w);
    jw_key(w, "not_applying");
    jw_array(w);
    for (size_t i = a->n_applying; i < a->n; i++)
        write_checked(&a->rows[i], w);
    jw_array_end(w);
    jw_object_end(w);
}

struct check_in {
    const struct about_in *subject;
    const char *purpose, *scene, *person;
    const struct basis_in *basis;
    int64_t authorisation;
};
static const struct input_field check_in_fields[] = {
    INPUT_OBJECT(struct check_in, subject, "subject", "信用主体", struct about_in, about_input,
                 .must = true),
    INPUT_TEXT(struct check_in, purpose, "purpose", "查询用途", .max = 200),
    INPUT_OBJECT(struct check_in, basis, "basis", "查询依据", struct basis_in, basis_input),
    INPUT_TEXT(struct check_in, scene, "scene", "使用场景", .max = 64),
    INPUT_ID(struct check_in, authorisation, "authorisation", "授权编号"),
    INPUT_TEXT(struct check_in, person, "person", "查询人员姓名", .max = 50,
               .doc = "Machines name the person who asks."),
};
const struct input_spec check_input = INPUT_SPEC(struct check_in, check_in_fields);

enum err measure_ask(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct check_in *in = rq->input;
    struct check_answer answer;
    struct query q = {.route = rq->route->name,
                      .subject = about_subject(in->subject),
                      .purpose = in->purpose,
                      .basis = in->basis ? (enum basis_kind)in->basis->kind : BASIS_NONE,
                      .reference = in->basis ? in->basis->reference : NULL,
                      .scene = in->scene,
                      .person = in->person,
                      .key = rq->idempotency_key};
    q.subject.authorisation_id = in->authorisation;
    enum err e = measure_check(ctx, &q, &answer);
    if (!e) write_check(&answer, reply_json(out));
    return e;
}

/* The same of oneself, by account or at the window. */
enum err measure_own(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct self_visit v;
    struct check_answer answer;
    enum err e = self_visit_of(ctx, rq, &v);
    if (e) return e;
    const struct query q = {
        .route = v.route,
        .subject = {.kind = v.kind, .subject_id = v.subject_id ? v.subject_id : -1},
        .self = true,
        .identified = v.at_window ? &v.identified : NULL,
    };
    e = measure_check(ctx, &q, &answer);
    if (!e) write_check(&answer, reply_json(out));
    return e;
}

/* ---- feedback */

static const struct input_word uses[] = {{"condition", FEEDBACK_CONDITION, "必要条件"},
                                         {"reference", FEEDBACK_REFERENCE, "参考依据"},
                                         {0}};
static const struct input_word outcomes[] = {
    {"applied", 1, "已适用"}, {"not_applied", 2, "未适用"}, {0}};
static const struct input_word kinds[] = {
    {"incentive", W_MEASURE_INCENTIVE, "激励"}, {"punishment", W_MEASURE_PUNISHMENT, "惩戒"}, {0}};

struct feedback_in {
    const struct about_in *subject;
    int64_t applied, look;
    int kind, used_as, outcome;
    const char *scene, *act, *reason, *basis, *decided_by;
    struct date decided;
};
static const struct input_field feedback_in_fields[] = {
    INPUT_OBJECT(struct feedback_in, subject, "subject", "信用主体", struct about_in, about_input,
                 .must = true),
    INPUT_ID(struct feedback_in, applied, "applied", "实施编号",
             .doc = "Left out: an act of the unit's own, for instance better or stricter terms."),
    INPUT_ID(struct feedback_in, look, "look", "查询编号", .doc = "The check it follows."),
    INPUT_WORD(struct feedback_in, kind, "kind", "激励或者惩戒", kinds),
    INPUT_WORD(struct feedback_in, used_as, "used_as", "用作", uses, .must = true),
    INPUT_WORD(struct feedback_in, outcome, "outcome", "是否适用", outcomes, .must = true),
    INPUT_TEXT(struct feedback_in, scene, "scene", "使用场景", .max = 64),
    INPUT_TEXT(struct feedback_in, act, "act", "办理的事项和结果", .max = 1000, .lines = true),
    INPUT_TEXT(struct feedback_in, reason, "reason", "理由", .max = 1000, .lines = true),
    INPUT_TEXT(struct feedback_in, basis, "basis", "依据", .max = 500),
    INPUT_TEXT(struct feedback_in, decided_by, "decided_by", "由谁决定", .max = 100),
    INPUT_DATE(struct feedback_in, decided, "decided_day", "决定日期"),
};
const struct input_spec feedback_input = INPUT_SPEC(struct feedback_in, feedback_in_fields);

static const struct reply_field feedback_made_fields[] = {
    {.name = "id", .title = "反馈编号", .type = INPUT_TYPE_ID},
    {.name = "against",
     .title = "与措施效力不符",
     .type = INPUT_TYPE_TEXT,
     .maybe = true,
     .doc = "What the measure was when it was applied all the same: suspended, ended …"},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT, .maybe = true},
};
const struct reply_spec feedback_made_reply = {.shape = REPLY_OBJECT,
                                               .status = 201,
                                               .fields = feedback_made_fields,
                                               .n = GX_COUNT(feedback_made_fields)};

enum err feedback_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct feedback_in *in = rq->input;
    struct query_subject who = about_subject(in->subject);
    struct feedback f = {.applied_id = in->applied,
                         .look_id = in->look,
                         .kind = (enum word)in->kind,
                         .used_as = (enum feedback_use)in->used_as,
                         .applied = in->outcome == 1,
                         .scene = in->scene,
                         .act = in->act,
                         .reason = in->reason,
                         .basis = in->basis,
                         .decided_by = in->decided_by,
                         .decided = in->decided};
    enum err e = in->applied ? query_subject_check(ctx, &who) : whom_check(ctx, &who);
    if (!e) e = feedback_make(ctx, &who, &f);
    if (e) return e;
    reply_status(out, 201);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", f.feedback_id);
    part_text(w, "against", f.against);
    part_text(w, "clause", f.against_clause);
    jw_object_end(w);
    return OK;
}

static const struct reply_field feedback_fields[] = {
    {.name = "feedback", .title = "反馈编号", .type = INPUT_TYPE_ID},
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "单位", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "applied", .title = "实施编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "measure", .title = "措施编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "kind", .title = "激励或者惩戒", .type = INPUT_TYPE_TEXT},
    {.name = "scene", .title = "使用场景", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "used_as", .title = "用作", .type = INPUT_TYPE_TEXT},
    {.name = "outcome", .title = "是否适用", .type = INPUT_TYPE_TEXT},
    {.name = "act", .title = "办理的事项和结果", .type = INPUT_TYPE_TEXT},
    {.name = "reason", .title = "理由", .type = INPUT_TYPE_TEXT},
    {.name = "basis", .title = "依据", .type = INPUT_TYPE_TEXT},
    {.name = "decided_by", .title = "由谁决定", .type = INPUT_TYPE_TEXT},
    {.name = "decided_day", .title = "决定日期", .type = INPUT_TYPE_DATE},
    {.name = "against", .title = "与措施效力不符", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "against_clause", .title = "条款", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "at", .title = "反馈时间", .type = INPUT_TYPE_INSTANT},
};
const struct reply_spec feedbacks_reply = REPLY_SPEC(REPLY_PAGE, feedback_fields);
const struct reply_spec own_feedbacks_reply = REPLY_SPEC(REPLY_LIST, feedback_fields);

static void write_feedback(const struct feedback *f, struct json_writer *w) {
    jw_object(w);
    jw_kid(w, "feedback", f->feedback_id);
    jw_kid(w, "unit", f->unit_id);
    jw_ktext(w, "unit_name", f->unit_name);
    jw_kid(w, "applied", f->applied_id);
    jw_kid(w, "measure", f->measure_id);
    jw_ktext(w, "kind", word_text(f->kind));
    part_text(w, "scene", f->scene);
    jw_ktext(w, "used_as", feedback_use_word(f->used_as));
    jw_ktext(w, "outcome", f->applied ? "applied" : "not_applied");
    jw_ktext(w, "act", f->act);
    jw_ktext(w, "reason", f->reason);
    jw_ktext(w, "basis", f->basis);
    jw_ktext(w, "decided_by", f->decided_by);
    part_day(w, "decided_day", f->decided);
    part_text(w, "against", f->against);
    part_text(w, "against_clause", f->against_clause);
    part_at(w, "at", f->at);
    jw_object_end(w);
}

enum err feedback_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct { struct page_in page; } *in = rq->input;
    struct feedback *list;
    struct db_session *s;
    int64_t before, unit = ctx->actor->unit_id;
    size_t n, most = (size_t)in->page.limit;
    enum err e = part_page(ctx, rq, &in->page, unit, &before);
    if (!e) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = feedback_list_unit(ctx, s, unit, before, most + 1, &list, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n && i < most; i++)
        write_feedback(&list[i], w);
    part_next(ctx, rq, w, unit, n > most, n > most ? list[most - 1].feedback_id : 0);
    return OK;
}

enum err feedback_own(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct self_visit v;
    struct feedback *list;
    struct db_session *s;
    size_t n;
    enum err e = self_visit_of(ctx, rq, &v);
    if (!e) e = self_enter(ctx, &v);
    if (!e) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = feedback_list(ctx, s, v.subject_id, &list, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        write_feedback(&list[i], w);
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

/* ---- how often standing is used, a scene */

static const struct reply_field count_fields[] = {
    {.name = "scene", .title = "使用场景", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "used_as", .title = "用作", .type = INPUT_TYPE_TEXT},
    {.name = "kind", .title = "激励或者惩戒", .type = INPUT_TYPE_TEXT},
    {.name = "outcome", .title = "是否适用", .type = INPUT_TYPE_TEXT},
    {.name = "n", .title = "件数", .type = INPUT_TYPE_INT},
};
const struct reply_spec uses_reply = REPLY_SPEC(REPLY_LIST, count_fields);
struct uses_in {
    struct date from, to;
};
static const struct input_field uses_fields[] = {
    INPUT_DATE(struct uses_in, from, "from", "起", .in = IN_QUERY, .must = true),
    INPUT_DATE(struct uses_in, to, "to", "止", .in = IN_QUERY, .must = true),
};
const struct input_spec uses_input = INPUT_SPEC(struct uses_in, uses_fields);

enum err feedback_uses(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct uses_in *in = rq->input;
    struct feedback_count *list;
    struct db_session *s;
    size_t n;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = feedback_counts(ctx, s, ctx->actor->jurisdiction, in->from, in->to, &list, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        part_text(w, "scene", list[i].scene);
        jw_ktext(w, "used_as", list[i].used_as);
        jw_ktext(w, "kind", list[i].kind);
        jw_ktext(w, "outcome", list[i].outcome);
        jw_kint(w, "n", list[i].n);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}
