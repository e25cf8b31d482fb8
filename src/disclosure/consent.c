#include "disclosure/consent.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "base/json.h"
#include "db/db_fetch.h"
#include "disclosure/decide.h"
#include "disclosure/evidence.h"
#include "disclosure/whom.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/outbox.h"
#include "registry/record.h"
#include "registry/subject.h"

static const char *const kind_words[] = {"collection", "publication", "onward"};
static const char *const state_words[] = {"given", "refused", "withdrawn"};

const char *consent_kind_word(enum consent_kind k) {
    BUG_IF((size_t)k >= GX_COUNT(kind_words));
    return kind_words[k];
}

bool consent_kind_parse(const char *word, enum consent_kind *k_r) {
    for (size_t i = 0; i < GX_COUNT(kind_words); i++)
        if (!strcmp(kind_words[i], word)) {
            *k_r = (enum consent_kind)i;
            return true;
        }
    return false;
}

const char *consent_state_word(enum consent_state s) {
    BUG_IF((size_t)s >= GX_COUNT(state_words));
    return state_words[s];
}

enum { INSERT, LIST, WITHDRAW, ON_FILE, ONWARD, PUBLISHED, FIND };

#define COLUMNS                                                                                    \
    "c.subject_id, c.consent_id, c.kind, c.unit_id, u.name, c.jurisdiction, c.item, c.data_class," \
    " c.onward_to, c.notice_evidence, c.written_evidence, c.state, c.by_user, c.by_unit, c.at,"    \
    " c.withdrawn_at, c.reason, c.version"
#define SIGNATURE "iitiTttttIItiiiITi"

const struct db_stmt consent_stmts[] = {
    [INSERT] = {.name = "consent.insert",
                .sql = "insert into consent (subject_id, consent_id, kind, unit_id, jurisdiction,"
                       " item, data_class, onward_to, notice_evidence, written_evidence, state,"
                       " by_user, by_unit, at, version) values ($1, $2, $3, $4, $5, $6, $7, $8,"
                       " $9, $10, $11, $12, $13, $14, 1)",
                .in = "iititt"
                      "ttIItiii",
                .out = "",
                .kind = DB_WRITE},
    [LIST] = {.name = "consent.list",
              .sql = "select " COLUMNS " from consent c left join unit u on u.unit_id = c.unit_id"
                     " where c.subject_id = $1 order by c.consent_id desc",
              .in = "i",
              .out = SIGNATURE,
              .kind = DB_READ},
    [WITHDRAW] = {.name = "consent.withdraw",
                  .sql = "update consent set state = 'withdrawn', withdrawn_at = $3, reason = $4,"
                         " version = version + 1 where subject_id = $1 and consent_id = $2"
                         " and state = 'given'",
                  .in = "iiit",
                  .out = "",
                  .kind = DB_WRITE},
    [ON_FILE] = {.name = "consent.on_file",
                 .sql = "select consent_id, notice_evidence, written_evidence from consent"
                        " where subject_id = $1 and unit_id = $2 and kind = 'collection'"
                        " and state = 'given' and item = $3 and data_class = $4"
                        " order by consent_id desc limit 1",
                 .in = "iitt",
                 .out = "iII",
                 .kind = DB_READ},
    [ONWARD] = {.name = "consent.onward",
                .sql = "select onward_to from consent where subject_id = $1 and unit_id = $2"
                       " and kind = 'onward' and state = 'given'",
                .in = "ii",
                .out = "t",
                .kind = DB_READ},
    [PUBLISHED] = {.name = "consent.published",
                   .sql = "select item from consent where subject_id = $1"
                          " and kind = 'publication' and state = 'given'",
                   .in = "i",
                   .out = "t",
                   .kind = DB_READ},
    [FIND] = {.name = "consent.find",
              .sql = "select subject_id from consent where consent_id = $1",
              .in = "i",
              .out = "i",
              .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&consent_stmts[name])

/* ---- registering */

static bool filled(const char *s) {
    return s && str_trim(str_of(s)).n > 0;
}

static enum err check_content(struct ctx *ctx, const struct consent *in) {
    const struct actor *a = ctx->actor;
    bool own = a->role == ROLE_SUBJECT ? a->subject_id == in->subject_id
                                       : a->role == ROLE_WINDOW || a->unit_id == in->unit_id;
    if (!own) return fail(ctx, ERR_FORBIDDEN, "只能为本单位或者本人登记同意");
    switch (in->kind) {
    case CONSENT_COLLECTION:
        if (!filled(in->item))
            return fail_field(ctx, ERR_CONSENT_CONTENT, "item", "required", "请写明目录事项");
        if (!filled(in->data_class))
            return fail_field(ctx, ERR_CONSENT_CONTENT, "class", "required", "请写明信息类别");
        return OK;
    case CONSENT_PUBLICATION:
        if (filled(in->item)) return OK;
        return fail_field(ctx, ERR_CONSENT_CONTENT, "item", "required", "请写明目录事项");
    case CONSENT_ONWARD:
        if (filled(in->onward_to)) return OK;
        return fail_field(ctx, ERR_CONSENT_CONTENT, "onward_to", "required", "请写明接收方");
    }
    BUG("kind");
}

static const struct policy_prohibition *class_of(const struct policy *p, const char *id) {
    for (size_t i = 0; i < p->nprohibitions; i++)
        if (!strcmp(p->prohibitions[i].id, id)) return &p->prohibitions[i];
    return NULL;
}

/* What must be on file is the exception's to say, not the ban's (CZ-51). */
static enum err missing(struct ctx *ctx, const struct policy *p, const struct policy_prohibition *c,
                        const char *field, const char *sentence) {
    const struct policy_value *exception =
        policy_get(p, PARAM_COLLECT_CONDITIONAL_CONSENT, NULL, clock_today(ctx->clock));
    const struct basis *b = exception->known ? &exception->basis : &c->basis;
    enum err e = fail_clause(ctx, ERR_EVIDENCE_MISSING, b->clause, "%s", sentence);
    ctx->failure.field = field;
    return e;
}

/* A yes to collecting conditional data needs what the pack asks for; to a class that is always
 * refused nobody can say yes. */
static enum err check_evidence(struct ctx *ctx, const struct policy *p, const struct consent *in) {
    if (in->kind != CONSENT_COLLECTION || in->state != CONSENT_GIVEN) return OK;
    const struct policy_prohibition *c = class_of(p, in->data_class);
    if (!c) return fail_field(ctx, ERR_CONSENT_CONTENT, "class", "one_of", "没有这一信息类别");
    if (c->absolute)
        return fail_clause(ctx, ERR_CONSENT_CONTENT, c->basis.clause,
                           "该类信息禁止归集，同意也不能改变");
    if (words_have(c->evidence, W_EVIDENCE_NOTICE) && !in->notice_evidence)
        return missing(ctx, p, c, "notice_evidence", "须有已告知不利后果的证明");
    if (words_have(c->evidence, W_EVIDENCE_CONSENT) && !in->written_evidence)
        return missing(ctx, p, c, "written_evidence", "须有信用主体的书面同意");
    return OK;
}

static enum err enter(struct ctx *ctx, struct door *door, struct db_session *s,
                      const struct consent *in) {
    const struct actor *a = ctx->actor;
    enum err e = db_write(ctx, s, STMT(INSERT),
                          DB_ARGS(db_int(in->subject_id), db_int(in->consent_id),
                                  db_text(kind_words[in->kind]), db_int(in->unit_id),
                                  db_text(in->jurisdiction), db_text(in->item ? in->item : ""),
                                  db_text(in->data_class ? in->data_class : ""),
                                  db_text(in->onward_to ? in->onward_to : ""),
                                  in->notice_evidence ? db_int(in->notice_evidence) : db_null(),
                                  in->written_evidence ? db_int(in->written_evidence) : db_null(),
                                  db_text(state_words[in->state]), db_int(a->user_id),
                                  db_int(a->unit_id), db_int(in->at.us)),
                          NULL);
    if (e != OK) return e;
    struct leaf leaf =
        actor_leaf(ctx, in->state == CONSENT_GIVEN ? EV_CONSENT_GIVEN : EV_CONSENT_REFUSED);
    leaf.object = in->consent_id;
    leaf.subject = in->subject_id;
    leaf.version = 1;
    leaf.word = kind_words[in->kind];
    door_leaf(door, &leaf);
    /* What may be published may change with it. */
    return in->kind == CONSENT_PUBLICATION ? subject_raise(ctx, door, s, in->subject_id) : OK;
}

struct registering {
    const struct query_subject *who;
    struct consent *in;
};

static enum err register_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct registering *g = arg;
    struct consent *in = g->in;
    struct subject *subject = NULL;
    const struct policy *p;
    struct evidence evidence;
    enum err e = g->who ? whom_find_or_make(ctx, door, s, g->who, &in->subject_id, NULL) : OK;
    if (e == OK) e = subject_get(ctx, s, in->subject_id, &subject);
    if (e == OK && !subject) e = fail(ctx, ERR_SUBJECT_UNKNOWN, NULL);
    if (e == OK) e = check_content(ctx, in);
    if (e == OK) e = law_require(ctx, in->jurisdiction, &p);
    if (e == OK) e = check_evidence(ctx, p, in);
    if (e == OK && in->notice_evidence) e = evidence_read(ctx, s, in->notice_evidence, &evidence);
    if (e == OK && in->written_evidence) e = evidence_read(ctx, s, in->written_evidence, &evidence);
    if (e != OK) return e;
    in->subject_id = subject->id;
    in->at = door_now(door);
    return enter(ctx, door, s, in);
}

enum err consent_register(struct ctx *ctx, struct query_subject *who, struct consent *in) {
    BUG_IF((!who && !in->subject_id) || !in->unit_id || in->state == CONSENT_WITHDRAWN);
    enum err e = who ? whom_check(ctx, who) : OK;
    if (e != OK) return e;
    struct registering g = {who, in};
    in->consent_id = id_new(clock_now(ctx->clock));
    in->version = 1;
    return door_run(ctx, "consent.register", DB_PEOPLE, register_step, &g);
}

/* ---- reading */

static void of_row(const struct db_value *row, struct consent *out) {
    *out = (struct consent){
        .subject_id = db_get_int(row, 0),
        .consent_id = db_get_int(row, 1),
        .unit_id = db_get_int(row, 3),
        .unit_name = db_get_text(row, 4),
        .jurisdiction = db_get_text(row, 5),
        .item = db_get_text(row, 6),
        .data_class = db_get_text(row, 7),
        .onward_to = db_get_text(row, 8),
        .notice_evidence = db_get_int(row, 9),
        .written_evidence = db_get_int(row, 10),
        .state = CONSENT_REFUSED, /* a damaged word permits nothing */
        .by_user = db_get_int(row, 12),
        .by_unit = db_get_int(row, 13),
        .at = {db_get_int(row, 14)},
        .withdrawn_at = {db_get_int(row, 15)},
        .reason = db_get_text(row, 16),
        .version = db_get_int(row, 17),
    };
    (void)consent_kind_parse(db_get_text(row, 2), &out->kind);
    for (size_t i = 0; i < GX_COUNT(state_words); i++)
        if (!strcmp(state_words[i], db_get_text(row, 11))) out->state = (enum consent_state)i;
}

enum err consent_list(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                      struct consent **list_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(LIST), .args = DB_ARGS(db_int(subject_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct consent *out = ARENA_ARRAY(ctx->arena, c.n + 1, struct consent);
    for (size_t i = 0; i < c.n; i++)
        of_row(c.rows[i], &out[i]);
    *list_r = out;
    *n_r = c.n;
    return OK;
}

enum err consent_find(struct ctx *ctx, int64_t consent_id, int64_t *subject_r) {
    const struct db_value *row;
    enum err e = db_fetch(ctx, STMT(FIND), DB_ARGS(db_int(consent_id)), &row);
    if (e == OK && !row) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e == OK) *subject_r = db_get_int(row, 0);
    return e;
}

enum err consent_on_file(struct ctx *ctx, struct db_session *s, int64_t subject_id, int64_t unit_id,
                         const char *item, const char *data_class,
                         struct consent_evidence *found_r) {
    const struct db_value *row;
    *found_r = (struct consent_evidence){0};
    enum err e = db_row(
        ctx, s, STMT(ON_FILE),
        DB_ARGS(db_int(subject_id), db_int(unit_id), db_text(item), db_text(data_class)), &row);
    if (e != OK || !row) return e;
    *found_r = (struct consent_evidence){.notice = !db_is_null(row, 1),
                                         .written = !db_is_null(row, 2),
                                         .consent_id = db_get_int(row, 0)};
    return OK;
}

enum err consent_allows_onward(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                               int64_t unit_id, const char *recipient, bool *allowed_r) {
    struct db_call c = {.stmt = STMT(ONWARD), .args = DB_ARGS(db_int(subject_id), db_int(unit_id))};
    *allowed_r = false;
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    for (size_t i = 0; i < c.n; i++)
        *allowed_r |= decide_same_purpose(db_get_text(c.rows[i], 0), recipient);
    return OK;
}

enum err consent_published_items(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                                 const char *const **items_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(PUBLISHED), .args = DB_ARGS(db_int(subject_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    const char **items = ARENA_ARRAY(ctx->arena, c.n + 1, const char *);
    for (size_t i = 0; i < c.n; i++)
        items[i] = db_get_text(c.rows[i], 0);
    *items_r = items;
    *n_r = c.n;
    return OK;
}

/* ---- withdrawing */

struct withdrawing {
    int64_t subject_id, consent_id;
    const char *reason;
};

static enum err tell(struct ctx *ctx, struct door *door, struct db_session *s,
                     const struct consent *c, int64_t record_id) {
    struct buf b;
    struct json_writer w;
    buf_init(&b, 4096);
    jw_init(&w, &b, true);
    jw_object(&w);
    jw_kid(&w, "consent", c->consent_id);
    jw_ktext(&w, "kind", consent_kind_word(c->kind));
    jw_object_end(&w);
    struct str body = buf_finish(&b);
    BUG_IF(!body.p);
    struct outbox_entry entry = {
        .jurisdiction = c->jurisdiction,
        .topic = "consent.withdrawn",
        .subject_id = c->subject_id,
        .object_id = record_id ? record_id : c->consent_id,
        .unit_id = c->unit_id,
        .body = {arena_str(ctx->arena, body), body.n},
        .due = door_now(door),
    };
    buf_free(&b);
    return outbox_add(ctx, door, s, &entry);
}

/* What was collected on this consent leaves every outlet now; its deletion is opened. */
static enum err end_use(struct ctx *ctx, struct door *door, struct db_session *s,
                        const struct consent *c) {
    struct record *records;
    size_t n;
    bool told = false;
    enum err e = c->kind == CONSENT_COLLECTION
                     ? record_list_subject(ctx, s, c->subject_id, &records, &n)
                     : OK;
    if (c->kind != CONSENT_COLLECTION) n = 0;
    static const char *const basis[] = {"default"};
    const struct record_because why = {
        .reason = RECORD_CORRECTION, .text = "信用主体撤回同意", .basis = basis, .n_basis = 1};
    for (size_t i = 0; e == OK && i < n; i++) {
        const struct record *r = &records[i];
        if (r->facts.provider_id != c->unit_id || strcmp(r->facts.item, c->item) != 0) continue;
        if (r->state != RECORD_ACTIVE && r->state != RECORD_ARCHIVED) continue;
        struct record_seen seen = {c->subject_id, r->id, r->version};
        struct record_ranges none = {.open_from = DATE_NONE,
                                     .open_to = DATE_NONE,
                                     .shared_from = DATE_NONE,
                                     .shared_to = DATE_NONE,
                                     .auth_from = DATE_NONE,
                                     .auth_to = DATE_NONE,
                                     .label = r->ranges.label};
        e = record_set_state(ctx, door, s, &seen, &why, RECORD_WITHDRAWN, &none);
        if (e == OK) e = tell(ctx, door, s, c, r->id);
        told = true;
    }
    return e == OK && !told ? tell(ctx, door, s, c, 0) : e;
}

static enum err withdraw_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct withdrawing *w = arg;
    const struct actor *a = ctx->actor;
    struct consent *list, *c = NULL;
    size_t n;
    int64_t changed;
    enum err e = consent_list(ctx, s, w->subject_id, &list, &n);
    if (e != OK) return e;
    for (size_t i = 0; i < n; i++)
        if (list[i].consent_id == w->consent_id) c = &list[i];
    bool own = c && (a->role == ROLE_SUBJECT ? a->subject_id == c->subject_id
                                             : a->role == ROLE_WINDOW || a->unit_id == c->unit_id);
    if (!own) return fail(ctx, ERR_NOT_FOUND, NULL);
    e = db_write(ctx, s, STMT(WITHDRAW),
                 DB_ARGS(db_int(w->subject_id), db_int(w->consent_id), db_int(door_now(door).us),
                         db_text(w->reason)),
                 &changed);
    if (e != OK) return e;
    if (!changed) return fail(ctx, ERR_CONSENT_STATE, NULL);
    struct leaf leaf = actor_leaf(ctx, EV_CONSENT_WITHDRAWN);
    leaf.object = c->consent_id;
    leaf.subject = c->subject_id;
    leaf.version = c->version + 1;
    leaf.word = kind_words[c->kind];
    door_leaf(door, &leaf);
    e = end_use(ctx, door, s, c);
    return e == OK ? subject_raise(ctx, door, s, c->subject_id) : e;
}

enum err consent_withdraw(struct ctx *ctx, int64_t subject_id, int64_t consent_id,
                          const char *reason) {
    struct withdrawing w = {subject_id, consent_id, reason ? reason : ""};
    return door_run(ctx, "consent.withdraw", DB_PEOPLE, withdraw_step, &w);
}
