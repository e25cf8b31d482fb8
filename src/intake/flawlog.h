/* flawlog.h: the flaws of one file on disk, however many they are, in the order of its rows.
 *
 * Kept in a file without a name in the given folder (it vanishes with the process): written while
 * checking, then read as often as needed. Rows may be reported out of order; they are sorted
 * before the first reading. Within a row the order is by column, then as added. */
#ifndef INTAKE_FLAWLOG_H
#define INTAKE_FLAWLOG_H

#include <stdint.h>

#include "base/ctx.h"
#include "intake/flaw.h"

struct flawlog;

/* tmp_dir is a folder of the data directory. ERR_IO. */
enum err flawlog_new(struct ctx *ctx, const char *tmp_dir, struct flawlog **log_r) GX_MUST_CHECK;
void flawlog_free(struct flawlog **log);
/* Never fails by itself: a write error is kept and comes out of flawlog_rewind. */
void flawlog_add(struct flawlog *log, const struct flaw *f);
struct flaw_sink flawlog_sink(struct flawlog *log);
/* How many of one code; of FLAW_NONE: all. */
int64_t flawlog_count(const struct flawlog *log, enum flaw_code code);
/* Rows with at least one flaw that refuses them, exact after flawlog_rewind. */
int64_t flawlog_rows_refused(const struct flawlog *log);
/* The first flaw of scope FLAW_FILE that refuses the whole file; FLAW_NONE. */
enum flaw_code flawlog_file_refusal(const struct flawlog *log);

/* Starts reading from the first flaw. ERR_IO, ERR_DISK_FULL when something could not be written. */
enum err flawlog_rewind(struct ctx *ctx, struct flawlog *log) GX_MUST_CHECK;
/* The flaws of the row, with the array in the arena; *count_r 0 when it has none. Rows are asked for
 * in ascending order; flaws of smaller rows that nobody asked for are passed over. Flaws of the
 * whole file are those of row 0. */
enum err flawlog_row(struct ctx *ctx, struct flawlog *log, struct arena *arena, int64_t row,
                     const struct flaw **flaws_r, size_t *count_r) GX_MUST_CHECK;
/* One after the other; *flaw_r NULL at the end. */
enum err flawlog_next(struct ctx *ctx, struct flawlog *log, struct arena *arena,
                      const struct flaw **flaw_r) GX_MUST_CHECK;

#endif
