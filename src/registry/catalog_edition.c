#include <string.h>

#include "base/bug.h"
#include "db/db_fetch.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/catalog_row.h"

enum {
    LIST,
    LIST_PLACE,
    ONE,
    DROP_ITEMS,
    SET_STATE,
    SEEK,
    PROPOSE,
    ADOPT,
    PUBLISH,
    FREE_CHANGES,
    CHANGES_IN_FORCE,
    UNCITED_CHANGES
};

#define SEEN " where catalog_id = $1 and version = $2"

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
    [DROP_ITEMS] = {.name = "catalog.items_drop",
                    .sql = "delete from catalog_item where catalog_id = $1",
                    .in = "i",
                    .out = "",
                    .kind = DB_WRITE},
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
    {.name = NULL},
};
#define STMT(name) (&catalog_edition_stmts[name])

static const char *const state_words[] = {"draft", "comment", "proposed", "adopted", "discarded"};

const char *catalog_state_word(enum catalog_state s) {
    BUG_IF((size_t)s >= GX_COUNT(state_words));
    return state_words[s];
}

/* --- reading --- */

enum err catalog_edition_of_row(struct ctx *ctx, const struct db_value *row,
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
        enum err e = catalog_edition_of_row(ctx, c.rows[i], &editions[i]);
        if (e) return e;
    }
    *editions_r = editions;
    *n_r = c.n;
    return OK;
}

enum err catalog_edition_get(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                             struct catalog_edition *edition_r) {
    const struct db_value *row;
    enum err e = db_row(ctx, s, STMT(ONE), DB_ARGS(db_int(catalog_id)), &row);
    if (!e && !row) e = fail(ctx, ERR_NOT_FOUND, NULL);
    return e ? e : catalog_edition_of_row(ctx, row, edition_r);
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
    enum err e = db_write(ctx, s, STMT(stmt), args, &changed);
    return e || changed == 1 ? e : fail(ctx, ERR_CONFLICT, NULL);
}

void catalog_say_edition(const struct ctx *ctx, struct door *d, enum ledger_event event,
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
    if (!e) e = db_write(ctx, s, STMT(FREE_CHANGES), DB_ARGS(db_int(ed.catalog_id)), NULL);
    if (!e) e = db_write(ctx, s, STMT(DROP_ITEMS), DB_ARGS(db_int(ed.catalog_id)), NULL);
    if (!e) catalog_say_edition(ctx, d, EV_CATALOG_DRAFTED, &ed, "discarded", DATE_NONE);
    return e;
}

enum err catalog_discard(struct ctx *ctx, int64_t catalog_id, int64_t version) {
    struct step step = {.catalog_id = catalog_id, .version = version};
    return door_run(ctx, "catalog.discard", DB_PEOPLE, discard_in_door, &step);
}

static enum err put_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct step *step = arg;
    struct catalog_edition ed, newest;
    bool there = false;
    enum err e = load_seen(ctx, s, step->catalog_id, step->version, OPEN_STATES, &ed);
    if (!e) e = catalog_newest(ctx, s, ed.place, &newest, &there);
    if (!e && there) e = fail(ctx, ERR_CATALOG_CHANGE_NEEDED, NULL);
    if (!e) e = catalog_write_item(ctx, s, ed.catalog_id, ed.place, step->item, step->text);
    if (!e)
        e = update_seen(ctx, s, SET_STATE,
                        DB_ARGS(db_int(ed.catalog_id), db_int(ed.version),
                                db_text(catalog_state_word(ed.state))));
    if (e) return e;
    catalog_say_edition(ctx, d, EV_CATALOG_DRAFTED, &ed, "item", DATE_NONE);
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
    catalog_say_edition(ctx, d, EV_CATALOG_COMMENT_OPENED, &ed,
                        elsewhere ? "elsewhere" : "platform", step->to);
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
        enum err e = db_row(ctx, s, STMT(UNCITED_CHANGES), DB_ARGS(db_int(ed->catalog_id)), &row);
        if (e) return e;
        if (!db_get_int(row, 0)) return OK; /* ordered by higher law (AM-25) */
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
        if (!e) catalog_say_edition(ctx, d, EV_CATALOG_DRAFTED, &ed, "proposed", ed.first_day);
        return e;
    }
    if (ed.proposed_by == me) return fail(ctx, ERR_SECOND_PERSON, NULL);
    e = update_seen(
        ctx, s, ADOPT,
        DB_ARGS(db_int(ed.catalog_id), db_int(ed.version), db_int(me), db_int(door_now(d).us)));
    if (!e) e = db_write(ctx, s, STMT(CHANGES_IN_FORCE), DB_ARGS(db_int(ed.catalog_id)), NULL);
    if (e) return e;
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
    e = update_seen(
        ctx, s, PUBLISH,
        DB_ARGS(db_int(ed.catalog_id), db_int(ed.version), db_date(ctx->arena, step->from)));
    if (!e) catalog_say_edition(ctx, d, EV_CATALOG_PUBLISHED, &ed, NULL, step->from);
    return e;
}

enum err catalog_publish(struct ctx *ctx, int64_t catalog_id, int64_t version, struct date day) {
    struct step step = {.catalog_id = catalog_id, .version = version, .from = day};
    return door_run(ctx, "catalog.publish", DB_PEOPLE, publish_in_door, &step);
}
