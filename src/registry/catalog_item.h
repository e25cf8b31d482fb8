/* catalog_item.h: an item of the catalog as canonical JSON, and back. Pure.
 *
 * One table of members serves both directions, so that what is written is what is read. Reading is
 * strict: unknown members, words outside the vocabulary and rules about fields that do not exist
 * are refused with the member's path. */
#ifndef REGISTRY_CATALOG_ITEM_H
#define REGISTRY_CATALOG_ITEM_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "law/policy.h"

void catalog_item_write(const struct policy_item *item, struct json_writer *w);
/* NULL on refusal; then *path_r names the member ("fields[3].type") and *what_r says what is wrong,
 * in Chinese. The item lives in the arena. */
const struct policy_item *catalog_item_read(struct arena *a, const struct json *j,
                                            const char **path_r, const char **what_r);

#endif
