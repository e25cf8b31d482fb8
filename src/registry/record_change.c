#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "law/law.h"
#include "law/policy.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/record_row.h"
#include "registry/subject.h"

enum {
    REVISE,
    ADD_VERSION,
    SET_STATE,
    SET_TERMS,
    SET_RANGES,
    ADD_CHANGE,
    WIPE_VERSIONS,
    WIPE_CHANGES,
    WIPE_RECORD
};

#define SEEN_ROW " where subject_id = $1 and record_id = $2 and version = $3"
#define MOVED    " version = version + 1, changed_unit = $4, changed_at = $5"

const struct db_stmt record_change_stmts[] = {
    [REVISE] = {.name = "record.revise",
                .sql = "update record set" MOVED ", current_version = current_version + 1,"
                       " policy_label = $6, catalog_id = $7, doc_no = $8, mode = $9, secrecy = $10,"
                       " severity = $11, formed_day = $12, decided_day = $13, conduct_end = $14,"
                       " conduct_continuing = $15, term_to = $16, term_rule = $17,"
                       " publish_to = $18, publish_rule = $19, open_from = $20, open_to = $21,"
                       " shared_from = $22, shared_to = $23, auth_from = $24, auth_to = $25,"
                       " ranges_label = $26, state = $27" SEEN_ROW,
                .in = "iiiiitittt"
                      "TtTTiTTTTTTTTTTtt",
                .out = "",
                .kind = DB_WRITE},
    [ADD_VERSION] = {.name = "record.next_version",
                     .sql = "insert into record_version (subject_id, record_id, version, payload,"
                            " salt, commitment, reason, reason_text, by_user, by_post, by_unit,"
                            " submission_id, source_row, at)"
                            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
                     .in = "iiitbbttiiiIIi",
                     .out = "",
                     .kind = DB_WRITE},
    [SET_STATE] = {.name = "record.set_state",
                   .sql = "update record set" MOVED ", state = $6, open_from = $7, open_to = $8,"
                          " shared_from = $9, shared_to = $10, auth_from = $11, auth_to = $12,"
                          " ranges_label = $13" SEEN_ROW,
                   .in = "iiiiitTTTTTTt",
                   .out = "",
                   .kind = DB_WRITE},
    [SET_TERMS] = {.name = "record.set_terms",
                   .sql = "update record set" MOVED ", term_to = $6, term_rule = $7,"
                          " publish_to = $8, publish_rule = $9, open_from = $10, open_to = $11,"
                          " shared_from = $12, shared_to = $13, auth_from = $14, auth_to = $15,"
                          " ranges_label = $16" SEEN_ROW,
                   .in = "iiiiiTTTTTTTTTTt",
                   .out = "",
                   .kind = DB_WRITE},
    [SET_RANGES] = {.name = "record.set_ranges",
                    .sql = "update record set open_from = $3, open_to = $4, shared_from = $5,"
                           " shared_to = $6, auth_from = $7, auth_to = $8, ranges_label = $9"
                           " where subject_id = $1 and record_id = $2",
                    .in = "iiTTTTTTt",
                    .out = "",
                    .kind = DB_WRITE},
    [ADD_CHANGE] = {.name = "record.add_change",
                    .sql = "insert into record_change (subject_id, record_id, change_id, kind,"
                           " reason, reason_text, by_user, by_post, by_unit, second, at)"
                           " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                    .in = "iiitttiiiIi",
                    .out = "",
                    .kind = DB_WRITE},
    [WIPE_VERSIONS] = {.name = "record.wipe_versions",
                       .sql = "update record_version set payload = null, salt = null,"
                              " reason_text = null where subject_id = $1 and record_id = $2",
                       .in = "ii",
                       .out = "",
                       .kind = DB_WRITE},
    [WIPE_CHANGES] = {.name = "record.wipe_changes",
                      .sql = "update record_change set reason_text = null where subject_id = $1"
                             " and record_id = $2 and kind <> 'deleted'",
                      .in = "ii",
                      .out = "",
                      .kind = DB_WRITE},
    [WIPE_RECORD] = {.name = "record.wipe",
                     .sql = "update record set" MOVED ", doc_no = $6, severity = null,"
                            " decided_day = null, conduct_end = null, conduct_continuing = 0,"
                            " term_rule = null, publish_rule = null, late_days = null" SEEN_ROW,
                     .in = "iiiiit",
                     .out = "",
                     .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&record_change_stmts[name])

static struct db_value id_or_null(int64_t id) {
    return id ? db_int(id) : db_null();
}

/* The row as it was seen: an update that changes none lost the race. */
static enum err update_seen(struct ctx *ctx, struct db_session *s, const struct record *r, int stmt,
                            const struct db_value *args) {
    int64_t changed = 0;
    enum db_result res = db_exec(s, STMT(stmt), args, &changed);
    if (res == DB_RETRY || res == DB_FAIL) return db_err(ctx, s, res);
    if (changed == 1) return OK;
    return record_lost_race(ctx, s, &(struct record_seen){r->facts.subject_id, r->id, r->version});
}

static enum err note_change(struct ctx *ctx, struct door *d, struct db_session *s,
                            const struct record *r, const char *kind,
                            const struct record_because *why) {
    enum db_result res = db_post(
        s, STMT(ADD_CHANGE),
        DB_ARGS(db_int(r->facts.subject_id), db_int(r->id), db_int(id_new(door_now(d))),
                db_text(kind), db_text(record_reason_word(why->reason)), db_text(why->text),
                db_int(ctx->actor->user_id), db_int(ctx->actor->post_id),
                db_int(ctx->actor->unit_id), id_or_null(why->second), db_int(door_now(d).us)));
    if (res == DB_RETRY || res == DB_FAIL) return db_err(ctx, s, res);
    return subject_raise(ctx, d, s, r->facts.subject_id);
}

/* --- the end of publication --- */

void record_keep_publication_end(const struct ctx *ctx, const struct record *was,
                                 struct record_terms *next) {
    struct date end = was->terms.publish_to, today = clock_today(ctx->clock);
    if (date_is_none(end)) return;
    if (!date_is_none(next->publish_to) && date_cmp(next->publish_to, end) <= 0) return;
    const struct policy *p = ctx->law ? law_policy(ctx->law, was->facts.jurisdiction, today) : NULL;
    if (p && policy_flag(p, PARAM_PUBLISH_EXTENSION, false, today)) return;
    next->publish_to = end;
    next->publish_rule = was->terms.publish_rule;
}

/* What was derived from a later end is cut to the one that stands. */
static void keep_end(const struct ctx *ctx, const struct record *was, struct record_terms *t,
                     struct record_ranges *g) {
    struct date asked = t->publish_to;
    record_keep_publication_end(ctx, was, t);
    if (!date_cmp(asked, t->publish_to) || date_is_none(g->open_from)) return;
    if (date_is_none(g->open_to) || date_cmp(g->open_to, t->publish_to) > 0)
        g->open_to = t->publish_to;
    if (date_cmp(g->open_from, g->open_to) > 0) g->open_from = g->open_to = DATE_NONE;
}

/* --- a new version --- */

static enum err add_version(struct ctx *ctx, struct door *d, struct db_session *s,
                            const struct record *r, const struct record_because *why,
                            struct str payload, struct stored_digest *commitment_r) {
    struct salt salt;
    crypto_random(&salt, sizeof salt);
    *commitment_r = crypto_commit(ctx->app->suite, &salt, payload);
    enum db_result res =
        db_exec(s, STMT(ADD_VERSION),
                DB_ARGS(db_int(r->facts.subject_id), db_int(r->id), db_int(r->current_version + 1),
                        db_str(payload), db_blob(salt.b, sizeof salt.b),
                        db_blob(commitment_r->b, sizeof commitment_r->b),
                        db_text(record_reason_word(why->reason)), db_text(why->text),
                        db_int(ctx->actor->user_id), db_int(ctx->actor->post_id),
                        db_int(ctx->actor->unit_id), id_or_null(why->submission_id),
                        id_or_null(why->source_row), db_int(door_now(d).us)),
                NULL);
    return res == DB_RETRY || res == DB_FAIL ? db_err(ctx, s, res) : OK;
}

static enum err revise_row(struct ctx *ctx, struct door *d, struct db_session *s,
                           const struct record *r, const struct record_facts *f,
                           const struct record_terms *t, const struct record_ranges *g,
                           enum record_state state) {
    struct arena *a = ctx->arena;
    return update_seen(
        ctx, s, r, REVISE,
        DB_ARGS(db_int(r->facts.subject_id), db_int(r->id), db_int(r->version),
                db_int(ctx->actor->unit_id), db_int(door_now(d).us), db_text(f->policy_label),
                db_int(f->catalog_id), db_text(f->doc_no), db_text(word_text(f->mode)),
                db_text(word_text(f->secrecy)),
                db_text(f->severity && *f->severity ? f->severity : NULL), db_date(a, f->formed),
                db_date(a, f->decided), db_date(a, f->conduct_end), db_int(f->conduct_continuing),
                db_date(a, t->term_to), db_text(t->term_rule), db_date(a, t->publish_to),
                db_text(t->publish_rule), db_date(a, g->open_from), db_date(a, g->open_to),
                db_date(a, g->shared_from), db_date(a, g->shared_to), db_date(a, g->auth_from),
                db_date(a, g->auth_to), db_text(g->label), db_text(record_state_word(state))));
}

enum err record_revise(struct ctx *ctx, struct door *d, struct db_session *s,
                       const struct record_seen *seen, const struct record_because *why,
                       const struct catalog_item *item, struct str payload,
                       const struct record_facts *facts, const struct record_terms *terms,
                       const struct record_ranges *ranges) {
    struct record *r;
    enum err e = record_check_because(ctx, why);
    if (!e) e = record_load_seen(ctx, s, seen, &r);
    if (e) return e;
    bool again = r->state == RECORD_WITHDRAWN && why->reason == RECORD_RESUBMISSION;
    bool kept =
        r->state == RECORD_ACTIVE || r->state == RECORD_ARCHIVED || r->state == RECORD_STOPPED;
    if (!kept && !again)
        return fail(ctx, ERR_RECORD_STATE, "%s的记录不能再更正", record_state_name(r->state));
    if (!facts) facts = &r->facts;
    if (!facts->doc_no || !*facts->doc_no || date_is_none(facts->formed))
        return fail(ctx, ERR_RECORD_SOURCE, NULL);
    struct str stored;
    struct stored_digest commitment;
    struct record_terms t = terms ? *terms : r->terms;
    struct record_ranges g = ranges ? *ranges : r->ranges;
    keep_end(ctx, r, &t, &g);
    e = record_seal(ctx, item, r->id, payload, &stored);
    if (!e) e = add_version(ctx, d, s, r, why, stored, &commitment);
    if (!e) e = revise_row(ctx, d, s, r, facts, &t, &g, again ? RECORD_ACTIVE : r->state);
    if (e) return e;
    struct leaf leaf = record_leaf(ctx, EV_RECORD_CORRECTED, r, why);
    leaf.version = r->current_version + 1;
    leaf.commitments = &commitment;
    leaf.n_commitments = 1;
    door_leaf(d, &leaf);
    return subject_raise(ctx, d, s, r->facts.subject_id);
}

/* --- state --- */

static bool may_become(enum record_state from, enum record_state to) {
    if (from == to || from == RECORD_DELETED) return false;
    if (to == RECORD_DELETED) return true;
    if (from == RECORD_STOPPED) return to != RECORD_ACTIVE;
    return from == RECORD_ACTIVE || from == RECORD_ARCHIVED;
}

enum err record_set_state(struct ctx *ctx, struct door *d, struct db_session *s,
                          const struct record_seen *seen, const struct record_because *why,
                          enum record_state state, const struct record_ranges *g) {
    static const struct {
        enum ledger_event event;
        const char *kind;
    } said[] = {
        [RECORD_ACTIVE] = {EV_RECORD_RESTORED, "restored"},
        [RECORD_ARCHIVED] = {EV_RECORD_ARCHIVED, "archived"},
        [RECORD_WITHDRAWN] = {EV_RECORD_WITHDRAWN, "withdrawn"},
        [RECORD_REVOKED] = {EV_RECORD_REVOKED, "revoked"},
        [RECORD_DELETED] = {EV_RECORD_DELETED, "deleted"},
        [RECORD_STOPPED] = {EV_RECORD_STOPPED, "stopped"},
    };
    struct arena *a = ctx->arena;
    struct record *r;
    BUG_IF((size_t)state >= GX_COUNT(said));
    enum err e = record_check_because(ctx, why);
    if (!e) e = record_load_seen(ctx, s, seen, &r);
    if (e) return e;
    if (!may_become(r->state, state))
        return fail(ctx, ERR_RECORD_STATE, "记录现为“%s”，不能改为“%s”",
                    record_state_name(r->state), record_state_name(state));
    e = update_seen(ctx, s, r, SET_STATE,
                    DB_ARGS(db_int(r->facts.subject_id), db_int(r->id), db_int(r->version),
                            db_int(ctx->actor->unit_id), db_int(door_now(d).us),
                            db_text(record_state_word(state)), db_date(a, g->open_from),
                            db_date(a, g->open_to), db_date(a, g->shared_from),
                            db_date(a, g->shared_to), db_date(a, g->auth_from),
                            db_date(a, g->auth_to), db_text(g->label)));
    if (e) return e;
    struct leaf leaf = record_leaf(ctx, said[state].event, r, why);
    leaf.version = r->current_version;
    door_leaf(d, &leaf);
    return note_change(ctx, d, s, r, said[state].kind, why);
}

enum err record_set_terms(struct ctx *ctx, struct door *d, struct db_session *s,
                          const struct record_seen *seen, const struct record_because *why,
                          const struct record_terms *terms, const struct record_ranges *ranges) {
    struct arena *a = ctx->arena;
    struct record *r;
    struct record_terms now = *terms, *t = &now;
    struct record_ranges range = *ranges, *g = &range;
    enum err e = record_check_because(ctx, why);
    if (!e) e = record_load_seen(ctx, s, seen, &r);
    if (e) return e;
    if (r->state == RECORD_DELETED) return fail(ctx, ERR_RECORD_STATE, NULL);
    keep_end(ctx, r, t, g);
    e = update_seen(ctx, s, r, SET_TERMS,
                    DB_ARGS(db_int(r->facts.subject_id), db_int(r->id), db_int(r->version),
                            db_int(ctx->actor->unit_id), db_int(door_now(d).us),
                            db_date(a, t->term_to), db_text(t->term_rule),
                            db_date(a, t->publish_to), db_text(t->publish_rule),
                            db_date(a, g->open_from), db_date(a, g->open_to),
                            db_date(a, g->shared_from), db_date(a, g->shared_to),
                            db_date(a, g->auth_from), db_date(a, g->auth_to), db_text(g->label)));
    if (e) return e;
    struct leaf leaf = record_leaf(ctx, EV_RECORD_TERM_SET, r, why);
    leaf.version = r->current_version;
    leaf.day = t->term_to;
    door_leaf(d, &leaf);
    return note_change(ctx, d, s, r, "terms", why);
}

enum err record_set_ranges(struct ctx *ctx, struct door *d, struct db_session *s,
                           const struct record_rerange *list, size_t n) {
    struct arena *a = ctx->arena;
    struct db_value *args = ARENA_ARRAY(a, 9 * n, struct db_value);
    enum err e = OK;
    if (!n) return OK;
    for (size_t i = 0; !e && i < n; i++) {
        const struct record_ranges *g = &list[i].ranges;
        const struct db_value values[9] = {
            db_int(list[i].subject_id), db_int(list[i].record_id),  db_date(a, g->open_from),
            db_date(a, g->open_to),     db_date(a, g->shared_from), db_date(a, g->shared_to),
            db_date(a, g->auth_from),   db_date(a, g->auth_to),     db_text(g->label),
        };
        memcpy(args + 9 * i, values, sizeof values);
        if (!i || list[i].subject_id != list[i - 1].subject_id)
            e = subject_raise(ctx, d, s, list[i].subject_id);
    }
    if (e) return e;
    enum db_result r = db_exec_many(s, STMT(SET_RANGES), args, n, NULL);
    return r == DB_RETRY || r == DB_FAIL ? db_err(ctx, s, r) : OK;
}

/* --- the second step of a deletion --- */

enum err record_destroy(struct ctx *ctx, struct door *d, struct db_session *s,
                        const struct record_seen *seen, const struct record_because *why) {
    struct record *r;
    enum err e = record_check_because(ctx, why);
    if (!e) e = record_load_seen(ctx, s, seen, &r);
    if (e) return e;
    if (r->state != RECORD_DELETED || !r->payload)
        return fail(ctx, ERR_RECORD_STATE, "只有已删除而内容尚存的记录才能销毁内容");
    struct db_value ids[2] = {db_int(r->facts.subject_id), db_int(r->id)};
    enum db_result res = db_exec(s, STMT(WIPE_VERSIONS), ids, NULL);
    if (res != DB_RETRY && res != DB_FAIL) res = db_exec(s, STMT(WIPE_CHANGES), ids, NULL);
    if (res == DB_RETRY || res == DB_FAIL) return db_err(ctx, s, res);
    e = update_seen(ctx, s, r, WIPE_RECORD,
                    DB_ARGS(ids[0], ids[1], db_int(r->version), db_int(ctx->actor->unit_id),
                            db_int(door_now(d).us),
                            db_text(record_destroyed_doc_no(ctx, r->facts.doc_no))));
    if (e) return e;
    struct leaf leaf = record_leaf(ctx, EV_RECORD_DESTROYED, r, why);
    leaf.version = r->current_version;
    door_leaf(d, &leaf);
    return note_change(ctx, d, s, r, "destroyed", why);
}
