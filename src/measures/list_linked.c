#include "base/attr.h"
#include "db/db_fetch.h"
#include "disclosure/whom.h"
#include "measures/list_row.h"
#include "measures/list_type.h"
#include "measures/say.h"
#include "notices/notice.h"

enum { ADD, OF_ENTRY, OF_PERSON, CONCERNS };

const struct db_stmt list_linked_stmts[] = {
    [ADD] = {.name = "list_linked.add",
             .sql = "insert into list_entry_link (subject_id, entry_id, link_id, linked_subject_id)"
                    " values ($1, $2, $3, $4)",
             .in = "iiii",
             .out = "",
             .kind = DB_WRITE},
    [OF_ENTRY] = {.name = "list_linked.of_entry",
                  .sql = "select l.link_id, l.linked_subject_id, k.link, k.from_day, k.to_day,"
                         " k.source from list_entry_link l join subject_link k"
                         " on k.subject_id = l.subject_id and k.link_id = l.link_id"
                         " where l.subject_id = $1 and l.entry_id = $2 order by l.link_id",
                  .in = "ii",
                  .out = "iittTt",
                  .kind = DB_READ},
    [OF_PERSON] = {.name = "list_linked.of_person",
                   .sql = "select subject_id, entry_id from list_entry_link"
                          " where linked_subject_id = $1 order by entry_id desc",
                   .in = "i",
                   .out = "ii",
                   .kind = DB_READ},
    [CONCERNS] = {.name = "list_linked.concerns",
                  .sql = "select link_id from list_entry_link where subject_id = $1"
                         " and entry_id = $2 and linked_subject_id = $3 limit 1",
                  .in = "iii",
                  .out = "i",
                  .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&list_linked_stmts[name])

static const char *const link_names[] = {
    [LINK_LEGAL_REPRESENTATIVE] = "法定代表人",
    [LINK_PRINCIPAL] = "主要负责人",
    [LINK_ACTUAL_CONTROLLER] = "实际控制人",
};

static bool named(const struct list_entry *e, enum subject_link_kind kind) {
    for (size_t i = 0; i < e->n_linked; i++)
        if (e->linked[i].kind == kind) return true;
    return false;
}

static enum err check_named(struct ctx *ctx, const struct policy *p, const struct subject *org,
                            const struct list_entry *e, struct date day) {
    const char *clause;
    if (!list_links_persons(p, e->kind, org->kind, day, &clause)) return OK;
    const char *missing =
        !named(e, LINK_LEGAL_REPRESENTATIVE) && !named(e, LINK_PRINCIPAL)
            ? "严重失信主体是法人或者非法人组织的，须同时记录法定代表人或者主要负责人"
        : !named(e, LINK_ACTUAL_CONTROLLER)
            ? "严重失信主体是法人或者非法人组织的，须同时记录实际控制人"
            : NULL;
    if (!missing) return OK;
    enum err err = fail_clause(ctx, ERR_LIST_LINKED, clause, "%s", missing);
    ctx->failure.field = "linked";
    return err;
}

/* An office that is on record already is not recorded twice. */
static enum err link_one(struct ctx *ctx, struct door *d, struct db_session *s,
                         int64_t organisation_id, struct list_linked *l) {
    struct subject_link *known;
    size_t n;
    enum err e = l->who ? whom_find_or_make(ctx, d, s, l->who, &l->subject_id, NULL) : OK;
    if (!e) e = subject_links(ctx, s, organisation_id, &known, &n);
    if (e) return e;
    for (size_t i = 0; i < n; i++)
        if (known[i].linked_subject_id == l->subject_id && known[i].kind == l->kind &&
            date_is_none(known[i].to)) {
            l->link_id = known[i].link_id;
            l->from = known[i].from;
            return OK;
        }
    struct subject_link link = {.subject_id = organisation_id,
                                .linked_subject_id = l->subject_id,
                                .kind = l->kind,
                                .from = l->from,
                                .source = l->source};
    return subject_link_add(ctx, d, s, &link, &l->link_id);
}

/* Each is told that it is linked, to whom and how, and how to object (JN-35). */
static enum err tell_link(struct ctx *ctx, struct door *d, struct db_session *s,
                          const struct subject *organisation, const struct target *t,
                          const struct list_linked *l, const struct cause *cause) {
    const struct notice_value values[] = {{"link", link_names[l->kind]},
                                          {"organisation", organisation->name}};
    return say_notice(ctx, d, s, cause,
                      &(struct notice_new){.kind = "link_told",
                                           .subject_id = l->subject_id,
                                           .about = *t,
                                           .remedies = true,
                                           .values = values,
                                           .n = GX_COUNT(values)});
}

enum err linked_persons_add(struct ctx *ctx, struct door *d, struct db_session *s,
                            const struct target *t, struct list_linked *persons, size_t n,
                            const struct cause *cause) {
    struct subject *organisation;
    enum err e = subject_get(ctx, s, t->subject_id, &organisation);
    if (!e && !organisation) e = fail(ctx, ERR_SUBJECT_UNKNOWN, NULL);
    for (size_t i = 0; !e && i < n; i++) {
        struct list_linked *l = &persons[i];
        e = link_one(ctx, d, s, t->subject_id, l);
        if (!e && t->kind == W_TARGET_LIST_ENTRY)
            e = db_write(ctx, s, STMT(ADD),
                         DB_ARGS(db_int(t->subject_id), db_int(t->id), db_int(l->link_id),
                                 db_int(l->subject_id)),
                         NULL);
        if (!e) e = subject_raise(ctx, d, s, l->subject_id);
        if (!e) e = tell_link(ctx, d, s, organisation, t, l, cause);
    }
    return e;
}

enum err list_linked_record(struct ctx *ctx, struct door *d, struct db_session *s,
                            const struct policy *p, const struct subject *org,
                            struct list_entry *entry, const struct cause *cause) {
    const struct target t = {W_TARGET_LIST_ENTRY, entry->subject_id, entry->entry_id};
    enum err e = check_named(ctx, p, org, entry, cause->day);
    return e ? e : linked_persons_add(ctx, d, s, &t, entry->linked, entry->n_linked, cause);
}

/* ---- the end of an office */

struct leaving {
    int64_t subject_id, entry_id, link_id;
    struct date to;
};

static enum err leave_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct leaving *l = arg;
    struct list_entry *entry;
    struct list_linked *list, *person = NULL;
    struct cause cause;
    size_t n;
    enum err e = list_entry_require(ctx, s, l->subject_id, l->entry_id, &entry);
    if (!e && !say_own_unit(ctx, entry->unit_id)) e = fail(ctx, ERR_LIST_ENTRY, NULL);
    if (!e) e = list_entry_linked(ctx, s, l->subject_id, l->entry_id, &list, &n);
    if (e) return e;
    for (size_t i = 0; i < n; i++)
        if (list[i].link_id == l->link_id) person = &list[i];
    if (!person) return fail(ctx, ERR_NOT_FOUND, NULL);
    e = subject_link_end(ctx, d, s, l->subject_id, l->link_id, l->to);
    if (!e) e = subject_raise(ctx, d, s, person->subject_id);
    if (!e) e = say_cause(ctx, entry->jurisdiction, "default", NULL, &cause);
    return e ? e
             : say_tell(ctx, d, s, &cause,
                        &(struct say_tell){.topic = "list.unlinked",
                                           .subject_id = person->subject_id,
                                           .object_id = l->link_id,
                                           .about_id = l->entry_id,
                                           .word = subject_link_word(person->kind)});
}

enum err list_entry_unlink(struct ctx *ctx, int64_t subject_id, int64_t entry_id, int64_t link_id,
                           struct date to) {
    struct leaving l = {subject_id, entry_id, link_id, to};
    return door_run(ctx, "list_entry.unlink", DB_PEOPLE, leave_step, &l);
}

enum err list_entry_linked(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                           int64_t entry_id, struct list_linked **list_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(OF_ENTRY),
                        .args = DB_ARGS(db_int(subject_id), db_int(entry_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct list_linked *list = ARENA_ARRAY(ctx->arena, c.n + 1, struct list_linked);
    for (size_t i = 0; i < c.n; i++) {
        list[i] = (struct list_linked){
            .link_id = db_get_int(c.rows[i], 0),
            .subject_id = db_get_int(c.rows[i], 1),
            .from = db_get_date(c.rows[i], 3),
            .to = db_get_date(c.rows[i], 4),
            .source = db_get_text(c.rows[i], 5),
        };
        if (!subject_link_parse(db_get_text(c.rows[i], 2), &list[i].kind))
            return fail(ctx, ERR_INTERNAL, "关联关系已损坏");
    }
    *list_r = list;
    *n_r = c.n;
    return OK;
}

enum err list_entry_of_linked(struct ctx *ctx, struct db_session *s, int64_t person_id,
                              struct target **list_r, size_t *n_r) {
    struct db_call c = {.stmt = STMT(OF_PERSON), .args = DB_ARGS(db_int(person_id))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) return db_err(ctx, s, r);
    *list_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct target);
    *n_r = c.n;
    for (size_t i = 0; i < c.n; i++)
        (*list_r)[i] = (struct target){W_TARGET_LIST_ENTRY, db_get_int(c.rows[i], 0),
                                       db_get_int(c.rows[i], 1)};
    return OK;
}

enum err list_entry_concerns(struct ctx *ctx, struct db_session *s, const struct target *t,
                             int64_t subject_id, bool *concerns_r) {
    const struct db_value *row;
    *concerns_r = t->subject_id == subject_id;
    if (*concerns_r) return OK;
    enum err e = db_row(ctx, s, STMT(CONCERNS),
                        DB_ARGS(db_int(t->subject_id), db_int(t->id), db_int(subject_id)), &row);
    if (!e) *concerns_r = row != NULL;
    return e;
}

enum err list_entry_raise(struct ctx *ctx, struct door *d, struct db_session *s,
                          const struct list_entry *entry) {
    struct list_linked *list;
    size_t n;
    enum err e = subject_raise(ctx, d, s, entry->subject_id);
    if (!e) e = list_entry_linked(ctx, s, entry->subject_id, entry->entry_id, &list, &n);
    for (size_t i = 0; !e && i < n; i++)
        e = subject_raise(ctx, d, s, list[i].subject_id);
    return e;
}
