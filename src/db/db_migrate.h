/* db_migrate.h: the numbered files that make and change the schema. For src/db.
 *
 * sql/facts/NNNN_name.sql and sql/looks/NNNN_name.sql, one text for both engines, are applied in
 * ascending order, each in a transaction of its own that also records number, name and digest of
 * the file in schema_migration. Applying again does nothing. An applied file that was changed, is
 * missing, or stands before an applied one without being applied is ERR_DB_SCHEMA. */
#ifndef DB_DB_MIGRATE_H
#define DB_DB_MIGRATE_H

#include "db/driver.h"

struct db_applied {
    int64_t number;
    const char *digest;
};
/* How an engine runs migrations in one place. */
struct db_script {
    void *handle;
    bool quiet; /* only to check statements against: nothing to report */
    enum err (*exec)(struct ctx *ctx, void *handle, const char *sql); /* several statements */
    /* What schema_migration holds for the store, by number. */
    enum err (*applied)(struct ctx *ctx, void *handle, const char *store, struct arena *a,
                        struct db_applied **rows_r, size_t *n_r);
    enum err (*record)(struct ctx *ctx, void *handle, const char *store,
                       const struct db_migration *m, int64_t now_us);
};

/* Reads both folders into db->migrations. */
enum err db_migrations_load(struct ctx *ctx, struct db *db) GX_MUST_CHECK;
/* Brings one place up to date, or with apply false only compares (ERR_DB_SCHEMA). */
enum err db_migrate(struct ctx *ctx, struct db *db, enum db_store store,
                    const struct db_script *script, bool apply) GX_MUST_CHECK;

#endif
