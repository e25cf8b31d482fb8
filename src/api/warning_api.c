#include "watch/warning.h"

#include "api/api.h"
#include "api/handlers.h"
#include "http/page.h"
#include "registry/actor.h"

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char day[DATE_TEXT];
    date_format(d, day);
    jw_ktext(w, name, *day ? day : NULL);
}

/* ---- rules */

struct rule_in {
    const char *title, *figure, *per, *basis;
    int64_t at_least, days;
};
static const struct input_field rule_fields[] = {
    INPUT_TEXT(struct rule_in, title, "title", "名称", .must = true, .max = 100),
    INPUT_TEXT(struct rule_in, figure, "figure", "指标", .must = true, .max = 48),
    INPUT_TEXT(struct rule_in, per, "per", "占比的分母", .max = 48,
               .doc = "Then the threshold is a percentage of this figure."),
    INPUT_INT(struct rule_in, at_least, "at_least", "阈值", .must = true, .max = 1000000000),
    INPUT_INT(struct rule_in, days, "days", "统计天数", .max = 1000, .absent = 1),
    INPUT_TEXT(struct rule_in, basis, "basis", "依据", .must = true, .max = 200),
};
const struct input_spec warning_rule_input = INPUT_SPEC(struct rule_in, rule_fields);

enum err warning_rule_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct rule_in *in = rq->input;
    struct warning_rule rule = {.title = in->title,
                                .share = in->per != NULL,
                                .at_least = in->at_least,
                                .days = in->days,
                                .basis = in->basis};
    if (!figure_parse(in->figure, &rule.figure))
        return fail_field(ctx, ERR_WARNING_RULE, "figure", "one_of:figures", "没有这一指标");
    if (in->per && !figure_parse(in->per, &rule.per))
        return fail_field(ctx, ERR_WARNING_RULE, "per", "one_of:figures", "没有这一指标");
    enum err e = warning_rule_make(ctx, &rule);
    if (e != OK) return e;
    reply_created(ctx, out, "/api/v1/warning-rules/%lld", (long long)rule.rule_id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", rule.rule_id);
    jw_object_end(w);
    return OK;
}

static const struct reply_field rule_reply_fields[] = {
    {.name = "rule", .title = "规则编号", .type = INPUT_TYPE_ID},
    {.name = "title", .title = "名称", .type = INPUT_TYPE_TEXT},
    {.name = "figure", .title = "指标", .type = INPUT_TYPE_TEXT},
    {.name = "per", .title = "占比的分母", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "at_least", .title = "阈值", .type = INPUT_TYPE_INT},
    {.name = "days", .title = "统计天数", .type = INPUT_TYPE_INT},
    {.name = "basis", .title = "依据", .type = INPUT_TYPE_TEXT},
    {.name = "evaluated_to", .title = "已核对至", .type = INPUT_TYPE_DATE},
    {.name = "active", .title = "有效", .type = INPUT_TYPE_BOOL},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
};
const struct reply_spec warning_rules_reply = REPLY_SPEC(REPLY_LIST, rule_reply_fields);

enum err warning_rule_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct warning_rule *rules;
    size_t n;
    (void)rq;
    enum err e = warning_rules(ctx, ctx->actor->jurisdiction, &rules, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_kid(w, "rule", rules[i].rule_id);
        jw_ktext(w, "title", rules[i].title);
        jw_ktext(w, "figure", figure_word(rules[i].figure));
        jw_ktext(w, "per", rules[i].share ? figure_word(rules[i].per) : NULL);
        jw_kint(w, "at_least", rules[i].at_least);
        jw_kint(w, "days", rules[i].days);
        jw_ktext(w, "basis", rules[i].basis);
        day_member(w, "evaluated_to", rules[i].evaluated_to);
        jw_kbool(w, "active", rules[i].active);
        jw_kint(w, "version", rules[i].version);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

struct rule_end_in {
    int64_t rule, version;
};
static const struct input_field rule_end_fields[] = {
    INPUT_ID(struct rule_end_in, rule, "rule", "规则编号", .in = IN_PATH),
    INPUT_INT(struct rule_end_in, version, "version", "版本", .must = true),
};
const struct input_spec warning_rule_end_input = INPUT_SPEC(struct rule_end_in, rule_end_fields);

enum err warning_rule_over(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct rule_end_in *in = rq->input;
    (void)out;
    return warning_rule_end(ctx, in->rule, in->version);
}

/* ---- warnings */

struct warnings_in {
    struct page_in page;
    bool open;
};
static const struct input_field warnings_fields[] = {
    INPUT_BOOL(struct warnings_in, open, "open", "仅未确认", .in = IN_QUERY),
    INPUT_PAGE(struct warnings_in, page),
};
const struct input_spec warnings_input = INPUT_SPEC(struct warnings_in, warnings_fields);

static const struct reply_field warning_fields[] = {
    {.name = "warning", .title = "预警编号", .type = INPUT_TYPE_ID},
    {.name = "rule", .title = "规则编号", .type = INPUT_TYPE_ID},
    {.name = "title", .title = "规则", .type = INPUT_TYPE_TEXT},
    {.name = "figure", .title = "指标", .type = INPUT_TYPE_TEXT},
    {.name = "figure_name", .title = "指标名称", .type = INPUT_TYPE_TEXT},
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "unit_name", .title = "单位", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "item", .title = "事项、场景或者账号", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "day", .title = "日期", .type = INPUT_TYPE_DATE},
    {.name = "value", .title = "数值", .type = INPUT_TYPE_INT},
    {.name = "at_least", .title = "阈值", .type = INPUT_TYPE_INT},
    {.name = "percent", .title = "百分比", .type = INPUT_TYPE_BOOL},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "acknowledged_by", .title = "确认人", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "acknowledged_at", .title = "确认时间", .type = INPUT_TYPE_INSTANT, .maybe = true},
    {.name = "note", .title = "处理情况", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
};
const struct reply_spec warnings_reply = REPLY_SPEC(REPLY_PAGE, warning_fields);

static void warning_object(struct json_writer *w, const struct warning *x) {
    char at[INSTANT_TEXT];
    jw_object(w);
    jw_kid(w, "warning", x->warning_id);
    jw_kid(w, "rule", x->rule_id);
    jw_ktext(w, "title", x->title);
    jw_ktext(w, "figure", figure_word(x->figure));
    jw_ktext(w, "figure_name", figure_name(x->figure));
    jw_kid(w, "unit", x->unit_id);
    jw_ktext(w, "unit_name", *x->unit_name ? x->unit_name : NULL);
    jw_ktext(w, "item", *x->item ? x->item : NULL);
    day_member(w, "day", x->day);
    jw_kint(w, "value", x->value);
    jw_kint(w, "at_least", x->at_least);
    jw_kbool(w, "percent", x->share);
    jw_ktext(w, "state", x->acknowledged ? "acknowledged" : "open");
    jw_kid(w, "acknowledged_by", x->acknowledged_by);
    instant_format(x->acknowledged_at, at);
    jw_ktext(w, "acknowledged_at", x->acknowledged_at.us ? at : NULL);
    jw_ktext(w, "note", x->note);
    jw_kint(w, "version", x->version);
    jw_object_end(w);
}

enum err warning_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct warnings_in *in = rq->input;
    const struct actor *a = ctx->actor;
    bool all = a->role == ROLE_AUTHORITY || a->role == ROLE_OPERATOR || a->role == ROLE_AUDITOR ||
               a->role == ROLE_AUDIT_ADMIN;
    struct page_key key = {0};
    struct warning *list;
    size_t n;
    enum err e = in->page.cursor ? page_open(ctx, rq, a->unit_id, in->page.cursor, &key) : OK;
    struct warning_filter f = {a->jurisdiction, all ? 0 : a->unit_id, key.i[0], in->open,
                               (size_t)in->page.limit + 1};
    if (e == OK) e = warning_list(ctx, &f, &list, &n);
    if (e != OK) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        warning_object(w, &list[i]);
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].warning_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, a->unit_id, &last) : NULL);
    jw_object_end(w);
    return OK;
}

struct seen_in {
    int64_t warning, version;
    const char *note;
};
static const struct input_field seen_fields[] = {
    INPUT_ID(struct seen_in, warning, "warning", "预警编号", .in = IN_PATH),
    INPUT_INT(struct seen_in, version, "version", "版本", .must = true),
    INPUT_TEXT(struct seen_in, note, "note", "处理情况", .must = true, .max = 500, .lines = true),
};
const struct input_spec warning_seen_input = INPUT_SPEC(struct seen_in, seen_fields);

enum err warning_seen(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct seen_in *in = rq->input;
    (void)out;
    return warning_acknowledge(ctx, in->warning, in->version, in->note);
}
