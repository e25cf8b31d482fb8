#include "registry/catalog.h"

#include <pthread.h>
#include <string.h>

#include "base/bug.h"
#include "base/json.h"
#include "law/law.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/catalog_item.h"
#include "registry/catalog_row.h"

enum { IN_FORCE, EDITION, ITEMS };

const struct db_stmt catalog_stmts[] = {
    [IN_FORCE] = {.name = "catalog.in_force",
                  .sql = "select catalog_id from catalog_edition where jurisdiction = $1"
                         " and state = 'adopted' and first_day <= $2"
                         " order by first_day desc, year desc, serial desc limit 1",
                  .in = "tt",
                  .out = "i",
                  .kind = DB_READ},
    [EDITION] = {.name = "catalog.edition",
                 .sql = "select jurisdiction, year, serial, first_day, policy_label"
                        " from catalog_edition where catalog_id = $1 and state = 'adopted'",
                 .in = "i",
                 .out = "tiitt",
                 .kind = DB_READ},
    [ITEMS] = {.name = "catalog.items",
               .sql = "select " ITEM_COLUMNS " from catalog_item where catalog_id = $1"
                      " order by item",
               .in = "i",
               .out = ITEM_SIGNATURE,
               .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&catalog_stmts[name])

#define ITEM_TEXT_MAX (1u << 20)

/* --- items --- */

enum err catalog_item_text(struct ctx *ctx, const struct policy_item *item, struct str *text_r) {
    struct buf out;
    struct json_writer w;
    buf_init(&out, ITEM_TEXT_MAX);
    jw_init(&w, &out, true);
    catalog_item_write(item, &w);
    struct str text = buf_finish(&out);
    if (text.p) *text_r = (struct str){arena_str(ctx->arena, text), text.n};
    buf_free(&out);
    return text.p ? OK : fail(ctx, ERR_NO_MEMORY_LIMIT, NULL);
}

enum err catalog_item_of_text(struct ctx *ctx, struct str text, const struct policy_item **item_r) {
    const char *path = "", *what = "";
    const struct json *j = json_parse(ctx->arena, text, JSON_LIMITS_DEFAULT, NULL);
    *item_r = j ? catalog_item_read(ctx->arena, j, &path, &what) : NULL;
    return *item_r ? OK
                   : fail_field(ctx, ERR_CATALOG_ITEM_FORMAT, path, NULL, "%s：%s", path, what);
}

enum err catalog_item_of_row(struct ctx *ctx, const struct db_value *row,
                             struct catalog_item *out) {
    const struct policy_item *item;
    enum err e = catalog_item_of_text(ctx, str_of(db_get_text(row, 3)), &item);
    if (e) return fail(ctx, ERR_INTERNAL, "目录事项 %s 已损坏", db_get_text(row, 1));
    const struct policy_field **sealed =
        ARENA_ARRAY(ctx->arena, item->nfields, const struct policy_field *);
    size_t n = 0;
    for (size_t i = 0; i < item->nfields; i++)
        if (item->fields[i].type == W_TYPE_NUMBER) sealed[n++] = &item->fields[i];
    *out = (struct catalog_item){
        .item = item,
        .catalog_id = db_get_int(row, 0),
        .version = db_get_int(row, 2),
        .power_list = db_get_text(row, 4),
        .sealed = sealed,
        .n_sealed = n,
    };
    return OK;
}

enum err catalog_edition_items(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                               struct catalog_item **items_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(ITEMS), .args = DB_ARGS(db_int(catalog_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct catalog_item *items = ARENA_ARRAY(ctx->arena, c.n, struct catalog_item);
    for (size_t i = 0; i < c.n; i++) {
        enum err e = catalog_item_of_row(ctx, c.rows[i], &items[i]);
        if (e) return e;
    }
    *items_r = items;
    *n_r = c.n;
    return OK;
}

const struct catalog_item *catalog_item(const struct catalog *c, const char *item_id) {
    size_t low = 0, high = c->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = strcmp(c->items[mid].item->id, item_id);
        if (!order) return &c->items[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

enum err catalog_check_item(struct ctx *ctx, const struct policy *p, const struct policy_item *item,
                            const char *power_list, struct date on) {
    struct catalog_fault *faults;
    size_t n = catalog_gate(ctx->arena, p, item, power_list, on, &faults);
    if (!n) return OK;
    const char *all = faults[0].sentence;
    for (size_t i = 1; i < n; i++)
        all = arena_printf(ctx->arena, "%s；%s", all, faults[i].sentence);
    enum err e = fail_clause(ctx, ERR_CATALOG_ITEM, faults[0].clause, "事项“%s”不能生效：%s",
                             item->name, all);
    ctx->failure.field = faults[0].gate;
    return e;
}

/* --- who and under which law --- */

enum err catalog_may_edit(struct ctx *ctx, const char *place) {
    enum err e = actor_may(ctx, PERM_CATALOG_EDIT);
    if (e) return e;
    if (strcmp(ctx->actor->jurisdiction, place) == 0) return OK;
    return fail(ctx, ERR_FORBIDDEN, "只能编制本地区的目录");
}

enum err catalog_policy(struct ctx *ctx, const char *place, struct date day,
                        const struct policy **policy_r) {
    *policy_r = law_policy(ctx->law, place, day);
    return *policy_r ? OK : fail(ctx, ERR_NOT_ADOPTED, NULL);
}

/* --- the cache --- */

struct entry {
    struct arena *arena;
    struct catalog catalog;
    struct entry *next;
};
struct catalog_cache {
    pthread_mutex_t lock;
    struct arena *arena; /* of the cache itself */
    struct entry *first;
};

struct catalog_cache *catalog_cache_new(void) {
    struct arena *a = arena_new();
    struct catalog_cache *c = ARENA_NEW(a, struct catalog_cache);
    c->arena = a;
    BUG_IF(pthread_mutex_init(&c->lock, NULL) != 0);
    return c;
}

void catalog_cache_free(struct catalog_cache **cache) {
    struct catalog_cache *c = *cache;
    if (!c) return;
    *cache = NULL;
    for (struct entry *e = c->first, *next; e; e = next) {
        struct arena *a = e->arena;
        next = e->next;
        arena_free(&a);
    }
    BUG_IF(pthread_mutex_destroy(&c->lock) != 0);
    struct arena *a = c->arena;
    arena_free(&a);
}

static const struct catalog *find_cached(struct catalog_cache *c, int64_t catalog_id) {
    BUG_IF(pthread_mutex_lock(&c->lock) != 0);
    struct entry *e = c->first;
    while (e && e->catalog.catalog_id != catalog_id)
        e = e->next;
    BUG_IF(pthread_mutex_unlock(&c->lock) != 0);
    return e ? &e->catalog : NULL;
}

/* Two threads may have read the same edition: the first one's stays. */
static const struct catalog *keep(struct catalog_cache *c, struct entry *fresh) {
    BUG_IF(pthread_mutex_lock(&c->lock) != 0);
    struct entry *e = c->first;
    while (e && e->catalog.catalog_id != fresh->catalog.catalog_id)
        e = e->next;
    if (!e) {
        fresh->next = c->first;
        c->first = e = fresh;
    }
    BUG_IF(pthread_mutex_unlock(&c->lock) != 0);
    if (e != fresh) {
        struct arena *a = fresh->arena;
        arena_free(&a);
    }
    return &e->catalog;
}

/* ctx's arena is the entry's: what is read lives as long as the cache. */
static enum err load(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                     struct catalog *catalog_r) {
    const struct db_value *row;
    struct catalog_item *items;
    size_t n;
    enum db_result r = db_one(s, ctx->arena, STMT(EDITION), DB_ARGS(db_int(catalog_id)), &row);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    if (r == DB_NONE) return fail(ctx, ERR_CATALOG_NONE, NULL);
    enum err e = catalog_edition_items(ctx, s, catalog_id, &items, &n);
    if (e) return e;
    *catalog_r = (struct catalog){
        .catalog_id = catalog_id,
        .place = db_get_text(row, 0),
        .year = (int)db_get_int(row, 1),
        .serial = (int)db_get_int(row, 2),
        .first_day = db_get_date(row, 3),
        .policy_label = db_get_text(row, 4),
        .items = items,
        .n = n,
    };
    return OK;
}

enum err catalog_by_id(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                       const struct catalog **catalog_r) {
    struct catalog_cache *cache = ctx->app->catalogs;
    *catalog_r = find_cached(cache, catalog_id);
    if (*catalog_r) return OK;
    struct arena *a = arena_new();
    struct entry *fresh = ARENA_NEW(a, struct entry);
    fresh->arena = a;
    struct ctx inner = *ctx;
    inner.arena = a;
    enum err e = load(&inner, s, catalog_id, &fresh->catalog);
    if (e) {
        ctx->failure = inner.failure;
        ctx->failure.detail = arena_strdup(ctx->arena, inner.failure.detail);
        arena_free(&a);
        return e;
    }
    *catalog_r = keep(cache, fresh);
    return OK;
}

enum err catalog_in_force(struct ctx *ctx, struct db_session *s, const char *place, struct date day,
                          const struct catalog **catalog_r) {
    const struct db_value *row;
    enum db_result r = db_one(s, ctx->arena, STMT(IN_FORCE),
                              DB_ARGS(db_text(place), db_date(ctx->arena, day)), &row);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    if (r == DB_NONE) return fail(ctx, ERR_CATALOG_NONE, NULL);
    return catalog_by_id(ctx, s, db_get_int(row, 0), catalog_r);
}
