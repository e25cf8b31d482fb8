/* consent.h: a subject's yes or no, a record of its own and never part of a service form (HH-46,
 * AS-10).
 *
 * Three things need one: collecting what the law allows only with consent (kind collection, for
 * one unit, item and class), publishing what no law opens (publication, AS-61, AM-17), and passing
 * information on to a third party (onward, AS-72). Refusing or withdrawing blocks nothing else:
 * no other function asks whether there is a refusal. Withdrawal ends at once the use of what rests
 * on it: the records of that unit and item leave every outlet in the same transaction, and their
 * deletion is put into the outbox ("consent.withdrawn"). */
#ifndef DISCLOSURE_CONSENT_H
#define DISCLOSURE_CONSENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "law/policy.h"

/* With the class's id behind it: the member of a record's content that names the consent it rests on. */
#define CONSENT_MEMBER "GX_CONSENT_"

enum consent_kind { CONSENT_COLLECTION, CONSENT_PUBLICATION, CONSENT_ONWARD };
const char *consent_kind_word(enum consent_kind k);
bool consent_kind_parse(const char *word, enum consent_kind *k_r);
enum consent_state { CONSENT_GIVEN, CONSENT_REFUSED, CONSENT_WITHDRAWN };
const char *consent_state_word(enum consent_state s);

struct query_subject; /* disclosure/query.h */

struct consent {
    int64_t subject_id, consent_id;
    enum consent_kind kind;
    int64_t unit_id;       /* who may collect, publish or pass on */
    const char *unit_name; /* out */
    const char *jurisdiction;
    const char *item;         /* catalog item; "" for onward consents: all */
    const char *data_class;   /* collection: id of the pack's prohibition class */
    const char *onward_to;    /* onward: who receives */
    int64_t notice_evidence;  /* proof that consequences were told; 0 */
    int64_t written_evidence; /* the written consent; 0 */
    enum consent_state state;
    int64_t by_user, by_unit;
    struct instant at, withdrawn_at;
    const char *reason; /* of withdrawal */
    int64_t version;
};

/* Registers a yes (state CONSENT_GIVEN) or a no (CONSENT_REFUSED) of the subject by number and name
 * (whom.h), or of in->subject_id when who is NULL. A yes to collection needs the evidence the pack
 * asks for: ERR_EVIDENCE_MISSING with its clause. */
enum err consent_register(struct ctx *ctx, struct query_subject *who,
                          struct consent *in) GX_MUST_CHECK;
enum err consent_withdraw(struct ctx *ctx, int64_t subject_id, int64_t consent_id,
                          const char *reason) GX_MUST_CHECK;
/* Whose it is. ERR_NOT_FOUND. */
enum err consent_find(struct ctx *ctx, int64_t consent_id, int64_t *subject_r) GX_MUST_CHECK;
enum err consent_list(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                      struct consent **list_r, size_t *n_r) GX_MUST_CHECK;

/* For intake: what is on file today for collecting a class of data about the subject under an item
 * of the unit. */
struct consent_evidence {
    bool notice, written;
    int64_t consent_id; /* 0: none */
};
enum err consent_on_file(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t unit_id,
                         const char *item, const char *data_class,
                         struct consent_evidence *found_r) GX_MUST_CHECK;
/* Whether the unit may pass the subject's information on to the recipient. */
enum err consent_allows_onward(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                               int64_t unit_id, const char *recipient,
                               bool *allowed_r) GX_MUST_CHECK;
/* Items whose publication the subject has agreed to. */
enum err consent_published_items(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                                 const char *const **items_r, size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt consent_stmts[];

#endif
