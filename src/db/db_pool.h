/* db_pool.h: open connections waiting for somebody who needs one. For src/db. */
#ifndef DB_DB_POOL_H
#define DB_DB_POOL_H

#include "db/driver.h"

void db_pool_init(struct db_pool *pool, bool write, unsigned max, unsigned max_idle);
/* Closes what is idle; nothing may be in use. */
void db_pool_close(struct db_pool *pool, const struct db_driver *driver);
/* A connection for the place. Waits up to ten seconds for one (ERR_BUSY); somebody who holds a
 * session already (`nested`) does not wait, so that two who each hold one cannot wait for each
 * other. *c_r NULL with OK: a month without a file. */
enum err db_pool_take(struct ctx *ctx, struct db *db, struct db_pool *pool, struct db_place place,
                      bool nested, struct db_conn **c_r) GX_MUST_CHECK;
/* Gives it back; a dead one is closed. Accepts NULL and clears the pointer. */
void db_pool_give(struct db_pool *pool, struct db_conn **c);
/* What is idle now is closed, what is in use is closed when it comes back. */
void db_pool_renew(struct db_pool *pool, const struct db_driver *driver);

#endif
