#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/file.h"
#include "base/num.h"
#include "intake/job.h"
#include "intake/lateness.h"
#include "law/law.h"
#include "registry/actor.h"
#include "registry/app.h"

enum { ONE, OF_UNIT, OF_PLACE, FLAWS, OPEN_ONES, ACTOR };

const struct db_stmt submission_stmts[] = {
    [ONE] = {.name = "submission.one",
             .sql = "select " SUBMISSION_COLUMNS " from submission where submission_id = $1",
             .in = "i",
             .out = SUBMISSION_SIGNATURE,
             .kind = DB_READ},
    [OF_UNIT] = {.name = "submission.of_unit",
                 .sql = "select " SUBMISSION_COLUMNS " from submission where provider_id = $1"
                        " and submission_id < $2 order by submission_id desc limit $3",
                 .in = "iii",
                 .out = SUBMISSION_SIGNATURE,
                 .kind = DB_READ},
    [OF_PLACE] = {.name = "submission.of_place",
                  .sql = "select " SUBMISSION_COLUMNS " from submission where jurisdiction = $1"
                         " and submission_id < $2 order by submission_id desc limit $3",
                  .in = "tii",
                  .out = SUBMISSION_SIGNATURE,
                  .kind = DB_READ},
    [FLAWS] = {.name = "submission.flaws",
               .sql = "select seq, row_no, col_no, code, field, value, sentence, suggestion"
                      " from submission_flaw where submission_id = $1 and seq > $2"
                      " order by seq limit $3",
               .in = "iii",
               .out = "iiitttt"
                      "t",
               .kind = DB_READ},
    [OPEN_ONES] = {.name = "submission.open_ones",
                   .sql = "select " SUBMISSION_COLUMNS " from submission"
                          " where state in ('checking', 'withdrawing')"
                          " order by submission_id limit 100",
                   .in = "",
                   .out = SUBMISSION_SIGNATURE,
                   .kind = DB_READ},
    [ACTOR] = {.name = "submission.actor",
               .sql = "select a.name, u.name, u.unit_type, u.jurisdiction from account a, unit u"
                      " where a.user_id = $1 and u.unit_id = $2",
               .in = "ii",
               .out = "tttt",
               .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&submission_stmts[name])

static bool bad(enum db_result r) {
    return r == DB_RETRY || r == DB_FAIL;
}

/* --- words --- */

static const char *const state_words[] = {"awaiting_review", "checking",    "done",
                                          "refused",         "withdrawing", "withdrawn"};
static const char *const state_names[] = {"待审核", "校验入库中", "已入库",
                                          "已退回", "撤回中",     "已撤回"};
static const char *const kind_words[] = {"file", "form", "legacy"};

const char *submission_state_word(enum submission_state s) {
    return state_words[s];
}
const char *submission_state_name(enum submission_state s) {
    return state_names[s];
}
const char *submission_kind_word(enum submission_kind k) {
    return kind_words[k];
}

static int word_index(const char *const *words, size_t n, const char *word) {
    for (size_t i = 0; i < n; i++)
        if (!strcmp(words[i], word)) return (int)i;
    return (int)n - 1;
}

/* --- rows --- */

static struct stored_digest digest_of(const struct db_value *row, int column) {
    struct stored_digest d = {{0}};
    struct str s = db_get_blob(row, column);
    if (s.n == sizeof d.b) memcpy(d.b, s.p, sizeof d.b);
    return d;
}

void submission_of_row(const struct db_value *row, struct submission *s) {
    *s = (struct submission){
        .id = db_get_int(row, 0),
        .jurisdiction = db_get_text(row, 1),
        .policy_label = db_get_text(row, 2),
        .catalog_id = db_get_int(row, 3),
        .item = db_get_text(row, 4),
        .item_version = db_get_int(row, 5),
        .provider_id = db_get_int(row, 6),
        .by_user = db_get_int(row, 7),
        .by_post = db_get_int(row, 8),
        .by_role = db_get_text(row, 9),
        .channel = db_get_text(row, 10),
        .kind = (enum submission_kind)word_index(kind_words, GX_COUNT(kind_words),
                                                 db_get_text(row, 11)),
        .digest = digest_of(row, 12),
        .claim = digest_of(row, 13),
        .bytes = db_get_int(row, 14),
        .format = db_get_text(row, 15),
        .encoding = db_get_text(row, 16),
        .mapping = db_get_text(row, 17),
        .receipt_no = db_get_text(row, 18),
        .uploaded_at = db_get_int(row, 19),
        .received_at = db_get_int(row, 20),
        .received_day = db_get_date(row, 21),
        .first_id = db_get_int(row, 22),
        .first_day = db_get_date(row, 23),
        .resubmits = db_get_int(row, 24),
        .atomic = db_get_int(row, 25) != 0,
        .review = db_get_text(row, 26),
        .reviewed_by = db_get_int(row, 27),
        .reviewed_at = db_get_int(row, 28),
        .review_result = db_get_text(row, 29),
        .review_opinion = db_get_text(row, 30),
        .state = (enum submission_state)word_index(state_words, GX_COUNT(state_words),
                                                   db_get_text(row, 31)),
        .refusal = db_get_text(row, 32),
        .total = db_get_int(row, 33),
        .accepted = db_get_int(row, 34),
        .returned = db_get_int(row, 35),
        .duplicates = db_get_int(row, 36),
        .warned = db_get_int(row, 37),
        .flaws = db_get_int(row, 38),
        .progress = db_get_int(row, 39),
        .holder = db_get_text(row, 40),
        .touched_at = db_get_int(row, 41),
        .due_day = db_get_date(row, 42),
        .due_rule = db_get_text(row, 43),
        .done_at = db_get_int(row, 44),
        .late_days = db_is_null(row, 45) ? -1 : db_get_int(row, 45),
        .late_rows = db_get_int(row, 46),
        .late_pending = db_get_int(row, 47),
        .late_formed = db_get_date(row, 48),
        .from_day = db_get_date(row, 49),
        .to_day = db_get_date(row, 50),
        .withdrawn = db_get_int(row, 51),
        .withdraw_reason = db_get_text(row, 52),
        .version = db_get_int(row, 53),
    };
}

enum err submission_read(struct ctx *ctx, struct db_session *s, int64_t id,
                         struct submission *out) {
    const struct db_value *row;
    enum db_result r = db_one(s, ctx->arena, STMT(ONE), DB_ARGS(db_int(id)), &row);
    if (bad(r)) return db_err(ctx, s, r);
    if (r == DB_NONE) return fail(ctx, ERR_NOT_FOUND, "没有这一报送批次");
    submission_of_row(row, out);
    return OK;
}

/* --- who may see what --- */

static bool sees_all(const struct ctx *ctx) {
    enum role role = ctx->actor->role;
    return role == ROLE_OPERATOR || role == ROLE_AUTHORITY || ctx->actor->channel == CHANNEL_SYSTEM;
}

enum err submission_get(struct ctx *ctx, int64_t id, struct submission *out) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = submission_read(ctx, s, id, out);
    db_read_end(ctx, &s);
    if (e) return e;
    bool mine = sees_all(ctx) ? !strcmp(out->jurisdiction, ctx->actor->jurisdiction)
                              : out->provider_id == ctx->actor->unit_id;
    return mine ? OK : fail(ctx, ERR_NOT_FOUND, "没有这一报送批次");
}

enum err submission_list(struct ctx *ctx, int64_t before, size_t most, struct submission **list_r,
                         size_t *n_r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    struct db_value who =
        sees_all(ctx) ? db_text(ctx->actor->jurisdiction) : db_int(ctx->actor->unit_id);
    struct db_call call = {
        .stmt = STMT(sees_all(ctx) ? OF_PLACE : OF_UNIT),
        .args = DB_ARGS(who, db_int(before ? before : INT64_MAX), db_int((int64_t)most))};
    enum db_result r = db_calls(s, ctx->arena, &call, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    if (e) return e;
    *list_r = ARENA_ARRAY(ctx->arena, call.n, struct submission);
    *n_r = call.n;
    for (size_t i = 0; i < call.n; i++)
        submission_of_row(call.rows[i], &(*list_r)[i]);
    return OK;
}

enum err submission_flaws(struct ctx *ctx, int64_t id, int64_t after, size_t most,
                          struct submission_flaw **flaws_r, size_t *n_r) {
    struct submission sub;
    enum err e = submission_get(ctx, id, &sub);
    if (e) return e;
    struct db_session *s;
    if ((e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s))) return e;
    struct db_call call = {.stmt = STMT(FLAWS),
                           .args = DB_ARGS(db_int(id), db_int(after), db_int((int64_t)most))};
    enum db_result r = db_calls(s, ctx->arena, &call, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    if (e) return e;
    *flaws_r = ARENA_ARRAY(ctx->arena, call.n, struct submission_flaw);
    *n_r = call.n;
    for (size_t i = 0; i < call.n; i++) {
        const struct db_value *row = call.rows[i];
        (*flaws_r)[i] =
            (struct submission_flaw){.seq = db_get_int(row, 0),
                                     .flaw = {.row = db_get_int(row, 1),
                                              .column = (uint32_t)db_get_int(row, 2),
                                              .code = flaw_code_find(db_get_text(row, 3)),
                                              .field = db_get_text(row, 4),
                                              .value = db_get_text(row, 5),
                                              .sentence = db_get_text(row, 6),
                                              .suggestion = db_get_text(row, 7)}};
    }
    return OK;
}

/* --- derivations --- */

enum { DERIVATION_MAX = 256 << 10 };

const char *due_json(struct arena *a, const struct due *due) {
    struct buf b;
    buf_init(&b, DERIVATION_MAX);
    limit_write(due, &b);
    struct str text = buf_finish(&b);
    const char *copy = text.p ? arena_str(a, text) : "";
    buf_free(&b);
    return copy;
}

static const char *explained(struct arena *a, const struct due *due) {
    struct buf b;
    buf_init(&b, DERIVATION_MAX);
    limit_explain(due, &b);
    struct str text = buf_finish(&b);
    const char *copy = text.p ? arena_str(a, text) : "";
    buf_free(&b);
    return copy;
}

const char *submission_due_text(struct ctx *ctx, const struct submission *s) {
    struct due due;
    if (!*s->due_rule ||
        !limit_recompute(ctx->arena, str_of(s->due_rule), law_calendar(ctx->law), &due))
        return "";
    return explained(ctx->arena, &due);
}

const char *submission_late_text(struct ctx *ctx, const struct submission *s) {
    const struct policy *p = law_policy_edition(ctx->law, s->policy_label);
    if (date_is_none(s->late_formed) || !p) return "";
    const struct policy_item *item = policy_item(p, s->item);
    if (!item) return "";
    struct date first = date_is_none(s->first_day) ? s->received_day : s->first_day;
    struct lateness l = lateness_of(ctx->arena, p, law_calendar(ctx->law), item, s->late_formed,
                                    s->late_formed, first, first);
    return l.state == LATENESS_KNOWN ? explained(ctx->arena, &l.due) : "";
}

/* --- who works on it --- */

/* The start of a process in the kernel's ticks tells it from a later one of the same number. */
static const char *process_start(struct ctx *ctx, int64_t pid) {
    struct str text;
    const char *path = arena_printf(ctx->arena, "/proc/%lld/stat", (long long)pid);
    if (file_read(ctx->arena, path, 4096, &text) != OK) return "";
    const char *close = strrchr(text.p, ')');
    struct str rest = str_of(close ? close + 2 : ""), part = {0};
    for (int field = 3; field <= 22; field++)
        if (!str_split(&rest, ' ', &part)) return "";
    return arena_str(ctx->arena, part);
}

static const char *host_name(struct ctx *ctx) {
    char name[256] = "";
    if (gethostname(name, sizeof name - 1)) name[0] = '\0';
    return arena_strdup(ctx->arena, name);
}

const char *holder_self(struct ctx *ctx) {
    int64_t pid = getpid();
    return arena_printf(ctx->arena, "%s %lld %s", host_name(ctx), (long long)pid,
                        process_start(ctx, pid));
}

bool holder_is_gone(struct ctx *ctx, const char *holder) {
    struct str rest = str_of(holder), host, pid_text;
    int64_t pid;
    if (!*holder) return true;
    if (!str_split(&rest, ' ', &host) || !str_split(&rest, ' ', &pid_text)) return true;
    if (!str_is(host, host_name(ctx)) || !num_i64(pid_text, 1, INT32_MAX, &pid)) return false;
    const char *start = process_start(ctx, pid);
    return !*start || !str_is(rest, start);
}

enum err submission_actor(struct ctx *ctx, const struct submission *sub, struct actor *actor) {
    struct db_session *s;
    const struct db_value *row;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    /* A legacy import belongs to the unit that imports, everything else to the provider. */
    enum db_result r = db_one(s, ctx->arena, STMT(ACTOR),
                              DB_ARGS(db_int(sub->by_user), db_int(sub->provider_id)), &row);
    if (bad(r)) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    if (e) return e;
    if (r == DB_NONE) return fail(ctx, ERR_INTERNAL, "报送批次的单位或人员已不存在");
    *actor = (struct actor){.user_id = sub->by_user,
                            .post_id = sub->by_post,
                            .unit_id = sub->provider_id,
                            .channel = CHANNEL_SYSTEM,
                            .name = db_get_text(row, 0),
                            .unit_name = db_get_text(row, 1),
                            .unit_type = db_get_text(row, 2),
                            .jurisdiction = db_get_text(row, 3),
                            .os_user = "",
                            .address = "",
                            .designated = true};
    if (!role_parse(sub->by_role, &actor->role)) actor->role = ROLE_PROVIDER_CLERK;
    for (int c = CHANNEL_NONE; c <= CHANNEL_SYSTEM; c++)
        if (!strcmp(channel_word((enum channel)c), sub->channel)) actor->channel = (enum channel)c;
    return OK;
}

struct stored_digest returned_key(const struct ctx *ctx, const char *what, const char *value) {
    struct arena_mark mark = arena_mark(ctx->arena);
    const char *text = arena_printf(ctx->arena, "returned:%s\n%s", what, value);
    struct digest d = crypto_hmac(ctx->app->suite, &ctx->app->keys.lookup, text, strlen(text));
    arena_release(ctx->arena, mark);
    return crypto_stored(ctx->app->suite, d);
}

/* --- going on with what was left --- */

enum err submission_open_ones(struct ctx *ctx, struct submission **list_r, size_t *n_r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    struct db_call call = {.stmt = STMT(OPEN_ONES)};
    enum db_result r = db_calls(s, ctx->arena, &call, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    if (e) return e;
    *list_r = ARENA_ARRAY(ctx->arena, call.n, struct submission);
    *n_r = call.n;
    for (size_t i = 0; i < call.n; i++)
        submission_of_row(call.rows[i], &(*list_r)[i]);
    return OK;
}
