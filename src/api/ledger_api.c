#include <string.h>

#include "api/handlers.h"
#include "base/id.h"
#include "http/page.h"
#include "ledger/checkpoint.h"
#include "ledger/prove.h"
#include "ledger/trace.h"
#include "registry/account.h"
#include "registry/actor.h"
#include "registry/unit.h"

static const struct input_word log_words[] = {
    {"facts", LEDGER_FACTS, "事实账本"}, {"looks", LEDGER_LOOKS, "查询账本"}, {0}};

/* ---- checkpoints and proofs */

struct log_in {
    int log;
};
static const struct input_field log_fields[] = {
    INPUT_WORD(struct log_in, log, "log", "账本", log_words, .in = IN_PATH),
};
const struct input_spec log_input = INPUT_SPEC(struct log_in, log_fields);
const struct reply_spec note_reply = {.shape = REPLY_BYTES, .type = "text/plain"};

enum err ledger_checkpoint(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct log_in *in = rq->input;
    struct checkpoint checkpoint;
    enum err e = checkpoint_latest(ctx, (enum ledger_log)in->log, &checkpoint);
    if (e != OK) return e;
    reply_type(ctx, out, "text/plain; charset=utf-8", NULL);
    reply_put(out, checkpoint.note, strlen(checkpoint.note));
    return OK;
}

struct proof_in {
    int log;
    int64_t entry, from, to;
};
static const struct input_field proof_fields[] = {
    INPUT_WORD(struct proof_in, log, "log", "账本", log_words, .in = IN_PATH),
    INPUT_ID(struct proof_in, entry, "entry", "条目", .in = IN_QUERY),
    INPUT_INT(struct proof_in, from, "from", "较小的规模", .in = IN_QUERY),
    INPUT_INT(struct proof_in, to, "to", "较大的规模", .in = IN_QUERY),
};
const struct input_spec proof_input = INPUT_SPEC(struct proof_in, proof_fields);
static const struct reply_field proof_fields_out[] = {
    {.name = "size", .title = "规模", .type = INPUT_TYPE_INT},
    {.name = "index", .title = "位置", .type = INPUT_TYPE_INT, .maybe = true},
    {.name = "from", .title = "较小的规模", .type = INPUT_TYPE_INT, .maybe = true},
    {.name = "hashes", .title = "证明", .type = INPUT_TYPE_TEXTS},
    {.name = "checkpoint", .title = "检查点", .type = INPUT_TYPE_TEXT, .maybe = true},
};
const struct reply_spec proof_reply = REPLY_SPEC(REPLY_OBJECT, proof_fields_out);

static void hashes_member(struct json_writer *w, struct arena *a, const struct proof *proof) {
    jw_key(w, "hashes");
    jw_array(w);
    for (size_t i = 0; i < proof->n; i++) {
        struct buf b;
        buf_init(&b, 64);
        buf_b64(&b, proof->hashes[i].b, DIGEST_BYTES);
        jw_text(w, arena_str(a, buf_finish(&b)));
        buf_free(&b);
    }
    jw_array_end(w);
}

/* That an entry is in the log of the newest checkpoint. */
static enum err inclusion(struct ctx *ctx, const struct proof_in *in, struct reply *out) {
    enum ledger_log log = (enum ledger_log)in->log;
    struct checkpoint checkpoint;
    struct proof proof;
    int64_t index;
    enum err e = checkpoint_latest(ctx, log, &checkpoint);
    if (e == OK) e = prove_position(ctx, log, in->entry, &index);
    if (e == OK) e = prove_inclusion(ctx, log, index, checkpoint.size, &proof);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kint(w, "size", checkpoint.size);
    jw_kint(w, "index", index);
    hashes_member(w, ctx->arena, &proof);
    jw_ktext(w, "checkpoint", checkpoint.note);
    jw_object_end(w);
    return OK;
}

enum err ledger_proof(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct proof_in *in = rq->input;
    if (in->entry) return inclusion(ctx, in, out);
    struct proof proof;
    enum err e = prove_consistency(ctx, (enum ledger_log)in->log, in->from, in->to, &proof);
    if (e != OK) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kint(w, "from", in->from);
    jw_kint(w, "size", in->to);
    hashes_member(w, ctx->arena, &proof);
    jw_object_end(w);
    return OK;
}

/* ---- traces (HH-5, AS-22): who, in which unit, did what, when */

struct trace_in {
    struct page_in page;
    struct date from, to;
    int64_t user, unit, object, subject;
    const char *event;
};
static const struct input_field trace_fields[] = {
    INPUT_PAGE(struct trace_in, page),
    INPUT_DATE(struct trace_in, from, "from_day", "起", .in = IN_QUERY),
    INPUT_DATE(struct trace_in, to, "to_day", "止", .in = IN_QUERY),
    INPUT_ID(struct trace_in, user, "user", "账号", .in = IN_QUERY),
    INPUT_ID(struct trace_in, unit, "unit", "单位", .in = IN_QUERY),
    INPUT_ID(struct trace_in, object, "object", "对象", .in = IN_QUERY),
    INPUT_ID(struct trace_in, subject, "subject", "主体", .in = IN_QUERY),
    INPUT_TEXT(struct trace_in, event, "event", "事件", .in = IN_QUERY, .max = 48),
};
const struct input_spec trace_input = INPUT_SPEC(struct trace_in, trace_fields);
static const struct reply_field trace_fields_out[] = {
    {.name = "entry", .title = "条目", .type = INPUT_TYPE_ID},
    {.name = "at", .title = "时间", .type = INPUT_TYPE_INSTANT},
    {.name = "event", .title = "事件", .type = INPUT_TYPE_TEXT},
    {.name = "event_name", .title = "事件名称", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "user", .title = "账号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "person", .title = "姓名", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "post", .title = "岗位编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "role", .title = "岗位", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "unit", .title = "单位编号", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "unit_name", .title = "单位", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "second", .title = "第二人", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "channel", .title = "渠道", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "place", .title = "适用地区", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "kind", .title = "对象类别", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "object", .title = "对象", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "subject", .title = "主体", .type = INPUT_TYPE_ID, .maybe = true},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT, .maybe = true},
    {.name = "word", .title = "结果", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "basis", .title = "依据", .type = INPUT_TYPE_TEXTS, .maybe = true},
};
const struct reply_spec traces_reply = REPLY_SPEC(REPLY_PAGE, trace_fields_out);

/* Names of the people and units of one page, each read once. */
struct names {
    struct {
        int64_t id;
        const char *name;
    } people[PAGE_LIMIT_MAX], units[PAGE_LIMIT_MAX];
    size_t n_people, n_units;
};

static enum err person_name(struct ctx *ctx, struct names *names, int64_t id, const char **name_r) {
    *name_r = NULL;
    if (!id) return OK;
    for (size_t i = 0; i < names->n_people; i++)
        if (names->people[i].id == id) {
            *name_r = names->people[i].name;
            return OK;
        }
    struct account account;
    enum err e = account_read(ctx, id, &account);
    if (e != OK) return e == ERR_NOT_FOUND ? OK : e;
    *name_r = account.name;
    names->people[names->n_people].id = id;
    names->people[names->n_people++].name = account.name;
    return OK;
}

static enum err unit_name(struct ctx *ctx, struct names *names, int64_t id, const char **name_r) {
    *name_r = NULL;
    if (!id) return OK;
    for (size_t i = 0; i < names->n_units; i++)
        if (names->units[i].id == id) {
            *name_r = names->units[i].name;
            return OK;
        }
    struct unit unit;
    enum err e = unit_read(ctx, id, &unit);
    if (e != OK) return e == ERR_NOT_FOUND ? OK : e;
    *name_r = unit.name;
    names->units[names->n_units].id = id;
    names->units[names->n_units++].name = unit.name;
    return OK;
}

static enum err trace_object(struct ctx *ctx, struct json_writer *w, struct names *names,
                             const struct trace *t) {
    const char *person, *unit;
    enum err e = person_name(ctx, names, t->actor, &person);
    if (e == OK) e = unit_name(ctx, names, t->unit, &unit);
    if (e != OK) return e;
    char at[INSTANT_TEXT];
    instant_format(t->at, at);
    jw_object(w);
    jw_kid(w, "entry", t->entry);
    jw_ktext(w, "at", at);
    jw_ktext(w, "event", t->event);
    jw_ktext(w, "event_name", t->event_name);
    jw_kid(w, "user", t->actor);
    jw_ktext(w, "person", person);
    jw_kid(w, "post", t->post);
    jw_ktext(w, "role", t->role);
    jw_kid(w, "unit", t->unit);
    jw_ktext(w, "unit_name", unit);
    jw_kid(w, "second", t->second);
    jw_ktext(w, "channel", t->channel);
    jw_ktext(w, "place", t->place);
    jw_ktext(w, "kind", t->kind);
    jw_kid(w, "object", t->object);
    jw_kid(w, "subject", t->subject);
    if (t->version) jw_kint(w, "version", t->version);
    jw_ktext(w, "word", t->word);
    jw_key(w, "basis");
    if (t->basis)
        jw_json(w, t->basis);
    else
        jw_null(w);
    jw_object_end(w);
    return OK;
}

enum err trace_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct trace_in *in = rq->input;
    struct page_key key = {0};
    enum err e =
        in->page.cursor ? page_open(ctx, rq, ctx->actor->user_id, in->page.cursor, &key) : OK;
    struct trace_filter filter = {
        .from = in->from,
        .to = in->to,
        .actor = in->user,
        .unit = in->unit,
        .object = in->object,
        .subject = in->subject,
        .event = in->event,
        .after = key.i[0],
        .limit = (size_t)in->page.limit,
    };
    struct trace *traces;
    size_t n;
    int64_t next;
    if (e == OK) e = trace_list(ctx, &filter, &traces, &n, &next);
    if (e != OK) return e;
    struct names *names = ARENA_NEW(ctx->arena, struct names);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n && e == OK; i++)
        e = trace_object(ctx, w, names, &traces[i]);
    if (e != OK) return e;
    jw_array_end(w);
    struct page_key last = {.i = {next}};
    jw_ktext(w, "next", next ? page_next(ctx, rq, ctx->actor->user_id, &last) : NULL);
    jw_object_end(w);
    return OK;
}
