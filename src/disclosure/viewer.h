/* viewer.h: as whom somebody looks. Small and in one place: everything decide() gives depends on it.
 *
 * Staff of the operator, the authority and the objection desk look as operator; staff of another
 * unit as its unit type says (organ or other query unit); a subject with an account, and window
 * staff who have checked a subject's originals, look as that subject; everybody else is the
 * public. */
#ifndef DISCLOSURE_VIEWER_H
#define DISCLOSURE_VIEWER_H

#include "base/ctx.h"
#include "db/db.h"
#include "disclosure/decide.h"
#include "registry/actor.h"

/* The actor before any subject: operator, organ, unit or public. Pure. */
struct viewer viewer_of_actor(const struct policy *p, const struct actor *a);
/* Whether rules of the pack ask for the unit's duties. */
bool viewer_needs_duties(const struct policy *p);
/* Reads the unit's duties of the day into the viewer. */
enum err viewer_load_duties(struct ctx *ctx, struct db_session *s, struct viewer *v) GX_MUST_CHECK;

/* A query unit must be registered (CZ-29), have acknowledged the terms (CZ-30) and, for batch
 * query, be of a kind that may have a port (CZ-91). Refusals cite the pack. */
enum err viewer_check_unit(struct ctx *ctx, const struct policy *p) GX_MUST_CHECK;
enum err viewer_check_batch(struct ctx *ctx, const struct policy *p) GX_MUST_CHECK;

extern const struct db_stmt viewer_stmts[];

#endif
