#include "registry/register.h"

#include "api/api.h"
#include "api/handlers.h"
#include "http/page.h"
#include "registry/actor.h"

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char day[DATE_TEXT];
    date_format(d, day);
    jw_ktext(w, name, *day ? day : NULL);
}

/* ---- entering */

struct register_in {
    int64_t unit, entry;
    const char *kind, *title, *reference, *person, *result, *approver;
    int64_t user, level, evidence;
    struct date from, to;
};
#define CONTENT_FIELDS                                                                             \
    INPUT_TEXT(struct register_in, title, "title", "名称", .must = true, .max = 200),              \
        INPUT_TEXT(struct register_in, reference, "reference", "文号、备案号或者协议编号",         \
                   .max = 200),                                                                    \
        INPUT_TEXT(struct register_in, person, "person", "人员姓名", .max = 100),                  \
        INPUT_ID(struct register_in, user, "user", "人员账号"),                                    \
        INPUT_INT(struct register_in, level, "level", "保护等级", .min = 1, .max = 5),             \
        INPUT_TEXT(struct register_in, result, "result", "结果", .max = 1000, .lines = true),      \
        INPUT_TEXT(struct register_in, approver, "approver", "批准人", .max = 100),                \
        INPUT_DATE(struct register_in, from, "from_day", "起", .must = true),                      \
        INPUT_DATE(struct register_in, to, "to_day", "止或者下次应办日期"),                        \
        INPUT_ID(struct register_in, evidence, "evidence", "证明文件")
static const struct input_field register_fields[] = {
    INPUT_ID(struct register_in, unit, "unit", "单位编号", .in = IN_PATH),
    INPUT_TEXT(struct register_in, kind, "kind", "类别", .must = true, .max = 48,
               .doc = "A word of the vocabulary `register`."),
    CONTENT_FIELDS,
};
const struct input_spec register_input = INPUT_SPEC(struct register_in, register_fields);
static const struct input_field version_fields[] = {
    INPUT_ID(struct register_in, unit, "unit", "单位编号", .in = IN_PATH),
    INPUT_ID(struct register_in, entry, "entry", "登记编号", .in = IN_PATH),
    CONTENT_FIELDS,
};
const struct input_spec register_version_input = INPUT_SPEC(struct register_in, version_fields);

static struct register_entry entry_of(const struct register_in *in) {
    return (struct register_entry){
        .unit_id = in->unit,
        .title = in->title,
        .reference = in->reference,
        .person = in->person,
        .user_id = in->user,
        .level = in->level,
        .result = in->result,
        .approver = in->approver,
        .from = in->from,
        .to = in->to,
        .evidence_id = in->evidence,
    };
}

static enum err kind_of(struct ctx *ctx, const char *word, enum word *kind_r) {
    *kind_r = word ? vocab_find(VOCAB_REGISTER, str_of(word)) : W_NONE;
    if (!word || *kind_r != W_NONE) return OK;
    return fail_field(ctx, ERR_INPUT_WORD, "kind", "one_of:register", "没有这一登记类别");
}

static enum err created(struct ctx *ctx, struct reply *out, const struct register_entry *e) {
    reply_created(ctx, out, "/api/v1/units/%lld/registers", (long long)e->unit_id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", e->entry_id);
    jw_object_end(w);
    return OK;
}

enum err register_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct register_in *in = rq->input;
    struct register_entry entry = entry_of(in);
    enum err e = kind_of(ctx, in->kind, &entry.kind);
    if (e == OK) e = register_enter(ctx, &entry);
    return e == OK ? created(ctx, out, &entry) : e;
}

enum err register_version(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct register_in *in = rq->input;
    struct register_entry entry = entry_of(in);
    enum err e = register_renew(ctx, in->unit, in->entry, &entry);
    return e == OK ? created(ctx, out, &entry) : e;
}

struct register_end_in {
    int64_t unit, entry;
    const char *reason;
};
static const struct input_field register_end_fields[] = {
    INPUT_ID(struct register_end_in, unit, "unit", "单位编号", .in = IN_PATH),
    INPUT_ID(struct register_end_in, entry, "entry", "登记编号", .in = IN_PATH),
    INPUT_TEXT(struct register_end_in, reason, "reason", "理由", .must = true, .max = 500),
};
const struct input_spec register_end_input =
    INPUT_SPEC(struct register_end_in, register_end_fields);

enum err register_over(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct register_end_in *in = rq->input;
    (void)out;
    return register_end(ctx, in->unit, in->entry, in->reason);
}

/* ---- reading */

struct register_list_in {
    int64_t unit;
    const char *kind;
    struct date day;
    struct page_in page;
};
static const struct input_field register_list_fields[] = {
    INPUT_ID(struct register_list_in, unit, "unit", "单位编号", .in = IN_PATH),
    INPUT_TEXT(struct register_list_in, kind, "kind", "类别", .in = IN_QUERY, .max = 48),
    INPUT_DATE(struct register_list_in, day, "day", "日期", .in = IN_QUERY,
               .doc = "What was in force on that day, as known then; left out: every version."),
    INPUT_PAGE(struct register_list_in, page),
};
const struct input_spec register_list_input =
    INPUT_SPEC(struct register_list_in, register_list_fields);

static const struct reply_field entry_fields[] = {
    {.name = "entry", .title = "登记编号", .type = INPUT_TYPE_ID},
    {.name = "series", .title = "首个版本", .type = INPUT_TYPE_ID},
    {.name = "edition", .title = "版本", .type = INPUT_TYPE_INT},
    {.name = "kind", .title = "类别", .type = INPUT_TYPE_TEXT},
    {.name = "kind_name", .title = "类别名称", .type = INPUT_TYPE_TEXT},
    {.name = "title", .title = "名称", .type = INPUT_TYPE_TEXT},
    {.name = "reference",
     .title = "文号、备案号或者协议编号",
     .type = INPUT_TYPE_TEXT,
     .maybe = true},
    {.name = "person", .title = "人员姓名", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "user", .title = "人员账号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "level", .title = "保护等级", .type = INPUT_TYPE_INT, .maybe = true},
    {.name = "result", .title = "结果", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "approver", .title = "批准人", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to_day", .title = "止", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "evidence", .title = "证明文件", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "registered_day", .title = "登记日期", .type = INPUT_TYPE_DATE},
    {.name = "closed_day", .title = "不再有效之日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "closed_reason", .title = "终止理由", .type = INPUT_TYPE_TEXT, .maybe = true},
};
const struct reply_spec registers_reply = REPLY_SPEC(REPLY_PAGE, entry_fields);

static void entry_object(struct json_writer *w, const struct register_entry *e) {
    jw_object(w);
    jw_kid(w, "entry", e->entry_id);
    jw_kid(w, "series", e->series_id);
    jw_kint(w, "edition", e->edition);
    jw_ktext(w, "kind", word_text(e->kind));
    jw_ktext(w, "kind_name", word_chinese(e->kind));
    jw_ktext(w, "title", e->title);
    jw_ktext(w, "reference", e->reference);
    jw_ktext(w, "person", e->person);
    jw_kid(w, "user", e->user_id);
    if (e->level) jw_kint(w, "level", e->level);
    jw_ktext(w, "result", e->result);
    jw_ktext(w, "approver", e->approver);
    day_member(w, "from_day", e->from);
    day_member(w, "to_day", e->to);
    jw_kid(w, "evidence", e->evidence_id);
    day_member(w, "registered_day", e->registered);
    day_member(w, "closed_day", e->closed);
    jw_ktext(w, "closed_reason", e->closed_reason);
    jw_object_end(w);
}

enum err register_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct register_list_in *in = rq->input;
    struct page_key key = {0};
    struct register_filter f = {
        .unit_id = in->unit, .on = in->day, .most = (size_t)in->page.limit + 1};
    struct register_entry *list;
    size_t n;
    enum err e = kind_of(ctx, in->kind, &f.kind);
    if (e == OK && in->page.cursor) e = page_open(ctx, rq, in->unit, in->page.cursor, &key);
    f.after = key.i[0];
    if (e == OK) e = register_list(ctx, &f, &list, &n);
    if (e != OK) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        entry_object(w, &list[i]);
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].entry_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, in->unit, &last) : NULL);
    jw_object_end(w);
    return OK;
}

/* ---- gaps */

struct gaps_in {
    int64_t unit;
    struct date day;
};
static const struct input_field gaps_fields[] = {
    INPUT_ID(struct gaps_in, unit, "unit", "单位编号", .in = IN_QUERY),
    INPUT_DATE(struct gaps_in, day, "day", "日期", .in = IN_QUERY, .doc = "Today when left out."),
};
const struct input_spec register_gaps_input = INPUT_SPEC(struct gaps_in, gaps_fields);

static const struct reply_field gap_fields[] = {
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "单位", .type = INPUT_TYPE_TEXT},
    {.name = "unit_type", .title = "单位类别", .type = INPUT_TYPE_TEXT},
    {.name = "region", .title = "行政区划", .type = INPUT_TYPE_TEXT},
    {.name = "kind", .title = "缺少的类别", .type = INPUT_TYPE_TEXT},
    {.name = "kind_name", .title = "类别名称", .type = INPUT_TYPE_TEXT},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},
    {.name = "article", .title = "条文", .type = INPUT_TYPE_TEXT},
};
const struct reply_spec register_gaps_reply = REPLY_SPEC(REPLY_LIST, gap_fields);

enum err register_gap_list(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct gaps_in *in = rq->input;
    const struct actor *a = ctx->actor;
    bool all = a->role == ROLE_AUTHORITY || a->role == ROLE_OPERATOR || a->role == ROLE_AUDITOR ||
               a->role == ROLE_AUDIT_ADMIN;
    int64_t unit = all ? in->unit : a->unit_id;
    struct date day = date_is_none(in->day) ? clock_today(ctx->clock) : in->day;
    struct register_gap *gaps;
    size_t n;
    if (!all && in->unit && in->unit != a->unit_id) return fail(ctx, ERR_NOT_FOUND, "没有这个单位");
    enum err e = register_gaps(ctx, a->jurisdiction, unit, day, &gaps, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        const struct register_gap *g = &gaps[i];
        jw_object(w);
        jw_kid(w, "unit", g->unit_id);
        jw_ktext(w, "unit_name", g->unit_name);
        jw_ktext(w, "unit_type", g->unit_type);
        jw_ktext(w, "region", g->region);
        jw_ktext(w, "kind", word_text(g->demand->kind));
        jw_ktext(w, "kind_name", word_chinese(g->demand->kind));
        jw_ktext(w, "clause", g->demand->basis.clause);
        jw_ktext(w, "article", g->demand->basis.article);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}
