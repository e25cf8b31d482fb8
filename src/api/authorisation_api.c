#include "disclosure/authorisation.h"

#include "api/about.h"
#include "api/handlers.h"
#include "base/file.h"
#include "disclosure/consent.h"
#include "disclosure/evidence.h"
#include "http/page.h"
#include "registry/actor.h"
#include "registry/app.h"

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

/* ---- evidence */

static const struct reply_field evidence_fields[] = {
    {.name = "evidence", .title = "证明文件编号", .type = INPUT_TYPE_ID},
    {.name = "digest", .title = "摘要", .type = INPUT_TYPE_TEXT},
    {.name = "size", .title = "大小", .type = INPUT_TYPE_INT},
    {.name = "type", .title = "类型", .type = INPUT_TYPE_TEXT},
};
const struct reply_spec evidence_reply = {.shape = REPLY_OBJECT,
                                          .status = 201,
                                          .fields = evidence_fields,
                                          .n = GX_COUNT(evidence_fields)};

enum err evidence_create(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct str content = {0};
    struct evidence evidence;
    enum err e =
        rq->upload.path ? file_read(ctx->arena, rq->upload.path, EVIDENCE_MAX, &content) : OK;
    if (e != OK) return fail(ctx, e, NULL);
    e = evidence_store(ctx, content, &evidence);
    if (e != OK) return e;
    reply_status(out, 201);
    struct buf hex;
    buf_init(&hex, 256);
    buf_hex(&hex, evidence.digest.b + 1, DIGEST_BYTES);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "evidence", evidence.evidence_id);
    jw_ktext(w, "digest", buf_finish(&hex).p);
    jw_kint(w, "size", evidence.size);
    jw_ktext(w, "type", evidence.type);
    jw_object_end(w);
    buf_free(&hex);
    return OK;
}

/* ---- authorisations */

static const struct reply_field authorisation_fields[] = {
    {.name = "authorisation", .title = "授权编号", .type = INPUT_TYPE_ID},
    {.name = "unit", .title = "被授权单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "被授权单位", .type = INPUT_TYPE_TEXT},
    {.name = "purpose", .title = "约定的用途", .type = INPUT_TYPE_TEXT},
    {.name = "items", .title = "事项", .type = INPUT_TYPE_TEXTS, .doc = "Empty: all."},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to_day", .title = "止", .type = INPUT_TYPE_DATE},
    {.name = "uses", .title = "可用次数", .type = INPUT_TYPE_INT, .maybe = true},
    {.name = "uses_made", .title = "已用次数", .type = INPUT_TYPE_INT},
    {.name = "evidence", .title = "证明文件编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "at", .title = "登记时间", .type = INPUT_TYPE_INSTANT},
    {.name = "revoked", .title = "已撤销", .type = INPUT_TYPE_BOOL},
    {.name = "revoked_at", .title = "撤销时间", .type = INPUT_TYPE_INSTANT, .maybe = true},
    {.name = "reason", .title = "撤销理由", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
};
const struct reply_spec authorisations_reply = REPLY_SPEC(REPLY_PAGE, authorisation_fields);
const struct reply_spec own_authorisations_reply = REPLY_SPEC(REPLY_LIST, authorisation_fields);

void about_authorisation(const struct authorisation *a, struct json_writer *w) {
    jw_object(w);
    jw_kid(w, "authorisation", a->authorisation_id);
    jw_kid(w, "unit", a->unit_id);
    jw_ktext(w, "unit_name", a->unit_name);
    jw_ktext(w, "purpose", a->purpose);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < a->n_items; i++)
        jw_text(w, a->items[i]);
    jw_array_end(w);
    day_member(w, "from_day", a->from);
    day_member(w, "to_day", a->to);
    jw_key(w, "uses");
    if (a->uses)
        jw_int(w, a->uses);
    else
        jw_null(w);
    jw_kint(w, "uses_made", a->uses_made);
    jw_kid(w, "evidence", a->evidence_id);
    at_member(w, "at", a->at);
    jw_kbool(w, "revoked", a->revoked);
    at_member(w, "revoked_at", a->revoked_at);
    jw_ktext(w, "reason", a->revoked ? a->revoked_reason : NULL);
    jw_kint(w, "version", a->version);
    jw_object_end(w);
}

struct authorisation_in {
    const struct about_in *subject;
    int64_t unit, uses, evidence;
    const char *purpose;
    struct input_texts items;
    struct date from, to;
};
static const struct input_field authorisation_in_fields[] = {
    INPUT_OBJECT(struct authorisation_in, subject, "subject", "信用主体", struct about_in,
                 about_input, .doc = "Subjects leave it out: their own."),
    INPUT_ID(struct authorisation_in, unit, "unit", "被授权单位",
             .doc = "Clerks of a unit leave it out: their own."),
    INPUT_TEXT(struct authorisation_in, purpose, "purpose", "约定的用途", .must = true, .max = 200),
    INPUT_TEXTS(struct authorisation_in, items, "items", "事项", .max = 200),
    INPUT_DATE(struct authorisation_in, from, "from_day", "起", .must = true),
    INPUT_DATE(struct authorisation_in, to, "to_day", "止", .must = true),
    INPUT_INT(struct authorisation_in, uses, "uses", "可用次数", .min = 1, .max = 1000000,
              .doc = "Left out: as often as wanted while it is valid."),
    INPUT_ID(struct authorisation_in, evidence, "evidence", "证明文件编号"),
};
const struct input_spec authorisation_input =
    INPUT_SPEC(struct authorisation_in, authorisation_in_fields);

/* Subjects act for themselves; staff name whom. */
static enum err whom_of(struct ctx *ctx, const struct about_in *about, struct query_subject *who,
                        struct query_subject **who_r) {
    *who_r = NULL;
    if (ctx->actor->role == ROLE_SUBJECT) return OK;
    if (!about) return fail_field(ctx, ERR_INPUT_MISSING, "subject", "required", NULL);
    *who = about_subject(about);
    *who_r = who;
    return OK;
}

enum err authorisation_create(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct authorisation_in *in = rq->input;
    struct query_subject who, *whom;
    struct authorisation a = {
        .subject_id = ctx->actor->subject_id,
        .unit_id = in->unit ? in->unit : ctx->actor->unit_id,
        .jurisdiction = ctx->actor->jurisdiction,
        .purpose = in->purpose,
        .items = in->items.v,
        .n_items = in->items.n,
        .from = in->from,
        .to = in->to,
        .uses = in->uses,
        .evidence_id = in->evidence,
    };
    enum err e = whom_of(ctx, in->subject, &who, &whom);
    if (e == OK && !a.unit_id) e = fail_field(ctx, ERR_INPUT_MISSING, "unit", "required", NULL);
    if (e == OK) e = authorisation_register(ctx, whom, &a);
    if (e != OK) return e;
    reply_created(ctx, out, "/api/v1/authorisations/%lld", (long long)a.authorisation_id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", a.authorisation_id);
    jw_object_end(w);
    return OK;
}

enum err authorisation_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct { struct page_in page; } *in = rq->input;
    struct page_key key = {0};
    int64_t unit = ctx->actor->unit_id;
    enum err e = unit ? OK : fail(ctx, ERR_FORBIDDEN, NULL);
    if (e == OK && in->page.cursor) e = page_open(ctx, rq, unit, in->page.cursor, &key);
    struct db_session *s;
    if (e == OK) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    struct authorisation *list;
    size_t n;
    e = authorisation_list_unit(ctx, s, unit, key.i[0], (size_t)in->page.limit + 1, &list, &n);
    db_read_end(ctx, &s);
    if (e != OK) return e;
    bool more = n > (size_t)in->page.limit;
    if (more) n--;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        about_authorisation(&list[i], w);
    jw_array_end(w);
    struct page_key last = {.i = {n ? list[n - 1].authorisation_id : 0}};
    jw_ktext(w, "next", more ? page_next(ctx, rq, unit, &last) : NULL);
    jw_object_end(w);
    return OK;
}

struct revoke_in {
    int64_t authorisation;
    const char *reason;
};
static const struct input_field revoke_fields[] = {
    INPUT_ID(struct revoke_in, authorisation, "authorisation", "授权编号", .in = IN_PATH),
    INPUT_TEXT(struct revoke_in, reason, "reason", "理由", .max = 500, .lines = true),
};
const struct input_spec authorisation_revoke_input = INPUT_SPEC(struct revoke_in, revoke_fields);

enum err authorisation_stop(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct revoke_in *in = rq->input;
    struct authorisation *a;
    struct db_session *s;
    (void)out;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = authorisation_find(ctx, s, in->authorisation, &a);
    db_read_end(ctx, &s);
    if (e == OK && !a) e = fail(ctx, ERR_NOT_FOUND, NULL);
    return e == OK ? authorisation_revoke(ctx, a->subject_id, a->authorisation_id, in->reason) : e;
}

/* ---- consents */

static const struct reply_field consent_fields[] = {
    {.name = "consent", .title = "同意编号", .type = INPUT_TYPE_ID},
    {.name = "kind", .title = "种类", .type = INPUT_TYPE_TEXT},
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "单位", .type = INPUT_TYPE_TEXT},
    {.name = "item", .title = "事项", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "class", .title = "信息类别", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "onward_to", .title = "接收方", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "notice_evidence", .title = "告知证明", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "written_evidence", .title = "书面同意", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "state", .title = "状态", .type = INPUT_TYPE_TEXT},
    {.name = "at", .title = "时间", .type = INPUT_TYPE_INSTANT},
    {.name = "withdrawn_at", .title = "撤回时间", .type = INPUT_TYPE_INSTANT, .maybe = true},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
};
const struct reply_spec consents_reply = REPLY_SPEC(REPLY_LIST, consent_fields);

static const char *or_null(const char *s) {
    return s && *s ? s : NULL;
}

void about_consent(const struct consent *c, struct json_writer *w) {
    jw_object(w);
    jw_kid(w, "consent", c->consent_id);
    jw_ktext(w, "kind", consent_kind_word(c->kind));
    jw_kid(w, "unit", c->unit_id);
    jw_ktext(w, "unit_name", c->unit_name);
    jw_ktext(w, "item", or_null(c->item));
    jw_ktext(w, "class", or_null(c->data_class));
    jw_ktext(w, "onward_to", or_null(c->onward_to));
    jw_kid(w, "notice_evidence", c->notice_evidence);
    jw_kid(w, "written_evidence", c->written_evidence);
    jw_ktext(w, "state", consent_state_word(c->state));
    at_member(w, "at", c->at);
    at_member(w, "withdrawn_at", c->withdrawn_at);
    jw_kint(w, "version", c->version);
    jw_object_end(w);
}

static const struct input_word consent_kinds[] = {
    {"collection", CONSENT_COLLECTION + 1, "归集"},
    {"publication", CONSENT_PUBLICATION + 1, "公开"},
    {"onward", CONSENT_ONWARD + 1, "提供给第三方"},
    {0},
};
static const struct input_word consent_answers[] = {
    {"given", 1, "同意"}, {"refused", 2, "不同意"}, {0}};

struct consent_in {
    const struct about_in *subject;
    int kind, answer;
    int64_t unit, notice_evidence, written_evidence;
    const char *item, *data_class, *onward_to;
};
static const struct input_field consent_in_fields[] = {
    INPUT_OBJECT(struct consent_in, subject, "subject", "信用主体", struct about_in, about_input,
                 .doc = "Subjects leave it out: their own."),
    INPUT_WORD(struct consent_in, kind, "kind", "种类", consent_kinds,
               .doc = "collection when left out, onward when onward_to is there"),
    INPUT_WORD(struct consent_in, answer, "answer", "答复", consent_answers, .absent = 1),
    INPUT_ID(struct consent_in, unit, "unit", "单位",
             .doc = "Clerks of a unit leave it out: their own."),
    INPUT_TEXT(struct consent_in, item, "item", "事项", .max = 64),
    INPUT_TEXT(struct consent_in, data_class, "class", "信息类别", .max = 64),
    INPUT_TEXT(struct consent_in, onward_to, "onward_to", "接收方", .max = 200),
    INPUT_ID(struct consent_in, notice_evidence, "notice_evidence", "告知证明"),
    INPUT_ID(struct consent_in, written_evidence, "written_evidence", "书面同意"),
};
const struct input_spec consent_input = INPUT_SPEC(struct consent_in, consent_in_fields);

enum err consent_create(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct consent_in *in = rq->input;
    struct query_subject who, *whom;
    struct consent c = {
        .subject_id = ctx->actor->subject_id,
        .kind = in->kind        ? (enum consent_kind)(in->kind - 1)
                : in->onward_to ? CONSENT_ONWARD
                                : CONSENT_COLLECTION,
        .unit_id = in->unit ? in->unit : ctx->actor->unit_id,
        .jurisdiction = ctx->actor->jurisdiction,
        .item = in->item,
        .data_class = in->data_class,
        .onward_to = in->onward_to,
        .notice_evidence = in->notice_evidence,
        .written_evidence = in->written_evidence,
        .state = in->answer == 1 ? CONSENT_GIVEN : CONSENT_REFUSED,
    };
    enum err e = whom_of(ctx, in->subject, &who, &whom);
    if (e == OK && !c.unit_id) e = fail_field(ctx, ERR_INPUT_MISSING, "unit", "required", NULL);
    if (e == OK) e = consent_register(ctx, whom, &c);
    if (e != OK) return e;
    reply_created(ctx, out, "/api/v1/consents/%lld", (long long)c.consent_id);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "id", c.consent_id);
    jw_object_end(w);
    return OK;
}

struct withdraw_in {
    int64_t consent;
    const char *reason;
};
static const struct input_field withdraw_fields[] = {
    INPUT_ID(struct withdraw_in, consent, "consent", "同意编号", .in = IN_PATH),
    INPUT_TEXT(struct withdraw_in, reason, "reason", "理由", .max = 500, .lines = true,
               .doc = "Not asked for: withdrawing needs none."),
};
const struct input_spec consent_withdraw_input = INPUT_SPEC(struct withdraw_in, withdraw_fields);

enum err consent_stop(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct withdraw_in *in = rq->input;
    int64_t subject_id;
    (void)out;
    enum err e = consent_find(ctx, in->consent, &subject_id);
    return e == OK ? consent_withdraw(ctx, subject_id, in->consent, in->reason) : e;
}
