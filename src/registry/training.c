#include "registry/training.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "base/json.h"
#include "db/db_fetch.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/subject.h"
#include "registry/unit.h"

enum { BODY_INSERT, BODIES, RATED, PLAN, HOLD, SESSIONS, SESSION, TAKE, OF_SUBJECT, HOURS };

const struct db_stmt training_stmts[] = {
    [BODY_INSERT] =
        {.name = "training.body_insert",
         .sql = "insert into training_body (unit_id, body_id, jurisdiction, unit_type, rating, "
                "reference,"
                " from_day, to_day, by_user, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
         .in = "iittTttTii",
         .out = "",
         .kind = DB_WRITE},
    [BODIES] =
        {.name = "training.bodies",
         .sql =
             "select b.unit_id, u.name, b.unit_type, b.rating, b.reference, b.from_day, b.to_day"
             " from training_body b join unit u on u.unit_id = b.unit_id where b.jurisdiction = $1"
             " order by b.unit_id, b.body_id",
         .in = "t",
         .out = "ittTttT",
         .kind = DB_READ},
    [RATED] = {.name = "training.rated",
               .sql = "select rating from training_body where unit_id = $1 and from_day <= $2"
                      " and (to_day is null or to_day >= $3) order by body_id",
               .in = "itt",
               .out = "T",
               .kind = DB_READ},
    [PLAN] = {.name = "training.plan",
              .sql =
                  "select 1 from unit_register where entry_id = $1 and unit_id = $2 and kind = "
                  "'training_plan'"
                  " and closed_day is null and from_day <= $3 and (to_day is null or to_day >= $4)",
              .in = "iitt",
              .out = "i",
              .kind = DB_READ},
    [HOLD] = {.name = "training.hold",
              .sql = "insert into training_session (session_id, jurisdiction, plan_id, "
                     "organiser_id, body_id, from_day,"
                     " to_day, tenths, contents, clause, policy_label, evidence_id, by_user, at)"
                     " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
              .in = "itIiittitttIii",
              .out = "",
              .kind = DB_WRITE},
    [SESSIONS] =
        {.name = "training.sessions",
         .sql =
             "select t.session_id, t.plan_id, t.organiser_id, t.body_id, u.name, t.from_day, "
             "t.to_day,"
             " t.tenths, t.contents, t.evidence_id, t.at,"
             " (select count(*) from training p where p.session_id = t.session_id)"
             " from training_session t join unit u on u.unit_id = t.body_id"
             " where t.jurisdiction = $1 and ($2 = 0 or t.organiser_id = $2) and t.session_id > $3"
             " order by t.session_id limit $4",
         .in = "tiii",
         .out = "iIiittt"
                "itIii",
         .kind = DB_READ},
    [SESSION] =
        {.name = "training.session",
         .sql = "select organiser_id, tenths, to_day, jurisdiction, clause from training_session"
                " where session_id = $1",
         .in = "i",
         .out = "iittt",
         .kind = DB_READ},
    [TAKE] = {.name = "training.take",
              .sql = "insert into training (subject_id, training_id, session_id, attendee_id, "
                     "capacity, tenths, day,"
                     " by_user, by_unit, at, report_evidence)"
                     " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
                     " on conflict (subject_id, session_id) do nothing",
              .in = "iiiititiiiI",
              .out = "",
              .kind = DB_WRITE},
    [OF_SUBJECT] =
        {.name = "training.of_subject",
         .sql =
             "select t.training_id, t.session_id, t.tenths, b.name, o.name, s.contents, t.capacity,"
             " s.from_day, s.to_day, t.report_evidence from training t"
             " join training_session s on s.session_id = t.session_id"
             " join unit b on b.unit_id = s.body_id join unit o on o.unit_id = s.organiser_id"
             " where t.subject_id = $1 order by t.training_id",
         .in = "i",
         .out = "iiittttt"
                "tI",
         .kind = DB_READ},
    [HOURS] = {.name = "training.hours",
               .sql = "select cast(coalesce(sum(tenths), 0) as bigint) from training"
                      " where subject_id = $1 and day <= $2",
               .in = "it",
               .out = "i",
               .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&training_stmts[name])

static const char *const capacities[] = {"own", "legal_representative", "principal"};

const char *training_capacity_word(enum training_capacity c) {
    BUG_IF((size_t)c >= GX_COUNT(capacities));
    return capacities[c];
}

/* ---- who may train */

static const struct policy_training_body *admitted(const struct policy *p, const char *unit_type) {
    for (size_t i = 0; i < p->ntraining_bodies; i++)
        if (!strcmp(p->training_bodies[i].type, unit_type)) return &p->training_bodies[i];
    return NULL;
}

static bool rating_suffices(const struct policy_training_body *b, const char *rating) {
    if (b->nratings == 0) return true;
    for (size_t i = 0; rating && i < b->nratings; i++)
        if (!strcmp(b->ratings[i], rating)) return true;
    return false;
}

/* Refused with the clause of the body's type, else of any: the text's list (JN-59). */
static enum err refuse_body(struct ctx *ctx, const struct policy *p,
                            const struct policy_training_body *b, const char *sentence) {
    const struct basis *basis = b ? &b->basis : &p->training_bodies[0].basis;
    enum err e = fail_clause(ctx, ERR_TRAINING_BODY, basis->clause, "%s", sentence);
    ctx->failure.field = b ? "rating" : "body";
    return e;
}

struct body_entry {
    const struct training_body *in;
    const struct unit *unit;
    const struct policy_training_body *basis;
};

static enum err body_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct body_entry *g = arg;
    const struct training_body *in = g->in;
    enum err e = db_write(
        ctx, s, STMT(BODY_INSERT),
        DB_ARGS(db_int(in->unit_id), db_int(id_new(door_now(door))), db_text(g->unit->jurisdiction),
                db_text(g->unit->unit_type), in->rating ? db_text(in->rating) : db_null(),
                db_text(in->reference), db_date(ctx->arena, in->from), db_date(ctx->arena, in->to),
                db_int(ctx->actor->user_id), db_int(door_now(door).us)),
        NULL);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_TRAINING_BODY);
    leaf.object = in->unit_id;
    leaf.place = g->unit->jurisdiction;
    leaf.day = in->from;
    if (g->basis) {
        leaf.basis = &g->basis->basis.clause;
        leaf.n_basis = 1;
    }
    door_leaf(door, &leaf);
    return OK;
}

enum err training_body_register(struct ctx *ctx, const struct training_body *in) {
    struct unit unit;
    const struct policy *p;
    enum err e = unit_read(ctx, in->unit_id, &unit);
    if (e == OK) e = actor_reaches(ctx, unit.jurisdiction);
    if (e == OK) e = law_require(ctx, unit.jurisdiction, &p);
    if (e != OK) return e;
    if (!date_is_none(in->to) && in->to.day < in->from.day)
        return fail_field(ctx, ERR_DATE, "to_day", "min:from_day", "止期不能早于起期");
    struct body_entry g = {in, &unit, admitted(p, unit.unit_type)};
    if (p->ntraining_bodies && !g.basis)
        return refuse_body(ctx, p, NULL, "该类单位不是本办法列明的信用修复培训机构");
    if (g.basis && !rating_suffices(g.basis, in->rating))
        return refuse_body(ctx, p, g.basis, "该类培训机构的信用评价须达到规定的等级");
    return door_run(ctx, "training.body", DB_PEOPLE, body_step, &g);
}

struct bodies {
    struct arena *arena;
    struct training_body *rows;
    size_t n;
};
enum { BODIES_MAX = 2000 };

static bool collect_body(void *arg, const struct db_value *row) {
    struct bodies *out = arg;
    out->rows[out->n++] = (struct training_body){
        .unit_id = db_get_int(row, 0),
        .unit_name = arena_strdup(out->arena, db_get_text(row, 1)),
        .unit_type = arena_strdup(out->arena, db_get_text(row, 2)),
        .rating = db_is_null(row, 3) ? NULL : arena_strdup(out->arena, db_get_text(row, 3)),
        .reference = arena_strdup(out->arena, db_get_text(row, 4)),
        .from = db_get_date(row, 5),
        .to = db_get_date(row, 6),
    };
    return out->n < BODIES_MAX;
}

enum err training_body_list(struct ctx *ctx, const char *place, struct training_body **list_r,
                            size_t *n_r) {
    struct bodies out = {ctx->arena, ARENA_ARRAY(ctx->arena, BODIES_MAX, struct training_body), 0};
    enum err e = db_fetch_each(ctx, STMT(BODIES), DB_ARGS(db_text(place)), collect_body, &out);
    *list_r = out.rows;
    *n_r = out.n;
    return e;
}

/* ---- sessions */

struct holding {
    struct training_session *in;
    const struct policy *policy;
    const struct unit *body;
    const char *contents, *clause;
};

struct rated {
    const struct policy_training_body *body;
    bool any, good;
};

static bool check_rating(void *arg, const struct db_value *row) {
    struct rated *r = arg;
    r->any = true;
    r->good = rating_suffices(r->body, db_is_null(row, 0) ? NULL : db_get_text(row, 0));
    return !r->good;
}

/* Entries only from registered bodies, with the rating on all days of the session (JN-59). */
static enum err check_body(struct ctx *ctx, struct db_session *s, struct holding *g) {
    const struct policy *p = g->policy;
    struct rated r = {.body = admitted(p, g->body->unit_type)};
    g->clause = "default";
    if (p->ntraining_bodies == 0) return OK;
    if (!r.body) return refuse_body(ctx, p, NULL, "该类单位不是本办法列明的信用修复培训机构");
    enum err e = db_rows(ctx, s, STMT(RATED),
                         DB_ARGS(db_int(g->in->body_id), db_date(ctx->arena, g->in->from),
                                 db_date(ctx->arena, g->in->to)),
                         check_rating, &r);
    if (e != OK) return e;
    if (!r.any)
        return refuse_body(ctx, p, NULL, "该单位没有登记为信用修复培训机构，或者登记已经期满");
    if (!r.good) return refuse_body(ctx, p, r.body, "该培训机构的信用评价没有达到规定的等级");
    g->clause = r.body->basis.clause;
    return OK;
}

/* Every content that the pack names, and none that it does not (JN-63). */
static enum err check_contents(struct ctx *ctx, struct holding *g) {
    const struct policy *p = g->policy;
    struct buf b;
    struct json_writer w;
    for (size_t i = 0; i < p->ntraining_contents; i++) {
        const struct policy_training_content *c = &p->training_contents[i];
        bool found = false;
        for (size_t k = 0; k < g->in->ncontents; k++)
            found = found || !strcmp(g->in->contents[k], c->id);
        if (found) continue;
        enum err e =
            fail_clause(ctx, ERR_TRAINING_CONTENT, c->basis.clause, "培训须包括：%s", c->name);
        ctx->failure.field = "contents";
        return e;
    }
    if (p->ntraining_contents && g->in->ncontents != p->ntraining_contents)
        return fail_field(ctx, ERR_TRAINING_CONTENT, "contents", "one_of",
                          "有本办法没有列明的内容或者重复的内容");
    buf_init(&b, 1 << 14);
    jw_init(&w, &b, true);
    jw_array(&w);
    for (size_t k = 0; k < g->in->ncontents; k++)
        jw_text(&w, g->in->contents[k]);
    jw_array_end(&w);
    g->contents = arena_strdup(ctx->arena, buf_finish(&b).p);
    buf_free(&b);
    return OK;
}

/* A provider that must have a plan trains by it (JN-61). */
static enum err check_plan(struct ctx *ctx, struct db_session *s, const struct holding *g) {
    const struct training_session *in = g->in;
    const struct db_value *row;
    const struct policy_register *demand = NULL;
    for (size_t i = 0; i < g->policy->nregisters; i++)
        if (g->policy->registers[i].kind == W_REGISTER_TRAINING_PLAN)
            demand = &g->policy->registers[i];
    if (!in->plan_id && !demand) return OK;
    enum err e = db_row(ctx, s, STMT(PLAN),
                        DB_ARGS(db_int(in->plan_id), db_int(in->organiser_id),
                                db_date(ctx->arena, in->from), db_date(ctx->arena, in->to)),
                        &row);
    if (e != OK || row) return e;
    e = fail_clause(ctx, ERR_REGISTER_FIELD, demand ? demand->basis.clause : "default",
                    "培训须依据本单位当期的培训计划");
    ctx->failure.field = "plan";
    return e;
}

static enum err hold_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    struct holding *g = arg;
    struct training_session *in = g->in;
    enum err e = check_body(ctx, s, g);
    if (e == OK) e = check_plan(ctx, s, g);
    if (e != OK) return e;
    in->at = door_now(door);
    e = db_write(ctx, s, STMT(HOLD),
                 DB_ARGS(db_int(in->session_id), db_text(in->jurisdiction),
                         in->plan_id ? db_int(in->plan_id) : db_null(), db_int(in->organiser_id),
                         db_int(in->body_id), db_date(ctx->arena, in->from),
                         db_date(ctx->arena, in->to), db_int(in->tenths), db_text(g->contents),
                         db_text(g->clause), db_text(g->policy->edition),
                         in->evidence_id ? db_int(in->evidence_id) : db_null(),
                         db_int(ctx->actor->user_id), db_int(in->at.us)),
                 NULL);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_TRAINING_SESSION);
    leaf.object = in->session_id;
    leaf.basis = &g->clause;
    leaf.n_basis = 1;
    leaf.day = in->to;
    door_leaf(door, &leaf);
    return OK;
}

enum err training_session_hold(struct ctx *ctx, struct training_session *in) {
    struct unit body;
    struct holding g = {.in = in, .body = &body};
    in->jurisdiction = ctx->actor->jurisdiction;
    in->organiser_id = ctx->actor->unit_id;
    in->session_id = id_new(clock_now(ctx->clock));
    enum err e = law_require(ctx, in->jurisdiction, &g.policy);
    if (e == OK && (in->to.day < in->from.day || in->to.day > clock_today(ctx->clock).day))
        e = fail_field(ctx, ERR_DATE, "to_day", "max:today",
                       "培训结束日期不能早于开始日期，也不能晚于今天");
    if (e == OK && in->tenths <= 0) e = fail_field(ctx, ERR_INPUT_RANGE, "hours", "min:0.1", NULL);
    if (e == OK) e = unit_read(ctx, in->body_id, &body);
    if (e == OK) e = check_contents(ctx, &g);
    return e == OK ? door_run(ctx, "training.session", DB_PEOPLE, hold_step, &g) : e;
}

struct sessions {
    struct arena *arena;
    struct training_session *rows;
    size_t n, most;
};

/* The ids of a canonical JSON list. */
static const char *const *ids_of(struct arena *a, const char *text, size_t *n_r) {
    size_t cap = 1;
    for (const char *p = text; *p; p++)
        cap += *p == ',';
    const char **ids = ARENA_ARRAY(a, cap, const char *);
    *n_r = 0;
    for (const char *p = strchr(text, '"'); p; p = strchr(p + 1, '"')) {
        const char *end = strchr(p + 1, '"');
        if (!end) break;
        ids[(*n_r)++] = arena_str(a, (struct str){p + 1, (size_t)(end - p - 1)});
        p = end;
    }
    return ids;
}

static bool collect_session(void *arg, const struct db_value *row) {
    struct sessions *out = arg;
    struct training_session *t = &out->rows[out->n++];
    *t = (struct training_session){
        .session_id = db_get_int(row, 0),
        .plan_id = db_get_int(row, 1),
        .organiser_id = db_get_int(row, 2),
        .body_id = db_get_int(row, 3),
        .body_name = arena_strdup(out->arena, db_get_text(row, 4)),
        .from = db_get_date(row, 5),
        .to = db_get_date(row, 6),
        .tenths = db_get_int(row, 7),
        .evidence_id = db_get_int(row, 9),
        .at = {db_get_int(row, 10)},
        .participants = db_get_int(row, 11),
    };
    t->contents = ids_of(out->arena, db_get_text(row, 8), &t->ncontents);
    return out->n < out->most;
}

enum err training_session_list(struct ctx *ctx, const char *place, int64_t organiser_id,
                               int64_t after, size_t most, struct training_session **list_r,
                               size_t *n_r) {
    struct sessions out = {ctx->arena, ARENA_ARRAY(ctx->arena, most, struct training_session), 0,
                           most};
    enum err e = db_fetch_each(
        ctx, STMT(SESSIONS),
        DB_ARGS(db_text(place), db_int(organiser_id), db_int(after), db_int((int64_t)most)),
        collect_session, &out);
    *list_r = out.rows;
    *n_r = out.n;
    return e;
}

/* ---- taking part */

enum err training_take(struct ctx *ctx, struct door *d, struct db_session *s,
                       struct training_taken *in) {
    const struct db_value *row;
    int64_t changed;
    enum err e = db_row(ctx, s, STMT(SESSION), DB_ARGS(db_int(in->session_id)), &row);
    if (e != OK) return e;
    if (!row || db_get_int(row, 0) != ctx->actor->unit_id)
        return fail(ctx, ERR_NOT_FOUND, "本单位没有组织这次培训");
    if (in->tenths <= 0 || in->tenths > db_get_int(row, 1))
        return fail_field(ctx, ERR_INPUT_RANGE, "hours", "max:session",
                          "参加的学时须大于零，且不超过本次培训的学时");
    in->training_id = id_new(door_now(d));
    const char *clause = db_get_text(row, 4);
    e = db_write(ctx, s, STMT(TAKE),
                 DB_ARGS(db_int(in->subject_id), db_int(in->training_id), db_int(in->session_id),
                         db_int(in->attendee_id), db_text(training_capacity_word(in->capacity)),
                         db_int(in->tenths), db_text(db_get_text(row, 2)),
                         db_int(ctx->actor->user_id), db_int(ctx->actor->unit_id),
                         db_int(door_now(d).us),
                         in->report_evidence ? db_int(in->report_evidence) : db_null()),
                 &changed);
    if (e == OK && !changed) e = fail(ctx, ERR_TRAINING_TAKEN, NULL);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_TRAINING_TAKEN);
    leaf.object = in->training_id;
    leaf.subject = in->subject_id;
    leaf.word = training_capacity_word(in->capacity);
    leaf.day = db_get_date(row, 2);
    leaf.basis = &clause;
    leaf.n_basis = 1;
    door_leaf(d, &leaf);
    return subject_raise(ctx, d, s, in->subject_id);
}

enum err training_of_subject(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                             struct training **list_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(OF_SUBJECT), .args = DB_ARGS(db_int(subject_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct training *list = ARENA_ARRAY(ctx->arena, c.n, struct training);
    for (size_t i = 0; i < c.n; i++) {
        const struct db_value *row = c.rows[i];
        list[i] = (struct training){
            .training_id = db_get_int(row, 0),
            .session_id = db_get_int(row, 1),
            .tenths = db_get_int(row, 2),
            .body_name = db_get_text(row, 3),
            .organiser_name = db_get_text(row, 4),
            .contents = db_get_text(row, 5),
            .from = db_get_date(row, 7),
            .to = db_get_date(row, 8),
            .report_evidence = db_get_int(row, 9),
        };
        for (size_t k = 0; k < GX_COUNT(capacities); k++)
            if (!strcmp(capacities[k], db_get_text(row, 6)))
                list[i].capacity = (enum training_capacity)k;
    }
    *list_r = list;
    *n_r = c.n;
    return OK;
}

enum err training_hours(struct ctx *ctx, struct db_session *s, int64_t subject_id, struct date day,
                        int64_t *tenths_r) {
    const struct db_value *row;
    enum err e =
        db_row(ctx, s, STMT(HOURS), DB_ARGS(db_int(subject_id), db_date(ctx->arena, day)), &row);
    *tenths_r = e == OK && row ? db_get_int(row, 0) : 0;
    return e;
}
