/* query.h: asking about a subject, answering, and never without a log (CZ-20, CZ-75, CZ-83, HH-12,
 * JN-25, ZC-33).
 *
 * The order never changes: who asks and for what is checked; the subject is resolved and its
 * revision read with its records; every record is decided and masked; the look is durable; the
 * revision is read again, and when it has moved everything is read anew. So the answer is true of
 * the moment after its look. Refusals are looks too.
 *
 * An unknown subject, one without records and one whose records are hidden get the same answer with
 * the same work: that something is recorded is told to the subject and the operator only. When a
 * look could not be given anything of any item, whatever is recorded, it is refused and told what
 * is missing (CZ-76, CZ-159). */
#ifndef DISCLOSURE_QUERY_H
#define DISCLOSURE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "db/db.h"
#include "disclosure/decide.h"
#include "registry/catalog.h"
#include "registry/record.h"

/* Whom it is about. kind W_SUBJECT_…; document idno_kind_name, NULL takes the kind's usual one. */
struct query_subject {
    enum word kind;
    const char *document, *number, *nationality;
    const char *name;   /* NULL; of a person: somebody of another name is nobody */
    int64_t subject_id; /* known already (own view): the rest may be empty */
    int64_t authorisation_id;
};

/* Window staff who look for a subject that stands before them (ZC-31). */
struct query_identified {
    const char *originals; /* which originals were checked: kinds, no numbers */
    bool real_name, unit_proof;
};

struct query {
    const char *route; /* name of the route or command */
    struct query_subject subject;
    const char *const *items; /* n_items 0: all */
    size_t n_items;
    const char *purpose;
    enum basis_kind basis; /* BASIS_NONE: taken from who asks and what was given */
    const char *reference;
    const char *scene;
    bool scene_by_default; /* at the console: the pack's open last scene when none is named */
    bool clear;            /* clear view: with a reason, an act of its own in the log */
    const char *reason;
    const char *person; /* machines: the name of the person who asks */
    const char *key;    /* idempotency key of the request, NULL: every call is one use */
    bool batch;         /* a list by a port for batch query (CZ-91) */
    bool exports;       /* a file leaves: it needs a recipient */
    const char *recipient;
    bool self; /* the actor's own records, or with `identified` those of who came */
    const struct query_identified *identified;
    bool open; /* as the public, whoever asks: only what is open */
};

struct shown_field {
    const struct policy_field *field;
    const char *text;        /* NULL when it is no text */
    const struct json *json; /* then this */
    bool masked;
};
struct shown_change {
    int64_t version;
    enum record_reason reason;
    const char *text;
    int64_t at; /* microseconds */
    const char *unit;
};
/* The consent that lets a class of personal data be kept (HH-10, AS-17). */
struct shown_consent {
    const char *data_class, *consent; /* its id */
};
struct shown_record {
    const struct record *record;
    const struct catalog_item *item;
    const char *provider; /* name of the unit */
    struct decision decision;
    bool masked; /* something in it is */
    struct shown_field *fields;
    size_t n_fields;
    struct shown_consent *consents; /* told to the subject, the operator and the provider */
    size_t n_consents;
    struct shown_change *changes; /* oldest first */
    size_t n_changes;
    struct record_mark *marks;
    size_t n_marks;
};

struct query_answer {
    int64_t look_id;
    struct instant at;
    const char *view; /* masked, clear */
    enum word kind;
    const char *document, *number; /* as it may be shown */
    const char *name;              /* NULL unless a record is shown, or to subject and operator */
    const char *purpose;
    bool tells; /* asked by the subject or the operator: known is true or false, not a secret */
    bool known;
    bool free; /* own view: without fee and count (HH-42) */
    struct shown_record *records;
    size_t n_records;
    /* of a list: this subject was refused */
    enum err refused;
    struct failure failure;
    int64_t subject_id; /* for the rooms above; never shown to others than subject and operator */
};

/* One subject. Everything that can be refused is in errors.def, group disclosure. */
enum err query_one(struct ctx *ctx, const struct query *q,
                   struct query_answer *answer_r) GX_MUST_CHECK;
/* A list: q without its subject. Each is decided and itemised, refused ones too; fails as a whole
 * only for what concerns all of them. Most QUERY_LIST_MAX. */
#define QUERY_LIST_MAX 500
enum err query_list(struct ctx *ctx, const struct query *q, const struct query_subject *subjects,
                    size_t n, struct query_answer *answers_r) GX_MUST_CHECK;
/* The subject's number as it is compared and stored. Fills document, number. ERR_SUBJECT_KIND and
 * the faults of law/idno.h, with field "subject.number". */
enum err query_subject_check(struct ctx *ctx, struct query_subject *s) GX_MUST_CHECK;

extern const struct db_stmt query_stmts[];

#endif
