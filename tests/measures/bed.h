/* bed.h: asked.h with lists and measures: what most tests of this room make first. */
#ifndef TESTS_MEASURES_BED_H
#define TESTS_MEASURES_BED_H

#include "measures/applied.h"
#include "measures/hold.h"
#include "measures/list_document.h"
#include "measures/list_entry.h"
#include "measures/list_type.h"
#include "measures/listing_notice.h"
#include "measures/measure.h"
#include "measures/standing.h"

#include "measures/feedback.h"
#include "measures/sweep.h"
#include "notices/delivery.h"
#include "notices/notice.h"
#include "notices/waiting.h"

#define ASKED_MORE_TABLES                                                                          \
    list_document_stmts, listing_notice_stmts, listing_notice_read_stmts, list_entry_stmts,        \
        list_entry_read_stmts, list_mark_stmts, list_linked_stmts, measure_stmts, applied_stmts,   \
        applied_read_stmts, hold_stmts, feedback_stmts, sweep_stmts, notice_stmts,                 \
        notice_make_stmts, delivery_stmts, waiting_stmts,

#include "../disclosure/asked.h"

static inline struct cause bed_cause(struct asked *t, int64_t case_id, const char *clause) {
    return (struct cause){.case_id = case_id,
                          .jurisdiction = t->f.policy->place,
                          .policy_label = t->f.policy->edition,
                          .clause = clause,
                          .reason = "测试",
                          .day = clock_today(t->f.ctx.clock)};
}

struct bed_hold {
    struct target target;
    enum word kind;
    struct cause cause;
    bool end;
};
static inline enum err bed_hold_step(struct ctx *ctx, struct door *d, struct db_session *s,
                                     void *arg) {
    struct bed_hold *h = arg;
    enum err e = OK;
    for (int i = 0; e == OK && i < 2; i++) /* the same again is the same */
        e = h->end ? hold_end_case(ctx, d, s, h->target.subject_id, &h->cause)
                   : hold_set(ctx, d, s, &h->target, h->kind, &h->cause);
    return e;
}
static inline void bed_hold(struct asked *t, const struct target *target, enum word kind,
                            int64_t case_id) {
    struct bed_hold h = {*target, kind, bed_cause(t, case_id, "HH-60"), false};
    MUST(&t->f, door_run(&t->f.ctx, "test.hold", DB_PEOPLE, bed_hold_step, &h));
}
static inline void bed_release(struct asked *t, const struct target *target, int64_t case_id) {
    struct bed_hold h = {*target, W_NONE, bed_cause(t, case_id, "HH-60"), true};
    MUST(&t->f, door_run(&t->f.ctx, "test.hold", DB_PEOPLE, bed_hold_step, &h));
}

#endif
