#include "cases/case.h"

#include <string.h>

#include "base/json.h"
#include "db/db_fetch.h"
#include "law/law.h"
#include "registry/app.h"

enum {
    ONE,
    OF_SUBJECT,
    OF_APPLICATION,
    OF_PROVIDER,
    OF_DESK,
    OF_PLACE,
    OPEN_ON,
    LATEST_ON,
    EVENTS,
    EVIDENCE,
    ENTRIES
};

#define COLUMNS                                                                                    \
    "c.subject_id, c.case_id, c.application_id, a.number, c.jurisdiction, c.policy_label,"         \
    " c.calendar, c.process, c.origin, c.target, c.target_id, c.item, c.provider_id, c.desk_unit," \
    " c.opened_by_unit, c.ground, c.claim, c.state, c.remembered, c.result, c.result_party,"       \
    " c.disputed_day, c.target_version, c.version_asked, c.received_day, c.opened_at,"             \
    " c.moved_day, c.closed_day, c.linked, c.version, c.stand_in"
#define SIGNATURE "iiitttttttitiiitBttttTiititTIiI"
#define NARROWED                                                                                   \
    " and c.jurisdiction = $1 and ($2 = '' or c.process = $2)"                                     \
    " and ($4 = 0 or c.closed_day is null) and c.case_id < $5 order by c.case_id desc limit $6"
#define FROM " from case_file c join application a on a.application_id = c.application_id"

const struct db_stmt case_stmts[] = {
    [ONE] = {.name = "case.one",
             .sql = "select " COLUMNS FROM " where c.case_id = $1",
             .in = "i",
             .out = SIGNATURE,
             .kind = DB_READ},
    [OF_SUBJECT] = {.name = "case.of_subject",
                    .sql = "select " COLUMNS FROM " where c.subject_id = $3" NARROWED,
                    .in = "ttiiii",
                    .out = SIGNATURE,
                    .kind = DB_READ},
    [OF_APPLICATION] = {.name = "case.of_application",
                        .sql = "select " COLUMNS FROM " where c.application_id = $3" NARROWED,
                        .in = "ttiiii",
                        .out = SIGNATURE,
                        .kind = DB_READ},
    [OF_PROVIDER] = {.name = "case.of_provider",
                     .sql = "select " COLUMNS FROM " where c.provider_id = $3" NARROWED,
                     .in = "ttiiii",
                     .out = SIGNATURE,
                     .kind = DB_READ},
    [OF_DESK] = {.name = "case.of_desk",
                 .sql = "select " COLUMNS FROM " where c.desk_unit = $3" NARROWED,
                 .in = "ttiiii",
                 .out = SIGNATURE,
                 .kind = DB_READ},
    [OF_PLACE] = {.name = "case.of_place",
                  .sql = "select " COLUMNS FROM " where $3 = 0" NARROWED,
                  .in = "ttiiii",
                  .out = SIGNATURE,
                  .kind = DB_READ},
    [OPEN_ON] = {.name = "case.open_on",
                 .sql = "select " COLUMNS FROM " where c.target = $1 and c.target_id = $2"
                        " and c.closed_day is null and ($3 = '' or c.kind = $3)"
                        " order by c.case_id",
                 .in = "tit",
                 .out = SIGNATURE,
                 .kind = DB_READ},
    [LATEST_ON] = {.name = "case.latest_on",
                   .sql = "select case_id from case_file where target = $1 and target_id = $2"
                          " and process = $3 and ground = $4 order by case_id desc limit 1",
                   .in = "titt",
                   .out = "i",
                   .kind = DB_READ},
    [EVENTS] = {.name = "case.events",
                .sql = "select seq, event_id, transition, event, from_state, to_state, party,"
                       " clause, day, arrived_day, registered_at, by_user, by_post, by_unit,"
                       " second, channel, text, findings from case_event"
                       " where subject_id = $1 and case_id = $2 order by seq",
                .in = "ii",
                .out = "iitttttttTiiiiItBt",
                .kind = DB_READ},
    [EVIDENCE] = {.name = "case.evidence",
                  .sql = "select seq, evidence_id, kind from case_evidence where subject_id = $1"
                         " and case_id = $2 order by seq, evidence_id",
                  .in = "ii",
                  .out = "iit",
                  .kind = DB_READ},
    [ENTRIES] = {.name = "case.credit_entries",
                 .sql = "select entry_id, case_id, kind, name, clause, day from credit_entry"
                        " where subject_id = $1 order by entry_id",
                 .in = "i",
                 .out = "iitttt",
                 .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&case_stmts[name])

static enum word word_or_none(enum vocab set, const char *text) {
    return *text ? vocab_find(set, str_of(text)) : W_NONE;
}

/* The edition's own process and states; a row that names what its edition does not have is damaged. */
static enum err resolve(struct ctx *ctx, const struct db_value *row, struct case_file *c) {
    c->policy = law_policy_edition(ctx->law, c->policy_label);
    if (!c->policy) return fail(ctx, ERR_CASE_EDITION, NULL);
    c->process = policy_process(c->policy, db_get_text(row, 7));
    if (!c->process) return fail(ctx, ERR_CASE_EDITION, NULL);
    c->state = policy_state(c->process, db_get_text(row, 17));
    if (!c->state) return fail(ctx, ERR_CASE_EDITION, NULL);
    const char *remembered = db_get_text(row, 18);
    c->remembered = *remembered ? policy_state(c->process, remembered) : NULL;
    return OK;
}

static enum err of_row(struct ctx *ctx, const struct db_value *row, struct case_file *c) {
    *c = (struct case_file){
        .case_id = db_get_int(row, 1),
        .application_id = db_get_int(row, 2),
        .number = db_get_text(row, 3),
        .jurisdiction = db_get_text(row, 4),
        .policy_label = db_get_text(row, 5),
        .calendar = db_get_text(row, 6),
        .origin = word_or_none(VOCAB_ORIGIN, db_get_text(row, 8)),
        .target = {word_or_none(VOCAB_TARGET, db_get_text(row, 9)), db_get_int(row, 0),
                   db_get_int(row, 10)},
        .item = db_get_text(row, 11),
        .provider_id = db_get_int(row, 12),
        .desk_unit = db_get_int(row, 13),
        .opened_by_unit = db_get_int(row, 14),
        .ground = db_get_text(row, 15),
        .claim = db_get_blob(row, 16),
        .result = word_or_none(VOCAB_RESULT, db_get_text(row, 19)),
        .result_party = word_or_none(VOCAB_PARTY, db_get_text(row, 20)),
        .disputed = db_get_date(row, 21),
        .target_version = db_get_int(row, 22),
        .version_asked = db_get_int(row, 23),
        .received = db_get_date(row, 24),
        .opened_at = db_get_int(row, 25),
        .moved = db_get_date(row, 26),
        .closed = db_get_date(row, 27),
        .linked = db_get_int(row, 28),
        .version = db_get_int(row, 29),
        .stand_in = db_get_int(row, 30),
    };
    return resolve(ctx, row, c);
}

enum err case_get(struct ctx *ctx, struct db_session *s, int64_t case_id,
                  struct case_file **case_r) {
    const struct db_value *row;
    *case_r = NULL;
    enum err e = db_row(ctx, s, STMT(ONE), DB_ARGS(db_int(case_id)), &row);
    if (e || !row) return e;
    struct case_file *c = ARENA_NEW(ctx->arena, struct case_file);
    e = of_row(ctx, row, c);
    if (!e) *case_r = c;
    return e;
}

static enum err many(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                     const struct db_value *args, struct case_file **cases_r, size_t *n_r) {
    struct db_call call = {.stmt = stmt, .args = args};
    enum db_result r = db_calls(s, ctx->arena, &call, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct case_file *out = ARENA_ARRAY(ctx->arena, call.n + 1, struct case_file);
    for (size_t i = 0; i < call.n; i++) {
        enum err e = of_row(ctx, call.rows[i], &out[i]);
        if (e) return e;
    }
    *cases_r = out;
    *n_r = call.n;
    return OK;
}

/* By the narrowest thing asked for: each has its index. */
enum err case_list(struct ctx *ctx, struct db_session *s, const struct case_filter *f,
                   struct case_file **cases_r, size_t *n_r) {
    int stmt = f->application_id ? OF_APPLICATION
               : f->subject_id   ? OF_SUBJECT
               : f->provider_id  ? OF_PROVIDER
               : f->desk_unit    ? OF_DESK
                                 : OF_PLACE;
    int64_t of = f->application_id ? f->application_id
                 : f->subject_id   ? f->subject_id
                 : f->provider_id  ? f->provider_id
                                   : f->desk_unit;
    return many(ctx, s, &case_stmts[stmt],
                DB_ARGS(db_text(f->jurisdiction), db_text(f->process ? f->process : ""), db_int(of),
                        db_int(f->open_only), db_int(f->before ? f->before : INT64_MAX),
                        db_int((int64_t)f->most)),
                cases_r, n_r);
}

enum err case_open_on(struct ctx *ctx, struct db_session *s, const struct target *t, enum word kind,
                      struct case_file **cases_r, size_t *n_r) {
    return many(ctx, s, STMT(OPEN_ON),
                DB_ARGS(db_text(word_text(t->kind)), db_int(t->id), db_text(word_text(kind))),
                cases_r, n_r);
}

enum err case_latest_on(struct ctx *ctx, struct db_session *s, const struct target *t,
                        const char *process, const char *ground, int64_t *case_r) {
    const struct db_value *row;
    enum err e = db_row(
        ctx, s, STMT(LATEST_ON),
        DB_ARGS(db_text(word_text(t->kind)), db_int(t->id), db_text(process), db_text(ground)),
        &row);
    *case_r = e == OK && row ? db_get_int(row, 0) : 0;
    return e;
}

/* ---- events and papers */

enum err case_events(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t case_id,
                     struct case_event **events_r, size_t *n_r) {
    struct db_call call = {.stmt = STMT(EVENTS),
                           .args = DB_ARGS(db_int(subject_id), db_int(case_id))};
    enum db_result r = db_calls(s, ctx->arena, &call, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct case_event *out = ARENA_ARRAY(ctx->arena, call.n + 1, struct case_event);
    for (size_t i = 0; i < call.n; i++) {
        const struct db_value *row = call.rows[i];
        out[i] = (struct case_event){
            .seq = db_get_int(row, 0),
            .event_id = db_get_int(row, 1),
            .transition = db_get_text(row, 2),
            .event = db_get_text(row, 3),
            .from = db_get_text(row, 4),
            .to = db_get_text(row, 5),
            .party = word_or_none(VOCAB_PARTY, db_get_text(row, 6)),
            .clause = db_get_text(row, 7),
            .day = db_get_date(row, 8),
            .arrived = db_get_date(row, 9),
            .registered_at = db_get_int(row, 10),
            .by_user = db_get_int(row, 11),
            .by_post = db_get_int(row, 12),
            .by_unit = db_get_int(row, 13),
            .second = db_get_int(row, 14),
            .channel = db_get_text(row, 15),
            .text = db_get_blob(row, 16),
            .findings = db_get_text(row, 17),
        };
    }
    *events_r = out;
    *n_r = call.n;
    return OK;
}

enum err case_event_text(struct ctx *ctx, const struct case_event *e, const struct json **text_r) {
    struct str text;
    *text_r = NULL;
    if (!e->text.n) return OK;
    enum err err = case_unseal(ctx, e->event_id, e->text, &text);
    if (!err) *text_r = json_parse(ctx->arena, text, JSON_LIMITS_DEFAULT, NULL);
    return err;
}

enum err case_evidence(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t case_id,
                       struct case_evidence **list_r, size_t *n_r) {
    struct db_call call = {.stmt = STMT(EVIDENCE),
                           .args = DB_ARGS(db_int(subject_id), db_int(case_id))};
    enum db_result r = db_calls(s, ctx->arena, &call, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct case_evidence *out = ARENA_ARRAY(ctx->arena, call.n + 1, struct case_evidence);
    for (size_t i = 0; i < call.n; i++)
        out[i] = (struct case_evidence){db_get_int(call.rows[i], 0), db_get_int(call.rows[i], 1),
                                        db_get_text(call.rows[i], 2)};
    *list_r = out;
    *n_r = call.n;
    return OK;
}

enum err credit_entries(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                        struct credit_entry **list_r, size_t *n_r) {
    struct db_call call = {.stmt = STMT(ENTRIES), .args = DB_ARGS(db_int(subject_id))};
    enum db_result r = db_calls(s, ctx->arena, &call, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct credit_entry *out = ARENA_ARRAY(ctx->arena, call.n + 1, struct credit_entry);
    for (size_t i = 0; i < call.n; i++) {
        const struct db_value *row = call.rows[i];
        out[i] =
            (struct credit_entry){db_get_int(row, 0),  db_get_int(row, 1),  db_get_text(row, 2),
                                  db_get_text(row, 3), db_get_text(row, 4), db_get_date(row, 5)};
    }
    *list_r = out;
    *n_r = call.n;
    return OK;
}

/* ---- text at rest */

static struct str context_of(struct ctx *ctx, int64_t row_id) {
    return str_of(arena_printf(ctx->arena, "case_text:%lld", (long long)row_id));
}

struct str case_seal(struct ctx *ctx, int64_t row_id, struct str text) {
    return crypto_seal(ctx->arena, ctx->app->suite, &ctx->app->keys.seal, ctx->app->keys.version,
                       text, context_of(ctx, row_id));
}

enum err case_unseal(struct ctx *ctx, int64_t row_id, struct str sealed, struct str *text_r) {
    enum err e =
        crypto_open(ctx->arena, &ctx->app->keys.seal, sealed, context_of(ctx, row_id), text_r);
    return e ? fail(ctx, e, NULL) : OK;
}

enum err case_claim(struct ctx *ctx, const struct case_file *c, const char **text_r) {
    struct str text;
    *text_r = NULL;
    if (!c->claim.n) return OK;
    enum err e = case_unseal(ctx, c->case_id, c->claim, &text);
    if (!e) *text_r = arena_str(ctx->arena, text);
    return e;
}
