#include "publication/stop.h"

#include <string.h>

#include "base/bug.h"
#include "base/json.h"
#include "db/db_fetch.h"
#include "disclosure/look.h"
#include "law/law.h"
#include "publication/publication_row.h"
#include "registry/actor.h"
#include "registry/outbox.h"

enum { END, STOP_OWN, STOP_ORDER, WIPE, REMOVE, ADD, ORDERS_OF_UNIT, ORDERS_OF_PLACE, SHOWN, GONE };

#define ORDER_SQL(where)                                                                           \
    "select " PLACE_COLUMNS ", p.record_id, p.item, p.jurisdiction, u.name, p.text, p.last_day,"   \
    " p.ended_why, p.ended_reason from publication_channel c"                                      \
    " join publication p on p.subject_id = c.subject_id and p.publication_id = c.publication_id"   \
    " left join unit u on u.unit_id = c.unit_id where " where " = $1 and c.state = $2"             \
    " and (c.publication_id, c.channel) > ($3, $4) and c.own = 0"                                  \
    " order by c.publication_id, c.channel limit $5"
#define ORDER_SIGNATURE PLACE_SIGNATURE "ittTTTTT"

const struct db_stmt publication_stop_stmts[] = {
    [END] = {.name = "publication.end",
             .sql = "update publication set state = 'ended', ended_day = $4, ended_why = $5,"
                    " ended_clause = $6, ended_reason = $7, ended_case = $8,"
                    " version = version + 1"
                    " where subject_id = $1 and publication_id = $2 and version = $3",
             .in = "iiitttTI",
             .out = "",
             .kind = DB_WRITE},
    [STOP_OWN] = {.name = "publication.stop_own",
                  .sql = "update publication_channel set state = 'stopped', stop_day = $3,"
                         " stopped_day = $3 where subject_id = $1 and publication_id = $2"
                         " and own = 1 and state = 'published'",
                  .in = "iit",
                  .out = "",
                  .kind = DB_WRITE},
    [STOP_ORDER] = {.name = "publication.stop_order",
                    .sql = "update publication_channel set state = 'stop_ordered', stop_day = $4"
                           " where subject_id = $1 and publication_id = $2 and channel = $3"
                           " and own = 0 and state in ('ordered', 'published')",
                    .in = "iitt",
                    .out = "",
                    .kind = DB_WRITE},
    [WIPE] = {.name = "publication.wipe",
              .sql = "update publication set text = null, ground_text = '', opinion = null"
                     " where subject_id = $1 and record_id = $2 and text is not null",
              .in = "ii",
              .out = "",
              .kind = DB_WRITE},
    [REMOVE] = {.name = "publication.public_remove",
                .sql = "delete from public_record where public_id = $1",
                .in = "i",
                .out = "",
                .kind = DB_WRITE},
    /* The only way in: no natural person passes. */
    [ADD] = {.name = "publication.public_add",
             .sql = "insert into public_record (public_id, kind, subject_id, record_id,"
                    " record_version, jurisdiction, item, published_day, last_day, clause, text)"
                    " select p.publication_id, s.kind, p.subject_id, p.record_id,"
                    " p.record_version, p.jurisdiction, p.item, c.published_day, p.last_day,"
                    " p.clause, p.text from publication p"
                    " join subject s on s.subject_id = p.subject_id"
                    " join publication_channel c on c.subject_id = p.subject_id"
                    " and c.publication_id = p.publication_id and c.own = 1"
                    " and c.state = 'published'"
                    " where p.subject_id = $1 and p.publication_id = $2 and p.state = 'running'"
                    " and p.legacy = 0 and p.text is not null"
                    " and s.kind in ('organisation', 'individual_business')"
                    " order by c.channel limit 1",
             .in = "ii",
             .out = "",
             .kind = DB_WRITE},
    [ORDERS_OF_UNIT] = {.name = "publication.orders_of_unit",
                        .sql = ORDER_SQL("c.unit_id"),
                        .in = "ititi",
                        .out = ORDER_SIGNATURE,
                        .kind = DB_READ},
    [ORDERS_OF_PLACE] = {.name = "publication.orders_of_place",
                         .sql = ORDER_SQL("c.jurisdiction"),
                         .in = "ttiti",
                         .out = ORDER_SIGNATURE,
                         .kind = DB_READ},
    [SHOWN] = {.name = "publication.shown",
               .sql = "update publication_channel set state = 'published', published_day = $4,"
                      " published_by = $5, published_unit = $6 where subject_id = $1"
                      " and publication_id = $2 and channel = $3 and state = 'ordered'",
               .in = "iittii",
               .out = "",
               .kind = DB_WRITE},
    [GONE] = {.name = "publication.gone",
              .sql = "update publication_channel set state = 'stopped', stopped_day = $4,"
                     " stopped_by = $5, stopped_unit = $6 where subject_id = $1"
                     " and publication_id = $2 and channel = $3 and state = 'stop_ordered'",
              .in = "iittii",
              .out = "",
              .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&publication_stop_stmts[name])

enum err public_remove(struct ctx *ctx, struct db_session *s, int64_t publication_id) {
    return db_write(ctx, s, STMT(REMOVE), DB_ARGS(db_int(publication_id)), NULL);
}

enum err public_add(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                    int64_t publication_id) {
    return db_write(ctx, s, STMT(ADD), DB_ARGS(db_int(subject_id), db_int(publication_id)), NULL);
}

/* ---- ending one */

/* The unit finds it in its queue: told in the platform at that moment (AM-06). */
static enum err tell_stop(struct ctx *ctx, struct door *d, struct db_session *s,
                          const struct publication *p, const struct publication_place *c) {
    struct buf b;
    struct json_writer w;
    buf_init(&b, 512);
    jw_init(&w, &b, true);
    jw_object(&w);
    jw_ktext(&w, "channel", word_text(c->channel));
    jw_kid(&w, "publication", p->publication_id);
    jw_object_end(&w);
    struct str body = buf_finish(&b);
    BUG_IF(!body.p);
    struct outbox_entry entry = {.jurisdiction = p->jurisdiction,
                                 .topic = "publication.stop_ordered",
                                 .subject_id = p->subject_id,
                                 .object_id = p->record_id,
                                 .unit_id = c->unit_id,
                                 .body = {arena_str(ctx->arena, body), body.n},
                                 .due = door_now(d)};
    buf_free(&b);
    return outbox_add(ctx, d, s, &entry);
}

static enum err order_stops(struct ctx *ctx, struct door *d, struct db_session *s,
                            const struct publication *p, const struct cause *cause) {
    struct db_value subject = db_int(p->subject_id), id = db_int(p->publication_id),
                    day = db_date(ctx->arena, clock_today(ctx->clock));
    enum err e = db_write(ctx, s, STMT(STOP_OWN), DB_ARGS(subject, id, day), NULL);
    for (size_t i = 0; e == OK && i < p->n_places; i++) {
        const struct publication_place *c = &p->places[i];
        if (c->own || (c->state != PLACE_ORDERED && c->state != PLACE_PUBLISHED)) continue;
        e = db_write(ctx, s, STMT(STOP_ORDER),
                     DB_ARGS(subject, id, db_text(word_text(c->channel)), day), NULL);
        if (e == OK) e = tell_stop(ctx, d, s, p, c);
        if (e != OK) return e;
        struct leaf leaf = publication_leaf(ctx, EV_PUBLICATION_STOP_ORDERED, p);
        leaf.word = word_text(c->channel);
        leaf.basis = &cause->clause;
        leaf.n_basis = 1;
        door_leaf(d, &leaf);
    }
    return e;
}

enum err publication_end(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct publication *p, enum ending why, const struct cause *cause) {
    static const char *const words[] = {"term", "stopped", "changed", "closed"};
    BUG_IF((size_t)why >= GX_COUNT(words) || !cause->clause);
    int64_t changed = 0;
    enum err e = db_write(
        ctx, s, STMT(END),
        DB_ARGS(db_int(p->subject_id), db_int(p->publication_id), db_int(p->version),
                db_date(ctx->arena, cause->day), db_text(words[why]), db_text(cause->clause),
                db_text(cause->reason), cause->case_id ? db_int(cause->case_id) : db_null()),
        &changed);
    if (e == OK && changed != 1) e = fail(ctx, ERR_CONFLICT, NULL);
    if (e == OK && p->state == PUBLICATION_RUNNING) e = order_stops(ctx, d, s, p, cause);
    if (e == OK) e = public_remove(ctx, s, p->publication_id);
    if (e != OK) return e;
    struct leaf leaf = publication_leaf(ctx, EV_PUBLICATION_ENDED, p);
    leaf.version = p->version + 1;
    leaf.word = words[why];
    leaf.day = cause->day;
    leaf.basis = &cause->clause;
    leaf.n_basis = 1;
    door_leaf(d, &leaf);
    return p->state == PUBLICATION_RUNNING ? subject_raise(ctx, d, s, p->subject_id) : OK;
}

/* ---- stopping a record */

static const char *stopped_rule(struct ctx *ctx, const struct cause *cause) {
    struct buf b;
    struct json_writer w;
    buf_init(&b, 1024);
    jw_init(&w, &b, true);
    jw_object(&w);
    if (cause->case_id) jw_kid(&w, "case", cause->case_id);
    jw_key(&w, "clauses");
    jw_array(&w);
    jw_text(&w, cause->clause);
    jw_array_end(&w);
    jw_ktext(&w, "standing", "stopped");
    jw_ktext(&w, "state", "set");
    jw_object_end(&w);
    struct str text = buf_finish(&b);
    BUG_IF(!text.p);
    const char *copy = arena_str(ctx->arena, text);
    buf_free(&b);
    return copy;
}

/* Whether decide() opens it to the public on the day or later. */
static bool is_open_from(const struct record *r, struct date day) {
    if (date_is_none(r->ranges.open_from)) return false;
    return date_is_none(r->ranges.open_to) || date_cmp(r->ranges.open_to, day) >= 0;
}

/* What decide() goes by follows: the record's last day of publication is the day before. */
static enum err close_term(struct ctx *ctx, struct door *d, struct db_session *s, struct record *r,
                           const struct cause *cause) {
    const struct catalog *catalog;
    struct subject *subject;
    const struct policy *p = law_policy(ctx->law, r->facts.jurisdiction, clock_today(ctx->clock));
    enum err e = catalog_by_id(ctx, s, r->facts.catalog_id, &catalog);
    if (e == OK) e = subject_get(ctx, s, r->facts.subject_id, &subject);
    if (e == OK && !p) e = fail(ctx, ERR_NOT_ADOPTED, NULL);
    if (e != OK) return e;
    const struct catalog_item *item = catalog_item(catalog, r->facts.item);
    struct record after = *r;
    after.terms.publish_to = date_add_days(cause->day, -1);
    after.terms.publish_rule = stopped_rule(ctx, cause);
    struct record_ranges ranges = decide_ranges(p, item ? item->item : NULL,
                                                subject ? subject->kind : W_SUBJECT_PERSON, &after);
    const struct record_seen seen = {r->facts.subject_id, r->id, r->version};
    const struct record_because why = {.reason = RECORD_CORRECTION,
                                       .text = cause->reason && *cause->reason ? cause->reason
                                                                               : "停止公示",
                                       .basis = &cause->clause,
                                       .n_basis = 1};
    return record_set_terms(ctx, d, s, &seen, &why, &after.terms, &ranges);
}

/* Whatever stops it: past its last day it had ended by itself, on the day after. */
static enum err stop_one(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct publication *p, const struct cause *cause) {
    struct cause own = *cause;
    bool over = !date_is_none(p->last_day) && date_cmp(cause->day, p->last_day) > 0;
    if (over) own.day = date_add_days(p->last_day, 1);
    return publication_end(ctx, d, s, p, over ? ENDING_TERM : ENDING_STOPPED, &own);
}

enum err publication_stop(struct ctx *ctx, struct door *d, struct db_session *s, int64_t subject_id,
                          int64_t record_id, const struct cause *cause) {
    struct publication *list;
    struct record *r = NULL;
    size_t n;
    enum err e = publication_of_record(ctx, s, subject_id, record_id, &list, &n);
    for (size_t i = 0; e == OK && i < n; i++)
        if (list[i].state != PUBLICATION_ENDED && list[i].state != PUBLICATION_REFUSED)
            e = stop_one(ctx, d, s, &list[i], cause);
    if (e == OK) e = record_get(ctx, s, subject_id, record_id, &r);
    if (e != OK || !r || r->state == RECORD_DELETED || !is_open_from(r, cause->day)) return e;
    return close_term(ctx, d, s, r, cause);
}

enum err publication_running(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                             int64_t record_id, struct date day, bool *running_r) {
    struct record *r;
    struct publication *list;
    size_t n;
    *running_r = false;
    enum err e = record_get(ctx, s, subject_id, record_id, &r);
    if (e != OK || !r || r->state != RECORD_ACTIVE) return e;
    if (!date_is_none(r->terms.publish_to)) {
        *running_r = date_cmp(day, r->terms.publish_to) <= 0;
        return OK;
    }
    *running_r = r->facts.nature == W_NATURE_ADVERSE && decide_term(r, day) == W_TERM_RUNNING;
    if (*running_r) return OK;
    e = publication_of_record(ctx, s, subject_id, record_id, &list, &n);
    for (size_t i = 0; e == OK && i < n; i++)
        *running_r |= list[i].state == PUBLICATION_RUNNING;
    return e;
}

enum err publication_destroy(struct ctx *ctx, struct door *d, struct db_session *s,
                             int64_t subject_id, int64_t record_id) {
    struct publication *list;
    size_t n;
    int64_t changed = 0;
    enum err e = publication_of_record(ctx, s, subject_id, record_id, &list, &n);
    for (size_t i = 0; e == OK && i < n; i++)
        if (list[i].state != PUBLICATION_ENDED && list[i].state != PUBLICATION_REFUSED)
            e = fail(ctx, ERR_PUBLICATION_STATE, "公示尚未停止，不能销毁公示文本");
    if (e == OK)
        e = db_write(ctx, s, STMT(WIPE), DB_ARGS(db_int(subject_id), db_int(record_id)), &changed);
    if (e != OK || !changed) return e;
    struct leaf leaf = actor_leaf(ctx, EV_PUBLICATION_DESTROYED);
    leaf.object = record_id;
    leaf.subject = subject_id;
    door_leaf(d, &leaf);
    return OK;
}

/* ---- what units answer */

static void order_of_row(const struct db_value *row, bool stop, struct publication_order *o) {
    place_of_row(row, &o->place);
    o->record_id = db_get_int(row, PLACE_WIDTH);
    o->item = db_get_text(row, PLACE_WIDTH + 1);
    o->jurisdiction = db_get_text(row, PLACE_WIDTH + 2);
    o->unit_name = db_get_text(row, PLACE_WIDTH + 3);
    o->text = stop || db_is_null(row, PLACE_WIDTH + 4) ? NULL : db_get_text(row, PLACE_WIDTH + 4);
    o->last_day = db_get_date(row, PLACE_WIDTH + 5);
    o->why = db_is_null(row, PLACE_WIDTH + 6) ? NULL : db_get_text(row, PLACE_WIDTH + 6);
    o->reason = db_is_null(row, PLACE_WIDTH + 7) ? NULL : db_get_text(row, PLACE_WIDTH + 7);
}

enum err publication_orders(struct ctx *ctx, const char *route, const char *place, int64_t unit_id,
                            bool stops, struct order_after after, size_t most,
                            struct publication_order **list_r, size_t *n_r) {
    struct db_session *s;
    struct db_value state = db_text(place_state_word(stops ? PLACE_STOP_ORDERED : PLACE_ORDERED));
    struct db_value whose = unit_id ? db_int(unit_id) : db_text(place);
    struct db_call c = {.stmt = unit_id ? STMT(ORDERS_OF_UNIT) : STMT(ORDERS_OF_PLACE),
                        .args = DB_ARGS(whose, state, db_int(after.publication_id),
                                        db_text(after.channel ? after.channel : ""),
                                        db_int((int64_t)most))};
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    if (e != OK) return e;
    *list_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct publication_order);
    *n_r = c.n;
    int64_t *records = ARENA_ARRAY(ctx->arena, c.n + 1, int64_t);
    for (size_t i = 0; i < c.n; i++) {
        order_of_row(c.rows[i], stops, &(*list_r)[i]);
        records[i] = (*list_r)[i].record_id;
    }
    if (stops || !c.n) return OK;
    struct look look = {.route = route,
                        .records = records,
                        .n_records = c.n,
                        .purpose = "公示",
                        .basis = basis_kind_word(BASIS_DUTY),
                        .view = "masked",
                        .outcome = LOOK_LISTED,
                        .place = place};
    return look_write(ctx, &look, 1);
}

struct confirming {
    int64_t publication_id;
    enum word channel;
    bool stop;
    struct date day;
};

static enum err check_day(struct ctx *ctx, const struct publication *p,
                          const struct publication_place *c, const struct confirming *in) {
    struct date ordered = in->stop ? c->stop_ordered : c->ordered;
    if (date_cmp(in->day, clock_today(ctx->clock)) > 0)
        return fail_field(ctx, ERR_PUBLICATION_DAY, "day", "not_future", "日期不得晚于今天");
    if (date_cmp(in->day, ordered) < 0)
        return fail_field(ctx, ERR_PUBLICATION_DAY, "day", "not_before", "日期不得早于要求之日");
    bool over = !in->stop && !date_is_none(p->last_day) && date_cmp(in->day, p->last_day) > 0;
    return over
               ? fail_field(ctx, ERR_PUBLICATION_DAY, "day", "last_day", "公示期限已满，不得再公示")
               : OK;
}

static enum err confirm_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct confirming *in = arg;
    struct publication *p;
    const struct publication_place *c = NULL;
    int64_t changed = 0;
    enum err e = publication_load(ctx, s, in->publication_id, 0, &p);
    if (e != OK) return e;
    for (size_t i = 0; i < p->n_places; i++)
        if (p->places[i].channel == in->channel) c = &p->places[i];
    if (!c || c->own) return fail(ctx, ERR_NOT_FOUND, NULL);
    bool operator_ = ctx->actor->role == ROLE_OPERATOR;
    if (operator_) e = actor_reaches(ctx, p->jurisdiction);
    if (e == OK && !operator_ && c->unit_id != ctx->actor->unit_id)
        e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e == OK && c->state != (in->stop ? PLACE_STOP_ORDERED : PLACE_ORDERED))
        e = fail(ctx, ERR_PUBLICATION_STATE, NULL);
    if (e == OK) e = check_day(ctx, p, c, in);
    if (e == OK)
        e = db_write(ctx, s, in->stop ? STMT(GONE) : STMT(SHOWN),
                     DB_ARGS(db_int(p->subject_id), db_int(p->publication_id),
                             db_text(word_text(in->channel)), db_date(ctx->arena, in->day),
                             db_int(ctx->actor->user_id), db_int(ctx->actor->unit_id)),
                     &changed);
    if (e == OK && changed != 1) e = fail(ctx, ERR_CONFLICT, NULL);
    if (e != OK) return e;
    struct leaf leaf =
        publication_leaf(ctx, in->stop ? EV_PUBLICATION_STOP_CONFIRMED : EV_PUBLICATION_ENTERED, p);
    leaf.word = word_text(in->channel);
    leaf.day = in->day;
    door_leaf(d, &leaf);
    return OK;
}

enum err publication_confirm(struct ctx *ctx, int64_t publication_id, enum word channel, bool stop,
                             struct date day) {
    struct confirming in = {publication_id, channel, stop, day};
    return door_run(ctx, "publication.confirm", DB_PEOPLE, confirm_step, &in);
}
