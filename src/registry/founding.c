#include "registry/founding.h"

#include "law/policy_load.h"
#include "registry/account.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/unit.h"

static const struct {
    const char *login, *name;
    enum role role;
} founders[FOUNDING_ACCOUNTS] = {
    {"sysadmin", "系统管理员", ROLE_SYSTEM_ADMIN},
    {"secadmin", "安全管理员", ROLE_SECURITY_ADMIN},
    {"auditadmin", "审计管理员", ROLE_AUDIT_ADMIN},
    {"authority1", "主管部门经办人甲", ROLE_AUTHORITY},
    {"authority2", "主管部门经办人乙", ROLE_AUTHORITY},
};

static enum err found_one(struct ctx *ctx, int i, int64_t unit_id,
                          struct founding_account *account_r) {
    int64_t user_id, post_id;
    struct date today = clock_today(ctx->clock);
    *account_r = (struct founding_account){.login = founders[i].login, .role = founders[i].role};
    enum err e = account_create(ctx, founders[i].login, founders[i].name, "staff", 0, &user_id,
                                &account_r->password);
    if (e == OK) e = account_agreement(ctx, user_id, "安装登记，协议原件待补", today);
    if (e == OK) e = account_activate(ctx, user_id);
    struct post post = {.user_id = user_id,
                        .unit_id = unit_id,
                        .role = founders[i].role,
                        .from = today,
                        .to = DATE_NONE,
                        .designated_from = DATE_NONE,
                        .designated_to = DATE_NONE};
    return e == OK ? post_grant(ctx, &post, &post_id) : e;
}

enum err founding_pack(struct ctx *ctx, const char *policies, const char *place,
                       const struct policy **policy_r) {
    struct policy_source source;
    const char *dir = policies ? arena_printf(ctx->arena, "%s/%s", policies, place) : "";
    if (!policies || policy_source_dir(ctx->arena, dir, &source) != OK)
        return fail_field(ctx, ERR_NOT_FOUND, "policy", "place", "没有 %s 的政策包", place);
    struct faults faults;
    faults_init(&faults, ctx->arena);
    *policy_r = policy_load(ctx->arena, &source, &faults);
    return *policy_r ? OK
                     : fail(ctx, ERR_POLICY_INVALID,
                            "%s 的政策包不合格，用 gongxin policy check 查看", place);
}

enum err founding_run(struct ctx *ctx, const struct policy *policy,
                      struct founding_account accounts_r[FOUNDING_ACCOUNTS]) {
    struct actor installer = actor_system;
    installer.channel = CHANNEL_CONSOLE;
    installer.jurisdiction = policy->place;
    ctx->actor = &installer;
    const struct policy_role *role = policy_role(policy, W_PARTY_AUTHORITY);
    int64_t unit_id;
    enum err e = unit_found(ctx, policy->place, role && role->held_by ? role->held_by : "主管部门",
                            policy->region, &unit_id);
    for (int i = 0; i < FOUNDING_ACCOUNTS && e == OK; i++)
        e = found_one(ctx, i, unit_id, &accounts_r[i]);
    ctx->actor = NULL;
    return e;
}
