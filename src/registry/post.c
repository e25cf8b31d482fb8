#include "registry/account.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "ledger/door.h"
#include "registry/actor.h"

enum { INSERT, BY_ID, OF_USER, END, DESIGNATE };

#define COLUMNS                                                                                    \
    "p.post_id, p.user_id, p.unit_id, p.role, p.from_day, p.to_day, p.designated_from, "           \
    "p.designated_to, u.name, u.unit_type, u.jurisdiction, u.state, u.terms_day"
#define COLUMNS_OUT "iiittTTTttttT"
#define FROM        " from post p join unit u on u.unit_id = p.unit_id "

const struct db_stmt post_stmts[] = {
    [INSERT] =
        {"post.insert",
         "insert into post (post_id, user_id, unit_id, role, from_day, to_day, designated_from, "
         "designated_to, "
         "granted_by, version, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10)",
         "iiittTTTii", "", DB_WRITE, DB_FACTS},
    [BY_ID] = {"post.by_id", "select " COLUMNS FROM "where p.post_id = $1", "i", COLUMNS_OUT,
               DB_READ, DB_FACTS},
    [OF_USER] = {"post.of_user", "select " COLUMNS FROM "where p.user_id = $1 order by p.post_id",
                 "i", COLUMNS_OUT, DB_READ, DB_FACTS},
    [END] = {"post.end",
             "update post set to_day = $2, version = version + 1 where post_id = $1 and (to_day is "
             "null or to_day > $2)",
             "it", "", DB_WRITE, DB_FACTS},
    [DESIGNATE] = {"post.designate",
                   "update post set designated_from = $2, designated_to = $3, version = version + "
                   "1 where post_id = $1",
                   "itT", "", DB_WRITE, DB_FACTS},
    {0},
};

static bool read_row(struct arena *a, const struct db_value *row, struct post *out) {
    *out = (struct post){
        .post_id = db_get_int(row, 0),
        .user_id = db_get_int(row, 1),
        .unit_id = db_get_int(row, 2),
        .from = db_get_date(row, 4),
        .to = db_get_date(row, 5),
        .designated_from = db_get_date(row, 6),
        .designated_to = db_get_date(row, 7),
        .unit_name = arena_strdup(a, db_get_text(row, 8)),
        .unit_type = arena_strdup(a, db_get_text(row, 9)),
        .jurisdiction = arena_strdup(a, db_get_text(row, 10)),
        .unit_state = arena_strdup(a, db_get_text(row, 11)),
        .unit_terms = db_get_date(row, 12),
    };
    return role_parse(db_get_text(row, 3), &out->role);
}

struct post_rows {
    struct arena *arena;
    struct post *rows;
    size_t n, cap;
    struct date day;
};

static bool within(struct date day, struct date from, struct date to) {
    return day.day >= from.day && (date_is_none(to) || day.day <= to.day);
}

static bool collect(void *arg, const struct db_value *row) {
    struct post_rows *out = arg;
    if (out->n == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 8;
        struct post *more = ARENA_ARRAY(out->arena, cap, struct post);
        for (size_t i = 0; i < out->n; i++)
            more[i] = out->rows[i];
        out->rows = more;
        out->cap = cap;
    }
    struct post *p = &out->rows[out->n];
    if (read_row(out->arena, row, p) &&
        (date_is_none(out->day) || within(out->day, p->from, p->to)))
        out->n++;
    return true;
}

enum err post_list(struct ctx *ctx, int64_t user_id, struct date day, struct post **posts_r,
                   size_t *n_r) {
    struct post_rows out = {.arena = ctx->arena, .day = day};
    enum err e = db_fetch_each(ctx, &post_stmts[OF_USER], DB_ARGS(db_int(user_id)), collect, &out);
    *posts_r = out.rows;
    *n_r = out.n;
    return e;
}

enum err post_read(struct ctx *ctx, int64_t post_id, struct post *post_r) {
    const struct db_value *row;
    enum err e = db_fetch(ctx, &post_stmts[BY_ID], DB_ARGS(db_int(post_id)), &row);
    if (e != OK) return e;
    return row && read_row(ctx->arena, row, post_r) ? OK : fail(ctx, ERR_NOT_FOUND, "没有这个岗位");
}

/* Administrators are apart from one another and from every business role. */
static bool roles_conflict(enum role a, enum role b) {
    if (a == b) return false;
    return role_kind(a) == ROLE_KIND_ADMIN || role_kind(b) == ROLE_KIND_ADMIN;
}

static enum err grant_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct post *p = arg;
    /* read again inside the transaction: two grants at the same time must not slip past each other */
    struct post_rows held = {.arena = ctx->arena, .day = DATE_NONE};
    enum err e = db_rows(ctx, s, &post_stmts[OF_USER], DB_ARGS(db_int(p->user_id)), collect, &held);
    if (e != OK) return e;
    for (size_t i = 0; i < held.n; i++) {
        bool overlap = (date_is_none(held.rows[i].to) || held.rows[i].to.day >= p->from.day) &&
                       (date_is_none(p->to) || p->to.day >= held.rows[i].from.day);
        if (overlap && roles_conflict(held.rows[i].role, p->role))
            return fail_field(ctx, ERR_ROLE_CONFLICT, "role", role_word(held.rows[i].role), NULL);
    }
    e = db_write(ctx, s, &post_stmts[INSERT],
                 DB_ARGS(db_int(p->post_id), db_int(p->user_id), db_int(p->unit_id),
                         db_text(role_word(p->role)), db_date(ctx->arena, p->from),
                         db_date(ctx->arena, p->to), db_date(ctx->arena, p->designated_from),
                         db_date(ctx->arena, p->designated_to), db_int(ctx->actor->user_id),
                         db_int(door_now(door).us)),
                 NULL);
    if (e != OK) return e;
    struct leaf leaf = actor_leaf(ctx, EV_POST_GRANTED);
    leaf.object = p->post_id;
    leaf.word = role_word(p->role);
    leaf.day = p->from;
    door_leaf(door, &leaf);
    return OK;
}

/* What needs a person to answer for it: administration, the authority's acts, second persons, the hall's desk. */
static bool needs_person(enum role r) {
    return role_kind(r) == ROLE_KIND_ADMIN || r == ROLE_AUTHORITY || r == ROLE_PROVIDER_REVIEWER ||
           r == ROLE_UNIT_ADMIN || r == ROLE_QUERY_APPROVER || r == ROLE_WINDOW ||
           r == ROLE_OBJECTION_DESK;
}

static bool reversed(struct date from, struct date to) {
    return !date_is_none(from) && !date_is_none(to) && to.day < from.day;
}

/* Who may hold the post, and between which days. */
static enum err check_holder(struct ctx *ctx, const struct post *p) {
    struct account account;
    enum err e = account_read(ctx, p->user_id, &account);
    if (e != OK) return e;
    if (!strcmp(account.kind, "subject"))
        return fail_field(ctx, ERR_ROLE_CONFLICT, "account", "staff", "信用主体的账号不能担任岗位");
    if (!strcmp(account.kind, "machine") && needs_person(p->role))
        return fail_field(ctx, ERR_ROLE_CONFLICT, "role", "person", "此岗位须由人员担任");
    if (!strcmp(account.state, "disabled"))
        return fail(ctx, ERR_ACCOUNT_STATE, "账号已停用，不能授予岗位");
    if (reversed(p->from, p->to))
        return fail_field(ctx, ERR_DATE, "to_day", "min:from_day", "止期不能早于起期");
    if (reversed(p->designated_from, p->designated_to))
        return fail_field(ctx, ERR_DATE, "designated_to", "min:designated_from",
                          "止期不能早于起期");
    return OK;
}

enum err post_grant(struct ctx *ctx, const struct post *in, int64_t *post_r) {
    if (in->user_id == ctx->actor->user_id && ctx->actor->user_id)
        return fail_field(ctx, ERR_ROLE_CONFLICT, "account", "not_oneself", "不能给自己授予岗位");
    enum err e = check_holder(ctx, in);
    if (e != OK) return e;
    struct post p = *in;
    p.post_id = *post_r = id_new(clock_now(ctx->clock));
    return door_run(ctx, "post.grant", DB_PEOPLE, grant_step, &p);
}

struct post_change {
    int write;
    const struct db_value *args;
    struct leaf leaf;
};

static enum err change_step(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    const struct post_change *c = arg;
    int64_t changed;
    enum err e = db_write(ctx, s, &post_stmts[c->write], c->args, &changed);
    if (e != OK) return e;
    if (!changed) return fail(ctx, ERR_NOT_FOUND, "没有这个岗位，或岗位已经终止");
    door_leaf(door, &c->leaf);
    return OK;
}

enum err post_end(struct ctx *ctx, int64_t post_id, struct date day) {
    struct post_change c = {END, DB_ARGS(db_int(post_id), db_date(ctx->arena, day)),
                            actor_leaf(ctx, EV_POST_ENDED)};
    c.leaf.object = post_id;
    c.leaf.day = day;
    return door_run(ctx, "post.end", DB_PEOPLE, change_step, &c);
}

/* A person of the unit: nobody who holds a post elsewhere today. */
static enum err check_own(struct ctx *ctx, int64_t user_id, int64_t unit_id) {
    struct post *posts;
    size_t n;
    enum err e = post_list(ctx, user_id, clock_today(ctx->clock), &posts, &n);
    for (size_t i = 0; e == OK && i < n; i++)
        if (posts[i].unit_id != unit_id)
            e = fail(ctx, ERR_FORBIDDEN, "此人在其他单位任职，请由安全管理员授予岗位");
    return e;
}

enum err post_grant_own(struct ctx *ctx, const struct post *in, int64_t *post_r) {
    enum err e = check_own(ctx, in->user_id, ctx->actor->unit_id);
    return e == OK ? post_grant(ctx, in, post_r) : e;
}

enum err post_end_own(struct ctx *ctx, int64_t post_id, struct date day) {
    struct post post;
    enum err e = post_read(ctx, post_id, &post);
    if (e != OK) return e;
    if (post.unit_id != ctx->actor->unit_id ||
        (post.role != ROLE_QUERY_CLERK && post.role != ROLE_QUERY_APPROVER))
        return fail(ctx, ERR_FORBIDDEN, "只能终止本单位的查询岗位");
    return post_end(ctx, post_id, day);
}

enum err post_designate(struct ctx *ctx, int64_t post_id, struct date from, struct date to) {
    if (reversed(from, to))
        return fail_field(ctx, ERR_DATE, "to_day", "min:from_day", "止期不能早于起期");
    struct post_change c = {
        DESIGNATE, DB_ARGS(db_int(post_id), db_date(ctx->arena, from), db_date(ctx->arena, to)),
        actor_leaf(ctx, EV_POST_DESIGNATED)};
    c.leaf.object = post_id;
    c.leaf.day = from;
    return door_run(ctx, "post.designate", DB_PEOPLE, change_step, &c);
}
