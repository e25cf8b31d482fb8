#include "registry/idempotency.h"

#include <string.h>

#include "base/log.h"
#include "db/db_fetch.h"

enum { FIND, MARK, KEEP, FORGET };
enum { KEPT_DAYS = 7, REPLY_MAX = 16 << 10 };

const struct db_stmt idempotency_stmts[] = {
    [FIND] = {"idempotency.find",
              "select request_digest, status, reply from idempotency where owner_id = $1 and "
              "idem_key = $2",
              "it", "bit", DB_READ, DB_FACTS},
    [MARK] = {"idempotency.mark",
              "insert into idempotency (owner_id, idem_key, route, request_digest, status, reply, "
              "at) values ($1, $2, $3, $4, 0, '', $5) on conflict (owner_id, idem_key) do nothing",
              "ittbi", "", DB_WRITE, DB_FACTS},
    [KEEP] =
        {"idempotency.keep",
         "update idempotency set status = $3, reply = $4 where owner_id = $1 and idem_key = $2",
         "itit", "", DB_WRITE, DB_FACTS},
    [FORGET] = {"idempotency.forget", "delete from idempotency where at < $1", "i", "", DB_WRITE,
                DB_FACTS},
    {0},
};

enum err idempotency_find(struct ctx *ctx, const struct idempotency *id, bool *there_r,
                          struct idempotency_found *found_r) {
    const struct db_value *row;
    enum err e = db_fetch(ctx, &idempotency_stmts[FIND],
                          DB_ARGS(db_int(id->owner_id), db_text(id->key)), &row);
    *there_r = e == OK && row;
    if (!*there_r) return e;
    struct str digest = db_get_blob(row, 0);
    if (digest.n != STORED_DIGEST_BYTES || memcmp(digest.p, id->request.b, digest.n) != 0)
        return fail_field(ctx, ERR_KEY_REUSED, "Idempotency-Key", "same_request", NULL);
    *found_r = (struct idempotency_found){(int)db_get_int(row, 1), db_get_text(row, 2)};
    return OK;
}

enum err idempotency_mark(struct ctx *ctx, struct db_session *s, const struct idempotency *id) {
    int64_t changed;
    enum err e = db_write(ctx, s, &idempotency_stmts[MARK],
                          DB_ARGS(db_int(id->owner_id), db_text(id->key), db_text(id->route),
                                  db_blob(id->request.b, sizeof id->request.b),
                                  db_int(clock_now(ctx->clock).us)),
                          &changed);
    if (e != OK) return e;
    return changed ? OK : fail(ctx, ERR_CONFLICT, "同一请求正在办理，请稍后重试");
}

struct keeping {
    const struct idempotency *id;
    int status;
    struct str reply;
};

static enum err keep_step(struct ctx *ctx, struct db_session *s, void *arg) {
    const struct keeping *k = arg;
    return db_write(
        ctx, s, &idempotency_stmts[KEEP],
        DB_ARGS(db_int(k->id->owner_id), db_text(k->id->key), db_int(k->status), db_str(k->reply)),
        NULL);
}

void idempotency_keep(struct ctx *ctx, const struct idempotency *id, int status, struct str reply) {
    if (reply.n > REPLY_MAX) return;
    struct keeping k = {id, status, reply};
    if (db_tx(ctx, DB_FACTS, DATE_NONE, DB_PEOPLE, "idempotency.keep", keep_step, &k) != OK)
        log_event(ctx, LOG_WARN, "idempotency.not_kept", "route=%s", id->route);
}

static enum err forget_step(struct ctx *ctx, struct db_session *s, void *arg) {
    return db_write(ctx, s, &idempotency_stmts[FORGET], DB_ARGS(db_int(*(const int64_t *)arg)),
                    NULL);
}

enum err idempotency_forget(struct ctx *ctx, bool *more_r) {
    int64_t before = clock_now(ctx->clock).us - (int64_t)KEPT_DAYS * 86400 * 1000000;
    *more_r = false;
    return db_tx(ctx, DB_FACTS, DATE_NONE, DB_BULK, "idempotency.forget", forget_step, &before);
}
