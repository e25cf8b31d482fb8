/* fieldspec.h: what a column of a table is, as reading, answering and templates need it.
 *
 * A plain description without a catalog behind it: whoever knows the catalog fills the array and
 * keeps it alive while it is used. */
#ifndef INTAKE_FIELDSPEC_H
#define INTAKE_FIELDSPEC_H

#include <stdbool.h>
#include <stddef.h>

enum field_type {
    FIELD_TEXT,
    FIELD_DATE,
    FIELD_INTEGER,
    FIELD_DECIMAL,
    FIELD_CODE,   /* one value of `codes`, by code or by name */
    FIELD_NUMBER, /* digits that are a name: identity numbers, codes of units, telephone numbers.
                   * Always text; never lost to a spreadsheet's floating point. */
};

/* How a value is shown where it has to be quoted back (a flaw, a screen). The answer file gives
 * the provider its own row unmasked; everything else that quotes a cell masks it. */
enum field_mask { FIELD_OPEN, FIELD_MASK_NAME, FIELD_MASK_NUMBER, FIELD_MASK_ALL };

struct field_code {
    const char *code; /* NULL where the list has names only */
    const char *name;
};

struct fieldspec {
    const char *name;            /* the exact Chinese field name: 行政处罚决定书文号 */
    const char *code;            /* CF_WSH, or NULL */
    const char *const *synonyms; /* NULL-terminated, or NULL */
    enum field_type type;
    enum field_mask mask;
    bool mandatory;
    const char *condition; /* when it is mandatory although `mandatory` is not set: 罚款时必填 */
    const char *format;    /* one phrase for the clerk, or NULL for the type's own */
    const char *example;   /* or NULL */
    const char *help;      /* a sentence for 填报说明, or NULL */
    size_t max_chars;      /* 0: unlimited */
    const struct field_code *codes;
    size_t codes_count;
};

#endif
