#include "notices/notice.h"

#include <string.h>

#include "base/bug.h"
#include "base/json.h"
#include "base/num.h"
#include "db/db_fetch.h"
#include "notices/notice_row.h"
#include "registry/app.h"

enum { GET, FIND, OF_SUBJECT, OF_UNIT, AT_DESK, OF_CASE, ABOUT, DESTROY };

#define COLUMNS                                                                                    \
    "n.subject_id, n.notice_id, n.unit_id, n.kind, n.title, n.number, n.jurisdiction,"             \
    " n.policy_label, n.clause, n.case_id, n.target_kind, n.target_id, n.commitment, n.day, n.at," \
    " n.desk, n.sent_on, n.arrived_on, n.opened_at, n.destroyed_at,"                               \
    " n.by_unit, n.content"
#define SIGNATURE                                                                                  \
    "iiittttttI"                                                                                   \
    "tibtiiTTIIiT"
/* Lists say what there is; the text is read one at a time. */
#define LISTED                                                                                     \
    "n.subject_id, n.notice_id, n.unit_id, n.kind, n.title, n.number, n.jurisdiction,"             \
    " n.policy_label, n.clause, n.case_id, n.target_kind, n.target_id, n.commitment, n.day, n.at," \
    " n.desk, n.sent_on, n.arrived_on, n.opened_at, n.destroyed_at,"                               \
    " n.by_unit"
#define LISTED_SIGNATURE                                                                           \
    "iiittttttI"                                                                                   \
    "tibtiiTTIIi"

const struct db_stmt notice_stmts[] = {
    [GET] = {.name = "notice.get",
             .sql = "select " COLUMNS " from notice n where n.subject_id = $1 and n.notice_id = $2",
             .in = "ii",
             .out = SIGNATURE,
             .kind = DB_READ},
    [FIND] = {.name = "notice.find",
              .sql = "select " COLUMNS " from notice n where n.notice_id = $1",
              .in = "i",
              .out = SIGNATURE,
              .kind = DB_READ},
    [OF_SUBJECT] = {.name = "notice.of_subject",
                    .sql = "select " LISTED " from notice n where (n.subject_id = $1"
                           " or n.subject_id in (select subject_id from subject"
                           " where merged_into = $1)) and n.unit_id = 0 and n.notice_id < $2"
                           " order by n.notice_id desc limit $3",
                    .in = "iii",
                    .out = LISTED_SIGNATURE,
                    .kind = DB_READ},
    [OF_UNIT] = {.name = "notice.of_unit",
                 .sql = "select " LISTED " from notice n where n.unit_id = $1 and n.unit_id <> 0"
                        " and n.notice_id < $2 order by n.notice_id desc limit $3",
                 .in = "iii",
                 .out = LISTED_SIGNATURE,
                 .kind = DB_READ},
    [AT_DESK] = {.name = "notice.at_desk",
                 .sql = "select " LISTED " from notice n where n.jurisdiction = $1 and n.desk = 1"
                        " and n.notice_id > $2 order by n.notice_id limit $3",
                 .in = "tii",
                 .out = LISTED_SIGNATURE,
                 .kind = DB_READ},
    [OF_CASE] = {.name = "notice.of_case",
                 .sql = "select " LISTED " from notice n where n.subject_id = $1 and n.case_id = $2"
                        " order by n.notice_id",
                 .in = "ii",
                 .out = LISTED_SIGNATURE,
                 .kind = DB_READ},
    [ABOUT] = {.name = "notice.about",
               .sql = "select " LISTED " from notice n where n.target_kind = $1"
                      " and n.target_id = $2 and n.destroyed_at is null order by n.notice_id",
               .in = "ti",
               .out = LISTED_SIGNATURE,
               .kind = DB_READ},
    [DESTROY] = {.name = "notice.destroy",
                 .sql = "update notice set content = null, salt = null, destroyed_at = $3"
                        " where subject_id = $1 and notice_id = $2",
                 .in = "iii",
                 .out = "",
                 .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&notice_stmts[name])
enum { CONTENT = 21 };

/* ---- rows */

static void of_row(const struct db_value *row, bool whole, struct notice *n) {
    struct str commitment = db_get_blob(row, 12);
    *n = (struct notice){
        .subject_id = db_get_int(row, 0),
        .notice_id = db_get_int(row, 1),
        .unit_id = db_get_int(row, 2),
        .kind = db_get_text(row, 3),
        .title = db_get_text(row, 4),
        .number = db_get_text(row, 5),
        .jurisdiction = db_get_text(row, 6),
        .policy_label = db_get_text(row, 7),
        .clause = db_get_text(row, 8),
        .case_id = db_get_int(row, 9),
        .target_kind = db_get_text(row, 10),
        .target_id = db_get_int(row, 11),
        .day = db_get_date(row, 13),
        .at = {db_get_int(row, 14)},
        .desk = db_get_int(row, 15) != 0,
        .sent_on = db_get_date(row, 16),
        .arrived_on = db_get_date(row, 17),
        .opened_at = {db_get_int(row, 18)},
        .destroyed = !db_is_null(row, 19),
        .by_unit = db_get_int(row, 20),
    };
    if (commitment.n == sizeof n->commitment.b) memcpy(n->commitment.b, commitment.p, commitment.n);
    if (whole && !n->destroyed) n->sealed = str_of(db_get_text(row, CONTENT));
}

static enum err one(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                    const struct db_value *args, struct notice **notice_r) {
    const struct db_value *row;
    *notice_r = NULL;
    enum err e = db_row(ctx, s, stmt, args, &row);
    if (e != OK || !row) return e;
    *notice_r = ARENA_NEW(ctx->arena, struct notice);
    of_row(row, true, *notice_r);
    return OK;
}

static enum err many(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                     const struct db_value *args, struct notice **list_r, size_t *n_r) {
    struct db_call c = {.stmt = stmt, .args = args};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct notice *list = ARENA_ARRAY(ctx->arena, c.n + 1, struct notice);
    for (size_t i = 0; i < c.n; i++)
        of_row(c.rows[i], false, &list[i]);
    *list_r = list;
    *n_r = c.n;
    return OK;
}

enum err notice_get(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t notice_id,
                    struct notice **notice_r) {
    return one(ctx, s, STMT(GET), DB_ARGS(db_int(subject_id), db_int(notice_id)), notice_r);
}

enum err notice_find(struct ctx *ctx, struct db_session *s, int64_t notice_id,
                     struct notice **notice_r) {
    return one(ctx, s, STMT(FIND), DB_ARGS(db_int(notice_id)), notice_r);
}

enum err notice_list_subject(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                             int64_t before, size_t most, struct notice **list_r, size_t *n_r) {
    return many(
        ctx, s, STMT(OF_SUBJECT),
        DB_ARGS(db_int(subject_id), db_int(before ? before : INT64_MAX), db_int((int64_t)most)),
        list_r, n_r);
}

enum err notice_list_unit(struct ctx *ctx, struct db_session *s, int64_t unit_id, int64_t before,
                          size_t most, struct notice **list_r, size_t *n_r) {
    return many(
        ctx, s, STMT(OF_UNIT),
        DB_ARGS(db_int(unit_id), db_int(before ? before : INT64_MAX), db_int((int64_t)most)),
        list_r, n_r);
}

enum err notice_list_desk(struct ctx *ctx, struct db_session *s, const char *jurisdiction,
                          int64_t after, size_t most, struct notice **list_r, size_t *n_r) {
    return many(ctx, s, STMT(AT_DESK),
                DB_ARGS(db_text(jurisdiction), db_int(after), db_int((int64_t)most)), list_r, n_r);
}

enum err notice_list_case(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                          int64_t case_id, struct notice **list_r, size_t *n_r) {
    return many(ctx, s, STMT(OF_CASE), DB_ARGS(db_int(subject_id), db_int(case_id)), list_r, n_r);
}

/* ---- the text */

static const char *const *texts_of(struct ctx *ctx, const struct json *list, size_t *n_r) {
    size_t n = list && list->type == JSON_ARRAY ? list->count : 0;
    const char **texts = ARENA_ARRAY(ctx->arena, n + 1, const char *);
    for (size_t i = 0; i < n; i++)
        texts[i] = list->items[i].type == JSON_STRING ? list->items[i].text.p : "";
    *n_r = n;
    return texts;
}

static enum err unseal(struct ctx *ctx, const struct notice *n, struct str *plain_r) {
    size_t cap = n->sealed.n, size = 0;
    uint8_t *sealed = arena_alloc(ctx->arena, cap + 1);
    if (!num_b64(n->sealed, sealed, cap, &size)) return fail(ctx, ERR_CRYPTO, "告知文书已被改动");
    enum err e =
        crypto_open(ctx->arena, &ctx->app->keys.seal, (struct str){(const char *)sealed, size},
                    notice_context(ctx, n->notice_id), plain_r);
    return e == OK ? OK : fail(ctx, e, "告知文书已被改动");
}

enum err notice_open_text(struct ctx *ctx, const struct notice *n, struct notice_text *out) {
    struct str plain;
    if (n->destroyed) return fail(ctx, ERR_NOTICE_DESTROYED, NULL);
    BUG_IF(!n->sealed.n); /* came from a list */
    enum err e = unseal(ctx, n, &plain);
    if (e != OK) return e;
    const struct json *j = json_parse(ctx->arena, plain, JSON_LIMITS_DEFAULT, NULL);
    if (!j) return fail(ctx, ERR_CRYPTO, "告知文书已被改动");
    *out = (struct notice_text){.addressee = json_get_text(j, "addressee"),
                                .title = n->title,
                                .number = n->number,
                                .signer = json_get_text(j, "signer"),
                                .interim = json_get_text(j, "interim"),
                                .day = n->day};
    out->body = texts_of(ctx, json_get(j, "body"), &out->n_body);
    out->remedies = texts_of(ctx, json_get(j, "remedies"), &out->n_remedies);
    return OK;
}

/* ---- the end */

enum err notice_destroy_about(struct ctx *ctx, struct door *d, struct db_session *s,
                              const struct target *about, const struct cause *cause, size_t *n_r) {
    struct notice *list;
    size_t n = 0;
    enum err e = many(ctx, s, STMT(ABOUT),
                      DB_ARGS(db_text(word_text(about->kind)), db_int(about->id)), &list, &n);
    for (size_t i = 0; e == OK && i < n; i++) {
        e = db_write(
            ctx, s, STMT(DESTROY),
            DB_ARGS(db_int(list[i].subject_id), db_int(list[i].notice_id), db_int(door_now(d).us)),
            NULL);
        if (e != OK) break;
        struct leaf leaf = notice_leaf(ctx, EV_NOTICE_DESTROYED, &list[i]);
        leaf.basis = &cause->clause;
        leaf.n_basis = 1;
        door_leaf(d, &leaf);
    }
    if (n_r) *n_r = n;
    return e;
}
