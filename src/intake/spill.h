/* spill.h: bytes kept for one job, in memory while they are few and on disk beyond that.
 *
 * Written first, read afterwards at any place; a small page cache makes neighbouring reads cheap.
 * The file has no name: nothing is left of it after the process, however that ends. */
#ifndef INTAKE_SPILL_H
#define INTAKE_SPILL_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/ctx.h"

/* A new nameless file in the folder (NULL: /tmp), close-on-exec. ERR_IO, ERR_DISK_FULL. */
enum err spill_file(struct ctx *ctx, const char *dir, int *fd_r) GX_MUST_CHECK;
/* The error of errno after a failed write or open. */
enum err spill_errno(struct ctx *ctx);

struct spill;
/* memory: bytes kept before the first goes to disk. Lives in the arena; spill_free closes it. */
struct spill *spill_new(struct arena *a, const char *dir, size_t memory);
void spill_free(struct spill *s);
/* Appends and tells where. A failure to write comes out of this or a later call. */
enum err spill_add(struct ctx *ctx, struct spill *s, const void *p, size_t n,
                   int64_t *at_r) GX_MUST_CHECK;
/* Exactly n bytes from at, which must have been written. */
enum err spill_read(struct ctx *ctx, struct spill *s, int64_t at, void *p, size_t n) GX_MUST_CHECK;
int64_t spill_size(const struct spill *s);

#endif
