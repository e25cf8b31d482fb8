#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "law/policy_print.h"
#include "registry/adoption.h"

/* A pack that ends within so many days is warned of: time to find the text that follows it. */
enum { DOCUMENT_MAX = 16 << 20, WARN_DAYS = 90 };

/* ---- reading */

static const struct reply_field policy_fields[] = {
    {.name = "edition", .title = "版本编号", .type = INPUT_TYPE_ID},
    {.name = "kind", .title = "类别", .type = INPUT_TYPE_TEXT},
    {.name = "place", .title = "地区", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "地区名称", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "title", .title = "办法名称", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "document_number", .title = "文号", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "issued", .title = "印发日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "label", .title = "版本", .type = INPUT_TYPE_TEXT},
    {.name = "first_day", .title = "适用起", .type = INPUT_TYPE_DATE},
    {.name = "last_day", .title = "有效期至", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "basis", .title = "采用依据", .type = INPUT_TYPE_TEXT},
    {.name = "adopted", .title = "已采用", .type = INPUT_TYPE_BOOL},
    {.name = "governs", .title = "今日适用", .type = INPUT_TYPE_BOOL, .maybe = true},
    {.name = "force", .title = "效力", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "force_name", .title = "效力说明", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "takes_new", .title = "受理新事项", .type = INPUT_TYPE_BOOL, .maybe = true},
    {.name = "ends_in_days", .title = "距届满天数", .type = INPUT_TYPE_INT, .maybe = true},
    {.name = "continued_by", .title = "继续适用依据", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "warning", .title = "提示", .type = INPUT_TYPE_TEXT, .maybe = true},
};
const struct reply_spec policies_reply = REPLY_SPEC(REPLY_LIST, policy_fields);

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char day[DATE_TEXT];
    date_format(d, day);
    jw_ktext(w, name, *day ? day : NULL);
}

/* CZ-169: said before the end, and after it for as long as nothing follows. */
static const char *force_warning(struct ctx *ctx, enum word force, struct date last) {
    char day[DATE_TEXT];
    int left = date_is_none(last) ? WARN_DAYS + 1 : last.day - clock_today(ctx->clock).day;
    date_format(last, day);
    if (force == W_FORCE_PAST)
        return arena_printf(ctx->arena,
                            "该办法的有效期已于%s届满，未登记继续适用或者接替办法的依据，"
                            "不再受理新的事项",
                            day);
    if (force != W_FORCE_IN_FORCE || left > WARN_DAYS) return NULL;
    return arena_printf(ctx->arena,
                        "该办法有效期至%s，还有%d日；届满后不再受理新的事项，"
                        "请查明继续适用或者接替办法的依据",
                        day, left);
}

static void force_members(struct ctx *ctx, struct json_writer *w, const struct edition *e,
                          const struct policy *policy) {
    struct date today = clock_today(ctx->clock);
    const struct law_edition *now = law_edition(ctx->law, e->place, today);
    bool governs = now && now->policy == policy && now->first_day.day == e->first_day.day;
    jw_kbool(w, "governs", governs);
    if (!governs) return;
    enum word force = law_force(ctx->law, e->place, today);
    jw_ktext(w, "force", word_text(force));
    jw_ktext(w, "force_name", word_chinese(force));
    jw_kbool(w, "takes_new", law_takes_new(ctx->law, e->place, today, NULL));
    day_member(w, "last_day", now->last_day);
    if (!date_is_none(now->last_day))
        jw_kint(w, "ends_in_days", (int64_t)now->last_day.day - today.day);
    jw_ktext(w, "continued_by", now->continued_by);
    jw_ktext(w, "warning", force_warning(ctx, force, now->last_day));
}

static void edition_object(struct ctx *ctx, struct json_writer *w, const struct edition *e) {
    const struct policy *policy =
        strcmp(e->kind, "policy") ? NULL : law_policy_edition(ctx->law, e->label);
    jw_object(w);
    jw_kid(w, "edition", e->edition_id);
    jw_ktext(w, "kind", e->kind);
    jw_ktext(w, "place", e->place);
    if (policy) {
        jw_ktext(w, "name", policy->name);
        jw_ktext(w, "title", policy->title);
        jw_ktext(w, "document_number", policy->document_number);
        day_member(w, "issued", policy->issued);
    }
    jw_ktext(w, "label", e->label);
    day_member(w, "first_day", e->first_day);
    jw_ktext(w, "basis", e->basis);
    jw_kbool(w, "adopted", e->adopted_at.us != 0);
    if (policy) force_members(ctx, w, e, policy);
    jw_object_end(w);
}

enum err policy_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)rq;
    struct edition *editions;
    size_t n;
    enum err e = adoption_list(ctx, &editions, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        edition_object(ctx, w, &editions[i]);
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

struct place_in {
    const char *place;
};
static const struct input_field place_fields[] = {
    INPUT_TEXT(struct place_in, place, "place", "地区", .in = IN_PATH, .max = 40),
};
const struct input_spec place_input = INPUT_SPEC(struct place_in, place_fields);

/* Sends what a printer of law/ wrote as JSON. */
static enum err send(struct ctx *ctx, struct reply *out, struct buf *b, const char *type) {
    struct str text = buf_finish(b);
    enum err e = text.p ? OK : fail(ctx, ERR_NO_MEMORY_LIMIT, NULL);
    if (e == OK) {
        reply_type(ctx, out, type, NULL);
        reply_put(out, text.p, text.n);
    }
    buf_free(b);
    return e;
}

enum err policy_document(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct place_in *in = rq->input;
    const struct policy *policy;
    enum err e = law_require(ctx, in->place, &policy);
    if (e != OK) return e;
    struct buf b;
    buf_init(&b, DOCUMENT_MAX);
    policy_print_show(&b, policy, true);
    return send(ctx, out, &b, "application/json");
}

const struct reply_spec limits_reply = {.shape = REPLY_BYTES, .type = "application/json"};

enum err policy_limits(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct place_in *in = rq->input;
    const struct policy *policy;
    enum err e = law_require(ctx, in->place, &policy);
    if (e != OK) return e;
    struct buf b;
    buf_init(&b, DOCUMENT_MAX);
    policy_print_limits(&b, policy, true);
    return send(ctx, out, &b, "application/json");
}

const struct reply_spec gaps_reply = {.shape = REPLY_BYTES, .type = "application/json"};

enum err policy_gap_list(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct place_in *in = rq->input;
    const struct policy *policy;
    enum err e = law_require(ctx, in->place, &policy);
    if (e != OK) return e;
    struct policy_gap *gaps;
    size_t n = policy_gaps(ctx->arena, policy, &gaps);
    struct buf b;
    buf_init(&b, DOCUMENT_MAX);
    policy_print_gaps(&b, policy, gaps, n, true);
    return send(ctx, out, &b, "application/json");
}

struct process_in {
    const char *place, *process;
};
static const struct input_field process_fields[] = {
    INPUT_TEXT(struct process_in, place, "place", "地区", .in = IN_PATH, .max = 40),
    INPUT_TEXT(struct process_in, process, "process", "程序", .in = IN_PATH, .max = 48),
};
const struct input_spec process_input = INPUT_SPEC(struct process_in, process_fields);
const struct reply_spec machine_reply = {.shape = REPLY_BYTES, .type = "text/vnd.graphviz"};

enum err policy_machine(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct process_in *in = rq->input;
    const struct policy *policy;
    enum err e = law_require(ctx, in->place, &policy);
    if (e != OK) return e;
    struct buf b;
    buf_init(&b, DOCUMENT_MAX);
    if (policy_print_graph(&b, policy, in->process)) return send(ctx, out, &b, "text/vnd.graphviz");
    buf_free(&b);
    return fail(ctx, ERR_NOT_FOUND, "%s没有这个程序", policy->name);
}

/* ---- adopting */

struct adoption_in {
    const char *place, *basis, *calendar;
    struct date first_day;
};
static const struct input_field adoption_fields[] = {
    INPUT_TEXT(struct adoption_in, place, "place", "地区", .max = 40,
               .doc =
                   "A pack that the installation ships, by place name. Either this or calendar."),
    INPUT_TEXT(struct adoption_in, calendar, "calendar", "工作日历", .max = 200000, .lines = true,
               .doc = "CSV: date,kind,name,year_notice."),
    INPUT_TEXT(struct adoption_in, basis, "basis", "依据", .must = true, .max = 500),
    INPUT_DATE(struct adoption_in, first_day, "first_day", "适用起"),
};
const struct input_spec adoption_input = INPUT_SPEC(struct adoption_in, adoption_fields);

static bool is_place_word(const char *place) {
    for (const char *p = place; *p; p++)
        if (!(*p >= 'a' && *p <= 'z') && !(p > place && (*p == '_' || (*p >= '0' && *p <= '9'))))
            return false;
    return *place != 0;
}

enum err policy_propose(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct adoption_in *in = rq->input;
    int64_t id;
    enum err e;
    if (!in->place == !in->calendar)
        return fail_field(ctx, ERR_POLICY_INVALID, "place", "one_of:place|calendar",
                          "请指明政策包的地区，或者提交工作日历");
    if (in->place && (!is_place_word(in->place) || !ctx->app->policies))
        return fail_field(ctx, ERR_NOT_FOUND, "place", "place", "没有这个地区的政策包");
    if (in->place)
        e = adoption_propose_policy(
            ctx, arena_printf(ctx->arena, "%s/%s", ctx->app->policies, in->place), in->first_day,
            in->basis, &id);
    else
        e = adoption_propose_calendar(ctx, str_of(in->calendar), in->basis, &id);
    if (e != OK) return e;
    reply_status(out, 201);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", id);
    jw_object_end(w);
    return OK;
}

struct adoption_id_in {
    int64_t edition;
};
static const struct input_field adoption_id_fields[] = {
    INPUT_ID(struct adoption_id_in, edition, "edition", "版本编号", .in = IN_PATH),
};
const struct input_spec adoption_id_input = INPUT_SPEC(struct adoption_id_in, adoption_id_fields);

enum err policy_confirm(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    return adoption_confirm(ctx, ((const struct adoption_id_in *)rq->input)->edition);
}

struct continue_in {
    const char *place, *citation;
    struct date from, to;
};
static const struct input_field continue_fields[] = {
    INPUT_TEXT(struct continue_in, place, "place", "地区", .in = IN_PATH, .max = 40),
    INPUT_TEXT(struct continue_in, citation, "citation", "继续适用的依据", .must = true,
               .max = 500),
    INPUT_DATE(struct continue_in, from, "from_day", "起", .must = true),
    INPUT_DATE(struct continue_in, to, "to_day", "止"),
};
const struct input_spec continue_input = INPUT_SPEC(struct continue_in, continue_fields);

enum err policy_continue(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct continue_in *in = rq->input;
    int64_t id;
    enum err e = continued_use_propose(ctx, in->place, in->from, in->to, in->citation, &id);
    if (e != OK) return e;
    reply_status(out, 201);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", id);
    jw_object_end(w);
    return OK;
}

struct continue_id_in {
    int64_t id;
};
static const struct input_field continue_id_fields[] = {
    INPUT_ID(struct continue_id_in, id, "id", "编号", .in = IN_PATH),
};
const struct input_spec continue_id_input = INPUT_SPEC(struct continue_id_in, continue_id_fields);

enum err policy_continue_confirm(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    return continued_use_confirm(ctx, ((const struct continue_id_in *)rq->input)->id);
}
