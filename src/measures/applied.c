#include "measures/applied.h"

#include <string.h>

#include "base/attr.h"
#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "disclosure/query.h"
#include "disclosure/query_read.h"
#include "measures/say.h"
#include "measures/weigh.h"
#include "notices/notice.h"
#include "registry/actor.h"
#include "registry/adoption.h"

enum { INSERT, STANDING, LIFT, TOLD, EXECUTED };

const struct db_stmt applied_stmts[] = {
    [INSERT] = {.name = "applied.insert",
                .sql = "insert into measure_applied (subject_id, applied_id, measure_id,"
                       " measure_version, kind, unit_id, jurisdiction, policy_label, target_kind,"
                       " target_subject_id, target_id, link_id, citation, reason, from_day, to_day,"
                       " version, by_user, by_unit, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
                       " $10, $11, $12, $13, $14, $15, $16, 1, $17, $18, $19)",
                .in = "iiiitittt"
                      "iiItttTiii",
                .out = "",
                .kind = DB_WRITE},
    [STANDING] = {.name = "applied.standing",
                  .sql = "select applied_id from measure_applied where subject_id = $1"
                         " and measure_id = $2 and target_kind = $3 and target_id = $4"
                         " and ended_day is null limit 1",
                  .in = "iiti",
                  .out = "i",
                  .kind = DB_READ},
    [LIFT] = {.name = "applied.lift",
              .sql = "update measure_applied set ended_day = $3, ended_at = $4, end_reason = $5,"
                     " end_clause = $6, end_case = $7, version = version + 1 where subject_id = $1"
                     " and applied_id = $2 and ended_day is null",
              .in = "iitiTtI",
              .out = "",
              .kind = DB_WRITE},
    [TOLD] = {.name = "applied.told",
              .sql = "select distinct unit_id from measure_applied where target_subject_id = $1"
                     " and target_kind = $2 and target_id = $3 and (ended_day is null"
                     " or ended_at >= $4 or (end_case = $5 and $5 <> 0)) order by unit_id",
              .in = "itiii",
              .out = "i",
              .kind = DB_READ},
    [EXECUTED] = {.name = "applied.executed",
                  .sql = "update measure_applied set executed_day = $3, version = version + 1"
                         " where subject_id = $1 and applied_id = $2 and executed_day is null",
                  .in = "iit",
                  .out = "",
                  .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&applied_stmts[name])

/* ---- making one */

/* The subject hears of it with basis, remedies and the way to object; the executing unit, where
 * another one's act brought it about, by its queue. */
static enum err tell_applied(struct ctx *ctx, struct door *d, struct db_session *s,
                             const struct applied *a, const struct measure *m,
                             const struct cause *cause) {
    const struct notice_value values[] = {
        {"measure", m->name},
        {"unit", m->unit_name},
        {"measure_basis", a->citation && *a->citation ? a->citation : m->citation},
        {"reason", a->reason}};
    enum err e = say_notice(ctx, d, s, cause,
                            &(struct notice_new){.kind = "measure_applied",
                                                 .subject_id = a->subject_id,
                                                 .about = a->target,
                                                 .remedies = true,
                                                 .values = values,
                                                 .n = GX_COUNT(values)});
    if (e || ctx->actor->unit_id == a->unit_id) return e;
    const struct notice_value change = {"change", "开始实施"};
    return say_notice(ctx, d, s, cause,
                      &(struct notice_new){.kind = "measure_changed",
                                           .unit_id = a->unit_id,
                                           .about = a->target,
                                           .values = &change,
                                           .n = 1});
}

static enum err insert(struct ctx *ctx, struct door *d, struct db_session *s, struct applied *a,
                       const struct measure *m, const struct cause *cause) {
    a->applied_id = id_new(door_now(d));
    a->measure_version = m->version;
    a->kind = m->kind;
    a->unit_id = m->unit_id;
    a->jurisdiction = cause->jurisdiction;
    a->policy_label = cause->policy_label;
    enum err e =
        db_write(ctx, s, STMT(INSERT),
                 DB_ARGS(db_int(a->subject_id), db_int(a->applied_id), db_int(m->measure_id),
                         db_int(m->version), db_text(word_text(m->kind)), db_int(m->unit_id),
                         db_text(a->jurisdiction), db_text(a->policy_label),
                         db_text(word_text(a->target.kind)), db_int(a->target.subject_id),
                         db_int(a->target.id), say_id(a->link_id),
                         db_text(a->citation ? a->citation : m->citation),
                         db_text(a->reason ? a->reason : ""), db_date(ctx->arena, a->from),
                         db_date(ctx->arena, a->to), db_int(ctx->actor->user_id),
                         db_int(ctx->actor->unit_id), db_int(door_now(d).us)),
                 NULL);
    if (e) return e;
    struct leaf leaf = say_leaf(ctx, EV_MEASURE_APPLIED, cause);
    leaf.object = a->applied_id;
    leaf.subject = a->subject_id;
    leaf.day = a->from;
    leaf.word = word_text(a->kind);
    door_leaf(d, &leaf);
    e = tell_applied(ctx, d, s, a, m, cause);
    return e ? e : subject_raise(ctx, d, s, a->subject_id);
}

/* An incentive never rests on what went wrong, a punishment never on what went well. */
static bool fits(enum word kind, enum word nature, enum word list) {
    bool good = nature == W_NATURE_POSITIVE || list == W_LIST_GOOD;
    bool bad = nature == W_NATURE_ADVERSE || (list != W_NONE && list != W_LIST_GOOD);
    return kind == W_MEASURE_INCENTIVE ? !bad : !good;
}

enum err applied_by_list(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct list_entry *entry, const struct cause *cause) {
    struct measure *m;
    size_t n;
    enum err e =
        measure_for_list(ctx, s, entry->jurisdiction, entry->list_type, entry->entry, &m, &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (!fits(m[i].kind, W_NONE, entry->kind)) continue;
        struct applied a = {.subject_id = entry->subject_id,
                            .measure_id = m[i].measure_id,
                            .target = {W_TARGET_LIST_ENTRY, entry->subject_id, entry->entry_id},
                            .reason = entry->reason,
                            .from = entry->entry,
                            .to = DATE_NONE};
        e = insert(ctx, d, s, &a, &m[i], cause);
        for (size_t k = 0; !e && m[i].linked && k < entry->n_linked; k++) {
            a.subject_id = entry->linked[k].subject_id;
            a.link_id = entry->linked[k].link_id;
            e = insert(ctx, d, s, &a, &m[i], cause);
        }
    }
    return e;
}

/* ---- a unit applies its own */

struct applying {
    const struct query_subject *who;
    struct applied *in;
};

static enum err check_link(struct ctx *ctx, struct db_session *s, const struct policy *p,
                           const struct measure *m, struct applied *a) {
    struct list_linked *list;
    size_t n;
    if (!a->link_id) return OK;
    const struct policy_value *v =
        policy_get(p, PARAM_MEASURE_LINKED, NULL, clock_today(ctx->clock));
    const char *clause = v->known ? v->basis.clause : "default";
    if (!m->linked || a->target.kind != W_TARGET_LIST_ENTRY)
        return fail_clause(ctx, ERR_MEASURE_LINKED, clause, NULL);
    enum err e = list_entry_linked(ctx, s, a->target.subject_id, a->target.id, &list, &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (list[i].link_id != a->link_id) continue;
        a->subject_id = list[i].subject_id;
        return OK;
    }
    return e ? e : fail_clause(ctx, ERR_MEASURE_LINKED, clause, "该名单记录没有这一关联人员");
}

static enum err check_target(struct ctx *ctx, struct db_session *s, const struct policy *p,
                             const struct measure *m, struct applied *a) {
    struct measure_case c;
    a->kind = m->kind;
    a->ended = a->executed = DATE_NONE;
    enum err e = check_link(ctx, s, p, m, a);
    if (!e) e = weigh(ctx, s, p, a, clock_today(ctx->clock), &c);
    if (e) return e;
    struct measure_standing now = measure_standing(&c);
    if (now.is != MEASURE_APPLIES && now.is != MEASURE_NOT_BEGUN)
        return fail_clause(ctx, ERR_MEASURE_TARGET, now.clause, "%s，不能作为措施的依据", now.why);
    if (fits(m->kind, c.record ? c.record->facts.nature : W_NONE, c.entry ? c.entry->kind : W_NONE))
        return OK;
    return fail(ctx, ERR_MEASURE_TARGET, "该项措施不能以这一信息为依据");
}

static enum err check_measure(struct ctx *ctx, struct db_session *s, const struct policy *p,
                              struct applied *a, struct measure **m_r) {
    struct date today = clock_today(ctx->clock);
    enum err e = measure_get(ctx, s, a->measure_id, m_r);
    if (e) return e;
    const struct measure *m = *m_r;
    if (!m || strcmp(m->jurisdiction, p->place) != 0 || !measure_in_force(m, today)) {
        const struct policy_value *v = policy_get(p, PARAM_MEASURE_ONLY_LISTED, NULL, today);
        return fail_clause(ctx, ERR_MEASURE_TYPE, v->known ? v->basis.clause : "default", NULL);
    }
    if (say_own_unit(ctx, m->unit_id)) return OK;
    const struct policy_value *v = policy_get(p, PARAM_MEASURE_POWER, NULL, today);
    return fail_clause(ctx, ERR_MEASURE_UNIT, v->known ? v->basis.clause : "default", NULL);
}

static enum err make_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct applying *g = arg;
    struct applied *a = g->in;
    const struct policy *p;
    const struct db_value *row;
    struct measure *m;
    struct subject *subject = NULL;
    struct cause cause;
    enum err e = law_require(ctx, ctx->actor->jurisdiction, &p);
    if (!e) e = check_measure(ctx, s, p, a, &m);
    if (!e) e = query_resolve(ctx, s, g->who, &subject);
    if (e) return e;
    a->subject_id = a->target.subject_id = subject ? subject->id : -1;
    if (date_is_none(a->from)) a->from = clock_today(ctx->clock);
    e = check_target(ctx, s, p, m, a);
    if (!e)
        e = db_row(ctx, s, STMT(STANDING),
                   DB_ARGS(db_int(a->subject_id), db_int(m->measure_id),
                           db_text(word_text(a->target.kind)), db_int(a->target.id)),
                   &row);
    if (e) return e;
    if (row) return fail(ctx, ERR_MEASURE_STANDS, NULL);
    const struct policy_measure *type = measure_row(p, m->type);
    e = say_cause(ctx, p->place, type ? type->basis.clause : "default", a->reason, &cause);
    return e ? e : insert(ctx, d, s, a, m, &cause);
}

enum err applied_make(struct ctx *ctx, const struct query_subject *who, struct applied *in) {
    struct applying g = {who, in};
    if (say_blank(in->reason))
        return fail_field(ctx, ERR_REASON_MISSING, "reason", "required", NULL);
    return door_run(ctx, "applied.make", DB_PEOPLE, make_step, &g);
}

/* ---- its end */

enum err applied_end_one(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct applied *a, const struct cause *cause) {
    int64_t changed;
    enum err e =
        db_write(ctx, s, STMT(LIFT),
                 DB_ARGS(db_int(a->subject_id), db_int(a->applied_id),
                         db_date(ctx->arena, cause->day), db_int(door_now(d).us),
                         db_text(cause->reason), db_text(cause->clause), say_id(cause->case_id)),
                 &changed);
    if (e || !changed) return e;
    struct leaf leaf = say_leaf(ctx, EV_MEASURE_ENDED, cause);
    leaf.object = a->applied_id;
    leaf.subject = a->subject_id;
    leaf.word = word_text(a->kind);
    door_leaf(d, &leaf);
    return subject_raise(ctx, d, s, a->subject_id);
}

enum err applied_end(struct ctx *ctx, struct door *d, struct db_session *s, const struct target *t,
                     bool punishments, bool incentives, const struct cause *cause) {
    struct applied *list;
    size_t n;
    enum err e = applied_on(ctx, s, t, &list, &n);
    for (size_t i = 0; !e && i < n; i++) {
        bool meant = list[i].kind == W_MEASURE_PUNISHMENT ? punishments : incentives;
        if (meant && date_is_none(list[i].ended)) e = applied_end_one(ctx, d, s, &list[i], cause);
    }
    return e;
}

struct lifting {
    int64_t subject_id, applied_id;
    const char *reason;
};

static enum err lift_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct lifting *l = arg;
    struct applied *a;
    struct cause cause;
    enum err e = applied_get(ctx, s, l->subject_id, l->applied_id, &a);
    if (!e && (!a || !say_own_unit(ctx, a->unit_id) || !date_is_none(a->ended)))
        e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (!e) e = say_cause(ctx, a->jurisdiction, "default", l->reason, &cause);
    if (!e) e = applied_end_one(ctx, d, s, a, &cause);
    return e ? e
             : say_tell(ctx, d, s, &cause,
                        &(struct say_tell){.topic = "measure.ended",
                                           .subject_id = a->subject_id,
                                           .object_id = a->applied_id,
                                           .word = word_text(a->kind)});
}

enum err applied_lift(struct ctx *ctx, int64_t subject_id, int64_t applied_id, const char *reason) {
    struct lifting l = {subject_id, applied_id, reason};
    if (say_blank(reason)) return fail_field(ctx, ERR_REASON_MISSING, "reason", "required", NULL);
    return door_run(ctx, "applied.lift", DB_PEOPLE, lift_step, &l);
}

const char *applied_change(const char *what) {
    static const struct {
        const char *what, *chinese;
    } changes[] = {{"suspended", "异议核实期间暂不执行"},
                   {"resumed", "恢复执行"},
                   {"ended", "终止执行"},
                   {"changed", "所依据的信息已变动"}};
    for (size_t i = 0; i < GX_COUNT(changes); i++)
        if (!strcmp(changes[i].what, what)) return changes[i].chinese;
    BUG("no such change");
}

enum err applied_tell(struct ctx *ctx, struct door *d, struct db_session *s, const struct target *t,
                      const char *what, const struct cause *cause) {
    struct db_call c = {.stmt = STMT(TOLD),
                        .args =
                            DB_ARGS(db_int(t->subject_id), db_text(word_text(t->kind)),
                                    db_int(t->id), db_int(door_now(d).us), db_int(cause->case_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    const struct notice_value change = {"change", applied_change(what)};
    enum err e = OK;
    for (size_t i = 0; !e && i < c.n; i++)
        e = say_notice(ctx, d, s, cause,
                       &(struct notice_new){.kind = "measure_changed",
                                            .unit_id = db_get_int(c.rows[i], 0),
                                            .about = *t,
                                            .values = &change,
                                            .n = 1});
    return e;
}

enum err applied_carried_out(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                             int64_t applied_id, struct date day) {
    return db_write(ctx, s, STMT(EXECUTED),
                    DB_ARGS(db_int(subject_id), db_int(applied_id), db_date(ctx->arena, day)),
                    NULL);
}
