/* desk.h: what a desk does beside the process: asks for what is missing, takes papers in, hands over.
 *
 * AM-39: missing proof is asked for without stopping any clock. A desk may hand a case to another unit that
 * takes such cases (转办); operator or authority may let another unit act for a provider that cannot (代办).
 * Both name their reason and are in the time line. */
#ifndef CASES_DESK_H
#define CASES_DESK_H

#include "base/ctx.h"
#include "cases/act.h"

/* The desk asks the applicant for what is missing; a notice of kind "supplement" goes out. */
enum err desk_ask(struct ctx *ctx, int64_t case_id, int64_t seen, const char *missing,
                  struct date until, struct case_file *case_r) GX_MUST_CHECK;
/* Whoever has a say in the case adds papers or says something. */
enum err desk_add(struct ctx *ctx, int64_t case_id, int64_t seen, const struct act_paper *papers,
                  size_t n, const char *text, struct case_file *case_r) GX_MUST_CHECK;
/* ERR_CASE_DESK for a unit of another place. */
enum err desk_hand_over(struct ctx *ctx, int64_t case_id, int64_t seen, int64_t unit_id,
                        const char *reason, struct case_file *case_r) GX_MUST_CHECK;
enum err desk_stand_in(struct ctx *ctx, int64_t case_id, int64_t seen, int64_t unit_id,
                       const char *reason, struct case_file *case_r) GX_MUST_CHECK;

extern const struct db_stmt desk_stmts[];

#endif
