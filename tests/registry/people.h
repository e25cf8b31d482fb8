/* people.h: units, people, posts and machines for tests. FIXTURE_MORE_TABLES must hold the tables of those used. */
#ifndef TESTS_REGISTRY_PEOPLE_H
#define TESTS_REGISTRY_PEOPLE_H

#include "law/idno.h"
#include "registry/account.h"
#include "registry/api_key.h"
#include "registry/fixture.h"
#include "registry/password.h"
#include "registry/post_actor.h"
#include "registry/unit.h"

enum { MINUTE = 60 * 1000000 };
static const char OLD[] = "Weiyuanhui-2026a";

/* A security administrator of Cangzhou is the actor; settings are at their defaults. */
static inline void people_open(struct fixture *f) {
    fixture_open(f, "cangzhou");
    settings_defaults(&f->app.settings);
    f->app.home = "cangzhou";
    fixture_law(f, "cangzhou");
    fixture_actor(&f->first, 12, 502, ROLE_SECURITY_ADMIN, "cangzhou");
    f->ctx.actor = &f->first;
}

static inline void pass(struct fixture *f, int64_t microseconds) {
    f->clock.t.us += microseconds;
}

static inline struct date today(struct fixture *f) {
    return clock_today(f->ctx.clock);
}

/* A unit of the place, with a code nobody has. */
static inline int64_t make_unit(struct fixture *f, const char *place) {
    static int n;
    char body[9], head[18];
    const char *text = arena_printf(f->arena, "PDY%05d", ++n);
    memcpy(body, text, 9);
    text = arena_printf(f->arena, "91130902%s%c", body, idno_org_code_check_char(str_of(body)));
    memcpy(head, text, 18);
    struct unit unit = {
        .jurisdiction = place,
        .name = "测试单位",
        .unit_type = "state_organ",
        .region = "130900",
        .code = arena_printf(f->arena, "%s%c", head, idno_uscc_check_char(str_of(head)))};
    int64_t id;
    MUST(f, unit_register(&f->ctx, &unit, &id));
    return id;
}

static inline int64_t make_account(struct fixture *f, const char *kind, const char **password_r) {
    static int n;
    int64_t id;
    bool subject = !strcmp(kind, "subject");
    MUST(f, account_create(&f->ctx, arena_printf(f->arena, "person%d", ++n), "测试员", kind,
                           subject ? 4711 : 0, &id, password_r));
    if (subject) return id;
    MUST(f, account_agreement(&f->ctx, id, "保密协议", today(f)));
    MUST(f, account_activate(&f->ctx, id));
    return id;
}

/* Active, its initial password changed to OLD. */
static inline int64_t make_person(struct fixture *f, const char **login_r) {
    const char *initial;
    struct account account;
    int64_t id = make_account(f, "staff", &initial);
    pass(f, 1);
    MUST(f, account_change_password(&f->ctx, id, initial, OLD));
    MUST(f, account_read(&f->ctx, id, &account));
    *login_r = account.login;
    return id;
}

static inline struct post a_post(struct fixture *f, int64_t user, int64_t unit, enum role role) {
    return (struct post){.user_id = user,
                         .unit_id = unit,
                         .role = role,
                         .from = today(f),
                         .to = DATE_NONE,
                         .designated_from = DATE_NONE,
                         .designated_to = DATE_NONE};
}

static inline int64_t make_post(struct fixture *f, int64_t user, int64_t unit, enum role role) {
    struct post post = a_post(f, user, unit, role);
    int64_t id;
    MUST(f, post_grant(&f->ctx, &post, &id));
    return id;
}

#endif
