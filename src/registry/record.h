/* record.h: what was recorded about a subject: a row of current state over versions that are facts.
 *
 * Nothing is changed in place (AS-24, CZ-65, ZC-10): a correction is a new version with its reason,
 * the submitting unit and person (CZ-64, JN-16) and a commitment in the ledger. A record needs a
 * source document and a provider (AS-25, CZ-66) and an item of the catalog in force (CZ-33, JN-10).
 * There is no deletion here but the one a case allows (AS-26): record_destroy is its second step.
 *
 * A payload is canonical JSON, one member a field of the item. Fields that hold numbers of persons
 * are sealed inside it ("enc1:" and base64); the commitment covers the bytes as they are stored.
 * record_open opens them for readers who are entitled. For organisations' items that carry a linked
 * person's number the same holds. */
#ifndef REGISTRY_RECORD_H
#define REGISTRY_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "law/vocab.h"
#include "ledger/door.h"

struct catalog_item; /* registry/catalog.h */

enum record_state {
    RECORD_ACTIVE,
    RECORD_ARCHIVED,  /* kept, not disclosed as a current record */
    RECORD_WITHDRAWN, /* taken back by its provider */
    RECORD_REVOKED,   /* the decision behind it was revoked */
    RECORD_DELETED,   /* left every outlet; content may be destroyed */
    RECORD_STOPPED    /* disclosure stopped: told to nobody but subject, operator and provider */
};
const char *record_state_word(enum record_state s);
const char *record_state_name(enum record_state s); /* Chinese */

/* Why there is this version. Words of the store and of the ledger. */
enum record_reason {
    RECORD_FIRST,
    RECORD_CORRECTION,
    RECORD_REPAIR,
    RECORD_REVOCATION,
    RECORD_ALTERATION,
    RECORD_SUBJECT_CHANGE,
    RECORD_RESUBMISSION
};
const char *record_reason_word(enum record_reason r);
const char *record_reason_name(enum record_reason r); /* Chinese */
bool record_reason_parse(const char *word, enum record_reason *r_r);

/* First and last day per mode on which decide() gives anything; DATE_NONE from: never; DATE_NONE
 * to with a from: without end. Derived by the caller (disclosure/), never by this room. */
struct record_ranges {
    struct date open_from, open_to;
    struct date shared_from, shared_to;
    struct date auth_from, auth_to;
    const char *label; /* edition they were derived under */
};

/* The two terms with the rule that set them (record_term.h). */
struct record_terms {
    struct date term_to;    /* last day of disclosure; DATE_NONE: none, or not begun */
    const char *term_rule;  /* canonical JSON, NULL when no rule applies */
    struct date publish_to; /* last day of publication */
    const char *publish_rule;
};

/* The facts of a record that do not change with its versions. */
struct record_facts {
    int64_t subject_id;
    const char *jurisdiction;
    const char *policy_label;
    int64_t catalog_id;
    const char *item;
    int64_t provider_id;
    const char *doc_no;
    enum word nature, mode, secrecy;
    struct date formed, decided, received; /* decided: DATE_NONE when there is none */
    struct date conduct_end;               /* DATE_NONE when unknown or continuing */
    bool conduct_continuing;
    const char *severity; /* class of the pack, "" when the item has none */
    int64_t late_days;    /* working days late at first receipt; -1: no limit applies */
};

struct record {
    int64_t id;
    struct record_facts facts;
    struct record_terms terms;
    struct record_ranges ranges;
    enum record_state state;
    int64_t marks, holds; /* open ones */
    int64_t current_version;
    int64_t version;           /* of the row: what a change names as seen */
    const char *payload;       /* of the current version as stored; NULL once destroyed */
    enum record_reason reason; /* of the current version */
    const char *reason_text;
    int64_t version_at;
};

/* --- making records -------------------------------------------------------------------------- */

struct record_new {
    struct record_facts facts;
    struct record_terms terms;
    struct record_ranges ranges;
    const struct catalog_item *item;   /* for the fields to seal */
    struct str payload;                /* canonical JSON in clear */
    int64_t submission_id, source_row; /* 0 when typed in */
    bool legacy;                       /* ledger event record.imported instead of record.accepted */
    bool new_subject;                  /* made in this transaction: no revision to raise */
    int64_t record_id;                 /* out */
};
/* Inserts records with their first versions, ledger entries and raised subject revisions. All of
 * them or none: ERR_RECORD_EXISTS when an identity is there already or twice among them (look up
 * again); ERR_RECORD_SOURCE for one without source document, day of forming or provider. */
enum err record_insert_many(struct ctx *ctx, struct door *d, struct db_session *s,
                            struct record_new *records, size_t n) GX_MUST_CHECK;

/* What makes two records the same one (AM-26): subject, item, provider, document and its day. */
struct record_key {
    int64_t subject_id;
    const char *item;
    int64_t provider_id;
    const char *doc_no;
    struct date formed;
};
struct record_found {
    int64_t record_id; /* 0: none */
    enum record_state state;
    int64_t version, current_version;
    const char *payload; /* stored form; NULL once destroyed */
};
enum err record_find_many(struct ctx *ctx, struct db_session *s, const struct record_key *keys,
                          size_t n, struct record_found *found_r) GX_MUST_CHECK;
/* Whether a stored payload says the same as a canonical one in clear. */
enum err record_same_content(struct ctx *ctx, int64_t record_id, const char *stored,
                             struct str plain, bool *same_r) GX_MUST_CHECK;

/* --- reading ---------------------------------------------------------------------------------- */

/* All records of a subject with their current versions, in one statement, by item and day of
 * decision (the latest first). Deleted ones are not among them. */
enum err record_list_subject(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                             struct record **records_r, size_t *n_r) GX_MUST_CHECK;
/* NULL when there is none. */
enum err record_get(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t record_id,
                    struct record **record_r) GX_MUST_CHECK;

struct record_version {
    int64_t version;
    const char *payload; /* NULL once destroyed */
    struct stored_digest commitment;
    struct str salt; /* empty once destroyed */
    enum record_reason reason;
    const char *reason_text;
    int64_t by_user, by_post, by_unit;
    int64_t submission_id, source_row;
    int64_t at;
};
/* Oldest first. */
enum err record_versions(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                         int64_t record_id, struct record_version **versions_r,
                         size_t *n_r) GX_MUST_CHECK;

/* A provider's own records for its staff, the latest received first, after the given place
 * (received DATE_NONE: from the beginning). item NULL: all items. Payloads are not read. */
struct record_place {
    struct date received;
    int64_t record_id;
};
enum err record_list_provider(struct ctx *ctx, struct db_session *s, int64_t provider_id,
                              const char *item, struct record_place after, size_t most,
                              struct record **records_r, size_t *n_r) GX_MUST_CHECK;

/* The payload with every sealed field opened. */
enum err record_open(struct ctx *ctx, int64_t record_id, const char *stored,
                     struct str *plain_r) GX_MUST_CHECK;
/* One sealed value of a payload ("enc1:…"), opened. */
enum err record_open_value(struct ctx *ctx, int64_t record_id, struct str field, struct str sealed,
                           struct str *plain_r) GX_MUST_CHECK;
/* True for a stored value that is sealed ("enc1:…"). */
bool record_value_is_sealed(struct str value);

/* --- changing --------------------------------------------------------------------------------- */

/* Which row a change saw. version 0: whatever it is (only for acts of time itself). */
struct record_seen {
    int64_t subject_id, record_id, version;
};
struct record_because {
    enum record_reason reason;
    const char *text;         /* for people; never empty */
    const char *const *basis; /* clauses */
    size_t n_basis;
    int64_t second; /* user id of a second person, 0 when none */
    int64_t submission_id, source_row;
};
/* A new version. conduct_end, decided and so on may change with it: `facts` may be NULL (as they
 * were), as may `terms` and `ranges`. received never moves. What its provider has withdrawn comes
 * back, active, with RECORD_RESUBMISSION only. */
enum err record_revise(struct ctx *ctx, struct door *d, struct db_session *s,
                       const struct record_seen *seen, const struct record_because *why,
                       const struct catalog_item *item, struct str payload,
                       const struct record_facts *facts, const struct record_terms *terms,
                       const struct record_ranges *ranges) GX_MUST_CHECK;
/* State changes that law/ and the case allow: ACTIVE, ARCHIVED and STOPPED into each other and into any
 * other one (nothing that stopped is disclosed again); everything into DELETED, which is final. ranges are those decide() gives for the new state;
 * why->reason is stored, RECORD_CORRECTION where nothing closer fits. */
enum err record_set_state(struct ctx *ctx, struct door *d, struct db_session *s,
                          const struct record_seen *seen, const struct record_because *why,
                          enum record_state state,
                          const struct record_ranges *ranges) GX_MUST_CHECK;
/* No function prolongs a publication (HH-72, AM-15): a last day that stands is kept against a later
 * one, or none, whoever computed it, unless the pack allows an extension. Every change of terms goes
 * through this; callers that derive ranges from the terms do so before. */
void record_keep_publication_end(const struct ctx *ctx, const struct record *was,
                                 struct record_terms *next);
enum err record_set_terms(struct ctx *ctx, struct door *d, struct db_session *s,
                          const struct record_seen *seen, const struct record_because *why,
                          const struct record_terms *terms,
                          const struct record_ranges *ranges) GX_MUST_CHECK;
/* What became of a record besides its versions, oldest first. */
struct record_change {
    const char *kind; /* archived, restored, withdrawn, revoked, deleted, destroyed, terms */
    enum record_reason reason;
    const char *reason_text;
    int64_t by_user, by_post, by_unit, second, at;
};
enum err record_changes(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                        int64_t record_id, struct record_change **changes_r,
                        size_t *n_r) GX_MUST_CHECK;
/* Ranges alone, derived anew after an adoption; raises the subjects' revisions. The entry is the
 * caller's (policy.ranges_derived, one a run). */
struct record_rerange {
    int64_t subject_id, record_id;
    struct record_ranges ranges;
};
enum err record_set_ranges(struct ctx *ctx, struct door *d, struct db_session *s,
                           const struct record_rerange *r, size_t n) GX_MUST_CHECK;
/* Records whose ranges were not derived under the label, ascending by (subject, record). */
enum err record_list_stale(struct ctx *ctx, struct db_session *s, const char *jurisdiction,
                           const char *label, int64_t after_subject, int64_t after_record,
                           size_t most, struct record **records_r, size_t *n_r) GX_MUST_CHECK;
/* The second step of a deletion: payload, salt and reasons of every version are overwritten with
 * nothing, days and severity too, and the document's number becomes a keyed digest that still
 * recognises a second submission. Commitments stay, so that history still proves itself. Only after
 * RECORD_DELETED. */
enum err record_destroy(struct ctx *ctx, struct door *d, struct db_session *s,
                        const struct record_seen *seen,
                        const struct record_because *why) GX_MUST_CHECK;

/* --- marks and holds --------------------------------------------------------------------------- */

enum record_mark_kind {
    MARK_OBJECTION, /* 异议处理中 */
    MARK_REPAIRED,
    MARK_HOLD /* measures resting on the record are suspended */
};
const char *record_mark_word(enum record_mark_kind k);
const char *record_mark_name(enum record_mark_kind k); /* Chinese: what stands beside the record */

struct record_mark {
    int64_t mark_id; /* out */
    int64_t record_id;
    enum record_mark_kind kind;
    int64_t case_id;
    const char *clause;
    struct date from, to; /* to: DATE_NONE while it stands */
};
enum err record_mark_set(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct record_seen *seen, struct record_mark *mark) GX_MUST_CHECK;
enum err record_mark_end(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct record_seen *seen, int64_t mark_id,
                         struct date to) GX_MUST_CHECK;
/* Standing marks of all records of a subject, by record. */
enum err record_marks(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                      struct record_mark **marks_r, size_t *n_r) GX_MUST_CHECK;

/* What db_open prepares. */
extern const struct db_stmt record_stmts[], record_insert_stmts[], record_change_stmts[],
    record_mark_stmts[];

#endif
