#include "measures/listing_notice.h"

#include <string.h>

#include "base/attr.h"
#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "disclosure/evidence.h"
#include "disclosure/whom.h"
#include "law/law.h"
#include "measures/say.h"
#include "notices/notice.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/subject.h"

enum { INSERT, STATE, DECIDE, USE };

const struct db_stmt listing_notice_stmts[] = {
    [INSERT] = {.name = "listing_notice.insert",
                .sql = "insert into listing_notice (subject_id, notice_id, jurisdiction,"
                       " policy_label, list_type, unit_id, case_id, contents, evidence_id,"
                       " served_day, until_day, state, version, by_user, at) values ($1, $2, $3,"
                       " $4, $5, $6, $7, $8, $9, $10, $11, 'served', 1, $12, $13)",
                .in = "iitttiItIttii",
                .out = "",
                .kind = DB_WRITE},
    [STATE] = {.name = "listing_notice.state",
               .sql = "update listing_notice set state = 'stated', statement = $3, stated_day = $4,"
                      " stated_by = $5, version = version + 1 where subject_id = $1"
                      " and notice_id = $2 and state = 'served'",
               .in = "iitti",
               .out = "",
               .kind = DB_WRITE},
    [DECIDE] = {.name = "listing_notice.decide",
                .sql = "update listing_notice set state = $3, decision = $4, decided_day = $5,"
                       " decided_by = $6, version = version + 1 where subject_id = $1"
                       " and notice_id = $2 and state = 'stated'",
                .in = "iittti",
                .out = "",
                .kind = DB_WRITE},
    [USE] = {.name = "listing_notice.use",
             .sql = "update listing_notice set state = 'used', version = version + 1"
                    " where subject_id = $1 and notice_id = $2 and state <> 'used'",
             .in = "ii",
             .out = "",
             .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&listing_notice_stmts[name])

/* ---- serving */

static const char *content_text(const struct listing_notice *n, enum word what) {
    for (size_t i = 0; i < n->n_contents; i++)
        if (n->contents[i].what == what) return n->contents[i].text;
    return NULL;
}

static enum err check_contents(struct ctx *ctx, const struct list_gate *g,
                               const struct listing_notice *n) {
    for (size_t i = 0; i < g->n_contents; i++) {
        if (!say_blank(content_text(n, g->contents[i]))) continue;
        enum err e = fail_clause(ctx, ERR_LIST_NOTICE_CONTENT, g->contents_clause,
                                 "列入前的书面告知缺少“%s”", word_chinese(g->contents[i]));
        ctx->failure.field = arena_printf(ctx->arena, "contents.%s", word_text(g->contents[i]));
        return e;
    }
    return OK;
}

/* The last day of statement and defence leaves the period of the pack; without one, a day. */
static enum err check_days(struct ctx *ctx, const struct policy *p, const struct list_gate *g,
                           const struct listing_notice *n) {
    struct date today = clock_today(ctx->clock);
    if (date_is_none(n->served) || date_cmp(n->served, today) > 0)
        return fail_field(ctx, ERR_LIST_NOTICE_DAYS, "served_day", "past",
                          "送达日期须为今天或者以前");
    const struct policy_value *v = policy_get(p, PARAM_LIST_NOTICE_PERIOD, NULL, today);
    struct date least = date_add_days(n->served, 1);
    const char *clause = g->statement_clause;
    struct limit rule;
    if (v->known && policy_limit_rule(p, v, W_CLOCK_ACT, NULL, today, &rule)) {
        struct due due = limit_due(ctx->arena, &rule, n->served, NULL, 0, law_calendar(ctx->law));
        if (due.status == DUE_KNOWN) least = due.date;
        clause = v->basis.clause;
    }
    if (!date_is_none(n->until) && date_cmp(n->until, least) >= 0) return OK;
    char day[DATE_TEXT_CN];
    date_format_cn(least, day);
    enum err e =
        fail_clause(ctx, ERR_LIST_NOTICE_DAYS, clause, "陈述和申辩的截止日期不得早于%s", day);
    ctx->failure.field = "until_day";
    return e;
}

static enum err check(struct ctx *ctx, struct db_session *s, const struct policy *p,
                      const struct listing_notice *n) {
    const struct policy_list_type *type;
    struct evidence evidence;
    enum err e = list_type_require(ctx, p, n->list_type, &type);
    if (e) return e;
    struct list_gate gate = list_gate(p, type->kind, clock_today(ctx->clock));
    e = check_contents(ctx, &gate, n);
    if (!e && gate.notice && !n->evidence_id) {
        e = fail_clause(ctx, ERR_EVIDENCE_MISSING, gate.notice_clause,
                        "须存入已送达的书面告知文书");
        ctx->failure.field = "evidence";
    }
    if (!e && n->evidence_id) e = evidence_read(ctx, s, n->evidence_id, &evidence);
    return e ? e : check_days(ctx, p, &gate, n);
}

static int by_word(const struct notice_content *a, const struct notice_content *b) {
    return strcmp(word_text(a->what), word_text(b->what));
}

/* Canonical: members ascending by name. */
static void write_contents(struct ctx *ctx, const struct listing_notice *n, struct buf *b) {
    struct notice_content *sorted =
        ARENA_ARRAY(ctx->arena, n->n_contents + 1, struct notice_content);
    struct json_writer w;
    for (size_t i = 0; i < n->n_contents; i++) {
        size_t at = i;
        for (; at > 0 && by_word(&sorted[at - 1], &n->contents[i]) > 0; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = n->contents[i];
    }
    jw_init(&w, b, true);
    jw_object(&w);
    for (size_t i = 0; i < n->n_contents; i++)
        jw_ktext(&w, word_text(sorted[i].what), sorted[i].text);
    jw_object_end(&w);
}

static enum err insert(struct ctx *ctx, struct door *d, struct db_session *s,
                       const struct listing_notice *n) {
    struct buf b;
    buf_init(&b, 1 << 16);
    write_contents(ctx, n, &b);
    struct str contents = buf_finish(&b);
    enum err e = contents.p ? OK : fail(ctx, ERR_NO_MEMORY_LIMIT, NULL);
    if (!e)
        e = db_write(ctx, s, STMT(INSERT),
                     DB_ARGS(db_int(n->subject_id), db_int(n->notice_id), db_text(n->jurisdiction),
                             db_text(n->policy_label), db_text(n->list_type), db_int(n->unit_id),
                             say_id(n->case_id), db_str(contents), say_id(n->evidence_id),
                             db_date(ctx->arena, n->served), db_date(ctx->arena, n->until),
                             db_int(ctx->actor->user_id), db_int(door_now(d).us)),
                     NULL);
    buf_free(&b);
    return e;
}

/* The notice itself, from the pack's template. */
static enum err tell(struct ctx *ctx, struct door *d, struct db_session *s, const struct policy *p,
                     const struct listing_notice *n, const struct cause *cause) {
    struct notice_value values[LIST_CONTENTS + 2];
    char until[DATE_TEXT_CN];
    size_t k = 0;
    const struct policy_list_type *type = list_type_find(p, n->list_type);
    date_format_cn(n->until, until);
    values[k++] = (struct notice_value){"list", type ? type->name : n->list_type};
    values[k++] = (struct notice_value){"due", until};
    for (size_t i = 0; i < n->n_contents && k < GX_COUNT(values); i++)
        values[k++] = (struct notice_value){word_text(n->contents[i].what), n->contents[i].text};
    return say_notice(
        ctx, d, s, cause,
        &(struct notice_new){.kind = "prior_notice",
                             .subject_id = n->subject_id,
                             .about = {W_TARGET_SUBJECT, n->subject_id, n->subject_id},
                             .values = values,
                             .n = k});
}

enum err listing_notice_make(struct ctx *ctx, struct door *d, struct db_session *s,
                             struct listing_notice *in, const struct cause *cause) {
    const struct policy *p;
    enum err e = law_require(ctx, cause->jurisdiction, &p);
    if (!e) e = check(ctx, s, p, in);
    if (e) return e;
    in->notice_id = id_new(door_now(d));
    in->jurisdiction = cause->jurisdiction;
    in->policy_label = cause->policy_label;
    in->unit_id = ctx->actor->unit_id;
    in->case_id = cause->case_id;
    in->state = NOTICE_SERVED;
    in->version = 1;
    e = insert(ctx, d, s, in);
    if (e) return e;
    struct leaf leaf = say_leaf(ctx, EV_LIST_NOTICE_SERVED, cause);
    leaf.object = in->notice_id;
    leaf.subject = in->subject_id;
    leaf.day = in->served;
    door_leaf(d, &leaf);
    return tell(ctx, d, s, p, in, cause);
}

struct serving {
    const struct query_subject *who;
    struct listing_notice *in;
    struct cause cause;
};

static enum err serve_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct serving *g = arg;
    enum err e = g->who ? whom_find_or_make(ctx, d, s, g->who, &g->in->subject_id, NULL) : OK;
    return e ? e : listing_notice_make(ctx, d, s, g->in, &g->cause);
}

enum err listing_notice_serve(struct ctx *ctx, const struct query_subject *who,
                              struct listing_notice *in) {
    const struct policy *p;
    struct serving g = {.who = who, .in = in};
    enum err e = law_require_new(ctx, ctx->actor->jurisdiction, &p);
    const struct policy_list_type *type = NULL;
    if (!e) e = list_type_require(ctx, p, in->list_type, &type);
    if (e) return e;
    struct list_gate gate = list_gate(p, type->kind, clock_today(ctx->clock));
    if (gate.process) /* the case serves it */
        return fail_clause(ctx, ERR_LIST_PROCESS, gate.process->basis.clause, NULL);
    e = say_cause(ctx, p->place, gate.notice_clause, NULL, &g.cause);
    return e ? e : door_run(ctx, "listing_notice.serve", DB_PEOPLE, serve_step, &g);
}

/* ---- statement and decision */

struct answering {
    int64_t subject_id, notice_id;
    const char *text;
    bool accept;
};

static enum err load(struct ctx *ctx, struct db_session *s, const struct answering *a,
                     struct listing_notice **n_r, struct list_gate *gate_r, struct cause *cause_r) {
    const struct policy *p;
    enum err e = listing_notice_get(ctx, s, a->subject_id, a->notice_id, n_r);
    if (!e && !*n_r) e = fail(ctx, ERR_LIST_NOTICE, "没有这份告知");
    if (!e) e = law_require(ctx, (*n_r)->jurisdiction, &p);
    if (e) return e;
    const struct policy_list_type *type = list_type_find(p, (*n_r)->list_type);
    *gate_r = list_gate(p, type ? type->kind : W_LIST_SERIOUS, clock_today(ctx->clock));
    return say_cause(ctx, (*n_r)->jurisdiction, gate_r->statement_clause, NULL, cause_r);
}

static enum err say_step(struct ctx *ctx, struct door *d, const struct answering *a,
                         const struct cause *cause, enum ledger_event event, const char *word) {
    struct leaf leaf = say_leaf(ctx, event, cause);
    leaf.object = a->notice_id;
    leaf.subject = a->subject_id;
    leaf.word = word;
    door_leaf(d, &leaf);
    return OK;
}

static enum err state_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct answering *a = arg;
    struct listing_notice *n;
    struct list_gate gate;
    struct cause cause;
    int64_t changed;
    enum err e = load(ctx, s, a, &n, &gate, &cause);
    if (e) return e;
    bool own = ctx->actor->role == ROLE_SUBJECT && ctx->actor->subject_id == n->subject_id;
    if (!own && !say_own_unit(ctx, n->unit_id)) return fail(ctx, ERR_LIST_NOTICE, "没有这份告知");
    e = db_write(ctx, s, STMT(STATE),
                 DB_ARGS(db_int(a->subject_id), db_int(a->notice_id), db_text(a->text),
                         db_date(ctx->arena, cause.day), db_int(ctx->actor->user_id)),
                 &changed);
    if (e) return e;
    if (!changed)
        return fail_clause(ctx, ERR_LIST_STATEMENT, gate.statement_clause,
                           "已经收到陈述和申辩，或者该告知已经办结");
    e = say_step(ctx, d, a, &cause, EV_LIST_STATEMENT, own ? "subject" : "paper");
    return e ? e
             : say_tell(ctx, d, s, &cause,
                        &(struct say_tell){.topic = "list.statement",
                                           .unit_id = n->unit_id,
                                           .object_id = a->notice_id});
}

enum err listing_notice_state(struct ctx *ctx, int64_t subject_id, int64_t notice_id,
                              const char *text) {
    struct answering a = {subject_id, notice_id, text, false};
    if (say_blank(text)) return fail_field(ctx, ERR_INPUT_MISSING, "statement", "required", NULL);
    return door_run(ctx, "listing_notice.state", DB_PEOPLE, state_step, &a);
}

static enum err decide_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct answering *a = arg;
    struct listing_notice *n;
    struct list_gate gate;
    struct cause cause;
    int64_t changed;
    enum err e = load(ctx, s, a, &n, &gate, &cause);
    if (e) return e;
    if (!say_own_unit(ctx, n->unit_id)) return fail(ctx, ERR_LIST_NOTICE, "没有这份告知");
    enum notice_state state = a->accept ? NOTICE_ACCEPTED : NOTICE_REJECTED;
    e = db_write(ctx, s, STMT(DECIDE),
                 DB_ARGS(db_int(a->subject_id), db_int(a->notice_id),
                         db_text(notice_state_word(state)), db_text(a->text),
                         db_date(ctx->arena, cause.day), db_int(ctx->actor->user_id)),
                 &changed);
    if (e) return e;
    if (!changed)
        return fail_clause(ctx, ERR_LIST_STATEMENT, gate.statement_clause,
                           "没有待处理的陈述和申辩");
    e = say_step(ctx, d, a, &cause, EV_LIST_STATEMENT_DECIDED, notice_state_word(state));
    return e ? e
             : say_tell(ctx, d, s, &cause,
                        &(struct say_tell){.topic = "list.statement_decided",
                                           .subject_id = a->subject_id,
                                           .object_id = a->notice_id,
                                           .word = notice_state_word(state)});
}

enum err listing_notice_decide(struct ctx *ctx, int64_t subject_id, int64_t notice_id, bool accept,
                               const char *reason) {
    struct answering a = {subject_id, notice_id, reason, accept};
    if (say_blank(reason)) return fail_field(ctx, ERR_REASON_MISSING, "reason", "required", NULL);
    return door_run(ctx, "listing_notice.decide", DB_PEOPLE, decide_step, &a);
}

/* ---- the gate */

static enum err check_statement(struct ctx *ctx, const struct list_gate *gate,
                                const struct listing_notice *n, struct date day) {
    char until[DATE_TEXT_CN];
    const char *why = NULL;
    date_format_cn(n->until, until);
    if (n->state == NOTICE_STATED) why = "陈述和申辩尚未处理，不能列入";
    if (n->state == NOTICE_ACCEPTED) why = "已采纳陈述和申辩，不予列入";
    if (n->state == NOTICE_SERVED && date_cmp(day, n->until) <= 0)
        why = arena_printf(ctx->arena, "陈述和申辩的期限至%s，期满前不能列入", until);
    return why ? fail_clause(ctx, ERR_LIST_STATEMENT, gate->statement_clause, "%s", why) : OK;
}

enum err listing_notice_pass(struct ctx *ctx, struct db_session *s, const struct list_gate *gate,
                             const struct listing_notice *wanted, struct date day) {
    struct listing_notice *n = NULL;
    if (!gate->notice) return OK;
    enum err e = wanted->notice_id
                     ? listing_notice_get(ctx, s, wanted->subject_id, wanted->notice_id, &n)
                     : OK;
    if (e) return e;
    bool fits = n && n->unit_id == wanted->unit_id && !strcmp(n->list_type, wanted->list_type) &&
                !strcmp(n->jurisdiction, wanted->jurisdiction) && n->state != NOTICE_USED;
    if (!fits) {
        e = fail_clause(ctx, ERR_LIST_NOTICE, gate->notice_clause, NULL);
        ctx->failure.field = "notice";
        return e;
    }
    e = check_contents(ctx, gate, n);
    return e || !gate->statement ? e : check_statement(ctx, gate, n, day);
}

enum err listing_notice_use(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                            int64_t notice_id) {
    int64_t changed;
    enum err e =
        db_write(ctx, s, STMT(USE), DB_ARGS(db_int(subject_id), db_int(notice_id)), &changed);
    if (e || changed) return e;
    return fail(ctx, ERR_CONFLICT, NULL);
}
