#include "base/id.h"
#include "base/utf8.h"
#include "db/db_fetch.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/catalog_row.h"

enum { ADD_COMMENT, ANSWER_COMMENT, COMMENTS };

const struct db_stmt catalog_comment_stmts[] = {
    [ADD_COMMENT] = {.name = "catalog.comment_add",
                     .sql = "insert into catalog_comment (comment_id, catalog_id, author, body, at,"
                            " answer) values ($1, $2, $3, $4, $5, null)",
                     .in = "iitti",
                     .out = "",
                     .kind = DB_WRITE},
    [ANSWER_COMMENT] = {.name = "catalog.comment_answer",
                        .sql = "update catalog_comment set answer = $2 where comment_id = $1",
                        .in = "it",
                        .out = "",
                        .kind = DB_WRITE},
    [COMMENTS] = {.name = "catalog.comments",
                  .sql = "select comment_id, author, body, answer, at from catalog_comment"
                         " where catalog_id = $1 order by comment_id",
                  .in = "i",
                  .out = "ittTi",
                  .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&catalog_comment_stmts[name])

struct comment {
    int64_t catalog_id, comment_id;
    const char *author, *body;
};

static enum err check_text(struct ctx *ctx, const char *field, const char *text, size_t most) {
    size_t n = text ? utf8_count(str_trim(str_of(text))) : 0;
    if (n && n <= most) return OK;
    return fail_field(ctx, ERR_REASON_MISSING, field, NULL, "请填写1至%zu个字", most);
}

static bool takes_comments(const struct catalog_edition *ed, struct date today) {
    return ed->state == CATALOG_COMMENT && !*ed->comment_where &&
           date_cmp(ed->comment_from, today) <= 0 && date_cmp(today, ed->comment_to) <= 0;
}

static enum err comment_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct comment *c = arg;
    struct catalog_edition ed;
    enum err e = catalog_edition_get(ctx, s, c->catalog_id, &ed);
    if (!e && !takes_comments(&ed, clock_today(ctx->clock)))
        e = fail(ctx, ERR_CATALOG_COMMENT_CLOSED, NULL);
    if (e) return e;
    c->comment_id = id_new(door_now(d));
    e = db_write(ctx, s, STMT(ADD_COMMENT),
                 DB_ARGS(db_int(c->comment_id), db_int(c->catalog_id), db_text(c->author),
                         db_text(c->body), db_int(door_now(d).us)),
                 NULL);
    if (!e) catalog_say_edition(ctx, d, EV_CATALOG_COMMENTED, &ed, "comment", DATE_NONE);
    return e;
}

enum err catalog_comment(struct ctx *ctx, int64_t catalog_id, const char *author, const char *body,
                         int64_t *comment_r) {
    struct comment c = {.catalog_id = catalog_id, .author = author, .body = body};
    enum err e = check_text(ctx, "author", author, 100);
    if (!e) e = check_text(ctx, "body", body, 2000);
    if (!e) e = door_run(ctx, "catalog.comment", DB_PEOPLE, comment_in_door, &c);
    if (!e) *comment_r = c.comment_id;
    return e;
}

static enum err answer_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct comment *c = arg;
    int64_t changed = 0;
    enum err e = db_write(ctx, s, STMT(ANSWER_COMMENT),
                          DB_ARGS(db_int(c->comment_id), db_text(c->body)), &changed);
    if (!e && changed != 1) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e) return e;
    struct leaf leaf = actor_leaf(ctx, EV_CATALOG_COMMENTED);
    leaf.object = c->comment_id;
    leaf.word = "answer";
    door_leaf(d, &leaf);
    return OK;
}

enum err catalog_answer_comment(struct ctx *ctx, int64_t comment_id, const char *answer) {
    struct comment c = {.comment_id = comment_id, .body = answer};
    enum err e = actor_may(ctx, PERM_CATALOG_EDIT);
    if (!e) e = check_text(ctx, "answer", answer, 2000);
    return e ? e : door_run(ctx, "catalog.answer", DB_PEOPLE, answer_in_door, &c);
}

enum err catalog_comments(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                          struct catalog_comment **comments_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(COMMENTS), .args = DB_ARGS(db_int(catalog_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct catalog_comment *comments = ARENA_ARRAY(ctx->arena, c.n, struct catalog_comment);
    for (size_t i = 0; i < c.n; i++)
        comments[i] = (struct catalog_comment){
            .comment_id = db_get_int(c.rows[i], 0),
            .author = db_get_text(c.rows[i], 1),
            .body = db_get_text(c.rows[i], 2),
            .answer = db_get_text(c.rows[i], 3),
            .at = db_get_int(c.rows[i], 4),
        };
    *comments_r = comments;
    *n_r = c.n;
    return OK;
}
