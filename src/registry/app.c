#include "registry/app.h"

#include <string.h>

#include "base/bug.h"
#include "base/file.h"
#include "base/id.h"
#include "ledger/seal.h"
#include "registry/adoption.h"
#include "registry/catalog.h"

static char *in_dir(struct app *app, const char *name) {
    return file_join(app->arena, app->dir, name);
}

/* Folders, settings, keys: everything but the database. */
static enum err make_directory(struct ctx *ctx, struct app *app, const struct app_options *o) {
    if (file_exists(in_dir(app, "gongxin.conf"))) return fail(ctx, ERR_DIRECTORY_EXISTS, NULL);
    static const char *const folders[] = {"", "keys", "editions", "files", "checkpoints", "tmp"};
    for (size_t i = 0; i < GX_COUNT(folders); i++) {
        enum err e = file_mkdir(*folders[i] ? in_dir(app, folders[i]) : app->dir, 0700);
        if (e != OK) return fail(ctx, e, "不能建立目录 %s", folders[i]);
    }
    enum err e = keys_create(ctx, app->dir, &app->keys);
    if (e != OK) return e;
    struct settings *s = &app->settings;
    settings_defaults(s);
    const char *url = o->database ? o->database : arena_printf(app->arena, "sqlite:%s", app->dir);
    const char *instance =
        o->instance ? o->instance : arena_printf(app->arena, "gongxin.%s", o->home);
    e = settings_set(ctx, s, SETTING_DATABASE, url);
    if (e == OK) e = settings_set(ctx, s, SETTING_INSTANCE, instance);
    if (e == OK) e = settings_set(ctx, s, SETTING_HOME, o->home);
    if (e == OK) e = settings_set(ctx, s, SETTING_TEST_CLOCK, o->test_clock ? "1" : "0");
    if (e == OK) e = settings_set(ctx, s, SETTING_DEMO, o->demo ? "1" : "0");
    if (e == OK) e = settings_set(ctx, s, SETTING_NO_FSYNC, o->no_fsync ? "1" : "0");
    return e;
}

/* The file that makes a folder a data directory: written last, so that what failed half-way can be tried again. */
static enum err write_settings(struct ctx *ctx, struct app *app) {
    struct buf out;
    buf_init(&out, 1 << 16);
    settings_write(&out, &app->settings);
    enum err e = file_write(in_dir(app, "gongxin.conf"), buf_finish(&out), 0600);
    buf_free(&out);
    return e == OK ? OK : fail(ctx, e, NULL);
}

static enum err read_directory(struct ctx *ctx, struct app *app) {
    char *path = in_dir(app, "gongxin.conf");
    if (!file_exists(path)) return fail(ctx, ERR_NO_DIRECTORY, NULL);
    struct ctx reader = *ctx; /* what the settings say lives as long as the app */
    reader.arena = app->arena;
    enum err e = settings_read(&reader, path, &app->settings);
    ctx->failure = reader.failure;
    return e == OK ? keys_read(ctx, app->dir, &app->keys) : e;
}

/* Settings that only a directory for tests may have. */
static enum err check_test_only(struct ctx *ctx, const struct app_options *o,
                                const struct app *app) {
    bool test = o->create ? o->test_clock : app->settings.number[SETTING_TEST_CLOCK];
    bool wants = (o->create ? o->no_fsync : app->settings.number[SETTING_NO_FSYNC]) || o->fault;
    return wants && !test ? fail(ctx, ERR_NOT_TEST, NULL) : OK;
}

static enum err open_stores(struct ctx *ctx, struct app *app, const struct app_options *o) {
    struct db_config config = {
        .url = app->settings.text[SETTING_DATABASE],
        .sql_dir = o->sql,
        .no_fsync = app->settings.number[SETTING_NO_FSYNC],
        .create = o->create || o->migrate,
        .connections = (unsigned)app->settings.number[SETTING_CONNECTIONS],
        .fault = o->fault,
    };
    enum err e = db_open(ctx, &config, o->stmts, &app->db);
    if (e != OK) return e;
    ctx->db = app->db;
    struct ledger_config ledger = {
        .dir = app->dir,
        .origin = app->instance,
        .key = &app->keys.ledger,
        .suite = app->suite,
    };
    e = ledger_open(ctx, &ledger, &app->ledger);
    if (e != OK) return e;
    ctx->ledger = app->ledger;
    return law_holder_open(ctx, app, &app->law);
}

/* One process owns a directory, whatever its database: ids carry the directory's node number. */
static enum err take_directory(struct ctx *ctx, struct app *app) {
    enum err e = file_lock(in_dir(app, "owner.lock"), &app->lock_fd);
    return e == OK ? OK : fail(ctx, e, e == ERR_BUSY ? "另一个进程正在使用此目录" : NULL);
}

enum err app_open(struct ctx *ctx, const struct app_options *o, struct app **app_r) {
    struct arena *arena = arena_new();
    struct app *app = ARENA_NEW(arena, struct app);
    *app_r = NULL;
    app->arena = arena;
    app->lock_fd = -1;
    app->dir = arena_strdup(arena, o->dir);
    app->suite = SUITE_INTL;
    app->catalogs = catalog_cache_new();
    app->policies = arena_strdup(arena, o->policies);
    ctx->app = app;
    struct ctx inner = *ctx;
    inner.arena = arena; /* what opening leaves behind lives as long as the app */
    enum err e = o->sql ? check_test_only(&inner, o, app)
                        : fail(&inner, ERR_NO_DIRECTORY,
                               "找不到程序自带的文件（sql、policies），可用 GONGXIN_SHARE 指明");
    if (e == OK) e = o->create ? make_directory(&inner, app, o) : read_directory(&inner, app);
    if (e == OK) e = check_test_only(&inner, o, app);
    if (e == OK) {
        app->instance = app->settings.text[SETTING_INSTANCE];
        app->home = app->settings.text[SETTING_HOME];
        app->test_clock = app->settings.number[SETTING_TEST_CLOCK];
        app->clock = app->test_clock ? clock_file(in_dir(app, "clock")) : clock_system;
        id_set_node((unsigned)app->settings.number[SETTING_NODE]);
        inner.clock = &app->clock;
        if (o->create && app->test_clock && o->clock.us)
            e = clock_file_set(app->clock.path, o->clock);
    }
    if (e == OK) e = take_directory(&inner, app);
    if (e == OK) e = open_stores(&inner, app, o);
    if (e == OK && o->create) e = write_settings(&inner, app);
    ctx->failure = inner.failure;
    if (ctx->failure.detail) ctx->failure.detail = arena_strdup(ctx->arena, ctx->failure.detail);
    if (e != OK) {
        ctx->app = NULL;
        app_close(&app);
        return e;
    }
    *app_r = app;
    return OK;
}

static void leave_ledger(struct app *app) {
    struct arena *arena = arena_new();
    struct ctx ctx = {
        .arena = arena, .clock = &app->clock, .db = app->db, .ledger = app->ledger, .app = app};
    seal_leave(&ctx);
    arena_free(&arena);
}

void app_close(struct app **app) {
    if (!*app) return;
    struct app *a = *app;
    *app = NULL;
    if (a->ledger) leave_ledger(a);
    law_holder_close(&a->law);
    catalog_cache_free(&a->catalogs);
    ledger_close(&a->ledger);
    db_close(&a->db);
    keys_wipe(&a->keys);
    file_unlock(&a->lock_fd);
    struct arena *arena = a->arena;
    arena_free(&arena);
}

void app_enter(struct app *app, struct ctx *ctx) {
    ctx->app = app;
    ctx->clock = &app->clock;
    ctx->db = app->db;
    ctx->ledger = app->ledger;
    ctx->api = app->api;
    ctx->law = law_holder_take(app->law);
}

void app_leave(struct app *app, struct ctx *ctx) {
    BUG_IF(ctx->app != app);
    if (ctx->law) law_holder_release(app->law, ctx->law);
    ctx->law = NULL;
    ctx->db = NULL;
    ctx->ledger = NULL;
    ctx->api = NULL;
    ctx->app = NULL;
}
