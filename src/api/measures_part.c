#include "api/measures_part.h"

void part_day(struct json_writer *w, const char *name, struct date day) {
    char text[DATE_TEXT];
    date_format(day, text);
    jw_ktext(w, name, *text ? text : NULL);
}

void part_at(struct json_writer *w, const char *name, struct instant at) {
    char text[INSTANT_TEXT];
    instant_format(at, text);
    jw_ktext(w, name, at.us ? text : NULL);
}

void part_text(struct json_writer *w, const char *name, const char *text) {
    jw_ktext(w, name, text && *text ? text : NULL);
}

void part_id(struct reply *out, int64_t id) {
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", id);
    jw_object_end(w);
}

enum err part_page(struct ctx *ctx, const struct request *rq, const struct page_in *in,
                   int64_t scope, int64_t *before_r) {
    struct page_key key = {0};
    *before_r = 0;
    if (!in->cursor) return OK;
    enum err e = page_open(ctx, rq, scope, in->cursor, &key);
    *before_r = key.i[0];
    return e;
}

void part_next(struct ctx *ctx, const struct request *rq, struct json_writer *w, int64_t scope,
               bool more, int64_t last) {
    struct page_key key = {.i = {last}};
    jw_array_end(w);
    jw_ktext(w, "next", more ? page_next(ctx, rq, scope, &key) : NULL);
    jw_object_end(w);
}

const struct input_word part_ranks[] = {
    {"law", W_RANK_LAW, "法律"},
    {"administrative_regulation", W_RANK_ADMIN_REGULATION, "行政法规"},
    {"local_regulation", W_RANK_REGULATION, "地方性法规"},
    {"rule", W_RANK_RULE, "规章"},
    {"state_document", W_RANK_STATE_DOCUMENT, "国家规定"},
    {"provincial_document", W_RANK_PROVINCIAL_DOCUMENT, "省规范性文件"},
    {0},
};
