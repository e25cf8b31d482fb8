/* search.h: organisations and individual businesses by name, from one character.
 *
 * Persons are never searched by name. Hits are subjects whose present or former name contains the
 * text, widths and brackets folded. The answer is never silently incomplete: it holds all hits, or
 * says that there are more than SEARCH_MAX, and never mistakes "too many" for "none".
 *
 * The index (name_gram) is derived: pairs of characters and the last character of each name.
 * Interactive changes keep it in their own transaction. Imports only note the new subjects in
 * name_pending; search_index_run indexes them afterwards and a search reads what still waits. */
#ifndef REGISTRY_SEARCH_H
#define REGISTRY_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "db/db.h"
#include "registry/subject.h"

#define SEARCH_MAX 200

struct search_hit {
    int64_t subject_id;
    enum word kind;
    enum subject_state state;
    const char *name;        /* the present one */
    const char *former_name; /* the one that matched when it is not the present one, else NULL */
    const char *document, *number;
};
struct search_result {
    struct search_hit *hits; /* ascending subject_id */
    size_t n;                /* at most SEARCH_MAX */
    bool more;               /* there are more than those, or may be: the text is too common */
};

/* ERR_SEARCH_TEXT for a text that folds to nothing or to more than 100 characters. */
enum err search_names(struct ctx *ctx, struct db_session *s, const char *text,
                      struct search_result *result_r) GX_MUST_CHECK;

/* Indexes names that imports left waiting, in small bulk transactions, until none waits or
 * `most` subjects were done (0: no limit). */
enum err search_index_run(struct ctx *ctx, size_t most, size_t *done_r) GX_MUST_CHECK;
/* Makes every name wait again; search_index_run then rebuilds the index, and searches stay
 * complete meanwhile. */
enum err search_index_rebuild(struct ctx *ctx) GX_MUST_CHECK;
/* Index rows of one name, inside the transaction of a change. */
enum err search_index_name(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                           const char *name) GX_MUST_CHECK;

extern const struct db_stmt search_stmts[];

#endif
