#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/figure.h"
#include "registry/record_row.h"

enum { ADD, ADD_VERSION, FIND, RAISE };

const struct db_stmt record_insert_stmts[] = {
    [ADD] = {.name = "record.add",
             .sql = "insert into record (subject_id, record_id, jurisdiction, policy_label,"
                    " catalog_id, item, provider_id, doc_no, nature, mode, secrecy, severity,"
                    " formed_day, decided_day, received_day, conduct_end, conduct_continuing,"
                    " term_to, term_rule, publish_to, publish_rule, open_from, open_to,"
                    " shared_from, shared_to, auth_from, auth_to, ranges_label, late_days,"
                    " changed_unit, changed_at, state, marks, holds, current_version, version)"
                    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
                    " $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30,"
                    " $31, 'active', 0, 0, 1, 1) on conflict do nothing",
             .in = "iittitittttTtTtTiTTTTTTTTTTtIii",
             .out = "",
             .kind = DB_WRITE},
    [ADD_VERSION] = {.name = "record.add_version",
                     .sql = "insert into record_version (subject_id, record_id, version, payload,"
                            " salt, commitment, reason, reason_text, by_user, by_post, by_unit,"
                            " submission_id, source_row, at)"
                            " values ($1, $2, 1, $3, $4, $5, 'first', null, $6, $7, $8, $9, $10,"
                            " $11)",
                     .in = "iitbbiiiIIi",
                     .out = "",
                     .kind = DB_WRITE},
    /* A destroyed record keeps a digest of its document's number ($6). */
    [FIND] = {.name = "record.find",
              .sql = "select r.record_id, r.state, r.version, r.current_version, v.payload"
                     " from record r join record_version v on v.subject_id = r.subject_id"
                     " and v.record_id = r.record_id and v.version = r.current_version"
                     " where r.subject_id = $1 and r.item = $2 and r.provider_id = $3"
                     " and r.doc_no in ($4, $6) and r.formed_day = $5",
              .in = "ititt"
                    "t",
              .out = "itiiT",
              .kind = DB_READ},
    [RAISE] = {.name = "record.raise_subject",
               .sql = "update subject set revision = revision + 1 where subject_id = $1",
               .in = "i",
               .out = "",
               .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name)    (&record_insert_stmts[name])
#define ADD_WIDTH     31
#define VERSION_WIDTH 11
#define FIND_CHUNK    256

static struct db_value id_or_null(int64_t id) {
    return id ? db_int(id) : db_null();
}

static struct db_value text_or_null(const char *s) {
    return db_text(s && *s ? s : NULL);
}

static void record_values(const struct ctx *ctx, struct door *d, const struct record_new *n,
                          struct db_value *v) {
    const struct record_facts *f = &n->facts;
    const struct record_terms *t = &n->terms;
    const struct record_ranges *r = &n->ranges;
    struct arena *a = ctx->arena;
    const struct db_value values[ADD_WIDTH] = {
        db_int(f->subject_id),
        db_int(n->record_id),
        db_text(f->jurisdiction),
        db_text(f->policy_label),
        db_int(f->catalog_id),
        db_text(f->item),
        db_int(f->provider_id),
        db_text(f->doc_no),
        db_text(word_text(f->nature)),
        db_text(word_text(f->mode)),
        db_text(word_text(f->secrecy)),
        text_or_null(f->severity),
        db_date(a, f->formed),
        db_date(a, f->decided),
        db_date(a, f->received),
        db_date(a, f->conduct_end),
        db_int(f->conduct_continuing),
        db_date(a, t->term_to),
        db_text(t->term_rule),
        db_date(a, t->publish_to),
        db_text(t->publish_rule),
        db_date(a, r->open_from),
        db_date(a, r->open_to),
        db_date(a, r->shared_from),
        db_date(a, r->shared_to),
        db_date(a, r->auth_from),
        db_date(a, r->auth_to),
        db_text(r->label),
        f->late_days < 0 ? db_null() : db_int(f->late_days),
        db_int(ctx->actor->unit_id),
        db_int(door_now(d).us),
    };
    memcpy(v, values, sizeof values);
}

static enum err check_source(struct ctx *ctx, const struct record_facts *f) {
    if (f->doc_no && *f->doc_no && f->provider_id && !date_is_none(f->formed) &&
        !date_is_none(f->received))
        return OK;
    return fail(ctx, ERR_RECORD_SOURCE, NULL);
}

static void say_accepted(const struct ctx *ctx, struct door *d, const struct record_new *n,
                         const struct stored_digest *commitment) {
    struct leaf leaf = actor_leaf(ctx, n->legacy ? EV_RECORD_IMPORTED : EV_RECORD_ACCEPTED);
    leaf.place = n->facts.jurisdiction;
    leaf.policy = n->facts.policy_label;
    leaf.object = n->record_id;
    leaf.subject = n->facts.subject_id;
    leaf.version = 1;
    leaf.day = n->facts.received;
    leaf.word = n->facts.item;
    leaf.commitments = commitment;
    leaf.n_commitments = 1;
    door_leaf(d, &leaf);
}

/* Seals, commits and lays out one record and its first version. */
static enum err prepare(struct ctx *ctx, struct door *d, struct record_new *n,
                        const struct salt *salt, struct stored_digest *commitment,
                        struct db_value *record, struct db_value *version) {
    enum err e = check_source(ctx, &n->facts);
    if (e) return e;
    struct str payload;
    n->record_id = id_new(door_now(d));
    e = record_seal(ctx, n->item, n->record_id, n->payload, &payload);
    if (e) return e;
    *commitment = crypto_commit(ctx->app->suite, salt, payload);
    record_values(ctx, d, n, record);
    const struct db_value values[VERSION_WIDTH] = {
        db_int(n->facts.subject_id),
        db_int(n->record_id),
        db_str(payload),
        db_blob(salt->b, sizeof salt->b),
        db_blob(commitment->b, sizeof commitment->b),
        db_int(ctx->actor->user_id),
        db_int(ctx->actor->post_id),
        db_int(ctx->actor->unit_id),
        id_or_null(n->submission_id),
        id_or_null(n->source_row),
        db_int(door_now(d).us),
    };
    memcpy(version, values, sizeof values);
    say_accepted(ctx, d, n, commitment);
    return OK;
}

static int by_id(const void *x, const void *y) {
    int64_t a = ((const struct db_value *)x)->i, b = ((const struct db_value *)y)->i;
    return a < b ? -1 : a > b;
}

/* Each subject once; one made in this transaction was never read by anybody. */
static enum err raise_subjects(struct ctx *ctx, struct db_session *s,
                               const struct record_new *records, size_t n) {
    struct db_value *ids = ARENA_ARRAY(ctx->arena, n, struct db_value);
    size_t held = 0, kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!records[i].new_subject) ids[held++] = db_int(records[i].facts.subject_id);
    qsort(ids, held, sizeof *ids, by_id);
    for (size_t i = 0; i < held; i++)
        if (!kept || ids[kept - 1].i != ids[i].i) ids[kept++] = ids[i];
    if (!kept) return OK;
    enum db_result r = db_exec_many(s, STMT(RAISE), ids, kept, NULL);
    return r == DB_RETRY || r == DB_FAIL ? db_err(ctx, s, r) : OK;
}

enum err record_insert_many(struct ctx *ctx, struct door *d, struct db_session *s,
                            struct record_new *records, size_t n) {
    if (!n) return OK;
    struct db_value *rows = ARENA_ARRAY(ctx->arena, n * ADD_WIDTH, struct db_value);
    struct db_value *versions = ARENA_ARRAY(ctx->arena, n * VERSION_WIDTH, struct db_value);
    struct salt *salts = ARENA_ARRAY(ctx->arena, n, struct salt);
    struct stored_digest *commitments = ARENA_ARRAY(ctx->arena, n, struct stored_digest);
    crypto_random(salts, n * sizeof *salts);
    for (size_t i = 0; i < n; i++) {
        enum err e = prepare(ctx, d, &records[i], &salts[i], &commitments[i], rows + i * ADD_WIDTH,
                             versions + i * VERSION_WIDTH);
        if (e) return e;
    }
    int64_t added = 0;
    enum db_result r = db_exec_many(s, STMT(ADD), rows, n, &added);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    if (added != (int64_t)n) return fail(ctx, ERR_RECORD_EXISTS, NULL);
    r = db_exec_many(s, STMT(ADD_VERSION), versions, n, NULL);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    enum err e = figure_records(ctx, s, date_of_instant(door_now(d)), records, n);
    return e ? e : raise_subjects(ctx, s, records, n);
}

static enum err find_chunk(struct ctx *ctx, struct db_session *s, const struct record_key *keys,
                           size_t n, struct record_found *found) {
    struct db_call *calls = ARENA_ARRAY(ctx->arena, n, struct db_call);
    struct db_value *args = ARENA_ARRAY(ctx->arena, 6 * n, struct db_value);
    for (size_t i = 0; i < n; i++) {
        struct db_value *v = args + 6 * i;
        v[0] = db_int(keys[i].subject_id);
        v[1] = db_text(keys[i].item);
        v[2] = db_int(keys[i].provider_id);
        v[3] = db_text(keys[i].doc_no);
        v[4] = db_date(ctx->arena, keys[i].formed);
        v[5] = db_text(record_destroyed_doc_no(ctx, keys[i].doc_no));
        calls[i] = (struct db_call){.stmt = STMT(FIND), .args = v};
    }
    enum db_result r = db_calls(s, ctx->arena, calls, n);
    if (r != DB_ROW) return db_err(ctx, s, r);
    for (size_t i = 0; i < n; i++) {
        found[i] = (struct record_found){0};
        if (calls[i].result != DB_ROW) continue;
        const struct db_value *row = calls[i].rows[0];
        found[i] = (struct record_found){
            .record_id = db_get_int(row, 0),
            .state = record_state_of(db_get_text(row, 1)),
            .version = db_get_int(row, 2),
            .current_version = db_get_int(row, 3),
            .payload = db_is_null(row, 4) ? NULL : db_get_text(row, 4),
        };
    }
    return OK;
}

enum err record_find_many(struct ctx *ctx, struct db_session *s, const struct record_key *keys,
                          size_t n, struct record_found *found_r) {
    for (size_t at = 0; at < n; at += FIND_CHUNK) {
        size_t some = n - at < FIND_CHUNK ? n - at : FIND_CHUNK;
        enum err e = find_chunk(ctx, s, keys + at, some, found_r + at);
        if (e) return e;
    }
    return OK;
}
