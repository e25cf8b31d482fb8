#include "registry/search.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/utf8.h"
#include "registry/search_fold.h"
#include "registry/subject_row.h"

#define TEXT_MOST    100
#define PAGE         500    /* candidates a statement */
#define EXAMINE_MOST 100000 /* candidates a search; a text that needs more is too common */
#define COUNT_MOST   1000   /* first look at how common a pair is */
#define COUNT_FAR    30000  /* second look, when all pairs of a longer text are common */
#define INDEX_CHUNK  400    /* subjects a bulk transaction: below 100 ms */
#define GRAM_ROWS    30     /* rows of one GRAM_ADD */
#define PAGE_TEXT    "500"

enum {
    BY_FIRST,
    BY_ONE,
    BY_THREE,
    GRAM_COUNT,
    PENDING,
    PENDING_FORMER,
    FORMER,
    TO_INDEX,
    FORMER_TO_INDEX,
    GRAM_ADD,
    PENDING_DROP,
    GRAM_CLEAR,
    PENDING_ALL
};

/* "cross join" keeps SQLite to the order of the tables: the rarest pair leads. */
const struct db_stmt search_stmts[] = {
    [BY_FIRST] = {.name = "search.by_first",
                  .sql = "select " SUBJECT_COLUMNS ", g.gram from name_gram g"
                         " cross join subject s where s.subject_id = g.subject_id"
                         " and (g.gram, g.subject_id) > ($1, $2) and g.gram < $3"
                         " order by g.gram, g.subject_id limit " PAGE_TEXT,
                  .in = "iii",
                  .out = SUBJECT_SIGNATURE "i",
                  .kind = DB_READ},
    [BY_ONE] = {.name = "search.by_one",
                .sql = "select " SUBJECT_COLUMNS ", g.gram from name_gram g"
                       " cross join subject s where g.gram = $1 and g.subject_id > $2"
                       " and s.subject_id = g.subject_id order by g.subject_id limit " PAGE_TEXT,
                .in = "ii",
                .out = SUBJECT_SIGNATURE "i",
                .kind = DB_READ},
    [BY_THREE] = {.name = "search.by_three",
                  .sql = "select " SUBJECT_COLUMNS ", g.gram from name_gram g"
                         " cross join name_gram h cross join name_gram i cross join subject s"
                         " where g.gram = $1 and g.subject_id > $2"
                         " and h.gram = $3 and h.subject_id = g.subject_id"
                         " and i.gram = $4 and i.subject_id = g.subject_id"
                         " and s.subject_id = g.subject_id order by g.subject_id limit " PAGE_TEXT,
                  .in = "iiii",
                  .out = SUBJECT_SIGNATURE "i",
                  .kind = DB_READ},
    [GRAM_COUNT] = {.name = "search.gram_count",
                    .sql = "select count(*) from (select g.gram from name_gram g"
                           " where g.gram = $1 limit $2) t",
                    .in = "ii",
                    .out = "i",
                    .kind = DB_READ},
    [PENDING] = {.name = "search.pending",
                 .sql = "select " SUBJECT_COLUMNS ", s.subject_id from name_pending p"
                        " cross join subject s where p.subject_id > $1"
                        " and s.subject_id = p.subject_id order by p.subject_id limit " PAGE_TEXT,
                 .in = "i",
                 .out = SUBJECT_SIGNATURE "i",
                 .kind = DB_READ},
    [PENDING_FORMER] = {.name = "search.pending_former",
                        .sql = "select n.subject_id, n.name_id, n.name from subject_name n"
                               " cross join name_pending p where p.subject_id = n.subject_id"
                               " and n.name is not null and (n.subject_id, n.name_id) > ($1, $2)"
                               " order by n.subject_id, n.name_id limit " PAGE_TEXT,
                        .in = "ii",
                        .out = "iit",
                        .kind = DB_READ},
    [FORMER] = {.name = "search.former",
                .sql = "select name from subject_name where subject_id = $1 and name is not null"
                       " order by name_id desc",
                .in = "i",
                .out = "t",
                .kind = DB_READ},
    [TO_INDEX] = {.name = "search.to_index",
                  .sql = "select p.subject_id, s.name from name_pending p"
                         " cross join subject s where s.subject_id = p.subject_id"
                         " order by p.subject_id limit $1",
                  .in = "i",
                  .out = "iT",
                  .kind = DB_READ},
    [FORMER_TO_INDEX] = {.name = "search.former_to_index",
                         .sql = "select n.subject_id, n.name from subject_name n"
                                " where n.subject_id >= $1 and n.subject_id <= $2"
                                " and n.name is not null"
                                " order by n.subject_id",
                         .in = "ii",
                         .out = "it",
                         .kind = DB_READ},
    /* Thirty rows a statement: a short list repeats its last row. */
    [GRAM_ADD] = {.name = "search.gram_add",
                  .sql = "insert into name_gram (gram, subject_id) values "
                         "($1, $2), ($3, $4), ($5, $6), ($7, $8), ($9, $10), ($11, $12), "
                         "($13, $14), ($15, $16), ($17, $18), ($19, $20), ($21, $22), "
                         "($23, $24), ($25, $26), ($27, $28), ($29, $30), ($31, $32), "
                         "($33, $34), ($35, $36), ($37, $38), ($39, $40), ($41, $42), "
                         "($43, $44), ($45, $46), ($47, $48), ($49, $50), ($51, $52), "
                         "($53, $54), ($55, $56), ($57, $58), ($59, $60)"
                         " on conflict do nothing",
                  .in = "iiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
                        "iiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
                  .out = "",
                  .kind = DB_WRITE},
    [PENDING_DROP] = {.name = "search.pending_drop",
                      .sql = "delete from name_pending where subject_id = $1",
                      .in = "i",
                      .out = "",
                      .kind = DB_WRITE},
    [GRAM_CLEAR] = {.name = "search.gram_clear",
                    .sql = "delete from name_gram",
                    .in = "",
                    .out = "",
                    .kind = DB_WRITE},
    [PENDING_ALL] = {.name = "search.pending_all",
                     .sql = "insert into name_pending (subject_id)"
                            " select s.subject_id from subject s where s.name is not null"
                            " on conflict do nothing",
                     .in = "",
                     .out = "",
                     .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name)  (&search_stmts[name])
#define GRAM_COLUMN 12 /* behind SUBJECT_COLUMNS */

/* --- searching --- */

struct run {
    struct ctx *ctx;
    struct db_session *s;
    const char *folded;
    size_t examined;
    struct search_hit hits[SEARCH_MAX + 1];
    size_t n;
};

static bool full(const struct run *q) {
    return q->n > SEARCH_MAX || q->examined > EXAMINE_MOST;
}

static bool matches(const struct run *q, const char *name) {
    struct arena_mark mark = arena_mark(q->ctx->arena);
    bool found = strstr(search_fold(q->ctx->arena, name), q->folded) != NULL;
    arena_release(q->ctx->arena, mark);
    return found;
}

static void add_hit(struct run *q, const struct subject *subject, const char *former) {
    if (full(q) || subject_is_person(subject->kind) || subject->state == SUBJECT_STATE_MERGED)
        return;
    for (size_t i = 0; i < q->n; i++)
        if (q->hits[i].subject_id == subject->id) return;
    q->hits[q->n++] = (struct search_hit){
        .subject_id = subject->id,
        .kind = subject->kind,
        .state = subject->state,
        .name = subject->name,
        .former_name = former,
        .document = subject->document,
        .number = subject->number,
    };
}

static enum err rows(struct run *q, int stmt, const struct db_value *args, struct db_call *c) {
    *c = (struct db_call){.stmt = STMT(stmt), .args = args};
    enum db_result r = db_calls(q->s, q->ctx->arena, c, 1);
    return r == DB_ROW ? OK : db_err(q->ctx, q->s, r);
}

/* A candidate hits by its present name or by a former one. */
static enum err try_candidate(struct run *q, const struct db_value *row) {
    struct subject *subject = subject_of_row(q->ctx->arena, row);
    q->examined++;
    if (matches(q, subject->name)) {
        add_hit(q, subject, NULL);
        return OK;
    }
    struct db_call c;
    enum err e = rows(q, FORMER, DB_ARGS(db_int(subject->id)), &c);
    for (size_t i = 0; !e && i < c.n; i++)
        if (matches(q, db_get_text(c.rows[i], 0))) {
            add_hit(q, subject, db_get_text(c.rows[i], 0));
            break;
        }
    return e;
}

/* Names that are not indexed yet are read one by one. They come first: what leaves the waiting list
 * meanwhile is found in the index. */
static enum err search_pending(struct run *q) {
    int64_t after = 0, after_name = 0;
    struct db_call c;
    enum err e;
    do {
        e = rows(q, PENDING, DB_ARGS(db_int(after)), &c);
        for (size_t i = 0; !e && i < c.n; i++) {
            struct subject *subject = subject_of_row(q->ctx->arena, c.rows[i]);
            after = subject->id;
            if (matches(q, subject->name)) add_hit(q, subject, NULL);
        }
    } while (!e && c.n == PAGE && !full(q));
    for (after = 0; !e && !full(q);) {
        e = rows(q, PENDING_FORMER, DB_ARGS(db_int(after), db_int(after_name)), &c);
        for (size_t i = 0; !e && i < c.n; i++) {
            const char *former = db_get_text(c.rows[i], 2);
            struct subject *subject = NULL;
            after = db_get_int(c.rows[i], 0);
            after_name = db_get_int(c.rows[i], 1);
            if (!matches(q, former)) continue;
            e = subject_get(q->ctx, q->s, after, &subject);
            if (!e && subject && subject->id == after) add_hit(q, subject, former);
        }
        if (e || c.n < PAGE) break;
    }
    return e;
}

static enum err search_first(struct run *q, int32_t cp) {
    int64_t gram = SEARCH_GRAM(cp, 0), end = SEARCH_GRAM(cp + 1, 0), after = 0;
    struct db_call c;
    enum err e;
    do {
        e = rows(q, BY_FIRST, DB_ARGS(db_int(gram), db_int(after), db_int(end)), &c);
        for (size_t i = 0; !e && i < c.n && !full(q); i++) {
            gram = db_get_int(c.rows[i], GRAM_COLUMN);
            after = db_get_int(c.rows[i], 0);
            e = try_candidate(q, c.rows[i]);
        }
    } while (!e && c.n == PAGE && !full(q));
    return e;
}

/* How many names have each pair, counted up to `most`; *least_r is the smallest count. */
static enum err count_pairs(struct run *q, int64_t most, struct db_value *args,
                            struct db_call *calls, size_t n, int64_t *least_r) {
    for (size_t i = 0; i < n; i++) {
        args[2 * i + 1] = db_int(most);
        calls[i] = (struct db_call){.stmt = STMT(GRAM_COUNT), .args = &args[2 * i]};
    }
    enum db_result r = db_calls(q->s, q->ctx->arena, calls, n);
    if (r != DB_ROW) return db_err(q->ctx, q->s, r);
    *least_r = INT64_MAX;
    for (size_t i = 0; i < n; i++) {
        int64_t count = db_get_int(calls[i].rows[0], 0);
        if (count < *least_r) *least_r = count;
    }
    return OK;
}

/* The three rarest pairs of the text, the rarest first; *n_r is 0 when one of them occurs nowhere. */
static enum err choose(struct run *q, int64_t chosen[3], size_t *n_r) {
    struct str left = str_of(q->folded);
    size_t n = 0, most = utf8_count(left);
    struct db_call *calls = ARENA_ARRAY(q->ctx->arena, most, struct db_call);
    struct db_value *args = ARENA_ARRAY(q->ctx->arena, 2 * most, struct db_value);
    for (int32_t cp = utf8_next(&left), next; (next = utf8_next(&left)) >= 0; cp = next)
        args[2 * n++] = db_int(SEARCH_GRAM(cp, next));
    int64_t least;
    enum err e = count_pairs(q, COUNT_MOST, args, calls, n, &least);
    if (!e && least == COUNT_MOST && n > 2) e = count_pairs(q, COUNT_FAR, args, calls, n, &least);
    *n_r = 0;
    if (e || !least) return e;
    size_t took = 0;
    for (; took < 3 && took < n; took++) {
        size_t best = SIZE_MAX;
        for (size_t i = 0; i < n; i++)
            if (calls[i].args && (best == SIZE_MAX || db_get_int(calls[i].rows[0], 0) <
                                                          db_get_int(calls[best].rows[0], 0)))
                best = i;
        chosen[took] = args[2 * best].i;
        calls[best].args = NULL; /* taken */
    }
    *n_r = took;
    return OK;
}

static enum err search_pairs(struct run *q) {
    int64_t gram[3], after = 0;
    size_t n;
    struct db_call c;
    enum err e = choose(q, gram, &n);
    if (e || !n) return e;
    do {
        e = n == 1 ? rows(q, BY_ONE, DB_ARGS(db_int(gram[0]), db_int(after)), &c)
                   : rows(q, BY_THREE,
                          DB_ARGS(db_int(gram[0]), db_int(after), db_int(gram[1]),
                                  db_int(gram[n - 1])),
                          &c);
        for (size_t i = 0; !e && i < c.n && !full(q); i++) {
            after = db_get_int(c.rows[i], 0);
            e = try_candidate(q, c.rows[i]);
        }
    } while (!e && c.n == PAGE && !full(q));
    return e;
}

static int by_subject(const void *x, const void *y) {
    const struct search_hit *a = x, *b = y;
    return a->subject_id < b->subject_id ? -1 : a->subject_id > b->subject_id;
}

enum err search_names(struct ctx *ctx, struct db_session *s, const char *text,
                      struct search_result *result_r) {
    struct run *q = ARENA_NEW(ctx->arena, struct run);
    *q = (struct run){.ctx = ctx, .s = s, .folded = search_fold(ctx->arena, text)};
    struct str left = str_of(q->folded);
    size_t chars = utf8_count(left);
    if (!chars || chars > TEXT_MOST)
        return fail_field(ctx, ERR_SEARCH_TEXT, "name", "1..100", NULL);
    enum err e = search_pending(q);
    if (!e && !full(q)) e = chars == 1 ? search_first(q, utf8_next(&left)) : search_pairs(q);
    if (e) return e;
    bool more = full(q);
    if (q->n > SEARCH_MAX) q->n = SEARCH_MAX;
    qsort(q->hits, q->n, sizeof q->hits[0], by_subject);
    *result_r = (struct search_result){.hits = q->hits, .n = q->n, .more = more};
    return OK;
}

/* --- the index --- */

struct gram {
    int64_t gram, subject_id;
};
struct grams {
    struct gram *list;
    size_t n, room;
};

static int by_gram(const void *x, const void *y) {
    const struct gram *a = x, *b = y;
    if (a->gram != b->gram) return a->gram < b->gram ? -1 : 1;
    return a->subject_id < b->subject_id ? -1 : a->subject_id > b->subject_id;
}

static void add_grams(struct arena *a, struct grams *g, int64_t subject_id, const char *name) {
    int64_t *values;
    size_t n = search_grams(a, search_fold(a, name), &values);
    if (g->n + n > g->room) {
        size_t room = 2 * (g->n + n);
        struct gram *list = ARENA_ARRAY(a, room, struct gram);
        if (g->n) memcpy(list, g->list, g->n * sizeof *list);
        g->list = list;
        g->room = room;
    }
    for (size_t i = 0; i < n; i++)
        g->list[g->n++] = (struct gram){values[i], subject_id};
}

/* In the order of the table, so that neighbours fall on the same page. */
static enum err write_grams(struct ctx *ctx, struct db_session *s, struct grams *g) {
    if (!g->n) return OK;
    qsort(g->list, g->n, sizeof *g->list, by_gram);
    size_t statements = (g->n + GRAM_ROWS - 1) / GRAM_ROWS, rows = statements * GRAM_ROWS;
    struct db_value *args = ARENA_ARRAY(ctx->arena, 2 * rows, struct db_value);
    for (size_t i = 0; i < rows; i++) {
        const struct gram *row = &g->list[i < g->n ? i : g->n - 1];
        args[2 * i] = db_int(row->gram);
        args[2 * i + 1] = db_int(row->subject_id);
    }
    enum db_result r = db_exec_many(s, STMT(GRAM_ADD), args, statements, NULL);
    return r == DB_RETRY || r == DB_FAIL ? db_err(ctx, s, r) : OK;
}

enum err search_index_name(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                           const char *name) {
    struct grams g = {0};
    add_grams(ctx->arena, &g, subject_id, name);
    return write_grams(ctx, s, &g);
}

struct chunk {
    int64_t most;
    size_t done;
};

static enum err index_chunk(struct ctx *ctx, struct db_session *s, void *arg) {
    struct chunk *chunk = arg;
    struct run q = {.ctx = ctx, .s = s};
    struct db_call c, former;
    chunk->done = 0;
    enum err e = rows(&q, TO_INDEX, DB_ARGS(db_int(chunk->most)), &c);
    if (e || !c.n) return e;
    e = rows(&q, FORMER_TO_INDEX,
             DB_ARGS(db_int(db_get_int(c.rows[0], 0)), db_int(db_get_int(c.rows[c.n - 1], 0))),
             &former);
    if (e) return e;
    struct grams g = {0};
    struct db_value *dropped = ARENA_ARRAY(ctx->arena, c.n, struct db_value);
    for (size_t i = 0; i < c.n; i++) {
        dropped[i] = db_int(db_get_int(c.rows[i], 0));
        add_grams(ctx->arena, &g, dropped[i].i, db_get_text(c.rows[i], 1));
    }
    for (size_t i = 0; i < former.n; i++)
        add_grams(ctx->arena, &g, db_get_int(former.rows[i], 0), db_get_text(former.rows[i], 1));
    e = write_grams(ctx, s, &g);
    if (e) return e;
    enum db_result r = db_exec_many(s, STMT(PENDING_DROP), dropped, c.n, NULL);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    chunk->done = c.n;
    return OK;
}

/* The index is derived from facts and says nothing of its own, so there is no entry to make and the
 * door is not the way. */
enum err search_index_run(struct ctx *ctx, size_t most, size_t *done_r) {
    *done_r = 0;
    for (;;) {
        size_t left = most ? most - *done_r : INDEX_CHUNK;
        struct chunk chunk = {.most = (int64_t)(left < INDEX_CHUNK ? left : INDEX_CHUNK)};
        if (!chunk.most) return OK;
        struct arena_mark mark = arena_mark(ctx->arena);
        enum err e = db_tx(ctx, DB_FACTS, DATE_NONE, DB_BULK, "search.index", index_chunk, &chunk);
        if (e) return e;
        arena_release(ctx->arena, mark);
        *done_r += chunk.done;
        if (chunk.done < (size_t)chunk.most) return OK;
    }
}

static enum err start_over(struct ctx *ctx, struct db_session *s, void *arg) {
    (void)arg;
    enum db_result r = db_exec(s, STMT(GRAM_CLEAR), DB_NO_ARGS, NULL);
    if (r != DB_RETRY && r != DB_FAIL) r = db_exec(s, STMT(PENDING_ALL), DB_NO_ARGS, NULL);
    return r == DB_RETRY || r == DB_FAIL ? db_err(ctx, s, r) : OK;
}

enum err search_index_rebuild(struct ctx *ctx) {
    return db_tx(ctx, DB_FACTS, DATE_NONE, DB_BULK, "search.rebuild", start_over, NULL);
}
