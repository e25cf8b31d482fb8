/* reader.h: what source.c sees of a format: records as they stand in the file, title lines, blank
 * lines and all. Inside intake/ only. */
#ifndef INTAKE_READER_H
#define INTAKE_READER_H

#include "base/arena.h"
#include "base/ctx.h"
#include "intake/source.h"

struct record {
    int64_t number, line, offset, bytes; /* as in struct source_row */
    uint32_t flags;                      /* enum row_flag */
    size_t count;                        /* cells up to the last one given */
    struct cell *cells;                  /* of the reader, until its next call */
    bool end;                            /* there is no further record */
};

/* One per format; `self` is its own. */
struct reader {
    enum err (*next)(struct ctx *ctx, void *self, struct record *record_r);
    /* Starts again at the first record. */
    enum err (*rewind)(struct ctx *ctx, void *self);
    void (*close)(void *self);
    void *self;
};

/* What a reader is opened with; lives as long as it does. */
struct reader_input {
    int fd;
    int64_t bytes; /* of the file */
    const struct source_options *options;
    struct source_limits limits;
    struct arena *arena;      /* of the source */
    struct source_info *info; /* to fill: encoding, delimiter, sheet, … */
    /* JSON lines: the reader adds the columns it meets. The arrays have room for limits.columns. */
    struct source_head *head;
    struct str *names;
    uint32_t *name_flags;
};

enum err csv_open(struct ctx *ctx, const struct reader_input *in,
                  struct reader *reader_r) GX_MUST_CHECK;
enum err jsonl_open(struct ctx *ctx, const struct reader_input *in,
                    struct reader *reader_r) GX_MUST_CHECK;
enum err xlsx_open(struct ctx *ctx, const struct reader_input *in,
                   struct reader *reader_r) GX_MUST_CHECK;

/* pread that goes on after signals; ERR_IO. *got_r 0 at the end of the file. */
enum err reader_pread(struct ctx *ctx, int fd, void *p, size_t n, int64_t at,
                      size_t *got_r) GX_MUST_CHECK;

#endif
