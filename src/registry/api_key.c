#include "registry/api_key.h"

#include <string.h>

#include "base/buf.h"
#include "db/db_fetch.h"
#include "ledger/door.h"
#include "registry/account.h"
#include "registry/app.h"
#include "registry/post_actor.h"

enum { INSERT, BY_ID, REVOKE };

const struct db_stmt api_key_stmts[] = {
    [INSERT] = {"api_key.insert",
                "insert into api_key (key_id, user_id, post_id, secret, from_day, to_day, state, "
                "created_at) "
                "values ($1, $2, $3, $4, $5, $6, 'active', $7)",
                "tiibtTi", "", DB_WRITE, DB_FACTS},
    [BY_ID] =
        {"api_key.by_id",
         "select user_id, post_id, secret, from_day, to_day, state from api_key where key_id = $1",
         "t", "iibtTt", DB_READ, DB_FACTS},
    [REVOKE] = {"api_key.revoke",
                "update api_key set state = 'revoked' where key_id = $1 and state = 'active'", "t",
                "", DB_WRITE, DB_FACTS},
    {0},
};

static struct str context_of(struct ctx *ctx, const char *key_id) {
    return str_of(arena_printf(ctx->arena, "api_key:%s", key_id));
}

static char *hex(struct arena *a, const void *p, size_t n) {
    struct buf b;
    buf_init(&b, n * 2 + 1);
    buf_hex(&b, p, n);
    char *text = arena_str(a, buf_finish(&b));
    crypto_wipe(b.p, b.n);
    buf_free(&b);
    return text;
}

struct issue {
    const char *key_id;
    const struct post *post;
    struct str sealed;
    struct date from, to;
};

static enum err issue_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct issue *i = arg;
    enum err e =
        db_write(ctx, s, &api_key_stmts[INSERT],
                 DB_ARGS(db_text(i->key_id), db_int(i->post->user_id), db_int(i->post->post_id),
                         db_blob(i->sealed.p, i->sealed.n), db_date(ctx->arena, i->from),
                         db_date(ctx->arena, i->to), db_int(door_now(door).us)),
                 NULL);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_API_KEY_ISSUED);
    leaf.object = i->post->user_id;
    leaf.day = i->from;
    door_leaf(door, &leaf);
    return OK;
}

enum err api_key_issue(struct ctx *ctx, int64_t post_id, struct date from, struct date to,
                       const char **key_r, const char **secret_r) {
    struct post post;
    struct account account;
    enum err e = post_read(ctx, post_id, &post);
    if (e == OK) e = account_read(ctx, post.user_id, &account);
    if (e != OK) return e;
    if (strcmp(account.kind, "machine") != 0)
        return fail(ctx, ERR_ACCOUNT_STATE, "接口密钥只签发给接口账号的岗位");
    if (!date_is_none(to) && to.day < from.day)
        return fail_field(ctx, ERR_DATE, "to_day", "min:from_day", "止期不能早于起期");
    uint8_t name[8];
    struct key secret;
    crypto_random(name, sizeof name);
    crypto_random(secret.b, sizeof secret.b);
    struct issue i = {
        .key_id = hex(ctx->arena, name, sizeof name), .post = &post, .from = from, .to = to};
    const struct keys *keys = &ctx->app->keys;
    i.sealed = crypto_seal(ctx->arena, ctx->app->suite, &keys->seal, keys->version,
                           (struct str){(const char *)secret.b, sizeof secret.b},
                           context_of(ctx, i.key_id));
    *key_r = i.key_id;
    *secret_r = hex(ctx->arena, secret.b, sizeof secret.b);
    crypto_wipe(&secret, sizeof secret);
    return door_run(ctx, "api_key.issue", DB_PEOPLE, issue_step, &i);
}

static enum err revoke_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const char *key_id = arg;
    const struct db_value *row;
    int64_t changed = 0;
    enum err e = db_row(ctx, s, &api_key_stmts[BY_ID], DB_ARGS(db_text(key_id)), &row);
    if (e == OK && row)
        e = db_write(ctx, s, &api_key_stmts[REVOKE], DB_ARGS(db_text(key_id)), &changed);
    if (e != OK) return e;
    if (!changed) return fail(ctx, ERR_NOT_FOUND, "没有这个接口密钥，或已经吊销");
    struct leaf leaf = actor_leaf(ctx, EV_API_KEY_REVOKED);
    leaf.object = db_get_int(row, 0);
    door_leaf(door, &leaf);
    return OK;
}

enum err api_key_revoke(struct ctx *ctx, const char *key_id) {
    return door_run(ctx, "api_key.revoke", DB_PEOPLE, revoke_step, (void *)(uintptr_t)key_id);
}

enum err api_key_actor(struct ctx *ctx, const char *key_id, struct key *secret_r,
                       struct actor *actor_r) {
    const struct db_value *row;
    enum err e = db_fetch(ctx, &api_key_stmts[BY_ID], DB_ARGS(db_text(key_id)), &row);
    if (e != OK) return e;
    int32_t today = clock_today(ctx->clock).day;
    bool good = row && !strcmp(db_get_text(row, 5), "active") && db_get_date(row, 3).day <= today &&
                (db_is_null(row, 4) || db_get_date(row, 4).day >= today);
    struct account account;
    struct str secret = {0};
    if (good) {
        e = account_read(ctx, db_get_int(row, 0), &account);
        if (e != OK) return e;
        good = !strcmp(account.state, "active") &&
               crypto_open(ctx->arena, &ctx->app->keys.seal, db_get_blob(row, 2),
                           context_of(ctx, key_id), &secret) == OK &&
               secret.n == KEY_BYTES;
    }
    if (!good)
        return fail_field(ctx, ERR_SIGN_IN_REQUIRED, "X-Key", "active", "接口密钥不存在或已停用");
    memcpy(secret_r->b, secret.p, KEY_BYTES);
    crypto_wipe((void *)(uintptr_t)secret.p, secret.n);
    return post_actor(ctx, &account, db_get_int(row, 1), actor_r);
}
