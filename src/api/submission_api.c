#include "intake/submission.h"

#include <string.h>
#include <unistd.h>

#include "api/handlers.h"
#include "base/file.h"
#include "base/id.h"
#include "http/page.h"
#include "intake/headmap.h"
#include "intake/submission_json.h"
#include "law/vocab.h"
#include "registry/actor.h"
#include "registry/app.h"

/* ---- what a submission looks like */

static const struct reply_field fault_fields[] = {
    {.name = "row",
     .title = "行号",
     .type = INPUT_TYPE_INT,
     .doc = "As a spreadsheet shows it; 0: the file."},
    {.name = "column", .title = "列号", .type = INPUT_TYPE_INT, .doc = "From 1; 0: the row."},
    {.name = "field", .title = "字段", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "value", .title = "错误值", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "code", .title = "错误代码", .type = INPUT_TYPE_TEXT},
    {.name = "level", .title = "级别", .type = INPUT_TYPE_TEXT},
    {.name = "sentence", .title = "错误原因", .type = INPUT_TYPE_TEXT},
    {.name = "suggestion", .title = "修改建议", .type = INPUT_TYPE_TEXT},
};
static const struct reply_spec fault_spec = REPLY_SPEC(REPLY_OBJECT, fault_fields);
const struct reply_spec faults_reply = REPLY_SPEC(REPLY_PAGE, fault_fields);

static const struct reply_field submission_fields[] = {
    {.name = "submission", .title = "批次编号", .type = INPUT_TYPE_ID},
    {.name = "receipt_no", .title = "回执号", .type = INPUT_TYPE_TEXT},
    {.name = "item", .title = "目录事项", .type = INPUT_TYPE_TEXT},
    {.name = "provider", .title = "提供单位", .type = INPUT_TYPE_ID},
    {.name = "kind", .title = "方式", .type = INPUT_TYPE_TEXT},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "state_name", .title = "状态名称", .type = INPUT_TYPE_TEXT},
    {.name = "refusal", .title = "退回原因", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "digest",
     .title = "文件摘要",
     .type = INPUT_TYPE_TEXT,
     .doc = "SHA-256 of the bytes as they came."},
    {.name = "bytes", .title = "字节数", .type = INPUT_TYPE_INT},
    {.name = "format", .title = "格式", .type = INPUT_TYPE_TEXT},
    {.name = "encoding", .title = "编码", .type = INPUT_TYPE_TEXT},
    {.name = "repeated",
     .title = "重复报送",
     .type = INPUT_TYPE_BOOL,
     .doc = "It was there already; nothing was loaded now."},
    {.name = "rows", .title = "行数", .type = INPUT_TYPE_INT},
    {.name = "accepted", .title = "成功", .type = INPUT_TYPE_INT},
    {.name = "returned", .title = "退回", .type = INPUT_TYPE_INT},
    {.name = "duplicates", .title = "重复", .type = INPUT_TYPE_INT},
    {.name = "warnings", .title = "提示", .type = INPUT_TYPE_INT},
    {.name = "progress", .title = "已处理至行", .type = INPUT_TYPE_INT},
    {.name = "atomic", .title = "全部成功才入库", .type = INPUT_TYPE_BOOL},
    {.name = "uploaded_at", .title = "上传时间", .type = INPUT_TYPE_INSTANT},
    {.name = "received_at", .title = "接收时间", .type = INPUT_TYPE_INSTANT, .maybe = true},
    {.name = "received_day", .title = "接收日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "first_day", .title = "首次接收日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "resubmits", .title = "重报的批次", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "review", .title = "审核要求", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "reviewed_by", .title = "审核人", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "reviewed_at", .title = "审核时间", .type = INPUT_TYPE_INSTANT, .maybe = true},
    {.name = "review_result", .title = "审核结果", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "review_opinion", .title = "审核意见", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "due", .title = "比对录入期限", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "due_explained", .title = "期限的计算", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "done_at", .title = "办结时间", .type = INPUT_TYPE_INSTANT, .maybe = true},
    {.name = "late_days",
     .title = "迟报工作日",
     .type = INPUT_TYPE_INT,
     .maybe = true,
     .doc = "Of the latest row; null where no limit applies."},
    {.name = "late_rows", .title = "迟报行数", .type = INPUT_TYPE_INT},
    {.name = "late_pending", .title = "期限待定行数", .type = INPUT_TYPE_INT},
    {.name = "late_explained", .title = "迟报的计算", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "withdrawn", .title = "已撤回记录", .type = INPUT_TYPE_INT},
    {.name = "withdraw_reason", .title = "撤回理由", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
    {.name = "faults",
     .title = "错误",
     .type = INPUT_TYPE_LIST,
     .maybe = true,
     .of = &fault_spec,
     .doc = "The first 100; of the answer to a submission only."},
};
const struct reply_spec submission_reply = REPLY_SPEC(REPLY_OBJECT, submission_fields);
const struct reply_spec submissions_reply = REPLY_SPEC(REPLY_PAGE, submission_fields);

enum { FAULTS_SHOWN = 100 };

/* With the first faults, so that whoever sent it sees at once what is wrong. */
static enum err render(struct ctx *ctx, struct reply *out, const struct submission *s) {
    struct submission_flaw *flaws;
    size_t n;
    enum err e = submission_flaws(ctx, s->id, 0, FAULTS_SHOWN, &flaws, &n);
    if (e) return e;
    bool going_on = s->state == SUBMISSION_CHECKING || s->state == SUBMISSION_AWAITING_REVIEW;
    reply_created(ctx, out, "/api/v1/submissions/%lld", (long long)s->id);
    reply_status(out, s->repeated ? 200 : going_on ? 202 : 201);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    submission_members(ctx, w, s);
    jw_key(w, "faults");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        flaw_members(w, &flaws[i].flaw);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

/* ---- sending in */

static const struct input_word formats[] = {{"auto", SOURCE_AUTO, "自动识别"},
                                            {"csv", SOURCE_CSV, "CSV"},
                                            {"xlsx", SOURCE_XLSX, "XLSX"},
                                            {"jsonl", SOURCE_JSONL, "JSON 行"},
                                            {0}};
static const struct input_word yes_no[] = {
    {"0", 0, "否"}, {"1", 1, "是"}, {"true", 1, "是"}, {"false", 0, "否"}, {0}};
struct upload_query {
    const char *item, *verified;
    int format, atomic;
    int64_t resubmits;
};
static const struct input_field upload_fields[] = {
    INPUT_TEXT(struct upload_query, item, "item", "目录事项", .must = true, .in = IN_QUERY,
               .max = 64),
    INPUT_WORD(struct upload_query, format, "format", "格式", formats, .in = IN_QUERY),
    INPUT_WORD(struct upload_query, atomic, "atomic", "全部成功才入库", yes_no, .in = IN_QUERY),
    INPUT_ID(struct upload_query, resubmits, "resubmits", "重报的批次", .in = IN_QUERY),
    INPUT_TEXT(struct upload_query, verified, "verified", "核实登记", .in = IN_QUERY, .max = 500,
               .doc = "The verification entry, where the pack asks for one before submission."),
};
const struct input_spec submission_upload_input = INPUT_SPEC(struct upload_query, upload_fields);

static enum err upload(struct ctx *ctx, struct request *rq, struct reply *out,
                       enum submission_kind kind) {
    const struct upload_query *in = rq->input;
    if (!rq->upload.path)
        return fail_field(ctx, ERR_INPUT_MISSING, "file", "required", "请选择要报送的文件");
    struct submission_request request = {.path = rq->upload.path,
                                         .item = in->item,
                                         .format = (enum source_format)in->format,
                                         .kind = kind,
                                         .atomic = in->atomic,
                                         .resubmits = in->resubmits,
                                         .verified = in->verified,
                                         .in_background = true};
    struct submission s;
    enum err e = submission_take(ctx, &request, &s);
    return e ? e : render(ctx, out, &s);
}

enum err submission_upload(struct ctx *ctx, struct request *rq, struct reply *out) {
    return upload(ctx, rq, out, SUBMISSION_FILE);
}

enum err submission_legacy(struct ctx *ctx, struct request *rq, struct reply *out) {
    return upload(ctx, rq, out, SUBMISSION_LEGACY);
}

struct form_in {
    const char *item, *verified;
    const struct json *fields;
    int64_t resubmits;
};
static const struct input_field form_fields[] = {
    INPUT_TEXT(struct form_in, item, "item", "目录事项", .must = true, .max = 64),
    INPUT_JSON(struct form_in, fields, "fields", "内容", .must = true,
               .doc = "Field code or name: text."),
    INPUT_ID(struct form_in, resubmits, "resubmits", "重报的批次"),
    INPUT_TEXT(struct form_in, verified, "verified", "核实登记", .max = 500),
};
const struct input_spec form_input = INPUT_SPEC(struct form_in, form_fields);

enum err form_submit(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct form_in *in = rq->input;
    struct submission s;
    enum err e = submission_form(ctx, in->item, in->fields, in->resubmits, in->verified, &s);
    return e ? e : render(ctx, out, &s);
}

/* ---- looking */

struct submission_id_in {
    int64_t submission;
};
static const struct input_field submission_id_fields[] = {
    INPUT_ID(struct submission_id_in, submission, "submission", "批次编号", .in = IN_PATH),
};
const struct input_spec submission_id_input =
    INPUT_SPEC(struct submission_id_in, submission_id_fields);

static void show(struct ctx *ctx, struct reply *out, const struct submission *s) {
    reply_version(ctx, out, s->version);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    submission_members(ctx, w, s);
    jw_object_end(w);
}

enum err submission_show(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct submission_id_in *in = rq->input;
    struct submission s;
    enum err e = submission_get(ctx, in->submission, &s);
    if (e == OK) show(ctx, out, &s);
    return e;
}

struct page_only {
    struct page_in page;
};

enum err submission_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct page_only *in = rq->input; /* page_input */
    int64_t scope = ctx->actor->unit_id;
    struct page_key key = {.i = {0}};
    enum err e = in->page.cursor ? page_open(ctx, rq, scope, in->page.cursor, &key) : OK;
    struct submission *list;
    size_t n;
    if (!e) e = submission_list(ctx, key.i[0], (size_t)in->page.limit + 1, &list, &n);
    if (e) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        submission_members(ctx, w, &list[i]);
        jw_object_end(w);
    }
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, scope, &last) : NULL);
    jw_object_end(w);
    return OK;
}

struct faults_in {
    int64_t submission;
    struct page_in page;
};
static const struct input_field faults_fields[] = {
    INPUT_ID(struct faults_in, submission, "submission", "批次编号", .in = IN_PATH),
    INPUT_PAGE(struct faults_in, page),
};
const struct input_spec submission_faults_input = INPUT_SPEC(struct faults_in, faults_fields);

enum err submission_fault_list(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct faults_in *in = rq->input;
    struct page_key key = {.i = {0}};
    enum err e = in->page.cursor ? page_open(ctx, rq, in->submission, in->page.cursor, &key) : OK;
    struct submission_flaw *flaws;
    size_t n;
    if (!e)
        e = submission_flaws(ctx, in->submission, key.i[0], (size_t)in->page.limit + 1, &flaws, &n);
    if (e) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        flaw_members(w, &flaws[i].flaw);
        jw_object_end(w);
    }
    jw_array_end(w);
    struct page_key last = {.i = {n ? flaws[n - 1].seq : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, in->submission, &last) : NULL);
    jw_object_end(w);
    return OK;
}

struct answer_in {
    int64_t submission;
    int format, flawed;
};
static const struct input_word answer_formats[] = {{"csv", 0, "CSV"}, {"xlsx", 1, "XLSX"}, {0}};
static const struct input_field answer_fields[] = {
    INPUT_ID(struct answer_in, submission, "submission", "批次编号", .in = IN_PATH),
    INPUT_WORD(struct answer_in, format, "format", "格式", answer_formats, .in = IN_QUERY),
    INPUT_WORD(struct answer_in, flawed, "flawed", "只要有错误的行", yes_no, .in = IN_QUERY),
};
const struct input_spec submission_answer_input = INPUT_SPEC(struct answer_in, answer_fields);

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
const struct reply_spec answer_file_reply = {.shape = REPLY_BYTES, .type = "text/csv|" XLSX_TYPE};
const struct reply_spec template_reply = {.shape = REPLY_BYTES, .type = XLSX_TYPE};

/* A file of its own name, gone when the answer has been opened. */
static const char *temporary(struct ctx *ctx) {
    return arena_printf(ctx->arena, "%s/tmp/answer-%lld", ctx->app->dir,
                        (long long)id_new(clock_now(ctx->clock)));
}

enum err submission_answer_file(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct answer_in *in = rq->input;
    struct submission s;
    enum err e = submission_get(ctx, in->submission, &s);
    if (e) return e;
    /* The rows themselves are the provider's: others see its faults only. */
    if (s.provider_id != ctx->actor->unit_id)
        return fail(ctx, ERR_FORBIDDEN, "反馈文件含报送的原文，只提供给报送单位");
    const char *path = temporary(ctx);
    e = submission_answer(ctx, &s, in->format, in->flawed, path);
    if (!e)
        e = reply_file(
            ctx, out, path, in->format ? XLSX_TYPE : "text/csv; charset=utf-8",
            arena_printf(ctx->arena, "错误数据-%s.%s", s.receipt_no, in->format ? "xlsx" : "csv"));
    (void)unlink(path);
    return e;
}

/* ---- review, withdrawal */

struct review_in {
    int64_t submission;
    int result;
    const char *opinion;
};
static const struct input_word results[] = {{"passed", 1, "通过"}, {"refused", 0, "不通过"}, {0}};
static const struct input_field review_fields[] = {
    INPUT_ID(struct review_in, submission, "submission", "批次编号", .in = IN_PATH),
    INPUT_WORD(struct review_in, result, "result", "审核结果", results, .must = true),
    INPUT_TEXT(struct review_in, opinion, "opinion", "审核意见", .max = 1000, .lines = true),
};
const struct input_spec submission_review_input = INPUT_SPEC(struct review_in, review_fields);

enum err submission_reviewed(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct review_in *in = rq->input;
    struct submission s;
    enum err e = submission_review(ctx, in->submission, in->result, in->opinion, &s);
    if (e == OK) show(ctx, out, &s);
    return e;
}

struct verify_in {
    int64_t submission;
    const char *opinion;
};
static const struct input_field verify_fields[] = {
    INPUT_ID(struct verify_in, submission, "submission", "批次编号", .in = IN_PATH),
    INPUT_TEXT(struct verify_in, opinion, "opinion", "核实情况", .must = true, .max = 1000,
               .lines = true),
};
const struct input_spec submission_verify_input = INPUT_SPEC(struct verify_in, verify_fields);

enum err submission_verified(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct verify_in *in = rq->input;
    struct submission s;
    enum err e = submission_get(ctx, in->submission, &s);
    if (!e && strcmp(s.review, word_text(W_REVIEW_VERIFY)) != 0)
        e = fail(ctx, ERR_SUBMISSION_STATE, "本批次不需要核实登记");
    if (!e) e = submission_review(ctx, in->submission, true, in->opinion, &s);
    if (e == OK) show(ctx, out, &s);
    return e;
}

struct withdraw_in {
    int64_t submission;
    const char *reason;
};
static const struct input_field withdraw_fields[] = {
    INPUT_ID(struct withdraw_in, submission, "submission", "批次编号", .in = IN_PATH),
    INPUT_TEXT(struct withdraw_in, reason, "reason", "理由", .must = true, .max = 1000,
               .lines = true),
};
const struct input_spec submission_withdraw_input = INPUT_SPEC(struct withdraw_in, withdraw_fields);

enum err submission_taken_back(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct withdraw_in *in = rq->input;
    struct submission s;
    enum err e = submission_withdraw(ctx, in->submission, in->reason, &s);
    if (e == OK) show(ctx, out, &s);
    return e;
}

/* ---- templates and remembered columns */

struct item_in {
    const char *item;
};
static const struct input_field item_fields[] = {
    INPUT_TEXT(struct item_in, item, "item", "目录事项", .in = IN_PATH, .max = 64),
};
const struct input_spec item_input = INPUT_SPEC(struct item_in, item_fields);

enum err item_template(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct item_in *in = rq->input;
    const char *path = temporary(ctx);
    enum err e = submission_template(ctx, in->item, path);
    if (!e)
        e = reply_file(ctx, out, path, XLSX_TYPE,
                       arena_printf(ctx->arena, "模板-%s.xlsx", in->item));
    (void)unlink(path);
    return e;
}

static const struct reply_field mapping_reply_fields[] = {
    {.name = "head", .title = "列名", .type = INPUT_TYPE_TEXT},
    {.name = "field",
     .title = "字段",
     .type = INPUT_TYPE_TEXT,
     .doc = "Empty: the column is left out."},
};
const struct reply_spec mapping_reply = REPLY_SPEC(REPLY_LIST, mapping_reply_fields);

enum err item_mapping(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct item_in *in = rq->input;
    struct head_memory *memory;
    size_t n;
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = mapping_read(ctx, s, ctx->actor->unit_id, in->item, &memory, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_ktext(w, "head", memory[i].head);
        jw_ktext(w, "field", memory[i].field);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

struct column_in {
    const char *head, *field;
};
static const struct input_field column_fields[] = {
    INPUT_TEXT(struct column_in, head, "head", "列名", .must = true, .max = 200),
    INPUT_TEXT(struct column_in, field, "field", "字段", .max = 200),
};
static const struct input_spec column_spec = INPUT_SPEC(struct column_in, column_fields);
struct mapping_in {
    const char *item;
    struct input_list columns;
};
static const struct input_field mapping_fields[] = {
    INPUT_TEXT(struct mapping_in, item, "item", "目录事项", .in = IN_PATH, .max = 64),
    INPUT_LIST(struct mapping_in, columns, "columns", "列对应", column_spec, .max = 500),
};
const struct input_spec mapping_input = INPUT_SPEC(struct mapping_in, mapping_fields);

enum err item_set_mapping(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    const struct mapping_in *in = rq->input;
    const struct column_in *columns = in->columns.v;
    struct head_memory *memory = ARENA_ARRAY(ctx->arena, in->columns.n + 1, struct head_memory);
    for (size_t i = 0; i < in->columns.n; i++)
        memory[i] = (struct head_memory){columns[i].head, columns[i].field ? columns[i].field : ""};
    return mapping_set(ctx, in->item, memory, in->columns.n);
}
