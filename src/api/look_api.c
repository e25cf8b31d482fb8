#include "disclosure/look_read.h"

#include "api/handlers.h"
#include "base/bug.h"
#include "disclosure/look.h"
#include "disclosure/withhold.h"
#include "http/page.h"
#include "registry/actor.h"
#include "registry/app.h"

/* ---- the audit's view; reading the looks is a look of its own */

struct look_search_in {
    struct date from, to;
    int64_t user, unit, subject, limit, before;
    int outcome;
};
static const struct input_word outcomes[] = {
    {"answered", LOOK_ANSWERED + 1, "已答复"}, {"refused", LOOK_REFUSED + 1, "已拒绝"},
    {"denied", LOOK_DENIED + 1, "越权未准"},   {"exported", LOOK_EXPORTED + 1, "已导出"},
    {"listed", LOOK_LISTED + 1, "检索"},       {0},
};
static const struct input_field look_search_fields[] = {
    INPUT_DATE(struct look_search_in, from, "from", "起"),
    INPUT_DATE(struct look_search_in, to, "to", "止"),
    INPUT_ID(struct look_search_in, user, "user", "账号"),
    INPUT_ID(struct look_search_in, unit, "unit", "单位"),
    INPUT_ID(struct look_search_in, subject, "subject", "主体"),
    INPUT_WORD(struct look_search_in, outcome, "outcome", "结果", outcomes),
    INPUT_ID(struct look_search_in, before, "before", "早于此查询编号"),
    INPUT_INT(struct look_search_in, limit, "limit", "条数", .min = 1, .max = PAGE_LIMIT_MAX,
              .absent = PAGE_LIMIT_DEFAULT),
};
const struct input_spec look_search_input = INPUT_SPEC(struct look_search_in, look_search_fields);

static enum err enter(struct ctx *ctx, const struct request *rq, int64_t subject_id) {
    struct look look = {
        .route = rq->route->name,
        .subject_id = subject_id,
        .purpose = "审计",
        .basis = "duty",
        .view = "masked",
        .outcome = LOOK_LISTED,
    };
    return look_write(ctx, &look, 1);
}

enum err look_find(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct look_search_in *in = rq->input;
    struct look_filter f = {
        .from = in->from,
        .to = in->to,
        .user_id = in->user,
        .unit_id = in->unit,
        .subject_id = in->subject,
        .outcome = in->outcome ? look_outcome_word((enum look_outcome)(in->outcome - 1)) : NULL,
    };
    struct look_row *rows;
    size_t n, most = (size_t)in->limit;
    enum err e = enter(ctx, rq, in->subject);
    if (e == OK) e = look_search(ctx, &f, in->before, most + 1, &rows, &n);
    if (e != OK) return e;
    bool more = n > most;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        look_row_write(&rows[i], true, w);
    jw_array_end(w);
    jw_key(w, "next");
    jw_id(w, more ? rows[n - 1].look_id : 0);
    jw_object_end(w);
    return OK;
}

/* ---- withholding a look from its subject for a time */

static const struct input_word ranks[] = {
    {"law", W_RANK_LAW, "法律"},
    {"administrative_regulation", W_RANK_ADMIN_REGULATION, "行政法规"},
    {"local_regulation", W_RANK_REGULATION, "地方性法规"},
    {"rule", W_RANK_RULE, "规章"},
    {"state_document", W_RANK_STATE_DOCUMENT, "国家规定"},
    {"provincial_document", W_RANK_PROVINCIAL_DOCUMENT, "省规范性文件"},
    {0},
};

struct withhold_in {
    int64_t look;
    struct date until;
    const char *citation;
    int rank;
};
static const struct input_field withhold_fields[] = {
    INPUT_ID(struct withhold_in, look, "look", "查询编号", .in = IN_PATH),
    INPUT_DATE(struct withhold_in, until, "until", "截止日期", .must = true),
    INPUT_TEXT(struct withhold_in, citation, "citation", "依据", .must = true, .max = 200),
    INPUT_WORD(struct withhold_in, rank, "rank", "依据位阶", ranks, .must = true),
};
const struct input_spec look_withhold_input = INPUT_SPEC(struct withhold_in, withhold_fields);

enum err look_withhold(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct withhold_in *in = rq->input;
    (void)out;
    return withhold_propose(ctx, in->look, in->until, in->citation, (enum word)in->rank);
}

struct look_id_in {
    int64_t look;
};
static const struct input_field look_id_fields[] = {
    INPUT_ID(struct look_id_in, look, "look", "查询编号", .in = IN_PATH),
};
const struct input_spec look_id_input = INPUT_SPEC(struct look_id_in, look_id_fields);

enum err look_withhold_second(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    return withhold_confirm(ctx, ((const struct look_id_in *)rq->input)->look);
}

/* ---- misuses */

struct misuse_in {
    int64_t look;
    const char *what, *clause;
};
static const struct input_field misuse_fields[] = {
    INPUT_ID(struct misuse_in, look, "look", "查询编号", .must = true),
    INPUT_TEXT(struct misuse_in, what, "what", "违规情形", .must = true, .max = 2000,
               .lines = true),
    INPUT_TEXT(struct misuse_in, clause, "clause", "条款编号", .must = true, .max = 16),
};
const struct input_spec misuse_input = INPUT_SPEC(struct misuse_in, misuse_fields);

enum err misuse_create(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct misuse_in *in = rq->input;
    int64_t id;
    enum err e = misuse_record(ctx, in->look, in->what, in->clause, &id);
    if (e != OK) return e;
    reply_created(ctx, out, "/api/v1/misuses/%lld", (long long)id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", id);
    jw_object_end(w);
    return OK;
}

static const struct reply_field misuse_out_fields[] = {
    {.name = "misuse", .title = "编号", .type = INPUT_TYPE_ID},
    {.name = "look", .title = "查询编号", .type = INPUT_TYPE_ID},
    {.name = "unit", .title = "使用单位", .type = INPUT_TYPE_ID},
    {.name = "user", .title = "使用人账号", .type = INPUT_TYPE_ID},
    {.name = "what", .title = "违规情形", .type = INPUT_TYPE_TEXT},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},
    {.name = "at", .title = "登记时间", .type = INPUT_TYPE_INSTANT},
};
const struct reply_spec misuses_reply = REPLY_SPEC(REPLY_PAGE, misuse_out_fields);

enum err misuse_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct { struct page_in page; } *in = rq->input;
    struct page_key key = {0};
    enum err e = in->page.cursor ? page_open(ctx, rq, 0, in->page.cursor, &key) : OK;
    struct misuse *list;
    size_t n;
    if (e == OK) e = misuse_list(ctx, 0, key.i[0], (size_t)in->page.limit + 1, &list, &n);
    if (e != OK) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        char at[INSTANT_TEXT];
        instant_format(list[i].at, at);
        jw_object(w);
        jw_kid(w, "misuse", list[i].misuse_id);
        jw_kid(w, "look", list[i].look_id);
        jw_kid(w, "unit", list[i].unit_id);
        jw_kid(w, "user", list[i].user_id);
        jw_ktext(w, "what", list[i].what);
        jw_ktext(w, "clause", list[i].clause);
        jw_ktext(w, "at", at);
        jw_object_end(w);
    }
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].misuse_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, 0, &last) : NULL);
    jw_object_end(w);
    return OK;
}
