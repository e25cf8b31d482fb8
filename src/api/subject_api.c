#include "registry/subject.h"

#include "api/api.h"
#include "api/handlers.h"
#include "registry/subject_act.h"

/* A subject as its maintenance needs it: what it is, not what is recorded about it. A person's name
 * and number are nobody's business here; they come by query, with its look. */
static const struct reply_field former_fields[] = {
    {.name = "name", .title = "曾用名", .type = INPUT_TYPE_TEXT},
    {.name = "to_day", .title = "止", .type = INPUT_TYPE_DATE},
    {.name = "reason", .title = "理由", .type = INPUT_TYPE_TEXT},
};
static const struct reply_spec former_shape = REPLY_SPEC(REPLY_OBJECT, former_fields);
static const struct reply_field event_fields[] = {
    {.name = "kind", .title = "变更", .type = INPUT_TYPE_TEXT},
    {.name = "day", .title = "日期", .type = INPUT_TYPE_DATE},
    {.name = "reason", .title = "理由", .type = INPUT_TYPE_TEXT},
    {.name = "by_user", .title = "办理人", .type = INPUT_TYPE_ID},
    {.name = "at", .title = "时间", .type = INPUT_TYPE_INSTANT},
};
static const struct reply_spec event_shape = REPLY_SPEC(REPLY_OBJECT, event_fields);
static const struct reply_field link_fields[] = {
    {.name = "link", .title = "关联编号", .type = INPUT_TYPE_ID},
    {.name = "linked_subject", .title = "关联人员", .type = INPUT_TYPE_ID},
    {.name = "kind", .title = "关联关系", .type = INPUT_TYPE_TEXT},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to_day", .title = "止", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "source", .title = "依据", .type = INPUT_TYPE_TEXT},
};
static const struct reply_spec link_shape = REPLY_SPEC(REPLY_OBJECT, link_fields);
static const struct reply_field subject_fields[] = {
    {.name = "subject", .title = "主体编号", .type = INPUT_TYPE_ID},
    {.name = "kind", .title = "主体类别", .type = INPUT_TYPE_TEXT},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "revision", .title = "修订", .type = INPUT_TYPE_INT},
    {.name = "document", .title = "证件类型", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "名称", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "number", .title = "代码", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "former_names", .title = "曾用名", .type = INPUT_TYPE_LIST, .of = &former_shape},
    {.name = "history", .title = "变更历史", .type = INPUT_TYPE_LIST, .of = &event_shape},
    {.name = "links", .title = "关联人员", .type = INPUT_TYPE_LIST, .of = &link_shape},
};
const struct reply_spec subject_reply = REPLY_SPEC(REPLY_OBJECT, subject_fields);

struct parts {
    struct subject *subject;
    struct subject_name *former;
    struct subject_event *events;
    struct subject_link *links;
    size_t n_former, n_events, n_links;
};

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char day[DATE_TEXT];
    date_format(d, day);
    jw_ktext(w, name, *day ? day : NULL);
}

static void former_member(struct json_writer *w, const struct parts *p) {
    jw_key(w, "former_names");
    jw_array(w);
    for (size_t i = 0; i < p->n_former; i++) {
        jw_object(w);
        jw_ktext(w, "name", p->former[i].name);
        day_member(w, "to_day", p->former[i].to);
        jw_ktext(w, "reason", p->former[i].reason);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void history_member(struct json_writer *w, const struct parts *p) {
    jw_key(w, "history");
    jw_array(w);
    for (size_t i = 0; i < p->n_events; i++) {
        char at[INSTANT_TEXT];
        instant_format((struct instant){p->events[i].at}, at);
        jw_object(w);
        jw_ktext(w, "kind", p->events[i].kind);
        day_member(w, "day", p->events[i].day);
        jw_ktext(w, "reason", p->events[i].reason);
        jw_kid(w, "by_user", p->events[i].by_user);
        jw_ktext(w, "at", at);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void links_member(struct json_writer *w, const struct parts *p) {
    jw_key(w, "links");
    jw_array(w);
    for (size_t i = 0; i < p->n_links; i++) {
        const struct subject_link *l = &p->links[i];
        jw_object(w);
        jw_kid(w, "link", l->link_id);
        jw_kid(w, "linked_subject", l->linked_subject_id);
        jw_ktext(w, "kind", subject_link_word(l->kind));
        day_member(w, "from_day", l->from);
        day_member(w, "to_day", l->to);
        jw_ktext(w, "source", l->source);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static enum err read_parts(struct ctx *ctx, struct db_session *s, int64_t id, struct parts *p) {
    enum err e = subject_get(ctx, s, id, &p->subject);
    if (!e && !p->subject) e = fail(ctx, ERR_SUBJECT_UNKNOWN, NULL);
    if (e) return e;
    id = p->subject->id;
    if (!subject_is_person(p->subject->kind))
        e = subject_former_names(ctx, s, id, &p->former, &p->n_former);
    if (!e) e = subject_history(ctx, s, id, &p->events, &p->n_events);
    if (!e) e = subject_links(ctx, s, id, &p->links, &p->n_links);
    return e;
}

struct subject_id_in {
    int64_t subject;
};
static const struct input_field subject_id_rows[] = {
    INPUT_ID(struct subject_id_in, subject, "subject", "主体编号", .in = IN_PATH),
};
const struct input_spec subject_id_input = INPUT_SPEC(struct subject_id_in, subject_id_rows);

enum err subject_show(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct subject_id_in *in = rq->input;
    struct parts p = {0};
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = read_parts(ctx, s, in->subject, &p);
    db_read_end(ctx, &s);
    if (e) return e;
    bool person = subject_is_person(p.subject->kind);
    reply_version(ctx, out, p.subject->revision);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "subject", p.subject->id);
    jw_ktext(w, "kind", word_text(p.subject->kind));
    jw_ktext(w, "state", subject_state_word(p.subject->state));
    jw_kint(w, "revision", p.subject->revision);
    jw_ktext(w, "document", p.subject->document);
    jw_ktext(w, "name", person ? NULL : p.subject->name);
    jw_ktext(w, "number", person ? NULL : p.subject->number);
    former_member(w, &p);
    history_member(w, &p);
    links_member(w, &p);
    jw_object_end(w);
    return OK;
}

/* ---- changes: each names the revision it saw, the day and the reason */

struct change_in {
    int64_t subject, revision;
    struct date day;
    const char *reason, *name, *document, *number, *nationality;
};
#define CHANGE_ROWS                                                                                \
    INPUT_ID(struct change_in, subject, "subject", "主体编号", .in = IN_PATH),                     \
        INPUT_INT(struct change_in, revision, "revision", "修订", .must = true, .min = 1,          \
                  .max = INT64_MAX),                                                               \
        INPUT_DATE(struct change_in, day, "day", "日期", .must = true),                            \
        INPUT_TEXT(struct change_in, reason, "reason", "理由", .must = true, .lines = true)
#define NUMBER_ROWS                                                                                \
    INPUT_TEXT(struct change_in, document, "document", "证件类型", .must = true, .max = 40),       \
        INPUT_TEXT(struct change_in, number, "number", "号码", .must = true, .max = 64,            \
                   .secret = true),                                                                \
        INPUT_TEXT(struct change_in, nationality, "nationality", "国籍", .max = 40)

static const struct input_field plain_rows[] = {CHANGE_ROWS};
static const struct input_field rename_rows[] = {
    CHANGE_ROWS,
    INPUT_TEXT(struct change_in, name, "name", "新名称", .must = true, .max = 200, .secret = true)};
static const struct input_field number_rows[] = {CHANGE_ROWS, NUMBER_ROWS};
const struct input_spec subject_change_input = INPUT_SPEC(struct change_in, plain_rows);
const struct input_spec subject_rename_input = INPUT_SPEC(struct change_in, rename_rows);
const struct input_spec subject_number_input = INPUT_SPEC(struct change_in, number_rows);

static enum err change(struct ctx *ctx, const struct request *rq, enum subject_act_kind kind) {
    const struct change_in *in = rq->input;
    struct subject_act act = {
        .kind = kind,
        .change = {in->subject, in->revision, in->day, in->reason},
        .name = in->name,
        .number = {in->document, in->number, in->nationality},
    };
    return subject_act_run(ctx, &act);
}

enum err subject_new_name(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    return change(ctx, rq, SUBJECT_ACT_RENAME);
}
enum err subject_confirmed(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    return change(ctx, rq, SUBJECT_ACT_CONFIRM);
}
enum err subject_cancelled(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    return change(ctx, rq, SUBJECT_ACT_CANCEL);
}
enum err subject_new_number(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    return change(ctx, rq, SUBJECT_ACT_RENUMBER);
}
enum err subject_more_number(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    return change(ctx, rq, SUBJECT_ACT_ADD_NUMBER);
}

/* ---- linked persons */

static const struct input_word link_kinds[] = {
    {"legal_representative", LINK_LEGAL_REPRESENTATIVE, "法定代表人"},
    {"principal", LINK_PRINCIPAL, "主要负责人"},
    {"actual_controller", LINK_ACTUAL_CONTROLLER, "实际控制人"},
    {.word = NULL},
};
struct link_in {
    int64_t subject, linked;
    enum subject_link_kind kind;
    struct date from;
    const char *source;
};
static const struct input_field link_rows[] = {
    INPUT_ID(struct link_in, subject, "subject", "主体编号", .in = IN_PATH),
    INPUT_ID(struct link_in, linked, "linked_subject", "关联人员", .must = true),
    INPUT_WORD(struct link_in, kind, "kind", "关联关系", link_kinds, .must = true),
    INPUT_DATE(struct link_in, from, "from_day", "起", .must = true),
    INPUT_TEXT(struct link_in, source, "source", "依据", .must = true, .max = 200),
};
const struct input_spec subject_link_input = INPUT_SPEC(struct link_in, link_rows);

enum err subject_new_link(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct link_in *in = rq->input;
    struct subject_act act = {
        .kind = SUBJECT_ACT_LINK,
        .link = {.subject_id = in->subject,
                 .linked_subject_id = in->linked,
                 .kind = in->kind,
                 .from = in->from,
                 .source = in->source},
    };
    enum err e = subject_act_run(ctx, &act);
    if (e) return e;
    reply_status(out, 201);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", act.link.link_id);
    jw_object_end(w);
    return OK;
}

struct link_end_in {
    int64_t subject, link;
    struct date to;
};
static const struct input_field link_end_rows[] = {
    INPUT_ID(struct link_end_in, subject, "subject", "主体编号", .in = IN_PATH),
    INPUT_ID(struct link_end_in, link, "link", "关联编号", .in = IN_PATH),
    INPUT_DATE(struct link_end_in, to, "to_day", "止", .must = true),
};
const struct input_spec subject_link_end_input = INPUT_SPEC(struct link_end_in, link_end_rows);

enum err subject_link_over(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct link_end_in *in = rq->input;
    struct subject_act act = {
        .kind = SUBJECT_ACT_UNLINK,
        .link = {.subject_id = in->subject, .link_id = in->link, .to = in->to},
    };
    (void)out;
    return subject_act_run(ctx, &act);
}
