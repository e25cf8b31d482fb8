/* said.h: what an act says, as the JSON that its event keeps sealed, and back. Inside cases/ only.
 *
 * One table of members serves both directions. Papers and findings are kept apart: guards read them. */
#ifndef CASES_SAID_H
#define CASES_SAID_H

#include "cases/act.h"

struct str said_write(struct ctx *ctx, const struct case_act *act);
/* Of a proposal: with event, papers, findings and days. ERR_CASE_PROPOSAL when it does not read. */
enum err said_read(struct ctx *ctx, struct str text, struct case_act *act) GX_MUST_CHECK;

#endif
