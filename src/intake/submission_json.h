/* submission_json.h: a submission and a return as the API and the command line show them. */
#ifndef INTAKE_SUBMISSION_JSON_H
#define INTAKE_SUBMISSION_JSON_H

#include "base/json.h"
#include "intake/submission.h"

/* The members of an object that is open. A repeated submission tells that nothing was loaded now:
 * accepted 0, what is there already among the duplicates. */
void submission_members(struct ctx *ctx, struct json_writer *w, const struct submission *s);
void return_members(struct json_writer *w, const struct submission_return *r);
void flaw_members(struct json_writer *w, const struct flaw *f);

#endif
