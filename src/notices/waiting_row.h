/* waiting_row.h: what the two files of waiting messages share. */
#ifndef NOTICES_WAITING_ROW_H
#define NOTICES_WAITING_ROW_H

#include "base/str.h"
#include "notices/waiting.h"

/* One message that was claimed: whom to reach, and nothing of what it is about. */
struct waiting_message {
    int64_t subject_id, notice_id, contact_id; /* which row to settle afterwards */
    enum waiting_channel channel;
    int64_t tries;
    const char *address;
};
/* Whether the pack of the place uses the channel today; false without a pack. */
bool waiting_allowed(const struct ctx *ctx, const char *place, enum waiting_channel channel);
struct str waiting_context(struct ctx *ctx, int64_t contact_id); /* of the seal */
bool waiting_channel_parse(const char *word, enum waiting_channel *c_r);

#endif
