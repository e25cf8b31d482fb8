/* check.h: one row of a file against the item's schema and the law. Pure: no database, no clock.
 *
 * A row of cells becomes typed values, or is refused with all its flaws at once, in the customary
 * order (standards, conventions 8): what reading found, mandatory, type, length and code,
 * identifiers, dates, what the law keeps out, fields across the row. What only the base can tell
 * (duplicates, names, consent) comes after, in prepare.h.
 *
 * What the law keeps out (CZ-48..51, HH-8..10, AS-14..17, ZC-23..25, JN-17, JN-19):
 *   - an absolute class of personal data about a natural person, under any synonym and width, as a
 *     column, a key or a form field: refused, whatever consent is attached. Organisations' rows
 *     are untouched;
 *   - a conditional class: refused without the evidence that the pack asks for. The row says which
 *     consents it needs (checked_need); where only a law helps, the item must cite it;
 *   - a natural person who did not have full capacity, or the age, on the day of the conduct (CZ-3,
 *     AS-3, JN-2, ZC-21, AM-23). A year of life counts as complete on the day after the birthday,
 *     which lets in less about the young;
 *   - free text that seems to hold a person's number or such a class: a warning. */
#ifndef INTAKE_CHECK_H
#define INTAKE_CHECK_H

#include "base/arena.h"
#include "base/crypto.h"
#include "base/date.h"
#include "intake/flaw.h"
#include "intake/headmap.h"
#include "intake/schema.h"
#include "intake/source.h"
#include "law/idno.h"
#include "registry/subject.h"

/* A field that may only come in with the subject's recorded consent. */
struct checked_need {
    const struct policy_prohibition *class;
    struct flaw_place place;
    struct str value;
};

/* What imports of former records keep. */
struct checked_legacy {
    const char *provider; /* code */
    struct date received, publish_until;
    int64_t version;
    const char *reason, *mark, *state; /* "" when not given */
};

struct checked {
    int64_t row;
    const struct flaw *flaws; /* refusing ones and warnings, in the order of checking */
    size_t nflaws;
    bool refused;
    /* As far as they could be read; all of them when the row is not refused. */
    enum word kind;
    struct subject_number number;
    const char *name;   /* of the subject, "" when none */
    const char *doc_no; /* in the form in which documents are compared (docno.h) */
    const char *organ;  /* code of the organ that decided; "" */
    struct date formed, decided, conduct_end;
    bool continuing;
    const char *severity; /* word of the vocabulary, "" */
    struct str payload;   /* canonical JSON; empty when the row is refused */
    const struct checked_need *needs;
    size_t nneeds;
    struct checked_legacy legacy;
    /* What makes two rows the same one; all zero when a part of it is missing. */
    struct digest identity;
    bool identified;
    /* Where the subject's number stands, for flaws that the base finds. */
    struct flaw_place number_place, name_place;
};

/* Keeps what a file repeats from row to row (codes of organs, dates); for one thread. */
struct checker;
struct checker *checker_new(const struct schema *s, const struct head_map *map,
                            const struct source_head *head, bool epoch_1904);
/* After the head has grown (JSON lines). */
void checker_set_map(struct checker *c, const struct head_map *map, const struct source_head *head);
void checker_free(struct checker **c);

/* Flaws and values live in the arena. */
void check_row(struct checker *c, struct arena *a, const struct source_row *row,
               struct checked *out_r);

/* What is wrong with the head beyond the mapping: columns of classes that are kept out, in items
 * about natural persons. Columns before `seen` were looked at already. True when the file is
 * refused. */
bool check_head(const struct schema *s, struct arena *a, const struct source_head *head,
                const struct head_map *map, size_t seen, const struct flaw_sink *sink);
/* The template's version in the file, if it has one, against the schema's. True when refused. */
bool check_template(const struct schema *s, struct arena *a, const char *version,
                    const struct flaw_sink *sink);

#endif
