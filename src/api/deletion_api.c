#include "recall/deletion.h"

#include <string.h>

#include "api/about.h"
#include "api/handlers.h"
#include "disclosure/self.h"
#include "http/page.h"
#include "ledger/checkpoint.h"
#include "registry/actor.h"
#include "registry/app.h"

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char day[DATE_TEXT];
    date_format(d, day);
    jw_ktext(w, name, *day ? day : NULL);
}

static void at_member(struct json_writer *w, const char *name, struct instant t) {
    char at[INSTANT_TEXT];
    instant_format(t, at);
    jw_ktext(w, name, t.us ? at : NULL);
}

static const struct reply_field deletion_fields[] = {
    {.name = "deletion", .title = "删除编号", .type = INPUT_TYPE_ID},
    {.name = "record", .title = "记录编号", .type = INPUT_TYPE_ID},
    {.name = "item", .title = "目录事项", .type = INPUT_TYPE_TEXT},
    {.name = "case", .title = "事项编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},
    {.name = "reason", .title = "删除原因", .type = INPUT_TYPE_TEXT},
    {.name = "day", .title = "删除之日", .type = INPUT_TYPE_DATE},
    {.name = "at", .title = "登记时间", .type = INPUT_TYPE_INSTANT},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "state_name", .title = "状态名称", .type = INPUT_TYPE_TEXT},
    {.name = "at_once", .title = "立即销毁", .type = INPUT_TYPE_BOOL},
    {.name = "keep_to", .title = "封存至", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "settled", .title = "副本", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "destroyed_day", .title = "销毁之日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "unreadable_by",
     .title = "残留最迟不可读之日",
     .type = INPUT_TYPE_DATE,
     .maybe = true,
     .doc = "By then the key of the last backup that has it is destroyed."},
    {.name = "subject", .title = "主体编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "user", .title = "经办人账号", .type = INPUT_TYPE_ID, .maybe = true},
};
const struct reply_spec deletions_reply = REPLY_SPEC(REPLY_PAGE, deletion_fields);
const struct reply_spec own_deletions_reply = REPLY_SPEC(REPLY_LIST, deletion_fields);

static void write_one(const struct deletion *x, bool staff, struct json_writer *w) {
    jw_object(w);
    jw_kid(w, "deletion", x->deletion_id);
    jw_kid(w, "record", x->record_id);
    jw_ktext(w, "item", x->item);
    jw_kid(w, "case", x->case_id);
    jw_ktext(w, "clause", x->clause);
    jw_ktext(w, "reason", x->reason);
    day_member(w, "day", x->day);
    at_member(w, "at", x->at);
    jw_ktext(w, "state", deletion_state_word(x->state));
    jw_ktext(w, "state_name", deletion_state_name(x->state));
    jw_kbool(w, "at_once", x->at_once);
    day_member(w, "keep_to", x->keep_to);
    jw_ktext(w, "settled", x->settled);
    day_member(w, "destroyed_day", x->destroyed);
    day_member(w, "unreadable_by", x->leftover_to);
    if (staff) {
        jw_kid(w, "subject", x->subject_id);
        jw_kid(w, "user", x->by_user);
    }
    jw_object_end(w);
}

/* ---- the operator's list: entries, no content */

enum err deletion_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct { struct page_in page; } *in = rq->input; /* page_input */
    struct page_key key = {0};
    int64_t scope = ctx->actor->user_id;
    struct deletion *list;
    size_t n;
    enum err e = in->page.cursor ? page_open(ctx, rq, scope, in->page.cursor, &key) : OK;
    if (e == OK)
        e = deletion_list_place(ctx, ctx->actor->jurisdiction, key.i[0], (size_t)in->page.limit + 1,
                                &list, &n);
    if (e != OK) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        write_one(&list[i], true, w);
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].deletion_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, scope, &last) : NULL);
    jw_object_end(w);
    return OK;
}

/* ---- two persons, for a remedy */

struct opening_in {
    int64_t deletion;
    const char *purpose;
};
static const struct input_field opening_fields[] = {
    INPUT_ID(struct opening_in, deletion, "deletion", "删除编号", .in = IN_PATH),
    INPUT_TEXT(struct opening_in, purpose, "purpose", "所为的复议或者诉讼", .must = true, .min = 2,
               .max = 500, .lines = true),
};
const struct input_spec deletion_opening_input = INPUT_SPEC(struct opening_in, opening_fields);

enum err deletion_opening_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct opening_in *in = rq->input;
    int64_t id;
    enum err e = deletion_propose_opening(ctx, in->deletion, in->purpose, &id);
    if (e != OK) return e;
    reply_created(ctx, out, "/api/v1/deletion-openings/%lld", (long long)id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", id);
    jw_object_end(w);
    return OK;
}

struct opening_id_in {
    int64_t opening;
};
static const struct input_field opening_id_fields[] = {
    INPUT_ID(struct opening_id_in, opening, "opening", "查阅编号", .in = IN_PATH),
};
const struct input_spec deletion_opening_id_input =
    INPUT_SPEC(struct opening_id_in, opening_id_fields);

static const struct reply_field opened_fields[] = {
    {.name = "deletion", .title = "删除编号", .type = INPUT_TYPE_ID},
    {.name = "purpose", .title = "用途", .type = INPUT_TYPE_TEXT},
    {.name = "content", .title = "封存的内容", .type = INPUT_TYPE_JSON},
};
const struct reply_spec deletion_opened_reply = REPLY_SPEC(REPLY_OBJECT, opened_fields);

enum err deletion_opening_second(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct opening_id_in *in = rq->input;
    struct deletion_opened opened;
    enum err e = deletion_open(ctx, in->opening, rq->route->name, &opened);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "deletion", opened.deletion.deletion_id);
    jw_ktext(w, "purpose", opened.purpose);
    jw_key(w, "content");
    jw_raw(w, str_of(opened.content));
    jw_object_end(w);
    return OK;
}

/* ---- the subject */

/* The subject's own one, or nothing. */
static enum err own(struct ctx *ctx, struct request *rq, int64_t deletion_id, struct deletion *x) {
    struct self_visit v;
    enum err e = self_visit_of(ctx, rq, &v);
    if (e == OK) e = self_enter(ctx, &v);
    if (e == OK) e = deletion_find(ctx, deletion_id, x);
    if (e == OK && x->subject_id != v.subject_id) e = fail(ctx, ERR_NOT_FOUND, NULL);
    return e;
}

enum err deletion_of_self(struct ctx *ctx, struct request *rq, struct reply *out) {
    enum { MOST = 500 };
    struct self_visit v;
    struct deletion *list;
    size_t n;
    enum err e = self_visit_of(ctx, rq, &v);
    if (e == OK) e = self_enter(ctx, &v);
    if (e == OK) e = deletion_list_subject(ctx, v.subject_id, 0, MOST, &list, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        write_one(&list[i], false, w);
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

struct own_in {
    struct visit_in visit; /* first: about_visit */
    int64_t deletion;
    int outcome;
};
static const struct input_word outcomes[] = {
    {"taken", 1, "已取得副本"}, {"declined", 2, "不要副本"}, {0}};
#define DELETION_ID INPUT_ID(struct own_in, deletion, "deletion", "删除编号", .in = IN_PATH)
#define OUTCOME     INPUT_WORD(struct own_in, outcome, "outcome", "副本", outcomes, .must = true)
static const struct input_field me_fields[] = {DELETION_ID};
const struct input_spec me_deletion_input = INPUT_SPEC(struct own_in, me_fields);
static const struct input_field me_settle_fields[] = {DELETION_ID, OUTCOME};
const struct input_spec me_settle_input = INPUT_SPEC(struct own_in, me_settle_fields);
static const struct input_field window_fields[] = {INPUT_VISIT(struct own_in, visit), DELETION_ID};
const struct input_spec window_deletion_input = INPUT_SPEC(struct own_in, window_fields);
static const struct input_field window_settle_fields[] = {INPUT_VISIT(struct own_in, visit),
                                                          DELETION_ID, OUTCOME};
const struct input_spec window_settle_input = INPUT_SPEC(struct own_in, window_settle_fields);

static const struct reply_field copy_fields[] = {
    {.name = "note",
     .title = "签名副本",
     .type = INPUT_TYPE_TEXT,
     .doc = "A C2SP signed note; its text is one line of canonical JSON."},
    {.name = "key", .title = "验证公钥", .type = INPUT_TYPE_TEXT},
};
const struct reply_spec deletion_copy_reply = REPLY_SPEC(REPLY_OBJECT, copy_fields);

enum err deletion_give_copy(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct own_in *in = rq->input;
    struct deletion x;
    const char *note;
    enum err e = own(ctx, rq, in->deletion, &x);
    if (e == OK) e = deletion_copy(ctx, &x, &note);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_ktext(w, "note", note);
    jw_ktext(w, "key",
             checkpoint_vkey(ctx->arena, ctx->app->instance, ctx->app->keys.ledger.public));
    jw_object_end(w);
    return OK;
}

enum err deletion_settle_copy(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct own_in *in = rq->input;
    struct deletion x;
    (void)out;
    enum err e = own(ctx, rq, in->deletion, &x);
    return e == OK ? deletion_settle(ctx, &x, in->outcome == 1) : e;
}

static const struct reply_field proof_fields[] = {
    {.name = "entry", .title = "删除登记", .type = INPUT_TYPE_JSON},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "state_name", .title = "状态名称", .type = INPUT_TYPE_TEXT},
    {.name = "destroyed_day", .title = "销毁之日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "cleaned_at", .title = "残留清除时间", .type = INPUT_TYPE_INSTANT, .maybe = true},
    {.name = "unreadable_by",
     .title = "残留最迟不可读之日",
     .type = INPUT_TYPE_DATE,
     .maybe = true},
    {.name = "promise", .title = "关于备份的承诺", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "versions", .title = "各版本的承诺值", .type = INPUT_TYPE_JSON},
    {.name = "deletion_evidence", .title = "删除的账本证明", .type = INPUT_TYPE_JSON},
    {.name = "record_evidence", .title = "记录的账本证明", .type = INPUT_TYPE_JSON},
};
const struct reply_spec deletion_proof_reply = REPLY_SPEC(REPLY_OBJECT, proof_fields);

enum err deletion_show_proof(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct own_in *in = rq->input;
    struct deletion x;
    enum err e = own(ctx, rq, in->deletion, &x);
    return e == OK ? deletion_proof(ctx, &x, reply_json(out)) : e;
}
