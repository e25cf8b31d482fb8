/* publication_row.h: what the files of publication/ share: rows, the opening, ending one. */
#ifndef PUBLICATION_PUBLICATION_ROW_H
#define PUBLICATION_PUBLICATION_ROW_H

#include "disclosure/decide.h"
#include "publication/publication.h"
#include "registry/catalog.h"
#include "registry/record.h"
#include "registry/subject.h"

#define PUBLICATION_COLUMNS                                                                        \
    "p.subject_id, p.publication_id, p.record_id, p.record_version, p.jurisdiction,"               \
    " p.policy_label, p.item, p.provider_id, p.state, p.legacy, p.ground, p.ground_text,"          \
    " p.clause, p.text, p.last_day, p.needs_review, p.proposed_by, p.proposed_unit,"               \
    " p.proposed_at, p.reviewed_by, p.reviewed_unit, p.reviewed_at, p.review, p.opinion,"          \
    " p.approved_by, p.approved_unit, p.approved_at, p.first_day, p.ended_day, p.ended_why,"       \
    " p.ended_clause, p.ended_reason, p.ended_case, p.version"
#define PUBLICATION_SIGNATURE                                                                      \
    "iiiittti"                                                                                     \
    "titttTTiiii"                                                                                  \
    "IIITTIIITTTTTIi"
#define PLACE_COLUMNS                                                                              \
    "c.subject_id, c.publication_id, c.channel, c.own, c.unit_id, c.state, c.ordered_day,"         \
    " c.published_day, c.published_by, c.published_unit, c.stop_day, c.stopped_day,"               \
    " c.stopped_by, c.stopped_unit"
#define PLACE_SIGNATURE "iitiitTTIITTII"
#define PLACE_WIDTH     14

void publication_of_row(const struct db_value *row, struct publication *p);
void place_of_row(const struct db_value *row, struct publication_place *c);
/* Reads the places of one. */
enum err publication_places(struct ctx *ctx, struct db_session *s,
                            struct publication *p) GX_MUST_CHECK;
/* ERR_NOT_FOUND; ERR_CONFLICT when version is not 0 and another one stands. */
enum err publication_load(struct ctx *ctx, struct db_session *s, int64_t publication_id,
                          int64_t version, struct publication **p_r) GX_MUST_CHECK;
struct leaf publication_leaf(const struct ctx *ctx, enum ledger_event event,
                             const struct publication *p);

/* What decide() says to the public about a record today, with everything it was asked about. */
struct opening {
    const struct policy *policy;
    struct subject *subject;
    struct record *record;
    const struct catalog_item *item;
    struct decision decision;
    bool consent; /* the subject agreed to the publication of the item */
};
/* ERR_NOT_FOUND. The decision may be to give nothing. */
enum err opening_read(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t record_id,
                      struct opening *o_r) GX_MUST_CHECK;
/* ERR_PUBLICATION_CLOSED or ERR_PUBLICATION_TERM with the clause, unless the public is given it. */
enum err opening_require(struct ctx *ctx, const struct opening *o) GX_MUST_CHECK;

/* Why one ends; the word is stored and goes into the ledger. */
enum ending { ENDING_TERM, ENDING_STOPPED, ENDING_CHANGED, ENDING_CLOSED };
/* Ends one that is proposed, reviewed or running: state, projection, stop orders. */
enum err publication_end(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct publication *p, enum ending why,
                         const struct cause *cause) GX_MUST_CHECK;
/* Takes it off the public pages. */
enum err public_remove(struct ctx *ctx, struct db_session *s, int64_t publication_id) GX_MUST_CHECK;
/* Puts a running one there, if it is on the own site and about no natural person. */
enum err public_add(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                    int64_t publication_id) GX_MUST_CHECK;

#endif
