#include "base/attr.h"
#include "db/db_fetch.h"
#include "measures/list_row.h"

enum { ONE, OF_SUBJECT, OF_UNIT };

#define COLUMNS                                                                                    \
    "e.subject_id, e.entry_id, e.jurisdiction, e.policy_label, e.list_type, e.kind, e.unit_id,"    \
    " u.name, e.doc_no, e.condition, e.procedure, e.reason, e.evidence_id, e.citation,"            \
    " e.citation_rank, e.document_id, e.notice_id, e.case_id, e.severity, e.entry_day,"            \
    " e.until_day, e.exit_day, e.exit_reason, e.exit_clause, e.exit_case, e.marks, e.holds,"       \
    " e.version, e.at"
#define SIGNATURE "iittttiTttttITTIIIttTTTTIiiii"
#define FROM      " from list_entry e left join unit u on u.unit_id = e.unit_id"

const struct db_stmt list_entry_read_stmts[] = {
    [ONE] = {.name = "list_entry.one",
             .sql = "select " COLUMNS FROM " where e.subject_id = $1 and e.entry_id = $2",
             .in = "ii",
             .out = SIGNATURE,
             .kind = DB_READ},
    [OF_SUBJECT] = {.name = "list_entry.of_subject",
                    .sql = "select " COLUMNS FROM " where e.subject_id = $1"
                           " order by e.entry_id desc",
                    .in = "i",
                    .out = SIGNATURE,
                    .kind = DB_READ},
    [OF_UNIT] = {.name = "list_entry.of_unit",
                 .sql = "select " COLUMNS FROM " where e.unit_id = $1 and ($2 = 0 or"
                        " e.entry_id < $2) order by e.entry_id desc limit $3",
                 .in = "iii",
                 .out = SIGNATURE,
                 .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&list_entry_read_stmts[name])

static void of_row(const struct db_value *r, struct list_entry *e) {
    *e = (struct list_entry){
        .subject_id = db_get_int(r, 0),
        .entry_id = db_get_int(r, 1),
        .jurisdiction = db_get_text(r, 2),
        .policy_label = db_get_text(r, 3),
        .list_type = db_get_text(r, 4),
        .kind = vocab_find(VOCAB_LIST, str_of(db_get_text(r, 5))),
        .unit_id = db_get_int(r, 6),
        .unit_name = db_get_text(r, 7),
        .doc_no = db_get_text(r, 8),
        .condition = db_get_text(r, 9),
        .procedure = db_get_text(r, 10),
        .reason = db_get_text(r, 11),
        .evidence_id = db_get_int(r, 12),
        .citation = db_get_text(r, 13),
        .citation_rank = vocab_find(VOCAB_RANK, str_of(db_get_text(r, 14))),
        .document_id = db_get_int(r, 15),
        .notice_id = db_get_int(r, 16),
        .case_id = db_get_int(r, 17),
        .severity = db_get_text(r, 18),
        .entry = db_get_date(r, 19),
        .until = db_get_date(r, 20),
        .exit = db_get_date(r, 21),
        .exit_reason = db_get_text(r, 22),
        .exit_clause = db_get_text(r, 23),
        .exit_case = db_get_int(r, 24),
        .marks = db_get_int(r, 25),
        .holds = db_get_int(r, 26),
        .version = db_get_int(r, 27),
        .at = {db_get_int(r, 28)},
    };
}

enum err list_entry_get(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t entry_id,
                        struct list_entry **entry_r) {
    const struct db_value *row;
    *entry_r = NULL;
    enum err e = db_row(ctx, s, STMT(ONE), DB_ARGS(db_int(subject_id), db_int(entry_id)), &row);
    if (e || !row) return e;
    *entry_r = ARENA_NEW(ctx->arena, struct list_entry);
    of_row(row, *entry_r);
    return OK;
}

enum err list_entry_require(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                            int64_t entry_id, struct list_entry **entry_r) {
    enum err e = list_entry_get(ctx, s, subject_id, entry_id, entry_r);
    return e || *entry_r ? e : fail(ctx, ERR_LIST_ENTRY, NULL);
}

static enum err many(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                     const struct db_value *args, struct list_entry **list_r, size_t *n_r) {
    struct db_call c = {.stmt = stmt, .args = args};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    *list_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct list_entry);
    *n_r = c.n;
    for (size_t i = 0; i < c.n; i++)
        of_row(c.rows[i], &(*list_r)[i]);
    return OK;
}

enum err list_entry_list(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                         struct list_entry **list_r, size_t *n_r) {
    return many(ctx, s, STMT(OF_SUBJECT), DB_ARGS(db_int(subject_id)), list_r, n_r);
}

enum err list_entry_list_unit(struct ctx *ctx, struct db_session *s, int64_t unit_id,
                              int64_t before, size_t most, struct list_entry **list_r,
                              size_t *n_r) {
    return many(ctx, s, STMT(OF_UNIT),
                DB_ARGS(db_int(unit_id), db_int(before), db_int((int64_t)most)), list_r, n_r);
}

bool list_entry_stands(const struct list_entry *e, struct date day) {
    return date_cmp(e->entry, day) <= 0 && (date_is_none(e->exit) || date_cmp(day, e->exit) < 0) &&
           (date_is_none(e->until) || date_cmp(day, e->until) <= 0);
}

enum err list_standing(struct ctx *ctx, struct db_session *s, int64_t subject_id, struct date day,
                       struct list_standing *out) {
    struct list_entry *list;
    size_t n;
    *out = (struct list_standing){0};
    enum err e = list_entry_list(ctx, s, subject_id, &list, &n);
    if (e) return e;
    for (size_t i = 0; i < n; i++) {
        if (!list_entry_stands(&list[i], day)) continue;
        out->any = true;
        out->serious |= list[i].kind == W_LIST_SERIOUS;
        out->watch |= list[i].kind == W_LIST_WATCH;
    }
    return OK;
}
