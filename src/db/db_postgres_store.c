#include "db/db_postgres.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "db/db_migrate.h"
#include "db/db_plan.h"

enum { OLDEST = 150000 };

/* One number for every lock we take by name: "gongxin" in ASCII. */
#define LOCK "29116027829545326"

void pg_store_nothing(struct db *db) {
    (void)db;
}

/* --- migrations --- */

static enum err script_exec(struct ctx *ctx, void *handle, const char *sql) {
    return pg_raw_exec(ctx, handle, sql, "migrate", NULL);
}

static enum err script_applied(struct ctx *ctx, void *handle, const char *store, struct arena *a,
                               struct db_applied **rows_r, size_t *n_r) {
    const char *const values[] = {store};
    PGresult *res = PQexecParams(
        handle, "SELECT number, digest FROM schema_migration WHERE store = $1 ORDER BY number", 1,
        NULL, values, NULL, NULL, 0);

    *rows_r = NULL;
    *n_r = 0;
    if (PQresultStatus(res) != PGRES_TUPLES_OK) {
        PQclear(res);
        return fail(ctx, ERR_DB_SCHEMA, "这里没有公信的数据库，或尚未初始化");
    }
    *n_r = (size_t)PQntuples(res);
    *rows_r = ARENA_ARRAY(a, *n_r + 1, struct db_applied);
    for (size_t i = 0; i < *n_r; i++) {
        (void)num_i64(str_of(PQgetvalue(res, (int)i, 0)), 0, INT64_MAX, &(*rows_r)[i].number);
        (*rows_r)[i].digest = arena_strdup(a, PQgetvalue(res, (int)i, 1));
    }
    PQclear(res);
    return OK;
}

static enum err script_record(struct ctx *ctx, void *handle, const char *store,
                              const struct db_migration *m, int64_t now_us) {
    char number[24], now[24];
    const char *const values[] = {store, number, m->name, m->digest, now};

    snprintf(number, sizeof number, "%lld", (long long)m->number);
    snprintf(now, sizeof now, "%lld", (long long)now_us);
    PGresult *res =
        PQexecParams(handle,
                     "INSERT INTO schema_migration(store, number, name, digest, applied_at)"
                     " VALUES ($1, $2, $3, $4, $5)",
                     5, NULL, values, NULL, NULL, 0);
    bool good = PQresultStatus(res) == PGRES_COMMAND_OK;
    PQclear(res);
    return good ? OK : fail(ctx, ERR_DB, NULL);
}

static enum err migrate_all(struct ctx *ctx, struct db *db, PGconn *pg) {
    struct db_script script = {
        .handle = pg, .exec = script_exec, .applied = script_applied, .record = script_record};
    bool apply = db->config.create;
    enum err e;

    if (apply && ((e = pg_raw_exec(ctx, pg, "SELECT pg_advisory_lock(" LOCK ")", "lock", NULL)) ||
                  (e = pg_raw_exec(ctx, pg,
                                   "DO $$BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE"
                                   " typname = 'blob' AND typnamespace ="
                                   " current_schema()::regnamespace) THEN"
                                   " CREATE DOMAIN blob AS bytea; END IF; END$$",
                                   "domain", NULL))))
        return e;
    e = db_migrate(ctx, db, DB_FACTS, &script, apply);
    if (e == OK) e = db_migrate(ctx, db, DB_LOOKS, &script, apply);
    if (!apply || e != OK) return e; /* the lock goes with the connection */
    return pg_raw_exec(ctx, pg, "SELECT pg_advisory_unlock(" LOCK ")", "unlock", NULL);
}

/* --- the check at start --- */

static enum err check_server(struct ctx *ctx, PGconn *pg) {
    PGresult *res;
    enum err e;

    if (PQserverVersion(pg) < OLDEST) return fail(ctx, ERR_DB, "需要 PostgreSQL 15 或更新的版本");
    e = pg_raw_exec(ctx, pg,
                    "SELECT pg_encoding_to_char(encoding), upper(replace(datctype, '-', ''))"
                    " FROM pg_database WHERE datname = current_database()",
                    "locale", &res);
    if (e) return e;
    /* Under LC_CTYPE=C the server knows no Chinese characters, and searching finds none. */
    bool good = PQntuples(res) == 1 && strcmp(PQgetvalue(res, 0, 0), "UTF8") == 0 &&
                strstr(PQgetvalue(res, 0, 1), "UTF8") != NULL;
    PQclear(res);
    if (good) return OK;
    return fail(ctx, ERR_DB, "数据库的编码应为 UTF8，LC_CTYPE 应为 C.UTF-8 或其他 UTF-8 区域");
}

void pg_param_types(const struct db_plan *plan, Oid types[DB_MAX_COLUMNS]) {
    for (unsigned i = 0; i < plan->n_in; i++) {
        switch (plan->stmt->in[i] | 0x20) {
        case 'i': types[i] = PG_OID_INT8; break;
        case 't': types[i] = PG_OID_TEXT; break;
        default: types[i] = PG_OID_BYTEA; break;
        }
    }
}

static bool fits(char letter, Oid type) {
    switch (letter | 0x20) {
    case 'i':
        return type == PG_OID_INT8 || type == PG_OID_INT4 || type == PG_OID_INT2 ||
               type == PG_OID_BOOL;
    case 't': return type == PG_OID_TEXT || type == PG_OID_VARCHAR || type == PG_OID_NAME;
    default: return type == PG_OID_BYTEA;
    }
}

static enum err check_plan(struct ctx *ctx, PGconn *pg, const struct db_plan *plan) {
    Oid types[DB_MAX_COLUMNS];
    enum err e = OK;

    pg_param_types(plan, types);
    PGresult *res = PQprepare(pg, "", plan->sql, (int)plan->n_in, types);
    if (PQresultStatus(res) == PGRES_COMMAND_OK) {
        PQclear(res);
        res = PQdescribePrepared(pg, "");
    }
    if (PQresultStatus(res) != PGRES_COMMAND_OK) {
        const char *why = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
        e = db_plan_refuse(ctx, plan, why ? why : "connection lost");
    } else if ((unsigned)PQnfields(res) != plan->n_out) {
        e = db_plan_refuse(ctx, plan, "columns and signature differ in number");
    }
    for (unsigned i = 0; i < plan->n_out && e == OK; i++)
        if (!fits(plan->stmt->out[i], PQftype(res, (int)i)))
            e = db_plan_refuse(ctx, plan, "a column's type and the signature differ");
    PQclear(res);
    return e;
}

enum err pg_store_open(struct ctx *ctx, struct db *db) {
    PGconn *pg = pg_raw_connect(ctx, db, !db->config.read_only);
    enum err e;

    if (pg == NULL) return ctx->failure.code;
    /* Migrations take the time they take. */
    e = pg_raw_exec(ctx, pg, "SET statement_timeout = 0; SET lock_timeout = 0", "settings", NULL);
    if (e == OK) e = check_server(ctx, pg);
    if (e == OK && !db->config.read_only) pg_purge_check(ctx, pg);
    if (e == OK) e = migrate_all(ctx, db, pg);
    for (size_t i = 0; i < db->plans.n && e == OK; i++)
        e = check_plan(ctx, pg, &db->plans.items[i]);
    PQfinish(pg);
    return e;
}

/* --- months of looks: partitions --- */

/* Attached after it was made, which waits for nobody who reads. */
enum err pg_month_make(struct ctx *ctx, PGconn *pg, int64_t month) {
    const char *sql = arena_printf(
        ctx->arena,
        "DO $$DECLARE t record; part text; BEGIN PERFORM pg_advisory_xact_lock(" LOCK ");"
        " FOR t IN SELECT relname FROM pg_class WHERE relkind = 'p'"
        " AND relnamespace = current_schema()::regnamespace ORDER BY relname LOOP"
        " part := t.relname || '_%lld'; IF to_regclass(quote_ident(part)) IS NULL THEN"
        " EXECUTE format('CREATE TABLE %%I (LIKE %%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',"
        " part, t.relname);"
        " EXECUTE format('ALTER TABLE %%I ATTACH PARTITION %%I FOR VALUES IN (%lld)',"
        " t.relname, part); END IF; END LOOP; END$$",
        (long long)month, (long long)month);

    return pg_raw_exec(ctx, pg, sql, "month", NULL);
}

enum err pg_months(struct ctx *ctx, struct db *db, struct arena *a, int64_t **months_r,
                   size_t *n_r) {
    PGconn *pg = pg_raw_connect(ctx, db, false);
    PGresult *res;

    *months_r = NULL;
    *n_r = 0;
    if (pg == NULL) return ctx->failure.code;
    enum err e =
        pg_raw_exec(ctx, pg,
                    "SELECT DISTINCT right(c.relname, 6) FROM pg_inherits i"
                    " JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent"
                    " WHERE p.relkind = 'p' AND p.relnamespace = current_schema()::regnamespace"
                    " AND c.relname ~ '_[0-9]{6}$' ORDER BY 1",
                    "months", &res);
    if (e == OK) {
        *months_r = ARENA_ARRAY(a, (size_t)PQntuples(res) + 1, int64_t);
        for (int i = 0; i < PQntuples(res); i++)
            if (num_i64(str_of(PQgetvalue(res, i, 0)), 100001, 999912, &(*months_r)[*n_r])) ++*n_r;
        PQclear(res);
    }
    PQfinish(pg);
    return e;
}

enum err pg_drop(struct ctx *ctx, struct db *db, int64_t month) {
    const char *sql =
        arena_printf(ctx->arena,
                     "DO $$DECLARE t record; BEGIN PERFORM pg_advisory_xact_lock(" LOCK ");"
                     " FOR t IN SELECT c.relname FROM pg_inherits i"
                     " JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent"
                     " WHERE p.relkind = 'p' AND p.relnamespace = current_schema()::regnamespace"
                     " AND c.relname = p.relname || '_%lld' LOOP"
                     " EXECUTE format('DROP TABLE %%I', t.relname); END LOOP; END$$",
                     (long long)month);
    int64_t *months;
    size_t n;
    bool found = false;

    enum err e = pg_months(ctx, db, ctx->arena, &months, &n);
    if (e) return e;
    for (size_t i = 0; i < n; i++)
        found = found || months[i] == month;
    if (!found) return fail(ctx, ERR_NOT_FOUND, NULL);
    PGconn *pg = pg_raw_connect(ctx, db, true);
    if (pg == NULL) return ctx->failure.code;
    e = pg_raw_exec(ctx, pg, sql, "drop month", NULL);
    PQfinish(pg);
    return e;
}
