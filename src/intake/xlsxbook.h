/* xlsxbook.h: the parts of a workbook that describe the others: which sheets there are and where,
 * date systems, number formats, shared strings. Inside intake/ only. */
#ifndef INTAKE_XLSXBOOK_H
#define INTAKE_XLSXBOOK_H

#include "intake/spill.h"
#include "intake/xlsxcell.h"
#include "intake/xlsxpart.h"

struct xlsx_sheet_entry {
    const char *name, *id; /* id: of the relation to its part */
    bool hidden;
    struct xlsx_sheet_entry *next;
};

struct xlsx_book {
    struct arena *arena;
    zip_t *zip;
    const struct source_limits *limits;
    const char *path;                /* of the workbook part */
    struct xlsx_relation *relations; /* of the workbook */
    struct xlsx_sheet_entry *sheets;
    bool epoch_1904;
    const uint8_t *styles; /* enum xlsx_style by cell format */
    size_t styles_count;
    struct spill *strings, *index; /* index: where each shared string begins, as int64 */
    int64_t strings_count;
};

/* Reads all of them. ERR_INTAKE_* . Close in every case. */
enum err xlsx_book_open(struct ctx *ctx, const struct reader_input *in,
                        struct xlsx_book *book) GX_MUST_CHECK;
void xlsx_book_close(struct xlsx_book *book);
/* The name of the part behind a sheet; NULL when the file does not say. */
const char *xlsx_book_sheet_part(const struct xlsx_book *book, const struct xlsx_sheet_entry *s);
/* Appends the shared string to the buffer. *found_r false when there is no such number. */
enum err xlsx_book_string(struct ctx *ctx, struct xlsx_book *book, int64_t number, struct buf *out,
                          bool *found_r) GX_MUST_CHECK;

#endif
