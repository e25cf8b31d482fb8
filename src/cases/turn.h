/* turn.h: one turn of a case: what an act is carried out with. Inside cases/ only. */
#ifndef CASES_TURN_H
#define CASES_TURN_H

#include "cases/act.h"
#include "cases/clock.h"
#include "measures/list_entry.h"
#include "registry/catalog.h"
#include "registry/record.h"
#include "registry/subject.h"

struct version_ready; /* intake/version.h */

/* A case as an act finds it, loaded in the act's transaction. */
struct turn {
    struct ctx *ctx;
    struct door *door; /* NULL while only asking what may be done */
    struct db_session *s;
    struct case_file *c;
    const struct case_act *act;
    struct version_ready *version;     /* the right version of the act, checked; NULL */
    const struct policy_transition *t; /* once found */
    enum word party;
    struct date day;
    int64_t seq;                     /* of the event */
    struct record *record;           /* of a record, NULL */
    const struct catalog_item *item; /* its item */
    struct list_entry *entry;        /* of a list entry, NULL */
    struct subject *subject;         /* NULL: not about one */
    struct case_clock *clocks;
    size_t n_clocks;
    struct case_event *events;
    size_t n_events;
    struct case_evidence *papers; /* earlier ones */
    size_t n_papers;
    const char *change; /* what receivers are told: corrected, withdrawn … */
};

/* Loads what the case is about and what is on file. */
enum err turn_load(struct turn *r) GX_MUST_CHECK;
/* After effects changed them. */
enum err turn_reload_record(struct turn *r) GX_MUST_CHECK;
struct cause turn_cause(const struct turn *r);

/* act.c: the opening transition of a case whose row has just been written; and what follows by itself,
 * at most a handful of steps. */
enum err turn_open(struct turn *r) GX_MUST_CHECK;
enum err turn_by_itself(struct ctx *ctx, struct door *d, struct db_session *s, int64_t case_id,
                        size_t *moved_r) GX_MUST_CHECK;

/* guard.c: OK, or the refusal with rule and clause. In asking, what the actor has to state is
 * ERR_CASE_STATED. */
enum err guard_holds(struct turn *r, enum word guard) GX_MUST_CHECK;
/* guard_repair.c */
enum err guard_repair_holds(struct turn *r, enum word guard, bool *known_r) GX_MUST_CHECK;
enum err guard_refuse(struct turn *r, enum word guard, const char *fmt, ...) GX_PRINTF(3, 4);
enum err guard_stated(struct turn *r, enum word guard) GX_MUST_CHECK;
bool guard_found_before(struct turn *r, enum word guard);
bool guard_has_paper(const struct turn *r, const char *kind);
/* Why the record's class is not repaired now, with the first day on which it can be applied for again
 * (JN-46); NULL when it may be. */
const char *guard_blocked_why(const struct turn *r);

/* effect.c */
enum err effect_run(struct turn *r, enum word effect) GX_MUST_CHECK;
/* effect_record.c: what becomes of the record. */
enum err effect_record(struct turn *r, enum word effect, bool *known_r) GX_MUST_CHECK;
/* effect_tell.c: who is told. */
enum err effect_tell(struct turn *r, enum word effect, bool *known_r) GX_MUST_CHECK;

#endif
