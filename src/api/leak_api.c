#include "watch/leak.h"

#include "api/about.h"
#include "api/api.h"
#include "api/handlers.h"
#include "disclosure/self.h"
#include "http/page.h"
#include "registry/actor.h"

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char day[DATE_TEXT];
    date_format(d, day);
    jw_ktext(w, name, *day ? day : NULL);
}
static void at_member(struct json_writer *w, const char *name, struct instant t) {
    char at[INSTANT_TEXT];
    instant_format(t, at);
    jw_ktext(w, name, at);
}

struct leak_in {
    int64_t unit, user, case_id;
    struct date from, to;
    const char *title, *actions;
};
static const struct input_field leak_fields[] = {
    INPUT_ID(struct leak_in, unit, "unit", "泄露信息的单位", .must = true),
    INPUT_ID(struct leak_in, user, "user", "涉及的账号", .doc = "Left out: anybody of the unit."),
    INPUT_DATE(struct leak_in, from, "from", "起", .must = true),
    INPUT_DATE(struct leak_in, to, "to", "止", .must = true),
    INPUT_TEXT(struct leak_in, title, "title", "发生了什么", .must = true, .max = 300,
               .doc = "What the subjects are told; names nobody."),
    INPUT_TEXT(struct leak_in, actions, "actions", "已采取的措施", .must = true, .max = 1000,
               .lines = true),
    INPUT_ID(struct leak_in, case_id, "case", "事件案件"),
};
const struct input_spec leak_input = INPUT_SPEC(struct leak_in, leak_fields);
static const struct reply_field leak_made_fields[] = {
    {.name = "id", .title = "编号", .type = INPUT_TYPE_ID},
    {.name = "subjects", .title = "受影响主体数", .type = INPUT_TYPE_INT},
};
const struct reply_spec leak_made_reply = {.shape = REPLY_OBJECT,
                                           .status = 201,
                                           .fields = leak_made_fields,
                                           .n = GX_COUNT(leak_made_fields)};

enum err leak_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct leak_in *in = rq->input;
    struct leak leak = {.unit_id = in->unit,
                        .user_id = in->user,
                        .from = in->from,
                        .to = in->to,
                        .title = in->title,
                        .actions = in->actions,
                        .case_id = in->case_id};
    enum err e = leak_tell(ctx, &leak);
    if (e != OK) return e;
    reply_created(ctx, out, "/api/v1/leaks/%lld", (long long)leak.leak_id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", leak.leak_id);
    jw_kint(w, "subjects", leak.subjects);
    jw_object_end(w);
    return OK;
}

static const struct reply_field leak_reply_fields[] = {
    {.name = "leak", .title = "编号", .type = INPUT_TYPE_ID},
    {.name = "unit", .title = "单位", .type = INPUT_TYPE_ID},
    {.name = "user", .title = "账号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "from", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to", .title = "止", .type = INPUT_TYPE_DATE},
    {.name = "title", .title = "发生了什么", .type = INPUT_TYPE_TEXT},
    {.name = "actions", .title = "已采取的措施", .type = INPUT_TYPE_TEXT},
    {.name = "case", .title = "事件案件", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "subjects", .title = "受影响主体数", .type = INPUT_TYPE_INT},
    {.name = "at", .title = "告知时间", .type = INPUT_TYPE_INSTANT},
};
const struct reply_spec leaks_reply = REPLY_SPEC(REPLY_PAGE, leak_reply_fields);

enum err leak_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct { struct page_in page; } *in = rq->input;
    struct page_key key = {0};
    struct leak *list;
    size_t n;
    enum err e =
        in->page.cursor ? page_open(ctx, rq, ctx->actor->unit_id, in->page.cursor, &key) : OK;
    if (e == OK) e = leak_list(ctx, key.i[0], (size_t)in->page.limit + 1, &list, &n);
    if (e != OK) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_kid(w, "leak", list[i].leak_id);
        jw_kid(w, "unit", list[i].unit_id);
        jw_kid(w, "user", list[i].user_id);
        day_member(w, "from", list[i].from);
        day_member(w, "to", list[i].to);
        jw_ktext(w, "title", list[i].title);
        jw_ktext(w, "actions", list[i].actions);
        jw_kid(w, "case", list[i].case_id);
        jw_kint(w, "subjects", list[i].subjects);
        at_member(w, "at", list[i].at);
        jw_object_end(w);
    }
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].leak_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, ctx->actor->unit_id, &last) : NULL);
    jw_object_end(w);
    return OK;
}

/* ---- in the subject's own view */

static const struct reply_field told_fields[] = {
    {.name = "leak", .title = "编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "泄露信息的单位", .type = INPUT_TYPE_TEXT},
    {.name = "title", .title = "发生了什么", .type = INPUT_TYPE_TEXT},
    {.name = "actions", .title = "已采取的措施", .type = INPUT_TYPE_TEXT},
    {.name = "from", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to", .title = "止", .type = INPUT_TYPE_DATE},
    {.name = "looks", .title = "涉及的查询次数", .type = INPUT_TYPE_INT},
    {.name = "first_at", .title = "首次查询", .type = INPUT_TYPE_INSTANT},
    {.name = "told_at", .title = "告知时间", .type = INPUT_TYPE_INSTANT},
};
const struct reply_spec leaks_told_reply = REPLY_SPEC(REPLY_LIST, told_fields);

static enum err read_told(struct ctx *ctx, int64_t subject_id, struct leak_told **list_r,
                          size_t *n_r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = leak_of_subject(ctx, s, subject_id, list_r, n_r);
    db_read_end(ctx, &s);
    return e;
}

enum err self_show_leaks(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct self_visit v;
    struct leak_told *list;
    size_t n;
    enum err e = self_visit_of(ctx, rq, &v);
    if (e == OK) e = self_look(ctx, &v);
    if (e == OK) e = read_told(ctx, v.subject_id, &list, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_kid(w, "leak", list[i].leak_id);
        jw_ktext(w, "unit_name", list[i].unit_name);
        jw_ktext(w, "title", list[i].title);
        jw_ktext(w, "actions", list[i].actions);
        day_member(w, "from", list[i].from);
        day_member(w, "to", list[i].to);
        jw_kint(w, "looks", list[i].looks);
        at_member(w, "first_at", list[i].first_at);
        at_member(w, "told_at", list[i].told_at);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}
