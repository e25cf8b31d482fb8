#include "registry/adoption.h"

#include <string.h>

#include "base/bug.h"
#include "base/file.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "law/calendar.h"
#include "law/policy_load.h"
#include "ledger/door.h"
#include "registry/actor.h"

enum { PROPOSE, CONFIRM, BY_ID, BY_DIGEST, LIST, USE_PROPOSE, USE_CONFIRM, USE_BY_ID };

#define COLUMNS                                                                                    \
    "edition_id, kind, place, label, basis, first_day, proposed_by, second_by, proposed_at, "      \
    "adopted_at, digest"
#define COLUMNS_OUT "ittttTiIiIb"

const struct db_stmt adoption_stmts[] = {
    [PROPOSE] = {"edition.propose",
                 "insert into edition (edition_id, kind, place, digest, label, first_day, basis, "
                 "proposed_by, "
                 "proposed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
                 "on conflict (kind, digest, first_day) do nothing",
                 "ittbtttii", "", DB_WRITE, DB_FACTS},
    [CONFIRM] = {"edition.confirm",
                 "update edition set second_by = $2, adopted_at = $3 where edition_id = $1 and "
                 "adopted_at is null",
                 "iii", "", DB_WRITE, DB_FACTS},
    [BY_ID] = {"edition.by_id", "select " COLUMNS " from edition where edition_id = $1", "i",
               COLUMNS_OUT, DB_READ, DB_FACTS},
    [BY_DIGEST] = {"edition.by_digest",
                   "select " COLUMNS " from edition where kind = $1 and digest = $2 and "
                   "first_day = $3",
                   "tbt", COLUMNS_OUT, DB_READ, DB_FACTS},
    [LIST] = {"edition.list", "select " COLUMNS " from edition order by edition_id", "",
              COLUMNS_OUT, DB_READ, DB_FACTS},
    [USE_PROPOSE] = {"continued_use.propose",
                     "insert into continued_use (continued_use_id, place, from_day, to_day, "
                     "citation, proposed_by, "
                     "proposed_at) values ($1, $2, $3, $4, $5, $6, $7)",
                     "ittTtii", "", DB_WRITE, DB_FACTS},
    [USE_CONFIRM] = {"continued_use.confirm",
                     "update continued_use set second_by = $2, recorded_at = $3 "
                     "where continued_use_id = $1 and recorded_at is null",
                     "iii", "", DB_WRITE, DB_FACTS},
    [USE_BY_ID] = {"continued_use.by_id",
                   "select place, proposed_by from continued_use where continued_use_id = $1", "i",
                   "ti", DB_READ, DB_FACTS},
    {0},
};

enum { STORED_MAX = 8 << 20 };

static char *stored_path(struct ctx *ctx, const char *kind, const char *label) {
    return arena_printf(ctx->arena, "%s/editions/%s.%s", ctx->app->dir, label,
                        !strcmp(kind, "policy") ? "pack" : "csv");
}

static struct stored_digest digest_of(const char *kind, struct ctx *ctx, struct str content) {
    struct policy_source source;
    if (strcmp(kind, "policy") != 0)
        return crypto_stored(SUITE_INTL, crypto_digest(SUITE_INTL, content.p, content.n));
    if (policy_source_unpack(ctx->arena, content, &source) != OK) return (struct stored_digest){0};
    return crypto_stored(SUITE_INTL, policy_source_digest(&source));
}

enum err adoption_stored(struct ctx *ctx, const struct edition *e, struct str *content_r) {
    enum err read =
        file_read(ctx->arena, stored_path(ctx, e->kind, e->label), STORED_MAX, content_r);
    struct stored_digest d = {0};
    if (read == OK) d = digest_of(e->kind, ctx, *content_r);
    if (read == OK && !memcmp(d.b, e->digest.b, sizeof d.b)) return OK;
    return fail(ctx, ERR_EDITION_DAMAGED, "已采用的%s %s 缺失或被改动",
                strcmp(e->kind, "policy") ? "工作日历" : "政策包", e->label);
}

static void read_edition(struct arena *a, const struct db_value *row, struct edition *out) {
    *out = (struct edition){
        .edition_id = db_get_int(row, 0),
        .kind = arena_strdup(a, db_get_text(row, 1)),
        .place = arena_strdup(a, db_get_text(row, 2)),
        .label = arena_strdup(a, db_get_text(row, 3)),
        .basis = arena_strdup(a, db_get_text(row, 4)),
        .first_day = db_get_date(row, 5),
        .proposed_by = db_get_int(row, 6),
        .second_by = db_get_int(row, 7),
        .proposed_at = {db_get_int(row, 8)},
        .adopted_at = {db_get_int(row, 9)},
    };
    struct str digest = db_get_blob(row, 10);
    if (digest.n == sizeof out->digest.b) memcpy(out->digest.b, digest.p, digest.n);
}

/* ---- proposing */

struct proposal {
    int64_t id;
    const char *kind, *place, *label, *basis;
    struct stored_digest digest;
    struct date first_day;
    enum ledger_event event;
};

/* The same proposal, made again by whom it waits from, is that proposal; anybody else's is another matter. */
static enum err proposed_before(struct ctx *ctx, struct door *door, struct db_session *s,
                                struct proposal *p) {
    const struct db_value *row;
    struct edition there = {0};
    enum err e = db_row(ctx, s, &adoption_stmts[BY_DIGEST],
                        DB_ARGS(db_text(p->kind), db_blob(p->digest.b, sizeof p->digest.b),
                                db_date(ctx->arena, p->first_day)),
                        &row);
    if (e != OK) return e;
    if (row) read_edition(ctx->arena, row, &there);
    if (!row || there.adopted_at.us) return fail(ctx, ERR_ALREADY_ADOPTED, NULL);
    if (there.proposed_by != ctx->actor->user_id || strcmp(there.basis, p->basis) != 0)
        return fail(ctx, ERR_ALREADY_ADOPTED, "该版本已经提出，编号 %lld，待第二人确认",
                    (long long)there.edition_id);
    p->id = there.edition_id;
    door_nothing(door);
    return OK;
}

static enum err propose_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    struct proposal *p = arg;
    int64_t changed;
    enum err e = db_write(ctx, s, &adoption_stmts[PROPOSE],
                          DB_ARGS(db_int(p->id), db_text(p->kind), db_text(p->place),
                                  db_blob(p->digest.b, sizeof p->digest.b), db_text(p->label),
                                  db_date(ctx->arena, p->first_day), db_text(p->basis),
                                  db_int(ctx->actor->user_id), db_int(door_now(door).us)),
                          &changed);
    if (e != OK) return e;
    if (!changed) return proposed_before(ctx, door, s, p);
    struct leaf leaf = actor_leaf(ctx, p->event);
    leaf.object = p->id;
    leaf.place = p->place;
    leaf.day = p->first_day;
    leaf.commitments = &p->digest;
    leaf.n_commitments = 1;
    door_leaf(door, &leaf);
    return OK;
}

/* Stores what is proposed. A label holds only the beginning of a digest: another edition's file is never replaced. */
static enum err store(struct ctx *ctx, const struct proposal *p, struct str content) {
    struct edition *editions;
    size_t n;
    enum err e = adoption_list(ctx, &editions, &n);
    for (size_t i = 0; e == OK && i < n; i++)
        if (!strcmp(editions[i].label, p->label) &&
            memcmp(editions[i].digest.b, p->digest.b, sizeof p->digest.b) != 0)
            return fail(ctx, ERR_ALREADY_ADOPTED, "另一版本已使用编号 %s", p->label);
    if (e != OK) return e;
    e = file_write(stored_path(ctx, p->kind, p->label), content, 0600);
    return e == OK ? OK : fail(ctx, e, NULL);
}

static enum err propose(struct ctx *ctx, struct proposal *p, struct str content) {
    enum err e = actor_may(ctx, PERM_POLICY_ADOPT);
    if (e == OK) e = actor_reaches(ctx, p->place);
    if (e == OK) e = store(ctx, p, content);
    if (e != OK) return e;
    p->id = id_new(clock_now(ctx->clock));
    return door_run(ctx, "adoption.propose", DB_PEOPLE, propose_step, p);
}

enum err adoption_propose_policy(struct ctx *ctx, const char *dir, struct date first_day,
                                 const char *basis, int64_t *edition_r) {
    struct policy_source source;
    enum err e = policy_source_dir(ctx->arena, dir, &source);
    if (e != OK) return fail(ctx, e, "读不到政策包 %s", dir);
    struct faults faults;
    faults_init(&faults, ctx->arena);
    const struct policy *policy = policy_load(ctx->arena, &source, &faults);
    if (!policy) {
        struct buf said;
        buf_init(&said, 1 << 20);
        faults_print(&faults, &said);
        e = fail(ctx, ERR_POLICY_INVALID, "%s", buf_finish(&said).p);
        buf_free(&said);
        return e;
    }
    if (date_is_none(first_day)) {
        const struct policy_value *from =
            policy_get(policy, PARAM_POLICY_VALID_FROM, NULL, DATE_NONE);
        first_day = from->known                     ? from->date
                    : !date_is_none(policy->issued) ? policy->issued
                                                    : clock_today(ctx->clock);
    }
    struct proposal p = {
        .kind = "policy",
        .place = policy->place,
        .label = policy->edition,
        .basis = basis,
        .digest = crypto_stored(SUITE_INTL, policy->digest),
        .first_day = first_day,
        .event = EV_POLICY_PROPOSED,
    };
    e = propose(ctx, &p, policy_source_pack(ctx->arena, &source));
    *edition_r = p.id;
    return e;
}

enum err adoption_propose_calendar(struct ctx *ctx, struct str csv, const char *basis,
                                   int64_t *edition_r) {
    struct faults faults;
    faults_init(&faults, ctx->arena);
    const struct calendar *calendar = calendar_parse(ctx->arena, "calendar.csv", csv, &faults);
    struct buf text;
    buf_init(&text, CALENDAR_FILE_MAX);
    enum err e;
    if (!calendar) {
        faults_print(&faults, &text);
        e = fail(ctx, ERR_CALENDAR_INVALID, "%s", buf_finish(&text).p);
        buf_free(&text);
        return e;
    }
    calendar_write(calendar, &text);
    struct str canonical = buf_finish(&text);
    struct digest digest = crypto_digest(SUITE_INTL, canonical.p, canonical.n);
    struct proposal p = {
        .kind = "calendar",
        .place = "cn",
        .label =
            arena_printf(ctx->arena, "cn@%.12s", calendar_edition(calendar) + strlen("sha256:")),
        .basis = basis,
        .digest = crypto_stored(SUITE_INTL, digest),
        .first_day = clock_today(ctx->clock),
        .event = EV_CALENDAR_PROPOSED,
    };
    e = propose(ctx, &p, canonical);
    *edition_r = p.id;
    buf_free(&text);
    return e;
}

/* ---- confirming */

static enum err confirm_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct edition *edition = arg;
    int64_t changed;
    enum err e = db_write(ctx, s, &adoption_stmts[CONFIRM],
                          DB_ARGS(db_int(edition->edition_id), db_int(ctx->actor->user_id),
                                  db_int(door_now(door).us)),
                          &changed);
    if (e != OK) return e;
    if (!changed) return fail(ctx, ERR_ALREADY_ADOPTED, NULL);
    bool policy = !strcmp(edition->kind, "policy");
    struct leaf leaf = actor_leaf(ctx, policy ? EV_POLICY_ADOPTED : EV_CALENDAR_ADOPTED);
    leaf.object = edition->edition_id;
    leaf.place = edition->place;
    leaf.policy = policy ? edition->label : NULL;
    leaf.second = edition->proposed_by;
    leaf.day = edition->first_day;
    door_leaf(door, &leaf);
    return OK;
}

enum err adoption_confirm(struct ctx *ctx, int64_t edition_id) {
    const struct db_value *row;
    struct edition edition;
    struct str content;
    enum err e = actor_may(ctx, PERM_POLICY_ADOPT);
    if (e == OK) e = db_fetch(ctx, &adoption_stmts[BY_ID], DB_ARGS(db_int(edition_id)), &row);
    if (e != OK) return e;
    if (!row) return fail(ctx, ERR_NOT_FOUND, NULL);
    read_edition(ctx->arena, row, &edition);
    if (edition.proposed_by == ctx->actor->user_id) return fail(ctx, ERR_SECOND_PERSON, NULL);
    e = actor_reaches(ctx, edition.place);
    if (e == OK) e = adoption_stored(ctx, &edition, &content);
    if (e == OK) e = door_run(ctx, "adoption.confirm", DB_PEOPLE, confirm_step, &edition);
    return e == OK ? law_holder_reload(ctx, ctx->app->law) : e;
}

/* ---- continued use */

struct continuation {
    int64_t id;
    const char *place, *citation;
    struct date from, to;
};

static enum err use_propose_step(struct ctx *ctx, struct door *door, struct db_session *s,
                                 void *arg) {
    const struct continuation *c = arg;
    enum err e = db_write(ctx, s, &adoption_stmts[USE_PROPOSE],
                          DB_ARGS(db_int(c->id), db_text(c->place), db_date(ctx->arena, c->from),
                                  db_date(ctx->arena, c->to), db_text(c->citation),
                                  db_int(ctx->actor->user_id), db_int(door_now(door).us)),
                          NULL);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_POLICY_CONTINUE_PROPOSED);
    leaf.object = c->id;
    leaf.place = c->place;
    leaf.day = c->from;
    door_leaf(door, &leaf);
    return OK;
}

enum err continued_use_propose(struct ctx *ctx, const char *place, struct date from, struct date to,
                               const char *citation, int64_t *id_r) {
    const struct policy *policy;
    enum err e = actor_may(ctx, PERM_POLICY_ADOPT);
    if (e == OK) e = law_require(ctx, place, &policy);
    if (e == OK) e = actor_reaches(ctx, place);
    if (e != OK) return e;
    if (!date_is_none(to) && to.day < from.day)
        return fail_field(ctx, ERR_DATE, "to_day", "min:from_day", "止期不能早于起期");
    if (!*citation) return fail_field(ctx, ERR_CITATION, "citation", "required", NULL);
    struct continuation c = {id_new(clock_now(ctx->clock)), policy->place, citation, from, to};
    *id_r = c.id;
    return door_run(ctx, "continued_use.propose", DB_PEOPLE, use_propose_step, &c);
}

static enum err use_confirm_step(struct ctx *ctx, struct door *door, struct db_session *s,
                                 void *arg) {
    int64_t id = *(const int64_t *)arg;
    const struct db_value *row;
    enum err e = db_row(ctx, s, &adoption_stmts[USE_BY_ID], DB_ARGS(db_int(id)), &row);
    if (e != OK) return e;
    if (!row) return fail(ctx, ERR_NOT_FOUND, NULL);
    if (db_get_int(row, 1) == ctx->actor->user_id) return fail(ctx, ERR_SECOND_PERSON, NULL);
    e = actor_reaches(ctx, db_get_text(row, 0));
    if (e != OK) return e;
    int64_t changed;
    e = db_write(ctx, s, &adoption_stmts[USE_CONFIRM],
                 DB_ARGS(db_int(id), db_int(ctx->actor->user_id), db_int(door_now(door).us)),
                 &changed);
    if (e != OK) return e;
    if (!changed) return fail(ctx, ERR_ALREADY_ADOPTED, NULL);
    struct leaf leaf = actor_leaf(ctx, EV_POLICY_CONTINUED);
    leaf.object = id;
    leaf.place = db_get_text(row, 0);
    leaf.second = db_get_int(row, 1);
    door_leaf(door, &leaf);
    return OK;
}

enum err continued_use_confirm(struct ctx *ctx, int64_t id) {
    enum err e = actor_may(ctx, PERM_POLICY_ADOPT);
    if (e == OK) e = door_run(ctx, "continued_use.confirm", DB_PEOPLE, use_confirm_step, &id);
    return e == OK ? law_holder_reload(ctx, ctx->app->law) : e;
}

/* ---- reading */

struct edition_rows {
    struct arena *arena;
    struct edition *rows;
    size_t n, cap;
};

static bool collect(void *arg, const struct db_value *row) {
    struct edition_rows *out = arg;
    if (out->n == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 16;
        struct edition *more = ARENA_ARRAY(out->arena, cap, struct edition);
        if (out->n) memcpy(more, out->rows, out->n * sizeof *more);
        out->rows = more;
        out->cap = cap;
    }
    read_edition(out->arena, row, &out->rows[out->n++]);
    return true;
}

enum err adoption_list(struct ctx *ctx, struct edition **editions_r, size_t *n_r) {
    struct edition_rows out = {.arena = ctx->arena};
    enum err e = db_fetch_each(ctx, &adoption_stmts[LIST], DB_NO_ARGS, collect, &out);
    *editions_r = out.rows;
    *n_r = out.n;
    return e;
}

enum err law_require(struct ctx *ctx, const char *place, const struct policy **policy_r) {
    BUG_IF(!ctx->law);
    *policy_r = law_policy(ctx->law, place, clock_today(ctx->clock));
    return *policy_r ? OK : fail(ctx, ERR_NOT_ADOPTED, NULL);
}

enum err law_require_new(struct ctx *ctx, const char *place, const struct policy **policy_r) {
    enum err e = law_require(ctx, place, policy_r);
    if (e != OK) return e;
    struct date today = clock_today(ctx->clock);
    const struct basis *basis;
    if (law_takes_new(ctx->law, place, today, &basis)) return OK;
    if (law_force(ctx->law, place, today) == W_FORCE_BEFORE)
        return fail(ctx, ERR_POLICY_NOT_YET, NULL);
    return fail_clause(ctx, ERR_POLICY_EXPIRED, basis ? basis->clause : NULL, NULL);
}
