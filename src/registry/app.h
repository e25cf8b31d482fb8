/* app.h: the process context: one data directory, opened.
 *
 * DIR/gongxin.conf holds "name = value" lines (settings.def lists the names); DIR/keys holds the secrets, each a
 * 0600 file; DIR/editions holds adopted packs and calendars under their digest; DIR/files holds sealed uploads and
 * evidence; DIR/checkpoints holds what the ledger has published; DIR/facts.db and DIR/looks-*.db are SQLite's. */
#ifndef REGISTRY_APP_H
#define REGISTRY_APP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/ctx.h"
#include "db/db.h"
#include "ledger/ledger.h"
#include "registry/keys.h"
#include "registry/settings.h"

/* What should never grow; shown with the metrics. */
struct app_counts {
    _Atomic int64_t disagreements; /* decide() and the stored ranges: the row was hidden */
};

struct waiting_sending;

struct app {
    const char *dir;
    const char *instance; /* "gongxin.demo": origin of the checkpoints */
    const char *home;     /* jurisdiction of `init --policy` */
    const char
        *policies; /* where the program's own packs lie (for adopt and check by place name) */
    bool test_clock;
    struct clock clock;
    struct keys keys;
    struct db *db;
    enum suite suite;
    struct law_holder *law; /* adopted editions, swapped whole when one is adopted */
    struct ledger *ledger;
    struct api *api;                /* what serves the routes; NULL when nothing does */
    struct catalog_cache *catalogs; /* adopted editions of catalogs that were read once */
    struct settings settings;
    struct app_counts counts;
    struct waiting_sending *sending; /* messages under way (notices/waiting.h); NULL: none yet */
    int lock_fd;                     /* of DIR/owner.lock: one process owns a directory */
    struct arena *arena;             /* holds what lives as long as the app */
};

struct app_options {
    const char *dir;
    bool create;          /* init: make the directory, keys and database */
    bool migrate;         /* bring an older schema up to date */
    const char *database; /* URL for create; NULL = SQLite in the directory */
    const char *instance;
    bool test_clock;
    bool demo;             /* create: a demo city, loopback only */
    struct instant clock;  /* create with test_clock: what time it is at first; 0 = the real time */
    bool no_fsync;         /* tests only; refused without test_clock */
    const char *fault;     /* db fault spec; refused without test_clock */
    const char *policies;  /* the program's own packs; NULL = beside the program */
    const char *sql;       /* the migrations; NULL = beside the program */
    const char *home;      /* create: home jurisdiction */
    struct db_stmts stmts; /* of every room of the program */
};

/* Opens a directory: settings, keys, database (with every statement table of the program), adopted law. Fails with
 * ERR_BUSY when another process serves it. The app lives until app_close. */
enum err app_open(struct ctx *ctx, const struct app_options *options,
                  struct app **app_r) GX_MUST_CHECK;
void app_close(struct app **app);
/* Gives ctx its clock, database and a snapshot of the adopted law (held until ctx_leave). */
void app_enter(struct app *app, struct ctx *ctx);
void app_leave(struct app *app, struct ctx *ctx);

#endif
