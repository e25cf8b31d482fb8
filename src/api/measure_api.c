#include "measures/measure.h"

#include "api/about.h"
#include "api/handlers.h"
#include "api/measures_part.h"
#include "disclosure/whom.h"
#include "measures/applied.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/app.h"

/* ---- the register */

static const struct reply_field measure_fields[] = {
    {.name = "measure", .title = "措施编号", .type = INPUT_TYPE_ID},
    {.name = "version", .title = "版本", .type = INPUT_TYPE_INT},
    {.name = "type", .title = "措施类别", .type = INPUT_TYPE_TEXT},
    {.name = "type_name", .title = "措施类别名称", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "clause", .title = "条款", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "kind", .title = "激励或者惩戒", .type = INPUT_TYPE_TEXT},
    {.name = "name", .title = "名称", .type = INPUT_TYPE_TEXT},
    {.name = "content", .title = "措施内容", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "objects", .title = "措施对象", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "unit", .title = "实施单位编号", .type = INPUT_TYPE_ID},
    {.name = "unit_name", .title = "实施单位", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "power", .title = "法定权限", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "citation", .title = "依据", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "citation_rank", .title = "依据的位阶", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "scenes", .title = "使用场景", .type = INPUT_TYPE_TEXTS, .doc = "Empty: all."},
    {.name = "list", .title = "名单", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "linked_persons", .title = "及于关联人员", .type = INPUT_TYPE_BOOL},
    {.name = "once", .title = "只执行一次", .type = INPUT_TYPE_BOOL},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to_day", .title = "止", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "replaced_at", .title = "被替代时间", .type = INPUT_TYPE_INSTANT, .maybe = true},
};
const struct reply_spec measures_reply = REPLY_SPEC(REPLY_PAGE, measure_fields);
const struct reply_spec measure_versions_reply = REPLY_SPEC(REPLY_LIST, measure_fields);

static void write_measure(const struct policy *p, const struct measure *m, struct json_writer *w) {
    const struct policy_measure *row = measure_row(p, m->type);
    jw_object(w);
    jw_kid(w, "measure", m->measure_id);
    jw_kint(w, "version", m->version);
    jw_ktext(w, "type", m->type);
    jw_ktext(w, "type_name", row ? row->name : NULL);
    jw_ktext(w, "clause", row ? row->basis.clause : NULL);
    jw_ktext(w, "kind", word_text(m->kind));
    jw_ktext(w, "name", m->name);
    part_text(w, "content", m->content);
    part_text(w, "objects", m->objects);
    jw_kid(w, "unit", m->unit_id);
    jw_ktext(w, "unit_name", m->unit_name);
    part_text(w, "power", m->power);
    part_text(w, "citation", m->citation);
    part_text(w, "citation_rank", word_text(m->citation_rank));
    jw_key(w, "scenes");
    jw_array(w);
    for (size_t i = 0; i < m->n_scenes; i++)
        jw_text(w, m->scenes[i]);
    jw_array_end(w);
    part_text(w, "list", m->list_type);
    jw_kbool(w, "linked_persons", m->linked);
    jw_kbool(w, "once", m->once);
    part_day(w, "from_day", m->from);
    part_day(w, "to_day", m->to);
    part_at(w, "replaced_at", m->replaced_at);
    jw_object_end(w);
}

/* The register is public where the pack says so; staff see it anyhow. */
static enum err check_public(struct ctx *ctx, const struct policy *p) {
    const char *clause;
    if (ctx->actor->unit_id || measure_is_public(p, clock_today(ctx->clock), &clause)) return OK;
    return fail_clause(ctx, ERR_MEASURE_UNPUBLISHED, clause, NULL);
}

struct measures_in {
    struct page_in page;
    const char *place;
};
static const struct input_field measures_in_fields[] = {
    INPUT_PAGE(struct measures_in, page),
    INPUT_TEXT(struct measures_in, place, "place", "地区", .in = IN_QUERY, .max = 64),
};
const struct input_spec measures_input = INPUT_SPEC(struct measures_in, measures_in_fields);

enum err measure_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct measures_in *in = rq->input;
    const struct policy *p;
    struct measure *list;
    struct db_session *s;
    int64_t after;
    size_t n, most = (size_t)in->page.limit;
    enum err e = law_require(ctx, in->place ? in->place : ctx->app->home, &p);
    if (!e) e = check_public(ctx, p);
    if (!e) e = part_page(ctx, rq, &in->page, 0, &after);
    if (!e) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = measure_list(ctx, s, p->place, after, most + 1, &list, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n && i < most; i++)
        write_measure(p, &list[i], w);
    part_next(ctx, rq, w, 0, n > most, n > most ? list[most - 1].measure_id : 0);
    return OK;
}

struct measure_id_in {
    int64_t measure;
};
static const struct input_field measure_id_fields[] = {
    INPUT_ID(struct measure_id_in, measure, "measure", "措施编号", .in = IN_PATH),
};
const struct input_spec measure_id_input = INPUT_SPEC(struct measure_id_in, measure_id_fields);

enum err measure_show(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct measure_id_in *in = rq->input;
    const struct policy *p = NULL;
    struct measure *list;
    struct db_session *s;
    size_t n;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = measure_versions(ctx, s, in->measure, &list, &n);
    db_read_end(ctx, &s);
    if (!e && !n) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (!e) e = law_require(ctx, list[0].jurisdiction, &p);
    if (!e) e = check_public(ctx, p);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        write_measure(p, &list[i], w);
    jw_array_end(w);
    jw_object_end(w);
    return OK;
}

struct measure_in {
    int64_t measure, version, unit;
    const char *type, *name, *content, *objects, *power, *citation, *list;
    int citation_rank;
    struct input_texts scenes;
    bool linked, once;
    struct date from, to;
};
#define MEASURE_ROWS                                                                               \
    INPUT_TEXT(struct measure_in, type, "type", "措施类别", .must = true, .max = 64,               \
               .doc = "A row of the pack's measures."),                                            \
        INPUT_TEXT(struct measure_in, name, "name", "名称", .must = true, .max = 200),             \
        INPUT_TEXT(struct measure_in, content, "content", "措施内容", .max = 2000, .lines = true), \
        INPUT_TEXT(struct measure_in, objects, "objects", "措施对象", .max = 1000, .lines = true), \
        INPUT_ID(struct measure_in, unit, "unit", "实施单位", .doc = "Left out: the own unit."),   \
        INPUT_TEXT(struct measure_in, power, "power", "法定权限", .max = 500),                     \
        INPUT_TEXT(struct measure_in, citation, "citation", "依据", .max = 500),                   \
        INPUT_WORD(struct measure_in, citation_rank, "citation_rank", "依据的位阶", part_ranks),   \
        INPUT_TEXTS(struct measure_in, scenes, "scenes", "使用场景", .max = 50,                    \
                    .doc = "Left out: all."),                                                      \
        INPUT_TEXT(struct measure_in, list, "list", "名单", .max = 64,                             \
                   .doc = "Entries of this list are its objects by themselves."),                  \
        INPUT_BOOL(struct measure_in, linked, "linked_persons", "及于关联人员"),                   \
        INPUT_BOOL(struct measure_in, once, "once", "只执行一次"),                                 \
        INPUT_DATE(struct measure_in, from, "from_day", "起"),                                     \
        INPUT_DATE(struct measure_in, to, "to_day", "止")

static const struct input_field measure_in_fields[] = {MEASURE_ROWS};
const struct input_spec measure_input = INPUT_SPEC(struct measure_in, measure_in_fields);
static const struct input_field measure_change_fields[] = {
    INPUT_ID(struct measure_in, measure, "measure", "措施编号", .in = IN_PATH),
    INPUT_INT(struct measure_in, version, "version", "所见版本", .must = true),
    MEASURE_ROWS,
};
const struct input_spec measure_change_input = INPUT_SPEC(struct measure_in, measure_change_fields);

static struct measure measure_of(const struct measure_in *in) {
    return (struct measure){.type = in->type,
                            .name = in->name,
                            .content = in->content,
                            .objects = in->objects,
                            .unit_id = in->unit,
                            .power = in->power,
                            .citation = in->citation,
                            .citation_rank = (enum word)in->citation_rank,
                            .scenes = in->scenes.v,
                            .n_scenes = in->scenes.n,
                            .list_type = in->list,
                            .linked = in->linked,
                            .once = in->once,
                            .from = in->from,
                            .to = in->to};
}

enum err measure_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    struct measure m = measure_of(rq->input);
    enum err e = measure_register(ctx, &m);
    if (e) return e;
    reply_created(ctx, out, "/api/v1/measures/%lld", (long long)m.measure_id);
    part_id(out, m.measure_id);
    return OK;
}

enum err measure_new_version(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct measure_in *in = rq->input;
    struct measure m = measure_of(in);
    (void)out;
    return measure_change(ctx, in->measure, in->version, &m);
}

/* ---- applying one's own */

static const struct input_word target_kinds[] = {
    {"record", W_TARGET_RECORD, "信用信息"}, {"list_entry", W_TARGET_LIST_ENTRY, "名单记录"}, {0}};
struct applied_in {
    int64_t measure, target, link;
    const struct about_in *subject;
    int target_kind;
    const char *reason, *citation;
    struct date from, to;
};
static const struct input_field applied_in_fields[] = {
    INPUT_ID(struct applied_in, measure, "measure", "措施编号", .must = true),
    INPUT_OBJECT(struct applied_in, subject, "subject", "信用主体", struct about_in, about_input,
                 .must = true, .doc = "The subject of the record or entry."),
    INPUT_WORD(struct applied_in, target_kind, "target_kind", "依据的种类", target_kinds,
               .must = true),
    INPUT_ID(struct applied_in, target, "target", "信息或者名单记录编号", .must = true),
    INPUT_ID(struct applied_in, link, "link", "关联编号",
             .doc = "The measure is applied to this person linked with the entry."),
    INPUT_TEXT(struct applied_in, reason, "reason", "理由", .max = 1000, .lines = true),
    INPUT_TEXT(struct applied_in, citation, "citation", "依据", .max = 500),
    INPUT_DATE(struct applied_in, from, "from_day", "起"),
    INPUT_DATE(struct applied_in, to, "to_day", "止"),
};
const struct input_spec applied_input = INPUT_SPEC(struct applied_in, applied_in_fields);

static const struct reply_field applied_made_fields[] = {
    {.name = "subject", .title = "主体编号", .type = INPUT_TYPE_ID},
    {.name = "applied", .title = "实施编号", .type = INPUT_TYPE_ID},
};
const struct reply_spec applied_made_reply = {.shape = REPLY_OBJECT,
                                              .status = 201,
                                              .fields = applied_made_fields,
                                              .n = GX_COUNT(applied_made_fields)};

enum err applied_new(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct applied_in *in = rq->input;
    struct query_subject who = about_subject(in->subject);
    struct applied a = {.measure_id = in->measure,
                        .target = {(enum word)in->target_kind, 0, in->target},
                        .link_id = in->link,
                        .reason = in->reason,
                        .citation = in->citation,
                        .from = in->from,
                        .to = in->to};
    enum err e = query_subject_check(ctx, &who);
    if (!e) e = applied_make(ctx, &who, &a);
    if (e) return e;
    reply_status(out, 201);
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_kid(w, "subject", a.subject_id);
    jw_kid(w, "applied", a.applied_id);
    jw_object_end(w);
    return OK;
}

struct lift_in {
    int64_t subject, applied;
    const char *reason;
};
static const struct input_field lift_fields[] = {
    INPUT_ID(struct lift_in, subject, "subject", "主体编号", .in = IN_PATH),
    INPUT_ID(struct lift_in, applied, "applied", "实施编号", .in = IN_PATH),
    INPUT_TEXT(struct lift_in, reason, "reason", "理由", .max = 1000, .lines = true),
};
const struct input_spec applied_end_input = INPUT_SPEC(struct lift_in, lift_fields);

enum err applied_over(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct lift_in *in = rq->input;
    (void)out;
    return applied_lift(ctx, in->subject, in->applied, in->reason);
}

/* ---- what the own unit carries out */

static const struct reply_field applied_fields[] = {
    {.name = "applied", .title = "实施编号", .type = INPUT_TYPE_ID},
    {.name = "subject", .title = "主体编号", .type = INPUT_TYPE_ID},
    {.name = "measure", .title = "措施编号", .type = INPUT_TYPE_ID},
    {.name = "name", .title = "措施名称", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "kind", .title = "激励或者惩戒", .type = INPUT_TYPE_TEXT},
    {.name = "target_kind", .title = "依据的种类", .type = INPUT_TYPE_TEXT},
    {.name = "target", .title = "信息或者名单记录编号", .type = INPUT_TYPE_ID},
    {.name = "linked", .title = "关联人员", .type = INPUT_TYPE_BOOL},
    {.name = "reason", .title = "理由", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "from_day", .title = "起", .type = INPUT_TYPE_DATE},
    {.name = "to_day", .title = "止", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "executed_day", .title = "执行日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "ended_day", .title = "终止日期", .type = INPUT_TYPE_DATE, .maybe = true},
    {.name = "end_reason", .title = "终止理由", .type = INPUT_TYPE_TEXT, .maybe = true},
    {.name = "end_clause", .title = "终止依据", .type = INPUT_TYPE_TEXT, .maybe = true},
};
const struct reply_spec applied_reply = REPLY_SPEC(REPLY_PAGE, applied_fields);

static void write_applied(const struct applied *a, struct json_writer *w) {
    jw_object(w);
    jw_kid(w, "applied", a->applied_id);
    jw_kid(w, "subject", a->subject_id);
    jw_kid(w, "measure", a->measure_id);
    jw_ktext(w, "name", a->name);
    jw_ktext(w, "kind", word_text(a->kind));
    jw_ktext(w, "target_kind", word_text(a->target.kind));
    jw_kid(w, "target", a->target.id);
    jw_kbool(w, "linked", a->link_id != 0);
    part_text(w, "reason", a->reason);
    part_day(w, "from_day", a->from);
    part_day(w, "to_day", a->to);
    part_day(w, "executed_day", a->executed);
    part_day(w, "ended_day", a->ended);
    part_text(w, "end_reason", a->end_reason);
    part_text(w, "end_clause", a->end_clause);
    jw_object_end(w);
}

enum err applied_index(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct { struct page_in page; } *in = rq->input;
    struct applied *list;
    struct db_session *s;
    int64_t before, unit = ctx->actor->unit_id;
    size_t n, most = (size_t)in->page.limit;
    enum err e = part_page(ctx, rq, &in->page, unit, &before);
    if (!e) e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = applied_list_unit(ctx, s, unit, before, most + 1, &list, &n);
    db_read_end(ctx, &s);
    if (e) return e;
    struct json_writer *w = reply_json(out);
    jw_object(w);
    jw_key(w, "items");
    jw_array(w);
    for (size_t i = 0; i < n && i < most; i++)
        write_applied(&list[i], w);
    part_next(ctx, rq, w, unit, n > most, n > most ? list[most - 1].applied_id : 0);
    return OK;
}
