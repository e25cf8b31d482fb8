#include "demo/demo_city.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "demo/demo_rows.h"
#include "intake/submission.h"
#include "registry/account.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/app.h"
#include "registry/catalog.h"
#include "registry/founding.h"
#include "registry/password.h"
#include "registry/post_actor.h"
#include "registry/unit.h"

static const char MADE_UP[] = "演示用，虚构，不是真实文件";

struct city {
    struct ctx *ctx;
    const struct demo_plan *plan;
    const struct policy *policy; /* home */
    struct made_up made;
    struct demo_person *people;
    size_t n_people;
    int64_t units[8];
    struct actor actor;
};

/* ---- acting as somebody */

static enum err act_as(struct city *c, const char *login) {
    struct account account;
    enum err e = account_by_login(c->ctx, login, &account);
    if (e == OK) e = post_actor(c->ctx, &account, 0, &c->actor);
    c->actor.channel = CHANNEL_CONSOLE;
    c->actor.os_user = "demo";
    c->ctx->actor = &c->actor;
    return e;
}

/* A password of one's own in place of the initial one, so that the demo's sign-ins work at once. */
static enum err take_password(struct city *c, const char *login, const char *initial,
                              const char *what) {
    struct account account;
    enum err e = account_by_login(c->ctx, login, &account);
    if (e != OK) return e;
    const char *password = password_random(c->ctx->arena);
    e = account_change_password(c->ctx, account.user_id, initial, password);
    if (e != OK) return e;
    c->people[c->n_people++] = (struct demo_person){arena_strdup(c->ctx->arena, login), password,
                                                    arena_strdup(c->ctx->arena, what)};
    return OK;
}

/* ---- the law */

static enum err adopt_one(struct city *c, const char *place, bool calendar) {
    struct ctx *ctx = c->ctx;
    int64_t id = 0;
    enum err e = act_as(c, "authority1");
    if (e != OK) return e;
    if (calendar) {
        struct str csv;
        e = file_read(ctx->arena, c->plan->calendar, 1 << 20, &csv);
        e = e == OK ? adoption_propose_calendar(ctx, csv, "国务院办公厅历年放假通知", &id)
                    : fail(ctx, e, "读不到工作日历");
    } else {
        const char *dir = file_join(ctx->arena, c->plan->packs, place);
        /* a text whose day of issue is not known gets the day of the page it came from (AM-50) */
        struct date first = strcmp(place, "cangzhou") ? DATE_NONE : date_make(2020, 9, 25);
        e = adoption_propose_policy(ctx, dir, first, MADE_UP, &id);
    }
    if (e == OK) e = act_as(c, "authority2");
    return e == OK ? adoption_confirm(ctx, id) : e;
}

/* A request sees the law as it was when it began; here each adoption is a beginning. */
static void see_new_law(struct city *c) {
    struct app *app = c->ctx->app;
    app_leave(app, c->ctx);
    app_enter(app, c->ctx);
}

/* A pack past its end takes nothing new unless its continued use is recorded (CZ-169). */
static enum err continue_use(struct city *c, const char *place) {
    struct ctx *ctx = c->ctx;
    struct date today = clock_today(ctx->clock);
    if (law_takes_new(ctx->law, place, today, NULL)) return OK;
    int64_t id = 0;
    enum err e = act_as(c, "authority1");
    if (e == OK) e = continued_use_propose(ctx, place, today, DATE_NONE, MADE_UP, &id);
    if (e == OK) e = act_as(c, "authority2");
    return e == OK ? continued_use_confirm(ctx, id) : e;
}

static enum err adopt_all(struct city *c) {
    char **places;
    enum err e = file_list(c->ctx->arena, c->plan->packs, &places);
    if (e == OK) e = adopt_one(c, NULL, true);
    for (; e == OK && *places; places++) {
        const char *pack = arena_printf(c->ctx->arena, "%s/%s/pack.yaml", c->plan->packs, *places);
        if (!file_exists(pack)) continue;
        e = adopt_one(c, *places, false);
        see_new_law(c);
        if (e == OK) e = continue_use(c, *places);
        see_new_law(c);
    }
    return e;
}

/* ---- the catalog */

static enum err version_of(struct ctx *ctx, int64_t catalog_id, int64_t *version_r) {
    struct catalog_edition edition;
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = catalog_edition_get(ctx, s, catalog_id, &edition);
    db_read_end(ctx, &s);
    *version_r = edition.version;
    return e;
}

static enum err make_catalog(struct city *c, const char *place) {
    struct ctx *ctx = c->ctx;
    int year = date_split(clock_today(ctx->clock)).year;
    int64_t id = 0, version = 0;
    bool adopted;
    enum err e = act_as(c, "authority1");
    if (e == OK) e = catalog_draft(ctx, place, year, date_make(year, 1, 1), &id);
    if (e == OK) e = version_of(ctx, id, &version);
    if (e == OK)
        e = catalog_seek_comments(ctx, id, version, date_make(year - 1, 11, 1),
                                  date_make(year - 1, 11, 30), "虚构市政府网站");
    if (e == OK) e = version_of(ctx, id, &version);
    if (e == OK) e = catalog_adopt(ctx, id, version, &adopted);
    if (e == OK) e = act_as(c, "authority2");
    if (e == OK) e = version_of(ctx, id, &version);
    if (e == OK) e = catalog_adopt(ctx, id, version, &adopted);
    if (e == OK) e = version_of(ctx, id, &version);
    return e == OK ? catalog_publish(ctx, id, version, clock_today(ctx->clock)) : e;
}

/* ---- units and people */

enum { BUREAU, TAX, PLATFORM, ORGAN, AGENCY, DEMO_UNITS };
static const char *const unit_names[DEMO_UNITS] = {
    "虚构市场监督管理局", "虚构税务局", "虚构大数据中心", "虚构发展和改革局", "虚构信用服务公司"};

static const struct {
    const char *login, *name;
    int unit;
    enum role role;
} cast[] = {
    {"clerk", "填报员甲", BUREAU, ROLE_PROVIDER_CLERK},
    {"reviewer", "审核员甲", BUREAU, ROLE_PROVIDER_REVIEWER},
    {"unitadmin", "单位管理员甲", BUREAU, ROLE_UNIT_ADMIN},
    {"taxclerk", "填报员乙", TAX, ROLE_PROVIDER_CLERK},
    {"taxreviewer", "审核员乙", TAX, ROLE_PROVIDER_REVIEWER},
    {"operator", "平台运营员", PLATFORM, ROLE_OPERATOR},
    {"window", "窗口工作人员", PLATFORM, ROLE_WINDOW},
    {"desk", "异议受理员", PLATFORM, ROLE_OBJECTION_DESK},
    {"auditor", "审计员", PLATFORM, ROLE_AUDITOR},
    {"query", "查询员", ORGAN, ROLE_QUERY_CLERK},
    {"approver", "查询审批人", ORGAN, ROLE_QUERY_APPROVER},
    {"agency", "服务机构查询员", AGENCY, ROLE_QUERY_CLERK},
};

/* The first type that provides, or one that only queries. */
static const struct policy_unit_type *type_for(const struct policy *p, bool provides) {
    const struct policy_unit_type *found = NULL;
    for (size_t i = 0; i < p->nunit_types && !found; i++) {
        const struct policy_unit_type *t = &p->unit_types[i];
        bool fits = provides ? words_have(t->duties, W_DUTY_PROVIDE)
                             : t->viewer == W_VIEWER_UNIT && words_have(t->duties, W_DUTY_QUERY);
        if (fits) found = t;
    }
    return found;
}

static enum err make_units(struct city *c) {
    struct ctx *ctx = c->ctx;
    enum err e = act_as(c, "authority1");
    for (int i = 0; i < DEMO_UNITS && e == OK; i++) {
        const struct policy_unit_type *type = type_for(c->policy, i != AGENCY);
        if (!type) continue;
        /* far from the numbers of the demo's subjects */
        struct made_up_subject who = made_up_organisation(
            ctx->arena, c->plan->seed, 99000 + (uint32_t)i, c->policy->region, false);
        struct unit unit = {.jurisdiction = c->policy->place,
                            .code = who.number,
                            .name = unit_names[i],
                            .unit_type = type->id,
                            .region = c->policy->region,
                            .proof = type->proof ? MADE_UP : NULL};
        e = unit_register(ctx, &unit, &c->units[i]);
        if (e == OK) e = unit_accept_terms(ctx, c->units[i], clock_today(ctx->clock));
    }
    return e;
}

static enum err make_person(struct city *c, size_t i) {
    struct ctx *ctx = c->ctx;
    struct date today = clock_today(ctx->clock);
    if (!c->units[cast[i].unit]) return OK;
    int64_t user_id, post_id;
    const char *initial;
    enum err e = account_create(ctx, cast[i].login, cast[i].name, "staff", 0, &user_id, &initial);
    if (e == OK) e = account_agreement(ctx, user_id, MADE_UP, today);
    if (e == OK) e = account_activate(ctx, user_id);
    struct post post = {.user_id = user_id,
                        .unit_id = c->units[cast[i].unit],
                        .role = cast[i].role,
                        .from = today,
                        .to = DATE_NONE,
                        .designated_from = today,
                        .designated_to = DATE_NONE};
    if (e == OK) e = post_grant(ctx, &post, &post_id);
    if (e != OK) return e;
    return take_password(
        c, cast[i].login, initial,
        arena_printf(ctx->arena, "%s，%s", role_name(cast[i].role), unit_names[cast[i].unit]));
}

static enum err make_people(struct city *c) {
    enum err e = act_as(c, "secadmin");
    for (size_t i = 0; i < GX_COUNT(cast) && e == OK; i++)
        e = make_person(c, i);
    return e;
}

/* ---- records */

/* First the register of those whom the rest is about: an organisation that no register knows stays provisional. */
static const struct {
    const char *item;
    uint32_t percent;
} shares[] = {{"registration_organisation", 20},
              {"penalty_organisation", 40},
              {"licence_organisation", 28},
              {"penalty_person", 12}};

static enum err submit(struct city *c, const char *path, const char *item) {
    struct ctx *ctx = c->ctx;
    struct submission_request request = {.path = path,
                                         .item = item,
                                         .format = SOURCE_AUTO,
                                         .kind = SUBMISSION_FILE,
                                         .verified = MADE_UP};
    struct submission submission = {0};
    enum err e = act_as(c, "clerk");
    if (e == OK) e = submission_take(ctx, &request, &submission);
    if (e == OK && submission.state == SUBMISSION_AWAITING_REVIEW) {
        e = act_as(c, "reviewer");
        if (e == OK) e = submission_review(ctx, submission.id, true, MADE_UP, &submission);
    }
    if (e == OK && (submission.returned || submission.state != SUBMISSION_DONE))
        e = fail(ctx, ERR_INTERNAL, "演示数据未能全部入库：%s %s，退回 %lld 行", item,
                 submission_state_word(submission.state), (long long)submission.returned);
    return e;
}

/* The made-up numbers are a closed range, whose end is the units'. */
enum { SUBJECTS_MAX = 90000 };

static enum err make_records(struct city *c) {
    struct ctx *ctx = c->ctx;
    struct unit bureau;
    enum err e = unit_read(ctx, c->units[BUREAU], &bureau);
    uint32_t made = 0, subjects = c->plan->records * shares[0].percent / 100 + 1;
    for (size_t i = 0; i < GX_COUNT(shares) && e == OK; i++) {
        uint32_t left = c->plan->records - made;
        uint32_t rows = i == 0                      ? subjects
                        : i + 1 == GX_COUNT(shares) ? left
                                                    : c->plan->records * shares[i].percent / 100;
        if (rows > left) rows = left;
        const struct policy_item *item = policy_item(c->policy, shares[i].item);
        if (!rows || !item) continue;
        struct demo_rows d = {.item = item,
                              .region = c->policy->region,
                              .organ = bureau.name,
                              .organ_code = bureau.code,
                              .seed = c->plan->seed,
                              .subjects = subjects,
                              .first = made,
                              .rows = rows,
                              .today = clock_today(ctx->clock)};
        const char *path = arena_printf(ctx->arena, "%s/tmp/demo-%s.csv", ctx->app->dir, item->id);
        e = demo_rows_write(ctx, &d, path);
        if (e == OK) e = submit(c, path, item->id);
        unlink(path);
        made += rows;
    }
    return e;
}

/* ---- all of it */

static enum err found(struct city *c, const struct policy *policy) {
    struct founding_account accounts[FOUNDING_ACCOUNTS];
    enum err e = founding_run(c->ctx, policy, accounts);
    for (int i = 0; i < FOUNDING_ACCOUNTS && e == OK; i++) {
        e = act_as(c, accounts[i].login);
        if (e == OK)
            e = take_password(c, accounts[i].login, accounts[i].password,
                              role_name(accounts[i].role));
    }
    return e;
}

enum err demo_city_build(struct ctx *ctx, const struct demo_plan *plan,
                         struct demo_person people_r[DEMO_PEOPLE_MAX], size_t *n_r) {
    struct city c = {
        .ctx = ctx, .plan = plan, .made = made_up_begin(plan->seed), .people = people_r};
    const struct policy *pack;
    enum err e = founding_pack(ctx, plan->packs, ctx->app->home, &pack);
    if (e == OK) e = found(&c, pack);
    if (e == OK) e = adopt_all(&c);
    if (e == OK) e = law_require_new(ctx, ctx->app->home, &c.policy);
    if (e == OK) e = make_catalog(&c, ctx->app->home);
    if (e == OK) e = make_units(&c);
    if (e == OK) e = make_people(&c);
    if (e == OK && plan->records) e = make_records(&c);
    ctx->actor = NULL;
    *n_r = c.n_people;
    return e;
}
