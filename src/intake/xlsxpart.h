/* xlsxpart.h: one part of an .xlsx (a ZIP with XML files in it), unpacked and parsed as a stream.
 *
 * Guards against hostile archives: what a part unpacks to is counted against limits and against
 * its packed size, DOCTYPE is refused, nesting, tokens and attributes are bounded. Inside intake/
 * only. */
#ifndef INTAKE_XLSXPART_H
#define INTAKE_XLSXPART_H

#include <expat.h>
#include <zip.h>

#include "base/buf.h"
#include "intake/reader.h"

/* Opens the archive without touching the descriptor's position. ERR_INTAKE_XLSX, _CUT_OFF, _ZIP_BOMB
 * (too many entries), ERR_IO. Close with zip_discard. */
enum err xlsx_zip_open(struct ctx *ctx, const struct reader_input *in, zip_t **zip_r) GX_MUST_CHECK;

#define XLSX_NAME_SLOTS 512
#define XLSX_NAME_BYTES 64

struct xlsx_part {
    const struct source_limits *limits;
    zip_file_t *file;
    int64_t packed, unpacked;
    XML_Parser parser;
    int64_t fed; /* bytes given to the parser */
    int depth;
    char names[XLSX_NAME_SLOTS][XLSX_NAME_BYTES]; /* of elements and attributes seen */
    size_t names_count;
    enum err failed; /* set by a handler that stops the parser */
    bool at_end, suspended;
    /* Names come without their prefix. A handler may call xlsx_part_fail or xlsx_part_pause. */
    void (*start)(void *arg, const char *name, const char **attributes);
    void (*end)(void *arg, const char *name);
    void (*text)(void *arg, const char *p, int n);
    void *arg;
};

/* The part comes zeroed but for its handlers. ERR_NOT_FOUND when the archive has no such entry. */
enum err xlsx_part_open(struct ctx *ctx, zip_t *zip, const char *name,
                        const struct source_limits *limits, struct xlsx_part *part) GX_MUST_CHECK;
/* Parses until the end (at_end) or until a handler paused. */
enum err xlsx_part_run(struct ctx *ctx, struct xlsx_part *part) GX_MUST_CHECK;
void xlsx_part_pause(struct xlsx_part *part);
void xlsx_part_fail(struct xlsx_part *part, enum err e);
void xlsx_part_close(struct xlsx_part *part);

/* As much of the text as the buffer has room for. */
void xlsx_put_text(struct buf *b, const char *p, int n);
/* The value of an attribute, by name without prefix; NULL when there is none. */
const char *xlsx_attribute(const char **attributes, const char *name);

#endif
