#include <string.h>

#include "base/id.h"
#include "db/db_fetch.h"
#include "measures/list_row.h"
#include "measures/say.h"
#include "registry/actor.h"

enum { ADD, OPEN_OF_CASE, END, COUNT, OF_SUBJECT };

const struct db_stmt list_mark_stmts[] = {
    [ADD] = {.name = "list_mark.add",
             .sql = "insert into list_entry_mark (subject_id, entry_id, mark_id, kind, case_id,"
                    " clause, from_day) values ($1, $2, $3, $4, $5, $6, $7)",
             .in = "iiitItt",
             .out = "",
             .kind = DB_WRITE},
    [OPEN_OF_CASE] = {.name = "list_mark.open_of_case",
                      .sql = "select mark_id from list_entry_mark where subject_id = $1"
                             " and entry_id = $2 and kind = 'objection' and case_id = $3"
                             " and to_day is null",
                      .in = "iii",
                      .out = "i",
                      .kind = DB_READ},
    [END] = {.name = "list_mark.end",
             .sql = "update list_entry_mark set to_day = $4 where subject_id = $1 and entry_id = $2"
                    " and mark_id = $3 and to_day is null",
             .in = "iiit",
             .out = "",
             .kind = DB_WRITE},
    [COUNT] = {.name = "list_mark.count",
               .sql = "update list_entry set version = version + 1, changed_unit = $3,"
                      " changed_at = $4, marks = marks + $5, holds = holds + $6"
                      " where subject_id = $1 and entry_id = $2",
               .in = "iiiiii",
               .out = "",
               .kind = DB_WRITE},
    [OF_SUBJECT] = {.name = "list_mark.of_subject",
                    .sql = "select entry_id, mark_id, case_id, kind, clause, from_day"
                           " from list_entry_mark where subject_id = $1 and to_day is null"
                           " order by entry_id, mark_id",
                    .in = "i",
                    .out = "iiIttt",
                    .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&list_mark_stmts[name])

static enum err changed(struct ctx *ctx, struct door *d, struct db_session *s,
                        const struct list_entry *entry, const char *kind, int by,
                        const struct cause *cause) {
    bool hold = !strcmp(kind, "hold");
    enum err e = db_write(ctx, s, STMT(COUNT),
                          DB_ARGS(db_int(entry->subject_id), db_int(entry->entry_id),
                                  db_int(ctx->actor->unit_id), db_int(door_now(d).us),
                                  db_int(hold ? 0 : by), db_int(hold ? by : 0)),
                          NULL);
    if (e) return e;
    struct leaf leaf = say_leaf(ctx, by > 0 ? EV_LIST_MARKED : EV_LIST_UNMARKED, cause);
    leaf.object = entry->entry_id;
    leaf.subject = entry->subject_id;
    leaf.word = kind;
    door_leaf(d, &leaf);
    return list_entry_raise(ctx, d, s, entry);
}

enum err list_mark_add(struct ctx *ctx, struct door *d, struct db_session *s,
                       const struct list_entry *entry, const char *kind, const struct cause *cause,
                       int64_t *mark_r) {
    *mark_r = id_new(door_now(d));
    enum err e = db_write(ctx, s, STMT(ADD),
                          DB_ARGS(db_int(entry->subject_id), db_int(entry->entry_id),
                                  db_int(*mark_r), db_text(kind), say_id(cause->case_id),
                                  db_text(cause->clause), db_date(ctx->arena, cause->day)),
                          NULL);
    return e ? e : changed(ctx, d, s, entry, kind, 1, cause);
}

enum err list_mark_close(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct list_entry *entry, const char *kind, int64_t mark_id,
                         const struct cause *cause) {
    int64_t n = 0;
    enum err e = db_write(ctx, s, STMT(END),
                          DB_ARGS(db_int(entry->subject_id), db_int(entry->entry_id),
                                  db_int(mark_id), db_date(ctx->arena, cause->day)),
                          &n);
    if (e || !n) return e;
    return changed(ctx, d, s, entry, kind, -1, cause);
}

static enum err open_mark(struct ctx *ctx, struct db_session *s, const struct target *t,
                          int64_t case_id, int64_t *mark_r) {
    const struct db_value *row;
    *mark_r = 0;
    enum err e = db_row(ctx, s, STMT(OPEN_OF_CASE),
                        DB_ARGS(db_int(t->subject_id), db_int(t->id), db_int(case_id)), &row);
    if (!e && row) *mark_r = db_get_int(row, 0);
    return e;
}

enum err list_entry_mark_set(struct ctx *ctx, struct door *d, struct db_session *s,
                             const struct target *t, const struct cause *cause) {
    struct list_entry *entry;
    int64_t mark = 0;
    enum err e = list_entry_require(ctx, s, t->subject_id, t->id, &entry);
    if (!e) e = open_mark(ctx, s, t, cause->case_id, &mark);
    if (e || mark) return e;
    return list_mark_add(ctx, d, s, entry, "objection", cause, &mark);
}

enum err list_entry_mark_end(struct ctx *ctx, struct door *d, struct db_session *s,
                             const struct target *t, const struct cause *cause) {
    struct list_entry *entry;
    int64_t mark = 0;
    enum err e = list_entry_require(ctx, s, t->subject_id, t->id, &entry);
    if (!e) e = open_mark(ctx, s, t, cause->case_id, &mark);
    if (e || !mark) return e;
    return list_mark_close(ctx, d, s, entry, "objection", mark, cause);
}

enum err list_entry_marks(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                          struct list_mark **marks_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(OF_SUBJECT), .args = DB_ARGS(db_int(subject_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    *marks_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct list_mark);
    *n_r = c.n;
    for (size_t i = 0; i < c.n; i++)
        (*marks_r)[i] = (struct list_mark){
            .entry_id = db_get_int(c.rows[i], 0),
            .mark_id = db_get_int(c.rows[i], 1),
            .case_id = db_get_int(c.rows[i], 2),
            .kind = db_get_text(c.rows[i], 3),
            .clause = db_get_text(c.rows[i], 4),
            .from = db_get_date(c.rows[i], 5),
        };
    return OK;
}
