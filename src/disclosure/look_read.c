#include "disclosure/look_read.h"

#include <string.h>

#include "db/db_fetch.h"
#include "disclosure/decide.h"
#include "disclosure/look.h"
#include "disclosure/withhold.h"
#include "registry/role.h"

enum { OF_SUBJECT, SEARCH, ONE };

#define COLUMNS                                                                                    \
    "look_id, month, subject_id, at, user_id, post_id, unit_id, person, unit, role, channel,"      \
    " address, route, content, purpose, basis, reference, authorisation_id, scene, view, reason,"  \
    " outcome, code, recipient, place, policy"
#define SIGNATURE "iiiiiiitttttttttTITtTtTTtt"

const struct db_stmt look_read_stmts[] = {
    [OF_SUBJECT] = {"look.of_subject",
                    "select " COLUMNS " from look where month = $1 and subject_id = $2"
                    " and look_id < $3 order by look_id desc limit $4",
                    "iiii", SIGNATURE, DB_READ, DB_LOOKS},
    [SEARCH] = {"look.search",
                "select " COLUMNS " from look where month = $1 and look_id < $2"
                " and at >= $3 and at < $4 and ($5 = 0 or user_id = $5)"
                " and ($6 = 0 or unit_id = $6) and ($7 = 0 or subject_id = $7)"
                " and ($8 = '' or outcome = $8) order by look_id desc limit $9",
                "iiiiiiiti", SIGNATURE, DB_READ, DB_LOOKS},
    [ONE] = {"look.one", "select " COLUMNS " from look where month = $1 and look_id = $2", "ii",
             SIGNATURE, DB_READ, DB_LOOKS},
    {0},
};

static const char *maybe(const struct db_value *row, int column) {
    return db_is_null(row, column) ? NULL : db_get_text(row, column);
}

static void of_row(const struct db_value *row, struct look_row *l) {
    *l = (struct look_row){
        .look_id = db_get_int(row, 0),
        .month = db_get_int(row, 1),
        .subject_id = db_get_int(row, 2),
        .at = {db_get_int(row, 3)},
        .user_id = db_get_int(row, 4),
        .post_id = db_get_int(row, 5),
        .unit_id = db_get_int(row, 6),
        .person = db_get_text(row, 7),
        .unit = db_get_text(row, 8),
        .role = db_get_text(row, 9),
        .channel = db_get_text(row, 10),
        .address = db_get_text(row, 11),
        .route = db_get_text(row, 12),
        .content = db_get_text(row, 13),
        .purpose = db_get_text(row, 14),
        .basis = db_get_text(row, 15),
        .reference = maybe(row, 16),
        .authorisation_id = db_get_int(row, 17),
        .scene = maybe(row, 18),
        .view = db_get_text(row, 19),
        .reason = maybe(row, 20),
        .outcome = db_get_text(row, 21),
        .code = maybe(row, 22),
        .recipient = maybe(row, 23),
        .place = db_get_text(row, 24),
        .policy = db_get_text(row, 25),
        .withheld_until = DATE_NONE,
    };
}

/* ---- over the months, the newest first */

struct collected {
    struct look_row *rows;
    size_t n, most;
};

/* args[0] is the month; the statement's limit is its last argument. */
static enum err one_month(struct ctx *ctx, int stmt, struct db_value *args, size_t n_args,
                          struct date month, struct collected *out) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_LOOKS, month, &s);
    if (e != OK) return e;
    args[0] = db_month(month);
    args[n_args - 1] = db_int((int64_t)(out->most - out->n));
    struct db_call c = {.stmt = &look_read_stmts[stmt], .args = args};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    for (size_t i = 0; e == OK && i < c.n && out->n < out->most; i++)
        of_row(c.rows[i], &out->rows[out->n++]);
    db_read_end(ctx, &s);
    return e;
}

static enum err all_months(struct ctx *ctx, int stmt, struct db_value *args, size_t n_args,
                           struct collected *out) {
    struct date *months;
    size_t n;
    enum err e = db_looks_months(ctx, ctx->arena, &months, &n);
    out->rows = ARENA_ARRAY(ctx->arena, out->most + 1, struct look_row);
    while (e == OK && n-- && out->n < out->most)
        e = one_month(ctx, stmt, args, n_args, months[n], out);
    return e;
}

enum err look_list_subject(struct ctx *ctx, int64_t subject_id, int64_t before, size_t most,
                           struct look_row **rows_r, size_t *n_r) {
    struct withheld *withheld;
    size_t n_withheld;
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = withhold_list_subject(ctx, s, subject_id, &withheld, &n_withheld);
    db_read_end(ctx, &s);
    if (e != OK) return e;
    /* As many more as could be left out. */
    struct collected out = {.most = most + n_withheld};
    struct db_value args[] = {db_int(0), db_int(subject_id), db_int(before ? before : INT64_MAX),
                              db_int(0)};
    e = all_months(ctx, OF_SUBJECT, args, GX_COUNT(args), &out);
    if (e != OK) return e;
    struct date today = clock_today(ctx->clock);
    size_t kept = 0;
    for (size_t i = 0; i < out.n && kept < most; i++) {
        struct look_row *l = &out.rows[i];
        bool hidden = false;
        for (size_t k = 0; k < n_withheld; k++) {
            if (withheld[k].look_id != l->look_id) continue;
            l->withheld_until = withheld[k].until;
            hidden = date_cmp(today, withheld[k].until) <= 0;
        }
        if (!hidden) out.rows[kept++] = *l;
    }
    *rows_r = out.rows;
    *n_r = kept;
    return OK;
}

enum err look_search(struct ctx *ctx, const struct look_filter *f, int64_t before, size_t most,
                     struct look_row **rows_r, size_t *n_r) {
    struct collected out = {.most = most};
    int64_t from = date_is_none(f->from) ? 0 : date_begin(f->from).us;
    int64_t to = date_is_none(f->to) ? INT64_MAX : date_begin(date_add_days(f->to, 1)).us;
    struct db_value args[] = {db_int(0),
                              db_int(before ? before : INT64_MAX),
                              db_int(from),
                              db_int(to),
                              db_int(f->user_id),
                              db_int(f->unit_id),
                              db_int(f->subject_id),
                              db_text(f->outcome ? f->outcome : ""),
                              db_int(0)};
    enum err e = all_months(ctx, SEARCH, args, GX_COUNT(args), &out);
    *rows_r = out.rows;
    *n_r = out.n;
    return e;
}

enum err look_get(struct ctx *ctx, int64_t look_id, struct look_row *row_r) {
    struct date *months;
    size_t n;
    enum err e = db_looks_months(ctx, ctx->arena, &months, &n);
    while (e == OK && n--) {
        struct db_session *s;
        const struct db_value *row = NULL;
        e = db_read_begin(ctx, DB_LOOKS, months[n], &s);
        if (e != OK) return e;
        e = db_row(ctx, s, &look_read_stmts[ONE], DB_ARGS(db_month(months[n]), db_int(look_id)),
                   &row);
        if (e == OK && row) of_row(row, row_r);
        db_read_end(ctx, &s);
        if (row) return e;
    }
    return e == OK ? fail(ctx, ERR_LOOK_UNKNOWN, NULL) : e;
}

/* ---- as JSON */

void look_row_write(const struct look_row *l, bool audit, struct json_writer *w) {
    char at[INSTANT_TEXT], day[DATE_TEXT];
    enum role role;
    enum basis_kind basis;
    instant_format(l->at, at);
    date_format(l->withheld_until, day);
    jw_object(w);
    jw_kid(w, "look", l->look_id);
    jw_ktext(w, "at", at);
    jw_ktext(w, "person", l->person);
    jw_ktext(w, "unit", l->unit);
    jw_kid(w, "unit_id", l->unit_id);
    jw_ktext(w, "role", l->role);
    jw_ktext(w, "role_name", role_parse(l->role, &role) ? role_name(role) : NULL);
    jw_ktext(w, "channel", l->channel);
    jw_key(w, "content");
    jw_raw(w, str_of(l->content));
    jw_ktext(w, "purpose", l->purpose);
    jw_ktext(w, "basis", l->basis);
    jw_ktext(w, "basis_name", basis_kind_parse(l->basis, &basis) ? basis_kind_name(basis) : NULL);
    jw_ktext(w, "reference", l->reference);
    jw_kid(w, "authorisation", l->authorisation_id);
    jw_ktext(w, "scene", l->scene);
    jw_ktext(w, "view", l->view);
    jw_ktext(w, "reason", l->reason);
    jw_ktext(w, "outcome", l->outcome);
    jw_ktext(w, "code", l->code);
    jw_ktext(w, "recipient", l->recipient);
    jw_ktext(w, "withheld_until", *day ? day : NULL);
    if (audit) {
        jw_kid(w, "subject", l->subject_id);
        jw_kid(w, "user", l->user_id);
        jw_kid(w, "post", l->post_id);
        jw_ktext(w, "address", l->address);
        jw_ktext(w, "route", l->route);
        jw_ktext(w, "place", l->place);
        jw_ktext(w, "policy", l->policy);
    }
    jw_object_end(w);
}
