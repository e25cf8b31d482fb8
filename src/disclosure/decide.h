/* decide.h: what a reader is given of a record, and the clause that says so. Pure.
 *
 * One function for public pages, the API, reports, exports, counts and exchange (AS-28, CZ-67,
 * JN-18). Before the pack's rules come what no pack can give away: state secrets (AS-6, CZ-6,
 * JN-5), records that were withdrawn, revoked or deleted, provisional subjects, privacy and trade
 * secrets in public (CZ-7, ZC-5, JN-6), natural persons where the pack does not open them (JN-21).
 *
 * Mode open counts only while it may be published: an adverse record without a disclosure term
 * (product default, AM-14), or any past its publication term (AM-11) or stopped from publication, is
 * shared for organs and authorised for everybody else.
 *
 * That a record exists is told to nobody but its subject and the operator: whoever is given nothing
 * gets the same answer as if there were nothing. */
#ifndef DISCLOSURE_DECIDE_H
#define DISCLOSURE_DECIDE_H

#include <stdbool.h>

#include "base/date.h"
#include "law/policy.h"
#include "registry/record.h"
#include "registry/subject.h"

/* Who looks. kind is W_VIEWER_…; viewer.h derives it. */
struct viewer {
    enum word kind;  /* as whom, before the provider of the very record is told apart */
    int64_t unit_id; /* 0 when none */
    bool registered; /* its unit is of a type of the pack that may query */
    bool real_name;  /* self: identified by real name (CZ-77) */
    bool unit_proof; /* self: the organisation's own written proof is on file (CZ-79) */
    /* Duty areas and items of the unit today, for packs that ask for relation to duties (JN-23). */
    const char *const *duties;
    size_t n_duties;
};

/* What the look is for, and what it rests on. */
enum basis_kind {
    BASIS_NONE,
    BASIS_DUTY,          /* lawful duty of an organ */
    BASIS_AUTHORISATION, /* of the subject */
    BASIS_LAW,           /* a cited law */
    BASIS_AGREEMENT,     /* an agreement with the subject */
    BASIS_OPEN,          /* what is open to everybody */
    BASIS_SELF
};
const char *basis_kind_word(enum basis_kind k); /* "none", "duty" … */
const char *basis_kind_name(enum basis_kind k); /* Chinese */
bool basis_kind_parse(const char *word, enum basis_kind *k_r);

struct purpose {
    const char *text; /* NULL or "" when none was given */
    enum basis_kind basis;
    const char *reference; /* law, agreement: what is cited; NULL */
};

/* The subject's authorisation as far as a decision needs it; authorisation_grant() fills it after
 * checking that it is valid for this unit, day and number of uses. */
struct grant {
    bool written;             /* written evidence is on file */
    const char *purpose;      /* the agreed one */
    const char *const *items; /* n_items 0: all */
    size_t n_items;
};

struct decide_case {
    const struct policy *policy; /* of the record's jurisdiction, on the day */
    const struct viewer *viewer;
    const struct purpose *purpose; /* NULL: none */
    const struct grant *grant;     /* NULL: none */
    enum word subject;             /* W_SUBJECT_… */
    bool provisional;              /* the subject is */
    const struct record *record;
    const struct policy_item *item; /* of the record's catalog edition; NULL: unknown */
    bool consent;                   /* the subject agreed to publication of the item (AS-61) */
    struct date day;
};

struct decision {
    enum word give;            /* W_GIVE_FULL, W_GIVE_MASKED, W_GIVE_NOTHING; never W_NONE */
    const char *clause;        /* of the rule; "default" for a product default; never NULL */
    const struct basis *basis; /* of the rule, NULL for defaults of the program */
    enum word missing;         /* W_NEED_… that was not met; W_NONE */
    enum word viewer;          /* as whom it was decided: origin is told apart here */
};
struct decision decide(const struct decide_case *c);

/* Where the record stands in its disclosure term on the day. */
enum word decide_term(const struct record *record, struct date day);
/* Whether the agreed purpose is the stated one: case, widths and blanks at the ends do not count. */
bool decide_same_purpose(const char *a, const char *b);

/* ---- dependence on time alone */

/* The ways in which records leave: each has its range of days on the record. */
enum channel_range { RANGE_OPEN, RANGE_SHARED, RANGE_AUTHORISED, RANGE_NONE };
/* The range a look goes by: public and units without authorisation by open, organs by shared, an
 * authorisation (or cited law or agreement) by authorised; self, operator and origin by none. */
enum channel_range decide_range_of(enum word viewer, const struct purpose *purpose,
                                   const struct grant *grant);
/* What decide() says in each of them when every need is met, as first and last day. Facts, terms,
 * state and id of the record are read; its ranges are not. label is the policy's edition. */
struct record_ranges decide_ranges(const struct policy *policy, const struct policy_item *item,
                                   enum word subject, const struct record *record);
/* Whether the stored range holds on the day; true for RANGE_NONE. */
bool decide_in_range(const struct record_ranges *ranges, enum channel_range r, struct date day);
/* Whether a look of this kind could be given anything of the item at all, of a current record within
 * its term: depends on the asker only, never on what is recorded. The decision says what is
 * missing. */
struct decision decide_item(const struct decide_case *asker, const struct policy_item *item);

#endif
