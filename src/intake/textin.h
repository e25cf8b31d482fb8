/* textin.h: a text file as a window of bytes that a parser can look through.
 *
 * The window holds at least the record being parsed. UTF-16 is turned into UTF-8 on the way in;
 * everything else passes as it is and is converted cell by cell (so that damage has a place).
 * Inside intake/ only. */
#ifndef INTAKE_TEXTIN_H
#define INTAKE_TEXTIN_H

#include "intake/encoding.h"
#include "intake/reader.h"

struct textin {
    const struct reader_input *in;
    enum source_encoding encoding;
    struct gb18030 *gb; /* made when the encoding turns out to be GB18030 */
    char *buf;
    size_t cap, start, end; /* the window is buf[start..end) */
    int64_t at;             /* file offset of the next byte to read */
    bool eof;               /* nothing more to read */
    int64_t base;           /* file offset of buf[start]; meaningless in UTF-16 */
    unsigned char carry[4]; /* UTF-16: bytes of a pair that was cut */
    size_t carry_n;
    unsigned char *raw; /* UTF-16: what was read */
    /* Where converted cells of the current record stand. */
    char *scratch;
    size_t scratch_cap, scratch_n;
};

/* Reads the first bytes and decides the encoding. ERR_IO, ERR_INTAKE_ENCODING. */
enum err textin_open(struct ctx *ctx, struct textin *t,
                     const struct reader_input *in) GX_MUST_CHECK;
enum err textin_rewind(struct ctx *ctx, struct textin *t) GX_MUST_CHECK;
void textin_close(struct textin *t);
/* Reads more behind the window (unless eof). *full_r: the window has reached record_bytes and
 * nothing was read. */
enum err textin_more(struct ctx *ctx, struct textin *t, bool *full_r) GX_MUST_CHECK;
/* Drops n bytes from the front. */
void textin_take(struct textin *t, size_t n);

/* A file that was ASCII so far has a byte above it in the window: decides what it is. */
enum err textin_settle(struct ctx *ctx, struct textin *t) GX_MUST_CHECK;

/* A piece of the window, with n bytes of which those above 0x7f, if any, are in the file's
 * encoding, made into a cell: converted, cleaned, trimmed, cut at cell_bytes. The text stands in
 * the window or in the scratch, until textin_begin. */
void textin_begin(struct textin *t, size_t record_bytes);
enum err textin_cell(struct ctx *ctx, struct textin *t, struct str raw, bool has_high,
                     bool has_control, struct cell *cell) GX_MUST_CHECK;
/* Room in the scratch, not yet taken; textin_begin has made sure that it suffices. */
char *textin_room(struct textin *t);
void textin_use(struct textin *t, size_t n);

#endif
