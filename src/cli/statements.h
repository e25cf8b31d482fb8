/* statements.h: every statement table of the program, prepared when a database is opened. */
#ifndef CLI_STATEMENTS_H
#define CLI_STATEMENTS_H

#include "db/db.h"

struct db_stmts statements_all(void);

#endif
