#include "db/db_migrate.h"

#include <string.h>

#include "base/crypto.h"
#include "base/file.h"
#include "base/log.h"
#include "base/num.h"
#include "db/db_plan.h"

enum { FILE_MAX = 1 << 20 };

static const char *const STORES[] = {[DB_FACTS] = "facts", [DB_LOOKS] = "looks"};

/* NNNN_name.sql, with name of a-z, 0-9 and _. */
static bool parse_name(struct arena *a, const char *file, struct db_migration *m) {
    size_t n = strlen(file);
    int64_t number;

    if (n < 10 || file[4] != '_' || strcmp(file + n - 4, ".sql") != 0) return false;
    if (strspn(file, "0123456789") < 4) return false;
    const char *digits = file; /* numbers are written 0001: strict reading wants none before */
    while (*digits == '0' && digits < file + 3)
        digits++;
    if (!num_i64((struct str){digits, (size_t)(file + 4 - digits)}, 1, 9999, &number)) return false;
    if (strspn(file + 5, "abcdefghijklmnopqrstuvwxyz0123456789_") != n - 9) return false;
    m->number = number;
    m->name = arena_str(a, (struct str){file, n - 4});
    return true;
}

static enum err load_file(struct ctx *ctx, struct db *db, const char *dir, const char *file,
                          struct db_migration *m) {
    static const char HEX[] = "0123456789abcdef";
    struct str text;

    if (!parse_name(db->arena, file, m))
        return fail(ctx, ERR_DB_SCHEMA, "迁移文件 %s 的名称应为 NNNN_name.sql", file);
    enum err e = file_read(ctx->arena, file_join(ctx->arena, dir, file), FILE_MAX, &text);
    if (e) return fail(ctx, e, "迁移文件 %s 无法读取", file);
    struct digest d = crypto_digest(SUITE_INTL, text.p, text.n);
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        m->digest[2 * i] = HEX[d.b[i] >> 4];
        m->digest[2 * i + 1] = HEX[d.b[i] & 15];
    }
    m->sql = db_text_for(db->arena, text.p, db->driver->name);
    return OK;
}

static enum err load_store(struct ctx *ctx, struct db *db, enum db_store store) {
    char *dir = file_join(ctx->arena, db->config.sql_dir, STORES[store]);
    char **names;
    size_t n = 0;

    enum err e = file_list(ctx->arena, dir, &names);
    if (e) return fail(ctx, e, "找不到数据库迁移文件目录 %s", STORES[store]);
    while (names[n] != NULL)
        n++;
    struct db_migration *list = ARENA_ARRAY(db->arena, n + 1, struct db_migration);
    db->migrations[store] = list;
    n = 0;
    for (char **name = names; *name != NULL; name++) {
        if (!str_ends(str_of(*name), ".sql")) continue;
        if ((e = load_file(ctx, db, dir, *name, &list[n]))) return e;
        if (n > 0 && list[n].number == list[n - 1].number)
            return fail(ctx, ERR_DB_SCHEMA, "迁移文件 %s 的编号重复", *name);
        n++;
    }
    db->migrations_n[store] = n;
    return OK;
}

enum err db_migrations_load(struct ctx *ctx, struct db *db) {
    enum err e = load_store(ctx, db, DB_FACTS);
    return e ? e : load_store(ctx, db, DB_LOOKS);
}

static enum err apply_one(struct ctx *ctx, const struct db_script *script, enum db_store store,
                          const struct db_migration *m) {
    int64_t now = clock_now(ctx->clock).us;
    enum err e;

    if ((e = script->exec(ctx, script->handle, "BEGIN"))) return e;
    if ((e = script->exec(ctx, script->handle, m->sql)) ||
        (e = script->record(ctx, script->handle, STORES[store], m, now)) ||
        (e = script->exec(ctx, script->handle, "COMMIT"))) {
        struct failure first = ctx->failure;
        enum err ignored = script->exec(ctx, script->handle, "ROLLBACK");
        (void)ignored; /* the first failure is the one that matters */
        ctx->failure = first;
        log_event(ctx, LOG_ERROR, "db.migration_failed", "store=%s name=%s", STORES[store],
                  m->name);
        return e;
    }
    if (!script->quiet)
        log_event(ctx, LOG_INFO, "db.migrated", "store=%s name=%s", STORES[store], m->name);
    return OK;
}

enum err db_migrate(struct ctx *ctx, struct db *db, enum db_store store,
                    const struct db_script *script, bool apply) {
    const struct db_migration *list = db->migrations[store];
    size_t n = db->migrations_n[store], applied_n = 0;
    struct db_applied *applied = NULL;
    enum err e;

    if (apply && (e = script->exec(ctx, script->handle,
                                   "CREATE TABLE IF NOT EXISTS schema_migration ("
                                   "store TEXT NOT NULL, number BIGINT NOT NULL,"
                                   "name TEXT NOT NULL, digest TEXT NOT NULL,"
                                   "applied_at BIGINT NOT NULL, PRIMARY KEY (store, number))")))
        return e;
    e = script->applied(ctx, script->handle, STORES[store], ctx->arena, &applied, &applied_n);
    if (e) return e;
    for (size_t i = 0; i < applied_n; i++) {
        if (i >= n || applied[i].number > list[i].number)
            return fail(ctx, ERR_DB_SCHEMA, "数据库结构（%s）比程序新：迁移 %lld 程序不认识",
                        STORES[store], (long long)applied[i].number);
        if (applied[i].number < list[i].number)
            return fail(ctx, ERR_DB_SCHEMA, "数据库已执行的迁移（%s）%lld 在程序中缺失",
                        STORES[store], (long long)applied[i].number);
        if (strcmp(applied[i].digest, list[i].digest) != 0)
            return fail(ctx, ERR_DB_SCHEMA, "迁移文件 %s 在执行之后被改动过", list[i].name);
    }
    if (applied_n < n && !apply)
        return fail(ctx, ERR_DB_SCHEMA, "数据库结构（%s）比程序旧，需要先升级", STORES[store]);
    for (size_t i = applied_n; i < n; i++)
        if ((e = apply_one(ctx, script, store, &list[i]))) return e;
    return OK;
}
