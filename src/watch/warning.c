#include "watch/warning.h"

#include <string.h>

#include "base/id.h"
#include "db/db_fetch.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "watch/rollup.h"

enum { RULE_INSERT, RULE_END, RULES, BEHIND, EVALUATED, INSERT, LIST, LIST_UNIT, ACKNOWLEDGE, ONE };

#define RULE_COLUMNS                                                                               \
    "rule_id, jurisdiction, title, figure, per, at_least, days, basis, evaluated_to, state, "      \
    "version"
#define RULE_OUT                                                                                   \
    "itttt"                                                                                        \
    "iittti"
#define COLUMNS                                                                                    \
    "w.warning_id, w.rule_id, w.unit_id, w.value, w.at_least, r.title, coalesce(u.name, ''), "     \
    "w.item, r.figure,"                                                                            \
    " r.per, w.day, w.state, w.acknowledged_by, w.acknowledged_at, w.note, w.version from "        \
    "warning w"                                                                                    \
    " join warning_rule r on r.rule_id = w.rule_id left join unit u on u.unit_id = w.unit_id"
#define OUT                                                                                        \
    "iiiiittttttt"                                                                                 \
    "IITi"

const struct db_stmt warning_stmts[] = {
    [RULE_INSERT] = {.name = "warning.rule_insert",
                     .sql = "insert into warning_rule (rule_id, jurisdiction, title, figure, per, "
                            "at_least, days, basis,"
                            " evaluated_to, state, by_user, at, version)"
                            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'active', $10, $11, 1)",
                     .in = "ittttiittii",
                     .out = "",
                     .kind = DB_WRITE},
    [RULE_END] =
        {.name = "warning.rule_end",
         .sql = "update warning_rule set state = 'ended', version = version + 1 where rule_id = $1"
                " and version = $2 and jurisdiction = $3 and state = 'active'",
         .in = "iit",
         .out = "",
         .kind = DB_WRITE},
    [RULES] = {.name = "warning.rules",
               .sql = "select " RULE_COLUMNS
                      " from warning_rule where jurisdiction = $1 order by rule_id",
               .in = "t",
               .out = RULE_OUT,
               .kind = DB_READ},
    [BEHIND] = {.name = "warning.behind",
                .sql = "select " RULE_COLUMNS
                       " from warning_rule where state = 'active' and evaluated_to < $1"
                       " order by evaluated_to, rule_id limit 500",
                .in = "t",
                .out = RULE_OUT,
                .kind = DB_READ},
    [EVALUATED] =
        {.name = "warning.evaluated",
         .sql =
             "update warning_rule set evaluated_to = $2 where rule_id = $1 and evaluated_to < $2",
         .in = "it",
         .out = "",
         .kind = DB_WRITE},
    [INSERT] = {.name = "warning.insert",
                .sql = "insert into warning (warning_id, jurisdiction, rule_id, unit_id, item, "
                       "day, value, at_least,"
                       " state, version) values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', 1)"
                       " on conflict (rule_id, day, unit_id, item) do nothing",
                .in = "itiittii",
                .out = "",
                .kind = DB_WRITE},
    [LIST] = {.name = "warning.list",
              .sql = "select " COLUMNS
                     " where w.jurisdiction = $1 and w.state in ('open', $2) and w.warning_id < $3"
                     " order by w.warning_id desc limit $4",
              .in = "ttii",
              .out = OUT,
              .kind = DB_READ},
    [LIST_UNIT] = {.name = "warning.list_unit",
                   .sql = "select " COLUMNS
                          " where w.unit_id = $1 and w.state in ('open', $2) and w.warning_id < $3"
                          " order by w.warning_id desc limit $4",
                   .in = "itii",
                   .out = OUT,
                   .kind = DB_READ},
    [ACKNOWLEDGE] = {.name = "warning.acknowledge",
                     .sql =
                         "update warning set state = 'acknowledged', acknowledged_by = $3, "
                         "acknowledged_at = $4,"
                         " note = $5, version = version + 1 where warning_id = $1 and version = $2"
                         " and state = 'open'",
                     .in = "iiiit",
                     .out = "",
                     .kind = DB_WRITE},
    [ONE] = {.name = "warning.one",
             .sql = "select jurisdiction, unit_id from warning where warning_id = $1",
             .in = "i",
             .out = "ti",
             .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&warning_stmts[name])

/* ---- rules */

static enum err check_rule(struct ctx *ctx, const struct warning_rule *in) {
    if (in->at_least < 1)
        return fail_field(ctx, ERR_WARNING_RULE, "at_least", "min:1", "阈值须大于零");
    if (in->days < 1 || in->days > 366)
        return fail_field(ctx, ERR_WARNING_RULE, "days", "max:366", "统计天数为1至366天");
    if (!in->share) return OK;
    if (in->at_least > 100)
        return fail_field(ctx, ERR_WARNING_RULE, "at_least", "max:100", "百分比阈值不能超过100");
    if (in->per == in->figure || strcmp(figure_by(in->per), figure_by(in->figure)) != 0)
        return fail_field(ctx, ERR_WARNING_RULE, "per", "comparable",
                          "两个指标的口径不同，不能相比");
    return OK;
}

struct making {
    struct warning_rule *in;
};

static void say_rule(struct ctx *ctx, struct door *door, enum ledger_event event, int64_t rule_id,
                     int64_t version) {
    struct leaf leaf = actor_leaf(ctx, event);
    leaf.object = rule_id;
    leaf.version = version;
    door_leaf(door, &leaf);
}

static enum err make_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    struct warning_rule *in = ((struct making *)arg)->in;
    struct date today = date_of_instant(door_now(door));
    in->evaluated_to = date_add_days(today, -1);
    enum err e = db_write(ctx, s, STMT(RULE_INSERT),
                          DB_ARGS(db_int(in->rule_id), db_text(in->jurisdiction),
                                  db_text(in->title), db_text(figure_word(in->figure)),
                                  db_text(in->share ? figure_word(in->per) : ""),
                                  db_int(in->at_least), db_int(in->days), db_text(in->basis),
                                  db_date(ctx->arena, in->evaluated_to),
                                  db_int(ctx->actor->user_id), db_int(door_now(door).us)),
                          NULL);
    if (e == OK) say_rule(ctx, door, EV_WARNING_RULE, in->rule_id, 1);
    return e;
}

enum err warning_rule_make(struct ctx *ctx, struct warning_rule *in) {
    struct making m = {in};
    in->jurisdiction = ctx->actor->jurisdiction;
    in->rule_id = id_new(clock_now(ctx->clock));
    enum err e = check_rule(ctx, in);
    return e == OK ? door_run(ctx, "warning.rule", DB_PEOPLE, make_step, &m) : e;
}

struct seen {
    int64_t id, version;
    const char *note;
};

static enum err end_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct seen *g = arg;
    int64_t changed;
    enum err e = db_write(
        ctx, s, STMT(RULE_END),
        DB_ARGS(db_int(g->id), db_int(g->version), db_text(ctx->actor->jurisdiction)), &changed);
    if (e == OK && !changed) e = fail(ctx, ERR_CONFLICT, NULL);
    if (e == OK) say_rule(ctx, door, EV_WARNING_RULE_ENDED, g->id, g->version + 1);
    return e;
}

enum err warning_rule_end(struct ctx *ctx, int64_t rule_id, int64_t version) {
    struct seen g = {.id = rule_id, .version = version};
    return door_run(ctx, "warning.rule_end", DB_PEOPLE, end_step, &g);
}

static void rule_of(struct arena *a, const struct db_value *row, struct warning_rule *out) {
    *out = (struct warning_rule){
        .rule_id = db_get_int(row, 0),
        .jurisdiction = arena_strdup(a, db_get_text(row, 1)),
        .title = arena_strdup(a, db_get_text(row, 2)),
        .at_least = db_get_int(row, 5),
        .days = db_get_int(row, 6),
        .basis = arena_strdup(a, db_get_text(row, 7)),
        .evaluated_to = db_get_date(row, 8),
        .active = !strcmp(db_get_text(row, 9), "active"),
        .version = db_get_int(row, 10),
    };
    (void)figure_parse(db_get_text(row, 3), &out->figure);
    out->share = figure_parse(db_get_text(row, 4), &out->per);
}

enum { RULES_MAX = 500 };
struct rules {
    struct arena *arena;
    struct warning_rule *rows;
    size_t n;
};

static bool collect_rule(void *arg, const struct db_value *row) {
    struct rules *out = arg;
    rule_of(out->arena, row, &out->rows[out->n++]);
    return out->n < RULES_MAX;
}

enum err warning_rules(struct ctx *ctx, const char *place, struct warning_rule **rules_r,
                       size_t *n_r) {
    struct rules out = {ctx->arena, ARENA_ARRAY(ctx->arena, RULES_MAX, struct warning_rule), 0};
    enum err e = db_fetch_each(ctx, STMT(RULES), DB_ARGS(db_text(place)), collect_rule, &out);
    *rules_r = out.rows;
    *n_r = out.n;
    return e;
}

/* ---- warnings */

static void of_row(struct arena *a, const struct db_value *row, struct warning *out) {
    *out = (struct warning){
        .warning_id = db_get_int(row, 0),
        .rule_id = db_get_int(row, 1),
        .unit_id = db_get_int(row, 2),
        .value = db_get_int(row, 3),
        .at_least = db_get_int(row, 4),
        .title = arena_strdup(a, db_get_text(row, 5)),
        .unit_name = arena_strdup(a, db_get_text(row, 6)),
        .item = arena_strdup(a, db_get_text(row, 7)),
        .share = *db_get_text(row, 9) != '\0',
        .day = db_get_date(row, 10),
        .acknowledged = !strcmp(db_get_text(row, 11), "acknowledged"),
        .acknowledged_by = db_get_int(row, 12),
        .acknowledged_at = {db_get_int(row, 13)},
        .note = db_is_null(row, 14) ? NULL : arena_strdup(a, db_get_text(row, 14)),
        .version = db_get_int(row, 15),
    };
    (void)figure_parse(db_get_text(row, 8), &out->figure);
}

struct warnings {
    struct arena *arena;
    struct warning *rows;
    size_t n, most;
};

static bool collect(void *arg, const struct db_value *row) {
    struct warnings *out = arg;
    of_row(out->arena, row, &out->rows[out->n++]);
    return out->n < out->most;
}

enum err warning_list(struct ctx *ctx, const struct warning_filter *f, struct warning **list_r,
                      size_t *n_r) {
    struct warnings out = {ctx->arena, ARENA_ARRAY(ctx->arena, f->most, struct warning), 0,
                           f->most};
    enum err e =
        db_fetch_each(ctx, f->unit_id ? STMT(LIST_UNIT) : STMT(LIST),
                      DB_ARGS(f->unit_id ? db_int(f->unit_id) : db_text(f->place),
                              db_text(f->open_only ? "open" : "acknowledged"),
                              db_int(f->before ? f->before : INT64_MAX), db_int((int64_t)f->most)),
                      collect, &out);
    *list_r = out.rows;
    *n_r = out.n;
    return e;
}

static enum err acknowledge_step(struct ctx *ctx, struct door *door, struct db_session *s,
                                 void *arg) {
    const struct seen *g = arg;
    const struct actor *a = ctx->actor;
    const struct db_value *row;
    int64_t changed;
    enum err e = db_row(ctx, s, STMT(ONE), DB_ARGS(db_int(g->id)), &row);
    if (e != OK) return e;
    bool all = a->role == ROLE_AUTHORITY || a->role == ROLE_OPERATOR;
    if (!row || (all ? strcmp(db_get_text(row, 0), a->jurisdiction) != 0
                     : db_get_int(row, 1) != a->unit_id))
        return fail(ctx, ERR_NOT_FOUND, "没有这条预警");
    e = db_write(ctx, s, STMT(ACKNOWLEDGE),
                 DB_ARGS(db_int(g->id), db_int(g->version), db_int(a->user_id),
                         db_int(door_now(door).us), db_text(g->note)),
                 &changed);
    if (e == OK && !changed) e = fail(ctx, ERR_CONFLICT, NULL);
    if (e == OK) say_rule(ctx, door, EV_WARNING_ACKNOWLEDGED, g->id, g->version + 1);
    return e;
}

enum err warning_acknowledge(struct ctx *ctx, int64_t warning_id, int64_t version,
                             const char *note) {
    struct seen g = {warning_id, version, note};
    return door_run(ctx, "warning.acknowledge", DB_PEOPLE, acknowledge_step, &g);
}

/* ---- holding days against rules */

struct holding {
    struct warning_rule rule;
    struct date day;
    struct figure_sum *sums, *wholes;
    size_t n, n_wholes;
};

static int64_t whole_of(const struct holding *g, const struct figure_sum *part) {
    for (size_t i = 0; i < g->n_wholes; i++)
        if (g->wholes[i].unit_id == part->unit_id && !strcmp(g->wholes[i].item, part->item))
            return g->wholes[i].n;
    return 0;
}

static int64_t value_of(const struct holding *g, const struct figure_sum *sum) {
    if (!g->rule.share) return sum->n;
    int64_t whole = whole_of(g, sum);
    return whole > 0 ? sum->n * 100 / whole : 0;
}

static enum err raise(struct ctx *ctx, struct door *door, struct db_session *s,
                      const struct holding *g, const struct figure_sum *sum, int64_t value) {
    int64_t id = id_new(door_now(door)), changed;
    enum err e =
        db_write(ctx, s, STMT(INSERT),
                 DB_ARGS(db_int(id), db_text(g->rule.jurisdiction), db_int(g->rule.rule_id),
                         db_int(sum->unit_id), db_text(sum->item), db_date(ctx->arena, g->day),
                         db_int(value), db_int(g->rule.at_least)),
                 &changed);
    if (e != OK || !changed) return e;
    struct leaf leaf = actor_leaf(ctx, EV_WARNING_RAISED);
    leaf.object = id;
    leaf.place = g->rule.jurisdiction;
    leaf.day = g->day;
    leaf.word = figure_word(g->rule.figure);
    door_leaf(door, &leaf);
    return OK;
}

static enum err hold_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct holding *g = arg;
    int64_t changed;
    enum err e = db_write(ctx, s, STMT(EVALUATED),
                          DB_ARGS(db_int(g->rule.rule_id), db_date(ctx->arena, g->day)), &changed);
    if (e != OK) return e;
    if (!changed) {
        door_nothing(door);
        return OK;
    }
    for (size_t i = 0; e == OK && i < g->n; i++) {
        int64_t value = value_of(g, &g->sums[i]);
        if (value >= g->rule.at_least) e = raise(ctx, door, s, g, &g->sums[i], value);
    }
    struct leaf leaf = actor_leaf(ctx, EV_WARNING_EVALUATED);
    leaf.object = g->rule.rule_id;
    leaf.place = g->rule.jurisdiction;
    leaf.day = g->day;
    if (e == OK) door_leaf(door, &leaf);
    return e;
}

/* Figures of looks wait until their day is closed; the others are complete when it is over. */
static bool runnable(const struct warning_rule *r, struct date over, struct date looks) {
    struct date next = date_add_days(r->evaluated_to, 1);
    bool closed = figure_source(r->figure) != FIGURE_FROM_LOOKS &&
                  (!r->share || figure_source(r->per) != FIGURE_FROM_LOOKS);
    return date_cmp(next, over) <= 0 && (closed || date_cmp(next, looks) <= 0);
}

enum err warning_run(struct ctx *ctx, bool *more_r) {
    struct rules behind = {ctx->arena, ARENA_ARRAY(ctx->arena, RULES_MAX, struct warning_rule), 0};
    struct holding g = {.n = 0};
    struct date over = date_add_days(clock_today(ctx->clock), -1), looks;
    size_t at = 0;
    *more_r = false;
    enum err e = rollup_closed_to(ctx, &looks);
    if (e == OK)
        e = db_fetch_each(ctx, STMT(BEHIND), DB_ARGS(db_date(ctx->arena, over)), collect_rule,
                          &behind);
    while (e == OK && at < behind.n && !runnable(&behind.rows[at], over, looks))
        at++;
    if (e != OK || at == behind.n) return e;
    g.rule = behind.rows[at];
    g.day = date_add_days(g.rule.evaluated_to, 1);
    struct date from = date_add_days(g.day, (int32_t)(1 - g.rule.days));
    e = figure_sums(ctx, g.rule.jurisdiction, g.rule.figure, 0, from, g.day, &g.sums, &g.n);
    if (e == OK && g.rule.share)
        e = figure_sums(ctx, g.rule.jurisdiction, g.rule.per, 0, from, g.day, &g.wholes,
                        &g.n_wholes);
    if (e == OK) e = door_run(ctx, "warning.hold", DB_BULK, hold_step, &g);
    *more_r = e == OK;
    return e;
}
