/* original.h: what came in, kept as it came: sealed, in segments.
 *
 * DIR/files/submission-ID/N, each at most 1 MiB and sealed under a key of its own, which stands
 * sealed in the database. To destroy one row its segments are written anew under new keys, with the
 * row's bytes replaced by blanks; the old keys are gone. What has no rows to point at (XLSX, UTF-16)
 * is first replaced by a copy in JSON lines. */
#ifndef INTAKE_ORIGINAL_H
#define INTAKE_ORIGINAL_H

#include <stdint.h>

#include "base/ctx.h"
#include "db/db.h"

struct door;

struct original {
    int64_t submission_id, bytes;
    size_t segments;
    struct str *keys; /* sealed, one a segment */
};
/* Reads the file to its end and stores it; durable when it returns. ERR_DISK_FULL, ERR_IO. */
enum err original_store(struct ctx *ctx, int64_t submission_id, const char *path,
                        struct original *original_r) GX_MUST_CHECK;
/* In the transaction of the receipt. */
enum err original_record(struct ctx *ctx, struct db_session *s,
                         const struct original *o) GX_MUST_CHECK;
/* Takes the files away again when there was no receipt; after a destruction, too. */
void original_remove(struct ctx *ctx, int64_t submission_id);
/* The clear bytes in a file without a name; *path_r opens it while fd is open. The caller closes fd.
 * ERR_NOT_FOUND when it is gone, ERR_CRYPTO when it was altered. */
enum err original_open(struct ctx *ctx, int64_t submission_id, int *fd_r,
                       const char **path_r) GX_MUST_CHECK;
/* Destroys the rows (by source row, ascending) for good. */
enum err original_destroy_rows(struct ctx *ctx, int64_t submission_id, const int64_t *rows,
                               size_t n) GX_MUST_CHECK;

#endif
