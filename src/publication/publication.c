#include "publication/publication.h"

#include <string.h>

#include "base/bug.h"
#include "db/db_fetch.h"
#include "publication/publication_row.h"
#include "registry/actor.h"

static const char *const state_words[] = {"proposed", "reviewed", "running", "refused", "ended"};
static const char *const state_names[] = {"待审查批准", "已审查待批准", "公示中", "审查未通过",
                                          "已结束"};
static const char *const place_words[] = {"waiting", "ordered", "published", "stop_ordered",
                                          "stopped"};

const char *publication_state_word(enum publication_state s) {
    BUG_IF((size_t)s >= GX_COUNT(state_words));
    return state_words[s];
}

const char *publication_state_name(enum publication_state s) {
    BUG_IF((size_t)s >= GX_COUNT(state_names));
    return state_names[s];
}

const char *place_state_word(enum place_state s) {
    BUG_IF((size_t)s >= GX_COUNT(place_words));
    return place_words[s];
}

/* A damaged word is the state in which nothing is shown. */
static size_t word_at(const char *const *words, size_t n, const char *word, size_t otherwise) {
    for (size_t i = 0; i < n; i++)
        if (!strcmp(words[i], word)) return i;
    return otherwise;
}

enum { ONE, OF_RECORD, PLACES };

const struct db_stmt publication_stmts[] = {
    [ONE] = {.name = "publication.one",
             .sql = "select " PUBLICATION_COLUMNS " from publication p where p.publication_id = $1",
             .in = "i",
             .out = PUBLICATION_SIGNATURE,
             .kind = DB_READ},
    [OF_RECORD] = {.name = "publication.of_record",
                   .sql = "select " PUBLICATION_COLUMNS " from publication p"
                          " where p.subject_id = $1 and p.record_id = $2"
                          " order by p.publication_id desc",
                   .in = "ii",
                   .out = PUBLICATION_SIGNATURE,
                   .kind = DB_READ},
    [PLACES] = {.name = "publication.places",
                .sql = "select " PLACE_COLUMNS " from publication_channel c"
                       " where c.subject_id = $1 and c.publication_id = $2 order by c.channel",
                .in = "ii",
                .out = PLACE_SIGNATURE,
                .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&publication_stmts[name])

static const char *text_or_null(const struct db_value *row, int column) {
    return db_is_null(row, column) ? NULL : db_get_text(row, column);
}

static struct publication_act act_of_row(const struct db_value *row, int column) {
    return (struct publication_act){db_get_int(row, column), db_get_int(row, column + 1),
                                    db_get_int(row, column + 2)};
}

void publication_of_row(const struct db_value *row, struct publication *p) {
    *p = (struct publication){
        .subject_id = db_get_int(row, 0),
        .publication_id = db_get_int(row, 1),
        .record_id = db_get_int(row, 2),
        .record_version = db_get_int(row, 3),
        .jurisdiction = db_get_text(row, 4),
        .policy_label = db_get_text(row, 5),
        .item = db_get_text(row, 6),
        .provider_id = db_get_int(row, 7),
        .state = (enum publication_state)word_at(state_words, GX_COUNT(state_words),
                                                 db_get_text(row, 8), PUBLICATION_ENDED),
        .legacy = db_get_int(row, 9) != 0,
        .ground = db_get_text(row, 10),
        .ground_text = db_get_text(row, 11),
        .clause = db_get_text(row, 12),
        .text = text_or_null(row, 13),
        .last_day = db_get_date(row, 14),
        .needs_review = db_get_int(row, 15) != 0,
        .proposed = act_of_row(row, 16),
        .reviewed = act_of_row(row, 19),
        .review = text_or_null(row, 22),
        .opinion = text_or_null(row, 23),
        .approved = act_of_row(row, 24),
        .first_day = db_get_date(row, 27),
        .ended = db_get_date(row, 28),
        .ended_why = text_or_null(row, 29),
        .ended_clause = text_or_null(row, 30),
        .ended_reason = text_or_null(row, 31),
        .ended_case = db_get_int(row, 32),
        .version = db_get_int(row, 33),
    };
}

void place_of_row(const struct db_value *row, struct publication_place *c) {
    *c = (struct publication_place){
        .subject_id = db_get_int(row, 0),
        .publication_id = db_get_int(row, 1),
        .channel = vocab_find(VOCAB_CHANNEL, str_of(db_get_text(row, 2))),
        .own = db_get_int(row, 3) != 0,
        .unit_id = db_get_int(row, 4),
        .state = (enum place_state)word_at(place_words, GX_COUNT(place_words), db_get_text(row, 5),
                                           PLACE_STOPPED),
        .ordered = db_get_date(row, 6),
        .published = db_get_date(row, 7),
        .published_by = db_get_int(row, 8),
        .published_unit = db_get_int(row, 9),
        .stop_ordered = db_get_date(row, 10),
        .stopped = db_get_date(row, 11),
        .stopped_by = db_get_int(row, 12),
        .stopped_unit = db_get_int(row, 13),
    };
}

enum err publication_places(struct ctx *ctx, struct db_session *s, struct publication *p) {
    struct db_call c = {.stmt = STMT(PLACES),
                        .args = DB_ARGS(db_int(p->subject_id), db_int(p->publication_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct publication_place *places = ARENA_ARRAY(ctx->arena, c.n + 1, struct publication_place);
    for (size_t i = 0; i < c.n; i++)
        place_of_row(c.rows[i], &places[i]);
    p->places = places;
    p->n_places = c.n;
    return OK;
}

enum err publication_get(struct ctx *ctx, struct db_session *s, int64_t publication_id,
                         struct publication **p_r) {
    const struct db_value *row;
    *p_r = NULL;
    enum err e = db_row(ctx, s, STMT(ONE), DB_ARGS(db_int(publication_id)), &row);
    if (e != OK || !row) return e;
    struct publication *p = ARENA_NEW(ctx->arena, struct publication);
    publication_of_row(row, p);
    e = publication_places(ctx, s, p);
    if (e == OK) *p_r = p;
    return e;
}

enum err publication_of_record(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                               int64_t record_id, struct publication **list_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(OF_RECORD),
                        .args = DB_ARGS(db_int(subject_id), db_int(record_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    *list_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct publication);
    *n_r = c.n;
    enum err e = OK;
    for (size_t i = 0; e == OK && i < c.n; i++) {
        publication_of_row(c.rows[i], &(*list_r)[i]);
        e = publication_places(ctx, s, &(*list_r)[i]);
    }
    return e;
}

enum err publication_load(struct ctx *ctx, struct db_session *s, int64_t publication_id,
                          int64_t version, struct publication **p_r) {
    enum err e = publication_get(ctx, s, publication_id, p_r);
    if (e != OK) return e;
    if (!*p_r) return fail(ctx, ERR_NOT_FOUND, NULL);
    return !version || version == (*p_r)->version ? OK : fail(ctx, ERR_CONFLICT, NULL);
}

struct leaf publication_leaf(const struct ctx *ctx, enum ledger_event event,
                             const struct publication *p) {
    struct leaf leaf = actor_leaf(ctx, event);
    leaf.place = p->jurisdiction;
    leaf.policy = p->policy_label;
    leaf.object = p->publication_id;
    leaf.subject = p->subject_id;
    leaf.version = p->version;
    return leaf;
}
