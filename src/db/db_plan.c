#include "db/db_plan.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/bug.h"
#include "base/log.h"
#include "base/str.h"

char *db_text_for(struct arena *a, const char *text, const char *engine) {
    char marker[32];
    int marker_n = snprintf(marker, sizeof marker, "-- %s: ", engine);
    char *out = arena_strdup(a, text);
    char *w = out;
    const char *found;

    while ((found = strstr(text, marker)) != NULL) {
        memcpy(w, text, (size_t)(found - text));
        w += found - text;
        text = found + marker_n;
    }
    memcpy(w, text, strlen(text) + 1);
    return out;
}

enum err db_plan_refuse(struct ctx *ctx, const struct db_plan *plan, const char *why) {
    log_event(ctx, LOG_ERROR, "db.statement_refused", "statement=%s why=%s", plan->stmt->name, why);
    return fail(ctx, ERR_DB_SCHEMA, "语句 %s 不能使用：%s", plan->stmt->name, why);
}

/* Marks the parameters a text uses; false when it holds another kind of placeholder. */
static bool find_parameters(const char *sql, bool used[DB_MAX_COLUMNS + 1]) {
    for (const char *p = sql; *p != '\0'; p++) {
        if (*p == '\'' || *p == '"') {
            const char *end = strchr(p + 1, *p);
            if (end == NULL) return false;
            p = end;
        } else if (p[0] == '-' && p[1] == '-') {
            while (p[1] != '\0' && p[1] != '\n')
                p++;
        } else if (*p == '?') {
            return false;
        } else if (*p == '$') {
            unsigned n = 0;
            const char *digit = p + 1;
            for (; *digit >= '0' && *digit <= '9' && n <= DB_MAX_COLUMNS; digit++)
                n = n * 10 + (unsigned)(*digit - '0');
            if (n == 0 || n > DB_MAX_COLUMNS) return false;
            used[n] = true;
            p = digit - 1;
        }
    }
    return true;
}

/* Whether the first word changes rows; SQLite looks deeper when it prepares. */
static bool changes_rows(const char *sql) {
    static const char *const WORDS[] = {"INSERT", "UPDATE", "DELETE"};

    sql += strspn(sql, " \n\t");
    for (size_t i = 0; i < GX_COUNT(WORDS); i++)
        if (strncasecmp(sql, WORDS[i], 6) == 0) return true;
    return false;
}

static enum err check_plan(struct ctx *ctx, const struct db_plan *plan) {
    const struct db_stmt *stmt = plan->stmt;
    bool used[DB_MAX_COLUMNS + 1] = {false};

    if (stmt->sql == NULL || stmt->in == NULL || stmt->out == NULL)
        return db_plan_refuse(ctx, plan, "text or signature missing");
    if (plan->n_in > DB_MAX_COLUMNS || plan->n_out > DB_MAX_COLUMNS)
        return db_plan_refuse(ctx, plan, "more than 64 parameters or columns");
    if (strspn(stmt->in, "itbITB") != plan->n_in || strspn(stmt->out, "itbITB") != plan->n_out)
        return db_plan_refuse(ctx, plan, "a signature has the letters i t b I T B only");
    if (!find_parameters(plan->sql, used))
        return db_plan_refuse(ctx, plan, "placeholders are $1 to $64");
    for (unsigned i = 1; i <= DB_MAX_COLUMNS; i++)
        if (used[i] != (i <= plan->n_in))
            return db_plan_refuse(ctx, plan, "parameters and signature differ");
    if (stmt->kind == DB_READ && (changes_rows(plan->sql) || plan->n_out == 0))
        return db_plan_refuse(ctx, plan, "reads and writes are declared wrongly");
    if (stmt->store == DB_LOOKS && strstr(plan->sql, "month") == NULL)
        return db_plan_refuse(ctx, plan, "a statement on looks names the month");
    return OK;
}

static size_t hash_of(const struct db_stmt *stmt) {
    uint64_t x = (uint64_t)(uintptr_t)stmt;
    return (size_t)((x * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}

enum err db_plans_build(struct ctx *ctx, struct db *db, struct db_stmts stmts) {
    struct db_plans *plans = &db->plans;
    size_t total = 0, size = 16;

    for (size_t t = 0; t < stmts.n; t++)
        for (const struct db_stmt *stmt = stmts.tables[t]; stmt->name != NULL; stmt++)
            total++;
    while (size < total * 2)
        size *= 2;
    plans->items = ARENA_ARRAY(db->arena, total + 1, struct db_plan);
    plans->index = ARENA_ARRAY(db->arena, size, unsigned);
    plans->mask = size - 1;
    for (size_t t = 0; t < stmts.n; t++) {
        for (const struct db_stmt *stmt = stmts.tables[t]; stmt->name != NULL; stmt++) {
            struct db_plan *plan = &plans->items[plans->n];
            *plan = (struct db_plan){
                .stmt = stmt,
                .slot = (unsigned)plans->n,
                .sql = stmt->sql ? db_text_for(db->arena, stmt->sql, db->driver->name) : NULL,
                .n_in = stmt->in ? (unsigned)strlen(stmt->in) : 0,
                .n_out = stmt->out ? (unsigned)strlen(stmt->out) : 0};
            snprintf(plan->prepared, sizeof plan->prepared, "s%u", plan->slot);
            enum err e = check_plan(ctx, plan);
            if (e) return e;
            for (size_t i = 0; i < plans->n; i++)
                if (strcmp(plans->items[i].stmt->name, stmt->name) == 0)
                    return db_plan_refuse(ctx, plan, "two statements have this name");
            size_t at = hash_of(stmt) & plans->mask;
            while (plans->index[at] != 0)
                at = (at + 1) & plans->mask;
            plans->index[at] = (unsigned)++plans->n;
        }
    }
    return OK;
}

const struct db_plan *db_plan_of(const struct db *db, const struct db_stmt *stmt) {
    const struct db_plans *plans = &db->plans;

    for (size_t at = hash_of(stmt) & plans->mask;; at = (at + 1) & plans->mask) {
        if (plans->index[at] == 0) BUG("a statement of no table given to db_open");
        const struct db_plan *plan = &plans->items[plans->index[at] - 1];
        if (plan->stmt == stmt) return plan;
    }
}

void db_plan_check_args(const struct db_plan *plan, const struct db_value *args) {
    const char *in = plan->stmt->in;

    BUG_IF(plan->n_in > 0 && args == NULL);
    for (unsigned i = 0; i < plan->n_in; i++) {
        bool may_be_null = in[i] >= 'A' && in[i] <= 'Z';
        switch (args[i].type) {
        case DB_NULL: BUG_IF(!may_be_null); break;
        case DB_INT: BUG_IF(in[i] != 'i' && in[i] != 'I'); break;
        case DB_TEXT:
            BUG_IF(in[i] != 't' && in[i] != 'T');
            /* PostgreSQL refuses NUL in text and SQLite cuts it off; the edge lets none in. */
            BUG_IF(args[i].s.n > 0 && memchr(args[i].s.p, 0, args[i].s.n) != NULL);
            break;
        case DB_BLOB: BUG_IF(in[i] != 'b' && in[i] != 'B'); break;
        }
    }
}
