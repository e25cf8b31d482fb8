/* actor.h: who acts: a person in one post, through one channel. Every act names all of it (AS-22). */
#ifndef REGISTRY_ACTOR_H
#define REGISTRY_ACTOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "ledger/leaf.h"
#include "registry/role.h"

enum channel {
    CHANNEL_NONE,
    CHANNEL_WEB,     /* signed in with a browser session */
    CHANNEL_API,     /* a machine with an API key */
    CHANNEL_CONSOLE, /* the machine's own console, on behalf of a user */
    CHANNEL_WINDOW,  /* staff for a subject who came to the hall */
    CHANNEL_SYSTEM   /* time itself */
};
const char *channel_word(enum channel c);

struct actor {
    int64_t user_id, post_id, unit_id; /* 0 for nobody; post 0 for subjects */
    int64_t subject_id;                /* of a signed-in subject */
    enum role role;
    enum channel channel;
    const char *name; /* of the person, for the query log */
    const char *unit_name;
    const char *unit_type;    /* word of the pack, "" for nobody and subjects */
    const char *jurisdiction; /* of the unit; the home one for nobody and subjects */
    const char *os_user;      /* CHANNEL_CONSOLE: the operating-system user */
    int64_t
        operator_id; /* CHANNEL_CONSOLE: who sat there, by a credential of their own; 0 in test directories */
    const char *address; /* network address, "" when none */
    bool designated;     /* registered as designated person today (HH-18) */
    bool unit_terms;     /* the unit has acknowledged the terms of use (CZ-30) */
};

/* A leaf of this event with who, in which post, unit, role and channel filled in from ctx->actor, and the place and
 * edition of the law in force for that actor's jurisdiction. */
struct leaf actor_leaf(const struct ctx *ctx, enum ledger_event event);

/* OK when the actor's role has the permission; ERR_SIGN_IN_REQUIRED or ERR_FORBIDDEN (HH-4) otherwise. */
enum err actor_may(struct ctx *ctx, enum permission p) GX_MUST_CHECK;

/* Whether the actor may act for that place: its own, or any when it is of the home jurisdiction, which runs the
 * installation. ERR_FORBIDDEN. */
enum err actor_reaches(struct ctx *ctx, const char *place) GX_MUST_CHECK;

/* The actor of what happens by itself. */
extern const struct actor actor_system;

#endif
