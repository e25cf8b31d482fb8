/* stmts.h: every SQL statement of the verifier. All of them read. */
#ifndef VERIFY_STMTS_H
#define VERIFY_STMTS_H

#include "db/db.h"

enum source {
#define VERIFY_SOURCE(symbol, prefix, name, store, sql) symbol,
#include "verify/sources.def"
#undef VERIFY_SOURCE
    SOURCE_COUNT
};

enum verify_stmt {
    VS_LOG,
    VS_TILE,
    VS_CHECKPOINT_TOP,
    VS_CHECKPOINTS,
    VS_RECOVERIES,
    VS_ENTRIES,
    VS_ENTRY_EXISTS,
    VS_ENTRIES_OF_OBJECT,
    VS_PENDING,
    VS_LOOKS_ENTRIES,
    VS_LOOKS_ENTRY_EXISTS,
    VS_LOOKS_PENDING,
    VS_SOURCES,
    VS_COUNT = VS_SOURCES + SOURCE_COUNT
};
#define VS(name) (&verify_stmts[VS_##name])

extern const struct db_stmt verify_stmts[];

#endif
