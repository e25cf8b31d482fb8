#include "disclosure/query.h"

#include "api/about.h"
#include "api/handlers.h"
#include "base/id.h"
#include "disclosure/shown.h"
#include "disclosure/names.h"
#include "registry/actor.h"

/* ---- how a subject is named */

const struct input_word about_kinds[] = {
    {"organisation", W_SUBJECT_ORGANISATION, "法人和非法人组织"},
    {"individual_business", W_SUBJECT_INDIVIDUAL, "个体工商户"},
    {"natural_person", W_SUBJECT_PERSON, "自然人"},
    {0},
};
static const struct input_field about_fields[] = {
    INPUT_WORD(struct about_in, kind, "kind", "主体类别", about_kinds, .must = true),
    INPUT_TEXT(struct about_in, document, "document", "证件类型", .max = 32,
               .doc = "uscc, resident, passport …; the usual one of the kind when left out"),
    INPUT_TEXT(struct about_in, number, "number", "证件号码", .must = true, .max = 40,
               .secret = true),
    INPUT_TEXT(struct about_in, nationality, "nationality", "国籍", .max = 3),
    INPUT_TEXT(struct about_in, name, "name", "名称", .max = 200),
};
const struct input_spec about_input = INPUT_SPEC(struct about_in, about_fields);

struct query_subject about_subject(const struct about_in *in) {
    return (struct query_subject){
        .kind = (enum word)in->kind,
        .document = in->document,
        .number = in->number,
        .nationality = in->nationality,
        .name = in->name,
    };
}

static const struct input_word basis_words[] = {
    {"duty", BASIS_DUTY, "履行法定职责"}, {"authorisation", BASIS_AUTHORISATION, "信用主体授权"},
    {"law", BASIS_LAW, "依法"},           {"agreement", BASIS_AGREEMENT, "依约"},
    {"open", BASIS_OPEN, "依法公开"},     {0},
};
static const struct input_field basis_fields[] = {
    INPUT_WORD(struct basis_in, kind, "kind", "依据类别", basis_words, .must = true),
    INPUT_TEXT(struct basis_in, reference, "reference", "依据内容", .max = 200,
               .doc = "authorisation: its id; law, agreement: what is cited"),
};
const struct input_spec basis_input = INPUT_SPEC(struct basis_in, basis_fields);

/* ---- what an answer looks like */

static const struct reply_field subject_shown_fields[] = {
    {.name = "kind", .title = "主体类别", .type = INPUT_TYPE_TEXT},
    {.name = "document", .title = "证件类型", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "number", .title = "证件号码", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "name", .title = "名称", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "known",
     .title = "已登记",
     .type = INPUT_TYPE_BOOL,
     .maybe = true,
     .doc = "Told to the subject and the operator only."},
};
static const struct reply_spec subject_shown = REPLY_SPEC(REPLY_OBJECT, subject_shown_fields);
static const struct reply_field mark_fields[] = {
    {.name = "mark", .title = "标注", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "标注名称", .type = INPUT_TYPE_TEXT},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE, .maybe = true},
};
static const struct reply_spec mark_shape = REPLY_SPEC(REPLY_OBJECT, mark_fields);
static const struct reply_field source_fields[] = {
    {.name = "unit", .title = "来源单位", .type = INPUT_TYPE_TEXT},
    {.name = "formed_day", .title = "形成日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "decided_day", .title = "决定日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "received_day", .title = "收到日期", .type = INPUT_TYPE_DATE, .maybe = true},
};
static const struct reply_spec source_shape = REPLY_SPEC(REPLY_OBJECT, source_fields);
static const struct reply_field change_fields[] = {
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
    {.name = "reason", .title = "变动理由", .type = INPUT_TYPE_TEXT},
    {.name = "reason_name", .title = "变动理由名称", .type = INPUT_TYPE_TEXT},
    {.name = "reason_text", .title = "变动说明", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "day", .title = "日期", .type = INPUT_TYPE_DATE},
    {.name = "at", .title = "时间", .type = INPUT_TYPE_INSTANT},
    {.name = "by_unit", .title = "变动单位", .type = INPUT_TYPE_TEXT},
};
static const struct reply_spec change_shape = REPLY_SPEC(REPLY_OBJECT, change_fields);
static const struct reply_field rests_fields[] = {
    {.name = "class", .title = "信息类别", .type = INPUT_TYPE_TEXT},
    {.name = "consent", .title = "同意编号", .type = INPUT_TYPE_ID},
};
static const struct reply_spec rests_shape = REPLY_SPEC(REPLY_OBJECT, rests_fields);
static const struct reply_field term_fields[] = {
    {.name = "to", .title = "披露截止日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "publish_to", .title = "公示截止日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "rule", .title = "期限规则", .type = INPUT_TYPE_JSON},
};
static const struct reply_spec term_shape = REPLY_SPEC(REPLY_OBJECT, term_fields);
static const struct reply_field record_fields[] = {
    {.name = "record", .title = "记录编号", .type = INPUT_TYPE_ID},
    {.name = "item", .title = "事项", .type = INPUT_TYPE_TEXT},
    {.name = "item_name", .title = "事项名称", .type = INPUT_TYPE_TEXT},
    {.name = "nature", .title = "性质", .type = INPUT_TYPE_TEXT},
    {.name = "provider", .title = "提供单位", .type = INPUT_TYPE_TEXT},
    {.name = "provider_id", .title = "提供单位编号", .type = INPUT_TYPE_ID},
    {.name = "doc_no", .title = "文书号", .type = INPUT_TYPE_TEXT},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "mode", .title = "披露方式", .type = INPUT_TYPE_TEXT},
    {.name = "jurisdiction", .title = "适用地区", .type = INPUT_TYPE_TEXT},
    {.name = "view", .title = "查看方式", .type = INPUT_TYPE_TEXT},
    {.name = "masked", .title = "有脱敏内容", .type = INPUT_TYPE_BOOL},
    {.name = "marks", .title = "标注", .type = INPUT_TYPE_LIST, .of = &mark_shape},
    {.name = "clause", .title = "依据条款", .type = INPUT_TYPE_TEXT},
    {.name = "fields", .title = "内容", .type = INPUT_TYPE_JSON},
    {.name = "consents",
     .title = "所依据的同意",
     .type = INPUT_TYPE_LIST,
     .maybe = true,
     .of = &rests_shape,
     .doc = "Told to the subject, the operator and the provider."},
    {.name = "source", .title = "来源", .type = INPUT_TYPE_OBJECT, .of = &source_shape},
    {.name = "changes", .title = "变动", .type = INPUT_TYPE_LIST, .of = &change_shape},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
    {.name = "term", .title = "期限", .type = INPUT_TYPE_OBJECT, .maybe = true, .of = &term_shape},
};
static const struct reply_spec record_shape = REPLY_SPEC(REPLY_OBJECT, record_fields);
static const struct reply_field refused_fields[] = {
    {.name = "code", .title = "代码", .type = INPUT_TYPE_TEXT},
    {.name = "detail", .title = "说明", .type = INPUT_TYPE_TEXT},
    {.name = "field", .title = "字段", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT, .maybe = true},
};
static const struct reply_spec refused_shape = REPLY_SPEC(REPLY_OBJECT, refused_fields);
static const struct reply_field answer_fields[] = {
    {.name = "look", .title = "查询编号", .type = INPUT_TYPE_ID},
    {.name = "at", .title = "时间", .type = INPUT_TYPE_INSTANT},
    {.name = "purpose", .title = "用途", .type = INPUT_TYPE_TEXT},
    {.name = "subject", .title = "信用主体", .type = INPUT_TYPE_OBJECT, .of = &subject_shown},
    {.name = "refused",
     .title = "拒绝",
     .type = INPUT_TYPE_OBJECT,
     .maybe = true,
     .of = &refused_shape,
     .doc = "In lists: this subject was refused."},
    {.name = "records",
     .title = "信息",
     .type = INPUT_TYPE_LIST,
     .of = &record_shape,
     .doc = "What may be shown; whether there is more is not told."},
};
const struct reply_spec answer_reply = REPLY_SPEC(REPLY_OBJECT, answer_fields);
const struct reply_spec answers_reply = REPLY_SPEC(REPLY_LIST, answer_fields);

/* ---- one subject */

struct query_in {
    const struct about_in *subject;
    struct input_texts items;
    const char *purpose;
    const struct basis_in *basis;
    int64_t authorisation;
    const char *scene;
    int view;
    const char *reason, *person, *recipient;
    struct input_list subjects;
};
enum { VIEW_MASKED = 1, VIEW_CLEAR };
static const struct input_word views[] = {
    {"masked", VIEW_MASKED, "脱敏"}, {"clear", VIEW_CLEAR, "不脱敏"}, {0}};

/* The purpose is not mandatory here: what a look must say is the pack's to ask, with its clause. */
#define COMMON_FIELDS                                                                              \
    INPUT_TEXTS(struct query_in, items, "items", "事项", .max = 200),                              \
        INPUT_TEXT(struct query_in, purpose, "purpose", "查询用途", .max = 200),                   \
        INPUT_OBJECT(struct query_in, basis, "basis", "查询依据", struct basis_in, basis_input),   \
        INPUT_TEXT(struct query_in, scene, "scene", "使用场景", .max = 64),                        \
        INPUT_TEXT(struct query_in, person, "person", "查询人员姓名", .max = 50,                   \
                   .doc = "Machines name the person who asks.")
#define ONE_FIELDS                                                                                 \
    INPUT_OBJECT(struct query_in, subject, "subject", "信用主体", struct about_in, about_input,    \
                 .must = true),                                                                    \
        INPUT_ID(struct query_in, authorisation, "authorisation", "授权编号"),                     \
        INPUT_WORD(struct query_in, view, "view", "查看方式", views, .absent = VIEW_MASKED),       \
        INPUT_TEXT(struct query_in, reason, "reason", "理由", .max = 200,                          \
                   .doc = "Of a clear view.")

static const struct input_field query_fields[] = {ONE_FIELDS, COMMON_FIELDS};
const struct input_spec query_input = INPUT_SPEC(struct query_in, query_fields);

/* An authorisation may be named by its own member or as what the basis refers to. */
static enum err authorisation_of(struct ctx *ctx, const struct query_in *in, int64_t *id_r) {
    *id_r = in->authorisation;
    if (*id_r || !in->basis || in->basis->kind != BASIS_AUTHORISATION || !in->basis->reference)
        return OK;
    if (id_parse(str_of(in->basis->reference), id_r)) return OK;
    return fail_field(ctx, ERR_INPUT_FORM, "basis.reference", "id", "授权编号的写法不正确");
}

static struct query query_of(const struct request *rq, const struct query_in *in) {
    return (struct query){
        .route = rq->route->name,
        .items = in->items.v,
        .n_items = in->items.n,
        .purpose = in->purpose,
        .basis = in->basis ? (enum basis_kind)in->basis->kind : BASIS_NONE,
        .reference = in->basis ? in->basis->reference : NULL,
        .scene = in->scene,
        .clear = in->view == VIEW_CLEAR,
        .reason = in->reason,
        .person = in->person,
        .key = rq->idempotency_key,
        .recipient = in->recipient,
    };
}

enum err query_ask(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct query_in *in = rq->input;
    struct query q = query_of(rq, in);
    struct query_answer answer;
    q.subject = about_subject(in->subject);
    enum err e = authorisation_of(ctx, in, &q.subject.authorisation_id);
    if (e == OK) e = query_one(ctx, &q, &answer);
    if (e == OK) shown_write(ctx, &answer, reply_json(out));
    return e;
}

/* What anybody may see, without sign-in: organisations, open information. */
struct open_in {
    const struct about_in *subject;
};
static const struct input_field open_fields[] = {
    INPUT_OBJECT(struct open_in, subject, "subject", "信用主体", struct about_in, about_input,
                 .must = true),
};
const struct input_spec query_open_input = INPUT_SPEC(struct open_in, open_fields);

enum err query_open(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct open_in *in = rq->input;
    struct query q = {.route = rq->route->name, .open = true};
    struct query_answer answer;
    q.subject = about_subject(in->subject);
    enum err e = query_one(ctx, &q, &answer);
    if (e == OK) shown_write(ctx, &answer, reply_json(out));
    return e;
}

/* ---- a list */

struct listed_in {
    int kind;
    const char *document, *number, *nationality, *name;
    int64_t authorisation;
};
static const struct input_field listed_fields[] = {
    INPUT_WORD(struct listed_in, kind, "kind", "主体类别", about_kinds, .must = true),
    INPUT_TEXT(struct listed_in, document, "document", "证件类型", .max = 32),
    INPUT_TEXT(struct listed_in, number, "number", "证件号码", .must = true, .max = 40,
               .secret = true),
    INPUT_TEXT(struct listed_in, nationality, "nationality", "国籍", .max = 3),
    INPUT_TEXT(struct listed_in, name, "name", "名称", .max = 200),
    INPUT_ID(struct listed_in, authorisation, "authorisation", "授权编号"),
};
static const struct input_spec listed_input = INPUT_SPEC(struct listed_in, listed_fields);
static const struct input_field batch_fields[] = {
    INPUT_LIST(struct query_in, subjects, "subjects", "信用主体", listed_input, .must = true,
               .min = 1, .max = QUERY_LIST_MAX),
    COMMON_FIELDS,
};
const struct input_spec query_batch_input = INPUT_SPEC(struct query_in, batch_fields);

enum err query_batch(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct query_in *in = rq->input;
    const struct listed_in *listed = in->subjects.v;
    struct query q = query_of(rq, in);
    q.batch = true;
    size_t n = in->subjects.n;
    struct query_subject *subjects = ARENA_ARRAY(ctx->arena, n, struct query_subject);
    struct query_answer *answers = ARENA_ARRAY(ctx->arena, n, struct query_answer);
    for (size_t i = 0; i < n; i++)
        subjects[i] = (struct query_subject){
            .kind = (enum word)listed[i].kind,
            .document = listed[i].document,
            .number = listed[i].number,
            .nationality = listed[i].nationality,
            .name = listed[i].name,
            .authorisation_id = listed[i].authorisation,
        };
    enum err e = query_list(ctx, &q, subjects, n, answers);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; e == OK && i < n; i++) {
        shown_write(ctx, &answers[i], w);
        e = reply_flush(ctx, out);
    }
    jw_array_end(w);
    jw_object_end(w);
    return e;
}

/* ---- export */

static const struct input_field export_fields[] = {
    ONE_FIELDS,
    COMMON_FIELDS,
    INPUT_TEXT(struct query_in, recipient, "recipient", "接收人", .max = 200),
};
const struct input_spec export_input = INPUT_SPEC(struct query_in, export_fields);
const struct reply_spec export_reply = {.shape = REPLY_BYTES, .type = "text/csv"};

enum { EXPORT_MAX = 32 << 20 };

enum err query_export(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct query_in *in = rq->input;
    struct query q = query_of(rq, in);
    struct query_answer answer;
    struct buf file;
    q.subject = about_subject(in->subject);
    q.exports = true;
    enum err e = authorisation_of(ctx, in, &q.subject.authorisation_id);
    if (e == OK) e = query_one(ctx, &q, &answer);
    if (e != OK) return e;
    buf_init(&file, EXPORT_MAX);
    shown_csv(ctx, &q, &answer, &file);
    struct str text = buf_finish(&file);
    if (text.p) {
        reply_type(ctx, out, "text/csv; charset=utf-8",
                   arena_printf(ctx->arena, "信用信息-%lld.csv", (long long)answer.look_id));
        reply_header(out, "X-Look", arena_printf(ctx->arena, "%lld", (long long)answer.look_id));
        reply_put(out, text.p, text.n);
    } else {
        e = fail(ctx, ERR_NO_MEMORY_LIMIT, NULL);
    }
    buf_free(&file);
    return e;
}

/* ---- by name */

struct search_in {
    const char *name;
};
static const struct input_field search_fields[] = {
    INPUT_TEXT(struct search_in, name, "name", "名称", .must = true, .max = 100),
};
const struct input_spec search_input = INPUT_SPEC(struct search_in, search_fields);
static const struct reply_field hit_fields[] = {
    {.name = "subject", .title = "主体编号", .type = INPUT_TYPE_ID},
    {.name = "name", .title = "名称", .type = INPUT_TYPE_TEXT},
    {.name = "former_name", .title = "曾用名", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "document", .title = "代码类型", .type = INPUT_TYPE_TEXT},
    {.name = "code", .title = "代码", .type = INPUT_TYPE_TEXT},
    {.name = "kind", .title = "主体类别", .type = INPUT_TYPE_TEXT},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
};
static const struct reply_spec hit_shape = REPLY_SPEC(REPLY_OBJECT, hit_fields);
static const struct reply_field hits_fields[] = {
    {.name = "look", .title = "查询编号", .type = INPUT_TYPE_ID},
    {.name = "hits", .title = "结果", .type = INPUT_TYPE_LIST, .of = &hit_shape},
    {.name = "more",
     .title = "还有更多",
     .type = INPUT_TYPE_BOOL,
     .doc = "True when there are, or may be, others than these."},
};
const struct reply_spec hits_reply = REPLY_SPEC(REPLY_OBJECT, hits_fields);

enum err query_search(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct search_in *in = rq->input;
    struct search_result found;
    int64_t look;
    enum err e = names_search(ctx, rq->route->name, in->name, &found, &look);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "look", look);
    jw_key(w, "hits");
    jw_array(w);
    for (size_t i = 0; i < found.n; i++) {
        const struct search_hit *h = &found.hits[i];
        jw_object(w);
        jw_kid(w, "subject", h->subject_id);
        jw_ktext(w, "name", h->name);
        jw_ktext(w, "former_name", h->former_name);
        jw_ktext(w, "document", h->document);
        jw_ktext(w, "code", h->number);
        jw_ktext(w, "kind", word_text(h->kind));
        jw_ktext(w, "state", subject_state_word(h->state));
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_kbool(w, "more", found.more);
    jw_object_end(w);
    return OK;
}
