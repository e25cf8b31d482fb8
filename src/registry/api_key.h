/* api_key.h: credentials of machines; a key acts in one post of a machine's account. */
#ifndef REGISTRY_API_KEY_H
#define REGISTRY_API_KEY_H

#include "base/crypto.h"
#include "base/ctx.h"
#include "db/db.h"
#include "registry/actor.h"

extern const struct db_stmt api_key_stmts[];

/* Issues a key for a post of a machine's account (ERR_ACCOUNT_STATE for another's: a person signs in); the secret is
 * said once and stored sealed. `to` DATE_NONE: until revoked. */
enum err api_key_issue(struct ctx *ctx, int64_t post_id, struct date from, struct date to,
                       const char **key_r, const char **secret_r) GX_MUST_CHECK;
enum err api_key_revoke(struct ctx *ctx, const char *key_id) GX_MUST_CHECK;
/* The secret and the actor of a key that is good today. ERR_SIGN_IN_REQUIRED for any other. */
enum err api_key_actor(struct ctx *ctx, const char *key_id, struct key *secret_r,
                       struct actor *actor_r) GX_MUST_CHECK;

#endif
