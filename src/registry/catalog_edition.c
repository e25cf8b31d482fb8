#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "base/utf8.h"
#include "law/law.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/catalog_row.h"

enum {
    LIST,
    LIST_PLACE,
    ONE,
    OPEN_ONE,
    NEWEST,
    LAST_SERIAL,
    ADD,
    ADD_ITEM,
    COPY_ITEMS,
    DROP_ITEM,
    DROP_ITEMS,
    ITEM_VERSION,
    SET_STATE,
    SEEK,
    PROPOSE,
    ADOPT,
    PUBLISH,
    CHANGES,
    TAKE_CHANGE,
    FREE_CHANGES,
    CHANGES_IN_FORCE,
    UNCITED_CHANGES,
    ADD_COMMENT,
    ANSWER_COMMENT,
    COMMENTS
};

#define EDITION_COLUMNS                                                                            \
    "catalog_id, jurisdiction, year, serial, first_day, state, comment_from, comment_to,"          \
    " comment_where, published_day, policy_label, proposed_by, second_by, version"
#define EDITION_SIGNATURE "itiittTTTTtIIi"
#define SEEN              " where catalog_id = $1 and version = $2"

const struct db_stmt catalog_edition_stmts[] = {
    [LIST] = {.name = "catalog.editions",
              .sql = "select " EDITION_COLUMNS " from catalog_edition order by catalog_id desc",
              .in = "",
              .out = EDITION_SIGNATURE,
              .kind = DB_READ},
    [LIST_PLACE] = {.name = "catalog.editions_of_place",
                    .sql = "select " EDITION_COLUMNS " from catalog_edition"
                           " where jurisdiction = $1 order by catalog_id desc",
                    .in = "t",
                    .out = EDITION_SIGNATURE,
                    .kind = DB_READ},
    [ONE] = {.name = "catalog.edition_one",
             .sql = "select " EDITION_COLUMNS " from catalog_edition where catalog_id = $1",
             .in = "i",
             .out = EDITION_SIGNATURE,
             .kind = DB_READ},
    [OPEN_ONE] = {.name = "catalog.edition_open",
                  .sql = "select catalog_id from catalog_edition where jurisdiction = $1"
                         " and state in ('draft', 'comment', 'proposed')",
                  .in = "t",
                  .out = "i",
                  .kind = DB_READ},
    [NEWEST] = {.name = "catalog.edition_newest",
                .sql = "select " EDITION_COLUMNS " from catalog_edition where jurisdiction = $1"
                       " and state = 'adopted' order by first_day desc, year desc, serial desc"
                       " limit 1",
                .in = "t",
                .out = EDITION_SIGNATURE,
                .kind = DB_READ},
    [LAST_SERIAL] = {.name = "catalog.last_serial",
                     .sql = "select coalesce(max(serial), 0) from catalog_edition"
                            " where jurisdiction = $1 and year = $2",
                     .in = "ti",
                     .out = "i",
                     .kind = DB_READ},
    [ADD] = {.name = "catalog.edition_add",
             .sql = "insert into catalog_edition (catalog_id, jurisdiction, year, serial,"
                    " first_day, state, policy_label, version)"
                    " values ($1, $2, $3, $4, $5, 'draft', $6, 1)",
             .in = "itiitt",
             .out = "",
             .kind = DB_WRITE},
    [ADD_ITEM] = {.name = "catalog.item_put",
                  .sql = "insert into catalog_item (catalog_id, item, item_version, body, digest,"
                         " power_list) values ($1, $2, $3, $4, $5, $6)"
                         " on conflict (catalog_id, item) do update set"
                         " item_version = excluded.item_version, body = excluded.body,"
                         " digest = excluded.digest, power_list = excluded.power_list",
                  .in = "ititbT",
                  .out = "",
                  .kind = DB_WRITE},
    [COPY_ITEMS] = {.name = "catalog.items_copy",
                    .sql = "insert into catalog_item (catalog_id, item, item_version, body, digest,"
                           " power_list) select $1, i.item, i.item_version, i.body, i.digest,"
                           " i.power_list from catalog_item i where i.catalog_id = $2",
                    .in = "ii",
                    .out = "",
                    .kind = DB_WRITE},
    [DROP_ITEM] = {.name = "catalog.item_drop",
                   .sql = "delete from catalog_item where catalog_id = $1 and item = $2",
                   .in = "it",
                   .out = "",
                   .kind = DB_WRITE},
    [DROP_ITEMS] = {.name = "catalog.items_drop",
                    .sql = "delete from catalog_item where catalog_id = $1",
                    .in = "i",
                    .out = "",
                    .kind = DB_WRITE},
    [ITEM_VERSION] = {.name = "catalog.item_version",
                      .sql = "select coalesce(max(item_version), 0) from catalog_item c"
                             " join catalog_edition e on e.catalog_id = c.catalog_id"
                             " where e.jurisdiction = $1 and c.item = $2",
                      .in = "tt",
                      .out = "i",
                      .kind = DB_READ},
    [SET_STATE] = {.name = "catalog.edition_state",
                   .sql = "update catalog_edition set state = $3, version = version + 1" SEEN,
                   .in = "iit",
                   .out = "",
                   .kind = DB_WRITE},
    [SEEK] = {.name = "catalog.edition_seek",
              .sql = "update catalog_edition set state = 'comment', comment_from = $3,"
                     " comment_to = $4, comment_where = $5, version = version + 1" SEEN,
              .in = "iittT",
              .out = "",
              .kind = DB_WRITE},
    [PROPOSE] = {.name = "catalog.edition_propose",
                 .sql = "update catalog_edition set state = 'proposed', proposed_by = $3,"
                        " version = version + 1" SEEN,
                 .in = "iii",
                 .out = "",
                 .kind = DB_WRITE},
    [ADOPT] = {.name = "catalog.edition_adopt",
               .sql = "update catalog_edition set state = 'adopted', second_by = $3,"
                      " adopted_at = $4, version = version + 1" SEEN,
               .in = "iiii",
               .out = "",
               .kind = DB_WRITE},
    [PUBLISH] = {.name = "catalog.edition_publish",
                 .sql = "update catalog_edition set published_day = $3,"
                        " version = version + 1" SEEN,
                 .in = "iit",
                 .out = "",
                 .kind = DB_WRITE},
    [CHANGES] = {.name = "catalog.accepted_changes",
                 .sql = "select change_id, item, kind, body, power_list, citation"
                        " from catalog_change where jurisdiction = $1 and state = 'accepted'"
                        " and catalog_id is null order by change_id",
                 .in = "t",
                 .out = "ittTTT",
                 .kind = DB_READ},
    [TAKE_CHANGE] = {.name = "catalog.change_take",
                     .sql = "update catalog_change set catalog_id = $2, version = version + 1"
                            " where change_id = $1 and catalog_id is null",
                     .in = "ii",
                     .out = "",
                     .kind = DB_WRITE},
    [FREE_CHANGES] = {.name = "catalog.changes_free",
                      .sql = "update catalog_change set catalog_id = null, version = version + 1"
                             " where catalog_id = $1",
                      .in = "i",
                      .out = "",
                      .kind = DB_WRITE},
    [CHANGES_IN_FORCE] = {.name = "catalog.changes_in_force",
                          .sql = "update catalog_change set state = 'in_force',"
                                 " version = version + 1 where catalog_id = $1",
                          .in = "i",
                          .out = "",
                          .kind = DB_WRITE},
    [UNCITED_CHANGES] = {.name = "catalog.changes_uncited",
                         .sql = "select count(*) from catalog_change where catalog_id = $1"
                                " and citation is null",
                         .in = "i",
                         .out = "i",
                         .kind = DB_READ},
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
#define STMT(name) (&catalog_edition_stmts[name])

static bool failed(enum db_result r) { return r == DB_RETRY || r == DB_FAIL; }

static const char *const state_words[] = {"draft", "comment", "proposed", "adopted", "discarded"};

const char *catalog_state_word(enum catalog_state s) {
    BUG_IF((size_t)s >= GX_COUNT(state_words));
    return state_words[s];
}

/* --- reading --- */

static enum err edition_of_row(struct ctx *ctx, const struct db_value *row,
                               struct catalog_edition *e) {
    *e = (struct catalog_edition){
        .catalog_id = db_get_int(row, 0),
        .place = db_get_text(row, 1),
        .year = (int)db_get_int(row, 2),
        .serial = (int)db_get_int(row, 3),
        .first_day = db_get_date(row, 4),
        .comment_from = db_get_date(row, 6),
        .comment_to = db_get_date(row, 7),
        .comment_where = db_get_text(row, 8),
        .published = db_get_date(row, 9),
        .policy_label = db_get_text(row, 10),
        .proposed_by = db_get_int(row, 11),
        .second_by = db_get_int(row, 12),
        .version = db_get_int(row, 13),
    };
    for (size_t i = 0; i < GX_COUNT(state_words); i++)
        if (!strcmp(state_words[i], db_get_text(row, 5))) {
            e->state = (enum catalog_state)i;
            return OK;
        }
    return fail(ctx, ERR_INTERNAL, "目录版本的状态已损坏");
}

enum err catalog_editions(struct ctx *ctx, struct db_session *s, const char *place,
                          struct catalog_edition **editions_r, size_t *n_r) {
    struct db_call c = {.stmt = place ? STMT(LIST_PLACE) : STMT(LIST)};
    struct db_value arg = db_text(place);
    c.args = place ? &arg : DB_NO_ARGS;
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct catalog_edition *editions = ARENA_ARRAY(ctx->arena, c.n, struct catalog_edition);
    for (size_t i = 0; i < c.n; i++) {
        enum err e = edition_of_row(ctx, c.rows[i], &editions[i]);
        if (e) return e;
    }
    *editions_r = editions;
    *n_r = c.n;
    return OK;
}

enum err catalog_edition_get(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                             struct catalog_edition *edition_r) {
    const struct db_value *row;
    enum db_result r = db_one(s, ctx->arena, STMT(ONE), DB_ARGS(db_int(catalog_id)), &row);
    if (failed(r)) return db_err(ctx, s, r);
    if (r == DB_NONE) return fail(ctx, ERR_NOT_FOUND, NULL);
    return edition_of_row(ctx, row, edition_r);
}

/* The edition as it was seen, in one of the states of the mask, for somebody who may edit it. */
static enum err load_seen(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                          int64_t version, unsigned states, struct catalog_edition *e) {
    enum err err = catalog_edition_get(ctx, s, catalog_id, e);
    if (!err) err = catalog_may_edit(ctx, e->place);
    if (err) return err;
    if (version != e->version) return fail(ctx, ERR_CONFLICT, NULL);
    return states & 1u << e->state ? OK : fail(ctx, ERR_CATALOG_STATE, NULL);
}
#define OPEN_STATES (1u << CATALOG_DRAFT | 1u << CATALOG_COMMENT)

static enum err update_seen(struct ctx *ctx, struct db_session *s, int stmt,
                            const struct db_value *args) {
    int64_t changed = 0;
    enum db_result r = db_exec(s, STMT(stmt), args, &changed);
    if (failed(r)) return db_err(ctx, s, r);
    return changed == 1 ? OK : fail(ctx, ERR_CONFLICT, NULL);
}

static void say(const struct ctx *ctx, struct door *d, enum ledger_event event,
                const struct catalog_edition *e, const char *word, struct date day) {
    struct leaf leaf = actor_leaf(ctx, event);
    leaf.place = e->place;
    leaf.policy = e->policy_label;
    leaf.object = e->catalog_id;
    leaf.version = e->version;
    leaf.word = word;
    leaf.day = day;
    door_leaf(d, &leaf);
}

/* --- making a draft --- */

struct draft {
    const char *place;
    int year;
    struct date first_day;
    int64_t catalog_id; /* out */
};

static enum err put_item(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                         const char *place, const struct policy_item *item,
                         const char *power_list) {
    const struct db_value *row;
    struct str text;
    enum err e = catalog_item_text(ctx, item, &text);
    if (e) return e;
    enum db_result r =
        db_one(s, ctx->arena, STMT(ITEM_VERSION), DB_ARGS(db_text(place), db_text(item->id)), &row);
    if (failed(r)) return db_err(ctx, s, r);
    int64_t version = r == DB_ROW ? db_get_int(row, 0) + 1 : 1;
    enum suite suite = ctx->app->suite;
    struct stored_digest digest = crypto_stored(suite, crypto_digest(suite, text.p, text.n));
    r = db_exec(s, STMT(ADD_ITEM),
                DB_ARGS(db_int(catalog_id), db_text(item->id), db_int(version), db_str(text),
                        db_blob(digest.b, sizeof digest.b),
                        db_text(power_list && *power_list ? power_list : NULL)),
                NULL);
    return failed(r) ? db_err(ctx, s, r) : OK;
}

/* Applies the accepted changes that may enter; *n_r of them. Within a year only those may that the
 * pack lets in at once or that higher law orders. */
static enum err apply_changes(struct ctx *ctx, struct db_session *s, const struct draft *draft,
                              bool only_cited, size_t *n_r) {
    struct db_call c = {.stmt = STMT(CHANGES), .args = DB_ARGS(db_text(draft->place))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    *n_r = 0;
    for (size_t i = 0; i < c.n; i++) {
        const struct db_value *row = c.rows[i];
        if (only_cited && db_is_null(row, 5)) continue;
        r = db_exec(s, STMT(TAKE_CHANGE),
                    DB_ARGS(db_int(db_get_int(row, 0)), db_int(draft->catalog_id)), NULL);
        if (failed(r)) return db_err(ctx, s, r);
        ++*n_r;
        if (!strcmp(db_get_text(row, 2), catalog_change_kind_word(CATALOG_WITHDRAW))) {
            r = db_exec(s, STMT(DROP_ITEM),
                        DB_ARGS(db_int(draft->catalog_id), db_text(db_get_text(row, 1))), NULL);
            if (failed(r)) return db_err(ctx, s, r);
            continue;
        }
        const struct policy_item *item;
        enum err e = catalog_item_of_text(ctx, str_of(db_get_text(row, 3)), &item);
        if (!e)
            e = put_item(ctx, s, draft->catalog_id, draft->place, item, db_get_text(row, 4));
        if (e) return e;
    }
    return OK;
}

static enum err fill_next(struct ctx *ctx, struct db_session *s, const struct policy *p,
                          const struct draft *draft, const struct catalog_edition *last) {
    const struct policy_value *when =
        policy_get(p, PARAM_CATALOG_CHANGE_EFFECTIVE, NULL, draft->first_day);
    bool same_year = draft->year == last->year;
    bool wait = same_year && when->known && when->word == W_CHANGE_NEXT;
    size_t n = 0;
    if (draft->year < last->year || date_cmp(draft->first_day, last->first_day) < 0)
        return fail(ctx, ERR_CATALOG_YEAR, "新目录不能早于已生效的目录");
    enum db_result r = db_exec(s, STMT(COPY_ITEMS),
                               DB_ARGS(db_int(draft->catalog_id), db_int(last->catalog_id)), NULL);
    if (failed(r)) return db_err(ctx, s, r);
    enum err e = apply_changes(ctx, s, draft, wait, &n);
    if (e) return e;
    if (wait && !n) return fail_clause(ctx, ERR_CATALOG_YEAR, when->basis.clause, NULL);
    if (same_year && !n) return fail(ctx, ERR_CATALOG_YEAR, "没有可以纳入新版本的变更");
    return OK;
}

static enum err draft_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct draft *draft = arg;
    const struct policy *p;
    const struct db_value *row;
    struct catalog_edition last, made;
    enum err e = catalog_policy(ctx, draft->place, draft->first_day, &p);
    if (e) return e;
    enum db_result r =
        db_one(s, ctx->arena, STMT(OPEN_ONE), DB_ARGS(db_text(draft->place)), &row);
    if (failed(r)) return db_err(ctx, s, r);
    if (r == DB_ROW) return fail(ctx, ERR_CATALOG_STATE, "已有尚未生效的目录草案");
    r = db_one(s, ctx->arena, STMT(LAST_SERIAL), DB_ARGS(db_text(draft->place), db_int(draft->year)),
               &row);
    if (failed(r)) return db_err(ctx, s, r);
    int64_t serial = db_get_int(row, 0) + 1;
    draft->catalog_id = id_new(door_now(d));
    r = db_exec(s, STMT(ADD),
                DB_ARGS(db_int(draft->catalog_id), db_text(draft->place), db_int(draft->year),
                        db_int(serial), db_date(ctx->arena, draft->first_day), db_text(p->edition)),
                NULL);
    if (failed(r)) return db_err(ctx, s, r);

    r = db_one(s, ctx->arena, STMT(NEWEST), DB_ARGS(db_text(draft->place)), &row);
    if (failed(r)) return db_err(ctx, s, r);
    if (r == DB_ROW) {
        e = edition_of_row(ctx, row, &last);
        if (!e) e = fill_next(ctx, s, p, draft, &last);
    } else {
        for (size_t i = 0; !e && i < p->nitems; i++)
            e = put_item(ctx, s, draft->catalog_id, draft->place, &p->items[i], NULL);
    }
    if (!e) e = catalog_edition_get(ctx, s, draft->catalog_id, &made);
    if (e) return e;
    say(ctx, d, EV_CATALOG_DRAFTED, &made, "draft", made.first_day);
    return OK;
}

enum err catalog_draft(struct ctx *ctx, const char *place, int year, struct date first_day,
                       int64_t *catalog_r) {
    struct draft draft = {.place = place, .year = year, .first_day = first_day};
    enum err e = catalog_may_edit(ctx, place);
    if (e) return e;
    if (date_is_none(first_day) || date_split(first_day).year != year)
        return fail_field(ctx, ERR_DATE, "first_day", NULL, "目录的起始日应在该年度之内");
    e = door_run(ctx, "catalog.draft", DB_PEOPLE, draft_in_door, &draft);
    if (!e) *catalog_r = draft.catalog_id;
    return e;
}

/* --- steps of an edition: each runs alone in the door --- */

struct step {
    int64_t catalog_id, version;
    const struct policy_item *item;
    const char *text; /* power list, place of comments */
    struct date from, to;
    bool adopted; /* out */
};

static enum err discard_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct step *step = arg;
    struct catalog_edition ed;
    enum err e = load_seen(ctx, s, step->catalog_id, step->version,
                           OPEN_STATES | 1u << CATALOG_PROPOSED, &ed);
    if (!e)
        e = update_seen(ctx, s, SET_STATE,
                        DB_ARGS(db_int(ed.catalog_id), db_int(ed.version),
                                db_text(catalog_state_word(CATALOG_DISCARDED))));
    if (e) return e;
    enum db_result r = db_exec(s, STMT(FREE_CHANGES), DB_ARGS(db_int(ed.catalog_id)), NULL);
    if (!failed(r)) r = db_exec(s, STMT(DROP_ITEMS), DB_ARGS(db_int(ed.catalog_id)), NULL);
    if (failed(r)) return db_err(ctx, s, r);
    say(ctx, d, EV_CATALOG_DRAFTED, &ed, "discarded", DATE_NONE);
    return OK;
}

enum err catalog_discard(struct ctx *ctx, int64_t catalog_id, int64_t version) {
    struct step step = {.catalog_id = catalog_id, .version = version};
    return door_run(ctx, "catalog.discard", DB_PEOPLE, discard_in_door, &step);
}

static enum err put_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct step *step = arg;
    struct catalog_edition ed;
    const struct db_value *row;
    enum err e = load_seen(ctx, s, step->catalog_id, step->version, OPEN_STATES, &ed);
    if (e) return e;
    enum db_result r = db_one(s, ctx->arena, STMT(NEWEST), DB_ARGS(db_text(ed.place)), &row);
    if (failed(r)) return db_err(ctx, s, r);
    if (r == DB_ROW) return fail(ctx, ERR_CATALOG_CHANGE_NEEDED, NULL);
    e = put_item(ctx, s, ed.catalog_id, ed.place, step->item, step->text);
    if (!e)
        e = update_seen(ctx, s, SET_STATE,
                        DB_ARGS(db_int(ed.catalog_id), db_int(ed.version),
                                db_text(catalog_state_word(ed.state))));
    if (e) return e;
    say(ctx, d, EV_CATALOG_DRAFTED, &ed, "item", DATE_NONE);
    return OK;
}

enum err catalog_put_item(struct ctx *ctx, int64_t catalog_id, int64_t version,
                          const struct policy_item *item, const char *power_list) {
    struct step step = {
        .catalog_id = catalog_id, .version = version, .item = item, .text = power_list};
    return door_run(ctx, "catalog.put_item", DB_PEOPLE, put_in_door, &step);
}

static enum err seek_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct step *step = arg;
    struct catalog_edition ed;
    bool elsewhere = step->text && *step->text;
    enum err e = load_seen(ctx, s, step->catalog_id, step->version, OPEN_STATES, &ed);
    if (e) return e;
    if (date_is_none(step->from) || date_is_none(step->to) || date_cmp(step->to, step->from) < 0)
        return fail_field(ctx, ERR_DATE, "comment_to", NULL, "征求意见的起止日期不正确");
    if (!elsewhere && date_cmp(step->from, clock_today(ctx->clock)) < 0)
        return fail_field(ctx, ERR_DATE, "comment_from", NULL,
                          "在本平台征求意见不能早于今天；在别处征求的，请写明何处");
    e = update_seen(ctx, s, SEEK,
                    DB_ARGS(db_int(ed.catalog_id), db_int(ed.version),
                            db_date(ctx->arena, step->from), db_date(ctx->arena, step->to),
                            db_text(elsewhere ? step->text : NULL)));
    if (e) return e;
    say(ctx, d, EV_CATALOG_COMMENT_OPENED, &ed, elsewhere ? "elsewhere" : "platform", step->to);
    return OK;
}

enum err catalog_seek_comments(struct ctx *ctx, int64_t catalog_id, int64_t version,
                               struct date from, struct date to, const char *where) {
    struct step step = {
        .catalog_id = catalog_id, .version = version, .text = where, .from = from, .to = to};
    return door_run(ctx, "catalog.seek_comments", DB_PEOPLE, seek_in_door, &step);
}

/* --- adoption --- */

static enum err check_comments(struct ctx *ctx, struct db_session *s, const struct policy *p,
                               const struct catalog_edition *ed) {
    struct date today = clock_today(ctx->clock);
    const struct policy_value *asked = policy_get(p, PARAM_CATALOG_PUBLIC_COMMENT, NULL, today);
    const struct db_value *row;
    if (!asked->known || !asked->flag) return OK;
    if (!date_is_none(ed->comment_to) && date_cmp(ed->comment_to, today) < 0) return OK;
    if (ed->serial > 1) {
        enum db_result r =
            db_one(s, ctx->arena, STMT(UNCITED_CHANGES), DB_ARGS(db_int(ed->catalog_id)), &row);
        if (failed(r)) return db_err(ctx, s, r);
        if (r == DB_ROW && !db_get_int(row, 0)) return OK; /* ordered by higher law (AM-25) */
    }
    return fail_clause(ctx, ERR_CATALOG_COMMENT, asked->basis.clause, NULL);
}

static enum err check_items(struct ctx *ctx, struct db_session *s, const struct policy *p,
                            const struct catalog_edition *ed, struct stored_digest *digest_r) {
    struct catalog_item *items;
    size_t n;
    enum err e = catalog_edition_items(ctx, s, ed->catalog_id, &items, &n);
    if (e) return e;
    if (!n) return fail(ctx, ERR_CATALOG_ITEM, "目录中没有事项");
    struct hasher *h = hasher_new(ctx->app->suite);
    for (size_t i = 0; !e && i < n; i++) {
        struct str text;
        e = catalog_check_item(ctx, p, items[i].item, items[i].power_list, ed->first_day);
        if (!e) e = catalog_item_text(ctx, items[i].item, &text);
        if (e) break;
        hasher_add(h, text.p, text.n);
        hasher_add(h, "\n", 1);
        hasher_add(h, items[i].power_list, strlen(items[i].power_list) + 1);
    }
    struct digest digest = hasher_end(&h);
    if (!e) *digest_r = crypto_stored(ctx->app->suite, digest);
    return e;
}

/* The entry holds a digest of the items, in ascending order: the edition cannot be changed under
 * the records that name it. */
static void say_adopted(const struct ctx *ctx, struct door *d, const struct catalog_edition *ed,
                        const struct stored_digest *digest) {
    struct leaf leaf = actor_leaf(ctx, EV_CATALOG_ADOPTED);
    leaf.place = ed->place;
    leaf.policy = ed->policy_label;
    leaf.object = ed->catalog_id;
    leaf.second = ed->proposed_by;
    leaf.version = ed->version + 1;
    leaf.day = ed->first_day;
    leaf.commitments = digest;
    leaf.n_commitments = 1;
    door_leaf(d, &leaf);
}

static enum err adopt_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct step *step = arg;
    struct catalog_edition ed;
    const struct policy *p;
    struct stored_digest digest;
    int64_t me = ctx->actor->user_id;
    step->adopted = false;
    enum err e = load_seen(ctx, s, step->catalog_id, step->version,
                           OPEN_STATES | 1u << CATALOG_PROPOSED, &ed);
    if (!e) e = catalog_policy(ctx, ed.place, ed.first_day, &p);
    if (!e) e = check_comments(ctx, s, p, &ed);
    if (!e) e = check_items(ctx, s, p, &ed, &digest);
    if (e) return e;
    if (ed.state != CATALOG_PROPOSED) {
        e = update_seen(ctx, s, PROPOSE,
                        DB_ARGS(db_int(ed.catalog_id), db_int(ed.version), db_int(me)));
        if (!e) say(ctx, d, EV_CATALOG_DRAFTED, &ed, "proposed", ed.first_day);
        return e;
    }
    if (ed.proposed_by == me) return fail(ctx, ERR_SECOND_PERSON, NULL);
    e = update_seen(ctx, s, ADOPT,
                    DB_ARGS(db_int(ed.catalog_id), db_int(ed.version), db_int(me),
                            db_int(door_now(d).us)));
    if (e) return e;
    enum db_result r = db_exec(s, STMT(CHANGES_IN_FORCE), DB_ARGS(db_int(ed.catalog_id)), NULL);
    if (failed(r)) return db_err(ctx, s, r);
    say_adopted(ctx, d, &ed, &digest);
    step->adopted = true;
    return OK;
}

enum err catalog_adopt(struct ctx *ctx, int64_t catalog_id, int64_t version, bool *adopted_r) {
    struct step step = {.catalog_id = catalog_id, .version = version};
    enum err e = door_run(ctx, "catalog.adopt", DB_PEOPLE, adopt_in_door, &step);
    *adopted_r = !e && step.adopted;
    return e;
}

static enum err publish_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct step *step = arg;
    struct catalog_edition ed;
    enum err e = load_seen(ctx, s, step->catalog_id, step->version, 1u << CATALOG_ADOPTED, &ed);
    if (e) return e;
    if (!date_is_none(ed.published)) return fail(ctx, ERR_CATALOG_STATE, "该目录已经公布");
    if (date_is_none(step->from) || date_cmp(step->from, ed.first_day) < 0)
        return fail_field(ctx, ERR_DATE, "day", NULL, "目录应在生效后公布");
    e = update_seen(ctx, s, PUBLISH,
                    DB_ARGS(db_int(ed.catalog_id), db_int(ed.version),
                            db_date(ctx->arena, step->from)));
    if (!e) say(ctx, d, EV_CATALOG_PUBLISHED, &ed, NULL, step->from);
    return e;
}

enum err catalog_publish(struct ctx *ctx, int64_t catalog_id, int64_t version, struct date day) {
    struct step step = {.catalog_id = catalog_id, .version = version, .from = day};
    return door_run(ctx, "catalog.publish", DB_PEOPLE, publish_in_door, &step);
}

/* --- comments --- */

struct comment {
    int64_t catalog_id, comment_id;
    const char *author, *body;
};

static enum err check_text(struct ctx *ctx, const char *field, const char *text, size_t most) {
    size_t n = text ? utf8_count(str_trim(str_of(text))) : 0;
    if (n && n <= most) return OK;
    return fail_field(ctx, ERR_REASON_MISSING, field, NULL, "请填写1至%zu个字", most);
}

static enum err comment_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct comment *c = arg;
    struct catalog_edition ed;
    struct date today = clock_today(ctx->clock);
    enum err e = catalog_edition_get(ctx, s, c->catalog_id, &ed);
    if (e) return e;
    if (ed.state != CATALOG_COMMENT || *ed.comment_where || date_cmp(today, ed.comment_from) < 0 ||
        date_cmp(ed.comment_to, today) < 0)
        return fail(ctx, ERR_CATALOG_COMMENT_CLOSED, NULL);
    c->comment_id = id_new(door_now(d));
    enum db_result r = db_exec(s, STMT(ADD_COMMENT),
                               DB_ARGS(db_int(c->comment_id), db_int(c->catalog_id),
                                       db_text(c->author), db_text(c->body),
                                       db_int(door_now(d).us)),
                               NULL);
    if (failed(r)) return db_err(ctx, s, r);
    say(ctx, d, EV_CATALOG_COMMENTED, &ed, "comment", DATE_NONE);
    return OK;
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
    enum db_result r = db_exec(s, STMT(ANSWER_COMMENT),
                               DB_ARGS(db_int(c->comment_id), db_text(c->body)), &changed);
    if (failed(r)) return db_err(ctx, s, r);
    if (changed != 1) return fail(ctx, ERR_NOT_FOUND, NULL);
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
