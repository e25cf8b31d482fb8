#include "publication/document.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "disclosure/evidence.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/adoption.h"

static const char *const kind_words[] = {"recognition_rules", "measure_list",
                                         "service_specification", "catalog_guide"};
static const char *const kind_names[] = {"守信失信行为认定规则", "联合奖惩措施清单", "服务规范",
                                         "目录指南"};

const char *document_kind_word(enum document_kind k) {
    BUG_IF((size_t)k >= GX_COUNT(kind_words));
    return kind_words[k];
}

const char *document_kind_name(enum document_kind k) {
    BUG_IF((size_t)k >= GX_COUNT(kind_names));
    return kind_names[k];
}

bool document_kind_parse(const char *word, enum document_kind *k_r) {
    for (size_t i = 0; i < GX_COUNT(kind_words); i++)
        if (!strcmp(kind_words[i], word)) {
            *k_r = (enum document_kind)i;
            return true;
        }
    return false;
}

struct words document_places(const struct policy *p, enum document_kind k, struct date on,
                             const char **clause_r, bool *asked_r) {
    static const enum word platform[] = {W_CHANNEL_PLATFORM};
    const struct words own = {platform, 1};
    const struct policy_value *v;
    *clause_r = "default";
    *asked_r = false;
    switch (k) {
    case DOCUMENT_RULES: v = policy_get(p, PARAM_LIST_RULES_PUBLISHED, NULL, on); break;
    case DOCUMENT_MEASURES: v = policy_get(p, PARAM_MEASURE_PUBLISHED, NULL, on); break;
    default: return own;
    }
    if (!v->known) return own;
    *clause_r = v->basis.clause;
    *asked_r = k == DOCUMENT_RULES ? v->words.n > 0 : v->flag;
    return k == DOCUMENT_RULES && v->words.n ? v->words : own;
}

enum {
    INSERT,
    NEXT,
    VERSION,
    PLACE,
    SET_PLACE,
    ONE,
    CURRENT,
    LIST_ALL,
    LIST_KIND,
    PLACES,
    VERSIONS
};

#define DOCUMENT_COLUMNS                                                                           \
    "d.document_id, d.jurisdiction, d.kind, d.about, d.unit_id, u.name, d.current_version,"        \
    " d.clause, v.version, v.title, v.evidence_id, v.first_day, v.by_user, v.by_unit, v.at"
#define DOCUMENT_FROM                                                                              \
    " from published_document d join published_document_version v"                                 \
    " on v.document_id = d.document_id left join unit u on u.unit_id = d.unit_id"
#define DOCUMENT_SIGNATURE                                                                         \
    "ittti"                                                                                        \
    "TitiTItiii"

const struct db_stmt document_stmts[] = {
    [INSERT] = {.name = "document.insert",
                .sql = "insert into published_document (document_id, jurisdiction, kind, about,"
                       " unit_id, current_version, clause, created_at)"
                       " values ($1, $2, $3, $4, $5, 1, $6, $7)",
                .in = "itttiti",
                .out = "",
                .kind = DB_WRITE},
    [NEXT] = {.name = "document.next",
              .sql = "update published_document set current_version = $2 + 1"
                     " where document_id = $1 and current_version = $2",
              .in = "ii",
              .out = "",
              .kind = DB_WRITE},
    [VERSION] = {.name = "document.version",
                 .sql = "insert into published_document_version (document_id, version, title,"
                        " text, evidence_id, first_day, by_user, by_unit, at)"
                        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                 .in = "iittItiii",
                 .out = "",
                 .kind = DB_WRITE},
    [PLACE] = {.name = "document.place",
               .sql = "insert into published_document_place (document_id, version, channel,"
                      " unit_id, day, by_user, by_unit) values ($1, $2, $3, $4, $5, $6, $7)",
               .in = "iitiTII",
               .out = "",
               .kind = DB_WRITE},
    [SET_PLACE] = {.name = "document.set_place",
                   .sql = "update published_document_place set day = $4, by_user = $5,"
                          " by_unit = $6 where document_id = $1 and version = $2"
                          " and channel = $3 and day is null",
                   .in = "iittii",
                   .out = "",
                   .kind = DB_WRITE},
    [ONE] = {.name = "document.one",
             .sql = "select " DOCUMENT_COLUMNS ", v.text" DOCUMENT_FROM
                    " where d.document_id = $1 and v.version = $2",
             .in = "ii",
             .out = DOCUMENT_SIGNATURE "t",
             .kind = DB_READ},
    [CURRENT] = {.name = "document.current",
                 .sql = "select " DOCUMENT_COLUMNS ", v.text" DOCUMENT_FROM
                        " where d.document_id = $1 and v.version = d.current_version",
                 .in = "i",
                 .out = DOCUMENT_SIGNATURE "t",
                 .kind = DB_READ},
    [LIST_ALL] = {.name = "document.list",
                  .sql = "select " DOCUMENT_COLUMNS DOCUMENT_FROM
                         " where d.jurisdiction = $1 and d.document_id < $2"
                         " and v.version = d.current_version"
                         " order by d.document_id desc limit $3",
                  .in = "tii",
                  .out = DOCUMENT_SIGNATURE,
                  .kind = DB_READ},
    [LIST_KIND] = {.name = "document.list_kind",
                   .sql = "select " DOCUMENT_COLUMNS DOCUMENT_FROM
                          " where d.jurisdiction = $1 and d.document_id < $2 and d.kind = $4"
                          " and v.version = d.current_version"
                          " order by d.document_id desc limit $3",
                   .in = "tiit",
                   .out = DOCUMENT_SIGNATURE,
                   .kind = DB_READ},
    [PLACES] = {.name = "document.places",
                .sql = "select channel, unit_id, day, by_user, by_unit"
                       " from published_document_place where document_id = $1 and version = $2"
                       " order by channel",
                .in = "ii",
                .out = "tiTII",
                .kind = DB_READ},
    [VERSIONS] = {.name = "document.versions",
                  .sql = "select version, title, first_day, at from published_document_version"
                         " where document_id = $1 order by version",
                  .in = "i",
                  .out = "itti",
                  .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&document_stmts[name])

/* ---- reading */

static void of_row(const struct db_value *row, bool with_text, struct document *d) {
    *d = (struct document){
        .document_id = db_get_int(row, 0),
        .jurisdiction = db_get_text(row, 1),
        .about = db_get_text(row, 3),
        .unit_id = db_get_int(row, 4),
        .unit_name = db_get_text(row, 5),
        .current_version = db_get_int(row, 6),
        .clause = db_get_text(row, 7),
        .version = db_get_int(row, 8),
        .title = db_get_text(row, 9),
        .evidence_id = db_get_int(row, 10),
        .first_day = db_get_date(row, 11),
        .by_user = db_get_int(row, 12),
        .by_unit = db_get_int(row, 13),
        .at = db_get_int(row, 14),
        .text = with_text ? db_get_text(row, 15) : "",
    };
    (void)document_kind_parse(db_get_text(row, 2), &d->kind);
}

static enum err read_places(struct ctx *ctx, struct db_session *s, struct document *d) {
    struct db_call c = {.stmt = STMT(PLACES),
                        .args = DB_ARGS(db_int(d->document_id), db_int(d->version))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    d->places = ARENA_ARRAY(ctx->arena, c.n + 1, struct document_place);
    d->n_places = c.n;
    for (size_t i = 0; i < c.n; i++)
        d->places[i] = (struct document_place){
            .channel = vocab_find(VOCAB_CHANNEL, str_of(db_get_text(c.rows[i], 0))),
            .unit_id = db_get_int(c.rows[i], 1),
            .day = db_get_date(c.rows[i], 2),
            .by_user = db_get_int(c.rows[i], 3),
            .by_unit = db_get_int(c.rows[i], 4),
        };
    return OK;
}

static enum err read_in(struct ctx *ctx, struct db_session *s, int64_t document_id, int64_t version,
                        struct document *d) {
    const struct db_value *row;
    enum err e =
        version ? db_row(ctx, s, STMT(ONE), DB_ARGS(db_int(document_id), db_int(version)), &row)
                : db_row(ctx, s, STMT(CURRENT), DB_ARGS(db_int(document_id)), &row);
    if (e == OK && !row) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e != OK) return e;
    of_row(row, true, d);
    return read_places(ctx, s, d);
}

enum err document_get(struct ctx *ctx, int64_t document_id, int64_t version, struct document *d) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = read_in(ctx, s, document_id, version, d);
    db_read_end(ctx, &s);
    return e;
}

enum err document_list(struct ctx *ctx, const char *place, int kind, int64_t before, size_t most,
                       struct document **list_r, size_t *n_r) {
    struct db_session *s;
    struct db_call c = {.stmt = kind < 0 ? STMT(LIST_ALL) : STMT(LIST_KIND),
                        .args = DB_ARGS(db_text(place), db_int(before ? before : INT64_MAX),
                                        db_int((int64_t)most),
                                        kind < 0 ? db_null() : db_text(kind_words[kind]))};
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    *n_r = 0;
    *list_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct document);
    for (size_t i = 0; e == OK && i < c.n; i++) {
        of_row(c.rows[i], false, &(*list_r)[*n_r]);
        e = read_places(ctx, s, &(*list_r)[(*n_r)++]);
    }
    db_read_end(ctx, &s);
    return e;
}

enum err document_versions(struct ctx *ctx, int64_t document_id, struct document_version **list_r,
                           size_t *n_r) {
    struct db_session *s;
    struct db_call c = {.stmt = STMT(VERSIONS), .args = DB_ARGS(db_int(document_id))};
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    if (e == OK && !c.n) e = fail(ctx, ERR_NOT_FOUND, NULL);
    *n_r = e == OK ? c.n : 0;
    *list_r = ARENA_ARRAY(ctx->arena, *n_r + 1, struct document_version);
    for (size_t i = 0; i < *n_r; i++)
        (*list_r)[i] = (struct document_version){
            .version = db_get_int(c.rows[i], 0),
            .title = db_get_text(c.rows[i], 1),
            .first_day = db_get_date(c.rows[i], 2),
            .at = db_get_int(c.rows[i], 3),
        };
    return e;
}

enum err document_file(struct ctx *ctx, int64_t document_id, int64_t version, struct str *content_r,
                       const char **type_r) {
    struct document d;
    struct evidence file = {0};
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = read_in(ctx, s, document_id, version, &d);
    if (e == OK && !d.evidence_id) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e == OK) e = evidence_read(ctx, s, d.evidence_id, &file);
    db_read_end(ctx, &s);
    *type_r = file.type;
    return e == OK ? evidence_open(ctx, &file, content_r) : e;
}

/* ---- publishing */

struct publishing {
    struct document_new *in;
    int64_t document_id;
};

static enum err check_content(struct ctx *ctx, struct db_session *s, const struct policy *p,
                              const struct document_new *in) {
    struct evidence file;
    bool text = in->text && str_trim(str_of(in->text)).n > 0;
    if (text == (in->evidence_id != 0)) return fail(ctx, ERR_DOCUMENT_CONTENT, NULL);
    if (in->evidence_id) {
        enum err e = evidence_read(ctx, s, in->evidence_id, &file);
        if (e != OK) return e;
        /* What others have put on file is not this unit's to publish. */
        if (file.by_unit != ctx->actor->unit_id) return fail(ctx, ERR_EVIDENCE_UNKNOWN, NULL);
    }
    if (in->document_id || in->kind != DOCUMENT_RULES || !in->about || !*in->about) return OK;
    for (size_t i = 0; i < p->nlist_types; i++)
        if (!strcmp(p->list_types[i].id, in->about)) return OK;
    return fail_field(ctx, ERR_DOCUMENT_CONTENT, "about", "list_type", "没有这一名单类型");
}

static enum err put_document(struct ctx *ctx, struct door *d, struct db_session *s,
                             const struct document_new *in, const char *clause, int64_t *version_r,
                             int64_t *id_r) {
    int64_t changed = 0;
    *version_r = in->document_id ? in->seen + 1 : 1;
    *id_r = in->document_id ? in->document_id : id_new(door_now(d));
    if (!in->document_id)
        return db_write(ctx, s, STMT(INSERT),
                        DB_ARGS(db_int(*id_r), db_text(ctx->actor->jurisdiction),
                                db_text(kind_words[in->kind]), db_text(in->about ? in->about : ""),
                                db_int(ctx->actor->unit_id), db_text(clause),
                                db_int(door_now(d).us)),
                        NULL);
    enum err e = db_write(ctx, s, STMT(NEXT), DB_ARGS(db_int(*id_r), db_int(in->seen)), &changed);
    return e == OK && changed != 1 ? fail(ctx, ERR_CONFLICT, NULL) : e;
}

static enum err put_version(struct ctx *ctx, struct door *d, struct db_session *s, int64_t id,
                            int64_t version, const struct document_new *in, struct words places) {
    const struct actor *a = ctx->actor;
    struct db_value today = db_date(ctx->arena, clock_today(ctx->clock));
    enum err e = db_write(ctx, s, STMT(VERSION),
                          DB_ARGS(db_int(id), db_int(version), db_text(in->title),
                                  db_text(in->evidence_id ? "" : in->text),
                                  in->evidence_id ? db_int(in->evidence_id) : db_null(), today,
                                  db_int(a->user_id), db_int(a->unit_id), db_int(door_now(d).us)),
                          NULL);
    for (size_t i = 0; e == OK && i < places.n; i++) {
        bool own = places.w[i] == W_CHANNEL_PLATFORM;
        e = db_write(ctx, s, STMT(PLACE),
                     DB_ARGS(db_int(id), db_int(version), db_text(word_text(places.w[i])),
                             db_int(own ? 0 : a->unit_id), own ? today : db_null(),
                             own ? db_int(a->user_id) : db_null(),
                             own ? db_int(a->unit_id) : db_null()),
                     NULL);
    }
    return e;
}

/* A unit's own; authority and operator reach those of their place. */
static enum err reachable(struct ctx *ctx, const struct document *d) {
    const struct actor *a = ctx->actor;
    if (d->unit_id == a->unit_id) return OK;
    if (a->role == ROLE_AUTHORITY || a->role == ROLE_OPERATOR)
        return actor_reaches(ctx, d->jurisdiction);
    return fail(ctx, ERR_FORBIDDEN, "只能办理本单位的文件");
}

static enum err publish_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct publishing *g = arg;
    struct document_new *in = g->in;
    const struct policy *p;
    struct document before = {.jurisdiction = ctx->actor->jurisdiction};
    const char *clause;
    int64_t version;
    bool asked;
    enum err e = in->document_id ? read_in(ctx, s, in->document_id, 0, &before) : OK;
    if (e == OK && in->document_id) e = reachable(ctx, &before);
    if (e == OK) e = law_require(ctx, before.jurisdiction, &p);
    if (e == OK) e = check_content(ctx, s, p, in);
    if (e != OK) return e;
    enum document_kind kind = in->document_id ? before.kind : in->kind;
    struct words places = document_places(p, kind, clock_today(ctx->clock), &clause, &asked);
    e = put_document(ctx, d, s, in, clause, &version, &g->document_id);
    if (e == OK) e = put_version(ctx, d, s, g->document_id, version, in, places);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_DOCUMENT_PUBLISHED);
    leaf.place = before.jurisdiction;
    leaf.object = g->document_id;
    leaf.version = version;
    leaf.word = kind_words[kind];
    leaf.basis = &clause;
    leaf.n_basis = 1;
    door_leaf(d, &leaf);
    return OK;
}

enum err document_publish(struct ctx *ctx, struct document_new *in, int64_t *document_r) {
    struct publishing g = {in, 0};
    enum err e = door_run(ctx, "document.publish", DB_PEOPLE, publish_step, &g);
    *document_r = g.document_id;
    return e;
}

struct placing {
    int64_t document_id;
    enum word channel;
    struct date day;
};

static enum err place_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct placing *in = arg;
    const struct actor *a = ctx->actor;
    struct document doc;
    int64_t changed = 0;
    enum err e = read_in(ctx, s, in->document_id, 0, &doc);
    if (e == OK) e = reachable(ctx, &doc);
    if (e != OK) return e;
    if (date_cmp(in->day, doc.first_day) < 0 || date_cmp(in->day, clock_today(ctx->clock)) > 0)
        return fail_field(ctx, ERR_PUBLICATION_DAY, "day", "range",
                          "日期须在该版本公布之日与今天之间");
    e = db_write(ctx, s, STMT(SET_PLACE),
                 DB_ARGS(db_int(doc.document_id), db_int(doc.version),
                         db_text(word_text(in->channel)), db_date(ctx->arena, in->day),
                         db_int(a->user_id), db_int(a->unit_id)),
                 &changed);
    if (e == OK && changed != 1) e = fail(ctx, ERR_DOCUMENT_PLACE, NULL);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_DOCUMENT_PLACED);
    leaf.place = doc.jurisdiction;
    leaf.object = doc.document_id;
    leaf.version = doc.version;
    leaf.word = word_text(in->channel);
    leaf.day = in->day;
    door_leaf(d, &leaf);
    return OK;
}

enum err document_place_set(struct ctx *ctx, int64_t document_id, enum word channel,
                            struct date day) {
    struct placing in = {document_id, channel, day};
    return door_run(ctx, "document.place", DB_PEOPLE, place_step, &in);
}
