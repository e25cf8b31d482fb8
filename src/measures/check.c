#include "measures/check.h"

#include "base/id.h"
#include "base/log.h"
#include "disclosure/asking.h"
#include "disclosure/authorisation.h"
#include "disclosure/look.h"
#include "disclosure/mask.h"
#include "disclosure/query_read.h"
#include "law/law.h"
#include "measures/say.h"
#include "measures/weigh.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/subject.h"

struct checking {
    const struct asking *a;
    struct query_subject who;
    struct authorisation *authorisation;
    struct grant grant;
    bool granted;
    struct reading reading;
    bool own_only; /* entitled to nothing of it but what its own unit carries out */
    struct check_answer *out;
};

static bool is_refusal(enum err e) {
    return e != OK && err_http(e) < 500;
}

/* ---- the subject's authorisation, where the asker names one */

static enum err check_grant(struct ctx *ctx, struct db_session *s, struct checking *c) {
    struct subject *subject;
    c->granted = false;
    if (!c->who.authorisation_id) return OK;
    enum err e = query_resolve(ctx, s, &c->who, &subject);
    c->authorisation = NULL;
    if (!e && subject)
        e = authorisation_get(ctx, s, subject->id, c->who.authorisation_id, &c->authorisation);
    if (e) return e;
    e = authorisation_grant(ctx, c->a->policy, c->authorisation, ctx->actor->unit_id,
                            c->a->purpose.text, c->who.kind, c->a->today, &c->grant);
    c->granted = e == OK;
    return e;
}

static enum err use_grant(struct ctx *ctx, struct checking *c) {
    struct db_session *s;
    if (!c->who.authorisation_id) return OK;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = check_grant(ctx, s, c);
    db_read_end(ctx, &s);
    if (e || !c->authorisation->uses) return e;
    const char *key =
        c->a->q->key ? c->a->q->key
                     : arena_printf(ctx->arena, "%lld", (long long)id_new(clock_now(ctx->clock)));
    return authorisation_use(ctx, c->authorisation, key);
}

/* ---- what may be told, and how it stands */

/* Entries follow the duties of organs; other units need an authorisation, a law or an agreement. */
static bool entry_told(const struct checking *c) {
    enum basis_kind basis = c->a->purpose.basis;
    if (c->a->viewer.kind != W_VIEWER_UNIT) return true;
    return c->granted || basis == BASIS_LAW || basis == BASIS_AGREEMENT;
}

static enum err is_told(struct ctx *ctx, struct db_session *s, const struct checking *c,
                        const struct measure_case *m, bool *told_r) {
    enum word viewer = c->a->viewer.kind;
    *told_r = viewer == W_VIEWER_SELF || viewer == W_VIEWER_OPERATOR ||
              say_own_unit(ctx, m->applied->unit_id);
    if (*told_r || c->own_only) return OK;
    if (m->applied->target.kind == W_TARGET_LIST_ENTRY) {
        *told_r = entry_told(c);
        return OK;
    }
    if (!m->record) return OK;
    return query_item_given(ctx, s, c->a, c->granted ? &c->grant : NULL, c->reading.subject,
                            m->record, told_r);
}

static enum err weigh_one(struct ctx *ctx, struct db_session *s, struct checking *c,
                          const struct applied *a) {
    struct measure_case m;
    bool told = false;
    const struct policy *p = law_policy(ctx->law, a->jurisdiction, c->a->today);
    if (!p) return OK;
    enum err e = weigh(ctx, s, p, a, c->a->today, &m);
    if (!e) e = is_told(ctx, s, c, &m, &told);
    if (e || !told) return e;
    if (m.measure && !measure_in_scene(m.measure, c->a->scene)) return OK;
    struct check_answer *out = c->out;
    struct checked row = {.applied = a,
                          .measure = m.measure,
                          .standing = measure_standing(&m),
                          .item = m.record ? m.record->facts.item : NULL,
                          .list_type = m.entry ? m.entry->list_type : NULL,
                          .linked = a->link_id != 0};
    out->rows[out->n++] = row;
    if (row.standing.is != MEASURE_APPLIES) return OK;
    for (size_t i = out->n - 1; i > out->n_applying; i--)
        out->rows[i] = out->rows[i - 1];
    out->rows[out->n_applying++] = row;
    return OK;
}

static enum err read_all(struct ctx *ctx, struct checking *c) {
    struct db_session *s;
    struct applied *list = NULL;
    size_t n = 0;
    c->out->n = c->out->n_applying = 0;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = check_grant(ctx, s, c);
    if (!e) e = query_read(ctx, s, c->a, &c->who, c->granted ? &c->grant : NULL, &c->reading);
    struct failure refused = ctx->failure;
    c->own_only = e == ERR_QUERY_NOT_ENTITLED;
    if (c->own_only) e = OK;
    if (!e && c->reading.subject) e = applied_list(ctx, s, c->reading.subject->id, &list, &n);
    c->out->rows = ARENA_ARRAY(ctx->arena, n + 1, struct checked);
    for (size_t i = 0; !e && i < n; i++)
        e = weigh_one(ctx, s, c, &list[i]);
    db_read_end(ctx, &s);
    if (e || !c->own_only || c->out->n) return e;
    ctx->failure = refused;
    return ERR_QUERY_NOT_ENTITLED;
}

/* ---- the look */

static void look_of(struct ctx *ctx, const struct checking *c, enum err refused, struct look *l) {
    *l = asking_look(c->a);
    l->asked = word_text(c->who.kind);
    l->subject_id = c->reading.subject ? c->reading.subject->id : 0;
    l->authorisation_id = c->granted ? c->who.authorisation_id : 0;
    if (!l->subject_id && c->who.number) {
        char key[LOG_PERSON_TEXT];
        log_person(&ctx->app->keys.log, str_of(c->who.number), key);
        l->key = arena_strdup(ctx->arena, key);
    }
    int64_t *records = ARENA_ARRAY(ctx->arena, c->out->n + 1, int64_t);
    for (size_t i = 0; i < c->out->n; i++)
        if (c->out->rows[i].item) records[l->n_records++] = c->out->rows[i].applied->target.id;
    l->records = records;
    l->outcome = refused ? LOOK_REFUSED : LOOK_ANSWERED;
    if (refused) l->code = err_code(refused);
    if (refused) l->view = "none";
}

/* The refusal of this subject is a look too; the failure stays what it was. */
static enum err refuse(struct ctx *ctx, struct checking *c, enum err code) {
    struct failure kept = ctx->failure;
    struct look look;
    c->out->n = 0;
    look_of(ctx, c, code, &look);
    enum err e = look_write(ctx, &look, 1);
    if (e) return e;
    ctx->failure = kept;
    return code;
}

static enum err settled(struct ctx *ctx, struct checking *c, bool *settled_r) {
    struct db_session *s;
    int64_t now = 0;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = subject_revision(ctx, s, c->reading.subject ? c->reading.subject->id : 0, &now);
    if (!e && c->granted) { /* it may have been revoked meanwhile */
        e = check_grant(ctx, s, c);
        if (is_refusal(e)) now = -1, e = OK;
    }
    db_read_end(ctx, &s);
    *settled_r = now == c->reading.revision;
    return e;
}

#define ROUNDS 5

static enum err run(struct ctx *ctx, struct checking *c) {
    bool done = false;
    enum err e = use_grant(ctx, c);
    if (is_refusal(e)) return refuse(ctx, c, e);
    for (int round = 0; !e && !done && round < ROUNDS; round++) {
        struct look look;
        e = read_all(ctx, c);
        if (is_refusal(e)) return refuse(ctx, c, e);
        if (e) return e;
        look_of(ctx, c, OK, &look);
        e = look_write(ctx, &look, 1);
        if (!e) e = settled(ctx, c, &done);
        c->out->look_id = look.look_id;
        c->out->at = look.at;
    }
    if (e) return e;
    return done ? OK : fail(ctx, ERR_BUSY, NULL);
}

static void name_subject(struct ctx *ctx, const struct checking *c) {
    struct check_answer *out = c->out;
    bool person = subject_is_person(c->who.kind);
    out->kind = c->who.kind;
    out->document = c->who.document;
    out->number = c->who.number;
    if (person && out->number)
        out->number = mask_number(ctx->arena, str_of(out->number), MASK_STAFF);
    out->subject_id = c->reading.subject ? c->reading.subject->id : 0;
    out->purpose = c->a->purpose.text;
    out->scene = c->a->scene;
}

enum err measure_check(struct ctx *ctx, const struct query *q, struct check_answer *out) {
    struct asking a;
    *out = (struct check_answer){0};
    enum err e = asking_check(ctx, q, &a);
    if (e) return asking_refused(ctx, &a, e);
    struct checking c = {.a = &a, .who = q->subject, .out = out};
    if (!q->subject.subject_id) e = query_subject_check(ctx, &c.who);
    if (e) {
        c.who.number = NULL;
        return refuse(ctx, &c, e);
    }
    e = run(ctx, &c);
    if (!e) name_subject(ctx, &c);
    return e;
}
