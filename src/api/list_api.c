#include "measures/list_entry.h"

#include "api/about.h"
#include "api/handlers.h"
#include "api/measures_part.h"
#include "disclosure/self.h"
#include "disclosure/whom.h"
#include "measures/list_document.h"
#include "measures/list_type.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/app.h"

/* ---- list types and their gates */

static const struct reply_field type_fields[] = {
    {.name = "list", .title = "名单", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "名称", .type = INPUT_TYPE_TEXT},
    {.name = "kind", .title = "种类", .type = INPUT_TYPE_TEXT},
    {.name = "legal_basis", .title = "设立依据", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},
    {.name = "notice", .title = "列入前书面告知", .type = INPUT_TYPE_BOOL},
    {.name = "contents", .title = "告知内容", .type = INPUT_TYPE_TEXTS},
    {.name = "statement", .title = "陈述和申辩", .type = INPUT_TYPE_BOOL},
    {.name = "gate",
     .title = "告知要求的来源",
     .type = INPUT_TYPE_TEXT,
     .doc = "law, override, default"},
    {.name = "gate_clause", .title = "告知要求的条款", .type = INPUT_TYPE_TEXT},
    {.name = "process", .title = "列入程序", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "linked_persons", .title = "记录关联人员", .type = INPUT_TYPE_BOOL},
};
const struct reply_spec lists_reply = REPLY_SPEC(REPLY_LIST, type_fields);

struct place_of_in {
    const char *place;
};
static const struct input_field place_of_fields[] = {
    INPUT_TEXT(struct place_of_in, place, "place", "地区", .in = IN_QUERY, .max = 64,
               .doc = "The home jurisdiction when left out."),
};
const struct input_spec place_of_input = INPUT_SPEC(struct place_of_in, place_of_fields);

static void write_type(const struct policy *p, const struct policy_list_type *t, struct date today,
                       struct json_writer *w) {
    struct list_gate g = list_gate(p, t->kind, today);
    jw_object(w);
    jw_ktext(w, "list", t->id);
    jw_ktext(w, "name", t->name);
    jw_ktext(w, "kind", word_text(t->kind));
    jw_ktext(w, "legal_basis", t->legal_basis);
    jw_ktext(w, "clause", t->basis.clause);
    jw_kbool(w, "notice", g.notice);
    jw_key(w, "contents");
    jw_array(w);
    for (size_t i = 0; i < g.n_contents; i++)
        jw_text(w, word_text(g.contents[i]));
    jw_array_end(w);
    jw_kbool(w, "statement", g.statement);
    jw_ktext(w, "gate", standing_word(g.standing));
    jw_ktext(w, "gate_clause", g.notice_clause);
    jw_ktext(w, "process", g.process ? g.process->id : NULL);
    jw_kbool(w, "linked_persons",
             list_links_persons(p, t->kind, W_SUBJECT_ORGANISATION, today, NULL));
    jw_object_end(w);
}

enum err list_type_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct place_of_in *in = rq->input;
    const struct policy *p;
    enum err e = law_require(ctx, in->place ? in->place : ctx->app->home, &p);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < p->nlist_types; i++)
        write_type(p, &p->list_types[i], clock_today(ctx->clock), w);
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

/* ---- rule documents */

static const struct input_word document_kinds[] = {
    {"recognition", LIST_DOCUMENT_RECOGNITION, "认定办法"},
    {"repair_opinion", LIST_DOCUMENT_REPAIR_OPINION, "修复意见"},
    {"severity_standard", LIST_DOCUMENT_SEVERITY, "失信程度认定标准"},
    {0},
};
static const struct reply_field part_fields[] = {
    {.name = "name", .title = "部分", .type = INPUT_TYPE_TEXT},
    {.name = "text", .title = "内容", .type = INPUT_TYPE_TEXT},
};
static const struct reply_spec part_shape = REPLY_SPEC(REPLY_OBJECT, part_fields);
static const struct reply_field document_fields[] = {
    {.name = "document", .title = "文件编号", .type = INPUT_TYPE_ID},
    {.name = "kind", .title = "种类", .type = INPUT_TYPE_TEXT},
    {.name = "list", .title = "名单", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "单位", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "title", .title = "标题", .type = INPUT_TYPE_TEXT},
    {.name = "doc_no", .title = "文号", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "basis", .title = "依据", .type = INPUT_TYPE_TEXT},
    {.name = "basis_rank", .title = "依据的位阶", .type = INPUT_TYPE_TEXT},
    {.name = "parts", .title = "内容", .type = INPUT_TYPE_LIST, .of = &part_shape},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to_day", .title = "止", .type = INPUT_TYPE_DATE, .maybe = true},
};
const struct reply_spec list_documents_reply = REPLY_SPEC(REPLY_PAGE, document_fields);

struct part_in {
    const char *name, *text;
};
static const struct input_field part_in_fields[] = {
    INPUT_TEXT(struct part_in, name, "name", "部分", .must = true, .max = 40,
               .doc = "recognition: criteria; repair_opinion: conditions, procedure, material;"
                      " severity_standard: each class of the pack"),
    INPUT_TEXT(struct part_in, text, "text", "内容", .must = true, .max = 5000, .lines = true),
};
static const struct input_spec part_input = INPUT_SPEC(struct part_in, part_in_fields);

struct document_in {
    enum list_document_kind kind;
    const char *list, *title, *doc_no, *basis;
    int basis_rank;
    struct input_list parts;
    int64_t evidence;
    struct date from;
};
static const struct input_field document_in_fields[] = {
    INPUT_WORD(struct document_in, kind, "kind", "种类", document_kinds, .must = true),
    INPUT_TEXT(struct document_in, list, "list", "名单", .max = 64),
    INPUT_TEXT(struct document_in, title, "title", "标题", .must = true, .max = 200),
    INPUT_TEXT(struct document_in, doc_no, "doc_no", "文号", .max = 100),
    INPUT_TEXT(struct document_in, basis, "basis", "所依据的规定", .max = 500),
    INPUT_WORD(struct document_in, basis_rank, "basis_rank", "依据的位阶", part_ranks),
    INPUT_LIST(struct document_in, parts, "parts", "内容", part_input, .max = 20),
    INPUT_ID(struct document_in, evidence, "evidence", "文件"),
    INPUT_DATE(struct document_in, from, "from_day", "起", .must = true),
};
const struct input_spec list_document_input = INPUT_SPEC(struct document_in, document_in_fields);

enum err list_document_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct document_in *in = rq->input;
    const struct part_in *parts = in->parts.v;
    struct list_document_part *p =
        ARENA_ARRAY(ctx->arena, in->parts.n + 1, struct list_document_part);
    for (size_t i = 0; i < in->parts.n; i++)
        p[i] = (struct list_document_part){parts[i].name, parts[i].text};
    struct list_document d = {.kind = in->kind,
                              .list_type = in->list ? in->list : "",
                              .title = in->title,
                              .doc_no = in->doc_no,
                              .basis = in->basis,
                              .basis_rank = (enum word)in->basis_rank,
                              .parts = p,
                              .n_parts = in->parts.n,
                              .evidence_id = in->evidence,
                              .from = in->from};
    enum err e = list_document_register(ctx, &d);
    if (e) return e;
    reply_status(out, 201);
    part_id(out, d.document_id);
    return OK;
}

struct documents_in {
    struct page_in page;
    const char *place;
};
static const struct input_field documents_in_fields[] = {
    INPUT_PAGE(struct documents_in, page),
    INPUT_TEXT(struct documents_in, place, "place", "地区", .in = IN_QUERY, .max = 64),
};
const struct input_spec list_documents_input = INPUT_SPEC(struct documents_in, documents_in_fields);

static void write_document(const struct list_document *d, struct json_writer *w) {
    jw_object(w);
    jw_kid(w, "document", d->document_id);
    jw_ktext(w, "kind", list_document_word(d->kind));
    part_text(w, "list", d->list_type);
    jw_kid(w, "unit", d->unit_id);
    jw_ktext(w, "unit_name", d->unit_name);
    jw_ktext(w, "title", d->title);
    part_text(w, "doc_no", d->doc_no);
    jw_ktext(w, "basis", d->basis);
    jw_ktext(w, "basis_rank", word_text(d->basis_rank));
    jw_key(w, "parts");
    jw_array(w);
    for (size_t i = 0; i < d->n_parts; i++) {
        jw_object(w);
        jw_ktext(w, "name", d->parts[i].name);
        jw_ktext(w, "text", d->parts[i].text);
        jw_object_end(w);
    }
    jw_array_end(w);
    part_day(w, "from_day", d->from);
    part_day(w, "to_day", d->to);
    jw_object_end(w);
}

enum err list_document_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct documents_in *in = rq->input;
    struct list_document *list;
    struct db_session *s;
    int64_t before;
    size_t n, most = (size_t)in->page.limit;
    enum err e = part_page(ctx, rq, &in->page, 0, &before);
    if (!e) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = list_document_list(ctx, s, in->place ? in->place : ctx->app->home, before, most + 1, &list,
                           &n);
    db_read_end(ctx, &s);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n && i < most; i++)
        write_document(&list[i], w);
    part_next(ctx, rq, w, 0, n > most, n > most ? list[most - 1].document_id : 0);
    return OK;
}

/* ---- entries */

static const struct reply_field linked_fields[] = {
    {.name = "link", .title = "关联编号", .type = INPUT_TYPE_ID},
    {.name = "kind", .title = "关联关系", .type = INPUT_TYPE_TEXT},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to_day", .title = "止", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "source", .title = "依据", .type = INPUT_TYPE_TEXT},
};
static const struct reply_spec linked_shape = REPLY_SPEC(REPLY_OBJECT, linked_fields);
static const struct reply_field mark_fields[] = {
    {.name = "mark", .title = "标注", .type = INPUT_TYPE_TEXT},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE},
};
static const struct reply_spec mark_shape = REPLY_SPEC(REPLY_OBJECT, mark_fields);
static const struct reply_field entry_fields[] = {
    {.name = "entry", .title = "名单记录编号", .type = INPUT_TYPE_ID},
    {.name = "subject", .title = "主体编号", .type = INPUT_TYPE_ID},
    {.name = "list", .title = "名单", .type = INPUT_TYPE_TEXT},
    {.name = "kind", .title = "种类", .type = INPUT_TYPE_TEXT},
    {.name = "unit", .title = "认定单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "认定单位", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "doc_no", .title = "认定文书号", .type = INPUT_TYPE_TEXT},
    {.name = "condition", .title = "符合的列入条件", .type = INPUT_TYPE_TEXT},
    {.name = "procedure", .title = "认定程序", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "reason", .title = "列入理由", .type = INPUT_TYPE_TEXT},
    {.name = "citation", .title = "设立依据", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "citation_rank", .title = "依据的位阶", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "document", .title = "认定办法编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "notice", .title = "告知编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "case", .title = "案件编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "severity", .title = "失信程度", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "entry_day", .title = "列入日期", .type = INPUT_TYPE_DATE},
    {.name = "until_day", .title = "截止日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "exit_day", .title = "移出日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "exit_reason", .title = "移出理由", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "exit_clause", .title = "移出依据", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "in_force", .title = "在名单中", .type = INPUT_TYPE_BOOL},
    {.name = "marked", .title = "异议处理中", .type = INPUT_TYPE_BOOL},
    {.name = "held", .title = "奖惩措施暂不执行", .type = INPUT_TYPE_BOOL},
    {.name = "linked_as",
     .title = "作为关联人员",
     .type = INPUT_TYPE_TEXT,
     .maybe = true,
     .doc = "Own view: the office by which the subject is linked; null for its own entries."},
    {.name = "linked", .title = "关联人员", .type = INPUT_TYPE_LIST, .of = &linked_shape},
    {.name = "marks", .title = "标注", .type = INPUT_TYPE_LIST, .of = &mark_shape},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
};
const struct reply_spec list_entries_reply = REPLY_SPEC(REPLY_PAGE, entry_fields);
const struct reply_spec own_entries_reply = REPLY_SPEC(REPLY_LIST, entry_fields);
static const struct reply_field made_fields[] = {
    {.name = "subject", .title = "主体编号", .type = INPUT_TYPE_ID},
    {.name = "entry", .title = "名单记录编号", .type = INPUT_TYPE_ID},
    {.name = "kind", .title = "种类", .type = INPUT_TYPE_TEXT},
    {.name = "entry_day", .title = "列入日期", .type = INPUT_TYPE_DATE},
    {.name = "links", .title = "关联编号", .type = INPUT_TYPE_IDS},
};
const struct reply_spec entry_made_reply = {
    .shape = REPLY_OBJECT, .status = 201, .fields = made_fields, .n = GX_COUNT(made_fields)};

static const struct input_word link_kinds[] = {
    {"legal_representative", LINK_LEGAL_REPRESENTATIVE, "法定代表人"},
    {"principal", LINK_PRINCIPAL, "主要负责人"},
    {"actual_controller", LINK_ACTUAL_CONTROLLER, "实际控制人"},
    {0},
};
struct linked_in {
    enum subject_link_kind kind;
    const struct about_in *subject;
    struct date from;
    const char *source;
};
static const struct input_field linked_in_fields[] = {
    INPUT_WORD(struct linked_in, kind, "kind", "关联关系", link_kinds, .must = true),
    INPUT_OBJECT(struct linked_in, subject, "subject", "关联人员", struct about_in, about_input,
                 .must = true),
    INPUT_DATE(struct linked_in, from, "from_day", "起", .must = true),
    INPUT_TEXT(struct linked_in, source, "source", "依据", .must = true, .max = 200),
};
static const struct input_spec linked_input = INPUT_SPEC(struct linked_in, linked_in_fields);

struct entry_in {
    const struct about_in *subject;
    const char *list, *doc_no, *condition, *procedure, *reason, *citation, *severity;
    int citation_rank;
    int64_t evidence, document, notice;
    struct date entry, until;
    struct input_list linked;
};
static const struct input_field entry_in_fields[] = {
    INPUT_OBJECT(struct entry_in, subject, "subject", "信用主体", struct about_in, about_input,
                 .must = true),
    INPUT_TEXT(struct entry_in, list, "list", "名单", .must = true, .max = 64),
    INPUT_TEXT(struct entry_in, doc_no, "doc_no", "认定文书号", .max = 100),
    INPUT_TEXT(struct entry_in, condition, "condition", "符合的列入条件", .max = 1000,
               .lines = true),
    INPUT_TEXT(struct entry_in, procedure, "procedure", "认定程序的记录", .max = 1000,
               .lines = true),
    INPUT_TEXT(struct entry_in, reason, "reason", "列入理由", .max = 1000, .lines = true),
    INPUT_TEXT(struct entry_in, citation, "citation", "设立依据", .max = 500),
    INPUT_WORD(struct entry_in, citation_rank, "citation_rank", "依据的位阶", part_ranks),
    INPUT_TEXT(struct entry_in, severity, "severity", "失信程度", .max = 40),
    INPUT_ID(struct entry_in, evidence, "evidence", "认定文书"),
    INPUT_ID(struct entry_in, document, "document", "认定办法"),
    INPUT_ID(struct entry_in, notice, "notice", "列入前告知"),
    INPUT_DATE(struct entry_in, entry, "entry_day", "列入日期"),
    INPUT_DATE(struct entry_in, until, "until_day", "截止日期"),
    INPUT_LIST(struct entry_in, linked, "linked", "关联人员", linked_input, .max = 20),
};
const struct input_spec list_entry_input = INPUT_SPEC(struct entry_in, entry_in_fields);

static enum err linked_of(struct ctx *ctx, const struct entry_in *in, struct list_entry *e) {
    const struct linked_in *list = in->linked.v;
    enum err err = OK;
    e->linked = ARENA_ARRAY(ctx->arena, in->linked.n + 1, struct list_linked);
    e->n_linked = in->linked.n;
    for (size_t i = 0; err == OK && i < in->linked.n; i++) {
        struct query_subject *who = ARENA_NEW(ctx->arena, struct query_subject);
        *who = about_subject(list[i].subject);
        e->linked[i] = (struct list_linked){.kind = list[i].kind,
                                            .who = who,
                                            .from = list[i].from,
                                            .to = DATE_NONE,
                                            .source = list[i].source};
        err = whom_check(ctx, who);
    }
    return err;
}

enum err list_entry_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct entry_in *in = rq->input;
    struct query_subject who = about_subject(in->subject);
    struct list_entry e = {.list_type = in->list,
                           .doc_no = in->doc_no,
                           .condition = in->condition,
                           .procedure = in->procedure,
                           .reason = in->reason,
                           .citation = in->citation,
                           .citation_rank = (enum word)in->citation_rank,
                           .severity = in->severity ? in->severity : "",
                           .evidence_id = in->evidence,
                           .document_id = in->document,
                           .notice_id = in->notice,
                           .entry = in->entry,
                           .until = in->until};
    enum err err = whom_check(ctx, &who);
    if (!err) err = linked_of(ctx, in, &e);
    if (!err) err = list_entry_enter(ctx, &who, &e);
    if (err) return err;
    reply_status(out, 201);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "subject", e.subject_id);
    jw_kid(w, "entry", e.entry_id);
    jw_ktext(w, "kind", word_text(e.kind));
    part_day(w, "entry_day", e.entry);
    jw_key(w, "links");
    jw_array(w);
    for (size_t i = 0; i < e.n_linked; i++)
        jw_id(w, e.linked[i].link_id);
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

static void write_linked(const struct list_linked *list, size_t n, struct json_writer *w) {
    jw_key(w, "linked");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_kid(w, "link", list[i].link_id);
        jw_ktext(w, "kind", subject_link_word(list[i].kind));
        part_day(w, "from_day", list[i].from);
        part_day(w, "to_day", list[i].to);
        jw_ktext(w, "source", list[i].source);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static enum err write_marks(struct ctx *ctx, struct db_session *s, const struct list_entry *e,
                            struct json_writer *w) {
    struct list_mark *marks = NULL;
    size_t n = 0;
    enum err err = e->marks || e->holds ? list_entry_marks(ctx, s, e->subject_id, &marks, &n) : OK;
    if (err) return err;
    jw_key(w, "marks");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        if (marks[i].entry_id != e->entry_id) continue;
        jw_object(w);
        jw_ktext(w, "mark", marks[i].kind);
        jw_ktext(w, "clause", marks[i].clause);
        part_day(w, "from_day", marks[i].from);
        jw_object_end(w);
    }
    jw_array_end(w);
    return OK;
}

static void write_rest(const struct list_entry *e, struct json_writer *w) {
    jw_kid(w, "unit", e->unit_id);
    jw_ktext(w, "unit_name", e->unit_name);
    jw_ktext(w, "doc_no", e->doc_no);
    jw_ktext(w, "condition", e->condition);
    part_text(w, "procedure", e->procedure);
    jw_ktext(w, "reason", e->reason);
    part_text(w, "citation", e->citation);
    part_text(w, "citation_rank", word_text(e->citation_rank));
    jw_kid(w, "document", e->document_id);
    jw_kid(w, "notice", e->notice_id);
    jw_kid(w, "case", e->case_id);
    part_text(w, "severity", e->severity);
    part_day(w, "entry_day", e->entry);
    part_day(w, "until_day", e->until);
    part_day(w, "exit_day", e->exit);
    part_text(w, "exit_reason", e->exit_reason);
    part_text(w, "exit_clause", e->exit_clause);
}

/* person: whose view it is, when it is a linked person's. Others linked with it are not told. */
static enum err write_entry(struct ctx *ctx, struct db_session *s, const struct list_entry *e,
                            int64_t person, struct json_writer *w) {
    struct list_linked *linked;
    size_t n, own = 0;
    enum err err = list_entry_linked(ctx, s, e->subject_id, e->entry_id, &linked, &n);
    if (err) return err;
    for (size_t i = 0; person && i < n; i++)
        if (linked[i].subject_id == person) linked[own++] = linked[i];
    if (person) n = own;
    jw_object(w);
    jw_kid(w, "entry", e->entry_id);
    jw_kid(w, "subject", e->subject_id);
    jw_ktext(w, "list", e->list_type);
    jw_ktext(w, "kind", word_text(e->kind));
    write_rest(e, w);
    jw_kbool(w, "in_force", list_entry_stands(e, clock_today(ctx->clock)));
    jw_kbool(w, "marked", e->marks > 0);
    jw_kbool(w, "held", e->holds > 0);
    jw_ktext(w, "linked_as", person && n ? subject_link_word(linked[0].kind) : NULL);
    write_linked(linked, n, w);
    err = write_marks(ctx, s, e, w);
    jw_kint(w, "version", e->version);
    jw_object_end(w);
    return err;
}

/* A unit's own determinations. */
enum err list_entry_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct { struct page_in page; } *in = rq->input;
    struct list_entry *list;
    struct db_session *s;
    int64_t before, unit = ctx->actor->unit_id;
    size_t n, most = (size_t)in->page.limit;
    enum err e = part_page(ctx, rq, &in->page, unit, &before);
    if (!e) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = list_entry_list_unit(ctx, s, unit, before, most + 1, &list, &n);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; !e && i < n && i < most; i++)
        e = write_entry(ctx, s, &list[i], 0, w);
    db_read_end(ctx, &s);
    if (e) return e;
    part_next(ctx, rq, w, unit, n > most, n > most ? list[most - 1].entry_id : 0);
    return OK;
}

struct exit_in {
    int64_t subject, entry;
    const char *reason;
};
static const struct input_field exit_fields[] = {
    INPUT_ID(struct exit_in, subject, "subject", "主体编号", .in = IN_PATH),
    INPUT_ID(struct exit_in, entry, "entry", "名单记录编号", .in = IN_PATH),
    INPUT_TEXT(struct exit_in, reason, "reason", "移出理由", .max = 1000, .lines = true),
};
const struct input_spec list_exit_input = INPUT_SPEC(struct exit_in, exit_fields);

enum err list_entry_exit(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct exit_in *in = rq->input;
    (void)out;
    return list_entry_leave(ctx, in->subject, in->entry, in->reason);
}

struct unlink_in {
    int64_t subject, entry, link;
    struct date to;
};
static const struct input_field unlink_fields[] = {
    INPUT_ID(struct unlink_in, subject, "subject", "主体编号", .in = IN_PATH),
    INPUT_ID(struct unlink_in, entry, "entry", "名单记录编号", .in = IN_PATH),
    INPUT_ID(struct unlink_in, link, "link", "关联编号", .in = IN_PATH),
    INPUT_DATE(struct unlink_in, to, "to_day", "任职截止日期", .must = true),
};
const struct input_spec list_unlink_input = INPUT_SPEC(struct unlink_in, unlink_fields);

enum err list_entry_link_over(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct unlink_in *in = rq->input;
    (void)out;
    return list_entry_unlink(ctx, in->subject, in->entry, in->link, in->to);
}

/* ---- the subject's own: entries about it, and those it is linked with */

static enum err write_own(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                          struct json_writer *w) {
    struct list_entry *list, *entry;
    struct target *linked;
    size_t n, n_linked;
    enum err e = list_entry_list(ctx, s, subject_id, &list, &n);
    for (size_t i = 0; !e && i < n; i++)
        e = write_entry(ctx, s, &list[i], 0, w);
    if (!e) e = list_entry_of_linked(ctx, s, subject_id, &linked, &n_linked);
    for (size_t i = 0; !e && i < n_linked; i++) {
        if (i && linked[i].id == linked[i - 1].id) continue;
        e = list_entry_get(ctx, s, linked[i].subject_id, linked[i].id, &entry);
        if (!e && entry) e = write_entry(ctx, s, entry, subject_id, w);
    }
    return e;
}

enum err list_entry_own(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct self_visit v;
    struct db_session *s;
    enum err e = self_visit_of(ctx, rq, &v);
    if (!e) e = self_enter(ctx, &v);
    if (!e) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    e = write_own(ctx, s, v.subject_id, w);
    db_read_end(ctx, &s);
    jw_array_end(w);
    jw_object_end(w);
    return e;
}
