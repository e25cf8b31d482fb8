#include "disclosure/identity.h"

#include <string.h>

#include "base/id.h"
#include "db/db_fetch.h"
#include "disclosure/evidence.h"
#include "disclosure/whom.h"
#include "ledger/door.h"
#include "registry/account.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/app.h"

enum { INSERT, KINDS };

const struct db_stmt identity_stmts[] = {
    [INSERT] = {.name = "identity.insert",
                .sql = "insert into identity_proof (subject_id, proof_id, kind, originals,"
                       " evidence_id, by_user, by_unit, at)"
                       " values ($1, $2, $3, $4, $5, $6, $7, $8)",
                .in = "iittIiii",
                .out = "",
                .kind = DB_WRITE},
    [KINDS] = {.name = "identity.kinds",
               .sql = "select distinct kind from identity_proof where subject_id = $1",
               .in = "i",
               .out = "t",
               .kind = DB_READ},
    {.name = NULL},
};

static const char *kind_of(enum word subject) {
    return subject_is_person(subject) ? "real_name" : "unit_proof";
}

enum err identity_on_file(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                          bool *real_name_r, bool *unit_proof_r) {
    struct db_call c = {.stmt = &identity_stmts[KINDS], .args = DB_ARGS(db_int(subject_id))};
    *real_name_r = *unit_proof_r = false;
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    for (size_t i = 0; i < c.n; i++) {
        *real_name_r |= !strcmp(db_get_text(c.rows[i], 0), "real_name");
        *unit_proof_r |= !strcmp(db_get_text(c.rows[i], 0), "unit_proof");
    }
    return OK;
}

/* The rule under which such a subject sees its own records; persons and units have one each where the
 * text speaks of both (CZ-77, CZ-79). */
static const char *clause_of(const struct policy *p, const struct policy_value *ways,
                             enum word kind) {
    const struct policy_disclosure_case own = {.mode = W_MODE_SHARED,
                                               .viewer = W_VIEWER_SELF,
                                               .subject = kind,
                                               .nature = W_NATURE_BASIC,
                                               .term = W_TERM_RUNNING,
                                               .state = W_STATE_CURRENT};
    const struct policy_disclosure_rule *rule = policy_disclosure(p, &own);
    return rule && ways->known ? rule->basis.clause : ways->basis.clause;
}

/* What the pack asks for this kind of subject: originals of a person always; a unit's own written
 * proof unless the pack names its ways and that is none of them. */
static enum err check(struct ctx *ctx, enum word kind, const struct identity_check *check) {
    const struct policy *p;
    enum err e = law_require(ctx, ctx->actor->jurisdiction, &p);
    if (e != OK) return e;
    const struct policy_value *v = policy_get(p, PARAM_QUERY_SELF, NULL, clock_today(ctx->clock));
    bool person = subject_is_person(kind);
    const char *field = NULL;
    if (!check->originals || !str_trim(str_of(check->originals)).n) field = "checked_originals";
    bool proof_asked = !v->known || words_have(v->words, W_SELF_PROOF);
    if (!person && !field && proof_asked && !check->evidence_id) field = "proof";
    if (!field) return OK;
    e = fail_clause(ctx, ERR_IDENTITY_PROOF, clause_of(p, v, kind), "%s",
                    person ? "须核验本人身份证件原件并登记"
                           : "须核验经办人身份证件原件，并存入本单位的书面证明");
    ctx->failure.field = field;
    return e;
}

enum err identity_at_window(struct ctx *ctx, enum word kind, const struct identity_check *c,
                            struct query_identified *out) {
    enum err e = check(ctx, kind, c);
    if (e != OK) return e;
    bool person = subject_is_person(kind);
    *out = (struct query_identified){
        .originals = c->originals, .real_name = person, .unit_proof = !person};
    return OK;
}

/* ---- accounts of subjects */

struct opening {
    const struct identity_check *check;
    const struct query_subject *who;
    int64_t subject_id, user_id, proof_id;
};

/* The subject behind the papers; of a person the name must be the known one. */
static enum err find_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    struct opening *o = arg;
    bool other_name;
    enum err e = whom_find_or_make(ctx, door, s, o->who, &o->subject_id, &other_name);
    if (e == OK && other_name && subject_is_person(o->who->kind))
        e = fail_field(ctx, ERR_SUBJECT_NAME, "subject.name", "known",
                       "姓名与该证件号码已登记的姓名不一致，请核对证件原件");
    struct evidence evidence;
    if (e == OK && o->check->evidence_id)
        e = evidence_read(ctx, s, o->check->evidence_id, &evidence);
    if (e == OK)
        e = db_write(ctx, s, &identity_stmts[INSERT],
                     DB_ARGS(db_int(o->subject_id), db_int(o->proof_id),
                             db_text(kind_of(o->who->kind)), db_text(o->check->originals),
                             o->check->evidence_id ? db_int(o->check->evidence_id) : db_null(),
                             db_int(ctx->actor->user_id), db_int(ctx->actor->unit_id),
                             db_int(door_now(door).us)),
                     NULL);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_IDENTITY_CHECKED);
    leaf.object = o->proof_id;
    leaf.subject = o->subject_id;
    leaf.word = kind_of(o->who->kind);
    door_leaf(door, &leaf);
    return OK;
}

enum err identity_open_account(struct ctx *ctx, struct query_subject *who, const char *login,
                               const struct identity_check *c, int64_t *user_r,
                               const char **password_r) {
    enum err e = whom_check(ctx, who);
    if (e == OK) e = check(ctx, who->kind, c);
    if (e != OK) return e;
    struct opening o = {.check = c, .who = who, .proof_id = id_new(clock_now(ctx->clock))};
    e = door_run(ctx, "identity.check", DB_PEOPLE, find_step, &o);
    if (e != OK) return e;
    return account_create(ctx, login, who->name, "subject", o.subject_id, user_r, password_r);
}
