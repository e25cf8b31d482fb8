/* catalog.h: what may be recorded: items in editions, one edition in force a place and day.
 *
 * A record is accepted only under an item of the edition in force (CZ-33, JN-10). An edition is a
 * draft, has its comment period where the pack asks for it (CZ-35), is adopted by two persons and
 * published (CZ-36, ZC-12); adopted editions never change. Differences between one edition and the
 * next come from change requests only, each with its reason (CZ-38), disputed ones with assessment
 * and hearing (CZ-39, CZ-40); they take effect with the next year's edition (CZ-37), or at once
 * where the pack says so (ZC-13) or higher law with its citation does (AM-25).
 *
 * An item is struct policy_item, as law/ defines it; the first edition of a place starts from the
 * items of its pack. It is stored as canonical JSON (catalog_item.h) and read back typed. What an
 * item must have before it can be active is catalog_gate.h. */
#ifndef REGISTRY_CATALOG_H
#define REGISTRY_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "law/policy.h"

struct catalog_item {
    const struct policy_item *item;
    int64_t catalog_id;
    int64_t version;        /* counts the changes of this item across editions, from 1 */
    const char *power_list; /* entry of the power or responsibility list, "" when none (ZC-13) */
    /* Fields whose values are numbers of persons and stand sealed in payloads. */
    const struct policy_field *const *sealed;
    size_t n_sealed;
};

/* An adopted edition, immutable; owned by the cache, lives as long as the app. */
struct catalog {
    int64_t catalog_id;
    const char *place;
    int year, serial;
    struct date first_day;
    const char *policy_label;         /* edition of the pack under which it was adopted */
    const struct catalog_item *items; /* active ones, ascending by id */
    size_t n;
};
const struct catalog_item *catalog_item(const struct catalog *c, const char *item_id); /* or NULL */

/* Adopted editions that were read once; app->catalogs. */
struct catalog_cache;
struct catalog_cache *catalog_cache_new(void);
void catalog_cache_free(struct catalog_cache **cache);

/* The edition in force in the place on the day. ERR_CATALOG_NONE when there is none. */
enum err catalog_in_force(struct ctx *ctx, struct db_session *s, const char *place, struct date day,
                          const struct catalog **catalog_r) GX_MUST_CHECK;
/* An adopted edition by its id, as records name it. */
enum err catalog_by_id(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                       const struct catalog **catalog_r) GX_MUST_CHECK;

/* --- editions ---------------------------------------------------------------------------------- */

enum catalog_state {
    CATALOG_DRAFT,
    CATALOG_COMMENT,  /* public comments are or were sought */
    CATALOG_PROPOSED, /* one person has proposed its adoption */
    CATALOG_ADOPTED,
    CATALOG_DISCARDED
};
const char *catalog_state_word(enum catalog_state s);

struct catalog_edition {
    int64_t catalog_id;
    const char *place;
    int year, serial;
    struct date first_day;
    enum catalog_state state;
    struct date comment_from, comment_to;
    const char *comment_where; /* where comments were sought, when not on the platform; else "" */
    struct date published;
    const char *policy_label;
    int64_t proposed_by, second_by;
    int64_t version;
};
/* Editions of a place (NULL: of all), newest first. */
enum err catalog_editions(struct ctx *ctx, struct db_session *s, const char *place,
                          struct catalog_edition **editions_r, size_t *n_r) GX_MUST_CHECK;
enum err catalog_edition_get(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                             struct catalog_edition *edition_r) GX_MUST_CHECK;
/* Items of an edition in any state, ascending by id; of the arena. */
enum err catalog_edition_items(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                               struct catalog_item **items_r, size_t *n_r) GX_MUST_CHECK;

/* Makes a draft for the year. The first edition of a place holds the items of its pack; a later one
 * those of the edition before, with every accepted change that may enter it. A further edition of a
 * year whose edition is adopted is refused with the pack's clause (CZ-37) unless the pack lets
 * changes in at once or an accepted change carries a citation of higher law. One draft at a
 * time a place (ERR_CATALOG_STATE); its first day lies in its year. */
enum err catalog_draft(struct ctx *ctx, const char *place, int year, struct date first_day,
                       int64_t *catalog_r) GX_MUST_CHECK;
/* A draft that shall not be adopted; the changes in it wait for the next one. */
enum err catalog_discard(struct ctx *ctx, int64_t catalog_id, int64_t version) GX_MUST_CHECK;
/* Adds or replaces an item of the first draft of a place, where there is nothing yet that a change
 * could change. ERR_CATALOG_CHANGE_NEEDED otherwise. */
enum err catalog_put_item(struct ctx *ctx, int64_t catalog_id, int64_t version,
                          const struct policy_item *item, const char *power_list) GX_MUST_CHECK;
/* The comment period, both days included. A period held elsewhere names where. */
enum err catalog_seek_comments(struct ctx *ctx, int64_t catalog_id, int64_t version,
                               struct date from, struct date to, const char *where) GX_MUST_CHECK;
/* From anybody, within the period. */
enum err catalog_comment(struct ctx *ctx, int64_t catalog_id, const char *author, const char *body,
                         int64_t *comment_r) GX_MUST_CHECK;
enum err catalog_answer_comment(struct ctx *ctx, int64_t comment_id,
                                const char *answer) GX_MUST_CHECK;
struct catalog_comment {
    int64_t comment_id;
    const char *author, *body, *answer; /* answer "" while there is none */
    int64_t at;
};
enum err catalog_comments(struct ctx *ctx, struct db_session *s, int64_t catalog_id,
                          struct catalog_comment **comments_r, size_t *n_r) GX_MUST_CHECK;
/* Differences ordered by higher law alone need no comments (AM-25). The first person proposes, another one adopts: the same call by two different accounts. Every
 * active item must pass the gates; the comment period, where asked for, must be over. *adopted_r
 * says whether the edition is adopted now. */
enum err catalog_adopt(struct ctx *ctx, int64_t catalog_id, int64_t version,
                       bool *adopted_r) GX_MUST_CHECK;
enum err catalog_publish(struct ctx *ctx, int64_t catalog_id, int64_t version,
                         struct date day) GX_MUST_CHECK;

/* --- what is missing ---------------------------------------------------------------------------- */

enum catalog_gap_kind {
    CATALOG_GAP_GROUP,    /* a mandatory class of information without an item (CZ-42) */
    CATALOG_GAP_TERM,     /* adverse item in mode open without a disclosure term (AM-14) */
    CATALOG_GAP_PUBLISHED /* publication is overdue (CZ-36) */
};
struct catalog_gap {
    enum catalog_gap_kind kind;
    const char *clause;
    const char *what;     /* group or item id; "" */
    const char *sentence; /* Chinese */
};
/* Pure. published: of the newest published edition, DATE_NONE when none. */
size_t catalog_gaps(struct arena *a, const struct policy *p, const struct catalog *c,
                    struct date published, struct date today, struct catalog_gap **gaps_r);

/* --- change requests ----------------------------------------------------------------------------- */

enum catalog_change_kind { CATALOG_INCLUDE, CATALOG_WITHDRAW, CATALOG_ALTER };
const char *catalog_change_kind_word(enum catalog_change_kind k);
bool catalog_change_kind_parse(const char *word, enum catalog_change_kind *k_r);
enum catalog_change_state { CHANGE_OPEN, CHANGE_ACCEPTED, CHANGE_REFUSED, CHANGE_IN_FORCE };
const char *catalog_change_state_word(enum catalog_change_state s);

struct catalog_change {
    int64_t change_id; /* out */
    const char *place;
    const char *item_id;
    enum catalog_change_kind kind;
    const struct policy_item *item; /* include, alter: the item as it shall be */
    const char *power_list;
    const char *reason;               /* CZ-38 */
    bool disputed;                    /* major disagreement or possible major social impact */
    const char *assessment, *hearing; /* records of them; "" while there is none */
    const char *citation;             /* of higher law that orders it at once; "" */
    enum word rank;                   /* W_RANK_… of the citation */
    /* out: */
    enum catalog_change_state state;
    int64_t requested_by, requested_unit, requested_at, decided_by, decided_at;
    const char *decision;
    int64_t catalog_id; /* the edition it went into, 0 */
    int64_t version;
};
enum err catalog_change_request(struct ctx *ctx, struct catalog_change *change) GX_MUST_CHECK;
/* Files an assessment and a hearing record with an open request; NULL leaves one as it is. */
enum err catalog_change_file(struct ctx *ctx, int64_t change_id, int64_t version,
                             const char *assessment, const char *hearing) GX_MUST_CHECK;
/* Refused for a disputed request without assessment (CZ-39) or hearing (CZ-40), where the pack asks
 * for them, and for whoever made the request. */
enum err catalog_change_decide(struct ctx *ctx, int64_t change_id, int64_t version, bool accept,
                               const char *decision) GX_MUST_CHECK;
/* Of a place, newest first, after an id (0: from the newest). */
enum err catalog_changes(struct ctx *ctx, struct db_session *s, const char *place, int64_t after,
                         size_t most, struct catalog_change **changes_r, size_t *n_r) GX_MUST_CHECK;

/* What db_open prepares. */
extern const struct db_stmt catalog_stmts[], catalog_edition_stmts[], catalog_draft_stmts[],
    catalog_comment_stmts[], catalog_change_stmts[];

#endif
