/* evidence.h: one file that proves offline what the ledger says about one object.
 *
 * Canonical JSON: the entries (their exact bytes), an inclusion proof each, the checkpoint they lead to, the adoption of
 * the editions they name, and a timeline in Chinese. `gongxin-verify evidence FILE --key KEY` checks it without the
 * platform. */
#ifndef LEDGER_EVIDENCE_H
#define LEDGER_EVIDENCE_H

#include "base/buf.h"
#include "base/ctx.h"
#include "ledger/ledger.h"

/* The id of the adopted edition a leaf's place and policy name, 0 when there is none. */
typedef int64_t evidence_edition_fn(struct ctx *ctx, void *arg, const char *place,
                                    const char *policy);
struct evidence_request {
    const char *kind; /* "record" */
    int64_t object;
    evidence_edition_fn *edition; /* may be NULL: then editions stand by their digest only */
    void *arg;
};
/* Entries not sealed yet are sealed first. ERR_NOT_FOUND when no entry names the object. */
enum err evidence_write(struct ctx *ctx, const struct evidence_request *request,
                        struct buf *out) GX_MUST_CHECK;

#endif
