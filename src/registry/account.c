#include "registry/account.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "law/law.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/password.h"

enum {
    INSERT,
    BY_ID,
    BY_LOGIN,
    LIST,
    SET_AGREEMENT,
    SET_STATE,
    SET_PASSWORD,
    SET_NOTICE,
    PAST_INSERT,
    PAST_LATEST,
};

#define COLUMNS                                                                                    \
    "user_id, login, name, kind, subject_id, password_day, must_change, failed, locked_until, "    \
    "agreement_ref, agreement_day, state, console_notice, version, seen_day, created_at"
#define COLUMNS_OUT "itttITiiiTTtiiTi"

const struct db_stmt account_stmts[] = {
    [INSERT] = {"account.insert",
                "insert into account (user_id, login, name, kind, subject_id, password_hash, "
                "password_day, must_change, "
                "failed, locked_until, state, console_notice, version, created_at) "
                "values ($1, $2, $3, $4, $5, $6, $7, 1, 0, 0, $8, 0, 1, $9) on conflict (login) do "
                "nothing",
                "itttITtti", "", DB_WRITE, DB_FACTS},
    [BY_ID] = {"account.by_id", "select " COLUMNS " from account where user_id = $1", "i",
               COLUMNS_OUT, DB_READ, DB_FACTS},
    [BY_LOGIN] = {"account.by_login", "select " COLUMNS " from account where login = $1", "t",
                  COLUMNS_OUT, DB_READ, DB_FACTS},
    [LIST] = {"account.list",
              "select " COLUMNS " from account where user_id > $1 order by user_id limit $2", "ii",
              COLUMNS_OUT, DB_READ, DB_FACTS},
    [SET_AGREEMENT] =
        {"account.set_agreement",
         "update account set agreement_ref = $2, agreement_day = $3, version = version + 1 "
         "where user_id = $1",
         "itt", "", DB_WRITE, DB_FACTS},
    [SET_STATE] =
        {"account.set_state",
         "update account set state = $2, version = version + 1 where user_id = $1 and state <> $2",
         "it", "", DB_WRITE, DB_FACTS},
    [SET_PASSWORD] =
        {"account.set_password",
         "update account set password_hash = $2, password_day = $3, must_change = $4, failed = 0, "
         "locked_until = 0, version = version + 1 where user_id = $1",
         "itti", "", DB_WRITE, DB_FACTS},
    [SET_NOTICE] = {"account.set_notice",
                    "update account set console_notice = console_notice + $2 where user_id = $1",
                    "ii", "", DB_WRITE, DB_FACTS},
    [PAST_INSERT] =
        {"account.past_insert",
         "insert into password_past (user_id, set_at, password_hash) values ($1, $2, $3)", "iit",
         "", DB_WRITE, DB_FACTS},
    [PAST_LATEST] =
        {"account.past_latest",
         "select password_hash from password_past where user_id = $1 order by set_at desc limit 5",
         "i", "t", DB_READ, DB_FACTS},
    {0},
};

/* Texts are the row's: they live as long as it does. */
static void read_row(const struct db_value *row, struct account *out) {
    *out = (struct account){
        .user_id = db_get_int(row, 0),
        .login = db_get_text(row, 1),
        .name = db_get_text(row, 2),
        .kind = db_get_text(row, 3),
        .subject_id = db_get_int(row, 4),
        .password_day = db_get_date(row, 5),
        .must_change = db_get_int(row, 6) != 0,
        .failed = (int)db_get_int(row, 7),
        .locked_until = {db_get_int(row, 8)},
        .agreement_ref = db_is_null(row, 9) ? NULL : db_get_text(row, 9),
        .agreement_day = db_get_date(row, 10),
        .state = db_get_text(row, 11),
        .console_notice = (int)db_get_int(row, 12),
        .version = db_get_int(row, 13),
        .seen = db_get_date(row, 14),
        .created = {db_get_int(row, 15)},
    };
}

/* Reads one account in a session of its own. */
static enum err read_by(struct ctx *ctx, const struct db_stmt *stmt, const struct db_value *args,
                        struct account *account_r) {
    const struct db_value *row;
    enum err e = db_fetch(ctx, stmt, args, &row);
    if (e != OK) return e;
    if (!row) return fail(ctx, ERR_NOT_FOUND, "没有这个账号");
    read_row(row, account_r);
    return OK;
}

enum err account_read(struct ctx *ctx, int64_t user_id, struct account *account_r) {
    return read_by(ctx, &account_stmts[BY_ID], DB_ARGS(db_int(user_id)), account_r);
}

enum err account_by_login(struct ctx *ctx, const char *login, struct account *account_r) {
    return read_by(ctx, &account_stmts[BY_LOGIN], DB_ARGS(db_text(login)), account_r);
}

struct account_rows {
    struct ctx *ctx;
    struct account *rows;
    size_t n, limit;
};

static bool collect(void *arg, const struct db_value *row) {
    struct account_rows *out = arg;
    struct account *a = &out->rows[out->n];
    read_row(row, a);
    a->login = arena_strdup(out->ctx->arena, a->login);
    a->name = arena_strdup(out->ctx->arena, a->name);
    a->kind = arena_strdup(out->ctx->arena, a->kind);
    a->agreement_ref = arena_strdup(out->ctx->arena, a->agreement_ref);
    a->state = arena_strdup(out->ctx->arena, a->state);
    return ++out->n < out->limit;
}

enum err account_list(struct ctx *ctx, int64_t after, int limit, struct account **accounts_r,
                      size_t *n_r) {
    struct account_rows out = {ctx, ARENA_ARRAY(ctx->arena, (size_t)limit, struct account), 0,
                               (size_t)limit};
    enum err e = db_fetch_each(ctx, &account_stmts[LIST], DB_ARGS(db_int(after), db_int(limit)),
                               collect, &out);
    *accounts_r = out.rows;
    *n_r = out.n;
    return e;
}

/* A change of one account: the write, and the leaf that says it. */
struct change {
    int write;
    const struct db_value *args;
    struct leaf leaf;
    const char *past_hash; /* to remember, or NULL */
};

static enum err change_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct change *c = arg;
    int64_t changed;
    enum err e = db_write(ctx, s, &account_stmts[c->write], c->args, &changed);
    if (e != OK) return e;
    if (!changed) return fail(ctx, ERR_ACCOUNT_STATE, NULL);
    if (c->past_hash) {
        e = db_write(
            ctx, s, &account_stmts[PAST_INSERT],
            DB_ARGS(db_int(c->leaf.object), db_int(door_now(door).us), db_text(c->past_hash)),
            NULL);
        if (e != OK) return e;
    }
    door_leaf(door, &c->leaf);
    return OK;
}

static enum err change(struct ctx *ctx, const char *name, struct change *c) {
    return door_run(ctx, name, DB_PEOPLE, change_step, c);
}

struct creation {
    const char *login, *name, *kind, *hash;
    int64_t user_id, subject_id;
    struct date today;
};

static enum err create_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct creation *c = arg;
    int64_t changed;
    enum err e =
        db_write(ctx, s, &account_stmts[INSERT],
                 DB_ARGS(db_int(c->user_id), db_text(c->login), db_text(c->name), db_text(c->kind),
                         c->subject_id ? db_int(c->subject_id) : db_null(), db_text(c->hash),
                         db_date(ctx->arena, c->today),
                         db_text(c->subject_id ? "active" : "pending"), db_int(door_now(door).us)),
                 &changed);
    if (e != OK) return e;
    if (!changed) return fail_field(ctx, ERR_LOGIN_TAKEN, "login", "unique", NULL);
    if (c->hash)
        e = db_write(ctx, s, &account_stmts[PAST_INSERT],
                     DB_ARGS(db_int(c->user_id), db_int(door_now(door).us), db_text(c->hash)),
                     NULL);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_USER_CREATED);
    leaf.object = c->user_id;
    leaf.subject = c->subject_id;
    leaf.word = c->kind;
    door_leaf(door, &leaf);
    return OK;
}

enum err account_create(struct ctx *ctx, const char *login, const char *name, const char *kind,
                        int64_t subject_id, int64_t *user_r, const char **password_r) {
    BUG_IF((subject_id != 0) != !strcmp(kind, "subject"));
    bool machine = !strcmp(kind, "machine"); /* its keys are its only way in */
    *password_r = machine ? NULL : password_random(ctx->arena);
    struct creation c = {
        .login = login,
        .name = name,
        .kind = kind,
        .hash = machine ? NULL : password_hash(ctx->arena, *password_r),
        .user_id = id_new(clock_now(ctx->clock)),
        .subject_id = subject_id,
        .today = clock_today(ctx->clock),
    };
    *user_r = c.user_id;
    return door_run(ctx, "account.create", DB_PEOPLE, create_step, &c);
}

enum err account_agreement(struct ctx *ctx, int64_t user_id, const char *reference,
                           struct date day) {
    if (day.day > clock_today(ctx->clock).day)
        return fail_field(ctx, ERR_DATE, "day", "max:today", "协议的签订日期不能晚于今天");
    struct change c = {.write = SET_AGREEMENT,
                       .args =
                           DB_ARGS(db_int(user_id), db_text(reference), db_date(ctx->arena, day)),
                       .leaf = actor_leaf(ctx, EV_USER_AGREEMENT_SIGNED)};
    c.leaf.object = user_id;
    c.leaf.day = day;
    return change(ctx, "account.agreement", &c);
}

static enum err set_state(struct ctx *ctx, int64_t user_id, const char *state,
                          enum ledger_event event) {
    struct change c = {.write = SET_STATE,
                       .args = DB_ARGS(db_int(user_id), db_text(state)),
                       .leaf = actor_leaf(ctx, event)};
    c.leaf.object = user_id;
    c.leaf.word = state;
    return change(ctx, "account.state", &c);
}

/* Whether the home jurisdiction asks for a confidentiality agreement, and by which clause. Before a pack is adopted
 * (the founding accounts of an installation) it does. */
static const char *agreement_rule(struct ctx *ctx, bool *asked_r) {
    struct date today = clock_today(ctx->clock);
    const struct policy *p = law_policy(ctx->law, ctx->app->home, today);
    if (!p) return NULL;
    *asked_r = policy_flag(p, PARAM_ACCESS_CONFIDENTIALITY, true, today);
    return policy_get(p, PARAM_ACCESS_CONFIDENTIALITY, NULL, today)->basis.clause;
}

enum err account_activate(struct ctx *ctx, int64_t user_id) {
    struct account account;
    enum err e = account_read(ctx, user_id, &account);
    if (e != OK) return e;
    if (!account.agreement_ref && strcmp(account.kind, "subject") != 0) {
        bool asked = true;
        const char *clause = agreement_rule(ctx, &asked);
        if (asked) return fail_clause(ctx, ERR_AGREEMENT_MISSING, clause, NULL);
    }
    return set_state(ctx, user_id, "active", EV_USER_ACTIVATED);
}

enum err account_disable(struct ctx *ctx, int64_t user_id) {
    return set_state(ctx, user_id, "disabled", EV_USER_DISABLED);
}

static enum err set_password(struct ctx *ctx, int64_t user_id, const char *password,
                             bool must_change) {
    const char *hash = password_hash(ctx->arena, password);
    struct change c = {.write = SET_PASSWORD,
                       .args = DB_ARGS(db_int(user_id), db_text(hash),
                                       db_date(ctx->arena, clock_today(ctx->clock)),
                                       db_int(must_change)),
                       .leaf = actor_leaf(ctx, EV_USER_PASSWORD_CHANGED),
                       .past_hash = hash};
    c.leaf.object = user_id;
    return change(ctx, "account.password", &c);
}

enum err account_reset_password(struct ctx *ctx, int64_t user_id, const char **password_r) {
    struct account account;
    enum err e = account_read(ctx, user_id, &account);
    if (e != OK) return e;
    if (!strcmp(account.kind, "machine"))
        return fail(ctx, ERR_ACCOUNT_STATE, "接口账号没有密码，请签发接口密钥");
    *password_r = password_random(ctx->arena);
    return set_password(ctx, user_id, *password_r, true);
}

struct hashes {
    struct arena *arena;
    const char *hash[5];
    int n;
};

static bool collect_hash(void *arg, const struct db_value *row) {
    struct hashes *h = arg;
    h->hash[h->n++] = arena_strdup(h->arena, db_get_text(row, 0));
    return h->n < 5;
}

enum err account_change_password(struct ctx *ctx, int64_t user_id, const char *old,
                                 const char *fresh) {
    struct account account;
    struct hashes past = {.arena = ctx->arena};
    enum err e = account_read(ctx, user_id, &account);
    if (e == OK) e = account_try_password(ctx, &account, old);
    if (e == ERR_SIGN_IN_REFUSED) return fail_field(ctx, e, "old", NULL, "原密码不正确");
    if (e == OK)
        e = db_fetch_each(ctx, &account_stmts[PAST_LATEST], DB_ARGS(db_int(user_id)), collect_hash,
                          &past);
    if (e != OK) return e;
    bool weak = !password_is_strong(fresh, account.login);
    for (int i = 0; i < past.n && !weak; i++)
        weak = password_verify(past.hash[i], fresh);
    if (weak) return fail_field(ctx, ERR_PASSWORD_WEAK, "new", "strength", NULL);
    return set_password(ctx, user_id, fresh, false);
}

bool account_is_unused(struct ctx *ctx, const struct account *account) {
    struct date last =
        date_is_none(account->seen) ? date_of_instant(account->created) : account->seen;
    int32_t days = clock_today(ctx->clock).day - last.day;
    return !strcmp(account->state, "active") && strcmp(account->kind, "machine") != 0 &&
           days > ctx->app->settings.number[SETTING_UNUSED_DAYS];
}

enum err account_add_console_notice(struct ctx *ctx, int64_t user_id) {
    struct change c = {.write = SET_NOTICE,
                       .args = DB_ARGS(db_int(user_id), db_int(1)),
                       .leaf = actor_leaf(ctx, EV_USER_CONSOLE_ACT)};
    c.leaf.object = user_id;
    return change(ctx, "account.console_act", &c);
}

enum err account_take_console_notice(struct ctx *ctx, int64_t user_id, int *count_r) {
    struct account account;
    enum err e = account_read(ctx, user_id, &account);
    if (e != OK) return e;
    *count_r = account.console_notice;
    if (!*count_r) return OK;
    struct change c = {.write = SET_NOTICE,
                       .args = DB_ARGS(db_int(user_id), db_int(-*count_r)),
                       .leaf = actor_leaf(ctx, EV_USER_CONSOLE_SHOWN)};
    c.leaf.object = user_id;
    return change(ctx, "account.console_shown", &c);
}
