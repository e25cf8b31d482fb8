/* founding.h: the first accounts of an installation, before anybody can be asked.
 *
 * Three administrators kept apart (system, security, audit) and two officers of the competent authority, because a
 * pack is adopted by two persons. Their unit is the competent authority as the pack names it; its code and duties are
 * completed later. Each gets a random password that must be changed at first sign-in; the reference of the
 * confidentiality agreement is the installation itself and is replaced when the paper is filed. */
#ifndef REGISTRY_FOUNDING_H
#define REGISTRY_FOUNDING_H

#include "base/ctx.h"
#include "law/policy.h"
#include "registry/role.h"

enum { FOUNDING_ACCOUNTS = 5 };

struct founding_account {
    const char *login, *password;
    enum role role;
};

/* The pack of a place among the program's own, checked: what an installation starts from before anything is adopted.
 * ERR_NOT_FOUND, ERR_POLICY_INVALID. */
enum err founding_pack(struct ctx *ctx, const char *packs, const char *place,
                       const struct policy **policy_r) GX_MUST_CHECK;

enum err founding_run(struct ctx *ctx, const struct policy *policy,
                      struct founding_account accounts_r[FOUNDING_ACCOUNTS]) GX_MUST_CHECK;

#endif
