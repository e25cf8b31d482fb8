/* raw_import: what the database alone takes for the rows that an import ended with.
 *
 *     raw_import sqlite   SOURCE.db TARGET.db     TARGET.db is made with the same tables and indexes
 *     raw_import postgres SOURCE TARGET           connection strings; the tables exist in TARGET, empty
 *
 * Reads every row of the tables below into memory, then inserts them with one prepared statement a table, 10,000 rows a
 * transaction, on one thread, with the durability of the source: SQLite as db/ sets it, PostgreSQL as the cluster is,
 * pipelined. Prints "SECONDS ROWS". Nothing of gongxin is linked. */
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 10000, COLUMNS = 64, FLIGHT = 1000 };

/* In the order the rows were made. */
static const struct {
    const char *name, *order;
} tables[] = {
    {"subject", "subject_id"},        {"subject_key", "subject_id"},
    {"subject_number", "subject_id"}, {"subject_name", "subject_id"},
    {"record", "record_id"},          {"record_version", "record_id, version"},
    {"ledger_entry", "entry_id"},
};
enum { TABLES = sizeof tables / sizeof tables[0] };

struct cell {
    const char *p;
    int64_t i;
    int n;
    int type; /* of SQLite */
};
struct rows {
    struct cell *cells;
    size_t n, cap;
    int columns;
    PGresult *result; /* PostgreSQL: holds what the cells point to */
};

static _Noreturn void die(const char *what, const char *why) {
    fprintf(stderr, "raw_import: %s: %s\n", what, why);
    exit(1);
}

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct cell *add_row(struct rows *r) {
    if (r->n == r->cap) {
        r->cap = r->cap ? 2 * r->cap : 1024;
        r->cells = realloc(r->cells, r->cap * (size_t)r->columns * sizeof *r->cells);
        if (!r->cells) die("memory", "none left");
    }
    return r->cells + r->n++ * (size_t)r->columns;
}

static void insert_sql(char *sql, size_t size, const char *table, int columns) {
    int n = snprintf(sql, size, "insert into %s values (", table);
    for (int i = 1; i <= columns; i++)
        n += snprintf(sql + n, size - (size_t)n, "%s$%d", i > 1 ? ", " : "", i);
    snprintf(sql + n, size - (size_t)n, ")");
}

/* --- SQLite --- */

static void run(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) die(sql, sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK) die(sql, sqlite3_errmsg(db));
    return st;
}

static struct cell copy_cell(sqlite3_stmt *st, int i) {
    struct cell c = {.type = sqlite3_column_type(st, i)};
    if (c.type == SQLITE_INTEGER) c.i = sqlite3_column_int64(st, i);
    if (c.type != SQLITE_TEXT && c.type != SQLITE_BLOB) return c;
    const void *p = c.type == SQLITE_TEXT ? sqlite3_column_text(st, i) : sqlite3_column_blob(st, i);
    c.n = sqlite3_column_bytes(st, i);
    char *copy = malloc((size_t)c.n + 1);
    if (!copy) die("memory", "none left");
    if (c.n) memcpy(copy, p, (size_t)c.n);
    c.p = copy;
    return c;
}

static void sqlite_read(sqlite3 *db, size_t table, struct rows *r) {
    char sql[256];
    snprintf(sql, sizeof sql, "select * from %s order by %s", tables[table].name,
             tables[table].order);
    sqlite3_stmt *st = prepare(db, sql);
    r->columns = sqlite3_column_count(st);
    int rc;
    while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
        struct cell *cells = add_row(r);
        for (int i = 0; i < r->columns; i++)
            cells[i] = copy_cell(st, i);
    }
    if (rc != SQLITE_DONE) die(sql, sqlite3_errmsg(db));
    sqlite3_finalize(st);
}

/* The same pragmas as db/db_sqlite.c sets for its writer; the log is copied back at the same length, here by the one
 * thread there is. */
static sqlite3 *sqlite_make(const char *path, sqlite3 *source) {
    sqlite3 *db;
    if (sqlite3_open(path, &db) != SQLITE_OK) die(path, sqlite3_errmsg(db));
    run(db, "pragma foreign_keys=on; pragma secure_delete=on; pragma temp_store=memory;"
            "pragma cache_size=-65536; pragma journal_mode=wal; pragma synchronous=full;"
            "pragma wal_autocheckpoint=4000; pragma journal_size_limit=67108864");
    sqlite3_stmt *st = prepare(source, "select sql from sqlite_master where tbl_name = ?1"
                                       " and sql is not null order by type desc");
    for (size_t t = 0; t < TABLES; t++) {
        sqlite3_bind_text(st, 1, tables[t].name, -1, SQLITE_STATIC);
        while (sqlite3_step(st) == SQLITE_ROW)
            run(db, (const char *)sqlite3_column_text(st, 0));
        sqlite3_reset(st);
    }
    sqlite3_finalize(st);
    return db;
}

static void bind(sqlite3_stmt *st, const struct cell *c, int at) {
    switch (c->type) {
    case SQLITE_INTEGER: sqlite3_bind_int64(st, at, c->i); break;
    case SQLITE_TEXT: sqlite3_bind_text(st, at, c->p, c->n, SQLITE_STATIC); break;
    case SQLITE_BLOB: sqlite3_bind_blob(st, at, c->p, c->n, SQLITE_STATIC); break;
    default: sqlite3_bind_null(st, at);
    }
}

static size_t sqlite_insert(sqlite3 *db, const struct rows *rows) {
    char sql[1024];
    size_t total = 0;
    run(db, "begin immediate");
    for (size_t t = 0; t < TABLES; t++) {
        insert_sql(sql, sizeof sql, tables[t].name, rows[t].columns);
        sqlite3_stmt *st = prepare(db, sql);
        for (size_t k = 0; k < rows[t].n; k++) {
            const struct cell *cells = rows[t].cells + k * (size_t)rows[t].columns;
            for (int i = 0; i < rows[t].columns; i++)
                bind(st, cells + i, i + 1);
            if (sqlite3_step(st) != SQLITE_DONE) die(sql, sqlite3_errmsg(db));
            sqlite3_reset(st);
            if (++total % BATCH == 0) run(db, "commit; begin immediate");
        }
        sqlite3_finalize(st);
    }
    run(db, "commit");
    return total;
}

static void sqlite_main(const char *from, const char *to) {
    sqlite3 *source;
    struct rows rows[TABLES] = {0};
    if (sqlite3_open_v2(from, &source, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        die(from, sqlite3_errmsg(source));
    for (size_t t = 0; t < TABLES; t++)
        sqlite_read(source, t, &rows[t]);
    sqlite3 *db = sqlite_make(to, source);
    sqlite3_close(source);
    double began = seconds();
    size_t n = sqlite_insert(db, rows);
    if (sqlite3_close(db) != SQLITE_OK) die(to, sqlite3_errmsg(db)); /* copies the log back */
    printf("%.3f %zu\n", seconds() - began, n);
}

/* --- PostgreSQL --- */

static PGconn *pg_open(const char *url) {
    PGconn *pg = PQconnectdb(url);
    if (PQstatus(pg) != CONNECTION_OK) die(url, PQerrorMessage(pg));
    return pg;
}

static void pg_read(PGconn *pg, size_t table, struct rows *r) {
    char sql[256];
    snprintf(sql, sizeof sql, "select * from %s order by %s", tables[table].name,
             tables[table].order);
    r->result = PQexecParams(pg, sql, 0, NULL, NULL, NULL, NULL, 1);
    if (PQresultStatus(r->result) != PGRES_TUPLES_OK) die(sql, PQerrorMessage(pg));
    r->columns = PQnfields(r->result);
    r->n = (size_t)PQntuples(r->result);
}

static void pg_simple(PGconn *pg, const char *sql) {
    if (!PQsendQueryParams(pg, sql, 0, NULL, NULL, NULL, NULL, 0)) die(sql, PQerrorMessage(pg));
}

/* Takes in what has been answered up to the next sync. */
static void pg_settle(PGconn *pg) {
    if (!PQpipelineSync(pg)) die("sync", PQerrorMessage(pg));
    for (;;) {
        PGresult *res = PQgetResult(pg);
        if (!res) continue;
        ExecStatusType status = PQresultStatus(res);
        PQclear(res);
        if (status == PGRES_PIPELINE_SYNC) return;
        if (status != PGRES_COMMAND_OK) die("insert", PQerrorMessage(pg));
    }
}

static void pg_prepare(PGconn *pg, size_t table, const struct rows *r) {
    char sql[1024];
    Oid types[COLUMNS];
    insert_sql(sql, sizeof sql, tables[table].name, r->columns);
    for (int i = 0; i < r->columns; i++)
        types[i] = PQftype(r->result, i);
    PGresult *res = PQprepare(pg, tables[table].name, sql, r->columns, types);
    if (PQresultStatus(res) != PGRES_COMMAND_OK) die(sql, PQerrorMessage(pg));
    PQclear(res);
}

static void pg_send(PGconn *pg, size_t table, const struct rows *r, size_t row) {
    const char *values[COLUMNS];
    int lengths[COLUMNS], formats[COLUMNS];
    for (int i = 0; i < r->columns; i++) {
        bool null = PQgetisnull(r->result, (int)row, i);
        values[i] = null ? NULL : PQgetvalue(r->result, (int)row, i);
        lengths[i] = PQgetlength(r->result, (int)row, i);
        formats[i] = 1;
    }
    if (!PQsendQueryPrepared(pg, tables[table].name, r->columns, values, lengths, formats, 0))
        die("send", PQerrorMessage(pg));
}

static size_t pg_insert(PGconn *pg, const struct rows *rows) {
    size_t total = 0;
    for (size_t t = 0; t < TABLES; t++)
        pg_prepare(pg, t, &rows[t]);
    if (!PQenterPipelineMode(pg)) die("pipeline", PQerrorMessage(pg));
    pg_simple(pg, "begin");
    for (size_t t = 0; t < TABLES; t++)
        for (size_t k = 0; k < rows[t].n; k++) {
            pg_send(pg, t, &rows[t], k);
            total++;
            if (total % BATCH == 0) {
                pg_simple(pg, "commit");
                pg_simple(pg, "begin");
            }
            if (total % FLIGHT == 0) pg_settle(pg);
        }
    pg_simple(pg, "commit");
    pg_settle(pg);
    return total;
}

static void pg_main(const char *from, const char *to) {
    struct rows rows[TABLES] = {0};
    PGconn *source = pg_open(from);
    for (size_t t = 0; t < TABLES; t++)
        pg_read(source, t, &rows[t]);
    PQfinish(source);
    PGconn *pg = pg_open(to);
    double began = seconds();
    size_t n = pg_insert(pg, rows);
    printf("%.3f %zu\n", seconds() - began, n);
    PQfinish(pg);
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "sqlite") == 0) {
        sqlite_main(argv[2], argv[3]);
    } else if (argc == 4 && strcmp(argv[1], "postgres") == 0) {
        pg_main(argv[2], argv[3]);
    } else {
        fprintf(stderr, "usage: raw_import sqlite|postgres SOURCE TARGET\n");
        return 2;
    }
    return 0;
}
