/* db_fault.h: a driver that stands before the real one and fails when told to. For src/db; what a
 * spec says is in db.h. */
#ifndef DB_DB_FAULT_H
#define DB_DB_FAULT_H

#include "db/driver.h"

/* Puts the fault driver before db->engine and arms it with db->config.fault. */
void db_fault_wrap(struct db *db);

#endif
