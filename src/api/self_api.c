#include "disclosure/self.h"

#include "api/about.h"
#include "api/handlers.h"
#include "disclosure/shown.h"
#include "http/page.h"
#include "registry/actor.h"

/* What a subject sees of itself: by its own account under /me, at a window under /window. */

struct me_in {
    struct page_in page;
};
static const struct input_field me_fields[] = {INPUT_PAGE(struct me_in, page)};
const struct input_spec me_page_input = INPUT_SPEC(struct me_in, me_fields);

struct window_in {
    struct visit_in visit;
    int64_t before;
};
static const struct input_field window_fields[] = {
    INPUT_VISIT(struct window_in, visit),
    INPUT_ID(struct window_in, before, "before", "早于此查询编号"),
};
const struct input_spec window_input = INPUT_SPEC(struct window_in, window_fields);

struct only_visit_in {
    struct visit_in visit;
};
static const struct input_field visit_fields[] = {INPUT_VISIT(struct only_visit_in, visit)};
const struct input_spec visit_input = INPUT_SPEC(struct only_visit_in, visit_fields);

enum err self_visit_of(struct ctx *ctx, struct request *rq, struct self_visit *v) {
    if (rq->route->permission != PERM_WINDOW) return self_of_account(ctx, rq->route->name, v);
    const struct visit_in *in = rq->input;
    struct query_subject who = about_subject(in->subject);
    struct identity_check check = {.originals = in->checked_originals, .evidence_id = in->proof};
    return self_at_window(ctx, rq->route->name, &who, &check, v);
}

enum err self_show_records(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct self_visit v;
    struct query_answer answer;
    enum err e = self_visit_of(ctx, rq, &v);
    if (e == OK) e = self_records(ctx, &v, &answer);
    if (e == OK) shown_write(ctx, &answer, reply_json(out));
    return e;
}

/* ---- who looked */

static const struct reply_field look_fields[] = {
    {.name = "look", .title = "查询编号", .type = INPUT_TYPE_ID},
    {.name = "at", .title = "查询时间", .type = INPUT_TYPE_INSTANT},
    {.name = "person", .title = "查询人员姓名", .type = INPUT_TYPE_TEXT},
    {.name = "unit", .title = "查询单位", .type = INPUT_TYPE_TEXT},
    {.name = "unit_id", .title = "查询单位编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "role", .title = "岗位", .type = INPUT_TYPE_TEXT},
    {.name = "role_name", .title = "岗位名称", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "channel", .title = "渠道", .type = INPUT_TYPE_TEXT},
    {.name = "content", .title = "查询内容", .type = INPUT_TYPE_JSON},
    {.name = "purpose", .title = "查询用途", .type = INPUT_TYPE_TEXT},
    {.name = "basis", .title = "依据", .type = INPUT_TYPE_TEXT},
    {.name = "basis_name", .title = "依据名称", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "reference", .title = "依据内容", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "authorisation", .title = "授权编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "scene", .title = "使用场景", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "view", .title = "查看方式", .type = INPUT_TYPE_TEXT},
    {.name = "reason", .title = "不脱敏的理由", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "outcome", .title = "结果", .type = INPUT_TYPE_TEXT},
    {.name = "code", .title = "拒绝代码", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "recipient", .title = "接收人", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "withheld_until", .title = "曾暂缓告知至", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "subject",
     .title = "主体编号",
     .type = INPUT_TYPE_ID,
     .maybe = true,
     .doc = "This and the following: for the audit."},
    {.name = "user", .title = "账号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "post", .title = "岗位编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "address", .title = "网络地址", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "route", .title = "功能", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "place", .title = "适用地区", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "policy", .title = "政策包版本", .type = INPUT_TYPE_TEXT, .maybe = true},
};
const struct reply_spec looks_reply = REPLY_SPEC(REPLY_PAGE, look_fields);

enum { WINDOW_LOOKS = 200 };

static void write_looks(struct reply *out, const struct look_row *rows, size_t n,
                        const char *next) {
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        look_row_write(&rows[i], false, w);
    jw_array_end(w);
    jw_ktext(w, "next", next);
    jw_object_end(w);
}

enum err self_show_looks(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct self_visit v;
    struct look_row *rows;
    struct page_key key = {0};
    size_t n, most = WINDOW_LOOKS;
    enum err e = self_visit_of(ctx, rq, &v);
    if (e == OK && rq->method == HTTP_GET) {
        const struct me_in *in = rq->input;
        most = (size_t)in->page.limit;
        if (in->page.cursor) e = page_open(ctx, rq, ctx->actor->user_id, in->page.cursor, &key);
    } else if (e == OK) {
        key.i[0] = ((const struct window_in *)rq->input)->before;
    }
    if (e == OK) e = self_looks(ctx, &v, key.i[0], most + 1, &rows, &n);
    if (e != OK) return e;
    bool more = n > most;
    if (more) n--;
    struct page_key last = {.i = {n ? rows[n - 1].look_id : 0}};
    const char *next = !more ? NULL
                       : rq->method == HTTP_GET
                           ? page_next(ctx, rq, ctx->actor->user_id, &last)
                           : arena_printf(ctx->arena, "%lld", (long long)last.i[0]);
    write_looks(out, rows, n, next);
    return OK;
}

/* ---- what was authorised and agreed to */

enum err self_show_authorisations(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct self_visit v;
    struct authorisation *list;
    size_t n;
    enum err e = self_visit_of(ctx, rq, &v);
    if (e == OK) e = self_authorisations(ctx, &v, &list, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        about_authorisation(&list[i], w);
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

enum err self_show_consents(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct self_visit v;
    struct consent *list;
    size_t n;
    enum err e = self_visit_of(ctx, rq, &v);
    if (e == OK) e = self_consents(ctx, &v, &list, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        about_consent(&list[i], w);
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

/* ---- an account for a subject */

struct subject_account_in {
    const struct about_in *subject;
    const char *login, *checked_originals;
    int64_t proof;
};
static const struct input_field subject_account_fields[] = {
    INPUT_OBJECT(struct subject_account_in, subject, "subject", "信用主体", struct about_in,
                 about_input, .must = true),
    INPUT_TEXT(struct subject_account_in, login, "login", "用户名", .must = true, .min = 2,
               .max = 64),
    INPUT_TEXT(struct subject_account_in, checked_originals, "checked_originals", "已核验的原件",
               .max = 200),
    INPUT_ID(struct subject_account_in, proof, "proof", "本单位书面证明"),
};
const struct input_spec subject_account_input =
    INPUT_SPEC(struct subject_account_in, subject_account_fields);

enum err subject_account(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct subject_account_in *in = rq->input;
    struct query_subject who = about_subject(in->subject);
    struct identity_check check = {.originals = in->checked_originals, .evidence_id = in->proof};
    int64_t user_id;
    const char *password;
    enum err e = identity_open_account(ctx, &who, in->login, &check, &user_id, &password);
    if (e != OK) return e;
    reply_status(out, 201);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", user_id);
    jw_ktext(w, "initial_password", password);
    jw_object_end(w);
    return OK;
}
