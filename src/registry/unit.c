#include "registry/unit.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "law/idno.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/adoption.h"

enum { INSERT, BY_ID, BY_CODE, LIST, SET_TERMS, CLOSE, END_POSTS, DUTY_INSERT, DUTIES, HAS_DUTY };

#define COLUMNS                                                                                    \
    "unit_id, jurisdiction, code, name, unit_type, region, proof, terms_day, state, version"
#define COLUMNS_OUT                                                                                \
    "ittttt"                                                                                       \
    "TTti"

const struct db_stmt unit_stmts[] = {
    [INSERT] = {"unit.insert",
                "insert into unit (unit_id, jurisdiction, code, name, unit_type, region, proof, "
                "state, version, "
                "created_at) values ($1, $2, $3, $4, $5, $6, $7, 'active', 1, $8) on conflict "
                "(code) do nothing",
                "ittttt"
                "Ti",
                "", DB_WRITE, DB_FACTS},
    [BY_ID] = {"unit.by_id", "select " COLUMNS " from unit where unit_id = $1", "i", COLUMNS_OUT,
               DB_READ, DB_FACTS},
    [BY_CODE] = {"unit.by_code", "select " COLUMNS " from unit where code = $1", "t", COLUMNS_OUT,
                 DB_READ, DB_FACTS},
    [LIST] = {"unit.list",
              "select " COLUMNS " from unit where unit_id > $1 order by unit_id limit $2", "ii",
              COLUMNS_OUT, DB_READ, DB_FACTS},
    [SET_TERMS] = {"unit.set_terms",
                   "update unit set terms_day = $2, version = version + 1 where unit_id = $1 and "
                   "state = 'active'",
                   "it", "", DB_WRITE, DB_FACTS},
    [CLOSE] = {"unit.close",
               "update unit set state = 'closed', closed_day = $3, version = version + 1 "
               "where unit_id = $1 and version = $2 and state = 'active'",
               "iit", "", DB_WRITE, DB_FACTS},
    [END_POSTS] = {"unit.end_posts",
                   "update post set to_day = $2, version = version + 1 "
                   "where unit_id = $1 and (to_day is null or to_day > $2)",
                   "it", "", DB_WRITE, DB_FACTS},
    [DUTY_INSERT] = {"unit.duty_insert",
                     "insert into unit_duty (unit_id, duty, basis, from_day, to_day) values ($1, "
                     "$2, $3, $4, $5) "
                     "on conflict (unit_id, duty, from_day) do update set basis = $3, to_day = $5",
                     "itttT", "", DB_WRITE, DB_FACTS},
    [DUTIES] = {"unit.duties",
                "select duty, basis, from_day, to_day from unit_duty where unit_id = $1 order by "
                "duty, from_day",
                "i", "tttT", DB_READ, DB_FACTS},
    [HAS_DUTY] = {"unit.has_duty",
                  "select 1 from unit_duty where unit_id = $1 and (duty = $2 or duty = $3) and "
                  "from_day <= $4 "
                  "and (to_day is null or to_day >= $4) limit 1",
                  "ittt", "i", DB_READ, DB_FACTS},
    {0},
};

static void read_row(struct arena *a, const struct db_value *row, struct unit *out) {
    *out = (struct unit){
        .unit_id = db_get_int(row, 0),
        .jurisdiction = arena_strdup(a, db_get_text(row, 1)),
        .code = arena_strdup(a, db_get_text(row, 2)),
        .name = arena_strdup(a, db_get_text(row, 3)),
        .unit_type = arena_strdup(a, db_get_text(row, 4)),
        .region = arena_strdup(a, db_get_text(row, 5)),
        .proof = db_is_null(row, 6) ? NULL : arena_strdup(a, db_get_text(row, 6)),
        .terms_day = db_get_date(row, 7),
        .state = arena_strdup(a, db_get_text(row, 8)),
        .version = db_get_int(row, 9),
    };
}

static enum err read_by(struct ctx *ctx, const struct db_stmt *stmt, const struct db_value *args,
                        struct unit *unit_r) {
    const struct db_value *row;
    enum err e = db_fetch(ctx, stmt, args, &row);
    if (e != OK) return e;
    if (!row) return fail(ctx, ERR_NOT_FOUND, "没有这个单位");
    read_row(ctx->arena, row, unit_r);
    return OK;
}

enum err unit_read(struct ctx *ctx, int64_t unit_id, struct unit *unit_r) {
    return read_by(ctx, &unit_stmts[BY_ID], DB_ARGS(db_int(unit_id)), unit_r);
}

enum err unit_by_code(struct ctx *ctx, const char *code, struct unit *unit_r) {
    return read_by(ctx, &unit_stmts[BY_CODE], DB_ARGS(db_text(code)), unit_r);
}

/* ---- changes */

struct registration {
    const struct unit *in;
    const char *code;
    int64_t id;
    const char *clause;
};

static enum err register_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct registration *r = arg;
    const struct unit *u = r->in;
    int64_t changed;
    enum err e = db_write(ctx, s, &unit_stmts[INSERT],
                          DB_ARGS(db_int(r->id), db_text(u->jurisdiction), db_text(r->code),
                                  db_text(u->name), db_text(u->unit_type), db_text(u->region),
                                  db_text(u->proof), db_int(door_now(door).us)),
                          &changed);
    if (e != OK) return e;
    if (!changed) return fail_field(ctx, ERR_UNIT_TAKEN, "code", "unique", NULL);
    struct leaf leaf = actor_leaf(ctx, EV_UNIT_REGISTERED);
    leaf.object = r->id;
    leaf.place = u->jurisdiction;
    if (r->clause) {
        leaf.basis = &r->clause;
        leaf.n_basis = 1;
    }
    door_leaf(door, &leaf);
    return OK;
}

/* The type is one the pack names, and what it asks for is there (CZ-2, CZ-29, CZ-167, AS-2, JN-1). */
static enum err check_type(struct ctx *ctx, const struct unit *in, const char **clause_r) {
    const struct policy *policy = law_policy(ctx->law, in->jurisdiction, clock_today(ctx->clock));
    if (!policy) return fail(ctx, ERR_NOT_ADOPTED, NULL);
    const struct policy_unit_type *type = policy_unit_type(policy, in->unit_type);
    if (!type) return fail_field(ctx, ERR_UNIT_TYPE, "unit_type", "pack", NULL);
    *clause_r = type->basis.clause;
    if (type->proof && (!in->proof || !*in->proof)) {
        enum err e = fail_field(ctx, ERR_UNIT_PROOF, "proof", "required", "%s须登记：%s",
                                type->name, type->proof);
        ctx->failure.clause = type->basis.clause;
        return e;
    }
    return OK;
}

enum err unit_register(struct ctx *ctx, const struct unit *in, int64_t *unit_r) {
    struct registration r = {.in = in, .id = id_new(clock_now(ctx->clock))};
    struct idno code = idno_check(IDNO_USCC, str_of(in->code), clock_today(ctx->clock));
    if (code.fault)
        return fail_field(ctx, ERR_UNIT_CODE, "code", idno_fault_name(code.fault), NULL);
    r.code = arena_strdup(ctx->arena, code.text);
    enum err e = actor_reaches(ctx, in->jurisdiction);
    if (e == OK) e = check_type(ctx, in, &r.clause);
    if (e != OK) return e;
    *unit_r = r.id;
    return door_run(ctx, "unit.register", DB_PEOPLE, register_step, &r);
}

enum err unit_found(struct ctx *ctx, const char *jurisdiction, const char *name, const char *region,
                    int64_t *unit_r) {
    struct unit in = {
        .jurisdiction = jurisdiction, .name = name, .unit_type = "founding", .region = region};
    struct registration r = {.in = &in, .id = id_new(clock_now(ctx->clock))};
    r.code = arena_printf(ctx->arena, "founding:%s", jurisdiction);
    *unit_r = r.id;
    return door_run(ctx, "unit.found", DB_PEOPLE, register_step, &r);
}

/* A change of one unit by one write. */
struct unit_change {
    int write;
    const struct db_value *args;
    struct leaf leaf;
    struct date end_posts; /* DATE_NONE: posts stay */
};

static enum err change_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct unit_change *c = arg;
    int64_t changed;
    enum err e = db_write(ctx, s, &unit_stmts[c->write], c->args, &changed);
    if (e != OK) return e;
    if (!changed) return fail(ctx, ERR_CONFLICT, NULL);
    if (!date_is_none(c->end_posts)) {
        e = db_write(ctx, s, &unit_stmts[END_POSTS],
                     DB_ARGS(db_int(c->leaf.object), db_date(ctx->arena, c->end_posts)), NULL);
        if (e != OK) return e;
    }
    door_leaf(door, &c->leaf);
    return OK;
}

static enum err change(struct ctx *ctx, const char *name, int64_t unit_id, struct unit_change *c) {
    struct unit unit;
    enum err e = unit_read(ctx, unit_id, &unit);
    if (e == OK) e = actor_reaches(ctx, unit.jurisdiction);
    if (e != OK) return e;
    c->leaf.object = unit_id;
    c->leaf.place = unit.jurisdiction;
    return door_run(ctx, name, DB_PEOPLE, change_step, c);
}

enum err unit_close(struct ctx *ctx, int64_t unit_id, int64_t version, struct date day) {
    if (day.day > clock_today(ctx->clock).day)
        return fail_field(ctx, ERR_DATE, "day", "max:today",
                          "单位自停用之时起不能再办理，日期不能晚于今天");
    struct unit_change c = {CLOSE,
                            DB_ARGS(db_int(unit_id), db_int(version), db_date(ctx->arena, day)),
                            actor_leaf(ctx, EV_UNIT_CLOSED), day};
    c.leaf.day = day;
    return change(ctx, "unit.close", unit_id, &c);
}

enum err unit_accept_terms(struct ctx *ctx, int64_t unit_id, struct date day) {
    struct unit_change c = {SET_TERMS, DB_ARGS(db_int(unit_id), db_date(ctx->arena, day)),
                            actor_leaf(ctx, EV_UNIT_TERMS_ACKNOWLEDGED), DATE_NONE};
    c.leaf.day = day;
    return change(ctx, "unit.terms", unit_id, &c);
}

enum err unit_add_duty(struct ctx *ctx, int64_t unit_id, const struct unit_duty *duty) {
    if (!date_is_none(duty->to) && duty->to.day < duty->from.day)
        return fail_field(ctx, ERR_DATE, "to_day", "min:from_day", "止期不能早于起期");
    struct unit_change c = {DUTY_INSERT,
                            DB_ARGS(db_int(unit_id), db_text(duty->duty), db_text(duty->basis),
                                    db_date(ctx->arena, duty->from), db_date(ctx->arena, duty->to)),
                            actor_leaf(ctx, EV_UNIT_DUTY_CHANGED), DATE_NONE};
    c.leaf.day = duty->from;
    return change(ctx, "unit.duty", unit_id, &c);
}

/* ---- lists */

struct unit_rows {
    struct arena *arena;
    struct unit *rows;
    size_t n, limit;
};

static bool collect(void *arg, const struct db_value *row) {
    struct unit_rows *out = arg;
    read_row(out->arena, row, &out->rows[out->n]);
    return ++out->n < out->limit;
}

enum err unit_list(struct ctx *ctx, int64_t after, int limit, struct unit **units_r, size_t *n_r) {
    struct unit_rows out = {ctx->arena, ARENA_ARRAY(ctx->arena, (size_t)limit, struct unit), 0,
                            (size_t)limit};
    enum err e =
        db_fetch_each(ctx, &unit_stmts[LIST], DB_ARGS(db_int(after), db_int(limit)), collect, &out);
    *units_r = out.rows;
    *n_r = out.n;
    return e;
}

enum { DUTIES_MAX = 1000 };

struct duty_rows {
    struct arena *arena;
    struct unit_duty *rows;
    size_t n;
};

static bool collect_duty(void *arg, const struct db_value *row) {
    struct duty_rows *out = arg;
    out->rows[out->n++] = (struct unit_duty){
        .duty = arena_strdup(out->arena, db_get_text(row, 0)),
        .basis = arena_strdup(out->arena, db_get_text(row, 1)),
        .from = db_get_date(row, 2),
        .to = db_get_date(row, 3),
    };
    return out->n < DUTIES_MAX;
}

enum err unit_duties(struct ctx *ctx, int64_t unit_id, struct unit_duty **duties_r, size_t *n_r) {
    struct duty_rows out = {ctx->arena, ARENA_ARRAY(ctx->arena, DUTIES_MAX, struct unit_duty), 0};
    enum err e =
        db_fetch_each(ctx, &unit_stmts[DUTIES], DB_ARGS(db_int(unit_id)), collect_duty, &out);
    *duties_r = out.rows;
    *n_r = out.n;
    return e;
}

enum err unit_has_duty(struct ctx *ctx, struct db_session *s, int64_t unit_id, const char *area,
                       const char *item, struct date day, bool *has_r) {
    const struct db_value *row;
    enum err e = db_row(
        ctx, s, &unit_stmts[HAS_DUTY],
        DB_ARGS(db_int(unit_id), db_text(area), db_text(item), db_date(ctx->arena, day)), &row);
    *has_r = e == OK && row;
    return e;
}
