#include "db/db_postgres.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/num.h"

/* VACUUM frees the room of dead rows and leaves their bytes in it; only a table written anew loses them,
 * and that shuts everybody out while it lasts. Small tables are written anew whenever it is asked
 * for, large ones at night. */
enum { AT_ANY_TIME = 256 << 20, NIGHT_FROM = 1, NIGHT_TO = 5 };

/* Old logs that are renamed for later use keep what stood in them. */
void pg_purge_check(struct ctx *ctx, PGconn *pg) {
    PGresult *res;

    if (pg_raw_exec(ctx, pg, "SHOW wal_recycle", "wal_recycle", &res) != OK) return;
    if (strcmp(PQgetvalue(res, 0, 0), "off") != 0)
        log_event(ctx, LOG_WARN, "db.wal_recycle",
                  "engine=postgres message=wal_recycle should be off: old logs keep deleted rows");
    PQclear(res);
}

static bool is_night(struct ctx *ctx) {
    int64_t hour = (clock_now(ctx->clock).us / 1000000 + 8 * 3600) / 3600 % 24;

    return hour >= NIGHT_FROM && hour < NIGHT_TO;
}

static enum err sum_of(struct ctx *ctx, PGconn *pg, const char *const *tables, size_t n,
                       int64_t *bytes_r) {
    enum err e = OK;

    *bytes_r = 0;
    for (size_t i = 0; i < n && e == OK; i++) {
        PGresult *res;
        int64_t bytes = 0;
        e = pg_raw_exec(ctx, pg,
                        arena_printf(ctx->arena, "SELECT pg_total_relation_size('%s')", tables[i]),
                        "size", &res);
        if (e) return e;
        (void)num_i64(str_of(PQgetvalue(res, 0, 0)), 0, INT64_MAX, &bytes);
        *bytes_r += bytes;
        PQclear(res);
    }
    return e;
}

/* The names are those of struct scrub: our own, never anybody's input. */
static enum err write_anew(struct ctx *ctx, PGconn *pg, const char *const *tables, size_t n) {
    enum err e = pg_raw_exec(ctx, pg, "SET statement_timeout = 0; SET lock_timeout = 3000",
                             "settings", NULL);

    for (size_t i = 0; i < n && e == OK; i++)
        e = pg_raw_exec(ctx, pg, arena_printf(ctx->arena, "VACUUM (FULL) %s", tables[i]), "vacuum",
                        NULL);
    return e;
}

enum err pg_purge(struct ctx *ctx, struct db *db, const char *const *tables, size_t n,
                  bool *clean_r) {
    PGconn *pg = pg_raw_connect(ctx, db, true);
    int64_t bytes;

    if (pg == NULL) return ctx->failure.code;
    pg_purge_check(ctx, pg);
    enum err e = sum_of(ctx, pg, tables, n, &bytes);
    if (e == OK && bytes > AT_ANY_TIME && !is_night(ctx)) {
        PQfinish(pg);
        return OK;
    }
    if (e == OK) e = write_anew(ctx, pg, tables, n);
    /* The second checkpoint lets the first one's log go. */
    if (e == OK) e = pg_raw_exec(ctx, pg, "CHECKPOINT", "checkpoint", NULL);
    if (e == OK) e = pg_raw_exec(ctx, pg, "SELECT pg_switch_wal()", "switch", NULL);
    if (e == OK) e = pg_raw_exec(ctx, pg, "CHECKPOINT", "checkpoint", NULL);
    PQfinish(pg);
    *clean_r = e == OK;
    return e;
}
