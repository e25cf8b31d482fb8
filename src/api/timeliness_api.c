#include "publication/timeliness.h"

#include "api/handlers.h"
#include "http/page.h"
#include "registry/actor.h"

struct timeliness_in {
    const char *item;
    struct date from, to;
    struct page_in page;
};
static const struct input_field timeliness_fields[] = {
    INPUT_TEXT(struct timeliness_in, item, "item", "事项", .in = IN_QUERY, .must = true, .max = 64),
    INPUT_DATE(struct timeliness_in, from, "from", "报送日起", .in = IN_QUERY),
    INPUT_DATE(struct timeliness_in, to, "to", "报送日止", .in = IN_QUERY),
    INPUT_PAGE(struct timeliness_in, page),
};
const struct input_spec timeliness_input = INPUT_SPEC(struct timeliness_in, timeliness_fields);

static const struct reply_field timely_fields[] = {
    {.name = "state",
     .title = "状态",
     .type = INPUT_TYPE_TEXT,
     .doc = "in_time, late, pending (calendar missing), open (no legal figure)"},
    {.name = "due", .title = "截止日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "late", .title = "逾期天数", .type = INPUT_TYPE_INT},
    {.name = "elapsed", .title = "已过天数", .type = INPUT_TYPE_INT, .maybe = true},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},
};
static const struct reply_spec timely_shape = REPLY_SPEC(REPLY_OBJECT, timely_fields);
static const struct reply_field row_fields[] = {
    {.name = "subject", .title = "信用主体编号", .type = INPUT_TYPE_ID},
    {.name = "record", .title = "记录编号", .type = INPUT_TYPE_ID},
    {.name = "item", .title = "事项", .type = INPUT_TYPE_TEXT},
    {.name = "doc_no", .title = "文书号", .type = INPUT_TYPE_TEXT},
    {.name = "provider", .title = "提供单位", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "decided", .title = "决定日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "submitted", .title = "报送日期", .type = INPUT_TYPE_DATE},
    {.name = "published", .title = "公示日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "submission", .title = "报送时效", .type = INPUT_TYPE_OBJECT, .of = &timely_shape},
    {.name = "publication", .title = "公示时效", .type = INPUT_TYPE_OBJECT, .of = &timely_shape},
};
const struct reply_spec timeliness_reply = REPLY_SPEC(REPLY_PAGE, row_fields);

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char text[DATE_TEXT];
    date_format(d, text);
    jw_ktext(w, name, *text ? text : NULL);
}

static void write_timely(struct json_writer *w, const char *name, const struct timely *t) {
    jw_key(w, name);
    jw_object(w);
    jw_ktext(w, "state", timeliness_word(t->state));
    day_member(w, "due", t->due);
    jw_kint(w, "late", t->late < 0 ? 0 : t->late);
    jw_kint(w, "elapsed", t->elapsed);
    jw_ktext(w, "clause", t->clause);
    jw_object_end(w);
}

static void write_row(struct json_writer *w, const struct timeliness *r) {
    jw_object(w);
    jw_kid(w, "subject", r->subject_id);
    jw_kid(w, "record", r->record_id);
    jw_ktext(w, "item", r->item);
    jw_ktext(w, "doc_no", r->doc_no);
    jw_ktext(w, "provider", r->provider);
    day_member(w, "decided", r->decided);
    day_member(w, "submitted", r->received);
    day_member(w, "published", r->published);
    write_timely(w, "submission", &r->submission);
    write_timely(w, "publication", &r->publication);
    jw_object_end(w);
}

enum err publication_timeliness(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct timeliness_in *in = rq->input;
    const struct actor *a = ctx->actor;
    struct page_key key = {0};
    struct timeliness_place after = {DATE_NONE, 0};
    struct timeliness *list;
    size_t n, most = (size_t)in->page.limit;
    bool all = a->role == ROLE_OPERATOR || a->role == ROLE_AUTHORITY;
    enum err e = in->page.cursor ? page_open(ctx, rq, a->unit_id, in->page.cursor, &key) : OK;
    if (in->page.cursor) after = (struct timeliness_place){{(int32_t)key.i[0]}, key.i[1]};
    if (e == OK)
        e = timeliness_list(ctx, a->jurisdiction, in->item, all ? 0 : a->unit_id, in->from, in->to,
                            after, most + 1, &list, &n);
    if (e != OK) return e;
    bool more = n > most;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        write_row(w, &list[i]);
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].received.day : 0, n ? list[n - 1].record_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, a->unit_id, &last) : NULL);
    jw_object_end(w);
    return OK;
}
