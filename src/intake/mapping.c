/* The columns of a unit's files, remembered for its items. */
#include <string.h>

#include "intake/headmap.h"
#include "intake/job.h"
#include "base/json.h"
#include "intake/mapping.h"
#include "ledger/door.h"
#include "registry/actor.h"

enum { LIST, CLEAR, ADD };

const struct db_stmt mapping_stmts[] = {
    [LIST] = {.name = "mapping.list",
              .sql = "select head, field from head_mapping where unit_id = $1 and item = $2"
                     " order by head",
              .in = "it",
              .out = "tt",
              .kind = DB_READ},
    [CLEAR] = {.name = "mapping.clear",
               .sql = "delete from head_mapping where unit_id = $1 and item = $2",
               .in = "it",
               .out = "",
               .kind = DB_WRITE},
    [ADD] = {.name = "mapping.add",
             .sql = "insert into head_mapping (unit_id, item, head, field, by_user, at)"
                    " values ($1, $2, $3, $4, $5, $6)",
             .in = "ittt"
                   "ii",
             .out = "",
             .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&mapping_stmts[name])

enum err mapping_read(struct ctx *ctx, struct db_session *s, int64_t unit_id, const char *item,
                      struct head_memory **memory_r, size_t *n_r) {
    struct db_call call = {.stmt = STMT(LIST), .args = DB_ARGS(db_int(unit_id), db_text(item))};
    enum db_result r = db_calls(s, ctx->arena, &call, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    *memory_r = ARENA_ARRAY(ctx->arena, call.n, struct head_memory);
    *n_r = call.n;
    for (size_t i = 0; i < call.n; i++)
        (*memory_r)[i] =
            (struct head_memory){db_get_text(call.rows[i], 0), db_get_text(call.rows[i], 1)};
    return OK;
}

struct set {
    const char *item;
    const struct head_memory *memory;
    size_t n;
};

static enum err set_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct set *in = arg;
    struct db_value *args = ARENA_ARRAY(ctx->arena, 6 * in->n + 1, struct db_value);
    for (size_t i = 0; i < in->n; i++) {
        const struct db_value row[6] = {db_int(ctx->actor->unit_id), db_text(in->item),
                                        db_text(in->memory[i].head), db_text(in->memory[i].field),
                                        db_int(ctx->actor->user_id), db_int(door_now(d).us)};
        memcpy(args + 6 * i, row, sizeof row);
    }
    enum db_result r =
        db_exec(s, STMT(CLEAR), DB_ARGS(db_int(ctx->actor->unit_id), db_text(in->item)), NULL);
    if (r != DB_RETRY && r != DB_FAIL && in->n) r = db_exec_many(s, STMT(ADD), args, in->n, NULL);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    struct leaf leaf = actor_leaf(ctx, EV_SUBMISSION_MAPPING);
    leaf.object = ctx->actor->unit_id;
    leaf.word = in->item;
    door_leaf(d, &leaf);
    return OK;
}

static bool has_field(const struct schema *s, const char *name) {
    for (size_t i = 0; i < s->nfields; i++)
        if (!strcmp(s->fields[i].id, name) || !strcmp(s->fields[i].name, name)) return true;
    return false;
}

enum err mapping_set(struct ctx *ctx, const char *item, const struct head_memory *memory,
                     size_t n) {
    struct job j = {.ctx = ctx, .sub = {.item = item}};
    enum err e = job_resolve(&j, false);
    if (!e) e = job_prepare(&j, clock_today(ctx->clock));
    for (size_t i = 0; !e && i < n; i++)
        if (*memory[i].field && !has_field(j.schema, memory[i].field))
            e = fail_field(ctx, ERR_MAPPING_FIELD, memory[i].head, NULL, "目录事项没有字段“%s”",
                           memory[i].field);
    struct set in = {item, memory, n};
    if (!e) e = door_run(ctx, "mapping.set", DB_PEOPLE, set_fn, &in);
    job_close(&j);
    return e;
}

/* --- as it was when a file was read --- */

const char *mapping_text(struct arena *a, const struct head_memory *memory, size_t n) {
    struct buf b;
    struct json_writer w;
    if (!n) return "";
    buf_init(&b, 1 << 20);
    jw_init(&w, &b, true);
    jw_array(&w);
    for (size_t i = 0; i < n; i++) {
        jw_array(&w);
        jw_text(&w, memory[i].head);
        jw_text(&w, memory[i].field);
        jw_array_end(&w);
    }
    jw_array_end(&w);
    struct str text = buf_finish(&b);
    const char *copy = text.p ? arena_str(a, text) : "";
    buf_free(&b);
    return copy;
}

size_t mapping_of_text(struct arena *a, const char *text, const struct head_memory **memory_r) {
    const struct json *j = *text ? json_parse(a, str_of(text), JSON_LIMITS_DEFAULT, NULL) : NULL;
    size_t n = j ? j->count : 0;
    struct head_memory *memory = ARENA_ARRAY(a, n + 1, struct head_memory);
    for (size_t i = 0; i < n; i++)
        if (j->items[i].count == 2)
            memory[i] =
                (struct head_memory){j->items[i].items[0].text.p, j->items[i].items[1].text.p};
    *memory_r = memory;
    return n;
}
