/* flaw.h: what can be wrong with a file, a row or a cell (flaws.def), and one found flaw.
 *
 * A flaw is not an error of the program: reading goes on, so that the provider gets all of them
 * at once. What ends a whole file (a zip bomb, a line without end) is an enum err instead. */
#ifndef INTAKE_FLAW_H
#define INTAKE_FLAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "intake/fieldspec.h"
#include "law/idno.h"

enum flaw_code {
    FLAW_NONE = 0,
#define FLAW(symbol, code, scope, level, sentence, suggestion) symbol,
#include "intake/flaws.def"
#undef FLAW
    FLAW_COUNT
};

/* How far a flaw reaches. */
enum flaw_scope { FLAW_FILE, FLAW_ROW, FLAW_CELL };
/* FLAW_REFUSED: the file, row or cell does not go in. FLAW_WARNED: it does, and a person is
 * told. */
enum flaw_level { FLAW_REFUSED, FLAW_WARNED };

const char *flaw_code_text(enum flaw_code c); /* "cell.encoding": stable, part of the API */
enum flaw_scope flaw_scope_of(enum flaw_code c);
enum flaw_level flaw_level_of(enum flaw_code c);
/* FLAW_NONE when there is no such dotted code. */
enum flaw_code flaw_code_find(const char *code);

struct flaw {
    enum flaw_code code;
    int64_t row;            /* as the clerk sees it; 0: the whole file */
    uint32_t column;        /* from 1; 0: the whole row */
    const char *field;      /* the column's name; "" when it concerns none */
    const char *value;      /* what stood there, masked and shortened; "" when there was nothing */
    const char *sentence;   /* what is wrong, in Chinese */
    const char *suggestion; /* what to do about it */
};

struct flaw_place {
    int64_t row;
    uint32_t column;
    const struct fieldspec *field; /* NULL where no field belongs to the column */
    const char *head;              /* used as the name when field is NULL; may be NULL */
};

/* The flaw with its sentences filled in. value is what stands in the cell (masked here as the
 * field asks; without a field it is masked when it looks like a person's number). a and b are the
 * two particulars the sentence may name ({a}, {b}: a limit, another row); NULL where it names
 * none. All text is copied into the arena. */
struct flaw flaw_make(struct arena *arena, enum flaw_code code, struct flaw_place place,
                      struct str value, const char *a, const char *b);

/* What law/idno.h finds wrong with a number, as a flaw; FLAW_NONE for IDNO_OK. */
enum flaw_code flaw_of_idno(enum idno_fault fault);

/* A value as it may be quoted: controls as blanks, at most 60 characters, masked as staff may see
 * it (disclosure/mask.h). FIELD_OPEN still hides persons' and mobile numbers inside the text. */
const char *flaw_quote(struct arena *arena, struct str value, enum field_mask mask);

/* Where found flaws go; the receiver copies what it keeps. */
struct flaw_sink {
    void (*add)(void *arg, const struct flaw *f);
    void *arg;
};
void flaw_report(const struct flaw_sink *sink, const struct flaw *f); /* sink may be NULL */

#endif
