/* waiting_message.h: what a waiting message says: settings, and nothing else but where it goes. */
#ifndef NOTICES_WAITING_MESSAGE_H
#define NOTICES_WAITING_MESSAGE_H

#include "base/arena.h"
#include "base/date.h"
#include "registry/settings.h"

/* A whole e-mail (RFC 5322) for SMTP; `mark` makes its message id. */
struct str waiting_message_email(struct arena *a, const struct settings *s, const char *to,
                                 struct instant now, const char *mark);
/* {"text": …, "to": …} for the gateway of text messages. */
struct str waiting_message_text(struct arena *a, const struct settings *s, const char *to);

#endif
