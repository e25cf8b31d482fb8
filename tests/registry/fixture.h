/* fixture.h: a directory with facts, ledger and an adopted pack, without the rest of the program. */
#ifndef TESTS_REGISTRY_FIXTURE_H
#define TESTS_REGISTRY_FIXTURE_H

#include "engine.h"

#include "base/bug.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "db/db.h"
#include "law/calendar.h"
#include "law/law.h"
#include "law/policy_load.h"
#include "ledger/door.h"
#include "ledger/ledger.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/catalog.h"
#include "registry/figure.h"
#include "registry/outbox.h"
#include "registry/record.h"
#include "registry/search.h"
#include "registry/subject.h"

struct fixture {
    struct arena *arena; /* of the fixture; ctx.arena is another one */
    char *dir;
    struct ctx ctx;
    struct app app;
    struct clock_fixed clock;
    struct actor clerk, first, second; /* a provider's clerk; two officers of the authority */
    const struct policy *policy;
};

static const struct db_stmt *const FIXTURE_TABLES[] = {
    ledger_stmts,          subject_stmts,        subject_bulk_stmts,  subject_change_stmts,
    search_stmts,          outbox_stmts,         record_stmts,        record_insert_stmts,
    record_change_stmts,   record_mark_stmts,    figure_stmts,        catalog_stmts,
    catalog_edition_stmts, catalog_change_stmts, catalog_draft_stmts, catalog_comment_stmts,
#ifdef FIXTURE_MORE_TABLES /* of the rooms above, defined before this file is included */
    FIXTURE_MORE_TABLES
#endif
};

static inline void fixture_ok_at(struct fixture *f, enum err e, const char *what, int line) {
    if (e)
        fail_msg("line %d: %s: %s: %s", line, what, err_code(e),
                 f->ctx.failure.detail ? f->ctx.failure.detail : err_text(e));
}
#define MUST(f, call) fixture_ok_at((f), (call), #call, __LINE__)
/* The call is refused with that code. */
#define REFUSED(call, code) assert_string_equal(err_code(call), err_code(code))

static inline const struct policy *fixture_policy(struct fixture *f, const char *place) {
    struct policy_source source;
    struct faults errors;
    faults_init(&errors, f->arena);
    MUST(f, policy_source_dir(f->arena, arena_printf(f->arena, SOURCE_DIR "/policies/%s", place),
                              &source));
    const struct policy *p = policy_load(f->arena, &source, &errors);
    if (!p) {
        struct buf out;
        buf_init(&out, 1 << 20);
        faults_print(&errors, &out);
        fail_msg("pack %s: %s", place, buf_finish(&out).p);
    }
    return p;
}

static inline void fixture_actor(struct actor *a, int64_t user, int64_t unit, enum role role,
                                 const char *place) {
    *a = (struct actor){.user_id = user,
                        .post_id = user + 1000,
                        .unit_id = unit,
                        .role = role,
                        .channel = CHANNEL_WEB,
                        .name = "测试员",
                        .unit_name = "测试单位",
                        .unit_type = "state_organ",
                        .jurisdiction = place,
                        .os_user = "",
                        .address = ""};
}

static inline void fixture_day(struct fixture *f, int year, int month, int day) {
    struct instant t = date_begin(date_make(year, month, day));
    t.us += 9 * 3600 * INT64_C(1000000);
    f->clock = clock_fixed_at(t);
    f->ctx.clock = &f->clock.clock;
}

/* Today is 2026-11-22. No law yet: fixture_law. */
static inline void fixture_open(struct fixture *f, const char *place) {
    memset(f, 0, sizeof *f);
    log_set_level(LOG_ERROR);
    f->arena = arena_new();
    f->dir = engine_folder(f->arena);
    f->app.dir = f->dir;
    f->app.suite = SUITE_INTL;
    f->app.keys.version = 1;
    memset(f->app.keys.seal.b, 0x11, KEY_BYTES);
    memset(f->app.keys.lookup.b, 0x22, KEY_BYTES);
    sign_key_new(&f->app.keys.ledger);
    f->app.catalogs = catalog_cache_new();
    f->ctx = (struct ctx){.arena = arena_new(), .app = &f->app};
    fixture_day(f, 2026, 11, 22);

    struct db_config config = {.url = engine_database(f->arena, f->dir, 0),
                               .sql_dir = SOURCE_DIR "/sql",
                               .no_fsync = true,
                               .create = true,
                               .fault = ""};
    struct db_stmts stmts = {FIXTURE_TABLES, GX_COUNT(FIXTURE_TABLES)};
    MUST(f, db_open(&f->ctx, &config, stmts, &f->ctx.db));
    struct ledger_config ledger = {
        .dir = f->dir, .origin = "gongxin.test", .key = &f->app.keys.ledger, .suite = SUITE_INTL};
    MUST(f, ledger_open(&f->ctx, &ledger, &f->ctx.ledger));

    fixture_actor(&f->clerk, 11, 501, ROLE_PROVIDER_CLERK, place);
    fixture_actor(&f->first, 12, 502, ROLE_AUTHORITY, place);
    fixture_actor(&f->second, 13, 502, ROLE_AUTHORITY, place);
    f->ctx.actor = &f->clerk;
}

/* The pack of the place, in force from 2020-01-01. */
static inline void fixture_law(struct fixture *f, const char *place) {
    f->policy = fixture_policy(f, place);
    struct law_builder *b = law_builder_new(f->arena);
    law_builder_add_policy(b, f->policy, date_make(2020, 1, 1));
    law_builder_home(b, place);
    f->ctx.law = law_builder_end(b);
}

static inline void fixture_close(struct fixture *f) {
    ledger_close(&f->ctx.ledger);
    db_close(&f->ctx.db);
    catalog_cache_free(&f->app.catalogs);
    arena_free(&f->ctx.arena);
    engine_folder_drop(f->arena, f->dir);
    arena_free(&f->arena);
}

/* A reading session around one or more calls. */
#define READING(f, s) for (struct db_session *s = fixture_read(f); s; fixture_read_end((f), &s))
static inline struct db_session *fixture_read(struct fixture *f) {
    struct db_session *s;
    MUST(f, db_read_begin(&f->ctx, DB_FACTS, DATE_NONE, &s));
    return s;
}
static inline void fixture_read_end(struct fixture *f, struct db_session **s) {
    db_read_end(&f->ctx, s);
}

/* --- organisations of the made-up range --- */

static inline struct subject_claim fixture_organisation(struct fixture *f, int n,
                                                        const char *name) {
    return (struct subject_claim){
        .kind = W_SUBJECT_ORGANISATION,
        .number = {.document = "uscc", .number = arena_printf(f->arena, "91130902PDY%05d9L", n)},
        .name = name};
}

static inline struct subject_claim fixture_person(struct fixture *f, int n, const char *name) {
    return (struct subject_claim){
        .kind = W_SUBJECT_PERSON,
        .number = {.document = "resident",
                   .number = arena_printf(f->arena, "37000019900101%03d1", n)},
        .name = name};
}

struct fixture_claims {
    struct subject_claim *claims;
    size_t n;
};
static inline enum err fixture_claim(struct ctx *ctx, struct door *d, struct db_session *s,
                                     void *arg) {
    struct fixture_claims *c = arg;
    enum err e = subject_lookup_many(ctx, s, NULL, c->claims, c->n);
    if (e) return e;
    bool fresh = false;
    for (size_t i = 0; i < c->n; i++)
        fresh |= c->claims[i].fresh;
    if (!fresh) {
        door_nothing(d);
        return OK;
    }
    return subject_create_many(ctx, d, s, c->claims, c->n);
}
/* Looks up and creates in one run of the door. */
static inline enum err fixture_subjects(struct fixture *f, struct subject_claim *claims, size_t n) {
    struct fixture_claims c = {claims, n};
    return door_run(&f->ctx, "test.subjects", DB_PEOPLE, fixture_claim, &c);
}

/* --- a catalog in force --- */

/* Drafts, seeks comments elsewhere and adopts the pack's items by two officers. */
static inline int64_t fixture_catalog(struct fixture *f) {
    struct catalog_edition ed;
    int64_t id;
    bool adopted;
    const struct actor *before = f->ctx.actor;
    f->ctx.actor = &f->first;
    MUST(f, catalog_draft(&f->ctx, f->policy->place, 2026, date_make(2026, 1, 1), &id));
    MUST(f, catalog_seek_comments(&f->ctx, id, 1, date_make(2025, 11, 1), date_make(2025, 11, 30),
                                  "信用网站"));
    READING(f, s) MUST(f, catalog_edition_get(&f->ctx, s, id, &ed));
    MUST(f, catalog_adopt(&f->ctx, id, ed.version, &adopted));
    assert_false(adopted);
    f->ctx.actor = &f->second;
    MUST(f, catalog_adopt(&f->ctx, id, ed.version + 1, &adopted));
    assert_true(adopted);
    f->ctx.actor = before;
    return id;
}

#endif
