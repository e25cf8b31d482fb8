#include <string.h>

#include "api/handlers.h"
#include "cases/act.h"
#include "cases/clock.h"
#include "cases/party.h"
#include "disclosure/look.h"
#include "disclosure/self.h"
#include "http/page.h"
#include "law/law.h"
#include "registry/actor.h"

/* ---- one case in a list */

/* The same members at the head of a case that is shown whole. */
#define CASE_LINE                                                                                  \
    {.name = "case", .title = "事项编号", .type = INPUT_TYPE_ID},                                  \
        {.name = "number", .title = "受理号", .type = INPUT_TYPE_TEXT},                            \
        {.name = "process", .title = "程序", .type = INPUT_TYPE_TEXT},                             \
        {.name = "process_name", .title = "程序名称", .type = INPUT_TYPE_TEXT},                    \
        {.name = "origin", .title = "来源", .type = INPUT_TYPE_TEXT},                              \
        {.name = "target", .title = "对象", .type = INPUT_TYPE_TEXT},                              \
        {.name = "target_id", .title = "对象编号", .type = INPUT_TYPE_ID, .maybe = true},          \
        {.name = "subject", .title = "主体编号", .type = INPUT_TYPE_ID, .maybe = true},            \
        {.name = "item", .title = "目录事项", .type = INPUT_TYPE_TEXT, .maybe = true},             \
        {.name = "provider", .title = "信息提供单位", .type = INPUT_TYPE_ID, .maybe = true},       \
        {.name = "desk", .title = "受理单位", .type = INPUT_TYPE_ID, .maybe = true},               \
        {.name = "ground", .title = "情形", .type = INPUT_TYPE_TEXT, .maybe = true},               \
        {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},                               \
        {.name = "state_name", .title = "状态名称", .type = INPUT_TYPE_TEXT},                      \
        {.name = "result", .title = "核查结果", .type = INPUT_TYPE_TEXT, .maybe = true},           \
        {.name = "received", .title = "收到日期", .type = INPUT_TYPE_DATE},                        \
        {.name = "closed", .title = "办结日期", .type = INPUT_TYPE_DATE, .maybe = true},           \
        {.name = "linked", .title = "此前同类事项", .type = INPUT_TYPE_ID, .maybe = true},         \
        {.name = "policy", .title = "政策包版本", .type = INPUT_TYPE_TEXT}, {                      \
        .name = "version", .title = "版本", .type = INPUT_TYPE_INT                                 \
    }
static const struct reply_field case_line_fields[] = {
    CASE_LINE,
};
const struct reply_spec cases_reply = REPLY_SPEC(REPLY_PAGE, case_line_fields);

static const char *or_null(const char *s) {
    return s && *s ? s : NULL;
}

static void date_member(struct json_writer *w, const char *name, struct date d) {
    char text[DATE_TEXT];
    date_format(d, text);
    jw_ktext(w, name, *text ? text : NULL);
}

static void line(struct json_writer *w, const struct case_file *c) {
    jw_kid(w, "case", c->case_id);
    jw_ktext(w, "number", c->number);
    jw_ktext(w, "process", c->process->id);
    jw_ktext(w, "process_name", c->process->name);
    jw_ktext(w, "origin", word_text(c->origin));
    jw_ktext(w, "target", word_text(c->target.kind));
    jw_kid(w, "target_id", c->target.id);
    jw_kid(w, "subject", c->target.subject_id);
    jw_ktext(w, "item", or_null(c->item));
    jw_kid(w, "provider", c->provider_id);
    jw_kid(w, "desk", c->desk_unit);
    jw_ktext(w, "ground", or_null(c->ground));
    jw_ktext(w, "state", c->state->id);
    jw_ktext(w, "state_name", c->state->name);
    jw_ktext(w, "result", c->result ? word_text(c->result) : NULL);
    date_member(w, "received", c->received);
    date_member(w, "closed", c->closed);
    jw_kid(w, "linked", c->linked);
    jw_ktext(w, "policy", c->policy_label);
    jw_kint(w, "version", c->version);
}

struct list_in {
    struct page_in page;
    const char *process;
    bool open;
};
static const struct input_field list_fields[] = {
    INPUT_PAGE(struct list_in, page),
    INPUT_TEXT(struct list_in, process, "process", "程序", .in = IN_QUERY, .max = 64),
    INPUT_BOOL(struct list_in, open, "open", "仅办理中", .in = IN_QUERY),
};
const struct input_spec case_list_input = INPUT_SPEC(struct list_in, list_fields);

/* A subject sees its own, a provider what concerns it, a desk what it took; operator, authority, objection
 * desk and audit see their place's. */
static void narrow(const struct actor *a, struct case_filter *f) {
    bool place = a->role == ROLE_OPERATOR || a->role == ROLE_AUTHORITY ||
                 a->role == ROLE_OBJECTION_DESK || a->role == ROLE_AUDITOR ||
                 a->role == ROLE_AUDIT_ADMIN;
    if (a->role == ROLE_SUBJECT)
        f->subject_id = a->subject_id;
    else if (!place)
        f->provider_id = a->unit_id;
}

enum err case_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct list_in *in = rq->input;
    struct case_filter f = {.jurisdiction = ctx->actor->jurisdiction,
                            .process = in->process,
                            .open_only = in->open,
                            .most = (size_t)in->page.limit + 1};
    struct page_key key = {.i = {0}};
    struct db_session *s;
    struct case_file *list;
    size_t n;
    narrow(ctx->actor, &f);
    enum err e =
        in->page.cursor ? page_open(ctx, rq, ctx->actor->user_id, in->page.cursor, &key) : OK;
    f.before = key.i[0];
    if (!e) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = case_list(ctx, s, &f, &list, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        line(w, &list[i]);
        jw_object_end(w);
    }
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].case_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, ctx->actor->user_id, &last) : NULL);
    jw_object_end(w);
    return OK;
}

/* ---- the whole case */

static const struct reply_field event_fields[] = {
    {.name = "seq", .title = "序号", .type = INPUT_TYPE_INT},
    {.name = "no", .title = "步骤编号", .type = INPUT_TYPE_TEXT},
    {.name = "event", .title = "步骤", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "步骤名称", .type = INPUT_TYPE_TEXT},
    {.name = "from", .title = "原状态", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "to", .title = "新状态", .type = INPUT_TYPE_TEXT},
    {.name = "party", .title = "办理方", .type = INPUT_TYPE_TEXT},
    {.name = "clause", .title = "依据条款", .type = INPUT_TYPE_TEXT},
    {.name = "day", .title = "办理日期", .type = INPUT_TYPE_DATE},
    {.name = "arrived", .title = "送达日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "registered_at", .title = "登记时间", .type = INPUT_TYPE_INSTANT},
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "user", .title = "账号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "channel", .title = "渠道", .type = INPUT_TYPE_TEXT},
    {.name = "said", .title = "内容", .type = INPUT_TYPE_JSON, .maybe = true},
    {.name = "findings", .title = "认定的条件", .type = INPUT_TYPE_JSON},
};
static const struct reply_spec event_spec = REPLY_SPEC(REPLY_OBJECT, event_fields);
static const struct reply_field clock_fields[] = {
    {.name = "clock", .title = "期限", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "期限名称", .type = INPUT_TYPE_TEXT},
    {.name = "kind", .title = "种类", .type = INPUT_TYPE_TEXT},
    {.name = "actor", .title = "办理方", .type = INPUT_TYPE_TEXT},
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "start", .title = "起算日", .type = INPUT_TYPE_DATE},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "due", .title = "届满日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "act_by",
     .title = "最迟办理日",
     .type = INPUT_TYPE_DATE,
     .maybe = true,
     .doc = "The earliest of this limit and those around it."},
    {.name = "pending_year", .title = "待公布日历的年份", .type = INPUT_TYPE_INT, .maybe = true},
    {.name = "figure", .title = "有数字期限", .type = INPUT_TYPE_BOOL},
    {.name = "used", .title = "已用", .type = INPUT_TYPE_INT, .maybe = true},
    {.name = "left", .title = "剩余", .type = INPUT_TYPE_INT, .maybe = true},
    {.name = "overdue", .title = "超期", .type = INPUT_TYPE_BOOL},
    {.name = "target", .title = "服务目标日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "met", .title = "完成日", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "late", .title = "逾期完成", .type = INPUT_TYPE_BOOL},
    {.name = "clause", .title = "依据条款", .type = INPUT_TYPE_TEXT},
    {.name = "why", .title = "为何是这一天", .type = INPUT_TYPE_TEXT, .maybe = true},
};
static const struct reply_spec clock_spec = REPLY_SPEC(REPLY_OBJECT, clock_fields);
static const struct reply_field pause_fields[] = {
    {.name = "reason", .title = "中止事由", .type = INPUT_TYPE_TEXT},
    {.name = "clause", .title = "依据条款", .type = INPUT_TYPE_TEXT},
    {.name = "from", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to", .title = "止", .type = INPUT_TYPE_DATE, .maybe = true},
};
static const struct reply_spec pause_spec = REPLY_SPEC(REPLY_OBJECT, pause_fields);
static const struct reply_field paper_fields[] = {
    {.name = "seq", .title = "步骤序号", .type = INPUT_TYPE_INT},
    {.name = "evidence", .title = "证明文件编号", .type = INPUT_TYPE_ID},
    {.name = "kind", .title = "材料种类", .type = INPUT_TYPE_TEXT},
};
static const struct reply_spec paper_spec = REPLY_SPEC(REPLY_OBJECT, paper_fields);
static const struct reply_field case_fields[] = {
    CASE_LINE,
    {.name = "claim", .title = "申请内容", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "events", .title = "办理经过", .type = INPUT_TYPE_LIST, .of = &event_spec},
    {.name = "clocks", .title = "期限", .type = INPUT_TYPE_LIST, .of = &clock_spec},
    {.name = "pauses", .title = "期限中止", .type = INPUT_TYPE_LIST, .of = &pause_spec},
    {.name = "papers", .title = "材料", .type = INPUT_TYPE_LIST, .of = &paper_spec},
};
const struct reply_spec case_reply = REPLY_SPEC(REPLY_OBJECT, case_fields);

struct id_in {
    int64_t id;
};
static const struct input_field id_fields[] = {
    INPUT_ID(struct id_in, id, "case", "事项编号", .in = IN_PATH),
};
const struct input_spec case_id_input = INPUT_SPEC(struct id_in, id_fields);

static const char *name_of(const struct case_file *c, const char *no) {
    for (size_t i = 0; i < c->process->ntransitions; i++)
        if (!strcmp(c->process->transitions[i].no, no)) return c->process->transitions[i].name;
    return "";
}

static enum err put_event(struct ctx *ctx, struct json_writer *w, const struct case_file *c,
                          const struct case_event *ev) {
    const struct json *said;
    char at[INSTANT_TEXT];
    enum err e = case_event_text(ctx, ev, &said);
    if (e) return e;
    instant_format((struct instant){ev->registered_at}, at);
    jw_object(w);
    jw_kint(w, "seq", ev->seq);
    jw_ktext(w, "no", ev->transition);
    jw_ktext(w, "event", ev->event);
    jw_ktext(w, "name", name_of(c, ev->transition));
    jw_ktext(w, "from", or_null(ev->from));
    jw_ktext(w, "to", ev->to);
    jw_ktext(w, "party", word_text(ev->party));
    jw_ktext(w, "clause", ev->clause);
    date_member(w, "day", ev->day);
    date_member(w, "arrived", ev->arrived);
    jw_ktext(w, "registered_at", at);
    jw_kid(w, "unit", ev->by_unit);
    jw_kid(w, "user", ev->by_user);
    jw_ktext(w, "channel", ev->channel);
    jw_key(w, "said");
    if (said)
        jw_json(w, said);
    else
        jw_null(w);
    jw_key(w, "findings");
    jw_raw(w, str_of(ev->findings));
    jw_object_end(w);
    return OK;
}

static void put_why(struct ctx *ctx, struct json_writer *w, const struct due *due) {
    struct buf b;
    buf_init(&b, 65536);
    limit_explain(due, &b);
    struct str text = buf_finish(&b);
    jw_ktext(w, "why", text.p ? arena_str(ctx->arena, text) : NULL);
    buf_free(&b);
}

/* Of a limit with a derivation: used, left and why; of an open task nothing is ever overdue. */
static void put_progress(struct ctx *ctx, struct json_writer *w, const struct case_clock *k) {
    struct due due;
    struct date today = clock_today(ctx->clock);
    const struct calendar *cal = law_calendar(ctx->law);
    bool open = clock_is_open(k);
    bool counted = k->derivation && limit_recompute(ctx->arena, str_of(k->derivation), cal, &due);
    if (counted) {
        struct limit_progress p = limit_progress(&due, today, cal);
        date_member(w, "act_by", limit_act_by(&due));
        if (open) {
            jw_kint(w, "used", p.used);
            jw_kint(w, "left", p.left);
        }
        put_why(ctx, w, &due);
    }
    jw_kbool(w, "overdue",
             open && k->figure && k->def->kind == W_CLOCK_ACT && !date_is_none(k->due) &&
                 date_cmp(k->due, today) < 0);
}

static void put_clock(struct ctx *ctx, struct json_writer *w, const struct case_clock *k) {
    jw_object(w);
    jw_ktext(w, "clock", k->def->id);
    jw_ktext(w, "name", k->def->name);
    jw_ktext(w, "kind", word_text(k->def->kind));
    jw_ktext(w, "actor", word_text(k->def->actor));
    jw_kid(w, "unit", k->unit_id);
    date_member(w, "start", k->start);
    jw_ktext(w, "state", clock_state_word(k->state));
    date_member(w, "due", k->due);
    jw_key(w, "pending_year");
    if (k->missing_year)
        jw_int(w, k->missing_year);
    else
        jw_null(w);
    jw_kbool(w, "figure", k->figure);
    date_member(w, "target", k->target);
    date_member(w, "met", k->met);
    jw_kbool(w, "late", k->late);
    jw_ktext(w, "clause", k->def->basis.clause);
    put_progress(ctx, w, k);
    jw_object_end(w);
}

struct whole {
    struct case_file *c;
    struct case_event *events;
    struct case_clock *clocks;
    struct case_pause *pauses;
    struct case_evidence *papers;
    size_t n_events, n_clocks, n_pauses, n_papers;
    const char *claim;
};

static enum err load(struct ctx *ctx, int64_t id, struct whole *x) {
    struct db_session *s;
    bool sees = false;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = case_get(ctx, s, id, &x->c);
    if (!e && x->c) e = party_sees(ctx, s, x->c, &sees);
    if (!e && !sees) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (!e) e = case_events(ctx, s, x->c->target.subject_id, id, &x->events, &x->n_events);
    if (!e) e = case_clocks(ctx, s, x->c, &x->clocks, &x->n_clocks);
    if (!e) e = case_pauses(ctx, s, x->c, &x->pauses, &x->n_pauses);
    if (!e) e = case_evidence(ctx, s, x->c->target.subject_id, id, &x->papers, &x->n_papers);
    db_read_end(ctx, &s);
    return e ? e : case_claim(ctx, x->c, &x->claim);
}

/* Whoever reads somebody's case looks at that person's information. */
static enum err look(struct ctx *ctx, const char *route, const struct case_file *c) {
    const int64_t record = c->target.id;
    struct look l = {.subject_id = c->target.subject_id,
                     .route = route,
                     .records = &record,
                     .n_records = c->target.kind == W_TARGET_RECORD,
                     .purpose = c->process->name,
                     .basis = ctx->actor->role == ROLE_SUBJECT ? "self" : "duty",
                     .reference = c->number,
                     .view = "none",
                     .outcome = LOOK_ANSWERED,
                     .place = c->jurisdiction,
                     .policy = c->policy_label};
    return c->target.subject_id ? look_write(ctx, &l, 1) : OK;
}

static enum err put(struct ctx *ctx, struct json_writer *w, const struct whole *x) {
    enum err e = OK;
    jw_object(w);
    line(w, x->c);
    jw_ktext(w, "claim", x->claim);
    jw_key(w, "events");
    jw_array(w);
    for (size_t i = 0; !e && i < x->n_events; i++)
        e = put_event(ctx, w, x->c, &x->events[i]);
    jw_array_end(w);
    jw_key(w, "clocks");
    jw_array(w);
    for (size_t i = 0; i < x->n_clocks; i++)
        put_clock(ctx, w, &x->clocks[i]);
    jw_array_end(w);
    jw_key(w, "pauses");
    jw_array(w);
    for (size_t i = 0; i < x->n_pauses; i++) {
        jw_object(w);
        jw_ktext(w, "reason", x->pauses[i].reason);
        jw_ktext(w, "clause", x->pauses[i].clause);
        date_member(w, "from", x->pauses[i].from);
        date_member(w, "to", x->pauses[i].to);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_key(w, "papers");
    jw_array(w);
    for (size_t i = 0; i < x->n_papers; i++) {
        jw_object(w);
        jw_kint(w, "seq", x->papers[i].seq);
        jw_kid(w, "evidence", x->papers[i].evidence_id);
        jw_ktext(w, "kind", x->papers[i].kind);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return e;
}

enum err case_show(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct id_in *in = rq->input;
    struct whole x = {.c = NULL};
    enum err e = load(ctx, in->id, &x);
    if (!e) e = look(ctx, rq->route->name, x.c);
    if (e) return e;
    reply_version(ctx, out, x.c->version);
    return put(ctx, reply_json(out), &x);
}

/* ---- what may be done */

static const struct reply_field guard_fields[] = {
    {.name = "guard", .title = "条件", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "条件名称", .type = INPUT_TYPE_TEXT},
    {.name = "verdict",
     .title = "是否具备",
     .type = INPUT_TYPE_TEXT,
     .doc = "holds, fails, or stated: comes with the act"},
    {.name = "why", .title = "说明", .type = INPUT_TYPE_TEXT, .maybe = true},
};
static const struct reply_spec guard_spec = REPLY_SPEC(REPLY_OBJECT, guard_fields);
static const struct reply_field choice_fields[] = {
    {.name = "no", .title = "步骤编号", .type = INPUT_TYPE_TEXT},
    {.name = "event", .title = "步骤", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "步骤名称", .type = INPUT_TYPE_TEXT},
    {.name = "party", .title = "办理方", .type = INPUT_TYPE_TEXT},
    {.name = "to", .title = "新状态", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "clause", .title = "依据条款", .type = INPUT_TYPE_TEXT},
    {.name = "guards", .title = "条件", .type = INPUT_TYPE_LIST, .of = &guard_spec},
};
const struct reply_spec choices_reply = REPLY_SPEC(REPLY_LIST, choice_fields);

static void put_choice(struct json_writer *w, const struct case_choice *c) {
    static const char *const verdicts[] = {"holds", "fails", "stated"};
    jw_object(w);
    jw_ktext(w, "no", c->transition->no);
    jw_ktext(w, "event", c->transition->event);
    jw_ktext(w, "name", c->transition->name);
    jw_ktext(w, "party", word_text(c->party));
    jw_ktext(w, "to", c->transition->to ? c->transition->to->id : NULL);
    jw_ktext(w, "clause", c->transition->basis.clause);
    jw_key(w, "guards");
    jw_array(w);
    for (size_t i = 0; i < c->n_guards; i++) {
        jw_object(w);
        jw_ktext(w, "guard", word_text(c->guards[i].guard));
        jw_ktext(w, "name", word_chinese(c->guards[i].guard));
        jw_ktext(w, "verdict", verdicts[c->guards[i].verdict]);
        jw_ktext(w, "why", c->guards[i].why);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
}

enum err case_show_choices(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct id_in *in = rq->input;
    struct db_session *s;
    struct case_file *c;
    struct case_choice *choices;
    size_t n;
    bool sees = false;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = case_get(ctx, s, in->id, &c);
    if (!e && c) e = party_sees(ctx, s, c, &sees);
    if (!e && !sees) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (!e) e = case_choices(ctx, s, c, &choices, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        put_choice(w, &choices[i]);
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

/* ---- the credit record */

static const struct reply_field entry_fields[] = {
    {.name = "entry", .title = "登记编号", .type = INPUT_TYPE_ID},
    {.name = "case", .title = "事项编号", .type = INPUT_TYPE_ID},
    {.name = "kind", .title = "种类", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "名称", .type = INPUT_TYPE_TEXT},
    {.name = "clause", .title = "依据条款", .type = INPUT_TYPE_TEXT},
    {.name = "day", .title = "日期", .type = INPUT_TYPE_DATE},
};
const struct reply_spec credit_entries_reply = REPLY_SPEC(REPLY_LIST, entry_fields);

enum err credit_entry_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct self_visit v;
    struct db_session *s;
    struct credit_entry *list;
    size_t n;
    enum err e = self_of_account(ctx, rq->route->name, &v);
    if (!e) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = credit_entries(ctx, s, v.subject_id, &list, &n);
    db_read_end(ctx, &s);
    struct look l = {.subject_id = v.subject_id,
                     .route = rq->route->name,
                     .purpose = "本人查询",
                     .basis = "self",
                     .view = "none",
                     .outcome = LOOK_ANSWERED};
    if (!e) e = look_write(ctx, &l, 1);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_kid(w, "entry", list[i].entry_id);
        jw_kid(w, "case", list[i].case_id);
        jw_ktext(w, "kind", list[i].kind);
        jw_ktext(w, "name", list[i].name);
        jw_ktext(w, "clause", list[i].clause);
        date_member(w, "day", list[i].day);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}
