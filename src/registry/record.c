#include "registry/record.h"

#include <string.h>

#include "base/bug.h"
#include "base/utf8.h"
#include "registry/actor.h"
#include "registry/record_row.h"

/* --- words --- */

static const char *const state_words[] = {"active",  "archived", "withdrawn",
                                          "revoked", "deleted",  "stopped"};
static const char *const state_names[] = {"有效",   "已转为档案保存", "已撤回",
                                          "已撤销", "已删除",         "已停止披露"};

const char *record_state_word(enum record_state s) {
    BUG_IF((size_t)s >= GX_COUNT(state_words));
    return state_words[s];
}
const char *record_state_name(enum record_state s) {
    BUG_IF((size_t)s >= GX_COUNT(state_names));
    return state_names[s];
}

static const char *const reason_words[] = {
    [RECORD_FIRST] = "first",
    [RECORD_CORRECTION] = "correction",
    [RECORD_REPAIR] = "repair",
    [RECORD_REVOCATION] = "revocation",
    [RECORD_ALTERATION] = "alteration",
    [RECORD_SUBJECT_CHANGE] = "subject_change",
    [RECORD_RESUBMISSION] = "resubmission",
};
static const char *const reason_names[] = {
    [RECORD_FIRST] = "首次入库",        [RECORD_CORRECTION] = "更正",
    [RECORD_REPAIR] = "信用修复",       [RECORD_REVOCATION] = "决定被撤销",
    [RECORD_ALTERATION] = "决定被变更", [RECORD_SUBJECT_CHANGE] = "主体变更",
    [RECORD_RESUBMISSION] = "重新报送",
};

const char *record_reason_word(enum record_reason r) {
    BUG_IF((size_t)r >= GX_COUNT(reason_words));
    return reason_words[r];
}
const char *record_reason_name(enum record_reason r) {
    BUG_IF((size_t)r >= GX_COUNT(reason_names));
    return reason_names[r];
}
bool record_reason_parse(const char *word, enum record_reason *r_r) {
    for (size_t i = 0; i < GX_COUNT(reason_words); i++)
        if (!strcmp(reason_words[i], word)) {
            *r_r = (enum record_reason)i;
            return true;
        }
    return false;
}

/* --- statements --- */

enum { OF_SUBJECT, ONE, VERSIONS, OF_PROVIDER, OF_PROVIDER_ITEM, STALE, CHANGES, LAST_CHANGE };

#define WITH_VERSION                                                                               \
    " from record r join record_version v on v.subject_id = r.subject_id"                          \
    " and v.record_id = r.record_id and v.version = r.current_version"

const struct db_stmt record_stmts[] = {
    [OF_SUBJECT] = {.name = "record.of_subject",
                    .sql = "select " RECORD_COLUMNS ", " RECORD_VERSION_COLUMNS WITH_VERSION
                           " where r.subject_id = $1 and r.state <> 'deleted'"
                           " order by r.item, coalesce(r.decided_day, r.formed_day) desc,"
                           " r.record_id desc",
                    .in = "i",
                    .out = RECORD_SIGNATURE RECORD_VERSION_SIGNATURE,
                    .kind = DB_READ},
    [ONE] = {.name = "record.one",
             .sql = "select " RECORD_COLUMNS ", " RECORD_VERSION_COLUMNS WITH_VERSION
                    " where r.subject_id = $1 and r.record_id = $2",
             .in = "ii",
             .out = RECORD_SIGNATURE RECORD_VERSION_SIGNATURE,
             .kind = DB_READ},
    [VERSIONS] = {.name = "record.versions",
                  .sql = "select version, payload, commitment, salt, reason, reason_text, by_user,"
                         " by_post, by_unit, submission_id, source_row, at from record_version"
                         " where subject_id = $1 and record_id = $2 order by version",
                  .in = "ii",
                  .out = "iTbBtTiiiIIi",
                  .kind = DB_READ},
    [OF_PROVIDER] = {.name = "record.of_provider",
                     .sql = "select " RECORD_COLUMNS " from record r where r.provider_id = $1"
                            " and (r.received_day, r.record_id) < ($2, $3)"
                            " order by r.received_day desc, r.record_id desc limit $4",
                     .in = "itii",
                     .out = RECORD_SIGNATURE,
                     .kind = DB_READ},
    [OF_PROVIDER_ITEM] = {.name = "record.of_provider_item",
                          .sql = "select " RECORD_COLUMNS " from record r where r.provider_id = $1"
                                 " and r.item = $5 and (r.received_day, r.record_id) < ($2, $3)"
                                 " order by r.received_day desc, r.record_id desc limit $4",
                          .in = "itiit",
                          .out = RECORD_SIGNATURE,
                          .kind = DB_READ},
    [STALE] = {.name = "record.stale",
               .sql = "select " RECORD_COLUMNS " from record r where r.jurisdiction = $1"
                      " and r.ranges_label <> $2 and (r.subject_id, r.record_id) > ($3, $4)"
                      " order by r.subject_id, r.record_id limit $5",
               .in = "ttiii",
               .out = RECORD_SIGNATURE,
               .kind = DB_READ},
    [CHANGES] = {.name = "record.changes",
                 .sql = "select kind, reason, reason_text, by_user, by_post, by_unit, second, at"
                        " from record_change where subject_id = $1 and record_id = $2"
                        " order by change_id",
                 .in = "ii",
                 .out = "ttTiiiIi",
                 .kind = DB_READ},
    [LAST_CHANGE] = {.name = "record.last_change",
                     .sql = "select u.name, r.changed_at from record r"
                            " left join unit u on u.unit_id = r.changed_unit"
                            " where r.subject_id = $1 and r.record_id = $2",
                     .in = "ii",
                     .out = "Ti",
                     .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&record_stmts[name])

/* --- rows --- */

enum record_state record_state_of(const char *word) {
    for (size_t i = 0; i < GX_COUNT(state_words); i++)
        if (!strcmp(state_words[i], word)) return (enum record_state)i;
    return RECORD_DELETED;
}

static void facts_of_row(const struct db_value *row, struct record_facts *f) {
    *f = (struct record_facts){
        .subject_id = db_get_int(row, 0),
        .jurisdiction = db_get_text(row, 2),
        .policy_label = db_get_text(row, 3),
        .catalog_id = db_get_int(row, 4),
        .item = db_get_text(row, 5),
        .provider_id = db_get_int(row, 6),
        .doc_no = db_get_text(row, 7),
        .nature = vocab_find(VOCAB_NATURE, str_of(db_get_text(row, 8))),
        .mode = vocab_find(VOCAB_MODE, str_of(db_get_text(row, 9))),
        .secrecy = vocab_find(VOCAB_SECRECY, str_of(db_get_text(row, 10))),
        .severity = db_get_text(row, 11),
        .formed = db_get_date(row, 12),
        .decided = db_get_date(row, 13),
        .received = db_get_date(row, 14),
        .conduct_end = db_get_date(row, 15),
        .conduct_continuing = db_get_int(row, 16) != 0,
        .late_days = db_is_null(row, 33) ? -1 : db_get_int(row, 33),
    };
}

void record_of_row(const struct db_value *row, bool with_version, struct record *r) {
    *r = (struct record){.id = db_get_int(row, 1)};
    facts_of_row(row, &r->facts);
    r->terms = (struct record_terms){
        .term_to = db_get_date(row, 17),
        .term_rule = db_is_null(row, 18) ? NULL : db_get_text(row, 18),
        .publish_to = db_get_date(row, 19),
        .publish_rule = db_is_null(row, 20) ? NULL : db_get_text(row, 20),
    };
    r->ranges = (struct record_ranges){
        .open_from = db_get_date(row, 21),
        .open_to = db_get_date(row, 22),
        .shared_from = db_get_date(row, 23),
        .shared_to = db_get_date(row, 24),
        .auth_from = db_get_date(row, 25),
        .auth_to = db_get_date(row, 26),
        .label = db_get_text(row, 27),
    };
    r->state = record_state_of(db_get_text(row, 28));
    r->marks = db_get_int(row, 29);
    r->holds = db_get_int(row, 30);
    r->current_version = db_get_int(row, 31);
    r->version = db_get_int(row, 32);
    r->reason_text = "";
    if (!with_version) return;
    r->payload = db_is_null(row, RECORD_WIDTH) ? NULL : db_get_text(row, RECORD_WIDTH);
    if (!record_reason_parse(db_get_text(row, RECORD_WIDTH + 1), &r->reason))
        r->reason = RECORD_CORRECTION;
    r->reason_text = db_get_text(row, RECORD_WIDTH + 2);
    r->version_at = db_get_int(row, RECORD_WIDTH + 3);
}

static enum err list(struct ctx *ctx, struct db_session *s, int stmt, const struct db_value *args,
                     bool with_version, struct record **records_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(stmt), .args = args};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct record *records = ARENA_ARRAY(ctx->arena, c.n, struct record);
    for (size_t i = 0; i < c.n; i++)
        record_of_row(c.rows[i], with_version, &records[i]);
    *records_r = records;
    *n_r = c.n;
    return OK;
}

/* --- reading --- */

enum err record_list_subject(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                             struct record **records_r, size_t *n_r) {
    return list(ctx, s, OF_SUBJECT, DB_ARGS(db_int(subject_id)), true, records_r, n_r);
}

enum err record_get(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t record_id,
                    struct record **record_r) {
    size_t n;
    enum err e =
        list(ctx, s, ONE, DB_ARGS(db_int(subject_id), db_int(record_id)), true, record_r, &n);
    if (!e && !n) *record_r = NULL;
    return e;
}

enum err record_versions(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                         int64_t record_id, struct record_version **versions_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(VERSIONS),
                        .args = DB_ARGS(db_int(subject_id), db_int(record_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct record_version *versions = ARENA_ARRAY(ctx->arena, c.n, struct record_version);
    for (size_t i = 0; i < c.n; i++) {
        const struct db_value *row = c.rows[i];
        struct record_version *v = &versions[i];
        *v = (struct record_version){
            .version = db_get_int(row, 0),
            .payload = db_is_null(row, 1) ? NULL : db_get_text(row, 1),
            .salt = db_get_blob(row, 3),
            .reason = RECORD_CORRECTION,
            .reason_text = db_get_text(row, 5),
            .by_user = db_get_int(row, 6),
            .by_post = db_get_int(row, 7),
            .by_unit = db_get_int(row, 8),
            .submission_id = db_get_int(row, 9),
            .source_row = db_get_int(row, 10),
            .at = db_get_int(row, 11),
        };
        struct str commitment = db_get_blob(row, 2);
        if (commitment.n != sizeof v->commitment.b ||
            !record_reason_parse(db_get_text(row, 4), &v->reason))
            return fail(ctx, ERR_INTERNAL, "记录的版本已损坏");
        memcpy(v->commitment.b, commitment.p, commitment.n);
    }
    *versions_r = versions;
    *n_r = c.n;
    return OK;
}

enum err record_list_provider(struct ctx *ctx, struct db_session *s, int64_t provider_id,
                              const char *item, struct record_place after, size_t most,
                              struct record **records_r, size_t *n_r) {
    bool begin = date_is_none(after.received);
    struct db_value day = begin ? db_text("9999-12-31") : db_date(ctx->arena, after.received);
    struct db_value id = db_int(begin ? INT64_MAX : after.record_id);
    if (!item)
        return list(ctx, s, OF_PROVIDER,
                    DB_ARGS(db_int(provider_id), day, id, db_int((int64_t)most)), false, records_r,
                    n_r);
    return list(ctx, s, OF_PROVIDER_ITEM,
                DB_ARGS(db_int(provider_id), day, id, db_int((int64_t)most), db_text(item)), false,
                records_r, n_r);
}

enum err record_list_stale(struct ctx *ctx, struct db_session *s, const char *jurisdiction,
                           const char *label, int64_t after_subject, int64_t after_record,
                           size_t most, struct record **records_r, size_t *n_r) {
    return list(ctx, s, STALE,
                DB_ARGS(db_text(jurisdiction), db_text(label), db_int(after_subject),
                        db_int(after_record), db_int((int64_t)most)),
                false, records_r, n_r);
}

enum err record_changes(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                        int64_t record_id, struct record_change **changes_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(CHANGES),
                        .args = DB_ARGS(db_int(subject_id), db_int(record_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct record_change *changes = ARENA_ARRAY(ctx->arena, c.n, struct record_change);
    for (size_t i = 0; i < c.n; i++) {
        const struct db_value *row = c.rows[i];
        changes[i] = (struct record_change){
            .kind = db_get_text(row, 0),
            .reason = RECORD_CORRECTION,
            .reason_text = db_get_text(row, 2),
            .by_user = db_get_int(row, 3),
            .by_post = db_get_int(row, 4),
            .by_unit = db_get_int(row, 5),
            .second = db_get_int(row, 6),
            .at = db_get_int(row, 7),
        };
        if (!record_reason_parse(db_get_text(row, 1), &changes[i].reason))
            return fail(ctx, ERR_INTERNAL, "记录的变更已损坏");
    }
    *changes_r = changes;
    *n_r = c.n;
    return OK;
}

/* --- shared by the changes --- */

enum err record_lost_race(struct ctx *ctx, struct db_session *s, const struct record_seen *seen) {
    const struct db_value *row;
    enum db_result r = db_one(s, ctx->arena, STMT(LAST_CHANGE),
                              DB_ARGS(db_int(seen->subject_id), db_int(seen->record_id)), &row);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    if (r == DB_NONE) return fail(ctx, ERR_NOT_FOUND, NULL);
    char at[INSTANT_TEXT];
    instant_format((struct instant){db_get_int(row, 1)}, at);
    const char *unit = db_get_text(row, 0);
    return fail(ctx, ERR_CONFLICT, "该记录已由%s于%s修改，请刷新后重试", *unit ? unit : "系统", at);
}

enum err record_load_seen(struct ctx *ctx, struct db_session *s, const struct record_seen *seen,
                          struct record **record_r) {
    enum err e = record_get(ctx, s, seen->subject_id, seen->record_id, record_r);
    if (e) return e;
    if (!*record_r) return fail(ctx, ERR_NOT_FOUND, NULL);
    if (seen->version && seen->version != (*record_r)->version)
        return record_lost_race(ctx, s, seen);
    return OK;
}

enum err record_check_because(struct ctx *ctx, const struct record_because *why) {
    size_t n = why->text ? utf8_count(str_trim(str_of(why->text))) : 0;
    if (n && n <= 1000) return OK;
    return fail_field(ctx, ERR_REASON_MISSING, "reason", "1..1000", NULL);
}

struct leaf record_leaf(const struct ctx *ctx, enum ledger_event event, const struct record *r,
                        const struct record_because *why) {
    struct leaf leaf = actor_leaf(ctx, event);
    leaf.place = r->facts.jurisdiction;
    leaf.policy = r->facts.policy_label;
    leaf.object = r->id;
    leaf.subject = r->facts.subject_id;
    if (!why) return leaf;
    leaf.second = why->second;
    leaf.basis = why->basis;
    leaf.n_basis = why->n_basis;
    leaf.word = record_reason_word(why->reason);
    return leaf;
}
