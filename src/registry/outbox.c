#include "registry/outbox.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "ledger/door.h"

enum { ADD, WAITING, DONE };

const struct db_stmt outbox_stmts[] = {
    [ADD] = {.name = "outbox.add",
             .sql = "insert into outbox (outbox_id, jurisdiction, topic, subject_id, object_id,"
                    " unit_id, body, due_at, state, tries, at)"
                    " values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, $9)",
             .in = "ittIIItii",
             .out = "",
             .kind = DB_WRITE},
    [WAITING] = {.name = "outbox.waiting",
                 .sql = "select outbox_id, jurisdiction, topic, subject_id, object_id, unit_id,"
                        " body, due_at, state, tries, at from outbox"
                        " where state = 'waiting' and due_at <= $1"
                        " order by due_at, outbox_id limit $2",
                 .in = "ii",
                 .out = "ittIIItitii",
                 .kind = DB_READ},
    [DONE] = {.name = "outbox.done",
              .sql = "update outbox set state = $2, tries = tries + 1, due_at = $3"
                     " where outbox_id = $1 and state in ('waiting', 'sent')",
              .in = "iti",
              .out = "",
              .kind = DB_WRITE},
    {.name = NULL},
};

static struct db_value id_or_null(int64_t id) {
    return id ? db_int(id) : db_null();
}

enum err outbox_add(struct ctx *ctx, struct door *d, struct db_session *s, struct outbox_entry *e) {
    e->id = id_new(door_now(d));
    enum db_result r =
        db_post(s, &outbox_stmts[ADD],
                DB_ARGS(db_int(e->id), db_text(e->jurisdiction), db_text(e->topic),
                        id_or_null(e->subject_id), id_or_null(e->object_id), id_or_null(e->unit_id),
                        db_str(e->body), db_int(e->due.us), db_int(door_now(d).us)));
    return r == DB_RETRY || r == DB_FAIL ? db_err(ctx, s, r) : OK;
}

enum err outbox_waiting(struct ctx *ctx, struct db_session *s, struct instant now, size_t most,
                        struct outbox_entry **entries_r, size_t *n_r) {
    struct db_call c = {.stmt = &outbox_stmts[WAITING],
                        .args = DB_ARGS(db_int(now.us), db_int((int64_t)most))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct outbox_entry *entries = ARENA_ARRAY(ctx->arena, c.n, struct outbox_entry);
    for (size_t i = 0; i < c.n; i++) {
        const struct db_value *row = c.rows[i];
        entries[i] = (struct outbox_entry){
            .id = db_get_int(row, 0),
            .jurisdiction = db_get_text(row, 1),
            .topic = db_get_text(row, 2),
            .subject_id = db_get_int(row, 3),
            .object_id = db_get_int(row, 4),
            .unit_id = db_get_int(row, 5),
            .body = str_of(db_get_text(row, 6)),
            .due = {db_get_int(row, 7)},
            .state = db_get_text(row, 8),
            .tries = db_get_int(row, 9),
            .at = db_get_int(row, 10),
        };
    }
    *entries_r = entries;
    *n_r = c.n;
    return OK;
}

enum err outbox_done(struct ctx *ctx, struct door *d, struct db_session *s, int64_t outbox_id,
                     enum outbox_result result, struct instant next) {
    static const char *const states[] = {
        [OUTBOX_SENT] = "sent",
        [OUTBOX_ACKNOWLEDGED] = "acknowledged",
        [OUTBOX_RETRY] = "waiting",
        [OUTBOX_FAILED] = "failed",
    };
    (void)d;
    BUG_IF((size_t)result >= GX_COUNT(states));
    int64_t changed = 0;
    enum db_result r =
        db_exec(s, &outbox_stmts[DONE],
                DB_ARGS(db_int(outbox_id), db_text(states[result]), db_int(next.us)), &changed);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    return changed == 1 ? OK : fail(ctx, ERR_NOT_FOUND, "没有这条待发送内容，或已经办结");
}
