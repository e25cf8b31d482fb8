#include "measures/measure.h"

#include <string.h>

#include "base/id.h"
#include "base/json.h"
#include "db/db_fetch.h"
#include "measures/list_type.h"
#include "measures/say.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/unit.h"

enum { INSERT, REPLACE, ONE, VERSIONS, OF_PLACE, FOR_LIST };

#define COLUMNS                                                                                    \
    "m.measure_id, m.version, m.jurisdiction, m.policy_label, m.type, m.kind, m.name, m.content,"  \
    " m.objects, m.unit_id, u.name, m.power, m.citation, m.citation_rank, m.scenes, m.list_type,"  \
    " m.linked, m.once, m.from_day, m.to_day, m.replaced_at, m.by_unit, m.at"
#define SIGNATURE "iitttttttiTtttttiitTIii"
#define FROM      " from measure m left join unit u on u.unit_id = m.unit_id"

const struct db_stmt measure_stmts[] = {
    [INSERT] = {.name = "measure.insert",
                .sql = "insert into measure (measure_id, version, jurisdiction, policy_label, type,"
                       " kind, name, content, objects, unit_id, power, citation, citation_rank,"
                       " scenes, list_type, linked, once, from_day, to_day, by_user, by_unit, at)"
                       " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
                       " $16, $17, $18, $19, $20, $21, $22)",
                .in = "iitttttttitttttiitTiii",
                .out = "",
                .kind = DB_WRITE},
    [REPLACE] = {.name = "measure.replace",
                 .sql = "update measure set replaced_at = $3 where measure_id = $1 and version = $2"
                        " and replaced_at is null",
                 .in = "iii",
                 .out = "",
                 .kind = DB_WRITE},
    [ONE] = {.name = "measure.one",
             .sql = "select " COLUMNS FROM " where m.measure_id = $1 and m.replaced_at is null",
             .in = "i",
             .out = SIGNATURE,
             .kind = DB_READ},
    [VERSIONS] = {.name = "measure.versions",
                  .sql = "select " COLUMNS FROM " where m.measure_id = $1 order by m.version desc",
                  .in = "i",
                  .out = SIGNATURE,
                  .kind = DB_READ},
    [OF_PLACE] = {.name = "measure.of_place",
                  .sql = "select " COLUMNS FROM " where m.jurisdiction = $1 and m.measure_id > $2"
                         " and m.replaced_at is null order by m.measure_id limit $3",
                  .in = "tii",
                  .out = SIGNATURE,
                  .kind = DB_READ},
    [FOR_LIST] = {.name = "measure.for_list",
                  .sql = "select " COLUMNS FROM " where m.jurisdiction = $1 and m.list_type = $2"
                         " and m.replaced_at is null order by m.measure_id",
                  .in = "tt",
                  .out = SIGNATURE,
                  .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&measure_stmts[name])

/* ---- what a measure must say */

const struct policy_measure *measure_row(const struct policy *p, const char *type) {
    for (size_t i = 0; type && i < p->nmeasures; i++)
        if (!strcmp(p->measures[i].id, type)) return &p->measures[i];
    return NULL;
}

static enum err check_type(struct ctx *ctx, const struct policy *p, const struct measure *m,
                           const struct policy_measure **row_r) {
    const struct policy_value *v =
        policy_get(p, PARAM_MEASURE_ONLY_LISTED, NULL, clock_today(ctx->clock));
    *row_r = measure_row(p, m->type);
    if (*row_r) return OK;
    enum err e = fail_clause(ctx, ERR_MEASURE_TYPE, v->known ? v->basis.clause : "default", NULL);
    ctx->failure.field = "type";
    return e;
}

static enum err lacks(struct ctx *ctx, const char *field, const struct policy_value *v,
                      const char *text) {
    enum err e =
        fail_clause(ctx, ERR_MEASURE_CONTENT, v->known ? v->basis.clause : "default", "%s", text);
    ctx->failure.field = field;
    return e;
}

/* The register states objects, measures and who carries them out (CZ-96); elsewhere by default. */
static enum err check_register(struct ctx *ctx, const struct policy *p, const struct measure *m) {
    struct date today = clock_today(ctx->clock);
    const struct policy_value *v = policy_get(p, PARAM_MEASURE_REGISTER, NULL, today);
    const struct policy_value *power = policy_get(p, PARAM_MEASURE_POWER, NULL, today);
    bool asked = !v->known || v->flag;
    if (say_blank(m->name)) return fail_field(ctx, ERR_INPUT_MISSING, "name", "required", NULL);
    if (asked && say_blank(m->content)) return lacks(ctx, "content", v, "请写明措施内容");
    if (asked && say_blank(m->objects)) return lacks(ctx, "objects", v, "请写明措施对象");
    if (power->known && power->flag && say_blank(m->power))
        return lacks(ctx, "power", power, "请写明实施单位的法定权限");
    return OK;
}

static enum err no_citation(struct ctx *ctx, const struct measure *m, const char *clause,
                            const char *text) {
    enum err e = fail_clause(ctx, ERR_CITATION, clause, "%s", text);
    ctx->failure.field = say_blank(m->citation) ? "citation" : "citation_rank";
    return e;
}

static enum err check_citation(struct ctx *ctx, const struct policy *p,
                               const struct policy_measure *row, const struct measure *m) {
    struct date today = clock_today(ctx->clock);
    bool cited = !say_blank(m->citation) && m->citation_rank != W_NONE;
    const struct policy_value *basis = policy_get(p, PARAM_MEASURE_LEGAL_BASIS, NULL, today);
    bool asked = !basis->known || basis->flag;
    if (row->needs_citation && asked && !cited)
        return no_citation(
            ctx, m, row->basis.standing == STANDING_LAW ? row->basis.clause : basis->basis.clause,
            "该项措施须写明法律、法规、规章或者国家规定的依据及其位阶");
    const struct policy_value *linked = policy_get(p, PARAM_MEASURE_LINKED, NULL, today);
    if (!m->linked) return OK;
    if (!linked->known || !linked->flag)
        return fail_clause(ctx, ERR_MEASURE_LINKED,
                           linked->known ? linked->basis.clause : "default", NULL);
    return cited ? OK : no_citation(ctx, m, linked->basis.clause, "对关联人员的措施须写明依据");
}

static enum err check_scenes(struct ctx *ctx, const struct policy *p, const struct measure *m) {
    for (size_t i = 0; i < m->n_scenes; i++) {
        bool known = false;
        for (size_t k = 0; k < p->nscenes; k++)
            known |= !strcmp(p->scenes[k].id, m->scenes[i]);
        if (!known) return fail_field(ctx, ERR_QUERY_SCENE, "scenes", "one_of", NULL);
    }
    return OK;
}

/* Before the transaction: the unit's row is another room's reading. */
static enum err check_unit(struct ctx *ctx, const struct measure *m) {
    struct unit unit;
    enum err e = unit_read(ctx, m->unit_id ? m->unit_id : ctx->actor->unit_id, &unit);
    if (e && e != ERR_NOT_FOUND) return e;
    if (!e && !strcmp(unit.jurisdiction, ctx->actor->jurisdiction) && !strcmp(unit.state, "active"))
        return OK;
    return fail_field(ctx, ERR_MEASURE_CONTENT, "unit", "unknown", "没有这一实施单位");
}

static enum err check(struct ctx *ctx, const struct policy *p, struct measure *m) {
    const struct policy_measure *row;
    const struct policy_list_type *list;
    enum err e = check_type(ctx, p, m, &row);
    if (e) return e;
    m->kind = row->kind;
    m->jurisdiction = p->place;
    m->policy_label = p->edition;
    if (!m->unit_id) m->unit_id = ctx->actor->unit_id;
    if (date_is_none(m->from)) m->from = clock_today(ctx->clock);
    e = check_register(ctx, p, m);
    if (!e) e = check_citation(ctx, p, row, m);
    if (!e) e = check_scenes(ctx, p, m);
    if (!e && !say_blank(m->list_type)) e = list_type_require(ctx, p, m->list_type, &list);
    if (!e && !date_is_none(m->to) && date_cmp(m->to, m->from) < 0)
        e = fail_field(ctx, ERR_DATE, "to_day", "order", NULL);
    return e;
}

/* ---- writing */

static enum err insert(struct ctx *ctx, struct door *d, struct db_session *s, struct measure *m) {
    struct buf b;
    struct json_writer w;
    buf_init(&b, 1 << 16);
    jw_init(&w, &b, true);
    jw_array(&w);
    for (size_t i = 0; i < m->n_scenes; i++)
        jw_text(&w, m->scenes[i]);
    jw_array_end(&w);
    m->by_unit = ctx->actor->unit_id;
    m->at = door_now(d);
    enum err e =
        db_write(ctx, s, STMT(INSERT),
                 DB_ARGS(db_int(m->measure_id), db_int(m->version), db_text(m->jurisdiction),
                         db_text(m->policy_label), db_text(m->type), db_text(word_text(m->kind)),
                         db_text(m->name), db_text(m->content ? m->content : ""),
                         db_text(m->objects ? m->objects : ""), db_int(m->unit_id),
                         db_text(m->power ? m->power : ""), db_text(m->citation ? m->citation : ""),
                         db_text(word_text(m->citation_rank)), db_str(buf_finish(&b)),
                         db_text(m->list_type ? m->list_type : ""), db_int(m->linked),
                         db_int(m->once), db_date(ctx->arena, m->from), db_date(ctx->arena, m->to),
                         db_int(ctx->actor->user_id), db_int(m->by_unit), db_int(m->at.us)),
                 NULL);
    buf_free(&b);
    if (e) return e;
    struct leaf leaf =
        actor_leaf(ctx, m->version == 1 ? EV_MEASURE_REGISTERED : EV_MEASURE_CHANGED);
    leaf.policy = m->policy_label;
    leaf.object = m->measure_id;
    leaf.version = m->version;
    leaf.day = m->from;
    leaf.word = word_text(m->kind);
    door_leaf(d, &leaf);
    return OK;
}

static enum err register_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct measure *m = arg;
    const struct policy *p;
    enum err e = law_require(ctx, ctx->actor->jurisdiction, &p);
    if (!e) e = check(ctx, p, m);
    if (e) return e;
    m->measure_id = id_new(door_now(d));
    m->version = 1;
    return insert(ctx, d, s, m);
}

enum err measure_register(struct ctx *ctx, struct measure *in) {
    enum err e = check_unit(ctx, in);
    return e ? e : door_run(ctx, "measure.register", DB_PEOPLE, register_step, in);
}

struct changing {
    int64_t measure_id, seen;
    struct measure *in;
};

static enum err change_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct changing *c = arg;
    const struct policy *p;
    struct measure *now;
    int64_t changed;
    enum err e = measure_get(ctx, s, c->measure_id, &now);
    if (!e && !now) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e) return e;
    bool own = say_own_unit(ctx, now->unit_id) || say_own_unit(ctx, now->by_unit) ||
               say_oversees(ctx, now->jurisdiction);
    if (!own) return fail(ctx, ERR_NOT_FOUND, NULL);
    if (now->version != c->seen) return fail(ctx, ERR_CONFLICT, NULL);
    e = law_require(ctx, ctx->actor->jurisdiction, &p);
    if (!e) e = check(ctx, p, c->in);
    if (!e)
        e = db_write(ctx, s, STMT(REPLACE),
                     DB_ARGS(db_int(c->measure_id), db_int(c->seen), db_int(door_now(d).us)),
                     &changed);
    if (e) return e;
    if (!changed) return fail(ctx, ERR_CONFLICT, NULL);
    c->in->measure_id = c->measure_id;
    c->in->version = c->seen + 1;
    return insert(ctx, d, s, c->in);
}

enum err measure_change(struct ctx *ctx, int64_t measure_id, int64_t seen_version,
                        struct measure *in) {
    struct changing c = {measure_id, seen_version, in};
    enum err e = check_unit(ctx, in);
    return e ? e : door_run(ctx, "measure.change", DB_PEOPLE, change_step, &c);
}

/* ---- reading */

static void scenes_of(struct ctx *ctx, const char *text, struct measure *m) {
    const struct json *j = json_parse(ctx->arena, str_of(text), JSON_LIMITS_DEFAULT, NULL);
    if (!j || j->type != JSON_ARRAY) return;
    const char **scenes = ARENA_ARRAY(ctx->arena, j->count + 1, const char *);
    for (size_t i = 0; i < j->count; i++)
        if (j->items[i].type == JSON_STRING) scenes[m->n_scenes++] = j->items[i].text.p;
    m->scenes = scenes;
}

static void of_row(struct ctx *ctx, const struct db_value *r, struct measure *m) {
    *m = (struct measure){
        .measure_id = db_get_int(r, 0),
        .version = db_get_int(r, 1),
        .jurisdiction = db_get_text(r, 2),
        .policy_label = db_get_text(r, 3),
        .type = db_get_text(r, 4),
        .kind = vocab_find(VOCAB_MEASURE, str_of(db_get_text(r, 5))),
        .name = db_get_text(r, 6),
        .content = db_get_text(r, 7),
        .objects = db_get_text(r, 8),
        .unit_id = db_get_int(r, 9),
        .unit_name = db_get_text(r, 10),
        .power = db_get_text(r, 11),
        .citation = db_get_text(r, 12),
        .citation_rank = vocab_find(VOCAB_RANK, str_of(db_get_text(r, 13))),
        .list_type = db_get_text(r, 15),
        .linked = db_get_int(r, 16) != 0,
        .once = db_get_int(r, 17) != 0,
        .from = db_get_date(r, 18),
        .to = db_get_date(r, 19),
        .replaced_at = {db_get_int(r, 20)},
        .by_unit = db_get_int(r, 21),
        .at = {db_get_int(r, 22)},
    };
    scenes_of(ctx, db_get_text(r, 14), m);
}

enum err measure_get(struct ctx *ctx, struct db_session *s, int64_t measure_id,
                     struct measure **m_r) {
    const struct db_value *row;
    *m_r = NULL;
    enum err e = db_row(ctx, s, STMT(ONE), DB_ARGS(db_int(measure_id)), &row);
    if (e || !row) return e;
    *m_r = ARENA_NEW(ctx->arena, struct measure);
    of_row(ctx, row, *m_r);
    return OK;
}

static enum err many(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                     const struct db_value *args, struct measure **list_r, size_t *n_r) {
    struct db_call c = {.stmt = stmt, .args = args};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    *list_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct measure);
    *n_r = c.n;
    for (size_t i = 0; i < c.n; i++)
        of_row(ctx, c.rows[i], &(*list_r)[i]);
    return OK;
}

enum err measure_versions(struct ctx *ctx, struct db_session *s, int64_t measure_id,
                          struct measure **list_r, size_t *n_r) {
    return many(ctx, s, STMT(VERSIONS), DB_ARGS(db_int(measure_id)), list_r, n_r);
}

enum err measure_list(struct ctx *ctx, struct db_session *s, const char *place, int64_t after,
                      size_t most, struct measure **list_r, size_t *n_r) {
    return many(ctx, s, STMT(OF_PLACE),
                DB_ARGS(db_text(place), db_int(after), db_int((int64_t)most)), list_r, n_r);
}

enum err measure_for_list(struct ctx *ctx, struct db_session *s, const char *place,
                          const char *list_type, struct date day, struct measure **list_r,
                          size_t *n_r) {
    size_t n, kept = 0;
    enum err e =
        many(ctx, s, STMT(FOR_LIST), DB_ARGS(db_text(place), db_text(list_type)), list_r, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (measure_in_force(&(*list_r)[i], day)) (*list_r)[kept++] = (*list_r)[i];
    *n_r = kept;
    return e;
}

bool measure_in_force(const struct measure *m, struct date day) {
    return date_cmp(m->from, day) <= 0 && (date_is_none(m->to) || date_cmp(day, m->to) <= 0);
}

bool measure_in_scene(const struct measure *m, const char *scene) {
    for (size_t i = 0; scene && i < m->n_scenes; i++)
        if (!strcmp(m->scenes[i], scene)) return true;
    return !scene || !m->n_scenes;
}

bool measure_is_public(const struct policy *p, struct date day, const char **clause_r) {
    const struct policy_value *v = policy_get(p, PARAM_MEASURE_PUBLISHED, NULL, day);
    if (clause_r) *clause_r = v->known ? v->basis.clause : "default";
    return v->known && v->flag;
}
