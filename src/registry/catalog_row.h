/* catalog_row.h: what the files of the catalog share. */
#ifndef REGISTRY_CATALOG_ROW_H
#define REGISTRY_CATALOG_ROW_H

#include "ledger/door.h"
#include "registry/catalog.h"
#include "registry/catalog_gate.h"

#define ITEM_COLUMNS   "catalog_id, item, item_version, body, power_list"
#define ITEM_SIGNATURE "ititT"

#define EDITION_COLUMNS                                                                            \
    "catalog_id, jurisdiction, year, serial, first_day, state, comment_from, comment_to,"          \
    " comment_where, published_day, policy_label, proposed_by, second_by, version"
#define EDITION_SIGNATURE "itiittTTTTtIIi"

enum err catalog_edition_of_row(struct ctx *ctx, const struct db_value *row,
                                struct catalog_edition *edition_r) GX_MUST_CHECK;
/* The newest adopted edition of the place, if there is one. */
enum err catalog_newest(struct ctx *ctx, struct db_session *s, const char *place,
                        struct catalog_edition *edition_r, bool *there_r) GX_MUST_CHECK;
/* Adds or replaces an item of a draft, one version on. */
enum err catalog_write_item(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                            const char *place, const struct policy_item *item,
                            const char *power_list) GX_MUST_CHECK;
void catalog_say_edition(const struct ctx *ctx, struct door *d, enum ledger_event event,
                         const struct catalog_edition *e, const char *word, struct date day);

/* ERR_INTERNAL when the stored text is damaged. */
enum err catalog_item_of_row(struct ctx *ctx, const struct db_value *row,
                             struct catalog_item *item_r) GX_MUST_CHECK;
/* The item as canonical JSON, in the arena. */
enum err catalog_item_text(struct ctx *ctx, const struct policy_item *item,
                           struct str *text_r) GX_MUST_CHECK;
/* The item of a stored text. */
enum err catalog_item_of_text(struct ctx *ctx, struct str text,
                              const struct policy_item **item_r) GX_MUST_CHECK;
/* OK, or ERR_CATALOG_ITEM with all that is missing and the first clause. */
enum err catalog_check_item(struct ctx *ctx, const struct policy *p, const struct policy_item *item,
                            const char *power_list, struct date on) GX_MUST_CHECK;
/* May edit catalogs, and those of this place. */
enum err catalog_may_edit(struct ctx *ctx, const char *place) GX_MUST_CHECK;
/* The policy that governs the place on the day. ERR_NOT_ADOPTED. */
enum err catalog_policy(struct ctx *ctx, const char *place, struct date day,
                        const struct policy **policy_r) GX_MUST_CHECK;

#endif
