#include "watch/statistics.h"

#include "api/api.h"
#include "api/handlers.h"
#include "registry/actor.h"
#include "registry/unit.h"
#include "watch/missing.h"

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char day[DATE_TEXT];
    date_format(d, day);
    jw_ktext(w, name, *day ? day : NULL);
}

/* Whose figures: everybody's for those who supervise, run or audit the place, else the own unit's. */
static bool sees_all(const struct actor *a) {
    return a->role == ROLE_AUTHORITY || a->role == ROLE_OPERATOR || a->role == ROLE_AUDITOR ||
           a->role == ROLE_AUDIT_ADMIN;
}

static enum err within_reach(struct ctx *ctx, int64_t asked, int64_t *unit_r) {
    const struct actor *a = ctx->actor;
    *unit_r = sees_all(a) ? asked : a->unit_id;
    if (sees_all(a) || !asked || asked == a->unit_id) return OK;
    return fail(ctx, ERR_NOT_FOUND, "没有这个单位");
}

/* ---- tables */

static const struct reply_field figure_fields[] = {
    {.name = "figure", .title = "指标", .type = INPUT_TYPE_TEXT},
    {.name = "figure_name", .title = "指标名称", .type = INPUT_TYPE_TEXT},
};
static const struct reply_spec figures_spec = REPLY_SPEC(REPLY_OBJECT, figure_fields);
static const struct reply_field table_fields[] = {
    {.name = "table", .title = "统计表", .type = INPUT_TYPE_TEXT},
    {.name = "table_name", .title = "名称", .type = INPUT_TYPE_TEXT},
    {.name = "figures", .title = "指标", .type = INPUT_TYPE_LIST, .of = &figures_spec},
};
const struct reply_spec statistics_tables_reply = REPLY_SPEC(REPLY_LIST, table_fields);

enum err statistics_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct json_writer *w = reply_json(out);
    (void)ctx;
    (void)rq;
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (const struct statistics_table *t = statistics_tables; t->word; t++) {
        jw_object(w);
        jw_ktext(w, "table", t->word);
        jw_ktext(w, "table_name", t->chinese);
        jw_key(w, "figures");
        jw_array(w);
        for (size_t i = 0; i < t->n; i++) {
            jw_object(w);
            jw_ktext(w, "figure", figure_word(t->figures[i]));
            jw_ktext(w, "figure_name", figure_name(t->figures[i]));
            jw_object_end(w);
        }
        jw_array_end(w);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

static const struct input_word by_words[] = {
    {"unit", STATISTICS_BY_UNIT, "单位"},
    {"region", STATISTICS_BY_REGION, "县（市、区）"},
    {"item", STATISTICS_BY_ITEM, "事项"},
    {0},
};
struct statistics_in {
    const char *table;
    struct date from, to;
    int64_t unit;
    int by;
};
static const struct input_field statistics_fields[] = {
    INPUT_TEXT(struct statistics_in, table, "table", "统计表", .in = IN_PATH, .max = 48),
    INPUT_DATE(struct statistics_in, from, "from", "起", .in = IN_QUERY, .must = true),
    INPUT_DATE(struct statistics_in, to, "to", "止", .in = IN_QUERY, .must = true),
    INPUT_ID(struct statistics_in, unit, "unit", "单位", .in = IN_QUERY),
    INPUT_WORD(struct statistics_in, by, "by", "口径", by_words, .in = IN_QUERY,
               .absent = STATISTICS_BY_UNIT),
};
const struct input_spec statistics_input = INPUT_SPEC(struct statistics_in, statistics_fields);

static const struct reply_field statistics_row_fields[] = {
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "unit_name", .title = "单位", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "region", .title = "行政区划", .type = INPUT_TYPE_TEXT},
    {.name = "item", .title = "事项、场景或者依据", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "percent", .title = "占比", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "figures",
     .title = "指标",
     .type = INPUT_TYPE_JSON,
     .doc = "An object: figure and its sum."},
};
static const struct reply_spec statistics_rows_spec =
    REPLY_SPEC(REPLY_OBJECT, statistics_row_fields);
static const struct reply_field statistics_reply_fields[] = {
    {.name = "table", .title = "统计表", .type = INPUT_TYPE_TEXT},
    {.name = "table_name", .title = "名称", .type = INPUT_TYPE_TEXT},
    {.name = "from", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to", .title = "止", .type = INPUT_TYPE_DATE},
    {.name = "partial", .title = "期间尚未结束", .type = INPUT_TYPE_BOOL},
    {.name = "rows", .title = "各行", .type = INPUT_TYPE_LIST, .of = &statistics_rows_spec},
};
const struct reply_spec statistics_reply = REPLY_SPEC(REPLY_OBJECT, statistics_reply_fields);

static void row_object(struct ctx *ctx, struct json_writer *w, const struct statistics_table *t,
                       const struct statistics_row *r) {
    jw_object(w);
    jw_kid(w, "unit", r->unit_id);
    jw_ktext(w, "unit_name", r->unit_name);
    jw_ktext(w, "region", r->region);
    jw_ktext(w, "item", *r->item ? r->item : NULL);
    if (r->share >= 0)
        jw_ktext(w, "percent",
                 arena_printf(ctx->arena, "%lld.%02lld", (long long)r->share / 100,
                              (long long)r->share % 100));
    jw_key(w, "figures");
    jw_object(w);
    for (size_t i = 0; i < t->n; i++)
        jw_kint(w, figure_word(t->figures[i]), r->n[i]);
    jw_object_end(w);
    jw_object_end(w);
}

enum err statistics_show(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct statistics_in *in = rq->input;
    struct statistics_ask ask = {.table = statistics_table(in->table),
                                 .place = ctx->actor->jurisdiction,
                                 .from = in->from,
                                 .to = in->to,
                                 .by = (enum statistics_by)in->by};
    struct statistics got;
    if (!ask.table) return fail(ctx, ERR_STATISTICS_TABLE, NULL);
    enum err e = within_reach(ctx, in->unit, &ask.unit_id);
    if (e == OK) e = statistics_read(ctx, &ask, &got);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_ktext(w, "table", ask.table->word);
    jw_ktext(w, "table_name", ask.table->chinese);
    day_member(w, "from", in->from);
    day_member(w, "to", in->to);
    jw_kbool(w, "partial", got.partial);
    jw_key(w, "rows");
    jw_array(w);
    for (size_t i = 0; i < got.n; i++)
        row_object(ctx, w, ask.table, &got.rows[i]);
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

/* ---- down to the rows */

enum { ROWS_MAX = 1000 };

struct deliveries_in {
    int64_t unit;
    struct date from, to;
};
static const struct input_field deliveries_fields[] = {
    INPUT_ID(struct deliveries_in, unit, "unit", "单位编号", .in = IN_PATH),
    INPUT_DATE(struct deliveries_in, from, "from", "起", .in = IN_QUERY, .must = true),
    INPUT_DATE(struct deliveries_in, to, "to", "止", .in = IN_QUERY, .must = true),
};
const struct input_spec deliveries_input = INPUT_SPEC(struct deliveries_in, deliveries_fields);
static const struct reply_field delivery_fields[] = {
    {.name = "day", .title = "入库日期", .type = INPUT_TYPE_DATE},
    {.name = "item", .title = "事项", .type = INPUT_TYPE_TEXT},
    {.name = "submission", .title = "批次", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "records", .title = "入库信息", .type = INPUT_TYPE_INT},
    {.name = "late", .title = "迟报信息", .type = INPUT_TYPE_INT},
};
const struct reply_spec deliveries_reply = REPLY_SPEC(REPLY_LIST, delivery_fields);

/* A unit of the place, for those who see all; else the own one. */
static enum err reachable(struct ctx *ctx, int64_t unit_id) {
    struct unit unit;
    int64_t own;
    enum err e = within_reach(ctx, unit_id, &own);
    if (e == OK) e = unit_read(ctx, unit_id, &unit);
    if (e == OK && actor_reaches(ctx, unit.jurisdiction) != OK)
        e = fail(ctx, ERR_NOT_FOUND, "没有这个单位");
    return e;
}

enum err statistics_delivered(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct deliveries_in *in = rq->input;
    struct delivery *rows;
    size_t n;
    enum err e = reachable(ctx, in->unit);
    if (e == OK) e = statistics_deliveries(ctx, in->unit, in->from, in->to, ROWS_MAX, &rows, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        day_member(w, "day", rows[i].day);
        jw_ktext(w, "item", rows[i].item);
        jw_kid(w, "submission", rows[i].submission_id);
        jw_kint(w, "records", rows[i].records);
        jw_kint(w, "late", rows[i].late);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

struct delivered_in {
    int64_t unit, submission;
    struct date day;
    const char *item;
};
static const struct input_field delivered_fields[] = {
    INPUT_ID(struct delivered_in, unit, "unit", "单位编号", .in = IN_PATH),
    INPUT_DATE(struct delivered_in, day, "day", "入库日期", .in = IN_PATH),
    INPUT_TEXT(struct delivered_in, item, "item", "事项", .in = IN_QUERY, .must = true, .max = 64),
    INPUT_ID(struct delivered_in, submission, "submission", "批次", .in = IN_QUERY),
};
const struct input_spec delivered_input = INPUT_SPEC(struct delivered_in, delivered_fields);
static const struct reply_field delivered_reply_fields[] = {
    {.name = "subject", .title = "主体编号", .type = INPUT_TYPE_ID},
    {.name = "record", .title = "信息编号", .type = INPUT_TYPE_ID},
    {.name = "item", .title = "事项", .type = INPUT_TYPE_TEXT},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "formed_day", .title = "形成日期", .type = INPUT_TYPE_DATE},
    {.name = "received_day", .title = "收到日期", .type = INPUT_TYPE_DATE},
    {.name = "late_days", .title = "迟报天数", .type = INPUT_TYPE_INT, .maybe = true},
};
const struct reply_spec delivered_reply = REPLY_SPEC(REPLY_LIST, delivered_reply_fields);

enum err statistics_delivered_records(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct delivered_in *in = rq->input;
    struct delivered *rows;
    size_t n;
    enum err e = reachable(ctx, in->unit);
    if (e == OK)
        e = statistics_records(ctx, in->unit, in->day, in->item, in->submission, ROWS_MAX, &rows,
                               &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_kid(w, "subject", rows[i].subject_id);
        jw_kid(w, "record", rows[i].record_id);
        jw_ktext(w, "item", rows[i].item);
        jw_ktext(w, "state", rows[i].state);
        day_member(w, "formed_day", rows[i].formed);
        day_member(w, "received_day", rows[i].received);
        if (rows[i].late_days >= 0) jw_kint(w, "late_days", rows[i].late_days);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

/* ---- what did not come */

struct missing_in {
    int64_t unit;
    struct date day;
};
static const struct input_field missing_fields[] = {
    INPUT_ID(struct missing_in, unit, "unit", "单位", .in = IN_QUERY),
    INPUT_DATE(struct missing_in, day, "day", "日期", .in = IN_QUERY,
               .doc = "Today when left out."),
};
const struct input_spec missing_input = INPUT_SPEC(struct missing_in, missing_fields);
static const struct reply_field missing_reply_fields[] = {
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "单位", .type = INPUT_TYPE_TEXT},
    {.name = "region", .title = "行政区划", .type = INPUT_TYPE_TEXT},
    {.name = "item", .title = "事项", .type = INPUT_TYPE_TEXT},
    {.name = "item_name", .title = "事项名称", .type = INPUT_TYPE_TEXT},
    {.name = "cycle", .title = "更新周期", .type = INPUT_TYPE_TEXT},
    {.name = "last_day", .title = "上一次到报", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "due_day", .title = "应报日期", .type = INPUT_TYPE_DATE},
    {.name = "days", .title = "逾期天数", .type = INPUT_TYPE_INT},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},
};
const struct reply_spec missing_reply = REPLY_SPEC(REPLY_LIST, missing_reply_fields);

enum err missing_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct missing_in *in = rq->input;
    struct date today = clock_today(ctx->clock), day = date_is_none(in->day) ? today : in->day;
    struct missing *list;
    int64_t unit;
    size_t n;
    enum err e = within_reach(ctx, in->unit, &unit);
    if (e == OK && date_cmp(day, today) > 0)
        e = fail_field(ctx, ERR_DATE, "day", "max:today", "日期不能晚于今天");
    if (e == OK) e = missing_list(ctx, ctx->actor->jurisdiction, unit, day, &list, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_kid(w, "unit", list[i].unit_id);
        jw_ktext(w, "unit_name", list[i].unit_name);
        jw_ktext(w, "region", list[i].region);
        jw_ktext(w, "item", list[i].item);
        jw_ktext(w, "item_name", list[i].item_name);
        jw_ktext(w, "cycle", list[i].cycle);
        day_member(w, "last_day", list[i].last);
        day_member(w, "due_day", list[i].due);
        jw_kint(w, "days", list[i].days);
        jw_ktext(w, "clause", list[i].clause);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}
