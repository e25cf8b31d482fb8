#include "registry/catalog.h"

#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "base/json.h"
#include "http/page.h"
#include "law/law.h"
#include "registry/actor.h"
#include "registry/catalog_item.h"

/* ---- what an edition looks like */

static const struct reply_field edition_fields[] = {
    {.name = "catalog", .title = "目录版本编号", .type = INPUT_TYPE_ID},
    {.name = "place", .title = "地区", .type = INPUT_TYPE_TEXT},
    {.name = "year", .title = "年度", .type = INPUT_TYPE_INT},
    {.name = "serial", .title = "年内序号", .type = INPUT_TYPE_INT},
    {.name = "first_day", .title = "施行日", .type = INPUT_TYPE_DATE},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "comment_from", .title = "征求意见起", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "comment_to", .title = "征求意见止", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "comment_where", .title = "征求意见处所", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "published", .title = "公布日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "policy", .title = "政策包版本", .type = INPUT_TYPE_TEXT},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
};
const struct reply_spec catalogs_reply = REPLY_SPEC(REPLY_LIST, edition_fields);

static const struct reply_field item_fields[] = {
    {.name = "item", .title = "事项标识", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "事项名称", .type = INPUT_TYPE_TEXT},
    {.name = "item_version", .title = "事项版本", .type = INPUT_TYPE_INT},
    {.name = "group", .title = "信息类别", .type = INPUT_TYPE_TEXT},
    {.name = "nature", .title = "信息性质", .type = INPUT_TYPE_TEXT},
    {.name = "mode", .title = "披露方式", .type = INPUT_TYPE_TEXT},
    {.name = "power_list", .title = "权责清单条目", .type = INPUT_TYPE_TEXT, .maybe = true},
};
static const struct reply_spec items_shape = REPLY_SPEC(REPLY_OBJECT, item_fields);
static const struct reply_field catalog_fields[] = {
    {.name = "catalog", .title = "目录版本编号", .type = INPUT_TYPE_ID},
    {.name = "place", .title = "地区", .type = INPUT_TYPE_TEXT},
    {.name = "year", .title = "年度", .type = INPUT_TYPE_INT},
    {.name = "serial", .title = "年内序号", .type = INPUT_TYPE_INT},
    {.name = "first_day", .title = "施行日", .type = INPUT_TYPE_DATE},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "comment_from", .title = "征求意见起", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "comment_to", .title = "征求意见止", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "comment_where", .title = "征求意见处所", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "published", .title = "公布日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "policy", .title = "政策包版本", .type = INPUT_TYPE_TEXT},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
    {.name = "items", .title = "事项", .type = INPUT_TYPE_LIST, .of = &items_shape},
};
const struct reply_spec catalog_reply = REPLY_SPEC(REPLY_OBJECT, catalog_fields);

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char day[DATE_TEXT];
    date_format(d, day);
    jw_ktext(w, name, *day ? day : NULL);
}

static void edition_members(struct json_writer *w, const struct catalog_edition *ed) {
    jw_kid(w, "catalog", ed->catalog_id);
    jw_ktext(w, "place", ed->place);
    jw_kint(w, "year", ed->year);
    jw_kint(w, "serial", ed->serial);
    day_member(w, "first_day", ed->first_day);
    jw_ktext(w, "state", catalog_state_word(ed->state));
    day_member(w, "comment_from", ed->comment_from);
    day_member(w, "comment_to", ed->comment_to);
    jw_ktext(w, "comment_where", *ed->comment_where ? ed->comment_where : NULL);
    day_member(w, "published", ed->published);
    jw_ktext(w, "policy", ed->policy_label);
    jw_kint(w, "version", ed->version);
}

/* A draft is the authority's own; what is commented on or in force is everybody's. */
static bool may_see(const struct ctx *ctx, const struct catalog_edition *ed) {
    if (ed->state == CATALOG_ADOPTED || ed->state == CATALOG_COMMENT) return true;
    return ctx->actor && role_may(ctx->actor->role, PERM_CATALOG_PROPOSE);
}

static const char *place_of(const struct ctx *ctx, const char *place) {
    return place && *place ? place : ctx->app->home;
}

static enum err visible_edition(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                                struct catalog_edition *ed) {
    enum err e = catalog_edition_get(ctx, s, catalog_id, ed);
    if (!e && !may_see(ctx, ed)) e = fail(ctx, ERR_NOT_FOUND, NULL);
    return e;
}

/* ---- reading */

struct catalogs_in {
    const char *place;
};
static const struct input_field catalogs_rows[] = {
    INPUT_TEXT(struct catalogs_in, place, "place", "地区", .in = IN_QUERY, .max = 40),
};
const struct input_spec catalogs_input = INPUT_SPEC(struct catalogs_in, catalogs_rows);

enum err catalog_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct catalogs_in *in = rq->input;
    struct catalog_edition *editions = NULL;
    struct db_session *s;
    size_t n = 0;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = catalog_editions(ctx, s, in->place, &editions, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        if (!may_see(ctx, &editions[i])) continue;
        jw_object(w);
        edition_members(w, &editions[i]);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

static enum err send_catalog(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                             struct reply *out) {
    struct catalog_edition ed;
    struct catalog_item *items;
    size_t n;
    enum err e = visible_edition(ctx, s, catalog_id, &ed);
    if (!e) e = catalog_edition_items(ctx, s, catalog_id, &items, &n);
    if (e) return e;
    reply_version(ctx, out, ed.version);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    edition_members(w, &ed);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_ktext(w, "item", items[i].item->id);
        jw_ktext(w, "name", items[i].item->name);
        jw_kint(w, "item_version", items[i].version);
        jw_ktext(w, "group", word_text(items[i].item->group));
        jw_ktext(w, "nature", word_text(items[i].item->nature));
        jw_ktext(w, "mode", word_text(items[i].item->mode));
        jw_ktext(w, "power_list", *items[i].power_list ? items[i].power_list : NULL);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

struct catalog_id_in {
    int64_t catalog;
};
static const struct input_field catalog_id_rows[] = {
    INPUT_ID(struct catalog_id_in, catalog, "catalog", "目录版本编号", .in = IN_PATH),
};
const struct input_spec catalog_id_input = INPUT_SPEC(struct catalog_id_in, catalog_id_rows);

enum err catalog_show(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct catalog_id_in *in = rq->input;
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = send_catalog(ctx, s, in->catalog, out);
    db_read_end(ctx, &s);
    return e;
}

/* The edition in force today. */
enum err catalog_current(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct catalogs_in *in = rq->input;
    const struct catalog *c;
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = catalog_in_force(ctx, s, place_of(ctx, in->place), clock_today(ctx->clock), &c);
    if (!e) e = send_catalog(ctx, s, c->catalog_id, out);
    db_read_end(ctx, &s);
    return e;
}

struct catalog_item_in {
    int64_t catalog;
    const char *item;
};
static const struct input_field catalog_item_rows[] = {
    INPUT_ID(struct catalog_item_in, catalog, "catalog", "目录版本编号", .in = IN_PATH),
    INPUT_TEXT(struct catalog_item_in, item, "item", "事项标识", .in = IN_PATH, .max = 48),
};
const struct input_spec catalog_item_input = INPUT_SPEC(struct catalog_item_in, catalog_item_rows);

enum err catalog_show_item(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct catalog_item_in *in = rq->input;
    struct catalog_edition ed;
    struct catalog_item *items = NULL;
    struct db_session *s;
    size_t n = 0;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = visible_edition(ctx, s, in->catalog, &ed);
    if (!e) e = catalog_edition_items(ctx, s, in->catalog, &items, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(items[i].item->id, in->item) != 0) continue;
        catalog_item_write(items[i].item, reply_json(out));
        return OK;
    }
    return fail(ctx, ERR_NOT_FOUND, NULL);
}

/* ---- what is missing */

static const struct reply_field gap_fields[] = {
    {.name = "kind", .title = "种类", .type = INPUT_TYPE_TEXT},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},
    {.name = "what", .title = "类别或事项", .type = INPUT_TYPE_TEXT},
    {.name = "sentence", .title = "说明", .type = INPUT_TYPE_TEXT},
};
const struct reply_spec catalog_gaps_reply = REPLY_SPEC(REPLY_LIST, gap_fields);

static struct date last_published(const struct catalog_edition *editions, size_t n) {
    struct date last = DATE_NONE;
    for (size_t i = 0; i < n; i++)
        if (!date_is_none(editions[i].published) &&
            (date_is_none(last) || date_cmp(editions[i].published, last) > 0))
            last = editions[i].published;
    return last;
}

static enum err gaps_today(struct ctx *ctx, const char *place, struct catalog_gap **gaps_r,
                           size_t *n_r) {
    struct date today = clock_today(ctx->clock);
    const struct policy *p = law_policy(ctx->law, place, today);
    const struct catalog *c = NULL;
    struct catalog_edition *editions;
    struct db_session *s;
    size_t n;
    if (!p) return fail(ctx, ERR_NOT_ADOPTED, NULL);
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = catalog_in_force(ctx, s, place, today, &c);
    if (!e) e = catalog_editions(ctx, s, place, &editions, &n);
    db_read_end(ctx, &s);
    if (!e) *n_r = catalog_gaps(ctx->arena, p, c, last_published(editions, n), today, gaps_r);
    return e;
}

enum err catalog_missing(struct ctx *ctx, struct request *rq, struct reply *out) {
    static const char *const kinds[] = {
        [CATALOG_GAP_GROUP] = "group",
        [CATALOG_GAP_TERM] = "term",
        [CATALOG_GAP_PUBLISHED] = "publication",
    };
    const struct catalogs_in *in = rq->input;
    struct catalog_gap *gaps;
    size_t n;
    enum err e = gaps_today(ctx, place_of(ctx, in->place), &gaps, &n);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_ktext(w, "kind", kinds[gaps[i].kind]);
        jw_ktext(w, "clause", gaps[i].clause);
        jw_ktext(w, "what", gaps[i].what);
        jw_ktext(w, "sentence", gaps[i].sentence);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

/* ---- editing */

static void send_id(struct reply *out, int64_t id) {
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", id);
    jw_object_end(w);
}

struct draft_in {
    const char *place;
    int64_t year;
    struct date first_day;
};
static const struct input_field draft_rows[] = {
    INPUT_TEXT(struct draft_in, place, "place", "地区", .max = 40),
    INPUT_INT(struct draft_in, year, "year", "年度", .must = true, .min = 2000, .max = 2200),
    INPUT_DATE(struct draft_in, first_day, "first_day", "施行日", .must = true),
};
const struct input_spec catalog_draft_input = INPUT_SPEC(struct draft_in, draft_rows);

enum err catalog_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct draft_in *in = rq->input;
    int64_t id;
    enum err e = catalog_draft(ctx, place_of(ctx, in->place), (int)in->year, in->first_day, &id);
    if (e) return e;
    reply_created(ctx, out, "/api/v1/catalogs/%lld", (long long)id);
    send_id(out, id);
    return OK;
}

struct catalog_step_in {
    int64_t catalog, version;
};
static const struct input_field catalog_step_rows[] = {
    INPUT_ID(struct catalog_step_in, catalog, "catalog", "目录版本编号", .in = IN_PATH),
    INPUT_INT(struct catalog_step_in, version, "version", "版本", .must = true),
};
const struct input_spec catalog_step_input = INPUT_SPEC(struct catalog_step_in, catalog_step_rows);

enum err catalog_drop(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct catalog_step_in *in = rq->input;
    (void)out;
    return catalog_discard(ctx, in->catalog, in->version);
}

static const struct reply_field adopted_fields[] = {
    {.name = "adopted", .title = "已生效", .type = INPUT_TYPE_BOOL}};
const struct reply_spec catalog_adopted_reply = REPLY_SPEC(REPLY_OBJECT, adopted_fields);

enum err catalog_take_effect(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct catalog_step_in *in = rq->input;
    bool adopted;
    enum err e = catalog_adopt(ctx, in->catalog, in->version, &adopted);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kbool(w, "adopted", adopted);
    jw_object_end(w);
    return OK;
}

/* The item as the caller wrote it; its member is named when it is wrong. */
static enum err item_of(struct ctx *ctx, const struct json *j, const struct policy_item **item_r) {
    const char *path = "", *what = "";
    *item_r = catalog_item_read(ctx->arena, j, &path, &what);
    if (*item_r) return OK;
    const char *field = arena_printf(ctx->arena, "item%s%s", *path ? "." : "", path);
    return fail_field(ctx, ERR_CATALOG_ITEM_FORMAT, field, NULL, "事项的 %s 不正确：%s", path,
                      what);
}

struct put_item_in {
    int64_t catalog, version;
    const struct json *item;
    const char *power_list;
};
static const struct input_field put_item_rows[] = {
    INPUT_ID(struct put_item_in, catalog, "catalog", "目录版本编号", .in = IN_PATH),
    INPUT_INT(struct put_item_in, version, "version", "版本", .must = true),
    INPUT_JSON(struct put_item_in, item, "item", "事项", .must = true),
    INPUT_TEXT(struct put_item_in, power_list, "power_list", "权责清单条目", .max = 200),
};
const struct input_spec catalog_put_item_input = INPUT_SPEC(struct put_item_in, put_item_rows);

enum err catalog_set_item(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct put_item_in *in = rq->input;
    const struct policy_item *item;
    (void)out;
    enum err e = item_of(ctx, in->item, &item);
    return e ? e : catalog_put_item(ctx, in->catalog, in->version, item, in->power_list);
}

struct seek_in {
    int64_t catalog, version;
    struct date from, to;
    const char *where;
};
static const struct input_field seek_rows[] = {
    INPUT_ID(struct seek_in, catalog, "catalog", "目录版本编号", .in = IN_PATH),
    INPUT_INT(struct seek_in, version, "version", "版本", .must = true),
    INPUT_DATE(struct seek_in, from, "from", "起", .must = true),
    INPUT_DATE(struct seek_in, to, "to", "止", .must = true),
    INPUT_TEXT(struct seek_in, where, "where", "征求意见处所", .max = 200),
};
const struct input_spec catalog_seek_input = INPUT_SPEC(struct seek_in, seek_rows);

enum err catalog_open_comments(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct seek_in *in = rq->input;
    (void)out;
    return catalog_seek_comments(ctx, in->catalog, in->version, in->from, in->to, in->where);
}

struct publish_in {
    int64_t catalog, version;
    struct date day;
};
static const struct input_field publish_rows[] = {
    INPUT_ID(struct publish_in, catalog, "catalog", "目录版本编号", .in = IN_PATH),
    INPUT_INT(struct publish_in, version, "version", "版本", .must = true),
    INPUT_DATE(struct publish_in, day, "day", "公布日", .must = true),
};
const struct input_spec catalog_publish_input = INPUT_SPEC(struct publish_in, publish_rows);

enum err catalog_make_public(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct publish_in *in = rq->input;
    (void)out;
    return catalog_publish(ctx, in->catalog, in->version, in->day);
}

/* ---- comments */

static const struct reply_field comment_fields[] = {
    {.name = "comment", .title = "意见编号", .type = INPUT_TYPE_ID},
    {.name = "author", .title = "提出人", .type = INPUT_TYPE_TEXT},
    {.name = "body", .title = "意见", .type = INPUT_TYPE_TEXT},
    {.name = "answer", .title = "答复", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "at", .title = "时间", .type = INPUT_TYPE_INSTANT},
};
const struct reply_spec catalog_comments_reply = REPLY_SPEC(REPLY_LIST, comment_fields);

enum err catalog_comment_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct catalog_id_in *in = rq->input;
    struct catalog_edition ed;
    struct catalog_comment *comments = NULL;
    struct db_session *s;
    size_t n = 0;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = visible_edition(ctx, s, in->catalog, &ed);
    if (!e) e = catalog_comments(ctx, s, in->catalog, &comments, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        char at[INSTANT_TEXT];
        instant_format((struct instant){comments[i].at}, at);
        jw_object(w);
        jw_kid(w, "comment", comments[i].comment_id);
        jw_ktext(w, "author", comments[i].author);
        jw_ktext(w, "body", comments[i].body);
        jw_ktext(w, "answer", *comments[i].answer ? comments[i].answer : NULL);
        jw_ktext(w, "at", at);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

struct comment_in {
    int64_t catalog;
    const char *author, *body;
};
static const struct input_field comment_rows[] = {
    INPUT_ID(struct comment_in, catalog, "catalog", "目录版本编号", .in = IN_PATH),
    INPUT_TEXT(struct comment_in, author, "author", "提出人", .must = true, .max = 100),
    INPUT_TEXT(struct comment_in, body, "body", "意见", .must = true, .max = 2000, .lines = true),
};
const struct input_spec catalog_comment_input = INPUT_SPEC(struct comment_in, comment_rows);

enum err catalog_say(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct comment_in *in = rq->input;
    int64_t id;
    enum err e = catalog_comment(ctx, in->catalog, in->author, in->body, &id);
    if (e) return e;
    reply_status(out, 201);
    send_id(out, id);
    return OK;
}

struct answer_in {
    int64_t comment;
    const char *answer;
};
static const struct input_field answer_rows[] = {
    INPUT_ID(struct answer_in, comment, "comment", "意见编号", .in = IN_PATH),
    INPUT_TEXT(struct answer_in, answer, "answer", "答复", .must = true, .max = 2000,
               .lines = true),
};
const struct input_spec catalog_answer_input = INPUT_SPEC(struct answer_in, answer_rows);

enum err catalog_reply_comment(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct answer_in *in = rq->input;
    (void)out;
    return catalog_answer_comment(ctx, in->comment, in->answer);
}
