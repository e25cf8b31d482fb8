#include <string.h>

#include "base/bug.h"
#include "base/json.h"
#include "base/str.h"
#include "db/db_fetch.h"
#include "publication/propose.h"
#include "publication/publication_row.h"
#include "registry/actor.h"
#include "registry/outbox.h"

enum { REVIEW, APPROVE, SHOW_OWN, ORDER };

const struct db_stmt publication_approve_stmts[] = {
    [REVIEW] = {.name = "publication.review",
                .sql = "update publication set state = $4, review = $5, opinion = $6,"
                       " reviewed_by = $7, reviewed_unit = $8, reviewed_at = $9,"
                       " version = version + 1 where subject_id = $1 and publication_id = $2"
                       " and version = $3",
                .in = "iiitttiii",
                .out = "",
                .kind = DB_WRITE},
    [APPROVE] = {.name = "publication.approve",
                 .sql = "update publication set state = 'running', approved_by = $4,"
                        " approved_unit = $5, approved_at = $6, first_day = $7,"
                        " version = version + 1 where subject_id = $1 and publication_id = $2"
                        " and version = $3",
                 .in = "iiiiiit",
                 .out = "",
                 .kind = DB_WRITE},
    [SHOW_OWN] = {.name = "publication.show_own",
                  .sql = "update publication_channel set state = 'published', published_day = $3,"
                         " published_by = $4, published_unit = $5 where subject_id = $1"
                         " and publication_id = $2 and own = 1 and state = 'waiting'",
                  .in = "iitii",
                  .out = "",
                  .kind = DB_WRITE},
    [ORDER] = {.name = "publication.order",
               .sql = "update publication_channel set state = 'ordered', ordered_day = $3"
                      " where subject_id = $1 and publication_id = $2 and own = 0"
                      " and state = 'waiting'",
               .in = "iit",
               .out = "",
               .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&publication_approve_stmts[name])

struct acting {
    int64_t publication_id, version;
    bool passed;
    const char *opinion;
};

static enum err changed_once(struct ctx *ctx, enum err e, int64_t changed) {
    return e == OK && changed != 1 ? fail(ctx, ERR_CONFLICT, NULL) : e;
}

static enum err load(struct ctx *ctx, struct db_session *s, const struct acting *in,
                     struct publication **p_r) {
    enum err e = publication_load(ctx, s, in->publication_id, in->version, p_r);
    if (e == OK) e = publication_reachable(ctx, (*p_r)->jurisdiction, (*p_r)->provider_id);
    return e;
}

/* ---- the confidentiality review */

static enum err review_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct acting *in = arg;
    const struct actor *a = ctx->actor;
    struct publication *p;
    struct opening o;
    int64_t changed = 0;
    enum err e = load(ctx, s, in, &p);
    if (e == OK && p->state != PUBLICATION_PROPOSED) e = fail(ctx, ERR_PUBLICATION_STATE, NULL);
    if (e == OK) e = opening_read(ctx, s, p->subject_id, p->record_id, &o);
    if (e != OK) return e;
    const struct policy_value *v =
        policy_get(o.policy, PARAM_DISCLOSE_REVIEW, NULL, clock_today(ctx->clock));
    const char *clause = v->known ? v->basis.clause : "default";
    if (p->proposed.user == a->user_id) return fail_clause(ctx, ERR_SECOND_PERSON, clause, NULL);
    e = db_write(ctx, s, STMT(REVIEW),
                 DB_ARGS(db_int(p->subject_id), db_int(p->publication_id), db_int(p->version),
                         db_text(publication_state_word(in->passed ? PUBLICATION_REVIEWED
                                                                   : PUBLICATION_REFUSED)),
                         db_text(in->passed ? "passed" : "refused"), db_text(in->opinion),
                         db_int(a->user_id), db_int(a->unit_id), db_int(door_now(d).us)),
                 &changed);
    if ((e = changed_once(ctx, e, changed)) != OK) return e;
    struct leaf leaf = publication_leaf(ctx, EV_PUBLICATION_REVIEWED, p);
    leaf.version = p->version + 1;
    leaf.second = p->proposed.user;
    leaf.word = in->passed ? "passed" : "refused";
    leaf.basis = &clause;
    leaf.n_basis = 1;
    door_leaf(d, &leaf);
    return OK;
}

enum err publication_review(struct ctx *ctx, int64_t publication_id, int64_t version, bool passed,
                            const char *opinion) {
    struct acting in = {publication_id, version, passed, opinion};
    if (!opinion || !str_trim(str_of(opinion)).n)
        return fail_field(ctx, ERR_REASON_MISSING, "opinion", "required", NULL);
    return door_run(ctx, "publication.review", DB_PEOPLE, review_step, &in);
}

/* ---- approval */

static enum err check_approval(struct ctx *ctx, const struct publication *p,
                               const struct opening *o) {
    const struct policy_value *v =
        policy_get(o->policy, PARAM_DISCLOSE_REVIEW, NULL, clock_today(ctx->clock));
    bool asked = p->needs_review || (v->known && v->flag);
    if (p->state != PUBLICATION_PROPOSED && p->state != PUBLICATION_REVIEWED)
        return fail(ctx, ERR_PUBLICATION_STATE, NULL);
    if (asked && p->state != PUBLICATION_REVIEWED)
        return fail_clause(ctx, ERR_PUBLICATION_REVIEW, v->known ? v->basis.clause : "default",
                           NULL);
    if (p->record_version != o->record->current_version)
        return fail(ctx, ERR_PUBLICATION_STATE, "信息在提出公示后已变更，请重新提出");
    return opening_require(ctx, o);
}

static enum err tell_order(struct ctx *ctx, struct door *d, struct db_session *s,
                           const struct publication *p, const struct publication_place *c) {
    struct buf b;
    struct json_writer w;
    buf_init(&b, 512);
    jw_init(&w, &b, true);
    jw_object(&w);
    jw_ktext(&w, "channel", word_text(c->channel));
    jw_kid(&w, "publication", p->publication_id);
    jw_object_end(&w);
    struct str body = buf_finish(&b);
    BUG_IF(!body.p);
    struct outbox_entry entry = {.jurisdiction = p->jurisdiction,
                                 .topic = "publication.ordered",
                                 .subject_id = p->subject_id,
                                 .object_id = p->record_id,
                                 .unit_id = c->unit_id,
                                 .body = {arena_str(ctx->arena, body), body.n},
                                 .due = door_now(d)};
    buf_free(&b);
    return outbox_add(ctx, d, s, &entry);
}

static enum err go_out(struct ctx *ctx, struct door *d, struct db_session *s,
                       const struct publication *p) {
    const struct actor *a = ctx->actor;
    struct db_value subject = db_int(p->subject_id), id = db_int(p->publication_id),
                    today = db_date(ctx->arena, clock_today(ctx->clock));
    enum err e =
        db_write(ctx, s, STMT(SHOW_OWN),
                 DB_ARGS(subject, id, today, db_int(a->user_id), db_int(a->unit_id)), NULL);
    if (e == OK) e = db_write(ctx, s, STMT(ORDER), DB_ARGS(subject, id, today), NULL);
    for (size_t i = 0; e == OK && i < p->n_places; i++) {
        const struct publication_place *c = &p->places[i];
        if (!c->own) {
            e = tell_order(ctx, d, s, p, c);
            continue;
        }
        struct leaf leaf = publication_leaf(ctx, EV_PUBLICATION_ENTERED, p);
        leaf.word = word_text(c->channel);
        leaf.day = clock_today(ctx->clock);
        door_leaf(d, &leaf);
    }
    return e == OK ? public_add(ctx, s, p->subject_id, p->publication_id) : e;
}

static enum err approve_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct acting *in = arg;
    const struct actor *a = ctx->actor;
    struct publication *p;
    struct opening o;
    int64_t changed = 0;
    enum err e = load(ctx, s, in, &p);
    if (e == OK) e = opening_read(ctx, s, p->subject_id, p->record_id, &o);
    if (e == OK) e = check_approval(ctx, p, &o);
    if (e != OK) return e;
    e = db_write(ctx, s, STMT(APPROVE),
                 DB_ARGS(db_int(p->subject_id), db_int(p->publication_id), db_int(p->version),
                         db_int(a->user_id), db_int(a->unit_id), db_int(door_now(d).us),
                         db_date(ctx->arena, clock_today(ctx->clock))),
                 &changed);
    e = changed_once(ctx, e, changed);
    if (e == OK) e = go_out(ctx, d, s, p);
    if (e != OK) return e;
    struct leaf leaf = publication_leaf(ctx, EV_PUBLICATION_APPROVED, p);
    leaf.version = p->version + 1;
    leaf.second = p->reviewed.user ? p->reviewed.user : 0;
    leaf.basis = &p->clause;
    leaf.n_basis = 1;
    door_leaf(d, &leaf);
    return subject_raise(ctx, d, s, p->subject_id);
}

enum err publication_approve(struct ctx *ctx, int64_t publication_id, int64_t version) {
    struct acting in = {.publication_id = publication_id, .version = version};
    return door_run(ctx, "publication.approve", DB_PEOPLE, approve_step, &in);
}

/* ---- before its day */

static enum err close_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct acting *in = arg;
    struct publication *p;
    enum err e = load(ctx, s, in, &p);
    if (e == OK && (p->state == PUBLICATION_ENDED || p->state == PUBLICATION_REFUSED))
        e = fail(ctx, ERR_PUBLICATION_STATE, NULL);
    if (e != OK) return e;
    const struct cause cause = {.jurisdiction = p->jurisdiction,
                                .policy_label = p->policy_label,
                                .clause = "default",
                                .reason = in->opinion,
                                .day = clock_today(ctx->clock)};
    return publication_end(ctx, d, s, p, ENDING_CLOSED, &cause);
}

enum err publication_close(struct ctx *ctx, int64_t publication_id, int64_t version,
                           const char *reason) {
    struct acting in = {publication_id, version, false, reason};
    if (!reason || !str_trim(str_of(reason)).n)
        return fail_field(ctx, ERR_REASON_MISSING, "reason", "required", NULL);
    return door_run(ctx, "publication.close", DB_PEOPLE, close_step, &in);
}
