/* Making a notice: who it is for, what its keys stand for, sealing, and the first delivery. */
#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "law/law.h"
#include "notices/notice_row.h"
#include "notices/waiting.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/record.h"
#include "registry/subject.h"

enum { UNIT_NAME, INSERT };

const struct db_stmt notice_make_stmts[] = {
    [UNIT_NAME] = {.name = "notice.unit_name",
                   .sql = "select name from unit where unit_id = $1",
                   .in = "i",
                   .out = "t",
                   .kind = DB_READ},
    [INSERT] = {.name = "notice.insert",
                .sql = "insert into notice (subject_id, notice_id, unit_id, kind, title, number,"
                       " jurisdiction, policy_label, clause, case_id, target_kind, target_id,"
                       " content, salt, commitment, day, at, by_user, by_unit, desk)"
                       " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
                       " $16, $17, $18, $19, $20)",
                .in = "iiitttttt"
                      "ItiTbbtiiii",
                .out = "",
                .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&notice_make_stmts[name])

struct making {
    const struct notice_new *in;
    const struct cause *cause;
    const struct policy *policy;
    const struct policy_notice *t;
    const char *values[W_COUNT];
    struct notice notice;
};

#define VALUE(m, key) ((m)->values[W_NOTICE_KEY_##key])

static void put(struct making *m, enum word key, const char *text) {
    if (!m->values[key] && text && *text) m->values[key] = text;
}
#define PUT(m, key, text) put(m, W_NOTICE_KEY_##key, text)

/* ---- what the keys stand for */

static void take_given(struct making *m) {
    for (size_t i = 0; i < m->in->n; i++) {
        enum word w = vocab_find(VOCAB_NOTICE_KEY, str_of(m->in->values[i].key));
        BUG_IF(w == W_NONE);
        put(m, w, m->in->values[i].text);
    }
}

static enum err unit_name(struct ctx *ctx, struct db_session *s, int64_t unit_id,
                          const char **name_r) {
    const struct db_value *row;
    enum err e = db_row(ctx, s, STMT(UNIT_NAME), DB_ARGS(db_int(unit_id)), &row);
    if (e == OK && !row) e = fail(ctx, ERR_NOT_FOUND, "没有这个单位");
    if (e == OK) *name_r = db_get_text(row, 0);
    return e;
}

static enum err subject_name(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                             int64_t *id_r, const char **name_r) {
    struct subject *subject;
    enum err e = subject_get(ctx, s, subject_id, &subject);
    if (e == OK && !subject) e = fail(ctx, ERR_SUBJECT_UNKNOWN, NULL);
    if (e == OK) e = subject_reveal(ctx, subject);
    if (e != OK) return e;
    *id_r = subject->id;
    *name_r = subject->name;
    return OK;
}

static enum err know_record(struct ctx *ctx, struct db_session *s, struct making *m) {
    struct record *r;
    const char *provider = NULL;
    const struct target *about = &m->in->about;
    enum err e = record_get(ctx, s, about->subject_id, about->id, &r);
    if (e != OK || !r) return e;
    const struct policy_item *item = policy_item(m->policy, r->facts.item);
    const char *name = item ? item->name : r->facts.item;
    e = unit_name(ctx, s, r->facts.provider_id, &provider);
    if (e == ERR_NOT_FOUND) e = OK;
    if (e != OK) return e;
    bool has_number = r->state != RECORD_DELETED || r->payload; /* later it is a digest */
    PUT(m, ITEM, name);
    PUT(m, PROVIDER, provider);
    PUT(m, DOCUMENT, has_number ? r->facts.doc_no : NULL);
    PUT(m, TARGET, has_number ? arena_printf(ctx->arena, "%s（%s）", name, r->facts.doc_no) : name);
    return OK;
}

static const char *article_of(const struct making *m) {
    const struct basis *b = &m->t->basis;
    for (size_t i = 0; i < b->nclauses; i++)
        if (!strcmp(b->clauses[i], m->cause->clause)) return b->article;
    return NULL;
}

/* 《规定》第三十八条 when the pack says where the clause stands, else the clause's own number. */
static void know_clause(struct ctx *ctx, struct making *m) {
    if (!strcmp(m->cause->clause, "default")) return;
    const char *article = article_of(m);
    PUT(m, CLAUSE,
        arena_printf(ctx->arena, "《%s》%s", m->policy->title,
                     article ? article : arena_printf(ctx->arena, "（%s）", m->cause->clause)));
}

/* Bodies that there is one of sign by their own name, all others by the unit that acts. */
static const char *signer_of(const struct ctx *ctx, const struct making *m) {
    const struct policy_role *role = policy_role(m->policy, m->t->signs);
    enum word p = m->t->signs;
    bool one = p == W_PARTY_OPERATOR || p == W_PARTY_AUTHORITY || p == W_PARTY_OFFICE;
    const char *acting = ctx->actor->unit_id ? ctx->actor->unit_name : NULL;
    return one || !acting || !*acting ? role->held_by : acting;
}

static void know_rest(struct ctx *ctx, struct making *m) {
    struct notice *n = &m->notice;
    char day[DATE_TEXT_CN];
    date_format_cn(n->day, day);
    PUT(m, DAY, arena_str(ctx->arena, str_of(day)));
    PUT(m, YEAR, arena_printf(ctx->arena, "%d", date_split(n->day).year));
    PUT(m, SERIAL, arena_printf(ctx->arena, "%lld", (long long)n->notice_id));
    PUT(m, SIGNER, signer_of(ctx, m));
    PUT(m, PLATFORM, policy_text(m->policy, "platform"));
    PUT(m, REGULATION, m->policy->title);
    PUT(m, REASON, m->cause->reason);
    know_clause(ctx, m);
    if (!date_is_none(m->cause->day)) {
        date_format_cn(m->cause->day, day);
        PUT(m, ACT_DAY, arena_str(ctx->arena, str_of(day)));
    }
    if (m->cause->case_id)
        PUT(m, CASE, arena_printf(ctx->arena, "%lld", (long long)m->cause->case_id));
    if (m->in->about.kind != W_NONE) PUT(m, TARGET, word_chinese(m->in->about.kind));
    n->number = notice_fill_line(ctx, m->policy->notice_number.text, m->values, NULL);
    BUG_IF(!n->number);
    VALUE(m, NUMBER) = n->number;
}

/* Other remedies than the pack's come from the maker; a template that asks for them gets the pack's. */
static void know_remedies(struct ctx *ctx, struct making *m) {
    const struct policy_value *next =
        policy_get(m->policy, PARAM_OBJECTION_NEXT, NULL, m->notice.day);
    struct buf b;
    buf_init(&b, 8192);
    for (size_t i = 0; next->known && i < next->words.n; i++) {
        const struct policy_remedy *r = policy_remedy(m->policy, next->words.w[i]);
        const char *text = r ? notice_fill_line(ctx, r->text, m->values, NULL) : NULL;
        if (text) buf_puts(&b, text);
    }
    struct str text = buf_finish(&b);
    /* The paragraph ends with its own full stop. */
    while (text.p && str_ends(text, "。"))
        text.n -= strlen("。");
    if (text.p) PUT(m, REMEDIES, arena_str(ctx->arena, text));
    buf_free(&b);
}

static enum err know(struct ctx *ctx, struct db_session *s, struct making *m) {
    const struct notice_new *in = m->in;
    struct notice *n = &m->notice;
    const char *name = NULL;
    int64_t about = in->about.subject_id ? in->about.subject_id : in->subject_id;
    enum err e = OK;
    take_given(m);
    if (about) e = subject_name(ctx, s, about, &n->subject_id, &name);
    if (e != OK) return e;
    PUT(m, SUBJECT, name);
    if (n->unit_id)
        e = unit_name(ctx, s, n->unit_id, &name);
    else
        e = subject_name(ctx, s, in->subject_id, &n->subject_id, &name);
    if (e != OK) return e;
    PUT(m, ADDRESSEE, name);
    if (in->about.kind == W_TARGET_RECORD) e = know_record(ctx, s, m);
    if (e != OK) return e;
    know_rest(ctx, m);
    know_remedies(ctx, m);
    return OK;
}

/* ---- keeping */

struct str notice_context(struct ctx *ctx, int64_t notice_id) {
    return str_of(arena_printf(ctx->arena, "notice:%lld", (long long)notice_id));
}

struct leaf notice_leaf(const struct ctx *ctx, enum ledger_event event, const struct notice *n) {
    struct leaf leaf = actor_leaf(ctx, event);
    leaf.place = n->jurisdiction;
    leaf.policy = n->policy_label;
    leaf.object = n->notice_id;
    leaf.subject = n->subject_id;
    return leaf;
}

static enum err insert(struct ctx *ctx, struct door *d, struct db_session *s, struct making *m,
                       struct str text) {
    const struct app *app = ctx->app;
    struct notice *n = &m->notice;
    struct salt salt;
    struct buf b;
    crypto_random(salt.b, sizeof salt.b);
    struct str sealed = crypto_seal(ctx->arena, app->suite, &app->keys.seal, app->keys.version,
                                    text, notice_context(ctx, n->notice_id));
    buf_init(&b, 1u << 20);
    buf_b64(&b, (const uint8_t *)sealed.p, sealed.n);
    struct str content = buf_finish(&b);
    BUG_IF(!content.p);
    n->sealed = (struct str){arena_str(ctx->arena, content), content.n};
    buf_free(&b);
    n->commitment = crypto_commit(app->suite, &salt, n->sealed);
    enum err e =
        db_write(ctx, s, STMT(INSERT),
                 DB_ARGS(db_int(n->subject_id), db_int(n->notice_id), db_int(n->unit_id),
                         db_text(n->kind), db_text(n->title), db_text(n->number),
                         db_text(n->jurisdiction), db_text(n->policy_label), db_text(n->clause),
                         n->case_id ? db_int(n->case_id) : db_null(), db_text(n->target_kind),
                         db_int(n->target_id), db_str(n->sealed), db_blob(salt.b, sizeof salt.b),
                         db_blob(n->commitment.b, sizeof n->commitment.b),
                         db_date(ctx->arena, n->day), db_int(n->at.us), db_int(ctx->actor->user_id),
                         db_int(ctx->actor->unit_id), db_int(n->desk)),
                 NULL);
    if (e != OK) return e;
    struct leaf leaf = notice_leaf(ctx, EV_NOTICE_MADE, n);
    leaf.version = 1;
    leaf.day = m->cause->day;
    leaf.word = n->kind;
    leaf.basis = &m->cause->clause;
    leaf.n_basis = 1;
    leaf.commitments = &n->commitment;
    leaf.n_commitments = 1;
    door_leaf(d, &leaf);
    return OK;
}

/* A unit has it at once (AM-06); a subject with an account is sent it there; others the desk tells. */
static enum err first_delivery(struct ctx *ctx, struct door *d, struct db_session *s,
                               const struct notice *n) {
    if (n->desk) return OK;
    struct notice_delivery first = {.way = NOTICE_PLATFORM,
                                    .sent_on = n->day,
                                    .arrived_on = n->unit_id ? n->day : DATE_NONE,
                                    .proof = n->unit_id ? "queue" : ""};
    return delivery_enter(ctx, d, s, n, &first);
}

static enum err find_template(struct ctx *ctx, struct making *m) {
    const struct cause *c = m->cause;
    struct date today = clock_today(ctx->clock);
    m->policy = c->policy_label ? law_policy_edition(ctx->law, c->policy_label) : NULL;
    if (!m->policy) m->policy = law_policy(ctx->law, c->jurisdiction, today);
    if (!m->policy) return fail(ctx, ERR_NOT_ADOPTED, NULL);
    m->t = policy_notice(m->policy, m->in->kind);
    return m->t ? OK : fail_field(ctx, ERR_NOTICE_KIND, "kind", m->in->kind, NULL);
}

enum err notice_make(struct ctx *ctx, struct door *d, struct db_session *s,
                     const struct notice_new *in, const struct cause *cause, int64_t *notice_r) {
    struct making m = {.in = in, .cause = cause};
    struct notice *n = &m.notice;
    struct str text;
    bool account = false;
    BUG_IF(!in->unit_id && !in->subject_id);
    BUG_IF(!cause->clause || !cause->jurisdiction);
    enum err e = find_template(ctx, &m);
    if (e != OK) return e;
    *n = (struct notice){.notice_id = id_new(door_now(d)),
                         .unit_id = in->unit_id,
                         .kind = m.t->id,
                         .title = m.t->title,
                         .jurisdiction = cause->jurisdiction,
                         .policy_label = m.policy->edition,
                         .clause = cause->clause,
                         .case_id = cause->case_id,
                         .target_kind = word_text(in->about.kind),
                         .target_id = in->about.id,
                         .day = date_of_instant(door_now(d)),
                         .at = door_now(d),
                         .sent_on = DATE_NONE,
                         .arrived_on = DATE_NONE};
    e = know(ctx, s, &m);
    if (e == OK)
        e = notice_fill(ctx, m.policy, m.t, m.values, in->remedies, in->interim, n->day, &text);
    if (e == OK && !n->unit_id) e = delivery_has_account(ctx, s, n->subject_id, &account);
    if (e != OK) return e;
    n->desk = !n->unit_id && !account;
    e = insert(ctx, d, s, &m, text);
    if (e == OK) e = first_delivery(ctx, d, s, n);
    if (e == OK && !n->unit_id) e = waiting_queue(ctx, s, n);
    if (e == OK) *notice_r = n->notice_id;
    return e;
}
