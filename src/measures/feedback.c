#include "measures/feedback.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "disclosure/query.h"
#include "disclosure/query_read.h"
#include "disclosure/whom.h"
#include "measures/say.h"
#include "measures/weigh.h"
#include "notices/notice.h"
#include "registry/figure.h"
#include "registry/actor.h"
#include "registry/adoption.h"

static const char *const use_words[] = {"condition", "reference"};

const char *feedback_use_word(enum feedback_use u) {
    BUG_IF((size_t)u >= GX_COUNT(use_words));
    return use_words[u];
}

enum { INSERT, OF_UNIT, OF_SUBJECT, COUNTS };

#define COLUMNS                                                                                    \
    "f.subject_id, f.feedback_id, f.jurisdiction, f.policy_label, f.unit_id, u.name,"              \
    " f.applied_id, f.measure_id, f.kind, f.scene, f.used_as, f.outcome, f.act, f.reason,"         \
    " f.basis, f.decided_by, f.decided_day, f.look_id, f.against, f.against_clause, f.at"
#define SIGNATURE "iittiTIItttttttttItTi"
#define FROM      " from measure_feedback f left join unit u on u.unit_id = f.unit_id"

const struct db_stmt feedback_stmts[] = {
    [INSERT] = {.name = "feedback.insert",
                .sql = "insert into measure_feedback (subject_id, feedback_id, jurisdiction,"
                       " policy_label, unit_id, applied_id, measure_id, kind, scene, used_as,"
                       " outcome, act, reason, basis, decided_by, decided_day, look_id, against,"
                       " against_clause, by_user, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
                       " $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
                .in = "iittiIItttttttttItTii",
                .out = "",
                .kind = DB_WRITE},
    [OF_UNIT] = {.name = "feedback.of_unit",
                 .sql = "select " COLUMNS FROM " where f.unit_id = $1 and ($2 = 0 or"
                        " f.feedback_id < $2) order by f.feedback_id desc limit $3",
                 .in = "iii",
                 .out = SIGNATURE,
                 .kind = DB_READ},
    [OF_SUBJECT] = {.name = "feedback.of_subject",
                    .sql = "select " COLUMNS FROM " where f.subject_id = $1"
                           " order by f.feedback_id desc",
                    .in = "i",
                    .out = SIGNATURE,
                    .kind = DB_READ},
    [COUNTS] = {.name = "feedback.counts",
                .sql = "select scene, used_as, kind, outcome, count(*) from measure_feedback"
                       " where jurisdiction = $1 and decided_day between $2 and $3"
                       " group by scene, used_as, kind, outcome order by scene, used_as, kind,"
                       " outcome",
                .in = "ttt",
                .out = "tttti",
                .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&feedback_stmts[name])

/* ---- what it must say */

static enum err lacks(struct ctx *ctx, const char *field, const char *text) {
    return fail_field(ctx, ERR_MEASURE_FEEDBACK, field, "required", "%s", text);
}

static enum err check_texts(struct ctx *ctx, const struct feedback *f) {
    if (say_blank(f->act)) return lacks(ctx, "act", "请写明办理的事项和结果");
    if (say_blank(f->reason)) return lacks(ctx, "reason", "请说明适用或者不适用的理由");
    if (say_blank(f->decided_by)) return lacks(ctx, "decided_by", "请写明由谁决定");
    if (date_is_none(f->decided) || date_cmp(f->decided, clock_today(ctx->clock)) > 0)
        return lacks(ctx, "decided_day", "决定日期须为今天或者以前");
    if (!f->applied_id && say_blank(f->basis)) return lacks(ctx, "basis", "请写明依据");
    if (!f->applied_id && f->kind == W_NONE) return lacks(ctx, "kind", "请写明是激励还是惩戒");
    return OK;
}

static enum err check_scene(struct ctx *ctx, const struct policy *p, struct feedback *f) {
    if (!f->scene) f->scene = "";
    bool known = !*f->scene;
    for (size_t i = 0; i < p->nscenes; i++)
        known |= !strcmp(p->scenes[i].id, f->scene);
    return known ? OK : fail_field(ctx, ERR_QUERY_SCENE, "scene", "one_of", NULL);
}

/* The measure it is about, and whether it stood on the day of the decision. */
static enum err check_applied(struct ctx *ctx, struct db_session *s, const struct policy *p,
                              struct feedback *f) {
    struct applied *a;
    struct measure_case c;
    f->against = "";
    f->about = (struct target){W_TARGET_SUBJECT, f->subject_id, f->subject_id};
    if (!f->applied_id) return OK;
    enum err e = applied_get(ctx, s, f->subject_id, f->applied_id, &a);
    if (!e && !a) e = fail(ctx, ERR_NOT_FOUND, "没有这一项措施");
    if (e) return e;
    if (!say_own_unit(ctx, a->unit_id)) return fail(ctx, ERR_MEASURE_UNIT, NULL);
    e = weigh(ctx, s, p, a, f->decided, &c);
    if (e) return e;
    f->kind = a->kind;
    f->measure_id = a->measure_id;
    f->about = a->target;
    const struct policy_measure *row = c.measure ? measure_row(p, c.measure->type) : NULL;
    if (say_blank(f->basis)) f->basis = *a->citation ? a->citation : row ? row->name : a->name;
    struct measure_standing now = measure_standing(&c);
    if (!f->applied || now.is == MEASURE_APPLIES) return OK;
    f->against = measure_standing_word(now.is);
    f->against_clause = now.clause;
    return OK;
}

/* ---- entering it */

struct making {
    const struct query_subject *who;
    struct feedback *in;
};

static enum err insert(struct ctx *ctx, struct door *d, struct db_session *s,
                       const struct feedback *f) {
    return db_write(
        ctx, s, STMT(INSERT),
        DB_ARGS(db_int(f->subject_id), db_int(f->feedback_id), db_text(f->jurisdiction),
                db_text(f->policy_label), db_int(f->unit_id), say_id(f->applied_id),
                say_id(f->measure_id), db_text(word_text(f->kind)), db_text(f->scene),
                db_text(use_words[f->used_as]), db_text(f->applied ? "applied" : "not_applied"),
                db_text(f->act), db_text(f->reason), db_text(f->basis), db_text(f->decided_by),
                db_date(ctx->arena, f->decided), say_id(f->look_id), db_text(f->against),
                db_text(f->against_clause), db_int(ctx->actor->user_id), db_int(door_now(d).us)),
        NULL);
}

/* The subject is told of what was done to it, with basis, remedies and the way to object; the operator
 * of what was done against the rules. */
static enum err tell(struct ctx *ctx, struct door *d, struct db_session *s,
                     const struct feedback *f, const struct cause *cause) {
    const struct notice_value values[] = {{"measure", f->act},
                                          {"unit", ctx->actor->unit_name},
                                          {"measure_basis", f->basis},
                                          {"reason", f->reason}};
    enum err e = !f->applied ? OK
                             : say_notice(ctx, d, s, cause,
                                          &(struct notice_new){.kind = "measure_applied",
                                                               .subject_id = f->subject_id,
                                                               .about = f->about,
                                                               .remedies = true,
                                                               .values = values,
                                                               .n = GX_COUNT(values)});
    if (e || !*f->against) return e;
    return say_tell(ctx, d, s, cause,
                    &(struct say_tell){.topic = "measure.against",
                                       .object_id = f->feedback_id,
                                       .about_id = f->applied_id,
                                       .word = f->against});
}

/* Whom a measure is applied to is known; of their own, institutions may act on anybody. */
static enum err find_subject(struct ctx *ctx, struct door *d, struct db_session *s,
                             const struct making *g) {
    struct subject *subject;
    if (!g->in->applied_id) return whom_find_or_make(ctx, d, s, g->who, &g->in->subject_id, NULL);
    enum err e = query_resolve(ctx, s, g->who, &subject);
    if (!e && !subject) e = fail(ctx, ERR_NOT_FOUND, "没有这一项措施");
    if (!e) g->in->subject_id = subject->id;
    return e;
}

static enum err make_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct making *g = arg;
    struct feedback *f = g->in;
    const struct policy *p;
    struct cause cause;
    enum err e = law_require(ctx, ctx->actor->jurisdiction, &p);
    if (!e) e = find_subject(ctx, d, s, g);
    if (!e) e = check_scene(ctx, p, f);
    if (!e) e = check_applied(ctx, s, p, f);
    if (e) return e;
    f->feedback_id = id_new(door_now(d));
    f->jurisdiction = p->place;
    f->policy_label = p->edition;
    f->unit_id = ctx->actor->unit_id;
    f->at = door_now(d);
    e = say_cause(ctx, p->place, *f->against ? f->against_clause : "default", NULL, &cause);
    if (!e) e = insert(ctx, d, s, f);
    if (!e && f->applied && f->applied_id)
        e = applied_carried_out(ctx, s, f->subject_id, f->applied_id, f->decided);
    if (e) return e;
    struct leaf leaf = say_leaf(ctx, EV_MEASURE_FEEDBACK, &cause);
    leaf.object = f->feedback_id;
    leaf.subject = f->subject_id;
    leaf.day = f->decided;
    leaf.word = f->applied ? "applied" : "not_applied";
    door_leaf(d, &leaf);
    const struct figure_count count = {
        p->place, f->applied ? FIGURE_FEEDBACK_APPLIED : FIGURE_FEEDBACK_NOT_APPLIED, f->unit_id,
        word_text(f->kind), 1};
    e = figure_add(ctx, s, date_of_instant(f->at), &count, 1);
    if (!e) e = tell(ctx, d, s, f, &cause);
    return e ? e : subject_raise(ctx, d, s, f->subject_id);
}

enum err feedback_make(struct ctx *ctx, const struct query_subject *who, struct feedback *in) {
    struct making g = {who, in};
    enum err e = check_texts(ctx, in);
    return e ? e : door_run(ctx, "feedback.make", DB_PEOPLE, make_step, &g);
}

/* ---- reading */

static void of_row(const struct db_value *r, struct feedback *f) {
    *f = (struct feedback){
        .subject_id = db_get_int(r, 0),
        .feedback_id = db_get_int(r, 1),
        .jurisdiction = db_get_text(r, 2),
        .policy_label = db_get_text(r, 3),
        .unit_id = db_get_int(r, 4),
        .unit_name = db_get_text(r, 5),
        .applied_id = db_get_int(r, 6),
        .measure_id = db_get_int(r, 7),
        .kind = vocab_find(VOCAB_MEASURE, str_of(db_get_text(r, 8))),
        .scene = db_get_text(r, 9),
        .used_as =
            strcmp(db_get_text(r, 10), "condition") ? FEEDBACK_REFERENCE : FEEDBACK_CONDITION,
        .applied = !strcmp(db_get_text(r, 11), "applied"),
        .act = db_get_text(r, 12),
        .reason = db_get_text(r, 13),
        .basis = db_get_text(r, 14),
        .decided_by = db_get_text(r, 15),
        .decided = db_get_date(r, 16),
        .look_id = db_get_int(r, 17),
        .against = db_get_text(r, 18),
        .against_clause = db_get_text(r, 19),
        .at = {db_get_int(r, 20)},
    };
}

static enum err many(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                     const struct db_value *args, struct feedback **list_r, size_t *n_r) {
    struct db_call c = {.stmt = stmt, .args = args};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    *list_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct feedback);
    *n_r = c.n;
    for (size_t i = 0; i < c.n; i++)
        of_row(c.rows[i], &(*list_r)[i]);
    return OK;
}

enum err feedback_list_unit(struct ctx *ctx, struct db_session *s, int64_t unit_id, int64_t before,
                            size_t most, struct feedback **list_r, size_t *n_r) {
    return many(ctx, s, STMT(OF_UNIT),
                DB_ARGS(db_int(unit_id), db_int(before), db_int((int64_t)most)), list_r, n_r);
}

enum err feedback_list(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                       struct feedback **list_r, size_t *n_r) {
    return many(ctx, s, STMT(OF_SUBJECT), DB_ARGS(db_int(subject_id)), list_r, n_r);
}

enum err feedback_counts(struct ctx *ctx, struct db_session *s, const char *place, struct date from,
                         struct date to, struct feedback_count **list_r, size_t *n_r) {
    struct db_call c = {
        .stmt = STMT(COUNTS),
        .args = DB_ARGS(db_text(place), db_date(ctx->arena, from), db_date(ctx->arena, to))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    *list_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct feedback_count);
    *n_r = c.n;
    for (size_t i = 0; i < c.n; i++)
        (*list_r)[i] = (struct feedback_count){
            .scene = db_get_text(c.rows[i], 0),
            .used_as = db_get_text(c.rows[i], 1),
            .kind = db_get_text(c.rows[i], 2),
            .outcome = db_get_text(c.rows[i], 3),
            .n = db_get_int(c.rows[i], 4),
        };
    return OK;
}
