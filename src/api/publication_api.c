#include "publication/propose.h"

#include "api/channels.h"
#include "api/handlers.h"
#include "http/page.h"
#include "publication/stop.h"
#include "publication/timeliness.h"
#include "registry/actor.h"

const struct input_word channel_words[] = {
    {"gazette", W_CHANNEL_GAZETTE, "政府公报"},
    {"press_conference", W_CHANNEL_PRESS_CONFERENCE, "新闻发布会"},
    {"internet", W_CHANNEL_INTERNET, "互联网"},
    {"press", W_CHANNEL_PRESS, "报刊"},
    {"radio", W_CHANNEL_RADIO, "广播"},
    {"television", W_CHANNEL_TELEVISION, "电视"},
    {"credit_site", W_CHANNEL_CREDIT_SITE, "信用网站"},
    {"provider_site", W_CHANNEL_PROVIDER_SITE, "信息提供单位网站或平台"},
    {"government_portal", W_CHANNEL_PORTAL, "政府门户网站"},
    {"platform", W_CHANNEL_PLATFORM, "共享平台"},
    {"window", W_CHANNEL_WINDOW, "服务窗口"},
    {"mobile", W_CHANNEL_MOBILE, "移动终端应用软件"},
    {"enterprise_publicity", W_CHANNEL_PUBLICITY, "企业信用信息公示系统"},
    {0},
};

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char text[DATE_TEXT];
    date_format(d, text);
    jw_ktext(w, name, *text ? text : NULL);
}

static void created(struct ctx *ctx, struct reply *out, int64_t id) {
    reply_created(ctx, out, "/api/v1/publications/%lld", (long long)id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", id);
    jw_object_end(w);
}

/* ---- proposing */

static const struct input_word hidden_kinds[] = {
    {"trade_secret", HIDDEN_SECRET + 1, "商业秘密"},
    {"person_name", HIDDEN_NAME + 1, "他人姓名"},
    {"person_number", HIDDEN_NUMBER + 1, "他人号码"},
    {0},
};
struct hidden_in {
    const char *field, *text;
    int kind;
};
static const struct input_field hidden_fields[] = {
    INPUT_TEXT(struct hidden_in, field, "field", "字段", .must = true, .max = 64),
    INPUT_TEXT(struct hidden_in, text, "text", "要隐去的文字", .must = true, .max = 500,
               .lines = true, .secret = true),
    INPUT_WORD(struct hidden_in, kind, "kind", "种类", hidden_kinds, .must = true),
};
static const struct input_spec hidden_input = INPUT_SPEC(struct hidden_in, hidden_fields);
struct masking_in {
    bool examined;
    struct input_list hidden;
};
static const struct input_field masking_fields[] = {
    INPUT_BOOL(struct masking_in, examined, "examined", "已逐项检查自由文本", .must = true),
    INPUT_LIST(struct masking_in, hidden, "hidden", "要隐去的内容", hidden_input, .max = 100),
};
static const struct input_spec masking_input = INPUT_SPEC(struct masking_in, masking_fields);
struct wish_in {
    int channel;
    int64_t unit;
};
static const struct input_field wish_fields[] = {
    INPUT_WORD(struct wish_in, channel, "channel", "渠道", channel_words, .must = true),
    INPUT_ID(struct wish_in, unit, "unit", "实施单位",
             .doc = "Who carries the order out; left out: the provider."),
};
static const struct input_spec wish_input = INPUT_SPEC(struct wish_in, wish_fields);
struct publication_in {
    int64_t subject, record;
    const struct masking_in *masking;
    struct input_list channels;
};
static const struct input_field publication_fields[] = {
    INPUT_ID(struct publication_in, subject, "subject", "信用主体编号", .in = IN_PATH),
    INPUT_ID(struct publication_in, record, "record", "记录编号", .in = IN_PATH),
    INPUT_OBJECT(struct publication_in, masking, "masking", "技术处理", struct masking_in,
                 masking_input,
                 .doc = "That the free text was examined, and what in it is hidden."),
    INPUT_LIST(struct publication_in, channels, "channels", "渠道", wish_input, .max = 20,
               .doc = "Left out: every channel of the item."),
};
const struct input_spec publication_input = INPUT_SPEC(struct publication_in, publication_fields);

enum err publication_create(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct publication_in *in = rq->input;
    const struct hidden_in *hidden = in->masking ? in->masking->hidden.v : NULL;
    const struct wish_in *wished = in->channels.v;
    size_t n_hidden = in->masking ? in->masking->hidden.n : 0;
    struct hidden_part *parts = ARENA_ARRAY(ctx->arena, n_hidden + 1, struct hidden_part);
    struct publication_wish *wishes =
        ARENA_ARRAY(ctx->arena, in->channels.n + 1, struct publication_wish);
    int64_t id;
    for (size_t i = 0; i < n_hidden; i++)
        parts[i] = (struct hidden_part){hidden[i].field, hidden[i].text,
                                        (enum hidden_kind)(hidden[i].kind - 1)};
    for (size_t i = 0; i < in->channels.n; i++)
        wishes[i] = (struct publication_wish){(enum word)wished[i].channel, wished[i].unit};
    const struct publication_new p = {
        .subject_id = in->subject,
        .record_id = in->record,
        .masking = {.examined = in->masking && in->masking->examined, parts, n_hidden},
        .wishes = wishes,
        .n = in->channels.n,
    };
    enum err e = publication_propose(ctx, &p, &id);
    if (e == OK) created(ctx, out, id);
    return e;
}

/* ---- the time before */

struct former_in {
    int channel;
    int64_t unit;
    struct date from, to;
};
static const struct input_field former_fields[] = {
    INPUT_WORD(struct former_in, channel, "channel", "渠道", channel_words, .must = true),
    INPUT_ID(struct former_in, unit, "unit", "实施单位"),
    INPUT_DATE(struct former_in, from, "from", "公示日期", .must = true),
    INPUT_DATE(struct former_in, to, "stopped", "停止公示日期",
               .doc = "Left out: the channel still shows it."),
};
static const struct input_spec former_input = INPUT_SPEC(struct former_in, former_fields);
struct formers_in {
    int64_t subject, record;
    struct input_list places;
};
static const struct input_field formers_fields[] = {
    INPUT_ID(struct formers_in, subject, "subject", "信用主体编号", .in = IN_PATH),
    INPUT_ID(struct formers_in, record, "record", "记录编号", .in = IN_PATH),
    INPUT_LIST(struct formers_in, places, "places", "渠道", former_input, .must = true, .min = 1,
               .max = 20),
};
const struct input_spec publication_former_input = INPUT_SPEC(struct formers_in, formers_fields);

enum err publication_former(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct formers_in *in = rq->input;
    const struct former_in *rows = in->places.v;
    struct publication_former *places =
        ARENA_ARRAY(ctx->arena, in->places.n + 1, struct publication_former);
    int64_t id;
    for (size_t i = 0; i < in->places.n; i++)
        places[i] = (struct publication_former){(enum word)rows[i].channel, rows[i].unit,
                                                rows[i].from, rows[i].to};
    enum err e = publication_import(ctx, in->subject, in->record, places, in->places.n, &id);
    if (e == OK) created(ctx, out, id);
    return e;
}

/* ---- reading */

static const struct reply_field place_fields[] = {
    {.name = "channel", .title = "渠道", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "渠道名称", .type = INPUT_TYPE_TEXT},
    {.name = "own", .title = "平台自有", .type = INPUT_TYPE_BOOL},
    {.name = "unit", .title = "实施单位编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "ordered", .title = "要求公示日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "published", .title = "公示日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "published_by", .title = "公示人编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "stop_ordered", .title = "要求停止日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "stopped", .title = "停止日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "stopped_by", .title = "停止人编号", .type = INPUT_TYPE_ID, .maybe = true},
};
static const struct reply_spec place_shape = REPLY_SPEC(REPLY_OBJECT, place_fields);

static void about_place(const struct publication_place *c, struct json_writer *w) {
    jw_object(w);
    jw_ktext(w, "channel", word_text(c->channel));
    jw_ktext(w, "name", word_chinese(c->channel));
    jw_kbool(w, "own", c->own);
    jw_kid(w, "unit", c->unit_id);
    jw_ktext(w, "state", place_state_word(c->state));
    day_member(w, "ordered", c->ordered);
    day_member(w, "published", c->published);
    jw_kid(w, "published_by", c->published_by);
    day_member(w, "stop_ordered", c->stop_ordered);
    day_member(w, "stopped", c->stopped);
    jw_kid(w, "stopped_by", c->stopped_by);
    jw_object_end(w);
}

#define PUBLICATION_FIELDS                                                                         \
    {.name = "publication", .title = "公示编号", .type = INPUT_TYPE_ID},                           \
        {.name = "subject", .title = "信用主体编号", .type = INPUT_TYPE_ID},                       \
        {.name = "record", .title = "记录编号", .type = INPUT_TYPE_ID},                            \
        {.name = "item", .title = "事项", .type = INPUT_TYPE_TEXT},                                \
        {.name = "provider", .title = "提供单位编号", .type = INPUT_TYPE_ID},                      \
        {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},                               \
        {.name = "state_name", .title = "状态名称", .type = INPUT_TYPE_TEXT},                      \
        {.name = "former", .title = "历史公示", .type = INPUT_TYPE_BOOL},                          \
        {.name = "ground", .title = "公开依据位阶", .type = INPUT_TYPE_TEXT},                      \
        {.name = "ground_text", .title = "公开依据", .type = INPUT_TYPE_TEXT},                     \
        {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},                              \
        {.name = "last_day", .title = "公示截止日", .type = INPUT_TYPE_DATE, .maybe = true},       \
        {.name = "needs_review", .title = "须保密审查", .type = INPUT_TYPE_BOOL},                  \
        {.name = "review", .title = "审查结果", .type = INPUT_TYPE_TEXT, .maybe = true},           \
        {.name = "opinion", .title = "审查意见", .type = INPUT_TYPE_TEXT, .maybe = true},          \
        {.name = "reviewed_by", .title = "审查人编号", .type = INPUT_TYPE_ID, .maybe = true},      \
        {.name = "reviewed_at", .title = "审查时间", .type = INPUT_TYPE_INSTANT, .maybe = true},   \
        {.name = "approved_by", .title = "批准人编号", .type = INPUT_TYPE_ID, .maybe = true},      \
        {.name = "first_day", .title = "公示起始日", .type = INPUT_TYPE_DATE, .maybe = true},      \
        {.name = "ended", .title = "结束日", .type = INPUT_TYPE_DATE, .maybe = true},              \
        {.name = "ended_why", .title = "结束缘由", .type = INPUT_TYPE_TEXT, .maybe = true},        \
        {.name = "ended_clause", .title = "结束依据", .type = INPUT_TYPE_TEXT, .maybe = true},     \
        {.name = "ended_reason", .title = "结束理由", .type = INPUT_TYPE_TEXT, .maybe = true},     \
        {.name = "channels", .title = "渠道", .type = INPUT_TYPE_LIST, .of = &place_shape}, {      \
        .name = "version", .title = "版本", .type = INPUT_TYPE_INT                                 \
    }

static const struct reply_field list_fields[] = {PUBLICATION_FIELDS};
const struct reply_spec publications_reply = REPLY_SPEC(REPLY_PAGE, list_fields);
static const struct reply_field show_fields[] = {
    PUBLICATION_FIELDS,
    {.name = "text",
     .title = "公示文本",
     .type = INPUT_TYPE_JSON,
     .maybe = true,
     .doc = "What the public is or will be shown, masked."},
};
const struct reply_spec publication_reply = REPLY_SPEC(REPLY_OBJECT, show_fields);

static void write_publication(const struct publication *p, bool with_text, struct json_writer *w) {
    char at[INSTANT_TEXT];
    instant_format((struct instant){p->reviewed.at}, at);
    jw_object(w);
    jw_kid(w, "publication", p->publication_id);
    jw_kid(w, "subject", p->subject_id);
    jw_kid(w, "record", p->record_id);
    jw_ktext(w, "item", p->item);
    jw_kid(w, "provider", p->provider_id);
    jw_ktext(w, "state", publication_state_word(p->state));
    jw_ktext(w, "state_name", publication_state_name(p->state));
    jw_kbool(w, "former", p->legacy);
    jw_ktext(w, "ground", p->ground);
    jw_ktext(w, "ground_text", p->ground_text);
    jw_ktext(w, "clause", p->clause);
    day_member(w, "last_day", p->last_day);
    jw_kbool(w, "needs_review", p->needs_review);
    jw_ktext(w, "review", p->review);
    jw_ktext(w, "opinion", p->opinion);
    jw_kid(w, "reviewed_by", p->reviewed.user);
    jw_ktext(w, "reviewed_at", p->reviewed.at ? at : NULL);
    jw_kid(w, "approved_by", p->approved.user);
    day_member(w, "first_day", p->first_day);
    day_member(w, "ended", p->ended);
    jw_ktext(w, "ended_why", p->ended_why);
    jw_ktext(w, "ended_clause", p->ended_clause);
    jw_ktext(w, "ended_reason", p->ended_reason);
    jw_key(w, "channels");
    jw_array(w);
    for (size_t i = 0; i < p->n_places; i++)
        about_place(&p->places[i], w);
    jw_array_end(w);
    jw_kint(w, "version", p->version);
    if (with_text) {
        jw_key(w, "text");
        if (p->text)
            jw_raw(w, str_of(p->text));
        else
            jw_null(w);
    }
    jw_object_end(w);
}

/* Providers work on their own unit's; others see their place. */
static int64_t scope_of(const struct ctx *ctx) {
    enum role r = ctx->actor->role;
    return r == ROLE_OPERATOR || r == ROLE_AUTHORITY ? 0 : ctx->actor->unit_id;
}

enum err publication_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct { struct page_in page; } *in = rq->input;
    struct page_key key = {0};
    struct publication *list;
    size_t n;
    int64_t scope = ctx->actor->unit_id;
    enum err e = in->page.cursor ? page_open(ctx, rq, scope, in->page.cursor, &key) : OK;
    if (e == OK)
        e = publication_list(ctx, ctx->actor->jurisdiction, scope_of(ctx), key.i[0],
                             (size_t)in->page.limit + 1, &list, &n);
    if (e != OK) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        write_publication(&list[i], false, w);
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].publication_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, scope, &last) : NULL);
    jw_object_end(w);
    return OK;
}

struct id_in {
    int64_t publication;
};
static const struct input_field id_fields[] = {
    INPUT_ID(struct id_in, publication, "publication", "公示编号", .in = IN_PATH),
};
const struct input_spec publication_id_input = INPUT_SPEC(struct id_in, id_fields);

enum err publication_read(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct id_in *in = rq->input;
    struct publication *p;
    enum err e = publication_show(ctx, rq->route->name, in->publication, &p);
    if (e == OK) write_publication(p, true, reply_json(out));
    return e;
}

/* ---- deciding */

static const struct input_word results[] = {{"passed", 1, "通过"}, {"refused", 2, "不通过"}, {0}};
struct decide_in {
    int64_t publication, version;
    int result;
    const char *text;
};
static const struct input_field review_fields[] = {
    INPUT_ID(struct decide_in, publication, "publication", "公示编号", .in = IN_PATH),
    INPUT_INT(struct decide_in, version, "version", "版本", .must = true, .min = 1,
              .max = INT64_MAX, .doc = "Of the row whose text was read."),
    INPUT_WORD(struct decide_in, result, "result", "审查结果", results, .must = true),
    INPUT_TEXT(struct decide_in, text, "opinion", "审查意见", .must = true, .max = 500,
               .lines = true),
};
const struct input_spec publication_review_input = INPUT_SPEC(struct decide_in, review_fields);
static const struct input_field approve_fields[] = {
    INPUT_ID(struct decide_in, publication, "publication", "公示编号", .in = IN_PATH),
    INPUT_INT(struct decide_in, version, "version", "版本", .must = true, .min = 1,
              .max = INT64_MAX, .doc = "Of the row whose text was read."),
};
const struct input_spec publication_approve_input = INPUT_SPEC(struct decide_in, approve_fields);
static const struct input_field close_fields[] = {
    INPUT_ID(struct decide_in, publication, "publication", "公示编号", .in = IN_PATH),
    INPUT_INT(struct decide_in, version, "version", "版本", .must = true, .min = 1,
              .max = INT64_MAX),
    INPUT_TEXT(struct decide_in, text, "reason", "理由", .must = true, .max = 500, .lines = true),
};
const struct input_spec publication_close_input = INPUT_SPEC(struct decide_in, close_fields);

enum err publication_reviewed(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct decide_in *in = rq->input;
    (void)out;
    return publication_review(ctx, in->publication, in->version, in->result == 1, in->text);
}

enum err publication_approved(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct decide_in *in = rq->input;
    (void)out;
    return publication_approve(ctx, in->publication, in->version);
}

enum err publication_closed(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct decide_in *in = rq->input;
    (void)out;
    return publication_close(ctx, in->publication, in->version, in->text);
}

/* ---- orders */

static const struct input_word order_kinds[] = {
    {"publish", 1, "待公示"}, {"stop", 2, "待停止公示"}, {0}};
struct orders_in {
    int kind;
    struct page_in page;
};
static const struct input_field orders_fields[] = {
    INPUT_WORD(struct orders_in, kind, "kind", "种类", order_kinds, .in = IN_QUERY, .must = true),
    INPUT_PAGE(struct orders_in, page),
};
const struct input_spec publication_orders_input = INPUT_SPEC(struct orders_in, orders_fields);
static const struct reply_field order_fields[] = {
    {.name = "publication", .title = "公示编号", .type = INPUT_TYPE_ID},
    {.name = "record", .title = "记录编号", .type = INPUT_TYPE_ID},
    {.name = "item", .title = "事项", .type = INPUT_TYPE_TEXT},
    {.name = "channel", .title = "渠道", .type = INPUT_TYPE_TEXT},
    {.name = "unit", .title = "实施单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "实施单位", .type = INPUT_TYPE_TEXT},
    {.name = "ordered", .title = "要求之日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "last_day", .title = "公示截止日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "why", .title = "缘由", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "reason", .title = "理由", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "text", .title = "公示文本", .type = INPUT_TYPE_JSON, .maybe = true},
};
const struct reply_spec publication_orders_reply = REPLY_SPEC(REPLY_PAGE, order_fields);

static void write_order(const struct publication_order *o, bool stop, struct json_writer *w) {
    jw_object(w);
    jw_kid(w, "publication", o->place.publication_id);
    jw_kid(w, "record", o->record_id);
    jw_ktext(w, "item", o->item);
    jw_ktext(w, "channel", word_text(o->place.channel));
    jw_kid(w, "unit", o->place.unit_id);
    jw_ktext(w, "unit_name", o->unit_name);
    day_member(w, "ordered", stop ? o->place.stop_ordered : o->place.ordered);
    day_member(w, "last_day", o->last_day);
    jw_ktext(w, "why", o->why);
    jw_ktext(w, "reason", o->reason);
    jw_key(w, "text");
    if (o->text)
        jw_raw(w, str_of(o->text));
    else
        jw_null(w);
    jw_object_end(w);
}

enum err publication_order_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct orders_in *in = rq->input;
    struct publication_order *list;
    struct page_key key = {0};
    size_t n, most = (size_t)in->page.limit;
    int64_t scope = ctx->actor->unit_id;
    bool stop = in->kind == 2;
    enum err e = in->page.cursor ? page_open(ctx, rq, scope, in->page.cursor, &key) : OK;
    if (e == OK)
        e = publication_orders(ctx, rq->route->name, ctx->actor->jurisdiction, scope_of(ctx), stop,
                               (struct order_after){key.i[0], key.text}, most + 1, &list, &n);
    if (e != OK) return e;
    bool more = n > most;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        write_order(&list[i], stop, w);
    jw_array_end(w);
    struct page_key last = {0};
    if (n)
        last = (struct page_key){.i = {list[n - 1].place.publication_id},
                                 .text = word_text(list[n - 1].place.channel)};
    jw_ktext(w, "next", more ? page_next(ctx, rq, scope, &last) : NULL);
    jw_object_end(w);
    return OK;
}

struct done_in {
    int64_t publication;
    int channel;
    struct date day;
};
static const struct input_field done_fields[] = {
    INPUT_ID(struct done_in, publication, "publication", "公示编号", .in = IN_PATH),
    INPUT_WORD(struct done_in, channel, "channel", "渠道", channel_words, .in = IN_PATH),
    INPUT_DATE(struct done_in, day, "day", "日期", .must = true),
};
const struct input_spec publication_done_input = INPUT_SPEC(struct done_in, done_fields);

enum err publication_order_done(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct done_in *in = rq->input;
    (void)out;
    return publication_confirm(ctx, in->publication, (enum word)in->channel, false, in->day);
}

enum err publication_stop_done(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct done_in *in = rq->input;
    (void)out;
    return publication_confirm(ctx, in->publication, (enum word)in->channel, true, in->day);
}
