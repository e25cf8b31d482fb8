/* db_session.h: sessions as the rest of src/db opens them. For src/db. */
#ifndef DB_DB_SESSION_H
#define DB_DB_SESSION_H

#include "db/driver.h"

/* A session on a connection that has begun, entered among the open ones. */
struct db_session *db_session_enter(struct ctx *ctx, struct db *db, struct db_place place,
                                    struct db_conn *c, enum db_begin how);
void db_session_leave(struct db_session *s);
struct db_place db_place_of(enum db_store store, struct date month);
/* How many sessions this ctx has open; inside a transaction is our bug. */
unsigned db_sessions_of(struct db *db, const struct ctx *ctx);
/* Records the failure of a connection's last call in ctx and returns it. */
enum err db_failure_err(struct ctx *ctx, const struct db_failure *failure);

#endif
