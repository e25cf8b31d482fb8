/* register.h: what each unit keeps on file, in one register: rule documents, emergency plans, responsible persons, self-checks, protection
 * level, recovery exercises, training plans … (HH-2, HH-17…HH-24, HH-33, HH-35, AS-18…AS-21, CZ-24…CZ-31, CZ-85, CZ-118, CZ-123, CZ-125,
 * ZC-32, ZC-45, ZC-46, ZC-77, JN-8, JN-9, JN-24, JN-61).
 *
 * Kinds are words of the vocabulary; registers.def says what an entry of a kind must say. An entry has versions: a new one takes the former
 * out of force on the day it is registered. Nothing is ever rewritten, so what was in force on a day, as known on that day, can be
 * computed later and comes out the same. Which units must have which kinds is the pack's to say (policy_register); who lacks one is the
 * gap report. */
#ifndef REGISTRY_REGISTER_H
#define REGISTRY_REGISTER_H

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "law/policy.h"

struct register_entry {
    int64_t entry_id, unit_id, series_id, edition;              /* out; unit_id in */
    const char *jurisdiction;                                   /* out */
    enum word kind;                                             /* W_REGISTER_… */
    const char *title, *reference, *person, *result, *approver; /* NULL when none */
    int64_t user_id, level, evidence_id;                        /* 0 when none */
    struct date from, to;                                       /* to DATE_NONE: without end */
    struct instant at;                                          /* out */
    struct date registered,
        closed;                /* out; closed: the day it went out of force, DATE_NONE: not yet */
    const char *closed_reason; /* out */
};

/* Enters one for a unit. ERR_REGISTER_FIELD names the field that the kind needs or does not have; ERR_NOT_FOUND for a unit out of reach:
 * people keep their own unit's register, the authority and the operator any of their place. */
enum err register_enter(struct ctx *ctx, struct register_entry *in) GX_MUST_CHECK;
/* The next version of what `entry_id` is a version of; in->kind and unit are its own. ERR_REGISTER_STATE when that has been closed. */
enum err register_renew(struct ctx *ctx, int64_t unit_id, int64_t entry_id,
                        struct register_entry *in) GX_MUST_CHECK;
/* Takes it out of force today. */
enum err register_end(struct ctx *ctx, int64_t unit_id, int64_t entry_id,
                      const char *reason) GX_MUST_CHECK;

/* Entries of a unit after an id, oldest first; kind W_NONE: all kinds; on DATE_NONE: every version, else those in force that day. */
struct register_filter {
    int64_t unit_id, after;
    enum word kind;
    struct date on;
    size_t most;
};
enum err register_list(struct ctx *ctx, const struct register_filter *f,
                       struct register_entry **list_r, size_t *n_r) GX_MUST_CHECK;

/* Who lacks what the pack in force on that day demands, as known on that day. */
struct register_gap {
    int64_t unit_id;
    const char *unit_name, *unit_type, *region;
    const struct policy_register *demand;
};
/* For every active unit of the place, or one of them (unit_id not 0). */
enum err register_gaps(struct ctx *ctx, const char *place, int64_t unit_id, struct date day,
                       struct register_gap **gaps_r, size_t *n_r) GX_MUST_CHECK;

extern const struct db_stmt register_stmts[];

#endif
