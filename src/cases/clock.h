/* clock.h: the clocks of a case: limits to act, terms that end by themselves, open tasks.
 *
 * Each due day is stored with its derivation (law/limit.h) and can be computed again from it. A limit
 * that the text gives without a figure is an open task: elapsed time and a service target, never a due
 * day (AM-05). A due day that needs a year without a calendar is pending (期限待定) and is set when the
 * calendar comes; nothing stops for it. A pause takes away its days from the clocks it names (AM-32). */
#ifndef CASES_CLOCK_H
#define CASES_CLOCK_H

#include <stdbool.h>

#include "base/ctx.h"
#include "cases/case.h"
#include "ledger/door.h"
#include "registry/record.h"

enum clock_state { CLOCK_RUNNING, CLOCK_PAUSED, CLOCK_MET, CLOCK_OVER, CLOCK_DROPPED };
const char *clock_state_word(enum clock_state s);

struct case_clock {
    int64_t clock_id;
    const struct policy_clock *def;
    int64_t unit_id;
    int64_t started_seq;
    struct date start;
    enum clock_state state;
    struct date due; /* DATE_NONE: no figure, pending or paused */
    int missing_year;
    bool figure, set_in_case;
    const char *derivation; /* canonical JSON, NULL when there is none */
    struct date target;     /* of an open task: service target */
    struct date met;
    int64_t met_at;
    bool late;
};
/* In the order they began. */
enum err case_clocks(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                     struct case_clock **clocks_r, size_t *n_r) GX_MUST_CHECK;
/* The latest clock of that definition; NULL when it never began. */
const struct case_clock *clock_latest(const struct case_clock *clocks, size_t n,
                                      const struct policy_clock *def);
bool clock_is_open(const struct case_clock *k);

struct case_pause {
    int64_t pause_id;
    const char *clocks; /* JSON array of ids */
    const char *reason, *clause;
    struct date from, to;
};
enum err case_pauses(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                     struct case_pause **pauses_r, size_t *n_r) GX_MUST_CHECK;

/* What an act does to the clocks: days and the event's number. */
struct clock_act {
    int64_t seq;
    struct date day;             /* legal day of the act */
    struct date arrived;         /* of what it sent */
    struct date until;           /* a period set in the case, DATE_NONE: none */
    const struct record *record; /* of the case, NULL */
    enum word subject;           /* kind of it, W_NONE */
};
enum err clock_start(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                     const struct policy_clock *def, const struct clock_act *act) GX_MUST_CHECK;
enum err clock_meet(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                    const struct policy_clock *def, const struct clock_act *act) GX_MUST_CHECK;
/* The clocks that the pack lets stop (objection.pause): AM-32. */
enum err clock_pause(struct ctx *ctx, struct door *d, struct db_session *s,
                     const struct case_file *c, const struct policy_transition *t, enum word reason,
                     const struct clock_act *act) GX_MUST_CHECK;
enum err clock_resume(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                      const struct policy_transition *t, const struct clock_act *act) GX_MUST_CHECK;
/* A final state was reached: what still runs is dropped. */
enum err clock_drop(struct ctx *ctx, struct db_session *s, const struct case_file *c) GX_MUST_CHECK;
/* A term or period that ended by itself. */
enum err clock_over(struct ctx *ctx, struct db_session *s, const struct case_file *c,
                    const struct case_clock *k) GX_MUST_CHECK;

/* Open clocks whose due day another calendar gives, or that waited for its year: computed anew. The
 * moves are told; closed cases never move. `apply` false only tells. */
struct clock_move {
    int64_t subject_id, case_id, clock_id;
    const char *clock;
    struct date from, to; /* DATE_NONE: pending */
};
enum err clock_recompute(struct ctx *ctx, struct db_session *s, int64_t after, size_t most,
                         bool apply, struct clock_move **moves_r, size_t *n_r,
                         int64_t *last_r) GX_MUST_CHECK;

extern const struct db_stmt clock_stmts[];

#endif
