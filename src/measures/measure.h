/* measure.h: the register of joint incentives and punishments: rows of the pack made concrete by a
 * unit (CZ-96, JN-32, JN-33, AS-68).
 *
 * A measure names the row of the pack it is, its content and objects, the implementing unit and,
 * where the pack asks, that unit's statutory power; the open last row of a text needs a citation of
 * its own (CZ-104, CZ-111). Outside the pack's rows there is none (JN-32). For linked persons a
 * pack must allow it, and the measure cites the law that does (JN-36). A change is a new version
 * that holds from now on; the old one stays readable. The register is public where the pack says so
 * (CZ-97). */
#ifndef MEASURES_MEASURE_H
#define MEASURES_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "law/policy.h"

struct measure {
    int64_t measure_id, version;             /* out of measure_register */
    const char *jurisdiction, *policy_label; /* out */
    const char *type;                        /* id of the pack's row */
    enum word kind;                          /* out: W_MEASURE_… */
    const char *name, *content, *objects;
    int64_t unit_id;       /* implementing unit; 0: the actor's */
    const char *unit_name; /* out */
    const char *power, *citation;
    enum word citation_rank;
    const char *const *scenes; /* n_scenes 0: all */
    size_t n_scenes;
    const char *list_type; /* entries of this list are its objects by themselves; "" none */
    bool linked, once;
    struct date from, to;       /* to: DATE_NONE without end */
    struct instant replaced_at; /* out: 0 for the version that holds */
    int64_t by_unit;            /* out */
    struct instant at;          /* out */
};

/* ERR_MEASURE_TYPE, ERR_CITATION, ERR_MEASURE_CONTENT with the field, ERR_MEASURE_LINKED,
 * ERR_QUERY_SCENE, ERR_LIST_TYPE; each with the clause or "default". */
enum err measure_register(struct ctx *ctx, struct measure *in) GX_MUST_CHECK;
/* A new version in the place of the one seen; by the unit that registered or implements it, or the
 * authority. ERR_CONFLICT, ERR_NOT_FOUND. */
enum err measure_change(struct ctx *ctx, int64_t measure_id, int64_t seen_version,
                        struct measure *in) GX_MUST_CHECK;

/* The version that holds; NULL when there is none. */
enum err measure_get(struct ctx *ctx, struct db_session *s, int64_t measure_id,
                     struct measure **m_r) GX_MUST_CHECK;
/* All versions, the newest first. */
enum err measure_versions(struct ctx *ctx, struct db_session *s, int64_t measure_id,
                          struct measure **list_r, size_t *n_r) GX_MUST_CHECK;
/* Of a place, by id, after the given one. */
enum err measure_list(struct ctx *ctx, struct db_session *s, const char *place, int64_t after,
                      size_t most, struct measure **list_r, size_t *n_r) GX_MUST_CHECK;
/* Those in force on the day whose objects are the entries of a list. */
enum err measure_for_list(struct ctx *ctx, struct db_session *s, const char *place,
                          const char *list_type, struct date day, struct measure **list_r,
                          size_t *n_r) GX_MUST_CHECK;

bool measure_in_force(const struct measure *m, struct date day);
/* Whether it has a place in acts of that scene; scene NULL: in some act. */
bool measure_in_scene(const struct measure *m, const char *scene);
const struct policy_measure *measure_row(const struct policy *p, const char *type);
/* Whether the register may be shown to everybody; *clause_r what says so. */
bool measure_is_public(const struct policy *p, struct date day, const char **clause_r);

extern const struct db_stmt measure_stmts[];

#endif
