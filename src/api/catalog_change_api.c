#include "registry/catalog.h"

#include "api/api.h"
#include "api/handlers.h"
#include "http/page.h"
#include "registry/catalog_item.h"

static const struct reply_field change_fields[] = {
    {.name = "change", .title = "变更申请编号", .type = INPUT_TYPE_ID},
    {.name = "place", .title = "地区", .type = INPUT_TYPE_TEXT},
    {.name = "item", .title = "事项标识", .type = INPUT_TYPE_TEXT},
    {.name = "kind", .title = "种类", .type = INPUT_TYPE_TEXT},
    {.name = "body", .title = "事项内容", .type = INPUT_TYPE_JSON, .maybe = true},
    {.name = "power_list", .title = "权责清单条目", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "reason", .title = "理由", .type = INPUT_TYPE_TEXT},
    {.name = "disputed", .title = "有重大分歧或较大社会影响", .type = INPUT_TYPE_BOOL},
    {.name = "assessment", .title = "评估", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "hearing", .title = "听取意见", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "citation", .title = "上位法依据", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "rank", .title = "法律位阶", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "requested_by", .title = "申请人", .type = INPUT_TYPE_ID},
    {.name = "requested_unit", .title = "申请单位", .type = INPUT_TYPE_ID},
    {.name = "requested_at", .title = "申请时间", .type = INPUT_TYPE_INSTANT},
    {.name = "decided_by", .title = "决定人", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "decided_at", .title = "决定时间", .type = INPUT_TYPE_INSTANT, .maybe = true},
    {.name = "decision", .title = "决定理由", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "catalog", .title = "纳入的目录版本", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
};
const struct reply_spec catalog_changes_reply = REPLY_SPEC(REPLY_PAGE, change_fields);

static void text_member(struct json_writer *w, const char *name, const char *text) {
    jw_ktext(w, name, text && *text ? text : NULL);
}

static void at_member(struct json_writer *w, const char *name, int64_t us) {
    char at[INSTANT_TEXT];
    instant_format((struct instant){us}, at);
    jw_ktext(w, name, us ? at : NULL);
}

static void change_object(struct json_writer *w, const struct catalog_change *c) {
    jw_object(w);
    jw_kid(w, "change", c->change_id);
    jw_ktext(w, "place", c->place);
    jw_ktext(w, "item", c->item_id);
    jw_ktext(w, "kind", catalog_change_kind_word(c->kind));
    jw_key(w, "body");
    if (c->item)
        catalog_item_write(c->item, w);
    else
        jw_null(w);
    text_member(w, "power_list", c->power_list);
    jw_ktext(w, "reason", c->reason);
    jw_kbool(w, "disputed", c->disputed);
    text_member(w, "assessment", c->assessment);
    text_member(w, "hearing", c->hearing);
    text_member(w, "citation", c->citation);
    text_member(w, "rank", word_text(c->rank));
    jw_ktext(w, "state", catalog_change_state_word(c->state));
    jw_kid(w, "requested_by", c->requested_by);
    jw_kid(w, "requested_unit", c->requested_unit);
    at_member(w, "requested_at", c->requested_at);
    jw_kid(w, "decided_by", c->decided_by);
    at_member(w, "decided_at", c->decided_at);
    text_member(w, "decision", c->decision);
    jw_kid(w, "catalog", c->catalog_id);
    jw_kint(w, "version", c->version);
    jw_object_end(w);
}

struct changes_in {
    struct page_in page;
    const char *place;
};
static const struct input_field changes_rows[] = {
    INPUT_PAGE(struct changes_in, page),
    INPUT_TEXT(struct changes_in, place, "place", "地区", .in = IN_QUERY, .max = 40),
};
const struct input_spec catalog_changes_input = INPUT_SPEC(struct changes_in, changes_rows);

enum err catalog_change_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct changes_in *in = rq->input;
    struct page_key key = {0};
    struct catalog_change *changes = NULL;
    struct db_session *s;
    size_t n = 0, limit = (size_t)in->page.limit;
    enum err e = in->page.cursor ? page_open(ctx, rq, 0, in->page.cursor, &key) : OK;
    if (!e) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = catalog_changes(ctx, s, in->place ? in->place : ctx->app->home, key.i[0], limit + 1,
                        &changes, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    bool more = n > limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        change_object(w, &changes[i]);
    jw_array_end(w);
    struct page_key last = {.i = {n ? changes[n - 1].change_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, 0, &last) : NULL);
    jw_object_end(w);
    return OK;
}

static const struct input_word kinds[] = {
    {"include", CATALOG_INCLUDE, "纳入"},
    {"withdraw", CATALOG_WITHDRAW, "撤出"},
    {"alter", CATALOG_ALTER, "改动"},
    {.word = NULL},
};

struct change_in {
    const char *place, *item_id, *power_list, *reason, *assessment, *hearing, *citation, *rank;
    enum catalog_change_kind kind;
    const struct json *body;
    bool disputed;
};
static const struct input_field change_rows[] = {
    INPUT_TEXT(struct change_in, place, "place", "地区", .max = 40),
    INPUT_TEXT(struct change_in, item_id, "item", "事项标识", .max = 48),
    INPUT_WORD(struct change_in, kind, "kind", "种类", kinds, .must = true),
    INPUT_JSON(struct change_in, body, "body", "事项内容"),
    INPUT_TEXT(struct change_in, power_list, "power_list", "权责清单条目", .max = 200),
    INPUT_TEXT(struct change_in, reason, "reason", "理由", .max = 2000, .lines = true),
    INPUT_BOOL(struct change_in, disputed, "disputed", "有重大分歧或较大社会影响"),
    INPUT_TEXT(struct change_in, assessment, "assessment", "评估", .max = 2000, .lines = true),
    INPUT_TEXT(struct change_in, hearing, "hearing", "听取意见", .max = 2000, .lines = true),
    INPUT_TEXT(struct change_in, citation, "citation", "上位法依据", .max = 200),
    INPUT_TEXT(struct change_in, rank, "rank", "法律位阶", .max = 40),
};
const struct input_spec catalog_change_input = INPUT_SPEC(struct change_in, change_rows);

enum err catalog_change_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct change_in *in = rq->input;
    struct catalog_change c = {
        .place = in->place ? in->place : ctx->actor->jurisdiction,
        .item_id = in->item_id,
        .kind = in->kind,
        .power_list = in->power_list,
        .reason = in->reason,
        .disputed = in->disputed,
        .assessment = in->assessment,
        .hearing = in->hearing,
        .citation = in->citation,
        .rank = in->rank ? vocab_find(VOCAB_RANK, str_of(in->rank)) : W_NONE,
    };
    if (in->rank && c.rank == W_NONE)
        return fail_field(ctx, ERR_CATALOG_CITATION, "rank", NULL, NULL);
    if (in->body) {
        const char *path = "", *what = "";
        c.item = catalog_item_read(ctx->arena, in->body, &path, &what);
        if (!c.item)
            return fail_field(ctx, ERR_CATALOG_ITEM_FORMAT,
                              arena_printf(ctx->arena, "body%s%s", *path ? "." : "", path), NULL,
                              "事项的 %s 不正确：%s", path, what);
    }
    enum err e = catalog_change_request(ctx, &c);
    if (e) return e;
    reply_status(out, 201);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", c.change_id);
    jw_object_end(w);
    return OK;
}

struct change_file_in {
    int64_t change, version;
    const char *assessment, *hearing;
};
static const struct input_field change_file_rows[] = {
    INPUT_ID(struct change_file_in, change, "change", "变更申请编号", .in = IN_PATH),
    INPUT_INT(struct change_file_in, version, "version", "版本", .must = true),
    INPUT_TEXT(struct change_file_in, assessment, "assessment", "评估", .max = 2000, .lines = true),
    INPUT_TEXT(struct change_file_in, hearing, "hearing", "听取意见", .max = 2000, .lines = true),
};
const struct input_spec catalog_change_file_input =
    INPUT_SPEC(struct change_file_in, change_file_rows);

enum err catalog_change_add_records(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct change_file_in *in = rq->input;
    (void)out;
    return catalog_change_file(ctx, in->change, in->version, in->assessment, in->hearing);
}

struct change_decide_in {
    int64_t change, version;
    bool accept;
    const char *decision;
};
static const struct input_field change_decide_rows[] = {
    INPUT_ID(struct change_decide_in, change, "change", "变更申请编号", .in = IN_PATH),
    INPUT_INT(struct change_decide_in, version, "version", "版本", .must = true),
    INPUT_BOOL(struct change_decide_in, accept, "accept", "是否同意", .must = true),
    INPUT_TEXT(struct change_decide_in, decision, "decision", "决定理由", .must = true, .max = 2000,
               .lines = true),
};
const struct input_spec catalog_change_decide_input =
    INPUT_SPEC(struct change_decide_in, change_decide_rows);

enum err catalog_change_settle(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct change_decide_in *in = rq->input;
    (void)out;
    return catalog_change_decide(ctx, in->change, in->version, in->accept, in->decision);
}
