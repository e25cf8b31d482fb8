#include <string.h>

#include "api/about.h"
#include "api/case_moved.h"
#include "api/handlers.h"
#include "cases/act.h"
#include "disclosure/query_read.h"
#include "registry/actor.h"

/* ---- what an act says, the same when a case is opened and when it is moved */

struct paper_in {
    int64_t evidence;
    const char *kind;
};
static const struct input_field paper_fields[] = {
    INPUT_ID(struct paper_in, evidence, "evidence", "证明文件编号", .must = true),
    INPUT_TEXT(struct paper_in, kind, "kind", "材料种类", .max = 40,
               .doc = "proof (the usual one), document, credit_report, list_conditions …"),
};
static const struct input_spec paper_spec = INPUT_SPEC(struct paper_in, paper_fields);

struct content_in {
    const char *content, *text;
};
static const struct input_field content_fields[] = {
    INPUT_TEXT(struct content_in, content, "content", "内容项", .must = true, .max = 40),
    INPUT_TEXT(struct content_in, text, "text", "内容", .must = true, .max = 2000, .lines = true),
};
static const struct input_spec content_spec = INPUT_SPEC(struct content_in, content_fields);

struct linked_in {
    const char *link;
    const struct about_in *subject;
};
static const struct input_field linked_fields[] = {
    INPUT_TEXT(struct linked_in, link, "link", "关联关系", .must = true, .max = 40),
    INPUT_OBJECT(struct linked_in, subject, "subject", "关联人员", struct about_in, about_input,
                 .must = true),
};
static const struct input_spec linked_spec = INPUT_SPEC(struct linked_in, linked_fields);

struct checked_in {
    const char *originals;
    int64_t proof;
};
static const struct input_field checked_fields[] = {
    INPUT_TEXT(struct checked_in, originals, "checked_originals", "已核验的原件", .max = 200),
    INPUT_ID(struct checked_in, proof, "proof", "本单位书面证明"),
};
static const struct input_spec checked_spec = INPUT_SPEC(struct checked_in, checked_fields);

struct act_in {
    const char *event, *reason, *text, *cause, *citation, *rank, *pause_reason, *method, *name;
    const char *list_type, *condition, *procedure;
    struct date day, arrived, until;
    int64_t day_evidence, unit, fine;
    bool fines_person;
    struct input_texts findings;
    struct input_list papers, contents, linked;
    const struct json *fields;
    const struct checked_in *identity;
};
/* In a macro: two tables take the same members from structs that begin with the same one. */
#define ACT_FIELDS(st)                                                                             \
    INPUT_TEXT(st, act.event, "event", "步骤", .max = 64),                                         \
        INPUT_TEXT(st, act.reason, "reason", "理由", .max = 2000, .lines = true),                  \
        INPUT_TEXT(st, act.text, "text", "内容", .max = 8000, .lines = true),                      \
        INPUT_TEXT(st, act.cause, "cause", "原因", .max = 2000, .lines = true),                    \
        INPUT_TEXT(st, act.citation, "citation", "依据", .max = 500),                              \
        INPUT_TEXT(st, act.rank, "rank", "依据的位阶", .max = 40),                                 \
        INPUT_TEXT(st, act.pause_reason, "pause_reason", "中止事由", .max = 40),                   \
        INPUT_TEXT(st, act.method, "method", "修复方式", .max = 40),                               \
        INPUT_TEXT(st, act.name, "name", "变更后的名称", .max = 200),                              \
        INPUT_TEXT(st, act.list_type, "list_type", "名单", .max = 64),                             \
        INPUT_TEXT(st, act.condition, "condition", "符合的列入条件", .max = 1000, .lines = true),  \
        INPUT_TEXT(st, act.procedure, "procedure", "履行的程序", .max = 1000, .lines = true),      \
        INPUT_DATE(st, act.day, "day", "办理日期",                                                 \
                   .doc = "Today when left out; an earlier day needs day_evidence."),              \
        INPUT_DATE(st, act.arrived, "arrived", "送达日期",                                         \
                   .doc = "Of what the act sends, when that was another day."),                    \
        INPUT_DATE(st, act.until, "until", "规定期限", .doc = "A period that the act sets."),      \
        INPUT_ID(st, act.day_evidence, "day_evidence", "日期证明"),                                \
        INPUT_ID(st, act.unit, "unit", "相关单位"),                                                \
        INPUT_DECIMAL(st, act.fine, "fine", "罚款数额（元）", .scale = 2, .min = 0,                \
                      .max = 100000000000),                                                        \
        INPUT_BOOL(st, act.fines_person, "fines_person", "对个人罚款"),                            \
        INPUT_TEXTS(st, act.findings, "findings", "认定的条件", .max = 40,                         \
                    .doc = "Guards the caller states, by their word."),                            \
        INPUT_LIST(st, act.papers, "papers", "材料", paper_spec, .max = 40),                       \
        INPUT_LIST(st, act.contents, "contents", "书面告知的内容", content_spec, .max = 12),       \
        INPUT_LIST(st, act.linked, "linked", "关联人员", linked_spec, .max = 20),                  \
        INPUT_JSON(st, act.fields, "fields", "更正后的信息",                                       \
                   .doc = "The whole form of the record as it should be."),                        \
        INPUT_OBJECT(st, act.identity, "identity", "窗口核验", struct checked_in, checked_spec,    \
                     .doc = "Window staff: what was checked of the subject.")

/* ---- words */

static enum err word_of(struct ctx *ctx, enum vocab set, const char *text, const char *field,
                        enum word *word_r) {
    *word_r = text ? vocab_find(set, str_of(text)) : W_NONE;
    return !text || *word_r != W_NONE
               ? OK
               : fail_field(ctx, ERR_INPUT_WORD, field, vocab_name(set), NULL);
}

static enum err findings_of(struct ctx *ctx, const struct input_texts *in, struct words *out) {
    enum word *w = ARENA_ARRAY(ctx->arena, in->n + 1, enum word);
    for (size_t i = 0; i < in->n; i++) {
        enum err e = word_of(ctx, VOCAB_GUARD, in->v[i], "findings", &w[i]);
        if (e) return e;
    }
    *out = (struct words){w, in->n};
    return OK;
}

static bool is_word(const char *s) {
    for (; *s; s++)
        if (!(*s >= 'a' && *s <= 'z') && *s != '_') return false;
    return true;
}

static enum err papers_of(struct ctx *ctx, const struct input_list *in, struct case_act *act) {
    const struct paper_in *list = in->v;
    struct act_paper *out = ARENA_ARRAY(ctx->arena, in->n + 1, struct act_paper);
    for (size_t i = 0; i < in->n; i++) {
        const char *kind = list[i].kind ? list[i].kind : "proof";
        if (!is_word(kind))
            return fail_field(ctx, ERR_INPUT_WORD, "papers.kind", "word", "材料种类的写法不正确");
        out[i] = (struct act_paper){list[i].evidence, kind};
    }
    act->papers = out;
    act->n_papers = in->n;
    return OK;
}

static enum err contents_of(struct ctx *ctx, const struct input_list *in, struct case_act *act) {
    const struct content_in *list = in->v;
    struct act_content *out = ARENA_ARRAY(ctx->arena, in->n + 1, struct act_content);
    for (size_t i = 0; i < in->n; i++) {
        enum err e = word_of(ctx, VOCAB_NOTICE_CONTENT, list[i].content, "contents.content",
                             &out[i].content);
        if (e) return e;
        out[i].text = list[i].text;
    }
    act->contents = out;
    act->n_contents = in->n;
    return OK;
}

static enum err linked_of(struct ctx *ctx, const struct input_list *in, struct case_act *act) {
    const struct linked_in *list = in->v;
    struct act_person *out = ARENA_ARRAY(ctx->arena, in->n + 1, struct act_person);
    for (size_t i = 0; i < in->n; i++) {
        enum subject_link_kind kind;
        if (!subject_link_parse(list[i].link, &kind))
            return fail_field(ctx, ERR_INPUT_WORD, "linked.link", "one_of", NULL);
        out[i] = (struct act_person){.kind = (int)kind, .who = about_subject(list[i].subject)};
        enum err e = query_subject_check(ctx, &out[i].who);
        if (e) return e;
    }
    act->linked = out;
    act->n_linked = in->n;
    return OK;
}

static enum err act_of(struct ctx *ctx, const struct act_in *in, struct case_act *act) {
    *act = (struct case_act){
        .event = in->event,
        .day = in->day,
        .arrived = in->arrived,
        .until = in->until,
        .day_evidence = in->day_evidence,
        .reason = in->reason,
        .text = in->text,
        .cause = in->cause,
        .citation = in->citation,
        .fields = in->fields,
        .name = in->name,
        .list_type = in->list_type,
        .condition = in->condition,
        .procedure = in->procedure,
        .fine = in->fine,
        .fines_person = in->fines_person,
        .unit_id = in->unit,
    };
    enum err e = word_of(ctx, VOCAB_RANK, in->rank, "rank", &act->rank);
    if (!e)
        e = word_of(ctx, VOCAB_PAUSE_REASON, in->pause_reason, "pause_reason", &act->pause_reason);
    if (!e) e = word_of(ctx, VOCAB_REPAIR_METHOD, in->method, "method", &act->method);
    if (!e) e = findings_of(ctx, &in->findings, &act->findings);
    if (!e) e = papers_of(ctx, &in->papers, act);
    if (!e) e = contents_of(ctx, &in->contents, act);
    if (!e) e = linked_of(ctx, &in->linked, act);
    return e;
}

/* Window staff stand in for a subject after checking its originals; the act's channel says so. */
static enum err at_window(struct ctx *ctx, const struct checked_in *in, enum word kind,
                          struct case_act *act) {
    struct query_identified identified;
    if (!in || ctx->actor->role != ROLE_WINDOW) return OK;
    struct identity_check *check = ARENA_NEW(ctx->arena, struct identity_check);
    *check = (struct identity_check){.originals = in->originals, .evidence_id = in->proof};
    enum err e = identity_at_window(ctx, kind, check, &identified);
    if (e) return e;
    struct actor *a = ARENA_NEW(ctx->arena, struct actor);
    *a = *ctx->actor;
    a->channel = CHANNEL_WINDOW;
    ctx->actor = a;
    act->identity = check;
    return OK;
}

/* ---- opening */

struct target_in {
    const char *kind;
    int64_t subject, id;
};
static const struct input_field target_fields[] = {
    INPUT_TEXT(struct target_in, kind, "kind", "对象", .must = true, .max = 40,
               .doc = "record, list_entry, subject, unit, incident"),
    INPUT_ID(struct target_in, subject, "subject", "信用主体编号",
             .doc = "Subjects leave it out: their own."),
    INPUT_ID(struct target_in, id, "id", "对象编号", .doc = "Left out where a new one is made."),
};
static const struct input_spec target_spec = INPUT_SPEC(struct target_in, target_fields);

struct open_in {
    const char *process, *origin, *ground, *claim;
    int64_t desk, representative;
    const struct about_in *subject;
    struct input_list targets;
    struct act_in act;
};
static const struct input_field open_fields[] = {
    INPUT_TEXT(struct open_in, process, "process", "程序", .must = true, .max = 64),
    INPUT_TEXT(struct open_in, origin, "origin", "来源", .max = 40,
               .doc = "subject, self_found, complaint; by who files when left out"),
    INPUT_TEXT(struct open_in, ground, "ground", "情形", .max = 64),
    INPUT_TEXT(struct open_in, claim, "claim", "申请内容", .max = 8000, .lines = true),
    INPUT_ID(struct open_in, desk, "desk", "受理单位"),
    INPUT_ID(struct open_in, representative, "representative", "代理授权文书"),
    INPUT_OBJECT(struct open_in, subject, "subject", "信用主体", struct about_in, about_input,
                 .doc = "Window staff and units: whom it is about, by number."),
    INPUT_LIST(struct open_in, targets, "targets", "对象", target_spec, .must = true, .min = 1,
               .max = 50),
    ACT_FIELDS(struct open_in),
};
const struct input_spec case_open_input = INPUT_SPEC(struct open_in, open_fields);

static const struct reply_field opened_case_fields[] = {
    {.name = "case", .title = "事项编号", .type = INPUT_TYPE_ID},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
};
static const struct reply_spec opened_case_spec = REPLY_SPEC(REPLY_OBJECT, opened_case_fields);
static const struct reply_field opened_fields[] = {
    {.name = "application", .title = "申请编号", .type = INPUT_TYPE_ID},
    {.name = "number", .title = "受理号", .type = INPUT_TYPE_TEXT},
    {.name = "cases", .title = "事项", .type = INPUT_TYPE_LIST, .of = &opened_case_spec},
};
const struct reply_spec case_opened_reply = REPLY_SPEC(REPLY_OBJECT, opened_fields);

/* The subject named by number; 0 when nobody is known by it. */
static enum err subject_by_number(struct ctx *ctx, const struct about_in *in, int64_t *id_r,
                                  enum word *kind_r) {
    struct query_subject who = about_subject(in);
    struct subject *subject = NULL;
    struct db_session *s;
    enum err e = query_subject_check(ctx, &who);
    if (!e) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = query_resolve(ctx, s, &who, &subject);
    db_read_end(ctx, &s);
    *id_r = subject ? subject->id : 0;
    *kind_r = who.kind;
    return !e && !subject ? fail(ctx, ERR_CASE_TARGET, NULL) : e;
}

static enum word origin_of(const struct ctx *ctx, const struct open_in *in) {
    if (in->origin) return vocab_find(VOCAB_ORIGIN, str_of(in->origin));
    enum role r = ctx->actor->role;
    return r == ROLE_SUBJECT || r == ROLE_WINDOW ? W_ORIGIN_SUBJECT : W_ORIGIN_SELF_FOUND;
}

static enum err openings(struct ctx *ctx, const struct open_in *in, int64_t subject_id,
                         const struct case_act *act, struct case_application *app) {
    const struct target_in *targets = in->targets.v;
    app->cases = ARENA_ARRAY(ctx->arena, in->targets.n, struct case_opening);
    app->n = in->targets.n;
    for (size_t i = 0; i < app->n; i++) {
        struct case_opening *o = &app->cases[i];
        *o = (struct case_opening){.process = in->process,
                                   .origin = origin_of(ctx, in),
                                   .ground = in->ground,
                                   .claim = in->claim,
                                   .desk_unit = in->desk,
                                   .representative = in->representative,
                                   .act = *act};
        enum err e = word_of(ctx, VOCAB_TARGET, targets[i].kind, "targets.kind", &o->target.kind);
        if (e) return e;
        if (o->origin == W_NONE || o->origin == W_ORIGIN_TIME)
            return fail_field(ctx, ERR_INPUT_WORD, "origin", "one_of", NULL);
        o->target.subject_id = subject_id ? subject_id : targets[i].subject;
        o->target.id = o->target.kind == W_TARGET_SUBJECT ? o->target.subject_id : targets[i].id;
    }
    return OK;
}

enum err case_file_open(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct open_in *in = rq->input;
    struct case_application app = {.jurisdiction = ctx->actor->jurisdiction};
    struct case_act act;
    int64_t subject_id = ctx->actor->subject_id;
    enum word kind = W_NONE;
    enum err e = act_of(ctx, &in->act, &act);
    if (!e && in->subject && ctx->actor->role != ROLE_SUBJECT)
        e = subject_by_number(ctx, in->subject, &subject_id, &kind);
    if (!e) e = at_window(ctx, in->act.identity, kind, &act);
    if (!e) e = openings(ctx, in, subject_id, &act, &app);
    if (!e) e = case_open(ctx, &app);
    if (e) return e;
    reply_created(ctx, out, "/api/v1/cases/%lld", (long long)app.cases[0].case_id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "application", app.application_id);
    jw_ktext(w, "number", app.number);
    jw_key(w, "cases");
    jw_array(w);
    for (size_t i = 0; i < app.n; i++) {
        jw_object(w);
        jw_kid(w, "case", app.cases[i].case_id);
        jw_ktext(w, "state", app.cases[i].state);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

/* ---- moving */

struct move_in {
    int64_t id, version;
    const struct about_in *subject;
    struct act_in act;
};
static const struct input_field move_fields[] = {
    INPUT_ID(struct move_in, id, "case", "事项编号", .in = IN_PATH),
    INPUT_INT(struct move_in, version, "version", "所见版本", .must = true, .min = 1,
              .max = INT64_MAX),
    INPUT_OBJECT(struct move_in, subject, "subject", "信用主体", struct about_in, about_input,
                 .doc = "Window staff: who stands there."),
    ACT_FIELDS(struct move_in),
};
const struct input_spec case_act_input = INPUT_SPEC(struct move_in, move_fields);

static const struct reply_field moved_fields[] = {
    {.name = "case", .title = "事项编号", .type = INPUT_TYPE_ID},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "state_name", .title = "状态名称", .type = INPUT_TYPE_TEXT},
    {.name = "proposed",
     .title = "待第二人确认",
     .type = INPUT_TYPE_BOOL,
     .doc = "True: another person must confirm before anything changes."},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
};
const struct reply_spec case_moved_reply = REPLY_SPEC(REPLY_OBJECT, moved_fields);

void case_moved(struct reply *out, const struct case_file *c, bool proposed) {
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "case", c->case_id);
    jw_ktext(w, "state", c->state->id);
    jw_ktext(w, "state_name", c->state->name);
    jw_kbool(w, "proposed", proposed);
    jw_kint(w, "version", c->version);
    jw_object_end(w);
}

/* Whoever stands at the window must be the case's subject: else there is no such case. */
static enum err same_subject(struct ctx *ctx, const struct move_in *in, enum word *kind_r) {
    struct db_session *s;
    struct case_file *c = NULL;
    int64_t subject_id = 0;
    if (!in->act.identity) return OK;
    if (!in->subject) return fail_field(ctx, ERR_INPUT_MISSING, "subject", "required", NULL);
    enum err e = subject_by_number(ctx, in->subject, &subject_id, kind_r);
    if (!e) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = case_get(ctx, s, in->id, &c);
    db_read_end(ctx, &s);
    if (!e && (!c || c->target.subject_id != subject_id)) e = fail(ctx, ERR_NOT_FOUND, NULL);
    return e;
}

enum err case_act_take(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct move_in *in = rq->input;
    struct case_act act;
    struct case_file c;
    bool proposed;
    enum word kind = W_NONE;
    if (!in->act.event) return fail_field(ctx, ERR_INPUT_MISSING, "event", "required", NULL);
    enum err e = act_of(ctx, &in->act, &act);
    if (!e && ctx->actor->role == ROLE_WINDOW) e = same_subject(ctx, in, &kind);
    if (!e) e = at_window(ctx, in->act.identity, kind, &act);
    act.seen = in->version;
    if (!e) e = case_do(ctx, in->id, &act, &c, &proposed);
    if (e) return e;
    case_moved(out, &c, proposed);
    return OK;
}

struct confirm_in {
    int64_t id, version;
};
static const struct input_field confirm_fields[] = {
    INPUT_ID(struct confirm_in, id, "case", "事项编号", .in = IN_PATH),
    INPUT_INT(struct confirm_in, version, "version", "所见版本", .must = true, .min = 1,
              .max = INT64_MAX),
};
const struct input_spec case_confirm_input = INPUT_SPEC(struct confirm_in, confirm_fields);

enum err case_act_confirm(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct confirm_in *in = rq->input;
    struct case_file c;
    enum err e = case_confirm(ctx, in->id, in->version, &c);
    if (e) return e;
    case_moved(out, &c, false);
    return OK;
}
