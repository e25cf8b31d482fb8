/* check_work.h: what the files of the row checker share. Inside intake/ only. */
#ifndef INTAKE_CHECK_WORK_H
#define INTAKE_CHECK_WORK_H

#include "intake/check.h"

/* The last value of a field and what came of it: files repeat codes and dates from row to row. */
struct field_memory {
    char text[32];
    size_t n;
    bool valid;
    struct idno idno;
};

struct checker {
    const struct schema *schema;
    const struct head_map *map;
    const struct source_head *head;
    bool epoch_1904;
    struct arena *arena;
    struct field_memory *memory; /* by field */
    struct value *values;        /* by field, of the row being checked */
};

/* A typed cell. */
struct value {
    struct str text; /* as it is stored, when it is text; terminated */
    int64_t integer; /* amounts in fen, whole numbers */
    bool is_integer;
    struct date date; /* DATE_NONE unless a date */
    bool filled, wrong;
};

/* One row being checked. */
struct work {
    struct checker *c;
    const struct schema *s;
    struct arena *a;
    const struct source_row *row;
    struct checked *out;
    struct value *values; /* by field */
    struct flaw *flaws;
    size_t nflaws, cap;
};

void work_flaw(struct work *w, enum flaw_code code, struct flaw_place place, struct str value,
               const char *a, const char *b);
struct flaw_place work_place(const struct work *w, size_t field);
/* The cell of the field; empty where the file has no such column. */
struct str work_cell(const struct work *w, size_t field);
/* A flaw of the field's cell. */
void work_field_flaw(struct work *w, size_t field, enum flaw_code code, const char *a,
                     const char *b);
/* The field that plays the part when it is filled and right, else NULL. */
const struct value *work_part(const struct work *w, enum word part);

/* check_value.c: type, length, code of one filled cell. */
void check_value(struct work *w, size_t field);
/* check_subject.c: who the row is about, and whether it may be. */
void check_subject(struct work *w);
void check_person(struct work *w);
/* check_ban.c: what the law keeps out. */
void check_bans(struct work *w);
/* check_rule.c: fields across the row, dates. */
void check_dates(struct work *w);
void check_rules(struct work *w);

#endif
