#include "watch/deadline.h"

#include "api/api.h"
#include "api/handlers.h"
#include "registry/actor.h"

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char day[DATE_TEXT];
    date_format(d, day);
    jw_ktext(w, name, *day ? day : NULL);
}

static bool sees_all(const struct actor *a) {
    return a->role == ROLE_AUTHORITY || a->role == ROLE_OPERATOR || a->role == ROLE_AUDITOR ||
           a->role == ROLE_AUDIT_ADMIN;
}

static const struct reply_field count_fields[] = {
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "单位", .type = INPUT_TYPE_TEXT},
    {.name = "region", .title = "行政区划", .type = INPUT_TYPE_TEXT},
    {.name = "open", .title = "在办期限", .type = INPUT_TYPE_INT},
    {.name = "due", .title = "今日到期", .type = INPUT_TYPE_INT},
    {.name = "due_tomorrow", .title = "明日到期", .type = INPUT_TYPE_INT},
    {.name = "overdue", .title = "已逾期", .type = INPUT_TYPE_INT},
    {.name = "paused", .title = "已中止", .type = INPUT_TYPE_INT},
    {.name = "without_figure", .title = "无法定期限", .type = INPUT_TYPE_INT},
    {.name = "pending", .title = "期限待定", .type = INPUT_TYPE_INT},
};
const struct reply_spec deadlines_reply = REPLY_SPEC(REPLY_LIST, count_fields);

enum err deadline_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct actor *a = ctx->actor;
    struct deadline_count *rows;
    size_t n;
    (void)rq;
    enum err e = deadline_counts(ctx, a->jurisdiction, sees_all(a) ? 0 : a->unit_id,
                                 clock_today(ctx->clock), &rows, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_kid(w, "unit", rows[i].unit_id);
        jw_ktext(w, "unit_name", rows[i].unit_name);
        jw_ktext(w, "region", rows[i].region);
        jw_kint(w, "open", rows[i].open);
        jw_kint(w, "due", rows[i].due);
        jw_kint(w, "due_tomorrow", rows[i].due_tomorrow);
        jw_kint(w, "overdue", rows[i].overdue);
        jw_kint(w, "paused", rows[i].paused);
        jw_kint(w, "without_figure", rows[i].without_figure);
        jw_kint(w, "pending", rows[i].pending);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

static const struct input_word which_words[] = {
    {"due", DEADLINE_DUE, "今日到期"},
    {"due_tomorrow", DEADLINE_TOMORROW, "明日到期"},
    {"overdue", DEADLINE_OVERDUE, "已逾期"},
    {"paused", DEADLINE_PAUSED, "已中止"},
    {"without_figure", DEADLINE_WITHOUT_FIGURE, "无法定期限"},
    {0},
};
struct deadlines_in {
    int64_t unit;
    int which;
};
static const struct input_field deadlines_fields[] = {
    INPUT_ID(struct deadlines_in, unit, "unit", "单位编号", .in = IN_PATH),
    INPUT_WORD(struct deadlines_in, which, "which", "类别", which_words, .in = IN_QUERY,
               .absent = DEADLINE_ALL),
};
const struct input_spec deadlines_input = INPUT_SPEC(struct deadlines_in, deadlines_fields);

static const struct reply_field row_fields[] = {
    {.name = "case", .title = "事项编号", .type = INPUT_TYPE_ID},
    {.name = "process", .title = "程序", .type = INPUT_TYPE_TEXT},
    {.name = "case_state", .title = "事项状态", .type = INPUT_TYPE_TEXT},
    {.name = "clock", .title = "期限", .type = INPUT_TYPE_TEXT},
    {.name = "state", .title = "期限状态", .type = INPUT_TYPE_TEXT},
    {.name = "start_day", .title = "起算", .type = INPUT_TYPE_DATE},
    {.name = "due_day", .title = "到期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "target_day", .title = "服务目标", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "figure", .title = "有法定期限", .type = INPUT_TYPE_BOOL},
    {.name = "missing_year", .title = "缺少日历的年度", .type = INPUT_TYPE_INT, .maybe = true},
};
const struct reply_spec unit_deadlines_reply = REPLY_SPEC(REPLY_LIST, row_fields);

enum { ROWS_MAX = 1000 };

enum err deadline_of_unit(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct deadlines_in *in = rq->input;
    struct deadline *rows;
    size_t n;
    if (!sees_all(ctx->actor) && in->unit != ctx->actor->unit_id)
        return fail(ctx, ERR_NOT_FOUND, "没有这个单位");
    enum err e = deadline_list(ctx, in->unit, clock_today(ctx->clock),
                               (enum deadline_which)in->which, ROWS_MAX, &rows, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_kid(w, "case", rows[i].case_id);
        jw_ktext(w, "process", rows[i].process);
        jw_ktext(w, "case_state", rows[i].case_state);
        jw_ktext(w, "clock", rows[i].clock);
        jw_ktext(w, "state", rows[i].state);
        day_member(w, "start_day", rows[i].start);
        day_member(w, "due_day", rows[i].due);
        day_member(w, "target_day", rows[i].target);
        jw_kbool(w, "figure", rows[i].figure);
        if (rows[i].missing_year) jw_kint(w, "missing_year", rows[i].missing_year);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}
