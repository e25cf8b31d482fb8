/* Notices: a subject's own, a unit's queue, what waits at the desk; and where a waiting one is announced. */
#include "api/about.h"
#include "api/handlers.h"
#include "http/page.h"
#include "notices/by_hand.h"
#include "notices/delivery.h"
#include "notices/notice_pdf.h"
#include "notices/notice_read.h"
#include "notices/waiting.h"
#include "registry/actor.h"

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char day[DATE_TEXT];
    date_format(d, day);
    jw_ktext(w, name, *day ? day : NULL);
}

static void at_member(struct json_writer *w, const char *name, struct instant t) {
    char at[INSTANT_TEXT];
    instant_format(t, at);
    jw_ktext(w, name, t.us ? at : NULL);
}

/* ---- what a notice looks like */

#define NOTICE_FIELDS                                                                              \
    {.name = "notice", .title = "文书编号", .type = INPUT_TYPE_ID},                                \
        {.name = "kind", .title = "种类", .type = INPUT_TYPE_TEXT},                                \
        {.name = "title", .title = "名称", .type = INPUT_TYPE_TEXT},                               \
        {.name = "number", .title = "文号", .type = INPUT_TYPE_TEXT},                              \
        {.name = "day", .title = "制发日期", .type = INPUT_TYPE_DATE},                             \
        {.name = "clause", .title = "依据", .type = INPUT_TYPE_TEXT},                              \
        {.name = "case", .title = "案件编号", .type = INPUT_TYPE_ID, .maybe = true},               \
        {.name = "subject", .title = "主体编号", .type = INPUT_TYPE_ID, .maybe = true},            \
        {.name = "target_kind", .title = "涉及", .type = INPUT_TYPE_TEXT, .maybe = true},          \
        {.name = "target", .title = "涉及的编号", .type = INPUT_TYPE_ID, .maybe = true},           \
        {.name = "sent_on", .title = "送出日期", .type = INPUT_TYPE_DATE, .maybe = true},          \
        {.name = "arrived_on", .title = "到达日期", .type = INPUT_TYPE_DATE, .maybe = true},       \
        {.name = "opened_at", .title = "阅读时间", .type = INPUT_TYPE_INSTANT, .maybe = true},     \
        {.name = "to_deliver", .title = "待送达", .type = INPUT_TYPE_BOOL},                        \
        {.name = "destroyed", .title = "内容已依法删除", .type = INPUT_TYPE_BOOL}, {               \
        .name = "commitment", .title = "账本摘要", .type = INPUT_TYPE_TEXT                         \
    }

static const struct reply_field notice_fields[] = {NOTICE_FIELDS};
const struct reply_spec notices_reply = REPLY_SPEC(REPLY_PAGE, notice_fields);

static const struct reply_field delivery_fields[] = {
    {.name = "delivery", .title = "送达编号", .type = INPUT_TYPE_ID},
    {.name = "way", .title = "方式", .type = INPUT_TYPE_TEXT},
    {.name = "way_name", .title = "方式名称", .type = INPUT_TYPE_TEXT},
    {.name = "sent_on", .title = "送出日期", .type = INPUT_TYPE_DATE},
    {.name = "arrived_on", .title = "到达日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "proof", .title = "到达的证明", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "evidence", .title = "证明文件编号", .type = INPUT_TYPE_ID, .maybe = true},
};
static const struct reply_spec delivery_spec = REPLY_SPEC(REPLY_OBJECT, delivery_fields);
static const struct reply_field text_fields[] = {
    NOTICE_FIELDS,
    {.name = "addressee", .title = "受送达人", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "body", .title = "正文", .type = INPUT_TYPE_TEXTS, .doc = "Empty once destroyed."},
    {.name = "interim", .title = "阶段性答复", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "remedies", .title = "救济途径", .type = INPUT_TYPE_TEXTS},
    {.name = "signer", .title = "落款", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "deliveries", .title = "送达", .type = INPUT_TYPE_LIST, .of = &delivery_spec},
};
const struct reply_spec notice_text_reply = REPLY_SPEC(REPLY_OBJECT, text_fields);
const struct reply_spec notice_pdf_reply = {.shape = REPLY_BYTES, .type = "application/pdf"};

static void write_members(const struct notice *n, struct json_writer *w) {
    struct buf hex;
    buf_init(&hex, 256);
    buf_hex(&hex, n->commitment.b, sizeof n->commitment.b);
    jw_kid(w, "notice", n->notice_id);
    jw_ktext(w, "kind", n->kind);
    jw_ktext(w, "title", n->title);
    jw_ktext(w, "number", n->number);
    day_member(w, "day", n->day);
    jw_ktext(w, "clause", n->clause);
    jw_kid(w, "case", n->case_id);
    jw_kid(w, "subject", n->subject_id);
    jw_ktext(w, "target_kind", *n->target_kind ? n->target_kind : NULL);
    jw_kid(w, "target", n->target_id);
    day_member(w, "sent_on", n->sent_on);
    day_member(w, "arrived_on", n->arrived_on);
    at_member(w, "opened_at", n->opened_at);
    jw_kbool(w, "to_deliver", n->desk);
    jw_kbool(w, "destroyed", n->destroyed);
    jw_ktext(w, "commitment", buf_finish(&hex).p);
    buf_free(&hex);
}

static void write_texts(struct json_writer *w, const char *name, const char *const *list,
                        size_t n) {
    jw_key(w, name);
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        jw_text(w, list[i]);
    jw_array_end(w);
}

static void write_deliveries(struct json_writer *w, const struct notice_delivery *list, size_t n) {
    jw_key(w, "deliveries");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        const struct notice_delivery *d = &list[i];
        jw_object(w);
        jw_kid(w, "delivery", d->delivery_id);
        jw_ktext(w, "way", notice_way_word(d->way));
        jw_ktext(w, "way_name", notice_way_name(d->way));
        day_member(w, "sent_on", d->sent_on);
        day_member(w, "arrived_on", d->arrived_on);
        jw_ktext(w, "proof", *d->proof ? d->proof : NULL);
        jw_kid(w, "evidence", d->evidence_id);
        jw_object_end(w);
    }
    jw_array_end(w);
}

/* The whole notice as it is after this reading; its text once destroyed is gone, the rest stays. */
static enum err answer_text(struct ctx *ctx, int64_t notice_id, struct reply *out) {
    struct db_session *s;
    struct notice *n;
    struct notice_text t = {0};
    struct notice_delivery *list;
    size_t count;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = notice_find(ctx, s, notice_id, &n);
    if (e == OK && !n) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e == OK) e = notice_deliveries(ctx, s, n->subject_id, n->notice_id, &list, &count);
    db_read_end(ctx, &s);
    if (e == OK && !n->destroyed) e = notice_open_text(ctx, n, &t);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    write_members(n, w);
    jw_ktext(w, "addressee", t.addressee);
    write_texts(w, "body", t.body, t.n_body);
    jw_ktext(w, "interim", t.interim);
    write_texts(w, "remedies", t.remedies, t.n_remedies);
    jw_ktext(w, "signer", t.signer);
    write_deliveries(w, list, count);
    jw_object_end(w);
    return OK;
}

static enum err answer_pdf(struct ctx *ctx, const struct notice *n, struct reply *out) {
    struct str pdf;
    enum err e = notice_pdf(ctx, n, &pdf);
    if (e != OK) return e;
    reply_type(ctx, out, "application/pdf",
               arena_printf(ctx->arena, "%s-%lld.pdf", n->title, (long long)n->notice_id));
    reply_put(out, pdf.p, pdf.n);
    return OK;
}

/* ---- lists */

enum whose { OWN, UNIT, DESK };

static enum err list_of(struct ctx *ctx, enum whose whose, int64_t scope, int64_t key, size_t most,
                        struct notice **list_r, size_t *n_r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    switch (whose) {
    case OWN: e = notice_list_subject(ctx, s, scope, key, most, list_r, n_r); break;
    case UNIT: e = notice_list_unit(ctx, s, scope, key, most, list_r, n_r); break;
    case DESK:
        e = notice_list_desk(ctx, s, ctx->actor->jurisdiction, key, most, list_r, n_r);
        break;
    }
    db_read_end(ctx, &s);
    return e;
}

static void write_list(struct reply *out, const struct notice *list, size_t n, const char *next) {
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        write_members(&list[i], w);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_ktext(w, "next", next);
    jw_object_end(w);
}

static enum err page_of(struct ctx *ctx, struct request *rq, struct reply *out, enum whose whose,
                        int64_t scope) {
    const struct { struct page_in page; } *in = rq->input;
    struct page_key key = {0};
    struct notice *list;
    size_t n, most = (size_t)in->page.limit;
    enum err e = in->page.cursor ? page_open(ctx, rq, scope, in->page.cursor, &key) : OK;
    if (e == OK) e = list_of(ctx, whose, scope, key.i[0], most + 1, &list, &n);
    if (e != OK) return e;
    bool more = n > most;
    if (more) n--;
    struct page_key last = {.i = {n ? list[n - 1].notice_id : 0}};
    write_list(out, list, n, more ? page_next(ctx, rq, scope, &last) : NULL);
    return OK;
}

enum err own_notices(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct self_visit v;
    enum err e = self_of_account(ctx, rq->route->name, &v);
    if (e == OK) e = self_enter(ctx, &v);
    return e == OK ? page_of(ctx, rq, out, OWN, v.subject_id) : e;
}

enum err unit_notices(struct ctx *ctx, struct request *rq, struct reply *out) {
    return page_of(ctx, rq, out, UNIT, ctx->actor->unit_id ? ctx->actor->unit_id : -1);
}

enum err desk_notices(struct ctx *ctx, struct request *rq, struct reply *out) {
    return page_of(ctx, rq, out, DESK, ctx->actor->unit_id);
}

/* ---- one */

struct notice_in {
    int64_t notice;
};
static const struct input_field notice_in_fields[] = {
    INPUT_ID(struct notice_in, notice, "notice", "文书编号", .in = IN_PATH),
};
const struct input_spec notice_id_input = INPUT_SPEC(struct notice_in, notice_in_fields);

static enum err read_own(struct ctx *ctx, struct request *rq, struct notice **n) {
    const struct notice_in *in = rq->input;
    struct self_visit v;
    enum err e = self_of_account(ctx, rq->route->name, &v);
    return e == OK ? notice_read_own(ctx, &v, in->notice, n) : e;
}

enum err own_notice_text(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct notice *n;
    enum err e = read_own(ctx, rq, &n);
    return e == OK ? answer_text(ctx, n->notice_id, out) : e;
}

enum err own_notice_pdf(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct notice *n;
    enum err e = read_own(ctx, rq, &n);
    return e == OK ? answer_pdf(ctx, n, out) : e;
}

enum err staff_notice_text(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct notice_in *in = rq->input;
    struct notice *n;
    enum err e = notice_read_staff(ctx, rq->route->name, in->notice, &n);
    return e == OK ? answer_text(ctx, n->notice_id, out) : e;
}

enum err staff_notice_pdf(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct notice_in *in = rq->input;
    struct notice *n;
    enum err e = notice_read_staff(ctx, rq->route->name, in->notice, &n);
    return e == OK ? answer_pdf(ctx, n, out) : e;
}

/* ---- made by hand */

struct value_in {
    const char *key, *text;
};
static const struct input_field value_fields[] = {
    INPUT_TEXT(struct value_in, key, "key", "内容名称", .must = true, .max = 64,
               .doc = "A word of the pack vocabulary notice_key."),
    INPUT_TEXT(struct value_in, text, "text", "内容", .must = true, .max = 2000),
};
static const struct input_spec value_input = INPUT_SPEC(struct value_in, value_fields);
struct create_in {
    const char *kind, *reason;
    const struct about_in *subject;
    int64_t unit, record;
    struct input_list values;
};
static const struct input_field create_fields[] = {
    INPUT_TEXT(struct create_in, kind, "kind", "种类", .must = true, .max = 64),
    INPUT_OBJECT(struct create_in, subject, "subject", "信用主体", struct about_in, about_input,
                 .doc = "To whom; with unit: whom it is about."),
    INPUT_ID(struct create_in, unit, "unit", "单位", .doc = "To this unit's queue."),
    INPUT_ID(struct create_in, record, "record", "信息编号", .doc = "A record of the subject."),
    INPUT_TEXT(struct create_in, reason, "reason", "理由", .max = 1000),
    INPUT_LIST(struct create_in, values, "values", "内容", value_input, .max = 50),
};
const struct input_spec notice_create_input = INPUT_SPEC(struct create_in, create_fields);

enum err notice_create(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct create_in *in = rq->input;
    const struct value_in *given = in->values.v;
    struct notice_value *values = ARENA_ARRAY(ctx->arena, in->values.n + 1, struct notice_value);
    struct query_subject who;
    int64_t id;
    for (size_t i = 0; i < in->values.n; i++)
        values[i] = (struct notice_value){given[i].key, given[i].text};
    if (in->subject) who = about_subject(in->subject);
    struct notice_by_hand hand = {.kind = in->kind,
                                  .who = in->subject ? &who : NULL,
                                  .unit_id = in->unit,
                                  .record_id = in->record,
                                  .reason = in->reason,
                                  .values = values,
                                  .n = in->values.n};
    enum err e = notice_make_by_hand(ctx, &hand, &id);
    if (e != OK) return e;
    reply_created(ctx, out, "/api/v1/notices/%lld", (long long)id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", id);
    jw_object_end(w);
    return OK;
}

/* ---- delivery */

struct deliver_in {
    int64_t notice, delivery, evidence;
    int way;
    struct date sent_on, arrived_on;
};
static const struct input_word ways[] = {{"print", NOTICE_PRINT, "打印"},
                                         {"post", NOTICE_POST, "挂号邮寄"},
                                         {"hand_over", NOTICE_HAND_OVER, "直接送达"},
                                         {0}};
static const struct input_field deliver_fields[] = {
    INPUT_ID(struct deliver_in, notice, "notice", "文书编号", .in = IN_PATH),
    INPUT_ID(struct deliver_in, delivery, "delivery", "送达编号",
             .doc = "Enters the arrival of this delivery; way and sent_on are then not read."),
    INPUT_WORD(struct deliver_in, way, "way", "方式", ways, .absent = NOTICE_PRINT),
    INPUT_DATE(struct deliver_in, sent_on, "sent_on", "送出日期"),
    INPUT_DATE(struct deliver_in, arrived_on, "arrived_on", "到达日期"),
    INPUT_ID(struct deliver_in, evidence, "evidence", "证明文件编号"),
};
const struct input_spec notice_deliver_input = INPUT_SPEC(struct deliver_in, deliver_fields);

enum err notice_delivered(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct deliver_in *in = rq->input;
    struct notice *n;
    struct notice_delivery d = {.delivery_id = in->delivery,
                                .way = (enum notice_way)in->way,
                                .sent_on = in->sent_on,
                                .arrived_on = in->arrived_on,
                                .evidence_id = in->evidence};
    enum err e = notice_reach_desk(ctx, in->notice, &n);
    if (e == OK) e = notice_deliver(ctx, n, &d);
    if (e != OK) return e;
    reply_status(out, 201);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", d.delivery_id);
    jw_object_end(w);
    return OK;
}

/* ---- the window */

struct window_notice_in {
    const struct about_in *subject;
    const char *checked_originals;
    int64_t proof, notice;
};
static const struct input_field window_notice_fields[] = {
    INPUT_ID(struct window_notice_in, notice, "notice", "文书编号", .in = IN_PATH),
    INPUT_OBJECT(struct window_notice_in, subject, "subject", "信用主体", struct about_in,
                 about_input, .must = true),
    INPUT_TEXT(struct window_notice_in, checked_originals, "checked_originals", "已核验的原件",
               .max = 200, .doc = "Kinds of documents, no numbers."),
    INPUT_ID(struct window_notice_in, proof, "proof", "本单位书面证明"),
};
const struct input_spec window_notice_input =
    INPUT_SPEC(struct window_notice_in, window_notice_fields);
static const struct input_field window_notices_fields[] = {
    INPUT_OBJECT(struct window_notice_in, subject, "subject", "信用主体", struct about_in,
                 about_input, .must = true),
    INPUT_TEXT(struct window_notice_in, checked_originals, "checked_originals", "已核验的原件",
               .max = 200, .doc = "Kinds of documents, no numbers."),
    INPUT_ID(struct window_notice_in, proof, "proof", "本单位书面证明"),
};
const struct input_spec window_notices_input =
    INPUT_SPEC(struct window_notice_in, window_notices_fields);

enum { WINDOW_NOTICES = 200 };

static enum err at_window(struct ctx *ctx, struct request *rq, struct self_visit *v) {
    const struct window_notice_in *in = rq->input;
    struct query_subject who = about_subject(in->subject);
    struct identity_check check = {.originals = in->checked_originals, .evidence_id = in->proof};
    return self_at_window(ctx, rq->route->name, &who, &check, v);
}

enum err window_notices(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct self_visit v;
    struct notice *list = NULL;
    size_t n = 0;
    enum err e = at_window(ctx, rq, &v);
    if (e == OK) e = self_enter(ctx, &v);
    if (e == OK && v.subject_id) e = list_of(ctx, OWN, v.subject_id, 0, WINDOW_NOTICES, &list, &n);
    if (e == OK) write_list(out, list, n, NULL);
    return e;
}

/* Printed and handed over in one: sent and arrived. The paper is there before that is entered. */
enum err window_notice_print(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct window_notice_in *in = rq->input;
    struct self_visit v;
    struct notice *n = NULL;
    enum err e = at_window(ctx, rq, &v);
    if (e == OK) e = notice_read_own(ctx, &v, in->notice, &n);
    if (e == OK) e = answer_pdf(ctx, n, out);
    return e == OK ? notice_printed(ctx, n) : e;
}

/* ---- where a waiting notice is announced */

static const struct input_word channels[] = {
    {"email", WAITING_EMAIL + 1, "电子邮件"}, {"text", WAITING_TEXT + 1, "手机短信"}, {0}};
struct contact_in {
    int channel;
    const char *address;
};
static const struct input_field contact_fields[] = {
    INPUT_WORD(struct contact_in, channel, "channel", "方式", channels, .must = true),
    INPUT_TEXT(struct contact_in, address, "address", "电子邮箱或者手机号码", .must = true,
               .max = 254, .secret = true),
};
const struct input_spec contact_input = INPUT_SPEC(struct contact_in, contact_fields);

enum err contact_set(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct contact_in *in = rq->input;
    int64_t id;
    enum err e =
        waiting_contact_set(ctx, (enum waiting_channel)(in->channel - 1), in->address, &id);
    if (e != OK) return e;
    reply_status(out, 201);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", id);
    jw_object_end(w);
    return OK;
}

static const struct reply_field contact_reply_fields[] = {
    {.name = "contact", .title = "编号", .type = INPUT_TYPE_ID},
    {.name = "channel", .title = "方式", .type = INPUT_TYPE_TEXT},
    {.name = "address", .title = "地址（部分）", .type = INPUT_TYPE_TEXT},
    {.name = "at", .title = "登记时间", .type = INPUT_TYPE_INSTANT},
};
const struct reply_spec contacts_reply = REPLY_SPEC(REPLY_LIST, contact_reply_fields);

enum err contact_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct waiting_contact *list;
    size_t n;
    (void)rq;
    enum err e = waiting_contacts(ctx, &list, &n);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        jw_object(w);
        jw_kid(w, "contact", list[i].contact_id);
        jw_ktext(w, "channel", waiting_channel_word(list[i].channel));
        jw_ktext(w, "address", list[i].shown);
        at_member(w, "at", list[i].at);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

struct contact_id_in {
    int64_t contact;
};
static const struct input_field contact_id_fields[] = {
    INPUT_ID(struct contact_id_in, contact, "contact", "编号", .in = IN_PATH),
};
const struct input_spec contact_id_input = INPUT_SPEC(struct contact_id_in, contact_id_fields);

enum err contact_gone(struct ctx *ctx, struct request *rq, struct reply *out) {
    (void)out;
    return waiting_contact_remove(ctx, ((const struct contact_id_in *)rq->input)->contact);
}
