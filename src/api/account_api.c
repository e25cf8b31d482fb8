#include "registry/account.h"

#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "http/page.h"
#include "registry/api_key.h"
#include "registry/unit.h"

/* Every change of people makes sessions read again who they are. */
static enum err changed(struct ctx *ctx, enum err e) {
    sessions_people_changed(api_of(ctx)->sessions);
    return e;
}

static enum err answer_id(struct ctx *ctx, struct reply *out, const char *what, int64_t id) {
    reply_created(ctx, out, "/api/v1/%s/%lld", what, (long long)id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", id);
    jw_object_end(w);
    return OK;
}

/* ---- accounts */

struct account_in {
    const char *login, *name;
    int kind;
};
enum { KIND_STAFF = 1, KIND_MACHINE };
static const struct input_word account_kinds[] = {
    {"staff", KIND_STAFF, "工作人员"}, {"machine", KIND_MACHINE, "接口"}, {0}};
static const struct input_field account_fields[] = {
    INPUT_TEXT(struct account_in, login, "login", "用户名", .must = true, .min = 2, .max = 64),
    INPUT_TEXT(struct account_in, name, "name", "姓名", .must = true, .max = 50),
    INPUT_WORD(struct account_in, kind, "kind", "账号类别", account_kinds, .must = true),
};
const struct input_spec account_input = INPUT_SPEC(struct account_in, account_fields);
static const struct reply_field account_made_fields[] = {
    {.name = "id", .title = "账号编号", .type = INPUT_TYPE_ID},
    {.name = "initial_password",
     .title = "初始密码",
     .type = INPUT_TYPE_TEXT,
     .maybe = true,
     .doc = "Said once. A machine has none."},
};
const struct reply_spec account_made_reply = {.shape = REPLY_OBJECT,
                                              .status = 201,
                                              .fields = account_made_fields,
                                              .n = GX_COUNT(account_made_fields)};

static enum err answer_password(struct reply *out, int64_t user_id, const char *password) {
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", user_id);
    jw_ktext(w, "initial_password", password);
    jw_object_end(w);
    return OK;
}

enum err account_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct account_in *in = rq->input;
    int64_t id;
    const char *password;
    enum err e = account_create(ctx, in->login, in->name,
                                in->kind == KIND_STAFF ? "staff" : "machine", 0, &id, &password);
    if (e != OK) return e;
    reply_status(out, 201);
    return answer_password(out, id, password);
}

struct account_id_in {
    int64_t account;
};
#define ACCOUNT_ID(st) INPUT_ID(st, account, "account", "账号编号", .in = IN_PATH)
static const struct input_field account_id_fields[] = {ACCOUNT_ID(struct account_id_in)};
const struct input_spec account_id_input = INPUT_SPEC(struct account_id_in, account_id_fields);

static const struct reply_field account_post_fields[] = {
    {.name = "post", .title = "岗位编号", .type = INPUT_TYPE_ID},
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "单位", .type = INPUT_TYPE_TEXT},
    {.name = "role", .title = "岗位", .type = INPUT_TYPE_TEXT},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to_day", .title = "止", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "designated_from", .title = "专人登记起", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "designated_to", .title = "专人登记止", .type = INPUT_TYPE_DATE, .maybe = true},
};
static const struct reply_spec account_posts = REPLY_SPEC(REPLY_OBJECT, account_post_fields);
static const struct reply_field account_fields_out[] = {
    {.name = "account", .title = "账号编号", .type = INPUT_TYPE_ID},
    {.name = "login", .title = "用户名", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "姓名", .type = INPUT_TYPE_TEXT},
    {.name = "kind", .title = "账号类别", .type = INPUT_TYPE_TEXT},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "agreement", .title = "保密协议", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "agreement_day", .title = "协议日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
    {.name = "last_sign_in", .title = "最近登录", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "unused", .title = "长期未使用", .type = INPUT_TYPE_BOOL},
    {.name = "posts",
     .title = "岗位",
     .type = INPUT_TYPE_LIST,
     .maybe = true,
     .of = &account_posts},
};
const struct reply_spec account_reply = REPLY_SPEC(REPLY_OBJECT, account_fields_out);
const struct reply_spec accounts_reply = REPLY_SPEC(REPLY_PAGE, account_fields_out);

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char day[DATE_TEXT];
    date_format(d, day);
    jw_ktext(w, name, *day ? day : NULL);
}

static void members(struct ctx *ctx, struct json_writer *w, const struct account *a) {
    jw_kid(w, "account", a->user_id);
    jw_ktext(w, "login", a->login);
    jw_ktext(w, "name", a->name);
    jw_ktext(w, "kind", a->kind);
    jw_ktext(w, "state", a->state);
    jw_ktext(w, "agreement", a->agreement_ref);
    day_member(w, "agreement_day", a->agreement_day);
    jw_kint(w, "version", a->version);
    day_member(w, "last_sign_in", a->seen);
    jw_kbool(w, "unused", account_is_unused(ctx, a));
}

enum err account_show(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct account_id_in *in = rq->input;
    struct account account;
    struct post *posts;
    size_t n;
    enum err e = account_read(ctx, in->account, &account);
    if (e == OK) e = post_list(ctx, in->account, DATE_NONE, &posts, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    members(ctx, w, &account);
    jw_key(w, "posts");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_kid(w, "post", posts[i].post_id);
        jw_kid(w, "unit", posts[i].unit_id);
        jw_ktext(w, "unit_name", posts[i].unit_name);
        jw_ktext(w, "role", role_word(posts[i].role));
        day_member(w, "from_day", posts[i].from);
        day_member(w, "to_day", posts[i].to);
        day_member(w, "designated_from", posts[i].designated_from);
        day_member(w, "designated_to", posts[i].designated_to);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

struct account_list_in {
    struct page_in page;
};

enum err account_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct account_list_in *in = rq->input;
    struct page_key key = {0};
    enum err e = in->page.cursor ? page_open(ctx, rq, 0, in->page.cursor, &key) : OK;
    struct account *accounts;
    size_t n;
    if (e == OK) e = account_list(ctx, key.i[0], (int)in->page.limit + 1, &accounts, &n);
    if (e != OK) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        members(ctx, w, &accounts[i]);
        jw_object_end(w);
    }
    jw_array_end(w);
    struct page_key last = {.i = {n ? accounts[n - 1].user_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, 0, &last) : NULL);
    jw_object_end(w);
    return OK;
}

struct agreement_in {
    int64_t account;
    const char *reference;
    struct date day;
};
static const struct input_field agreement_fields[] = {
    ACCOUNT_ID(struct agreement_in),
    INPUT_TEXT(struct agreement_in, reference, "reference", "协议编号", .must = true, .max = 200),
    INPUT_DATE(struct agreement_in, day, "day", "签订日期", .must = true),
};
const struct input_spec agreement_input = INPUT_SPEC(struct agreement_in, agreement_fields);

enum err account_sign_agreement(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    const struct agreement_in *in = rq->input;
    return account_agreement(ctx, in->account, in->reference, in->day);
}

enum err account_start(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    return changed(ctx, account_activate(ctx, ((const struct account_id_in *)rq->input)->account));
}

enum err account_stop(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    int64_t account = ((const struct account_id_in *)rq->input)->account;
    enum err e = changed(ctx, account_disable(ctx, account));
    if (e == OK) session_close_user(api_of(ctx)->sessions, account, (struct str){0});
    return e;
}

enum err account_password(struct ctx *ctx, struct request *rq, struct reply *out) {
    int64_t account = ((const struct account_id_in *)rq->input)->account;
    const char *password;
    enum err e = changed(ctx, account_reset_password(ctx, account, &password));
    if (e != OK) return e;
    session_close_user(api_of(ctx)->sessions, account, (struct str){0});
    return answer_password(out, account, password);
}

/* ---- posts */

static const struct input_word role_words[] = {
#define ROLE(symbol, word, chinese, kind) {word, symbol, chinese},
#include "registry/roles.def"
#undef ROLE
    {0},
};
static const struct input_word query_role_words[] = {
    {"query_clerk", ROLE_QUERY_CLERK, "信息查询单位查询员"},
    {"query_approver", ROLE_QUERY_APPROVER, "信息查询单位审批人"},
    {0},
};

struct post_in {
    int64_t account, unit;
    int role;
    struct date from, to, designated_from, designated_to;
};
static const struct input_field post_fields[] = {
    ACCOUNT_ID(struct post_in),
    INPUT_ID(struct post_in, unit, "unit", "单位编号", .must = true),
    INPUT_WORD(struct post_in, role, "role", "岗位", role_words, .must = true),
    INPUT_DATE(struct post_in, from, "from_day", "起", .must = true),
    INPUT_DATE(struct post_in, to, "to_day", "止"),
    INPUT_DATE(struct post_in, designated_from, "designated_from", "专人登记起"),
    INPUT_DATE(struct post_in, designated_to, "designated_to", "专人登记止"),
};
const struct input_spec post_input = INPUT_SPEC(struct post_in, post_fields);

typedef enum err grant_fn(struct ctx *ctx, const struct post *post, int64_t *post_r);

static enum err grant(struct ctx *ctx, const struct post *post, grant_fn *how, struct reply *out) {
    struct unit unit;
    int64_t id;
    enum err e = unit_read(ctx, post->unit_id, &unit);
    if (e == OK && role_kind(post->role) != ROLE_KIND_ADMIN &&
        role_kind(post->role) != ROLE_KIND_BUSINESS)
        e = fail_field(ctx, ERR_ROLE_CONFLICT, "role", "staff", "这不是工作人员的岗位");
    if (e == OK) e = changed(ctx, how(ctx, post, &id));
    return e == OK ? answer_id(ctx, out, "posts", id) : e;
}

enum err account_post(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct post_in *in = rq->input;
    struct post post = {
        .user_id = in->account,
        .unit_id = in->unit,
        .role = (enum role)in->role,
        .from = in->from,
        .to = in->to,
        .designated_from = in->designated_from,
        .designated_to = in->designated_to,
    };
    return grant(ctx, &post, post_grant, out);
}

/* CZ-86: the unit's own administrator says, person by person, who of the unit may query. */
struct unit_post_in {
    int64_t account;
    int role;
    struct date from, to;
};
static const struct input_field unit_post_fields[] = {
    INPUT_ID(struct unit_post_in, account, "account", "账号编号", .must = true),
    INPUT_WORD(struct unit_post_in, role, "role", "岗位", query_role_words, .must = true),
    INPUT_DATE(struct unit_post_in, from, "from_day", "起", .must = true),
    INPUT_DATE(struct unit_post_in, to, "to_day", "止"),
};
const struct input_spec unit_post_input = INPUT_SPEC(struct unit_post_in, unit_post_fields);

enum err unit_post(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct unit_post_in *in = rq->input;
    struct post post = {
        .user_id = in->account,
        .unit_id = ctx->actor->unit_id,
        .role = (enum role)in->role,
        .from = in->from,
        .to = in->to,
        .designated_from = DATE_NONE,
        .designated_to = DATE_NONE,
    };
    return grant(ctx, &post, post_grant_own, out);
}

struct post_end_in {
    int64_t post;
    struct date day;
};
static const struct input_field post_end_fields[] = {
    INPUT_ID(struct post_end_in, post, "post", "岗位编号", .in = IN_PATH),
    INPUT_DATE(struct post_end_in, day, "day", "终止日期", .must = true),
};
const struct input_spec post_end_input = INPUT_SPEC(struct post_end_in, post_end_fields);

enum err post_stop(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    const struct post_end_in *in = rq->input;
    return changed(ctx, post_end(ctx, in->post, in->day));
}

enum err unit_post_stop(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    const struct post_end_in *in = rq->input;
    return changed(ctx, post_end_own(ctx, in->post, in->day));
}

struct post_designate_in {
    int64_t post;
    struct date from, to;
};
static const struct input_field post_designate_fields[] = {
    INPUT_ID(struct post_designate_in, post, "post", "岗位编号", .in = IN_PATH),
    INPUT_DATE(struct post_designate_in, from, "from_day", "起", .must = true),
    INPUT_DATE(struct post_designate_in, to, "to_day", "止"),
};
const struct input_spec post_designate_input =
    INPUT_SPEC(struct post_designate_in, post_designate_fields);

enum err post_designated(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    const struct post_designate_in *in = rq->input;
    return changed(ctx, post_designate(ctx, in->post, in->from, in->to));
}

/* ---- keys of machines */

struct key_in {
    int64_t post;
    struct date from, to;
};
static const struct input_field key_fields[] = {
    INPUT_ID(struct key_in, post, "post", "岗位编号", .in = IN_PATH),
    INPUT_DATE(struct key_in, from, "from_day", "起", .must = true),
    INPUT_DATE(struct key_in, to, "to_day", "止"),
};
const struct input_spec key_input = INPUT_SPEC(struct key_in, key_fields);
static const struct reply_field key_fields_out[] = {
    {.name = "key", .title = "接口密钥编号", .type = INPUT_TYPE_TEXT},
    {.name = "secret",
     .title = "密钥",
     .type = INPUT_TYPE_TEXT,
     .doc = "64 hex digits, said once."},
};
const struct reply_spec key_reply = {
    .shape = REPLY_OBJECT, .status = 201, .fields = key_fields_out, .n = GX_COUNT(key_fields_out)};

enum err account_key(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct key_in *in = rq->input;
    const char *key, *secret;
    enum err e = api_key_issue(ctx, in->post, in->from, in->to, &key, &secret);
    if (e != OK) return e;
    reply_status(out, 201);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_ktext(w, "key", key);
    jw_ktext(w, "secret", secret);
    jw_object_end(w);
    return OK;
}

struct key_id_in {
    const char *key;
};
static const struct input_field key_id_fields[] = {
    INPUT_TEXT(struct key_id_in, key, "key", "接口密钥编号", .in = IN_PATH, .max = 32),
};
const struct input_spec key_id_input = INPUT_SPEC(struct key_id_in, key_id_fields);

enum err key_stop(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    return api_key_revoke(ctx, ((const struct key_id_in *)rq->input)->key);
}
