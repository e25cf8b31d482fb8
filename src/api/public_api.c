#include "publication/public.h"

#include "api/handlers.h"
#include "http/page.h"
#include "registry/record.h"

struct search_in {
    const char *place, *organisation, *item;
    struct date from, to;
    struct page_in page;
};
static const struct input_field search_fields[] = {
    INPUT_TEXT(struct search_in, place, "place", "地区", .in = IN_QUERY, .max = 48,
               .doc = "Left out: the home jurisdiction."),
    INPUT_TEXT(struct search_in, organisation, "organisation", "名称", .in = IN_QUERY, .max = 100,
               .doc = "Part of the name of an organisation; never a number."),
    INPUT_TEXT(struct search_in, item, "item", "事项", .in = IN_QUERY, .max = 64),
    INPUT_DATE(struct search_in, from, "from", "公示日起", .in = IN_QUERY),
    INPUT_DATE(struct search_in, to, "to", "公示日止", .in = IN_QUERY),
    INPUT_PAGE(struct search_in, page),
};
const struct input_spec public_search_input = INPUT_SPEC(struct search_in, search_fields);

static const struct reply_field subject_fields[] = {
    {.name = "kind", .title = "主体类别", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "名称", .type = INPUT_TYPE_TEXT},
    {.name = "number", .title = "统一社会信用代码", .type = INPUT_TYPE_TEXT},
};
static const struct reply_spec subject_shape = REPLY_SPEC(REPLY_OBJECT, subject_fields);
static const struct reply_field mark_fields[] = {
    {.name = "mark", .title = "标注", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "标注名称", .type = INPUT_TYPE_TEXT},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},
};
static const struct reply_spec mark_shape = REPLY_SPEC(REPLY_OBJECT, mark_fields);
static const struct reply_field record_fields[] = {
    {.name = "publication", .title = "公示编号", .type = INPUT_TYPE_ID},
    {.name = "subject", .title = "信用主体", .type = INPUT_TYPE_OBJECT, .of = &subject_shape},
    {.name = "place", .title = "地区", .type = INPUT_TYPE_TEXT},
    {.name = "item", .title = "事项", .type = INPUT_TYPE_TEXT},
    {.name = "nature", .title = "性质", .type = INPUT_TYPE_TEXT},
    {.name = "published", .title = "公示日期", .type = INPUT_TYPE_DATE},
    {.name = "last_day", .title = "公示截止日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},
    {.name = "fee", .title = "费用", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "marks", .title = "标注", .type = INPUT_TYPE_LIST, .of = &mark_shape},
    {.name = "text", .title = "内容", .type = INPUT_TYPE_JSON},
};
const struct reply_spec public_records_reply = REPLY_SPEC(REPLY_PAGE, record_fields);
const struct reply_spec public_record_reply = REPLY_SPEC(REPLY_OBJECT, record_fields);

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char text[DATE_TEXT];
    date_format(d, text);
    jw_ktext(w, name, *text ? text : NULL);
}

static void write_record(struct ctx *ctx, const struct public_record *r, struct json_writer *w) {
    jw_object(w);
    jw_kid(w, "publication", r->public_id);
    jw_key(w, "subject");
    jw_object(w);
    jw_ktext(w, "kind", word_text(r->kind));
    jw_ktext(w, "name", r->name);
    jw_ktext(w, "number", r->number);
    jw_object_end(w);
    jw_ktext(w, "place", r->jurisdiction);
    jw_ktext(w, "item", r->item);
    jw_ktext(w, "nature", word_text(r->nature));
    day_member(w, "published", r->published);
    day_member(w, "last_day", r->last_day);
    jw_ktext(w, "clause", r->clause);
    jw_ktext(w, "fee", public_is_free(ctx, r->jurisdiction) ? word_text(W_SELF_FREE) : NULL);
    jw_key(w, "marks");
    jw_array(w);
    for (size_t i = 0; i < r->n_marks; i++) {
        jw_object(w);
        jw_ktext(w, "mark", record_mark_word(r->marks[i].kind));
        jw_ktext(w, "name", record_mark_name(r->marks[i].kind));
        jw_ktext(w, "clause", r->marks[i].clause);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_key(w, "text");
    jw_raw(w, str_of(r->text));
    jw_object_end(w);
}

/* Adverse details are not for search engines and nobody's cache keeps them (answers are no-store
 * unless a handler says otherwise). */
static void keep_out_robots(struct reply *out) {
    reply_header(out, "X-Robots-Tag", "noindex, noarchive");
}

enum err public_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct search_in *in = rq->input;
    struct page_key key = {0};
    struct public_record *list;
    size_t n;
    bool more, adverse = false;
    int64_t last_id;
    enum err e = in->page.cursor ? page_open(ctx, rq, 0, in->page.cursor, &key) : OK;
    const struct public_search search = {.place = in->place,
                                         .organisation = in->organisation,
                                         .item = in->item,
                                         .from = in->from,
                                         .to = in->to,
                                         .before = key.i[0],
                                         .most = (size_t)in->page.limit};
    if (e == OK) e = public_list(ctx, rq->route->name, &search, &list, &n, &more, &last_id);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        adverse |= list[i].nature == W_NATURE_ADVERSE;
        write_record(ctx, &list[i], w);
    }
    jw_array_end(w);
    struct page_key last = {.i = {last_id}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, 0, &last) : NULL);
    jw_object_end(w);
    if (adverse) keep_out_robots(out);
    return OK;
}

struct id_in {
    int64_t publication;
};
static const struct input_field id_fields[] = {
    INPUT_ID(struct id_in, publication, "publication", "公示编号", .in = IN_PATH),
};
const struct input_spec public_id_input = INPUT_SPEC(struct id_in, id_fields);

enum err public_show(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct id_in *in = rq->input;
    struct public_record r;
    enum err e = public_get(ctx, rq->route->name, in->publication, &r);
    if (e != OK) return e;
    write_record(ctx, &r, reply_json(out));
    if (r.nature == W_NATURE_ADVERSE) keep_out_robots(out);
    return OK;
}
