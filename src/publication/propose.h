/* propose.h: from a record to its publication: proposed, reviewed, approved. Each step asks decide()
 * again and is a person's: who reviews is another person than who proposed (AS-20). */
#ifndef PUBLICATION_PROPOSE_H
#define PUBLICATION_PROPOSE_H

#include "publication/masking.h"
#include "publication/publication.h"
#include "registry/catalog.h"

/* The channels by which an item is published: its own, else the pack's disclose.channels, else the
 * credit site. */
struct words publication_channels(const struct policy *p, const struct policy_item *item,
                                  struct date on);
/* Whether the platform shows it there by itself. */
bool publication_channel_own(enum word channel);

struct publication_wish {
    enum word channel;
    int64_t unit_id; /* who carries out an order; 0: the record's provider */
};
struct publication_new {
    int64_t subject_id, record_id;
    struct masking masking;
    const struct publication_wish *wishes; /* n 0: every channel of the item */
    size_t n;
};
/* ERR_PUBLICATION_CLOSED or ERR_PUBLICATION_TERM where decide() gives the public nothing,
 * ERR_PUBLICATION_MASKING where the pack asks and free text was not examined (JN-43),
 * ERR_PUBLICATION_CHANNEL, ERR_PUBLICATION_PERSON, ERR_PUBLICATION_EXISTS. Providers propose their own
 * records, the operator any of its place. */
enum err publication_propose(struct ctx *ctx, const struct publication_new *in,
                             int64_t *publication_r) GX_MUST_CHECK;
/* The confidentiality review, by another person than who proposed (ERR_SECOND_PERSON). */
enum err publication_review(struct ctx *ctx, int64_t publication_id, int64_t version, bool passed,
                            const char *opinion) GX_MUST_CHECK;
/* Approves the very text that is stored: version is that of the row whose text was read. Shows it on
 * the own site and orders the rest. ERR_PUBLICATION_REVIEW with the clause while a review is asked for
 * and has not passed; ERR_PUBLICATION_STATE when the record has changed since. */
enum err publication_approve(struct ctx *ctx, int64_t publication_id,
                             int64_t version) GX_MUST_CHECK;
/* Ends one before its day, by whoever published it; never the way back. */
enum err publication_close(struct ctx *ctx, int64_t publication_id, int64_t version,
                           const char *reason) GX_MUST_CHECK;

/* Publication days of a record from the time before this platform: what was shown where and since when. Such an
 * entry shows nothing itself; it keeps the days and gives every channel its stop order in time. */
struct publication_former {
    enum word channel;
    int64_t unit_id;  /* 0: the record's provider */
    struct date from; /* not in the future */
    struct date to;   /* DATE_NONE: still shown there */
};
enum err publication_import(struct ctx *ctx, int64_t subject_id, int64_t record_id,
                            const struct publication_former *places, size_t n,
                            int64_t *publication_r) GX_MUST_CHECK;

/* One with its text, for whoever may reach it; a look. ERR_NOT_FOUND. */
enum err publication_show(struct ctx *ctx, const char *route, int64_t publication_id,
                          struct publication **p_r) GX_MUST_CHECK;
/* Publications newest first, before the given id (0: from the newest): of a provider, or of the place. */
enum err publication_list(struct ctx *ctx, const char *place, int64_t provider_id, int64_t before,
                          size_t most, struct publication **list_r, size_t *n_r) GX_MUST_CHECK;
/* For whoever may read publications: own ones of a provider, all of a place for others. */
enum err publication_reachable(struct ctx *ctx, const char *place,
                               int64_t provider_id) GX_MUST_CHECK;

extern const struct db_stmt publication_propose_stmts[], publication_approve_stmts[],
    publication_list_stmts[];

#endif
