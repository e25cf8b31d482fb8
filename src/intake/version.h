/* version.h: a new version of a record, checked like any row of a file before it is written.
 *
 * The provider submits versions of its own records; in a case whoever the process lets correct does
 * (CZ-140, AS-41). Identity stays: another document or day is another record. */
#ifndef INTAKE_VERSION_H
#define INTAKE_VERSION_H

#include "base/ctx.h"
#include "base/json.h"
#include "db/db.h"
#include "intake/flaw.h"
#include "ledger/door.h"
#include "registry/record.h"

/* A version that may be written: checked, its record laid out. Lives in ctx->arena. */
struct version_ready;

/* Reads, checks and lays out; writes nothing, asks nobody's permission (the caller has). On a refusal
 * ERR_SUBMISSION_FLAWED with all flaws; ERR_SUBMISSION_IDENTITY. */
enum err version_prepare(struct ctx *ctx, const struct record *record, const struct json *fields,
                         struct version_ready **ready_r, const struct flaw **flaws_r,
                         size_t *n_r) GX_MUST_CHECK;
/* Writes it over whatever version is current, with the reason. Inside the door. */
enum err version_apply(struct ctx *ctx, struct door *d, struct db_session *s,
                       const struct version_ready *ready,
                       const struct record_because *why) GX_MUST_CHECK;
/* Frees what the checking held; accepts NULL. */
void version_release(struct version_ready **ready);

#endif
