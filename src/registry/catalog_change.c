#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "base/utf8.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/catalog_row.h"

enum { ADD, ONE, LIST, FILE_RECORDS, DECIDE, ITEM_IN_FORCE };

#define CHANGE_COLUMNS                                                                             \
    "change_id, jurisdiction, item, kind, body, power_list, reason, disputed, assessment, "        \
    "hearing,"                                                                                     \
    " citation, citation_rank, state, requested_by, requested_unit, requested_at, decided_by,"     \
    " decided_at, decision, catalog_id, version"
#define CHANGE_SIGNATURE "itttTTtiTTTTtiiiIITIi"

const struct db_stmt catalog_change_stmts[] = {
    [ADD] = {.name = "catalog.change_add",
             .sql = "insert into catalog_change (change_id, jurisdiction, item, kind, body,"
                    " power_list, reason, disputed, assessment, hearing, citation, citation_rank,"
                    " state, requested_by, requested_unit, requested_at, version)"
                    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', $13, $14,"
                    " $15, 1)",
             .in = "itttTTtiTTTTiii",
             .out = "",
             .kind = DB_WRITE},
    [ONE] = {.name = "catalog.change_one",
             .sql = "select " CHANGE_COLUMNS " from catalog_change where change_id = $1",
             .in = "i",
             .out = CHANGE_SIGNATURE,
             .kind = DB_READ},
    [LIST] = {.name = "catalog.change_list",
              .sql = "select " CHANGE_COLUMNS " from catalog_change where jurisdiction = $1"
                     " and change_id < $2 order by change_id desc limit $3",
              .in = "tii",
              .out = CHANGE_SIGNATURE,
              .kind = DB_READ},
    [FILE_RECORDS] = {.name = "catalog.change_file",
                      .sql = "update catalog_change set assessment = coalesce($3, assessment),"
                             " hearing = coalesce($4, hearing), version = version + 1"
                             " where change_id = $1 and version = $2 and state = 'open'",
                      .in = "iiTT",
                      .out = "",
                      .kind = DB_WRITE},
    [DECIDE] = {.name = "catalog.change_decide",
                .sql = "update catalog_change set state = $3, decided_by = $4, decided_at = $5,"
                       " decision = $6, version = version + 1"
                       " where change_id = $1 and version = $2 and state = 'open'",
                .in = "iitiit",
                .out = "",
                .kind = DB_WRITE},
    [ITEM_IN_FORCE] = {.name = "catalog.change_item_in_force",
                       .sql = "select i.item from catalog_item i where i.item = $2"
                              " and i.catalog_id = (select e.catalog_id from catalog_edition e"
                              " where e.jurisdiction = $1 and e.state = 'adopted'"
                              " order by e.first_day desc, e.year desc, e.serial desc limit 1)",
                       .in = "tt",
                       .out = "t",
                       .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&catalog_change_stmts[name])

static bool failed(enum db_result r) {
    return r == DB_RETRY || r == DB_FAIL;
}

static const char *const kind_words[] = {"include", "withdraw", "alter"};
static const char *const state_words[] = {"open", "accepted", "refused", "in_force"};

const char *catalog_change_kind_word(enum catalog_change_kind k) {
    BUG_IF((size_t)k >= GX_COUNT(kind_words));
    return kind_words[k];
}
const char *catalog_change_state_word(enum catalog_change_state s) {
    BUG_IF((size_t)s >= GX_COUNT(state_words));
    return state_words[s];
}
bool catalog_change_kind_parse(const char *word, enum catalog_change_kind *k_r) {
    for (size_t i = 0; i < GX_COUNT(kind_words); i++)
        if (!strcmp(kind_words[i], word)) {
            *k_r = (enum catalog_change_kind)i;
            return true;
        }
    return false;
}

/* --- reading --- */

static enum err change_of_row(struct ctx *ctx, const struct db_value *row,
                              struct catalog_change *c) {
    *c = (struct catalog_change){
        .change_id = db_get_int(row, 0),
        .place = db_get_text(row, 1),
        .item_id = db_get_text(row, 2),
        .power_list = db_get_text(row, 5),
        .reason = db_get_text(row, 6),
        .disputed = db_get_int(row, 7) != 0,
        .assessment = db_get_text(row, 8),
        .hearing = db_get_text(row, 9),
        .citation = db_get_text(row, 10),
        .rank = vocab_find(VOCAB_RANK, str_of(db_get_text(row, 11))),
        .requested_by = db_get_int(row, 13),
        .requested_unit = db_get_int(row, 14),
        .requested_at = db_get_int(row, 15),
        .decided_by = db_get_int(row, 16),
        .decided_at = db_get_int(row, 17),
        .decision = db_get_text(row, 18),
        .catalog_id = db_get_int(row, 19),
        .version = db_get_int(row, 20),
    };
    bool known = catalog_change_kind_parse(db_get_text(row, 3), &c->kind);
    size_t state = 0;
    while (state < GX_COUNT(state_words) && strcmp(state_words[state], db_get_text(row, 12)) != 0)
        state++;
    if (!known || state == GX_COUNT(state_words))
        return fail(ctx, ERR_INTERNAL, "目录变更申请已损坏");
    c->state = (enum catalog_change_state)state;
    if (db_is_null(row, 4)) return OK;
    return catalog_item_of_text(ctx, str_of(db_get_text(row, 4)), &c->item);
}

enum err catalog_changes(struct ctx *ctx, struct db_session *s, const char *place, int64_t after,
                         size_t most, struct catalog_change **changes_r, size_t *n_r) {
    struct db_call c = {
        .stmt = STMT(LIST),
        .args = DB_ARGS(db_text(place), db_int(after ? after : INT64_MAX), db_int((int64_t)most))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct catalog_change *changes = ARENA_ARRAY(ctx->arena, c.n, struct catalog_change);
    for (size_t i = 0; i < c.n; i++) {
        enum err e = change_of_row(ctx, c.rows[i], &changes[i]);
        if (e) return e;
    }
    *changes_r = changes;
    *n_r = c.n;
    return OK;
}

static enum err load_open(struct ctx *ctx, struct db_session *s, int64_t change_id, int64_t version,
                          struct catalog_change *c) {
    const struct db_value *row;
    enum db_result r = db_one(s, ctx->arena, STMT(ONE), DB_ARGS(db_int(change_id)), &row);
    if (failed(r)) return db_err(ctx, s, r);
    if (r == DB_NONE) return fail(ctx, ERR_NOT_FOUND, NULL);
    enum err e = change_of_row(ctx, row, c);
    if (!e) e = catalog_may_edit(ctx, c->place);
    if (e) return e;
    if (c->version != version) return fail(ctx, ERR_CONFLICT, NULL);
    return c->state == CHANGE_OPEN ? OK : fail(ctx, ERR_CATALOG_STATE, "该变更申请已经决定");
}

static void say(const struct ctx *ctx, struct door *d, enum ledger_event event,
                const struct catalog_change *c, const char *word) {
    struct leaf leaf = actor_leaf(ctx, event);
    leaf.place = c->place;
    leaf.object = c->change_id;
    leaf.word = word;
    door_leaf(d, &leaf);
}

/* --- requesting --- */

static bool empty(const char *s) {
    return !s || !*s;
}
static struct db_value text_or_null(const char *s) {
    return db_text(empty(s) ? NULL : s);
}

static enum err check_request(struct ctx *ctx, const struct policy *p,
                              const struct catalog_change *c) {
    struct date today = clock_today(ctx->clock);
    const struct policy_value *reason = policy_get(p, PARAM_CATALOG_REASON, NULL, today);
    size_t n = c->reason ? utf8_count(str_trim(str_of(c->reason))) : 0;
    if ((!n && (!reason->known || reason->flag)) || n > 2000) {
        enum err e = fail_clause(ctx, ERR_REASON_MISSING, reason->basis.clause,
                                 "提出纳入、撤出或者改动目录事项应当说明理由（1至2000字）");
        ctx->failure.field = "reason";
        return e;
    }
    if (c->kind == CATALOG_WITHDRAW) {
        if (empty(c->item_id)) return fail_field(ctx, ERR_CATALOG_ITEM_UNKNOWN, "item", NULL, NULL);
    } else if (!c->item || (c->item_id && strcmp(c->item_id, c->item->id) != 0)) {
        return fail_field(ctx, ERR_CATALOG_ITEM_FORMAT, "item", NULL, "请填写事项的全部内容");
    }
    if (empty(c->citation) != (c->rank == W_NONE))
        return fail_field(ctx, ERR_CATALOG_CITATION, "citation", NULL, NULL);
    return OK;
}

/* What is to be included must be new, what is to be altered or withdrawn must be there. */
static enum err check_present(struct ctx *ctx, struct db_session *s, const struct catalog_change *c,
                              const char *item_id) {
    const struct db_value *row;
    enum db_result r = db_one(s, ctx->arena, STMT(ITEM_IN_FORCE),
                              DB_ARGS(db_text(c->place), db_text(item_id)), &row);
    if (failed(r)) return db_err(ctx, s, r);
    if (c->kind == CATALOG_INCLUDE)
        return r == DB_NONE ? OK : fail(ctx, ERR_CATALOG_STATE, "目录中已有这一事项");
    return r == DB_ROW ? OK : fail(ctx, ERR_CATALOG_ITEM_UNKNOWN, NULL);
}

static enum err request_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct catalog_change *c = arg;
    const char *item_id = c->kind == CATALOG_WITHDRAW ? c->item_id : c->item->id;
    struct str body = {0};
    enum err e = check_present(ctx, s, c, item_id);
    if (!e && c->item && c->kind != CATALOG_WITHDRAW) e = catalog_item_text(ctx, c->item, &body);
    if (e) return e;
    c->change_id = id_new(door_now(d));
    enum db_result r = db_exec(
        s, STMT(ADD),
        DB_ARGS(db_int(c->change_id), db_text(c->place), db_text(item_id),
                db_text(catalog_change_kind_word(c->kind)), body.p ? db_str(body) : db_null(),
                text_or_null(c->power_list), db_text(c->reason ? c->reason : ""),
                db_int(c->disputed), text_or_null(c->assessment), text_or_null(c->hearing),
                text_or_null(c->citation),
                text_or_null(c->rank == W_NONE ? NULL : word_text(c->rank)),
                db_int(ctx->actor->user_id), db_int(ctx->actor->unit_id), db_int(door_now(d).us)),
        NULL);
    if (failed(r)) return db_err(ctx, s, r);
    say(ctx, d, EV_CATALOG_CHANGE_REQUESTED, c, catalog_change_kind_word(c->kind));
    return OK;
}

enum err catalog_change_request(struct ctx *ctx, struct catalog_change *c) {
    const struct policy *p;
    enum err e = actor_may(ctx, PERM_CATALOG_PROPOSE);
    if (!e && strcmp(ctx->actor->jurisdiction, c->place) != 0)
        e = fail(ctx, ERR_FORBIDDEN, "只能就本地区的目录提出变更");
    if (!e) e = catalog_policy(ctx, c->place, clock_today(ctx->clock), &p);
    if (!e) e = check_request(ctx, p, c);
    return e ? e : door_run(ctx, "catalog.request", DB_PEOPLE, request_in_door, c);
}

/* --- assessment, hearing, decision --- */

struct decision {
    int64_t change_id, version;
    const char *assessment, *hearing;
    bool accept;
    const char *text;
};

static enum err file_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct decision *in = arg;
    struct catalog_change c;
    int64_t changed = 0;
    enum err e = load_open(ctx, s, in->change_id, in->version, &c);
    if (e) return e;
    enum db_result r = db_exec(s, STMT(FILE_RECORDS),
                               DB_ARGS(db_int(c.change_id), db_int(c.version),
                                       text_or_null(in->assessment), text_or_null(in->hearing)),
                               &changed);
    if (failed(r)) return db_err(ctx, s, r);
    if (changed != 1) return fail(ctx, ERR_CONFLICT, NULL);
    say(ctx, d, EV_CATALOG_CHANGE_REQUESTED, &c, empty(in->assessment) ? "hearing" : "assessment");
    return OK;
}

enum err catalog_change_file(struct ctx *ctx, int64_t change_id, int64_t version,
                             const char *assessment, const char *hearing) {
    struct decision in = {
        .change_id = change_id, .version = version, .assessment = assessment, .hearing = hearing};
    if (empty(assessment) && empty(hearing))
        return fail_field(ctx, ERR_REASON_MISSING, "assessment", NULL,
                          "请填写评估或者听取意见的记录");
    return door_run(ctx, "catalog.change_file", DB_PEOPLE, file_in_door, &in);
}

static enum err check_dispute(struct ctx *ctx, const struct policy *p,
                              const struct catalog_change *c) {
    struct date today = clock_today(ctx->clock);
    if (!c->disputed) return OK;
    const struct policy_value *v = policy_get(p, PARAM_CATALOG_ASSESSMENT, NULL, today);
    if (v->known && v->flag && empty(c->assessment))
        return fail_clause(ctx, ERR_CATALOG_ASSESSMENT, v->basis.clause, NULL);
    v = policy_get(p, PARAM_CATALOG_HEARING, NULL, today);
    if (v->known && v->flag && empty(c->hearing))
        return fail_clause(ctx, ERR_CATALOG_HEARING, v->basis.clause, NULL);
    return OK;
}

static enum err decide_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct decision *in = arg;
    struct catalog_change c;
    const struct policy *p;
    struct date today = clock_today(ctx->clock);
    int64_t changed = 0;
    enum err e = load_open(ctx, s, in->change_id, in->version, &c);
    if (!e && c.requested_by == ctx->actor->user_id) e = fail(ctx, ERR_SECOND_PERSON, NULL);
    if (!e) e = catalog_policy(ctx, c.place, today, &p);
    if (!e) e = check_dispute(ctx, p, &c);
    if (!e && in->accept && c.item) e = catalog_check_item(ctx, p, c.item, c.power_list, today);
    if (e) return e;
    const char *state = catalog_change_state_word(in->accept ? CHANGE_ACCEPTED : CHANGE_REFUSED);
    enum db_result r =
        db_exec(s, STMT(DECIDE),
                DB_ARGS(db_int(c.change_id), db_int(c.version), db_text(state),
                        db_int(ctx->actor->user_id), db_int(door_now(d).us), db_text(in->text)),
                &changed);
    if (failed(r)) return db_err(ctx, s, r);
    if (changed != 1) return fail(ctx, ERR_CONFLICT, NULL);
    say(ctx, d, EV_CATALOG_CHANGE_DECIDED, &c, state);
    return OK;
}

enum err catalog_change_decide(struct ctx *ctx, int64_t change_id, int64_t version, bool accept,
                               const char *decision) {
    struct decision in = {
        .change_id = change_id, .version = version, .accept = accept, .text = decision};
    size_t n = decision ? utf8_count(str_trim(str_of(decision))) : 0;
    if (!n || n > 2000)
        return fail_field(ctx, ERR_REASON_MISSING, "decision", NULL, "请写明决定的理由");
    return door_run(ctx, "catalog.change_decide", DB_PEOPLE, decide_in_door, &in);
}
