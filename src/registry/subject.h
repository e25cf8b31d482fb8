/* subject.h: whom the facts are about: found by a keyed digest of the number, never by the number.
 *
 * The kind is declared by whoever names the subject, never guessed from the digits (CZ-52, CZ-53,
 * ZC-20). Numbers and names of persons are sealed; organisations' and individual businesses' stand
 * in clear. The matching key is document and normalised number, for passports with the nationality;
 * the filler of 17 zeros and X is nobody's key. A name that differs from every name a number is
 * known under is a conflict to be shown, never merged.
 *
 * A subject has a revision; every change of what may be seen about it raises it. Changes name the
 * revision they saw and are refused with ERR_CONFLICT when it moved. A merged subject is an alias:
 * look-ups follow it. */
#ifndef REGISTRY_SUBJECT_H
#define REGISTRY_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "law/vocab.h"

struct door; /* ledger/door.h */

/* Kinds are words of the vocabulary: W_SUBJECT_PERSON, W_SUBJECT_ORGANISATION,
 * W_SUBJECT_INDIVIDUAL. Whatever is not one of the latter two is treated as a person: sealed, and
 * never searched by name. */
bool subject_is_person(enum word kind);

enum subject_state {
    SUBJECT_STATE_ACTIVE,
    SUBJECT_STATE_PROVISIONAL, /* an organisation not yet seen in a registration record */
    SUBJECT_STATE_CANCELLED,
    SUBJECT_STATE_MERGED
};
const char *subject_state_word(enum subject_state s);

/* What a subject is found by. document is idno_kind_name of the document ("uscc", "resident",
 * "passport" …); number is normalised already (struct idno.text). */
struct subject_number {
    const char *document;
    const char *number;
    const char *nationality; /* foreign passports; else NULL or "" */
};
/* The keyed digest under which subject_key finds it. */
struct stored_digest subject_digest(const struct ctx *ctx, const struct subject_number *n);
/* 17 zeros and X, or zeros alone: says "no code", names nobody. */
bool subject_number_is_filler(const char *number);

struct subject {
    int64_t id;
    enum word kind;
    enum subject_state state;
    int64_t revision;
    const char *name;        /* "" for persons until revealed */
    const char *document;    /* of the present number */
    const char *number;      /* "" for persons until revealed */
    const char *nationality; /* "" when none */
    struct str sealed_name, sealed_number;
    int64_t merged_into; /* followed already by every look-up */
    int64_t created_at;  /* microseconds */
};

/* Sets *subject_r to NULL when nobody is known by it. Aliases are followed. */
enum err subject_find(struct ctx *ctx, struct db_session *s, const struct subject_number *n,
                      struct subject **subject_r) GX_MUST_CHECK;
enum err subject_get(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                     struct subject **subject_r) GX_MUST_CHECK;
/* Opens a person's sealed name and number; for readers who are entitled to them. */
enum err subject_reveal(struct ctx *ctx, struct subject *subject) GX_MUST_CHECK;
/* 0 when the subject does not exist. */
enum err subject_revision(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                          int64_t *revision_r) GX_MUST_CHECK;
/* Whether two names are the same name: widths, brackets, middle dots and blanks do not count. */
bool subject_name_equal(struct arena *a, const char *x, const char *y);

/* Former names, the latest first; sealed ones are opened. */
struct subject_name {
    const char *name;
    struct date to; /* last day before the change */
    const char *reason;
};
enum err subject_former_names(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                              struct subject_name **names_r, size_t *n_r) GX_MUST_CHECK;
/* Other and former numbers of the same subject; sealed ones are opened. */
struct subject_other_number {
    struct subject_number number;
    struct date from, to;
};
enum err subject_other_numbers(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                               struct subject_other_number **numbers_r, size_t *n_r) GX_MUST_CHECK;

/* --- intake: many at once ------------------------------------------------------------------- */

enum subject_match {
    SUBJECT_UNKNOWN,     /* nobody is known by the number */
    SUBJECT_SAME,        /* known, and the name is the present one (or none was given) */
    SUBJECT_FORMER_NAME, /* known; the name is a former one */
    SUBJECT_OTHER_NAME,  /* known under other names only: a conflict of data, to be shown */
    SUBJECT_OTHER_KIND,  /* known as another kind of subject: a conflict of data */
    SUBJECT_FILLER,      /* the number names nobody */
    SUBJECT_CREATED      /* made by subject_create_many */
};

struct subject_claim {
    enum word kind;
    struct subject_number number;
    const char *name; /* as written; NULL or "" when the source gives none */
    bool provisional; /* what subject_create_many makes of an unknown organisation */
    /* found: */
    enum subject_match match;
    bool fresh;         /* unknown when looked up: subject_create_many decides about it */
    int64_t subject_id; /* 0 unless known or created */
    enum subject_state state;
    const char *known_name; /* organisations with SUBJECT_FORMER_NAME or SUBJECT_OTHER_NAME */
    struct stored_digest digest;
};

/* A small cache of committed look-ups, for one import in one thread. */
struct subject_cache;
struct subject_cache *subject_cache_new(void);
void subject_cache_free(struct subject_cache **cache);
/* After the commit of the transaction that created them. */
void subject_cache_learn(struct subject_cache *cache, struct arena *a,
                         const struct subject_claim *claims, size_t n);

/* Fills the found half of every claim. cache may be NULL. Reads only. */
enum err subject_lookup_many(struct ctx *ctx, struct db_session *s, struct subject_cache *cache,
                             struct subject_claim *claims, size_t n) GX_MUST_CHECK;
/* Creates the fresh ones: SUBJECT_CREATED. Equal numbers in one call become one subject, and a
 * second name for it is SUBJECT_OTHER_NAME; a number that somebody else created meanwhile is found
 * instead. Unlike other functions of the door it may be called again with the same claims when the
 * transaction is repeated. ERR_SUBJECT_NAME for a new subject without a name. */
enum err subject_create_many(struct ctx *ctx, struct door *d, struct db_session *s,
                             struct subject_claim *claims, size_t n) GX_MUST_CHECK;

/* --- changes, one at a time ------------------------------------------------------------------ */

/* What every change names: the revision seen (0: whatever it is), the day, and why. */
struct subject_change {
    int64_t subject_id;
    int64_t seen_revision;
    struct date day;
    const char *reason; /* for people; never empty */
};
enum err subject_rename(struct ctx *ctx, struct door *d, struct db_session *s,
                        const struct subject_change *c, const char *name) GX_MUST_CHECK;
/* A provisional organisation turned up in a registration record. */
enum err subject_confirm(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct subject_change *c) GX_MUST_CHECK;
/* A new number replaces the present one, which stays as a former one that still finds the subject.
 * ERR_SUBJECT_NUMBER_TAKEN when it leads to somebody else. */
enum err subject_renumber(struct ctx *ctx, struct door *d, struct db_session *s,
                          const struct subject_change *c,
                          const struct subject_number *n) GX_MUST_CHECK;
/* One more document of the same person. */
enum err subject_add_number(struct ctx *ctx, struct door *d, struct db_session *s,
                            const struct subject_change *c,
                            const struct subject_number *n) GX_MUST_CHECK;
enum err subject_cancel(struct ctx *ctx, struct door *d, struct db_session *s,
                        const struct subject_change *c) GX_MUST_CHECK;
/* Raises the revision: what may be seen about the subject changed. Part of every such change. */
enum err subject_raise(struct ctx *ctx, struct door *d, struct db_session *s,
                       int64_t subject_id) GX_MUST_CHECK;

struct subject_event {
    const char *kind; /* renamed, confirmed, renumbered, number_added, cancelled */
    struct date day;
    const char *reason;
    int64_t by_user, at;
};
enum err subject_history(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                         struct subject_event **events_r, size_t *n_r) GX_MUST_CHECK;

/* --- linked persons (JN-35) ------------------------------------------------------------------ */

enum subject_link_kind { LINK_LEGAL_REPRESENTATIVE, LINK_PRINCIPAL, LINK_ACTUAL_CONTROLLER };
const char *subject_link_word(enum subject_link_kind k);
bool subject_link_parse(const char *word, enum subject_link_kind *k_r);

struct subject_link {
    int64_t link_id;
    int64_t subject_id;        /* the organisation */
    int64_t linked_subject_id; /* the person */
    enum subject_link_kind kind;
    struct date from, to; /* to: DATE_NONE while it lasts */
    const char *source;   /* document the link rests on */
};
enum err subject_link_add(struct ctx *ctx, struct door *d, struct db_session *s,
                          const struct subject_link *link, int64_t *link_id_r) GX_MUST_CHECK;
enum err subject_link_end(struct ctx *ctx, struct door *d, struct db_session *s, int64_t subject_id,
                          int64_t link_id, struct date to) GX_MUST_CHECK;
/* Of an organisation, the present ones first. */
enum err subject_links(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                       struct subject_link **links_r, size_t *n_r) GX_MUST_CHECK;

/* What db_open prepares. */
extern const struct db_stmt subject_stmts[], subject_bulk_stmts[], subject_change_stmts[];

#endif
