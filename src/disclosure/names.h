/* names.h: organisations by name, from one character, never silently empty (CZ-20, ZC-34).
 *
 * Persons are never found by name. The operator finds every organisation; everybody else those of
 * which something is open to the public today, so that a search tells nothing that decide() would
 * not. A search is a look. */
#ifndef DISCLOSURE_NAMES_H
#define DISCLOSURE_NAMES_H

#include "base/ctx.h"
#include "registry/search.h"

/* ERR_SEARCH_TEXT. result_r->more also when hits may be missing because there are too many. */
enum err names_search(struct ctx *ctx, const char *route, const char *text,
                      struct search_result *result_r, int64_t *look_r) GX_MUST_CHECK;

#endif
