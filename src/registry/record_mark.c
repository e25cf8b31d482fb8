#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "registry/actor.h"
#include "registry/record_row.h"
#include "registry/subject.h"

enum { COUNT, ADD, ONE, END, OF_SUBJECT };

const struct db_stmt record_mark_stmts[] = {
    [COUNT] = {.name = "record.mark_count",
               .sql = "update record set version = version + 1, changed_unit = $4,"
                      " changed_at = $5, marks = marks + $6, holds = holds + $7"
                      " where subject_id = $1 and record_id = $2 and version = $3",
               .in = "iiiiiii",
               .out = "",
               .kind = DB_WRITE},
    [ADD] = {.name = "record.mark_add",
             .sql = "insert into record_mark (subject_id, record_id, mark_id, kind, case_id,"
                    " clause, from_day, to_day) values ($1, $2, $3, $4, $5, $6, $7, null)",
             .in = "iiitItt",
             .out = "",
             .kind = DB_WRITE},
    [ONE] = {.name = "record.mark_one",
             .sql = "select kind, clause from record_mark where subject_id = $1"
                    " and record_id = $2 and mark_id = $3 and to_day is null",
             .in = "iii",
             .out = "tt",
             .kind = DB_READ},
    [END] = {.name = "record.mark_end",
             .sql = "update record_mark set to_day = $4 where subject_id = $1 and record_id = $2"
                    " and mark_id = $3 and to_day is null",
             .in = "iiit",
             .out = "",
             .kind = DB_WRITE},
    [OF_SUBJECT] = {.name = "record.marks",
                    .sql = "select record_id, mark_id, kind, case_id, clause, from_day"
                           " from record_mark where subject_id = $1 and to_day is null"
                           " order by record_id, mark_id",
                    .in = "i",
                    .out = "iitItt",
                    .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&record_mark_stmts[name])

static const char *const words[] = {"objection", "repaired", "hold"};
static const char *const names[] = {"异议处理中", "已完成信用修复", "奖惩措施暂不执行"};

const char *record_mark_word(enum record_mark_kind k) {
    BUG_IF((size_t)k >= GX_COUNT(words));
    return words[k];
}
const char *record_mark_name(enum record_mark_kind k) {
    BUG_IF((size_t)k >= GX_COUNT(names));
    return names[k];
}
static bool kind_of(const char *word, enum record_mark_kind *k_r) {
    for (size_t i = 0; i < GX_COUNT(words); i++)
        if (!strcmp(words[i], word)) {
            *k_r = (enum record_mark_kind)i;
            return true;
        }
    return false;
}

/* The record's own counts save every reader the look at the marks of unmarked records. */
static enum err count(struct ctx *ctx, struct door *d, struct db_session *s, const struct record *r,
                      enum record_mark_kind kind, int64_t by) {
    int64_t changed = 0, hold = kind == MARK_HOLD;
    enum db_result res =
        db_exec(s, STMT(COUNT),
                DB_ARGS(db_int(r->facts.subject_id), db_int(r->id), db_int(r->version),
                        db_int(ctx->actor->unit_id), db_int(door_now(d).us), db_int(hold ? 0 : by),
                        db_int(hold ? by : 0)),
                &changed);
    if (res == DB_RETRY || res == DB_FAIL) return db_err(ctx, s, res);
    if (changed == 1) return OK;
    return record_lost_race(ctx, s, &(struct record_seen){r->facts.subject_id, r->id, r->version});
}

static enum err say(struct ctx *ctx, struct door *d, struct db_session *s, const struct record *r,
                    enum record_mark_kind kind, bool set, const char *clause, struct date day) {
    enum ledger_event event = kind == MARK_HOLD ? (set ? EV_RECORD_HELD : EV_RECORD_RELEASED)
                                                : (set ? EV_RECORD_MARKED : EV_RECORD_UNMARKED);
    struct leaf leaf = record_leaf(ctx, event, r, NULL);
    leaf.version = r->current_version;
    leaf.day = day;
    leaf.word = record_mark_word(kind);
    leaf.basis = &clause;
    leaf.n_basis = 1;
    door_leaf(d, &leaf);
    return subject_raise(ctx, d, s, r->facts.subject_id);
}

enum err record_mark_set(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct record_seen *seen, struct record_mark *m) {
    struct record *r;
    enum err e = record_load_seen(ctx, s, seen, &r);
    if (e) return e;
    if (r->state == RECORD_DELETED) return fail(ctx, ERR_RECORD_STATE, NULL);
    m->mark_id = id_new(door_now(d));
    m->record_id = r->id;
    enum db_result res = db_exec(s, STMT(ADD),
                                 DB_ARGS(db_int(r->facts.subject_id), db_int(r->id),
                                         db_int(m->mark_id), db_text(record_mark_word(m->kind)),
                                         m->case_id ? db_int(m->case_id) : db_null(),
                                         db_text(m->clause), db_date(ctx->arena, m->from)),
                                 NULL);
    if (res == DB_RETRY || res == DB_FAIL) return db_err(ctx, s, res);
    e = count(ctx, d, s, r, m->kind, 1);
    return e ? e : say(ctx, d, s, r, m->kind, true, m->clause, m->from);
}

enum err record_mark_end(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct record_seen *seen, int64_t mark_id, struct date to) {
    struct record *r;
    const struct db_value *row;
    enum record_mark_kind kind;
    struct db_value ids[4];
    enum err e = record_load_seen(ctx, s, seen, &r);
    if (e) return e;
    ids[0] = db_int(r->facts.subject_id);
    ids[1] = db_int(r->id);
    ids[2] = db_int(mark_id);
    ids[3] = db_date(ctx->arena, to);
    enum db_result res = db_one(s, ctx->arena, STMT(ONE), ids, &row);
    if (res == DB_RETRY || res == DB_FAIL) return db_err(ctx, s, res);
    if (res == DB_NONE || !kind_of(db_get_text(row, 0), &kind))
        return fail(ctx, ERR_RECORD_MARK, NULL);
    int64_t changed = 0;
    res = db_exec(s, STMT(END), ids, &changed);
    if (res == DB_RETRY || res == DB_FAIL) return db_err(ctx, s, res);
    if (changed != 1) return fail(ctx, ERR_RECORD_MARK, NULL);
    e = count(ctx, d, s, r, kind, -1);
    return e ? e : say(ctx, d, s, r, kind, false, db_get_text(row, 1), to);
}

enum err record_marks(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                      struct record_mark **marks_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(OF_SUBJECT), .args = DB_ARGS(db_int(subject_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct record_mark *marks = ARENA_ARRAY(ctx->arena, c.n, struct record_mark);
    for (size_t i = 0; i < c.n; i++) {
        const struct db_value *row = c.rows[i];
        marks[i] = (struct record_mark){
            .record_id = db_get_int(row, 0),
            .mark_id = db_get_int(row, 1),
            .case_id = db_get_int(row, 3),
            .clause = db_get_text(row, 4),
            .from = db_get_date(row, 5),
            .to = DATE_NONE,
        };
        if (!kind_of(db_get_text(row, 2), &marks[i].kind))
            return fail(ctx, ERR_INTERNAL, "记录的标注已损坏");
    }
    *marks_r = marks;
    *n_r = c.n;
    return OK;
}
