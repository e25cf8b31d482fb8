/* list_row.h: what the files of list entries share. */
#ifndef MEASURES_LIST_ROW_H
#define MEASURES_LIST_ROW_H

#include "measures/list_entry.h"

/* Links the persons an entry names; missing ones are refused where the pack asks for them. */
enum err list_linked_record(struct ctx *ctx, struct door *d, struct db_session *s,
                            const struct policy *p, const struct subject *organisation,
                            struct list_entry *entry, const struct cause *cause) GX_MUST_CHECK;
/* A mark beside an entry, and its end; *mark_r is what it is ended by. */
enum err list_mark_add(struct ctx *ctx, struct door *d, struct db_session *s,
                       const struct list_entry *entry, const char *kind, const struct cause *cause,
                       int64_t *mark_r) GX_MUST_CHECK;
enum err list_mark_close(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct list_entry *entry, const char *kind, int64_t mark_id,
                         const struct cause *cause) GX_MUST_CHECK;
/* ERR_LIST_ENTRY when there is none. */
enum err list_entry_require(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                            int64_t entry_id, struct list_entry **entry_r) GX_MUST_CHECK;
/* An entry of it changed: its persons see something else as well. */
enum err list_entry_raise(struct ctx *ctx, struct door *d, struct db_session *s,
                          const struct list_entry *entry) GX_MUST_CHECK;

#endif
