#include "registry/register.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/unit.h"

enum { INSERT, BY_ID, CLOSE, LIST, EVIDENCE, IN_FORCE, UNITS };

#define COLUMNS                                                                                    \
    "entry_id, unit_id, jurisdiction, kind, series_id, edition, title, reference, person, "        \
    "user_id, level,"                                                                              \
    " result, approver, from_day, to_day, evidence_id, at, registered_day, closed_day, "           \
    "closed_reason"
#define COLUMNS_OUT                                                                                \
    "iittiitTTII"                                                                                  \
    "TTtTIitTT"
/* As known on day $N: registered by then, in force then, and not yet closed then. */
#define KNOWN_ON(n)                                                                                \
    " registered_day <= $" n " and from_day <= $" n " and (to_day is null or to_day >= $" n ")"    \
    " and (closed_day is null or closed_day > $" n ")"

const struct db_stmt register_stmts[] = {
    [INSERT] =
        {.name = "register.insert",
         .sql =
             "insert into unit_register (entry_id, unit_id, jurisdiction, kind, series_id, "
             "edition, title,"
             " reference, person, user_id, level, result, approver, from_day, to_day, evidence_id,"
             " policy_label, by_user, by_unit, at, registered_day) values ($1, $2, $3, $4, $5, $6, "
             "$7, $8,"
             " $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
         .in = "iittiitTTIITTtTItiiit",
         .out = "",
         .kind = DB_WRITE},
    [BY_ID] = {.name = "register.by_id",
               .sql = "select " COLUMNS " from unit_register where entry_id = $1",
               .in = "i",
               .out = COLUMNS_OUT,
               .kind = DB_READ},
    [CLOSE] = {.name = "register.close",
               .sql = "update unit_register set closed_day = $2, closed_by = $3, closed_reason = $4"
                      " where entry_id = $1 and closed_day is null",
               .in = "itiT",
               .out = "",
               .kind = DB_WRITE},
    [LIST] = {.name = "register.list",
              .sql = "select " COLUMNS " from unit_register where unit_id = $1 and entry_id > $2"
                     " and ($3 = '' or kind = $3) and ($4 = '' or (" KNOWN_ON(
                         "4") "))"
                              " order by entry_id limit $5",
              .in = "iitti",
              .out = COLUMNS_OUT,
              .kind = DB_READ},
    [EVIDENCE] = {.name = "register.evidence",
                  .sql = "select 1 from evidence where evidence_id = $1",
                  .in = "i",
                  .out = "i",
                  .kind = DB_READ},
    [IN_FORCE] = {.name = "register.in_force",
                  .sql = "select unit_id, kind from unit_register where jurisdiction = $1"
                         " and ($3 = 0 or unit_id = $3) and" KNOWN_ON(
                             "2") " group by unit_id, kind order by unit_id, kind",
                  .in = "tti",
                  .out = "it",
                  .kind = DB_READ},
    /* Posts of the authority, of the operator: what they tell about a unit. Counted and not asked for with EXISTS, which PostgreSQL
     * answers by reading all posts once. */
    [UNITS] =
        {.name = "register.units",
         .sql = "select u.unit_id, u.name, u.unit_type, u.region,"
                " (select count(*) from post p where p.unit_id = u.unit_id and p.role = 'authority'"
                " and p.from_day <= $3 and (p.to_day is null or p.to_day >= $3)),"
                " (select count(*) from post p where p.unit_id = u.unit_id and p.role = 'operator'"
                " and p.from_day <= $3 and (p.to_day is null or p.to_day >= $3))"
                " from unit u where u.jurisdiction = $1 and u.created_at < $4"
                " and (u.closed_day is null or u.closed_day > $3) and ($2 = 0 or u.unit_id = $2)"
                " order by u.unit_id",
         .in = "titi",
         .out = "itttii",
         .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&register_stmts[name])

struct shape {
    enum word kind;
    const char *needs, *may;
};
static const struct shape shapes[] = {
#define REGISTER(symbol, needs, may) {W_REGISTER_##symbol, needs, may},
#include "registry/registers.def"
#undef REGISTER
};

static const struct shape *shape_of(enum word kind) {
    for (size_t i = 0; i < GX_COUNT(shapes); i++)
        if (shapes[i].kind == kind) return &shapes[i];
    BUG("a kind without shape");
}

/* ---- what an entry says */

static bool filled(const char *s) {
    return s && str_trim(str_of(s)).n > 0;
}

static enum err check_shape(struct ctx *ctx, const struct register_entry *in) {
    const struct {
        char letter;
        bool there;
        const char *field, *name;
    } parts[] = {
        {'R', filled(in->reference), "reference", "文号、备案号或者协议编号"},
        {'P', filled(in->person), "person", "人员姓名"},
        {'U', in->user_id != 0, "user", "人员账号"},
        {'L', in->level != 0, "level", "保护等级"},
        {'S', filled(in->result), "result", "结果"},
        {'A', filled(in->approver), "approver", "批准人"},
        {'T', !date_is_none(in->to), "to_day", "止期或者下次应办日期"},
        {'E', in->evidence_id != 0, "evidence", "证明文件"},
    };
    const struct shape *shape = shape_of(in->kind);
    if (!filled(in->title))
        return fail_field(ctx, ERR_REGISTER_FIELD, "title", "required", "请写明名称");
    for (size_t i = 0; i < GX_COUNT(parts); i++) {
        bool needed = strchr(shape->needs, parts[i].letter) != NULL;
        bool known = needed || strchr(shape->may, parts[i].letter) != NULL;
        if (needed && !parts[i].there)
            return fail_field(ctx, ERR_REGISTER_FIELD, parts[i].field, "required", "%s须写明%s",
                              word_chinese(in->kind), parts[i].name);
        if (!known && parts[i].there)
            return fail_field(ctx, ERR_REGISTER_FIELD, parts[i].field, "absent", "%s没有%s这一内容",
                              word_chinese(in->kind), parts[i].name);
    }
    if (!date_is_none(in->to) && in->to.day < in->from.day)
        return fail_field(ctx, ERR_DATE, "to_day", "min:from_day", "止期不能早于起期");
    if (in->level < 0 || in->level > 5)
        return fail_field(ctx, ERR_INPUT_RANGE, "level", "max:5", "保护等级为一至五级");
    return OK;
}

/* Its own people, and who supervises or runs the place. Others do not learn whether the unit exists. */
static enum err reach(struct ctx *ctx, int64_t unit_id, struct unit *unit_r) {
    const struct actor *a = ctx->actor;
    enum err e = unit_read(ctx, unit_id, unit_r);
    if (e != OK) return e;
    bool all = a->role == ROLE_AUTHORITY || a->role == ROLE_OPERATOR || a->role == ROLE_AUDITOR ||
               a->role == ROLE_AUDIT_ADMIN;
    if (a->unit_id == unit_id || (all && actor_reaches(ctx, unit_r->jurisdiction) == OK)) return OK;
    return fail(ctx, ERR_NOT_FOUND, "没有这个单位");
}

static void of_row(struct arena *a, const struct db_value *row, struct register_entry *out) {
    *out = (struct register_entry){
        .entry_id = db_get_int(row, 0),
        .unit_id = db_get_int(row, 1),
        .jurisdiction = arena_strdup(a, db_get_text(row, 2)),
        .series_id = db_get_int(row, 4),
        .edition = db_get_int(row, 5),
        .title = arena_strdup(a, db_get_text(row, 6)),
        .reference = db_is_null(row, 7) ? NULL : arena_strdup(a, db_get_text(row, 7)),
        .person = db_is_null(row, 8) ? NULL : arena_strdup(a, db_get_text(row, 8)),
        .user_id = db_get_int(row, 9),
        .level = db_get_int(row, 10),
        .result = db_is_null(row, 11) ? NULL : arena_strdup(a, db_get_text(row, 11)),
        .approver = db_is_null(row, 12) ? NULL : arena_strdup(a, db_get_text(row, 12)),
        .from = db_get_date(row, 13),
        .to = db_get_date(row, 14),
        .evidence_id = db_get_int(row, 15),
        .at = {db_get_int(row, 16)},
        .registered = db_get_date(row, 17),
        .closed = db_get_date(row, 18),
        .closed_reason = db_is_null(row, 19) ? NULL : arena_strdup(a, db_get_text(row, 19)),
    };
    out->kind = vocab_find(VOCAB_REGISTER, str_of(db_get_text(row, 3)));
}

/* ---- changes */

struct entering {
    struct register_entry *in;
    int64_t former; /* version that this one follows; 0: a new entry */
};

/* What must be told apart in the ledger: entered, renewed, ended. */
static void say(struct ctx *ctx, struct door *door, enum ledger_event event,
                const struct register_entry *e, struct date day) {
    struct leaf leaf = actor_leaf(ctx, event);
    leaf.object = e->series_id;
    leaf.place = e->jurisdiction;
    leaf.version = e->edition;
    leaf.word = word_text(e->kind);
    leaf.day = day;
    door_leaf(door, &leaf);
}

static enum err close_former(struct ctx *ctx, struct db_session *s, int64_t entry_id,
                             struct date day, const char *reason) {
    int64_t changed;
    enum err e = db_write(ctx, s, STMT(CLOSE),
                          DB_ARGS(db_int(entry_id), db_date(ctx->arena, day),
                                  db_int(ctx->actor->user_id), db_text(reason)),
                          &changed);
    if (e == OK && !changed) e = fail(ctx, ERR_REGISTER_STATE, NULL);
    return e;
}

static enum err known_evidence(struct ctx *ctx, struct db_session *s, int64_t evidence_id) {
    const struct db_value *row = NULL;
    if (!evidence_id) return OK;
    enum err e = db_row(ctx, s, STMT(EVIDENCE), DB_ARGS(db_int(evidence_id)), &row);
    return e == OK && !row ? fail(ctx, ERR_EVIDENCE_UNKNOWN, NULL) : e;
}

static struct db_value text_or_null(const char *s) {
    return filled(s) ? db_text(s) : db_null();
}
static struct db_value id_or_null(int64_t v) {
    return v ? db_int(v) : db_null();
}

static enum err enter_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct entering *g = arg;
    struct register_entry *in = g->in;
    const struct policy *p;
    in->at = door_now(door);
    in->registered = date_of_instant(in->at);
    enum err e = law_require(ctx, in->jurisdiction, &p);
    if (e == OK) e = known_evidence(ctx, s, in->evidence_id);
    if (e == OK && g->former) e = close_former(ctx, s, g->former, in->registered, NULL);
    if (e == OK)
        e = db_write(
            ctx, s, STMT(INSERT),
            DB_ARGS(db_int(in->entry_id), db_int(in->unit_id), db_text(in->jurisdiction),
                    db_text(word_text(in->kind)), db_int(in->series_id), db_int(in->edition),
                    db_text(in->title), text_or_null(in->reference), text_or_null(in->person),
                    id_or_null(in->user_id), id_or_null(in->level), text_or_null(in->result),
                    text_or_null(in->approver), db_date(ctx->arena, in->from),
                    db_date(ctx->arena, in->to), id_or_null(in->evidence_id), db_text(p->edition),
                    db_int(ctx->actor->user_id), db_int(ctx->actor->unit_id), db_int(in->at.us),
                    db_date(ctx->arena, in->registered)),
            NULL);
    if (e == OK)
        say(ctx, door, g->former ? EV_REGISTER_RENEWED : EV_REGISTER_ENTERED, in, in->from);
    return e;
}

enum err register_enter(struct ctx *ctx, struct register_entry *in) {
    struct unit unit;
    struct entering g = {.in = in};
    enum err e = reach(ctx, in->unit_id, &unit);
    if (e == OK) e = check_shape(ctx, in);
    if (e != OK) return e;
    in->jurisdiction = unit.jurisdiction;
    in->entry_id = in->series_id = id_new(clock_now(ctx->clock));
    in->edition = 1;
    return door_run(ctx, "register.enter", DB_PEOPLE, enter_step, &g);
}

static enum err read_one(struct ctx *ctx, int64_t unit_id, int64_t entry_id,
                         struct register_entry *out) {
    const struct db_value *row;
    struct unit unit;
    enum err e = reach(ctx, unit_id, &unit);
    if (e == OK) e = db_fetch(ctx, STMT(BY_ID), DB_ARGS(db_int(entry_id)), &row);
    if (e == OK && (!row || db_get_int(row, 1) != unit_id))
        e = fail(ctx, ERR_NOT_FOUND, "没有这一登记");
    if (e == OK) of_row(ctx->arena, row, out);
    return e;
}

enum err register_renew(struct ctx *ctx, int64_t unit_id, int64_t entry_id,
                        struct register_entry *in) {
    struct register_entry former;
    struct entering g = {.in = in, .former = entry_id};
    enum err e = read_one(ctx, unit_id, entry_id, &former);
    if (e != OK) return e;
    in->unit_id = unit_id;
    in->kind = former.kind;
    in->jurisdiction = former.jurisdiction;
    in->series_id = former.series_id;
    in->edition = former.edition + 1;
    in->entry_id = id_new(clock_now(ctx->clock));
    e = check_shape(ctx, in);
    return e == OK ? door_run(ctx, "register.renew", DB_PEOPLE, enter_step, &g) : e;
}

struct ending {
    struct register_entry entry;
    const char *reason;
};

static enum err end_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct ending *g = arg;
    struct date today = date_of_instant(door_now(door));
    enum err e = close_former(ctx, s, g->entry.entry_id, today, g->reason);
    if (e == OK) say(ctx, door, EV_REGISTER_ENDED, &g->entry, today);
    return e;
}

enum err register_end(struct ctx *ctx, int64_t unit_id, int64_t entry_id, const char *reason) {
    struct ending g = {.reason = reason};
    if (!filled(reason)) return fail_field(ctx, ERR_REASON_MISSING, "reason", "required", NULL);
    enum err e = read_one(ctx, unit_id, entry_id, &g.entry);
    return e == OK ? door_run(ctx, "register.end", DB_PEOPLE, end_step, &g) : e;
}

/* ---- reading */

struct entries {
    struct arena *arena;
    struct register_entry *rows;
    size_t n, most;
};

static bool collect(void *arg, const struct db_value *row) {
    struct entries *out = arg;
    of_row(out->arena, row, &out->rows[out->n]);
    return ++out->n < out->most;
}

enum err register_list(struct ctx *ctx, const struct register_filter *f,
                       struct register_entry **list_r, size_t *n_r) {
    struct unit unit;
    char day[DATE_TEXT];
    date_format(f->on, day);
    struct entries out = {ctx->arena, ARENA_ARRAY(ctx->arena, f->most, struct register_entry), 0,
                          f->most};
    enum err e = reach(ctx, f->unit_id, &unit);
    if (e == OK)
        e = db_fetch_each(ctx, STMT(LIST),
                          DB_ARGS(db_int(f->unit_id), db_int(f->after),
                                  db_text(f->kind == W_NONE ? "" : word_text(f->kind)),
                                  db_text(day), db_int((int64_t)f->most)),
                          collect, &out);
    *list_r = out.rows;
    *n_r = out.n;
    return e;
}

/* ---- gaps */

struct held { /* kinds that units have, ordered by unit */
    struct arena *arena;
    struct {
        int64_t unit_id;
        enum word kind;
    } * rows;
    size_t n, cap;
};

static bool collect_held(void *arg, const struct db_value *row) {
    struct held *out = arg;
    if (out->n == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 64;
        void *rows = arena_alloc(out->arena, cap * sizeof *out->rows);
        if (out->n) memcpy(rows, out->rows, out->n * sizeof *out->rows);
        out->rows = rows;
        out->cap = cap;
    }
    out->rows[out->n].unit_id = db_get_int(row, 0);
    out->rows[out->n].kind = vocab_find(VOCAB_REGISTER, str_of(db_get_text(row, 1)));
    out->n++;
    return true;
}

struct gap_search {
    struct arena *arena;
    const struct policy *policy;
    const struct held *held;
    size_t at; /* first row of held that is not of an earlier unit */
    struct register_gap *list;
    size_t n, cap;
};

static bool has(const struct gap_search *g, int64_t unit_id, enum word kind) {
    for (size_t i = g->at; i < g->held->n && g->held->rows[i].unit_id == unit_id; i++)
        if (g->held->rows[i].kind == kind) return true;
    return false;
}

static bool binds(const struct policy *p, const struct policy_register *r, const char *unit_type,
                  bool authority, bool operates) {
    const struct policy_unit_type *type = policy_unit_type(p, unit_type);
    for (size_t i = 0; i < r->ntypes; i++)
        if (!strcmp(r->types[i], unit_type)) return true;
    return (words_have(r->binds, W_PARTY_AUTHORITY) && authority) ||
           (words_have(r->binds, W_PARTY_OPERATOR) && operates) ||
           (type && words_have(r->binds, W_PARTY_PROVIDER) &&
            words_have(type->duties, W_DUTY_PROVIDE)) ||
           (type && words_have(r->binds, W_PARTY_QUERY) && words_have(type->duties, W_DUTY_QUERY));
}

static void add_gap(struct gap_search *g, struct register_gap gap) {
    if (g->n == g->cap) {
        size_t cap = g->cap ? g->cap * 2 : 64;
        struct register_gap *list = ARENA_ARRAY(g->arena, cap, struct register_gap);
        if (g->n) memcpy(list, g->list, g->n * sizeof *list);
        g->list = list;
        g->cap = cap;
    }
    g->list[g->n++] = gap;
}

static bool look_at_unit(void *arg, const struct db_value *row) {
    struct gap_search *g = arg;
    int64_t unit_id = db_get_int(row, 0);
    const char *type = arena_strdup(g->arena, db_get_text(row, 2));
    const char *name = arena_strdup(g->arena, db_get_text(row, 1));
    const char *region = arena_strdup(g->arena, db_get_text(row, 3));
    while (g->at < g->held->n && g->held->rows[g->at].unit_id < unit_id)
        g->at++;
    for (size_t i = 0; i < g->policy->nregisters; i++) {
        const struct policy_register *r = &g->policy->registers[i];
        if (r->encouraged || has(g, unit_id, r->kind)) continue;
        if (binds(g->policy, r, type, db_get_int(row, 4) != 0, db_get_int(row, 5) != 0))
            add_gap(g, (struct register_gap){unit_id, name, type, region, r});
    }
    return true;
}

enum err register_gaps(struct ctx *ctx, const char *place, int64_t unit_id, struct date day,
                       struct register_gap **gaps_r, size_t *n_r) {
    const struct policy *p = law_policy(ctx->law, place, day);
    struct held held = {.arena = ctx->arena};
    struct gap_search g = {.arena = ctx->arena, .policy = p, .held = &held};
    if (!p) return fail(ctx, ERR_NOT_ADOPTED, NULL);
    struct db_value on = db_date(ctx->arena, day);
    enum err e = db_fetch_each(ctx, STMT(IN_FORCE), DB_ARGS(db_text(place), on, db_int(unit_id)),
                               collect_held, &held);
    if (e == OK)
        e = db_fetch_each(ctx, STMT(UNITS),
                          DB_ARGS(db_text(place), db_int(unit_id), on,
                                  db_int(date_begin(date_add_days(day, 1)).us)),
                          look_at_unit, &g);
    *gaps_r = g.list;
    *n_r = g.n;
    return e;
}
