/* Signing in: what is tried, what it costs, when it is enough. */
#include <string.h>

#include "db/db_fetch.h"
#include "ledger/door.h"
#include "registry/account.h"
#include "registry/actor.h"
#include "registry/app.h"

enum { ADMIT, COUNT, LOCKED_UNTIL, HASH_OF };

const struct db_stmt sign_in_stmts[] = {
    [ADMIT] = {"sign_in.admit",
               "update account set failed = 0, locked_until = 0, seen_day = $3 where user_id = $1 "
               "and locked_until <= $2 and state = 'active'",
               "iit", "", DB_WRITE, DB_FACTS},
    [COUNT] = {"sign_in.count",
               "update account set failed = case when failed + 1 >= $3 then 0 else failed + 1 end, "
               "locked_until = case when failed + 1 >= $3 then $4 else locked_until end "
               "where user_id = $1 and locked_until <= $2 and state = 'active'",
               "iiii", "", DB_WRITE, DB_FACTS},
    [LOCKED_UNTIL] = {"sign_in.locked_until", "select locked_until from account where user_id = $1",
                      "i", "i", DB_READ, DB_FACTS},
    [HASH_OF] = {"sign_in.hash_of", "select password_hash from account where user_id = $1", "i",
                 "T", DB_READ, DB_FACTS},
    {0},
};

/* One attempt. What the password was worth is known before; whether it admits is decided inside the transaction, so
 * that attempts made at the same time are each counted and none slips past a lock. */
struct attempt {
    const struct account *account; /* NULL: no such login */
    bool right;                    /* the password is the account's */
    enum ledger_event success;     /* what is entered when it admits */
    bool admitted;
};

static enum err count_step(struct ctx *ctx, struct db_session *s, const struct attempt *a,
                           int64_t now, bool *locked_r) {
    const struct settings *set = &ctx->app->settings;
    int64_t until = now + set->number[SETTING_LOCK_MINUTES] * 60 * 1000000, changed;
    enum err e = db_write(ctx, s, &sign_in_stmts[COUNT],
                          DB_ARGS(db_int(a->account->user_id), db_int(now),
                                  db_int(set->number[SETTING_LOCK_FAILURES]), db_int(until)),
                          &changed);
    const struct db_value *row = NULL;
    if (e == OK && changed)
        e = db_row(ctx, s, &sign_in_stmts[LOCKED_UNTIL], DB_ARGS(db_int(a->account->user_id)),
                   &row);
    *locked_r = e == OK && row && db_get_int(row, 0) == until;
    return e;
}

static enum err attempt_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    struct attempt *a = arg;
    struct leaf leaf = actor_leaf(ctx, EV_USER_SIGN_IN_FAILED);
    int64_t now = door_now(door).us, changed = 0;
    bool locked = false;
    enum err e = OK;
    if (a->account) leaf.object = a->account->user_id;
    if (!a->account) {
        leaf.word = "unknown_login";
    } else if (!a->right) {
        e = count_step(ctx, s, a, now, &locked);
        leaf.word = "wrong_password";
    } else {
        e = db_write(ctx, s, &sign_in_stmts[ADMIT],
                     DB_ARGS(db_int(a->account->user_id), db_int(now),
                             db_date(ctx->arena, clock_today(ctx->clock))),
                     &changed);
        leaf.word = changed ? NULL : "not_open";
    }
    if (e != OK) return e;
    a->admitted = changed > 0;
    if (locked) leaf.event = EV_USER_LOCKED;
    if (a->admitted) {
        leaf.event = a->success;
        leaf.actor = a->account->user_id;
    }
    door_leaf(door, &leaf);
    return OK;
}

/* The cost of a wrong login is the cost of a wrong password. */
static bool is_right(const char *hash, const char *password) {
    static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                                 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    bool right = password_verify(*hash ? hash : nobody, password);
    return right && *hash;
}

/* "" when there is none. */
static enum err read_hash(struct ctx *ctx, int64_t user_id, const char **hash_r) {
    const struct db_value *row;
    enum err e = db_fetch(ctx, &sign_in_stmts[HASH_OF], DB_ARGS(db_int(user_id)), &row);
    *hash_r = e == OK && row && !db_is_null(row, 0) ? db_get_text(row, 0) : "";
    return e;
}

static enum err try(struct ctx *ctx, struct attempt *a, const char *password) {
    const char *hash = "";
    enum err e = a->account ? read_hash(ctx, a->account->user_id, &hash) : OK;
    if (e != OK) return e;
    a->right = is_right(hash, password);
    e = door_run(ctx, "sign_in.attempt", DB_PEOPLE, attempt_step, a);
    if (e != OK) return e;
    return a->admitted ? OK : fail(ctx, ERR_SIGN_IN_REFUSED, NULL);
}

enum err account_sign_in(struct ctx *ctx, const char *login, const char *password,
                         struct account *account_r) {
    struct attempt a = {.account = account_r, .success = EV_USER_SIGNED_IN};
    enum err e = account_by_login(ctx, login, account_r);
    if (e == ERR_NOT_FOUND)
        a.account = NULL;
    else if (e != OK)
        return e;
    e = try(ctx, &a, password);
    if (e != OK) return e;
    int32_t age = clock_today(ctx->clock).day - account_r->password_day.day;
    if (age > ctx->app->settings.number[SETTING_PASSWORD_DAYS]) account_r->must_change = true;
    return OK;
}

enum err account_try_password(struct ctx *ctx, const struct account *account,
                              const char *password) {
    struct attempt a = {.account = account, .success = EV_USER_CONFIRMED};
    return try(ctx, &a, password);
}

enum err account_check_password(struct ctx *ctx, int64_t user_id, const char *password) {
    const char *hash;
    enum err e = read_hash(ctx, user_id, &hash);
    if (e != OK) return e;
    return is_right(hash, password) ? OK : fail(ctx, ERR_SIGN_IN_REFUSED, NULL);
}

static enum err say_signed_out(struct ctx *ctx, struct door *door, struct db_session *s,
                               void *arg) {
    (void)s;
    struct leaf leaf = actor_leaf(ctx, EV_USER_SIGNED_OUT);
    leaf.object = *(const int64_t *)arg;
    door_leaf(door, &leaf);
    return OK;
}

enum err account_signed_out(struct ctx *ctx, int64_t user_id) {
    return door_run(ctx, "account.signed_out", DB_PEOPLE, say_signed_out, &user_id);
}
