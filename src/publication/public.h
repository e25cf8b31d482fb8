/* public.h: what everybody reads: pages over the projection public_record, free of charge (AS-60).
 *
 * The projection has a row for each running publication on the own site and none for a natural person.
 * A row is shown only while the record's stored ranges and decide() open it, its last day is not past
 * and the record still has the version that was published; so nothing depends on the worker. Reading
 * is a look like any other, durable before the answer leaves. */
#ifndef PUBLICATION_PUBLIC_H
#define PUBLICATION_PUBLIC_H

#include "publication/publication.h"
#include "registry/record.h"

struct public_record {
    int64_t public_id, subject_id, record_id;
    enum word kind; /* organisation or individual business */
    const char *name, *document, *number;
    const char *jurisdiction, *item;
    enum word nature;
    struct date published, last_day;
    const char *clause;
    const char *text; /* canonical JSON, as approved */
    const struct record_mark *marks;
    size_t n_marks;
};

struct public_search {
    const char *place;        /* NULL: the home jurisdiction */
    const char *organisation; /* part of a name, present or former; NULL: all */
    const char *item;         /* NULL: all */
    struct date from, to;     /* days of publication; DATE_NONE: open */
    int64_t before;           /* the last id of the page before; 0: the first page */
    size_t most;
};
/* The newest first. *more_r: there are more behind; *last_r: where the next page begins. A name that is
 * too common is refused (ERR_SEARCH_TEXT), never answered in part; so is one that holds somebody's
 * number. */
enum err public_list(struct ctx *ctx, const char *route, const struct public_search *in,
                     struct public_record **list_r, size_t *n_r, bool *more_r,
                     int64_t *last_r) GX_MUST_CHECK;
/* ERR_NOT_FOUND for what is not shown, whatever the reason. */
enum err public_get(struct ctx *ctx, const char *route, int64_t public_id,
                    struct public_record *r) GX_MUST_CHECK;
/* Whether reading costs nothing, by the pack. */
bool public_is_free(const struct ctx *ctx, const char *place);

/* Makes the projection anew from what is published, in bounded transactions; *n_r rows stand in it
 * afterwards. */
enum err public_rebuild(struct ctx *ctx, int64_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt public_stmts[];

#endif
