#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/sign_in_guard.h"
#include "base/log.h"

struct sign_in_in {
    const char *login, *password;
};
static const struct input_field sign_in_fields[] = {
    INPUT_TEXT(struct sign_in_in, login, "login", "用户名", .must = true, .max = 64),
    INPUT_TEXT(struct sign_in_in, password, "password", "密码", .must = true, .max = 200,
               .secret = true),
};
const struct input_spec sign_in_input = INPUT_SPEC(struct sign_in_in, sign_in_fields);

static const struct reply_field session_post_fields[] = {
    {.name = "post", .title = "岗位编号", .type = INPUT_TYPE_ID},
    {.name = "role", .title = "岗位", .type = INPUT_TYPE_TEXT},
    {.name = "role_name", .title = "岗位名称", .type = INPUT_TYPE_TEXT},
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "单位", .type = INPUT_TYPE_TEXT},
};
static const struct reply_spec session_post = REPLY_SPEC(REPLY_OBJECT, session_post_fields);
static const struct reply_field session_fields[] = {
    {.name = "token",
     .title = "会话令牌",
     .type = INPUT_TYPE_TEXT,
     .maybe = true,
     .doc = "At sign-in only."},
    {.name = "csrf",
     .title = "防伪令牌",
     .type = INPUT_TYPE_TEXT,
     .doc = "X-CSRF-Token for cookie sessions."},
    {.name = "user", .title = "账号编号", .type = INPUT_TYPE_ID},
    {.name = "login", .title = "用户名", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "姓名", .type = INPUT_TYPE_TEXT},
    {.name = "kind", .title = "账号类别", .type = INPUT_TYPE_TEXT},
    {.name = "must_change", .title = "须修改密码", .type = INPUT_TYPE_BOOL},
    {.name = "console_notices", .title = "控制台代为操作次数", .type = INPUT_TYPE_INT},
    {.name = "posts", .title = "岗位", .type = INPUT_TYPE_LIST, .of = &session_post},
};
const struct reply_spec session_reply = REPLY_SPEC(REPLY_OBJECT, session_fields);

static enum err render(struct ctx *ctx, struct reply *out, const struct account *account,
                       struct str token, bool fresh, int notices) {
    struct post *posts;
    size_t n;
    enum err e = post_list(ctx, account->user_id, clock_today(ctx->clock), &posts, &n);
    if (e != OK) return e;
    char csrf[TOKEN_TEXT];
    token_csrf(&ctx->app->keys.token, token, csrf);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    if (fresh) {
        jw_key(w, "token");
        jw_str(w, token);
    }
    jw_ktext(w, "csrf", csrf);
    jw_kid(w, "user", account->user_id);
    jw_ktext(w, "login", account->login);
    jw_ktext(w, "name", account->name);
    jw_ktext(w, "kind", account->kind);
    jw_kbool(w, "must_change", account->must_change);
    jw_kint(w, "console_notices", notices);
    jw_key(w, "posts");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_kid(w, "post", posts[i].post_id);
        jw_ktext(w, "role", role_word(posts[i].role));
        jw_ktext(w, "role_name", role_name(posts[i].role));
        jw_kid(w, "unit", posts[i].unit_id);
        jw_ktext(w, "unit_name", posts[i].unit_name);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

/* The password, unless too many were wrong from this address: then nothing is tried at all. */
static enum err try_sign_in(struct ctx *ctx, struct request *rq, struct account *account_r) {
    const struct sign_in_in *in = rq->input;
    struct sign_in_guard *guard = api_of(ctx)->sign_ins;
    const struct settings *set = &ctx->app->settings;
    struct instant now = clock_now(ctx->clock);
    char address[46];
    rate_address(rq->peer.address, address);
    if (!sign_in_guard_open(guard, address, now)) return fail(ctx, ERR_SIGN_IN_REFUSED, NULL);
    enum err e = account_sign_in(ctx, in->login, in->password, account_r);
    if (e == OK) sign_in_guard_succeeded(guard, address);
    if (e != ERR_SIGN_IN_REFUSED) return e;
    struct instant until = {now.us + set->number[SETTING_LOCK_MINUTES] * 60 * 1000000};
    if (sign_in_guard_failed(guard, address, now, set->number[SETTING_LOCK_FAILURES], until))
        log_event(ctx, LOG_WARN, "sign_in.address_locked", "minutes=%lld",
                  (long long)set->number[SETTING_LOCK_MINUTES]);
    return e;
}

enum err session_sign_in(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct api *api = api_of(ctx);
    struct account account;
    char token[TOKEN_TEXT];
    int notices = 0;
    enum err e = try_sign_in(ctx, rq, &account);
    if (e == OK) e = account_take_console_notice(ctx, account.user_id, &notices);
    if (e == OK) e = session_open(ctx, api->sessions, &account, token);
    if (e != OK) return e;
    const char *outside = request_header(rq, "X-Forwarded-Proto");
    bool secure = outside && !strcmp(outside, "https");
    reply_header(out, "Set-Cookie", cookie_set(ctx->arena, "gongxin_session", token, secure, -1));
    return render(ctx, out, &account, str_of(arena_strdup(ctx->arena, token)), true, notices);
}

enum err session_show(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct str token = api_token(ctx, rq);
    struct account account;
    enum err e = session_account(ctx, api_of(ctx)->sessions, token, &account);
    return e == OK ? render(ctx, out, &account, token, false, account.console_notice) : e;
}

enum err session_sign_out(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct str token = api_token(ctx, rq);
    struct account account;
    enum err e = session_account(ctx, api_of(ctx)->sessions, token, &account);
    if (e == OK) e = account_signed_out(ctx, account.user_id);
    if (e != OK) return e;
    session_close(api_of(ctx)->sessions, token);
    reply_header(out, "Set-Cookie", cookie_set(ctx->arena, "gongxin_session", "", false, 0));
    return OK;
}

struct password_in {
    const char *old, *fresh;
};
static const struct input_field password_fields[] = {
    INPUT_TEXT(struct password_in, old, "old", "原密码", .must = true, .max = 200, .secret = true),
    INPUT_TEXT(struct password_in, fresh, "new", "新密码", .must = true, .max = 200,
               .secret = true),
};
const struct input_spec password_input = INPUT_SPEC(struct password_in, password_fields);

enum err session_password(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    const struct password_in *in = rq->input;
    struct str token = api_token(ctx, rq);
    struct account account;
    enum err e = session_account(ctx, api_of(ctx)->sessions, token, &account);
    if (e == OK) e = account_change_password(ctx, account.user_id, in->old, in->fresh);
    if (e != OK) return e;
    session_close_user(api_of(ctx)->sessions, account.user_id, token);
    sessions_people_changed(api_of(ctx)->sessions);
    return OK;
}
