/* bug.h: checks of what the program itself guarantees. They stay on in release builds.
 *
 * Never for input, files or the content of the database: those are refusals or errors. A failed
 * check prints file, line and the condition to standard error and aborts; all state is in
 * transactions, so a restart continues where the last acknowledged change ended. */
#ifndef BASE_BUG_H
#define BASE_BUG_H

#include "base/attr.h"

GX_NORETURN void bug_at(const char *file, int line, const char *what);

#define BUG_IF(cond)                                                                               \
    do {                                                                                           \
        if (cond) bug_at(__FILE__, __LINE__, #cond);                                               \
    } while (0)
#define BUG(what) bug_at(__FILE__, __LINE__, (what))

#endif
