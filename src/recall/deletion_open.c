#include <string.h>

#include "base/id.h"
#include "db/db_fetch.h"
#include "disclosure/look.h"
#include "recall/deletion_row.h"
#include "registry/actor.h"

/* Sealed content, read by two persons for a remedy. */

enum { PROPOSE, ONE, OPEN };

const struct db_stmt deletion_open_stmts[] = {
    [PROPOSE] = {.name = "deletion_opening.propose",
                 .sql = "insert into deletion_opening (subject_id, opening_id, deletion_id,"
                        " purpose, proposed_by, proposed_at) values ($1, $2, $3, $4, $5, $6)",
                 .in = "iiitii",
                 .out = "",
                 .kind = DB_WRITE},
    [ONE] = {.name = "deletion_opening.one",
             .sql = "select subject_id, deletion_id, purpose, proposed_by, opened_at"
                    " from deletion_opening where opening_id = $1",
             .in = "i",
             .out = "iitiI",
             .kind = DB_READ},
    [OPEN] = {.name = "deletion_opening.open",
              .sql = "update deletion_opening set second_by = $3, opened_at = $4"
                     " where subject_id = $1 and opening_id = $2 and opened_at is null"
                     " and proposed_by <> $3",
              .in = "iiii",
              .out = "",
              .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&deletion_open_stmts[name])

struct proposing {
    struct deletion x;
    int64_t opening_id;
    const char *purpose;
};

static enum err propose_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct proposing *in = arg;
    const struct deletion *x = &in->x;
    in->opening_id = id_new(door_now(d));
    enum err e =
        db_write(ctx, s, STMT(PROPOSE),
                 DB_ARGS(db_int(x->subject_id), db_int(in->opening_id), db_int(x->deletion_id),
                         db_text(in->purpose), db_int(ctx->actor->user_id), db_int(door_now(d).us)),
                 NULL);
    if (e != OK) return e;
    struct leaf leaf = deletion_leaf(ctx, EV_DELETION_OPENING_PROPOSED, x);
    door_leaf(d, &leaf);
    return OK;
}

enum err deletion_propose_opening(struct ctx *ctx, int64_t deletion_id, const char *purpose,
                                  int64_t *opening_r) {
    struct proposing in = {.purpose = purpose};
    enum err e = deletion_find(ctx, deletion_id, &in.x);
    if (e == OK) e = actor_reaches(ctx, in.x.jurisdiction);
    if (e == OK && in.x.state != DELETION_SEALED) e = fail(ctx, ERR_DELETION_GONE, NULL);
    if (e == OK) e = door_run(ctx, "deletion.propose_opening", DB_PEOPLE, propose_step, &in);
    *opening_r = in.opening_id;
    return e;
}

struct opening {
    const struct deletion *x;
    int64_t opening_id, proposed_by;
};

static enum err open_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct opening *in = arg;
    int64_t changed;
    enum err e = db_write(ctx, s, STMT(OPEN),
                          DB_ARGS(db_int(in->x->subject_id), db_int(in->opening_id),
                                  db_int(ctx->actor->user_id), db_int(door_now(d).us)),
                          &changed);
    if (e != OK) return e;
    if (!changed) return fail(ctx, ERR_CONFLICT, NULL);
    struct leaf leaf = deletion_leaf(ctx, EV_DELETION_OPENED, in->x);
    leaf.second = in->proposed_by;
    door_leaf(d, &leaf);
    return OK;
}

/* Each opening is one reading: its look is durable before the content leaves. */
enum err deletion_open(struct ctx *ctx, int64_t opening_id, const char *route,
                       struct deletion_opened *out) {
    const struct db_value *row;
    struct str content;
    enum err e = db_fetch(ctx, STMT(ONE), DB_ARGS(db_int(opening_id)), &row);
    if (e == OK && !row) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e != OK) return e;
    out->purpose = db_get_text(row, 2);
    e = deletion_find(ctx, db_get_int(row, 1), &out->deletion);
    if (e == OK) e = actor_reaches(ctx, out->deletion.jurisdiction);
    if (e == OK && db_get_int(row, 3) == ctx->actor->user_id)
        e = fail(ctx, ERR_SECOND_PERSON, NULL);
    if (e == OK && !db_is_null(row, 4)) e = fail(ctx, ERR_CONFLICT, "该次查阅已经完成，请重新提出");
    if (e == OK) e = deletion_content(ctx, &out->deletion, &content);
    struct opening in = {&out->deletion, opening_id, db_get_int(row, 3)};
    if (e == OK) e = door_run(ctx, "deletion.open", DB_PEOPLE, open_step, &in);
    if (e != OK) return e;
    struct look look = {
        .route = route,
        .subject_id = out->deletion.subject_id,
        .purpose = out->purpose,
        .basis = "duty",
        .view = "clear",
        .reason = out->purpose,
        .outcome = LOOK_ANSWERED,
        .records = &out->deletion.record_id,
        .n_records = 1,
        .place = out->deletion.jurisdiction,
        .policy = out->deletion.policy_label,
    };
    out->content = content.p;
    return look_write(ctx, &look, 1);
}
