#include <string.h>

#include "base/id.h"
#include "db/db_fetch.h"
#include "ledger/door.h"
#include "registry/app.h"
#include "registry/catalog_row.h"

enum {
    OPEN_ONE,
    NEWEST,
    LAST_SERIAL,
    ADD,
    ADD_ITEM,
    COPY_ITEMS,
    DROP_ITEM,
    ITEM_VERSION,
    CHANGES,
    TAKE_CHANGE
};

const struct db_stmt catalog_draft_stmts[] = {
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
    [ITEM_VERSION] = {.name = "catalog.item_version",
                      .sql = "select coalesce(max(item_version), 0) from catalog_item c"
                             " join catalog_edition e on e.catalog_id = c.catalog_id"
                             " where e.jurisdiction = $1 and c.item = $2",
                      .in = "tt",
                      .out = "i",
                      .kind = DB_READ},
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
    {.name = NULL},
};
#define STMT(name) (&catalog_draft_stmts[name])

enum err catalog_newest(struct ctx *ctx, struct db_session *s, const char *place,
                        struct catalog_edition *edition_r, bool *there_r) {
    const struct db_value *row;
    enum err e = db_row(ctx, s, STMT(NEWEST), DB_ARGS(db_text(place)), &row);
    *there_r = !e && row;
    return *there_r ? catalog_edition_of_row(ctx, row, edition_r) : e;
}

enum err catalog_write_item(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                            const char *place, const struct policy_item *item,
                            const char *power_list) {
    const struct db_value *row;
    struct str text;
    enum err e = catalog_item_text(ctx, item, &text);
    if (!e)
        e = db_row(ctx, s, STMT(ITEM_VERSION), DB_ARGS(db_text(place), db_text(item->id)), &row);
    if (e) return e;
    enum suite suite = ctx->app->suite;
    struct stored_digest digest = crypto_stored(suite, crypto_digest(suite, text.p, text.n));
    return db_write(ctx, s, STMT(ADD_ITEM),
                    DB_ARGS(db_int(catalog_id), db_text(item->id), db_int(db_get_int(row, 0) + 1),
                            db_str(text), db_blob(digest.b, sizeof digest.b),
                            db_text(power_list && *power_list ? power_list : NULL)),
                    NULL);
}

struct draft {
    const char *place;
    int year;
    struct date first_day;
    int64_t catalog_id; /* out */
};

static enum err apply_change(struct ctx *ctx, struct db_session *s, const struct draft *draft,
                             const struct db_value *change) {
    const char *item_id = db_get_text(change, 1);
    enum err e = db_write(ctx, s, STMT(TAKE_CHANGE),
                          DB_ARGS(db_int(db_get_int(change, 0)), db_int(draft->catalog_id)), NULL);
    if (e) return e;
    if (!strcmp(db_get_text(change, 2), catalog_change_kind_word(CATALOG_WITHDRAW)))
        return db_write(ctx, s, STMT(DROP_ITEM),
                        DB_ARGS(db_int(draft->catalog_id), db_text(item_id)), NULL);
    const struct policy_item *item;
    e = catalog_item_of_text(ctx, str_of(db_get_text(change, 3)), &item);
    if (e) return e;
    return catalog_write_item(ctx, s, draft->catalog_id, draft->place, item,
                              db_get_text(change, 4));
}

/* Applies the accepted changes that may enter; *n_r of them. Within a year only those may that the
 * pack lets in at once or that higher law orders. */
static enum err apply_changes(struct ctx *ctx, struct db_session *s, const struct draft *draft,
                              bool only_cited, size_t *n_r) {
    struct db_call c = {.stmt = STMT(CHANGES), .args = DB_ARGS(db_text(draft->place))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    *n_r = 0;
    if (r != DB_ROW) return db_err(ctx, s, r);
    for (size_t i = 0; i < c.n; i++) {
        if (only_cited && db_is_null(c.rows[i], 5)) continue;
        enum err e = apply_change(ctx, s, draft, c.rows[i]);
        if (e) return e;
        ++*n_r;
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
    enum err e = db_write(ctx, s, STMT(COPY_ITEMS),
                          DB_ARGS(db_int(draft->catalog_id), db_int(last->catalog_id)), NULL);
    if (!e) e = apply_changes(ctx, s, draft, wait, &n);
    if (e) return e;
    if (wait && !n) return fail_clause(ctx, ERR_CATALOG_YEAR, when->basis.clause, NULL);
    if (same_year && !n) return fail(ctx, ERR_CATALOG_YEAR, "没有可以纳入新版本的变更");
    return OK;
}

static enum err fill(struct ctx *ctx, struct db_session *s, const struct policy *p,
                     const struct draft *draft) {
    struct catalog_edition last;
    bool there;
    enum err e = catalog_newest(ctx, s, draft->place, &last, &there);
    if (e) return e;
    if (there) return fill_next(ctx, s, p, draft, &last);
    for (size_t i = 0; !e && i < p->nitems; i++)
        e = catalog_write_item(ctx, s, draft->catalog_id, draft->place, &p->items[i], NULL);
    return e;
}

static enum err add_edition(struct ctx *ctx, struct door *d, struct db_session *s,
                            const struct policy *p, struct draft *draft) {
    const struct db_value *row;
    enum err e = db_row(ctx, s, STMT(OPEN_ONE), DB_ARGS(db_text(draft->place)), &row);
    if (!e && row) e = fail(ctx, ERR_CATALOG_STATE, "已有尚未生效的目录草案");
    if (!e)
        e = db_row(ctx, s, STMT(LAST_SERIAL), DB_ARGS(db_text(draft->place), db_int(draft->year)),
                   &row);
    if (e) return e;
    draft->catalog_id = id_new(door_now(d));
    return db_write(ctx, s, STMT(ADD),
                    DB_ARGS(db_int(draft->catalog_id), db_text(draft->place), db_int(draft->year),
                            db_int(db_get_int(row, 0) + 1), db_date(ctx->arena, draft->first_day),
                            db_text(p->edition)),
                    NULL);
}

static enum err draft_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct draft *draft = arg;
    const struct policy *p;
    struct catalog_edition made;
    enum err e = catalog_policy(ctx, draft->place, draft->first_day, &p);
    if (!e) e = add_edition(ctx, d, s, p, draft);
    if (!e) e = fill(ctx, s, p, draft);
    if (!e) e = catalog_edition_get(ctx, s, draft->catalog_id, &made);
    if (e) return e;
    catalog_say_edition(ctx, d, EV_CATALOG_DRAFTED, &made, "draft", made.first_day);
    return OK;
}

enum err catalog_draft(struct ctx *ctx, const char *place, int year, struct date first_day,
                       int64_t *catalog_r) {
    struct draft draft = {.place = place, .year = year, .first_day = first_day};
    enum err e = catalog_may_edit(ctx, place);
    if (e) return e;
    if (date_is_none(first_day) || date_split(first_day).year != year)
        return fail_field(ctx, ERR_DATE, "first_day", NULL, "目录的施行日应在该年度之内");
    e = door_run(ctx, "catalog.draft", DB_PEOPLE, draft_in_door, &draft);
    if (!e) *catalog_r = draft.catalog_id;
    return e;
}
