/* Input: first line a path with query, second line a Cookie header, the rest a JSON body. What the
 * router and the input table let through keeps the promises of the table; what they refuse says
 * why. */
#include <string.h>

#include "base/arena.h"
#include "base/bug.h"
#include "base/utf8.h"
#include "http/route.h"
#include "http/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct sub {
    const char *number;
};
static const struct input_field sub_fields[] = {
    INPUT_TEXT(struct sub, number, "number", "号码", .must = true, .max = 3),
};
static const struct input_spec sub_spec = INPUT_SPEC(struct sub, sub_fields);

static const struct input_word kinds[] = {{"a", 1, "甲"}, {"b", 2, "乙"}, {0}};

struct in {
    int64_t record, limit, amount;
    const char *text, *rest;
    struct date day;
    struct instant at;
    struct input_ids ids;
    struct input_texts texts;
    struct str bytes;
    const struct json *any;
    const struct sub *one;
    struct input_list many;
    int kind;
    bool yes;
};
static const struct input_field fields[] = {
    INPUT_ID(struct in, record, "record", "记录", .in = IN_PATH),
    INPUT_TEXT(struct in, rest, "rest", "其余", .in = IN_PATH),
    INPUT_INT(struct in, limit, "limit", "条数", .in = IN_QUERY, .min = 1, .max = 9),
    INPUT_IDS(struct in, ids, "ids", "编号", .in = IN_QUERY, .max = 4),
    INPUT_DATE(struct in, day, "day", "日期", .in = IN_QUERY),
    INPUT_WORD(struct in, kind, "kind", "类别", kinds, .in = IN_QUERY),
    INPUT_TEXT(struct in, text, "text", "文字", .min = 2, .max = 5),
    INPUT_DECIMAL(struct in, amount, "amount", "金额", .scale = 2, .max = 1000),
    INPUT_INSTANT(struct in, at, "at", "时间"),
    INPUT_TEXTS(struct in, texts, "texts", "词", .max = 3),
    INPUT_BYTES(struct in, bytes, "bytes", "证据", .max = 8),
    INPUT_BOOL(struct in, yes, "yes", "同意"),
    INPUT_JSON(struct in, any, "any", "内容"),
    INPUT_OBJECT(struct in, one, "one", "主体", struct sub, sub_spec),
    INPUT_LIST(struct in, many, "many", "主体", sub_spec, .max = 2),
};
static const struct input_spec spec = INPUT_SPEC(struct in, fields);

static enum err nothing(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)ctx;
    (void)rq;
    (void)out;
    return OK;
}
static const struct route routes[] = {
    {.name = "tree",
     .method = HTTP_POST,
     .path = "/r/{record}/{rest}",
     .handler = nothing,
     .input = &spec,
     .flags = ROUTE_TREE,
     .summary = "r",
     .title = "测试"},
    {.name = "none",
     .method = HTTP_GET,
     .path = "/r",
     .handler = nothing,
     .summary = "r",
     .title = "测试"},
};

static void text_holds(const char *s, size_t min, size_t max) {
    struct str view = str_of(s);
    BUG_IF(!utf8_valid(view, NULL));
    BUG_IF(utf8_count(view) < min || utf8_count(view) > max);
}

static void promises_hold(const struct in *in) {
    BUG_IF(in->record <= 0);
    text_holds(in->rest, 1, 1000);
    BUG_IF(in->limit < 0 || in->limit > 9 || in->amount < 0 || in->amount > 1000);
    BUG_IF(in->kind < 0 || in->kind > 2 || in->ids.n > 4 || in->texts.n > 3 || in->bytes.n > 8);
    if (in->text != NULL) text_holds(in->text, 2, 5);
    for (size_t i = 0; i < in->ids.n; i++)
        BUG_IF(in->ids.v[i] <= 0);
    for (size_t i = 0; i < in->texts.n; i++)
        text_holds(in->texts.v[i], 1, 1000);
    if (in->one != NULL) text_holds(in->one->number, 1, 3);
    const struct sub *many = in->many.v;
    BUG_IF(in->many.n > 2);
    for (size_t i = 0; i < in->many.n; i++)
        text_holds(many[i].number, 1, 3);
}

static void read(struct ctx *ctx, const struct router *router, struct str target, struct str json) {
    struct route_match m;
    struct input_faults faults = {.n = 0};
    struct in in = {0};
    struct input_source from = {0};
    struct str path;
    (void)str_split(&target, '?', &path);
    if (target.p == NULL) target = (struct str){"", 0};
    if (router_match(ctx, router, HTTP_POST, path, &m) != OK) {
        BUG_IF(m.route != NULL || ctx->failure.detail == NULL);
        return;
    }
    from.path = m.params;
    from.n_path = m.n_params;
    if (input_split_query(ctx, target, &from.query, &from.n_query) != OK) return;
    if (json.n > 0) {
        from.body = json_parse(ctx->arena, json, (struct json_limits){1 << 20, 24}, NULL);
        if (from.body == NULL || from.body->type != JSON_OBJECT) return;
    }
    enum err e = input_read(ctx, &spec, &from, &in, &faults);
    BUG_IF(e == ERR_NOT_FOUND); /* the router has let the path through */
    if (e == OK) {
        BUG_IF(faults.n != 0);
        promises_hold(&in);
        return;
    }
    BUG_IF(faults.n == 0 || faults.v[0].code != e);
    for (size_t i = 0; i < faults.n; i++) {
        BUG_IF(faults.v[i].field == NULL || faults.v[i].rule == NULL);
        BUG_IF(!utf8_valid(str_of(faults.v[i].detail), NULL));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *a = arena_new();
    struct ctx ctx = {.arena = a};
    struct str rest = {(const char *)data, size}, target = {"", 0}, header = {"", 0}, value;
    if (size == 0) rest.p = "";
    (void)str_split(&rest, '\n', &target);
    (void)str_split(&rest, '\n', &header);
    if (rest.p == NULL) rest = (struct str){"", 0};
    (void)cookie_get(arena_str(a, header), "session", &value);
    read(&ctx, router_new(a, routes, GX_COUNT(routes)), target, rest);
    arena_free(&a);
    return 0;
}
