#include <string.h>

#include "base/bug.h"
#include "db/driver.h"

struct db_value db_int(int64_t v) {
    return (struct db_value){.type = DB_INT, .i = v};
}

struct db_value db_text(const char *s) {
    if (s == NULL) return db_null();
    return (struct db_value){.type = DB_TEXT, .s = str_of(s)};
}

struct db_value db_str(struct str s) {
    if (s.p == NULL) s.p = "";
    return (struct db_value){.type = DB_TEXT, .s = s};
}

struct db_value db_blob(const void *p, size_t n) {
    if (p == NULL) return db_null();
    return (struct db_value){.type = DB_BLOB, .s = {p, n}};
}

struct db_value db_null(void) {
    return (struct db_value){.type = DB_NULL};
}

struct db_value db_date(struct arena *a, struct date d) {
    char text[DATE_TEXT];

    if (date_is_none(d)) return db_null();
    date_format(d, text);
    return db_text(arena_strdup(a, text));
}

struct db_value db_month(struct date d) {
    BUG_IF(date_is_none(d));
    struct date_ymd ymd = date_split(d);
    return db_int((int64_t)ymd.year * 100 + ymd.month);
}

int64_t db_get_int(const struct db_value *row, int column) {
    const struct db_value *v = &row[column];
    BUG_IF(v->type != DB_INT && v->type != DB_NULL);
    return v->type == DB_INT ? v->i : 0;
}

const char *db_get_text(const struct db_value *row, int column) {
    const struct db_value *v = &row[column];
    BUG_IF(v->type != DB_TEXT && v->type != DB_NULL);
    return v->type == DB_TEXT ? v->s.p : "";
}

struct str db_get_blob(const struct db_value *row, int column) {
    const struct db_value *v = &row[column];
    BUG_IF(v->type != DB_BLOB && v->type != DB_NULL);
    return v->type == DB_BLOB ? v->s : (struct str){"", 0};
}

struct date db_get_date(const struct db_value *row, int column) {
    const struct db_value *v = &row[column];
    struct date d = DATE_NONE;

    BUG_IF(v->type != DB_TEXT && v->type != DB_NULL);
    if (v->type == DB_NULL || !date_parse(v->s, &d)) return DATE_NONE;
    return d;
}

bool db_is_null(const struct db_value *row, int column) {
    return row[column].type == DB_NULL;
}

struct db_value *db_row_copy(struct arena *a, const struct db_value *row, size_t n) {
    struct db_value *copy = arena_copy(a, row, n * sizeof *row);

    for (size_t i = 0; i < n; i++) {
        if (row[i].type == DB_TEXT || row[i].type == DB_BLOB) copy[i].s.p = arena_str(a, row[i].s);
    }
    return copy;
}

bool db_sink_take(struct db_sink *sink, const struct db_value *row) {
    bool more = sink->fn(sink->arg, row);

    if (more || sink->wrong == OK) sink->any = true;
    return more;
}

bool db_collect(void *arg, const struct db_value *row) {
    struct db_collect *to = arg;
    struct db_call *call = to->call;

    if (call->n == to->cap) {
        size_t cap = to->cap ? to->cap * 2 : 8;
        const struct db_value **rows = ARENA_ARRAY(to->arena, cap, const struct db_value *);
        if (call->n > 0) memcpy(rows, call->rows, call->n * sizeof rows[0]);
        call->rows = rows;
        to->cap = cap;
    }
    call->rows[call->n++] = db_row_copy(to->arena, row, to->columns);
    return true;
}
