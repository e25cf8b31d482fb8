#include "watch/offence.h"

#include <string.h>

#include "base/id.h"
#include "db/db_fetch.h"
#include "disclosure/evidence.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/app.h"
#include "registry/unit.h"

enum { INSERT, LIST, LINK, CLOSE, PROPOSE, OPENING, OPEN, REPORTER };

const struct db_stmt offence_stmts[] = {
    [INSERT] = {.name = "offence.insert",
                .sql = "insert into offence_report (report_id, jurisdiction, ground, citation, "
                       "clause, unit_id, what,"
                       " reporter, evidence_id, state, by_user, at, version)"
                       " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'received', $10, $11, 1)",
                .in = "ittTtIbBIii",
                .out = "",
                .kind = DB_WRITE},
    [LIST] = {.name = "offence.list",
              .sql = "select report_id, jurisdiction, ground, citation, clause, unit_id, what,"
                     " case when reporter is null then 1 else 0 end, evidence_id, case_id, state, "
                     "outcome, at, version"
                     " from offence_report where jurisdiction = $1 and report_id > $2 order by "
                     "report_id limit $3",
              .in = "tii",
              .out = "ittTtIbiIItTii",
              .kind = DB_READ},
    [LINK] =
        {.name = "offence.link",
         .sql = "update offence_report set case_subject = $4, case_id = $5, state = 'linked',"
                " version = version + 1 where report_id = $1 and version = $2 and jurisdiction = $3"
                " and state <> 'closed'",
         .in = "iitii",
         .out = "",
         .kind = DB_WRITE},
    [CLOSE] =
        {.name = "offence.close",
         .sql =
             "update offence_report set state = 'closed', outcome = $4, version = version + 1"
             " where report_id = $1 and version = $2 and jurisdiction = $3 and state <> 'closed'",
         .in = "iitt",
         .out = "",
         .kind = DB_WRITE},
    [PROPOSE] =
        {.name = "offence.propose",
         .sql =
             "insert into offence_opening (opening_id, report_id, reason, proposed_by, proposed_at)"
             " values ($1, $2, $3, $4, $5)",
         .in = "iitii",
         .out = "",
         .kind = DB_WRITE},
    [OPENING] =
        {.name = "offence.opening",
         .sql =
             "select o.report_id, o.proposed_by, r.jurisdiction, r.reporter from offence_opening o"
             " join offence_report r on r.report_id = o.report_id where o.opening_id = $1",
         .in = "i",
         .out = "iitB",
         .kind = DB_READ},
    [OPEN] = {.name = "offence.open",
              .sql =
                  "update offence_opening set second_by = $2, opened_at = $3 where opening_id = $1"
                  " and opened_at is null",
              .in = "iii",
              .out = "",
              .kind = DB_WRITE},
    [REPORTER] =
        {.name = "offence.reporter",
         .sql =
             "select jurisdiction, case when reporter is null then 1 else 0 end from offence_report"
             " where report_id = $1",
         .in = "i",
         .out = "ti",
         .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&offence_stmts[name])

static bool filled(const char *s) {
    return s && str_trim(str_of(s)).n > 0;
}

/* ---- sealing */

static struct str context_of(struct ctx *ctx, const char *what, int64_t report_id) {
    return str_of(arena_printf(ctx->arena, "offence_%s:%lld", what, (long long)report_id));
}

static struct db_value sealed(struct ctx *ctx, const char *what, int64_t report_id,
                              const char *text) {
    if (!filled(text)) return db_null();
    struct str s =
        crypto_seal(ctx->arena, ctx->app->suite, &ctx->app->keys.seal, ctx->app->keys.version,
                    str_of(text), context_of(ctx, what, report_id));
    return db_blob(s.p, s.n);
}

static enum err opened(struct ctx *ctx, const char *what, int64_t report_id, struct str blob,
                       const char **text_r) {
    struct str text;
    enum err e = crypto_open(ctx->arena, &ctx->app->keys.seal, blob,
                             context_of(ctx, what, report_id), &text);
    if (e != OK) return fail(ctx, e, NULL);
    *text_r = arena_str(ctx->arena, text);
    return OK;
}

/* ---- telling */

static const struct policy_ground *ground_in(const struct policy *p, enum word kind,
                                             const char *id) {
    const struct policy_process *process = policy_process_of(p, kind);
    for (size_t i = 0; process && i < process->ngrounds; i++)
        if (!strcmp(process->grounds[i].id, id)) return &process->grounds[i];
    return NULL;
}

/* The ground gives the clause; an open one needs the rule that forbids the act (AS-32, CZ-165). */
static enum err check_ground(struct ctx *ctx, const struct policy *p, struct offence_report *in) {
    const struct policy_ground *g = ground_in(p, W_PROCESS_LIABILITY, in->ground);
    if (!g) g = ground_in(p, W_PROCESS_INCIDENT, in->ground);
    in->clause = g ? g->basis.clause : "default";
    if (!g && strcmp(in->ground, "other") != 0)
        return fail_field(ctx, ERR_OFFENCE_GROUND, "ground", "pack", NULL);
    if ((!g || g->needs_citation) && !filled(in->citation)) {
        enum err e =
            fail_clause(ctx, ERR_CITATION, in->clause, "请写明禁止该行为的法律、法规和条款");
        ctx->failure.field = "citation";
        return e;
    }
    return OK;
}

static void say(struct ctx *ctx, struct door *door, enum ledger_event event, int64_t report_id,
                const char *place, const char *word) {
    struct leaf leaf = actor_leaf(ctx, event);
    leaf.object = report_id;
    leaf.place = place;
    leaf.word = word;
    door_leaf(door, &leaf);
}

static enum err tell_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    struct offence_report *in = arg;
    struct evidence evidence;
    enum err e = in->evidence_id ? evidence_read(ctx, s, in->evidence_id, &evidence) : OK;
    if (e == OK)
        e = db_write(ctx, s, STMT(INSERT),
                     DB_ARGS(db_int(in->report_id), db_text(in->place), db_text(in->ground),
                             db_text(in->citation), db_text(in->clause),
                             in->unit_id ? db_int(in->unit_id) : db_null(),
                             sealed(ctx, "what", in->report_id, in->what),
                             sealed(ctx, "reporter", in->report_id, in->reporter),
                             in->evidence_id ? db_int(in->evidence_id) : db_null(), db_int(0),
                             db_int(door_now(door).us)),
                     NULL);
    if (e != OK) return e;
    /* Who reported stands nowhere but under the seal: the entry names no account either. */
    struct leaf leaf = LEAF(EV_OFFENCE_TOLD);
    leaf.object = in->report_id;
    leaf.place = in->place;
    leaf.channel = channel_word(CHANNEL_WEB);
    leaf.word = in->ground;
    leaf.basis = &in->clause;
    leaf.n_basis = 1;
    door_leaf(door, &leaf);
    return OK;
}

enum err offence_tell(struct ctx *ctx, struct offence_report *in) {
    const struct policy *p;
    struct unit unit;
    in->place = ctx->actor->jurisdiction;
    in->report_id = id_new(clock_now(ctx->clock));
    enum err e = law_require(ctx, in->place, &p);
    if (e == OK) e = check_ground(ctx, p, in);
    if (e == OK && in->unit_id) e = unit_read(ctx, in->unit_id, &unit);
    return e == OK ? door_run(ctx, "offence.tell", DB_PEOPLE, tell_step, in) : e;
}

/* ---- handling */

struct reports {
    struct ctx *ctx;
    struct offence_report *rows;
    size_t n, most;
    enum err e;
};

static bool collect(void *arg, const struct db_value *row) {
    struct reports *out = arg;
    struct arena *a = out->ctx->arena;
    struct offence_report *r = &out->rows[out->n];
    *r = (struct offence_report){
        .report_id = db_get_int(row, 0),
        .place = arena_strdup(a, db_get_text(row, 1)),
        .ground = arena_strdup(a, db_get_text(row, 2)),
        .citation = db_is_null(row, 3) ? NULL : arena_strdup(a, db_get_text(row, 3)),
        .clause = arena_strdup(a, db_get_text(row, 4)),
        .unit_id = db_get_int(row, 5),
        .anonymous = db_get_int(row, 7) != 0,
        .evidence_id = db_get_int(row, 8),
        .case_id = db_get_int(row, 9),
        .state = arena_strdup(a, db_get_text(row, 10)),
        .outcome = db_is_null(row, 11) ? NULL : arena_strdup(a, db_get_text(row, 11)),
        .at = {db_get_int(row, 12)},
        .version = db_get_int(row, 13),
    };
    out->e = opened(out->ctx, "what", r->report_id, db_get_blob(row, 6), &r->what);
    return out->e == OK && ++out->n < out->most;
}

enum err offence_list(struct ctx *ctx, int64_t after, size_t most, struct offence_report **list_r,
                      size_t *n_r) {
    struct reports out = {ctx, ARENA_ARRAY(ctx->arena, most, struct offence_report), 0, most, OK};
    enum err e = db_fetch_each(
        ctx, STMT(LIST),
        DB_ARGS(db_text(ctx->actor->jurisdiction), db_int(after), db_int((int64_t)most)), collect,
        &out);
    *list_r = out.rows;
    *n_r = out.n;
    return e == OK ? out.e : e;
}

struct handling {
    int64_t report_id, version, case_subject, case_id;
    const char *text;
};

static enum err link_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct handling *g = arg;
    const char *place = ctx->actor->jurisdiction;
    int64_t changed;
    enum err e = db_write(ctx, s, STMT(LINK),
                          DB_ARGS(db_int(g->report_id), db_int(g->version), db_text(place),
                                  db_int(g->case_subject), db_int(g->case_id)),
                          &changed);
    if (e == OK && !changed) e = fail(ctx, ERR_CONFLICT, NULL);
    if (e == OK) say(ctx, door, EV_OFFENCE_LINKED, g->report_id, place, "linked");
    return e;
}

enum err offence_link(struct ctx *ctx, int64_t report_id, int64_t version, int64_t case_subject,
                      int64_t case_id) {
    struct handling g = {report_id, version, case_subject, case_id, NULL};
    return door_run(ctx, "offence.link", DB_PEOPLE, link_step, &g);
}

static enum err close_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct handling *g = arg;
    const char *place = ctx->actor->jurisdiction;
    int64_t changed;
    enum err e = db_write(
        ctx, s, STMT(CLOSE),
        DB_ARGS(db_int(g->report_id), db_int(g->version), db_text(place), db_text(g->text)),
        &changed);
    if (e == OK && !changed) e = fail(ctx, ERR_CONFLICT, NULL);
    if (e == OK) say(ctx, door, EV_OFFENCE_CLOSED, g->report_id, place, "closed");
    return e;
}

enum err offence_close(struct ctx *ctx, int64_t report_id, int64_t version, const char *outcome) {
    struct handling g = {.report_id = report_id, .version = version, .text = outcome};
    if (!filled(outcome)) return fail_field(ctx, ERR_REASON_MISSING, "outcome", "required", NULL);
    return door_run(ctx, "offence.close", DB_PEOPLE, close_step, &g);
}

/* ---- opening who told it */

struct opening {
    int64_t opening_id, report_id;
    const char *reason;
    struct str reporter;
};

static enum err propose_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct opening *g = arg;
    const struct db_value *row;
    const char *place = ctx->actor->jurisdiction;
    enum err e = db_row(ctx, s, STMT(REPORTER), DB_ARGS(db_int(g->report_id)), &row);
    if (e == OK && (!row || strcmp(db_get_text(row, 0), place) != 0))
        e = fail(ctx, ERR_NOT_FOUND, "没有这件举报");
    if (e == OK && db_get_int(row, 1)) e = fail(ctx, ERR_NOT_FOUND, "这件举报是匿名的");
    if (e == OK)
        e = db_write(ctx, s, STMT(PROPOSE),
                     DB_ARGS(db_int(g->opening_id), db_int(g->report_id), db_text(g->reason),
                             db_int(ctx->actor->user_id), db_int(door_now(door).us)),
                     NULL);
    if (e == OK) say(ctx, door, EV_OFFENCE_OPEN_PROPOSED, g->report_id, place, "proposed");
    return e;
}

enum err offence_open_propose(struct ctx *ctx, int64_t report_id, const char *reason,
                              int64_t *opening_r) {
    struct opening g = {id_new(clock_now(ctx->clock)), report_id, reason, {0}};
    if (!filled(reason)) return fail_field(ctx, ERR_REASON_MISSING, "reason", "required", NULL);
    *opening_r = g.opening_id;
    return door_run(ctx, "offence.propose", DB_PEOPLE, propose_step, &g);
}

static enum err open_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    struct opening *g = arg;
    const struct db_value *row;
    int64_t changed;
    enum err e = db_row(ctx, s, STMT(OPENING), DB_ARGS(db_int(g->opening_id)), &row);
    if (e != OK) return e;
    if (!row || strcmp(db_get_text(row, 2), ctx->actor->jurisdiction) != 0)
        return fail(ctx, ERR_NOT_FOUND, "没有这项开启申请");
    if (db_get_int(row, 1) == ctx->actor->user_id) return fail(ctx, ERR_SECOND_PERSON, NULL);
    g->report_id = db_get_int(row, 0);
    g->reporter = db_get_blob(row, 3);
    e = db_write(
        ctx, s, STMT(OPEN),
        DB_ARGS(db_int(g->opening_id), db_int(ctx->actor->user_id), db_int(door_now(door).us)),
        &changed);
    if (e == OK && !changed) e = fail(ctx, ERR_CONFLICT, "该申请已经办理");
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_OFFENCE_OPENED);
    leaf.object = g->report_id;
    leaf.second = db_get_int(row, 1);
    door_leaf(door, &leaf);
    return OK;
}

/* The entry is durable before the name is read. */
enum err offence_open(struct ctx *ctx, int64_t opening_id, const char **reporter_r) {
    struct opening g = {.opening_id = opening_id};
    enum err e = door_run(ctx, "offence.open", DB_PEOPLE, open_step, &g);
    return e == OK ? opened(ctx, "reporter", g.report_id, g.reporter, reporter_r) : e;
}
