#include "measures/list_document.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "base/json.h"
#include "db/db_fetch.h"
#include "disclosure/evidence.h"
#include "measures/list_type.h"
#include "measures/say.h"
#include "registry/actor.h"
#include "registry/adoption.h"

static const char *const kind_words[] = {"recognition", "repair_opinion", "severity_standard"};

const char *list_document_word(enum list_document_kind k) {
    BUG_IF((size_t)k >= GX_COUNT(kind_words));
    return kind_words[k];
}

enum { INSERT, SUPERSEDE, ONE, OF_PLACE, ON };

#define COLUMNS                                                                                    \
    "d.document_id, d.jurisdiction, d.unit_id, u.name, d.kind, d.list_type, d.title, d.doc_no,"    \
    " d.basis, d.basis_rank, d.parts, d.evidence_id, d.from_day, d.to_day, d.at"
#define SIGNATURE "itiTtttttttItTi"
#define FROM      " from list_document d left join unit u on u.unit_id = d.unit_id"

const struct db_stmt list_document_stmts[] = {
    [INSERT] = {.name = "list_document.insert",
                .sql = "insert into list_document (document_id, jurisdiction, unit_id, kind,"
                       " list_type, title, doc_no, basis, basis_rank, parts, evidence_id, from_day,"
                       " version, by_user, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
                       " $11, $12, 1, $13, $14)",
                .in = "itittt"
                      "ttttItii",
                .out = "",
                .kind = DB_WRITE},
    [SUPERSEDE] = {.name = "list_document.supersede",
                   .sql = "update list_document set to_day = $5, version = version + 1"
                          " where jurisdiction = $1 and kind = $2 and list_type = $3"
                          " and unit_id = $4 and to_day is null",
                   .in = "tttit",
                   .out = "",
                   .kind = DB_WRITE},
    [ONE] = {.name = "list_document.one",
             .sql = "select " COLUMNS FROM " where d.document_id = $1",
             .in = "i",
             .out = SIGNATURE,
             .kind = DB_READ},
    [OF_PLACE] = {.name = "list_document.of_place",
                  .sql = "select " COLUMNS FROM " where d.jurisdiction = $1 and ($2 = 0 or"
                         " d.document_id < $2) order by d.document_id desc limit $3",
                  .in = "tii",
                  .out = SIGNATURE,
                  .kind = DB_READ},
    [ON] = {.name = "list_document.on",
            .sql = "select " COLUMNS FROM " where d.jurisdiction = $1 and d.kind = $2"
                   " and d.list_type = $3 and d.unit_id = $4 and d.from_day <= $5"
                   " and (d.to_day is null or d.to_day >= $5) order by d.document_id desc limit 1",
            .in = "tttit",
            .out = SIGNATURE,
            .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&list_document_stmts[name])

/* ---- registering */

const char *list_document_part(const struct list_document *d, const char *name) {
    for (size_t i = 0; i < d->n_parts; i++)
        if (!strcmp(d->parts[i].name, name)) return d->parts[i].text;
    return NULL;
}

static enum err need(struct ctx *ctx, const struct list_document *d, const char *name,
                     const char *clause, const char *title) {
    if (!say_blank(list_document_part(d, name))) return OK;
    enum err e = fail_clause(ctx, ERR_LIST_DOCUMENT, clause, "缺少“%s”", title);
    ctx->failure.field = arena_printf(ctx->arena, "parts.%s", name);
    return e;
}

static enum err check_severity(struct ctx *ctx, const struct policy *p,
                               const struct list_document *d) {
    if (!p->nseverities)
        return fail_field(ctx, ERR_LIST_DOCUMENT, "kind", "one_of", "本地区办法没有失信程度分类");
    enum err e = OK;
    for (size_t i = 0; !e && i < p->nseverities; i++)
        e = need(ctx, d, word_text(p->severities[i].severity), p->severities[i].basis.clause,
                 word_chinese(p->severities[i].severity));
    return e;
}

static enum err check_parts(struct ctx *ctx, const struct policy *p, struct list_document *d) {
    const struct policy_list_type *type;
    if (d->kind == LIST_DOCUMENT_SEVERITY) {
        d->list_type = "";
        return check_severity(ctx, p, d);
    }
    enum err e = list_type_require(ctx, p, d->list_type, &type);
    if (e) return e;
    const char *clause = type->basis.clause;
    if (d->kind == LIST_DOCUMENT_RECOGNITION) return need(ctx, d, "criteria", clause, "认定标准");
    e = need(ctx, d, "conditions", clause, "修复条件");
    if (!e) e = need(ctx, d, "procedure", clause, "修复流程");
    return e ? e : need(ctx, d, "material", clause, "所需资料");
}

static enum err check(struct ctx *ctx, struct db_session *s, const struct policy *p,
                      struct list_document *d) {
    struct evidence evidence;
    enum err e = check_parts(ctx, p, d);
    if (!e && (say_blank(d->basis) || d->basis_rank == W_NONE))
        e = fail_field(ctx, ERR_CITATION, say_blank(d->basis) ? "basis" : "basis_rank", "required",
                       "须写明所依据的国家或者省的规定及其位阶");
    if (!e && say_blank(d->title))
        e = fail_field(ctx, ERR_INPUT_MISSING, "title", "required", NULL);
    if (!e && date_is_none(d->from)) e = fail_field(ctx, ERR_DATE, "from_day", "required", NULL);
    if (!e && d->evidence_id) e = evidence_read(ctx, s, d->evidence_id, &evidence);
    return e;
}

static void write_parts(struct ctx *ctx, const struct list_document *d, struct buf *b) {
    struct list_document_part *sorted =
        ARENA_ARRAY(ctx->arena, d->n_parts + 1, struct list_document_part);
    struct json_writer w;
    for (size_t i = 0; i < d->n_parts; i++) {
        size_t at = i;
        for (; at > 0 && strcmp(sorted[at - 1].name, d->parts[i].name) > 0; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = d->parts[i];
    }
    jw_init(&w, b, true);
    jw_object(&w);
    for (size_t i = 0; i < d->n_parts; i++)
        jw_ktext(&w, sorted[i].name, sorted[i].text);
    jw_object_end(&w);
}

static enum err insert(struct ctx *ctx, struct door *door, struct db_session *s,
                       const struct list_document *d) {
    struct buf b;
    buf_init(&b, 1 << 18);
    write_parts(ctx, d, &b);
    struct str parts = buf_finish(&b);
    enum err e = parts.p ? OK : fail(ctx, ERR_NO_MEMORY_LIMIT, NULL);
    if (!e)
        e = db_write(ctx, s, STMT(SUPERSEDE),
                     DB_ARGS(db_text(d->jurisdiction), db_text(kind_words[d->kind]),
                             db_text(d->list_type), db_int(d->unit_id),
                             db_date(ctx->arena, date_add_days(d->from, -1))),
                     NULL);
    if (!e)
        e = db_write(ctx, s, STMT(INSERT),
                     DB_ARGS(db_int(d->document_id), db_text(d->jurisdiction), db_int(d->unit_id),
                             db_text(kind_words[d->kind]), db_text(d->list_type), db_text(d->title),
                             db_text(d->doc_no ? d->doc_no : ""), db_text(d->basis),
                             db_text(word_text(d->basis_rank)), db_str(parts),
                             say_id(d->evidence_id), db_date(ctx->arena, d->from),
                             db_int(ctx->actor->user_id), db_int(door_now(door).us)),
                     NULL);
    buf_free(&b);
    return e;
}

static enum err register_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    struct list_document *d = arg;
    const struct policy *p;
    enum err e = law_require(ctx, ctx->actor->jurisdiction, &p);
    if (!e) e = check(ctx, s, p, d);
    if (e) return e;
    d->document_id = id_new(door_now(door));
    d->jurisdiction = p->place;
    d->unit_id = ctx->actor->unit_id;
    d->to = DATE_NONE;
    d->at = door_now(door);
    e = insert(ctx, door, s, d);
    if (e) return e;
    struct leaf leaf = actor_leaf(ctx, EV_LIST_DOCUMENT);
    leaf.policy = p->edition;
    leaf.object = d->document_id;
    leaf.day = d->from;
    leaf.word = kind_words[d->kind];
    door_leaf(door, &leaf);
    return OK;
}

enum err list_document_register(struct ctx *ctx, struct list_document *in) {
    return door_run(ctx, "list_document.register", DB_PEOPLE, register_step, in);
}

/* ---- reading */

static void parts_of(struct ctx *ctx, const char *text, struct list_document *d) {
    const struct json *j = json_parse(ctx->arena, str_of(text), JSON_LIMITS_DEFAULT, NULL);
    if (!j || j->type != JSON_OBJECT) return;
    struct list_document_part *parts =
        ARENA_ARRAY(ctx->arena, j->count + 1, struct list_document_part);
    for (size_t i = 0; i < j->count; i++)
        if (j->items[i].type == JSON_STRING)
            parts[d->n_parts++] =
                (struct list_document_part){arena_str(ctx->arena, j->names[i]), j->items[i].text.p};
    d->parts = parts;
}

static void of_row(struct ctx *ctx, const struct db_value *r, struct list_document *d) {
    *d = (struct list_document){
        .document_id = db_get_int(r, 0),
        .jurisdiction = db_get_text(r, 1),
        .unit_id = db_get_int(r, 2),
        .unit_name = db_get_text(r, 3),
        .list_type = db_get_text(r, 5),
        .title = db_get_text(r, 6),
        .doc_no = db_get_text(r, 7),
        .basis = db_get_text(r, 8),
        .basis_rank = vocab_find(VOCAB_RANK, str_of(db_get_text(r, 9))),
        .evidence_id = db_get_int(r, 11),
        .from = db_get_date(r, 12),
        .to = db_get_date(r, 13),
        .at = {db_get_int(r, 14)},
    };
    for (size_t i = 0; i < GX_COUNT(kind_words); i++)
        if (!strcmp(kind_words[i], db_get_text(r, 4))) d->kind = (enum list_document_kind)i;
    parts_of(ctx, db_get_text(r, 10), d);
}

static enum err one(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                    const struct db_value *args, struct list_document **doc_r) {
    const struct db_value *row;
    *doc_r = NULL;
    enum err e = db_row(ctx, s, stmt, args, &row);
    if (e || !row) return e;
    *doc_r = ARENA_NEW(ctx->arena, struct list_document);
    of_row(ctx, row, *doc_r);
    return OK;
}

enum err list_document_get(struct ctx *ctx, struct db_session *s, int64_t document_id,
                           struct list_document **doc_r) {
    return one(ctx, s, STMT(ONE), DB_ARGS(db_int(document_id)), doc_r);
}

enum err list_document_on(struct ctx *ctx, struct db_session *s, const char *place,
                          enum list_document_kind kind, const char *list_type, int64_t unit_id,
                          struct date day, struct list_document **doc_r) {
    return one(ctx, s, STMT(ON),
               DB_ARGS(db_text(place), db_text(kind_words[kind]), db_text(list_type),
                       db_int(unit_id), db_date(ctx->arena, day)),
               doc_r);
}

enum err list_document_list(struct ctx *ctx, struct db_session *s, const char *place,
                            int64_t before, size_t most, struct list_document **list_r,
                            size_t *n_r) {
    struct db_call c = {.stmt = STMT(OF_PLACE),
                        .args = DB_ARGS(db_text(place), db_int(before), db_int((int64_t)most))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    *list_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct list_document);
    *n_r = c.n;
    for (size_t i = 0; i < c.n; i++)
        of_row(ctx, c.rows[i], &(*list_r)[i]);
    return OK;
}
