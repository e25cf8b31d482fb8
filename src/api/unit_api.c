#include "registry/unit.h"

#include "api/api.h"
#include "api/handlers.h"
#include "http/page.h"

static const struct reply_field id_fields[] = {
    {.name = "id", .title = "编号", .type = INPUT_TYPE_ID}};
const struct reply_spec id_reply = {
    .shape = REPLY_OBJECT, .status = 201, .fields = id_fields, .n = 1};

static const struct reply_field duty_reply_fields[] = {
    {.name = "duty", .title = "职责", .type = INPUT_TYPE_TEXT},
    {.name = "basis", .title = "依据", .type = INPUT_TYPE_TEXT},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to_day", .title = "止", .type = INPUT_TYPE_DATE, .maybe = true},
};
static const struct reply_spec duties = REPLY_SPEC(REPLY_OBJECT, duty_reply_fields);
static const struct reply_field unit_fields_out[] = {
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID},
    {.name = "jurisdiction", .title = "适用地区", .type = INPUT_TYPE_TEXT},
    {.name = "code", .title = "统一社会信用代码", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "名称", .type = INPUT_TYPE_TEXT},
    {.name = "unit_type", .title = "单位类别", .type = INPUT_TYPE_TEXT},
    {.name = "region", .title = "行政区划", .type = INPUT_TYPE_TEXT},
    {.name = "terms_day", .title = "确认使用条款日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
    {.name = "duties", .title = "职责", .type = INPUT_TYPE_LIST, .maybe = true, .of = &duties},
};
const struct reply_spec unit_reply = REPLY_SPEC(REPLY_OBJECT, unit_fields_out);
const struct reply_spec units_reply = REPLY_SPEC(REPLY_PAGE, unit_fields_out);

static void members(struct json_writer *w, const struct unit *u) {
    char day[DATE_TEXT];
    jw_kid(w, "unit", u->unit_id);
    jw_ktext(w, "jurisdiction", u->jurisdiction);
    jw_ktext(w, "code", u->code);
    jw_ktext(w, "name", u->name);
    jw_ktext(w, "unit_type", u->unit_type);
    jw_ktext(w, "region", u->region);
    date_format(u->terms_day, day);
    jw_ktext(w, "terms_day", *day ? day : NULL);
    jw_ktext(w, "state", u->state);
    jw_kint(w, "version", u->version);
}

struct unit_in {
    const char *jurisdiction, *code, *name, *unit_type, *region, *proof;
};
static const struct input_field unit_fields[] = {
    INPUT_TEXT(struct unit_in, jurisdiction, "jurisdiction", "适用地区", .max = 40),
    INPUT_TEXT(struct unit_in, code, "code", "统一社会信用代码", .must = true, .max = 40),
    INPUT_TEXT(struct unit_in, name, "name", "名称", .must = true, .max = 200),
    INPUT_TEXT(struct unit_in, unit_type, "unit_type", "单位类别", .must = true, .max = 48),
    INPUT_TEXT(struct unit_in, region, "region", "行政区划", .must = true, .max = 12),
    INPUT_TEXT(struct unit_in, proof, "proof", "依法设立的证明", .max = 200),
};
const struct input_spec unit_input = INPUT_SPEC(struct unit_in, unit_fields);

enum err unit_create(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct unit_in *in = rq->input;
    struct unit unit = {
        .jurisdiction = in->jurisdiction ? in->jurisdiction : ctx->app->home,
        .code = in->code,
        .name = in->name,
        .unit_type = in->unit_type,
        .region = in->region,
        .proof = in->proof,
    };
    int64_t id;
    enum err e = unit_register(ctx, &unit, &id);
    if (e != OK) return e;
    reply_created(ctx, out, "/api/v1/units/%lld", (long long)id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", id);
    jw_object_end(w);
    return OK;
}

struct unit_id_in {
    int64_t unit;
};
static const struct input_field unit_id_fields[] = {
    INPUT_ID(struct unit_id_in, unit, "unit", "单位编号", .in = IN_PATH),
};
const struct input_spec unit_id_input = INPUT_SPEC(struct unit_id_in, unit_id_fields);

enum err unit_show(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct unit_id_in *in = rq->input;
    struct unit unit;
    struct unit_duty *list;
    size_t n;
    enum err e = unit_read(ctx, in->unit, &unit);
    if (e == OK) e = unit_duties(ctx, in->unit, &list, &n);
    if (e != OK) return e;
    reply_version(ctx, out, unit.version);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    members(w, &unit);
    jw_key(w, "duties");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        char from[DATE_TEXT], to[DATE_TEXT];
        date_format(list[i].from, from);
        date_format(list[i].to, to);
        jw_object(w);
        jw_ktext(w, "duty", list[i].duty);
        jw_ktext(w, "basis", list[i].basis);
        jw_ktext(w, "from_day", from);
        jw_ktext(w, "to_day", *to ? to : NULL);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

struct page_only_in {
    struct page_in page;
};
static const struct input_field page_fields[] = {INPUT_PAGE(struct page_only_in, page)};
const struct input_spec page_input = INPUT_SPEC(struct page_only_in, page_fields);

enum err unit_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct page_only_in *in = rq->input;
    struct page_key key = {0};
    enum err e = in->page.cursor ? page_open(ctx, rq, 0, in->page.cursor, &key) : OK;
    struct unit *units;
    size_t n;
    if (e == OK) e = unit_list(ctx, key.i[0], (int)in->page.limit + 1, &units, &n);
    if (e != OK) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        members(w, &units[i]);
        jw_object_end(w);
    }
    jw_array_end(w);
    struct page_key last = {.i = {n ? units[n - 1].unit_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, 0, &last) : NULL);
    jw_object_end(w);
    return OK;
}

struct duty_in {
    int64_t unit;
    const char *duty, *basis;
    struct date from, to;
};
static const struct input_field duty_fields[] = {
    INPUT_ID(struct duty_in, unit, "unit", "单位编号", .in = IN_PATH),
    INPUT_TEXT(struct duty_in, duty, "duty", "职责", .must = true, .max = 64),
    INPUT_TEXT(struct duty_in, basis, "basis", "依据", .must = true, .max = 200),
    INPUT_DATE(struct duty_in, from, "from_day", "起", .must = true),
    INPUT_DATE(struct duty_in, to, "to_day", "止"),
};
const struct input_spec duty_input = INPUT_SPEC(struct duty_in, duty_fields);

enum err unit_duty(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    const struct duty_in *in = rq->input;
    struct unit_duty duty = {.duty = in->duty, .basis = in->basis, .from = in->from, .to = in->to};
    return unit_add_duty(ctx, in->unit, &duty);
}

struct terms_in {
    int64_t unit;
    struct date day;
};
static const struct input_field terms_fields[] = {
    INPUT_ID(struct terms_in, unit, "unit", "单位编号", .in = IN_PATH),
    INPUT_DATE(struct terms_in, day, "day", "日期", .must = true),
};
const struct input_spec terms_input = INPUT_SPEC(struct terms_in, terms_fields);

enum err unit_terms(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    const struct terms_in *in = rq->input;
    bool own = ctx->actor->unit_id == in->unit;
    if (!own && !role_may(ctx->actor->role, PERM_UNIT_MANAGE))
        return fail(ctx, ERR_FORBIDDEN, "只能为本单位确认");
    enum err e = unit_accept_terms(ctx, in->unit, in->day);
    sessions_people_changed(api_of(ctx)->sessions);
    return e;
}

struct unit_close_in {
    int64_t unit, version;
    struct date day;
};
static const struct input_field unit_close_fields[] = {
    INPUT_ID(struct unit_close_in, unit, "unit", "单位编号", .in = IN_PATH),
    INPUT_INT(struct unit_close_in, version, "version", "版本", .must = true),
    INPUT_DATE(struct unit_close_in, day, "day", "日期", .must = true),
};
const struct input_spec unit_close_input = INPUT_SPEC(struct unit_close_in, unit_close_fields);

enum err unit_shut(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    const struct unit_close_in *in = rq->input;
    enum err e = unit_close(ctx, in->unit, in->version, in->day);
    sessions_people_changed(api_of(ctx)->sessions);
    return e;
}
