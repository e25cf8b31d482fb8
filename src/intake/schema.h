/* schema.h: a catalog item made ready for reading and checking rows. Pure.
 *
 * Compiled once a file from the item, the pack and the day: what each column is called, what its
 * cells must be, which classes of personal data it could be, and which part it plays for the
 * engine. Besides the item's own fields there are a few of the program (enum schema_extra): the
 * flag of full capacity with its ground (AM-23), the nationality that a foreign passport needs, and
 * for imports of former records what they keep (original receipt, versions, marks). They are
 * optional columns; a file without them reads the same. */
#ifndef INTAKE_SCHEMA_H
#define INTAKE_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"
#include "intake/fieldspec.h"
#include "intake/text.h"
#include "law/policy.h"

enum schema_extra {
    EXTRA_NONE,
    EXTRA_CAPACITY,        /* 完全民事行为能力: 是 or 否 */
    EXTRA_CAPACITY_GROUND, /* what shows it */
    EXTRA_NATIONALITY,
    /* imports of former records only */
    EXTRA_PROVIDER,      /* code of the unit that provided it */
    EXTRA_RECEIVED,      /* day of first receipt */
    EXTRA_VERSION,       /* 1, 2, …: rows of one record in ascending order */
    EXTRA_REASON,        /* why a later version came */
    EXTRA_MARK,          /* 异议处理中, 已修复 */
    EXTRA_PUBLISH_UNTIL, /* last day of publication as it was set */
    EXTRA_STATE,         /* 有效, 已转为档案保存, 已撤回, 已撤销 */
    EXTRA_COUNT
};

struct schema_code {
    const char *text;   /* as it may stand in a cell: value or alias */
    const char *folded; /* the same without width, case and blanks */
    const char *value;  /* as it is stored */
};

struct schema_field {
    const char *id, *name;
    const struct policy_field *field; /* NULL for an extra one */
    enum schema_extra extra;
    enum word type, fill, part;
    int length, scale;
    const struct schema_code *codes; /* the longest first */
    size_t ncodes;
    const char *codes_prefix; /* 其他-, or NULL */
    const char *codes_list;   /* for people: 警告、罚款、… shortened */
    /* The class of personal data that the column is, by its names; NULL. */
    const struct policy_prohibition *class;
    const char *forbidden; /* citation of the other law that forbids it, or NULL */
    int store;             /* place among the payload's members, ascending by id; -1: not stored */
};

#define SCHEMA_PARTS 32

struct schema {
    const struct policy *policy;
    const struct policy_item *item;
    const char *version; /* "penalty_organisation@3": of the template */
    struct date day;     /* of receipt: what law says it */
    bool legacy;
    bool about_persons; /* natural persons are among its subjects */
    bool only_persons;

    const struct schema_field *fields;
    const struct fieldspec *specs; /* one a field, in the same order */
    size_t nfields;
    const int *stored; /* fields in the order of the payload */
    size_t nstored;
    int part[SCHEMA_PARTS]; /* ask schema_part */
    int extra[EXTRA_COUNT]; /* index of the field, or -1 */

    const struct text_words
        *words; /* suspicious words of free text about persons; NULL when none */
    const struct policy_prohibition *const *word_class; /* by word */

    /* values of the pack */
    enum word person_rule, tested_at, person_key;
    int age;
    bool source_required;
};

/* Index of the field that plays the part, or -1. */
int schema_part(const struct schema *s, enum word part);
/* The class a column's name stands for when it is about natural persons, by name, synonym and code,
 * whatever width, case, blanks, or what stands around it; NULL when none. */
const struct policy_prohibition *schema_class_of(const struct schema *s, struct arena *a,
                                                 struct str name);
/* The other law that forbids a column of that name; NULL when none. */
const struct policy_forbidden_by_law *schema_forbidden(const struct schema *s, struct arena *a,
                                                       struct str name);
/* The subject kind that a value of the kind field declares (自然人, 个体工商户 …), or W_NONE. */
enum word schema_kind_of(const struct schema_field *kind, const char *value);

/* day: the day of receipt. item_version: of the catalog (its schema changes with it). */
const struct schema *schema_new(struct arena *a, const struct policy *policy,
                                const struct policy_item *item, int64_t item_version,
                                struct date day, bool legacy);

#endif
