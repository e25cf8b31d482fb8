/* list_entry.h: somebody stands on a list, from a day, by a determination, until a day or repair
 * (CZ-93, JN-34).
 *
 * An entry cites its list type, the condition met, the procedure record and the determining unit;
 * where the pack's list type names no legal basis of its own, the entry brings one, with its rank
 * (JN-51, CZ-94). It comes about in two ways only: by a listing case, whose guards are the gate; or,
 * where the pack has no listing process, by list_entry_enter, and then the gate of list_type.h holds
 * here. A severe list's organisation brings its legal representative or principal and its actual
 * controller (JN-35): each is a subject of its own, linked with days, told, and in no published
 * view (AM-16).
 *
 * An entry never changes in place: it ends (list_entry_end), and with it every measure that rests on
 * it (JN-54). */
#ifndef MEASURES_LIST_ENTRY_H
#define MEASURES_LIST_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "law/policy.h"
#include "ledger/door.h"
#include "registry/cause.h"
#include "registry/subject.h"

struct query_subject; /* disclosure/query.h */

struct list_linked {
    enum subject_link_kind kind;
    const struct query_subject *who; /* by number and name, checked (whom.h); or NULL and the id */
    int64_t subject_id;              /* of the person; out when by number */
    struct date from, to;            /* office held from; to: out, DATE_NONE while it lasts */
    const char *source;              /* document the link rests on */
    int64_t link_id;                 /* out */
};

struct list_entry {
    int64_t subject_id, entry_id;            /* entry_id: out of list_entry_make */
    const char *jurisdiction, *policy_label; /* out: of the cause */
    const char *list_type;                   /* id of the pack's list type */
    enum word kind;                          /* out: W_LIST_… */
    int64_t unit_id;                         /* determining unit; 0: the actor's */
    const char *unit_name;                   /* out */
    const char *doc_no;                      /* of the determination */
    const char *condition, *procedure, *reason;
    int64_t evidence_id; /* the determination itself; 0 */
    const char *citation;
    enum word citation_rank;        /* W_RANK_… or W_NONE */
    int64_t document_id;            /* rule document (list_document.h); 0 */
    int64_t notice_id;              /* prior notice (listing_notice.h); 0 */
    int64_t case_id;                /* out: of the cause */
    const char *severity;           /* word of the pack's classes; "" none */
    struct date entry, until, exit; /* entry: DATE_NONE takes the cause's day; exit: out */
    const char *exit_reason, *exit_clause;
    int64_t exit_case;
    int64_t marks, holds, version; /* out */
    struct instant at;             /* out */
    struct list_linked *linked;
    size_t n_linked;
};

/* Makes the entry as the cause says, with its linked persons and the measures of the register whose
 * objects are the entries of that list (applied.h). in->subject_id is known. Outside a case the gate
 * must have been passed. ERR_LIST_TYPE, ERR_CITATION, ERR_LIST_BASIS, ERR_LIST_SEVERITY,
 * ERR_LIST_LINKED, ERR_LIST_STANDS, ERR_LIST_PROCESS, and what listing_notice_pass refuses; each
 * with the clause or "default". */
enum err list_entry_make(struct ctx *ctx, struct door *d, struct db_session *s,
                         struct list_entry *in, const struct cause *cause) GX_MUST_CHECK;
/* A provider enters somebody directly: the subject by number and name, or in->subject_id when who is
 * NULL. */
enum err list_entry_enter(struct ctx *ctx, const struct query_subject *who,
                          struct list_entry *in) GX_MUST_CHECK;

/* The entry ends on the cause's day, with all measures that rest on it; who carries them out is told
 * (applied.h). ERR_LIST_ENTRY when there is none or it has ended. */
enum err list_entry_end(struct ctx *ctx, struct door *d, struct db_session *s,
                        const struct target *t, const struct cause *cause) GX_MUST_CHECK;
/* The determining unit takes it off outside a case, with its reason; the clause is the list's. */
enum err list_entry_leave(struct ctx *ctx, int64_t subject_id, int64_t entry_id,
                          const char *reason) GX_MUST_CHECK;

/* The objection mark of the cause's case on it. Setting twice is one mark; ending none is nothing. */
enum err list_entry_mark_set(struct ctx *ctx, struct door *d, struct db_session *s,
                             const struct target *t, const struct cause *cause) GX_MUST_CHECK;
enum err list_entry_mark_end(struct ctx *ctx, struct door *d, struct db_session *s,
                             const struct target *t, const struct cause *cause) GX_MUST_CHECK;

/* Links persons of an organisation to it on account of a record or an entry about it, and tells each
 * (JN-35). An office on record already is the same link. */
enum err linked_persons_add(struct ctx *ctx, struct door *d, struct db_session *s,
                            const struct target *t, struct list_linked *persons, size_t n,
                            const struct cause *cause) GX_MUST_CHECK;

/* The determining unit enters the last day of an office: from the next day on nothing rests on it.
 * ERR_LIST_ENTRY, ERR_NOT_FOUND, ERR_DATE. */
enum err list_entry_unlink(struct ctx *ctx, int64_t subject_id, int64_t entry_id, int64_t link_id,
                           struct date to) GX_MUST_CHECK;

/* NULL when there is none. Linked persons are not read. */
enum err list_entry_get(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t entry_id,
                        struct list_entry **entry_r) GX_MUST_CHECK;
/* Of a subject, the latest first, ended ones too. */
enum err list_entry_list(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                         struct list_entry **list_r, size_t *n_r) GX_MUST_CHECK;
/* Of a determining unit, newest first, older than `before` (0: the newest). */
enum err list_entry_list_unit(struct ctx *ctx, struct db_session *s, int64_t unit_id,
                              int64_t before, size_t most, struct list_entry **list_r,
                              size_t *n_r) GX_MUST_CHECK;
/* Persons linked with an entry, with the days of their links. */
enum err list_entry_linked(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                           int64_t entry_id, struct list_linked **list_r,
                           size_t *n_r) GX_MUST_CHECK;
/* Entries a person is linked with: (organisation, entry), newest first. */
enum err list_entry_of_linked(struct ctx *ctx, struct db_session *s, int64_t person_id,
                              struct target **list_r, size_t *n_r) GX_MUST_CHECK;
/* Whether a subject may object to the entry: it is about it, or it is a person linked with it. */
enum err list_entry_concerns(struct ctx *ctx, struct db_session *s, const struct target *t,
                             int64_t subject_id, bool *concerns_r) GX_MUST_CHECK;

/* In force on the day: begun, not ended, not past its last day. Pure. */
bool list_entry_stands(const struct list_entry *e, struct date day);
struct list_standing {
    bool serious, watch, any; /* any: on a list of whatever kind, good standing too */
};
enum err list_standing(struct ctx *ctx, struct db_session *s, int64_t subject_id, struct date day,
                       struct list_standing *standing_r) GX_MUST_CHECK;

struct list_mark {
    int64_t entry_id, mark_id, case_id;
    const char *kind; /* objection, hold */
    const char *clause;
    struct date from;
};
/* Open marks on all entries of a subject. */
enum err list_entry_marks(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                          struct list_mark **marks_r, size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt list_entry_stmts[], list_entry_read_stmts[], list_mark_stmts[],
    list_linked_stmts[];

#endif
