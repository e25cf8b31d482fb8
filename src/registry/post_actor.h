/* post_actor.h: from an account and a post to the actor of an act; one way for every channel. */
#ifndef REGISTRY_POST_ACTOR_H
#define REGISTRY_POST_ACTOR_H

#include "registry/account.h"
#include "registry/actor.h"

/* The actor of the account in the post today. post_id 0 takes the only post there is: ERR_POST_CHOICE when there are
 * several, ERR_FORBIDDEN when there is none (or the one named is not the user's, has ended, or its unit is closed).
 * Subjects act without a post. channel, os_user and address are the caller's to fill. Texts live in ctx->arena. */
enum err post_actor(struct ctx *ctx, const struct account *account, int64_t post_id,
                    struct actor *actor_r) GX_MUST_CHECK;

#endif
