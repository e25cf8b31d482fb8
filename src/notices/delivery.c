#include "notices/delivery.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "disclosure/evidence.h"
#include "notices/notice_row.h"
#include "registry/actor.h"

static const char *const way_words[] = {"platform", "print", "post", "hand_over"};
static const char *const way_names[] = {"平台站内告知", "打印", "挂号邮寄", "直接送达"};

const char *notice_way_word(enum notice_way w) {
    BUG_IF((size_t)w >= GX_COUNT(way_words));
    return way_words[w];
}
const char *notice_way_name(enum notice_way w) {
    BUG_IF((size_t)w >= GX_COUNT(way_names));
    return way_names[w];
}

enum { ACCOUNT, LIST, ARRIVALS, DAYS, INSERT, ARRIVE, NOTE, OPENED };

const struct db_stmt delivery_stmts[] = {
    [ACCOUNT] = {.name = "delivery.account",
                 .sql = "select user_id from account where kind = 'subject' and state = 'active'"
                        " and (subject_id = $1 or subject_id in (select subject_id from subject"
                        " where merged_into = $1)) limit 1",
                 .in = "i",
                 .out = "i",
                 .kind = DB_READ},
    [LIST] = {.name = "delivery.list",
              .sql = "select delivery_id, way, sent_on, arrived_on, proof, evidence_id, by_user,"
                     " by_unit, at from notice_delivery where subject_id = $1 and notice_id = $2"
                     " order by delivery_id",
              .in = "ii",
              .out = "ittTtIiii",
              .kind = DB_READ},
    [ARRIVALS] = {.name = "delivery.arrivals",
                  .sql = "select d.subject_id, d.notice_id, n.case_id, n.kind, d.arrived_on,"
                         " d.arrived_at, d.delivery_id from notice_delivery d join notice n"
                         " on n.subject_id = d.subject_id and n.notice_id = d.notice_id"
                         " where d.arrived_at is not null and (d.arrived_at > $1"
                         " or (d.arrived_at = $1 and d.delivery_id > $2))"
                         " order by d.arrived_at, d.delivery_id limit $3",
                  .in = "iii",
                  .out = "iiItTIi",
                  .kind = DB_READ},
    [DAYS] = {.name = "delivery.days",
              .sql = "select sent_on, arrived_on from notice where subject_id = $1"
                     " and notice_id = $2",
              .in = "ii",
              .out = "TT",
              .kind = DB_READ},
    [INSERT] = {.name = "delivery.insert",
                .sql = "insert into notice_delivery (subject_id, notice_id, delivery_id, way,"
                       " sent_on, arrived_on, proof, evidence_id, by_user, by_unit, at, arrived_at)"
                       " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                .in = "iiittTtIiiiI",
                .out = "",
                .kind = DB_WRITE},
    [ARRIVE] = {.name = "delivery.arrive",
                .sql = "update notice_delivery set arrived_on = $4, proof = $5, evidence_id = $6,"
                       " arrived_at = $7 where subject_id = $1 and notice_id = $2"
                       " and delivery_id = $3 and arrived_on is null",
                .in = "iiittIi",
                .out = "",
                .kind = DB_WRITE},
    /* The earliest days stay; whatever was tried, nobody at the desk has to do it again. */
    [NOTE] = {.name = "delivery.note",
              .sql =
                  "update notice set desk = 0,"
                  " sent_on = case when sent_on is null or sent_on > $3 then $3 else sent_on end,"
                  " arrived_on = case when $4 = '' or arrived_on <= $4 then arrived_on"
                  " else $4 end where subject_id = $1 and notice_id = $2",
              .in = "iitt",
              .out = "",
              .kind = DB_WRITE},
    [OPENED] = {.name = "delivery.opened",
                .sql = "update notice set opened_at = $3 where subject_id = $1 and notice_id = $2"
                       " and opened_at is null",
                .in = "iii",
                .out = "",
                .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&delivery_stmts[name])

/* ---- reading */

enum err delivery_has_account(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                              bool *has_r) {
    const struct db_value *row;
    enum err e = db_row(ctx, s, STMT(ACCOUNT), DB_ARGS(db_int(subject_id)), &row);
    *has_r = e == OK && row;
    return e;
}

static enum notice_way way_of(const char *word) {
    for (size_t i = 0; i < GX_COUNT(way_words); i++)
        if (!strcmp(way_words[i], word)) return (enum notice_way)i;
    return NOTICE_PRINT;
}

enum err notice_deliveries(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                           int64_t notice_id, struct notice_delivery **list_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(LIST), .args = DB_ARGS(db_int(subject_id), db_int(notice_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct notice_delivery *list = ARENA_ARRAY(ctx->arena, c.n + 1, struct notice_delivery);
    for (size_t i = 0; i < c.n; i++) {
        const struct db_value *row = c.rows[i];
        list[i] = (struct notice_delivery){
            .delivery_id = db_get_int(row, 0),
            .way = way_of(db_get_text(row, 1)),
            .sent_on = db_get_date(row, 2),
            .arrived_on = db_get_date(row, 3),
            .proof = db_get_text(row, 4),
            .evidence_id = db_get_int(row, 5),
            .by_user = db_get_int(row, 6),
            .by_unit = db_get_int(row, 7),
            .at = {db_get_int(row, 8)},
        };
    }
    *list_r = list;
    *n_r = c.n;
    return OK;
}

static enum err days(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t notice_id,
                     int column, struct date *day_r) {
    const struct db_value *row;
    enum err e = db_row(ctx, s, STMT(DAYS), DB_ARGS(db_int(subject_id), db_int(notice_id)), &row);
    if (e == OK && !row) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e == OK) *day_r = db_get_date(row, column);
    return e;
}

enum err notice_sent_on(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                        int64_t notice_id, struct date *day_r) {
    return days(ctx, s, subject_id, notice_id, 0, day_r);
}

enum err notice_arrived_on(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                           int64_t notice_id, struct date *day_r) {
    return days(ctx, s, subject_id, notice_id, 1, day_r);
}

enum err notice_arrivals(struct ctx *ctx, struct db_session *s, struct instant entered,
                         int64_t after, size_t most, struct notice_arrival **list_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(ARRIVALS),
                        .args = DB_ARGS(db_int(entered.us), db_int(after), db_int((int64_t)most))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct notice_arrival *list = ARENA_ARRAY(ctx->arena, c.n + 1, struct notice_arrival);
    for (size_t i = 0; i < c.n; i++) {
        const struct db_value *row = c.rows[i];
        list[i] = (struct notice_arrival){
            .subject_id = db_get_int(row, 0),
            .notice_id = db_get_int(row, 1),
            .case_id = db_get_int(row, 2),
            .kind = db_get_text(row, 3),
            .arrived_on = db_get_date(row, 4),
            .entered = {db_get_int(row, 5)},
            .delivery_id = db_get_int(row, 6),
        };
    }
    *list_r = list;
    *n_r = c.n;
    return OK;
}

/* ---- entering */

static void say(const struct ctx *ctx, struct door *d, enum ledger_event event,
                const struct notice *n, enum notice_way way, struct date day) {
    struct leaf leaf = notice_leaf(ctx, event, n);
    leaf.word = way_words[way];
    leaf.day = day;
    door_leaf(d, &leaf);
}

static enum err note(struct ctx *ctx, struct db_session *s, const struct notice *n,
                     const struct notice_delivery *in) {
    char sent[DATE_TEXT], arrived[DATE_TEXT];
    date_format(in->sent_on, sent);
    date_format(in->arrived_on, arrived);
    return db_write(
        ctx, s, STMT(NOTE),
        DB_ARGS(db_int(n->subject_id), db_int(n->notice_id), db_text(sent), db_text(arrived)),
        NULL);
}

enum err delivery_enter(struct ctx *ctx, struct door *d, struct db_session *s,
                        const struct notice *n, struct notice_delivery *in) {
    bool arrived = !date_is_none(in->arrived_on);
    in->delivery_id = id_new(door_now(d));
    in->at = door_now(d);
    enum err e =
        db_write(ctx, s, STMT(INSERT),
                 DB_ARGS(db_int(n->subject_id), db_int(n->notice_id), db_int(in->delivery_id),
                         db_text(way_words[in->way]), db_date(ctx->arena, in->sent_on),
                         db_date(ctx->arena, in->arrived_on), db_text(in->proof),
                         in->evidence_id ? db_int(in->evidence_id) : db_null(),
                         db_int(ctx->actor->user_id), db_int(ctx->actor->unit_id),
                         db_int(in->at.us), arrived ? db_int(in->at.us) : db_null()),
                 NULL);
    if (e == OK) e = note(ctx, s, n, in);
    if (e != OK) return e;
    say(ctx, d, EV_NOTICE_SENT, n, in->way, in->sent_on);
    if (arrived) say(ctx, d, EV_NOTICE_ARRIVED, n, in->way, in->arrived_on);
    return OK;
}

/* The arrival of a delivery that is on its way. */
static enum err enter_arrival(struct ctx *ctx, struct door *d, struct db_session *s,
                              const struct notice *n, const struct notice_delivery *in) {
    int64_t changed;
    enum err e = db_write(
        ctx, s, STMT(ARRIVE),
        DB_ARGS(db_int(n->subject_id), db_int(n->notice_id), db_int(in->delivery_id),
                db_date(ctx->arena, in->arrived_on), db_text(in->proof),
                in->evidence_id ? db_int(in->evidence_id) : db_null(), db_int(door_now(d).us)),
        &changed);
    if (e == OK && !changed)
        e = fail_field(ctx, ERR_NOTICE_DELIVERY, "delivery", "open", "该次送达已登记到达日期");
    if (e == OK) e = note(ctx, s, n, in);
    if (e == OK) say(ctx, d, EV_NOTICE_ARRIVED, n, in->way, in->arrived_on);
    return e;
}

struct entering {
    const struct notice *n;
    struct notice_delivery *in;
};

/* ---- read on the platform */

static enum err open_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct notice *n = arg;
    struct notice_delivery *list, *sent = NULL;
    size_t count;
    int64_t changed;
    struct date today = date_of_instant(door_now(d));
    enum err e = db_write(
        ctx, s, STMT(OPENED),
        DB_ARGS(db_int(n->subject_id), db_int(n->notice_id), db_int(door_now(d).us)), &changed);
    if (e == OK && !changed) door_nothing(d); /* read before */
    if (e != OK || !changed) return e;
    e = notice_deliveries(ctx, s, n->subject_id, n->notice_id, &list, &count);
    if (e != OK) return e;
    for (size_t i = 0; i < count; i++)
        if (list[i].way == NOTICE_PLATFORM) sent = &list[i];
    if (sent && !date_is_none(sent->arrived_on)) { /* a unit's queue: it had arrived */
        say(ctx, d, EV_NOTICE_ARRIVED, n, NOTICE_PLATFORM, sent->arrived_on);
        return OK;
    }
    struct notice_delivery now = {.way = NOTICE_PLATFORM,
                                  .sent_on = sent ? sent->sent_on : today,
                                  .arrived_on = today,
                                  .proof = "opened",
                                  .delivery_id = sent ? sent->delivery_id : 0};
    return sent ? enter_arrival(ctx, d, s, n, &now) : delivery_enter(ctx, d, s, n, &now);
}

enum err notice_opened(struct ctx *ctx, const struct notice *n) {
    struct notice copy = *n;
    return n->opened_at.us ? OK : door_run(ctx, "notice.opened", DB_PEOPLE, open_step, &copy);
}

/* ---- on paper */

static enum err enter_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct entering *g = arg;
    struct evidence evidence;
    enum err e = g->in->evidence_id ? evidence_read(ctx, s, g->in->evidence_id, &evidence) : OK;
    if (e != OK) return e;
    return g->in->delivery_id ? enter_arrival(ctx, d, s, g->n, g->in)
                              : delivery_enter(ctx, d, s, g->n, g->in);
}

enum err notice_printed(struct ctx *ctx, const struct notice *n) {
    struct date today = clock_today(ctx->clock);
    struct notice_delivery in = {
        .way = NOTICE_PRINT, .sent_on = today, .arrived_on = today, .proof = "window"};
    struct entering g = {n, &in};
    return door_run(ctx, "notice.printed", DB_PEOPLE, enter_step, &g);
}

static enum err no(struct ctx *ctx, const char *field, const char *rule, const char *sentence) {
    return fail_field(ctx, ERR_NOTICE_DELIVERY, field, rule, "%s", sentence);
}

static enum err check_days(struct ctx *ctx, const struct notice *n,
                           const struct notice_delivery *in) {
    struct date today = clock_today(ctx->clock);
    if (date_is_none(in->sent_on)) return no(ctx, "sent_on", "required", "请写明送出日期");
    if (date_cmp(in->sent_on, n->day) < 0 || date_cmp(in->sent_on, today) > 0)
        return fail_field(ctx, ERR_DATE, "sent_on", "issue..today",
                          "送出日期不得早于制发日期，也不得晚于今天");
    if (date_is_none(in->arrived_on)) return OK;
    if (date_cmp(in->arrived_on, in->sent_on) < 0 || date_cmp(in->arrived_on, today) > 0)
        return fail_field(ctx, ERR_DATE, "arrived_on", "sent..today",
                          "到达日期不得早于送出日期，也不得晚于今天");
    return OK;
}

static enum err check_way(struct ctx *ctx, const struct notice *n, struct notice_delivery *in) {
    bool arrived = !date_is_none(in->arrived_on);
    if (n->unit_id) return no(ctx, "notice", "subject", "给单位的通知进入其平台待办即为送达");
    if (in->way == NOTICE_PLATFORM) return no(ctx, "way", "paper", "站内告知由平台登记");
    if (in->way == NOTICE_PRINT && arrived)
        return no(ctx, "arrived_on", "none", "打印不等于送达，请登记邮寄或者直接送达");
    if (in->way == NOTICE_HAND_OVER && !arrived) in->arrived_on = in->sent_on;
    if (in->way == NOTICE_HAND_OVER && date_cmp(in->arrived_on, in->sent_on) != 0)
        return no(ctx, "arrived_on", "sent_on", "直接送达的送出和到达为同一天");
    arrived = !date_is_none(in->arrived_on);
    if (arrived && !in->evidence_id) {
        const char *what = in->way == NOTICE_POST ? "须存入邮寄回执" : "须存入签收的送达回证";
        return fail_field(ctx, ERR_EVIDENCE_MISSING, "evidence", "required", "%s", what);
    }
    in->proof = !arrived ? "" : in->way == NOTICE_POST ? "receipt" : "signature";
    return OK;
}

/* A named delivery keeps its way and the day it was sent. */
static enum err take_known(struct ctx *ctx, const struct notice *n, struct notice_delivery *in) {
    struct db_session *s;
    struct notice_delivery *list;
    size_t count, i = 0;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = notice_deliveries(ctx, s, n->subject_id, n->notice_id, &list, &count);
    db_read_end(ctx, &s);
    if (e != OK) return e;
    while (i < count && list[i].delivery_id != in->delivery_id)
        i++;
    if (i == count) return fail(ctx, ERR_NOT_FOUND, NULL);
    if (date_is_none(in->arrived_on)) return no(ctx, "arrived_on", "required", "请写明到达日期");
    in->way = list[i].way;
    in->sent_on = list[i].sent_on;
    return OK;
}

enum err notice_deliver(struct ctx *ctx, const struct notice *n, struct notice_delivery *in) {
    struct entering g = {n, in};
    enum err e = in->delivery_id ? take_known(ctx, n, in) : OK;
    if (e == OK) e = check_way(ctx, n, in);
    if (e == OK) e = check_days(ctx, n, in);
    return e == OK ? door_run(ctx, "notice.deliver", DB_PEOPLE, enter_step, &g) : e;
}
