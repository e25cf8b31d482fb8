#include "disclosure/retention.h"

#include <string.h>

#include "disclosure/look.h"
#include "disclosure/withhold.h"
#include "law/law.h"
#include "law/limit.h"
#include "ledger/looks.h"
#include "registry/actor.h"
#include "registry/role.h"

enum { KINDS };

const struct db_stmt retention_stmts[] = {
    [KINDS] = {"retention.kinds",
               "select place, role, case when unit_id = 0 then 0 else 1 end, max(at) from look"
               " where month = $1 group by place, role, case when unit_id = 0 then 0 else 1 end",
               "i", "ttii", DB_READ, DB_LOOKS},
    {0},
};

static const char *part_of(const char *role_word_, bool of_unit) {
    enum role role;
    if (role_parse(role_word_, &role) &&
        (role == ROLE_OPERATOR || role == ROLE_AUTHORITY || role == ROLE_OBJECTION_DESK ||
         role == ROLE_WINDOW || role_kind(role) == ROLE_KIND_ADMIN))
        return "operator";
    return of_unit ? "unit" : "platform";
}

/* Whether entries made up to `last` may go today. Anything unclear keeps them. */
static bool term_is_over(struct ctx *ctx, const char *place, const char *part, struct date last) {
    struct date today = clock_today(ctx->clock);
    const struct policy *p = law_policy(ctx->law, place, today);
    if (!p) return false;
    const struct policy_value *v = policy_part(p, PARAM_QUERY_LOG_KEEP, part, NULL, today);
    struct limit rule;
    if (!v || !v->known || !v->limit.figure ||
        !policy_limit_rule(p, v, W_CLOCK_TERM, NULL, today, &rule))
        return false;
    struct due due = limit_due(ctx->arena, &rule, last, NULL, 0, law_calendar(ctx->law));
    return due.status == DUE_KNOWN && date_cmp(today, due.date) > 0;
}

enum err retention_is_over(struct ctx *ctx, struct date month, bool *over_r) {
    struct db_session *s;
    bool withheld;
    *over_r = false;
    if (date_cmp(month, look_month(clock_now(ctx->clock))) >= 0) return OK;
    enum err e = withhold_in_month(ctx, look_month_number(month), &withheld);
    if (e != OK || withheld) return e;
    e = db_read_begin(ctx, DB_LOOKS, month, &s);
    if (e != OK) return e;
    struct db_call c = {.stmt = &retention_stmts[KINDS], .args = DB_ARGS(db_month(month))};
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    *over_r = e == OK;
    for (size_t i = 0; e == OK && *over_r && i < c.n; i++) {
        const char *part = part_of(db_get_text(c.rows[i], 1), db_get_int(c.rows[i], 2) != 0);
        struct date last = date_of_instant((struct instant){db_get_int(c.rows[i], 3)});
        *over_r = term_is_over(ctx, db_get_text(c.rows[i], 0), part, last);
    }
    db_read_end(ctx, &s);
    return e;
}

enum err retention_run(struct ctx *ctx, bool *more_r) {
    struct date *months;
    size_t n;
    *more_r = false;
    enum err e = db_looks_months(ctx, ctx->arena, &months, &n);
    for (size_t i = 0; e == OK && i < n; i++) {
        bool over;
        e = retention_is_over(ctx, months[i], &over);
        if (e != OK || !over) continue;
        struct leaf who = actor_leaf(ctx, EV_LOOKS_DROPPED);
        e = looks_drop_month(ctx, months[i], &who);
        *more_r = e == OK;
        return e;
    }
    return e;
}
