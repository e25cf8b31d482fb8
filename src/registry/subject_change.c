#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "base/utf8.h"
#include "law/idno.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/search.h"
#include "registry/subject_row.h"

enum {
    LOAD,
    RAISE,
    RENAME,
    RENUMBER,
    SET_STATE,
    FORMER_ADD,
    NUMBER_ADD,
    KEY_ADD,
    CHANGE_ADD,
    CHANGE_LAST,
    LINK_ADD,
    LINK_END,
    LINKS
};

const struct db_stmt subject_change_stmts[] = {
    [LOAD] = {.name = "subject.load",
              .sql = "select " SUBJECT_COLUMNS " from subject s where s.subject_id = $1",
              .in = "i",
              .out = SUBJECT_SIGNATURE,
              .kind = DB_READ},
    [RAISE] = {.name = "subject.raise",
               .sql = "update subject set revision = revision + 1 where subject_id = $1",
               .in = "i",
               .out = "",
               .kind = DB_WRITE},
    [RENAME] = {.name = "subject.rename",
                .sql = "update subject set name = $3, name_sealed = $4, revision = revision + 1"
                       " where subject_id = $1 and revision = $2",
                .in = "iiTB",
                .out = "",
                .kind = DB_WRITE},
    [RENUMBER] = {.name = "subject.renumber",
                  .sql = "update subject set document = $3, number = $4, number_sealed = $5,"
                         " nationality = $6, revision = revision + 1"
                         " where subject_id = $1 and revision = $2",
                  .in = "iitTBT",
                  .out = "",
                  .kind = DB_WRITE},
    [SET_STATE] = {.name = "subject.set_state",
                   .sql = "update subject set state = $3, revision = revision + 1"
                          " where subject_id = $1 and revision = $2",
                   .in = "iit",
                   .out = "",
                   .kind = DB_WRITE},
    [FORMER_ADD] = {.name = "subject.former_add",
                    .sql = "insert into subject_name (subject_id, name_id, name, name_sealed,"
                           " to_day, reason) values ($1, $2, $3, $4, $5, $6)",
                    .in = "iiTBtt",
                    .out = "",
                    .kind = DB_WRITE},
    [NUMBER_ADD] = {.name = "subject.number_add",
                    .sql = "insert into subject_number (subject_id, number_id, document, number,"
                           " number_sealed, nationality, from_day, to_day)"
                           " values ($1, $2, $3, $4, $5, $6, $7, $8)",
                    .in = "iitTBTTT",
                    .out = "",
                    .kind = DB_WRITE},
    [KEY_ADD] = {.name = "subject.key_claim",
                 .sql = "insert into subject_key (digest, key_version, subject_id)"
                        " values ($1, $2, $3) on conflict do nothing",
                 .in = "bii",
                 .out = "",
                 .kind = DB_WRITE},
    [CHANGE_ADD] = {.name = "subject.change_add",
                    .sql = "insert into subject_change (subject_id, change_id, kind, day, reason,"
                           " by_user, at) values ($1, $2, $3, $4, $5, $6, $7)",
                    .in = "iitttii",
                    .out = "",
                    .kind = DB_WRITE},
    [CHANGE_LAST] = {.name = "subject.change_last",
                     .sql = "select at from subject_change where subject_id = $1"
                            " order by change_id desc limit 1",
                     .in = "i",
                     .out = "i",
                     .kind = DB_READ},
    [LINK_ADD] = {.name = "subject.link_add",
                  .sql = "insert into subject_link (subject_id, link_id, linked_subject_id, link,"
                         " from_day, to_day, source) values ($1, $2, $3, $4, $5, null, $6)",
                  .in = "iiittt",
                  .out = "",
                  .kind = DB_WRITE},
    [LINK_END] = {.name = "subject.link_end",
                  .sql = "update subject_link set to_day = $3"
                         " where subject_id = $1 and link_id = $2 and to_day is null"
                         " and from_day <= $3",
                  .in = "iit",
                  .out = "",
                  .kind = DB_WRITE},
    [LINKS] = {.name = "subject.links",
               .sql = "select link_id, linked_subject_id, link, from_day, to_day, source"
                      " from subject_link where subject_id = $1"
                      " order by case when to_day is null then 0 else 1 end, link_id",
               .in = "i",
               .out = "iittTt",
               .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&subject_change_stmts[name])

/* --- checks --- */

#define NAME_MOST   200
#define REASON_MOST 1000

enum err subject_check_name(struct ctx *ctx, const char *name) {
    size_t n = name ? utf8_count(str_of(name)) : 0;
    return n >= 1 && n <= NAME_MOST ? OK
                                    : fail_field(ctx, ERR_SUBJECT_NAME, "name", "1..200", NULL);
}

/* Which documents name which kind; the digits themselves were checked by whoever took them in. */
enum err subject_check_number(struct ctx *ctx, enum word kind, const struct subject_number *n) {
    enum idno_kind document;
    if (!n->number || subject_number_is_filler(n->number))
        return fail(ctx, ERR_SUBJECT_FILLER, NULL);
    if (!idno_kind_parse(str_of(n->document), &document))
        return fail_field(ctx, ERR_SUBJECT_KIND, "document", NULL, "没有这种证件类型");
    bool organisations = document == IDNO_USCC || document == IDNO_ORG_CODE;
    if (organisations == subject_is_person(kind))
        return fail_field(ctx, ERR_SUBJECT_KIND, "document", NULL, "%s不能以%s标识",
                          word_chinese(kind), idno_kind_text(document));
    if (document == IDNO_FOREIGN_PASSPORT && (!n->nationality || !*n->nationality))
        return fail_field(ctx, ERR_SUBJECT_KIND, "nationality", NULL, "外国护照须同时填写国籍");
    if (document == IDNO_RESIDENT15)
        return fail_field(ctx, ERR_SUBJECT_KIND, "document", NULL,
                          "15位身份证号码只能用于查找，请换算为18位");
    return OK;
}

static enum err check_change(struct ctx *ctx, const struct subject_change *c) {
    size_t n = c->reason ? utf8_count(str_trim(str_of(c->reason))) : 0;
    if (!n || n > REASON_MOST)
        return fail_field(ctx, ERR_REASON_MISSING, "reason", "1..1000", NULL);
    if (date_is_none(c->day)) return fail_field(ctx, ERR_DATE, "day", NULL, NULL);
    return OK;
}

/* --- steps --- */

static enum err lost_race(struct ctx *ctx, struct db_session *s, int64_t subject_id) {
    const struct db_value *row;
    enum db_result r = db_one(s, ctx->arena, STMT(CHANGE_LAST), DB_ARGS(db_int(subject_id)), &row);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    if (r == DB_NONE) return fail(ctx, ERR_CONFLICT, NULL);
    char at[INSTANT_TEXT];
    instant_format((struct instant){db_get_int(row, 0)}, at);
    return fail(ctx, ERR_CONFLICT, "该信用主体的信息已有更新（最近一次主体变更：%s），请刷新后重试",
                at);
}

/* The subject as the change saw it; its state is one of the mask's. */
static enum err load_seen(struct ctx *ctx, struct db_session *s, const struct subject_change *c,
                          unsigned states, struct subject **subject_r) {
    enum err e = check_change(ctx, c);
    if (e) return e;
    const struct db_value *row;
    enum db_result r = db_one(s, ctx->arena, STMT(LOAD), DB_ARGS(db_int(c->subject_id)), &row);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    if (r == DB_NONE) return fail(ctx, ERR_SUBJECT_UNKNOWN, NULL);
    struct subject *subject = subject_of_row(ctx->arena, row);
    if (c->seen_revision && c->seen_revision != subject->revision)
        return lost_race(ctx, s, c->subject_id);
    if (!(states & 1u << subject->state)) return fail(ctx, ERR_SUBJECT_STATE, NULL);
    *subject_r = subject;
    return OK;
}

/* Runs the update that names the revision just loaded, notes the change and says so. */
static enum err commit_change(struct ctx *ctx, struct door *d, struct db_session *s,
                              const struct subject_change *c, const struct subject *subject,
                              const struct db_stmt *update, const struct db_value *args,
                              const char *kind, enum ledger_event event) {
    int64_t changed = 0;
    enum db_result r = db_exec(s, update, args, &changed);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    if (changed != 1) return lost_race(ctx, s, c->subject_id);
    r = db_exec(s, STMT(CHANGE_ADD),
                DB_ARGS(db_int(c->subject_id), db_int(id_new(door_now(d))), db_text(kind),
                        db_date(ctx->arena, c->day), db_text(c->reason),
                        db_int(ctx->actor->user_id), db_int(door_now(d).us)),
                NULL);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    struct leaf leaf = actor_leaf(ctx, event);
    leaf.object = leaf.subject = c->subject_id;
    leaf.version = subject->revision + 1;
    leaf.day = c->day;
    leaf.word = kind;
    door_leaf(d, &leaf);
    return OK;
}

#define STATE_BIT(s) (1u << (s))
#define LIVING       (STATE_BIT(SUBJECT_STATE_ACTIVE) | STATE_BIT(SUBJECT_STATE_PROVISIONAL))

enum err subject_rename(struct ctx *ctx, struct door *d, struct db_session *s,
                        const struct subject_change *c, const char *name) {
    struct subject *subject;
    enum err e = subject_check_name(ctx, name);
    if (!e) e = load_seen(ctx, s, c, LIVING, &subject);
    if (e) return e;
    bool person = subject_is_person(subject->kind);
    e = subject_reveal(ctx, subject);
    if (e) return e;
    if (!strcmp(subject->name, name)) return fail(ctx, ERR_SUBJECT_NAME, "新名称与现名称相同");
    struct str sealed = {0};
    if (person) sealed = subject_seal(ctx, SUBJECT_SEAL_NAME, subject->id, name);
    enum db_result r =
        db_exec(s, STMT(FORMER_ADD),
                DB_ARGS(db_int(subject->id), db_int(id_new(door_now(d))),
                        db_text(person ? NULL : subject->name),
                        db_blob(person ? subject->sealed_name.p : NULL, subject->sealed_name.n),
                        db_date(ctx->arena, date_add_days(c->day, -1)), db_text(c->reason)),
                NULL);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    e = commit_change(ctx, d, s, c, subject, STMT(RENAME),
                      DB_ARGS(db_int(subject->id), db_int(subject->revision),
                              db_text(person ? NULL : name), db_blob(sealed.p, sealed.n)),
                      "renamed", EV_SUBJECT_CHANGED);
    return e || person ? e : search_index_name(ctx, s, subject->id, name);
}

enum err subject_confirm(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct subject_change *c) {
    struct subject *subject;
    enum err e = load_seen(ctx, s, c, STATE_BIT(SUBJECT_STATE_PROVISIONAL), &subject);
    if (e) return e;
    return commit_change(ctx, d, s, c, subject, STMT(SET_STATE),
                         DB_ARGS(db_int(subject->id), db_int(subject->revision),
                                 db_text(subject_state_word(SUBJECT_STATE_ACTIVE))),
                         "confirmed", EV_SUBJECT_CONFIRMED);
}

enum err subject_cancel(struct ctx *ctx, struct door *d, struct db_session *s,
                        const struct subject_change *c) {
    struct subject *subject;
    enum err e = load_seen(ctx, s, c, LIVING, &subject);
    if (e) return e;
    return commit_change(ctx, d, s, c, subject, STMT(SET_STATE),
                         DB_ARGS(db_int(subject->id), db_int(subject->revision),
                                 db_text(subject_state_word(SUBJECT_STATE_CANCELLED))),
                         "cancelled", EV_SUBJECT_CANCELLED);
}

/* The number leads to this subject from now on, unless it leads to somebody else. */
static enum err claim_number(struct ctx *ctx, struct db_session *s, const struct subject *subject,
                             const struct subject_number *n) {
    enum err e = subject_check_number(ctx, subject->kind, n);
    if (e) return e;
    struct stored_digest digest = subject_digest(ctx, n);
    int64_t changed = 0;
    enum db_result r = db_exec(s, STMT(KEY_ADD),
                               DB_ARGS(db_blob(digest.b, sizeof digest.b),
                                       db_int(ctx->app->keys.version), db_int(subject->id)),
                               &changed);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    if (changed == 1) return OK;
    struct subject *owner;
    e = subject_find(ctx, s, n, &owner);
    if (e) return e;
    return owner && owner->id == subject->id
               ? fail(ctx, ERR_SUBJECT_NUMBER_TAKEN, "该号码已登记在本信用主体名下")
               : fail(ctx, ERR_SUBJECT_NUMBER_TAKEN, NULL);
}

static const char *text_or_null(const char *s) {
    return s && *s ? s : NULL;
}

enum err subject_renumber(struct ctx *ctx, struct door *d, struct db_session *s,
                          const struct subject_change *c, const struct subject_number *n) {
    struct subject *subject;
    enum err e = load_seen(ctx, s, c, LIVING, &subject);
    if (!e) e = claim_number(ctx, s, subject, n);
    if (e) return e;
    bool person = subject_is_person(subject->kind);
    /* The former number keeps its seal: the context names the subject, not the row. */
    enum db_result r =
        db_exec(s, STMT(NUMBER_ADD),
                DB_ARGS(db_int(subject->id), db_int(id_new(door_now(d))),
                        db_text(subject->document), db_text(person ? NULL : subject->number),
                        db_blob(person ? subject->sealed_number.p : NULL, subject->sealed_number.n),
                        db_text(text_or_null(subject->nationality)), db_null(),
                        db_date(ctx->arena, date_add_days(c->day, -1))),
                NULL);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    struct str sealed = {0};
    if (person) sealed = subject_seal(ctx, SUBJECT_SEAL_NUMBER, subject->id, n->number);
    return commit_change(ctx, d, s, c, subject, STMT(RENUMBER),
                         DB_ARGS(db_int(subject->id), db_int(subject->revision),
                                 db_text(n->document), db_text(person ? NULL : n->number),
                                 db_blob(sealed.p, sealed.n),
                                 db_text(text_or_null(n->nationality))),
                         "renumbered", EV_SUBJECT_CHANGED);
}

enum err subject_add_number(struct ctx *ctx, struct door *d, struct db_session *s,
                            const struct subject_change *c, const struct subject_number *n) {
    struct subject *subject;
    enum err e = load_seen(ctx, s, c, LIVING, &subject);
    if (!e) e = claim_number(ctx, s, subject, n);
    if (e) return e;
    bool person = subject_is_person(subject->kind);
    struct str sealed = {0};
    if (person) sealed = subject_seal(ctx, SUBJECT_SEAL_NUMBER, subject->id, n->number);
    enum db_result r = db_exec(
        s, STMT(NUMBER_ADD),
        DB_ARGS(db_int(subject->id), db_int(id_new(door_now(d))), db_text(n->document),
                db_text(person ? NULL : n->number), db_blob(sealed.p, sealed.n),
                db_text(text_or_null(n->nationality)), db_date(ctx->arena, c->day), db_null()),
        NULL);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    return commit_change(ctx, d, s, c, subject, STMT(SET_STATE),
                         DB_ARGS(db_int(subject->id), db_int(subject->revision),
                                 db_text(subject_state_word(subject->state))),
                         "number_added", EV_SUBJECT_CHANGED);
}

enum err subject_raise(struct ctx *ctx, struct door *d, struct db_session *s, int64_t subject_id) {
    (void)d; /* the change that raises it makes the entry */
    enum db_result r = db_post(s, STMT(RAISE), DB_ARGS(db_int(subject_id)));
    return r == DB_RETRY || r == DB_FAIL ? db_err(ctx, s, r) : OK;
}

/* --- linked persons --- */

static const char *const link_words[] = {
    [LINK_LEGAL_REPRESENTATIVE] = "legal_representative",
    [LINK_PRINCIPAL] = "principal",
    [LINK_ACTUAL_CONTROLLER] = "actual_controller",
};

const char *subject_link_word(enum subject_link_kind k) {
    BUG_IF((size_t)k >= GX_COUNT(link_words));
    return link_words[k];
}

bool subject_link_parse(const char *word, enum subject_link_kind *k_r) {
    for (size_t i = 0; i < GX_COUNT(link_words); i++)
        if (!strcmp(link_words[i], word)) {
            *k_r = (enum subject_link_kind)i;
            return true;
        }
    return false;
}

static enum err say_link(struct ctx *ctx, struct door *d, struct db_session *s, int64_t subject_id,
                         int64_t link_id, const char *word, struct date day) {
    struct leaf leaf = actor_leaf(ctx, EV_SUBJECT_LINKED);
    leaf.object = link_id;
    leaf.subject = subject_id;
    leaf.day = day;
    leaf.word = word;
    door_leaf(d, &leaf);
    return subject_raise(ctx, d, s, subject_id);
}

enum err subject_link_add(struct ctx *ctx, struct door *d, struct db_session *s,
                          const struct subject_link *link, int64_t *link_id_r) {
    struct subject *organisation, *person;
    enum err e = subject_get(ctx, s, link->subject_id, &organisation);
    if (!e) e = subject_get(ctx, s, link->linked_subject_id, &person);
    if (e) return e;
    if (!organisation || !person) return fail(ctx, ERR_SUBJECT_UNKNOWN, NULL);
    if (subject_is_person(organisation->kind) || organisation->id == person->id)
        return fail(ctx, ERR_SUBJECT_LINK, NULL);
    if (date_is_none(link->from)) return fail_field(ctx, ERR_DATE, "from", NULL, NULL);
    if (!link->source || !*link->source)
        return fail_field(ctx, ERR_REASON_MISSING, "source", NULL, "请填写关联关系的依据");
    int64_t id = id_new(door_now(d));
    enum db_result r = db_exec(s, STMT(LINK_ADD),
                               DB_ARGS(db_int(organisation->id), db_int(id), db_int(person->id),
                                       db_text(subject_link_word(link->kind)),
                                       db_date(ctx->arena, link->from), db_text(link->source)),
                               NULL);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    *link_id_r = id;
    return say_link(ctx, d, s, organisation->id, id, subject_link_word(link->kind), link->from);
}

enum err subject_link_end(struct ctx *ctx, struct door *d, struct db_session *s, int64_t subject_id,
                          int64_t link_id, struct date to) {
    if (date_is_none(to)) return fail_field(ctx, ERR_DATE, "to", NULL, NULL);
    int64_t changed = 0;
    enum db_result r =
        db_exec(s, STMT(LINK_END),
                DB_ARGS(db_int(subject_id), db_int(link_id), db_date(ctx->arena, to)), &changed);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    if (changed != 1)
        return fail(ctx, ERR_NOT_FOUND, "没有这一关联，或已经终止，或终止日早于开始日");
    return say_link(ctx, d, s, subject_id, link_id, "ended", to);
}

enum err subject_links(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                       struct subject_link **links_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(LINKS), .args = DB_ARGS(db_int(subject_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct subject_link *links = ARENA_ARRAY(ctx->arena, c.n, struct subject_link);
    for (size_t i = 0; i < c.n; i++) {
        links[i] = (struct subject_link){
            .link_id = db_get_int(c.rows[i], 0),
            .subject_id = subject_id,
            .linked_subject_id = db_get_int(c.rows[i], 1),
            .from = db_get_date(c.rows[i], 3),
            .to = db_get_date(c.rows[i], 4),
            .source = db_get_text(c.rows[i], 5),
        };
        if (!subject_link_parse(db_get_text(c.rows[i], 2), &links[i].kind))
            return fail(ctx, ERR_INTERNAL, "关联关系的类型无法识别");
    }
    *links_r = links;
    *n_r = c.n;
    return OK;
}
