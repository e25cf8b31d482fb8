/* waiting.h: the message that a notice waits, outside the platform.
 *
 * It is the same for everybody: the channel's sentence from the settings and where to sign in. No name, number, record,
 * case kind, result or attachment (HH-28): it is made from the settings alone, and of the notice nothing but its id is
 * at hand where it is sent. Channels are the pack's (notice.waiting_channels): where it names none, no contact is taken
 * and nothing is sent. Addresses are given by the subject itself, kept sealed, and not shown again in full. */
#ifndef NOTICES_WAITING_H
#define NOTICES_WAITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "db/db.h"

struct notice;
struct app;

enum waiting_channel { WAITING_EMAIL, WAITING_TEXT };
const char *waiting_channel_word(enum waiting_channel c);

struct waiting_contact {
    int64_t contact_id;
    enum waiting_channel channel;
    const char *shown; /* the address, masked: z***@example.org, 138****0000 */
    struct instant at;
};
/* Of the acting subject. ERR_NOTICE_CHANNEL with the pack's clause where the channel is not used; ERR_NOTICE_ADDRESS.
 * A new one takes the place of the channel's former one. */
enum err waiting_contact_set(struct ctx *ctx, enum waiting_channel channel, const char *address,
                             int64_t *contact_r) GX_MUST_CHECK;
enum err waiting_contact_remove(struct ctx *ctx, int64_t contact_id) GX_MUST_CHECK;
enum err waiting_contacts(struct ctx *ctx, struct waiting_contact **list_r,
                          size_t *n_r) GX_MUST_CHECK;

/* Inside the door, by notice_make: one message a contact whose channel the pack uses. */
enum err waiting_queue(struct ctx *ctx, struct db_session *s, const struct notice *n) GX_MUST_CHECK;

/* The worker's rule: takes due messages, at most a few at a time, and moves those under way. A try that failed is
 * repeated after 1, 5, 30 minutes, 2, 8 and 24 hours; after the seventh it has failed. *more_r while some are under way. */
enum err waiting_run(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;
/* Drops what is under way (it will be tried again) and frees what belongs to it; before the app closes. */
void waiting_stop(struct app *app);

extern const struct db_stmt waiting_stmts[], waiting_send_stmts[];

#endif
