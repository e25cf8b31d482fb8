#include "disclosure/evidence.h"

#include <string.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/file.h"
#include "base/id.h"
#include "base/utf8.h"
#include "db/db_fetch.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/app.h"

enum { INSERT, BY_ID, BY_DIGEST, DESTROY };

#define COLUMNS   "evidence_id, digest, size, media_type, by_user, by_unit, at"
#define SIGNATURE "ibitiii"

const struct db_stmt evidence_stmts[] = {
    [INSERT] = {.name = "evidence.insert",
                .sql = "insert into evidence (" COLUMNS ", salt)"
                       " values ($1, $2, $3, $4, $5, $6, $7, $8)"
                       " on conflict (digest, by_unit, by_user) do nothing",
                .in = SIGNATURE "b",
                .out = "",
                .kind = DB_WRITE},
    [BY_ID] = {.name = "evidence.by_id",
               .sql = "select " COLUMNS " from evidence where evidence_id = $1",
               .in = "i",
               .out = SIGNATURE,
               .kind = DB_READ},
    [BY_DIGEST] = {.name = "evidence.by_digest",
                   .sql = "select " COLUMNS " from evidence"
                          " where digest = $1 and by_unit = $2 and by_user = $3",
                   .in = "bii",
                   .out = SIGNATURE,
                   .kind = DB_READ},
    [DESTROY] = {.name = "evidence.destroy",
                 .sql = "delete from evidence where evidence_id = $1",
                 .in = "i",
                 .out = "",
                 .kind = DB_WRITE},
    {.name = NULL},
};

static enum err of_row(struct ctx *ctx, const struct db_value *row, struct evidence *out) {
    struct str digest = db_get_blob(row, 1);
    *out = (struct evidence){
        .evidence_id = db_get_int(row, 0),
        .size = db_get_int(row, 2),
        .type = db_get_text(row, 3),
        .by_user = db_get_int(row, 4),
        .by_unit = db_get_int(row, 5),
        .at = {db_get_int(row, 6)},
    };
    if (digest.n != sizeof out->digest.b) return fail(ctx, ERR_INTERNAL, "证明文件的登记已损坏");
    memcpy(out->digest.b, digest.p, digest.n);
    return OK;
}

/* What the bytes are; the sender's word is not asked. */
static const char *type_of(struct str content) {
    static const struct {
        const char *head;
        size_t n;
        const char *type;
    } heads[] = {
        {"%PDF-", 5, "application/pdf"},
        {"\x89PNG\r\n\x1a\n", 8, "image/png"},
        {"\xFF\xD8\xFF", 3, "image/jpeg"},
        {"PK\x03\x04", 4, "application/ofd"},
    };
    for (size_t i = 0; i < GX_COUNT(heads); i++)
        if (content.n >= heads[i].n && !memcmp(content.p, heads[i].head, heads[i].n))
            return heads[i].type;
    return utf8_valid(content, NULL) ? "text/plain" : NULL;
}

static const char *path_of(struct ctx *ctx, int64_t id) {
    return arena_printf(ctx->arena, "%s/files/evidence-%lld", ctx->app->dir, (long long)id);
}

static struct str context_of(struct ctx *ctx, int64_t id) {
    return str_of(arena_printf(ctx->arena, "evidence:%lld", (long long)id));
}

struct storing {
    struct evidence evidence;
    bool inserted;
};

static enum err store_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    struct storing *st = arg;
    struct evidence *v = &st->evidence;
    struct salt salt; /* a bare digest of a short text would let it be guessed for ever */
    int64_t changed;
    crypto_random(&salt, sizeof salt);
    v->at = door_now(door);
    enum err e =
        db_write(ctx, s, &evidence_stmts[INSERT],
                 DB_ARGS(db_int(v->evidence_id), db_blob(v->digest.b, sizeof v->digest.b),
                         db_int(v->size), db_text(v->type), db_int(v->by_user), db_int(v->by_unit),
                         db_int(v->at.us), db_blob(salt.b, sizeof salt.b)),
                 &changed);
    if (e != OK) return e;
    st->inserted = changed == 1;
    if (!st->inserted) {
        door_nothing(door);
        return OK;
    }
    struct stored_digest commitment = crypto_commit(
        ctx->app->suite, &salt, (struct str){(const char *)v->digest.b, sizeof v->digest.b});
    struct leaf leaf = actor_leaf(ctx, EV_EVIDENCE_STORED);
    leaf.object = v->evidence_id;
    leaf.commitments = &commitment;
    leaf.n_commitments = 1;
    door_leaf(door, &leaf);
    return OK;
}

static enum err find_same(struct ctx *ctx, const struct evidence *like, struct evidence *out,
                          bool *found_r) {
    const struct db_value *row;
    enum err e = db_fetch(ctx, &evidence_stmts[BY_DIGEST],
                          DB_ARGS(db_blob(like->digest.b, sizeof like->digest.b),
                                  db_int(like->by_unit), db_int(like->by_user)),
                          &row);
    *found_r = e == OK && row;
    return *found_r ? of_row(ctx, row, out) : e;
}

enum err evidence_store(struct ctx *ctx, struct str content, struct evidence *out) {
    const struct app *app = ctx->app;
    if (!content.n) return fail(ctx, ERR_EVIDENCE_EMPTY, NULL);
    if (content.n > EVIDENCE_MAX) return fail(ctx, ERR_NO_MEMORY_LIMIT, "证明文件不得超过20MB");
    const char *type = type_of(content);
    if (!type) return fail(ctx, ERR_EVIDENCE_TYPE, NULL);
    struct storing st = {
        .evidence = {.evidence_id = id_new(clock_now(ctx->clock)),
                     .digest =
                         crypto_stored(app->suite, crypto_digest(app->suite, content.p, content.n)),
                     .size = (int64_t)content.n,
                     .type = type,
                     .by_user = ctx->actor->user_id,
                     .by_unit = ctx->actor->unit_id}};
    bool found;
    enum err e = find_same(ctx, &st.evidence, out, &found);
    if (e != OK || found) return e;
    int64_t id = st.evidence.evidence_id;
    const char *path = path_of(ctx, id);
    struct str sealed = crypto_seal(ctx->arena, app->suite, &app->keys.seal, app->keys.version,
                                    content, context_of(ctx, id));
    e = file_write(path, sealed, 0600);
    if (e != OK) return fail(ctx, e, NULL);
    e = door_run(ctx, "evidence.store", DB_PEOPLE, store_step, &st);
    *out = st.evidence;
    if (e == OK && st.inserted) return OK;
    if (e != ERR_DB_OUTCOME_UNKNOWN) (void)unlink(path);
    return e == OK ? find_same(ctx, &st.evidence, out, &found) : e;
}

enum err evidence_read(struct ctx *ctx, struct db_session *s, int64_t evidence_id,
                       struct evidence *out) {
    const struct db_value *row;
    enum err e = db_row(ctx, s, &evidence_stmts[BY_ID], DB_ARGS(db_int(evidence_id)), &row);
    if (e != OK) return e;
    return row ? of_row(ctx, row, out) : fail(ctx, ERR_EVIDENCE_UNKNOWN, NULL);
}

enum err evidence_open(struct ctx *ctx, const struct evidence *v, struct str *content_r) {
    struct str sealed;
    enum err e = file_read(ctx->arena, path_of(ctx, v->evidence_id), EVIDENCE_MAX + 1024, &sealed);
    if (e == OK)
        e = crypto_open(ctx->arena, &ctx->app->keys.seal, sealed, context_of(ctx, v->evidence_id),
                        content_r);
    if (e != OK) return fail(ctx, e, "证明文件缺失或已被改动");
    struct stored_digest d =
        crypto_stored((enum suite)v->digest.b[0],
                      crypto_digest((enum suite)v->digest.b[0], content_r->p, content_r->n));
    if (!crypto_equal(d.b, v->digest.b, sizeof d.b))
        return fail(ctx, ERR_CRYPTO, "证明文件与登记的摘要不一致");
    return OK;
}

static enum err destroy_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    int64_t id = *(const int64_t *)arg, changed;
    enum err e = db_write(ctx, s, &evidence_stmts[DESTROY], DB_ARGS(db_int(id)), &changed);
    if (e != OK) return e;
    if (!changed) {
        door_nothing(door);
        return OK;
    }
    struct leaf leaf = actor_leaf(ctx, EV_EVIDENCE_DESTROYED);
    leaf.object = id;
    door_leaf(door, &leaf);
    return OK;
}

/* The row first: without it the file opens for nobody, and what is left of it is swept. */
enum err evidence_destroy(struct ctx *ctx, int64_t evidence_id) {
    enum err e = door_run(ctx, "evidence.destroy", DB_PEOPLE, destroy_step, &evidence_id);
    if (e == OK) file_destroy(path_of(ctx, evidence_id));
    return e;
}

/* Younger ones may be on their way to their row. */
#define SWEEP_AFTER_US (INT64_C(3600) * 1000000)

enum err evidence_sweep(struct ctx *ctx) {
    char **names;
    const char *dir = file_join(ctx->arena, ctx->app->dir, "files");
    /* Ids are ordered by time: the name says when the file was written. */
    int64_t young = id_floor((struct instant){clock_now(ctx->clock).us - SWEEP_AFTER_US});
    enum err e = file_list(ctx->arena, dir, &names);
    if (e != OK) return fail(ctx, e, NULL);
    for (; *names; names++) {
        int64_t id;
        const struct db_value *row;
        if (strncmp(*names, "evidence-", 9) != 0 || !id_parse(str_of(*names + 9), &id)) continue;
        if (id >= young) continue;
        e = db_fetch(ctx, &evidence_stmts[BY_ID], DB_ARGS(db_int(id)), &row);
        if (e != OK) return e;
        if (!row) (void)unlink(file_join(ctx->arena, dir, *names));
    }
    return OK;
}
