#include "recall/deletion.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "law/law.h"
#include "measures/applied.h"
#include "measures/hold.h"
#include "publication/publication.h"
#include "recall/deletion_row.h"
#include "recall/recall.h"
#include "registry/actor.h"
#include "registry/catalog.h"
#include "registry/record.h"

enum { ADD, ONE, OF_SUBJECT, OF_PLACE };

const struct db_stmt deletion_stmts[] = {
    [ADD] = {.name = "deletion.add",
             .sql = "insert into deletion (subject_id, deletion_id, record_id, item, case_id,"
                    " jurisdiction, policy_label, clause, reason, by_user, by_post, by_unit, day,"
                    " at, at_once, keep_to, keep_rule, state) values ($1, $2, $3, $4, $5, $6, $7,"
                    " $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'sealed')",
             .in = "iiitIttttiiitiiTT",
             .out = "",
             .kind = DB_WRITE},
    [ONE] = {.name = "deletion.one",
             .sql = "select " DELETION_COLUMNS " from deletion where deletion_id = $1",
             .in = "i",
             .out = DELETION_SIGNATURE,
             .kind = DB_READ},
    [OF_SUBJECT] = {.name = "deletion.of_subject",
                    .sql = "select " DELETION_COLUMNS " from deletion where subject_id = $1"
                           " and deletion_id < $2 order by deletion_id desc limit $3",
                    .in = "iii",
                    .out = DELETION_SIGNATURE,
                    .kind = DB_READ},
    [OF_PLACE] = {.name = "deletion.of_place",
                  .sql = "select " DELETION_COLUMNS " from deletion where jurisdiction = $1"
                         " and deletion_id < $2 order by deletion_id desc limit $3",
                  .in = "tii",
                  .out = DELETION_SIGNATURE,
                  .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&deletion_stmts[name])

static const char *const words[][2] = {
    [DELETION_SEALED] = {"sealed", "已删除，内容封存"},
    [DELETION_DESTROYING] = {"destroying", "正在销毁"},
    [DELETION_CLEANING] = {"cleaning", "正在清除残留"},
    [DELETION_DESTROYED] = {"destroyed", "内容已依法删除"},
};

const char *deletion_state_word(enum deletion_state s) {
    BUG_IF((size_t)s >= GX_COUNT(words));
    return words[s][0];
}

const char *deletion_state_name(enum deletion_state s) {
    BUG_IF((size_t)s >= GX_COUNT(words));
    return words[s][1];
}

/* ---- the first step */

/* The last day on which content stays sealed; DATE_NONE where the edition wants it destroyed at once, or
 * says nothing. In working days without a calendar, as many days. */
static struct date keep_to(struct ctx *ctx, const char *label, struct date day,
                           const char **rule_r) {
    const struct policy *p = law_policy_edition(ctx->law, label);
    const struct policy_value *v = p ? policy_get(p, PARAM_DELETION_KEEP_SEALED, NULL, day) : NULL;
    const struct calendar *calendar = law_calendar(ctx->law);
    struct limit rule;
    *rule_r = NULL;
    if (!v || !v->known || !policy_limit_rule(p, v, W_CLOCK_TERM, NULL, day, &rule))
        return DATE_NONE;
    if (limit_needs_calendar(&rule) && !calendar) return date_add_days(day, rule.amount);
    struct due due = limit_due(ctx->arena, &rule, day, NULL, 0, calendar);
    if (due.status != DUE_KNOWN) return date_add_days(day, rule.amount);
    struct buf b;
    buf_init(&b, 1 << 20);
    limit_write(&due, &b);
    *rule_r = arena_str(ctx->arena, buf_finish(&b));
    buf_free(&b);
    return due.date;
}

static enum err on_request(struct ctx *ctx, struct db_session *s, const struct record *r,
                           bool *on_request_r) {
    const struct catalog *catalog;
    enum err e = catalog_by_id(ctx, s, r->facts.catalog_id, &catalog);
    if (e != OK) return e;
    const struct catalog_item *item = catalog_item(catalog, r->facts.item);
    *on_request_r = item && item->item->deletable_on_request;
    return OK;
}

static enum err add_entry(struct ctx *ctx, struct door *d, struct db_session *s,
                          const struct record *r, bool at_once, const char *reason,
                          const struct cause *cause) {
    const struct actor *a = ctx->actor;
    const char *rule = NULL;
    struct date keep = at_once ? DATE_NONE : keep_to(ctx, cause->policy_label, cause->day, &rule);
    at_once = date_is_none(keep);
    int64_t id = id_new(door_now(d));
    enum err e = db_write(
        ctx, s, STMT(ADD),
        DB_ARGS(db_int(r->facts.subject_id), db_int(id), db_int(r->id), db_text(r->facts.item),
                cause->case_id ? db_int(cause->case_id) : db_null(), db_text(cause->jurisdiction),
                db_text(cause->policy_label), db_text(cause->clause), db_text(reason),
                db_int(a->user_id), db_int(a->post_id), db_int(a->unit_id),
                db_date(ctx->arena, cause->day), db_int(door_now(d).us), db_int(at_once),
                db_date(ctx->arena, keep), db_text(rule)),
        NULL);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_DELETION_BEGUN);
    leaf.object = id;
    leaf.subject = r->facts.subject_id;
    leaf.place = cause->jurisdiction;
    leaf.policy = cause->policy_label;
    leaf.basis = &cause->clause;
    leaf.n_basis = 1;
    leaf.day = keep;
    leaf.word = at_once ? "at_once" : "sealed";
    door_leaf(d, &leaf);
    return OK;
}

/* Out of publication, and no measure rests on it any more: both before the record changes, which they
 * look at. The row has moved then. */
static enum err end_effects(struct ctx *ctx, struct door *d, struct db_session *s,
                            struct record **r, const struct cause *cause) {
    int64_t subject_id = (*r)->facts.subject_id, record_id = (*r)->id;
    const struct target target = {W_TARGET_RECORD, subject_id, record_id};
    enum err e = cause->case_id ? hold_end_case(ctx, d, s, subject_id, cause) : OK;
    if (e == OK) e = publication_stop(ctx, d, s, subject_id, record_id, cause);
    if (e == OK) e = applied_end(ctx, d, s, &target, true, true, cause);
    if (e == OK) e = applied_tell(ctx, d, s, &target, "ended", cause);
    return e == OK ? record_get(ctx, s, subject_id, record_id, r) : e;
}

enum err deletion_begin(struct ctx *ctx, struct door *d, struct db_session *s, int64_t subject_id,
                        int64_t record_id, bool at_once, const struct cause *cause) {
    struct record *r;
    bool requested;
    BUG_IF(!cause->clause || date_is_none(cause->day));
    enum err e = record_get(ctx, s, subject_id, record_id, &r);
    if (e == OK && !r) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e == OK && r->state == RECORD_DELETED) e = fail(ctx, ERR_RECORD_STATE, "记录已经删除");
    if (e == OK) e = on_request(ctx, s, r, &requested);
    if (e == OK) e = end_effects(ctx, d, s, &r, cause);
    if (e != OK) return e;
    const char *reason = cause->reason && *cause->reason ? cause->reason : "依法删除";
    const struct record_because why = {
        .reason = RECORD_CORRECTION, .text = reason, .basis = &cause->clause, .n_basis = 1};
    const struct record_seen seen = {subject_id, record_id, r->version};
    const struct record_ranges none = {.open_from = DATE_NONE,
                                       .open_to = DATE_NONE,
                                       .shared_from = DATE_NONE,
                                       .shared_to = DATE_NONE,
                                       .auth_from = DATE_NONE,
                                       .auth_to = DATE_NONE,
                                       .label = r->ranges.label};
    e = record_set_state(ctx, d, s, &seen, &why, RECORD_DELETED, &none);
    if (e == OK) e = recall_open(ctx, d, s, subject_id, record_id, "deleted", NULL, cause);
    if (e == OK) e = add_entry(ctx, d, s, r, at_once || requested, reason, cause);
    return e;
}

/* ---- reading */

struct leaf deletion_leaf(struct ctx *ctx, enum ledger_event event, const struct deletion *x) {
    struct leaf leaf = actor_leaf(ctx, event);
    leaf.object = x->deletion_id;
    leaf.subject = x->subject_id;
    leaf.place = x->jurisdiction;
    leaf.policy = x->policy_label;
    leaf.basis = &x->clause;
    leaf.n_basis = 1;
    return leaf;
}

void deletion_of_row(const struct db_value *row, struct deletion *out) {
    *out = (struct deletion){
        .subject_id = db_get_int(row, 0),
        .deletion_id = db_get_int(row, 1),
        .record_id = db_get_int(row, 2),
        .item = db_get_text(row, 3),
        .case_id = db_get_int(row, 4),
        .jurisdiction = db_get_text(row, 5),
        .policy_label = db_get_text(row, 6),
        .clause = db_get_text(row, 7),
        .reason = db_get_text(row, 8),
        .by_user = db_get_int(row, 9),
        .by_unit = db_get_int(row, 10),
        .day = db_get_date(row, 11),
        .at = {db_get_int(row, 12)},
        .at_once = db_get_int(row, 13) != 0,
        .keep_to = db_get_date(row, 14),
        .keep_rule = db_is_null(row, 15) ? NULL : db_get_text(row, 15),
        .state = DELETION_DESTROYED, /* a damaged word opens nothing */
        .copy_at = {db_get_int(row, 17)},
        .settled = db_is_null(row, 18) ? NULL : db_get_text(row, 18),
        .settled_at = {db_get_int(row, 19)},
        .destroyed = db_get_date(row, 20),
        .cleaned_at = {db_get_int(row, 21)},
        .leftover_to = db_get_date(row, 22),
    };
    for (size_t i = 0; i < GX_COUNT(words); i++)
        if (!strcmp(words[i][0], db_get_text(row, 16))) out->state = (enum deletion_state)i;
}

enum err deletion_find(struct ctx *ctx, int64_t deletion_id, struct deletion *out) {
    const struct db_value *row;
    enum err e = db_fetch(ctx, STMT(ONE), DB_ARGS(db_int(deletion_id)), &row);
    if (e == OK && !row) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e == OK) deletion_of_row(row, out);
    return e;
}

enum err deletion_read_rows(struct ctx *ctx, const struct db_stmt *stmt,
                            const struct db_value *args, struct deletion **list_r, size_t *n_r) {
    struct db_session *s;
    struct db_call c = {.stmt = stmt, .args = args};
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    if (e != OK) return e;
    *list_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct deletion);
    for (size_t i = 0; i < c.n; i++)
        deletion_of_row(c.rows[i], &(*list_r)[i]);
    *n_r = c.n;
    return OK;
}

enum err deletion_list_subject(struct ctx *ctx, int64_t subject_id, int64_t before, size_t most,
                               struct deletion **list_r, size_t *n_r) {
    return deletion_read_rows(
        ctx, STMT(OF_SUBJECT),
        DB_ARGS(db_int(subject_id), db_int(before ? before : INT64_MAX), db_int((int64_t)most)),
        list_r, n_r);
}

enum err deletion_list_place(struct ctx *ctx, const char *jurisdiction, int64_t before, size_t most,
                             struct deletion **list_r, size_t *n_r) {
    return deletion_read_rows(
        ctx, STMT(OF_PLACE),
        DB_ARGS(db_text(jurisdiction), db_int(before ? before : INT64_MAX), db_int((int64_t)most)),
        list_r, n_r);
}
