/* fault.h: what is wrong with a file of law, at its place. All faults of a file in one run.
 *
 * A loader goes on after a fault as far as sense allows and never gives out what has faults. */
#ifndef LAW_FAULT_H
#define LAW_FAULT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"

struct fault {
    const char *file;
    int line, column; /* from 1; the column counts characters, not bytes. 0: the file as a whole */
    const char *code; /* stable word: "date.invalid" */
    const char *text; /* Chinese */
};

/* Faults in the order in which they were found; text and list live in the arena. */
struct faults {
    struct arena *arena;
    struct fault *items;
    size_t count, room;
};

void faults_init(struct faults *f, struct arena *arena);
/* The file's name and the code are not copied. */
void faults_add(struct faults *f, const char *file, int line, int column, const char *code,
                const char *fmt, ...) GX_PRINTF(6, 7);
/* One line a fault: "policies/calendar/cn.csv:12:3: date.invalid: …". */
void faults_print(const struct faults *f, struct buf *out);

#endif
