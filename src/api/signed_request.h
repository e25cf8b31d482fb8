/* signed_request.h: machines: a request signed with the secret of an API key.
 *
 *   X-Key: KEY  X-Timestamp: unix seconds (±300)  X-Nonce: 8 to 64 characters, used once
 *   X-Signature: hex HMAC-SHA-256(secret, METHOD LF PATH[?QUERY] LF hex SHA-256 of the body LF timestamp LF nonce)
 *   X-Content-SHA256: hex SHA-256 of the body (the dispatcher compares it with what really came)
 *
 * A key acts in one post. A nonce seen within the window is refused, and so is a request signed before this process
 * began: it may have been used with the one before. */
#ifndef API_SIGNED_REQUEST_H
#define API_SIGNED_REQUEST_H

#include "base/ctx.h"
#include "http/request.h"
#include "registry/actor.h"

struct replay_guard;
struct replay_guard *replay_guard_new(struct arena *a, struct instant since);

/* Fills actor (channel api) and auth. ERR_SIGN_IN_REQUIRED with the rule that was broken. */
enum err signed_request_check(struct ctx *ctx, struct replay_guard *guard, struct request *rq,
                              struct actor *actor_r, struct http_auth *auth_r) GX_MUST_CHECK;

#endif
