#include "registry/subject.h"

#include <string.h>

#include "base/bug.h"
#include "registry/app.h"
#include "registry/search_fold.h"
#include "registry/subject_row.h"

bool subject_is_person(enum word kind) {
    return kind != W_SUBJECT_ORGANISATION && kind != W_SUBJECT_INDIVIDUAL;
}

static const char *const state_words[] = {
    [SUBJECT_STATE_ACTIVE] = "active",
    [SUBJECT_STATE_PROVISIONAL] = "provisional",
    [SUBJECT_STATE_CANCELLED] = "cancelled",
    [SUBJECT_STATE_MERGED] = "merged",
};

const char *subject_state_word(enum subject_state s) {
    BUG_IF((size_t)s >= GX_COUNT(state_words));
    return state_words[s];
}

struct stored_digest subject_digest(const struct ctx *ctx, const struct subject_number *n) {
    struct arena_mark mark = arena_mark(ctx->arena);
    char *text = arena_printf(ctx->arena, "%s\n%s\n%s", n->document,
                              n->nationality ? n->nationality : "", n->number);
    size_t len = strlen(text);
    struct digest d = crypto_hmac(ctx->app->suite, &ctx->app->keys.lookup, text, len);
    crypto_wipe(text, len);
    arena_release(ctx->arena, mark);
    return crypto_stored(ctx->app->suite, d);
}

bool subject_number_is_filler(const char *number) {
    size_t zeros = strspn(number, "0");
    return !number[zeros] ||
           (zeros >= 8 && (number[zeros] == 'X' || number[zeros] == 'x') && !number[zeros + 1]);
}

bool subject_name_equal(struct arena *a, const char *x, const char *y) {
    if (!strcmp(x, y)) return true;
    struct arena_mark mark = arena_mark(a);
    bool equal = !strcmp(search_fold(a, x), search_fold(a, y));
    arena_release(a, mark);
    return equal;
}

/* --- rows --- */

enum { BY_DIGEST, BY_ID, REVISION, FORMER_NAMES, OTHER_NUMBERS, HISTORY };

const struct db_stmt subject_stmts[] = {
    [BY_DIGEST] = {.name = "subject.by_digest",
                   .sql = "select " SUBJECT_COLUMNS " from subject_key k"
                          " join subject s on s.subject_id = k.subject_id where k.digest = $1",
                   .in = "b",
                   .out = SUBJECT_SIGNATURE,
                   .kind = DB_READ},
    [BY_ID] = {.name = "subject.by_id",
               .sql = "select " SUBJECT_COLUMNS " from subject s where s.subject_id = $1",
               .in = "i",
               .out = SUBJECT_SIGNATURE,
               .kind = DB_READ},
    [REVISION] = {.name = "subject.revision",
                  .sql = "select revision from subject where subject_id = $1",
                  .in = "i",
                  .out = "i",
                  .kind = DB_READ},
    [FORMER_NAMES] = {.name = "subject.former_names",
                      .sql = "select name, name_sealed, to_day, reason from subject_name"
                             " where subject_id = $1 order by name_id desc",
                      .in = "i",
                      .out = "TBtt",
                      .kind = DB_READ},
    [OTHER_NUMBERS] = {.name = "subject.other_numbers",
                       .sql = "select document, number, number_sealed, nationality, from_day,"
                              " to_day from subject_number where subject_id = $1"
                              " order by number_id desc",
                       .in = "i",
                       .out = "tTBTTT",
                       .kind = DB_READ},
    [HISTORY] = {.name = "subject.history",
                 .sql = "select kind, day, reason, by_user, at from subject_change"
                        " where subject_id = $1 order by change_id",
                 .in = "i",
                 .out = "tttii",
                 .kind = DB_READ},
    {.name = NULL},
};
const struct db_stmt *const subject_by_digest = &subject_stmts[BY_DIGEST];
const struct db_stmt *const subject_former_names_stmt = &subject_stmts[FORMER_NAMES];

static enum subject_state state_of(const char *word) {
    for (size_t i = 0; i < GX_COUNT(state_words); i++)
        if (!strcmp(state_words[i], word)) return (enum subject_state)i;
    return SUBJECT_STATE_CANCELLED; /* damaged: the state in which least can be done */
}

struct subject *subject_of_row(struct arena *a, const struct db_value *row) {
    struct subject *s = ARENA_NEW(a, struct subject);
    s->id = db_get_int(row, 0);
    s->kind = vocab_find(VOCAB_SUBJECT, str_of(db_get_text(row, 1)));
    s->name = db_get_text(row, 2);
    s->sealed_name = db_get_blob(row, 3);
    s->document = db_get_text(row, 4);
    s->number = db_get_text(row, 5);
    s->sealed_number = db_get_blob(row, 6);
    s->nationality = db_get_text(row, 7);
    s->state = state_of(db_get_text(row, 8));
    s->revision = db_get_int(row, 9);
    s->merged_into = db_get_int(row, 10);
    s->created_at = db_get_int(row, 11);
    return s;
}

/* --- sealing --- */

static struct str context_of(struct arena *a, const char *what, int64_t subject_id) {
    return str_of(arena_printf(a, "%s:%lld", what, (long long)subject_id));
}

struct str subject_seal(const struct ctx *ctx, const char *what, int64_t subject_id,
                        const char *plain) {
    return crypto_seal(ctx->arena, ctx->app->suite, &ctx->app->keys.seal, ctx->app->keys.version,
                       str_of(plain), context_of(ctx->arena, what, subject_id));
}

enum err subject_unseal(struct ctx *ctx, const char *what, int64_t subject_id, struct str sealed,
                        const char **plain_r) {
    struct str plain;
    enum err e = crypto_open(ctx->arena, &ctx->app->keys.seal, sealed,
                             context_of(ctx->arena, what, subject_id), &plain);
    if (e) return fail(ctx, e, "信用主体的密封内容无法打开");
    *plain_r = arena_str(ctx->arena, plain);
    return OK;
}

enum err subject_reveal(struct ctx *ctx, struct subject *s) {
    enum err e = OK;
    if (s->sealed_name.n)
        e = subject_unseal(ctx, SUBJECT_SEAL_NAME, s->id, s->sealed_name, &s->name);
    if (!e && s->sealed_number.n)
        e = subject_unseal(ctx, SUBJECT_SEAL_NUMBER, s->id, s->sealed_number, &s->number);
    return e;
}

/* --- finding --- */

/* A chain of aliases longer than this is damage. */
#define ALIASES_MOST 8

enum err subject_follow(struct ctx *ctx, struct db_session *s, struct subject **subject_r) {
    for (int i = 0; *subject_r && (*subject_r)->state == SUBJECT_STATE_MERGED; i++) {
        if (i == ALIASES_MOST) return fail(ctx, ERR_INTERNAL, "信用主体的合并记录有环");
        const struct db_value *row;
        enum db_result r = db_one(s, ctx->arena, &subject_stmts[BY_ID],
                                  DB_ARGS(db_int((*subject_r)->merged_into)), &row);
        if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
        *subject_r = r == DB_ROW ? subject_of_row(ctx->arena, row) : NULL;
    }
    return OK;
}

static enum err find_one(struct ctx *ctx, struct db_session *s, const struct db_stmt *stmt,
                         const struct db_value *args, struct subject **subject_r) {
    const struct db_value *row;
    *subject_r = NULL;
    enum db_result r = db_one(s, ctx->arena, stmt, args, &row);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    if (r == DB_NONE) return OK;
    *subject_r = subject_of_row(ctx->arena, row);
    return subject_follow(ctx, s, subject_r);
}

enum err subject_find(struct ctx *ctx, struct db_session *s, const struct subject_number *n,
                      struct subject **subject_r) {
    *subject_r = NULL;
    if (subject_number_is_filler(n->number)) return OK;
    struct stored_digest d = subject_digest(ctx, n);
    return find_one(ctx, s, &subject_stmts[BY_DIGEST], DB_ARGS(db_blob(d.b, sizeof d.b)),
                    subject_r);
}

enum err subject_get(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                     struct subject **subject_r) {
    return find_one(ctx, s, &subject_stmts[BY_ID], DB_ARGS(db_int(subject_id)), subject_r);
}

enum err subject_revision(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                          int64_t *revision_r) {
    const struct db_value *row;
    enum db_result r =
        db_one(s, ctx->arena, &subject_stmts[REVISION], DB_ARGS(db_int(subject_id)), &row);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    *revision_r = r == DB_ROW ? db_get_int(row, 0) : 0;
    return OK;
}

/* All rows of a short list, copied into the arena. */
static enum err rows_of(struct ctx *ctx, struct db_session *s, int stmt, int64_t subject_id,
                        struct db_call *call) {
    *call = (struct db_call){.stmt = &subject_stmts[stmt], .args = DB_ARGS(db_int(subject_id))};
    enum db_result r = db_calls(s, ctx->arena, call, 1);
    return r == DB_ROW ? OK : db_err(ctx, s, r);
}

enum err subject_former_names(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                              struct subject_name **names_r, size_t *n_r) {
    struct db_call c;
    enum err e = rows_of(ctx, s, FORMER_NAMES, subject_id, &c);
    if (e) return e;
    struct subject_name *names = ARENA_ARRAY(ctx->arena, c.n, struct subject_name);
    for (size_t i = 0; i < c.n; i++) {
        names[i] = (struct subject_name){.name = db_get_text(c.rows[i], 0),
                                         .to = db_get_date(c.rows[i], 2),
                                         .reason = db_get_text(c.rows[i], 3)};
        if (db_is_null(c.rows[i], 1)) continue;
        e = subject_unseal(ctx, SUBJECT_SEAL_NAME, subject_id, db_get_blob(c.rows[i], 1),
                           &names[i].name);
        if (e) return e;
    }
    *names_r = names;
    *n_r = c.n;
    return OK;
}

enum err subject_other_numbers(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                               struct subject_other_number **numbers_r, size_t *n_r) {
    struct db_call c;
    enum err e = rows_of(ctx, s, OTHER_NUMBERS, subject_id, &c);
    if (e) return e;
    struct subject_other_number *numbers =
        ARENA_ARRAY(ctx->arena, c.n, struct subject_other_number);
    for (size_t i = 0; i < c.n; i++) {
        const struct db_value *row = c.rows[i];
        numbers[i] = (struct subject_other_number){
            .number = {db_get_text(row, 0), db_get_text(row, 1), db_get_text(row, 3)},
            .from = db_get_date(row, 4),
            .to = db_get_date(row, 5)};
        if (db_is_null(row, 2)) continue;
        e = subject_unseal(ctx, SUBJECT_SEAL_NUMBER, subject_id, db_get_blob(row, 2),
                           &numbers[i].number.number);
        if (e) return e;
    }
    *numbers_r = numbers;
    *n_r = c.n;
    return OK;
}

enum err subject_history(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                         struct subject_event **events_r, size_t *n_r) {
    struct db_call c;
    enum err e = rows_of(ctx, s, HISTORY, subject_id, &c);
    if (e) return e;
    struct subject_event *events = ARENA_ARRAY(ctx->arena, c.n, struct subject_event);
    for (size_t i = 0; i < c.n; i++)
        events[i] = (struct subject_event){
            .kind = db_get_text(c.rows[i], 0),
            .day = db_get_date(c.rows[i], 1),
            .reason = db_get_text(c.rows[i], 2),
            .by_user = db_get_int(c.rows[i], 3),
            .at = db_get_int(c.rows[i], 4),
        };
    *events_r = events;
    *n_r = c.n;
    return OK;
}
