/* append.h: what the door and the looks writer share: leaves collected in a transaction, numbered and inserted as its
 * last act. For src/ledger. */
#ifndef LEDGER_APPEND_H
#define LEDGER_APPEND_H

#include "base/buf.h"
#include "base/ctx.h"
#include "db/db.h"
#include "ledger/leaf.h"

struct append {
    struct buf halves; /* the leaves without their numbers, one behind the other */
    struct buf items;  /* struct append_item */
    struct buf leaves; /* finished, while they are written */
    size_t n;
};

void append_init(struct append *p);
void append_free(struct append *p);
/* Empty again; keeps the memory. */
void append_reset(struct append *p);
void append_add(struct append *p, const struct leaf *leaf, struct instant at);
/* Draws the numbers, inserts the entries and the list of what is unsealed, reads the last entry back and hashes it
 * again. month is DATE_NONE for facts. ERR_NO_MEMORY_LIMIT when one transaction says more than fits. */
enum err append_write(struct ctx *ctx, struct db_session *s, struct append *p, enum suite suite,
                      struct date month) GX_MUST_CHECK;

#endif
