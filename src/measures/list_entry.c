#include "measures/list_entry.h"

#include <string.h>

#include "base/id.h"
#include "db/db_fetch.h"
#include "disclosure/evidence.h"
#include "disclosure/whom.h"
#include "measures/applied.h"
#include "measures/list_document.h"
#include "measures/list_row.h"
#include "measures/list_type.h"
#include "measures/listing_notice.h"
#include "measures/say.h"
#include "registry/actor.h"
#include "registry/adoption.h"

enum { INSERT, END };

const struct db_stmt list_entry_stmts[] = {
    [INSERT] = {.name = "list_entry.insert",
                .sql = "insert into list_entry (subject_id, entry_id, jurisdiction, policy_label,"
                       " list_type, kind, unit_id, doc_no, condition, procedure, reason,"
                       " evidence_id, citation, citation_rank, document_id, notice_id, case_id,"
                       " severity, entry_day, until_day, marks, holds, version, changed_unit,"
                       " changed_at, by_user, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
                       " $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 0, 0, 1, $21, $22, $23,"
                       " $22) on conflict do nothing",
                .in = "iittttittttITTIIIttTiii",
                .out = "",
                .kind = DB_WRITE},
    [END] = {.name = "list_entry.end",
             .sql = "update list_entry set exit_day = $3, exit_reason = $4, exit_clause = $5,"
                    " exit_case = $6, version = version + 1, changed_unit = $7, changed_at = $8"
                    " where subject_id = $1 and entry_id = $2 and exit_day is null",
             .in = "iitTtIii",
             .out = "",
             .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&list_entry_stmts[name])

/* ---- what an entry rests on */

/* Condition and procedure are the State rules' to fix where the pack says so (JN-34). */
static const char *basis_clause(const struct policy *p, const struct policy_list_type *type,
                                struct date day) {
    const struct policy_value *v = policy_get(p, PARAM_LIST_PRIOR_NOTICE, NULL, day);
    return v->known && v->word == W_NOTICE_STATE_RULES ? v->basis.clause : type->basis.clause;
}

static enum err lacks(struct ctx *ctx, const char *field, const char *clause, const char *text) {
    enum err e = fail_clause(ctx, ERR_LIST_BASIS, clause, "%s", text);
    ctx->failure.field = field;
    return e;
}

static enum err check_basis(struct ctx *ctx, const struct policy *p,
                            const struct policy_list_type *type, const struct list_entry *in,
                            struct date day) {
    const char *clause = basis_clause(p, type, day);
    if (say_blank(in->doc_no)) return lacks(ctx, "doc_no", clause, "请填写认定文书号");
    if (say_blank(in->condition)) return lacks(ctx, "condition", clause, "请写明符合的列入条件");
    if (type->kind != W_LIST_GOOD && say_blank(in->procedure))
        return lacks(ctx, "procedure", clause, "请写明认定程序的记录");
    if (say_blank(in->reason)) return lacks(ctx, "reason", clause, "请说明列入理由");
    if (type->legal_basis) return OK;
    if (say_blank(in->citation) || in->citation_rank == W_NONE) {
        enum err e = fail_clause(ctx, ERR_CITATION, type->basis.clause,
                                 "政策包未写明该名单的设立依据，须写明依据的文件和法律位阶");
        ctx->failure.field = say_blank(in->citation) ? "citation" : "citation_rank";
        return e;
    }
    return OK;
}

static enum err check_severity(struct ctx *ctx, const struct policy *p,
                               const struct list_entry *in) {
    if (say_blank(in->severity)) return OK;
    for (size_t i = 0; i < p->nseverities; i++)
        if (!strcmp(word_text(p->severities[i].severity), in->severity)) return OK;
    return fail_field(ctx, ERR_LIST_SEVERITY, "severity", "one_of", NULL);
}

static enum err check_days(struct ctx *ctx, const struct list_entry *in, const struct cause *c) {
    if (date_cmp(in->entry, c->day) > 0)
        return fail_field(ctx, ERR_DATE, "entry_day", "past", "列入日期不得晚于办理日期");
    if (!date_is_none(in->until) && date_cmp(in->until, in->entry) < 0)
        return fail_field(ctx, ERR_DATE, "until_day", "order", "截止日期早于列入日期");
    return OK;
}

static enum err check_document(struct ctx *ctx, struct db_session *s, const struct list_entry *in) {
    struct list_document *doc;
    struct evidence evidence;
    enum err e = in->evidence_id ? evidence_read(ctx, s, in->evidence_id, &evidence) : OK;
    if (e || !in->document_id) return e;
    e = list_document_get(ctx, s, in->document_id, &doc);
    if (e) return e;
    bool fits = doc && !strcmp(doc->list_type, in->list_type) &&
                doc->kind == LIST_DOCUMENT_RECOGNITION &&
                !strcmp(doc->jurisdiction, in->jurisdiction);
    return fits ? OK
                : fail_field(ctx, ERR_LIST_DOCUMENT, "document", "unknown",
                             "没有这一名单的认定办法");
}

/* ---- making one */

static enum err insert(struct ctx *ctx, struct door *d, struct db_session *s,
                       const struct list_entry *in) {
    int64_t changed;
    enum err e =
        db_write(ctx, s, STMT(INSERT),
                 DB_ARGS(db_int(in->subject_id), db_int(in->entry_id), db_text(in->jurisdiction),
                         db_text(in->policy_label), db_text(in->list_type),
                         db_text(word_text(in->kind)), db_int(in->unit_id), db_text(in->doc_no),
                         db_text(in->condition), db_text(in->procedure ? in->procedure : ""),
                         db_text(in->reason), say_id(in->evidence_id), db_text(in->citation),
                         db_text(in->citation_rank == W_NONE ? NULL : word_text(in->citation_rank)),
                         say_id(in->document_id), say_id(in->notice_id), say_id(in->case_id),
                         db_text(in->severity ? in->severity : ""), db_date(ctx->arena, in->entry),
                         db_date(ctx->arena, in->until), db_int(ctx->actor->unit_id),
                         db_int(door_now(d).us), db_int(ctx->actor->user_id)),
                 &changed);
    if (e || changed) return e;
    return fail(ctx, ERR_LIST_STANDS, NULL);
}

/* By a case whose guards were met, or past the gate. A notice that is named must hold in both. */
static enum err check_gate(struct ctx *ctx, struct db_session *s, const struct policy *p,
                           const struct list_entry *in, const struct cause *cause) {
    struct list_gate gate = list_gate(p, in->kind, cause->day);
    if (cause->case_id && !in->notice_id) return OK;
    if (!cause->case_id && gate.process)
        return fail_clause(ctx, ERR_LIST_PROCESS, gate.process->basis.clause, NULL);
    const struct listing_notice wanted = {.subject_id = in->subject_id,
                                          .notice_id = in->notice_id,
                                          .jurisdiction = in->jurisdiction,
                                          .list_type = in->list_type,
                                          .unit_id = in->unit_id};
    enum err e = listing_notice_pass(ctx, s, &gate, &wanted, in->entry);
    if (e || !in->notice_id) return e;
    return listing_notice_use(ctx, s, in->subject_id, in->notice_id);
}

static enum err prepare(struct ctx *ctx, struct db_session *s, const struct policy *p,
                        struct list_entry *in, const struct cause *cause) {
    const struct policy_list_type *type;
    enum err e = list_type_require(ctx, p, in->list_type, &type);
    if (e) return e;
    in->kind = type->kind;
    in->jurisdiction = cause->jurisdiction;
    in->policy_label = cause->policy_label;
    in->case_id = cause->case_id;
    if (!in->unit_id) in->unit_id = ctx->actor->unit_id;
    if (date_is_none(in->entry)) in->entry = cause->day;
    in->exit = DATE_NONE;
    in->version = 1;
    e = check_basis(ctx, p, type, in, cause->day);
    if (!e) e = check_severity(ctx, p, in);
    if (!e) e = check_days(ctx, in, cause);
    if (!e) e = check_document(ctx, s, in);
    return e ? e : check_gate(ctx, s, p, in, cause);
}

enum err list_entry_make(struct ctx *ctx, struct door *d, struct db_session *s,
                         struct list_entry *in, const struct cause *cause) {
    const struct policy *p;
    struct subject *subject;
    enum err e = law_require(ctx, cause->jurisdiction, &p);
    if (!e) e = subject_get(ctx, s, in->subject_id, &subject);
    if (!e && !subject) e = fail(ctx, ERR_SUBJECT_UNKNOWN, NULL);
    if (e) return e;
    in->subject_id = subject->id;
    e = prepare(ctx, s, p, in, cause);
    if (e) return e;
    in->entry_id = id_new(door_now(d));
    in->at = door_now(d);
    e = insert(ctx, d, s, in);
    if (!e) e = list_linked_record(ctx, d, s, p, subject, in, cause);
    if (!e) e = applied_by_list(ctx, d, s, in, cause);
    if (e) return e;
    struct leaf leaf = say_leaf(ctx, EV_LIST_ENTERED, cause);
    leaf.object = in->entry_id;
    leaf.subject = in->subject_id;
    leaf.day = in->entry;
    leaf.version = 1;
    leaf.word = word_text(in->kind);
    door_leaf(d, &leaf);
    e = say_tell(ctx, d, s, cause,
                 &(struct say_tell){.topic = "list.entered",
                                    .subject_id = in->subject_id,
                                    .object_id = in->entry_id,
                                    .word = word_text(in->kind)});
    return e ? e : subject_raise(ctx, d, s, in->subject_id);
}

struct entering {
    const struct query_subject *who;
    struct list_entry *in;
    struct cause cause;
};

static enum err enter_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct entering *g = arg;
    enum err e = g->who ? whom_find_or_make(ctx, d, s, g->who, &g->in->subject_id, NULL) : OK;
    return e ? e : list_entry_make(ctx, d, s, g->in, &g->cause);
}

enum err list_entry_enter(struct ctx *ctx, const struct query_subject *who, struct list_entry *in) {
    const struct policy *p;
    const struct policy_list_type *type;
    struct entering g = {.who = who, .in = in};
    enum err e = law_require_new(ctx, ctx->actor->jurisdiction, &p);
    if (!e) e = list_type_require(ctx, p, in->list_type, &type);
    if (!e) e = say_cause(ctx, p->place, type->basis.clause, in->reason, &g.cause);
    in->unit_id = ctx->actor->unit_id;
    return e ? e : door_run(ctx, "list_entry.enter", DB_PEOPLE, enter_step, &g);
}

/* ---- its end */

enum err list_entry_end(struct ctx *ctx, struct door *d, struct db_session *s,
                        const struct target *t, const struct cause *cause) {
    struct list_entry *entry;
    int64_t changed = 0;
    enum err e = list_entry_require(ctx, s, t->subject_id, t->id, &entry);
    if (!e && date_cmp(cause->day, entry->entry) < 0)
        e = fail_field(ctx, ERR_DATE, "day", "order", "移出日期早于列入日期");
    if (!e)
        e = db_write(ctx, s, STMT(END),
                     DB_ARGS(db_int(t->subject_id), db_int(t->id), db_date(ctx->arena, cause->day),
                             db_text(cause->reason), db_text(cause->clause), say_id(cause->case_id),
                             db_int(ctx->actor->unit_id), db_int(door_now(d).us)),
                     &changed);
    if (e) return e;
    if (!changed) return fail(ctx, ERR_LIST_ENTRY, "该主体已经移出这一名单");
    struct leaf leaf = say_leaf(ctx, EV_LIST_LEFT, cause);
    leaf.object = t->id;
    leaf.subject = t->subject_id;
    leaf.version = entry->version + 1;
    leaf.word = word_text(entry->kind);
    door_leaf(d, &leaf);
    e = applied_end(ctx, d, s, t, true, true, cause);
    if (!e)
        e = say_tell(ctx, d, s, cause,
                     &(struct say_tell){.topic = "list.left",
                                        .subject_id = t->subject_id,
                                        .object_id = t->id,
                                        .word = word_text(entry->kind)});
    return e ? e : list_entry_raise(ctx, d, s, entry);
}

struct leaving {
    struct target target;
    const char *reason;
};

static enum err leave_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct leaving *l = arg;
    const struct policy *p;
    struct list_entry *entry;
    struct cause cause;
    enum err e = list_entry_require(ctx, s, l->target.subject_id, l->target.id, &entry);
    if (!e && !say_own_unit(ctx, entry->unit_id)) e = fail(ctx, ERR_LIST_ENTRY, NULL);
    if (!e) e = law_require(ctx, entry->jurisdiction, &p);
    if (e) return e;
    const struct policy_list_type *type = list_type_find(p, entry->list_type);
    e = say_cause(ctx, p->place, type ? type->basis.clause : "default", l->reason, &cause);
    if (!e) e = list_entry_end(ctx, d, s, &l->target, &cause);
    return e ? e : applied_tell(ctx, d, s, &l->target, "ended", &cause);
}

enum err list_entry_leave(struct ctx *ctx, int64_t subject_id, int64_t entry_id,
                          const char *reason) {
    struct leaving l = {{W_TARGET_LIST_ENTRY, subject_id, entry_id}, reason};
    if (say_blank(reason)) return fail_field(ctx, ERR_REASON_MISSING, "reason", "required", NULL);
    return door_run(ctx, "list_entry.leave", DB_PEOPLE, leave_step, &l);
}
