#include "publication/public.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/log.h"
#include "db/db_fetch.h"
#include "disclosure/decide.h"
#include "disclosure/look.h"
#include "disclosure/mask.h"
#include "law/law.h"
#include "publication/publication_row.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/record_row.h"
#include "registry/search.h"

enum { PAGE, PAGE_OF_ITEM, PAGE_OF_SUBJECT, ROW, WALK, CLEAR, COUNT };

#define PUBLIC_COLUMNS                                                                             \
    "q.public_id, q.kind, s.name, s.document, s.number, s.state, q.published_day, q.last_day,"     \
    " q.clause, q.text, q.record_version"
#define PUBLIC_SIGNATURE "itTtTttTtti"
#define PUBLIC_WIDTH     11
/* $1 is the day: what the stored ranges do not open today is not even read. */
#define FROM_PUBLIC                                                                                \
    " from public_record q join record r on r.subject_id = q.subject_id"                           \
    " and r.record_id = q.record_id join subject s on s.subject_id = q.subject_id"                 \
    " where (q.last_day is null or q.last_day >= $1) and r.state = 'active'"                       \
    " and r.current_version = q.record_version and r.open_from <= $1"                              \
    " and (r.open_to is null or r.open_to >= $1)"
#define SELECT_PUBLIC "select " PUBLIC_COLUMNS ", " RECORD_COLUMNS FROM_PUBLIC
#define BETWEEN       " and q.published_day >= $4 and q.published_day <= $5"
#define ORDERED       " order by q.public_id desc limit $6"

const struct db_stmt public_stmts[] = {
    [PAGE] = {.name = "public.page",
              .sql = SELECT_PUBLIC " and q.jurisdiction = $2 and q.public_id < $3" BETWEEN ORDERED,
              .in = "ttitti",
              .out = PUBLIC_SIGNATURE RECORD_SIGNATURE,
              .kind = DB_READ},
    [PAGE_OF_ITEM] = {.name = "public.page_of_item",
                      .sql = SELECT_PUBLIC " and q.jurisdiction = $2 and q.public_id < $3" BETWEEN
                                           " and q.item = $7" ORDERED,
                      .in = "ttittit",
                      .out = PUBLIC_SIGNATURE RECORD_SIGNATURE,
                      .kind = DB_READ},
    [PAGE_OF_SUBJECT] = {.name = "public.page_of_subject",
                         .sql = SELECT_PUBLIC " and q.subject_id = $2 and q.public_id < $3" BETWEEN
                                              " and ($7 = '' or q.item = $7)" ORDERED,
                         .in = "tiittit",
                         .out = PUBLIC_SIGNATURE RECORD_SIGNATURE,
                         .kind = DB_READ},
    [ROW] = {.name = "public.row",
             .sql = SELECT_PUBLIC " and q.public_id = $2",
             .in = "ti",
             .out = PUBLIC_SIGNATURE RECORD_SIGNATURE,
             .kind = DB_READ},
    [WALK] = {.name = "public.walk",
              .sql = "select publication_id, subject_id, state from publication"
                     " where publication_id > $1 order by publication_id limit $2",
              .in = "ii",
              .out = "iit",
              .kind = DB_READ},
    [CLEAR] = {.name = "public.clear",
               .sql = "delete from public_record where public_id > $1 and public_id <= $2",
               .in = "ii",
               .out = "",
               .kind = DB_WRITE},
    [COUNT] = {.name = "public.count",
               .sql = "select count(*) from public_record",
               .in = "",
               .out = "i",
               .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&public_stmts[name])

/* ---- one row */

struct reading {
    struct ctx *ctx;
    struct db_session *s;
    struct date today;
};

/* The record's columns stand behind the public ones. */
static void record_behind(const struct db_value *row, struct record *r) {
    record_of_row(row + PUBLIC_WIDTH, false, r);
}

/* Decided like every row that leaves. */
static enum err may_leave(const struct reading *g, const struct db_value *row,
                          const struct record *r, bool *may_r) {
    static const struct viewer everybody = {.kind = W_VIEWER_PUBLIC};
    const struct catalog *catalog;
    const struct policy *p = law_policy(g->ctx->law, r->facts.jurisdiction, g->today);
    *may_r = false;
    if (!p) return OK;
    enum err e = catalog_by_id(g->ctx, g->s, r->facts.catalog_id, &catalog);
    if (e != OK) return e;
    const struct catalog_item *item = catalog_item(catalog, r->facts.item);
    if (!item) return OK;
    struct decide_case c = {
        .policy = p,
        .viewer = &everybody,
        .subject = vocab_find(VOCAB_SUBJECT, str_of(db_get_text(row, 1))),
        .provisional = !strcmp(db_get_text(row, 5), subject_state_word(SUBJECT_STATE_PROVISIONAL)),
        .record = r,
        .item = item->item,
        .day = g->today,
    };
    if (c.subject != W_SUBJECT_ORGANISATION && c.subject != W_SUBJECT_INDIVIDUAL) return OK;
    struct opening o = {0};
    *may_r = decide(&c).give != W_GIVE_NOTHING;
    if (*may_r) return OK;
    /* Perhaps by the subject's consent, which is rarely asked for and needs another read. */
    e = opening_read(g->ctx, g->s, r->facts.subject_id, r->id, &o);
    if (e == OK) *may_r = o.decision.give != W_GIVE_NOTHING;
    return e;
}

static void take_marks(struct public_record *q, struct record_mark *marks, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (marks[i].record_id != q->record_id) continue;
        if (!q->n_marks) q->marks = &marks[i];
        q->n_marks++;
    }
}

static enum err of_row(const struct reading *g, const struct db_value *row, struct public_record *q,
                       bool *may_r) {
    struct record r;
    struct record_mark *marks = NULL;
    size_t n = 0;
    record_behind(row, &r);
    enum err e = may_leave(g, row, &r, may_r);
    if (e != OK || !*may_r) return e;
    *q = (struct public_record){
        .public_id = db_get_int(row, 0),
        .kind = vocab_find(VOCAB_SUBJECT, str_of(db_get_text(row, 1))),
        .name = db_get_text(row, 2),
        .document = db_get_text(row, 3),
        .number = db_get_text(row, 4),
        .published = db_get_date(row, 6),
        .last_day = db_get_date(row, 7),
        .clause = db_get_text(row, 8),
        .text = db_get_text(row, 9),
        .subject_id = r.facts.subject_id,
        .record_id = r.id,
        .jurisdiction = r.facts.jurisdiction,
        .item = r.facts.item,
        .nature = r.facts.nature,
    };
    /* Never a day later than the record's own. */
    struct date end = r.terms.publish_to;
    if (!date_is_none(end) && (date_is_none(q->last_day) || date_cmp(end, q->last_day) < 0))
        q->last_day = end;
    if (!r.marks && !r.holds) return OK;
    e = record_marks(g->ctx, g->s, r.facts.subject_id, &marks, &n);
    if (e == OK) take_marks(q, marks, n);
    return e;
}

/* ---- pages */

struct page {
    struct public_record *list;
    size_t n;
    bool more;
    int64_t last;
};

static enum err add_rows(const struct reading *g, const struct db_call *c, size_t most,
                         struct page *p) {
    size_t seen = c->n > most ? most : c->n;
    p->more = c->n > most;
    p->last = seen ? db_get_int(c->rows[seen - 1], 0) : 0;
    enum err e = OK;
    for (size_t i = 0; e == OK && i < seen; i++) {
        bool may;
        e = of_row(g, c->rows[i], &p->list[p->n], &may);
        if (e == OK && may) p->n++;
    }
    return e;
}

static struct db_value from_day(struct arena *a, struct date d) {
    return date_is_none(d) ? db_text("0001-01-01") : db_date(a, d);
}
static struct db_value to_day(struct arena *a, struct date d) {
    return date_is_none(d) ? db_text("9999-12-31") : db_date(a, d);
}

static enum err read_place(const struct reading *g, const struct public_search *in,
                           const char *place, struct page *p) {
    struct arena *a = g->ctx->arena;
    struct db_call c = {.stmt = in->item ? STMT(PAGE_OF_ITEM) : STMT(PAGE),
                        .args = DB_ARGS(db_date(a, g->today), db_text(place),
                                        db_int(in->before ? in->before : INT64_MAX),
                                        from_day(a, in->from), to_day(a, in->to),
                                        db_int((int64_t)in->most + 1),
                                        in->item ? db_text(in->item) : db_null())};
    enum db_result r = db_calls(g->s, a, &c, 1);
    if (r != DB_ROW) return db_err(g->ctx, g->s, r);
    p->list = ARENA_ARRAY(a, c.n + 1, struct public_record);
    return add_rows(g, &c, in->most, p);
}

static int newest_first(const void *x, const void *y) {
    const struct db_value *a = *(const struct db_value *const *)x,
                          *b = *(const struct db_value *const *)y;
    int64_t m = db_get_int(a, 0), n = db_get_int(b, 0);
    return m < n ? 1 : m > n ? -1 : 0;
}

/* A page over every organisation whose name was meant: each gives at most a page. */
static enum err read_named(const struct reading *g, const struct public_search *in,
                           const char *place, struct page *p) {
    struct ctx *ctx = g->ctx;
    struct search_result found;
    enum err e = search_names(ctx, g->s, in->organisation, &found);
    if (e != OK) return e;
    if (found.more) return fail(ctx, ERR_SEARCH_TEXT, "名称过于常见，请输入更完整的名称");
    struct db_call all = {
        .rows = ARENA_ARRAY(ctx->arena, found.n * (in->most + 1) + 1, const struct db_value *)};
    for (size_t i = 0; i < found.n; i++) {
        struct db_call c = {
            .stmt = STMT(PAGE_OF_SUBJECT),
            .args = DB_ARGS(db_date(ctx->arena, g->today), db_int(found.hits[i].subject_id),
                            db_int(in->before ? in->before : INT64_MAX),
                            from_day(ctx->arena, in->from), to_day(ctx->arena, in->to),
                            db_int((int64_t)in->most + 1), db_text(in->item ? in->item : ""))};
        enum db_result r = db_calls(g->s, ctx->arena, &c, 1);
        if (r != DB_ROW) return db_err(ctx, g->s, r);
        for (size_t k = 0; k < c.n; k++)
            if (!strcmp(db_get_text(c.rows[k], PUBLIC_WIDTH + 2), place))
                all.rows[all.n++] = c.rows[k];
    }
    if (all.n) qsort(all.rows, all.n, sizeof *all.rows, newest_first);
    p->list = ARENA_ARRAY(ctx->arena, all.n + 1, struct public_record);
    return add_rows(g, &all, in->most, p);
}

static enum err read_page(struct ctx *ctx, const struct public_search *in, const char *place,
                          struct page *p) {
    struct reading g = {.ctx = ctx, .today = clock_today(ctx->clock)};
    *p = (struct page){0};
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &g.s);
    if (e != OK) return e;
    e = in->organisation ? read_named(&g, in, place, p) : read_place(&g, in, place, p);
    db_read_end(ctx, &g.s);
    return e;
}

/* ---- reading is a look */

static struct look look_of(struct ctx *ctx, const char *route, const char *place,
                           const struct page *p) {
    int64_t *records = ARENA_ARRAY(ctx->arena, p->n + 1, int64_t);
    const struct policy *law = law_policy(ctx->law, place, clock_today(ctx->clock));
    for (size_t i = 0; i < p->n; i++)
        records[i] = p->list[i].record_id;
    return (struct look){.route = route,
                         .records = records,
                         .n_records = p->n,
                         .purpose = "",
                         .basis = basis_kind_word(BASIS_OPEN),
                         .view = "masked",
                         .outcome = LOOK_LISTED,
                         .place = place,
                         .policy = law ? law->edition : NULL};
}

static bool same_page(const struct page *a, const struct page *b) {
    if (a->n != b->n || a->more != b->more) return false;
    for (size_t i = 0; i < a->n; i++)
        if (a->list[i].public_id != b->list[i].public_id ||
            a->list[i].n_marks != b->list[i].n_marks)
            return false;
    return true;
}

static const char *place_of(const struct ctx *ctx, const char *place) {
    return place ? place : ctx->app->home;
}

/* As often as it moved while its look was written. */
#define ROUNDS 5

enum err public_list(struct ctx *ctx, const char *route, const struct public_search *in,
                     struct public_record **list_r, size_t *n_r, bool *more_r, int64_t *last_r) {
    struct page before, after;
    const char *place = place_of(ctx, in->place);
    if (in->organisation && mask_finds_number(str_of(in->organisation)))
        return fail_field(ctx, ERR_SEARCH_TEXT, "organisation", "name",
                          "请输入名称，不要输入证件号码");
    enum err e = read_page(ctx, in, place, &after);
    for (int round = 0; e == OK && round < ROUNDS; round++) {
        before = after;
        struct look look = look_of(ctx, route, place, &before);
        look.text =
            in->organisation ? mask_text(ctx->arena, str_of(in->organisation), MASK_PUBLIC) : NULL;
        e = look_write(ctx, &look, 1);
        if (e == OK) e = read_page(ctx, in, place, &after);
        if (e != OK || !same_page(&before, &after)) continue;
        *list_r = after.list;
        *n_r = after.n;
        *more_r = after.more;
        *last_r = after.last;
        return OK;
    }
    return e == OK ? fail(ctx, ERR_BUSY, NULL) : e;
}

static enum err read_one(struct ctx *ctx, int64_t public_id, struct page *p) {
    struct reading g = {.ctx = ctx, .today = clock_today(ctx->clock)};
    const struct db_value *row;
    bool may = false;
    *p = (struct page){.list = ARENA_ARRAY(ctx->arena, 1, struct public_record)};
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &g.s);
    if (e != OK) return e;
    e = db_row(ctx, g.s, STMT(ROW), DB_ARGS(db_date(ctx->arena, g.today), db_int(public_id)), &row);
    if (e == OK && row) e = of_row(&g, row, p->list, &may);
    p->n = may;
    db_read_end(ctx, &g.s);
    return e;
}

enum err public_get(struct ctx *ctx, const char *route, int64_t public_id,
                    struct public_record *r) {
    struct page before, after;
    enum err e = read_one(ctx, public_id, &after);
    for (int round = 0; e == OK && round < ROUNDS; round++) {
        before = after;
        const char *place = before.n ? before.list[0].jurisdiction : ctx->app->home;
        struct look look = look_of(ctx, route, place, &before);
        look.outcome = LOOK_ANSWERED;
        look.subject_id = before.n ? before.list[0].subject_id : 0;
        e = look_write(ctx, &look, 1);
        if (e == OK) e = read_one(ctx, public_id, &after);
        if (e != OK || !same_page(&before, &after)) continue;
        if (!after.n) return fail(ctx, ERR_NOT_FOUND, NULL);
        *r = after.list[0];
        return OK;
    }
    return e == OK ? fail(ctx, ERR_BUSY, NULL) : e;
}

bool public_is_free(const struct ctx *ctx, const char *place) {
    struct date today = clock_today(ctx->clock);
    const struct policy *p = law_policy(ctx->law, place_of(ctx, place), today);
    return !p || policy_flag(p, PARAM_DISCLOSE_FREE, true, today);
}

/* ---- made anew */

enum { AT_ONCE = 500 };

struct rebuilding {
    int64_t after;
    size_t n;
};

static enum err rebuild_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct rebuilding *g = arg;
    struct db_call c = {.stmt = STMT(WALK), .args = DB_ARGS(db_int(g->after), db_int(AT_ONCE))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    g->n = c.n;
    /* Rows of nothing that is published go too: with the last part, all behind it. */
    int64_t last = c.n == AT_ONCE ? db_get_int(c.rows[c.n - 1], 0) : INT64_MAX;
    enum err e = db_write(ctx, s, STMT(CLEAR), DB_ARGS(db_int(g->after), db_int(last)), NULL);
    for (size_t i = 0; e == OK && i < c.n; i++)
        if (!strcmp(db_get_text(c.rows[i], 2), publication_state_word(PUBLICATION_RUNNING)))
            e = public_add(ctx, s, db_get_int(c.rows[i], 1), db_get_int(c.rows[i], 0));
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_PUBLICATION_REBUILT);
    door_leaf(d, &leaf);
    g->after = last;
    return OK;
}

enum err public_rebuild(struct ctx *ctx, int64_t *n_r) {
    struct rebuilding g = {0};
    const struct db_value *row;
    enum err e;
    do {
        int64_t after = g.after;
        e = door_run(ctx, "publication.rebuild", DB_BULK, rebuild_step, &g);
        BUG_IF(e == OK && g.after <= after && g.n == AT_ONCE);
    } while (e == OK && g.n == AT_ONCE);
    if (e == OK) e = db_fetch(ctx, STMT(COUNT), NULL, &row);
    if (e == OK) *n_r = db_get_int(row, 0);
    return e;
}
