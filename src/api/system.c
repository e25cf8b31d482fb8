#include "api/api.h"
#include "api/handlers.h"
#include "http/openapi.h"
#include "registry/clock_set.h"

#define T(n, zh, t)                                                                                \
    { .name = (n), .title = (zh), .type = (t) }
#define TEXT(n, zh)  T(n, zh, INPUT_TYPE_TEXT)
#define COUNT(n, zh) T(n, zh, INPUT_TYPE_INT)

/* ---- health */

static const struct reply_field health_fields[] = {
    TEXT("status", "状态"),
    TEXT("engine", "数据库"),
    TEXT("home", "所在地"),
    T("facts_blocked", "事实账本停止写入", INPUT_TYPE_BOOL),
    T("looks_blocked", "查询账本停止写入", INPUT_TYPE_BOOL),
};
const struct reply_spec health_reply = REPLY_SPEC(REPLY_OBJECT, health_fields);

enum err system_health(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)rq;
    bool facts = ledger_check(ctx, LEDGER_FACTS) != OK,
         looks = ledger_check(ctx, LEDGER_LOOKS) != OK;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_ktext(w, "status", facts || looks ? "blocked" : "ok");
    jw_ktext(w, "engine", db_engine(ctx->db));
    jw_ktext(w, "home", ctx->app->home);
    jw_kbool(w, "facts_blocked", facts);
    jw_kbool(w, "looks_blocked", looks);
    jw_object_end(w);
    if (facts || looks) reply_status(out, 503);
    return OK;
}

/* ---- documents */

const struct reply_spec json_document_reply = {.shape = REPLY_BYTES, .type = "application/json"};
const struct reply_spec text_reply = {.shape = REPLY_BYTES, .type = "text/plain"};

static const char *permission_of(int permission) {
    return permission_word((enum permission)permission);
}

void api_openapi(struct buf *b) {
    static const struct openapi_scheme schemes[] = {
        {"session", "{\"type\":\"http\",\"scheme\":\"bearer\"}"},
        {"apiKey", "{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"X-Key\"}"},
    };
    static const struct openapi_info info = {
        .title = "gongxin 公信",
        .version = "1",
        .description = "Public credit information sharing platform. Every answer about somebody is "
                       "logged first.",
        .license = "Apache License 2.0",
        .license_id = "Apache-2.0",
        .server = "/",
        .schemes = schemes,
        .n_schemes = GX_COUNT(schemes),
        .permission_name = permission_of,
    };
    openapi_write(b, &info, api_routes, api_route_count);
}

enum err system_openapi(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)rq;
    struct buf b;
    buf_init(&b, 16u << 20);
    api_openapi(&b);
    struct str text = buf_finish(&b);
    reply_type(ctx, out, "application/json", NULL);
    reply_put(out, text.p, text.n);
    buf_free(&b);
    return OK;
}

static const struct reply_field error_fields[] = {
    TEXT("code", "代码"),
    COUNT("http", "HTTP 状态"),
    COUNT("exit", "命令退出码"),
    TEXT("text", "说明"),
};
const struct reply_spec errors_reply = REPLY_SPEC(REPLY_LIST, error_fields);

enum err system_errors(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)ctx;
    (void)rq;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (int e = OK + 1; e < ERR_COUNT; e++) {
        jw_object(w);
        jw_ktext(w, "code", err_code((enum err)e));
        jw_kint(w, "http", err_http((enum err)e));
        jw_kint(w, "exit", err_exit((enum err)e));
        jw_ktext(w, "text", err_text((enum err)e));
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

enum err system_metrics(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)rq;
    struct api *api = api_of(ctx);
    reply_type(ctx, out, "text/plain; version=0.0.4", NULL);
    struct buf b;
    buf_init(&b, 4u << 20);
    if (api->server) metrics_text(http_server_metrics(api->server), &b);
    buf_puts(
        &b, "# HELP gongxin_decide_disagreements_total rows hidden because decide() and the stored "
            "day ranges disagreed\n# TYPE gongxin_decide_disagreements_total counter\n");
    buf_printf(&b, "gongxin_decide_disagreements_total %lld\n",
               (long long)atomic_load(&api->app->counts.disagreements));
    struct str text = buf_finish(&b);
    reply_put(out, text.p ? text.p : "", text.n);
    buf_free(&b);
    return OK;
}

/* ---- clock */

static const struct reply_field clock_fields[] = {
    T("now", "时刻", INPUT_TYPE_INSTANT),
    T("today", "日期", INPUT_TYPE_DATE),
    T("test", "测试时钟", INPUT_TYPE_BOOL),
};
const struct reply_spec clock_reply = REPLY_SPEC(REPLY_OBJECT, clock_fields);

enum err system_clock(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)rq;
    struct instant now = clock_now(ctx->clock);
    char instant[INSTANT_TEXT], day[DATE_TEXT];
    instant_format(now, instant);
    date_format(date_of_instant(now), day);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_ktext(w, "now", instant);
    jw_ktext(w, "today", day);
    jw_kbool(w, "test", ctx->app->test_clock);
    jw_object_end(w);
    return OK;
}

struct set_clock_in {
    struct instant now;
};
static const struct input_field set_clock_fields[] = {
    INPUT_INSTANT(struct set_clock_in, now, "now", "时刻", .must = true),
};
const struct input_spec set_clock_input = INPUT_SPEC(struct set_clock_in, set_clock_fields);

enum err system_set_clock(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct set_clock_in *in = rq->input;
    enum err e = clock_set(ctx, in->now);
    return e == OK ? system_clock(ctx, rq, out) : e;
}

/* ---- permissions (HH-4: grants can be listed) */

static const struct reply_field permission_fields[] = {
    TEXT("permission", "权限"),
    TEXT("name", "名称"),
    T("roles", "岗位", INPUT_TYPE_TEXTS),
};
const struct reply_spec permissions_reply = REPLY_SPEC(REPLY_LIST, permission_fields);

enum err system_permissions(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)ctx;
    (void)rq;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (int p = 0; p < PERMISSION_COUNT; p++) {
        jw_object(w);
        jw_ktext(w, "permission", permission_word((enum permission)p));
        jw_ktext(w, "name", permission_name((enum permission)p));
        jw_key(w, "roles");
        jw_array(w);
        for (int r = 0; r < ROLE_COUNT; r++)
            if (role_may((enum role)r, (enum permission)p)) jw_text(w, role_word((enum role)r));
        jw_array_end(w);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}
