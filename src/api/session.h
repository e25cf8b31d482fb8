/* session.h: who is signed in.
 *
 * Sessions live in the memory of the process that serves: a restart asks everybody to sign in again, which is the safe
 * side, and nothing that opens a door lies in the database. A session ends when it was idle for the set time, at
 * sign-out, and when its account is disabled or its password changed. What an account may do is read again whenever
 * accounts, posts or units have changed (people_changed) and every few seconds, so that a withdrawn post is withdrawn
 * at once. */
#ifndef API_SESSION_H
#define API_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "http/token.h"
#include "registry/account.h"
#include "registry/actor.h"

struct sessions;
struct sessions *sessions_new(void);
void sessions_free(struct sessions **s);

/* Opens a session for a signed-in account; the token is for the caller only. The number of sessions an account may
 * have open at a time is limited: the oldest ends. */
enum err session_open(struct ctx *ctx, struct sessions *s, const struct account *account,
                      char token_r[TOKEN_TEXT]) GX_MUST_CHECK;
/* Finds the session, checks idleness, and makes the actor in ctx->arena (post_id 0: the only post there is; a choice
 * among several is ERR_POST_CHOICE). ERR_SIGN_IN_REQUIRED when there is no such session; *must_change_r when only the
 * password may be changed. */
enum err session_actor(struct ctx *ctx, struct sessions *s, struct str token, int64_t post_id,
                       struct actor *actor_r, bool *must_change_r) GX_MUST_CHECK;
/* The account behind the session. ERR_SIGN_IN_REQUIRED. */
enum err session_account(struct ctx *ctx, struct sessions *s, struct str token,
                         struct account *account_r) GX_MUST_CHECK;
void session_close(struct sessions *s, struct str token);
/* Ends every session of a user but the one with the kept token (NULL p: all). */
void session_close_user(struct sessions *s, int64_t user_id, struct str kept);
/* Accounts, posts or units have changed: what was read about people is read again. */
void sessions_people_changed(struct sessions *s);

#endif
