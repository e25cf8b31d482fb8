#include "disclosure/query_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/log.h"
#include "db/db_fetch.h"
#include "disclosure/shown.h"
#include "disclosure/consent.h"
#include "disclosure/mask.h"
#include "disclosure/viewer.h"
#include "law/idno.h"
#include "law/law.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/record_row.h"
#include "registry/subject_row.h"

enum { BY_DIGEST, BY_ID, UNIT_NAME, OPEN_ROWS };

#define RECORDS "select " RECORD_COLUMNS ", " RECORD_VERSION_COLUMNS ", u.name"
#define JOINED                                                                                     \
    " join record_version v on v.subject_id = r.subject_id and v.record_id = r.record_id"          \
    " and v.version = r.current_version left join unit u on u.unit_id = r.provider_id"
/* Without an order: the rows are few and wide, a database that sorts them copies them, and some are not given. */
#define STANDS    " and r.state <> 'deleted'"
#define SIGNATURE RECORD_SIGNATURE RECORD_VERSION_SIGNATURE "T"
#define PROVIDER  (RECORD_WIDTH + 4)

const struct db_stmt query_stmts[] = {
    [BY_DIGEST] = {.name = "query.by_digest",
                   .sql = RECORDS " from subject_key k join record r"
                                  " on r.subject_id = k.subject_id" JOINED
                                  " where k.digest = $1" STANDS,
                   .in = "b",
                   .out = SIGNATURE,
                   .kind = DB_READ},
    [BY_ID] = {.name = "query.by_id",
               .sql = RECORDS " from record r" JOINED " where r.subject_id = $1" STANDS,
               .in = "i",
               .out = SIGNATURE,
               .kind = DB_READ},
    [UNIT_NAME] = {.name = "query.unit_name",
                   .sql = "select name from unit where unit_id = $1",
                   .in = "i",
                   .out = "t",
                   .kind = DB_READ},
    [OPEN_ROWS] = {.name = "query.open_rows",
                   .sql = "select " RECORD_COLUMNS " from record r where r.subject_id = $1"
                          " and r.open_from <= $2 and (r.open_to is null or r.open_to >= $2)"
                          " order by r.record_id limit 8",
                   .in = "it",
                   .out = RECORD_SIGNATURE,
                   .kind = DB_READ},
    {.name = NULL},
};

/* ---- the subject and its rows */

struct rows {
    struct subject *subject;
    const struct db_value **v;
    size_t n;
};

static enum err rows_by_id(struct ctx *ctx, struct db_session *s, int64_t id, struct rows *out) {
    struct db_call c = {.stmt = &query_stmts[BY_ID], .args = DB_ARGS(db_int(id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    out->v = c.rows;
    out->n = c.n;
    return OK;
}

/* Both in one round trip; an alias costs another one. */
static enum err rows_by_number(struct ctx *ctx, struct db_session *s,
                               const struct query_subject *who, struct rows *out) {
    struct subject_number number = {who->document, who->number, who->nationality};
    struct stored_digest d = subject_digest(ctx, &number);
    const struct db_value *args = DB_ARGS(db_blob(d.b, sizeof d.b));
    struct db_call c[2] = {{.stmt = subject_by_digest, .args = args},
                           {.stmt = &query_stmts[BY_DIGEST], .args = args}};
    enum db_result r = db_calls(s, ctx->arena, c, 2);
    if (r != DB_ROW) return db_err(ctx, s, r);
    if (!c[0].n) return OK;
    out->subject = subject_of_row(ctx->arena, c[0].rows[0]);
    out->v = c[1].rows;
    out->n = c[1].n;
    if (out->subject->state != SUBJECT_STATE_MERGED) return OK;
    enum err e = subject_follow(ctx, s, &out->subject);
    if (e != OK || !out->subject) return e;
    return rows_by_id(ctx, s, out->subject->id, out);
}

/* The declared kind holds; the two that share a code are not told apart by whoever asks. A person
 * who is asked for by another name is somebody else. */
static enum err is_meant(struct ctx *ctx, const struct query_subject *who, struct subject *s,
                         bool *meant_r) {
    *meant_r = subject_is_person(who->kind) == subject_is_person(s->kind);
    if (!*meant_r || !who->name || !subject_is_person(s->kind)) return OK;
    enum err e = subject_reveal(ctx, s);
    if (e == OK) *meant_r = subject_name_equal(ctx->arena, who->name, s->name);
    return e;
}

static enum err read_rows(struct ctx *ctx, struct db_session *s, const struct query_subject *who,
                          struct rows *out) {
    *out = (struct rows){0};
    enum err e;
    bool meant = true;
    if (who->subject_id) {
        e = subject_get(ctx, s, who->subject_id, &out->subject);
        if (e == OK && out->subject) e = rows_by_id(ctx, s, out->subject->id, out);
    } else {
        e = rows_by_number(ctx, s, who, out);
        if (e == OK && out->subject) e = is_meant(ctx, who, out->subject, &meant);
    }
    if (e == OK && !meant) *out = (struct rows){0};
    return e;
}

enum err query_resolve(struct ctx *ctx, struct db_session *s, const struct query_subject *who,
                       struct subject **subject_r) {
    struct subject_number number = {who->document, who->number, who->nationality};
    bool meant = true;
    enum err e = who->subject_id ? subject_get(ctx, s, who->subject_id, subject_r)
                                 : subject_find(ctx, s, &number, subject_r);
    if (e == OK && *subject_r && !who->subject_id) e = is_meant(ctx, who, *subject_r, &meant);
    if (!meant) *subject_r = NULL;
    return e;
}

/* ---- deciding */

struct deciding {
    struct ctx *ctx;
    struct db_session *s;
    const struct asking *a;
    const struct grant *grant;
    struct viewer viewer; /* with the unit's duties where a pack asks for them */
    const struct subject *subject;
    const char *const *consented;
    size_t n_consented;
};

static bool asked_for(const struct query *q, const char *item) {
    for (size_t i = 0; i < q->n_items; i++)
        if (!strcmp(q->items[i], item)) return true;
    return !q->n_items;
}

static const struct policy *policy_of(const struct deciding *d, const struct record *r) {
    if (!strcmp(r->facts.jurisdiction, d->a->policy->place)) return d->a->policy;
    return law_policy(d->ctx->law, r->facts.jurisdiction, d->a->today);
}

/* What the record's stored ranges say has a veto: after an adoption until they are derived anew;
 * otherwise a disagreement is a fault of ours, hidden and reported. */
static bool ranges_agree(const struct deciding *d, const struct policy *p, const struct record *r,
                         const struct decision *decision) {
    enum channel_range range = decide_range_of(decision->viewer, &d->a->purpose, d->grant);
    if (decide_in_range(&r->ranges, range, d->a->today)) return true;
    if (!strcmp(r->ranges.label, p->edition)) {
        log_event(d->ctx, LOG_ERROR, "decide.disagreement", "record=%lld item=%s range=%d",
                  (long long)r->id, r->facts.item, (int)range);
        atomic_fetch_add(&d->ctx->app->counts.disagreements, 1);
    }
    return false;
}

static enum err decide_record(struct deciding *d, const struct record *r, struct shown_record *out,
                              bool *given_r) {
    const struct policy *p = policy_of(d, r);
    const struct catalog *catalog;
    *given_r = false;
    if (!p) return OK;
    enum err e = catalog_by_id(d->ctx, d->s, r->facts.catalog_id, &catalog);
    if (e != OK) return e;
    out->item = catalog_item(catalog, r->facts.item);
    if (!out->item) return OK; /* without an item nothing says what may be seen */
    struct decide_case c = {
        .policy = p,
        .viewer = &d->viewer,
        .purpose = &d->a->purpose,
        .grant = d->grant,
        .subject = d->subject->kind,
        .provisional = d->subject->state == SUBJECT_STATE_PROVISIONAL,
        .record = r,
        .item = out->item->item,
        .day = d->a->today,
    };
    for (size_t i = 0; i < d->n_consented; i++)
        c.consent |= !strcmp(d->consented[i], r->facts.item);
    out->record = r;
    out->decision = decide(&c);
    *given_r = out->decision.give != W_GIVE_NOTHING && ranges_agree(d, p, r, &out->decision);
    return OK;
}

/* ---- what stands beside a record */

static enum err unit_name(struct ctx *ctx, struct db_session *s, int64_t unit_id,
                          const char **name_r) {
    const struct db_value *row;
    enum err e = db_row(ctx, s, &query_stmts[UNIT_NAME], DB_ARGS(db_int(unit_id)), &row);
    if (e == OK) *name_r = row ? db_get_text(row, 0) : "";
    return e;
}

static enum err read_changes(struct ctx *ctx, struct db_session *s, struct shown_record *r) {
    const struct record *record = r->record;
    if (record->current_version == 1) {
        r->changes = ARENA_NEW(ctx->arena, struct shown_change);
        *r->changes = (struct shown_change){.version = 1,
                                            .reason = record->reason,
                                            .text = "",
                                            .at = record->version_at,
                                            .unit = r->provider};
        r->n_changes = 1;
        return OK;
    }
    struct record_version *versions;
    enum err e =
        record_versions(ctx, s, record->facts.subject_id, record->id, &versions, &r->n_changes);
    if (e != OK) return e;
    r->changes = ARENA_ARRAY(ctx->arena, r->n_changes, struct shown_change);
    for (size_t i = 0; e == OK && i < r->n_changes; i++) {
        struct shown_change *c = &r->changes[i];
        *c = (struct shown_change){
            .version = versions[i].version,
            .reason = versions[i].reason,
            .text = mask_text(ctx->arena, str_of(versions[i].reason_text), MASK_STAFF),
            .at = versions[i].at,
            .unit = r->provider,
        };
        if (versions[i].by_unit != record->facts.provider_id)
            e = unit_name(ctx, s, versions[i].by_unit, &c->unit);
    }
    return e;
}

static void take_marks(struct shown_record *r, struct record_mark *marks, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (marks[i].record_id != r->record->id) continue;
        if (!r->n_marks) r->marks = &marks[i]; /* by record: they stand together */
        r->n_marks++;
    }
}

static enum err complete(struct ctx *ctx, struct db_session *s, const struct asking *a,
                         const struct subject *subject, struct reading *r) {
    struct record_mark *marks = NULL;
    size_t n_marks = 0;
    bool marked = false;
    enum err e = OK;
    for (size_t i = 0; i < r->n; i++)
        marked |= r->shown[i].record->marks || r->shown[i].record->holds ||
                  r->shown[i].record->current_version > 1;
    if (marked) e = record_marks(ctx, s, subject->id, &marks, &n_marks);
    for (size_t i = 0; e == OK && i < r->n; i++) {
        take_marks(&r->shown[i], marks, n_marks);
        e = read_changes(ctx, s, &r->shown[i]);
        if (e == OK) e = shown_fill(ctx, a->q, &r->shown[i]);
    }
    return e;
}

/* ---- nothing to give */

/* Whether this asker could be given anything of any item asked for: told apart from what there is,
 * so that a refusal betrays nothing. */
static enum err check_entitled(struct deciding *d, enum word kind) {
    struct ctx *ctx = d->ctx;
    const struct catalog *catalog;
    const struct asking *a = d->a;
    bool public = a->viewer.kind == W_VIEWER_PUBLIC;
    if (public && !subject_is_person(kind)) return OK;
    enum err e = catalog_in_force(ctx, d->s, a->policy->place, a->today, &catalog);
    if (e == ERR_CATALOG_NONE) {
        ctx->failure = (struct failure){0};
        return OK;
    }
    if (e != OK) return e;
    struct decision why = {.clause = NULL};
    for (size_t i = 0; i < catalog->n; i++) {
        const struct policy_item *item = catalog->items[i].item;
        if (!words_have(item->subjects, kind) || !asked_for(a->q, item->id)) continue;
        struct decide_case c = {.policy = a->policy,
                                .viewer = &d->viewer,
                                .purpose = &a->purpose,
                                .grant = d->grant,
                                .subject = kind,
                                .day = a->today};
        struct decision one = decide_item(&c, item);
        if (one.give != W_GIVE_NOTHING) return OK;
        bool tells = public ? one.basis != NULL : one.missing != W_NONE;
        if (tells && !why.clause) why = one;
    }
    if (!why.clause) return OK;
    if (public)
        return fail_clause(ctx, ERR_QUERY_NOT_ENTITLED, why.clause, "自然人的信息不向社会公开");
    return fail_clause(ctx, ERR_QUERY_NOT_ENTITLED, why.clause,
                       "按所述用途和依据，不能向您提供所查询的信息：缺少%s",
                       word_chinese(why.missing));
}

/* By item, in each the newest decision first. */
static int in_order(const void *a, const void *b) {
    const struct record *x = ((const struct shown_record *)a)->record;
    const struct record *y = ((const struct shown_record *)b)->record;
    struct date of_x = date_is_none(x->facts.decided) ? x->facts.formed : x->facts.decided;
    struct date of_y = date_is_none(y->facts.decided) ? y->facts.formed : y->facts.decided;
    int c = strcmp(x->facts.item, y->facts.item);
    if (c) return c;
    if (of_x.day != of_y.day) return of_x.day < of_y.day ? 1 : -1;
    return (x->id < y->id) - (x->id > y->id);
}

static enum err prepare(struct deciding *d) {
    if (viewer_needs_duties(d->a->policy) && d->viewer.unit_id) {
        enum err e = viewer_load_duties(d->ctx, d->s, &d->viewer);
        if (e != OK) return e;
    }
    if (d->viewer.kind != W_VIEWER_PUBLIC || !d->subject) return OK;
    return consent_published_items(d->ctx, d->s, d->subject->id, &d->consented, &d->n_consented);
}

enum err query_read(struct ctx *ctx, struct db_session *s, const struct asking *a,
                    const struct query_subject *who, const struct grant *grant, struct reading *r) {
    struct rows rows;
    struct deciding d = {.ctx = ctx, .s = s, .a = a, .grant = grant, .viewer = a->viewer};
    *r = (struct reading){0};
    enum err e = read_rows(ctx, s, who, &rows);
    d.subject = rows.subject;
    if (e == OK) e = prepare(&d);
    if (e != OK) return e;
    r->subject = rows.subject;
    r->revision = rows.subject ? rows.subject->revision : 0;
    r->shown = ARENA_ARRAY(ctx->arena, rows.n + 1, struct shown_record);
    struct record *records = ARENA_ARRAY(ctx->arena, rows.n + 1, struct record);
    for (size_t i = 0; i < rows.n; i++) {
        bool given;
        record_of_row(rows.v[i], true, &records[i]);
        if (!asked_for(a->q, records[i].facts.item)) continue;
        struct shown_record *out = &r->shown[r->n];
        *out = (struct shown_record){.provider = db_get_text(rows.v[i], PROVIDER)};
        e = decide_record(&d, &records[i], out, &given);
        if (e != OK) return e;
        if (given) r->n++;
    }
    if (!r->n) return check_entitled(&d, who->kind);
    qsort(r->shown, r->n, sizeof *r->shown, in_order);
    return complete(ctx, s, a, rows.subject, r);
}

enum err query_item_given(struct ctx *ctx, struct db_session *s, const struct asking *a,
                          const struct grant *grant, const struct subject *subject,
                          const struct record *record, bool *given_r) {
    struct deciding d = {
        .ctx = ctx, .s = s, .a = a, .grant = grant, .viewer = a->viewer, .subject = subject};
    const struct policy *p = policy_of(&d, record);
    const struct catalog *catalog;
    *given_r = false;
    if (!p) return OK;
    enum err e = prepare(&d);
    if (e == OK) e = catalog_by_id(ctx, s, record->facts.catalog_id, &catalog);
    if (e != OK) return e;
    const struct catalog_item *item = catalog_item(catalog, record->facts.item);
    if (!item) return OK;
    struct decide_case c = {.policy = p,
                            .viewer = &d.viewer,
                            .purpose = &a->purpose,
                            .grant = grant,
                            .subject = subject->kind,
                            .day = a->today};
    *given_r = decide_item(&c, item->item).give != W_GIVE_NOTHING;
    return OK;
}

enum err query_is_open(struct ctx *ctx, struct db_session *s, const struct asking *a,
                       const struct subject *subject, bool *open_r) {
    struct deciding d = {
        .ctx = ctx, .s = s, .a = a, .viewer = {.kind = W_VIEWER_PUBLIC}, .subject = subject};
    *open_r = false;
    if (subject_is_person(subject->kind)) return OK;
    struct db_call c = {.stmt = &query_stmts[OPEN_ROWS],
                        .args = DB_ARGS(db_int(subject->id), db_date(ctx->arena, a->today))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    enum err e = prepare(&d);
    for (size_t i = 0; e == OK && i < c.n && !*open_r; i++) {
        struct shown_record out;
        struct record record;
        record_of_row(c.rows[i], false, &record);
        e = decide_record(&d, &record, &out, open_r);
    }
    return e;
}
