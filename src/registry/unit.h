/* unit.h: the bodies that submit, query, supervise and run the platform (CZ-12, CZ-29, AS-2, CZ-2, JN-1).
 *
 * A unit has a type, one of the words its jurisdiction's pack names, a region and duties. Shared information is for
 * a unit's duties only (CZ-70, JN-23); a query unit acknowledges the terms of use first (CZ-30); types that the pack
 * marks so need proof of establishment (CZ-167). */
#ifndef REGISTRY_UNIT_H
#define REGISTRY_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"

struct unit {
    int64_t unit_id;
    const char *jurisdiction, *code, *name, *unit_type, *region;
    const char *proof; /* NULL when none */
    struct date terms_day;
    const char *state; /* active, closed */
    int64_t version;
};

extern const struct db_stmt unit_stmts[];

/* Changes reach units of the actor's own place, and all from the home jurisdiction (ERR_FORBIDDEN).
 *
 * Registers a unit; id, terms_day, state and version of `in` are not read. ERR_UNIT_TYPE, ERR_UNIT_PROOF (with the
 * pack's clause), ERR_UNIT_CODE, ERR_UNIT_TAKEN. */
enum err unit_register(struct ctx *ctx, const struct unit *in, int64_t *unit_r) GX_MUST_CHECK;
/* The first unit of an installation, before a pack is adopted: the competent authority, of type "founding". */
enum err unit_found(struct ctx *ctx, const char *jurisdiction, const char *name, const char *region,
                    int64_t *unit_r) GX_MUST_CHECK;
/* Closes a unit at once: its posts end with that day, today at the latest. */
enum err unit_close(struct ctx *ctx, int64_t unit_id, int64_t version,
                    struct date day) GX_MUST_CHECK;
/* ERR_NOT_FOUND. */
enum err unit_read(struct ctx *ctx, int64_t unit_id, struct unit *unit_r) GX_MUST_CHECK;
enum err unit_by_code(struct ctx *ctx, const char *code, struct unit *unit_r) GX_MUST_CHECK;
/* Units after an id, at most `limit`. */
enum err unit_list(struct ctx *ctx, int64_t after, int limit, struct unit **units_r,
                   size_t *n_r) GX_MUST_CHECK;

struct unit_duty {
    const char *duty;  /* duty area of the catalog, or an item's code */
    const char *basis; /* the rule that gives the duty */
    struct date from, to;
};
enum err unit_add_duty(struct ctx *ctx, int64_t unit_id,
                       const struct unit_duty *duty) GX_MUST_CHECK;
enum err unit_duties(struct ctx *ctx, int64_t unit_id, struct unit_duty **duties_r,
                     size_t *n_r) GX_MUST_CHECK;
/* Whether the unit had the duty (by area or by item) on that day. */
enum err unit_has_duty(struct ctx *ctx, struct db_session *s, int64_t unit_id, const char *area,
                       const char *item, struct date day, bool *has_r) GX_MUST_CHECK;
/* The unit acknowledges the terms of use (CZ-30). */
enum err unit_accept_terms(struct ctx *ctx, int64_t unit_id, struct date day) GX_MUST_CHECK;

#endif
