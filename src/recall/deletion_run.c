#include <string.h>

#include "base/bug.h"
#include "db/db_fetch.h"
#include "law/law.h"
#include "recall/deletion_row.h"
#include "recall/sources.h"
#include "registry/actor.h"
#include "registry/outbox.h"
#include "registry/record.h"

enum { READY, IN_STATE, DESTROY, ADD_SOURCE, SOURCES, FILES_GONE, CLEANED, CONSENTS };

const struct db_stmt deletion_run_stmts[] = {
    [READY] = {.name = "deletion.ready",
               /* Receivers are told first: the message says which record it is. */
               .sql = "select " DELETION_COLUMNS " from deletion x where state = 'sealed'"
                      " and (at_once = 1 or settled is not null or keep_to < $1)"
                      " and not exists (select 1 from recall r where r.subject_id = x.subject_id"
                      " and r.record_id = x.record_id and r.found_at is null)"
                      " order by deletion_id limit 5",
               .in = "t",
               .out = DELETION_SIGNATURE,
               .kind = DB_READ},
    [IN_STATE] = {.name = "deletion.in_state",
                  .sql = "select " DELETION_COLUMNS " from deletion where state = $1"
                         " order by deletion_id limit $2",
                  .in = "ti",
                  .out = DELETION_SIGNATURE,
                  .kind = DB_READ},
    [DESTROY] = {.name = "deletion.destroy",
                 .sql = "update deletion set state = 'destroying', destroyed_day = $3,"
                        " destroyed_at = $4 where subject_id = $1 and deletion_id = $2"
                        " and state = 'sealed'",
                 .in = "iiti",
                 .out = "",
                 .kind = DB_WRITE},
    [ADD_SOURCE] = {.name = "deletion.add_source",
                    .sql = "insert into deletion_source (subject_id, deletion_id, submission_id,"
                           " row_no) values ($1, $2, $3, $4) on conflict (subject_id,"
                           " deletion_id, submission_id, row_no) do nothing",
                    .in = "iiii",
                    .out = "",
                    .kind = DB_WRITE},
    [SOURCES] = {.name = "deletion.sources",
                 .sql = "select submission_id, row_no from deletion_source where subject_id = $1"
                        " and deletion_id = $2 order by submission_id, row_no",
                 .in = "ii",
                 .out = "ii",
                 .kind = DB_READ},
    [FILES_GONE] = {.name = "deletion.files_gone",
                    .sql = "update deletion set state = 'cleaning' where subject_id = $1"
                           " and deletion_id = $2 and state = 'destroying'",
                    .in = "ii",
                    .out = "",
                    .kind = DB_WRITE},
    [CLEANED] = {.name = "deletion.cleaned",
                 .sql = "update deletion set state = 'destroyed', cleaned_at = $3,"
                        " leftover_to = $4, leftover_rule = $5 where subject_id = $1"
                        " and deletion_id = $2 and state = 'cleaning'",
                 .in = "iiiTT",
                 .out = "",
                 .kind = DB_WRITE},
    [CONSENTS] = {.name = "deletion.consents",
                  .sql = "select outbox_id, jurisdiction, subject_id, object_id from outbox"
                         " where state = 'waiting' and due_at <= $1"
                         " and topic = 'consent.withdrawn' order by due_at, outbox_id limit 20",
                  .in = "i",
                  .out = "itII",
                  .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&deletion_run_stmts[name])

struct running {
    const struct deletion *x;
    const struct scrub *scrubs;
    size_t n;
    struct scrub_record what;
};

static void begin(struct running *run, const struct deletion *x, const struct scrub *scrubs,
                  size_t n) {
    *run = (struct running){
        .x = x,
        .scrubs = scrubs,
        .n = n,
        .what = {.subject_id = x->subject_id,
                 .record_id = x->record_id,
                 .case_id = x->case_id,
                 .deletion_id = x->deletion_id,
                 .jurisdiction = x->jurisdiction,
                 .policy_label = x->policy_label},
    };
}

/* ---- out of the tables, in one transaction */

static enum err destroy_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct running *run = arg;
    const struct deletion *x = run->x;
    int64_t changed;
    enum err e =
        db_write(ctx, s, STMT(DESTROY),
                 DB_ARGS(db_int(x->subject_id), db_int(x->deletion_id),
                         db_date(ctx->arena, date_of_instant(door_now(d))), db_int(door_now(d).us)),
                 &changed);
    if (e != OK) return e;
    if (!changed) {
        door_nothing(d);
        return OK;
    }
    for (size_t i = 0; e == OK && i < run->what.n_sources; i++)
        e = db_write(ctx, s, STMT(ADD_SOURCE),
                     DB_ARGS(db_int(x->subject_id), db_int(x->deletion_id),
                             db_int(run->what.sources[i].submission_id),
                             db_int(run->what.sources[i].row)),
                     NULL);
    for (size_t i = 0; e == OK && i < run->n; i++)
        if (run->scrubs[i].rows) e = run->scrubs[i].rows(ctx, d, s, &run->what);
    if (e != OK) return e;
    struct leaf leaf = deletion_leaf(ctx, EV_DELETION_DESTROYED, x);
    leaf.day = date_of_instant(door_now(d));
    door_leaf(d, &leaf);
    return OK;
}

static enum err destroy(struct ctx *ctx, const struct deletion *x, const struct scrub *scrubs,
                        size_t n) {
    struct running run;
    begin(&run, x, scrubs, n);
    enum err e =
        sources_find(ctx, x->subject_id, x->record_id, &run.what.sources, &run.what.n_sources);
    return e == OK ? door_run(ctx, "deletion.destroy", DB_PEOPLE, destroy_step, &run) : e;
}

/* ---- out of the files */

static enum err files_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct deletion *x = arg;
    int64_t changed;
    enum err e = db_write(ctx, s, STMT(FILES_GONE),
                          DB_ARGS(db_int(x->subject_id), db_int(x->deletion_id)), &changed);
    if (e != OK) return e;
    if (!changed) {
        door_nothing(d);
        return OK;
    }
    struct leaf leaf = deletion_leaf(ctx, EV_DELETION_FILES, x);
    door_leaf(d, &leaf);
    return OK;
}

static enum err read_sources(struct ctx *ctx, struct running *run) {
    struct db_session *s;
    struct db_call c = {.stmt = STMT(SOURCES),
                        .args = DB_ARGS(db_int(run->x->subject_id), db_int(run->x->deletion_id))};
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    struct scrub_source *sources = ARENA_ARRAY(ctx->arena, c.n + 1, struct scrub_source);
    for (size_t i = 0; e == OK && i < c.n; i++)
        sources[i] = (struct scrub_source){db_get_int(c.rows[i], 0), db_get_int(c.rows[i], 1)};
    run->what.sources = sources;
    run->what.n_sources = c.n;
    return e;
}

static enum err destroy_files(struct ctx *ctx, struct deletion *x, const struct scrub *scrubs,
                              size_t n) {
    struct running run;
    begin(&run, x, scrubs, n);
    enum err e = read_sources(ctx, &run);
    for (size_t i = 0; e == OK && i < n; i++)
        if (scrubs[i].files) e = scrubs[i].files(ctx, &run.what);
    return e == OK ? door_run(ctx, "deletion.files", DB_PEOPLE, files_step, x) : e;
}

/* One that cannot be destroyed now does not keep the others. */
enum err deletion_run(struct ctx *ctx, const struct scrub *scrubs, size_t n, bool *more_r) {
    struct deletion *list;
    size_t count, done = 0;
    enum err last = OK;
    *more_r = false;
    enum err e = deletion_read_rows(
        ctx, STMT(READY), DB_ARGS(db_date(ctx->arena, clock_today(ctx->clock))), &list, &count);
    if (e != OK) return e;
    for (size_t i = 0; i < count; i++) {
        e = destroy(ctx, &list[i], scrubs, n);
        if (e != OK) last = e;
        done += e == OK;
    }
    e = deletion_read_rows(ctx, STMT(IN_STATE), DB_ARGS(db_text("destroying"), db_int(5)), &list,
                           &count);
    for (size_t i = 0; e == OK && i < count; i++) {
        enum err one = destroy_files(ctx, &list[i], scrubs, n);
        if (one != OK) last = one;
        done += one == OK;
    }
    *more_r = done > 0;
    return e == OK ? last : e;
}

/* ---- out of what the databases' files still hold */

/* The last day on which a backup that still has it can be read: backups made until today are kept so
 * long. */
static struct date leftover(struct ctx *ctx, const struct deletion *x, const char **rule_r) {
    struct date today = clock_today(ctx->clock);
    const struct policy *p = law_policy(ctx->law, x->jurisdiction, today);
    const struct policy_value *v = p ? policy_get(p, PARAM_BACKUP_KEEP, NULL, today) : NULL;
    const struct calendar *calendar = law_calendar(ctx->law);
    struct limit rule;
    *rule_r = NULL;
    if (!v || !v->known || !v->limit.figure ||
        !policy_limit_rule(p, v, W_CLOCK_TERM, NULL, today, &rule) ||
        (limit_needs_calendar(&rule) && !calendar))
        return DATE_NONE;
    struct due due = limit_due(ctx->arena, &rule, today, NULL, 0, calendar);
    if (due.status != DUE_KNOWN) return DATE_NONE;
    struct buf b;
    buf_init(&b, 1 << 20);
    limit_write(&due, &b);
    *rule_r = arena_str(ctx->arena, buf_finish(&b));
    buf_free(&b);
    return due.date;
}

static enum err cleaned_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct deletion *x = arg;
    const char *rule;
    struct date to = leftover(ctx, x, &rule);
    int64_t changed;
    enum err e = db_write(ctx, s, STMT(CLEANED),
                          DB_ARGS(db_int(x->subject_id), db_int(x->deletion_id),
                                  db_int(door_now(d).us), db_date(ctx->arena, to), db_text(rule)),
                          &changed);
    if (e != OK) return e;
    if (!changed) {
        door_nothing(d);
        return OK;
    }
    struct leaf leaf = deletion_leaf(ctx, EV_DELETION_CLEANED, x);
    leaf.day = to;
    door_leaf(d, &leaf);
    return OK;
}

static size_t tables_of(struct ctx *ctx, const struct scrub *scrubs, size_t n,
                        const char *const **tables_r) {
    size_t count = 0, most = 0;
    for (size_t i = 0; i < n; i++)
        for (const char *const *t = scrubs[i].tables; t && *t; t++)
            most++;
    const char **tables = ARENA_ARRAY(ctx->arena, most + 1, const char *);
    for (size_t i = 0; i < n; i++)
        for (const char *const *t = scrubs[i].tables; t && *t; t++) {
            bool there = false;
            for (size_t k = 0; k < count; k++)
                there |= !strcmp(tables[k], *t);
            if (!there) tables[count++] = *t;
        }
    *tables_r = tables;
    return count;
}

enum err deletion_run_clean(struct ctx *ctx, const struct scrub *scrubs, size_t n, bool *more_r) {
    enum { AT_ONCE = 500 };
    struct deletion *list;
    size_t count;
    const char *const *tables;
    bool clean = false;
    *more_r = false;
    enum err e = deletion_read_rows(ctx, STMT(IN_STATE),
                                    DB_ARGS(db_text("cleaning"), db_int(AT_ONCE)), &list, &count);
    if (e != OK || !count) return e;
    size_t n_tables = tables_of(ctx, scrubs, n, &tables);
    e = db_purge(ctx, tables, n_tables, &clean);
    if (e != OK || !clean) return e;
    for (size_t i = 0; e == OK && i < count; i++)
        e = door_run(ctx, "deletion.cleaned", DB_BULK, cleaned_step, &list[i]);
    *more_r = e == OK && count == AT_ONCE;
    return e;
}

/* ---- what rested on a consent that was withdrawn (consent.h) */

struct withdrawn {
    int64_t outbox_id, subject_id, object_id;
    const char *jurisdiction;
};

static enum err withdrawn_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct withdrawn *w = arg;
    struct record *r = NULL;
    enum err e =
        w->subject_id && w->object_id ? record_get(ctx, s, w->subject_id, w->object_id, &r) : OK;
    if (e != OK) return e;
    if (r && r->state != RECORD_DELETED) {
        struct cause cause = {.jurisdiction = r->facts.jurisdiction,
                              .policy_label = r->facts.policy_label,
                              .clause = "default",
                              .reason = "信用主体撤回同意",
                              .day = date_of_instant(door_now(d))};
        e = deletion_begin(ctx, d, s, w->subject_id, w->object_id, true, &cause);
    } else { /* a consent on which no record rests */
        struct leaf leaf = actor_leaf(ctx, EV_CONSENT_SETTLED);
        leaf.object = w->object_id;
        leaf.subject = w->subject_id;
        door_leaf(d, &leaf);
    }
    if (e == OK) e = outbox_done(ctx, d, s, w->outbox_id, OUTBOX_ACKNOWLEDGED, door_now(d));
    return e;
}

enum err deletion_run_consents(struct ctx *ctx, bool *more_r) {
    struct db_session *s;
    struct db_call c = {.stmt = STMT(CONSENTS), .args = DB_ARGS(db_int(clock_now(ctx->clock).us))};
    *more_r = false;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    for (size_t i = 0; e == OK && i < c.n; i++) {
        struct withdrawn w = {db_get_int(c.rows[i], 0), db_get_int(c.rows[i], 2),
                              db_get_int(c.rows[i], 3), db_get_text(c.rows[i], 1)};
        e = door_run(ctx, "deletion.consent", DB_PEOPLE, withdrawn_step, &w);
    }
    *more_r = e == OK && c.n > 0;
    return e;
}
