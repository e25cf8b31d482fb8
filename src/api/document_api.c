#include "publication/document.h"

#include "api/channels.h"
#include "api/handlers.h"
#include "http/page.h"
#include "registry/actor.h"
#include "registry/app.h"

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char text[DATE_TEXT];
    date_format(d, text);
    jw_ktext(w, name, *text ? text : NULL);
}

static const struct input_word kinds[] = {
    {"recognition_rules", DOCUMENT_RULES + 1, "守信失信行为认定规则"},
    {"measure_list", DOCUMENT_MEASURES + 1, "联合奖惩措施清单"},
    {"service_specification", DOCUMENT_SERVICE + 1, "服务规范"},
    {"catalog_guide", DOCUMENT_GUIDE + 1, "目录指南"},
    {0},
};

/* ---- publishing */

struct document_in {
    int64_t document, version, evidence;
    int kind, channel;
    struct date day;
    const char *about, *title, *text;
};
#define CONTENT_FIELDS                                                                             \
    INPUT_TEXT(struct document_in, title, "title", "标题", .must = true, .max = 200),              \
        INPUT_TEXT(struct document_in, text, "text", "正文", .max = 50000, .lines = true,          \
                   .doc = "Or a file: one of the two."),                                           \
        INPUT_ID(struct document_in, evidence, "file", "文件",                                     \
                 .doc = "A file the own unit has stored under /evidence.")
static const struct input_field create_fields[] = {
    INPUT_WORD(struct document_in, kind, "kind", "种类", kinds, .must = true),
    INPUT_TEXT(struct document_in, about, "about", "所属", .max = 64,
               .doc = "Of rules: the list type they are for."),
    CONTENT_FIELDS,
};
const struct input_spec document_input = INPUT_SPEC(struct document_in, create_fields);
static const struct input_field next_fields[] = {
    INPUT_ID(struct document_in, document, "document", "文件编号", .in = IN_PATH),
    INPUT_INT(struct document_in, version, "version", "版本", .must = true, .min = 1,
              .max = INT64_MAX, .doc = "The current one, as seen."),
    CONTENT_FIELDS,
};
const struct input_spec document_next_input = INPUT_SPEC(struct document_in, next_fields);

static enum err publish(struct ctx *ctx, const struct document_in *in, struct reply *out) {
    int64_t id;
    struct document_new d = {.document_id = in->document,
                             .kind = in->kind ? (enum document_kind)(in->kind - 1) : DOCUMENT_RULES,
                             .about = in->about,
                             .title = in->title,
                             .text = in->text,
                             .evidence_id = in->evidence,
                             .seen = in->version};
    enum err e = document_publish(ctx, &d, &id);
    if (e != OK || in->document) return e;
    reply_created(ctx, out, "/api/v1/public/documents/%lld", (long long)id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", id);
    jw_object_end(w);
    return OK;
}

enum err document_create(struct ctx *ctx, struct request *rq, struct reply *out) {
    return publish(ctx, rq->input, out);
}

enum err document_next(struct ctx *ctx, struct request *rq, struct reply *out) {
    return publish(ctx, rq->input, out);
}

static const struct input_field placed_fields[] = {
    INPUT_ID(struct document_in, document, "document", "文件编号", .in = IN_PATH),
    INPUT_WORD(struct document_in, channel, "channel", "位置", channel_words, .in = IN_PATH),
    INPUT_DATE(struct document_in, day, "day", "公布日", .must = true),
};
const struct input_spec document_place_input = INPUT_SPEC(struct document_in, placed_fields);

enum err document_placed(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct document_in *in = rq->input;
    (void)out;
    return document_place_set(ctx, in->document, (enum word)in->channel, in->day);
}

/* ---- reading, by anybody */

static const struct reply_field place_fields[] = {
    {.name = "channel", .title = "位置", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "位置名称", .type = INPUT_TYPE_TEXT},
    {.name = "day",
     .title = "公布日",
     .type = INPUT_TYPE_DATE,
     .maybe = true,
     .doc = "Not there yet when it is missing."},
};
static const struct reply_spec place_shape = REPLY_SPEC(REPLY_OBJECT, place_fields);
static const struct reply_field version_fields[] = {
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
    {.name = "title", .title = "标题", .type = INPUT_TYPE_TEXT},
    {.name = "first_day", .title = "公布日", .type = INPUT_TYPE_DATE},
};
static const struct reply_spec version_shape = REPLY_SPEC(REPLY_OBJECT, version_fields);
#define DOCUMENT_FIELDS                                                                            \
    {.name = "document", .title = "文件编号", .type = INPUT_TYPE_ID},                              \
        {.name = "place", .title = "地区", .type = INPUT_TYPE_TEXT},                               \
        {.name = "kind", .title = "种类", .type = INPUT_TYPE_TEXT},                                \
        {.name = "kind_name", .title = "种类名称", .type = INPUT_TYPE_TEXT},                       \
        {.name = "about", .title = "所属", .type = INPUT_TYPE_TEXT, .maybe = true},                \
        {.name = "unit", .title = "公布单位编号", .type = INPUT_TYPE_ID},                          \
        {.name = "unit_name", .title = "公布单位", .type = INPUT_TYPE_TEXT, .maybe = true},        \
        {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},                              \
        {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},                              \
        {.name = "current_version", .title = "现行版本", .type = INPUT_TYPE_INT},                  \
        {.name = "title", .title = "标题", .type = INPUT_TYPE_TEXT},                               \
        {.name = "first_day", .title = "公布日", .type = INPUT_TYPE_DATE},                         \
        {.name = "has_file", .title = "是文件", .type = INPUT_TYPE_BOOL},                          \
        {.name = "places", .title = "公布位置", .type = INPUT_TYPE_LIST, .of = &place_shape}, {    \
        .name = "missing_places", .title = "尚未公布的位置", .type = INPUT_TYPE_TEXTS              \
    }
static const struct reply_field list_fields[] = {DOCUMENT_FIELDS};
const struct reply_spec documents_reply = REPLY_SPEC(REPLY_PAGE, list_fields);
static const struct reply_field show_fields[] = {
    DOCUMENT_FIELDS,
    {.name = "text", .title = "正文", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "versions", .title = "各版本", .type = INPUT_TYPE_LIST, .of = &version_shape},
};
const struct reply_spec document_reply = REPLY_SPEC(REPLY_OBJECT, show_fields);
const struct reply_spec document_bytes_reply = {
    .shape = REPLY_BYTES,
    .type = "application/pdf|application/ofd|image/png|image/jpeg|text/plain"};

static void write_places(const struct document *d, struct json_writer *w) {
    jw_key(w, "places");
    jw_array(w);
    for (size_t i = 0; i < d->n_places; i++) {
        jw_object(w);
        jw_ktext(w, "channel", word_text(d->places[i].channel));
        jw_ktext(w, "name", word_chinese(d->places[i].channel));
        day_member(w, "day", d->places[i].day);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_key(w, "missing_places");
    jw_array(w);
    for (size_t i = 0; i < d->n_places; i++)
        if (date_is_none(d->places[i].day)) jw_text(w, word_text(d->places[i].channel));
    jw_array_end(w);
}

static void write_members(const struct document *d, struct json_writer *w) {
    jw_kid(w, "document", d->document_id);
    jw_ktext(w, "place", d->jurisdiction);
    jw_ktext(w, "kind", document_kind_word(d->kind));
    jw_ktext(w, "kind_name", document_kind_name(d->kind));
    jw_ktext(w, "about", *d->about ? d->about : NULL);
    jw_kid(w, "unit", d->unit_id);
    jw_ktext(w, "unit_name", d->unit_name);
    jw_ktext(w, "clause", d->clause);
    jw_kint(w, "version", d->version);
    jw_kint(w, "current_version", d->current_version);
    jw_ktext(w, "title", d->title);
    day_member(w, "first_day", d->first_day);
    jw_kbool(w, "has_file", d->evidence_id != 0);
    write_places(d, w);
}

struct list_in {
    const char *place;
    int kind;
    struct page_in page;
};
static const struct input_field list_in_fields[] = {
    INPUT_TEXT(struct list_in, place, "place", "地区", .in = IN_QUERY, .max = 48),
    INPUT_WORD(struct list_in, kind, "kind", "种类", kinds, .in = IN_QUERY),
    INPUT_PAGE(struct list_in, page),
};
const struct input_spec document_list_input = INPUT_SPEC(struct list_in, list_in_fields);

enum err document_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct list_in *in = rq->input;
    struct page_key key = {0};
    struct document *list;
    size_t n, most = (size_t)in->page.limit;
    enum err e = in->page.cursor ? page_open(ctx, rq, 0, in->page.cursor, &key) : OK;
    if (e == OK)
        e = document_list(ctx, in->place ? in->place : ctx->app->home, in->kind - 1, key.i[0],
                          most + 1, &list, &n);
    if (e != OK) return e;
    bool more = n > most;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        write_members(&list[i], w);
        jw_object_end(w);
    }
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].document_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, 0, &last) : NULL);
    jw_object_end(w);
    return OK;
}

struct id_in {
    int64_t document, version;
};
static const struct input_field id_fields[] = {
    INPUT_ID(struct id_in, document, "document", "文件编号", .in = IN_PATH),
    INPUT_INT(struct id_in, version, "version", "版本", .in = IN_QUERY, .min = 1, .max = INT64_MAX,
              .doc = "Left out: the current one."),
};
const struct input_spec document_id_input = INPUT_SPEC(struct id_in, id_fields);

enum err document_show(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct id_in *in = rq->input;
    struct document d;
    struct document_version *versions;
    size_t n;
    enum err e = document_get(ctx, in->document, in->version, &d);
    if (e == OK) e = document_versions(ctx, in->document, &versions, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    write_members(&d, w);
    jw_ktext(w, "text", d.evidence_id ? NULL : d.text);
    jw_key(w, "versions");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_kint(w, "version", versions[i].version);
        jw_ktext(w, "title", versions[i].title);
        day_member(w, "first_day", versions[i].first_day);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

enum err document_bytes(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct id_in *in = rq->input;
    struct str content;
    const char *type;
    enum err e = document_file(ctx, in->document, in->version, &content, &type);
    if (e != OK) return e;
    reply_type(ctx, out, type, NULL);
    reply_put(out, content.p, content.n);
    return OK;
}
