/* headmap.h: which column holds which field.
 *
 * In this order: the exact field name, what the unit's remembered mapping says, the field code,
 * a synonym; then the same three compared in folded form (width, letter case, blanks, kinds of
 * brackets, a star or (必填) after the name). The unit of an amount is part of a name: 罚款金额（元）
 * is never taken for 罚款金额（万元）. */
#ifndef INTAKE_HEADMAP_H
#define INTAKE_HEADMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "intake/flaw.h"
#include "intake/fieldspec.h"
#include "intake/source.h"

enum head_match {
    HEAD_UNKNOWN,   /* reported as a warning; not taken over */
    HEAD_BLANK,     /* no name */
    HEAD_ANSWER,    /* a column of our answer files: ignored */
    HEAD_LEFT_OUT,  /* the remembered mapping says so */
    HEAD_DUPLICATE, /* a second column for the same field */
    HEAD_NAME,      /* from here on: matched */
    HEAD_REMEMBERED,
    HEAD_CODE,
    HEAD_SYNONYM,
    HEAD_FOLDED,
};

/* One line of a remembered mapping: the head as it stood there, and the field's code (or name
 * where it has no code); field "" means: leave this column out. */
struct head_memory {
    const char *head;
    const char *field;
};

struct head_map {
    size_t columns;
    int *field;             /* by column: index of the field, or -1 */
    enum head_match *match; /* by column */
    size_t fields;
    int *column;  /* by field: index of the column, or -1 */
    bool refused; /* a flaw was reported that refuses the file */
};

/* Maps the head and reports head.duplicate, head.missing (mandatory fields), head.unit,
 * head.unknown and head.encoding. The map lives in the arena. Fields without a column that are
 * not mandatory are fine. JSON lines: call again when the head has grown, with `seen` as the
 * number of columns already reported; missing columns are not reported there (a key may be absent
 * in one line and present in the next: that is value.missing of the row). */
struct head_map *head_map_make(struct arena *a, const struct source_head *head, size_t seen,
                               const struct fieldspec *fields, size_t fields_count,
                               const struct head_memory *memory, size_t memory_count,
                               const struct flaw_sink *sink);

/* The folded form in which heads are compared. */
const char *head_fold(struct arena *a, struct str name);
/* Whether the name is one of a field's names, in any of the ways above but memory. */
bool head_is_of(struct arena *a, const char *folded, const struct fieldspec *field);
/* The columns an answer file adds. */
#define HEAD_ANSWER_COLUMNS 6
extern const char *const head_answer_columns[HEAD_ANSWER_COLUMNS];

#endif
