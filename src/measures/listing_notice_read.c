#include <string.h>

#include "base/bug.h"
#include "base/json.h"
#include "db/db_fetch.h"
#include "measures/listing_notice.h"

static const char *const state_words[] = {"served", "stated", "accepted", "rejected", "used"};

const char *notice_state_word(enum notice_state s) {
    BUG_IF((size_t)s >= GX_COUNT(state_words));
    return state_words[s];
}

enum { ONE, WHOSE, OF_SUBJECT, OF_UNIT };

#define COLUMNS                                                                                    \
    "n.subject_id, n.notice_id, n.jurisdiction, n.policy_label, n.list_type, n.unit_id, u.name,"   \
    " n.case_id, n.contents, n.evidence_id, n.served_day, n.until_day, n.state, n.statement,"      \
    " n.stated_day, n.decision, n.decided_day, n.version"
#define SIGNATURE "iitttiTItItttTTTTi"
#define FROM      " from listing_notice n left join unit u on u.unit_id = n.unit_id"

const struct db_stmt listing_notice_read_stmts[] = {
    [ONE] = {.name = "listing_notice.one",
             .sql = "select " COLUMNS FROM " where n.subject_id = $1 and n.notice_id = $2",
             .in = "ii",
             .out = SIGNATURE,
             .kind = DB_READ},
    [WHOSE] = {.name = "listing_notice.whose",
               .sql = "select subject_id from listing_notice where notice_id = $1",
               .in = "i",
               .out = "i",
               .kind = DB_READ},
    [OF_SUBJECT] = {.name = "listing_notice.of_subject",
                    .sql = "select " COLUMNS FROM " where n.subject_id = $1"
                           " order by n.notice_id desc",
                    .in = "i",
                    .out = SIGNATURE,
                    .kind = DB_READ},
    [OF_UNIT] = {.name = "listing_notice.of_unit",
                 .sql = "select " COLUMNS FROM " where n.unit_id = $1 and ($2 = 0 or"
                        " n.notice_id < $2) order by n.notice_id desc limit $3",
                 .in = "iii",
                 .out = SIGNATURE,
                 .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&listing_notice_read_stmts[name])

static void contents_of(struct ctx *ctx, const char *text, struct listing_notice *n) {
    const struct json *j = json_parse(ctx->arena, str_of(text), JSON_LIMITS_DEFAULT, NULL);
    if (!j || j->type != JSON_OBJECT) return;
    struct notice_content *contents = ARENA_ARRAY(ctx->arena, j->count + 1, struct notice_content);
    for (size_t i = 0; i < j->count; i++) {
        if (j->items[i].type != JSON_STRING) continue;
        contents[n->n_contents++] = (struct notice_content){
            vocab_find(VOCAB_NOTICE_CONTENT, j->names[i]), j->items[i].text.p};
    }
    n->contents = contents;
}

static void of_row(struct ctx *ctx, const struct db_value *r, struct listing_notice *n) {
    *n = (struct listing_notice){
        .subject_id = db_get_int(r, 0),
        .notice_id = db_get_int(r, 1),
        .jurisdiction = db_get_text(r, 2),
        .policy_label = db_get_text(r, 3),
        .list_type = db_get_text(r, 4),
        .unit_id = db_get_int(r, 5),
        .unit_name = db_get_text(r, 6),
        .case_id = db_get_int(r, 7),
        .evidence_id = db_get_int(r, 9),
        .served = db_get_date(r, 10),
        .until = db_get_date(r, 11),
        .state = NOTICE_USED, /* a damaged word founds nothing */
        .statement = db_get_text(r, 13),
        .stated = db_get_date(r, 14),
        .decision = db_get_text(r, 15),
        .decided = db_get_date(r, 16),
        .version = db_get_int(r, 17),
    };
    for (size_t i = 0; i < GX_COUNT(state_words); i++)
        if (!strcmp(state_words[i], db_get_text(r, 12))) n->state = (enum notice_state)i;
    contents_of(ctx, db_get_text(r, 8), n);
}

enum err listing_notice_get(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                            int64_t notice_id, struct listing_notice **notice_r) {
    const struct db_value *row;
    *notice_r = NULL;
    enum err e = db_row(ctx, s, STMT(ONE), DB_ARGS(db_int(subject_id), db_int(notice_id)), &row);
    if (e || !row) return e;
    *notice_r = ARENA_NEW(ctx->arena, struct listing_notice);
    of_row(ctx, row, *notice_r);
    return OK;
}

enum err listing_notice_whose(struct ctx *ctx, int64_t notice_id, int64_t *subject_r) {
    const struct db_value *row;
    enum err e = db_fetch(ctx, STMT(WHOSE), DB_ARGS(db_int(notice_id)), &row);
    *subject_r = !e && row ? db_get_int(row, 0) : 0;
    return e;
}

static enum err many(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                     const struct db_value *args, struct listing_notice **list_r, size_t *n_r) {
    struct db_call c = {.stmt = stmt, .args = args};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    *list_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct listing_notice);
    *n_r = c.n;
    for (size_t i = 0; i < c.n; i++)
        of_row(ctx, c.rows[i], &(*list_r)[i]);
    return OK;
}

enum err listing_notice_list(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                             struct listing_notice **list_r, size_t *n_r) {
    return many(ctx, s, STMT(OF_SUBJECT), DB_ARGS(db_int(subject_id)), list_r, n_r);
}

enum err listing_notice_list_unit(struct ctx *ctx, struct db_session *s, int64_t unit_id,
                                  int64_t before, size_t most, struct listing_notice **list_r,
                                  size_t *n_r) {
    return many(ctx, s, STMT(OF_UNIT),
                DB_ARGS(db_int(unit_id), db_int(before), db_int((int64_t)most)), list_r, n_r);
}
