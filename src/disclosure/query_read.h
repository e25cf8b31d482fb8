/* query_read.h: one subject's records as one asker is given them. For the files of disclosure/. */
#ifndef DISCLOSURE_QUERY_READ_H
#define DISCLOSURE_QUERY_READ_H

#include "disclosure/asking.h"
#include "disclosure/authorisation.h"

struct reading {
    const struct subject *subject; /* NULL: nobody is known by the number, or by that name */
    int64_t revision;              /* 0: as above */
    struct shown_record *shown;
    size_t n;
};

/* Reads and decides. When nothing is given because nothing could be given to this asker of any item
 * of the catalog, it is refused with what is missing (ERR_QUERY_NOT_ENTITLED): that is the same
 * whatever is recorded. */
enum err query_read(struct ctx *ctx, struct db_session *s, const struct asking *a,
                    const struct query_subject *who, const struct grant *grant,
                    struct reading *r) GX_MUST_CHECK;
/* Whether this asker could be given anything of the item the record stands under, whatever has become
 * of the record itself. */
enum err query_item_given(struct ctx *ctx, struct db_session *s, const struct asking *a,
                          const struct grant *grant, const struct subject *subject,
                          const struct record *record, bool *given_r) GX_MUST_CHECK;
/* Whether the public would be shown anything of the organisation today. a is an asking with
 * q->open. */
enum err query_is_open(struct ctx *ctx, struct db_session *s, const struct asking *a,
                       const struct subject *subject, bool *open_r) GX_MUST_CHECK;
/* The subject behind a checked number; NULL when nobody is known, also when a person is known by
 * another name. */
enum err query_resolve(struct ctx *ctx, struct db_session *s, const struct query_subject *who,
                       struct subject **subject_r) GX_MUST_CHECK;

#endif
