/* bed.h: a directory with a few subjects and records, in which notices are made. */
#ifndef TESTS_NOTICES_BED_H
#define TESTS_NOTICES_BED_H

#include "notices/delivery.h"
#include "notices/notice.h"
#include "notices/waiting.h"

#ifndef BED_MORE_TABLES /* of a test */
#define BED_MORE_TABLES
#endif
#define ASKED_MORE_TABLES                                                                          \
    notice_stmts, notice_make_stmts, delivery_stmts, waiting_stmts, waiting_send_stmts,            \
        BED_MORE_TABLES
#include "../disclosure/asked.h"

struct bed {
    struct asked t;
    int64_t record_id; /* of the company */
    struct cause cause;
};

struct bed_new {
    const struct notice_new *in;
    const struct cause *cause;
    int64_t id;
};
static inline enum err bed_make_step(struct ctx *ctx, struct door *d, struct db_session *s,
                                     void *arg) {
    struct bed_new *n = arg;
    return notice_make(ctx, d, s, n->in, n->cause, &n->id);
}
static inline enum err bed_try(struct bed *b, const struct notice_new *in, int64_t *id_r) {
    struct bed_new n = {in, &b->cause, 0};
    enum err e = door_run(&b->t.f.ctx, "test.notice", DB_PEOPLE, bed_make_step, &n);
    *id_r = n.id;
    return e;
}
static inline struct notice *bed_find(struct bed *b, int64_t id) {
    struct notice *n = NULL;
    READING(&b->t.f, s) MUST(&b->t.f, notice_find(&b->t.f.ctx, s, id, &n));
    return n;
}
static inline struct notice *bed_make(struct bed *b, const struct notice_new *in) {
    int64_t id;
    MUST(&b->t.f, bed_try(b, in, &id));
    return bed_find(b, id);
}

/* A unit with a queue. */
static inline int64_t bed_unit(struct bed *b, const char *name) {
    struct fixture *f = &b->t.f;
    static int n;
    struct unit unit = {.jurisdiction = f->policy->place,
                        .name = name,
                        .unit_type = f->policy->unit_types[0].id,
                        .region = f->policy->region,
                        .code = asked_uscc(f->arena, 900 + ++n),
                        .proof = "批准文件"};
    int64_t id;
    const struct actor *before = f->ctx.actor;
    f->ctx.actor = &f->first;
    MUST(f, unit_register(&f->ctx, &unit, &id));
    f->ctx.actor = before;
    return id;
}

/* The subject signs in from now on. */
static inline void bed_account(struct bed *b, int64_t subject_id, const char *login) {
    struct fixture *f = &b->t.f;
    int64_t id;
    const char *password;
    MUST(f, account_create(&f->ctx, login, "测试主体", "subject", subject_id, &id, &password));
    b->t.subject.subject_id = subject_id;
    b->t.subject.user_id = id;
}

static inline void bed_open(struct bed *b, const char *place) {
    memset(b, 0, sizeof *b);
    asked_open(&b->t, place);
    b->record_id =
        asked_record(&b->t, &b->t.company, "penalty_organisation", date_make(2026, 2, 1), "罚款");
    b->cause = (struct cause){.jurisdiction = b->t.f.policy->place,
                              .policy_label = b->t.f.policy->edition,
                              .clause = "default",
                              .case_id = 4711,
                              .day = date_make(2026, 11, 22)};
    b->t.f.ctx.actor = &b->t.operator_;
}
static inline void bed_close(struct bed *b) {
    asked_close(&b->t);
}
static inline struct target bed_record(const struct bed *b) {
    return (struct target){W_TARGET_RECORD, b->t.company.subject_id, b->record_id};
}

#endif
