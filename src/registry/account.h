/* account.h: people, one account each, and the posts they hold (HH-4, HH-18, HH-21, AS-22, CZ-86, CZ-119).
 *
 * An account is made pending, with a random initial password that must be changed at first sign-in. A staff account
 * becomes active only with a confidentiality agreement on file. A post ties a person to a unit and a role between two
 * days; every act names the post. System, security and audit administrators are different people, none of them in a
 * business role (三员分立), and nobody grants a post to himself. */
#ifndef REGISTRY_ACCOUNT_H
#define REGISTRY_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "registry/role.h"

struct account {
    int64_t user_id;
    const char *login, *name;
    const char *kind;   /* staff, subject, machine */
    int64_t subject_id; /* kind subject */
    struct date password_day;
    bool must_change;
    int failed;
    struct instant locked_until;
    const char *agreement_ref; /* NULL when none */
    struct date agreement_day;
    const char *state;  /* pending, active, disabled */
    int console_notice; /* acts at the machine's console on this user's behalf not yet shown */
    int64_t version;
    struct date seen; /* last signed in; DATE_NONE: never */
    struct instant created;
};

struct post {
    int64_t post_id, user_id, unit_id;
    enum role role;
    struct date from, to;
    struct date designated_from, designated_to;
    const char *unit_name, *unit_type, *jurisdiction, *unit_state;
    struct date unit_terms; /* the unit has acknowledged the terms of use (CZ-30) */
};

extern const struct db_stmt account_stmts[], sign_in_stmts[], post_stmts[];

/* Makes a pending account and says its initial password (20 random characters). kind subject needs subject_id and is
 * active at once: the real-name check came before. A machine has no password (NULL): its keys are its only way in.
 * ERR_LOGIN_TAKEN. */
enum err account_create(struct ctx *ctx, const char *login, const char *name, const char *kind,
                        int64_t subject_id, int64_t *user_r, const char **password_r) GX_MUST_CHECK;
/* ERR_DATE for a day to come. */
enum err account_agreement(struct ctx *ctx, int64_t user_id, const char *reference,
                           struct date day) GX_MUST_CHECK;
/* ERR_AGREEMENT_MISSING with the clause, where the pack states one; ERR_ACCOUNT_STATE. */
enum err account_activate(struct ctx *ctx, int64_t user_id) GX_MUST_CHECK;
enum err account_disable(struct ctx *ctx, int64_t user_id) GX_MUST_CHECK;
enum err account_reset_password(struct ctx *ctx, int64_t user_id,
                                const char **password_r) GX_MUST_CHECK;
/* Own password; ERR_SIGN_IN_REFUSED when `old` is wrong (counted like a failed sign-in), ERR_PASSWORD_WEAK by the rules
 * of its sentence. */
enum err account_change_password(struct ctx *ctx, int64_t user_id, const char *old,
                                 const char *fresh) GX_MUST_CHECK;

/* Only whether the password is the account's: nothing is counted or entered. For the one act that must be possible while
 * the ledger takes no entries, its recovery. ERR_SIGN_IN_REFUSED. */
enum err account_check_password(struct ctx *ctx, int64_t user_id,
                                const char *password) GX_MUST_CHECK;
/* The password of an account that has signed in already, asked for once more: counted and entered like a sign-in. */
enum err account_try_password(struct ctx *ctx, const struct account *account,
                              const char *password) GX_MUST_CHECK;
/* Checks a password: the same ERR_SIGN_IN_REFUSED, at the same cost, for an unknown login, a wrong password, a locked
 * and an inactive account, and a machine. Counts failures and locks by the settings, also when attempts come at the
 * same time. Every attempt is in the ledger. */
enum err account_sign_in(struct ctx *ctx, const char *login, const char *password,
                         struct account *account_r) GX_MUST_CHECK;
enum err account_signed_out(struct ctx *ctx, int64_t user_id) GX_MUST_CHECK;
/* Takes the count of console acts to show, and clears it. */
enum err account_take_console_notice(struct ctx *ctx, int64_t user_id, int *count_r) GX_MUST_CHECK;
enum err account_add_console_notice(struct ctx *ctx, int64_t user_id) GX_MUST_CHECK;

/* Active, a person's, and not signed in for longer than the setting says (or ever since it was made). */
bool account_is_unused(struct ctx *ctx, const struct account *account);

enum err account_read(struct ctx *ctx, int64_t user_id, struct account *account_r) GX_MUST_CHECK;
enum err account_by_login(struct ctx *ctx, const char *login,
                          struct account *account_r) GX_MUST_CHECK;
enum err account_list(struct ctx *ctx, int64_t after, int limit, struct account **accounts_r,
                      size_t *n_r) GX_MUST_CHECK;

/* ERR_ROLE_CONFLICT (also for a post granted to oneself, to a subject, or to a machine where a person has to answer),
 * ERR_ACCOUNT_STATE of a disabled account, ERR_DATE for days in the wrong order, ERR_NOT_FOUND. */
enum err post_grant(struct ctx *ctx, const struct post *in, int64_t *post_r) GX_MUST_CHECK;
/* `day` is the last one of the post; a day before today ends it at once. */
enum err post_end(struct ctx *ctx, int64_t post_id, struct date day) GX_MUST_CHECK;
/* CZ-86: a unit's administrator, for query posts of the own unit and people who hold no post elsewhere. ERR_FORBIDDEN
 * for others. */
enum err post_grant_own(struct ctx *ctx, const struct post *in, int64_t *post_r) GX_MUST_CHECK;
enum err post_end_own(struct ctx *ctx, int64_t post_id, struct date day) GX_MUST_CHECK;
enum err post_designate(struct ctx *ctx, int64_t post_id, struct date from,
                        struct date to) GX_MUST_CHECK;
enum err post_read(struct ctx *ctx, int64_t post_id, struct post *post_r) GX_MUST_CHECK;
/* The posts a user holds on a day; DATE_NONE for all there ever were. */
enum err post_list(struct ctx *ctx, int64_t user_id, struct date day, struct post **posts_r,
                   size_t *n_r) GX_MUST_CHECK;

#endif
