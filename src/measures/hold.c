#include "measures/hold.h"

#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "measures/list_row.h"
#include "measures/say.h"
#include "registry/record.h"

enum { ADD, OPEN, END };

const struct db_stmt hold_stmts[] = {
    [ADD] = {.name = "hold.add",
             .sql = "insert into measure_hold (subject_id, hold_id, target_kind, target_id, kind,"
                    " case_id, clause, mark_id, from_day) values ($1, $2, $3, $4, $5, $6, $7, $8,"
                    " $9)",
             .in = "iititiTit",
             .out = "",
             .kind = DB_WRITE},
    [OPEN] = {.name = "hold.open",
              .sql = "select hold_id, target_kind, target_id, kind, case_id, mark_id, clause,"
                     " from_day from measure_hold where subject_id = $1 and to_day is null"
                     " order by hold_id",
              .in = "i",
              .out = "ititiitt",
              .kind = DB_READ},
    [END] = {.name = "hold.end",
             .sql = "update measure_hold set to_day = $3 where subject_id = $1 and hold_id = $2"
                    " and to_day is null",
             .in = "iit",
             .out = "",
             .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&hold_stmts[name])

enum err hold_list(struct ctx *ctx, struct db_session *s, int64_t subject_id, struct hold **list_r,
                   size_t *n_r) {
    struct db_call c = {.stmt = STMT(OPEN), .args = DB_ARGS(db_int(subject_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    *list_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct hold);
    *n_r = c.n;
    for (size_t i = 0; i < c.n; i++)
        (*list_r)[i] = (struct hold){
            .subject_id = subject_id,
            .hold_id = db_get_int(c.rows[i], 0),
            .target = {vocab_find(VOCAB_TARGET, str_of(db_get_text(c.rows[i], 1))), subject_id,
                       db_get_int(c.rows[i], 2)},
            .kind = vocab_find(VOCAB_MEASURE, str_of(db_get_text(c.rows[i], 3))),
            .case_id = db_get_int(c.rows[i], 4),
            .mark_id = db_get_int(c.rows[i], 5),
            .clause = db_get_text(c.rows[i], 6),
            .from = db_get_date(c.rows[i], 7),
        };
    return OK;
}

static bool same_target(const struct target *a, const struct target *b) {
    return a->kind == b->kind && a->id == b->id;
}

/* Measures on persons linked with an entry are held with it. */
static enum err raise_target(struct ctx *ctx, struct door *d, struct db_session *s,
                             const struct target *t) {
    struct list_entry *entry;
    if (t->kind == W_TARGET_RECORD) return subject_raise(ctx, d, s, t->subject_id);
    enum err e = list_entry_require(ctx, s, t->subject_id, t->id, &entry);
    return e ? e : list_entry_raise(ctx, d, s, entry);
}

/* One mark a case and target, however many kinds it holds. */
static enum err mark(struct ctx *ctx, struct door *d, struct db_session *s, const struct target *t,
                     const struct cause *cause, int64_t *mark_r) {
    if (t->kind == W_TARGET_RECORD) {
        struct record_mark m = {.kind = MARK_HOLD,
                                .case_id = cause->case_id,
                                .clause = cause->clause,
                                .from = cause->day};
        enum err e = record_mark_set(ctx, d, s, &(struct record_seen){t->subject_id, t->id, 0}, &m);
        *mark_r = m.mark_id;
        return e;
    }
    struct list_entry *entry;
    enum err e = list_entry_require(ctx, s, t->subject_id, t->id, &entry);
    return e ? e : list_mark_add(ctx, d, s, entry, "hold", cause, mark_r);
}

enum err hold_set(struct ctx *ctx, struct door *d, struct db_session *s, const struct target *t,
                  enum word kind, const struct cause *cause) {
    struct hold *open;
    size_t n;
    int64_t mark_id = 0;
    BUG_IF(kind != W_MEASURE_PUNISHMENT && kind != W_MEASURE_INCENTIVE);
    BUG_IF(!cause->case_id);
    if (t->kind != W_TARGET_RECORD && t->kind != W_TARGET_LIST_ENTRY) return OK;
    enum err e = hold_list(ctx, s, t->subject_id, &open, &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (open[i].case_id != cause->case_id || !same_target(&open[i].target, t)) continue;
        if (open[i].kind == kind) return OK;
        mark_id = open[i].mark_id;
    }
    if (!e && !mark_id) e = mark(ctx, d, s, t, cause, &mark_id);
    if (e) return e;
    int64_t id = id_new(door_now(d));
    e = db_write(ctx, s, STMT(ADD),
                 DB_ARGS(db_int(t->subject_id), db_int(id), db_text(word_text(t->kind)),
                         db_int(t->id), db_text(word_text(kind)), db_int(cause->case_id),
                         db_text(cause->clause), db_int(mark_id), db_date(ctx->arena, cause->day)),
                 NULL);
    if (e) return e;
    struct leaf leaf = say_leaf(ctx, EV_MEASURE_HELD, cause);
    leaf.object = id;
    leaf.subject = t->subject_id;
    leaf.word = word_text(kind);
    door_leaf(d, &leaf);
    return raise_target(ctx, d, s, t);
}

static enum err unmark(struct ctx *ctx, struct door *d, struct db_session *s, const struct hold *h,
                       const struct cause *cause) {
    if (h->target.kind == W_TARGET_RECORD)
        return record_mark_end(ctx, d, s, &(struct record_seen){h->subject_id, h->target.id, 0},
                               h->mark_id, cause->day);
    struct list_entry *entry;
    enum err e = list_entry_require(ctx, s, h->subject_id, h->target.id, &entry);
    return e ? e : list_mark_close(ctx, d, s, entry, "hold", h->mark_id, cause);
}

static bool marked_before(const struct hold *list, size_t n, const struct hold *h) {
    for (size_t i = 0; i < n; i++)
        if (list[i].case_id == h->case_id && list[i].mark_id == h->mark_id) return true;
    return false;
}

enum err hold_end_case(struct ctx *ctx, struct door *d, struct db_session *s, int64_t subject_id,
                       const struct cause *cause) {
    struct hold *open;
    size_t n;
    enum err e = hold_list(ctx, s, subject_id, &open, &n);
    for (size_t i = 0; !e && i < n; i++) {
        const struct hold *h = &open[i];
        if (h->case_id != cause->case_id) continue;
        e = db_write(
            ctx, s, STMT(END),
            DB_ARGS(db_int(subject_id), db_int(h->hold_id), db_date(ctx->arena, cause->day)), NULL);
        if (!e && !marked_before(open, i, h)) e = unmark(ctx, d, s, h, cause);
        if (e) return e;
        struct leaf leaf = say_leaf(ctx, EV_MEASURE_RELEASED, cause);
        leaf.object = h->hold_id;
        leaf.subject = subject_id;
        leaf.word = word_text(h->kind);
        door_leaf(d, &leaf);
        e = raise_target(ctx, d, s, &h->target);
    }
    return e;
}
