/* evidence.h: files that authorisations, consents and identity checks rest on.
 *
 * A file of at most 20 MB is sealed under the directory's key (context "evidence:ID") and lies in
 * DIR/files; the row keeps its SHA-256 over the clear bytes, size and media type; the ledger a
 * commitment to that digest, whose salt goes with the row. Its name is not
 * kept: names of files hold names of people. It is written before its row, so that a row always
 * has its file; a file without a row is swept by evidence_sweep. */
#ifndef DISCLOSURE_EVIDENCE_H
#define DISCLOSURE_EVIDENCE_H

#include <stdint.h>

#include "base/crypto.h"
#include "base/ctx.h"
#include "base/str.h"
#include "db/db.h"

#define EVIDENCE_MAX (20u << 20)

struct evidence {
    int64_t evidence_id;
    struct stored_digest digest;
    int64_t size;
    const char *type; /* media type: PDF, PNG, JPEG, OFD or plain text */
    int64_t by_user, by_unit;
    struct instant at;
};

/* Stores a file for ctx->actor. ERR_EVIDENCE_EMPTY, ERR_EVIDENCE_TYPE (by its first bytes),
 * ERR_NO_MEMORY_LIMIT, ERR_DISK_FULL. The same file of the same unit is stored once. */
enum err evidence_store(struct ctx *ctx, struct str content,
                        struct evidence *evidence_r) GX_MUST_CHECK;
/* ERR_EVIDENCE_UNKNOWN. */
enum err evidence_read(struct ctx *ctx, struct db_session *s, int64_t evidence_id,
                       struct evidence *evidence_r) GX_MUST_CHECK;
/* Opens the file and holds it against its digest: ERR_CRYPTO when it was altered. */
enum err evidence_open(struct ctx *ctx, const struct evidence *evidence,
                       struct str *content_r) GX_MUST_CHECK;
/* Destroys one that nothing rests on any more: its row, and its file's bytes as far as the file system lets
 * them be overwritten. Repeatable. */
enum err evidence_destroy(struct ctx *ctx, int64_t evidence_id) GX_MUST_CHECK;
/* Removes files whose row never came, when they are older than an hour. */
enum err evidence_sweep(struct ctx *ctx) GX_MUST_CHECK;

extern const struct db_stmt evidence_stmts[];

#endif
