#include "recall/recall.h"

#include <string.h>

#include "api/about.h"
#include "api/handlers.h"
#include "disclosure/self.h"
#include "disclosure/withhold.h"
#include "http/page.h"
#include "registry/actor.h"

/* Who has received what was changed, and what became of telling them. */

static const struct reply_field recall_fields[] = {
    {.name = "recall", .title = "告知编号", .type = INPUT_TYPE_ID},
    {.name = "subject", .title = "主体编号", .type = INPUT_TYPE_ID},
    {.name = "record", .title = "记录编号", .type = INPUT_TYPE_ID},
    {.name = "item", .title = "目录事项", .type = INPUT_TYPE_TEXT},
    {.name = "case", .title = "事项编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "unit", .title = "接收单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "接收单位", .type = INPUT_TYPE_TEXT},
    {.name = "change", .title = "变化", .type = INPUT_TYPE_TEXT},
    {.name = "change_name", .title = "变化名称", .type = INPUT_TYPE_TEXT},
    {.name = "todo", .title = "应办", .type = INPUT_TYPE_TEXT},
    {.name = "todo_name", .title = "应办事项", .type = INPUT_TYPE_TEXT},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},
    {.name = "day", .title = "变化之日", .type = INPUT_TYPE_DATE},
    {.name = "told_day", .title = "告知之日", .type = INPUT_TYPE_DATE},
    {.name = "due_day",
     .title = "最后一日",
     .type = INPUT_TYPE_DATE,
     .maybe = true,
     .doc = "null: the text gives no figure (an open task), or a year's calendar is missing."},
    {.name = "missing_year", .title = "缺少日历的年份", .type = INPUT_TYPE_INT, .maybe = true},
    {.name = "derivation", .title = "期限推算", .type = INPUT_TYPE_JSON, .maybe = true},
    {.name = "elapsed", .title = "已过天数", .type = INPUT_TYPE_INT},
    {.name = "late", .title = "逾期", .type = INPUT_TYPE_BOOL},
    {.name = "confirmed_day", .title = "办结之日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "looks", .title = "查询次数", .type = INPUT_TYPE_INT},
    {.name = "exports", .title = "导出次数", .type = INPUT_TYPE_INT},
    {.name = "channels", .title = "自有公示渠道", .type = INPUT_TYPE_INT},
};
const struct reply_spec recalls_reply = REPLY_SPEC(REPLY_PAGE, recall_fields);

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char day[DATE_TEXT];
    date_format(d, day);
    jw_ktext(w, name, *day ? day : NULL);
}

static const char *change_name(const char *change) {
    for (const struct recall_change *c = recall_changes; c->change; c++)
        if (!strcmp(c->change, change)) return c->name;
    return change;
}

/* What the receiver and the subject are both shown. */
static void write_common(const struct recall_row *r, struct date today, struct json_writer *w) {
    struct date until = date_is_none(r->confirmed) ? today : r->confirmed;
    jw_kid(w, "recall", r->recall_id);
    jw_kid(w, "record", r->record_id);
    jw_ktext(w, "item", r->item);
    jw_kid(w, "case", r->case_id);
    jw_ktext(w, "unit_name", r->unit);
    jw_ktext(w, "change", r->change);
    jw_ktext(w, "change_name", change_name(r->change));
    jw_ktext(w, "todo", r->todo);
    jw_ktext(w, "todo_name", recall_todo_name(r->todo));
    jw_ktext(w, "clause", r->clause);
    day_member(w, "day", r->day);
    day_member(w, "told_day", r->told);
    day_member(w, "due_day", r->due);
    jw_kint(w, "elapsed", until.day - r->told.day);
    jw_kbool(w, "late", r->late);
    day_member(w, "confirmed_day", r->confirmed);
}

static void write_page(struct ctx *ctx, struct reply *out, const struct recall_row *rows, size_t n,
                       const char *next) {
    struct json_writer *w = reply_json(out);
    struct date today = clock_today(ctx->clock);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        const struct recall_row *r = &rows[i];
        jw_object(w);
        write_common(r, today, w);
        jw_kid(w, "subject", r->subject_id);
        jw_kid(w, "unit", r->unit_id);
        jw_key(w, "missing_year");
        if (r->missing_year)
            jw_int(w, r->missing_year);
        else
            jw_null(w);
        jw_key(w, "derivation");
        if (r->due_rule)
            jw_raw(w, str_of(r->due_rule));
        else
            jw_null(w);
        jw_kint(w, "looks", r->looks);
        jw_kint(w, "exports", r->exports);
        jw_kint(w, "channels", r->channels);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_ktext(w, "next", next);
    jw_object_end(w);
}

/* Whole recalls only, so that the next page begins with another one: a recall has at most as many rows as
 * there are units. */
static enum err write_list(struct ctx *ctx, struct request *rq, struct reply *out,
                           const struct recall_filter *f, const struct page_in *page) {
    struct page_key key = {0};
    struct recall_row *rows;
    size_t n;
    int64_t scope = ctx->actor->user_id;
    enum err e = page->cursor ? page_open(ctx, rq, scope, page->cursor, &key) : OK;
    if (e == OK) e = recall_list(ctx, f, key.i[0], (size_t)page->limit, &rows, &n);
    if (e != OK) return e;
    bool more = n == (size_t)page->limit;
    size_t whole = n;
    while (more && whole && rows[whole - 1].recall_id == rows[n - 1].recall_id)
        whole--;
    if (more && !whole) { /* one recall fills the page: all of it, in one page */
        e = recall_list(ctx, f, key.i[0], (size_t)page->limit + 10000, &rows, &n);
        if (e != OK) return e;
        for (whole = 0; whole < n && rows[whole].recall_id == rows[0].recall_id;)
            whole++;
    } else if (!more) {
        whole = n;
    }
    struct page_key last = {.i = {whole ? rows[whole - 1].recall_id : 0}};
    write_page(ctx, out, rows, whole, more ? page_next(ctx, rq, scope, &last) : NULL);
    return OK;
}

/* ---- the operator: by unit, by record, outstanding, late */

struct recalls_in {
    struct page_in page;
    int64_t unit, subject, record;
    int which;
};
static const struct input_word whiches[] = {
    {"outstanding", 1, "未办结"}, {"late", 2, "逾期未办结"}, {0}};
static const struct input_field recalls_fields[] = {
    INPUT_PAGE(struct recalls_in, page),
    INPUT_ID(struct recalls_in, unit, "unit", "接收单位", .in = IN_QUERY),
    INPUT_ID(struct recalls_in, subject, "subject", "主体", .in = IN_QUERY),
    INPUT_ID(struct recalls_in, record, "record", "记录", .in = IN_QUERY,
             .doc = "With subject only."),
    INPUT_WORD(struct recalls_in, which, "which", "范围", whiches, .in = IN_QUERY, .absent = 1),
};
const struct input_spec recalls_input = INPUT_SPEC(struct recalls_in, recalls_fields);

enum err recall_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct recalls_in *in = rq->input;
    const struct recall_filter f = {
        .jurisdiction = ctx->actor->jurisdiction,
        .unit_id = in->unit,
        .subject_id = in->subject,
        .record_id = in->record,
        .outstanding = in->which == 1,
        .late = in->which == 2,
    };
    return write_list(ctx, rq, out, &f, &in->page);
}

/* ---- the receiving unit: its queue, and that it has done so */

struct own_recalls_in {
    struct page_in page;
    bool all;
};
static const struct input_field own_recalls_fields[] = {
    INPUT_PAGE(struct own_recalls_in, page),
    INPUT_BOOL(struct own_recalls_in, all, "all", "包括已办结的", .in = IN_QUERY),
};
const struct input_spec own_recalls_input = INPUT_SPEC(struct own_recalls_in, own_recalls_fields);

enum err recall_own(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct own_recalls_in *in = rq->input;
    const struct recall_filter f = {.unit_id = ctx->actor->unit_id, .outstanding = !in->all};
    return write_list(ctx, rq, out, &f, &in->page);
}

struct confirm_in {
    int64_t recall;
    struct date day;
};
static const struct input_field confirm_fields[] = {
    INPUT_ID(struct confirm_in, recall, "recall", "告知编号", .in = IN_PATH),
    INPUT_DATE(struct confirm_in, day, "day", "办结之日", .must = true),
};
const struct input_spec recall_confirm_input = INPUT_SPEC(struct confirm_in, confirm_fields);

enum err recall_done(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct confirm_in *in = rq->input;
    (void)out;
    return recall_confirm(ctx, in->recall, in->day);
}

/* ---- the subject: who received what was corrected, and whether they have confirmed */

static const struct reply_field own_fields[] = {
    {.name = "recall", .title = "告知编号", .type = INPUT_TYPE_ID},
    {.name = "record", .title = "记录编号", .type = INPUT_TYPE_ID},
    {.name = "item", .title = "目录事项", .type = INPUT_TYPE_TEXT},
    {.name = "case", .title = "事项编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "unit_name", .title = "接收单位", .type = INPUT_TYPE_TEXT},
    {.name = "change", .title = "变化", .type = INPUT_TYPE_TEXT},
    {.name = "change_name", .title = "变化名称", .type = INPUT_TYPE_TEXT},
    {.name = "todo", .title = "应办", .type = INPUT_TYPE_TEXT},
    {.name = "todo_name", .title = "应办事项", .type = INPUT_TYPE_TEXT},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},
    {.name = "day", .title = "变化之日", .type = INPUT_TYPE_DATE},
    {.name = "told_day", .title = "告知之日", .type = INPUT_TYPE_DATE},
    {.name = "due_day", .title = "最后一日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "elapsed", .title = "已过天数", .type = INPUT_TYPE_INT},
    {.name = "late", .title = "逾期", .type = INPUT_TYPE_BOOL},
    {.name = "confirmed_day", .title = "办结之日", .type = INPUT_TYPE_DATE, .maybe = true},
};
const struct reply_spec own_recalls_reply = REPLY_SPEC(REPLY_LIST, own_fields);

/* A look that is withheld for a time is not told by this way either. */
static enum err withheld_of(struct ctx *ctx, int64_t subject_id, struct withheld **list_r,
                            size_t *n_r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = withhold_list_subject(ctx, s, subject_id, list_r, n_r);
    db_read_end(ctx, &s);
    return e;
}

static bool is_hidden(const struct recall_row *r, const struct withheld *list, size_t n,
                      struct date today) {
    for (size_t i = 0; i < n; i++)
        if (list[i].look_id == r->last_look && date_cmp(today, list[i].until) <= 0) return true;
    return false;
}

enum err recall_of_self(struct ctx *ctx, struct request *rq, struct reply *out) {
    enum { MOST = 1000 };
    struct self_visit v;
    struct recall_row *rows;
    struct withheld *withheld;
    size_t n, n_withheld;
    struct date today = clock_today(ctx->clock);
    enum err e = self_visit_of(ctx, rq, &v);
    if (e == OK) e = self_enter(ctx, &v);
    const struct recall_filter f = {.subject_id = v.subject_id ? v.subject_id : -1};
    if (e == OK) e = recall_list(ctx, &f, 0, MOST, &rows, &n);
    if (e == OK) e = withheld_of(ctx, v.subject_id, &withheld, &n_withheld);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        if (is_hidden(&rows[i], withheld, n_withheld, today)) continue;
        jw_object(w);
        write_common(&rows[i], today, w);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}
