#include "publication/timeliness.h"

#include "base/bug.h"
#include "db/db_fetch.h"
#include "intake/lateness.h"
#include "law/calendar.h"
#include "law/law.h"
#include "registry/catalog.h"

enum { LIST };

const struct db_stmt timeliness_stmts[] = {
    /* open_from is the day of receipt of whatever was ever open, and stays when it closes. */
    [LIST] = {.name = "timeliness.list",
              .sql = "select r.subject_id, r.record_id, r.provider_id, r.doc_no, u.name,"
                     " r.decided_day, r.formed_day, r.received_day, r.catalog_id,"
                     " (select min(c.published_day) from publication p"
                     " join publication_channel c on c.subject_id = p.subject_id"
                     " and c.publication_id = p.publication_id"
                     " where p.subject_id = r.subject_id and p.record_id = r.record_id)"
                     " from record r left join unit u on u.unit_id = r.provider_id"
                     " where r.jurisdiction = $1 and r.item = $2 and r.open_from >= $3"
                     " and r.open_from <= $4 and (r.open_from, r.record_id) > ($5, $6)"
                     " and ($7 = 0 or r.provider_id = $7) and r.state <> 'deleted'"
                     " order by r.open_from, r.record_id limit $8",
              .in = "tttttiii",
              .out = "iiitTTttiT",
              .kind = DB_READ},
    {.name = NULL},
};

const char *timeliness_word(enum timeliness_state s) {
    static const char *const words[] = {"open", "in_time", "late", "pending"};
    BUG_IF((size_t)s >= GX_COUNT(words));
    return words[s];
}

struct law_of {
    struct ctx *ctx;
    const struct policy *policy;
    const struct calendar *calendar;
    const struct policy_item *item;
    struct date today;
};

static int64_t days_over(const struct law_of *l, const struct due *due, struct date done) {
    if (date_cmp(done, due->date) <= 0) return 0;
    if (due->rule->unit != LIMIT_WORKING_DAY) return (int64_t)done.day - due->date.day;
    struct calendar_count n = calendar_count(l->calendar, due->date, done);
    return n.missing_year ? -1 : n.days.n;
}

static struct timely against(const struct law_of *l, const struct due *due, struct date done,
                             const char *clause) {
    struct timely t = {.state = TIMELY_PENDING, .due = DATE_NONE, .clause = clause};
    if (due->status != DUE_KNOWN) return t;
    t.due = due->date;
    t.late = days_over(l, due, date_is_none(done) ? l->today : done);
    if (t.late >= 0) t.state = t.late ? TIMELY_LATE : TIMELY_IN;
    return t;
}

static struct timely of_submission(const struct law_of *l, const struct timeliness *r) {
    const struct policy_value *v =
        policy_part(l->policy, PARAM_SUBMIT_DUAL_PUBLICITY, "submit", NULL, r->received);
    const char *clause =
        l->item->dual_publicity && v && v->known
            ? v->basis.clause
            : policy_get(l->policy, PARAM_SUBMIT_LIMIT, NULL, r->received)->basis.clause;
    struct lateness late = lateness_of(l->ctx->arena, l->policy, l->calendar, l->item, r->formed,
                                       r->decided, r->received, r->received);
    struct timely t = {.state = TIMELY_OPEN, .due = DATE_NONE, .clause = clause};
    if (late.state == LATENESS_PENDING) t.state = TIMELY_PENDING;
    if (late.state != LATENESS_KNOWN) return t;
    t.due = late.due.date;
    t.late = late.days;
    t.state = late.days ? TIMELY_LATE : TIMELY_IN;
    return t;
}

/* The part "publish" of dual publicity; NULL where the text has no figure. */
static const struct policy_value *publish_value(const struct law_of *l, struct date on) {
    struct policy_scope scope = {.item = l->item->id};
    const struct policy_value *v =
        l->item->dual_publicity
            ? policy_part(l->policy, PARAM_SUBMIT_DUAL_PUBLICITY, "publish", &scope, on)
            : NULL;
    return v && v->known && v->limit.figure ? v : NULL;
}

/* The day its limit counts from, by the event that the text names. */
static struct date start_of(const struct law_of *l, const struct policy_value *v,
                            const struct policy_scope *scope, const struct timeliness *r) {
    switch (policy_start(l->policy, v, scope, r->received)) {
    case W_START_FORMED: return r->formed;
    case W_START_SUBMISSION: return r->received;
    default: return date_is_none(r->decided) ? r->formed : r->decided;
    }
}

static struct timely of_publication(const struct law_of *l, const struct timeliness *r) {
    struct policy_scope scope = {.item = l->item->id};
    const struct policy_value *v = publish_value(l, r->received);
    bool law = v != NULL;
    if (!v) v = policy_get(l->policy, PARAM_SERVICE_TARGET, &scope, r->received);
    struct timely t = {.state = TIMELY_OPEN, .due = DATE_NONE, .clause = v->basis.clause};
    struct limit *rule = ARENA_NEW(l->ctx->arena, struct limit);
    struct date from = law ? start_of(l, v, &scope, r) : r->received;
    struct date done = date_is_none(r->published) ? l->today : r->published;
    bool counts =
        v->known && policy_limit_rule(l->policy, v, W_CLOCK_ACT, &scope, r->received, rule);
    if (counts && limit_needs_calendar(rule) && !l->calendar) {
        t.state = law ? TIMELY_PENDING : TIMELY_OPEN;
    } else if (counts) {
        struct due due = limit_due(l->ctx->arena, rule, from, NULL, 0, l->calendar);
        t = against(l, &due, r->published, v->basis.clause);
        if (!law) t.state = TIMELY_OPEN, t.late = 0; /* a target is nobody's duty */
    }
    t.elapsed = (int64_t)done.day - from.day;
    return t;
}

static enum err of_row(struct ctx *ctx, struct db_session *s, struct law_of *l,
                       const struct db_value *row, const char *item_id, struct timeliness *r) {
    const struct catalog *catalog;
    *r = (struct timeliness){
        .subject_id = db_get_int(row, 0),
        .record_id = db_get_int(row, 1),
        .provider_id = db_get_int(row, 2),
        .item = item_id,
        .doc_no = db_get_text(row, 3),
        .provider = db_get_text(row, 4),
        .decided = db_get_date(row, 5),
        .formed = db_get_date(row, 6),
        .received = db_get_date(row, 7),
        .published = db_get_date(row, 9),
    };
    enum err e = catalog_by_id(ctx, s, db_get_int(row, 8), &catalog);
    const struct catalog_item *item = e == OK ? catalog_item(catalog, item_id) : NULL;
    if (e != OK || !item) return e;
    l->item = item->item;
    r->submission = of_submission(l, r);
    r->publication = of_publication(l, r);
    return OK;
}

enum err timeliness_list(struct ctx *ctx, const char *place, const char *item, int64_t provider_id,
                         struct date from, struct date to, struct timeliness_place after,
                         size_t most, struct timeliness **list_r, size_t *n_r) {
    struct arena *a = ctx->arena;
    struct db_session *s;
    struct law_of l = {.ctx = ctx,
                       .policy = law_policy(ctx->law, place, clock_today(ctx->clock)),
                       .calendar = law_calendar(ctx->law),
                       .today = clock_today(ctx->clock)};
    if (!l.policy) return fail(ctx, ERR_NOT_ADOPTED, NULL);
    struct db_call c = {
        .stmt = &timeliness_stmts[LIST],
        .args = DB_ARGS(db_text(place), db_text(item),
                        date_is_none(from) ? db_text("0001-01-01") : db_date(a, from),
                        date_is_none(to) ? db_text("9999-12-31") : db_date(a, to),
                        date_is_none(after.received) ? db_text("") : db_date(a, after.received),
                        db_int(after.record_id), db_int(provider_id), db_int((int64_t)most))};
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_calls(s, a, &c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    *n_r = 0;
    *list_r = ARENA_ARRAY(a, c.n + 1, struct timeliness);
    for (size_t i = 0; e == OK && i < c.n; i++)
        e = of_row(ctx, s, &l, c.rows[i], item, &(*list_r)[(*n_r)++]);
    db_read_end(ctx, &s);
    return e;
}
