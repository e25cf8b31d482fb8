#include "disclosure/impact.h"

#include "db/db_fetch.h"
#include "disclosure/decide.h"
#include "registry/catalog.h"

enum { KINDS };
enum { BATCH = 500 };

const struct db_stmt impact_stmts[] = {
    [KINDS] = {"impact.kinds",
               "select subject_id, kind from subject where subject_id >= $1 and subject_id <= $2 "
               "order by subject_id",
               "ii", "it", DB_READ, DB_FACTS},
    {0},
};

/* A batch of records, ascending by subject, with the kind of each one's subject. */
struct batch {
    struct record *records;
    enum word *kinds;
    size_t n, at; /* `at`: the next record whose kind is wanted */
};

static bool take_kind(void *arg, const struct db_value *row) {
    struct batch *b = arg;
    int64_t subject = db_get_int(row, 0);
    enum word kind = vocab_find(VOCAB_SUBJECT, str_of(db_get_text(row, 1)));
    while (b->at < b->n && b->records[b->at].facts.subject_id < subject)
        b->at++;
    for (size_t i = b->at; i < b->n && b->records[i].facts.subject_id == subject; i++)
        b->kinds[i] = kind;
    return b->at < b->n;
}

static enum err read_batch(struct ctx *ctx, struct db_session *s, const char *place,
                           const char *label, int64_t after_subject, int64_t after_record,
                           struct batch *b) {
    *b = (struct batch){0};
    enum err e = record_list_stale(ctx, s, place, label, after_subject, after_record, BATCH,
                                   &b->records, &b->n);
    if (e != OK || !b->n) return e;
    b->kinds = ARENA_ARRAY(ctx->arena, b->n, enum word);
    return db_rows(ctx, s, &impact_stmts[KINDS],
                   DB_ARGS(db_int(b->records[0].facts.subject_id),
                           db_int(b->records[b->n - 1].facts.subject_id)),
                   take_kind, b);
}

/* The item as the record's own catalog edition has it; NULL when that does not know it. */
static enum err item_of(struct ctx *ctx, struct db_session *s, const struct record *r,
                        const struct policy_item **item_r) {
    const struct catalog *catalog;
    enum err e = catalog_by_id(ctx, s, r->facts.catalog_id, &catalog);
    const struct catalog_item *item = e == OK ? catalog_item(catalog, r->facts.item) : NULL;
    *item_r = item ? item->item : NULL;
    return e;
}

/* Where a range that ends on `to` stands against one that ends on `other`: DATE_NONE is without end. */
static int later(struct date to, struct date other) {
    if (date_is_none(to)) return date_is_none(other) ? 0 : 1;
    return date_is_none(other) ? -1 : date_cmp(to, other);
}

static void compare(struct impact_moves *m, struct date from, struct date to, struct date new_from,
                    struct date new_to) {
    bool was = !date_is_none(from), is = !date_is_none(new_from);
    m->opened += !was && is;
    m->closed += was && !is;
    if (!was || !is) return;
    int end = later(new_to, to);
    m->longer += end > 0;
    m->shorter += end < 0;
}

static void count(struct impact *impact, const struct record_ranges *was,
                  const struct record_ranges *is) {
    compare(&impact->open, was->open_from, was->open_to, is->open_from, is->open_to);
    compare(&impact->shared, was->shared_from, was->shared_to, is->shared_from, is->shared_to);
    compare(&impact->authorised, was->auth_from, was->auth_to, is->auth_from, is->auth_to);
}

/* One batch behind (subject, record); *done_r when there is none. */
static enum err impact_batch(struct ctx *ctx, struct db_session *s, const struct policy *policy,
                             int64_t *subject, int64_t *record, struct impact *impact,
                             bool *done_r) {
    struct batch b;
    enum err e = read_batch(ctx, s, policy->place, policy->edition, *subject, *record, &b);
    *done_r = e != OK || b.n < BATCH;
    for (size_t i = 0; e == OK && i < b.n; i++) {
        const struct record *r = &b.records[i];
        const struct policy_item *item = policy_item(policy, r->facts.item);
        impact->records++;
        impact->unknown += !item;
        if (!item) e = item_of(ctx, s, r, &item);
        if (e != OK) break;
        struct record_ranges is = decide_ranges(policy, item, b.kinds[i], r);
        count(impact, &r->ranges, &is);
        *subject = r->facts.subject_id;
        *record = r->id;
    }
    return e;
}

enum err impact_of(struct ctx *ctx, const struct policy *policy, struct impact *impact_r) {
    *impact_r = (struct impact){0};
    int64_t subject = 0, record = 0;
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    for (bool done = false; e == OK && !done;) {
        struct arena_mark mark = arena_mark(ctx->arena);
        e = impact_batch(ctx, s, policy, &subject, &record, impact_r, &done);
        if (e == OK) arena_release(ctx->arena, mark);
    }
    db_read_end(ctx, &s);
    return e;
}
