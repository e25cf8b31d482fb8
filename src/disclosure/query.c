#include "disclosure/query.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "base/log.h"
#include "disclosure/asking.h"
#include "disclosure/authorisation.h"
#include "disclosure/consent.h"
#include "disclosure/mask.h"
#include "disclosure/query_read.h"
#include "law/idno.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/subject.h"

/* ---- whom */

static const char *usual_document(enum word kind) {
    return idno_kind_name(subject_is_person(kind) ? IDNO_RESIDENT : IDNO_USCC);
}

enum err query_subject_check(struct ctx *ctx, struct query_subject *s) {
    enum idno_kind kind;
    if (s->kind != W_SUBJECT_PERSON && s->kind != W_SUBJECT_ORGANISATION &&
        s->kind != W_SUBJECT_INDIVIDUAL)
        return fail_field(ctx, ERR_SUBJECT_KIND, "subject.kind", "one_of", NULL);
    if (!s->document || !*s->document) s->document = usual_document(s->kind);
    if (!idno_kind_parse(str_of(s->document), &kind))
        return fail_field(ctx, ERR_SUBJECT_KIND, "subject.document", "one_of", NULL);
    bool of_organisation = kind == IDNO_USCC || kind == IDNO_ORG_CODE;
    if (of_organisation == subject_is_person(s->kind))
        return fail_field(ctx, ERR_SUBJECT_KIND, "subject.document", "kind", NULL);
    struct idno id = idno_check(kind, str_of(s->number), clock_today(ctx->clock));
    if (id.fault == IDNO_OK && kind == IDNO_RESIDENT15) {
        id = idno_resident15_to_18(&id);
        s->document = idno_kind_name(IDNO_RESIDENT);
    }
    if (id.fault != IDNO_OK)
        return fail_field(ctx, idno_fault_err(id.fault), "subject.number",
                          idno_fault_name(id.fault), NULL);
    s->number = arena_strdup(ctx->arena, id.text);
    return OK;
}

/* ---- one subject of a list */

struct turn {
    struct query_subject who;
    struct query_answer *answer;
    struct authorisation *authorisation;
    struct grant grant;
    bool granted;
    struct reading reading;
    struct look look;
    bool done;
};

static void refuse(struct ctx *ctx, struct turn *t, enum err code) {
    t->answer->refused = code;
    t->answer->failure = ctx->failure;
    t->reading.n = 0;
}

/* Refusals of this subject; everything else stops the whole. */
static bool is_refusal(enum err e) {
    return e != OK && err_http(e) < 500;
}

static enum err check_grant(struct ctx *ctx, struct db_session *s, const struct asking *a,
                            struct turn *t) {
    struct subject *subject;
    enum err e = query_resolve(ctx, s, &t->who, &subject);
    if (e == OK && subject)
        e = authorisation_get(ctx, s, subject->id, t->who.authorisation_id, &t->authorisation);
    if (e != OK) return e;
    e = authorisation_grant(ctx, a->policy, t->authorisation, ctx->actor->unit_id, a->purpose.text,
                            t->who.kind, a->today, &t->grant);
    t->granted = e == OK;
    return e;
}

/* The use of a limited authorisation is a fact before anything is read under it. */
static enum err use_grant(struct ctx *ctx, const struct asking *a, struct turn *t) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = check_grant(ctx, s, a, t);
    db_read_end(ctx, &s);
    if (e != OK || !t->authorisation->uses) return e;
    const char *key =
        a->q->key ? a->q->key
                  : arena_printf(ctx->arena, "%lld", (long long)id_new(clock_now(ctx->clock)));
    e = authorisation_use(ctx, t->authorisation, key);
    if (e != OK) t->granted = false;
    return e;
}

/* Handing on what is not open needs the subject's own consent to that (AS-72). */
static enum err check_onward(struct ctx *ctx, struct db_session *s, const struct asking *a,
                             const struct turn *t) {
    const struct query *q = a->q;
    if (!q->recipient || !t->reading.n || q->self) return OK;
    if (decide_same_purpose(q->recipient, ctx->actor->unit_name)) return OK;
    bool closed = false, allowed;
    for (size_t i = 0; i < t->reading.n; i++)
        closed |= t->reading.shown[i].record->facts.mode != W_MODE_OPEN;
    const struct policy_value *v =
        policy_get(a->policy, PARAM_QUERY_ONWARD_CONSENT, NULL, a->today);
    if (!closed || (v->known && !v->flag)) return OK;
    enum err e = consent_allows_onward(ctx, s, t->reading.subject->id, ctx->actor->unit_id,
                                       q->recipient, &allowed);
    if (e != OK || allowed) return e;
    return fail_clause(ctx, ERR_ONWARD_CONSENT, v->known ? v->basis.clause : "default", NULL);
}

static void look_of_turn(struct ctx *ctx, const struct asking *a, struct turn *t) {
    struct look *l = &t->look;
    *l = asking_look(a);
    l->asked = word_text(t->who.kind);
    l->subject_id = t->reading.subject ? t->reading.subject->id : 0;
    l->authorisation_id = t->granted ? t->who.authorisation_id : 0;
    if (!l->subject_id && t->who.number) {
        char key[LOG_PERSON_TEXT];
        log_person(&ctx->app->keys.log, str_of(t->who.number), key);
        l->key = arena_strdup(ctx->arena, key);
    }
    int64_t *records = ARENA_ARRAY(ctx->arena, t->reading.n + 1, int64_t);
    for (size_t i = 0; i < t->reading.n; i++)
        records[i] = t->reading.shown[i].record->id;
    l->records = records;
    l->n_records = t->reading.n;
    l->outcome = a->q->recipient ? LOOK_EXPORTED : LOOK_ANSWERED;
    if (t->answer->refused != OK) {
        l->outcome = LOOK_REFUSED;
        l->code = err_code(t->answer->refused);
        l->view = "none";
    }
}

static void answer_of_turn(struct ctx *ctx, const struct asking *a, struct turn *t) {
    struct query_answer *out = t->answer;
    const struct subject *subject = t->reading.subject;
    bool person = subject_is_person(t->who.kind);
    out->look_id = t->look.look_id;
    out->at = t->look.at;
    out->view = a->q->clear ? "clear" : "masked";
    out->purpose = a->purpose.text;
    out->kind = t->who.kind;
    out->document = t->who.document;
    out->number = t->who.number;
    if (!out->number && subject && !person) out->number = subject->number;
    if (person && out->number && !a->q->clear)
        out->number = mask_number(ctx->arena, str_of(out->number), MASK_STAFF);
    out->records = t->reading.shown;
    out->n_records = t->reading.n;
    out->tells = a->viewer.kind == W_VIEWER_OPERATOR || a->viewer.kind == W_VIEWER_SELF;
    out->known = subject != NULL;
    if (a->viewer.kind == W_VIEWER_SELF) {
        const struct policy_value *v = policy_get(a->policy, PARAM_QUERY_SELF, NULL, a->today);
        out->free = !v->known || words_have(v->words, W_SELF_FREE);
    }
    out->subject_id = subject ? subject->id : 0;
    bool named = t->reading.n || (out->tells && subject);
    if (named && !person) out->name = subject->name;
}

static enum err take_turn(struct ctx *ctx, struct db_session *s, const struct asking *a,
                          struct turn *t) {
    enum err e = t->who.authorisation_id ? check_grant(ctx, s, a, t) : OK;
    if (e == OK) e = query_read(ctx, s, a, &t->who, t->granted ? &t->grant : NULL, &t->reading);
    if (e == OK) e = check_onward(ctx, s, a, t);
    if (!is_refusal(e)) return e;
    refuse(ctx, t, e);
    return OK;
}

/* ---- all turns together: one look transaction for the list */

#define ROUNDS 5

static enum err read_turns(struct ctx *ctx, const struct asking *a, struct turn *turns, size_t n) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    for (size_t i = 0; e == OK && i < n; i++)
        if (!turns[i].done && turns[i].answer->refused == OK) e = take_turn(ctx, s, a, &turns[i]);
    db_read_end(ctx, &s);
    return e;
}

static enum err write_looks(struct ctx *ctx, const struct asking *a, struct turn *turns, size_t n) {
    struct look *looks = ARENA_ARRAY(ctx->arena, n, struct look);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (turns[i].done) continue;
        look_of_turn(ctx, a, &turns[i]);
        looks[count++] = turns[i].look;
    }
    enum err e = look_write(ctx, looks, count);
    count = 0;
    for (size_t i = 0; e == OK && i < n; i++)
        if (!turns[i].done) turns[i].look = looks[count++];
    return e;
}

/* Done is whose revision stands where it was read. */
static enum err settle(struct ctx *ctx, const struct asking *a, struct turn *turns, size_t n,
                       size_t *left_r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    *left_r = 0;
    for (size_t i = 0; e == OK && i < n; i++) {
        struct turn *t = &turns[i];
        if (t->done) continue;
        int64_t now = 0;
        e = subject_revision(ctx, s, t->reading.subject ? t->reading.subject->id : 0, &now);
        bool moved = now != t->reading.revision;
        if (e == OK && t->granted) { /* it may have been revoked before the records were read */
            e = check_grant(ctx, s, a, t);
            if (is_refusal(e)) moved = true, e = OK;
        }
        t->done = !moved;
        if (t->done) continue;
        (*left_r)++;
        t->answer->refused = OK;
    }
    db_read_end(ctx, &s);
    return e;
}

static enum err run(struct ctx *ctx, const struct asking *a, struct turn *turns, size_t n) {
    size_t left = n;
    for (size_t i = 0; i < n; i++) {
        if (!turns[i].who.authorisation_id || turns[i].answer->refused != OK) continue;
        enum err e = use_grant(ctx, a, &turns[i]);
        if (is_refusal(e))
            refuse(ctx, &turns[i], e);
        else if (e != OK)
            return e;
    }
    for (int round = 0; left && round < ROUNDS; round++) {
        enum err e = read_turns(ctx, a, turns, n);
        if (e == OK) e = write_looks(ctx, a, turns, n);
        if (e == OK) e = settle(ctx, a, turns, n, &left);
        if (e != OK) return e;
    }
    if (left) return fail(ctx, ERR_BUSY, NULL);
    for (size_t i = 0; i < n; i++)
        answer_of_turn(ctx, a, &turns[i]);
    return OK;
}

static void begin_turn(struct ctx *ctx, const struct query_subject *who, struct turn *t,
                       struct query_answer *answer) {
    *answer = (struct query_answer){.kind = who->kind};
    *t = (struct turn){.who = *who, .answer = answer};
    if (who->subject_id) return;
    enum err e = query_subject_check(ctx, &t->who);
    if (e == OK) return;
    refuse(ctx, t, e);
    t->who.number = NULL;
}

enum err query_list(struct ctx *ctx, const struct query *q, const struct query_subject *subjects,
                    size_t n, struct query_answer *answers_r) {
    struct asking a;
    enum err e = asking_check(ctx, q, &a);
    if (e != OK) return asking_refused(ctx, &a, e);
    if (!n || n > QUERY_LIST_MAX)
        return asking_refused(ctx, &a,
                              fail_field(ctx, ERR_INPUT_LENGTH, "subjects", "max:500", NULL));
    struct turn *turns = ARENA_ARRAY(ctx->arena, n, struct turn);
    for (size_t i = 0; i < n; i++)
        begin_turn(ctx, &subjects[i], &turns[i], &answers_r[i]);
    return run(ctx, &a, turns, n);
}

enum err query_one(struct ctx *ctx, const struct query *q, struct query_answer *answer_r) {
    enum err e = query_list(ctx, q, &q->subject, 1, answer_r);
    if (e != OK || answer_r->refused == OK) return e;
    ctx->failure = answer_r->failure;
    return answer_r->refused;
}
