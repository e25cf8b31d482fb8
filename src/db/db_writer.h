/* db_writer.h: the thread that runs queued transactions and shares their commits. For src/db. */
#ifndef DB_DB_WRITER_H
#define DB_DB_WRITER_H

#include "db/db_tx.h"

struct db_writer *db_writer_start(struct db *db, enum db_store store);
/* Runs what is queued, then ends. Accepts NULL and clears the pointer. */
void db_writer_stop(struct db_writer **w);
/* Queues the request and waits until it is done; err and retry are filled. */
void db_writer_run(struct db_writer *w, struct db_request *r);
/* Between pause and resume no transaction is open and none begins. */
void db_writer_pause(struct db_writer *w);
void db_writer_resume(struct db_writer *w);

#endif
