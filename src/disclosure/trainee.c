#include "disclosure/trainee.h"

#include "disclosure/evidence.h"
#include "disclosure/whom.h"
#include "ledger/door.h"

struct entering {
    const struct query_subject *who, *attendee;
    struct training_taken *in;
};

static enum err enter_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct entering *g = arg;
    struct training_taken *in = g->in;
    struct evidence report;
    enum err e = in->report_evidence ? evidence_read(ctx, s, in->report_evidence, &report) : OK;
    if (e == OK) e = whom_find_or_make(ctx, door, s, g->who, &in->subject_id, NULL);
    in->attendee_id = in->subject_id;
    if (e == OK && g->attendee)
        e = whom_find_or_make(ctx, door, s, g->attendee, &in->attendee_id, NULL);
    return e == OK ? training_take(ctx, door, s, in) : e;
}

enum err trainee_enter(struct ctx *ctx, struct query_subject *who, struct query_subject *attendee,
                       struct training_taken *in) {
    struct entering g = {who, attendee, in};
    enum err e = whom_check(ctx, who);
    if (e == OK && attendee) e = whom_check(ctx, attendee);
    if (e != OK) return e;
    if (who->kind == W_SUBJECT_ORGANISATION && !attendee)
        return fail_field(ctx, ERR_INPUT_MISSING, "attendee", "required",
                          "单位参加培训的，须写明到场的法定代表人或者主要负责人");
    if (attendee && attendee->kind != W_SUBJECT_PERSON)
        return fail_field(ctx, ERR_SUBJECT_KIND, "attendee", "person", "到场的须是自然人");
    if (!attendee) in->capacity = TRAINING_OWN;
    return door_run(ctx, "training.take", DB_PEOPLE, enter_step, &g);
}
